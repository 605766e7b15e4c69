"""Plain text → Article: each house's way to set an article, and what must hold for any text."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import BadDate, BinaryInput, DragomanError, EmptyInput, TooLarge
from dragoman.ingest.text import LONGEST, article_from_text, article_id
from dragoman.knowledge.outlets import load_outlets
from dragoman.model import Article, Dateline

OUTLETS = load_outlets()


@dataclass(frozen=True)
class House:
    """An article in the manner of a house: ``kind | words`` a paragraph, ``kind+`` where the next goes on in it."""

    guards: str
    pieces: str
    facts: dict[str, Any] = field(default_factory=dict)
    given: dict[str, Any] = field(default_factory=dict)

    def parsed(self) -> list[tuple[str, str, bool]]:
        rows = []
        for line in self.pieces.strip().splitlines():
            kind, words = line.split("|", 1)
            kind = kind.strip()
            rows.append((kind.rstrip("+"), words[1:], kind.endswith("+")))
        return rows

    def text(self, gap: str = "\n\n", width: int = 0) -> str:
        paragraphs = [""]
        for _, words, joined in self.parsed():
            paragraphs[-1] += words
            if not joined:
                paragraphs.append("")
        if width:
            paragraphs = [textwrap.fill(words, width, break_on_hyphens=False) for words in paragraphs]
        return gap.join(paragraphs[:-1])


HOUSES = [
    House(
        "breadcrumb with no-break spaces; the only date stands in a caption; the outlet stands in the furniture",
        """
section  | News \u00a0 / \u00a0 Politics \u00a0 / \u00a0 Editor's Choice
title    | Presidents of Iran, Turkmenistan vow to expand ties in all fields
caption  | Iran’s President (2nd R) meets with his Turkmen counterpart (2nd L) in Tehran on Wednesday, June 15, 2022. (via Mehr)
body     | The presidents of Iran and Turkmenistan have vowed to expand ties following a meeting in Tehran.
body     | The two sides also discussed the\u00a0Caspian Sea.
furniture| Press TV’s website can also be accessed at the following alternate addresses:
furniture| Press TV News Roku
""",
        {
            "title": "Presidents of Iran, Turkmenistan vow to expand ties in all fields",
            "section": ("News", "Politics", "Editor's Choice"),
            "published": "2022-06-15",
            "published_from": "text",
            "outlet": "press-tv",
            "credits": ["Mehr"],
            "byline": None,
            "dateline": None,
        },
    ),
    House(
        "a wire story: reading time, dateline without a year, an old picture, a question as heading, sign-off, standards",
        """
section  | World News
title    | Iran, Russia foreign ministers discuss Vienna talks
byline   | By Jane Doe and John Roe
furniture| 3 Min Read
dateline+| MOSCOW, Jan 20 (Reuters) -\u0020
body     | The foreign ministers of Iran and Russia discussed talks on reviving the nuclear deal on Thursday, the ministries said.
caption  | FILE PHOTO: Russian Foreign Minister Sergei Lavrov attends a news conference in Moscow, Russia January 14, 2021. REUTERS/Ann Poe/Pool/File Photo
body     | "We will go on," Lavrov told reporters.
body     | What next?
body     | Talks resume on Monday.
furniture| (Reporting by Jane Doe in Moscow and John Roe in Dubai; Editing by Ann Poe)
furniture| Our Standards: The Thomson Reuters Trust Principles.
""",
        {
            "byline": "Jane Doe and John Roe",
            "published": None,
            "published_from": "unknown",
            "dateline": Dateline("MOSCOW", None, "Reuters"),
            "outlet": "reuters",
            "credits": ["REUTERS/Ann Poe/Pool/File Photo"],
        },
    ),
    House(
        "a byline with its agency, a date line in GMT, a rule before the contributors",
        """
