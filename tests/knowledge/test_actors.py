"""The registry of actors: what is found in a sentence, and that its tables keep their rules."""

from __future__ import annotations

import doctest
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import KnowledgeError
from dragoman.knowledge import actors as module
from dragoman.knowledge.actors import Actors, load_actors
from dragoman.knowledge.ontology import load_ontology


@pytest.fixture(scope="module")
def registry() -> Actors:
    return load_actors()


def seen(registry: Actors, text: str) -> list[str]:
    """ "Iran=state:IRN": the words and their readings, "?" where the name is ambiguous."""
    return [
        f"{text[hit.start : hit.end]}=" + "/".join(n.actor_id + "?" * n.ambiguous for n in hit.names)
        for hit in registry.find(text)
    ]


FINDS = [
    # possessives, hyphens, apostrophes
    ("Iran’s army", ["Iran=state:IRN"], "curly possessive stays outside"),
    ("Russia' Sputnik", ["Russia=state:RUS"], "a bare apostrophe"),
    ("the Saudi-imposed blockade", ["Saudi=state:SAU"], "compound adjective"),
    ("intra-Yemeni and pro-Russian", ["Yemeni=state:YEM", "Russian=state:RUS"], "second half of a compound"),
    ("Iran-Russia talks", ["Iran=state:IRN", "Russia=state:RUS"], "two states, one hyphen"),
    ("Israel–Lebanon border", ["Israel=state:ISR", "Lebanon=state:LBN"], "en dash"),
    ("Sino-Indian ties", ["Sino=state:CHN", "Indian=state:IND"], "prefix before a hyphen"),
    ("Francisco Franco ruled", [], "a prefix without its hyphen is a person's name"),
    ("Abu Ahmed al-Kuwaiti", [], "a by-name is not the state"),
    ("Hossein Amir-Abdollahian", [], "hyphenated person"),
    ("Côte d’Ivoire and Cote d'Ivoire", ["Côte d’Ivoire=state:CIV", "Cote d'Ivoire=state:CIV"], "accents"),
    ("Turkiye, Türkiye", ["Turkiye=state:TUR", "Türkiye=state:TUR"], "accents"),
    # abbreviations
    ("the U.S. said", ["U.S.=state:USA"], "full stops inside the span"),
    ("the U.S.-backed force", ["U.S.=state:USA"], "stops before a hyphen"),
    ("the U.N.'s chief", ["U.N.=org:un"], "stops before a possessive"),
    ("give us a break; it is who we are", [], "us and who are words"),
    ("Nato, Unicef and OPEC", ["Nato=org:nato", "Unicef=org:unicef", "OPEC=org:opec"], "British capitals"),
    ("Unesco, Aukus and Brics", ["Unesco=org:unesco", "Aukus=org:aukus", "Brics=org:brics"], "British capitals"),
    ("Taylor Swift, Irena and Alba", [], "capitals that are names of persons when small"),
    ("the DRC and the DPRK", ["DRC=state:COD", "DPRK=state:PRK"], "state abbreviations"),
    ("P5+1, E3/EU+3, OPEC+", ["P5+1=org:p5-plus-1", "E3/EU+3=org:p5-plus-1", "OPEC+=org:opec-plus"], "marks"),
    ("G7 and G-20", ["G7=org:g7", "G-20=org:g20"], "hyphen or none"),
    # capitals
    ("IRAN, RUSSIA SIGN TREATY", ["IRAN=state:IRN", "RUSSIA=state:RUS"], "headline in capitals"),
    ("CHINA TELLS US TO WAIT", ["CHINA=state:CHN", "US=state:USA?"], "US or us in capitals"),
    ("TEHRAN, Iran (AP) - He", ["TEHRAN=state:IRN", "Iran=state:IRN"], "dateline"),
    ("PORT OF SPAIN, Trinidad and Tobago", ["PORT OF SPAIN=state:TTO", "Trinidad and Tobago=state:TTO"], "dateline"),
    ("SOUTH KOREA fired", ["SOUTH KOREA=state:KOR"], "two words of a dateline"),
    ("The Ministry met Hayat Tahrir Al-Sham", ["Hayat Tahrir Al-Sham=group:hts"], "small words written large"),
    # the longest name wins
    ("Papua New Guinea", ["Papua New Guinea=state:PNG"], "Guinea family"),
    ("Guinea-Bissau, Equatorial Guinea, Guinea",
     ["Guinea-Bissau=state:GNB", "Equatorial Guinea=state:GNQ", "Guinea=state:GIN"], "Guinea family"),
    ("Niger and Nigeria; Nigerien, Nigerian",
     ["Niger=state:NER", "Nigeria=state:NGA", "Nigerien=state:NER", "Nigerian=state:NGA"], "one letter apart"),
    ("DR Congo, the Republic of the Congo", ["DR Congo=state:COD", "Republic of the Congo=state:COG"], "two Congos"),
    ("South Sudan and Sudan", ["South Sudan=state:SSD", "Sudan=state:SDN"], "two Sudans"),
    ("the Dominican Republic", ["Dominican Republic=state:DOM"], "not Dominica"),
    ("North Korean and South Korean", ["North Korean=state:PRK", "South Korean=state:KOR"], "two Koreas"),
    ("South\nKorea", ["South\nKorea=state:KOR"], "over the end of a line"),
    ("looking South\n\nKorea", ["Korea=state:PRK?/state:KOR?"], "not over the end of a paragraph"),
    ("the UN Security Council", ["UN Security Council=org:un-security-council"], "not the UN and a council"),
    ("Mexico City, Guatemala City", ["Mexico City=state:MEX", "Guatemala City=state:GTM"], "capitals"),
    ("Washington, D.C., the White House", ["Washington, D.C.=state:USA", "White House=state:USA"], "seat"),
    ("St. Lucia, St Kitts and Nevis", ["St. Lucia=state:LCA", "St Kitts and Nevis=state:KNA"], "Saint with a stop"),
    ("Trinidad & Tobago", ["Trinidad & Tobago=state:TTO"], "ampersand"),
    # other names of one actor
    ("Swaziland, Eswatini, Burma, Zaire, Ceylon",
     ["Swaziland=state:SWZ", "Eswatini=state:SWZ", "Burma=state:MMR", "Zaire=state:COD", "Ceylon=state:LKA"], "former"),
    ("Kiev or Kyiv", ["Kiev=state:UKR", "Kyiv=state:UKR"], "two spellings of a capital"),
    ("Hezbollah, Hizbullah, Hizballah",
     ["Hezbollah=group:hezbollah", "Hizbullah=group:hezbollah", "Hizballah=group:hezbollah"], "spelling"),
    ("Ansar Allah, Ansarullah, the Houthis",
     ["Ansar Allah=group:houthis", "Ansarullah=group:houthis", "Houthis=group:houthis"], "spelling"),
    ("ISIS, ISIL, Daesh, Islamic State",
     [f"{n}=group:islamic-state" for n in ("ISIS", "ISIL", "Daesh", "Islamic State")], "names of one group"),
    ("Al-Shabaab and al Qaeda", ["Al-Shabaab=group:al-shabaab", "al Qaeda=group:al-qaeda"], "article"),
    ("Kurdistan Workers’ Party (PKK)", ["Kurdistan Workers’ Party=group:pkk", "PKK=group:pkk"], "apostrophe"),
    ("the Iranian Revolutionary Guards, the IRGC",
     ["Iranian Revolutionary Guards=body:irn-irgc", "IRGC=body:irn-irgc"], "body"),
    ("Robert F. Wagner, Opposition Platform — For Life",
     ["Robert F. Wagner=none:person", "Opposition Platform — For Life=group:opposition-platform"], "initial, dash"),
    ("the Islamic Republic and the Russian Federation",
     ["Islamic Republic=state:IRN", "Russian Federation=state:RUS"], "official names"),
    ("The Dutch, the Swiss, Emirati and Filipino",
     ["Dutch=state:NLD", "Swiss=state:CHE", "Emirati=state:ARE", "Filipino=state:PHL"], "irregular demonyms"),
    # one name, several readings
    ("Congolese troops", ["Congolese=state:COD?/state:COG?"], "both stay"),
    ("Georgia voted", ["Georgia=state:GEO?/none:place?"], "state or State"),
    ("Jordan said", ["Jordan=state:JOR?/none:person?"], "country or person"),
    ("The Hague", ["The Hague=state:NLD?/org:icc?/org:icj?"], "seat of several"),
]  # fmt: skip

