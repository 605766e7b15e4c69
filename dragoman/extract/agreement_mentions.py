"""Where an article names an agreement, who its sides are, and which of those named before is meant.

A definite noun ("the accord", "the border treaty") or a pronoun means the agreement last named that nothing in the
words contradicts; an indefinite one, or a name of its own, opens a new one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from dragoman.document import Document, Sentence, TimeExpression
from dragoman.extract.actors import Resolver
from dragoman.extract.clauses import Clauses
from dragoman.extract.coreference import Referent
from dragoman.extract.frames import Side
from dragoman.extract.terms import Duration
from dragoman.knowledge.agreements import Agreements, KnownAgreement, LedgerCues
from dragoman.knowledge.lexicon import Lexicon
from dragoman.model import Dropped, Span

# Nouns that may name any kind of agreement once it has been named.
_GENERIC = frozenset({"agreement", "deal"})
_REFERRING = frozenset({"it", "this", "which", "that", "they", "them", "these", "both", "itself"})
# "A great deal for shareholders" judges; it names no agreement.
_PRAISE = frozenset({"great", "good", "bad", "better", "best", "worst", "big", "raw", "fair", "worse"})
# A definite noun of these kinds means no agreement that was told of without that word.
_OF_ITS_OWN = frozenset({"ceasefire", "roadmap", "contract", "communique"})
_HAPPENING = frozenset({"come", "take", "happen", "occur", "follow", "be"})
_SETTLING = frozenset({"sign", "reach", "conclude", "agree", "ink", "strike", "seal"})
_NAMING = frozenset({"know", "call", "dub", "name", "term"})
# Sectors whose people bind their state.
_BINDING = frozenset({"GOV", "MIL", "LEG", "JUD", "SPY", "COP"})


@dataclass(slots=True)
class Mention:
    """A noun phrase that names an agreement."""

    head: int
    first: int  # first token of the phrase
    last: int  # exclusive
    sentence: int
    kind: str
    entry: KnownAgreement | None
    definite: bool
    plural: bool
    inner: bool  # it only modifies another noun ("treaty talks")
    year: str | None
    words: frozenset[str]  # what sets it apart: "border" in "the new border treaty"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of an agreement's life and the token that tells it."""

    status: str
    date: str | None
    at: int  # the token that tells it
    sentence: int


@dataclass(slots=True)
class Draft:
    """An agreement while the article is read."""

    kind: str
    mentions: list[Mention]
    entry: KnownAgreement | None = None
    parties: dict[str, tuple[Side, int]] = field(default_factory=dict)  # with the sentence that names each
    facts: list[Fact] = field(default_factory=list)
    term: tuple[Duration, int] | None = None
    whole: tuple[Duration, int] | None = None  # before the noun: "20-year treaty"
    extensions: list[tuple[Duration, int]] = field(default_factory=list)
    renewal: tuple[Duration, int] | None = None
    until: tuple[str, int, bool, str] | None = None  # date, sentence, whether that was the first end, the words
    extended_to: tuple[str, int, str] | None = None
    endless: int | None = None
    subject: tuple[Span, int] | None = None
    teller: list[Side] = field(
        default_factory=list
    )  # who speaks of "the agreement with B": a side, where no other is told
    words: set[str] = field(default_factory=set)

    @property
    def plural(self) -> bool:
        """Are several meant: "the agreements"?"""
        return self.mentions[0].plural

    def day(self, *statuses: str) -> Fact | None:
        """The first fact of one of these statuses that has a date, the earlier status first."""
        for status in statuses:
            for fact in self.facts:
                if fact.status == status and fact.date:
                    return fact
        return None

    @property
    def settled(self) -> bool:
        """Is more told of it than that it is being made?"""
        return any(fact.status not in ("proposed", "negotiating") for fact in self.facts)


