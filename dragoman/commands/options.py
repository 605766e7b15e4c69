"""What the commands share: where the record is, how it is opened, how much is written at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dragoman.record.store import Record

DEFAULT_RECORD = Path("dragoman.db")
BATCH = 50  # readings kept in one write: what is lost, at most, when the machine stops

RecordFile = Annotated[Path, typer.Option("--record", help="The record's file.", metavar="FILE")]


def open_record(path: Path, *, readonly: bool = False) -> Record:
    """Open a record; imported here, so that --help answers at once."""
    from dragoman.record.store import Record

    return Record(path, readonly=readonly)
