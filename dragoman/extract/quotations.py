"""Who said what: the attributions of a document, from its parse and its quotation marks alone.

A cue (a verb, a noun, an adjective or a phrase of the lexicon) has a speaker and a content around it. What the parse
gives is then corrected by the quotation marks, which are the stronger evidence; a quotation without a cue belongs to
who speaks beside it, before it in its paragraph, or in the paragraphs around.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.document import Document
from dragoman.extract.quoted_text import FINITE, PUNCTUATION, QuotedText
from dragoman.extract.sayings import Saying, Sayings
from dragoman.extract.settings import Settings
from dragoman.knowledge.cues import CueKind, Cues, load_cues
from dragoman.model import Quoted, Span

_FAR = 40  # tokens between a quotation and the cue beside it
_BETWEEN = 4  # tokens between two quotations that one sentence joins
_LONGEST_NAME = 10  # tokens of a name that signs a quotation
_MARKS = "“”\"'‘’«»`„ "
_DASHES = frozenset({"―", "—", "–", "--", "-"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """One speaker, one cue, what is said. Heads are indices of tokens; a discontinuous content has several spans."""

    speaker: Span | None
    speaker_head: int | None
    cue: Span | None
    cue_head: int | None
    kind: CueKind
    complement: str  # what of the cue the content is: "that", "quote", "to do", …; see attribution.yaml
    content: tuple[Span, ...]
    quoted: Quoted
    addressee_head: int | None
    outlet: Span | None  # who passes it on: "state TV"
    occasion: Span | None  # where it was said: "in a televised interview with state TV on Wednesday"
    parent: int | None  # the attribution in whose content this one stands, as an index of the result
    sentence: int  # where the cue stands


def find_attributions(document: Document) -> tuple[Attribution, ...]:
    """All attributions of the body, in the order of their cues; headlines are not body.

    "Oil will rise," he said → speaker "he", cue "said", content "“Oil will rise,”", quoted direct.
    """
    cues = load_cues()
    page = QuotedText(document)
    sayings = Sayings(page, cues)
    sayings.find()
    _Quotations(page, cues, sayings).give()
    return _Writer(page, Settings(page, cues, sayings.speakers)).written(sayings.found)


class _Quotations:
    """Corrects sayings by the quotation marks, and gives every quotation its speaker."""

    def __init__(self, page: QuotedText, cues: Cues, sayings: Sayings):
        self.page = page
        self.cues = cues
        self.sayings = sayings
        self.speakers = sayings.speakers
        self.tokens = page.tokens
        self.clauses = page.clauses
        self.quote_of = page.quote_of

    def give(self) -> None:
        """Correct the sayings in place, and add those that only the marks tell."""
        self._snap()
        self._give_quotes()

    def _snap(self) -> None:
        """Let quotations be whole: what a content touches it gets whole, and a cue inside says no more."""
        kept = []
        for saying in self.sayings.found:
            own = self.quote_of[saying.cue_head]
            if own is not None:
                inside = set(self.page.quoted[own])
                saying.content &= inside
                if saying.speaker is not None and saying.speaker not in inside:
                    saying.speaker = None
            else:
                for q in {self.quote_of[t] for t in saying.content}:
                    if q is None or saying.speaker in self.page.quoted[q]:
                        continue
                    share = sum(t in saying.content for t in self.page.quoted[q])
                    if share * 4 >= len(self.page.quoted[q]):
                        saying.content.update(self.page.quoted[q])
                    elif share:
                        saying.content.difference_update(self.page.quoted[q])
                self._trim(saying)
                saying.content -= {saying.cue_head, *saying.phrase}
            if saying.content:
                kept.append(saying)
        self.sayings.found = kept

    def _trim(self, saying: Saying) -> None:
        """Mend by the marks what the parse joined wrongly to a quotation beside the cue."""
        if saying.complement not in ("that", "small", "object") or not saying.content:
            return
        cue = saying.cue_head
        after = max(saying.content) + 1
        follows = self.quote_of[after] if after < len(self.tokens) and self.page.opens_quote(after) else None
        if follows is not None and min(saying.content) > cue and self._runs_into(after):
            saying.content.update(self.page.quoted[follows])  # "declared it “a crime”"
        for q in sorted(
            {q for t in saying.content if (q := self.quote_of[t]) is not None and self.page.quotes[q].independent}
        ):
            first, last = self.page.quoted[q][0], self.page.quoted[q][-1]
            if last < cue and self._is_speech(q):
                self._trim_before(saying, first, last)
            elif first > cue and first - cue <= 3 and "," in self._between(cue, first):
                saying.content = {t for t in saying.content if t > cue or self.quote_of[t] is not None}
            if first > cue and saying.complement != "that" and self.tokens[last - 1].text == ",":
                # "called him “a moderate,” a sly dig": behind a comma in the marks the narrator goes on
                saying.content = {t for t in saying.content if t <= last}

    def _trim_before(self, saying: Saying, first: int, last: int) -> None:
        """“Yes,” Ann Lee, the founder, tells us: what stands between is the speaker, not the content."""
        between = [t for t in range(last + 1, saying.cue_head) if self.tokens[t].pos not in PUNCTUATION]
        if any(self.quote_of[t] is not None for t in between):
            return
        saying.content = {
            t for t in saying.content if not (t < first or last < t < saying.cue_head) or self.quote_of[t] is not None
        }
        if (
            between
            and saying.speaker is not None
            and saying.speaker > saying.cue_head
            and self.tokens[between[0]].pos in ("PROPN", "DET")
        ):
            nominal = [t for t in between if self.tokens[t].pos in ("PROPN", "NOUN", "PRON")]
            saying.speaker = next(
                (t for t in nominal if self.tokens[t].dep not in ("compound", "amod", "poss")), saying.speaker
            )

    def _runs_into(self, t: int) -> bool:
        """Does the sentence run into a token without a stop before it?"""
        return self.tokens[t - 1].pos != "PUNCT" and self.page.sentence_of[t] == self.page.sentence_of[t - 1]

    def _between(self, a: int, b: int) -> str:
        return self.page.text[self.tokens[a].end : self.tokens[b].start]

    def _is_speech(self, q: int) -> bool:
        """Is the quotation a sentence before its cue: at a beginning, with a capital, with a comma at its end?"""
        start, end = self.page.quotes[q].span
        before = self.page.text[:start].rstrip(" ")[-1:]
        inner = self.page.text[start:end].strip(_MARKS)
        return before in '\n.:?!(”"' and inner[:1].isupper() and inner[-1:] in (",", "?", "!", "—", "…")

    def _give_quotes(self) -> None:
        """Give each quotation that stands for itself to its speaker, where the parse has not."""
        last: Saying | None = None  # who spoke last, and in which block
        last_quote = -1
        waiting: list[int] = []  # quotations running on over paragraphs whose speaker is still to come
        for q, quote in enumerate(self.page.quotes):
            tokens = self.page.quoted[q]
            if not tokens:
                continue
            owner = self._owner(q)
            if owner is None and q and last_quote == q - 1 and last is not None:
                owner = self._joined(q, last)
            if not (quote.independent or quote.opens_paragraph):
                if owner is not None:
                    last, last_quote, waiting = owner, q, []
                continue
            if owner is None and quote.opens_paragraph:
                owner = self._signed(q)
            if owner is None and quote.independent:
                owner = self._beside(q)
                if owner is not None and not set(tokens) <= owner.content:
                    owner.content.update(tokens)
            runs_on = last_quote >= 0 and quote.opens_paragraph and not self.page.quotes[last_quote].closed
            if owner is not None and runs_on:
                for w in waiting:
                    owner.content.update(self.page.quoted[w])
            if owner is None and last is not None:
                owner = self._continued(q, last, last_quote, runs_on=runs_on)
            if owner is None and quote.closed and self._alone(q):
                owner = self._introduced(q)
            if owner is None and quote.closed and quote.independent:
                owner = self._goes_on(q)
            waiting = [*waiting, q] if owner is None and not quote.closed else []
            if owner is not None:
                last = owner
            last_quote = q

    def _owner(self, q: int) -> Saying | None:
        tokens = self.page.quoted[q]
        best = [
            d
            for d in self.sayings.found
            if self.quote_of[d.cue_head] != q and 2 * len(d.content.intersection(tokens)) >= len(tokens)
        ]
        return max(best, key=lambda d: (d.speaker is not None, -len(d.content)), default=None)

    def _beside(self, q: int) -> Saying | None:
        """The cue right behind a quotation, or right before it, in its own paragraph."""
        first, last = self.page.quoted[q][0], self.page.quoted[q][-1]
        block = self.page.quotes[q].block
        inner = self.page.text[self.page.quotes[q].span[0] : self.page.quotes[q].span[1]].rstrip("”\"'’»` ")
        # Behind: ", he said" up to the end of that sentence.
        behind: list[int] = []
        open_end = inner[-1:] in ",?!—-…" or (
            last + 1 < len(self.tokens) and self.tokens[last + 1].lower in (",", "?", "!")
        )
        at = last + 1
        while open_end and at < len(self.tokens) and self.page.block(at) == block and len(behind) < _FAR:
            if self.quote_of[at] is not None or self.tokens[at].text in ".;?!":
                break
            behind.append(at)
            at += 1
        cue = self._cue_in(behind, near_start=True)
        if cue is None:
            before: list[int] = []
            at = first - 1
            while at >= 0 and self.page.block(at) == block and len(before) < _FAR:
                if self.quote_of[at] is not None or (self.tokens[at].text in ".;?!" and at != first - 1):
                    break
                before.append(at)
                at -= 1
            before.reverse()
            if before and self.tokens[before[-1]].text == ":":
                return self._at_colon(before)
            if before and (self.tokens[before[-1]].text in (",", "that") or self.tokens[before[-1]].pos == "VERB"):
                cue = self._cue_in(before, near_start=False)
        if cue is None and self.page.quotes[q].opens_paragraph and not behind:
            return self._before_paragraph(q)
        if cue is None and first and self.tokens[first - 1].text == "." and self.page.block(first - 1) == block:
            # "Lau said in a statement. “There are …”": a cue that is left without content
            sentence = self.page.document.sentences[self.page.sentence_of[first - 1]]
            root = next((t for t in range(sentence.first, sentence.last) if self.tokens[t].dep == "ROOT"), None)
            if root is not None and self._quotes(root) and self.quote_of[root] is None:
                cue = (
                    root
                    if all(d.cue_head != root for d in self.sayings.found) and not self.page.objects(root)
                    else None
                )
        return self._saying_at(cue)

    def _before_paragraph(self, q: int) -> Saying | None:
        """The cue of the paragraph before, where it ends with a colon."""
        at = self.page.quoted[q][0] - 1
        if at < 0 or self.tokens[at].text != ":":
            return None
        sentence = self.page.document.sentences[self.page.sentence_of[at]]
        return self._at_colon(range(sentence.first, at + 1))

    def _at_colon(self, before: Sequence[int]) -> Saying | None:
        cue = self._cue_in(before, near_start=False)
        if cue is not None:
            return self._saying_at(cue)
        # "The minister's reply was blunt:", "Trump:": the subject of the sentence, or its only words
        heads = [t for t in before if self.tokens[t].head not in before or self.tokens[t].head == t]
        root = next((t for t in heads if self.tokens[t].pos not in PUNCTUATION), None)
        if root is None:
            return None
        speaker = root if self.tokens[root].pos in ("PROPN", "NOUN") else self.clauses.surface_subject(root)
        if speaker is None or speaker not in before:
            return None
        saying = Saying("speech", "quote", [before[-1]], before[-1], speaker, set())
        self.sayings.found.append(saying)
        return saying

    def _cue_in(self, tokens: Sequence[int], *, near_start: bool) -> int | None:
        found = [t for t in tokens if self.tokens[t].pos == "VERB" and self._quotes(t)]
        if not found:
            return None
        return found[0] if near_start else found[-1]

    def _quotes(self, i: int) -> bool:
        return any("quote" in entry.takes for entry in self.cues.verb(self.tokens[i].lemma))

    def _saying_at(self, cue: int | None) -> Saying | None:
        if cue is None:
            return None
        known = next((d for d in self.sayings.found if d.cue_head == cue), None)
        if known is not None:
            if known.complement in ("object", "object to do") or known.kind == "stance":
                known.content, known.complement = set(), "quote"
            known.speaker = known.speaker if known.speaker is not None else self.speakers.nearest(cue)
            return known
        entry = next(e for e in self.cues.verb(self.tokens[cue].lemma) if "quote" in e.takes)
        speaker = self.speakers.of_verb(cue)
        if speaker is None or self.quote_of[speaker] is not None:
            speaker = self.speakers.nearest(cue)
        saying = Saying(entry.kind, "quote", [cue], cue, speaker, set(), told=entry.told)
        self.sayings.found.append(saying)
        return saying

    def _continued(self, q: int, last: Saying, last_quote: int, *, runs_on: bool) -> Saying | None:
        """Who goes on speaking: in the same paragraph, or in one that is nothing but a quotation."""
        quote, before = self.page.quotes[q], self.page.quotes[last_quote]
        if runs_on:
            last.content.update(self.page.quoted[q])
            return last
        if quote.block == before.block:
            between = range(self.page.quoted[last_quote][-1] + 1, self.page.quoted[q][0])
            stops = sum(self.tokens[t].text in ".?!" for t in between)
            before_it = self.page.text[: quote.span[0]].rstrip()[-1:]
            if before_it not in '.?!:”"' and not (before_it == "," and last.cue_head in between):
                return None  # words quoted in the narrator's own sentence
            if stops <= 1 and self.quote_of[last.cue_head] is None:
                last.content.update(self.page.quoted[q])
                return last
            return self._uncued(q, last.speaker) if stops > 1 else None
        if self._alone(q) and self._paragraph_at(self.page.quoted[q][0]) - self._paragraph(last) == 1:
            last.content.update(self.page.quoted[q])
            return last
        return None

    def _signed(self, q: int) -> Saying | None:
        """Whose name stands behind a dash after a quoted paragraph, or opens the next: "“No more.” — Ann Lee"."""
        dash = self.page.quoted[q][-1]
        if self.tokens[dash].text.strip(_MARKS) not in _DASHES:  # "”―" may be one token
            dash += 1
        if dash + 1 >= len(self.tokens) or self.tokens[dash].text.strip(_MARKS) not in _DASHES:
            return None
        block = self.page.block(dash)
        name = [t for t in range(dash + 1, min(dash + _LONGEST_NAME, len(self.tokens))) if self.page.block(t) == block]
        rest = name[-1] + 1 < len(self.tokens) and self.page.block(name[-1] + 1) == block if name else True
        if rest or self.tokens[name[0]].pos != "PROPN" or any(self.tokens[t].pos in ("VERB", "AUX") for t in name):
            return None
        other = next((t for t in name if self.tokens[t].pos != "PROPN"), name[-1] + 1)
        head = other - 1  # the surname, before "of Oslo" or a comma
        saying = Saying("speech", "quote", [dash], dash, head, set(self.page.quoted[q]) - {dash})
        self.sayings.found.append(saying)
        return saying

    def _joined(self, q: int, last: Saying) -> Saying | None:
        """Who goes on in the same sentence behind "and" or "but": "said the vote was “a shame” but “nobody cares”"."""
        first = self.page.quoted[q][0]
        between = range(self.page.quoted[q - 1][-1] + 1, first)
        same = self.page.sentence_of[first] == self.page.sentence_of[last.cue_head]
        words = [self.tokens[t] for t in between]
        if not same or not 0 < len(words) <= _BETWEEN or last.complement not in ("that", "to do", "object to do"):
            return None
        if not any(word.pos == "CCONJ" for word in words[:2]) or any(word.tag in FINITE for word in words):
            return None
        if last.cue_head > first or self.quote_of[last.cue_head] is not None:
            return None
        last.content.update(t for t in (*between, *self.page.quoted[q]))
        return last

    def _goes_on(self, q: int) -> Saying | None:
        """Who was told of in the sentence before a quoted sentence: "The pact is dead, Ann Lee said. “We will …”"."""
        first, last = self.page.quoted[q][0], self.page.quoted[q][-1]
        if first == 0 or self.page.block(first - 1) != self.page.quotes[q].block or self.tokens[first - 1].text != ".":
            return None
        own = self.page.document.sentences[self.page.sentence_of[first]]
        whole = own.first >= first - 1 and self.page.sentence_of[last] != self.page.sentence_of[first - 1]
        inner = self.page.text[slice(*self.page.quotes[q].span)].strip(_MARKS)
        if not whole or inner[-1:] not in (".", "!", "?"):
            return None
        before = self.page.sentence_of[first - 1]
        told = [d for d in self.sayings.found if self.page.sentence_of[d.cue_head] == before and d.speaker is not None]
        told = [
            d for d in told if d.kind == "speech" and self.quote_of[d.cue_head] is None and not self._inside(d, told)
        ]
        return self._uncued(q, told[0].speaker) if len(told) == 1 else None

    def _inside(self, saying: Saying, others: Sequence[Saying]) -> bool:
        return any(saying.cue_head in other.content for other in others if other is not saying)

    def _alone(self, q: int) -> bool:
        """Is the quotation a paragraph by itself?"""
        last = self.page.quoted[q][-1]
        ends = last + 1 >= len(self.tokens) or self.page.block(last + 1) != self.page.quotes[q].block
        return ends and self.page.quotes[q].opens_paragraph

    def _introduced(self, q: int) -> Saying | None:
        """Who the sentence before a quoted paragraph says is speaking: "The envoy spoke to the press on Friday."."""
        before = self.page.quoted[q][0] - 1
        if before < 0:
            return None
        sentence = self.page.document.sentences[self.page.sentence_of[before]]
        roots = [t for t in range(sentence.first, sentence.last) if self.tokens[t].dep == "ROOT"]
        for root in roots:
            if any(entry.kind == "speech" for entry in self.cues.verb(self.tokens[root].lemma)):
                speaker = self.speakers.of_verb(root)
                if speaker is not None and self.quote_of[speaker] is None:
                    return self._uncued(q, speaker)
        return None

    def _uncued(self, q: int, speaker: int | None) -> Saying:
        """A quotation without a cue of its own: its opening mark stands for one."""
        mark = self.page.quoted[q][0]
        saying = Saying("speech", "quote", [mark], mark, speaker, set(self.page.quoted[q]))
        self.sayings.found.append(saying)
        return saying

    def _paragraph(self, saying: Saying) -> int:
        at = max(saying.content, default=saying.cue_head)
        return self._paragraph_at(max(at, saying.cue_head))

    def _paragraph_at(self, i: int) -> int:
        return self.page.document.sentences[self.page.sentence_of[i]].paragraph


class _Writer:
    """Turns sayings into attributions."""

    def __init__(self, page: QuotedText, settings: Settings):
        self.page = page
        self.settings = settings
        self.tokens = page.tokens
        self.quote_of = page.quote_of

    def written(self, found: list[Saying]) -> tuple[Attribution, ...]:
        """The sayings that have a content, in the order of their cues."""
        sayings = [saying for saying in found if saying.content]
        sayings.sort(key=lambda d: (d.cue[0], d.cue_head))
        parents = [self._parent(d, sayings) for d in sayings]
        return tuple(self._write(d, parent) for d, parent in zip(sayings, parents, strict=True))

    def _parent(self, saying: Saying, sayings: list[Saying]) -> int | None:
        around = [
            (len(other.content), n)
            for n, other in enumerate(sayings)
            if other is not saying and saying.cue_head in other.content
            and (other.cue_head not in saying.content or len(other.content) > len(saying.content))
        ]  # fmt: skip
        return min(around)[1] if around else None

    def _write(self, saying: Saying, parent: int | None) -> Attribution:
        told = None if saying.phrase else self.settings.told(saying)
        occasion, outlet = (None, None) if saying.phrase else self.settings.where(saying, told)
        return Attribution(
            speaker=self._speaker_span(saying),
            speaker_head=saying.speaker,
            cue=(self.tokens[saying.cue[0]].start, self.tokens[saying.cue[-1]].end),
            cue_head=saying.cue_head,
            kind=saying.kind,
            complement=saying.complement,
            content=self._spans(saying.content),
            quoted=self._how(saying.content),
            addressee_head=told,
            outlet=outlet,
            occasion=occasion,
            parent=parent,
            sentence=self.page.sentence_of[saying.cue_head],
        )

    def _speaker_span(self, saying: Saying) -> Span | None:
        if saying.speaker is None:
            return None
        tree = self.page.tree(saying.speaker) - saying.content - set(saying.cue) - {saying.cue_head}
        first = last = saying.speaker
        while first - 1 in tree:
            first -= 1
        while last + 1 in tree:
            last += 1
        while last > saying.speaker and self.tokens[last].pos == "PUNCT":
            last -= 1
        return self.tokens[first].start, self.tokens[last].end

    def _spans(self, content: set[int]) -> tuple[Span, ...]:
        """The runs of a content, without commas at their edges; quotation marks stay."""
        runs: list[list[int]] = []
        for t in sorted(content):
            if runs and self._joined(runs[-1][-1], t):
                runs[-1].append(t)
            else:
                runs.append([t])
        spans = []
        for run in runs:
            while run and self._edge(run[0]):
                run.pop(0)
            while run and self._edge(run[-1]):
                run.pop()
            if run and any(self.tokens[t].pos not in PUNCTUATION for t in run):
                spans.append((self.tokens[run[0]].start, self.tokens[run[-1]].end))
        return tuple(spans)

    def _joined(self, a: int, b: int) -> bool:
        if self.page.block(a) != self.page.block(b):
            return False
        return all(self.tokens[t].pos == "PUNCT" for t in range(a + 1, b))

    def _edge(self, t: int) -> bool:
        return self.tokens[t].pos == "PUNCT" and self.quote_of[t] is None

    def _how(self, content: set[int]) -> Quoted:
        words = [t for t in content if self.tokens[t].pos not in PUNCTUATION]
        marked = sum(self.quote_of[t] is not None for t in words)
        if not marked:
            return "indirect"
        return "direct" if marked == len(words) else "mixed"
