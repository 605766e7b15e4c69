"""Sentences with all the events that they report: training/data/told-*.txt.

Two kinds of lines, tab-separated, a sentence and then one line for each of its events:

    S   manner  sentence
    E   trigger type    mode    status  foresees    actors  recipients

The trigger is one word of the sentence, ``word#2`` the second such word; actors and recipients are words of it, several
joined by " | ". Lines that begin with "#" part one piece from the next.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"
Span = tuple[int, int]


@dataclass(slots=True)
class Act:
    """One event of a sentence; its spans are of the sentence's text."""

    trigger: Span
    type: str
    mode: str
    status: str
    foresees: str
    actors: list[Span]
    recipients: list[Span]


@dataclass(slots=True)
class Told:
    """A sentence and its events; ``where`` is the file and line, ``faults`` what its lines have wrong."""

    where: str
    manner: str
    text: str
    acts: list[Act] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def told(folder: Path = DATA) -> Iterator[Told]:
    """Read all sentences, in the order of the files; what cannot be placed in its sentence goes to ``faults``."""
    for path in sorted(folder.glob("told-*.txt"), key=lambda p: int(re.findall(r"\d+", p.name)[0])):
        yield from read(path)


def read(path: Path) -> Iterator[Told]:
    """Read one file."""
    current: Told | None = None
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        fields = line.split("\t")
        if fields[0] == "S" and len(fields) == 3:
            if current is not None:
                yield current
            current = Told(f"{path.name}:{number}", fields[1], fields[2])
        elif fields[0] == "E" and current is not None and len(fields) <= 8:
            _, trigger, kind, mode, status, foresees, actors, recipients = (*fields, *[""] * (8 - len(fields)))
            at = _nth(current.text, trigger)
            if at is None:
                current.faults.append(f"{path.name}:{number}: no trigger {trigger!r}")
                continue
            parties = [_near(current.text, actors, at), _near(current.text, recipients, at)]
            if None in parties[0] or None in parties[1]:
                current.faults.append(f"{path.name}:{number}: no party {actors!r} or {recipients!r}")
            sides = [[span for span in side if span is not None] for side in parties]
            current.acts.append(Act(at, kind, mode, status, foresees, sides[0], sides[1]))
        elif line.strip() and not line.startswith("#") and current is not None:
            current.faults.append(f"{path.name}:{number}: neither a sentence nor an event")
    if current is not None:
        yield current


def parted(rows: Iterable[Told], held: set[str]) -> tuple[list[Told], list[Told]]:
    """The sentences that the tagger is held out from, one in twenty, and those that it learns from.

    Those whose text the typer is held out from (``held``) are of neither."""
    sound = [row for row in rows if not row.faults and row.text not in held]
    random.Random(2).shuffle(sound)
    cut = len(sound) // 20
    return sound[:cut], sound[cut:]


def _nth(text: str, trigger: str) -> Span | None:
    word, _, n = trigger.partition("#")
    found = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(word)}(?!\w)", text)]
    nth = int(n or 1)
    return found[nth - 1] if word and len(found) >= nth else None


def _near(text: str, parties: str, at: Span) -> list[Span | None]:
    """Where each party stands: of several such words the ones nearest to the trigger."""
    out: list[Span | None] = []
    for words in filter(None, (part.strip() for part in parties.split("|"))):
        found = [m.span() for m in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)]
        out.append(min(found, key=lambda s: max(s[0] - at[1], at[0] - s[1])) if found else None)
    return out
