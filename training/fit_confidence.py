"""Fit how sure an event is, on sentences with all their events that the tagger was not trained on.

    .venv/bin/python -m training.fit_confidence

An event is right where its type is told by its word and every party that the reader named has its words in a
participant. Prints the worth of each sign for dragoman/extract/events.py, and how often events of each confidence are
right."""

from __future__ import annotations

import csv
import re
import sys
from pathlib import Path

import numpy

import dragoman.extract.events as events
from dragoman.ingest.text import article_from_text
from dragoman.model import Event, Participant
from dragoman.pipeline import load_knowledge, read
from evaluation.event_types import calibration_error

sys.path.insert(0, str(Path(__file__).parent))
from told_sentences import DATA, Act, Span, Told, parted, told


def unseen() -> list[Told]:
    """The sentences that neither the tagger nor the typer was trained on."""
    with (DATA / "held-out.tsv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        typer = {re.sub("</?[ab]>", "", row["sentence"]) for row in rows}
    rows = list(told())
    apart, _ = parted(rows, typer)
    return apart + [row for row in rows if row.text in typer]


def right(event: Event, act: Act) -> bool:
    """Has the event the act's type, word and parties?"""
    if event.type != act.type or not any(_over(found.trigger, act.trigger) for found in event.evidence):
        return False
    both = (*event.actors, *event.recipients)
    directed = _all(act.actors, event.actors) and _all(act.recipients, event.recipients)
    return directed or (not act.recipients and _all(act.actors, both))


def main() -> None:
    knowledge = load_knowledge()
    signs: list[tuple[float, ...]] = []
    told_right: list[bool] = []

    def noted(given: tuple[float, ...]) -> float:
        signs.append(given)
        return 0.5

    events.confidence_of = noted
    for row in unseen():
        found = read(article_from_text(row.text, published="2024-03-15"), knowledge).events
        told_right.extend(any(right(event, act) for act in row.acts) for event in found)
    x, y = numpy.array(signs, dtype=float), numpy.array(told_right, dtype=float)
    worth = numpy.zeros(x.shape[1])
    for _ in range(20_000):
        worth += 0.5 * (x.T @ (y - 1 / (1 + numpy.exp(-x @ worth))) / len(y) - 1e-3 * worth)
    print(f"{len(y)} events, {y.mean():.3f} right; worth of the signs: {[round(float(w), 2) for w in worth]}")
    sure = 1 / (1 + numpy.exp(-x @ worth))
    for tenth in range(10):
        of = (sure >= tenth / 10) & (sure < (tenth + 1) / 10)
        if of.sum():
            print(f"  {tenth / 10:.1f}: {int(of.sum())} events, {y[of].mean():.2f} right, said {sure[of].mean():.2f}")
    print(f"  expected calibration error {calibration_error(sure.tolist(), told_right):.3f}")


def _all(spans: list[Span], participants: tuple[Participant, ...]) -> bool:
    return all(any(_over(span, one.span) for one in participants) for span in spans)


def _over(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


if __name__ == "__main__":
    main()
