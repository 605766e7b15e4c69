"""Counts over time, held against counting the events one by one; and the sums that the record keeps for them."""

import itertools
import random
from collections import Counter

import pytest
from made_readings import NEW, event, reading
from sqlalchemy import select

from dragoman.errors import BadDate, RecordError
from dragoman.record import summaries
from dragoman.record.schema import dyad_rows, dyads, first_day, insert_rows, last_day
from dragoman.record.series import series
from dragoman.record.store import Record

COUNTRIES = ["CUB", "IRN", "RUS", "USA"]
DATES = [
    *((f"202{year}-{month:02}-{day:02}",) * 2 for year in (0, 1) for month in (1, 4, 12) for day in (1, 28)),
    ("2020-12-28", "2021-01-03"),  # one ISO week over two years
    ("2021-04", "2021-04"),
    ("2021-04-30", "2021-05-02"),  # in a quarter and in no month
    ("2021", "2021"),
    ("2020", "2021"),
    ("2021-02-01", None),
    None,
]
TYPES = [("CONSULT", 1, 1.0), ("AID", 2, 7.0), ("ACCUSE", 3, -2.0), ("ASSAULT", 4, -9.5)]


def made(number):
    import dataclasses

    chance = random.Random(number)
    events = []
    for _ in range(4):
        kind, quad, score = chance.choice(TYPES)
        sides = chance.sample(COUNTRIES, chance.choice([2, 2, 3]))
        cut = len(sides) if kind == "CONSULT" else 1
        status = chance.choice(["occurred", "occurred", "ongoing", "planned", "negated"])
        told = event(kind, " ".join(sides[:cut]), " ".join(sides[cut:]), date=chance.choice(DATES), status=status)
        events.append(dataclasses.replace(told, quad=quad, score=score, goldstein=None if quad == 3 else score / 2))
    unique = {told.id: told for told in events}
    return unique.values()


def article(number, **more):
    return reading(number, *made(number), published=f"2021-0{number % 9 + 1}-05", text=f"A text, {number}.", **more)


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    with Record(tmp_path_factory.mktemp("series") / "news.db") as record:
        record.append([article(number) for number in range(60)])
        record.append([reading(3, *made(99), reader=NEW)])  # takes the place of one
        rejected = next(iter(made(5))).id
        record.judge(rejected, "reject", by="A. Nalyst")
        yield record


def name(day, by):
    import datetime

    year, week, _ = datetime.date.fromisoformat(day).isocalendar()
    return {
        "day": day,
        "week": f"{year}-W{week:02}",
        "month": day[:7],
        "quarter": f"{day[:4]}-Q{(int(day[5:7]) + 2) // 3}",
        "year": day[:4],
    }[by]


def counted(record, one, other, by, *, directed, happened=("occurred", "ongoing")):
    """Count the tellings of a pair without any of the record's sums."""
    counts, scores, unplaced = Counter(), {}, 0
    for _, told in record.events():
        sources = {party.country for party in told.actors}
        targets = {party.country for party in told.recipients} or sources
        pairs = {(s, t) for s in sources for t in targets if s != t}
        wanted = {(one, other)} if directed else {(one, other), (other, one)}
        if told.status not in happened or not (pairs & wanted):
            continue
        date = told.date
        start, end = (first_day(date.start), last_day(date.end)) if date else (None, None)
        if start is None or end is None or name(start, by) != name(end, by):
            unplaced += 1
            continue
        counts[name(start, by)] += 1
        scores.setdefault(name(start, by), []).append(told.score)
    return counts, {key: round(sum(held) / len(held), 3) for key, held in scores.items()}, unplaced


@pytest.mark.parametrize("by", ["day", "week", "month", "quarter", "year"])
@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("names", [("IRN", "RUS"), ("state:RUS", "state:USA"), ("USA", "state:CUB")])
def test_a_pair_is_counted_as_one_by_one(record, by, directed, names):
    told = series(record, *names, by=by, count="tellings", directed=directed)
    codes = [name.removeprefix("state:") for name in names]
    counts, scores, unplaced = counted(record, *codes, by, directed=directed)
    assert {row["period"]: row["events"] for row in told.rows if row["events"]} == counts
    assert {row["period"]: row["score"] for row in told.rows if row["events"]} == pytest.approx(scores, abs=0.0011)
    assert told.unplaced == unplaced
    assert counts


@pytest.mark.parametrize("by", ["week", "month", "year"])
@pytest.mark.parametrize("directed", [False, True])
def test_all_pairs_are_each_pair(record, by, directed):
    rows = series(record, by=by, count="tellings", directed=directed).rows
    pairs = itertools.permutations(COUNTRIES, 2) if directed else itertools.combinations(COUNTRIES, 2)
    expected = [
        (one, other, period, count)
        for one, other in pairs
        for period, count in sorted(counted(record, one, other, by, directed=directed)[0].items())
    ]
    assert [(row["source"], row["target"], row["period"], row["events"]) for row in rows] == sorted(expected)
    for one, other in itertools.combinations(COUNTRIES, 2):  # whichever way it is asked, a row is the same
        alone = list(series(record, one, other, by=by, count="tellings", directed=directed).rows)
        assert [row for row in alone if row["events"]] == [
            r for r in rows if (r["source"], r["target"]) == (one, other)
        ]


