"""Charts of a record, drawn offline to PNG or SVG: series, types, map, timeline, agreements.

    draw(record, "series", Path("iran-russia.png"), "IRN", "RUS", by="month")

Each says in its title what is counted and over what time, and on how many articles it rests. They need altair and
vl-convert-python, which are not installed by default: pip install "dragoman[charts]".
"""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from dragoman.errors import DragomanError, MissingPart
from dragoman.knowledge.actors import load_actors
from dragoman.knowledge.places import DATA
from dragoman.record.query import Asked, rows
from dragoman.record.schema import first_day, last_day
from dragoman.record.series import HAPPENED, By, series, start_of
from dragoman.record.store import Record
from dragoman.record.summaries import QUADS

# Blue cooperates, red conflicts; the darker is the act, the lighter the word. Told apart by those who see no red, too.
_COLOURS: Mapping[str, str] = {
    "verbal cooperation": "#92c5de",
    "material cooperation": "#2166ac",
    "verbal conflict": "#f4a582",
    "material conflict": "#b2182b",
}
_UNITS: Mapping[By, str] = {
    "day": "utcyearmonthdate",
    "week": "utcyearweek",
    "month": "utcyearmonth",
    "quarter": "utcyearquarter",
    "year": "utcyear",
}
_TOWN = 60_000  # inhabitants of the towns that show on a map where land is
_ROWS = 40  # agreements in one chart
_MARKS: Mapping[
    str, str
] = {  # what became of an agreement, as far as it is marked; "in_force" and the like are its bar
    "signed": "circle",
    "agreed": "circle",
    "ratified": "triangle-up",
    "extended": "triangle-right",
    "suspended": "square",
    "breached": "cross",
    "withdrawn": "cross",
    "expired": "diamond",
    "expires": "triangle-down",
}


@dataclass(frozen=True, slots=True)
class _Question:
    record: Record
    one: str | None
    other: str | None
    by: By
    type: str | None
    since: str | None
    until: str | None

    def asked(self) -> Asked:
        asked = Asked(type=self.type, since=self.since, until=self.until)
        if self.one is not None and self.other is not None:
            return replace(asked, dyad=(self.one, self.other))
        return replace(asked, actor=self.one)

    def whose(self) -> str:
        names = [_name(who) for who in (self.one, self.other) if who is not None]
        kind = f"{self.type} events" if self.type else "events"
        return f"{' and '.join(names)}: {kind}" if names else f"All {kind}"


def draw(
    record: Record,
    what: str,
    output: Path,
    one: str | None = None,
    other: str | None = None,
    *,
    by: By = "month",
    type: str | None = None,
    since: str | None = None,
    until: str | None = None,
) -> None:
    """Draw one chart of a country or an actor, of two, or of everything, into a .png or .svg file.

    Raises MissingPart where the libraries are not there, DragomanError where there is nothing to draw or no such chart.
    """
    if what not in _CHARTS:
        raise DragomanError(f"{what!r} is no chart: name one of {', '.join(_CHARTS)}")
    if output.suffix not in (".png", ".svg"):
        raise DragomanError(f"{output}: a chart is a .png or an .svg file: name one with --output")
    if by not in _UNITS:
        raise DragomanError(f"{by!r} is no period: name one of {', '.join(_UNITS)}")
    _library()
    chart = _CHARTS[what](_Question(record, one, other, by, type, since, until))
    chart = chart.configure_view(stroke=None).configure_title(anchor="start", fontSize=16, subtitleColor="#555555")
    try:
        chart.configure_axis(grid=True, gridColor="#eeeeee").save(str(output), scale_factor=2)
    except OSError as error:
        raise DragomanError(
            f"{output} cannot be written ({error.strerror}): name another file with --output"
        ) from error


def _library() -> Any:
    try:
        import altair
        import vl_convert  # noqa: F401
    except ImportError as error:
        raise MissingPart(
            'charts need altair and vl-convert-python, which are not installed: pip install "dragoman[charts]"'
        ) from error
    altair.data_transformers.disable_max_rows()
    return altair


# ---------------------------------------------------------------------- the charts


