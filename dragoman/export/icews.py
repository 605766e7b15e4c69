"""ICEWS: 20 columns, tabs, a header; one row an actor and a target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dragoman.export.told import Side, Told, as_cameo, city_of, country_name, number, told, write_table
from dragoman.knowledge.ontology import load_ontology
from dragoman.record.query import Asked
from dragoman.record.store import Record

COLUMNS = (
    "Event ID",
    "Event Date",
    "Source Name",
    "Source Sectors",
    "Source Country",
    "Event Text",
    "CAMEO Code",
    "Intensity",
    "Target Name",
    "Target Sectors",
    "Target Country",
    "Story ID",
    "Sentence Number",
    "Publisher",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
)
# ICEWS names sectors in a tree of some hundred words; these are the ones that a PLOVER sector surely means.
_SECTORS: Mapping[str, str] = {
    "BUS": "Business",
    "COP": "Police",
    "EDU": "Education",
    "GOV": "Government",
    "JRN": "Media",
    "JUD": "Judicial",
    "MIL": "Military",
}


def write(record: Record, output: Path, asked: Asked) -> Iterator[tuple[Path, int]]:
    """Write the events that CAMEO can say."""
    rows = (row for event in told(record, asked) if as_cameo(event) for row in _rows(event))
    yield output, write_table(output, rows, COLUMNS)


def _rows(event: Told) -> Iterator[tuple[Any, ...]]:
    row = event.row
    code = load_ontology().cameo[row["cameo"]]
    for source, target in event.pairs():
        yield (
            number(event.occurrence["id"], _key(source), _key(target)),
            event.day(),
            *_side(source),
            code.name,
            code.code,
            code.goldstein,
            *_side(target),
            number(row["article_id"]),
            None,
            row["outlet_name"],
            city_of(event),
            None,
            row["place_admin1"],
            country_name(row["place_country"]),
            row["place_lat"],
            row["place_lon"],
        )


def _key(side: Side | None) -> object:
    return side and (side.id, side.name, side.country, side.text)


def _side(side: Side | None) -> tuple[str | None, str | None, str | None]:
    if side is None:
        return None, None, None
    sectors = ",".join(_SECTORS[sector] for sector in side.sectors if sector in _SECTORS)
    return side.name or side.text, sectors or None, country_name(side.country)
