"""Who held which office on which day, the words for offices, and the names of those who held them.

The table is ``data/actors/holders.tsv``; the words for offices are ``titles.yaml``, further spellings of names
``name_variants.yaml``. A date there keeps the precision that is known: a term from 2001 to 2005 covers every day of
both years.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml

from dragoman.errors import KnowledgeError
from dragoman.model import Span

DATA = Path(__file__).parent / "data" / "actors"
COLUMNS = ("person", "name", "country", "office", "title", "wikidata", "start", "end", "known_to", "rests_on")
RESTS_ON = frozenset({"wikidata-2022", "model-knowledge", "wikidata-2022+model-knowledge", "user"})

Tense = Literal["current", "former", "next"]
Key = tuple[str, ...]
V = TypeVar("V")
_Word = tuple[str, int, int]  # lower case without marks, start, end


@dataclass(frozen=True, slots=True)
class Term:
    """One holding of an office; the dates are inclusive and as precise as they are known."""

    person: str  # slug, as in person:sergei-lavrov
    name: str
    country: str  # ISO 3166 alpha-3, or the registry id of what is no country: org:un, group:hamas
    office: str  # of the closed list in titles.yaml
    title: str
    start: str
    end: str | None  # None: open, and known to hold up to known_to
    known_to: str | None
    rests_on: str
    wikidata: str | None = None


@dataclass(frozen=True, slots=True)
class Title:
    """What a title's words say: ``former deputy foreign ministers``."""

    phrase: str  # the title as listed, in the singular, without modifiers: "foreign minister"
    office: str | None  # the dated office, where no country says otherwise; None: no dated office
    sectors: tuple[str, ...]  # PLOVER; a former holder is ELI
    modifiers: tuple[str, ...] = ()
    tense: Tense = "current"
    plural: bool = False
    country: str | None = None  # the only one that has the title
    exceptions: tuple[tuple[str, str | None], ...] = ()  # country and what the words mean there
    only: tuple[str, ...] = ()  # the countries where the words are the office; empty: all
    cased: bool = False  # a title only with a capital: "Gen. Milley", not "in general"

    def office_in(self, country: str | None) -> str | None:
        """Name the dated office that the words mean in a country.

        ``foreign secretary``: ``foreign minister`` in GBR, None in IND, where it is a civil servant.
        """
        for where, office in self.exceptions:
            if where == country:
                return office
        if country and self.only and country not in self.only:
            return None
        return self.office


