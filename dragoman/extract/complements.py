"""What stands under a cue: the tokens that a verb, a noun or a phrase of speech makes somebody's word.

One method for each complement of the lexicon of attribution; an empty set says that it is not there. Much of this is
about what the parser does with long sentences, each time with the sentence that showed it.
"""

from __future__ import annotations

from dragoman.extract.quoted_text import FINITE, PUNCTUATION, QuotedText
from dragoman.knowledge.cues import Cues


class Complements:
    """The complements around the cues of one document, as sets of tokens."""

    def __init__(self, page: QuotedText, cues: Cues):
        self.page = page
        self.cues = cues
        self.tokens = page.tokens
        self.clauses = page.clauses
        self.quote_of = page.quote_of

    def of_verb(self, i: int, take: str) -> set[int]:
        """The tokens of one complement of a verb; ``take`` is its name in the lexicon."""
        if take == "that":
            return self._clause(i)
        if take == "to do":
            if self.page.objects(i) or self.clauses.passive(i):
                return set()
            return self.page.trees(c for c in self.page.infinitives(i) if not self.clauses.children(c, "nsubj"))
        if take == "object to do":
            return self._object_to_do(i)
        if take == "doing":
            return self.page.trees(c for c in self.clauses.children(i, "xcomp", "ccomp") if self.page.gerund(c))
        if take == "raised":
            return self._raised(i)
        if take == "small":
            return self._small(i)
        if take == "as saying":
            return self._as_saying(i)
        if take == "as it":
            return self._as_it(i)
        if take == "object":
            return self._object(i)
        if take.startswith("object "):
            behind = self.behind(i, take.removeprefix("object "), keep=True)
            objects = self.page.objects(i) or self._relative(i)
            return self.page.trees(objects[:1]) | behind if behind and objects else set()
        return self.behind(i, take, keep=False)

    def _clause(self, i: int) -> set[int]:
        """The finite clause under a verb, or around it where the verb stands between commas."""
        # Of two, the one behind the cue: one before it is often an adverbial ("after the talks failed, he said …").
        for c in sorted(self.clauses.children(i, "ccomp"), key=lambda c: c < i):
            bare = self.tokens[c].tag in ("VBG", "VBN") and not self.clauses.children(
                c, "nsubj", "nsubjpass", "aux", "auxpass", "mark"
            )
            if self.page.infinitive(c) or bare or self._turned(c) is not None:
                continue
            if c < i and self._after_semicolon(i):
                continue  # "Villagers blocked the road; the government promised to send food"
            verbless = self.tokens[c].pos not in ("VERB", "AUX")
            if c > i and verbless and not self.clauses.children(c, "nsubj", "cop", "mark"):
                continue
            tree = self.page.tree(c)
            marks = [m for m in self.clauses.children(c, "mark") if self.tokens[m].lower in ("that", "whether")]
            if c > i and marks:  # "reported, citing officials, that …"
                tree = {t for t in tree if t >= marks[0]}
            return self._until_cue(i, tree) if c < i else tree
        token = self.tokens[i]
        if token.dep == "ROOT" or not self.clauses.subjects(i, "nsubj"):
            return set()
        that = self._turned(i)
        if that is not None:
            return {t for t in self.page.tree(token.head) if t >= that}
        if token.dep == "ccomp" and self.tokens[token.head].lemma in self.cues.verbs:
            return set()
        own = self.page.tree(i)
        mark = any(self.tokens[c].lower == "as" for c in self.clauses.children(i, "mark", "advmod"))
        if self.clauses.children(i, "dobj", "ccomp", "xcomp", "acomp", "attr"):
            return set()
        if token.dep == "parataxis" or (mark and token.dep == "advcl") or (
            token.dep in ("ccomp", "advcl", "relcl", "dep", "acl", "appos") and self.page.set_off(own)
        ):  # fmt: skip
            return self._around(token.head) - own
        return set()

    def _after_semicolon(self, i: int) -> bool:
        """Does the clause of a cue open behind a semicolon that no quotation holds?"""
        subject = [t for c in self.clauses.children(i, "nsubj", "nsubjpass") if c < i for t in self.page.tree(c)]
        before = min(subject, default=i) - 1
        return before >= 0 and self.tokens[before].text == ";" and self.quote_of[before] is None

    def _turned(self, i: int) -> int | None:
        """The "that" behind a cue which the parser put under what is said: "media reported, citing aides, that …"."""
        token = self.tokens[i]
        if token.dep != "ccomp" or token.head < i:
            return None
        return next(
            (m for m in self.clauses.children(token.head, "mark") if m > i and self.tokens[m].lower == "that"), None
        )

    def strayed(self, i: int) -> set[int]:
        """A that-clause that the parser hung on a word between: "wrote in a book published on Monday that …"."""
        for t in range(i + 1, self.page.document.sentences[self.page.sentence_of[i]].last):
            token = self.tokens[t]
            if token.lower == "that" and token.dep == "mark":
                clause = self.tokens[token.head]
                above = self.tokens[clause.head]
                if above.i <= i or above.lemma in self.cues.verbs or above.lemma in self.cues.nouns:
                    return set()
                return self.page.tree(clause.i) if i in self.clauses.ancestors(clause.i) else set()
        return set()

    def _until_cue(self, i: int, tree: set[int]) -> set[int]:
        """The sentence up to the clause of the cue: "On Friday the army withdrew, officials said."."""
        sentence = self.page.document.sentences[self.page.sentence_of[i]]
        edge = i
        for c in self.tokens[i].children:
            child = self.tokens[c]
            if (
                c < i
                and child.dep in ("nsubj", "aux", "neg", "advmod", "auxpass", "nsubjpass")
                and c > max((t for t in tree if t < i), default=-1)
            ):
                edge = min(edge, min(self.page.tree(c)))
        if self.tokens[i].dep == "ROOT" and max(tree) < edge:
            first = sentence.first
            while first < edge and self.tokens[first].pos in ("CCONJ", "PUNCT") and self.quote_of[first] is None:
                first += 1
            return set(range(first, edge))
        return tree

    def _around(self, i: int) -> set[int]:
        """The clause that a parenthesis stands in."""
        while self.tokens[i].pos not in ("VERB", "AUX") and self.tokens[i].head != i:
            i = self.tokens[i].head
        return self.page.tree(i)

    def _as_it(self, i: int) -> set[int]:
        """``as the president put it``: the clause around."""
        mark = any(self.tokens[c].lower == "as" for c in self.clauses.children(i, "mark", "advmod"))
        it = any(self.tokens[c].lower == "it" for c in self.clauses.children(i, "dobj"))
        return self._around(self.tokens[i].head) - self.page.tree(i) if mark and it else set()

    def _object_to_do(self, i: int) -> set[int]:
        if self.clauses.passive(i):
            below = self.page.infinitives(i)
            if self.tokens[i].dep == "acl" and below:  # "voters expected to stay at home"
                return (self.page.tree(self.tokens[i].head) - self.page.tree(i)) | self.page.trees(below)
            subject = self.clauses.children(i, "nsubjpass")
            return self.page.trees(subject) | self.page.trees(below) if subject and below else set()
        for c in self.clauses.children(i, "ccomp"):
            if self.page.infinitive(c) and self.clauses.children(c, "nsubj"):
                return self.page.tree(c)
        below, objects = self.page.infinitives(i), self.page.objects(i)
        return self.page.trees(objects) | self.page.trees(below) if below and objects else set()

    def _raised(self, i: int) -> set[int]:
        subject = self.clauses.children(i, "nsubj")
        said = self.clauses.children(i, "xcomp", "oprd", "acomp", "attr")
        said += [c for c in self.clauses.children(i, "prep") if self.tokens[c].lower == "like"]
        return self.page.trees(subject) | self.page.trees(said) if subject and said else set()

    def _small(self, i: int) -> set[int]:
        """``called the raid a crime``: the object and what it is called, however the parser joins them."""
        if self.clauses.passive(i):
            subject = self.clauses.children(i, "nsubjpass")
            names = self.clauses.children(i, "oprd", "attr", "acomp")
            return self.page.trees(subject) | self.page.trees(names) if subject and names else set()
        for c in self.clauses.children(i, "ccomp", "xcomp"):
            if self.tokens[c].tag not in FINITE and not self.page.infinitive(c) and self.clauses.children(c, "nsubj"):
                return self.page.tree(c)
        objects, names = self.page.objects(i), self.clauses.children(i, "oprd", "acomp", "attr")
        objects = objects or self._relative(i)
        if objects and names:
            return self.page.trees(objects[:1]) | self.page.trees(names)
        if objects and self.page.ends_quoted(
            objects[0]
        ):  # "called the pact “insanity”": the parser sees one noun phrase
            return self.page.trees(objects[:1])
        following = max(self.page.tree(objects[0])) + 1 if objects else len(self.tokens)
        if following < len(self.tokens) and self.page.opens_quote(following):
            return self.page.trees(objects) | {following}
        return self.page.trees(objects) if len(objects) > 1 else set()

    def _as_saying(self, i: int) -> set[int]:
        """What the quoted person says, with that person: the outer link of a chain; in the passive there is none."""
        saying = self.saying(i)
        if saying is None or self.clauses.passive(i):
            return set()
        return self.page.trees(self.page.objects(i)[:1]) | set(range(saying - 1, max(self.page.tree(saying)) + 1))

    def saying(self, i: int) -> int | None:
        """The gerund of "quoted … as saying" behind a verb."""
        last = self.page.document.sentences[self.page.sentence_of[i]].last
        for at in range(i + 1, min(last - 1, i + 15)):
            if self.tokens[at].lower == "as" and self.tokens[at + 1].tag == "VBG":
                return at + 1
        return None

    def _object(self, i: int) -> set[int]:
        if self.clauses.passive(i):
            subject = self.clauses.children(i, "nsubjpass")
            return self.page.trees(subject) if self.clauses.agent(i) is not None else set()
        return self.page.trees(self.page.objects(i)[:1])

    def _relative(self, i: int) -> list[int]:
        """The pronoun that is the object of a relative clause: "which the general called a lie"."""
        return [c for c in self.clauses.children(i, "dobj") if self.tokens[c].tag in ("WDT", "WP")]

    def behind(self, i: int, preposition: str, *, keep: bool) -> set[int]:
        """What stands behind a preposition of a verb, with the infinitive that follows ("called on both to go")."""
        holders = [i, *self.page.objects(i)] if keep else [i]
        for holder in holders:
            for c in self.tokens[holder].children:
                child = self.tokens[c]
                if child.lower == preposition and c > i and child.dep in ("prep", "agent", "dative", "prt"):
                    inside = self.page.tree(c)
                    if len(inside) == 1 or inside & self.page.timed:
                        continue
                    if preposition == "to":  # "referred to him as a friend"
                        inside |= self.page.trees(
                            x for x in self.clauses.children(i, "prep") if self.tokens[x].lower == "as" and x > c
                        )
                    if preposition in ("on", "upon", "for", "to"):
                        inside |= self.page.trees(x for x in self.page.infinitives(i) if x > c)
                    return inside if keep else inside - {c}
        if preposition == "for":  # "called for Iran to leave": the preposition opens the infinitive
            for c in self.clauses.children(i, "advcl", "ccomp", "xcomp"):
                mark = [m for m in self.clauses.children(c, "mark") if self.tokens[m].lower == "for"]
                if mark and self.page.infinitive(c):
                    return self.page.tree(c) - set(mark)
        return set()

    def of_noun(self, i: int, take: str) -> set[int]:
        """The tokens of one complement of a noun."""
        if take == "that":
            for c in self.clauses.children(i, "acl", "ccomp", "relcl", "appos"):
                if any(self.tokens[m].lower in ("that", "whether") for m in self.clauses.children(c, "mark")):
                    return self.page.tree(c)
            head = self.tokens[i].head
            if self.tokens[i].dep == "nsubj" and self.tokens[head].lemma == "be":
                for c in self.clauses.children(head, "ccomp"):
                    if self.clauses.children(c, "mark"):
                        return self.page.tree(c)
            return set()
        if take == "to do":
            return self.page.trees(
                c for c in self.clauses.children(i, "acl", "relcl") if c > i and self.page.infinitive(c)
            )
        above = self.tokens[i].head
        carried = self.tokens[i].dep == "dobj" and self.tokens[above].lemma in self.cues.words["light_verbs"]
        for c in [*self.clauses.children(i, "prep"), *(self.clauses.children(above, "prep") if carried else ())]:
            if self.tokens[c].lower == take and c > i and not self.page.timed.intersection(self.tokens[c].children):
                return self.page.tree(c) - {c}
        return set()

    def around_phrase(self, i: int, phrase: set[int]) -> set[int]:
        """The clause that an adverbial phrase speaks for: all of the sentence where it stands at an end of it."""
        sentence = self.page.document.sentences[self.page.sentence_of[i]]
        inside = [t for t in range(sentence.first, sentence.last) if self.tokens[t].pos not in PUNCTUATION]
        if inside and (inside[0] in phrase or inside[-1] in phrase):
            return set(range(sentence.first, sentence.last)) - phrase
        at = self.tokens[i].head
        while self.tokens[at].head != at and not (
            self.tokens[at].pos in ("VERB", "AUX") and self.clauses.children(at, "nsubj", "nsubjpass", "expl")
        ):
            at = self.tokens[at].head
        return self.page.tree(at) - phrase
