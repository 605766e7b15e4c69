"""Questions to a record of a million events, timed: ``python -m benchmarks.million [FILE]``, ten minutes, 3 GB.

The record is made up and written straight into the tables, so that no article need be read: two hundred countries,
some far more busy than others, over twenty years, four events an article, a meeting in three as a mutual act, two
tellings for every seventh occurrence. With FILE the record is kept there and used again. Then 1,000 readings of ten
events each are appended, and a tenth of them once more, as another reader would read them. Questions are timed several
times; the median is printed.
"""

from __future__ import annotations

import dataclasses
import random
import statistics
import sys
import tempfile
import time
import zlib
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import insert

from dragoman.knowledge.actors import load_actors
from dragoman.knowledge.ontology import load_ontology
from dragoman.model import Article, Block, Date, Event, Evidence, Outlet, Participant, Reader, Reading, content_id
from dragoman.record import schema, summaries
from dragoman.record.query import Asked, rows
from dragoman.record.series import series
from dragoman.record.store import Record

EVENTS, PER_ARTICLE = 1_000_000, 4
FIRST, DAYS = date(2004, 1, 1), 7300
READER = Reader("0", "made up", "made up")
WORDS = "talks border trade sanctions treaty port visit gas envoy ceasefire aid summit grain troops visa loan".split()


class _World:
    """Who acts on whom, when and how: seeded, so that it is the same each time."""

    def __init__(self, seed: int):
        self.chance = random.Random(seed)
        codes = sorted({actor.country for actor in load_actors() if actor.kind == "state" and actor.country})
        self.chance.shuffle(codes)
        self.codes = codes
        self.weights = [1 / (rank + 1) for rank in range(len(codes))]  # Zipf: few are in most of the news
        ontology = load_ontology()
        self.kinds = [
            (kind.name, ontology.score(kind.name), kind.quad, ontology.cameo_for(kind.name))
            for kind in ontology.types.values()
        ]

    def event(self) -> dict[str, Any]:
        """One event as the columns of its table have it, with its sides."""
        one, other = "", ""
        while one == other:
            one, other = self.chance.choices(self.codes, self.weights, k=2)
        name, score, quad, cameo = self.chance.choice(self.kinds)
        goldstein = load_ontology().goldstein(cameo) if cameo else None
        day = (FIRST + timedelta(self.chance.randrange(DAYS))).isoformat()
        mutual = name == "CONSULT" or self.chance.random() < 0.2
        return {
            "sides": (one, other),
            "mutual": mutual,
            "type": name,
            "score": score,
            "quad": quad,
            "cameo": cameo,
            "goldstein": goldstein,
            "day": day,
            "status": self.chance.choices(("occurred", "planned", "negated"), (8, 1, 1))[0],
            "quote": " ".join(self.chance.choices(WORDS, k=12)),
        }