class Offices:
    """The loaded tables. Nothing in it changes after loading."""

    def __init__(self, terms: Iterable[Term], words: dict[str, Any], variants: dict[str, Any]) -> None:
        self.order: dict[str, int] = {entry["office"]: rank for rank, entry in enumerate(words["offices"])}
        self._sectors = {entry["office"]: tuple(entry["sectors"]) for entry in words["offices"]}
        self._words = words
        self._variants: dict[str, list[str]] = variants.get("people") or {}
        self._same = {_plain(word): _plain(group[0]) for group in variants.get("tokens") or () for word in group}
        self._fold = lru_cache(maxsize=1 << 16)(self._fold_word)
        self._known: dict[str, str] = {}  # the words of the table's names and their keys
        self._held: dict[tuple[str, str], list[Term]] = defaultdict(list)
        self._terms: dict[str, list[Term]] = defaultdict(list)
        for term in terms:
            self._held[term.country, term.office].append(term)
            self._terms[term.person].append(term)

    @property
    def offices(self) -> tuple[str, ...]:
        """The closed list of dated offices, the most important first."""
        return tuple(self.order)

    def holders(self, country: str, office: str, day: str) -> tuple[Term, ...]:
        """Find who held an office on a day; on the day of a handover both, after the last day known nobody.

        ``("IRN", "foreign minister", "2022-01-20")`` → the term of Hossein Amir-Abdollahian. A day may be coarse:
        ``2021-02`` finds all who held the office in that month.
        """
        return tuple(term for term in self._held.get((country, office), ()) if _covers(term, day))

    def terms(self, person: str) -> tuple[Term, ...]:
        """List all that a person held, by start. The id comes with or without ``person:``."""
        return tuple(sorted(self._terms.get(person.removeprefix("person:"), ()), key=lambda term: term.start))

    def name(self, person: str) -> str | None:
        """Give the name of a person as newswire writes it: ``sergei-lavrov`` → ``Sergei Lavrov``."""
        terms = self._terms.get(person.removeprefix("person:"))
        return terms[0].name if terms else None

    def role_on(self, person: str, day: str) -> Term | None:
        """Find the most important office that a person held on a day; None where none is known.

        A foreign minister who is deputy prime minister too is found as foreign minister.
        """
        held = [term for term in self._terms.get(person.removeprefix("person:"), ()) if _covers(term, day)]
        return min(held, key=lambda term: (self.order.get(term.office, len(self.order)), term.start), default=None)

    def people(self, name: str) -> tuple[str, ...]:
        """Find the people who go by a name, in any of its spellings, or by a surname.

        ``Zelenskyy`` → ``("volodymyr-zelenskiy",)``; ``Kim Jong-un`` and ``Kim Jong Un`` the same; an unknown name
        gives nothing.
        """
        key = self._key(name)
        while len(key) > 1 and key[0] in _HONORIFICS and key not in self._full:
            key = key[1:]
        return self._full.get(key) or self._surnames.get(key, ())

    def find_people(self, text: str) -> list[tuple[Span, tuple[str, ...]]]:
        """Find full names anywhere in a text, the longest first reading, left to right, without overlaps.

        ``talks between Sergey Lavrov and Antony Blinken`` → the spans of both names with their people.
        """
        tokens = self._tokens(text)
        found: list[tuple[Span, tuple[str, ...]]] = []
        position = 0
        while position < len(tokens):
            if tokens[position].key not in self._by_first:
                position += 1  # most words begin no name
                continue
            match = self._name_at(text, tokens, position)
            if match is None:
                position += 1
                continue
            last, ids = match
            found.append(((tokens[position].start, tokens[last].end), ids))
            position = last + 1
        return found

    def title(self, words: str) -> Title | None:
        """Read words that are nothing but a title: ``Deputy Foreign Minister``; None for other words."""
        tokens = _words(words)
        match = self._title_at(tokens, 0, words)
        return match[1] if match and match[0] == len(tokens) else None

    def find_titles(self, text: str) -> list[tuple[Span, Title]]:
        """Find titles in a text with their modifiers, left to right, without overlaps.

        ``the former Iranian foreign minister`` → ``foreign minister``: a word between the two parts them, and
        ``former`` is not taken. ``former foreign minister`` → one span with the tense ``former``.
        ``foreign and defence ministers`` → both, the first with the span of ``foreign`` alone.
        """
        tokens = _words(text)
        found: list[tuple[Span, Title]] = []
        position = 0
        titles, modifiers = self._titles, self._modifiers
        while position < len(tokens):
            if tokens[position][0] not in titles and tokens[position][0] not in modifiers:
                position += 1  # most words begin neither
                continue
            match = self._title_at(tokens, position, text)
            if match is None:
                position += 1
                continue
            after, title = match
            if title.plural and position > 1 and tokens[position - 1][0] == "and":
                first = self.title(f"{tokens[position - 2][0]} ministers")
                if first and not first.modifiers and tokens[after - 1][0] == "ministers":
                    found.append(((tokens[position - 2][1], tokens[position - 2][2]), first))
            found.append(((tokens[position][1], tokens[after - 1][2]), title))
            position = after
        return found

    # names ------------------------------------------------------------------------------------------------------

    def _fold_word(self, word: str) -> str:
        return self._known.get(word) or _folded([word], self._same)[0]

    def _tokens(self, text: str) -> list[_Token]:
        """Cut a text into words as names compare them; ``Abdul``, ``Abd al-`` and the like join the next word."""
        words = [(self._fold(found.group()), found.start(), found.end()) for found in _WORD.finditer(text)]
        tokens: list[_Token] = []
        place = 0
        while place < len(words):
            key, start, end = words[place]
            rest = place + 1
            if key in _ABD:
                while rest < min(place + 3, len(words) - 1) and words[rest][0] in _SKIPPED:
                    rest += 1
                if rest < len(words) and start < words[rest][1] <= end + 8:
                    key, end = "abd" + words[rest][0], words[rest][2]
                    place = rest
            article = key in _ARTICLES or (key in _ASSIMILATED and text[end : end + 1] in _HYPHENS)
            skip = article or len(key) == 1 or key.endswith(_PATRONYMIC)
            tokens.append(_Token(key, start, end, skip))
            place += 1
        return tokens

    def _key(self, name: str) -> Key:
        """The words of a name that count: all but articles, initials and patronymics inside it."""
        words = tuple(self._fold(word) for word in _WORD.findall(name))
        if not any(map(_loose, words)):
            return words
        tokens = self._tokens(name)
        kept = [token.key for place, token in enumerate(tokens) if place == 0 or not token.skip]
        if len(tokens) > 1 and tokens[-1].skip and len(tokens[-1].key) > 1:
            kept.append(tokens[-1].key)  # the last word is the surname, whatever it ends in
        return tuple(kept)

    def _name_at(self, text: str, tokens: list[_Token], position: int) -> tuple[int, tuple[str, ...]] | None:
        """Read a listed full name that begins at a word: the position of its last word, and the people."""
        if not text[tokens[position].start].isupper():
            return None
        for name, people in self._by_first.get(tokens[position].key, ()):
            last: int | None = position
            for part in name[1:]:
                last = None if last is None else _next(text, tokens, last, part)
            if last is not None and (text[tokens[last].start].isupper() or text[tokens[last].start - 1] in _HYPHENS):
                return last, people
        return None

    @cached_property
    def _names(self) -> tuple[dict[Key, tuple[str, ...]], dict[Key, tuple[str, ...]], set[Key]]:
        """Who goes by a full name, who by a surname, and the single words that name a person by themselves."""
        full: dict[Key, tuple[str, ...]] = {}
        surnames: dict[Key, tuple[str, ...]] = {}
        alone: set[Key] = set()
        held = {term.name for terms in self._terms.values() for term in terms}
        words = list(set(_WORD.findall("\n".join(held.union(*self._variants.values())))))
        self._known.update(zip(words, _folded(words, self._same), strict=True))
        for person, terms in self._terms.items():
            listed = self._variants.get(person, ())
            countries = {term.country for term in terms}
            for name in {term.name for term in terms}.union(listed):
                keys, last = self._keys(name, countries)
                if len(keys[0]) == 1:
                    alone.add(keys[0])
                for names, forms in ((full, keys), (surnames, last)):
                    for key in forms:
                        people = names.get(key, ())
                        if person not in people:
                            names[key] = (*people, person)
        return full, surnames, alone

    @property
    def _full(self) -> dict[Key, tuple[str, ...]]:
        return self._names[0]

    @property
    def _surnames(self) -> dict[Key, tuple[str, ...]]:
        return self._names[1]

    @cached_property
    def _by_first(self) -> dict[str, list[tuple[Key, tuple[str, ...]]]]:
        """Full names by their first word, the longest first; a single word only where it is listed by hand."""
        grouped: dict[str, list[tuple[Key, tuple[str, ...]]]] = defaultdict(list)
        for key, ids in self._full.items():
            if len(key) > 1 or key in self._names[2]:
                grouped[key[0]].append((key, ids))
        for names in grouped.values():
            names.sort(key=lambda item: -len(item[0]))
        return dict(grouped)

    def _keys(self, name: str, countries: set[str]) -> tuple[list[Key], list[Key]]:
        """Make the forms of a name: full ones, and what may stand alone as the surname."""
        key = self._key(name)
        if not key:
            raise KnowledgeError(f"expected a name in Latin letters, found {name!r}: write it as newswire does")
        full = [key]
        last: list[Key] = [key[-1:]]
        if "-" in name:
            full.append(tuple(self._fold(part.replace("-", "")) for part in name.split()))
        if len(key) > 1 and _NUMERAL.fullmatch(name.rsplit(" ", 1)[-1]):
            last = [key[:-1]]
        elif countries & _SURNAME_FIRST:
            full.append((*key[1:], key[0]))
            last = [key[:1]] + ([key[-1:]] if "VNM" in countries else [])
        elif len(key) > 1:
            if countries & _EITHER_ORDER:
                full.append((key[-1], *key[:-1]))
            if len(key) > 2:
                full.append((key[0], key[-1]))
            if len(key) > 2 and (countries & _TWO_SURNAMES or " bin " in name):
                full.extend([key[:2], key[:-1]])
                last.extend([key[1:2], key[-2:-1], key[-2:]])
            for place, token in enumerate(key[1:-1], start=1):
                if token in _PARTICLES:
                    last.append(key[place:])
                    break
            tail = name.rsplit(" ", 1)[-1]
            if "-" in tail:
                last.extend([self._key(tail), (self._fold(tail.replace("-", "")),)])
        return full, last

    # titles -----------------------------------------------------------------------------------------------------

    @cached_property
    def _titles(self) -> dict[str, list[tuple[Key, Title]]]:
        """All titles by their first word, the longest first."""
        phrases: dict[Key, Title] = {}
        for entry in self._words["portfolios"]:
            office = entry.get("office")
            sectors = tuple(entry.get("sectors") or self._sectors.get(office, ("GOV",)))
            for words in entry["words"]:
                short = words.removeprefix("the ")
                title = Title(office or f"{short} minister", office, sectors)
                for head, form in (("minister", title), ("ministers", replace(title, plural=True))):
                    for phrase in (f"{short} {head}", f"{head} of {short}", f"{head} for {short}"):
                        phrases.setdefault(_phrase(phrase), form)
                    for phrase in (f"{head} of the {short}", f"{head} for the {short}"):
                        phrases.setdefault(_phrase(phrase), form)
        for entry in self._words["titles"]:
            title = Title(
                phrase=entry["phrase"],
                office=entry.get("office"),
                sectors=tuple(entry["sectors"]),
                country=entry.get("country"),
                exceptions=tuple((entry.get("in") or {}).items()),
                only=tuple(entry.get("only") or ([entry["country"]] if entry.get("country") else [])),
                cased=bool(entry.get("cased")),
            )
            for phrase in [entry["phrase"], *(entry.get("also") or ())]:
                for words, plural in _numbers(phrase):
                    phrases[_phrase(words)] = replace(title, plural=plural)
        grouped: dict[str, list[tuple[Key, Title]]] = defaultdict(list)
        for key, title in phrases.items():
            grouped[key[0]].append((key, title))
        for names in grouped.values():
            names.sort(key=lambda item: -len(item[0]))
        return dict(grouped)

    @cached_property
    def _modifiers(self) -> dict[str, list[tuple[Key, tuple[str, bool]]]]:
        """What each modifier means, and whether it is one only with a hyphen, by its first word."""
        grouped: dict[str, list[tuple[Key, tuple[str, bool]]]] = defaultdict(list)
        for entry in self._words["modifiers"]:
            for words in entry["words"]:
                key = _phrase(words)
                grouped[key[0]].append((key, (entry["means"], bool(entry.get("hyphen")))))
        for forms in grouped.values():
            forms.sort(key=lambda item: -len(item[0]))
        return dict(grouped)

    def _title_at(self, tokens: list[_Word], position: int, text: str) -> tuple[int, Title] | None:
        """Read modifiers, then a title, then "-elect": the position after it, and the title."""
        modifiers: list[str] = []
        means: list[str] = []
        step = position
        while (match := _longest(self._titles, tokens, step, text)) is None:
            prefix = _longest(self._modifiers, tokens, step, text)
            if prefix is None or len(modifiers) == _MOST_MODIFIERS:
                return None
            length, (effect, hyphen) = prefix
            if hyphen and text[tokens[step][2] : tokens[step][2] + 1] not in _HYPHENS:
                return None  # "and then President Putin said"
            modifiers.append(_said(tokens, step, length))
            means.append(effect)
            step += length
        length, title = match
        if title.cased and not text[tokens[step][1]].isupper():
            return None
        step += length
        suffix = _longest(self._modifiers, tokens, step, text)
        if suffix and suffix[1][0] == "next" and _near(text, tokens[step - 1][2], tokens[step][1]):
            modifiers.append(_said(tokens, step, suffix[0]))
            means.append("next")
            step += suffix[0]
        if not modifiers:
            return step, title
        tense: Tense = "former" if "former" in means else "next" if "next" in means else "current"
        title = replace(title, modifiers=tuple(modifiers), tense=tense)
        if tense == "former":
            title = replace(title, sectors=("ELI",))
        if "other" in means:
            title = replace(title, office=None, exceptions=())
        return step, title


