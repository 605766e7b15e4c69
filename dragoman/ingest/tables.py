"""Tables of articles, one a row: JSON Lines, CSV and Parquet, read as streams.

A row holds ``text`` or ``html``, and if it has them ``id``, ``title``, ``published``, ``url`` and ``source``; what else
it holds is passed over. A row that cannot be read costs that row.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dragoman.errors import BadRow, EmptyInput, InputError, TooLarge
from dragoman.ingest.failures import Notice, failure_of
from dragoman.ingest.published import published_day
from dragoman.ingest.text import article_from_text, article_id, outlet_named
from dragoman.model import Article, Failure

if TYPE_CHECKING:
    from dragoman.knowledge.outlets import Outlets

COLUMNS = ("id", "title", "published", "url", "source", "text", "html")
LONGEST_ROW = 24_000_000  # bytes: a page of 12 million characters, most of them ASCII, escaped in part
_BATCH = 64  # rows of Parquet in memory at a time
_ADVICE = "A row needs a column 'text' or 'html'; id, title, published, url and source are read where they are there."
_NAMES_OF_TEXT = ("body", "content", "article", "maintext", "full_text", "fulltext", "article_text", "story")


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands in the table; ``line`` is 1-based."""

    line: int
    fields: dict[str, Any]  # of COLUMNS, those that are there


def article_from_row(
    row: Row,
    *,
    path: str | None = None,
    published: str | None = None,
    source: str | None = None,
    outlets: Outlets | None = None,
) -> Article:
    """Make an article of a row; ``published`` and ``source`` fill in what the row lacks.

    Raises BadRow, BadDate and whatever the readers of text and pages raise.

    >>> article_from_row(Row(1, {"id": 7, "text": "Iran and Russia met.", "published": "2022-01-20"})).given_id
    '7'
    """
    text, html = _words(row, "text"), _words(row, "html")
    stated = _present(row.fields.get("published"))
    day = published_day(stated) if stated is not None else published
    house = _words(row, "source") or source
    title, url, given_id = _words(row, "title"), _words(row, "url"), id_of(row)
    if html is not None and text is None:
        # Loads the readers of pages, which text alone does without.
        from dragoman.ingest.pages import article_from_html

        page = article_from_html(
            html, url=url, published=day, source=house, path=path, given_id=given_id, outlets=outlets
        )
        return _with_columns(page, title, day if stated is not None else None, _words(row, "source"), outlets)
    if text is None:
        if any(_present(row.fields.get(name)) is not None or name in row.fields for name in ("text", "html")):
            raise EmptyInput("expected an article, came a row whose text is empty. Leave it out.")
        raise BadRow(f"expected 'text' or 'html', came {_shown(row)}. {_ADVICE}")
    return article_from_text(
        text, title=title, url=url, published=day, source=house, path=path, given_id=given_id, outlets=outlets
    )


def id_of(row: Row) -> str | None:
    """Give a row's id as a string; None where it has none that is a string or a number."""
    value = _present(row.fields.get("id"))
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return str(value)


def read_jsonl(chunks: Iterable[bytes], path: str) -> Iterator[Row | Failure | Notice]:
    r"""Read JSON Lines: an object a line. A malformed line is a failure that names it, and the next line is read.

    >>> [type(row).__name__ for row in read_jsonl([b'{"text": "He left."}\n{"te'], "a.jsonl")]
    ['Row', 'Failure']
    """
    words = _Words(path)
    found = False
    for number, line in byte_lines(chunks, LONGEST_ROW):
        if line is None:
            found = True
            yield failure_of(_too_long(), path, line=number)
            continue
        if not line.strip():
            continue
        found = True
        try:
            yield Row(number, _object(words.decoded(line)))
        except InputError as error:
            yield failure_of(error, path, line=number)
    yield from words.notices()
    if not found:
        yield failure_of(EmptyInput("expected JSON Lines, came nothing. Leave the file out."), path)


