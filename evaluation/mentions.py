"""Measure who and where: mentions of actors and places of events in articles of other hands than the rules'.

    python -m evaluation.mentions [--errors]

A mention is looked up at its words and resolved on the day of the article. Scored are the country of all mentions that
have one, the person and the role where the gold has one, the countries and persons of groups and pronouns, and what was
*invented*: a country or a person where the gold has another or none. A place is right within 161 km (100 miles) of its
gold point; a quote with several gold places counts once, for the best of them."""

from __future__ import annotations

import argparse
import csv
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from dragoman.document import Document
from dragoman.extract.actors import Resolver
from dragoman.extract.coreference import ABROAD
from dragoman.extract.places import PlaceFinder, distance
from dragoman.ingest.text import article_from_text
from dragoman.knowledge.outlets import load_outlets
from dragoman.model import Participant, Span
from dragoman.pipeline import load_knowledge, resolve

HERE = Path(__file__).parent / "mentions"
RIGHT_KM = 161.0
GROUPS = ("group", "pronoun", "definite")


@dataclass(slots=True)
class Count:
    """How many were asked for and how many were right, with what went wrong."""

    asked: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)

    def add(self, good: bool, what: str) -> None:
        self.asked += 1
        self.right += good
        if not good:
            self.wrong.append(what)

    def __str__(self) -> str:
        return f"{self.right / self.asked if self.asked else 0:.3f} of {self.asked}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", action="store_true", help="print what came out wrong")
    options = parser.parse_args()
    counts: dict[str, Count] = defaultdict(Count)
    mentions, places = _rows("mentions.tsv"), _rows("places.tsv")
    for name, document, resolver, finder in documents():
        score_mentions(document, resolver, [row for row in mentions if row["file"] == name], counts)
        score_places(document, finder, [row for row in places if row["file"] == name], counts)
    for name, count in counts.items():
        print(f"{name:<22} {count}")
        for line in count.wrong if options.errors else ():
            print("    " + line)
    return 0


def documents() -> Iterator[tuple[str, Document, Resolver, PlaceFinder]]:
    """Each article, parsed, with its actors and places."""
    knowledge = load_knowledge()
    outlets = load_outlets()
    for row in _rows("articles.tsv"):
        text = (HERE / "articles" / row["file"]).read_text("utf-8")
        article = article_from_text(text, published=row["published"], source=row["outlet"], outlets=outlets)
        document, _, resolver = resolve(article, knowledge)
        yield row["file"], document, resolver, PlaceFinder(document, resolver, knowledge.places)


def score_mentions(
    document: Document, resolver: Resolver, rows: list[dict[str, str]], counts: dict[str, Count]
) -> None:
    """Compare what each mention resolves to with what the annotator wrote."""
    for row in rows:
        span = _span(document.article.text, row)
        found = _resolve(document, resolver, span) if span else []
        countries = sorted({p.country for p in found if p.country})
        people = sorted({_fold(p.name) for p in found if (p.actor or "").startswith("person:") or _named(p)})
        wanted, persons = _list(row["country"]), [_fold(p) for p in _list(row["person"])]
        what = (
            f"{row['file']} {row['words']!r} {row['kind']}: {countries} {people} {[p.role for p in found]}, "
            f"wanted {wanted} {persons} {row['role']!r}"
        )
        grouped = row["kind"] in GROUPS
        if wanted:
            counts["country"].add(countries == sorted(set(wanted)), what)
        if persons and not grouped:
            counts["person"].add(len(people) == len(persons) and all(map(_same_name, people, sorted(persons))), what)
        if row["role"] and not grouped:
            counts["role"].add(any(_same_role(p.role, row["role"]) for p in found), what)
        if grouped:
            counts["groups and pronouns"].add(countries == sorted(set(wanted)), what)
        # The annotator left international bodies without a country; PLOVER's codes for them are no states.
        strange = [c for c in countries if c not in wanted and c not in ABROAD]
        counts["not invented"].add(not strange, what)


def score_places(document: Document, finder: PlaceFinder, rows: list[dict[str, str]], counts: dict[str, Count]) -> None:
    """Compare the place of each annotated quote with its gold point."""
    quotes: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        quotes[row["quote"]].append(row)
    for quote, golds in quotes.items():
        results = []
        for gold in golds:
            row = finder.resolve(_place_span(document.article.text, quote, gold["words"]))
            near = country = False
            if row is not None:
                country = row.country == gold["country"]
                known = gold["lat"] and row.lat is not None and row.lon is not None
                near = (
                    bool(known) and distance((float(gold["lat"]), float(gold["lon"])), (row.lat, row.lon)) <= RIGHT_KM
                )
            results.append((country, near, gold, row))
        country, near, gold, row = max(results, key=lambda r: (r[1], r[0]))
        told = f"{row.name} {row.country}" if row else None
        what = f"{gold['file']} {gold['words']!r} is {gold['name']}: {told}"
        if gold["country"]:
            counts["place: country"].add(country, what)
        if gold["lat"]:
            counts["place: within 161 km"].add(near, what)


def _resolve(document: Document, resolver: Resolver, span: Span) -> list[Participant]:
    inside = [t for t in document.tokens if t.start < span[1] and span[0] < t.end]
    if not inside:
        return []
    ids = {t.i for t in inside}
    tops = [t for t in inside if t.head not in ids or t.head == t.i]
    top = next((t for t in tops if t.pos in ("NOUN", "PROPN", "PRON", "ADJ", "DET", "NUM")), tops[0])
    heads = [i for i in resolver.conjuncts(top.i) if i in ids]  # what is joined behind it is another mention
    referents = {r.key: r for i in heads for r in resolver.phrase(i)} or {r.key: r for r in resolver.modifier(top.i)}
    return [resolver.participant(r, top.i, resolver.day) for r in referents.values()]


def _span(text: str, row: dict[str, str]) -> Span | None:
    body = text.index("\n") + 1 if "\n" in text else 0
    bounded = row["kind"] == "pronoun"
    pattern = rf"\b{re.escape(row['words'])}\b" if bounded else re.escape(row["words"])
    found = [(m.start(), m.end()) for m in re.finditer(pattern, text) if m.start() >= body]
    n = int(row["nth"])
    return found[n - 1] if len(found) >= n else None


def _place_span(text: str, quote: str, words: str) -> Span:
    at = text.index(quote)
    inside = quote.find(words)
    if inside >= 0:
        return at + inside, at + inside + len(words)
    before, after = text.rfind(words, 0, at), text.find(words, at)
    start = before if before >= 0 else after
    return start, start + len(words)


def _named(p: Participant) -> bool:
    return bool(p.name) and p.role is not None and not (p.actor or "").startswith(("state:", "org:", "body:"))


def _list(words: str) -> list[str]:
    return [part for part in words.split("|") if part]


def _fold(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name.lower())
    return " ".join(re.sub(r"[^a-z ]+", " ", "".join(c for c in plain if not unicodedata.combining(c))).split())


def _same_name(a: str, b: str) -> bool:
    """The same surname at least: "Recep Tayyip Erdogan" is "Erdogan"."""
    return bool(a and b) and (
        a.split()[-1] == b.split()[-1] or set(a.split()) <= set(b.split()) or set(b.split()) <= set(a.split())
    )


def _same_role(found: str | None, wanted: str) -> bool:
    a, b = set(_fold(found or "").split()), set(_fold(wanted).split())
    small = {"of", "the", "for", "and", "s", "minister"}
    return bool(a) and (a == b or bool((a & b) - small) or a & b == {"minister"} == a)


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


if __name__ == "__main__":
    sys.exit(main())
