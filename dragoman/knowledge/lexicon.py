"""Frames: the words that report an event, and where its sides stand around them.

Frames live in ``data/lexicon/frames/*.yaml``, one file for each event type and one for the verbs that govern another
verb. A verb's pattern is written as the clause is:

    A meet [with] B                 subject meets object, or meets with …
    A hold talk|meeting [with B]    the object's lemma is one of two nouns
    A pull +out of B                a particle, then a preposition
    A accuse B [of X]               X: anything, not a side
    A promise to: / A say that:     another verb stands under it; ``from ing:`` a gerund behind a preposition
    A order B to:leave|depart       one of these verbs stands under it
    talk|negotiation~ resume        the subject's lemma
    A give aid|@money to B          @money: a class of words in classes.yaml

``A`` is the actor, ``B`` the recipient, ``C`` a participant on either side; brackets hold what may be absent; ``|``
parts alternatives. A noun's frame names the places where its sides stand: ``poss`` (France's visit), ``mod`` (the
French visit), or a preposition.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

import yaml

from dragoman.errors import KnowledgeError
from dragoman.model import Status

DATA = Path(__file__).parent / "data" / "lexicon"

PREPOSITIONS = frozenset(
    "about above across after against ahead along alongside among amid around as at away before behind below beneath "
    "beside between beyond by concerning despite during for from in inside into near of off on onto out outside over "
    "past regarding since through throughout to toward towards under until up upon via with within without".split()
)

# What a verb does to the act that stands under it; extract/events.py carries it out.
Act = Literal[
    "promise", "announce", "threaten", "request", "refuse", "deny", "plan", "hope", "permit", "begin", "continue",
    "manage", "fail", "force", "say", "support", "invite", "end", "attempt",
]  # fmt: skip
ACTS = frozenset(get_args(Act))


@dataclass(frozen=True, slots=True)
class Slot:
    """One place around a verb: where it is, what fills it, and whether it must be there."""

    path: str  # subject | object | a preposition | object|with (either) | to: | to:leave|go | that: | ing: | from/ing:
    side: str  # A, B, C, X (anything) or "" where only lemmas count
    lemmas: frozenset[str]  # the lemmas that the head of the filler may have; empty: any
    required: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """A word, the places around it, and the event it reports."""

    pattern: str
    heads: frozenset[str]  # lemmas
    noun: bool
    particle: str | None
    slots: tuple[Slot, ...]  # of a verb
    actor: tuple[str, ...]  # of a noun: places of the actor, best first
    recipient: tuple[str, ...]
    type: str | None  # PLOVER type; None for a frame that only says "no event here"
    mode: str | None
    act: str | None  # of a verb that governs another
    reciprocal: bool
    needs: str  # both | actor | recipient | any: which sides must be found
    status: Status | None  # a status that the word itself brings ("ongoing" for a blockade)
    foresees: str | None
    examples: tuple[str, ...]
    weight: int = 0  # how specific: frames with more required words are tried first


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All frames, by the lemma that opens them, the most specific first."""

    verbs: dict[str, tuple[Frame, ...]]
    nouns: dict[str, tuple[Frame, ...]]
    frames: tuple[Frame, ...]
    words: dict[str, frozenset[str]] = field(default_factory=dict)  # closed word lists, by name


@cache
def load_lexicon() -> Lexicon:
    """Read and check the shipped frames. Raises KnowledgeError naming the file and the entry."""
    frames: list[Frame] = []
    for path in sorted((DATA / "frames").glob("*.yaml")):
        frames.extend(_read(path))
    verbs: dict[str, list[Frame]] = {}
    nouns: dict[str, list[Frame]] = {}
    for frame in frames:
        for head in frame.heads:
            (nouns if frame.noun else verbs).setdefault(head, []).append(frame)
    words = {name: frozenset(entries) for name, entries in load_yaml(DATA / "words.yaml").items()}
    return Lexicon(_by_weight(verbs), _by_weight(nouns), tuple(frames), words)


def _by_weight(frames: dict[str, list[Frame]]) -> dict[str, tuple[Frame, ...]]:
    return {head: tuple(sorted(many, key=lambda frame: -frame.weight)) for head, many in frames.items()}


