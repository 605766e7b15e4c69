"""Files, folders and standard input: what becomes an article, and what a failure with its reason."""

from __future__ import annotations

import gzip
import io
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import BadDate
from dragoman.ingest.files import Failure, Notice, decode, open_inputs
from dragoman.ingest.text import LONGEST
from dragoman.model import Article

REPORT = "Iran and Russia agreed on Thursday to go on with the talks, the ministry said."
FRENCH = (
    "Le président iranien a rencontré son homologue russe à Moscou mercredi, et les deux pays ont décidé de renforcer "
    "leurs relations dans tous les domaines, selon les agences. Les ministres ont également évoqué la situation en "
    "Syrie et les négociations sur le nucléaire, qui se poursuivent depuis des mois sans résultat."
)
PAGE = (
    "<!DOCTYPE html><html><head><title>Talks resume</title></head><body><article><h1>Talks resume</h1>"
    + "".join(f"<p>{REPORT} The delegations met for the {n}th time in Vienna.</p>" for n in range(4, 12))
    + "</article></body></html>"
)
ROW = '{"id": "a1", "text": "Iran and Russia met."}\n'


def told(results: Iterator[Article | Failure | Notice]) -> list[str]:
    """What came out, in a word each."""
    words = []
    for result in results:
        if isinstance(result, Article):
            words.append("article")
        else:
            words.append(result.reason if isinstance(result, Failure) else "notice")
    return words


CONTENTS: list[tuple[str, bytes, list[str], str]] = [
    ("a.txt", REPORT.encode(), ["article"], "plain text"),
    ("a.html", PAGE.encode(), ["article"], "a page"),
    ("a.htm", PAGE.encode(), ["article"], "a page with the short ending"),
    ("a.jsonl", ROW.encode() * 2, ["article", "article"], "JSON Lines"),
    ("a.csv", b"id,text\n1,Iran and Russia met.\n", ["article"], "CSV"),
    ("a.txt.gz", gzip.compress(REPORT.encode()), ["article"], "a gzip file"),
    ("a.html.gz", gzip.compress(PAGE.encode()), ["article"], "a gzip page"),
    ("a.jsonl.gz", gzip.compress(ROW.encode()), ["article"], "gzip JSON Lines"),
    ("a.txt", gzip.compress(REPORT.encode()), ["article"], "gzip under the wrong name"),
    ("a.txt.gz", REPORT.encode(), ["article"], "no gzip under the name of one"),
    ("page.txt", PAGE.encode(), ["article"], "a page under the name of a text"),
    ("unknown.ext", ROW.encode(), ["article"], "a named file of unknown kind is looked into"),
    ("unknown", b"id\ttext\n1\tIran and Russia met.\n", ["article"], "a table without a name for it"),
    ("a.txt", b"\xef\xbb\xbf" + REPORT.encode(), ["article"], "UTF-8 with its mark"),
    ("a.txt", REPORT.encode("utf-16"), ["article"], "UTF-16 with its mark"),
    ("a.jsonl", ROW.encode("utf-16"), ["article"], "UTF-16 JSON Lines"),
    ("a.csv", "id;text\n1;Iran and Russia met.\n".encode("utf-16"), ["article"], "UTF-16 CSV, as spreadsheets write it"),
    ("a.txt", b"He said \x93no\x94 to Iran.", ["notice", "article"], "windows-1252 is a guess and is told"),
    ("a.txt", b"", ["empty"], "nothing"),
    ("a.txt", b" \n\t \r\n", ["empty"], "white space"),
    ("a.html", b"  \n", ["empty"], "an empty page"),
    ("a.jsonl", b"\n\n", ["empty"], "a table of nothing"),
    ("a.csv", b"", ["empty"], "a CSV of nothing"),
    ("a.csv", b"id,text\n", ["empty"], "a header alone"),
    ("a.txt", b"ab\x00\x01\x02cd", ["binary"], "NUL bytes"),
    ("a.txt", b"%PDF-1.7 stream", ["binary"], "a PDF"),
    ("a.txt", bytes(range(256)) * 4, ["binary"], "bytes of all kinds"),
    ("a.txt", FRENCH.encode(), ["not English"], "French"),
    ("a.txt", ("x" * (LONGEST + 1)).encode(), ["too large"], "one character more than the most"),
    ("a.txt.gz", gzip.compress(b"x" * 9_000_000), ["too large"], "a gzip file that swells"),
    ("a.txt", ("He said “no”. " * LONGEST)[:LONGEST].encode(), ["article"], "the most characters, more bytes"),
    ("a.html", b"<html><body><a href='/'>Home</a></body></html>", ["no article"], "a page without an article"),
    ("a.txt.gz", gzip.compress(REPORT.encode())[:-20], ["unreadable"], "a damaged gzip file"),
    ("a.parquet", b"PAR1 but no more", ["unreadable"], "a damaged Parquet file"),
    ("a.json", b'[{"text": "x"}]', ["unreadable"], "a JSON array"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "expected", "guards"), CONTENTS, ids=[row[3] for row in CONTENTS])
