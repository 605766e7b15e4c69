"""Well-known agreements by name, and the words with which news tells of agreements and commitments.

The registry is ``data/agreements.tsv``, the words are ``data/lexicon/ledger.yaml``; the head of each explains its
entries. What the registry knows of an agreement is never taken for what an article tells of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from dragoman.errors import KnowledgeError
from dragoman.knowledge.actors import load_actors
from dragoman.knowledge.lexicon import DATA, load_yaml

TABLE = Path(__file__).parent / "data" / "agreements.tsv"
KINDS = ("treaty", "agreement", "deal", "memorandum", "roadmap", "ceasefire", "communique", "contract")
STATUSES = ("proposed", "negotiating", "initialled", "agreed", "signed", "ratified", "in_force", "extended",
            "suspended", "breached", "withdrawn", "expired", "revival_sought", "update_sought")  # fmt: skip

_COLUMNS = ("id", "name", "aliases", "kind", "parties", "agreed", "signed", "in_force", "term_years", "extended_years",
            "ended", "rests_on")  # fmt: skip
_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?\Z")
# A dotted abbreviation is one word ("U.S."), as are the letters of any other.
_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+")
# What may stand between two words of a name.
_JOINTS = frozenset({" ", "\u00a0", "-", "\u2010", "\u2011", "\u2013", "\u2014", "'", "\u2019", ", ", "+", "  "})


@dataclass(frozen=True, slots=True)
class KnownAgreement:
    """An agreement of the registry. Dates at the precision that is sure, None where none is."""

    id: str
    name: str
    aliases: tuple[tuple[str, bool], ...]  # surface, and whether it needs support from its context
    kind: str
    parties: tuple[str, ...]  # registry ids of actors: state:IRN, org:eu, group:taliban
    agreed: str | None
    signed: str | None
    in_force: str | None
    term_years: int | None
    extended_years: tuple[int, ...]
    ended: str | None
    rests_on: str

    @property
    def surfaces(self) -> tuple[tuple[str, bool], ...]:
        """Every name, the canonical one first, with whether it needs support."""
        return ((self.name, False), *self.aliases)


@dataclass(frozen=True, slots=True)
class NamedAgreement:
    """A name in a text, ``[start, end)``, the agreements that bear it, and whether it needs support."""

    start: int
    end: int
    agreements: tuple[KnownAgreement, ...]
    ambiguous: bool


class Agreements:
    """The loaded registry. Built by load_agreements."""

    __slots__ = ("_by_id", "_first", "_names")

    def __init__(self, rows: list[KnownAgreement]):
        self._by_id = {row.id: row for row in rows}
        self._names: dict[tuple[str, ...], list[tuple[tuple[str, ...], KnownAgreement, bool]]] = {}
        self._first: dict[str, int] = {}  # first word → the length of the longest name that begins with it
        for row in rows:
            for surface, ambiguous in row.surfaces:
                words = tuple(_plain(word) for word in _WORD.findall(surface))
                key = tuple(word.lower() for word in words)
                self._names.setdefault(key, []).append((words, row, ambiguous))
                self._first[key[0]] = max(self._first.get(key[0], 0), len(key))

    def __iter__(self) -> Iterator[KnownAgreement]:
        return iter(self._by_id.values())

    def __len__(self) -> int:
        return len(self._by_id)

    def get(self, agreement_id: str | None) -> KnownAgreement | None:
        """The agreement of this id, or None: ``get("agreement:usmca").term_years`` is 16."""
        return self._by_id.get(agreement_id or "")

    def find(self, text: str) -> list[NamedAgreement]:
        """The longest names in a text, in order, none overlapping; case counts where a name is written large.

        >>> [(n.agreements[0].id, n.start, n.end) for n in load_agreements().find("the INF Treaty of 1987")]
        [('agreement:inf-treaty', 4, 14)]
        """
        matches = list(_WORD.finditer(text))
        words = [_plain(match.group()) for match in matches]
        keys = [word.lower() for word in words]
        out: list[NamedAgreement] = []
        i = 0
        while i < len(keys):
            found = self._longest(text, matches, words, keys, i) if keys[i] in self._first else None
            if found is None:
                i += 1
            else:
                out.append(found[0])
                i += found[1]
        return out

    def _longest(
        self, text: str, matches: list[re.Match[str]], words: list[str], keys: list[str], i: int
    ) -> tuple[NamedAgreement, int] | None:
        longest = min(self._first.get(keys[i], 0), len(keys) - i)
        run = 1 if longest else 0
        while run < longest:
            gap = text[matches[i + run - 1].end() : matches[i + run].start()]
            if gap not in _JOINTS and not (gap == ". " and words[i + run - 1] == "St"):
                break
            run += 1
        for n in range(run, 0, -1):
            named = self._names.get(tuple(keys[i : i + n]))
            fitting = [(row, doubt) for form, row, doubt in named or () if _written(form, words[i : i + n])]
            if fitting:
                rows = tuple(dict.fromkeys(row for row, _ in fitting))
                ambiguous = len(rows) > 1 or all(doubt for _, doubt in fitting)
                return NamedAgreement(matches[i].start(), matches[i + n - 1].end(), rows, ambiguous), n
        return None


def _plain(word: str) -> str:
    """``U.S.`` as ``US``, ``Évian`` as ``Evian``."""
    if word.isascii():
        return word.replace(".", "")
    folded = unicodedata.normalize("NFKD", word.replace(".", ""))
    return "".join(c for c in folded if not unicodedata.combining(c))


def _written(form: tuple[str, ...], words: list[str]) -> bool:
    """Are the words written as the name is? Its last word may be small: "the Minsk agreement"."""
    for n, (name, word) in enumerate(zip(form, words, strict=True)):
        if len(name) > 1 and name.isupper():
            if word != name:
                return False
        elif name[0].isupper() and not word[0].isupper() and (n == 0 or n < len(form) - 1):
            return False
    return True


# ── the words of the ledger ──────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class LifeCue:
    """Words that tell a fact of a life: ``pull out of X``, ``X enter into force``, ``withdrawal from X``."""

    pattern: str
    status: str
    heads: frozenset[str]  # lemmas of the verb or noun
    noun: bool
    subject: bool  # the agreement is the subject
    tail: tuple[str, ...]  # words that follow the head, in order, with others between ("put … on hold")
    preposition: str | None  # that leads to the agreement, where it is not the object
    parties: bool  # whether the subject is a party: not of a broker
    dated: bool  # whether its date is that of the fact: not of what only goes on
    example: str


@dataclass(frozen=True, slots=True)
class LedgerCues:
    """All cues of the ledger, by lemma, and its word lists."""

    kinds: Mapping[str, str]  # the noun → the kind that it names
    signable: Mapping[str, str]  # the same, of nouns that name an agreement only where sides sign it
    verbs: Mapping[str, tuple[LifeCue, ...]]
    nouns: Mapping[str, tuple[LifeCue, ...]]
    cues: tuple[LifeCue, ...]
    words: Mapping[str, frozenset[str]]
    examples: Mapping[str, str]  # of each word list


@cache
def load_ledger_cues() -> LedgerCues:
    """Read and check the shipped cues, once a process. KnowledgeError names the entry that breaks a rule."""
    data = load_yaml(DATA / "ledger.yaml")
    try:
        kinds = {noun: kind for kind, nouns in data["kinds"].items() for noun in nouns}
        signable = {noun: kind for kind, nouns in data["signable"].items() for noun in nouns}
        cues = tuple(_cue(entry) for entry in data["life"])
        words = {name: frozenset(entry["words"]) for name, entry in data["words"].items()}
        examples = {name: entry["example"] for name, entry in data["words"].items()}
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise KnowledgeError(f"ledger.yaml: {error!r}") from error
    if set(kinds.values()) != set(KINDS):
        raise KnowledgeError(f"ledger.yaml: kinds are {sorted(set(kinds.values()))}; the record has {sorted(KINDS)}")
    verbs: dict[str, tuple[LifeCue, ...]] = {}
    nouns: dict[str, tuple[LifeCue, ...]] = {}
    for cue in sorted(cues, key=lambda cue: -len(cue.tail)):
        table = nouns if cue.noun else verbs
        for head in sorted(cue.heads):
            table[head] = (*table.get(head, ()), cue)
    if not set(signable.values()) <= set(KINDS) or signable.keys() & kinds.keys():
        raise KnowledgeError("ledger.yaml: signable nouns name kinds of the record, and are no nouns of kinds")
    return LedgerCues(kinds, signable, verbs, nouns, cues, words, examples)


def _cue(entry: dict[str, Any]) -> LifeCue:
    """Compile one entry.

    >>> cue = _cue({"verb": "pull out of X", "status": "withdrawn", "example": ""})
    >>> sorted(cue.heads), cue.tail, cue.preposition
    (['pull'], ('out',), 'of')
    """
    noun = "noun" in entry
    pattern = entry["noun"] if noun else entry["verb"]
    words = pattern.split()
    if entry["status"] not in STATUSES:
        raise ValueError(f"{pattern!r}: no status {entry['status']!r}; known are {STATUSES}")
    if words.count("X") != 1:
        raise ValueError(f"{pattern!r}: X, the agreement, stands once")
    subject = words[0] == "X"
    if subject:
        words = words[1:]
    heads, rest = frozenset(words[0].split("|")), words[1:]
    preposition = None
    if not subject:
        at = rest.index("X")
        if at and at == len(rest) - 1:
            preposition = rest[at - 1]
            rest = rest[: at - 1]
        else:
            rest = [*rest[:at], *rest[at + 1 :]]
    return LifeCue(pattern, entry["status"], heads, noun, subject, tuple(rest), preposition,
                   entry.get("parties", True), entry.get("dated", True), entry["example"])  # fmt: skip


# ── loading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@cache
def load_agreements() -> Agreements:
    """Read the shipped registry, once a process. Raises KnowledgeError naming the row."""
    return Agreements(list(read_agreements(TABLE)))


def read_agreements(path: Path) -> Iterator[KnownAgreement]:
    """The rows of a registry file. KnowledgeError names the file, the line and what is wrong with it."""
    header: list[str] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = line.split("\t")
        if header is None:
            header = cells
            if tuple(header) != _COLUMNS:
                raise KnowledgeError(f"{path.name}:{number}: columns {header}; expected {list(_COLUMNS)}")
            continue
        if len(cells) != len(_COLUMNS):
            raise KnowledgeError(f"{path.name}:{number}: {len(cells)} cells; expected {len(_COLUMNS)}")
        yield _row(f"{path.name}:{number}", dict(zip(_COLUMNS, cells, strict=True)))


def _row(where: str, cells: dict[str, str]) -> KnownAgreement:
    if not re.fullmatch(r"agreement:[a-z0-9]+(?:-[a-z0-9]+)*", cells["id"]):
        raise KnowledgeError(f"{where}: id {cells['id']!r}; expected agreement:some-slug")
    if cells["kind"] not in KINDS:
        raise KnowledgeError(f"{where}: {cells['id']}: kind {cells['kind']!r}; known are {', '.join(KINDS)}")
    for column in ("agreed", "signed", "in_force", "ended"):
        if cells[column] and not _DATE.match(cells[column]):
            raise KnowledgeError(
                f"{where}: {cells['id']}: {column} {cells[column]!r} is no date such as 2001-07 or 2001"
            )
    try:
        term = int(cells["term_years"]) if cells["term_years"] else None
        extended = tuple(int(years) for years in cells["extended_years"].split())
    except ValueError as error:
        raise KnowledgeError(f"{where}: {cells['id']}: years are whole numbers: {error}") from error
    aliases = tuple(
        (alias.strip().removesuffix("?"), alias.strip().endswith("?"))
        for alias in cells["aliases"].split(";")
        if alias.strip()
    )
    parties = tuple(party if ":" in party else f"state:{party}" for party in cells["parties"].split())
    return KnownAgreement(cells["id"], cells["name"], aliases, cells["kind"], parties, cells["agreed"] or None,
                          cells["signed"] or None, cells["in_force"] or None, term, extended, cells["ended"] or None,
                          cells["rests_on"])  # fmt: skip


def problems() -> list[str]:
    """What the shipped registry breaks of its own rules, one line each; empty where it is sound.

    Ids are sorted and unique, parties resolve, dates follow one another, and a name that two agreements bear says of
    both that it is ambiguous.
    """
    actors = load_actors()
    rows = list(load_agreements())
    out: list[str] = []
    ids = [row.id for row in read_agreements(TABLE)]
    out.extend(f"{a}: stands before {b}; rows are sorted by id, each once"
               for a, b in pairwise(ids) if a >= b)  # fmt: skip
    bearers: dict[str, list[tuple[str, bool]]] = {}
    for row in rows:
        out.extend(f"{row.id}: no actor {party!r}" for party in row.parties if actors.get(party) is None)
        if not row.rests_on:
            out.append(f"{row.id}: rests_on is empty")
        dates = [date for date in (row.agreed, row.signed, row.in_force, row.ended) if date]
        out.extend(f"{row.id}: {b} comes before {a}" for a, b in pairwise(dates)
                   if b[: min(len(a), len(b))] < a[: min(len(a), len(b))])  # fmt: skip
        surfaces = [surface for surface, _ in row.surfaces]
        out.extend(f"{row.id}: {surface!r} stands twice" for surface in set(surfaces) if surfaces.count(surface) > 1)
        for surface, ambiguous in row.surfaces:
            bearers.setdefault(surface, []).append((row.id, ambiguous))
    for surface, bearing in bearers.items():
        if len({row_id for row_id, _ in bearing}) > 1 and not all(ambiguous for _, ambiguous in bearing):
            out.append(f"{surface!r} is borne by {', '.join(row_id for row_id, _ in bearing)}: mark it with ?")
    return out
