"""What the tagger sees in a document: words that tell an event, and whom the sentence names as its sides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dragoman.document import Document
from dragoman.extract.clauses import Clauses
from dragoman.extract.coreference import Referent
from dragoman.extract.frames import Matcher, Side
from dragoman.knowledge.event_typer import EventTyper, Tags, WordTag
from dragoman.model import Span

# A word is of a party from here on; chosen on sentences that were not trained on and on the development articles.
OF_A_PARTY = 0.6
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})
_MODIFYING = frozenset({"amod", "compound", "nmod", "npadvmod"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A word that the tagger takes to tell an event, with its sides."""

    head: int
    sentence: int
    tag: WordTag
    actors: list[Side]
    recipients: list[Side]


# Of these "the two" are those who were named, not some others.
_GROUPED = frozenset(
    "ally country delegation government leader man minister nation neighbor neighbour party president side "
    "state".split()
)


class TaggedDocument:
    """The tags of the sentences that name somebody; ``where`` tells the country of the place that hangs on a word."""

    def __init__(
        self,
        document: Document,
        clauses: Clauses,
        matcher: Matcher,
        typer: EventTyper,
        where: Callable[[int], tuple[str | None, str]],
    ):
        self.document = document
        self._where = where
        self.tokens = document.tokens
        self.clauses = clauses
        self.matcher = matcher
        resolver = matcher.resolver
        numbers = [
            n
            for n, sentence in enumerate(document.sentences)
            if any(resolver.known(i) for i in range(sentence.first, sentence.last))
        ]
        text = document.article.text
        tags = typer.tag([text[slice(*document.sentences[n].span)] for n in numbers])
        self._tags: dict[int, Tags] = dict(zip(numbers, tags, strict=True))

    def tag(self, sentence: int, i: int) -> WordTag | None:
        """What a token tells; None where its sentence names nobody."""
        tags = self._tags.get(sentence)
        return tags.word(self._span(sentence, i)) if tags is not None else None

    def proposals(self, sentence: int, least: float) -> Iterator[Proposal]:
        """The words of a sentence that tell an event with at least this probability."""
        tags = self._tags.get(sentence)
        if tags is None:
            return
        first, last = self.document.sentences[sentence].first, self.document.sentences[sentence].last
        told = tags.acts(least)
        for i in range(first, last):
            span = self._span(sentence, i)
            if self.tokens[i].pos in ("PUNCT", "DET", "ADP") or not any(a < span[1] and span[0] < b for a, b in told):
                continue
            tag = tags.word(span)
            if tag is not None and 1 - tag.none >= least:
                yield Proposal(i, sentence, tag, *self.sides(sentence, i))

    def sides(self, sentence: int, act: int) -> tuple[list[Side], list[Side]]:
        """Who the words are that the tagger takes for the actors and the recipients of the act of a word."""
        tags = self._tags.get(sentence)
        if tags is None:
            return [], []
        first, last = self.document.sentences[sentence].first, self.document.sentences[sentence].last
        at = self._span(sentence, act)
        likely = {
            i: tags.party(at, self._span(sentence, i))
            for i in range(first, last)
            if i != act and self.tokens[i].pos in _NOMINAL
        }
        actors, recipients = (
            self._named([i for i, p in likely.items() if p[side] >= OF_A_PARTY and p[side] >= p[1 - side]])
            for side in (0, 1)
        )
        keys = {side.referent.key for side in actors}
        return actors, [side for side in recipients if side.referent.key not in keys]

    def _named(self, words: list[int]) -> list[Side]:
        """The sides that some words name, each by the head of its phrase."""
        chosen = set(words)
        out: dict[str, Side] = {}
        for i in words:
            above = self.tokens[i].head
            if above in chosen and above != i:
                continue  # it is within a phrase, or joined to one
            if self.tokens[i].dep == "pobj" and self.tokens[above].head in chosen:
                continue  # "the ministers of both countries"
            if self.tokens[i].dep in _MODIFYING:
                sides = [Side(referent, i) for referent in self.matcher.resolver.modifier(i)]
            else:
                sides = self.matcher.sides(i, owner=True)
            for side in sides or self._unlisted(i):
                out.setdefault(side.referent.key, side)
        return list(out.values())

    def _unlisted(self, i: int) -> list[Side]:
        """A party of which no more is known than its words, and maybe the country where it stands: "the town hall"."""
        token = self.tokens[i]
        if token.pos not in ("NOUN", "PROPN") or token.dep in _MODIFYING or i in self.matcher.times:
            return []
        told = {self.tokens[c].lower for c in token.children}
        if token.lemma in _GROUPED and told & {"two", "three", "four", "both"} and told & {"the", "both", "these"}:
            return []  # "the two leaders" are some that are named
        resolver = self.matcher.resolver
        country, why = self._where(i)
        words = resolver.words(*resolver.span(i))
        why = f'"{words}": {why}' if country else f'"{words}" is a party by the words alone'
        return [Side(Referent("body", None, words, country, (), None, None, False, why), i)]

    def _span(self, sentence: int, i: int) -> Span:
        start = self.document.sentences[sentence].span[0]
        return self.tokens[i].start - start, self.tokens[i].end - start
