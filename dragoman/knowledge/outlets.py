"""Who publishes: agencies, newspapers, broadcasters, sites, found by address, by name and in running text.

``data/outlets.tsv`` holds the outlets, ``data/outlets.yaml`` what their names must be read with. One outlet is one
entry under all of its addresses; a name that several bear is none of them until the country is clear.

>>> outlets = load_outlets()
>>> outlets.by_url("https://www.presstv.ir/Detail/2022/01/20/675086/").name
'Press TV'
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import yaml

from dragoman.errors import KnowledgeError
from dragoman.model import Outlet, Span

SHIPPED = Path(__file__).parent / "data" / "outlets.yaml"

COLUMNS = ("id", "name", "aliases", "country", "kind", "state", "domains", "rests_on")
KINDS = {"agency", "newspaper", "magazine", "broadcaster", "online", "government", "organisation"}
STATES = {"state", "public", "party", "private"}
# In running text a ministry or a body that is named speaks for itself; only its address makes it an outlet.
SPEAKERS = {"government", "organisation"}

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[^\s/]+)*\Z")
WORD = re.compile(r"[^\W_]+")
# What may stand between two words of one name: "Press TV", "Al-Jazeera", "RFE/RL", "L'Orient", "Mail & Guardian",
# "Students' News".
JOINT = re.compile(r"[^\S\n]{1,3}|[^\S\n]?\n[^\S\n]?|[-‐‑–./'’]|[-‐‑'’]\s|\s?&\s?")
SPACE = re.compile(r"\s{1,3}")
INITIAL = re.compile(r"\.\s")  # "U.S. News", after a short word only
ADDRESS = re.compile(r"(?<![\w@./-])(?:https?://)?[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/[^\s<>\"'()\[\]]*)?", re.IGNORECASE)
ARTICLES = {"al", "an", "ar", "as", "ash", "das", "de", "der", "die", "el", "il", "l", "la", "le", "les"}
# "told Petra", "according to MENA", "quoted by Time": what is told and quoted so is an outlet.
TELLING = (
    ("told",),
    ("according", "to"),
    ("interview", "with"),
    ("statement", "to"),
    ("carried", "by"),
    ("cited", "by"),
    ("published", "by"),
    ("quoted", "by"),
    ("reported", "by"),
)
SENTENCE_END = re.compile(r"[.!?:;\n\"“”‘]\s*\Z")
LONG_COUNTRY = 6  # words: Democratic Republic of the Congo has that many
WEEKDAYS = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"}
ACRONYM = 6  # letters; a longer word in capitals may be printed small as well: AGERPRES, Agerpres
SCHEME = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:)?/{1,2}", re.IGNORECASE)
HOST = re.compile(r"[\w-]+(?:\.[\w-]+)+")
MAX_HOST = 253  # RFC 1035
UNWRAPPED = 4  # an archive of an archive of a page is possible; more is a trap

WRAPPED = re.compile(
    r"web\.archive\.org/web/[^/]*/(.+)\Z"
    r"|archive\.(?:today|ph|is|li|vn|md|fo)/.*?(https?:/{1,2}.+)\Z"
    r"|(?:www\.)?google\.[a-z.]{2,6}/amp/(?:s/)?(.+)\Z"
    r"|[^/]*\.cdn\.ampproject\.org/[a-z]{1,2}/(?:s/)?(.+)\Z",
    re.IGNORECASE | re.DOTALL,
)
# An AMP cache and a translating proxy write the host with "-" for "." and "--" for "-".
PROXIES = (".cdn.ampproject.org", ".translate.goog")
# Letters that do not come apart into a plain one and an accent.
PLAIN = str.maketrans({"ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ł": "l", "Ł": "L", "ı": "i", "ð": "d", "’": "'"})


@dataclass(frozen=True, slots=True)
class OutletRecord:
    """One outlet of the registry; None and empty mean that it is not known for sure."""

    id: str
    name: str  # as commonly written in English
    aliases: tuple[str, ...]
    country: str | None  # ISO 3166 alpha-3, or KOS; None also where it is international
    kind: str | None  # one of KINDS
    state: str | None  # who owns it: one of STATES
    domains: tuple[str, ...]  # registered domains, some with a path
    rests_on: str


# How a name is written: its letters without spaces, the offsets in them where words begin, whether "The" is in front.
_Form = tuple[str, tuple[int, ...], bool]


@dataclass(frozen=True, slots=True)
class _Name:
    """The ways one name is written, and which outlets bear it."""

    forms: tuple[_Form, ...]
    owners: tuple[str, ...]  # ids; none: something else has that name
    several: bool
    ordinary: bool


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a text: offsets, letters as printed without accents, and folded."""

    text: str
    spans: tuple[Span, ...]
    cased: tuple[str, ...]
    folded: tuple[str, ...]

    @classmethod
    def of(cls, text: str) -> _Words:
        spans = tuple(match.span() for match in WORD.finditer(text))
        cased = tuple(_plain(text[start:end]) for start, end in spans)
        return cls(text, spans, cased, tuple(word.casefold() for word in cased))

    def gap(self, i: int) -> str:
        """What stands between word i and the next, shortened: joints are never longer than four characters."""
        end = self.spans[i][1]
        return self.text[end : min(self.spans[i + 1][0], end + 5)]

    def joined(self, i: int) -> bool:
        """Whether words i and i + 1 can belong to one name."""
        gap = self.gap(i)
        return bool(JOINT.fullmatch(gap)) or (len(self.cased[i]) <= 2 and bool(INITIAL.fullmatch(gap)))

    def adjacent(self, i: int) -> bool:
        """Whether nothing but a space or a hyphen is between words i and i + 1, as in "state-run IRNA"."""
        gap = self.gap(i)
        return bool(SPACE.fullmatch(gap)) or gap in ("-", "'", "’", "' ", "’ ")

    def the(self, i: int) -> bool:
        """Whether "the" stands in front of word i."""
        return i > 0 and self.folded[i - 1] == "the" and bool(SPACE.fullmatch(self.gap(i - 1)))

    def preceded(self, i: int, cue: tuple[str, ...]) -> bool:
        """Whether the words of a cue stand in front of word i."""
        first = i - len(cue)
        return first >= 0 and self.folded[first:i] == cue and all(self.adjacent(k) for k in range(first, i))


