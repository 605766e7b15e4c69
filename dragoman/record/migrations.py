"""Which schema a file holds, and how an older one becomes the present one.

The schema is a whole number in the table ``meta``. A new file gets the tables of schema.py at once. To change a table:
raise SCHEMA, write the step in STEPS, change schema.py, and save the new tables beside tests/record (a test there
upgrades each saved schema and holds it against a new file). A step and its number are one transaction: cut off midway,
it leaves the file as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sqlalchemy import Connection, delete, insert, inspect, select

from dragoman import __version__
from dragoman.errors import DamagedRecord, NewerRecord, RecordError
from dragoman.record import summaries
from dragoman.record.schema import meta, metadata

SCHEMA = 2

Step = Callable[[Connection], None]


def _second(connection: Connection) -> None:
    """Occurrences, copies and judgements; the record joins what it holds when it is next opened for writing."""
    for statement in _SECOND.split(";"):
        connection.exec_driver_sql(statement)


# As they were when this step was written: schema.py goes on changing.
_SECOND = """
ALTER TABLE versions ADD COLUMN judgements INTEGER DEFAULT 0 NOT NULL;
ALTER TABLE events ADD COLUMN judgement INTEGER REFERENCES judgements ("key");
ALTER TABLE readings ADD COLUMN agency TEXT;
CREATE TABLE judgements (
    "key" INTEGER NOT NULL,
    version INTEGER NOT NULL,
    time TEXT NOT NULL,
    name TEXT NOT NULL,
    verdict TEXT NOT NULL,
    reason TEXT,
    correction TEXT,
    occurrence TEXT,
    event_id TEXT NOT NULL,
    article_id TEXT NOT NULL,
    type TEXT NOT NULL,
    quote TEXT NOT NULL,
    cue TEXT NOT NULL,
    sides TEXT NOT NULL,
    PRIMARY KEY ("key")
);
CREATE INDEX judgements_article ON judgements (article_id);
CREATE TABLE occurrences (
    "key" INTEGER NOT NULL,
    id TEXT NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER,
    event INTEGER NOT NULL,
    type TEXT NOT NULL,
    mode TEXT,
    status TEXT NOT NULL,
    date_start TEXT,
    date_end TEXT,
    date_precision TEXT,
    date_basis TEXT,
    first_day TEXT,
    last_day TEXT,
    place_name TEXT,
    place_country TEXT,
    tellings INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    outlets INTEGER NOT NULL,
    contradictions TEXT NOT NULL,
    PRIMARY KEY ("key"),
    FOREIGN KEY(event) REFERENCES events ("key")
);
CREATE INDEX occurrences_day ON occurrences (first_day, last_day) WHERE until IS NULL;
CREATE INDEX occurrences_event ON occurrences (event) WHERE until IS NULL;
CREATE INDEX occurrences_id ON occurrences (id);
CREATE INDEX occurrences_type ON occurrences (type, first_day) WHERE until IS NULL;
CREATE TABLE occurrence_tellings (
    event INTEGER NOT NULL,
    occurrence TEXT NOT NULL,
    since INTEGER NOT NULL,
    until INTEGER,
    relation TEXT NOT NULL,
    PRIMARY KEY (event, occurrence, since),
    FOREIGN KEY(event) REFERENCES events ("key")
)
 WITHOUT ROWID;
CREATE INDEX occurrence_tellings_occurrence ON occurrence_tellings (occurrence, since);
CREATE TABLE blocks (
    block BIGINT NOT NULL,
    event INTEGER NOT NULL,
    PRIMARY KEY (block, event),
    FOREIGN KEY(event) REFERENCES events ("key")
)
 WITHOUT ROWID;
CREATE INDEX blocks_event ON blocks (event);
CREATE TABLE signatures (
    "key" INTEGER NOT NULL,
    text_id TEXT NOT NULL,
    digest BLOB NOT NULL,
    size INTEGER NOT NULL,
    PRIMARY KEY ("key"),
    UNIQUE (text_id),
    FOREIGN KEY(text_id) REFERENCES texts (id)
);
CREATE TABLE bands (
    band BIGINT NOT NULL,
    signature INTEGER NOT NULL,
    PRIMARY KEY (band, signature),
    FOREIGN KEY(signature) REFERENCES signatures ("key")
)
 WITHOUT ROWID;
CREATE TABLE copies (
    one INTEGER NOT NULL,
    other INTEGER NOT NULL,
    share FLOAT NOT NULL,
    PRIMARY KEY (one, other),
    FOREIGN KEY(one) REFERENCES signatures ("key"),
    FOREIGN KEY(other) REFERENCES signatures ("key")
)
 WITHOUT ROWID;
CREATE INDEX copies_other ON copies (other)
"""

STEPS: Mapping[int, Step] = {2: _second}
"""The step that makes schema ``n`` of schema ``n - 1``."""

APPLICATION_ID = 0x4452474D  # "DRGM", in the header of an SQLite file: whose file it is


def schema_of(connection: Connection, name: str) -> int:
    """Tell which schema a file holds: 0 where it is empty. ``name`` is what messages call the file.

    Raises NewerRecord where it is newer than this dragoman, RecordError where the file is some other program's,
    DamagedRecord where it does not say.
    """
    owner = connection.exec_driver_sql("PRAGMA application_id").scalar_one()
    if owner == 0 and not inspect(connection).get_table_names():
        return 0
    if owner != APPLICATION_ID:
        raise RecordError(f"{name} is another program's SQLite file, not a record: name another file with --record")
    held = {row.name: row.value for row in connection.execute(select(meta))}
    try:
        schema, maker = int(held["schema"]), held["dragoman"]
    except (KeyError, ValueError) as error:
        raise DamagedRecord(f"{name} is damaged, as it names no schema: put back a copy of it") from error
    if schema > SCHEMA:
        raise NewerRecord(
            f"{name} was made by dragoman {maker} (schema {schema}); this one, {__version__}, knows schema {SCHEMA}: "
            "upgrade dragoman or name another file with --record"
        )
    return schema


def create(connection: Connection) -> None:
    """Lay out the present tables in an empty file."""
    connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
    metadata.create_all(connection, checkfirst=False)
    summaries.create(connection)
    _stamp(connection, SCHEMA)


def upgrade(connection: Connection, schema: int) -> None:
    """Take one step, from ``schema`` to the next; the caller commits. The last one makes the summaries again."""
    STEPS[schema + 1](connection)
    if schema + 1 == SCHEMA:
        summaries.rebuild(connection)
    _stamp(connection, schema + 1)


def _stamp(connection: Connection, schema: int) -> None:
    connection.execute(delete(meta).where(meta.c.name.in_(("schema", "dragoman"))))
    connection.execute(
        insert(meta), [{"name": "schema", "value": str(schema)}, {"name": "dragoman", "value": __version__}]
    )
