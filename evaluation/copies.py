"""Measure whether cut and padded copies of articles are found, and articles of their own left alone.

    python -m evaluation.copies [--shared DIR] [--split dev] [--seed N]

The articles are PolNeAR's: news of one campaign, so different articles share names, quotations and topics. Of each,
a copy is made: a third of the sentences dropped, two of another article added. All are kept in a record, and what it
takes for copies is held against what was made. Pairs of different originals are negatives; a few of PolNeAR's are in
truth one wire story in two papers, so that the precision printed is a lower bound.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import sys
import tempfile
from pathlib import Path

from dragoman.ingest.text import article_from_text
from dragoman.model import Reader, Reading
from dragoman.record.store import Record
from evaluation.tellings import copies_of

FLOOR = 0.95
LEAST = 6  # sentences: of fewer a third is not worth dropping


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", default=os.environ.get("DRAGOMAN_SHARED"), help="directory that holds data/polnear")
    parser.add_argument("--split", default="dev")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    shared = Path(options.shared) if options.shared else Path(__file__).resolve().parents[2] / "shared"
    folder = shared / "data" / "polnear" / options.split / "text"
    if not folder.is_dir():
        print(f"skipped: no PolNeAR at {folder}; give --shared or set DRAGOMAN_SHARED")
        return 0
    texts = {path.stem: sentences(path.read_text("utf-8")) for path in sorted(folder.glob("*.txt"))}
    texts = {name: lines for name, lines in texts.items() if len(lines) >= LEAST}
    chance = random.Random(options.seed)
    made = {f"copy of {name}": copy(name, texts, chance) for name in texts}
    with tempfile.TemporaryDirectory() as scratch, Record(Path(scratch) / "copies.db") as record:
        files = {}
        for name, lines in [*texts.items(), *made.items()]:
            article = article_from_text("\n\n".join(lines), published="2016-09-01")
            files[article.id] = name
            record.append([Reading(1, Reader("0", "0", "0"), article)])
        found = copies_of(record, files)
    wanted = {frozenset((name, f"copy of {name}")) for name in texts}
    hit = len(found & wanted)
    precision, recall = hit / max(len(found), 1), hit / max(len(wanted), 1)
    print(f"{len(texts)} articles and as many copies: {len(found)} pairs found, {hit} of {len(wanted)} that were made")
    print(f"copies: precision {precision:.3f} recall {recall:.3f} (floor {FLOOR} each)")
    for pair in sorted(map(sorted, found - wanted))[:10]:
        print("  taken for copies:", " | ".join(pair))
    return 0 if min(precision, recall) >= FLOOR else 1


def sentences(text: str) -> list[str]:
    return [line.strip() for line in re.split(r"(?<=[.!?])[\"”]?\s+(?=[A-Z“\"])|\n+", text) if len(line.split()) > 3]


def copy(name: str, texts: dict[str, list[str]], chance: random.Random) -> list[str]:
    """Drop a third of the sentences and put in two of another article."""
    lines = list(texts[name])
    for _ in range(len(lines) // 3):
        lines.pop(chance.randrange(len(lines)))
    other = texts[chance.choice([each for each in texts if each != name])]
    for line in chance.sample(other, 2):
        lines.insert(chance.randrange(len(lines) + 1), line)
    return lines


if __name__ == "__main__":
    sys.exit(main())
