"""What sentences tell of agreements: each row says what it guards. Published on 2022-01-20."""

from __future__ import annotations

import time
from typing import Any

import pytest

from dragoman.extract.actors import Resolver
from dragoman.extract.agreements import Ledger, agreements_of
from dragoman.extract.mentions import find_mentions
from dragoman.extract.terms import Duration, end_of, later, read_duration
from dragoman.ingest.text import article_from_text
from dragoman.knowledge.agreements import load_agreements, load_ledger_cues
from dragoman.knowledge.outlets import load_outlets
from dragoman.language.parse import parse
from dragoman.model import Agreement
from dragoman.pipeline import load_knowledge

DAY = "2022-01-20"


def ledger(text: str, day: str = DAY) -> Ledger:
    knowledge = load_knowledge()
    article = article_from_text(text, published=day, outlets=load_outlets())
    document = parse(article, knowledge.parser)
    mentions = find_mentions(document, knowledge.actors, knowledge.offices)
    resolver = Resolver(document, mentions, knowledge.actors, knowledge.offices, article.published)
    found = agreements_of(document, resolver, load_agreements(), knowledge.lexicon)
    for row in found.agreements:
        check_evidence(row, article.text)
    return found


def check_evidence(row: Agreement, text: str) -> None:
    for evidence in row.evidence:
        assert text[slice(*evidence.span)] == evidence.quote
        assert 0 < len(evidence.quote) <= 600
        assert evidence.field not in row.from_registry
    for fact in row.life:
        assert text[slice(*fact.span)]
    for party in row.parties:
        assert text[slice(*party.span)] == party.text
    filled = {name for name in ("signed", "in_force", "term_years", "subject") if getattr(row, name) is not None}
    assert filled <= {e.field for e in row.evidence} | set(row.from_registry)


def told(row: Agreement) -> dict[str, Any]:
    return {
        "name": row.name,
        "kind": row.kind,
        "registry": row.registry_id,
        "parties": {party.country or party.name for party in row.parties},
        "subject": row.subject,
        "signed": row.signed,
        "force": row.in_force,
        "term": row.term_years,
        "ext": row.extended_years,
        "expires": row.expires,
        "life": {fact.status for fact in row.life},
        "from": set(row.from_registry),
        "why": row.why,
    }