def load_offices(extra: Path | None = None) -> Offices:
    """Load the office holders and their titles; the same call gives the same object.

    ``extra`` is a TSV file of the user with the columns of ``holders.tsv``, whose rows are added. A row that breaks the
    rules raises KnowledgeError with its file and line.
    """
    return _load(extra)


def read_terms(path: Path, offices: Iterable[str]) -> list[Term]:
    """Read a table of holders: a header, then one term a line.

    Raises KnowledgeError at the first line that is wrong, with what was expected there.
    """
    terms = _read(path)
    known = frozenset(offices)
    for number, term in enumerate(terms, start=2):
        if term.office not in known:
            raise KnowledgeError(f"{path}:{number}: {term.office!r} is not an office of titles.yaml")
        if not term.person or not term.name or not (term.end or term.known_to):
            raise KnowledgeError(f"{path}:{number}: expected a person, a name, and an end or a last day known")
        for date in (term.start, term.end, term.known_to):
            if date is not None and not _DATE.fullmatch(date):
                raise KnowledgeError(f"{path}:{number}: expected a date as 2001, 2001-05 or 2001-05-31, not {date!r}")
        if _first(term.start) > _last(term.end or term.known_to or ""):
            raise KnowledgeError(f"{path}:{number}: the term of {term.name} ends before it begins")
    return terms