class Outlets:
    """The registry: what an address, a name or a text says about outlets."""

    def __init__(self, records: Iterable[OutletRecord], reading: Mapping[str, Any]) -> None:
        self._records = {record.id: record for record in records}
        self._domains = {domain: record.id for record in self._records.values() for domain in record.domains}
        self._depth = max((domain.count("/") for domain in self._domains), default=0)
        self._countries: dict[str, str] = {
            _key(word): code for code, words in reading["countries"].items() for word in words
        }
        self._kinds = {word.casefold() for word in reading["kinds"]}
        self._qualifiers = self._kinds | {word.casefold() for word in reading["qualifiers"]}
        self._names: dict[str, _Name] = {}
        self._beginnings: set[str] = set()  # the first words of the names of several words
        self._index(reading)

    def __len__(self) -> int:
        return len(self._records)

    def __iter__(self) -> Iterator[OutletRecord]:
        return iter(self._records.values())

    def get(self, id: str) -> OutletRecord:
        """Give the whole entry of an id; an unknown one raises KnowledgeError.

        >>> load_outlets().get("press-tv").country
        'IRN'
        """
        if id not in self._records:
            raise KnowledgeError(f"there is no outlet {id!r}; ids are in the first column of {SHIPPED.name[:-5]}.tsv")
        return self._records[id]

    def by_url(self, url: str | None) -> Outlet | None:
        """Find who publishes at an address, however it is written; None where the registry does not know it.

        >>> load_outlets().by_url("web.archive.org/web/20220120/http://en.mehrnews.com:80/news/1").id
        'mehr-news-agency'
        """
        for _ in range(UNWRAPPED):
            host, path = _address(url)
            if not host:
                return None
            inner = WRAPPED.match(unquote(f"{host}{path}"))
            if inner is None:
                return self._published_at(_behind_proxy(host), path)
            url = next(group for group in inner.groups() if group)
        return None

    def by_name(self, words: str | None, *, country: str | None = None) -> Outlet | None:
        """Find the outlet that words name, which are known to name one: a credit, a site's name, a dateline's agency.

        A name of several outlets gives None, unless the words or the argument (alpha-3) say the country.

        >>> outlets = load_outlets()
        >>> outlets.by_name("Iran's state-run IRNA news agency").id, outlets.by_name("The Guardian")
        ('irna', None)
        >>> outlets.by_name("Nigeria's The Guardian").id, outlets.by_name("www.reuters.com").id
        ('guardian-nigeria', 'reuters')
        """
        words = (words or "").strip()
        if "." in words and not re.search(r"\s", words):
            found = self.by_url(words)
            if found:
                return found
        # No name is that long: more words than this are a sentence, for in_text.
        if len(words) > 200:
            return None
        tokens = [word.casefold() for word in (_plain(match.group()) for match in WORD.finditer(words))]
        while tokens:
            if len(tokens) > 1 and tokens[0] == "the":
                tokens = tokens[1:]
            name = self._names.get("".join(tokens))
            if name is not None:
                id = self._owner(name, country)
                return _outlet(self._records[id]) if id else None
            tokens, said = self._peeled(tokens)
            country = country or said
        return None

    def in_text(self, text: str) -> list[tuple[Span, Outlet]]:
        """Find the outlets that a text names, in order, without overlap; a span covers the name alone.

        Case counts. Names that are ordinary words too ("Time", "Dawn") need a strong form, names of several outlets a
        country; one that was made clear stays so to the end of the text. Ministries and organisations are found by
        their addresses alone: named, they are who speaks. Takes time linear in the text.

        >>> [(span, outlet.id) for span, outlet in load_outlets().in_text("At dawn he told Dawn newspaper and Tass.")]
        [((16, 20), 'dawn'), ((35, 39), 'tass')]
        """
        addresses = list(self._addresses(text))
        found = [(span, outlet) for span, outlet in addresses if outlet]
        words = _Words.of(text)
        homes: dict[str, str] = {}  # names of several that this text made clear, and the outlet they mean
        introduced: dict[str, str] = {}  # abbreviations given behind the full name, and the outlet
        doubted: set[str] = set()  # names that something else in this text bears too
        i, passed = 0, 0
        while i < len(words.spans):
            while passed < len(addresses) and addresses[passed][0][1] <= words.spans[i][0]:
                passed += 1
            if passed < len(addresses) and addresses[passed][0][0] <= words.spans[i][0]:
                i += 1
                continue
            stop = self._longest(words, i)
            if stop is None:
                i += 1
                continue
            key = "".join(words.folded[i:stop])
            if not self._names[key].owners:
                doubted.update(words.folded[i:stop])
            id = introduced.get(key) or self._meant(words, i, stop, homes.get(key), key in doubted)
            if id:
                if self._names[key].several:
                    homes[key] = id
                abbreviation = self._introduced(words, stop, id)
                if abbreviation:
                    introduced[abbreviation] = id
                found.append((self._span(words, i, stop), _outlet(self._records[id])))
            i = stop
        return sorted(found, key=lambda item: item[0])

    def _index(self, reading: Mapping[str, Any]) -> None:
        several = {_key(word) for word in reading["several"]}
        ordinary = {_key(word) for word in reading["ordinary"]}
        owners: dict[str, list[str]] = {}
        forms: dict[str, list[tuple[str, tuple[int, ...], bool]]] = {}
        for record in self._records.values():
            for words in (record.name, *record.aliases):
                key, form = _form(words)
                ids = owners.setdefault(key, [])
                if record.id not in ids:
                    ids.append(record.id)
                self._learn(key, form, forms)
        for words in reading["elsewhere"]:
            key, form = _form(words)
            owners.setdefault(key, [])
            self._learn(key, form, forms)
        self._names = {
            key: _Name(tuple(forms[key]), tuple(ids), key in several, key in ordinary) for key, ids in owners.items()
        }

    def _learn(self, key: str, form: _Form, forms: dict[str, list[_Form]]) -> None:
        known = forms.setdefault(key, [])
        if form not in known:
            known.append(form)
        self._beginnings.update(key[:start] for start in form[1][1:])

    def _published_at(self, host: str, path: str) -> Outlet | None:
        segments = [part for part in re.split(r"[?#]", path, maxsplit=1)[0].casefold().split("/") if part]
        labels = host.split(".")
        # The longest known address wins: news.sky.com before sky.com, bbc.com/persian before bbc.com.
        for cut in range(len(labels) - 1):
            domain = ".".join(labels[cut:])
            for depth in range(min(len(segments), self._depth), -1, -1):
                id = self._domains.get("/".join((domain, *segments[:depth])))
                if id:
                    return _outlet(self._records[id])
        return None

    def _owner(self, name: _Name, country: str | None) -> str | None:
        """Whom a name means; a country that contradicts counts against names that mean other things too."""
        if name.several:
            at_home = [id for id in name.owners if country and self._records[id].country == country]
            return at_home[0] if len(at_home) == 1 else None
        if not name.owners:
            return None
        home = self._records[name.owners[0]].country
        return None if name.ordinary and country and home and country != home else name.owners[0]

    def _peeled(self, tokens: list[str]) -> tuple[list[str], str | None]:
        """Take off one wrapping of a name: a country, a word of kind, a possessive s; nothing left: it has none."""
        for size in range(min(LONG_COUNTRY, len(tokens) - 1), 0, -1):
            before, after = "".join(tokens[:size]), "".join(tokens[-size:])
            if before in self._countries:
                rest = tokens[size:]
                return (rest[1:] if rest[0] == "s" else rest), self._countries[before]
            if after in self._countries:
                rest = tokens[:-size]
                return (rest[:-1] if rest[-1] in ("of", "in") else rest), self._countries[after]
        # From behind first: "Press TV's website" is not the TV of some press.
        if tokens[-1] in self._qualifiers or tokens[-1] == "s":
            return tokens[:-1], None
        if tokens[0] in self._qualifiers:
            return tokens[1:], None
        return [], None

    def _addresses(self, text: str) -> Iterator[tuple[Span, Outlet | None]]:
        """Give the addresses in a text; those of nobody known too where they are plainly addresses."""
        for match in ADDRESS.finditer(text):
            address = match.group().rstrip(".,;:!?-")
            outlet = self.by_url(address)
            if outlet or "/" in address or address[:4].casefold() == "www.":
                yield (match.start(), match.start() + len(address)), outlet

    def _longest(self, words: _Words, i: int) -> int | None:
        """Give where the longest name that begins at word i ends, written as a name is written."""
        stop, key = None, ""
        for j in range(i, len(words.spans)):
            key += words.folded[j]
            if key in self._names and any(_written(words, i, j + 1, form) for form in self._names[key].forms):
                stop = j + 1
            if key not in self._beginnings or j + 1 == len(words.spans) or not words.joined(j):
                break
        return stop

    def _meant(self, words: _Words, i: int, stop: int, before: str | None, doubted: bool) -> str | None:
        """Decide which outlet a name in a text means, if it means one there."""
        name = self._names["".join(words.folded[i:stop])]
        country, possessive = self._country_before(words, i)
        country = country or self._country_after(words, stop)
        id = self._owner(name, country) if country or not before else before
        if id is None or self._records[id].kind in SPEAKERS:
            return None
        at_home = country is not None and country == self._records[id].country
        written_with = any(the for _, _, the in name.forms)
        bare = written_with and stop - i == 1 and not words.the(i)  # "Economist Paul Krugman"
        sure = not (name.ordinary or doubted) and (at_home or not bare)
        return id if sure or self._strong(words, i, stop, possessive and at_home, written_with) else None

    def _strong(self, words: _Words, i: int, stop: int, at_home: bool, written_with: bool) -> bool:
        """Whether an ordinary word is plainly an outlet's name here."""
        last = len(words.spans)
        following = words.folded[stop] if stop < last and words.adjacent(stop - 1) else ""
        if following == "news" and stop + 1 < last and words.adjacent(stop):
            following = words.folded[stop + 1]
        if following in self._kinds:
            return True
        # "told Dawn Smith", "The Atlantic Council", "Metro 911": a longer name of something else.
        if following and not words.cased[stop][0].islower() and following not in WEEKDAYS:
            return False
        first = i - 1 if words.the(i) else i
        before = words.folded[first - 1] if first and words.adjacent(first - 1) else ""
        # "the magazine Time", but not "Daily Wire", another name.
        if at_home or (before in self._kinds and words.cased[first - 1][0].islower()):
            return True
        if any(words.preceded(first, cue) for cue in TELLING):
            return True
        if following == "reported" and not (before and words.cased[first - 1][0].isupper()):
            return True
        if not (written_with and first < i and words.cased[first] == "The"):
            return False
        start = words.spans[first][0]
        return start > 0 and not SENTENCE_END.search(words.text[max(0, start - 4) : start])

    def _country_before(self, words: _Words, i: int) -> tuple[str | None, bool]:
        """Give the country in front of a name, past what may qualify it, and whether it is a bare possessive."""
        k = i - 1
        possessive = False
        for _ in range(8):
            if k < 0 or not words.adjacent(k):
                return None, False
            # The longest first: "South Sudan" is not Sudan, nor "Papua New Guinea" Guinea.
            for size in range(min(LONG_COUNTRY, k + 1), 0, -1):
                code = self._countries.get("".join(words.folded[k - size + 1 : k + 1]))
                if code and words.cased[k][0].isupper():
                    return code, possessive
            if words.folded[k] == "s":
                possessive = True
            elif words.folded[k] not in self._qualifiers:
                return None, False
            k -= 1
        return None, False

    def _country_after(self, words: _Words, stop: int) -> str | None:
        """Give the country behind a name: "The Guardian (Nigeria)", "The Star of Malaysia"."""
        if stop >= len(words.spans):
            return None
        first = stop
        gap = words.gap(stop - 1)
        if gap == " " and words.folded[stop] == "of":
            first += 1
        elif gap not in (" (", "("):
            return None
        for size in range(LONG_COUNTRY, 0, -1):
            code = self._countries.get("".join(words.folded[first : first + size]))
            if code:
                return code
        return None

    def _introduced(self, words: _Words, stop: int, id: str) -> str | None:
        """Give the abbreviation that a full name introduces: GNA in "Ghana News Agency (GNA)"."""
        if stop >= len(words.spans) or words.gap(stop - 1) not in (" (", "("):
            return None
        key = words.folded[stop]
        end = words.spans[stop][1]
        closed = words.text[end : end + 1] == ")"
        return key if closed and key in self._names and id in self._names[key].owners else None

    def _span(self, words: _Words, i: int, stop: int) -> Span:
        name = self._names["".join(words.folded[i:stop])]
        with_the = words.the(i) and words.cased[i - 1] == "The" and any(the for _, _, the in name.forms)
        return words.spans[i - 1 if with_the else i][0], words.spans[stop - 1][1]


