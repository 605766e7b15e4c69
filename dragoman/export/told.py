"""What the exports read of a record: occurrences by their clearest tellings, pair by pair."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

from sqlalchemy import select

from dragoman.knowledge.actors import load_actors
from dragoman.knowledge.places import DATA, PlaceRow, load_places
from dragoman.model import content_id
from dragoman.record.query import Asked, clearest_keys, read_flat, read_parties
from dragoman.record.schema import events, occurrences, readings, standing, versions
from dragoman.record.store import Record

_CHUNK = 500
HAPPENED = ("occurred", "ongoing")


@dataclass(frozen=True, slots=True)
class Side:
    """Who takes part, on one side."""

    text: str
    span: tuple[int, int]
    id: str | None
    name: str | None
    country: str | None
    sectors: tuple[str, ...]
    role: str | None


@dataclass(frozen=True, slots=True)
class Told:
    """One occurrence as its clearest telling has it."""

    key: int  # of the event, in its table
    row: Mapping[str, Any]  # the columns of the event, of its reading, and those of fields.py
    occurrence: Mapping[str, Any]  # id, tellings, articles, outlets
    added: str  # when the telling was written into the record: 20240501120000, UTC
    actors: Sequence[Side]
    recipients: Sequence[Side]

    def pairs(self) -> list[tuple[Side | None, Side | None]]:
        """Each actor with each recipient; of a mutual act each side with each other; None where a side is not told."""
        if self.recipients:
            actors: list[Side | None] = [*self.actors] or [None]
            return [(actor, recipient) for actor in actors for recipient in self.recipients]
        if len(self.actors) < 2:
            return [(actor, None) for actor in self.actors]
        abroad = len({actor.country for actor in self.actors}) > 1  # then two of one state sit on one side
        return [
            (one, other)
            for one in self.actors
            for other in self.actors
            if one is not other and not (abroad and one.country is not None and one.country == other.country)
        ]

    def day(self) -> str | None:
        """The day, or the first of several; None where the date is less precise."""
        start: str | None = self.row["date_start"]
        return start if start is not None and len(start) == 10 else None


def told(record: Record, asked: Asked) -> Iterator[Told]:
    """Give the occurrences that meet what is asked."""
    keys = clearest_keys(record, asked)
    for start in range(0, len(keys), _CHUNK):
        chunk = keys[start : start + _CHUNK]
        with record.connection() as connection:
            flat = read_flat(connection, "events", chunk, asked.as_of)
            parties = read_parties(connection, events, chunk)
            held = select(
                occurrences.c.event, occurrences.c.id, *(occurrences.c[n] for n in ("tellings", "articles", "outlets"))
            ).where(occurrences.c.event.in_(chunk), standing(occurrences, asked.as_of))
            of = {row.event: dict(row._mapping) for row in connection.execute(held)}
            times = select(events.c.key, versions.c.time, readings.c.language).join(
                versions, versions.c.number == events.c.since
            )
            times = times.join(readings, readings.c.key == events.c.reading).where(events.c.key.in_(chunk))
            written = {row.key: row for row in connection.execute(times)}
        for key in chunk:
            yield Told(
                key=key,
                row={**flat[key], "language": written[key].language},
                occurrence=of[key],
                added=stamp(written[key].time),
                actors=sides(parties.get((key, "actors"), ())),
                recipients=sides(parties.get((key, "recipients"), ())),
            )


def sides(parties: Iterable[Any]) -> list[Side]:
    """Turn rows of the table of participants into sides."""
    return [
        Side(
            party.text,
            (party.span_start, party.span_end),
            party.actor,
            party.name,
            party.country,
            tuple(json.loads(party.sectors)),
            party.role,
        )
        for party in parties
    ]


def stamp(time: str) -> str:
    """Write a time as GDELT does.

    >>> stamp("2024-05-01T12:00:00Z")
    '20240501120000'
    """
    return "".join(character for character in time if character.isdigit())


def number(*parts: object) -> int:
    """Make a whole number of what a row consists of: the same on any machine, below 2 to the power of 60.

    >>> number("e17f04db0b554bcc", 0)
    178402437146025446
    """
    return int(content_id(*parts)[:15], 16)


def as_cameo(event: Told) -> bool:
    """Can CAMEO say it? It counts what happened; what is planned, only as an intent to cooperate (03)."""
    cameo: str | None = event.row["cameo"]
    return cameo is not None and (event.row["status"] in HAPPENED or cameo.startswith("03"))


def as_plover(event: Told) -> bool:
    """Would PLOVER code it? A plan to cooperate is its AGREE; a denied, possible or threatened act is none."""
    return event.row["status"] in HAPPENED or (event.row["status"] == "planned" and event.row["type"] == "AGREE")


def country_name(code: str | None) -> str | None:
    """Name a country.

    >>> country_name("RUS")
    'Russia'
    """
    state = load_actors().state(code) if code else None
    return state.name if state else None


def place_of(event: Told) -> PlaceRow | None:
    """Look the event's place up in the gazetteer."""
    id = event.row["place_geonameid"]
    return load_places().place(id) if id is not None else None


def city_of(event: Told) -> str | None:
    """Name the place where it is a city."""
    place = place_of(event)
    return str(event.row["place_name"]) if place is not None and place.kind in ("city", "capital") else None


@cache
def fips() -> Mapping[str, str]:
    """FIPS 10-4 codes by ISO 3166 alpha-3."""
    lines = [line for line in (DATA / "fips.tsv").read_text("utf-8").splitlines() if not line.startswith("#")]
    return dict(line.split("\t") for line in lines[1:])


def tab_line(values: Iterable[Any]) -> str:
    """Join values by tabs; a tab or a line break within one becomes a blank, as these sets cannot quote it."""
    return "\t".join("" if value is None else " ".join(str(value).split()) for value in values) + "\n"


def write_table(path: Path, rows: Iterable[Iterable[Any]], header: Sequence[str] | None = None) -> int:
    """Write rows parted by tabs and give their number."""
    with open(path, "w", encoding="utf-8", errors="replace", newline="") as stream:
        if header is not None:
            stream.write(tab_line(header))
        return write_lines(stream, map(tab_line, rows))


def write_lines(stream: IO[str], lines: Iterable[str]) -> int:
    """Write lines and give their number."""
    count = 0
    for line in lines:
        stream.write(line)
        count += 1
    return count