def _series(question: _Question) -> Any:
    alt = _library()
    told = series(
        question.record,
        question.one,
        question.other,
        by=question.by,
        type=question.type,
        since=question.since,
        until=question.until,
        pairs=False,
    )
    by_period: dict[str, Counter[str]] = {}
    scores: dict[str, list[tuple[int, float]]] = {}
    for row in told.rows:
        sums = by_period.setdefault(row["period"], Counter())
        sums.update({quad: row[quad] for quad in QUADS})
        if row["score"] is not None:
            scores.setdefault(row["period"], []).append((row["events"], row["score"]))
    total = sum(row["events"] for row in told.rows)
    _something(total, question)
    articles = sum({row["period"]: row["articles"] for row in told.rows}.values())
    bars = [
        {"period": start_of(period, question.by).isoformat(), "kind": kind, "order": number, "events": sums[quad]}
        for period, sums in by_period.items()
        for number, (quad, kind) in enumerate(zip(QUADS, _COLOURS, strict=True))
    ]
    means = [
        {"period": start_of(period, question.by).isoformat(), "score": _mean(parts)} for period, parts in scores.items()
    ]
    unit = _UNITS[question.by]
    title = _title(
        alt,
        f"{question.whose()} by {question.by}",
        f"{_count(total, 'event')} from {min(by_period)} to {max(by_period)}; {_count(articles, 'article')} of that "
        f"time read; {told.unplaced} less precisely dated left out",
    )
    x = alt.X(f"{unit}(period):T", title=None, axis=alt.Axis(labelOverlap="greedy", labelSeparation=10))
    upper = (
        alt.Chart(alt.Data(values=bars))
        .mark_bar()
        .encode(
            x=x,
            y=alt.Y("sum(events):Q", title=f"events a {question.by}", axis=_whole(alt)),
            color=_quads(alt),
            order=alt.Order("order:Q"),
        )
        .properties(width=640, height=240)
    )
    # A bar from zero, not a line: a line would tell of the periods between, in which nothing happened.
    lower = (
        alt.Chart(alt.Data(values=means))
        .mark_bar()
        .encode(
            x=x,
            y=alt.Y("score:Q", title="mean PLOVER score", scale=alt.Scale(domain=[-10, 10])),
            color=alt.condition("datum.score < 0", alt.value("#d6604d"), alt.value("#4393c3")),
        )
        .properties(width=640, height=140)
    )
    return alt.vconcat(upper, lower).resolve_scale(x="shared").properties(title=title)


def _types(question: _Question) -> Any:
    alt = _library()
    held = _happened(question)
    counts = Counter((row["type"], _quad(row)) for row in held)
    values = [{"type": type, "kind": kind, "events": count} for (type, kind), count in counts.items()]
    return (
        alt.Chart(alt.Data(values=values))
        .mark_bar()
        .encode(
            x=alt.X("sum(events):Q", title="events", axis=_whole(alt)),
            y=alt.Y("type:N", sort="-x", title=None),
            color=_quads(alt),
        )
        .properties(width=560, height=alt.Step(20), title=_title(alt, f"{question.whose()} by type", _behind(held)))
    )


def _map(question: _Question) -> Any:
    alt = _library()
    held = _happened(question)
    placed = [row for row in held if row["place_lat"] is not None]
    _something(len(placed), question)
    spots: dict[tuple[float, float], list[Mapping[str, Any]]] = {}
    for row in placed:
        spots.setdefault((row["place_lat"], row["place_lon"]), []).append(row)
    points: list[dict[str, Any]] = [
        {
            "lat": lat,
            "lon": lon,
            "events": len(there),
            "place": there[0]["place_name"],
            "score": _mean([(1, row["score"]) for row in there if row["score"] is not None]),
        }
        for (lat, lon), there in spots.items()
    ]
    largest = sorted(points, key=lambda point: -point["events"])  # drawn first: the small ones stay in sight
    graticule = alt.Chart(alt.graticule(step=[15, 15])).mark_geoshape(stroke="#e8e8e8", filled=False)
    towns = (
        alt.Chart(alt.Data(values=[{"lat": lat, "lon": lon} for lat, lon in _towns()]))
        .mark_circle(size=2, color="#c4c4c4", opacity=1)
        .encode(latitude="lat:Q", longitude="lon:Q")
    )
    here = alt.Chart(alt.Data(values=largest)).encode(latitude="lat:Q", longitude="lon:Q")
    circles = here.mark_circle(opacity=0.85, stroke="#444444", strokeWidth=0.6).encode(
        size=alt.Size(
            "events:Q",
            title="events",
            scale=alt.Scale(range=[40, 600]),
            legend=alt.Legend(values=_round_steps(largest[0]["events"]), format="d"),
        ),
        color=alt.Color(
            "score:Q",
            title="mean PLOVER score",
            scale=alt.Scale(domain=[-10, 0, 10], range=["#b2182b", "#d9d9d9", "#2166ac"]),
        ),
    )
    names = (
        alt.Chart(alt.Data(values=_apart(largest)))
        .mark_text(dy=-12, fontSize=11)
        .encode(latitude="lat:Q", longitude="lon:Q", text="place:N")
    )
    title = _title(
        alt,
        f"{question.whose()} by place",
        f"{_behind(placed)}; {len(held) - len(placed)} without a place left out; "
        f"grey dots: towns of more than {_TOWN:,} people (GeoNames)",
    )
    return (
        alt.layer(graticule, towns, circles, names)
        .project(type="equalEarth")
        .properties(width=860, height=430, title=title)
    )


