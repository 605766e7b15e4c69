"""What a record is asked for: each question with the rows that must come."""

import dataclasses
from pathlib import Path

import pytest
from made_readings import NEW, event, party, reading

from dragoman.errors import BadDate, RecordError
from dragoman.model import Evidence, Outlet, Place
from dragoman.record.fields import FIELDS, codebook, document
from dragoman.record.query import Asked, rows, show
from dragoman.record.store import Record

DOCS = Path(__file__).parents[2] / "docs"
KINDS = ["events", "visits", "statements", "positions", "agreements", "commitments", "actors"]
TYPES = {"text": str, "integer": int, "number": float, "boolean": bool}


def told(text, **changes):
    """An event told by these words, all of which are its trigger."""
    words = (Evidence(text, (0, len(text)), (0, len(text))),)
    return dataclasses.replace(
        event(**{k: changes.pop(k) for k in list(changes) if k in EVENT}), evidence=words, **changes
    )


EVENT = ("type", "actors", "recipients", "date", "status", "confidence")
HAVANA = Place("Havana", "CUB", None, 23.1, -82.4, 3553478, None)
# Each has a type of its own, by which the tests call it.
EVENTS = [
    told("Iran met Russia.", type="CONSULT", actors="IRN RUS", recipients="", mode="visit"),
    told("Iran was sanctioned.", type="SANCTION", actors="USA", recipients="IRN", date=("2021-03", "2021-03")),
    told("Cuba will be helped with oil.", type="AID", actors="RUS", recipients="CUB", status="planned", place=HAVANA),
    told("They accused each other long ago.", type="ACCUSE", actors="USA", recipients="RUS", date=("2001", "2001")),
    told("It protested.", type="PROTEST", actors="CUB", recipients="", date=None, confidence=0.3),
]


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    path = tmp_path_factory.mktemp("query") / "news.db"
    with Record(path) as record:
        first = reading(1, *EVENTS[:3], full=True)
        second = reading(2, *EVENTS[3:], outlet="Weekly", published="2022-05-01", text="Another text.")
        record.append([first])
        record.append([second])
        yield record


@pytest.mark.parametrize(
    ("asked", "types"),
    [
        ({}, "ACCUSE CONSULT AID SANCTION PROTEST"),  # by date, those without one last
        ({"type": "AID"}, "AID"),
        ({"mode": "visit"}, "CONSULT"),
        ({"status": "planned"}, "AID"),
        ({"country": "CUB"}, "AID PROTEST"),
        ({"actor": "state:CUB"}, "AID PROTEST"),
        ({"actor": "irn"}, "CONSULT SANCTION"),  # a name, without regard to case
        ({"actor": "IRN", "type": "SANCTION"}, "SANCTION"),
        ({"dyad": ("IRN", "RUS")}, "CONSULT"),
        ({"dyad": ("RUS", "state:USA")}, "ACCUSE"),  # either may have acted
        ({"dyad": ("IRN", "CUB")}, ""),
        ({"dyad": ("IRN", "IRN")}, ""),  # a meeting with others is none with oneself
        ({"since": "2021-02-02"}, "SANCTION"),
        ({"since": "2021", "until": "2021-02"}, "CONSULT AID"),
        ({"until": "2001-06"}, "ACCUSE"),  # it may have been in June or before
        ({"place": "havana"}, "AID"),
        ({"place": "CHE"}, "ACCUSE CONSULT SANCTION PROTEST"),
        ({"outlet": "weekly"}, "ACCUSE PROTEST"),
        ({"min_confidence": 0.5}, "ACCUSE CONSULT AID SANCTION"),
        ({"text": "sanctions"}, "SANCTION"),  # by its stem
        ({"text": "other accuse"}, "ACCUSE"),  # in any order
        ({"text": '"each other"'}, "ACCUSE"),
        ({"text": '"other each"'}, ""),
        ({"text": "Iran OR"}, ""),  # no operator
        ({"text": "it's NEAR(oil) *"}, ""),
        ({"limit": 2}, "ACCUSE CONSULT"),
        ({"as_of": 1}, "CONSULT AID SANCTION"),
        ({"as_of": 0}, ""),
        ({"as_of": 1, "dyad": ("USA", "IRN"), "text": "sanction"}, "SANCTION"),
    ],
)
def test_events_are_found(record, asked, types):
    found = [row["type"] for row in rows(record, "events", Asked(**asked))]
    assert sorted(found) == sorted(types.split())
    dated = [type for type in found if type not in ("CONSULT", "AID")]  # these two have one date
    assert dated == [type for type in types.split() if type not in ("CONSULT", "AID")]


