"""A seeded generator of hostile pages, and a run that reads a thousand of them: ``python -m benchmarks.hostile``."""

from __future__ import annotations

import gzip
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from dragoman.ingest.files import list_inputs
from dragoman.model import Failure, Reading
from dragoman.workers import Limits, read_all

WORDS = (
    "Iran Israel president minister said told condemned met signed treaty on Monday the of and that Paris Kyiv army "
    "attacked ceasefire U.N. Council Dr. Mr. “we will” not must agreed will visit 2021 , . ; — ' \" ’s sanctions talks"
).split()
SCRIPTS = (
    "Россия",
    "中国外交部",
    "العراق",
    "ישראל",
    "ไทย",
    "Ελλάδα",
    "한국",
    "नेपाल",
    "e\u0301\u0301\u0301",
    "\U0001f600\u200d\U0001f525",
)
CONTROLS = "\u202e\u202d\u2066\u2069\u200b\u200f\ufeff\u00ad\u0085\u2028\u000b\u000c\u0007\ufffd\U000e0041"
TAGS = (
    "p",
    "div",
    "article",
    "table",
    "tr",
    "td",
    "script",
    "style",
    "blockquote",
    "svg",
    "title",
    "time",
    "a",
    "br",
    "ul",
    "li",
)


def page(seed: int, *, scale: float = 1.0) -> tuple[str, bytes]:
    """One hostile input: the ending of its file's name, and its bytes. The same seed gives the same page."""
    chance = random.Random(seed)
    kinds = list(KINDS)
    return KINDS[kinds[seed % len(kinds)]](chance, scale)


def _words(chance: random.Random, count: int) -> str:
    return " ".join(chance.choices(WORDS, k=count))


def _size(chance: random.Random, most: int, scale: float) -> int:
    return max(int(most * scale * chance.random() ** 2), 3)


