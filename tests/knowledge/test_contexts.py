"""The words that tell what an event is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import KnowledgeError
from dragoman.knowledge.contexts import load_contexts
from dragoman.knowledge.ontology import load_ontology


@pytest.mark.parametrize(
    ("words", "contexts"),
    [
        ("the court jail the corrupt senator", ("corruption", "legal", "legislative")),
        ("the two side meet", ()),
        ("an attack by al - Shabaab on the base", ("terrorism",)),
        ("an attack by al-Shabaab", ("terrorism",)),
        ("prisoner of conscience", ("repression",)),
        ("prisoner", ()),
        ("the human race", ()),
        ("human right group", ("human_rights",)),
        ("Climate talk", ("environment",)),
    ],
)
def test_words_tell_contexts(words: str, contexts: tuple[str, ...]) -> None:
    assert load_contexts().told(words.split()) == contexts


def test_every_context_has_words() -> None:
    told = {context for entries in load_contexts().phrases.values() for _, names in entries for context in names}
    assert told == set(load_ontology().contexts)


@pytest.mark.parametrize(
    ("text", "says"), [("sports: [ball]", "no context of PLOVER"), ("crime: [gang, gang]", "stand twice")]
)
def test_a_bad_table_is_refused(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "contexts.yaml").write_text(text, "utf-8")
    with pytest.raises(KnowledgeError, match=says):
        load_contexts(tmp_path / "contexts.yaml")
