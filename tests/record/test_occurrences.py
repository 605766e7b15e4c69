"""Which tellings are joined, which never, and what the record says of those that are."""

import json
import random
import sqlite3

import pytest
from made_readings import NEW
from told import act, telling

from dragoman.record.store import Record

MET = act("CONSULT", "lavrov/RUS/foreign minister, amir/IRN/foreign minister", place="Moscow")


def write(path, *batches) -> None:
    with Record(path) as record:
        for batch in batches:
            record.append(batch)
        record.check()


def occurrences(path) -> list[tuple[str, ...]]:
    """Of each occurrence that stands, the articles that tell it, sorted."""
    told: dict[str, list[str]] = {}
    connection = sqlite3.connect(path)
    for id, article in connection.execute(
        """SELECT o.id, r.path FROM occurrences o
        JOIN occurrence_tellings t ON t.occurrence = o.id AND t.until IS NULL AND t.relation != 'denial'
        JOIN events e ON e.key = t.event JOIN readings r ON r.key = e.reading
        WHERE o.until IS NULL ORDER BY r.path"""
    ):
        told.setdefault(id, []).append(article)
    connection.close()
    return sorted(map(tuple, told.values()))


def facts(path, *columns) -> list[tuple]:
    """The columns of each occurrence that stands, those with most tellings first."""
    connection = sqlite3.connect(path)
    rows = connection.execute(
        f"SELECT {', '.join(columns)} FROM occurrences WHERE until IS NULL ORDER BY tellings DESC, first_day, id"
    ).fetchall()
    connection.close()
    return rows


FM = "lavrov/RUS/foreign minister, amir/IRN/foreign minister"
CHIEFS = "putin/RUS/president, raisi/IRN/president"
PACT = {"quote": "They [pledged] friendship and trade for ten years."}
STRIKE = {"place": "Kabul", "quote": "A bomb [hit] a wedding hall."}


@pytest.mark.parametrize(
    ("one", "other", "joined"),
    [
        # the same meeting
        (act("CONSULT", FM), act("CONSULT", FM), True),
        (
            act("CONSULT", FM),
            act("CONSULT", "amir/IRN/foreign minister", "lavrov/RUS/foreign minister", mode="visit"),
            True,
        ),
        (act("CONSULT", FM), act("CONSULT", "RUS, IRN", place="Moscow", quote="Delegations [met] in Moscow."), True),
        (act("CONSULT", FM), act("AGREE", FM, status="planned", foresees="CONSULT"), True),  # planned and made
        (act("CONSULT", FM), act("CONSULT", FM, status="hypothetical"), True),
        (act("CONSULT", FM, place="Moscow"), act("CONSULT", FM, place="Kremlin"), True),  # within the city
        (act("CONSULT", FM, place="Geneva"), act("CONSULT", FM, place="Switzerland"), True),
        (act("CONSULT", FM), act("CONSULT", FM, day="2022-01-21", basis="publication"), True),  # a guessed day
        (act("CONSULT", FM), act("CONSULT", FM, day=None), True),  # published the day after
        (act("CONSULT", FM, historical=True), act("CONSULT", FM), True),
        # other meetings
        (act("CONSULT", FM), act("CONSULT", FM, day="2022-01-18"), False),  # another day of the week
        (act("CONSULT", FM), act("CONSULT", FM, day="2022-01-21"), False),  # the day after, and said so
        (act("CONSULT", FM, place="Moscow"), act("CONSULT", FM, place="Geneva"), False),
        (act("CONSULT", FM, place="Geneva"), act("CONSULT", FM, place="Zurich"), False),
        (act("CONSULT", FM), act("CONSULT", CHIEFS), False),  # of other persons
        (act("CONSULT", FM), act("CONSULT", "lavrov/RUS/foreign minister, SYR"), False),
        (act("CONSULT", FM), act("CONSULT", f"{FM}, TUR, EGY, SAU, QAT"), False),  # a summit
        (act("CONSULT", FM), act("AGREE", FM, status="planned", foresees="CONSULT", day="2022-01-27"), False),
        (act("CONSULT", FM), act("CONSULT", FM, day=None, historical=True), False),  # some time ago
        (act("CONSULT", FM), act("ACCUSE", FM), False),
        # speech: what is said decides
        (
            act("ACCUSE", "IRN", "ISR", quote="Iran [condemned] the strike on a hospital."),
            act("ACCUSE", "IRN", "ISR", quote="Tehran [denounced] the deadly hospital strike."),
            True,
        ),
        (
            act("ACCUSE", "IRN", "ISR", quote="Iran [condemned] the strike on a hospital."),
            act("ACCUSE", "IRN", "ISR", quote="Tehran [denounced] the arrest of two journalists."),
            False,
        ),
        (
            act("AGREE", "CHN", "PAK", foresees="AID", quote="China [promised] loans for the new port."),
            act("AGREE", "CHN", "PAK", foresees="CONSULT", quote="China [promised] talks on the new port."),
            False,
        ),
        # force: place and words decide
        (act("ASSAULT", "=bomber/REB/AFG", **STRIKE), act("ASSAULT", "=bomber/REB/AFG", **STRIKE), True),
        (
            act("ASSAULT", "=bomber/REB/AFG", **STRIKE),
            act("ASSAULT", "=bomber/REB/AFG", place="Herat", quote="A bomb [hit] a market."),
            False,
        ),
        (
            act("ASSAULT", "RUS", "UKR", quote="Shells [fell] on a school."),
            act("ASSAULT", "RUS", "UKR", quote="Rockets [struck] the port."),
            False,
        ),
        (
            act("SANCTION", "FRA", "RUS", mode="expel", quote="France [expelled] 35 diplomats on Monday."),
            act("SANCTION", "FRA", "RUS", mode="expel", quote="Paris [ordered] 35 of them to leave."),
            True,
        ),
        (act("SANCTION", "FRA", "RUS", mode="expel"), act("SANCTION", "DEU", "RUS", mode="expel"), False),
        # the same state expels whom two articles call otherwise, on one day
        (
            act("SANCTION", "ECU", "=three envoys/GOV/COL", mode="expel"),
            act("SANCTION", "ECU", "=staff of the embassy/CVL/COL", mode="expel"),
            True,
        ),
        (
            act("SANCTION", "ECU", "=three envoys/GOV/COL", mode="expel"),
            act("SANCTION", "PER", "=staff of the embassy/CVL/COL", mode="expel"),
            False,
        ),
        # people of one country are not its state
        (act("PROTEST", "=students/EDU/KEN"), act("PROTEST", "KEN"), False),
        # dates that know less
        (act("AGREE", FM, day="2001-03-12", **PACT), act("AGREE", FM, day="2001-03", historical=True, **PACT), True),
        (act("AGREE", FM, day="2001-03-12", **PACT), act("AGREE", FM, day="2001-04", historical=True, **PACT), False),
    ],
)
def test_two_tellings(tmp_path, one, other, joined):
    path = tmp_path / "news.db"
    write(path, [telling("a", one), telling("b", other)])
    assert occurrences(path) == ([("a", "b")] if joined else [("a",), ("b",)])


