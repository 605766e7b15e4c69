"""Measure the coder of marked sentences: type, quad, mode, and how far it is right when it says it is sure.

    python -m evaluation.event_types [--shared DIR] [--errors]

PLV_train_safe.tsv (real sentences, 15 roots: CONCEDE and RETREAT are YIELD) is scored with --always, since each of its
rows holds an event; rows without both marks are left out and counted. The modes are those of
evaluation/sentences/modes.tsv, which another hand wrote. None of either was trained on.
"""

from __future__ import annotations

import argparse
import csv
import os
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from dragoman.classify import Marked, classify
from dragoman.pipeline import load_knowledge
from evaluation.frames import FOLD

HERE = Path(__file__).parent
QUADS = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "YIELD"), 2),
    **dict.fromkeys(("ACCUSE", "REJECT", "REQUEST", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}
BINS = 10


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", default=os.environ.get("DRAGOMAN_SHARED"), help="directory with data/event_types")
    parser.add_argument("--errors", action="store_true", help="print the sentences that came out wrong")
    options = parser.parse_args()
    shared = Path(options.shared) if options.shared else Path(__file__).resolve().parents[2] / "shared"
    path = shared / "data" / "event_types" / "PLV_train_safe.tsv"
    if path.is_file():
        real(path, errors=options.errors)
    else:
        print(f"skipped: no sentences at {path}; give --shared or set DRAGOMAN_SHARED")
    modes(HERE / "sentences" / "modes.tsv", errors=options.errors)
    return 0


def real(path: Path, *, errors: bool) -> None:
    """Real sentences with one gold root each."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t"))
    marked = [(marked_sentence(row["marked_sentence"], "s", "t"), row["gold_root"]) for row in rows]
    both = [(m, gold) for m, gold in marked if m.actor and m.recipient]
    found = list(classify([m for m, _ in both], load_knowledge(), always=True))
    gold = [root for _, root in both]
    guess = [FOLD.get(one.type or "NONE", one.type or "NONE") for one in found]
    print(f"PLV_train_safe with --always: {len(both)} sentences, {len(rows) - len(both)} left out for want of a mark")
    print(f"  root macro-F1 {macro(gold, guess):.3f}")
    print(f"  quad macro-F1 {macro([str(QUADS[g]) for g in gold], [str(QUADS[g]) for g in guess]):.3f}")
    print(f"  accuracy {sum(map(str.__eq__, gold, guess)) / len(gold):.3f}")
    right = [g == p for g, p in zip(gold, guess, strict=True)]
    print(f"  expected calibration error {calibration_error([one.confidence for one in found], right):.3f}")
    table(gold, guess)
    if errors:
        for (m, root), one, folded in zip(both, found, guess, strict=True):
            if folded != root:
                print(f"  {root} -> {one.type} {one.confidence:.2f}: {m.text}")


def modes(path: Path, *, errors: bool) -> None:
    """Sentences written for the modes: (type, mode) as one class."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    texts = [marked_sentence(row["sentence"], "a", "b") for row in rows]
    found = list(classify(texts, load_knowledge(), always=True))
    gold = [f"{row['type']} {row['mode']}" for row in rows]
    guess = [f"{one.type} {one.mode or ''}" for one in found]
    kinds = [row["type"] for row in rows]
    print(f"modes: {len(rows)} sentences, {len(set(gold))} modes")
    print(f"  mode macro-F1 {macro(gold, guess):.3f}")
    print(f"  type accuracy {sum(k == one.type for k, one in zip(kinds, found, strict=True)) / len(rows):.3f}")
    if errors:
        for row, one, g, p in zip(rows, found, gold, guess, strict=True):
            if g != p:
                print(f"  {g} -> {p} {one.confidence:.2f}: {row['sentence']}")


def marked_sentence(text: str, actor: str, recipient: str) -> Marked:
    """Take the marks out of a sentence and keep where they stood; of a mark set twice the first counts."""
    spans: dict[str, tuple[int, int]] = {}
    opened: dict[str, int] = {}
    plain = ""
    at = 0
    for tag in re.finditer(rf"<(/?)({actor}|{recipient})>", text):
        plain += text[at : tag.start()]
        at = tag.end()
        name = tag[2]
        if not tag[1]:
            opened.setdefault(name, len(plain))
        elif name in opened and name not in spans:
            spans[name] = (opened[name], len(plain))
    return Marked(plain + text[at:], spans.get(actor), spans.get(recipient))


def macro(gold: Sequence[str], guess: Sequence[str]) -> float:
    """The mean F1 over the classes of the gold."""
    scores = [f1 for _, _, f1, _ in by_class(gold, guess).values()]
    return sum(scores) / len(scores)


def by_class(gold: Sequence[str], guess: Sequence[str]) -> dict[str, tuple[float, float, float, int]]:
    """Precision, recall, F1 and number of cases of each class of the gold."""
    out = {}
    for name in sorted(set(gold)):
        hit = sum(g == p == name for g, p in zip(gold, guess, strict=True))
        said, there = sum(p == name for p in guess), sum(g == name for g in gold)
        out[name] = (hit / said if said else 0.0, hit / there, 2 * hit / (said + there), there)
    return out


def calibration_error(sure: Sequence[float], right: Sequence[bool]) -> float:
    """The mean distance between confidence and share right over ten bins of equal width, weighed by their cases."""
    bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for value, good in zip(sure, right, strict=True):
        bins[min(int(value * BINS), BINS - 1)].append((value, good))
    gaps = (abs(sum(v for v, _ in b) - sum(g for _, g in b)) for b in bins.values())
    return sum(gaps) / len(sure)


def table(gold: Sequence[str], guess: Sequence[str]) -> None:
    """Print the figures by class and the pairs most often confused."""
    for name, (precision, recall, f1, cases) in by_class(gold, guess).items():
        print(f"    {name:<10} {cases:>4}  P {precision:.2f}  R {recall:.2f}  F1 {f1:.2f}")
    pairs = Counter((g, p) for g, p in zip(gold, guess, strict=True) if g != p)
    print("    confused: " + ", ".join(f"{g} as {p} {n}" for (g, p), n in pairs.most_common(12)))


if __name__ == "__main__":
    sys.exit(main())
