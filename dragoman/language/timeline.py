"""The times of a document: every time expression, resolved by the tense of its clause and the story so far."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from dragoman.document import Assertion, Sentence, Tense, TimeExpression, Token
from dragoman.language.dates import find_times, resolve_date
from dragoman.model import Article, Date


def times_of(
    article: Article, tokens: Sequence[Token], sentences: Sequence[Sentence], assertions: dict[int, Assertion]
) -> tuple[TimeExpression, ...]:
    """Find and resolve the time expressions of the parsed sentences, in order.

    A relative one ("the day before") is resolved against the last date that the story told as past.
    """
    out: list[TimeExpression] = []
    starts = [token.start for token in tokens]
    previous: Date | None = None
    for sentence in sentences:
        start, end = sentence.span
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
                reason = resolved.reason
                if resolved.reason is None and resolved.precision and resolved.basis:
                    words = article.text[span[0] : span[1]]
                    date = Date(resolved.start, resolved.end, resolved.precision, words, span, resolved.basis)
                    if not found.attributive and found.bound is None and date.precision == "day":
                        previous = date
            else:
                reason = f"a {found.kind}" if found.kind != "unresolvable" else "no calendar date"
            out.append(TimeExpression(span, first, last, found.kind, found.attributive, found.bound, date, reason))
    return tuple(out)


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
            # "promised to deliver food by Friday"
            return "future" if judged.status == "planned" or (ahead and judged.infinitive) else judged.tense
        if judged is not None and judged.status == "planned":
            return "future"
        if token.head == i:
            break
        i = token.head
    return None
