"""The columns of what a record is asked for, each with its type and its meaning: the codebook is made of these.

One row is one event, statement and so on, flat; where several take part, they are joined by "; ". A column is called as
the same thing in the record format.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

FieldType = Literal["text", "integer", "number", "boolean"]


@dataclass(frozen=True, slots=True)
class Field:
    """One column."""

    name: str
    type: FieldType
    meaning: str


def _side(part: str, who: str) -> tuple[Field, ...]:
    return (
        Field(part, "text", f"{who}: names, or the words of the article where no name is known"),
        Field(f"{part}_ids", "text", f"{who}: registry ids, those known: state:IRN, person:sergei-lavrov"),
        Field(f"{part}_countries", "text", f"{who}: ISO 3166 alpha-3 codes, each once"),
    )


def _ranks(part: str, who: str) -> tuple[Field, ...]:
    return (
        Field(f"{part}_roles", "text", f"{who}: offices held on the date of the event, those known"),
        Field(f"{part}_sectors", "text", f"{who}: PLOVER sectors, each once"),
    )


_ID = Field("id", "text", "hash of the row's content; `dragoman show ID` opens it")
_DATE = (
    Field("date_start", "text", "first day, month or year, ISO 8601 at the precision given; empty: open or not known"),
    Field("date_end", "text", "last one, inclusive"),
    Field(
        "date_precision", "text", "day, week, month, quarter, season, year, decade, interval or open; empty: no date"
    ),
    Field("date_basis", "text", "what the date rests on: stated, narrative, publication or inferred"),
)
_QUOTE = Field("quote", "text", "the clearest words of the article that the row rests on")
_CONFIDENCE = Field("confidence", "number", "0 to 1: of rows given 0.8, about 80% are meant to be right")
_ARTICLE = (
    Field("article_id", "text", "id of the article"),
    Field("outlet_name", "text", "who published it"),
    Field("outlet_id", "text", "its id in the registry of outlets"),
    Field("outlet_country", "text", "where it is at home, ISO 3166 alpha-3"),
    Field("published", "text", "day of publication, or less where no more is known"),
    Field("title", "text", "headline"),
    Field("url", "text", "address of the article"),
)
_STATEMENT = Field("statement_id", "text", "id of the statement in which it is told")

_EVENT = (
    _ID,
    *_DATE,
    Field("type", "text", "PLOVER type"),
    Field("mode", "text", "PLOVER mode: how it was done"),
    Field("contexts", "text", "PLOVER contexts: what it is about"),
    Field("status", "text", "occurred, ongoing, planned, hypothetical or negated"),
    Field("foresees", "text", "PLOVER type of the act that is planned, promised, asked for or threatened"),
    Field("historical", "boolean", "background, far before the day of publication"),
    *_side("actors", "who acted; all sides of a mutual act, such as a meeting"),
    *_ranks("actors", "who acted"),
    *_side("recipients", "who was acted upon"),
    *_ranks("recipients", "who was acted upon"),
    Field("place_name", "text", "where"),
    Field("place_country", "text", "ISO 3166 alpha-3 code"),
    Field("place_admin1", "text", "first-order region"),
    Field("place_lat", "number", "latitude, degrees"),
    Field("place_lon", "number", "longitude, degrees"),
    Field("place_geonameid", "integer", "GeoNames id"),
    Field("cameo", "text", 'CAMEO code, a text: "042" is not 42; empty where CAMEO cannot say it'),
    Field("score", "number", "PLOVER score, -10 conflict to 10 cooperation"),
    Field("goldstein", "number", "Goldstein value of the CAMEO code"),
    Field("quad", "integer", "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict"),
    Field("claimed_by", "text", "on whose word it stands, outermost first; empty: the outlet's own"),
    Field("denies", "text", "id of the event that this one denies"),
    _STATEMENT,
    _CONFIDENCE,
    Field("judgement", "text", "accept or correct, where an analyst said so last"),
    Field("occurrence", "text", "id of what happened; events of several articles that tell the same share it"),
    Field("outlets", "integer", "independent outlets that tell of the occurrence; copies of one story count once"),
    _QUOTE,
    *_ARTICLE,
)

FIELDS: Mapping[str, tuple[Field, ...]] = {
    "events": _EVENT,
    "visits": (
        _ID,
        Field("first", "text", "first day of the visit"),
        Field("last", "text", "last day"),
        Field("duration_days", "integer", "length in days, where it is told"),
        Field("status", "text", "occurred, ongoing, planned, hypothetical or negated"),
        *_side("actors", "who travelled"),
        *_side("recipients", "the hosts"),
        *_side("head", "who led the visitors"),
        Field("delegation", "text", "who came along, in the words of the article"),
        *_side("inviter", "who invited"),
        *_side("met", "whom the visitors met"),
        Field("place_name", "text", "where"),
        Field("place_country", "text", "ISO 3166 alpha-3 code"),
        _CONFIDENCE,
        Field("occurrence", "text", "id of the visit that several articles may tell of"),
        Field("outlets", "integer", "independent outlets that tell of it"),
        _QUOTE,
        *_ARTICLE,
    ),
    "statements": (
        _ID,
        *_DATE,
        *_side("speaker", "who spoke; several only where they spoke as one"),
        Field("speaker_roles", "text", "offices held on that date, those known"),
        *_side("addressee", "to whom"),
        Field("outlet", "text", "through which outlet: an interview with, an article for"),
        Field("occasion", "text", "where or when it was said, in the words of the article"),
        Field("cue", "text", "the words that introduce it: said, according to"),
        Field("content", "text", "what was said; parts that stand apart are joined by …"),
        Field("quoted", "text", "direct, indirect or mixed"),
        _CONFIDENCE,
        *_ARTICLE,
    ),
    "positions": (
        _ID,
        *_side("holders", "who holds it"),
        Field("issue_id", "text", "id of the issue, where it is a known one"),
        Field("issue_name", "text", "what it is about"),
        Field("polarity", "text", "supports, opposes, urges or rejects"),
        Field("stance", "text", "the words of it"),
        _STATEMENT,
        _QUOTE,
        *_ARTICLE,
    ),
    "agreements": (
        _ID,
        Field("registry_id", "text", "id in the registry of agreements"),
        Field("name", "text", "as the article or the registry calls it"),
        Field("kind", "text", "treaty, agreement, deal, memorandum, roadmap, ceasefire, communique or contract"),
        *_side("parties", "between whom"),
        Field("subject", "text", "what it is about"),
        Field("signed", "text", "date it was signed or, where only that is told, agreed; `life` says which"),
        Field("in_force", "text", "since when it is in force"),
        Field("term_years", "number", "for how many years it was made"),
        Field("extended_years", "text", "by how many years it was extended, each time"),
        Field("expires", "text", "when it ends; computed where it is not told, and then `why` has the sum"),
        Field("life", "text", "what became of it, with dates: signed 2001-03-12; extended"),
        Field("why", "text", "what its fields rest on"),
        _QUOTE,
        *_ARTICLE,
    ),
    "commitments": (
        _ID,
        *_side("by", "who is to do it"),
        *_side("to", "to whom it was promised"),
        *_side("assigned_by", "who ordered it"),
        Field("action", "text", "what is to be done, in the words of the article"),
        Field("due", "text", "by when"),
        Field("horizon_start", "text", "first date of a stretch of time ahead"),
        Field("horizon_end", "text", "last one"),
        Field("kind", "text", "promise, task, project or implementation"),
        Field("status", "text", "pledged, tasked, expected, under_way, delayed, done or broken"),
        Field("agreement_id", "text", "id of the agreement that it carries out"),
        _CONFIDENCE,
        _QUOTE,
        *_ARTICLE,
    ),
    "actors": (
        Field("id", "text", "registry id; empty where the registry does not know the actor"),
        Field("name", "text", "name, or the words of the article"),
        Field("countries", "text", "ISO 3166 alpha-3 codes"),
        Field("roles", "text", "offices held on the dates of the events"),
        Field("events", "integer", "events in which it takes part on either side"),
        Field("as_actor", "integer", "those in which it acts"),
        Field("as_recipient", "integer", "those in which it is acted upon"),
        Field("first_day", "text", "first day of the first of them"),
        Field("last_day", "text", "first day of the last of them"),
    ),
    "series": (
        Field("period", "text", "2001-05-03, 2001-W18 (ISO week), 2001-05, 2001-Q2 or 2001"),
        Field("source", "text", "who acted: the first country or actor asked for; of all dyads, ISO 3166 alpha-3"),
        Field("target", "text", "on whom; where no direction was asked for, the other one of the two"),
        Field("events", "integer", "what happened, each occurrence once; or tellings, where these were asked for"),
        Field("verbal_cooperation", "integer", "of these, quad 1"),
        Field("material_cooperation", "integer", "quad 2"),
        Field("verbal_conflict", "integer", "quad 3"),
        Field("material_conflict", "integer", "quad 4"),
        Field("score", "number", "mean PLOVER score, -10 conflict to 10 cooperation; empty where there is none"),
        Field("goldstein", "number", "mean Goldstein value of the events that have one"),
        Field("articles", "integer", "articles in the record that were published in the period, on any subject"),
        Field("per_1000_articles", "number", "events for a thousand of these articles; empty where there are none"),
    ),
}
"""The columns of each kind of rows, in their order."""


def codebook(kind: str) -> str:
    """Give the codebook of one kind of rows as a table in Markdown.

    >>> codebook("actors").splitlines()[2]
    '| id | text | registry id; empty where the registry does not know the actor |'
    """
    lines = ["| column | type | meaning |", "|---|---|---|"]
    lines += [f"| {field.name} | {field.type} | {field.meaning} |" for field in FIELDS[kind]]
    return "\n".join(lines)


def document() -> str:
    """Give the codebook of all kinds of rows: docs/codebook.md."""
    parts = [_OPENING]
    parts += [f"## {kind}\n\n{codebook(kind)}\n" for kind in FIELDS]
    return "\n".join(parts)


_OPENING = """# Codebook

The columns of what `dragoman events`, `visits`, `statements`, `positions`, `agreements`, `commitments`, `actors` and
`series` print, in their order, in every format. One row is one thing as one article tells it; where several take part,
they are joined by "; ". An empty value is not known, never a guess. `dragoman events --codebook` prints one of these
tables; `python docs/make_codebook.py` writes this page.
"""
