"""The gazetteer: cities, capitals, regions and countries of GeoNames, and the sites that diplomacy uses.

``data/places/places.tsv.gz`` and ``names.tsv.gz`` are sorted tables that ``training/build_places.py`` makes (GeoNames,
CC BY 4.0); they stay packed until the first look-up and are then searched as bytes, without an object for each row.
``data/places/sites.tsv`` is written by hand.

    >>> [(place.name, place.country) for place in load_places().find("Lvov")]
    [('Lviv', 'UKR')]
"""

from __future__ import annotations

import functools
import gzip
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal, cast

from dragoman.errors import KnowledgeError

DATA = Path(__file__).parent / "data" / "places"

# county: of the United States, and second-order regions such as English counties and French departments.
# site: a crossing, base, plant, palace. area: a land without a government of its own or beside the map's ("Donbas",
# "Middle East"). water: a sea, strait, river.
PlaceKind = Literal["continent", "country", "region", "county", "capital", "city", "site", "area", "water"]
SITE_KINDS = frozenset({"site", "area", "water"})
# PLOVER's codes for what belongs to no state are not used here: such a place has no country.
_CODE = re.compile(r"[A-Z]{3}")
_SITE_COLUMNS = ("name", "aliases", "kind", "country", "lat", "lon", "rests_on")


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """One place. The coordinates of an area are those of a point within it."""

    name: str
    kind: PlaceKind
    country: str | None  # ISO 3166 alpha-3 or KOS; None for seas and for what is disputed
    admin1: str | None  # name of the first-order region; of a region its own
    admin1_code: str | None  # GeoNames': "CA", "05"
    lat: float | None
    lon: float | None
    geonameid: int | None
    population: int  # 0 where unknown; of a region that of its towns
    exact: bool  # found under its own name or an established English one, not under one of many spellings


_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "ı": "i", "đ": "d", "Đ": "d", "ð": "d", "þ": "th", "ß": "ss", "æ": "ae",
     "Æ": "ae", "œ": "oe", "Œ": "oe", "ə": "a", "Ə": "a"}
)  # fmt: skip
_MARKS = re.compile(r"['’‘`ʻʼʿʾ.′]")
_GAPS = re.compile(r"[\s\-‐‑‒–—/]+")
_SHORT = {"saint": "st", "sankt": "st", "mount": "mt", "fort": "ft"}


@lru_cache(maxsize=1 << 14)
def fold(name: str) -> str:
    """The form under which names are compared: no case, accents, apostrophes; hyphens are spaces.

    >>> fold("Deir ez-Zor"), fold("Saint Petersburg"), fold("Ta‘izz")
    ('deir ez zor', 'st petersburg', 'taizz')
    """
    if not name.isascii():
        name = unicodedata.normalize("NFD", name.translate(_LETTERS))
        name = "".join(c for c in name if not unicodedata.combining(c))
    words = _GAPS.sub(" ", _MARKS.sub("", name)).strip().lower().split(" ")
    return " ".join(_SHORT.get(word, word) for word in words)


# How names of one sound are written by those who transcribe them from other scripts.
_SPELLINGS = (
    ("ou", "u"), ("oo", "u"), ("ee", "i"), ("ei", "ai"), ("ai", "ei"), ("ay", "ai"), ("q", "k"), ("k", "q"),
    ("dh", "d"), ("gh", "g"), ("kh", "h"), ("h$", ""), ("$", "h"), ("iy", "i"), ("ia$", "iya"), ("e", "i"), ("i", "e"),
    ("o", "u"), ("u", "o"), ("j", "dj"), ("dj", "j"), ("c", "k"), ("v", "w"), ("w", "v"), ("y", "i"), ("tch", "ch"),
    ("ch", "sh"), ("ow$", "u"), ("aa", "a"), ("sh", "ch"), ("z", "s"), ("ck", "k"), ("w", "r"), ("th", "t"),
    ("t", "th"),
)  # fmt: skip
_DOUBLE = re.compile(r"([a-z])\1")


def respellings(name: str) -> tuple[str, ...]:
    """Other spellings of a name, folded, each by one or two of the ways in which transcriptions differ.

    >>> "tarhuna" in respellings("Tarhouna"), "bosaso" in respellings("Bossaso")
    (True, True)
    """
    key = fold(name)
    once = dict.fromkeys([_DOUBLE.sub(r"\1", key), *(re.sub(a, b, key) for a, b in _SPELLINGS)])
    once.pop(key, None)
    twice = dict.fromkeys(_DOUBLE.sub(r"\1", other) for other in once)
    bare = [
        other for other in (key.partition(" ")[2],) if key.startswith(("al ", "el ", "as ", "ash ")) and len(other) > 4
    ]
    return tuple(dict.fromkeys([*once, *twice, *bare]))