title    | Leaders of Serbia and Kosovo hold talks in Brussels
byline   | By JANE DOE, Associated Press
dateline | August 18, 2022 GMT
dateline+| BRUSSELS (AP) —\u0020
body     | The leaders of Serbia and Kosovo met in Brussels on Thursday and failed to reach a deal on car plates.
body     | “We did not get to an agreement today,” the EU's top diplomat said after the talks.
furniture| ___
furniture| Associated Press writer John Roe in Belgrade contributed to this report.
furniture| Copyright 2022 The Associated Press. All rights reserved.
""",
        {
            "byline": "JANE DOE",
            "published": "2022-08-18",
            "published_from": "text",
            "dateline": Dateline("BRUSSELS", None, "AP"),
            "outlet": "associated-press",
        },
    ),
    House(
        "source, time and editor in one line; the desk's own end mark behind the last sentence",
        """
title    | China, Pakistan vow to deepen cooperation
furniture| Source: Xinhua| 2022-02-04 22:15:31|Editor: huaxia
dateline+| BEIJING, Feb. 4 (Xinhua) --\u0020
body     | China and Pakistan agreed on Friday to deepen cooperation along the corridor.
body+    | The Chinese premier met with the Pakistani prime minister.\u0020
furniture| Enditem
""",
        {
            "published": "2022-02-04",
            "published_from": "text",
            "dateline": Dateline("BEIJING", "2022-02-04", "Xinhua"),
            "outlet": "xinhua",
        },
    ),
    House(
        "a clock time above the headline, a second headline, agency between slashes, rights of a picture, tags",
        """
dateline | 20 JAN, 14:33
title    | Lavrov, Amir-Abdollahian hold talks in Moscow
title    | The ministers discussed Afghanistan, the ministry said
dateline+| MOSCOW, January 20. /TASS/.\u0020
body     | Russian Foreign Minister Sergey Lavrov held talks with his Iranian counterpart in Moscow on Thursday.
body     | "We are ready," Lavrov said.
caption  | © Russian Foreign Ministry/TASS
furniture| Tags
furniture| Iran
furniture| Russia
""",
        {
            "title": "Lavrov, Amir-Abdollahian hold talks in Moscow",
            "dateline": Dateline("MOSCOW", "2022-01-20", "TASS"),
            "published": "2022-01-20",
            "published_from": "given",
            "outlet": "tass",
        },
        {"published": "2022-01-20"},
    ),
    House(
        "label and date on two lines, picture source and caption, newsroom under the byline, two lists of other stories",
        """
section  | Home > World > Middle East
title    | Iran nuclear deal: Will talks in Vienna succeed?
furniture| Published
dateline | 20 January 2022
caption  | Image source, Getty Images
caption  | Image caption, Iran's chief negotiator arrived in Vienna on Monday
byline   | By Jane Doe
byline   | BBC News, Vienna
body     | Talks on reviving the nuclear deal have resumed in Vienna.
body     | Iran wants sanctions lifted first. The US says it will not lift them yet.
furniture| More on this story
furniture| Iran says it will not give in
furniture| 20 December 2021
furniture| What is the nuclear deal?
furniture| 14 July 2021
furniture| Related Topics
furniture| Iran
furniture| Vienna
""",
        {
            "section": ("Home", "World", "Middle East"),
            "byline": "Jane Doe",
            "published": "2022-01-20",
            "outlet": "bbc",
            "credits": ["Getty Images", None],
        },
    ),
    House(
        "dateline closed by full stops; no headline; the year comes from the file's name",
        """
dateline+| Moscow. 12 February. INTERFAX.RU -\u0020
body     | Russian President Vladimir Putin spoke by phone with his US counterpart on Saturday, the Kremlin said.
body     | The conversation lasted an hour.
""",
        {
            "title": None,
            "published": "2022-02-12",
            "published_from": "text",
            "dateline": Dateline("Moscow", "2022-02-12", "INTERFAX.RU"),
            "outlet": "interfax",
        },
        {"file_date": "2022-02-13"},
    ),
    House(
        "byline with outlet and place, time of day, archive picture whose date is not the article's",
        """