TRAPS = [
    ("in the South China Sea", ["South China Sea=none:water"]),
    ("the Persian Gulf and the Gulf of Oman", ["Persian Gulf=none:water", "Gulf of Oman=none:water"]),
    ("the landmark Iran deal", ["Iran deal=none:agreement"]),
    ("the Paris Agreement", ["Paris Agreement=none:agreement"]),
    (
        "Vienna Convention, Geneva Conventions",
        ["Vienna Convention=none:agreement", "Geneva Conventions=none:agreement"],
    ),
    ("the Minsk agreements and the Oslo Accords", ["Minsk agreements=none:agreement", "Oslo Accords=none:agreement"]),
    ("Paris Hilton in Paris, Texas", ["Paris Hilton=none:person", "Paris, Texas=none:place"]),
    ("Michael Jordan, George Washington", ["Michael Jordan=none:person", "George Washington=none:person"]),
    ("New Mexico, New England", ["New Mexico=none:place", "New England=none:place"]),
    ("Lebanon, Pennsylvania", ["Lebanon, Pennsylvania=none:place"]),
    ("Turkish Airlines flew", ["Turkish Airlines=none:company"]),
    ("French fries, a German shepherd", ["French fries=none:thing", "German shepherd=none:thing"]),
    ("guinea pig, fine china and a turkey", []),
    ("Chinese New Year", ["Chinese New Year=none:event"]),
    ("the Panama Canal, the Panama Papers", ["Panama Canal=none:water", "Panama Papers=none:thing"]),
    ("the Washington Post", ["Washington Post=none:outlet"]),
    ("African Americans voted", ["African Americans=none:people"]),
    ("Gulf of Guinea", ["Gulf of Guinea=none:water"]),
    ("THE SOUTH CHINA SEA ROW", ["SOUTH CHINA SEA=none:water"]),
]


