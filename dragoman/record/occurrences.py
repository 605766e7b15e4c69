"""One event told by several articles: tellings are joined when they are written, and what is said of it is kept.

    join(connection, ...)    what an append does: finds, for the new events, the held ones that may tell the same, and
                             groups these few anew
    join_all(connection)     the same for a whole record, when it was made by another way of joining

What a batch costs depends on its own size and on how many articles tell the same things, not on the size of the
record: candidates are found by hashes of sides and dates.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, delete, func, insert, or_, select, update

from dragoman.model import content_id
from dragoman.record.copies import compare_texts, voices
from dragoman.record.schema import (
    blocks,
    copies,
    events,
    evidence,
    occurrence_tellings,
    occurrences,
    participants,
    readings,
    signatures,
    standing,
)
from dragoman.record.schema import first_day as day_of
from dragoman.record.tellings import FULL, Party, Spot, Telling, clearest, contradictions, sought, together
from dragoman.record.tellings import blocks as filed
from dragoman.record.words import CORRECTS, about, content_words, counts, names, tolls

METHOD = "1"  # of joining; to be raised with any change by which the same tellings would be joined otherwise

_CHUNK = 200
_PER_BLOCK = 60  # held events that one hash finds, the last written first
_QUOTES = 3  # of an event, from which its words are taken
_ORDER = ("date_start", "date_end", "date_precision", "date_basis", "first_day", "last_day")


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
    return sum(join(connection, version=version, fresh=chunk) for chunk in _chunks(keys))


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


def load(connection: Connection, keys: Iterable[int]) -> dict[int, Telling]:
    """Read events by their keys, as far as it tells them from others."""
    found: dict[int, Telling] = {}
    for chunk in _chunks(sorted(set(keys))):
        query = (
            select(events, readings.c.article_id, readings.c.published, readings.c.title, readings.c.text_id)
            .join(readings, readings.c.key == events.c.reading)
            .where(events.c.key.in_(chunk))
        )
        sides: defaultdict[tuple[int, str], list[Any]] = defaultdict(list)
        taking = and_(
            participants.c.kind == events.name,
            participants.c.row_key.in_(chunk),
            participants.c.part.in_(("actors", "recipients")),
        )
        for row in connection.execute(select(participants).where(taking).order_by(participants.c.ordinal)):
            sides[row.row_key, row.part].append(row)
        quotes: defaultdict[int, list[Any]] = defaultdict(list)
        told = and_(evidence.c.kind == events.name, evidence.c.row_key.in_(chunk), evidence.c.ordinal < _QUOTES)
        for row in connection.execute(select(evidence).where(told).order_by(evidence.c.ordinal)):
            quotes[row.row_key].append(row)
        for row in connection.execute(query):
            found[row.key] = _telling(row, sides[row.key, "actors"], sides[row.key, "recipients"], quotes[row.key])
    return found


def _telling(row: Any, actors: Sequence[Any], recipients: Sequence[Any], quotes: Sequence[Any]) -> Telling:
    # What names the sides is compared as sides; "two planes" or "a market" says what happened.
    sides = (*actors, *recipients)
    named = frozenset(word for side in sides for word in (*names(side.text), *content_words(side.name or "")))
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
    countries = {side.country for side in sides if side.country} or {row.place_country}
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


def _party(row: Any, home: str | None) -> Party:
    return Party(
        actor=row.actor,
        name=row.name,
        country=row.country or (None if row.actor else home),
        role=row.role,
        sectors=frozenset(json.loads(row.sectors)),
        words=frozenset(content_words(row.text)),
    )


def _spot(row: Any) -> Spot | None:
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
    hashes = sorted({block for telling in new.values() for block in sought(telling)})
    near: set[int] = set()
    for chunk in _chunks(hashes):
        place = func.row_number().over(partition_by=blocks.c.block, order_by=blocks.c.event.desc()).label("place")
        ranked = select(blocks.c.event, place).where(blocks.c.block.in_(chunk)).subquery()
        near.update(connection.execute(select(ranked.c.event).where(ranked.c.place <= _PER_BLOCK)).scalars())
    return sorted(near - set(new))


def _own(connection: Connection, keys: Sequence[int]) -> dict[int, str]:
    """Give of each event the occurrence that it stands to as its own."""
    table = occurrence_tellings
    return {
        row.event: row.occurrence
        for chunk in _chunks(keys)
        for row in connection.execute(
            select(table.c.event, table.c.occurrence).where(
                table.c.event.in_(chunk), standing(table), table.c.relation != "denial"
            )
        )
    }


def _members(connection: Connection, ids: Sequence[str]) -> dict[str, list[int]]:
    """Give of each occurrence the events that stand to it as their own."""
    table = occurrence_tellings
    members: dict[str, list[int]] = {id: [] for id in ids}
    for chunk in _chunks(ids):
        query = select(table.c.occurrence, table.c.event).where(
            table.c.occurrence.in_(chunk), standing(table), table.c.relation != "denial"
        )
        for row in connection.execute(query.order_by(table.c.event)):
            members[row.occurrence].append(row.event)
    return members


def _copied(connection: Connection, tellings: Iterable[Telling]) -> frozenset[tuple[str, str]]:
    """Give the pairs of text ids, sorted, of which one is a near-copy of the other."""
    return frozenset(
        (min(pair), max(pair)) for pair in _copy_pairs(connection, sorted({telling.text for telling in tellings}))
    )


def _copy_pairs(connection: Connection, ids: Sequence[str]) -> Iterator[tuple[str, str]]:
    wanted = set(ids)
    one, other = signatures.alias("one"), signatures.alias("two")
    for chunk in _chunks(ids):
        query = (
            select(one.c.text_id, other.c.text_id.label("with_id"))
            .join(copies, copies.c.one == one.c.key)
            .join(other, other.c.key == copies.c.other)
            .where(or_(one.c.text_id.in_(chunk), other.c.text_id.in_(chunk)))
        )
        for row in connection.execute(query):
            if row.text_id in wanted and row.with_id in wanted:
                yield row.text_id, row.with_id


# ---------------------------------------------------------------------- into the tables


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is known of the events of some occurrences besides what tells them apart."""

    rows: Mapping[int, Any]
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
    for chunk in _chunks(stale):
        _end_rows(connection, occurrences, and_(occurrences.c.id.in_(chunk), standing(occurrences)), version)
        table = occurrence_tellings
        _end_rows(connection, table, and_(table.c.occurrence.in_(chunk), standing(table)), version)
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
    connection.execute(insert(occurrences), rows)
    connection.execute(insert(occurrence_tellings), links)
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
    wanted = [content_id("occurrence", t.article, t.event) for group in new for t in group]
    taken = set(held) | set(_standing_ids(connection, wanted))
    for group in new:
        # Its first telling gives the name; where that named another occurrence, which it has left since, the next.
        free = (content_id("occurrence", *parts) for parts in _names(group))
        id = next(id for id in free if id not in taken and id not in named)
        named[id] = group
    return named


