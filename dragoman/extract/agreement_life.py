"""What an article tells of an agreement's life: its facts with their dates, its terms, extensions and ends."""

from __future__ import annotations

from bisect import bisect_left

from dragoman.document import Assertion, Document, Sentence, TimeExpression
from dragoman.extract.agreement_mentions import AgreementMentions, Draft, Fact, day_of
from dragoman.extract.frames import Side
from dragoman.extract.terms import Duration, read_duration
from dragoman.knowledge.agreements import LedgerCues, LifeCue

_SETTLED = frozenset({"agreed", "signed"})
# Facts that are the same fact whether they have come about, are planned or only looked for.
_SOUGHT = frozenset({"revival_sought", "update_sought", "negotiating", "proposed"})
_NOT_YET = frozenset({"before", "until", "unless", "if", "once", "when", "whether"})
_COUNTS = {"once": 1, "twice": 2, "thrice": 3, "two": 2, "three": 3, "four": 4, "2": 2, "3": 3, "4": 4}
_NUMBERS_OF_TIMES = frozenset({"time", "occasion"})
_CLOSING = frozenset({"conclusion", "completion", "close", "end"})
_CLOCK = 8  # tokens behind "takes effect" within which the hour stands
# An agreement was open to the future when it was said "originally" to end.
_FIRST = frozenset({"originally", "initially", "original", "initial", "first"})


