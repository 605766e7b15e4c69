"""What a sentence reports: type, sides, status and foreseen act, row by row of the record format's law."""

from __future__ import annotations

import pytest

from dragoman.model import Event
from dragoman.pipeline import read_text

PUBLISHED = "2024-03-15"  # a Friday


def events_of(text: str, published: str = PUBLISHED) -> tuple[Event, ...]:
    return read_text(text, published=published).events


def told(event: Event) -> str:
    """``CONSULT occurred FRA,DEU -> - `` with the foreseen act behind ``>``."""
    sides = [",".join(sorted(p.country or p.text for p in side)) or "-" for side in (event.actors, event.recipients)]
    foreseen = f" >{event.foresees}" if event.foresees else ""
    return f"{event.type} {event.status} {sides[0]} {sides[1]}{foreseen}"


# text, the event that must be among those found, what the row guards
LAW = [
    ("France will meet with Germany on Monday.", "AGREE planned DEU,FRA - >CONSULT", "a planned meeting"),
    ("The king of Jordan is due to visit Kuwait next week.", "AGREE planned JOR KWT >CONSULT", "is due to visit"),
    ("Poland will send aid to Moldova.", "AGREE planned POL MDA >AID", "will send aid"),
    ("Egypt agreed to send troops to Somalia.", "AGREE occurred EGY SOM >MOBILIZE", "agreed to"),
    ("Norway pledged 300 million kroner to Moldova.", "AGREE occurred NOR MDA >AID", "pledged a sum"),
    ("Putin invited Modi to visit Russia.", "AGREE occurred RUS IND >CONSULT", "invited to visit"),
    (
        "Kenya announced that it would withdraw its troops from Somalia.",
        "CONCEDE occurred KEN SOM >RETREAT",
        "announced",
    ),
    ("Bulgaria will expel two Russian diplomats.", "SANCTION planned BGR RUS", "a planned conflict keeps its type"),
    ("Iran threatened to attack Israel.", "THREATEN occurred IRN ISR >ASSAULT", "threatened"),
    (
        "North Korea warned that it would attack South Korea and Japan.",
        "THREATEN occurred PRK JPN,KOR >ASSAULT",
        "warned that it would",
    ),
    ("Qatar urged Israel to release prisoners.", "REQUEST occurred QAT ISR >RETREAT", "urged"),
    ("The Vatican called on Russia to withdraw its troops.", "REQUEST occurred VAT RUS >RETREAT", "called on"),
    ("Serbia refused to recognize Kosovo.", "REJECT occurred SRB KOS >SUPPORT", "refused"),
    ("Turkey cancelled talks with Greece.", "REJECT occurred TUR GRC", "called off"),
    ("Iran denied that it had attacked Saudi Arabia.", "REJECT occurred IRN SAU", "a denial"),
    ("Iran denied that it had attacked Saudi Arabia.", "ASSAULT negated IRN SAU", "what a denial names"),
    ("Turkey did not attack Syria.", "ASSAULT negated TUR SYR", "did not"),
    ("Russia may attack Moldova.", "ASSAULT hypothetical RUS MDA", "may"),
    ("If Iran attacks Israel, Jordan could close its border.", "ASSAULT hypothetical IRN ISR", "if"),
    ("Israel is attacking Lebanon.", "ASSAULT ongoing ISR LBN", "is attacking"),
    ("Israel continues to bomb Gaza.", "ASSAULT ongoing ISR PSE", "continues to"),
    ("The Saudi-imposed blockade of Yemen worries aid groups.", "COERCE ongoing SAU YEM", "a lasting state"),
]


@pytest.mark.parametrize(("text", "expected", "guards"), LAW, ids=[row[2] + ": " + row[0][:40] for row in LAW])
def test_the_law_of_type_and_status(text: str, expected: str, guards: str) -> None:
    assert expected in [told(event) for event in events_of(text)], guards