title    | US Imposes New Sanctions on Iran
byline   | By Jane Doe, VOA | Washington
dateline | January 20, 2022 05:12 PM
body     | The United States on Thursday imposed new sanctions on Iranian officials.
caption  | FILE - The U.S. Treasury Department building is seen in Washington, Jan. 19, 2018.
body     | Treasury officials announced the measures.
furniture| Some information for this report came from Reuters.
""",
        {
            "byline": "Jane Doe",
            "published": "2022-01-20",
            "dateline": Dateline("Washington", None, None),
            "outlet": "voice-of-america",
        },
    ),
    House(
        "news number, agency without brackets, code and account behind the last sentence",
        """
dateline | Jan 20, 2022, 2:33 PM
furniture| News ID: 84619912
title    | Iran, Russia FMs stress expansion of ties
dateline+| Tehran, IRNA -\u0020
body     | Foreign ministers of Iran and Russia stressed the need for expansion of ties on Thursday.
body     | Amirabdollahian is in Moscow at the head of a delegation.
furniture| 9417**1416
furniture| Follow us on Twitter @IrnaEnglish
""",
        {"published": "2022-01-20", "dateline": Dateline("Tehran", None, "IRNA"), "outlet": "irna"},
    ),
    House(
        "crumbs parted by a bar, [File: …], a list of other stories in the middle of the body",
        """
section  | News | Nuclear Energy
title    | Iran and Russia to boost ties, Raisi says
caption  | Iranian President Ebrahim Raisi, left, shakes hands with Russian President Vladimir Putin [File: Jane Doe/Reuters]
byline   | By John Roe
dateline | 20 Jan 2022
dateline+| Tehran, Iran –\u0020
body     | Iranian President Ebrahim Raisi has told his Russian counterpart that ties have no limits.
furniture| Keep reading
furniture| list of 3 items
furniture| Iran holds drill with Russia and China
furniture| Raisi lands in Moscow for talks
furniture| end of list
body     | The two leaders met on Wednesday.
furniture| SOURCE: AL JAZEERA AND NEWS AGENCIES
""",
        {
            "section": ("News", "Nuclear Energy"),
            "byline": "John Roe",
            "published": "2022-01-20",
            "dateline": Dateline("Tehran, Iran", None, None),
            "outlet": "al-jazeera",
            "credits": ["Jane Doe/Reuters"],
        },
    ),
    House(
        "a kicker, a name with its office, a clock time with a full stop, a credited picture, topics",
        """
section  | Iran
title    | Raisi in Moscow: Iran's president seeks closer Russia ties
byline   | Jane Doe Diplomatic editor
dateline | Thu 20 Jan 2022 18.24 GMT
body     | Iran's president has met Vladimir Putin in Moscow, saying there were no limits to expanding ties.
caption  | The pair talked for three hours across a long table. Photograph: Kremlin Handout/EPA
body     | He said sanctions had failed.
furniture| Topics
furniture| Middle East and north Africa
furniture| Reuse this content
""",
        {
            "section": ("Iran",),
            "byline": "Jane Doe",
            "published": "2022-01-20",
            "credits": ["Kremlin Handout/EPA"],
        },
    ),
    House(
        "a press release: the agency between slashes, whom to ask at the end",
        """
dateline+| UNITED NATIONS, Sept. 3 /PRNewswire/ --\u0020
body     | The Security Council adopted a resolution on Friday.
body     | Fifteen members voted for it.
furniture| Contact: Jane Doe, press@example.org
""",
        {"title": None, "published": None, "dateline": Dateline("UNITED NATIONS", None, "PRNewswire")},
    ),
    House(
        "correspondent and date in one line, place and colon, 'Published in …'",
        """
