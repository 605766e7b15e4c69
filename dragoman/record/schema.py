"""The tables of the record, and how a Reading fills them.

A reading is kept whole, as JSON, in ``bodies``; the text of its article once, in ``texts``. The other tables hold the
same rows flattened, to be queried: what a Reading calls ``date.start`` is the column ``date_start``. ``since`` and
``until`` are numbers of versions: a row stands from version ``since`` up to, and not including, version ``until``; it
is current where ``until`` is null; ``standing`` says so in SQL. Nothing is deleted but from ``dyads`` and ``blocks``,
which can be computed again.

    meta                  the schema of this file, and what made it
    versions              every write: when, by which reader, how many readings, failures and judgements it brought
    readers               the versions of code, knowledge and model that read
    texts, bodies         the text of each article once; each reading whole
    readings              one row a reading, with what is known of its article
    events                one row an event that stands; ended where its reading is replaced or an analyst judged anew.
                          An event that was rejected has no row that stands; one that was corrected stands as corrected.
                          ``judgement`` is the one that it stands by, if any
    statements, positions, agreements, agreement_life, commitments, dropped
                          the other rows of a reading, which stand as long as it does: join ``readings``
    participants          whoever takes part in a row: (kind, row_key, part)
    evidence              the quotations of a row: (kind, row_key)
    dyads                 who acted on whom, current events only
    dyad_periods, article_days, quotes
                          sums of dyads by month, articles by day, words of the evidence: see summaries.py
    failures              what could not be read
    occurrences           one thing that happened, as told by one article or many; a row for each state of it: ``id``
                          stays, ``key`` does not. ``event`` is its clearest telling, whose participants are its own;
                          ``outlets`` counts independent ones; ``contradictions`` is a JSON list of
                          {kind: date | number | denial | correction, of, values: [{value, events: [id]}]}
    occurrence_tellings   which events tell it: (occurrences.id, events.key) and how: it tells, plans or denies its own
                          occurrence, one for each event that stands ("did not attack" denies the attack). A REJECT that
                          names what it denies has an occurrence of its own and a second row, denial, at the other one
    blocks                under which hashes a current event is looked for by those that may be tellings of the same
    signatures, bands     of each text its MinHash, cut into bands by which near-copies find each other
    copies                pairs of texts that are near-copies, and what share of the shorter one the other holds
    judgements            what analysts said of events; appended only

The types are those that SQLite and PostgreSQL share. A change of any table is a new number in migrations.py.
"""

from __future__ import annotations

import calendar
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    and_,
    func,
    or_,
    select,
    text,
    true,
)

from dragoman.model import Agreement, Commitment, Date, Event, Evidence, Participant, Position, Reading, Statement

metadata = MetaData()

Side = tuple[str | None, str | None]  # who takes part: registry id, country

_Key = BigInteger().with_variant(Integer, "sqlite")  # SQLite numbers rows itself only where the type is INTEGER


def _key(name: str = "key") -> Column[Any]:
    return Column(name, _Key, primary_key=True, autoincrement=False)


def _text(name: str, *, null: bool = True) -> Column[Any]:
    return Column(name, Text, nullable=null)


def _number(name: str, *, null: bool = False) -> Column[Any]:
    return Column(name, Integer, nullable=null)


def _reading() -> Column[Any]:
    return Column("reading", _Key, ForeignKey("readings.key"), nullable=False)


def _span(name: str = "span") -> tuple[Column[Any], Column[Any]]:
    return _number(f"{name}_start"), _number(f"{name}_end")


# first_day and last_day: date_start and date_end as whole days, so that 2001, 2001-05 and 2001-05-03 compare.
_DATE = ("date_start", "date_end", "date_precision", "date_basis", "first_day", "last_day")


def _date() -> list[Column[Any]]:
    return [_text(name) for name in _DATE]


def _indexed(table: Table) -> None:
    """Index what every table of rows is looked up by."""
    Index(f"{table.name}_id", table.c.id)
    Index(f"{table.name}_reading", table.c.reading, table.c.ordinal)


meta = Table("meta", metadata, Column("name", Text, primary_key=True), _text("value", null=False))