def make(path: Path) -> None:
    """Write the record."""
    world = _World(0)
    with Record(path) as record, record._write() as connection:
        for name in summaries._TRIGGERS:  # what they keep is made at the end, at once
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.execute(insert(schema.readers), {"key": 1, **dataclasses.asdict(READER)})
        now = {"time": "2024-01-01T00:00:00Z", "reader": 1, "replaced": 0, "failures": 0}
        connection.execute(insert(schema.versions), {"number": 1, "added": EVENTS // PER_ARTICLE, **now})
        text_id = content_id("")
        connection.execute(insert(schema.texts), {"id": text_id, "text": zlib.compress(b"")})
        for start in range(0, EVENTS, 20_000):
            _batch(connection, world, range(start + 1, start + 20_001), text_id)
        summaries.rebuild(connection)
        connection.exec_driver_sql("ANALYZE")


def _batch(connection: Any, world: _World, keys: range, text_id: str) -> None:
    tables: dict[Any, list[dict[str, Any]]] = {
        table: []
        for table in (
            *(schema.readings, schema.bodies, schema.events, schema.participants, schema.evidence),
            *(schema.occurrences, schema.occurrence_tellings),
        )
    }
    nothing = dict.fromkeys("given_id path url title byline outlet_id outlet_country agency".split())
    for key in keys:
        told = world.event()
        reading = (key - 1) // PER_ARTICLE + 1
        if key % PER_ARTICLE == 1:
            article = {"article_id": content_id("article", reading), "reader": 1, "content_id": str(reading)}
            stands = {"key": reading, "text_id": text_id, "since": 1, "until": None, "language": "en"}
            outlet = {"published": told["day"], "outlet_name": f"Outlet {reading % 300}"}
            tables[schema.readings].append({**article, **stands, **nothing, **outlet})
            tables[schema.bodies].append({"reading": reading, "body": b""})
        day = told["day"]
        dated = {"date_start": day, "date_end": day, "date_precision": "day", "date_basis": "stated"}
        dated |= {"first_day": day, "last_day": day}
        kind = {name: told[name] for name in ("type", "score", "quad", "cameo", "goldstein", "status")}
        empty = "mode place_name place_country place_admin1 place_lat place_lon place_geonameid foresees".split()
        tables[schema.events].append(
            {
                **{"key": key, "id": f"{key:016x}", "reading": reading, "ordinal": (key - 1) % PER_ARTICLE},
                **{
                    "since": 1,
                    "until": None,
                    "contexts": "[]",
                    "historical": False,
                    "confidence": 0.8,
                    "why": "made up",
                },
                **dict.fromkeys([*empty, "statement_id", "denies", "judgement"]),
                **dated,
                **kind,
            }
        )
        for ordinal, country in enumerate(told["sides"]):
            part = "actors" if told["mutual"] or ordinal == 0 else "recipients"
            tables[schema.participants].append(
                {
                    **{"kind": "events", "row_key": key, "part": part, "ordinal": ordinal if told["mutual"] else 0},
                    **{"text": country, "span_start": 0, "span_end": 3, "actor": f"state:{country}", "name": country},
                    **{"country": country, "sectors": "[]", "role": None},
                }
            )
        tables[schema.evidence].append(
            {
                **{"key": key, "kind": "events", "row_key": key, "ordinal": 0, "quote": told["quote"], "field": None},
                **{"span_start": 0, "span_end": 60, "trigger_start": 0, "trigger_end": 5},
            }
        )
        first = key - 1 if key % 7 == 0 else key
        tables[schema.occurrence_tellings].append(
            {"event": key, "occurrence": f"o{first:015x}", "since": 1, "until": None, "relation": "tells"}
        )
        if first == key:
            tables[schema.occurrences].append(
                {
                    **{"key": key, "id": f"o{key:015x}", "since": 1, "until": None, "event": key, "mode": None},
                    **{"type": told["type"], "status": told["status"], "place_name": None, "place_country": None},
                    **{"tellings": 1, "articles": 1, "outlets": 1, "contradictions": "[]"},
                    **dated,
                }
            )
    for table, held in tables.items():
        connection.execute(insert(table), held)


def _readings(count: int, seed: int = 1) -> list[Reading]:
    world = _World(seed)
    made = []
    words = [f"{one}{other}" for one in WORDS for other in range(300)]  # texts of few words would all be near-copies
    for number in range(count):
        text = " ".join(world.chance.choices(words, k=500))
        events = {event.id: event for event in (_event(world, number, text, 80 * n) for n in range(10))}
        made.append(
            Reading(
                format=1,
                reader=READER,
                article=Article(
                    id=content_id("new", seed, number),
                    given_id=None,
                    path=None,
                    url=None,
                    text=text,
                    language="en",
                    blocks=(Block("body", (0, len(text))),),
                    title=None,
                    section=(),
                    byline=None,
                    published="2024-01-01",
                    published_from="given",
                    dateline=None,
                    captions=(),
                    outlet=Outlet(None, f"Outlet {number % 300}", None),
                ),
                events=tuple(events.values()),
            )
        )
    return made


def _event(world: _World, number: int, text: str, at: int) -> Event:
    told = world.event()
    sides = [Participant(code, (0, 3), f"state:{code}", code, code, (), None, "made up") for code in told["sides"]]
    cut = 2 if told["mutual"] else 1
    return Event(
        id=content_id(number, told["day"], told["sides"], told["type"]),
        type=told["type"],
        mode=None,
        contexts=(),
        cameo=told["cameo"],
        score=told["score"],
        goldstein=told["goldstein"],
        quad=told["quad"],
        actors=tuple(sides[:cut]),
        recipients=tuple(sides[cut:]),
        date=Date(told["day"], told["day"], "day", None, None, "stated"),
        place=None,
        status=told["status"],
        foresees=None,
        historical=False,
        claimed_by=(),
        statement_id=None,
        denies=None,
        visit=None,
        evidence=(Evidence(text[at : at + 80], (at, at + 80), (at, at + 5)),),
        confidence=0.8,
        why="made up",
    )


def _timed(ask: Callable[[], Any], times: int = 5) -> tuple[float, int]:
    """Give the median seconds of some tries, and how many rows came."""
    spent, count = [], 0
    for _ in range(times):
        start = time.perf_counter()
        count = len(ask())
        spent.append(time.perf_counter() - start)
    return statistics.median(spent), count


def main() -> None:
    """Make the record where there is none, ask it, and append to it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder) / "million.db"
        if not path.exists():
            start = time.perf_counter()
            make(path)
            print(f"made in {time.perf_counter() - start:.0f} s, {path.stat().st_size / 1e6:,.0f} MB")
        codes = _World(0).codes
        with Record(path) as record:
            few = Asked(dyad=(codes[40], codes[50]))
            questions: dict[str, Callable[[], Any]] = {
                "the busiest pair by month": lambda: series(record, codes[0], codes[1]).rows,
                "the busiest pair by day": lambda: series(record, codes[0], codes[1], by="day").rows,
                "a quiet pair by month": lambda: series(record, codes[40], codes[50]).rows,
                "all pairs by month": lambda: series(record).rows,
                "all pairs by year": lambda: series(record, by="year").rows,
                "the busiest country by month": lambda: series(record, codes[0]).rows,
                "events of a quiet pair": lambda: list(rows(record, "events", few)),
                "50 events by words": lambda: list(rows(record, "events", Asked(text='"grain troops visa"', limit=50))),
                "50 events of a type and year": lambda: list(
                    rows(record, "events", Asked(type="AID", since="2010", until="2010", limit=50))
                ),
            }
            for name, ask in questions.items():
                seconds, count = _timed(ask)
                print(f"{name:<32}{seconds * 1000:9.1f} ms {count:9,} rows", flush=True)
            made = _readings(1000, seed=record.log(limit=1)[0].number)  # others each time that the file is used
            again = [dataclasses.replace(reading, reader=Reader("1", "made up", "made up")) for reading in made[:100]]
            for what, batch in (("1,000 readings of 10 appended", made), ("100 of them read again", again)):
                start = time.perf_counter()
                done = record.append(batch)
                seconds = time.perf_counter() - start
                print(f"{what:<32}{seconds * 1000:9.1f} ms {done.added + done.replaced:9,} new", flush=True)


if __name__ == "__main__":
    main()
