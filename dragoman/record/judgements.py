"""What analysts said of events: accept, reject, correct; appended, never overwritten, still there after a re-reading.

    corrected(event, correction, text)   the event as the analyst would have it
    carried(judgements, events)          which judgement each event of a new reading stands by
    training_case(article, event, ...)   a judged event as a line to train and test on

A judgement is tied to the article, the words of the evidence and the type, beside the event's id: another reader may
give the same event another id, and the judgement holds all the same. The last judgement of an event counts.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from dragoman.errors import RecordError
from dragoman.knowledge.ontology import load_ontology
from dragoman.model import Article, Date, Event, Participant, Span, Status, to_json
from dragoman.record.schema import first_day, last_day

Verdict = Literal["accept", "reject", "correct"]
FIELDS = ("type", "mode", "status", "foresees", "historical", "date", "actors", "recipients")
"""The fields of an event that a correction may hold."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one analyst said of one event, once."""

    version: int  # of the record that it made
    time: str  # UTC: 2024-05-01T12:00:00Z
    by: str
    verdict: Verdict
    reason: str | None
    correction: Mapping[str, Any] | None  # field: new value
    occurrence: str | None  # id of the occurrence, where all of its tellings were judged at once
    event_id: str  # as it was when it was judged
    article_id: str
    type: str
    quote: str
    cue: str  # the words that triggered it
    sides: tuple[str, ...]  # registry ids, or words


def sides_of(event: Event) -> tuple[str, ...]:
    """Say who takes part, in the form in which a judgement keeps it."""
    return tuple(sorted({party.actor or party.text for party in (*event.actors, *event.recipients)}))


def carried(judgements: Sequence[tuple[int, Judgement]], events: Sequence[Event]) -> dict[int, tuple[int, Judgement]]:
    """Find the judgement that each event stands by: its index, the judgement and its key. The last one said counts.

    ``judgements`` are those of the events' article with their keys, in the order in which they were said. An event is
    the judged one by its id; or else by its type and words, where just one event has them, or one with the same sides.
    """
    stands: dict[int, tuple[int, Judgement]] = {}
    for key, judgement in judgements:
        index = _judged(judgement, events)
        if index is not None:
            stands[index] = (key, judgement)
    return stands


def _judged(judgement: Judgement, events: Sequence[Event]) -> int | None:
    for index, event in enumerate(events):
        if event.id == judgement.event_id:
            return index
    alike = [
        index
        for index, event in enumerate(events)
        if event.type == judgement.type and any(judgement.quote == words.quote for words in event.evidence)
    ]
    for narrower in (
        [index for index in alike if judgement.cue in (cue_of(words) for words in events[index].evidence)],
        [index for index in alike if sides_of(events[index]) == judgement.sides],
    ):
        if len(narrower) == 1:
            return narrower[0]
    return alike[0] if len(alike) == 1 else None


def cue_of(words: Any) -> str:
    """Give the words of a trigger."""
    start = words.span[0]
    return str(words.quote[words.trigger[0] - start : words.trigger[1] - start])


def corrected(event: Event, correction: Mapping[str, Any], text: str) -> Event:
    """Give the event as corrected. ``text`` is its article's, in which a new participant's words must stand.

    A correction is an object of fields of the event. ``date`` is an ISO date of any precision, or two with a slash.
    ``actors`` and ``recipients`` are lists of participants: an actor or a text that the event names already, or an
    object {text, actor, name, country, sectors, role}, of which all but the text may be left out. Raises RecordError.
    """
    unknown = sorted(set(correction) - set(FIELDS))
    if unknown or not correction:
        raise RecordError(f"a correction names {', '.join(unknown) or 'nothing'}: it may name {', '.join(FIELDS)}")
    changes: dict[str, Any] = dict(correction)
    if "date" in changes:
        changes["date"] = _date(changes["date"], event.date)
    for side in ("actors", "recipients"):
        if side in changes:
            named = (*event.actors, *event.recipients)
            changes[side] = tuple(_participant(told, named, event, text) for told in _list(changes[side], side))
    if changes.get("type", event.type) != event.type:
        changes.setdefault("mode", None)
    new = dataclasses.replace(event, **changes)
    ontology = load_ontology()
    for field, value, known in (
        ("type", new.type, sorted(ontology.types)),
        ("foresees", new.foresees, [None, *sorted(ontology.types)]),
        ("mode", new.mode, [None, *sorted(mode for type, mode in ontology.modes if type == new.type)]),
        ("status", new.status, list(get_args(Status))),
        ("historical", new.historical, [False, True]),
    ):
        if value not in known:
            raise RecordError(f"{value!r} is no {field}: write one of {', '.join(map(str, known))}")
    cameo = ontology.cameo_for(new.type, new.mode, (), new.status, new.foresees)
    return dataclasses.replace(
        new,
        cameo=cameo,
        score=ontology.score(new.type, new.mode),
        goldstein=ontology.goldstein(cameo) if cameo else None,
        quad=ontology.quad(new.type),
    )