@pytest.mark.parametrize(
    ("kind", "asked", "count"),
    [
        ("statements", {"country": "RUS"}, 1),  # the addressee
        ("statements", {"since": "2021-03"}, 0),
        ("statements", {"text": "counterpart"}, 1),
        ("positions", {"issue": "Sanctions"}, 1),
        ("positions", {"since": "2021-02-02", "until": "2021-02-02"}, 1),  # the day of the article
        ("positions", {"until": "2021-02-01"}, 0),
        ("agreements", {"expiring_before": "2023"}, 1),
        ("agreements", {"expiring_before": "2022"}, 0),
        ("agreements", {"type": "treaty", "dyad": ("IRN", "RUS")}, 1),
        ("agreements", {"since": "2001-03-13"}, 0),
        ("agreements", {"since": "2001-03", "until": "2001"}, 1),
        ("commitments", {"actor": "RUS", "status": "pledged"}, 1),
        ("commitments", {"as_of": 0}, 0),
        ("visits", {}, 1),
        ("actors", {"type": "CONSULT"}, 2),
        ("actors", {"limit": 1}, 1),
    ],
)
def test_other_rows_are_found(record, kind, asked, count):
    assert len(list(rows(record, kind, Asked(**asked)))) == count


@pytest.mark.parametrize("kind", KINDS)
def test_rows_have_the_columns_of_the_codebook(record, kind):
    found = list(rows(record, kind))
    assert found
    for row in found:
        assert list(row) == [field.name for field in FIELDS[kind]]
        for field in FIELDS[kind]:
            assert row[field.name] is None or type(row[field.name]) is TYPES[field.type], field.name


def test_a_row_says_what_the_record_holds(record):
    (row,) = rows(record, "events", Asked(type="SANCTION"))
    assert row["actors"] == "Usa"
    assert row["actors_ids"] == "state:USA"
    assert row["recipients_countries"] == "IRN"
    assert row["recipients_sectors"] == "GOV"
    assert row["contexts"] == "diplomatic; nuclear"
    assert row["claimed_by"] == "Syr"
    assert (row["place_lat"], row["place_geonameid"]) == (46.2, 2660646)
    assert row["quote"] == "Iran was sanctioned."
    assert (row["outlet_name"], row["published"], row["title"]) == ("Daily", "2021-02-02", "A meeting")
    assert row["occurrence"]
    assert row["outlets"] == 1
    (visit,) = rows(record, "visits")
    assert (visit["duration_days"], visit["delegation"], visit["met"]) == (2, "30 men", "Che")
    (agreement,) = rows(record, "agreements")
    assert (agreement["life"], agreement["extended_years"]) == ("signed 2001-03-12; extended", "5; 5")
    actors = {row["id"]: row for row in rows(record, "actors")}
    russia = actors["state:RUS"]
    assert (russia["events"], russia["as_actor"], russia["as_recipient"]) == (3, 2, 1)
    assert (russia["first_day"], russia["last_day"]) == ("2001-01-01", "2021-02-01")


