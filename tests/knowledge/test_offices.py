"""The tables of office holders, their titles and their names."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
import yaml

from dragoman.errors import KnowledgeError
from dragoman.knowledge.offices import COLUMNS, DATA, RESTS_ON, Term, load_offices, read_terms

OFFICES = load_offices()
WORDS = yaml.safe_load((DATA / "titles.yaml").read_text("utf-8"))
# PLOVER's sector codes
SECTORS = set(
    "AGR BUS COP CRM CVL EDU ELI GOV JRN JUD LAB LEG MED MIL OPP PRE PRM PTY REB REF REL SOC SPY UAF UNK".split()
)


@pytest.mark.parametrize(
    ("country", "office", "day", "names"),
    [
        ("IRN", "foreign minister", "2022-01-20", ["Hossein Amir-Abdollahian"]),  # a name as newswire writes it
        ("RUS", "foreign minister", "2022-01-20", ["Sergei Lavrov"]),  # open in the source, extended
        ("GEO", "head of state", "2006-05-01", ["Mikheil Saakashvili"]),  # a hole of the source, filled
        ("FRA", "defence minister", "2009-07-14", ["Hervé Morin"]),  # before the source begins
        ("SAU", "interior minister", "2014-01-01", ["Mohammed bin Nayef"]),  # an office the source lacks
        ("JPN", "head of government", "2015-03-03", ["Shinzo Abe"]),  # a country the source lacks
        ("JPN", "head of government", "2008-09-24", ["Yasuo Fukuda", "Taro Aso"]),  # both on the day of the handover
        ("JPN", "head of government", "2008-09", ["Yasuo Fukuda", "Taro Aso"]),  # a coarse day
        ("USA", "head of state", "2021-01-19", ["Donald Trump"]),
        ("USA", "head of state", "2021-01-21", ["Joe Biden"]),
        ("GBR", "head of government", "2022-09-30", ["Liz Truss"]),  # after the source ends
        ("CHN", "foreign minister", "2023-03-01", ["Qin Gang"]),  # an open row closed, then reopened
        ("CHN", "party leader", "2015-01-01", ["Xi Jinping"]),  # split from the source's "other"
        ("IRN", "supreme leader", "2003-01-01", ["Ali Khamenei"]),
        ("PRK", "supreme leader", "2018-06-12", ["Kim Jong Un"]),
        ("IRN", "national security adviser", "2014-06-01", ["Ali Shamkhani"]),
        ("GBR", "army chief", "2016-01-01", ["Nick Carter"]),  # Britain's general staff is the army's
        ("org:un", "head of organisation", "2010-01-01", ["Ban Ki-moon"]),
        ("org:eu", "foreign policy chief", "2022-01-20", ["Josep Borrell"]),
        ("FRA", "interior minister", "2000-03-01", ["Jean-Pierre Chevènement"]),  # not Natan Sharansky
        ("FRA", "foreign minister", "2006-06-01", ["Philippe Douste-Blazy"]),  # not Catherine Colonna
        ("CAN", "defence minister", "2008-01-01", ["Peter MacKay"]),  # not Rick Casson
        ("AFG", "defence minister", "2016-12-31", ["Abdullah Habibi"]),  # years cover their last day
        ("RUS", "foreign minister", "1990-01-01", []),
        ("RUS", "no such office", "2022-01-20", []),
        ("XXX", "head of state", "2022-01-20", []),
    ],
)
def test_who_held_an_office(country: str, office: str, day: str, names: list[str]) -> None:
    assert [term.name for term in OFFICES.holders(country, office, day)] == names


def test_nobody_is_known_after_the_last_day_known() -> None:
    (term,) = OFFICES.holders("RUS", "foreign minister", "2022-01-20")
    assert term.end is None
    assert term.known_to is not None
    assert OFFICES.holders("RUS", "foreign minister", term.known_to) == (term,)
    assert OFFICES.holders("RUS", "foreign minister", "2099-01-01") == ()


@pytest.mark.parametrize(
    ("name", "person"),
    [
        ("Ebrahim Raisi", "ebrahim-raisi"),
        ("Raeisi", "ebrahim-raisi"),  # another spelling, by rule
        ("Hossein Amirabdollahian", "hossein-amir-abdollahian"),  # written together
        ("Hossein Amir Abdollahian", "hossein-amir-abdollahian"),  # written apart
        ("Amir-Abdollahian", "hossein-amir-abdollahian"),  # a hyphened surname alone
        ("Volodymyr Zelenskyy", "volodymyr-zelenskiy"),
        ("Zelensky", "volodymyr-zelenskiy"),
        ("Recep Tayyip Erdoğan", "recep-tayyip-erdogan"),  # marks dropped
        ("Erdogan", "recep-tayyip-erdogan"),
        ("Kim Jong-un", "kim-jong-un"),
        ("Kim Jong Un", "kim-jong-un"),
        ("Sergey Lavrov", "sergei-lavrov"),
        ("Sergei Viktorovich Lavrov", "sergei-lavrov"),  # a patronymic
        ("Mr. Lavrov", "sergei-lavrov"),
        ("Bashar Assad", "bashar-al-assad"),  # without the article
        ("Bashar el-Assad", "bashar-al-assad"),
        ("Abdul Fattah al-Burhan", "abdel-fattah-al-burhan"),  # Abdel, Abdul, Abd al-
        ("Muhammad bin Salman", "mohammed-bin-salman"),
        ("Mohammed Bin Salman", "mohammed-bin-salman"),
        ("MBS", "mohammed-bin-salman"),  # listed by hand
        ("Xi", "xi-jinping"),  # the surname stands first
        ("Abe Shinzo", "shinzo-abe"),  # either order
        ("Orbán Viktor", "viktor-orban"),
        ("Lula", "luiz-inacio-lula-da-silva"),
        ("von der Leyen", "ursula-von-der-leyen"),  # a surname with particles
        ("Hillary Rodham Clinton", "hillary-clinton"),
        ("Mark A. Milley", "mark-milley"),  # an initial
        ("Moammar Gadhafi", "muammar-gaddafi"),
    ],
)
def test_people_are_found_in_any_spelling(name: str, person: str) -> None:
    assert person in OFFICES.people(name)


@pytest.mark.parametrize("name", ["", "!", "Nobody Atall", "Lavrov Nobody", "\ud800", "名前", "al-", "'"])
def test_other_words_are_nobody(name: str) -> None:
    assert OFFICES.people(name) == ()


def test_people_of_one_name_are_told_apart() -> None:
    people = OFFICES.people("Andris Bērziņš")
    assert len(people) == 2
    assert {OFFICES.terms(person)[0].office for person in people} == {"head of state", "head of government"}


@pytest.mark.parametrize(
    ("person", "day", "role"),
    [
        ("xi-jinping", "2020-01-01", ("CHN", "head of state")),  # before the party's leader
        ("olaf-scholz", "2019-01-01", ("DEU", "finance minister")),  # before deputy prime minister
        ("person:olaf-scholz", "2023-01-01", ("DEU", "head of government")),  # with the registry's prefix
        ("joe-biden", "2010-01-01", ("USA", "vice president")),
        ("donald-tusk", "2017-01-01", ("org:european-council", "head of organisation")),
    ],
)
def test_the_most_important_role(person: str, day: str, role: tuple[str, str]) -> None:
    term = OFFICES.role_on(person, day)
    assert term is not None
    assert (term.country, term.office) == role


def test_no_role_outside_the_terms() -> None:
    assert OFFICES.role_on("joe-biden", "2018-06-01") is None
    assert OFFICES.role_on("nobody", "2018-06-01") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Sergey Lavrov and Antony Blinken met.", ["Sergey Lavrov", "Antony Blinken"]),
        ("Bashar al-Assad's aides", ["Bashar al-Assad"]),  # the possessive stays outside
        ("Sergei Viktorovich Lavrov said", ["Sergei Viktorovich Lavrov"]),
        ("George H. W. Bush", ["George H. W. Bush"]),  # initials inside
        ("Mr Lavrov met the emir", []),  # a surname alone is for the reader who knows the country
        ("Lula won", ["Lula"]),  # a single word, listed by hand
        ("antony blinken", []),  # names are written with capitals
        ("He spoke of Antony. Blinken left.", []),  # a new sentence
        ("the president, Kim Jong-un, and Xi Jinping", ["Kim Jong-un", "Xi Jinping"]),
        ("", []),
    ],
)
def test_names_in_a_text(text: str, found: list[str]) -> None:
    assert [text[start:end] for (start, end), _ in OFFICES.find_people(text)] == found


@pytest.mark.parametrize(
    ("words", "country", "office"),
    [
        ("foreign minister", "IRN", "foreign minister"),
        ("Minister of Foreign Affairs", "IRN", "foreign minister"),
        ("External Affairs Minister", "IND", "foreign minister"),
        ("foreign secretary", "GBR", "foreign minister"),
        ("foreign secretary", "IND", None),  # a civil servant
        ("secretary of state", "USA", "foreign minister"),
        ("secretary of state", "FRA", None),  # a junior minister
        ("chancellor", "DEU", "head of government"),
        ("chancellor", "GBR", "finance minister"),
        ("Chancellor of the Exchequer", "GBR", "finance minister"),
        ("taoiseach", "IRL", "head of government"),
        ("premier", "CHN", "head of government"),
        ("premier", "CAN", None),  # a province's
        ("leader", "PRK", "supreme leader"),
        ("leader", "FRA", None),
        ("defense secretary", "USA", "defence minister"),
        ("home minister", "IND", "interior minister"),
        ("homeland security secretary", "USA", "interior minister"),
        ("treasury secretary", "USA", "finance minister"),
        ("interior secretary", "USA", None),  # keeps the parks
        ("interior secretary", "PHL", "interior minister"),
        ("top diplomat", "IRN", "foreign minister"),
        ("deputy foreign minister", "IRN", None),
        ("deputy prime minister", "GBR", "deputy prime minister"),
        ("vice president", "USA", "vice president"),
        ("secretary-general", "org:un", "head of organisation"),
        ("spokeswoman", "CHN", None),
        ("minister", "FRA", None),
    ],
)
def test_what_a_title_means_in_a_country(words: str, country: str, office: str | None) -> None:
    title = OFFICES.title(words)
    assert title is not None
    assert title.office_in(country) == office


@pytest.mark.parametrize(
    ("words", "tense", "sectors"),
    [
        ("former president", "former", ("ELI",)),
        ("ex-president", "former", ("ELI",)),
        ("then-President", "former", ("ELI",)),
        ("president-elect", "next", ("GOV",)),
        ("prime minister-designate", "next", ("GOV",)),
        ("incoming foreign minister", "next", ("GOV",)),
        ("acting prime minister", "current", ("GOV",)),
        ("caretaker prime minister", "current", ("GOV",)),
        ("lawmakers", "current", ("LEG",)),
        ("rebel commander", "current", ("REB",)),
    ],
)
def test_modifiers_and_sectors(words: str, tense: str, sectors: tuple[str, ...]) -> None:
    title = OFFICES.title(words)
    assert title is not None
    assert (title.tense, title.sectors) == (tense, sectors)


@pytest.mark.parametrize(
    "words", ["", "foreign", "the foreign minister", "foreign minister Lavrov", "elect", "former", "table"]
)
def test_other_words_are_no_title(words: str) -> None:
    assert OFFICES.title(words) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Russian Foreign Minister Sergei Lavrov", ["Foreign Minister"]),
        ("the former U.S. secretary of state", ["secretary of state"]),  # another word between parts the two
        ("the foreign and defence ministers of Japan", ["foreign", "defence ministers"]),
        ("the finance ministers of France and Italy", ["finance ministers"]),
        ("and then President Putin said", ["President"]),  # "then" is a modifier only with a hyphen
        ("the new and foreign ministers", ["foreign ministers"]),
        ("He met the foreign. Minister", ["Minister"]),  # a new sentence
        ("in general, a major power", []),  # ranks only with a capital
        ("Gen. Mark Milley, chairman of the Joint Chiefs of Staff", ["Gen", "chairman of the Joint Chiefs of Staff"]),
        ("Deputy Prime Minister and Foreign Minister", ["Deputy Prime Minister", "Foreign Minister"]),
        ("U.N. Secretary-General Antonio Guterres", ["U.N. Secretary-General"]),
    ],
)
def test_titles_in_a_text(text: str, found: list[str]) -> None:
    assert [text[start:end] for (start, end), _ in OFFICES.find_titles(text)] == found


def test_every_title_is_found_in_its_example_and_by_its_words() -> None:
    for entry in WORDS["titles"]:
        titles = {title.phrase for _, title in OFFICES.find_titles(entry["example"])}
        assert entry["phrase"] in titles, entry
        for form in [entry["phrase"], *entry.get("also", ())]:
            title = OFFICES.title(form.upper())
            assert title is not None, form
            assert title.phrase == entry["phrase"], form
    for entry in WORDS["portfolios"]:
        offices = {title.office for _, title in OFFICES.find_titles(entry["example"])}
        assert entry.get("office") in offices, entry
    for entry in WORDS["modifiers"]:
        assert any(title.modifiers for _, title in OFFICES.find_titles(entry["example"])), entry


def test_titles_name_listed_offices_and_sectors() -> None:
    listed = {None, *OFFICES.offices}
    for entry in [*WORDS["titles"], *WORDS["portfolios"], *WORDS["offices"]]:
        assert {entry.get("office"), *entry.get("in", {}).values()} <= listed, entry
        assert set(entry.get("sectors", ())) <= SECTORS, entry


def test_the_table_keeps_the_rules() -> None:
    terms = read_terms(DATA / "holders.tsv", OFFICES.offices)
    assert {term.rests_on for term in terms} <= RESTS_ON
    keys = [(term.country, term.office, term.start, term.person, term.title, term.end or "") for term in terms]
    assert all(first < second for first, second in pairwise(keys)), "sorted, and nothing twice"
    identity: dict[str, tuple[str, str]] = {}
    for term in terms:
        assert (term.end is None) != (term.known_to is None), term
        assert term.name.strip() == term.name, term
        assert not (term.name.startswith("Q") and term.name[1:].isdigit()), "a Wikidata id is no name"
        whole = (term.name, term.wikidata or "")
        assert identity.setdefault(term.person, whole) == whole, "one person, one name, one Wikidata id"


def test_variants_belong_to_people_of_the_table() -> None:
    variants = yaml.safe_load((DATA / "name_variants.yaml").read_text("utf-8"))
    assert list(variants["people"]) == sorted(variants["people"])
    for person, names in variants["people"].items():
        assert OFFICES.terms(person), person
        for name in names:
            assert person in OFFICES.people(name), name


def row(**changes: str) -> str:
    cells = dict.fromkeys(COLUMNS, "")
    cells |= {
        "person": "ann-other",
        "name": "Ann Other",
        "country": "FRA",
        "office": "head of state",
        "title": "President",
    }
    cells |= {"start": "2030-01", "end": "2031", "rests_on": "user"}
    return "\t".join((cells | changes).values())


def test_a_user_adds_holders(tmp_path: Path) -> None:
    extra = tmp_path / "extra.tsv"
    extra.write_text("\t".join(COLUMNS) + "\n" + row() + "\n", "utf-8")
    offices = load_offices(extra)
    assert offices.holders("FRA", "head of state", "2031-12-31") == (
        Term("ann-other", "Ann Other", "FRA", "head of state", "President", "2030-01", "2031", None, "user"),
    )
    assert offices.people("Ann Other") == ("ann-other",)
    assert offices.holders("IRN", "foreign minister", "2022-01-20")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("wrong\theader\n", "expected the columns"),
        ("\t".join(COLUMNS) + "\nonly one cell\n", "expected 10 cells"),
        ("\t".join(COLUMNS) + "\n" + row(office="king of the hill"), "not an office"),
        ("\t".join(COLUMNS) + "\n" + row(start="2030-13"), "expected a date"),
        ("\t".join(COLUMNS) + "\n" + row(start=""), "expected a date"),
        ("\t".join(COLUMNS) + "\n" + row(end=""), "a last day known"),
        ("\t".join(COLUMNS) + "\n" + row(end="2029"), "ends before it begins"),
    ],
)
def test_a_wrong_table_is_refused_with_its_line(tmp_path: Path, text: str, message: str) -> None:
    extra = tmp_path / "extra.tsv"
    extra.write_text(text, "utf-8")
    with pytest.raises(KnowledgeError, match=message):
        load_offices(extra)
