"""The learned typer and tagger, in one small model beside the lexicon.

The typer says which event a sentence reports between two marked parties; the tagger reads a bare sentence and says
which of its words tell an event, of which type, and who are its actors and recipients.

The model is data: data/models/typer holds model.onnx, its words (tokenizer.json) and typer.json, which names what each
output stands for and how far the model is to be believed (a temperature, fitted on sentences it was not trained on).
README.md there is its card.
"""

from __future__ import annotations

import json
import math
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from dragoman.errors import KnowledgeError
from dragoman.model import Span, Status

FOLDER = Path(__file__).parent / "data" / "models" / "typer"
# How many sentences go through the model at once, and how much longer the longest may be than the shortest: on one core
# more saves no time, and padding costs as much as words.
BATCH = 8
LONGER = 1.25


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with the words of its two parties: spans of it, None where a side is not told."""

    text: str
    actor: Span | None
    recipient: Span | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the typer takes a sentence to report between the two parties.

    ``types`` gives each of the sixteen types and "NONE" its probability, together 1. ``status`` and ``foresees`` are
    those of the event, whatever its type; ``modes`` holds the likeliest mode of each type, None where it has none."""

    types: dict[str, float]
    modes: dict[str, str | None]
    status: Status
    foresees: str | None

    @property
    def best(self) -> str:
        """The likeliest of the sixteen types and "NONE"."""
        return max(self.types, key=lambda name: self.types[name])


@dataclass(frozen=True, slots=True)
class WordTag:
    """What the tagger takes a word to tell: the likeliest type, how likely it is, and how likely it is none at all."""

    type: str
    probability: float
    none: float
    mode: str | None
    status: Status
    foresees: str | None


class Tags:
    """What the tagger makes of one sentence; all spans are of its text."""

    __slots__ = ("_ends", "_meta", "_offsets", "_others", "_roles", "_types")

    def __init__(self, meta: _Meta, offsets: list[Span], types: Any, others: list[Any], roles: Any):
        self._meta, self._offsets, self._types, self._others, self._roles = meta, offsets, types, others, roles
        self._ends = [end for _, end in offsets]

    def acts(self, least: float) -> list[Span]:
        """The pieces of words that tell an event with at least this probability, as spans."""
        told = 1.0 - self._types[: len(self._offsets), -1]
        return [span for span, value in zip(self._offsets, told.tolist(), strict=True) if value >= least]

    def word(self, span: Span) -> WordTag | None:
        """What a word tells, by its first piece; None where the sentence was cut before it."""
        at = self._at(span)
        if at is None:
            return None
        meta = self._meta
        row = self._types[at]
        best = int(row[:-1].argmax())
        kind = meta.types[best]
        status, mode, foresees = (other[at] for other in self._others)
        ranked = [(float(mode[i]), name) for i, (of, name) in enumerate(meta.modes) if of == kind]
        foreseen = int(foresees.argmax())
        return WordTag(
            kind,
            float(row[best]),
            float(row[-1]),
            (max(ranked)[1] or None) if ranked else None,
            meta.statuses[int(status.argmax())],
            meta.types[foreseen] if foreseen < len(meta.types) else None,
        )

    def party(self, act: Span, words: Span) -> tuple[float, float]:
        """How likely a word is of an actor, and of a recipient, of the act of another."""
        at, other = self._at(act), self._at(words)
        if at is None or other is None:
            return 0.0, 0.0
        width = self._meta.role_width
        ask, answer = self._roles[at], self._roles[other]
        actor = float(ask[:width] @ answer[2 * width : 3 * width]) / math.sqrt(width)
        recipient = float(ask[width : 2 * width] @ answer[3 * width :]) / math.sqrt(width)
        return 1 / (1 + math.exp(-actor)), 1 / (1 + math.exp(-recipient))

    def _at(self, span: Span) -> int | None:
        """The first piece that lies in a span, wholly or in part."""
        k = bisect_right(self._ends, span[0])
        return k if k < len(self._offsets) and self._offsets[k][0] < span[1] else None


@dataclass(frozen=True, slots=True)
class _Meta:
    """What training wrote of the model: typer.json."""

    types: list[str]
    statuses: list[Status]
    modes: list[tuple[str, str]]
    temperature: float
    marks: dict[str, int]
    cls: int
    sep: int
    length: int
    role_width: int
    sentences: int
    epochs: int
    seed: int
    model_sha256: str


