"""Which lines of a page are its article, and what each of them is.

The page extractor (trafilatura), or the text that the page states in its JSON-LD, tells where on the page the article
is; the lines there are then taken or left one by one, by what they stand in and how they read. No rule knows a
publisher.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dragoman.ingest.lines import ends_sentence, is_caption, is_furniture, opens_list, read_byline, read_credit
from dragoman.ingest.page_lines import Line, Node, Page, key

Kind = Literal["byline", "caption", "body", "furniture"]

# Words in the names of wrappers that hold something other than the article. A wrapper around much of the text is spared
# whatever its name ("paywall", "sidebar-grid__content"): see _SPARED.
_FURNITURE = frozenset(
    re.findall(
        r"[a-z]+",
        """ad ads adslot advert advertisement advertising advertorial bio biography bookmark breadcrumb breadcrumbs
        bulletpoints comment comments consent cookie cookies copyright disqus donate donation dfp facebook followus
        highlights infobox instagram keypoints keywords licensing login menu modal mpu nav navbar navigation
        newsletter newsletters outbrain player playlist podcast popular popup promo promoted promotion promotions
        pullquote readmore recirc recirculation recommendation recommendations recommended related relatedarticles
        relatedlinks share sharebar sharing sidebar signin signup skip social socials sponsor sponsored subscribe
        subscription taboola taglist tags takeaways teasers ticker tiktok toolbar topics trending tweet twitter
        widget widgets youtube""",
    )
)
_FURNITURE_PAIRS = tuple(
    frozenset(pair.split())
    for pair in (
        "about author",
        "also read",
        "author box",
        "author info",
        "bullet points",
        "key points",
        "pull quote",
        "read more",
        "read next",
        "sign in",
        "sign up",
    )
)
_LAYOUT = frozenset({"container", "grid", "header", "layout", "main", "with"})
_SPARED = 0.3  # share of the article's text that no wrapper of furniture holds
_CAPTION = frozenset({"caption", "captions", "figcaption", "credit", "credits", "imgcaption", "photocredit"})
_CREDIT_NAMES = frozenset({"copyright", "credit", "credits", "photographer", "photocredit", "source"})
_PICTURE_BOX = re.compile(r"\b(?:img|image|photo)[-_]?(?:box|caption|credit|desc)", re.IGNORECASE)
_STANDFIRST = frozenset(
    re.findall(
        r"[a-z]+",
        """deck dek excerpt intro kicker lede strapline standfirst subdeck subhead subheading subheadline subtitle
        summary tagline""",
    )
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_LETTER = re.compile(r"[^\W\d_]")
# What the desk adds under a report, where lines.is_furniture does not know it by its opening.
_DESK = re.compile(
    r"\W*this is a (?:breaking|developing) (?:news )?story\b|"
    r"[^\n]*\bcontributed (?:to )?(?:this|the) (?:report|story|article)\W*$",
    re.IGNORECASE,
)
# A line that offers the reader something: all three kinds of words in it.
_APPEALS = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"\b(?:sign(?:ing)? up|subscribe|join|get|receive|e-?mailed|delivered|straight to)\b",
        r"\b(?:inbox|newsletters?|news (?:alerts|emails)|privacy policy|terms of (?:use|service))\b",
        r"\b(?:you|your|our|my)\b",
    )
)
_LONGEST_APPEAL = 250  # characters

_FEWEST_WORDS = 25  # of an article; the shortest news in brief are of one sentence


@dataclass(frozen=True, slots=True)
class Piece:
    """A line of the article and what it is."""

    kind: Kind
    text: str
    number: int = -1  # of the line on the page; -1 where it comes from elsewhere
    credit: str | None = None  # whose picture it is
    heading: bool = False


def find_article(
    page: Page, *, extracted: str, stated: str | None, title: str | None, summary: str | None
) -> list[Piece]:
    """Choose the lines of a page that are its article, in order; an empty list where there is none.

    Takes what the page extractor yielded, the text that the page states (``articleBody`` of JSON-LD), its title, and
    the summary that it gives of itself.
    """
    seeds = _seeds(page, extracted, stated)
    pieces = _pieces(page, seeds, title, summary) if seeds else []
    told = sum(len(piece.text) for piece in pieces if piece.kind == "body")
    # Pages that are built in the browser hold their text in JSON-LD only; a few hold just its beginning as elements.
    if stated and told < 0.5 * len(stated):
        pieces = _paragraphs_of(stated, title)
    words = sum(len(piece.text.split()) for piece in pieces if piece.kind == "body")
    return pieces if words >= _FEWEST_WORDS else []


def is_list_of_stories(page: Page, pieces: list[Piece]) -> bool:
    """Tell a front page from an article: most of its paragraphs stand under a linked headline of their own."""
    body = [piece for piece in pieces if piece.kind == "body" and ends_sentence(piece.text) and piece.number > 0]
    under = [piece for piece in body if (above := page.lines[piece.number - 1]).linked > 0.8 and len(above.text) > 15]
    return len(under) >= 3 and len(under) >= 0.6 * len(body)


def _seeds(page: Page, extracted: str, stated: str | None) -> list[int]:
    """List the lines of prose that are surely the article's."""
    prose = [number for number, line in enumerate(page.lines) if _is_prose(page, line)]
    by_page = _found_in(page, prose, stated or "")
    by_extractor = _found_in(page, prose, extracted)
    # articleBody is the outlet's own word, but often only its beginning is given.
    seeds = by_page if _mass(page, by_page) >= 0.8 * _mass(page, by_extractor) else by_extractor
    seeds = seeds or prose
    # An article cut up by its advertisements: the extractor may find one part, and the others look the same.
    masses: Counter[tuple[str, str]] = Counter()
    for number in seeds:
        masses[_signature(page, number)] += len(page.lines[number].text)
    if not masses:
        return []
    (usual, mass) = masses.most_common(1)[0]
    if usual[1] and mass > 0.5 * _mass(page, seeds):
        seeds = sorted({*seeds, *(number for number in prose if _signature(page, number) == usual)})
    return seeds


