"""Tables of articles: a row that cannot be read costs that row, and no table is held in memory."""

from __future__ import annotations

import csv
import datetime
import io
import json
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dragoman.ingest.files import Failure, Notice, open_inputs
from dragoman.ingest.tables import LONGEST_ROW, Row, byte_lines, read_csv, read_jsonl
from dragoman.ingest.text import LONGEST
from dragoman.model import Article

REPORT = "Iran and Russia agreed on Thursday to go on with the talks."
PAGE = (
    "<html><head><title>Talks resume</title></head><body><article><h1>Talks resume</h1>"
    + "".join(f"<p>{REPORT} The delegations met for the {n}th time in Vienna.</p>" for n in range(4, 12))
    + "</article></body></html>"
)


def run(tmp_path: Path, name: str, data: str | bytes, **given: Any) -> list[Article | Failure | Notice]:
    path = tmp_path / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return list(open_inputs([path], **given))


# a line of JSON → what is kept of it (id, title, published, url, outlet), or the reason of its failure and words of it
LINES: list[tuple[str, dict[str, Any] | tuple[str, str], str]] = [
    (json.dumps({"text": REPORT}), {"given_id": None, "title": None, "published": None}, "text alone"),
    (
        json.dumps({"id": "x", "text": REPORT, "title": "Talks", "published": "2022-01-20", "url": "https://example.org/a"}),
        {"given_id": "x", "title": "Talks", "published": "2022-01-20", "url": "https://example.org/a", "published_from": "given"},
        "all of them",
    ),
    (json.dumps({"id": 17, "text": REPORT}), {"given_id": "17"}, "a number as id"),
    (json.dumps({"id": 17.0, "text": REPORT}), {"given_id": "17"}, "a number that a table turned into a fraction"),
    (json.dumps({"Text": REPORT, "ID": "a"}), {"given_id": "a"}, "capitals in names"),
    (json.dumps({"text": REPORT, "lang": "en", "meta": {"a": [1]}}), {"given_id": None}, "unknown keys are passed over"),
    (json.dumps({"text": REPORT, "title": None, "url": "", "published": " "}), {"title": None, "url": None, "published": None}, "null and blank are missing"),
    (json.dumps({"text": REPORT, "published": "2022-01-20T10:00:00Z"}), {"published": "2022-01-20"}, "a date-time"),
    (json.dumps({"text": REPORT, "published": "2022-01"}), {"published": "2022-01"}, "a month is a month"),
    (json.dumps({"text": REPORT, "published": "Thu, 20 Jan 2022 10:00:00 GMT"}), {"published": "2022-01-20"}, "a date as mail writes it"),
    (json.dumps({"html": PAGE}), {"title": "Talks resume"}, "a page"),
    (json.dumps({"html": PAGE, "published": "2022-01-20"}), {"published": "2022-01-20", "published_from": "given"}, "a page with a date column"),
    (json.dumps({"text": None, "html": PAGE}), {"title": "Talks resume"}, "a page, and a column of text without any"),
    ('{"text": "a \\ud800 b met."}', {"text": "a \ufffd b met."}, "half a surrogate pair"),
    ('{"text": "They met.", "x": NaN}', {"text": "They met."}, "NaN in a key that is passed over"),
    ('{"text": "They met."', ("bad row", "malformed JSON"), "malformed"),
    ("They met.", ("bad row", "malformed JSON"), "no JSON"),
    ('["They met."]', ("bad row", "came a list"), "an array"),
    ('"They met."', ("bad row", "came a string"), "a string"),
    ("null", ("bad row", "came null"), "null"),
    ("[" * 100_000, ("bad row", "JSON"), "nested beyond reason"),
    ('{"text": ' + "9" * 5000 + "}", ("bad row", "text"), "a number of 5,000 digits"),
    ('{"id": "x"}', ("bad row", "'text' or 'html'"), "neither text nor html"),
    ("{}", ("bad row", "'text' or 'html'"), "an empty object"),
    (json.dumps({"body": REPORT}), ("bad row", "rename it to 'text'"), "the text under another name"),
    (json.dumps({"text": 5}), ("bad row", "a number"), "a number as text"),
    (json.dumps({"text": [REPORT]}), ("bad row", "a list"), "a list as text"),
    (json.dumps({"text": REPORT, "title": 5}), ("bad row", "'title'"), "a number as title"),
    (json.dumps({"text": ""}), ("empty", "empty"), "empty text"),
    (json.dumps({"text": None}), ("empty", "empty"), "null for text"),
    (json.dumps({"text": " \n"}), ("empty", "empty"), "blank text"),
    (json.dumps({"text": "a\x00b"}), ("binary", "NUL"), "NUL in the text"),
    (json.dumps({"text": "x" * (LONGEST + 1)}), ("too large", "2,000,000"), "too long"),
    (json.dumps({"text": REPORT, "published": "2022-02-30"}), ("bad date", "no such day"), "a day that does not exist"),
    (json.dumps({"text": REPORT, "published": 1642672800}), ("bad date", "2022-01-20T10:00:00Z"), "seconds since 1970"),
    (json.dumps({"text": REPORT, "published": "yesterday"}), ("bad date", "2022-01-20"), "no date"),
    (json.dumps({"html": "<html><body><a href='/'>Home</a></body></html>"}), ("no article", ""), "a page without an article"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "expected", "guards"), LINES, ids=[row[2] for row in LINES])
