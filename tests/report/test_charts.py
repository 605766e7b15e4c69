"""Charts: each is drawn, and its words and figures are those of the record."""

import builtins
import dataclasses
import re

import pytest
from made_readings import event, reading

from dragoman.errors import DragomanError, MissingPart
from dragoman.record.store import Record
from dragoman.report.charts import draw

DATES = ("2021-02-01", "2021-02-20", "2021-04-03", "2021-05", "2019")


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    with Record(tmp_path_factory.mktemp("charts") / "news.db") as record:
        made = []
        for number, day in enumerate(DATES):
            kind, quad = (("CONSULT", 1), ("ASSAULT", 4))[number % 2]
            told = dataclasses.replace(event(kind, date=(day, day)), quad=quad, score=1.0 if quad == 1 else -8.0)
            made.append(reading(number, told, published=day, text=f"A text, {number}.", full=number == 0))
        record.append(made)
        yield record


def texts(path):
    """The words of an SVG."""
    return re.sub(r"<[^>]+>", "\n", path.read_text("utf-8"))


@pytest.mark.parametrize("what", ["series", "types", "map", "timeline", "agreements"])
@pytest.mark.parametrize("who", [(), ("IRN",), ("IRN", "RUS")])
def test_each_chart_says_what_it_shows_and_on_what_it_rests(record, tmp_path, what, who):
    path = tmp_path / f"{what}.svg"
    draw(record, what, path, *who)
    words = texts(path)
    assert re.search(r"\d+ articles?", words)
    assert ("Iran" in words) == bool(who) or what == "agreements"
    assert ("Russia" in words) == (len(who) == 2)
    if what != "agreements":
        assert re.search(r"\d+ events?", words)


@pytest.mark.parametrize("by", ["day", "week", "month", "quarter", "year"])
def test_a_series_shows_every_event_of_its_periods(record, tmp_path, by):
    path = tmp_path / "series.svg"
    draw(record, "series", path, "IRN", "RUS", by=by)
    held = {"day": 3, "week": 3, "month": 4, "quarter": 4, "year": 5}[by]
    assert f"{held} events from" in texts(path)
    assert f"{5 - held} less precisely dated left out" in texts(path)
    assert f"events a {by}" in texts(path)


def test_a_png_is_a_png(record, tmp_path):
    path = tmp_path / "types.png"
    draw(record, "types", path)
    assert path.read_bytes().startswith(b"\x89PNG")


def test_what_cannot_be_drawn_is_told(record, tmp_path):
    for arguments, message in [
        (("pie", tmp_path / "a.png"), "'pie' is no chart: name one of series"),
        (("types", tmp_path / "a.pdf"), "a chart is a .png or an .svg file"),
        (("types", tmp_path / "a.png", "JPN"), "Japan: events: the record has none to draw"),
        (("agreements", tmp_path / "a.png", "JPN"), "no agreement with a date"),
        (("types", tmp_path / "no" / "a.png"), "cannot be written"),
    ]:
        with pytest.raises(DragomanError, match=re.escape(message)):
            draw(record, *arguments)
    with pytest.raises(DragomanError, match="'decade' is no period"):
        draw(record, "series", tmp_path / "a.png", by="decade")


def test_it_says_how_to_install_what_charts_need(record, tmp_path, monkeypatch):
    real = builtins.__import__

    def missing(name, *rest):
        if name == "altair":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", missing)
    with pytest.raises(MissingPart, match=re.escape('pip install "dragoman[charts]"')):
        draw(record, "types", tmp_path / "a.png")