def _found_in(page: Page, numbers: list[int], text: str) -> list[int]:
    """Choose the lines that a text holds, as lines of its own or, on pages of the usual length, within longer ones."""
    whole = key(text)
    own = {key(line) for line in text.split("\n")}
    search = bool(whole) and len(numbers) < 2_000
    keys = [key(page.lines[number].text) for number in numbers]
    return [number for number, words in zip(numbers, keys, strict=True) if words in own or (search and words in whole)]


def _mass(page: Page, numbers: Iterable[int]) -> int:
    return sum(len(page.lines[number].text) for number in numbers)


def _is_prose(page: Page, line: Line) -> bool:
    return (
        line.linked < 0.5
        and not is_furniture(line.text)
        and not _is_heading(page, line)
        and (len(line.text) >= 80 or (len(line.text) >= 40 and ends_sentence(line.text)))
    )


def _is_heading(page: Page, line: Line) -> bool:
    return page.in_tag(line, *_HEADINGS)


def _pieces(page: Page, seeds: list[int], title: str | None, summary: str | None) -> list[Piece]:
    weights = _weights(page, seeds)
    container = _container(page, weights)
    inside = _below(page, container)
    furniture = _furniture(page, weights, container)
    body_like = {_signature(page, number) for number in seeds if inside[page.lines[number].node]}
    numbers = [n for n, line in enumerate(page.lines) if inside[line.node]]
    first, last = numbers[0], numbers[-1]
    heading = _heading(page, title, last)
    if heading is not None and heading > seeds[0]:
        heading = None  # some pages set the headings within the article as h1
    start = first if heading is None else heading
    seeded = set(seeds)
    headlines = {key(title or ""), key(page.lines[heading].text) if heading is not None else ""}
    summary_key = key(summary or "")

    pieces: list[Piece] = []
    seen: set[str] = set()
    skipping = False  # under a heading such as "Related articles"
    begun = False
    for number in range(start, len(page.lines)):
        line = page.lines[number]
        words = key(line.text)
        if furniture[line.node] or not words or words in headlines:
            continue
        within = inside[line.node]
        caption = number <= last and (
            _in_caption(page, line, page.nodes[container]) or (within and line.linked < 0.5 and is_caption(line.text))
        )
        if caption:
            if words not in seen and line.linked < 0.8 and _LETTER.search(line.text) and not is_furniture(line.text):
                seen.add(words)
                pieces.append(Piece("caption", line.text, number, _credit(page, line)))
            continue
        if opens_list(line.text):
            skipping = True
            continue
        prose = _is_prose(page, line)
        usual = _signature(page, number) in body_like
        if skipping and not (prose and usual):
            continue
        skipping = False
        if not begun and not (within and (prose or (usual and ends_sentence(line.text)))):
            kind = _before_body(page, line, summary_key, seeded=number in seeded)
        elif not prose and len(seen) < 8 and read_byline(line.text):
            kind = "byline"  # under the standfirst
        elif within or (number in seeded and usual):
            kind = _kind(page, line, usual=usual)
            begun = begun or kind == "body"
        else:
            kind = None
        if kind and words not in seen:
            seen.add(words)
            pieces.append(Piece(kind, line.text, number, heading=_is_heading(page, line)))
    return _finish(page, pieces, body_like)


