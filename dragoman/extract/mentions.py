"""Names and titles in the text, laid over the parse: registry names, people, offices.

The tagger's labels are soft evidence; what the registry finds overrides them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman.document import Document, Token
from dragoman.knowledge.actors import Actors, Name
from dragoman.knowledge.offices import Offices, Title


@dataclass(frozen=True, slots=True)
class ActorHit:
    """Tokens ``first`` to ``last`` (exclusive) name one or more actors of the registry."""

    first: int
    last: int
    names: tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class TitleHit:
    """Tokens that name an office or a role."""

    first: int
    last: int
    title: Title


@dataclass(frozen=True, slots=True)
class PersonHit:
    """Tokens that name a person; ids are the registry's candidates, none for a person it does not know."""

    first: int
    last: int
    ids: tuple[str, ...]


@dataclass(slots=True)
class Mentions:
    """All hits of a document, by the tokens that they cover."""

    actors: dict[int, list[ActorHit]] = field(default_factory=dict)
    titles: dict[int, TitleHit] = field(default_factory=dict)
    people: dict[int, PersonHit] = field(default_factory=dict)


# Words that stand before a name and are no part of it.
_NAME_LINKS = frozenset({"bin", "ibn", "bint", "ben", "abu", "al", "al-", "-"})
_HONORIFICS = frozenset({"mr", "mr.", "mrs", "mrs.", "ms", "ms.", "dr", "dr.", "sir", "lady", "lord", "st."})


def find_mentions(document: Document, actors: Actors, offices: Offices) -> Mentions:
    """Find every name and title of the body."""
    out = Mentions()
    tokens = document.tokens
    starts = [token.start for token in tokens]
    text = document.article.text
    for sentence in document.sentences:
        start, end = sentence.span
        words = text[start:end].replace("\u00a0", " ").replace("’", "'").replace("‘", "'")
        for found in actors.find(words):
            first, last = _range(tokens, starts, start + found.start, start + found.end)
            if last > first:
                hit = ActorHit(first, last, tuple(found.names))
                for i in range(first, last):
                    out.actors.setdefault(i, []).append(hit)
        for (a, b), title in offices.find_titles(words):
            first, last = _range(tokens, starts, start + a, start + b)
            # "Amir" in "Amir-Abdollahian" is no emir: a title is made of whole words
            whole = last > first and tokens[first].start == start + a
            if whole and tokens[last - 1].end in (start + b, start + b + words.startswith(".", b)):  # "Gen."
                for i in range(first, last):
                    out.titles[i] = TitleHit(first, last, title)
        for (a, b), ids in offices.find_people(words):
            first, last = _range(tokens, starts, start + a, start + b)
            if last > first and not _inside_longer_name(first, tokens):
                for i in range(first, last):
                    out.people[i] = PersonHit(first, last, tuple(ids))
    for entity in document.entities:
        if entity.label == "PERSON":
            _tagged_person(entity.first, entity.last, tokens, out)
    for office in dict.fromkeys(out.titles.values()):
        _part_name(office, tokens, out)
    return out


def _part_name(hit: TitleHit, tokens: Sequence[Token], out: Mentions) -> None:
    """Part a name from the owner of the title before it: "Minister of Foreign Affairs of Armenia Ararat Mirzoyan".

    The parser takes the two for one name; the person becomes the apposition that a comma would have made him.
    """
    first = hit.last
    if first < len(tokens) and tokens[first].lower == "of":
        first += 2 if first + 1 < len(tokens) and tokens[first + 1].lower == "the" else 1
    owners = [owner for owner in out.actors.get(first, ()) if owner.first == first]
    if first == hit.last or not owners:
        return
    begin = last = max(owner.last for owner in owners)
    while last < len(tokens) and tokens[last].pos == "PROPN" and tokens[last].text[:1].isupper():
        if last in out.titles or last in out.actors or tokens[last].start > tokens[last - 1].end + 1:
            return
        last += 1
    tagged = out.people.get(last - 1)
    if not (begin + 1 < last <= begin + 4 or (tagged is not None and tagged.last == last)):
        return
    names = range(begin, last)
    outer = [i for i in names if tokens[i].head not in names]
    owner, title = tokens[begin - 1], tokens[_head_of(hit, tokens)]
    if len(outer) != 1 or owner.head not in names or tokens[outer[0]].head == title.i:
        return
    name = tokens[outer[0]]
    above, dep = name.head, name.dep
    _rehead(tokens, owner, above, dep)
    for i in range(first, begin - 1):
        if tokens[i].head in names:
            _rehead(tokens, tokens[i], owner.i, "compound")
    _rehead(tokens, name, title.i, "appos")
    person = PersonHit(begin, last, tagged.ids if tagged is not None else ())
    for i in names:
        out.people[i] = person


def _head_of(hit: TitleHit, tokens: Sequence[Token]) -> int:
    inside = range(hit.first, hit.last)
    return next((i for i in inside if tokens[i].head not in inside), hit.last - 1)


def _rehead(tokens: Sequence[Token], token: Token, head: int, dep: str) -> None:
    tokens[token.head].children.remove(token.i)
    token.head, token.dep = head, dep
    tokens[head].children.append(token.i)
    tokens[head].children.sort()


def _inside_longer_name(first: int, tokens: Sequence[Token]) -> bool:
    """``Abdulaziz Al Saud`` in "Mohammed bin Salman bin Abdulaziz Al Saud" is his grandfather."""
    return first > 0 and tokens[first - 1].lower in _NAME_LINKS


def _range(tokens: Sequence[Token], starts: list[int], start: int, end: int) -> tuple[int, int]:
    """The tokens that lie in ``[start, end)``, wholly or in part."""
    first = bisect_left(starts, start)
    if first > 0 and tokens[first - 1].end > start:
        first -= 1
    return first, bisect_left(starts, end)


def _tagged_person(first: int, last: int, tokens: Sequence[Token], out: Mentions) -> None:
    """Take a tagged person's name, without the title or country that the tagger left in it."""
    while first < last and (
        first in out.titles
        or tokens[first].lower in _HONORIFICS
        or _names_state(first, out)
        or tokens[first].pos == "DET"
    ):
        first += 1
    while last > first and tokens[last - 1].pos not in ("PROPN", "NOUN", "ADJ", "X", "VERB", "ADV"):
        last -= 1
    # "Omer Hassan al-Bashir": the tagger ends a name too early
    while (
        first < last < len(tokens)
        and tokens[last].pos == "PROPN"
        and tokens[last - 1].head == last
        and tokens[last - 1].dep == "compound"
        and last not in out.titles
        and last not in out.actors
    ):
        last += 1
    inside = range(first, last)
    if (
        first < last
        and tokens[first].text[:1].isupper()
        and not any(i in out.people or i in out.actors for i in inside)
    ):
        hit = PersonHit(first, last, ())
        for i in inside:
            out.people[i] = hit


def _names_state(i: int, out: Mentions) -> bool:
    return any(name.how in ("name", "demonym", "alias") for hit in out.actors.get(i, ()) for name in hit.names)
