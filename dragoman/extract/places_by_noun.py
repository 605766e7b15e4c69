"""Places that a common noun tells: "the capital", "the city", "the province", "the airport", "outside parliament".

A noun of a kind of place means the last such place that the story named; a building, a street or a village that the
gazetteer lacks lies where the story is at that point. The row that comes back is that of the place known: the
coordinates and the id are its own, never made up for the thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from dragoman.knowledge.places import PlaceRow
from dragoman.model import Place, Span

if TYPE_CHECKING:
    from dragoman.extract.places import Mention, PlaceFinder, _Name

_TOWNS = frozenset({"city", "town", "village", "municipality", "metropolis", "township", "community"})
_REGIONS = frozenset({"province", "region", "state", "governorate", "oblast", "prefecture", "emirate", "department"})
_COUNTRIES = frozenset({"country", "nation", "kingdom", "territory", "island", "archipelago"})
# What stands in a town, and so is where the town is.
IN_TOWN = frozenset(
    """
    airport arena assembly avenue barracks base boulevard building bunker bus cafe camp cathedral cemetery centre center
    church clinic college compound courthouse crossing district docks embassy factory garage gate gardens ground hall
    harbour harbor headquarters hospital hotel house jail market mansion ministry monument mosque museum
    neighborhood neighbourhood office outpost outskirts palace parade park parliament plant plaza port prison quarter
    restaurant road roadblock school slum square stadium station street suburb suburbs synagogue temple terminal
    theatre theater university villa ward warehouse
    """.split()
)
_NEAR = 12  # tokens between a place and what is said to be in it
_TIED = re.compile(r"(?:[ ]\w+){0,2},?[ ](?:in|near|outside|of|at|inside)(?:[ ]\w+){0,4}[ ]|,?[ ]|\s?\(")
_LOCAL = frozenset({"in", "at", "near", "outside", "inside", "around", "across", "from"})


class PlacesByNoun:
    """Where the common nouns of one document lie."""

    def __init__(self, finder: PlaceFinder):
        self.finder = finder
        self.tokens = finder.tokens

    def place(self, span: Span, names: Sequence[_Name] = ()) -> PlaceRow | None:
        """The known place that words without a place of their own lie in, or None."""
        tokens = [t for t in self.tokens if t.start < span[1] and span[0] < t.end]
        if not tokens:
            return None
        head = next((t for t in tokens if not tokens[0].i <= t.head <= tokens[-1].i), tokens[-1])
        lower = head.lower
        if lower == "capital":
            return self._capital(head.i)
        if lower in _COUNTRIES:
            code = self._country(head.i)
            return self.finder.places.country(code) if code else None
        if lower in _TOWNS and not names:
            return self._last(head.i, ("city", "capital")) or self.finder.origin
        if lower in _REGIONS and not names:
            return self._last(head.i, ("region", "area", "county"))
        if lower in IN_TOWN or any(t.lower in IN_TOWN for t in tokens):
            own = next((name.row for name in names if name.row is not None and name.row.kind != "country"), None)
            return own or self._around(span) or self._here(head.i)
        if any(t.text[:1].isupper() for t in tokens):
            return self._around(span) or self._somewhere(span)
        return None

    def place_of(self, heads: Iterable[int]) -> Place | None:
        """Where an act was that a common noun tells the place of: "met in the capital", "outside parliament"."""
        for head in heads:
            for c in self.tokens[head].children:
                if self.tokens[c].dep != "prep" or self.tokens[c].lower not in _LOCAL - {"from"}:
                    continue
                for noun in (self.tokens[p] for p in self.tokens[c].children if self.tokens[p].dep == "pobj"):
                    known = _TOWNS | _REGIONS | IN_TOWN | {"capital"}
                    if noun.lower not in known or self._plural(noun.i):
                        continue
                    first = min(
                        [noun.i, *(k for k in noun.children if self.tokens[k].dep in ("det", "amod", "compound"))]
                    )
                    span = (self.tokens[first].start, noun.end)
                    row = self.place(span)
                    if row is not None and row.kind != "country":
                        return self.finder.as_place(row, span)
        return None

    def _plural(self, i: int) -> bool:
        return self.tokens[i].tag in ("NNS", "NNPS") and self.tokens[i].lower not in (
            "headquarters",
            "barracks",
            "docks",
        )

    def _capital(self, i: int) -> PlaceRow | None:
        """Of "the Malian capital", "the capital of Mali", "the capital"; a provincial one is the last town named."""
        modifiers = {self.tokens[c].lower for c in self.tokens[i].children}
        if modifiers & {"provincial", "regional", "state", "district"}:
            return self._last(i, ("city", "capital"))
        code = None
        for c in self.tokens[i].children:
            below = [c, *self.tokens[c].children] if self.tokens[c].lower == "of" else [c]
            for k in below:
                for hit in self.finder.resolver.mentions.actors.get(k, ()):
                    codes = {self.finder.resolver.actors[n.actor_id].country for n in hit.names if n.how != "blocker"}
                    code = codes.pop() if len(codes) == 1 else code
        code = code or self._country(i)
        rows = self.finder.places.capitals(code) if code else ()
        named = {m.row.geonameid for m in self.finder.mentions}
        return next((row for row in rows if row.geonameid in named), rows[0] if rows else None)

    def _country(self, i: int) -> str | None:
        """The country that the story is in at a word: of the last place in the paragraph, else of its origin."""
        number = self.finder.sentence_at(i).paragraph
        for mention in self._before(i):
            if self.finder.sentence_at(mention.first).paragraph == number and mention.row.country and self._in(mention):
                return mention.row.country
        origin = self.finder.origin
        if origin is not None and origin.country:
            return origin.country
        return next((m.row.country for m in self._before(i) if m.row.kind != "country" and m.row.country), None)

    def _before(self, i: int) -> list[Mention]:
        """The places named before a word, the nearest first."""
        return [m for m in reversed(self.finder.mentions) if m.last <= i]

    def _last(self, i: int, kinds: Sequence[str]) -> PlaceRow | None:
        return next((m.row for m in self._before(i) if m.row.kind in kinds), None)

    def _here(self, i: int) -> PlaceRow | None:
        """The town that the story is in at a word: the last of the paragraph in which something is, else its origin."""
        number = self.finder.sentence_at(i).paragraph
        towns = [m for m in self._before(i) if m.row.kind in ("city", "capital")]
        here = [m for m in towns if self.finder.sentence_at(m.first).paragraph == number and self._in(m)]
        if here:
            return here[0].row
        return self.finder.origin or (towns[0].row if towns else None)

    def _in(self, mention: Mention) -> bool:
        return mention.first > 0 and self.tokens[mention.first - 1].lower in _LOCAL - {"from"}

    def _around(self, span: Span) -> PlaceRow | None:
        """The place in the same sentence that something lies in or near, the one behind it first."""
        at = next((t.i for t in self.tokens if t.start >= span[0]), None)
        if at is None:
            return None
        sentence = self.finder.sentence_at(at)
        here = [m for m in self.finder.mentions if sentence.first <= m.first < sentence.last]
        here = [m for m in here if m.row.kind != "country" and not m.qualifies]
        behind = [m for m in here if m.span[0] >= span[1]]
        between = self.finder.document.article.text[span[1] : behind[0].span[0]] if behind else ""
        if behind and re.fullmatch(
            r"(?: \w+){0,2},? (?:in|near|outside|of|at|inside)(?: \w+){0,4} |,? |\s?\(", between
        ):
            return behind[0].row
        before = [m for m in here if m.span[1] <= span[0] and at - m.last <= _NEAR]
        return before[-1].row if before else None

    def _somewhere(self, span: Span) -> PlaceRow | None:
        """A place of which only the country is known: a name that the gazetteer lacks."""
        words = self.finder.document.article.text[slice(*span)]
        at = next((t.i for t in self.tokens if t.start >= span[0]), 0)
        sentence = self.finder.sentence_at(at)
        states = [m.row for m in self.finder.mentions if m.row.kind == "country" and sentence.first <= m.first < at]
        code = states[-1].country if states else self._country(at)
        return PlaceRow(words, "city", code, None, None, None, None, None, 0, True) if code else None
