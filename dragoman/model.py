"""The types of record format 1: what one article yields.

Spans are ``(start, end)`` in Unicode code points of ``Article.text``, end exclusive. Dates are ISO 8601 strings that
keep the precision they were given (``2001``, ``2010-04``, ``2022-01-20``). Countries are ISO 3166 alpha-3. The field
order here is the order in which a Reading is printed.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import types
import typing
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, TypeVar

FORMAT = 1

Span = tuple[int, int]
BlockKind = Literal["section", "title", "byline", "dateline", "caption", "body", "furniture"]
PublishedFrom = Literal["metadata", "text", "file", "given", "unknown"]
Precision = Literal["day", "week", "month", "quarter", "season", "year", "decade", "interval", "open"]
Basis = Literal["stated", "narrative", "publication", "inferred"]
Status = Literal["occurred", "ongoing", "planned", "hypothetical", "negated"]
Quoted = Literal["direct", "indirect", "mixed"]
Polarity = Literal["supports", "opposes", "urges", "rejects"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the text and what it is; the blocks of an article partition its text."""

    kind: BlockKind
    span: Span


@dataclass(frozen=True, slots=True)
class Dateline:
    """``GENEVA, Jan 21 (Reuters) -``: place and agency as printed, date resolved or None."""

    place: str | None
    date: str | None
    agency: str | None


@dataclass(frozen=True, slots=True)
class Caption:
    """A picture's caption; credit is what stands behind "via", "Photo:" and the like."""

    text: str
    span: Span
    credit: str | None


@dataclass(frozen=True, slots=True)
class Outlet:
    """A publisher, one under all of its addresses; id is None where the registry does not know it."""

    id: str | None
    name: str
    country: str | None


@dataclass(frozen=True, slots=True)
class Article:
    """One published article: its characters unchanged, and what each stretch of them is."""

    id: str
    given_id: str | None  # the id that a table row or JSON line carried
    path: str | None
    url: str | None
    text: str
    language: str  # ISO 639-1, "und" where it could not be told
    blocks: tuple[Block, ...]
    title: str | None
    section: tuple[str, ...]  # outermost first: ("News", "Politics")
    byline: str | None
    published: str | None  # a day, or less where no more is known
    published_from: PublishedFrom
    dateline: Dateline | None
    captions: tuple[Caption, ...]
    outlet: Outlet | None


@dataclass(frozen=True, slots=True)
class Date:
    """When: first and last value, inclusive, at the precision given; an open end is None."""

    start: str | None
    end: str | None
    precision: Precision
    text: str | None  # the words it rests on; None where it is the publication date
    span: Span | None
    basis: Basis


@dataclass(frozen=True, slots=True)
class Place:
    """Where: a name in the text, and the row of the gazetteer where one was found."""

    name: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    geonameid: int | None
    span: Span | None


@dataclass(frozen=True, slots=True)
class Participant:
    """Who takes part in a row, with the words that name them."""

    text: str
    span: Span
    actor: str | None  # registry id: state:IRN, person:sergei-lavrov, org:ecowas
    name: str | None
    country: str | None
    sectors: tuple[str, ...]
    role: str | None  # the office held on the date of the event
    why: str


