"""The cues of attribution: which words make what stands beside them somebody's word, and where it stands.

They live in ``data/lexicon/attribution.yaml``, whose head explains its entries.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from dragoman.errors import KnowledgeError
from dragoman.knowledge.lexicon import DATA, PREPOSITIONS, load_yaml

CueKind = Literal["speech", "belief", "intention", "perception", "evidence", "stance"]
CUE_KINDS = frozenset(CueKind.__args__)  # type: ignore[attr-defined]
COMPLEMENTS = frozenset(
    {"that", "quote", "to do", "object to do", "raised", "doing", "as saying", "as it", "small", "object"}
)
WORD_LISTS = (
    "light_verbs",
    "message_nouns",
    "views",
    "occasions",
    "outlets",
    "outlet_names",
    "platforms",
    "audiences",
    "calling",
    "naming",
    "plain",
    "stressing",
    "using",
)


@dataclass(frozen=True, slots=True)
class CueEntry:
    """Words that take the same complements: one entry of the file."""

    words: tuple[str, ...]  # lemmas
    kind: CueKind
    takes: tuple[str, ...]
    particle: str | None  # "out" of "point out"
    told: bool  # the object is who is told, not what is said
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cues:
    """All cues, by lemma; a lemma may stand in several entries."""

    verbs: dict[str, tuple[CueEntry, ...]]
    nouns: dict[str, tuple[CueEntry, ...]]
    adjectives: dict[str, tuple[CueEntry, ...]]
    words: dict[str, frozenset[str]]  # the word lists, in lower case
    lemmas: dict[str, str]  # what the lemmatizer gives for a word and should not

    def verb(self, lemma: str) -> tuple[CueEntry, ...]:
        """The entries of a verb, also where the lemmatizer gives a form that is no word ("hop" of "hoping")."""
        return self.verbs.get(self.lemmas.get(lemma, lemma), ())

    @property
    def entries(self) -> tuple[CueEntry, ...]:
        """Each entry once, in the order of the file."""
        found = {id(e): e for table in (self.verbs, self.nouns, self.adjectives) for es in table.values() for e in es}
        return tuple(found.values())


@cache
def load_cues() -> Cues:
    """Read and check the shipped cues, once a process. KnowledgeError names the entry that breaks a rule."""
    data = load_yaml(DATA / "attribution.yaml")
    try:
        return Cues(
            _table(data, "verbs"),
            _table(data, "nouns"),
            _table(data, "adjectives"),
            {name: frozenset(word.lower() for word in data[name]) for name in WORD_LISTS},
            dict(data["lemmas"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise KnowledgeError(f"attribution.yaml: a section is missing or has another shape: {error!r}") from error


def _table(data: dict[str, Any], section: str) -> dict[str, tuple[CueEntry, ...]]:
    table: dict[str, tuple[CueEntry, ...]] = {}
    for row in data[section]:
        entry = _entry(row, section)
        for word in entry.words:
            table[word] = (*table.get(word, ()), entry)
    return table


def _entry(row: dict[str, Any], section: str) -> CueEntry:
    unknown = set(row) - {section, "kind", "takes", "particle", "addressee", "examples"}
    words = tuple(row[section].split("|"))
    if unknown:
        raise KnowledgeError(f"attribution.yaml: {row[section]}: unknown keys {sorted(unknown)}")
    if row["kind"] not in CUE_KINDS:
        raise KnowledgeError(f"attribution.yaml: {row[section]}: kind {row['kind']!r}, known are {sorted(CUE_KINDS)}")
    if len(set(words)) != len(words):
        raise KnowledgeError(f"attribution.yaml: {row[section]}: a word stands twice")
    for take in row["takes"]:
        # An unquoted "on" is true in YAML, and would be no word at all.
        if take not in COMPLEMENTS and str(take).removeprefix("object ") not in PREPOSITIONS:
            raise KnowledgeError(f"attribution.yaml: {row[section]}: takes {take!r}, which is no complement")
    told = row.get("addressee") == "object"
    return CueEntry(words, row["kind"], tuple(row["takes"]), row.get("particle"), told, tuple(row["examples"]))