def load_outlets(path: Path | None = None) -> Outlets:
    """Load the registry and check it: the shipped one, once, or another ``.yaml`` with its ``.tsv`` beside it.

    What breaks a rule raises KnowledgeError, which names the file, the line and what to do.
    """
    return _shipped() if path is None else _load(path)


@cache
def _shipped() -> Outlets:
    return _load(SHIPPED)


def _load(path: Path) -> Outlets:
    try:
        reading = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        table = path.with_suffix(".tsv")
        lines = table.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise KnowledgeError(f"{path}: the registry of outlets cannot be read ({error}); restore it") from error
    _check_reading(path, reading)
    records = _records(table, lines, reading["countries"])
    _check_names(path, table, records, reading)
    return Outlets(records, reading)


def _check_reading(path: Path, reading: Any) -> None:
    lists = ("several", "ordinary", "elsewhere", "kinds", "qualifiers")
    if not isinstance(reading, dict) or set(reading) != {*lists, "countries"}:
        raise KnowledgeError(f"{path}: expected the keys {', '.join(lists)} and countries; add or remove what differs")
    countries = reading["countries"]
    groups = {key: reading[key] for key in lists}
    if isinstance(countries, dict):
        groups.update({f"countries: {code}": words for code, words in countries.items()})
    for key, words in groups.items():
        if not isinstance(words, list) or not all(isinstance(word, str) and _key(word) for word in words):
            raise KnowledgeError(f"{path}: {key}: expected a list of words; quote numbers, yes, no and null")
    if not isinstance(countries, dict) or not all(re.fullmatch("[A-Z]{3}", str(code)) for code in countries):
        raise KnowledgeError(f"{path}: countries: expected ISO 3166 alpha-3 codes as keys; correct those that are not")


