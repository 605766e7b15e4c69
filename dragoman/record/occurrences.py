"""One event told by several articles: tellings are joined when they are written, and what is said of it is kept.

    join(connection, ...)    what an append does: finds, for the new events, the held ones that may tell the same, and
                             groups these few anew
    join_all(connection)     the same for a whole record, when it was made by another way of joining

What a batch costs depends on its own size and on how many articles tell the same things, not on the size of the
record: candidates are found by hashes of sides and dates.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, Table, and_, delete, func, select, update

from dragoman.model import content_id
from dragoman.record.copies import compare_texts, voices
from dragoman.record.schema import (
    among,
    blocks,
    copies,
    events,
    evidence,
    insert_rows,
    occurrence_tellings,
    occurrences,
    participants,
    readings,
    signatures,
    standing,
)
from dragoman.record.schema import first_day as day_of
from dragoman.record.tellings import FULL, Party, Spot, Telling, clearest, contradictions, together
from dragoman.record.words import CORRECTS, about, content_words, counts, names, tolls

METHOD = "2"  # of joining; to be raised with any change by which the same tellings would be joined otherwise

_CHUNK = 200  # events joined at a time where a whole record is joined anew
_PER_BLOCK = 60  # held events that one hash finds, the last written first
_QUOTES = 3  # of an event, from which its words are taken
_DATE = ("date_start", "date_end", "date_precision", "date_basis", "first_day", "last_day")


def join(connection: Connection, *, version: int, fresh: Iterable[int], ended: Iterable[int] = ()) -> int:
    """Join events to what is held, and take out those that ended, by their keys; count the occurrences that changed."""
    bereft = _take_out(connection, list(ended), version)
    new = load(connection, fresh)
    _file(connection, new)
    near = _neighbours(connection, new)
    known = _own(connection, near)
    affected = sorted(set(known.values()) | bereft)
    members = _members(connection, affected)
    missing = [key for keys in members.values() for key in keys if key not in new]
    tellings = {**new, **load(connection, missing)}
    given = [[tellings[key] for key in keys] for keys in members.values() if len(keys) > FULL]
    groups = together(tellings.values(), given=given, copies=_copied(connection, tellings.values()))
    return _write(connection, groups, members, version, bereft)


def join_all(connection: Connection, *, version: int) -> int:
    """Forget all occurrences that stand and join all events that stand anew."""
    _end_rows(connection, occurrences, standing(occurrences), version)
    _end_rows(connection, occurrence_tellings, standing(occurrence_tellings), version)
    connection.execute(delete(blocks))
    keys = connection.execute(select(events.c.key).where(standing(events)).order_by(events.c.key)).scalars().all()
    chunks = (keys[start : start + _CHUNK] for start in range(0, len(keys), _CHUNK))
    return sum(join(connection, version=version, fresh=chunk) for chunk in chunks)


def strays(connection: Connection) -> int:
    """Count the events that stand and have not just one occurrence of their own that stands."""
    table = occurrence_tellings
    own = (
        select(table.c.event, func.count().label("times"))
        .join(occurrences, and_(occurrences.c.id == table.c.occurrence, standing(occurrences)))
        .where(standing(table), table.c.relation != "denial")
        .group_by(table.c.event)
        .subquery()
    )
    query = select(func.count()).select_from(events).join(own, own.c.event == events.c.key, isouter=True)
    return int(connection.execute(query.where(standing(events), own.c.times.is_distinct_from(1))).scalar_one())


# ---------------------------------------------------------------------- from the tables


# Rows are made these tuples at once: an event is asked for fifty values by name, at which a row of SQLAlchemy is slow.
class _Told(NamedTuple):
    """What is read of an event and its article."""

    key: int
    id: str
    type: str
    mode: str | None
    status: str
    foresees: str | None
    historical: bool
    date_precision: str | None
    date_basis: str | None
    first_day: str | None
    last_day: str | None
    place_name: str | None
    place_country: str | None
    place_admin1: str | None
    place_lat: float | None
    place_lon: float | None
    place_geonameid: int | None
    article_id: str
    published: str | None
    title: str | None
    text_id: str


class _Side(NamedTuple):
    """What is read of a participant."""

    row_key: int
    part: str
    text: str
    actor: str | None
    name: str | None
    country: str | None
    sectors: str
    role: str | None


class _Quote(NamedTuple):
    """What is read of an evidence."""

    row_key: int
    quote: str
    span_start: int
    trigger_start: int
    trigger_end: int


class _Fact(NamedTuple):
    """What is read of an event to sum its occurrence up."""

    key: int
    reading: int
    mode: str | None
    date_start: str | None
    date_end: str | None
    date_precision: str | None
    date_basis: str | None
    first_day: str | None
    last_day: str | None
    place_name: str | None
    place_country: str | None
    outlet_id: str | None
    outlet_name: str | None
    agency: str | None


def _columns(names: Iterable[str], *tables: Table) -> Select[Any]:
    """Ask for columns by their names, each of the first table that has it."""
    return select(*(next(table.c[name] for table in tables if name in table.c) for name in names))


def load(connection: Connection, keys: Iterable[int]) -> dict[int, Telling]:
    """Read events by their keys, as far as it tells them from others."""
    keys = sorted(set(keys))
    sides: defaultdict[tuple[int, str], list[_Side]] = defaultdict(list)
    query = _columns(_Side._fields, participants).where(
        participants.c.kind == events.name,
        among(participants.c.row_key, keys),
        participants.c.part.in_(("actors", "recipients")),
    )
    for side in map(_Side._make, connection.execute(query.order_by(participants.c.ordinal))):
        sides[side.row_key, side.part].append(side)
    quotes: defaultdict[int, list[_Quote]] = defaultdict(list)
    query = _columns(_Quote._fields, evidence).where(
        evidence.c.kind == events.name, among(evidence.c.row_key, keys), evidence.c.ordinal < _QUOTES
    )
    for quote in map(_Quote._make, connection.execute(query.order_by(evidence.c.ordinal))):
        quotes[quote.row_key].append(quote)
    query = _columns(_Told._fields, events, readings).join(readings, readings.c.key == events.c.reading)
    return {
        told.key: _telling(told, sides[told.key, "actors"], sides[told.key, "recipients"], quotes[told.key])
        for told in map(_Told._make, connection.execute(query.where(among(events.c.key, keys))))
    }


def _telling(row: _Told, actors: Sequence[_Side], recipients: Sequence[_Side], quotes: Sequence[_Quote]) -> Telling:
    # What names the sides is compared as sides; "two planes" or "a market" says what happened.
    sides = (*actors, *recipients)
    named = frozenset[str]().union(*(_named(side.text, side.name) for side in sides))
    words: set[str] = set()
    said: set[str] = set()
    cue: set[str] = set()
    numbers: dict[str, int] = {}
    counted: frozenset[int] = frozenset()
    for quote in quotes:
        around, trigger = about(
            quote.quote, (quote.trigger_start - quote.span_start, quote.trigger_end - quote.span_start)
        )
        words |= around - named
        said.update(content_words(quote.quote))
        cue |= trigger
        numbers = {**tolls(quote.quote), **numbers}
        counted |= counts(quote.quote)
    published = day_of(row.published)
    # "Police arrested the former prime minister of Pakistan": police of that country, as there is no other.
    countries: set[str | None] = {side.country for side in sides if side.country} or {row.place_country}
    home = countries.pop() if len(countries) == 1 else None
    return Telling(
        key=row.key,
        article=row.article_id,
        event=row.id,
        type=row.type,
        mode=row.mode,
        status=row.status,
        foresees=row.foresees,
        historical=row.historical,
        actors=tuple(_party(side, home) for side in actors),
        recipients=tuple(_party(side, home) for side in recipients),
        first=_ordinal(row.first_day),
        last=_ordinal(row.last_day),
        precision=row.date_precision,
        basis=row.date_basis,
        published=_ordinal(published),
        place=_spot(row),
        words=frozenset(words),
        said=frozenset(said),
        cue=frozenset(cue),
        numbers=numbers if row.type in ("ASSAULT", "COERCE", "PROTEST") else {},
        counts=counted,
        text=row.text_id,
        corrects=any(CORRECTS.search(text) for text in (row.title or "", *(quote.quote for quote in quotes))),
    )


def _party(side: _Side, home: str | None) -> Party:
    country = side.country or (None if side.actor else home)
    return _known_party(side.text, side.actor, side.name, country, side.role, side.sectors)


# The same few take part in most events, under the same words.
@lru_cache(maxsize=1 << 14)
def _known_party(
    text: str, actor: str | None, name: str | None, country: str | None, role: str | None, sectors: str
) -> Party:
    return Party(actor, name, country, role, frozenset(json.loads(sectors)), frozenset(content_words(text)))


@lru_cache(maxsize=1 << 14)
def _named(text: str, name: str | None) -> frozenset[str]:
    return frozenset((*names(text), *content_words(name or "")))


def _spot(row: _Told) -> Spot | None:
    name = row.place_name
    if name is None:
        return None
    # The gazetteer's countries have no region, and its regions bear their own name; a site that it does not know is a
    # point.
    whole = row.place_geonameid is not None and (
        row.place_admin1 is None or row.place_admin1.casefold() == name.casefold()
    )
    return Spot(name, row.place_country, whole, row.place_admin1, row.place_lat, row.place_lon)


def _ordinal(day: str | None) -> int | None:
    return None if day is None else date.fromisoformat(day).toordinal()


def _neighbours(connection: Connection, new: Mapping[int, Telling]) -> list[int]:
    """Find the held events that the new ones look for."""
    hashes = sorted({block for telling in new.values() for block in telling.sought})
    looked = func.json_each(json.dumps(hashes)).table_valued("value")
    held = blocks.alias("held")
    ranked = select(held.c.event).where(held.c.block == looked.c.value).order_by(held.c.event.desc())
    least = func.coalesce(ranked.offset(_PER_BLOCK - 1).limit(1).scalar_subquery(), 0)
    query = select(blocks.c.event).select_from(looked).join(blocks, blocks.c.block == looked.c.value)
    return sorted(set(connection.execute(query.where(blocks.c.event >= least)).scalars()) - set(new))


def _own(connection: Connection, keys: Collection[int]) -> dict[int, str]:
    """Give of each event the occurrence that it stands to as its own."""
    table = occurrence_tellings
    query = select(table.c.event, table.c.occurrence).where(
        among(table.c.event, keys), standing(table), table.c.relation != "denial"
    )
    return {row.event: row.occurrence for row in connection.execute(query)}


def _members(connection: Connection, ids: Sequence[str]) -> dict[str, list[int]]:
    """Give of each occurrence the events that stand to it as their own."""
    table = occurrence_tellings
    members: dict[str, list[int]] = {id: [] for id in ids}
    query = select(table.c.occurrence, table.c.event).where(
        among(table.c.occurrence, ids), standing(table), table.c.relation != "denial"
    )
    for row in connection.execute(query.order_by(table.c.event)):
        members[row.occurrence].append(row.event)
    return members


def _copied(connection: Connection, tellings: Iterable[Telling]) -> frozenset[tuple[str, str]]:
    """Give the pairs of text ids, sorted, of which one is a near-copy of the other."""
    pairs = _copy_pairs(connection, {telling.text for telling in tellings})
    return frozenset((min(pair), max(pair)) for pair in pairs)


def _copy_pairs(connection: Connection, ids: Collection[str]) -> Iterator[tuple[str, str]]:
    one, other = signatures.alias("one"), signatures.alias("two")
    query = (
        select(one.c.text_id, other.c.text_id.label("with_id"))
        .join(copies, copies.c.one == one.c.key)
        .join(other, other.c.key == copies.c.other)
        .where(among(one.c.text_id, ids))
    )
    for row in connection.execute(query):
        if row.with_id in ids:
            yield row.text_id, row.with_id


# ---------------------------------------------------------------------- into the tables


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of the events of some occurrences besides what tells them apart."""

    rows: Mapping[int, _Fact]
    voice: Mapping[int, Hashable | None]
    denials: Mapping[int, Sequence[tuple[int, str]]]  # of a negated event: (key, id) of those that deny it


