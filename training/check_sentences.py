"""Check the training sentences for the event typer: labels, marks, doubles and sentences too much alike.

    python training/check_sentences.py        prints the counts, exits 1 where a rule is broken

Each row of training/data/sentences-*.tsv is one sentence in the manner of an outlet, written for the project, with the
actor in <a>…</a> and the recipient in <b>…</b>, its PLOVER type (NONE: no event between the two), mode, status and the
act that it foresees. At most 1% of pairs may share 30% of their word 5-grams. Each sentence of training/data/told-*
stands with all its events (training/told_sentences.py). What second readers made of some, blind, is in blind.tsv and
blind-told.txt.
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

sys.path.insert(0, str(Path(__file__).parent))
from told_sentences import Act, Told, read, told

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


def _label_faults(labelled: Example | Act) -> Iterator[str]:
    """What is wrong with the type, mode, status and foreseen act of a sentence or an event."""
    ontology = load_ontology()
    kind, mode = labelled.type, labelled.mode
    if kind != "NONE" and kind not in ontology.types:
        yield f"no type {kind!r}"
    elif mode and (kind, mode) not in ontology.modes:
        yield f"{kind} has no mode {mode!r}"
    if kind != "NONE" and labelled.status not in get_args(Status):
        yield f"no status {labelled.status!r}"
    if labelled.foresees and labelled.foresees not in ontology.types:
        yield f"foresees no type {labelled.foresees!r}"


def problems(rows: list[Example]) -> list[str]:
    """What breaks a rule, one line each."""
    out = []
    seen: dict[str, str] = {}
    for row in rows:
        out.extend(f"{row.where}: {fault}" for fault in _label_faults(row))
        for mark in ("<a>", "</a>", "<b>", "</b>"):
            if row.sentence.count(mark) != 1:
                out.append(f"{row.where}: {mark} stands {row.sentence.count(mark)} times")
        key = " ".join(row.words)
        if key in seen:
            out.append(f"{row.where}: the same as {seen[key]}")
        seen[key] = row.where
    return out


def faults_told(rows: list[Told]) -> list[str]:
    """What breaks a rule in the sentences with all their events."""
    out = [fault for row in rows for fault in row.faults]
    for row in rows:
        for act in row.acts:
            out.extend(f"{row.where}: {fault}" for fault in _label_faults(act))
            if act.type == "NONE":
                out.append(f"{row.where}: an event without a type")
    return out


def agreement(rows: list[Example], path: Path = DATA / "blind.tsv") -> str:
    """How often a second reader, who saw no label, gave the first one's."""
    first = {row.where: (row.type, row.mode, row.status, row.foresees) for row in rows}
    with path.open(encoding="utf-8", newline="") as file:
        second = [
            (first[f"{r['file']}:{r['line']}"], (r["type"], r["mode"] or "", r["status"] or "", r["foresees"] or ""))
            for r in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]
    shares = [sum(a[n] == b[n] for a, b in second) / len(second) for n in range(4)]
    named = ", ".join(f"{name} {share:.3f}" for name, share in zip(COLUMNS, shares, strict=False))
    return f"second reader, {len(second)} sentences: {named}"


def agreement_told(rows: list[Told], path: Path = DATA / "blind-told.txt") -> str:
    """How many events of the first reader the second one has too, by trigger and by trigger and type, and back."""
    first = {row.text: row for row in rows}
    pairs = [(first[row.text], row) for row in read(path) if row.text in first]
    told_once, told_twice = sum(len(a.acts) for a, _ in pairs), sum(len(b.acts) for _, b in pairs)
    same = [(x, y) for a, b in pairs for x in a.acts for y in b.acts if x.trigger == y.trigger]
    typed = sum(x.type == y.type for x, y in same)
    silent = sum(not a.acts and not b.acts for a, b in pairs)
    return (
        f"second reader, {len(pairs)} sentences: {told_once} events against {told_twice}, {len(same)} by the same "
        f"word, {typed} of these of the same type; {silent} sentences have none for both"
    )


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
    whole = list(told())
    found += faults_told(whole)
    acts = [act for row in whole for act in row.acts]
    print(f"{len(whole)} sentences with all their events, {len(acts)} events, {sum(not r.acts for r in whole)} without")
    print("  type: " + ", ".join(f"{key} {count}" for key, count in Counter(act.type for act in acts).most_common()))
    print(agreement(rows))
    print(agreement_told(whole))
    print("\n".join(found[:50]) or "no rule is broken")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