class AgreementMentions:
    """The mentions of agreements in one document, joined into drafts as the sentences are read in order."""

    def __init__(
        self, document: Document, resolver: Resolver, registry: Agreements, lexicon: Lexicon, cues: LedgerCues
    ):
        self.document = document
        self.tokens = document.tokens
        self.resolver = resolver
        self.registry = registry
        self.cues = cues
        self.clauses = Clauses(document.tokens)
        self.say = lexicon.words["say_verbs"]
        self.drafts: list[Draft] = []
        self.of: dict[int, Draft] = {}  # head of a mention → its draft
        self.trail: list[tuple[int, int, Draft]] = []  # token, sentence, draft, in the order of the text
        self.dropped: list[Dropped] = []
        self._starts = [token.start for token in document.tokens]
        self._inside: dict[int, int] = {}  # each token of a name → the head of the name
        self._named = self._names()
        self.times = self._owned_times()

    def _names(self) -> dict[int, tuple[int, int, tuple[KnownAgreement, ...], bool]]:
        """Names of the registry, by the head of each."""
        out = {}
        text = self.document.article.text
        for sentence in self.document.sentences:
            start, end = sentence.span
            for found in self.registry.find(text[start:end].replace("\u00a0", " ")):
                first = bisect_left(self._starts, start + found.start)
                last = bisect_left(self._starts, start + found.end)
                if last > first and self.tokens[last - 1].end >= start + found.end:
                    head = next((i for i in range(first, last) if not first <= self.tokens[i].head < last), last - 1)
                    out[head] = (first, last, found.agreements, found.ambiguous)
                    self._inside.update(dict.fromkeys(range(first, last), head))
        return out

    def read(self, number: int, sentence: Sentence) -> None:
        """Read the mentions of one sentence, and place each with the agreement that it means."""
        found: list[Mention] = []
        for i in range(sentence.first, sentence.last):
            kind = self._kind(i)
            if i in self._inside:
                if self._inside[i] != i:
                    continue  # another word of a name
            elif kind is None:
                continue
            token = self.tokens[i]
            if token.pos not in ("NOUN", "PROPN") and i not in self._inside:
                continue
            mention = self._mention(i, kind, number)
            if mention is not None:
                found.append(mention)
        for mention in found:
            self._place(mention)
        self.under_which(number, sentence)

    def _kind(self, i: int) -> str | None:
        token = self.tokens[i]
        if token.lower in ("map", "maps") and i and self.tokens[i - 1].lower == "road":
            return "roadmap"
        if token.lower in ("fire", "fires") and i > 1 and self.tokens[i - 2].lower == "cease":
            return "ceasefire"
        signed = self.cues.signable.get(token.lemma) if self._is_signed(i) else None
        return self.cues.kinds.get(token.lemma) or self.cues.kinds.get(token.lower) or signed

    def _is_signed(self, i: int) -> bool:
        """``signed a plan``, ``the statement signed by the two``"""
        token = self.tokens[i]
        above = self.tokens[token.head]
        verbs = [above] if token.dep in ("dobj", "nsubjpass") else []
        verbs += [self.tokens[c] for c in self.clauses.children(i, "acl") if self.tokens[c].tag == "VBN"]
        return any(verb.lemma in ("sign", "initial", "ink") for verb in verbs)

    def _mention(self, i: int, kind: str | None, number: int) -> Mention | None:
        token = self.tokens[i]
        first = i
        children = [self.tokens[c] for c in token.children]
        for child in children:
            if child.i < i and child.dep in (
                "compound",
                "amod",
                "nmod",
                "nummod",
                "poss",
                "det",
                "npadvmod",
                "quantmod",
            ):
                first = min(first, self._leftmost(child.i))
        named = next((self._named[self._inside[j]] for j in range(i, first - 1, -1) if j in self._inside), None)
        if token.dep == "oprd" and i and self.tokens[i - 1].dep == "dobj" and self.tokens[i - 1].head == token.head:
            first = self._leftmost(i - 1)  # "signed a fisheries pact", read as two objects
        if kind == "deal" and any(child.dep == "amod" and child.lower in _PRAISE for child in children):
            return None  # "a great deal for shareholders"
        if any(child.dep == "det" and child.lower == "no" for child in children):
            self.drop(i, "no such agreement")
            return None
        if named is not None:
            first = min(first, named[0])
        year = self._year(first, i) or self._year_behind(i)
        entry = self._entry(named, year) if named else None
        if kind is None and entry is None:
            return None
        inner = token.dep in ("compound", "nmod", "amod", "npadvmod", "poss") and self.tokens[token.head].pos in (
            "NOUN",
            "PROPN",
        )
        last = i + 1
        if not inner:
            last = max(last, self.resolver.span(i)[1], named[1] if named else 0)
        definite = entry is not None or any(
            (child.dep == "det" and child.lower in ("the", "this", "that", "these", "those")) or child.dep == "poss"
            for child in children
        )
        words = frozenset(self._apart(first, i)) if entry is None else frozenset()
        truce = next((w for w in words if self.cues.kinds.get(w) == "ceasefire"), None)
        if truce is not None and kind in _GENERIC:
            kind, words = "ceasefire", words - {truce}  # "a ceasefire deal"
        plural = token.tag in ("NNS", "NNPS") and entry is None
        kind = kind or (entry.kind if entry else "agreement")
        return Mention(i, first, last, number, kind, entry, definite,
                        plural, inner, year, words)  # fmt: skip

    def _leftmost(self, i: int) -> int:
        return min([i, *(self._leftmost(c) for c in self.tokens[i].children if c < i)])

    def _apart(self, first: int, head: int) -> Iterable[str]:
        """The modifiers that say which agreement it is."""
        for i in range(first, head):
            token = self.tokens[i]
            if token.pos not in ("NOUN", "ADJ", "PROPN", "VERB") or i in self.resolver.mentions.actors:
                continue
            if token.lemma in self.cues.words["plain_modifiers"] or token.lower in self.cues.words["plain_modifiers"]:
                continue
            if token.dep != "poss" and not token.lower.isdigit():
                yield token.lemma
        for about in self.clauses.behind(head, ("on", "for", "over", "concerning", "governing", "regulating")):
            if self.tokens[about].pos in ("NOUN", "PROPN") and not self.timed(about):
                yield self.tokens[about].lemma

    def _year(self, first: int, head: int) -> str | None:
        """The year that stands in a noun phrase: "the 2015 deal"."""
        for i in range(first, head):
            text = self.tokens[i].text
            if len(text) == 4 and text.isdigit() and "1600" < text < "2200":
                return text
        return None

    def _year_behind(self, head: int) -> str | None:
        """The year behind the noun: "the water treaty of 1960"."""
        for p in self.clauses.behind(head, ("of",)):
            if not self.tokens[p].children:
                return self._year(p, p + 1)
        return None

    def _entry(
        self, named: tuple[int, int, tuple[KnownAgreement, ...], bool], year: str | None
    ) -> KnownAgreement | None:
        """Which agreement of the registry a name means, by its year, else by the parties in play."""
        _, _, candidates, ambiguous = named
        if year:
            dated = tuple(c for c in candidates if not years_of(c) or year in years_of(c))
            if len(dated) == 1 and (not ambiguous or years_of(dated[0])):
                return dated[0]
            candidates = dated
        if ambiguous:
            candidates = tuple(c for c in candidates if self._in_play(c))
        return candidates[0] if len(candidates) == 1 else None

    def _in_play(self, entry: KnownAgreement) -> bool:
        for party in entry.parties:
            actor = self.resolver.actors.get(party)
            if actor is not None and actor.country and self.resolver.in_play.get(actor.country):
                return True
        return False

    def _place(self, mention: Mention) -> None:
        own, bound = self._own_parties(mention), self._bound_under(mention)
        sides = [*own, *bound]
        draft = self._same_phrase(mention) or self._find(mention, own if self._pointing(mention) else sides)
        if draft is None:
            if mention.inner and mention.entry is None and not sides:
                return
            draft = Draft(mention.kind, [mention], mention.entry)
            self.drafts.append(draft)
        else:
            draft.mentions.append(mention)
            if draft.kind in _GENERIC and mention.kind not in _GENERIC:
                draft.kind = mention.kind
            if draft.entry is None and mention.entry is not None:
                draft.entry = mention.entry
        self.of[mention.head] = draft
        self.trail.append((mention.head, mention.sentence, draft))
        if not draft.teller and self.clauses.behind(mention.head, ("with",)):
            draft.teller = self._teller(mention.head)
        draft.words |= mention.words
        if draft.entry is not None:
            draft.words |= {w.lower() for surface, _ in draft.entry.surfaces for w in surface.split()}
        self.add_parties(draft, sides, mention.sentence)
        if mention.year is not None:
            draft.facts.append(Fact("agreed", mention.year, self._token_of_year(mention), mention.sentence))
        if draft.subject is None:
            subject = self._subject(mention)
            if subject is not None:
                draft.subject = (subject, mention.sentence)
                first, last = bisect_left(self._starts, subject[0]), bisect_left(self._starts, subject[1])
                draft.words |= {t.lemma for t in self.tokens[first:last] if t.pos in ("NOUN", "PROPN")}

    def _pointing(self, mention: Mention) -> bool:
        """ "that declaration": the one just named, whoever acts under it."""
        return any(self.tokens[c].lower in ("this", "that") for c in self.clauses.children(mention.head, "det"))

    def _token_of_year(self, mention: Mention) -> int:
        words: list[int] = [*range(mention.first, mention.head), *self.clauses.behind(mention.head, ("of",))]
        return next(i for i in words if self.tokens[i].text == mention.year)

    def _same_phrase(self, mention: Mention) -> Draft | None:
        """The agreement that stands in apposition, or of which it is said that it is this one."""
        token = self.tokens[mention.head]
        above = token.head
        if token.dep == "appos" and above in self.of:
            return self.of[above]
        if token.dep == "attr":
            subject = next((c for c in self.clauses.children(above, "nsubj") if c in self.of), None)
            return self.of[subject] if subject is not None else None
        for i in list(self.clauses.ancestors(mention.head))[:3]:
            verb = self.tokens[i]
            if verb.lemma in _NAMING and verb.dep == "acl" and verb.head in self.of:
                return self.of[verb.head]
        return None

    def _find(self, mention: Mention, sides: list[Side]) -> Draft | None:
        if mention.entry is not None:
            same = next((d for d in self.drafts if d.entry is mention.entry), None)
            if same is None:
                same = next((d for d in reversed(self.drafts) if self._unnamed(d, mention)), None)
            return same
        if not mention.definite:
            return None
        keys = {side.referent.key for side in sides}
        dates = [
            self.date(c)
            for c in self.clauses.children(mention.head, "acl", "relcl")
            if self.tokens[c].lemma in _SETTLING
        ]
        year = mention.year or next((date[:4] for date in dates if date), None)
        for _, sentence, draft in reversed(self.trail):
            if not compatible(mention.kind, draft.kind) or draft.plural != mention.plural:
                continue
            if mention.kind in _OF_ITS_OWN and draft.kind != mention.kind:
                continue
            if keys and not draft.parties and draft.entry is None and not mention.words & draft.words:
                continue
            if mention.words and draft.words and not mention.words & draft.words:
                continue
            if self._older(year, draft) or self._listed_with(mention, draft):
                continue
            if (
                keys
                and draft.parties
                and not _same_sides(keys, draft.parties.keys())
                and not self._known_party(draft, keys)
            ):
                continue
            if sentence < mention.sentence - 8 and not mention.words and not keys and len(self.drafts) > 1:
                continue
            settled = draft.day("signed", "agreed")
            years = {settled.date[:4]} if settled and settled.date else years_of(draft.entry) if draft.entry else set()
            if year and years and year not in years:
                continue
            if mention.year and not years and sentence < mention.sentence - 3:
                continue
            if not mention.words and not keys and not mention.year and mention.kind not in _GENERIC:
                exact = [d for _, _, d in self.trail if d.kind == mention.kind and d.plural == mention.plural]
                if exact and draft.kind != mention.kind:
                    continue
            return draft
        return None

    def _listed_with(self, mention: Mention, draft: Draft) -> bool:
        """ "the Security Agreement … and the General Agreement": two in one list are not the same."""
        i = mention.head
        while self.tokens[i].dep == "conj":
            i = self.tokens[i].head
            if self.of.get(i) is draft:
                return True
        return False

    def _older(self, year: str | None, draft: Draft) -> bool:
        """Was it signed in a year long past, while of the other it is told that it has come about just now?"""
        published = (self.document.article.published or "0000")[:4]
        new = any(f.status in ("agreed", "signed") and not f.date and self._perfect(f.at) for f in draft.facts)
        return year is not None and year < published and new

    def _perfect(self, i: int) -> bool:
        return any(self.tokens[c].lower in ("has", "have") for c in self.clauses.children(i, "aux"))

    def _known_party(self, draft: Draft, keys: set[str]) -> bool:
        return draft.entry is not None and bool(keys & set(draft.entry.parties))

    def _unnamed(self, draft: Draft, mention: Mention) -> bool:
        """Was the agreement told of before its name: "a nuclear deal with world powers in 2015 … the JCPOA"?"""
        entry = mention.entry
        if draft.entry is not None or entry is None or draft.plural or not compatible(draft.kind, entry.kind):
            return False
        settled = draft.day("signed", "agreed")
        return (
            settled is not None
            and settled.date is not None
            and settled.date[:4] in years_of(entry)
            and bool(draft.parties.keys() & set(entry.parties))
        )

    def _own_parties(self, mention: Mention) -> list[Side]:
        """The sides that the noun phrase names: between A and B, with B, the A-B treaty, A's treaty, their treaty."""
        if mention.entry is not None and mention.inner:
            return []
        out: list[Side] = []
        named = self._named.get(mention.head)
        inside = range(named[0], named[1]) if named and mention.entry else range(0)
        for i in self._below(mention.head):
            for head in self.clauses.behind(i, ("between", "among")):
                out.extend(self.sides(head))
        if mention.entry is None or not out:
            for i in self._below(mention.head):
                out.extend(side for head in self.clauses.behind(i, ("with",)) for side in self.sides(head))
        before: list[Side] = []
        for c in self.tokens[mention.head].children:
            child = self.tokens[c]
            if c in inside:
                continue
            if child.dep in ("compound", "amod", "nmod", "npadvmod") and not self._third_hand(c):
                before.extend(Side(referent, c) for referent in self.resolver.modifier(c))
            elif child.dep == "poss":
                before.extend(self.sides(c))
        before = [side for side in before if side.head not in inside]
        states = {side.referent.key for side in before}
        # "the Gaza ceasefire" and "the Moscow agreement" name a place; "the Moscow-Beijing pact" its sides
        place = len(states) == 1 and (mention.kind == "ceasefire" or before[0].referent.metonym)
        if place and self.tokens[before[0].head].dep != "poss":
            before = []
        return [*out, *before]

    def _bound_under(self, mention: Mention) -> list[Side]:
        """Who acts under it: "under the agreement, the United States committed to …", "leases it to Russia under …"."""
        token = self.tokens[mention.head]
        above = self.tokens[token.head]
        if token.dep != "pobj" or above.lower != "under":
            return []
        return self._acting_under(above.i)

    def under_which(self, number: int, sentence: Sentence) -> None:
        """Note as sides who does what "under which", of the agreement last named before it in the sentence."""
        for i in range(sentence.first, sentence.last):
            above = self.tokens[self.tokens[i].head]
            if self.tokens[i].lower == "which" and above.lower == "under":
                told = [draft for at, n, draft in self.trail if n == number and at < i]
                if told:
                    self.add_parties(told[-1], self._acting_under(above.i), number)

    def _acting_under(self, under: int) -> list[Side]:
        """The sides of the clause that the preposition "under" stands in."""
        verb = next((a for a in self.clauses.ancestors(under) if self.tokens[a].pos in ("VERB", "AUX")), None)
        if verb is None or self.tokens[verb].lemma in self.say - self.cues.words["promising"]:
            return []
        subject = self.clauses.subject(verb)
        out = self.sides(subject) if subject is not None else []
        return out + [
            side
            for head in self.clauses.behind(verb, ("to", "with"))
            if self.tokens[head].pos == "PROPN"
            for side in self.sides(head)
        ]

    def _teller(self, head: int) -> list[Side]:
        for a in self.clauses.ancestors(head):
            if self.tokens[a].lemma in self.say:
                subject = self.clauses.subject(a)
                return self.sides(subject) if subject is not None else []
        return []

    def _below(self, head: int) -> list[int]:
        """A noun and the nouns that hang on it by prepositions: "roadmap for relations between the two countries"."""
        out = [head]
        for i in out:
            if len(out) > 6:
                break
            for c in self.tokens[i].children:
                if self.tokens[c].dep == "prep" and self.tokens[c].lower in ("for", "on", "of", "over", "about", "in"):
                    out.extend(
                        p
                        for p in self.tokens[c].children
                        if self.tokens[p].dep == "pobj" and self.tokens[p].pos == "NOUN"
                    )
        return out

    def _third_hand(self, c: int) -> bool:
        """Does the modifier name a broker or the like: "a US-brokered deal"?"""
        hands = self.cues.words["third_hands"]
        near = [self.tokens[j] for j in range(c, min(c + 3, len(self.tokens)))]
        hyphen = any(t.text in ("-", "–") for t in near)
        return self.tokens[c].lemma in hands or (hyphen and any(t.lemma in hands or t.lower in hands for t in near))

    def sides(self, head: int) -> list[Side]:
        """The parties that a noun phrase, with those joined to it, stands for."""
        out = []
        for h in self.resolver.conjuncts(head):
            for side in [Side(r, h) for r in self.resolver.phrase(h)] or self._owning(h) or self._unknown(h):
                party = self._binds(side)
                if party is not None:
                    out.append(party)
        return out

    def _owning(self, head: int) -> list[Side]:
        """Whose a thing is; of several things, those of each: "institutions in both countries"."""
        owners = self.resolver.owners(head)
        return [Side(r, head) for r in (owners if self.tokens[head].tag in ("NNS", "NNPS") else owners[:1])]

    def _unknown(self, head: int) -> list[Side]:
        """A company or body that the registry does not know, where the tagger takes it for one."""
        for entity in self.document.entities:
            if entity.label == "ORG" and entity.first <= head < entity.last and self.tokens[head].pos == "PROPN":
                words = self.resolver.words(entity.first, entity.last)
                return [Side(Referent("org", None, words, None, (), None, None, False, f'"{words}" is a name'), head)]
        return []

    def _binds(self, side: Side) -> Side | None:
        """The party that somebody signs for: a minister binds his state, a company itself, a private person nobody."""
        referent = side.referent
        if referent.kind in ("state", "org", "group"):
            return replace(side, referent=replace(referent, metonym=False))
        state = self.resolver.actors.state(referent.country) if referent.country else None
        if state is None:
            if referent.kind in ("person", "role") and referent.office:
                # the president of the European Commission signs for it
                whose = [r for r in self.resolver.owners(side.head) if r.kind == "org"]
                return Side(whose[0], side.head) if len(whose) == 1 else None
            return side if referent.kind == "body" and (referent.actor or referent.country) else None
        if referent.kind in ("person", "role") and not (set(referent.sectors) & _BINDING or referent.office):
            return None
        if referent.kind == "body" and not set(referent.sectors) & _BINDING:
            return side
        name = referent.name or referent.role or self.tokens[side.head].text
        return Side(Referent("state", state.id, state.name, state.country, ("GOV",), None, None, False,
                             f"{name} acts for {state.name}"), side.head)  # fmt: skip

    def add_parties(self, draft: Draft, sides: Iterable[Side], sentence: int) -> None:
        """Note who are sides of an agreement, each once, with the sentence that says so."""
        for side in sides:
            draft.parties.setdefault(side.referent.key, (side, sentence))

    def _subject(self, mention: Mention) -> Span | None:
        """What it is about: "on borders", "to share water", "cooperation" in "cooperation treaty"."""
        if mention.inner:
            return None
        nouns = [mention.head]
        nouns += [
            p for p in self.clauses.behind(mention.head, ("of",)) if self.tokens[p].lower in ("understanding", "intent")
        ]
        for c in (c for noun in nouns for c in self.tokens[noun].children):
            child = self.tokens[c]
            if child.dep == "prep" and child.lower in (
                "on",
                "for",
                "over",
                "about",
                "concerning",
                "regarding",
                "governing",
            ):
                for p in child.children:
                    if self.tokens[p].dep in ("pobj", "pcomp") and not self.timed(p) and not self.resolver.phrase(p):
                        if any(
                            self.tokens[n].dep == "nummod" and self.tokens[p].dep == "pobj"
                            for n in self.tokens[p].children
                        ):
                            continue
                        first, last = self.resolver.span(p)
                        if self.tokens[p].dep == "pcomp":
                            objects = self.clauses.children(p, "dobj")
                            first, last = self._leftmost(p), self.resolver.span(objects[0])[1] if objects else p + 1
                        first += self.tokens[first].pos == "DET" and first < p
                        return self.tokens[first].start, self.tokens[last - 1].end
            if child.dep in ("acl", "relcl") and child.tag == "VB" and c > mention.head and c - mention.head < 3:
                objects = self.clauses.children(c, "dobj")
                if objects and any(self.tokens[a].lower == "to" for a in child.children):
                    last = self.resolver.span(objects[0])[1]
                    return self.tokens[self._leftmost(c)].start, self.tokens[last - 1].end
        if mention.entry is not None:
            return None
        inside = [
            i
            for i in range(mention.first, mention.head)
            if self.tokens[i].lemma in mention.words
            and self.tokens[i].dep in ("compound", "amod", "nmod")
            and self.tokens[i].pos in ("NOUN", "ADJ")
        ]
        if not inside or inside[-1] - inside[0] != len(inside) - 1:
            return None
        return self.tokens[inside[0]].start, self.tokens[inside[-1]].end

    def timed(self, i: int) -> bool:
        """Is the token part of a time expression?"""
        return any(time.first <= i < time.last for time in self.document.times)

    def drafts_at(self, heads: Iterable[int], i: int) -> list[Draft]:
        """The agreements that noun phrases around the verb ``i`` mean, with those joined to them."""
        out: list[Draft] = []
        for head in heads:
            for h in self.resolver.conjuncts(head):
                if head < i < h:
                    continue  # "the treaty, signed in 2001, and the pact": said of the first alone
                draft = self.draft_at(h, i)
                if draft is not None and draft not in out:
                    out.append(draft)
        return out

    def draft_at(self, head: int, verb: int) -> Draft | None:
        """The agreement that a noun or pronoun means."""
        if head in self.of:
            return self.of[head]
        token = self.tokens[head]
        if token.lower in ("which", "that") and token.tag in ("WDT", "WP", "IN"):
            return self.relative(verb)
        if token.lower in _REFERRING and token.pos in ("PRON", "DET"):
            topic = self._topic(head) if token.lower == "it" and token.dep in ("nsubj", "nsubjpass") else None
            return topic or self.focus(head, plural=token.lower in ("they", "them", "these"))
        if token.lemma in self.cues.words["stand_ins"] and token.tag == "NN":
            definite = any(self.tokens[c].lower in ("the", "this", "that") for c in token.children)
            return self.focus(head, plural=False) if definite else None
        if verb == head or self.tokens[verb].dep not in ("relcl", "acl"):
            return None
        # "the agreement with Chad, ratified in 2015": the participle stands nearer to another noun
        return self.relative(verb) if self.tokens[verb].head == head and token.pos in ("NOUN", "PROPN") else None

    def relative(self, verb: int) -> Draft | None:
        """The agreement that a relative clause belongs to, also where the parser hung it on a noun further on."""
        i = verb
        while self.tokens[i].dep not in ("relcl", "acl", "ROOT") and self.tokens[i].head != i:
            i = self.tokens[i].head
        if self.tokens[i].dep == "ROOT":
            return None
        for above in [self.tokens[i].head, *self.clauses.ancestors(self.tokens[i].head)]:
            if above in self.of:
                return self.of[above]
            if self.tokens[above].pos in ("VERB", "AUX"):
                return None
        return None

    def focus(self, before: int, *, plural: bool) -> Draft | None:
        """The agreement last named before a word, at most two sentences back."""
        sentence = self._sentence(before)
        for i, told, draft in reversed(self.trail):
            if i < before and draft.plural == plural:
                return draft if told >= sentence - 2 else None
        return None

    def _topic(self, before: int) -> Draft | None:
        """The agreement that the sentence before was about: its subject, which "it" as a subject goes on with."""
        sentence = self._sentence(before) - 1
        for i, told, draft in self.trail:
            if told == sentence and not draft.plural and self.tokens[i].dep in ("nsubj", "nsubjpass"):
                return draft if self.tokens[self.tokens[i].head].dep == "ROOT" else None
        return None

    def _sentence(self, i: int) -> int:
        for _, sentence, _ in reversed(self.trail):
            if self.document.sentences[sentence].last > i:
                if self.document.sentences[sentence].first <= i:
                    return sentence
            else:
                break
        return next(n for n, s in enumerate(self.document.sentences) if s.first <= i < s.last)

    def _owned_times(self) -> dict[int, list[TimeExpression]]:
        """The dates of the document by the verb, or the noun of an act, that each hangs on."""
        out: dict[int, list[TimeExpression]] = {}
        for time in self.document.times:
            if time.kind != "date" or time.date is None or time.first >= len(self.tokens):
                continue
            if time.date.precision == "year" and (time.attributive or self._of_a_noun(time)):
                continue  # "the 2003 ceasefire", "the treaty of 1960": told with the noun
            i = next(
                (i for i in range(time.first, time.last) if not time.first <= self.tokens[i].head < time.last),
                time.first,
            )
            for _ in range(8):
                token = self.tokens[i]
                if token.pos == "VERB" or (
                    token.pos == "NOUN" and token.lemma in self.cues.nouns and i not in range(time.first, time.last)
                ):
                    break
                if token.pos == "AUX" and token.dep not in ("aux", "auxpass"):
                    break
                if token.head == i:
                    break
                i = token.head
            out.setdefault(i, []).append(time)
        return out

    def _of_a_noun(self, time: TimeExpression) -> bool:
        above = self.tokens[self.tokens[time.first].head]
        return above.lower == "of" and self.tokens[above.head].lemma in self.cues.kinds

    def _time_of_clause(self, i: int) -> TimeExpression | None:
        """The time that a clause is hung on: "in February 1999, when the two met and signed …"."""
        while self.tokens[i].dep == "conj" and self.tokens[self.tokens[i].head].pos == "VERB":
            i = self.tokens[i].head
        when = any(self.tokens[c].lower == "when" for c in self.tokens[i].children)
        above = self.tokens[i].head
        if self.tokens[i].dep not in ("relcl", "advcl", "acl") or not when:
            return None
        return next((t for t in self.document.times if t.kind == "date" and t.first <= above < t.last), None)

    def date(self, i: int) -> str | None:
        """When a fact was, by the time expressions of its own clause."""
        times = [t for t in self.times.get(i, ()) if t.bound in (None, "since")]
        token = self.tokens[i]
        if not times and (hung := self._time_of_clause(i)) is not None:
            return day_of(hung)
        if not times and token.pos == "NOUN" and token.dep == "nsubj" and self.tokens[token.head].lemma in _HAPPENING:
            return self.date(token.head)
        near = [t for t in times if t.first > i] or times
        return day_of(near[0]) if near else None

    def drop(self, i: int, reason: str) -> None:
        """Note a word that named an agreement and earned no row."""
        token = self.tokens[i]
        self.dropped.append(Dropped((token.start, token.end), reason))


def _same_sides(a: set[str], b: Iterable[str]) -> bool:
    """Could these be sides of one agreement? Where both tell of two, one telling holds the other."""
    b = set(b)
    return a <= b or b <= a if len(a) > 1 and len(b) > 1 else bool(a & b)


def compatible(a: str, b: str) -> bool:
    """Could one agreement be called by both kinds of noun?"""
    return a == b or a in _GENERIC or b in _GENERIC


def years_of(entry: KnownAgreement) -> set[str]:
    """The years by which news calls an agreement of the registry: "the 1975 Algiers accord"."""
    return {date[:4] for date in (entry.agreed, entry.signed, entry.in_force) if date}


def day_of(time: TimeExpression) -> str | None:
    """The date of an expression as one value: what its first and last day share."""
    if time.date is None:
        return None
    start, end = time.date.start, time.date.end
    if start is None or end is None or start == end:
        return start or end
    for length in (7, 4):
        if len(start) >= length and start[:length] == end[:length]:
            return start[:length]
    return None
