"""The record: readings kept in one SQLite file, every write a version.

    Record(path)
      append(readings, failures)    one transaction; what it returns from has been kept
      readings, reading, events     what is held now, or was at an earlier version
      has                           whether an article need not be read again
      judge, judgements             what analysts say of events, and said
      log, diff                     what was written when, and what changed between two versions
      failures, counts              what could not be read, how much there is
      check                         whether the file is whole

A reading is never changed or deleted: a newer one of the same article takes its place, and the older is still there at
the versions when it stood. So an iterator settles on its rows when it starts and takes no lock while it goes on:
readers, and the one writer that SQLite allows at a time, do not wait for each other.
"""

from __future__ import annotations

import gc
import json
import os
import re
import sqlite3
import time
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypedDict, TypeVar, get_args

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    Select,
    Table,
    and_,
    create_engine,
    delete,
    event,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from dragoman.errors import BadDate, DamagedRecord, RecordError
from dragoman.model import Article, Event, Failure, Reader, Reading, content_id, from_json, to_json
from dragoman.record import copies, migrations, occurrences, schema, summaries
from dragoman.record.differences import Difference, difference
from dragoman.record.judgements import (
    Judgement,
    Verdict,
    as_row,
    carried,
    corrected,
    cue_of,
    from_rows,
    sides_of,
    training_case,
)
from dragoman.record.schema import (
    among,
    bodies,
    dyads,
    events,
    judgements,
    meta,
    occurrence_tellings,
    participants,
    readers,
    readings,
    standing,
    texts,
    versions,
)

T = TypeVar("T")

_CHUNK = 200  # readings decoded at a time


@dataclass(frozen=True, slots=True)
class Appended:
    """What one append did; version is the record's last, a new one where anything changed."""

    version: int  # 0: nothing was ever written
    added: int  # readings of articles that the record did not hold
    same: int  # readings that it held already, now or at an earlier version
    replaced: int  # readings that took the place of another reading of their article
    failures: int  # failures that it did not hold


@dataclass(frozen=True, slots=True)
class Version:
    """One write: its number, counted from 1, and what it did."""

    number: int
    time: str  # UTC: 2024-05-01T12:00:00Z
    reader: Reader | None  # None where several read the batch, or none
    added: int
    replaced: int
    failures: int
    judgements: int


class Counts(TypedDict):
    """How much a record holds now. What is counted by name is sorted, the most first."""

    articles: int
    readings: int  # all that were ever kept: an article that was read again counts twice
    events: dict[str, int]  # by type
    statements: int
    positions: int
    agreements: int
    commitments: int
    dropped: dict[str, int]  # by reason
    failures: dict[str, int]  # by reason
    first_published: str | None
    last_published: str | None
    outlets: dict[str, int]  # articles, by the outlet's name
    versions: int


