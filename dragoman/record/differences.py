"""What changed between two readings of the same articles: events gained, lost and told otherwise."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dragoman.model import Article, Event


@dataclass(frozen=True, slots=True)
class Difference:
    """What one state has and the other has not, by the order of articles; every event with its article."""

    articles: tuple[str, ...] = ()  # ids of those that the second state has and the first has not
    gained: tuple[tuple[Article, Event], ...] = ()
    lost: tuple[tuple[Article, Event], ...] = ()
    changed: tuple[tuple[Article, Event, Event], ...] = ()  # before, after

    def __bool__(self) -> bool:
        return bool(self.articles or self.gained or self.lost or self.changed)


def difference(
    before: Iterable[tuple[Article, Event]], after: Iterable[tuple[Article, Event]], *, articles: Iterable[str] = ()
) -> Difference:
    """Compare the events of two states, article by article.

    An event is the same in both by its id, or by its type and words. It changed where anything but its id, its
    confidence and its reason did.
    """
    articles_by: dict[str, Article] = {}
    old: defaultdict[str, list[Event]] = defaultdict(list)
    new: defaultdict[str, list[Event]] = defaultdict(list)
    for told, into in ((before, old), (after, new)):
        for article, event in told:
            articles_by.setdefault(article.id, article)
            into[article.id].append(event)
    gained: list[tuple[Article, Event]] = []
    lost: list[tuple[Article, Event]] = []
    changed: list[tuple[Article, Event, Event]] = []
    for key, article in articles_by.items():
        pairs = _pairs(old[key], new[key])
        changed += [(article, one, other) for one, other in pairs if _plain(one) != _plain(other)]
        kept, came = {id(one) for one, _ in pairs}, {id(other) for _, other in pairs}
        lost += [(article, event) for event in old[key] if id(event) not in kept]
        gained += [(article, event) for event in new[key] if id(event) not in came]
    return Difference(tuple(articles), tuple(gained), tuple(lost), tuple(changed))


def _pairs(old: Sequence[Event], new: Sequence[Event]) -> list[tuple[Event, Event]]:
    """Pair the events that are the same: by id, then by type and trigger, then by type and quotation."""
    pairs: list[tuple[Event, Event]] = []
    left, right = list(old), list(new)
    for same in (_same_id, _same_trigger, _same_quote):
        for one in list(left):
            other = next((event for event in right if same(one, event)), None)
            if other is not None:
                pairs.append((one, other))
                left = [event for event in left if event is not one]
                right = [event for event in right if event is not other]
    return pairs


def _same_id(one: Event, other: Event) -> bool:
    return one.id == other.id


def _same_trigger(one: Event, other: Event) -> bool:
    return one.type == other.type and any(
        a.trigger[0] < b.trigger[1] and b.trigger[0] < a.trigger[1] for a in one.evidence for b in other.evidence
    )


def _same_quote(one: Event, other: Event) -> bool:
    return one.type == other.type and bool(
        {words.quote for words in one.evidence} & {words.quote for words in other.evidence}
    )


def _plain(event: Event) -> Event:
    return dataclasses.replace(event, id="", statement_id=None, denies=None, confidence=0.0, why="")
