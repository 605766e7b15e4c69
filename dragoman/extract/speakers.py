"""Who speaks: from a cue to the head of the noun phrase that names the speaker."""

from __future__ import annotations

from dragoman.extract.quoted_text import FINITE, NOMINAL, QuotedText
from dragoman.knowledge.cues import Cues


class Speakers:
    """The speakers of the cues of one document, as tokens."""

    def __init__(self, page: QuotedText, cues: Cues):
        self.page = page
        self.cues = cues
        self.tokens = page.tokens
        self.clauses = page.clauses
        self.quote_of = page.quote_of

    def of_verb(self, i: int) -> int | None:
        """Who speaks: the subject, also behind the verb, of a quoting verb above, or of "issued a statement"."""
        above = self.quoting(i)
        if above is not None:
            if self.clauses.passive(above):
                own = self.clauses.children(above, "nsubjpass")
                return own[0] if own else None
            objects = self.page.objects(above)
            return objects[0] if objects else None
        above = self.misjoined(i)
        subject = self.clauses.subject(i) if above is None else self.clauses.surface_subject(above)
        if subject is None and not self.clauses.passive(i) and self.tokens[i].tag in FINITE:
            behind = [c for c in self.clauses.children(i, "dobj", "attr", "npadvmod", "oprd") if c > i]
            subject = behind[0] if behind and min(self.page.tree(behind[0])) == i + 1 else None
        if subject is not None and self.tokens[i].dep == "acl":
            subject = self._author(subject)
        if subject is not None and self._used_to_say(i, subject):
            subject = self.clauses.subject(self.tokens[i].head)
        return subject

    def _used_to_say(self, i: int, subject: int) -> bool:
        """ "used his speech to describe …": who speaks is the subject of the verb above, not the speech."""
        token = self.tokens[subject]
        return token.dep == "dobj" and token.head == self.tokens[i].head and token.lemma in self.cues.words["occasions"]

    def of_noun(self, i: int, content: set[int]) -> tuple[int | None, int | None]:
        """Whose word a noun is, and the light verb that carries it, if one does."""
        for c in self.clauses.children(i, "poss"):
            if self.tokens[c].pos in NOMINAL:
                return c, None
        for c in self.clauses.behind(i, ("by", "from", "among")):
            if c not in content:
                return c, None
        at = i
        for _ in range(3):  # "made repeated calls for", "gave voice to the claim that"
            head = self.tokens[at].head
            if self.tokens[at].dep in ("dobj", "nsubjpass") and self.tokens[head].pos == "VERB":
                if self.tokens[head].lemma in self.cues.words["light_verbs"]:
                    subject = self.of_verb(head)
                    return subject, head
                return None, None
            if self.tokens[at].dep not in ("conj",):
                break
            at = head
        for c in self.clauses.children(i, "compound", "amod", "nmod"):
            if self.tokens[c].tag in ("NNP", "NNPS") or (
                self.tokens[c].pos in ("ADJ", "PROPN") and self.tokens[c].text[:1].isupper()
            ):
                return c, None
        return None, None

    def quoting(self, i: int) -> int | None:
        """The verb of "was quoted as saying" above the gerund."""
        if i < 2 or self.tokens[i].tag != "VBG" or self.tokens[i - 1].lower != "as":
            return None
        first = self.page.document.sentences[self.page.sentence_of[i]].first
        for at in range(i - 2, max(first, i - 15) - 1, -1):
            entries = self.cues.verbs.get(self.tokens[at].lemma, ())
            if any("as saying" in entry.takes for entry in entries):
                return at
        return None

    def misjoined(self, i: int) -> int | None:
        """The verb that another goes on from, where the parser joined it to something that is said.

        "said it would fail and called …" (past with what will be), "called it a crime and urged …" (verb with noun),
        "saying it had failed and arguing …" (gerund with a finite verb).
        """
        token = self.tokens[i]
        head = self.tokens[token.head]
        if token.dep != "conj" or self.clauses.children(i, "nsubj", "nsubjpass"):
            return None
        if token.tag in ("VBD", "VBZ", "VBG") and head.pos in ("NOUN", "PROPN", "ADJ"):
            return next((a for a in self.clauses.ancestors(i) if self.tokens[a].tag == token.tag), None)
        if head.dep != "ccomp":
            return None
        above = self.tokens[head.head]
        auxiliaries = {self.tokens[a].tag for a in (head.i, *self.clauses.children(head.i, "aux"))}
        if token.tag == "VBD" and above.tag == "VBD" and auxiliaries & {"MD", "VBZ", "VBP"}:
            return above.i
        if token.tag == above.tag == "VBG" and auxiliaries & FINITE:
            return above.i
        return None

    def _author(self, noun: int) -> int:
        """Whose statement it is: "issued a statement saying" → who issued it."""
        token = self.tokens[noun]
        if token.lemma in self.cues.words["message_nouns"]:
            owners = self.clauses.children(noun, "poss") or self.clauses.behind(noun, ("by", "from"))
            if owners:
                return owners[0]
            if token.dep == "dobj" and self.tokens[token.head].lemma in self.cues.words["light_verbs"]:
                subject = self.clauses.subject(token.head)
                return noun if subject is None else subject
        return noun

    def nearest(self, cue: int) -> int | None:
        """The noun right before or right behind a cue, where the parse knows no subject."""
        for step in (-1, 1):
            at = cue + step
            for _ in range(4):
                if not 0 <= at < len(self.tokens) or self.quote_of[at] is not None or self.tokens[at].pos == "PUNCT":
                    break
                token = self.tokens[at]
                if token.lemma in self.cues.words["audiences"] and step > 0:
                    break  # "told reporters": who is told
                if token.pos in ("NOUN", "PROPN", "PRON") and (
                    token.dep not in ("compound", "amod", "nmod", "poss") or (step < 0 and token.head == cue)
                ):  # fmt: skip
                    return at
                at += step
        return None
