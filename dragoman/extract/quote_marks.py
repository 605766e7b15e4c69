"""Quotation marks: the quoted stretches of an article, paragraph by paragraph.

The marks are stronger evidence than the parse, but they are not always in pairs: a quotation that runs on over
paragraphs opens each of them and closes the last, apostrophes look like marks, and some marks are simply missing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from dragoman.model import Article, Span

_MARK = re.compile("''|``|[\"“”„«»‘’'‹›]")
_STOP = re.compile(r"[.?!](?=\s|$)")
_OPENERS = "“„«``‹"
_CLOSERS = "”»›"
_ENDS = ",.?!…;:—-–)"


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted stretch with its marks; ``closed`` is False where it runs on into the next paragraph."""

    span: Span
    block: int  # index in Article.blocks
    closed: bool
    opens_paragraph: bool
    independent: bool  # a saying of its own, not words worked into somebody else's sentence


def find_quotes(article: Article) -> tuple[Quote, ...]:
    """The quoted stretches of the body, outermost ones only, in the order of the text.

    ``He said: “We don’t know.”`` has one, ``“We don’t know.”``, marks included.
    """
    out: list[Quote] = []
    for number, block in enumerate(article.blocks):
        if block.kind == "body":
            out.extend(_in_block(article.text, number, block.span))
    return tuple(out)


def _in_block(text: str, number: int, block: Span) -> list[Quote]:
    start, end = block
    while end > start and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    marks = [(m.start(), m.end(), m[0]) for m in _MARK.finditer(text, start, end)]
    found = _pairs(text, start, end, marks, single=False)
    # House style of London, Doha and Sydney: single marks are the outer ones. They count where they do not lie in
    # double ones, and an apostrophe is told from a mark by what stands beside it.
    starts, ends = [span[0] for span, _ in found], [span[1] for span, _ in found]  # in order, none overlapping
    free = []
    for mark in marks:
        last = bisect_right(starts, mark[0]) - 1
        if last < 0 or mark[0] >= ends[last]:
            free.append(mark)
    found += _pairs(text, start, end, free, single=True)
    found.sort()
    return [
        Quote(span, number, closed, span[0] == start, _independent(text, start, end, span, closed))
        for span, closed in found
        if any(c.isalnum() for c in text[span[0] : span[1]])
    ]


def _pairs(
    text: str, start: int, end: int, marks: list[tuple[int, int, str]], *, single: bool
) -> list[tuple[Span, bool]]:
    out: list[tuple[Span, bool]] = []
    opened: int | None = None
    by, depth = "", 0
    curly = [mark for _, _, mark in marks if mark in "“”"]
    nested = curly.count("“") == curly.count("”")
    for at, after, mark in marks:
        if (mark in "‘’'") != single:
            continue
        before = text[at - 1] if at > start else " "
        behind = text[after] if after < end else " "
        if opened is None:
            if _opens(mark, before, behind):
                opened, by, depth = at, mark, 0
        elif nested and mark == by == "“" and before.isspace():
            depth += 1
        elif depth and mark == "”":
            depth -= 1
        elif _closes(mark, before, behind, by):
            out.append(((opened, after), True))
            opened = None
        elif not single and _opens(mark, before, behind) and text[opened + 1 : at].count(". ") > 0 and mark == by:
            # The first was never closed: it ends where its sentence did.
            stop = text.rfind(". ", opened, at) + 1
            out.append(((opened, stop), True))
            opened = at
    if opened == start and (not single or text[opened] == "‘"):
        out.append(((opened, end), False))
    elif opened is not None and not single:
        full_stop = _STOP.search(text, opened, end)
        last = full_stop.end() if full_stop and full_stop.end() < end else end
        # Unclosed at the end of its paragraph it may run on; unclosed before that, a mark was forgotten.
        out.append(((opened, last), last < end))
    return out


def _opens(mark: str, before: str, behind: str) -> bool:
    if mark in _OPENERS:
        return not behind.isspace()
    if mark in _CLOSERS:  # a mark turned the wrong way by a careless hand
        return before.isspace() and behind.isalnum()
    if mark == "’":
        return False
    return (before.isspace() or before in '([—–-:/“"') and not behind.isspace() and behind not in ",.;)"


def _closes(mark: str, before: str, behind: str, by: str) -> bool:
    if by == "„":
        return mark in '“”"'
    if by == "«":
        return mark == "»"
    if mark in "’'":
        if behind.isalnum() or before.isspace():
            return False
        # "the ministers' pay": after an s only a stop before the mark, or one behind it, makes it a mark
        return before != "s" or behind in ",.;:?!)" or before in ",.?!…"
    if mark in _OPENERS:  # turned the wrong way
        return not before.isspace() and (behind.isspace() or behind in ",.;")
    return not before.isspace() or not behind.isalnum()


def _independent(text: str, start: int, end: int, span: Span, closed: bool) -> bool:
    inner = text[span[0] : span[1]].strip("\"“”„«»‘’'`‹› ")
    words = inner.split()
    if len(words) < 2 and not inner.endswith((",", ".", "?", "!")):
        return False
    before = text[start : span[0]].rstrip()
    behind = text[span[1] : end].lstrip()
    ends = not closed or inner[-1:] in _ENDS or not behind or behind[0] in ",.;?!"
    begins = not before or before[-1] in ",.:;?!”\"'’»)—–-" or inner[0].isupper()
    return ends and begins