def _write(
    connection: Connection,
    groups: Sequence[Sequence[Telling]],
    held: Mapping[str, Sequence[int]],
    version: int,
    bereft: set[str],
) -> int:
    """Write the groups that differ from what is held, or of which something was taken."""
    was = {key: id for id, keys in held.items() for key in keys}
    named = _name(connection, groups, was, held)
    changed = {
        id: group
        for id, group in named.items()
        if id in bereft or sorted(telling.key for telling in group) != sorted(held.get(id, ()))
    }
    gone = [id for id in held if id not in named]
    stale = [*gone, *(id for id in changed if id in held)]
    if stale:
        _end_rows(connection, occurrences, and_(among(occurrences.c.id, stale), standing(occurrences)), version)
        table = occurrence_tellings
        _end_rows(connection, table, and_(among(table.c.occurrence, stale), standing(table)), version)
    if not changed:
        return len(gone)
    facts = _facts(connection, [telling for group in changed.values() for telling in group])
    compare_texts(connection, _unlike(changed, was))
    linked = _linked(connection, changed.values())
    key = int(connection.execute(select(func.coalesce(func.max(occurrences.c.key), 0))).scalar_one())
    rows, links = [], []
    for id, group in changed.items():
        key += 1
        rows.append({"key": key, "id": id, "since": version, "until": None, **_summary(group, facts, linked)})
        own = {telling.key: telling.relation for telling in group}
        others = {other: "denial" for key in own for other, _ in facts.denials.get(key, ())}
        links += [
            {"event": event, "occurrence": id, "since": version, "until": None, "relation": relation}
            for event, relation in {**others, **own}.items()
        ]
    insert_rows(connection, occurrences, rows)
    insert_rows(connection, occurrence_tellings, links)
    return len(changed) + len(gone)


