"""When an event was: its own time expression, else the narrative's, else the day of publication."""

from __future__ import annotations

from datetime import date

from dragoman.document import Document, TimeExpression
from dragoman.extract.clauses import Clauses
from dragoman.model import Date, Status

# An act that is told with one of these words lies before the day at hand.
_EARLIER = frozenset(
    {"recent", "previous", "earlier", "past", "last", "former", "first", "historic", "latest", "prior"}
)
_HOLDING = frozenset(
    {
        "hold",
        "have",
        "begin",
        "start",
        "open",
        "launch",
        "continue",
        "conclude",
        "attend",
        "resume",
        "pay",
        "make",
        "end",
        "join",
        "follow",
    }
)
_COUNTED = frozenset({"twice", "thrice", "times", "repeatedly", "often", "frequently", "regularly"})
_CLAUSES = frozenset({"ccomp", "relcl", "acl", "advcl", "parataxis"})


class Timing:
    """Dates the events of one document."""

    def __init__(self, document: Document, clauses: Clauses):
        self.document = document
        self.clauses = clauses
        self.tokens = document.tokens
        self._by_owner: dict[int, list[TimeExpression]] = {}
        self._told: dict[int, Date] = {}  # paragraph → the last day told in a main clause
        self._story: Date | None = None  # the day of the news, where the story opens with it
        for time in document.times:
            if time.kind == "date" and not time.attributive and time.date is not None:
                self._by_owner.setdefault(self._owner(time), []).append(time)
            elif time.attributive and time.date is not None and time.first < len(self.tokens):
                self._by_owner.setdefault(self._noun(time), []).append(time)

    def _noun(self, time: TimeExpression) -> int:
        """The noun whose own time it is: "a Thursday meeting"."""
        return next(
            (
                self.tokens[i].head
                for i in range(time.first, time.last)
                if not time.first <= self.tokens[i].head < time.last
            ),
            time.first,
        )

    def _owner(self, time: TimeExpression) -> int:
        """The predicate or event noun that a time expression hangs on."""
        i = self._noun(time)
        for _ in range(6):
            token = self.tokens[i]
            if token.pos in ("VERB", "AUX") or token.head == i:
                return i
            if token.pos == "NOUN" and token.dep not in ("npadvmod", "nmod"):
                return i
            i = token.head
        return i

    def date(self, timed_by: list[int], head: int, sentence: int, status: Status) -> Date | None:
        """The date of an event reported by ``head`` and timed by the expressions that hang on any of ``timed_by``."""
        # A year before a noun is the noun's ("left the 2015 deal"); a day is the act's ("held Thursday talks").
        own = [
            time
            for i in timed_by
            for time in self._by_owner.get(i, ())
            if not time.attributive or i == head or (time.date and time.date.precision in ("day", "week"))
        ]
        own.extend(self._beside(head, sentence, timed_by))
        own = [time for time in own if not self._too_late(time.date, status)]
        for time in own:
            if time.bound in (None, "since") and time.date is not None:
                if time.bound == "since" and status != "ongoing":
                    continue
                paragraph = self.document.sentences[sentence].paragraph
                if time.date.precision == "day" and status in ("occurred", "ongoing") and self._main(head):
                    self._told[paragraph] = time.date
                    self._begin_story(time.date, paragraph)
                return time.date
        if status == "planned":
            return next((time.date for time in own if time.date is not None), None)
        if status in ("hypothetical", "ongoing") or self._background(head):
            return None
        only = self._only_time(head, sentence)
        if only is not None and not self._too_late(only, status):
            return only
        paragraph = self.document.sentences[sentence].paragraph
        told = self._told.get(paragraph) or self._story
        if told is not None:
            return Date(told.start, told.end, told.precision, told.text, told.span, "narrative")
        published = self.document.article.published
        if published is None:
            return None
        precision = {4: "year", 7: "month"}.get(len(published), "day")
        return Date(published, published, precision, None, None, "publication")  # type: ignore[arg-type]

    def _too_late(self, told: Date | None, status: Status) -> bool:
        """What has happened was not after the day of the article: "agreed to leave within a week" was agreed before."""
        published = self.document.article.published
        if status != "occurred" or told is None or published is None:
            return False
        last = told.end or told.start
        return told.start is not None and last is not None and last[:10] > published and len(last) == len(published)

    def _only_time(self, head: int, sentence: int) -> Date | None:
        """The one time that the sentence tells, unless it is that of the speech above the act."""
        times = [
            (owner, time)
            for owner, times in self._by_owner.items()
            if self._in(owner, sentence)
            for time in times
            if not time.attributive
        ]
        if len(times) != 1 or times[0][1].bound is not None:
            return None
        owner, time = times[0]
        if not self._told_of(owner, head):
            return None
        below = head
        for above in self.clauses.ancestors(head):
            if above == owner and self.tokens[below].dep == "ccomp":
                return None
            below = above
        return time.date

    def _told_of(self, owner: int, head: int) -> bool:
        """Is a clause's time also another's? Not in "thanked India for delivering it last year"."""
        over = {head, *self.clauses.ancestors(head)}
        at = owner
        while at not in over:
            if self.tokens[at].dep in ("pcomp", "relcl", "acl"):
                return False
            if self.tokens[at].head == at:
                break
            at = self.tokens[at].head
        return True

    def _begin_story(self, told: Date, paragraph: int) -> None:
        """The day that the opening tells is that of what follows without a time: Monday's news, printed on Tuesday."""
        published = self.document.article.published
        if self._story is None and paragraph < 3 and published and len(published) == 10 and told.start:
            days = (date.fromisoformat(published) - date.fromisoformat(told.start)).days
            if 0 <= days <= 4:
                self._story = told

    def _beside(self, head: int, sentence: int, timed_by: list[int]) -> list[TimeExpression]:
        """Times that hang on a noun of the same clause, with no other clause between: "in a meeting on Friday"."""
        out: list[TimeExpression] = []
        for owner, times in self._by_owner.items():
            if owner in timed_by or not self._in(owner, sentence):
                continue
            token = self.tokens[owner]
            if token.pos in ("VERB", "AUX"):
                continue
            for above in self.clauses.ancestors(owner):
                if above == head:
                    out.extend(t for t in times if not t.attributive)
                    break
                if self.tokens[above].pos in ("VERB", "AUX") or self.tokens[above].dep in _CLAUSES:
                    break
        # An event noun takes the time of the verb that it depends on: "the visit began on Monday".
        if self.tokens[head].pos == "NOUN" and not out:
            for above in self.clauses.ancestors(head):
                if self.tokens[above].pos in ("VERB", "AUX"):
                    if self.tokens[head].dep in ("nsubj", "nsubjpass", "dobj"):
                        out.extend(self._by_owner.get(above, ()))
                    break
        return out

    def _in(self, i: int, sentence: int) -> bool:
        return self.document.sentences[sentence].first <= i < self.document.sentences[sentence].last

    def _main(self, head: int) -> bool:
        return self.tokens[head].dep in ("ROOT", "conj", "ccomp")

    def _noun_in_background(self, i: int) -> bool:
        """An act that a noun names is of the day only where the clause is about it: "talks between … ended"."""
        token = self.tokens[i]
        if any(self.tokens[c].lower in _EARLIER for c in token.children):
            return True  # "the recent meeting of the presidents"
        head = self.tokens[token.head]
        if token.dep in ("nsubj", "nsubjpass"):
            return head.dep not in ("ROOT", "conj", "ccomp")
        if token.dep == "pobj":
            above = self.tokens[head.head]
            return head.lower not in ("in", "during", "at", "amid") or above.pos not in ("VERB", "AUX")
        return token.dep != "ROOT" and not (token.dep == "dobj" and head.lemma in _HOLDING)

    def _background(self, head: int) -> bool:
        """A clause in the pluperfect, or hung on a noun, tells of an earlier time that it does not name."""
        token = self.tokens[head]
        above = self.tokens[token.head]
        if token.dep == "advcl" and token.tag == "VBG" and above.dep == "advcl" and self._background(above.i):
            return True  # "two days after guards opened fire, killing four"
        if any(self.tokens[c].lower == "had" and self.tokens[c].dep == "aux" for c in token.children):
            return True
        if token.pos not in ("VERB", "AUX", "ADJ"):
            return self._noun_in_background(head)
        if any(self.tokens[c].lower in _COUNTED for c in self.clauses.children(head, "advmod", "npadvmod")):
            return True  # "has twice been extended": on no one day
        # "…, a move Tehran described as …" is said of the act at hand, on its day
        summed_up = token.dep == "relcl" and self.tokens[token.head].dep == "appos"
        if (token.dep == "relcl" and not summed_up) or (token.dep == "acl" and token.tag in ("VBN", "VBG", "VB")):
            return True
        # "a day after Prague expelled …"
        marks = [self.tokens[c].lower for c in token.children if self.tokens[c].dep in ("mark", "advmod")]
        return (
            "after" in marks
            or "before" in marks
            or (token.dep == "pcomp" and self.tokens[token.head].lower in ("after", "before", "since"))
        )
