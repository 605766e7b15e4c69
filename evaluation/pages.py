"""How well pages are read: body, title, day and authors, against the expected values of the shared page set.

    python -m evaluation.pages            one line for each page and the summary
    python -m evaluation.pages --words    and the words that were missed or added

The set is looked for in ``$DRAGOMAN_SHARED/data/pages`` (default: ``shared`` beside the repository). An expected body
is its summary, the headings of its sections and its paragraphs, in that order, which is all of the article that a
reader sees below the headline. The F1 is of words (runs of letters and digits, lower case) as bags. A publisher's file
holds one entry for each layout of its pages; the entry of a page is the one whose title shares most words with the
page's. A dateline before the first sentence counts as body here, since it does in the expected paragraphs.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.ingest.page_lines import key
from dragoman.ingest.pages import article_from_html
from dragoman.model import Article


@dataclass(frozen=True, slots=True)
class Score:
    """What came of one page."""

    page: str
    f1: float
    title: bool
    day: bool
    authors: bool
    milliseconds: float
    article: Article
    expected: dict[str, Any]


def folder() -> Path:
    """Give the folder of the page set, whether it is there or not."""
    beside = Path(__file__).resolve().parents[2] / "shared"
    return Path(os.environ.get("DRAGOMAN_SHARED", beside)) / "data" / "pages"


def words(text: str) -> list[str]:
    """Cut a text into words as they are counted."""
    return re.findall(r"\w+", text.lower())


def token_f1(text: str, expected: str) -> float:
    """Compare two texts as bags of words.

    >>> token_f1("talks resume today", "Talks resume")
    0.8
    """
    ours, theirs = Counter(words(text)), Counter(words(expected))
    both = (ours & theirs).total()
    return 2 * both / max(1, ours.total() + theirs.total())


def body_of(article: Article) -> str:
    """Join the body blocks of an article."""
    return "\n".join(article.text[slice(*b.span)] for b in article.blocks if b.kind in ("body", "dateline"))


def expected_body(entry: dict[str, Any]) -> str:
    """Join summary, headings and paragraphs of an expected body."""
    body = entry["body"]
    parts = [*body["summary"], *(part for s in body["sections"] for part in [*s["headline"], *s["paragraphs"]])]
    return "\n".join(parts)


def scores(root: Path) -> Iterator[Score]:
    """Read every page of the set and score it."""
    for path in sorted(root.glob("*/*.html.gz")):
        publisher = re.sub(r"_\d{4}_\d\d_\d\d\.html$", "", path.stem)
        entries = json.loads((path.parent / f"{publisher}.json").read_text(encoding="utf-8")).values()
        html = gzip.decompress(path.read_bytes()).decode("utf-8", "replace")
        started = time.perf_counter()
        article = article_from_html(html)
        spent = 1000 * (time.perf_counter() - started)
        entry = max(entries, key=lambda e: token_f1(article.title or "", e["title"]))
        yield Score(
            page=f"{path.parent.name}/{path.stem.removesuffix('.html')}",
            f1=token_f1(body_of(article), expected_body(entry)),
            title=_plain(article.title) == _plain(entry["title"]),
            day=article.published == entry["publishing_date"][:10],
            authors=key(article.byline or "") == key("".join(entry["authors"])),
            milliseconds=spent,
            article=article,
            expected=entry,
        )


def _plain(title: str | None) -> str:
    return " ".join((title or "").split())


def _print_words(score: Score) -> None:
    ours, theirs = words(body_of(score.article)), words(expected_body(score.expected))
    missed, added = Counter(theirs) - Counter(ours), Counter(ours) - Counter(theirs)
    print(f"    missed {missed.total():4} {' '.join(missed)[:150]}")
    print(f"    added  {added.total():4} {' '.join(added)[:150]}")


def main() -> int:
    """Print the scores of the page set."""
    parser = argparse.ArgumentParser(description="Score the reading of pages.")
    parser.add_argument("--words", action="store_true", help="print the words that were missed or added")
    options = parser.parse_args()
    root = folder()
    if not root.is_dir():
        print(f"skipped: there is no page set in {root}; set DRAGOMAN_SHARED to the folder that holds data/pages")
        return 0
    found = list(scores(root))
    if not found:
        print(f"skipped: no pages in {root}")
        return 0
    for score in found:
        marks = [name for name in ("title", "day", "authors") if not getattr(score, name)]
        missed = f"   not exact: {', '.join(marks)}" if marks else ""
        print(f"{score.page:36} body {score.f1:.3f} {score.milliseconds:5.0f} ms{missed}")
        for name, ours in (
            ("title", score.article.title),
            ("day", score.article.published),
            ("authors", score.article.byline),
        ):
            if name in marks:
                field = {"title": "title", "day": "publishing_date", "authors": "authors"}[name]
                print(f"    {name}: {ours!r}, expected {score.expected[field]!r}")
        if options.words:
            _print_words(score)
    f1s = [score.f1 for score in found]
    print(
        f"{len(found)} pages: body F1 median {statistics.median(f1s):.3f}, mean {statistics.mean(f1s):.3f}, "
        f"lowest {min(f1s):.3f}; exact: title {sum(s.title for s in found)}, day {sum(s.day for s in found)}, "
        f"authors {sum(s.authors for s in found)}; "
        f"{statistics.median(s.milliseconds for s in found):.0f} ms a page (median)"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
