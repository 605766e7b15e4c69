"""Files, folders and standard input → articles.

Whatever cannot be read becomes a Failure with its reason, and the next input is read. What was guessed on the way (an
encoding) or passed over (files of other kinds in a folder) is told in a Notice.
"""

from __future__ import annotations

import codecs
import gzip
import io
import os
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, BinaryIO, Literal

from dragoman.errors import BinaryInput, EmptyInput, InputError, OtherLanguage, TooLarge
from dragoman.ingest.failures import Notice, failure_of
from dragoman.ingest.published import day_in_name, published_day
from dragoman.ingest.tables import (
    COLUMNS,
    LONGEST_ROW,
    Row,
    article_from_row,
    delimiter_of,
    id_of,
    read_csv,
    read_jsonl,
    read_parquet,
)
from dragoman.ingest.text import LONGEST, article_from_text, article_id
from dragoman.model import Article, Failure

if TYPE_CHECKING:
    from dragoman.knowledge.outlets import Outlets

__all__ = ["EXTENSIONS", "Failure", "Notice", "Unread", "decode", "list_inputs", "open_inputs", "open_unread"]

Kind = Literal["text", "html", "jsonl", "csv", "parquet"]
EXTENSIONS: dict[str, Kind] = {
    ".txt": "text",
    ".html": "html",
    ".htm": "html",
    ".jsonl": "jsonl",
    ".csv": "csv",
    ".parquet": "parquet",
    ".txt.gz": "text",
    ".html.gz": "html",
    ".jsonl.gz": "jsonl",
}
# Read when they are named, though a folder's are passed over.
_MORE_EXTENSIONS: dict[str, Kind] = {
    **EXTENSIONS,
    ".csv.gz": "csv",
    ".tsv": "csv",
    ".ndjson": "jsonl",
    ".xhtml": "html",
}
_CHUNK = 1 << 16
_MOST_BYTES = {"text": 4 * LONGEST + 4, "html": LONGEST_ROW}  # UTF-8 takes at most four bytes a character


def open_inputs(
    paths: Iterable[str | os.PathLike[str]],
    *,
    published: str | None = None,
    source: str | None = None,
    stdin: BinaryIO | None = None,
    outlets: Outlets | None = None,
) -> Iterator[Article | Failure | Notice]:
    """Read articles from files, from folders (with what is below them, in the order of names) and from ``-``, stdin.

    ``published`` and ``source`` fill in what an input lacks: a table's columns and a page's own metadata go before
    them, while for plain text a date that is given goes before one that its words suggest. Raises BadDate at once
    where ``published`` is no date; all else that goes wrong is a Failure among the articles.

    >>> [failure] = open_inputs(["no/such/file.txt"])
    >>> failure.reason
    'unreadable'
    """
    day = published_day(published, where="the date of publication") if published is not None else None
    return _Inputs(day, source, stdin, outlets).read(paths)


@dataclass(frozen=True, slots=True)
class Unread:
    """An article that is still to be opened: a file, or a row of a table."""

    path: str
    row: Row | None

    @property
    def line(self) -> int | None:
        """The line of the row, counted from 1; None for a file."""
        return self.row.line if self.row is not None else None

    @property
    def given_id(self) -> str | None:
        """The id that the row carries."""
        return id_of(self.row) if self.row is not None else None


def list_inputs(
    paths: Iterable[str | os.PathLike[str]],
    *,
    published: str | None = None,
    source: str | None = None,
    stdin: BinaryIO | None = None,
    outlets: Outlets | None = None,
) -> Iterator[Unread | Article | Failure | Notice]:
    """List what open_inputs would read, in its order, and leave the opening of each article to open_unread.

    So it can be done elsewhere, one by one. Only what cannot be taken apart, as standard input, is an Article at once.

    >>> [(unread.path, unread.row) for unread in list_inputs(["story.txt"])]
    [('story.txt', None)]
    """
    day = published_day(published, where="the date of publication") if published is not None else None
    return _Inputs(day, source, stdin, outlets, later=True).read(paths)


