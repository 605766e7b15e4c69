"""Time words: the table in tests/cases/dates.yaml, what is found in sentences, and what holds for any text."""

from __future__ import annotations

import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language import dates
from dragoman.language.dates import Resolved, find_times, resolve_date
from dragoman.model import Date

CASES = yaml.load(
    (Path(__file__).parents[1] / "cases" / "dates.yaml").read_text(encoding="utf-8"),
    Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader),
)
THURSDAY = "2022-01-20"


def told(day: str | None) -> Date | None:
    return Date(day, day, "day", None, None, "stated") if day else None


def resolve(row: dict[str, Any]) -> Resolved:
    return resolve_date(
        row["words"], anchor=row.get("anchor", THURSDAY), tense=row.get("tense"), previous=told(row.get("previous"))
    )


@pytest.mark.parametrize("row", CASES, ids=lambda row: f"{row['words']}-{row.get('tense', '')}-{row['why']}")
def test_words(row: dict[str, Any]) -> None:
    if "reason" in row:
        assert resolve(row) == Resolved(None, None, None, None, row["reason"])
    else:
        expected = Resolved(row["start"], row["end"], row["precision"], row.get("basis", "stated"), None)
        assert resolve(row) == expected


def test_the_table_is_large_and_says_everything_once() -> None:
    keys = [(r["words"], r.get("anchor", THURSDAY), r.get("tense"), r.get("previous")) for r in CASES]
    assert len(keys) == len(set(keys)) >= 150


@pytest.mark.parametrize(("day_first", "day"), [(True, "2021-04-03"), (False, "2021-03-04")])
def test_the_order_of_a_numeric_date_can_be_told(day_first: bool, day: str) -> None:
    assert resolve_date("03/04/2021", anchor=None, day_first=day_first).start == day


def test_an_anchor_may_be_a_date() -> None:
    assert resolve_date("yesterday", anchor=date(2022, 1, 20)) == resolve_date("yesterday", anchor=THURSDAY)


def test_a_previous_date_that_is_less_than_a_day_gives_no_day() -> None:
    month = Date("2021-03", "2021-03", "month", None, None, "stated")
    assert resolve_date("the day before", anchor=THURSDAY, previous=month).reason is not None
    assert resolve_date("the following year", anchor=THURSDAY, previous=month).start == "2022"


@pytest.mark.parametrize(
    "words", [None, 7, "9" * 5000, "the " * 5000, "\x00", "\ud800", "٢٠٢٢", "in 0000", "99/99/9999", "१ जनवरी"]
)
def test_absurd_words_carry_a_reason(words: Any) -> None:
    resolved = resolve_date(words, anchor=THURSDAY)
    assert (resolved.start, resolved.end) == (None, None)
    assert resolved.reason


