"""Where an act took place: sentences, the word that tells the act, and the place that hangs on it."""

from __future__ import annotations

import pytest

from dragoman.extract.actors import Resolver
from dragoman.extract.mentions import find_mentions
from dragoman.extract.places import PlaceFinder, distance
from dragoman.knowledge.places import load_places
from dragoman.language.parse import parse
from dragoman.model import Article, Block, Dateline
from dragoman.pipeline import load_knowledge


def finder(text: str, dateline: str | None = None) -> PlaceFinder:
    knowledge = load_knowledge()
    line = Dateline(dateline, None, None) if dateline else None
    article = Article("", None, None, None, text, "en", (Block("body", (0, len(text))),), None, (), None, None,
                      "unknown", line, (), None)  # fmt: skip
    document = parse(article, knowledge.parser)
    mentions = find_mentions(document, knowledge.actors, knowledge.offices)
    return PlaceFinder(document, Resolver(document, mentions, knowledge.actors, knowledge.offices, None), load_places())


def head_of(places: PlaceFinder, word: str) -> int:
    return next(token.i for token in places.tokens if token.text == word)


# sentence, word of the act, name in the text, country, GeoNames id (None: not told here or none), what it guards
PLACES = [
    ("Lavrov met Zarif in Vienna on Tuesday.", "met", "Vienna", "AUT", 2761369, "in"),
    ("The ministers met at the ministry in Riyadh.", "met", "Riyadh", "SAU", 108410, "through the house it stands in"),
    ("Negotiators gathered in the Austrian capital city of Vienna.", "gathered", "Vienna", "AUT", 2761369, "city of"),
    ("Police arrested nine people in the southern Turkish city of Adana.", "arrested", "Adana", "TUR", None, "demonym"),
    ("They held talks on Monday in Doha.", "talks", "Doha", "QAT", None, "on the light verb of the noun"),
    ("Talks in Vienna followed a meeting in Geneva.", "Talks", "Vienna", "AUT", None, "each act its own: the first"),
    ("Talks in Vienna followed a meeting in Geneva.", "meeting", "Geneva", "CHE", 2660646, "and the second"),
    ("In Moscow, the ministers signed a treaty.", "signed", "Moscow", "RUS", 524901, "at the front"),
    ("Leaders agreed to meet in Geneva next week.", "agreed", "Geneva", "CHE", 2660646, "of the act agreed on"),
    ("The ministers will meet in St. Petersburg.", "meet", "St. Petersburg", "RUS", None, "a stop in the name"),
    ("The minister told reporters in Ankara that talks had failed.", "told", "Ankara", "TUR", None, "told there"),
    ("Protesters gathered outside the US embassy in Baghdad.", "gathered", "Baghdad", "IRQ", None, "not the embassy's"),
    ("Police arrested protesters at Beirut airport.", "arrested", "Beirut airport", "LBN", None, "a site of its own"),
    ("The court in The Hague convicted the general.", "convicted", "The Hague", "NLD", None, "article in the name"),
    ("The Iran talks resumed in Vienna.", "resumed", "Vienna", "AUT", None, "not the place of the talks"),
    ("Ministers signed the Abraham Accords in Washington.", "signed", "Washington", "USA", 4140963, "in: the city"),
    ("Rebels attacked ships in the Red Sea.", "attacked", "Red Sea", None, None, "a sea has no country"),
    ("Iranian troops seized a tanker off Bandar Abbas.", "seized", "Bandar Abbas", "IRN", None, "off"),
    ("The army shelled villages north of Homs.", "shelled", "Homs", "SYR", None, "north of"),
    ("Soldiers opened fire on the outskirts of Bamako.", "opened", "Bamako", "MLI", None, "on the outskirts of"),
    ("The siege of Aleppo went on.", "siege", "Aleppo", "SYR", 170063, "of, behind what is done to a town"),
    ("An attack on Kharkiv killed five.", "attack", "Kharkiv", "UKR", None, "on, behind an attack"),
    ("The capture of Bakhmut was announced.", "capture", "Bakhmut", "UKR", None, "capture of"),
    ("Russia condemned the attack in Aleppo.", "attack", "Aleppo", "SYR", 170063, "of the attack"),
    # The place is what the act is done to, or where somebody goes.
    ("Putin visited Tehran on Monday.", "visited", "Tehran", "IRN", 112931, "visited"),
    ("Kharkiv was shelled overnight by Russian forces.", "shelled", "Kharkiv", "UKR", None, "passive"),
    ("Houthi rebels captured Hodeidah.", "captured", "Hodeidah", "YEM", None, "captured, another spelling"),
    ("Turkish forces entered Kobani.", "entered", "Kobani", "SYR", None, "entered"),
    ("Saudi jets bombed Sana'a.", "bombed", "Sana'a", "YEM", None, "apostrophe in the name; misread by the parser"),
    ("Drones hit the Zaporizhzhia nuclear power plant.", "hit", "Zaporizhzhia nuclear power plant", "UKR", None, "hit"),
    ("Israel closed the Rafah crossing.", "closed", "Rafah crossing", None, None, "a site as object"),
    ("The Crimean Bridge was attacked.", "attacked", "Crimean Bridge", "UKR", None, "demonym within the name"),
    ("The envoy arrived in Kyiv for talks.", "arrived", "Kyiv", "UKR", 703448, "arrived in"),
    ("The Kremlin said Putin would travel to Beijing.", "travel", "Beijing", "CHN", None, "travel to"),
    ("Biden flew to Warsaw and met Duda.", "met", "Warsaw", "POL", None, "flew there and met"),
    ("Troops were deployed to the Golan Heights.", "deployed", "Golan Heights", "SYR", None, "deployed to"),
    ("Jets took off from Incirlik and bombed Raqqa.", "bombed", "Raqqa", "SYR", None, "not where they came from"),
    # Which of several
    ("Officials met reporters in Long Beach, California.", "met", "Long Beach", "USA", 5367929, "state behind"),
    ("Clashes erupted in Tripoli, Lebanon.", "erupted", "Tripoli", "LBN", 266826, "country behind"),
    ("Clashes erupted in Tripoli after the Libyan parliament fell.", "erupted", "Tripoli", "LBY", 2210247, "in play"),
    ("Clashes erupted in the Lebanese port of Tripoli.", "erupted", "Tripoli", "LBN", 266826, "the Lebanese port of"),
    ("A bomb killed ten in Hyderabad in Pakistan's Sindh province.", "killed", "Hyderabad", "PAK", 1176734, "region"),
    ("A bomb killed ten people in Hyderabad, police in India said.", "killed", "Hyderabad", "IND", 1269843, "country"),
    ("Gunmen killed 12 people in Georgia, police in Atlanta said.", "killed", "Georgia", "USA", 4197000, "its city"),
    ("Gunmen killed 12 in Georgia, the ministry in Tbilisi said.", "killed", "Georgia", "GEO", 614540, "its capital"),
    ("The senators met in St. Petersburg, Florida.", "met", "St. Petersburg", "USA", None, "not Russia's"),
    ("Voters rallied in Moscow, Idaho.", "rallied", "Moscow", "USA", 5601538, "not Russia's"),
    ("The governor spoke in Athens, Ga.", "spoke", "Athens", "USA", None, "abbreviated state"),
    ("The leaders met in Birmingham, Alabama.", "met", "Birmingham", "USA", None, "state"),
    ("The British prime minister met members in Birmingham.", "met", "Birmingham", "GBR", None, "the country in play"),
    ("Protesters clashed with police in Valencia, in Venezuela's Carabobo state.", "clashed", "Valencia", "VEN", None,
     "in somebody's state"),
    ("Spanish police arrested four people in Valencia.", "arrested", "Valencia", "ESP", None, "by who acts"),
    ("Colombian rebels kidnapped a mayor in Cartagena.", "kidnapped", "Cartagena", "COL", None, "by who acts"),
    ("The Guyanese president spoke in Georgetown.", "spoke", "Georgetown", "GUY", None, "by who acts"),
    ("The governor signed the bill in Albany, New York.", "signed", "Albany", "USA", None, "a state of a city's name"),
    ("The ministers met in New York before the General Assembly.", "met", "New York", "USA", 5128581, "city"),
    ("Envoys met in Washington, D.C.", "met", "Washington, D.C.", "USA", 4140963, "with its district"),
    ("Soldiers shot dead two men in the West Bank city of Nablus.", "shot", "Nablus", "PSE", None, "not the region"),
    ("The army bombed rebels in Idlib province.", "bombed", "Idlib", "SYR", 169387, "the region, not the town"),
    ("Guards fired tear gas near Tijuana, Mexico.", "fired", "Tijuana", "MEX", None, "near"),
    ("Chad and Niger signed a pact in N'Djamena.", "signed", "N'Djamena", "TCD", None, "apostrophe"),
    ("Diplomats met in Luxembourg.", "met", "Luxembourg", "LUX", None, "a country and its capital"),
    ("Ten people were killed in the Syrian village of Khan Foobar.", "killed", "Khan Foobar", "SYR", None,
     "not in the gazetteer: the words tell the country"),
    ("Chile, Cuba, Mexico and Peru signed a treaty in Lima.", "signed", "Lima", "PER", None, "a list of countries"),
    # Other names of the same place
    ("The envoy arrived in Kiev for talks.", "arrived", "Kiev", "UKR", 703448, "older spelling"),
    ("Soldiers were ambushed in Lvov.", "ambushed", "Lvov", "UKR", None, "Lviv"),
    ("Monks protested in Rangoon.", "protested", "Rangoon", "MMR", None, "Yangon"),
    ("Protesters marched in Bombay.", "marched", "Bombay", "IND", None, "Mumbai"),
    ("The American delegation landed in Saigon.", "landed", "Saigon", "VNM", None, "Ho Chi Minh City"),
    ("The president landed in Peking.", "landed", "Peking", "CHN", None, "Beijing"),
    ("Pilgrims were arrested in Mecca.", "arrested", "Mecca", "SAU", 104515, "not California's"),
    ("Pilgrims were arrested in Makkah.", "arrested", "Makkah", "SAU", 104515, "the city before its region"),
    ("Rebels took up positions near Deir ez-Zor.", "took", "Deir ez-Zor", "SYR", None, "hyphen, small letters"),
    # Sites and lands
    ("The two leaders met at Camp David.", "met", "Camp David", "USA", None, "site"),
    ("Soldiers exchanged fire near Panmunjom.", "exchanged", "Panmunjom", None, None, "on a border"),
    ("Inspectors found uranium particles at Fordow.", "found", "Fordow", "IRN", None, "plant"),
    ("The ship was seized in the Strait of Hormuz.", "seized", "Strait of Hormuz", None, None, "strait"),
    ("Chinese and Indian troops clashed in the Galwan Valley.", "clashed", "Galwan Valley", None, None, "disputed"),
    ("Militants attacked a base in Cabo Delgado.", "attacked", "Cabo Delgado", "MOZ", None, "province"),
    ("Thousands fled the fighting in Tigray.", "fled", "Tigray", "ETH", None, "region"),
    ("Troops massed in the Donbas.", "massed", "Donbas", "UKR", None, "land without a government"),
    ("The prisoners were flown to Guantanamo Bay.", "flown", "Guantanamo Bay", "CUB", None, "flown to"),
    ("Two soldiers were killed at Bagram.", "killed", "Bagram", "AFG", None, "air base"),
    ("Israeli strikes killed 20 people in the Gaza Strip.", "killed", "Gaza Strip", "PSE", None, "not the city"),
]  # fmt: skip