def _timeline(question: _Question) -> Any:
    alt = _library()
    held = [row for row in _happened(question) if row["date_start"] and row["date_end"]]
    _something(len(held), question)
    values = [
        {
            "first": first_day(row["date_start"]),
            "last": last_day(row["date_end"]),
            "type": row["type"],
            "kind": _quad(row),
            "outlets": row["outlets"] or 1,
        }
        for row in held
    ]
    days = [value for value in values if value["first"] == value["last"]]
    spans = [value for value in values if value["first"] != value["last"]]
    y = alt.Y("type:N", title=None)
    time: dict[str, Any] = {"title": None, "scale": alt.Scale(type="utc", padding=12)}
    most = max(value["outlets"] for value in values)
    size = alt.Size(
        "outlets:Q",
        title="independent outlets",
        scale=alt.Scale(domain=[1, most], range=[45, 300]),
        legend=alt.Legend(values=_round_steps(most), format="d"),
    )
    points = alt.Chart(alt.Data(values=days)).mark_circle(opacity=0.6, size=45)
    points = points.encode(x=alt.X("first:T", **time), y=y, color=_quads(alt), **({"size": size} if most > 1 else {}))
    bars = (
        alt.Chart(alt.Data(values=spans))
        .mark_rule(strokeWidth=5, strokeCap="round", opacity=0.6)
        .encode(x=alt.X("first:T", **time), x2="last:T", y=y, color=_quads(alt))
    )
    title = _title(alt, f"{question.whose()} in time", f"{_behind(held)}; a bar is a date less precise than a day")
    layers = [chart for chart, there in ((bars, spans), (points, days)) if there]
    return alt.layer(*layers).properties(width=720, height=alt.Step(24), title=title)


def _agreements(question: _Question) -> Any:
    alt = _library()
    asked = replace(question.asked(), type=None)
    found = [row for row in rows(question.record, "agreements", asked) if row["signed"] or row["expires"]]
    latest = {(row["registry_id"] or row["name"], row["parties"]): row for row in found}
    held = sorted(latest.values(), key=lambda row: (row["signed"] or row["expires"], row["name"]))[-_ROWS:]
    if not held:
        raise DragomanError("no agreement with a date meets what was asked: ask for less")
    bars, marks = [], []
    for number, row in enumerate(held):
        name = f"{row['name']} ({row['parties'] or 'parties not known'})"
        label = {"agreement": name if len(name) <= 60 else name[:59] + "…", "order": number}
        start, end = first_day(row["signed"]), last_day(row["expires"])
        if start and end:
            bars.append({**label, "start": start, "end": end})
        elif start:
            marks.append({**label, "date": start, "what": "signed"})
        if end:
            marks.append({**label, "date": end, "what": "expires"})
        for fact in (row["life"] or "").split("; "):
            what, _, day = fact.partition(" ")
            if what in _MARKS and first_day(day) and not (what == "expired" and end):
                marks.append({**label, "date": first_day(day), "what": what})
    unique = {tuple(mark.values()): mark for mark in marks}
    y = alt.Y("agreement:N", sort=alt.EncodingSortField("order"), title=None, axis=alt.Axis(labelLimit=420))
    time: dict[str, Any] = {"title": None, "scale": alt.Scale(type="utc", padding=12)}
    there = [what for what in _MARKS if any(mark["what"] == what for mark in marks)]
    layers = [
        alt.Chart(alt.Data(values=bars))
        .mark_bar(height=8, color="#92c5de")
        .encode(x=alt.X("start:T", **time), x2="end:T", y=y),
        alt.Chart(alt.Data(values=list(unique.values())))
        .mark_point(filled=True, size=70, color="#333333", opacity=1)
        .encode(
            x=alt.X("date:T", **time),
            y=y,
            shape=alt.Shape(
                "what:N",
                title="what became of it",
                scale=alt.Scale(domain=there, range=[_MARKS[what] for what in there]),
            ),
        ),
    ]
    names = [_name(who) for who in (question.one, question.other) if who is not None]
    title = _title(
        alt,
        f"Agreements{' of ' + ' and '.join(names) if names else ''}",
        f"{_count(len(held), 'agreement')} with a date, told by "
        f"{_count(len({row['article_id'] for row in found}), 'article')}; a bar runs from the signing to the end, "
        "where both are known",
    )
    return alt.layer(*layers).properties(width=620, height=alt.Step(24), title=title)