def _records(table: Path, lines: list[str], countries: Mapping[str, Any]) -> list[OutletRecord]:
    rows = [(number, line) for number, line in enumerate(lines, start=1) if line and not line.startswith("#")]
    if not rows or tuple(rows[0][1].split("\t")) != COLUMNS:
        raise KnowledgeError(f"{table}: expected the columns {', '.join(COLUMNS)}, with tabs; put that line on top")
    records: list[OutletRecord] = []
    at: dict[str, str] = {}  # domain: id
    for number, line in rows[1:]:
        cells = [cell.strip() for cell in line.split("\t")]
        where = f"{table}, line {number} ({cells[0]})"
        if len(cells) != len(COLUMNS):
            raise KnowledgeError(f"{where}: {len(cells)} columns, not {len(COLUMNS)}; empty ones keep their tabs")
        id, name, aliases, country, kind, state, domains, rests_on = cells
        previous = records[-1].id if records else ""
        if not ID.match(id):
            raise KnowledgeError(f"{where}: an id is lower-case letters and digits joined by hyphens; rename it")
        if id <= previous:
            raise KnowledgeError(
                f"{where}: stands behind {previous!r}; ids are there once and sorted, so move or rename it"
            )
        if country and country not in countries:
            raise KnowledgeError(
                f"{where}: no country {country!r}; use ISO 3166 alpha-3, listed in the .yaml beside it"
            )
        if kind and kind not in KINDS:
            raise KnowledgeError(f"{where}: no kind {kind!r}; use one of {', '.join(sorted(KINDS))}, or leave it empty")
        if state and state not in STATES:
            raise KnowledgeError(
                f"{where}: no state {state!r}; use one of {', '.join(sorted(STATES))}, or leave it empty"
            )
        if not rests_on:
            raise KnowledgeError(f"{where}: rests_on is empty; write what the row rests on")
        written = (name, *(alias.strip() for alias in aliases.split(";") if alias.strip()))
        if not all(_key(words) for words in written):
            raise KnowledgeError(f"{where}: a name without letters; give the name, or leave the alias out")
        for domain in domains.split():
            if not DOMAIN.match(domain) or domain.startswith("www."):
                raise KnowledgeError(f"{where}: {domain!r} is not a domain; write it as bbc.com or bbc.com/persian")
            if domain in at:
                raise KnowledgeError(f"{where}: {domain} is also of {at[domain]!r}; leave it to one of them")
            at[domain] = id
        records.append(
            OutletRecord(
                id, name, written[1:], country or None, kind or None, state or None, tuple(domains.split()), rests_on
            )
        )
    return records


