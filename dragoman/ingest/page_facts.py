"""What a page tells about its article: title, day of publication, authors, section, publisher.

Publishers state these in several places that do not always agree: JSON-LD, meta elements, microdata, and what the
reader sees. Each fact is read from all of them, and the choice between them follows the rules given at each function.
"""

from __future__ import annotations

import datetime
import email.utils
import html
import itertools
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from dragoman.errors import BadDate
from dragoman.ingest.lines import ends_sentence, line_day
from dragoman.ingest.lines import read_byline as read_byline_line
from dragoman.ingest.page_lines import Line, Page, key, squeeze
from dragoman.ingest.published import day_in_url, full_dates, published_day
from dragoman.model import PublishedFrom, Span

_ARTICLE = re.compile(r"Article$|Posting$|^(?:Report|Review|Recommendation|ScholarlyArticle)$")
_MOST_OBJECTS = 5_000  # of JSON-LD on one page
_MOST_METAS = 500
_LONGEST_VALUE = 1_000  # characters of a fact that are read
_SEPARATOR = re.compile(r"\s+[|\-–—·•:»«~/]+\s+|\s*[|»«]\s*")
_LEAD = re.compile(r":\s+|\s*[|»]\s*|\s+[-–—]+\s+")
_BY = re.compile(r"^(?:(?:written|story|report|reported|words) )?by:?\s+", re.IGNORECASE)
_AND = re.compile(r"\s*(?:,\s*and\s|;|,|\s&\s|\band\b(?=\s))\s*")
_UPDATED = re.compile(r"\b(?:updat\w+|modif\w+|last|edited|revised)\b", re.IGNORECASE)
_PUBLISHED = re.compile(r"\b(?:publish\w*|posted|post|issued|released|created|first)\b", re.IGNORECASE)
_NAMED_PUBLISHED = re.compile(r"date-?published|publish|posted", re.IGNORECASE)
_ABOUT_DATES = frozenset(
    re.findall(
        r"[a-z]+",
        """a ago am an and at by days edited est gmt hour hours hrs ist last local min mins minute minutes modified on
        pm posted publish published read release released time updated utc""",
    )
)
_CLOCK = re.compile(
    r"\b(?P<hour>[01]?\d|2[0-3])[:.h](?P<minute>[0-5]\d)(?::[0-5]\d)?\s*(?P<half>[ap])?\.?(?:m\.?)?(?!\d)",
    re.IGNORECASE,
)
_STAMP = re.compile(
    r"\s*(\d{4})-?(\d\d)-?(\d\d)"
    r"(?:[T ]+(\d\d):?(\d\d)(?::?(\d\d))?(?:[.,]\d+)?\s*(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?",
    re.IGNORECASE,
)
_EPOCH = re.compile(r"\s*(\d{10})(?:\d{3})?\s*")
_ODD_OFFSETS = (345, 525, 765)  # Nepal, Eucla, Chatham: the zones that are a quarter of an hour off
# What stands in a date field that nobody filled in.
_PLACEHOLDERS = frozenset({"0001-01-01", "1900-01-01", "1970-01-01"})

# Meta elements that state when the article was published, the surest first. None that states a change.
_PUBLISHED_METAS = re.findall(
    r"\S+",
    """article:published_time article:published og:article:published_time og:published_time og:pubdate datepublished 
    rnews:datepublished publisheddate published_date published-date publish_date publish-date publishdate pubdate 
    publication_date publication-date published article_date_original article.published originalpublicationdate 
    dc.date.issued dcterms.issued dc.issued dcterms.created dc.date.created dc.date dcterms.date dc.terms.date 
    cxenseparse:publishtime cxenseparse:recs:publishtime parsely-pub-date sailthru.date bt:pubdate displaydate 
    display_date citation_publication_date citation_date article:post_date date_published datecreated date""",
)
_AUTHOR_METAS = (
    "author",
    "article:author",
    "og:author",
    "byl",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "cxenseparse:author",
    "authors",
    "byline",
)
_TITLE_METAS = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "headline")
_SECTION_METAS = (
    "article:section",
    "og:section",
    "section",
    "parsely-section",
    "page.section",
    "cxenseparse:section",
    "articlesection",
)
_SITE_METAS = (
    "og:site_name",
    "application-name",
    "twitter:app:name:iphone",
    "dc.publisher",
    "publisher",
    "copyright-holder",
)
# Steps of a path that name no section.
_HOMES = frozenset({"home", "homepage", "startpage", "article", "articles", "post", "posts", "story", "stories"})
_NO_AUTHORS = frozenset(
    {"admin", "administrator", "author", "editor", "staff", "null", "none", "undefined", "webmaster", "unknown"}
)
_SIGNED_NAMES = frozenset({"author", "authors", "byline", "reporter", "writer"})
_CRUMB_PARTED = re.compile(r"\s*[>›»/|→]\s*")