# (what it guards, text, what each row must hold; an empty list: nothing earns a row)
ROWS: list[tuple[str, str, list[dict[str, Any]]]] = [
    # ── terms
    (
        "a length before the noun is the term; a year and years make a year",
        "Iran and Russia signed a 20-year cooperation treaty in 2001.",
        [
            {
                "parties": {"IRN", "RUS"},
                "signed": "2001",
                "term": 20,
                "expires": "2021",
                "kind": "treaty",
                "subject": "cooperation",
            }
        ],
    ),
    (
        "the term that is told outweighs the length before the noun, and the sum is said",
        "Chad and Niger want to update the 15-year water treaty they had signed in 2000. The agreement was originally meant "
        "to last for five years, but it has twice been extended for five years.",
        [
            {
                "parties": {"TCD", "NER"},
                "signed": "2000",
                "term": 5,
                "ext": (5, 5),
                "expires": "2015",
                "life": {"signed", "extended", "update_sought"},
            }
        ],
    ),
    (
        "in force outweighs signed as the base",
        "Peru and Chile signed a trade agreement on 3 March 2010. It entered into force on 1 May 2011 and is "
        "valid for ten years.",
        [{"signed": "2010-03-03", "force": "2011-05-01", "term": 10, "expires": "2021-05-01"}],
    ),
    (
        "months are added exactly",
        "Kenya and Uganda signed a fuel supply agreement on 31 January 2021. It is valid for 18 months.",
        [{"signed": "2021-01-31", "term": 1.5, "expires": "2022-07-31"}],
    ),
    (
        "a day that the calendar has not is a stated null",
        "Kenya and Uganda signed a fuel supply agreement on 29 February 2020. It is valid for one year.",
        [{"signed": "2020-02-29", "term": 1, "expires": None}],
    ),
    (
        "29 February has an end in the next leap year",
        "Kenya and Uganda signed a fuel supply agreement on 29 February 2020. It is valid for four years.",
        [{"expires": "2024-02-29"}],
    ),
    (
        "months after a bare year give no end",
        "Kenya and Uganda signed a fuel supply agreement in 2020. It is valid for 18 months.",
        [{"signed": "2020", "term": 1.5, "expires": None}],
    ),
    (
        "days are added to a day",
        "Israel and Hamas agreed on a ceasefire on 15 January 2022. The truce is to last for 42 days.",
        [{"kind": "ceasefire", "signed": "2022-01-15", "term": None, "expires": "2022-02-26"}],
    ),
    (
        "ninety-nine years are years",
        "Sri Lanka and China signed a 99-year port agreement in 2017.",
        [{"term": 99, "expires": "2116"}],
    ),
    (
        "indefinitely has no end",
        "Chad and Niger signed a border treaty in 2011. The treaty was concluded for an indefinite period.",
        [{"signed": "2011", "expires": None}],
    ),
    (
        "what renews itself has no end",
        "Chad and Niger signed a trade agreement in 2011. It renews itself every two years unless denounced.",
        [{"signed": "2011", "term": 2, "expires": None}],
    ),
    (
        "until a day",
        "Morocco and the European Union signed a fisheries agreement in 2019. It runs until 31 December 2027.",
        [{"signed": "2019", "expires": "2027-12-31"}],
    ),
    (
        "expires in two years, from the day of the article",
        "Morocco and the European Union signed a fisheries agreement in 2019. The deal expires in two years.",
        [{"expires": "2024"}],
    ),
    (
        "due to lapse",
        "Morocco and the European Union signed a fisheries pact in 2019. The pact is due to lapse in March 2026.",
        [{"expires": "2026-03"}],
    ),
    (
        "prolonged by another",
        "Algeria and Spain signed a five-year gas contract in 2010. The contract was prolonged by another three years.",
        [{"kind": "contract", "term": 5, "ext": (3,), "expires": "2018"}],
    ),
    (
        "extended until outweighs the sum",
        "Algeria and Spain signed a five-year gas contract in 2010. In 2014 it was extended until June 2030.",
        [{"term": 5, "expires": "2030-06", "life": {"signed", "extended"}}],
    ),
    (
        "the first end and an extension",
        "Norway and Chile signed a fisheries treaty in 2009. It was originally due to expire in May 2019 but "
        "was extended by five years.",
        [{"ext": (5,), "expires": "2024-05"}],
    ),
    (
        "two five-year extensions",
        "Norway and Chile signed a 10-year fisheries treaty in 2000. It has had two five-year extensions.",
        [{"term": 10, "ext": (5, 5), "expires": "2020"}],
    ),
    (
        "a five-year extension that was agreed",
        "Norway and Chile signed a 10-year fisheries treaty in 2000. In 2010 they agreed a five-year "
        "extension of the treaty.",
        [{"term": 10, "ext": (5,), "expires": "2015"}],
    ),
    (
        "an extension that is only offered is none",
        "Norway and Chile signed a 10-year fisheries treaty in 2000. Chile offered to extend it by five years.",
        [{"term": 10, "ext": (), "expires": "2010"}],
    ),
    (
        "agreed to extend",
        "Norway and Chile signed a 10-year fisheries treaty in 2000. In 2009 they agreed to extend the "
        "treaty for five years.",
        [{"term": 10, "ext": (5,), "expires": "2015"}],
    ),
    (
        "an end before its start is no end",
        "Norway and Chile signed a fisheries treaty in 2015. It was valid until 2010.",
        [{"signed": "2015", "expires": None}],
    ),
    (
        "how long it was kept is not its term",
        "Norway and Chile signed a fisheries treaty in 1990. It has lasted for 32 years.",
        [{"signed": "1990", "term": None, "expires": None}],
    ),
    (
        "the first in twenty years is no term",
        "Norway and Chile signed a fisheries treaty on Monday, the first between the two countries in 20 years.",
        [{"signed": "2022-01-17", "term": None}],
    ),
    (
        "a term of twenty years",
        "Rosatom and Egypt signed a nuclear contract in 2015 for a period of 25 years.",
        [{"kind": "contract", "parties": {"EGY", "RUS"}, "term": 25, "expires": "2040"}],
    ),
    (
        "it expired, and when is its end",
        "The gas contract between Algeria and Spain expired in October 2021.",
        [{"expires": "2021-10", "life": {"expired"}}],
    ),
    (
        "a decade-long pact",
        "India and France signed a 10-year defence pact in New Delhi on 12 March 2018.",
        [{"signed": "2018-03-12", "expires": "2028-03-12", "subject": "defence"}],
    ),
    # ── parties
    (
        "the A-B treaty",
        "The Russia-Belarus border treaty was signed in 1995.",
        [{"parties": {"RUS", "BLR"}, "signed": "1995"}],
    ),
    (
        "between A and B",
        "A trade accord between Peru and Ecuador took effect on 1 June 2021.",
        [{"parties": {"PER", "ECU"}, "force": "2021-06-01"}],
    ),
    (
        "a minister binds his state",
        "Japanese Foreign Minister Yoshimasa Hayashi signed a visa agreement with Australia on Thursday.",
        [{"parties": {"JPN", "AUS"}, "signed": "2022-01-20"}],
    ),
    (
        "their treaty",
        "Brazil and Paraguay met on Monday. They renegotiated their treaty of 1973. Their treaty was signed in 1973.",
        [{"parties": {"BRA", "PRY"}, "signed": "1973"}],
    ),
    (
        "a possessor and with",
        "Turkey's gas deal with Iran expired in 2021.",
        [{"parties": {"TUR", "IRN"}, "life": {"expired"}}],
    ),
    (
        "a broker is no party",
        "Qatar brokered a prisoner deal between Chad and Libya in 2021.",
        [{"parties": {"TCD", "LBY"}, "signed": "2021"}],
    ),
    (
        "nor is who stands in brokered",
        "Armenia and Azerbaijan signed a US-brokered peace treaty in 2021.",
        [{"parties": {"ARM", "AZE"}}],
    ),
    (
        "a city names, and is no party",
        "Chad and Libya signed the Tunis agreement in 1999.",
        [{"parties": {"TCD", "LBY"}}],
    ),
    (
        "an organisation is a party",
        "The European Union and Kenya signed a trade deal in 2021.",
        [{"parties": {"EUR", "KEN"}}],
    ),
    (
        "an armed group is a party",
        "Colombia and the ELN signed a ceasefire in 2017.",
        [{"kind": "ceasefire", "signed": "2017"}],
    ),
    ("a place before a ceasefire is no party", "The Gaza ceasefire was violated on Monday.", []),
    # ── kinds and subjects
    (
        "a memorandum",
        "Ghana and Togo signed a memorandum of understanding on electricity on Tuesday.",
        [{"kind": "memorandum", "subject": "electricity", "signed": "2022-01-18"}],
    ),
    (
        "an MoU",
        "Ghana and Togo inked an MoU on fisheries on Tuesday.",
        [{"kind": "memorandum", "subject": "fisheries"}],
    ),
    (
        "to do something",
        "Ghana and Togo reached an agreement to share water in 2019.",
        [{"subject": "to share water", "signed": "2019", "life": {"agreed"}}],
    ),
    (
        "a roadmap in the making",
        "Ghana and Togo are working out a roadmap for relations between the two countries.",
        [{"kind": "roadmap", "parties": {"GHA", "TGO"}, "life": {"negotiating"}}],
    ),
    (
        "signing outweighs reaching",
        "Ghana and Togo reached a border agreement in 2018 and signed it in 2019.",
        [{"signed": "2019", "life": {"agreed", "signed"}}],
    ),
    # ── life
    (
        "ratified",
        "Ghana and Togo signed a border treaty in 2018. The parliament of Ghana ratified the treaty in 2020.",
        [{"signed": "2018", "life": {"signed", "ratified"}}],
    ),
    (
        "not yet ratified",
        "Ghana and Togo signed a border treaty in 2018. The parliament of Ghana has not ratified the treaty.",
        [{"signed": "2018", "life": {"signed"}}],
    ),
    (
        "will enter into force on a day",
        "Ghana and Togo signed a border treaty in 2018. It will enter into force on 1 March 2022.",
        [{"force": "2022-03-01"}],
    ),
    (
        "suspended",
        "India suspended its water treaty with Pakistan on 5 January 2022.",
        [{"parties": {"IND", "PAK"}, "life": {"suspended"}}],
    ),
    (
        "an accusation is no fact",
        "Armenia accused Azerbaijan of violating the ceasefire that the two countries reached in 2020.",
        [{"life": {"agreed"}, "signed": "2020"}],
    ),
    (
        "will sign is not signed",
        "Ghana and Togo will sign a border treaty in March 2022.",
        [{"signed": None, "life": {"negotiating"}}],
    ),
    ("failed to sign", "Serbia and Kosovo failed to sign an agreement on licence plates.", []),
    ("no agreement was reached", "No agreement was reached between Serbia and Kosovo.", []),
    ("an agreement that is needed", "Serbia and Kosovo need an agreement, the mediator said.", []),
    ("dealing with", "The government has to deal with Serbia. It was a great deal of work for Kosovo.", []),
    ("talks alone", "Trade agreement talks are a matter for experts in Peru.", []),
    (
        "a contract in sport",
        "The striker signed a three-year contract with the league champion after the match in Brazil.",
        [],
    ),
    ("treaty obligations", "Norway said that treaty obligations bind everybody.", []),
    # ── the same agreement
    (
        "the accord, the deal, the document",
        "Peru and Ecuador signed a peace accord in 1998. The deal ended a war. The document was ratified in 1999.",
        [{"signed": "1998", "life": {"signed", "ratified"}}],
    ),
    (
        "two treaties stay two",
        "Chad signed a border treaty with Niger in 2001. Chad signed a trade treaty with Libya in 2010. The "
        "border treaty expired in 2011.",
        [{"parties": {"TCD", "NER"}, "expires": "2011"}, {"parties": {"TCD", "LBY"}, "expires": None}],
    ),
    (
        "a year tells two apart",
        "Iran and Iraq signed a treaty in 1937. Iran and Iraq signed a treaty in 1975. The 1937 treaty was "
        "denounced in 1969.",
        [{"signed": "1937", "life": {"signed", "agreed", "withdrawn"}}, {"signed": "1975", "life": {"signed"}}],
    ),
    (
        "told again in other words",
        "Kenya and Ethiopia signed a defence pact on Monday. The pact, signed in Nairobi, is valid for five years.",
        [{"signed": "2022-01-17", "term": 5, "expires": "2027-01-17"}],
    ),
    # ── where the parser goes wrong, and words that mislead
    (
        "signed by Presidents A and B: the title hides the names",
        "The treaty, which was signed on 8 April 2010 in Prague by Presidents Barack Obama and Dmitry "
        "Medvedev, limits warheads.",
        [{"parties": {"USA", "RUS"}, "signed": "2010-04-08"}],
    ),
    (
        "a participle read as a finite verb",
        "Under the Treaty of Friendship signed in 1950, India gives Nepal free passage. Kathmandu wants to "
        "revise the treaty.",
        [{"parties": {"IND", "NPL"}, "signed": "1950", "life": {"signed", "update_sought"}}],
    ),
    (
        "a law that denounces it binds who signed the law",
        "Russian President Vladimir Putin has signed a law denouncing the treaty with Ukraine. The treaty "
        "was concluded in 2003.",
        [{"parties": {"RUS", "UKR"}, "signed": "2003", "life": {"withdrawn", "agreed"}}],
    ),
    (
        "a rule of renewal is no extension",
        "China and Laos signed a security pact in 2019. The five-year agreement is automatically renewed for "
        "another five years.",
        [{"term": 5, "ext": (), "expires": None, "subject": "security"}],
    ),
    (
        "standing by it is not its first day",
        "India and Pakistan recommitted in February 2021 to a 2003 ceasefire.",
        [{"signed": "2003", "force": None, "life": {"agreed", "in_force"}}],
    ),
    (
        "before it enters into force",
        "Britain and Australia signed a trade pact on Monday. It must be ratified before it enters into force.",
        [{"signed": "2022-01-17", "force": None, "life": {"signed"}}],
    ),
    (
        "due to expire, and extended in the same sentence",
        "Washington and Seoul agreed to extend their nuclear agreement, due to expire in March 2014, by two years.",
        [{"ext": (2,), "expires": "2016-03", "parties": {"USA", "KOR"}}],
    ),
    ("a great deal judges", "Poland's premier said the visit to Chad in 2019 was a great deal for both.", []),
    ("a party's convention", "Trump's lawyers signed up delegates for the 1976 convention.", []),
    # ── the registry
    (
        "its head words",
        "They discussed the revival of the landmark Iran deal, which was reached in 2015.",
        [{"registry": "agreement:jcpoa", "signed": "2015", "life": {"agreed", "revival_sought"}, "from": {"parties"}}],
    ),
    (
        "an abbreviation",
        "The United States withdrew from the JCPOA in May 2018.",
        [{"registry": "agreement:jcpoa", "signed": "2015-07-14", "from": {"parties", "signed"}, "life": {"withdrawn"}}],
    ),
    (
        "the article's dates stay the article's",
        "The United States and Russia signed the INF Treaty in 1987. Washington pulled out of the treaty in 2019.",
        [
            {
                "registry": "agreement:inf-treaty",
                "signed": "1987",
                "parties": {"USA", "RUS"},
                "from": {"in_force"},
                "life": {"signed", "withdrawn"},
            }
        ],
    ),
    (
        "an end that rests on the registry is the registry's",
        "Russia and the United States signed New START in 2010. They extended it for five years in 2021.",
        [
            {
                "registry": "agreement:new-start",
                "ext": (5,),
                "expires": "2026-02-05",
                "from": {"in_force", "term_years", "expires"},
            }
        ],
    ),
    (
        "a name that two bear, by its year",
        "Iran tore up the 1975 Algiers accord with Iraq in 1980.",
        [{"registry": "agreement:algiers-agreement-1975", "signed": "1975", "life": {"agreed", "withdrawn"}}],
    ),
    (
        "a name that two bear, by the parties",
        "Eritrea and Ethiopia signed the Algiers Agreement in December 2000.",
        [{"registry": "agreement:algiers-agreement-2000", "parties": {"ERI", "ETH"}, "signed": "2000-12"}],
    ),
    ("a name alone is no row", "The Geneva Conventions protect prisoners.", []),
    (
        "a city's treaty is no place",
        "North Korea withdrew from the Nuclear Non-Proliferation Treaty in 2003.",
        [{"registry": "agreement:npt", "parties": {"PRK"}}],
    ),
    # ── which agreement, and since when
    (
        "the year behind its name is no day of what is told of it",
        "The Indus Waters Treaty of 1960 was suspended by India.",
        [{"registry": "agreement:indus-waters-treaty", "signed": "1960", "life": {"agreed", "suspended"}}],
    ),
    (
        "binds",
        "The border treaty between Chad and Niger binds both sides to keep the peace.",
        [{"parties": {"TCD", "NER"}, "life": {"in_force"}}],
    ),
    (
        "an old one is not the one just made",
        "Chad and Niger have reached an agreement on trade. They agreed to implement the Border Agreement, signed on "
        "April 17, 2001.",
        [{"name": "agreement", "signed": None}, {"name": "Border Agreement", "signed": "2001-04-17"}],
    ),
    (
        "two in a list are two, each with its day",
        "Chad and Niger agreed to implement the Border Cooperation Agreement, signed on April 17, 2001, and the General "
        "Agreement for Cooperation in Trade, signed on May 27, 1998.",
        [
            {"name": "Border Cooperation Agreement", "signed": "2001-04-17"},
            {"name": "General Agreement for Cooperation", "signed": "1998-05-27"},
        ],
    ),
    (
        "it is what the sentence before was about",
        "Chad and Niger signed a treaty on Monday. The treaty is the first to be concluded under the Lagos Declaration "
        "of Support for Chad, adopted on July 12, 2021. It will be in force for ten years.",
        [{"name": "treaty", "term": 10.0, "expires": "2032-01-17"}],
    ),
    (
        "agreed to observe, with effect from",
        "Chad and Niger agreed on Tuesday to observe a ceasefire with effect from midnight tonight.",
        [{"signed": "2022-01-18", "force": "2022-01-20", "life": {"agreed", "in_force"}}],
    ),
    (
        "the hour of the day",
        "The ceasefire between Israel and Lebanon takes effect at 4 a.m., the army said.",
        [{"force": "2022-01-20"}],
    ),
    (
        "a time and what happened then",
        "It was quiet in February 1999, when Chad received the president of Niger and signed the Lagos Declaration "
        "with Niger.",
        [{"name": "Lagos Declaration", "signed": "1999-02"}],
    ),
    (
        "what must come first has not come",
        "Chad and Niger initialled a convention on Monday. It enters into force thirty days after both parliaments have "
        "approved it and it runs for fifteen years.",
        [{"term": 15.0, "life": {"initialled", "in_force"}}],
    ),
    (
        "who acts under it, as told in the next sentence",
        "Russia and Iran brokered the declaration signed in Lagos on 17 May 2021. Under that declaration, Chad is to "
        "send grain to Niger.",
        [{"parties": {"TCD"}, "signed": "2021-05-17"}],
    ),
    (
        "under which they pledged",
        "In June 2021, the neighbours signed a memorandum in Lagos, under which Chad and Niger pledged to open the "
        "border.",
        [{"kind": "memorandum", "parties": {"TCD", "NER"}, "signed": "2021-06"}],
    ),
    (
        "its preparations for signing",
        "The government of Chad decided to halt its preparations for signing the Water Agreement with Niger.",
        [{"name": "Water Agreement", "parties": {"TCD", "NER"}, "life": {"negotiating"}}],
    ),
    (
        "the end of the negotiations is the agreement, and a president signs for his organisation",
        "European Commission president Ursula von der Leyen and the president of Chad announced on Tuesday the "
        "conclusion of negotiations on a trade agreement.",
        [{"parties": {"EUR", "TCD"}, "signed": "2022-01-18", "life": {"agreed"}}],
    ),
    (
        "a plan that two sides sign",
        "Chad and Niger signed a 25-year cooperation plan on Tuesday.",
        [{"kind": "agreement", "parties": {"TCD", "NER"}, "signed": "2022-01-18", "term": 25.0}],
    ),
    (
        "a statement signed by two",
        "The presidents of Chad and Niger signed a joint statement on a truce on Tuesday.",
        [{"kind": "communique", "parties": {"TCD", "NER"}, "signed": "2022-01-18"}],
    ),
    ("a plan that one signs", "The president of Chad signed a plan for the railways on Tuesday.", []),
    (
        "forces that leave over 60 days are no term",
        "Chad and Niger agreed on a ceasefire on Monday. Forces of Chad will withdraw over 60 days.",
        [{"term": None, "expires": None}],
    ),
]