# (sentence, [(words, kind, bound or "", attributive)], what the row guards)
FOUND = [
    (
        "The treaty they had signed in 2001 was to last for 10 years.",
        [("2001", "date", "", False), ("for 10 years", "duration", "", False)],
        "a year and a term",
    ),
    ("It has twice been extended for five years.", [("for five years", "duration", "", False)], "a term in words"),
    (
        "A 20-year treaty, a two-day visit.",
        [("20-year", "duration", "", True), ("two-day", "duration", "", True)],
        "adjectives",
    ),
    ("a roadmap over the next two decades", [("over the next two decades", "date", "", False)], "a horizon"),
    ("He arrived in Moscow on Wednesday.", [("Wednesday", "date", "", False)], "the preposition stays outside"),
    ("in Moscow on Thursday, January 20, 2022.", [("Thursday, January 20, 2022", "date", "", False)], "a full date"),
    ("The remarks were made in a Thursday meeting.", [("Thursday", "date", "", True)], "a weekday of a noun"),
    ("Monday’s talks and last week's summit", [("Monday", "date", "", True), ("last week", "date", "", True)], "'s"),
    ("The 2015 nuclear deal", [("2015", "date", "", True)], "a year of a noun"),
    ("a return to 2015 nuclear deal", [("2015", "date", "", True)], "a headline leaves out the article"),
    (
        "the 1967 borders and the 2015 Paris Agreement",
        [("1967", "date", "", True), ("2015", "date", "", True)],
        "years",
    ),
    ("In 2015 talks began.", [("2015", "date", "", False)], "after a preposition it is the clause's"),
    ("the deal, which was reached in 2015, while", [("2015", "date", "", False)], "a relative clause"),
    ("Since Monday, talks have stalled.", [("Since Monday", "date", "since", False)], "since"),
    ("It is in force until the end of 2023.", [("until the end of 2023", "date", "until", False)], "until and a part"),
    ("to be done by 2030", [("by 2030", "date", "by", False)], "by"),
    ("not before Friday", [("before Friday", "date", "before", False)], "before"),
    ("after January 2021", [("after January 2021", "date", "after", False)], "after"),
    ("from 2001 to 2021", [("from 2001 to 2021", "date", "", False)], "a range"),
    ("between March 3 and 5", [("between March 3 and 5", "date", "", False)], "a range within a month"),
    ("from late May to early July 2021", [("from late May to early July 2021", "date", "", False)], "parts in a range"),
    ("Monday-Friday", [("Monday-Friday", "date", "", False)], "a hyphen"),
    ("the first visit in 20 years", [("in 20 years", "duration", "", False)], "a superlative measures"),
    ("She will leave in two weeks.", [("in two weeks", "date", "", False)], "ahead"),
    ("Every Monday; twice a year", [("Every Monday", "set", "", False), ("twice a year", "set", "", False)], "sets"),
    ("They met recently.", [("recently", "unresolvable", "", False)], "vague"),
    ("on 30 Dey 1400", [("30 Dey 1400", "unresolvable", "", False)], "the Persian calendar"),
    ("two days after the attack", [("two days after the attack", "unresolvable", "", False)], "from an event"),
    ("19th-century maps", [("19th-century", "date", "", True)], "a century of a noun"),
    ("pre-1967 lines", [("1967", "date", "", True)], "a compound"),
    ("the early 1990s", [("the early 1990s", "date", "", False)], "the article belongs to a decade"),
    ("GENEVA, Jan 21 (Reuters) - Talks", [("Jan 21", "date", "", False)], "a dateline"),
    ("earlier in the day", [("earlier in the day", "date", "", False)], "a part makes a day of it"),
    (
        "in April, May and June",
        [("April", "date", "", False), ("May", "date", "", False), ("June", "date", "", False)],
        "a list",
    ),
    ("In March 30 people died.", [("March", "date", "", False)], "after in, the number counts people"),
    ("The talks\nof May 3,\n2021 failed.", [("May 3,\n2021", "date", "", False)], "over a line's end"),
    (
        "on May 3\n\n2021, then",
        [("May 3", "date", "", False), ("2021", "date", "", False)],
        "not over a paragraph's end",
    ),
    ("the Sept. 11, 2001, attacks", [("Sept. 11, 2001", "date", "", True)], "a full date of a noun"),
]


@pytest.mark.parametrize(("text", "expected", "why"), FOUND, ids=[row[2] for row in FOUND])
def test_found(text: str, expected: list[tuple[str, str, str, bool]], why: str) -> None:
    assert [(t.words, t.kind, t.bound or "", t.attributive) for t in find_times(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "You may go, and it may rain.",
        "May I come in? Theresa May said no; May's government fell.",
        "They march on the capital. March on!",
        "The second round of a second term took one second.",
        "the Good Friday Agreement, or the Friday Agreement",
        "the Six-Day War and the Thirty Years' War",
        "the September 11 attacks",
        "the Group of 20, the P5+1 and 5+1",
        "2,000 troops, 1,500 of them foreign, and 2000 troops",
        "Resolution 2231 and Resolution 1929",
        "F-35 and Boeing 737 jets",
        "Call +98 21 2015 2016 or 202-555-2019.",
        "It cost $2015, or 2015 dollars, a rise of 2015%.",
        "the Arab Spring, the Prague Spring and the October Revolution",
        "the fall of Kabul and the fall in prices",
        "The Sunday Times and the Sunday Telegraph",
        "June Smith met President Jan Duda as the sun sat down.",
        "any day, per day, day by day, one day",
        "at 1930 local time",
    ],
)
def test_no_time(text: str) -> None:
    assert find_times(text) == []


