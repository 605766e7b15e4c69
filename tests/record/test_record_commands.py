"""The commands on a record: log, diff, reread, judgements, judge and review."""

import dataclasses
import json

import pytest
from made_readings import OLD
from told import act, telling
from typer.testing import CliRunner

from dragoman.cli import app
from dragoman.errors import RecordError
from dragoman.ingest.text import article_from_text
from dragoman.model import Failure
from dragoman.pipeline import load_knowledge, read
from dragoman.record.store import Record

TEXT = "The foreign ministers of Egypt and Turkey met in Cairo on Monday. Egypt condemned Israel."


@pytest.fixture
def path(tmp_path):
    return tmp_path / "news.db"


def run(*arguments: object, keys: str = "") -> str:
    done = CliRunner().invoke(app, [str(each) for each in arguments], input=keys)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code == 0, done.output
    return done.output


MET = act("CONSULT", "EGY, TUR", quote="The two [met] in Cairo.")
BLAMED = act("ACCUSE", "EGY", "ISR", quote="Egypt [condemned] Israel.")


def test_log(path):
    with Record(path) as record:
        record.append([telling("a", MET)], [Failure("b.html", None, None, "no article", "no text")])
        record.append([telling("a", MET, BLAMED), telling("c", MET)])
    lines = run("record", "log", "--record", path).splitlines()
    assert [line.split()[0] for line in lines] == ["2", "1"]
    assert "1 added, 1 replaced  by dragoman 0.1.0, knowledge k1" in lines[0]
    assert "1 added, 1 not read" in lines[1]
    (first,) = run("record", "log", "--json", "--limit", 1, "--record", path).splitlines()
    assert {"number": 2, "added": 1, "replaced": 1}.items() <= json.loads(first).items()
    assert run("record", "--record", path, "log").splitlines() == lines  # the option before the command


def test_diff(path):
    dated = dataclasses.replace(MET, date=None)
    with Record(path) as record:
        record.append([telling("a", MET, BLAMED)])
        record.append(
            [telling("a", dated, act("AID", "EGY", "ISR", quote="Egypt [sent] grain.")), telling("b", BLAMED)]
        )
        blamed = next(event.id for article, event in record.events(type="ACCUSE") if article.path == "b")
        record.judge(blamed, "reject", by="Ann")
    told = run("record", "diff", 1, 2, "--record", path).splitlines()
    assert [line[0] for line in told] == ["1", "-", "+", "+", "~"]
    assert "ACCUSE  Egy → Isr  “Egypt condemned Israel.”  a" in told[1]
    assert told[4].startswith("~ 2022-01-20  CONSULT  Egy + Tur  now  no date  CONSULT  Egy + Tur")
    assert run("record", "diff", 2, "--record", path).startswith("- 2022-01-20  ACCUSE")  # what was rejected since
    back = run("record", "diff", 2, 1, "--record", path).splitlines()
    assert sorted(line[0] for line in back) == ["+", "-", "-", "~"]
    assert run("record", "diff", 3, 3, "--record", path) == ""
    kinds = [json.loads(line)["what"] for line in run("record", "diff", 0, "--json", "--record", path).splitlines()]
    assert kinds == ["article", "article", "gained", "gained"]
    with pytest.raises(RecordError, match="no version 9"):
        run("record", "diff", 9, "--record", path)


def test_reread(path):
    knowledge = load_knowledge()
    article = article_from_text(TEXT, published="2024-02-14")
    now = read(article, knowledge)
    assert {event.type for event in now.events} >= {"CONSULT", "ACCUSE"}
    # An older reader took the meeting for something else, and missed what was condemned.
    (met,) = (event for event in now.events if event.type == "CONSULT")
    old = dataclasses.replace(now, reader=OLD, events=(dataclasses.replace(met, id="old", type="AID"),))
    with Record(path) as record:
        record.append([old])
    shown = run("record", "reread", "--record", path)
    assert "- 2024-02-12  AID" in shown
    assert "+ 2024-02-12  CONSULT" in shown
    assert "1 read again, 0 not read" in shown
    assert "nothing was kept: run it again with --accept" in shown
    with Record(path) as record:
        assert list(record.readings()) == [old]
    assert "nothing was kept" not in run("record", "reread", "--accept", "--record", path)
    with Record(path) as record:
        assert list(record.readings()) == [now]
        assert list(record.readings(as_of=1)) == [old]
    assert "0 read again" in run("record", "reread", "--record", path)


def test_judge(path):
    with Record(path) as record:
        record.append([telling("a", MET, BLAMED)])
        met, blamed = (event.id for _, event in record.events())
    assert run("judge", met, "accept", "--by", "Ann", "--reason", "seen", "--record", path) == (
        "1 event judged: accept, by Ann\n"
    )
    run("judge", blamed, "correct", "--by", "Bob", "--set", "type=REJECT", "--set", "date=2022", "--record", path)
    cases = [json.loads(line) for line in run("record", "judgements", "--record", path).splitlines()]
    assert [(case["verdict"], case["by"], case["reason"]) for case in cases] == [
        ("accept", "Ann", "seen"),
        ("correct", "Bob", None),
    ]
    assert (cases[1]["right"]["type"], cases[1]["right"]["date"]["start"]) == ("REJECT", "2022")
    with pytest.raises(RecordError, match="'typo' sets nothing: write --set FIELD=VALUE"):
        run("judge", met, "correct", "--by", "Ann", "--set", "typo", "--record", path)


def test_review_reads_keys(path):
    with Record(path) as record:
        record.append([telling("a", MET, BLAMED), telling("b", MET)])
    shown = run("review", "--by", "Ann", "--record", path, keys="a\nc\ntype=REJECT\nq")
    assert shown.endswith("2 judged\n")
    with Record(path) as record:
        assert [said.verdict for said in record.judgements()] == ["accept", "correct"]
        assert {said.by for said in record.judgements()} == {"Ann"}