def test_a_retelling_a_year_later(tmp_path):
    path = tmp_path / "news.db"
    later = act("CONSULT", FM, historical=True)
    write(path, [telling("a", MET)], [telling("b", later, published="2023-02-01")])
    assert occurrences(path) == [("a", "b")]


def test_one_article_tells_two_acts_apart(tmp_path):
    path = tmp_path / "news.db"
    twice = act("CONSULT", FM, quote="They [talked] again in the evening.")
    write(path, [telling("a", MET, twice), telling("b", MET)])
    assert occurrences(path) == [("a",), ("a", "b")]


def test_a_vague_telling_does_not_glue_two_meetings(tmp_path):
    """It may be of either, and joins one of them at most."""
    path = tmp_path / "news.db"
    vague = act("CONSULT", FM, day="2022-01")
    week = [telling("a", MET), telling("c", act("CONSULT", FM, day="2022-01-12", place="Moscow"))]
    for batches in ([[*week, telling("v", vague)]], [[telling("v", vague)], week], [[each] for each in week]):
        path.unlink(missing_ok=True)
        write(path, *batches)
        assert not any({"a", "c"} <= set(group) for group in occurrences(path))


CORPUS = [
    telling("r1", MET, published="2022-01-21"),
    telling("r2", act("CONSULT", "RUS, amir/IRN/foreign minister", place="Kremlin")),
    telling("r3", act("AGREE", FM, status="planned", foresees="CONSULT"), published="2022-01-18"),
    telling("r4", act("CONSULT", FM, day="2022-01-22", place="Geneva"), published="2022-01-23"),
    telling("r5", act("CONSULT", FM, day="2022-01-22"), published="2022-01-23"),
    telling("r6", act("CONSULT", CHIEFS), act("ASSAULT", "=bomber/REB/AFG", **STRIKE)),
    telling("r7", act("ASSAULT", "=bomber/REB/AFG", **STRIKE), published="2022-01-22"),
    telling("r8", act("CONSULT", FM, day="2022-01"), published="2022-02-20"),
    telling("r9", act("CONSULT", CHIEFS, quote="Both presidents [talked].")),
]
JOINED = [("r1", "r2", "r3"), ("r4", "r5"), ("r6", "r7"), ("r6", "r9")]