def _name(
    connection: Connection,
    groups: Sequence[Sequence[Telling]],
    was: Mapping[int, str],
    held: Mapping[str, Sequence[int]],
) -> dict[str, Sequence[Telling]]:
    """Give each group its id: that of the occurrence most of whose tellings it holds, or a new one."""
    claims = []
    for number, group in enumerate(groups):
        votes = Counter(was[telling.key] for telling in group if telling.key in was)
        claims += [(-count, number, id) for id, count in votes.items()]
    named: dict[str, Sequence[Telling]] = {}
    settled: set[int] = set()
    for _, number, id in sorted(claims):
        if id not in named and number not in settled:
            named[id] = groups[number]
            settled.add(number)
    new = [group for number, group in enumerate(groups) if number not in settled]
    wanted = {t.key: content_id("occurrence", t.article, t.event) for group in new for t in group}
    query = select(occurrences.c.id).where(among(occurrences.c.id, wanted.values()), standing(occurrences))
    taken = {*held, *connection.execute(query).scalars()}
    for group in new:
        # Its first telling gives the name; where that named another occurrence, which it has left since, the next.
        free = itertools.chain((wanted[telling.key] for telling in group), _more_names(group[0]))
        id = next(id for id in free if id not in taken and id not in named)
        named[id] = group
    return named