title    | Pakistan, Iran agree to boost trade
byline   | Our Correspondent Published January 21, 2022
dateline+| ISLAMABAD:\u0020
body     | Pakistan and Iran on Thursday agreed to boost bilateral trade.
body     | The foreign minister said the two countries would open a border market.
furniture| Published in Dawn, January 21st, 2022
""",
        {
            "byline": "Our Correspondent",
            "published": "2022-01-21",
            "dateline": Dateline("ISLAMABAD", None, None),
            "outlet": "dawn",
        },
    ),
    House(
        "fields at the head of an export",
        """
title    | Title: Iran and Russia sign gas deal
furniture| Source: Tehran Times
dateline | Date: January 20, 2022
byline   | Author: Jane Doe
dateline+| TEHRAN –\u0020
body     | Iran and Russia signed a gas deal on Thursday. It is worth 4 billion dollars.
""",
        {
            "title": "Iran and Russia sign gas deal",
            "byline": "Jane Doe",
            "published": "2022-01-20",
            "outlet": "tehran-times",
            "dateline": Dateline("TEHRAN", None, None),
        },
    ),
    House(
        "an archive's export: rights at the top end nothing; a paragraph that opens with 'By Thursday' is body",
        """
furniture| Copyright 2022 Jane Doe Media
furniture| All Rights Reserved
section  | Section: WORLD NEWS
furniture| Length: 312 words
byline   | Byline: Jane Doe
dateline | Dateline: GENEVA
title    | Syria talks open in Geneva
furniture| Body
body     | Syrian government and opposition delegates met in Geneva on Monday, the UN envoy said.
body     | By Thursday, the two sides had agreed on an agenda.
dateline | Load-Date: January 24, 2022
""",
        {
            "title": "Syria talks open in Geneva",
            "section": ("WORLD NEWS",),
            "byline": "Jane Doe",
            "published": "2022-01-24",
            "dateline": Dateline("GENEVA", None, None),
        },
    ),
    House(
        "place and agency on a line of their own; a caption between two paragraphs",
        """
title    | Turkey's Erdogan visits Kyiv, offers mediation
dateline | ANKARA - Anadolu Agency
body     | Turkish President Recep Tayyip Erdogan arrived in Kyiv on Thursday for talks with his Ukrainian counterpart.
caption  | Erdogan (L) meets Zelenskyy at the Mariinskyi Palace in Kyiv, Ukraine, on February 3, 2022. (AFP Photo)
body     | He offered to mediate between Russia and Ukraine.
body     | "We want peace," he said.
""",
        {
            "published": "2022-02-03",
            "dateline": Dateline("ANKARA", None, "Anadolu Agency"),
            "outlet": "anadolu-agency",
            "credits": ["AFP"],
        },
    ),
    House(
        "an Indian agency: place and country, colon; its sign at the end is no picture's credit",
        """
title    | India, Japan hold talks on maritime security
dateline+| New Delhi [India], January 20 (ANI):\u0020
body     | India and Japan held talks on maritime security on Thursday.
body+    | The next round will be held in Tokyo, the ministry said.\u0020
furniture| (ANI)
""",
        {"dateline": Dateline("New Delhi, India", "2022-01-20", "ANI"), "published": "2022-01-20"},
        {"url": "https://example.org/2022/01/20/india-japan"},
    ),
    House(
        "advertisement, share buttons and a reader's count between the paragraphs",
        """
title    | Armenia and Azerbaijan agree to ceasefire
furniture| Share
furniture| 12 comments
dateline+| YEREVAN, JANUARY 20, ARMENPRESS.\u0020
body     | Armenia and Azerbaijan agreed to a ceasefire on Thursday, the defense ministry said.
furniture| ADVERTISEMENT
body     | Follow-up talks will be held in Tbilisi, officials said.
furniture| Sign up for our newsletter to get the news in your inbox.
body     | Share prices rose after the announcement.
furniture| © 2022 Example Media. All rights reserved.
""",
        {"dateline": Dateline("YEREVAN", None, "ARMENPRESS")},
    ),
    House(
        "a headline that is a question; a standfirst and a name with its town; a list in the body",
        """
