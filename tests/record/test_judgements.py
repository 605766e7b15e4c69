"""What analysts say of events: kept, applied, carried over to the next reading, and given back to train on."""

import dataclasses
import json
import sqlite3

import pytest
from made_readings import NEW, OLD
from told import act, telling

from dragoman.commands.record_commands import walk
from dragoman.errors import RecordError
from dragoman.record.store import Record

TEXT = "Iran condemned the strike. Later its minister met Lavrov in Moscow, and Turkey condemned the strike too."
CONDEMNED = act("ACCUSE", "IRN", "ISR", quote="Iran [condemned] the strike.", confidence=0.6)
MET = act(
    "CONSULT",
    "amir/IRN/foreign minister, lavrov/RUS/foreign minister",
    quote="its minister [met] Lavrov",
    confidence=0.9,
)
TOO = act("ACCUSE", "TUR", "ISR", quote="Turkey [condemned] the strike too", confidence=0.7)
FIRST = telling("a", CONDEMNED, MET, TOO, text=TEXT)
ID, MET_ID, TOO_ID = (event.id for event in FIRST.events)


@pytest.fixture
def record(tmp_path):
    with Record(tmp_path / "news.db") as opened:
        opened.append([FIRST])
        yield opened
        opened.check()


def types(record, **asked) -> list[str]:
    return sorted(f"{event.type} {event.actors[0].country}" for _, event in record.events(**asked))


ALL = ["ACCUSE IRN", "ACCUSE TUR", "CONSULT IRN"]


def test_a_rejected_event_is_left_out_and_may_come_back(record):
    record.judge(ID, "reject", by="Ann", reason="a headline")
    assert types(record) == ["ACCUSE TUR", "CONSULT IRN"]
    assert types(record, as_of=1) == ALL
    record.judge(ID, "accept", by="Bob")
    assert types(record) == ALL
    said = [(each.by, each.verdict, each.reason, each.version) for each in record.judgements()]
    assert said == [("Ann", "reject", "a headline", 2), ("Bob", "accept", None, 3)]
    assert len(record.judgements(as_of=2)) == 1
    assert [(version.number, version.judgements) for version in record.log()] == [(3, 1), (2, 1), (1, 0)]


@pytest.mark.parametrize(
    ("correction", "field", "value"),
    [
        ({"type": "REJECT"}, "type", "REJECT"),
        ({"status": "negated"}, "status", "negated"),
        ({"mode": "disapprove"}, "mode", "disapprove"),
        ({"date": "2022-01"}, "date", ("2022-01", "2022-01", "month")),
        ({"date": "2022-01-03/2022-01-05"}, "date", ("2022-01-03", "2022-01-05", "interval")),
        ({"date": None}, "date", None),
        ({"actors": ["state:ISR"]}, "actors", ["ISR"]),
        ({"recipients": [{"text": "Turkey", "actor": "state:TUR", "country": "TUR"}]}, "recipients", ["TUR"]),
    ],
)
def test_a_corrected_event_stands_as_corrected(record, correction, field, value):
    record.judge(ID, "correct", by="Ann", correction=correction)
    (event,) = (event for _, event in record.events() if event.id == ID)
    held = getattr(event, field)
    if field == "date" and held is not None:
        held = (held.start, held.end, held.precision)
    if field in ("actors", "recipients"):
        held = [party.country for party in held]
    assert held == value
    for party in (*event.actors, *event.recipients):
        assert party.actor == "state:ISR" or TEXT[slice(*party.span)] in (party.text, TEXT[:3])
    column = {"date": "date_start", "actors": "why", "recipients": "why"}.get(field, field)
    with sqlite3.connect(record.path) as connection:  # the tables as well
        (told,) = connection.execute(
            f"SELECT {column} FROM events WHERE id = ? AND until IS NULL AND judgement IS NOT NULL", [ID]
        ).fetchone()
    connection.close()
    assert told == (
        value[0] if field == "date" and value else value if field in ("type", "status", "mode", "date") else told
    )


def test_a_corrected_type_brings_its_scores(record):
    record.judge(ID, "correct", by="Ann", correction={"type": "ASSAULT", "mode": "aerial"})
    (event,) = record.events(type="ASSAULT")
    assert (event[1].score, event[1].quad) == (-9.5, 4)


@pytest.mark.parametrize(
    ("id", "verdict", "more", "words"),
    [
        ("nothing", "accept", {}, "holds no event and no occurrence nothing"),
        (ID, "perhaps", {}, "no verdict: say accept, reject, correct"),
        (ID, "correct", {}, "a correction goes with the verdict correct"),
        (ID, "accept", {"correction": {"type": "AID"}}, "a correction goes with the verdict correct"),
        (ID, "accept", {"by": " "}, "needs the name"),
        (ID, "correct", {"correction": {}}, "a correction names nothing"),
        (ID, "correct", {"correction": {"typ": "AID"}}, "a correction names typ: it may name type"),
        (ID, "correct", {"correction": {"type": "MEET"}}, "'MEET' is no type: write one of ACCUSE"),
        (ID, "correct", {"correction": {"mode": "aerial"}}, "'aerial' is no mode"),
        (ID, "correct", {"correction": {"status": "done"}}, "'done' is no status"),
        (ID, "correct", {"correction": {"date": "2022-02-30"}}, "is not a date"),
        (ID, "correct", {"correction": {"date": "2022-03/2022-02"}}, "is not a date"),
        (ID, "correct", {"correction": {"actors": "IRN"}}, "a list of participants"),
        (ID, "correct", {"correction": {"actors": ["Egypt"]}}, "'Egypt' does not stand in the article"),
        (ID, "correct", {"correction": {"actors": [{"actor": "state:EGY"}]}}, "its words as text"),
    ],
)
def test_what_cannot_be_said(record, id, verdict, more, words):
    with pytest.raises(RecordError, match=words):
        record.judge(id, verdict, **{"by": "Ann", **more})
    assert (record.judgements(), types(record), len(record.versions())) == ([], ALL, 1)


