"""GDELT 2.0: a folder with dragoman.export.CSV (61 columns) and dragoman.mentions.CSV (16); tabs, no header.

A mention is one quotation of one telling. Codes of countries are ISO 3166 alpha-3 for actors, from which CAMEO differs
for a few, and FIPS 10-4 for places, as in GDELT. AvgTone and the places of the actors are empty: dragoman measures no
tone and places the act alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import select

from dragoman.export.told import (
    Side,
    Told,
    as_cameo,
    country_name,
    fips,
    number,
    place_of,
    sides,
    stamp,
    tab_line,
    told,
)
from dragoman.model import Article
from dragoman.record.query import Asked, read_parties
from dragoman.record.schema import events, evidence, occurrence_tellings, readings, standing, versions
from dragoman.record.store import Record

_ACTOR = (
    *("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code"),
    *("Type1Code", "Type2Code", "Type3Code"),
)
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS = (
    *("GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate"),
    *(f"{actor}{name}" for actor in ("Actor1", "Actor2") for name in _ACTOR),
    *("IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale"),
    *("NumMentions", "NumSources", "NumArticles", "AvgTone"),
    *(f"{whose}Geo_{name}" for whose in ("Actor1", "Actor2", "Action") for name in _GEO),
    *("DATEADDED", "SOURCEURL"),
)
MENTION_COLUMNS = (
    *("GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier"),
    *("SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence"),
    *("MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras"),
)
# CAMEO's codes for those of PLOVER's sectors that it has. In CAMEO, MED is the media and HLH is health.
_TYPES: Mapping[str, str] = {
    **{code: code for code in "AGR BUS COP CRM CVL EDU ELI GOV JUD LAB LEG MIL OPP REB REF SPY UAF".split()},
    "JRN": "MED",
    "MED": "HLH",
}
_BODIES = frozenset({"IGO", "IMG", "MNC", "NGO"})  # in place of a country: types in CAMEO
_WEB, _CITATION = 1, 2  # MentionType


def write(record: Record, output: Path, asked: Asked) -> Iterator[tuple[Path, int]]:
    """Write the events that CAMEO can say, and where they are told."""
    output.mkdir(parents=True, exist_ok=True)
    paths = output / "dragoman.export.CSV", output / "dragoman.mentions.CSV"

    @lru_cache(maxsize=64)
    def article_of(id: str) -> Article | None:
        reading = record.reading(id, as_of=asked.as_of)
        return None if reading is None else reading.article

    counts = [0, 0]
    with (
        open(paths[0], "w", encoding="utf-8", errors="replace", newline="") as event_file,
        open(paths[1], "w", encoding="utf-8", errors="replace", newline="") as mention_file,
    ):
        for event in told(record, asked):
            if not as_cameo(event):
                continue
            tellings = _tellings(record, event, asked)
            mentions = sum(len(telling.quotes) for telling in tellings)
            root = _is_lead(event, tellings, article_of)
            for actor, target in event.pairs():
                id = number(event.occurrence["id"], _key(actor), _key(target))
                event_file.write(tab_line(_event(id, event, actor, target, mentions, root)))
                counts[0] += 1
                for telling in tellings:
                    for mention in _mentions(id, event, actor, target, telling, article_of):
                        mention_file.write(tab_line(mention))
                        counts[1] += 1
    yield from zip(paths, counts, strict=True)


class _Telling:
    """One event that tells of the occurrence."""

    __slots__ = ("key", "quotes", "row", "sides")

    def __init__(self, key: int, row: Any, whose: Sequence[Side], quotes: Sequence[Any]):
        self.key, self.row, self.sides, self.quotes = key, row, whose, quotes


def _tellings(record: Record, event: Told, asked: Asked) -> list[_Telling]:
    names = ("article_id", "url", "outlet_name", "title", "published")
    query = (
        select(events.c.key, events.c.confidence, versions.c.time, *(readings.c[name] for name in names))
        .join(occurrence_tellings, occurrence_tellings.c.event == events.c.key)
        .join(readings, readings.c.key == events.c.reading)
        .join(versions, versions.c.number == events.c.since)
        .where(occurrence_tellings.c.occurrence == event.occurrence["id"], occurrence_tellings.c.relation != "denies")
        .where(standing(occurrence_tellings, asked.as_of))
        .order_by(readings.c.published, events.c.id)
    )
    with record.connection() as connection:
        rows = connection.execute(query).all()
        keys = [row.key for row in rows]
        parties = read_parties(connection, events, keys)
        words = select(evidence).where(evidence.c.kind == events.name, evidence.c.row_key.in_(keys))
        quotes = connection.execute(words.order_by(evidence.c.row_key, evidence.c.ordinal)).all()
    return [
        _Telling(
            row.key,
            row,
            sides([*parties.get((row.key, "actors"), ()), *parties.get((row.key, "recipients"), ())]),
            [quote for quote in quotes if quote.row_key == row.key],
        )
        for row in rows
    ]


def _key(side: Side | None) -> object:
    return side and (side.id, side.name, side.country, side.text)


def _event(
    id: int, event: Told, actor: Side | None, target: Side | None, mentions: int, root: int | None
) -> tuple[Any, ...]:
    row = event.row
    code = row["cameo"]
    nowhere = (None,) * len(_GEO)
    return (
        id,
        *_dates(row["date_start"]),
        *_actor(actor),
        *_actor(target),
        root,
        code,
        code[:3],
        code[:2],
        quad_of(code),
        row["goldstein"],
        mentions,
        event.occurrence["outlets"],
        event.occurrence["articles"],
        None,
        *nowhere,
        *nowhere,
        *_place(event),
        event.added,
        row["url"],
    )


def quad_of(code: str) -> int:
    """Give the quarter of a CAMEO code as GDELT counts it: 1 to 4.

    >>> quad_of("042"), quad_of("190")
    (1, 4)
    """
    root = int(code[:2])
    return 1 if root <= 5 else 2 if root <= 8 else 3 if root <= 13 else 4


def _dates(start: str | None) -> tuple[str | None, str | None, str | None, str | None]:
    """Day, month, year and fraction of the year, as far as the date goes.

    >>> _dates("2022-01-20"), _dates("2001")
    (('20220120', '202201', '2022', '2022.0548'), (None, None, '2001', None))
    """
    parts = (start or "").split("-")
    if parts == [""]:
        return None, None, None, None
    month = "".join(parts[:2]) if len(parts) > 1 else None
    if len(parts) < 3:
        return None, month, parts[0], None
    # The codebook's formula, (month * 30 + day) / 365, where, as in its data, January is month 0.
    share = min(((int(parts[1]) - 1) * 30 + int(parts[2])) / 365, 0.9999)
    return "".join(parts), month, parts[0], f"{int(parts[0]) + share:.4f}"


def _actor(side: Side | None) -> tuple[str | None, ...]:
    if side is None:
        return (None,) * len(_ACTOR)
    types = [_TYPES[sector] for sector in side.sectors if sector in _TYPES]
    country, group = side.country, None
    if country == "UNO":
        country, group, types = None, "UNO", ["IGO", *types]
    elif country in _BODIES:
        types = [str(country), *types]
        country = None
    types = list(dict.fromkeys(types))[:3]
    # A body's type leads its code (IGOUNO), a country leads that of its people (IRNGOV).
    code = f"IGO{group}" if group else "".join([country or "", *types])
    name = (side.name or side.text).upper()
    return code or None, name, country, group, None, None, None, *(*types, None, None, None)[:3]


def _place(event: Told) -> tuple[Any, ...]:
    row = event.row
    if row["place_name"] is None:
        return (None,) * len(_GEO)
    country = row["place_country"]
    parts = dict.fromkeys(part for part in (row["place_name"], row["place_admin1"], country_name(country)) if part)
    kind = _place_type(event)
    code = fips().get(country) if country else None
    return kind, ", ".join(parts), code, None, None, row["place_lat"], row["place_lon"], None


def _place_type(event: Told) -> int | None:
    """1 country, 2 state and 3 city of the United States, 4 city and 5 region elsewhere."""
    place = place_of(event)
    if place is None:
        return None
    american = place.country == "USA"
    kinds = {
        "country": 1,
        "region": 2 if american else 5,
        "city": 3 if american else 4,
        "capital": 3 if american else 4,
    }
    return kinds.get(place.kind)


def _is_lead(event: Told, tellings: Sequence[_Telling], article_of: Callable[[str], Article | None]) -> int | None:
    """Is it told in the first paragraph of the body?"""
    for telling in tellings:
        if telling.key == event.key and telling.quotes:
            article = article_of(telling.row.article_id)
            lead = article and _lead(article)
            return int(any(quote.span_start < lead for quote in telling.quotes)) if lead else None
    return None


def _lead(article: Article) -> int | None:
    """Where the first paragraph of the body ends."""
    bodies = [block.span for block in article.blocks if block.kind == "body"]
    if not bodies:
        return None
    start, end = bodies[0]
    text = article.text[start:end]
    opening = len(text) - len(text.lstrip())
    stop = text.find("\n", opening)
    return end if stop < 0 else start + stop


def _mentions(
    id: int,
    event: Told,
    actor: Side | None,
    target: Side | None,
    telling: _Telling,
    article_of: Callable[[str], Article | None],
) -> Iterator[tuple[Any, ...]]:
    row = telling.row
    article = article_of(row.article_id)
    citation = ", ".join(part for part in (row.title, row.outlet_name, row.published) if part)
    for quote in telling.quotes:
        yield (
            id,
            event.added,
            stamp(row.time),
            _WEB if row.url else _CITATION,
            (urlsplit(row.url).hostname if row.url else None) or row.outlet_name,
            row.url or citation,
            None,
            _offset(actor, telling),
            _offset(target, telling),
            quote.trigger_start,
            None,
            max(10, min(100, round(row.confidence * 10) * 10)),
            len(article.text) if article else None,
            None,
            None,
            None,
        )


def _offset(side: Side | None, telling: _Telling) -> int:
    """Where a side is named in a telling: -1 where it is not."""
    if side is not None:
        for same in ("id", "name", "country"):
            for other in telling.sides:
                if getattr(side, same) is not None and getattr(side, same) == getattr(other, same):
                    return other.span[0]
    return -1