@dataclass(frozen=True, slots=True)
class Claims:
    """What the page states in its head and scripts: meta elements, JSON-LD, microdata, links."""

    metas: dict[str, list[str]]
    article: dict[str, Any]  # the article's object of the JSON-LD; empty where there is none
    objects: list[dict[str, Any]]  # all objects of the JSON-LD
    items: dict[str, list[str]]  # microdata: itemprop -> values
    title: str | None  # <title>
    canonical: str | None
    rel_authors: list[str]
    publishers: list[str]  # microdata

    def meta(self, *names: str) -> str | None:
        """Give the first of several meta elements that is not empty."""
        return next((value for name in names for value in self.metas.get(name, ()) if value), None)


def read_claims(root: Any, url: str | None) -> Claims:
    """Read what a parsed page (of lxml) states about itself."""
    metas: dict[str, list[str]] = {}
    items: dict[str, list[str]] = {}
    for element in itertools.islice(root.iter("meta"), _MOST_METAS):
        value = _clean(element.get("content"))
        for name in {element.get("property"), element.get("name"), element.get("itemprop")} - {None, ""}:
            metas.setdefault(name.lower()[:100], []).append(value[:_LONGEST_VALUE])
        if element.get("itemprop") and value:
            items.setdefault(element.get("itemprop").lower(), []).append(value)
    for element in root.xpath("//*[@itemprop][not(self::meta)]")[:500]:
        value = _clean(element.get("content") or element.get("datetime")) or _clean(_text(element))
        if 0 < len(value) <= _LONGEST_VALUE:
            items.setdefault(element.get("itemprop").lower(), []).append(value)
    titles = root.xpath("//head/title | /html/title") or root.xpath("//title[not(ancestor::svg)]")
    canonical = next((link for link in root.xpath("//link[@rel='canonical']/@href")), None)
    authors = [
        _clean(_text(element)) for element in root.xpath("//a[contains(concat(' ', @rel, ' '), ' author ')]")[:20]
    ]
    named = root.xpath("//*[@itemprop='publisher']//*[@itemprop='name']")[:5]
    publishers = [_clean(element.get("content") or _text(element))[:_LONGEST_VALUE] for element in named]
    objects = list(_objects(root))
    headings = [_text(element)[:_LONGEST_VALUE] for element in root.xpath("//h1")[:20]]
    title = _clean(_text(titles[0]))[:_LONGEST_VALUE] if titles else None
    return Claims(
        metas,
        _article(objects, [*headings, title or "", *metas.get("og:title", [])], url or canonical),
        objects,
        items,
        title or None,
        canonical,
        [author for author in authors if author],
        [name for name in publishers if name],
    )


