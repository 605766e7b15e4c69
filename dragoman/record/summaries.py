"""What is computed from the other tables so that a question about a million events is answered at once.

    dyads           who acted on whom (its table is in schema.py)
    dyad_periods    of each pair of countries and month, how many events occurred or went on between them, and how they
                    score; ``counted`` tells tellings from occurrences, of which only the clearest telling counts;
                    ``direction`` is 1 for what ``one`` did to ``other``, 2 for the reverse, 0 for both, where a meeting
                    counts once. Quarters and years are those of events whose date is no more precise
    article_days    how many articles were published on a day, or in a month or year where no more is known
    quotes          a full-text index over the quotations of all rows, English words by their stems

Triggers keep them, so that they hold whoever writes to the tables, and a rejected event leaves them at once. All of it
can be made again from the rest of the record, and is when the schema changes.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Column, Connection, Integer, Table, Text, select

from dragoman.record.schema import (
    Side,
    dyad_rows,
    dyads,
    events,
    insert_rows,
    metadata,
    occurrences,
    participants,
    period,
    standing,
)

_CELL = ("counted", "direction", "one", "other", "period")
QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
_SUMS = ("events", *QUADS, "score", "scored", "goldstein", "goldsteins")
_CHUNK = 5000

dyad_periods = Table(
    "dyad_periods",
    metadata,
    Column("counted", Text, primary_key=True),  # occurrences | tellings
    Column("direction", Integer, primary_key=True, autoincrement=False),
    *(Column(name, Text, primary_key=True) for name in _CELL[2:]),  # one is the first in the alphabet
    Column("events", Integer, nullable=False),
    *(Column(name, Integer, nullable=False) for name in QUADS),
    # The sum of the PLOVER scores in hundredths, so that what is added and taken away leaves nothing, and how many
    # events have one.
    Column("score", Integer, nullable=False),
    Column("scored", Integer, nullable=False),
    Column("goldstein", Integer, nullable=False),  # likewise
    Column("goldsteins", Integer, nullable=False),
    sqlite_with_rowid=False,
)

article_days = Table(
    "article_days",
    metadata,
    Column("published", Text, primary_key=True),
    Column("articles", Integer, nullable=False),
    sqlite_with_rowid=False,
)


def _values(row: str) -> list[str]:
    """What one row of dyads adds to each sum."""
    quads = [f"{row}.quad IS {number}" for number in range(1, 5)]
    means = [f"{row}.{name}" for name in ("score", "goldstein")]
    hundredths = "CAST(round(100 * ifnull({0}, 0)) AS INTEGER)"
    return ["1", *quads, *(part for mean in means for part in (hundredths.format(mean), f"{mean} IS NOT NULL"))]


def _places(row: str) -> tuple[str, str]:
    """Whether a row counts for both directions, and which of the two is its own."""
    back = f"{row}.source_country > {row}.target_country"
    return f"NOT ({row}.mutual AND {back})", f"CASE WHEN {back} THEN 2 ELSE 1 END"


def _pair(row: str) -> str:
    return ", ".join(f"{which}({row}.source_country, {row}.target_country)" for which in ("min", "max"))


def _add(row: str, counted: str) -> str:
    both, own = _places(row)
    return (
        f"INSERT INTO dyad_periods ({', '.join(_CELL + _SUMS)}) "
        f"SELECT '{counted}', of.direction, {_pair(row)}, {row}.period, {', '.join(_values(row))} "
        f"FROM (SELECT 0 AS direction WHERE {both} UNION ALL SELECT {own}) AS of WHERE true "
        f"ON CONFLICT ({', '.join(_CELL)}) DO UPDATE SET {', '.join(f'{n} = {n} + excluded.{n}' for n in _SUMS)};"
    )


def _subtract(row: str, counted: str) -> str:
    both, own = _places(row)
    # IN, as with OR all pairs would be gone over.
    cell = (
        f"counted = '{counted}' AND direction IN ({own}, CASE WHEN {both} THEN 0 ELSE {own} END) "
        f"AND (one, other) = ({_pair(row)}) AND period = {row}.period"
    )
    less = ", ".join(f"{name} = {name} - ({value})" for name, value in zip(_SUMS, _values(row), strict=True))
    return f"UPDATE dyad_periods SET {less} WHERE {cell}; DELETE FROM dyad_periods WHERE {cell} AND events = 0;"


def _counts(row: str) -> str:
    return f"{row}.leading AND {row}.status IN ('occurred', 'ongoing')"


_TRIGGERS = {
    "dyads_added": f"INSERT ON dyads WHEN {_counts('NEW')} BEGIN {_add('NEW', 'tellings')} END",
    "dyads_taken": f"DELETE ON dyads WHEN {_counts('OLD')} BEGIN {_subtract('OLD', 'tellings')} END",
    "clearest_taken": (
        f"DELETE ON dyads WHEN OLD.clearest AND {_counts('OLD')} BEGIN {_subtract('OLD', 'occurrences')} END"
    ),
    "clearest_begun": (
        f"UPDATE OF clearest ON dyads WHEN NEW.clearest > OLD.clearest AND {_counts('NEW')} "
        f"BEGIN {_add('NEW', 'occurrences')} END"
    ),
    "clearest_ended": (
        f"UPDATE OF clearest ON dyads WHEN NEW.clearest < OLD.clearest AND {_counts('NEW')} "
        f"BEGIN {_subtract('NEW', 'occurrences')} END"
    ),
    "occurrences_begun": (
        "INSERT ON occurrences WHEN NEW.until IS NULL BEGIN UPDATE dyads SET clearest = 1 WHERE event = NEW.event; END"
    ),
    # The next state of an occurrence may have been written before the last one is ended.
    "occurrences_ended": (
        "UPDATE OF until ON occurrences WHEN OLD.until IS NULL AND NEW.until IS NOT NULL BEGIN "
        "UPDATE dyads SET clearest = EXISTS "
        "(SELECT 1 FROM occurrences AS held WHERE held.event = OLD.event AND held.until IS NULL) "
        "WHERE event = OLD.event; END"
    ),
    "readings_added": (
        "INSERT ON readings WHEN NEW.until IS NULL AND NEW.published IS NOT NULL BEGIN "
        "INSERT INTO article_days (published, articles) VALUES (NEW.published, 1) "
        "ON CONFLICT (published) DO UPDATE SET articles = articles + 1; END"
    ),
    "readings_ended": (
        "UPDATE OF until ON readings WHEN OLD.until IS NULL AND NEW.until IS NOT NULL BEGIN "
        "UPDATE article_days SET articles = articles - 1 WHERE published = NEW.published; "
        "DELETE FROM article_days WHERE published = NEW.published AND articles = 0; END"
    ),
    "evidence_added": ("INSERT ON evidence BEGIN INSERT INTO quotes (rowid, quote) VALUES (NEW.key, NEW.quote); END"),
}
# Its words are those of evidence, by whose keys it finds them. "porter" makes sanction, sanctions and sanctioned one.
_QUOTES = (
    "CREATE VIRTUAL TABLE quotes USING fts5 "
    "(quote, content=evidence, content_rowid=key, tokenize='porter unicode61 remove_diacritics 2')"
)


def create(connection: Connection) -> None:
    """Make what the metadata does not describe: the full-text index and the triggers."""
    connection.exec_driver_sql(_QUOTES)
    renew(connection)


def stale(connection: Connection) -> dict[str, str]:
    """Give the triggers that a file lacks or another dragoman wrote otherwise: by their names, as they should be."""
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    held = {row.name: row.sql for row in connection.exec_driver_sql(query)}
    present = {name: f"CREATE TRIGGER {name} AFTER {body}" for name, body in _TRIGGERS.items()}
    return {name: statement for name, statement in present.items() if held.get(name) != statement}


def renew(connection: Connection) -> None:
    """Make the stale triggers anew; what they keep stays as it is."""
    for name, statement in stale(connection).items():
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
        connection.exec_driver_sql(statement)


def rebuild(connection: Connection) -> None:
    """Make all of it again from the other tables, which have their present form."""
    for name in _TRIGGERS:
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}")
    connection.exec_driver_sql("DROP TABLE IF EXISTS quotes")
    for table in (dyads, dyad_periods, article_days):
        table.drop(connection, checkfirst=True)
        table.create(connection)
    _fill_dyads(connection)
    _fill_periods(connection)
    connection.exec_driver_sql(
        "INSERT INTO article_days (published, articles) SELECT published, count(*) FROM readings "
        "WHERE until IS NULL AND published IS NOT NULL GROUP BY published"
    )
    create(connection)  # last: the triggers would do all this row by row
    connection.exec_driver_sql("INSERT INTO quotes (quotes) VALUES ('rebuild')")


def _fill_dyads(connection: Connection) -> None:
    columns = [events.c[name] for name in "key first_day last_day type status quad score goldstein".split()]
    last = 0
    while True:
        query = select(*columns).where(standing(events), events.c.key > last).order_by(events.c.key).limit(_CHUNK)
        chunk = connection.execute(query).all()
        if not chunk:
            return
        first, last = last + 1, chunk[-1].key
        sides = _sides(connection, first, last)
        told = select(occurrences.c.event).where(standing(occurrences), occurrences.c.event.between(first, last))
        clearest = set(connection.execute(told).scalars())
        rows: list[dict[str, Any]] = [
            {
                **{name: value for name, value in event._mapping.items() if name != "key"},
                **row,
                "event": event.key,
                "period": period(event.first_day, event.last_day),
                "clearest": event.key in clearest,
            }
            for event in chunk
            for row in dyad_rows(sides[event.key, "actors"], sides[event.key, "recipients"])
        ]
        insert_rows(connection, dyads, rows)


def _fill_periods(connection: Connection) -> None:
    both, own = _places("dyads")
    sums = ", ".join(f"sum({value})" for value in _values("dyads"))
    for counted, chosen in (("tellings", "true"), ("occurrences", "clearest")):
        for direction, which in (("0", both), (own, "true")):
            connection.exec_driver_sql(
                f"INSERT INTO dyad_periods ({', '.join(_CELL + _SUMS)}) "
                f"SELECT '{counted}', {direction}, {_pair('dyads')}, period, {sums} "
                f"FROM dyads WHERE {_counts('dyads')} AND {chosen} AND {which} GROUP BY 1, 2, 3, 4, 5"
            )


def _sides(connection: Connection, first: int, last: int) -> defaultdict[tuple[int, str], list[Side]]:
    found: defaultdict[tuple[int, str], list[Side]] = defaultdict(list)
    table = participants.c
    query = select(table.row_key, table.part, table.actor, table.country).where(
        table.kind == events.name, table.row_key.between(first, last), table.part.in_(("actors", "recipients"))
    )
    for row in connection.execute(query.order_by(table.row_key, table.part, table.ordinal)):
        found[row.row_key, row.part].append((row.actor, row.country))
    return found
