"""Paragraphs, also of lines that were broken at a column."""

from __future__ import annotations

import textwrap

import pytest

from dragoman.ingest.paragraphs import paragraphs

STORY = [
    "Foreign ministers of Iran and Turkmenistan discuss ties",
    "The foreign ministers of Iran and Turkmenistan have discussed the expansion of their relations in all fields, "
    "including trade, transit and energy, in a meeting in Ashgabat on Thursday.",
    "Both sides called for the signing of a new gas deal. They said the work on it was nearly finished, and that the "
    "presidents of the two countries would meet in Tehran before the end of the year.",
    "It was the third meeting of its kind.",
    "Turkmenistan has the fourth largest reserves of gas in the world, and Iran the second. A swap deal with the "
    "Republic of Azerbaijan, signed in November 2021, sends gas through Iranian territory.",
]


@pytest.mark.parametrize("width", [60, 72, 80, 100, 120])
@pytest.mark.parametrize(("gap", "indent"), [("\n\n", ""), ("\n\n", "  "), ("\n", "    "), ("\r\n\r\n", "")])
def test_broken_lines(width: int, gap: str, indent: str) -> None:
    filled = [textwrap.fill(words, width, initial_indent=indent, break_on_hyphens=False) for words in STORY]
    text = gap.join(filled).replace("\n", "\r\n") if "\r" in gap else gap.join(filled)
    assert [" ".join(text[start:end].split()) for start, end in paragraphs(text)] == STORY


@pytest.mark.parametrize("gap", ["\n", "\n\n", "\r\n", "\r", "\u2029", "\n \t\u00a0\n", "\n\n\n"])
def test_one_paragraph_a_line(gap: str) -> None:
    text = gap.join(STORY)
    assert [text[start:end] for start, end in paragraphs(text)] == STORY


TEXTS = [
    ("", [], "nothing"),
    (" \n\n\t", [], "blanks"),
    ("a", ["a"], "a letter"),
    ("  a \n\n  b  \n", ["a", "b"], "white space is in no paragraph"),
    (
        "Iran and Russia agree on gas deal in Moscow\nThe two sides signed it today.",
        ["Iran and Russia agree on gas deal in Moscow", "The two sides signed it today."],
        "a headline right above the report",
    ),
    (
        "The foreign ministers of Iran and Russia met on\nThursday.",
        ["The foreign ministers of Iran and Russia met on\nThursday."],
        "no paragraph ends with 'on'",
    ),
    (
        "The foreign ministers of Iran and Russia\nagreed on a roadmap.",
        ["The foreign ministers of Iran and Russia\nagreed on a roadmap."],
        "no paragraph begins in small letters",
    ),
    (
        "Candidates vie for the votes of veterans\nLawmaker urges retaliation on Russia now\nObama, Clinton face a new vote this week",
        [
            "Candidates vie for the votes of veterans",
            "Lawmaker urges retaliation on Russia now",
            "Obama, Clinton face a new vote this week",
        ],
        "headlines of one length are no broken lines",
    ),
]


@pytest.mark.parametrize(("text", "expected", "guards"), TEXTS, ids=[row[2] for row in TEXTS])
def test_texts(text: str, expected: list[str], guards: str) -> None:
    assert [text[start:end] for start, end in paragraphs(text)] == expected
