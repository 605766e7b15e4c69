"""Where the paragraphs of a plain text begin and end, also where its lines were broken at a column.

A blank line parts paragraphs. Of two lines that follow on one another, the second goes on with the first where its
first word would not have fitted on the first, or where it begins in the middle of a sentence.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass

from dragoman.model import Span

_LINE = re.compile(r"[^\r\n\u2028\u2029]*(\r\n|\r|\n|\u2028|\u2029|$)")
_WORD = re.compile(r"\S+")
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]{0,3}$")
# Words that no headline and no paragraph ends with.
_OPEN_END = re.compile(
    r"(?:,|\b(?:a|an|the|of|in|on|at|to|for|from|by|with|and|or|but|that|which|who|as|between|his|her|its|their|was|were|"
    r"is|are|has|have|had|be|been|will|would)|\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Gov|Sen|Rep|Gen|Col|Lt|Mr|"
    r"Mrs|Ms|Dr|Prof)\.)$"
)
# A line that starts something new whatever the width: a byline, a bullet, a number, a mark of rights, a breadcrumb.
_OPENER = re.compile(
    r"(?:By\s+[A-Z]|BY\s+[A-Z]|[-*•●▪◦–—]\s|\d{1,2}[.)]\s|©|Copyright\b|Reporting by\b|\(Reporting by\b|Photo:|"
    r"Image (?:source|caption)\b|FILE PHOTO|Read more\b|Follow us\b)"
)

_WIDEST = 132  # columns of the widest terminals and printers: a longer line was not broken at a column
_NARROWEST = 40  # a shorter line tells nothing of a width
_FEWEST = 2  # lines that must be full before a width is believed
_SLACK = 3  # columns that a hyphen or a second space may take


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int  # white space at both ends left out
    indent: int
    breaks: bool  # ended by U+2029, which parts paragraphs by itself

    @property
    def length(self) -> int:
        return self.indent + self.end - self.start


def paragraphs(text: str) -> list[Span]:
    r"""Find the paragraphs; white space around them is in none.

    >>> text = "Talks resume\n\nThe foreign ministers of Iran and Russia met on\nThursday in Moscow."
    >>> [text[start:end] for start, end in paragraphs(text)]
    ['Talks resume', 'The foreign ministers of Iran and Russia met on\nThursday in Moscow.']
    """
    chunks = _chunks(text)
    width = _width(text, chunks)
    spans = []
    for chunk in chunks:
        first = chunk[0]
        margin = min(line.indent for line in chunk)
        for line, following in zip(chunk, [*chunk[1:], None], strict=True):
            if following is None or not _goes_on(text, line, following, width, margin):
                spans.append((first.start, line.end))
                if following is not None:
                    first = following
    return spans


def _chunks(text: str) -> list[list[_Line]]:
    """Group the lines that no blank line parts."""
    chunks: list[list[_Line]] = []
    open_chunk = False
    for match in _LINE.finditer(text):
        raw = match[0]
        words = raw.strip()
        breaks = match[1] == "\u2029"
        if words:
            start = match.start() + len(raw) - len(raw.lstrip())
            line = _Line(start, start + len(words), start - match.start(), breaks)
            if open_chunk:
                chunks[-1].append(line)
            else:
                chunks.append([line])
        open_chunk = bool(words) and not breaks
    return chunks


def _width(text: str, chunks: list[list[_Line]]) -> int | None:
    """Find the column at which the lines were broken; None where they were not."""
    pairs = [(line, following) for chunk in chunks for line, following in itertools.pairwise(chunk)]
    lengths = sorted(line.length for line, _ in pairs if _NARROWEST <= line.length <= _WIDEST)
    if len(lengths) < _FEWEST:
        return None
    # Not the longest line: a headline or an address may stand out beyond the column.
    width = lengths[int(0.9 * (len(lengths) - 1))] if len(lengths) >= 10 else lengths[-1]
    filled = [
        (line, following)
        for line, following in pairs
        if _NARROWEST <= line.length <= width + _SLACK and _would_not_fit(text, line, following, width)
    ]
    # One paragraph a line shows as lines that end their sentences, one headline a line as lines that all begin with a
    # capital; broken lines end and begin in the middle of a sentence, and nearly all of them are full.
    ended = sum(_ends_sentence(text, line) for line, _ in filled)
    inside = sum(text[following.start].islower() for _, following in filled)
    beyond = sum(line.length for chunk in chunks for line in chunk if line.length > width + _SLACK)
    whole = sum(line.length for chunk in chunks for line in chunk)
    if len(filled) < _FEWEST or 2 * len(filled) < len(lengths) or 2 * ended >= len(filled) or 4 * inside < len(filled):
        return None
    return width if 4 * beyond <= whole else None


def _would_not_fit(text: str, line: _Line, following: _Line, width: int) -> bool:
    word = _WORD.match(text, following.start, following.end)
    return word is not None and line.length + 1 + len(word[0]) > width - _SLACK


def _ends_sentence(text: str, line: _Line) -> bool:
    return _SENTENCE_END.search(text[max(line.start, line.end - 6) : line.end]) is not None


def _goes_on(text: str, line: _Line, following: _Line, width: int | None, margin: int) -> bool:
    if _OPENER.match(text, following.start):
        return False
    if line.length >= _NARROWEST:
        if text[following.start].islower() and not _ends_sentence(text, line):
            return True
        if _OPEN_END.search(text[max(line.start, line.end - 10) : line.end]):
            return True
    if width is None or following.indent > margin or max(line.length, following.length) > width + _SLACK:
        return False
    return _would_not_fit(text, line, following, width)