def open_unread(
    unread: Unread, *, published: str | None = None, source: str | None = None, outlets: Outlets | None = None
) -> Iterator[Article | Failure | Notice]:
    """Open what list_inputs listed; the options are those of open_inputs, and so is what comes of it."""
    inputs = _Inputs(published_day(published) if published is not None else None, source, None, outlets)
    if unread.row is not None:
        return inputs._rows(iter([unread.row]), unread.path)
    return inputs._file(unread.path)


class _Inputs:
    """What is the same for all the inputs of one call."""

    def __init__(
        self,
        published: str | None,
        source: str | None,
        stdin: BinaryIO | None,
        outlets: Outlets | None,
        *,
        later: bool = False,
    ) -> None:
        self.published = published
        self.source = source
        self.stdin = stdin
        self.outlets = outlets
        self.later = later  # list articles without opening them

    def read(self, paths: Iterable[str | os.PathLike[str]]) -> Iterator[Any]:
        for given in paths:
            path = os.fspath(given)
            if path == "-":
                yield from self._standard_input()
            elif os.path.isdir(path):
                yield from self._folder(path)
            else:
                yield from self._file(path)

    def _standard_input(self) -> Iterator[Article | Failure | Notice]:
        if self.stdin is None:
            yield failure_of(
                InputError("expected text on standard input, came none. Pipe an article in, or name a file."), "-"
            )
            return
        stream = self.stdin

        def chunks() -> Iterator[bytes]:
            # read1 hands on what has come, so that a slow stream of lines is read as it grows.
            pull = getattr(stream, "read1", stream.read)
            while chunk := pull(_CHUNK):
                yield chunk

        yield from self._guarded("-", lambda: self._stream(chunks(), "-", None))

    def _folder(self, folder: str) -> Iterator[Any]:
        others = found = 0
        unreadable: list[OSError] = []
        for parent, folders, names in os.walk(folder, onerror=unreadable.append):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                path = os.path.join(parent, name)
                if name.startswith(".") or not os.path.isfile(path):
                    continue
                if _kind_by_name(name, EXTENSIONS) is None:
                    others += 1
                    continue
                found += 1
                yield from self._file(path)
        for problem in unreadable:
            yield failure_of(_unreadable(problem), _printable(problem.filename or folder))
        if others:
            yield Notice(
                _printable(folder),
                f"{_printable(folder)}: {others} file{'s' * (others != 1)} of other kinds passed over; "
                f"read are {', '.join(EXTENSIONS)}.",
            )
        if not found and not unreadable:
            error = EmptyInput(f"expected a folder with articles ({', '.join(EXTENSIONS)}), came one without any.")
            yield failure_of(error, _printable(folder))

    def _file(self, path: str) -> Iterator[Any]:
        shown = _printable(path)

        def articles() -> Iterator[Any]:
            kind = _kind_by_name(path, _MORE_EXTENSIONS)
            if self.later and kind in ("text", "html"):  # one article, whatever is in it
                yield Unread(path, None)
                return
            if kind == "parquet":
                with open(path, "rb"):  # a missing file is told as for other kinds
                    pass
                yield from self._rows(read_parquet(path), shown)
                return
            with open(path, "rb") as file:
                yield from self._stream(_chunks(file), shown, kind)

        yield from self._guarded(shown, articles)

    def _guarded(self, path: str, articles: Callable[[], Iterator[Any]]) -> Iterator[Any]:
        """Make a failure of what goes wrong with an input as a whole."""
        try:
            yield from articles()
        except InputError as error:
            yield failure_of(error, path)
        except (EOFError, zlib.error) as problem:
            yield failure_of(
                InputError(f"expected a gzip file, came a damaged one ({problem}). Compress it again."), path
            )
        except OSError as problem:
            yield failure_of(_unreadable(problem), path)
        except MemoryError:
            raise  # not of the input's making alone: told by whoever set the limit
        except Exception as problem:  # one file must not end a run of thousands
            yield failure_of(_unforeseen(problem), path)

    def _stream(self, chunks: Iterator[bytes], path: str, kind: Kind | None) -> Iterator[Article | Failure | Notice]:
        head, chunks = _head(chunks)
        if head.startswith(b"\x1f\x8b"):
            head, chunks = _head(_unzipped(chunks))
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            head, chunks = _head(_from_utf16(chunks))
        if head.startswith(codecs.BOM_UTF8):
            head, chunks = head[3:], _skipped(chunks, 3)
        sniffed = _sniff(head)
        if kind is None or (kind == "text" and sniffed == "html"):
            kind = sniffed
        if kind == "jsonl":
            yield from self._rows(read_jsonl(chunks, path), path)
        elif kind == "csv":
            yield from self._rows(read_csv(chunks, path), path)
        elif kind == "parquet":
            raise InputError(
                "expected text, came a Parquet table as a stream. Save it as a file that ends in .parquet."
            )
        else:
            yield from self._whole(_read_whole(chunks, kind), path, kind)

    def _rows(self, rows: Iterator[Row | Failure | Notice] | Iterator[Row | Failure], path: str) -> Iterator[Any]:
        for row in rows:
            if not isinstance(row, Row):
                yield row
                continue
            if self.later:
                yield Unread(path, row)
                continue
            try:
                yield _english(
                    article_from_row(row, path=path, published=self.published, source=self.source, outlets=self.outlets)
                )
            except InputError as error:
                yield failure_of(error, path, line=row.line, given_id=id_of(row))
            except MemoryError:
                raise
            except Exception as problem:  # one row must not end a run of a million
                yield failure_of(_unforeseen(problem), path, line=row.line, given_id=id_of(row))

    def _whole(self, data: bytes, path: str, kind: Kind) -> Iterator[Article | Failure | Notice]:
        text, guessed = decode(data, html=kind == "html")
        if guessed:
            yield Notice(path, f"{path}: not UTF-8, read as {guessed}. Save it as UTF-8 if letters look wrong.")
        name = None if path == "-" else os.path.basename(path)
        file_date = day_in_name(name) if name else None
        if kind == "html":
            # Loads the readers of pages, which text alone does without.
            from dragoman.ingest.pages import article_from_html

            article = article_from_html(
                text, published=self.published, source=self.source, path=path, outlets=self.outlets
            )
            if article.published is None and file_date:
                identity = article_id(article.text, article.url, article.outlet, file_date)
                article = replace(article, id=identity, published=file_date, published_from="file")
        else:
            article = article_from_text(
                text,
                published=self.published,
                source=self.source,
                path=path,
                file_date=file_date,
                outlets=self.outlets,
            )
        yield _english(article)


