"""The tree of a page as lines of text: what each line stands in, how much of it is linked, what its wrapper is called.

One walk over the parsed tree; everything that reads a page reads these lines and not the tree.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from dragoman.errors import TooLarge

MAX_DEPTH = 256  # elements deeper than this are read as part of their ancestor at this depth
MAX_NODES = 200_000  # the longest live blogs seen have some 30,000 elements
MAX_LINES = 15_000
MAX_CHARACTERS = 4_000_000  # of text, all that stands around the article within

_BLOCKS = frozenset(
    re.findall(
        r"\S+",
        """address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure
        footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section summary table tbody td tfoot th thead
        tr ul""",
    )
)
_SKIPPED = frozenset(
    re.findall(
        r"\S+",
        """amp-ad amp-analytics amp-consent amp-embed amp-lightbox amp-list amp-sidebar amp-social-share
        amp-user-notification audio button canvas dialog embed head iframe input map math nav noscript object option
        script select style svg template textarea video""",
    )
)
_NAMED_BY = ("class", "id", "role", "data-testid", "data-component", "itemprop")
# Inline elements whose names say that they are lines of their own.
_OWN_LINE = frozenset({"caption", "credit", "byline", "timestamp", "copyright"})
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAME = re.compile(r"[a-z]+")
_LONGEST_NAME = 400  # characters of an attribute that are read
_SPACE = re.compile(r"[ \t\r\n\f\v\u2028\u2029]+")
_PARTED = re.compile(r"\n[\s\xa0]*\n")
_BREAK_AFTER_SENTENCE = re.compile(r"(?<=[.!?”\"])[ \xa0]*\n")
# Soft hyphens, zero-width marks and the byte order mark: hints to the layout, no part of the words.
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
# Words for screen readers only, which the page does not show.
_SPOKEN = ({"visually", "hidden"}, {"visuallyhidden"}, {"sr", "only"}, {"screen", "reader"}, {"screenreader"})
_NEW_TAB = re.compile(r",?\s?\(?\b[Oo]pens (?:in )?(?:a )?new (?:tab|window)\b\)?")


@dataclass(frozen=True, slots=True)
class Node:
    """An element of the page: its tag, the number of its parent (-1 at the root) and the words of its names."""

    tag: str
    parent: int
    label: str  # class, id, role and the like as they stand
    words: frozenset[str]
    hidden: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A stretch of text that stands by itself on the page."""

    text: str
    node: int  # the innermost block-level element around it
    linked: float  # share of the characters inside links
    slanted: float  # share inside em or i
    stamp: str | None  # the datetime attribute of a <time> in it


@dataclass(slots=True)
class Page:
    """All lines of a page in order, with the elements they stand in."""

    nodes: list[Node] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    depth: int = 0  # of the deepest element

    def tag(self, line: Line) -> str:
        """Name the element around a line: ``p``, ``h2``, ``td``."""
        return self.nodes[line.node].tag

    def wrappers(self, line: Line, count: int) -> list[Node]:
        """List the elements around a line, innermost first, ``count`` at most."""
        found: list[Node] = []
        at = line.node
        while at >= 0 and len(found) < count:
            found.append(self.nodes[at])
            at = self.nodes[at].parent
        return found

    def in_tag(self, line: Line, *tags: str) -> bool:
        """Tell whether a line stands in one of these elements, directly or within a wrapper or two."""
        return any(node.tag in tags for node in self.wrappers(line, 3))


@dataclass(slots=True)
class _Pending:
    """The text of the line that is being read."""

    parts: list[str] = field(default_factory=list)
    linked: int = 0
    slanted: int = 0
    stamp: str | None = None


def key(text: str) -> str:
    """Reduce a text to its letters and digits, to compare two settings of the same words.

    >>> key("Iran’s  “deal”") == key("Iran's 'deal'")
    True
    """
    return re.sub(r"[\W_]+", "", text).lower()


def squeeze(text: str) -> str:
    r"""Set a text as a browser would: one space for any run of white space, none at its ends.

    >>> squeeze("  The talks\n   resumed ")
    'The talks resumed'
    """
    return _SPACE.sub(" ", _INVISIBLE.sub("", text)).strip(" \xa0")