def _weights(page: Page, seeds: list[int]) -> list[int]:
    """Sum, for every element, the characters of the article that stand in it."""
    weights = [0] * len(page.nodes)
    for number in seeds:
        weights[page.lines[number].node] += len(page.lines[number].text)
    for at in range(len(page.nodes) - 1, 0, -1):  # a child has a higher number than its parent
        if page.nodes[at].parent >= 0:
            weights[page.nodes[at].parent] += weights[at]
    return weights


def _container(page: Page, weights: list[int]) -> int:
    """Find the innermost element that holds nearly all of the article."""
    best = 0
    for at, node in enumerate(page.nodes):
        # Elements come in document order, so a child is met after its parent.
        if weights[at] >= 0.85 * weights[0] and node.parent in (best, -1):
            best = at
    return best


def _below(page: Page, container: int) -> list[bool]:
    inside = [False] * len(page.nodes)
    for at, node in enumerate(page.nodes):
        inside[at] = at == container or (node.parent >= 0 and inside[node.parent])
    return inside


def _furniture(page: Page, weights: list[int], container: int) -> list[bool]:
    """Mark the elements that hold something other than the article, and all that is in them."""
    total = weights[0]
    by_label: Counter[str] = Counter()
    for node, weight in zip(page.nodes, weights, strict=True):
        by_label[node.label] += weight
    marked = [False] * len(page.nodes)
    for at, node in enumerate(page.nodes):
        own = False
        if weights[at] < _SPARED * total and at != container:
            named = by_label[node.label] < _SPARED * total and _names_furniture(node)
            own = named or node.hidden or node.tag in ("aside", "footer")
        marked[at] = own or (node.parent >= 0 and marked[node.parent])
    return marked


def _names_furniture(node: Node) -> bool:
    named = node.words & _FURNITURE
    # "header--with-sidebar" is no sidebar.
    if named == {"sidebar"} and not node.words.isdisjoint(_LAYOUT):
        return False
    return bool(named) or any(pair <= node.words for pair in _FURNITURE_PAIRS)


def _signature(page: Page, number: int) -> tuple[str, str]:
    """Describe what a line stands in: its own tag and the names of the element around it."""
    node = page.nodes[page.lines[number].node]
    above = page.nodes[node.parent].label if node.parent >= 0 else ""
    return (node.tag, above)


def _heading(page: Page, title: str | None, last: int) -> int | None:
    """Find the line of the headline: the last one before the end of the article that repeats the title, else an h1."""
    wanted = key(title or "")
    ones = [n for n, line in enumerate(page.lines[: last + 1]) if _is_heading(page, line)]
    same = [n for n in ones if wanted and key(page.lines[n].text) == wanted]
    if same:
        return same[0]
    tops = [n for n in ones if page.in_tag(page.lines[n], "h1") and len(page.lines[n].text.split()) > 3]
    return tops[0] if tops else None


def _in_caption(page: Page, line: Line, container: Node) -> bool:
    for depth, node in enumerate(page.wrappers(line, 7)):
        if node is container:
            return False
        if node.tag in ("figure", "figcaption", "caption") or not node.words.isdisjoint(_CAPTION):
            return True
        # A wrapper far up may be named "image" for other reasons.
        if depth < 2 and _PICTURE_BOX.search(node.label):
            return True
    return False


def _credit(page: Page, line: Line) -> str | None:
    """Read whose picture it is: said in the words, or the whole of a line that is set for it."""
    found = read_credit(line.text)
    if found or len(line.text.split()) > 6:
        return found
    named = any(not node.words.isdisjoint(_CREDIT_NAMES) for node in page.wrappers(line, 2))
    return line.text if named else read_credit(f"({line.text})")


