"""What the tagger adds to the frames: acts that no frame knows, their sides, and parties known by words alone."""

from __future__ import annotations

import pytest

from dragoman.model import Event
from dragoman.pipeline import read_text


def events(text: str) -> list[Event]:
    return list(read_text(text, published="2024-06-14").events)


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        ("Turkish jets flattened a Kurdish depot near Hasakah on Friday.", "ASSAULT", ["TUR"], []),
        ("Nairobi has thrown its weight behind Kigali's bid.", "SUPPORT", ["KEN"], ["RWA"]),
        ("Georgian police hauled two reporters out of the parliament building.", "COERCE", ["GEO"], []),
    ],
)
def test_an_act_that_no_frame_knows_is_coded(text: str, kind: str, actors: list[str], recipients: list[str]) -> None:
    found = next(event for event in events(text) if event.type == kind)
    assert [p.country for p in found.actors] == actors
    assert set(recipients) <= {p.country for p in found.recipients}
    assert found.recipients


def test_a_party_that_no_registry_knows_keeps_its_words() -> None:
    [found] = events("Houthi fighters blew up the Aden refinery's pumping station.")
    assert found.type == "ASSAULT"
    assert any("pumping station" in p.text for p in found.recipients)


@pytest.mark.parametrize(
    "text",
    [
        "In an interview with Iranian state television, Amir-Abdollahian was calm.",
        "The Kenyan economy grew by 5 percent in Uganda's busiest season.",
    ],
)
def test_no_event_is_made_of_these(text: str) -> None:
    assert events(text) == []


def test_a_month_is_no_town_and_who_comes_from_a_country_is_not_on_stage_there() -> None:
    text = (
        "COLOMBO, June 14 - Sri Lanka closed a port.\n\n"
        "A navy sailor was killed in June when police fired on a trawler, and a governor who returned from Russia left."
    )
    countries = {p.country for event in events(text) for p in (*event.actors, *event.recipients)}
    assert not {"FRA", "RUS"} & countries


def test_no_arrests_are_none_and_who_is_due_has_not_come() -> None:
    [arrests] = [e for e in events("Police in Fiji kept marchers back but made no arrests.") if e.type == "COERCE"]
    assert arrests.status == "negated"
    due = next(e for e in events("Tonga's prime minister is due in Suva on Friday.") if e.type == "AGREE")
    assert due.status == "planned"


def test_a_minister_does_nothing_to_his_own_state() -> None:
    for event in events(
        "Defence Minister Richard Marles of Australia announced that Australia would donate two boats."
    ):
        assert "state:AUS" not in {p.actor for p in event.recipients}


def test_who_was_rounded_up_is_told_where_it_is_not_said_by_whom() -> None:
    (arrest,) = events("Forty Kenyan opposition activists were rounded up on Sunday.")
    assert (arrest.type, arrest.actors, [p.country for p in arrest.recipients]) == ("COERCE", (), ["KEN"])


def test_the_meeting_that_was_told_before_is_no_second_one() -> None:
    found = events(
        "Chad's and Mali's ministers met in Paris on Monday. During the meeting, the Chadian minister praised Mali."
    )
    assert [event.type for event in found] == ["CONSULT", "SUPPORT"]


def test_a_word_of_a_longer_name_is_no_party() -> None:
    """ "Labour" is a British party, the National Labour Commission is not its."""
    for event in events("The National Labour Commission fined Kenya Airways, and Kenya condemned the commission."):
        assert "GBR" not in {p.country for p in (*event.actors, *event.recipients)}