class Record:
    """The record in one file, made where there is none.

    >>> with Record("news.db") as record:  # doctest: +SKIP
    ...     record.append([read(article, knowledge)])
    Appended(version=1, added=1, same=0, replaced=0, failures=0)

    A record may be opened by many readers and writers at once; writers take turns and wait ``timeout`` seconds for
    theirs. With ``readonly`` the file must exist and is not touched. A Record can be used from several threads, but is
    not to be carried over a fork.

    Raises RecordError where the file cannot be opened or written, NewerRecord where a newer dragoman made it,
    DamagedRecord where it is corrupt or not SQLite at all. So does every method.
    """

    def __init__(self, path: str | Path, *, readonly: bool = False, timeout: float = 60.0):
        self.path = Path(path)
        self._readonly = readonly
        self._timeout = timeout
        self._check_path()
        self._engine = create_engine("sqlite://", creator=self._connect, poolclass=QueuePool)
        event.listen(self._engine, "begin", _begin)
        try:
            self._open()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._engine.dispose()

    # Writing

    def append(self, readings: Iterable[Reading], failures: Iterable[Failure] = ()) -> Appended:
        """Keep a batch of readings and failures, all or nothing; what this returned from survives a crash.

        A reading is the same as one that is held where article, reader and content are the same; its path is no part
        of the content, so that reading a moved folder adds nothing. A reading that is held, now or at an earlier
        version, is not written again. Any other becomes the current reading of its article.
        """
        readings = list(readings)  # to read them may be work of its own
        failed = {_failure_id(failure): failure for failure in failures}
        with _uncollected():
            batch = [_pack(reading) for reading in readings]
            with self._write() as connection:
                return _append(connection, batch, failed)

    def judge(
        self,
        id: str,
        verdict: Verdict,
        *,
        by: str,
        reason: str | None = None,
        correction: Mapping[str, Any] | None = None,
    ) -> int:
        """Keep what an analyst says of an event, or of all events that tell an occurrence, by its id; give how many.

        ``verdict`` is accept, reject or correct; ``correction`` is an object of the fields that are otherwise, as
        judgements.corrected takes it. What was said before is kept; what was said last counts, also after the article
        was read again. Raises RecordError where there is no such event, or the correction is none.
        """
        if verdict not in get_args(Verdict):
            raise RecordError(f"{verdict!r} is no verdict: say {', '.join(get_args(Verdict))}")
        if not by.strip():
            raise RecordError("a judgement needs the name of whoever judges: give it with --by")
        if (correction is None) == (verdict == "correct"):
            raise RecordError("a correction goes with the verdict correct, and with no other")
        with self._write() as connection:
            occurrence, found = self._to_judge(connection, id)
            number, now = _last_version(connection) + 1, _now()
            key = _last_key(connection, judgements)
            rows = schema.Rows(connection)
            over: list[int] = []
            for packed, reading, ordinal in found:
                event = packed.reading.events[ordinal]
                clearest = event.evidence[0] if event.evidence else None
                said = Judgement(
                    version=number,
                    time=now,
                    by=by,
                    verdict=verdict,
                    reason=reason,
                    correction=correction,
                    occurrence=occurrence,
                    event_id=event.id,
                    article_id=packed.reading.article.id,
                    type=event.type,
                    quote=clearest.quote if clearest else "",
                    cue=cue_of(clearest) if clearest else "",
                    sides=sides_of(event),
                )
                key += 1
                connection.execute(insert(judgements), as_row(said, key))
                stood = select(events.c.key).where(
                    events.c.reading == reading, events.c.ordinal == ordinal, standing(events)
                )
                over += connection.execute(stood).scalars().all()
                ((_, stands),) = _stand({ordinal: (key, said)}, packed).values()
                if stands is not None:
                    rows.event(stands, reading=reading, ordinal=ordinal, since=number, until=None, judgement=key)
            _end_events(connection, over, number)
            rows.insert()
            judged = sorted({reading for _, reading, _ in found})
            began = and_(events.c.reading.in_(judged), events.c.since == number, standing(events))
            fresh = connection.execute(select(events.c.key).where(began)).scalars().all()
            occurrences.join(connection, version=number, fresh=fresh, ended=over)
            nothing = {"reader": None, "added": 0, "replaced": 0, "failures": 0}
            connection.execute(insert(versions), {"number": number, "time": now, **nothing, "judgements": len(found)})
        return len(found)

    def _to_judge(self, connection: Connection, id: str) -> tuple[str | None, list[tuple[_Packed, int, int]]]:
        """Find the events to judge: one by its id, or those of an occurrence; each packed, with its place."""
        current = select(events.c.reading, events.c.ordinal).join(readings).where(standing(readings)).distinct()
        rows = connection.execute(current.where(events.c.id == id)).all()
        occurrence = None
        if not rows:
            telling = occurrence_tellings
            members = select(telling.c.event).where(
                telling.c.occurrence == id, standing(telling), telling.c.relation != "denial"
            )
            rows = connection.execute(current.where(events.c.key.in_(members))).all()
            occurrence = id
        if not rows:
            raise RecordError(f"{self.path} holds no event and no occurrence {id}: see `dragoman read --json` for ids")
        held = {row.key: row for row in self._fetch({row.reading for row in rows})}
        found = [(_pack(self._unpack(held[row.reading])), row.reading, row.ordinal) for row in rows]
        return occurrence, found

    # Reading

    def judgements(self, *, as_of: int | None = None) -> list[Judgement]:
        """Give what analysts said, in the order in which they said it."""
        query = select(judgements).order_by(judgements.c.key)
        if as_of is not None:
            query = query.where(judgements.c.version <= as_of)
        with self._read() as connection:
            return [judgement for _, judgement in from_rows(connection.execute(query))]

    def training_cases(self) -> Iterator[dict[str, Any]]:
        """Give each judged event that the record holds now as one object to train and test on, as last judged."""
        with self._read() as connection:
            ids = connection.execute(select(judgements.c.article_id).distinct()).scalars().all()
            said = _said(connection, ids)
        for article_id, told in sorted(said.items()):
            reading = self.reading(article_id)
            if reading is None:
                continue
            for index, (_, judgement) in sorted(carried(told, reading.events).items()):
                yield training_case(reading.article, reading.events[index], judgement)

    def readings(self, *, as_of: int | None = None) -> Iterator[Reading]:
        """Give the current reading of every article, or what was current at a version, in the order of writing."""
        stands = self._stands(readings, as_of)
        with self._read() as connection:
            keys = connection.execute(select(readings.c.key).where(stands).order_by(readings.c.key)).scalars().all()
        return self._walk(keys)

    def reading(self, article_id: str, *, as_of: int | None = None) -> Reading | None:
        """Give the current reading of an article, or the one at a version; None where there is none."""
        where = and_(readings.c.article_id == article_id, self._stands(readings, as_of))
        with self._read() as connection:
            keys = connection.execute(select(readings.c.key).where(where)).scalars().all()
        return next(self._walk(keys), None)

    def has(self, article_id: str, reader: Reader) -> bool:
        """Tell whether this reader has read this article."""
        query = (
            select(readings.c.key)
            .join(readers)
            .where(
                readings.c.article_id == article_id,
                readers.c.version == reader.version,
                readers.c.knowledge == reader.knowledge,
                readers.c.model == reader.model,
            )
        )
        with self._read() as connection:
            return connection.execute(query.limit(1)).first() is not None

    def events(
        self,
        *,
        actor: str | None = None,
        country: str | None = None,
        type: str | None = None,
        status: str | None = None,
        first: str | None = None,
        last: str | None = None,
        as_of: int | None = None,
        limit: int | None = None,
    ) -> Iterator[tuple[Article, Event]]:
        """Give the events that meet all that is asked, each with its article, by date; those without a date come last.

        ``actor`` (a registry id) and ``country`` match either side. ``first`` and ``last`` are dates of any precision,
        inclusive: ``first="2001", last="2001"`` gives what happened, or went on, in 2001. An event that an analyst
        rejected is left out, one that was corrected comes as corrected. Raises BadDate.
        """
        query = select(events.c.key, events.c.reading, events.c.ordinal, events.c.judgement).where(
            self._stands(events, as_of)
        )
        for column, value in ((participants.c.actor, actor), (participants.c.country, country)):
            if value is not None:
                query = query.where(events.c.key.in_(_taking_part(column, value)))
        for column, value in ((events.c.type, type), (events.c.status, status)):
            if value is not None:
                query = query.where(column == value)
        if first is not None or last is not None:
            query = query.where(_within(first, last))
        query = query.order_by(events.c.first_day.nulls_last(), events.c.key).limit(limit)
        with self._read() as connection:
            found = [(row.reading, row.ordinal, row.judgement) for row in connection.execute(query)]
        return self._pick(found)

    def uncertain(self, *, limit: int | None = None, below: float = 1.0) -> Iterator[tuple[Article, Event]]:
        """Give the events that nobody judged, each with its article, the least certain first."""
        query = (
            select(events.c.reading, events.c.ordinal, events.c.judgement)
            .where(standing(events), events.c.judgement.is_(None), events.c.confidence <= below)
            .order_by(events.c.confidence, events.c.key)
            .limit(limit)
        )
        with self._read() as connection:
            found = [(row.reading, row.ordinal, row.judgement) for row in connection.execute(query)]
        return self._pick(found)

    def failures(self, *, as_of: int | None = None) -> Iterator[Failure]:
        """Give what could not be read, and why, in the order of writing."""
        table = schema.failures
        query = select(table).where(self._stands(table, as_of)).order_by(table.c.key)
        with self._read() as connection:
            rows = connection.execute(query).all()
        return iter([Failure(row.path, row.line, row.given_id, row.reason, row.message) for row in rows])

    def versions(self) -> list[Version]:
        """Give every write, the first one first."""
        query = select(versions, readers).join(readers, isouter=True).order_by(versions.c.number)
        with self._read() as connection:
            return [
                Version(
                    number=row.number,
                    time=row.time,
                    reader=None if row.reader is None else Reader(row.version, row.knowledge, row.model),
                    added=row.added,
                    replaced=row.replaced,
                    failures=row.failures,
                    judgements=row.judgements,
                )
                for row in connection.execute(query)
            ]

    def log(self, *, limit: int | None = None) -> list[Version]:
        """Give the last writes, the last one first."""
        return self.versions()[::-1][:limit]

    def diff(self, before: int, after: int | None = None) -> Difference:
        """Compare two versions, the latter the present one where it is not named: events gained, lost and changed.

        It costs what changed between them, not what the record holds.
        """
        with self._read() as connection:
            after = _last_version(connection) if after is None else after
        stood, stands = self._stands(events, before), self._stands(events, after)
        new = and_(self._stands(readings, after), ~self._stands(readings, before))
        with self._read() as connection:
            rows = [
                connection.execute(
                    select(events.c.reading, events.c.ordinal, events.c.judgement)
                    .where(one, ~other)
                    .order_by(events.c.reading, events.c.ordinal)
                ).all()
                for one, other in ((stood, stands), (stands, stood))
            ]
            came = set(connection.execute(select(readings.c.article_id).where(new)).scalars())
            went = select(readings.c.article_id).where(self._stands(readings, before), readings.c.article_id.in_(came))
            came -= set(connection.execute(went).scalars())
        return difference(
            *(self._pick([(row.reading, row.ordinal, row.judgement) for row in side]) for side in rows),
            articles=sorted(came),
        )

    def counts(self) -> Counts:
        """Count what is held now."""
        current = readings.c.until.is_(None)
        span = select(func.min(readings.c.published), func.max(readings.c.published), func.count()).where(current)
        dropped, failed = schema.dropped, schema.failures
        with self._read() as connection:

            def count(table: Table) -> int:
                return int(
                    connection.execute(
                        select(func.count()).select_from(table).join(readings).where(current)
                    ).scalar_one()
                )

            first, last, articles = connection.execute(span).one()
            return Counts(
                articles=articles,
                readings=int(connection.execute(select(func.count()).select_from(readings)).scalar_one()),
                events=_tally(connection, select(events.c.type).where(events.c.until.is_(None))),
                statements=count(schema.statements),
                positions=count(schema.positions),
                agreements=count(schema.agreements),
                commitments=count(schema.commitments),
                dropped=_tally(connection, select(dropped.c.reason).join(readings).where(current)),
                failures=_tally(connection, select(failed.c.reason).where(failed.c.until.is_(None))),
                first_published=first,
                last_published=last,
                outlets=_tally(
                    connection, select(readings.c.outlet_name).where(current, readings.c.outlet_name.is_not(None))
                ),
                versions=_last_version(connection),
            )

    def check(self) -> None:
        """Go over the whole file and raise DamagedRecord where its pages or a reading are not as they were written.

        SQLite sees a broken page or index but not a changed byte within a row, so every reading is decoded too, and
        held against the id of its content. It takes about 4 ms a reading.
        """
        with self._read() as connection:
            told = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
            if told != ["ok"]:
                raise self._damaged(" ".join(told[0].split()))
            if stray := occurrences.strays(connection):
                raise self._damaged(f"{stray} events do not stand to one occurrence each")
            keys = connection.execute(select(readings.c.key).order_by(readings.c.key)).scalars().all()
        for chunk in _chunks(keys):
            for row in self._fetch(chunk):
                packed = _pack(self._unpack(row))
                if (packed.text_id, packed.content_id) != (row.text_id, row.content_id):
                    raise self._damaged(f"the reading of article {row.article_id} is not as it was written")

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Lend a connection for reading, within one transaction; errors are told as by any other method."""
        with self._read() as connection:
            yield connection

    # The file

    def _check_path(self) -> None:
        """Say what is wrong with a path, where SQLite would say "unable to open database file"."""
        try:
            self._look()
        except OSError as error:
            raise RecordError(
                f"{self.path} cannot be opened ({error.strerror}): name another file with --record"
            ) from error

    def _look(self) -> None:
        if self.path.is_dir():
            raise RecordError(f"{self.path} is a folder, not a record: name a file in it with --record")
        if self._readonly and not self.path.exists():
            raise RecordError(
                f"there is no record at {self.path}: make one with dragoman read, or name it with --record"
            )
        if not self.path.absolute().parent.is_dir():
            raise RecordError(f"{self.path.parent} is not a folder: make it first, or name another file with --record")

    def _connect(self) -> sqlite3.Connection:
        # Where neither the file nor its folder may be written, SQLite cannot lay its shared memory beside the file; as
        # nobody can be writing there either, it may be told so.
        fixed = self._readonly and not os.access(self.path.absolute().parent, os.W_OK) and not self._wal().exists()
        mode = "ro&immutable=1" if fixed else "ro" if self._readonly else "rwc"
        connection = sqlite3.connect(
            f"{self.path.absolute().as_uri()}?mode={mode}",
            uri=True,
            timeout=self._timeout,
            isolation_level=None,  # _begin opens the transactions; sqlite3 would leave CREATE TABLE out of them
            check_same_thread=False,  # the pool hands a connection to one thread at a time
        )
        # FULL waits for the disk at each commit and so keeps what was acknowledged through a power cut; NORMAL would
        # keep it through kill -9 alone. A commit is one a batch and the wait 2 to 5 ms, as much as one reading takes.
        try:
            connection.execute("PRAGMA synchronous = FULL")
            connection.execute("PRAGMA foreign_keys = ON")
            # In KiB: a batch writes all over the indices of a million events, which outgrow the usual 2 MB.
            connection.execute("PRAGMA cache_size = -131072")
            # In pages of 4 KiB: what many small batches write goes over from the log into the file once, not each time.
            connection.execute("PRAGMA wal_autocheckpoint = 16384")
        except BaseException:  # of a damaged file
            connection.close()
            raise
        return connection

    def _wal(self) -> Path:
        return self.path.with_name(self.path.name + "-wal")

    def _open(self) -> None:
        with self._read() as connection:
            held = migrations.schema_of(connection, str(self.path))
        if held == migrations.SCHEMA:
            self._renew_triggers()
            self._join_anew()
            return
        if self._readonly:
            done = (
                "is empty"
                if held == 0
                else f"has schema {held}, older than {migrations.SCHEMA}, which this dragoman reads"
            )
            raise RecordError(f"{self.path} {done}: open it for writing first, with dragoman read")
        self._set_wal()
        # One transaction a step. Another process may have taken it meanwhile, so each looks again.
        while held < migrations.SCHEMA:
            with self._write() as connection:
                held = migrations.schema_of(connection, str(self.path))
                if held == 0:
                    migrations.create(connection)
                elif held < migrations.SCHEMA:
                    migrations.upgrade(connection, held)
        self._join_anew()

    def _renew_triggers(self) -> None:
        """Keep sums as this dragoman does, where another one made the file."""
        with self._read() as connection:
            if self._readonly or not summaries.stale(connection):
                return
        with self._write() as connection:
            summaries.renew(connection)

    def _join_anew(self) -> None:
        """Join all tellings where an older dragoman joined them otherwise, or not at all; in one write."""
        with self._read() as connection:
            if self._readonly or _joined_by(connection) == occurrences.METHOD:
                return
        with self._write() as connection:
            if _joined_by(connection) == occurrences.METHOD:
                return  # another process was first
            number = _last_version(connection) + 1
            keys = connection.execute(select(readings.c.key).order_by(readings.c.key)).scalars().all()
            for chunk in _chunks(keys):
                for row in self._fetch(chunk):
                    article = self._unpack(row).article
                    credited = {"agency": copies.credited(article)}
                    connection.execute(update(readings).where(readings.c.key == row.key).values(credited))
                    copies.file_copies(connection, {row.text_id: article})
            if occurrences.join_all(connection, version=number):
                nothing = {"reader": None, "added": 0, "replaced": 0, "failures": 0, "judgements": 0}
                connection.execute(insert(versions), {"number": number, "time": _now(), **nothing})
            connection.execute(delete(meta).where(meta.c.name == "joined by"))
            connection.execute(insert(meta), {"name": "joined by", "value": occurrences.METHOD})

    def _set_wal(self) -> None:
        """Turn on the write-ahead log, by which readers go on beside a writer; the file remembers it."""
        deadline = time.monotonic() + self._timeout
        while True:
            with self._errors(), self._engine.connect() as connection:
                raw = connection.connection.dbapi_connection
                assert isinstance(raw, sqlite3.Connection)
                try:
                    raw.execute("PRAGMA journal_mode = WAL")
                    return
                except sqlite3.OperationalError as error:
                    # SQLite does not wait here, though another process may be at the same.
                    if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                        raise
            time.sleep(0.02)

    @contextmanager
    def _read(self) -> Iterator[Connection]:
        with self._errors(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def _write(self) -> Iterator[Connection]:
        if self._readonly:
            raise RecordError(f"{self.path} was opened for reading only")
        with self._errors(), self._engine.connect() as connection:
            # IMMEDIATE takes the lock at the start, where SQLite waits for another writer; a transaction that turned
            # from reading to writing later would fail at once.
            connection.execution_options(begin="BEGIN IMMEDIATE")
            with connection.begin():
                yield connection

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except (DBAPIError, sqlite3.Error) as error:
            raise self._explain(error.orig if isinstance(error, DBAPIError) else error) from error
        except UnicodeDecodeError as error:  # even SQLite's message, which quotes the file, may be no text
            raise self._damaged(str(error)) from error
        except UnicodeEncodeError as error:
            raise RecordError(f"{self.path} can hold no {error.object!r}: it is not text") from error
        except ValueError as error:  # a column that holds JSON or a day, and does not
            raise self._damaged(str(error)) from error

    def _explain(self, error: BaseException | None) -> RecordError:
        # An extended code carries the plain one in its low byte.
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code == sqlite3.SQLITE_NOTADB:
            return DamagedRecord(f"{self.path} is not an SQLite file, so not a record: name another file with --record")
        if code == sqlite3.SQLITE_CORRUPT or "Could not decode to UTF-8" in str(error):
            return self._damaged(str(error))
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            return RecordError(
                f"{self.path} could not be written or read ({error}); nothing of this batch was kept, and what was "
                "there before is as it was: make room on the disk, or mend it, and run the command again"
            )
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return RecordError(
                f"{self.path} is being written by another program, and {self._timeout:g} seconds were not enough: wait "
                "for it to end and run the command again"
            )
        if code in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
            return RecordError(
                f"{self.path} cannot be opened or written ({error}): see who may write to the file and to its folder, "
                "or name another file with --record"
            )
        return RecordError(f"{self.path}: {error}")

    def _damaged(self, what: str) -> DamagedRecord:
        return DamagedRecord(
            f"{self.path} is damaged ({what}): put back a copy of it, or save what can be read with "
            f'sqlite3 "{self.path}" .recover | sqlite3 "{self.path}.saved"'
        )

    # Rows to objects

    def _stands(self, table: Table, as_of: int | None) -> ColumnElement[bool]:
        if as_of is None:
            return standing(table)
        with self._read() as connection:
            last = _last_version(connection)
        if not 0 <= as_of <= last:
            raise RecordError(
                f"{self.path} has no version {as_of}: its versions go from 0, when it was empty, to {last}"
            )
        return standing(table, as_of)

    def _walk(self, keys: Sequence[int]) -> Iterator[Reading]:
        for chunk in _chunks(keys):
            for row in self._fetch(chunk):
                yield self._unpack(row)

    def _pick(self, found: Sequence[tuple[int, int, int | None]]) -> Iterator[tuple[Article, Event]]:
        """Give the event at each (reading, ordinal) as it stands by a judgement, by its key, if there is one."""
        for chunk in _chunks(found):
            held = {row.key: self._data(row) for row in self._fetch({key for key, _, _ in chunk})}
            said = self._corrections({key for _, _, key in chunk if key is not None})
            for key, ordinal, judgement in chunk:
                told = held[key]["events"]
                if not 0 <= ordinal < len(told):
                    raise self._damaged(f"a reading has no event {ordinal}")
                article, event = from_json(Article, held[key]["article"]), from_json(Event, told[ordinal])
                if judgement in said:
                    event = corrected(event, said[judgement], article.text)
                yield article, event

    def _corrections(self, keys: Iterable[int]) -> dict[int | None, Mapping[str, Any]]:
        query = select(judgements.c.key, judgements.c.correction).where(
            among(judgements.c.key, keys), judgements.c.correction.is_not(None)
        )
        with self._read() as connection:
            return {row.key: json.loads(row.correction) for row in connection.execute(query)}

    def _fetch(self, keys: Collection[int]) -> Sequence[Row[Any]]:
        query = (
            select(readings.c.key, readings.c.article_id, readings.c.text_id, readings.c.content_id, bodies, texts)
            .join(bodies, bodies.c.reading == readings.c.key)
            .join(texts, texts.c.id == readings.c.text_id)
            .where(among(readings.c.key, keys))
            .order_by(readings.c.key)
        )
        with self._read() as connection:
            rows = connection.execute(query).all()
        if len(rows) != len(keys):
            raise self._damaged(f"of {len(keys)} readings, {len(keys) - len(rows)} are not there")
        return rows

    def _unpack(self, row: Row[Any]) -> Reading:
        return from_json(Reading, self._data(row))

    def _data(self, row: Row[Any]) -> dict[str, Any]:
        try:
            data: dict[str, Any] = json.loads(_decoded(row.body))
            data["article"]["text"] = _decoded(row.text)
            return data
        except (zlib.error, ValueError, KeyError, TypeError) as error:
            raise self._damaged(f"the reading of article {row.article_id} cannot be decoded: {error}") from error


@dataclass(frozen=True, slots=True)
class _Packed:
    """A reading as it is stored."""

    reading: Reading  # with nothing in it that a text column cannot take
    content_id: str
    text_id: str
    text: bytes
    body: bytes


def _pack(reading: Reading) -> _Packed:
    data = to_json(reading)
    text = data["article"].pop("text")
    path = data["article"].pop("path")
    text_id = content_id(text)
    content = content_id(text_id, data)
    data["article"]["path"] = path
    body = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    if _odd(body):
        reading = from_json(Reading, _plain({**data, "article": {**data["article"], "text": ""}}))
    return _Packed(reading, content, text_id, _encoded(text), zlib.compress(body))


def _encoded(text: str) -> bytes:
    return zlib.compress(text.encode("utf-8", "surrogatepass"))


def _decoded(stored: bytes) -> str:
    return zlib.decompress(stored).decode("utf-8", "surrogatepass")


def _odd(body: bytes) -> bool:
    """Tell whether JSON may hold what a text column cannot take: half a surrogate pair, or NUL."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return rb"\u0000" in body


