"""Plain text → Article: what each paragraph is, who published it and when.

The body is found first: it begins with the first paragraph of running sentences. What stands before it is the head
(section, title, byline, date), what stands behind its last sentence the foot. Only the body is coded later: a sentence
stays body unless its own looks say otherwise.
"""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.errors import BinaryInput, EmptyInput, TooLarge
from dragoman.ingest import lines
from dragoman.ingest.datelines import Prefix, is_city, nearest_day, read_dateline
from dragoman.ingest.language_id import language_of
from dragoman.ingest.paragraphs import paragraphs
from dragoman.ingest.published import day_in_url, full_dates, published_day
from dragoman.model import Article, Block, BlockKind, Caption, Dateline, Outlet, PublishedFrom, Span, content_id

if TYPE_CHECKING:
    from dragoman.knowledge.outlets import Outlets

LONGEST = 2_000_000  # characters of one article: a long novel; more is a dump of something
_ARCHIVE_GAP = 31  # days between a caption's date and the file's beyond which the picture is an old one
_SURROGATE = re.compile("[\ud800-\udfff]")
_BLANK = "\ufeff\u200b\u2060"


def article_from_text(
    text: str,
    *,
    title: str | None = None,
    url: str | None = None,
    published: object = None,
    source: str | None = None,
    path: str | None = None,
    given_id: str | None = None,
    file_date: str | None = None,
    outlets: Outlets | None = None,
) -> Article:
    """Make an article of plain text; its characters stay as they are, and its blocks partition them.

    ``published`` wins over any date in the text; ``file_date`` (ISO, from the file's name) is taken where the text has
    none. Without ``outlets`` no outlet is looked up and ``source`` is kept as it was written. A body paragraph is one
    block. Raises EmptyInput, BinaryInput, TooLarge and BadDate.

    >>> article = article_from_text("Talks resume\\n\\nMOSCOW, Jan 20, 2022 (TASS) - Iran and Russia met.")
    >>> article.title, article.published, [block.kind for block in article.blocks]
    ('Talks resume', '2022-01-20', ['title', 'dateline', 'body'])
    """
    given = published_day(published) if published is not None else None
    text = readable(text)
    draft = _Draft([text[start:end] for start, end in paragraphs(text)], title, outlets)
    draft.sort_out()
    pieces = _pieces(text, draft)
    blocks = _partition(text, pieces)
    captions = _captions(text, pieces)
    dated, dated_from = _published(draft, captions, url, file_date)
    published, published_from = (given, _GIVEN) if given else (dated, dated_from)
    outlet = _outlet(draft, source, url, outlets)
    body = "\n".join(text[start:end] for kind, (start, end) in pieces if kind == "body")
    return Article(
        id=article_id(text, url, outlet, published),
        given_id=given_id,
        path=path,
        url=url,
        text=text,
        language=language_of(body or text),
        blocks=blocks,
        title=title or draft.title,
        section=draft.section,
        byline=draft.byline.names if draft.byline else None,
        published=published,
        published_from=published_from,
        dateline=_dateline(draft, published),
        captions=captions,
        outlet=outlet,
    )


def readable(text: str) -> str:
    """Check that a text can be an article: raises EmptyInput, BinaryInput or TooLarge.

    Lone surrogates, which no file can hold, become U+FFFD; every offset stays.
    """
    if len(text) > LONGEST:
        raise TooLarge(
            f"expected an article of at most {LONGEST:,} characters, came {len(text):,}. Split the file into articles: "
            "one file, or one line of JSON Lines, for each."
        )
    if not text.strip().strip(_BLANK).strip():
        raise EmptyInput("expected the text of an article, came nothing but white space. Leave it out.")
    if "\x00" in text:
        raise BinaryInput(
            "expected text, came NUL characters: this is not a text. Save the article as plain text or HTML."
        )
    return _SURROGATE.sub("\ufffd", text)


