"""The sentences that the typer learns from keep their rules."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

SCRIPT = Path(__file__).parent.parent / "training" / "check_sentences.py"
spec = importlib.util.spec_from_file_location("check_sentences", SCRIPT)
assert spec is not None
assert spec.loader is not None
check = importlib.util.module_from_spec(spec)
sys.modules["check_sentences"] = check
spec.loader.exec_module(check)


def test_every_sentence_is_labelled_and_marked() -> None:
    rows = list(check.examples())
    assert len(rows) > 3000
    assert check.problems(rows) == []


def test_no_frame_is_filled_over_and_over() -> None:
    rows = list(check.examples())
    assert len(check.alike(rows)) < len(rows) / 100


def test_a_broken_row_is_found() -> None:
    row = check.Example("x:1", "CONSULT", "aerial", "done", "", "<a>Iran met <b>Oman</b>.")
    assert len(check.problems([row])) == 3


def test_every_event_of_a_sentence_is_placed_in_it() -> None:
    rows = list(check.told())
    assert len(rows) > 8000
    assert check.faults_told(rows) == []


def test_a_trigger_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    path = tmp_path / "told-1.txt"
    path.write_text("S\tAFP\tMali met Chad and Mali left.\nE\tleft#2\tRETREAT\t\toccurred\t\tMali\t\n", "utf-8")
    assert [row.faults for row in check.read(path)] == [["told-1.txt:2: no trigger 'left#2'"]]


def test_second_readers_agree_with_the_first() -> None:
    assert float(check.agreement(list(check.examples())).split("type ")[1][:5]) >= 0.85
