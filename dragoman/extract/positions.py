"""What a party wants or holds on an issue: positions, from words of stance and from what is said should be.

A position needs a holder who is known, a stance in the article's words, and an issue. The issue is looked for in the
stance itself, then in the topic that opens the sentence ("As for Yemen, …") or was opened before it; a demand or a
refusal may name its own ("a full apology"). What has a stance and no issue is dropped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dragoman.document import Assertion, Document, Sentence, Token
from dragoman.extract.actors import Resolver
from dragoman.extract.clauses import Clauses
from dragoman.extract.frames import Matcher, Side
from dragoman.knowledge.issues import FoundIssue, IssueEntry, Issues, Stance, Stances
from dragoman.knowledge.lexicon import Lexicon
from dragoman.model import (
    Dropped,
    Evidence,
    Issue,
    Participant,
    Phrase,
    Polarity,
    Position,
    Span,
    Statement,
    content_id,
)

LONGEST_QUOTE = 600
# How far into a sentence the comma that closes its topic may stand, in tokens.
LONGEST_TOPIC = 30
# How many tokens from a word such as ceasefire its country may stand: "an end to the violence in northern Chad".
NEAR = 4
# How long a name of the article's own may be, in tokens.
LONGEST_NAME = 9
# How far into a stance its issue may stand where it must be named: what comes later is mentioned by the way.
EARLY = 15
LASTING = frozenset({"policy", "deal", "territory"})
_QUOTE_MARKS = "\"“”„«»'‘’"
# What "refuses to" makes of the verb under it.
_REFUSED: dict[Polarity, Polarity] = {
    "supports": "rejects",
    "urges": "rejects",
    "opposes": "supports",
    "rejects": "supports",
}
_OF_A_NAME = ("of", "with", "to", "on", "for", "against", "between", "among", "over", "from", "in", "into")
_JUDGED = ("dobj", "ccomp", "oprd", "attr", "acomp")


def positions_of(
    document: Document,
    resolver: Resolver,
    lexicon: Lexicon,
    issues: Issues,
    stances: Stances,
    *,
    statements: Sequence[Statement] = (),
) -> tuple[tuple[Position, ...], tuple[Dropped, ...]]:
    """All positions of the body in the order of the text, and the stances that were dropped, with the reason.

    "As for Yemen, a ceasefire was emphasized by Iran and Russia." → holders Iran and Russia, issue "war in Yemen",
    stance "a ceasefire", polarity urges. ``statements`` are those already found: a position told in one names it, and
    "we" is its speaker.
    """
    finder = _Finder(document, resolver, lexicon, issues, stances, statements)
    return finder.find(), tuple(finder.dropped)


@dataclass(frozen=True, slots=True)
class _Topic:
    """What a sentence opens with ("As for Yemen") or a sentence before has raised; tokens, end exclusive."""

    first: int
    last: int
    sentence: int  # where it stands


@dataclass(slots=True)
class _Draft:
    holders: tuple[Participant, ...]
    polarity: Polarity
    needs: str
    content: tuple[int, int]  # tokens of the stance, end exclusive
    predicate: int
    sentence: int


class _Finder:
    def __init__(
        self,
        document: Document,
        resolver: Resolver,
        lexicon: Lexicon,
        issues: Issues,
        stances: Stances,
        statements: Sequence[Statement],
    ):
        self.document = document
        self.tokens = document.tokens
        self.text = document.article.text
        self.resolver = resolver
        self.lexicon = lexicon
        self.issues = issues
        self.stances = stances
        self.lists = stances.words
        self.statements = statements
        self.clauses = Clauses(document.tokens)
        self.matcher = Matcher(self.clauses, resolver, lexicon.words["voices"])
        self.dropped: list[Dropped] = []
        self._here: _Topic | None = None  # what the sentence at hand opens with
        self._named: dict[int, tuple[FoundIssue, ...]] = {}  # by sentence, with the offsets of the article

    def find(self) -> tuple[Position, ...]:
        found: list[tuple[_Draft, Issue]] = []
        carried: _Topic | None = None
        for number, sentence in enumerate(self.document.sentences):
            topic = self._here = self._topic(number, sentence)
            if topic is None and carried is not None and self._goes_on(number, carried):
                topic = carried
            carried = topic or self._raised(number, sentence)
            if self._is_question(sentence) or self._about_sport(sentence):
                continue
            for draft in self._stances_in(number, sentence):
                issue = self._issue(draft, topic)
                if issue is None:
                    drop = Dropped(self._span(draft.content), "a position without an issue")
                    if drop not in self.dropped[-2:]:
                        self.dropped.append(drop)
                else:
                    found.append((draft, issue))
        return self._written(_without_nested(found))

    # ------------------------------------------------------------------ topics

    def _topic(self, number: int, sentence: Sentence) -> _Topic | None:
        """The phrase before the first comma, where it opens as a topic does and names an issue or a country."""
        at = sentence.first
        while at < sentence.last and (self.tokens[at].pos in ("PUNCT", "CCONJ") or self.tokens[at].lower == "also"):
            at += 1
        limit = min(sentence.last, at + LONGEST_TOPIC)
        words = tuple(self.tokens[i].lower for i in range(at, min(at + 6, limit)))
        for phrase in self.stances.topics.get(words[0], ()) if words else ():
            if words[: len(phrase)] != phrase:
                continue
            first = at + len(phrase)
            comma = next((i for i in range(first, limit) if self.tokens[i].text == ","), None)
            if comma is None or comma == first:
                return None
            topic = _Topic(first, comma, number)
            return topic if self._names_issue(topic) else None
        return None

    def _names_issue(self, topic: _Topic) -> bool:
        return any(found.how == "words" for found in self._found(topic.sentence, topic.first, topic.last)) or bool(
            self._situated(topic)
        )

    def _situated(self, topic: _Topic) -> list[str]:
        """The countries whose situation a topic is: named alone ("On Libya") or as a crisis, war or the like."""
        alone = all(
            self.tokens[i].pos in ("DET", "CCONJ", "PUNCT", "PART") or i in self.resolver.mentions.actors
            for i in range(topic.first, topic.last)
        )
        if alone or self._has(topic.first, topic.last, "conflict"):
            return self._countries(topic.first, topic.last)
        return []

    def _goes_on(self, number: int, topic: _Topic) -> bool:
        """Does a topic still stand: in its paragraph, or in the next where that opens with "he" or "they"?"""
        here, before = self.document.sentences[number], self.document.sentences[topic.sentence]
        if number - topic.sentence > 4:
            return False
        opener = self.tokens[here.first].lower
        return here.paragraph == before.paragraph or (
            here.paragraph == before.paragraph + 1
            and number == topic.sentence + 1
            and opener in ("he", "she", "they", "both")
        )

    def _raised(self, number: int, sentence: Sentence) -> _Topic | None:
        """The one topic that a sentence raises for those after it: "The ministers discussed Syria."."""
        for i in range(sentence.first, sentence.last):
            token = self.tokens[i]
            if token.pos == "VERB" and token.lemma in self.lists["raising"]:
                heads = [*self.clauses.objects(i), *self.clauses.behind(i, ("on", "about"))]
                inside = sorted({t for h in heads for t in self._subtree(h)})
                if inside and inside[-1] - inside[0] < LONGEST_TOPIC:
                    topic = _Topic(inside[0], inside[-1] + 1, number)
                    named = {f.issue.id for f in self._found(number, topic.first, topic.last) if f.how == "words"}
                    if len(named) == 1 or (not named and len(self._situated(topic)) == 1):
                        return topic
        return None

    # ------------------------------------------------------------------ stances

    def _stances_in(self, number: int, sentence: Sentence) -> Iterator[_Draft]:
        for i in range(sentence.first, sentence.last):
            token = self.tokens[i]
            if token.pos in ("VERB", "AUX"):
                of_verb = list(self._verb(i, number))
                yield from of_verb or self._said(i, number)
            if token.pos in ("NOUN", "PROPN") and token.lemma in self.stances.nouns:
                yield from self._noun(i, number)
            if token.pos == "NOUN" and token.lemma in self.lists["positions"]:
                yield from self._position_noun(i, number)
            if token.pos in ("ADJ", "VERB") and token.lower in self.stances.adjectives:
                yield from self._adjective(i, number)

    def _verb(self, i: int, number: int) -> Iterator[_Draft]:
        for stance in self.stances.verbs.get(self.tokens[i].lemma, ()):
            assert stance.frame is not None
            match = self.matcher.verb(stance.frame, i)
            if match is None:
                continue
            head = match.governed if match.governed is not None else match.content
            polarity = self._asserted(i, stance)
            if polarity is None or (head is None and not stance.words):
                continue
            if head is not None and stance.needs == "want" and self._tells_stance(head):
                continue  # "reaffirmed its commitment to …": the noun tells the stance
            if head is None or stance.words:
                content = self._judgement(i)
            else:
                content = self._content(head, i, number, clause=match.governed is not None)
            sides = self._joined_to_topic(i) or match.actors or self._subject(i)
            holders = self._participants(sides) or self._we(i, number)
            if content is None or not holders:
                continue
            if stance.polarity == "supports" and match.governed is not None:
                polarity = self._of_clause(match.governed) or polarity
            if stance.needs == "territory" or self.tokens[i].lemma in ("recognise", "recognize"):
                # "does not recognise Kosovo": the verb is part of what is held
                content = (self._first_of_verb(i), content[1])
            draft = _Draft(holders, polarity, stance.needs, content, i, number)
            if self._worded(draft, stance.words):
                yield draft
                return

    def _noun(self, i: int, number: int) -> Iterator[_Draft]:
        """``Algeria's support for …``, ``voiced opposition to …``."""
        token = self.tokens[i]
        for stance in self.stances.nouns[token.lemma]:
            host = self._host(i)
            heads = self.clauses.behind(i, stance.behind) or [
                c for c in self.clauses.children(i, "acl") if self._infinitive(c)
            ]
            if not heads and host is not None and max(self._subtree(i)) + 1 < len(self.tokens):
                # the parser may hang "to …" of "voiced opposition to …" on the verb
                following = self.tokens[max(self._subtree(i)) + 1]
                if following.head == host.i and following.lower in stance.behind:
                    heads = [c for c in following.children if self.tokens[c].dep in ("pobj", "pcomp")]
            if not heads or self._denied_noun(i):
                continue
            if host is not None and host.lemma in self.lists["withdrawing"]:
                continue
            above = self._verb_above(i)
            if above is not None and (self._unreal(above) or self._disowned(above)):
                continue
            places = tuple(p for p in ("poss", "mod", "by", "from", "of") if p not in stance.behind)
            stood_in = self._position_in(i)
            sides = (
                self.matcher.places(i, places) if stood_in is None else self.matcher.places(stood_in, ("poss", "mod"))
            )
            if not sides and host is not None and host.lemma in self.lists["voicing"]:
                sides = self._subject(host.i)
            holders = self._participants(sides)
            if not holders and (
                self._has_we(i) or (host is not None and host.lemma in self.lists["voicing"] and self._is_we(host.i))
            ):
                holders = self._speakers(i, number)
            content = self._content(heads[0], i, number, clause=False)
            if content is not None and stance.needs == "territory":
                content = (i, content[1])
            if holders and content is not None:
                yield _Draft(holders, stance.polarity, stance.needs, content, i, number)
                return

    def _host(self, i: int) -> Token | None:
        """The verb whose object a noun is: "voiced opposition", "the need was stressed", "agreed on the need"."""
        token = self.tokens[i]
        above = self.tokens[token.head]
        if token.dep == "pobj" and above.lower in ("on", "about"):
            above = self.tokens[above.head]
        elif token.dep not in ("dobj", "nsubjpass", "conj"):
            return None
        while above.dep == "conj" and above.pos == "NOUN":
            above = self.tokens[above.head]
        return self.tokens[above.head] if above.pos == "NOUN" else above

    def _position_in(self, i: int) -> int | None:
        """The "position" of "reiterated Jordan's position in support of …", on which the parser hangs "in" or not."""
        above = self.tokens[self.tokens[i].head]
        if self.tokens[i].dep != "pobj" or above.lower != "in":
            return None
        near = [above.head, *self.clauses.children(above.head, "dobj")]
        return next((n for n in near if self.tokens[n].lemma in self.lists["positions"]), None)

    def _position_noun(self, i: int, number: int) -> Iterator[_Draft]:
        """``Egypt's position is that …``, ``reiterated its position that …``."""
        token = self.tokens[i]
        above = self.tokens[token.head]
        clauses = self.clauses.children(i, "acl", "ccomp", "relcl")
        if token.dep == "nsubj" and above.lemma == "be":
            clauses = self.clauses.children(above.i, "ccomp")
        clause = next((c for c in clauses if self._marked(c)), None)
        sides = self.matcher.places(i, ("poss", "mod", "of"))
        holders = self._participants(sides) or (self._speakers(i, number) if self._has_we(i) else ())
        if clause is None or not holders or self._disowned(i):
            return
        content = self._content(clause, i, number, clause=True)
        if content is not None:
            yield _Draft(holders, self._of_clause(clause) or "supports", "any", content, i, number)

    def _adjective(self, i: int, number: int) -> Iterator[_Draft]:
        token = self.tokens[i]
        for stance in self.stances.adjectives[token.lower]:
            heads = self.clauses.behind(i, stance.behind)
            verb = token.head if token.dep in ("acomp", "attr", "oprd", "conj") else i
            polarity = self._asserted(verb, stance)
            if not heads or polarity is None:
                continue
            subject = self.clauses.surface_subject(verb)
            sides = self.matcher.sides(subject, owner=False) if subject is not None else []
            holders = self._participants(sides) or self._we(verb, number)
            content = self._content(heads[0], i, number, clause=False)
            if holders and content is not None:
                yield _Draft(holders, polarity, stance.needs, content, i, number)
                return

    def _said(self, i: int, number: int) -> Iterator[_Draft]:
        """A clause that says what must be, and is somebody's word: "sanctions must be lifted, he said"."""
        token = self.tokens[i]
        if token.dep == "ccomp" or (token.dep == "conj" and self.tokens[token.head].dep == "ccomp"):
            said = self.tokens[token.head if token.dep == "ccomp" else self.tokens[token.head].head]
            by_verb = said.lemma in self.lexicon.words["say_verbs"] and not self._unreal(said.i)
        elif token.dep == "ROOT" or (token.dep == "conj" and self.tokens[token.head].dep == "ROOT"):
            said, by_verb = token, False
        else:
            return
        polarity = self._of_clause(i)
        if polarity is None or self._conditional(i) or (said is not token and self._denied(said.i)):
            return
        holders = self._participants(self._subject(said.i)) if by_verb else ()
        if not holders:
            holders = self._told_by(number, (token.start, token.end))
        if not holders or self._disowned(i):
            return
        content = self._content(i, said.i, number, clause=True)
        if content is not None:
            yield _Draft(holders, polarity, "any", content, said.i, number)

    def _of_clause(self, i: int) -> Polarity | None:
        """What a clause holds by itself, or None: ``must be lifted`` urges, ``is unacceptable`` rejects."""
        token = self.tokens[i]
        denied = self._judge(i).status == "negated"
        auxiliaries = {self.tokens[c].lower for c in self.clauses.children(i, "aux", "auxpass")}
        infinitive = any(self._infinitive(c) for c in self.clauses.children(i, "xcomp"))
        if auxiliaries & self.lists["must"] and "have" in auxiliaries:
            return None  # "should have known"
        if auxiliaries & self.lists["must"] or (token.lemma in ("need", "have") and infinitive):
            return "rejects" if denied else "urges"
        if token.lemma == "need" and (token.tag == "VBN" or self._wants(i)):
            return "urges"
        bare = any(self.tokens[c].tag == "VB" for c in (i, *self.clauses.children(i, "auxpass")))
        demanded = token.dep == "ccomp" and self.tokens[token.head].lemma in self.lists["subjunctive"]
        if bare and demanded and not self.clauses.children(i, "aux"):
            return "rejects" if denied else "urges"  # "insists that all sanctions be lifted"
        if auxiliaries & {"can", "will", "would", "shall", "ca", "wo"} and denied and self._refusable(i):
            return "rejects"
        if token.lemma == "belong":
            return "rejects" if denied else "supports"
        if token.lemma == "have" and any(self.tokens[c].lemma == "right" for c in self.clauses.children(i, "dobj")):
            return "rejects" if denied else "supports"
        if token.lemma not in ("be", "remain", "stay"):
            return None
        if any(self.tokens[c].dep == "neg" for n in self.clauses.children(i, "attr") for c in self.tokens[n].children):
            denied = True
        said_of = self.clauses.children(i, "acomp", "attr", "oprd")
        subjects = self.clauses.children(i, "nsubj", "csubj")
        for c in said_of:
            word = self.tokens[c]
            if self._hyphened(c) in self.lists["refused"]:
                return "supports" if denied else "rejects"
            if word.lower in self.lists["needed"]:
                return "opposes" if denied else "urges"
            if word.lemma in self.lists["solutions"]:
                no = any(self.tokens[d].lower == "no" for d in word.children)
                return "rejects" if denied or no else "urges"
            if word.lemma in self.lists["matters"]:
                return "rejects" if denied else "supports"
        if said_of and any(self.tokens[s].lemma in self.lists["solutions"] for s in subjects):
            return "rejects" if denied else "urges"
        return None

    def _wants(self, i: int) -> bool:
        """``needs a just peace``: the object is what somebody wants to come about."""
        return any(self.tokens[c].lemma in self.lists["want"] for c in self.clauses.children(i, "dobj"))

    def _hyphened(self, i: int) -> str:
        """A word with what a hyphen joins to it: "non-negotiable" is three tokens."""
        lower = self.tokens[i].lower
        return f"{self.tokens[i - 2].lower}-{lower}" if i > 1 and self.tokens[i - 1].text == "-" else lower

    def _refusable(self, i: int) -> bool:
        verbs = {self.tokens[i].lemma, *(self.tokens[c].lemma for c in self.clauses.children(i, "xcomp", "ccomp"))}
        return bool(verbs & self.lists["refusable"])

    # ------------------------------------------------------------------ is it held at all?

    def _tells_stance(self, i: int) -> bool:
        return self.tokens[i].lemma in self.stances.nouns or self.tokens[i].lemma in self.lists["positions"]

    def _asserted(self, i: int, stance: Stance) -> Polarity | None:
        """The polarity of a stance where its verb stands: none in "if", "may" or an infinitive of purpose."""
        judged = self._judge(i)
        token = self.tokens[i]
        if self._disowned(i) or self._conditional(i):
            return None
        if judged.infinitive:
            above = self.tokens[token.head]
            if token.dep != "xcomp" or self._unreal(above.i):
                return None
            if above.lemma in self.lists["refusing"]:
                return _REFUSED[stance.polarity]
            if above.lemma not in self.lists["keeping"] or self._denied(above.i):
                return None
            return stance.negated if judged.status == "negated" else stance.polarity
        if judged.status == "negated":
            return stance.negated if not self._unreal_modal(i) else None
        return None if self._unreal(i) else stance.polarity

    def _unreal(self, i: int) -> bool:
        return self._judge(i).status == "hypothetical" and not self._judge(i).infinitive

    def _unreal_modal(self, i: int) -> bool:
        return any(self.tokens[c].lower in ("might", "may", "could") for c in self.clauses.children(i, "aux"))

    def _conditional(self, i: int) -> bool:
        return any(
            self.tokens[c].lower in ("if", "unless", "whether")
            for at in (i, *self.clauses.ancestors(i))
            for c in self.clauses.children(at, "mark", "advmod")
            if self.tokens[at].dep in ("advcl", "ccomp", "conj", "pcomp", "acl", "xcomp")
        )

    def _disowned(self, i: int) -> bool:
        """Does it stand under "accused", "denied" or the like? Then it is not told as what somebody holds."""
        return any(
            self.tokens[above].lemma in self.lists["disowning"] and self.tokens[above].pos == "VERB"
            for above in self.clauses.ancestors(i)
        )

    def _denied(self, i: int) -> bool:
        return self._judge(i).status == "negated"

    def _denied_noun(self, i: int) -> bool:
        return any(self.tokens[c].lower in ("no", "little") for c in self.tokens[i].children) or any(
            self._denied(above) for above in [self.tokens[i].head] if self.tokens[above].pos in ("VERB", "AUX")
        )

    def _verb_above(self, i: int) -> int | None:
        return next((above for above in self.clauses.ancestors(i) if self.tokens[above].pos in ("VERB", "AUX")), None)

    def _judge(self, i: int) -> Assertion:
        return self.document.assertions.get(i) or Assertion("occurred", "past", False)

    def _is_question(self, sentence: Sentence) -> bool:
        return self.text[sentence.span[0] : sentence.span[1]].rstrip(_QUOTE_MARKS + " )").endswith("?")

    def _about_sport(self, sentence: Sentence) -> bool:
        words = {self.tokens[i].lemma for i in range(sentence.first, sentence.last)}
        return len(words & self.lexicon.words["sport"]) >= 2

    # ------------------------------------------------------------------ holders

    def _subject(self, i: int) -> list[Side]:
        subject = self.clauses.subject(i)
        joined = self._joined_to_topic(i)
        return joined or (self.matcher.sides(subject, owner=False) if subject is not None else [])

    def _joined_to_topic(self, i: int) -> list[Side]:
        """The subject that the parser joined to the topic before it: "On Libya, the ministers of Egypt stressed …"."""
        topic = self._here
        if topic is None or self.tokens[i].dep != "ROOT" or self.clauses.children(i, "nsubj", "nsubjpass"):
            return []
        for t in range(topic.last + 1, i):
            if self.tokens[t].head < topic.last and self.tokens[t].dep in ("appos", "conj", "nsubj"):
                return self.matcher.sides(t, owner=False)
        return []

    def _participants(self, sides: Iterable[Side]) -> tuple[Participant, ...]:
        """Those of the sides that are known: a party has a country or stands in the registry."""
        day = self.document.article.published
        known = [side for side in sides if side.referent.country or side.referent.actor]
        return tuple(self.resolver.participant(side.referent, side.head, day) for side in known)

    def _is_we(self, verb: int) -> bool:
        subject = self.clauses.surface_subject(verb)
        return subject is not None and (self.tokens[subject].lower in self.lists["we"] or self._has_we(subject))

    def _has_we(self, noun: int) -> bool:
        return any(self.tokens[c].lower in ("our", "my") for c in self.clauses.children(noun, "poss"))

    def _we(self, verb: int, number: int) -> tuple[Participant, ...]:
        return self._speakers(verb, number) if self._is_we(verb) else ()

    def _speakers(self, i: int, number: int) -> tuple[Participant, ...]:
        """Who says "we": the speaker of the statement that a word stands in, else the subject of "said" above it."""
        told = self._told_by(number, (self.tokens[i].start, self.tokens[i].end))
        if told:
            return told
        for above in self.clauses.ancestors(i):
            if self.tokens[above].lemma in self.lexicon.words["say_verbs"] and not self._is_we(above):
                return self._participants(self._subject(above))
        return ()

    def _told_by(self, number: int, span: Span) -> tuple[Participant, ...]:
        statement = self._statement(span)
        if statement is None:
            return ()
        return tuple(speaker for speaker in statement.speaker if speaker.country or speaker.actor)

    def _statement(self, span: Span) -> Statement | None:
        """The innermost statement in whose content a span begins."""
        around = [
            (end - start, n)
            for n, statement in enumerate(self.statements)
            for start, end in statement.content.spans
            if start <= span[0] < end
        ]
        return self.statements[min(around)[1]] if around else None

    # ------------------------------------------------------------------ the words of a stance

    def _content(self, head: int, predicate: int, number: int, *, clause: bool) -> tuple[int, int] | None:
        """The tokens of what is wanted or held: the phrase of its head, on its side of the predicate."""
        sentence = self.document.sentences[number]
        # of "the bill, which Iran opposes" the clause of the predicate is no part
        inside = [i for i in self._subtree(head, but=predicate) if sentence.first <= i < sentence.last]
        first, last = min(inside), max(inside) + 1
        if first <= predicate < last:
            first, last = _run(inside, head)
        if (
            not clause
            and last <= predicate
            and self.tokens[predicate].dep == "ROOT"
            and self.clauses.passive(predicate)
        ):
            # a list before a passive is often misread; all of it is the subject, from the topic's comma on
            first = self._here.last + 1 if self._here is not None else first
            last = min([predicate, *self.clauses.children(predicate, "aux", "auxpass")])
        while first < last and (self.tokens[first].pos in ("PUNCT", "CCONJ", "SPACE") or self._opens(first, clause)):
            first += 1
        if first > predicate:
            last = self._with_place(predicate, last, number)
        while first < last and self.tokens[last - 1].pos in ("PUNCT", "CCONJ", "SPACE"):
            last -= 1
        return (first, last) if first < last else None

    def _with_place(self, predicate: int, last: int, number: int) -> int:
        """The end of a stance with the "in the West Bank" behind it, which the parser may hang on the verb."""
        for c in self.tokens[predicate].children:
            if (
                c == last
                and self.tokens[c].dep == "prep"
                and self.tokens[c].lower in ("as", "between", "in", "over", "to", "with")
            ):
                inside = self._subtree(c)
                end = max(inside) + 1
                if any(i in self.resolver.mentions.actors for i in inside) or self._found(number, c, end):
                    return end
        return last

    def _judgement(self, i: int) -> tuple[int, int] | None:
        """What is judged and as what, however the parser joins them: "considers [Taiwan part of its territory]"."""
        inside = [
            t
            for c in self.tokens[i].children
            if c > i and (self.tokens[c].dep in _JUDGED or self.tokens[c].lower == "as")
            for t in self._subtree(c)
        ]
        # "which he sees as a threat": what is judged stands elsewhere
        return (i + 1, max(inside) + 1) if inside and self.tokens[min(inside)].lower != "as" else None

    def _opens(self, i: int, clause: bool) -> bool:
        """Words that only join a clause to the verb above it."""
        return clause and self.tokens[i].lower == "that" and self.tokens[i].tag in ("IN", "WDT")

    def _first_of_verb(self, i: int) -> int:
        return min([i, *(c for c in self.clauses.children(i, "aux", "neg") if c < i)])

    def _marked(self, i: int) -> bool:
        """Does a clause open with "that", which the parser may take for a pronoun?"""
        first = self.tokens[min(self._subtree(i))]
        return first.lower == "that" and (first.dep == "mark" or self.tokens[i].dep in ("acl", "ccomp"))

    def _infinitive(self, i: int) -> bool:
        return any(self.tokens[c].lower == "to" for c in self.clauses.children(i, "aux"))

    def _subtree(self, i: int, *, but: int | None = None) -> list[int]:
        """A word and all below it; ``but``: without the branch on which this word stands."""
        barred = {but, *self.clauses.ancestors(but)} if but is not None else set()
        out, queue = [], [i]
        while queue:
            at = queue.pop()
            out.append(at)
            queue.extend(c for c in self.tokens[at].children if c not in barred)
        return out

    def _span(self, content: tuple[int, int]) -> Span:
        return self.tokens[content[0]].start, self.tokens[content[1] - 1].end

    def _has(self, first: int, last: int, words: str) -> bool:
        listed = self.lists[words]
        return any(self.tokens[i].lemma in listed or self.tokens[i].lower in listed for i in range(first, last))

    # ------------------------------------------------------------------ issues

    def _found(self, number: int, first: int, last: int) -> list[FoundIssue]:
        """The names of issues and places among the tokens of a sentence."""
        if number not in self._named:
            start, end = self.document.sentences[number].span
            found = self.issues.find(self.text[start:end])
            self._named[number] = tuple(FoundIssue(start + f.start, start + f.end, f.issue, f.how) for f in found)
        low, high = self.tokens[first].start, self.tokens[last - 1].end
        return [f for f in self._named[number] if f.start < high and f.end > low]

    def _worded(self, draft: _Draft, words: frozenset[str]) -> bool:
        """Are the words there without which this is no stance?"""
        if words and not any(self.tokens[i].lemma in words for i in range(*draft.content)):
            return False
        return draft.needs != "want" or self._has(*draft.content, "want")

    def _issue(self, draft: _Draft, topic: _Topic | None) -> Issue | None:
        """What a stance is on: named in its words, in its topic, or by a place or country beside words of conflict."""
        first, last = draft.content
        early = min(last, first + EARLY) if draft.needs in ("named", "lasting") else last
        here = self._found(draft.sentence, first, early)
        if draft.needs == "territory":
            there = self._found(topic.sentence, topic.first, topic.last) if topic is not None else []
            return self._territory(here) or (self._territory(there) if self._refers_back(first, last) else None)
        named = [f.issue for f in here if f.how == "words"]
        if draft.needs == "lasting":
            return self._entered([e for e in named if e.kind in LASTING], draft, topic)
        placed = self._placed(here, first, last, draft, topic)
        specific = [entry for entry in named if not entry.whose]
        if specific or placed:
            return self._entered(specific or placed, draft, topic)
        if named:
            return self._entered(named, draft, topic)
        if topic is not None and (topic.sentence == draft.sentence or self._has(first, last, "want")):
            there = self._found(topic.sentence, topic.first, topic.last)
            entries = [f.issue for f in there if f.how == "words"]
            entries = entries or self._placed(there, topic.first, topic.last, draft, topic)
            if entries:
                return self._entered(entries, draft, topic)
            countries = self._situated(topic)
            if countries and len(countries) < 3:
                return Issue(None, " and ".join(countries))
        if draft.needs == "want":
            return self._around(draft)
        return self._open(draft) or self._own_words(draft)

    def _placed(
        self, found: list[FoundIssue], first: int, last: int, draft: _Draft, topic: _Topic | None
    ) -> list[IssueEntry]:
        """The issues that places mean beside words of conflict or, for a territory, of ownership."""
        war = self._has(first, last, "conflict") or self._has(*draft.content, "conflict")
        whose = self._has(first, last, "owning") or self._has(first, last, "matters")
        year = int(self.document.article.published[:4]) if self.document.article.published else None
        return [
            f.issue
            for f in found
            if f.how == "place"
            and (not (f.issue.since and year) or year >= f.issue.since)
            and (whose if f.issue.kind == "territory" and not (war and self._only(f, found)) else war)
        ]

    def _only(self, place: FoundIssue, found: list[FoundIssue]) -> bool:
        """Does a place mean this issue alone?"""
        return not any(f.start == place.start and f.issue is not place.issue for f in found)

    def _territory(self, found: list[FoundIssue]) -> Issue | None:
        """What is recognised or not: a disputed territory, or an issue whose name says recognition."""
        for f in found:
            if f.issue.kind == "territory" or "recognition" in f.issue.name:
                return Issue(f.issue.id, f.issue.name)
        return None

    def _refers_back(self, first: int, last: int) -> bool:
        return any(self.tokens[i].lower in ("it", "its", "them", "their") for i in range(first, last))

    def _entered(self, entries: list[IssueEntry], draft: _Draft, topic: _Topic | None) -> Issue | None:
        """The first of these issues, a policy towards one country with that country's name."""
        if not entries:
            return None
        entry = entries[0]
        if entry.whose:
            countries = self._countries(self._after(entry, draft), draft.content[1])
            if not countries and topic is not None:
                countries = self._situated(topic)
            if len(countries) == 1:
                return Issue(entry.id, f"{entry.name}: {countries[0]}")
        return Issue(entry.id, entry.name)

    def _after(self, entry: IssueEntry, draft: _Draft) -> int:
        """From which token on a country is the one that a policy is towards: "US sanctions on Iran" are on Iran."""
        first, last = draft.content
        if entry.whose != "after":
            return first
        start = min((f.start for f in self._found(draft.sentence, first, last) if f.issue is entry), default=0)
        return next((i for i in range(first, last) if self.tokens[i].start > start), last)

    def _open(self, draft: _Draft) -> Issue | None:
        """An issue that the list does not know: a country in crisis, or a plan, law or deal with a name in it."""
        if draft.needs != "any":
            return self._around(draft) if draft.needs == "named" and self._has(*draft.content, "want") else None
        for i in range(*draft.content):
            token = self.tokens[i]
            if token.pos == "NOUN" and token.lemma in self.lists["conflict"]:
                near = max(draft.content[0], i - NEAR), min(draft.content[1], i + 1 + NEAR)
                countries = self._countries(*near)
                if 0 < len(countries) < 3:
                    return Issue(None, " and ".join(countries))
            if token.pos == "NOUN" and token.lemma in self.lists["open_names"]:
                first, last = self.resolver.span(i)
                first, last = max(first, draft.content[0]), min(last, draft.content[1])
                while first < last and self.tokens[first].pos in ("DET", "PRON"):
                    first += 1
                if any(self.tokens[j].pos == "PROPN" or j in self.resolver.mentions.actors for j in range(first, last)):
                    return Issue(None, self.resolver.words(first, last))
        return self._around(draft)

    def _own_words(self, draft: _Draft) -> Issue | None:
        """An issue in the article's own words: what is demanded of somebody, refused or upheld, where it is told apart.

        "demanded that Chad give Niger a full apology" → "full apology"; "opposes the deal" → what the deal was called.
        """
        if draft.needs not in ("any", "named"):
            return None
        verb = self.tokens[draft.predicate]
        head = self._matter(draft)
        if head is None or verb.lemma in self.lists["wishing"]:
            return None
        token = self.tokens[head]
        said = self.tokens[draft.predicate].lemma in self.lexicon.words["say_verbs"]  # what must or must not be
        if token.pos != "NOUN" or (token.lemma in self.lists["no_matter"] and not said) or self._people(head):
            return None
        for i in (head, *self._fuller(head)):
            first, last = self._name_of(i)
            if any(self._tells_apart(j, i) for j in range(first, last) if j != i):
                name = " ".join(self.resolver.words(first, last).strip(_QUOTE_MARKS + ",").split())
                opens = self.tokens[first].pos != "PROPN" and not self.tokens[first].text.isupper()
                return Issue(None, name[:1].lower() + name[1:] if opens else name)
        # "condemned the drills", "rejected the announcement": told before, and known by the word alone
        definite = any(self.tokens[c].lower in ("the", "this", "these") for c in self.clauses.children(head, "det"))
        act = token.lemma in self.lists["open_names"] or token.lemma in self.lexicon.nouns
        if definite and act and head > draft.predicate and head in self.clauses.objects(draft.predicate):
            return Issue(None, token.lower)
        return None

    def _matter(self, draft: _Draft) -> int | None:
        """The noun that a stance is about: its head, or, of a clause, what is to be done to what, or to be done."""
        inside = range(*draft.content)
        head = next((i for i in inside if self.tokens[i].head not in inside or self.tokens[i].head == i), None)
        if head == draft.predicate and self._of_clause(head) is None:
            return next(iter(self.clauses.objects(head)), None)
        if head is None or self.tokens[head].pos not in ("VERB", "AUX"):
            return head
        if self.tokens[draft.predicate].lemma == "ask":
            return None
        called_on = self._called_on(draft, head)
        subject = next((c for c in self.clauses.children(head, "nsubjpass", "nsubj") if c in inside), None)
        told = subject is not None and self.tokens[subject].pos == "NOUN" and self._of_clause(head) is not None
        if told and (self.clauses.passive(head) or not called_on):
            return subject
        if not called_on:
            return None
        below = [*self.clauses.objects(head), *self.clauses.behind(head, ("from", "on", "to", "in", "with"))]
        return next((i for i in below if i in inside and self.tokens[i].pos == "NOUN"), None)

    def _called_on(self, draft: _Draft, head: int) -> bool:
        """Is it a party that is to do it: a country, a body, a person of note, "both sides"?"""
        on = [*self.clauses.objects(draft.predicate), *self.clauses.behind(draft.predicate, ("on", "upon", "to"))]
        for i in [*self.clauses.children(head, "nsubj"), *on]:
            if self.tokens[i].lemma in self.lists["called_on"]:
                return True
            if any(side.referent.country or side.referent.actor for side in self.matcher.sides(i, owner=False)):
                return True
        return False

    def _people(self, head: int) -> bool:
        """Persons, and those of no party: to back them is no stance on an issue."""
        token = self.tokens[head]
        sort = self.resolver.actors.generic(token.lower) or self.resolver.actors.generic(token.lemma) or ()
        return "CVL" in sort or any(r.kind in ("person", "role", "people") for r in self.resolver.phrase(head))

    def _fuller(self, head: int) -> Iterator[int]:
        """For "the deal": the same noun elsewhere in the article, first before it, the nearest first."""
        token = self.tokens[head]
        if not any(self.tokens[c].lower in ("the", "this", "that", "such") for c in self.clauses.children(head, "det")):
            return
        for i in range(head - 1, -1, -1):
            if (
                self.tokens[i].lemma == token.lemma
                and self.tokens[i].pos == "NOUN"
                and self.tokens[i].dep != "compound"
            ):
                yield i

    def _name_of(self, head: int) -> tuple[int, int]:
        """The words of a noun phrase without its article, up to where a clause or a comma follows."""
        first, last = self.resolver.span(head)
        for c in self.clauses.children(head, "prep"):
            if c >= last - 1 and c > head and self.tokens[c].lower in _OF_A_NAME:
                last = max(last, max(self._subtree(c)) + 1)
        every = any(self.tokens[c].lower in ("any", "all", "every") for c in self.clauses.children(head, "det"))
        which = [c for c in self.clauses.children(head, "relcl") if c > head] if every else []
        if which:  # "any accord that leaves the border open"
            return first + 1, min(max(self._subtree(which[0])) + 1, first + 1 + LONGEST_NAME)
        while first < head and (
            self.tokens[first].pos in ("DET", "PRON", "PUNCT")
            or self.tokens[first].lower in ("its", "their", "'s", "more")
        ):
            first += 1
        end = next((i for i in range(head + 1, last) if self.tokens[i].pos in ("PUNCT", "VERB", "AUX")), last)
        return first, min(end, first + LONGEST_NAME)

    def _tells_apart(self, i: int, head: int) -> bool:
        """Does a word beside a noun say which: "full" of an apology, "Al-Qaeda" of ties?"""
        token = self.tokens[i]
        return token.pos in ("NOUN", "PROPN", "ADJ", "VERB", "NUM") and token.lower not in self.lists["plain"]

    def _around(self, draft: _Draft) -> Issue | None:
        """The one issue that the sentence names elsewhere: "In a statement on the war in Gaza, Egypt called for …"."""
        if not self._has(*draft.content, "want"):
            return None
        sentence = self.document.sentences[draft.sentence]
        found = [f for f in self._found(draft.sentence, sentence.first, sentence.last) if f.how == "words"]
        entries = {f.issue.id: f.issue for f in found if not f.issue.whose}
        if len(entries) != 1:
            return None
        (entry,) = entries.values()
        return Issue(entry.id, entry.name)

    def _countries(self, first: int, last: int) -> list[str]:
        """The names of the states that tokens name, each once, in order."""
        out: dict[str, None] = {}
        for i in range(first, last):
            for hit in self.resolver.mentions.actors.get(i, ()):
                ids = {name.actor_id for name in hit.names if name.how in ("name", "alias", "demonym", "prefix")}
                if len(ids) == 1 and (actor := self.resolver.actors.get(ids.pop())) and actor.kind == "state":
                    out.setdefault(actor.name)
        return list(out)

    # ------------------------------------------------------------------ writing out

    def _written(self, found: list[tuple[_Draft, Issue]]) -> tuple[Position, ...]:
        out: dict[str, Position] = {}
        for draft, issue in found:
            evidence = self._evidence(draft)
            words = self.text[evidence.trigger[0] : evidence.trigger[1]]
            position = Position(
                id=content_id(self.document.article.id, "position", draft.polarity, evidence.trigger),
                holders=draft.holders,
                issue=issue,
                stance=Phrase(words, evidence.trigger),
                polarity=draft.polarity,
                statement_id=self._statement_id(draft, evidence.trigger),
                evidence=(evidence,),
            )
            out.setdefault(position.id, position)
        return tuple(out.values())

    def _statement_id(self, draft: _Draft, stance: Span) -> str | None:
        """The statement whose cue is the stance's own verb, else the one in whose content it stands."""
        predicate = self.tokens[draft.predicate]
        for statement in self.statements:
            if statement.cue.span[0] <= predicate.start < statement.cue.span[1]:
                return statement.id
        around = self._statement(stance)
        return around.id if around is not None else None

    def _evidence(self, draft: _Draft) -> Evidence:
        sentence = self.document.sentences[draft.sentence]
        start, end = sentence.span
        stance = self._span(draft.content)
        if end - start > LONGEST_QUOTE:
            inside = [self.tokens[i] for i in range(sentence.first, sentence.last)]
            longest = stance[0] + LONGEST_QUOTE
            stance = stance[0], min(stance[1], max((t.end for t in inside if t.end <= longest), default=longest))
            room = LONGEST_QUOTE - (stance[1] - stance[0])
            start = next((t.start for t in inside if t.start >= stance[0] - room // 2), stance[0])
            end = next((t.end for t in reversed(inside) if t.end <= start + LONGEST_QUOTE), stance[1])
            start, end = min(start, stance[0]), max(end, stance[1])
        return Evidence(self.text[start:end], (start, end), stance)


def _run(inside: list[int], i: int) -> tuple[int, int]:
    """The unbroken run of tokens around one of them, end exclusive."""
    there = set(inside)
    first = last = i
    while first - 1 in there:
        first -= 1
    while last + 1 in there:
        last += 1
    return first, last + 1


def _without_nested(found: list[tuple[_Draft, Issue]]) -> list[tuple[_Draft, Issue]]:
    """Leave out a stance that lies in another one of the same holders on the same issue."""
    return [
        (draft, issue)
        for n, (draft, issue) in enumerate(found)
        if not any(
            other_issue == issue
            and _keys(other) == _keys(draft)
            and other.content[0] <= draft.content[0]
            and draft.content[1] <= other.content[1]
            and (other.content != draft.content or m < n)
            for m, (other, other_issue) in enumerate(found)
            if m != n
        )
    ]


def _keys(draft: _Draft) -> frozenset[str]:
    return frozenset(holder.country or holder.actor or holder.text for holder in draft.holders)