def _before_body(page: Page, line: Line, summary_key: str, *, seeded: bool) -> Kind | None:
    """Judge a line between the headline and the first paragraph: a standfirst is of the body, the rest is not."""
    if read_byline(line.text):
        return "byline"
    if line.linked > 0.5 or not 40 <= len(line.text) <= 600 or is_furniture(line.text):
        return None
    if page.in_tag(line, "h1"):
        return None  # the headline in other words than the title's
    named = _is_heading(page, line) or any(not node.words.isdisjoint(_STANDFIRST) for node in page.wrappers(line, 3))
    return "body" if named or key(line.text) == summary_key or (seeded and ends_sentence(line.text)) else None


def _kind(page: Page, line: Line, *, usual: bool) -> Kind | None:
    """Judge a line in the midst of the article."""
    if is_furniture(line.text):
        # Credits and notes of the desk are sentences of their own; labels, links and advertisements are not kept.
        return "furniture" if usual and line.linked < 0.5 and len(line.text.split()) >= 4 else None
    if len(line.text) <= _LONGEST_APPEAL and all(words.search(line.text) for words in _APPEALS):
        return None
    return "body" if _belongs(page, line, usual=usual) else None


def _belongs(page: Page, line: Line, *, usual: bool) -> bool:
    """Tell whether a line is the article's; ``usual``: it stands in what the article's prose stands in."""
    if _is_heading(page, line):
        return line.linked < 0.5
    if line.linked > 0.7:
        # Some outlets link a whole sentence; a list of links holds headlines, which end without a full stop.
        return usual and line.text.rstrip("\"'”’)").endswith(".") and len(line.text.split()) >= 8
    if page.tag(line) in ("p", "li", "blockquote", "dd"):
        return True
    return _is_prose(page, line) or (ends_sentence(line.text) and len(line.text.split()) >= 4)


def _finish(page: Page, pieces: list[Piece], body_like: set[tuple[str, str]]) -> list[Piece]:
    """Leave out what is said twice, headings without text below, and mark what stands under the article."""
    keys = [key(piece.text) for piece in pieces]
    whole = "\n".join(words for piece, words in zip(pieces, keys, strict=True) if piece.kind == "body")
    kept = []
    for piece, words in zip(pieces, keys, strict=True):
        usual = _signature(page, piece.number) in body_like
        # A pulled quotation repeats words of the body, in a frame of its own or cut out of their sentence.
        framed = len(words) >= 25 and not usual
        cut = len(words) >= 15 and not ends_sentence(piece.text) and not _is_heading(page, page.lines[piece.number])
        if piece.kind == "body" and (framed or cut) and whole.count(words) > 1:
            continue
        kept.append(piece)
    return _mark_end(page, kept)


def _mark_end(page: Page, pieces: list[Piece]) -> list[Piece]:
    """From the end upwards: notes in italics (authors' lives, the wire's credits) are furniture, idle headings go."""
    marked = list(pieces)
    for at in range(len(marked) - 1, -1, -1):
        piece = marked[at]
        if piece.kind != "body":
            continue
        line = page.lines[piece.number]
        if _is_heading(page, line):
            del marked[at]
        elif line.slanted > 0.85 or _DESK.match(piece.text):
            marked[at] = Piece("furniture", piece.text, piece.number)
        else:
            break
    return marked


def _paragraphs_of(text: str, title: str | None) -> list[Piece]:
    """Cut a text that is all there is at its lines."""
    pieces = []
    for words in filter(key, text.split("\n")):
        if key(words) != key(title or ""):
            pieces.append(Piece("furniture" if is_furniture(words) else "body", words.strip()))
    return pieces


def joined_captions(page: Page, pieces: list[Piece]) -> list[Piece]:
    """Join the lines of one figure: what the picture shows, and whose it is."""
    joined: list[Piece] = []
    for piece, following in itertools.zip_longest(pieces, pieces[1:]):
        del following
        before = joined[-1] if joined else None
        if piece.kind == "caption" and before and before.kind == "caption" and _same_figure(page, before, piece):
            credit = before.credit or piece.credit
            joined[-1] = Piece("caption", f"{before.text} {piece.text}", piece.number, credit)
        else:
            joined.append(piece)
    return joined


def _same_figure(page: Page, one: Piece, other: Piece) -> bool:
    return _figure(page, one.number) == _figure(page, other.number)


def _figure(page: Page, number: int) -> int:
    """Find the outermost element that is of this picture only: a figure, or the wrapper named after a caption."""
    at = page.lines[number].node
    found = at
    for _ in range(6):
        if at < 0:
            break
        node = page.nodes[at]
        if node.tag == "figure":
            return at
        if node.tag == "figcaption" or not node.words.isdisjoint(_CAPTION):
            found = node.parent
        at = node.parent
    return found
