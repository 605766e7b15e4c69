"""The command for people who have their own spans: JSON lines in, what each sentence reports out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.errors import BadRow

if TYPE_CHECKING:
    from dragoman.knowledge.event_typer import Marked

EXPECTED = '{"id": "1", "text": "Kenya condemned the coup.", "actor": [0, 5], "recipient": null}'


def register(app: typer.Typer) -> None:
    """Put the command into the command line."""
    app.command("classify")(classify)


def classify(
    path: Annotated[
        str, typer.Argument(help="A file of JSON lines {id, text, actor, recipient}, or -.", metavar="FILE")
    ],
    always: Annotated[
        bool, typer.Option("--always", help="Give the likeliest type even where no event is the best answer.")
    ] = False,
) -> None:
    """Say what sentences with marked parties report: type, mode, contexts, status, how sure and why, as JSON lines."""
    from dragoman.classify import CHUNK
    from dragoman.classify import classify as classify_marked
    from dragoman.pipeline import load_knowledge

    knowledge = load_knowledge()
    bad = 0
    chunk: list[tuple[Any, Marked]] = []

    def flush() -> None:
        for (given, _), found in zip(
            chunk, classify_marked([m for _, m in chunk], knowledge, always=always), strict=True
        ):
            row = {
                "id": given,
                "type": found.type,
                "mode": found.mode,
                "contexts": list(found.contexts),
                "status": found.status,
                "foresees": found.foresees,
                "confidence": found.confidence,
                "why": found.why,
            }
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
        chunk.clear()
        sys.stdout.flush()

    for number, line in _lines(path):
        try:
            chunk.append(_row(number, line, path))
        except BadRow as error:
            bad += 1
            typer.echo(str(error), err=True)
        if len(chunk) >= CHUNK:
            flush()
    flush()
    if bad:
        typer.echo(f"{bad} lines were left out", err=True)
        raise typer.Exit(1)


def _lines(path: str) -> Iterator[tuple[int, bytes]]:
    if path == "-":
        yield from _numbered(sys.stdin.buffer)
        return
    if not Path(path).is_file():
        raise BadRow(f"{path}: no such file; give a file of JSON lines such as {EXPECTED}, or - for standard input")
    with Path(path).open("rb") as lines:
        yield from _numbered(lines)


def _numbered(lines: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    return ((number, line) for number, line in enumerate(lines, 1) if line.strip())


def _row(number: int, line: bytes, path: str) -> tuple[Any, Marked]:
    """The id and the marked sentence of a line; BadRow says what is wrong with it."""
    from dragoman.knowledge.event_typer import Marked

    where = f"{path} line {number}"
    try:
        row = json.loads(line.decode("utf-8"))
    except ValueError as error:  # also bytes that are no UTF-8
        raise BadRow(f"{where}: not JSON ({error}); expected {EXPECTED}") from None
    if not isinstance(row, dict) or not isinstance(row.get("text"), str) or not row["text"].strip():
        raise BadRow(f"{where}: no text; expected {EXPECTED}")
    spans = [_span(row.get(key), row["text"], f"{where}: {key}") for key in ("actor", "recipient")]
    return row.get("id"), Marked(row["text"], *spans)


def _span(value: object, text: str, where: str) -> tuple[int, int] | None:
    if value is None:
        return None
    if (
        not isinstance(value, list)
        or len(value) != 2
        or not all(isinstance(x, int) and not isinstance(x, bool) for x in value)
        or not 0 <= value[0] < value[1] <= len(text)
    ):
        raise BadRow(
            f"{where} is {value!r}; expected [start, end) in characters of the text, 0 to {len(text)}, or null"
        )
    return value[0], value[1]
