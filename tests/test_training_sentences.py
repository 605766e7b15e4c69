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
