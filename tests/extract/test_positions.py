"""What a sentence says that somebody wants or holds: holders, polarity, issue and the words of the stance."""

from __future__ import annotations

import functools

import pytest

from dragoman.document import Document
from dragoman.extract.actors import Resolver
from dragoman.extract.mentions import find_mentions
from dragoman.extract.positions import LONGEST_QUOTE, positions_of
from dragoman.ingest.text import article_from_text
from dragoman.knowledge.issues import load_issues, load_stances
from dragoman.language.parse import parse
from dragoman.model import Content, Cue, Dropped, Evidence, Participant, Position, Span, Statement
from dragoman.pipeline import load_knowledge

PUBLISHED = "2024-03-15"


@functools.cache
def document_of(text: str, published: str = PUBLISHED) -> Document:
    return parse(article_from_text(text, published=published), load_knowledge().parser)


def resolver_of(document: Document) -> Resolver:
    knowledge = load_knowledge()
    mentions = find_mentions(document, knowledge.actors, knowledge.offices)
    return Resolver(document, mentions, knowledge.actors, knowledge.offices, document.article.published)


def positions(
    text: str, *statements: Statement, published: str = PUBLISHED
) -> tuple[tuple[Position, ...], tuple[Dropped, ...]]:
    document = document_of(text, published)
    lexicon = load_knowledge().lexicon
    return positions_of(document, resolver_of(document), lexicon, load_issues(), load_stances(), statements=statements)


def told(position: Position) -> str:
    """``IRN,RUS urges yemen-war: a ceasefire``; an issue without an id stands behind ~."""
    holders = ",".join(holder.country or holder.text for holder in position.holders)
    issue = (position.issue.id or f"~{position.issue.name}").removeprefix("issue:")
    return f"{holders} {position.polarity} {issue}: {position.stance.text}"


def statement(text: str, content: str, cue: str, country: str) -> Statement:
    def span(words: str) -> Span:
        return text.index(words), text.index(words) + len(words)

    speaker = Participant("the speaker", (0, 1), f"state:{country}", None, country, (), None, "made for a test.")
    evidence = Evidence(text, (0, len(text)), span(cue))
    return Statement("s1", (speaker,), None, None, None, None, Cue(cue, span(cue)), Content(content, (span(content),)),
                     "direct", (evidence,), 0.9)  # fmt: skip


