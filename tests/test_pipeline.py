"""The whole way of an article: the same reading every time, checked against the schema and its own words."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dragoman
import dragoman.errors
import dragoman.knowledge
from dragoman.errors import BadDate
from dragoman.ingest.files import open_inputs
from dragoman.ingest.text import article_from_text
from dragoman.knowledge.outlets import load_outlets
from dragoman.model import Article, Reading, from_json, to_json
from dragoman.pipeline import load_knowledge, read, read_text

ROOT = Path(__file__).parent.parent
SCHEMA = json.loads((Path(dragoman.knowledge.__file__).parent / "data/schema/reading-1.schema.json").read_text("utf-8"))
EXAMPLES = sorted((ROOT / "examples").glob("*.txt"))


def reading_of(path: Path) -> Reading:
    (article,) = open_inputs([path], outlets=load_outlets())
    assert isinstance(article, Article)
    return read(article, load_knowledge())


def check(reading: Reading) -> None:
    """The schema holds, every span lies in the text, every quotation equals its span."""
    data = to_json(reading)
    jsonschema.validate(data, SCHEMA)
    text = reading.article.text
    blocks = [block.span for block in reading.article.blocks]
    assert "".join(text[start:end] for start, end in blocks) == text
    for event in reading.events:
        for item in event.evidence:
            assert text[slice(*item.span)] == item.quote
            assert 0 < len(item.quote) <= 600
            assert item.span[0] <= item.trigger[0] < item.trigger[1] <= item.span[1]
        for participant in (*event.actors, *event.recipients):
            assert text[slice(*participant.span)] == participant.text
        if event.date and event.date.span:
            assert text[slice(*event.date.span)] == event.date.text
    rows = (*reading.statements, *reading.positions, *reading.commitments)
    for item in (item for row in rows for item in row.evidence):
        assert text[slice(*item.span)] == item.quote
        assert item.span[0] <= item.trigger[0] < item.trigger[1] <= item.span[1]
    for fact in (fact for agreement in reading.agreements for fact in agreement.evidence):
        assert text[slice(*fact.span)] == fact.quote
    for drop in reading.dropped:
        assert 0 <= drop.span[0] <= drop.span[1] <= len(text)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_reads_soundly_and_alike_each_time(path: Path) -> None:
    reading = reading_of(path)
    check(reading)
    assert json.dumps(to_json(reading)) == json.dumps(to_json(reading_of(path)))
    assert from_json(Reading, json.loads(json.dumps(to_json(reading)))) == reading


def lines_of(name: str) -> list[str]:
    out = []
    for event in reading_of(ROOT / "examples" / name).events:
        sides = [" + ".join(f"{p.country} {p.name}" for p in side) for side in (event.actors, event.recipients)]
        day = event.date.start if event.date else None
        out.append(f"{day} {event.type} {event.status}: {sides[0]} > {sides[1]}".rstrip(" >"))
    return out


def test_the_moscow_visit_as_a_desk_officer_would_note_it() -> None:
    told = lines_of("moscow-2022-01-20.txt")
    for line in (
        "2022-01-20 CONSULT occurred: IRN Hossein Amir-Abdollahian + RUS Sergei Lavrov",
        "2022-01-19 CONSULT occurred: IRN Ebrahim Raisi > RUS Russia",
        "2022-01-20 SUPPORT occurred: RUS Sergei Lavrov > IRN Ebrahim Raisi",
        "None COERCE ongoing: SAU Saudi Arabia > YEM Yemen",
        "2001 SUPPORT occurred: IRN Iran + RUS Russia",
    ):
        assert line in told, "\n".join(told)


def test_the_expulsions_keep_their_sides_apart() -> None:
    told = lines_of("prague-2021-04-18.txt")
    assert any(re.match(r".* SANCTION occurred: CZE .* > RUS", line) for line in told), told
    assert any(re.match(r".* ACCUSE occurred: RUS .* > CZE", line) for line in told), told


def test_the_public_names_are_there() -> None:
    for name in dragoman.__all__:
        assert getattr(dragoman, name) is not None
    with pytest.raises(AttributeError, match="it has"):
        dragoman.no_such_name  # noqa: B018


def test_a_date_of_publication_must_be_a_day() -> None:
    with pytest.raises(BadDate, match="2022-02-30"):
        read_text("Iran condemned Israel.", published="2022-02-30")


WORDS = st.sampled_from(
    "Iran Iran's Israel the president of France Germany said that will not condemned attacked met with on Friday , . "
    "“ ” ' his Russian counterpart Lavrov and or 2015 deal $5 million — (Reuters) - \n \n\n \u00a0 \u202e 中 é".split(
        " "
    )
)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, min_size=3, max_size=60).map(" ".join) | st.text(min_size=3, max_size=200))
def test_any_text_gives_a_sound_reading(text: str) -> None:
    if not text.strip() or "\x00" in text:
        return
    try:
        article = article_from_text(text, published="2024-03-15")
    except dragoman.errors.InputError:
        return
    check(read(article, load_knowledge()))
