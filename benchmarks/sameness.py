"""What speed may not change: the rows of the development cases, with the parser as it is loaded and as it comes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from benchmarks.feeds import ROOT, Feed
from dragoman.ingest.files import open_inputs
from dragoman.knowledge.cues import load_cues
from dragoman.language.parse import parse
from dragoman.model import Article, to_json
from dragoman.pipeline import load_knowledge, read

KINDS = ("events", "statements", "positions", "agreements", "commitments", "dropped")


def compare_rows(full: Any) -> Iterator[str]:
    """Rows of the development cases that only one of the two parsers gives, one a line; at the end how many agree."""
    knowledge = load_knowledge()
    plain = dataclasses.replace(knowledge, parser=full)
    same = 0
    folder = ROOT / "evaluation" / "cases" / "development" / "articles"
    for article in open_inputs([folder]):
        if not isinstance(article, Article):
            continue
        quick, slow = read(article, knowledge), read(article, plain)
        for kind in KINDS:
            here, there = ([repr(to_json(row)) for row in getattr(reading, kind)] for reading in (quick, slow))
            same += len(set(here) & set(there))
            yield from (f"gained  {kind} {row[:200]}" for row in here if row not in there)
            yield from (f"lost    {kind} {row[:200]}" for row in there if row not in here)
    yield f"{same} rows are the same"


def sparable(feed: Feed) -> dict[str, float]:
    """The share of words in paragraphs that a gate of words before the parser could spare, by what they lack."""
    knowledge, cues = load_knowledge(), load_cues()
    events = {*knowledge.lexicon.verbs, *knowledge.lexicon.nouns}
    sayings = {*cues.verbs, *cues.nouns, *cues.adjectives, "according"}
    spared = dict.fromkeys(("a frame's word", "a cue of speech or a quotation mark", "both", "a capital letter"), 0)
    words = 0
    for article in feed.articles:
        document = parse(article, knowledge.parser)
        grouped: dict[int, list[int]] = {}
        firsts = {sentence.first for sentence in document.sentences}
        for sentence in document.sentences:
            grouped.setdefault(sentence.paragraph, []).extend(range(sentence.first, sentence.last))
        for inside in grouped.values():
            lemmas = {document.tokens[i].lemma for i in inside}
            told = bool(lemmas & events)
            said = bool(lemmas & sayings) or any(document.tokens[i].text in '"“”' for i in inside)
            named = any(document.tokens[i].text[:1].isupper() for i in inside if i not in firsts)
            words += len(inside)
            for name, lacks in zip(spared, (not told, not said, not (told or said), not named), strict=True):
                spared[name] += lacks * len(inside)
    return {name: count / words for name, count in spared.items()}
