"""What sentences tell of commitments: each row says what it guards. Published on 2022-01-20."""

from __future__ import annotations

from typing import Any

import pytest

from dragoman.extract.actors import Resolver
from dragoman.extract.agreements import Ledger, agreements_of
from dragoman.extract.commitments import commitments_of
from dragoman.extract.mentions import find_mentions
from dragoman.ingest.text import article_from_text
from dragoman.knowledge.agreements import load_agreements
from dragoman.knowledge.outlets import load_outlets
from dragoman.language.parse import parse
from dragoman.model import Commitment, Dropped
from dragoman.pipeline import load_knowledge

DAY = "2022-01-20"


def commitments(text: str) -> tuple[tuple[Commitment, ...], tuple[Dropped, ...], Ledger]:
    knowledge = load_knowledge()
    article = article_from_text(text, published=DAY, outlets=load_outlets())
    document = parse(article, knowledge.parser)
    mentions = find_mentions(document, knowledge.actors, knowledge.offices)
    resolver = Resolver(document, mentions, knowledge.actors, knowledge.offices, article.published)
    ledger = agreements_of(document, resolver, load_agreements(), knowledge.lexicon)
    rows, dropped = commitments_of(document, resolver, ledger, knowledge.lexicon)
    for row in rows:
        assert row.by
        assert article.text[slice(*row.action.span)] == row.action.text
        for evidence in row.evidence:
            assert article.text[slice(*evidence.span)] == evidence.quote
            assert len(evidence.quote) <= 600
            assert evidence.span[0] <= evidence.trigger[0] < evidence.trigger[1] <= evidence.span[1]
    return rows, dropped, ledger


def told(row: Commitment) -> dict[str, Any]:
    return {
        "by": {p.country or p.name for p in row.by},
        "to": {p.country or p.name for p in row.to},
        "from": {p.country or p.name for p in row.assigned_by},
        "action": row.action.text,
        "due": row.due,
        "over": row.horizon and (row.horizon.start, row.horizon.end),
        "kind": row.kind,
        "status": row.status,
        "under": row.agreement_id is not None,
    }


