"""Commands that ask a record: rows, one row with its words, series, files for other tools, charts."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dragoman.commands.options import DEFAULT_RECORD, RecordFile, open_record
from dragoman.errors import DragomanError

if TYPE_CHECKING:
    from dragoman.record.query import Shown

TABLE_ROWS = 50  # of a table for a person, where no limit is asked for

Format = Annotated[str | None, typer.Option("--format", help="table, csv, tsv, jsonl or parquet.", metavar="FORMAT")]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", help="A file to write; its ending tells the format.", metavar="FILE")
]
Codebook = Annotated[bool, typer.Option("--codebook", help="Print what the columns mean, and no rows.")]
Actor = Annotated[
    str | None, typer.Option(help="Who takes part: a name, a registry id or a country's code.", metavar="WHO")
]
Party = Annotated[str | None, typer.Option(help="A party, as for --actor.", metavar="WHO")]
Dyad = Annotated[
    tuple[str, str] | None, typer.Option(help="Two who act on each other, each as for --actor.", metavar="WHO WHO")
]
Country = Annotated[str | None, typer.Option(help="On any side: IRN or Iran.", metavar="COUNTRY")]
Type = Annotated[str | None, typer.Option("--type", help="PLOVER type, as CONSULT.", metavar="TYPE")]
Kind = Annotated[str | None, typer.Option("--type", help="Its kind.", metavar="KIND")]
Mode = Annotated[str | None, typer.Option(help="PLOVER mode, as visit.", metavar="MODE")]
Status = Annotated[str | None, typer.Option(help="As occurred or planned.", metavar="STATUS")]
Since = Annotated[str | None, typer.Option(help="From this date on: 2021, 2021-05 or 2021-05-03.", metavar="DATE")]
Until = Annotated[str | None, typer.Option(help="Up to this date, inclusive.", metavar="DATE")]
Place = Annotated[str | None, typer.Option(help="A place's name, or a country's code.", metavar="PLACE")]
Outlet = Annotated[str | None, typer.Option(help="An outlet's name or id.", metavar="OUTLET")]
Issue = Annotated[str | None, typer.Option(help="An issue's name or id.", metavar="ISSUE")]
MinConfidence = Annotated[float | None, typer.Option(help="No less sure than this.", min=0.0, max=1.0)]
Words = Annotated[
    str | None,
    typer.Option("--text", help='Words that the quotation holds; a "phrase" in this order.', metavar="WORDS"),
]
Expiring = Annotated[str | None, typer.Option(help="Ends before this date.", metavar="DATE")]
AsOf = Annotated[int | None, typer.Option(help="As the record was at this version.", metavar="VERSION", min=0)]
Limit = Annotated[int | None, typer.Option(help="No more rows than this.", metavar="N", min=1)]

_SHOWN: Mapping[str, Sequence[str]] = {
    "events": "id date_start type mode status actors recipients place_name outlets quote".split(),
    "visits": "id first last actors recipients head inviter met place_name outlets".split(),
    "statements": "id date_start speaker addressee cue content outlet_name".split(),
    "positions": "id holders polarity issue_name stance published".split(),
    "agreements": "id name kind parties signed expires life published".split(),
    "commitments": "id by to status action due horizon_end published".split(),
}


def register(app: typer.Typer) -> None:
    """Put the commands into the command line."""
    for command in (events, visits, statements, positions, agreements, commitments, actors, show, series, export):
        app.command(command.__name__)(command)
    app.command("chart")(chart)


def events(
    actor: Actor = None,
    dyad: Dyad = None,
    country: Country = None,
    type: Type = None,
    mode: Mode = None,
    status: Status = None,
    since: Since = None,
    until: Until = None,
    place: Place = None,
    outlet: Outlet = None,
    min_confidence: MinConfidence = None,
    text: Words = None,
    as_of: AsOf = None,
    limit: Limit = None,
    format: Format = None,
    output: Output = None,
    codebook: Codebook = False,
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """List events: who did what to whom, with filters; as a table, CSV, TSV, JSON Lines or Parquet."""
    _list("events", record, format, output, codebook, **_told(locals()))


def visits(
    actor: Actor = None,
    dyad: Dyad = None,
    country: Country = None,
    status: Status = None,
    since: Since = None,
    until: Until = None,
    place: Place = None,
    outlet: Outlet = None,
    min_confidence: MinConfidence = None,
    text: Words = None,
    as_of: AsOf = None,
    limit: Limit = None,
    format: Format = None,
    output: Output = None,
    codebook: Codebook = False,
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """List visits: who travelled to whom, when, on whose invitation, and whom they met."""
    _list("visits", record, format, output, codebook, **_told(locals()))


def statements(
    actor: Actor = None,
    dyad: Dyad = None,
    country: Country = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlet = None,
    min_confidence: MinConfidence = None,
    text: Words = None,
    as_of: AsOf = None,
    limit: Limit = None,
    format: Format = None,
    output: Output = None,
    codebook: Codebook = False,
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """List statements: who said what, to whom, through which outlet."""
    _list("statements", record, format, output, codebook, **_told(locals()))


def positions(
    actor: Actor = None,
    country: Country = None,
    issue: Issue = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlet = None,
    text: Words = None,
    as_of: AsOf = None,
    limit: Limit = None,
    format: Format = None,
    output: Output = None,
    codebook: Codebook = False,
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """List positions: what a party wants or holds on an issue. Dates are those of the articles."""
    _list("positions", record, format, output, codebook, **_told(locals()))


def agreements(
    party: Party = None,
    dyad: Dyad = None,
    country: Country = None,
    type: Kind = None,
    expiring_before: Expiring = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlet = None,
    text: Words = None,
    as_of: AsOf = None,
    limit: Limit = None,
    format: Format = None,
    output: Output = None,
    codebook: Codebook = False,
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """List agreements: parties, dates, term and end. --since and --until are about the signing."""
    _list("agreements", record, format, output, codebook, **_told(locals()))


def commitments(
    party: Party = None,
    dyad: Dyad = None,
    country: Country = None,
    type: Kind = None,
    status: Status = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlet = None,
    min_confidence: MinConfidence = None,
    text: Words = None,
    as_of: AsOf = None,
    limit: Limit = None,
    format: Format = None,
    output: Output = None,
    codebook: Codebook = False,
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """List commitments: who is to do what, by when, on whose order. Dates are those of the articles."""
    _list("commitments", record, format, output, codebook, **_told(locals()))


def actors(
    country: Country = None,
    dyad: Dyad = None,
    type: Type = None,
    mode: Mode = None,
    status: Status = None,
    since: Since = None,
    until: Until = None,
    place: Place = None,
    outlet: Outlet = None,
    min_confidence: MinConfidence = None,
    text: Words = None,
    as_of: AsOf = None,
    limit: Limit = None,
    format: Format = None,
    output: Output = None,
    codebook: Codebook = False,
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """List who takes part in events, the most frequent first, all that take part in those that are asked for."""
    _list("actors", record, format, output, codebook, **_told(locals()))


def show(
    id: Annotated[str, typer.Argument(help="The id of a row, or of an occurrence.", metavar="ID")],
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """Open one row: its columns, who takes part, the words it rests on, and why it was coded so."""
    from dragoman.record.query import show as find

    with open_record(record, readonly=True) as held:
        _print_shown(find(held, id))


def series(
    who: Annotated[
        list[str] | None, typer.Argument(help="One country or actor, or two; nobody: all pairs.", metavar="[WHO [WHO]]")
    ] = None,
    by: Annotated[str, typer.Option(help="day, week, month, quarter or year.", metavar="PERIOD")] = "month",
    count: Annotated[
        str, typer.Option(help="occurrences: what happened, once; tellings: each article's.", metavar="WHAT")
    ] = "occurrences",
    directed: Annotated[bool, typer.Option("--directed", help="Only what the first did to the second.")] = False,
    type: Type = None,
    status: Annotated[
        str | None, typer.Option(help="A status or all; by default what occurred or is going on.", metavar="STATUS")
    ] = None,
    since: Since = None,
    until: Until = None,
    format: Format = None,
    output: Output = None,
    codebook: Codebook = False,
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """Count events over time, with mean scores, and against how many articles were read."""
    if codebook:
        _print_codebook("series")
        return
    one, other = _pair(who or [])
    with open_record(record, readonly=True) as held:
        from dragoman.record.series import series as count_events

        told = count_events(
            held,
            one,
            other,
            by=by,  # type: ignore[arg-type]
            count=count,  # type: ignore[arg-type]
            directed=directed,
            type=type and type.upper(),
            status=status,
            since=since,
            until=until,
        )
    if told.unplaced:
        typer.echo(f"not in any {by}, as their dates are less precise: {told.unplaced}", err=True)
    _write(told.rows, "series", format, output)


def export(
    as_: Annotated[str, typer.Option("--as", help="gdelt, icews, polecat or plover.", metavar="SET")],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="A file; for gdelt, which has two tables, a folder.", metavar="PATH")
    ],
    dyad: Dyad = None,
    country: Country = None,
    type: Type = None,
    status: Status = None,
    since: Since = None,
    until: Until = None,
    min_confidence: MinConfidence = None,
    as_of: AsOf = None,
    limit: Limit = None,
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """Write events as GDELT, ICEWS, POLECAT or PLOVER do, for tools that are made for these."""
    asked = _told(locals())
    with open_record(record, readonly=True) as held:
        from dragoman.export import export as write_export
        from dragoman.record.query import Asked

        for path, count in write_export(held, as_, output, Asked(**asked)):
            typer.echo(f"{path}: {count} rows", err=True)


def chart(
    what: Annotated[str, typer.Argument(help="series, types, map, timeline or agreements.", metavar="WHAT")],
    who: Annotated[
        list[str] | None, typer.Argument(help="One country or actor, or two; nobody: all.", metavar="[WHO [WHO]]")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="A .png or .svg file; by default WHAT.png.", metavar="FILE")
    ] = None,
    by: Annotated[str, typer.Option(help="day, week, month, quarter or year.", metavar="PERIOD")] = "month",
    type: Type = None,
    since: Since = None,
    until: Until = None,
    record: RecordFile = DEFAULT_RECORD,
) -> None:
    """Draw a chart: events over time or by type, places on a map, what happened when, or the life of agreements."""
    from dragoman.report.charts import draw

    one, other = _pair(who or [])
    output = output or Path(f"{what}.png")
    with open_record(record, readonly=True) as held:
        draw(
            held,
            what,
            output,
            one,
            other,
            by=by,  # type: ignore[arg-type]
            type=type and type.upper(),
            since=since,
            until=until,
        )
    typer.echo(f"{output} written", err=True)


# ---------------------------------------------------------------------- helpers


def _list(kind: str, path: Path, format: str | None, output: Path | None, codebook: bool, **asked: Any) -> None:
    if codebook:
        _print_codebook(kind)
        return
    from dragoman.report.formats import format_of

    cut = format_of(output, format) == "table" and asked["limit"] is None
    with open_record(path, readonly=True) as held:
        from dragoman.record.query import Asked, rows

        found = rows(held, kind, Asked(**{**asked, "limit": TABLE_ROWS + 1 if cut else asked["limit"]}))
        if not cut:
            _write(found, kind, format, output)
            return
        first = list(found)
    _write(first[:TABLE_ROWS], kind, format, output)
    if len(first) > TABLE_ROWS:
        typer.echo(f"the first {TABLE_ROWS}: ask for more with --limit, or for all with --format csv", err=True)


def _write(rows: Iterable[Mapping[str, Any]], kind: str, format: str | None, output: Path | None) -> None:
    from dragoman.record.fields import FIELDS
    from dragoman.report.formats import format_of, write

    count = write(rows, FIELDS[kind], format_of(output, format), output, shown=_SHOWN.get(kind))
    if output is not None or not count:
        typer.echo(f"{output}: {count} rows" if output else "no rows", err=True)


def _told(given: Mapping[str, Any]) -> dict[str, Any]:
    """What was asked for, of a command's options; countries by their codes, types in capitals."""
    others = {"record", "format", "output", "codebook", "as_", "party"}
    asked = {name: value for name, value in given.items() if name not in others}
    if "party" in given:
        asked["actor"] = given["party"]
    if asked.get("type") is not None and asked["type"].upper() in _types():
        asked["type"] = asked["type"].upper()
    elif asked.get("type") is not None and "party" not in given:
        raise DragomanError(f"{asked['type']!r} is no type of event: write one of {', '.join(_types())}")
    if asked.get("country") is not None:
        asked["country"] = _country(asked["country"])
    if asked.get("dyad") is not None:
        asked["dyad"] = tuple(_who(who) for who in asked["dyad"])
    return asked


