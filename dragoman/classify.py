"""The coder for people who have their own spans: what does a sentence report between two marked parties?

The lexicon's frames and the learned typer are both asked. A frame that fits the marked parties counts as evidence for
its type beside the typer's probabilities.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from dragoman.document import Document
from dragoman.extract.contexts import contexts_of
from dragoman.extract.events import Coder, Draft
from dragoman.extract.parties import ACTOR, RECIPIENT, Parties
from dragoman.extract.places import PlaceFinder
from dragoman.extract.quotations import find_attributions
from dragoman.extract.statements import claims_of
from dragoman.ingest.text import article_from_text
from dragoman.knowledge.event_typer import Judgement, Marked, load_event_typer
from dragoman.language.parse import parse
from dragoman.model import Status
from dragoman.pipeline import Knowledge

__all__ = ["Classified", "Marked", "classify"]

CHUNK = 64
# Log-odds that a fitting frame adds to its type: with both parties in their places, with one of them. On sentences of
# its own writers that the typer was not trained on, 1 and 1.5 with a warmth of 1 fit best (training/fit_evidence.py);
# on real news (PLV_train_safe) the typer is less right than it is sure, and frames are worth more.
BOTH_PARTIES, ONE_PARTY = 2.0, 1.5
# And what it takes from "no event": of two acts told side by side, the typer at times sees none in the second.
AGAINST_NONE = 3.0
# What the summed log-odds are divided by, so that of answers given .8 about 80% are right.
WARMTH = 1.3


@dataclass(frozen=True, slots=True)
class Classified:
    """What one sentence reports between its parties; ``type`` is None where it reports no event."""

    type: str | None
    mode: str | None
    contexts: tuple[str, ...]
    status: Status | None
    foresees: str | None
    confidence: float
    why: str


def classify(sentences: Iterable[Marked], knowledge: Knowledge, *, always: bool = False) -> Iterator[Classified]:
    """Classify marked sentences, in the order given; ``always`` gives the likeliest type where no event is likelier.

    >>> from dragoman.pipeline import load_knowledge
    >>> next(classify([Marked("Kenya condemned the coup in Mali.", (0, 5), (28, 32))], load_knowledge())).type
    'ACCUSE'
    """
    typer = knowledge.typer or load_event_typer()
    stream = iter(sentences)
    while chunk := list(islice(stream, CHUNK)):
        for sentence, judgement in zip(chunk, typer.judge(chunk), strict=True):
            yield _classified(sentence, judgement, knowledge, always)


def _classified(sentence: Marked, judgement: Judgement, knowledge: Knowledge, always: bool) -> Classified:
    document, drafts = _frames(sentence, knowledge)
    evidence = _evidence(drafts)
    scores = {
        name: (math.log(p) + (evidence[name][0] if name in evidence else 0.0)) / WARMTH
        for name, p in judgement.types.items()
    }
    if evidence:
        scores["NONE"] -= AGAINST_NONE / WARMTH * max(weight for weight, _ in evidence.values()) / BOTH_PARTIES
    top = max(scores.values())
    total = sum(math.exp(score - top) for score in scores.values())
    sure = {name: math.exp(score - top) / total for name, score in scores.items()}
    names = [name for name in sure if name != "NONE" or not always]
    best = max(names, key=lambda name: sure[name])
    confidence = round(sure[best] / (1 - sure["NONE"]) if always and sure["NONE"] < 1 else sure[best], 3)
    typed = f"the typer gives {best.lower() if best == 'NONE' else best} {judgement.types[best]:.2f}"
    if best == "NONE":
        return Classified(None, None, (), None, None, confidence, f"no event between the parties: {typed}")
    draft = evidence[best][1] if best in evidence else None
    mode = (draft.mode if draft else None) or judgement.modes.get(best)
    status, foresees = (draft.status, draft.foresees) if draft else (judgement.status, judgement.foresees)
    if best not in knowledge.ontology.types or not knowledge.ontology.types[best].foresees:
        foresees = None
    contexts = contexts_of(
        document.tokens, range(len(document.tokens)), best, mode, knowledge.contexts, knowledge.ontology
    )
    why = f"{draft.why}; {typed}" if draft else typed
    return Classified(best, mode, contexts, status, foresees, confidence, why)


def _frames(sentence: Marked, knowledge: Knowledge) -> tuple[Document, list[Draft]]:
    """The events that the lexicon's frames find with the marked parties for actors."""
    document = parse(article_from_text(sentence.text), knowledge.parser)
    parties = Parties(document, sentence.actor, sentence.recipient, knowledge.actors, knowledge.offices)
    claims = claims_of(document, find_attributions(document), parties)
    places = PlaceFinder(document, parties, knowledge.places)
    return document, Coder(
        document, parties, claims, places, knowledge.lexicon, knowledge.ontology, knowledge.contexts
    ).code()


def _evidence(drafts: Iterable[Draft]) -> dict[str, tuple[float, Draft]]:
    """What the frames say for each type, with the draft that says it best."""
    out: dict[str, tuple[float, Draft]] = {}
    for draft in drafts:
        doing = {side.referent.actor for side in draft.actors}
        done_to = {side.referent.actor for side in draft.recipients}
        if ACTOR in doing and RECIPIENT in doing | done_to:
            weight = BOTH_PARTIES
        elif ACTOR in doing or RECIPIENT in done_to:
            weight = ONE_PARTY
        else:
            continue  # the act of the recipient, or of nobody marked
        if draft.type not in out or weight > out[draft.type][0]:
            out[draft.type] = (weight, draft)
    return out