# What only a caller can know to be a time is not looked for in running text.
TOLD_ONLY = {"compact", "2003 and ten", "no article"}


@pytest.mark.parametrize(
    "row",
    [r for r in CASES if "start" in r and r["why"] not in TOLD_ONLY],
    ids=lambda row: f"{row['words']}-{row['why']}",
)
def test_what_is_found_resolves_to_the_same(row: dict[str, Any]) -> None:
    (found,) = [t for t in find_times(row["words"]) if t.kind == "date"]
    assert resolve({**row, "words": found.words}) == resolve(row)


def test_each_rule_has_an_example() -> None:
    used = {atom.rule.name for r in CASES for e in dates._expressions(r["words"], strict=False) for atom in e.atoms}
    assert sorted({rule.name for rule in dates._RULES} - used) == []


def test_the_short_lists_of_rules_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [r["words"] for r in CASES] + [text for text, _, _ in FOUND]
    short = [find_times(text) for text in texts]
    monkeypatch.setattr(dates, "_FEW_RULES", {})
    dates._rules_for.cache_clear()
    assert [find_times(text) for text in texts] == short
    monkeypatch.undo()
    dates._rules_for.cache_clear()


ANY_TEXT = st.text(max_size=200)
PIECES = """
the a in on of since from to between and until by before after last next this early late mid- may May March Monday
January 3 5 20th 2015 2021 1990s '90s first second quarter half year month week day ago later two few decades - , ( )
's ’ fiscal spring winter every 1400 Dey eve Q3 2022-01-20 12/05/2020 overnight İ hundred or so of time through end
"""
WORDS = st.sampled_from([*PIECES.split(), "\n", "\n\n", "the end of", "\u00a0"])
TIME_TEXT = st.lists(WORDS, max_size=14).map(" ".join)


@given(st.one_of(ANY_TEXT, TIME_TEXT))
def test_any_text_gives_spans_in_order(text: str) -> None:
    end = 0
    for found in find_times(text):
        assert end <= found.start < found.end <= len(text)
        assert text[found.start : found.end] == found.words
        end = found.end


@given(st.one_of(ANY_TEXT, TIME_TEXT), st.sampled_from(["past", "present", "future", None]), st.booleans())
def test_any_words_give_dates_in_order_or_a_reason(words: str, tense: Any, known: bool) -> None:
    found = resolve_date(words, anchor=THURSDAY if known else None, tense=tense, previous=told("2021-12-24"))
    if found.reason is not None:
        assert (found.start, found.end, found.precision, found.basis) == (None, None, None, None)
        return
    assert found.start or found.end
    assert (found.precision == "open") == (found.start is None or found.end is None)
    if found.start and found.end:
        assert len(found.start) == len(found.end)
        assert found.start <= found.end


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31)))
def test_a_written_date_reads_back(day: date) -> None:
    month = day.strftime("%B")
    for words in (day.isoformat(), f"{month} {day.day}, {day.year}", f"{day.day} {month} {day.year}"):
        assert resolve_date(words, anchor=None).start == day.isoformat()


@given(st.text(max_size=60))
def test_any_anchor_is_read_or_refused(anchor: str) -> None:
    assert resolve_date("yesterday", anchor=anchor).reason != ""


@pytest.mark.parametrize("piece", ["a ", "1 ", "may ", "in the next ", "2015-", "the end of ", "twenty ", "' "])
def test_long_texts_take_time_in_proportion(piece: str) -> None:
    def seconds(times: int) -> float:
        text = piece * times + "Theresa May in May"
        begin = time.perf_counter()
        find_times(text)
        return time.perf_counter() - begin

    seconds(10)
    assert seconds(16_000) < 40 * (seconds(1_000) + 0.005)  # a square would give 256 times