def test_kinds_statuses_and_types_are_told_apart(record):
    def total(**asked):
        return sum(row["events"] for row in series(record, "IRN", "USA", by="year", count="tellings", **asked).rows)

    (row, *_) = series(record, "IRN", "USA", by="year", count="tellings").rows
    assert row["events"] == sum(row[quad] for quad in summaries.QUADS)
    assert total(status="all") == sum(
        total(status=status) for status in ("occurred", "ongoing", "planned", "hypothetical", "negated")
    )
    assert total() == total(status="occurred") + total(status="ongoing")
    assert total() == sum(total(type=kind) for kind, _, _ in TYPES)
    assert 0 < total(since="2021") < total()


def test_one_country_and_all(record):
    rows = series(record, "IRN", by="year", count="tellings").rows
    held = [
        told
        for _, told in record.events()
        if told.status in ("occurred", "ongoing")
        and "IRN" in {party.country for party in (*told.actors, *told.recipients)}
        and told.date
        and told.date.end
        and told.date.start[:4] == told.date.end[:4]
    ]
    assert sum(row["events"] for row in rows) == len(held)
    everything = series(record, by="year", count="tellings", pairs=False).rows
    assert sum(row["events"] for row in everything) > len(held)


def test_periods_without_an_event_are_there(record):
    rows = series(record, "IRN", "RUS", by="month", since="2019-12", until="2021-06").rows
    assert [row["period"] for row in rows] == [
        "2019-12",
        *(f"2020-{month:02}" for month in range(1, 13)),
        *(f"2021-{month:02}" for month in range(1, 7)),
    ]
    assert rows[0]["events"] == 0
    assert rows[0]["score"] is None
    assert rows[0]["per_1000_articles"] is None  # nothing of December 2019 was read
    march = next(row for row in rows if row["period"] == "2021-03")
    assert march["articles"] == sum(1 for number in range(60) if number % 9 == 2)
    assert march["per_1000_articles"] == pytest.approx(1000 * march["events"] / march["articles"], abs=0.001)
    assert series(record, "IRN", "JPN").rows == []


def test_an_occurrence_counts_once(tmp_path):
    with Record(tmp_path / "news.db") as record:
        record.append([reading(number, text=f"A text of its own, {number}.") for number in range(3)])
        for by in ("month", "day"):
            assert [row["events"] for row in series(record, "IRN", "RUS", by=by).rows] == [1]
            assert [row["events"] for row in series(record, "IRN", "RUS", by=by, count="tellings").rows] == [3]


def test_two_of_one_state_sit_on_one_side():
    iran, minister, russia = ("state:IRN", "IRN"), ("person:a", "IRN"), ("state:RUS", "RUS")

    def pairs(*sides):
        return [(row["source_country"], row["target_country"], row["leading"]) for row in dyad_rows(*sides)]

    assert pairs([iran, minister, russia], []) == [
        ("IRN", "RUS", True),
        ("IRN", "RUS", False),
        ("RUS", "IRN", True),
        ("RUS", "IRN", False),
    ]
    assert pairs([iran, minister], []) == [("IRN", "IRN", True), ("IRN", "IRN", False)]  # at home
    assert pairs([iran], [minister, ("group:b", None)]) == [("IRN", "IRN", True), ("IRN", None, False)]


def test_what_is_asked_wrongly_is_told(record):
    with pytest.raises(RecordError, match="a series is by day, week"):
        series(record, by="decade")
    with pytest.raises(BadDate):
        series(record, since="soon")


def test_sums_are_kept_at_no_cost_that_grows_with_them(tmp_path):
    """What ends takes its own part out of its own sums, and goes over no others."""
    steps = []
    with Record(tmp_path / "news.db") as record:
        for pairs in (0, 3000):
            cells = [
                {"counted": "tellings", "direction": 1, "one": f"A{n}", "other": "B", "period": ""}
                for n in range(pairs)
            ]
            cells += [{**cell, "counted": "occurrences"} for cell in cells]
            with record._write() as connection:
                nothing = dict.fromkeys(summaries._SUMS, 1)
                insert_rows(connection, summaries.dyad_periods, [{**cell, **nothing} for cell in cells])
            record.append([reading(f"{pairs} {number}") for number in range(20)])
            with record._write() as connection:
                counted = []
                raw = connection.connection.dbapi_connection
                raw.set_progress_handler(lambda counted=counted: counted.append(1), 100)
                connection.exec_driver_sql("DELETE FROM dyads WHERE event IN (SELECT max(event) FROM dyads)")
                raw.set_progress_handler(None, 0)
            steps.append(len(counted))
    assert steps[1] <= steps[0] + 5


def test_sums_are_those_made_from_scratch(record):
    """Triggers have kept them through writing, replacing and judging."""

    def held():
        with record.connection() as connection:
            cells = sorted(map(tuple, connection.execute(select(summaries.dyad_periods))))
            pairs = sorted(map(tuple, connection.execute(select(dyads).order_by(dyads.c.event))))
            days = sorted(map(tuple, connection.execute(select(summaries.article_days))))
            words = connection.exec_driver_sql("SELECT count(*) FROM quotes WHERE quotes MATCH 'minister'").scalar()
        return cells, pairs, days, words

    kept = held()
    with record._write() as connection:
        summaries.rebuild(connection)
    made_again = held()
    assert kept == made_again
    assert all(kept)
    record.check()