def _plain(value: Any) -> Any:
    """Put U+FFFD for what a text column cannot take; the body keeps it."""
    if isinstance(value, str):
        return re.sub("[\ud800-\udfff\0]", "\ufffd", value)
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    return value


def _failure_id(failure: Failure) -> str:
    # Not the message: another version may word it otherwise, and the failure is the same.
    return content_id(failure.path, failure.line, failure.given_id, failure.reason)


def _append(connection: Connection, batch: Sequence[_Packed], failed: Mapping[str, Failure]) -> Appended:
    number = _last_version(connection) + 1
    by = _reader_keys(connection, {packed.reading.reader for packed in batch})
    held = _held(connection, {packed.reading.article.id for packed in batch})
    known = {(row.article_id, row.reader, row.content_id) for row in held}
    current = {row.article_id: row.key for row in held if row.until is None}
    key = _last_key(connection, readings)
    new: dict[int, _Packed] = {}
    ended: list[int] = []
    for packed in batch:
        article_id = packed.reading.article.id
        identity = (article_id, by[packed.reading.reader], packed.content_id)
        if identity in known:
            continue
        known.add(identity)
        key += 1
        new[key] = packed
        if article_id in current:
            ended.append(current[article_id])
        current[article_id] = key
    failed = _unheld(connection, schema.failures.c.id, failed)
    if not new and not failed:
        return Appended(number - 1, 0, len(batch), 0, 0)
    over = _end(connection, [key for key in ended if key not in new], number)
    _insert_readings(connection, new, by, since=number, ended=set(ended))
    _insert_failures(connection, failed, since=number)
    occurrences.join(connection, version=number, fresh=_standing_events(connection, new), ended=over)
    done = Appended(number, len(new) - len(ended), len(batch) - len(new), len(ended), len(failed))
    by_whom = {by[packed.reading.reader] for packed in new.values()}
    connection.execute(
        insert(versions),
        {
            "number": number,
            "time": _now(),
            "reader": by_whom.pop() if len(by_whom) == 1 else None,
            "added": done.added,
            "replaced": done.replaced,
            "failures": done.failures,
            "judgements": 0,
        },
    )
    return done


