"""The issues and the words of stance: their files keep their rules, and names are found as they are written."""

from __future__ import annotations

from typing import Any

import pytest

from dragoman.errors import KnowledgeError
from dragoman.knowledge.actors import load_actors
from dragoman.knowledge.issues import DATA, KINDS, load_issues, load_stances, read_issues, read_stances
from dragoman.knowledge.lexicon import load_yaml


def found(text: str) -> list[str]:
    """``yemen-war/place Yemen`` for each find."""
    return [
        f"{hit.issue.id.removeprefix('issue:')}/{hit.how} {text[hit.start : hit.end]}"
        for hit in load_issues().find(text)
    ]


FINDS = [
    ("They back a two-state solution.", ["two-state/words two-state solution"], "a hyphen"),
    ("They back a two state solution.", ["two-state/words two state solution"], "a space for the hyphen"),
    ("Two-state solution urged", ["two-state/words Two-state solution"], "small letters open a sentence"),
    ("The JCPOA is dead.", ["jcpoa/words JCPOA"], "an abbreviation"),
    ("New START lapses", ["new-start/words New START"], "a name in capitals"),
    ("The new start was easy.", [], "capitals of a name are needed"),
    ("It freed us. Embargo talks went on.", [], "a phrase does not run over a full stop"),
    ("The U.S. embargo hurts.", ["cuba-embargo/words U.S. embargo"], "the stops of an abbreviation"),
    ("NATO’s eastward expansion", ["accession-nato/words NATO’s eastward expansion"], "a curly apostrophe"),
    ("one country, two systems", ["hong-kong/words one country, two systems"], "a comma in a phrase"),
    ("Sanctions on Iran bite.", ["iran-sanctions/words Sanctions on Iran"], "the longest name counts"),
    ("The tariff stays.", ["tariffs/words tariff"], "singular for plural"),
    ("a truce in Hodeidah", ["yemen-war/place Hodeidah"], "a place"),
    ("peace in eastern Congo", ["drc-east/words peace in eastern Congo"], "a phrase before the place in it"),
    ("the weather in Norway", [], "no issue"),
    ("", [], "no text"),
    ("’s . , %%% 's", [], "only marks"),
]


@pytest.mark.parametrize(("text", "expected", "guards"), FINDS, ids=[row[2] for row in FINDS])
def test_names_are_found_as_they_are_written(text: str, expected: list[str], guards: str) -> None:
    assert found(text) == expected, guards


def test_a_place_may_mean_several_issues() -> None:
    ids = {hit.issue.id for hit in load_issues().find("Palestine")}
    assert {"issue:israel-palestine", "issue:palestinian-state"} <= ids


def test_every_issue_is_found_by_each_of_its_words() -> None:
    issues = load_issues()
    missed = [
        (entry.id, surface)
        for entry in issues
        for surface in entry.words
        if not any(hit.issue is entry and (hit.start, hit.end) == (0, len(surface)) for hit in issues.find(surface))
    ]
    assert missed == []


def test_the_list_is_broad_and_names_states_that_exist() -> None:
    issues, actors = load_issues(), load_actors()
    assert len(issues) >= 250
    assert {entry.kind for entry in issues} == KINDS
    unknown = {code for entry in issues for code in entry.countries if actors.state(code) is None}
    assert unknown == set()


def test_an_issue_is_known_by_its_id() -> None:
    entry = load_issues().get("issue:jcpoa")
    assert entry is not None
    assert (entry.kind, entry.countries) == ("deal", ("IRN",))
    assert load_issues().get("issue:no-such") is None


def group(**issues: dict[str, Any]) -> dict[str, Any]:
    return {"policy": {"rests_on": "user", "issues": {slug.replace("_", "-"): row for slug, row in issues.items()}}}


GOOD = {"name": "tolls", "words": ["road|bridge toll"]}
BROKEN = [
    ({"polity": {"rests_on": "user", "issues": {}}}, "kind", "a kind that does not exist"),
    ({"policy": {"issues": {"tolls": GOOD}}}, "rests_on", "nothing it rests on"),
    (group(tolls=GOOD, bridges={"name": "b", "words": ["b"]}), "sort", "not in order"),
    (group(a=GOOD, b=GOOD), "names both", "one phrase for two issues"),
    (group(Tolls=GOOD), "slug", "capitals in a slug"),
    (group(tolls={"name": "tolls"}), "words", "no words"),
    (group(tolls={**GOOD, "colour": 1}), "known", "an unknown key"),
    (group(tolls={**GOOD, "countries": ["Iran"]}), "alpha-3", "a country's name for its code"),
    (group(tolls={**GOOD, "places": ["gotham"]}), "place", "a place in small letters"),
    (group(tolls={**GOOD, "since": "long ago"}), "year", "no year"),
    (group(tolls={**GOOD, "whose": True}), "whose", "no way to say whose"),
]


@pytest.mark.parametrize(("data", "message", "guards"), BROKEN, ids=[row[2] for row in BROKEN])
def test_a_broken_list_of_issues_says_where(data: dict[str, Any], message: str, guards: str) -> None:
    with pytest.raises(KnowledgeError, match=message):
        read_issues(data)


def test_alternatives_are_written_out() -> None:
    (entry,) = read_issues(group(tolls={"name": "tolls", "words": ["road|river_bridge toll"]}))
    assert entry.words == ("road toll", "river bridge toll")


def test_every_word_of_stance_has_an_example() -> None:
    stances = load_stances()
    assert all(entry.examples for entry in stances.entries)
    assert set(stances.verbs) & {"support", "oppose", "reject", "call"} == {"support", "oppose", "reject", "call"}


VERB = {"pattern": "A support X", "polarity": "supports", "examples": ["Chad supports tolls."]}
BROKEN_STANCES = [
    ({**VERB, "polarity": "likes"}, "polarity", "no polarity"),
    ({**VERB, "needs": "luck"}, "needs", "no such need"),
    ({**VERB, "pattern": "A X"}, "no verb", "a pattern without a verb"),
    ({**VERB, "examples": []}, "examples", "no example"),
    ({**VERB, "mood": 1}, "known", "an unknown key"),
]


@pytest.mark.parametrize(("row", "message", "guards"), BROKEN_STANCES, ids=[row[2] for row in BROKEN_STANCES])
def test_a_broken_word_of_stance_says_where(row: dict[str, Any], message: str, guards: str) -> None:
    data = {**load_yaml(DATA / "lexicon" / "positions.yaml"), "verbs": [row]}
    with pytest.raises(KnowledgeError, match=message):
        read_stances(data)


def test_a_missing_section_is_named() -> None:
    with pytest.raises(KnowledgeError, match="topics"):
        read_stances({"verbs": []})