def read_title(page: Page, claims: Claims, sites: Iterable[str]) -> str | None:
    """Choose the title: the JSON-LD's headline where another place bears it out, else what most places give.

    The name of the site is trimmed off (``sites``: the names it goes by); what belongs to the headline is not.
    """
    h1s = [line.text for line in page.lines if len(line.text) <= _LONGEST_VALUE and page.in_tag(line, "h1")][:50]
    stated = [
        *(_texts(claims.article.get("headline")) or _texts(claims.article.get("name"))),
        *claims.items.get("headline", [])[:1],
    ]
    given = [value for name in _TITLE_METAS for value in claims.metas.get(name, ())[:1] if value]
    raw = [*stated[:1], *given, *([claims.title] if claims.title else []), *stated[1:]]
    # A page has h1s of its own and of its teasers: the first that shares words with what the head says.
    main = next((h1 for h1 in h1s if not raw or any(_overlap(h1, other) >= 0.5 for other in raw)), None)
    everything = [*raw, *([main] if main else [])]
    known = {key(site) for site in sites} - {""}
    if len(everything) == 1:
        # An old page: nothing but <title>, of which one part is set as a line of its own.
        alone = {key(line.text) for line in page.lines if len(line.text) <= _LONGEST_VALUE}
        parts = [part for part in _SEPARATOR.split(everything[0]) if len(part.split()) > 2 and key(part) in alone]
        everything = parts[:1] or everything
    candidates = [trim_site(value, known, everything) for value in everything]
    candidates = [value for value in candidates if key(value) and key(value) not in known]
    if not candidates:
        return None
    votes = Counter(key(value) for value in candidates)
    first = candidates[0] if stated and key(candidates[0]) == key(trim_site(stated[0], known, everything)) else None
    if first:
        # Headlines of JSON-LD are cut at 110 characters by some.
        whole = [v for v in candidates if len(v) > len(first) >= 60 and key(v).startswith(key(first.rstrip("….")))]
        if whole:
            return whole[0]
        if votes[key(first)] > 1 or len(votes) == len(candidates) or not main:
            return first
    if main and votes[key(main)] > 1:
        return main
    best = max(votes.values())
    return next(value for value in candidates if votes[key(value)] == best)


def trim_site(title: str, sites: set[str], others: Iterable[str] = ()) -> str:
    """Take the site's name off a title.

    ``sites`` holds the names as keys; ``others`` the same title from other places: a part that all of them lack is no
    part of the headline.

    >>> trim_site("Talks resume - Politics | The Daily", {"thedaily"}, ["Talks resume"])
    'Talks resume'
    >>> trim_site("Sanctions - what next?", {"thedaily"})
    'Sanctions - what next?'
    """
    keys = {key(other) for other in others}
    parts = list(_SEPARATOR.finditer(title))
    for part in parts:  # the shortest head that another place gives as the whole title
        head = title[: part.start()].strip()
        if len(head.split()) > 1 and key(head) in keys:
            return head
    while parts:
        head, tail = title[: parts[-1].start()].strip(), title[parts[-1].end() :].strip()
        if head and _is_site(tail, sites):
            title = head
            parts = list(_SEPARATOR.finditer(title))
            continue
        # A bar parts the headline from the site's name, seldom two parts of a headline.
        if "|" in parts[-1][0] and len(tail.split()) <= 4 < len(head.split()) and not sites:
            title = head
        break
    lead = _LEAD.search(title)
    if lead and _is_site(title[: lead.start()], sites) and len(title[lead.end() :].split()) > 2:
        title = title[lead.end() :]
    return title.strip()


def read_published(page: Page, claims: Claims, *, url: str | None, near: range) -> tuple[str | None, PublishedFrom]:
    """Choose the day of publication and say what it rests on.

    The day is the one at the outlet's desk, as its reader sees it: the day as the stamp writes it, with its offset;
    where a stamp is in UTC and the page shows the same instant in local time, the local day. A date of change is never
    taken. Where the page shows an earlier day that its address or its own word ("Published …") bears out, that day
    stands: pages moved to a new system often bear the day of the move. ``near`` are the lines about the headline.
    """
    stamps = [stamp for stamp in _stated_stamps(claims) if stamp]
    shown = list(_shown_dates(page, near))
    address = day_in_url(url) if url else None
    if stamps:
        chosen = _most_given(stamps)
        day = chosen.local_day(other for other in [*stamps, *shown] if other is not chosen)
        earlier = [s for s in shown if not s.updated and _days_between(s.day, day) > 1]
        if earlier and (earlier[0].published or address == earlier[0].day):
            return earlier[0].day, "text"
        return day, "metadata"
    # Some pages set the date under the article; there it must say that it is the day of publication.
    shown += [stamp for stamp in _shown_dates(page, range(len(page.lines))) if stamp.published]
    unchanged = [s for s in shown if not s.updated]
    if unchanged:
        said = next((s for s in unchanged if s.published), unchanged[0])
        return said.day, "metadata" if said.marked else "text"
    if address:
        return address, "metadata"
    return None, "unknown"


