"""The learned typer: what it gives has the form that the stages rely on."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from dragoman.errors import KnowledgeError
from dragoman.knowledge.event_typer import FOLDER, EventTyper, Marked, load_event_typer
from dragoman.knowledge.ontology import load_ontology


def marked(text: str, actor: str | None, recipient: str | None) -> Marked:
    def span(words: str | None) -> tuple[int, int] | None:
        return None if words is None else (text.index(words), text.index(words) + len(words))

    return Marked(text, span(actor), span(recipient))


@pytest.mark.parametrize(
    ("text", "actor", "recipient", "kind"),
    [
        ("Peruvian police arrested eleven dockers in Callao on Friday.", "Peruvian police", "eleven dockers", "COERCE"),
        ("Oslo condemned the shelling of Mykolaiv by Russian forces.", "Oslo", "Russian forces", "ACCUSE"),
        (
            "Hundreds of nurses marched on the ministry of health in Lagos.",
            "Hundreds of nurses",
            "the ministry of health",
            "PROTEST",
        ),
        ("The rebels freed nine Dutch hostages after a year.", "The rebels", "nine Dutch hostages", "RETREAT"),
        (
            "Zambia's president met his Angolan counterpart in Lobito.",
            "Zambia's president",
            "his Angolan counterpart",
            "CONSULT",
        ),
    ],
)
def test_plain_sentences(text: str, actor: str, recipient: str, kind: str) -> None:
    assert load_event_typer().judge([marked(text, actor, recipient)])[0].best == kind


def test_probabilities_modes_and_names_are_of_the_ontology() -> None:
    ontology = load_ontology()
    [found] = load_event_typer().judge([marked("Chad closed its border with Sudan.", "Chad", "Sudan")])
    assert sum(found.types.values()) == pytest.approx(1.0)
    assert set(found.types) == {*ontology.types, "NONE"}
    assert all(mode is None or (kind, mode) in ontology.modes for kind, mode in found.modes.items())
    assert found.foresees is None or found.foresees in ontology.types


def test_order_and_batches_change_nothing() -> None:
    texts = [
        "Mali expelled the French ambassador.",
        "Mali and Niger met.",
        "Mali " + "said and said again that " * 40 + "it met Niger.",
    ]
    texts = texts * 8
    sentences = [Marked(text, (0, 4), None) for text in texts]
    together = load_event_typer().judge(sentences)
    assert [found.best for found in together] == [load_event_typer().judge([s])[0].best for s in sentences]


@pytest.mark.parametrize("text", ["", " ", "x", "\u202e\u0000", "a" * 30_000, "🙂 " * 3_000], ids=repr)
def test_any_text_gets_a_judgement(text: str) -> None:
    [found] = load_event_typer().judge([Marked(text, None, None)])
    assert 0 <= min(found.types.values()) <= max(found.types.values()) <= 1


def test_a_long_sentence_keeps_the_window_of_its_parties() -> None:
    text = "word " * 400 + "Kenya condemned Mali" + " word" * 400
    at = text.index("Kenya")
    ids = load_event_typer().encode(Marked(text, (at, at + 5), (at + 16, at + 20)))
    assert len(ids) <= 128
    assert {1, 2, 3, 4} <= set(ids)


def test_the_shipped_model_is_the_one_its_card_names() -> None:
    meta = json.loads((FOLDER / "typer.json").read_text("utf-8"))
    model = (FOLDER / "model.onnx").read_bytes()
    assert hashlib.sha256(model).hexdigest() == meta["model_sha256"]
    assert len(model) <= 25_000_000
    assert meta["model_sha256"] in (FOLDER / "README.md").read_text("utf-8")


def test_a_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="install dragoman again"):
        EventTyper(tmp_path).judge([Marked("Kenya met Mali.", None, None)])


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "actor", "recipient"),
    [
        ("Peruvian police arrested eleven dockers in Callao on Friday.", "arrested", "COERCE", "police", "dockers"),
        ("Oslo condemned the shelling of Mykolaiv by Russian forces.", "condemned", "ACCUSE", "Oslo", "forces"),
        ("The rebels freed nine Dutch hostages after a year.", "freed", "RETREAT", "rebels", "hostages"),
    ],
)
def test_words_that_tell_an_event(text: str, trigger: str, kind: str, actor: str, recipient: str) -> None:
    def span(words: str) -> tuple[int, int]:
        return text.index(words), text.index(words) + len(words)

    [tags] = load_event_typer().tag([text])
    tag = tags.word(span(trigger))
    assert tag is not None
    assert tag.type == kind
    assert tag.none < 0.5
    assert span(trigger) in tags.acts(0.5)
    acting, suffering = tags.party(span(trigger), span(actor))
    assert acting > 0.5 > suffering
    acting, suffering = tags.party(span(trigger), span(recipient))
    assert suffering > 0.5 > acting


def test_a_long_sentence_is_cut_and_the_rest_tells_nothing() -> None:
    text = "Chad " + "and Mali " * 200 + "met."
    [tags] = load_event_typer().tag([text])
    assert tags.word((len(text) - 4, len(text) - 1)) is None


def test_no_text_has_no_tags() -> None:
    assert load_event_typer().tag([]) == []
