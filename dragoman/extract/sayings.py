"""Sayings as the parse gives them: each cue of the lexicon with its speaker and its content."""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.extract.complements import Complements
from dragoman.extract.quoted_text import FINITE, QuotedText
from dragoman.extract.speakers import Speakers
from dragoman.knowledge.cues import CueEntry, CueKind, Cues

# The order in which complements are tried: what holds a clause before what is only a noun.
_ORDER = {
    name: n
    for n, name in enumerate(("as saying", "as it", "that", "to do", "object to do", "small", "raised", "doing"))
}
_BEFORE_OBJECT, _LAST = 20, 30


@dataclass(slots=True, eq=False)
class Saying:
    """An attribution in the making: its content is a set of tokens, which the quotation marks may still correct."""

    kind: CueKind
    complement: str
    cue: list[int]
    cue_head: int
    speaker: int | None
    content: set[int]
    told: bool = False  # the object is who is told
    phrase: set[int] = field(default_factory=set)  # "according to the ministry": never content


class Sayings:
    """Lays the cues of the lexicon over the parse of one document."""

    def __init__(self, page: QuotedText, cues: Cues):
        self.page = page
        self.cues = cues
        self.tokens = page.tokens
        self.clauses = page.clauses
        self.quote_of = page.quote_of
        self.complements = Complements(page, cues)
        self.speakers = Speakers(page, cues)
        self.found: list[Saying] = []
        self._goes_on_from: dict[int, int] = {}  # "…, adding that …": the cue whose speaker goes on
        self._light: set[int] = set()  # verbs that only carry a noun of speech

    def find(self) -> list[Saying]:
        """All sayings, in the order of their cues."""
        for token in self.tokens:
            if token.pos == "NOUN":
                self._noun(token.i)
            elif token.lower == "according":
                self._according(token.i)
        for token in self.tokens:
            if token.pos in ("VERB", "AUX"):
                self._verb(token.i)
            elif token.pos == "ADJ" and token.dep == "acomp":
                self._adjective(token.i)
        self.found.sort(key=lambda saying: saying.cue_head)
        return self.found

    def _verb(self, i: int) -> None:
        token = self.tokens[i]
        entries = self.cues.verb(token.lemma)
        if token.lemma == "make" and self._made_plain(i):
            return
        if not entries or i in self._light or token.dep == "amod":
            return
        if self.complements.saying(i) is not None and self.clauses.passive(i):
            return  # "was quoted as saying": the gerund is the cue
        particle = next((c for c in token.children if self.tokens[c].dep == "prt"), None)
        word = self.tokens[particle].lower if particle is not None else None
        fitting = [e for e in entries if e.particle == word] or [e for e in entries if word and e.particle is None]
        tries = sorted(
            ((self._rank(take), n, take, e) for n, e in enumerate(fitting) for take in e.takes if take != "quote"),
            key=lambda t: t[:2],
        )
        for _, _, take, entry in tries:
            content = self.complements.of_verb(i, take)
            if content:
                self._add(entry, take, i, content, particle)
                return
        taking = [entry for entry in fitting if "that" in entry.takes]
        strayed = self.complements.strayed(i) if taking else set()
        if strayed:
            self._add(taking[0], "that", i, strayed, particle)

    def _made_plain(self, i: int) -> bool:
        """``made plain that``, ``made it clear that``: the adjective and the clause behind it."""
        for at in range(i + 1, min(i + 3, len(self.tokens) - 1)):
            that = self.tokens[at + 1]
            if self.tokens[at].lower in self.cues.words["plain"] and that.lower == "that" and that.dep == "mark":
                content = {t for t in self.page.tree(that.head) if t > at}
                speaker = self.speakers.of_verb(i)
                if speaker is not None:
                    self.found.append(Saying("speech", "that", [i, at], i, speaker, content))
                    return True
        return False

    def _rank(self, take: str) -> int:
        if take.startswith("object "):
            return _ORDER.get(take, _BEFORE_OBJECT)
        return _LAST if take == "object" else _ORDER.get(take, _BEFORE_OBJECT + 1)

    def _noun(self, i: int) -> None:
        token = self.tokens[i]
        if token.lemma in self.cues.words["views"] and self._view(i):
            return
        for entry in self.cues.nouns.get(token.lemma, ()):
            for take in entry.takes:
                content = self.complements.of_noun(i, take)
                if not content:
                    continue
                speaker, light = self.speakers.of_noun(i, content)
                if speaker is None and take != "that":
                    continue
                if light is not None:
                    self._light.add(light)
                cue = [light, i] if light is not None and 0 < i - light < 6 else [i]
                self.found.append(Saying(entry.kind, take, cue, i, speaker, content))
                return

    def _view(self, i: int) -> bool:
        """``in his view``, ``in the words of the minister``: the clause around is the content."""
        token = self.tokens[i]
        above = self.tokens[token.head]
        if token.dep != "pobj" or above.lower not in ("in", "to"):
            return False
        speakers = self.clauses.children(i, "poss") or self.clauses.behind(i, ("of",))
        if not speakers or any(self.tokens[c].dep == "amod" for c in token.children):
            return False
        phrase = self.page.tree(above.i)
        content = self.complements.around_phrase(above.i, phrase)
        if content:
            self.found.append(Saying("belief", "that", [i], i, speakers[0], content, phrase=phrase))
        return bool(content)

    def _adjective(self, i: int) -> None:
        for entry in self.cues.adjectives.get(self.tokens[i].lemma, ()):
            for take in entry.takes:
                if take == "that":
                    content = self.page.trees(
                        c
                        for c in self.clauses.children(i, "ccomp")
                        if c > i and not self.page.infinitive(c) and not self.page.gerund(c)
                    )
                elif take == "to do":
                    content = self.page.trees(c for c in self.clauses.children(i, "xcomp") if self.page.infinitive(c))
                else:
                    content = self.complements.behind(i, take, keep=False)
                if content:
                    speaker = self.speakers.of_verb(self.tokens[i].head)
                    if speaker is not None:
                        self.found.append(Saying(entry.kind, take, [i], i, speaker, content))
                    return

    def _according(self, i: int) -> None:
        speakers = self.clauses.behind(i, ("to",))
        if not speakers:
            return
        phrase = {t for t in self.page.tree(i) if self.quote_of[t] is None or self.quote_of[t] == self.quote_of[i]}
        content = self.complements.around_phrase(i, phrase)
        cue = [i, i + 1] if i + 1 < len(self.tokens) else [i]
        if content:
            self.found.append(Saying("speech", "that", cue, i, speakers[0], content, phrase=phrase))

    def _add(self, entry: CueEntry, take: str, i: int, content: set[int], particle: int | None) -> None:
        cue = [i] if particle is None or particle - i > 2 else [i, particle]
        speaker: int | None = None
        if not (take == "raised" or (take == "object to do" and self.clauses.passive(i))):
            speaker = self.speakers.of_verb(self._goes_on_from.get(i, i))
            if speaker is None and take == "that" and self.tokens[i].tag in FINITE and not self.clauses.passive(i):
                speaker = self.speakers.nearest(i)
        elif take == "object to do":
            speaker = self.clauses.agent(i)
        above = self.speakers.quoting(i)
        if above is not None:
            cue = [*range(above, i + 1)] if i - above < 3 else [i - 1, i]
        if speaker is not None and entry.kind == "perception" and self.tokens[speaker].lower == "it":
            speaker = None  # "it appears that …"
        if speaker in content and take != "that":
            speaker = None
        if speaker in content:
            return
        content.discard(i)
        for t in sorted(content):
            if self.tokens[t].dep == "conj" and self.tokens[t].pos == "VERB" and self.speakers.misjoined(t) == i:
                content -= self.page.tree(t)
        while content and self.tokens[max(content)].pos in ("CCONJ", "PUNCT") and self.quote_of[max(content)] is None:
            content.discard(max(content))
        if take == "that":
            self._cut_comment(content)
            self._cut_saying(i, content)
        noun = self._carried(i, content)
        if noun is not None:
            cue = [i, noun]
            content.difference_update(range(i, noun + 1))
            self.found = [d for d in self.found if d.cue_head != noun]
        self.found.append(Saying(entry.kind, take, cue, i, speaker, content, told=entry.told))

    def _cut_comment(self, content: set[int]) -> None:
        """Drop what the narrator says of it behind a comma: "…, a claim Kyiv denied"."""
        for t in sorted(content)[1:-2]:
            token, after = self.tokens[t], self.tokens[t + 2]
            if token.text != "," or self.tokens[t + 1].lower not in ("a", "an") or self.quote_of[t] is not None:
                continue
            if any("that" in entry.takes for entry in self.cues.nouns.get(after.lemma, ())):
                content.difference_update({x for x in content if x >= t})
                return

    def _cut_saying(self, i: int, content: set[int]) -> None:
        """Drop what is a saying of its own behind a comma: "told them he would go, adding that it was late"."""
        for t in sorted(content):
            token = self.tokens[t]
            if t <= i or token.tag != "VBG" or token.dep != "advcl" or self.tokens[t - 1].text != ",":
                continue
            says = any(e.kind == "speech" and "that" in e.takes for e in self.cues.verb(token.lemma))
            if says and self.quote_of[t] is None and self.complements.of_verb(t, "that"):
                self._goes_on_from[t] = i
                content.difference_update({x for x in content if x >= t - 1 and x in self.page.tree(t) | {t - 1}})
                return

    def _carried(self, i: int, content: set[int]) -> int | None:
        """The noun of "expressed hope that …" where the parser made it part of the clause behind it."""
        for noun in range(i + 1, min(i + 4, len(self.tokens) - 1)):
            if noun in content and self.tokens[noun + 1].lower == "that":
                entries = self.cues.nouns.get(self.tokens[noun].lemma, ())
                carried = self.tokens[i].lemma in self.cues.words["light_verbs"] and any(
                    "that" in e.takes for e in entries
                )
                return noun if carried and len(content) > noun - i + 2 else None
        return None
