"""Every frame is matched by each of its examples, through the pipeline without the learned model, with its type."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dragoman.ingest.text import article_from_text
from dragoman.knowledge.lexicon import Frame, compile_pattern, load_lexicon
from dragoman.model import Event
from dragoman.pipeline import load_knowledge, read

FRAMES = load_lexicon().frames
EXAMPLES = [(frame, example) for frame in FRAMES for example in frame.examples]


LEXICON_ALONE = replace(load_knowledge(), typer=None)


def events_of(text: str) -> tuple[Event, ...]:
    return read(article_from_text(text, published="2024-03-15"), LEXICON_ALONE).events


@pytest.mark.parametrize(("frame", "example"), EXAMPLES, ids=[f"{f.pattern} · {e[:40]}" for f, e in EXAMPLES])
def test_a_frame_matches_its_example(frame: Frame, example: str) -> None:
    events = events_of(example)
    told = [(event.type, event.why) for event in events]
    if frame.type is None and frame.act is None:
        assert not told
    elif frame.act in ("plan", "announce", "begin", "continue", "manage", "fail", "attempt", "force", "permit", "say"):
        assert told, "the act under the verb is coded"
    elif frame.act != "hope":
        fitting = [kind for kind, why in told if f"({frame.pattern})" in why]
        assert fitting, told
        assert frame.type is None or frame.type in fitting


def test_every_frame_has_an_example() -> None:
    assert [frame.pattern for frame in FRAMES if not frame.examples] == []


def test_no_pattern_stands_twice() -> None:
    seen: dict[str, str] = {}
    for frame in FRAMES:
        assert frame.pattern not in seen, frame.pattern
        seen[frame.pattern] = frame.pattern


@pytest.mark.parametrize("pattern", ["A", "A meet with"])
def test_a_broken_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"pattern|write"):
        compile_pattern(pattern)
