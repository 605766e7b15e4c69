"""Measure the places on LGL and GeoWebNews: is each gold toponym sent to the right point of the map?

    python -m evaluation.places [--shared DIR] [--limit N] [--errors]

Counted are all toponyms with coordinates, also those that the gazetteer lacks (streets, churches, hamlets); the words
are given, only the place is to be found. A place is right within 161 km (100 miles). *Prior* is the most populous place
of the name, from the same table. Neither set has a bar: LGL is local news of small American towns.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dragoman.extract.actors import Resolver
from dragoman.extract.mentions import find_mentions
from dragoman.extract.places import PlaceFinder, distance
from dragoman.knowledge.places import PlaceRow, load_places
from dragoman.language.parse import parse
from dragoman.model import Article, Block, Span
from dragoman.pipeline import load_knowledge

RIGHT_KM = 161.0


@dataclass(frozen=True, slots=True)
class Gold:
    """One toponym: its words, its point, its country where the set tells it."""

    span: Span
    point: tuple[float, float]
    country: str | None


@dataclass(slots=True)
class Score:
    """What one way of finding places did."""

    all: int = 0
    right: int = 0
    errors: list[float] = field(default_factory=list)
    countries: int = 0
    countries_right: int = 0

    def add(self, gold: Gold, row: PlaceRow | None) -> bool:
        self.all += 1
        self.countries += gold.country is not None
        if row is None:
            return False
        self.countries_right += gold.country is not None and row.country == gold.country
        if row.lat is None or row.lon is None:
            return False
        far = distance(gold.point, (row.lat, row.lon))
        self.errors.append(far)
        self.right += far <= RIGHT_KM
        return far <= RIGHT_KM

    def line(self, name: str) -> str:
        median = statistics.median(self.errors) if self.errors else float("nan")
        return (
            f"  {name:6} within 161 km {self.right / self.all:.3f} ({self.right}/{self.all})"
            f"  found {len(self.errors) / self.all:.3f}  median of those found {median:.1f} km"
            f"  country {self.countries_right / max(self.countries, 1):.3f} ({self.countries})"
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", default=os.environ.get("DRAGOMAN_SHARED"), help="directory that holds data/geo")
    parser.add_argument("--limit", type=int, help="read only the first N stories of each set")
    parser.add_argument("--errors", action="store_true", help="print each error")
    options = parser.parse_args()
    shared = Path(options.shared) if options.shared else Path(__file__).resolve().parents[2] / "shared"
    folder = shared / "data" / "geo"
    if not (folder / "lgl.xml").is_file() or not (folder / "GWN.xml").is_file():
        print(f"skipped: no lgl.xml and GWN.xml in {folder}; give --shared or set DRAGOMAN_SHARED")
        return 0
    for name, stories in (("LGL", read_lgl(folder / "lgl.xml")), ("GWN", read_gwn(folder / "GWN.xml"))):
        measure(name, stories, options.limit, options.errors)
    return 0


def measure(name: str, stories: Iterator[tuple[str, list[Gold]]], limit: int | None, errors: bool) -> None:
    knowledge, places = load_knowledge(), load_places()
    ours, prior = Score(), Score()
    for number, (text, gold) in enumerate(stories):
        if number == limit:
            break
        document = parse(article(text), knowledge.parser)
        mentions = find_mentions(document, knowledge.actors, knowledge.offices)
        resolver = Resolver(document, mentions, knowledge.actors, knowledge.offices, None)
        finder = PlaceFinder(document, resolver, places)
        for toponym in gold:
            words = text[slice(*toponym.span)]
            row = finder.resolve(toponym.span)
            prior.add(toponym, next(iter(places.find(words)), None))
            if not ours.add(toponym, row) and errors:
                print(f"{name} {number}: {words!r} at {toponym.point}: {row}")
    print(f"{name}: {ours.all} toponyms with coordinates")
    print(ours.line("ours"))
    print(prior.line("prior"))


def article(text: str) -> Article:
    """A story as one body block."""
    return Article("", None, None, None, text, "en", (Block("body", (0, len(text))),), None, (), None, None, "unknown",
                   None, (), None)  # fmt: skip


def read_lgl(path: Path) -> Iterator[tuple[str, list[Gold]]]:
    """Each story of LGL with its toponyms."""
    codes = {row.name: row.country for row in load_places().countries()}
    for story in ElementTree.parse(path).getroot().iter("article"):
        gold = []
        for toponym in story.iter("toponym"):
            tag = toponym.find("gaztag")
            if tag is not None and tag.findtext("lat"):
                country = codes.get(tag.findtext("country") or "")
                gold.append(Gold(_span(toponym), _point(tag, "lat", "lon"), country))
        yield story.findtext("text") or "", gold


def read_gwn(path: Path) -> Iterator[tuple[str, list[Gold]]]:
    """Each story of GeoWebNews with its toponyms; the country is that of the GeoNames id, where the table has it."""
    for story in ElementTree.parse(path).getroot().iter("article"):
        gold = []
        for toponym in story.iter("toponym"):
            if toponym.findtext("latitude"):
                number = toponym.findtext("geonamesID") or ""
                row = load_places().place(int(number)) if number.isdigit() else None
                gold.append(
                    Gold(_span(toponym), _point(toponym, "latitude", "longitude"), row.country if row else None)
                )
        yield story.findtext("text") or "", gold


def _span(toponym: ElementTree.Element) -> Span:
    return int(toponym.findtext("start") or 0), int(toponym.findtext("end") or 0)


def _point(element: ElementTree.Element, lat: str, lon: str) -> tuple[float, float]:
    return float(element.findtext(lat) or "nan"), float(element.findtext(lon) or "nan")


if __name__ == "__main__":
    sys.exit(main())