def test_json_lines(tmp_path: Path, line: str, expected: dict[str, Any] | tuple[str, str], guards: str) -> None:
    before, result, after = run(tmp_path, "a.jsonl", f'{{"text": "They met."}}\n{line}\n{{"text": "They left."}}\n')
    assert isinstance(before, Article)
    assert isinstance(after, Article)
    if isinstance(expected, dict):
        assert isinstance(result, Article)
        assert {name: getattr(result, name) for name in expected} == expected
    else:
        assert isinstance(result, Failure)
        assert (result.reason, result.line) == (expected[0], 2)
        assert expected[1] in result.message
        assert "line 2" in result.message


def test_line_seven_of_a_thousand(tmp_path: Path) -> None:
    lines = [json.dumps({"id": n, "text": f"Iran and Russia met for the {n}th time."}) for n in range(1, 1001)]
    lines[6] = lines[6][:-9]
    results = run(tmp_path, "a.jsonl", "\r\n".join(lines))
    assert [result.line for result in results if isinstance(result, Failure)] == [7]
    ids = [result.given_id for result in results if isinstance(result, Article)]
    assert ids == [str(n) for n in range(1, 1001) if n != 7]


def test_failure_carries_the_id(tmp_path: Path) -> None:
    [failure] = run(tmp_path, "a.jsonl", '{"id": "n-5", "text": 5}')
    assert isinstance(failure, Failure)
    assert failure.given_id == "n-5"


def test_rows_of_another_encoding_are_told_once(tmp_path: Path) -> None:
    data = b'{"text": "He said \x93no\x94."}\n{"text": "Caf\xc3\xa9 talks ended."}\n{"text": "The caf\xe9 closed."}\n'
    results = run(tmp_path, "a.jsonl", data)
    assert [getattr(result, "text", None) for result in results] == [
        "He said “no”.",
        "Café talks ended.",
        "The café closed.",
        None,
    ]
    assert isinstance(results[-1], Notice)


CSVS: list[tuple[str, list[tuple[str | None, str]], str]] = [
    ("id,text\n1,They met.\n2,They left.\n", [("1", "They met."), ("2", "They left.")], "commas"),
    ("id;text\n1;They met, and left.\n", [("1", "They met, and left.")], "semicolons"),
    ("text\tid\nThey met.\t1\n", [("1", "They met.")], "tabs, another order"),
    ("\ufeffID,Text\r\n1,They met.\r\n", [("1", "They met.")], "a mark at the start, capitals, Windows lines"),
    ('"id","text"\n"1","He said ""no"".\n\nThey left."\n', [("1", 'He said "no".\n\nThey left.')], "quotes and newlines in a field"),
    ("text\nThey met.\n\nThey left.\n", [(None, "They met."), (None, "They left.")], "one column, a blank line"),
    ("id,text,lang\n1,They met.,en\n2,They left.\n", [("1", "They met."), ("2", "They left.")], "unknown and missing fields"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "expected", "guards"), CSVS, ids=[row[2] for row in CSVS])
