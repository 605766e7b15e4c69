"""Rows in each format, written and read back."""

import csv
import json

import pyarrow.parquet
import pytest

from dragoman.errors import DragomanError
from dragoman.record.fields import Field
from dragoman.report.formats import format_of, write

FIELDS = (
    Field("id", "text", ""),
    Field("count", "integer", ""),
    Field("share", "number", ""),
    Field("sure", "boolean", ""),
)
ROWS = [
    {"id": '042, "a"\nb\tc', "count": 3, "share": 0.5, "sure": True},
    {"id": "Zoë — “x”", "count": None, "share": None, "sure": False},
]


def test_csv_keeps_every_value(tmp_path):
    path = tmp_path / "rows.csv"
    assert write(ROWS, FIELDS, "csv", path) == 2
    with open(path, newline="", encoding="utf-8") as file:
        assert list(csv.reader(file)) == [
            ["id", "count", "share", "sure"],
            ['042, "a"\nb\tc', "3", "0.5", "true"],
            ["Zoë — “x”", "", "", "false"],
        ]


def test_a_line_of_tsv_is_a_row(tmp_path):
    path = tmp_path / "rows.tsv"
    assert write(ROWS, FIELDS, "tsv", path) == 2
    assert path.read_text("utf-8").splitlines()[1] == '042, "a" b c\t3\t0.5\ttrue'


def test_json_lines_are_the_rows(capsys):
    assert write(ROWS, FIELDS, "jsonl") == 2
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == ROWS


def test_parquet_has_types(tmp_path):
    path = tmp_path / "rows.parquet"
    assert write(iter(ROWS), FIELDS, "parquet", path) == 2
    read = pyarrow.parquet.read_table(path)
    assert read.to_pylist() == ROWS
    assert [str(type) for type in read.schema.types] == ["string", "int64", "double", "bool"]
    assert write([], FIELDS, "parquet", path) == 0
    assert pyarrow.parquet.read_table(path).column_names == ["id", "count", "share", "sure"]


def test_a_table_is_plain_where_nobody_looks(capsys):
    shown = [{**row, "empty": None} for row in ROWS]
    fields = (*FIELDS, Field("empty", "text", ""))
    assert write(shown, fields, "table", shown=("id", "count", "empty")) == 2
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["id", "count"]  # no column without a value
    assert lines[1].endswith("3")
    assert "\x1b" not in "".join(lines)


@pytest.mark.parametrize(
    ("output", "asked", "format"),
    [(None, None, "table"), (None, "csv", "csv"), ("a.parquet", None, "parquet"), ("a.csv", "tsv", "tsv")],
)
def test_the_format_is_asked_for_or_told_by_the_name(tmp_path, output, asked, format):
    assert format_of(output and tmp_path / output, asked) == format


def test_what_cannot_be_written_is_told(tmp_path):
    with pytest.raises(DragomanError, match="'xls' is no format: ask for one of table"):
        format_of(None, "xls")
    with pytest.raises(DragomanError, match="the name tells no format"):
        format_of(tmp_path / "rows", None)
    with pytest.raises(DragomanError, match="Parquet cannot be printed"):
        write(ROWS, FIELDS, "parquet")
    for format in ("csv", "parquet"):
        with pytest.raises(DragomanError, match="cannot be written"):
            write(ROWS, FIELDS, format, tmp_path / "no" / "such.file")
