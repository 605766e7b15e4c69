"""The setting of a saying: who is told, through which outlet, and on what occasion."""

from __future__ import annotations

from dragoman.extract.quoted_text import QuotedText
from dragoman.extract.sayings import Saying
from dragoman.extract.speakers import Speakers
from dragoman.knowledge.cues import Cues
from dragoman.model import Span

_OCCASION_PREPOSITIONS = frozenset("in on at during after to from before following through via with by over".split())
_OUTLET_PREPOSITIONS = frozenset("with to for by on in of from via through".split())
_PUBLISHING = frozenset({"publish", "carry", "air", "broadcast", "print", "run"})


class Settings:
    """Finds the settings of the sayings of one document."""

    def __init__(self, page: QuotedText, cues: Cues, speakers: Speakers):
        self.page = page
        self.cues = cues
        self.speakers = speakers
        self.tokens = page.tokens
        self.clauses = page.clauses
        self._bodies = {e.last - 1 for e in page.document.entities if e.label in ("ORG", "WORK_OF_ART", "PRODUCT")}

    def told(self, saying: Saying) -> int | None:
        """Who is told: the object of "told", "to" behind other verbs of speech."""
        i = saying.cue_head
        if saying.told:
            found = [c for c in self.clauses.children(i, "dobj", "dative") if c > i and c != saying.speaker]
            if found and saying.complement == "object to do":
                return found[0]
            return next((c for c in found if c not in saying.content), None)
        if saying.kind == "speech" and self.tokens[i].pos == "VERB":
            for c in self.clauses.behind(i, ("to",)):
                named = c not in saying.content and self.tokens[c].pos in ("NOUN", "PROPN", "PRON")
                if named and self.tokens[c].lemma not in self.cues.words["occasions"]:
                    return c
        return None

    def where(self, saying: Saying, told: int | None) -> tuple[Span | None, Span | None]:
        """Where it was said and through whom: "in an interview with state TV", "told reporters in Berlin"."""
        words = self.cues.words
        verb = saying.cue[0] if self.tokens[saying.cue[0]].pos == "VERB" else saying.cue_head
        outlet = occasion = None
        if told is not None:
            if self._is_outlet(told):
                outlet = self._phrase(told, saying)
            elif self.tokens[told].lemma in words["audiences"]:
                last = max(self._near_tree(told, saying))
                place = [
                    c for c in self.tokens[verb].children if self.tokens[c].lower in ("in", "at", "on") and c > told
                ]
                if place and min(self.page.tree(place[0])) == last + 1:
                    last = max(self._near_tree(place[0], saying))
                occasion = (self.tokens[saying.cue[0]].start, self.tokens[last].end)
        for c in self.tokens[verb].children:
            child = self.tokens[c]
            if (
                child.dep not in ("prep", "agent", "dative", "advcl")
                or child.lower not in _OCCASION_PREPOSITIONS
                or c in saying.content
            ):
                continue
            for p in child.children:
                if self.tokens[p].dep != "pobj" or p in saying.content:
                    continue
                if child.lower in ("on", "via", "through") and self._names(p, "platforms"):
                    outlet = outlet or self._phrase(p, saying)
                    occasion = occasion or (child.start, self._phrase(p, saying)[1])
                elif self.tokens[p].lemma in words["occasions"] or self.tokens[p].lower in words["occasions"]:
                    occasion = self._with_time(c, saying)
                    outlet = outlet or self._outlet_in(p, saying)
                elif child.lower in ("to", "by", "in", "on", "via", "with") and self._is_outlet(p):
                    outlet = outlet or self._phrase(p, saying)
        if outlet is None and saying.speaker is not None:
            above = self.speakers.quoting(verb)
            agent = self.clauses.behind(above, ("by", "in")) if above is not None else []
            outlet = next((self._phrase(a, saying) for a in agent), None)
        return occasion, outlet

    def _outlet_in(self, noun: int, saying: Saying) -> Span | None:
        """The outlet of an interview or article: what stands behind with, to, for, by or on, or before it."""
        for c in self.tokens[noun].children:
            child = self.tokens[c]
            if child.dep in ("prep", "agent", "dative") and child.lower in _OUTLET_PREPOSITIONS:
                for p in child.children:
                    if self.tokens[p].dep != "pobj" or p in saying.content:
                        continue
                    asked = (
                        self.tokens[noun].lemma == "interview" and child.lower in ("with", "to") and p in self._bodies
                    )
                    if asked or self._is_outlet(p) or self._names(p, "platforms"):
                        return self._phrase(p, saying)
            if child.dep in ("acl", "relcl"):  # "an article published by Sputnik", "carried by TASS"
                published = child.lemma in _PUBLISHING
                for p in self.clauses.behind(c, ("by", "in", "on")):
                    if p not in self.page.timed and (
                        self._is_outlet(p) or (published and self.tokens[p].pos == "PROPN")
                    ):
                        return self._phrase(p, saying)
            named = child.dep in ("compound", "nmod") and self._names(c, "outlet_names")
            if named or (child.dep == "poss" and self._is_outlet(c)):
                return self._phrase(c, saying)
        return None

    def _is_outlet(self, i: int) -> bool:
        token = self.tokens[i]
        if token.pos not in ("NOUN", "PROPN"):
            return False
        plural_audience = token.lemma in self.cues.words["audiences"] and token.tag == "NNS"
        if token.lemma in self.cues.words["outlets"] or token.lower in self.cues.words["outlets"]:
            return not plural_audience
        return self._names(i, "outlet_names")

    def _names(self, i: int, words: str) -> bool:
        """Is the word, or the name that it closes, in a list of names?"""
        names = self.cues.words[words]
        end = self.tokens[i].end
        return any(
            self.page.text[self.tokens[j].start : end].lower() in names for j in range(max(0, i - 3), i + 1)
        ) and (self.tokens[i].text[:1].isupper())

    def _phrase(self, head: int, saying: Saying) -> Span:
        """The words of a noun phrase: without what follows behind a comma, a time, or a clause."""
        inside = self._near_tree(head, saying)
        return self.tokens[min(inside)].start, self.tokens[max(inside)].end

    def _near_tree(self, head: int, saying: Saying) -> set[int]:
        out, queue = set(), [head]
        while queue:
            i = queue.pop()
            out.add(i)
            for c in self.tokens[i].children:
                child = self.tokens[c]
                if child.dep in ("relcl", "acl", "conj", "cc", "punct", "npadvmod") and c > head:
                    continue
                if child.dep == "appos" and c != head + 1:  # "state news agency IRNA" is one name
                    continue
                if child.dep == "prep" and child.lower == "on" and c > head:
                    continue
                if c not in saying.content:
                    queue.append(c)
        first = last = head
        while first - 1 in out:
            first -= 1
        while last + 1 in out:
            last += 1
        return set(range(first, last + 1))

    def _with_time(self, preposition: int, saying: Saying) -> Span:
        """A phrase of occasion with the day that follows it: "in an interview with state TV on Wednesday"."""
        inside = self.page.tree(preposition) - saying.content
        last = preposition
        while last + 1 in inside:
            last += 1
        following = next((t for t in self.page.document.times if t.last > last + 1 and t.first <= last + 2), None)
        if (
            following is not None
            and (following.first == last + 1 or self.tokens[last + 1].lower in ("on", "in", "at"))
            and not saying.content.intersection(range(last + 1, following.last))
        ):
            last = max(last, following.last - 1)
        while last > preposition and self.tokens[last].pos == "PUNCT":
            last -= 1
        return self.tokens[preposition].start, self.tokens[last].end
