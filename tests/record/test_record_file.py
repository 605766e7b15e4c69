"""What becomes of the file: crashes, a full disk, damage, other programs, other versions, several processes at once."""

import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from made_readings import NEW, event, reading
from sqlalchemy import event as hooks
from sqlalchemy.engine import Engine

from dragoman.errors import DamagedRecord, DragomanError, NewerRecord, RecordError
from dragoman.record import migrations
from dragoman.record.store import Record

HERE = Path(__file__).parent
ONE, TWO = reading(1, full=True), reading(2)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "news.db"


def raw(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def python(code: str, *arguments: object, **options) -> subprocess.Popen:
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(HERE)},
        **options,
    )


def ended(process: subprocess.Popen) -> tuple[int, str]:
    out, err = process.communicate(timeout=60)
    return process.returncode, out + err


WRITER = """
import sys
from made_readings import OLD, event, reading
from dragoman.record.store import Record
path, first, batches, size = sys.argv[1], *map(int, sys.argv[2:])
with Record(path) as record:
    for batch in range(first, first + batches):
        ids = range(batch * size, batch * size + size)
        readings = [reading(n, *(event(confidence=k / 10) for k in range(6)), full=True) for n in ids]
        readings = [each for each in readings if not record.has(each.article.id, OLD)]
        record.append(readings)
        print(batch, flush=True)
"""


# Processes


@pytest.mark.parametrize("seed", range(5))
def test_kill_9_loses_nothing_that_was_acknowledged(path, seed):
    chance = random.Random(seed)
    size, batches = 5, 200
    writer = python(WRITER, path, 0, batches, size)
    for _ in range(chance.randrange(12)):
        writer.stdout.readline()
    time.sleep(chance.random() / 20)
    writer.kill()
    acknowledged = ended(writer)[1].split()
    with Record(path) as record:
        record.check()
        held = list(record.readings())
        ids = {each.article.id for each in held}
        assert len(held) == len(ids)
        assert len(held) % size == 0  # whole batches
        assert len(held) // size < batches  # it was killed before its end
        for batch in map(int, acknowledged):
            assert {reading(batch * size + n).article.id for n in range(size)} <= ids
    done = len(held) // size
    assert ended(python(WRITER, path, 0, done + 2, size))[0] == 0  # it resumes
    with Record(path, readonly=True) as record:
        counts = record.counts()
        assert (counts["articles"], counts["readings"]) == ((done + 2) * size, (done + 2) * size)
        assert [version.number for version in record.versions()] == list(range(1, done + 3))


def test_two_writers_of_a_new_file_take_turns(path):
    writers = [python(WRITER, path, first, 12, 2) for first in (0, 8)]  # a third of it the same
    results = [ended(writer) for writer in writers]
    assert [code for code, _ in results] == [0, 0], results
    with Record(path) as record:
        record.check()
        assert record.counts()["articles"] == 20 * 2
        assert record.counts()["readings"] == 20 * 2


def test_a_reader_beside_a_writer_sees_the_former_state(path):
    with Record(path) as record:
        record.append([ONE])
        writer = sqlite3.connect(path, isolation_level=None)
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE readings SET until = 2")
        with Record(path, readonly=True, timeout=0) as reader:  # it need not wait
            assert list(reader.readings()) == [ONE]
            writer.execute("COMMIT")
            assert list(reader.readings()) == []
        writer.close()


def test_a_writer_waits_for_another_and_says_when_it_was_too_long(path):
    with Record(path, timeout=0.1) as record:
        record.append([ONE])
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordError, match=r"being written by another program, and 0\.1 seconds were not enough"):
            record.append([TWO])
        with pytest.raises(RecordError, match="being written by another program"), Record(path, timeout=0.1) as second:
            second.append([TWO])
        other.close()
        record.append([TWO])
        assert list(record.readings()) == [ONE, TWO]


# A full disk


