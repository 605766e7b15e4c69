"""How long things last: terms in words, and the calendar arithmetic from a date to the end of its terms.

A date keeps the precision it was given: a year and ten years make a year. Where the calendar has no such day (one year
after 29 February), or the base is too rough for the term (18 months after "2001"), there is no end, and the
sum says so.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

_NUMBERS = {
    word: n
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
} | {word: 10 * n for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_WORD = "|".join(sorted(_NUMBERS, key=len, reverse=True))
_UNITS = {"day": (0, 1), "week": (0, 7), "month": (1, 0), "quarter": (3, 0), "year": (12, 0), "decade": (120, 0),
          "century": (1200, 0), "centurie": (1200, 0)}  # fmt: skip
_TERM = re.compile(
    rf"(?P<number>\d{{1,4}}(?:\.\d)?|(?:{_WORD})(?:[ -](?:{_WORD}))?|an?|half|one hundred|a hundred)"
    r"(?P<half>[ -]and[ -]a[ -]half)?[ -](?:(?:an?|more|further|additional|full|consecutive|whole|calendar)[ -])?"
    r"(?P<unit>day|week|month|quarter|year|decade|century|centurie)s?\b(?P<later>[ -]and[ -]a[ -]half)?",
    re.IGNORECASE,
)
_QUARTER = re.compile(r"\bquarter[ -](?:of[ -]a[ -])?century\b", re.IGNORECASE)
_LAST_YEAR = 9999


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time in calendar months and days: "18 months" is (18, 0), "two weeks" is (0, 14)."""

    months: int
    days: int = 0

    @property
    def years(self) -> float | None:
        """The length in years, None where days stand in it: 18 months are 1.5 years."""
        return None if self.days or not self.months else round(self.months / 12, 4)

    def __str__(self) -> str:
        if self.days:
            return f"{self.days} days"
        return str(self.months // 12) if self.months % 12 == 0 else f"{self.months} months"


def read_duration(words: str) -> Duration | None:
    """Read a length of time in words, or None where they tell none.

    >>> read_duration("another two and a half years"), read_duration("99-year"), read_duration("60 days")
    (Duration(months=30, days=0), Duration(months=1188, days=0), Duration(months=0, days=60))
    """
    plain = " ".join(words.replace("‑", "-").replace("–", "-").split())
    if _QUARTER.search(plain):
        return Duration(300)
    match = _TERM.search(plain)
    if match is None:
        return None
    number = _number(match["number"].lower())
    if match["half"] or match["later"]:
        number += Fraction(1, 2)
    months, days = (number * n for n in _UNITS[match["unit"].lower()])
    if not (months or days) or months.denominator != 1 or days.denominator != 1:
        return None
    return Duration(int(months), int(days))


def _number(words: str) -> Fraction:
    if words in ("a", "an"):
        return Fraction(1)
    if words == "half":
        return Fraction(1, 2)
    if words.endswith("hundred"):
        return Fraction(100)
    if words[0].isdigit():
        return Fraction(words)
    return Fraction(sum(_NUMBERS[word] for word in re.split(r"[ -]", words)))


def later(date: str, duration: Duration) -> str | None:
    """The date that lies a duration after another, at its precision; None where the calendar has none.

    >>> later("2001", Duration(120)), later("2011-02-05", Duration(18)), later("2024-02-29", Duration(12))
    ('2011', '2012-08-05', None)
    """
    parts = [int(part) for part in date.split("-")]
    if len(parts) == 1:
        if duration.days or duration.months % 12:
            return None
        return _iso(parts[0] + duration.months // 12)
    if len(parts) == 2 and duration.days:
        return None
    months = parts[0] * 12 + parts[1] - 1 + duration.months
    year, month = divmod(months, 12)
    month += 1
    if len(parts) == 2 or not 1 <= year <= _LAST_YEAR:
        return _iso(year, month)
    day = parts[2]
    if day > calendar.monthrange(year, month)[1]:
        return None  # the lawyers differ on whether that means the day before or the day after
    day += duration.days
    while day > calendar.monthrange(year, month)[1]:
        day -= calendar.monthrange(year, month)[1]
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        if year > _LAST_YEAR:
            return None
    return _iso(year, month, day)


def end_of(base: str, durations: Sequence[Duration]) -> tuple[str | None, str]:
    """The end of terms that follow one another, and the sum that leads there.

    >>> end_of("2001", [Duration(120), Duration(60), Duration(60)])
    ('2021', '2001 + 10 + 5 + 5 = 2021')
    >>> end_of("2024-02-29", [Duration(12)])
    (None, '2024-02-29 + 1: the calendar has no such day')
    """
    total = Duration(sum(d.months for d in durations), sum(d.days for d in durations))
    words = " + ".join([base, *map(str, durations)])
    end = later(base, total)
    if end is not None:
        return end, f"{words} = {end}"
    rough = (base.count("-") == 0 and (total.months % 12 or total.days)) or (base.count("-") == 1 and total.days)
    return None, f"{words}: " + (f'"{base}" is too rough for it' if rough else "the calendar has no such day")


def _iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    if not 1 <= year <= _LAST_YEAR:
        return None
    return "-".join([f"{year:04}", *(f"{part:02}" for part in (month, day) if part is not None)])