def _insert_readings(
    connection: Connection, new: Mapping[int, _Packed], by: Mapping[Reader, int], *, since: int, ended: set[int]
) -> None:
    rows = schema.Rows(connection)
    said = _said(connection, {packed.reading.article.id for packed in new.values()})
    for key, packed in new.items():
        # One batch may hold two readings of an article: the first of them then ends at the version that began it.
        until = since if key in ended else None
        article, outlet = packed.reading.article, packed.reading.article.outlet
        rows.put(
            readings,
            key=key,
            article_id=article.id,
            reader=by[packed.reading.reader],
            content_id=packed.content_id,
            text_id=packed.text_id,
            since=since,
            until=until,
            given_id=article.given_id,
            path=article.path,
            url=article.url,
            language=article.language,
            title=article.title,
            byline=article.byline,
            published=article.published,
            outlet_id=outlet and outlet.id,
            outlet_name=outlet and outlet.name,
            outlet_country=outlet and outlet.country,
            agency=copies.credited(article),
        )
        rows.put(bodies, reading=key, body=packed.body)
        stands = {} if until is not None else _stand(carried(said.get(article.id, ()), packed.reading.events), packed)
        rows.add(packed.reading, key=key, since=since, until=until, judged=stands)
    told = {packed.text_id: packed.text for packed in new.values()}
    for text_id, text in _unheld(connection, texts.c.id, told).items():
        rows.put(texts, id=text_id, text=text)
    rows.insert()
    copies.file_copies(connection, {packed.text_id: packed.reading.article for packed in new.values()})


