"""Measure how tellings of one event are joined, on articles that were written to be joined or kept apart.

    python -m evaluation.tellings [--folder DIR]

The folder holds ``articles/*.txt``, ``articles.tsv`` (file, published, outlet, copy_of) and ``gold.tsv`` (event, type,
actors, recipients, date, file, quote): which event a quotation of a file tells. All articles are read into a new
record. A gold telling is *matched* by an event of its file whose evidence overlaps the quotation, of the same type
where several do. Over matched tellings, a pair is right where both say the same of it: one occurrence, or two. The last
figures are about articles that are copies of another.
"""

from __future__ import annotations

import argparse
import csv
import itertools
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from sqlalchemy import select

from dragoman.ingest.text import article_from_text
from dragoman.knowledge.outlets import load_outlets
from dragoman.model import Event, Reading
from dragoman.pipeline import load_knowledge, read
from dragoman.record.schema import copies, events, occurrence_tellings, readings, signatures, standing
from dragoman.record.store import Record

HERE = Path(__file__).parent / "tellings"
PRECISION_FLOOR = 0.9


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=HERE)
    folder = parser.parse_args().folder
    if not (folder / "gold.tsv").is_file() or not (folder / "articles.tsv").is_file():
        print(f"skipped: no tellings at {folder}; give --folder")
        return 0
    held = table(folder / "articles.tsv")
    gold = [row for row in table(folder / "gold.tsv") if row["quote"]]
    texts = {row["file"]: text_of(folder, row["file"]) for row in held}
    told = {row["file"]: reading_of(texts[row["file"]], row) for row in held}
    with tempfile.TemporaryDirectory() as scratch, Record(Path(scratch) / "tellings.db") as record:
        for file in sorted(told):
            record.append([told[file]])
        occurrence = occurrences_of(record)
        files = {reading.article.id: file for file, reading in told.items()}
        copied = copies_of(record, files)
        credited = copied | credited_of(record, files)
    matched = match(gold, told)
    where = [(row["event"], occurrence.get((told[row["file"]].article.id, event.id))) for row, event in matched]
    print(f"{len(held)} articles, {len({row['event'] for row in gold})} events, {len(gold)} tellings")
    print(f"tellings matched by an event  {len(matched)} of {len(gold)} = {len(matched) / max(len(gold), 1):.3f}")
    precision = pairs(where)
    made = [(row["file"], row["copy_of"]) for row in held if row.get("copy_of")]
    links("copies, by their words", made, copied)
    links("… or by one agency's credit", made, credited)
    return 0 if precision >= PRECISION_FLOOR else 1


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def text_of(folder: Path, file: str) -> str:
    return (folder / "articles" / Path(file).name).read_bytes().decode("utf-8")


def reading_of(text: str, row: dict[str, str]) -> Reading:
    article = article_from_text(
        text, published=row["published"] or None, source=row["outlet"] or None, outlets=load_outlets()
    )
    return read(article, load_knowledge())


def occurrences_of(record: Record) -> dict[tuple[str, str], str]:
    """Of each (article, event), by their ids, the occurrence that it tells."""
    telling = occurrence_tellings
    query = (
        select(readings.c.article_id, events.c.id, telling.c.occurrence)
        .join(events, events.c.key == telling.c.event)
        .join(readings, readings.c.key == events.c.reading)
        .where(standing(telling), telling.c.relation != "denial")
    )
    with record._read() as connection:
        return {(row.article_id, row.id): row.occurrence for row in connection.execute(query)}


def copies_of(record: Record, files: dict[str, str]) -> set[frozenset[str]]:
    """The pairs of files that the record takes for copies of each other, through others too."""
    with record._read() as connection:
        text = {row.article_id: row.text_id for row in connection.execute(select(readings))}
        key = {row.text_id: row.key for row in connection.execute(select(signatures))}
        found = [(row.one, row.other) for row in connection.execute(select(copies))]
    linked = closure(found)
    of = {files[article]: key[id] for article, id in text.items() if article in files}
    return {
        frozenset(pair)
        for pair in itertools.combinations(sorted(of), 2)
        if of[pair[0]] == of[pair[1]] or frozenset((of[pair[0]], of[pair[1]])) in linked
    }


