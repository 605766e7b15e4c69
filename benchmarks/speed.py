"""Words a second of the whole way, side by side with the parser's own full pipeline, and milliseconds by stage."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import spacy

import dragoman.language.parse
import dragoman.pipeline
from benchmarks.feeds import Feed, paragraphs
from dragoman.language.parse import PARSER
from dragoman.model import Article
from dragoman.pipeline import Knowledge, load_knowledge, read

STANDARD = 500  # words of the article in which stages are told
STAGES = (
    "find_mentions", "find_attributions", "told_from", "speakers_of", "Resolver", "statements_of", "claims_of",
    "positions_of", "agreements_of", "commitments_of",
)  # fmt: skip


def load_full() -> Any:
    """The parser as it comes, with all of its components and as fast as it is by itself."""
    return spacy.load(PARSER)


def compare(feed: Feed, full: Any, *, rounds: int) -> tuple[float, float, float]:
    """Words a CPU-second of the full pipeline and of read, and how many times the second is as fast.

    The two take turns over the same articles, so that what else the machine does falls on both; medians are compared.
    """
    knowledge = load_knowledge()

    def parse_all() -> None:
        for article in feed.articles:
            for _ in full.pipe(paragraphs(article)):
                pass

    def read_all() -> None:
        for article in feed.articles:
            read(article, knowledge)

    parsing, reading = _in_turn(parse_all, read_all, rounds)
    ratio = statistics.median(a / b for a, b in zip(parsing, reading, strict=True))
    return feed.words / statistics.median(parsing), feed.words / statistics.median(reading), ratio


def stages(feed: Feed) -> dict[str, float]:
    """Milliseconds by stage of an article of 500 words; "parser" is the parser's share, "beyond" all the rest."""
    knowledge = load_knowledge()
    per = 1000 * STANDARD / feed.words
    with _clocks() as spent:
        started = time.process_time()
        for article in feed.articles:
            read(article, knowledge)
        whole = time.process_time() - started
    parser = min(_parser_alone(feed.articles, knowledge) for _ in range(3))
    out = {"parser": parser * per, "tokens, assertions, dates": (spent.pop("parse") - parser) * per}
    out |= {name: seconds * per for name, seconds in spent.items()}
    out["events and their places"] = (whole * per) - sum(out.values())
    out["beyond the parser"] = whole * per - out["parser"]
    out["in all"] = whole * per
    return out


def _parser_alone(articles: tuple[Article, ...], knowledge: Knowledge) -> float:
    """What of parse is the parser's own doing, with the same pieces in the same batches."""
    from dragoman.language.parse import pieces_of
    from dragoman.language.quick_parser import one_thread

    started = time.process_time()
    with one_thread():
        for article in articles:
            for _ in knowledge.parser.pipe([words for words, _ in pieces_of(article)], batch_size=256):
                pass
    return time.process_time() - started


def _in_turn(one: Callable[[], None], other: Callable[[], None], rounds: int) -> tuple[list[float], list[float]]:
    times: tuple[list[float], list[float]] = ([], [])
    one()
    other()
    for _ in range(rounds):
        for work, spent in zip((one, other), times, strict=True):
            gc.collect()
            started = time.process_time()
            work()
            spent.append(time.process_time() - started)
    return times


@contextmanager
def _clocks() -> Iterator[dict[str, float]]:
    """Time the stages where the pipeline calls them."""
    spent: dict[str, float] = {}
    real = {name: getattr(dragoman.pipeline, name) for name in ("parse", *STAGES)}
    try:
        for name, stage in real.items():
            setattr(dragoman.pipeline, name, _timed(name, stage, spent))
        yield spent
    finally:
        for name, stage in real.items():
            setattr(dragoman.pipeline, name, stage)


def _timed(name: str, stage: Callable[..., Any], spent: dict[str, float]) -> Callable[..., Any]:
    spent[name] = 0.0

    def timed(*arguments: Any, **options: Any) -> Any:
        started = time.process_time()
        try:
            return stage(*arguments, **options)
        finally:
            spent[name] += time.process_time() - started

    return timed
