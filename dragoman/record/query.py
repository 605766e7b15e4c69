"""What a record is asked for: rows that meet all that is asked, flat, in an order that does not change.

    rows(record, "events", Asked(country="IRN", type="CONSULT"))    an iterator of dicts, columns as in fields.py
    show(record, id)                                               one row of any kind with the words it rests on

An iterator settles on its rows when it starts, like those of Record: what is written meanwhile does not change them.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Select,
    Table,
    and_,
    case,
    column,
    exists,
    func,
    literal_column,
    or_,
    select,
    table,
)

from dragoman.errors import BadDate, RecordError
from dragoman.record.fields import FIELDS
from dragoman.record.schema import (
    agreement_life,
    agreements,
    commitments,
    events,
    evidence,
    first_day,
    judgements,
    last_day,
    occurrence_tellings,
    occurrences,
    participants,
    positions,
    readings,
    standing,
    statements,
)
from dragoman.record.store import Record

_CHUNK = 500
_WHO: Mapping[Table, tuple[str, ...]] = {
    events: ("actors", "recipients"),
    statements: ("speaker", "addressee"),
    positions: ("holders",),
    agreements: ("parties",),
    commitments: ("by", "to", "assigned_by"),
}
"""The tables of rows, and the parts in which somebody takes part in such a row."""
_TABLES = {"visits": events, "actors": events, **{kind.name: kind for kind in _WHO}}
_ARTICLE = ("article_id", "outlet_name", "outlet_id", "outlet_country", "published", "title", "url")
_SIDES = ("ids", "countries", "roles", "sectors")
_quotes = table("quotes", column("rowid"))


@dataclass(frozen=True, slots=True)
class Asked:
    """What rows are asked for; all that is named must hold. A name is compared without regard to case.

    ``actor`` is a registry id, a country's code or a name. ``dyad`` names two such: one acts on the other, or both act
    together with nobody else to act upon. ``since`` and ``until`` are dates of any precision, inclusive: of the row, of
    the signing of an agreement; a position or a commitment is taken by the day of its article.
    """

    actor: str | None = None
    dyad: tuple[str, str] | None = None
    country: str | None = None  # ISO 3166 alpha-3, on any side
    type: str | None = None  # of an event; kind of an agreement or a commitment
    mode: str | None = None
    status: str | None = None
    since: str | None = None
    until: str | None = None
    place: str | None = None  # a name or a country's code
    outlet: str | None = None  # id or name
    issue: str | None = None  # id or name
    min_confidence: float | None = None
    text: str | None = None  # words that a quotation holds, in any form; "in quotation marks" in this order
    expiring_before: str | None = None
    as_of: int | None = None  # a version of the record
    limit: int | None = None


def rows(record: Record, kind: str, asked: Asked = Asked()) -> Iterator[dict[str, Any]]:
    """Give the rows of a kind that meet all that is asked, by date; those without a date come last.

    >>> with Record("news.db", readonly=True) as record:  # doctest: +SKIP
    ...     [row["actors"] for row in rows(record, "events", Asked(type="CONSULT", since="2022"))]
    ['Hossein Amir-Abdollahian; Sergei Lavrov']

    ``kind`` is events, visits, statements, positions, agreements, commitments or actors. Raises BadDate; RecordError
    where there is no such version or a question does not fit the kind.
    """
    if kind not in _TABLES:
        raise RecordError(f"{kind!r} is no kind of rows: name one of {', '.join(_TABLES)}")
    check_version(record, asked.as_of)
    query = _keys(kind, asked)
    if kind == "actors":
        return _actors(record, query, asked)
    with record.connection() as connection:
        found = connection.execute(_ordered(query, _TABLES[kind]).limit(asked.limit))
        keys = [int(row.key) for row in found]
    return _walk(record, kind, keys, asked.as_of)


def clearest_keys(record: Record, asked: Asked) -> list[int]:
    """Give the keys of the events that are the clearest tellings of what happened, in the order of ``rows``."""
    check_version(record, asked.as_of)
    clearest = select(occurrences.c.event).where(standing(occurrences, asked.as_of))
    query = _keys("events", asked).where(events.c.key.in_(clearest))
    with record.connection() as connection:
        return [int(row.key) for row in connection.execute(_ordered(query, events).limit(asked.limit))]


# ---------------------------------------------------------------------- which rows


def _keys(kind: str, asked: Asked) -> Select[tuple[int]]:
    """Choose the keys of the rows; each condition is told by what it is about."""
    rows = _TABLES[kind]
    where: list[ColumnElement[bool]] = []
    query = select(rows.c.key).join(readings, readings.c.key == rows.c.reading)
    where.append(standing(events if rows is events else readings, asked.as_of))
    if kind == "visits":
        where.append(events.c.mode == "visit")
    if asked.actor is not None:
        where.append(rows.c.key.in_(_taking_part(rows, _is(asked.actor))))
    if asked.country is not None:
        where.append(rows.c.key.in_(_taking_part(rows, _is(asked.country))))
    if asked.dyad is not None:
        where.append(_between(rows, *asked.dyad))
    for name, value in _plain_conditions(asked).items():
        if value is not None:
            where.append(_column(rows, kind, name) == value)
    if asked.min_confidence is not None:
        where.append(_column(rows, kind, "confidence") >= asked.min_confidence)
    if asked.place is not None:
        _column(rows, kind, "place_name")
        where.append(or_(_same(rows.c.place_name, asked.place), rows.c.place_country == asked.place))
    if asked.issue is not None:
        where.append(or_(_same(_column(rows, kind, "issue_id"), asked.issue), _same(rows.c.issue_name, asked.issue)))
    if asked.outlet is not None:
        where.append(or_(readings.c.outlet_id == asked.outlet, _same(readings.c.outlet_name, asked.outlet)))
    if asked.expiring_before is not None:
        soonest = func.substr(_column(rows, kind, "expires") + "-01-01", 1, 10)  # 2022, 2022-05 may end so soon
        where.append(soonest < asked_day(asked.expiring_before, first_day))
    if asked.text is not None:
        where.append(rows.c.key.in_(_with_words(rows, asked.text)))
    where += _within(rows, asked.since, asked.until)
    return query.where(*where)


def _plain_conditions(asked: Asked) -> dict[str, str | None]:
    return {"type": asked.type, "mode": asked.mode, "status": asked.status}


def _column(rows: Table, kind: str, name: str) -> ColumnElement[Any]:
    """Give the column that a condition is about: the type of an agreement is its kind."""
    name = "kind" if name == "type" and "type" not in rows.c else name
    if name not in rows.c:
        raise RecordError(f"{kind} have no {name.removesuffix('_name').removesuffix('_id')}: ask without it")
    return rows.c[name]


def _is(who: str, parties: FromClause = participants) -> ColumnElement[bool]:
    if ":" in who:
        return parties.c.actor == who
    if re.fullmatch("[A-Z]{3}", who):
        return parties.c.country == who
    return or_(_same(parties.c.name, who), _same(parties.c.text, who))


def _same(words: ColumnElement[str], value: str) -> ColumnElement[bool]:
    return func.lower(words) == value.lower()


def _taking_part(rows: Table, who: ColumnElement[bool]) -> Select[tuple[int]]:
    return select(participants.c.row_key).where(
        who, participants.c.kind == rows.name, participants.c.part.in_(_WHO[rows])
    )


def _between(rows: Table, one: str, other: str) -> ColumnElement[bool]:
    if rows is events:
        return of_dyad(one, other)
    return and_(*(rows.c.key.in_(_taking_part(rows, _is(who))) for who in (one, other)))


def of_one(who: str) -> ColumnElement[bool]:
    """Choose the events in which a country or an actor stands on either side."""
    return events.c.key.in_(_taking_part(events, _is(who)))


def of_dyad(one: str, other: str, *, directed: bool = False) -> ColumnElement[bool]:
    """Choose the events in which one acts on the other, or either on the other."""
    forward = events.c.key.in_(_acting_on(one, other))
    return forward if directed else or_(forward, events.c.key.in_(_acting_on(other, one)))


def _acting_on(one: str, other: str) -> Select[tuple[int]]:
    """Choose the events in which one acts on the other, or in which both act and nobody is acted upon."""
    actor, target, anyone = (participants.alias(name) for name in ("actor", "target", "anyone"))
    nobody = ~exists().where(
        anyone.c.kind == events.name, anyone.c.row_key == actor.c.row_key, anyone.c.part == "recipients"
    )
    return (
        select(actor.c.row_key)
        .join(target, and_(target.c.kind == actor.c.kind, target.c.row_key == actor.c.row_key))
        .where(actor.c.kind == events.name, actor.c.part == "actors", _is(one, actor), _is(other, target))
        .where(
            or_(
                target.c.part == "recipients",
                and_(target.c.part == "actors", target.c.ordinal != actor.c.ordinal, nobody),
            )
        )
    )


def _with_words(rows: Table, words: str) -> Select[tuple[int]]:
    found = select(_quotes.c.rowid).where(literal_column("quotes").op("MATCH")(_full_text(words)))
    return select(evidence.c.row_key).where(evidence.c.kind == rows.name, evidence.c.key.in_(found))


def _full_text(words: str) -> str:
    """Turn words and "phrases" into a question for the index, in which none of them is an operator.

    >>> _full_text('sanctions "nuclear deal" AND')
    '"sanctions" "nuclear deal" "AND"'
    """
    parts = [phrase or word for phrase, word in re.findall(r'"([^"]*)"|([^\s"]+)', words)]
    parts = [part for part in parts if re.search(r"\w", part)]
    if not parts:
        raise RecordError(f"{words!r} has no word to look for: write words, or a phrase in quotation marks")
    return " ".join(f'"{part}"' for part in parts)


def _within(rows: Table, since: str | None, until: str | None) -> list[ColumnElement[bool]]:
    """Choose the rows whose date meets a stretch of days."""
    if since is None and until is None:
        return []
    first = None if since is None else asked_day(since, first_day)
    last = None if until is None else asked_day(until, last_day)
    where: list[ColumnElement[bool]] = []
    if "first_day" in rows.c:
        start, end = rows.c.first_day, rows.c.last_day
        where.append(rows.c.date_precision.is_not(None))
        if first is not None:
            where.append(or_(end.is_(None), end >= first))
        if last is not None:
            where.append(or_(start.is_(None), start <= last))
        return where
    told = rows.c.signed if rows is agreements else readings.c.published
    where.append(told.is_not(None))
    if first is not None:
        where.append(told + "~" > first)  # 2001 and 2001-05 both reach beyond 2001-05-03
    if last is not None:
        where.append(told <= last)
    return where


def asked_day(value: str, day: Callable[[str], str | None]) -> str:
    """Give the first or the last day of a date that somebody asked for, by schema.first_day or last_day."""
    found = day(value)
    if found is None:
        raise BadDate(f"{value!r} is not a date: write a year, a month or a day, as 2001, 2001-05 or 2001-05-03")
    return found


def _ordered(query: Select[tuple[int]], rows: Table) -> Select[tuple[int]]:
    if "first_day" in rows.c:
        return query.order_by(rows.c.first_day.nulls_last(), rows.c.id, rows.c.key)
    if rows is agreements:
        return query.order_by(rows.c.signed.nulls_last(), rows.c.name, rows.c.id, rows.c.key)
    return query.order_by(readings.c.published.nulls_last(), rows.c.id, rows.c.key)


def check_version(record: Record, as_of: int | None) -> None:
    """Raise RecordError where the record has no such version."""
    if as_of is None:
        return
    last = max((version.number for version in record.versions()), default=0)
    if not 0 <= as_of <= last:
        raise RecordError(f"{record.path} has no version {as_of}: its versions go from 0, when it was empty, to {last}")


# ---------------------------------------------------------------------- what the rows say


def _walk(record: Record, kind: str, keys: Sequence[int], as_of: int | None) -> Iterator[dict[str, Any]]:
    names = [field.name for field in FIELDS[kind]]
    for start in range(0, len(keys), _CHUNK):
        chunk = keys[start : start + _CHUNK]
        with record.connection() as connection:
            flat = read_flat(connection, kind, chunk, as_of)
        if kind == "visits":
            _add_visits(record, flat, as_of)
        for key in chunk:
            yield {name: flat[key].get(name) for name in names}


def read_flat(connection: Connection, kind: str, keys: Sequence[int], as_of: int | None) -> dict[int, dict[str, Any]]:
    """Read the rows of these keys, with the columns of their kind and those of their table."""
    rows = _TABLES[kind]
    article = [readings.c[name] for name in _ARTICLE]
    query = select(rows, *article).join(readings, readings.c.key == rows.c.reading).where(rows.c.key.in_(keys))
    flat = {row.key: dict(row._mapping) for row in connection.execute(query)}
    for (key, part), parties in read_parties(connection, rows, keys).items():
        flat[key] |= _joined(part, parties)
    quote = select(evidence.c.row_key, evidence.c.quote).where(
        evidence.c.kind == rows.name, evidence.c.row_key.in_(keys), evidence.c.ordinal == 0
    )
    for row in connection.execute(quote):
        flat[row.row_key]["quote"] = row.quote
    if rows is events:
        _add_occurrences(connection, flat, as_of)
        _add_verdicts(connection, flat)
    if rows is agreements:
        _add_life(connection, flat)
    for told in flat.values():
        for name in ("contexts", "extended_years"):
            if name in told:
                told[name] = _list(map(str, json.loads(told[name])))
    return flat


def read_parties(connection: Connection, rows: Table, keys: Sequence[int]) -> dict[tuple[int, str], list[Any]]:
    """Read who takes part in the rows of these keys: rows of the table of participants by (key, part)."""
    found: defaultdict[tuple[int, str], list[Any]] = defaultdict(list)
    query = select(participants).where(participants.c.kind == rows.name, participants.c.row_key.in_(keys))
    for row in connection.execute(query.order_by(participants.c.row_key, participants.c.part, participants.c.ordinal)):
        found[row.row_key, row.part].append(row)
    return found


def _joined(part: str, parties: Sequence[Any]) -> dict[str, str | None]:
    sectors = [sector for party in parties for sector in json.loads(party.sectors)]
    return {
        part: _list(party.name or party.text for party in parties),
        f"{part}_ids": _list(party.actor for party in parties),
        f"{part}_countries": _list(dict.fromkeys(party.country for party in parties)),
        f"{part}_roles": _list(party.role for party in parties),
        f"{part}_sectors": _list(dict.fromkeys(sectors)),
    }


def _list(values: Any) -> str | None:
    return "; ".join(" ".join(value.split()) for value in values if value) or None


def _add_occurrences(connection: Connection, flat: Mapping[int, dict[str, Any]], as_of: int | None) -> None:
    # A denial tells its own occurrence and may deny another: its own is meant.
    own = case((occurrence_tellings.c.relation == "denies", 1), else_=0)
    query = (
        select(occurrence_tellings.c.event, occurrences.c.id, occurrences.c.outlets)
        .join(occurrences, occurrences.c.id == occurrence_tellings.c.occurrence)
        .where(
            occurrence_tellings.c.event.in_(flat), standing(occurrence_tellings, as_of), standing(occurrences, as_of)
        )
        .order_by(own.desc(), occurrences.c.id.desc())
    )
    for row in connection.execute(query):
        flat[row.event] |= {"occurrence": row.id, "outlets": row.outlets}


def _add_verdicts(connection: Connection, flat: Mapping[int, dict[str, Any]]) -> None:
    said = {told["judgement"] for told in flat.values() if told["judgement"] is not None}
    query = select(judgements.c.key, judgements.c.verdict).where(judgements.c.key.in_(said))
    verdicts = {row.key: row.verdict for row in connection.execute(query)} if said else {}
    for told in flat.values():
        told["judgement"] = verdicts.get(told["judgement"])


def _add_life(connection: Connection, flat: Mapping[int, dict[str, Any]]) -> None:
    facts: defaultdict[int, list[str]] = defaultdict(list)
    query = select(agreement_life).where(agreement_life.c.agreement.in_(flat))
    for row in connection.execute(query.order_by(agreement_life.c.agreement, agreement_life.c.ordinal)):
        facts[row.agreement].append(f"{row.status} {row.date}" if row.date else row.status)
    for key, told in flat.items():
        told["life"] = _list(facts[key])


def _add_visits(record: Record, flat: Mapping[int, dict[str, Any]], as_of: int | None) -> None:
    """Add what only the reading itself keeps: the days of the visit and who came along."""
    for article_id in {told["article_id"] for told in flat.values()}:
        reading = record.reading(article_id, as_of=as_of)
        held = {event.id: event.visit for event in reading.events} if reading else {}
        for told in flat.values():
            visit = held.get(told["id"]) if told["article_id"] == article_id else None
            if visit is not None:
                told |= {name: getattr(visit, name) for name in ("first", "last", "duration_days", "delegation")}


def _actors(record: Record, query: Select[tuple[int]], asked: Asked) -> Iterator[dict[str, Any]]:
    """Count who takes part in the events of a query; who the registry does not know is known by name or words."""
    known = func.coalesce(participants.c.actor, participants.c.name, participants.c.text)
    of = [participants.c.part == part for part in _WHO[events]]
    count = func.count(participants.c.row_key.distinct())
    grouped = (
        select(
            participants.c.actor.label("id"),
            func.min(func.coalesce(participants.c.name, participants.c.text)).label("name"),
            func.json_group_array(participants.c.country.distinct()).label("countries"),
            func.json_group_array(participants.c.role.distinct()).label("roles"),
            count.label("events"),
            *(func.count(case((part, participants.c.row_key)).distinct()) for part in of),
            func.min(events.c.first_day),
            func.max(events.c.first_day),
        )
        .join(events, and_(participants.c.kind == events.name, participants.c.row_key == events.c.key))
        .where(or_(*of), events.c.key.in_(query))
        .group_by(participants.c.actor, case((participants.c.actor.is_(None), known)))
        .order_by(count.desc(), known)
        .limit(asked.limit)
    )
    names = [field.name for field in FIELDS["actors"]]
    with record.connection() as connection:
        found = [dict(zip(names, row, strict=True)) for row in connection.execute(grouped)]
    for row in found:
        for name in ("countries", "roles"):
            row[name] = _list(sorted(value for value in json.loads(row[name]) if value))
    return iter(found)


# ---------------------------------------------------------------------- one row


@dataclass(frozen=True, slots=True)
class Shown:
    """A row with all that it rests on."""

    kind: str
    row: Mapping[str, Any]
    why: str | None
    parties: Sequence[Mapping[str, Any]]  # part, text, name, actor, country, role, why
    quotes: Sequence[Mapping[str, Any]]  # quote, start, end, field
    tellings: Sequence[Mapping[str, Any]]  # of an event: the other tellings of its occurrence


def show(record: Record, id: str) -> Shown:
    """Give a row of any kind by its id, or the clearest telling of an occurrence by that of the occurrence.

    What no longer stands, since its article was read again or an analyst rejected it, is given as it stood last. Raises
    RecordError where there is none.
    """
    with record.connection() as connection:
        clearest = select(occurrences.c.event).where(occurrences.c.id == id).order_by(occurrences.c.since.desc())
        key = connection.execute(clearest.limit(1)).scalar()
        kind, rows = "events", events
        for rows in () if key is not None else _WHO:
            kind = rows.name
            key = connection.execute(select(rows.c.key).where(rows.c.id == id).order_by(rows.c.key.desc())).scalar()
            if key is not None:
                break
        if key is None:
            raise RecordError(f"{record.path} has no row {id!r}: dragoman events, statements and so on print ids")
        flat = read_flat(connection, kind, [key], None)[key]
        if rows is events and flat["mode"] == "visit":
            kind = "visits"
        parties = [row for found in read_parties(connection, rows, [key]).values() for row in found]
        quotes = connection.execute(
            select(evidence).where(evidence.c.kind == rows.name, evidence.c.row_key == key).order_by(evidence.c.ordinal)
        ).all()
        tellings = _other_tellings(connection, key, flat)
    return Shown(
        kind=kind,
        row={field.name: flat.get(field.name) for field in FIELDS[rows.name]},
        why=flat.get("why"),
        parties=[dict(party._mapping) for party in parties],
        quotes=[dict(quote._mapping) for quote in quotes],
        tellings=tellings,
    )


def _other_tellings(connection: Connection, key: int, flat: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    if flat.get("occurrence") is None:  # of another kind, or an event that no longer stands
        return []
    query = (
        select(events.c.id, occurrence_tellings.c.relation, *(readings.c[name] for name in _ARTICLE))
        .join(events, events.c.key == occurrence_tellings.c.event)
        .join(readings, readings.c.key == events.c.reading)
        .where(occurrence_tellings.c.occurrence == flat["occurrence"], standing(occurrence_tellings))
        .where(events.c.key != key)
        .order_by(readings.c.published, events.c.id)
    )
    return [dict(row._mapping) for row in connection.execute(query)]
