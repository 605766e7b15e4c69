"""A record as other event data sets are: in their columns, types and habits, for the tools that read these.

    export(record, "gdelt", folder)      GDELT 2.0: export.CSV, 61 columns, and mentions.CSV, 16; tabs, no header
    export(record, "icews", file)        ICEWS: 20 columns; tabs, with a header
    export(record, "polecat", file)      POLECAT: 40 columns; tabs, with a header
    export(record, "plover", file)       PLOVER: JSON Lines, names of the PLOVER manual

One row is one occurrence between one actor and one recipient (in PLOVER, with all of them), after its clearest telling.
These sets know no plans, denials and conditions: an event is written where it occurred or is going on, and a planned
one where the set's own codes say that it is planned. What dragoman does not know is empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from dragoman.errors import DragomanError
from dragoman.export import gdelt, icews, plover, polecat
from dragoman.record.query import Asked
from dragoman.record.store import Record

Writer = Callable[[Record, Path, Asked], Iterator[tuple[Path, int]]]
SETS: Mapping[str, Writer] = {
    "gdelt": gdelt.write,
    "icews": icews.write,
    "polecat": polecat.write,
    "plover": plover.write,
}


def export(record: Record, name: str, output: Path, asked: Asked | None = None) -> Iterator[tuple[Path, int]]:
    """Write the events that meet what is asked as another set; give each file and the number of its rows.

    >>> with Record("news.db", readonly=True) as record:  # doctest: +SKIP
    ...     list(export(record, "icews", Path("events.tab")))
    [(PosixPath('events.tab'), 412)]
    """
    if name not in SETS:
        raise DragomanError(f"{name!r} is no set to export as: name one of {', '.join(SETS)}")
    try:
        yield from SETS[name](record, output, asked or Asked())
    except OSError as error:
        raise DragomanError(f"{output} cannot be written ({error.strerror}): name another one with --output") from error
