"""Who is meant: names, titles, bodies, groups and pronouns, with the office of the day."""

from __future__ import annotations

import pytest

from dragoman.model import Participant
from dragoman.pipeline import read_text


def participants(text: str, published: str) -> list[Participant]:
    return [p for event in read_text(text, published=published).events for p in (*event.actors, *event.recipients)]


def shown(participant: Participant) -> str:
    return f"{participant.country} {participant.role or '-'} {participant.name or participant.text}"


# text, day, a participant that must be among those found, what the row guards
PEOPLE = [
    ("Iran's top diplomat, Hossein Amir-Abdollahian, met his Russian counterpart, Sergei Lavrov.", "2022-01-20",
     "IRN foreign minister Hossein Amir-Abdollahian", "a title with a name in apposition"),
    ("Iran's top diplomat, Hossein Amir-Abdollahian, met his Russian counterpart, Sergei Lavrov.", "2022-01-20",
     "RUS foreign minister Sergei Lavrov", "a counterpart has the other's office"),
    ("Minister of Foreign Affairs of Armenia Ararat Mirzoyan paid a visit to Ankara.", "2023-02-15",
     "ARM foreign minister Ararat Mirzoyan", "a name behind the country of its title, without a comma"),
    ("He came to Ankara, where Raeisi met with Foreign Minister of Türkiye Mevlüt Çavuşoğlu.", "2022-02-15",
     "TUR foreign minister Mevlut Cavusoglu", "the same behind a verb, in a clause of where"),
    ("President Omer Hassan al-Bashir accused South Sudan of arming rebels.", "2012-04-19",
     "SDN president Omar al-Bashir", "a first name spelt otherwise, by the office of the day"),
    ("The Russian foreign minister condemned Israel.", "2022-01-20", "RUS foreign minister Sergei Lavrov", "an office without a name"),
    ("The German chancellor condemned Russia.", "2020-05-04", "DEU chancellor Angela Merkel", "the holder on that day"),
    ("The German chancellor condemned Russia.", "2022-05-04", "DEU chancellor Olaf Scholz", "and on a later one"),
    ("Putin met Xi in Beijing.", "2022-02-04", "CHN president Xi Jinping", "surnames alone"),
    ("Macron met Putin in Moscow.", "2022-02-07", "FRA president Emmanuel Macron", "not the co-prince of Andorra"),
    ("Raeisi met Putin in Moscow.", "2022-01-19", "IRN president Ebrahim Raisi", "another spelling"),
    ("Erdoğan criticised Sweden.", "2022-06-01", "TUR president Recep Tayyip Erdogan", "diacritics"),
    ("U.S. Secretary of State Antony Blinken visited Egypt.", "2023-01-30", "USA secretary of state Antony Blinken", "the title as the words have it"),
    ("Former Finnish president Martti Ahtisaari criticised Serbia.", "2008-03-01", "FIN former president Martti Ahtisaari", "a former office"),
    ("The foreign ministers of Egypt and Turkey met in Cairo.", "2022-01-20", "EGY foreign minister Sameh Shoukry", "one role, two owners"),
    ("Putin and Macron met in Moscow on Monday. The two presidents condemned Mali.", "2022-02-07", "FRA president Emmanuel Macron", "a pair"),
    ("Lavrov arrived in Ankara. He condemned Ukraine.", "2022-06-08", "RUS foreign minister Sergei Lavrov", "a pronoun"),
    ("Nasser Kanaani, the spokesman for the Iranian foreign ministry, condemned Israel.", "2022-09-01",
     "IRN spokesman Nasser Kanaani", "a person that the registry does not know"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "day", "expected", "guards"), PEOPLE, ids=[row[3] for row in PEOPLE])
def test_people_have_the_office_of_the_day(text: str, day: str, expected: str, guards: str) -> None:
    found = [shown(p) for p in participants(text, day)]
    assert expected in found, f"{guards}: {found}"


