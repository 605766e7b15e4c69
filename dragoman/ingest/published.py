"""Full dates in running text, and the publication date that a caller, a table or a file name states.

Only whole dates are read here ("Thursday, January 20, 2022"): they need no context. Relative and partial dates are the
language stage's.
"""

from __future__ import annotations

import datetime
import re

from dragoman.errors import BadDate
from dragoman.model import Span

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
MONTH = "(?:" + "|".join(sorted(MONTHS, key=len, reverse=True)) + r")\b\.?"
WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)\b\.?,?"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])"
_YEAR = r"(?:1[5-9]|2[01])\d\d"
_GAP = r"[\s-]{0,3}"

_FULL = re.compile(
    rf"(?<![\w/.-])(?:{WEEKDAY}\s{{0,3}})?(?:"
    rf"(?P<month1>{MONTH})\s{{0,3}}(?P<day1>{_DAY})(?:st|nd|rd|th)?(?:\s?,\s{{0,3}}|\s{{1,3}})(?P<year1>{_YEAR})"
    rf"|(?P<day2>{_DAY})(?:st|nd|rd|th)?{_GAP}(?:of\s)?(?P<month2>{MONTH}),?{_GAP}(?P<year2>{_YEAR})"
    rf"|(?P<year3>{_YEAR})(?P<mark3>[-/.])(?P<month3>\d\d?)(?P=mark3)(?P<day3>\d\d?)"
    rf"|(?P<first4>\d\d?)(?P<mark4>[-/.])(?P<second4>\d\d?)(?P=mark4)(?P<year4>{_YEAR})"
    # A date-time goes on with T10:00; a path, a version or a longer number with something else.
    r")(?=T\d|[^\w/-]|[-/]\D|$)(?!\.\d)",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"\s*([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:[T ][0-9]{2}:?[0-9]{2}.*)?)?)?\s*", re.DOTALL)
_EIGHT = re.compile(r"\s*([0-9]{4})([0-9]{2})([0-9]{2})\s*")
_COMPACT = re.compile(rf"(?<!\d)(?P<year>{_YEAR})(?P<mark>[-_.]?)(?P<month>\d\d)(?P=mark)(?P<day>\d\d)(?!\d)")
_IN_URL = re.compile(rf"/(?P<year>{_YEAR})/(?P<month>\d\d?|{MONTH})/(?P<day>\d\d?)(?=[/-]|$)", re.IGNORECASE)


def full_dates(text: str) -> list[tuple[Span, str]]:
    """Find the dates that are whole: day, month and year. Dates that do not exist are passed over.

    A date in figures is read only where it has one reading: 21/01/2022 is, 03/04/2022 is not.

    >>> full_dates("in Moscow on Thursday, January 20, 2022.")
    [((13, 39), '2022-01-20')]
    """
    found = []
    for match in _FULL.finditer(text):
        day = _day(match)
        if day:
            found.append((match.span(), day))
    return found


def published_day(value: object, *, where: str = "published") -> str:
    """Read a publication date that somebody stated; raises BadDate where it is none.

    Takes ISO dates and date-times, dates of Python, and whole dates in words. A year or a month stays one.

    >>> published_day("2022-01-20T10:00:00Z"), published_day("Thu, 20 Jan 2022 10:00:00 GMT"), published_day("2022-01")
    ('2022-01-20', '2022-01-20', '2022-01')
    """
    advice = "Write a date such as 2022-01-20 or 2022-01-20T10:00:00Z, or leave it out."
    if isinstance(value, datetime.date):
        return value.isoformat()[:10]
    if not isinstance(value, str):
        raise BadDate(f"{where}: expected a date, came the {type(value).__name__} {_short(value)}. {advice}")
    plain = _EIGHT.fullmatch(value) or _PLAIN.fullmatch(value)
    if plain:
        year, month, day = plain.groups()
        if not _exists(year, month or "1", day or "1"):
            raise BadDate(f"{where}: there is no such day as {_short(value)}. {advice}")
        return "-".join(part for part in plain.groups() if part)
    days = {day for _, day in full_dates(value)} if len(value) < 200 else set()
    if len(days) != 1:
        raise BadDate(f"{where}: expected one whole date, came {_short(value)}. {advice}")
    return days.pop()


def day_in_name(name: str) -> str | None:
    """Read the date in the name of a file: year, month, day, with or without marks between them.

    >>> day_in_name("moscow-2022-01-20.txt"), day_in_name("irna_20220120_17.txt"), day_in_name("moscow.txt")
    ('2022-01-20', '2022-01-20', None)
    """
    days = {_exists(match["year"], match["month"], match["day"]) for match in _COMPACT.finditer(name)}
    days |= {day for shape in (name.replace("_", "-"), re.sub("[-_]", " ", name)) for _, day in full_dates(shape)}
    days.discard(None)
    return days.pop() if len(days) == 1 else None


def day_in_url(url: str) -> str | None:
    """Read the date in an address.

    >>> day_in_url("https://example.org/world/2022/jan/20/talks"), day_in_url("https://example.org/2022-01-20-talks")
    ('2022-01-20', '2022-01-20')
    """
    match = _IN_URL.search(url)
    if match:
        month = MONTHS.get(match["month"].lower().rstrip("."), match["month"])
        return _exists(match["year"], month, match["day"])
    return day_in_name(url)


def _day(match: re.Match[str]) -> str | None:
    if match["year1"]:
        return _exists(match["year1"], MONTHS[match["month1"].lower().rstrip(".")], match["day1"])
    if match["year2"]:
        return _exists(match["year2"], MONTHS[match["month2"].lower().rstrip(".")], match["day2"])
    if match["year3"]:
        return _exists(match["year3"], match["month3"], match["day3"])
    readings = {
        _exists(match["year4"], match["second4"], match["first4"]),
        _exists(match["year4"], match["first4"], match["second4"]),
    } - {None}
    return readings.pop() if len(readings) == 1 else None


def _exists(year: str, month: str | int, day: str | int) -> str | None:
    try:
        return datetime.date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return None


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "…"