def credited_of(record: Record, files: dict[str, str]) -> set[frozenset[str]]:
    """The pairs of files that tell of one occurrence and are one agency's story, as they credit it or it prints it."""
    telling = occurrence_tellings
    query = (
        select(telling.c.occurrence, readings.c.article_id, readings.c.agency, readings.c.outlet_id)
        .join(events, events.c.key == telling.c.event)
        .join(readings, readings.c.key == events.c.reading)
        .where(standing(telling))
    )
    of: defaultdict[tuple[str, str], dict[str, bool]] = defaultdict(dict)
    with record._read() as connection:
        for row in connection.execute(query):
            if row.agency or row.outlet_id:
                of[row.occurrence, row.agency or row.outlet_id][files[row.article_id]] = bool(row.agency)
    return {
        frozenset(pair)
        for by_file in of.values()
        for pair in itertools.combinations(sorted(by_file), 2)
        if by_file[pair[0]] or by_file[pair[1]]
    }


def closure(found: Iterable[tuple[object, object]]) -> set[frozenset[object]]:
    """All pairs of what is linked, directly or through others."""
    groups: dict[object, set[object]] = {}
    for one, other in found:
        group = groups.get(one, {one}) | groups.get(other, {other})
        groups.update(dict.fromkeys(group, group))
    return {frozenset(pair) for group in groups.values() for pair in itertools.combinations(group, 2)}


def match(gold: Sequence[dict[str, str]], told: dict[str, Reading]) -> list[tuple[dict[str, str], Event]]:
    """Pair gold tellings with events of their file, each event once, those of the same type first."""
    offers = []
    for number, row in enumerate(gold):
        reading = told[row["file"]]
        span = find(row["quote"], reading.article.text)
        for event in reading.events if span else ():
            shared = max(min(span[1], words.span[1]) - max(span[0], words.span[0]) for words in event.evidence)
            if shared > 0:
                offers.append((row["type"] not in (event.type, event.foresees), -shared, number, event))
    matched: dict[int, Event] = {}
    used: set[int] = set()
    for _, _, number, event in sorted(offers, key=lambda offer: offer[:3]):
        if number not in matched and id(event) not in used:
            matched[number] = event
            used.add(id(event))
    return [(gold[number], event) for number, event in sorted(matched.items())]


def find(quote: str, text: str) -> tuple[int, int] | None:
    """Where a quotation stands, whatever its blanks."""
    words = [re.escape(word) for word in quote.strip().strip('"“”').split()]
    found = re.search(r"\s+".join(words), text) if words else None
    return found.span() if found else None


def pairs(where: Sequence[tuple[str, str | None]]) -> float:
    """Print the figures of pairs, and give the precision."""
    right = wrong = missed = 0
    glued: set[frozenset[str]] = set()
    for (gold, found), (other_gold, other) in itertools.combinations(where, 2):
        same, joined = gold == other_gold, found is not None and found == other
        right += same and joined
        missed += same and not joined
        wrong += joined and not same
        if joined and not same:
            glued.add(frozenset((gold, other_gold)))
    precision, recall = right / max(right + wrong, 1), right / max(right + missed, 1)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    told: defaultdict[str, int] = defaultdict(int)
    for gold, _ in where:
        told[gold] += 1
    print(f"pairs of one event            {right + missed}; joined: right {right}, wrong {wrong}")
    print(f"same occurrence               precision {precision:.3f} recall {recall:.3f} F1 {f1:.3f}")
    print(f"different events joined       {len(glued)} pairs of {len(told)} events")
    return precision


def links(name: str, gold: Iterable[tuple[str, str]], found: set[frozenset[str]]) -> None:
    """Print how many copies were found."""
    wanted = {frozenset(map(str, pair)) for pair in closure(gold)}
    hit = len(wanted & found)
    print(
        f"{name:<30}{len(wanted)} pairs; precision {hit / max(len(found), 1):.3f} "
        f"recall {hit / max(len(wanted), 1):.3f}"
    )


if __name__ == "__main__":
    sys.exit(main())
