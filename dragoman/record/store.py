"""The record: readings kept in one SQLite file, every write a version.

    Record(path)
      append(readings, failures)    one transaction; what it returns from has been kept
      readings, reading, events     what is held now, or was at an earlier version
      has                           whether an article need not be read again
      failures, versions, counts    what could not be read, what was written when, how much there is
      check                         whether the file is whole

A reading is never changed or deleted: a newer one of the same article takes its place, and the older is still there at
the versions when it stood. So an iterator settles on its rows when it starts and takes no lock while it goes on:
readers, and the one writer that SQLite allows at a time, do not wait for each other.
"""

from __future__ import annotations

import json
import os
import re
import sqlite3
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypedDict

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
from dragoman.record import migrations, schema
from dragoman.record.schema import bodies, dyads, events, participants, readers, readings, texts, versions

_CHUNK = 200  # readings decoded at a time; SQLite takes 32,766 parameters in a statement


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
        batch = [_pack(reading) for reading in readings]
        failed = {_failure_id(failure): failure for failure in failures}
        with self._write() as connection:
            return _append(connection, batch, failed)

    # Reading

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
        inclusive: ``first="2001", last="2001"`` gives what happened, or went on, in 2001. Raises BadDate.
        """
        query = select(events.c.key, events.c.reading, events.c.ordinal).where(self._stands(events, as_of))
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
            found = [(row.reading, row.ordinal) for row in connection.execute(query)]
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
                )
                for row in connection.execute(query)
            ]

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
            keys = connection.execute(select(readings.c.key).order_by(readings.c.key)).scalars().all()
        for chunk in _chunks(keys):
            for row in self._fetch(chunk):
                packed = _pack(self._unpack(row))
                if (packed.text_id, packed.content_id) != (row.text_id, row.content_id):
                    raise self._damaged(f"the reading of article {row.article_id} is not as it was written")

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
            connection.execute("PRAGMA cache_size = -65536")  # in KiB: a million events' indices outgrow the usual 2 MB
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
            return table.c.until.is_(None)
        with self._read() as connection:
            last = _last_version(connection)
        if not 0 <= as_of <= last:
            raise RecordError(
                f"{self.path} has no version {as_of}: its versions go from 0, when it was empty, to {last}"
            )
        return and_(table.c.since <= as_of, or_(table.c.until.is_(None), table.c.until > as_of))

    def _walk(self, keys: Sequence[int]) -> Iterator[Reading]:
        for chunk in _chunks(keys):
            for row in self._fetch(chunk):
                yield self._unpack(row)

    def _pick(self, found: Sequence[tuple[int, int]]) -> Iterator[tuple[Article, Event]]:
        """Give the event at each (reading, ordinal)."""
        for chunk in _chunks(found):
            held = {row.key: self._data(row) for row in self._fetch(sorted({key for key, _ in chunk}))}
            for key, ordinal in chunk:
                told = held[key]["events"]
                if not 0 <= ordinal < len(told):
                    raise self._damaged(f"a reading has no event {ordinal}")
                yield from_json(Article, held[key]["article"]), from_json(Event, told[ordinal])

    def _fetch(self, keys: Sequence[int]) -> Sequence[Row[Any]]:
        query = (
            select(readings.c.key, readings.c.article_id, readings.c.text_id, readings.c.content_id, bodies, texts)
            .join(bodies, bodies.c.reading == readings.c.key)
            .join(texts, texts.c.id == readings.c.text_id)
            .where(readings.c.key.in_(keys))
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
    failed = _unheld(connection, failed)
    if not new and not failed:
        return Appended(number - 1, 0, len(batch), 0, 0)
    _end(connection, [key for key in ended if key not in new], number)
    _insert_readings(connection, new, by, since=number, ended=set(ended))
    _insert_failures(connection, failed, since=number)
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
        },
    )
    return done


def _insert_readings(
    connection: Connection, new: Mapping[int, _Packed], by: Mapping[Reader, int], *, since: int, ended: set[int]
) -> None:
    rows = schema.Rows(connection)
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
        )
        rows.put(bodies, reading=key, body=packed.body)
        rows.add(packed.reading, key=key, since=since, until=until)
    new_texts = {packed.text_id: packed.text for packed in new.values()}
    for text_id in _among(connection, texts.c.id, new_texts):
        del new_texts[text_id]
    for text_id, text in new_texts.items():
        rows.put(texts, id=text_id, text=text)
    rows.insert()


def _insert_failures(connection: Connection, failed: Mapping[str, Failure], *, since: int) -> None:
    if not failed:
        return
    last, now = _last_key(connection, schema.failures), _now()
    connection.execute(
        insert(schema.failures),
        [
            {"key": key, "id": failure_id, "since": since, "until": None, "time": now, **_plain(to_json(failure))}
            for key, (failure_id, failure) in enumerate(failed.items(), start=last + 1)
        ],
    )


def _end(connection: Connection, keys: Sequence[int], number: int) -> None:
    """End readings that others took the place of."""
    for chunk in _chunks(keys):
        connection.execute(update(readings).where(readings.c.key.in_(chunk)).values(until=number))
        of_these = events.c.reading.in_(chunk)
        connection.execute(update(events).where(of_these).values(until=number))
        connection.execute(delete(dyads).where(dyads.c.event.in_(select(events.c.key).where(of_these))))


def _held(connection: Connection, article_ids: Iterable[str]) -> list[Any]:
    """Find all readings of these articles that the record ever held."""
    query = select(
        readings.c.key, readings.c.article_id, readings.c.reader, readings.c.content_id, readings.c.until
    ).order_by(readings.c.key)
    return [
        row
        for chunk in _chunks(sorted(article_ids))
        for row in connection.execute(query.where(readings.c.article_id.in_(chunk)))
    ]


def _unheld(connection: Connection, failed: Mapping[str, Failure]) -> dict[str, Failure]:
    held = _among(connection, schema.failures.c.id, failed)
    return {failure_id: failure for failure_id, failure in failed.items() if failure_id not in held}


def _among(connection: Connection, column: ColumnElement[str], values: Iterable[str]) -> set[str]:
    """Tell which of the values a column holds."""
    return {
        value
        for chunk in _chunks(sorted(values))
        for value in connection.execute(select(column).where(column.in_(chunk))).scalars()
    }


def _reader_keys(connection: Connection, wanted: Iterable[Reader]) -> dict[Reader, int]:
    """Give every reader its key, a new one where it has none."""
    keys = {Reader(row.version, row.knowledge, row.model): int(row.key) for row in connection.execute(select(readers))}
    for reader in sorted(set(wanted) - set(keys), key=lambda reader: (reader.version, reader.knowledge, reader.model)):
        keys[reader] = len(keys) + 1
        connection.execute(insert(readers), {"key": keys[reader], **to_json(reader)})
    return keys


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


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))