_CHARTS: Mapping[str, Callable[[_Question], Any]] = {
    "series": _series,
    "types": _types,
    "map": _map,
    "timeline": _timeline,
    "agreements": _agreements,
}


# ---------------------------------------------------------------------- what they share


def _happened(question: _Question) -> list[dict[str, Any]]:
    """The events that occurred or go on, each occurrence once."""
    held = [row for row in rows(question.record, "events", question.asked()) if row["status"] in HAPPENED]
    once = list({row["occurrence"]: row for row in held}.values())
    _something(len(once), question)
    return once


def _something(count: int, question: _Question) -> None:
    if not count:
        raise DragomanError(f"{question.whose()}: the record has none to draw: ask for less, or read more articles")


def _quad(row: Mapping[str, Any]) -> str:
    return list(_COLOURS)[(row["quad"] or 1) - 1]


def _quads(alt: Any) -> Any:
    scale = alt.Scale(domain=list(_COLOURS), range=list(_COLOURS.values()))
    return alt.Color("kind:N", title=None, scale=scale, legend=alt.Legend(orient="top"))


def _whole(alt: Any) -> Any:
    return alt.Axis(tickMinStep=1, format="d", tickCount=8)


def _title(alt: Any, title: str, under: str) -> Any:
    return alt.TitleParams(title, subtitle=[under])


def _behind(held: Sequence[Mapping[str, Any]]) -> str:
    return f"{_count(len(held), 'event')}, told by {_count(len({row['article_id'] for row in held}), 'article')}"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _mean(parts: Iterable[tuple[int, float]]) -> float | None:
    parts = list(parts)
    weight = sum(count for count, _ in parts)
    return round(sum(count * score for count, score in parts) / weight, 3) if weight else None


def _name(who: str) -> str:
    actors = load_actors()
    actor = actors.state(who) or actors.get(who)
    return actor.name if actor else who


def _round_steps(most: int) -> list[int]:
    """A few whole numbers for a legend of sizes, up to the largest."""
    return sorted({1, max(1, round(most / 2)), most})


def _apart(points: Sequence[Mapping[str, Any]], *, most: int = 12) -> list[Mapping[str, Any]]:
    """The largest places whose names do not run into each other."""
    named: list[Mapping[str, Any]] = []
    for point in points:
        if all(abs(point["lat"] - p["lat"]) > 5 or abs(point["lon"] - p["lon"]) > 18 for p in named):
            named.append(point)
    return named[:most]


@cache
def _towns() -> Sequence[tuple[float, float]]:
    """Where larger towns are: they show the land on a map that needs no outline of it."""
    with gzip.open(DATA / "places.tsv.gz", "rt", encoding="utf-8") as lines:
        table = [line.rstrip("\n").split("\t") for line in lines]
    return [
        (float(row[4]), float(row[5])) for row in table if row[7] in ("city", "capital") and int(row[6] or 0) >= _TOWN
    ]
