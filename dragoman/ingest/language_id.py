"""The language of a text, by py3langid's character model over the 97 languages it knows."""

from __future__ import annotations

import re

_LOOK = 2000  # characters: more change nothing but the time
_SHORTEST = 200  # characters: below, names and places decide, so English is taken for granted
# A list of foreign names reads as foreign; an English sentence among them does not lie.
_ENGLISH = re.compile(
    r"\b(?:the|of|and|to|in|that|is|was|for|on|with|by|said|has|have|from|which|are|were|an|as|at|be|will|would)\b"
)
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH_SHARE = 0.2  # English prose has .3 to .45 of these words, other languages under .08


def language_of(text: str) -> str:
    """Name the language of a text as ISO 639-1; "en" for what is too short to tell, "und" where there are no words.

    >>> language_of("Hossein Amir-Abdollahian, Sergei Lavrov")
    'en'
    """
    sample = text.strip()[:_LOOK]
    words = _WORD.findall(sample)
    if not words:
        return "en" if len(sample) < _SHORTEST else "und"
    if len(sample) < _SHORTEST:
        return "en"
    if len(_ENGLISH.findall(sample)) >= _ENGLISH_SHARE * len(words):
        return "en"
    # Names in capitals say nothing of the language; a list of them leaves nothing to tell it by.
    small = " ".join(word for word in sample.split() if not word[0].isupper())
    if len(small) < _SHORTEST / 2:
        return "en"
    # Imported here: the model takes most of a second to load, and plain English does without it.
    import py3langid

    code, _ = py3langid.classify(small)
    return str(code)
