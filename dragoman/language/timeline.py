"""The times of a document: every time expression, resolved by the tense of its clause and the story so far."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from dragoman.document import Assertion, Sentence, Tense, TimeExpression, Token
from dragoman.language.dates import find_times, resolve_date
from dragoman.model import Article, Date, Span

_SOON = re.compile(
    r"(?:(?:just|only|a few|some|several|\w+) )?(?:hours?|minutes?) (?:later|afterwards?)", re.IGNORECASE
)

# "two days after gunmen attacked …": the day of the act behind it, counted from the day told before.
_COUNTED = re.compile(
    r"\b(?:(?:just|only|barely|less than|about|some) )?"
    r"((?:(?:a|an|the|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a few|several|\d+) )?"
    r"(?:minutes?|hours?|days?|weeks?|months?|years?)) (after|before)\b(?! (?:that|then)\b)",
    re.IGNORECASE,
)
_LATER = re.compile(r"\b(?:months?|years?) (?:later|afterwards?|after|before|earlier)$", re.IGNORECASE)
# Told in the simple present with a weekday, these are still to come: "leaves Tuesday for Lima".
_SCHEDULED = frozenset(
    {"leave", "arrive", "begin", "start", "resume", "open", "meet", "visit", "travel", "fly", "head", "host", "convene"}
)


def times_of(
    article: Article, tokens: Sequence[Token], sentences: Sequence[Sentence], assertions: dict[int, Assertion]
) -> tuple[TimeExpression, ...]:
    """Find and resolve the time expressions of the parsed sentences, in order.

    A relative one ("the day before") is resolved against the last date that the story told as past.
    """
    out: list[TimeExpression] = []
    starts = [token.start for token in tokens]
    previous: Date | None = None  # the last day
    paragraph = 0
    latest: Date | None = None  # the last date, perhaps a month: "three months later"
    for sentence in sentences:
        start, end = sentence.span
        same = previous if sentence.paragraph == paragraph else None
        paragraph = sentence.paragraph
        for found in find_times(article.text[start:end].replace("\u00a0", " ")):
            span = (start + found.start, start + found.end)
            first, last = bisect_left(starts, span[0]), bisect_left(starts, span[1])
            if last <= first:
                continue
            ahead = found.bound in ("by", "until")
            tense = _tense(tokens, first, last, sentence, assertions, ahead=ahead)
            date, reason = None, None
            if found.kind == "date":
                resolved = resolve_date(found.words, anchor=article.published, tense=tense, previous=previous)
                if latest is not previous and _LATER.search(found.words):
                    counted = resolve_date(found.words, anchor=article.published, tense=tense, previous=latest)
                    resolved = resolved if counted.start is None else counted
                reason = resolved.reason
                if resolved.reason is None and resolved.precision and resolved.basis:
                    words = article.text[span[0] : span[1]]
                    date = Date(resolved.start, resolved.end, resolved.precision, words, span, resolved.basis)
                    if not found.attributive and found.bound is None and date.precision == "day":
                        previous = date
                    if not found.attributive and date.precision in ("day", "month"):
                        latest = date
            elif found.kind == "unresolvable" and _SOON.fullmatch(found.words) and previous is not None:
                words = article.text[span[0] : span[1]]  # hours later: taken for the same day
                date = Date(previous.start, previous.end, previous.precision, words, span, "narrative")
                out.append(TimeExpression(span, first, last, "date", found.attributive, None, date, None))
                continue
            else:
                reason = f"a {found.kind}" if found.kind != "unresolvable" else "no calendar date"
                within = tokens[max(first - 1, 0)].lower in ("over", "within")
                if found.kind == "duration" and tense == "future" and within:
                    date = _counted(f"within {found.words}", article, None, span, tense)  # "will withdraw over 60 days"
            out.append(TimeExpression(span, first, last, found.kind, found.attributive, found.bound, date, reason))
        out.extend(_counted_in(article, sentence, starts, same, out))
    return tuple(out)


def _counted_in(
    article: Article, sentence: Sentence, starts: list[int], previous: Date | None, told: list[TimeExpression]
) -> list[TimeExpression]:
    """The measures from which another act of the sentence is counted: "left on Monday, two days after … attacked"."""
    out = []
    start, end = sentence.span
    for found in _COUNTED.finditer(article.text, start, end):
        span = found.span()
        earlier = [t for t in told if start <= t.span[0] < span[0] and t.kind == "date" and not t.attributive]
        here = [t.date for t in earlier if t.date is not None]
        then = here[-1] if here else previous
        if then is None and article.published and len(article.published) == 10:
            then = Date(article.published, article.published, "day", None, None, "publication")
        if then is None:
            continue
        small = re.search(r"minute|hour", found.group(1), re.IGNORECASE)
        date: Date | None = Date(then.start, then.end, then.precision, found.group(), span, "inferred")
        if not small:
            way = "earlier" if found.group(2).lower() == "after" else "later"
            words = re.sub(r"^the\b", "a", found.group(1), flags=re.IGNORECASE)
            date = _counted(f"{words} {way}", article, then, span, "past")
        first, last = bisect_left(starts, span[0]), bisect_left(starts, span[1])
        if date is not None and last > first:
            out.append(TimeExpression(span, first, last, "counted", False, None, date, None))
    return out


def _counted(words: str, article: Article, then: Date | None, span: Span, tense: Tense) -> Date | None:
    found = resolve_date(words, anchor=article.published, tense=tense, previous=then)
    if found.start is None or found.precision is None:
        return None
    return Date(found.start, found.end, found.precision, article.text[slice(*span)], span, "inferred")


def _tense(
    tokens: Sequence[Token],
    first: int,
    last: int,
    sentence: Sentence,
    assertions: dict[int, Assertion],
    *,
    ahead: bool,
) -> Tense | None:
    """The tense of the nearest predicate above the words; ``ahead``: a deadline, which lies before an infinitive."""
    i = next((i for i in range(first, last) if not first <= tokens[i].head < last), first)
    for _ in range(12):
        token = tokens[i]
        judged = assertions.get(i)
        if judged is not None and token.pos in ("VERB", "AUX"):
            if token.tag in ("VBZ", "VBP") and token.lemma in _SCHEDULED:
                return "future"
            # "promised to deliver food by Friday"
            return "future" if judged.status == "planned" or (ahead and judged.infinitive) else judged.tense
        if judged is not None and judged.status == "planned":
            return "future"
        if token.head == i:
            break
        i = token.head
    return None