section  | Analysis
title    | Will the Doha talks bring peace to Chad?
byline   | Jane Doe in N'Djamena
body     | The government and the rebels have agreed on four points.
body     | - Fighters are to lay down their arms by June
body     | - Prisoners are to be released
body     | Both sides said they would sign on Monday.
""",
        {"section": ("Analysis",), "byline": "Jane Doe"},
    ),
    House(
        "correspondent, place and time, time of a change",
        """
title    | India, Sri Lanka discuss fishermen issue
byline   | Special Correspondent
dateline | COLOMBO, January 20, 2022 20:14 IST
dateline | Updated: January 21, 2022 22:40 IST
caption  | The External Affairs Minister of India | Photo Credit: PTI
body     | India and Sri Lanka on Thursday discussed the fishermen issue.
body     | Officials said a joint working group would meet soon.
furniture| Our code of editorial values
""",
        {
            "byline": "Special Correspondent",
            "published": "2022-01-20",
            "dateline": Dateline("COLOMBO", "2022-01-20", None),
            "credits": ["PTI"],
        },
    ),
    House(
        "date beside its department; a credit and what it credits on two lines; bullets of the site",
        """
title    | UN envoy urges restraint in Yemen
dateline | 20 January 2022 Peace and Security
body     | The UN Special Envoy for Yemen on Thursday urged all sides to exercise restraint after air strikes on Sana'a.
caption  | UN Photo/Jane Doe
caption  | A view of the old city of Sana'a.
body     | He briefed the Security Council on the escalation.
furniture| ♦ Receive daily updates directly in your inbox - Subscribe here to a topic.
furniture| ♦ Download the UN News app for your iOS or Android devices.
""",
        {"published": "2022-01-20", "dateline": None, "credits": ["UN Photo/Jane Doe", None], "outlet": "un-news"},
    ),
    House(
        "points below the headline, the agency on a line of its own, a button, a caption in the present tense",
        """
title    | Saudi Arabia, Iran agree to resume ties
body     | - Deal brokered by China
body     | - Embassies to reopen in two months
furniture| AFP
dateline | March 10, 2023
dateline+| RIYADH:\u0020
body     | Saudi Arabia and Iran agreed on Friday to restore ties, seven years after they were severed.
furniture| Follow
caption  | Top Saudi and Iranian diplomats meet in Beijing. (SPA)
body     | Iran's top security official signed the agreement.
""",
        {"published": "2023-03-10", "dateline": Dateline("RIYADH", None, None), "outlet": "agence-france-presse"},
    ),
    House(
        "a ministry's release: letterhead, number, date in figures",
        """
furniture| Ministry of Foreign Affairs of the Republic of Examplia
section  | Press release No. 12
dateline | 20-01-2022
title    | Foreign Minister meets with the Ambassador of Japan
body     | On January 18, 2022, the Minister of Foreign Affairs received the Ambassador of Japan.
body     | The parties discussed the schedule of mutual visits.
""",
        {"title": "Foreign Minister meets with the Ambassador of Japan", "published": "2022-01-20"},
    ),
    House(
        "a transcript: who speaks is no dateline",
        """
title    | Meeting with President of Iran Ebrahim Raisi
dateline | January 19, 2022
furniture| 18:20
furniture| The Kremlin, Moscow
body     | President of Russia Vladimir Putin: Mr President, colleagues, I am happy to see you.
body     | We have been in contact on the phone.
body     | President of Iran Ebrahim Raisi (retranslated): Thank you. We have no limits for expanding ties.
""",
        {"published": "2022-01-19", "dateline": None},
    ),
    House(
        "an agency that signs twice behind the last sentence",
        """