def _read(path: Path) -> list[Term]:
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path}: expected a readable UTF-8 table of office holders: {error}") from error
    if not lines or tuple(lines[0].split("\t")) != COLUMNS:
        raise KnowledgeError(f"{path}:1: expected the columns {', '.join(COLUMNS)}, parted by tabs")
    terms = []
    for number, line in enumerate(lines[1:], start=2):
        cells = line.split("\t")
        if len(cells) != len(COLUMNS):
            raise KnowledgeError(f"{path}:{number}: expected {len(COLUMNS)} cells parted by tabs, found {len(cells)}")
        person, name, country, office, title, wikidata, start, end, known_to, rests_on = cells
        terms.append(
            Term(person, name, country, office, title, start, end or None, known_to or None, rests_on, wikidata or None)
        )
    return terms


@cache
def _load(extra: Path | None) -> Offices:
    words = _yaml(DATA / "titles.yaml")
    offices = [entry["office"] for entry in words["offices"]]
    terms = _read(DATA / "holders.tsv")  # the tests hold the shipped table to the rules; here it would cost time
    if extra is not None:
        terms += read_terms(extra, offices)
    return Offices(terms, words, _yaml(DATA / "name_variants.yaml"))


def _yaml(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return loaded


# dates ------------------------------------------------------------------------------------------------------------

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def _first(date: str) -> str:
    return date + "-01-01"[len(date) - 4 :] if len(date) < 10 else date


def _last(date: str) -> str:
    return date + "-12-31"[len(date) - 4 :] if len(date) < 10 else date


def _covers(term: Term, day: str) -> bool:
    return _first(term.start) <= _last(day) and _first(day) <= _last(term.end or term.known_to or "")


# words ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Token:
    key: str  # folded: two spellings of one name have one key
    start: int
    end: int
    skip: bool  # an article, an initial, a patronymic: may be left out


_WORD = re.compile(r"[^\W\d_]+(?:['’ʻʼ`](?!s\b)[^\W\d_]+)*")
_HYPHENS = frozenset("-‐‑")
_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae", "œ": "oe", "ə": "a"}
    | dict.fromkeys("'’ʻʼ`", "")
)
_ARTICLES = frozenset({"al", "el", "bin", "ben", "ibn", "bint", "ul"})
# The article before some letters; in English text a word of its own unless a hyphen follows.
_ASSIMILATED = frozenset({"as", "ash", "ad", "ar", "an", "at", "az", "es", "ed", "er", "en", "ez"})
_ABD = frozenset({"abd", "abdul", "abdel", "abdal", "abdol"})
_SKIPPED = _ARTICLES | _ASSIMILATED | _ABD
_ABD_PREFIX = re.compile(r"^abd[aeou]l(?=.)")
_PATRONYMIC = ("ovich", "evich", "ovna", "evna")
_NUMERAL = re.compile(r"[IVX]+")
_HONORIFICS = frozenset(
    ["mr", "mrs", "ms", "dr", "sir", "dame", "lord", "shikh", "shaikh", "aiatolah", "king", "kuin", "prince", "princes"]
).union(["pope", "emir", "sultan", "gen", "general"])
_PARTICLES = frozenset(
    {"de", "da", "do", "dos", "du", "di", "del", "dela", "van", "von", "der", "den", "la", "le", "ter"}
)
_SURNAME_FIRST = frozenset({"CHN", "KOR", "PRK", "TWN", "HKG", "VNM", "KHM"})
_EITHER_ORDER = frozenset({"JPN", "HUN", "SGP"})
_TWO_SURNAMES = frozenset(
    ["AGO", "ARG", "BOL", "BRA", "CHL", "COL", "CPV", "CRI", "CUB", "DOM", "ECU", "ESP", "GNB", "GNQ", "GTM", "HND"]
).union(["MEX", "MOZ", "NIC", "PAN", "PER", "PRT", "PRY", "SLV", "STP", "TLS", "URY", "VEN"])
# What transliterations differ in, applied in this order: Zelensky, Zelenskyy, Zelenskiy; Raisi, Raeisi; Yusuf, Yousuf.
_SOUNDS = (
    *(("y", "i"), ("aei", "ai"), ("ij", "i"), ("ei", "i"), ("ee", "i")),
    *(("ou", "u"), ("oo", "u"), ("ck", "k"), ("q", "k")),
)
_DOUBLE = re.compile(r"([a-z])\1+")


