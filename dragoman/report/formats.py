"""Rows as a table for a person, CSV, TSV, JSON Lines or Parquet, to a file or to a stream.

    write(rows, fields, "csv", sys.stdout)    how many rows were written

All but the table keep every value as it is, and are written while the rows come. A tab or a line break within a value
becomes a blank in TSV, which has no way to quote it.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Literal, get_args

from dragoman.errors import DragomanError
from dragoman.record.fields import Field

Format = Literal["table", "csv", "tsv", "jsonl", "parquet"]
Row = Mapping[str, Any]
_BATCH = 10_000  # rows of Parquet written at a time
_WIDEST = 44  # characters of a column of the table
_ENDINGS: Mapping[str, Format] = {".csv": "csv", ".tsv": "tsv", ".jsonl": "jsonl", ".parquet": "parquet"}


def format_of(output: Path | None, asked: str | None) -> Format:
    """Settle the format: what is asked for, else by the ending of the file's name, else a table."""
    if asked is not None and asked not in get_args(Format):
        raise DragomanError(f"{asked!r} is no format: ask for one of {', '.join(get_args(Format))}")
    if asked is not None:
        return asked  # type: ignore[return-value]
    if output is None:
        return "table"
    if output.suffix not in _ENDINGS:
        raise DragomanError(f"{output}: the name tells no format: add --format, or end it in {', '.join(_ENDINGS)}")
    return _ENDINGS[output.suffix]


def write(
    rows: Iterable[Row],
    fields: Sequence[Field],
    format: Format,
    output: Path | None = None,
    *,
    shown: Sequence[str] | None = None,
) -> int:
    """Write rows to a file, or to standard output, and give their number. ``shown`` are the columns of a table."""
    if format == "parquet":
        if output is None:
            raise DragomanError("Parquet cannot be printed: name a file with --output")
        return _parquet(rows, fields, output)
    with _stream(output) as stream:
        if format == "table":
            return _table(rows, [field for field in fields if shown is None or field.name in shown], stream)
        if format == "jsonl":
            return _lines((json.dumps(row, ensure_ascii=False) for row in rows), stream)
        if format == "tsv":
            names = "\t".join(field.name for field in fields)
            return _lines(itertools.chain([names], (_tabbed(row, fields) for row in rows)), stream) - 1
        return _csv(rows, fields, stream)


@contextmanager
def _stream(output: Path | None) -> Iterator[IO[str]]:
    if output is None:
        yield sys.stdout
        return
    try:
        stream = open(output, "w", encoding="utf-8", errors="backslashreplace", newline="")  # noqa: SIM115
    except OSError as error:
        raise DragomanError(
            f"{output} cannot be written ({error.strerror}): name another file with --output"
        ) from error
    with stream:
        yield stream


def _lines(lines: Iterable[str], stream: IO[str]) -> int:
    count = 0
    for line in lines:
        stream.write(line + "\n")
        count += 1
    return count


def _csv(rows: Iterable[Row], fields: Sequence[Field], stream: IO[str]) -> int:
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([field.name for field in fields])
    count = 0
    for row in rows:
        writer.writerow([_plain(row[field.name]) for field in fields])
        count += 1
    return count


def _tabbed(row: Row, fields: Sequence[Field]) -> str:
    return "\t".join(re.sub(r"[\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]", " ", _plain(row[field.name])) for field in fields)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _parquet(rows: Iterable[Row], fields: Sequence[Field], output: Path) -> int:
    import pyarrow
    import pyarrow.parquet

    types = {
        "text": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
    }
    schema = pyarrow.schema([(field.name, types[field.type]) for field in fields])
    count = 0
    rows = iter(rows)
    try:
        with pyarrow.parquet.ParquetWriter(output, schema) as writer:
            while batch := list(itertools.islice(rows, _BATCH)):
                writer.write_table(pyarrow.Table.from_pylist(batch, schema=schema))
                count += len(batch)
    except OSError as error:
        raise DragomanError(f"{output} cannot be written ({error}): name another file with --output") from error
    return count


def _table(rows: Iterable[Row], fields: Sequence[Field], stream: IO[str]) -> int:
    """Print columns beside each other: on a terminal as wide as it is, elsewhere as wide as they need."""
    from rich.console import Console
    from rich.table import Table

    held = list(rows)
    fields = [field for field in fields if any(row[field.name] is not None for row in held)]
    on_terminal = stream.isatty()
    table = Table(box=None, pad_edge=False, header_style="bold" if on_terminal else None)
    for field in fields:
        number = field.type in ("integer", "number")
        table.add_column(
            field.name, justify="right" if number else "left", max_width=_WIDEST, overflow="ellipsis", no_wrap=True
        )
    for row in held:
        table.add_row(*(_cell(row[field.name]) for field in fields))
    inner = io.StringIO()
    Console(file=stream if on_terminal else inner, width=None if on_terminal else 1000, highlight=False).print(table)
    if not on_terminal:
        stream.writelines(line.rstrip() + "\n" for line in inner.getvalue().splitlines())
    return len(held)


def _cell(value: Any) -> Any:
    from rich.text import Text

    return Text(" ".join(_plain(value).split()))