readers = Table(
    "readers",
    metadata,
    _key(),
    _text("version", null=False),
    _text("knowledge", null=False),
    _text("model", null=False),
    UniqueConstraint("version", "knowledge", "model"),
)

versions = Table(
    "versions",
    metadata,
    _key("number"),
    _text("time", null=False),  # UTC, 2024-05-01T12:00:00Z
    Column("reader", _Key, ForeignKey("readers.key")),  # null where several read the batch, or none
    _number("added"),
    _number("replaced"),
    _number("failures"),
    Column("judgements", Integer, nullable=False, server_default=text("0")),
)

texts = Table("texts", metadata, Column("id", Text, primary_key=True), Column("text", LargeBinary, nullable=False))

readings = Table(
    "readings",
    metadata,
    _key(),
    _text("article_id", null=False),
    Column("reader", _Key, ForeignKey("readers.key"), nullable=False),
    _text("content_id", null=False),
    Column("text_id", Text, ForeignKey("texts.id"), nullable=False),
    _number("since"),
    _number("until", null=True),
    _text("given_id"),
    _text("path"),
    _text("url"),
    _text("language", null=False),
    _text("title"),
    _text("byline"),
    _text("published"),
    _text("outlet_id"),
    _text("outlet_name"),
    _text("outlet_country"),
    _text("agency"),  # whose story it is, where the article credits another than its outlet
    UniqueConstraint("article_id", "reader", "content_id"),
)
_current_reading = readings.c.until.is_(None)
Index("readings_published", readings.c.published, sqlite_where=_current_reading, postgresql_where=_current_reading)
Index("readings_outlet", readings.c.outlet_id, readings.c.outlet_name, sqlite_where=_current_reading)
Index("readings_given_id", readings.c.given_id)
Index("readings_url", readings.c.url)

# Apart from readings, so that a scan of those does not walk over the bodies.
bodies = Table(
    "bodies",
    metadata,
    Column("reading", _Key, ForeignKey("readings.key"), primary_key=True, autoincrement=False),
    Column("body", LargeBinary, nullable=False),
)

events = Table(
    "events",
    metadata,
    _key(),
    _text("id", null=False),
    _reading(),
    _number("ordinal"),
    _number("since"),
    _number("until", null=True),
    _text("type", null=False),
    _text("mode"),
    _text("contexts", null=False),  # a JSON list
    _text("cameo"),
    Column("score", Float),
    Column("goldstein", Float),
    _number("quad", null=True),
    *_date(),
    _text("place_name"),
    _text("place_country"),
    _text("place_admin1"),
    Column("place_lat", Float),
    Column("place_lon", Float),
    _number("place_geonameid", null=True),
    _text("status", null=False),
    _text("foresees"),
    Column("historical", Boolean, nullable=False),
    _text("statement_id"),
    _text("denies"),
    Column("confidence", Float, nullable=False),
    _text("why", null=False),
    Column("judgement", _Key, ForeignKey("judgements.key")),
)
_indexed(events)
_current_event = events.c.until.is_(None)
for _name, _columns in {
    "events_type": (events.c.type, events.c.first_day),
    "events_day": (events.c.first_day, events.c.last_day),
    "events_status": (events.c.status, events.c.first_day),
    "events_place": (events.c.place_country, events.c.first_day),
}.items():
    Index(_name, *_columns, sqlite_where=_current_event, postgresql_where=_current_event)

statements = Table(
    "statements",
    metadata,
    _key(),
    _text("id", null=False),
    _reading(),
    _number("ordinal"),
    _text("outlet"),
    _text("occasion"),
    *_date(),
    _text("cue", null=False),
    _text("content", null=False),
    _text("quoted", null=False),
    Column("confidence", Float, nullable=False),
)
_indexed(statements)

positions = Table(
    "positions",
    metadata,
    _key(),
    _text("id", null=False),
    _reading(),
    _number("ordinal"),
    _text("issue_id"),
    _text("issue_name", null=False),
    _text("stance", null=False),
    _text("polarity", null=False),
    _text("statement_id"),
)
_indexed(positions)
Index("positions_issue", positions.c.issue_id)