class AgreementLife:
    """Reads the facts of one sentence after its mentions are known."""

    def __init__(self, document: Document, mentions: AgreementMentions, cues: LedgerCues):
        self.document = document
        self.tokens = document.tokens
        self.mentions = mentions
        self.resolver = mentions.resolver
        self.clauses = mentions.clauses
        self.cues = cues
        self._in_sentence: dict[int, list[TimeExpression]] = {}
        sentence_starts = [sentence.first for sentence in document.sentences]
        for time in document.times:
            self._in_sentence.setdefault(bisect_left(sentence_starts, time.first + 1) - 1, []).append(time)

    def read(self, number: int, sentence: Sentence) -> None:
        """Note what a sentence tells: facts first, since whether an extension was made decides what an end means."""
        for i in range(sentence.first, sentence.last):
            self._fact(i, number)
        self._starts(number, sentence)
        self._terms(number, sentence)
        self._ends(number, sentence)

    def _fact(self, i: int, sentence: int) -> None:
        token = self.tokens[i]
        if token.pos in ("VERB", "AUX"):
            for cue in self.cues.verbs.get(token.lemma, ()):
                targets = self._targets(cue, i)
                if targets:
                    self._tell(cue, i, targets, sentence)
                    return
        elif token.pos == "NOUN":
            for cue in self.cues.nouns.get(token.lemma, ()):
                targets = self._noun_targets(cue, i)
                if targets:
                    self._tell_noun(cue, i, targets, sentence)
                    return

    def _targets(self, cue: LifeCue, i: int) -> list[Draft]:
        anchors = [i]
        at = i
        for word in cue.tail:
            options = word.split("|")
            at = next((j for j in range(at + 1, min(at + 8, len(self.tokens))) if self.tokens[j].lower in options), -1)
            if at < 0:
                return []
            anchors.append(at)
        if (
            not cue.tail
            and cue.preposition is None
            and any(self.tokens[c].dep == "prt" and self.tokens[c].lower != "up" for c in self.tokens[i].children)
        ):
            return []  # "break off" is another verb than "break"
        if cue.subject:
            subject = self.clauses.surface_subject(i)
            if subject is None and self.tokens[i].dep in ("acl", "relcl"):
                subject = self.tokens[i].head
            heads = [subject] if subject is not None else []
            heads = heads or self.clauses.children(i, "nsubj", "nsubjpass")
            found = self.mentions.drafts_at(heads, i)
            relative = self.mentions.relative(i) if not found and self.tokens[i].dep == "relcl" else None
            return [relative] if relative is not None else found
        elif cue.preposition is None:
            heads = [*self.clauses.objects(i), *self.clauses.children(i, "oprd")] or self.clauses.children(
                i, "nsubjpass"
            )
            if not heads and self.tokens[i].dep == "relcl" and self.clauses.children(i, "nsubj"):
                heads = [self.tokens[i].head]
            if self.tokens[i].lemma == "make" and self.clauses.children(i, "oprd", "attr"):
                return []  # "the treaty was made an element of the pact"
            found = self.mentions.drafts_at(heads, i)
            return found or self._misread_participle(i)
        else:
            words = cue.preposition.split("|")
            heads = [h for a in anchors for h in self.clauses.behind(a, words)]
            if not heads and any(self.tokens[c].lower in words for a in anchors for c in self.tokens[a].children):
                heads = self.clauses.objects(i)  # "worked out a roadmap", "the pact that they pulled out of"
                if not heads and self.tokens[i].dep == "relcl":
                    heads = [self.tokens[i].head]
        return self.mentions.drafts_at(heads, i)

    def _misread_participle(self, i: int) -> list[Draft]:
        """``the agreement with Chad, ratified in 2015, was …``: read as a finite verb; no agreement ratifies."""
        if self.tokens[i].tag not in ("VBD", "VBN") or self.clauses.children(i, "dobj", "aux"):
            return []
        for c in self.clauses.children(i, "nsubj"):
            if c in self.mentions.of:
                return [self.mentions.of[c]]
        if self._signed_in_relative(i) is not None:
            relative = self.mentions.relative(self.tokens[self.tokens[i].head].head)
            return [relative] if relative is not None else []
        before = i - 2 if i and self.tokens[i - 1].lower == "," else i - 1
        for head, _, draft in reversed(self.mentions.trail):
            if head <= before:
                mention = next(m for m in draft.mentions if m.head == head)
                return [draft] if mention.last == before + 1 else []
        return []

    def _signed_in_relative(self, i: int) -> int | None:
        """Who signs in "which the two countries signed, entered …", where the parser makes of it "countries signed"."""
        noun = self.tokens[self.tokens[i].head]
        if self.tokens[i].dep != "acl" or noun.dep != "nsubj":
            return None
        pronouns = [c for c in self.clauses.children(noun.head, "dobj") if self.tokens[c].lower in ("which", "that")]
        return noun.i if pronouns else None

    def _signatories(self, i: int) -> list[Side]:
        """Who does what a verb says of an agreement."""
        token = self.tokens[i]
        doer = self.clauses.subject(i)
        doer = doer if doer is not None else self._signed_in_relative(i)
        sides = self.mentions.sides(doer) if doer is not None and doer not in self.mentions.of else []
        if not sides and token.dep == "acl" and token.tag == "VBG":
            above = self.tokens[self.tokens[token.head].head]  # "signed a law denouncing the treaty"
            doer = self.clauses.subject(above.i) if above.pos == "VERB" else None
            sides = self.mentions.sides(doer) if doer is not None else []
        if not sides and token.dep == "pcomp":
            # "its preparations for signing the treaty"
            noun = self.tokens[self.tokens[token.head].head]
            return [side for c in self.clauses.children(noun.i, "poss") for side in self.mentions.sides(c)]
        if doer is None or doer in self.mentions.of:
            return []
        if not sides and self.clauses.passive(i):
            # "signed by Presidents A and B": the parser takes the title for the agent and loses the names
            for j in range(doer + 1, min(doer + 10, len(self.tokens))):
                if self.tokens[j].pos in ("VERB", "AUX", "PUNCT"):
                    break
                if self.tokens[j].pos == "PROPN" and self.tokens[j].dep not in ("compound", "prep"):
                    sides.extend(self.mentions.sides(j))
        return sides

    def _tell(self, cue: LifeCue, i: int, targets: list[Draft], sentence: int) -> None:
        token = self.tokens[i]
        status = self._status(cue.status, i)
        date = self.mentions.date(i) if cue.dated else None
        sides = self._signatories(i) if cue.parties and not cue.subject else []
        settling = [g for g in self._governors(i) if self.tokens[g].lemma in self.cues.words["settling"]]
        beside = ("with", "between", "to") if token.lemma in ("award", "propose", "offer") else ("with", "between")
        for head in [h for v in (i, *settling) for h in self.clauses.behind(v, beside)]:
            sides.extend(self.mentions.sides(head))
        if status == "proposed" and len({side.referent.key for side in sides}) < 2:
            # a mediator proposes what others are to sign
            sides = [] if any(len(draft.parties) > 1 for draft in targets) else sides
        if date is None and cue.dated:
            date = self._date_in_purpose(i)
        if date is None and cue.status == "in_force":
            date = self._today(i) if cue.dated and token.tag == "VBZ" else None
        if status == "in_force" and settling:  # "agreed on Tuesday to observe a ceasefire"
            for draft in targets:
                draft.facts.append(Fact("agreed", self.mentions.date(settling[0]), settling[0], sentence))
        if status == "negotiating" and cue.status in ("agreed", "signed", "initialled"):
            date = None  # the day when it is to be signed is no day of its life yet
        for draft in targets:
            if status is not None and not (
                status == "in_force" and cue.status == "in_force" and not date and self._future(i)
            ):
                draft.facts.append(Fact(status, date, i, sentence))
            if (
                cue.status in ("suspended", "withdrawn", "breached", "revival_sought")
                and draft.entry is None
                and len(draft.parties) > 1
            ):
                continue
            self.mentions.add_parties(draft, sides, sentence)

    def _tell_noun(self, cue: LifeCue, i: int, targets: list[Draft], sentence: int) -> None:
        date = self.mentions.date(i)
        published = self.document.article.published or "9999"
        status = cue.status
        closing = self.tokens[self.tokens[self.tokens[i].head].head]
        if status == "negotiating" and self.tokens[i].dep == "pobj" and closing.lemma in _CLOSING:
            status = "agreed"  # "announced on Friday the conclusion of negotiations on a treaty"
            above = self.tokens[closing.head]
            date = (
                date or self.mentions.date(closing.i) or (self.mentions.date(above.i) if above.pos == "VERB" else None)
            )
            closer = self.clauses.subject(above.i) if above.pos == "VERB" and closing.dep == "dobj" else None
            announcing = self.mentions.sides(closer) if closer is not None else []
            for draft in targets:
                draft.teller = draft.teller or announcing
        if cue.status in ("signed", "agreed", "ratified", "extended") and not (date and date <= published):
            return
        sides = [s for c in self.clauses.children(i, "poss") for s in self.mentions.sides(c)]
        sides += [
            s
            for head in self.clauses.behind(i, ("by", "of", "between", "with"))
            if head not in self.mentions.of
            for s in self.mentions.sides(head)
        ]
        if cue.status == "negotiating" and self.tokens[i].dep == "dobj":
            doer = self.clauses.subject(self.tokens[i].head)
            sides += self.mentions.sides(doer) if doer is not None else []
        for draft in targets:
            draft.facts.append(Fact(status, date, i, sentence))
            if not draft.parties or cue.status in ("withdrawn", "negotiating"):
                self.mentions.add_parties(draft, sides, sentence)

    def _noun_targets(self, cue: LifeCue, i: int) -> list[Draft]:
        prepositions = (
            ("on", "over", "about", "for", "towards", "toward")
            if cue.preposition == "on"
            else (cue.preposition or "of",)
        )
        heads = self.clauses.behind(i, prepositions)
        if not heads and cue.preposition == "on" and self.tokens[i].dep == "dobj":
            heads = self.clauses.behind(self.tokens[i].head, prepositions)  # "renewed talks on a treaty"
        heads += [c for c in self.clauses.children(i, "compound", "nmod", "poss") if c in self.mentions.of]
        return self.mentions.drafts_at(heads, i)

    def _status(self, status: str, i: int) -> str | None:
        """What a cue tells of the life of an agreement, judged by what its clause asserts; None: no fact."""
        judged = self.document.assertions.get(i) or Assertion("occurred", "past", False)
        token = self.tokens[i]
        above = self.tokens[token.head]
        if judged.status == "negated" or (above.i != i and self._negated(above.i) and token.dep in ("xcomp", "ccomp")):
            return None
        if any(self.tokens[a].lemma in self.cues.words["failing"] for a in self._governors(i)):
            return None
        if status == "breached" and any(
            self.tokens[a].lemma in self.cues.words["accusing"] for a in self._governors(i)
        ):
            return None
        marks = {self.tokens[c].lower for c in token.children if self.tokens[c].dep in ("mark", "advmod")}
        if status == "extended" and any(
            self.tokens[a].lower in ("is", "are") for a in self.clauses.children(i, "auxpass")
        ):
            return None  # "is renewed every five years" tells a rule
        if marks & _NOT_YET and token.tag in ("VBZ", "VBP", "VB"):
            return None  # "before it enters into force"
        if "after" in marks and self._perfect(i) and above.tag in ("VBZ", "VBP", "VB"):
            return None  # "enters into force after both parliaments have approved it"
        if status in _SOUGHT:
            if (
                judged.status == "occurred"
                and not judged.infinitive
                and token.tag in ("VBD", "VBN")
                and token.dep not in ("acl", "amod")
            ):
                done = {"revival_sought": "in_force", "update_sought": None}
                return done.get(status, status)
            return status
        done_under = judged.infinitive and any(
            self.tokens[a].lemma in self.cues.words["settling"] for a in self._governors(i)
        )
        if status == "expired":
            return status if token.tag in ("VBD", "VBN") and judged.status == "occurred" else None
        if judged.status in ("occurred", "ongoing") and not judged.infinitive and token.tag not in ("VB",):
            if token.tag == "VBG" and token.dep in ("pcomp", "xcomp", "advcl", "csubj") and status in _SETTLED:
                return (
                    status
                    if above.lower in ("after", "since", "by", "following", "upon") or token.dep == "advcl"
                    else "negotiating"
                )
            return "negotiating" if judged.status == "ongoing" and status in _SETTLED else status
        if status == "in_force":
            return status if judged.status == "planned" or judged.infinitive else None
        if status == "extended":
            return status if done_under else "update_sought"
        if status in ("agreed", "signed", "initialled"):
            if judged.status == "hypothetical" and not judged.infinitive:
                return None
            return "negotiating"
        if status in ("suspended", "withdrawn"):
            return status if judged.status == "planned" or done_under else None
        return None

    def _governors(self, i: int) -> list[int]:
        """The verbs and nouns right above an infinitive, a gerund or a clause, two steps at most."""
        out = []
        for _ in range(4):
            token = self.tokens[i]
            if token.head == i or token.dep not in ("xcomp", "ccomp", "pcomp", "prep", "acl", "conj", "advcl"):
                break
            i = token.head
            out.append(i)
        return out

    def _negated(self, i: int) -> bool:
        judged = self.document.assertions.get(i)
        return judged is not None and judged.status == "negated"

    def _future(self, i: int) -> bool:
        judged = self.document.assertions.get(i)
        return judged is not None and (judged.status == "planned" or judged.infinitive)

    def _date_in_purpose(self, i: int) -> str | None:
        """The date in "reached an agreement to share water in 2019", where it is past, is the agreement's."""
        published = self.document.article.published or "0000"
        for head in self.clauses.objects(i):
            for c in self.clauses.children(head, "acl"):
                date = self.mentions.date(c) if self.tokens[c].tag == "VB" else None
                if date is not None and date <= published:
                    return date
        return None

    def _today(self, i: int) -> str | None:
        """The day of publication, where news of the day gives the hour: "takes effect at 4 a.m."."""
        near = {self.tokens[j].lower for j in range(i, min(i + _CLOCK, len(self.tokens)))}
        return self.document.article.published if near & {"a.m.", "p.m.", "noon", "midnight"} else None

    def _starts(self, number: int, sentence: Sentence) -> None:
        """``with effect from midnight tonight``, ``effective 1 May``: the day on which it comes into force."""
        for time in self._in_sentence.get(number, ()):
            date = day_of(time) if time.kind == "date" else None
            first = max(sentence.first, time.first - 4)
            before = [self.tokens[j].lower for j in range(first, time.last)]
            if date is None or not ("effective" in before or ("effect" in before and "from" in before)):
                continue
            told = [draft for at, n, draft in self.mentions.trail if n == number and at < time.first]
            if told and not told[-1].day("in_force"):
                told[-1].facts.append(Fact("in_force", date, time.first, number))

    def _terms(self, number: int, sentence: Sentence) -> None:
        words = self.cues.words
        for time in self._in_sentence.get(number, ()):
            if time.kind not in ("duration", "set"):
                continue
            said = self.document.article.text[time.span[0] : time.span[1]]
            duration = read_duration(said.removeprefix("every ").removeprefix("each "))
            if duration is None:
                continue
            owner = self._noun_after(time)
            if owner is not None and owner in self.mentions.of:
                draft = self.mentions.of[owner]
                if draft.whole is None:
                    draft.whole = (duration, number)
                continue
            cue = (
                owner
                if owner is not None and self.tokens[owner].lemma in words["extending"] | words["lasting"]
                else None
            )
            cue = cue if cue is not None else self._cue_before(time, sentence, said)
            if cue is None:
                continue
            lemma = self.tokens[cue].lemma
            about = self._about(cue, number)
            if about is None or self._negated(cue):
                continue
            if time.kind == "set":
                if lemma in words["extending"]:
                    about.renewal = about.renewal or (duration, number)
            elif lemma in words["extending"]:
                self._extend(about, cue, time, duration, number)
            elif about.term is None and not self._perfect(cue):
                about.term = (duration, number)
        for i in range(sentence.first, sentence.last):
            if self.tokens[i].lower in words["endless"]:
                about = self._about(i, number)
                if about is not None and self._near_cue(i, sentence):
                    about.endless = number

    def _noun_after(self, time: TimeExpression) -> int | None:
        """The noun whose length it is: "a 20-year treaty", "two five-year extensions"."""
        if not time.attributive:
            return None
        i = next((i for i in range(time.first, time.last) if not time.first <= self.tokens[i].head < time.last), None)
        if i is None:
            return None
        head = self.tokens[i].head
        while (
            self.tokens[head].dep in ("compound", "amod", "nmod")
            and self.tokens[head].head != head
            and head not in self.mentions.of
        ):
            head = self.tokens[head].head
        return head

    def _cue_before(self, time: TimeExpression, sentence: Sentence, said: str) -> int | None:
        """The nearest word to the left that says what lasts so long, in the same stretch of the sentence."""
        words = self.cues.words
        over = list(self.clauses.ancestors(time.last - 1))[:3]
        if any(self.tokens[i].lower in ("by", "for") for i in over):
            cue = next(
                (i for i in over if self.tokens[i].lemma in words["extending"] and self.tokens[i].pos == "VERB"), None
            )
            if cue is not None:
                return cue
        for i in range(time.first - 1, max(sentence.first, time.first - 9) - 1, -1):
            token = self.tokens[i]
            if token.lower in (";", "after", "since", "first", "ago"):
                return None
            if token.lower == "forces":
                continue  # "the forces will leave over 60 days"
            if token.lemma in words["extending"] or token.lemma in words["lasting"]:
                return i
            if token.lemma in words["fixing"] and token.pos == "VERB":
                return (
                    i
                    if said.lower().startswith("for") or self.tokens[time.first - 1].lower in ("for", "of", "least")
                    else None
                )
        return None

    def _about(self, i: int, number: int) -> Draft | None:
        """The agreement that a word of length or end is said of."""
        token = self.tokens[i]
        above = self.tokens[self.tokens[token.head].head]
        if token.dep == "pobj" and token.lower in ("force", "effect") and above.lemma in ("be", "remain", "stay"):
            i, token = above.i, above  # "it will be in force for ten years"
        heads: list[int] = []
        if token.pos in ("VERB", "AUX", "ADJ"):
            heads = [*self.clauses.objects(i), *self.clauses.children(i, "nsubj", "nsubjpass")]
            subject = self.clauses.surface_subject(i)
            heads += [subject] if subject is not None and not self.mentions.timed(subject) else []
            if token.dep in ("amod", "acl", "relcl"):
                heads.append(token.head)
            above = token
            while above.dep == "conj" and not heads:
                above = self.tokens[above.head]
                heads += self.clauses.children(above.i, "nsubj", "nsubjpass")
        else:
            heads = [
                *self.clauses.behind(i, ("of", "for", "to")),
                *self.clauses.children(i, "poss", "compound", "nmod"),
            ]
        for head in heads:
            draft = self.mentions.draft_at(head, i)
            if draft is not None:
                return draft
        if (
            heads
            and token.pos == "VERB"
            and token.lemma not in self.cues.words["extending"] | self.cues.words["ending"] | {"sign", "last"}
        ):
            subject = self.clauses.surface_subject(i)
            if subject is not None and self.resolver.phrase(subject):
                return None
        over = next((self.mentions.of[a] for a in self.clauses.ancestors(i) if a in self.mentions.of), None)
        if over is not None:
            return over
        left = [
            (at, draft) for at, told, draft in self.mentions.trail if told == number and at < i and not draft.plural
        ]
        if left:
            return left[-1][1]
        subjects = [h for h in heads if self.tokens[h].pos in ("NOUN", "PROPN")]
        return None if subjects and token.pos != "NOUN" else self.mentions.focus(i, plural=False)

    def _perfect(self, i: int) -> bool:
        """``has lasted ten years`` tells how long it was kept, not for how long it was made."""
        # "after both have approved it and it runs for fifteen years": a finite verb tells its own tense
        finite = self.tokens[i].tag in ("VBZ", "VBP", "VBD") and bool(self.clauses.children(i, "nsubj"))
        above = [i] if finite else [i, *list(self.clauses.ancestors(i))[:2]]
        return any(
            self.tokens[c].lower in ("has", "have", "'s") for a in above for c in self.clauses.children(a, "aux")
        )

    def _extend(self, draft: Draft, cue: int, time: TimeExpression, duration: Duration, number: int) -> None:
        """Note an extension as often as it was made; one that is only looked for is none."""
        near = {self.tokens[j].lower for j in range(max(0, cue - 4), min(len(self.tokens), time.first))}
        if "automatically" in near and not near & {"was", "were", "been", "had"}:
            draft.renewal = draft.renewal or (duration, number)
            return
        if self.tokens[cue].pos == "VERB":
            status = self._status("extended", cue)
            if status == "update_sought" or status is None:
                return
        else:
            verb = next((a for a in self.clauses.ancestors(cue) if self.tokens[a].pos == "VERB"), None)
            if verb is not None and (
                self._future(verb)
                or self._negated(verb)
                or self.tokens[verb].lemma
                in ("offer", "propose", "seek", "want", "demand", "request", "reject", "discuss", "suggest")
            ):
                return
        times = self._times_over(cue, time)
        draft.extensions.extend([(duration, number)] * times)
        if self.tokens[cue].pos != "VERB":
            draft.facts.append(Fact("extended", self.mentions.date(cue), cue, number))

    def _times_over(self, cue: int, time: TimeExpression) -> int:
        low, high = max(0, min(cue, time.first) - 4), min(len(self.tokens), max(cue, time.last) + 5)
        for i in range(low, high):
            token = self.tokens[i]
            if token.lower in ("twice", "thrice"):
                return _COUNTS[token.lower]
            if token.lower in _COUNTS and i + 1 < len(self.tokens) and self.tokens[i + 1].lemma in _NUMBERS_OF_TIMES:
                return _COUNTS[token.lower]
        before = self.tokens[time.first - 1].lower if time.first else ""
        if self.tokens[cue].pos == "NOUN" and self.tokens[cue].tag == "NNS" and before in _COUNTS:
            return _COUNTS[before]
        each = any(self.tokens[i].lower in ("each", "respectively") for i in range(low, high))
        dates = [t for t in self.mentions.times.get(cue, ()) if t.bound is None]
        return len(dates) if each and len(dates) > 1 else 1

    def _near_cue(self, i: int, sentence: Sentence) -> bool:
        words = self.cues.words
        near = range(max(sentence.first, i - 6), min(sentence.last, i + 5))
        return any(
            self.tokens[j].lemma in words["lasting"] | words["extending"] | words["fixing"] for j in near
        ) or any(j in self.mentions.of for j in near)

    def _ends(self, number: int, sentence: Sentence) -> None:
        """``expires in March 2026``, ``valid until 31 December 2027``, ``extended to 2026``."""
        words = self.cues.words
        for time in self._in_sentence.get(number, ()):
            if time.kind != "date" or time.date is None:
                continue
            day = time.date.end or time.date.start
            if day is None:
                continue
            cue = self._end_cue(time, sentence)
            if cue is None:
                continue
            lemma = self.tokens[cue].lemma
            about = self._about(cue, number)
            judged = self.document.assertions.get(cue)
            if (
                about is None
                or self._negated(cue)
                or (judged and judged.status == "hypothetical" and not judged.infinitive)
            ):
                continue
            said = self.document.article.text[time.span[0] : time.span[1]]
            stated = day_of(time) or day
            if lemma in words["extending"]:
                if self.tokens[cue].pos != "VERB" or self._status("extended", cue) == "extended":
                    about.extended_to = (stated, number, said)
                continue
            near = range(max(sentence.first, cue - 6), cue + 1)
            first = any(self.tokens[j].lower in _FIRST for j in near) or (
                any(self.tokens[j].lower in ("due", "set", "supposed", "meant", "scheduled", "to") for j in near)
                and (
                    any(self.tokens[j].lower in ("was", "were", "had") for j in near)
                    or (
                        any(at == number for _, at in about.extensions)
                        and not any(self.tokens[j].lower in ("is", "are") for j in near)
                    )
                )
            )
            if about.until is None or about.until[2]:
                about.until = (stated, number, first, said)
            if (
                lemma in words["ending"]
                and not self._future(cue)
                and stated < (self.document.article.published or "9999")[: len(stated)]
                and not any(f.status == "expired" for f in about.facts)
                and not first
            ):
                about.facts.append(Fact("expired", stated, cue, number))

    def _end_cue(self, time: TimeExpression, sentence: Sentence) -> int | None:
        """The word to the left that makes a date an end, with nothing but small words between."""
        words = self.cues.words
        before = self.tokens[time.first - 1].lower if time.first > sentence.first else ""
        opens = (
            time.bound in ("until",)
            or before in ("until", "till", "through", "to")
            or self.tokens[time.first].lower in ("until", "till", "through")
        )
        for i in range(time.first - 1, max(sentence.first, time.first - 8) - 1, -1):
            token = self.tokens[i]
            if token.lemma in words["ending"] and (token.lemma != "run" or self._followed_by(i, "out")):
                return i
            if opens and (token.lemma in words["extending"] or token.lemma in words["lasting"]):
                return i
            if token.pos == "VERB" and token.lemma not in words["lasting"] | words["extending"] | {"sign", "conclude"}:
                return None
            if token.lower in (",", ";") and not opens:
                return None
        return None

    def _followed_by(self, i: int, word: str) -> bool:
        return i + 1 < len(self.tokens) and self.tokens[i + 1].lower == word