@pytest.mark.parametrize(("text", "expected", "guards"), FINDS)
def test_finds(registry: Actors, text: str, expected: list[str], guards: str) -> None:
    got = seen(registry, text)
    assert [sorted(g.split("=")[1].split("/")) for g in got] == [sorted(e.split("=")[1].split("/")) for e in expected]
    assert [g.split("=")[0] for g in got] == [e.split("=")[0] for e in expected], guards


@pytest.mark.parametrize(("text", "expected"), TRAPS)
def test_a_longer_phrase_is_not_the_state(registry: Actors, text: str, expected: list[str]) -> None:
    assert seen(registry, text) == expected


def test_every_name_is_found(registry: Actors) -> None:
    """The other direction: each name, set in a sentence, comes back as a whole and with its actor."""
    lost = []
    for actor in registry:
        for name in registry.names_of(actor.id):
            text = f"Yesterday {name.surface}{'-' if name.how == 'prefix' else ' '}X"
            span = (10, 10 + len(name.surface))
            ids = [n.actor_id for hit in registry.find(text) if (hit.start, hit.end) == span for n in hit.names]
            if actor.id not in ids or name.actor_id not in [n.actor_id for n in registry.names(name.surface)]:
                lost.append((name.surface, actor.id))
    assert lost == []


def test_every_trap_holds_an_actor_or_shares_its_name(registry: Actors) -> None:
    """A phrase that hides nothing is dead weight, save the few whose places other tables may name."""
    rows = module._shipped_rows()
    bare = Actors(rows.actors, [name for name in rows.names if name.how != "blocker"], {})
    idle = [name.surface for name in rows.names if name.how == "blocker" and not bare.find(name.surface)]
    assert sorted(idle) == sorted(
        ["Geneva Convention", "Geneva Conventions", "Hague Convention", "Hague Conventions", "Persian Gulf",
         "Persian Gulf War"]
    )  # fmt: skip


def test_examples_in_the_docstrings() -> None:
    assert doctest.testmod(module).failed == 0


def test_tables_keep_their_rules() -> None:
    assert module.problems() == []


def test_sectors_are_those_of_the_ontology() -> None:
    assert {sector.code for sector in load_ontology().sectors.values()} == module.SECTORS


def test_counts(registry: Actors) -> None:
    kinds = [actor.kind for actor in registry]
    assert kinds.count("org") >= 220
    assert kinds.count("group") >= 300
    assert kinds.count("body") >= 300