class Places:
    """The gazetteer; nothing is read from disk before the first question. Built by load_places."""

    def find(self, name: str) -> tuple[PlaceRow, ...]:
        """All places of this name, without regard to case, accents and hyphens, the most populous first; none: ().

        >>> [(place.country, place.kind) for place in load_places().find("Baghdad")][:1]
        [('IRQ', 'capital')]
        """
        return self._find(fold(name))

    def place(self, geonameid: int) -> PlaceRow | None:
        """The place of a GeoNames id, or None."""
        line = _search(self._rows, str(geonameid).encode(), numeric=True)
        return self._place(line, exact=True) if line is not None else None

    def country(self, alpha3: str) -> PlaceRow | None:
        """The country of this alpha-3 code, or None: ``country("KOS").name`` is "Kosovo"."""
        return self._countries.get(alpha3)

    def capitals(self, alpha3: str) -> tuple[PlaceRow, ...]:
        """The capitals and seats of government of a country, the most populous first; none: ()."""
        return self._capitals.get(alpha3, ())

    def countries(self) -> tuple[PlaceRow, ...]:
        """All countries."""
        return tuple(self._countries.values())

    def admin1(self, alpha3: str, code: str) -> PlaceRow | None:
        """The first-order region of a country with this GeoNames code, or None: ``admin1("USA", "CA")``."""
        name = self._regions.get((alpha3, code))
        return self.place(name[0]) if name else None

    def sites(self) -> tuple[PlaceRow, ...]:
        """The sites, areas and waters written by hand."""
        return tuple(dict.fromkeys(row for rows in self._sites.values() for row in rows))

    @cached_property
    def common_words(self) -> frozenset[str]:
        """Words of the news, folded, that are also names of towns: "Police" in Poland, "Union" in New Jersey."""
        lines = (DATA / "common_words.txt").read_text("utf-8").splitlines()
        return frozenset(line for line in lines if not line.startswith("#"))

    @lru_cache(maxsize=4096)  # noqa: B019 -- one Places lives as long as the process
    def _find(self, key: str) -> tuple[PlaceRow, ...]:
        found = list(self._sites.get(key, ()))
        first, _, more = key.partition(" ")
        line = _search(self._names, key.encode()) if key and (not more or self._opens(first)) else None
        taken = {row.geonameid for row in found if row.geonameid}
        for number in line.decode().split("\t")[1].split(",") if line is not None else ():
            row = _search(self._rows, number.removeprefix("-").encode(), numeric=True)
            if row is not None and int(number.removeprefix("-")) not in taken:
                found.append(self._place(row, exact=not number.startswith("-")))
        return tuple(sorted(found, key=lambda row: -row.population))

    @lru_cache(maxsize=1 << 14)  # noqa: B019 -- one Places lives as long as the process
    def _opens(self, word: str) -> bool:
        """Does a name of several words begin with this one?"""
        start = word.encode() + b" "
        return self._names.startswith(start, _not_before(self._names, start))

    def _place(self, line: bytes, *, exact: bool) -> PlaceRow:
        number, name, country, code, lat, lon, population, kind = line.decode().split("\t")
        region = name if kind == "region" else self._regions.get((country, code), (0, None))[1]
        return PlaceRow(name, cast(PlaceKind, kind), country or None, region, code or None, float(lat) if lat else None,
                        float(lon) if lon else None, int(number), int(population), exact)  # fmt: skip

    @cached_property
    def _rows(self) -> bytes:
        return gzip.decompress((DATA / "places.tsv.gz").read_bytes())

    @cached_property
    def _names(self) -> bytes:
        return gzip.decompress((DATA / "names.tsv.gz").read_bytes())

    @cached_property
    def _regions(self) -> dict[tuple[str, str], tuple[int, str]]:
        """Of each region its id and name."""
        out = {}
        for line in _lines_ending(self._rows, b"\tregion"):
            number, name, country, code = line.decode().split("\t")[:4]
            out[country, code] = (int(number), name)
        return out

    @cached_property
    def _countries(self) -> dict[str, PlaceRow]:
        rows = [self._place(line, exact=True) for line in _lines_ending(self._rows, b"\tcountry")]
        return {row.country: row for row in rows if row.country}

    @cached_property
    def _capitals(self) -> dict[str, tuple[PlaceRow, ...]]:
        rows = [self._place(line, exact=True) for line in _lines_ending(self._rows, b"\tcapital")]
        out: dict[str, list[PlaceRow]] = {}
        for row in sorted(rows, key=lambda row: -row.population):
            out.setdefault(row.country or "", []).append(row)
        return {country: tuple(found) for country, found in out.items()}

    @cached_property
    def _sites(self) -> dict[str, tuple[PlaceRow, ...]]:
        out: dict[str, list[PlaceRow]] = {}
        for names, row in read_sites(DATA / "sites.tsv"):
            for key in dict.fromkeys(map(fold, names)):
                out.setdefault(key, []).append(row)
        return {key: tuple(rows) for key, rows in out.items()}