# Reading again


def again(*events, text=TEXT, reader=NEW):
    return telling("a", *events, text=text, reader=reader)


@pytest.mark.parametrize(
    ("judged", "reading", "left"),
    [
        (ID, again(CONDEMNED, MET, TOO), ["ACCUSE TUR", "CONSULT IRN"]),  # the same ids
        (  # another status, so another id
            ID,
            again(dataclasses.replace(CONDEMNED, status="ongoing"), MET, TOO),
            ["ACCUSE TUR", "CONSULT IRN"],
        ),
        (  # another trigger in the same words
            ID,
            again(act("ACCUSE", "IRN", "ISR", quote="[Iran condemned] the strike."), TOO),
            ["ACCUSE TUR"],
        ),
        (  # two of the type in the same words: the one with the same sides
            ID,
            again(
                act("ACCUSE", "IRN", "ISR", quote="Iran [condemned the] strike."),
                act("ACCUSE", "TUR", "ISR", quote="Iran condemned the [strike]."),
            ),
            ["ACCUSE TUR"],
        ),
        (
            ID,
            again(act("SUPPORT", "IRN", "ISR", quote="Iran [condemned] the strike.")),
            ["SUPPORT IRN"],
        ),  # another type
        (ID, again(MET), ["CONSULT IRN"]),  # gone
    ],
)
def test_a_judgement_holds_after_a_re_reading(record, judged, reading, left):
    record.judge(judged, "reject", by="Ann")
    record.append([reading])
    assert types(record) == left


def test_a_judgement_sleeps_while_its_event_is_gone(record):
    record.judge(MET_ID, "correct", by="Ann", correction={"date": "2022-01-19"})
    record.append([again(CONDEMNED)])
    assert types(record) == ["ACCUSE IRN"]
    record.append([again(CONDEMNED, MET, reader=dataclasses.replace(NEW, knowledge="k9"))])
    assert [event.date.start for _, event in record.events(type="CONSULT")] == ["2022-01-19"]


def test_an_occurrence_is_judged_as_a_whole(record):
    record.append([telling("b", act("ACCUSE", "IRN", "ISR", quote="Iran [condemned] the strike."))])
    with sqlite3.connect(record.path) as connection:
        (id,) = connection.execute("SELECT id FROM occurrences WHERE until IS NULL AND tellings = 2").fetchone()
    connection.close()
    assert record.judge(id, "reject", by="Ann") == 2
    assert types(record) == ["ACCUSE TUR", "CONSULT IRN"]
    assert [said.occurrence for said in record.judgements()] == [id, id]


# Given back


def test_training_cases(record):
    record.judge(ID, "accept", by="Ann")
    record.judge(ID, "correct", by="Bob", reason="milder", correction={"type": "REJECT"})
    record.judge(TOO_ID, "reject", by="Ann")
    record.judge(MET_ID, "accept", by="Ann")
    cases = [json.loads(json.dumps(case)) for case in record.training_cases()]
    told = [
        (case["quote"], case["verdict"], case["coded"]["type"], (case["right"] or {}).get("type")) for case in cases
    ]
    assert told == [
        ("Iran condemned the strike.", "correct", "ACCUSE", "REJECT"),
        ("its minister met Lavrov", "accept", "CONSULT", "CONSULT"),
        ("Turkey condemned the strike too", "reject", "ACCUSE", None),
    ]
    assert (cases[0]["by"], cases[0]["reason"], cases[0]["article_id"]) == ("Bob", "milder", FIRST.article.id)


# Going through them


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("arq", {ID: "accept", TOO_ID: "reject"}),  # the least certain first
        ("sa", {TOO_ID: "accept"}),
        ("q", {}),
        ("", {}),
        ("xxr", {ID: "reject"}),  # a key that means nothing asks again
        ("ca", {ID: "correct", TOO_ID: "accept"}),
        ("aaaaaa", {ID: "accept", TOO_ID: "accept", MET_ID: "accept"}),
    ],
)
def test_review(record, capsys, keys, said):
    count = walk(record, iter(keys), by="Ann", limit=20, line=lambda prompt: "type=REJECT date=2022-01")
    assert count == len(said)
    assert {each.event_id: each.verdict for each in record.judgements()} == said
    shown = capsys.readouterr().out
    assert "Iran [condemned] the strike." in shown
    assert "confidence 0.60" in shown


def test_review_goes_on_where_it_was_left(record):
    assert walk(record, iter("aq"), by="Ann", limit=20) == 1
    assert walk(record, iter("rq"), by="Ann", limit=20) == 1
    assert [each.event_id for each in record.judgements()] == [ID, TOO_ID]
    assert walk(record, iter("a"), by="Ann", limit=20, below=0.5) == 0


def test_a_correction_that_is_none_asks_again(record, capsys):
    assert walk(record, iter("car"), by="Ann", limit=1, line=lambda prompt: "type=MEET") == 1
    assert "'MEET' is no type" in capsys.readouterr().out
    assert [each.verdict for each in record.judgements()] == ["accept"]


def test_the_reader_of_a_held_article_stays(record):
    record.judge(ID, "reject", by="Ann")
    assert record.has(FIRST.article.id, OLD)
    assert record.append([FIRST]).same == 1
    assert types(record) == ["ACCUSE TUR", "CONSULT IRN"]