agreements = Table(
    "agreements",
    metadata,
    _key(),
    _text("id", null=False),
    _reading(),
    _number("ordinal"),
    _text("registry_id"),
    _text("name", null=False),
    _text("kind", null=False),
    _text("subject"),
    _text("signed"),
    _text("in_force"),
    Column("term_years", Float),
    _text("extended_years", null=False),  # a JSON list
    _text("expires"),
    _text("why", null=False),
)
_indexed(agreements)
Index("agreements_registry_id", agreements.c.registry_id)

agreement_life = Table(
    "agreement_life",
    metadata,
    Column("agreement", _Key, ForeignKey("agreements.key"), primary_key=True, autoincrement=False),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    _text("status", null=False),
    _text("date"),
    *_span(),
    sqlite_with_rowid=False,
)

commitments = Table(
    "commitments",
    metadata,
    _key(),
    _text("id", null=False),
    _reading(),
    _number("ordinal"),
    _text("action", null=False),
    _text("due"),
    _text("horizon_start"),
    _text("horizon_end"),
    _text("kind", null=False),
    _text("status", null=False),
    _text("agreement_id"),
    Column("confidence", Float, nullable=False),
)
_indexed(commitments)
Index("commitments_agreement_id", commitments.c.agreement_id)

# Whoever takes part in a row: `kind` is the row's table, `row_key` its key there, `part` the field it stands in.
participants = Table(
    "participants",
    metadata,
    Column("kind", Text, primary_key=True),
    Column("row_key", _Key, primary_key=True, autoincrement=False),
    Column("part", Text, primary_key=True),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    _text("text", null=False),
    *_span(),
    _text("actor"),
    _text("name"),
    _text("country"),
    _text("sectors", null=False),  # a JSON list
    _text("role"),
    sqlite_with_rowid=False,
)
Index("participants_actor", participants.c.actor, participants.c.kind, participants.c.part)
Index("participants_country", participants.c.country, participants.c.kind, participants.c.part)

# Its key is an integer of its own, which a full-text index over the quotes can point at.
evidence = Table(
    "evidence",
    metadata,
    _key(),
    _text("kind", null=False),
    Column("row_key", _Key, nullable=False),
    _number("ordinal"),
    _text("quote", null=False),
    *_span(),
    _number("trigger_start", null=True),
    _number("trigger_end", null=True),
    _text("field"),  # of an agreement: what the quote fills
)
Index("evidence_row", evidence.c.kind, evidence.c.row_key)

dropped = Table(
    "dropped",
    metadata,
    Column("reading", _Key, ForeignKey("readings.key"), primary_key=True, autoincrement=False),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    *_span(),
    _text("reason", null=False),
    sqlite_with_rowid=False,
)

# Who acted on whom, for the current events alone. The index holds all that a series of two countries needs; it has one
# entry for an event, however many ministers of either stand in it. See summaries.py.
dyads = Table(
    "dyads",
    metadata,
    Column("event", _Key, ForeignKey("events.key"), primary_key=True, autoincrement=False),
    Column("ordinal", Integer, primary_key=True, autoincrement=False),
    _text("source_actor"),
    _text("source_country"),
    _text("target_actor"),
    _text("target_country"),
    _text("first_day"),
    _text("last_day"),
    _text("period", null=False),  # the month, quarter or year that holds both days, the narrowest; "" where none does
    _text("type", null=False),
    _text("status", null=False),
    _number("quad", null=True),
    Column("score", Float),
    Column("goldstein", Float),
    Column("leading", Boolean, nullable=False),  # the first pair of these two countries in this event
    Column("mutual", Boolean, nullable=False),  # the event has a pair of these two countries the other way round too
    Column("clearest", Boolean, nullable=False),  # the event is the clearest telling of an occurrence that stands
    sqlite_with_rowid=False,
)
_leading = dyads.c.leading == true()
_series = "source_country target_country first_day last_day status clearest mutual type quad score goldstein".split()
Index("dyads_country", *(dyads.c[name] for name in _series), sqlite_where=_leading, postgresql_where=_leading)
Index("dyads_actor", *(dyads.c[name] for name in ("source_actor", "target_actor", "first_day", "type", "status")))

failures = Table(
    "failures",
    metadata,
    _key(),
    Column("id", Text, nullable=False, unique=True),
    _number("since"),
    _number("until", null=True),
    _text("path"),
    Column("line", _Key),
    _text("given_id"),
    _text("reason", null=False),
    _text("message", null=False),
    _text("time", null=False),
)
Index("failures_reason", failures.c.reason)

