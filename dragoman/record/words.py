"""What the words of an evidence tell a record that does not parse them: content words, numbers, corrections."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

_STOP = frozenset(
    """a about above after again against all also although among an and another any are as at back be because been
    before being between both but by can could day days did do does down during each earlier either else even ever every
    few first for former from further had has have he her here him his how however if in into is it its itself last
    late later least less made make many may me might more most much must my near new next no nor not now of off old on
    once one only onto or other our out over own part per same second several shall she should since so some still such
    than that the their them then there these they this those though three through time to today told tomorrow too two
    under until up upon us very via was we week weeks well were what when where which while who whom whose why will with
    within without would year years yesterday yet you your said says say saying according added stated told month months
    monday tuesday wednesday thursday friday saturday sunday january february march april june july august september
    october november december mr mrs ms dr""".split()
)
_MANY = 1 << 16  # words that are remembered: the same ones come again and again
_WORD = re.compile(r"[^\W\d_][\w'’-]*|\d[\d,.]*\d|\d", re.UNICODE)
_SMALL = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
}
TOLLS = {
    "dead": re.compile(r"kill\w*|dead|die[ds]?|dying|deaths?|lives|martyr\w*|fatalit\w+|bodies", re.I),
    "hurt": re.compile(r"wound\w*|injur\w*|hurt", re.I),
    "held": re.compile(r"arrest\w*|detain\w*|captur\w*|abduct\w*|kidnap\w*|custody", re.I),
}
ROOM = 12  # words on either side of the trigger that tell of it
_REACH = 7  # words between a number and what it counts


@lru_cache(maxsize=_MANY)
def stem(word: str) -> str:
    """Cut a word down to what its forms share, roughly: "condemned" and "condemning" to "condem"."""
    word = word.casefold().replace("’", "'").removesuffix("'s").strip("'-")
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word.removesuffix(ending)
            break
    return word[:6]


def content_words(text: str) -> list[str]:
    """Stems of the words that mean something by themselves, in their order."""
    return [content for word in _WORD.findall(text) if (content := _content(word))]


@lru_cache(maxsize=_MANY)
def _content(word: str) -> str | None:
    meant = len(word) > 2 and word.casefold() not in _STOP and not word[0].isdigit()
    return stem(word) if meant else None


def about(quote: str, trigger: tuple[int, int]) -> tuple[frozenset[str], frozenset[str]]:
    """Give the content words about a trigger, at [start, end) of the quote, and those of the trigger itself."""
    before, within, after = quote[: trigger[0]], quote[trigger[0] : trigger[1]], quote[trigger[1] :]
    left = " ".join(before.split()[-ROOM:])
    right = " ".join(after.split()[:ROOM])
    return frozenset(content_words(left) + content_words(right)), frozenset(content_words(within))


def tolls(quote: str) -> dict[str, int]:
    """Find how many were killed, hurt or held; what is told twice over with two numbers is left out.

    >>> tolls("The blast killed at least 12 people and wounded 30 others.")
    {'dead': 12, 'hurt': 30}
    """
    words = _WORD.findall(quote)
    cues = {i: name for i, word in enumerate(words) if (name := _toll(word))}
    if not cues:
        return {}
    found: defaultdict[str, set[int]] = defaultdict(set)
    for i, word in enumerate(words):
        number = _number(word)
        near = sorted((abs(at - i), at) for at in cues if abs(at - i) <= _REACH)
        if number is not None and near:
            found[cues[near[0][1]]].add(number)
    return {name: numbers.pop() for name, numbers in sorted(found.items()) if len(numbers) == 1}


@lru_cache(maxsize=_MANY)
def _toll(word: str) -> str | None:
    return next((name for name, cue in TOLLS.items() if cue.fullmatch(word)), None)


_DAY = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|"
    r"jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?",
    re.I,
)


def counts(quote: str) -> frozenset[int]:
    """Find the numbers that count something: above two, and neither days of a month nor years.

    >>> sorted(counts("On 4 April 2022 it expelled 35 diplomats and closed two consulates."))
    [35]
    """
    words = quote.split()
    found = set()
    for i, word in enumerate(words):
        number = _number(word.strip('.,;:()"“”'))
        if number is None or number <= 2:
            continue
        beside = (words[i - 1] if i else "", words[i + 1].strip(",") if i + 1 < len(words) else "")
        if not any(_DAY.fullmatch(each) for each in beside):
            found.add(number)
    return frozenset(found)


def names(text: str) -> list[str]:
    """Give the stems of the words that are written as names."""
    return [stem(word) for word in _WORD.findall(text) if word[0].isupper()]


@lru_cache(maxsize=_MANY)
def _number(word: str) -> int | None:
    if word.casefold() in _SMALL:
        return _SMALL[word.casefold()]
    plain = word.replace(",", "")
    if not re.fullmatch(r"[0-9]{1,6}", plain) or (re.fullmatch(r"(?:19|20)[0-9]{2}", word)):
        return None
    return int(plain)


CORRECTS = re.compile(r"\b(?:corrects?|corrected|correction|correcting)\b", re.I)
