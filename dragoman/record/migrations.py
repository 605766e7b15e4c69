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
from dragoman.record.schema import meta, metadata

SCHEMA = 1

Step = Callable[[Connection], None]

STEPS: Mapping[int, Step] = {}
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
    _stamp(connection, SCHEMA)


def upgrade(connection: Connection, schema: int) -> None:
    """Take one step, from ``schema`` to the next; the caller commits."""
    STEPS[schema + 1](connection)
    _stamp(connection, schema + 1)


def _stamp(connection: Connection, schema: int) -> None:
    connection.execute(delete(meta).where(meta.c.name.in_(("schema", "dragoman"))))
    connection.execute(
        insert(meta), [{"name": "schema", "value": str(schema)}, {"name": "dragoman", "value": __version__}]
    )
