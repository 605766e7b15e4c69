"""Measure the dates on TimeBank: are its gold time expressions resolved rightly, and does find_times find them?

    python -m evaluation.dates [--shared DIR] [--errors]

Counted are the TIMEX3 of type DATE whose value is a year, a month, a day or a week (values with quarters, seasons and
halves are reported apart); the anchor is the document's creation time. *Value right*: the resolved first and last value
equal the gold's once both are cut to the coarser of the two precisions. *Exact*: value and precision are those of the
gold. The tense of the clause is guessed from the words around (``guess_tense``), as no parse is made here.
"""

from __future__ import annotations

import argparse
import html
import os
import re
import sys
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from dragoman.document import Tense
from dragoman.language.dates import Resolved, find_times, resolve_date

VALUE_FLOOR, EXACT_FLOOR, RECALL_FLOOR = 0.90, 0.88, 0.80
PLAIN = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?|-W[0-9]{2})?")
PARTS = re.compile(r"[0-9]{4}-(?:Q[1-4]|H[12]|SP|SU|FA|WI|W[0-9]{2}-WE)|[0-9]{3}")


@dataclass(frozen=True, slots=True)
class Gold:
    """One TIMEX3: where it stands in the plain text, what it says and what it means."""

    document: str
    start: int
    end: int
    words: str
    kind: str
    value: str
    anchor: str


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--shared", default=os.environ.get("DRAGOMAN_SHARED"), help="directory that holds data/timebank"
    )
    parser.add_argument("--errors", action="store_true", help="print each error")
    options = parser.parse_args()
    shared = Path(options.shared) if options.shared else Path(__file__).resolve().parents[2] / "shared"
    folder = shared / "data" / "timebank"
    if not folder.is_dir():
        print(f"skipped: no TimeBank at {folder}; give --shared or set DRAGOMAN_SHARED")
        return 0
    counts: Counter[str] = Counter()
    errors: list[str] = []
    for path in sorted(folder.glob("*.tml")):
        text, gold = read(path)
        score(text, gold, counts, errors)
    report(counts)
    if options.errors:
        print("\n".join(["", *errors]))
    right, exact, found = (ratio(counts, name, "gold") for name in ("right", "exact", "found"))
    return 0 if right >= VALUE_FLOOR and exact >= EXACT_FLOOR and found >= RECALL_FLOOR else 1


def read(path: Path) -> tuple[str, list[Gold]]:
    """Return the plain text of a document and its time expressions, with offsets into that text."""
    source = path.read_text(encoding="utf-8", errors="replace")
    created = re.search(r'<TIMEX3[^>]*value="([^"T]*)[^>]*functionInDocument="CREATION_TIME"', source)
    anchor = created[1] if created else ""
    body = source[source.index("<TEXT>") + 6 : source.index("</TEXT>")]
    text, gold = "", []
    opened: tuple[int, str, str] | None = None
    for piece in re.split(r"(<[^>]*>)", body):
        if piece.startswith("<TIMEX3"):
            found = dict(re.findall(r'(\w+)="([^"]*)"', piece))
            opened = (len(text), found.get("type", ""), found.get("value", ""))
        elif piece == "</TIMEX3>" and opened:
            start, kind, value = opened
            gold.append(Gold(path.stem, start, len(text), text[start:], kind, value, anchor))
            opened = None
        elif not piece.startswith("<"):
            text += html.unescape(piece)
    return text, gold


_FUTURE = re.compile(
    r"\b(?:will|shall|due|scheduled|plans?|planned|expects?|expected|expires?|matures?|payable|upcoming|intends?|set to"
    r"|going to|(?:is|are) to|to be|(?:said|agreed|hopes?|aims?|wants?|ordered) to)\b[^,;]{0,60}$|'ll\b[^,;]{0,60}$"
)
_PAST_BESIDE = re.compile(
    r"\b(?:said|told|announced|reported|was|were|had|did|met|[a-z]{3,}ed)(?: [\w,'-]+){0,2},? (?:on |in )?$"
)


def guess_tense(text: str, start: int) -> Tense | None:
    """Guess the tense of the clause that holds a time, from the 100 characters of its sentence before it.

    A verb in the past right before the time makes it past, else a word of the future ("will", "due", "to be …") in the
    same clause makes it future. Anything else is left open, as a guess would only mislead.
    """
    before = re.split(r"[.;!?]\s", re.sub(r"\s+", " ", text[max(0, start - 100) : start]).lower())[-1]
    if _PAST_BESIDE.search(before) and not re.search(r"\b(?:scheduled|planned|expected|due)\b[^,;]{0,30}$", before):
        return "past"
    return "future" if _FUTURE.search(before) else None


