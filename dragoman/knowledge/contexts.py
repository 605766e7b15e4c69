"""What an event is about: the words by which PLOVER's contexts are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from dragoman.errors import KnowledgeError
from dragoman.knowledge.ontology import load_ontology

FILE = Path(__file__).parent / "data" / "lexicon" / "contexts.yaml"


@dataclass(frozen=True, slots=True)
class Contexts:
    """The phrases of every context, by their first word: (the words, the contexts that they tell)."""

    phrases: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]]

    def told(self, lemmas: Sequence[str]) -> tuple[str, ...]:
        """The contexts that the words of a sentence tell, in alphabetical order.

        >>> load_contexts().told("the court send the corrupt senator to jail".split())
        ('corruption', 'legal', 'legislative')
        """
        found: set[str] = set()
        lemmas = _words(lemmas)
        for i, lemma in enumerate(lemmas):
            for words, contexts in self.phrases.get(lemma, ()):
                if tuple(lemmas[i : i + len(words)]) == words:
                    found.update(contexts)
        return tuple(sorted(found))


@cache
def load_contexts(file: Path = FILE) -> Contexts:
    """Load the words, once a process; KnowledgeError where a context is unknown or a word stands twice under it."""
    known = load_ontology().contexts
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    table: dict[tuple[str, ...], set[str]] = {}
    for context, phrases in yaml.load(file.read_text("utf-8"), Loader=loader).items():
        if context not in known:
            raise KnowledgeError(f"{file.name}: {context!r} is no context of PLOVER; see ontology/contexts.yaml")
        if len(set(phrases)) != len(phrases):
            twice = sorted({phrase for phrase in phrases if phrases.count(phrase) > 1})
            raise KnowledgeError(f"{file.name}: under {context}, {twice} stand twice; keep one of each")
        for phrase in phrases:
            table.setdefault(tuple(_words(phrase.split())), set()).add(context)
    by_first: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = {}
    for words, contexts in sorted(table.items()):
        by_first.setdefault(words[0], []).append((words, tuple(sorted(contexts))))
    return Contexts({first: tuple(entries) for first, entries in by_first.items()})


def _words(lemmas: Sequence[str]) -> list[str]:
    """Lower-case words without hyphens: a tokenizer cuts "al-Qaeda" here and leaves it whole there."""
    return [word for lemma in lemmas for word in lemma.lower().split("-") if word]