# text, all positions in it, what the row guards
HELD = [
    ("Ireland supports the two-state solution.", ["IRL supports two-state: the two-state solution"], "a plain verb"),
    (
        "Ethiopia does not support mediation in Tigray.",
        ["ETH opposes tigray: mediation in Tigray"],
        "a negated stance turns round",
    ),
    (
        "Egypt does not oppose the return of Syria to the Arab League.",
        ["EGY supports syria-war: the return of Syria to the Arab League"],
        "a negated opposition",
    ),
    (
        "Moscow is against NATO's eastward expansion.",
        ["RUS opposes accession-nato: NATO's eastward expansion"],
        "a preposition as the stance",
    ),
    (
        "Brazil is in favour of a negotiated end to the war in Ukraine.",
        ["BRA supports ukraine-war: a negotiated end to the war in Ukraine"],
        "in favour of",
    ),
    (
        "Hungary is opposed to Ukraine's membership of the European Union.",
        ["HUN opposes accession-eu: Ukraine's membership of the European Union"],
        "an adjective",
    ),
    (
        "The United States said on Tuesday it remains committed to a two-state solution.",
        ["USA supports two-state: a two-state solution"],
        'committed, of "it"',
    ),
    (
        "Hungary continues to oppose an EU embargo on Russian oil.",
        ["HUN opposes russia-energy: an EU embargo on Russian oil"],
        "an infinitive that tells what is so",
    ),
    (
        "Spain refuses to recognise Kosovo's independence.",
        ["ESP rejects kosovo: to recognise Kosovo's independence"],
        "refuses to",
    ),
    (
        "South Korea's Yoon Suk-yeol vowed never to accept North Korea as a nuclear power.",
        ["KOR rejects denuclearisation: North Korea as a nuclear power"],
        "vowed never to",
    ),
    (
        "Serbia, which does not recognise Kosovo, protested.",
        ["SRB rejects kosovo: does not recognise Kosovo"],
        "a relative clause",
    ),
    (
        "China considers Taiwan part of its territory.",
        ["CHN supports one-china: Taiwan part of its territory"],
        "a judgement without a verb",
    ),
    (
        "Iran described the sanctions against Tehran as illegal.",
        ["IRN rejects iran-sanctions: the sanctions against Tehran as illegal"],
        "described as",
    ),
    (
        "The EU does not recognise the annexation of Crimea.",
        ["EUR rejects crimea: does not recognise the annexation of Crimea"],
        "recognition of an act",
    ),
    (
        "Ireland, Spain and Norway announced they would recognise a Palestinian state on May 28.",
        ["IRL,ESP,NOR supports palestinian-state: would recognise a Palestinian state"],
        'three holders, "they"',
    ),
    (
        "Oman called for an immediate ceasefire in Gaza.",
        ["OMN urges gaza-war: an immediate ceasefire in Gaza"],
        "a place beside a word of conflict",
    ),
    (
        "The AU and the UN jointly called for the immediate release of President Mohamed Bazoum.",
        ["IGO,UNO urges niger-coup: the immediate release of President Mohamed Bazoum"],
        "two organisations",
    ),
    (
        "France called on Israel to halt settlement building in the West Bank.",
        ["FRA urges settlements: to halt settlement building in the West Bank"],
        "called on … to",
    ),
    (
        "Estonia wants the EU to use frozen Russian assets.",
        ["EST urges restitution-russian-assets: the EU to use frozen Russian assets"],
        "wants … to",
    ),
    (
        "Serbia demands that the Association of Serb Municipalities be formed.",
        ["SRB urges kosovo: the Association of Serb Municipalities be formed"],
        "demands that",
    ),
    (
        "Tehran insists all sanctions be lifted before it returns to the nuclear deal.",
        ["IRN urges jcpoa: all sanctions be lifted before it returns to the nuclear deal"],
        "a subjunctive urges",
    ),
    (
        "India insists that Kashmir is a bilateral issue.",
        ["IND supports kashmir: Kashmir is a bilateral issue"],
        "insists that",
    ),
    (
        "Argentina insists on its sovereignty over the Malvinas Islands.",
        ["ARG urges falklands: its sovereignty over the Malvinas Islands"],
        "insists on",
    ),
    (
        "Germany ruled out the sale of Taurus missiles to Ukraine.",
        ["DEU rejects ukraine-war: the sale of Taurus missiles to Ukraine"],
        "a particle",
    ),
    ("Slovakia opposes sending troops to Ukraine.", ["SVK opposes ukraine-war: sending troops to Ukraine"], "a gerund"),
    (
        "Algeria stressed the need to end the war in Gaza.",
        ["DZA urges gaza-war: to end the war in Gaza"],
        "a noun with an infinitive",
    ),
    (
        "The importance of a political solution in Libya was underlined by Tunisia.",
        ["TUN urges libya-war: a political solution in Libya"],
        "a noun in the passive",
    ),
    (
        "Algeria's support for a referendum in Western Sahara is unchanged.",
        ["DZA supports western-sahara: a referendum in Western Sahara"],
        "a noun and its owner",
    ),
    (
        "Kazakhstan voiced opposition to sanctions against Russia.",
        ["KAZ opposes russia-sanctions: sanctions against Russia"],
        "a noun as the object",
    ),
    (
        "Venezuela reiterated its claim to the Essequibo region.",
        ["VEN supports essequibo: the Essequibo region"],
        "a claim",
    ),
    (
        "The King reiterated Jordan's firm position in support of the two-state solution.",
        ["JOR supports two-state: the two-state solution"],
        "a position in support of",
    ),
    (
        "Spain's position on Western Sahara is that any solution must be mutually acceptable.",
        ["ESP urges western-sahara: any solution must be mutually acceptable"],
        "a position that is told",
    ),
    (
        "He reiterated Turkey's position that talks on the Cyprus problem must resume.",
        ["TUR urges cyprus: talks on the Cyprus problem must resume"],
        "a position in apposition",
    ),
    (
        "Sanctions against Syria must be lifted, Jordanian Foreign Minister Ayman Safadi said.",
        ["JOR urges syria-sanctions: Sanctions against Syria must be lifted"],
        "said to be necessary",
    ),
    (
        "The Kremlin said on Monday that Ukraine joining NATO would be unacceptable.",
        ["RUS rejects accession-nato: Ukraine joining NATO would be unacceptable"],
        "said to be unacceptable",
    ),
    (
        "There is no military solution to the conflict in Yemen, UN envoy Hans Grundberg said.",
        ["UNO rejects yemen-war: There is no military solution to the conflict in Yemen"],
        "no solution rejects",
    ),
    (
        '"The two-state solution is the only way to achieve peace," Norwegian Foreign Minister Espen Barth Eide said.',
        ["NOR urges two-state: The two-state solution is the only way to achieve peace"],
        "the only way",
    ),
    (
        "India reiterated that Jammu and Kashmir is an integral part of the country.",
        ["IND supports kashmir: Jammu and Kashmir is an integral part of the country"],
        "an integral part",
    ),
    (
        "Prime Minister Mette Frederiksen said that Greenland belongs to the Greenlanders.",
        ["DNK supports greenland: Greenland belongs to the Greenlanders"],
        "belongs to",
    ),
    (
        '"Ukraine needs a just peace, not a frozen conflict," Ukrainian Foreign Minister Dmytro Kuleba said.',
        ["UKR urges ukraine-war: Ukraine needs a just peace, not a frozen conflict"],
        "needs",
    ),
    (
        '"We reject any change of borders by force," Armenian Prime Minister Nikol Pashinyan said.',
        ["ARM rejects borders-inviolability: any change of borders by force"],
        '"we" is the speaker',
    ),
    (
        "Lavrov said that Russia supports the two-state solution.",
        ["RUS supports two-state: the two-state solution"],
        "the position of another, told",
    ),
    (
        "On Libya, the foreign ministers of Egypt and Tunisia stressed the need for elections.",
        ["EGY,TUN urges ~Libya: elections"],
        "a topic before the subject",
    ),
    (
        "Touching on the situation in Mozambique, President Cyril Ramaphosa said the solution was dialogue.",
        ["ZAF urges ~Mozambique: the solution was dialogue"],
        "a country in crisis",
    ),
    (
        "As for Yemen, a ceasefire, the lifting of the blockade, and direct talks were emphasized by Oman and Iran.",
        ["OMN,IRN urges yemen-war: a ceasefire, the lifting of the blockade, and direct talks"],
        "a list before a passive",
    ),
    (
        "Asked about Kosovo, Serbian President Aleksandar Vucic said Belgrade would never recognise its independence.",
        ["SRB rejects kosovo: would never recognise its independence"],
        '"its" is the topic\'s',
    ),
    (
        "Regarding the Nile dam, the Egyptian foreign minister said Cairo would not allow harm to its water rights.",
        ["EGY rejects water-nile: Cairo would not allow harm to its water rights"],
        "would not allow",
    ),
    (
        "Turning to Syria, Turkish Foreign Minister Hakan Fidan spoke. He said a political solution must be found.",
        ["TUR urges syria-war: a political solution must be found"],
        "a topic carried on",
    ),
    (
        "The two leaders discussed the situation in Ukraine. Modi said dialogue was the only way forward.",
        ["IND urges ukraine-war: dialogue was the only way forward"],
        "a topic raised before",
    ),
    (
        "In a statement on the war in Gaza, Egypt called for an immediate ceasefire.",
        ["EGY urges gaza-war: an immediate ceasefire"],
        "an issue elsewhere in the sentence",
    ),
    (
        "Kenya backed the Lobito corridor plan.",
        ["KEN supports ~Lobito corridor plan: the Lobito corridor plan"],
        "a name that the list does not know",
    ),
    (
        "Ethiopia has rejected Egypt's demand for a binding agreement on the filling of the dam.",
        [
            "ETH rejects water-nile: Egypt's demand for a binding agreement on the filling of the dam",
            "EGY urges water-nile: a binding agreement on the filling of the dam",
        ],
        "a position within another",
    ),
    (
        "Greece and Cyprus reject a two-state solution on Cyprus.",
        ["GRC,CYP rejects cyprus: a two-state solution on Cyprus"],
        "the longer name of two",
    ),
    (
        "Xi said that the territorial integrity of Georgia should be respected.",
        ["CHN urges sovereignty: the territorial integrity of Georgia should be respected"],
        "a policy towards one country",
    ),
    (
        "The European Parliament called for US sanctions on Georgia.",
        ["EUR urges sanctions: US sanctions on Georgia"],
        "whom a measure is against",
    ),
    (
        "Beijing firmly opposes US arms sales to Taiwan.",
        ["CHN opposes one-china: US arms sales to Taiwan"],
        "a capital for its government",
    ),
    (
        "Australia and Japan voiced strong opposition to any attempts to change the status quo in the South China Sea.",
        ["AUS,JPN opposes south-china-sea: any attempts to change the status quo in the South China Sea"],
        "a noun as the object, two holders",
    ),
    (
        "The Iranian diplomat added that Iran's missile programme was non-negotiable.",
        ["IRN rejects iran-missiles: Iran's missile programme was non-negotiable"],
        "a hyphen in a refusal",
    ),
    (
        "Somalia condemned Ethiopia's deal with Somaliland.",
        ["SOM opposes somaliland: Ethiopia's deal with Somaliland"],
        "blame of a lasting thing",
    ),
    (
        "The Philippines does not recognise China's nine-dash line.",
        ["PHL rejects south-china-sea: does not recognise China's nine-dash line"],
        "a claim not recognised",
    ),
    (
        "The Palestinian people have the right to self-determination, South African President Cyril Ramaphosa said.",
        ["ZAF supports right-to-self-determination: The Palestinian people have the right to self-determination"],
        "a right",
    ),
    (
        "The Chinese side said Taiwan is an inalienable part of China's territory.",
        ["CHN supports one-china: Taiwan is an inalienable part of China's territory"],
        "an inalienable part",
    ),
    (
        "Hungary's foreign minister, Peter Szijjarto, said Budapest would veto any EU sanctions on Russia.",
        ["HUN opposes russia-sanctions: any EU sanctions on Russia"],
        "would veto",
    ),
    (
        "Japan called for the resumption of talks on the abduction issue.",
        ["JPN urges korean-abductions: the resumption of talks on the abduction issue"],
        "a crisis between two states",
    ),
    (
        "Brazil demanded that Chad give Niger a full apology.",
        ["BRA urges ~full apology: Chad give Niger a full apology"],
        "a demand names its own issue",
    ),
    (
        "Egypt called on Chad to cut its ties with the rebels.",
        ["EGY urges ~ties with the rebels: to cut its ties with the rebels"],
        "what somebody is called on to do",
    ),
    (
        "Russia warned against pressure on Chad from outside.",
        ["RUS opposes ~pressure on Chad from outside: pressure on Chad from outside"],
        "warned against",
    ),
    (
        "Chad and Niger concluded a water deal with Egypt. Sudan opposes the deal.",
        ["SDN opposes ~water deal with Egypt: the deal"],
        "the deal told of before",
    ),
    (
        "Mali does not recognise the result of the presidential election in Niger.",
        [
            "MLI rejects ~result of the presidential election: "
            "does not recognise the result of the presidential election in Niger"
        ],
        "an outcome not recognised",
    ),
    (
        "Iran does not allow anyone to meddle in its internal affairs.",
        ["IRN rejects non-interference: anyone to meddle in its internal affairs"],
        "not allowed",
    ),
    (
        "Italy has asked for guarantees for its farmers.",
        ["ITA urges ~guarantees for its farmers: guarantees for its farmers"],
        "asked for",
    ),
    (
        "The French president said the water deal “remains unacceptable”.",
        ["FRA rejects ~water deal: the water deal “remains unacceptable"],
        "remains, as is",
    ),
    (
        "Cuba rejected any accord that leaves the base open.",
        ["CUB rejects ~accord that leaves the base open: any accord that leaves the base open"],
        "any accord of a kind",
    ),
]

