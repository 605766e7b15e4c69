"""A parsed article with its quotations laid over the tokens: what the finders of speech look at."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.document import Document
from dragoman.extract.clauses import Clauses
from dragoman.extract.quote_marks import find_quotes

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ"})
PUNCTUATION = frozenset({"PUNCT", "SPACE", "SYM"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


class QuotedText:
    """The tokens of a document, which quotation each stands in, and what hangs on what."""

    def __init__(self, document: Document):
        self.document = document
        self.tokens = document.tokens
        self.text = document.article.text
        self.clauses = Clauses(document.tokens)
        self.quotes = find_quotes(document.article)
        self.quote_of: list[int | None] = [None] * len(self.tokens)
        self.quoted: list[list[int]] = [[] for _ in self.quotes]  # the tokens of each quotation, its marks among them
        self.sentence_of = [n for n, s in enumerate(document.sentences) for _ in range(s.first, s.last)]
        self.timed = {t for time in document.times for t in range(time.first, time.last)}
        at = 0
        for token in self.tokens:
            while at < len(self.quotes) and self.quotes[at].span[1] <= token.start:
                at += 1
            if at < len(self.quotes) and self.quotes[at].span[0] < token.end and token.start < self.quotes[at].span[1]:
                self.quote_of[token.i] = at
                self.quoted[at].append(token.i)

    def tree(self, i: int) -> set[int]:
        """A word and all that hangs on it."""
        out, queue = set(), [i]
        while queue:
            at = queue.pop()
            out.add(at)
            queue.extend(self.tokens[at].children)
        return out

    def trees(self, heads: Iterable[int]) -> set[int]:
        """Several words and all that hangs on them."""
        return {t for head in heads for t in self.tree(head)}

    def block(self, i: int) -> int:
        """The block of the article that a token stands in."""
        return self.document.sentences[self.sentence_of[i]].block

    def objects(self, i: int) -> list[int]:
        """The objects behind a verb."""
        return [c for c in self.clauses.children(i, "dobj", "dative") if c > i and self.tokens[c].pos in NOMINAL]

    def infinitives(self, i: int) -> list[int]:
        """The infinitives with "to" under a verb and behind it."""
        return [c for c in self.clauses.children(i, "xcomp", "advcl", "ccomp") if c > i and self.infinitive(c)]

    def infinitive(self, c: int) -> bool:
        """Is the verb an infinitive with "to"?"""
        return any(self.tokens[a].lower == "to" and self.tokens[a].dep == "aux" for a in self.tokens[c].children)

    def gerund(self, c: int) -> bool:
        """Is the verb a gerund?"""
        return self.tokens[c].tag == "VBG"

    def opens_quote(self, t: int) -> bool:
        """Is the token the opening mark of a quotation?"""
        q = self.quote_of[t]
        return q is not None and self.quoted[q][0] == t

    def ends_quoted(self, noun: int) -> bool:
        """Does a noun phrase end with a quotation that opens inside it?"""
        tree = [t for t in sorted(self.tree(noun)) if self.tokens[t].pos != "PUNCT"]
        q = self.quote_of[tree[-1]]
        return q is not None and self.quote_of[tree[0]] != q

    def set_off(self, own: set[int]) -> bool:
        """Do tokens stand between two stops?"""
        first, last = min(own), max(own)
        left = first == 0 or self.tokens[first - 1].pos == "PUNCT" or self.tokens[first].pos == "PUNCT"
        right = last + 1 >= len(self.tokens) or self.tokens[last + 1].pos == "PUNCT" or self.tokens[last].pos == "PUNCT"
        return left and right