def score(text: str, gold: list[Gold], counts: Counter[str], errors: list[str]) -> None:
    """Add one document to the counts."""
    times = find_times(text)
    for item in gold:
        plain, parts = bool(PLAIN.fullmatch(item.value)), bool(PARTS.fullmatch(item.value))
        if item.kind != "DATE" or not (plain or parts):
            continue
        prefix = "" if plain else "parts "
        tense = guess_tense(text, item.start)
        resolved = resolve_date(item.words, anchor=item.anchor, tense=tense)
        right, exact = judge(resolved, item.value)
        found = any(t.start < item.end and item.start < t.end for t in times)
        covered = any(overlap((t.start, t.end), (item.start, item.end)) >= 0.8 for t in times)
        counts.update({f"{prefix}gold": 1, f"{prefix}right": right, f"{prefix}exact": exact})
        counts.update({f"{prefix}found": found, f"{prefix}covered": covered})
        if not exact or not found:
            context = re.sub(r"\s+", " ", text[max(0, item.start - 60) : item.end + 30])
            got = resolved.reason or f"{resolved.start}..{resolved.end} {resolved.precision}"
            label = "not exact" if right and not exact else "wrong" if not right else ""
            errors.append(
                f"{label or 'ok':9} {'' if found else 'NOT FOUND'} {item.words!r} = {item.value}, "
                f"anchor {item.anchor}, {tense}: {got}\n          … {context} …"
            )
    for t in times:
        counts["times"] += 1
        real = any(t.start < item.end and item.start < t.end for item in gold)
        counts["times in gold"] += real
        if t.kind == "date":
            counts["dates"] += 1
            counts["dates in gold"] += real
            if not real:
                context = re.sub(r"\s+", " ", text[max(0, t.start - 40) : t.end + 30])
                errors.append(f"spurious  {t.words!r} … {context} …")


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Return the share of the shorter span that both have in common."""
    common = min(a[1], b[1]) - max(a[0], b[0])
    return max(0, common) / min(a[1] - a[0], b[1] - b[0]) if common > 0 else 0.0


def judge(resolved: Resolved, value: str) -> tuple[bool, bool]:
    """Tell whether a resolved date has the gold value, and whether it has its precision too."""
    first, last, precision = bounds(value)
    start, end = resolved.start or resolved.end, resolved.end or resolved.start
    if start is None or end is None:
        return False, False
    exact = (start, end) == (first, last) and resolved.precision in (precision, "open")
    width = min(len(start), len(first))
    right = (start[:width], end[:width]) == (first[:width], last[:width])
    if not right and len(start) == len(first) == 10:  # a day and the week that holds it
        right = first <= start <= end <= last or start <= first <= last <= end
    return right, exact


def bounds(value: str) -> tuple[str, str, str]:
    """Return first and last value and the precision of a TIMEX3 value."""
    if m := re.fullmatch(r"([0-9]{4})-W([0-9]{2})(-WE)?", value):
        # TimeBank counts weeks from Sunday now and then; the ISO week is taken throughout
        monday = date.fromisocalendar(int(m[1]), int(m[2]), 1)
        first = monday + timedelta(days=5) if m[3] else monday
        return first.isoformat(), (monday + timedelta(days=6)).isoformat(), "interval" if m[3] else "week"
    if m := re.fullmatch(r"([0-9]{4})-Q([1-4])", value):
        return f"{m[1]}-{3 * int(m[2]) - 2:02}", f"{m[1]}-{3 * int(m[2]):02}", "quarter"
    if m := re.fullmatch(r"([0-9]{4})-H([12])", value):
        return f"{m[1]}-{6 * int(m[2]) - 5:02}", f"{m[1]}-{6 * int(m[2]):02}", "interval"
    if m := re.fullmatch(r"([0-9]{4})-(SP|SU|FA|WI)", value):
        month = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}[m[2]]
        last = f"{int(m[1]) + 1}-02" if month == 12 else f"{m[1]}-{month + 2:02}"
        return f"{m[1]}-{month:02}", last, "season"
    if len(value) == 3:
        return f"{value}0", f"{value}9", "decade"
    return value, value, {4: "year", 7: "month", 10: "day"}[len(value)]


def ratio(counts: Counter[str], name: str, of: str) -> float:
    return counts[name] / counts[of] if counts[of] else 0.0


def report(counts: Counter[str]) -> None:
    """Print the table."""
    print(f"{'':34}{'n':>6}{'share':>8}{'floor':>8}")
    rows = (
        ("value right", "right", "gold", VALUE_FLOOR),
        ("exact precision too", "exact", "gold", EXACT_FLOOR),
        ("found by find_times", "found", "gold", RECALL_FLOOR),
        ("found, 0.8 of the span shared", "covered", "gold", RECALL_FLOOR),
        ("quarters, seasons…: value right", "parts right", "parts gold", None),
        ("quarters, seasons…: exact", "parts exact", "parts gold", None),
        ("quarters, seasons…: found", "parts found", "parts gold", None),
        ("found dates that gold has", "dates in gold", "dates", None),
        ("all found times that gold has", "times in gold", "times", None),
    )
    for label, name, of, floor in rows:
        bar = f"{floor:8.2f}" if floor else ""
        print(f"{label:34}{counts[name]:>6}{ratio(counts, name, of):8.3f}{bar}   of {counts[of]}")


if __name__ == "__main__":
    sys.exit(main())