def read_csv(chunks: Iterable[bytes], path: str) -> Iterator[Row | Failure | Notice]:
    r"""Read CSV with a header, its fields parted by comma, semicolon, tab or bar; a field may be of any size.

    >>> list(read_csv([b'id;text\n1;He left.\n'], "a.csv"))
    [Row(line=2, fields={'id': '1', 'text': 'He left.'})]
    """
    words = _Words(path)
    # The limit is the process's; a smaller one, which another library may have set, would cut long articles off.
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_ROW))
    lines = _csv_lines(chunks)
    header = next((line for line in lines if line.strip()), None)
    if header is None:
        yield failure_of(EmptyInput("expected a table, came nothing. Leave the file out."), path)
        return
    mark = delimiter_of(header)
    names = [name.strip().strip('"').strip().lower() for name in next(csv.reader([header], delimiter=mark))]
    if "text" not in names and "html" not in names:
        shown = ", ".join(names)[:200]
        yield failure_of(
            BadRow(f"expected a header with a column 'text' or 'html', came {shown!r}. {_ADVICE}"), path, line=1
        )
        return
    reader = csv.reader(lines, delimiter=mark)
    found = False
    while True:
        number = reader.line_num + 2  # the header is line 1, and the row begins on the line after the last one read
        try:
            cells = next(reader)
            if not any(cell.strip() for cell in cells):
                continue
            found = True
            yield Row(number, _cells(words, names, cells))
        except StopIteration:
            break
        except csv.Error as problem:
            found = True
            advice = (
                "A quotation mark that opens a field is never closed, or the field is longer than an article can be."
            )
            yield failure_of(
                BadRow(f"expected a row of CSV, came what cannot be read ({problem}). {advice}"), path, line=number
            )
        except InputError as error:
            found = True
            yield failure_of(error, path, line=number)
    yield from words.notices()
    if not found:
        yield failure_of(EmptyInput("expected rows, came a header without any. Leave the file out."), path)


def read_parquet(path: str) -> Iterator[Row | Failure]:
    """Read a Parquet file in batches of rows; ``line`` counts its rows."""
    # pyarrow takes a tenth of a second and 60 MB to load; only Parquet needs it.
    import pyarrow
    import pyarrow.parquet

    number = 0
    try:
        with pyarrow.parquet.ParquetFile(path) as file:
            columns = {name.strip().lower(): name for name in reversed(file.schema_arrow.names)}
            wanted = {name: columns[name] for name in COLUMNS if name in columns}
            if "text" not in wanted and "html" not in wanted:
                shown = ", ".join(file.schema_arrow.names)[:200]
                raise BadRow(f"expected a column 'text' or 'html', came {shown!r}. {_ADVICE}")
            for batch in file.iter_batches(batch_size=_BATCH, columns=list(wanted.values())):
                values = {name: _values(batch.column(column), pyarrow) for name, column in wanted.items()}
                for i in range(batch.num_rows):
                    number += 1
                    yield Row(number, {name: column[i] for name, column in values.items()})
    except InputError as error:
        yield failure_of(error, path)
        return
    except (pyarrow.ArrowException, OSError, ValueError, KeyError) as problem:
        where = f" after row {number}" if number else ""
        damaged = InputError(
            f"expected a Parquet file, came one that cannot be read{where} ({problem}). Write it again."
        )
        yield failure_of(damaged, path)
        return
    if not number:
        yield failure_of(EmptyInput("expected rows, came a table without any. Leave the file out."), path)


def byte_lines(chunks: Iterable[bytes], longest: int) -> Iterator[tuple[int, bytes | None]]:
    r"""Cut a stream at its newlines, which stay; a line longer than ``longest`` is None and never held in memory.

    >>> list(byte_lines([b"a\nb", b"c\n", b"far too long\nd"], 5))
    [(1, b'a\n'), (2, b'bc\n'), (3, None), (4, b'd')]
    """
    number = 1
    held: list[bytes] = []
    size = 0
    for chunk in chunks:
        start = 0
        while start < len(chunk):
            end = chunk.find(b"\n", start) + 1
            piece = chunk[start : end or len(chunk)]
            size += len(piece)
            if size <= longest:
                held.append(piece)
            else:
                held.clear()
            start += len(piece)
            if end:
                yield number, b"".join(held) if size <= longest else None
                number, size = number + 1, 0
                held.clear()
    if size:
        yield number, b"".join(held) if size <= longest else None


def delimiter_of(header: str) -> str:
    """Find what parts the columns of a header: the mark under which most known names stand.

    >>> delimiter_of("id;published;text")
    ';'
    """

    def known(mark: str) -> int:
        return sum(name.strip().strip('"').strip().lower() in COLUMNS for name in header.split(mark))

    return max(",;\t|", key=known)


# ---------------------------------------------------------------- rows and fields


