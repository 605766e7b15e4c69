"""The texts that are timed: political news, and the mixed feed of a day.

The corpora are not part of the project; where they are absent, the project's own texts stand in, and it is said so.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from dragoman.ingest.text import article_from_text
from dragoman.model import Article

ROOT = Path(__file__).parents[1]
CORPORA = ROOT.parent / "shared" / "data"
DAY = "2016-10-05"
TEXTS = ROOT / "benchmarks" / "texts" / "ordinary.txt"


@dataclass(frozen=True, slots=True)
class Feed:
    """Articles to read, and where they come from."""

    name: str
    source: str
    articles: tuple[Article, ...]

    @property
    def words(self) -> int:
        """Words of the body, which is what is read."""
        return sum(len(body(article).split()) for article in self.articles)


def body(article: Article) -> str:
    """The text of the body, a paragraph a line."""
    return "\n".join(paragraphs(article))


def paragraphs(article: Article) -> list[str]:
    """The body blocks of an article."""
    return [article.text[slice(*block.span)] for block in article.blocks if block.kind == "body"]


def political(words: int) -> Feed:
    """Political news of about so many words."""
    polnear = sorted((CORPORA / "polnear" / "dev" / "text").glob("*"))
    timebank = sorted((CORPORA / "timebank").glob("*.tml"))
    if polnear or timebank:
        texts = _alternate(map(_read, polnear), map(_plain_timebank, timebank))
        return _feed("political news", "PolNeAR and TimeBank", texts, words)
    own = [*(ROOT / "evaluation/cases/development/articles").glob("*.txt"), *(ROOT / "examples").glob("*.txt")]
    return _feed("political news", "the project's own texts", cycle(map(_read, sorted(own))), words)


def mixed(words: int) -> Feed:
    """A day's feed: a quarter of it political, the rest sport, business, culture, weather and local crime."""
    stories = [*_ecb(), *_lgl()]
    source = "ECB+ and Local-Global Lexicon" if stories else "the project's own texts"
    # One story of each corpus in turn, so that a short run has of all.
    ordinary = _feed("", "", cycle(stories or own_texts()), words * 3 // 4)
    some = political(words // 4)
    return Feed("a day's mixed feed", f"{source}; {some.source}", (*ordinary.articles, *some.articles))


def own_texts() -> list[str]:
    """Short articles on anything but politics, written for the project."""
    return [text.strip() for text in re.split(r"^=+$", TEXTS.read_text("utf-8"), flags=re.MULTILINE) if text.strip()]


def _feed(name: str, source: str, texts: Iterator[str] | list[str], words: int) -> Feed:
    articles: list[Article] = []
    have = 0
    for text in texts:
        article = article_from_text(text, published=DAY)
        articles.append(article)
        have += len(body(article).split())
        if have >= words:
            break
    return Feed(name, source, tuple(articles))


def _alternate(*sides: Iterator[str]) -> Iterator[str]:
    waiting = list(sides)
    while waiting:
        for side in list(waiting):
            text = next(side, None)
            if text is None:
                waiting.remove(side)
            else:
                yield text


def _read(path: Path) -> str:
    return path.read_text("utf-8")


def _plain_timebank(path: Path) -> str:
    root = ElementTree.parse(path).getroot()
    text = root.find("TEXT")
    return "".join(text.itertext()) if text is not None else ""


def _ecb() -> Iterator[str]:
    for path in islice(sorted((CORPORA / "ecbplus").glob("*/*ecbplus.xml")), 0, None, 7):
        sentences: dict[str, list[str]] = {}
        for token in ElementTree.parse(path).getroot().iter("token"):
            sentences.setdefault(token.get("sentence", ""), []).append(token.text or "")
        lines = [_joined(words) for words in sentences.values()]
        yield "\n\n".join(" ".join(lines[i : i + 2]) for i in range(0, len(lines), 2))


def _joined(words: list[str]) -> str:
    line = re.sub(r" ([.,;:!?%)’]|'s\b|n't\b|'re\b|'ve\b|'ll\b|'d\b)", r"\1", " ".join(words))
    return line.replace("`` ", '"').replace(" ''", '"').replace("( ", "(").replace("$ ", "$")


def _lgl() -> Iterator[str]:
    path = CORPORA / "geo" / "lgl.xml"
    if path.exists():
        for article in islice(ElementTree.parse(path).getroot().iter("article"), 0, None, 5):
            yield _lines(article.findtext("text") or "")


def _lines(text: str) -> str:
    """The corpus keeps an article in one line: a paragraph after every third sentence, as papers print it."""
    sentences = re.split(r"(?<=[a-z]{3}[.?!]) (?=[A-Z“\"])", " ".join(text.split()))
    return "\n\n".join(" ".join(sentences[i : i + 3]) for i in range(0, len(sentences), 3))