NOTHING = [
    ("Does Russia support the two-state solution?", "a question"),
    ("If Turkey supports Sweden's accession to NATO, the bloc will grow.", "a condition"),
    ("Turkey may support Sweden's accession to NATO.", "a possibility"),
    ("It is unclear whether Turkey supports the Paris climate agreement.", "whether"),
    ("He accused Israel of opposing the two-state solution.", "an accusation"),
    ("Egypt denied that it supports the displacement of Palestinians.", "a denial"),
    ("India condemned the attack in Kashmir.", "an event, no lasting issue"),
    ("France rejected the report.", "no issue"),
    ("South Africa called for calm.", "no issue"),
    ("Germany did not call for a ceasefire in Gaza.", "not called for"),
    ("Mexico dropped its opposition to the tariffs.", "a stance given up"),
    ("There was no support for sanctions from India.", "no support"),
    ("Spain supports the striker after the league cup match against tariffs.", "sport"),
    ("Analysts say the West should lift sanctions on Syria.", "nobody who is a party"),
    ("Shares fell after the company opposed tariffs.", "business"),
    ("Qatar has been mediating between Israel and Hamas over Gaza.", "no stance"),
    ("The foreign minister of Norway expressed concern about the humanitarian situation in Gaza.", "a concern"),
    ("The West must lift the sanctions on Syria.", "the outlet's own opinion"),
    ("On Monday, the Dutch prime minister said taxes must fall.", "a day is no topic"),
    ("Poland sent troops to support the border guards.", "an infinitive of purpose"),
    ("Saudi Arabia's stance on Yemen has not changed.", "a stance that is not told"),
    ("The bill, which the Taliban opposes, was passed.", "what a relative clause is about"),
    ("Kenya urged voters to turn out.", "no party is called on"),
    ("Kenya backed the firm.", "nothing tells it apart"),
    ("Kenya called on both sides to show calm.", "calm is no issue"),
    ("Kenya should have used a private channel, its president said.", "a chance gone by"),
    ("France rejected the claim of fraud.", "a claim is no issue"),
    ("Chad was told to abjure its support for terrorism.", "a support to be given up"),
]