def read_byline(page: Page, claims: Claims, *, near: range, site_keys: set[str]) -> str | None:
    """List the authors, joined by ", ": from JSON-LD, meta elements, rel=author, microdata or a "By …" line."""
    sources = [
        _people(claims.article.get("author"), claims.objects),
        *([value for value in claims.metas.get(name, ()) if value] for name in _AUTHOR_METAS),
        claims.rel_authors,
        claims.items.get("author", []),
        [found.names for n in near if (found := read_byline_line(page.lines[n].text))],
        _signed(page, near),
    ]
    best: list[str] = []
    for source in sources:
        names = _names(source)
        # A handle ("jane.doe") or the outlet itself gives way to a person's name further down.
        if names and (not best or (_weak(best, site_keys) and not _weak(names, site_keys))):
            best = names
    persons = [name for name in best if key(name) not in site_keys]
    return ", ".join(persons or best) or None


def read_section(page: Page, claims: Claims, *, title: str | None, site_keys: set[str]) -> tuple[str, ...]:
    """Give the path of sections, outermost first, without the start page and the article itself."""
    title_key = key(title or "")
    crumbs = [_crumbs(item) for item in claims.objects if "BreadcrumbList" in _kinds(item)]
    crumbs.append(_shown_crumbs(page))
    crumbs.append([part for value in _texts(claims.article.get("articleSection"))[:1] for part in [value]])
    crumbs.append([value for name in _SECTION_METAS for value in claims.metas.get(name, ())[:1] if value][:1])
    for path in crumbs:
        kept: list[str] = []
        for name in (squeeze(html.unescape(part)) for part in path):
            words = key(name)
            cut = words and title_key.startswith(words) and len(words) > 25
            if (
                words
                and words not in _HOMES
                and words not in site_keys
                and words != title_key
                and not cut
                and name not in kept
            ):
                kept.append(name)
        if kept and all(len(name) <= 60 for name in kept):
            return tuple(kept)
    return ()


def site_names(claims: Claims) -> list[str]:
    """List the names of the publisher that the page gives, the one that is most surely its own first."""
    names = [claims.meta("og:site_name") or ""]
    names += _people(claims.article.get("publisher"), claims.objects)
    names += claims.publishers
    for item in claims.objects:
        if not _kinds(item).isdisjoint({"WebSite", "NewsMediaOrganization"}):
            names += _texts(item.get("name"))[:1] + _texts(item.get("alternateName"))[:2]
    names += [claims.meta(name) or "" for name in _SITE_METAS]
    return [name for name in dict.fromkeys(squeeze(name) for name in names) if name and "://" not in name]


def host_names(url: str | None) -> list[str]:
    """List what a site may be called after its address.

    >>> host_names("https://www.the-daily.example/news/1")
    ['the-daily.example', 'the-daily']
    """
    host = re.sub(r"^(?:www|m|amp|edition|en|english)\.", "", _host(url) or "")
    return [host, *(label for label in host.split(".")[:-1] if len(label) > 2)] if host else []


def page_url(claims: Claims) -> str | None:
    """Give the address that the page states for itself."""
    for value in [claims.canonical, claims.meta("og:url"), *_addresses(claims.article)]:
        if value and re.match(r"https?://", value.strip(), re.IGNORECASE) and _host(value.strip()):
            return value.strip()
    return None


def says_article(claims: Claims, title: str | None) -> bool:
    """Tell whether the page calls itself an article; a front page may describe its stories in JSON-LD, not itself."""
    own = [key(headline) for headline in _texts(claims.article.get("headline"))]
    return (key(title or "") in own) or (claims.meta("og:type") or "").lower() in ("article", "news")


def summary_of(claims: Claims) -> str | None:
    """Give the summary that the page states."""
    return claims.meta("og:description", "description", "twitter:description") or None


def body_of(claims: Claims) -> str | None:
    """Give the article's text as the JSON-LD states it, one paragraph a line, marks of HTML taken out."""
    value = claims.article.get("articleBody")
    if not isinstance(value, str):
        return None
    text = re.sub(r"(?i)<br\s*/?>|</p\s*>|</div\s*>|</h[1-6]>", "\n", html.unescape(value))
    text = html.unescape(re.sub(r"<[^<>]{0,2000}>", "", text))
    return "\n".join(filter(None, map(squeeze, re.split(r"[\r\n\u2028\u2029]+", text)))) or None