@pytest.mark.parametrize(
    ("kind", "asked", "error", "message"),
    [
        ("treaties", {}, RecordError, "no kind of rows: name one of visits"),
        ("positions", {"status": "planned"}, RecordError, "positions have no status: ask without it"),
        ("statements", {"expiring_before": "2022"}, RecordError, "statements have no expires"),
        ("events", {"since": "yesterday"}, BadDate, "'yesterday' is not a date: write a year"),
        ("events", {"as_of": 9}, RecordError, "no version 9: its versions go from 0"),
        ("events", {"text": "?!"}, RecordError, "no word to look for"),
    ],
)
def test_a_question_that_has_no_answer_is_told(record, kind, asked, error, message):
    with pytest.raises(error, match=message):
        list(rows(record, kind, Asked(**asked)))


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "actors"])
def test_each_row_opens_to_its_words(record, kind):
    for row in rows(record, kind):
        shown = show(record, row["id"])
        assert shown.row["id"] == row["id"]
        assert shown.quotes
        assert {party["country"] for party in shown.parties} & {"IRN", "RUS", "CUB", "USA"}


def test_an_occurrence_opens_to_all_its_tellings(tmp_path):
    other = dataclasses.replace(
        reading(2, EVENTS[0], text="Iran met Russia. A text of its own."), article=reading(2).article
    )
    with Record(tmp_path / "news.db") as record:
        record.append([reading(1, EVENTS[0])])
        record.append([other])
        first, second = rows(record, "events")
        assert first["occurrence"] == second["occurrence"]
        shown = show(record, first["occurrence"])
        assert [telling["relation"] for telling in shown.tellings] == ["tells"]
        with pytest.raises(RecordError, match="has no row 'nothing'"):
            show(record, "nothing")


def test_a_rejected_event_is_not_found_but_can_be_opened(tmp_path):
    with Record(tmp_path / "news.db") as record:
        record.append([reading(1, EVENTS[1], EVENTS[2])])
        record.judge(EVENTS[1].id, "reject", by="A. Nalyst")
        record.judge(EVENTS[2].id, "accept", by="A. Nalyst")
        found = list(rows(record, "events"))
        assert [(row["type"], row["judgement"]) for row in found] == [("AID", "accept")]
        assert show(record, EVENTS[1].id).row["type"] == "SANCTION"
        assert len(list(rows(record, "events", Asked(as_of=1)))) == 2


def test_rows_that_were_settled_do_not_change(tmp_path):
    with Record(tmp_path / "news.db") as record:
        record.append([reading(1, EVENTS[1])])
        found = rows(record, "events")
        record.append([reading(1, EVENTS[2], reader=NEW)])
        assert [row["type"] for row in found] == ["SANCTION"]
        assert [row["type"] for row in rows(record, "events")] == ["AID"]


def test_an_outlet_is_asked_for_by_its_id(tmp_path):
    made = reading(1)
    made = dataclasses.replace(made, article=dataclasses.replace(made.article, outlet=Outlet("irna", "IRNA", "IRN")))
    with Record(tmp_path / "news.db") as record:
        record.append([made])
        assert [row["outlet_country"] for row in rows(record, "events", Asked(outlet="irna"))] == ["IRN"]


def test_the_codebook_is_current():
    assert (DOCS / "codebook.md").read_text("utf-8") == document(), "run python docs/make_codebook.py"
    assert codebook("events").count("\n") == len(FIELDS["events"]) + 1


def test_an_unknown_actor_goes_by_its_name(tmp_path):
    stranger = dataclasses.replace(party("IRN"), actor=None, name=None, country=None, text="the envoy")
    with Record(tmp_path / "news.db") as record:
        record.append([reading(1, dataclasses.replace(event(), actors=(stranger,)))])
        assert [(row["id"], row["name"]) for row in rows(record, "actors", Asked(country="RUS"))] == [
            ("state:RUS", "Rus"),
            (None, "the envoy"),
        ]
        assert len(list(rows(record, "events", Asked(actor="The envoy")))) == 1