def _check_names(path: Path, table: Path, records: Iterable[OutletRecord], reading: Mapping[str, Any]) -> None:
    several = {_key(word) for word in reading["several"]}
    owner: dict[str, str] = {}
    for record in records:
        for words in (record.name, *record.aliases):
            key = _key(words)
            other = owner.setdefault(key, record.id)
            if other != record.id and key not in several:
                raise KnowledgeError(
                    f"{table}, {record.id}: {words!r} is also a name of {other!r}; list it under several in "
                    f"{path.name}, or remove it from one of them"
                )
    for group in ("several", "ordinary"):
        for words in reading[group]:
            if _key(words) not in owner:
                raise KnowledgeError(f"{path}: {group}: no outlet is called {words!r}; correct or remove it")
    for words in reading["elsewhere"]:
        if _key(words) in owner:
            raise KnowledgeError(
                f"{path}: elsewhere: {words!r} is a name of {owner[_key(words)]!r}; remove it from one"
            )


def _outlet(record: OutletRecord) -> Outlet:
    return Outlet(record.id, record.name, record.country)


def _plain(words: str) -> str:
    """Take accents off, keep the case: "Télam" gives "Telam"."""
    if words.isascii():
        return words
    apart = unicodedata.normalize("NFKD", words.translate(PLAIN))
    return "".join(char for char in apart if not unicodedata.combining(char))