def test_every_state_has_capital_and_demonym(registry: Actors) -> None:
    states = [a for a in registry if a.id == f"state:{a.country}" and a.until is None]
    assert len(states) >= 197  # the 193 members of the UN, the Holy See, Palestine, Kosovo and Taiwan
    hows = {state.id[6:]: {name.how for name in registry.names_of(state.id)} for state in states}
    assert [code for code in hows if "demonym" not in hows[code]] == ["ATA"]
    # City states, Malé, which cannot be told from a word, and Antarctica.
    assert [code for code in hows if "capital" not in hows[code]] == ["ATA", "HKG", "MCO", "MDV", "VAT"]


@pytest.mark.parametrize(
    ("org", "day", "inside", "outside"),
    [
        ("org:eu", "1972-12-31", "FRA", "GBR"),
        ("org:eu", "1973-01-01", "GBR", "ESP"),
        ("org:eu", "2020-01-31", "GBR", "UKR"),
        ("org:eu", "2020-02-01", "HRV", "GBR"),
        ("org:eu", None, "HRV", "GBR"),
        ("org:nato", "2023-04", "FIN", "SWE"),
        ("org:nato", "2024", "SWE", "UKR"),
        ("org:ecowas", "2025-01-30", "NGA", "NER"),
        ("org:sco", "2023-07-04", "IRN", "BLR"),
    ],
)
def test_members_on_a_day(registry: Actors, org: str, day: str | None, inside: str, outside: str) -> None:
    members = registry.members_of(org, day)
    assert inside in members
    assert outside not in members


def test_members_of_what_has_none(registry: Actors) -> None:
    assert registry.members_of("org:un") == ()
    assert registry.members_of("org:no-such") == ()


def test_a_group_that_became_a_government(registry: Actors) -> None:
    assert registry.sectors_of("group:taliban", "1999-05-01") == ("GOV",)
    assert registry.sectors_of("group:taliban", "2015-09-28") == ("REB",)
    assert registry.sectors_of("group:taliban", "2022-01-20") == ("GOV",)
    assert registry["group:taliban"].sectors == registry.sectors_of("group:taliban") == ("GOV",)


@pytest.mark.parametrize(
    ("surface", "sectors"),
    [
        ("Kremlin", ("GOV",)),
        ("Pentagon", ("MIL", "GOV")),
        ("Capitol Hill", ("LEG",)),
        ("Iranians", ("CVL",)),
        ("Iran", ()),
    ],
)
def test_a_name_may_imply_a_sector(registry: Actors, surface: str, sectors: tuple[str, ...]) -> None:
    assert registry.names(surface)[0].sectors == sectors


@pytest.mark.parametrize(
    ("noun", "sectors"),
    [
        ("army", ("MIL",)),
        ("Foreign Ministry", ("GOV",)),
        ("the defense ministry", ("MIL", "GOV")),
        ("ministry of defence", ("MIL", "GOV")),
        ("embassies", ("GOV",)),
        ("coast guard", ("COP",)),
        ("lawmakers", ("LEG",)),
        ("supreme courts", ("JUD",)),
        ("rebels", ("REB",)),
        ("table", None),
        ("", None),
    ],
)
def test_generic_nouns(registry: Actors, noun: str, sectors: tuple[str, ...] | None) -> None:
    assert registry.generic(noun) == sectors


@pytest.mark.parametrize(
    ("actor_id", "country", "sectors"),
    [
        ("state:PRI", "USA", ()),
        ("state:HKG", "HKG", ()),
        ("state:KOS", "KOS", ()),
        ("state:transnistria", "MDA", ("PRE",)),
        ("state:ESH", "MAR", ("PRE",)),
        ("org:eu", "EUR", ()),
        ("org:iaea", "UNO", ()),
        ("org:nato", "IGO", ()),
        ("group:al-qaeda", "IMG", ("REB",)),
    ],
)
def test_countries_are_plovers(registry: Actors, actor_id: str, country: str, sectors: tuple[str, ...]) -> None:
    assert (registry[actor_id].country, registry[actor_id].sectors) == (country, sectors)


def test_unknown_ids(registry: Actors) -> None:
    assert registry.get("state:XXX") is None
    assert registry.state("XXX") is None
    assert registry.names("Ruritania") == ()


@given(st.text(alphabet=st.sampled_from("IRAN iran.U'’-–\n ,+&/()Éüß0🦆")))
def test_spans_lie_in_the_text_and_do_not_overlap(text: str) -> None:
    last = 0
    for hit in load_actors().find(text):
        assert last <= hit.start < hit.end <= len(text)
        assert hit.names
        last = hit.end


