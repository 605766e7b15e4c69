"""What happened: frames laid over every clause, and the law that makes of them events with type, status and date.

The law is the table at the end of the record format: what is promised, announced, threatened, asked for, refused or
denied is an act of its own and foresees another; what is merely planned, possible or negated says so in its status.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property

from dragoman.document import Assertion, Document, Sentence
from dragoman.extract.actors import Resolver
from dragoman.extract.clauses import Clauses
from dragoman.extract.contexts import contexts_of
from dragoman.extract.coreference import ABROAD, Referent
from dragoman.extract.frames import Match, Matcher, Side
from dragoman.extract.places import PlaceFinder
from dragoman.extract.statements import Claims
from dragoman.extract.tagged import Proposal, TaggedDocument
from dragoman.extract.timing import Timing
from dragoman.extract.visits import Encounter, Visits
from dragoman.knowledge.contexts import Contexts
from dragoman.knowledge.event_typer import EventTyper, WordTag
from dragoman.knowledge.lexicon import Frame, Lexicon
from dragoman.knowledge.ontology import Ontology
from dragoman.model import Article, Date, Dropped, Event, Evidence, Participant, Span, Status, content_id

LONGEST_QUOTE = 600
# Where no frame fits, the tagger must be this sure of an event and of its type; chosen, as what follows, on sentences
# that it was not trained on and on the development articles.
SURE = 0.6
SURE_OF_TYPE = 0.45
# And of the type of what people do of whom nothing is known but what they are: "miners blocked the road".
SURE_OF_STRANGERS = 0.75
# And of an act of which it is not said who did it.
SURE_OF_UNSAID = 0.9
# To drop what a frame reports, the tagger must be this sure that it is no event.
SURE_OF_NONE = 0.7
# To read another type than a frame's, it must be this sure.
SURE_OF_ANOTHER = 0.88
# An article of so many sentences in which no frame reports an event is about something else: the tagger is not asked.
SHORT = 6
# How many words before and after its predicate tell what an event is about.
NEAR = 20
# A report of a match names the things of sport more often than this; a story about a boycott of games does not.
SPORT_WORDS = 4
WORDS_A_SPORT_WORD = 30
COOPERATIVE = frozenset({"CONSULT", "SUPPORT", "COOPERATE", "AID", "AGREE"})
YIELDING = frozenset({"RETREAT", "CONCEDE"})
MATERIAL = frozenset({"ASSAULT", "COERCE", "SANCTION", "PROTEST", "MOBILIZE", "COOPERATE", "AID", "RETREAT"})
# What is mostly done to somebody, who may stand farther off than the frame says.
DIRECTED = frozenset({"ACCUSE", "REJECT", "REQUEST", "SANCTION", "COERCE", "ASSAULT", "AID", "SUPPORT", "THREATEN"})
# PLOVER sectors of those who act at home: police, courts, prisons, parliaments, parties, people.
DOMESTIC = frozenset({"COP", "JUD", "LEG", "OPP", "CVL", "LAB", "EDU", "PTY"})
# What people do mostly in their own country.
AT_HOME = frozenset({"PROTEST", "COERCE", "RETREAT", "MOBILIZE", "ASSAULT"})
# Speech acts are told one by one; of these types, a second telling is the same act only if it is told by the same word.
VERBAL = frozenset({"AGREE", "SUPPORT", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "CONCEDE"})


@dataclass(slots=True)
class Draft:
    """An event before it is merged with its other tellings and written out."""

    type: str
    mode: str | None
    status: Status
    foresees: str | None
    actors: list[Side]
    recipients: list[Side]
    head: int  # the predicate or noun that reports it
    trigger: set[int]
    sentence: int
    why: str
    timed_by: list[int] = field(default_factory=list)  # the tokens whose time expressions are its own
    denies: Draft | None = None
    tellings: list[tuple[int, set[int]]] = field(default_factory=list)  # (sentence, trigger), further ones
    date: Date | None = None
    visit: bool = False  # a visit, made or to be made
    framed: bool = True  # told by a frame, not by the tagger alone
    seen: float = 0.0  # how likely the tagger finds this type at one of its words


class Coder:
    """Codes the events of one document."""

    def __init__(
        self,
        document: Document,
        resolver: Resolver,
        claims: Claims,
        places: PlaceFinder,
        lexicon: Lexicon,
        ontology: Ontology,
        contexts: Contexts,
        typer: EventTyper | None = None,
    ):
        self.document = document
        self.contexts = contexts
        self.typer = typer  # asked where the lexicon has no frame; None: the lexicon alone
        self.tokens = document.tokens
        self.resolver = resolver
        self.lexicon = lexicon
        self.ontology = ontology
        self.clauses = Clauses(document.tokens)
        timed = frozenset(i for time in document.times for i in range(time.first, time.last))
        self.matcher = Matcher(self.clauses, resolver, lexicon.words["voices"] | lexicon.words["arms"], timed)
        self.claims = claims
        self.places = places
        self.timing = Timing(document, self.clauses)
        self.visits = Visits(document, resolver, self.clauses, self.matcher)
        self.dropped: list[Dropped] = []
        self._used: set[int] = set()  # words whose part in an act is known
        self._idle: set[int] = set()  # words of frames that report no event
        self._so_far: list[Draft] = []
        self._sports_page = self._is_sports_page()

    def code(self) -> list[Draft]:
        """All events of the document in the order of the text, each act once."""
        drafts: list[Draft] = []
        open_to_tagger: list[int] = []
        for number, sentence in enumerate(self.document.sentences):
            if self._about_sport(sentence):
                self._drop((sentence.span), "sport")
                continue
            open_to_tagger.append(number)
            found: list[Draft] = []
            # From the root down: a verb that governs another decides what becomes of the act below it.
            for i in sorted(range(sentence.first, sentence.last), key=self._depth):
                if i not in self._used:
                    found.extend(self._predicate(i, number))
            found.sort(key=lambda draft: draft.head)
            drafts.extend(self._set_for_later(draft) for draft in found)
            self._so_far = drafts
        if self.typer is not None and (drafts or len(self.document.sentences) < SHORT):
            tagged = TaggedDocument(self.document, self.clauses, self.matcher, self.typer, lambda i: self._where([i]))
            drafts = [draft for draft in drafts if self._upheld(draft, tagged)]
            for number in open_to_tagger:
                for proposal in tagged.proposals(number, SURE):
                    drafts.extend(self._proposed(proposal, drafts))
            drafts.sort(key=lambda draft: (draft.sentence, draft.head))
        return self._merge(drafts)

    def _set_for_later(self, draft: Draft) -> Draft:
        """A meeting or visit told as a fact of a day to come is planned: "leaves Tuesday on a visit to Lima"."""
        owners = self.timing.to_come(draft.timed_by, draft.head) if draft.type == "CONSULT" else []
        if draft.status != "occurred" or not owners:
            return draft
        kind, status, foresees = self.settle(draft.type, "planned", draft.foresees)
        return replace(draft, type=kind, status=status, foresees=foresees, mode=None, timed_by=owners)

    def _upheld(self, draft: Draft, tagged: TaggedDocument) -> bool:
        """Take a draft to the tagger: drop it where that is sure that its words tell no event, else complete it."""
        tags = {i: tag for i in draft.trigger if (tag := tagged.tag(draft.sentence, i)) is not None}
        if not tags:
            return True
        none, word = min((tag.none, i) for i, tag in tags.items())
        if none >= SURE_OF_NONE and self.tokens[draft.head].pos != "ADJ":  # of "is due in Suva" a frame knows more
            self._drop(self._trigger_span(draft.trigger), "no event, as the tagger reads it")
            return False
        self._overrule(draft, max(tags.values(), key=lambda tag: tag.probability))
        draft.seen = max((tag.probability for tag in tags.values() if tag.type == draft.type), default=0.0)
        if none <= 0.5:
            self._complete(draft, word, tagged)
        return True

    def _overrule(self, draft: Draft, tag: WordTag) -> None:
        """Take the tagger's type where it is sure of another: "removed the protesters from the hall" is no retreat."""
        kinds = self.ontology.types
        if tag.type == draft.type or tag.probability < SURE_OF_ANOTHER or draft.denies is not None:
            return
        if kinds[tag.type].reciprocal or kinds[draft.type].reciprocal or draft.status == "planned":
            return
        draft.why = f"{draft.why}; the tagger reads it as {tag.type} with {tag.probability:.2f}"
        draft.type, draft.mode = tag.type, tag.mode
        draft.foresees = tag.foresees if kinds[tag.type].foresees else None
        draft.visit = False

    def _complete(self, draft: Draft, word: int, tagged: TaggedDocument) -> None:
        """Give a draft the recipients that its frame left open and the tagger sees for one of its words."""
        reciprocal = self.ontology.types[draft.type].reciprocal and draft.mode != "visit"
        if draft.recipients or not draft.actors or reciprocal:
            return
        _, recipients = tagged.sides(draft.sentence, word)
        recipients = self._foreign(draft.type, _told(recipients), draft.actors)
        _, draft.recipients = self._settled(draft.type, [draft.head], draft.actors, recipients)

    def _noun_actors(self, head: int, kind: str) -> list[Side]:
        """Who acts by the words around a noun: "the visit of Raisi", "talks between A and B", "strikes by B"."""
        if self.tokens[head].pos != "NOUN":
            return []
        suffered = kind in ("ASSAULT", "COERCE", "SANCTION")  # "the arrest of", "their detention"
        places = ("by",) if suffered else ("poss", "by", "between")
        return self.matcher.places(head, (*places, "of") if kind == "CONSULT" else places)

    def _spoken_for(self, head: int, drafts: list[Draft]) -> bool:
        """Does a frame tell what this word does: that it is no event, or part of one that is coded?"""
        if head in self._idle or any(head in draft.trigger for draft in drafts):
            return True
        above = set(self.clauses.ancestors(head))
        return head in self._used and any(draft.head in above for draft in drafts)

    def _foreign(self, kind: str, sides: list[Side], actors: list[Side]) -> list[Side]:
        """Without the actors, those of a state that acts, visits or is one of several, a minister's own state, and
        protests' places."""
        states = {side.referent.country for side in actors if side.referent.kind == "state"}
        served = {side.referent.country for side in actors if "GOV" in side.referent.sectors}
        countries = {side.referent.country for side in actors if side.referent.country}
        but = countries if len(countries) > 1 or kind == "CONSULT" else states
        return [
            side
            for side in _others(sides, actors)
            if side.referent.country not in but
            and not (side.referent.kind == "state" and side.referent.country in served)
            and not (kind == "PROTEST" and self.resolver.located(self.tokens[side.head]))
        ]

    def _one_of_a_people(self, side: Side) -> bool:
        """ "The Colombian attacked on the last ramp": one man of a people, who acts for nobody."""
        return side.referent.kind == "people" and self.tokens[side.head].tag in ("NN", "NNP")

    def _refers_back(self, head: int, drafts: list[Draft]) -> bool:
        """Is it "the meeting", "the talks", which a sentence before has told of?"""
        token = self.tokens[head]
        definite = any(self.tokens[c].lower in ("the", "this", "these") for c in self.clauses.children(head, "det"))
        if token.pos != "NOUN" or not definite:
            return False
        return any(
            "CONSULT" in (draft.type, draft.foresees) and self.document.sentences[draft.sentence].first < head
            for draft in drafts
            if not self.document.sentences[draft.sentence].first <= head < self.document.sentences[draft.sentence].last
        )

    def _proposed(self, proposal: Proposal, drafts: list[Draft]) -> list[Draft]:
        """The event that a word tells where no frame fits, as the tagger reads it."""
        head, tag = proposal.head, proposal.tag
        kind = tag.type
        press = self.tokens[head].lemma in self.lexicon.words["interviews"]
        least = (
            SURE_OF_STRANGERS if self.tokens[head].dep == "acl" else SURE_OF_TYPE
        )  # "the agreements reached by them"
        if tag.probability < least or press or self._spoken_for(head, drafts):
            return []
        judged = self._judge(head)
        if judged.status == "hypothetical" and (judged.infinitive or self._counterfactual(head)):
            return []
        own = self._noun_actors(head, kind)
        if kind == "CONSULT" and not own and self._refers_back(head, drafts):
            return []
        actors = _told(own or proposal.actors)
        if not actors and self.tokens[head].pos == "VERB":
            subject = self.clauses.subject(head)
            actors = _told(self.matcher.sides(subject, owner=False)) if subject is not None else []
        recipients = self._foreign(kind, _told(proposal.recipients), actors)
        if kind in DIRECTED and actors and not recipients and self.tokens[head].pos == "VERB":
            recipients = self.matcher.other_side(head, actors)
        actors, recipients = self._settled(kind, [head], actors, recipients)
        reciprocal = self.ontology.types[kind].reciprocal and tag.mode != "visit"
        if reciprocal and kind in ("CONSULT", "COOPERATE"):
            actors, recipients = _all_sides(actors, recipients), []
        people = [
            side.referent
            for side in [*actors, *recipients]
            if (side.referent.sectors or side.referent.actor) and not self._one_of_a_people(side)
        ]
        told = any(who.country or who.actor for who in people) or (people and tag.probability >= SURE_OF_STRANGERS)
        # "Three workers were picked up on Sunday": by whom, everybody knows
        unsaid = kind in MATERIAL and bool(recipients) and tag.probability >= SURE_OF_UNSAID
        if not told or not (actors or unsaid):
            self._drop(self._trigger_span({head}), "no known actor")
            return []
        if kind == "CONSULT" and reciprocal and len(actors) < 2:
            return []
        sides = {side.referent.key for side in [*actors, *recipients]}
        tied = {head, self.tokens[head].head}  # "the agreement was reached"
        if any(d.sentence == proposal.sentence and d.type == kind
               and (sides & {side.referent.key for side in [*d.actors, *d.recipients]}
                    or tied & {d.head, self.tokens[d.head].head} & {head, d.head}) for d in drafts):  # fmt: skip
            return []  # it is told already, by another word
        # Of adjectives the tagger knows more than their form: "is due in Suva on Friday".
        vague = judged.infinitive or judged.status == "hypothetical" or self.tokens[head].pos == "ADJ"
        status: Status = tag.status if vague else judged.status
        foresees = tag.foresees if self.ontology.types[kind].foresees else None
        type_, status, foresees = self.settle(kind, status, foresees)
        mode = tag.mode if type_ == kind else None
        why = f'no frame fits "{self.tokens[head].text}"; the tagger reads it as {kind} with {tag.probability:.2f}'
        return [Draft(type_, mode, status, foresees, actors, recipients, head, {head}, proposal.sentence, why, [head],
                      visit=mode == "visit", framed=False, seen=tag.probability)]  # fmt: skip

    # ------------------------------------------------------------------ one predicate

    def _predicate(self, i: int, sentence: int) -> list[Draft]:
        token = self.tokens[i]
        if token.pos in ("VERB", "ADJ", "AUX"):
            frames = self.lexicon.verbs.get(token.lemma, ())
            if token.pos == "ADJ":
                frames = tuple(f for f in frames if f.act is not None or f.status is not None)  # "is due in Suva"
            for frame in frames:
                match = self.matcher.verb(frame, i)
                if match is not None:
                    drafts = self._act(match, sentence) if frame.act else self._event(match, sentence)
                    if drafts is not None:
                        return drafts
            return self._evaluation(i, sentence) or self._duty(i, sentence)
        if token.pos in ("NOUN", "PROPN") and token.lemma in self.lexicon.nouns:
            for frame in self.lexicon.nouns[token.lemma]:
                match = self.matcher.noun(frame, i)
                events = self._event(match, sentence) if match is not None else None
                if events is not None:
                    return events
        return []

    def _event(self, match: Match, sentence: int) -> list[Draft] | None:
        """The event that a frame reports by itself; None lets a less specific frame try."""
        frame = match.frame
        if frame.type is None:
            self._used |= match.trigger
            self._idle |= match.trigger
            return []
        # A lasting state is there, whatever is wanted of it: "urged an end to the blockade".
        if frame.noun and frame.status != "ongoing" and (reason := self._only_named(match.head)):
            self._drop(self._trigger_span(match.trigger), reason)
            return []
        actors, recipients = self._sides(match)
        if frame.reciprocal:
            actors, recipients = _all_sides(actors, recipients), []
            if frame.noun and len(actors) == 1 and self.clauses.behind(match.head, ("with",)):
                actors = _all_sides(self._host_clause(match.head), actors)
        elif frame.noun and not actors and recipients and frame.mode == "visit":
            actors = [
                s for s in self._host_clause(match.head) if s.referent.key not in {r.referent.key for r in recipients}
            ]
        if frame.noun and actors and not recipients and self.tokens[match.head].lemma == "invitation":
            recipients = _others(self._host_clause(match.head), actors)  # "arrived at the invitation of Putin"
        actors, recipients = self._settled(frame.type, [match.head, *sorted(match.trigger)], actors, recipients)
        if not recipients and frame.type in ("ASSAULT", "COERCE"):
            recipients = self._stricken(match, actors) or self._topic(match, sentence, actors)
        problem = self._missing(frame, actors, recipients)
        directed = frame.type in DIRECTED and not frame.noun and not frame.reciprocal
        if directed and not problem and actors and not recipients:
            recipients = self.matcher.other_side(match.head, actors)
        if not problem and not actors and self.tokens[match.head].dep in ("acl", "relcl", "amod", "advcl"):
            problem = "no actor is told"  # "fighters held in prisons": by whom, and when, is not told
        if problem:
            if frame.noun or problem == "no known actor":
                self._drop(self._trigger_span(match.trigger), problem)
            return None
        judged = self._judge(match.head)
        if judged.status == "occurred" and any(
            self.tokens[c].lower == "no" for i in match.trigger - {match.head} for c in self.clauses.children(i, "det")
        ):
            judged = replace(judged, status="negated")  # "made no arrests"
        if frame.noun and self.tokens[match.head].dep in ("nsubj", "nsubjpass"):
            above = self.tokens[match.head].head
            if self.tokens[above].lemma in self.lexicon.words["taking_place"]:
                judged = self._judge(above)  # "the talks are to begin on Monday"
        if judged.infinitive and judged.status == "hypothetical" and not frame.noun:
            self._drop(self._trigger_span(match.trigger), "an infinitive that says no act")
            return None
        self._used |= match.trigger
        for c in self.clauses.children(match.head, "prep"):
            if self.tokens[c].lower in ("from", "against"):  # "warned Finland against joining NATO": it did not join
                self._used.update(self._subtree(c) if self.clauses.children(c, "pcomp") else ())
        if frame.mode == "allege" and match.content is not None:
            self._used.update(self._subtree(match.content))  # "accused of arming rebels" says nothing of the arming
        if judged.status == "hypothetical" and (frame.noun or self._counterfactual(match.head)):
            self._drop(self._trigger_span(match.trigger), "only a possibility")
            return []
        kind, status, foresees = self.settle(frame.type, self._status(frame, judged), frame.foresees)
        if status == "negated" and not frame.noun and kind in COOPERATIVE | YIELDING and self._will(match.head):
            kind, status, foresees = "REJECT", "occurred", kind  # "will not release the prisoners" is a refusal
        why = f'"{self._words(match.trigger)}" reports {frame.type} ({frame.pattern})'
        return [Draft(kind, frame.mode if kind == frame.type else None, status, foresees, actors, recipients,
                      match.head, match.trigger, sentence, why, [match.head, *match.trigger],
                      visit=frame.mode == "visit")]  # fmt: skip

    @staticmethod
    def settle(kind: str, status: Status, foresees: str | None) -> tuple[str, Status, str | None]:
        """The type, status and foreseen act of what has not simply happened.

        >>> Coder.settle("CONSULT", "planned", None)
        ('AGREE', 'planned', 'CONSULT')
        """
        if status != "planned":
            return kind, status, foresees
        if kind in YIELDING:
            return "CONCEDE", "planned", kind
        if kind in COOPERATIVE:
            return "AGREE", "planned", foresees if kind == "AGREE" else kind
        return kind, "planned", foresees

    # ------------------------------------------------------------------ verbs that govern another

    def _act(self, match: Match, sentence: int) -> list[Draft] | None:
        frame = match.frame
        actors, recipients = self._sides(match)
        below = match.governed
        inner: list[Draft] = []
        if below is not None:
            self._used.add(match.head)
            inner = self._under(
                below, sentence, actors if frame.act in ("promise", "threaten", "refuse", "plan", "deny") else []
            )
        first = inner[0] if inner else None
        act = frame.act
        judged = self._judge(match.head)
        if self.tokens[match.head].lemma in self.lexicon.words["wishing"]:
            return []  # to want is no act
        if self.tokens[match.head].lemma in self.lexicon.words["stopping"]:
            act = "end"
        if act in ("begin", "manage", "continue", "attempt", "fail", "plan", "hope", "force", "permit", "say", "end"):
            return self._modified(act, inner, judged)
        if first is not None and act in ("request", "invite"):
            recipients = recipients or _others(first.actors, actors)
        elif first is not None:
            recipients = recipients or first.recipients or _others(first.actors, actors)
        if not recipients and below is not None and act in ("promise", "refuse", "announce", "threaten"):
            recipients = self._concerned(below, actors)  # "refused to let American soldiers pass"
        foreseen = None
        if first is not None:  # to stop an act is to foresee its end
            foreseen = _ENDED.get(first.type) if first.status == "negated" else first.foresees or first.type
        if act == "announce":
            return self._announced(match, actors, inner)
        kind = {"promise": "AGREE", "invite": "AGREE", "threaten": "THREATEN", "request": "REQUEST", "refuse": "REJECT",
                "deny": "REJECT", "support": "SUPPORT"}[act or ""]  # fmt: skip
        if act == "promise" and foreseen in _THREATENED and self.tokens[match.head].lemma in _VOWS:
            kind = "THREATEN"
        if act == "invite" and foreseen not in ("CONSULT", "AGREE", None):
            kind = "REQUEST"
        if act == "threaten" and first is not None and match.governed is not None and frame.pattern.endswith("that:"):
            own = {s.referent.country or s.referent.key for s in actors}
            if not own & {s.referent.country or s.referent.key for s in first.actors} or first.type not in _CONFLICT:
                return inner  # "warned that the army had attacked": a claim, not a threat
        if act == "deny":
            return self._denied(match, actors, recipients, inner, sentence, judged)
        if first is None and act == "threaten" and frame.pattern.endswith("that:"):
            return []
        problem = self._missing(frame, actors, recipients)
        if problem or (act == "request" and not recipients and first is None and below is None):
            self._drop(self._trigger_span(match.trigger), problem or "no content")
            return []
        status: Status = judged.status
        if judged.infinitive and status == "hypothetical":
            return []
        trigger = set(match.trigger)
        why = f'"{self._words(trigger)}" is a {act} ({frame.pattern})' + (
            f"; it foresees {foreseen}" if foreseen else ""
        )
        draft = Draft(kind, self._mode_of(kind, foreseen), status, foreseen, actors, recipients, match.head, trigger,
                      sentence, why, [match.head])  # fmt: skip
        # An invitation is no visit, an agreement to come is one that is planned.
        draft.visit = first is not None and first.visit and kind == "AGREE" and act == "promise"
        return [draft]

    def _concerned(self, below: int, actors: list[Side]) -> list[Side]:
        """Whom the act under a verb concerns, where no frame says it: its object, else who stands behind it."""
        countries = {side.referent.country for side in actors}
        for head in [
            *self.clauses.objects(below),
            *self.clauses.behind(below, ("with", "to", "against", "on", "from")),
        ]:
            sides = self.matcher.sides(head, owner=True)
            sides = [side for side in sides if side.known and side.referent.country not in countries]
            if sides:
                return sides
        return []

    def _under(self, below: int, sentence: int, actors: list[Side]) -> list[Draft]:
        """The events that a governed verb, and those joined to it, would report; they are no events of their own."""
        out: list[Draft] = []
        verbs = [
            below,
            *(
                c
                for c in self.clauses.children(below, "conj")
                # "refused to recognise … and accused": another form is another act of the subject
                if self.tokens[c].pos == "VERB" and self.tokens[c].tag == self.tokens[below].tag
            ),
        ]
        dropped = len(self.dropped)
        for verb in verbs:
            for draft in self._predicate_under(verb, sentence, actors):
                self._used.add(verb)
                self._used |= draft.trigger
                out.append(draft)
        del self.dropped[dropped:]
        return out

    def _predicate_under(self, i: int, sentence: int, actors: list[Side]) -> list[Draft]:
        for frame in self.lexicon.verbs.get(self.tokens[i].lemma, ()):
            match = self.matcher.verb(frame, i)
            if match is None:
                continue
            if frame.act:
                found = self._act(match, sentence)
                if found:
                    return found
                continue
            if frame.type is None:
                return []
            doing, recipients = self._sides(match)
            doing = doing or actors
            if frame.reciprocal:
                doing, recipients = _all_sides(doing, recipients), []
            why = f'"{self._words(match.trigger)}" reports {frame.type} ({frame.pattern})'
            judged = self._judge(i)
            open_ = judged.status != "negated" and (judged.infinitive or judged.status == "hypothetical")
            status: Status = "occurred" if open_ else judged.status  # "pledged not to attack" keeps its negation
            return [Draft(frame.type, frame.mode, status, frame.foresees, doing, recipients, i, match.trigger, sentence,
                          why, [i, *match.trigger], visit=frame.mode == "visit")]  # fmt: skip
        return []

    def _modified(self, act: str, inner: list[Draft], judged: Assertion) -> list[Draft]:
        """Verbs that only say how far an act has come: begin, continue, manage, fail, plan, hope."""
        out = []
        for draft in inner:
            if self._missing_in(draft):
                continue
            status: Status = judged.status
            if act == "end":
                ended = _ENDED.get(draft.type)
                if ended is None:
                    continue
                draft = replace(draft, type=ended, mode=None)
            if act == "fail":
                status = "negated" if status == "occurred" else status
            elif act == "continue" and status == "occurred":
                status = "ongoing"
            elif act == "plan" and status in ("occurred", "ongoing"):
                status = "planned"
            elif act in ("attempt", "hope") and status in ("occurred", "ongoing"):
                status = "hypothetical"
            kind, status, foresees = self.settle(draft.type, status, draft.foresees)
            out.append(
                replace(
                    draft, type=kind, status=status, foresees=foresees, mode=draft.mode if kind == draft.type else None
                )
            )
        return [] if act == "hope" else out

    def _announced(self, match: Match, actors: list[Side], inner: list[Draft]) -> list[Draft]:
        """``announced that it will withdraw`` is a concession on that day; other announcements are claims."""
        out = []
        for draft in inner:
            if self._missing_in(draft):
                continue
            own = {s.referent.key for s in actors} & {s.referent.key for s in draft.actors}
            judged = self._judge(draft.head)
            if judged.status == "planned" and own and draft.type in YIELDING:
                trigger = match.trigger | draft.trigger
                out.append(
                    replace(
                        draft,
                        type="CONCEDE",
                        mode=None,
                        status="occurred",
                        foresees=draft.type,
                        head=match.head,
                        trigger=trigger,
                        timed_by=[match.head],
                    )
                )
                continue
            kind, status, foresees = self.settle(draft.type, judged.status, draft.foresees)
            out.append(
                replace(
                    draft, type=kind, status=status, foresees=foresees, mode=draft.mode if kind == draft.type else None
                )
            )
        return out

    def _denied(self, match: Match, actors: list[Side], recipients: list[Side], inner: list[Draft], sentence: int,
                judged: Assertion) -> list[Draft]:  # fmt: skip
        """``denied having attacked``: a rejection on the day of the denial, and the act that it says did not happen."""
        if not actors or not _known(actors):
            return []
        own = {side.referent.country for side in actors}
        recipients = [side for side in recipients if side.referent.country not in own]
        negated = [replace(d, status="negated", actors=d.actors or actors) for d in inner]
        denial = Draft("REJECT", None, judged.status, None, actors, recipients, match.head, match.trigger, sentence,
                       f'"{self._words(match.trigger)}" is a denial ({match.frame.pattern})', [match.head],
                       denies=negated[0] if negated else None)  # fmt: skip
        return [denial, *(d for d in negated if not self._missing_in(d))]

    def _evaluation(self, i: int, sentence: int) -> list[Draft]:
        """``called the visit important``: praise of what somebody did, or blame, by the words of the judgement."""
        token = self.tokens[i]
        if token.lemma not in self.lexicon.words["evaluating"]:
            return []
        objects = self.clauses.objects(i)
        complements = self.clauses.children(i, "oprd", "acomp")
        for o in [i, *objects]:
            complements.extend(self.clauses.behind(o, ("as",)))
            if o != i:  # "called the visit an important step", read as an apposition
                complements.extend(self.clauses.children(o, "appos"))
        if not complements and len(objects) > 1:
            objects, complements = objects[:1], objects[1:]
        if not objects or not complements:
            return []
        words = {self.tokens[k].lemma for c in complements for k in self._subtree(c)}
        good, bad = words & self.lexicon.words["praise"], words & self.lexicon.words["blame"]
        if bool(good) == bool(bad):
            return []
        subject = self.clauses.subject(i)
        actors = self.matcher.sides(subject, owner=False) if subject is not None else []
        own = {s.referent.country for s in actors}
        recipients = [s for s in self.matcher.sides(objects[0], owner=True) if s.referent.country not in own]
        recipients = recipients or self._doers_of(objects[0], actors)
        judged = self._judge(i)
        if not _known(actors) or not recipients or judged.infinitive:
            return []
        trigger = {i}
        self._used |= trigger
        kind, mode = ("SUPPORT", None) if good else ("ACCUSE", "disapprove")
        judgement = "praise" if good else "blame"
        why = f'"{token.text}" with words of {judgement} ({", ".join(sorted(good or bad))})'
        return [Draft(kind, mode, judged.status, None, actors, recipients, i, trigger, sentence, why, [i])]

    def _duty(self, i: int, sentence: int) -> list[Draft]:
        """``"Iran must return to the talks," he said``: what a speaker says that another has to do is asked of it."""
        speaker = self.resolver.speakers.get(i)
        auxiliaries = {self.tokens[c].lower for c in self.clauses.children(i, "aux")}
        subjects = self.clauses.children(i, "nsubj")
        if speaker is None or not auxiliaries & {"must", "should"} or "have" in auxiliaries or not subjects:
            return []
        actors = self.matcher.sides(speaker, owner=False)
        recipients = self.matcher.sides(subjects[0], owner=False)
        countries = {side.referent.country for side in actors}
        if not _known(actors) or not _known(recipients) or any(s.referent.country in countries for s in recipients):
            return []
        inner = self._under(i, sentence, recipients)
        foreseen = inner[0].foresees or inner[0].type if inner else None
        if self._judge(i).status == "negated":
            foreseen = _ENDED.get(foreseen or "")
        why = f"what {self.tokens[speaker].text} says that {self.tokens[subjects[0]].text} has to do is asked for"
        return [Draft("REQUEST", self._mode_of("REQUEST", foreseen), "occurred", foreseen, actors, recipients, i, {i},
                      sentence, why, [])]  # fmt: skip

    # ------------------------------------------------------------------ sides

    def _sides(self, match: Match) -> tuple[list[Side], list[Side]]:
        """Actor and recipient of a match; what stands around its noun fills what the clause leaves open."""
        actors, recipients = list(match.actors), list(match.recipients)
        if not match.frame.noun:
            nouns = [t for t in match.trigger if self.tokens[t].pos == "NOUN"]
            for noun in nouns:
                if not actors:
                    actors = self.matcher.places(noun, ("between", "by"))
                elif match.frame.reciprocal:
                    recipients = recipients or self.matcher.places(noun, ("between", "with"))
            if not recipients and any(slot.side == "B" for slot in match.frame.slots):
                # "expelled two Russian diplomats": the noun of the idiom says whose they are
                countries = {side.referent.country for side in actors}
                recipients = [
                    Side(referent, noun)
                    for noun in nouns
                    for referent in self.resolver.owners(noun)
                    if referent.country not in countries
                ]
        keys = {side.referent.key for side in actors}
        countries = {side.referent.country for side in actors}
        recipients = [
            side
            for side in recipients
            # a thing of one's own is no other side: "the academy funded by Saudi Arabia"
            if side.referent.key not in keys
            and not (side.referent.kind == "state" and side.referent.country in countries)
        ]
        return _told(actors), _told(recipients) or self._doers_before(match)

    def _doers_before(self, match: Match) -> list[Side]:
        """Whose act is meant by "condemned the attack"."""
        frame = match.frame
        judging = frame.type in ("ACCUSE", "SUPPORT", "REJECT") and any(s.side == "B" for s in frame.slots)
        objects = self.clauses.objects(match.head)
        if frame.noun or not judging or not objects:
            return []
        return self._doers_of(objects[0], match.actors)

    def _doers_of(self, noun: int, but: list[Side]) -> list[Side]:
        """The actors of the last event of the kind that a definite noun names ("the attack"), but for these."""
        kinds = {frame.type for frame in self.lexicon.nouns.get(self.tokens[noun].lemma, ())} - {None}
        if not kinds or not self._definite(noun):
            return []
        countries = {side.referent.country for side in but}
        for draft in reversed(self._so_far):
            if draft.type in kinds and draft.status in ("occurred", "ongoing"):
                return [Side(side.referent, noun) for side in draft.actors if side.referent.country not in countries]
        return []

    def _settled(
        self, kind: str, heads: Iterable[int], actors: list[Side], recipients: list[Side]
    ) -> tuple[list[Side], list[Side]]:
        """Sides named without a country get that of the place, else that of the state whose own people they are.

        "Students protested in Chad", "police in Dakar detained marchers", "Kenyan police beat reporters". Soldiers and
        rebels act abroad too: for them the place or the dateline has to tell it.
        """
        sides = [*actors, *recipients]
        nameless = [side for side in sides if _nameless(side)]
        if kind not in AT_HOME or not nameless:
            return actors, recipients
        heads = list(heads)
        country, why = self._where(heads)
        known = {side.referent.country for side in sides if side.referent.country}
        if country is None and len(known) == 1:
            home = next(iter(known))
            domestic = any(DOMESTIC & set(side.referent.sectors) for side in sides if side.referent.country)
            at_home = kind in ("PROTEST", "COERCE") or domestic
            if home and home not in ABROAD and (home == self._home or (at_home and self._only_state(home, heads[0]))):
                country, why = home, "of the country of the other side, which acts at home"
        if country is None and not known:
            country, why = self._home, "of the country that the story is told from"
        if country is None:
            return actors, recipients

        def settle(side: Side) -> Side:
            if not _nameless(side):
                return side
            return Side(replace(side.referent, country=country, why=f"{side.referent.why}; {why}"), side.head)

        return [settle(side) for side in actors], [settle(side) for side in recipients]

    def _only_state(self, country: str, head: int) -> bool:
        """Is no other state named in the sentence? "Tajik guards killed villagers, Kyrgyzstan said": not their own."""
        sentence = next(s for s in self.document.sentences if s.first <= head < s.last)
        named = {r.country for i in range(sentence.first, sentence.last) for r in self.resolver.known(i)}
        return named - ABROAD <= {country, None}

    def _stricken(self, match: Match, actors: list[Side]) -> list[Side]:
        """What is attacked or seized is of the country where it stands: "torched police stations in Bayda"."""
        for thing in (self.clauses.objects(match.head) if not match.frame.noun else [])[:1]:
            country, why = self._where([thing])
            own = any(side.referent.country == country and side.referent.kind == "state" for side in actors)
            if country is None or own or thing in self.matcher.times:
                continue
            words = self.resolver.words(*self.resolver.span(thing))
            return [Side(Referent("body", None, words, country, (), None, None, False, f'"{words}": {why}'), thing)]
        return []

    def _topic(self, match: Match, sentence: int, actors: list[Side]) -> list[Side]:
        """The state of which a sentence speaks: "As for Yemen, they urged an end to the Saudi-imposed blockade"."""
        if match.frame.status != "ongoing":
            return []
        first = self.document.sentences[sentence].first
        opening = [i for i in range(first, min(first + 3, match.head)) if self.tokens[i].lower in ("on", "for", "over")]
        heads = [c for i in opening for c in self.tokens[i].children if self.tokens[c].dep == "pobj"]
        sides = [side for c in heads for side in self.matcher.sides(c, owner=False) if side.referent.kind == "state"]
        taken = {side.referent.country for side in actors}
        return [side for side in sides if side.referent.country not in taken]

    def _where(self, heads: Iterable[int]) -> tuple[str | None, str]:
        """The country of the place that hangs on the words of an act."""
        place = self.places.place_of(heads)
        if place is None or place.country is None:
            return None, ""
        return place.country, f"it happens in {place.name}"

    @cached_property
    def _home(self) -> str | None:
        """The country of the dateline."""
        place = self.places.dateline()
        return place.country if place is not None else None

    def _only_named(self, i: int) -> str | None:
        """Why a noun names an act and does not tell it: it is wanted, feared or discussed, or it came to nothing."""
        words = self.lexicon.words
        if any(self.tokens[c].lower.split("-")[-1] in words["halted"] for c in self.clauses.children(i, "amod")):
            return "it did not take place"
        token = self.tokens[i]
        above = self.tokens[token.head]
        if token.dep in ("nsubj", "nsubjpass") and above.lemma in words["halting"]:
            return "it did not take place"
        for _ in range(3):
            if token.dep in ("dobj", "conj", "appos"):
                pass
            elif token.dep == "pobj" and above.dep == "prep":
                above = self.tokens[above.head]
            else:
                return None
            if above.lemma in words["wanting"] or (
                above.pos == "VERB" and self._open(above.i) and not self._definite(i)
            ):
                return "named, not told"
            if above.pos not in ("NOUN", "VERB") or token.dep == "dobj":
                return None
            token, above = above, self.tokens[above.head]
        return None

    def _open(self, i: int) -> bool:
        return self._judge(i).status in ("planned", "hypothetical")

    def _definite(self, i: int) -> bool:
        """ "will respond to an attack" tells of none, "will discuss the attack" does."""
        children = [self.tokens[c] for c in self.tokens[i].children]
        return any(c.dep == "poss" or c.lower in ("the", "this", "that", "these", "those") for c in children)

    @staticmethod
    def _status(frame: Frame, judged: Assertion) -> Status:
        """What the clause says, or the lasting state that the noun itself brings ("the blockade")."""
        return frame.status if frame.status is not None and judged.status == "occurred" else judged.status

    def _will(self, i: int) -> bool:
        return any(self.tokens[c].lower in ("will", "wo", "would", "shall") for c in self.clauses.children(i, "aux"))

    def _counterfactual(self, i: int) -> bool:
        """``could have killed``: it did not."""
        return any(self.tokens[c].lower == "have" for c in self.clauses.children(i, "aux"))

    def _host_clause(self, i: int) -> list[Side]:
        """The subject of the clause that a noun hangs in by a preposition: "In a meeting with Putin, Raisi said …"."""
        if self.tokens[i].dep != "pobj":
            return []
        above = self.tokens[self.tokens[i].head].head
        while self.tokens[above].dep == "pobj":  # "on a visit at the invitation of …"
            above = self.tokens[self.tokens[above].head].head
        if self.tokens[above].pos not in ("VERB", "AUX"):
            return []
        subject = self.clauses.surface_subject(above)
        return self.matcher.sides(subject, owner=False) if subject is not None else []

    def _missing(self, frame: Frame, actors: list[Side], recipients: list[Side]) -> str | None:
        if not _known([*actors, *recipients]):
            return "no known actor"
        if frame.reciprocal and frame.needs == "both" and len(actors) < 2:
            return "only one side is told"
        if frame.needs in ("actor", "both") and not actors:
            return "no actor is told"
        if frame.needs in ("both", "recipient") and not frame.reciprocal and not recipients:
            return "no recipient is told"
        return None

    def _missing_in(self, draft: Draft) -> bool:
        return not draft.actors or not _known([*draft.actors, *draft.recipients])

    def _mode_of(self, kind: str, foreseen: str | None) -> str | None:
        """The mode of a request or refusal is what it asks for or refuses; that of a threat, what it threatens."""
        if kind in ("REQUEST", "REJECT"):
            return {"CONSULT": "meet", "AID": "assist", "COOPERATE": "assist", "SUPPORT": "assist", "RETREAT": "yield",
                    "CONCEDE": "yield"}.get(foreseen or "")  # fmt: skip
        if kind == "THREATEN":
            return {"ASSAULT": "violence", "COERCE": "restrict", "SANCTION": "relations"}.get(foreseen or "")
        return None

    # ------------------------------------------------------------------ merging

    def _merge(self, drafts: list[Draft]) -> list[Draft]:
        """Join the tellings of one act: the same type and sides, and no date, person or status that parts them."""
        out: list[Draft] = []
        for draft in drafts:
            draft.recipients = _others(draft.recipients, draft.actors)  # nobody acts on himself
            draft.date = self.timing.date(
                draft.timed_by, draft.head, draft.sentence, draft.status, talks=draft.type == "CONSULT"
            )
            same = next((d for d in out if self._one_act(d, draft)), None)
            if same is None:
                out.append(draft)
                continue
            same.tellings.append((draft.sentence, draft.trigger))
            same.actors = _richer(same.actors, draft.actors)
            same.recipients = _richer(same.recipients, draft.recipients) if same.recipients else draft.recipients
            if draft.date and (same.date is None or (same.date.basis != "stated" and draft.date.basis == "stated")):
                same.date = draft.date
            same.mode = same.mode or draft.mode
            same.visit = same.visit or draft.visit
        return out

    def _one_act(self, a: Draft, b: Draft) -> bool:
        if (
            a.type != b.type
            or a.status != b.status
            or a.foresees != b.foresees
            or (a.mode == "visit") != (b.mode == "visit")
        ):
            return False
        if a.type in VERBAL and self.tokens[a.head].lemma != self.tokens[b.head].lemma:
            return False
        if not _same_people(a.actors, b.actors):
            return False
        # "the visit" need not name its host, nor a second word of one sentence its victims
        loose = a.mode == "visit" or (a.type in MATERIAL and a.sentence == b.sentence)
        open_ended = loose and not (a.recipients and b.recipients)
        if not open_ended and not _same_people(a.recipients, b.recipients):
            return False
        if a.date and b.date and a.date.basis == b.date.basis == "stated":
            return _overlap(a.date, b.date)
        if a.type in VERBAL:
            return a.sentence == b.sentence
        return True

    # ------------------------------------------------------------------ writing out

    def write(self, drafts: list[Draft]) -> tuple[Event, ...]:
        """Turn the drafts into the events of the record."""
        ids = {id(draft): self._id(draft) for draft in drafts}
        met = [Encounter(tuple(d.actors), d.date) for d in drafts if d.type == "CONSULT" and d.mode != "visit"]
        return tuple(self._write(draft, ids, met) for draft in drafts)

    def _id(self, draft: Draft) -> str:
        return content_id(self.document.article.id, draft.type, draft.status, self._trigger_span(draft.trigger))

    def _write(self, draft: Draft, ids: dict[int, str], met: list[Encounter]) -> Event:
        article = self.document.article
        day = draft.date.start if draft.date and draft.date.start else article.published
        claims = self.claims.of(draft.head)
        mode = draft.mode if draft.mode and (draft.type, draft.mode) in self.ontology.modes else None
        tellings = [(draft.sentence, draft.trigger), *draft.tellings]
        contexts = self._contexts(draft, mode)
        cameo = self.ontology.cameo_for(draft.type, mode, contexts, draft.status, draft.foresees)
        return Event(
            id=ids[id(draft)],
            type=draft.type,
            mode=mode,
            contexts=contexts,
            cameo=cameo,
            score=self.ontology.score(draft.type, mode),
            goldstein=self.ontology.goldstein(cameo) if cameo else None,
            quad=self.ontology.quad(draft.type),
            actors=self._participants(draft.actors, day),
            recipients=self._participants(draft.recipients, day),
            date=draft.date,
            place=self.places.place_of([draft.head, *sorted(draft.trigger)]),
            status=draft.status,
            foresees=draft.foresees,
            historical=_historical(draft.date, article),
            claimed_by=claims,
            statement_id=self.claims.statement_id(draft.head),
            denies=ids.get(id(draft.denies)) if draft.denies else None,
            visit=self.visits.visit(draft.actors, draft.date, [n for n, _ in tellings], met, day)
            if draft.visit
            else None,
            evidence=tuple(self._evidence(sentence, trigger) for sentence, trigger in tellings),
            confidence=self._confidence(draft, bool(claims)),
            why=draft.why + ".",
        )

    def _contexts(self, draft: Draft, mode: str | None) -> tuple[str, ...]:
        """The contexts that the sentence of the first telling speaks of; of a long one, the words by the predicate."""
        sentence = self.document.sentences[draft.sentence]
        near = range(max(sentence.first, draft.head - NEAR), min(sentence.last, draft.head + NEAR + 1))
        return contexts_of(self.tokens, near, draft.type, mode, self.contexts, self.ontology)

    def _participants(self, sides: Iterable[Side], day: str | None) -> tuple[Participant, ...]:
        return tuple(self.resolver.participant(side.referent, side.head, day) for side in sides)

    def _evidence(self, number: int, trigger: set[int]) -> Evidence:
        sentence = self.document.sentences[number]
        words = self._trigger_span(trigger)
        span = sentence.span
        if span[1] - span[0] > LONGEST_QUOTE:
            span = self._clause_span(sentence, words)
        if words[1] > span[1] or words[0] < span[0]:
            words = (words[0], min(words[1], span[1]))
        return Evidence(self.document.article.text[span[0] : span[1]], span, words)

    def _clause_span(self, sentence: Sentence, words: Span) -> Span:
        """The words around a trigger, cut between words, where the sentence is too long to quote whole."""
        words = (words[0], min(words[1], words[0] + LONGEST_QUOTE))
        room = LONGEST_QUOTE - (words[1] - words[0])
        low, high = words[0] - room // 2, words[1] + room // 2
        inside = [self.tokens[i] for i in range(sentence.first, sentence.last)]
        start = next((t.start for t in inside if t.start >= low), words[0])
        end = next((t.end for t in reversed(inside) if t.end <= high), words[1])
        return min(start, words[0]), max(end, words[1])

    @staticmethod
    def _confidence(draft: Draft, claimed: bool) -> float:
        signs = (1.0, draft.framed, draft.seen, len(draft.actors) + len(draft.recipients) > 1, claimed)
        return round(confidence_of(signs), 2)

    # ------------------------------------------------------------------ small things

    def _judge(self, i: int) -> Assertion:
        return self.document.assertions.get(i) or Assertion("occurred", "past", False)

    def _trigger_span(self, trigger: set[int]) -> Span:
        return self.tokens[min(trigger)].start, self.tokens[max(trigger)].end

    def _words(self, trigger: set[int]) -> str:
        return " … ".join(self.tokens[i].text for i in sorted(trigger))

    def _depth(self, i: int) -> tuple[int, int]:
        return sum(1 for _ in self.clauses.ancestors(i)), i

    def _subtree(self, i: int) -> list[int]:
        out, queue = [], [i]
        while queue:
            at = queue.pop()
            out.append(at)
            queue.extend(self.tokens[at].children)
        return out

    def _about_sport(self, sentence: Sentence) -> bool:
        words = {self.tokens[i].lemma for i in range(sentence.first, sentence.last)}
        return self._sports_page or len(words & self.lexicon.words["sport"]) >= 2

    def _is_sports_page(self) -> bool:
        """Is the whole article about sport? Then "England will meet Ukraine on Saturday" is a match."""
        sure, likely = self.lexicon.words["sport"], self.lexicon.words["sport_too"]
        found = [token.lemma for token in self.tokens if token.lemma in sure or token.lemma in likely]
        dense = len(found) * WORDS_A_SPORT_WORD >= len(self.tokens)
        return dense and len(set(found)) >= SPORT_WORDS and len(set(found) & sure) >= 2

    def _drop(self, span: Span, reason: str) -> None:
        self.dropped.append(Dropped(span, reason))


