"""Check the training sentences for the event typer: labels, marks, doubles and sentences too much alike.

    python training/check_sentences.py        prints the counts, exits 1 where a rule is broken

Each row of training/data/sentences-*.tsv is one sentence in the manner of an outlet, written for the project, with the
actor in <a>…</a> and the recipient in <b>…</b>, its PLOVER type (NONE: no event between the two), mode, status and the
act that it foresees. At most 1% of pairs may share 30% of their word 5-grams.
"""

from __future__ import annotations

import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from dragoman.knowledge.ontology import load_ontology
from dragoman.model import Status

DATA = Path(__file__).parent / "data"
COLUMNS = ["type", "mode", "status", "foresees", "source_manner", "sentence"]


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled sentence and where it stands."""

    where: str
    type: str
    mode: str
    status: str
    foresees: str
    sentence: str

    @property
    def words(self) -> list[str]:
        return re.findall(r"[\w'’-]+", re.sub(r"</?[ab]>", "", self.sentence).lower())


def examples(folder: Path = DATA) -> Iterator[Example]:
    """Read all sentences, in the order of the files."""
    for path in sorted(folder.glob("sentences-*.tsv"), key=lambda p: int(re.findall(r"\d+", p.name)[0])):
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE), start=2):
                yield Example(f"{path.name}:{number}", row["type"], row["mode"] or "", row["status"] or "",
                              row["foresees"] or "", row["sentence"] or "")  # fmt: skip


def problems(rows: list[Example]) -> list[str]:
    """What breaks a rule, one line each."""
    ontology = load_ontology()
    out = []
    seen: dict[str, str] = {}
    for row in rows:
        if row.type != "NONE" and row.type not in ontology.types:
            out.append(f"{row.where}: no type {row.type!r}")
        elif row.mode and (row.type, row.mode) not in ontology.modes:
            out.append(f"{row.where}: {row.type} has no mode {row.mode!r}")
        if row.type != "NONE" and row.status not in get_args(Status):
            out.append(f"{row.where}: no status {row.status!r}")
        if row.foresees and row.foresees not in ontology.types:
            out.append(f"{row.where}: foresees no type {row.foresees!r}")
        for mark in ("<a>", "</a>", "<b>", "</b>"):
            if row.sentence.count(mark) != 1:
                out.append(f"{row.where}: {mark} stands {row.sentence.count(mark)} times")
        key = " ".join(row.words)
        if key in seen:
            out.append(f"{row.where}: the same as {seen[key]}")
        seen[key] = row.where
    return out


def alike(rows: list[Example], *, share: float = 0.3) -> list[tuple[str, str]]:
    """The pairs that share at least this part of the shorter one's word 5-grams."""
    grams = [{tuple(w[i : i + 5]) for i in range(len(w) - 4)} for w in (row.words for row in rows)]
    holders: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for n, own in enumerate(grams):
        for gram in own:
            holders[gram].append(n)
    common: Counter[tuple[int, int]] = Counter()
    for held in holders.values():
        for i, a in enumerate(held):
            for b in held[i + 1 :]:
                common[a, b] += 1
    return [
        (rows[a].where, rows[b].where)
        for (a, b), count in common.items()
        if count >= share * max(1, min(len(grams[a]), len(grams[b])))
    ]


def main() -> int:
    rows = list(examples())
    found = problems(rows)
    close = alike(rows)
    print(f"{len(rows)} sentences")
    for name, counts in (("type", Counter(r.type for r in rows)), ("status", Counter(r.status or "-" for r in rows))):
        print(f"  {name}: " + ", ".join(f"{key} {count}" for key, count in counts.most_common()))
    print(f"  pairs that share 30% of their 5-grams: {len(close)}")
    print("\n".join(found[:50]) or "no rule is broken")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