def article_id(text: str, url: str | None, outlet: Outlet | None, published: str | None) -> str:
    """Give an article its id: the same text, address, outlet and date have the same one."""
    return content_id(text, url, (outlet.id or outlet.name) if outlet else None, published)


def outlet_named(source: str, outlets: Outlets | None) -> Outlet:
    """Find the outlet that a source names, by name or by domain; an unknown source keeps its own words."""
    words = source.strip()
    found = None
    if outlets is not None:
        found = outlets.by_name(words)
        if found is None and "." in words and " " not in words:
            found = outlets.by_url(words if "//" in words else f"https://{words}")
    return found or Outlet(None, words, None)


# ---------------------------------------------------------------- what each paragraph is

_FIELD = re.compile(
    r"(title|headline|source|publication|newspaper|publisher|outlet|section|category|rubric|dateline|body|text|"
    r"full text|content|article)\s*:\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)
_DOMAIN_LINE = re.compile(r"(?:https?://)?(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,12}/?", re.IGNORECASE)
_ITEM = re.compile(r"[-•*●▪–—]\s|\d{1,2}[.)]\s")  # of a list
_KICKER_WORDS = 3
_HEADLINE_WORDS = 4


@dataclass(slots=True)
class _Draft:
    """The paragraphs of a text with what each is taken for, and what they tell of the article."""

    paragraphs: list[str]
    given_title: str | None
    outlets: Outlets | None
    kinds: list[str] = field(default_factory=list)  # a BlockKind, or "prose" and "line" while undecided
    title: str | None = None
    section: tuple[str, ...] = ()
    byline: lines.Byline | None = None
    masthead: str | None = None  # the outlet as a line of its own, or a field of the head, names it
    days: list[str] = field(default_factory=list)  # of the lines that are a date of publication
    prefix: Prefix | None = None
    prefix_at: int = -1  # the paragraph that begins with it

    def sort_out(self) -> None:
        """Decide what each paragraph is."""
        if len(self.paragraphs) == 1:
            # A sentence or a headline by itself: nothing else could be the article.
            self.kinds = ["body"]
        else:
            self.kinds = [self._own_looks(line) for line in self.paragraphs]
            self._settle_captions()
            self._settle_question_title()
            begin = next((i for i, kind in enumerate(self.kinds) if kind == "prose"), None)
            if begin is None:
                self._settle_without_prose()
            else:
                self._settle_head(begin)
                self._settle_lists(begin)
                self._settle_foot(begin)
        self.kinds = ["body" if kind in ("prose", "line") else kind for kind in self.kinds]
        if "body" not in self.kinds and "title" in self.kinds:
            self.kinds[self.kinds.index("title")] = "body"
            self.title = None
        self._read_head()
        self._read_prefix()

    def _own_looks(self, line: str) -> str:
        if self.given_title and _same(line, self.given_title):
            return "title"
        if len(line) > 600:
            return "prose"
        if lines.is_date_line(line):
            return "dateline"
        if lines.is_caption(line):
            return "caption"
        if lines.is_furniture(line):
            return "furniture"
        if lines.read_byline(line):
            return "byline"
        if lines.crumbs(line):
            return "section"
        if read_dateline(lines.without_clock(line), lone=True):
            return "dateline"
        return "prose" if lines.is_prose(line) else "line"

    def _settle_captions(self) -> None:
        """ "A view of the old city." beside a line that only credits the picture is what the picture shows."""
        bare = [
            i for i, kind in enumerate(self.kinds) if kind == "caption" and lines.is_bare_credit(self.paragraphs[i])
        ]
        for i in bare:
            for beside in (i - 1, i + 1):
                if 0 <= beside < len(self.kinds) and self.kinds[beside] == "prose":
                    line = self.paragraphs[beside]
                    if len(line) <= 300 and not lines.is_finite(line):
                        self.kinds[beside] = "caption"

    def _settle_question_title(self) -> None:
        """ "Will Iran return to the deal?" above the text is a title though it ends as a sentence."""
        for i, kind in enumerate(self.kinds):
            if kind in ("line", "title"):
                return
            if kind == "prose":
                line = self.paragraphs[i]
                if line[-1] in "?!" and len(line.split()) <= 20 and not re.search(r"[.!?]\s", line):
                    rest = self.kinds[i + 1 :]
                    self.kinds[i] = "title" if "prose" in rest else kind
                return

    def _settle_without_prose(self) -> None:
        """Headlines, one a line: the first is the title where others follow, and what is no label is body."""
        numbers = [i for i, kind in enumerate(self.kinds) if kind == "line"]
        if "title" not in self.kinds and len(numbers) > 1 and numbers[0] <= 3:
            self.kinds[numbers[0]] = "title"
            if lines.is_name(self.paragraphs[numbers[1]]) and len(numbers) > 2:
                self.kinds[numbers[1]] = "byline"

    def _settle_head(self, begin: int) -> None:
        head = [i for i in range(begin) if self.kinds[i] == "line"]
        for i in head:
            line = self.paragraphs[i]
            match = _FIELD.fullmatch(line)
            if match:
                self.kinds[i] = self._read_field(match[1].lower(), match[2].strip())
            elif lines.is_press_label(line):
                self.kinds[i] = "section"
            elif _DOMAIN_LINE.fullmatch(line) or (self.outlets is not None and self.outlets.by_name(line)):
                self.masthead = self.masthead or line
                self.kinds[i] = "furniture"
        head = [i for i in head if self.kinds[i] == "line"]
        titles = [i for i in range(begin) if self.kinds[i] == "title"]
        if titles:
            title = titles[0]
        elif head:
            long_enough = [i for i in head if len(self.paragraphs[i].split()) >= _HEADLINE_WORDS]
            # "Ministry of Foreign Affairs of …" stands above the title, where there is one.
            below = [i for i in long_enough if not lines.is_letterhead(self.paragraphs[i])]
            title = next(iter(below or long_enough), head[0])
            self.kinds[title] = "title"
        else:
            return
        before = [i for i in head if i < title]
        for i in before:
            short = len(self.paragraphs[i].split()) <= _KICKER_WORDS
            # One or two words above the headline name the subject; a row of them is the site's menu.
            other = "furniture" if lines.is_letterhead(self.paragraphs[i]) else "title"
            self.kinds[i] = ("section" if len(before) <= 2 else "furniture") if short else other
        for i in head:
            if i > title:
                self.kinds[i] = self._behind_title(self.paragraphs[i])

    def _read_field(self, name: str, value: str) -> str:
        """File a line of the form "Source: Press TV" at the head of the text."""
        if name in ("title", "headline"):
            self.title = self.title or value or None
            return "title"
        if name in ("source", "publication", "newspaper", "publisher", "outlet"):
            self.masthead = self.masthead or value or None
            return "furniture"
        if name in ("section", "category", "rubric"):
            self.section = self.section or lines.crumbs(value) or ((value,) if value else ())
            return "section"
        if name == "dateline":
            return "dateline"
        return "furniture" if not value else "line"

    def _behind_title(self, line: str) -> str:
        if is_city(line):
            return "dateline"
        if lines.read_byline(line, labelled=False) or lines.is_name(lines.without_date(line)):
            return "byline"
        if lines.stands_by_date(line):
            return "dateline"
        if lines.is_newsroom(line):
            return "byline"
        if _ITEM.match(line):
            return "body"
        # A second headline. It says in few words what the body says in full.
        return "title" if len(line.split()) >= _HEADLINE_WORDS else "furniture"

    def _settle_lists(self, begin: int) -> None:
        """Take the headlines under "Related stories" out of the body."""
        in_list = False
        for i, kind in enumerate(self.kinds):
            if kind == "furniture":
                in_list = lines.opens_list(self.paragraphs[i]) or (in_list and i > begin)
            elif in_list and (kind == "line" or (kind in ("section", "dateline") and i > begin)):
                self.kinds[i] = "furniture"
            else:
                in_list = False

    def _teasers(self) -> int:
        """Find the paragraph behind which every sentence stands under a headline of its own, twice at least."""
        following, pairs = "", 0
        single = len(self.kinds)
        for i in reversed(range(len(self.kinds))):
            kind = self.kinds[i]
            if kind not in ("line", "prose"):
                continue
            if following == "prose":
                if kind == "prose":
                    return single if pairs >= 2 else len(self.kinds)
                pairs += 1
                single = i - 1
            following = kind
        return single if pairs >= 2 else len(self.kinds)

    def _settle_foot(self, begin: int) -> None:
        words = [
            len(line.split()) if kind == "prose" else 0 for line, kind in zip(self.paragraphs, self.kinds, strict=True)
        ]
        before, after = 0, sum(words)
        teasers_from = self._teasers()
        for i, count in enumerate(words):
            before, after = before + count, after - count
            if self.kinds[i] != "furniture" or i < begin or 2 * after > before:
                continue
            line = self.paragraphs[i]
            if lines.closes_article(line) or (i >= teasers_from and lines.opens_list(line)):
                self.kinds[i + 1 :] = ["furniture"] * len(self.kinds[i + 1 :])
                break
        last = max(i for i, kind in enumerate(self.kinds) if kind == "prose")
        for i in range(begin + 1, len(self.kinds)):
            line = self.paragraphs[i]
            # "Analysis" between two paragraphs is a heading or a link of the page.
            if self.kinds[i] == "section" or (self.kinds[i] == "line" and i > last and self._is_foot(line)):
                self.kinds[i] = "furniture"
            elif self.kinds[i] == "line" and i == begin + 1 and i < last and self._is_late_byline(i):
                self.kinds[i] = "byline"

    def _is_late_byline(self, i: int) -> bool:
        """ "Jane Doe in Tehran" under a standfirst, which is prose itself."""
        line = self.paragraphs[i]
        byline = lines.read_byline(line, labelled=False)
        return byline is not None or (lines.is_name(line) and self.kinds[i + 1 : i + 2] == ["dateline"])

    def _is_foot(self, line: str) -> bool:
        """A line behind the last sentence: a list's last item may be body, a label or a link is not."""
        if _ITEM.match(line) or line[0] in "\"“‘'«":
            return False
        return len(line.split()) <= 20 and not re.search(r"\b(?:said|was|were|is|are|has|have|had|will)\b", line)

    def _read_head(self) -> None:
        """Take title, section, byline and dates from the paragraphs that hold them."""
        for line, kind in zip(self.paragraphs, self.kinds, strict=True):
            if kind == "title" and self.title is None:
                self.title = _one_line(line)
            elif kind == "section" and not self.section:
                match = _FIELD.fullmatch(line)
                self.section = tuple(_one_line(part) for part in lines.crumbs(match[2] if match else line))
            elif kind == "byline" and self.byline is None:
                name = lines.without_date(line)
                self.byline = lines.read_byline(name, labelled=False) or lines.Byline(_one_line(name), None, "")
        if not self.section:
            kickers = [line for line, kind in zip(self.paragraphs, self.kinds, strict=True) if kind == "section"]
            self.section = tuple(_one_line(line) for line in kickers[:1])
        self._read_days()

    def _read_days(self) -> None:
        body = [i for i, kind in enumerate(self.kinds) if kind == "body"]
        begin, last = (body[0], body[-1]) if body else (0, 0)
        late: list[str] = []
        for i, kind in enumerate(self.kinds):
            if kind not in ("dateline", "byline", "furniture", "section"):
                continue
            line = self.paragraphs[i]
            dates = full_dates(line[:200])
            if not dates or (kind != "dateline" and len(line) > 160):
                continue
            own = lines.line_day(line) is not None
            stated = re.search(r"\b(?:published|posted|load-date|issued|date)\b", line, re.IGNORECASE) is not None
            if kind in ("furniture", "section") and i > begin and not (stated and i > last):
                continue
            revised = re.match(r"\s*(?:last\s)?(?:updat|modif|edit)", line, re.IGNORECASE) is not None
            (late if revised or (i > begin and not own) else self.days).append(dates[0][1])
        self.days += late

    def _read_prefix(self) -> None:
        body = [i for i, kind in enumerate(self.kinds) if kind == "body"]
        labelled = sum(re.match(r"[A-Z][\w .'’-]{1,40}:\s", self.paragraphs[i]) is not None for i in body)
        for i in body[:3]:
            prefix = read_dateline(self.paragraphs[i], colons=labelled < 2)
            if prefix:
                self.prefix, self.prefix_at = prefix, i
                return


def _same(line: str, title: str) -> bool:
    return len(line) < 2 * len(title) + 20 and _one_line(line).casefold() == _one_line(title).casefold()


def _one_line(words: str) -> str:
    return " ".join(words.split())


# ---------------------------------------------------------------- blocks

_KINDS: dict[str, BlockKind] = {
    "section": "section",
    "title": "title",
    "byline": "byline",
    "dateline": "dateline",
    "caption": "caption",
    "body": "body",
    "furniture": "furniture",
}


def _pieces(text: str, draft: _Draft) -> list[tuple[BlockKind, Span]]:
    """Cut the text into pieces without the white space between them: a body paragraph may begin with a dateline and
    end with the desk's sign-off, which are pieces of their own.
    """
    pieces: list[tuple[BlockKind, Span]] = []
    for i, (start, end) in enumerate(paragraphs(text)):
        kind = _KINDS[draft.kinds[i]]
        if kind != "body":
            pieces.append((kind, (start, end)))
            continue
        if i == draft.prefix_at and draft.prefix is not None:
            pieces.append(("dateline", (start, start + draft.prefix.end)))
            start += draft.prefix.end
        cut = lines.sign_off(text[start:end])
        if cut is None:
            pieces.append(("body", (start, end)))
        else:
            pieces += [("body", (start, start + cut)), ("furniture", (start + cut, end))]
    return pieces


def _partition(text: str, pieces: list[tuple[BlockKind, Span]]) -> tuple[Block, ...]:
    starts = [0, *(span[0] for _, span in pieces[1:]), len(text)]
    return tuple(Block(kind, (starts[i], starts[i + 1])) for i, (kind, _) in enumerate(pieces))


def _captions(text: str, pieces: list[tuple[BlockKind, Span]]) -> tuple[Caption, ...]:
    return tuple(
        Caption(text[start:end], (start, end), lines.read_credit(text[start:end]))
        for kind, (start, end) in pieces
        if kind == "caption"
    )


# ---------------------------------------------------------------- when, where, by whom

_GIVEN: PublishedFrom = "given"


def _published(
    draft: _Draft, captions: tuple[Caption, ...], url: str | None, file_date: str | None
) -> tuple[str | None, PublishedFrom]:
    """Find the day of publication: a date line, the dateline, the address, a caption, the file's name."""
    if draft.days:
        return draft.days[0], "text"
    in_url = day_in_url(url) if url else None
    in_caption = _caption_day(captions, in_url or file_date)
    prefix = _first_prefix(draft)
    if prefix and prefix.day:
        return prefix.day, "text"
    if prefix and prefix.month_day:
        reference = in_url or in_caption or file_date
        day = nearest_day(prefix.month_day, reference) if reference else None
        if day:
            return day, "text"
    if in_url:
        return in_url, "metadata"
    if in_caption:
        return in_caption, "text"
    return (file_date, "file") if file_date else (None, "unknown")


def _caption_day(captions: tuple[Caption, ...], reference: str | None) -> str | None:
    """Take the day a picture was made for that of the article, unless the picture is an old one."""
    days = [
        day for caption in captions if not lines.is_archive_caption(caption.text) for _, day in full_dates(caption.text)
    ]
    if not days:
        return None
    if reference and len(reference) == 10:
        gap = datetime.date.fromisoformat(days[-1]) - datetime.date.fromisoformat(reference)
        if abs(gap.days) > _ARCHIVE_GAP:
            return None
    return max(days)


def _first_prefix(draft: _Draft) -> Prefix | None:
    """The dateline before the report, or else one that has a line of its own."""
    if draft.prefix:
        return draft.prefix
    for line, kind in zip(draft.paragraphs, draft.kinds, strict=True):
        if kind == "dateline" and not lines.is_date_line(line):
            match = _FIELD.fullmatch(line)
            words = match[2] if match else line
            if is_city(words):
                return Prefix(len(words), words, None, None, None)
            prefix = read_dateline(lines.without_clock(words), lone=True)
            if match and prefix is None:
                return Prefix(len(words), words.strip() or None, None, None, None)
            if prefix and (prefix.place or prefix.agency):
                return prefix
    return None


def _dateline(draft: _Draft, published: str | None) -> Dateline | None:
    prefix = _first_prefix(draft)
    place = draft.byline.place if draft.byline else None
    if prefix is None:
        return Dateline(place, None, None) if place else None
    day = prefix.day
    if day is None and prefix.month_day and published:
        day = nearest_day(prefix.month_day, published)
    return Dateline(prefix.place or place, day, prefix.agency)


def _outlet(draft: _Draft, source: str | None, url: str | None, outlets: Outlets | None) -> Outlet | None:
    """Find who published it: as given, by its address, by how the text names its own house, by its agency."""
    if source and source.strip():
        return outlet_named(source, outlets)
    if outlets is not None:
        found = outlets.by_url(url) if url else None
        found = found or _own_house(draft, outlets)
        if found:
            return found
    if draft.masthead and not _DOMAIN_LINE.fullmatch(draft.masthead):
        return Outlet(None, _one_line(draft.masthead), None)
    host = re.match(r"(?:https?:)?//(?:www\.)?([\w.-]+)", url or draft.masthead or "")
    return Outlet(None, host[1].lower(), None) if host else None


def _own_house(draft: _Draft, outlets: Outlets) -> Outlet | None:
    if draft.masthead:
        named = outlet_named(draft.masthead, outlets)
        if named.id:
            return named
    for line, kind in zip(draft.paragraphs, draft.kinds, strict=True):
        if kind == "furniture" and len(line) <= 600 and lines.names_its_house(line):
            found = outlets.in_text(line)
            if found:
                return found[0][1]
        named_in = re.match(r"(?i:published in|source\s*:)\s*([\w .'’&-]{2,40})", line) if kind == "furniture" else None
        found_named = outlets.by_name(named_in[1].strip()) if named_in else None
        if found_named:
            return found_named
    if draft.title:
        # "Talks resume | Press TV": a page's title ends with the name of the site.
        parts = re.split(r"\s[|–—-]\s", draft.title)
        found_last = outlets.by_name(parts[-1]) if len(parts) > 1 else None
        if found_last:
            return found_last
    candidates = [draft.byline.rest, draft.byline.names] if draft.byline else []
    candidates += [line for line, kind in zip(draft.paragraphs, draft.kinds, strict=True) if kind == "byline"]
    prefix = _first_prefix(draft)
    if prefix and prefix.agency:
        candidates.append(prefix.agency)
    candidates = [words for words in candidates if words]
    for words in candidates:
        for part in (words, *re.split(r"\s*[|,;/]\s*", words)):
            found_part = outlets.by_name(part) if part else None
            if found_part:
                return found_part
    if draft.byline:
        found_byline = outlets.in_text(f"{draft.byline.names} {draft.byline.rest}")
        return found_byline[0][1] if found_byline else None
    return None