@lru_cache(maxsize=1 << 16)
def _plain(word: str) -> str:
    """Lower case without marks: ``Erdoğan`` → ``erdogan``."""
    word = word.lower()
    if word.isascii():
        return word.replace("'", "").replace("`", "")
    marks = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join(mark for mark in marks if not unicodedata.combining(mark))


def _folded(words: list[str], same: dict[str, str]) -> list[str]:
    """Give each word the key that the spellings of one name share: ``Zelenskyy`` and ``Zelensky`` → ``zelenski``."""
    plain = [_plain(word) for word in words]
    sounded = _sounded("\n".join([same.get(word, word) for word in plain])).split("\n")
    return [
        bare if _NUMERAL.fullmatch(word) and len(word) > 1 else _ABD_PREFIX.sub("abd", key)
        for word, bare, key in zip(words, plain, sounded, strict=True)
    ]


def _sounded(text: str) -> str:
    """Write what transliterations differ in one way; newlines stay, so that many words are done at once."""
    for spelling, sound in _SOUNDS:
        text = text.replace(spelling, sound)
    return _DOUBLE.sub(r"\1", text)


@lru_cache(maxsize=1 << 16)
def _loose(word: str) -> bool:
    """Whether a word of a name needs a look at its neighbours: it may be left out, or joins the next one."""
    return word in _SKIPPED or len(word) == 1 or word.endswith(_PATRONYMIC)