@pytest.mark.parametrize(("why", "text", "rows"), ROWS, ids=[row[0] for row in ROWS])
def test_agreements(why: str, text: str, rows: list[dict[str, Any]]) -> None:
    found = [told(row) for row in ledger(text).agreements]
    got = [{name: row[name] for name in want} for row, want in zip(found, rows, strict=False)]
    assert got == rows, found
    assert len(found) == len(rows), found


# ── an article: everything of one agreement comes together ───────────────────────────────────────────────────────────

ARTICLE = """Bolivia and Paraguay on Tuesday renewed talks on a river treaty, officials said.

The 25-year river treaty, which the two countries signed in Asuncion on 4 May 1996, entered into force on 1 June 1997.
It was to last for 15 years but was extended twice by five years. Bolivia's parliament never ratified a 2004 gas contract
between the two countries. The treaty expires in June 2022."""


def test_an_article_joins_what_it_tells_of_a_treaty() -> None:
    treaty = next(told(row) for row in ledger(ARTICLE).agreements if row.kind == "treaty")
    want = {
        "parties": {"BOL", "PRY"},
        "signed": "1996-05-04",
        "force": "1997-06-01",
        "term": 15,
        "ext": (5, 5),
        "expires": "2022-06",
    }
    assert {name: treaty[name] for name in want} == want
    assert {"signed", "in_force", "extended", "negotiating"} <= treaty["life"]