def test_nobody_is_taken_for_someone_whom_the_table_has_only_years_later() -> None:
    (person, iraq) = participants("President Bush condemned Iraq.", "1990-08-16")
    assert (person.actor, iraq.country) == (None, "IRQ")


STATES = [
    ("Tehran condemned Israel.", "IRN", "a capital that acts"),
    ("The Kremlin condemned Israel.", "RUS", "a seat of government"),
    ("The Islamic Republic condemned Israel.", "IRN", "a name of state"),
    ("Pyongyang threatened Seoul.", "PRK", "the Koreas apart"),
    ("Israeli troops attacked Lebanon.", "ISR", "a body of a state"),
    ("Nigeria condemned Niger.", "NER", "neighbours of nearly one name"),
    ("The kingdom's foreign minister condemned Iran, Saudi Arabia said.", "IRN", "definite nouns do not confuse"),
    ("Turkey attacked Syria. The country also threatened Greece.", "GRC", "a second clause"),
]


@pytest.mark.parametrize(("text", "country", "guards"), STATES, ids=[row[2] for row in STATES])
def test_states_under_their_many_names(text: str, country: str, guards: str) -> None:
    assert country in [p.country for p in participants(text, "2022-01-20")], guards


# text, type of the event, the countries of its actors and recipients, what the row guards
AT_HOME = [
    ("Police in Lagos arrested three dockers.", "COERCE", ["NGA"], ["NGA"], "the place tells whose police"),
    ("Kenyan police arrested three dockers.", "COERCE", ["KEN"], ["KEN"], "whom a state's police arrest is its own"),
    ("Tajik border guards killed four villagers, Kyrgyzstan said.", "ASSAULT", ["TJK"], [None],
     "with another state in the sentence nobody is surely at home"),
    ("LIMA, Jan 20 (EFE) - Peru thanked Chile.\n\nIn Quito, students condemned Chile. Police beat the students.", "ASSAULT",
     ["ECU"], ["ECU"], "the scene of the paragraph, not that of the dateline"),
    ("Kenya's police freed four Somali suspects. A court in Nairobi charged them with piracy.", "ACCUSE", ["KEN"], ["SOM"],
     "them: to whom something was done, not who did it"),
    ("Ghana handed a note of protest to the Togolese ambassador.", "ACCUSE", ["GHA"], ["TGO"],
     "the other side hangs on the noun"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "doing", "done_to", "guards"), AT_HOME, ids=[row[4] for row in AT_HOME])
def test_sides_named_without_a_country(
    text: str, kind: str, doing: list[str], done_to: list[str | None], guards: str
) -> None:
    found = [event for event in read_text(text, published="2022-01-20").events if event.type == kind]
    told = [([p.country for p in event.actors], [p.country for p in event.recipients]) for event in found]
    assert told == [(doing, done_to)], guards


NOBODY = [
    ("Michael Jordan praised Chad Smith on Friday.", {"JOR", "TCD"}, "people named like countries"),
    ("The Paris Agreement was condemned by Mali.", {"FRA"}, "an agreement named after a city"),
    ("Iran condemned the attack, Reuters reported.", {"GBR"}, "an outlet named as the source"),
    ("Washington State University praised Kenya.", {"USA"}, "a place that is no government"),
]


@pytest.mark.parametrize(("text", "strangers", "guards"), NOBODY, ids=[row[2] for row in NOBODY])
def test_what_only_looks_like_an_actor_is_none(text: str, strangers: set[str], guards: str) -> None:
    assert not strangers & {p.country for p in participants(text, "2022-01-20")}, guards


def test_every_participant_says_how_the_words_led_to_it() -> None:
    found = participants("Tehran condemned Israel. Its foreign minister met Lavrov.", "2022-01-20")
    assert found
    assert all(p.why.endswith(".") and len(p.why) > 10 for p in found)


def test_an_unknown_person_is_never_given_an_id() -> None:
    (person,) = [
        p
        for p in participants("Acme minister Jon Quibblewick of Chad condemned Mali.", "2022-01-20")
        if p.country == "TCD"
    ]
    assert person.actor is None
