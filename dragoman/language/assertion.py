"""Whether a clause says that its act happened: negated, planned, hypothetical, going on, or done.

Cues are data (``data/lexicon/assertion.yaml``); their scope follows the parse. What verbs such as "refuse" or
"threaten" make of the act under them is not decided here but with the event types.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from dragoman.document import Assertion, Sentence, Tense, Token
from dragoman.knowledge.lexicon import DATA, load_yaml
from dragoman.model import Status

_BE = frozenset({"be", "'s", "'re"})


@cache
def _cues() -> dict[str, frozenset[str]]:
    return {name: frozenset(entry["words"]) for name, entry in load_yaml(DATA / "assertion.yaml").items()}


def assertions(tokens: Sequence[Token], sentences: Sequence[Sentence]) -> dict[int, Assertion]:
    """Judge every predicate and noun of the document: token index to Assertion.

    >>> # "Iran will not attack." gives for "attack": Assertion(status="negated", tense="future", …)
    """
    cues = _cues()
    out: dict[int, Assertion] = {}
    for sentence in sentences:
        for i in range(sentence.first, sentence.last):
            token = tokens[i]
            if token.pos in ("VERB", "AUX") or (token.pos == "ADJ" and token.dep in ("ROOT", "ccomp", "acomp", "conj")):
                out[i] = _verb(token, tokens, cues, 0)
            elif token.pos == "NOUN":
                out[i] = _noun(token, tokens, cues)
    return out


def _verb(token: Token, tokens: Sequence[Token], cues: dict[str, frozenset[str]], depth: int) -> Assertion:
    children = [tokens[c] for c in token.children]
    auxiliaries = [c for c in children if c.dep in ("aux", "auxpass")]
    tense = _tense(token, auxiliaries)
    head = tokens[token.head]
    if (
        depth < 5
        and token.dep == "conj"
        and head.pos in ("VERB", "AUX")
        and not auxiliaries
        and not any(c.dep in ("nsubj", "nsubjpass") for c in children)
        and token.tag in ("VB", "VBN", "VBG")
    ):
        # "will meet and sign": the second verb shares the first one's auxiliaries
        shared = _verb(head, tokens, cues, depth + 1)
        denied = _negated(children, cues)
        return Assertion("negated" if denied else shared.status, shared.tense, shared.infinitive)
    infinitive = any(c.lower == "to" and c.dep == "aux" for c in children) or _names_only(token, auxiliaries, tokens)
    status: Status = "occurred"
    present = token.tag in ("VBZ", "VBP")
    if (
        _under_condition(token, tokens, cues)
        or (present and any(c.dep == "mark" and c.lower == "until" for c in children))
        or any(c.dep == "mark" and c.lower in cues["conditional"] for c in children)
        or any(c.dep == "advmod" and c.lower == "whether" for c in children)
    ):
        status = "hypothetical"
    elif any(a.lower in cues["future"] for a in auxiliaries):
        status = "planned"
    elif any(a.lower in cues["possible"] for a in auxiliaries):
        status = "planned" if _reported_future(token, auxiliaries, tokens) else "hypothetical"
    elif infinitive:
        status = _infinitive(token, head, tokens, cues)
    elif token.tag == "VBG" and any(a.lemma in _BE and a.morph_tense == "Pres" for a in auxiliaries):
        status = "ongoing"
    elif token.tag == "VBG" and not auxiliaries and token.dep in ("advcl", "pcomp") and depth < 5:
        above = head if token.dep == "advcl" else tokens[head.head]
        if above.pos in ("VERB", "AUX") and above.i != token.i:
            shared_status = _verb(above, tokens, cues, depth + 1).status  # "by destroying it they may …"
            status = shared_status if shared_status in ("planned", "hypothetical") else "occurred"
    if _negated(children, cues) or (token.dep == "pcomp" and head.lower == "without"):
        status = "negated"
    if status == "planned":
        tense = "future"
    return Assertion(status, tense, infinitive)


def _names_only(token: Token, auxiliaries: list[Token], tokens: Sequence[Token]) -> bool:
    """A gerund, or a command, names an act and does not say that it was done.

    "no hindrance in the way of expanding relations", "capable of deploying", "required lifting", "Fight them!".
    """
    if auxiliaries:
        return False
    head = tokens[token.head]
    if token.tag == "VB":
        return token.dep in ("ROOT", "ccomp", "parataxis")
    if token.tag != "VBG":
        return False
    if token.dep == "pcomp":
        return tokens[head.head].pos in ("NOUN", "ADJ")
    return token.dep in ("csubj", "xcomp", "pobj", "nsubj", "dobj")


def _under_condition(token: Token, tokens: Sequence[Token], cues: dict[str, frozenset[str]]) -> bool:
    """A clause without a subject of its own shares the condition above it: "If they cooperate in making …"."""
    for _ in range(4):
        if token.dep not in ("pcomp", "xcomp", "conj", "prep", "advcl") or token.tag in ("VBD", "VBZ", "VBP"):
            return False
        token = tokens[token.head]
        if any(tokens[c].dep == "mark" and tokens[c].lower in cues["conditional"] for c in token.children):
            return True
    return False


def _reported_future(token: Token, auxiliaries: list[Token], tokens: Sequence[Token]) -> bool:
    """``said it would send``: the future seen from the past, not a condition."""
    if not any(a.lower in ("would", "'d") for a in auxiliaries):
        return False
    head = tokens[token.head]
    return token.dep in ("ccomp", "acl", "advcl", "conj") and head.morph_tense == "Past" and head.i != token.i


def _infinitive(token: Token, head: Token, tokens: Sequence[Token], cues: dict[str, frozenset[str]]) -> Status:
    if token.dep in ("xcomp", "ccomp") and head.i != token.i:
        if head.lemma in cues["planning"] or (head.lemma in _BE and token.dep == "xcomp"):
            return "planned"
        if head.lemma in cues["doubting"]:
            return "hypothetical"
    return "hypothetical"


def _negated(children: list[Token], cues: dict[str, frozenset[str]]) -> bool:
    for child in children:
        if child.dep == "neg" or (child.dep == "advmod" and child.lower in ("never", "neither", "nor", "hardly")):
            return True
        if child.dep in ("nsubj", "nsubjpass") and child.lower in ("nobody", "none", "neither"):
            return True
    return False


def _noun(token: Token, tokens: Sequence[Token], cues: dict[str, frozenset[str]]) -> Assertion:
    status: Status = "occurred"
    for c in token.children:
        child = tokens[c]
        if child.dep in ("det", "neg") and child.lower == "no":
            return Assertion("negated", "past", False)
        if child.dep in ("amod", "det"):
            if child.lower in cues["ahead"]:
                status = "planned"
            elif child.lower in cues["doubtful"]:
                status = "hypothetical"
            elif child.lower in cues["going_on"]:
                status = "ongoing"
    return Assertion(status, "future" if status == "planned" else "past", False)


def _tense(token: Token, auxiliaries: list[Token]) -> Tense:
    if any(a.lower in ("will", "shall", "'ll", "wo") for a in auxiliaries):
        return "future"
    if any(a.morph_tense == "Past" for a in auxiliaries) or (not auxiliaries and token.morph_tense == "Past"):
        return "past"
    if any(a.lemma == "have" for a in auxiliaries):
        return "past"
    return "present" if token.morph_tense == "Pres" or auxiliaries else "past"
