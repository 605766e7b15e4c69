"""Time words: where a text says when, and which days, months or years that is.

``find_times`` finds the expressions of a text and ``resolve_date`` says what one means, given the day of publication,
the tense of its clause and the story's last date. Both read one grammar: a table of rules, each a pattern over the
folded text (lower case, straight quotes, same length) with a function from its match to the days it covers. What stands
around a match ("since", "from … to", "the end of", "'s") is read by the same code in both.

What was settled here, and where it could have gone another way:

* A weekday in the past is the last one up to the day of publication, that day included, as news agencies write; in the
  future the next one, that day included; in the present the nearest; without a tense as in the past. "last" and "next"
  exclude the day itself and mean the nearest.
* A day without a year is the last one in the past and the next one in the future, but see ``_BEYOND``; without a tense
  it is the nearest, the past counting as twice as near, since news tells what was.
* Parts keep the precision of the whole: "early March" is a March, "later this week" a week, "Monday night" a Monday.
* "two weeks ago" is a week, "three months ago" a month, "a decade ago" a year: the unit is the precision.
* Weeks run from Monday to Sunday. Seasons are those of the north; a winter carries the year in which it begins: "the
  winter of 2013" is 2013-12 to 2014-02, as in "the winter of 2013-14".
* "before 2015" ends with 2014 and "after Monday" begins on Tuesday; "since", "from", "until", "by" include their day.
* "the previous day" or "a year earlier" without an earlier date in the story counts from the day of publication, basis
  ``inferred``; "the following day" and "two days later" stay open, because a story that goes on names its start.
* "the tenth anniversary of the 2003 invasion" falls in 2013. In a text only the year is found, as a time of its noun.
* A fiscal year is the year of its name: its bounds differ from country to country.
* Names that hold a date (Good Friday Agreement, September 11 attacks, Six-Day War) are no times of their own.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Literal

from dragoman.document import Tense
from dragoman.model import Basis, Date, Precision

Kind = Literal["date", "duration", "set", "unresolvable"]
Bound = Literal["since", "until", "by", "before", "after"]

_LONGEST = 400  # characters: no phrase that tells a time is longer; beyond it the words are not read


@dataclass(frozen=True, slots=True)
class Resolved:
    """What time words mean: ISO strings, first and last inclusive, or both None with the reason.

    An open end is None; then precision is "open" and the other end is given.
    """

    start: str | None
    end: str | None
    precision: Precision | None
    basis: Basis | None
    reason: str | None  # None where it was resolved


@dataclass(frozen=True, slots=True)
class TimeWords:
    """Words that tell a time: ``text[start:end]``. A time of a noun ("the 2015 deal") is attributive."""

    start: int
    end: int
    words: str
    kind: Kind
    attributive: bool
    bound: Bound | None


def resolve_date(
    words: str,
    *,
    anchor: date | str | None,
    tense: Tense | None = None,
    previous: Date | None = None,
    day_first: bool | None = None,
) -> Resolved:
    """Say which days, months or years time words mean. Never raises: what cannot be resolved carries a reason.

    anchor is the day of publication, or as much of it as is known ("2022-01"); tense that of the clause; previous the
    story's last date, for "the day before". day_first settles 03/04/2021, which is left open otherwise.

    >>> resolve_date("on Wednesday", anchor="2022-01-20", tense="past").start
    '2022-01-19'
    >>> resolve_date("over the next two decades", anchor="2022-01-20").end
    '2042'
    >>> resolve_date("a two-day visit", anchor="2022-01-20").reason
    'a duration'
    """
    if not isinstance(words, str) or not words.strip():
        return _unresolved("no words")
    if len(words) > _LONGEST:
        return _unresolved("too long for a time expression")
    try:
        context = _Context(_known(anchor), tense, _known_date(previous), day_first)
        return _reading(words, context)
    except _NoDate as error:
        return _unresolved(str(error))
    except (ValueError, OverflowError):
        return _unresolved("no such day")


def find_times(text: str) -> list[TimeWords]:
    """Find all time expressions of a text, in order and without overlap; each resolves with resolve_date.

    "on" and "in" stay outside; "since", "until", "by", "before", "after", "from … to", "between … and", "over the next"
    belong to the words, because they change what is meant.

    >>> [(t.words, t.bound) for t in find_times("Talks, stalled since March 2021, resume in May 2022.")]
    [('since March 2021', 'since'), ('May 2022', None)]
    >>> find_times("The 2015 nuclear deal")[0].attributive
    True
    """
    if not isinstance(text, str) or not text:
        return []
    return [
        TimeWords(e.start, e.end, text[e.start : e.end], e.kind, e.attributive, e.bound)
        for e in _expressions(text, strict=True)
    ]


# ── what is known when words are read ────────────────────────────────────────────────────────────────────────────────


class _NoDate(Exception):
    """Why words cannot be resolved."""


Grain = Literal["day", "month", "year"]
_WIDTH: dict[Grain, int] = {"day": 10, "month": 7, "year": 4}


@dataclass(frozen=True, slots=True)
class _When:
    """First and last day covered, and how both are to be written."""

    first: date | None
    last: date | None
    grain: Grain
    precision: Precision
    basis: Basis = "stated"

    def resolved(self) -> Resolved:
        width = _WIDTH[self.grain]
        start = self.first.isoformat()[:width] if self.first else None
        end = self.last.isoformat()[:width] if self.last else None
        return Resolved(start, end, self.precision, self.basis, None)


@dataclass(frozen=True, slots=True)
class _Context:
    anchor: _When | None
    tense: Tense | None
    previous: _When | None
    day_first: bool | None

    def today(self) -> date:
        """Return the day of publication."""
        return _first_day(self.now(), "day")

    def now(self) -> _When:
        """Return what is known of the publication date."""
        if self.anchor is None:
            raise _NoDate("the publication date is not known")
        return self.anchor

    def told(self, *, backward: bool) -> _When:
        """Return the story's last date; looking back, the publication date stands in for it."""
        if self.previous is not None:
            return replace(self.previous, basis="narrative")
        if backward:
            return replace(self.now(), basis="inferred")
        raise _NoDate("it counts from an earlier date, and none is given")


