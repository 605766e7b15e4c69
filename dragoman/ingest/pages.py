"""HTML pages to articles: the words of the article, what each stretch of them is, and what the page tells about it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dragoman.errors import EmptyInput, NoArticle, TooLarge
from dragoman.ingest.datelines import Prefix, nearest_day, read_dateline
from dragoman.ingest.language_id import language_of
from dragoman.ingest.lines import sign_off
from dragoman.ingest.page_body import Piece, find_article, is_list_of_stories, joined_captions
from dragoman.ingest.page_facts import (
    body_of,
    host_names,
    page_url,
    read_byline,
    read_claims,
    read_published,
    read_section,
    read_title,
    says_article,
    site_names,
    summary_of,
)
from dragoman.ingest.page_lines import Page, key, read_lines
from dragoman.ingest.published import published_day
from dragoman.ingest.text import LONGEST, article_id, outlet_named
from dragoman.model import Article, Block, BlockKind, Caption, Dateline, Outlet, PublishedFrom, Span

if TYPE_CHECKING:
    from dragoman.knowledge.outlets import Outlets

MAX_CHARACTERS = 12_000_000  # the heaviest real pages, their scripts within, come to some 3 million

# What an HTML parser may not be handed: NUL, other controls, and halves of surrogate pairs.
_UNREADABLE = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ud800-\udfff]")
_DEEPEST = 400  # nested elements up to which the page extractor is quick; real pages have about 50
_LONGEST_ATTRIBUTE = 2_000  # characters; longer ones hold data, and the page extractor's patterns are slow on them
_GATE_TITLE = re.compile(
    r"(?:log ?in|sign ?in|log ?on|register|create (?:an |your )?account|subscribe|access denied|forbidden|"
    r"just a moment|attention required|(?:error )?40[0-9]\b|page not found|not found|are you (?:a robot|human)|"
    r"please wait|checking your browser|verify)\b",
    re.IGNORECASE,
)
_GATE = re.compile(
    r"\b(?:forgot(?:ten)? (?:your )?password|verify(?:ing)? (?:that )?you are (?:a )?human|enable javascript|"
    r"javascript is (?:disabled|required)|(?:you don[’']t|do not) have permission to access|unusual traffic from|"
    r"the page you (?:are|were) looking for|checking your browser)\b",
    re.IGNORECASE,
)
_ADVICE = "Pass the address or the file of a single article, or its text as .txt."


@dataclass(slots=True)
class _Draft:
    """The text that is being put together, with its blocks."""

    parts: list[str] = field(default_factory=list)
    spans: list[tuple[BlockKind, int, int]] = field(default_factory=list)
    length: int = 0

    def add(self, kind: BlockKind, words: str, *, joined: bool = False) -> Span:
        """Append a block after a blank line, or right behind the last one; give its span."""
        if self.parts and not joined:
            words = "\n\n" + words
        start = self.length + (2 if self.parts and not joined else 0)
        self.parts.append(words)
        self.length += len(words)
        self.spans.append((kind, start, self.length))
        return start, self.length

    def blocks(self) -> tuple[Block, ...]:
        """Give the blocks; each reaches to the start of the next, so that they partition the text."""
        ends = [*(start for _, start, _ in self.spans[1:]), self.length]
        return tuple(Block(kind, (start, end)) for (kind, start, _), end in zip(self.spans, ends, strict=True))


def article_from_html(
    html: str,
    *,
    url: str | None = None,
    published: str | None = None,
    source: str | None = None,
    path: str | None = None,
    given_id: str | None = None,
    outlets: Outlets | None = None,
) -> Article:
    """Read the article on a page: title, paragraphs, captions, and what the page tells about it.

    ``url``, ``published`` and ``source`` (the outlet's name) fill in what the page does not tell; an address that is
    passed goes before the page's own. White space is set as a browser sets it; characters are otherwise unchanged.
    Raises NoArticle, EmptyInput, TooLarge, and BadDate for a ``published`` that is no date.

    >>> words = "The delegations of both countries met in Geneva on Thursday and agreed to resume their talks in May."
    >>> html = f"<title>Talks resume | A Daily</title><h1>Talks resume</h1><p>GENEVA (AP) — {words}</p><p>{words}</p>"
    >>> article = article_from_html(html)
    >>> article.title, [block.kind for block in article.blocks]
    ('Talks resume', ['title', 'dateline', 'body', 'body'])
    """
    where = path or url or "this page"
    given = published_day(published) if published else None
    root = _parse(html, where)
    page = read_lines(root)
    claims = read_claims(root, url)
    address = url or page_url(claims)
    names = site_names(claims)
    sites = [*names, *host_names(address)]
    title = read_title(page, claims, sites)
    stated = body_of(claims)
    pieces = find_article(
        page, extracted=_extracted(root, page), stated=stated, title=title, summary=summary_of(claims)
    )
    if not pieces or _is_gate(title, pieces):
        raise NoArticle(
            f"Expected a page with an article, came one without its text in {where}: a list of links, a login page, "
            f"or an article that is loaded later by a script. {_ADVICE}"
        )
    if not says_article(claims, title) and is_list_of_stories(page, pieces):
        raise NoArticle(f"Expected a page with one article, came a list of stories in {where}. {_ADVICE}")
    site_keys = {key(site) for site in sites}
    near = _about_headline(page, pieces, title)
    day, basis = read_published(page, claims, url=address, near=near)
    if day is None and given:
        day, basis = given, "given"
    return _assemble(
        joined_captions(page, pieces),
        title=title,
        day=day,
        basis=basis,
        byline=read_byline(page, claims, near=near, site_keys=site_keys),
        section=read_section(page, claims, title=title, site_keys=site_keys),
        outlet=_outlet(address, names, source, outlets),
        url=address,
        path=path,
        given_id=given_id,
        where=where,
    )


def _parse(html: str, where: str) -> Any:
    """Parse a page whatever its state; raises EmptyInput, NoArticle and TooLarge."""
    import lxml.html

    if len(html) > MAX_CHARACTERS:
        raise TooLarge(
            f"Expected a page of at most {MAX_CHARACTERS:,} characters, came {len(html):,} in {where}. {_ADVICE}"
        )
    text = _UNREADABLE.sub(" ", html)
    if not text.strip():
        raise EmptyInput(f"Expected a page, came nothing but white space in {where}. {_ADVICE}")
    # huge_tree: the parser stops at a depth of 2048 elements, not at 256, where unclosed tags of old pages may lead.
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        return lxml.html.document_fromstring(text.encode("utf-8"), parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError) as error:
        raise NoArticle(
            f"Expected an HTML page, came nothing that can be read as one in {where} ({error}). {_ADVICE}"
        ) from error


def _extracted(root: Any, page: Page) -> str:
    """Give what the page extractor takes for the article's text; it may change the tree."""
    import trafilatura

    if page.depth > _DEEPEST:
        return ""
    for element in root.iter():
        for name, value in element.attrib.items():
            if len(value) > _LONGEST_ATTRIBUTE:
                del element.attrib[name]
    try:
        return trafilatura.extract(root, include_comments=False) or ""
    except Exception:  # a page that breaks the extractor: its prose and JSON-LD still tell where the article is
        return ""


def _is_gate(title: str | None, pieces: list[Piece]) -> bool:
    """Tell a login page, an error or a check for robots from an article: few words, and these among them."""
    body = " ".join(piece.text for piece in pieces if piece.kind == "body")
    return len(body.split()) < 150 and bool(_GATE_TITLE.match(title or "") or _GATE.search(body))


def _about_headline(page: Page, pieces: list[Piece], title: str | None) -> range:
    """Give the lines from a little above the headline to the first paragraph, where bylines and dates stand."""
    body = [piece.number for piece in pieces if piece.kind == "body" and piece.number >= 0]
    first = body[0] if body else min(len(page.lines), 40)
    wanted = key(title or "")
    heads = [n for n in range(first) if wanted and key(page.lines[n].text) == wanted]
    heads = heads or [n for n in range(first) if page.in_tag(page.lines[n], "h1")] or [first]
    # The first paragraph may be a standfirst, with the byline below.
    return range(max(0, heads[-1] - 6), min(len(page.lines), first + 4))


def _outlet(address: str | None, names: list[str], source: str | None, outlets: Outlets | None) -> Outlet | None:
    """Find the outlet by its address, else by the names that the page gives; an unknown one keeps its name."""
    if outlets is not None:
        found = outlets.by_url(address) if address else None
        for name in names if found is None else ():
            found = found or outlets.by_name(name)
        if found:
            return found
    if names:
        return Outlet(None, names[0], None)
    if source and source.strip():
        return outlet_named(source, outlets)
    host = re.match(r"(?:https?:)?//(?:www\.)?([\w.-]+)", address or "")
    return Outlet(None, host[1].lower(), None) if host else None


def _assemble(
    pieces: list[Piece],
    *,
    title: str | None,
    day: str | None,
    basis: PublishedFrom,
    byline: str | None,
    section: tuple[str, ...],
    outlet: Outlet | None,
    url: str | None,
    path: str | None,
    given_id: str | None,
    where: str,
) -> Article:
    """Put the pieces together: title, then the rest with blank lines between."""
    draft = _Draft()
    if title:
        draft.add("title", title)
    captions: list[Caption] = []
    prefix: Prefix | None = None
    bodies = 0
    for piece in pieces:
        if piece.kind != "body":
            span = draft.add(piece.kind, piece.text)
            if piece.kind == "caption":
                captions.append(Caption(piece.text, span, piece.credit))
            continue
        words = piece.text
        cut = sign_off(words) or len(words)
        # A standfirst or two stand before the paragraph with the dateline.
        found = read_dateline(words[:cut]) if prefix is None and bodies < 3 and not piece.heading else None
        bodies += 1
        if found:
            prefix = found
            draft.add("dateline", words[: found.end])
            draft.add("body", words[found.end : cut], joined=True)
        else:
            draft.add("body", words[:cut])
        if cut < len(words):
            draft.add("furniture", words[cut:], joined=True)
    text = "".join(draft.parts)
    if len(text) > LONGEST:
        raise TooLarge(
            f"Expected an article of at most {LONGEST:,} characters, came {len(text):,} in {where}. {_ADVICE}"
        )
    blocks = draft.blocks()
    dateline = _dateline(prefix, day)
    if day is None and dateline and dateline.date:
        day, basis = dateline.date, "text"
    body = "\n".join(text[slice(*block.span)] for block in blocks if block.kind == "body")
    return Article(
        id=article_id(text, url, outlet, day),
        given_id=given_id,
        path=path,
        url=url,
        text=text,
        language=language_of(body),
        blocks=blocks,
        title=title,
        section=section,
        byline=byline,
        published=day,
        published_from=basis,
        dateline=dateline,
        captions=tuple(captions),
        outlet=outlet,
    )


def _dateline(prefix: Prefix | None, day: str | None) -> Dateline | None:
    if prefix is None:
        return None
    date = prefix.day or (nearest_day(prefix.month_day, day) if prefix.month_day and day else None)
    return Dateline(prefix.place, date, prefix.agency)
