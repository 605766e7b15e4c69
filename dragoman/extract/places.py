"""Where it happened: names of places in the body, which places they are, and which of them an act hangs on.

A name is a place by its surroundings ("in Vienna", "Long Beach, California", "Idlib province"), not by the gazetteer
alone: "Washington said" names a government, "the Paris Agreement" a treaty. Which of the places of one name is meant is
told, in this order, by the region or country beside it; by the countries, regions and other places of the story; by
the number of its people.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from dragoman.document import Document, Entity, Sentence, Token
from dragoman.extract.actors import Resolver, Scene
from dragoman.extract.places_by_noun import IN_TOWN, PlacesByNoun
from dragoman.knowledge.places import DATA, PlaceRow, Places, fold, respellings
from dragoman.model import Place, Span

# Behind these an act takes place; behind the others a place may only be named.
# A name is taken for its largest bearer where that is so many times larger than the next in another country.
BY_FAR = 5
_AT = frozenset(
    "in at near outside inside around across throughout within along off on over under above amid by beside".split()
)
_LOCATING = _AT | frozenset("from to toward towards through into via between beyond until onto of".split())
_GOING = frozenset("visit trip travel go fly arrive return come tour journey head move deploy sail drive march".split())
# What is done to a place happens there.
_TAKES_PLACE = frozenset(
    "visit tour enter reach leave invade occupy besiege strike bomb shell attack hit capture recapture seize storm "
    "raid target pound evacuate liberate retake blockade".split()
)
_TAKES_COUNTRY = frozenset("visit tour enter invade occupy bomb shell attack strike blockade".split())
_OF_PLACE = frozenset(
    "attack strike raid assault airstrike bombing shelling siege battle capture fall occupation bombardment invasion "
    "offensive visit".split()
)
# Of a word about something the place of that thing is not the place: "condemned the attack in Aleppo".
_SPEECH = frozenset(
    "condemn denounce criticise criticize discuss call urge demand say tell ask warn accuse blame praise welcome "
    "reject deny support back oppose express voice comment threaten promise pledge announce request".split()
)
_REGION_WORDS = frozenset(
    "province region state governorate oblast county district prefecture republic territory department canton krai "
    "emirate division".split()
)
_TYPE_WORDS = _REGION_WORDS | frozenset(
    "city town village capital port suburb island islands peninsula valley airport area border coast camp base "
    "municipality township neighborhood neighbourhood outskirts resort enclave stronghold hub center centre "
    "headquarters crossing strait river lake sea gulf metropolis community settlement hamlet shore".split()
)
# A noun that a name may stand before and still be a place: "at Kabul University".
_INSTITUTIONS = frozenset(
    "university hospital airport square station prison palace stadium museum summit conference bridge harbor harbour "
    "cathedral church mosque embassy convention-center park zoo college school international".split()
)
_SIDES = frozenset(
    "north south east west northeast northwest southeast southwest northern southern eastern western central "
    "northeastern northwestern southeastern southwestern downtown nearby neighbouring neighboring greater upper lower "
    "historic ancient old new rebel-held occupied besieged disputed border coastal".split()
)
_COMPASS = frozenset("north south east west northeast northwest southeast southwest".split())
_PARTS = frozenset("outskirts north south east west heart streets center centre suburb suburbs part parts rest".split())
_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december".split()
)
# An act does not take place where what went before it, or what it is about, does.
_NOT_THROUGH = frozenset(
    "before after since ahead following until despite about over because amid without regarding concerning eve".split()
)
# The Associated Press's abbreviations of states, behind the name of a town.
_STATES = {
    "ala": "AL", "ariz": "AZ", "ark": "AR", "calif": "CA", "colo": "CO", "conn": "CT", "del": "DE", "fla": "FL",
    "ga": "GA", "ill": "IL", "ind": "IN", "kan": "KS", "ky": "KY", "la": "LA", "md": "MD", "mass": "MA", "mich": "MI",
    "minn": "MN", "miss": "MS", "mo": "MO", "mont": "MT", "neb": "NE", "nev": "NV", "nm": "NM", "ny": "NY", "nc": "NC",
    "nd": "ND", "nh": "NH", "nj": "NJ", "okla": "OK", "ore": "OR", "pa": "PA", "ri": "RI", "sc": "SC", "sd": "SD",
    "tenn": "TN", "tex": "TX", "vt": "VT", "va": "VA", "wash": "WA", "wva": "WV", "wis": "WI", "wyo": "WY", "dc": "DC",
}  # fmt: skip
_POSTAL = frozenset({*_STATES.values(), "IA", "ID", "OH", "TX", "UT", "ME", "AK", "HI"})

# A word of a name: "Sana'a" is one, "Iraq's" is "Iraq"; "U.S." is one.
_WORD = re.compile(r"(?:[A-Z]\.){2,}|[^\W_]+(?:['’‘ʼ`](?![sS](?!\w))[^\W_]+)*")
_JOINT = re.compile(r"\s|[-‐‑–'’‘]|\. |, (?=D\.?C\b)")
_QUALIFIER = re.compile(r",? in (?:the )?|,? of (?:the )?|\s?[,(]\s?")
_ABBREVIATION = re.compile(r"(?:[A-Z]\.\s?)+|[A-Z]{2,3}|(?:W\. ?)?[A-Z][a-z]{1,4}\.")
_STATE_BEHIND = re.compile(r", ((?:N\.? ?[CDHJMY]|S\.? ?[CD]|W\. ?Va|[A-Z][a-z]{1,4})\.)(?!\w)")
_NICKNAMED = re.compile(r"\s['‘“\"][A-Z][^'’”\"]{1,20}['’”\"]\s[A-Z]")
_POSSESSIVE = re.compile(r"['’]s (?:[a-z]+ )?")
_STATE_NAMES = ("name", "alias", "abbreviation")
_LONGEST = 6

# How sites and lands, of which no inhabitants are told, stand beside towns of the same name.
_SITE_WEIGHT = math.log(300_000)
_AREA_WEIGHT = math.log(30_000_000)
_KIND_WEIGHT = {"site": _SITE_WEIGHT, "area": _AREA_WEIGHT, "water": _AREA_WEIGHT, "continent": _AREA_WEIGHT}
_NEAR_KM = 150.0
_DEGREE_KM = 111.0  # a little less than a degree of latitude is long


# A country and the code of a region of it, or None for the whole country.
_Holder = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of a place in the text: tokens ``first`` to ``last`` (exclusive), and the place that it names."""

    first: int
    last: int
    span: Span
    row: PlaceRow
    stated: bool  # the region or country stands beside it
    qualifies: bool  # it only tells where another place lies: "California" in "Long Beach, California"


