"""The parsed article: what the language stages hand to the extraction stages.

Tokens carry the character offsets of the article, so every later row can point at its words. Indices of tokens
(``Token.i``, ``head``, ``children``) are positions in ``Document.tokens``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from dragoman.model import Article, Date, Span, Status

Tense = Literal["past", "present", "future"]


@dataclass(slots=True, eq=False)
class Token:
    """One word of a sentence with its place in the parse (spaCy's English labels: nsubj, dobj, prep, …)."""

    i: int
    start: int
    end: int
    text: str
    lower: str
    lemma: str
    pos: str  # coarse: VERB, NOUN, PROPN, …
    tag: str  # fine: VBD, NNP, …
    dep: str
    head: int  # the root of a sentence is its own head
    morph_tense: str  # "Past", "Pres" or ""
    children: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens ``first`` to ``last`` (exclusive) and the characters they cover."""

    first: int
    last: int
    span: Span
    block: int  # index in Article.blocks
    paragraph: int  # running number of the paragraph in the article


@dataclass(frozen=True, slots=True)
class Entity:
    """What the tagger took for a name: soft evidence. Token range, end exclusive."""

    first: int
    last: int
    label: str  # PERSON, ORG, GPE, NORP, …


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that tell when, with the tokens they cover; date is None where they tell none, and reason says why."""

    span: Span
    first: int
    last: int
    kind: Literal["date", "duration", "set", "unresolvable", "counted"]  # counted: "two days after" an act that follows
    attributive: bool  # a noun's own time ("the 2015 deal"), not the clause's
    bound: Literal["since", "until", "by", "before", "after"] | None
    date: Date | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Assertion:
    """What a clause says of its act: whether it happened, in which tense, and whether it stands in the infinitive."""

    status: Status
    tense: Tense
    infinitive: bool


@dataclass(frozen=True, slots=True)
class Document:
    """An article with its parse."""

    article: Article
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    assertions: dict[int, Assertion]  # of predicates and nouns, by token
    times: tuple[TimeExpression, ...]