@pytest.mark.parametrize("seed", range(6))
def test_the_order_of_writing_does_not_matter(tmp_path, seed):
    chance = random.Random(seed)
    articles = chance.sample(CORPUS, len(CORPUS))
    size = chance.choice([1, 2, 4, 9])
    path = tmp_path / "news.db"
    write(path, *(articles[at : at + size] for at in range(0, len(articles), size)))
    # r8 knows the month alone, and may be of either meeting.
    assert [tuple(n for n in group if n != "r8") for group in occurrences(path) if group != ("r8",)] == JOINED


def test_writing_again_changes_nothing(tmp_path):
    path = tmp_path / "news.db"
    write(path, CORPUS)
    before = facts(path, "key", "id", "since", "tellings")
    write(path, CORPUS[:3], CORPUS)
    assert facts(path, "key", "id", "since", "tellings") == before


def test_an_id_stays_as_tellings_come(tmp_path):
    path = tmp_path / "news.db"
    write(path, [CORPUS[0]])
    ((first,),) = facts(path, "id")
    write(path, *([each] for each in CORPUS[1:3]))
    assert facts(path, "id", "tellings", "articles", "outlets") == [(first, 3, 3, 3)]


def test_an_earlier_state(tmp_path):
    path = tmp_path / "news.db"
    write(path, *([each] for each in CORPUS))
    connection = sqlite3.connect(path)
    for version, count in ((0, 0), (1, 1), (2, 1), (3, 1), (4, 2), (6, 4)):
        stood = "since <= ? AND (until IS NULL OR until > ?)"
        found = connection.execute(f"SELECT tellings, id FROM occurrences WHERE {stood}", (version, version)).fetchall()
        told = connection.execute(f"SELECT count(*) FROM occurrence_tellings WHERE {stood}", (version, version))
        assert len(found) == count
        assert sum(tellings for tellings, _ in found) == told.fetchone()[0]
    connection.close()


def test_another_reading_takes_its_tellings_away(tmp_path):
    path = tmp_path / "news.db"
    write(path, [telling("a", MET), telling("b", MET)])
    write(path, [telling("b", act("AID", "RUS", "IRN"), reader=NEW)])
    assert occurrences(path) == [("a",), ("b",)]
    assert sorted(facts(path, "type", "tellings", "outlets")) == [("AID", 1, 1), ("CONSULT", 1, 1)]


# What is said of an occurrence


def test_the_clearest_telling_stands_for_all(tmp_path):
    path = tmp_path / "news.db"
    plan = act("AGREE", FM, status="planned", foresees="CONSULT")
    write(path, [telling("a", plan), telling("b", act("CONSULT", FM, day=None)), telling("c", MET)])
    assert facts(path, "type", "status", "date_start", "place_name") == [
        ("CONSULT", "occurred", "2022-01-20", "Moscow")
    ]


def contradictions(path) -> list[tuple[str, str, list]]:
    (found,) = facts(path, "contradictions")[0]
    return [(each["kind"], each["of"], [value["value"] for value in each["values"]]) for each in json.loads(found)]


def bombing(words: str):
    return act("ASSAULT", "=bomber/REB/AFG", place="Kabul", quote=words)


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (bombing("A bomb [killed] 12 people at a wedding hall."), bombing("A bomb [killed] 12 at a wedding hall."), []),
        (
            bombing("A bomb [killed] at least 12 people at a wedding hall."),
            bombing("A bomb [killed] 17 people and wounded 40 at a wedding hall."),
            [("number", "dead", [12, 17])],
        ),
        (
            act("ASSAULT", "PAK", "IND", quote="Pakistan [shot down] a plane over the valley."),
            act("ASSAULT", "PAK", "IND", quote="It had not [shot down] a plane over the valley.", status="negated"),
            [("denial", "event", ["told", "denied"])],
        ),
    ],
)
def test_contradictions_stay_visible(tmp_path, one, other, found):
    path = tmp_path / "news.db"
    write(path, [telling("a", one, published="2022-01-20"), telling("b", other)])
    assert occurrences(path) == [("a", "b")]
    assert contradictions(path) == found


def test_a_denial_is_linked_to_what_it_denies(tmp_path):
    path = tmp_path / "news.db"
    told = act("ASSAULT", "PAK", "IND", quote="Pakistan [shot down] two planes over the valley.")
    denied = act("ASSAULT", "PAK", "IND", quote="It never [shot down] planes over the valley.", status="negated")
    denial = act("REJECT", "IND", "PAK", quote="India [denied] that.", denies="the above")
    write(path, [telling("a", told), telling("b", denied, denial)])
    assert occurrences(path) == [("a", "b"), ("b",)]  # the denial is an act of its own
    assert contradictions(path) == [("denial", "event", ["told", "denied"])]
    connection = sqlite3.connect(path)
    links = "SELECT relation, e.type FROM occurrence_tellings t JOIN events e ON e.key = t.event WHERE t.until IS NULL"
    assert sorted(connection.execute(links)) == [
        ("denial", "REJECT"),
        ("denies", "ASSAULT"),
        ("tells", "ASSAULT"),
        ("tells", "REJECT"),
    ]
    connection.close()