class _Words:
    """Decodes fields as UTF-8, and by a guess where they are not; says so once."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.guessed: str | None = None

    def decoded(self, data: bytes) -> str:
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            self.guessed = self.guessed or "windows-1252"
            return data.decode("windows-1252", "replace")

    def notices(self) -> Iterator[Notice]:
        if self.guessed:
            yield Notice(
                self.path,
                f"{self.path}: some rows are not UTF-8 and were read as {self.guessed}. Save the table as UTF-8 if "
                "letters look wrong.",
            )


def _object(line: str) -> dict[str, Any]:
    advice = 'Write one object a line: {"text": "…", "published": "2022-01-20"}.'
    try:
        value = json.loads(line)
    except RecursionError:
        raise BadRow(f"expected a JSON object, came one nested too deeply. {advice}") from None
    except ValueError as problem:  # also a number of more digits than Python converts
        raise BadRow(f"expected a JSON object, came malformed JSON ({problem}). {advice}") from None
    if not isinstance(value, dict):
        raise BadRow(f"expected a JSON object, came {_kind(value)}. {advice}")
    fields: dict[str, Any] = {}
    for name, content in value.items():
        known = name.strip().lower()
        if known in COLUMNS or known in _NAMES_OF_TEXT:
            fields.setdefault(known, content)
    return fields or dict.fromkeys(list(value)[:8])


def _cells(words: _Words, names: list[str], cells: list[str]) -> dict[str, Any]:
    if len(cells) > len(names) and any(cell.strip() for cell in cells[len(names) :]):
        raise BadRow(
            f"expected {len(names)} fields as in the header, came {len(cells)}. Put quotation marks around fields that "
            "hold the mark between columns."
        )
    fields: dict[str, Any] = {}
    for name, cell in zip(names, cells, strict=False):
        if (name in COLUMNS or name in _NAMES_OF_TEXT) and name not in fields:
            fields[name] = _unescaped(words, cell)
    return fields


def _unescaped(words: _Words, cell: str) -> str:
    """Decode again what was not UTF-8; _csv_lines keeps such bytes as surrogates."""
    if _ESCAPED.search(cell) is None:
        return cell
    return words.decoded(cell.encode("utf-8", "surrogateescape"))


_ESCAPED = re.compile("[\udc80-\udcff]")


def _csv_lines(chunks: Iterable[bytes]) -> Iterator[str]:
    for _, line in byte_lines(chunks, LONGEST_ROW):
        # A line that no article fills gives an empty row; csv counts it and goes on.
        yield "" if line is None else line.decode("utf-8", "surrogateescape")


def _values(column: Any, pyarrow: Any) -> list[Any]:
    """Turn a column into values of Python; times become their ISO form, which needs no other library."""
    kind = column.type
    if pyarrow.types.is_timestamp(kind) or pyarrow.types.is_date(kind):
        column = column.cast(pyarrow.string())
    elif pyarrow.types.is_binary(kind) or pyarrow.types.is_large_binary(kind):
        return [None if value is None else value.decode("utf-8", "replace") for value in column.to_pylist()]
    return list(column.to_pylist())


def _words(row: Row, name: str) -> str | None:
    """Read a field of words; None where it is missing or blank."""
    value = _present(row.fields.get(name))
    if value is None:
        return None
    if not isinstance(value, str):
        raise BadRow(f"expected {name!r} to be words, came {_kind(value)}. Write it between quotation marks, or null.")
    return value if value.strip() else None


def _present(value: Any) -> Any:
    """None, NaN and blank words are what tables hold for a missing value."""
    if isinstance(value, float) and value != value:
        return None
    return None if isinstance(value, str) and not value.strip() else value


def _with_columns(
    page: Article, title: str | None, day: str | None, source: str | None, outlets: Outlets | None
) -> Article:
    """Let the table's own columns go before what the page tells: they were put there on purpose."""
    if day and day != page.published:
        page = replace(page, published=day)
    if day:
        page = replace(page, published_from="given")
    if source:
        page = replace(page, outlet=outlet_named(source, outlets))
    if title and page.title is None:
        page = replace(page, title=title)
    return replace(page, id=article_id(page.text, page.url, page.outlet, page.published))


def _kind(value: object) -> str:
    names = {
        bool: "true or false",
        list: "a list",
        dict: "an object",
        int: "a number",
        float: "a number",
        str: "a string",
    }
    return "null" if value is None else names.get(type(value), f"a {type(value).__name__}")


def _shown(row: Row) -> str:
    near = [name for name in row.fields if name in _NAMES_OF_TEXT]
    if near:
        return f"a row with {near[0]!r} instead; rename it to 'text'"
    return f"a row with {', '.join(map(repr, row.fields)) or 'nothing'} only"


def _too_long() -> TooLarge:
    return TooLarge(f"expected a line of at most {LONGEST_ROW:,} bytes, came a longer one. Split it into articles.")