@dataclass(frozen=True, slots=True)
class Claim:
    """On whose word something stands: the speaker and the cue ("said", "according to")."""

    participant: Participant
    cue: str
    span: Span  # of the cue


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quotation, equal to ``text[span]``, with the words in it that triggered the row."""

    quote: str
    span: Span
    trigger: Span


@dataclass(frozen=True, slots=True)
class Visit:
    """What a visit adds to its event: days as ISO dates, duration in days."""

    first: str | None
    last: str | None
    duration_days: int | None
    inviter: Participant | None
    head: Participant | None
    delegation: str | None
    met: tuple[Participant, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """One act: who did what to whom."""

    id: str
    type: str  # PLOVER type
    mode: str | None
    contexts: tuple[str, ...]
    cameo: str | None  # a string: "042"
    score: float | None  # PLOVER
    goldstein: float | None  # CAMEO
    quad: int | None  # 1 to 4: verbal and material cooperation, verbal and material conflict
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    date: Date | None
    place: Place | None
    status: Status
    foresees: str | None  # the PLOVER type of the act that is planned, promised, asked for or threatened
    historical: bool
    claimed_by: tuple[Claim, ...]  # outermost first; empty: the outlet's own word
    statement_id: str | None
    denies: str | None  # id of the event that this one denies
    visit: Visit | None
    evidence: tuple[Evidence, ...]  # the clearest telling first
    confidence: float
    why: str


@dataclass(frozen=True, slots=True)
class Cue:
    """The word that introduces a statement."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Content:
    """What was said: the words of the spans, joined by " … "."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Statement:
    """Who said what, to whom, through which outlet."""

    id: str
    speaker: tuple[Participant, ...]
    addressee: Participant | None
    outlet: str | None
    occasion: str | None
    date: Date | None
    cue: Cue
    content: Content
    quoted: Quoted
    evidence: tuple[Evidence, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Issue:
    """What a position is about."""

    id: str | None
    name: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words of the article."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Position:
    """What a party wants or holds on an issue."""

    id: str
    holders: tuple[Participant, ...]
    issue: Issue
    stance: Phrase
    polarity: Polarity
    statement_id: str | None
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class LifeFact:
    """One dated fact of an agreement's life."""

    status: str
    date: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class FieldEvidence:
    """The words on which one field of an agreement rests."""

    quote: str
    span: Span
    field: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """What this article tells of a treaty, deal, roadmap, ceasefire or memorandum."""

    id: str
    registry_id: str | None
    name: str
    kind: str
    parties: tuple[Participant, ...]
    subject: str | None
    signed: str | None
    in_force: str | None
    term_years: float | None
    extended_years: tuple[int, ...]
    expires: str | None
    life: tuple[LifeFact, ...]
    evidence: tuple[FieldEvidence, ...]
    from_registry: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Horizon:
    """A stretch of time ahead: "the next two decades"."""

    start: str | None
    end: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Commitment:
    """Who is to do what, by when, on whose order."""

    id: str
    by: tuple[Participant, ...]
    to: tuple[Participant, ...]
    assigned_by: tuple[Participant, ...]
    action: Phrase
    due: str | None
    horizon: Horizon | None
    kind: str
    status: str
    agreement_id: str | None
    evidence: tuple[Evidence, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something that was seen and not coded, and why."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Reader:
    """What read the article: the versions of the code, its knowledge and its model."""

    version: str
    knowledge: str
    model: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was taken from one article."""

    format: int
    reader: Reader
    article: Article
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    positions: tuple[Position, ...] = ()
    agreements: tuple[Agreement, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    dropped: tuple[Dropped, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that could not be read as an article, where it came from and why.

    >>> Failure(path="news.jsonl", line=7, given_id=None, reason="bad row", message="no text in this row").reason
    'bad row'
    """

    path: str | None
    line: int | None  # 1-based; None where the whole file failed
    given_id: str | None  # the id that the row carried
    reason: str  # the short name under which such failures are counted: DragomanError.reason
    message: str  # what was expected, what came, what to do next


T = TypeVar("T")


def content_id(*parts: object) -> str:
    """Hash what a row consists of: the same content gives the same id on any machine.

    >>> content_id("CONSULT", "state:IRN", (3, 9))
    'e17f04db0b554bcc'
    """
    payload = json.dumps(parts, ensure_ascii=False, separators=(",", ":"), default=str)
    return hashlib.sha256(payload.encode("utf-8", "surrogatepass")).hexdigest()[:16]


_PLAIN = frozenset((str, int, float, bool, type(None)))


def to_json(row: object) -> Any:
    """Turn a row into what json.dumps takes: objects for rows, lists for tuples, in the order of the fields."""
    if type(row) in _PLAIN:  # most values are, and to see what else they may be takes longer
        return row
    if dataclasses.is_dataclass(row) and not isinstance(row, type):
        return {name: to_json(getattr(row, name)) for name in _names(type(row))}
    if isinstance(row, tuple | list):
        return [to_json(item) for item in row]
    return row


def from_json(kind: type[T], data: Any) -> T:
    """Rebuild a row from what to_json made. Unknown keys are ignored; a missing one raises KeyError with its name."""
    return typing.cast(T, _build(kind, data))


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in dataclasses.fields(kind))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _build(kind: Any, data: Any) -> Any:
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        if data is None:
            return None
        (kind,) = (arm for arm in typing.get_args(kind) if arm is not type(None))
        return _build(kind, data)
    if origin is tuple:
        arms = typing.get_args(kind)
        if len(arms) == 2 and arms[1] is Ellipsis:
            return tuple(_build(arms[0], item) for item in data)
        return tuple(_build(arm, item) for arm, item in zip(arms, data, strict=True))
    if dataclasses.is_dataclass(kind):
        hints = _hints(typing.cast(type, kind))
        make = typing.cast(type, kind)
        return make(**{name: _build(hints[name], data[name]) for name in _names(make)})
    return data
