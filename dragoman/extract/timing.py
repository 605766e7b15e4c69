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
# What began, opened or was held on a day was on that day: "the war, which began in 2014".
_TAKING_PLACE = frozenset({"begin", "start", "erupt", "open", "occur", "happen", "take", "hold", "convene", "launch"})
# What was planned for a day need not have been on it: "the visit had been planned for March".
_PLANNING = frozenset({"plan", "schedule", "fix", "set", "slate", "expect", "postpone", "delay", "due"})
# "Flew to Kigali on Monday for talks": the talks are of that day.
_GOING = frozenset({"fly", "travel", "arrive", "land", "go", "come", "head", "visit", "leave"})
_CONCLUDING = frozenset({"sign", "conclude", "reach", "ratify", "agree", "initial"})
_SAYING = frozenset({"say", "add", "tell", "announce", "report", "confirm"})
# How many days before it is printed a day may lie to be that of the story: Monday's news, printed on Thursday.
_FRESH = 4


class Timing:
    """Dates the events of one document."""

    def __init__(self, document: Document, clauses: Clauses):
        self.document = document
        self.clauses = clauses
        self.tokens = document.tokens
        self._by_owner: dict[int, list[TimeExpression]] = {}
        self._told: dict[int, list[tuple[int, Date]]] = {}  # paragraph → (sentence, day), as main clauses tell them
        self._counted: dict[int, tuple[int, Date]] = {}  # clause or noun → (the word behind its measure, its day)
        self._story: Date | None = None  # the day of the news, where the story opens with it
        for time in document.times:
            if time.kind in ("date", "duration") and not time.attributive and time.date is not None:
                self._by_owner.setdefault(self._owner(time), []).append(time)
            elif time.kind == "counted" and time.date is not None:
                self._counted.update(dict.fromkeys(self._counted_act(time.last - 1), (time.last, time.date)))
            elif time.attributive and time.date is not None and time.first < len(self.tokens):
                self._by_owner.setdefault(self._noun(time), []).append(time)
        for number, sentence in enumerate(document.sentences):
            for owner in range(sentence.first, sentence.last):
                for time in self._by_owner.get(owner, ()):
                    if time.bound is None and time.date is not None and self._fresh(time.date) and self._said(owner):
                        self._told.setdefault(sentence.paragraph, []).append((number, time.date))

    def _counted_act(self, mark: int) -> list[int]:
        """The clause or noun that an "after" or "before" opens."""
        token = self.tokens[mark]
        if token.dep in ("mark", "advmod"):
            return [token.head]
        return [c for c in token.children if self.tokens[c].dep in ("pobj", "pcomp")]

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
            if token.dep in ("aux", "auxpass"):
                i = token.head  # "had on Sunday announced"
                continue
            if token.pos in ("VERB", "AUX") or token.head == i:
                # "applied to join last May": what is past is the applying
                infinitive = token.dep == "xcomp" and any(self.tokens[c].lower == "to" for c in token.children)
                return token.head if infinitive and time.bound is None and self._past(time.date) else i
            if token.pos == "NOUN" and token.dep not in ("npadvmod", "nmod"):
                return i
            i = token.head
        return i

    def date(
        self, timed_by: list[int], head: int, sentence: int, status: Status, *, talks: bool = False
    ) -> Date | None:
        """The date of an event reported by ``head`` and timed by the expressions that hang on any of ``timed_by``.

        ``talks``: it is a meeting, so that what is said "after meeting" somebody is said on its day.
        """
        if self.tokens[head].dep == "acomp":
            timed_by = [*timed_by, self.tokens[head].head]  # "is due on Friday"
        counted = self._counted_from(head, sentence)
        if counted is not None and status in ("occurred", "ongoing", "negated"):
            return counted
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
                    if self._perfect(head) and time.date.start and self._published():
                        until = self.document.article.published
                        return Date(time.date.start, until, "interval", time.date.text, time.date.span, "stated")
                    continue
                paragraph = self.document.sentences[sentence].paragraph
                if time.date.precision == "day" and status in ("occurred", "ongoing") and self._main(head):
                    self._told.setdefault(paragraph, []).append((sentence, time.date))
                    self._begin_story(time.date, paragraph)
                return time.date
        if status == "planned":
            return self._ahead(own)
        if status == "hypothetical":
            return None
        tied = self._tied(head, sentence, talks)
        if tied is not None and not self._too_late(tied, status):
            return tied
        if status == "ongoing" or self._background(head):
            return None
        only = self._only_time(head, sentence)
        if only is not None and not self._too_late(only, status):
            return only
        return self._of_the_story(sentence)

    def to_come(self, timed_by: list[int], head: int) -> list[int]:
        """The words whose times say that an act told as a fact is set for a day after the article's.

        "leaves on Tuesday for talks", "the visit on 27 March"; none where it is not."""
        verb = head
        if self.tokens[head].pos == "NOUN":
            verbs = (a for a in self.clauses.ancestors(head) if self.tokens[a].pos in ("VERB", "AUX"))
            verb = next(verbs, head)
        owners = list(timed_by)
        if self.tokens[verb].tag in ("VBZ", "VBP"):
            owners.append(verb)
        elif self.tokens[head].pos != "NOUN":
            return []
        own = [time for i in owners for time in self._by_owner.get(i, ()) if time.date and time.date.precision == "day"]
        return owners if own and all(self._too_late(time.date, "occurred") for time in own) else []

    def _of_the_story(self, sentence: int) -> Date | None:
        """The day that the paragraph has told last, else that of the story, else of publication."""
        paragraph = self.document.sentences[sentence].paragraph
        before = [day for number, day in self._told.get(paragraph, ()) if number <= sentence]
        told = before[-1] if before else self._story
        if told is not None:
            return Date(told.start, told.end, told.precision, told.text, told.span, "narrative")
        published = self.document.article.published
        if published is None:
            return None
        precision = {4: "year", 7: "month"}.get(len(published), "day")
        return Date(published, published, precision, None, None, "publication")  # type: ignore[arg-type]

    def _counted_from(self, head: int, sentence: int) -> Date | None:
        """The day of a clause or noun that is counted from another: "left two days after Chad attacked" it."""
        clause = next((i for i in (head, *self.clauses.ancestors(head)) if i in self._counted), None)
        if clause is None:
            return None
        mark, day = self._counted[clause]
        for owner, times in self._by_owner.items():
            later = self._in(owner, sentence) and any(mark < t.first and t.bound is None for t in times)
            if later and self._told_of(owner, head):
                return None  # it has a time of its own
        return day

    def _tied(self, head: int, sentence: int, talks: bool) -> Date | None:
        """The time that a clause shares with the noun or clause it hangs on: "in May, when …", "at which …"."""
        for i in (head, *self.clauses.ancestors(head)):
            token = self.tokens[i]
            if any(self.tokens[c].lower == "had" for c in self.clauses.children(i, "aux")):
                return None
            when = next((c for c in token.children if self.tokens[c].lower == "when"), None)
            if when is not None and when > self.document.sentences[sentence].first:
                before = when - 2 if self.tokens[when - 1].lower == "," else when - 1
                for time in (t for times in self._by_owner.values() for t in times):
                    if time.first <= before < time.last:
                        return time.date
                return None
            if token.dep == "relcl":
                return self._shared(i, sentence)
            if i == head and talks and (token.dep == "pobj" or token.tag == "VBG") and self._afterwards(i):
                verb = self.tokens[token.head].head
                return self.date([verb], verb, sentence, "occurred") if self.tokens[verb].pos == "VERB" else None
        token = self.tokens[head]
        if token.pos == "NOUN":
            for i in range(head, min(head + 8, self.document.sentences[sentence].last)):
                for c in self.clauses.children(i, "relcl"):
                    own = self._by_owner.get(c, [])
                    if (
                        own
                        and self.tokens[c].lemma in _TAKING_PLACE
                        and self._opened_by_which(c)
                        and self._within(i, head)
                    ):
                        return own[0].date
        return self._spoken(head, sentence)

    def _within(self, i: int, head: int) -> bool:
        return i == head or head in self.clauses.ancestors(i)

    def _afterwards(self, i: int) -> bool:
        """Is it said "after meeting" them, "following talks"?"""
        above = self.tokens[self.tokens[i].head]
        earlier = any(self.tokens[c].lower in _EARLIER for c in self.tokens[i].children)
        going = above.lower == "for" and self.tokens[above.head].lemma in _GOING
        told = going or above.lower in ("after", "following", "during")
        return told and not earlier and above.dep in ("prep", "pcomp")

    def _opened_by_which(self, i: int) -> bool:
        return any(self.tokens[c].lower in ("which", "that") for c in self.clauses.children(i, "nsubj", "nsubjpass"))

    def _shared(self, clause: int, sentence: int) -> Date | None:
        """The date of the act that a relative clause tells more of: "a pact under which they pledged", "where …"."""
        first = min((c for c in self.tokens[clause].children if c < clause), default=clause)
        opening = range(first, min(first + 3, clause))
        where = any(self.tokens[i].lower == "where" for i in opening)
        under = any(
            self.tokens[i].lower in ("which", "whom") and self.tokens[i].dep == "pobj" and self.tokens[i].i - first < 2
            for i in opening
        )
        said = self.tokens[clause].lemma in _SAYING and self.tokens[clause].tag == "VBD"
        if not (where or under or said):
            return None
        above = self.tokens[clause].head
        for time in (t for times in self._by_owner.values() for t in times):
            if time.first <= above < time.last:
                return time.date
        for _ in range(6):
            own = [t.date for t in self._by_owner.get(above, ()) if t.bound is None]
            if own:
                return own[0]
            if self.tokens[above].pos in ("VERB", "AUX"):
                return self.date([above], above, sentence, "occurred") if above < clause else None
            if self.tokens[above].head == above:
                return None
            above = self.tokens[above].head
        return None

    def _spoken(self, head: int, sentence: int) -> Date | None:
        """The day of the speech, for what a speaker is doing or ready to do: "said on Sunday he was sending …"."""
        token = self.tokens[head]
        aside = any(self.tokens[c].lower in ("been", "had", "have", "has") for c in self.clauses.children(head, "aux"))
        while token.dep == "conj":
            token = self.tokens[token.head]
        shown = any(self.tokens[c].lemma == "be" for c in token.children)
        aside = aside or any(self.tokens[c].lower == "been" for c in token.children)
        if token.dep not in ("ccomp", "acomp") or aside or not ((token.tag == "VBG" and shown) or token.pos == "ADJ"):
            return None
        above = token.head
        if token.dep == "acomp" or self.tokens[above].lemma == "be":
            above = self.tokens[above].head
        told = [t for t in self._by_owner.get(above, ()) if t.bound is None]
        told.extend(self._beside(above, sentence, [above]))
        for c in range(*self._bounds(sentence)):
            told.extend(t for t in self._by_owner.get(c, ()) if t.attributive and self._hangs_on(c, above))
        day = next((t.date for t in told if t.date is not None and t.date.precision == "day"), None)
        return day

    def _hangs_on(self, i: int, verb: int) -> bool:
        """Does a noun hang on a verb by a preposition: "said in his Sunday speech"?"""
        above = self.tokens[self.tokens[i].head]
        return self.tokens[i].dep == "pobj" and above.head == verb

    def _bounds(self, sentence: int) -> tuple[int, int]:
        return self.document.sentences[sentence].first, self.document.sentences[sentence].last

    def _ahead(self, own: list[TimeExpression]) -> Date | None:
        """When a planned act is to be: a deadline and a term count from the day of the article."""
        published = self._published()
        for time in own:
            if time.date is None:
                continue
            told = time.date
            due = time.bound in ("by", "until", "before") and told.start is None and told.end and published
            if due and told.end and published and told.end >= published[: len(told.end)]:
                return Date(published, told.end, "interval", told.text, told.span, "stated")
            return told
        return None

    def _published(self) -> str | None:
        published = self.document.article.published
        return published if published and len(published) == 10 else None

    def _past(self, told: Date | None) -> bool:
        published = self.document.article.published
        last = (told.end or told.start) if told is not None else None
        return bool(last and published and last < published[: len(last)])

    def _perfect(self, head: int) -> bool:
        """Is it told in the perfect: "have met several times since"?"""
        return any(self.tokens[c].lower in ("have", "has", "'ve", "’ve") for c in self.clauses.children(head, "aux"))

    def _fresh(self, told: Date) -> bool:
        """Is it a day of the last few before the article's?"""
        published = self._published()
        if told.precision != "day" or told.start is None or published is None:
            return False
        return 0 <= (date.fromisoformat(published) - date.fromisoformat(told.start)).days <= _FRESH

    def _said(self, owner: int) -> bool:
        """Is it the main clause that has this time: "said on Sunday", "held talks on Sunday"?"""
        token = self.tokens[owner]
        if token.pos not in ("VERB", "AUX") and token.dep in ("dobj", "pobj", "nsubj"):
            owner = next((a for a in self.clauses.ancestors(owner) if self.tokens[a].pos in ("VERB", "AUX")), owner)
        token = self.tokens[owner]
        had = any(self.tokens[c].lower == "had" for c in token.children if self.tokens[c].dep == "aux")
        return token.dep in ("ROOT", "conj") and token.tag in ("VBD", "VBN") and not had

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
        if self._story is None and paragraph < 3 and self._fresh(told):
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

    def _of_an_old_paper(self, head: int) -> bool:
        """Is it told again how a pact came about that was named before: "The treaty was concluded for ten years"?"""
        if not self.clauses.passive(head) or self.tokens[head].lemma not in _CONCLUDING:
            return False
        for c in self.clauses.children(head, "nsubjpass"):
            the = any(self.tokens[d].lower == "the" for d in self.clauses.children(c, "det"))
            lemma = self.tokens[c].lemma
            if the and any(t.lemma == lemma and t.pos == "NOUN" for t in self.tokens[:c]):
                return True
        return False

    def _background(self, head: int) -> bool:
        """A clause in the pluperfect, or hung on a noun, tells of an earlier time that it does not name."""
        token = self.tokens[head]
        above = self.tokens[token.head]
        if token.dep == "advcl" and token.tag == "VBG" and above.dep == "advcl" and self._background(above.i):
            return True  # "two days after guards opened fire, killing four"
        if any(self.tokens[c].lower == "had" and self.tokens[c].dep == "aux" for c in token.children):
            # "said that they had met": told in its time, not before it
            return not (token.dep == "ccomp" and above.tag == "VBD" and above.lemma in _SAYING)
        if token.pos not in ("VERB", "AUX", "ADJ"):
            return self._noun_in_background(head)
        if self._of_an_old_paper(head):
            return True
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
