"""Compare the table of office holders with the one it was built from.

    python evaluation/offices.py

For each of the six main offices: on the middle day of every term that the source gives with full start and end dates,
the person, by Wikidata id or by name, is among the holders that ``Offices.holders`` returns. Terms whose middle lies
before 2000 are left out, and so are the rows that training/holders/rejected.tsv lists with a reason. The source is
``offices/holders.tsv`` in the directory of shared data; without it there is nothing to compare.
"""

from __future__ import annotations

import csv
import os
import sys
from collections import Counter
from datetime import date
from pathlib import Path

from dragoman.knowledge.offices import Offices, load_offices

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("DRAGOMAN_SHARED", ROOT.parent / "shared"))
SIX = (
    "head of state",
    "head of government",
    "foreign minister",
    "defence minister",
    "interior minister",
    "finance minister",
)
FLOOR = 0.98
MOST_REJECTED = 0.03


def main() -> int:
    source = SHARED / "data" / "offices" / "holders.tsv"
    if not source.exists():
        print(f"skipped: {source} is absent; set DRAGOMAN_SHARED to the directory of shared data")
        return 0
    full = [row for row in read(source) if row["office"] in SIX and len(row["start"]) == len(row["end"]) == 10]
    listed = {
        (row["country"], row["office"], row["wikidata"], row["start"], row["end"])
        for row in read(ROOT / "training" / "holders" / "rejected.tsv")
    }
    rejected = [row for row in full if key(row) in listed]
    wanted = [row for row in full if key(row) not in listed and middle(row) >= "2000"]
    offices = load_offices()
    missed = [row for row in wanted if not found(offices, row)]
    total, lost = Counter(row["office"] for row in wanted), Counter(row["office"] for row in missed)
    for office in SIX:
        print(f"{office:20} {total[office] - lost[office]:5} of {total[office]:5}")
    share = 1 - len(missed) / len(wanted)
    print(f"found {len(wanted) - len(missed)} of {len(wanted)} = {share:.2%} (at least {FLOOR:.0%})")
    wrong = len(rejected) / len(full)
    print(f"listed as wrong {len(rejected)} of {len(full)} = {wrong:.2%} (at most {MOST_REJECTED:.0%})")
    for row in missed:
        print("missed:", row["country"], row["office"], row["person"], row["start"], row["end"])
    return int(share < FLOOR or wrong > MOST_REJECTED)


def found(offices: Offices, row: dict[str, str]) -> bool:
    terms = offices.holders(row["country"], row["office"], middle(row))
    return any(term.wikidata == row["wikidata"] or term.name == row["person"] for term in terms)


def middle(row: dict[str, str]) -> str:
    start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"])
    return (start + (end - start) / 2).isoformat()


def key(row: dict[str, str]) -> tuple[str, ...]:
    return row["country"], row["office"], row["wikidata"], row["start"], row["end"]


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


if __name__ == "__main__":
    sys.exit(main())
