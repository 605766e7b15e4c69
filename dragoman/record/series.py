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
from typing import Any, Literal, get_args

from sqlalchemy import ColumnElement, Connection, Label, and_, case, func, or_, select, true

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


@dataclass(frozen=True, slots=True)
class _Cell:
    """Sums over some events of one pair that share their dates."""

    source: str | None
    target: str | None
    period: str  # "" where there is none
    sums: tuple[int, ...]


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
        cells, unplaced = _gather(_cells(connection, asked), asked)
        articles = _articles(connection, asked)
    if one is not None or not pairs:
        cells = _filled(cells, asked)
    return Series([_row(*key, sums, articles) for key, sums in cells.items()], unplaced)


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


def _statuses(status: str | None) -> tuple[str, ...] | None:
    if status is None:
        return HAPPENED
    return None if status == "all" else (status,)


def _cells(connection: Connection, asked: _Asked) -> Iterator[_Cell]:
    pair = asked.one, asked.other
    countries = all(who is None or _COUNTRY.fullmatch(who) for who in pair)
    if not countries or (asked.other is None and (asked.one is not None or not asked.pairs)):
        return _from_events(connection, asked)
    if asked.type is None and asked.by in ("month", "quarter", "year") and not (asked.first or asked.last):
        return _from_periods(connection, asked)
    return _from_dyads(connection, asked)


def _from_periods(connection: Connection, asked: _Asked) -> Iterator[_Cell]:
    """Add up the sums that the record keeps by month."""
    cells = dyad_periods.c
    source, target = _ends(cells, asked)
    grouped = (source, target, cells.period)
    query = select(*grouped, *(func.sum(cells[name]).label(name) for name in _SUMS)).where(*_chosen(cells, asked))
    for row in connection.execute(query.group_by(*grouped)):
        yield _Cell(row[0], row[1], _coarser(row[2], asked.by), tuple(row[3:]))


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
        yield _Cell(row[0], row[1], _period(row.first_day, row.last_day, asked.by), tuple(row[4:]))


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
        yield _Cell(asked.one, asked.other, _period(row.first_day, row.last_day, asked.by), tuple(row[2:]))


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
        names = {_name(day, by) for day in (first, last)}
        return names.pop() if len(names) == 1 else ""
    return _coarser(period(first, last), by)


def _name(day: str, by: By) -> str:
    if by == "day":
        return day
    if by == "week":
        year, week, _ = date.fromisoformat(day).isocalendar()
        return f"{year}-W{week:02}"
    return _coarser(day[:7], by)


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


def _gather(cells: Iterable[_Cell], asked: _Asked) -> tuple[dict[tuple[str | None, str | None, str], list[int]], int]:
    """Add the cells of each pair and period up; tell apart how many events have no period."""
    found: dict[tuple[str | None, str | None, str], list[int]] = {}
    unplaced = 0
    for cell in cells:
        if not cell.period:
            unplaced += cell.sums[0]
            continue
        key = (cell.source, cell.target, cell.period)
        held = found.get(key)
        found[key] = list(cell.sums) if held is None else [a + b for a, b in zip(held, cell.sums, strict=True)]
    return dict(sorted(found.items(), key=lambda item: tuple(part or "" for part in item[0]))), unplaced


def _filled(
    cells: dict[tuple[str | None, str | None, str], list[int]], asked: _Asked
) -> dict[tuple[str | None, str | None, str], list[int]]:
    """Put in the periods in which nothing happened."""
    held = [key[2] for key in cells]
    start = asked.first and _name(asked.first, asked.by)
    end = asked.last and _name(asked.last, asked.by)
    bounds = [name for name in (*held, start, end) if name]
    if not bounds or not held:
        return cells
    nothing = [0] * len(_SUMS)
    wanted = _between(start or min(bounds), end or max(bounds), asked.by)
    return {(asked.one, asked.other, name): cells.get((asked.one, asked.other, name), nothing) for name in wanted}


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
    found: Counter[str] = Counter()
    for row in connection.execute(select(article_days)):
        first, last = first_day(row.published), last_day(row.published)
        found[_period(first, last, asked.by)] += row.articles
    return found


def _row(
    source: str | None, target: str | None, name: str, sums: Sequence[int], articles: Counter[str]
) -> dict[str, Any]:
    told = dict(zip(_SUMS, sums, strict=True))
    read = articles[name]
    return {
        "period": name,
        "source": source,
        "target": target,
        **{quad: told[quad] for quad in ("events", *QUADS)},
        "score": _mean(told["score"], told["scored"]),
        "goldstein": _mean(told["goldstein"], told["goldsteins"]),
        "articles": read,
        "per_1000_articles": round(1000 * told["events"] / read, 3) if read else None,
    }


def _mean(hundredths: float, count: int) -> float | None:
    return round(hundredths / count / 100, 3) if count else None