@lru_cache(maxsize=8192)  # a load asks for each name three times: to read, to check and to index it
def _form(words: str) -> tuple[str, _Form]:
    """Give the key of a name (its letters, folded, without "the") and how it is written."""
    cased = [_plain(match.group()) for match in WORD.finditer(words)]
    the = len(cased) > 1 and cased[0].casefold() == "the"
    cased = cased[the:]
    starts, length = [], 0
    for word in cased:
        starts.append(length)
        length += len(word.casefold())
    letters = "".join(cased)
    return letters.casefold(), (letters, tuple(starts), the)


def _key(words: str) -> str:
    return _form(words)[0]


def _written(words: _Words, i: int, stop: int, form: _Form) -> bool:
    """Whether words i to stop are written as a name is: "Press TV", "PRESS TV", not "press TV"; "SPA", not "Spa"."""
    letters, starts, _ = form
    surface = "".join(words.cased[i:stop])
    if len(surface) != len(letters):
        return False
    if len(starts) == 1 and len(letters) <= ACRONYM and letters.isupper():
        return surface == letters and stop - i == 1  # "A MAP" is not the agency AMAP
    # "al-Jazeera", "la Repubblica": an article in front may be small.
    small = stop - i > 1 and words.cased[i] in ARTICLES
    at = 0
    for word in words.cased[i:stop]:
        if word[0].islower() and letters[at].isupper() and not (small and at == 0):
            return False
        at += len(word)
    return all(
        surface[start].isupper() or not letters[start].isupper() for start in starts if not (small and start == 0)
    )


def _address(url: str | None) -> tuple[str, str]:
    """Split an address into its host, plain and small, and all behind it; no host: it is not a web address."""
    scheme = SCHEME.match(url or "")
    rest = (url or "")[scheme.end() :].strip() if scheme else (url or "").strip()
    host = re.split(r"[/?#\\]", rest, maxsplit=1)[0]
    path = rest[len(host) :]
    if scheme:
        host = host.rpartition("@")[2]  # credentials; without a scheme it is an e-mail address
    host = re.sub(r":\d*\Z", "", host).rstrip(".").casefold()
    return (host, path) if len(host) <= MAX_HOST and HOST.fullmatch(host) else ("", "")


def _behind_proxy(host: str) -> str:
    for proxy in PROXIES:
        if host.endswith(proxy):
            return host.removesuffix(proxy).replace("--", "\0").replace("-", ".").replace("\0", "-")
    return host
