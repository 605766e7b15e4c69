"""The two sides of a sentence where somebody else has marked them: nothing to resolve, only to see where they stand."""

from __future__ import annotations

from dragoman.document import Document, Token
from dragoman.extract.actors import Resolver
from dragoman.extract.coreference import Referent
from dragoman.extract.mentions import Mentions
from dragoman.knowledge.actors import Actors
from dragoman.knowledge.offices import Offices
from dragoman.model import Span

ACTOR, RECIPIENT = "party:actor", "party:recipient"
_BETWEEN = frozenset({"amod", "compound", "nmod", "npadvmod", "poss", "prep", "agent", "pobj", "conj", "appos", "det"})


class Parties(Resolver):
    """Knows two referents, the marked ones, and no other."""

    def __init__(
        self, document: Document, actor: Span | None, recipient: Span | None, actors: Actors, offices: Offices
    ):
        self._spans = [(span, _party(key)) for span, key in ((actor, ACTOR), (recipient, RECIPIENT)) if span]
        super().__init__(document, Mentions(), actors, offices, None)

    def phrase(self, head: int) -> tuple[Referent, ...]:
        """The party within whose words the head stands."""
        token = self.tokens[head]
        return tuple(party for span, party in self._spans if _within(token, span))

    def owners(self, head: int) -> tuple[Referent, ...]:
        """The parties named among the modifiers, possessors and joined phrases of a noun."""
        found: list[Referent] = []
        queue = [head]
        while queue:
            for c in self.tokens[queue.pop(0)].children:
                if self.tokens[c].dep in _BETWEEN:
                    found.extend(p for p in self.phrase(c) if p not in found)
                    queue.append(c)
        return tuple(found)

    def modifier(self, i: int) -> list[Referent]:
        """The party that an adjective or a noun before a noun names."""
        return list(self.phrase(i))


def _within(token: Token, span: Span) -> bool:
    return span[0] <= token.start and token.end <= span[1]


def _party(key: str) -> Referent:
    # A country of its own each: the sides of one state would be taken for one.
    return Referent("state", key, key, key, (), None, None, False, "marked by hand")
