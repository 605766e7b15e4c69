"""Commands on what a record holds: its log, what changed, reading again, and the judgements of analysts."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any

import typer

from dragoman.commands.options import BATCH, DEFAULT_RECORD, RecordFile, open_record
from dragoman.errors import DragomanError, RecordError

if TYPE_CHECKING:
    from dragoman.model import Article, Event, Participant, Reading
    from dragoman.record.differences import Difference
    from dragoman.record.store import Record, Version

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.")]
KEYS = "a accept, r reject, c correct, s skip, q quit"


def register(app: typer.Typer, record_app: typer.Typer) -> None:
    """Put the commands into the command line."""
    record_app.command("log")(log)
    record_app.command("diff")(diff)
    record_app.command("reread")(reread)
    record_app.command("judgements")(judgements)
    app.command("judge")(judge)
    app.command("review")(review)


def log(
    context: typer.Context,
    record: RecordFile = DEFAULT_RECORD,
    limit: Annotated[int | None, typer.Option(help="How many, the last first.", metavar="N", min=1)] = None,
    as_json: AsJson = False,
) -> None:
    """List the versions: every write to the record, what read the articles and what it brought."""
    from dragoman.model import to_json

    with _opened(context, record, readonly=True) as held:
        for version in held.log(limit=limit):
            typer.echo(json.dumps(to_json(version), ensure_ascii=False) if as_json else _version_line(version))


def _version_line(version: Version) -> str:
    counted = (
        (version.added, "added"),
        (version.replaced, "replaced"),
        (version.failures, "not read"),
        (version.judgements, "judged"),
    )
    did = ", ".join(f"{count} {what}" for count, what in counted if count) or "tellings joined anew"
    by = f"  by dragoman {version.reader.version}, knowledge {version.reader.knowledge}" if version.reader else ""
    return f"{version.number:>5}  {version.time}  {did}{by}"


def diff(
    context: typer.Context,
    before: Annotated[int, typer.Argument(help="A version, as `dragoman record log` names it.")],
    after: Annotated[int | None, typer.Argument(help="Another one; the present one, if left out.")] = None,
    record: RecordFile = DEFAULT_RECORD,
    as_json: AsJson = False,
) -> None:
    """Compare two versions: articles that came, events gained, lost and told otherwise."""
    with _opened(context, record, readonly=True) as held:
        _tell(held.diff(before, after), as_json=as_json)


def reread(
    context: typer.Context,
    record: RecordFile = DEFAULT_RECORD,
    accept: Annotated[bool, typer.Option("--accept", help="Keep the new readings.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read again what an older dragoman read; show what that gains and loses, and keep it only with --accept."""
    from dragoman.model import from_json, to_json
    from dragoman.pipeline import load_knowledge
    from dragoman.pipeline import read as read_article
    from dragoman.record.differences import difference

    with _opened(context, record, readonly=not accept) as held, tempfile.TemporaryFile() as spool:
        knowledge = load_knowledge()
        again = failed = 0
        rows = {kind: [0, 0] for kind in ("statements", "positions", "agreements", "commitments")}
        for old in held.readings():
            if old.reader == knowledge.reader:
                continue
            try:
                new = read_article(old.article, knowledge)
            except Exception as error:  # one bad article never stops a run
                failed += 1
                typer.echo(f"not read: {old.article.path or old.article.id}: {type(error).__name__}: {error}", err=True)
                continue
            again += 1
            _store(spool, json.dumps(to_json(new)).encode())
            here = [(old.article, event) for event in old.events], [(old.article, event) for event in new.events]
            _tell(difference(*here), as_json=as_json)
            for kind, counts in rows.items():
                counts[0] += len(getattr(old, kind))
                counts[1] += len(getattr(new, kind))
        told = ", ".join(f"{kind} {before} to {after}" for kind, (before, after) in rows.items() if before != after)
        typer.echo(f"{again} read again, {failed} not read{'; ' + told if told else ''}", err=True)
        if again and not accept:
            typer.echo("nothing was kept: run it again with --accept to keep the new readings", err=True)
        if accept:
            from dragoman.model import Reading

            _append(held, (from_json(Reading, json.loads(line)) for line in _stored(spool)))


