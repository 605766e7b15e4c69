"""What has been named so far, so that "he", "the two ministers" and "the country" find their antecedents."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

# PLOVER's codes for what belongs to no state.
ABROAD = frozenset({"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"})
Kind = Literal["person", "role", "state", "body", "org", "group", "people"]


@dataclass(frozen=True, slots=True)
class Referent:
    """Somebody who is meant by words of the article, before the date of an event is known."""

    kind: Kind
    actor: str | None  # registry id
    name: str | None
    country: str | None
    sectors: tuple[str, ...]
    office: str | None  # a dated office ("foreign minister"), where the words or the registry tell one
    role: str | None  # the office or role in words, where the words tell it
    metonym: bool  # a capital that may stand for its government or be the place
    why: str

    @property
    def key(self) -> str:
        """What makes two referents one: the registry id, else name and country."""
        return self.actor or f"{self.kind}:{(self.name or '').lower()}:{self.country or ''}:{self.office or ''}"


@dataclass(slots=True)
class Memory:
    """The referents named so far, in the order of the text, with the sentence of each."""

    named: list[tuple[int, tuple[Referent, ...]]] = field(default_factory=list)  # (sentence, referents)
    people: dict[str, Referent] = field(default_factory=dict)  # each part of a name, folded, to the last who bears it

    def add(self, sentence: int, referents: tuple[Referent, ...]) -> None:
        """Note what a noun phrase of a sentence refers to."""
        if referents:
            self.named.append((sentence, referents))

    def person(self, *, but: str | None = None) -> Referent | None:
        """The last single person named, but for the one with this key."""
        for _, referents in reversed(self.named):
            if len(referents) == 1 and referents[0].kind in ("person", "role") and referents[0].key != but:
                return referents[0]
        return None

    def holder(self, office: str | None, role: str | None, *, but: str | None = None) -> Referent | None:
        """The last person named who bears this role, else who holds this office, but for the one with this key."""
        people = [r for _, rs in reversed(self.named) for r in rs if r.kind in ("person", "role") and r.key != but]
        if role is not None:
            for referent in people:
                if referent.role == role:
                    return referent
        return next((r for r in people if office is not None and r.office == office), None)

    def body(self, word: str) -> Referent | None:
        """The last organisation, body or group whose name ends with this word: "the Council"."""
        for _, referents in reversed(self.named):
            for referent in referents:
                if (
                    referent.kind in ("org", "body", "group")
                    and referent.name
                    and fold(referent.name).split()[-1:] == [word]
                ):
                    return referent
        return None

    def thing(
        self, kinds: tuple[Kind, ...], *, within: int = 40, among: frozenset[str] | None = None
    ) -> Referent | None:
        """The last single state, body or organisation named; ``among``: of these countries only."""
        for _, referents in list(reversed(self.named))[:within]:
            if among is not None and not (referents and referents[0].country in among):
                continue
            if len(referents) == 1 and referents[0].kind in kinds and not referents[0].metonym:
                return referents[0]
        return None

    def group(self, size: int | None, sentence: int) -> tuple[Referent, ...]:
        """The last ``size`` (None: two or more) named together, or alone in one sentence of the last five."""
        for back in range(sentence, max(-1, sentence - 5), -1):
            here = [referents for s, referents in self.named if s == back]
            together = [rs for rs in here if len(rs) >= 2 and (size is None or len(rs) == size)]
            people = _distinct(r for rs in here for r in rs if r.kind in ("person", "role") and r.country)
            if back < sentence and len(people) == (size or 2) and not any(_persons(rs) for rs in together):
                return tuple(people)
            if together:
                return together[-1]
            states = _distinct(r for rs in here for r in rs if r.country and r.kind in ("state", "body"))
            if back < sentence and len(states) == (size or 2):
                return tuple(states)
        return ()

    def holders(self, office: str | None, size: int, *, role: str | None = None) -> tuple[Referent, ...]:
        """The last ``size`` people of distinct countries who hold this office, or whose role ends so ("minister")."""
        found: dict[str, Referent] = {}
        for _, referents in reversed(self.named):
            for referent in reversed(referents):
                if (
                    referent.kind in ("person", "role")
                    and referent.country
                    and (
                        referent.office == office
                        if office is not None
                        else role is None or (referent.role or referent.office or "").endswith(role)
                    )
                ):
                    found.setdefault(referent.country, referent)
            if len(found) >= size:
                break
        return tuple(reversed(list(found.values()))) if len(found) == size else ()

    def countries(self, size: int, sentence: int) -> tuple[str, ...]:
        """The last ``size`` distinct countries in play, from the sentences before and this one."""
        for _, referents in reversed(self.named):
            together = list(dict.fromkeys(r.country for r in referents if r.country and r.country not in ABROAD))
            if len(together) == size:
                return tuple(together)
        for back in range(sentence, max(-1, sentence - 4), -1):
            here = (r.country for s, rs in self.named if s == back for r in rs)
            together = list(dict.fromkeys(country for country in here if country and country not in ABROAD))
            if len(together) == size:
                return tuple(together)
        return ()


@lru_cache(maxsize=1 << 14)
def fold(name: str) -> str:
    """A name without case, accents and hyphens: ``Amir-Abdollahian`` and ``Amir Abdollahian`` fold to the same."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(plain.casefold().replace("-", " ").replace("’", "'").split())


def _distinct(referents: Iterable[Referent]) -> list[Referent]:
    return list({referent.key: referent for referent in referents}.values())


def _persons(referents: tuple[Referent, ...]) -> bool:
    return all(referent.kind in ("person", "role") for referent in referents)