@dataclass(slots=True)
class _Name:
    """A name before it is known which place it is."""

    span: Span
    rows: tuple[PlaceRow, ...]
    first: int = 0
    last: int = 0
    within: frozenset[_Holder] = frozenset()  # (country, region code or None): one of these holds it
    qualifies: bool = False
    long_form: bool = False  # "Idlib province"
    row: PlaceRow | None = None
    key: str = ""
    beside: frozenset[str] = frozenset()  # the countries named in its sentence
    elsewhere: _Holder | None = None  # the state beside it, which has no place of the name in the gazetteer


class PlaceFinder:
    """The places of one document; nothing is looked up before the first question."""

    def __init__(self, document: Document, resolver: Resolver, places: Places):
        self.document = document
        self.tokens = document.tokens
        self.resolver = resolver
        self.places = places
        self._starts = [token.start for token in document.tokens]
        self._firsts = [sentence.first for sentence in document.sentences]

    # ------------------------------------------------------------------ questions

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """The places that the body names as places, in the order of the text."""
        return tuple(
            Mention(name.first, name.last, name.span, name.row, bool(name.within), name.qualifies)
            for name in self._names
            if name.row is not None and self._is_place(name)
        )

    def place_of(self, heads: Iterable[int]) -> Place | None:
        """Where an act took place: the place that hangs on one of its words, the nearest first; None where none does.

        ``heads`` are the tokens of the act, its predicate or noun first. "met at the ministry in Riyadh" gives Riyadh,
        "condemned the attack in Aleppo" nothing. What the dateline tells is for the caller to use.
        """
        best: tuple[tuple[int, int], Mention] | None = None
        heads = list(heads)
        for order, head in enumerate(heads):
            for mention in self._in_sentence(head):
                far = self._distance(mention, head)
                if far is None or mention.qualifies:
                    continue
                rank = (2 * far + order, abs(mention.first - head))
                if best is None or rank < best[0]:
                    best = (rank, mention)
        if best is not None:
            return self.as_place(best[1].row, best[1].span)
        return self.by_noun.place_of(heads)

    def dateline(self) -> Place | None:
        """The place of the dateline; None where there is none or the gazetteer does not have it."""
        row = self._dateline
        if row is None:
            return None
        dateline = self.document.article.dateline
        words = dateline.place if dateline and dateline.place else ""
        at = self.document.article.text.find(words)
        return self.as_place(row, (at, at + len(words)) if at >= 0 else None, name=words)

    def resolve(self, span: Span) -> PlaceRow | None:
        """The place that the words of ``text[span]`` name, taken for a place without asking whether they are one."""
        text = self.document.article.text[span[0] : span[1]]
        people = self._people(text)
        if people is not None:
            return people
        inside = [name for name in self._names if span[0] <= name.span[0] and name.span[1] <= span[1]]
        for name in inside:
            # "Wayne County" may be given for the name "Wayne", but not "Paris Street" for "Paris"
            if name.row is not None and (
                name.span[1] - name.span[0] >= 0.6 * (span[1] - span[0]) or self._only_kind(text, name, span)
            ):
                return name.row
        name = _Name(span, self._rows(text), key=fold(text))
        name.within = self._within(name, {n.span[0]: n for n in self._names})
        own = [name for name in inside if not self._in_other_name(name)]
        return self._choose(name, self._context) or self.by_noun.place(span, own)

    @cached_property
    def by_noun(self) -> PlacesByNoun:
        """The places that common nouns tell: "the capital", "the airport"."""
        return PlacesByNoun(self)

    @staticmethod
    def _only_kind(text: str, name: _Name, span: Span) -> bool:
        """Is the rest of the words the name's kind: "the city of Kherson", "Batken Province", "Carabobo state"?"""
        rest = text[: name.span[0] - span[0]] + " " + text[name.span[1] - span[0] :]
        if rest.startswith(" , "):
            return True  # "Murphy, N.C."
        words = re.findall(r"[\w-]+", rest.lower())
        return all(word in _TYPE_WORDS | _SIDES | {"the", "of"} for word in words)

    def as_place(self, row: PlaceRow, span: Span | None, *, name: str | None = None) -> Place:
        """The record's form of a place, under the name that the text gives it."""
        words = name or (self.document.article.text[span[0] : span[1]] if span else row.name)
        return Place(words, row.country, row.admin1, row.lat, row.lon, row.geonameid, span)

    # ------------------------------------------------------------------ names

    @cached_property
    def _names(self) -> list[_Name]:
        """Every name of the gazetteer in the body, resolved in two rounds: first by what stands beside it and the
        countries in play, then by the places that the first round found.
        """
        found = [name for sentence in self.document.sentences for name in self._scan(sentence.span)]
        found = sorted([*found, *self._unknown(found)], key=lambda name: name.span)
        starts = {name.span[0]: name for name in found}
        for name in found:
            name.within = self._within(name, starts)
            name.beside = self._beside(name)
        likely = [name for name in found if name.within or not self._in_other_name(name)]
        context = _Context(self._countries, self._dateline)
        for _ in range(2):
            for name in found:
                name.row = self._choose(name, context)
            # The dateline's own name is left out: "Salem, Oregon" at the end of a story does not tell where Salem is.
            others = [name for name in likely if self._dateline is None or name.key != fold(self._dateline.name)]
            if self._dateline is not None and any(name.row is not None for name in others):
                self.__dict__["_dateline"] = self._of_dateline(_Context(self._countries, None, others))
            context = _Context(self._countries, self._dateline, likely)
        self._last_context = context
        return found

    @property
    def _context(self) -> _Context:
        _ = self._names
        return self._last_context

    def _scan(self, span: Span) -> Iterator[_Name]:
        """The longest names of places in a stretch of the text."""
        text = self.document.article.text
        words = list(_WORD.finditer(text, *span))
        i = 0
        while i < len(words):
            taken = self._longest(text, words, i)
            if taken is None:
                i += 1
                continue
            n, rows = taken
            start, end = words[i].start(), words[i + n - 1].end()
            first = self._token_at(start)
            last = self._token_at(end - 1) + 1
            name = _Name((start, end), rows, first, last, key=fold(text[start:end]))
            after = words[i + n].group().lower() if i + n < len(words) else ""
            gap = text[end : words[i + n].start()] if i + n < len(words) else ""
            name.long_form = gap == " " and after in _REGION_WORDS
            yield name
            i += n

    def _unknown(self, found: Sequence[_Name]) -> Iterator[_Name]:
        """Places that the tagger sees and the gazetteer lacks; kept where the words tell their country."""
        taken = {i for name in found for i in range(name.first, name.last)}
        for entity in self.document.entities:
            inside = range(entity.first, entity.last)
            if entity.last - 1 in taken or any(
                i in self.resolver.mentions.actors or not self.tokens[i].text[0].isupper() for i in inside
            ):
                continue
            above = self.tokens[self.tokens[entity.last - 1].head]
            # the tagger takes the name in "the village of Khan Tuman" for a person's
            village = above.lower == "of" and self.tokens[above.head].lower in _TYPE_WORDS
            if entity.label in ("GPE", "LOC", "FAC") or village:
                span = (self.tokens[entity.first].start, self.tokens[entity.last - 1].end)
                words = self.document.article.text[slice(*span)]
                yield _Name(span, self._respelt(words), entity.first, entity.last, key=fold(words))

    def _longest(self, text: str, words: Sequence[re.Match[str]], i: int) -> tuple[int, tuple[PlaceRow, ...]] | None:
        if not words[i].group()[0].isupper() or words[i].group().lower() in _DAYS:
            return None
        n = 1
        while n < _LONGEST and i + n < len(words):
            joint = _JOINT.match(text, words[i + n - 1].end())
            if joint is None or joint.end() != words[i + n].start():
                break
            n += 1
        for length in range(n, 0, -1):
            last = words[i + length - 1].group()
            rows = self._rows(text[words[i].start() : words[i + length - 1].end()])
            if not last[0].isupper():
                rows = tuple(row for row in rows if row.geonameid is None)  # "Rafah crossing", no town's name
            if rows and not (
                length == 1 and words[i].group().lower() in IN_TOWN
            ):  # "Syria Street", no town named Street
                return length, rows
        return None

    def _rows(self, words: str) -> tuple[PlaceRow, ...]:
        """The places of this name, with the countries that the registry knows by it."""
        rows = self.places.find(words)
        if _ABBREVIATION.fullmatch(words):  # "U.S." is no town named Us
            rows = tuple(row for row in rows if row.kind == "country" or row.geonameid is None)
            code = _STATES.get(re.sub(r"[\W_]", "", words).lower()) if "." in words else None
            state = self.places.admin1("USA", code) if code else None
            rows = (*rows, state) if state else rows
        known = self.resolver.actors.names(words)
        states = [n.actor_id.partition(":")[2] for n in known if n.how in _STATE_NAMES and n.actor_id[:6] == "state:"]
        have = {row.country for row in rows if row.kind == "country"}
        named = (self.places.country(code) for code in states if code not in have)
        return (*rows, *(row for row in named if row is not None))

    def _respelt(self, words: str) -> tuple[PlaceRow, ...]:
        """The places of a name spelt as others transcribe it, in the countries of the story: "Tarhouna", "Bossaso"."""
        if len(words) < 5 or not words[0].isupper():
            return ()
        for other in respellings(words):
            rows = tuple(
                row for row in self.places.find(other) if row.country in self._in_play and row.kind != "country"
            )
            if rows:
                return tuple(replace(row, exact=False) for row in rows)
        return ()

    @cached_property
    def _in_play(self) -> frozenset[str]:
        """The countries that the story names."""
        return frozenset(code for code, _ in self._countries)

    def _people(self, words: str) -> PlaceRow | None:
        """The country of "Iranian", "U.S."; None for what is no such word."""
        known = [n for n in self.resolver.actors.names(words) if n.actor_id[:6] == "state:"]
        codes = {n.actor_id.partition(":")[2] for n in known}
        people = len(codes) == 1 and all(n.how in ("demonym", "abbreviation") for n in known)
        return self.places.country(codes.pop()) if people else None

    def _token_at(self, offset: int) -> int:
        return max(bisect_left(self._starts, offset + 1) - 1, 0)

    # ------------------------------------------------------------------ which place

    def _within(self, name: _Name, starts: dict[int, _Name]) -> frozenset[_Holder]:
        """The regions and countries that the words beside a name say it lies in, where a candidate lies in them."""
        told = [*self._told_behind(name, starts), *self._told_before(name, starts)]
        for holders in told:
            fitting = frozenset(h for h in holders if not name.rows or any(_lies_in(row, h) for row in name.rows))
            if fitting:
                return fitting
        text = self.document.article.text
        state = _STATE_BEHIND.match(text, name.span[1])
        code = _STATES.get(re.sub(r"\W", "", state.group(1)).lower()) if state is not None else None
        if code and not any(row.kind == "country" for row in name.rows):
            name.elsewhere = ("USA", code)  # "Murphy, N.C."
        return frozenset()

    def _told_behind(self, name: _Name, starts: dict[int, _Name]) -> Iterator[frozenset[_Holder]]:
        """``Long Beach, California``; ``Paris, Tex.``; ``Hyderabad in Pakistan's Sindh province``."""
        text = self.document.article.text
        gap = _QUALIFIER.match(text, name.span[1])
        if gap is None:
            return
        comma = gap.group().strip() in (",", "(")
        word = re.compile(r"[A-Z][A-Za-z.]{0,5}").match(text, gap.end())
        if comma and word is not None:
            short = word.group().replace(".", "")
            code = short if short in _POSTAL else _STATES.get(short.lower()) if "." in word.group() else None
            if code:
                yield frozenset({("USA", code)})
        after = starts.get(gap.end())
        if after is None:
            return
        holders = self._held(after)
        if comma and any(row.kind == "country" and row.exact for row in name.rows):
            holders = frozenset(
                h for h in holders if h[1] is not None
            )  # "Cuba, Mexico and Venezuela" are three countries
        if not holders or (name.rows and not any(_lies_in(row, h) for row in name.rows for h in holders)):
            return
        tells = comma or " in " in gap.group()
        after.qualifies = after.qualifies or tells
        owned = _POSSESSIVE.match(text, after.span[1])
        inner = starts.get(owned.end()) if owned else None
        if inner is not None and any(row.kind == "region" for row in inner.rows):
            inner.qualifies = inner.qualifies or tells  # "in Pakistan's Sindh province"
            countries = {country for country, _ in holders}
            yield frozenset(h for h in self._held(inner) if h[1] is not None and h[0] in countries)
        yield holders

    def _told_before(self, name: _Name, starts: dict[int, _Name]) -> Iterator[frozenset[_Holder]]:
        """``the southern Turkish city of Adana``, ``Austria's capital Vienna``, ``the Texas city of Paris``."""
        i = name.first - 1
        steps = 0
        while i >= 0 and steps < 8:
            token = self.tokens[i]
            holder = next((n for n in starts.values() if n.last == i + 1), None) if token.text[:1].isupper() else None
            if holder is not None and self._held(holder):
                yield self._held(holder)
                holder.qualifies = holder.qualifies or any(
                    _lies_in(row, h) for row in name.rows for h in self._held(holder)
                )
                return
            hits = self.resolver.mentions.actors.get(i, ())
            codes = {
                n.actor_id.partition(":")[2]
                for hit in hits
                for n in hit.names
                if n.actor_id[:6] == "state:" and n.how != "capital"
            }
            if codes:
                yield frozenset((code, None) for code in codes)
                return
            filler = (
                token.lower in _TYPE_WORDS | _SIDES
                or token.lower in ("of", "the", "'s", "’s", "-")
                or token.pos == "ADJ"
            )
            if not filler or (token.lower == "of" and self.tokens[i - 1].lower not in _TYPE_WORDS):
                return
            i, steps = i - 1, steps + 1

    @staticmethod
    def _held(holder: _Name) -> frozenset[_Holder]:
        """The countries and regions that a name may be that of."""
        return frozenset(
            (row.country, None if row.kind == "country" else row.admin1_code)
            for row in holder.rows
            if row.country and row.kind in ("country", "region", "county") and row.exact
        )

    def _choose(self, name: _Name, context: _Context) -> PlaceRow | None:
        """The likeliest place of a name."""
        rows = name.rows
        if name.elsewhere or (not rows and len(name.within) == 1):
            country, code = name.elsewhere or next(iter(name.within))
            region = self.places.admin1(country, code) if code else None
            words = self.document.article.text[slice(*name.span)]
            return PlaceRow(words, "city", country, region.name if region else None, code, None, None, None, 0, True)
        if name.within:
            rows = tuple(row for row in rows if any(_lies_in(row, h) for h in name.within)) or rows
        if name.long_form and any(row.kind == "region" for row in rows):
            rows = tuple(row for row in rows if row.kind == "region")
        return max(rows, key=lambda row: (context.weight(row, name), -(row.geonameid or 0)), default=None)

    def _beside(self, name: _Name) -> frozenset[str]:
        """The countries that other words of the name's sentence name."""
        sentence = self.document.sentences[self._sentence_of(name.first)]
        codes: set[str | None] = set()
        for i in range(sentence.first, sentence.last):
            for hit in () if name.first <= i < name.last else self.resolver.mentions.actors.get(i, ()):
                codes.update(self.resolver.actors[n.actor_id].country for n in hit.names if n.how != "blocker")
        return frozenset(code for code in codes if code)

    @cached_property
    def _countries(self) -> Counter[tuple[str, str]]:
        """How often each country is named, and by which words: a name is no support for itself."""
        out: Counter[tuple[str, str]] = Counter()
        hits = {(hit.first, hit.last): hit for row in self.resolver.mentions.actors.values() for hit in row}
        for (first, last), hit in hits.items():
            codes = {self.resolver.actors[name.actor_id].country for name in hit.names if name.how != "blocker"}
            code = codes.pop() if len(codes) == 1 else None
            if code and self.places.country(code):
                out[code, fold(self.resolver.words(first, last))] += 1
        return out

    @cached_property
    def _dateline(self) -> PlaceRow | None:
        return self._of_dateline(_Context(self._countries, None))

    def _of_dateline(self, context: _Context) -> PlaceRow | None:
        """The place of the dateline, as likely as the story makes it."""
        dateline = self.document.article.dateline
        words = dateline.place if dateline else None
        if not words:
            return None
        parts = [part.strip(" )") for part in re.split(r"[,(]", words)]
        rows = self._rows(parts[0].title() if parts[0].isupper() else parts[0])
        name = _Name((0, 0), rows, key=fold(parts[0]))
        for part in parts[1:]:
            code = _STATES.get(part.replace(".", "").lower())
            held = self._held(_Name((0, 0), self._rows(part.title() if part.isupper() else part)))
            held |= {("USA", code)} if code else set()
            name.within |= frozenset(h for h in held if any(_lies_in(row, h) for row in rows))
        return self._choose(name, context)

    # ------------------------------------------------------------------ is it a place?

    def _is_place(self, name: _Name) -> bool:
        """Is a name of the gazetteer used as that of a place, and not within another name or for a government?"""
        if self._in_other_name(name):
            return False
        if name.within or name.long_form or name.qualifies:
            return True
        if self._preposition(name) is not None or self._object_of(name) is not None:
            return True
        entity = self._entity_at.get(name.first)
        if entity is None or name.last > entity.last or entity.label not in ("GPE", "LOC", "FAC"):
            return name.row is not None and name.row.geonameid is None
        return True

    @cached_property
    def _entity_at(self) -> dict[int, Entity]:
        return {i: entity for entity in self.document.entities for i in range(entity.first, entity.last)}

    def _in_other_name(self, name: _Name) -> bool:
        if name.key in self.places.common_words and not name.within and not name.long_form:
            return True
        mentions = self.resolver.mentions
        if all(i in mentions.titles for i in range(name.first, name.last)):
            return True
        if _NICKNAMED.match(self.document.article.text, name.span[1]):
            return True  # "Christopher 'Dudus' Coke"
        located = self._preposition(name) is not None
        for hit in mentions.actors.get(name.first, ()):
            places = any(n.actor_id[:6] == "state:" or n.actor_id in ("none:place", "none:water") for n in hit.names)
            if not places and (
                hit.last - hit.first > name.last - name.first or all(n.how == "blocker" for n in hit.names)
            ):
                return True
            people = any(n.how == "demonym" for n in hit.names) and all(
                n.how in ("demonym", "prefix") for n in hit.names
            )
            if people and hit.last - hit.first >= name.last - name.first:
                return True
        person = mentions.people.get(name.first)
        if person is not None and (
            person.last - person.first > name.last - name.first or not (located or name.last - name.first > 1)
        ):
            return True
        after = self.tokens[name.last] if name.last < len(self.tokens) else None
        if after is not None and after.start <= name.span[1] + 1 and self._runs_on(after):
            return True
        before = self.tokens[name.first - 1] if name.first else None
        if before is None or before.end + 1 < name.span[0] or not before.text[:1].isupper() or before.pos != "PROPN":
            return False
        known = before.i in mentions.titles or before.i in mentions.actors or before.lower in _SIDES | _TYPE_WORDS
        return not known and self._sentence_start(before.i) != before.i

    def _runs_on(self, after: Token) -> bool:
        """Does the name go on behind the place: "Paris Agreement", "London-based" ?"""
        if after.text == "-" and after.i + 1 < len(self.tokens):
            joined = self.tokens[after.i + 1]
            return joined.start == after.end and joined.lower in ("based", "backed", "led", "style", "born", "brokered")
        if not after.text[:1].isupper() or after.pos != "PROPN":
            return False
        plain = after.lower
        fits = plain in _TYPE_WORDS | _INSTITUTIONS | _DAYS
        return not (fits or after.i in self.resolver.mentions.titles or after.i in self.resolver.mentions.people)

    @property
    def origin(self) -> PlaceRow | None:
        """The place of the dateline, or None."""
        return self._dateline

    def sentence_at(self, i: int) -> Sentence:
        """The sentence of a token."""
        return self.document.sentences[self._sentence_of(i)]

    def _sentence_start(self, i: int) -> int:
        return self.document.sentences[self._sentence_of(i)].first

    def _sentence_of(self, i: int) -> int:
        return max(bisect_left(self._firsts, i + 1) - 1, 0)

    # ------------------------------------------------------------------ what hangs on it

    def _in_sentence(self, i: int) -> Iterator[Mention]:
        sentence = self.document.sentences[self._sentence_of(i)]
        return (m for m in self.mentions if sentence.first <= m.first < sentence.last)

    def _preposition(self, name: _Name | Mention) -> int | None:
        """The preposition that a place stands behind, through "the city of" and the like; None where there is none."""
        i = self._head_token(name.first, name.last)
        for _ in range(8):
            token = self.tokens[i]
            above = self.tokens[token.head]
            if above.i == i:
                break
            if token.dep == "pobj" and above.pos in ("ADP", "SCONJ", "ADV", "PART"):
                holder = self.tokens[above.head]
                if above.lower == "of" and holder.lower in _COMPASS and holder.dep != "pobj":
                    return above.i  # "villages north of Homs"
                if above.lower == "of" and holder.lower in _TYPE_WORDS | _PARTS | _SIDES:
                    i = holder.i
                    continue
                if above.lower not in _LOCATING:
                    return None
                return above.i
            if token.dep in ("conj", "appos") or (
                token.dep in ("compound", "nmod", "poss") and self._inside(token, name)
            ):
                i = above.i
                continue
            break
        if self.tokens[self._head_token(name.first, name.last)].dep in ("compound", "nmod", "amod", "poss"):
            return None
        before = self.tokens[name.first - 1] if name.first else None
        if before is not None and before.lower == "the" and before.i:
            before = self.tokens[before.i - 1]
        return before.i if before is not None and before.lower in _AT | {"from", "to"} and before.pos == "ADP" else None

    def _inside(self, token: Token, name: _Name | Mention) -> bool:
        """May a place stand before this noun and be where it is: "at Beirut airport", but not "in the Iran talks"?"""
        if name.row is None or name.row.kind == "country":
            return self.tokens[token.head].lower in _TYPE_WORDS
        return True

    def _head_token(self, first: int, last: int) -> int:
        """The token of a name that is governed from outside it."""
        for i in range(last - 1, first - 1, -1):
            if not first <= self.tokens[i].head < last:
                return i
        return last - 1

    def _distance(self, mention: Mention, head: int) -> int | None:
        """How far a place stands from a word that it tells the place of; None where it tells that of something else."""
        if self._object_of(mention) == head:
            return 1
        preposition = self._preposition(mention)
        if preposition is None:
            return None
        lower = self.tokens[preposition].lower
        i = self.tokens[preposition].head
        beside = lower == "of" and self.tokens[i].lower in _COMPASS
        if beside:
            i = self.tokens[i].head
        going = self.tokens[i].lemma in _GOING
        if not beside and lower not in _AT and not (going and lower in ("to", "into", "through")):
            if lower in ("of", "for", "against") and i == head and self.tokens[i].lemma in _OF_PLACE:
                return 1
            return None
        direct = any(mention.first <= c < mention.last for c in self.tokens[preposition].children)
        town = direct and mention.row.kind in ("country", "capital", "city")
        if lower == "on" and town and self.tokens[i].lemma not in _OF_PLACE:
            return None  # "sanctions on Iran", but "on the outskirts of Bamako"
        if lower in ("by", "under", "over", "above", "amid") and town:
            return None
        for far, j in enumerate(self._chain(i)):
            if self.tokens[j].lower in _NOT_THROUGH and j != head:
                break
            if j == head:
                return far if far == 0 or self.tokens[head].lemma not in _SPEECH else None
        verb = self._verb(head)
        if self.tokens[head].pos in ("NOUN", "PROPN") and verb is not None and i == verb:
            return 2  # "held talks on Tuesday in Vienna": on the verb of its clause
        if verb is not None and self.tokens[verb].dep == "conj" and self.tokens[verb].head == i and going:
            return 3  # "flew to Moscow and met Putin"
        return None

    def _object_of(self, name: _Name | Mention) -> int | None:
        """The verb that is done to a place and so happens there: "visited Tehran", "Kharkiv was shelled"."""
        token = self.tokens[self._head_token(name.first, name.last)]
        for _ in range(4):  # "visited the city of Adana", "visited Ankara and Adana"
            above = self.tokens[token.head]
            if token.dep == "pobj" and above.lower == "of" and self.tokens[above.head].lower in _TYPE_WORDS:
                token = self.tokens[above.head]
            elif (
                token.dep in ("conj", "appos", "compound")
                and above.pos in ("PROPN", "NOUN")
                and (token.dep != "compound" or above.lower in _TYPE_WORDS)
            ):
                token = above
            else:
                break
        verb = self.tokens[token.head]
        misread = token.dep in ("advmod", "npadvmod", "oprd", "attr", "ccomp") and name.first == verb.i + 1
        if name.row is None or not (token.dep in ("dobj", "nsubjpass") or misread):
            return None
        if name.row.kind == "site":
            return None if verb.lemma in _SPEECH else verb.i  # "closed the Rafah crossing"
        if verb.lemma not in (_TAKES_COUNTRY if name.row.kind == "country" else _TAKES_PLACE):
            return None
        by = [t for c in verb.children for t in self.tokens[c].children if self.tokens[c].dep in ("agent", "prep")]
        return None if any(self.tokens[t].lemma in ("sanction", "tariff") for t in by) else verb.i

    def _chain(self, i: int) -> Iterator[int]:
        """The words above a preposition up to the verb of its clause, and on over verbs that only govern that verb."""
        while True:
            yield i
            token = self.tokens[i]
            if token.head == i or (token.pos in ("VERB", "AUX") and token.dep not in ("xcomp", "auxpass")):
                return
            i = token.head

    def _verb(self, i: int) -> int | None:
        for j in self._chain(i):
            if self.tokens[j].pos in ("VERB", "AUX"):
                return j
        return None


