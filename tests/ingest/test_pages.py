"""Pages of many makes to articles.

The pages in tests/golden/pages are made up; each has beside it what is read from it. After a change that is meant to
show there, write them anew and read the diff:

    python -m tests.ingest.test_pages
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import BadDate, EmptyInput, InputError, NoArticle, TooLarge
from dragoman.ingest.page_facts import trim_site
from dragoman.ingest.page_lines import read_lines
from dragoman.ingest.pages import article_from_html
from dragoman.model import Article, Outlet, to_json

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "pages"
PAGES = sorted(GOLDEN.glob("*.html"))

MET = "<p>The foreign ministers of the two countries met in {} on Thursday and agreed to resume their talks.</p>"
BODY = "".join(MET.format(town) for town in ("Velm", "Korrin", "Saros"))


def page(body: str = BODY, *, head: str = "", h1: str = "Ministers meet in three towns") -> str:
    return f"<html><head>{head}</head><body><article><h1>{h1}</h1>{body}</article></body></html>"


def ld(**fields: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **fields})}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def words(article: Article, kind: str) -> list[str]:
    return [article.text[slice(*block.span)].strip() for block in article.blocks if block.kind == kind]


def read_golden(path: Path) -> dict[str, Any]:
    """Read one page into what its golden file holds: the article with the words of its blocks, or the error."""
    try:
        article = article_from_html(path.read_text(encoding="utf-8"))
    except InputError as error:
        return {"error": type(error).__name__}
    whole = to_json(article)
    whole["blocks"] = [[block.kind, article.text[slice(*block.span)]] for block in article.blocks]
    del whole["text"]
    return dict(whole)


# --- golden pages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_golden_page(path: Path) -> None:
    assert read_golden(path) == json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))


def test_every_golden_page_is_there() -> None:
    assert len(PAGES) >= 15
    assert {path.stem for path in PAGES} == {path.stem for path in GOLDEN.glob("*.json")}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_blocks_partition_the_text_and_captions_quote_it(path: Path) -> None:
    try:
        article = article_from_html(path.read_text(encoding="utf-8"))
    except NoArticle:
        return
    assert "".join(article.text[slice(*block.span)] for block in article.blocks) == article.text
    assert all(block.span[0] < block.span[1] for block in article.blocks)
    assert all(article.text[slice(*caption.span)] == caption.text for caption in article.captions)
    assert not any("\n" in paragraph for paragraph in words(article, "body"))


# --- title ------------------------------------------------------------------------------------------------------------

TITLES = [
    ("Talks resume - BBC News", {"bbcnews"}, [], "Talks resume"),
    ("Talks resume in Velm | AP News", {"apnews"}, [], "Talks resume in Velm"),
    (
        "Talks resume in Velm - National | Globalnews.ca",
        {"globalnews"},
        ["Talks resume in Velm"],
        "Talks resume in Velm",
    ),
    ("Sanctions - what comes next?", {"bbcnews"}, [], "Sanctions - what comes next?"),  # the dash is the headline's
    ("Exclusive: Velm frees its hostages", {"thedaily"}, [], "Exclusive: Velm frees its hostages"),
    ("The Daily: Velm frees its hostages", {"thedaily"}, [], "Velm frees its hostages"),  # the site stands first
    ("Velm–Korrin border opens", {"korrinpost"}, [], "Velm–Korrin border opens"),  # no white space, no part
    ("Why the Guardian of Peace failed - The Guardian", {"guardian"}, [], "Why the Guardian of Peace failed"),
    ("Velm frees its last hostages | Our paper", set(), [], "Velm frees its last hostages"),  # a bar, site unknown
]


@pytest.mark.parametrize(("title", "sites", "others", "expected"), TITLES)
def test_site_is_trimmed_off(title: str, sites: set[str], others: list[str], expected: str) -> None:
    assert trim_site(title, sites, others) == expected


TITLE_SOURCES = [
    # JSON-LD and <title> agree against a shortened og:title
    (ld(headline="Ministers meet in three towns again") + "<title>Ministers meet in three towns again - X Post</title>"
     + meta("og:title", "Ministers meet"), "Ministers meet again", "Ministers meet in three towns again"),
    # a headline for search engines that nothing bears out gives way to what the reader sees
    (ld(headline="Ministers latest news live today update") + meta("og:title", "Ministers meet in three towns"),
     "Ministers meet in three towns", "Ministers meet in three towns"),
    # cut at 110 characters by the outlet's system
    (ld(headline="A headline of some length that goes on about ministers who meet in three towns of two…"),
     "A headline of some length that goes on about ministers who meet in three towns of two countries",
     "A headline of some length that goes on about ministers who meet in three towns of two countries"),
    # the teaser's object comes first, the page's own second
    (ld(headline="Rain floods the lower town") + ld(headline="Ministers meet in three towns"),
     "Ministers meet in three towns", "Ministers meet in three towns"),
    ("<title>Ministers &amp;amp; envoys meet</title>", "Ministers &amp; envoys meet", "Ministers & envoys meet"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "h1", "expected"), TITLE_SOURCES)
def test_title_is_chosen(head: str, h1: str, expected: str) -> None:
    article = article_from_html(page(head=head, h1=h1))
    assert article.title == expected
    assert words(article, "title") == [expected]
    assert len(words(article, "body")) == 3


# --- day --------------------------------------------------------------------------------------------------------------

DAYS = [
    # (head, lines under the headline, day, basis, what it guards)
    (ld(datePublished="2024-10-16T00:00:00+08:00"), "", "2024-10-16", "metadata", "the local day, not that of UTC"),
    (ld(datePublished="2024-04-28 07:00:00Z"), "", "2024-04-28", "metadata", "a blank for the T"),
    (ld(datePublished="2023-04-28T18:23:00+0000"), "", "2023-04-28", "metadata", "an offset without a colon"),
    (ld(datePublished="Fri, 22 Nov 2024 16:55:35 +0800"), "", "2024-11-22", "metadata", "the form of mail headers"),
    (ld(datePublished="April 24, 2019"), "", "2019-04-24", "metadata", "words"),
    (meta("article:published_time", "1713970000"), "", "2024-04-24", "metadata", "seconds of the epoch"),
    (meta("article:modified_time", "2024-10-16"), "", None, "unknown", "a change is no publication"),
    (ld(dateModified="2024-10-16", datePublished="1970-01-01T00:00:00Z"), "", None, "unknown", "nobody filled it in"),
    (ld(datePublished="2022-10-10T13:21:17Z", dateModified="2024-07-30T15:00:54Z"), "<p>Updated 30 July 2024</p>",
     "2022-10-10", "metadata", "the shown day of a change does not count"),
    (meta("article:published_time", "2015-10-21T03:20:00Z"), "<div>October 20, 2015 8:20 PM</div>", "2015-10-20",
     "metadata", "the same instant shown in local time"),
    (meta("article:published_time", "2015-10-21T03:20:00Z"), "<div>October 20, 2015 9:05 PM</div>", "2015-10-21",
     "metadata", "another instant: no reason to leave the stamp"),
    ("", "<time datetime='2014-06-07T14:00:00+02:00'>Saturday</time>", "2014-06-07", "metadata", "a time element"),
    ("", "<div>Published: 7 June 2014, 14:05</div>", "2014-06-07", "text", "a visible date"),
    ("", "<div>Published</div><div>7 June 2014</div>", "2014-06-07", "text", "its label on a line of its own"),
    ("", "<div>Last updated: 9 June 2014</div><div>7 June 2014</div>", "2014-06-07", "text", "change first"),
    ("", "<div>Last updated: 9 June 2014</div>", None, "unknown", "only a change is shown"),
    ("", "<div>June 7, 2014 7:55 AM UTC Updated ago</div>", "2014-06-07", "text", "what follows is the next date's"),
    ("", "<div>Saturday, 7 June 2014 4:55 PM MYT</div>", "2014-06-07", "text", "an unknown zone"),
    ("", "<div>Anniversary of the accord of 7 June 2014</div>", None, "unknown", "a line about another day"),
    (meta("og:url", "https://x.example/2014/06/07/talks"), "", "2014-06-07", "metadata", "the address"),
    (meta("og:url", "https://x.example/2014/06/07/talks") + meta("article:published_time", "2017-05-02T10:00:00Z"),
     "<div>June 7, 2014</div>", "2014-06-07", "text", "moved to a new system; address and page agree"),
    (meta("article:published_time", "2017-05-02T10:00:00Z"), "<div>June 7, 2014</div>", "2017-05-02", "metadata",
     "an unnamed older date alone does not win"),
    (meta("article:published_time", "not a date"), "", None, "unknown", "no date"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "shown", "day", "basis", "guards"), DAYS, ids=[row[-1] for row in DAYS])
def test_day_of_publication(head: str, shown: str, day: str | None, basis: str, guards: str) -> None:
    article = article_from_html(page(shown + BODY, head=head))
    assert (article.published, article.published_from) == (day, basis)
    assert len(words(article, "body")) == 3


def test_day_of_the_dateline_where_nothing_else_is() -> None:
    article = article_from_html(page("<p>VELM, Jan 20, 2022 (Reuters) - The ministers met on Thursday.</p>" + BODY))
    assert (article.published, article.published_from) == ("2022-01-20", "text")
    assert article.dateline is not None
    assert (article.dateline.place, article.dateline.date, article.dateline.agency) == ("VELM", "2022-01-20", "Reuters")
    assert words(article, "dateline") == ["VELM, Jan 20, 2022 (Reuters) -"]
    assert words(article, "body")[0] == "The ministers met on Thursday."


def test_what_the_caller_knows_fills_in() -> None:
    told = page(head=meta("article:published_time", "2020-02-02") + meta("og:site_name", "Velm Post"))
    bare = article_from_html(page(), url="https://x.example/a", published="2021-03-04", source="The Wire")
    full = article_from_html(told, published="2021-03-04", source="The Wire", path="a.html", given_id="7")
    assert (bare.published, bare.published_from, bare.url) == ("2021-03-04", "given", "https://x.example/a")
    assert bare.outlet == Outlet(None, "The Wire", None)
    assert (full.published, full.published_from) == ("2020-02-02", "metadata")
    assert full.outlet == Outlet(None, "Velm Post", None)
    assert (full.path, full.given_id) == ("a.html", "7")
    with pytest.raises(BadDate):
        article_from_html(page(), published="someday")


# --- who and where ----------------------------------------------------------------------------------------------------

BYLINES = [
    (ld(author={"@type": "Person", "name": "Mara Lindqvist"}), "", "Mara Lindqvist"),
    (ld(author=[{"name": "Mara Lindqvist"}, {"name": "Otto Brand"}]), "", "Mara Lindqvist, Otto Brand"),
    (ld(author=[{"name": "Mara Lindqvist, Otto Brand and Lia Noor"}]), "", "Mara Lindqvist, Otto Brand, Lia Noor"),
    (ld(author="https://x.example/mara") + meta("author", "Mara Lindqvist"), "", "Mara Lindqvist"),
    (ld(author="mara.l") + meta("author", "Mara Lindqvist"), "", "Mara Lindqvist"),
    (ld(author=["Associated Press"]), "", "Associated Press"),
    (meta("author", "By Anders Holm"), "", "Anders Holm"),  # "and" in a name parts nothing
    ("", '<a rel="author" href="/m">Mara Lindqvist</a>', "Mara Lindqvist"),
    ("", "<div>By Mara Lindqvist</div>", "Mara Lindqvist"),
    ("", '<div class="author-name">Mara Lindqvist</div>', "Mara Lindqvist"),
    ("", "", None),
]


@pytest.mark.parametrize(("head", "shown", "expected"), BYLINES)
def test_byline(head: str, shown: str, expected: str | None) -> None:
    assert article_from_html(page(shown + BODY, head=head)).byline == expected


CRUMBS = {"@type": "BreadcrumbList", "itemListElement": [
    {"position": 3, "name": "Ministers meet in three towns"},
    {"position": 2, "item": {"@id": "/world/asia", "name": "Asia"}},
    {"position": 1, "name": "World"},
    {"position": 0, "name": "Home"},
]}  # fmt: skip
SECTIONS = [
    (f'<script type="application/ld+json">{json.dumps(CRUMBS)}</script>', "", ("World", "Asia")),
    ("", '<nav class="breadcrumbs"><a>Home</a></nav><ul class="c-breadcrumb"><li>News</li><li>Asia</li></ul>',
     ("News", "Asia")),
    ("", '<div class="breadcrumb">Home &gt; World &gt; Asia</div>', ("World", "Asia")),
    (meta("article:section", "Politics"), "", ("Politics",)),
    (ld(articleSection=["World", "Newsdeck"]), "", ("World",)),
    ("", "", ()),
]  # fmt: skip


@pytest.mark.parametrize(("head", "shown", "expected"), SECTIONS)
def test_section(head: str, shown: str, expected: tuple[str, ...]) -> None:
    assert article_from_html(page(shown + BODY, head=head)).section == expected


class Known:
    """A registry of one outlet."""

    outlet = Outlet("velm-post", "Velm Post", "VLM")

    def by_url(self, url: str) -> Outlet | None:
        return self.outlet if "velmpost.example" in url else None

    def by_name(self, words: str) -> Outlet | None:
        return self.outlet if words.lower() == "velm post" else None


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("", "https://www.velmpost.example/a"),
        ('<link rel="canonical" href="https://velmpost.example/a">', None),
        (meta("og:site_name", "Velm Post"), None),
        (ld(publisher={"@type": "Organization", "name": "Velm Post"}), "https://mirror.example/a"),
    ],
)
def test_outlet_is_looked_up(head: str, url: str | None) -> None:
    article = article_from_html(page(head=head), url=url, outlets=Known())  # type: ignore[arg-type]
    assert article.outlet == Known.outlet


# --- furniture --------------------------------------------------------------------------------------------------------

LAST = "The next round is to be held in Lorne, a spokesman of the hosts said on Friday."
FURNITURE = [
    "<p><a href='/x'>Ministers of three more countries arrive in Velm for the second day of talks on the river</a></p>",
    "<p><strong>READ MORE:</strong> <a href='/x'>Velm calls home its envoy</a></p>",
    "<div class='newsletter-signup'><p>The day's most important stories, every morning, picked for you.</p></div>",
    "<aside><p>Velm has eleven thousand inhabitants and lies on the river between the two countries.</p></aside>",
    "<div class='ad-slot'>Advertisement</div>",
    "<div class='c-related'><h3>Related</h3><p>The river has flooded the lower town twice in ten years.</p></div>",
    "<blockquote class='twitter-tweet'><p>On our way to Velm! Big day for both our countries.</p></blockquote>",
    "<ul class='share-tools'><li>Facebook</li><li>Copy link</li></ul>",
    "<figure><figcaption>The bridge of Velm. (AP Photo/Rita Moss)</figcaption></figure>",
    "<script>var velm = 'The ministers met in a script and not in Velm, it is said.';</script>",
    "<style>p { color: red }</style>",
    "<noscript>Please enable JavaScript to see the ministers meet in Velm.</noscript>",
    "<div role='tabpanel' id='summary'><p>In short: the ministers met in three towns, and will meet again.</p></div>",
    "<h2>More from World</h2><ul><li><a href='/1'>Rain in Velm</a></li><li><a href='/2'>Sun in Saros</a></li></ul>",
    "<p>For breaking news alerts sent straight to your inbox sign up here, at no cost, and choose what you like.</p>",
    "<p>Sign up for our free newsletter to get stories like this in your inbox.</p>",
]


@pytest.mark.parametrize("furniture", FURNITURE)
def test_furniture_within_is_no_body(furniture: str) -> None:
    article = article_from_html(page(BODY + furniture + f"<p>{LAST}</p>"))
    assert len(words(article, "body")) == 4
    assert words(article, "body")[-1] == LAST


END_MATTER = [
    "<p>(Reporting by Ines Carrow; Editing by Tomas Reyl)</p>",
    "<p><em>Ines Carrow is a fellow at the Institute of River Studies in Velm.</em></p>",
    "<p>Associated Writer Ines Carrow in Velm contributed to this report.</p>",
    "<p>Carrow reported from Velm. Writers Tomas Reyl in Saros and Ada Finch in Korrin, who spoke to both sides of the "
    "river and to several of the fishermen, contributed to this report.</p>",
    "<p>© 2020 Velm Post</p>",
]


@pytest.mark.parametrize("end", END_MATTER)
def test_what_stands_under_the_article_is_furniture(end: str) -> None:
    article = article_from_html(page(BODY + end))
    assert len(words(article, "body")) == 3
    assert len(words(article, "furniture")) == 1


def test_credit_behind_the_last_sentence_is_cut_off() -> None:
    article = article_from_html(page(BODY + f"<p>{LAST} (Reporting by Ines Carrow; Editing by Tomas Reyl)</p>"))
    assert words(article, "body")[-1] == LAST
    assert words(article, "furniture") == ["(Reporting by Ines Carrow; Editing by Tomas Reyl)"]


KEPT = [
    ("a wrapper named after the wall", "<div class='paywall subscribe-wall'>{}</div>"),
    ("a form about the whole page, as some servers write", "<form id='aspnetForm'><div>{}</div></form>"),
    ("a pane that is shown later", "<div style='display:none'>{}</div>"),
    ("paragraphs each in a box of its own", "<div class='x-social-text'>" + BODY + "</div>"),
    ("custom elements", "<story-page><story-body>{}</story-body></story-page>"),
]


@pytest.mark.parametrize(("guards", "wrapper"), KEPT, ids=[row[0] for row in KEPT])
def test_article_is_kept_whatever_its_wrapper_is_called(guards: str, wrapper: str) -> None:
    assert len(words(article_from_html(page(wrapper.format(BODY))), "body")) == 3


def test_paragraphs_parted_by_breaks() -> None:
    lines = [MET.format(town)[3:-4] for town in ("Velm", "Korrin", "Saros")]
    article = article_from_html(f"<html><body><h1>Ministers meet</h1><div>{'<br><br>'.join(lines)}</div></body></html>")
    assert words(article, "body") == lines


def test_headings_set_as_h1_within_the_article_do_not_cut_it() -> None:
    more = MET.format("Lorne") + MET.format("Brael")
    html = f"<title>Ministers meet</title><body><b>Ministers meet</b><div>{BODY}<h1>What is to come</h1>{more}</div>"
    article = article_from_html(html)
    assert article.title == "Ministers meet"
    assert len(words(article, "body")) == 6


def test_short_first_sentence_is_body() -> None:
    assert words(article_from_html(page("<p>They met.</p>" + BODY)), "body")[0] == "They met."


def test_white_space_is_set_as_in_a_browser_and_marks_without_width_go() -> None:
    article = article_from_html(
        page("<p>The  foreign\n   min\u00adisters of\u200b both <b>coun</b>tries met in Velm.</p>" + BODY)
    )
    assert words(article, "body")[0] == "The foreign ministers of both countries met in Velm."


def test_captions_stand_in_their_place_with_their_credit() -> None:
    figure = (
        "<figure><img><figcaption>The bridge of Velm at dawn.<span class='credit'>Jo Stern</span></figcaption></figure>"
    )
    article = article_from_html(page(figure + BODY))
    assert [(caption.text, caption.credit) for caption in article.captions] == [
        ("The bridge of Velm at dawn. Jo Stern", "Jo Stern")
    ]
    assert [block.kind for block in article.blocks] == ["title", "caption", "body", "body", "body"]


def test_id_rests_on_text_address_outlet_and_day() -> None:
    one = article_from_html(page(), url="https://x.example/a")
    assert one.id == article_from_html(page(), url="https://x.example/a", path="elsewhere.html").id
    assert one.id != article_from_html(page(), url="https://x.example/b").id


# --- hard pages -------------------------------------------------------------------------------------------------------

NONE = [
    ("a row of links", "<ul>" + "<li><a href='/a'>Ministers of both countries meet again</a></li>" * 50 + "</ul>"),
    ("no text", "<html><body><div id='root'></div><script>start()</script></body></html>"),
    ("a frame set", "<frameset><frame src='a.html'></frameset>"),
    ("a comment", "<!-- nothing -->"),
    ("a robot check", page("<p>Please verify you are a human by pressing and holding the button below until it turns "
                           "green. Access to this page has been limited for now, as we saw unusual clicks.</p>",
                           h1="Just a moment")),
    ("an error page", page("<p>The page you are looking for does not exist any more, or it has moved to another place. "
                           "Go back to our front page, or use the search to find what you were looking for.</p>",
                           h1="Page not found")),
    ("a cookie notice", page("<p>We use cookies on this site to make it better for you.</p>", h1="Welcome")),
]  # fmt: skip


@pytest.mark.parametrize(("guards", "html"), NONE, ids=[row[0] for row in NONE])
def test_page_without_an_article(guards: str, html: str) -> None:
    with pytest.raises(NoArticle, match="Pass the address"):
        article_from_html(html, path="a.html")


@pytest.mark.parametrize("html", ["", "  \n ", "\x00"])
def test_empty_page(html: str) -> None:
    with pytest.raises(EmptyInput):
        article_from_html(html)


HARD = {
    "100,000 nested elements": "<div>" * 100_000 + BODY,
    "nested elements behind": page() + "<div>" * 100_000,
    "100,000 nested spans": page("<p>" + "<span>" * 100_000 + "deep" + BODY),
    "nested tables": "<table><tr><td>" * 20_000 + BODY,
    "nested links": "<a href=x>" * 20_000 + BODY,
    "unclosed tags": page("".join("<font size=2>" + MET.format(f"town {n}") for n in range(1_000))),
    "an entity bomb": "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]>" + page("<p>&b;</p>" + BODY),
    "a huge attribute": page(f"<div class='{'x ' * 2_000_000}'>{BODY}</div>"),
    "NUL and lone surrogates": page("\x00\ud83d" + BODY),
    "an XML declaration": '<?xml version="1.0" encoding="utf-16"?>' + page(),
    "JSON-LD that is broken": page(head='<script type="application/ld+json">{"@type":"NewsArticle",</script>'),
    "JSON-LD nested deep": page(head='<script type="application/ld+json">' + '{"a":' * 50_000 + "</script>"),
    "JSON-LD of odd types": page(head=ld(headline=[{"a": 1}, 3], author=[[["x"]]], datePublished=5, publisher=7,
                                         articleBody={"a": 1}, articleSection={"b": []}, mainEntityOfPage=["x"])),
    "addresses that are none": page(head='<link rel="canonical" href="http://[x">' + meta("og:url", "//[")),
    "a title without end": page(head=f"<title>{' | '.join(['Talks'] * 50_000)}</title>", h1=" - a b c" * 50_000),
    "dates that are none": page(head=meta("article:published_time", "2024-99-99T00:00:00Z") + meta("date", "9" * 30)
                                + meta("pubdate", "Mon, 99 Foo 99999 99:99:99 +9999")),
    "ten thousand authors": page(head=meta("author", "A B, " * 10_000)),
    "10 MB of script": page(head=f"<script>{'x=1;' * 2_500_000}</script>"),
}  # fmt: skip


@pytest.mark.parametrize("name", HARD)
def test_hard_page_is_read_or_refused_in_time(name: str) -> None:
    started = time.perf_counter()
    try:
        article = article_from_html(HARD[name])
    except (NoArticle, TooLarge):
        assert "nested" in name
    else:
        assert any("met in" in paragraph for paragraph in words(article, "body"))
    assert time.perf_counter() - started < 20  # measured below 2 s; a machine under load is slower


@pytest.mark.parametrize(
    "html",
    ["x" * 12_000_001, "<p>" * 250_000, "".join(f"<p>{n}</p>" for n in range(16_000)), f"<p>{'Yes. ' * 900_000}</p>"],
    ids=["characters", "elements", "lines", "text"],
)
def test_too_large(html: str) -> None:
    with pytest.raises(TooLarge, match="came"):
        article_from_html(html)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([
    "<p>", "</p>", "<div class='related'>", "</div>", "<h1>", "</h1>", "<h2>Related</h2>", "<figure>", "<figcaption>",
    "<br>", "<br><br>", "<li>", "<table><td>", "<a href='x'>", "</a>", "<em>", "<time datetime='2020-13-40'>",
    "By Mara Lindqvist", "VELM (AP) — ", LAST, " The ministers met in Velm. ", "<!--", "-->", "<script>", "&#0;",
    "&amp;", "\u2028", "\x85", "é",
]), max_size=40))  # fmt: skip
def test_any_markup_gives_an_article_or_an_input_error(parts: list[str]) -> None:
    try:
        article = article_from_html("".join(parts))
    except InputError:
        return
    assert "".join(article.text[slice(*block.span)] for block in article.blocks) == article.text
    assert words(article, "body")


def test_lines_know_what_they_stand_in() -> None:
    from lxml import html

    read = read_lines(
        html.document_fromstring("<body><div class='relatedLinks'><p>One <a>two</a></p></div>Three</body>")
    )
    assert [(line.text, read.tag(line)) for line in read.lines] == [("One two", "p"), ("Three", "body")]
    assert 0.3 < read.lines[0].linked < 0.6
    assert "related" in read.wrappers(read.lines[0], 2)[1].words


if __name__ == "__main__":
    for golden in PAGES:
        written = json.dumps(read_golden(golden), ensure_ascii=False, indent=1) + "\n"
        golden.with_suffix(".json").write_text(written, encoding="utf-8")
