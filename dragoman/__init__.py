"""dragoman reads diplomatic and political news and keeps the record of who did what to whom, and on whose word.

>>> import dragoman
>>> reading = dragoman.read("Iran's foreign minister met his Russian counterpart in Moscow on Thursday.",
...                         published="2022-01-20")
>>> [event.type for event in reading.events]
['CONSULT']
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dragoman.language.dates import resolve_date as resolve_date
    from dragoman.model import Agreement as Agreement
    from dragoman.model import Article as Article
    from dragoman.model import Commitment as Commitment
    from dragoman.model import Event as Event
    from dragoman.model import Position as Position
    from dragoman.model import Reading as Reading
    from dragoman.model import Statement as Statement
    from dragoman.pipeline import read_text as read  # noqa: F401
    from dragoman.record.store import Record as Record

__version__ = "0.1.0"

# Loaded when first used: importing dragoman, and so `dragoman --help`, costs nothing.
_PUBLIC = {
    "Agreement": ("dragoman.model", "Agreement"),
    "Article": ("dragoman.model", "Article"),
    "Commitment": ("dragoman.model", "Commitment"),
    "Event": ("dragoman.model", "Event"),
    "Position": ("dragoman.model", "Position"),
    "Reading": ("dragoman.model", "Reading"),
    "Record": ("dragoman.record.store", "Record"),
    "Statement": ("dragoman.model", "Statement"),
    "read": ("dragoman.pipeline", "read_text"),
    "resolve_date": ("dragoman.language.dates", "resolve_date"),
}
__all__ = [*_PUBLIC]


def __getattr__(name: str) -> Any:
    if name not in _PUBLIC:
        raise AttributeError(f"module 'dragoman' has no attribute {name!r}; it has {', '.join(sorted(_PUBLIC))}")
    module, public = _PUBLIC[name]
    return getattr(importlib.import_module(module), public)


def __dir__() -> list[str]:
    return sorted([*globals(), *_PUBLIC])