def _types() -> Sequence[str]:
    from dragoman.knowledge.ontology import load_ontology

    return sorted(load_ontology().types)


def _pair(who: Sequence[str]) -> tuple[str | None, str | None]:
    if len(who) > 2:
        raise DragomanError(f"{len(who)} were named: name one or two, and in quotation marks what has a blank in it")
    one, other, *_ = (*map(_who, who), None, None)
    return one, other


def _who(value: str) -> str:
    """A country by its code, also where its name was given; anybody else as given."""
    import re

    if ":" in value or re.fullmatch("[A-Z]{3}", value):
        return value
    return _code(value) or value


def _country(value: str) -> str:
    import re

    if re.fullmatch("[A-Z]{3}", value):
        return value
    code = _code(value)
    if code is None:
        raise DragomanError(f"{value!r} is no country: write its name, or its ISO 3166 alpha-3 code, as IRN")
    return code


def _code(value: str) -> str | None:
    from dragoman.knowledge.actors import load_actors

    actors = load_actors()
    states = {name.actor_id for name in actors.names(value)}
    codes = {actor.country for id in states if (actor := actors.get(id)) is not None and actor.kind == "state"}
    return codes.pop() if len(codes) == 1 else None


def _print_codebook(kind: str) -> None:
    from dragoman.record.fields import codebook

    typer.echo(codebook(kind))


def _print_shown(shown: Shown) -> None:
    from dragoman.report.tables import shown_lines

    for line in shown_lines(shown):
        sys.stdout.write(line + "\n")
