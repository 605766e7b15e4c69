"""The registry of actors that are not persons: states and their bodies, organisations, armed groups, parties, peoples.

The tables lie in ``data/actors``, one row an actor, with every name it goes by. ``Actors.find`` reads a text and yields
the longest names in it; what such a name does in its sentence is for the extraction stages to say.

    >>> actors = load_actors()
    >>> text = "The Saudi-led coalition and Iran's Revolutionary Guards"
    >>> [(text[f.start : f.end], f.names[0].actor_id) for f in actors.find(text)]
    [('Saudi-led coalition', 'org:saudi-coalition'), ('Iran', 'state:IRN'), ('Revolutionary Guards', 'body:irn-irgc')]
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, cast

import yaml

from dragoman.errors import KnowledgeError

Kind = Literal["state", "body", "org", "group", "people", "none"]
How = Literal["name", "alias", "former", "demonym", "capital", "seat", "abbreviation", "prefix", "blocker"]

DATA = Path(__file__).parent / "data" / "actors"
ACTOR_TABLES = ("states.tsv", "organisations.tsv", "groups.tsv", "bodies.tsv")

KINDS = frozenset({"state", "body", "org", "group", "people", "none"})
# PLOVER 2.0, tables "Sector Codes" and "International Non-state actor names".
SECTORS = frozenset(
    {
        *("COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK"),
        *("AGR", "BUS", "CRM", "CVL", "EDU", "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC"),
    }
)
INTERNATIONAL = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})
RESTS_ON = frozenset({"cldr", "iso-3166", "model-knowledge", "user"})
# What a phrase is that holds an actor's name and is not that actor.
OTHER_THINGS = frozenset(
    {"place", "water", "person", "people", "company", "outlet", "agreement", "event", "language", "thing"}
)

# The columns that hold names, and how such a name stands for its actor.
_NAME_COLUMNS: tuple[tuple[str, How], ...] = (
    ("name", "name"),
    ("aliases", "alias"),
    ("abbreviations", "abbreviation"),
    ("former", "former"),
    ("adjectives", "demonym"),
    ("people", "demonym"),
    ("capitals", "capital"),
    ("seats", "seat"),
)
_COLUMNS = frozenset(column for column, _ in _NAME_COLUMNS) | {
    "id", "country", "sectors", "since", "until", "parent", "members", "rests_on",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """A state that belongs to an organisation; both days inclusive, None: from its beginning, to this day."""

    country: str  # alpha-3
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Term:
    """A sector that an actor had for a time: the Taliban GOV since 2021-08-15. Both days inclusive, None: open."""

    sector: str
    since: str | None
    until: str | None


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone who can act: ``state:IRN``, ``org:ecowas``, ``group:hamas``, ``body:irn-irgc``, ``people:kurds``.

    Kind ``none`` is the opposite: a phrase that holds an actor's name and is something else ("Persian Gulf").
    """

    id: str
    kind: Kind
    name: str
    country: str | None  # alpha-3, KOS, or PLOVER's code for what belongs to no state; None where it is not sure
    sectors: tuple[str, ...]  # those it has today
    terms: tuple[Term, ...]  # the dated ones; Actors.sectors_of reads both
    members: tuple[Member, ...]  # of an organisation; empty where the whole list is not sure
    parent: str | None  # the organisation or body that it is a part of
    rests_on: tuple[str, ...]
    since: str | None  # when it came into being
    until: str | None  # the last day, inclusive


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one actor. An ambiguous one needs support from its context: "Georgia", "Jordan", "WHO"."""

    surface: str
    actor_id: str
    how: How
    ambiguous: bool
    sectors: tuple[str, ...] = ()  # what the name itself implies: Kremlin GOV, Pentagon MIL, Iranians CVL


@dataclass(frozen=True, slots=True)
class Found:
    """A name in a text, ``[start, end)``, and every reading of it."""

    start: int
    end: int
    names: tuple[Name, ...]


# A dotted abbreviation is one token with its stops; a name may hold the marks: "Paris, Texas", "OPEC+", "E3/EU+3".
_TOKEN = re.compile(r"[A-Z](?:\.[A-Z])+\.?(?![^\W_])|[^\W_]+|[,+&/()]")
_HYPHENS = frozenset("-\u2010\u2011\u2012\u2013")
_APOSTROPHES = "'\u2019\u02bc\u02bb\u2018`"
# What may stand between two words of a name. Hyphen and space are alike: al-Qaeda, al Qaeda; Guinea Bissau.
_JOINTS = frozenset(
    {"", " ", "\u00a0", " - ", " \u2013 ", " \u2014 ", *_HYPHENS, *_APOSTROPHES, *(f"{mark} " for mark in _APOSTROPHES)}
)
_STOPPED = frozenset({"St", "Ste", "Mt", "No", "Gen"})  # they carry a full stop inside a name: St. Lucia
# Written small or large alike: "al-Qaeda", "Al Qaeda"; "Ministry Of Defence" in a headline.
_SMALL = {
    word.title(): word
    for word in (
        "al", "and", "ash", "da", "de", "des", "dos", "du", "el", "for", "in", "la", "le", "of", "on", "the", "to",
    )
}  # fmt: skip
_SMALL["&"] = "and"
_ARTICLE_OF_A_PERSON = re.compile(r"(?:^|[^\w])(?:al|el|ul|as|ash|ad|an|at|ar|az)[-\u2010\u2011]$", re.IGNORECASE)

_Key = tuple[str, ...]


class Actors:
    """The loaded registry. Built by load_actors."""

    __slots__ = ("_actors", "_capital_index", "_generic", "_index", "_names")

    def __init__(self, actors: Mapping[str, Actor], names: Iterable[Name], generic: Mapping[str, tuple[str, ...]]):
        self._actors = dict(actors)
        self._generic = dict(generic)
        self._names: dict[str, list[Name]] = {}
        exact: dict[_Key, list[Name]] = {}
        capital: dict[_Key, list[Name]] = {}
        for name in names:
            self._names.setdefault(name.actor_id, []).append(name)
            key = _key(name.surface)
            keys = {key, (key[0][:1].upper() + key[0][1:], *key[1:])}  # "al-Shabaab" opens a sentence as "Al-Shabaab"
            if not name.ambiguous and _is_pronounceable(key):
                keys.add((key[0].capitalize(),))  # British papers write Nato, Unicef, Opec
            for form in keys:
                _add(exact, form, name)
            _add(capital, tuple(word.upper() for word in key), name)
        self._index = _Index(exact)
        self._capital_index = _Index(capital)

    def __iter__(self) -> Iterator[Actor]:
        return iter(self._actors.values())

    def __getitem__(self, actor_id: str) -> Actor:
        """The actor of an id that is known to exist, as in a Name; KeyError otherwise."""
        return self._actors[actor_id]

    def get(self, actor_id: str) -> Actor | None:
        """The actor of this id, or None: ``get("org:nato").name`` is "North Atlantic Treaty Organization"."""
        return self._actors.get(actor_id)

    def state(self, alpha3: str) -> Actor | None:
        """The state of this ISO 3166 alpha-3 code, or None: ``state("IRN").name`` is "Iran"."""
        return self._actors.get(f"state:{alpha3}")

    def names_of(self, actor_id: str) -> tuple[Name, ...]:
        """Every name of an actor, the canonical one first."""
        return tuple(self._names.get(actor_id, ()))

    def names(self, surface: str) -> tuple[Name, ...]:
        """All readings of one name, without regard to accents and hyphens: ``names("Congo")`` has two."""
        key = _key(surface)
        return self._index.names.get(key) or self._index.names.get(key[1:] if key[:1] == ("the",) else key, ())

    def generic(self, noun: str) -> tuple[str, ...] | None:
        """The sectors that a noun implies beside a state: ``generic("Foreign Ministry")`` is ``("GOV",)``; or None."""
        words = noun.casefold().replace("defense", "defence").replace("-", " ").split()
        if words[:1] == ["the"]:
            del words[0]
        phrase = " ".join(words)
        singular = phrase[:-3] + "y" if phrase.endswith("ies") else phrase.removesuffix("s")
        if phrase.endswith("man"):
            singular = phrase.removesuffix("man") + "men"
        return self._generic.get(phrase) or self._generic.get(singular)

    def members_of(self, org_id: str, day: str | None = None) -> tuple[str, ...]:
        """The alpha-3 codes of an organisation's members on an ISO day (or month, or year), today's where day is None.

        Empty where the registry has no list of members. ``members_of("org:g7")`` is
        ``("CAN", "DEU", "FRA", "GBR", "ITA", "JPN", "USA")``.
        """
        org = self._actors.get(org_id)
        if org is None:
            return ()
        return tuple(sorted({member.country for member in org.members if _holds(member.since, member.until, day)}))

    def sectors_of(self, actor_id: str, day: str | None = None) -> tuple[str, ...]:
        """The sectors of an actor on an ISO day (or month, or year), today's where day is None.

        ``sectors_of("group:taliban", "2015-09-28")`` is ``("REB",)``, and ``("GOV",)`` since August 2021.
        """
        actor = self._actors.get(actor_id)
        if actor is None:
            return ()
        dated = {term.sector for term in actor.terms}
        lasting = [sector for sector in actor.sectors if sector not in dated]
        return (*lasting, *(term.sector for term in actor.terms if _holds(term.since, term.until, day)))

    def find(self, text: str) -> list[Found]:
        """The longest names in a text, in order, none overlapping: "Iran-Russia" yields both, "Iran's" without 's.

        Case counts, but for words in capitals (headlines, datelines: "TEHRAN (AP)"). A phrase that only holds a
        name ("South China Sea") is found as an actor of kind ``none``. Time grows with the length of the text.
        """
        scan = _Scan(text)
        capitals = _lines_in_capitals(text)
        line = 0  # the first of them that is not yet passed
        found: list[Found] = []
        i = 0
        while i < len(scan.keys):
            word, start = scan.words[i], scan.starts[i]
            while line < len(capitals) and capitals[line][1] <= start:
                line += 1
            shouted = line < len(capitals) and capitals[line][0] <= start
            hit = None
            if not shouted:
                hit = _longest(self._index, scan, scan.keys, i)
            if hit is None and (shouted or (len(word) >= 3 and word.isupper())):
                hit = self._longest_in_capitals(scan, i, shouted)
            if hit is None:
                i += 1
            else:
                found.append(hit[0])
                i += hit[1]
        return found

    def _longest_in_capitals(self, scan: _Scan, i: int, shouted: bool) -> tuple[Found, int] | None:
        """As _longest, for words in capitals: a line of them, or a run such as the place in a dateline."""
        lengths = self._capital_index.lengths.get(scan.keys[i].upper())
        if lengths is None:
            return None
        keys = [*scan.keys[i : i + lengths[0]]]
        for j, word in enumerate(scan.words[i : i + lengths[0]]):
            if word != word.upper():
                break  # this key stays as it is and matches nothing
            keys[j] = keys[j].upper()
        hit = _longest(self._capital_index, scan, keys, i, first=i)
        if hit is None:
            return None
        found, length = hit
        if found.end - found.start > 3:
            return hit
        if not shouted:  # an abbreviation in running text is found as it is written or not at all
            return None
        # US and us, WHO and who are alike here.
        return Found(found.start, found.end, tuple(replace(name, ambiguous=True) for name in found.names)), length


class _Scan:
    """A text cut into words: as they stand, as they are compared, and where they are."""

    __slots__ = ("ends", "keys", "starts", "text", "words")

    def __init__(self, text: str):
        matches = list(_TOKEN.finditer(text))
        self.text = text
        self.words = [match.group() for match in matches]
        self.keys = [_word(word) for word in self.words]
        self.starts = [match.start() for match in matches]
        self.ends = [match.end() for match in matches]

    def run(self, i: int, longest: int) -> int:
        """How many words from i on could stand in one name, judged by what lies between them; at most longest."""
        last = min(longest, len(self.words) - i)
        for n in range(1, last):
            gap = self.text[self.ends[i + n - 1] : self.starts[i + n]]
            word = self.words[i + n - 1]
            if gap in _JOINTS or (gap in (".", ". ") and (word in _STOPPED or (len(word) == 1 and word.isupper()))):
                continue
            if not gap.isspace() or gap.count("\n") > 1:  # a name may go over the end of a line, not of a paragraph
                return n
        return last


class _Index:
    """Names by their words, and for each first word the lengths that names beginning with it have, longest first."""

    __slots__ = ("lengths", "names")

    def __init__(self, names: Mapping[_Key, list[Name]]):
        self.names = {key: tuple(rows) for key, rows in names.items()}
        lengths: dict[str, set[int]] = {}
        for key in names:
            lengths.setdefault(key[0], set()).add(len(key))
        self.lengths = {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()}


def _add(index: dict[_Key, list[Name]], key: _Key, name: Name) -> None:
    row = index.setdefault(key, [])
    if all(name.actor_id != other.actor_id for other in row):
        row.append(name)


@lru_cache(maxsize=1 << 16)
def _word(token: str) -> str:
    """The form under which a word is compared: no accents, no stops, small words small."""
    if not token.isascii():
        token = "".join(c for c in unicodedata.normalize("NFD", token) if not unicodedata.combining(c))
    if "." in token:
        return token.replace(".", "")
    return _SMALL.get(token, token)


def _key(surface: str) -> _Key:
    return tuple(map(_word, _TOKEN.findall(surface)))


def _longest(index: _Index, scan: _Scan, keys: list[str], i: int, *, first: int = 0) -> tuple[Found, int] | None:
    """The longest name that begins with word i, and its number of words; keys begin with word first."""
    lengths = index.lengths.get(keys[i - first])
    if lengths is None:
        return None
    run = scan.run(i, lengths[0])
    start = scan.starts[i]
    for length in lengths:
        if length > run:
            continue
        names = index.names.get(tuple(keys[i - first : i - first + length]))
        if names is None:
            continue
        end = scan.ends[i + length - 1]
        if scan.text[end : end + 1] not in _HYPHENS:
            names = tuple(name for name in names if name.how != "prefix")
        # "al-Kuwaiti" is a person's by-name, not Kuwait's.
        if names and not (length == 1 and _ARTICLE_OF_A_PERSON.search(scan.text, max(0, start - 5), start)):
            return Found(start, end, names), length
    return None


def _is_pronounceable(key: _Key) -> bool:
    """Whether a name is one word of four or more capitals: such are read as words, three are spelt out."""
    return len(key) == 1 and len(key[0]) >= 4 and key[0].isalpha() and key[0].isupper()


def _lines_in_capitals(text: str) -> list[tuple[int, int]]:
    spans = []
    start = 0
    for line in text.split("\n"):
        if line.isupper():
            spans.append((start, start + len(line)))
        start += len(line) + 1
    return spans


def _holds(since: str | None, until: str | None, day: str | None) -> bool:
    """Whether a period covers a day; None stands for today."""
    if day is None:
        return until is None
    # Compared at the precision that both have: a member since 2007-01-01 is one in "2007".
    after = since is None or day[: len(since)] >= since[: len(day)]
    before = until is None or day[: len(until)] <= until[: len(day)]
    return after and before


def load_actors(extra: Path | None = None) -> Actors:
    """Load the registry, with a user's own actors where a file of them is given; the shipped one is loaded once.

    The file is YAML. A new id adds an actor (name and country are needed); a known id changes the fields that are
    given and adds the names. A name that another actor has passes to the one here, unless "?" marks it ambiguous.

        actors:
          group:river-front:
            name: River Front
            country: SSD                # alpha-3, KOS, or IGO, UNO, EUR, NGO, ISM, IMG, MNC
            sectors: [REB]              # PLOVER's
            aliases: [RF?, Front of the River]
            since: 2019-03
          org:ecowas:
            aliases: [the Abuja bloc]

    Fields: name, country, sectors, since, until, parent, members, and the names: aliases, abbreviations, former,
    adjectives, people, capitals, seats. Raises KnowledgeError with the file, the entry and what to write instead.
    """
    return _shipped() if extra is None else _with_extra(_shipped_rows(), extra)


@dataclass(slots=True)
class _Rows:
    """What the tables hold, before it is indexed."""

    actors: dict[str, Actor]
    names: list[Name]
    generic: dict[str, tuple[str, ...]]


@cache
def _shipped() -> Actors:
    rows = _shipped_rows()
    return Actors(rows.actors, rows.names, rows.generic)


def _shipped_rows() -> _Rows:
    actors: dict[str, Actor] = {}
    names: list[Name] = []
    for table in ACTOR_TABLES:
        for where, row in _table(DATA / table):
            actor = _actor(where, row)
            if actor.id in actors:
                raise KnowledgeError(f"{where}: there is already an actor {actor.id}; merge the two rows.")
            actors[actor.id] = actor
            names.extend(_row_names(where, actor.id, row))
    for what in sorted(OTHER_THINGS):
        actors[f"none:{what}"] = Actor(
            f"none:{what}", "none", what, None, (), (), (), None, ("model-knowledge",), None, None
        )
    for where, row in _table(DATA / "traps.tsv"):
        if row["what"] not in OTHER_THINGS:
            raise KnowledgeError(f"{where}: {row['what']!r} is not one of {', '.join(sorted(OTHER_THINGS))}.")
        surface, ambiguous, _ = _cell(where, row["surface"])
        names.append(Name(surface, f"none:{row['what']}", "blocker", ambiguous))
    for where, row in _table(DATA / "prefixes.tsv"):
        surface, ambiguous, _ = _cell(where, row["prefix"])
        names.append(Name(surface, row["actor"], "prefix", ambiguous))
    generic = {row["noun"]: _sectors(where, row["sectors"]) for where, row in _table(DATA / "nouns.tsv")}
    return _Rows(actors, names, generic)


def _table(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The rows of a tab-separated table with where each stands; lines that begin with "#" are comments."""
    header: list[str] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if line.startswith("#") or not line:
            continue
        cells = line.split("\t")
        if not header:
            header = cells
            continue
        if len(cells) != len(header):
            raise KnowledgeError(
                f"{path.name}, line {number}: {len(cells)} cells where the header names {len(header)}; "
                "separate them with single tabs and leave empty cells empty."
            )
        yield f"{path.name}, line {number} ({cells[0]})", dict(zip(header, cells, strict=True))