def test_csv(tmp_path: Path, data: str, expected: list[tuple[str | None, str]], guards: str) -> None:
    results = run(tmp_path, "a.csv", data)
    assert [(result.given_id, result.text) for result in results if isinstance(result, Article)] == expected
    assert len(results) == len(expected)


def test_csv_field_of_any_size(tmp_path: Path) -> None:
    limit = csv.field_size_limit(1000)  # as another library may leave it
    try:
        text = "Iran and Russia met. " * 20_000
        [article] = run(tmp_path, "a.csv", f'id,text\n1,"{text}"\n')
        assert isinstance(article, Article)
        assert article.text == text
    finally:
        csv.field_size_limit(limit)


BAD_CSVS: list[tuple[str, list[tuple[int | None, str, str]], int, str]] = [
    ("id,story\n1,They met.\n", [(1, "bad row", "id, story")], 0, "no column of text"),
    ("They met.\nThey left.\n", [(1, "bad row", "header")], 0, "no header"),
    ("id,text\n1,They met, and left.\n2,They met.\n", [(2, "bad row", "came 3")], 1, "a comma that parts a sentence"),
    ("id,text\n1,\n2,They met.\n", [(2, "empty", "empty")], 1, "an empty field"),
    ("id,text,published\n1,They met.,2022-02-30\n2,They met.,2022-01-20\n", [(2, "bad date", "no such day")], 1, "no such day"),
    ('id,text\n1,"They\nmet."\n2,\n3,They left.\n', [(4, "empty", "")], 2, "the line counts the newlines of fields before"),
]  # fmt: skip


@pytest.mark.parametrize(("data", "failures", "articles", "guards"), BAD_CSVS, ids=[row[3] for row in BAD_CSVS])
def test_csv_that_is_wrong(
    tmp_path: Path, data: str, failures: list[tuple[int | None, str, str]], articles: int, guards: str
) -> None:
    results = run(tmp_path, "a.csv", data)
    found = [result for result in results if isinstance(result, Failure)]
    assert [(failure.line, failure.reason) for failure in found] == [row[:2] for row in failures]
    for failure, (_, _, words) in zip(found, failures, strict=True):
        assert words in failure.message
    assert sum(isinstance(result, Article) for result in results) == articles


def test_csv_quote_that_is_never_closed_ends_in_a_failure() -> None:
    def chunks() -> Iterator[bytes]:
        yield b'text\nThey met.\n"They left.\n'
        for _ in range(LONGEST_ROW // 1_000_000 + 2):
            yield b"x" * 999_999 + b"\n"

    kinds = [type(row).__name__ for row in read_csv(chunks(), "a.csv")]
    assert kinds[:2] == ["Row", "Failure"]


def test_csv_of_another_encoding(tmp_path: Path) -> None:
    results = run(tmp_path, "a.csv", b"id,text\n1,He said \x93no\x94.\n")
    assert isinstance(results[0], Article)
    assert results[0].text == "He said “no”."
    assert isinstance(results[1], Notice)


def parquet(tmp_path: Path, columns: dict[str, Any], **options: Any) -> Path:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table(columns), path, **options)
    return path