@pytest.mark.parametrize(("text", "expected", "guards"), HELD, ids=[row[2] + ": " + row[0][:40] for row in HELD])
def test_a_position_is_found(text: str, expected: list[str], guards: str) -> None:
    assert [told(position) for position in positions(text)[0]] == expected, guards


@pytest.mark.parametrize(("text", "guards"), NOTHING, ids=[row[1] + ": " + row[0][:40] for row in NOTHING])
def test_what_is_no_position_gives_none(text: str, guards: str) -> None:
    assert [told(position) for position in positions(text)[0]] == [], guards


def test_every_word_of_stance_takes_its_examples() -> None:
    missed = [
        (example, entry.polarity)
        for entry in load_stances().entries
        for example in entry.examples
        if entry.polarity not in {position.polarity for position in positions(example)[0]}
    ]
    assert missed == []


def test_a_stance_without_an_issue_is_dropped_with_its_words() -> None:
    text = "South Africa called for calm."
    found, dropped = positions(text)
    assert found == ()
    assert [(text[drop.span[0] : drop.span[1]], drop.reason) for drop in dropped] == [
        ("calm", "a position without an issue")
    ]


NAMES = [
    ("Xi said that the territorial integrity of Georgia should be respected.",
     "sovereignty and territorial integrity: Georgia", "whose integrity"),
    ("The European Parliament called for US sanctions on Georgia.", "sanctions: Georgia", "not who imposes them"),
    ("On Libya, Egypt stressed the need for early elections.", "elections: Libya", "the country of the topic"),
    ("Tehran wants the lifting of all sanctions.", "sanctions", "no country is told"),
    ("Kenya backed the Lobito corridor plan.", "Lobito corridor plan", "the article's own name"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "name", "guards"), NAMES, ids=[row[2] for row in NAMES])