# ---------------------------------------------------------------- bytes to characters

_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a zip archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
# English in windows-1252 has its quotes and dashes above ASCII and little else: a share, and a count for short texts.
_FEW, _SOME = 0.05, 20


def decode(data: bytes, *, html: bool = False) -> tuple[str, str | None]:
    """Decode a file: its characters, and the name of the encoding where that was guessed.

    A byte order mark is dropped; newlines stay as they are. Raises BinaryInput.

    >>> decode(b"\\xef\\xbb\\xbfHe left."), decode(b"He said \\x93no\\x94.")
    (('He left.', None), ('He said “no”.', 'windows-1252'))
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace"), None
    data = data.removeprefix(codecs.BOM_UTF8)
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise BinaryInput(f"expected text, came {what}. Save the article as plain text or HTML.")
    controls = len(_CONTROLS.findall(data[:_CHUNK]))
    if b"\x00" in data or controls > 0.02 * min(len(data), _CHUNK):
        raise BinaryInput("expected text, came binary data. Save the article as plain text or HTML.")
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        pass
    if html:
        stated = _CHARSET.search(data[:4096])
        text = _try(data, stated[1].decode("ascii")) if stated else None
        if text is not None:
            return text, None
    # UTF-8 that was cut or damaged in a few places decodes far more letters than it loses.
    lenient = data.decode("utf-8", "replace")
    lost = lenient.count("\ufffd")
    if sum(character > "\x7f" for character in lenient) - lost >= 10 * lost:
        return lenient, "UTF-8 with damaged letters"
    high = sum(byte > 0x7F for byte in data[:_CHUNK])
    if high > max(_FEW * min(len(data), _CHUNK), _SOME):
        # Loaded here: few files need a guess.
        import charset_normalizer

        best = charset_normalizer.from_bytes(data[:_CHUNK]).best()
        text = _try(data, best.encoding) if best else None
        if best and text is not None:
            return text, best.encoding
    return data.decode("windows-1252", "replace"), "windows-1252"


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


# ---------------------------------------------------------------- streams

_HTML = re.compile(
    rb"\s*(?:<!--.{0,500}?-->\s*|<\?xml[^>]{0,200}\?>\s*)?<(?:!doctype\s+html|html|head|body|article|meta|title|div)\b",
    re.IGNORECASE | re.DOTALL,
)


def _kind_by_name(name: str, known: dict[str, Kind]) -> Kind | None:
    lower = name.lower()
    return next((kind for extension, kind in known.items() if lower.endswith(extension)), None)


def _sniff(head: bytes) -> Kind:
    """Tell what a stream holds by how it begins."""
    if head.startswith(b"PAR1"):
        return "parquet"
    if _HTML.match(head):
        return "html"
    if re.match(rb"\s*\{\s*(?:\"|\})", head):
        return "jsonl"
    if re.match(rb"\s*\[\s*\{\s*\"", head):
        raise InputError("expected an article, came a JSON array. Write its objects one a line, as JSON Lines.")
    first = head.lstrip().split(b"\n", 1)[0].decode("utf-8", "replace")
    names = [name.strip().strip('"').lower() for name in first.split(delimiter_of(first))]
    table = (
        len(names) > 1
        and ("text" in names or "html" in names)
        and all(re.fullmatch(r"[\w .-]{1,40}", n) for n in names)
    )
    return "csv" if table and sum(name in COLUMNS for name in names) > 1 else "text"


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _head(chunks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """Look at the beginning of a stream, some thousand bytes where there are as many, and give it back whole."""
    taken: list[bytes] = []
    size = 0
    for chunk in chunks:
        taken.append(chunk)
        size += len(chunk)
        if size >= 4096 or (b"\n" in chunk and size >= 64):
            break
    head = b"".join(taken)

    def whole() -> Iterator[bytes]:
        if head:
            yield head
        yield from chunks

    return head[:_CHUNK], whole()


def _skipped(chunks: Iterator[bytes], count: int) -> Iterator[bytes]:
    for chunk in chunks:
        yield chunk[count:]
        break
    yield from chunks


def _unzipped(chunks: Iterator[bytes]) -> Iterator[bytes]:
    with gzip.GzipFile(fileobj=io.BufferedReader(_Joined(chunks), _CHUNK)) as file:
        yield from _chunks(file)  # type: ignore[arg-type]


def _from_utf16(chunks: Iterator[bytes]) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder("utf-16")("replace")
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "replace")
    yield decoder.decode(b"", True).encode("utf-8", "replace")


class _Joined(io.RawIOBase):
    """Chunks as a file, which is what gzip reads."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks = chunks
        self.rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if not self.rest:
            self.rest = next(self.chunks, b"")
        taken = self.rest[: len(buffer)]
        self.rest = self.rest[len(taken) :]
        buffer[: len(taken)] = taken
        return len(taken)