def _stand(verdicts: Mapping[int, tuple[int, Judgement]], packed: _Packed) -> dict[int, tuple[int, Event | None]]:
    """Give the judged events of a reading as they stand."""
    reading = packed.reading
    stands: dict[int, tuple[int, Event | None]] = {}
    for index, (key, judgement) in verdicts.items():
        event: Event | None = reading.events[index]
        if judgement.verdict == "reject":
            event = None
        elif judgement.correction is not None and event is not None:
            event = corrected(event, judgement.correction, _decoded(packed.text))
        stands[index] = (key, event)
    return stands


def _said(connection: Connection, article_ids: Iterable[str]) -> dict[str, list[tuple[int, Judgement]]]:
    """Give the judgements of these articles, in the order in which they were said."""
    found: dict[str, list[tuple[int, Judgement]]] = {}
    query = select(judgements).where(among(judgements.c.article_id, article_ids)).order_by(judgements.c.key)
    for key, judgement in from_rows(connection.execute(query)):
        found.setdefault(judgement.article_id, []).append((key, judgement))
    return found


def _standing_events(connection: Connection, keys: Iterable[int]) -> Sequence[int]:
    """Give the keys of the events of these readings that stand."""
    query = select(events.c.key).where(among(events.c.reading, keys), standing(events)).order_by(events.c.key)
    return connection.execute(query).scalars().all()


