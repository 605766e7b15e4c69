"""The parser as it is loaded here: the same model and the same parses, in half of the time.

Three things cost spaCy much and change nothing of what it says. Its matrix products go through BLIS, which on the small
matrices of this model takes twice as long as the BLAS that comes with numpy, if that keeps to one thread. Its attribute
ruler lays 179 patterns over every token, though what they say depends on a word, its tag and its label alone, and is
soon known. And its entity tagger goes through a text one token a step, though outside a name each step depends on its
own token alone, so that they can all be taken at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import numpy
from spacy.attrs import DEP, IS_SPACE, LEMMA, LOWER, MORPH, POS, SENT_START, TAG
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import minibatch
from thinc.api import NumpyOps
from threadpoolctl import ThreadpoolController

_Key = tuple[int, int, int]  # a word, if the patterns name it, else 0; its tag; its label
_COMMON, _ASK = 0, -1


def quicken(nlp: Any) -> Any:
    """Make a freshly loaded English pipeline faster, in place, without changing what it says."""
    ops = NumpyOps(use_blis=False)
    for _, part in nlp.pipeline:
        model = getattr(part, "model", None)
        for node in model.walk() if model is not None and hasattr(model, "walk") else ():
            node.ops = ops
    ruler = nlp.get_pipe("attribute_ruler")
    nlp.add_pipe("dragoman_ruler", after="attribute_ruler").learn_from(ruler)
    nlp.disable_pipe("attribute_ruler")
    if not nlp.get_pipe("ner").model.attrs.get("unseen_classes"):
        nlp.add_pipe("dragoman_tagger", after="ner").learn_from(nlp.get_pipe("ner"))
        nlp.disable_pipe("ner")
    return nlp


def one_thread() -> Any:
    """A context in which matrix products keep to one thread: more of them only wait for each other here."""
    return _threads().limit(limits=1, user_api="blas")


@cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


@Language.factory("dragoman_ruler")
def _ruler(nlp: Any, name: str) -> RememberingRuler:
    return RememberingRuler(nlp.vocab.strings)


@Language.factory("dragoman_tagger")
def _tagger(nlp: Any, name: str) -> EntityTagger:
    return EntityTagger()


class RememberingRuler:
    """An attribute ruler that asks the real one only about a word, tag and label that it has not met together.

    It stands after the tagger and the parser and before anything that sets lemmas, so that what it finds of a token
    is always the same: tag and label, and no lemma.
    """

    def __init__(self, strings: Any) -> None:
        self._strings = strings
        self._ruler: Any = None
        self._named: set[str] = set()  # words that a pattern of one token names
        self._opening: set[str | int] = set()  # words and labels that open a pattern of two tokens
        self._regexes: list[re.Pattern[str]] = []
        self._words: dict[int, int] = {}
        self._told: dict[_Key, tuple[int, int, int]] = {}

    def learn_from(self, ruler: Any) -> None:
        """Take over the patterns of a ruler: which words they name, and which open a pattern of several tokens."""
        self._ruler = ruler
        for pattern in (pattern for entry in ruler.patterns for pattern in entry["patterns"]):
            for token in pattern:
                for attribute, wanted in token.items():
                    self._note(attribute, wanted, opens=len(pattern) > 1 and token is pattern[0])

    def _note(self, attribute: str, wanted: Any, *, opens: bool) -> None:
        if attribute == "LOWER":
            if isinstance(wanted, dict) and "REGEX" in wanted:
                self._regexes.append(re.compile(wanted["REGEX"]))
                return
            words = set(wanted["IN"]) if isinstance(wanted, dict) else {wanted}
            self._named |= words
            self._opening |= words if opens else set()
        elif attribute == "DEP" and opens:
            self._opening.add(self._strings.add(wanted))

    def __call__(self, doc: Doc) -> Doc:
        """Set part of speech, morphology and irregular lemmas, as the real ruler would."""
        keys: list[_Key] = []
        for lower, tag, label, space in doc.to_array([LOWER, TAG, DEP, IS_SPACE]).tolist():
            word = self._words.get(lower)
            if word is None:
                word = self._words[lower] = self._kind(lower)
            if space or word == _ASK or label in self._opening:
                ruled: Doc = self._ruler(doc)
                return ruled
            keys.append((word, tag, label))
        told = self._told
        try:
            values = [told[key] for key in keys]
        except KeyError:
            self._ruler(doc)
            for key, (pos, morph, lemma) in zip(keys, doc.to_array([POS, MORPH, LEMMA]).tolist(), strict=True):
                told[key] = (pos, morph, lemma)
            return doc
        if values:
            doc.from_array([POS, MORPH, LEMMA], numpy.array(values, dtype="uint64"))  # type: ignore[arg-type]
        return doc

    def _kind(self, lower: int) -> int:
        """A word that patterns name stands for itself, another for all the others; of a few the ruler is asked."""
        word = self._strings[lower]
        if word in self._opening or any(regex.search(word) for regex in self._regexes):
            return _ASK
        return lower if word in self._named else _COMMON


class EntityTagger:
    """The entity tagger of a pipeline, with its own weights and choices, all tokens outside names at once.

    The model sums three vectors for a step: of the token at hand, of the first token of the open name and of the token
    before, where no name is open two vectors of padding. From that it scores the actions: out, a name of this one
    token, begin, go on, end.
    """

    def learn_from(self, ner: Any) -> None:
        """Take over the weights and actions of a tagger; it stays as it is."""
        self._ner = ner
        lower, upper = ner.model.get_ref("lower"), ner.model.get_ref("upper")
        features, self._hidden, self._pieces, width = lower.get_param("W").shape
        self._lower = lower.get_param("W").reshape(-1, width).T.copy()
        self._padding = lower.get_param("pad").reshape(features, -1)
        self._bias = lower.get_param("b").reshape(-1)
        self._upper, self._upper_bias = upper.get_param("W"), upper.get_param("b")
        names = [ner.moves.get_class_name(number) for number in range(ner.moves.n_moves)]
        actions = {name: number for number, name in enumerate(names)}
        self._labels = [name[2:] for name in names]
        self._begins = numpy.array([name[0] == "B" for name in names])
        # What may never be done where no name is open, and the actions that go on with and end a name of each label.
        self._never = numpy.array([name[0] in "IL" or name in ("U-", "B-", "M") for name in names])
        self._inside = {
            label: [actions[f"I-{label}"], actions[f"L-{label}"]]
            for label in set(self._labels)
            if f"I-{label}" in actions
        }

    def __call__(self, doc: Doc) -> Doc:
        """Tag one text."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Tag a stream of texts."""
        for batch in minibatch(docs, batch_size):  # type: ignore[no-untyped-call]
            texts = list(batch)
            plain = [doc for doc in texts if len(doc) and not any(doc.to_array([IS_SPACE])) and not doc.ents]
            if plain:
                self._tag(plain)
            yield from (doc if doc.has_annotation("ENT_IOB") or not len(doc) else self._ner(doc) for doc in texts)

    def _tag(self, docs: list[Doc]) -> None:
        vectors = self._ner.model.get_ref("tok2vec").predict(docs)
        sums = (vectors @ self._lower).reshape(len(vectors), len(self._padding), -1)
        outside = self._scores(sums[:, 0] + self._padding[1] + self._padding[2])
        outside[:, self._never] = -numpy.inf
        # A name does not begin with the last word of a sentence, unless it is that one word.
        last = numpy.concatenate([_last_words(doc) for doc in docs])
        outside[numpy.ix_(last, self._begins)] = -numpy.inf
        best = outside.argmax(axis=1).tolist()
        ends = last.tolist()
        at = 0
        for doc in docs:
            doc.set_ents(list(self._names(doc, at, sums, best, ends)), default="outside")
            at += len(doc)

    def _scores(self, summed: Any, actions: list[int] | None = None) -> Any:
        hidden = (summed + self._bias).reshape(-1, self._hidden, self._pieces).max(axis=2)
        if actions is None:
            return hidden @ self._upper.T + self._upper_bias
        return hidden @ self._upper[actions].T + self._upper_bias[actions]

    def _names(self, doc: Doc, at: int, sums: Any, best: list[int], ends: list[bool]) -> Iterator[Span]:
        i, end = at, at + len(doc)
        while i < end:
            start, label = i, self._labels[best[i]]
            i += 1
            if not label:
                continue
            if self._begins[best[start]]:
                while not ends[i]:
                    on, stop = self._scores(sums[i, 0] + sums[start, 1] + sums[i - 1, 2], self._inside[label])[0]
                    if stop > on:
                        break
                    i += 1
                i += 1
            yield Span(doc, start - at, i - at, label=label)


def _last_words(doc: Doc) -> Any:
    starts = doc.to_array([SENT_START]) == 1
    return numpy.append(starts[1:], True)