def load_yaml(path: Path) -> Any:
    """Read a YAML file of ours with the fast loader. KnowledgeError where it cannot be read."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except (OSError, yaml.YAMLError) as error:
        raise KnowledgeError(f"{path.name}: cannot be read: {error}") from error


def _read(path: Path) -> list[Frame]:
    data = load_yaml(path)
    out = []
    for entry in data["frames"]:
        try:
            out.append(_frame(entry, data.get("type")))
        except (KeyError, ValueError, TypeError) as error:
            raise KnowledgeError(f"{path.name}: frame {entry!r}: {error}") from error
    return out


_KEYS = {
    "pattern",
    "noun",
    "actor",
    "recipient",
    "type",
    "mode",
    "act",
    "reciprocal",
    "needs",
    "status",
    "foresees",
    "examples",
}


def _frame(entry: dict[str, Any], default_type: str | None) -> Frame:
    unknown = set(entry) - _KEYS
    if unknown:
        raise ValueError(f"unknown keys {sorted(unknown)}; known are {sorted(_KEYS)}")
    for key in ("actor", "recipient", "examples"):
        if any(not isinstance(word, str) for word in entry.get(key, ())):
            raise ValueError(
                f"{key} {entry[key]!r}: words expected; YAML takes on, off, yes and no for true and false: quote them"
            )
    act = entry.get("act")
    if act is not None and act not in ACTS:
        raise ValueError(f"no such act {act!r}; known are {sorted(ACTS)}")
    is_noun = "noun" in entry
    heads, particle, slots = (lemmas_of(entry["noun"]), None, ()) if is_noun else compile_pattern(entry["pattern"])
    reciprocal = bool(entry.get("reciprocal", False))
    status = entry.get("status")
    if status not in (None, *get_args(Status)):
        raise ValueError(f"no such status {status!r}; known are {', '.join(get_args(Status))}")
    needs = entry.get("needs", "both" if reciprocal else "actor")
    if needs not in ("both", "actor", "recipient", "any"):
        raise ValueError(f"needs {needs!r}: both, actor, recipient or any")
    return Frame(
        pattern=entry.get("pattern") or f"noun {entry['noun']}",
        heads=heads,
        noun=is_noun,
        particle=particle,
        slots=slots,
        actor=tuple(entry.get("actor", ())),
        recipient=tuple(entry.get("recipient", ())),
        type=entry.get("type", default_type),
        mode=entry.get("mode"),
        act=act,
        reciprocal=reciprocal,
        needs=needs,
        status=status,
        foresees=entry.get("foresees"),
        examples=tuple(entry.get("examples", ())),
        weight=sum(
            2 * (bool(slot.lemmas) or (":" in slot.path and not slot.path.endswith(":"))) + slot.required
            for slot in slots
        )
        + 2 * bool(particle),
    )


_WORD = re.compile(r"[\[\]]|[^\s\[\]]+")
_SIDES = ("A", "B", "C", "X")


def compile_pattern(pattern: str) -> tuple[frozenset[str], str | None, tuple[Slot, ...]]:
    """Turn a pattern into the verb's lemmas, its particle and its slots.

    >>> heads, particle, slots = compile_pattern("A pull +out of B")
    >>> sorted(heads), particle, [(slot.path, slot.side) for slot in slots]
    (['pull'], 'out', [('subject', 'A'), ('of', 'B')])
    """
    words = _WORD.findall(pattern)
    heads: frozenset[str] | None = None
    particle = None
    slots: list[Slot] = []
    optional = False
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        if word in "[]":
            optional = word == "["
        elif heads is None and word in _SIDES:
            slots.append(Slot("subject", word, frozenset(), not optional))
        elif heads is None and word.endswith("~"):
            slots.append(Slot("subject", "", lemmas_of(word[:-1]), not optional))
        elif heads is None:
            heads = lemmas_of(word)
        elif word.startswith("+"):
            particle = word[1:]
        elif word.startswith(("to:", "that:")) or word == "ing:":
            slots.append(Slot(word, "X", frozenset(), not optional))
        elif word.startswith("ing:"):
            raise ValueError("write the preposition before ing:, as in `from ing:`")
        elif all(part in PREPOSITIONS for part in word.split("|")):
            path = word
            needed = not optional
            if words[at : at + 1] == ["]"]:  # "[with] B": the object, or the object of the preposition
                path, optional, needed = f"object|{word}", False, True
                at += 1
            if at == len(words):
                raise ValueError(f"pattern {pattern!r} ends with a preposition")
            slots.append(_slot(path, words[at], needed))
            at += 1
        else:
            slots.append(_slot("object", word, not optional))
    if heads is None:
        raise ValueError(f"pattern {pattern!r} has no verb")
    return heads, particle, tuple(slots)


def _slot(path: str, word: str, required: bool) -> Slot:
    if word == "ing:":
        return Slot(f"{path}/ing:", "X", frozenset(), required)
    if word in _SIDES:
        return Slot(path, word, frozenset(), required)
    return Slot(path, "", lemmas_of(word), required)


def lemmas_of(words: str) -> frozenset[str]:
    """The lemmas of ``a|b|@list``; ``@list`` stands for a list of classes.yaml.

    >>> "dollar" in lemmas_of("aid|@money")
    True
    """
    out: set[str] = set()
    for word in words.split("|"):
        if word.startswith("@"):
            classes = _classes()
            if word[1:] not in classes:
                raise ValueError(f"no class {word!r} in classes.yaml; there are {', '.join(sorted(classes))}")
            out.update(classes[word[1:]])
        else:
            out.add(word)
    return frozenset(out)


@cache
def _classes() -> dict[str, list[str]]:
    return {name: list(words) for name, words in load_yaml(DATA / "classes.yaml").items()}