def _insert_failures(connection: Connection, failed: Mapping[str, Failure], *, since: int) -> None:
    last, now = _last_key(connection, schema.failures), _now()
    rows = [
        {"key": key, "id": failure_id, "since": since, "until": None, "time": now, **_plain(to_json(failure))}
        for key, (failure_id, failure) in enumerate(failed.items(), start=last + 1)
    ]
    schema.insert_rows(connection, schema.failures, rows)


def _end(connection: Connection, keys: Sequence[int], number: int) -> Sequence[int]:
    """End readings that others took the place of; give the keys of their events that stood."""
    connection.execute(update(readings).where(among(readings.c.key, keys)).values(until=number))
    stood = _standing_events(connection, keys)
    _end_events(connection, stood, number)
    return stood


def _end_events(connection: Connection, keys: Sequence[int], number: int) -> None:
    connection.execute(update(events).where(among(events.c.key, keys)).values(until=number))
    connection.execute(delete(dyads).where(among(dyads.c.event, keys)))


def _held(connection: Connection, article_ids: Iterable[str]) -> list[Any]:
    """Find all readings of these articles that the record ever held."""
    columns = (readings.c[name] for name in ("key", "article_id", "reader", "content_id", "until"))
    query = select(*columns).where(among(readings.c.article_id, article_ids)).order_by(readings.c.key)
    return list(connection.execute(query))


