"""Tellings made up for the tests: `telling` gives one reading with one event or more, each from a line of words."""

from dataclasses import replace

from made_readings import OLD

from dragoman.model import (
    Article,
    Block,
    Date,
    Dateline,
    Event,
    Evidence,
    Outlet,
    Participant,
    Place,
    Reader,
    Reading,
    content_id,
)

PLACES = {
    "Moscow": ("RUS", "Moscow", 55.75, 37.62, 524901),
    "Kremlin": ("RUS", "Moscow", 55.752, 37.617, None),
    "Geneva": ("CHE", "Geneva", 46.2, 6.15, 2660646),
    "Zurich": ("CHE", "Zurich", 47.37, 8.55, 2657896),
    "Switzerland": ("CHE", None, 47.0, 8.0, 2658434),
    "Kabul": ("AFG", "Kabul", 34.53, 69.17, 1138958),
    "Herat": ("AFG", "Herat", 34.35, 62.2, 1140026),
}


def party(words: str) -> Participant:
    """`IRN` a state; `lavrov/RUS/foreign minister` a person; `farc//COL` a group; `=protesters/CVL/KEN` nobody known."""
    name, *rest = words.split("/")
    if not rest:
        return Participant(name.title(), (0, 3), f"state:{name}", name.title(), name, (), None, "made up")
    if name.startswith("="):
        return Participant(name[1:], (0, 3), None, None, rest[1] or None, (rest[0],), None, "made up")
    if not rest[0]:
        return Participant(name, (0, 3), f"group:{name}", name.upper(), rest[1], ("REB",), None, "made up")
    role = rest[1] if len(rest) > 1 else None
    return Participant(name.title(), (0, 3), f"person:{name}", name.title(), rest[0], ("GOV",), role, "made up")


def sides(words: str) -> tuple[Participant, ...]:
    return tuple(party(each.strip()) for each in words.split(",") if each.strip())


def act(
    type: str,
    actors: str,
    recipients: str = "",
    *,
    day: str | None = "2022-01-20",
    basis: str = "stated",
    place: str | None = None,
    quote: str = "The two [met].",
    status: str = "occurred",
    foresees: str | None = None,
    mode: str | None = None,
    historical: bool = False,
    denies: str | None = None,
    confidence: float = 0.8,
) -> Event:
    """One event; the trigger stands in [] in the quote; a day may be a month, a year or first/last."""
    first, _, last = (day or "").partition("/")
    precision = "interval" if last else {4: "year", 7: "month", 10: "day"}.get(len(first), "open")
    start, end = quote.index("["), quote.index("]") - 1
    words = quote.replace("[", "").replace("]", "")
    where = Place(place, *PLACES[place][:2], *PLACES[place][2:], None) if place else None
    return Event(
        id="",  # given by `telling`
        type=type,
        mode=mode,
        contexts=(),
        cameo=None,
        score=1.0,
        goldstein=None,
        quad=1,
        actors=sides(actors),
        recipients=sides(recipients),
        date=Date(first, last or first, precision, None, None, basis) if day else None,
        place=where,
        status=status,
        foresees=foresees,
        historical=historical,
        claimed_by=(),
        statement_id=None,
        denies=denies,
        visit=None,
        evidence=(Evidence(words, (0, len(words)), (start, end)),),
        confidence=confidence,
        why="made up",
    )


def telling(
    name: str,
    *acts: Event,
    published: str | None = "2022-01-21",
    outlet: str | None = None,
    agency: str | None = None,
    text: str | None = None,
    title: str = "News",
    reader: Reader = OLD,
) -> Reading:
    """One article with these acts. Its text is that of the acts' quotes and its name, unless it is given."""
    body = text if text is not None else " ".join([*(words.quote for act in acts for words in act.evidence), name])
    article = content_id("article", name)
    placed = []
    for act in acts:
        words = act.evidence[0]
        at = max(body.find(words.quote), 0)
        moved = Evidence(words.quote, (at, at + words.span[1]), (at + words.trigger[0], at + words.trigger[1]))
        placed.append(replace(act, evidence=(moved,), id=content_id(article, act.type, act.status, moved.trigger)))
    placed = [
        replace(act, denies=next(e.id for e in placed if e.status == "negated")) if act.denies else act
        for act in placed
    ]
    return Reading(
        1,
        reader,
        Article(
            id=article,
            given_id=None,
            path=name,
            url=None,
            text=body,
            language="en",
            blocks=(Block("body", (0, len(body))),),
            title=title,
            section=(),
            byline=None,
            published=published,
            published_from="given",
            dateline=Dateline(None, None, agency) if agency else None,
            captions=(),
            outlet=Outlet(None, outlet or name, None),
        ),
        events=tuple(placed),
    )
