"""Whole dates, and dates that somebody states."""

from __future__ import annotations

import datetime

import pytest

from dragoman.errors import BadDate
from dragoman.ingest.published import day_in_name, day_in_url, full_dates, published_day

FOUND = [
    ("on Thursday, January 20, 2022, in", "Thursday, January 20, 2022", "2022-01-20"),
    ("20 January 2022", "20 January 2022", "2022-01-20"),
    ("20th of January, 2022", "20th of January, 2022", "2022-01-20"),
    ("THURSDAY 20 JANUARY 2022", "THURSDAY 20 JANUARY 2022", "2022-01-20"),
    ("Jan 21, 2022", "Jan 21, 2022", "2022-01-21"),
    ("Jan. 21 2022", "Jan. 21 2022", "2022-01-21"),
    ("January 21,2022", "January 21,2022", "2022-01-21"),
    ("Sept. 3, 2021", "Sept. 3, 2021", "2021-09-03"),
    ("20-Jan-2022", "20-Jan-2022", "2022-01-20"),
    ("(2022-01-20)", "2022-01-20", "2022-01-20"),
    ("2022-01-20T10:00:00Z", "2022-01-20", "2022-01-20"),
    ("2022/01/20", "2022/01/20", "2022-01-20"),
    ("21/01/2022", "21/01/2022", "2022-01-21"),
    ("1/20/2022", "1/20/2022", "2022-01-20"),
    ("20.01.2022.", "20.01.2022", "2022-01-20"),
    ("Jan\u00a021,\u00a02022", "Jan\u00a021,\u00a02022", "2022-01-21"),
    ("5/5/2022", "5/5/2022", "2022-05-05"),
]


@pytest.mark.parametrize(("text", "words", "day"), FOUND)
def test_full_dates(text: str, words: str, day: str) -> None:
    assert [(text[start:end], found) for (start, end), found in full_dates(text)] == [(words, day)]


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2022",
        "2022-02-30",
        "January 2022",
        "in 2015",
        "Thursday",
        "v1.2.2022",
        "192.12.12.2022",
        "May 2022 talks",
        "",
    ],
)
def test_no_full_date(text: str) -> None:
    assert full_dates(text) == []


STATED: list[tuple[object, str]] = [
    ("2022-01-20", "2022-01-20"),
    (" 2022-01-20\n", "2022-01-20"),
    ("2022-01-20T10:00:00Z", "2022-01-20"),
    ("2022-01-20T23:59:59.999+03:30", "2022-01-20"),
    ("2022-01-20 10:00:00", "2022-01-20"),
    ("20220120", "2022-01-20"),
    ("2022-01", "2022-01"),
    ("2022", "2022"),
    ("Thu, 20 Jan 2022 10:00:00 GMT", "2022-01-20"),
    ("January 20, 2022", "2022-01-20"),
    (datetime.date(2022, 1, 20), "2022-01-20"),
    (datetime.datetime(2022, 1, 20, 10), "2022-01-20"),
]


@pytest.mark.parametrize(("value", "day"), STATED)
def test_published_day(value: object, day: str) -> None:
    assert published_day(value) == day


@pytest.mark.parametrize(
    "value",
    [
        "2022-02-30",
        "2022-13",
        "2022-00-01",
        "03/04/2022",
        "soon",
        "",
        1642672800,
        1642672800.5,
        True,
        [2022],
        "1642672800",
    ],
)
def test_published_day_that_is_none(value: object) -> None:
    with pytest.raises(BadDate, match="Write a date such as 2022-01-20"):
        published_day(value)


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("moscow-2022-01-20.txt", "2022-01-20"),
        ("2022_01_20_moscow.txt", "2022-01-20"),
        ("irna_20220120_17.txt", "2022-01-20"),
        ("20-01-2022.html", "2022-01-20"),
        ("moscow-20-jan-2022.txt", "2022-01-20"),
        ("2022-01-20-to-2022-01-25.txt", None),
        ("moscow-2022-02-30.txt", None),
        ("moscow-84619912.txt", None),
        ("moscow.txt", None),
    ],
)
def test_day_in_name(name: str, day: str | None) -> None:
    assert day_in_name(name) == day


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://example.org/world/2022/jan/20/talks", "2022-01-20"),
        ("https://example.org/Detail/2022/01/20/675123/Talks", "2022-01-20"),
        ("https://example.org/2022-01-20-talks", "2022-01-20"),
        ("https://example.org/news/84619912/talks", None),
        ("https://example.org/2022/13/45/talks", None),
    ],
)
def test_day_in_url(url: str, day: str | None) -> None:
    assert day_in_url(url) == day
