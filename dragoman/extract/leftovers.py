"""What the lexicon leaves open: clauses with two known sides that no frame fits, put to the typer in one batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.document import Document
from dragoman.extract.actors import Resolver
from dragoman.extract.clauses import Clauses
from dragoman.extract.frames import Matcher, Side
from dragoman.knowledge.event_typer import EventTyper, Judgement, Marked
from dragoman.model import Span

# Where the other side may stand, the object first.
BEHIND = ("with", "to", "against", "on", "from", "at", "for", "into", "over", "of", "towards", "toward", "upon")
_FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN", "VBG"})


@dataclass(frozen=True, slots=True)
class OpenClause:
    """A verb with a known actor and a known recipient and no frame."""

    head: int
    sentence: int
    actors: list[Side]
    recipients: list[Side]


def open_clauses(
    document: Document, clauses: Clauses, matcher: Matcher, number: int, used: set[int], idle: frozenset[str]
) -> Iterator[OpenClause]:
    """The clauses of a sentence that may report an act between two known sides and that no frame has used.

    ``idle`` holds the verbs that report no act whatever stands beside them ("be", "include").
    """
    sentence = document.sentences[number]
    for i in range(sentence.first, sentence.last):
        token = document.tokens[i]
        if i in used or token.pos != "VERB" or token.tag not in _FINITE or token.lemma in idle or token.dep == "acl":
            continue
        judged = document.assertions.get(i)
        if judged is None or judged.infinitive or judged.status == "hypothetical":
            continue
        subject = clauses.subject(i)
        actors = [s for s in matcher.sides(subject, owner=False) if s.known] if subject is not None else []
        recipients = other_side(clauses, matcher, i, actors) if actors else []
        if recipients:  # clauses with one side alone are four times as many and gave next to nothing
            yield OpenClause(i, number, actors, recipients)


def judge(
    document: Document, resolver: Resolver, found: Sequence[OpenClause], typer: EventTyper
) -> list[tuple[OpenClause, Judgement]]:
    """Ask the typer what each clause reports, the sentence with the first actor and the first recipient marked."""
    marked = [_marked(document, resolver, clause) for clause in found]
    return list(zip(found, typer.judge(marked), strict=True)) if marked else []


def other_side(clauses: Clauses, matcher: Matcher, i: int, actors: list[Side]) -> list[Side]:
    """The known side nearest to a verb that is not among its actors: its object, whose that is, who stands behind."""
    heads = [*clauses.objects(i), *clauses.behind(i, BEHIND)]
    for head in heads:  # also what hangs on these: "a note of protest to the ambassador"
        heads.extend(h for h in clauses.behind(head, BEHIND) if h not in heads)
    taken = {side.referent.key for side in actors}
    countries = {side.referent.country for side in actors if side.referent.kind == "state"}
    for head in heads:
        if head in matcher.times:
            continue
        sides = [
            side
            for side in matcher.sides(head, owner=True)
            if side.known and side.referent.key not in taken and side.referent.country not in countries
        ]
        if sides:
            return sides
    return []


def _marked(document: Document, resolver: Resolver, clause: OpenClause) -> Marked:
    span = document.sentences[clause.sentence].span
    text = document.article.text[span[0] : span[1]]
    actor = _words(document, resolver, clause.actors[0], span)
    recipient = _words(document, resolver, clause.recipients[0], span)
    if actor is not None and recipient is not None and actor[0] < recipient[1] and recipient[0] < actor[1]:
        recipient = None  # one within the other: "the police of Chad"
    return Marked(text, actor, recipient)


def _words(document: Document, resolver: Resolver, side: Side, sentence: Span) -> Span | None:
    """The words of a side within its sentence; None where it is named elsewhere."""
    first, last = resolver.span(side.head)
    start, end = document.tokens[first].start, document.tokens[last - 1].end
    if start < sentence[0] or end > sentence[1]:
        return None
    return start - sentence[0], end - sentence[0]