def _more_names(telling: Telling) -> Iterator[str]:
    return (content_id("occurrence", telling.article, telling.event, number) for number in range(1, 10_000))


def _facts(connection: Connection, group: Sequence[Telling]) -> _Facts:
    rows: dict[int, _Fact] = {}
    voice: dict[int, Hashable | None] = {}
    denials: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    query = _columns(_Fact._fields, events, readings).join(readings, readings.c.key == events.c.reading)
    keys = [telling.key for telling in group]
    for fact in map(_Fact._make, connection.execute(query.where(among(events.c.key, keys)))):
        rows[fact.key] = fact
        name = fact.outlet_name.casefold() if fact.outlet_name else None
        voice[fact.key] = fact.agency or fact.outlet_id or name
    denied = {
        (rows[telling.key].reading, telling.event): telling.key for telling in group if telling.relation == "denies"
    }
    denying = select(events.c.key, events.c.id, events.c.reading, events.c.denies).where(
        among(events.c.reading, {reading for reading, _ in denied}), events.c.denies.is_not(None), standing(events)
    )
    for denial in connection.execute(denying.order_by(events.c.reading, events.c.ordinal)):
        key = denied.get((denial.reading, denial.denies))
        if key is not None:
            denials[key].append((denial.key, denial.id))
    return _Facts(rows, voice, denials)


