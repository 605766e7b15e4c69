"""Statements of the record, and on whose word events stand, by sentences."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dragoman.document import Document
from dragoman.extract.actors import Resolver
from dragoman.extract.mentions import find_mentions
from dragoman.extract.quotations import find_attributions
from dragoman.extract.statements import LONGEST_QUOTE, Claims, claims_of, statements_of
from dragoman.ingest.text import article_from_text
from dragoman.language.parse import parse
from dragoman.model import Statement, from_json, to_json
from dragoman.pipeline import load_knowledge

SHARED = Path(os.environ.get("DRAGOMAN_SHARED") or Path(__file__).resolve().parents[3] / "shared")
MOSCOW = SHARED / "cases" / "articles" / "moscow-2022-01-20.txt"


def read(text: str) -> tuple[Document, tuple[Statement, ...], Claims]:
    knowledge = load_knowledge()
    article = article_from_text(text, published="2022-01-20")
    document = parse(article, knowledge.parser)
    mentions = find_mentions(document, knowledge.actors, knowledge.offices)
    resolver = Resolver(document, mentions, knowledge.actors, knowledge.offices, article.published)
    found = find_attributions(document)
    return document, statements_of(document, found, resolver), claims_of(document, found, resolver)


def who(statement: Statement) -> list[str | None]:
    return [person.actor or person.country for person in statement.speaker]


# (guards, text, the statements: speakers and content)
STATEMENTS: list[tuple[str, str, list[tuple[list[str], str]]]] = [
    ("a minister by name", "Russian Foreign Minister Sergei Lavrov said the talks had failed.",
     [(["person:sergei-lavrov"], "the talks had failed")]),
    ("speakers who speak as one are one row", "France and Germany said they would send troops.",
     [(["state:FRA", "state:DEU"], "they would send troops")]),
    ("a direct quotation in two pieces", "“Nothing,” Turkey said, “will stop us.”",
     [(["state:TUR"], "“Nothing,” … “will stop us.”")]),
    ("a report speaks for its author", "A report by Amnesty International said 30 people had died.",
     [(["org:amnesty-international"], "30 people had died")]),
    ("nobody known", "Officials said 30 people had died.", []),
    ("a condemnation is an act", "Iran condemned the attack.", []),
    ("a call is an act", "Norway called for an immediate ceasefire.", []),
    ("a question says nothing", "Norway asked whether Sudan would sign.", []),
    ("a promise is an act", "Germany promised to send more aid.", []),
    ("his own belief is no second statement", "Turkey said it believed that the talks had failed.",
     [(["state:TUR"], "it believed that the talks had failed")]),
    ("somebody else's inside it is", "Turkey said Greece had claimed that the talks had failed.",
     [(["state:TUR"], "Greece had claimed that the talks had failed"), (["state:GRC"], "that the talks had failed")]),
    ("a poll is nobody", "A poll showed that the party had lost support.", []),
    ("a noun of speech", "Ukraine rejected the claim by Russia that the port had fallen.",
     [(["state:RUS"], "that the port had fallen")]),
    ("a call on somebody", "Norway called on both sides to lay down their arms.",
     [(["state:NOR"], "both sides to lay down their arms")]),
    ("an appeal", "Kenya appealed to the rebels to lay down their arms.",
     [(["state:KEN"], "to lay down their arms")]),
    ("an urging", "China urged Sudan to sign the accord.", [(["state:CHN"], "Sudan to sign the accord")]),
    ("what may be called for", "Norway may call on both sides to disarm.", []),
    ("a name given", "Turkey called the raid a crime against humanity.",
     [(["state:TUR"], "the raid a crime against humanity")]),
    ("a condemnation in his own words", "Iran condemned the raid as “an act of cowards”.",
     [(["state:IRN"], "the raid as “an act of cowards”")]),
    ("one word in marks is only doubted", "Iran condemned the “raid”.", []),
    ("a point made", "Egypt stressed the importance of open borders.",
     [(["state:EGY"], "the importance of open borders")]),
    ("a warning", "Russia warned of a new war.", [(["state:RUS"], "a new war")]),
    ("made plain", "France made plain that the treaty would be kept.",
     [(["state:FRA"], "that the treaty would be kept")]),
    ("a speech used to say it", "The president of Turkey used his speech to describe the pact as a trap.",
     [(["person:recep-tayyip-erdogan"], "the pact as a trap")]),
    ("not said yet", "Turkey will announce that the port is closed.", []),
    ("the words of one without a name", "“We could hear the shells,” said a local official.",
     [([None], "“We could hear the shells,”")]),
    ("what is quoted in a quotation", "“Voters in Chad reject the border tax,” Niger said.",
     [(["state:NER"], "“Voters in Chad reject the border tax,”")]),
    ("authors in a list", "The deal would hold, according to a joint statement by China, Chad and Niger.",
     [(["state:CHN", "state:TCD", "state:NER"], "The deal would hold")]),
    ("a quoted sentence after a saying", "Turkey would not wait, Recep Tayyip Erdogan said. “We will close the port.”",
     [(["person:recep-tayyip-erdogan"], "Turkey would not wait"),
      (["person:recep-tayyip-erdogan"], "“We will close the port.”")]),
    ("the country of who is no one known", "Li Ming, a research fellow at a Chinese academy, said the talks had failed.",
     [(["CHN"], "the talks had failed")]),
]  # fmt: skip


@pytest.mark.parametrize("row", STATEMENTS, ids=[row[0] for row in STATEMENTS])
def test_what_is_a_statement(row: tuple[str, str, list[tuple[list[str], str]]]) -> None:
    _, text, expected = row
    assert [(who(s), s.content.text) for s in read(text)[1]] == expected


# (guards, text, outlet, occasion, addressee, first day, basis)
SETTINGS: list[tuple[str, str, str | None, str | None, str | None, str | None, str | None]] = [
    ("interview",
     "In a televised interview with state TV on Wednesday, Turkey’s president said the talks had failed.",
     "state TV", "In a televised interview with state TV on Wednesday", None, "2022-01-19", "stated"),
    ("the day of publication", "Turkey said the talks had failed.", None, None, None, "2022-01-20", "publication"),
    ("a day inside the content is not the saying's", "Turkey said the talks had failed on Monday.",
     None, None, None, "2022-01-20", "publication"),
    ("earlier, nobody says when", "Turkey had earlier said that the talks had failed.", None, None, None, None, None),
    ("told a state", "Turkey told Greece on Tuesday that the talks had failed.", None, None, "state:GRC",
     "2022-01-18", "stated"),
    ("told an outlet", "Turkey’s president told CNN that the talks had failed.", "CNN", None, None, "2022-01-20",
     "publication"),
    ("quoted by an outlet", "Sputnik quoted Sergei Lavrov as saying that the talks had failed.",
     "Sputnik", None, None, "2022-01-20", "publication"),
]  # fmt: skip


@pytest.mark.parametrize("row", SETTINGS, ids=[row[0] for row in SETTINGS])
def test_where_when_and_to_whom(
    row: tuple[str, str, str | None, str | None, str | None, str | None, str | None],
) -> None:
    _, text, outlet, occasion, addressee, day, basis = row
    (found,) = read(text)[1]
    told = found.addressee.actor if found.addressee else None
    date = (found.date.start, found.date.basis) if found.date else (None, None)
    assert (found.outlet, found.occasion, told, *date) == (outlet, occasion, addressee, day, basis)


# (guards, text, the word of an event, on whose word it stands, is it in a statement)
CLAIMS: list[tuple[str, str, str, list[tuple[str, str]], bool]] = [
    ("the outlet's own word", "Russia shelled the port.", "shelled", [], False),
    ("one speaker", "Ukraine said Russia had shelled the port.", "shelled", [("Ukraine", "said")], True),
    ("behind a semicolon another clause begins", "Russia shelled the port; Ukraine promised to reply.", "shelled", [], False),
    ("nameless officials", "Officials said Russia had shelled the port.", "shelled", [("Officials", "said")], False),
    ("according to", "Russia shelled the port, according to Ukraine.", "shelled", [("Ukraine", "according to")],
     True),
    ("a chain, outermost first", "Reuters reported that Ukraine said Russia had shelled the port.", "shelled",
     [("Reuters", "reported"), ("Ukraine", "said")], True),
    ("two who speak as one", "France and Germany said Russia had shelled the port.", "shelled",
     [("France", "said"), ("Germany", "said")], True),
    ("an accusation", "Mali accused Ukraine of backing rebels.", "backing", [("Mali", "accused")], False),
    ("the saying itself is the outlet's", "Ukraine said Russia had shelled the port.", "said", [], False),
    ("outside of the content", "Ukraine, which shelled the port, said the war would end.", "shelled", [], False),
    ("inside a quotation", "“Russia shelled the port,” said Ukraine.", "shelled", [("Ukraine", "said")], True),
]  # fmt: skip


@pytest.mark.parametrize("row", CLAIMS, ids=[row[0] for row in CLAIMS])
def test_on_whose_word(row: tuple[str, str, str, list[tuple[str, str]], bool]) -> None:
    _, text, word, chain, told = row
    document, statements, claims = read(text)
    i = next(token.i for token in document.tokens if token.text == word)
    found = claims.of(i)
    assert [(claim.participant.text, claim.cue) for claim in found] == chain
    assert all(text[slice(*claim.span)] == claim.cue for claim in found)
    assert (claims.statement_id(i) in {s.id for s in statements}) == told


LONG = "and the ministers of the region would meet again in the spring to speak of trade, water and the border, "


@pytest.mark.parametrize(
    "text",
    [
        "“We are ready,” said Turkey. “We will sign the treaty on Monday.”",
        "Turkey said that the talks had failed, " + LONG * 9 + "as they had before.",
        LONG.capitalize() * 9 + "Turkey said.",
        "Talks with Greece\n\nThe talks ended after two days in Geneva, and both delegations left the city.\n\n"
        "Turkey said on Monday:\n\n“We are ready for talks.”\n\n“We will sign.”",
    ],
)
def test_evidence_is_quoted_from_the_text(text: str) -> None:
    document, statements, _ = read(text)
    whole = document.article.text
    assert statements
    for statement in statements:
        assert statement.content.text == " … ".join(whole[a:b] for a, b in statement.content.spans)
        for evidence in statement.evidence:
            (start, end), trigger = evidence.span, evidence.trigger
            assert evidence.quote == whole[start:end]
            assert len(evidence.quote) <= LONGEST_QUOTE
            assert start <= trigger[0] < trigger[1] <= end
            assert trigger == statement.cue.span
        assert from_json(Statement, to_json(statement)) == statement


def test_ids_are_those_of_the_content() -> None:
    text = "Turkey said the talks had failed. Greece said the talks had failed."
    first, second = read(text)[1], read(text)[1]
    assert first == second
    assert len({statement.id for statement in first}) == 2


def test_the_moscow_article() -> None:
    if not MOSCOW.is_file():
        pytest.skip(f"no article at {MOSCOW}; set DRAGOMAN_SHARED")
    found = read(MOSCOW.read_text(encoding="utf-8"))[1]
    rows = [(s.speaker[0].country, f"{s.evidence[0].quote} {s.outlet} {s.occasion}") for s in found]
    for country, words, also in (
        ("IRN", "tasked the top diplomats", "interview"),
        ("IRN", "determined to update", "Sputnik"),
        ("RUS", "economic projects", ""),
        ("IRN", "no hindrance", ""),
    ):
        assert [told for who_said, told in rows if who_said == country and words in told and also in told], words
