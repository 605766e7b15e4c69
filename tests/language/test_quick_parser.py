"""The quickened parser says what the parser says, token by token."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import spacy

from dragoman.language.parse import PARSER, load_parser

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "evaluation/cases/development/articles").glob("*.txt"))
ODD = (
    "There's nothin' left, y'all: it ain't so.",  # patterns of two tokens, and of expressions
    "Let's go. You gotta see what we've got. I'm gonna come; c'mon!",
    "There are ministers who don't. There were none.",
    "He  said   so.\n\nShe\tdid not.",  # spaces are tokens
    "   ",
    "",
    "Paris",
    "U.N. Secretary-General António Guterres met Li Qiang on 3 May 2024 in New York City. Washington",
    "Iran",
    "It is 5 p.m. in Berlin.Moscow denied it. Kyiv",
    "“I,” she said, “do what I can’t.”",
    "\u202eabc\u202c \u0007 \U0001f600 \u4e2d\u56fd \u0440\u043e\u0441\u0441\u0438\u044f",
)


@pytest.fixture(scope="module")
def full() -> Any:
    return spacy.load(PARSER)


def told(doc: Any) -> list[tuple[object, ...]]:
    return [
        (t.text, t.tag_, t.pos_, str(t.morph), t.lemma_, t.dep_, t.head.i, t.is_sent_start, t.ent_iob_, t.ent_type_)
        for t in doc
    ]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_articles_are_parsed_as_by_the_parser(path: Path, full: Any) -> None:
    paragraphs = [line for line in path.read_text("utf-8").splitlines() if line.strip()]
    expected = [told(doc) for doc in full.pipe(paragraphs)]
    assert [told(doc) for doc in load_parser().pipe(paragraphs)] == expected


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_are_parsed_as_by_the_parser(text: str, full: Any) -> None:
    expected = told(full(text))
    # Twice: what is remembered of the first time has to give the same.
    assert told(load_parser()(text)) == expected
    assert told(load_parser()(text)) == expected
    assert [told(doc) for doc in load_parser().pipe([text, "Iran met Iraq.", text])][::2] == [expected, expected]