NOWHERE = [
    ("Washington said it would impose sanctions on Moscow.", "said", "capitals that are governments"),
    ("The United States imposed sanctions on Iran.", "imposed", "on, behind what hits no place"),
    ("The Paris Agreement was praised by ministers.", "praised", "an agreement named after a city"),
    ("Ministers welcomed the Vienna Convention.", "welcomed", "a convention named after a city"),
    ("Russia condemned the attack in Aleppo.", "condemned", "the place of what is condemned"),
    ("Jordan expelled the ambassador.", "expelled", "a state that acts"),
    ("Paris Hilton criticised the minister.", "criticised", "a person named like a city"),
    ("The London-based group condemned the arrests.", "condemned", "where somebody sits"),
    ("Trade between Paris and Berlin grew.", "grew", "governments, not places"),
    ("Reading the statement, the minister accused Iran.", "accused", "a word that is also a town"),
    ("Moscow was hit by new sanctions.", "hit", "no place is hit by sanctions"),
    ("Armenian forces withdrew from the Lachin corridor.", "withdrew", "from where, not where"),
    ("The ministers met on Tuesday.", "met", "no place at all"),
]


@pytest.mark.parametrize(("text", "word", "name", "country", "geonameid", "guards"), PLACES)
def test_place_of(text: str, word: str, name: str, country: str | None, geonameid: int | None, guards: str) -> None:
    places = finder(text)
    place = places.place_of([head_of(places, word)])
    assert place is not None, guards
    assert (place.name, place.country) == (name, country), guards
    assert place.span is not None
    assert text[slice(*place.span)] == name
    assert geonameid in (None, place.geonameid), guards


