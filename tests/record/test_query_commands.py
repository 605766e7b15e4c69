"""The commands that ask a record: what they print, write and say when they cannot."""

import csv
import io
import json
import subprocess
import sys

import pytest
from made_readings import event, reading

from dragoman.cli import main
from dragoman.record.store import Record


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("commands") / "news.db"
    with Record(path) as record:
        record.append([reading(1, event(), event("AID", date=("2021", "2021")), full=True)])
        record.append([reading(2, event("ACCUSE", "USA", "IRN"), text="Another text.")])
    return path


@pytest.fixture
def run(path, capsys, monkeypatch):
    def go(*arguments, code=0):
        monkeypatch.setattr(sys, "argv", ["dragoman", *map(str, arguments), "--record", str(path)])
        stopped = 0
        try:
            main()
        except SystemExit as stop:
            stopped = int(stop.code or 0)
        assert stopped == code
        return capsys.readouterr()

    return go


@pytest.mark.parametrize(
    ("command", "count"),
    [
        ("events", 3),
        ("events --country Iran --type accuse", 1),
        ("events --dyad Iran Russia", 2),
        ("events --actor state:USA --since 2021 --min-confidence 0.5", 1),
        ("events --text counterpart --outlet daily --place Geneva --status occurred", 3),
        ("events --as-of 1 --limit 1", 1),
        ("visits", 0),
        ("statements --country IRN", 1),
        ("positions --issue sanctions", 1),
        ("agreements --party RUS --expiring-before 2023 --type treaty", 1),
        ("commitments --party RUS", 1),
        ("actors", 3),
        ("series IRN Russia --by year", 1),
        ("series --by year --count tellings", 2),
    ],
)
def test_rows_are_printed(run, command, count):
    told = run(*command.split(), "--format", "csv")
    lines = list(csv.DictReader(io.StringIO(told.out)))
    assert len(lines) == count
    assert (told.err == "no rows\n") == (count == 0)
    table = run(*command.split()).out.splitlines()
    assert len(table) >= count + 1


@pytest.mark.parametrize(
    "kind", ["events", "visits", "statements", "positions", "agreements", "commitments", "actors", "series"]
)
def test_the_codebook_needs_no_record(capsys, monkeypatch, tmp_path, kind):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", ["dragoman", kind, "--codebook"])
    with pytest.raises(SystemExit):
        main()
    assert capsys.readouterr().out.startswith("| column | type | meaning |")


def test_a_file_is_written_in_the_format_of_its_name(run, tmp_path):
    for ending in ("csv", "tsv", "jsonl", "parquet"):
        told = run("events", "-o", tmp_path / f"rows.{ending}")
        assert (told.out, told.err) == ("", f"{tmp_path}/rows.{ending}: 3 rows\n")
    assert len((tmp_path / "rows.jsonl").read_text().splitlines()) == 3


def test_a_row_is_opened(run):
    (id, *_) = (json.loads(line)["id"] for line in run("events", "--type", "AID", "--format", "jsonl").out.splitlines())
    shown = run("show", id).out
    assert f"event {id}" in shown
    assert "Ruritania's foreign minister met his Syldavian counterpart" in shown
    assert "why: made up" in shown
    assert "Daily" in shown


def test_exports_and_charts_are_written(run, tmp_path):
    assert "3 rows" in run("export", "--as", "icews", "-o", tmp_path / "e.tab", "--country", "Iran").err
    assert "dragoman.mentions.CSV" in run("export", "--as", "gdelt", "-o", tmp_path / "gdelt").err
    run("chart", "series", "Iran", "RUS", "--by", "year", "-o", tmp_path / "a.svg")
    assert "Iran and Russia" in (tmp_path / "a.svg").read_text()


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("events --country Ruritania", "'Ruritania' is no country: write its name, or its ISO 3166 alpha-3 code"),
        ("events --type MEET", "'MEET' is no type of event: write one of ACCUSE"),
        ("events --since soon", "'soon' is not a date"),
        ("events --format xls", "'xls' is no format"),
        ("series IRN RUS USA", "3 were named: name one or two"),
        ("series --by decade", "a series is by day, week, month, quarter, year"),
        ("show nothing", "has no row 'nothing'"),
        ("export --as acled -o x", "'acled' is no set"),
        ("chart pie", "'pie' is no chart"),
    ],
)
def test_an_error_is_one_line(run, command, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    told = run(*command.split(), code=2)
    assert told.out == ""
    assert told.err.startswith("dragoman: ")
    assert message in told.err
    assert told.err.count("\n") == 1


def test_a_long_table_says_that_it_was_cut(tmp_path, capsys, monkeypatch):
    path = tmp_path / "news.db"
    with Record(path) as record:
        record.append([reading(n, event(date=(f"20{n:02}-01-01",) * 2), text=f"Text {n}.") for n in range(60)])
    monkeypatch.setattr(sys, "argv", ["dragoman", "events", "--record", str(path)])
    with pytest.raises(SystemExit):
        main()
    told = capsys.readouterr()
    assert len(told.out.splitlines()) == 51
    assert "the first 50" in told.err


def test_help_loads_nothing_heavy():
    code = "import sys; sys.argv = ['dragoman', '--help']\nfrom dragoman.cli import main\ntry: main()\nexcept SystemExit: pass\n"
    heavy = "print(sorted({'spacy', 'sqlalchemy', 'pyarrow', 'altair', 'pandas', 'rich.console'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code + heavy], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("[]\n")
