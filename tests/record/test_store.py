"""What the record holds, and what it gives back."""

import dataclasses
import sqlite3
import typing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_readings import NEW, OLD, event, reading
from sqlalchemy import event as hooks
from sqlalchemy.engine import Engine

from dragoman.errors import BadDate, RecordError
from dragoman.model import Failure, Reading
from dragoman.record.schema import first_day, last_day
from dragoman.record.store import Appended, Record


@pytest.fixture
def record(tmp_path):
    with Record(tmp_path / "news.db") as opened:
        yield opened


def days(found) -> list[str | None]:
    return [event.date and event.date.start for _, event in found]


# Appending

ONE, TWO = reading(1, full=True), reading(2)
MOVED = reading(1, full=True, path="elsewhere/1.txt")
SURER = reading(1, event(confidence=0.9))
REREAD = reading(1, reader=NEW)


@pytest.mark.parametrize(
    ("batches", "done", "held"),
    [
        ([[ONE, TWO]], [(1, 2, 0, 0)], [ONE, TWO]),
        ([[ONE, TWO], [ONE, TWO]], [(1, 2, 0, 0), (1, 0, 2, 0)], [ONE, TWO]),  # twice adds nothing
        ([[ONE, ONE]], [(1, 1, 1, 0)], [ONE]),  # twice in one batch neither
        ([[ONE], [MOVED]], [(1, 1, 0, 0), (1, 0, 1, 0)], [ONE]),  # the same file under another path
        ([[ONE], [REREAD]], [(1, 1, 0, 0), (2, 0, 0, 1)], [REREAD]),  # a newer reader takes its place
        ([[ONE], [SURER]], [(1, 1, 0, 0), (2, 0, 0, 1)], [SURER]),  # so does other content of the same reader
        ([[ONE, REREAD]], [(1, 1, 0, 1)], [REREAD]),  # also within a batch
        (
            [[ONE], [REREAD], [ONE]],
            [(1, 1, 0, 0), (2, 0, 0, 1), (2, 0, 1, 0)],
            [REREAD],
        ),  # the older does not come back
        ([[]], [(0, 0, 0, 0)], []),  # nothing is no version
    ],
)
def test_append(record, batches, done, held):
    assert [record.append(batch) for batch in batches] == [Appended(*counts, failures=0) for counts in done]
    assert list(record.readings()) == held
    assert len(record.versions()) == done[-1][0]


def test_what_was_appended_is_there_when_the_file_is_opened_again(tmp_path):
    with Record(tmp_path / "news.db") as record:
        record.append([ONE, TWO])
    with Record(str(tmp_path / "news.db"), readonly=True) as record:
        assert list(record.readings()) == [ONE, TWO]


def test_a_batch_that_breaks_off_leaves_nothing(record):
    def batch():
        yield ONE
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        record.append(batch())
    assert (list(record.readings()), record.versions()) == ([], [])


def test_a_batch_takes_as_many_statements_as_one_reading(record):
    """Rows go in, and are looked up, by the hundred; sixty articles that tell one thing are looked at all at once."""
    counted = []

    def count(*_):
        counted.append(1)

    told = []
    hooks.listen(Engine, "before_cursor_execute", count)
    for first, last in ((0, 1), (1, 61)):
        counted.clear()
        record.append([reading(number, text=f"The two met, {number}.", full=True) for number in range(first, last)])
        told.append(len(counted))
    hooks.remove(Engine, "before_cursor_execute", count)
    assert told[1] <= told[0] + 5


def test_a_batch_is_not_bound_by_how_many_values_a_statement_takes(record):
    many = [Failure(f"{number}.txt", None, None, "empty", "nothing in it") for number in range(33_000)]
    assert record.append([ONE], many).failures == len(many)
    assert record.append([ONE], [*many, Failure("new.txt", None, None, "empty", "nothing in it")]).failures == 1


def test_has(record):
    record.append([ONE])
    asked = [(ONE, OLD), (ONE, NEW), (TWO, OLD)]
    assert [record.has(held.article.id, reader) for held, reader in asked] == [True, False, False]
    record.append([REREAD])
    assert record.has(ONE.article.id, OLD)  # an older reader's work is not done again