_NAMELESS = ("people", "body", "group", "role", "person")
# What it is to stop doing a thing.
_ENDED = {"ASSAULT": "RETREAT", "COERCE": "RETREAT", "MOBILIZE": "RETREAT", "SANCTION": "CONCEDE", "AID": "SANCTION",
          "COOPERATE": "SANCTION", "CONSULT": "SANCTION"}  # fmt: skip
# To vow an act of these types is to threaten it; to agree to it is not.
_THREATENED = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "THREATEN", "PROTEST"})
_VOWS = frozenset({"vow", "swear", "promise", "pledge"})
_CONFLICT = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "THREATEN", "PROTEST", "REJECT"})


# What each sign is worth, in log-odds: none, a frame tells it, the tagger sees it (0 to 1), two sides are told, it
# stands in somebody's words. Fitted on sentences that the tagger was not trained on (training/fit_confidence.py).
_WORTH = (-2.68, 0.46, 2.3, 1.37, -0.32)


def confidence_of(signs: tuple[float, ...]) -> float:
    """How likely an event has its type and all sides right, by what speaks for it."""
    return 1 / (1 + math.exp(-sum(worth * sign for worth, sign in zip(_WORTH, signs, strict=True))))


def _nameless(side: Side) -> bool:
    """People and bodies told by a common noun alone: "protesters", "the court"."""
    return side.referent.country is None and side.referent.actor is None and side.referent.kind in _NAMELESS