@functools.cache
def load_places() -> Places:
    """The shipped gazetteer, one for the process; free until it is asked for a place."""
    return Places()


def read_sites(path: Path) -> list[tuple[tuple[str, ...], PlaceRow]]:
    """Read a file of sites: the names of each, and its row. KnowledgeError names the line that breaks a rule."""
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path}: cannot be read as UTF-8: {error}") from error
    rows = [(n, line) for n, line in enumerate(lines, start=1) if line.strip() and not line.startswith("#")]
    if not rows or tuple(rows[0][1].split("\t")) != _SITE_COLUMNS:
        raise KnowledgeError(f"{path.name}: expected the columns {', '.join(_SITE_COLUMNS)}, parted by tabs.")
    return [_site(f"{path.name}, line {number}", line.split("\t")) for number, line in rows[1:]]


def _site(where: str, fields: list[str]) -> tuple[tuple[str, ...], PlaceRow]:
    if len(fields) != len(_SITE_COLUMNS):
        raise KnowledgeError(f"{where}: has {len(fields)} columns; write {len(_SITE_COLUMNS)}, empty ones too.")
    name, aliases, kind, country, lat, lon, rests_on = fields
    where = f"{where}, {name!r}"
    if not name or kind not in SITE_KINDS:
        raise KnowledgeError(f"{where}: kind is {kind!r}; write a name and one of {', '.join(sorted(SITE_KINDS))}.")
    if country and not _CODE.fullmatch(country):
        raise KnowledgeError(f"{where}: country is {country!r}; write an alpha-3 code, or nothing where it has none.")
    point = (_degrees(lat, 90), _degrees(lon, 180))
    if (lat or lon) and None in point:
        raise KnowledgeError(f"{where}: lat and lon are {lat!r} and {lon!r}; write degrees, or nothing for both.")
    if rests_on != "model-knowledge":
        raise KnowledgeError(f"{where}: rests_on must say what the entry rests on: model-knowledge.")
    names = (name, *filter(None, aliases.split("; ")))
    return names, PlaceRow(name, cast(PlaceKind, kind), country or None, None, None, *point, None, 0, True)


def _degrees(words: str, most: int) -> float | None:
    try:
        value = float(words)
    except ValueError:
        return None
    return value if -most <= value <= most else None


def _search(table: bytes, key: bytes, *, numeric: bool = False) -> bytes | None:
    """The line of a sorted table whose first cell is the key, found by halving; numbers are sorted by their value."""
    low, high = 0, len(table)
    wanted = int(key) if numeric else key
    while low < high:
        middle = (low + high) // 2
        start = table.rfind(b"\n", low, middle) + 1 or low
        end = table.find(b"\n", middle)
        first = table[start : table.index(b"\t", start)]
        value = int(first) if numeric else first
        if value == wanted:
            return table[start:end]
        if value < wanted:  # type: ignore[operator]
            low = end + 1
        else:
            high = start
    return None


def _not_before(table: bytes, key: bytes) -> int:
    """Where the first line of a sorted table begins whose first cell is the key or comes after it."""
    low, high = 0, len(table)
    while low < high:
        middle = (low + high) // 2
        start = table.rfind(b"\n", low, middle) + 1 or low
        if table[start : table.index(b"\t", start)] < key:
            low = table.find(b"\n", middle) + 1 or len(table)
        else:
            high = start
    return low


def _lines_ending(table: bytes, ending: bytes) -> list[bytes]:
    lines, at = [], table.find(ending + b"\n")
    while at >= 0:
        lines.append(table[table.rfind(b"\n", 0, at) + 1 : at + len(ending)])
        at = table.find(ending + b"\n", at + 1)
    return lines