# --- stamps ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Stamp:
    """A date that the page states or shows."""

    day: str
    clock: tuple[int, int] | None = None  # hour and minute as written
    offset: int | None = None  # minutes east of UTC; None where it does not say
    published: bool = False  # the page says that it is the day of publication
    updated: bool = False
    marked: bool = False  # from a datetime attribute

    def local_day(self, others: Iterable[_Stamp]) -> str:
        """Give the day at the outlet: that of another stamp of the same instant where this one is in UTC."""
        if self.offset != 0 or self.clock is None:
            return self.day
        for other in others:
            if other.day == self.day or other.clock is None or other.updated:
                continue
            ahead = _minutes(other) - _minutes(self)  # how far the other clock is ahead of UTC
            if (other.offset is not None and other.offset == ahead) or (
                other.offset is None and -12 * 60 <= ahead <= 14 * 60 and (ahead % 30 == 0 or ahead in _ODD_OFFSETS)
            ):
                return other.day
        return self.day


def _minutes(stamp: _Stamp) -> int:
    hour, minute = stamp.clock or (0, 0)
    return datetime.date.fromisoformat(stamp.day).toordinal() * 1440 + hour * 60 + minute


def _stated_stamps(claims: Claims) -> Iterator[_Stamp | None]:
    for value in _texts(claims.article.get("datePublished")):
        yield _stamp(value)
    for name in _PUBLISHED_METAS:
        for value in claims.metas.get(name, ()):
            yield _stamp(value)
    for value in claims.items.get("datepublished", ()):
        yield _stamp(value)
    for item in claims.objects:  # a page or an article that the page's own article is a part of
        if not _kinds(item).isdisjoint({"WebPage", "NewsArticle", "Article"}) and not claims.article:
            for value in _texts(item.get("datePublished")):
                yield _stamp(value)
    for value in _texts(claims.article.get("dateCreated")):
        yield _stamp(value)


def _most_given(stamps: list[_Stamp]) -> _Stamp:
    """Choose the first stamp, unless two others agree against it."""
    days = Counter(stamp.day for stamp in stamps)
    first = stamps[0]
    near = sum(1 for stamp in stamps[1:] if abs(_days_between(stamp.day, first.day)) <= 1)
    if near or len(stamps) < 3:
        return first
    day, count = days.most_common(1)[0]
    return next(stamp for stamp in stamps if stamp.day == day) if count > 1 else first


def _shown_dates(page: Page, near: range) -> Iterator[_Stamp]:
    """List the dates that stand by themselves about the headline."""
    label = ""
    for number in near:
        line = page.lines[number]
        words = f"{label} {line.text}"[-160:]
        if len(line.text) <= 100:
            yield from _dates_of(line, words, page)
        # "Published" may be a line of its own above the date.
        label = line.text if len(line.text) < 30 and not full_dates(line.text) else ""


def _dates_of(line: Line, words: str, page: Page) -> Iterator[_Stamp]:
    """Read the dates of a line; ``words`` are the line with the label above it."""
    names = page.nodes[line.node].label
    changed = bool(_UPDATED.search(names))
    if line.stamp and (stamp := _stamp(line.stamp)):
        published = bool(_PUBLISHED.search(words) or _NAMED_PUBLISHED.search(names))
        late = not published and (changed or bool(_UPDATED.search(words)))
        yield _Stamp(stamp.day, stamp.clock, stamp.offset, published, late, marked=True)
    found = full_dates(line.text)[:2]
    if not found or not (line_day(line.text) or read_byline_line(line.text) or _is_date_line(line.text, found)):
        return
    for (start, end), day in found:
        # What follows a date is said of the next one: "7 March 2024 07:55 UTC, updated an hour ago".
        before = line.text[:start][-40:] if start else words[: -len(line.text)]
        published = bool(_PUBLISHED.search(before) or _NAMED_PUBLISHED.search(names))
        late = not published and (changed or bool(_UPDATED.search(before)))
        clock = _CLOCK.search(line.text, end) or _CLOCK.search(line.text)
        yield _Stamp(day, _clock(clock) if clock else None, None, published, late)