judgements = Table(
    "judgements",
    metadata,
    _key(),
    _number("version"),
    _text("time", null=False),
    _text("name", null=False),  # of the analyst
    _text("verdict", null=False),  # accept | reject | correct
    _text("reason"),
    _text("correction"),  # a JSON object: field, new value
    _text("occurrence"),  # the id of the occurrence that was judged as a whole
    # By these the judged event is found again when a newer reader gave it another id.
    _text("event_id", null=False),
    _text("article_id", null=False),
    _text("type", null=False),
    _text("quote", null=False),
    _text("cue", null=False),  # the words of the trigger
    _text("sides", null=False),  # a JSON list: actor or words of all who act
)
Index("judgements_article", judgements.c.article_id)

occurrences = Table(
    "occurrences",
    metadata,
    _key(),
    _text("id", null=False),
    _number("since"),
    _number("until", null=True),
    Column("event", _Key, ForeignKey("events.key"), nullable=False),
    _text("type", null=False),
    _text("mode"),
    _text("status", null=False),
    *_date(),
    _text("place_name"),
    _text("place_country"),
    _number("tellings"),  # events that tell, plan or deny it
    _number("articles"),
    _number("outlets"),  # independent: mirrors and copies of one wire story count once
    _text("contradictions", null=False),  # a JSON list
)
Index("occurrences_id", occurrences.c.id)
_current_occurrence = occurrences.c.until.is_(None)
_occurrence_indices: dict[str, tuple[Column[Any], ...]] = {
    "occurrences_day": (occurrences.c.first_day, occurrences.c.last_day),
    "occurrences_type": (occurrences.c.type, occurrences.c.first_day),
    "occurrences_event": (occurrences.c.event,),
}
for _name, _by in _occurrence_indices.items():
    Index(_name, *_by, sqlite_where=_current_occurrence, postgresql_where=_current_occurrence)

occurrence_tellings = Table(
    "occurrence_tellings",
    metadata,
    Column("event", _Key, ForeignKey("events.key"), primary_key=True, autoincrement=False),
    Column("occurrence", Text, primary_key=True),
    Column("since", Integer, primary_key=True, autoincrement=False),
    _number("until", null=True),
    _text("relation", null=False),  # tells | plans | denies | denial
    sqlite_with_rowid=False,
)
Index("occurrence_tellings_occurrence", occurrence_tellings.c.occurrence, occurrence_tellings.c.since)

