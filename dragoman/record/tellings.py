"""Whether two events of two articles are tellings of one thing that happened, and which of many are.

    compare(a, b)       Link(score, apart): how much speaks for it, and what forbids it
    together(tellings)  groups of those that tell one thing
    Telling             what is compared; its blocks are the hashes under which it is found, those that it sought the
                        ones under which it looks for others

A pair gains for the same type, sides, day, place and words, and loses for what usually differs; the weights are set by
hand, in the manner of Fellegi and Sunter (1969). A few things forbid: another day or place, other persons of the same
country, one article that tells both. Groups grow from the surest pair down, and two groups become one only if no pair
between them is forbidden and the pairs agree on the whole: one false link does not glue two meetings. Whatever is
compared is compared both ways alike, and groups do not depend on the order in which tellings were written.
"""

from __future__ import annotations

import hashlib
import itertools
import math
import struct
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from dragoman.record.words import TOLLS, content_words, stem

OFFICIAL = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "SPY"})
PLACELESS = frozenset({"IGO", "NGO", "UNO", "IMG", "MNC", "REG"})  # codes that many bodies share
# Acts that a pair of sides performs once a day, so that the day and the sides nearly settle it.
ONCE_A_DAY = frozenset({"CONSULT"})
# Acts of speech are told apart by what is said.
SPOKEN = frozenset({"ACCUSE", "REJECT", "REQUEST", "THREATEN", "SUPPORT", "AGREE", "CONCEDE"})
# Acts of which the same sides may see many on one day: day and sides alone do not make them one.
MANY = {**dict.fromkeys(SPOKEN, 1.5), "ASSAULT": 2.0, "PROTEST": 1.0, "MOBILIZE": 0.5, "COOPERATE": 0.5}
# Two coders may type one act differently within a family; then its words have to be the same.
FAMILIES = (
    frozenset({"CONSULT", "COOPERATE"}),
    frozenset({"AGREE", "SUPPORT", "COOPERATE", "CONCEDE"}),
    frozenset({"AID", "COOPERATE", "SUPPORT"}),
    frozenset({"ACCUSE", "REJECT", "REQUEST", "THREATEN"}),
    frozenset({"CONCEDE", "RETREAT"}),
    frozenset({"ASSAULT", "COERCE", "MOBILIZE"}),
    frozenset({"COERCE", "SANCTION"}),
    frozenset({"PROTEST", "ASSAULT"}),
)

JOIN = 5.5  # a pair that scores this much, or more, tells one thing
NEARLY = 0.1  # what sides of one country are worth that are not told to be the same,
SURELY = 0.8  # where the other side is told to be the same
SLACK = 1.5  # by how much the mean of all pairs between two groups may stay behind it
NEAR = 40.0  # kilometres: a palace and its city, a suburb
FRESH = 4  # days that an event without a date lies before its article, at most, as far as one can tell
SOON = 14  # days within which a plan without a date is meant to come true
FEW = 3  # content words that a telling needs before their number says anything
FULL = 24  # tellings: larger occurrences stay as they are and are compared by so many, smaller ones are grouped anew


