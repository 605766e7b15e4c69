"""The registry of agreements and the words of the ledger keep their own rules, and names are found as they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import KnowledgeError
from dragoman.knowledge.agreements import (
    TABLE,
    load_agreements,
    load_ledger_cues,
    problems,
    read_agreements,
)

REGISTRY = load_agreements()


def test_the_registry_is_sound() -> None:
    assert problems() == []


def test_the_registry_is_large_enough() -> None:
    assert len(REGISTRY) >= 200


NAMES = [
    ("an abbreviation", "the JCPOA was", "JCPOA", ["jcpoa"]),
    ("the longest name", "the Iran nuclear deal is", "Iran nuclear deal", ["jcpoa"]),
    ("a typographic apostrophe", "Iran’s nuclear deal", "Iran’s nuclear deal", ["jcpoa"]),
    ("a dotted abbreviation", "the U.S.-Mexico-Canada Agreement", "U.S.-Mexico-Canada Agreement", ["usmca"]),
    ("a dash for a hyphen", "the Molotov–Ribbentrop Pact", "Molotov–Ribbentrop Pact", ["molotov-ribbentrop"]),
    ("without its accent", "the Elysee Treaty", "Elysee Treaty", ["elysee-treaty"]),
    ("with its accent", "the Élysée Treaty", "Élysée Treaty", ["elysee-treaty"]),
    ("its last word may be small", "the Dayton accords", "Dayton accords", ["dayton"]),
    ("the longer of two names", "New START treaty", "New START treaty", ["new-start"]),
    ("a year that tells two apart", "the 1975 Algiers Agreement", "1975 Algiers Agreement", ["algiers-agreement-1975"]),
]


@pytest.mark.parametrize(("why", "text", "words", "slugs"), NAMES, ids=[row[0] for row in NAMES])
def test_a_name_is_found(why: str, text: str, words: str, slugs: list[str]) -> None:
    (found,) = REGISTRY.find(text)
    assert text[found.start : found.end] == words
    assert [row.id for row in found.agreements] == [f"agreement:{slug}" for slug in slugs]
    assert not found.ambiguous


@pytest.mark.parametrize(
    ("why", "text"),
    [
        ("an abbreviation in small letters", "of that sort, a cat"),
        ("a name in small letters", "the paris agreement"),
        ("over the end of a sentence", "She left Iran. Deal or not, he stayed."),
        ("nothing at all", ""),
        ("half a name", "the Joint Comprehensive Plan"),
    ],
)
def test_no_name_is_found(why: str, text: str) -> None:
    assert REGISTRY.find(text) == []


def test_a_name_that_several_bear_says_so() -> None:
    (found,) = REGISTRY.find("the Algiers Agreement")
    assert found.ambiguous
    assert {row.id for row in found.agreements} == {
        "agreement:algiers-agreement-1975",
        "agreement:algiers-agreement-2000",
        "agreement:algiers-agreement-2015",
    }


def test_every_name_finds_its_own_agreement() -> None:
    lost = [
        (row.id, surface)
        for row in REGISTRY
        for surface, _ in row.surfaces
        if not any(row in found.agreements for found in REGISTRY.find(f"the {surface} was"))
    ]
    assert lost == []


HEADER = next(line for line in TABLE.read_text(encoding="utf-8").splitlines() if line.startswith("id\t"))


@pytest.mark.parametrize(
    ("why", "row", "message"),
    [
        ("an id of another form", "jcpoa\tJ\t\tdeal\t\t\t\t\t\t\t\tx", "expected agreement:some-slug"),
        ("an unknown kind", "agreement:a\tA\t\tpromise\t\t\t\t\t\t\t\tx", "kind 'promise'"),
        ("a date that is none", "agreement:a\tA\t\tdeal\t\t\t2001-13\t\t\t\t\tx", "signed '2001-13'"),
        ("years that are no numbers", "agreement:a\tA\t\tdeal\t\t\t\t\tten\t\t\tx", "whole numbers"),
        ("a cell too few", "agreement:a\tA\t\tdeal", "4 cells; expected 12"),
    ],
)
def test_a_broken_row_is_refused_with_its_line(why: str, row: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "agreements.tsv"
    path.write_text(f"{HEADER}\n{row}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"agreements\.tsv:2") as error:
        list(read_agreements(path))
    assert message in str(error.value)


def test_no_cue_stands_twice() -> None:
    seen = [(cue.pattern, cue.status) for cue in load_ledger_cues().cues]
    assert len(seen) == len(set(seen))


def test_every_word_list_has_an_example_with_one_of_its_words() -> None:
    cues = load_ledger_cues()
    for name, words in cues.words.items():
        example = cues.examples[name].lower()
        stems = {word[: max(3, len(word) - 2)] for word in words} | words
        assert any(stem in example for stem in stems), name