def test_the_sum_is_said() -> None:
    (row,) = ledger(
        "Iran and Russia signed a treaty in 2001. It was to last for 10 years but was extended twice by five years."
    ).agreements
    assert "2001 + 10 + 5 + 5 = 2021" in row.why


def test_what_is_dropped_says_why() -> None:
    dropped = ledger("Experts said that an agreement is needed.").dropped
    assert [drop.reason for drop in dropped] == ["an agreement of whose life nothing is told"]


def test_an_article_tells_nothing_of_the_future_of_an_agreement() -> None:
    (row,) = ledger("Russia and the United States signed New START in April 2010.", day="2010-04-10").agreements
    assert row.in_force is None
    assert row.extended_years == ()


# ── durations and the calendar ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("words", "months", "days"),
    [
        ("for five years", 60, 0),
        ("another three years", 36, 0),
        ("an additional 10 years", 120, 0),
        ("a 25-year pact", 300, 0),
        ("99-year", 1188, 0),
        ("a decade", 120, 0),
        ("two and a half years", 30, 0),
        ("a year and a half", 18, 0),
        ("half a year", 6, 0),
        ("six-month", 6, 0),
        ("twenty-five years", 300, 0),
        ("a quarter of a century", 300, 0),
        ("60 days", 0, 60),
        ("two weeks", 0, 14),
    ],
)
def test_lengths_of_time(words: str, months: int, days: int) -> None:
    assert read_duration(words) == Duration(months, days)


