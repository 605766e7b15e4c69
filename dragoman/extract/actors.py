"""Who is meant: from noun phrases to actors of the registry, with the words and rows that led there.

A noun phrase is read from its head: a name, a title with its country ("the Russian foreign minister"), a body ("the
Israeli army"), a people ("Iranians"), a pronoun, or words for those named before ("both countries"). Where two
candidates survive, the day and the countries in play decide, or nobody is named.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from dragoman.document import Document, Entity, Token
from dragoman.extract.coreference import ABROAD, Memory, Referent, fold
from dragoman.extract.mentions import ActorHit, Mentions, TitleHit
from dragoman.knowledge.actors import Actor, Actors, Name
from dragoman.knowledge.offices import Offices, Term
from dragoman.model import Participant, Span

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})
# Places in the parse that a whole noun phrase can fill; a word inside a name or before a noun is no phrase of its own.
_INNER = frozenset(
    {"compound", "amod", "nmod", "nummod", "det", "case", "punct", "advmod", "npadvmod", "quantmod", "predet"}
)
_PERSONAL = frozenset({"he", "she", "him", "her", "his", "himself", "herself"})
_FIRST = frozenset({"i", "we", "us", "me", "my", "our", "ourselves", "myself"})
_PLURAL = frozenset({"they", "them", "their", "themselves"})
_THING = frozenset({"it", "its", "itself"})
_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_PRONOUNS = _FIRST | _PERSONAL | _PLURAL | _THING | (_RELATIVE - {"that"})
_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4}
_COUNTRY_WORDS = frozenset(
    {"country", "nation", "state", "republic", "kingdom", "emirate", "sultanate", "monarchy", "neighbour", "neighbor"}
)
_SIDES = frozenset(
    {
        "side",
        "party",
        "counterpart",
        "rival",
        "foe",
        "ally",
        "neighbour",
        "neighbor",
        "government",
        "capital",
        "power",
        "delegation",
    }
)
# Where an owner stands behind its noun, the surest first: "the raid by Israel", "the army of Chad", "arrests in Mali".
_OWNING = (("by",), ("of", "for"), ("from",), ("in",))
_PAPERS = frozenset(
    "accord agreement ceasefire communique contract deal declaration document letter memorandum pact protocol "
    "statement treaty truce".split()
)
# Offices whose holders are called by many titles: the title tells more than the office.
_RANKS = frozenset(
    {"head of state", "head of government", "head of organisation", "armed forces chief", "party leader"}
)
# How alike two spellings of a first name are: "Omer" and "Omar".
_ALIKE = 0.6
# Who rules a country: where another state acts on them, they are not its own.
_RULERS = frozenset({"government", "junta", "regime", "authority", "administration", "leadership", "rulers", "ruler"})
_FORMER = frozenset({"former", "ex", "late", "erstwhile", "onetime", "one-time", "ex-"})
_BODIES = frozenset(
    {"bloc", "alliance", "organisation", "organization", "movement", "group", "agency", "watchdog", "body", "militia"}
)
_KOREAS = {"north": "PRK", "south": "KOR"}
# What "the kingdom" and its like can mean.
_REALMS = {
    "kingdom": frozenset(
        {
            "SAU",
            "JOR",
            "MAR",
            "BHR",
            "GBR",
            "ESP",
            "THA",
            "BEL",
            "NLD",
            "DNK",
            "NOR",
            "SWE",
            "KHM",
            "BTN",
            "LSO",
            "SWZ",
            "TON",
        }
    ),
    "emirate": frozenset({"QAT", "KWT", "ARE"}),
    "sultanate": frozenset({"OMN", "BRN"}),
}
_COLLECTIVE = frozenset(
    {"police", "army", "military", "government", "team", "delegation", "group", "people", "parliament"}
)
_PERSONS = ("person", "role")
_THINGS = ("state", "org", "group", "body")
_QUANTITIES = frozenset(
    {
        "hundred",
        "thousand",
        "dozen",
        "score",
        "number",
        "group",
        "majority",
        "crowd",
        "member",
        "handful",
        "couple",
        "most",
        "many",
        "some",
        "several",
        "part",
        "ten",
    }
)
_HIGHEST = frozenset({"supreme leader", "head of state", "head of government"})
_LOCATING = frozenset({"in", "at", "near", "from", "to", "around", "outside", "across", "through", "into", "over"})
_OF_THE_PLACE = frozenset({"COP", "JUD", "CVL", "LAB", "EDU", "MED", "AGR"})
_STANDING = frozenset({"in", "at", "from", "near", "outside", "across"})
# Who holds an office within a state is of the state that the story is told from.
_LOCAL = frozenset(
    {"governor", "mayor", "judge", "prosecutor", "senator", "lawmaker", "councillor", "magistrate", "sheriff", "police"}
)
_OF_A_PROVINCE = frozenset({"governor", "mayor"})
# Nouns that stand for the one whose they are: "the governor's office", "Haftar's camp".
_OF_SOMEBODY = frozenset({"office", "camp", "side", "team", "entourage", "headquarters", "lawyer", "aide", "supporter"})
_SPEAKING = frozenset({"official", "source", "spokesman", "spokeswoman", "spokesperson", "diplomat"})
# Who looks on from anywhere: "analysts say".
_ONLOOKERS = frozenset({"analyst", "expert", "observer", "critic", "commentator", "economist", "scholar", "researcher"})
_ANYBODY = frozenset({"leader", "official", "diplomat", "politician", "lawmaker", "statesman"})
_LEADERS = frozenset({"leader", "official", "man", "diplomat", "minister", "politician"})


# A story without a sure dateline is told from the country that has this share of its places and names of states.
MOST = 0.6
# So many names of states tell of themselves whose story it is.
ENOUGH = 6


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a story is told from, as far as its places tell."""

    dateline: str | None = None  # the country of the dateline, where its name leaves no doubt
    among: frozenset[str] = frozenset()  # the countries that have a place of the dateline's name
    where: Mapping[int, str] = field(default_factory=dict)  # the last token of a place → the country it surely lies in