def test_a_correction_of_the_day(tmp_path):
    path = tmp_path / "news.db"
    story = "The ministers [met] in the old palace to discuss trade, grain and the release of sailors. " + " ".join(
        f"Paragraph {n} of the story went on about fisheries, tariffs and the long coast." for n in "abcdefgh"
    )
    wrong, right = (act("CONSULT", FM, day=day, quote=story) for day in ("2022-01-19", "2022-01-20"))
    plain = story.replace("[", "").replace("]", "")
    write(
        path,
        [
            telling("a", wrong, text=plain),
            telling("b", right, text=plain, title="Ministers meet (corrects day)", published="2022-01-22"),
        ],
    )
    assert occurrences(path) == [("a", "b")]
    assert contradictions(path) == [
        ("date", "day", ["2022-01-19", "2022-01-20"]),
        ("correction", "article", ["corrects"]),
    ]


WIRE = (
    "The ministers of both countries talked for three hours in the old palace. They spoke of grain, of gas and of the "
    "sailors who were held since spring. A spokesman said that another round would follow before the summer. Outside "
    "some forty people held up pictures of the crew. The owner of the ship has paid no wages since last autumn, and a "
    "court in the port is to rule on its sale. Insurers put the cargo at nine million."
)
OWN = (
    "It was their first encounter in two years. Neither side gave away much afterwards, but aides pointed to progress "
    "on energy transit and to a draft that lawyers will now go through line by line over the coming weeks."
)


@pytest.mark.parametrize(
    ("articles", "outlets"),
    [
        ([("Daily", None, WIRE), ("Weekly", None, OWN)], 2),
        ([("Daily", None, WIRE), ("Daily", None, OWN)], 1),  # one outlet, two articles
        ([("Daily", None, WIRE), ("Weekly", None, WIRE)], 1),  # a reprint
        ([("Daily", None, WIRE), ("Weekly", None, WIRE.partition("Outside")[0] + OWN[:42])], 1),  # a cut one
        ([("Daily", "Reuters", WIRE), ("Weekly", "REUTERS", OWN)], 1),  # both credit the agency
        ([("Reuters", None, WIRE), ("Weekly", "Reuters", OWN)], 1),  # and it is the agency itself
        ([("Daily", "AFP", WIRE), ("Weekly", "Reuters", OWN)], 2),
        ([("Daily", None, WIRE), ("Weekly", None, OWN), ("Mirror", None, WIRE)], 2),
    ],
)
def test_independent_outlets(tmp_path, articles, outlets):
    path = tmp_path / "news.db"
    write(
        path,
        *(
            [telling(f"{n}", MET, outlet=name, agency=agency, text=f"The two met. {text}")]
            for n, (name, agency, text) in enumerate(articles)
        ),
    )
    assert facts(path, "articles", "outlets") == [(len(articles), outlets)]


# Scale


def test_a_batch_looks_at_few_of_what_is_held(tmp_path, monkeypatch):
    """What a batch costs does not grow with the record: it loads what may be of the same, and no more."""
    from dragoman.record import occurrences as module

    loaded = []
    load = module.load
    monkeypatch.setattr(
        module, "load", lambda connection, keys: loaded.append(len(found := load(connection, keys))) or found
    )
    with Record(tmp_path / "news.db") as record:
        for year in range(1990, 2020):
            record.append([telling(f"{year} {n}", act("CONSULT", FM, day=f"{year}-03-{n:02}")) for n in range(1, 11)])
        loaded.clear()
        record.append([telling("new", act("CONSULT", FM, day="2005-03-05"))])
    assert sum(loaded) < 20


def test_many_tellings_of_one_thing(tmp_path):
    path = tmp_path / "news.db"
    for first in range(0, 60, 10):
        write(path, [telling(f"a{n}", MET) for n in range(first, first + 10)])
    assert facts(path, "tellings", "outlets") == [(60, 60)]


def test_a_record_that_was_joined_otherwise_is_joined_anew(tmp_path):
    path = tmp_path / "news.db"
    write(path, CORPUS)
    joined = occurrences(path)
    connection = sqlite3.connect(path)
    connection.executescript(
        "DELETE FROM occurrences; DELETE FROM occurrence_tellings; DELETE FROM blocks; DELETE FROM copies;"
        "DELETE FROM bands; DELETE FROM signatures; UPDATE meta SET value = '0' WHERE name = 'joined by'"
    )
    connection.close()
    write(path)
    assert occurrences(path) == joined
    with Record(path) as record:
        assert [version.added for version in record.log()] == [0, 9]