def test_an_issue_has_a_name(text: str, name: str, guards: str) -> None:
    (position,) = positions(text)[0]
    assert position.issue.name == name, guards


def test_a_place_means_no_issue_that_is_younger_than_the_article() -> None:
    text = "Norway called for a ceasefire in Sudan."
    assert [told(p) for p in positions(text, published="2001-05-02")[0]] == ["NOR urges ~Sudan: a ceasefire in Sudan"]
    assert [told(p) for p in positions(text)[0]] == ["NOR urges sudan-war: a ceasefire in Sudan"]


def test_a_topic_ends_with_its_paragraph() -> None:
    text = (
        "Turning to Syria, the Iraqi minister was silent.\n\nIn the afternoon Iraq said that a solution must be found."
    )
    assert positions(text)[0] == ()


def test_we_is_the_speaker_of_the_statement() -> None:
    text = "“Thank you for coming.” The guest said: “We oppose all sanctions on Iran.”"
    by_iran = statement(text, "We oppose all sanctions on Iran", "said", "IRN")
    (position,) = positions(text, by_iran)[0]
    assert told(position) == "IRN opposes iran-sanctions: all sanctions on Iran"
    assert position.statement_id == "s1"


def test_what_must_be_is_the_position_of_who_is_quoted() -> None:
    text = "“Nobody wants a war here. The sanctions on Syria must be lifted,” the guest said."
    content = "Nobody wants a war here. The sanctions on Syria must be lifted"
    (position,) = positions(text, statement(text, content, "said", "JOR"))[0]
    assert told(position) == "JOR urges syria-sanctions: The sanctions on Syria must be lifted"