PARQUETS: list[tuple[dict[str, Any], list[tuple[str | None, str, str | None]], str]] = [
    ({"id": ["a", None], "text": ["They met.", "They left."]}, [("a", "They met.", None), (None, "They left.", None)], "strings"),
    ({"id": [1, 2], "text": ["They met.", "They left."]}, [("1", "They met.", None), ("2", "They left.", None)], "numbers as ids"),
    ({"Text": ["They met."], "other": [[1, 2]]}, [(None, "They met.", None)], "capitals, other columns"),
    ({"text": pa.array(["They met."], pa.large_string())}, [(None, "They met.", None)], "large strings"),
    ({"text": pa.array([b"They met."], pa.binary())}, [(None, "They met.", None)], "bytes"),
    ({"text": pa.array(["They met."]).dictionary_encode()}, [(None, "They met.", None)], "a dictionary"),
    ({"text": ["They met."], "published": ["2022-01-20"]}, [(None, "They met.", "2022-01-20")], "dates as strings"),
    ({"text": ["They met."], "published": [datetime.date(2022, 1, 20)]}, [(None, "They met.", "2022-01-20")], "dates"),
    (
        {"text": ["They met."], "published": pa.array([1642672800123456789], pa.timestamp("ns", "UTC"))},
        [(None, "They met.", "2022-01-20")],
        "times in nanoseconds",
    ),
    ({"text": ["They met."], "published": pa.array([None], pa.timestamp("us"))}, [(None, "They met.", None)], "no time"),
]  # fmt: skip


@pytest.mark.parametrize(("columns", "expected", "guards"), PARQUETS, ids=[row[2] for row in PARQUETS])
def test_parquet(
    tmp_path: Path, columns: dict[str, Any], expected: list[tuple[str | None, str, str | None]], guards: str
) -> None:
    results = list(open_inputs([parquet(tmp_path, columns)]))
    found = [(row.given_id, row.text, row.published) for row in results if isinstance(row, Article)]
    assert found == expected
    assert len(results) == len(expected)


def test_parquet_that_is_wrong(tmp_path: Path) -> None:
    columns = {
        "id": ["a", "b", "c", "d"],
        "text": ["They met.", None, "They left.", "They met."],
        "published": ["2022-01-20", "", "2022-02-30", None],
    }
    results = list(open_inputs([parquet(tmp_path, columns)]))
    failures = [(row.line, row.given_id, row.reason) for row in results if isinstance(row, Failure)]
    assert failures == [(2, "b", "empty"), (3, "c", "bad date")]
    [failure] = open_inputs([parquet(tmp_path, {"story": ["x"]})])
    assert isinstance(failure, Failure)
    assert "'story'" in failure.message
    [failure] = open_inputs([parquet(tmp_path, {"text": pa.array([], pa.string())})])
    assert isinstance(failure, Failure)
    assert failure.reason == "empty"


def test_numbers_for_dates_in_parquet(tmp_path: Path) -> None:
    [failure] = open_inputs([parquet(tmp_path, {"text": ["They met."], "published": [1642672800]})])
    assert isinstance(failure, Failure)
    assert failure.reason == "bad date"


def _lines(count: int) -> Iterator[bytes]:
    line = json.dumps({"text": "Iran and Russia met. " * 200}).encode() + b"\n"
    for _ in range(count):
        yield line


def test_a_table_is_never_held_whole() -> None:
    tracemalloc.start()
    rows = sum(isinstance(row, Row) for row in read_jsonl(_lines(5000), "a.jsonl"))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert rows == 5000
    assert peak < 2_000_000  # the table has 21 MB


def test_line_that_never_ends_is_passed_over() -> None:
    chunks = [
        b'{"text": "They met."}\n',
        *[b"x" * 1_000_000] * (LONGEST_ROW // 1_000_000 + 2),
        b'\n{"text": "They left."}\n',
    ]
    results = list(read_jsonl(iter(chunks), "a.jsonl"))
    assert [type(result).__name__ for result in results] == ["Row", "Failure", "Row"]
    assert isinstance(results[1], Failure)
    assert (results[1].line, results[1].reason) == (2, "too large")
    assert results[2] == Row(3, {"text": "They left."})


@pytest.mark.parametrize("size", [1, 2, 3, 7, 100])
def test_lines_do_not_depend_on_the_chunks(size: int) -> None:
    data = b"ab\n\ncdef\r\nfar too long a line\nlast"
    stream = io.BytesIO(data)
    chunks = iter(lambda: stream.read(size), b"")
    assert list(byte_lines(chunks, 8)) == [(1, b"ab\n"), (2, b"\n"), (3, b"cdef\r\n"), (4, None), (5, b"last")]
