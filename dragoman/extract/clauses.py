"""The clause around a predicate: its subject and objects, also where the grammar leaves them unsaid."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.document import Token

_CLAUSE_HEADS = frozenset({"relcl", "acl", "advcl", "ccomp", "xcomp", "pcomp", "conj", "parataxis"})
_PLAIN_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ"})


_DAYS = frozenset(
    "today yesterday tomorrow tonight monday tuesday wednesday thursday friday saturday sunday week month year day "
    "morning afternoon evening night times time".split()
)


class Clauses:
    """Questions about the clauses of a parsed document; all indices are those of its tokens."""

    def __init__(self, tokens: Sequence[Token]):
        self.tokens = tokens
        self._passive: dict[int, bool] = {}  # asked again for every frame that is tried

    def children(self, i: int, *deps: str) -> list[int]:
        """The children that stand in one of these relations."""
        tokens = self.tokens
        return [c for c in tokens[i].children if tokens[c].dep in deps]

    def subjects(self, i: int, *deps: str) -> list[int]:
        """The subjects of a predicate; the parser at times hangs one on the auxiliary ("Chad and Mali were ready")."""
        own = self.children(i, *deps)
        if not own:
            own = [s for a in self.children(i, "aux", "auxpass") for s in self.children(a, *deps)]
        return own

    def passive(self, i: int) -> bool:
        """Is the predicate in the passive, as a clause or as a participle behind its noun ("a deal reached by …")?"""
        known = self._passive.get(i)
        if known is None:
            known = self._passive[i] = self._is_passive(i)
        return known

    def _is_passive(self, i: int) -> bool:
        token = self.tokens[i]
        if token.pos == "ADJ":
            return False
        if self.children(i, "nsubjpass", "auxpass", "csubjpass"):
            return True
        if token.tag != "VBN":
            return False
        if token.dep in ("acl", "amod") and not self.children(i, "aux", "nsubj"):
            return True
        return token.dep == "conj" and not self.children(i, "aux", "nsubj") and self.passive(token.head)

    def subject(self, i: int) -> int | None:
        """The head of what does the act: the subject, or the one that the clause shares with the clause above it."""
        if self.passive(i):
            return self.agent(i)
        token = self.tokens[i]
        own = self.subjects(i, "nsubj", "nsubjpass") if token.pos == "ADJ" else self.subjects(i, "nsubj")
        if own:
            return own[-1]
        head = self.tokens[token.head]
        if head.i == i:
            return self._left_neighbour(i)
        if token.dep == "acl" and token.tag in ("VBG", "VBD", "VBZ", "VBP"):
            # a finite verb cannot hang on a noun: "The spokesman, …, called on …" read as one long phrase
            return head.i if head.pos in ("NOUN", "PROPN") else None
        if token.dep == "relcl":
            return None
        if token.dep == "conj" and head.pos in ("VERB", "AUX", "ADJ"):
            return self.surface_subject(head.i)
        if token.dep == "acomp":
            return self.surface_subject(head.i)
        if token.dep in ("xcomp", "ccomp") and head.pos in ("VERB", "AUX", "ADJ"):
            # object control: "urged Iran to return": the object of the verb above does the act
            objects = self.children(head.i, "dobj", "dative")
            if token.dep == "xcomp" and objects and not self.passive(head.i):
                return objects[-1]
            return self.surface_subject(head.i)
        if token.dep == "pcomp" and head.lower in ("for", "of", "from", "against") and head.head != head.i:
            # "criticised Ukraine for holding …": the object of the verb does the act
            objects = self.children(head.head, "dobj")
            if objects and self.tokens[head.head].pos == "VERB" and not self.passive(head.head):
                return objects[-1]
        if token.dep in ("advcl", "pcomp", "prep"):
            above = head
            while above.dep in ("prep", "pobj", "pcomp") and above.head != above.i:
                above = self.tokens[above.head]
            if above.pos in ("VERB", "AUX", "ADJ"):
                return self.surface_subject(above.i)
        return None

    def surface_subject(self, i: int) -> int | None:
        """The grammatical subject, of a passive clause too ("Iran was accused of arming …": Iran arms)."""
        own = self.subjects(i, "nsubj", "nsubjpass")
        return own[-1] if own else self.subject(i)

    def agent(self, i: int) -> int | None:
        """Who stands behind "by" in a passive clause."""
        for c in self.children(i, "agent", "prep"):
            if self.tokens[c].lower == "by":
                for p in self.tokens[c].children:
                    if self.tokens[p].dep == "pobj":
                        return p
        return None

    def _placed(self, i: int) -> bool:
        """Does a relative clause say what happened where, when or under what: "Ankara, where he met …"?"""
        return any(
            self.tokens[c].lower in ("where", "when", "why")
            or (self.tokens[c].dep == "prep" and any(self.tokens[p].tag == "WDT" for p in self.tokens[c].children))
            for c in self.tokens[i].children
            if c < i
        )

    def objects(self, i: int) -> list[int]:
        """What the act is done to: the objects, in the passive the subject, the noun of a participle behind it."""
        token = self.tokens[i]
        if self.passive(i):
            own = self.children(i, "nsubjpass")
            if own:
                return own + self.children(i, "dobj", "oprd")
            if token.dep in ("acl", "amod"):
                return [token.head]
            if token.dep == "conj":
                return self.objects(token.head)
            return []
        found = self.children(i, "dobj", "dative", "attr") or [
            c
            for c in self.children(i, "appos")
            if c > i and self.tokens[c].tag in ("NNP", "NNPS", "NN") and self.tokens[c].lower not in _DAYS
        ]
        if not found and token.dep == "relcl" and self.children(i, "nsubj") and not self._placed(i):
            return [token.head]  # "the treaty they had signed"
        if not found and token.dep != "conj":
            # "condemned and rejected the plan": the object hangs on the verb that stands next to it
            for c in self.children(i, "conj"):
                if self.tokens[c].tag == token.tag and not self.children(c, "nsubj", "nsubjpass"):
                    found = self.children(c, "dobj")
        # "a treaty that they signed": the relative pronoun stands for the noun before the clause
        found = [token.head if self.tokens[c].tag in ("WDT", "WP") and token.dep == "relcl" else c for c in found]
        return [c for c in found if self.tokens[c].pos in _PLAIN_NOMINAL]

    def behind(self, i: int, prepositions: Sequence[str]) -> list[int]:
        """The nouns behind one of these prepositions that hang on a word: "with" → the heads of what follows."""
        out: list[int] = []
        for c in self.tokens[i].children:
            child = self.tokens[c]
            if child.dep in ("prep", "agent", "dative", "prt", "advmod") and child.lower in prepositions:
                out.extend(p for p in child.children if self.tokens[p].dep in ("pobj", "pcomp"))
                for d in child.children:  # "out of", "ahead of"
                    if self.tokens[d].dep == "prep" and self.tokens[d].lower in prepositions:
                        out.extend(p for p in self.tokens[d].children if self.tokens[p].dep == "pobj")
            elif child.dep in ("prep", "advmod", "prt"):
                for d in child.children:
                    if self.tokens[d].dep == "prep" and self.tokens[d].lower in prepositions:
                        out.extend(p for p in self.tokens[d].children if self.tokens[p].dep == "pobj")
        return out

    def governed(self, i: int, path: str) -> int | None:
        """The verb under a verb: ``to:`` (infinitive), ``that:`` (finite), ``ing:`` or ``from/ing:``.

        ``to:leave|go`` asks for one of these verbs.
        """
        if "/" in path:
            preposition = path.split("/")[0]
            for c in self.tokens[i].children:
                if self.tokens[c].dep == "prep" and self.tokens[c].lower == preposition:
                    return next((p for p in self.tokens[c].children if self.tokens[p].dep == "pcomp"), None)
            return None
        path, _, lemmas = path.partition(":")
        path, wanted = f"{path}:", frozenset(lemmas.split("|")) - {""}
        for c in self.tokens[i].children:
            child = self.tokens[c]
            if wanted and child.lemma not in wanted:
                continue
            if child.dep not in ("xcomp", "ccomp", "advcl", "acl", "oprd", "dep") or child.pos not in ("VERB", "AUX"):
                continue
            infinitive = any(self.tokens[a].lower == "to" and self.tokens[a].dep == "aux" for a in child.children)
            if path == "to:" and infinitive:
                return c
            if path == "that:" and child.dep == "ccomp" and not infinitive and child.tag != "VBG":
                return c
            if path == "ing:" and child.tag == "VBG" and child.dep in ("xcomp", "ccomp"):
                return c
        if path in ("to:", "that:"):  # "expressed hope that …", "the need to …": the clause hangs on the object
            for o in self.children(i, "dobj"):
                for c in self.children(o, "acl", "ccomp", "relcl"):
                    infinitive = any(self.tokens[a].lower == "to" for a in self.children(c, "aux"))
                    marked = any(self.tokens[a].lower == "that" for a in self.children(c, "mark"))
                    if (path == "to:" and infinitive) or (path == "that:" and marked):
                        return c
        return None

    def ancestors(self, i: int) -> Iterator[int]:
        """The words above a word, up to the root."""
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            yield i

    def _left_neighbour(self, i: int) -> int | None:
        """The parser at times hangs a subject on the phrase before it ("relations between A and B, C said"): take the
        noun that stands right before a verb in a finite form and has been read as joined to an earlier phrase.
        """
        if self.tokens[i].tag not in ("VBD", "VBZ", "VBP"):
            return None
        at = i - 1
        while at >= 0 and self.tokens[at].pos in ("ADV", "AUX", "PART"):
            at -= 1
        token = self.tokens[at] if at >= 0 else None
        if token is None or token.pos not in ("PROPN", "NOUN") or token.dep not in ("conj", "appos"):
            return None
        first = at
        while self.tokens[first].dep == "conj" and self.tokens[self.tokens[first].head].dep == "conj":
            first = self.tokens[first].head
        return first