def test_without_a_statement_a_position_names_none() -> None:
    (position,) = positions("Ireland supports the two-state solution.")[0]
    assert position.statement_id is None


def test_the_stance_lies_in_its_quotation_and_both_in_the_text() -> None:
    for text, _, _ in HELD:
        for position in positions(text)[0]:
            (evidence,) = position.evidence
            assert evidence.quote == text[evidence.span[0] : evidence.span[1]]
            assert position.stance.text == text[position.stance.span[0] : position.stance.span[1]]
            assert evidence.span[0] <= evidence.trigger[0] < evidence.trigger[1] <= evidence.span[1]
            assert evidence.trigger == position.stance.span


LONG = " and ".join(f"the return of the displaced people of district number {n}" for n in range(40))


def test_a_long_sentence_is_quoted_in_part() -> None:
    text = f"Norway called for a ceasefire in Gaza and {LONG}."
    (position,) = positions(text)[0]
    (evidence,) = position.evidence
    assert 0 < len(evidence.quote) <= LONGEST_QUOTE
    assert evidence.quote == text[evidence.span[0] : evidence.span[1]]
    assert evidence.span[0] <= evidence.trigger[0] < evidence.trigger[1] <= evidence.span[1]


STRANGE = [
    "",
    ".",
    "As for",
    "On , ,",
    "Regarding",
    "“We ”",
    "must must must",
    "\u00a0\u2028",
    "opposes " * 60,
    "A\n\n\n,",
]


@pytest.mark.parametrize("text", STRANGE)
def test_any_text_may_come(text: str) -> None:
    document = document_of(text + " Iran met Oman.")
    found, _ = positions_of(document, resolver_of(document), load_knowledge().lexicon, load_issues(), load_stances())
    assert found == ()


def test_the_same_text_gives_the_same_ids() -> None:
    text = "Ireland supports the two-state solution."
    assert [p.id for p in positions(text)[0]] == [p.id for p in positions(text)[0]]