class Resolver:
    """The referents of one document, found once in the order of the text."""

    def __init__(
        self,
        document: Document,
        mentions: Mentions,
        actors: Actors,
        offices: Offices,
        day: str | None,
        *,
        told_from: Scene | None = None,
        speakers: Mapping[int, int] | None = None,
    ):
        self.document = document
        self.tokens = document.tokens
        self.mentions = mentions
        self.actors = actors
        self.offices = offices
        self.speakers = speakers or {}  # token of a quotation → the head of who says it
        self.day = day  # the day of publication: who holds an office where the event's own day is not known
        self.memory = Memory()
        self._known: dict[int, tuple[Referent, ...]] = {}
        self._owning: set[int] = set()  # heads that the parser joined to a noun and that are its owners
        self._entities: dict[int, Entity] | None = None
        self._sentence_of = {i: n for n, s in enumerate(document.sentences) for i in range(s.first, s.last)}
        self.in_play = self._countries_in_play()
        self.scene = told_from or Scene()
        self._guessed = False  # is "at home" no more than a guess from the first words?
        self.at_home = self._told_from()
        for sentence in document.sentences:
            for i in range(sentence.first, sentence.last):
                token = self.tokens[i]
                if token.pos in _NOMINAL and token.dep not in _INNER and i not in self._known:
                    self.memory.add(self._sentence_of[i], self.phrase(i))
                    if token.dep not in ("conj", "appos"):
                        together = self.together(i)
                        if len(together) > 1:
                            self.memory.add(self._sentence_of[i], together)

    # ------------------------------------------------------------------ phrases

    def phrase(self, head: int) -> tuple[Referent, ...]:
        """Who the noun phrase with this head refers to, without those joined to it by "and"."""
        if head not in self._known:
            self._known[head] = ()  # a phrase that depends on itself refers to nobody
            self._known[head] = self._phrase(self.tokens[head])
        return self._known[head]

    def known(self, i: int) -> tuple[Referent, ...]:
        """Who a token was found to refer to so far, without looking further."""
        return self._known.get(i, ())

    def together(self, head: int) -> tuple[Referent, ...]:
        """Who a noun phrase and those joined to it by "and" refer to, each once, in order."""
        out: dict[str, Referent] = {}
        for i in self.conjuncts(head):
            for referent in self.phrase(i):
                out.setdefault(referent.key, referent)
        return tuple(out.values())

    def conjuncts(self, head: int) -> list[int]:
        """The head and the heads joined to it."""
        out, queue = [], [head]
        while queue:
            i = queue.pop(0)
            if i in self._owning:
                continue
            out.append(i)
            for c in self.tokens[i].children:
                # "Iran's minister, Amir-Abdollahian, and his counterpart": the apposition carries what is joined
                for j in (c, *(self.tokens[c].children if self.tokens[c].dep == "appos" else ())):
                    if (
                        self.tokens[j].dep == "conj"
                        and self.tokens[j].pos in _NOMINAL
                        and (j == c or not self._bare_title(j))
                    ):
                        queue.append(j)
        return out

    def _bare_title(self, i: int) -> bool:
        """A further title of the one just named: "Prince Mohammed, Crown Prince and Minister of Defence"."""
        return i in self.mentions.titles and not self.owners(i) and not self._named_beside(self.tokens[i])

    def _joined_owners(self, token: Token) -> tuple[Referent, ...]:
        """Owners that the parser joined to the noun: "the foreign ministers of Iran and Russia" has one "of"."""
        out: list[Referent] = []
        for i in self.conjuncts(token.i)[1:]:
            found = self.phrase(i)
            if len(found) == 1 and found[0].kind == "state" and i > token.i:
                self._owning.add(i)
                out.append(found[0])
        return tuple(out)

    def span(self, head: int) -> tuple[int, int]:
        """The tokens of a noun phrase with its modifiers, without relative clauses, appositions and what is joined."""
        first, last = head, head
        queue = [head]
        while queue:
            i = queue.pop()
            first, last = min(first, i), max(last, i)
            for c in self.tokens[i].children:
                child = self.tokens[c]
                keep = child.dep in ("compound", "amod", "nmod", "nummod", "poss", "case", "det", "quantmod", "predet")
                if child.dep == "prep" and i == head and child.lower in ("of", "for") and c > i:
                    keep = True
                if self.tokens[i].dep == "prep" and child.dep == "pobj":
                    keep = True
                if i != head and self.tokens[i].dep in ("pobj", "amod") and child.dep in ("conj", "cc"):
                    keep = True
                if keep:
                    queue.append(c)
        if (
            first > 1
            and self.tokens[first - 1].text == "-"
            and self.tokens[first - 2].end == self.tokens[first - 1].start
        ):
            first -= 2  # "Rwandan-backed rebels"
        return first, last + 1

    # ------------------------------------------------------------------ the kinds of phrase

    def _phrase(self, token: Token) -> tuple[Referent, ...]:
        if token.pos == "PRON" or token.lower in _PRONOUNS:
            return self._pronoun(token)
        person = self._person(token)
        if person:
            return (person,)
        if token.lemma in _QUANTITIES:
            counted = [p for c in token.children if self.tokens[c].lower == "of" for p in self.tokens[c].children]
            if counted and self.tokens[counted[0]].dep == "pobj":
                return self.together(counted[0])
        hits = [
            hit
            for hit in self.mentions.actors.get(token.i, ())
            if hit.names[0].how not in ("demonym", "prefix") and not self._anothers(hit)
        ]
        if hits and token.i not in self.mentions.titles:
            found = tuple(r for hit in hits for r in self._named(hit.names))
            if found and not self.located(token):
                found = tuple(replace(r, metonym=False) for r in found)
            if found or any(name.how == "blocker" for hit in hits for name in hit.names):
                return found
        group = self._group(token)
        if group:
            return group
        hit = self.mentions.titles.get(token.i)
        if hit is not None and not hit.first <= token.head < hit.last:
            return self._title(token, hit)
        if token.lemma == "counterpart":
            return self._counterpart(token)
        named = self._named_beside(token)
        if named:
            return named
        if token.lower in _KOREAS and self._definite(token) and {"PRK", "KOR"} <= self.in_play.keys():
            return (self._state(_KOREAS[token.lower], f'"the {token.text}" of the two Koreas'),)
        again = self._named_again(token)
        if again:
            return again
        body = self._body(token) or self._unlisted(token)
        if body:
            return body
        demonyms = [hit for hit in self.mentions.actors.get(token.i, ()) if hit.names[0].how == "demonym"]
        if demonyms and token.pos in ("NOUN", "PROPN") and token.tag in ("NNS", "NNPS", "NNP", "NN"):
            return tuple(
                replace(
                    r,
                    kind="people",
                    actor=None,
                    name=token.text,
                    sectors=("CVL",),
                    why=f'"{token.text}" are people of {r.name}',
                )
                for hit in demonyms
                for r in self._named(hit.names)
            )
        if token.lemma in _COUNTRY_WORDS and token.tag in ("NN", "NNP"):
            whose = [r for c in token.children if self.tokens[c].dep == "poss" for r in self.phrase(c) if r.country]
            if len(whose) == 1 and whose[0].country:
                return (
                    self._state(
                        whose[0].country,
                        f'"{self.words(*self.span(token.i))}" is that of {whose[0].name or whose[0].role}',
                    ),
                )
        if token.lemma in _COUNTRY_WORDS and token.tag in ("NN", "NNP") and self._definite(token):
            last = self.memory.thing(("state",), among=_REALMS.get(token.lemma))
            if last:
                return (replace(last, why=f'"the {token.text}" is {last.name}, the last state named'),)
        return ()

    def _pronoun(self, token: Token) -> tuple[Referent, ...]:
        lower = token.lower
        if lower in _RELATIVE and token.dep in ("nsubj", "nsubjpass", "dobj", "pobj", "poss"):
            verb = self.tokens[token.head]
            while verb.dep not in ("relcl", "ROOT") and verb.head != verb.i:
                verb = self.tokens[verb.head]
            return self.phrase(verb.head) if verb.dep == "relcl" else ()
        if lower in _FIRST:
            speaker = self.speakers.get(token.i)
            said = self.together(speaker) if speaker is not None else ()
            return tuple(replace(r, why=f'"{token.text}" is who speaks: {r.name or r.role}') for r in said)
        if lower in _PERSONAL:
            last = self._he(token)
            return (replace(last, why=f'"{token.text}" is {last.name or last.role}, named before'),) if last else ()
        if lower in _PLURAL:
            group = self._plural_object(token) if token.dep == "dobj" else self._plural_subject(token)
            if group is None:
                group = self.memory.group(None, self._sentence_of[token.i])
            return tuple(replace(r, why=f'"{token.text}" are those named together before') for r in group)
        if lower in _THING:
            last = self._thing(token)
            return (replace(last, why=f'"{token.text}" is {last.name}, named before'),) if last else ()
        if lower == "both":
            return self.memory.group(2, self._sentence_of[token.i])
        return ()

    def _he(self, token: Token) -> Referent | None:
        """Whom "he", "him" or "his" means: who does the acting in the clauses above, else in the sentences before."""
        but = self._own_subject(token)
        above = self.tokens[token.head]
        for _ in range(8):
            for c in above.children:
                if self.tokens[c].dep in ("nsubj", "nsubjpass") and c < token.i:
                    person = self._single_person(c, but)
                    if person is not None:
                        return person
            if above.head == above.i:
                break
            above = self.tokens[above.head]
        number = self._sentence_of[token.i]
        for back in range(number - 1, max(-1, number - 4), -1):
            sentence = self.document.sentences[back]
            for i in range(sentence.first, sentence.last):
                if self.tokens[i].dep in ("nsubj", "nsubjpass") and self.tokens[self.tokens[i].head].dep == "ROOT":
                    person = self._single_person(i, but)
                    if person is not None:
                        return person
            named = [rs[0] for s, rs in self.memory.named if s == back and len(rs) == 1 and rs[0].kind in _PERSONS]
            if named and named[-1].key != but:
                return named[-1]
        return self.memory.person(but=but)

    def _single_person(self, i: int, but: str | None) -> Referent | None:
        found = self.together(i)
        return found[0] if len(found) == 1 and found[0].kind in _PERSONS and found[0].key != but else None

    def _plural_subject(self, token: Token) -> tuple[Referent, ...] | None:
        """Who "they" are where the clause or sentence before has a plural subject; None where it has none."""
        number = self._sentence_of[token.i]
        for back in (number, number - 1):
            if back < 0:
                break
            sentence = self.document.sentences[back]
            for i in range(min(sentence.last, token.i) - 1, sentence.first - 1, -1):
                subject = self.tokens[i]
                if subject.dep not in ("nsubj", "nsubjpass") or subject.pos == "PRON":
                    continue
                plural = subject.tag in ("NNS", "NNPS") or subject.lemma in _COLLECTIVE or len(self.conjuncts(i)) > 1
                if plural:
                    return self.together(i)
            # "A court charged them. Their lawyer …"
            for i in range(min(sentence.last, token.i) - 1, sentence.first - 1, -1):
                if back < number and self.tokens[i].lower == "them":
                    return self.phrase(i)
        return None

    def _plural_object(self, token: Token) -> tuple[Referent, ...] | None:
        """Who "them" are behind a verb: the last ones to whom something was done, not those who did it."""
        number = self._sentence_of[token.i]
        for back in (number, number - 1):
            if back < 0:
                break
            sentence = self.document.sentences[back]
            for i in range(min(sentence.last, token.i) - 1, sentence.first - 1, -1):
                noun = self.tokens[i]
                if noun.dep in ("dobj", "nsubjpass") and noun.tag in ("NNS", "NNPS") and noun.head != token.head:
                    return self.together(i)
        return self._plural_subject(token)

    def _own_subject(self, token: Token) -> str | None:
        """Who cannot be meant by "him": the subject of the same clause."""
        if token.tag == "PRP$" or token.lower.endswith("self") or token.dep in ("nsubj", "nsubjpass"):
            return None
        verb = self.tokens[token.head]
        for _ in range(3):  # "had spoken with the emir and thanked him": the first verb's subject
            for c in verb.children:
                if self.tokens[c].dep == "nsubj":
                    found = self.phrase(c)
                    return found[0].key if len(found) == 1 else None
            if verb.dep != "conj":
                break
            verb = self.tokens[verb.head]
        return None

    def _thing(self, token: Token) -> Referent | None:
        """What "it" means: the subject of the clause above or of the sentence before, if that is a state or a body.

        "its" is of the last one named in the sentence: "sanctions imposed on Iraq after its invasion".
        """
        if token.tag == "PRP$":
            for i in range(token.i - 1, self.document.sentences[self._sentence_of[token.i]].first - 1, -1):
                near = self._known.get(i, ())
                plural = self.tokens[i].tag in ("NNS", "NNPS")
                if self.tokens[i].dep in ("nsubj", "nsubjpass", "dobj", "pobj", "poss") and near and not plural:
                    if len(near) == 1 and near[0].kind in _THINGS and not near[0].metonym:
                        return near[0]
                    if len(near) > 1:
                        return None
        above = self.tokens[token.head]
        while True:
            for c in above.children:
                if self.tokens[c].dep in ("nsubj", "nsubjpass") and c < token.i:
                    found = self.together(c)
                    return found[0] if len(found) == 1 and found[0].kind in _THINGS else None
            if above.head == above.i:
                break
            above = self.tokens[above.head]
        before = self._sentence_of[token.i] - 1
        if token.dep not in ("nsubj", "nsubjpass", "poss") or before < 0:
            return None
        sentence = self.document.sentences[before]
        if sentence.paragraph != self.document.sentences[before + 1].paragraph:
            return None
        for i in range(sentence.first, sentence.last):
            if self.tokens[i].dep == "nsubj" and self.tokens[self.tokens[i].head].dep == "ROOT":
                found = self.together(i)
                return found[0] if len(found) == 1 and found[0].kind in _THINGS else None
        return None

    def _person(self, token: Token) -> Referent | None:
        hit = self.mentions.people.get(token.i)
        if hit is None or not hit.first <= token.i < hit.last:
            name = self._bare_name(token)
            if name is None:
                return None
            first, last = name
            ids: tuple[str, ...] = ()
        else:
            first, last, ids = hit.first, hit.last, hit.ids
        name_text = self.words(first, last).replace("\u00a0", " ")
        known = self.memory.people.get(fold(name_text))
        title, owners = self._before_name(token, first)
        head = self.tokens[token.head]
        # The parser takes some names behind a comma for one more: "the chief of staff, Christopher Musa, said".
        beside = token.dep == "appos" or (token.dep == "conj" and self.tokens[first - 1].text == ",")
        if title is None and beside and head.i in self.mentions.titles:
            title, owners = self.mentions.titles[head.i], self.owners(head.i)
        if title is None and token.dep == "conj" and self._before_name(head, head.i)[0] is None:
            # "Presidents Leonid Kuchma of Ukraine and Boris Yeltsin of Russia"
            before = self._before_name(
                head, self.mentions.people[head.i].first if head.i in self.mentions.people else head.i
            )
            if before[0] is not None and before[0].title.plural:
                title, owners = before[0], self.owners(token.i)
        if title is None and known is not None:
            return replace(known, why=f'"{name_text}" is {known.name}, named before')
        apposition = next(
            (c for c in token.children if self.tokens[c].dep == "appos" and c in self.mentions.titles), None
        )
        if title is None and apposition is not None:
            title, owners = self.mentions.titles[apposition], self.owners(apposition)
        owners = owners or self.owners(token.i)  # "Boris Yeltsin of Russia"
        referent = self._identify(name_text, ids, title, owners, known)
        if referent is None:
            return None
        unknown = referent.country is None and referent.actor is None
        if unknown and self.at_home and self._around(token) | self._named_in_sentence(token) <= {self.at_home}:
            why = f"{referent.why}; the story is told from {self.at_home} and speaks of no other country here"
            referent = replace(referent, country=self.at_home, why=why)
        for part in {fold(name_text), *(fold(p) for p in name_text.split() if len(p) > 2)}:
            self.memory.people[part] = referent
        return referent

    def _bare_name(self, token: Token) -> tuple[int, int] | None:
        """A name that no tagger marked: behind a title, or a surname that was introduced before."""
        if not token.text[:1].isupper() or token.i in self.mentions.actors or token.i in self.mentions.titles:
            return None
        if token.pos != "PROPN":  # the tagger takes some names for nouns where they open a sentence
            known = fold(token.text) in self.memory.people or (token.tag == "NN" and self._office_holder(token.text))
            return (token.i, token.i + 1) if known else None
        first = token.i
        while (
            first - 1 >= 0
            and self.tokens[first - 1].pos == "PROPN"
            and first - 1 not in self.mentions.titles
            and first - 1 not in self.mentions.actors
            and self.tokens[first - 1].end + 1 >= self.tokens[first].start
        ):
            first -= 1
        words = self.words(first, token.i + 1)
        before = self.mentions.titles.get(first - 1)
        if before is not None and before.last == first and self.tokens[first - 1].text[:1].isupper():
            return first, token.i + 1
        if fold(words) in self.memory.people:
            return first, token.i + 1
        return (first, token.i + 1) if self._office_holder(words) else None

    def _office_holder(self, words: str) -> str | None:
        """The one person of this name who held an office on the day of the article."""
        ids = self.offices.people(words)
        if self.day:
            ids = tuple(person for person in ids if self.offices.role_on(person, self.day))
        return self._likeliest(words, ids)

    def _likeliest(self, name: str, people: tuple[str, ...]) -> str | None:
        """One of several of a name, by office on the day, spelling, the countries in play and rank; or nobody."""
        wanted = set(fold(name).split())
        people = tuple(
            p
            for p in people
            if not self._unborn(
                p,
                surname_only=len(wanted) < 2,
                spelled=fold(self.offices.name(p) or "") == " ".join(fold(name).split()),
            )
        )
        tests: tuple[Callable[[str], bool], ...] = (
            lambda p: bool(self.day and self.offices.role_on(p, self.day)),
            lambda p: wanted <= set(fold(self.offices.name(p) or "").split()),
            lambda p: any(term.country in self.in_play for term in self.offices.terms(p)),
            lambda p: any(term.office in _HIGHEST for term in self.offices.terms(p)),
        )
        for test in tests:
            if len(people) < 2:
                break
            people = tuple(p for p in people if test(p)) or people
        return people[0] if len(people) == 1 else None

    def _unborn(self, person: str, *, surname_only: bool, spelled: bool) -> bool:
        """Nobody knows yet whom the table has in office only years later: "President Bush" of 1990 is the father."""
        if self.day is None or (not surname_only and spelled):
            return False
        first = int(self.offices.terms(person)[0].start[:4])
        return first > int(self.day[:4]) + (0 if surname_only else 4)

    def _country(self, term: Term) -> str | None:
        """The country of a term of office, for the head of an organisation the organisation's code."""
        return self._country_of(term.country) if term.country.startswith("org:") else term.country

    def _country_of(self, actor_id: str) -> str | None:
        actor = self.actors.get(actor_id)
        return actor.country if actor else None

    def _term(self, person: str, day: str | None, country: str | None) -> Term | None:
        """The most important office that a person held on a day, in the country at hand where one is held there."""
        if day is None:
            return None
        held = [t for t in self.offices.terms(person) if t in self.offices.holders(t.country, t.office, day)]
        order = {office: rank for rank, office in enumerate(self.offices.offices)}
        return min(
            held,
            key=lambda t: (
                t.country != country,
                order.get(t.office, 99),
                -self.in_play[t.country],
                t.title != t.title.removeprefix("French Co-Prince"),
            ),
            default=None,
        )

    def _before_name(self, token: Token, first: int) -> tuple[TitleHit | None, tuple[Referent, ...]]:
        """The title and its owner that stand before a name: "Russian Foreign Minister Sergei" Lavrov."""
        hit = self.mentions.titles.get(first - 1)
        if hit is None or hit.last != first:
            return None, ()
        owners = self.owners(token.i) or self.owners(hit.last - 1)
        if not owners and hit.first > 0:
            before = self.mentions.actors.get(hit.first - 1, ())
            owners = tuple(r for h in before if not self._anothers(h) for r in self._named(h.names))
        return hit, owners

    def _identify(
        self,
        name: str,
        ids: tuple[str, ...],
        title: TitleHit | None,
        owners: tuple[Referent, ...],
        known: Referent | None,
    ) -> Referent | None:
        """Choose the registry's person for a name, by office, country and day; keep the words where there is none."""
        country = owners[0].country if len(owners) == 1 else None
        candidates = ids or self.offices.people(name) or self._by_shorter_name(name)
        if country and (owners[0].kind not in ("org", "group")):
            candidates = tuple(p for p in candidates if any(term.country == country for term in self.offices.terms(p)))
        candidates = candidates or self._by_other_spelling(name, title)
        person = self._likeliest(name, candidates)
        office, role = self._office(title, country)
        sectors = title.title.sectors if title else ()
        if person is not None and (len(name.split()) > 1 or title or self._office_holder(name)):
            term = self._term(person, self.day, country) or self.offices.terms(person)[-1]
            why = f'"{name}" is {term.name}, {term.title} of {term.country}: a row of the table of offices'
            return Referent(
                "person",
                f"person:{person}",
                term.name,
                country or self._country(term),
                sectors or ("GOV",),
                office or term.office,
                role,
                False,
                why,
            )
        if known is not None and not (country and known.country and country != known.country):
            return replace(
                known, role=role or known.role, office=office or known.office, country=country or known.country
            )
        if title is None and not ids and len(name.split()) < 2:
            return None
        if country is None and title is not None and title.title.tense == "current" and not owners:
            country = self._home_of_title(title)
        whose = owners[0].name if owners else country
        why = (
            f'"{name}" is named as {role}' + (f" of {whose}" if whose else "")
            if role
            else f'"{name}" is named without an office'
        )
        return Referent("person", None, name, country, sectors, office, role, False, why)

    def _by_shorter_name(self, name: str) -> tuple[str, ...]:
        """``Mohammed bin Salman bin Abdulaziz Al Saud`` by the part that the registry has."""
        words = name.split()
        for last in range(len(words) - 1, 2, -1):
            if words[last].lower() in ("bin", "ibn", "al"):
                found = self.offices.people(" ".join(words[:last]))
                if found:
                    return found
        return ()

    def _by_other_spelling(self, name: str, title: TitleHit | None) -> tuple[str, ...]:
        """``President Omer Hassan al-Bashir``: who holds this office on the day under this surname and a like name."""
        office = title.title.office if title is not None and title.title.tense == "current" else None
        words = name.split()
        if office is None or self.day is None or len(words) < 2:
            return ()
        found = []
        for person in self.offices.people(words[-1]):
            terms = [t for t in self.offices.terms(person) if t.office == office]
            held = any(t in self.offices.holders(t.country, office, self.day) for t in terms)
            first = fold(self.offices.name(person) or "").split()[:1]
            if held and first and SequenceMatcher(None, first[0], fold(words[0])).ratio() >= _ALIKE:
                found.append(person)
        return tuple(found)

    def _title(self, token: Token, hit: TitleHit) -> tuple[Referent, ...]:
        """A role without a name, or with one in apposition: "the foreign ministers of Iran and Russia"."""
        named = self._named_beside(token)
        if named:
            return named
        owners = self.owners(token.i)
        office, role = self._office(hit, owners[0].country if owners else None)
        if owners:
            if token.tag in ("NNS", "NNPS"):
                owners = owners if len(owners) > 1 else owners + self._joined_owners(token)
            else:
                owners = owners[:1]
            return tuple(self._holder(owner, office, role, hit.title.sectors) for owner in owners)
        if token.tag in ("NNS", "NNPS"):
            where, why = self._home(token)
            words = self.words(*self.span(token.i))
            name_follows = token.i + 1 < len(self.tokens) and self.tokens[token.i + 1].pos == "PROPN"
            if where is None or name_follows:  # "Presidents Clinton and Yeltsin": the names say who
                return ()
            return (Referent("body", None, words, where, hit.title.sectors, None, None, False, f'"{words}": {why}'),)
        if self._definite(token) or token.tag == "NNP":
            last = self.memory.holder(office, role, but=self._own_subject(token))
            if last is None and office is None and token.lemma in _ANYBODY and self._definite(token):
                last = self._he(token)  # "the 82-year-old politician"
            if last:
                return (replace(last, why=f'"the {token.text}" is {last.name or last.role}, named before'),)
        where, why = self._home(token)
        return (Referent("role", None, None, where, hit.title.sectors, office, role, False,
                         f'"{self.words(*self.span(token.i))}" is a {role}; {why}'),)  # fmt: skip

    def _counterpart(self, token: Token) -> tuple[Referent, ...]:
        """``his Russian counterpart``: who holds in Russia the office of the one it is said of."""
        named = self._named_beside(token)
        if named:
            return named
        other = next(
            (found[0] for c in token.children if self.tokens[c].dep == "poss" and (found := self.phrase(c))), None
        )
        other = other or self.memory.person()
        owners = tuple(owner for c in token.children if self.tokens[c].dep != "poss" for owner in self.modifier(c))
        if other is None or not owners:
            return ()
        owners = owners if token.tag in ("NNS", "NNPS") else owners[:1]
        return tuple(self._holder(owner, other.office, other.role or other.office, other.sectors) for owner in owners)

    def _named_beside(self, token: Token) -> tuple[Referent, ...]:
        """The person named in apposition: "his Russian counterpart, Sergei Lavrov"."""
        named = next((c for c in token.children if self.tokens[c].dep == "appos" and self._name_like(c)), None)
        found = self.phrase(named) if named is not None else ()
        return found if found and found[0].kind == "person" else ()

    def _holder(self, owner: Referent, office: str | None, role: str | None, sectors: tuple[str, ...]) -> Referent:
        return Referent("role", None, None, owner.country, sectors or ("GOV",), office, role, False,
                        f"the {role or 'holder of the office'} of {owner.name}")  # fmt: skip

    def _body(self, token: Token) -> tuple[Referent, ...]:
        """A body of a state: "Iranian troops", "the government of Sudan", "Russian companies"."""
        sectors = self.actors.generic(token.lemma) if token.pos in ("NOUN", "PROPN") else None
        if sectors is None and token.lemma in _OF_SOMEBODY:
            sectors = next((r.sectors for c in token.children if self.tokens[c].dep == "poss"
                            for r in self.phrase(c) if r.country), None)  # fmt: skip
        if sectors is None:
            return ()
        owners = self.owners(token.i)
        words = self.words(*self.span(token.i))
        if owners:
            return tuple(
                Referent(
                    "body",
                    None,
                    words,
                    owner.country,
                    tuple(sectors),
                    None,
                    None,
                    False,
                    f'"{words}": {token.lemma} of {owner.name}',
                )
                for owner in (owners if token.tag in ("NNS", "NNPS") else owners[:1])
            )
        where, why = self._home(token)
        return (Referent("body", None, words, where, tuple(sectors), None, None, False, f'"{words}": {why}'),)

    def _unlisted(self, token: Token) -> tuple[Referent, ...]:
        """A body that the registry lacks, by its name: "the Teachers' Federation", "the MNLA", "Carabineros"."""
        if token.pos != "PROPN" or not token.text[:1].isupper() or token.i in self.mentions.people:
            return ()
        entity = self._entity(token.i)
        short = token.text.isupper() and 2 <= len(token.text) <= 7 and self._definite(token)
        if not short and (entity is None or entity.label != "ORG"):
            return ()
        words = self.words(*self.span(token.i)).removeprefix("the ").removeprefix("The ")
        known = self.memory.body(fold(token.text))
        if known is not None:
            return (replace(known, why=f'"{words}" is {known.name}, named before'),)
        owners = self.owners(token.i)
        if owners:
            where: str | None = owners[0].country
            why = f"of {owners[0].name or owners[0].role}"
        else:
            where, why = self._home(token)
        return (Referent("body", None, words, where, (), None, None, False, f'"{words}": {why}'),)

    def _entity(self, i: int) -> Entity | None:
        """The tagger's entity that a token ends."""
        if self._entities is None:
            self._entities = {e.last - 1: e for e in self.document.entities}
        return self._entities.get(i)

    def _anothers(self, hit: ActorHit) -> bool:
        """Is the name that of another: the end of a longer one, or one that many states' bodies bear?

        "The Nigeria Labour Congress" is not the Congress; "the Supreme Court" of a story in which the United States
        have no part is not theirs.
        """
        actor = self.actors.get(hit.names[0].actor_id)
        if actor is None or actor.kind == "state":
            return False
        before = self.tokens[hit.first - 1] if hit.first else None
        if (
            before is not None
            and before.pos == "PROPN"
            and before.dep == "compound"
            and hit.first <= before.head < hit.last
            and hit.first - 1 not in self.mentions.actors
            and hit.first - 1 not in self.mentions.titles
        ):
            return True
        behind = self.tokens[self.tokens[hit.last - 1].head]
        if (
            all(name.ambiguous for name in hit.names)
            and self.tokens[hit.last - 1].dep == "compound"
            and behind.i >= hit.last
            and behind.pos == "PROPN"
            and behind.text[:1].isupper()
            and behind.i not in self.mentions.titles
            and behind.i not in self.mentions.people
        ):
            return True  # "the National Labour Commission" is not the party's
        shared = (
            all(name.ambiguous for name in hit.names)
            and self.actors.generic(self.tokens[hit.last - 1].lemma) is not None
        )
        if not shared or actor.country in ABROAD or actor.country == self.at_home:
            return False
        return self.at_home is not None or not self.in_play[str(actor.country)]

    def _named_again(self, token: Token) -> tuple[Referent, ...]:
        """A body by the last word of its name, or by what it is: "the Council", "the movement"."""
        if token.tag not in ("NN", "NNP") or not self._definite(token) or self.owners(token.i):
            return ()
        last = self.memory.body(fold(token.text))
        if last is None and token.lemma in _BODIES:
            last = self.memory.thing(("org", "group"))
        if last is None:
            return ()
        return (replace(last, why=f'"the {token.text}" is {last.name}, named before'),)

    def _home_of_title(self, hit: TitleHit) -> str | None:
        """The country of an officer who is named without one: "the armed forces chief, Williams Kaliman"."""
        return self._home(self.tokens[hit.last - 1], sure=True)[0]

    def _home(self, token: Token, *, sure: bool = False) -> tuple[str | None, str]:
        """The country of who is named without one: the only one of the sentence so far, else that of the dateline.

        ``sure``: a name stands beside the title, so it need not be definite.
        """
        if token.lemma in _ONLOOKERS and not sure and not self._definite(token):
            return None, "the words name no country"
        stands = self._stands_in(token)
        if stands is not None:
            return stands, f"it stands in {stands}"
        local = (
            token.lemma in _LOCAL
            or any(self.tokens[c].lower == "local" for c in token.children)
            or bool(_OF_THE_PLACE & set(self.actors.generic(token.lemma) or ()))
        )
        # "Officials said Russia had shelled the port": the first words tell whose police it is, not whose officials.
        unsure = self._guessed and (token.lemma in _SPEAKING or self._other_state(token))
        home = None if unsure else self.at_home
        hit = self.mentions.titles.get(token.i)
        if home and hit is not None and hit.title.phrase in _OF_A_PROVINCE:
            return home, f"told from {home}"
        if hit is not None and any(self.tokens[c].lower == "their" for c in token.children):
            return None, "whose they are is not told"  # "agreements reached by their presidents"
        countries = self._named_in_sentence(token)
        other = self._opposite(token, countries) if not sure else None
        if other is not None:
            return other, f"{other} is the other side, to whom it is done"
        if len(countries) == 1 and (sure or self._definite(token)):
            country = countries.pop()
            return country, f"{country} is the only country named before it in the sentence"
        # Ministers meet in Geneva; police, courts and crowds are of the place.
        stage = self._stage(token) if local else None
        if stage is not None:
            return stage, f"the paragraph has its scene in {stage}"
        around = self._around(token)
        owned = any(self.tokens[c].dep == "poss" for c in token.children)  # "their lawyers": whose, is not known
        if home and (token.lemma in _LOCAL or owned or not countries | around or home in countries | around):
            return home, f"told from {home}"
        if len(around) == 1 and not countries and (self._definite(token) or not home):
            country = around.pop()
            return country, f"{country} is the only country that the paragraph speaks of"
        if home and not countries:
            return home, f"told from {home}"
        last = self._last_place(token) if not home and local else None
        if last is not None:
            return last, f"the last place named before lies in {last}"
        return None, "the words name no country"

    def _opposite(self, token: Token, countries: set[str]) -> str | None:
        """Whose "the government" is that another state acts on: "Kuala Lumpur asked the government to wait"."""
        if token.lemma not in _RULERS or token.dep not in ("dobj", "pobj", "dative") or len(countries) != 1:
            return None
        above = self.tokens[token.head]
        verb = above if token.dep != "pobj" else self.tokens[above.head]
        subjects = [c for c in verb.children if self.tokens[c].dep == "nsubj"]
        if not any(r.kind == "state" for c in subjects for r in self._known.get(c, ())):
            return None
        if self.at_home is not None and self.at_home not in countries:
            return self.at_home
        around = self._around(token) - countries
        return around.pop() if len(around) == 1 else None

    def _named_in_sentence(self, token: Token) -> set[str]:
        """The countries of those named before in the same sentence."""
        sentence = self.document.sentences[self._sentence_of[token.i]]
        return {
            r.country
            for i in range(sentence.first, token.i)
            for r in self._known.get(i, ())
            if r.country and r.kind in ("state", "person", "role", "body")
        }

    def _other_state(self, token: Token) -> bool:
        """Does the sentence name a state other than the one at home?"""
        sentence = self.document.sentences[self._sentence_of[token.i]]
        named = {
            self._country_of(name.actor_id)
            for i in range(sentence.first, sentence.last)
            for hit in self.mentions.actors.get(i, ())
            for name in hit.names
            if name.actor_id.startswith("state:")
        }
        return not named <= {self.at_home, None}

    def _stands_in(self, token: Token) -> str | None:
        """The country of the place behind a noun: "a court in Catarroja", "police in Lagos"."""
        for c in token.children:
            if self.tokens[c].dep in ("compound", "nmod", "amod", "poss") and c in self.scene.where:
                return self.scene.where[c]  # "Lagos police"
            if self.tokens[c].lower in _STANDING:
                for p in self.tokens[c].children:
                    if p in self.scene.where:
                        return self.scene.where[p]
        return None

    def _stage(self, token: Token) -> str | None:
        """The country of the last place in which something stands or happens, named before in the paragraph."""
        number = self._sentence_of[token.i]
        paragraph = self.document.sentences[number].paragraph
        for i in range(token.i - 1, -1, -1):
            if self.document.sentences[self._sentence_of[i]].paragraph != paragraph:
                return None
            if i in self.scene.where and self._located_place(i):
                return self.scene.where[i]
        return None

    def _last_place(self, token: Token) -> str | None:
        """The country of the last place in which something stands or happens, in the story so far."""
        before = [i for i in self.scene.where if i < token.i and self._located_place(i)]
        return self.scene.where[max(before)] if before else None

    def _located_place(self, last: int) -> bool:
        """ "in Lagos", "near Osh": a place that something stands in, by its last word."""
        before = self.tokens[self.tokens[last].head].lower
        return self.tokens[last].dep == "pobj" and before in _STANDING and before != "from"

    def _around(self, token: Token) -> set[str]:
        """The countries named before in the same paragraph."""
        number = self._sentence_of[token.i]
        paragraph = self.document.sentences[number].paragraph
        return {
            r.country
            for s, rs in self.memory.named
            if s < number and self.document.sentences[s].paragraph == paragraph
            for r in rs
            if r.country and r.country not in ABROAD
        }

    def _told_from(self) -> str | None:
        """The country that a story is told from: its dateline's, else its outlet's, else the one it speaks of most."""
        if self.scene.dateline is not None:
            return self.scene.dateline
        # "Officials said Russia had shelled the port": a state's name does not tell who is at home, "in Lagos" does.
        spoken = Counter(country for last, country in self.scene.where.items() if self._located_place(last))
        named = Counter({country: n for country, n in self.in_play.items() if country not in ABROAD})
        if named.total() >= ENOUGH or len(self.scene.among) > 1:
            spoken += named
        if not spoken:
            spoken = self._lede()
            self._guessed = bool(spoken)
        outlet = self.document.article.outlet
        if outlet is not None and outlet.country in self.scene.among and spoken[outlet.country or ""]:
            return outlet.country
        if len(self.scene.among) > 1:  # "TRIPOLI", "VICTORIA": the one of the story, not the largest
            spoken = Counter({country: n for country, n in spoken.items() if country in self.scene.among})
        else:
            sure = self._country_of_dateline()
            if sure is not None:
                return sure
        if not spoken:
            return None
        country, count = spoken.most_common(1)[0]
        return country if count >= MOST * spoken.total() else None

    def _lede(self) -> Counter[str]:
        """The states that the first two sentences name: a story opens with whose it is."""
        out: Counter[str] = Counter()
        for sentence in self.document.sentences[:2]:
            for i in range(sentence.first, sentence.last):
                for hit in self.mentions.actors.get(i, ()):
                    state = len(hit.names) == 1 and hit.names[0].actor_id.startswith("state:")
                    if state and hit.first == i:
                        country = self._country_of(hit.names[0].actor_id)
                        if country and not hit.names[0].ambiguous:
                            out[country] += 1
        return out

    def _country_of_dateline(self) -> str | None:
        """The country where the story is told: that of the dateline, else of an outlet that the story is about."""
        article = self.document.article
        place = article.dateline.place if article.dateline else None
        found = {
            self._country_of(name.actor_id)
            for hit in (self.actors.find(place) if place else ())
            for name in hit.names
            if name.how in ("capital", "name") and name.actor_id.startswith("state:")
        }
        if len(found) == 1:
            return found.pop()
        home = article.outlet.country if article.outlet else None
        return home if home and not found and self.in_play.get(home) else None

    def _group(self, token: Token) -> tuple[Referent, ...]:
        """Words for those named before: "the two countries", "both sides", "the three leaders"."""
        if token.tag not in ("NNS", "NNPS"):
            return ()
        size = None
        for c in token.children:
            size = size or _NUMBERS.get(self.tokens[c].lower)
        sentence = self._sentence_of[token.i]
        title = self.mentions.titles.get(token.i)
        if size is None:
            return self._together_before(token, title)
        if any(self.tokens[c].dep == "prep" and self.tokens[c].lower == "of" for c in token.children) and self.owners(
            token.i
        ):
            return ()  # "the two presidents of Chad and Mali": the words say whose
        if token.lemma in _COUNTRY_WORDS or token.lemma in _SIDES:
            codes = self.memory.countries(size, sentence)
            return tuple(
                self._state(code, f'"{self.words(*self.span(token.i))}" are those named before') for code in codes
            )
        if title is not None or token.lemma in _LEADERS:
            office, role = self._office(title, None) if title else (None, None)
            found = self.memory.holders(office, size, role=None if office or token.lemma in _ANYBODY else role)
            if not found and office:
                codes = self.memory.countries(size, sentence)
                found = tuple(
                    Referent(
                        "role",
                        None,
                        None,
                        code,
                        ("GOV",),
                        office,
                        None if office in _RANKS else office,
                        False,
                        f"the {office} of a country named before",
                    )
                    for code in codes
                )
            return tuple(replace(r, why=f'"{self.words(*self.span(token.i))}" are those named before') for r in found)
        return ()

    def _parted_former(self, hit: TitleHit) -> bool:
        """ "former Finnish president": a word of nationality parts the two."""
        return any(self.tokens[i].lower in _FORMER for i in range(max(0, hit.first - 3), hit.first))

    def _together_before(self, token: Token, title: TitleHit | None) -> tuple[Referent, ...]:
        """ "The sides", "the ministers": those named together last."""
        words = token.lemma in _SIDES or (title is not None and token.lemma in _ANYBODY | {"minister", "president"})
        if not words or not self._definite(token) or self.owners(token.i):
            return ()
        group = self.memory.group(2, self._sentence_of[token.i])
        if token.lemma not in _SIDES:
            group = tuple(r for r in group if r.kind in ("person", "role"))
        return tuple(replace(r, why=f'"{self.words(*self.span(token.i))}" are those named before') for r in group)

    # ------------------------------------------------------------------ owners

    def owners(self, head: int) -> tuple[Referent, ...]:
        """Whose a noun is: the states and organisations among its modifiers, possessors and "of"-phrases."""
        token = self.tokens[head]
        out: dict[str, Referent] = {}

        def take(referents: Iterable[Referent]) -> None:
            for referent in referents:
                if referent.country or referent.kind in ("org", "group"):
                    out.setdefault(
                        referent.key if referent.kind in ("org", "group") else str(referent.country), referent
                    )

        for c in token.children:
            child = self.tokens[c]
            if child.dep in ("amod", "compound", "nmod", "npadvmod") and c not in self.mentions.people:
                take(self.modifier(c))
            elif child.dep == "poss":
                take(self.together(c))
        for prepositions in _OWNING:
            if out or (prepositions == ("in",) and token.lemma in _PAPERS):
                break  # a pact signed in Madrid is not Spain's
            for c in token.children:
                child = self.tokens[c]
                if child.dep in ("prep", "agent") and child.lower in prepositions:
                    for p in child.children:
                        if self.tokens[p].dep == "pobj":
                            take(self.together(p))
        return tuple(out.values())

    def modifier(self, i: int) -> list[Referent]:
        """The states in an adjective or a noun before a noun, with those joined to it and those before it."""
        out: list[Referent] = []
        for hit in self.mentions.actors.get(i, ()):
            if not self._anothers(hit):
                out.extend(self._named(hit.names))
        for c in self.tokens[i].children:
            if self.tokens[c].dep in ("conj", "amod", "compound", "nmod", "npadvmod", "poss"):
                out.extend(self.modifier(c))
        return out

    # ------------------------------------------------------------------ builders

    def _named(self, names: tuple[Name, ...]) -> tuple[Referent, ...]:
        names = tuple(name for name in names if name.how != "blocker")
        if len({name.actor_id for name in names}) > 1:
            names = tuple(n for n in names if self._country_of(n.actor_id) in self.in_play)
        if len({name.actor_id for name in names}) != 1:
            return ()
        name = names[0]
        actor = self.actors.get(name.actor_id)
        if actor is None:
            return ()
        how = {
            "capital": f'"{name.surface}" is the capital of {actor.name}',
            "seat": f'"{name.surface}" is a seat of government of {actor.name}',
            "demonym": f'"{name.surface}" is of {actor.name}',
        }.get(name.how, f'"{name.surface}" is a name of {actor.name} in the registry')
        return (self._actor(actor, how, metonym=name.how == "capital"),)

    def _actor(self, actor: Actor, why: str, *, metonym: bool = False) -> Referent:
        kind = actor.kind if actor.kind in ("state", "body", "org", "group", "people") else "org"
        return Referent(kind, actor.id, actor.name, actor.country, actor.sectors, None, None, metonym, why)

    def _state(self, alpha3: str, why: str) -> Referent:
        actor = self.actors.state(alpha3)
        if actor is None:
            return Referent("state", None, alpha3, alpha3, ("GOV",), None, None, False, why)
        return self._actor(actor, why)

    def _office(self, hit: TitleHit | None, country: str | None) -> tuple[str | None, str | None]:
        """The dated office that a title means in a country, and the role in words."""
        if hit is None:
            return None, None
        title = hit.title
        if title.tense == "current" and self._parted_former(hit):
            return None, f"former {title.phrase}"
        office = title.office_in(country) if title.tense == "current" else None
        if office is not None and office not in _RANKS:
            informal = "minister" in title.phrase or "diplomat" in title.phrase or len(title.phrase) < 3
            if informal:
                return office, office
        phrase = title.phrase
        if office is None and not title.modifiers and not title.plural:  # "spokeswoman": as the article has it
            words = self.words(hit.first, hit.last)
            phrase = phrase if words.endswith(".") else words
        return office, " ".join((*title.modifiers, phrase)).lower()

    # ------------------------------------------------------------------ small things

    def words(self, first: int, last: int) -> str:
        """The author's words from one token to before another."""
        return self.document.article.text[self.tokens[first].start : self.tokens[last - 1].end]

    def located(self, token: Token) -> bool:
        """Does it stand behind a word of place, so that a capital is the city and not its government?"""
        return token.dep == "pobj" and self.tokens[token.head].lower in _LOCATING

    def _definite(self, token: Token) -> bool:
        return any(self.tokens[c].lower in ("the", "this", "that", "these", "those") for c in token.children)

    def _name_like(self, i: int) -> bool:
        return i in self.mentions.people or self.tokens[i].pos == "PROPN"

    def _countries_in_play(self) -> Counter[str]:
        """How often each state is named without doubt."""
        out: Counter[str] = Counter()
        for hits in self.mentions.actors.values():
            for hit in hits:
                ids = {name.actor_id for name in hit.names if name.how != "blocker"}
                # "the Supreme Court" puts no state in play
                shared = all(n.ambiguous for n in hit.names) and not any(i.startswith("state:") for i in ids)
                if len(ids) == 1 and not shared:
                    country = self._country_of(ids.pop())
                    if country:
                        out[country] += 1
        return out

    def participant(self, referent: Referent, head: int, day: str | None) -> Participant:
        """The participant of a row: the referent with the office held on the day of the event."""
        first, last = self.span(head)
        span: Span = (self.tokens[first].start, self.tokens[last - 1].end)
        text = self.document.article.text[span[0] : span[1]]
        actor, name, role, why = referent.actor, referent.name, referent.role, referent.why
        day = day or self.day
        sectors = referent.sectors
        if referent.kind == "role" and referent.office and referent.country and day:
            held = self.offices.holders(referent.country, referent.office, day)
            if len({term.person for term in held}) == 1:
                actor, name = f"person:{held[0].person}", held[0].name
                why += f"; {name} held the office on {day}"
        elif referent.kind == "person" and actor and day:
            term = self._term(actor.removeprefix("person:"), day, referent.country)
            told = role is not None and referent.office is not None and self.day is not None and day[:7] == self.day[:7]
            if term is not None and not told and not (role and term.office == referent.office):
                role = term.office if term.office not in _RANKS else _short(term.title)
        return Participant(text, span, actor, name, referent.country, tuple(sectors), role, why + ".")


def _short(title: str) -> str:
    """A title without the name of what it is the title of: ``President of the Russian Federation``: ``president``."""
    return re.split(r" of | for |,", title, maxsplit=1)[0].strip().lower()