CLAUSES = [
    ("Ankara was accused by Athens of arming the militia.", "ACCUSE occurred GRC TUR", "a passive with its agent"),
    ("France and Italy condemned Russia.", "ACCUSE occurred FRA,ITA RUS", "actors who act together"),
    ("Chinese President Xi Jinping met with his French counterpart, Emmanuel Macron, in Beijing.",
     "CONSULT occurred CHN,FRA -", "a counterpart with an apposition"),
    ("The foreign ministers of Egypt and Turkey met in Cairo.", "CONSULT occurred EGY,TUR -", "one role, two owners"),
    ("Iran, which attacked Israel in April, criticised Jordan.", "ASSAULT occurred IRN ISR", "a relative clause"),
    ("The treaty signed by Belarus and Serbia was praised.", "SUPPORT occurred BLR,SRB -", "a participle behind its noun"),
    ("Bulgaria expelled two Russian diplomats.", "SANCTION occurred BGR RUS", "whose diplomats"),
    ("Latvia's government on Tuesday closed the Silene crossing with Belarus after balloons drifted into its airspace.",
     "COERCE occurred LVA BLR", "a noun that the tagger takes for a verb"),
    ("Israeli jets struck Damascus.", "ASSAULT occurred ISR SYR", "arms act for their owner"),
    ("Thousands of Georgians protested in Tbilisi.", "PROTEST occurred GEO -", "who is counted acts"),
    ("Students protested in Bangladesh.", "PROTEST occurred BGD -", "the country is the place's"),
    ("During a meeting with Putin, the Iranian president praised Russia.", "CONSULT occurred IRN,RUS -", "the unsaid side"),
    ("The Russian foreign minister called the Iranian president's visit to Moscow an important step.",
     "SUPPORT occurred RUS IRN", "called with a judgement is no call"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected", "guards"), CLAUSES, ids=[row[2] for row in CLAUSES])
def test_sides_are_found_through_the_clause(text: str, expected: str, guards: str) -> None:
    assert expected in [told(event) for event in events_of(text)], guards


NOTHING = [
    ("Spain bombarded the visitors' goal and beat Brazil in the league match.", "sport"),
    ("Iran could have killed 150 Americans.", "what could have been was not"),
    ("There was no hindrance in the way of relations between Iran and Russia.", "no hindrance is no rejection"),
    ("The two countries share a long border.", "no act"),
    ("Turkey exports much of its steel to Germany by rail.", "trade in general"),
]


@pytest.mark.parametrize(("text", "guards"), NOTHING, ids=[row[1] for row in NOTHING])
def test_what_is_no_event_gives_none(text: str, guards: str) -> None:
    assert [told(event) for event in events_of(text) if event.status == "occurred"] == [], guards


def test_a_report_of_a_match_tells_of_no_meeting_of_states() -> None:
    text = (
        "England beat Germany 2-0 to reach the last eight of the European Championship with two late goals. Coach "
        "Joachim Loew accused his players of lacking courage. England will meet Ukraine in Rome on Saturday."
    )
    assert events_of(text) == ()


def test_a_denial_names_the_act_that_it_denies() -> None:
    events = {event.type: event for event in events_of("Iran denied that it had attacked Saudi Arabia.")}
    assert events["REJECT"].denies == events["ASSAULT"].id


def test_an_act_told_twice_is_one_event_with_two_quotations() -> None:
    text = (
        "Turkish President Recep Tayyip Erdogan met Greek Prime Minister Kyriakos Mitsotakis in Ankara on Thursday.\n\n"
        "Erdogan and Mitsotakis discussed migration."
    )
    (event,) = [event for event in events_of(text) if event.type == "CONSULT"]
    assert len(event.evidence) == 2


def test_two_acts_in_one_sentence_are_two_events() -> None:
    kinds = [event.type for event in events_of("Bolivia recalled its ambassador from Israel and condemned Peru.")]
    assert kinds == ["SANCTION", "ACCUSE"]


def test_a_claim_names_its_speaker() -> None:
    (event,) = events_of("Ukraine said that Russia had shelled Kharkiv.")
    assert [claim.participant.country for claim in event.claimed_by] == ["UKR"]
    assert event.type == "ASSAULT"


def test_what_is_blamed_on_an_attack_told_before_falls_on_its_author() -> None:
    text = "Israeli forces killed ten Palestinians in Nablus. Jordan condemned the attack."
    (event,) = [event for event in events_of(text) if event.type == "ACCUSE"]
    assert [p.country for p in event.recipients] == ["ISR"]


DATES = [
    ("France condemned Mali on Tuesday.", "2024-03-12", "stated", "a weekday"),
    ("France condemned Mali.", "2024-03-15", "publication", "no time of its own"),
    ("In a Wednesday meeting between the Dutch and Belgian prime ministers, the Dutch prime minister praised Belgium.",
     "2024-03-13", "stated", "a noun's own day"),
    ("Iraq invaded Kuwait in 1990.", "1990", "stated", "a year stays a year"),
    ("Kenya praised India for selling it an aircraft in 2019.", "2024-03-15", "publication", "a time of the clause below"),
    ("Chad agreed to withdraw its troops from Sudan within a week.", "2024-03-15", "publication", "a time still to come"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "day", "basis", "guards"), DATES, ids=[row[3] for row in DATES])
def test_an_event_takes_its_own_time_first(text: str, day: str, basis: str, guards: str) -> None:
    date = events_of(text)[0].date
    assert date is not None, guards
    assert (date.start, date.basis) == (day, basis), guards


def test_what_is_told_of_no_one_day_has_no_date() -> None:
    (event,) = events_of("The treaty between Chad and Sudan has twice been extended by Chad.")
    assert event.date is None


TIED = [
    ("Chad left the bloc two days after soldiers of Sudan opened fire on Chad's border post, killing four.",
     "ASSAULT", "2024-03-13", "2024-03-13", "inferred", "counted from the act of the main clause"),
    ("On Wednesday evening, a day after gunmen had killed 26 Indians, India expelled Pakistan's diplomats.",
     "ASSAULT", "2024-03-12", "2024-03-12", "inferred", "counted from the day before it"),
    ("Chad expelled Mali's envoy on Tuesday, hours after Mali attacked Chad.",
     "ASSAULT", "2024-03-12", "2024-03-12", "inferred", "hours after: the same day"),
    ("The talks broke down last September, when Chad attacked Sudan.",
     "ASSAULT", "2023-09", "2023-09", "stated", "a clause of when"),
    ("Last June, Chad and Sudan signed a pact in Mali, under which Chad pledged not to attack Sudan.",
     "AGREE", "2023-06", "2023-06", "stated", "a clause of under which"),
    ("Chad formally applied to join the African Union last May, over Sudan's conduct.",
     "REQUEST", "2023-05", "2023-05", "stated", "the past time of an infinitive"),
    ("Chad condemned Russia's war on Ukraine, which began in February 2022.",
     "ASSAULT", "2022-02", "2022-02", "stated", "a noun and when it began"),
    ("The presidents of Chad and Sudan have met several times since September 2021.",
     "CONSULT", "2021-09", "2024-03-15", "stated", "the perfect since"),
    ("Chad's president said on Tuesday that he was sending troops to the Sudanese border.",
     "MOBILIZE", "2024-03-12", "2024-03-12", "stated", "what a speaker is doing on the day of the speech"),
    ("Chad will withdraw its troops from Sudan by October 2025.",
     "CONCEDE", "2024-03-15", "2025-10", "stated", "a deadline counts from the day of the article"),
    ("Chad will withdraw its troops from Sudan over 60 days.",
     "CONCEDE", "2024-03-15", "2024-05-14", "inferred", "so does a term"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "start", "end", "basis", "guards"), TIED, ids=[row[5] for row in TIED])
def test_a_clause_is_dated_by_what_it_hangs_on(
    text: str, kind: str, start: str, end: str, basis: str, guards: str
) -> None:
    date = next(event.date for event in events_of(text) if event.type == kind)
    assert date is not None, guards
    assert (date.start, date.end, date.basis) == (start, end, basis), guards


def test_what_is_told_as_a_fact_of_a_day_to_come_is_planned() -> None:
    (event,) = events_of("Chad's president leaves Tuesday on a visit to Sudan.")
    assert (event.type, event.status, event.foresees) == ("AGREE", "planned", "CONSULT")
    assert event.date is not None
    assert event.date.start == "2024-03-19"


def test_a_background_clause_without_a_time_has_no_date() -> None:
    (event,) = [
        e for e in events_of("The treaty that Chad and Sudan had signed was welcomed by all.") if e.type == "SUPPORT"
    ]
    assert event.date is None
