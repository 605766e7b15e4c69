"""Measure events from end to end on sentences of other hands than the rules', and what is made of sentences without an
event.

    python -m evaluation.sentences [--detail]

`sentences/events.tsv` holds 340 items in the manner of more than two hundred outlets, its gold in two halves by two
annotators, in the form that the shared directory's `tools/score_readings.py` reads; an event counts where its type is
one that the gold accepts and both sides are right. The first half (e001 to e170) may be studied; the second is scored
and never read (no --detail for it). `sentences/no-event.tsv` holds 420 sentences that report none: the share of them
that get one is printed."""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

from dragoman.ingest.text import article_from_text
from dragoman.knowledge.outlets import load_outlets
from dragoman.model import Reading, to_json
from dragoman.pipeline import load_knowledge, read
from evaluation.frozen import changed

HERE = Path(__file__).parent
SHARED = Path(os.environ.get("DRAGOMAN_SHARED", HERE.parent.parent / "shared"))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--detail", action="store_true", help="name what was missed and what was false")
    options = parser.parse_args()
    if different := [name for name in changed() if name.startswith("sentences/")]:
        print(f"{', '.join(different)} differ from FROZEN.txt")
        return 1
    scorer = SHARED / "tools" / "score_readings.py"
    if scorer.exists():
        end_to_end(scorer, 1, detail=options.detail)
        end_to_end(scorer, 2, detail=False)
    else:
        print("sentences: end to end is skipped, the scorer is not at hand (set DRAGOMAN_SHARED)")
    no_event(detail=options.detail)
    return 0


def end_to_end(scorer: Path, part: int, *, detail: bool) -> None:
    """Precision, recall and F1 of events with type and both sides, and the share of right statuses."""
    gold = yaml.safe_load((HERE / "sentences" / f"events.gold-{part}.yaml").read_text("utf-8"))
    rows = {row["id"]: row for row in _rows("events.tsv")}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "articles").mkdir()
        for case, entry in gold.items():
            entry["published"] = rows[case]["published"]
            (folder / "articles" / f"{case}.txt").write_text(rows[case]["text"], "utf-8")
        (folder / "gold.yaml").write_text(yaml.safe_dump(gold, allow_unicode=True), "utf-8")
        lines = [json.dumps({**to_json(_reading(rows[case])), "given": case}) for case in gold]
        (folder / "readings.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
        command = [sys.executable, str(scorer), name, str(folder / "readings.jsonl"), *(["--detail"] if detail else [])]
        told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    figures = {key: float(value) for key, value in re.findall(r"\b(recall|precision|status)=([\d.]+)", told)}
    both = figures["precision"] + figures["recall"]
    f1 = 2 * figures["precision"] * figures["recall"] / both if both else 0.0
    print(f"end to end, half {part}, {len(gold)} items: type with both sides F1 {f1:.3f}; {told}")


def no_event(*, detail: bool) -> None:
    """The share of sentences without an event that get one."""
    rows = _rows("no-event.tsv")
    readings = [(row, _reading(row)) for row in rows]
    wrong = [(row, reading) for row, reading in readings if reading.events]
    print(f"no event: {len(wrong)} of {len(rows)} sentences get one, {len(wrong) / len(rows):.3f}")
    for row, reading in wrong if detail else ():
        print(f"  {row['id']} {row['kind']}: {row['text']}")
        for event in reading.events:
            print(f"      {event.type} {event.status} {event.why}")


def _reading(row: dict[str, str]) -> Reading:
    article = article_from_text(
        row["text"], published=row["published"], source=row["outlet"], outlets=load_outlets(), given_id=row["id"]
    )
    return read(article, load_knowledge())


def _rows(name: str) -> list[dict[str, str]]:
    with (HERE / "sentences" / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


if __name__ == "__main__":
    sys.exit(main())
