"""Hostile input: nothing crashes or stalls, and whatever is read keeps the promises of the record format."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import time
from pathlib import Path

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dragoman
import dragoman.errors
import dragoman.knowledge
from benchmarks.hostile import CONTROLS, KINDS, SCRIPTS, WORDS, page
from dragoman.ingest.files import list_inputs
from dragoman.model import Failure, Reading, to_json
from dragoman.pipeline import read_text
from dragoman.workers import Limits, read_all

SCHEMA = json.loads((Path(dragoman.knowledge.__file__).parent / "data/schema/reading-1.schema.json").read_text("utf-8"))
SAMPLE = range(2 * len(KINDS))
SLOWEST = 10.0  # seconds


def check(reading: Reading) -> None:
    """Spans lie in the text, quotations equal it, ids are not there twice, and the schema is kept."""
    made = to_json(reading)
    jsonschema.validate(made, SCHEMA)
    text = reading.article.text
    for event in reading.events:
        for evidence in event.evidence:
            assert text[slice(*evidence.span)] == evidence.quote
            assert evidence.span[0] <= evidence.trigger[0] < evidence.trigger[1] <= evidence.span[1]
        for side in (*event.actors, *event.recipients):
            assert text[slice(*side.span)] == side.text
    for statement in reading.statements:
        assert text[slice(*statement.cue.span)] == statement.cue.text
        assert " … ".join(text[slice(*span)] for span in statement.content.spans) == statement.content.text
    for rows in (reading.events, reading.statements, reading.positions, reading.agreements, reading.commitments):
        assert len({row.id for row in rows}) == len(rows)
    for dropped in reading.dropped:
        assert 0 <= dropped.span[0] <= dropped.span[1] <= len(text)
    assert [block.span[0] for block in reading.article.blocks][:1] in ([], [0])


@pytest.mark.parametrize("seed", SAMPLE, ids=lambda seed: f"{seed}-{list(KINDS)[seed % len(KINDS)]}")
def test_hostile_pages_are_read_or_refused(seed: int, tmp_path: Path) -> None:
    ending, data = page(seed, scale=0.01)
    path = tmp_path / f"page{ending}"
    path.write_bytes(data)
    started = time.process_time()
    items = list(read_all(list_inputs([str(path)]), Limits(seconds=SLOWEST), workers=1))
    assert time.process_time() - started < SLOWEST + 1
    for item in items:
        if isinstance(item, Reading):
            check(item)
        elif isinstance(item, Failure):
            assert item.reason not in ("not read", "too slow", "too big"), item.message
    assert items


def test_the_same_seed_gives_the_same_page() -> None:
    assert [page(seed, scale=0.1) for seed in SAMPLE] == [page(seed, scale=0.1) for seed in SAMPLE]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from([*WORDS, *SCRIPTS, *CONTROLS, "\n", "\n\n", "\u00a0"]) | st.text(max_size=6), max_size=80),
    st.sampled_from([" ", "", "\n"]),
)
def test_any_text_keeps_the_promises_of_the_format(words: list[str], gap: str) -> None:
    text = gap.join(words)
    try:
        reading = read_text(text, published="2024-02-14")
    except dragoman.errors.InputError:
        return
    check(reading)
    assert to_json(read_text(text, published="2024-02-14")) == to_json(reading)


# ---------------------------------------------------------------- patterns

PATTERNS = sorted(
    {
        (module.name, name, pattern)
        for module in pkgutil.walk_packages(dragoman.__path__, "dragoman.")
        if module.name != "dragoman.warm"
        for name, pattern in vars(importlib.import_module(module.name)).items()
        if isinstance(pattern, re.Pattern)
    },
    key=lambda entry: entry[:2],
)
STEMS = (
    " ", "a", "A", "1", "-", ".", ",", "'", "\"", "(", "<", "<p", "&", "\n", "\t", "\u00a0", "a ", "A ", "A. ", "1 ", "1,",
    "a-", "A-", "aA", "a.a", "Jan ", "Jan. 1, ", "the ", "of the ", "and ", "Mr. ", "U.S. ", "two ", "(a) ", "<a>", "<!--",
    "- ", "— ", "http://a.", "a@a.", "=", "\"a\" ", "“", "said ", "by A ", "BY ", "in 2001 to ", "Monday, ", "x1",
)  # fmt: skip
LONG = 2_000  # characters: longer than any line or sentence that a pattern is laid over
SLOW = 1.0  # seconds: what runs away takes minutes, what looks at each place twice a tenth of one


@pytest.mark.parametrize(
    ("module", "name", "pattern"), PATTERNS, ids=lambda value: value if isinstance(value, str) else ""
)
def test_no_pattern_runs_away(module: str, name: str, pattern: re.Pattern[str] | re.Pattern[bytes]) -> None:
    """Each compiled pattern of the package over long runs of what may make it go back and forth."""
    for stem in STEMS:
        text = (stem * (LONG // len(stem) + 1))[:LONG] + "\x01!"
        subject: str | bytes = text.encode() if isinstance(pattern.pattern, bytes) else text
        started = time.process_time()
        for count, _ in enumerate(pattern.finditer(subject)):  # type: ignore[arg-type]
            if count > LONG:
                break
        pattern.match(subject)  # type: ignore[arg-type]
        pattern.fullmatch(subject)  # type: ignore[arg-type]
        assert time.process_time() - started < SLOW, f"{module}.{name} over {stem!r}"