PLAIN = {
    str: st.text(st.characters(), max_size=8),  # halves of surrogate pairs and NUL among them
    int: st.integers(-(2**63), 2**63 - 1),
    float: st.floats(allow_nan=False),
    bool: st.booleans(),
    type(None): st.none(),
}


def made(kind) -> st.SearchStrategy:
    """Whatever the types of the model allow."""
    arms = typing.get_args(kind)
    if dataclasses.is_dataclass(kind):
        return st.builds(kind, **{name: made(hint) for name, hint in typing.get_type_hints(kind).items()})
    if typing.get_origin(kind) is typing.Literal:
        return st.sampled_from(arms)
    if typing.get_origin(kind) is tuple:
        return st.lists(made(arms[0]), max_size=2).map(tuple) if arms[-1] is ... else st.tuples(*map(made, arms))
    return PLAIN[kind] if kind in PLAIN else st.one_of(*map(made, arms))


@given(st.lists(made(Reading), max_size=2, unique_by=lambda each: each.article.id))
@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_reading_comes_back_as_it_was(tmp_path_factory, batch):
    with Record(tmp_path_factory.mktemp("any") / "news.db") as record:
        assert record.append(batch).added == len(batch)
        assert list(record.readings()) == batch
        assert record.append(batch).same == len(batch)
        told = [(each.article, event) for each in batch for event in each.events]
        assert sorted(record.events(), key=repr) == sorted(told, key=repr)
        record.check()


# Versions


def test_any_earlier_state_can_be_read(record):
    states = [[], [ONE], [ONE, TWO], [TWO, REREAD]]
    for batch in ([ONE], [TWO], [REREAD]):
        record.append(batch)
    for version, state in enumerate(states):
        assert list(record.readings(as_of=version)) == state
        assert [told for _, told in record.events(as_of=version)] == [told for each in state for told in each.events]
    assert [record.reading(ONE.article.id, as_of=version) for version in range(4)] == [None, ONE, ONE, REREAD]
    assert record.reading(ONE.article.id) == REREAD
    assert record.reading("no such article") is None


@pytest.mark.parametrize("version", [-1, 2])
def test_a_version_that_is_not(record, version):
    record.append([ONE])
    with pytest.raises(RecordError, match=f"no version {version}: its versions go from 0, when it was empty, to 1"):
        record.readings(as_of=version)


def test_versions(record):
    record.append([ONE, TWO], [FAILURE])
    record.append([REREAD, dataclasses.replace(TWO, reader=OLD, events=())])
    record.append([], [dataclasses.replace(FAILURE, line=8)])
    first, second, third = record.versions()
    assert (first.number, first.reader, first.added, first.replaced, first.failures) == (1, OLD, 2, 0, 1)
    assert (second.number, second.reader, second.added, second.replaced) == (2, None, 0, 2)  # two readers
    assert (third.number, third.reader, third.failures) == (3, None, 1)
    assert first.time.endswith("Z")
    assert first.time <= second.time <= third.time


def test_an_iterator_keeps_to_the_state_it_started_from(record):
    record.append([reading(number) for number in range(210)])
    running, told = record.readings(), record.events(country="IRN")
    next(running), next(told)
    record.append([reading(number, reader=NEW) for number in range(215)])
    assert {each.reader for each in running} == {OLD}
    assert len(list(told)) == 209


# Failures

FAILURE = Failure("news.jsonl", 7, None, "bad row", "no text in this row")


@pytest.mark.parametrize(
    ("second", "added"),
    [
        (FAILURE, 0),
        (dataclasses.replace(FAILURE, message="put otherwise by a later version"), 0),
        (dataclasses.replace(FAILURE, line=8), 1),
        (dataclasses.replace(FAILURE, reason="empty"), 1),
        (dataclasses.replace(FAILURE, given_id="a7"), 1),
        (dataclasses.replace(FAILURE, path=None), 1),
    ],
)
def test_failures(record, second, added):
    assert record.append([], [FAILURE, FAILURE]) == Appended(1, 0, 0, 0, 1)
    assert record.append([], [second]) == Appended(1 + added, 0, 0, 0, added)
    assert list(record.failures()) == [FAILURE, second][: 1 + added]
    assert list(record.failures(as_of=1)) == [FAILURE]