def _largest(rows: Sequence[PlaceRow]) -> PlaceRow | None:
    """The largest town that bears a name as its own."""
    towns = [row for row in rows if row.exact and row.kind in ("city", "capital")]
    return max(towns, key=lambda row: row.population, default=None)


@cache
def _standing_alone() -> frozenset[str]:
    """Cities, folded, that agencies name without their country: of their name no other is meant without a word."""
    lines = (DATA / "standing_alone.txt").read_text("utf-8").splitlines()
    return frozenset(fold(line) for line in lines if line and not line.startswith("#"))


class _Context:
    """What the story tells about where it plays. No name supports itself."""

    def __init__(self, countries: Counter[tuple[str, str]], dateline: PlaceRow | None, names: Sequence[_Name] = ()):
        self.dateline = dateline
        # each name and place found, and whether the words told where it lies
        self.anchors: dict[tuple[str, PlaceRow], bool] = {}
        self._told = Counter(countries)
        for name in names:
            row = name.row
            if row is None or row.kind == "country":
                continue
            self.anchors[name.key, row] = self.anchors.get((name.key, row), False) or bool(name.within)
        for key, row in self.anchors:
            if row.country:
                self._told[row.country, key] += 1
        if dateline is not None and dateline.country:
            self._told[dateline.country, ""] += 2
        self._regions = Counter(
            {(row.country, row.admin1_code, key): 3 if row.kind == "region" or stated else 1
             for (key, row), stated in self.anchors.items() if row.country and row.admin1_code}
        )  # fmt: skip
        self._possible = _possible_regions(names)
        self._told_but: dict[str, Counter[str]] = {}
        self._near_but: dict[str, list[tuple[PlaceRow, bool]]] = {}

    def weight(self, row: PlaceRow, name: _Name) -> float:
        """How likely a place is meant: in logarithms of inhabitants, so that 2.3 makes up for a tenth of them."""
        value = _KIND_WEIGHT.get(row.kind) or math.log(row.population + 500)
        if row.kind == "capital" and row.exact:
            value += 3.0
        value += {"country": 3.0, "region": -2.5, "county": -2.5}.get(row.kind, 0.0)
        if not row.exact:  # "Santa Cruz" of "Santa Cruz de la Sierra" is nearer than a spelling
            value -= 1.5 if fold(row.name).startswith(name.key + " ") else 4.0
        own = name.key
        if self.anchors.get((own, row)) or (self.dateline is not None and row.geonameid == self.dateline.geonameid):
            value += 6.0  # told once, it is meant throughout
        if name.key in _standing_alone() and row == _largest(name.rows):
            value += 6.0
        if row.country in name.beside:
            value += 2.0
        told = self._without(own)
        most = max(told.values(), default=0)
        if row.country and most:
            value += 4.0 * told[row.country] / most + (1.0 if told[row.country] else 0.0)
        if row.admin1_code:
            value += self._in_region(row, own)
        if self.dateline is not None and self.dateline.country == row.country:
            value += 1.5
        return value + self._nearness(row, own)

    def _without(self, own: str) -> Counter[str]:
        """How often each country is told by other names than this one; the same for all places of the name."""
        out = self._told_but.get(own)
        if out is None:
            out = self._told_but[own] = Counter()
            for (country, key), count in self._told.items():
                if key != own:
                    out[country] += count
        return out

    def _points(self, own: str) -> list[tuple[PlaceRow, bool]]:
        """The other places of the story that are points, and whether the words told where they lie."""
        out = self._near_but.get(own)
        if out is None:
            anchors = [(other, stated) for (key, other), stated in self.anchors.items() if key != own]
            if self.dateline is not None:
                anchors.append((self.dateline, True))
            out = [a for a in anchors if a[0].kind not in ("country", "region", "area", "water")]
            self._near_but[own] = out
        return out

    def _in_region(self, row: PlaceRow, own: str) -> float:
        """What speaks for a region: its name, places found in it, and names that may be those of places in it."""
        found = sum(count for (country, code, key), count in self._regions.items()
                    if key != own and (country, code) == (row.country, row.admin1_code))  # fmt: skip
        possible = sum(
            share for key, share in self._possible.get((row.country, row.admin1_code), {}).items() if key != own
        )
        return min(1.3 * found, 4.0) + min(1.0 * possible, 3.0)

    def _nearness(self, row: PlaceRow, own: str) -> float:
        """What the other places of the story add: the more of them lie near, the more, up to five."""
        value = 0.0
        for other, stated in self._points(own):
            if row.lat is not None and other.lat is not None and abs(row.lat - other.lat) * _DEGREE_KM > _NEAR_KM:
                continue  # too far by latitude alone
            far = kilometres(row, other)
            if far is not None and far < _NEAR_KM:
                value += (2.0 if stated else 1.0) * (1 - far / _NEAR_KM)
        return min(value * 1.5, 5.0)