def _items(cell: str) -> list[str]:
    return [item for part in cell.split(";") if (item := part.strip())] if cell else []


def _cell(where: str, item: str) -> tuple[str, bool, tuple[str, ...]]:
    """``Pentagon?=MIL,GOV``: the name, whether it is ambiguous, and the sectors that it implies."""
    surface, _, sectors = item.partition("=")
    ambiguous = surface.endswith("?")
    surface = surface.removesuffix("?").strip()
    if not any(map(str.isalnum, surface)):
        raise KnowledgeError(f"{where}: {item!r} holds no word; write a name or delete it.")
    return surface, ambiguous, _sectors(where, sectors.replace(",", ";"))


def _sectors(where: str, cell: str) -> tuple[str, ...]:
    if not cell:
        return ()
    codes = tuple(_items(cell))
    for code in codes:
        if code not in SECTORS:
            raise KnowledgeError(f"{where}: {code!r} is not a PLOVER sector; use one of {', '.join(sorted(SECTORS))}.")
    return codes


def _date(where: str, text: str) -> str | None:
    if text and not re.fullmatch(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?", text):
        raise KnowledgeError(f"{where}: {text!r} is not a date; write 2019, 2019-03 or 2019-03-21.")
    return text or None


def _period(where: str, since: str, until: str) -> tuple[str | None, str | None]:
    if since and until and since > until:
        raise KnowledgeError(f"{where}: since {since} is after until {until}; swap or correct them.")
    return _date(where, since), _date(where, until)


def _dated(where: str, item: str) -> tuple[str, str | None, str | None]:
    """``GBR@1973-01-01..2020-01-31``, ``GOV@2021-08-15..``: code, first day, last day."""
    code, _, period = item.partition("@")
    since, _, until = period.partition("..")
    return code, *_period(f"{where}, {code}", since, until)


def _actor(where: str, row: Mapping[str, str]) -> Actor:
    actor_id = row["id"]
    kind = actor_id.partition(":")[0]
    if kind not in KINDS - {"none"} or not re.fullmatch(r"[a-z]+:[A-Za-z0-9-]+", actor_id):
        raise KnowledgeError(
            f"{where}: {actor_id!r} is not an id; write state:, body:, org:, group: or people: and a short name in "
            "small letters, digits and hyphens."
        )
    surface, _, _ = _cell(where, row["name"])
    since, until = _period(where, row.get("since", ""), row.get("until", ""))
    dated = [_dated(where, item) for item in _items(row.get("sectors", ""))]
    _sectors(where, ";".join(code for code, _, _ in dated))
    return Actor(
        id=actor_id,
        kind=cast(Kind, kind),
        name=surface,
        country=row.get("country") or None,
        sectors=tuple(code for code, _, last in dated if last is None),
        terms=tuple(Term(*term) for term in dated if term[1] or term[2]),
        members=tuple(Member(*_dated(where, item)) for item in row.get("members", "").split()),
        parent=row.get("parent") or None,
        rests_on=tuple(_items(row.get("rests_on", ""))),
        since=since,
        until=until,
    )


def _row_names(where: str, actor_id: str, row: Mapping[str, str]) -> Iterator[Name]:
    for column, how in _NAME_COLUMNS:
        for item in _items(row.get(column, "")):
            surface, ambiguous, sectors = _cell(where, item)
            if column == "people" and not sectors:
                sectors = ("CVL",)
            yield Name(surface, actor_id, how, ambiguous, sectors)


def _with_extra(rows: _Rows, path: Path) -> Actors:
    """Merge a user's file into the rows, and check what it says."""
    names = rows.names
    for where, actor_id, row in _user_rows(path):
        known = rows.actors.get(actor_id)
        if known is None and not (row.get("name") and row.get("country")):
            raise KnowledgeError(f"{where}: a new actor needs a name and a country; add both, or correct the id.")
        merged = {**_as_row(known), **row} if known else row
        rows.actors[actor_id] = _actor(where, {**merged, "id": actor_id, "rests_on": "user"})
        added = list(_row_names(where, actor_id, row))
        own = {_key(name.surface) for name in added}
        taken = {_key(name.surface) for name in added if not name.ambiguous}
        names = [
            replace(name, ambiguous=True) if key in own else name  # it now has a second reading
            for name in names
            if (key := _key(name.surface)) not in taken and not (name.actor_id == actor_id and key in own)
        ]
        names.extend(added)
    actors = Actors(rows.actors, names, rows.generic)
    for actor in actors:
        if "user" in actor.rests_on and (faults := list(_unresolved(actors, actor))):
            raise KnowledgeError(f"{path}, {actor.id}: {faults[0]}")
    return actors


def _user_rows(path: Path) -> Iterator[tuple[str, str, dict[str, str]]]:
    """The entries of a user's file in the shape of a table's rows."""
    try:
        data: Any = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise KnowledgeError(f"{path}: cannot be read as YAML in UTF-8: {error}") from error
    entries = data.get("actors") if isinstance(data, dict) else None
    if not isinstance(entries, dict):
        raise KnowledgeError(f"{path}: expected a mapping 'actors:' of ids to fields; see load_actors for an example.")
    for actor_id, fields in entries.items():
        where = f"{path}, {actor_id}"
        if not isinstance(fields, dict):
            raise KnowledgeError(f"{where}: expected fields such as name and country below the id.")
        row = {}
        for field, value in fields.items():
            if field not in _COLUMNS - {"id", "rests_on"}:
                known = ", ".join(sorted(_COLUMNS - {"id", "rests_on"}))
                raise KnowledgeError(f"{where}: there is no field {field!r}; the fields are {known}.")
            items = value if isinstance(value, list) else [value]
            if any(isinstance(item, dict | list | bool) or item is None for item in items):
                raise KnowledgeError(f"{where}, {field}: expected words or a list of words; put odd ones in quotes.")
            row[field] = (" " if field == "members" else "; ").join(str(item) for item in items)
        yield where, str(actor_id), row


def _as_row(actor: Actor) -> dict[str, str]:
    """The fields of a known actor that a user's entry may leave out."""
    lasting = [sector for sector in actor.sectors if all(sector != term.sector for term in actor.terms)]
    terms = [f"{term.sector}@{term.since or ''}..{term.until or ''}" for term in actor.terms]
    members = (
        f"{m.country}@{m.since or ''}..{m.until or ''}" if m.since or m.until else m.country for m in actor.members
    )
    return {
        "name": actor.name,
        "country": actor.country or "",
        "sectors": "; ".join([*lasting, *terms]),
        "since": actor.since or "",
        "until": actor.until or "",
        "parent": actor.parent or "",
        "members": " ".join(members),
    }


def _unresolved(actors: Actors, actor: Actor) -> Iterator[str]:
    """References of one actor that lead nowhere."""
    for code in [actor.country, *(member.country for member in actor.members)]:
        if code and code not in INTERNATIONAL and actors.state(code) is None:
            yield f"{code!r} is no alpha-3 code of a state here; use one, KOS, or {', '.join(sorted(INTERNATIONAL))}."
    if actor.parent and actors.get(actor.parent) is None:
        yield f"parent {actor.parent!r} is no actor here; add it or correct the id."


def problems() -> list[str]:
    """Every breach of the rules in the shipped tables, in words; an empty list is what the tests ask for."""
    actors = load_actors()
    found = [f"{actor.id}: {fault}" for actor in actors for fault in _unresolved(actors, actor)]
    for actor in actors:
        if not actor.rests_on or not RESTS_ON.issuperset(actor.rests_on):
            found.append(f"{actor.id}: rests_on must name {', '.join(sorted(RESTS_ON))}")
    readings: dict[_Key, list[Name]] = {}
    for name in _shipped_rows().names:
        readings.setdefault(_key(name.surface), []).append(name)
        if actors.get(name.actor_id) is None:
            found.append(f"{name.surface}: {name.actor_id} is no actor")
    for rows in readings.values():
        owners = [row.actor_id for row in rows]
        if len(set(owners)) < len(owners):
            found.append(f"{rows[0].surface}: twice under {', '.join(owners)}")
        if len(rows) > 1 and not all(row.ambiguous for row in rows):
            found.append(f"{rows[0].surface}: several readings, not all marked '?': {', '.join(owners)}")
    for table in (*ACTOR_TABLES, "nouns.tsv", "prefixes.tsv", "traps.tsv"):
        firsts = [next(iter(row.values())) for _, row in _table(DATA / table)]
        found.extend(f"{table}: {b} stands after {a}" for a, b in pairwise(firsts) if b < a)
        found.extend(f"{table}: {a} is there twice" for a, b in pairwise(firsts) if a == b)
    return found