def _linked(connection: Connection, groups: Iterable[Sequence[Telling]]) -> dict[str, set[str]]:
    """Give of each text the others that it is a near-copy of."""
    linked: defaultdict[str, set[str]] = defaultdict(set)
    several = [telling for group in groups if len(group) > 1 for telling in group]
    for one, other in _copy_pairs(connection, {telling.text for telling in several}):
        linked[one].add(other)
        linked[other].add(one)
    return linked


def _unlike(groups: Mapping[str, Sequence[Telling]], was: Mapping[int, str]) -> Iterator[tuple[str, str]]:
    """Pair the texts of what came to an occurrence with its other texts, a few of each."""
    for id, group in groups.items():
        texts = list(dict.fromkeys(telling.text for telling in group))[:_PER_BLOCK]
        for text in dict.fromkeys(telling.text for telling in group if was.get(telling.key) != id):
            yield from ((text, other) for other in texts if other != text)


def _summary(group: Sequence[Telling], facts: _Facts, linked: Mapping[str, set[str]]) -> dict[str, Any]:
    best = clearest(group)
    row = facts.rows[best.key]
    places = Counter(facts.rows[t.key].place_name for t in group if t.place)
    told_in = [facts.rows[t.key] for t in (best, *group) if t.place]
    placed = max(told_in, key=lambda row: places[row.place_name], default=row)  # where most tell it
    denials = [id for telling in group for _, id in facts.denials.get(telling.key, ())]
    texts: dict[str, int] = {}
    pairs = []
    for telling in group:
        if telling.text in texts:
            pairs.append((texts[telling.text], telling.key))
        pairs += [(texts[other], telling.key) for other in linked.get(telling.text, ()) if other in texts]
        texts.setdefault(telling.text, telling.key)
    return {
        "event": best.key,
        "type": best.kind,
        "mode": row.mode,
        "status": best.status,
        **{name: getattr(row, name) for name in _DATE},
        "place_name": placed.place_name,
        "place_country": placed.place_country,
        "tellings": len(group),
        "articles": len({telling.article for telling in group}),
        "outlets": voices({telling.key: facts.voice[telling.key] for telling in group}, pairs),
        "contradictions": json.dumps(contradictions(group, denials), ensure_ascii=False),
    }


def _file(connection: Connection, new: Mapping[int, Telling]) -> None:
    filed = sorted((block, key) for key, telling in new.items() for block in telling.blocks)  # as the table is
    insert_rows(connection, blocks, [{"block": block, "event": key} for block, key in filed])


def _take_out(connection: Connection, ended: Sequence[int], version: int) -> set[str]:
    """End what stood between ended events and occurrences; give these, to be looked at again."""
    if not ended:
        return set()
    table = occurrence_tellings
    of_these = and_(among(table.c.event, ended), standing(table))
    bereft = set(connection.execute(select(table.c.occurrence).where(of_these)).scalars())
    _end_rows(connection, table, of_these, version)
    connection.execute(delete(blocks).where(among(blocks.c.event, ended)))
    return bereft


def _end_rows(connection: Connection, table: Any, which: Any, version: int) -> None:
    """End rows that stand; those that this very version began never stood."""
    connection.execute(delete(table).where(which, table.c.since == version))
    connection.execute(update(table).where(which).values(until=version))
