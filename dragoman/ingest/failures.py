"""What the readers of files hand on beside articles: what could not be read, and what was guessed."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.errors import InputError
from dragoman.model import Failure


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a reader decided by itself and the user should hear of; the article is read all the same."""

    path: str
    message: str


def failure_of(error: InputError, path: str, *, line: int | None = None, given_id: str | None = None) -> Failure:
    """Make a failure of an error; its message names the place.

    >>> failure_of(InputError("cannot be read."), "a.jsonl", line=7).message
    'a.jsonl, line 7: cannot be read.'
    """
    place = path if line is None else f"{path}, line {line}"
    return Failure(path, line, given_id, error.reason, f"{place}: {error}")