# Asking for events

ASKED = [
    event("CONSULT", "IRN", "RUS", date=("2021-02-01", "2021-02-01")),
    event("ASSAULT", "ISR", "IRN", date=("2021-02-03", "2021-02-05")),
    event("AGREE", "CHN", "PAK", date=("2021-03", "2021-03"), status="planned"),
    event("COERCE", "SAU", "YEM", date=("2020", None), status="ongoing"),
    event("ACCUSE", "SYR IRQ", "", date=(None, "1999")),
    event("REQUEST", "EGY", "ETH", date=None),
]
ALL = ["COERCE", "CONSULT", "ASSAULT", "AGREE", "ACCUSE", "REQUEST"]  # by first day; no day last


@pytest.mark.parametrize(
    ("asked", "types"),
    [
        ({}, ALL),
        ({"limit": 2}, ALL[:2]),
        ({"type": "ASSAULT"}, ["ASSAULT"]),
        ({"status": "planned"}, ["AGREE"]),
        ({"country": "IRN"}, ["CONSULT", "ASSAULT"]),  # on either side
        ({"country": "SYR"}, ["ACCUSE"]),  # not on whose word it stands
        ({"country": "CHE"}, []),  # nor whom a visitor met
        ({"actor": "state:IRQ"}, ["ACCUSE"]),
        ({"actor": "IRQ"}, []),
        ({"country": "IRN", "type": "CONSULT"}, ["CONSULT"]),
        ({"country": "IRN", "actor": "state:ISR"}, ["ASSAULT"]),  # both sides
        ({"first": "2021-02", "last": "2021-02"}, ["COERCE", "CONSULT", "ASSAULT"]),  # what went on is in it
        ({"first": "2021-02-04", "last": "2021-02-04"}, ["COERCE", "ASSAULT"]),  # within an interval
        ({"first": "2021-03-31"}, ["COERCE", "AGREE"]),  # a month to its last day
        ({"first": "2021-04"}, ["COERCE"]),  # an open end
        ({"last": "2020"}, ["COERCE", "ACCUSE"]),
        ({"last": "1980"}, ["ACCUSE"]),  # an open beginning
        ({"actor": "half a pair \ud800"}, RecordError),
        ({"first": "yesterday"}, BadDate),
        ({"last": "2021-02-30"}, BadDate),
    ],
)
def test_events(record, asked, types):
    record.append([reading(1, *ASKED[:3]), reading(2, *ASKED[3:])])
    if isinstance(types, list):
        found = list(record.events(**asked))
        assert [told.type for _, told in found] == types
        assert all(told in record.reading(article.id).events for article, told in found)
    else:
        with pytest.raises(types):
            record.events(**asked)


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2001", "2001-01-01", "2001-12-31"),
        ("2010-04", "2010-04-01", "2010-04-30"),
        ("2012-02", "2012-02-01", "2012-02-29"),  # a leap year
        ("2100-02", "2100-02-01", "2100-02-28"),  # none
        ("2022-01-20", "2022-01-20", "2022-01-20"),
        ("2021-02-30", None, None),
        ("2021-13", None, None),
        ("0000", None, None),
        ("20 January", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_days(date, first, last):
    assert (first_day(date), last_day(date)) == (first, last)


# Counting


def test_counts(record):
    assert set(map(str, record.counts().values())) == {"0", "None", "{}"}
    record.append(
        [
            reading(1, event("AGREE"), event(), full=True),
            reading(2, event(), full=True, published="1999", outlet="Weekly"),
            reading(3, published=None, outlet=None),
        ],
        [FAILURE],
    )
    record.append([reading(1, event(), event("AID"), full=True, reader=NEW)])
    assert record.counts() == {
        "articles": 3,
        "readings": 4,
        "events": {"CONSULT": 3, "AID": 1},
        "statements": 2,
        "positions": 2,
        "agreements": 2,
        "commitments": 2,
        "dropped": {"no actor": 4, "no issue": 2},
        "failures": {"bad row": 1},
        "first_published": "1999",
        "last_published": "2021-02-02",
        "outlets": {"Daily": 1, "Weekly": 1},
        "versions": 2,
    }


# The tables, which other programs query


@pytest.mark.parametrize(
    ("events", "pairs"),
    [
        ([event(actors="IRN", recipients="RUS")], {("IRN", "RUS")}),
        ([event(actors="IRN RUS", recipients="")], {("IRN", "RUS"), ("RUS", "IRN")}),  # a meeting, both ways
        ([event(actors="IRN RUS", recipients="SYR")], {("IRN", "SYR"), ("RUS", "SYR")}),
        ([event(actors="IRN", recipients="IRN")], set()),  # nobody acts on himself
        ([event(actors="IRN", recipients="")], set()),
        ([event(actors="IRN IRN", recipients="RUS")], {("IRN", "RUS")}),  # two ministers of one state: one pair
    ],
)
def test_dyads(record, events, pairs):
    query = "SELECT source_country, target_country FROM dyads"
    record.append([reading(1, *events)])
    with sqlite3.connect(record.path) as connection:
        rows = connection.execute(query).fetchall()
        assert (set(rows), len(rows)) == (pairs, len(pairs))
        record.append([reading(1, event(actors="CHN", recipients="PAK"), reader=NEW)])
        assert connection.execute(query).fetchall() == [("CHN", "PAK")]  # those of the former reading are gone
    connection.close()


def test_every_row_is_in_the_tables(record):
    record.append([reading(1, full=True)])
    with sqlite3.connect(record.path) as connection:
        named = "SELECT kind, part, group_concat(country, ' ') FROM participants GROUP BY 1, 2 ORDER BY 1, 2"
        assert connection.execute(named).fetchall() == [
            ("agreements", "parties", "IRN RUS"),
            ("commitments", "by", "RUS"),
            ("commitments", "to", "IRN"),
            ("events", "actors", "IRN"),
            ("events", "claimed_by", "SYR"),
            ("events", "head", "IRN"),
            ("events", "met", "CHE"),
            ("events", "recipients", "RUS"),
            ("positions", "holders", "IRN"),
            ("statements", "addressee", "RUS"),
            ("statements", "speaker", "IRN"),
        ]
        quoted = "SELECT kind, field, trigger_start FROM evidence ORDER BY kind"
        assert connection.execute(quoted).fetchall() == [
            ("agreements", "signed", None),
            ("commitments", None, 0),
            ("events", None, 29),
            ("positions", None, 0),
            ("statements", None, 0),
        ]
        assert connection.execute("SELECT status, date FROM agreement_life ORDER BY ordinal").fetchall() == [
            ("signed", "2001-03-12"),
            ("extended", None),
        ]
        assert connection.execute("SELECT date_start, first_day, last_day FROM statements").fetchall() == [
            ("2021-02", "2021-02-01", "2021-02-28")
        ]
    connection.close()


@pytest.mark.parametrize(
    ("title", "stored"), [("a\0b", "a\ufffdb"), ("a\ud800b", "a\ufffdb"), ("a\ufffdé", "a\ufffdé")]
)
def test_what_no_text_column_takes_is_replaced_there_alone(record, title, stored):
    odd = dataclasses.replace(ONE, article=dataclasses.replace(ONE.article, title=title, text="\0\udfff"))
    record.append([odd])
    assert list(record.readings()) == [odd]
    with sqlite3.connect(record.path) as connection:
        assert connection.execute("SELECT title FROM readings").fetchone() == (stored,)
    connection.close()


def test_the_text_is_stored_once(record):
    record.append([reading(1)])
    record.append([reading(1, reader=NEW)])
    with sqlite3.connect(record.path) as connection:
        assert connection.execute("SELECT count(*) FROM texts").fetchone() == (1,)
    connection.close()


def test_a_relative_path_and_odd_names(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("news.db", "what? 100%.db", "#1.db", ":memory:"):
        with Record(name) as record:
            record.append([ONE])
        with Record(Path(name), readonly=True) as record:
            assert list(record.readings()) == [ONE]
        assert (tmp_path / name).is_file()