def _known(sides: list[Side]) -> bool:
    return any(side.known for side in sides)


def _told(sides: list[Side]) -> list[Side]:
    """Without bare titles ("minister") where others on their side are known."""
    if not _known(sides):
        return sides
    return [s for s in sides if s.known or s.referent.name]


def _all_sides(actors: list[Side], recipients: list[Side]) -> list[Side]:
    return list({side.referent.key: side for side in [*actors, *recipients]}.values())


def _others(sides: list[Side], than: list[Side]) -> list[Side]:
    keys = {side.referent.key for side in than}
    return [side for side in sides if side.referent.key not in keys]


def _people(sides: list[Side]) -> dict[str, Referent]:
    return {side.referent.country or side.referent.key: side.referent for side in sides}


def _same_people(a: list[Side], b: list[Side]) -> bool:
    """The same countries, and for no country two different persons or offices."""
    left, right = _people(a), _people(b)
    if left.keys() != right.keys():
        return False
    for key, one in left.items():
        other = right[key]
        if one.kind in ("person", "role") and other.kind in ("person", "role"):
            if one.actor and other.actor and one.actor != other.actor:
                return False
            if not (one.actor and other.actor) and one.office and other.office and one.office != other.office:
                return False
    return True


def _richer(a: list[Side], b: list[Side]) -> list[Side]:
    """Of two tellings of the same sides, each side by its more telling name: a person before a role before a state."""
    rank = {"person": 0, "role": 1, "body": 2, "group": 2, "org": 2, "people": 3, "state": 3}
    best = {side.referent.country or side.referent.key: side for side in a}
    for side in b:
        key = side.referent.country or side.referent.key
        if key in best and rank[side.referent.kind] < min(rank[best[key].referent.kind], 2):
            best[key] = side
    return list(best.values()) if len(best) == len(a) else a


def _overlap(a: Date, b: Date) -> bool:
    if not (a.start and a.end and b.start and b.end):
        return True
    n = min(len(a.start), len(b.start))
    return a.start[:n] <= b.end[:n] and b.start[:n] <= a.end[:n]


def _historical(date: Date | None, article: Article) -> bool:
    """More than a year before the publication: background."""
    if date is None or article.published is None:
        return False
    last = date.end or date.start
    return last is not None and int(last[:4]) < int(article.published[:4]) - 1