def test_contents(tmp_path: Path, name: str, data: bytes, expected: list[str], guards: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    results = list(open_inputs([path]))
    assert told(iter(results)) == expected
    for result in results:
        assert result.path == str(path)
        if not isinstance(result, Article):
            assert str(path) in result.message  # says where


def test_ten_megabytes_fail_at_once(tmp_path: Path) -> None:
    path = tmp_path / "dump.txt"
    path.write_bytes(b"Iran and Russia met in Moscow. " * 330_000)
    begin = time.perf_counter()
    assert told(open_inputs([path])) == ["too large"]
    assert time.perf_counter() - begin < 2


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_newlines_and_characters_stay(tmp_path: Path, newline: str) -> None:
    text = f"Talks resume{newline}{newline}The “two”\u00a0sides met. 𝔘 {newline}"
    (tmp_path / "a.txt").write_bytes(text.encode())
    [article] = open_inputs([tmp_path / "a.txt"])
    assert isinstance(article, Article)
    assert article.text == text


def test_folder_is_read_in_order_with_what_is_below(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden.txt", ".git/d.txt", "e.pdf", "f.docx"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(REPORT)
    results = list(open_inputs([tmp_path]))
    paths = [os.path.relpath(str(result.path), tmp_path) for result in results if isinstance(result, Article)]
    assert paths == ["a.txt", "b.txt", os.path.join("sub", "c.txt")]
    [notice] = [result for result in results if isinstance(result, Notice)]
    assert "2 files of other kinds" in notice.message


def test_folder_without_articles_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"x")
    assert told(open_inputs([tmp_path])) == ["notice", "empty"]


def test_what_cannot_be_opened_is_named_and_the_run_goes_on(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(REPORT)
    results = list(open_inputs([tmp_path / "missing.txt", tmp_path / "missing.parquet", tmp_path / "a.txt"]))
    assert told(iter(results)) == ["unreadable", "unreadable", "article"]
    assert isinstance(results[0], Failure)
    assert "missing.txt" in results[0].message
    assert "Check the path" in results[0].message


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may read everything")
def test_file_without_the_right_to_read_it(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(REPORT)
    path.chmod(0)
    assert told(open_inputs([path])) == ["unreadable"]


def test_names_that_are_not_utf8_can_be_printed(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    try:
        with open(path, "wb") as file:
            file.write(REPORT.encode())
    except OSError:
        pytest.skip("the file system takes UTF-8 names only")
    [article] = open_inputs([os.fsdecode(path)])
    assert isinstance(article, Article)
    assert (article.path or "").endswith("caf\ufffd.txt")


STDIN: list[tuple[bytes, list[str], str]] = [
    (REPORT.encode(), ["article"], "text"),
    (PAGE.encode(), ["article"], "a page"),
    (b"  \n<html><body>" + PAGE.encode(), ["article"], "a page after blank lines"),
    (ROW.encode() * 3, ["article"] * 3, "JSON Lines"),
    (b"id,text\n1,Iran and Russia met.\n", ["article"], "CSV"),
    (gzip.compress(ROW.encode()), ["article"], "gzip"),
    (b"", ["empty"], "nothing"),
    (b"PAR1", ["unreadable"], "Parquet needs a file"),
    (b"Text, photos and video released\n\nIran and Russia met.", ["article"], "a headline with a comma is no table"),
    (b"<Iran> and Russia met.", ["article"], "a sign that is no tag"),
]


@pytest.mark.parametrize(("data", "expected", "guards"), STDIN, ids=[row[2] for row in STDIN])
def test_standard_input(data: bytes, expected: list[str], guards: str) -> None:
    results = list(open_inputs(["-"], stdin=io.BytesIO(data)))
    assert told(iter(results)) == expected
    assert {result.path for result in results} == {"-"}


def test_no_standard_input() -> None:
    assert told(open_inputs(["-"])) == ["unreadable"]


def test_standard_input_is_read_as_it_comes() -> None:
    class Slow(io.RawIOBase):
        given = 0

        def readable(self) -> bool:
            return True

        def read1(self, size: int = -1) -> bytes:
            self.given += 1
            return ROW.encode() * 2 if self.given < 100 else b""

    slow = Slow()
    results = open_inputs(["-"], stdin=slow)  # type: ignore[arg-type]
    assert isinstance(next(results), Article)
    assert slow.given < 10


PUBLISHED: list[tuple[str, str, dict[str, Any], tuple[str | None, str], str]] = [
    ("moscow-2022-01-20.txt", REPORT, {}, ("2022-01-20", "file"), "the name of the file"),
    ("irna_20220120_17.txt", REPORT, {}, ("2022-01-20", "file"), "the name, without marks"),
    ("20-01-2022.txt", REPORT, {}, ("2022-01-20", "file"), "the name, day first"),
    ("a-2022-02-30.txt", REPORT, {}, (None, "unknown"), "a day that does not exist"),
    ("a.txt", REPORT, {}, (None, "unknown"), "nothing"),
    ("a-2022-01-20.txt", REPORT, {"published": "2022-01-21"}, ("2022-01-21", "given"), "given goes before the name"),
    ("a.txt", f"Talks\n20 January 2022\n{REPORT}", {"published": "2022-01-21"}, ("2022-01-21", "given"), "and before the text"),
    ("a-2022-01-20.html", PAGE, {}, ("2022-01-20", "file"), "the name of a page's file"),
    ("a-2022-01-20.html", PAGE, {"published": "2022-01-21"}, ("2022-01-21", "given"), "given fills in what a page lacks"),
    (
        "a.html",
        PAGE.replace("<head>", '<head><meta property="article:published_time" content="2022-01-19T10:00:00Z">'),
        {"published": "2022-01-21"},
        ("2022-01-19", "metadata"),
        "a page's own date goes before what is given",
    ),
    ("a-2022-01-20.jsonl", ROW, {}, (None, "unknown"), "the name of a table is not its rows' date"),
    ("a.jsonl", ROW, {"published": "2022-01-21"}, ("2022-01-21", "given"), "given fills in what a row lacks"),
    ("a.jsonl", '{"text": "They met.", "published": "2022-01-20"}', {"published": "2022-01-21"}, ("2022-01-20", "given"), "a row's own date goes before it"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "text", "given", "expected", "guards"), PUBLISHED, ids=[row[4] for row in PUBLISHED])
def test_published(
    tmp_path: Path, name: str, text: str, given: dict[str, Any], expected: tuple[str | None, str], guards: str
) -> None:
    (tmp_path / name).write_text(text)
    [article] = open_inputs([tmp_path / name], **given)
    assert isinstance(article, Article)
    assert (article.published, article.published_from) == expected


def test_source_fills_in_what_is_lacking(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(ROW + '{"text": "They met.", "source": "The Example Gazette"}\n')
    names = [
        article.outlet.name
        for article in open_inputs([tmp_path / "a.jsonl"], source="Example News")
        if isinstance(article, Article) and article.outlet
    ]
    assert names == ["Example News", "The Example Gazette"]


@pytest.mark.parametrize("day", ["2022-02-30", "soon"])
def test_date_that_is_none_is_refused_before_anything_is_read(day: str) -> None:
    with pytest.raises(BadDate, match="the date of publication"):
        open_inputs([], published=day)


DECODED: list[tuple[bytes, bool, str, str | None, str]] = [
    ("naïve “café”".encode(), False, "naïve “café”", None, "UTF-8"),
    (b"\xef\xbb\xbfa", False, "a", None, "its mark is dropped"),
    ("a\u20ac".encode("utf-16-le"), False, "a\x00\xac\x20", "?", "UTF-16 without a mark is binary"),
    ("a€".encode("utf-16"), False, "a€", None, "UTF-16 with a mark"),
    (b"Erdo\x96an \x93no\x94 caf\xe9", False, "Erdo–an “no” café", "windows-1252", "quotes and dashes of windows-1252"),
    (b'<meta charset="iso-8859-9">Erdo\xf0an', True, '<meta charset="iso-8859-9">Erdoğan', None, "a page says its own"),
    (
        b'<meta charset="nonsense">caf\xe9',
        True,
        '<meta charset="nonsense">café',
        "windows-1252",
        "a page says nonsense",
    ),
    (("é" * 40).encode() + b"\xc3", False, "é" * 40 + "\ufffd", "UTF-8 with damaged letters", "UTF-8 cut in a letter"),
]


@pytest.mark.parametrize(("data", "html", "text", "guessed", "guards"), DECODED, ids=[row[4] for row in DECODED])
def test_decode(data: bytes, html: bool, text: str, guessed: str | None, guards: str) -> None:
    if guessed == "?":
        with pytest.raises(Exception, match="binary"):
            decode(data, html=html)
    else:
        assert decode(data, html=html) == (text, guessed)


def test_cyrillic_of_old_is_guessed() -> None:
    text, guessed = decode(("Президент России встретился с президентом Ирана в Москве. " * 20).encode("cp1251"))
    assert "Президент" in text
    assert guessed is not None