blocks = Table(
    "blocks",
    metadata,
    Column("block", BigInteger, primary_key=True, autoincrement=False),
    Column("event", _Key, ForeignKey("events.key"), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)
Index("blocks_event", blocks.c.event)

signatures = Table(
    "signatures",
    metadata,
    _key(),
    Column("text_id", Text, ForeignKey("texts.id"), nullable=False, unique=True),
    Column("digest", LargeBinary, nullable=False),
    _number("size"),  # words in threes
)

bands = Table(
    "bands",
    metadata,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("signature", _Key, ForeignKey("signatures.key"), primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

copies = Table(
    "copies",
    metadata,
    Column("one", _Key, ForeignKey("signatures.key"), primary_key=True, autoincrement=False),
    Column("other", _Key, ForeignKey("signatures.key"), primary_key=True, autoincrement=False),
    Column("share", Float, nullable=False),
    sqlite_with_rowid=False,
)
Index("copies_other", copies.c.other)


def standing(table: Table, as_of: int | None = None) -> ColumnElement[bool]:
    """Choose the rows that stand now, or stood at a version: of any table with the columns ``since`` and ``until``.

    >>> str(standing(readings))
    'readings.until IS NULL'
    """
    if as_of is None:
        return table.c.until.is_(None)
    return and_(table.c.since <= as_of, or_(table.c.until.is_(None), table.c.until > as_of))


_PARAMETERS = 10_000  # in a statement; SQLite takes 32,766


def among(column: ColumnElement[Any], values: Iterable[int] | Iterable[str]) -> ColumnElement[bool]:
    """Choose the rows whose column holds one of some values, however many: they go into SQL as one JSON list.

    A parameter for each would cost more than to find the row, and SQLite takes 32,766 of them.
    """
    return column.in_(select(func.json_each(json.dumps(list(values))).table_valued("value").c.value))


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all name the same columns, if there are any.

    Hundreds go into one statement. Where a table has a trigger, SQLite makes each statement undoable by itself, and for
    that the full-text index writes out what it holds: statements of one row would take ten times as long. They are
    handed to the driver as they are: to look over each of their values takes longer than to insert it.
    """
    if not rows:
        return
    names = tuple(rows[0])
    columns, marks = ", ".join(f'"{name}"' for name in names), ", ".join("?" * len(names))
    size = _PARAMETERS // len(names)
    for at in range(0, len(rows), size):
        values = list(map(itemgetter(*names), rows[at : at + size]))
        connection.exec_driver_sql(
            f'INSERT INTO "{table.name}" ({columns}) VALUES {", ".join([f"({marks})"] * len(values))}',
            tuple(chain.from_iterable(values)),
        )


def first_day(value: str | None) -> str | None:
    """Give the first day of a date of any precision; None where it is not a date.

    >>> first_day("2010-04")
    '2010-04-01'
    """
    return _day(value, last=False)


def last_day(value: str | None) -> str | None:
    """Give the last day of a date of any precision; None where it is not a date.

    >>> last_day("2012-02"), last_day("2001")
    ('2012-02-29', '2001-12-31')
    """
    return _day(value, last=True)


_ISO = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-([0-9]{2}))?)?")


def _day(value: str | None, *, last: bool) -> str | None:
    parts = _ISO.fullmatch(value or "")
    if parts is None or parts[1] == "0000":
        return None
    month = int(parts[2] or (12 if last else 1))
    length = calendar.monthrange(int(parts[1]), month)[1]
    day = int(parts[3] or (length if last else 1))
    return f"{parts[1]}-{month:02}-{day:02}" if 1 <= day <= length else None


_NUMBERED = (events, statements, positions, agreements, commitments, evidence)


class Rows:
    """Rows that wait to be inserted, numbered on from those that the tables hold.

    The caller holds the write lock, so that nobody else numbers rows meanwhile.
    """

    def __init__(self, connection: Connection):
        self._connection = connection
        self._pending: defaultdict[Table, list[dict[str, Any]]] = defaultdict(list)
        self._last: dict[Table, int] = {
            table: connection.execute(select(func.coalesce(func.max(table.c.key), 0))).scalar_one()
            for table in _NUMBERED
        }

    def add(
        self,
        reading: Reading,
        *,
        key: int,
        since: int,
        until: int | None,
        judged: Mapping[int, tuple[int, Event | None]] = MappingProxyType({}),
    ) -> None:
        """Flatten the rows of a reading; key is its own in ``readings``.

        ``judged`` gives, for the events that were judged, by their index, the judgement's key and the event as it
        stands by it, None where it was rejected.
        """
        for ordinal, event in enumerate(reading.events):
            judgement, standing = judged.get(ordinal, (None, event))
            self.event(
                standing or event,
                reading=key,
                ordinal=ordinal,
                since=since,
                until=since if standing is None else until,
                judgement=judgement,
            )
        for ordinal, statement in enumerate(reading.statements):
            self._statement(statement, {"reading": key, "ordinal": ordinal})
        for ordinal, position in enumerate(reading.positions):
            self._position(position, {"reading": key, "ordinal": ordinal})
        for ordinal, agreement in enumerate(reading.agreements):
            self._agreement(agreement, {"reading": key, "ordinal": ordinal})
        for ordinal, commitment in enumerate(reading.commitments):
            self._commitment(commitment, {"reading": key, "ordinal": ordinal})
        for ordinal, drop in enumerate(reading.dropped):
            self.put(dropped, reading=key, ordinal=ordinal, **_ends(drop.span), reason=drop.reason)

    def put(self, table: Table, **values: Any) -> None:
        """Let a row wait as it is."""
        self._pending[table].append(values)

    def insert(self) -> None:
        """Insert all that waits."""
        # As their widest index is, so that what lies together is written together.
        self._pending[dyads].sort(key=lambda row: [row[name] or "" for name in _series[:3]])
        for table in metadata.sorted_tables:
            insert_rows(self._connection, table, self._pending[table])
        self._pending.clear()

    def _numbered(self, table: Table, **values: Any) -> int:
        self._last[table] += 1
        self._pending[table].append({"key": self._last[table], **values})
        return self._last[table]

    def event(self, event: Event, **where: Any) -> None:
        """Flatten an event; ``where`` holds the columns that are not its own."""
        place = event.place
        date = _dated(event.date)
        key = self._numbered(
            events,
            **where,
            **date,
            id=event.id,
            type=event.type,
            mode=event.mode,
            contexts=_words(event.contexts),
            cameo=event.cameo,
            score=event.score,
            goldstein=event.goldstein,
            quad=event.quad,
            place_name=place and place.name,
            place_country=place and place.country,
            place_admin1=place and place.admin1,
            place_lat=place and place.lat,
            place_lon=place and place.lon,
            place_geonameid=place and place.geonameid,
            status=event.status,
            foresees=event.foresees,
            historical=event.historical,
            statement_id=event.statement_id,
            denies=event.denies,
            confidence=event.confidence,
            why=event.why,
        )
        self._parties(events, key, "actors", event.actors)
        self._parties(events, key, "recipients", event.recipients)
        self._parties(events, key, "claimed_by", [claim.participant for claim in event.claimed_by])
        if event.visit:
            self._parties(events, key, "inviter", _one(event.visit.inviter))
            self._parties(events, key, "head", _one(event.visit.head))
            self._parties(events, key, "met", event.visit.met)
        self._quotes(events, key, event.evidence)
        if where["until"] is None:
            sides = [[(party.actor, party.country) for party in side] for side in (event.actors, event.recipients)]
            told = {name: date[name] for name in ("first_day", "last_day")}
            for pair in dyad_rows(*sides):
                self.put(
                    dyads,
                    event=key,
                    **pair,
                    **told,
                    period=period(date["first_day"], date["last_day"]),
                    type=event.type,
                    status=event.status,
                    quad=event.quad,
                    score=event.score,
                    goldstein=event.goldstein,
                    clearest=False,
                )

    def _statement(self, statement: Statement, where: dict[str, Any]) -> None:
        key = self._numbered(
            statements,
            **where,
            **_dated(statement.date),
            id=statement.id,
            outlet=statement.outlet,
            occasion=statement.occasion,
            cue=statement.cue.text,
            content=statement.content.text,
            quoted=statement.quoted,
            confidence=statement.confidence,
        )
        self._parties(statements, key, "speaker", statement.speaker)
        self._parties(statements, key, "addressee", _one(statement.addressee))
        self._quotes(statements, key, statement.evidence)

    def _position(self, position: Position, where: dict[str, Any]) -> None:
        key = self._numbered(
            positions,
            **where,
            id=position.id,
            issue_id=position.issue.id,
            issue_name=position.issue.name,
            stance=position.stance.text,
            polarity=position.polarity,
            statement_id=position.statement_id,
        )
        self._parties(positions, key, "holders", position.holders)
        self._quotes(positions, key, position.evidence)

    def _agreement(self, agreement: Agreement, where: dict[str, Any]) -> None:
        key = self._numbered(
            agreements,
            **where,
            id=agreement.id,
            registry_id=agreement.registry_id,
            name=agreement.name,
            kind=agreement.kind,
            subject=agreement.subject,
            signed=agreement.signed,
            in_force=agreement.in_force,
            term_years=agreement.term_years,
            extended_years=_JSON.encode(agreement.extended_years),
            expires=agreement.expires,
            why=agreement.why,
        )
        self._parties(agreements, key, "parties", agreement.parties)
        for ordinal, fact in enumerate(agreement.life):
            self.put(
                agreement_life,
                agreement=key,
                ordinal=ordinal,
                status=fact.status,
                date=fact.date,
                **_ends(fact.span),
            )
        for ordinal, words in enumerate(agreement.evidence):
            self._numbered(
                evidence,
                kind=agreements.name,
                row_key=key,
                ordinal=ordinal,
                quote=words.quote,
                **_ends(words.span),
                trigger_start=None,
                trigger_end=None,
                field=words.field,
            )

    def _commitment(self, commitment: Commitment, where: dict[str, Any]) -> None:
        horizon = commitment.horizon
        key = self._numbered(
            commitments,
            **where,
            id=commitment.id,
            action=commitment.action.text,
            due=commitment.due,
            horizon_start=horizon and horizon.start,
            horizon_end=horizon and horizon.end,
            kind=commitment.kind,
            status=commitment.status,
            agreement_id=commitment.agreement_id,
            confidence=commitment.confidence,
        )
        self._parties(commitments, key, "by", commitment.by)
        self._parties(commitments, key, "to", commitment.to)
        self._parties(commitments, key, "assigned_by", commitment.assigned_by)
        self._quotes(commitments, key, commitment.evidence)

    def _parties(self, table: Table, key: int, part: str, parties: Iterable[Participant]) -> None:
        for ordinal, party in enumerate(parties):
            self.put(
                participants,
                kind=table.name,
                row_key=key,
                part=part,
                ordinal=ordinal,
                text=party.text,
                **_ends(party.span),
                actor=party.actor,
                name=party.name,
                country=party.country,
                sectors=_words(party.sectors),
                role=party.role,
            )

    def _quotes(self, table: Table, key: int, quotes: Iterable[Evidence]) -> None:
        for ordinal, words in enumerate(quotes):
            self._numbered(
                evidence,
                kind=table.name,
                row_key=key,
                ordinal=ordinal,
                quote=words.quote,
                **_ends(words.span),
                **_ends(words.trigger, "trigger"),
                field=None,
            )


def dyad_rows(sources: Sequence[Side], targets: Sequence[Side]) -> list[dict[str, Any]]:
    """Say who acted on whom: actors on recipients, or, where all sides are actors, each on each other.

    >>> [row["source_country"] for row in dyad_rows([("state:IRN", "IRN"), ("state:RUS", "RUS")], [])]
    ['IRN', 'RUS']
    """
    found = dict.fromkeys((source, target) for source in sources for target in targets or sources if source != target)
    if not targets and len({country for _, country in sources}) > 1:  # two ministers of one state sit on one side
        found = {pair: None for pair in found if pair[0][1] is None or pair[0][1] != pair[1][1]}
    countries = {(source[1], target[1]) for source, target in found}
    seen: set[tuple[str | None, str | None]] = {(None, None)}
    rows = []
    for ordinal, (source, target) in enumerate(found):
        pair = source[1], target[1]
        rows.append(
            {
                "ordinal": ordinal,
                "source_actor": source[0],
                "source_country": source[1],
                "target_actor": target[0],
                "target_country": target[1],
                "leading": None not in pair and pair not in seen,
                "mutual": pair[0] != pair[1] and pair[::-1] in countries,
            }
        )
        seen.add(pair)
    return rows


def period(first: str | None, last: str | None) -> str:
    """Give the narrowest month, quarter or year that holds two days; an empty string where none does.

    >>> period("2001-05-03", "2001-05-09"), period("2001-05-03", "2001-06-09"), period("2001-01-01", "2001-12-31")
    ('2001-05', '2001-Q2', '2001')
    """
    if first is None or last is None or first[:4] != last[:4]:
        return ""
    if first[:7] == last[:7]:
        return first[:7]
    quarters = {(int(day[5:7]) + 2) // 3 for day in (first, last)}
    return first[:4] if len(quarters) > 1 else f"{first[:4]}-Q{quarters.pop()}"


def _dated(date: Date | None) -> dict[str, str | None]:
    if date is None:
        return dict.fromkeys(_DATE)
    days = first_day(date.start), last_day(date.end)
    return dict(zip(_DATE, (date.start, date.end, date.precision, date.basis, *days), strict=True))


def _ends(span: tuple[int, int], name: str = "span") -> dict[str, int]:
    return {f"{name}_start": span[0], f"{name}_end": span[1]}


def _one(party: Participant | None) -> tuple[Participant, ...]:
    return () if party is None else (party,)


_JSON = json.JSONEncoder(ensure_ascii=False)  # json.dumps would make one a call


@lru_cache(maxsize=1024)
def _words(values: tuple[str, ...]) -> str:
    return _JSON.encode(values)