def _names(group: Sequence[Telling]) -> Iterator[tuple[object, ...]]:
    for telling in group:
        yield telling.article, telling.event
    for number in range(1, 10_000):
        yield group[0].article, group[0].event, number


def _standing_ids(connection: Connection, ids: Sequence[str]) -> Iterator[str]:
    for chunk in _chunks(ids):
        query = select(occurrences.c.id).where(occurrences.c.id.in_(chunk), standing(occurrences))
        yield from connection.execute(query).scalars()


def _facts(connection: Connection, group: Sequence[Telling]) -> _Facts:
    rows: dict[int, Any] = {}
    voice: dict[int, Hashable | None] = {}
    denials: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    columns = (readings.c.outlet_id, readings.c.outlet_name, readings.c.agency)
    for chunk in _chunks(sorted(telling.key for telling in group)):
        query = select(events, *columns).join(readings, readings.c.key == events.c.reading)
        for row in connection.execute(query.where(events.c.key.in_(chunk))):
            rows[row.key] = row
            name = row.outlet_name.casefold() if row.outlet_name else None
            voice[row.key] = row.agency or row.outlet_id or name
    denied = {
        (rows[telling.key].reading, telling.event): telling.key for telling in group if telling.relation == "denies"
    }
    for chunk in _chunks(sorted({reading for reading, _ in denied})):
        query = select(events.c.key, events.c.id, events.c.reading, events.c.denies).where(
            events.c.reading.in_(chunk), events.c.denies.is_not(None), standing(events)
        )
        for row in connection.execute(query):
            key = denied.get((row.reading, row.denies))
            if key is not None:
                denials[key].append((row.key, row.id))
    return _Facts(rows, voice, denials)


def _linked(connection: Connection, groups: Iterable[Sequence[Telling]]) -> dict[str, set[str]]:
    """Give of each text the others that it is a near-copy of."""
    linked: defaultdict[str, set[str]] = defaultdict(set)
    several = [telling for group in groups if len(group) > 1 for telling in group]
    for one, other in _copy_pairs(connection, sorted({telling.text for telling in several})):
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
        **{name: getattr(row, name) for name in _ORDER},
        "place_name": placed.place_name,
        "place_country": placed.place_country,
        "tellings": len(group),
        "articles": len({telling.article for telling in group}),
        "outlets": voices({telling.key: facts.voice[telling.key] for telling in group}, pairs),
        "contradictions": json.dumps(contradictions(group, denials), ensure_ascii=False),
    }


def _file(connection: Connection, new: Mapping[int, Telling]) -> None:
    rows = [{"block": block, "event": key} for key, telling in new.items() for block in filed(telling)]
    if rows:
        connection.execute(insert(blocks), rows)


def _take_out(connection: Connection, ended: Sequence[int], version: int) -> set[str]:
    """End what stood between ended events and occurrences; give these, to be looked at again."""
    table = occurrence_tellings
    bereft: set[str] = set()
    for chunk in _chunks(ended):
        of_these = and_(table.c.event.in_(chunk), standing(table))
        bereft.update(connection.execute(select(table.c.occurrence).where(of_these)).scalars())
        _end_rows(connection, table, of_these, version)
        connection.execute(delete(blocks).where(blocks.c.event.in_(chunk)))
    return bereft


def _end_rows(connection: Connection, table: Any, which: Any, version: int) -> None:
    """End rows that stand; those that this very version began never stood."""
    connection.execute(delete(table).where(which, table.c.since == version))
    connection.execute(update(table).where(which).values(until=version))


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]