def _append(record: Record, readings: Iterator[Reading]) -> None:
    batch: list[Reading] = []
    for reading in readings:
        batch.append(reading)
        if len(batch) == BATCH:
            record.append(batch)
            batch = []
    if batch:
        record.append(batch)


def _store(spool: IO[bytes], data: bytes) -> None:
    packed = zlib.compress(data)
    spool.write(len(packed).to_bytes(8, "big") + packed)


def _stored(spool: IO[bytes]) -> Iterator[bytes]:
    spool.seek(0)
    while head := spool.read(8):
        yield zlib.decompress(spool.read(int.from_bytes(head, "big")))


def judgements(context: typer.Context, record: RecordFile = DEFAULT_RECORD) -> None:
    """Print the judged events as JSON Lines to train and test on: the words, what was coded and what is right."""
    with _opened(context, record, readonly=True) as held:
        for case in held.training_cases():
            typer.echo(json.dumps(case, ensure_ascii=False))


def judge(
    id: Annotated[str, typer.Argument(help="An event, or an occurrence: all of its tellings.", metavar="ID")],
    verdict: Annotated[str, typer.Argument(help="accept, reject or correct.")],
    by: Annotated[str, typer.Option(help="Who says so.", metavar="NAME")],
    reason: Annotated[str | None, typer.Option(help="Why.")] = None,
    change: Annotated[
        list[str] | None,
        typer.Option(
            "--set", help="What is right, of a correction: type=CONSULT, date=2024-05.", metavar="FIELD=VALUE"
        ),
    ] = None,
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """Say of an event that it is right, wrong, or right but for a field; it holds when the article is read again."""
    correction = _correction(change) if change else None
    with _opened(None, record) as held:
        count = held.judge(id, verdict, by=by, reason=reason, correction=correction)  # type: ignore[arg-type]
        typer.echo(f"{count} {'event' if count == 1 else 'events'} judged: {verdict}, by {by}")


def _correction(changes: list[str]) -> dict[str, Any]:
    """Read FIELD=VALUE; a value may be JSON (null, true, a list of participants), else it is a text."""
    correction: dict[str, Any] = {}
    for change in changes:
        field, given, value = change.partition("=")
        if not given:
            raise RecordError(f"{change!r} sets nothing: write --set FIELD=VALUE, as --set type=CONSULT")
        try:
            read = json.loads(value)
        except ValueError:
            read = value
        # 2024 is a year, not a number.
        correction[field.strip()] = value if isinstance(read, int | float) and not isinstance(read, bool) else read
    return correction


def review(
    record: RecordFile = DEFAULT_RECORD,
    by: Annotated[str | None, typer.Option(help="Who judges; by default, who is logged in.", metavar="NAME")] = None,
    limit: Annotated[int, typer.Option(help="How many events.", metavar="N", min=1)] = 20,
    below: Annotated[float, typer.Option(help="Only events that are less certain than this.", min=0, max=1)] = 1.0,
) -> None:
    """Go through the least certain events that nobody judged, one key each: accept, reject, correct, skip or quit."""
    with _opened(None, record) as held:
        judged = walk(held, _keys(), by=by or _user(), limit=limit, below=below, line=_line)
        typer.echo(f"{judged} judged")


def walk(
    record: Record,
    keys: Iterator[str],
    *,
    by: str,
    limit: int,
    below: float = 1.0,
    line: Callable[[str], str] = lambda _: "",
) -> int:
    """Show one event after another and do what the next key says; give how many were judged.

    ``line`` asks for a line of text: the correction.
    """
    judged = 0
    for number, (article, event) in enumerate(list(record.uncertain(limit=limit, below=below)), start=1):
        typer.echo(f"\n{number}. {article.title or 'no title'}  {article.published or 'no date'}  {event.id}")
        for shown in _shown(article, event):
            typer.echo(f"   {shown}")
        typer.echo(f"   confidence {event.confidence:.2f}   {KEYS}")
        for key in keys:
            if key in ("a", "r", "c"):
                try:
                    change = (
                        _correction(line("   what is right, as type=CONSULT date=2024-05: ").split())
                        if key == "c"
                        else None
                    )
                    verdict = {"a": "accept", "r": "reject", "c": "correct"}[key]
                    judged += record.judge(event.id, verdict, by=by, correction=change)  # type: ignore[arg-type]
                except DragomanError as error:
                    typer.echo(f"   {error}")
                    continue
                typer.echo(f"   {verdict}")
                break
            if key == "s":
                break
            if key == "q":
                return judged
            typer.echo(f"   {KEYS}")
        else:  # no more keys
            return judged
    return judged


def _shown(article: Article, event: Event) -> Iterator[str]:
    yield event_line(event)
    for words in event.evidence:
        start, (first, last) = words.span[0], words.trigger
        quote = words.quote
        marked = f"{quote[: first - start]}[{quote[first - start : last - start]}]{quote[last - start :]}"
        yield "“" + " ".join(marked.split()) + "”"
    yield event.why


def event_line(event: Event) -> str:
    """Put an event on one line: its day, type and sides.

    ``2024-03-14  CONSULT (visit)  Hakan Fidan → Egypt  Cairo``
    """
    day = "no date"
    if event.date is not None:
        start, end = event.date.start, event.date.end
        day = (start or "…") if start == end else f"{start or '…'}/{end or '…'}"
    parts = [day, event.type + (f" ({event.mode})" if event.mode else "")]
    if event.status != "occurred":
        parts.append(f"[{event.status}]")
    if event.foresees:
        parts.append(f"[foresees {event.foresees}]")
    sides = [" + ".join(map(_named, side)) for side in (event.actors, event.recipients) if side]
    return "  ".join([*parts, " → ".join(sides), *([event.place.name] if event.place else [])])


def _named(party: Participant) -> str:
    return party.name or party.text


def _tell(found: Difference, *, as_json: bool) -> None:
    from dragoman.model import to_json

    lines: list[tuple[str, Article, Event]] = [
        *(("-", article, event) for article, event in found.lost),
        *(("+", article, event) for article, event in found.gained),
    ]
    if as_json:
        for id in found.articles:
            typer.echo(json.dumps({"what": "article", "article": id}))
        for sign, article, event in lines:
            what = "gained" if sign == "+" else "lost"
            typer.echo(json.dumps({"what": what, "article": article.id, "event": to_json(event)}, ensure_ascii=False))
        for article, old, new in found.changed:
            changed = {"what": "changed", "article": article.id, "before": to_json(old), "after": to_json(new)}
            typer.echo(json.dumps(changed, ensure_ascii=False))
        return
    if found.articles:
        typer.echo(f"{len(found.articles)} more articles")
    for sign, article, event in lines:
        quote = " ".join(event.evidence[0].quote.split()) if event.evidence else ""
        typer.echo(f"{sign} {event_line(event)}  “{quote[:90]}”  {article.path or article.id}")
    for article, old, new in found.changed:
        typer.echo(f"~ {event_line(old)}  now  {event_line(new)}{_besides(old, new)}  {article.path or article.id}")


def _besides(old: Event, new: Event) -> str:
    """Name the fields that differ where the lines of the events do not show it."""
    if event_line(old) != event_line(new):
        return ""
    fields = (
        "cameo",
        "contexts",
        "date",
        "historical",
        "claimed_by",
        "visit",
        "actors",
        "recipients",
        "place",
        "evidence",
    )
    return "  (" + ", ".join(field for field in fields if getattr(old, field) != getattr(new, field)) + ")"


def _keys() -> Iterator[str]:
    """Give one key after another: as it is pressed at a terminal, else what standard input holds."""
    if sys.stdin.isatty():
        import click

        while True:
            yield click.getchar().casefold()
    while key := sys.stdin.read(1):
        if not key.isspace():
            yield key.casefold()


def _line(prompt: str) -> str:
    typer.echo(prompt, nl=False)
    line = sys.stdin.readline()
    # Where keys come from a file, the line that held the key ends first.
    return line if line.strip() or sys.stdin.isatty() else sys.stdin.readline()


def _user() -> str:
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return os.environ.get("USER") or "somebody"


@contextmanager
def _opened(context: typer.Context | None, path: Path, *, readonly: bool = False) -> Iterator[Record]:
    # `dragoman record --record FILE log` names it before the command.
    before = context.parent.params.get("record") if context is not None and context.parent is not None else None
    with open_record(before if before and path == DEFAULT_RECORD else path, readonly=readonly) as record:
        yield record