@pytest.mark.parametrize("words", ["", "indefinitely", "years", "0 years", "1.3 days", "some years"])
def test_what_is_no_length_of_time(words: str) -> None:
    assert read_duration(words) is None


@pytest.mark.parametrize(
    ("base", "duration", "end"),
    [
        ("2001", Duration(120), "2011"),
        ("2001", Duration(18), None),
        ("2001", Duration(0, 60), None),
        ("2001-11", Duration(18), "2003-05"),
        ("2001-11", Duration(0, 60), None),
        ("2021-01-31", Duration(1), None),
        ("2020-02-29", Duration(12), None),
        ("2020-02-29", Duration(48), "2024-02-29"),
        ("2021-12-31", Duration(0, 1), "2022-01-01"),
        ("2022-07-22", Duration(0, 120), "2022-11-19"),
        ("9999", Duration(12), None),
    ],
)
def test_the_calendar(base: str, duration: Duration, end: str | None) -> None:
    assert later(base, duration) == end
    assert end_of(base, [duration])[0] == end


# ── any text, and how long it takes ──────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "text",
    [
        "treaty",
        "The treaty.",
        "It expires. It expires in 2022.",
        "Signed signed signed by by by the the treaty treaty between between.",
        "treaty " * 300,
        "Under the agreement which that it signed in in 2001, extended for for years until until.",
        "Iran-Russia-Iran-Russia treaty treaty's treaties' 20-year 20-year-20-year deal.",
        "«Договор» 条約 treaty \u200b \ud83d\ude00 signed in 2001 by Iran and Russia.",
    ],
)
def test_any_text_is_read(text: str) -> None:
    ledger(text)


def test_every_cue_reads_its_example() -> None:
    silent = [
        (cue.pattern, cue.status)
        for cue in load_ledger_cues().cues
        if cue.status not in {f.status for row in ledger(cue.example, day="2025-05-20").agreements for f in row.life}
    ]
    assert silent == []


def test_it_is_quick() -> None:
    knowledge = load_knowledge()
    article = article_from_text("\n\n".join([ARTICLE] * 7), published=DAY, outlets=load_outlets())
    document = parse(article, knowledge.parser)
    mentions = find_mentions(document, knowledge.actors, knowledge.offices)
    resolver = Resolver(document, mentions, knowledge.actors, knowledge.offices, article.published)
    best = 1.0
    for _ in range(5):
        start = time.perf_counter()
        agreements_of(document, resolver, load_agreements(), knowledge.lexicon)
        best = min(best, time.perf_counter() - start)
    assert best < 0.05  # ten times what it takes; 5 ms is the aim for 600 words
