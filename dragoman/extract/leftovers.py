"""The other side of an act, where no frame says where it stands."""

from __future__ import annotations

from dragoman.extract.clauses import Clauses
from dragoman.extract.frames import Matcher, Side

# Where the other side may stand, the object first.
BEHIND = ("with", "to", "against", "on", "from", "at", "for", "into", "over", "of", "towards", "toward", "upon")


def other_side(clauses: Clauses, matcher: Matcher, i: int, actors: list[Side]) -> list[Side]:
    """The known side nearest to a verb that is not among its actors: its object, whose that is, who stands behind."""
    heads = [*clauses.objects(i), *clauses.behind(i, BEHIND)]
    for head in heads:  # also what hangs on these: "a note of protest to the ambassador"
        heads.extend(h for h in clauses.behind(head, BEHIND) if h not in heads)
    taken = {side.referent.key for side in actors}
    countries = {side.referent.country for side in actors if side.referent.kind == "state"}
    for head in heads:
        if head in matcher.times:
            continue
        sides = [
            side
            for side in matcher.sides(head, owner=True)
            if side.known and side.referent.key not in taken and side.referent.country not in countries
        ]
        if sides:
            return sides
    return []
