"""Save the present schema, with two readings in it, as schema_N.sql: python tests/record/save_schema.py.

To be run when migrations.SCHEMA was raised, not on a schema that was released.
"""

import sqlite3
import tempfile
from pathlib import Path

from made_readings import NEW, reading

from dragoman.model import Failure
from dragoman.record import migrations
from dragoman.record.store import Record

INDEX = (
    "CREATE TABLE 'quotes_",
    'INSERT INTO "quotes',
    "INSERT INTO sqlite_master",
    "PRAGMA writable_schema",
)

with tempfile.TemporaryDirectory() as folder:
    path = Path(folder) / "news.db"
    with Record(path) as record:
        record.append([reading(1, full=True), reading(2)], [Failure("a.html", None, None, "no article", "no text")])
        record.append([reading(1, full=True, reader=NEW)])
    connection = sqlite3.connect(path)
    # A full-text index cannot be dumped: it is made again, and what it holds is read again from the quotations.
    dump = [line for line in connection.iterdump() if not line.startswith(INDEX)]
    (index,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = 'quotes'").fetchone()
    fill = "INSERT INTO quotes (quotes) VALUES ('rebuild');"
    lines = [f"PRAGMA application_id = {migrations.APPLICATION_ID};", *dump, f"{index};", fill]
    connection.close()

Path(__file__).with_name(f"schema_{migrations.SCHEMA}.sql").write_text("\n".join(lines) + "\n")
