"""The command line: what it prints, what it keeps, and how it fails."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import jsonschema
import pyarrow
import pyarrow.csv
import pyarrow.parquet
import pytest

import dragoman.knowledge
from dragoman.cli import main

SCHEMA = json.loads((Path(dragoman.knowledge.__file__).parent / "data/schema/reading-1.schema.json").read_text("utf-8"))
STORY = (
    "Ministers meet in Cairo\n\nCAIRO, March 14, 2024 (Dragoman) - The foreign ministers of Egypt and Turkey met in Cairo "
    "on Thursday and discussed the war in Gaza. Egypt condemned Israel, and Turkey called on the United States to "
    "lift its sanctions on Syria.\n"
)


def run(*arguments: object, stdin: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Run the command in this process, where the knowledge is loaded already; run_alone starts one of its own."""
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.TextIOWrapper(io.BytesIO(), "utf-8")
    command = ["dragoman", *map(str, arguments)]
    code: object = 0
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", command)
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        if cwd is not None:
            patch.chdir(cwd)
        try:
            main()
        except SystemExit as stop:
            code = stop.code
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf-8"))  # type: ignore[attr-defined]
    return subprocess.CompletedProcess(command, int(str(code or 0)), *texts)


def run_alone(*arguments: object, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from dragoman.cli import main; main()", *map(str, arguments)]
    done = subprocess.run(command, input=stdin, capture_output=True, timeout=120, check=False)
    return subprocess.CompletedProcess(
        command, done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
    )


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "cairo.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_json_is_one_valid_line_an_article(story: Path, tmp_path: Path) -> None:
    (tmp_path / "nothing.txt").write_text("The weather in the hills stays mild, and the wind will turn by the evening.")
    table = tmp_path / "rows.jsonl"
    table.write_text(json.dumps({"id": "a1", "text": STORY, "source": "Reuters"}) + "\n")
    done = run("read", "--json", "--no-record", story, tmp_path / "nothing.txt", table)
    readings = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0
    assert [r["article"]["given_id"] for r in readings] == [None, None, "a1"]
    assert [bool(r["events"]) for r in readings] == [True, False, True]
    assert readings[0]["article"]["path"] == str(story)
    for reading in readings:
        jsonschema.validate(reading, SCHEMA)
        text = reading["article"]["text"]
        for event in reading["events"]:
            for item in event["evidence"]:
                assert text[slice(*item["span"])] == item["quote"]
                assert item["span"][0] <= item["trigger"][0] < item["trigger"][1] <= item["span"][1]


def test_a_person_gets_lines_and_no_colour_in_a_pipe(story: Path) -> None:
    done = run("read", "--no-record", story)
    assert "Ministers meet in Cairo" in done.stdout
    assert (
        "2024-03-14  CONSULT       Egypt (foreign minister Sameh Shoukry) + Turkey (foreign minister Hakan Fidan)"
        in done.stdout
    )
    assert "\x1b[" not in done.stdout


def test_reading_again_adds_nothing(story: Path, tmp_path: Path) -> None:
    record = tmp_path / "news.db"
    first = run("read", "--json", "--record", record, story)
    again = run("read", "--json", "--record", record, story)
    counts = json.loads(run("record", "--json", "--record", record).stdout)
    assert first.stdout == again.stdout
    assert (counts["articles"], counts["readings"], counts["versions"]) == (1, 1, 1)


def test_the_record_is_made_where_the_command_runs(story: Path, tmp_path: Path) -> None:
    run("read", story, cwd=tmp_path)
    assert (tmp_path / "dragoman.db").exists()


def test_standard_input_with_a_date_and_a_source_given() -> None:
    text = b"Egypt condemned Israel on Sunday."
    done = run_alone(
        "read", "--json", "--no-record", "--published", "2024-03-14", "--source", "Reuters", "-", stdin=text
    )
    (reading,) = [json.loads(line) for line in done.stdout.splitlines()]
    assert reading["article"]["published"] == "2024-03-14"
    assert reading["article"]["published_from"] == "given"
    assert reading["article"]["outlet"]["name"] == "Reuters"
    assert reading["events"][0]["date"]["start"] == "2024-03-10"


BAD = {
    "empty.txt": (b"", "empty"),
    "binary.txt": (bytes(range(256)) * 40, "binary"),
    "nav.html": (b"<html><body><ul><li><a href='/'>Home</a></li></ul></body></html>", "no article"),
    "large.txt": (b"All the ministers met again. " * 400_000, "too large"),
    "german.txt": (
        "Der Bundeskanzler hat am Montag in Berlin den französischen Präsidenten empfangen. Beide sprachen über die "
        "Lage in der Ukraine und über die gemeinsame Verteidigungspolitik. Am Dienstag reist der Kanzler nach Warschau, "
        "wo er mit dem polnischen Ministerpräsidenten zusammentreffen wird.".encode(),
        "not English",
    ),
    "broken.jsonl": (b'{"text": "Egypt condemned Israel."\n', "bad row"),
    "date.jsonl": (b'{"text": "Egypt condemned Israel.", "published": "2024-02-30"}\n', "bad date"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line_and_a_row_in_failures(name: str, tmp_path: Path, story: Path) -> None:
    data, reason = BAD[name]
    (tmp_path / name).write_bytes(data)
    record = tmp_path / "news.db"
    done = run("read", "--record", record, tmp_path / name, story)
    counts = json.loads(run("record", "--json", "--record", record).stdout)
    assert done.returncode == 0, "its neighbour was read"
    assert counts["failures"] == {reason: 1}
    assert counts["articles"] == 1
    assert "Traceback" not in done.stderr
    assert [line for line in done.stderr.splitlines() if f"not read ({reason})" in line and name in line]


def test_one_malformed_line_of_a_thousand_costs_that_line(tmp_path: Path) -> None:
    lines = [json.dumps({"id": n, "text": "It rained."}) for n in range(1000)]
    lines[6] = '{"id": 6, "text": '
    table = tmp_path / "rows.jsonl"
    table.write_text("\n".join(lines))
    done = run("read", "--json", "--no-record", table)
    assert len(done.stdout.splitlines()) == 999
    assert "line 7" in done.stderr


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_tables_carry_their_ids(kind: str, tmp_path: Path) -> None:
    table = pyarrow.table({"id": ["x", "y"], "text": [STORY, "It rained."], "published": ["2024-03-14", None]})
    path = tmp_path / f"rows.{kind}"
    if kind == "parquet":
        pyarrow.parquet.write_table(table, path)
    else:
        pyarrow.csv.write_csv(table, path)
    done = run("read", "--json", "--no-record", path)
    assert [json.loads(line)["article"]["given_id"] for line in done.stdout.splitlines()] == ["x", "y"]


def test_a_missing_path_fails_alone_with_advice(tmp_path: Path) -> None:
    done = run("read", "--no-record", tmp_path / "gone.txt")
    assert done.returncode == 1
    assert "gone.txt" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_date_that_does_not_exist_is_refused_before_anything_is_read(story: Path) -> None:
    done = run("read", "--no-record", "--published", "2024-02-30", story)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert "2024-02-30" in done.stderr


def test_a_record_made_by_a_newer_version_is_left_alone(story: Path, tmp_path: Path) -> None:
    import sqlite3

    record = tmp_path / "news.db"
    run("read", "--record", record, story)
    with sqlite3.connect(record) as connection:
        connection.execute("UPDATE meta SET value = '9999' WHERE name = 'schema'")
    connection.close()
    done = run("read", "--record", record, story)
    assert done.returncode == 2
    assert "schema 9999" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_guessed_encoding_is_said(tmp_path: Path) -> None:
    path = tmp_path / "latin.txt"
    path.write_bytes(
        "The café in Bogotá stayed open while Perú and Brasil held talks on Tuesday about fishing.".encode("cp1252")
    )
    done = run("read", "--no-record", path)
    assert done.returncode == 0
    assert "latin.txt" in done.stderr


def test_a_hundred_thousand_characters_without_a_full_stop(tmp_path: Path) -> None:
    path = tmp_path / "endless.txt"
    path.write_text("the ministers of the region and their advisers talked on and on " * 1600)
    done = run("read", "--json", "--no-record", path)
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1


def test_deeply_nested_html_stops_nothing(tmp_path: Path, story: Path) -> None:
    path = tmp_path / "deep.html"
    path.write_text("<html><body>" + "<div>" * 50_000 + "x" + "</div>" * 50_000 + "</body></html>")
    done = run("read", "--json", "--no-record", path, story)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(not hasattr(signal, "SIGINT") or os.name == "nt", reason="needs POSIX signals")
def test_an_interrupt_keeps_what_was_acknowledged(tmp_path: Path) -> None:
    record = tmp_path / "news.db"
    table = tmp_path / "rows.jsonl"
    table.write_text("\n".join(json.dumps({"id": n, "text": f"{STORY} Note {n}."}) for n in range(3000)))
    command = [
        sys.executable,
        "-c",
        "from dragoman.cli import main; main()",
        "read",
        "--json",
        "--record",
        str(record),
        str(table),
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    for _ in range(5):
        process.stdout.readline()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=240)
    printed = 5 + len(out.splitlines())
    counts = json.loads(run("record", "--json", "--record", record).stdout)
    assert process.returncode == 130
    assert b"Traceback" not in err
    assert printed <= counts["articles"] <= printed + 1


def test_help_and_doctor() -> None:
    help_text = run("--help").stdout
    assert all(command in help_text for command in ("read", "record", "doctor"))
    started = time.perf_counter()
    assert run("doctor").returncode == 0
    assert time.perf_counter() - started < 60
