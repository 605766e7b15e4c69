"""What a line is by its own looks; each list of a kind has its counter-examples in another."""

from __future__ import annotations

import pytest

from dragoman.ingest import lines

CAPTIONS: list[tuple[str, str | None]] = [
    (
        "Iran’s Foreign Minister (1st R) meets with his Russian counterpart (1st L) in Moscow on Thursday, January 20, 2022. (via Tasnim)",
        "Tasnim",
    ),
    ("Photo: AFP", "AFP"),
    ("(Photo: IRNA)", "IRNA"),
    ("[File: Reuters]", "Reuters"),
    ("Getty Images", "Getty Images"),
    ("Handout/Reuters.", "Handout/Reuters"),
    ("AP Photo/Jane Doe", "AP Photo/Jane Doe"),
    ("Image source, Getty Images", "Getty Images"),
    ("Image copyright EPA", "EPA"),
    ("Image caption, The two ministers met in Vienna", None),
    ("Lavrov (L) and Amir-Abdollahian in Moscow (Reuters)", "Reuters"),
    ("Raisi (L) meets Putin in Moscow.", None),
    ("Ebrahim Raisi, seen here in this file photo, is in Moscow.", None),
    ("File photo of the foreign minister.", None),
    ("Soldiers walk past a tank near Kyiv, Ukraine, Thursday, March 3, 2022. (AP Photo/Jane Doe)", "AP Photo/Jane Doe"),
    ("FILE PHOTO: Iran's flag flutters in Vienna, Austria, May 23, 2021. REUTERS/Jane Doe", "REUTERS/Jane Doe"),
    ("FILE - Iran's president speaks at the UN, Sept. 21, 2021.", None),
    ("Russian President Vladimir Putin pictured with Xi Jinping [Jane Doe/Sputnik/AFP]", "Jane Doe/Sputnik/AFP"),
    ("A view of the Kremlin. © Sputnik / Jane Doe", "Sputnik / Jane Doe"),
    ("Photo by Jane Doe/AFP via Getty Images", "Jane Doe/AFP via Getty Images"),
    ("Protesters hold flags outside the UN. Photograph: Jane Doe/EPA", "Jane Doe/EPA"),
    ("In this photo released by the presidency, Raisi speaks in Tehran.", None),
    ("The secretary of state speaks at the State Department (photo credit: REUTERS/JANE DOE)", "REUTERS/JANE DOE"),
    ("The Kremlin, Moscow. | Photo Credit: AP", "AP"),
    (
        "Chinese President Xi Jinping meets with Putin in Beijing, capital of China, Feb. 4, 2022. (Xinhua/Jane Doe)",
        "Xinhua/Jane Doe",
    ),
]

BODY = [
    "Iran will not give in, he said. (ANI)",
    "The president left for Tehran on Friday. (Xinhua)",
    "Iran has rejected the offer (AFP).",
    "Gov. Jane Doe (R) said no.",
    "Russia is seen as a mediator in Yemen and speaks to all sides.",
    "Putin, left, said he would leave.",
    "Lavrov, pictured with Amir-Abdollahian in Moscow, said the talks went well.",
    "Putin attends the summit on October 22, 2024.",
    "He held up a photo taken by a spy plane, officials said.",
    "Sources told AP that the talks had failed.",
    "Reuters could not verify the report.",
    "By Thursday, the two sides had agreed on an agenda.",
    "By signing the deal, Iran accepted inspections.",
    "On January 20, 2022, Putin met Raisi in Moscow.",
    "Share prices rose after the announcement.",
    "Related documents were signed on Monday.",
    "Follow-up talks failed.",
    "Copyright law was changed in 2001.",
    "Subscribers to the gas deal include Turkey.",
    "Comments by the minister drew criticism.",
    "Watch the border closely, the minister told reporters.",
    "Tags were removed from the goods, he said.",
    "Print media in both countries welcomed the deal.",
    "Trending stories were false, the ministry said.",
    "Editing by the censors was heavy.",
    "More from the deal is due to follow, he said.",
    "News of the ceasefire reached Vienna on Monday.",
    "Get the hostages back, the families said, according to state TV.",
    "The channel was closed on Telegram, officials said.",
    "They left.",
    "“We love it!”",
    "Home to two million people, the city is under siege.",
    "Source of the dispute is a dam on the Nile.",
]


@pytest.mark.parametrize(("line", "credit"), CAPTIONS, ids=[row[0][:50] for row in CAPTIONS])
def test_captions(line: str, credit: str | None) -> None:
    assert lines.is_caption(line)
    assert lines.read_credit(line) == credit


