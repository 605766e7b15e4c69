"""Laying a frame of the lexicon over the parse: does it fit here, and who stands where?"""

from __future__ import annotations

from dataclasses import dataclass, field

from dragoman.extract.actors import Resolver
from dragoman.extract.clauses import Clauses
from dragoman.extract.coreference import Referent
from dragoman.knowledge.lexicon import Frame, Slot

# Where the other side may stand, the object first.
BEHIND = ("with", "to", "against", "on", "from", "at", "for", "into", "over", "of", "towards", "toward", "upon")


@dataclass(frozen=True, slots=True)
class Side:
    """A participant found in a slot: who, and the head of the phrase that names it."""

    referent: Referent
    head: int

    @property
    def known(self) -> bool:
        """Is it more than a word: of a country, or in the registry?"""
        return bool(self.referent.country or self.referent.actor)


@dataclass(slots=True)
class Match:
    """A frame that fits: its predicate, its sides, the tokens that triggered it, the verb that it governs."""

    frame: Frame
    head: int
    actors: list[Side] = field(default_factory=list)
    recipients: list[Side] = field(default_factory=list)
    trigger: set[int] = field(default_factory=set)
    governed: int | None = None
    content: int | None = None  # what fills an X behind a verb: "called for an inquiry"


class Matcher:
    """Fits frames to the predicates of one document."""

    def __init__(
        self, clauses: Clauses, resolver: Resolver, voices: frozenset[str], times: frozenset[int] = frozenset()
    ):
        self.clauses = clauses
        self.tokens = clauses.tokens
        self.resolver = resolver
        self.times = times  # tokens of time expressions: "called the minister on Friday" calls on nobody
        self.voices = voices  # nouns that speak for their owner: "a statement from the ministry"

    # ------------------------------------------------------------------ verbs

    def verb(self, frame: Frame, i: int) -> Match | None:
        """Fit a verb's frame at a token, or None."""
        children = self.tokens[i].children
        if frame.particle is None and any(self.tokens[c].dep == "prt" for c in children):
            return None  # "carry out" is another verb than "carry"
        match = Match(frame, i, trigger={i})
        if frame.particle is not None:
            particle = next(
                (
                    c
                    for c in children
                    if self.tokens[c].lower == frame.particle and self.tokens[c].dep in ("prt", "prep", "advmod")
                ),
                None,
            )
            if particle is None:
                return None
            match.trigger.add(particle)
        # "called it a great day for justice" is no call for justice
        content = any(slot.side == "X" and slot.path not in ("object",) for slot in frame.slots)
        bare = content and not frame.act and not any("object" in slot.path for slot in frame.slots)
        if bare and self.clauses.children(i, "dobj", "oprd"):
            return None
        anchors = [i]
        for slot in frame.slots:
            if not self._fill(slot, match, anchors):
                return None
        return match

    def _fill(self, slot: Slot, match: Match, anchors: list[int]) -> bool:
        i = match.head
        if ":" in slot.path:
            match.governed = self.clauses.governed(i, slot.path)
            return match.governed is not None or not slot.required
        heads = self._heads(slot, match, anchors)
        if slot.lemmas:
            literal = next((h for h in heads if self._is(h, slot.lemmas)), None)
            if literal is None:
                return not slot.required
            match.trigger.add(literal)
            anchors.append(literal)
            return True
        if slot.path != "subject":
            anchors.extend(
                h for h in heads[:1] if h not in anchors
            )  # "reparations from Germany": what follows hangs on it
        if slot.side == "X":
            if heads and match.content is None:
                match.content = heads[0]
            return bool(heads) or not slot.required
        sides = [side for head in heads[:1] for side in self.sides(head, owner=slot.side == "B")]
        if not sides and len(heads) > 1:
            sides = [side for head in heads[1:] for side in self.sides(head, owner=True)]
        target = match.recipients if slot.side == "B" else match.actors
        target.extend(side for side in sides if side.referent.key not in {s.referent.key for s in target})
        if slot.path == "subject":
            return True  # who is missing is judged at the end: the noun may tell ("talks were held between …")
        return bool(heads) or not slot.required

    def _heads(self, slot: Slot, match: Match, anchors: list[int]) -> list[int]:
        i = match.head
        if slot.path == "subject":
            if not slot.lemmas and self.clauses.passive(i):
                agent = self.clauses.agent(i)
                return [agent] if agent is not None else []
            subject = self.clauses.surface_subject(i) if slot.lemmas else self.clauses.subject(i)
            return [subject] if subject is not None else []
        heads: list[int] = []
        for path in slot.path.split("|"):
            if path == "object":
                heads.extend(self.clauses.objects(i))
                if match.frame.particle and not heads:  # "called off the truce", read as a preposition
                    heads.extend(p for t in match.trigger for p in self.clauses.children(t, "pobj"))
                if match.frame.act and not heads:  # "urged that Iran return": the subject of the clause below
                    below = self.clauses.governed(i, "to:")
                    if below is not None:
                        heads.extend(self.clauses.children(below, "nsubj"))
            else:
                for anchor in anchors:
                    heads.extend(
                        h for h in self.clauses.behind(anchor, (path,)) if h not in heads and h not in self.times
                    )
                if path == "by" and not heads and (agent := self.clauses.agent(i)) is not None:
                    heads.append(agent)
        return heads

    def _is(self, head: int, lemmas: frozenset[str]) -> bool:
        return any(self.tokens[h].lemma in lemmas for h in self.resolver.conjuncts(head))

    # ------------------------------------------------------------------ nouns

    def noun(self, frame: Frame, i: int) -> Match | None:
        """Fit a noun's frame at a token, or None where no side is found."""
        token = self.tokens[i]
        if token.dep in ("compound", "amod", "nmod", "npadvmod"):
            return None
        match = Match(frame, i, trigger={i})
        match.actors = self.places(i, frame.actor)
        taken = {side.referent.key for side in match.actors}
        anchors = [i, *(side.head for side in match.actors)]  # "the protest by teachers against …"
        for anchor in anchors:
            match.recipients = [
                s for s in self.places(anchor, frame.recipient, owner=True) if s.referent.key not in taken
            ]
            if match.recipients:
                break
        return match if match.actors or match.recipients else None

    def places(self, i: int, places: tuple[str, ...], *, owner: bool = False) -> list[Side]:
        """The sides that stand around a noun; the first place that holds any counts, "with" and "between" add to it."""
        out: dict[str, Side] = {}
        for place in places:
            if out and place not in ("with", "between"):
                continue
            found: list[Side] = []
            if place == "poss":
                for c in self.clauses.children(i, "poss"):
                    found.extend(self.sides(c, owner=False))
            elif place in ("mod", "imposed"):
                for c in self.clauses.children(i, "amod", "compound", "nmod", "npadvmod"):
                    if place == "imposed" and self.tokens[c].lemma not in ("impose", "lead", "back"):
                        continue
                    found.extend(Side(referent, c) for referent in self.resolver.modifier(c))
            else:
                heads = self.clauses.behind(i, (place,))
                if not heads and place != "of":  # "the arrest of the leader by the police"
                    heads = [h for o in self.clauses.behind(i, ("of",)) for h in self.clauses.behind(o, (place,))]
                for head in heads:
                    found.extend(self.sides(head, owner=owner or place != "of"))
                    if place == "between" and len(found) == 1:
                        found.extend(self._stranded(i, head))
            for side in found:
                out.setdefault(side.referent.key, side)
        return list(out.values())

    def _stranded(self, i: int, head: int) -> list[Side]:
        """The second side of "between A, …, and B" where the parser joined B to a word above."""
        for above in self.clauses.ancestors(i):
            for c in self.tokens[above].children:
                if c > head and self.tokens[c].dep == "conj" and self.tokens[c].pos in ("NOUN", "PROPN", "PRON"):
                    return self.sides(c, owner=False)
        return []

    # ------------------------------------------------------------------ sides

    def sides(self, head: int, *, owner: bool) -> list[Side]:
        """The participants that a noun phrase names; with ``owner``, also the owner of a thing ("Israel's raid")."""
        out: dict[str, Side] = {}
        for h in self.resolver.conjuncts(head):
            referents = self.resolver.phrase(h)
            if not referents and (owner or self.tokens[h].lemma in self.voices):
                owners = self.resolver.owners(h)
                referents = owners if self.tokens[h].tag in ("NNS", "NNPS") else owners[:1]
            for referent in referents:
                out.setdefault(referent.key, Side(referent, h))
        return list(out.values())

    def other_side(self, i: int, actors: list[Side]) -> list[Side]:
        """The known side nearest to a verb, but for its actors: its object, whose that is, who stands behind."""
        heads = [*self.clauses.objects(i), *self.clauses.behind(i, BEHIND)]
        for head in heads:  # also what hangs on these: "a note of protest to the ambassador"
            heads.extend(h for h in self.clauses.behind(head, BEHIND) if h not in heads)
        taken = {side.referent.key for side in actors}
        countries = {side.referent.country for side in actors if side.referent.kind == "state"}
        for head in heads:
            if head in self.times:
                continue
            sides = [
                side
                for side in self.sides(head, owner=True)
                if side.known and side.referent.key not in taken and side.referent.country not in countries
            ]
            if sides:
                return sides
        return []
