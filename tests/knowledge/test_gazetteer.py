"""The gazetteer: what it finds under which name, its size, and the rules of the file of sites."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from dragoman.errors import KnowledgeError
from dragoman.knowledge.actors import load_actors
from dragoman.knowledge.places import DATA, SITE_KINDS, Places, fold, load_places, read_sites

COLUMNS = "name\taliases\tkind\tcountry\tlat\tlon\trests_on\n"
# Name, the country and GeoNames id that a place of this name has, what it guards
NAMES = [
    ("Vienna", "AUT", 2761369, "capital"),
    ("vienna", "AUT", 2761369, "case does not count"),
    ("Kiev", "UKR", 703448, "older English name"),
    ("Kyiv", "UKR", 703448, "its own name"),
    ("Lvov", "UKR", 702550, "Russian name"),
    ("Rangoon", "MMR", 1298824, "renamed"),
    ("Bombay", "IND", 1275339, "renamed"),
    ("Saigon", "VNM", 1566083, "renamed"),
    ("Peking", "CHN", 1816670, "older spelling"),
    ("Makkah", "SAU", 104515, "the table's name"),
    ("Mecca", "SAU", 104515, "the English name"),
    ("Deir ez-Zor", "SYR", 170794, "hyphen"),
    ("Deir al-Zour", "SYR", 170794, "another spelling"),
    ("St. Petersburg", "RUS", 498817, "St. is Saint"),
    ("Saint Petersburg", "RUS", 498817, "Saint is St."),
    ("Sao Paulo", "BRA", 3448439, "without accents"),
    ("Sana’a", "YEM", 71137, "apostrophe"),
    ("Stepanakert", "AZE", 146970, "renamed"),
    ("New York", "USA", 5128581, "the city, under its short name"),
    ("Ngerulmud", "PLW", 8063361, "a capital below the smallest size"),
    ("Bavaria", "DEU", 2951839, "region"),
    ("Sindh", "PAK", 1164807, "region"),
    ("Orange County", "USA", 5379524, "county"),
    ("France", "FRA", 3017382, "country"),
    ("Kosovo", "KOS", 831053, "PLOVER's code"),
    ("Africa", None, 6255146, "continent"),
]


@pytest.mark.parametrize(("name", "country", "geonameid", "guards"), NAMES)
def test_find(name: str, country: str | None, geonameid: int, guards: str) -> None:
    assert (country, geonameid) in {(row.country, row.geonameid) for row in load_places().find(name)}, guards


@pytest.mark.parametrize("name", ["", " ", "-", "Nosuchplacexyz", "\t", "\n", "Vienna\t1", "1", "\x00"])
def test_find_nothing(name: str) -> None:
    assert load_places().find(name) == ()


def test_row_by_id() -> None:
    row = load_places().place(5367929)
    assert row is not None
    assert (row.name, row.kind, row.country, row.admin1, row.admin1_code) == (
        "Long Beach", "city", "USA", "California", "CA",
    )  # fmt: skip
    assert load_places().place(1) is None
    assert load_places().place(-5) is None


def test_every_line_is_found() -> None:
    """Both tables are sorted as the search expects: every 997th line is found by its key."""
    places = Places()
    rows = places._rows.decode().splitlines()
    ids = [int(line.split("\t")[0]) for line in rows]
    assert ids == sorted(set(ids))
    for number in {ids[0], ids[-1], *ids[::997]}:
        assert places.place(number) is not None
    names = places._names.decode().splitlines()
    keys = [line.split("\t")[0].encode() for line in names]
    assert keys == sorted(set(keys))
    for line in [names[0], names[-1], *names[::997]]:
        key, numbers = line.split("\t")
        assert fold(key) == key
        assert {abs(int(n)) for n in numbers.split(",")} <= {row.geonameid for row in places.find(key)}


def test_every_capital_of_the_registry_is_there() -> None:
    """The capitals of states that the registry of actors knows are in the table, in their country."""
    missing = []
    for actor in load_actors():
        if actor.kind != "state" or actor.until or actor.id != f"state:{actor.country}":
            continue
        for name in load_actors().names_of(actor.id):
            if name.how == "capital" and not any(
                row.country == actor.country for row in load_places().find(name.surface)
            ):
                missing.append(f"{name.surface} in {actor.country}")
    assert missing == []


def test_countries_have_points() -> None:
    countries = load_places().countries()
    assert len(countries) > 240
    assert [row.country for row in countries if row.lat is None and row.population] == []


def test_regions() -> None:
    region = load_places().admin1("USA", "CA")
    assert region is not None
    assert (region.name, region.kind) == ("California", "region")
    assert load_places().admin1("USA", "??") is None


def test_cost() -> None:
    """At most 0.3 seconds and 60 MB, and nothing before the first look-up; the files in the package below 4.5 MB."""
    code = (
        "import resource, time\n"
        "from dragoman.knowledge.places import load_places\n"
        "places, memory = load_places(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "assert not vars(places)\n"
        "start = time.process_time(); places.find('Vienna'); places.country('AUT')\n"
        "spent = time.process_time() - start\n"
        "assert vars(places)\n"
        "print(spent, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory) / 1024)\n"
    )
    runs = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(2)]
    seconds, megabytes = min(tuple(map(float, run.stdout.split())) for run in runs)
    assert seconds < 0.3
    assert megabytes < 60
    assert sum(path.stat().st_size for path in DATA.iterdir()) < 4_500_000


def test_sites() -> None:
    entries = read_sites(DATA / "sites.tsv")
    assert len(entries) >= 4000
    names = [row.name for _, row in entries]
    assert names == sorted(set(names))
    spellings = [spelling for names, _ in entries for spelling in {fold(name) for name in names}]
    assert [s for s, n in Counter(spellings).items() if n > 1] == []
    codes = {row.country for row in load_places().countries()}
    assert [row.name for _, row in entries if row.country and row.country not in codes] == []
    for names, row in entries:
        assert row.kind in SITE_KINDS
        for name in names:
            assert row in load_places().find(name)


def test_common_words() -> None:
    """Each is sorted into its place, folded, and the name of a town."""
    lines = (DATA / "common_words.txt").read_text("utf-8").splitlines()
    words = [line for line in lines if not line.startswith("#")]
    assert words == sorted(set(words))
    assert [word for word in words if fold(word) != word or not load_places().find(word)] == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "expected the columns"),
        (COLUMNS + "A", "has 1 columns"),
        (COLUMNS + "A\t\ttown\tUSA\t\t\tmodel-knowledge", "kind is 'town'"),
        (COLUMNS + "A\t\tsite\tusa\t\t\tmodel-knowledge", "alpha-3"),
        (COLUMNS + "A\t\tsite\tNO\t\t\tmodel-knowledge", "alpha-3"),
        (COLUMNS + "A\t\tsite\t\t99\t0\tmodel-knowledge", "write degrees"),
        (COLUMNS + "A\t\tsite\t\t9\t\tmodel-knowledge", "write degrees"),
        (COLUMNS + "A\t\tsite\t\t\t\t", "rests_on"),
    ],
)
def test_sites_that_break_a_rule(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "sites.tsv"
    path.write_text(text, "utf-8")
    with pytest.raises(KnowledgeError, match=says):
        read_sites(path)