@pytest.mark.parametrize("line", BODY)
def test_body_sentences_are_nothing_else(line: str) -> None:
    assert lines.is_prose(line)
    assert not lines.is_caption(line)
    assert not lines.is_furniture(line)
    assert lines.read_byline(line) is None
    assert lines.crumbs(line) == ()
    assert not lines.is_date_line(line)


FURNITURE = [
    "Read more: Iran says yes", "READ MORE", "Read also:", "See also | Russia", "Also read: Talks resume in Vienna",
    "Keep reading", "list of 4 items", "end of list", "Related:", "Related stories", "RELATED ARTICLES", "More on this story",
    "More from Europe", "Sign up for our newsletter", "Sign up here", "Log in", "Subscribe", "Subscribe to our channel",
    "Follow us on Twitter", "Follow Tehran Times on Telegram", "Join us on WhatsApp", "Share this", "Share", "Share on Facebook",
    "Print", "Email", "12 comments", "Comments", "Leave a comment", "ADVERTISEMENT", "Advertisement:", "Most read", "Trending now",
    "Recommended", "5 min read", "3 Min Read", "5 hours ago", "© 2022 Example Media", "Copyright 2022 The Example", "(c) 2022 Example",
    "All rights reserved.", "Our Standards: The Thomson Reuters Trust Principles.", "Reporting by Jane Doe; Editing by John Roe",
    "(Reporting by Jane Doe in Moscow; Editing by John Roe)", "Editing by John Roe", "(With inputs from agencies)",
    "Associated Press writer Jane Doe in Tehran contributed to this report.", "This story has been updated.",
    "Some information for this report came from Reuters.", "Tags: Iran, Russia", "Tags", "Topics:", "Filed under: World",
    "News ID: 84619912", "News Code 1234", "https://www.example.org/a?b=1", "www.example.org", "editor@example.org", "@Example_News",
    "Source: Xinhua", "Editor: huaxia", "Source: Xinhua| 2022-02-04 22:15:31|Editor: huaxia", "SOURCE: AL JAZEERA AND NEWS AGENCIES",
    "Get the latest news in your inbox", "Download our app", "Click here to read the full text", "We use cookies",
    "Press TV’s website can also be accessed at the following alternate addresses:", "Our alternate addresses:", "Press TV News Roku", "Example TV on YouTube",
    "Example News mobile app", "___", "* * *", "---", "-30-", "ENDS", "###", "MNA/PR", "9417**1416", "Published in Dawn, January 21st, 2022",
    "Contact: Jane Doe, press@example.org", "Reuse this content", "Load-Date: January 24, 2022", "Length: 312 words", "Donate",
    "The Associated Press contributed to this report.", "To read the full text, click here", "Reading time: 3 minutes",
    "This material may not be published, broadcast, rewritten or redistributed.", "Support our journalism",
    "If you would like to comment, write to us.", "Copy link", "Follow", "APW19980213.1310", "♦ Subscribe here", "jd/jr (AFP, Reuters)",
    "Write to Jane Doe at jane.doe@example.com", "Appeared in the January 21, 2022, print edition as 'Talks Near Deal.'",
    "If you like what we do, please join our community.",
]  # fmt: skip


@pytest.mark.parametrize("line", FURNITURE)
def test_furniture(line: str) -> None:
    assert lines.is_furniture(line)


def test_every_pattern_of_furniture_matches_an_example() -> None:
    examples = [line.replace("’", "'") for line in FURNITURE]
    idle = [pattern.pattern for pattern in lines.FURNITURE if not any(pattern.match(line) for line in examples)]
    assert idle == []


HEADLINES = [
    "Iran, Russia agree on gas deal", "Iran rejects talks with U.S.", "Follow the money: How Iran evades sanctions",
    "Raisi in Moscow: Iran's president seeks closer Russia ties", "Related parties agree on Nile dam", "Shares fall as talks fail",
    "Iran/Russia talks fail", "Moscow, Tehran agree on January 20", "Gov. Abbott meets Sen. Cruz in Texas",
]  # fmt: skip


@pytest.mark.parametrize("line", HEADLINES)
def test_headlines_are_nothing_else(line: str) -> None:
    assert not lines.is_prose(line)
    assert not lines.is_furniture(line)
    assert not lines.is_caption(line)
    assert lines.crumbs(line) == ()
    assert lines.read_byline(line) is None


CRUMBS = [
    ("News \u00a0 / \u00a0 Politics \u00a0 / \u00a0 Editor's Choice", ("News", "Politics", "Editor's Choice")),
    ("Home > World > Asia", ("Home", "World", "Asia")),
    ("Home » News » Iran and Russia agree on a gas deal in Moscow", ("Home", "News")),
    ("WORLD NEWS", ("WORLD NEWS",)),
    ("Middle East & Africa", ("Middle East & Africa",)),
    ("News | Nuclear Energy", ("News", "Nuclear Energy")),
    ("World/Europe", ("World", "Europe")),
    ("Politics › Diplomacy", ("Politics", "Diplomacy")),
    ("World :: Asia Pacific", ("World", "Asia Pacific")),
    ("News | 20 January 2022", ()),
    ("Iran / Russia / China", ("Iran", "Russia", "China")),
    ("Talks resume | Example News Network of the North", ()),
]


