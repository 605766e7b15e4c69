"""Tokens keep the author's offsets; only body blocks are parsed; odd paragraphs do no harm."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.document import Document
from dragoman.ingest.text import article_from_text
from dragoman.language.parse import LONGEST_PIECE, load_parser, parse, plain
from dragoman.model import Article, Block


def parsed(text: str, *blocks: Block) -> Document:
    whole = blocks or (Block("body", (0, len(text))),)
    article = Article("x", None, None, None, text, "en", whole, None, (), None, "2024-03-15", "given", None, (), None)
    return parse(article, load_parser())


def test_a_hyphen_inside_a_name_is_one_word_with_its_own_characters() -> None:
    document = parsed("Amir-Abdollahian and\u00a0Lavrov  met “him”.")
    words = [token.text for token in document.tokens]
    assert words[:4] == ["Amir-Abdollahian", "and", "Lavrov", "met"]
    assert "“" in words


def test_only_the_body_is_parsed() -> None:
    text = "Iran attacks Israel\n\nThe sea was calm."
    document = parsed(text, Block("title", (0, 21)), Block("body", (21, len(text))))
    assert [token.text for token in document.tokens] == ["The", "sea", "was", "calm", "."]


def test_an_endless_paragraph_is_cut() -> None:
    text = "and so on " * (LONGEST_PIECE // 4)
    document = parsed(text)
    assert len(document.tokens) == len(text.split())


@settings(max_examples=30, deadline=None)
@given(st.text(min_size=1, max_size=120))
def test_offsets_point_at_the_text(text: str) -> None:
    document = parsed(text)
    for token in document.tokens:
        assert text[token.start : token.end] == token.text
    for sentence in document.sentences:
        assert sentence.span[0] < sentence.span[1] <= len(text)


@given(st.text(max_size=60))
def test_plain_words_and_places_are_of_one_length(text: str) -> None:
    words, places = plain(text, (0, len(text)))
    assert len(words) == len(places)
    assert places == sorted(places)


def test_paragraphs_are_numbered_as_they_stand() -> None:
    article = article_from_text(
        "The first paragraph stands here.\n\nThe second one follows it.", published="2024-03-15"
    )
    document = parse(article, load_parser())
    assert [sentence.paragraph for sentence in document.sentences] == [0, 1]
