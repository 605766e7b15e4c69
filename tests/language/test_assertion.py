"""Whether a clause says that its act happened."""

from __future__ import annotations

import pytest

from dragoman.language.parse import load_parser, parse
from dragoman.model import Article, Block

ROWS = [
    ("Turkey attacked Syria.", "attacked", "occurred"),
    ("Turkey did not attack Syria.", "attack", "negated"),
    ("Turkey never attacked Syria.", "attacked", "negated"),
    ("Turkey will attack Syria.", "attack", "planned"),
    ("Turkey said it would attack Syria.", "attack", "planned"),
    ("Turkey may attack Syria.", "attack", "hypothetical"),
    ("If Turkey attacks Syria, Iran will respond.", "attacks", "hypothetical"),
    ("Turkey is attacking Syria.", "attacking", "ongoing"),
    ("The king is due to visit Oman.", "visit", "planned"),
    ("The ministers will meet and sign the treaty.", "sign", "planned"),
    ("Serbia is likely to reject the plan.", "reject", "hypothetical"),
    ("The upcoming summit was discussed.", "summit", "planned"),
    ("No meeting took place.", "meeting", "negated"),
    ("Possible talks were mentioned.", "talks", "hypothetical"),
    ("The ships will stay until Iraq complies with the resolution.", "complies", "hypothetical"),
]


@pytest.mark.parametrize(("text", "word", "status"), ROWS, ids=[f"{row[2]}: {row[0]}" for row in ROWS])
def test_the_status_of_a_clause(text: str, word: str, status: str) -> None:
    blocks = (Block("body", (0, len(text))),)
    article = Article("x", None, None, None, text, "en", blocks, None, (), None, "2024-03-15", "given", None, (), None)
    document = parse(article, load_parser())
    token = next(token for token in document.tokens if token.text == word)
    assert document.assertions[token.i].status == status