def _unheld(connection: Connection, column: ColumnElement[str], found: Mapping[str, T]) -> dict[str, T]:
    """Leave out what a column holds, of things by their ids."""
    held = set(connection.execute(select(column).where(among(column, found))).scalars())
    return {id: thing for id, thing in found.items() if id not in held}


def _reader_keys(connection: Connection, wanted: Iterable[Reader]) -> dict[Reader, int]:
    """Give every reader its key, a new one where it has none."""
    keys = {Reader(row.version, row.knowledge, row.model): int(row.key) for row in connection.execute(select(readers))}
    for reader in sorted(set(wanted) - set(keys), key=lambda reader: (reader.version, reader.knowledge, reader.model)):
        keys[reader] = len(keys) + 1
        connection.execute(insert(readers), {"key": keys[reader], **to_json(reader)})
    return keys


def _joined_by(connection: Connection) -> str | None:
    return connection.execute(select(meta.c.value).where(meta.c.name == "joined by")).scalar_one_or_none()


def _last_key(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.coalesce(func.max(table.c.key), 0))).scalar_one())


def _last_version(connection: Connection) -> int:
    return int(connection.execute(select(func.coalesce(func.max(versions.c.number), 0))).scalar_one())


def _taking_part(column: ColumnElement[str], value: str) -> Select[tuple[int]]:
    """Choose the keys of the events on whose either side a value stands."""
    return select(participants.c.row_key).where(
        column == value, participants.c.kind == events.name, participants.c.part.in_(("actors", "recipients"))
    )


