"""What becomes of occurrences and judgements when a writer is killed, the disk is full, pages break, or two write."""

import random
import re
import resource
import signal
import sqlite3
import time
from pathlib import Path

import pytest
from test_record_file import HERE, broken_page, ended, overwrite, python
from told import act, telling

from dragoman.errors import DamagedRecord, DragomanError, RecordError
from dragoman.record.store import Record

MET = act("CONSULT", "lavrov/RUS/foreign minister, amir/IRN/foreign minister", place="Moscow")


@pytest.fixture
def path(tmp_path):
    return tmp_path / "news.db"


JUDGING = """
import sys
from told import act, telling
from dragoman.record.store import Record
met = act("CONSULT", "lavrov/RUS/foreign minister, amir/IRN/foreign minister", place="Moscow")
path, name, turns = sys.argv[1], sys.argv[2], int(sys.argv[3])
with Record(path) as record:
    for turn in range(turns):
        told = telling(f"{name}{turn}", met)
        record.append([told])
        record.judge(told.events[0].id, "reject" if turn % 2 else "accept", by=name)
        print(turn, flush=True)
"""


@pytest.mark.parametrize("seed", range(4))
def test_kill_9_leaves_occurrences_and_judgements_whole(path, seed):
    chance = random.Random(seed)
    writer = python(JUDGING, path, "a", 500)
    acknowledged = [writer.stdout.readline() for _ in range(chance.randrange(1, 8))]
    time.sleep(chance.random() / 20)
    writer.kill()
    acknowledged += ended(writer)[1].split()
    with Record(path) as record:
        record.check()
        assert len(record.judgements()) >= len(acknowledged) > 0
        assert sum(version.judgements for version in record.log()) == len(record.judgements())
        standing = {article.path for article, _ in record.events()}
        for turn in map(int, acknowledged):
            assert (f"a{turn}" in standing) == (turn % 2 == 0)
        record.append([telling("after", MET)])
        record.check()


def test_two_that_write_and_judge_take_turns(path):
    writers = [python(JUDGING, path, name, 8) for name in ("a", "b")]
    results = [ended(writer) for writer in writers]
    assert [code for code, _ in results] == [0, 0], results
    with Record(path) as record:
        record.check()
        assert len(record.judgements()) == 16
        assert [version.number for version in record.log()] == list(range(32, 0, -1))
    connection = sqlite3.connect(path)
    told = connection.execute("SELECT tellings, articles FROM occurrences WHERE until IS NULL").fetchall()
    assert told == [(8, 8)]  # half of the sixteen were rejected
    connection.close()


def test_a_judgement_that_the_disk_refuses(path):
    with Record(path) as record:
        record.append([telling("a", MET)])
    size = path.stat().st_size

    def limit():
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    code, told = ended(python(JUDGING, path, "b", 300, preexec_fn=limit))
    assert code == 1
    assert re.search(r"RecordError: .*news\.db could not be written or read", told)
    with Record(path) as record:
        record.check()
        record.judge(next(record.events())[1].id, "accept", by="Ann")
        record.check()


OLD_FILE = (HERE / "schema_1.sql").read_text()

JOINING = """
import os, signal, sys
from dragoman.record import occurrences
from dragoman.record.store import Record
join = occurrences.join
def killed(*arguments, **options):
    join(*arguments, **options)
    os.kill(os.getpid(), signal.SIGKILL)
occurrences.join = killed
Record(sys.argv[1])
"""


def old_record(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.executescript(OLD_FILE)
    connection.close()


def test_an_upgrade_that_is_killed_while_it_joins_goes_on_next_time(path):
    old_record(path)
    assert ended(python(JOINING, path))[0] == -signal.SIGKILL
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT count(*) FROM occurrences").fetchone() == (0,)
    connection.close()
    with Record(path) as record:
        record.check()
        assert record.counts()["articles"] == 2
        assert next(version.added for version in record.log()) == 0  # the version that the joining made
    connection = sqlite3.connect(path)
    assert connection.execute("SELECT sum(tellings) FROM occurrences WHERE until IS NULL").fetchone() == (2,)
    connection.close()


def test_an_upgraded_record_needs_writing_once(path):
    old_record(path)
    with pytest.raises(RecordError, match="open it for writing first"):
        Record(path, readonly=True)
    Record(path).close()
    with Record(path, readonly=True) as record:
        assert record.counts()["articles"] == 2


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("DELETE FROM occurrence_tellings", "1 events do not stand to one occurrence each"),
        ("UPDATE occurrences SET until = 1", "1 events do not stand to one occurrence each"),
        ("UPDATE participants SET sectors = '['", "damaged"),
        ("UPDATE events SET first_day = 'soon'", "damaged"),
    ],
)
def test_rows_that_do_not_fit(path, statement, words):
    with Record(path) as record:
        record.append([telling("a", MET)])
    connection = sqlite3.connect(path)
    connection.execute(statement)
    connection.commit()
    connection.close()
    with Record(path) as record, pytest.raises(DamagedRecord, match=words):
        record.check() if "occurrence" in statement else record.append([telling("b", MET)])


def test_broken_pages_are_told(path):
    with Record(path) as record:
        record.append([telling(f"a{n}", MET) for n in range(40)])
        judged = next(record.events())[1].id
    broken_page(path)
    with pytest.raises(DamagedRecord), Record(path) as record:
        record.judge(judged, "accept", by="Ann")


def test_no_damage_gives_an_unexpected_error_when_judging(path, tmp_path):
    with Record(path) as record:
        record.append([telling(f"a{n}", MET) for n in range(5)])
        record.judge(next(record.events())[1].id, "correct", by="Ann", correction={"date": "2022"})
    chance, whole, copy = random.Random(1), path.read_bytes(), tmp_path / "copy.db"
    used = [at for at, byte in enumerate(whole) if byte]
    refused = 0
    for _ in range(30):
        copy.write_bytes(whole)
        overwrite(copy, chance.choice(used[:-16]), chance.randbytes(16))
        try:
            with Record(copy) as record:
                id = next((event.id for _, event in record.events()), "")
                record.append([telling("b", MET)])
                record.judge(id, "reject", by="Bob")
                record.judgements(), record.log(), record.diff(0), list(record.training_cases())
                record.check()
        except DragomanError:
            refused += 1
        for left in tmp_path.glob("copy.db*"):
            left.unlink()
    assert refused > 3
