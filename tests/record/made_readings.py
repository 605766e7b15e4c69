"""Readings made up for the tests of the record: small, valid, and each different from the next."""

from dragoman.model import (
    Agreement,
    Article,
    Block,
    Claim,
    Commitment,
    Content,
    Cue,
    Date,
    Dropped,
    Event,
    Evidence,
    FieldEvidence,
    Horizon,
    Issue,
    LifeFact,
    Outlet,
    Participant,
    Phrase,
    Place,
    Position,
    Reader,
    Reading,
    Statement,
    Visit,
    content_id,
)

OLD = Reader("0.1.0", "k1", "m1")
NEW = Reader("0.2.0", "k1", "m1")
TEXT = "Ruritania's foreign minister met his Syldavian counterpart on Monday."


def party(country: str, text: str = "the minister") -> Participant:
    return Participant(text, (0, len(text)), f"state:{country}", country.title(), country, ("GOV",), None, "made up")


def event(
    type: str = "CONSULT",
    actors: str = "IRN",
    recipients: str = "RUS",
    *,
    date: tuple[str | None, str | None] | None = ("2021-02-01", "2021-02-01"),
    status: str = "occurred",
    confidence: float = 0.8,
) -> Event:
    """Sides are countries, parted by blanks."""
    return Event(
        id=content_id(type, actors, recipients, date, status),
        type=type,
        mode=None,
        contexts=("diplomatic", "nuclear"),
        cameo="040",
        score=1.0,
        goldstein=1.0,
        quad=1,
        actors=tuple(map(party, actors.split())),
        recipients=tuple(map(party, recipients.split())),
        date=date and Date(date[0], date[1], "day", "on Monday", (58, 67), "stated"),
        place=Place("Geneva", "CHE", "Geneva", 46.2, 6.15, 2660646, (0, 6)),
        status=status,
        foresees=None,
        historical=False,
        claimed_by=(Claim(party("SYR"), "said", (0, 4)),),
        statement_id=None,
        denies=None,
        visit=Visit(None, None, 2, None, party("IRN"), "30 men", (party("CHE"),)),
        evidence=(Evidence(TEXT, (0, len(TEXT)), (29, 32)),),
        confidence=confidence,
        why="made up",
    )


def reading(
    article: int | str = 1,
    *events: Event,
    reader: Reader = OLD,
    published: str | None = "2021-02-02",
    outlet: str | None = "Daily",
    path: str | None = "news/1.txt",
    text: str = TEXT,
    full: bool = False,
) -> Reading:
    """Without events it has one; `full` adds a row of every other kind."""
    words = Evidence(text, (0, len(text)), (0, 4))
    rows = {
        "statements": (
            Statement(
                content_id("statement", article),
                (party("IRN"),),
                party("RUS"),
                "Daily",
                None,
                Date("2021-02", "2021-02", "month", None, None, "publication"),
                Cue("said", (0, 4)),
                Content(text, ((0, len(text)),)),
                "direct",
                (words,),
                0.7,
            ),
        ),
        "positions": (
            Position(
                content_id("position", article),
                (party("IRN"),),
                Issue("sanctions", "the sanctions"),
                Phrase("met", (0, 3)),
                "opposes",
                None,
                (words,),
            ),
        ),
        "agreements": (
            Agreement(
                content_id("agreement", article),
                None,
                "the treaty",
                "treaty",
                (party("IRN"), party("RUS")),
                "cooperation",
                "2001-03-12",
                "2002",
                10.0,
                (5, 5),
                "2022",
                (LifeFact("signed", "2001-03-12", (0, 6)), LifeFact("extended", None, (7, 9))),
                (FieldEvidence(text, (0, len(text)), "signed"),),
                (),
                "2002 and 20 years",
            ),
        ),
        "commitments": (
            Commitment(
                content_id("commitment", article),
                (party("RUS"),),
                (party("IRN"),),
                (),
                Phrase("build a port", (0, 4)),
                None,
                Horizon("2021", None, "two decades"),
                "promise",
                "pledged",
                None,
                (words,),
                0.6,
            ),
        ),
        "dropped": (Dropped((0, 4), "no actor"), Dropped((5, 9), "no actor"), Dropped((5, 9), "no issue")),
    }
    return Reading(
        format=1,
        reader=reader,
        article=Article(
            id=content_id("article", article),
            given_id=None,
            path=path,
            url=None,
            text=text,
            language="en",
            blocks=(Block("body", (0, len(text))),),
            title="A meeting",
            section=("News",),
            byline=None,
            published=published,
            published_from="text",
            dateline=None,
            captions=(),
            outlet=Outlet(None, outlet, None) if outlet else None,
        ),
        events=events or (event(),),
        **(rows if full else {}),
    )