def read_lines(root: Any) -> Page:
    """Walk the tree of a page (of lxml) and list its lines; raises TooLarge.

    Scripts, forms' fields, menus and embedded players are passed over.
    """
    from lxml import etree

    page = Page()
    names: dict[str, frozenset[str]] = {}
    pending = _Pending()
    stack: list[int] = []  # the block-level elements that are open
    opened: list[bool] = []  # for each open element: whether it is one of them
    muted: list[int] = []  # depths of the open elements that were passed over for their names
    links = slants = times = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    count = length = 0

    def flush() -> None:
        nonlocal pending
        if pending.parts and stack:
            page.lines.extend(_lines(pending, stack[-1]))
            if len(page.lines) > MAX_LINES:
                raise _too_large(f"more than {MAX_LINES:,} lines of text")
        pending = _Pending()

    def add(text: str | None) -> None:
        nonlocal length
        if text:
            length += len(text)
            if length > MAX_CHARACTERS:
                raise _too_large(f"more than {MAX_CHARACTERS:,} characters of text")
            pending.parts.append(text)
            pending.linked += len(text) if links else 0
            pending.slanted += len(text) if slants else 0

    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            count += 1
            if count > MAX_NODES:
                raise _too_large(f"more than {MAX_NODES:,} elements")
            if not tag or tag in _SKIPPED:
                walk.skip_subtree()
                opened.append(False)
                continue
            label = " ".join(filter(None, (element.get(name, "")[:_LONGEST_NAME] for name in _NAMED_BY)))
            words = names.get(label)
            if words is None:
                words = names[label] = frozenset(_NAME.findall(_CAMEL.sub(" ", label).lower()))
            if any(pair <= words for pair in _SPOKEN):
                walk.skip_subtree()
                opened.append(False)
                muted.append(len(opened))
                continue
            block = (tag in _BLOCKS or not words.isdisjoint(_OWN_LINE)) and len(stack) < MAX_DEPTH
            opened.append(block)
            page.depth = max(page.depth, len(opened))
            if block:
                flush()
                page.nodes.append(Node(tag, stack[-1] if stack else -1, label, words, _hidden(element, words)))
                stack.append(len(page.nodes) - 1)
            if tag == "a":
                links += 1
            elif tag in ("em", "i"):
                slants += 1
            elif tag == "br":
                pending.parts.append("\u2028")
            elif tag == "time":
                times += 1
                pending.stamp = (element.get("datetime") or "")[:40] or None
            add(element.text)
        else:
            if opened.pop():
                flush()
                stack.pop()
            if muted and muted[-1] == len(opened) + 1:
                muted.pop()
            elif tag not in _SKIPPED:
                if tag == "a":
                    links -= 1
                elif tag in ("em", "i"):
                    slants -= 1
                elif tag == "time":
                    times -= 1
            if times or tag == "time":  # the day and the hour are often set as two elements with nothing between
                pending.parts.append(" ")
            add(element.tail)
    return page


def _lines(pending: _Pending, node: int) -> list[Line]:
    """Cut what one element holds at its blank lines, and at a break after the end of a sentence."""
    raw = "".join(pending.parts)
    if not raw.strip():
        return []
    total = max(1, len(raw))
    # White space of the source means nothing; a <br> (U+2028 here) does.
    raw = re.sub(r"[ \t\r\n\f\v]+", " ", raw).replace("\u2028", "\n")
    found = []
    for part in _PARTED.split(raw):
        for piece in _BREAK_AFTER_SENTENCE.split(part):
            text = squeeze(_NEW_TAB.sub("", piece) if pending.linked else piece)
            if text:
                found.append(Line(text, node, pending.linked / total, pending.slanted / total, pending.stamp))
    return found


def _hidden(element: Any, words: frozenset[str]) -> bool:
    style = (element.get("style") or "")[:200].replace(" ", "").lower()
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or "display:none" in style
        or "tabpanel" in words
    )


def _too_large(what: str) -> TooLarge:
    return TooLarge(
        f"Expected the page of one article, came one with {what}. Pass the page of a single article, or cut it down."
    )