@pytest.mark.parametrize("unit", ["A.", "U.S. ", "SOUTH ", "New ", "IRAN\n", "Democratic Republic of ", "al-"])
def test_time_grows_with_the_length(registry: Actors, unit: str) -> None:
    def seconds(times: int) -> float:
        text = unit * times
        start = time.process_time()
        registry.find(text)
        return time.process_time() - start

    seconds(1000)
    assert seconds(40_000) < 40 * max(seconds(4_000), 0.002)  # a quadratic way would take a hundred times as long


# ---- a user's own actors


def extra(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text(text, "utf-8")
    return path


def test_a_users_actor_is_added(tmp_path: Path) -> None:
    path = extra(
        tmp_path,
        "actors:\n"
        "  group:river-front:\n"
        "    name: River Front\n"
        "    country: SSD\n"
        "    sectors: [REB]\n"
        "    aliases: [RF?, Front of the River]\n"
        "    since: 2019-03\n",
    )
    mine = load_actors(path)
    assert seen(mine, "The Front of the River (RF) in Juba") == [
        "Front of the River=group:river-front", "RF=group:river-front?", "Juba=state:SSD",
    ]  # fmt: skip
    assert mine["group:river-front"].since == "2019-03"
    assert mine["group:river-front"].rests_on == ("user",)
    assert load_actors().get("group:river-front") is None  # the shipped registry is untouched


def test_a_users_entry_changes_a_known_actor(tmp_path: Path) -> None:
    path = extra(tmp_path, "actors:\n  org:ecowas:\n    aliases: [Abuja bloc]\n    sectors: [GOV]\n")
    mine = load_actors(path)
    assert seen(mine, "the Abuja bloc, ECOWAS") == ["Abuja bloc=org:ecowas", "ECOWAS=org:ecowas"]
    assert mine["org:ecowas"].sectors == ("GOV",)
    assert mine["org:ecowas"].members == load_actors()["org:ecowas"].members
    assert mine["org:ecowas"].name == "Economic Community of West African States"


def test_a_users_name_takes_over(tmp_path: Path) -> None:
    path = extra(tmp_path, "actors:\n  group:sdf-x: {name: SDF, country: SDN, sectors: [REB]}\n")
    assert seen(load_actors(path), "the SDF") == ["SDF=group:sdf-x"]


def test_a_users_ambiguous_name_joins(tmp_path: Path) -> None:
    path = extra(tmp_path, "actors:\n  group:x: {name: X Front, country: SDN, abbreviations: [PKK?]}\n")
    assert seen(load_actors(path), "the PKK") == ["PKK=group:pkk?/group:x?"]


@pytest.mark.parametrize(
    ("text", "entry", "fix"),
    [
        ("actors:\n  group:x: {name: X}\n", "group:x", "name and a country"),
        ("actors:\n  group:x: {name: X, country: XXX}\n", "group:x", "alpha-3"),
        ("actors:\n  group:x: {name: X, country: IRN, sectors: [ARMY]}\n", "group:x", "PLOVER sector"),
        ("actors:\n  group:x: {name: X, country: IRN, since: 2020-13}\n", "group:x", "not a date"),
        ("actors:\n  group:x: {name: X, country: IRN, since: 2021, until: 2020}\n", "group:x", "swap"),
        ("actors:\n  group:x: {name: X, country: IRN, colour: red}\n", "group:x", "no field 'colour'"),
        ("actors:\n  group:x: {name: X, country: IRN, parent: group:nobody}\n", "group:x", "parent"),
        ("actors:\n  group:x: {name: '?', country: IRN}\n", "group:x", "holds no word"),
        ("actors:\n  group:x: {name: X, country: NO, aliases: [no]}\n", "group:x", "quotes"),
        ("actors:\n  group:x: [a]\n", "group:x", "expected fields"),
        ("actors:\n  X Front: {name: X, country: IRN}\n", "X Front", "is not an id"),
        ("- a\n", "mine.yaml", "expected a mapping"),
        ("a: [b\n", "mine.yaml", "YAML"),
    ],
)
def test_a_users_mistake_is_named(tmp_path: Path, text: str, entry: str, fix: str) -> None:
    with pytest.raises(KnowledgeError) as error:
        load_actors(extra(tmp_path, text))
    assert "mine.yaml" in str(error.value)
    assert entry in str(error.value)
    assert fix in str(error.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"absent\.yaml"):
        load_actors(tmp_path / "absent.yaml")