def test_a_full_disk(path):
    with Record(path) as record:
        record.append([ONE])

    def little_room(connection, _):
        connection.execute("PRAGMA max_page_count = 120")

    hooks.listen(Engine, "connect", little_room)
    try:
        with Record(path) as record:
            with pytest.raises(RecordError, match=r"full.*nothing of this batch was kept.*make room"):
                record.append([reading(n) for n in range(2, 500)])
            assert list(record.readings()) == [ONE]
            record.append([TWO])  # what there is room for
    finally:
        hooks.remove(Engine, "connect", little_room)
    with Record(path) as record:
        record.check()
        assert list(record.readings()) == [ONE, TWO]


def test_a_disk_that_refuses_the_write(path):
    with Record(path) as record:
        record.append([ONE])
        size = path.stat().st_size

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 100_000, size + 100_000))

    code, told = ended(python(WRITER, path, 1, 1, 80, preexec_fn=limit))
    assert code == 1
    assert re.search(r"RecordError: .*news\.db could not be written or read \(disk I/O error\)", told)
    with Record(path) as record:
        record.check()
        assert list(record.readings()) == [ONE]


# Damage


def not_sqlite(path):
    path.write_text("id,text\n" * 500)


def short_text(path):
    path.write_text("hello")


def cut(path):
    os.truncate(path, path.stat().st_size // 2)


def no_header(path):
    overwrite(path, 0, b"\0" * 100)


def broken_page(path):
    for page in range(1, path.stat().st_size // 4096):
        overwrite(path, page * 4096, b"\xff" * 64)


def no_schema(path):
    raw(path, "DELETE FROM meta")


def overwrite(path: Path, offset: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(data)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (not_sqlite, "not an SQLite file, so not a record: name another file with --record"),
        (short_text, "not an SQLite file"),
        (no_header, "not an SQLite file"),
        (cut, "damaged.*put back a copy of it, or save what can be read with sqlite3 .* .recover"),
        (broken_page, "damaged"),
        (no_schema, "damaged, as it names no schema"),
    ],
)
def test_damage(path, damage, words):
    with Record(path) as record:
        record.append([ONE, TWO])
    damage(path)
    before = path.read_bytes()
    with pytest.raises(DamagedRecord, match=words), Record(path) as record:
        record.check()
    assert path.read_bytes() == before


def test_a_changed_byte_within_a_reading(path):
    with Record(path) as record:
        record.append([ONE])
        body = record_value(path, "SELECT body FROM bodies")
    data = path.read_bytes()
    at = data.index(body[:40]) + 20
    overwrite(path, at, bytes([data[at] ^ 1]))
    with Record(path) as record:
        with pytest.raises(DamagedRecord, match=f"the reading of article {ONE.article.id} cannot be decoded"):
            list(record.readings())
        with pytest.raises(DamagedRecord):
            record.check()


def record_value(path: Path, query: str):
    connection = sqlite3.connect(path)
    (value,) = connection.execute(query).fetchone()
    connection.close()
    return value


def test_no_damage_gives_an_unexpected_error(path, tmp_path):
    with Record(path) as record:
        record.append([reading(n, full=True) for n in range(5)])
    chance, whole, copy = random.Random(0), path.read_bytes(), tmp_path / "copy.db"
    used = [at for at, byte in enumerate(whole) if byte]  # half of the file is empty
    refused = 0
    for _ in range(40):
        bad = bytearray(whole)
        at = chance.choice(used)
        bad[at : at + 16] = chance.randbytes(16)
        copy.write_bytes(bad[: len(whole)])
        try:
            with Record(copy) as record:
                list(record.readings()), list(record.events(country="IRN")), list(record.failures())
                record.counts(), record.versions()
                record.append([reading(9)])
                record.check()
        except DragomanError:
            refused += 1
        for left in tmp_path.glob("copy.db*"):
            left.unlink()
    assert refused > 5  # a changed word in a column that has no index goes unseen


# Paths and permissions


@pytest.mark.parametrize("name", ["", "no/such/folder/news.db", "a" * 300, "file/news.db", "folder"])
@pytest.mark.parametrize("readonly", [False, True])
def test_a_path_that_cannot_be_a_record(tmp_path, name, readonly):
    (tmp_path / "file").write_text("")
    (tmp_path / "folder").mkdir()
    with pytest.raises(RecordError, match=r"--record"):
        Record(tmp_path / name, readonly=readonly)


def test_readonly(path):
    with pytest.raises(RecordError, match=r"there is no record at .*news\.db"):
        Record(path, readonly=True)
    assert not path.exists()
    path.touch()
    with pytest.raises(RecordError, match="is empty: open it for writing first"):
        Record(path, readonly=True)
    with Record(path) as record:  # an empty file becomes one
        record.append([ONE])
    before = path.read_bytes()
    with Record(path, readonly=True) as record:
        with pytest.raises(RecordError, match="was opened for reading only"):
            record.append([TWO])
        assert list(record.readings()) == [ONE]
    assert path.read_bytes() == before


AS_NOBODY = """
import os, sys
from dragoman.record.store import Record
import sqlalchemy.dialects.sqlite
if os.geteuid() == 0:
    os.setuid(65534)
print(len(list(Record(sys.argv[1], readonly=True).readings())))
Record(sys.argv[1]).append([])
"""


def test_a_file_and_folder_that_may_not_be_written():
    folder = Path(tempfile.mkdtemp())
    try:
        with Record(folder / "news.db") as record:
            record.append([ONE])
        (folder / "news.db").chmod(0o444)
        folder.chmod(0o555)
        code, told = ended(python(AS_NOBODY, folder / "news.db"))
        assert told.startswith("1\n"), told  # a reader may look
        assert code == 1
        assert re.search(r"RecordError: .*news\.db cannot be opened or written", told), told
    finally:
        folder.chmod(0o755)
        shutil.rmtree(folder)


def test_another_programs_file_is_left_alone(path):
    raw(path, "CREATE TABLE meta (name TEXT, value TEXT)", "INSERT INTO meta VALUES ('schema', '1')")
    before = path.read_bytes()
    with pytest.raises(RecordError, match="another program's SQLite file"):
        Record(path)
    assert path.read_bytes() == before


# Schemas


def shape(path: Path) -> dict[str, list[tuple]]:
    """The columns of every table, and of every index."""
    connection = sqlite3.connect(path)
    found: dict[str, list[tuple]] = {}
    for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        found[table] = sorted(row[1:] for row in connection.execute(f"PRAGMA table_info({table})"))
        found[f"{table} refers to"] = sorted(row[2:] for row in connection.execute(f"PRAGMA foreign_key_list({table})"))
        for row in connection.execute(f"PRAGMA index_list({table})").fetchall():
            found[row[1]] = [row[2:], *connection.execute(f"PRAGMA index_info({row[1]})")]
    connection.close()
    return found


@pytest.mark.parametrize("schema", range(1, migrations.SCHEMA + 1))
def test_every_schema_that_ever_was_becomes_the_present_one(tmp_path, schema):
    """The files schema_N.sql are made by save_schema.py; none is changed once a version with it was released."""
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    connection = sqlite3.connect(old)
    connection.executescript((HERE / f"schema_{schema}.sql").read_text())
    connection.close()
    with Record(old) as record:
        assert record.counts()["articles"] == 2
        record.check()
    with Record(new) as record:
        record.append([ONE])
    assert shape(old) == shape(new)


def test_another_dragomans_triggers_are_renewed(path):
    """They are kept in the file, and so go on working as they were written, unless they are written anew."""
    with Record(path) as record:
        record.append([ONE])
    asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    as_written = sqlite3.connect(path).execute(asked).fetchall()
    raw(path, "DROP TRIGGER dyads_taken", "DROP TRIGGER evidence_added")
    raw(path, "CREATE TRIGGER dyads_taken AFTER DELETE ON dyads BEGIN DELETE FROM dyad_periods; END")
    with Record(path, readonly=True) as record:
        assert list(record.readings()) == [ONE]
    with Record(path) as record:
        record.append([TWO])
        assert list(record.readings()) == [ONE, TWO]
    assert sqlite3.connect(path).execute(asked).fetchall() == as_written


@pytest.fixture
def next_schema(monkeypatch):
    """A schema two steps away; the second step breaks until `mend` is called."""
    broken, present = [True], migrations.SCHEMA

    def second(connection):
        connection.exec_driver_sql("ALTER TABLE readings ADD COLUMN two TEXT")

    def third(connection):
        connection.exec_driver_sql("CREATE TABLE three (a TEXT)")
        connection.exec_driver_sql("UPDATE readings SET title = 'changed'")
        if broken[0]:
            connection.exec_driver_sql("INSERT INTO no_such_table VALUES (1)")

    def turn_on():
        monkeypatch.setattr(migrations, "SCHEMA", present + 2)
        monkeypatch.setattr(migrations, "STEPS", {present + 1: second, present + 2: third})
        return broken.clear, lambda: broken.append(False)

    return turn_on


def test_a_step_that_breaks_leaves_the_file_as_the_step_before_left_it(path, next_schema):
    with Record(path) as record:
        record.append([ONE])
    present = migrations.SCHEMA
    clear, mend = next_schema()
    with pytest.raises(RecordError, match="no_such_table"):
        Record(path)
    assert record_value(path, "SELECT value FROM meta WHERE name = 'schema'") == str(present + 1)
    assert "three" not in shape(path)
    assert record_value(path, "SELECT title FROM readings") == "A meeting"
    with pytest.raises(
        RecordError, match=f"has schema {present + 1}, older than {present + 2}.*open it for writing first"
    ):
        Record(path, readonly=True)
    clear()
    mend()
    with Record(path) as record:
        assert list(record.readings()) == [ONE]
    assert record_value(path, "SELECT value FROM meta WHERE name = 'schema'") == str(present + 2)
    assert "three" in shape(path)


KILLED_MIDWAY = """
import os, signal, sys
from dragoman.record import migrations
from dragoman.record.store import Record
def step(connection):
    connection.exec_driver_sql("ALTER TABLE readings ADD COLUMN two TEXT")
    connection.exec_driver_sql("UPDATE readings SET title = hex(randomblob(100000))")
    os.kill(os.getpid(), signal.SIGKILL)
migrations.SCHEMA += 1
migrations.STEPS = {migrations.SCHEMA: step}
Record(sys.argv[1])
"""


def test_a_step_that_is_killed_leaves_the_old_schema(path):
    with Record(path) as record:
        record.append([reading(n) for n in range(100)])
    before = shape(path)
    assert ended(python(KILLED_MIDWAY, path))[0] == -signal.SIGKILL
    with Record(path) as record:
        record.check()
        assert len(list(record.readings())) == 100
        record.append([reading(1, event("AID"), reader=NEW)])
    assert shape(path) == before


def test_a_newer_record_is_refused_and_left_alone(path):
    with Record(path) as record:
        record.append([ONE])
    raw(path, "UPDATE meta SET value = CASE name WHEN 'schema' THEN '7' ELSE '9.4.1' END", "DROP TABLE evidence")
    before = path.read_bytes()
    expected = (
        rf"news\.db was made by dragoman 9\.4\.1 \(schema 7\); this one, \S+, knows schema {migrations.SCHEMA}: "
        "upgrade dragoman or name another file with --record"
    )
    for readonly in (False, True):
        with pytest.raises(NewerRecord, match=expected):
            Record(path, readonly=readonly)
    assert path.read_bytes() == before