def _fuzzed_text(chance: random.Random, scale: float) -> tuple[str, bytes]:
    data = bytearray(_words(chance, _size(chance, 4_000, scale)).encode())
    for _ in range(len(data) // 50 + 1):
        data[chance.randrange(len(data))] = chance.randrange(9, 256)
    return ".txt", bytes(data)


def _fuzzed_page(chance: random.Random, scale: float) -> tuple[str, bytes]:
    parts = ["<html><head><title>x</title></head><body><article>"]
    for _ in range(_size(chance, 800, scale)):
        tag = chance.choice(TAGS)
        parts.append(
            chance.choice(
                (
                    f"<{tag}>",
                    f"</{tag}>",
                    f"<{tag} id='",
                    f'<{tag} class="{_words(chance, 2)}">',
                    "<!--",
                    "-->",
                    "<![CDATA[",
                    "&#x110000;",
                    "&nbsp",
                    "\x00" * chance.randrange(2),
                )
            )
        )
        parts.append(_words(chance, chance.randrange(30)))
    return ".html", "".join(parts).encode()


def _deep_page(chance: random.Random, scale: float) -> tuple[str, bytes]:
    depth = _size(chance, 30_000, scale)
    tag = chance.choice(("div", "b", "blockquote", "table", "ul"))
    return ".html", (
        f"<html><body><article><p>{_words(chance, 60)}</p>" + f"<{tag}>" * depth + _words(chance, 90)
    ).encode()


def _huge_token(chance: random.Random, scale: float) -> tuple[str, bytes]:
    letter = chance.choice(("a", "A", "9", "-", "'", "“", "(", ".", "é", "/", "@", "1,", "a-", "A.", "the-", "(("))
    return (
        ".txt",
        f"Iran met {letter * _size(chance, 200_000, scale)} in Paris on Monday, {_words(chance, 40)}.".encode(),
    )


def _endless_sentence(chance: random.Random, scale: float) -> tuple[str, bytes]:
    joint = chance.choice(
        (" and ", ", ", " that ", " of ", " who said that ", " to ", " or ", "; ", " - ", " with ", " by ")
    )
    names = chance.choices(
        ("Iran", "the minister", "France condemned", "said", "visited", "three", "Mr. Li", "attack"),
        k=_size(chance, 9_000, scale),
    )
    return ".txt", (joint.join(names) + ".").encode()


def _names(chance: random.Random, scale: float) -> tuple[str, bytes]:
    """An entity bomb: nothing but names, titles and dates."""
    some = (
        "President Vladimir Putin",
        "Springfield",
        "San José",
        "Ali",
        "the U.N. Security Council",
        "3 May 2021",
        "last Monday",
        "Foreign Minister Wang",
        "Georgia",
        "St. John's",
        "Paris, Texas",
    )
    return ".txt", chance.choice((", ", ". ", " ", "\n\n")).join(
        chance.choices(some, k=_size(chance, 6_000, scale))
    ).encode()


def _quotes(chance: random.Random, scale: float) -> tuple[str, bytes]:
    marks = "“”‘’\"'«»"
    return ".txt", " ".join(
        chance.choice(marks) + chance.choice(WORDS) + chance.choice(marks) for _ in range(_size(chance, 8_000, scale))
    ).encode()


def _scripts(chance: random.Random, scale: float) -> tuple[str, bytes]:
    return ".txt", " ".join(chance.choice((*WORDS, *SCRIPTS)) for _ in range(_size(chance, 5_000, scale))).encode()


def _controls(chance: random.Random, scale: float) -> tuple[str, bytes]:
    text = "".join(
        word + chance.choice((" ", *CONTROLS)) for word in chance.choices(WORDS, k=_size(chance, 6_000, scale))
    )
    return ".txt", text.encode()


def _long_line(chance: random.Random, scale: float) -> tuple[str, bytes]:
    """One line of up to fifty megabytes, as a table, a page or a text."""
    ending = chance.choice((".jsonl", ".csv", ".txt", ".html"))
    head = {".jsonl": '{"text": "', ".csv": "id,text\n1,", ".txt": "", ".html": "<html><body><p>"}[ending]
    return ending, (head + (_words(chance, 300) + " ") * _size(chance, 30_000, scale)).encode()[:50_000_000]


def _spaces(chance: random.Random, scale: float) -> tuple[str, bytes]:
    gap = chance.choice((" ", "\n", "\t", "\u00a0", "\r\n", " \n", "\u3000", "\n> "))
    return ".txt", (_words(chance, 30) + gap * _size(chance, 400_000, scale) + _words(chance, 30)).encode()


def _archive(chance: random.Random, scale: float) -> tuple[str, bytes]:
    """A file that says it is compressed: empty, cut off, or of zeros without end."""
    data = gzip.compress(b"\x00" * _size(chance, 80_000_000, scale))
    return chance.choice(
        (
            (".txt.gz", data),
            (".html.gz", data[: len(data) // 2]),
            (".jsonl.gz", gzip.compress(b"")),
            (".txt", b"PK\x03\x04" + data),
            (".parquet", b"PAR1" + data),
        )
    )


def _table(chance: random.Random, scale: float) -> tuple[str, bytes]:
    rows = [
        chance.choice(
            (
                '{"text": null}',
                "{",
                "[]",
                f'{{"text": "{_words(chance, 9)}", "published": "2024-99-99"}}',
                f'{{"text": "{_words(chance, 60)}"}}',
                "null",
                '{"html": "<p>' + "<b>" * 500 + '"}',
                '{"a":' * 3_000,
            )
        )
        for _ in range(_size(chance, 60, scale))
    ]
    return ".jsonl", "\n".join(rows).encode()


KINDS: dict[str, Callable[[random.Random, float], tuple[str, bytes]]] = {
    name.strip("_"): kind
    for name, kind in list(globals().items())
    if callable(kind) and getattr(kind, "__annotations__", {}).get("return") == "tuple[str, bytes]" and name != "page"
}


def pages(count: int, *, first: int = 0, scale: float = 1.0) -> Iterator[tuple[str, bytes]]:
    """So many hostile inputs, of all kinds in turn."""
    for seed in range(first, first + count):
        yield page(seed, scale=scale)


def main(count: int = 1_000) -> None:
    """Read hostile pages one by one; print what became of them, the slowest, and the most memory."""
    import resource

    outcome: dict[str, int] = {}
    slowest: list[tuple[float, str]] = []
    kinds = list(KINDS)
    with tempfile.TemporaryDirectory() as folder:
        for seed, (ending, data) in enumerate(pages(count)):
            path = Path(folder) / f"{seed:04}{ending}"
            path.write_bytes(data)
            started = time.perf_counter()
            for item in read_all(list_inputs([str(path)]), Limits(seconds=10.0), workers=1):
                if isinstance(item, Reading | Failure):
                    name = item.reason if isinstance(item, Failure) else "read"
                    outcome[name] = outcome.get(name, 0) + 1
                    if name == "not read":
                        print(seed, kinds[seed % len(kinds)], item.message[:300])
            slowest.append((time.perf_counter() - started, f"{seed} {kinds[seed % len(kinds)]} ({len(data):,} bytes)"))
            path.unlink()
    print(f"{count} hostile inputs:", ", ".join(f"{name} {n}" for name, n in sorted(outcome.items())))
    for seconds, what in sorted(slowest, reverse=True)[:5]:
        print(f"  {seconds:6.1f} s  {what}")
    print(f"  {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB at most")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