def _possible_regions(names: Sequence[_Name]) -> dict[tuple[str | None, str | None], dict[str, float]]:
    """For each region the names that a place in it bears, each with one over the root of the number of its regions."""
    out: dict[tuple[str | None, str | None], dict[str, float]] = {}
    for key, rows in {name.key: name.rows for name in names}.items():
        regions = {(row.country, row.admin1_code) for row in rows if row.exact and row.admin1_code}
        for region in regions:
            out.setdefault(region, {})[key] = len(regions) ** -0.5
    return out


def _lies_in(row: PlaceRow, holder: _Holder) -> bool:
    country, code = holder
    if row.country != country or row.kind == "country" or not (row.exact or code is None):
        return False
    return code is None or (row.admin1_code == code and row.kind != "region")


def kilometres(a: PlaceRow, b: PlaceRow) -> float | None:
    """The distance of two places on the globe; None where a point is not known."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return distance((a.lat, a.lon), (b.lat, b.lon))


def distance(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Kilometres between two points given as latitude and longitude.

    >>> round(distance((48.21, 16.37), (47.5, 19.04)))
    214
    """
    lat, other = math.radians(a[0]), math.radians(b[0])
    half = math.sin((other - lat) / 2) ** 2
    half += math.cos(lat) * math.cos(other) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    return 12742 * math.asin(min(math.sqrt(half), 1.0))


