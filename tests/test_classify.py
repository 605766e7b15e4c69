"""The coder for marked sentences and its command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dragoman.classify import Marked, classify
from dragoman.cli import app
from dragoman.pipeline import load_knowledge

RUN = CliRunner()


def line(text: str, actor: str | None, recipient: str | None, given: object = 1) -> str:
    def span(words: str | None) -> list[int] | None:
        return None if words is None else [text.index(words), text.index(words) + len(words)]

    return json.dumps({"id": given, "text": text, "actor": span(actor), "recipient": span(recipient)})


@pytest.mark.parametrize(
    ("text", "actor", "recipient", "kind", "status", "foresees"),
    [
        ("Kenya condemned Mali on Sunday.", "Kenya", "Mali", "ACCUSE", "occurred", None),
        (
            "Kenya refused to release the Malian sailors.",
            "Kenya",
            "the Malian sailors",
            "REJECT",
            "occurred",
            "RETREAT",
        ),
        ("Kenya will meet Mali on Sunday.", "Kenya", "Mali", "AGREE", "planned", "CONSULT"),
        ("Kenya did not attack Mali.", "Kenya", "Mali", "ASSAULT", "negated", None),
        ("Kenya threatened to invade Mali.", "Kenya", "Mali", "THREATEN", "occurred", "ASSAULT"),
        (
            "A Kansas woman sued the state's labour office.",
            "A Kansas woman",
            "the state's labour office",
            "ACCUSE",
            "occurred",
            None,
        ),
    ],
)
def test_type_status_and_foreseen_act(
    text: str, actor: str, recipient: str, kind: str, status: str, foresees: str | None
) -> None:
    row = json.loads(line(text, actor, recipient))
    [found] = classify([Marked(text, tuple(row["actor"]), tuple(row["recipient"]))], load_knowledge())
    assert (found.type, found.status, found.foresees) == (kind, status, foresees)
    assert 0 <= found.confidence <= 1
    assert found.why


def test_the_marks_choose_among_the_acts_of_a_sentence() -> None:
    text = "Kenya praised Mali, while Chad condemned Niger."
    sentences = [Marked(text, (0, 5), (14, 18)), Marked(text, (26, 30), (41, 46))]
    assert [found.type for found in classify(sentences, load_knowledge())] == ["SUPPORT", "ACCUSE"]


def test_no_event_and_always() -> None:
    text = "Kenya lies east of Uganda and has 50 million inhabitants."
    marked = Marked(text, (0, 5), (19, 25))
    [refused] = classify([marked], load_knowledge())
    assert (refused.type, refused.status, refused.contexts) == (None, None, ())
    [forced] = classify([marked], load_knowledge(), always=True)
    assert forced.type is not None


def test_the_command_prints_a_line_for_each_line(tmp_path: Path) -> None:
    rows = [line("Kenya condemned Mali.", "Kenya", "Mali", "a"), line("Kenya met Mali.", "Kenya", None, None)]
    (tmp_path / "in.jsonl").write_text("\n".join(rows) + "\n\n", "utf-8")
    done = RUN.invoke(app, ["classify", str(tmp_path / "in.jsonl")])
    out = [json.loads(row) for row in done.stdout.splitlines()]
    assert done.exit_code == 0
    assert [row["id"] for row in out] == ["a", None]
    assert set(out[0]) == {"id", "type", "mode", "contexts", "status", "foresees", "confidence", "why"}


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ("{", "not JSON"),
        ("[1]", "no text"),
        ('{"id": 1}', "no text"),
        ('{"text": "Kenya met Mali.", "actor": [0, 99]}', "actor is"),
        ('{"text": "Kenya met Mali.", "actor": [5, 5]}', "actor is"),
        ('{"text": "Kenya met Mali.", "recipient": "Mali"}', "recipient is"),
        ('{"text": "Kenya met Mali.", "actor": [true, 4]}', "actor is"),
    ],
)
def test_a_bad_line_costs_itself_alone(tmp_path: Path, bad: str, says: str) -> None:
    (tmp_path / "in.jsonl").write_text(bad + "\n" + line("Kenya met Mali.", "Kenya", "Mali", 7) + "\n", "utf-8")
    done = RUN.invoke(app, ["classify", str(tmp_path / "in.jsonl")])
    assert done.exit_code == 1
    assert says in done.stderr
    assert "line 1" in done.stderr
    assert [json.loads(row)["id"] for row in done.stdout.splitlines()] == [7]