def _read_whole(chunks: Iterator[bytes], kind: Kind) -> bytes:
    """Read an input that is one article; stops where it is longer than an article can be."""
    most = _MOST_BYTES.get(kind, LONGEST_ROW)
    parts, size = [], 0
    for chunk in chunks:
        parts.append(chunk)
        size += len(chunk)
        if size > most:
            raise TooLarge(
                f"expected an article of at most {LONGEST:,} characters, came more than {most:,} bytes. Split the file "
                "into articles: one file, or one line of JSON Lines, for each."
            )
    data = b"".join(parts)
    if not data.strip():
        raise EmptyInput("expected an article, came nothing. Leave it out.")
    return data


def _english(article: Article) -> Article:
    if article.language not in ("en", "und"):
        raise OtherLanguage(
            f"expected English, came a text in {article.language!r} (ISO 639-1). Translate it, or leave it out."
        )
    return article


def _unreadable(problem: OSError) -> InputError:
    what = problem.strerror or str(problem)
    return InputError(f"expected a file that can be read, came: {what}. Check the path and the rights to read it.")


def _unforeseen(problem: Exception) -> InputError:
    what = f"{type(problem).__name__}: {problem}"[:200]
    return InputError(f"reading it failed in a way that was not foreseen ({what}). Please report it with the input.")


def _printable(path: str) -> str:
    """Names that are not UTF-8 would break whatever prints or stores them."""
    return os.fsencode(path).decode("utf-8", "replace")