@dataclass(frozen=True, slots=True)
class Party:
    """Who takes part, as far as it tells him from others."""

    actor: str | None
    name: str | None
    country: str | None
    role: str | None
    sectors: frozenset[str]
    words: frozenset[str]

    @property
    def official(self) -> bool:
        """A state, or somebody who acts for it."""
        return (self.actor or "").startswith("state:") or bool(self.sectors & OFFICIAL) or bool(self.role)

    @property
    def person(self) -> bool:
        """Somebody by name."""
        return (self.actor or "").startswith("person:") or (bool(self.role) and self.name is not None)

    @property
    def seat(self) -> str:
        """The place at the table: one for all who act for a state, one for each other body or kind of people."""
        if self.country is None or self.country in PLACELESS:
            return self.actor or " ".join(sorted(self.words))
        if self.official:
            return self.country
        return f"{self.country} {self.actor or ' '.join(sorted(self.sectors)) or ' '.join(sorted(self.words))}"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where: a country alone, or a point."""

    name: str
    country: str | None
    whole: bool  # a country or a region, which others lie in
    admin1: str | None
    lat: float | None
    lon: float | None


@dataclass(frozen=True)  # without slots: what follows from its fields is worked out once and kept with it
class Telling:
    """One event of one article, as far as it tells it from others. Days are ordinals, inclusive."""

    key: int
    article: str
    event: str  # its id
    type: str
    mode: str | None
    status: str
    foresees: str | None
    historical: bool
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    first: int | None
    last: int | None
    precision: str | None
    basis: str | None
    published: int | None
    place: Spot | None
    words: frozenset[str]  # content words about the trigger, without the sides'
    said: frozenset[str]  # all content words of its quotations
    cue: frozenset[str]  # those of the trigger
    numbers: Mapping[str, int]  # dead, hurt, held
    counts: frozenset[int] = frozenset()  # all numbers above two but of days and years
    text: str = ""  # id of the article's text
    corrects: bool = False  # it says that it corrects

    @cached_property
    def kind(self) -> str:
        """The type of the act itself: of a planned meeting, which is coded as AGREE, CONSULT."""
        return self.foresees if self.foresees and self.status in ("planned", "hypothetical") else self.type

    @cached_property
    def parties(self) -> tuple[Party, ...]:
        """Both sides."""
        return self.actors + self.recipients

    @property
    def day(self) -> bool:
        """Whether its day is known."""
        return self.first is not None and self.first == self.last

    @cached_property
    def order(self) -> tuple[int, str, str]:
        """The earliest published first; the same whenever it was written."""
        return (self.published or 10**7, self.article, self.event)

    @cached_property
    def relation(self) -> str:
        """How it stands to what happened: it tells, plans or denies it."""
        if self.status == "negated":
            return "denies"
        return "plans" if self.status in ("planned", "hypothetical") else "tells"

    @cached_property
    def blocks(self) -> list[int]:
        """The hashes under which it is filed."""
        return _hashes(_dyads(self, filed=True), _filed(self))

    @cached_property
    def sought(self) -> list[int]:
        """The hashes under which the tellings that may be of the same thing are filed."""
        return _hashes(_dyads(self, filed=False), _looked(self))


@dataclass(frozen=True, slots=True)
class Link:
    """What speaks for two tellings of one thing; apart names what forbids it."""

    score: float
    apart: str | None = None


class _Apart(Exception):
    """They cannot be the same; the message says why."""


# ---------------------------------------------------------------------- a pair


def compare(a: Telling, b: Telling, *, copies: bool = False) -> Link:
    """Weigh what two events have in common. ``copies``: their articles are copies of one text.

    Two articles of the day on which ministers of Iran and Russia met score 9 and more; two meetings of the same
    ministers on two days of a week are apart.
    """
    try:
        if a.article == b.article and a.relation == b.relation:
            raise _Apart("one article tells both")
        score = _what(a, b) + _who(a, b) + _where(a, b) + _numbers(a, b)
        words = _words(a, b)
        # A corrected version of a story changes its day or its number, and hardly a word.
        corrected = copies and words >= 3 and (a.corrects or b.corrects)
        score += 1.0 if corrected else _when(a, b)
        return Link(score + words + (1.0 if copies else 0.0))
    except _Apart as reason:
        return Link(0.0, str(reason))


def _what(a: Telling, b: Telling) -> float:
    if a.kind != b.kind:
        if not any(a.kind in family and b.kind in family for family in FAMILIES):
            raise _Apart("another type")
        return 0.5 if a.cue & b.cue else -1.5
    if a.foresees and b.foresees and a.relation == b.relation and a.foresees != b.foresees:
        raise _Apart("other acts are foreseen")
    score = 2.0 - MANY.get(a.kind, 0.0)
    if "negated" in (a.status, b.status) and a.status != b.status:
        score += 1.0  # nobody denies what nobody told
    if a.mode and b.mode and a.mode != b.mode:
        return score - (2.0 if "phone" in (a.mode, b.mode) else 0.5)
    if "visit" in (a.mode, b.mode) and a.mode != b.mode:
        return score - 0.5  # an article that tells of both means two things
    return score + (0.5 if a.mode and b.mode and a.kind != "ASSAULT" else 0.0)


def _who(a: Telling, b: Telling) -> float:
    mutual = a.kind in ONCE_A_DAY or any(not t.recipients and len(_seats(t.actors)) > 1 for t in (a, b))
    if mutual:
        return _table(a, b)
    actors = _side(a.actors, b.actors, strict=a.kind in SPOKEN)
    recipients = _side(a.recipients, b.recipients, strict=False)
    if NEARLY in (actors, recipients) and max(actors, recipients) < SURELY:
        raise _Apart("other sides")
    return actors + recipients


def _table(a: Telling, b: Telling) -> float:
    """Compare all who sit at two tables."""
    seats, others = _seats(a.parties), _seats(b.parties)
    met: dict[str, float] = {}
    for seat, sitting in seats.items():
        met[seat] = max((_alike(p, q) for p in sitting for q in b.parties), default=0.0)
        if seat in others and max(_alike(p, q) for p in sitting for q in others[seat]) < 0:
            raise _Apart("other persons")
    found = [score for score in met.values() if score > 0]
    least = min(2, len(seats), len(others))
    if len(found) < least:
        found += _named_beside(a, b, seats, others) or _named_beside(b, a, others, seats)
    if len(found) < least:
        raise _Apart("other sides")
    covered = len(found) / max(len(seats), len(others))
    # A talk of two beside a summit of ten is another talk.
    return sum(sorted(found, reverse=True)[:2]) - (0.0 if covered > 0.7 else 1.5 if covered > 0.5 else 4.0)


def _named_beside(
    a: Telling, b: Telling, seats: Mapping[str, Sequence[Party]], others: Mapping[str, Sequence[Party]]
) -> list[float]:
    """Find whom one telling has at the table and the other in its words alone, with nobody by name in his place."""
    left = [party for seat, sitting in seats.items() if seat not in others for party in sitting]
    instead = [party for seat, sitting in others.items() if seat not in seats for party in sitting]
    if any(party.person for party in instead):
        return []
    return [0.8 for party in left if party.person and party.name and stem(_surname(party.name)) in b.said][:1]


def _seats(parties: Iterable[Party]) -> dict[str, list[Party]]:
    seats: dict[str, list[Party]] = {}
    for party in parties:
        seats.setdefault(party.seat, []).append(party)
    return seats


def _side(a: Sequence[Party], b: Sequence[Party], *, strict: bool) -> float:
    """Compare those who act, or those who are acted on; where one telling does not say, nothing is known."""
    if not a or not b:
        return 0.0
    best = max(_alike(p, q) for p in a for q in b)
    # "Colombian forces bombed his camp", "… killed twenty rebels": told apart only by what of one country is named
    if best == 0 and any(_nearly(p, q, strict) for p in a for q in b):
        return NEARLY
    if best == 0 or (best < 0 and strict):
        raise _Apart("other sides" if best == 0 else "other persons")
    return max(best, 0.3)


def _alike(p: Party, q: Party) -> float:
    """2: the same person or body; about 1: one may stand for the other; 0: no; -1: another person of the country."""
    if p.actor and p.actor == q.actor:
        return 1.2 if p.actor.startswith("state:") else 2.0
    if p.person and q.person:
        if p.name and q.name and _surname(p.name) == _surname(q.name) and _same(p.country, q.country):
            return 2.0
        return -1.0 if p.country and p.country == q.country else 0.0
    if p.country and p.country == q.country and p.country not in PLACELESS:
        if p.official and q.official:
            if p.role and q.role:
                return 1.6 if p.role == q.role else -1.0
            return 1.0 if {p.actor, q.actor} - {None} else 0.8
        if p.official or q.official:
            return 0.0
        named = p.actor and q.actor
        return 0.0 if named else 1.2 if p.sectors & q.sectors or p.words & q.words else 0.0
    if _same(p.country, q.country) and p.words and q.words and (p.words <= q.words or q.words <= p.words):
        return 1.2
    return 0.0


def _nearly(p: Party, q: Party, strict: bool) -> bool:
    """Are they of one country, or speak for one organisation, and not two people by name?"""
    if p.country is None or p.country != q.country or (p.person and q.person):
        return False
    return p.official and q.official if p.country in PLACELESS or strict else True


def _same(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _surname(name: str) -> str:
    return name.casefold().split()[-1] if name.split() else ""


def _when(a: Telling, b: Telling) -> float:
    if a.first is None and a.last is None and b.first is None and b.last is None:
        return _undated(a, b)
    if a.first is None and a.last is None:
        a, b = b, a
    if b.first is None and b.last is None:
        return _against_publication(a, b)
    start, end = max(a.first or -math.inf, b.first or -math.inf), min(a.last or math.inf, b.last or math.inf)
    if start > end:
        # The day of publication is a guess, and often the day after.
        guessed = not {a.basis, b.basis} <= {"stated"}
        if start - end == 1 and guessed and _length(a) == _length(b) == 1:
            return 0.5
        raise _Apart("another day")
    longer, shorter = max(_length(a), _length(b)), min(_length(a), _length(b))
    if longer == 1:
        return 3.0 if a.basis == b.basis == "stated" else 2.5
    if longer <= 7:
        return 2.0
    if longer <= 31:
        return 1.5 if shorter > 1 else 1.0
    return 0.5 if longer <= 366 else 0.0


def _length(telling: Telling) -> float:
    if telling.first is None or telling.last is None:
        return math.inf
    return telling.last - telling.first + 1


def _undated(a: Telling, b: Telling) -> float:
    if a.published is None or b.published is None:
        return 0.0
    gap = abs(a.published - b.published)
    if a.historical or b.historical:
        return 0.0 if a.historical and b.historical else -1.0
    return 1.5 if gap <= 2 else 0.5 if gap <= 7 else -1.0


def _against_publication(dated: Telling, other: Telling) -> float:
    """Hold a date against the day on which the other, which has none, was published."""
    if other.published is None:
        return 0.0
    if other.historical:
        return -1.0
    first, last = dated.first or -math.inf, dated.last or math.inf
    plan = other.relation == "plans"
    start = other.published - (0 if plan else FRESH)
    end = other.published + (SOON if plan else 0)
    return (1.0 if _length(dated) <= 7 else 0.5) if first <= end and last >= start else -1.0


def _where(a: Telling, b: Telling) -> float:
    p, q = a.place, b.place
    if p is None or q is None:
        spot, other = (p, b) if p else (q, a)
        return 1.0 if spot and not spot.whole and _named(spot, other) else 0.0
    if p.name.casefold() == q.name.casefold():
        return 0.5 if p.whole else 1.5
    if _named(p, b) or _named(q, a):
        return 0.0  # each tells of both places
    if p.country and q.country and p.country != q.country:
        raise _Apart("another place")
    if p.whole or q.whole:
        if p.admin1 and q.admin1 and p.admin1 != q.admin1:
            raise _Apart("another place")
        return 0.5
    away = _kilometres(p, q)
    if away is None:
        return 0.0
    if away > NEAR:
        raise _Apart("another place")
    return 1.0


def _named(spot: Spot, telling: Telling) -> bool:
    words = content_words(spot.name)
    return bool(words) and telling.said.issuperset(words)


def _kilometres(p: Spot, q: Spot) -> float | None:
    if p.lat is None or p.lon is None or q.lat is None or q.lon is None:
        return None
    a, b = math.radians(p.lat), math.radians(q.lat)
    half = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(math.radians(q.lon - p.lon) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(half))


def _words(a: Telling, b: Telling) -> float:
    least = min(len(a.words), len(b.words))
    shared = len(a.words & b.words)
    if not shared:
        return 0.0 if least < FEW else -2.0 if a.kind in SPOKEN else -1.0
    return 4.0 * shared / (least + 1)  # of a word or two, all shared is not yet much


def _numbers(a: Telling, b: Telling) -> float:
    """Thirty-five diplomats in both: small numbers are everywhere, and tolls change."""
    return 1.5 if a.counts & b.counts else 0.0


# ---------------------------------------------------------------------- many


def together(
    tellings: Iterable[Telling],
    *,
    given: Sequence[Sequence[Telling]] = (),
    copies: frozenset[tuple[str, str]] = frozenset(),
) -> list[list[Telling]]:
    """Put tellings of one thing together, each in one group, in the order of publication.

    ``given`` are groups that stay together. ``copies`` are pairs of text ids, sorted.
    """
    groups: dict[int, list[Telling]] = {}
    of: dict[int, int] = {}
    for group in itertools.chain(given, ([telling] for telling in tellings)):
        fresh = [telling for telling in group if telling.key not in of]
        if fresh:
            groups[fresh[0].key] = fresh
            of.update((telling.key, fresh[0].key) for telling in fresh)
    links: dict[tuple[int, int], Link] = {}

    def link(a: Telling, b: Telling) -> Link:
        pair = (a.key, b.key) if a.key < b.key else (b.key, a.key)
        if pair not in links:
            same = a.text == b.text and bool(a.text)
            links[pair] = compare(a, b, copies=same or (min(a.text, b.text), max(a.text, b.text)) in copies)
        return links[pair]

    pairs = [(link(a, b), a, b) for a, b in _candidates([t for group in groups.values() for t in group])]
    pairs = [(found, a, b) for found, a, b in pairs if found.apart is None and found.score >= JOIN]
    pairs.sort(key=lambda pair: (-pair[0].score, *sorted((pair[1].order, pair[2].order))))
    for _, a, b in pairs:
        one, other = of[a.key], of[b.key]
        if one == other:
            continue
        between = [link(p, q) for p in groups[one][:FULL] for q in groups[other][:FULL]]
        if any(found.apart for found in between):
            continue
        if sum(found.score for found in between) / len(between) < JOIN - SLACK:
            continue
        groups[one] += groups.pop(other)
        of.update((telling.key, one) for telling in groups[one])
    found = [sorted(group, key=lambda telling: telling.order) for group in groups.values()]
    return sorted(found, key=lambda group: group[0].order)


def _candidates(tellings: Sequence[Telling]) -> Iterator[tuple[Telling, Telling]]:
    """Pairs of which one finds the other, each once."""
    at: defaultdict[int, list[Telling]] = defaultdict(list)
    for telling in tellings:
        for block in telling.blocks:
            at[block].append(telling)
    seen: set[tuple[int, int]] = set()
    for telling in tellings:
        for block in telling.sought:
            for other in at.get(block, ()):
                pair = (min(telling.key, other.key), max(telling.key, other.key))
                if telling.key != other.key and pair not in seen:
                    seen.add(pair)
                    yield telling, other


# ---------------------------------------------------------------------- where to look

# A telling is filed by its sides and by its date: under its days where it has some, and under their month and year for
# those who know no more; without a date, under the day of publication. Whoever looks for it knows under which of these
# a telling of his own precision must look.


def _hashes(dyads: Sequence[tuple[str, str]], when: Sequence[tuple[str, int]]) -> list[int]:
    dates = [f"\t{unit}\t{at}".encode() for unit, at in when]
    # By a month and one of two sides there would be too much to find.
    narrow = [told for told, (unit, _) in zip(dates, when, strict=True) if unit in ("day", "undated")]
    digests = []
    for how, sides in dyads:
        start = hashlib.blake2b(f"{how}\t{sides}".encode("utf-8", "surrogatepass"), digest_size=8)
        for told in narrow if how == "of" else dates:
            whole = start.copy()
            whole.update(told)
            digests.append(whole.digest())
    return sorted(set(struct.unpack(f">{len(digests)}q", b"".join(digests))))


def _dyads(telling: Telling, *, filed: bool) -> list[tuple[str, str]]:
    seats = sorted({_corner(party) for party in telling.parties})[:5]
    kinds = _family(telling.kind)
    if len(seats) > 1:
        names = [("both", "+".join(pair)) for pair in itertools.combinations(seats, 2)]
        # One who acts alone, as far as his telling says, looks for those who act on somebody, and they for him.
        acting = sorted({_corner(party) for party in telling.actors})[:2]
        names += [("of" if filed else "alone", seat) for seat in acting]
        if telling.kind in ONCE_A_DAY and not filed:
            names += [("of", seat) for seat in acting]  # the other side may have been misread
    else:
        names = [("alone", seat) for seat in seats] + ([] if filed else [("of", seat) for seat in seats])
    return [(how, f"{kind} {sides}") for kind in kinds for how, sides in names]


def _corner(party: Party) -> str:
    if party.country and party.country not in PLACELESS:
        return party.country
    return party.actor or max(party.words, key=lambda word: (len(word), word), default="")


def _family(kind: str) -> tuple[int | str, ...]:
    found = tuple(number for number, family in enumerate(FAMILIES) if kind in family)
    return found or (kind,)


def _filed(telling: Telling) -> list[tuple[str, int]]:
    first, last = telling.first, telling.last
    if first is None and last is None:
        return _weeks(telling.published, telling.published)
    if first is None or last is None or last - first > 366:
        return [("open year", _year(first if first is not None else last))]
    if last - first > 31:
        return [("year", year) for year in range(_year(first), _year(last) + 1)]
    months = sorted({_month(first), _month(last)})
    years = sorted({_year(first), _year(last)})
    if last - first > 7:
        return [("month", month) for month in months] + [("month in year", year) for year in years]
    days = [("day", day) for day in range(first, last + 1)]
    return days + [("day in month", month) for month in months] + [("day in year", year) for year in years]


def _looked(telling: Telling) -> list[tuple[str, int]]:
    first, last = telling.first, telling.last
    if first is None and last is None:
        if telling.published is None:
            return _weeks(None, None)
        plan = telling.relation == "plans"
        days = range(telling.published - (0 if plan else FRESH), telling.published + (SOON if plan else 0) + 1)
        return [("day", day) for day in days] + _weeks(telling.published - 7, telling.published + 7)
    if first is None or last is None or last - first > 366:
        year = _year(first if first is not None else last)
        return [("open year", year), ("year", year), ("day in year", year), ("month in year", year)]
    span = range(_year(first), _year(last) + 1)
    years = [(name, year) for name in ("open year", "year") for year in span]
    if last - first > 31:
        return years + [(f"{unit} in year", year) for unit in ("day", "month") for year in span]
    spanned = sorted({_month(first), _month(last)})
    months = years + [("month", month) for month in spanned]
    if last - first > 7:
        return months + [("day in month", month) for month in spanned]
    within = [("day", day) for day in range(first - 1, last + 2)]
    return months + within + _weeks(first - SOON, last + FRESH)


def _weeks(first: int | None, last: int | None) -> list[tuple[str, int]]:
    """Where what has no date is filed, by the week of its publication; under 0 where that is not known either."""
    if first is None or last is None:
        return [("undated", 0)]
    return [("undated", week) for week in range(first // 7, last // 7 + 1)]


@lru_cache(maxsize=1 << 14)
def _year(day: int | None) -> int:
    return date.fromordinal(min(max(day or 1, 1), date.max.toordinal())).year


@lru_cache(maxsize=1 << 14)
def _month(day: int) -> int:
    when = date.fromordinal(min(max(day, 1), date.max.toordinal()))
    return when.year * 12 + when.month


# ---------------------------------------------------------------------- what they tell together

_TRUTH = ("occurred", "ongoing", "planned", "hypothetical", "negated")


def clearest(group: Sequence[Telling]) -> Telling:
    """Choose the telling that stands for all: the most nearly fact, then what most agree on and the most exact."""
    kinds = Counter(telling.kind for telling in group)
    days = Counter((telling.first, telling.last) for telling in group if telling.day)
    return min(
        group,
        key=lambda telling: (
            _TRUTH.index(telling.status),
            -kinds[telling.kind],
            -days[(telling.first, telling.last)],
            _length(telling),
            telling.place is None,
            -len(telling.parties),
            telling.order,
        ),
    )


def contradictions(group: Sequence[Telling], denials: Sequence[str] = ()) -> list[dict[str, object]]:
    """List what tellings of one thing do not agree on; ``denials`` are ids of events that deny it in so many words."""
    found: list[dict[str, object]] = []
    told_days = [t for t in group if t.day and t.basis in ("stated", "narrative") and t.relation != "denies"]
    days = _values((_iso(t.first), t) for t in told_days)
    if len(days) > 1:
        found.append({"kind": "date", "of": "day", "values": days})
    for name in TOLLS:
        counts = _values((t.numbers[name], t) for t in group if name in t.numbers)
        if len(counts) > 1:
            found.append({"kind": "number", "of": name, "values": counts})
    told = [t.event for t in group if t.relation != "denies"]
    denied = [t.event for t in group if t.relation == "denies"] + list(denials)
    if told and denied:
        values = [{"value": "told", "events": told}, {"value": "denied", "events": denied}]
        found.append({"kind": "denial", "of": "event", "values": values})
    correcting = [t.event for t in group if t.corrects]
    if found and correcting:
        found.append({"kind": "correction", "of": "article", "values": [{"value": "corrects", "events": correcting}]})
    return found


def _values(told: Iterable[tuple[object, Telling]]) -> list[dict[str, object]]:
    """Each value with the events that tell it, the first published first."""
    by: dict[object, list[str]] = {}
    for value, telling in told:
        by.setdefault(value, []).append(telling.event)
    return [{"value": value, "events": ids} for value, ids in by.items()]


def _iso(day: int | None) -> str | None:
    return date.fromordinal(day).isoformat() if day else None