def told_from(document: Document, places: Places) -> Scene:
    """Where a story is told from, as far as its places tell: the country of the dateline, and where its places lie."""
    article = document.article
    name = article.dateline.place if article.dateline else None
    named = {(e.first, e.last) for e in document.entities if e.label in ("GPE", "LOC", "FAC")}
    for token in document.tokens:  # the tagger misses cities that it has not met: "In Antananarivo"
        if token.dep == "pobj" and token.pos == "PROPN" and document.tokens[token.head].lower in _AT:
            inner = [c for c in token.children if c < token.i and document.tokens[c].dep == "compound"]
            named.add((min(inner, default=token.i), token.i + 1))
    where: dict[int, str] = {}
    timed = {i for time in document.times for i in range(time.first, time.last)}
    for first, last in sorted(named):
        if last - 1 in timed:
            continue  # "in June": a town of that name is not meant
        words = article.text[document.tokens[first].start : document.tokens[last - 1].end]
        country = _surely(places.find(words.removeprefix("the ")))
        if country is not None and words != name:
            where[last - 1] = country
    rows = places.find(name) if name else ()
    if name and not rows and "," in name:  # "TRIPOLI, Lebanon"
        place, _, wider = (part.strip() for part in name.rpartition(","))
        states = {row.country for row in places.find(wider) if row.kind == "country"}
        rows = tuple(row for row in places.find(place) if row.country in states)
    return Scene(_surely(rows), frozenset(row.country for row in rows if row.country), where)


def _surely(rows: Sequence[PlaceRow]) -> str | None:
    """The country of a name whose largest bearer is by far the largest."""
    ranked = sorted(rows, key=lambda row: -(row.population or 0))
    if not ranked or ranked[0].country is None:
        return None
    others = [row.population or 0 for row in ranked[1:] if row.country != ranked[0].country]
    return ranked[0].country if not others or (ranked[0].population or 0) > BY_FAR * max(others) else None