class EventTyper:
    """The model, loaded when it is first asked: a third of a second and some 80 MB."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder

    def _file(self, name: str) -> Path:
        path = self._folder / name
        if not path.is_file():
            raise KnowledgeError(f"{path} is missing: install dragoman again, or train the typer (training/README.md)")
        return path

    @cached_property
    def _meta(self) -> _Meta:
        return _Meta(**json.loads(self._file("typer.json").read_text("utf-8")))

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._file("tokenizer.json")))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # One thread: a process a core does the rest, and more threads than cores cost tenfold.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = options.enable_mem_pattern = False  # they keep the memory of the longest batch
        return onnxruntime.InferenceSession(str(self._file("model.onnx")), options, providers=["CPUExecutionProvider"])

    def judge(self, sentences: Sequence[Marked]) -> list[Judgement]:
        """Judge sentences, in the order given.

        >>> load_event_typer().judge([Marked("Kenya condemned the coup in Mali.", (0, 5), (16, 32))])[0].best
        'ACCUSE'
        """
        import numpy

        ids = [self.encode(sentence) for sentence in sentences]
        out: list[Judgement | None] = [None] * len(ids)
        for batch in _batches(ids):
            longest = len(ids[batch[-1]])
            array = numpy.zeros((len(batch), longest), dtype=numpy.int64)
            for row, i in enumerate(batch):
                array[row, : len(ids[i])] = ids[i]
            logits = self._session.run(["type", "status", "mode", "foresees"], {"ids": array})
            for row, i in enumerate(batch):
                out[i] = self._judgement(*(part[row].tolist() for part in logits))
        return [judgement for judgement in out if judgement is not None]

    def tag(self, sentences: Sequence[str]) -> list[Tags]:
        """Tag bare sentences, in the order given; a long one is cut behind the words that the model can take."""
        import numpy

        encoded = [self._tokenizer.encode(text, add_special_tokens=False) for text in sentences]
        ids = [[self._meta.cls, *e.ids[: self._meta.length - 2], self._meta.sep] for e in encoded]
        out: dict[int, Tags] = {}
        names = ["word_type", "word_status", "word_mode", "word_foresees", "word_roles"]
        for batch in _batches(ids):
            array = numpy.zeros((len(batch), len(ids[batch[-1]])), dtype=numpy.int64)
            for row, i in enumerate(batch):
                array[row, : len(ids[i])] = ids[i]
            kinds, *others, roles = self._session.run(names, {"ids": array})
            powers = numpy.exp(kinds - kinds.max(-1, keepdims=True))
            types = powers / powers.sum(-1, keepdims=True)
            for row, i in enumerate(batch):
                offsets = encoded[i].offsets[: self._meta.length - 2]
                out[i] = Tags(self._meta, offsets, types[row, 1:], [o[row, 1:] for o in others], roles[row, 1:])
        return [out[i] for i in range(len(ids))]

    def encode(self, sentence: Marked) -> list[int]:
        """The ids that the model reads: the words with marks around either party; a long text is cut around them."""
        cuts: list[tuple[int, int, str]] = []
        for span, opened, closed in ((sentence.actor, "<a>", "</a>"), (sentence.recipient, "<b>", "</b>")):
            if span is not None:
                cuts.append((span[0], 1, opened))
                cuts.append((span[1], 0, closed))
        ids: list[int] = [self._meta.cls]
        at = 0
        for place, _, mark in sorted(cuts):
            ids.extend(self._words(sentence.text[at:place]))
            ids.append(self._meta.marks[mark])
            at = place
        ids.extend(self._words(sentence.text[at:]))
        if len(ids) > self._meta.length - 1:
            marks = set(self._meta.marks.values())
            first = next((i for i, x in enumerate(ids) if x in marks), 1)
            start = max(1, min(first - self._meta.length // 4, len(ids) - (self._meta.length - 2)))
            ids = [self._meta.cls, *ids[start : start + self._meta.length - 2]]
        return [*ids, self._meta.sep]

    def _words(self, text: str) -> list[int]:
        return self._tokenizer.encode(text, add_special_tokens=False).ids if text else []

    def _judgement(
        self, kinds: list[float], statuses: list[float], modes: list[float], foresees: list[float]
    ) -> Judgement:
        names = [*self._meta.types, "NONE"]
        types = dict(zip(names, _softmax([x / self._meta.temperature for x in kinds]), strict=True))
        best_mode: dict[str, tuple[float, str | None]] = {}
        for (kind, mode), value in zip(self._meta.modes, modes, strict=True):
            if kind not in best_mode or value > best_mode[kind][0]:
                best_mode[kind] = (value, mode or None)
        foreseen = names[max(range(len(foresees)), key=foresees.__getitem__)]
        return Judgement(
            types=types,
            modes={kind: mode for kind, (_, mode) in best_mode.items()},
            status=self._meta.statuses[max(range(len(statuses)), key=statuses.__getitem__)],
            foresees=None if foreseen == "NONE" else foreseen,
        )


def _batches(ids: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """The sentences, by their place, in batches of like length, the shortest first."""
    batch: list[int] = []
    for i in sorted(range(len(ids)), key=lambda i: len(ids[i])):
        if batch and (len(batch) == BATCH or len(ids[i]) > LONGER * len(ids[batch[0]])):
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch


def _softmax(values: list[float]) -> list[float]:
    top = max(values)
    powers = [math.exp(value - top) for value in values]
    total = sum(powers)
    return [power / total for power in powers]


@cache
def load_event_typer(folder: Path = FOLDER) -> EventTyper:
    """The shipped typer, one a process; KnowledgeError, when it is first asked, where a file of it is missing."""
    return EventTyper(folder)