@pytest.mark.parametrize(("text", "word", "guards"), NOWHERE)
def test_no_place(text: str, word: str, guards: str) -> None:
    places = finder(text)
    assert places.place_of([head_of(places, word)]) is None, guards


def test_place_has_region_and_point() -> None:
    places = finder("Officials met in Long Beach, California.")
    place = places.place_of([head_of(places, "met")])
    assert place is not None
    assert place.admin1 == "California"
    assert distance((place.lat or 0, place.lon or 0), (33.77, -118.19)) < 10


@pytest.mark.parametrize(
    ("dateline", "text", "country", "guards"),
    [
        ("GENEVA", "Talks went on.", "CHE", "capitals"),
        ("TRIPOLI, Lebanon", "Clashes went on.", "LBN", "country behind"),
        ("PARIS, Texas", "Clashes went on.", "USA", "state behind"),
        ("TRIPOLI", "The Lebanese army moved in.", "LBN", "the country in play"),
        ("UNITED NATIONS", "Talks went on.", None, "no place"),
    ],
)
def test_dateline(dateline: str, text: str, country: str | None, guards: str) -> None:
    place = finder(text, dateline).dateline()
    assert (place.country if place else None) == country, guards


def test_story_decides_for_a_bare_name() -> None:
    """The same town is meant throughout a story, once the words have told which."""
    places = finder("Voters rallied in Moscow, Idaho. The mayor of Boise came too. Police arrested two men in Moscow.")
    place = places.place_of([head_of(places, "arrested")])
    assert place is not None
    assert place.country == "USA"


