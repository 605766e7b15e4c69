"""What an event is about: the contexts told by the words around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dragoman.document import Token
from dragoman.knowledge.contexts import Contexts
from dragoman.knowledge.ontology import Ontology


def contexts_of(
    tokens: Sequence[Token], indices: Iterable[int], type: str, mode: str | None, contexts: Contexts, ontology: Ontology
) -> tuple[str, ...]:
    """The PLOVER contexts of an event told by these tokens, in alphabetical order; some modes bring one along.

    "Police arrested the journalist for bribery" -> ("corruption",)
    """
    found = set(contexts.told([tokens[i].lemma for i in indices]))
    if mode is not None and (type, mode) in ontology.modes and (own := ontology.modes[type, mode].context):
        found.add(own)
    # Crime is what no narrower context tells; a narrower one was found.
    if found & {"corruption", "illegal_drugs", "trafficking"}:
        found.discard("crime")
    return tuple(sorted(found))