def _is_date_line(text: str, found: list[tuple[Span, str]]) -> bool:
    """Tell a line that is little more than a date, though not in the words that line_day knows ("page 1", a zone)."""
    rest = text
    for (start, end), _ in reversed(found):
        rest = rest[:start] + rest[end:]
    others = [word for word in re.findall(r"[^\W\d_]+", rest) if word.lower() not in _ABOUT_DATES]
    return len(text) <= 100 and len(others) <= 2 and not ends_sentence(text)


def _clock(match: re.Match[str]) -> tuple[int, int]:
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    return hour, int(match["minute"])


def _stamp(value: str) -> _Stamp | None:
    """Read a date or a date-time in any of the forms that pages use; None where it is none."""
    value = value[:80]
    epoch = _EPOCH.fullmatch(value)
    if epoch:
        moment = datetime.datetime.fromtimestamp(int(epoch[1]), datetime.UTC)
        return _checked(_Stamp(moment.date().isoformat(), (moment.hour, moment.minute), 0))
    match = _STAMP.match(value)
    if match:
        year, month, day, hour, minute, _, zone = match.groups()
        clock = (int(hour), int(minute)) if hour and int(hour) < 24 else None
        return _checked(_Stamp(f"{year}-{month}-{day}", clock, _offset(zone)))
    try:
        moment = email.utils.parsedate_to_datetime(value)
        offset = moment.utcoffset()
        minutes = int(offset.total_seconds() // 60) if offset is not None else None
        return _checked(_Stamp(moment.date().isoformat(), (moment.hour, moment.minute), minutes))
    except (ValueError, OverflowError, IndexError, TypeError):
        pass
    try:
        day = published_day(value)
    except BadDate:
        return None
    return _checked(_Stamp(day)) if len(day) == 10 else None


def _offset(zone: str | None) -> int | None:
    if not zone:
        return None
    if zone.upper() in ("Z", "UTC", "GMT"):
        return 0
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return (int(digits[:2]) * 60 + int(digits[2:])) * (-1 if zone[0] == "-" else 1)


def _checked(stamp: _Stamp) -> _Stamp | None:
    try:
        datetime.date.fromisoformat(stamp.day)
    except ValueError:
        return None
    return None if stamp.day in _PLACEHOLDERS else stamp


def _days_between(one: str, other: str) -> int:
    return (datetime.date.fromisoformat(other) - datetime.date.fromisoformat(one)).days


# --- JSON-LD --------------------------------------------------------------------------------------------------------


def _objects(root: Any) -> Iterator[dict[str, Any]]:
    """List all objects of the JSON-LD, outer ones first."""
    count = 0
    for script in root.xpath("//script[contains(@type, 'ld+json')]"):
        raw = (
            re.sub(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$", "", script.text or "")
            .strip()
            .rstrip(";")
        )
        try:
            pending = [json.loads(raw, strict=False)]
        except (ValueError, RecursionError):  # a publisher's broken script: the rest of the page speaks for itself
            continue
        while pending and count < _MOST_OBJECTS:
            item = pending.pop(0)
            if isinstance(item, dict):
                count += 1
                yield item
                pending += [value for value in item.values() if isinstance(value, dict | list)]
            elif isinstance(item, list):
                pending += [value for value in item if isinstance(value, dict | list)]


def _kinds(item: dict[str, Any]) -> set[str]:
    value = item.get("@type")
    values = value if isinstance(value, list) else [value]
    return {str(kind).rsplit("/", 1)[-1] for kind in values if isinstance(kind, str)}


def _article(objects: list[dict[str, Any]], headings: list[str], url: str | None) -> dict[str, Any]:
    """Choose the object of the page's own article: the one with its headline or address, else the first."""
    found = [item for item in objects if any(_ARTICLE.search(kind) for kind in _kinds(item))]
    titles = {key(heading) for heading in headings} - {""}
    path = urlsplit(url).path.rstrip("/") if url and _host(url) else ""

    def rank(item: dict[str, Any]) -> int:
        headline = next(iter(_texts(item.get("headline"))), "")
        same = any(key(headline) and (key(headline) in title or title in key(headline)) for title in titles)
        own = bool(path) and any(path == urlsplit(text).path.rstrip("/") for text in _addresses(item))
        return 4 * same + 2 * own + bool(headline)

    return max(found, key=rank, default={})


def _addresses(item: dict[str, Any]) -> list[str]:
    page = item.get("mainEntityOfPage")
    values = [item.get("url"), item.get("@id"), page.get("@id") if isinstance(page, dict) else page]
    return [value for value in values if isinstance(value, str) and _host(value)]


def _texts(value: object) -> list[str]:
    """List the strings of a value that may be one, several or none."""
    values = value if isinstance(value, list) else [value]
    return [_clean(item) for item in values if isinstance(item, str) and item.strip()]


def _people(value: object, objects: list[dict[str, Any]]) -> list[str]:
    """List the names of persons or organisations, followed to where they are described."""
    names = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            names.append(_clean(item))
        elif isinstance(item, dict):
            found = _texts(item.get("name")) or _texts(item.get("byline"))
            if not found and item.get("@id"):
                found = [
                    name for other in objects if other.get("@id") == item["@id"] for name in _texts(other.get("name"))
                ]
            names += found[:1]
    return [name for name in names if name]


def _crumbs(item: dict[str, Any]) -> list[str]:
    entries = item.get("itemListElement")
    entries = [entry for entry in (entries if isinstance(entries, list) else [entries]) if isinstance(entry, dict)]

    def place(entry: dict[str, Any]) -> float:
        try:
            return float(entry.get("position") or 0)
        except (TypeError, ValueError):
            return 0

    names = []
    for entry in sorted(entries, key=place):
        inner = entry.get("item")
        found = _texts(entry.get("name")) or (_texts(inner.get("name")) if isinstance(inner, dict) else [])
        names += found[:1]
    return names


def _signed(page: Page, near: range) -> list[str]:
    """List the lines about the headline that stand in an element named after the author."""
    lines = [page.lines[number] for number in near]
    return [
        line.text
        for line in lines
        if len(line.text.split()) <= 12
        and line_day(line.text) is None
        and any(not node.words.isdisjoint(_SIGNED_NAMES) for node in page.wrappers(line, 2))
    ][:1]


# --- what the page shows --------------------------------------------------------------------------------------------


def _shown_crumbs(page: Page) -> list[str]:
    """Read the breadcrumbs that the page shows."""
    for line in page.lines:
        for node in page.wrappers(line, 6):
            if {"breadcrumb", "breadcrumbs"} & node.words:
                label = node.label
                own = [other.text for other in page.lines if any(n.label == label for n in page.wrappers(other, 6))]
                return [part for text in own for part in _CRUMB_PARTED.split(text) if part]
    return []


def _names(values: Iterable[str]) -> list[str]:
    names: list[str] = []
    for value in values:
        if "://" in value or value.startswith(("@", "/", "www.")) or len(value) > 300:
            continue
        for part in _AND.split(_BY.sub("", squeeze(html.unescape(value)))):
            name = _BY.sub("", part.strip(" .|·•-–—")).strip()
            if name and key(name) and key(name) not in _NO_AUTHORS and name not in names and "@" not in name:
                names.append(name)
    return names


def _weak(names: list[str], site_keys: set[str]) -> bool:
    return all(" " not in name or key(name) in site_keys for name in names)


def _is_site(words: str, sites: set[str]) -> bool:
    """Tell whether words are the site's name: "BBC News", "Globalnews.ca", "The Daily" for "Daily"."""
    own = key(words)
    bare = own.removeprefix("the")
    return bool(own) and any(
        bare == site.removeprefix("the")
        or (len(site) >= 4 and bare.startswith(site.removeprefix("the")) and len(words.split()) <= 4)
        or (len(bare) >= 3 and site.startswith(bare) and len(bare) >= 0.5 * len(site))
        for site in sites
    )


def _overlap(one: str, other: str) -> float:
    words, others = set(re.findall(r"\w+", one.lower())), set(re.findall(r"\w+", other.lower()))
    return len(words & others) / max(1, min(len(words), len(others)))


def _host(url: str | None) -> str | None:
    try:
        return urlsplit(url or "").hostname
    except ValueError:
        return None


def _text(element: Any) -> str:
    return "".join(element.itertext())


def _clean(value: str | None) -> str:
    """Unescape and squeeze a value of an attribute or a script; some are escaped twice."""
    return squeeze(html.unescape(html.unescape(value or "")))
