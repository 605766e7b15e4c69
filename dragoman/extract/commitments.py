"""Who is to do what, for whom, by when, on whose order and under which agreement.

A commitment is a duty that its bearer took on, was given by his own side, or is carrying out. What one party demands of
another is none, nor is a promise that nobody could tell kept from broken ("to strengthen ties"), unless a day, a sum or
a stretch of time is named.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

from dragoman.document import Document, Sentence, TimeExpression
from dragoman.extract.actors import Resolver
from dragoman.extract.agreements import Ledger
from dragoman.extract.clauses import Clauses
from dragoman.extract.coreference import ABROAD, Referent
from dragoman.extract.frames import Matcher, Side
from dragoman.knowledge.agreements import load_ledger_cues
from dragoman.knowledge.lexicon import Lexicon, lemmas_of
from dragoman.model import Commitment, Dropped, Evidence, Horizon, Participant, Phrase, Span, content_id

LONGEST_QUOTE = 600
_LONGEST_ACTION = 300
_NEAR = 6  # sentences over which the terms of an agreement are told after it was named
# An order to soldiers is an act of war, and told with the events; one to a ministry is a duty.
_COMMANDS = frozenset({"order", "direct", "instruct"})
_CONDITIONS = frozenset({"if", "unless", "provided", "whether"})
# What is promised with a day and is an event all the same.
_EVENTS = frozenset({"meet", "visit", "talk", "attack", "strike", "respond", "appear", "speak", "address"})
_AHEAD = frozenset({"next", "coming", "following"})
_DUE_BOUNDS = frozenset({"by", "before", "until"})
_PLANNING = frozenset({"due", "set", "schedule", "plan", "intend", "go", "aim", "expect"})
_DEADLINES = frozenset({"deadline", "timetable", "schedule"})
_OWED = frozenset(
    "deadline promise promised pledge pledged agreed required obligation obliged commitment agreement treaty deal "
    "accord ceasefire truce stipulated".split()
)
_SPEAKERS = frozenset({"person", "role", "state", "body", "org", "group"})
# What a later sentence of the same article may make of a commitment that an earlier one told.
_PROGRESS = {"pledged": 0, "expected": 0, "tasked": 1, "under_way": 2, "delayed": 3, "done": 4, "broken": 4}


def commitments_of(
    document: Document, resolver: Resolver, ledger: Ledger, lexicon: Lexicon
) -> tuple[tuple[Commitment, ...], tuple[Dropped, ...]]:
    """Find the commitments of a document, and what was seen and dropped.

    ``"Norway pledged 300 million kroner to Ukraine."`` gives one row: by Norway, to Ukraine, kind promise, status
    pledged, action "300 million kroner to Ukraine".
    """
    return _Reader(document, resolver, ledger, lexicon).read()


@dataclass(slots=True)
class _Duty:
    """A commitment while the article is read."""

    kind: str
    status: str
    by: list[Side]
    to: list[Side]
    assigned_by: list[Side]
    action: Span
    head: int  # the verb or noun of the action
    theme: str  # the lemma of what the action is done to: tells two actions of one verb apart
    due: str | None
    horizon: Horizon | None
    agreement: str | None
    confidence: float
    tellings: list[tuple[int, Span]]  # sentence, action


class _Reader:
    def __init__(self, document: Document, resolver: Resolver, ledger: Ledger, lexicon: Lexicon):
        self.document = document
        self.tokens = document.tokens
        self.resolver = resolver
        self.ledger = ledger
        self.clauses = Clauses(document.tokens)
        self.matcher = Matcher(self.clauses, resolver, lexicon.words["voices"])
        self.say = lexicon.words["say_verbs"]
        self.sport = lexicon.words["sport"]
        cues = load_ledger_cues()
        self.words = cues.words
        self.life = cues.verbs.keys()
        self.kinds = cues.kinds.keys()
        self.money = lemmas_of("@money")
        self.goods = lemmas_of("@money|@aid|@goods|@arms")
        self.duties: list[_Duty] = []
        self.dropped: list[Dropped] = []
        self.used: set[int] = set()
        self.published = document.article.published
        firsts = [sentence.first for sentence in document.sentences]
        self.times: dict[int, list[TimeExpression]] = {}
        for time in document.times:
            self.times.setdefault(bisect_right(firsts, time.first) - 1, []).append(time)

    def read(self) -> tuple[tuple[Commitment, ...], tuple[Dropped, ...]]:
        for number, sentence in enumerate(self.document.sentences):
            if len({t.lemma for t in self.tokens[sentence.first : sentence.last]} & self.sport) >= 2:
                continue
            for i in range(sentence.first, sentence.last):
                self._at(i, number)
        return tuple(self._write(duty) for duty in self.duties), tuple(self.dropped)

    # ------------------------------------------------------------------ one word

    def _at(self, i: int, number: int) -> None:
        token = self.tokens[i]
        words = self.words
        if token.pos == "NOUN" and token.lemma in words["promises"]:
            self._promise_noun(i, number)
        if token.pos not in ("VERB", "AUX", "ADJ") or i in self.used:
            return
        if token.lemma in words["tasking"] and token.pos == "VERB" and self._told_as_fact(i):
            self._task(i, number)
        elif token.lemma in words["promising"] and token.pos in ("VERB", "ADJ") and self._told_as_fact(i):
            self._promise(i, number)
        elif token.lemma in words["beginning"] and self._told_as_fact(i):
            self._progress(i, number, "under_way")
        elif token.lemma in words["finishing"] and self._told_as_fact(i) and self._works(i):
            self._progress(i, number, "done")
        elif token.lemma in words["delaying"] and self._told_as_fact(i):
            self._progress(i, number, "delayed")
        elif token.lemma == "fail" and self._told_as_fact(i):
            self._failed(i, number)
        elif token.lemma in words["missing"] | words["dashing"] and self._told_as_fact(i):
            self._broken(i, number)
        elif token.lemma in words["providing"] and self._told_as_fact(i):
            self._provides(i, number)
        elif token.lemma in words["asking"] and token.pos == "VERB" and self._told_as_fact(i):
            self._task(i, number, within=True)
        elif token.lemma in words["ready"] and token.pos == "ADJ":
            self._ready(i, number)
        elif token.lemma == "accept" and self._told_as_fact(i):
            self._accepted(i, number)
        if i not in self.used and token.pos == "VERB":
            self._ahead(i, number)

    def _told_as_fact(self, i: int) -> bool:
        judged = self.document.assertions.get(i)
        return judged is None or (judged.status in ("occurred", "ongoing") and not judged.infinitive)

    # ------------------------------------------------------------------ tasks

    def _task(self, i: int, number: int, *, within: bool = False) -> None:
        """``tasked the ministers with working out a roadmap``, ``was instructed to draft a law``."""
        token = self.tokens[i]
        heads = [h for h in self.clauses.objects(i) if h != i]
        actions = self._actions(i)
        if not actions:
            for preposition in ("with", "to"):
                for c in self.tokens[i].children:
                    if self.tokens[c].lower == preposition and self.tokens[c].dep in ("prep", "dative"):
                        actions = [
                            p for p in self.tokens[c].children if self.tokens[p].dep == "pcomp" or self._is_work(p)
                        ]
                if actions:
                    break
        if not actions:
            return
        if not heads:  # "instructed the ministry to prepare": the parser may make it the subject of the verb below
            heads = self.clauses.children(actions[0], "nsubj")
        by = [side for head in heads[:1] for side in self._doers(head)]
        giver = self.clauses.subject(i)
        assigned = self._doers(giver) if giver is not None else []
        if token.lemma in _COMMANDS or token.lemma == "charge":
            # who commands another state's people asks, he does not task
            own = {s.referent.country for s in assigned}
            by = [s for s in by if self._serves(s.referent) and (not own or s.referent.country in own)]
        if within:  # "asked the Secretary-General to report": a body asks its own officers; of others it is a wish
            by = self._officers(
                heads[:1], by, {s.referent.country for s in assigned if s.referent.kind in ("org", "body")}
            )
            if not by:
                return
        if not by:
            self._drop(i, "a task without who is to do it")
            return
        for action in actions:
            self._add("task", "tasked", by, assigned, i, action, number, 0.82)

    def _serves(self, referent: Referent) -> bool:
        official = bool({"GOV", "LEG"} & set(referent.sectors) or referent.office)
        return official and "MIL" not in referent.sectors and referent.kind in ("role", "body", "person", "org")

    def _officers(self, heads: list[int], known: list[Side], own: set[str | None]) -> list[Side]:
        """Who of these serves an organisation of states that is speaking; "the Secretary-General" is its own."""
        own = own & ABROAD
        serving = [s for s in known if s.referent.country in own]
        for head in heads:
            for referent in self.resolver.phrase(head) if len(own) == 1 and not serving else ():
                if referent.country is None and referent.office == "head of organisation":
                    serving.append(Side(replace(referent, country=next(iter(own))), head))
        return serving

    def _actions(self, i: int) -> list[int]:
        """The infinitives under a verb, with those joined to them."""
        verb = self.clauses.governed(i, "to:")
        if verb is None:
            return []
        return self._joined(verb)

    def _joined(self, verb: int) -> list[int]:
        return [
            verb,
            *(
                c
                for c in self.clauses.children(verb, "conj")
                if self.tokens[c].tag in ("VB", "VBG") and self.tokens[c].pos == "VERB"
            ),
        ]

    def _is_work(self, i: int) -> bool:
        return self.tokens[i].lemma in self.words["works"] or i in self.ledger.told

    # ------------------------------------------------------------------ promises

    def _promise(self, i: int, number: int) -> None:
        """``pledged 300 million kroner``, ``committed to withdraw by May``, ``promised that it would pay``."""
        subject = self.clauses.subject(i)
        by = self._doers(subject) if subject is not None else []
        actions = self._actions(i)
        lemma = self.tokens[i].lemma
        if not actions and lemma != "agree":
            actions = [p for p in self.clauses.behind(i, ("to",)) if self.tokens[p].dep == "pcomp" or self._is_work(p)]
        if not actions and lemma not in ("agree",):
            actions = self._own_clause(i, by)
        if actions:
            for action in actions:
                if self._is_life(action):
                    continue
                binds = lemma in ("undertake", "commit") and self._agreement_of_article(number) is not None
                if self._worth(action, number, i) or (binds and not self._utterance(action)):
                    self._add("promise", "pledged", by, [], i, action, number, 0.8)
                else:
                    self.used.add(action)
                    self._drop(action, "a promise too vague to be kept")
            return
        if lemma in ("agree", "guarantee"):
            return
        if lemma == "commit" and self.clauses.passive(i):
            return  # "robberies committed by gangs"
        for head in self.clauses.objects(i)[:1]:
            if (
                self._is_sum(head)
                or (lemma != "commit" and self._counted(head))
                or self.tokens[head].lemma in self.goods
                or self._is_work(head)
            ):
                self._add("promise", "pledged", by, [], i, head, number, 0.85 if self._counted(head) else 0.75)

    def _provides(self, i: int, number: int) -> None:
        """``a deal that includes the reopening of embassies within two months``: works are duties of its parties."""
        subject = self.clauses.surface_subject(i)
        row = next((r for r in self.ledger.agreements if r.id == self._told_at(subject)), None)
        if row is None or len(row.parties) < 2:
            return
        works = [*self.clauses.objects(i), *self.clauses.behind(i, ("for",))]
        for head in [h for w in works for h in self.resolver.conjuncts(w)]:
            if self.tokens[head].lemma in self.words["works"]:
                by = [Side(self._of(party), head) for party in row.parties]
                self._add("implementation", "pledged", by, [], i, head, number, 0.72, agreement=row.id)

    def _told_at(self, i: int | None) -> str | None:
        """The agreement that a noun means, or the noun behind which a relative pronoun stands."""
        if i is None:
            return None
        if i in self.ledger.told or self.tokens[i].tag not in ("WDT", "WP"):
            return self.ledger.told.get(i)
        verb = self.tokens[self.tokens[i].head]
        return self.ledger.told.get(verb.head) if verb.dep == "relcl" else None

    def _ready(self, i: int, number: int) -> None:
        """``is ready to reopen the border``, ``remains prepared to pay``: an offer that binds who makes it."""
        token = self.tokens[i]
        verb = self.tokens[token.head]
        if token.dep not in ("acomp", "attr", "oprd") or not self._told_as_fact(verb.i):
            return
        subject = self.clauses.surface_subject(verb.i)
        by = self._doers(subject) if subject is not None else []
        for action in [c for c in self.clauses.children(i, "xcomp") if self.tokens[c].tag == "VB"][:1]:
            for act in self._joined(action):
                if by and self._worth(act, number, i) and not any(self._is_life(a) for a in (act,)):
                    self._add("promise", "pledged", by, [], i, act, number, 0.6)

    def _accepted(self, i: int, number: int) -> None:
        """``accepted an invitation to visit Pakistan``: to go is promised."""
        subject = self.clauses.subject(i)
        by = self._doers(subject) if subject is not None else []
        for head in self.clauses.objects(i):
            if self.tokens[head].lemma != "invitation" or not by:
                continue
            verbs = [c for c in self.clauses.children(head, "acl", "relcl") if self.tokens[c].tag == "VB"]
            for action in verbs[:1]:
                self._add("promise", "pledged", by, [], i, action, number, 0.7)

    def _is_life(self, action: int) -> bool:
        """``agreed to extend the treaty`` is told by the agreement's own row."""
        lemma = self.tokens[action].lemma
        about = any(o in self.ledger.told for o in self.clauses.objects(action))
        return about and lemma in self.life and lemma not in self.words["implementing"]

    def _own_clause(self, i: int, by: list[Side]) -> list[int]:
        """The clause of what somebody promises to do himself: "promised that it would pay"."""
        verb = self.clauses.governed(i, "that:")
        if verb is None:
            return []
        subject = self.clauses.surface_subject(verb)
        if subject is None:
            return [verb]
        own = {s.referent.country for s in by}
        doers = {r.country for r in self.resolver.together(subject)}
        return [verb] if self.tokens[subject].lower in ("it", "he", "she", "they", "we", "i") or doers & own else []

    def _promise_noun(self, i: int, number: int) -> None:
        """``its pledge to deliver ten tanks``, ``made a commitment to withdraw``."""
        token = self.tokens[i]
        verbs = [c for c in self.clauses.children(i, "acl", "relcl") if self.tokens[c].tag == "VB"]
        verbs = verbs or [
            c for c in self.clauses.children(token.head, "advcl", "xcomp") if self.tokens[c].tag == "VB" and c == i + 2
        ]
        if not verbs or verbs[0] in self.used:
            return
        owners = self.clauses.children(i, "poss")
        above = self.tokens[token.head]
        by = [s for c in owners for s in self._doers(c)] or [
            s for head in self.clauses.behind(i, ("by", "of", "from")) for s in self._doers(head)
        ]
        status = "pledged"
        verb = above if above.pos == "VERB" else self.tokens[above.head] if above.dep == "prep" else None
        if verb is not None and verb.pos == "VERB":
            subject = self.clauses.subject(verb.i)
            if (
                not by
                and subject is not None
                and verb.lemma
                in (
                    "make",
                    "give",
                    "renew",
                    "repeat",
                    "reaffirm",
                    "honour",
                    "honor",
                    "break",
                    "keep",
                    "fulfil",
                    "fulfill",
                    "renege",
                )
            ):
                by = self._doers(subject)
            if not self._told_as_fact(verb.i):
                status = "pledged"
            elif verb.lemma in self.words["dashing"] | {"fail"}:
                status = "broken"
            elif verb.lemma in self.words["finishing"] | {"honour", "honor", "keep"}:
                status = "done"
        for action in self._joined(verbs[0]):
            if self._worth(action, number, i):
                self._add("promise", status, by, [], i, action, number, 0.75)

    def _worth(self, action: int, number: int, above: int) -> bool:
        """Could one tell it kept from broken? By its verb, or by a day, a stretch of time or a sum."""
        lemma = self.tokens[action].lemma
        objects = self.clauses.objects(action)
        if self._utterance(action):
            return False
        if self.tokens[action].pos in ("NOUN", "PROPN"):
            return self._is_work(action)
        due, horizon = self._when(action, above, number)
        if (due is not None or horizon is not None) and lemma not in _EVENTS:
            return True
        if any(self.tokens[c].dep == "neg" for c in self.tokens[action].children):
            under = objects or self.clauses.children(action, "ccomp", "xcomp")
            return bool(under) and lemma not in self.words["appearing"]  # what one forgoes can be seen
        if lemma in self.words["vague"]:
            return any(self._counted(o) and self._is_sum(o) for o in objects)
        return lemma in self.words["duties"] | self.words["implementing"] or any(self._counted(o) for o in objects)

    def _utterance(self, action: int) -> bool:
        """``deliver a speech``, ``give remarks`` are events."""
        return any(self.tokens[o].lemma in self.words["utterances"] for o in self.clauses.objects(action))

    def _counted(self, head: int) -> bool:
        return any(
            self.tokens[j].pos == "NUM" or self.tokens[j].text in "$€£" for j in self._subtree(head) if j <= head
        )

    def _is_sum(self, head: int) -> bool:
        return any(self.tokens[j].lemma in self.money for j in self._subtree(head))

    # ------------------------------------------------------------------ how far it has come

    def _works(self, i: int) -> bool:
        return any(
            self.tokens[o].lemma in self.words["works"] | self.words["promises"] for o in self.clauses.objects(i)
        )

    def _progress(self, i: int, number: int, status: str) -> None:
        """``has begun delivering``, ``completed the withdrawal``, ``delayed the delivery until March``."""
        subject = self.clauses.subject(i)
        by = self._doers(subject) if subject is not None else []
        actions = []
        if status != "done":
            for path in ("ing:", "to:"):
                verb = self.clauses.governed(i, path)
                if verb is not None and self.tokens[verb].lemma in self.words["duties"]:
                    actions = self._joined(verb)
                    break
            actions = actions or [c for c in self.clauses.children(i, "dobj") if self.tokens[c].tag == "VBG"]
        if not actions:
            actions = [
                o
                for o in self.clauses.objects(i)
                if self.tokens[o].lemma in self.words["works"] or (status == "delayed" and self._put_off(o, i, number))
            ][:1]
        for action in actions:
            if self._utterance(action) or (status == "under_way" and not self._carried_out(action, i, by)):
                continue
            doers = by or self._owners_of_work(action)
            if status == "under_way" and not doers:
                continue
            kind = (
                "project"
                if self.tokens[action].lemma in self.words["projects"] | {"construction", "reconstruction"}
                else "implementation"
                if self._agreement(action, i)
                else "promise"
            )
            self._add(kind, status, doers, [], i, action, number, 0.7)

    def _put_off(self, thing: int, i: int, number: int) -> bool:
        """Is it a thing that was to be done by now and is put off to a day: no meeting, which is an event?"""
        return self.tokens[thing].lemma not in self.words["gatherings"] and self._when(i, i, number)[0] is not None

    def _carried_out(self, action: int, i: int, by: list[Side]) -> bool:
        """Is what was begun owed to somebody: by its verb, its receiver or its agreement?"""
        lemma = self.tokens[action].lemma
        return (
            lemma in self.words["carrying_out"] | self.words["works"]
            or bool(self._to(action, i, by))
            or self._agreement(action, i) is not None
        )

    def _owners_of_work(self, action: int) -> list[Side]:
        if self.tokens[action].pos != "NOUN":
            return []
        found = [
            s
            for head in [*self.clauses.children(action, "poss"), *self.clauses.behind(action, ("by",))]
            for s in self._doers(head)
        ]
        if found:
            return found
        return [side for head in self.clauses.behind(action, ("of",)) for side in self._doers(head)]

    def _failed(self, i: int, number: int) -> None:
        """``failed to deliver by the deadline``: a duty broken, where the words say that it was one."""
        subject = self.clauses.subject(i)
        actions = self._actions(i)
        if subject is None or not actions:
            return
        sentence = self.document.sentences[number]
        said = {t.lower for t in self.tokens[sentence.first : sentence.last]} | {
            t.lemma for t in self.tokens[sentence.first : sentence.last]
        }
        due, _ = self._when(actions[0], i, number)
        if not (said & _OWED or due):
            return
        for action in actions:
            if self.tokens[action].lemma in self.words["duties"] | self.words["implementing"]:
                self._add("promise", "broken", self._doers(subject), [], i, action, number, 0.72)

    def _broken(self, i: int, number: int) -> None:
        """``missed a deadline to withdraw``, ``reneged on its promise to pay``."""
        subject = self.clauses.subject(i)
        if subject is None:
            return
        heads = self.clauses.objects(i) or self.clauses.behind(i, ("on",))
        for head in heads:
            lemma = self.tokens[head].lemma
            if lemma not in self.words["promises"] and lemma not in _DEADLINES:
                continue
            actions = [c for c in self.clauses.children(head, "acl", "relcl") if self.tokens[c].tag == "VB"]
            actions += [c for c in self.clauses.children(i, "xcomp", "advcl") if self.tokens[c].tag == "VB"]
            actions += [
                p for p in self.clauses.behind(head, ("for",)) if self._is_work(p) or self.tokens[p].dep == "pcomp"
            ]
            for action in actions[:1]:
                self._add("promise", "broken", self._doers(subject), [], i, action, number, 0.72)

    # ------------------------------------------------------------------ what lies ahead

    def _ahead(self, i: int, number: int) -> None:
        """``will withdraw its troops by May 1``, ``hoped that the institutions would implement the accord``."""
        token = self.tokens[i]
        lemma = token.lemma
        judged = self.document.assertions.get(i)
        words = self.words
        if judged is None:
            return
        modal = {self.tokens[a].lower for a in self.clauses.children(i, "aux")}
        binding = self._binding(i, modal, number)
        if lemma not in words["duties"] | words["implementing"] and not binding:
            return
        negated = judged.status == "negated"
        if negated and not (binding and modal & {"shall", "will"}):
            return
        above = self._above(i)
        hoped = above is not None and self.tokens[above].lemma in words["hoping"]
        planned = (
            judged.status == "planned"
            or (negated and binding)
            or (token.dep == "xcomp" and "to" in modal and self.tokens[token.head].lemma in _PLANNING)
        )
        if token.tag == "VBG" and not modal:
            return  # "would look into releasing"
        if self._doubted(token.head):
            return
        if not planned and not (hoped and modal & {"would", "will", "could", "should"}):
            return
        if "shall" not in modal and any(
            self.tokens[m].lower in _CONDITIONS
            for c in self.clauses.children(i, "advcl")
            for m in self.clauses.children(c, "mark")
        ):
            self._drop(i, "only on a condition")
            return
        passive = self.clauses.passive(i)
        subject = self._thing(i, number)
        about = passive and subject is not None and (subject in self.ledger.told or self._names_agreement(subject))
        dated = lemma in ("sign", "ratify") and any(self._when(i, i, number))  # when it is to be signed, no row tells
        if self._is_life(i) or (about and lemma in self.life and lemma not in words["implementing"] and not dated):
            return
        if passive:
            by, kind = self._behind_work(i, subject)
            if not by and above is not None and self.tokens[above].lemma in words["announcing"]:
                by = self._speaker(above)  # "announced that restrictions will be eased": by himself
        else:
            by = self._doers(subject) if subject is not None else []
            if subject is not None and above is not None and self.tokens[subject].lower in ("we", "i"):
                by = self._speaker(above)
            kind = "implementation" if lemma in words["implementing"] else "promise"
        due, horizon = self._when(i, i, number)
        if not by and ((passive and "will" not in modal) or self._means_parties(subject)):
            by = self._parties_near(number)
        if not by:
            return
        speaker = self._speaker(above) if above is not None else []
        countries = {s.referent.country for s in by}
        speaking = {s.referent.country for s in speaker if s.referent.country}
        own = bool(countries & speaking)
        if speaking and not own and kind != "project":
            self._drop(i, "what somebody says or hopes of another's acts")
            return
        if hoped and not own and kind == "promise":
            return
        themes = [*self.clauses.objects(i), *([subject] if passive and subject is not None else [])]
        if self._utterance(i):
            return
        if kind == "promise":
            given = lemma in words["giving"] and any(
                self._counted(o) for o in [*themes, *self.clauses.behind(i, ("with",))]
            )
            given = given or (lemma in words["freeing"] and any(self._counted(o) for o in themes))
            there = themes or binding or self.clauses.behind(i, ("from", "to"))
            if not there or not (due or horizon or given or own or binding):
                return
            loose = lemma in ("host", "start", "begin", "open", "launch", "hold", "sign", "submit")
            if not binding and (lemma in words["vague"] or (loose and not (due or horizon))):
                return
        self._add(kind, "pledged" if own and not hoped and kind == "promise" else "expected", by, [], i, i, number,
                  0.62 if hoped else 0.7, passive_theme=subject if passive else None)  # fmt: skip

    def _binding(self, i: int, modal: set[str], number: int) -> bool:
        """Is it told as a duty by its words, "shall" or "is to", or as a term of an agreement told of just before?"""
        token = self.tokens[i]
        lemma = token.lemma
        if lemma in self.words["appearing"] | _EVENTS and "shall" not in modal:
            return False
        if "shall" in modal:
            return lemma not in ("be", "have") and lemma not in self.words["appearing"]
        above = self.tokens[token.head]
        if token.dep == "xcomp" and above.lemma == "be" and above.tag in ("VBZ", "VBP") and "to" in modal:
            judged = self.document.assertions.get(i)
            return lemma not in self.words["vague"] and judged is not None and judged.status == "planned"
        if "will" not in modal or not self._agreement_of_article(number):
            return False
        if any(self.tokens[c].dep == "neg" for c in token.children):
            return (
                self._agreement_near(number) is not None
                and lemma not in self.words["vague"]
                and bool(self.clauses.objects(i))
            )
        return lemma in self.words["duties"] or any(self._when(i, i, number))

    def _names_agreement(self, i: int) -> bool:
        return self.tokens[i].lemma in self.kinds

    def _agreement_near(self, number: int) -> str | None:
        """The agreement told of in a sentence, or last in those shortly before it: its terms follow."""
        for back in range(number, max(-1, number - _NEAR), -1):
            sentence = self.document.sentences[back]
            for i in range(sentence.last - 1, sentence.first - 1, -1):
                if i in self.ledger.told:
                    return self.ledger.told[i]
        return None

    def _agreement_of_article(self, number: int) -> str | None:
        """The agreement near by, else the only one between sides that the article has told of so far."""
        near = self._agreement_near(number)
        between = [row for row in self.ledger.agreements if len(row.parties) > 1]
        if near is not None or len(between) != 1:
            return near
        last = self.document.sentences[number].last
        told = any(i < last and row == between[0].id for i, row in self.ledger.told.items())
        return between[0].id if told else None

    def _parties_near(self, number: int) -> list[Side]:
        """The parties of the agreement told of near by, who answer for what its terms leave without a doer."""
        near = self._agreement_of_article(number)
        row = next((row for row in self.ledger.agreements if row.id == near), None)
        if row is None or len(row.parties) < 2:
            return []
        first = self.document.sentences[number].first
        return [Side(self._of(party), first) for party in row.parties]

    def _means_parties(self, subject: int | None) -> bool:
        """``the participants``, ``both sides``"""
        return subject is not None and self.tokens[subject].lemma in self.words["parties"]

    def _doubted(self, i: int) -> bool:
        """``if he intends to build``"""
        return any(self.tokens[m].lower in _CONDITIONS for m in self.clauses.children(i, "mark"))

    def _above(self, i: int) -> int | None:
        """The word of speech, hope or expectation that a clause stands under."""
        for a in list(self.clauses.ancestors(i))[:5]:
            token = self.tokens[a]
            if any(self.tokens[j].text == ";" for j in range(min(a, i), max(a, i))):
                return None  # another sentence, but for the mark
            if token.lemma in self.words["hoping"]:
                return a
            if token.lemma in self.say or token.lemma in ("express", "voice"):
                hope = [c for c in self.tokens[a].children if self.tokens[c].lemma in self.words["hoping"]]
                if hope:
                    return hope[0]
                # "expressed optimism that the projects …": the parser may give the noun to the clause
                between = [
                    j
                    for j in range(a + 1, i)
                    if self.tokens[j].lemma in self.words["hoping"] and self.tokens[j].pos == "NOUN"
                ]
                return between[0] if between else a
        return None

    def _speaker(self, above: int) -> list[Side]:
        verb = above
        while self.tokens[verb].pos not in ("VERB", "AUX") and self.tokens[verb].head != verb:
            verb = self.tokens[verb].head
        if self.tokens[above].lemma in self.words["hoping"] and self.tokens[above].dep in ("nsubjpass", "nsubj"):
            verb = self.tokens[verb].head
        subject = self.clauses.surface_subject(verb)
        return self._doers(subject) if subject is not None else []

    def _thing(self, i: int, number: int) -> int | None:
        """The subject of a clause, or the work that it says will be done, where the parser lost it."""
        own = self.clauses.children(i, "nsubj", "nsubjpass")
        above = self.tokens[self.tokens[i].head]
        if not own and self.tokens[i].dep == "xcomp" and above.lemma == "be":
            own = self.clauses.children(above.i, "nsubj")  # "the road is to be built"
        subject = own[-1] if own else self.clauses.surface_subject(i)
        if subject is not None and self.tokens[subject].lemma not in self.words["hoping"]:
            return subject
        first = self.document.sentences[number].first
        works = self.words["projects"] | self.words["works"]
        return next(
            (
                j
                for j in range(i - 1, first, -1)
                if self.tokens[j].lemma in works and self.tokens[j].dep in ("nsubjpass", "nsubj", "dobj", "pobj")
            ),
            None,
        )

    def _behind_work(self, i: int, subject: int | None) -> tuple[list[Side], str]:
        """Who stands behind what will be done: "by X", else its builders, else the parties of the agreement."""
        agent = self.clauses.agent(i)
        by = self._doers(agent) if agent is not None else []
        if subject is None:
            return by, "promise"
        lemma = self.tokens[subject].lemma
        if subject in self.ledger.told:
            row = next(r for r in self.ledger.agreements if r.id == self.ledger.told[subject])
            by = by or [Side(self._of(party), subject) for party in row.parties]
            return by, "implementation"
        kind = "project" if lemma in self.words["projects"] or lemma in ("construction", "work", "work") else "promise"
        if by or kind != "project":
            return by, kind
        found: list[Side] = []
        for j in range(subject + 1, i):
            token = self.tokens[j]
            if token.pos in ("NOUN", "PROPN") and token.dep in ("pobj", "conj", "appos", "nsubj"):
                found.extend(Side(r, j) for r in self.resolver.phrase(j) if r.country or r.actor)
        bodies = [s for s in found if s.referent.kind in ("body", "org", "person", "role")]
        owners = [Side(r, subject) for r in self.resolver.owners(subject)]
        return _each(bodies or found or owners), kind

    @staticmethod
    def _of(party: Participant) -> Referent:
        return Referent(
            "state",
            party.actor,
            party.name,
            party.country,
            party.sectors,
            None,
            None,
            False,
            "a party of the agreement",
        )

    # ------------------------------------------------------------------ who

    def _doers(self, head: int) -> list[Side]:
        """Who is named by a phrase; of "institutions in both countries", those of each country."""
        out: list[Side] = []
        for h in self.resolver.conjuncts(head):
            found = [Side(r, h) for r in self.resolver.phrase(h)]
            if not found and self.tokens[h].pos in ("NOUN", "PROPN"):
                words = self.resolver.words(*self.resolver.span(h))
                hands = self.tokens[h].lemma in self.words["hands"]
                found = [
                    Side(
                        replace(
                            owner,
                            kind="body",
                            actor=None,
                            name=words,
                            metonym=False,
                            why=f'"{words}" are of {owner.name}',
                        ),
                        h,
                    )
                    for owner in (self.resolver.owners(h) if hands else ())
                ]
            out.extend(
                side for side in found or self._unknown(h) if side.referent.country or side.referent.kind == "org"
            )
        return _each(s for s in out if s.referent.kind in _SPEAKERS)

    def _unknown(self, head: int) -> list[Side]:
        """A company or body that the registry does not know, where the tagger takes it for one."""
        for entity in self.document.entities:
            if entity.label == "ORG" and entity.first <= head < entity.last and self.tokens[head].pos == "PROPN":
                words = self.resolver.words(entity.first, entity.last)
                return [Side(Referent("org", None, words, None, (), None, None, False, f'"{words}" is a name'), head)]
        return []

    def _to(self, action: int, above: int, by: list[Side]) -> list[Side]:
        """For whom: behind "to" or "for" around the action and its object, or its second object."""
        anchors = [action, *self.clauses.objects(action)] if self.tokens[action].pos == "VERB" else [action, above]
        heads = [h for a in anchors for h in self.clauses.behind(a, ("to", "for", "with"))]
        if self.tokens[action].pos == "VERB":
            heads += self.clauses.children(action, "dative")
            if self.clauses.behind(action, ("with",)):  # "supply Germany with gas"
                heads += [o for o in self.clauses.objects(action) if self.resolver.phrase(o)]
        own = {s.referent.key for s in by} | {s.referent.country for s in by}
        out = [
            s
            for h in heads
            if self.tokens[h].pos in ("NOUN", "PROPN", "PRON")
            for s in self.matcher.sides(h, owner=True)
        ]
        return _each(s for s in out if s.referent.key not in own and s.referent.country not in own)

    # ------------------------------------------------------------------ when

    def _when(self, action: int, above: int, number: int) -> tuple[str | None, Horizon | None]:
        """The day by which, and the stretch of time over which, something is to be done."""
        inside = set(self._subtree(action))
        due, horizon = None, None
        for time in self.times.get(number, ()):
            if time.kind == "duration" and horizon is None and action < time.first and self._over(time, inside):
                horizon = Horizon(None, None, self.document.article.text[slice(*time.span)])
            if time.kind != "date" or time.date is None or time.attributive:
                continue
            at = next(
                (i for i in range(time.first, time.last) if not time.first <= self.tokens[i].head < time.last),
                time.first,
            )
            near = at in inside and (time.first > action or self.tokens[time.first].lower in ("by", "before", "within"))
            bounded = time.bound in _DUE_BOUNDS or self.tokens[time.first].lower == "within"
            if not near and not (bounded and time.first > above):
                continue
            said = {self.tokens[i].lower for i in range(time.first, time.last)}
            if "within" in said and self._long_past(number):
                continue  # "committed in 2020 to withdraw within 14 months" counts from then
            start, end = time.date.start, time.date.end
            words = self.document.article.text[time.span[0] : time.span[1]]
            if said & {"within"} and time.date.precision == "interval" and not said & _AHEAD:
                due = due or end  # "within 90 days": the last of them
            elif (
                said & _AHEAD
                and time.date.precision in ("interval", "decade")
                and said & {"over", "during", "in", "for", "within", "through"}
            ):
                horizon = horizon or Horizon(start, end, words)
            elif time.bound in _DUE_BOUNDS or (time.bound is None and self._is_ahead(start)):
                due = due or end or start
        return due, horizon

    def _over(self, time: TimeExpression, inside: set[int]) -> bool:
        """``over 60 days``, ``for two years``: a stretch of time that hangs on the action."""
        before = {self.tokens[j].lower for j in (time.first - 1, time.first) if j >= 0}
        return bool(before & {"over", "for", "during"}) and time.first in inside

    def _long_past(self, number: int) -> bool:
        year = (self.published or "0000")[:4]
        return any(
            time.date is not None and (time.date.start or year)[:4] < year for time in self.times.get(number, ())
        )

    def _is_ahead(self, date: str | None) -> bool:
        if date is None or self.published is None:
            return False
        n = min(len(date), len(self.published))
        if n == len("2022-01-20"):
            return date > self.published
        return date[:n] >= self.published[:n]

    # ------------------------------------------------------------------ rows

    def _add(
        self,
        kind: str,
        status: str,
        by: list[Side],
        assigned_by: list[Side],
        above: int,
        action: int,
        number: int,
        confidence: float,
        *,
        passive_theme: int | None = None,
        agreement: str | None = None,
    ) -> None:
        if action in self.used:
            return
        if not by:
            self._drop(action, "a commitment without who")
            return
        self.used.add(action)
        span = self._action_span(action, passive_theme, number)
        due, horizon = self._when(action, above, number)
        objects = [passive_theme] if passive_theme is not None else self.clauses.objects(action)
        if self.tokens[action].pos == "NOUN" and not objects:
            objects = self.clauses.behind(action, ("of",))
        theme = self.tokens[objects[0]].lemma if objects else ""
        confidence += 0.05 if due or horizon else 0.0
        duty = _Duty(kind, status, by, self._to(action, above, by), assigned_by, span, action, theme, due, horizon,
                     agreement or self._agreement(action, above), confidence, [(number, span)])  # fmt: skip
        same = next((d for d in self.duties if self._one(d, duty)), None)
        if same is None:
            self.duties.append(duty)
            return
        same.tellings.append((number, span))
        same.to = same.to or duty.to
        same.due, same.horizon = same.due or due, same.horizon or horizon
        same.agreement = same.agreement or duty.agreement
        if _PROGRESS[status] >= _PROGRESS[same.status]:
            same.status = status
            same.due = due or same.due

    def _one(self, a: _Duty, b: _Duty) -> bool:
        if {s.referent.country or s.referent.key for s in a.by} != {s.referent.country or s.referent.key for s in b.by}:
            return False
        if self.tokens[a.head].lemma != self.tokens[b.head].lemma or not (a.theme and a.theme == b.theme):
            return False
        return not (a.due and b.due and a.due != b.due and a.status == b.status)

    def _agreement(self, action: int, above: int) -> str | None:
        for i in self._subtree(action):
            if i in self.ledger.told:
                return self.ledger.told[i]
        for i in (action, above):
            for head in self.clauses.behind(i, ("under", "in", "by")):
                if head in self.ledger.told:
                    return self.ledger.told[head]
        return None

    def _action_span(self, action: int, theme: int | None, number: int) -> Span:
        """The words of the action: its verb and what follows it; in the passive, from what it is done to."""
        sentence = self.document.sentences[number]
        below = [j for j in self._subtree(action) if sentence.first <= j < sentence.last]
        first = min(
            [
                action,
                *(
                    j
                    for j in below
                    if (
                        self.tokens[j].dep in ("compound", "nummod", "quantmod", "amod", "det", "poss", "neg")
                        and self.tokens[j].head == action
                    )
                    or self._within(j, action)
                ),
            ]
        )
        if theme is not None and theme < action:
            first = self.resolver.span(theme)[0]
        last = action + 1
        for j in sorted(j for j in below if j > action):
            if self.tokens[j].start - self.tokens[first].start > _LONGEST_ACTION:
                break
            last = j + 1
        while last - 1 > action and self.tokens[last - 1].pos in ("PUNCT", "CCONJ"):
            last -= 1
        return self.tokens[first].start, self.tokens[last - 1].end

    def _within(self, j: int, noun: int) -> bool:
        """Is it a word before a noun, as the sum in "300 million kroner"?"""
        return self.tokens[noun].pos in ("NOUN", "PROPN", "SYM", "NUM") and j < noun

    def _subtree(self, i: int) -> list[int]:
        out, queue = [], [i]
        while queue:
            at = queue.pop()
            out.append(at)
            # a verb that is joined to this one has an action of its own
            queue.extend(
                c
                for c in self.tokens[at].children
                if not (at == i and self.tokens[c].dep == "conj" and self.tokens[c].pos == "VERB")
            )
        return out

    def _write(self, duty: _Duty) -> Commitment:
        text = self.document.article.text
        day = self.published

        def people(sides: Iterable[Side]) -> tuple[Participant, ...]:
            return tuple(self.resolver.participant(side.referent, side.head, day) for side in sides)

        return Commitment(
            id=content_id(self.document.article.id, "commitment", duty.kind, duty.action),
            by=people(duty.by),
            to=people(duty.to),
            assigned_by=people(duty.assigned_by),
            action=Phrase(text[duty.action[0] : duty.action[1]], duty.action),
            due=duty.due,
            horizon=duty.horizon,
            kind=duty.kind,
            status=duty.status,
            agreement_id=duty.agreement,
            evidence=tuple(self._evidence(number, span) for number, span in duty.tellings),
            confidence=round(min(duty.confidence, 0.95), 2),
        )

    def _evidence(self, number: int, action: Span) -> Evidence:
        sentence: Sentence = self.document.sentences[number]
        span = sentence.span
        if span[1] - span[0] > LONGEST_QUOTE:
            room = (LONGEST_QUOTE - (action[1] - action[0])) // 2
            inside = [
                t
                for t in self.tokens[sentence.first : sentence.last]
                if t.start >= action[0] - room and t.end <= action[1] + room
            ]
            span = (min(inside[0].start, action[0]), max(inside[-1].end, action[1])) if inside else action
        return Evidence(self.document.article.text[span[0] : span[1]], span, action)

    def _drop(self, i: int, reason: str) -> None:
        token = self.tokens[i]
        self.dropped.append(Dropped((token.start, token.end), reason))


def _each(sides: Iterable[Side]) -> list[Side]:
    out: dict[tuple[str, str | None], Side] = {}
    for side in sides:
        out.setdefault((side.referent.key, side.referent.country), side)
    return list(out.values())
