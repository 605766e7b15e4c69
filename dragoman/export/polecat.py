"""POLECAT: 40 columns, tabs, a header; one row an actor and a recipient."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dragoman import __version__
from dragoman.export.told import Side, Told, as_plover, city_of, place_of, told, write_table
from dragoman.record.query import Asked
from dragoman.record.store import Record

COLUMNS = (
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
)


def write(record: Record, output: Path, asked: Asked) -> Iterator[tuple[Path, int]]:
    """Write the events that PLOVER codes."""
    rows = (row for event in told(record, asked) if as_plover(event) for row in _rows(event))
    yield output, write_table(output, rows, COLUMNS)


def _rows(event: Told) -> Iterator[tuple[Any, ...]]:
    row = event.row
    place = place_of(event)
    published = row["published"]
    for ordinal, (actor, recipient) in enumerate(event.pairs(), start=1):
        yield (
            f"{event.occurrence['id']}-{ordinal}",
            event.day(),
            row["type"],
            row["mode"],
            row["score"],
            row["quad"],
            ";".join((row["contexts"] or "").split("; ")),
            *_side(actor),
            *_side(recipient),
            place.name if place else row["place_name"],
            city_of(event),
            None,
            row["place_admin1"],
            row["place_country"],
            row["place_lat"],
            row["place_lon"],
            row["place_geonameid"],
            row["place_name"],
            None,
            row["outlet_name"],
            published if published is not None and len(published) == 10 else None,
            None,
            None,
            None,
            row["language"],
            f"dragoman-{__version__}",
        )


def _side(side: Side | None) -> tuple[str | None, ...]:
    if side is None:
        return (None,) * 8
    primary = side.sectors[0] if side.sectors else None
    name = side.name or side.text
    return name, side.country, None, primary, ";".join(side.sectors), side.role, side.text, None
