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
    return out


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