title    | Nigeria, Benin sign trade pact
byline   | By Jane Doe
dateline+| Abuja, Jan. 20, 2022 (NAN)\u0020
body     | Nigeria and Benin on Thursday signed a trade pact to curb smuggling.
body+    | The Minister of Trade said the pact would boost commerce.\u0020
furniture| (NAN)(www.nannews.ng)
furniture| ===========
furniture| Edited by John Roe
""",
        {
            "published": "2022-01-20",
            "dateline": Dateline("Abuja", "2022-01-20", "NAN"),
            "outlet": "news-agency-of-nigeria",
        },
    ),
    House(
        "place alone on its line; department, then a headline in capitals of each word",
        """
section  | MIDDLE EAST
title    | Turkey, Israel Agree to Revive Ties
dateline | ANKARA
body     | Turkish President Recep Tayyip Erdogan and his Israeli counterpart agreed on Wednesday to revive ties.
body     | Herzog arrived in Ankara earlier in the day.
furniture| Write to Jane Doe at jane.doe@example.com
""",
        {"section": ("MIDDLE EAST",), "dateline": Dateline("ANKARA", None, None)},
    ),
]


def kinds_of(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, article.text[block.span[0] : block.span[1]].strip()) for block in article.blocks]


def squeezed(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(kind, " ".join(words.split())) for kind, words in pairs]


@pytest.mark.parametrize("house", HOUSES, ids=lambda house: house.guards[:60])
@pytest.mark.parametrize(("gap", "width"), [("\n\n", 0), ("\r\n\r\n", 0), ("\n", 0), ("\n\n", 72)])
def test_houses_blocks(house: House, gap: str, width: int) -> None:
    article = article_from_text(house.text(gap, width), outlets=OUTLETS, **house.given)
    assert squeezed(kinds_of(article)) == squeezed([(kind, words) for kind, words, _ in house.parsed()])


@pytest.mark.parametrize("house", HOUSES, ids=lambda house: house.guards[:60])
def test_houses_facts(house: House) -> None:
    article = article_from_text(house.text(), outlets=OUTLETS, **house.given)
    found: dict[str, Any] = {name: getattr(article, name, None) for name in house.facts}
    if "outlet" in found:
        found["outlet"] = article.outlet.id if article.outlet else None
    if "credits" in found:
        found["credits"] = [caption.credit for caption in article.captions]
    assert found == house.facts


# text → the words of the body blocks, one a paragraph
BODIES = [
    ("Iran rejects US offer", ["Iran rejects US offer"], "a headline alone is what there is to read"),
    ("Russia attacked Ukraine.", ["Russia attacked Ukraine."], "a sentence alone"),
    ("Russia attacked Ukraine.\nIran's president met Putin.", ["Russia attacked Ukraine.", "Iran's president met Putin."], "sentences, one a line, have no title"),
    ("Iran rejects US offer\nRussia accepts talks", ["Russia accepts talks"], "of two headlines the first is the title"),
    ("MOSCOW, Jan 20 (Reuters) - Iran and Russia met. (Reporting by Jane Doe; Editing by John Roe)", ["Iran and Russia met."], "one line with dateline and sign-off"),
    ("Talks fail\n\nIran said no. Russia, it said, was free to go on\n\nBoth left.", ["Iran said no. Russia, it said, was free to go on", "Both left."], "a paragraph that lost its last stop"),
    ("Talks fail\n\nThe two sides left Geneva.\n\n“We will be back, and we love it!”", ["The two sides left Geneva.", "“We will be back, and we love it!”"], "an exclamation at the end"),
    ("Putin speaks\n\nLAVROV: We met today.\n\nRAISI: We are glad.\n\nThey left.", ["LAVROV: We met today.", "RAISI: We are glad.", "They left."], "speakers are not datelines"),
    ("Iran talks\n\nReuters could not verify the report.\n\nFollow-up talks failed.", ["Reuters could not verify the report.", "Follow-up talks failed."], "sentences that open like furniture"),
    ("Deal signed\n\nRelated documents were signed on Monday.\n\nTags were removed, he said.", ["Related documents were signed on Monday.", "Tags were removed, he said."], "sentences that open like lists"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "bodies", "guards"), BODIES, ids=[row[2] for row in BODIES])
def test_body_keeps_every_sentence(text: str, bodies: list[str], guards: str) -> None:
    found = [words for kind, words in kinds_of(article_from_text(text)) if kind == "body"]
    assert found == bodies


CAPTION = "Raisi (L) meets Putin (R) in Moscow on January 19, 2022. (via Tasnim)"
OLD = "Raisi is seen in this file photo, May 3, 2019."
REPORT = "Iran and Russia agreed to go on with the talks."
URL = "https://example.org/2022/01/22/talks"
DATES = [
    ({}, REPORT, None, "unknown", "nothing says when"),
    ({"published": "2022-01-21"}, f"Talks\n20 January 2022\n{REPORT}", "2022-01-21", "given", "given goes before a date line"),
    ({"published": "2022-01-21T23:10:00+03:30"}, REPORT, "2022-01-21", "given", "a date-time is the day it names"),
    ({"file_date": "2022-01-25", "url": URL}, f"Talks\n20 January 2022\n{REPORT}", "2022-01-20", "text", "a date line goes before address and file"),
    ({"file_date": "2022-01-25"}, f"MOSCOW, Jan 20 (TASS) - {REPORT}", "2022-01-20", "text", "the dateline takes its year from the file's name"),
    ({"file_date": "2022-01-02"}, f"MOSCOW, Dec 31 (TASS) - {REPORT}", "2021-12-31", "text", "the year that brings it nearest"),
    ({}, f"MOSCOW, Jan 20 (TASS) - {REPORT}", None, "unknown", "a dateline without a year says no year"),
    ({}, f"MOSCOW, Jan 20, 2022 (TASS) - {REPORT}", "2022-01-20", "text", "a dateline with its year"),
    ({"url": URL, "file_date": "2022-01-25"}, f"Talks go on\n\n{CAPTION}\n\n{REPORT}", "2022-01-22", "metadata", "the address goes before a caption"),
    ({"file_date": "2022-01-25"}, f"Talks go on\n\n{CAPTION}\n\n{REPORT}", "2022-01-19", "text", "a caption goes before the file's name"),
    ({"file_date": "2023-05-01"}, f"Talks go on\n\n{CAPTION}\n\n{REPORT}", "2023-05-01", "file", "a picture of another year is an old one"),
    ({}, f"Talks go on\n\n{OLD}\n\n{REPORT}", None, "unknown", "an archive picture says nothing"),
    ({}, "Talks go on\n\nThey met on January 20, 2022, in Moscow.", None, "unknown", "a date in the body is an event's"),
    ({}, f"Talks go on\n\nUpdated: January 22, 2022\n\nPublished: January 20, 2022\n\n{REPORT}", "2022-01-20", "text", "published goes before updated"),
]  # fmt: skip


@pytest.mark.parametrize(("given_", "text", "day", "basis", "guards"), DATES, ids=[row[4] for row in DATES])
def test_published(given_: dict[str, Any], text: str, day: str | None, basis: str, guards: str) -> None:
    article = article_from_text(text, **given_)
    assert (article.published, article.published_from) == (day, basis)


HOUSE_OF = [
    ({"source": "presstv.ir"}, REPORT, ("press-tv", "Press TV", "IRN"), "a domain as source"),
    ({"source": "The Example Gazette"}, REPORT, (None, "The Example Gazette", None), "an unknown source keeps its name"),
    ({"source": "IRNA"}, f"TEHRAN (Reuters) - {REPORT}", ("irna", "IRNA", "IRN"), "the source goes before the text"),
    ({"url": "https://www.presstv.ir/Detail/1"}, REPORT, ("press-tv", "Press TV", "IRN"), "the address"),
    ({"url": "https://news.example.org/1"}, REPORT, (None, "news.example.org", None), "an unknown address is its host"),
    ({}, f"TEHRAN (Reuters) - {REPORT}", ("reuters", "Reuters", "GBR"), "the agency of the dateline"),
    ({}, f"Talks\n\nReuters said so on Monday.\n\n{REPORT}", None, "an outlet that the body cites is not the publisher"),
]  # fmt: skip


@pytest.mark.parametrize(("given_", "text", "outlet", "guards"), HOUSE_OF, ids=[row[3] for row in HOUSE_OF])
def test_outlet(
    given_: dict[str, Any], text: str, outlet: tuple[str | None, str, str | None] | None, guards: str
) -> None:
    found = article_from_text(text, outlets=OUTLETS, **given_).outlet
    assert (found and (found.id, found.name, found.country)) == outlet


def test_title_that_is_given() -> None:
    article = article_from_text("Talks resume\n\nIran and Russia met.", title="Talks resume")
    assert (article.title, kinds_of(article)[0]) == ("Talks resume", ("title", "Talks resume"))
    article = article_from_text("Iran and Russia met.\n\nThey left.", title="Talks resume")
    assert (article.title, [kind for kind, _ in kinds_of(article)]) == ("Talks resume", ["body", "body"])


def test_long_text_without_a_stop_is_an_article() -> None:
    article = article_from_text("word " * 20_000)
    assert [block.kind for block in article.blocks] == ["body"]


REFUSED = [
    ("", EmptyInput, "nothing"),
    (" \n\t\u00a0\ufeff\n", EmptyInput, "nothing but blanks"),
    ("a\x00b", BinaryInput, "NUL"),
    ("a" * (LONGEST + 1), TooLarge, "one more than the most"),
]


@pytest.mark.parametrize(("text", "error", "guards"), REFUSED, ids=[row[2] for row in REFUSED])
def test_refused(text: str, error: type[DragomanError], guards: str) -> None:
    with pytest.raises(error):
        article_from_text(text)


@pytest.mark.parametrize("day", ["2022-02-30", "yesterday", "2022-13", 1642672800, ""])
def test_given_date_that_is_none(day: object) -> None:
    with pytest.raises(BadDate, match="2022-01-20"):
        article_from_text(REPORT, published=day)


def test_id_is_of_the_content() -> None:
    one = article_from_text(REPORT, url=URL, path="a.txt", given_id="1")
    other = article_from_text(REPORT, url=URL, path="b.txt", given_id="2")
    assert one.id == other.id == article_id(REPORT, URL, one.outlet, one.published)
    assert one.id != article_from_text(REPORT, url=URL, published="2022-01-25").id


WORDS = st.sampled_from(
    ["Iran", "said", "MOSCOW", "(Reuters)", "-", "—", "Jan 20", "2022", ".", ":", "By", "Jane Doe", "Photo:", "(L)", "©",
     "\n", "\n\n", "\r\n", " ", "\u00a0", "/", ">", "|", "Read more", "“", "”", "\u2029", "𝔘", "e\u0301", "\ud800"]
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.lists(WORDS, max_size=60).map(" ".join), st.text(max_size=300)))
def test_any_text_is_partitioned(text: str) -> None:
    try:
        article = article_from_text(text, outlets=OUTLETS)
    except (EmptyInput, BinaryInput):
        return
    assert len(article.text) == len(text)
    spans = [block.span for block in article.blocks]
    assert [start for start, _ in spans] == [0, *(end for _, end in spans[:-1])]
    assert spans[-1][1] == len(text)
    assert all(start < end for start, end in spans)
    for caption in article.captions:
        assert article.text[caption.span[0] : caption.span[1]] == caption.text
    article.text.encode("utf-8")
