"""The gazetteer: cities, capitals, regions and countries of GeoNames, and the sites that diplomacy uses.

``data/places/places.tsv.gz`` and ``names.tsv.gz`` are sorted tables that ``training/build_places.py`` makes (GeoNames,
CC BY 4.0); they stay packed until the first look-up and are then searched as bytes, without an object for each row.
``data/places/sites.yaml`` is written by hand.

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
from typing import Any, Literal, cast

import yaml

from dragoman.errors import KnowledgeError

DATA = Path(__file__).parent / "data" / "places"

# county: of the United States, and second-order regions such as English counties and French departments.
# site: a crossing, base, plant, palace. area: a land without a government of its own or beside the map's ("Donbas",
# "Middle East"). water: a sea, strait, river.
PlaceKind = Literal["continent", "country", "region", "county", "capital", "city", "site", "area", "water"]
SITE_KINDS = frozenset({"site", "area", "water"})
# PLOVER's codes for what belongs to no state are not used here: such a place has no country.
_CODE = re.compile(r"[A-Z]{3}")


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
    def _sites(self) -> dict[str, tuple[PlaceRow, ...]]:
        out: dict[str, list[PlaceRow]] = {}
        for names, row in read_sites(DATA / "sites.yaml"):
            for key in dict.fromkeys(map(fold, names)):
                out.setdefault(key, []).append(row)
        return {key: tuple(rows) for key, rows in out.items()}


@functools.cache
def load_places() -> Places:
    """The shipped gazetteer, one for the process; free until it is asked for a place."""
    return Places()


def read_sites(path: Path) -> list[tuple[tuple[str, ...], PlaceRow]]:
    """Read a file of sites: the names of each, and its row. KnowledgeError names the entry that breaks a rule."""
    try:
        data: Any = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise KnowledgeError(f"{path}: cannot be read as YAML in UTF-8: {error}") from error
    entries = data.get("sites") if isinstance(data, dict) else None
    if not isinstance(entries, list):
        raise KnowledgeError(f"{path.name}: expected a list 'sites:' of entries with name, kind and country.")
    return [_site(path.name, entry) for entry in entries]


def _site(file: str, entry: Any) -> tuple[tuple[str, ...], PlaceRow]:
    where = f"{file}: {entry.get('name') if isinstance(entry, dict) else entry!r}"
    if not isinstance(entry, dict) or not isinstance(entry.get("name"), str):
        raise KnowledgeError(f"{where}: an entry is a mapping with a name, a kind, a country and what it rests on.")
    unknown = set(entry) - {"name", "aliases", "kind", "country", "at", "rests_on"}
    if unknown:
        raise KnowledgeError(f"{where}: there is no field {min(unknown)!r}.")
    if entry.get("kind") not in SITE_KINDS:
        raise KnowledgeError(f"{where}: kind is {entry.get('kind')!r}; write one of {', '.join(sorted(SITE_KINDS))}.")
    country, at = entry.get("country"), entry.get("at")
    if country is not None and not (isinstance(country, str) and _CODE.fullmatch(country)):
        raise KnowledgeError(f"{where}: country is {country!r}; write an alpha-3 code, or null where it has none.")
    if at is not None and not (
        isinstance(at, list) and len(at) == 2 and all(isinstance(n, int | float) for n in at)
        and -90 <= at[0] <= 90 and -180 <= at[1] <= 180
    ):  # fmt: skip
        raise KnowledgeError(f"{where}: at is {at!r}; write [latitude, longitude] in degrees, or null.")
    if entry.get("rests_on") != "model-knowledge":
        raise KnowledgeError(f"{where}: rests_on must say what the entry rests on: model-knowledge.")
    aliases = entry.get("aliases") or []
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise KnowledgeError(f"{where}: aliases is a list of names.")
    lat, lon = (float(at[0]), float(at[1])) if at else (None, None)
    row = PlaceRow(entry["name"], entry["kind"], country, None, None, lat, lon, None, 0, True)
    return (entry["name"], *aliases), row


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