def test_a_list_of_countries_is_one() -> None:
    """ "Cuba, Mexico" is no town in Mexico, and "Lebanon, Pennsylvania" no country."""
    places = finder(
        "Police arrested suspects in Cuba, Mexico and Peru. Police arrested others in Lebanon, Pennsylvania."
    )
    assert [(m.row.kind, m.row.country, m.qualifies) for m in places.mentions] == [
        ("country", "CUB", False), ("country", "MEX", False), ("country", "PER", False), ("city", "USA", False),
        ("region", "USA", True),
    ]  # fmt: skip


def test_told_once_is_told_throughout() -> None:
    places = finder("A bomb went off in Paris, Texas. The governor spoke. Police arrested two men in Paris.")
    place = places.place_of([head_of(places, "arrested")])
    assert place is not None
    assert place.admin1 == "Texas"


def test_dateline_helps_a_bare_name() -> None:
    places = finder("Police arrested two men in Tripoli.", "BEIRUT")
    place = places.place_of([head_of(places, "arrested")])
    assert place is not None
    assert place.country == "LBN"


def test_resolve_takes_any_words() -> None:
    text = "American officials praised Texas."
    places = finder(text)
    people, state = places.resolve((0, 8)), places.resolve((text.index("Texas"), len(text) - 1))
    assert people is not None
    assert state is not None
    assert (people.country, state.admin1) == ("USA", "Texas")
    assert places.resolve((9, 18)) is None


@pytest.mark.parametrize(
    "text", ["", " ", "in in in of , (", "In A.B.C. of D.", "IN THE U.S. OF", "é̂'s-'-’ St. . X's", "In\n\nParis,\n"]
)
def test_any_text_is_read(text: str) -> None:
    places = finder(text)
    assert places.place_of(range(len(places.tokens))) is None or text
    assert isinstance(places.mentions, tuple)


def test_nothing_is_loaded_until_a_place_is_asked_for() -> None:
    from dragoman.knowledge.places import Places

    places = finder("They met in Vienna.")
    fresh = Places()
    PlaceFinder(places.document, places.resolver, fresh)
    assert not vars(fresh)


# text, the words asked for, the place that is known, its country, what the row guards
BY_NOUN = [
    ("Fighting went on in Kherson region.", "Kherson region", "Kherson", "UKR", "a region by its long form"),
    ("Residents left the city of Kherson.", "the city of Kherson", "Kherson", "UKR", "a town by its kind"),
    ("Troops seized the Malian capital.", "the Malian capital", "Bamako", "MLI", "the capital of a people"),
    ("In Lagos, police fired. The city was calm later.", "The city", "Lagos", "NGA", "the last town named"),
    ("In Sindh, police fired. The province was calm later.", "The province", "Sindh", "PAK", "the last region named"),
    ("Crowds met in Birmingham, Alabama, outside the Zorn Arena.", "the Zorn Arena", "Birmingham", "USA",
     "a building is where its town is"),
    ("Police held two men in Murphy, N.C., on Friday.", "Murphy, N.C.", "Murphy", "USA", "a state beside a small town"),
    ("From Geneva, the Cuban delegation answered Washington.", "Geneva", "Geneva", "CHE", "a city that stands alone"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words", "name", "country", "guards"), BY_NOUN, ids=[row[4] for row in BY_NOUN])
def test_places_by_a_common_noun(text: str, words: str, name: str, country: str, guards: str) -> None:
    start = text.index(words)
    row = finder(text).resolve((start, start + len(words)))
    assert row is not None, guards
    assert (row.name, row.country) == (name, country), guards


def test_an_act_in_the_capital_is_where_the_capital_is() -> None:
    places = finder("Police broke up a march in the capital. Mali condemned it.", "BAMAKO")
    place = places.place_of([head_of(places, "broke")])
    assert place is not None
    assert (place.name, place.country) == ("the capital", "MLI")


def test_a_nickname_parts_no_place_from_a_name() -> None:
    text = "Gunmen loyal to Christopher 'Dudus' Coke fired."
    assert not [m for m in finder(text).mentions if m.row.name == "Christopher"]
