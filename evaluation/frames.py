"""Measure the lexicon of frames on real sentences with one gold type each: is an event of that type among those found?

    python -m evaluation.frames [--shared DIR] [--errors TYPE]

The sentences are those of PLV_train_safe.tsv, read whole and without their marks, so what is measured is the way from
words to typed event: parse, actors and frames together. The set has 15 roots: CONCEDE and RETREAT are one, YIELD. A
sentence counts as *right* where some event has the gold root (others may stand beside it: the set marks one of several
acts), as *other* where there are events but none of that root, as *none* where nothing is found.
"""

from __future__ import annotations

import argparse
import csv
import os
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dragoman.model import Reading
from dragoman.pipeline import read_text

FOUND_FLOOR, AMONG_FLOOR = 0.60, 0.80
FOLD = {
    "CONCEDE": "YIELD",
    "RETREAT": "YIELD",
    "DEMAND": "REQUEST",
    "DISAPPROVE": "ACCUSE",
    "INVESTIGATE": "ACCUSE",
    "FIGHT": "ASSAULT",
}


@dataclass(frozen=True, slots=True)
class Case:
    """One sentence, its gold root and the roots of the events found in it, in the order of the text."""

    sentence: str
    gold: str
    roots: tuple[str, ...]
    reading: Reading

    @property
    def outcome(self) -> str:
        if not self.roots:
            return "none"
        return "right" if self.gold in self.roots else "other"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", default=os.environ.get("DRAGOMAN_SHARED"), help="directory with data/event_types")
    parser.add_argument("--errors", metavar="TYPE", help="print what is not right of a gold root, or of ALL")
    options = parser.parse_args()
    shared = Path(options.shared) if options.shared else Path(__file__).resolve().parents[2] / "shared"
    path = shared / "data" / "event_types" / "PLV_train_safe.tsv"
    if not path.is_file():
        print(f"skipped: no sentences at {path}; give --shared or set DRAGOMAN_SHARED")
        return 0
    cases = list(score(path))
    report(cases)
    for case in cases:
        if options.errors in (case.gold, "ALL") and case.outcome != "right":
            explain(case)
    found, among = shares(cases)
    return 0 if found >= FOUND_FLOOR and among >= AMONG_FLOOR else 1


def score(path: Path) -> Iterator[Case]:
    """Read each sentence of the set through the whole pipeline."""
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            reading = read_text(row["sentence"], published="2020-06-15")
            roots = tuple(FOLD.get(event.type, event.type) for event in reading.events)
            yield Case(row["sentence"], FOLD.get(row["gold_root"], row["gold_root"]), roots, reading)


def shares(cases: list[Case]) -> tuple[float, float]:
    """The share of all sentences that are right, and that of the sentences with events."""
    outcomes = Counter(case.outcome for case in cases)
    with_events = outcomes["right"] + outcomes["other"]
    return outcomes["right"] / max(len(cases), 1), outcomes["right"] / max(with_events, 1)


def report(cases: list[Case]) -> None:
    """Print the shares, the recall of each type and the pairs that get confused."""
    outcomes = Counter(case.outcome for case in cases)
    found, among = shares(cases)
    print(f"{len(cases)} sentences: {', '.join(f'{name} {outcomes[name]}' for name in ('right', 'other', 'none'))}")
    print(f"the gold root is found         {found:.3f}   floor {FOUND_FLOOR:.2f}")
    print(f"… of sentences with events     {among:.3f}   floor {AMONG_FLOOR:.2f}")
    print(f"events a sentence              {sum(len(case.roots) for case in cases) / max(len(cases), 1):.2f}\n")
    print(f"{'gold':12}{'n':>5}{'right':>7}{'other':>7}{'none':>6}{'recall':>8}")
    for gold in sorted({case.gold for case in cases}):
        of = Counter(case.outcome for case in cases if case.gold == gold)
        n = sum(of.values())
        print(f"{gold:12}{n:>5}{of['right']:>7}{of['other']:>7}{of['none']:>6}{of['right'] / n:>8.2f}")
    pairs = Counter((case.gold, root) for case in cases if case.outcome == "other" for root in set(case.roots))
    print("\nconfusions (gold, found instead):")
    for (gold, root), n in pairs.most_common(25):
        print(f"  {gold:10} {root:10} {n}")


def explain(case: Case) -> None:
    """Print a sentence that is not right, with what was found and dropped in it."""
    text = case.reading.article.text
    print(f"\n{case.gold} {case.outcome}: {case.sentence}")
    for event in case.reading.events:
        print(f"    {event.type} {event.status}: {event.why}")
    for dropped in case.reading.dropped:
        print(f"    dropped {text[dropped.span[0] : dropped.span[1]]!r}: {dropped.reason}")


if __name__ == "__main__":
    sys.exit(main())