def _within(first: str | None, last: str | None) -> ColumnElement[bool]:
    """Choose the events whose date meets a stretch of days; an open end of either goes on for ever."""
    meets: list[ColumnElement[bool]] = [events.c.date_precision.is_not(None)]
    if first is not None:
        meets.append(or_(events.c.last_day.is_(None), events.c.last_day >= _asked(first, schema.first_day(first))))
    if last is not None:
        meets.append(or_(events.c.first_day.is_(None), events.c.first_day <= _asked(last, schema.last_day(last))))
    return and_(*meets)


def _asked(value: str, day: str | None) -> str:
    if day is None:
        raise BadDate(f"{value!r} is not a date: write a year, a month or a day, as 2001, 2001-05 or 2001-05-03")
    return day


def _tally(connection: Connection, query: Select[tuple[str]]) -> dict[str, int]:
    """Count the values that a query of one column gives, the most frequent first."""
    (name,) = query.selected_columns
    rows = connection.execute(query.add_columns(func.count()).group_by(name).order_by(func.count().desc(), name))
    return {value: int(number) for value, number in rows}


def _chunks(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(values), _CHUNK):
        yield values[start : start + _CHUNK]


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let the garbage collector rest: a batch is many objects and no cycles, and it would go over them ever again."""
    collected = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collected:
            gc.enable()


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))