def _date(value: Any, held: Date | None) -> Date | None:
    if value is None:
        return None
    first, _, last = str(value).partition("/")
    last = last or first
    if first_day(first) is None or last_day(last) is None or str(first_day(first)) > str(last_day(last)):
        raise RecordError(f"{value!r} is not a date: write 2001, 2001-05, 2001-05-03 or 2001-05-03/2001-05-05")
    precision = "interval" if first != last else {4: "year", 7: "month", 10: "day"}[len(first)]
    return Date(first, last, precision, held and held.text, held and held.span, "stated")  # type: ignore[arg-type]


def _list(value: Any, side: str) -> list[Any]:
    if not isinstance(value, list):
        raise RecordError(f"{side} of a correction is a list of participants, not {value!r}")
    return value


def _participant(told: Any, named: Sequence[Participant], event: Event, text: str) -> Participant:
    if isinstance(told, str):
        for party in named:
            if told in (party.actor, party.name, party.text):
                return party
        told = {"text": told}
    if not isinstance(told, dict) or not isinstance(told.get("text"), str):
        raise RecordError(f"a participant is an object with its words as text, not {told!r}")
    span = _found(told["text"], event, text)
    actor, name, country, role = (told.get(field) for field in ("actor", "name", "country", "role"))
    return Participant(
        told["text"], span, actor, name, country, tuple(told.get("sectors", ())), role, "named by an analyst"
    )


def _found(words: str, event: Event, text: str) -> Span:
    """Find a participant's words: in the evidence, or else in the article."""
    for start, end in (*(each.span for each in event.evidence), (0, len(text))):
        at = text.find(words, start, end)
        if at >= 0 and words:
            return at, at + len(words)
    raise RecordError(f"{words!r} does not stand in the article: name participants by words of it")


def training_case(article: Article, event: Event, judgement: Judgement) -> dict[str, Any]:
    """Give a judged event as one object: the words, what was coded, what the analyst said and what is right."""
    right = None
    if judgement.verdict == "accept":
        right = to_json(event)
    elif judgement.verdict == "correct" and judgement.correction:
        right = to_json(corrected(event, judgement.correction, article.text))
    return {
        "article_id": article.id,
        "title": article.title,
        "published": article.published,
        "quote": judgement.quote,
        "verdict": judgement.verdict,
        "by": judgement.by,
        "time": judgement.time,
        "reason": judgement.reason,
        "coded": to_json(event),
        "right": right,  # null: there is no such event
    }


def as_row(judgement: Judgement, key: int) -> dict[str, Any]:
    """Flatten a judgement for its table."""
    row: dict[str, Any] = to_json(judgement)
    row["name"] = row.pop("by")
    row["correction"] = None if judgement.correction is None else json.dumps(judgement.correction, ensure_ascii=False)
    return {"key": key, **row, "sides": json.dumps(judgement.sides, ensure_ascii=False)}


def from_rows(rows: Iterable[Any]) -> list[tuple[int, Judgement]]:
    """Rebuild judgements, each with its key."""
    found = []
    for row in rows:
        data = dict(row._mapping)
        data["by"] = data.pop("name")
        data["correction"] = None if row.correction is None else json.loads(row.correction)
        data["sides"] = tuple(json.loads(row.sides))
        found.append((int(data.pop("key")), Judgement(**data)))
    return found
