"""What positions are taken on, and the words that take them.

Issues live in ``data/ontology/issues.yaml``, the verbs, nouns and adjectives of a stance in
``data/lexicon/positions.yaml``; the heads of both files explain their entries.

    >>> issues = load_issues()
    >>> [(found.issue.id, found.how) for found in issues.find("a two-state solution and a ceasefire in Yemen")]
    [('issue:two-state', 'words'), ('issue:yemen-war', 'place')]
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast

from dragoman.errors import KnowledgeError
from dragoman.knowledge.lexicon import PREPOSITIONS, Frame, compile_pattern, load_yaml
from dragoman.model import Polarity

DATA = Path(__file__).parent / "data"

IssueKind = Literal["conflict", "territory", "deal", "policy", "regime", "crisis"]
How = Literal["words", "place"]
KINDS = frozenset(IssueKind.__args__)  # type: ignore[attr-defined]
POLARITIES = frozenset(Polarity.__args__)  # type: ignore[attr-defined]
RESTS_ON = frozenset({"model-knowledge", "user"})
# What a stance asks of its words: any issue will do; an issue of the list; one of the list that is a policy, a deal or
# a territory; a territory that is recognised; words of want.
NEEDS = frozenset({"any", "named", "lasting", "territory", "want"})


@dataclass(frozen=True, slots=True)
class IssueEntry:
    """One issue of the ontology."""

    id: str  # issue:slug
    name: str
    kind: IssueKind
    words: tuple[str, ...]  # alternatives written out
    places: tuple[str, ...]
    countries: tuple[str, ...]
    since: int | None  # the year from which its places mean it
    whose: Literal["any", "after"] | None  # a policy towards one country each, which may stand anywhere or behind it
    rests_on: str


@dataclass(frozen=True, slots=True)
class FoundIssue:
    """Words of a text, ``[start, end)``, that name an issue, or a place that means one beside words of conflict."""

    start: int
    end: int
    issue: IssueEntry
    how: How


# "U.S." is one word; a comma may stand in a phrase ("one country, two systems"); other marks part phrases.
_TOKEN = re.compile(r"(?:[A-Za-z]\.){2,}|\d+\.\d+|[^\W_]+(?:['’]s(?![^\W_]))?|[,.;:!?()+%]")
_Key = tuple[str, ...]


class Issues:
    """The loaded ontology. Built by load_issues."""

    __slots__ = ("_entries", "_index")

    def __init__(self, entries: Iterable[IssueEntry]):
        self._entries = {entry.id: entry for entry in entries}
        # first folded word → (folded words, words as written, how, issues), the longest first
        index: dict[str, dict[tuple[_Key, _Key, How], list[IssueEntry]]] = {}
        for entry in self._entries.values():
            surfaces: list[tuple[str, How]] = [(words, "words") for words in entry.words]
            surfaces.extend((place, "place") for place in entry.places)
            for surface, how in surfaces:
                written = tuple(_TOKEN.findall(surface))
                key = tuple(_fold(word) for word in written)
                index.setdefault(key[0], {}).setdefault((key, written, how), []).append(entry)
        self._index = {
            first: sorted(table.items(), key=lambda item: (-len(item[0][0]), item[0][2] != "words"))
            for first, table in index.items()
        }

    def __iter__(self) -> Iterator[IssueEntry]:
        return iter(self._entries.values())

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, issue_id: str) -> IssueEntry | None:
        """The issue of this id, or None: ``get("issue:jcpoa").kind`` is "deal"."""
        return self._entries.get(issue_id)

    def find(self, text: str) -> tuple[FoundIssue, ...]:
        """The longest names of issues and places in a text, in order, no two names overlapping.

        A place may mean several issues (Taiwan: a territory; Syria: a conflict): each is given.
        """
        spans = [match.span() for match in _TOKEN.finditer(text)]
        words = [text[start:end] for start, end in spans]
        folded = [_fold(word) for word in words]
        out: list[FoundIssue] = []
        at = 0
        while at < len(words):
            length = 0
            here: dict[tuple[str, str], FoundIssue] = {}  # "US" and "U.S." in one entry are one find
            for (key, written, how), entries in self._index.get(folded[at], ()):
                if length and len(key) < length:
                    break
                if tuple(folded[at : at + len(key)]) == key and all(map(_cased, written, words[at:])):
                    length = len(key)
                    start, end = spans[at][0], spans[at + length - 1][1]
                    for entry in entries:
                        here.setdefault((entry.id, how), FoundIssue(start, end, entry, how))
            out.extend(here.values())
            at += length or 1
        return tuple(out)


def _fold(word: str) -> str:
    """A word without case, possessive, plural and the stops of an abbreviation: ``Sanctions`` → ``sanction``."""
    word = word.lower().replace("’", "'").removesuffix("'s")
    word = word if len(word) < 2 else word.replace(".", "") if not word[0].isdigit() else word
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _cased(written: str, found: str) -> bool:
    """``START`` is not "start" and ``US`` not "us"; what is written small may open a sentence."""
    if not written[:1].isupper():
        return True
    plain = found.replace("’", "'").removesuffix("'s")
    letters = written.removesuffix("'s")
    return plain.isupper() if len(letters) > 1 and letters.isupper() else found[:1].isupper()


@cache
def load_issues() -> Issues:
    """Read and check the shipped issues, once a process. KnowledgeError names the entry that breaks a rule."""
    return Issues(read_issues(load_yaml(DATA / "ontology" / "issues.yaml")))


_KEYS = frozenset({"name", "words", "places", "countries", "since", "whose"})


def read_issues(data: Mapping[str, Any]) -> tuple[IssueEntry, ...]:
    """Check the content of issues.yaml and write its alternatives out: one entry an issue."""
    out: dict[str, IssueEntry] = {}
    owner: dict[_Key, str] = {}
    for kind, group in data.items():
        if kind not in KINDS:
            raise KnowledgeError(f"issues.yaml: kind {kind!r}; known are {', '.join(sorted(KINDS))}")
        rests_on = group.get("rests_on")
        if rests_on not in RESTS_ON:
            raise KnowledgeError(f"issues.yaml: {kind}: rests_on {rests_on!r}; known are {', '.join(sorted(RESTS_ON))}")
        if list(group["issues"]) != sorted(group["issues"]):
            raise KnowledgeError(f"issues.yaml: {kind}: sort the issues by their slug")
        for slug, row in group["issues"].items():
            entry = _issue(slug, cast(IssueKind, kind), row, rests_on)
            if entry.id in out:
                raise KnowledgeError(f"issues.yaml: {slug} stands twice")
            out[entry.id] = entry
            for surface in entry.words:
                written = tuple(_TOKEN.findall(surface))
                other = owner.setdefault(tuple(_fold(word) for word in written), slug)
                if other != slug:
                    raise KnowledgeError(f"issues.yaml: {surface!r} names both {other} and {slug}: leave it to one")
    return tuple(out.values())


def _issue(slug: str, kind: IssueKind, row: Mapping[str, Any], rests_on: str) -> IssueEntry:
    where = f"issues.yaml: {slug}"
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", slug):
        raise KnowledgeError(f"{where}: a slug has small letters, digits and hyphens")
    if set(row) - _KEYS or not row.get("name") or not row.get("words"):
        raise KnowledgeError(f"{where}: name and words are needed, {', '.join(sorted(_KEYS))} known")
    words = tuple(itertools.chain.from_iterable(_written_out(phrase) for phrase in row["words"]))
    places = tuple(row.get("places", ()))
    countries = tuple(row.get("countries", ()))
    if any(not re.fullmatch(r"[A-Z]{3}", str(code)) for code in countries):
        raise KnowledgeError(f"{where}: countries {countries}: ISO 3166 alpha-3 codes expected")
    if any(not place[:1].isupper() and " " not in place and "-" not in place for place in places):
        raise KnowledgeError(f"{where}: places {places}: a place is a name")
    since = row.get("since")
    if since is not None and not isinstance(since, int):
        raise KnowledgeError(f"{where}: since {since!r}: a year expected")
    whose = row.get("whose")
    if whose not in (None, "any", "after"):
        raise KnowledgeError(f"{where}: whose {whose!r}: any or after expected")
    return IssueEntry(f"issue:{slug}", row["name"], kind, words, places, countries, since, whose, rests_on)


def _written_out(phrase: str) -> Iterator[str]:
    """``civil_war|conflict in Yemen`` → "civil war in Yemen", "conflict in Yemen"."""
    for words in itertools.product(*(part.split("|") for part in phrase.split())):
        yield " ".join(words).replace("_", " ")


# ---------------------------------------------------------------------- the words of a stance


@dataclass(frozen=True, slots=True)
class Stance:
    """A word that takes a stance on what stands behind it: one entry of positions.yaml."""

    frame: Frame | None  # of a verb
    heads: frozenset[str]  # lemmas
    polarity: Polarity
    negated: Polarity | None  # what it is under "not"; None: no stance then
    needs: str  # one of NEEDS
    behind: tuple[str, ...]  # of a noun or an adjective: the prepositions before what it is about
    words: frozenset[str]  # lemmas of which one must stand in the stance; empty: none
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stances:
    """All words of a stance, by lemma, and the closed lists around them."""

    verbs: dict[str, tuple[Stance, ...]]
    nouns: dict[str, tuple[Stance, ...]]
    adjectives: dict[str, tuple[Stance, ...]]
    topics: dict[str, tuple[tuple[str, ...], ...]]  # by their first word, the longest first
    words: dict[str, frozenset[str]]

    @property
    def entries(self) -> tuple[Stance, ...]:
        """Each entry once."""
        tables = (self.verbs, self.nouns, self.adjectives)
        found = {id(entry): entry for table in tables for many in table.values() for entry in many}
        return tuple(found.values())


WORD_LISTS = (
    "conflict", "want", "open_names", "owning", "voicing", "withdrawing", "keeping", "refusing", "disowning", "raising",
    "called_on", "no_matter", "plain", "wishing",
    "positions", "must", "solutions", "needed", "refused", "refusable", "subjunctive", "matters", "we",
)  # fmt: skip


@cache
def load_stances() -> Stances:
    """Read and check the shipped words of stance, once a process. KnowledgeError names the entry that breaks a rule."""
    return read_stances(load_yaml(DATA / "lexicon" / "positions.yaml"))


def read_stances(data: Mapping[str, Any]) -> Stances:
    """Check the content of positions.yaml and compile its patterns."""
    missing = {"verbs", "nouns", "adjectives", "topics", *WORD_LISTS} - set(data)
    if missing:
        raise KnowledgeError(f"positions.yaml: sections missing: {', '.join(sorted(missing))}")
    topics: dict[str, list[tuple[str, ...]]] = {}
    for phrase in data["topics"]:
        words = tuple(str(phrase).split())
        topics.setdefault(words[0], []).append(words)
    return Stances(
        _table(data["verbs"], "pattern"),
        _table(data["nouns"], "noun"),
        _table(data["adjectives"], "adjective"),
        {first: tuple(sorted(phrases, key=len, reverse=True)) for first, phrases in topics.items()},
        {name: frozenset(map(str, data[name])) for name in WORD_LISTS},
    )


def _table(rows: Iterable[Mapping[str, Any]], key: str) -> dict[str, tuple[Stance, ...]]:
    table: dict[str, tuple[Stance, ...]] = {}
    for row in rows:
        stance = _stance(row, key)
        for head in stance.heads:
            table[head] = (*table.get(head, ()), stance)
    return table


def _stance(row: Mapping[str, Any], key: str) -> Stance:
    where = f"positions.yaml: {row.get(key)!r}"
    if set(row) - {key, "polarity", "negated", "needs", "behind", "words", "examples"} or not row.get("examples"):
        raise KnowledgeError(f"{where}: {key}, polarity and examples are needed; negated, needs, behind, words known")
    if row.get("polarity") not in POLARITIES or row.get("negated") not in {None, *POLARITIES}:
        raise KnowledgeError(f"{where}: polarity and negated are among {', '.join(sorted(POLARITIES))}")
    needs = row.get("needs", "any")
    behind = tuple(row.get("behind", ()))
    if needs not in NEEDS or any(word not in PREPOSITIONS for word in behind):
        raise KnowledgeError(f"{where}: needs is among {', '.join(sorted(NEEDS))}; behind holds prepositions, quoted")
    frame = None
    heads = frozenset(str(row[key]).split("|"))
    if key == "pattern":
        try:
            heads, particle, slots = compile_pattern(row[key])
        except ValueError as error:
            raise KnowledgeError(f"{where}: {error}") from error
        # under a verb that asks somebody, the one asked may be the subject of the clause below: "wants the EU to act"
        act = "request" if any(slot.side == "B" for slot in slots) else None
        frame = Frame(row[key], heads, False, particle, slots, (), (), None, None, act, False, "actor", None, None, ())
    return Stance(frame, heads, row["polarity"], row.get("negated"), needs, behind,
                  frozenset(row.get("words", ())), tuple(row["examples"]))  # fmt: skip
