"""Fit how much a frame of the lexicon counts beside the typer, on the labelled sentences that the typer was not trained
on.

    .venv/bin/python -m training.fit_evidence

Reads training/data/held-out.tsv, which training/train_typer.py writes, and prints the values for the head of
dragoman/classify.py."""

from __future__ import annotations

import csv
import itertools
import math
from pathlib import Path

from dragoman.classify import _evidence, _frames
from dragoman.pipeline import load_knowledge
from evaluation.event_types import marked_sentence

HELD_OUT = Path(__file__).resolve().parent / "data" / "held-out.tsv"


def main() -> None:
    with HELD_OUT.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    knowledge = load_knowledge()
    sentences = [marked_sentence(row["sentence"], "a", "b") for row in rows]
    judgements = knowledge.typer.judge(sentences)
    found = [_evidence(_frames(sentence, knowledge)[1]) for sentence in sentences]
    # What a frame weighs now only says which of the two kinds of evidence it is.
    kinds = [{name: weight for name, (weight, _) in evidence.items()} for evidence in found]
    high = max((w for kind in kinds for w in kind.values()), default=0.0)
    best = None
    for both, one, warmth in itertools.product(
        (1, 2, 3, 4, 5, 6), (0, 0.5, 1, 1.5, 2, 3), (0.8, 1.0, 1.2, 1.5, 1.8, 2.2, 2.6)
    ):
        lost = right = 0.0
        for row, judgement, kind in zip(rows, judgements, kinds, strict=True):
            scores = {
                name: (math.log(p) + (0 if name not in kind else both if kind[name] == high else one)) / warmth
                for name, p in judgement.types.items()
            }
            top = max(scores.values())
            total = top + math.log(sum(math.exp(s - top) for s in scores.values()))
            lost += total - scores[row["type"]]
            right += max(scores, key=scores.__getitem__) == row["type"]
        if best is None or lost < best[0]:
            best = (lost, both, one, warmth, right / len(rows))
    assert best is not None
    print(f"BOTH_PARTIES, ONE_PARTY = {best[1]}, {best[2]}; WARMTH = {best[3]}; {best[4]:.3f} of {len(rows)} right")


if __name__ == "__main__":
    main()
