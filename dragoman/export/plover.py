"""PLOVER: JSON Lines in the named fields of the PLOVER manual's chapter "Data Fields"; what is not known is left out.

Beside those fields stand ``status`` and ``articles``, ``outlets``: how many tell of it. The manual lets a provider add
fields of his own.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dragoman import __version__
from dragoman.export.told import Side, Told, as_plover, city_of, country_name, told, write_lines
from dragoman.record.query import Asked
from dragoman.record.store import Record


def write(record: Record, output: Path, asked: Asked) -> Iterator[tuple[Path, int]]:
    """Write the events that PLOVER codes."""
    lines = (json.dumps(_event(event), ensure_ascii=False) + "\n" for event in told(record, asked) if as_plover(event))
    with open(output, "w", encoding="utf-8", errors="replace", newline="") as stream:
        count = write_lines(stream, lines)
    yield output, count


def _event(event: Told) -> dict[str, Any]:
    row = event.row
    return {
        "id": event.occurrence["id"],
        "date": event.day(),  # required: null where it is less precise than a day
        **_known(enddate=_day(row["date_end"])),
        "actor": [_entity(side) for side in event.actors],
        **_known(recipient=[_entity(side) for side in event.recipients]),
        "event": [row["type"]],
        **_known(
            event_loc=_known(
                resolved_place=row["place_name"],
                geonameid=row["place_geonameid"],
                lat=row["place_lat"],
                lon=row["place_lon"],
                city=city_of(event),
                province=row["place_admin1"],
                country=country_name(row["place_country"]),
                country_code=row["place_country"],
            ),
            event_text=[row["quote"]] if row["quote"] else None,
            quad_code=row["quad"],
            event_scale=row["score"],
            mode=[row["mode"]] if row["mode"] else None,
            context=row["contexts"].split("; ") if row["contexts"] else None,
            cite_info=_known(
                url=row["url"],
                title=row["title"],
                language=row["language"] if row["language"] != "und" else None,
                publication=row["outlet_name"],
            ),
        ),
        "coder": f"dragoman-{__version__}",
        "coded_date": f"{event.added[:4]}-{event.added[4:6]}-{event.added[6:8]}",
        "status": row["status"],
        "articles": event.occurrence["articles"],
        "outlets": event.occurrence["outlets"],
    }


def _entity(side: Side) -> dict[str, Any]:
    return _known(
        code=side.country,
        sector=list(side.sectors),
        entity_text=side.text,
        identifier_id=side.id,
        identifier_text=side.name,
        office=side.role,
    )


def _day(value: str | None) -> str | None:
    return value if value is not None and len(value) == 10 else None


def _known(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in (None, [], {})}
