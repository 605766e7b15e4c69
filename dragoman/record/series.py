"""How many events there were, of what kind, over time: for a country, two of them, or all pairs.

    series(record, "IRN", "RUS", by="month")    Series(rows, unplaced): rows as in fields.py

What is counted is what happened: an event of several articles once, and no plan, threat of an act or denial as the act
itself. An event counts in the period that holds the whole of its date; one that is dated "2001" is in no month, and is
counted in ``unplaced``. The two countries of a month come from sums that the record keeps; see summaries.py.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, Label, Select, and_, case, func, or_, select, true

from dragoman.errors import RecordError
from dragoman.record.query import asked_day, of_dyad, of_one
from dragoman.record.schema import dyads, events, first_day, last_day, occurrences, period, standing
from dragoman.record.store import Record
from dragoman.record.summaries import QUADS, article_days, dyad_periods

By = Literal["day", "week", "month", "quarter", "year"]
Count = Literal["occurrences", "tellings"]
HAPPENED = ("occurred", "ongoing")
_COUNTRY = re.compile("[A-Z]{3}")
_SUMS = ("events", *QUADS, "score", "scored", "goldstein", "goldsteins")


@dataclass(frozen=True, slots=True)
class Series:
    """Rows in the order of periods, or of pairs and periods; and how many events are in none of them."""

    rows: Sequence[dict[str, Any]]
    unplaced: int  # dated less precisely than a period, or not at all


# Sums over events of one pair and one period: source, target, period ("" where there is none), sums.
_Cell = tuple[str, str, str, Sequence[int]]
_Key = tuple[str, str, str]


def series(
    record: Record,
    one: str | None = None,
    other: str | None = None,
    *,
    by: By = "month",
    count: Count = "occurrences",
    directed: bool = False,
    type: str | None = None,
    status: str | None = None,
    since: str | None = None,
    until: str | None = None,
    pairs: bool = True,
) -> Series:
    """Count events by period: of one country or actor, of two, or of every pair of countries where none is named.

    >>> with Record("news.db", readonly=True) as record:  # doctest: +SKIP
    ...     [(row["period"], row["events"]) for row in series(record, "IRN", "RUS", by="year").rows]
    [('2021', 3), ('2022', 7)]

    Countries are ISO 3166 alpha-3 codes, others registry ids. With ``directed``, only what the first did to the second
    is counted; without, a meeting of both counts once. ``status`` is one of an event's or "all"; by default what
    occurred or is going on. Periods without an event are there with 0 between the first and the last, but not for all
    pairs. An event of three countries is in three pairs; with ``pairs`` false and nobody named, all events are counted
    once, also those of one country. Raises BadDate, RecordError.
    """
    if by not in get_args(By) or count not in get_args(Count):
        raise RecordError(f"a series is by {', '.join(get_args(By))} and counts {' or '.join(get_args(Count))}")
    first = None if since is None else asked_day(since, first_day)
    last = None if until is None else asked_day(until, last_day)
    asked = _Asked(one, other, by, count == "occurrences", directed, type, _statuses(status), first, last, pairs)
    with record.connection() as connection:
        articles = _articles(connection, asked)
        if asked.summed() and asked.by == "month" and one is None and not directed:
            return _straight(connection, asked, articles)
        cells, unplaced = _gather(_cells(connection, asked))
    if one is not None or not pairs:
        cells = _filled(cells, asked)
    return Series([_row(articles[key[2]], *key, *sums) for key, sums in cells.items()], unplaced)


def _straight(connection: Connection, asked: _Asked, articles: Counter[str]) -> Series:
    """Give all pairs by month as they are kept: hundreds of thousands of rows, which need no adding up."""
    found: Any = connection.execute(_kept(asked)).cursor  # rows of SQLAlchemy would take three times as long
    rows = []
    unplaced = 0
    for kept in found:
        name = kept[2]
        if _coarser(name, "month"):
            rows.append(_row(articles[name], *kept))
        else:
            unplaced += kept[3]
    return Series(rows, unplaced)


@dataclass(frozen=True, slots=True)
class _Asked:
    one: str | None
    other: str | None
    by: By
    clearest: bool
    directed: bool
    type: str | None
    statuses: tuple[str, ...] | None
    first: str | None
    last: str | None
    pairs: bool

    def summed(self) -> bool:
        """Does the record keep the sums that answer it?"""
        countries = all(who is None or _COUNTRY.fullmatch(who) for who in (self.one, self.other))
        plain = self.type is None and self.statuses == HAPPENED and not (self.first or self.last)
        both = self.other is not None or (self.one is None and self.pairs)
        return countries and plain and both and self.by in ("month", "quarter", "year")


def _statuses(status: str | None) -> tuple[str, ...] | None:
    if status is None:
        return HAPPENED
    return None if status == "all" else (status,)


def _cells(connection: Connection, asked: _Asked) -> Iterator[_Cell]:
    if asked.summed():
        return _from_periods(connection, asked)
    countries = all(who is None or _COUNTRY.fullmatch(who) for who in (asked.one, asked.other))
    if not countries or (asked.other is None and (asked.one is not None or not asked.pairs)):
        return _from_events(connection, asked)
    return _from_dyads(connection, asked)


def _from_periods(connection: Connection, asked: _Asked) -> Iterator[_Cell]:
    """Take the sums that the record keeps by month."""
    for one, other, told, *sums, direction in connection.execute(_kept(asked).add_columns(dyad_periods.c.direction)):
        if direction == 2 or (asked.one is not None and asked.one != one):
            one, other = other, one
        yield one, other, _coarser(told, asked.by), sums


def _kept(asked: _Asked) -> Select[Any]:
    """Ask for the kept sums: one, other and period, in this order, then the sums."""
    cells = dyad_periods.c
    query = select(cells.one, cells.other, cells.period, *(cells[name] for name in _SUMS))
    query = query.where(cells.counted == ("occurrences" if asked.clearest else "tellings"))
    directions = [1, 2] if asked.directed else [0]
    if asked.one is not None and asked.other is not None:
        one, other = sorted((asked.one, asked.other))
        directions = [1 if asked.one == one else 2] if asked.directed else [0]
        query = query.where(cells.one == one, cells.other == other)
    query = query.where(cells.direction.in_(directions))
    return query.order_by(cells.direction, cells.one, cells.other, cells.period)


def _from_dyads(connection: Connection, asked: _Asked) -> Iterator[_Cell]:
    """Add up the events themselves, by their days."""
    rows = dyads.c
    source, target = _ends(rows, asked)
    where = [rows.leading == true(), *_chosen(rows, asked), *_dated(rows, asked)]
    if asked.type is not None:
        where.append(rows.type == asked.type)
    grouped = (source, target, rows.first_day, rows.last_day)
    query = select(*grouped, *_sums(rows)).where(*where).group_by(*grouped)
    for row in connection.execute(query):
        yield row[0], row[1], _period(row.first_day, row.last_day, asked.by), row[4:]


def _from_events(connection: Connection, asked: _Asked) -> Iterator[_Cell]:
    """Add up the events of one country or actor, of two of which one is no country, or all."""
    rows = events.c
    where = [standing(events), *_dated(rows, asked)]
    if asked.one is not None and asked.other is not None:
        where.append(of_dyad(asked.one, asked.other, directed=asked.directed))
    elif asked.one is not None:
        where.append(of_one(asked.one))
    if asked.statuses is not None:
        where.append(rows.status.in_(asked.statuses))
    if asked.type is not None:
        where.append(rows.type == asked.type)
    if asked.clearest:
        where.append(rows.key.in_(select(occurrences.c.event).where(standing(occurrences))))
    query = select(rows.first_day, rows.last_day, *_sums(rows)).where(*where).group_by(rows.first_day, rows.last_day)
    for row in connection.execute(query):
        yield asked.one or "", asked.other or "", _period(row.first_day, row.last_day, asked.by), row[2:]


def _ends(rows: Any, asked: _Asked) -> tuple[Any, Any]:
    """Say who acted on whom; where no direction counts, the two in the order asked for, or in that of the alphabet."""
    source, target = rows.source_country, rows.target_country
    if asked.directed:
        return source, target
    flipped = source != asked.one if asked.one is not None else source > target
    return (
        case((flipped, target), else_=source).label("source"),
        case((flipped, source), else_=target).label("target"),
    )


def _chosen(rows: Any, asked: _Asked) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    forward = and_(rows.source_country == asked.one, rows.target_country == asked.other)
    back = and_(rows.source_country == asked.other, rows.target_country == asked.one, rows.mutual == 0)
    if asked.one is not None:
        where.append(forward if asked.directed or asked.one == asked.other else or_(forward, back))
    elif not asked.directed:  # a meeting counts for both: once
        where.append(or_(rows.mutual == 0, rows.source_country <= rows.target_country))
    if asked.statuses is not None:
        where.append(rows.status.in_(asked.statuses))
    if asked.clearest:
        where.append(rows.clearest == 1)
    return where


def _dated(rows: Any, asked: _Asked) -> list[ColumnElement[bool]]:
    where: list[ColumnElement[bool]] = []
    if asked.first is not None:
        where.append(rows.first_day >= asked.first)
    if asked.last is not None:
        where.append(rows.last_day <= asked.last)
    return where


def _sums(rows: Any) -> list[Label[Any]]:
    """The same sums as those of dyad_periods, scores in hundredths."""
    quads = [func.sum(case((rows.quad == number, 1), else_=0)) for number in range(1, 5)]
    means = [
        part
        for mean in (rows.score, rows.goldstein)
        for part in (func.coalesce(func.round(func.sum(mean) * 100), 0), func.count(mean))
    ]
    return [part.label(name) for part, name in zip((func.count(), *quads, *means), _SUMS, strict=True)]


# ---------------------------------------------------------------------- periods


def _period(first: str | None, last: str | None, by: By) -> str:
    """Name the period that holds both days: "" where there is none.

    >>> _period("2022-01-20", "2022-01-20", "week"), _period("2022-01-20", "2022-02-01", "year")
    ('2022-W03', '2022')
    """
    if first is None or last is None:
        return ""
    if by in ("day", "week"):
        name = _name(first, by)
        return name if first == last or name == _name(last, by) else ""
    return _coarser(period(first, last), by)


def _name(day: str, by: By) -> str:
    if by == "day":
        return day
    if by == "week":
        year, week, _ = date.fromisoformat(day).isocalendar()
        return f"{year}-W{week:02}"
    return _coarser(day[:7], by)


@lru_cache(maxsize=4096)
def _coarser(told: str, by: By) -> str:
    """Give the period that holds a month, quarter or year: "" where it is longer than the period.

    >>> _coarser("2022-05", "quarter"), _coarser("2022-Q2", "month"), _coarser("2022-Q2", "year")
    ('2022-Q2', '', '2022')
    """
    if not told or by == "year":
        return told[:4]
    if by == "month":
        return told if len(told) == 7 and "Q" not in told else ""
    if "Q" in told:
        return told
    return f"{told[:4]}-Q{(int(told[5:7]) + 2) // 3}" if len(told) == 7 else ""


def _gather(cells: Iterable[_Cell]) -> tuple[dict[_Key, Sequence[int]], int]:
    """Add the cells of each pair and period up; tell apart how many events have no period."""
    found: dict[_Key, Sequence[int]] = {}
    unplaced = 0
    for source, target, name, sums in cells:
        if not name:
            unplaced += sums[0]
            continue
        key = source, target, name
        held = found.get(key)
        found[key] = sums if held is None else [a + b for a, b in zip(held, sums, strict=True)]
    return {key: found[key] for key in sorted(found)}, unplaced


def _filled(cells: dict[_Key, Sequence[int]], asked: _Asked) -> dict[_Key, Sequence[int]]:
    """Put in the periods in which nothing happened."""
    held = [key[2] for key in cells]
    start = asked.first and _name(asked.first, asked.by)
    end = asked.last and _name(asked.last, asked.by)
    bounds = [name for name in (*held, start, end) if name]
    if not held:
        return cells
    nothing = [0] * len(_SUMS)
    keys = (
        (asked.one or "", asked.other or "", name)
        for name in _between(start or min(bounds), end or max(bounds), asked.by)
    )
    return {key: cells.get(key, nothing) for key in keys}


def _between(first: str, last: str, by: By) -> list[str]:
    names = []
    day = start_of(first, by)
    while (name := _name(day.isoformat(), by)) <= last:
        names.append(name)
        if day.year == date.max.year:
            break
        day = _next(day, by)
    return names


def start_of(name: str, by: By) -> date:
    """Give the first day of a period.

    >>> start_of("2022-Q2", "quarter")
    datetime.date(2022, 4, 1)
    """
    if by == "week":
        return date.fromisocalendar(int(name[:4]), int(name[6:]), 1)
    if by == "quarter":
        return date(int(name[:4]), 3 * int(name[6]) - 2, 1)
    return date.fromisoformat({"day": name, "month": f"{name}-01", "year": f"{name}-01-01"}[by])


def _next(day: date, by: By) -> date:
    if by in ("day", "week"):
        return day + timedelta(1 if by == "day" else 7)
    months = {"month": 1, "quarter": 3, "year": 12}[by] + day.month - 1
    return date(day.year + months // 12, months % 12 + 1, 1)


def _articles(connection: Connection, asked: _Asked) -> Counter[str]:
    """Count the articles of each period by the day of their publication."""
    days = asked.by in ("day", "week")
    told = article_days.c.published if days else func.substr(article_days.c.published, 1, 7)
    query = select(told.label("published"), func.sum(article_days.c.articles)).group_by(told)
    found: Counter[str] = Counter()
    for published, count in connection.execute(query):
        if days and len(published) == 10:
            found[_name(published, asked.by)] += count
        elif not days:
            found[_period(first_day(published), last_day(published), asked.by)] += count
    return found


def _row(
    read: int,
    source: str,
    target: str,
    name: str,
    count: int,
    verbal: int,
    material: int,
    words: int,
    acts: int,
    score: float,
    scored: int,
    goldstein: float,
    goldsteins: int,
) -> dict[str, Any]:
    score_mean, goldstein_mean = _means(score, scored, goldstein, goldsteins)
    return {
        "period": name,
        "source": source or None,
        "target": target or None,
        "events": count,
        "verbal_cooperation": verbal,
        "material_cooperation": material,
        "verbal_conflict": words,
        "material_conflict": acts,
        "score": score_mean,
        "goldstein": goldstein_mean,
        "articles": read,
        "per_1000_articles": _per_1000(count, read),
    }


# The same few come again and again, and to round them would take half of the time of a row.
@lru_cache(maxsize=65536)
def _means(score: float, scored: int, goldstein: float, goldsteins: int) -> tuple[float | None, float | None]:
    """Give the means of what is summed up in hundredths."""
    return _ratio(score, 100 * scored), _ratio(goldstein, 100 * goldsteins)


@lru_cache(maxsize=65536)
def _per_1000(count: int, read: int) -> float | None:
    return _ratio(1000 * count, read)


def _ratio(one: float, other: float) -> float | None:
    return round(one / other, 3) if other else None