@pytest.mark.parametrize(("line", "parts"), CRUMBS)
def test_crumbs(line: str, parts: tuple[str, ...]) -> None:
    assert tuple(part.strip() for part in lines.crumbs(line)) == parts


# line, names, place; with ``head`` a bare name counts too
BYLINES: list[tuple[str, bool, str | None, str | None]] = [
    ("By Jane Doe", False, "Jane Doe", None),
    ("By Jane Doe and John Roe", False, "Jane Doe and John Roe", None),
    ("By Jane Doe, John Roe and Ann Poe", False, "Jane Doe, John Roe and Ann Poe", None),
    ("By JANE DOE, Associated Press", False, "JANE DOE", None),
    ("By Jane Doe, CNN", False, "Jane Doe", None),
    ("By Jane Doe in Geneva", False, "Jane Doe", None),
    ("By Jane Doe, VOA | Washington", False, "Jane Doe", "Washington"),
    ("By Jane Doe | January 20, 2022", False, "Jane Doe", None),
    ("By Jane Doe - 20 January 2022", False, "Jane Doe", None),
    ("BY JANE DOE", False, "JANE DOE", None),
    ("Written by Jane Doe", False, "Jane Doe", None),
    ("Author: Jane Doe", False, "Jane Doe", None),
    ("By AFP", False, "AFP", None),
    ("By Staff Writer", False, "Staff Writer", None),
    ("By Jane van der Doe", False, "Jane van der Doe", None),
    ("Jane Doe in Geneva", True, "Jane Doe", "Geneva"),
    ("Jane Doe, Reuters", True, "Jane Doe", None),
    ("Our Correspondent", True, "Our Correspondent", None),
    ("Jane Doe Diplomatic editor", True, "Jane Doe", None),
    ("Jane Doe in Geneva", False, None, None),
    ("By Thursday, both had left.", False, None, None),
    ("By 2030, Iran hopes to export more", False, None, None),
    ("By the end of the year", False, None, None),
    ("Iran in Crisis", True, None, None),
]


@pytest.mark.parametrize(("line", "head", "names", "place"), BYLINES)
def test_bylines(line: str, head: bool, names: str | None, place: str | None) -> None:
    byline = lines.read_byline(line, labelled=not head)
    assert (byline and byline.names, byline and byline.place) == (names, place)


DATE_LINES = [
    ("20 January 2022", "2022-01-20"),
    ("Published: Thursday 20 January 2022, 14:33 GMT", "2022-01-20"),
    ("Published 20 January 2022 | Updated 21 January 2022", "2022-01-20"),
    ("Jan 20, 2022, 2:33 PM", "2022-01-20"),
    ("January 20, 2022 05:12 PM", "2022-01-20"),
    ("Thu 20 Jan 2022 18.24 GMT", "2022-01-20"),
    ("2022-01-20T10:00:00Z", "2022-01-20"),
    ("2022-01-20 10:22:33", "2022-01-20"),
    ("Last updated on 20/01/2022 at 10:22", "2022-01-20"),
    ("January 20, 2022 - News ID: 84619912", "2022-01-20"),
    ("On 20 January 2022 he left", None),
    ("20 January 2022 talks", None),
    ("14:33", None),
]


@pytest.mark.parametrize(("line", "day"), DATE_LINES)
def test_line_day(line: str, day: str | None) -> None:
    assert lines.line_day(line) == day
    assert lines.is_date_line(line) == (day is not None)


SIGN_OFFS = [
    ("He agreed. (Reporting by Jane Doe; Editing by John Roe)", "(Reporting by Jane Doe; Editing by John Roe)"),
    ("He agreed. Reporting by Jane Doe; Editing by John Roe", "Reporting by Jane Doe; Editing by John Roe"),
    ("He agreed. Enditem", "Enditem"),
    ("He agreed. (ANI)", "(ANI)"),
    ("He agreed. © 2022 AFP", "© 2022 AFP"),
    ("He agreed. All rights reserved.", "All rights reserved."),
    ("Reporting by Jane Doe; Editing by John Roe", None),
    ("He agreed with Iran (and Russia).", None),
    ("He read the END", None),
]


@pytest.mark.parametrize(("paragraph", "words"), SIGN_OFFS)
def test_sign_off(paragraph: str, words: str | None) -> None:
    cut = lines.sign_off(paragraph)
    assert (None if cut is None else paragraph[cut:].strip()) == words
