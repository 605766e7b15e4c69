"""What a visit adds to its event: its days, who invited, who headed the delegation, and whom the visitor met."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.document import Document
from dragoman.extract.actors import Resolver
from dragoman.extract.clauses import Clauses
from dragoman.extract.frames import Matcher, Side
from dragoman.model import Date, Participant, Visit

_NUMBERS = {word: n for n, word in enumerate("one two three four five six seven eight nine ten".split(), start=1)}
_DAYS = re.compile(r"\b(\d{1,2}|" + "|".join(_NUMBERS) + r")[\s-]days?\b", re.IGNORECASE)
_INVITING = frozenset({"invitation", "request"})
_DELEGATIONS = frozenset({"delegation", "team", "mission", "entourage"})


@dataclass(frozen=True, slots=True)
class Encounter:
    """A meeting told in the article: its sides and its date."""

    sides: tuple[Side, ...]
    date: Date | None


class Visits:
    """Reads the particulars of the visits of one document."""

    def __init__(self, document: Document, resolver: Resolver, clauses: Clauses, matcher: Matcher):
        self.document = document
        self.tokens = document.tokens
        self.resolver = resolver
        self.clauses = clauses
        self.matcher = matcher

    def visit(
        self,
        visitors: Sequence[Side],
        date: Date | None,
        sentences: Sequence[int],
        encounters: Sequence[Encounter],
        day: str | None,
    ) -> Visit:
        """The particulars told in the sentences that tell of a visit; whom they met, in the whole article."""
        words = range(0)
        duration: int | None = None
        inviter: Participant | None = None
        delegation: str | None = None
        heads = False
        for number in sentences:
            sentence = self.document.sentences[number]
            words = range(sentence.first, sentence.last)
            found = _DAYS.search(self.document.article.text[slice(*sentence.span)])
            if found and duration is None:
                duration = _NUMBERS.get(found[1].lower()) or int(found[1])
            for i in words:
                token = self.tokens[i]
                if token.lemma in _INVITING and inviter is None:
                    inviter = self._inviter(i, visitors, day)
                if token.lemma in _DELEGATIONS and delegation is None:
                    first, last = self.resolver.span(i)
                    delegation = self.resolver.words(first, last)
                    heads = self._headed_by_visitor(i)
        people = [side for side in visitors if side.referent.kind in ("person", "role")]
        head = self.resolver.participant(people[0].referent, people[0].head, day) if people and heads else None
        first_day, last_day = _days(date, duration)
        return Visit(
            first_day, last_day, duration, inviter, head, delegation, self._met(visitors, encounters, date, day)
        )

    def _inviter(self, i: int, visitors: Sequence[Side], day: str | None) -> Participant | None:
        """ "at the invitation of his Russian counterpart", "at President Xi's invitation"."""
        keys = {side.referent.key for side in visitors}
        for side in self.matcher.places(i, ("of", "from", "by", "poss")):
            if side.referent.key not in keys:
                return self.resolver.participant(side.referent, side.head, day)
        return None

    def _headed_by_visitor(self, i: int) -> bool:
        """ "at the head of a delegation", "leading a delegation"."""
        for above in self.clauses.ancestors(i):
            token = self.tokens[above]
            if token.lemma in ("head", "lead"):
                return True
            if token.pos == "VERB":
                return False
        return False

    def _met(
        self, visitors: Sequence[Side], encounters: Sequence[Encounter], date: Date | None, day: str | None
    ) -> tuple[Participant, ...]:
        keys = {side.referent.key for side in visitors}
        people = {name for side in visitors for name in (side.referent.actor, side.referent.office) if name}
        countries = {side.referent.country for side in visitors}
        out: dict[str, Participant] = {}
        for encounter in encounters:
            here = {
                name
                for side in encounter.sides
                if side.referent.country in countries
                for name in (side.referent.actor, side.referent.office)
            }
            if not here & people and not any(side.referent.key in keys for side in encounter.sides):
                continue
            for side in encounter.sides:
                if side.referent.kind in ("person", "role") and side.referent.country not in countries:
                    met = self.resolver.participant(side.referent, side.head, day)
                    out.setdefault(met.actor or met.name or met.text, met)
        return tuple(out.values())


def _days(date: Date | None, duration: int | None) -> tuple[str | None, str | None]:
    """First and last day: the day told is the first; the last follows from the duration."""
    if date is None or date.start is None:
        return None, None
    if date.precision != "day":
        return date.start, date.end
    if duration is None:
        return date.start, date.end if date.end != date.start else None
    last = datetime.date.fromisoformat(date.start) + datetime.timedelta(days=duration - 1)
    return date.start, last.isoformat()