def _next(text: str, tokens: list[_Token], last: int, part: str) -> int | None:
    """Find the next word of a name beside the last one; articles, initials and patronymics may stand between."""
    for step in range(last + 1, min(last + 5, len(tokens))):
        if not _near(text, tokens[step - 1].end, tokens[step].start):
            return None
        if tokens[step].key == part:
            return step
        if not tokens[step].skip:
            return None
    return None


def _near(text: str, end: int, start: int) -> bool:
    """Whether two words stand side by side: a space or a hyphen between them, or the point of a short first one.

    ``Gen. Mark A. Milley`` is one run of words; ``the minister. President Xi`` is not.
    """
    gap = text[end:start]
    if len(gap) > _WIDEST_GAP or gap.strip(_BETWEEN):
        return False
    return "." not in gap or end <= _ABBREVIATION or not text[end - _ABBREVIATION - 1 : end].isalpha()


_BETWEEN = " -‐‑.\xa0\n"
_WIDEST_GAP = 3
_ABBREVIATION = 4  # letters of the longest word that ends in a point: Brig., Capt.
_MOST_MODIFIERS = 4


def _words(text: str) -> list[_Word]:
    return [(_plain(found.group()), found.start(), found.end()) for found in _WORD.finditer(text)]


def _longest(
    forms: dict[str, list[tuple[Key, V]]], tokens: list[_Word], position: int, text: str
) -> tuple[int, V] | None:
    """Find the longest listed form that begins at a word: the number of its words and what it stands for."""
    if position >= len(tokens):
        return None
    for key, value in forms.get(tokens[position][0], ()):
        last = position + len(key)
        if (
            last <= len(tokens)
            and all(tokens[position + step][0] == part for step, part in enumerate(key))
            and all(_near(text, tokens[step][2], tokens[step + 1][1]) for step in range(position, last - 1))
        ):
            return len(key), value
    return None


def _numbers(phrase: str) -> list[tuple[str, bool]]:
    """A title and its plural: ``secretary of state`` → also ``secretaries of state``; abbreviations have none."""
    if phrase.endswith("."):
        return [(phrase, False)]
    rest = re.search(r" (of|to|for|without) .*$", phrase)
    tail = rest.group() if rest else ""
    word = phrase.removesuffix(tail)
    if word.endswith("man"):
        plural = word[:-2] + "en"
    elif word.endswith("y") and not word.endswith(("ay", "ey", "oy")):
        plural = word[:-1] + "ies"
    elif word.endswith(("s", "ch", "x")):
        plural = word + "es"
    else:
        plural = word + "s"
    return [(phrase, False), (plural + tail, True)]


def _phrase(words: str) -> Key:
    return tuple(word for word, _, _ in _words(words))


def _said(tokens: list[_Word], start: int, length: int) -> str:
    return " ".join(word for word, _, _ in tokens[start : start + length])