ROWS: list[tuple[str, str, list[dict[str, Any]]]] = [
    # ── tasks
    (
        "tasked with",
        "The presidents of Chad and Niger tasked the foreign ministers of the two countries with working out "
        "a roadmap for trade over the next two decades.",
        [
            {
                "by": {"TCD", "NER"},
                "from": {"TCD", "NER"},
                "kind": "task",
                "status": "tasked",
                "over": ("2022", "2042"),
                "action": "working out a roadmap for trade over the next two decades",
            }
        ],
    ),
    (
        "instructed to",
        "The president of Kenya instructed the Kenyan Treasury to prepare a draft law by March 1.",
        [{"by": {"KEN"}, "kind": "task", "due": "2022-03-01", "action": "prepare a draft law by March 1"}],
    ),
    (
        "was tasked",
        "The Ghanaian foreign ministry was tasked with drafting the accord.",
        [{"by": {"GHA"}, "from": set(), "status": "tasked"}],
    ),
    (
        "entrusted",
        "The African Union entrusted the president of Senegal with preparing a ceasefire plan.",
        [{"by": {"SEN"}, "kind": "task"}],
    ),
    (
        "who is charged with a crime has no task",
        "Peru charged the former Bolivian president with murdering a judge.",
        [],
    ),
    ("an order to soldiers is an act of war", "President Vladimir Putin ordered Russian troops to enter the town.", []),
    ("nobody tasks another state", "The United States ordered the Russian embassy to close its office.", []),
    # ── promises
    (
        "a sum",
        "Norway pledged 300 million kroner to Ukraine.",
        [
            {
                "by": {"NOR"},
                "to": {"UKR"},
                "kind": "promise",
                "status": "pledged",
                "action": "300 million kroner to Ukraine",
            }
        ],
    ),
    ("a sum in dollars", "Japan has promised $2 billion in aid to Kenya.", [{"by": {"JPN"}, "status": "pledged"}]),
    (
        "a deed with a day",
        "Turkey pledged to withdraw its troops from Iraq by May 1.",
        [{"by": {"TUR"}, "action": "withdraw its troops from Iraq by May 1", "due": "2022-05-01"}],
    ),
    (
        "a clause",
        "France promised that it would deliver ten tanks to Greece by the end of 2023.",
        [{"by": {"FRA"}, "to": {"GRC"}, "due": "2023", "status": "pledged"}],
    ),
    ("a deadline lies ahead", "Germany promised to pay Greece by Tuesday.", [{"by": {"DEU"}, "due": "2022-01-25"}]),
    ("committed to doing", "Germany committed to phasing out coal by 2030.", [{"by": {"DEU"}, "due": "2030"}]),
    (
        "agreed to",
        "Iran agreed to release three British sailors.",
        [{"by": {"IRN"}, "action": "release three British sailors", "status": "pledged"}],
    ),
    (
        "two deeds joined",
        "Chad agreed to release ten soldiers and return two tanks to Niger.",
        [
            {"by": {"TCD"}, "action": "release ten soldiers"},
            {"by": {"TCD"}, "action": "return two tanks to Niger", "to": {"NER"}},
        ],
    ),
    (
        "a pledge as a noun",
        "Canada renewed its pledge to resettle 5,000 Syrian refugees.",
        [{"by": {"CAN"}, "action": "resettle 5,000 Syrian refugees"}],
    ),
    ("too vague", "India and Nepal pledged to strengthen ties.", []),
    (
        "vague, but with a stretch of time and a sum",
        "China vowed to expand trade with Kenya to $10 billion by 2030.",
        [{"by": {"CHN"}, "due": "2030"}],
    ),
    ("a threat is no promise", "Iran vowed to retaliate against Israel.", []),
    ("a promise that was not made", "Norway did not pledge 300 million kroner to Ukraine.", []),
    ("what may be promised", "Norway could pledge 300 million kroner to Ukraine.", []),
    # ── what lies ahead
    (
        "will, with a day",
        "The United States will withdraw its troops from Iraq by May 1, 2022.",
        [{"by": {"USA"}, "due": "2022-05-01", "status": "expected"}],
    ),
    ("will, with a sum", "Sweden will provide 50 million euros to Moldova.", [{"by": {"SWE"}, "to": {"MDA"}}]),
    (
        "one's own word",
        "Polish Prime Minister Mateusz Morawiecki said Poland would send 60 tanks to Ukraine.",
        [{"by": {"POL"}, "to": {"UKR"}, "status": "pledged"}],
    ),
    ("another's word about one", "Ukraine said Russia would withdraw its troops by May 1.", []),
    ("a demand", "Ukraine demanded that Russia withdraw its troops by May 1.", []),
    ("an appeal", "The United States urged Iran to implement the agreement by June.", []),
    ("on a condition", "Russia will withdraw its troops from Georgia by May 1 if NATO leaves.", []),
    ("a visit is an event", "The king of Jordan will visit Oman on Friday.", []),
    (
        "institutions would implement",
        "The foreign ministers of Chad and Niger expressed hope that the relevant institutions in both "
        "countries would implement the border agreement signed by Chad and Niger in 2021 as soon as possible.",
        [{"by": {"TCD", "NER"}, "kind": "implementation", "status": "expected", "under": True}],
    ),
    ("hope for another's deed", "The United States expressed hope that Iran would implement the agreement.", []),
    (
        "a project and its builder",
        "The nuclear plant being built by Russian companies in Egypt will be completed by 2028.",
        [{"by": {"RUS"}, "kind": "project", "due": "2028", "status": "expected"}],
    ),
    (
        "a project with an agent",
        "The railway will be finished by Chinese engineers by 2025, Kenya said.",
        [{"kind": "project", "due": "2025"}],
    ),
    (
        "an agreement will be implemented",
        "Peru and Chile signed a border treaty on Monday. The treaty will be implemented by 2024.",
        [{"by": {"PER", "CHL"}, "kind": "implementation", "due": "2024", "under": True}],
    ),
    # ── how far it has come
    ("begun", "Germany has begun delivering tanks to Greece.", [{"by": {"DEU"}, "to": {"GRC"}, "status": "under_way"}]),
    (
        "begun to",
        "Turkey started to withdraw its troops from Iraq under the deal.",
        [{"by": {"TUR"}, "status": "under_way"}],
    ),
    (
        "completed",
        "Russia has completed the withdrawal of its troops from Georgia.",
        [{"by": {"RUS"}, "status": "done"}],
    ),
    (
        "delayed",
        "Russia delayed the delivery of missiles to Iran until March 2023.",
        [{"by": {"RUS"}, "status": "delayed", "due": "2023-03"}],
    ),
    (
        "broken by the deadline",
        "Russia failed to withdraw its troops from Georgia by the deadline.",
        [{"by": {"RUS"}, "status": "broken"}],
    ),
    (
        "missed a deadline",
        "Israel missed a deadline to withdraw its forces from Lebanon.",
        [{"by": {"ISR"}, "status": "broken"}],
    ),
    (
        "reneged on a promise",
        "Belgium reneged on its promise to return the mask to Congo.",
        [{"by": {"BEL"}, "status": "broken"}],
    ),
    ("a failure is no broken promise", "Russia failed to open the door.", []),
    ("a meeting put off is an event", "Israel postponed a meeting with Egypt until Monday.", []),
    (
        "a pledge and what became of it are one row",
        "Norway pledged to deliver ten tanks to Ukraine by March. On Wednesday Norway began delivering the tanks.",
        [{"by": {"NOR"}, "status": "under_way", "due": "2022-03"}],
    ),
    ("sport", "The coach pledged 20 goals to the fans before the match against France.", []),
    ("nobody who is known", "The committee pledged to return the money.", []),
    ("words that are delivered", "Macron will deliver a speech in Berlin by Friday.", []),
    ("a crime that was committed", "Police in Mali counted 20 robberies committed by Chadian soldiers.", []),
    (
        "we, in a quotation",
        "“We will lift all restrictions on exports by July 1,” Indonesian President Joko Widodo said.",
        [{"by": {"IDN"}, "due": "2022-07-01", "status": "pledged"}],
    ),
    (
        "what an agreement's own row tells",
        "Peru and Chile signed a water treaty in 2011. They agreed to extend the treaty for five years.",
        [],
    ),
    (
        "within a time that began long ago gives no day",
        "The United States committed in February 2020 to withdrawing all its forces from Afghanistan within 14 months.",
        [{"by": {"USA"}, "due": None}],
    ),
    # ── what binds by its words
    (
        "is to",
        "Chad is to divert 30 million francs from arms to schools.",
        [{"by": {"TCD"}, "action": "divert 30 million francs from arms to schools", "status": "expected"}],
    ),
    ("is to attend", "The president of Chad is to attend a ceremony.", []),
    (
        "shall not",
        "Chad shall not levy duties on goods from Niger.",
        [{"by": {"TCD"}, "action": "not levy duties on goods from Niger"}],
    ),
    (
        "not to",
        "Chad pledged not to arm the rebels.",
        [{"by": {"TCD"}, "action": "not to arm the rebels", "status": "pledged"}],
    ),
    (
        "not to allow",
        "Niger undertakes not to allow rebels to use its soil.",
        [{"by": {"NER"}, "action": "not to allow rebels to use its soil"}],
    ),
    (
        "a term of the agreement just told of",
        "Chad and Niger signed a border treaty on Monday. Chad will keep its police in the zone for two years.",
        [{"by": {"TCD"}, "action": "keep its police in the zone for two years", "over": (None, None)}],
    ),
    ("no term of any agreement", "Chad will keep its police in the zone.", []),
    (
        "over so many days",
        "Chad and Niger signed a border treaty on Monday. Under the treaty, Chad will withdraw its troops over 60 days.",
        [{"by": {"TCD"}, "over": (None, None), "under": True}],
    ),
    (
        "without a doer the parties answer for it",
        "Chad and Niger signed a border treaty on Monday. All prisoners shall be released within 30 days.",
        [{"by": {"TCD", "NER"}, "action": "All prisoners shall be released within 30 days", "due": "2022-02-19"}],
    ),
    (
        "what will or will not be done is nobody's duty",
        "Chad and Niger signed a border treaty on Monday. No troops will be deployed at the border.",
        [],
    ),
    (
        "the parties by that name",
        "Chad and Niger signed a border treaty on Monday. The parties will consult within 24 hours of any attack.",
        [{"by": {"TCD", "NER"}, "due": "2022-01-21"}],
    ),
    (
        "vague, but in a treaty",
        "Chad and Niger signed a border treaty on Monday. Niger commits itself to help Chad.",
        [{"by": {"NER"}, "action": "help Chad"}],
    ),
    (
        "when it is to be signed",
        "Chad and Niger initialled a border treaty on Monday. The treaty is to be signed in May.",
        [{"by": {"TCD", "NER"}, "due": "2022-05", "kind": "implementation"}],
    ),
    (
        "what an agreement includes",
        "Chad and Niger reached an agreement on Monday that includes the reopening of the border within two months.",
        [{"by": {"TCD", "NER"}, "action": "the reopening of the border", "due": "2022-03", "under": True}],
    ),
    (
        "a truce to be observed",
        "Chad and Niger agreed to observe a ceasefire along the border.",
        [{"by": {"TCD", "NER"}, "action": "observe a ceasefire along the border", "under": True}],
    ),
    (
        "a body asks its own officer",
        "The UN Security Council requested the Secretary-General to submit a report within 90 days.",
        [{"by": {"UNO"}, "from": {"UNO"}, "status": "tasked", "due": "2022-04-20"}],
    ),
    ("… and of others it is a wish", "Chad asked Niger to withdraw its troops within 90 days.", []),
    (
        "ready to",
        "Chad is ready to reopen the border with Niger.",
        [{"by": {"TCD"}, "action": "reopen the border with Niger", "status": "pledged"}],
    ),
    ("ready to talk", "Chad is ready to talk.", []),
    (
        "an invitation accepted",
        "Chad accepted an invitation to visit Niger.",
        [{"by": {"TCD"}, "action": "visit Niger", "status": "pledged"}],
    ),
    (
        "announced by who will do it",
        "The president of Chad announced that the border will be reopened.",
        [{"by": {"TCD"}, "action": "the border will be reopened", "status": "pledged"}],
    ),
    (
        "a semicolon parts two sentences",
        "Libya and Egypt are to meet; Chad will deliver 300 tonnes of grain to Niger.",
        [{"by": {"TCD"}, "to": {"NER"}}],
    ),
]


@pytest.mark.parametrize(("why", "text", "rows"), ROWS, ids=[row[0] for row in ROWS])
def test_commitments(why: str, text: str, rows: list[dict[str, Any]]) -> None:
    found = [told(row) for row in commitments(text)[0]]
    got = [{name: row[name] for name in want} for row, want in zip(found, rows, strict=False)]
    assert got == rows, found
    assert len(found) == len(rows), found