def _known(value: date | str | None) -> _When | None:
    """Read an anchor: a date, or an ISO string of a year, a month or a day (a clock time is cut off)."""
    if value is None:
        return None
    if isinstance(value, date):
        return _day(date(value.year, value.month, value.day))
    m = re.match(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?(?![0-9])", value) if isinstance(value, str) else None
    if m is None:
        raise _NoDate("the publication date cannot be read")
    try:
        if m[3]:
            return _day(date(int(m[1]), int(m[2]), int(m[3])))
        return _month(int(m[1]), int(m[2])) if m[2] else _year(int(m[1]))
    except ValueError:
        raise _NoDate("the publication date cannot be read") from None


def _known_date(value: Date | None) -> _When | None:
    """Read the story's last date, which serves as a base for counting where its start is known."""
    if value is None or value.start is None:
        return None
    try:
        return _known(value.start)
    except _NoDate:
        return None


# ── calendar ─────────────────────────────────────────────────────────────────────────────────────────────────────────

_MONTHS = (
    *("", "january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}


def _day(day: date) -> _When:
    return _When(day, day, "day", "day")


def _days(first: date, last: date) -> _When:
    return _When(first, last, "day", "interval")


def _week(day: date) -> _When:
    monday = day - timedelta(days=day.weekday())
    return _When(monday, monday + timedelta(days=6), "day", "week")


def _weekend(day: date) -> _When:
    saturday = day + timedelta(days=5 - day.weekday())
    return _days(saturday, saturday + timedelta(days=1))


def _months(year: int, month: int, count: int, precision: Precision) -> _When:
    """Cover ``count`` months; month may lie outside 1 to 12 and is carried over."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    last_year, last_month = year + (month + count - 2) // 12, (month + count - 2) % 12 + 1
    last = date(last_year, last_month, calendar.monthrange(last_year, last_month)[1])
    return _When(date(year, month, 1), last, "month", precision)


def _month(year: int, month: int) -> _When:
    if not 1 <= month <= 12:
        raise ValueError(month)
    return _months(year, month, 1, "month")


def _quarter(year: int, number: int) -> _When:
    return _months(year, 3 * number - 2, 3, "quarter")


def _half(year: int, number: int) -> _When:
    return _months(year, 6 * number - 5, 6, "interval")


def _apart(when: _When, day: date) -> _When:
    """Refuse with ValueError what holds the day: "last summer" is not the one that goes on."""
    if when.first and when.last and when.first <= day <= when.last:
        raise ValueError(day)
    return when


def _season(year: int, name: str) -> _When:
    return _months(year, _SEASONS[name], 3, "season")


def _years(first: int, last: int, precision: Precision) -> _When:
    return _When(date(first, 1, 1), date(last, 12, 31), "year", precision)


def _year(year: int) -> _When:
    return _years(year, year, "year")


def _decade(year: int) -> _When:
    return _years(year - year % 10, year - year % 10 + 9, "decade")


def _century(number: int) -> _When:
    return _years(100 * number - 99, 100 * number, "interval")


def _first_day(base: _When, grain: Grain) -> date:
    """Return the first day of a base that is known at least to the grain."""
    if base.first is None or _WIDTH[base.grain] < _WIDTH[grain]:
        raise _NoDate(f"it counts from a date whose {grain} is not known")
    return base.first


def _unit(base: _When, unit: str, steps: int) -> _When:
    """Return the whole unit that lies ``steps`` units from the one that holds the base."""
    if unit in ("day", "week", "weekend", "fortnight"):
        day = _first_day(base, "day")
        if unit == "day":
            when = _day(day + timedelta(days=steps))
        elif unit == "weekend":
            when = _weekend(day + timedelta(weeks=steps))
        else:
            when = _week(day + timedelta(weeks=steps * (2 if unit == "fortnight" else 1)))
    elif unit in ("month", "quarter"):
        day = _first_day(base, "month")
        if unit == "month":
            when = _months(day.year, day.month + steps, 1, "month")
        else:
            when = _months(day.year, (day.month - 1) // 3 * 3 + 1 + 3 * steps, 3, "quarter")
    else:
        year = _first_day(base, "year").year
        if unit == "year":
            when = _year(year + steps)
        elif unit == "decade":
            when = _decade(year + 10 * steps)
        else:
            when = _century((year - 1) // 100 + 1 + steps)
    return replace(when, basis=base.basis)


def _shift(base: _When, amount: float, unit: str) -> _When:
    """Move by an amount of units; the unit is the precision, except that decades are counted in years."""
    if unit in ("minute", "hour"):
        return _unit(base, "day", int(amount / (24 if unit == "hour" else 1440)))
    if unit in ("decade", "century"):
        return _unit(base, "year", round(amount * (10 if unit == "decade" else 100)))
    if unit in ("year", "quarter") and amount != int(amount):
        return _unit(base, "month", round(amount * (12 if unit == "year" else 3)))
    if unit in ("week", "month") and amount != int(amount):
        return _unit(base, "day", round(amount * (7 if unit == "week" else 30)))
    return _unit(base, unit, round(amount))


# One of a unit is told in the next finer one: "the past year" is twelve months, not two calendar years.
_FINER = {"century": ("decade", 10.0), "decade": ("year", 10.0), "year": ("month", 12.0), "month": ("day", 30.0)}
_FINER |= {"quarter": ("month", 3.0), "week": ("day", 7.0), "fortnight": ("day", 14.0)}


def _stretch(base: _When, amount: float, unit: str) -> _When:
    """Cover from the base to the base moved by the amount, which may be negative."""
    if unit in ("week", "fortnight") or (abs(amount) <= 1 and unit in _FINER):
        finer, factor = _FINER[unit]
        unit, amount = finer, amount * factor
    if unit == "quarter":
        unit, amount = "month", amount * 3
    if unit == "hour" and abs(amount) < 24:
        amount = 24 if amount > 0 else -24
    near, far = _shift(base, 0, unit), _shift(base, amount, unit)
    first, last = (near.first, far.last) if amount >= 0 else (far.first, near.last)
    return _When(first, last, far.grain, "interval", base.basis)


# How far on the wrong side of the publication a day of the current year may lie. A clause in the past may name a day to
# come ("was put off to Nov. 24"), and news leaves out a year only where it is the current one or lies near: on Nov. 2
# nobody means the Nov. 24 of last year. Months and seasons are read strictly, as they are told from further away.
_BEYOND = 42  # days


def _by_tense(make: Callable[[int], _When], context: _Context) -> _When:
    """Choose the year of a date without one.

    ``make`` builds the date of a year and raises ValueError where that year lacks it (29 February).
    """
    today = context.today()
    found: list[tuple[int, _When]] = []
    for year in range(max(1, today.year - 8), min(9998, today.year + 8) + 1):
        with suppress(ValueError):
            when = make(year)
            if when.first and when.last:
                gap = (when.first - today).days if when.first > today else min((when.last - today).days, 0)
                found.append((gap, when))
    if context.tense in ("past", "future"):
        side = 1 if context.tense == "future" else -1
        found = [
            (gap, when)
            for gap, when in found
            if gap * side >= 0 or (when.first == when.last and _this_year(when, today) and abs(gap) <= _BEYOND)
        ]
    if not found:
        raise _NoDate("no such day")
    ahead = 2 if context.tense is None else 1
    return min(found, key=lambda pair: pair[0] * ahead if pair[0] > 0 else -pair[0])[1]


def _this_year(when: _When, today: date) -> bool:
    return when.first is not None and when.first.year == today.year


def _weekday(number: int, context: _Context) -> date:
    """Return the day that a bare weekday means."""
    today = context.today()
    back = (today.weekday() - number) % 7
    ahead = (number - today.weekday()) % 7
    if context.tense == "future" or (context.tense == "present" and ahead < back):
        return today + timedelta(days=ahead)
    return today - timedelta(days=back)


# ── the words ────────────────────────────────────────────────────────────────────────────────────────────────────────

_S = r"(?: {1,3}| {0,3}\n {0,3})"  # a gap between words; never a blank line

_MONTH_NAMES = "|".join(_MONTHS[1:])
_MONTH = rf"(?:(?:{_MONTH_NAMES})\b|(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?)"
_WEEKDAY = rf"(?:{'|'.join(_WEEKDAYS)})\b"
_WEEKDAY_SHORT = r"(?:mon|tues|tue|wed|thurs|thur|thu|fri|sat|sun)\b\.?"
_YEAR = r"(?:1[0-9]{3}|2[01][0-9]{2})(?![0-9])"
_ENDS = (
    r"(?= {0,2}\n? {0,2}(?:[.,;:!?)\"]|$|(?:and|but|that|when|while|in|at|on|for|with|to)\b))"  # nothing to count from
)
_SEASON = rf"(?:{'|'.join(_SEASONS)})\b"
_DAY_PARTS = r"(?:morning|afternoon|evening|night|dawn|noon|midday|midnight|daybreak)"


def _numbered(words: str) -> dict[str, int]:
    """Number words from one on."""
    return {word: number for number, word in enumerate(words.split(), 1)}


_CARDINALS = _numbered(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = {w: 10 * n + 10 for w, n in _numbered("twenty thirty forty fifty sixty seventy eighty ninety").items()}
_ORDINALS = _numbered(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
    "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_ORDINALS |= {"thirtieth": 30, "fortieth": 40, "fiftieth": 50, "hundredth": 100}
_ORDINALS |= {f"twenty-{word}": 20 + n for word, n in list(_ORDINALS.items())[:9]} | {"thirty-first": 31}

_ONES = "|".join(list(_CARDINALS)[:9])
_TENS_WORD = rf"(?:{'|'.join(_TENS)})(?:[- ](?:{_ONES}))?"
_SMALL = "|".join(sorted(_CARDINALS, key=len, reverse=True))  # the longest first: "fourteen", then "four"
_NUMBER = rf"(?:[0-9]{{1,4}}(?:\.5)?|[0-9]{{1,3}},[0-9]{{3}}|(?:an?|{_ONES})[ -]hundred|{_TENS_WORD}|{_SMALL})"
_VAGUE_NUMBER = r"(?:an? few|few|several|many|some|countless|dozens of|an? number of)"
_EXACT_AMOUNT = (
    rf"(?:(?:(?:the|an?){_S})?couple(?:{_S}of)?|half{_S}an?|an?{_S}half|an?{_S}dozen"
    rf"|(?:an?|{_NUMBER})(?:[- ]and[- ]a[- ]half)?)"
)
_AMOUNT = rf"(?:{_VAGUE_NUMBER}|{_EXACT_AMOUNT})"
_SPELLED_YEAR = (
    rf"(?:(?:seventeen|eighteen|nineteen|twenty)(?:{_S}|-)(?:{_TENS_WORD}|oh[- ](?:{_ONES})|(?:thir|four|fif|six|seven"
    r"|eigh|nine)teen|ten|eleven|twelve))\b"
)
_ANY_YEAR = rf"(?:{_YEAR}|{_SPELLED_YEAR})"
_ORDINAL = rf"(?:[0-9]{{1,3}}(?:st|nd|rd|th)|{'|'.join(sorted(_ORDINALS, key=len, reverse=True))})\b"
_DAY = rf"(?:[0-9]{{1,2}}(?:st|nd|rd|th)?\b(?![.,:][0-9]|%)|{_ORDINAL})"
_UNIT = r"(?:minute|hour|day|week|fortnight|month|quarter|year|decade|centur(?:y|ie))"
_MANY = r"(?:decades|centuries|years|months|weeks|days|hours|minutes)"
_LONG_UNIT = r"(?:week|weekend|month|quarter|year|decade|century)"


def _ordinal(words: str) -> int:
    return _ORDINALS[words] if words in _ORDINALS else int(re.sub(r"[a-z]+$", "", words))


def _amount(words: str) -> float | None:
    """Read a number; None where it is vague.

    >>> _amount("two and a half")
    2.5
    """
    words = re.sub(r"\s+", " ", words)
    if "couple" in words:
        return 2.0
    if "dozen" in words:
        return 12.0 if words.startswith("a") else None
    if words.startswith("half") or re.fullmatch(r"an? half", words):
        return 0.5
    if re.fullmatch(_VAGUE_NUMBER, words):
        return None
    whole = re.split(r"[- ]and", words)[0]
    extra = 0.5 if whole != words else 0.0
    if whole in ("a", "an"):
        return 1.0 + extra
    if whole[0].isdigit():
        return float(whole.replace(",", "")) + extra
    if whole.endswith("hundred"):
        return 100.0 * _CARDINALS.get(re.split(r"[- ]", whole)[0], 1)
    return sum(_CARDINALS.get(part, 0) + _TENS.get(part, 0) for part in re.split(r"[- ]", whole)) + extra


def _year_number(words: str) -> int:
    """Read a year in digits or words.

    >>> _year_number("nineteen eighty-four")
    1984
    """
    if words[0].isdigit():
        return int(words)
    head, tail = re.split(r"[\s-]+", words, maxsplit=1)
    return int(100 * (_amount(head) or 0) + (_amount(tail.removeprefix("oh").strip(" -")) or 0))


def _unit_name(words: str) -> str:
    return "century" if words.startswith("centur") else words.removesuffix("s")


def _month_number(words: str) -> int:
    return next(n for n, name in enumerate(_MONTHS) if n and name.startswith(words.rstrip(".")[:3]))


def _weekday_number(words: str) -> int:
    return next(n for n, name in enumerate(_WEEKDAYS) if name.startswith(words.rstrip(".")[:3]))


# ── the rules ────────────────────────────────────────────────────────────────────────────────────────────────────────

Match = re.Match[str]


@dataclass(frozen=True, slots=True)
class _Rule:
    """A pattern over folded text and what its match means."""

    name: str
    pattern: str
    resolve: Callable[[Match, _Context], _When]
    kind: Kind = "date"
    found: bool = True  # False: too plain a word to be looked for in running text


def _no_date(reason: str) -> Callable[[Match, _Context], _When]:
    def refuse(m: Match, context: _Context) -> _When:
        raise _NoDate(reason)

    return refuse


def _iso_day(m: Match, context: _Context) -> _When:
    return _day(date(int(m["y"]), int(m["m"]), int(m["d"])))


def _iso_week(m: Match, context: _Context) -> _When:
    day = date.fromisocalendar(int(m["y"]), int(m["w"]), int(m["d"] or 1))
    return _day(day) if m["d"] else _week(day)


def _iso_month(m: Match, context: _Context) -> _When:
    if int(m["m"]) == (int(m["y"]) + 1) % 100:
        raise _NoDate("either a month or two years")
    return _month(int(m["y"]), int(m["m"]))


def _numeric_day(m: Match, context: _Context) -> _When:
    a, b, year = int(m["a"]), int(m["b"]), int(m["y"])
    if year < 100:
        year += 2000 if year < 70 else 1900  # the pivot of POSIX
    if a > 12 or a == b or (b <= 12 and context.day_first is True):
        return _day(date(year, b, a))
    if b > 12 or context.day_first is False:
        return _day(date(year, a, b))
    raise _NoDate("either the day or the month may come first")


def _named_day(m: Match, context: _Context) -> _When:
    """Resolve "Thursday, January 20, 2022", "20 Jan", "the 20th of January last year"."""
    groups = m.groupdict()
    month, day = _month_number(m["month"]), _ordinal(m["day"])
    weekday = _weekday_number(m["weekday"]) if groups.get("weekday") else None
    year = _year_of(m, context)

    def make(y: int) -> _When:
        when = date(y, month, day)
        if weekday is not None and when.weekday() != weekday:
            raise ValueError("another weekday")
        return _day(when)

    if day > 31 or day > (29 if month == 2 else calendar.monthrange(2001, month)[1]):
        raise _NoDate("no such day")
    if year is None:
        return _by_tense(make, context if weekday is None else replace(context, tense=None))
    if weekday is not None and date(year, month, day).weekday() != weekday:
        raise _NoDate("the weekday is not that of the date")
    return make(year)


def _year_of(m: Match, context: _Context) -> int | None:
    """Return the year that a rule's tail names ("2022", "last year"), or None."""
    if m["year"]:
        return _year_number(m["year"])
    if not m["rel"]:
        return None
    words = m["rel"].split()
    base, steps = context.now(), {"last": -1, "next": 1}.get(words[0], 0)
    if words[-1] in ("same", "that", "previous", "following"):
        steps = {"previous": -1, "following": 1}.get(words[-1], 0)
        base = context.told(backward=steps <= 0)
    return _first_day(base, "year").year + steps


def _day_range(m: Match, context: _Context) -> _When:
    """Resolve "May 3-5" and "3 to 5 May 2021"."""
    month, first, last = _month_number(m["month"]), _ordinal(m["day"]), _ordinal(m["last"])
    year = _year_of(m, context)

    def make(y: int) -> _When:
        return _days(date(y, month, first), date(y, month, last))

    if last <= first:
        raise _NoDate("it ends before it begins")
    return _by_tense(make, context) if year is None else make(year)


def _named_month(m: Match, context: _Context) -> _When:
    month, year = _month_number(m["month"]), _year_of(m, context)
    return _by_tense(lambda y: _month(y, month), context) if year is None else _month(year, month)


def _near_month(m: Match, context: _Context) -> _When:
    """Resolve "last March", "this September", "next May"."""
    month, which, today = _month_number(m["month"]), m["which"].split()[-1], context.today()
    if which in ("last", "past"):
        return _month(today.year - (month >= today.month), month)
    if which in ("next", "coming"):
        return _month(today.year + (month <= today.month), month)
    if which == "this":
        return _month(today.year, month)
    base = _first_day(context.told(backward=which in ("previous", "same")), "month")
    if which == "following":
        return replace(_month(base.year + (month <= base.month), month), basis="narrative")
    return replace(_month(base.year - (month >= base.month), month), basis=context.told(backward=True).basis)


def _near_weekday(m: Match, context: _Context) -> _When:
    """Resolve "Thursday", "last Monday", "next Tuesday", "Friday of last week"."""
    number = _weekday_number(m["weekday"])
    if m["of"]:
        steps = {"last": -1, "next": 1}.get(m["of"].split()[-1], 0)
        monday = _unit(context.now(), "week", steps).first
        return _day((monday or context.today()) + timedelta(days=number))
    if m["ago"]:
        return _day(_weekday(number, replace(context, tense="past")) - timedelta(weeks=1))
    which = m["which"].split()[-1] if m["which"] else "last" if m["last"] else ""
    if which in ("previous", "following", "same", "that"):
        base = context.told(backward=which != "following")
        day = _first_day(base, "day")
        back, ahead = (day.weekday() - number) % 7, (number - day.weekday()) % 7
        moved = ahead or 7 if which == "following" else -(back or (7 if which == "previous" else 0))
        return replace(_day(day + timedelta(days=moved)), basis=base.basis)
    today = context.today()
    if which in ("last", "past"):
        weeks = 1 if "before" in (m["last"] or "") else 0
        return _day(today - timedelta(days=(today.weekday() - number) % 7 or 7, weeks=weeks))
    if which in ("next", "coming"):
        return _day(today + timedelta(days=(number - today.weekday()) % 7 or 7))
    if which == "this" and context.tense in (None, "present"):
        return _day(today + timedelta(days=number - today.weekday()))
    return _day(_weekday(number, context))


def _deictic(m: Match, context: _Context) -> _When:
    """Resolve "today", "tonight", "yesterday", "tomorrow", "this morning", "last night"."""
    words = m[0]
    if "yesterday" in words or words.startswith("last"):
        steps = -2 if words.startswith("day before") else -1
    elif "tomorrow" in words:
        steps = 2 if words.startswith("day after") else 1
    else:
        steps = 0
    return _day(context.today() + timedelta(days=steps))


def _overnight(m: Match, context: _Context) -> _When:
    today, one = context.today(), timedelta(days=1)
    return _days(today, today + one) if context.tense == "future" else _days(today - one, today)


def _told_unit(m: Match, context: _Context) -> _When:
    """Resolve "the previous day", "the following week", "that year", "the same month"."""
    steps = {"previous": -1, "preceding": -1, "following": 1, "next": 1}.get(m["which"].split()[-1], 0)
    unit = "day" if re.fullmatch(_DAY_PARTS, m["unit"]) else m["unit"]
    return _unit(context.told(backward=steps < 0), unit, steps)


def _that_day(m: Match, context: _Context) -> _When:
    return _unit(context.told(backward=True), "day", 0)


def _beside_told(m: Match, context: _Context) -> _When:
    """Resolve "the day before", "the week after" where nothing follows that they count from."""
    steps = 1 if m["way"] == "after" else -1
    unit = "day" if re.fullmatch(_DAY_PARTS, m["unit"]) else m["unit"]
    return _unit(context.told(backward=steps < 0), unit, steps)


def _near_unit(m: Match, context: _Context) -> _When:
    """Resolve "this week", "last month", "next year", "the current decade", "last summer"."""
    which, unit, now = m["which"], m["unit"], context.now()
    steps = {"last": -1, "latest": -1, "past": -1, "next": 1, "coming": 1}.get(which.split()[-1] if which else "", 0)
    if unit in _SEASONS:
        today = context.today()
        if steps == 0 and not which:
            return _by_tense(lambda y: _season(y, unit), context)
        if steps == 0:
            return _by_tense(lambda y: _season(y, unit), replace(context, tense=None))
        past = replace(context, tense="past" if steps < 0 else "future")
        return _by_tense(lambda y: _apart(_season(y, unit), today), past)
    if unit == "weekend" and which and which.endswith("coming"):
        return _weekend(context.today() + timedelta(days=2))  # on a weekend the next one
    if unit == "weekend" and steps == 0:
        today = context.today()
        if context.tense == "future" or today.weekday() >= 5 or which == "this":
            return _weekend(today)
        return _weekend(today - timedelta(weeks=1))
    return _unit(now, unit, steps)


def _year_ago(m: Match, context: _Context) -> _When:
    return _unit(context.told(backward=True), m["unit"], -1)


def _second_unit(m: Match, context: _Context) -> _When:
    """Resolve "the week before last", "the year after next"."""
    return _unit(context.now(), m["unit"], -2 if m["way"].startswith("before") else 2)


def _counted(m: Match, context: _Context) -> _When:
    """Resolve "two weeks ago", "a year earlier", "three days later", "in three months", "within 48 hours"."""
    amount, unit = _amount(m["amount"]), _unit_name(m["unit"])
    lead, tail = m["lead"] or "", (m["tail"] or "").split()
    if amount is None:
        raise _NoDate("vague")
    amount += 0.5 if m["half"] else 0
    if tail and tail[0] == "ago":
        return _shift(context.now(), -amount, unit)
    if tail and tail[0] in ("earlier", "before", "previously", "prior"):
        return _shift(context.told(backward=True), -amount, unit)
    if tail and tail[0] in ("later", "after", "afterwards"):
        return _shift(context.told(backward=False), amount, unit)
    if lead == "within":
        return _stretch(context.now(), amount, unit)
    if lead == "in" and not tail and context.tense == "past":
        raise _NoDate("a duration")
    return _shift(context.now(), amount, unit)


def _around(m: Match, context: _Context) -> _When:
    """Resolve "the next two decades", "the past three weeks", "the coming days", "the past year"."""
    which, unit = m["which"].split()[-1], _unit_name(m["unit"])
    ahead = which in ("next", "coming", "following", "upcoming")
    amount = _amount(m["amount"]) if m["amount"] else None if m[0].endswith("s") else 1.0
    base = context.now() if which not in ("previous", "preceding", "following") else context.told(backward=not ahead)
    if amount is not None:
        return _stretch(base, amount if ahead else -amount, unit)
    if not ahead:
        raise _NoDate("vague")
    near = _shift(base, 0, "day" if unit in ("minute", "hour", "week", "fortnight") else unit)
    return _When(near.first, None, near.grain, "open", near.basis)


def _months_of(m: Match, context: _Context) -> _When:
    """Resolve "the first three months of 2020", "the last two weeks of March"."""
    count, unit = _amount(m["amount"]) if m["amount"] else 1.0, _unit_name(m["unit"])
    whole = _inner(m["of"], context)
    if count is None or whole.first is None or whole.last is None:
        raise _NoDate("vague")
    step = 1 if m["which"] in ("first", "opening") else -1
    edge = replace(_day(whole.first if step > 0 else whole.last), basis=whole.basis)
    if unit == "week":  # weeks of a month are counted from its edge, not from Monday
        near, far = edge, _unit(edge, "day", step * (round(7 * count) - 1))
    else:
        near, far = _unit(edge, unit, 0), _unit(edge, unit, step * (round(count) - 1))
    first, last = (near.first, far.last) if step > 0 else (far.first, near.last)
    if first is None or last is None or first < whole.first or last > whole.last:
        raise _NoDate("no such day")
    return _When(first, last, near.grain, near.precision if near == far else "interval", whole.basis)


def _nth(m: Match, context: _Context) -> _When:
    """Resolve "the second week of May", "the third Monday of January", "the last Friday of 2021"."""
    whole = _inner(m["of"], context)
    if whole.first is None or whole.last is None:
        raise _NoDate("vague")
    steps = -1 if m["number"] == "last" else _ordinal(m["number"]) - 1
    if m["unit"] == "week":  # weeks of a month are counted from its first day, not from Monday
        first = whole.first + timedelta(weeks=steps) if steps >= 0 else whole.last - timedelta(days=6)
        last = first + timedelta(days=6)
    else:
        number = _weekday_number(m["unit"])
        edge = whole.first if steps >= 0 else whole.last + timedelta(days=1)
        first = last = edge + timedelta(days=(number - edge.weekday()) % 7, weeks=steps)
    if first > whole.last or first < whole.first:
        raise _NoDate("no such day")
    when = _day(first) if first == last else _days(first, min(last, whole.last))
    return replace(when, basis=whole.basis)


def _day_of_month(m: Match, context: _Context) -> _When:
    month = _first_day(_inner(m["of"], context), "month")
    return _day(month.replace(day=_ordinal(m["day"])))


def _quarter_or_half(m: Match, context: _Context) -> _When:
    """Resolve "the second quarter", "Q3 2021", "2021's first half", "the first half of 2020"."""
    digits = re.search(r"[1-4]", m["number"])
    number = 2 if m["number"] in ("last", "latter") and "half" in m[0] else 0
    number = number or (4 if m["number"] in ("last", "final") else int(digits[0]) if digits else _ORDINALS[m["number"]])
    make = _half if "half" in m[0] or re.search(r"\bh[12]\b|[12]h\b", m[0]) else _quarter
    if m["of"]:
        whole = _inner(m["of"], context)
        if whole.first is None or whole.grain != "year":
            return whole  # "the first half of March": as exact as its month
        return replace(make(whole.first.year, number), basis=whole.basis)
    return _by_tense(lambda y: make(y, number), context)


def _fiscal(m: Match, context: _Context) -> _When:
    if not m["y"]:
        steps = {"last": -1, "latest": -1, "previous": -1, "next": 1, "coming": 1}.get(m["which"] or "", 0)
        return _unit(context.now(), "year", steps)
    year = int(m["y"]) + (2000 if len(m["y"]) == 2 else 0)
    return _year_range(year, m["z"]) if m["z"] else _year(year)


def _year_span(m: Match, context: _Context) -> _When:
    return _year_range(int(m["y"]), m["z"])


def _year_range(first: int, last: str) -> _When:
    until = int(last) if len(last) == 4 else first - first % 100 + int(last) + (100 if int(last) < first % 100 else 0)
    if until <= first:
        raise _NoDate("it ends before it begins")
    return _years(first, until, "interval")


def _plain_year(m: Match, context: _Context) -> _When:
    return _year(int(m["y"]))


def _spelled_year(m: Match, context: _Context) -> _When:
    if m["y"]:
        return _year(_year_number(m["y"]))
    return _year(2000 + int(_amount(m["rest"]) or 0 if m["rest"] else 0))


def _named_decade(m: Match, context: _Context) -> _When:
    if m["word"]:
        year = 1900 + _TENS[re.sub("ies$", "y", m["word"])]
    elif m["short"]:
        year = 1900 + int(m["short"])
    else:
        year = int(m["y"])
        if year % 100 == 0 and year < 2000:
            return _years(year, year + 99, "interval")  # "the 1800s" are a century
    return _decade(year)


def _named_century(m: Match, context: _Context) -> _When:
    return _century(_ordinal(m["number"]))


def _named_season(m: Match, context: _Context) -> _When:
    return _season(_year_number(m["year"] or m["before"]), m["season"])


def _season_of(m: Match, context: _Context) -> _When:
    whole = _inner(m["of"], context)
    return replace(_season(_first_day(whole, "year").year, m["season"]), basis=whole.basis)


def _holiday(m: Match, context: _Context) -> _When:
    words = m[0]
    month, day = (1, 1) if words.startswith("new") else (12, 25)
    if words.endswith("eve"):
        month, day = (12, 31) if words.startswith("new") else (12, 24)
    return _by_tense(lambda y: _day(date(y, month, day)), context)


def _year_end(m: Match, context: _Context) -> _When:
    return _unit(context.now(), "year", 0)


def _anniversary(m: Match, context: _Context) -> _When:
    return _year(int(m["year"]) + _ordinal(m["number"]))


def _inner(words: str, context: _Context) -> _When:
    """Resolve the whole of which a rule names a part."""
    expressions = list(_expressions(words, strict=False))
    if len(expressions) != 1:
        raise _NoDate("no time that is known")
    return _evaluate(expressions[0], context)


_TAIL = (  # the year after a month or a day
    rf"(?:(?:,?{_S}(?:of{_S}|in{_S})?|,|-)(?:(?P<year>{_ANY_YEAR})"
    rf"|(?P<rel>last|this|next|the{_S}same|that|the{_S}previous|the{_S}following){_S}year\b(?!')))?"
)
_AT_DAY = rf"(?:{_S}{_DAY_PARTS}\b)?"
_WEEKDAY_BEFORE = (
    rf"(?:(?:(?:last|next|this)(?:{_S}(?:past|coming))?{_S})?(?P<weekday>{_WEEKDAY}|{_WEEKDAY_SHORT}){_AT_DAY}"
    rf"(?:,?{_S}\(?(?:the{_S})?|\())?"
)
_TO = r" ?(?:-|\bto\b|\bthrough\b|\buntil\b|\btill\b|\band\b) ?"
_ITS_YEAR = (
    rf"(?:the{_S})?(?:{_YEAR}|(?:last|this|next|previous|following|same|current|coming|calendar|fiscal){_S}"
    rf"(?:fiscal{_S})?year|year{_S}{_YEAR}|(?<=the )year(?!{_S}before))\b"
)
_WHOLE = (
    rf"(?:{_MONTH}(?:,?{_S}(?:of{_S})?{_YEAR})?|{_ITS_YEAR}|(?:last|this|next){_S}(?:month|week)"
    r"|(?:the )?(?:[12][0-9]{2}0|'[0-9]0)'?s\b)"
)
_FISCAL = r"(?:fiscal|financial|budget|tax)"
_HIJRI = (
    r"(?:muharram|safar|rabi|jumada|rajab|sha'?ban|ramadan|ramazan|shawwal|dhu[ -]al[ -]\w{3,8}|dhul[ -]\w{3,8}|zilhaj)"
)
_PERSIAN = r"(?:farvardin|ordibehesht|khordad|tir|mordad|amordad|shahrivar|mehr|aban|azar|dey|bahman|esfand)"

_RULES: tuple[_Rule, ...] = (
    # days in digits
    _Rule(
        "iso day",
        r"(?P<y>[0-9]{4})(?P<s>[-/.])(?P<m>[0-9]{1,2})(?P=s)(?P<d>[0-9]{1,2})(?![0-9])"
        r"(?:[t ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,9})?)?(?:z\b|[-+][0-9]{2}:?[0-9]{2})?)?",
        _iso_day,
    ),
    _Rule("compact day", r"(?P<y>(?:19|20)[0-9]{2})(?P<m>[01][0-9])(?P<d>[0-3][0-9])(?![0-9])", _iso_day, found=False),
    _Rule("iso week", r"(?P<y>[0-9]{4})-?w(?P<w>[0-9]{2})(?:-(?P<d>[1-7]))?\b", _iso_week),
    _Rule("iso month", rf"(?P<y>{_YEAR})-(?P<m>0[1-9]|1[0-2])(?![0-9]|-[0-9])", _iso_month),
    _Rule(
        "numeric day",
        r"(?P<a>[0-9]{1,2})(?:(?P<s>[-/.])(?P<b>[0-9]{1,2})(?P=s)(?P<y>[0-9]{4}))(?![0-9])",
        _numeric_day,
    ),
    _Rule("short numeric day", r"(?P<a>[0-9]{1,2})/(?P<b>[0-9]{1,2})/(?P<y>[0-9]{2})(?![0-9/])", _numeric_day),
    # days and months by name
    _Rule(
        "month day", rf"{_WEEKDAY_BEFORE}(?P<month>{_MONTH}){_S}(?:the{_S})?(?P<day>{_DAY}){_AT_DAY}{_TAIL}", _named_day
    ),
    _Rule(
        "day month",
        rf"{_WEEKDAY_BEFORE}(?P<day>{_DAY})(?:{_S}of{_S}|{_S}|-)(?P<month>{_MONTH}){_AT_DAY}{_TAIL}",
        _named_day,
    ),
    _Rule(
        "day range", rf"(?P<month>{_MONTH}){_S}(?P<day>{_DAY}){_TO}(?P<last>{_DAY})(?!{_S}?{_MONTH}){_TAIL}", _day_range
    ),
    _Rule(
        "range of month", rf"(?P<day>{_DAY}){_TO}(?P<last>{_DAY})(?:{_S}of)?{_S}(?P<month>{_MONTH}){_TAIL}", _day_range
    ),
    _Rule("month", rf"(?P<month>{_MONTH}){_TAIL}", _named_month),
    _Rule(
        "near month",
        rf"(?P<which>last|next|this(?:{_S}past|{_S}coming)?|previous|following){_S}(?P<month>{_MONTH})"
        r"(?! ?[0-9])",
        _near_month,
    ),
    _Rule(
        "weekday",
        rf"(?:(?P<which>last|next|this(?:{_S}past|{_S}coming)?|previous|following|same|that){_S})?"
        rf"(?P<ago>a{_S}week{_S}ago{_S}(?:on{_S})?)?(?P<weekday>{_WEEKDAY}){_AT_DAY}"
        rf"(?:(?P<last>{_S}(?:before{_S})?last\b(?!{_S}\w))|(?P<of>{_S}(?:of{_S})?(?:last|this|next)){_S}week\b)?",
        _near_weekday,
    ),
    _Rule(
        "deictic",
        rf"(?:day{_S}before{_S}yesterday|day{_S}after{_S}tomorrow|(?:today|yesterday|tomorrow){_AT_DAY}|tonight"
        rf"|this{_S}(?:morning|afternoon|evening)|last{_S}(?:night|evening))\b",
        _deictic,
    ),
    _Rule("overnight", r"overnight\b", _overnight),
    _Rule("second unit", rf"(?P<unit>week|month|year){_S}(?P<way>before{_S}last|after{_S}next)\b", _second_unit),
    # counted from the story's last date
    _Rule(
        "told unit",
        rf"(?P<which>(?:very{_S})?(?:previous|preceding|following|same)|that(?:{_S}same)?|very{_S}next){_S}"
        rf"(?P<unit>day|{_DAY_PARTS}|{_LONG_UNIT})\b",
        _told_unit,
    ),
    _Rule("next day", rf"(?P<which>next){_S}(?P<unit>day|{_DAY_PARTS})\b", _told_unit),
    _Rule(
        "beside told",
        rf"(?P<unit>day|{_DAY_PARTS}|{_LONG_UNIT}){_S}(?P<way>before|after|prior)\b{_ENDS}",
        _beside_told,
    ),
    _Rule(
        "beside an event",
        rf"(?:{_AMOUNT}{_S}{_UNIT}s?|day|night|{_LONG_UNIT}){_S}(?:before|after|prior{_S}to|into)\b(?!{_ENDS})"
        rf"(?:(?:{_S}(?:the|an?|its|his|her|their|this|that)\b)?{_S}(?!{_MONTH}|{_WEEKDAY})[a-z][a-z'-]{{1,20}})?",
        _no_date("it counts from an event whose day is not given"),
        kind="unresolvable",
    ),
    _Rule(
        "eve",
        rf"(?:eve|anniversary){_S}of\b",
        _no_date("it counts from an event whose day is not given"),
        kind="unresolvable",
    ),
    # units around the publication date
    _Rule(
        "around one",
        r"(?:(?<=over the )|(?<=in the )|(?<=within the )|(?<=during the )|(?<=the )(?=past |\w{4,6} \w{4,9} or ))"
        rf"(?P<which>next|past|last|coming){_S}(?:(?P<amount>one|half){_S})?"
        rf"(?P<unit>hour|day|week|fortnight|month|year|decade|century)\b(?:{_S}or{_S}(?:so|two)\b)?",
        _around,
    ),
    _Rule(
        "near unit",
        rf"(?P<which>last|next|this(?:{_S}past|{_S}coming)?|current|present|coming){_S}(?:calendar{_S}|whole{_S})?"
        rf"(?P<unit>{_LONG_UNIT}|{_SEASON})\b",
        _near_unit,
    ),
    _Rule("the day", r"(?<=the[ \n])day\b", _that_day, found=False),
    _Rule(
        "the unit",
        r"(?P<which>)(?<=the[ \n])(?:full |whole )?(?P<unit>week|month|quarter|year|century)\b",
        _near_unit,
        found=False,
    ),
    _Rule("latest quarter", rf"(?P<which>latest){_S}(?P<unit>quarter)\b", _near_unit),
    _Rule("year-ago", r"(?P<unit>year|month|week|day)-(?:ago|earlier)\b", _year_ago),
    _Rule("the weekend", r"(?P<which>)(?P<unit>weekend)\b", _near_unit),
    _Rule("the season", r"(?P<which>)(?<=the[ \n])(?P<unit>spring|summer|autumn|winter|fall)\b", _near_unit),
    _Rule("bare season", r"(?P<which>)(?P<unit>spring|summer|autumn|winter)\b", _near_unit, found=False),
    _Rule("year end", r"(?:year-end|year end|year's end)\b", _year_end),
    # amounts
    _Rule(
        "counted",
        rf"(?P<lead>)(?P<amount>{_EXACT_AMOUNT})(?:{_S}|-)(?P<unit>{_UNIT})s?(?:'s?)?(?:{_S}or{_S}so)?"
        rf"(?P<half>{_S}and{_S}a{_S}half)?{_S}(?P<tail>ago|earlier|later|previously|hence|from{_S}(?:now|today)|time"
        rf"|(?:before|after|afterwards|prior)\b{_ENDS})\b",
        _counted,
    ),
    _Rule(
        "ahead",
        rf"(?P<lead>in|within){_S}(?:about{_S}|around{_S}|just{_S}|under{_S}|less{_S}than{_S}|the{_S}space{_S}of{_S})?"
        rf"(?P<amount>{_EXACT_AMOUNT}){_S}(?P<unit>{_UNIT})s?\b(?:'s?(?={_S}time\b))?(?P<half>{_S}and{_S}a{_S}half\b)?"
        rf"(?P<tail>{_S}time\b)?",
        _counted,
    ),
    _Rule(
        "around",
        rf"(?:(?P<which>next|coming|upcoming|following){_S}(?:(?P<amount>{_AMOUNT}){_S})?(?P<unit>{_UNIT})s)\b",
        _around,
    ),
    _Rule(
        "around before",
        rf"(?P<which>past|last|previous|preceding){_S}(?P<amount>{_EXACT_AMOUNT}){_S}(?P<unit>{_UNIT})s\b",
        _around,
    ),
    _Rule(
        "part counted",
        rf"(?P<which>first|last|final|opening|closing){_S}(?:(?P<amount>{_NUMBER}){_S})?(?P<unit>day|week|month)s?{_S}"
        rf"(?:of|in){_S}(?P<of>{_WHOLE})",
        _months_of,
    ),
    _Rule(
        "nth",
        rf"(?P<number>{_ORDINAL}|last){_S}(?P<unit>week|{_WEEKDAY}){_S}(?:of|in){_S}(?P<of>{_WHOLE})",
        _nth,
    ),
    _Rule("day of month", rf"(?P<day>{_DAY}){_S}of{_S}(?P<of>(?:this|last|next){_S}month\b)", _day_of_month),
    # quarters, halves, fiscal years
    _Rule(
        "quarter",
        rf"(?:{_FISCAL}[- ])?(?P<number>first|second|third|fourth|1st|2nd|3rd|4th|last|final|latter)"
        rf"(?:{_S}|-)(?:quarter|half)\b(?:{_S}(?:of|in){_S}|,?{_S}(?={_YEAR}|last|this|next))(?P<of>{_WHOLE})",
        _quarter_or_half,
    ),
    _Rule(
        "bare quarter",
        rf"(?:{_FISCAL}[- ])?(?P<number>first|second|third|fourth|1st|2nd|3rd|4th)(?P<of>)(?:{_S}|-)"
        rf"(?:fiscal{_S})?quarter\b",
        _quarter_or_half,
    ),
    _Rule(
        "year's quarter",
        rf"(?P<of>{_YEAR}|(?:last|this|next){_S}year)(?:'s)?{_S}(?P<number>first|second|third|fourth|last)(?:{_S}|-)"
        r"(?:quarter|half)\b",
        _quarter_or_half,
    ),
    _Rule(
        "q",
        rf"(?P<number>q[1-4]|[1-4]q|h[12]|[12]h)(?:(?:{_S}|-|,{_S}|/)(?:of{_S})?(?P<of>{_YEAR}))?(?!\w)",
        _quarter_or_half,
    ),
    _Rule("q after", rf"(?P<of>{_YEAR})(?:{_S}|-)?(?P<number>q[1-4]|h[12])\b", _quarter_or_half),
    _Rule(
        "fiscal",
        rf"(?P<which>)(?:{_FISCAL}(?:{_S}year)?{_S}|fy ?'?)(?P<y>{_YEAR}|(?<=fy)[0-9]{{2}}\b|(?<=fy )[0-9]{{2}}\b)"
        rf"(?:[-/](?P<z>{_YEAR}|[0-9]{{2}}\b))?",
        _fiscal,
    ),
    _Rule(
        "fiscal after", rf"(?P<which>)(?P<y>{_YEAR})(?:[-/](?P<z>{_YEAR}|[0-9]{{2}}))?{_S}{_FISCAL}{_S}year\b", _fiscal
    ),
    _Rule(
        "near fiscal",
        rf"(?:(?P<which>last|previous|this|current|next|coming|latest){_S}|(?<=the[ \n]))"
        rf"{_FISCAL}{_S}year\b(?P<y>)(?P<z>)",
        _fiscal,
    ),
    # seasons
    _Rule(
        "season",
        rf"(?P<before>)(?P<season>{_SEASON})(?:{_S}of)?{_S}(?P<year>{_ANY_YEAR})(?:[-/][0-9]{{2,4}}\b)?",
        _named_season,
    ),
    _Rule(
        "season after", rf"(?P<before>{_YEAR})(?P<year>){_S}(?P<season>spring|summer|autumn|winter)\b", _named_season
    ),
    _Rule("season of", rf"(?P<season>{_SEASON}){_S}(?:of{_S})?(?P<of>(?:last|this|next){_S}year\b)", _season_of),
    # years and more
    _Rule("year", rf"(?:year{_S})?(?P<y>{_YEAR})", _plain_year),
    _Rule("years", rf"(?P<y>{_YEAR}) ?[-/] ?(?P<z>{_YEAR}|[0-9]{{2}}(?![0-9]))", _year_span),
    _Rule(
        "spelled year",
        rf"(?P<y>{_SPELLED_YEAR})|year{_S}two{_S}thousand(?:{_S}(?:and{_S})?(?P<rest>{_NUMBER}))?\b",
        _spelled_year,
    ),
    _Rule(
        "decade",
        r"(?:(?P<y>(?:1[0-9]|20)[0-9]0)'?s|'(?P<short>[2-9]0)'?s"
        rf"|(?P<word>{'|'.join(word[:-1] + 'ies' for word in _TENS)}))\b",
        _named_decade,
    ),
    _Rule("century", rf"(?P<number>{_ORDINAL})(?:{_S}|-)century\b", _named_century),
    _Rule("holiday", rf"(?:christmas(?:{_S}(?:day|eve))?|new{_S}year's{_S}(?:day|eve))\b", _holiday),
    # what tells no date
    _Rule(
        "anniversary",
        rf"(?P<number>{_ORDINAL}){_S}anniversary{_S}of{_S}(?:[a-z'-]{{1,20}}{_S}){{0,3}}(?P<year>{_YEAR})"
        rf"(?:(?:{_S}[\w'-]{{1,20}}){{1,4}})?",
        _anniversary,
        found=False,
    ),
    _Rule(
        "duration",
        rf"(?:for{_S}|lasting{_S}|half{_S})?{_AMOUNT}(?:{_S}|-)(?:full{_S}|long{_S}|consecutive{_S}|straight{_S})?"
        rf"{_UNIT}s?'?(?:-long)?(?!\w)",
        _no_date("a duration"),
        kind="duration",
    ),
    _Rule("seconds", rf"{_NUMBER}{_S}seconds\b", _no_date("a duration"), kind="duration"),
    _Rule(
        "bare duration",
        rf"{_MANY}\b",
        _no_date("a duration"),
        kind="duration",
        found=False,
    ),
    _Rule(
        "long",
        rf"(?:for{_S})?{_MANY}-long\b|for{_S}{_MANY}\b",
        _no_date("a duration"),
        kind="duration",
    ),
    _Rule(
        "set",
        rf"(?:every|each){_S}(?:other{_S}|single{_S}|{_NUMBER}{_S})?"
        rf"(?:{_UNIT}s?|{_WEEKDAY}{_AT_DAY}|weekend|{_MONTH}|{_SEASON}|{_DAY_PARTS})(?!\w)",
        _no_date("a repeated time"),
        kind="set",
    ),
    _Rule("weekdays", rf"(?:{'|'.join(_WEEKDAYS)})s\b", _no_date("a repeated time"), kind="set"),
    _Rule(
        "rate",
        rf"(?:once|twice|(?:{_NUMBER}){_S}times){_S}(?:an?|every|per){_S}(?:{_UNIT})\b",
        _no_date("a repeated time"),
        kind="set",
    ),
    _Rule(
        "vague",
        r"(?:recently|soon|now|nowadays|currently|presently|lately|previously|formerly"
        rf"|these{_S}days|at{_S}present|at{_S}the{_S}moment|in{_S}the{_S}(?:near{_S}|distant{_S}|foreseeable{_S})?future"
        rf"|in{_S}the{_S}(?:recent{_S})?past(?!{_S}(?:{_AMOUNT}{_S})?{_UNIT})|in{_S}due{_S}course"
        rf"|(?:in{_S})?recent{_S}(?:{_UNIT}s|times)(?:{_S}and{_S}{_UNIT}s)?|for{_S}now|from{_S}now{_S}on|until{_S}now"
        rf"|turn{_S}of{_S}the{_S}(?:century|decade|year)|since{_S}then|by{_S}then"
        rf"|sooner{_S}or{_S}later|as{_S}soon{_S}as{_S}possible|in{_S}{_VAGUE_NUMBER}{_S}{_UNIT}s"
        rf"|(?:{_VAGUE_NUMBER}{_S})?{_UNIT}s{_S}(?:ago|earlier|later)"
        rf"|(?:past|last|previous){_S}(?:{_VAGUE_NUMBER}{_S})?{_UNIT}s)\b",
        _no_date("vague"),
        kind="unresolvable",
    ),
    _Rule(
        "vague alone",
        rf"(?:(?:near{_S}|distant{_S}|foreseeable{_S}|recent{_S})?(?:past|future|present)|recent|current"
        rf"|(?:short|long|near|medium){_S}term|one{_S}day|some{_S}day)\b",
        _no_date("vague"),
        kind="unresolvable",
        found=False,
    ),
    _Rule(
        "hijri",
        rf"(?:[0-9]{{1,2}}{_S}{_HIJRI}\b(?:[' -][\w']{{1,9}}){{0,2}}?(?:,?{_S}1[34][0-9]{{2}}\b)?"
        rf"|{_HIJRI}(?:{_S}[0-9]{{1,2}}\b,?)?{_S}1[34][0-9]{{2}}\b|ramadan\b|ramazan\b"
        rf"|(?:islamic|lunar){_S}year{_S}1[34][0-9]{{2}}\b|1[34][0-9]{{2}}{_S}a\.?h\b\.?)",
        _no_date("a date of the Islamic calendar"),
        kind="unresolvable",
    ),
    _Rule(
        "persian",
        rf"(?:[0-9]{{1,2}}(?:st|nd|rd|th)?{_S}(?:of{_S})?{_PERSIAN}\b(?:,?{_S}1[34][0-9]{{2}}\b)?"
        rf"|{_PERSIAN}(?:{_S}[0-9]{{1,2}}\b,?)?{_S}1[34][0-9]{{2}}\b"
        rf"|(?:persian|iranian|afghan|solar)(?:{_S}hijri)?(?:{_S}calendar)?{_S}year{_S}1[34][0-9]{{2}}\b)",
        _no_date("a date of the Persian calendar"),
        kind="unresolvable",
    ),
    _Rule(
        "before Christ",
        rf"[0-9]{{1,4}}{_S}(?:bce?|b\.c\.(?:e\.)?)(?!\w)",
        _no_date("before the first year"),
        kind="unresolvable",
    ),
    _Rule(
        "clock",
        r"[0-9]{1,2}[:.][0-9]{2}(?: ?(?:a\.?m\.?|p\.?m\.?|gmt|utc|local time))?",
        _no_date("a time of day"),
        kind="unresolvable",
        found=False,
    ),
)


# ── finding ──────────────────────────────────────────────────────────────────────────────────────────────────────────

_STRAIGHT = str.maketrans(
    "\u00a0\u2007\u2009\u202f\t\r\u2018\u2019\u02bc\u2010\u2011\u2012\u2013\u2212",
    " " * 6 + "'" * 3 + "-" * 5,
)


@dataclass(frozen=True, slots=True)
class _Text:
    """A text beside its folded form, in which a character stands at the same place."""

    raw: str
    folded: str  # lower case, straight quotes, plain dashes and spaces
    may_is_a_name: bool  # somebody called May is in it

    def before(self, end: int, pattern: str) -> Match | None:
        """Match a pattern that ends in ``$`` against the folded words that stand just before a place."""
        return _pattern(pattern).search(self.folded, max(0, end - 40), end)

    def behind(self, start: int, pattern: str) -> bool:
        """Tell whether a pattern matches the folded words from a place on."""
        return bool(_pattern(pattern).match(self.folded, start))


@dataclass(frozen=True, slots=True)
class _Atom:
    """One rule's match in the folded text."""

    rule: _Rule
    match: Match

    @property
    def start(self) -> int:
        return self.match.start()

    @property
    def end(self) -> int:
        return self.match.end()

    def group(self, name: str) -> str | None:
        return self.match[name] if name in self.match.re.groupindex else None


@dataclass(frozen=True, slots=True)
class _Expression:
    """One or two atoms with what stands around them."""

    start: int
    end: int
    atoms: tuple[_Atom, ...]  # two: the ends of a range
    kind: Kind
    bound: Bound | None
    attributive: bool


def _fold(text: str) -> str:
    """Lower the case and straighten quotes, dashes and spaces without moving a character."""
    text = text.translate(_STRAIGHT)
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


# The words with which a rule can begin; digits are added in the code.
_STARTERS = frozenset(
    (
        "january february march april may june july august september october november december jan feb mar apr "
        "jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mondays "
        "tuesdays wednesdays thursdays fridays saturdays sundays mon tue tues wed thu thur thurs fri sat sun "
        "spring summer autumn fall winter a an half couple few several many some countless dozens dozen for in "
        "within lasting every each once twice today tonight yesterday tomorrow overnight last next this that "
        "these previous preceding following same very current present coming upcoming past recent latest final "
        "latter opening closing day eve week weekend month quarter year years decade decades century centuries "
        "months weeks days hours minutes anniversary morning afternoon evening night dawn fiscal financial budget "
        "tax fy q1 q2 q3 q4 h1 h2 twenties thirties forties fifties sixties seventies eighties nineties christmas "
        "new full whole recently soon sooner now nowadays currently presently lately previously formerly at until "
        "since by from as near distant foreseeable future short long medium turn islamic lunar persian "
        "iranian afghan solar muharram safar rabi jumada rajab "
        "shaban sha ramadan ramazan shawwal dhu dhul zilhaj farvardin ordibehesht khordad tir mordad amordad "
        "shahrivar mehr aban azar dey bahman esfand " + " ".join([*_CARDINALS, *_TENS, *_ORDINALS])
    ).split()
)
_WORD = re.compile(r"[a-z0-9]+")


# Words before a time that say which part of it is meant; the precision stays that of the whole.
_PART = (
    rf"(?:\b(?:early|earlier|late|later|sometime|some time|around|about|circa|throughout|mid)"
    rf"(?:{_S}(?:in|on))?(?:{_S}|-)"
    rf"|\b(?:the{_S})?(?:very{_S})?(?:beginning|start|end|middle|close|rest|remainder|course|first half|second half"
    r"|last days|first days|early days|final days|final weeks|early part|latter part|whole|best part|better part"
    rf"|most|much|all|(?:early|small|late){_S}hours|night|evening|morning|afternoon){_S}of{_S})(?:the{_S})?$"
)
_LEAD = (
    rf"(?<![\w-])(since|until|till|by|before|after|from|between|through|starting|beginning|effective|up{_S}to"
    rf"|no{_S}later{_S}than)"
    rf"(?:{_S}(?:about|around|at{_S}least|on|in|from))?{_S}(?:the{_S})?$"
)
_STRETCH_LEAD = (
    rf"\b(?:over|in|within|during|for|throughout|across|through)(?:{_S}(?:the|these|his|her|its|their))?{_S}$"
)
_BOUNDS: dict[str, Bound] = {
    "after": "after",
    "before": "before",
    "beginning": "since",
    "by": "by",
    "effective": "since",
    "from": "since",
    "no": "by",
    "since": "since",
    "starting": "since",
    "through": "until",
    "till": "until",
    "until": "until",
    "up": "until",
}
_DETERMINER = rf"(?:\b(?:the|an?|his|her|its|their|our|my|this|that|any|another|every|no)|'s?){_S}$"
_TIME_LEAD = (
    r"\b(?:in|on|since|until|till|by|before|after|from|through|during|throughout|early|late|mid|around|about|circa"
    rf"|between|year){_S}$"
)
_COMPOUND = r"\b(?:mid|early|late|pre|post|then)-$"
# Words that follow a time without being the noun it belongs to.
_NO_NOUN = frozenset(
    re.split(
        r"\s+",
        """a about above across ahead alone also although am amid among an and are around as at back be because been
        before between both but by can could despite did do does down due during each either even except following for
        from had has have he her here him his how if in including inside instead into is it its just last later like may
        might more most must near neither next no nor not of off on only onto or other our out outside over per plus
        said saying says shall she should since so some soon still such than that the their them then there these they
        this those though through throughout till to today told too toward towards under unless until up upon via was we
        were what when where whereas whether which while who whom whose why will with within without would yet you""",
    )
)
# Names that hold a time word, by what stands before or behind it.
_NAME_BEFORE = (
    r"\b(?:good|black|bloody|ash|palm|easter|holy|cyber|super|maundy|shrove|whit|boxing|giving|red|mail on|arab|prague"
    r"|resolutions?|no\.|number|article|room|flight|section|chapter|page|boeing|airbus|unscr|level|agenda|vision|euro"
    r"|rs\.?|usd|eur|gbp)[ -]$"
)
_NAME_BEHIND = (
    r" (?:Agreement|Accords?|Times|Telegraph|Mirror|Herald|Express|Mail|Club|Group|Movement|Brigades?|Martyrs|Alliance"
    r"|Uprising|Revolution|Massacre|War)\b"
)
_COUNTED_THINGS = (
    r" (?:people|men|women|children|troops|soldiers|fighters|civilians|prisoners|refugees|dollars|euros|pounds|rials"
    r"|km|kms|kilomet(?:er|re)s?|miles?|met(?:er|re)s?|tons?|tonnes|barrels|centrifuges|missiles|rockets|votes|seats"
    r"|jobs|homes|kg|megawatts|mw|percent|per cent|points?|dead|wounded|others|hours?|acres|hectares|feet"
    r"|rounds|times)\b"
)
_NEEDS_LEAD = frozenset({"may", "march", "april", "june", "august"})  # also verbs and given names
_MONTH_LEAD = (
    r"(?:\b(?:in|since|until|till|by|before|after|from|to|through|during|of|last|next|this|early|late|mid|end|and|or"
    rf"|between|for|a|its|his|her|their|(?:{_MONTH_NAMES}),?)|'s)(?:{_S}|-)$"
)


# Common words begin few rules; to try only these keeps the search quick. A test holds this against trying all.
_COUNTS = frozenset({"counted", "duration", "seconds", "rate", "beside an event", "spelled year", "vague"})
_FEW_RULES: dict[str, frozenset[str]] = {
    **dict.fromkeys(_CARDINALS, _COUNTS),
    **dict.fromkeys(("a", "an"), _COUNTS | {"weekday"}),
    **dict.fromkeys(("at", "from", "until", "since", "by", "as", "these"), frozenset({"vague"})),
    **dict.fromkeys(("iranian", "persian", "afghan", "solar", "islamic", "lunar"), frozenset({"persian", "hijri"})),
    **dict.fromkeys(_MONTHS[1:], frozenset({"month day", "day range", "month"})),
    **dict.fromkeys(_WEEKDAYS, frozenset({"weekday", "month day", "day month"})),
    "for": frozenset({"duration", "long", "vague"}),
    "in": frozenset({"ahead", "vague"}),
    "that": frozenset({"weekday", "told unit"}),
}


@cache
def _rules_for(word: str) -> tuple[tuple[_Rule, re.Pattern[str]], ...]:
    """Compile the rules that may begin with a word at first use, so that importing stays quick."""
    few = _FEW_RULES.get(word)
    return tuple((rule, _pattern(rule.pattern)) for rule in _RULES if few is None or rule.name in few)


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


def _atoms(text: _Text, strict: bool) -> Iterator[_Atom]:
    """Yield the longest match at each place where one begins, left to right."""
    folded, reached = text.folded, 0
    for word in _WORD.finditer(folded):
        start, first = word.start(), word[0]
        if start < reached or not (first in _STARTERS or first[0].isdigit() or first.startswith("fy")):
            continue
        before = folded[start - 1 : start]
        if before.isalnum() or before == "_":
            continue
        if before == "'" and first[0].isdigit():
            start -= 1  # '90s
        best: _Atom | None = None
        name_end = 0
        for rule, pattern in _rules_for(first if first in _FEW_RULES else ""):
            match = pattern.match(folded, start)
            if match is None or (best is not None and match.end() <= best.end):
                continue
            atom = _Atom(rule, match)
            if _is_name(atom, text):
                name_end = max(name_end, atom.end)
            elif not (strict and _is_doubtful(atom, text, reached)):
                best = atom
        if best is not None and best.end >= name_end:
            yield best
            reached = best.end
        reached = max(reached, name_end)


def _is_name(atom: _Atom, text: _Text) -> bool:
    """Tell whether the words are part of a name: Good Friday, the September 11 attacks, the Six-Day War."""
    name, start, end = atom.rule.name, atom.start, atom.end
    if name == "duration":
        return bool(_pattern(r"s?'? (?:War|Revolution|Offensive)\b").match(text.raw, end))
    if name in ("weekday", "month", "the season", "year", "holiday") and text.before(start, _NAME_BEFORE):
        return True
    if name == "weekday" or (name == "month" and not atom.group("year")):
        return bool(_pattern(_NAME_BEHIND).match(text.raw, end))
    if name == "month day" and not atom.group("year"):
        eleventh = _month_number(atom.match["month"]) == 9 and _ordinal(atom.match["day"]) == 11
        return eleventh and text.behind(end, r"(?:'s)?[ -](?:terror |terrorist )?(?:attack|hijack|commission)")
    return False


# Plain words that a part makes a time of: "the end of the year", "earlier in the day".
_WITH_PART = frozenset({"the unit", "the day", "bare season"})


def _is_doubtful(atom: _Atom, text: _Text, reached: int) -> bool:
    """Tell whether the words need not be a time, in running text. ``reached`` is the end of the time before."""
    name, match, start, end = atom.rule.name, atom.match, atom.start, atom.end
    if not atom.rule.found and not (name in _WITH_PART and text.before(start, _PART)):
        return True
    before, after = text.folded[max(0, start - 1) : start], text.folded[end : end + 1]
    if (before and before in "$€£#+/@&%") or (after and after in "%$€"):
        return True
    if before == "-" and text.folded[start - 2 : start - 1].isalnum() and reached != start - 1:
        return not text.before(start, _COMPOUND)
    if match[0][0].isdigit() and (
        text.before(start, r"[0-9][,.:/]$|[0-9] $") or text.behind(end, r",?[0-9]|[./:-][0-9]|-[a-z]")
    ):
        return True
    for group in ("month", "weekday"):
        if atom.group(group) and not text.raw[match.start(group)].isupper():
            return True
    if atom.group("day") and atom.group("month") and _ordinal(match["day"]) > 31:
        return True
    if name == "month":
        return _is_doubtful_month(atom, text)
    if name == "month day" and not match["year"] and not match["weekday"]:
        # English says "on March 3": after "in" the number belongs to what follows ("in March 30 people died")
        return text.behind(end, _COUNTED_THINGS) or bool(
            text.before(start, rf"\bin{_S}$") and text.behind(end, r" [a-z]")
        )
    if name in ("day range", "range of month") and "and" in match[0]:
        consecutive = _ordinal(match["last"]) == _ordinal(match["day"]) + 1
        return not consecutive and not text.before(start, rf"\b(?:between|from){_S}$")
    if name == "year":
        return _is_doubtful_year(atom, text)
    if name == "duration":
        single = re.match(r"an?\b(?! (?:few|couple|half|dozen|number))", match[0])
        return match[0] == "one day" or (bool(single) and not match[0].endswith("-long"))
    if name == "the weekend":
        return not text.before(start, rf"\b(?:the|at|holiday|long|over){_S}$")
    if "fall" in match[0].split() or name == "the season":
        return text.behind(end, rf"{_S}(?:of|in|from|to|line|back)\b")
    return False


def _is_doubtful_month(atom: _Atom, text: _Text) -> bool:
    """Tell whether a month's name without a day may be a verb, a person or part of a name."""
    match, start = atom.match, atom.start
    if match["year"] or match["rel"]:
        return False
    if match[0].rstrip(".") not in _MONTHS:
        return True  # a bare "Sep." or "Mar."
    if match[0] in _NEEDS_LEAD:
        if text.behind(atom.end, "'s") or not (text.before(start, _MONTH_LEAD) or text.before(start, _PART)):
            return True
        if match[0] == "may" and text.may_is_a_name:
            return not text.before(start, rf"\b(?:in|last|next|this|since|early|late|mid|of){_S}$")
    word = _pattern(r"([A-Za-z]+) $").search(text.raw, max(0, start - 20), start)
    return bool(word and word[1][0].isupper() and word[1].lower() not in _NO_NOUN | {"early", "late", "mid"})


def _is_doubtful_year(atom: _Atom, text: _Text) -> bool:
    """Tell whether four digits may count something, or tell the hour, rather than name a year."""
    if atom.match[0].startswith("year"):
        return False
    if text.behind(atom.end, _COUNTED_THINGS) or text.before(atom.start, rf"\bat{_S}$"):
        return True
    if text.behind(atom.end, r" [0-9]| ?(?:million|billion|thousand|gmt|utc|local time)\b"):
        return True
    return not 1700 <= int(atom.match["y"]) <= 2100 and not text.before(atom.start, _TIME_LEAD)


def _expressions(raw: str, *, strict: bool) -> Iterator[_Expression]:
    """Yield the time expressions of a text: atoms joined to ranges, with the words around that belong to them."""
    folded = _fold(raw)
    may = _pattern(rf"\b(?:theresa|mrs\.?|ms\.?|mr\.?|minister){_S}may\b").search(folded)
    text = _Text(raw, folded, bool(may))
    atoms = list(_atoms(text, strict))
    floor, i = 0, 0
    while i < len(atoms):
        is_range = i + 1 < len(atoms) and _is_range(atoms[i], atoms[i + 1], text)
        chosen = tuple(atoms[i : i + 2] if is_range else atoms[i : i + 1])
        expression = _framed(chosen, text, floor)
        yield expression
        i += len(chosen)
        floor = expression.end


def _is_range(a: _Atom, b: _Atom, text: _Text) -> bool:
    """Tell whether two atoms are the ends of one stretch: "from May to July", "between Monday and Friday"."""
    if a.rule.kind != "date" or b.rule.kind != "date" or not 0 < b.start - a.end <= 24:
        return False
    gap = re.sub(r"\s+", " ", text.folded[a.end : b.start])
    part = text.before(a.start, _PART)
    lead = text.before(part.start() if part else a.start, _LEAD)
    word = lead[1] if lead else ""
    later = r"(?:early |late |mid-|the end of |the )?"
    if word == "between":
        return bool(re.fullmatch(rf" and {later}", gap))
    if re.fullmatch(rf" (?:to|through|until|till|up to) {later}", gap):
        return word == "from" or a.rule.name == b.rule.name
    return gap.strip() == "-" and a.rule.name == b.rule.name


_TAKES_ARTICLE = frozenset(
    {"told unit", "beside told", "next day", "the unit", "the day", "the weekend", "the season", "near unit", "eve"}
    | {"season", "season of", "decade", "century", "quarter", "bare quarter", "year's quarter", "latest quarter"}
    | {
        "around",
        "around before",
        "around one",
        "part counted",
        "nth",
        "day of month",
        "fiscal after",
        "near fiscal",
        "deictic",
        "second unit",
    }
)
_CLOSED = frozenset({"years", "day range", "range of month"})  # a range in one match: "from" adds nothing
_NAMED = frozenset(
    {"year", "years", "weekday", "month", "month day", "day month", "day range", "range of month", "season"}
    | {"season after", "decade"}
)


def _framed(atoms: tuple[_Atom, ...], text: _Text, floor: int) -> _Expression:
    """Take in the words before the atoms that change what they mean, and see whose time it is."""
    start, end, rule = atoms[0].start, atoms[-1].end, atoms[0].rule
    kind, bound = rule.kind, None
    if kind != "date":
        return _Expression(start, end, atoms, kind, None, _is_attributive(atoms, start, text))

    def reach(pattern: str) -> int | None:
        match = text.before(start, pattern)
        return match.start() if match and match.start() >= floor else None

    part = reach(_PART)
    start = start if part is None else part
    article = reach(rf"\bthe{_S}$") if rule.name in _TAKES_ARTICLE else None
    start = start if article is None else article
    stretch = reach(_STRETCH_LEAD) if rule.name.startswith("around") else None
    start = start if stretch is None else stretch
    if rule.name == "ahead" and _is_superlative(text, start):
        kind = "duration"
    attributive = _is_attributive(atoms, start, text)
    lead = text.before(start, _LEAD)
    closed = len(atoms) == 2 or rule.name in _CLOSED
    if lead and lead.start() >= floor and not attributive and (closed or lead[1] != "between"):
        start = lead.start()
        if not closed:
            bound = _BOUNDS[lead[1].split()[0]]
            present = _pattern(rf"{_S}to{_S}(?:the{_S})?(?:present|date|now)\b").match(text.folded, end)
            end = present.end() if present and lead[1] == "from" else end
    return _Expression(start, end, atoms, kind, bound, attributive)


def _is_superlative(text: _Text, start: int) -> bool:
    """Tell whether "in 20 years" measures: "the first visit in 20 years"."""
    before = text.folded[max(0, start - 70) : start]
    return bool(_pattern(r"\b(?:first|only|most|worst|best|least|once|twice|[a-z]{2,12}est)\b[^.,;]*$").search(before))


def _is_attributive(atoms: tuple[_Atom, ...], start: int, text: _Text) -> bool:
    """Tell whether the words tell the time of a noun: "Monday's talks", "the 2015 deal", "a two-day visit"."""
    last, end = atoms[-1], atoms[-1].end
    name, words = last.rule.name, last.match[0]
    if text.behind(end, r"'s?(?!\w)") or text.before(start, r"\b(?:pre|post)-$"):
        return True
    follows = _pattern(rf"(?:(,)?{_S}|-)([^\W\d_]+)").match(text.raw, end)
    if follows is None or follows[2].lower() in _NO_NOUN or follows[2].endswith("ly"):
        return False
    determined = bool(text.before(start, _DETERMINER) or text.before(start, _COMPOUND))
    if follows[1] and not (determined and last.group("year")):
        return False
    if name in ("duration", "bare quarter", "century"):
        return "-" in words
    if determined:
        return name in _NAMED
    return name in ("year", "years") and not text.before(start, _TIME_LEAD)


# ── resolving ────────────────────────────────────────────────────────────────────────────────────────────────────────

# What tells that the words name no day of their own, whatever else stands in them.
_OVERRULING = frozenset({"eve", "beside an event", "hijri", "persian", "before Christ"})
# Without a year or a week of their own: the end of a range is looked for after its start.
_FLOATING = frozenset({"month day", "day month", "month", "weekday", "bare quarter", "the season", "bare season"})


def _unresolved(reason: str) -> Resolved:
    return Resolved(None, None, None, None, reason)


def _reading(words: str, context: _Context) -> Resolved:
    expressions = list(_expressions(words, strict=False))
    for expression in expressions:
        if expression.atoms[0].rule.name in _OVERRULING:
            return _evaluate(expression, context).resolved()
    dates = [expression for expression in expressions if expression.kind == "date"]
    if len(dates) > 1:
        return _unresolved("more than one time")
    if not expressions:
        return _unresolved("no time that is known")
    return _evaluate((dates or expressions)[0], context).resolved()


def _evaluate(expression: _Expression, context: _Context) -> _When:
    """Say what an expression covers, its bound included."""
    if len(expression.atoms) == 2:
        return _range(*expression.atoms, context)
    atom, bound = expression.atoms[0], expression.bound
    lead = atom.match.string[expression.start : atom.start]
    if bound == "since" and context.tense != "future":
        # "from Monday" may lie ahead, "since Monday" cannot
        begins = lead.startswith(("starting", "beginning", "effective")) and context.tense is None
        context = replace(context, tense="future" if begins else "past")
    elif bound == "since" and lead.startswith("since"):
        context = replace(context, tense="past")
    elif bound in ("by", "until") and context.tense is None:
        context = replace(context, tense="future")
    when = atom.rule.resolve(atom.match, context)
    if bound is None:
        return when
    if when.first is None or when.last is None:
        raise _NoDate("it counts from an end that is open")
    first, last, one = when.first, when.last, timedelta(days=1)
    if bound == "after" and (re.search(r"\bend\b", lead) or not _pattern(_PART).search(lead)):
        first = last + one
    if bound == "before" and not _pattern(_PART).search(lead):  # "before the end of 2022" lies in 2022
        last = first - one
    if bound in ("since", "after"):
        return replace(when, first=first, last=None, precision="open")
    return replace(when, first=None, last=last, precision="open")


def _range(a: _Atom, b: _Atom, context: _Context) -> _When:
    """Cover from one time to another; what one leaves out (its year) is taken from the other."""
    dated = b.group("year") or b.rule.name in ("iso day", "year")
    if dated and a.rule.name in _FLOATING and not a.group("year"):
        last = b.rule.resolve(b.match, context)
        first = a.rule.resolve(a.match, replace(context, anchor=_whole_day(last.last), tense="past"))
    else:
        first = a.rule.resolve(a.match, context)
        later = replace(context, anchor=_whole_day(first.first), tense="future")
        last = b.rule.resolve(b.match, later if b.rule.name in _FLOATING else context)
    if first.first is None or last.last is None or first.first > last.last:
        raise _NoDate("it ends before it begins")
    grain = first.grain if _WIDTH[first.grain] >= _WIDTH[last.grain] else last.grain
    return _When(first.first, last.last, grain, "interval", first.basis)


def _whole_day(day: date | None) -> _When | None:
    return _day(day) if day else None
