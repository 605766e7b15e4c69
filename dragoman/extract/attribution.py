"""On whose word: the speech verbs and phrases above a clause, outermost first."""

from __future__ import annotations

from dragoman.document import Document
from dragoman.extract.actors import Resolver
from dragoman.extract.clauses import Clauses
from dragoman.extract.coreference import Referent
from dragoman.extract.frames import Side
from dragoman.knowledge.lexicon import Lexicon
from dragoman.model import Span


class Claims:
    """Finds whose word a clause stands on."""

    def __init__(self, document: Document, resolver: Resolver, clauses: Clauses, lexicon: Lexicon):
        self.document = document
        self.tokens = document.tokens
        self.resolver = resolver
        self.clauses = clauses
        self.say = lexicon.words["say_verbs"]

    def of(self, i: int) -> list[tuple[Side, str, Span]]:
        """The speakers above a predicate, outermost first: who, the cue, and the cue's span."""
        out: list[tuple[Side, str, Span]] = []
        below = i
        for above in [i, *self.clauses.ancestors(i)]:
            token = self.tokens[above]
            for c in token.children:  # "according to the ministry"
                child = self.tokens[c]
                if child.lower == "according":
                    for head in self.clauses.behind(c, ("to",)):
                        out.extend(self._speakers(head, "according to", (child.start, child.end)))
            if above != i and token.lemma in self.say and self.tokens[below].dep in ("ccomp", "parataxis"):
                subject = self.clauses.subject(above)
                if subject is not None:
                    out.extend(self._speakers(subject, token.text, (token.start, token.end)))
            below = above
        out.reverse()
        return out

    def _speakers(self, head: int, cue: str, span: Span) -> list[tuple[Side, str, Span]]:
        found = [Side(r, h) for h in self.resolver.conjuncts(head) for r in self.resolver.phrase(h)]
        if not found:
            owners = self.resolver.owners(head)
            words = self.resolver.words(*self.resolver.span(head))
            if self.tokens[head].pos in ("NOUN", "PROPN"):
                owner = owners[0] if len(owners) == 1 else None
                referent = Referent("body", None, words, owner.country if owner else None, (), None, None, False,
                                    f'"{words}" is the speaker')  # fmt: skip
                found = [Side(referent, head)]
        return [(side, cue, span) for side in found]
