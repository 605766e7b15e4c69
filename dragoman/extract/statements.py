"""From attributions to the record: statements of somebody known, and on whose word an event stands.

An attribution becomes a statement where its speaker is somebody and its content says something: "condemned the
attack" is an act and told as an event, while "condemned “an attack on us all”" gives the speaker's words, and "called
on both sides to disarm" what was said to them. For claims less is asked: what nameless officials tell is not the
outlet's word.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from dragoman.document import Document
from dragoman.extract.actors import Resolver
from dragoman.extract.clauses import Clauses
from dragoman.extract.coreference import Referent
from dragoman.extract.quotations import Attribution
from dragoman.extract.quoted_text import QuotedText
from dragoman.extract.timing import Timing
from dragoman.knowledge.cues import load_cues
from dragoman.model import Claim, Content, Cue, Date, Evidence, Participant, Span, Statement, content_id

LONGEST_QUOTE = 600
_SAID = frozenset({"that", "quote", "as it"})  # complements whose content is a statement
_CLAIMED = _SAID | {"as saying", "object of"}  # complements whose content stands on the speaker's word
_ASKING = frozenset({"ask", "inquire", "wonder", "question", "query"})  # whether something is so, they do not say
_CALLING = frozenset({"object to do", "to do", "on", "upon"})  # complements under which a call names what is to be done
_NAMING = frozenset({"small", "object as"})
_SHORTEST = 4  # words of a quotation that has no verb
_TELLING = 2  # quoted words that tell how somebody put it
_Side = tuple[Referent, int]


def statements_of(document: Document, attributions: Sequence[Attribution], resolver: Resolver) -> tuple[Statement, ...]:
    """The statements of a document in the order of their cues.

    "Lavrov said the talks had failed." → speaker person:sergei-lavrov, content "the talks had failed".
    """
    return _Speakers(document, attributions, resolver).statements()


def claims_of(document: Document, attributions: Sequence[Attribution], resolver: Resolver) -> Claims:
    """On whose word each token stands: ``claims_of(…).of(i)`` for an event told by token i."""
    return Claims(_Speakers(document, attributions, resolver))


class Claims:
    """The speakers above a token, and the statement it was told in."""

    def __init__(self, speakers: _Speakers):
        self._speakers = speakers

    def of(self, i: int) -> tuple[Claim, ...]:
        """Whose word token i stands on, outermost first; a speaker who speaks as one with others is a claim each."""
        out: list[Claim] = []
        for n in self._speakers.around(i):
            found = self._speakers.attributions[n]
            if found.complement not in _CLAIMED or found.cue is None or self._speakers.repeats_parent(n):
                continue
            cue = self._speakers.text[found.cue[0] : found.cue[1]]
            out.extend(Claim(person, cue, found.cue) for person in self._speakers.named_or_not(n))
        return tuple(out)

    def statement_id(self, i: int) -> str | None:
        """The innermost statement whose content holds token i."""
        for n in reversed(self._speakers.around(i)):
            statement = self._speakers.statement(n)
            if statement is not None:
                return statement.id
        return None


class _Speakers:
    """The attributions of one document with their speakers resolved, each once."""

    def __init__(self, document: Document, attributions: Sequence[Attribution], resolver: Resolver):
        self.document = document
        self.tokens = document.tokens
        self.text = document.article.text
        self.attributions = attributions
        self.resolver = resolver
        self.clauses = Clauses(document.tokens)
        self.timing = Timing(document, self.clauses)
        self.words = load_cues().words
        self.quote_of = QuotedText(document).quote_of
        self.sides: list[list[_Side]] = []
        for n, found in enumerate(attributions):
            self.sides.append(self._sides(found.speaker_head) or self._same_speaker(n))
        self._statements: dict[int, Statement | None] = {}
        self._around: dict[int, list[int]] = {}
        for n, found in enumerate(attributions):
            for token in self._covered(found):
                self._around.setdefault(token, []).append(n)
        for chain in self._around.values():
            chain.sort(key=self._depth)

    def statements(self) -> tuple[Statement, ...]:
        found = (self.statement(n) for n in range(len(self.attributions)))
        return tuple(statement for statement in found if statement is not None)

    def around(self, i: int) -> list[int]:
        """The attributions whose content holds a token, outermost first."""
        return self._around.get(i, [])

    # ------------------------------------------------------------------ speakers

    def _sides(self, head: int | None) -> list[_Side]:
        """Who speaks: the somebodies that a phrase names, or whose words it is ("a report by Amnesty")."""
        if head is None:
            return []
        sides: dict[str, _Side] = {}
        for h in self.resolver.conjuncts(head):
            for referent in self.resolver.phrase(h):
                if referent.actor or referent.country or referent.name:
                    sides.setdefault(referent.key, (self._placed(referent, h), h))
        if not sides:
            owners = [*self.clauses.children(head, "poss"), *self.clauses.behind(head, ("by", "from", "of"))]
            for owner in (h for o in owners for h in self._listed(o)):
                for referent in self.resolver.phrase(owner):
                    if referent.actor or referent.country:
                        sides.setdefault(referent.key, (referent, owner))
        return list(sides.values())

    def _same_speaker(self, n: int) -> list[_Side]:
        """Who spoke last, for a "he said" right after it whose "he" nobody else can be."""
        head = self.attributions[n].speaker_head
        if head is None or self.tokens[head].lower not in ("he", "she", "it") or self.resolver.phrase(head):
            return []
        here = self.document.sentences[self.attributions[n].sentence]
        kinds = ("state", "body", "org", "group") if self.tokens[head].lower == "it" else ("person", "role")
        for m in range(n - 1, -1, -1):
            before = self.document.sentences[self.attributions[m].sentence]
            if here.paragraph - before.paragraph > 1:
                return []
            if len(self.sides[m]) == 1 and self.sides[m][0][0].kind in kinds and before.first < here.first:
                return [(self.sides[m][0][0], head)]
        return []

    def _placed(self, referent: Referent, head: int) -> Referent:
        """A person whom no registry knows has the country of the words behind the name: "a fellow at a Chinese …"."""
        if referent.kind != "person" or referent.actor or referent.country:
            return referent
        countries = set()
        for c in self.clauses.children(head, "appos"):
            first, last = self.resolver.span(c)
            words = {*range(first, last), *self.clauses.behind(c, ("of", "at", "in", "for", "from"))}
            for i in sorted(words):
                near = [
                    *self.resolver.modifier(i),
                    *(r for j in self.tokens[i].children for r in self.resolver.modifier(j)),
                ]
                countries |= {r.country for r in near if r.country}
        if len(countries) != 1:
            return referent
        return replace(
            referent, country=countries.pop(), why=f"{referent.why}; what stands behind the name tells the country"
        )

    def _listed(self, head: int) -> list[int]:
        """The heads of a list, also where the parser takes one name for the apposition of another: "by X, Y and Z"."""
        out = list(self.resolver.conjuncts(head))
        for h in list(out):
            if self.tokens[h].pos == "PROPN":
                for c in self.clauses.children(h, "appos"):
                    out.extend(x for x in self.resolver.conjuncts(c) if self.tokens[x].pos == "PROPN" and x not in out)
        return out

    def participants(self, n: int, day: str | None) -> tuple[Participant, ...]:
        return tuple(self.resolver.participant(referent, head, day) for referent, head in self.sides[n])

    def named_or_not(self, n: int) -> tuple[Participant, ...]:
        """The speakers, by their words alone where they are nobody known: "officials", "a source"."""
        known = self.participants(n, self.document.article.published)
        head = self.attributions[n].speaker_head
        if known or head is None:
            return known
        words = self.resolver.words(*self.resolver.span(head))
        name = words if self.tokens[head].pos in ("NOUN", "PROPN") else None
        owners = self.resolver.owners(head)
        country = owners[0].country if len(owners) == 1 else None
        referent = Referent("body", None, name, country, (), None, None, False, f'"{words}" is the speaker')
        return (self.resolver.participant(referent, head, self.document.article.published),)

    def repeats_parent(self, n: int) -> bool:
        """Does somebody go on about his own words: "said he believed that …"?"""
        parent = self.attributions[n].parent
        while parent is not None:
            own, above = {r.key for r, _ in self.sides[n]}, {r.key for r, _ in self.sides[parent]}
            if own and own == above and self.attributions[parent].complement in _CLAIMED:
                return True
            parent = self.attributions[parent].parent
        return False

    # ------------------------------------------------------------------ statements

    def statement(self, n: int) -> Statement | None:
        """The statement that an attribution is, or None."""
        if n not in self._statements:
            found = self.attributions[n]
            says = found.cue is not None and (self.sides[n] or self._nameless(found)) and self._is_statement(found)
            self._statements[n] = self._write(n) if says and not self.repeats_parent(n) else None
        return self._statements[n]

    def _is_statement(self, found: Attribution) -> bool:
        """Does it tell what somebody said: a clause, a quotation, a call on somebody, a name given, a warning?"""
        if found.complement in _SAID:
            return self._says_something(found) and not (found.quoted == "indirect" and self._planned(found))
        if found.cue_head is None or self._open(found.cue_head):
            return False
        if found.kind in ("speech", "stance") and self._words_given(found):
            return True
        cue, inside = self.tokens[found.cue_head], self._covered(found)
        if found.complement in _CALLING:
            called = cue.lemma in self.words["calling"]
            return called and any(self.tokens[t].tag in ("TO", "VB") for t in inside)
        if found.complement in _NAMING:
            return cue.lemma in self.words["naming"] and any(self.tokens[t].pos in ("NOUN", "ADJ") for t in inside)
        if found.complement == "object":
            return cue.lemma in self.words["stressing"] and any(self.tokens[t].pos == "NOUN" for t in inside)
        return cue.lemma == "warn" and found.complement in ("of", "against", "about", "object of", "object against")

    def _nameless(self, found: Attribution) -> bool:
        """Are they the very words of one person without a name: "“We ran,” said a local official"?"""
        if found.quoted != "direct" or found.complement not in ("that", "quote") or found.speaker_head is None:
            return False
        head = self.tokens[found.speaker_head]
        return head.tag == "NN" and (
            head.i in self.resolver.mentions.titles or self.resolver.actors.generic(head.lemma) is not None
        )

    def _planned(self, found: Attribution) -> bool:
        """ "will admit 99,000 tonnes", "is to announce that …": nothing was said yet."""
        judged = self.document.assertions.get(found.cue_head) if found.cue_head is not None else None
        return judged is not None and judged.status == "planned"

    def _open(self, cue: int) -> bool:
        """Is the cue itself no fact: "may call on …", "refused to call it …"?"""
        judged = self.document.assertions.get(cue)
        if judged is None:
            return False
        token, above = self.tokens[cue], self.tokens[self.tokens[cue].head]
        if judged.infinitive:
            return not (token.dep == "xcomp" and above.lemma in self.words["using"])
        return judged.status not in ("occurred", "ongoing")

    def _words_given(self, found: Attribution) -> bool:
        """Are some of the speaker's own words there, between marks: "hailed “a victory of reason”"?"""
        if found.quoted == "indirect":
            return False
        inside = self._covered(found)
        around = self.quote_of[found.cue_head] if found.cue_head is not None else None
        if around is not None:
            return False  # the cue itself is quoted: its speaker's words are not told apart
        quoted = [t for t in inside if self.quote_of[t] is not None and self.tokens[t].pos not in ("PUNCT", "SYM")]
        return len(quoted) >= _TELLING and any(self.tokens[t].pos not in ("PROPN", "DET") for t in quoted)

    def _says_something(self, found: Attribution) -> bool:
        if found.quoted == "indirect" and found.cue_head is not None and self.tokens[found.cue_head].lemma in _ASKING:
            return False
        inside = self._covered(found)
        words = sum(self.tokens[t].pos not in ("PUNCT", "SYM") for t in inside)
        return any(self.tokens[t].pos in ("VERB", "AUX") for t in inside) or (
            found.quoted == "direct" and words >= _SHORTEST
        )

    def _write(self, n: int) -> Statement:
        found = self.attributions[n]
        article = self.document.article
        cue: Span = found.cue or found.content[0]
        date = self._date(found)
        day = date.start if date and date.start else article.published
        return Statement(
            id=content_id(article.id, "statement", cue, found.content),
            speaker=self.participants(n, day) or self.named_or_not(n),
            addressee=self._addressee(found, day),
            outlet=self._outlet(n),
            occasion=self._plain(found.occasion),
            date=date,
            cue=Cue(self.text[cue[0] : cue[1]], cue),
            content=Content(" … ".join(self.text[start:end] for start, end in found.content), found.content),
            quoted=found.quoted,
            evidence=(self._evidence(found, cue),),
            confidence=self._confidence(n),
        )

    def _addressee(self, found: Attribution, day: str | None) -> Participant | None:
        head = found.addressee_head
        if head is None or (found.outlet and found.outlet[0] <= self.tokens[head].start < found.outlet[1]):
            return None
        told = self.resolver.phrase(head)
        return self.resolver.participant(told[0], head, day) if len(told) == 1 else None

    def _outlet(self, n: int) -> str | None:
        """Through whom: named beside the cue, or the one who quotes: "Sputnik quoted the minister as saying …"."""
        found = self.attributions[n]
        if found.outlet is None and found.parent is not None:
            above = self.attributions[found.parent]
            if above.complement == "as saying":
                return self._plain(above.speaker)
        return self._plain(found.outlet)

    def _plain(self, span: Span | None) -> str | None:
        return " ".join(self.text[span[0] : span[1]].split()) if span else None

    def _date(self, found: Attribution) -> Date | None:
        """When it was said: a time that hangs on the cue, else what the paragraph or the publication tells."""
        if found.cue_head is None:
            return None
        date = self.timing.date([found.cue_head], found.cue_head, found.sentence, "occurred")
        if date is None or date.span is None or not any(a <= date.span[0] < b for a, b in found.content):
            return date
        published = self.document.article.published
        if published is None:
            return None
        precision = {4: "year", 7: "month"}.get(len(published), "day")
        return Date(published, published, precision, None, None, "publication")  # type: ignore[arg-type]

    def _evidence(self, found: Attribution, cue: Span) -> Evidence:
        """The sentence of the cue, with what is said of it in the same paragraph as far as it can be quoted."""
        sentence = self.document.sentences[found.sentence]
        start, end = min(sentence.span[0], cue[0]), max(sentence.span[1], cue[1])
        block = self.document.article.blocks[sentence.block].span
        for a, b in found.content:
            low, high = min(start, a), max(end, b)
            if block[0] <= low and high <= block[1] and high - low <= LONGEST_QUOTE:
                start, end = low, high
        if end - start > LONGEST_QUOTE:
            start, end = self._cut(sentence.first, sentence.last, cue, found.content)
        return Evidence(self.text[start:end], (start, end), cue)

    def _cut(self, first: int, last: int, cue: Span, content: tuple[Span, ...]) -> Span:
        """The part of a long sentence that holds the cue and most of the content, cut between words."""
        before = any(start < cue[0] for start, _ in content) and not any(start >= cue[1] for start, _ in content)
        low = cue[1] - LONGEST_QUOTE if before else cue[0] - LONGEST_QUOTE // 4
        inside = self.tokens[first:last]
        start = min(next((t.start for t in inside if t.start >= low), cue[0]), cue[0])
        end = max(next((t.end for t in reversed(inside) if t.end <= start + LONGEST_QUOTE), cue[1]), cue[1])
        return start, end

    def _confidence(self, n: int) -> float:
        """A first guess from what is known to go wrong; to be calibrated on annotated articles."""
        found = self.attributions[n]
        head = found.speaker_head
        value = 0.85
        value += 0.05 if found.quoted == "direct" else 0.0
        value -= 0.1 if head is not None and self.tokens[head].pos == "PRON" else 0.0
        value -= 0.15 if found.cue_head is not None and self.tokens[found.cue_head].pos == "PUNCT" else 0.0
        value -= 0.05 if not any(referent.actor for referent, _ in self.sides[n]) else 0.0
        value -= 0.05 if found.parent is not None else 0.0
        value -= 0.1 if found.kind not in ("speech", "belief") else 0.0
        return round(value, 2)

    # ------------------------------------------------------------------ where contents lie

    def _covered(self, found: Attribution) -> list[int]:
        """The tokens of a content."""
        out = []
        for start, end in found.content:
            at = bisect_left(self.tokens, start, key=lambda token: token.start)
            while at < len(self.tokens) and self.tokens[at].start < end:
                out.append(at)
                at += 1
        return out

    def _depth(self, n: int) -> int:
        depth, parent = 0, self.attributions[n].parent
        while parent is not None:
            depth, parent = depth + 1, self.attributions[parent].parent
        return depth


def speakers_of(document: Document, attributions: tuple[Attribution, ...]) -> dict[int, int]:
    """Who says the words of a direct quotation: token to the head of the innermost speaker, for "I" and "we"."""
    out: dict[int, int] = {}
    starts = [token.start for token in document.tokens]
    for attribution in attributions:
        if attribution.speaker_head is None or attribution.quoted == "indirect":
            continue
        for start, end in attribution.content:
            for i in range(bisect_left(starts, start), bisect_left(starts, end)):
                out[i] = attribution.speaker_head
    return out
