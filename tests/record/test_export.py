"""A record written as other sets, and read back as their users do."""

import dataclasses
import json

import pandas
import pytest
from made_readings import event, party, reading

from dragoman.errors import DragomanError
from dragoman.export import SETS, export, gdelt, icews, polecat
from dragoman.model import Evidence, Outlet, Place, content_id
from dragoman.record.query import Asked
from dragoman.record.store import Record

TEXT = "Iran hit Iraq\ton Monday.\n\nThe ministers of Iran and Russia met. Iran will see Cuba, not Peru."
GENEVA = Place("Geneva", "CHE", "Geneva", 46.202, 6.146, 2660646, None)


def words(quote):
    start = TEXT.index(quote)
    return (Evidence(quote, (start, start + len(quote)), (start, start + 4)),)


def told(quote, *sides, **changes):
    plain = {name: changes.pop(name) for name in ("date", "status") if name in changes}
    made = event(changes.pop("type"), *sides, **plain)
    return dataclasses.replace(made, id=content_id(quote), evidence=words(quote), visit=None, claimed_by=(), **changes)


MINISTER = dataclasses.replace(
    party("IRN", "The ministers"), actor="person:a-b", name="A. Bé", sectors=("GOV", "JRN", "PTY"), role="minister"
)
EVENTS = [
    told(
        "Iran hit Iraq\ton Monday.", "IRN", "IRQ", type="ASSAULT", cameo="190", score=-9.0, goldstein=-10.0, quad=4,
        place=None, contexts=(),
    ),
    dataclasses.replace(
        told(
            "The ministers of Iran and Russia met.", "IRN", "", type="CONSULT", cameo="040", place=GENEVA,
            date=("2021", "2021"),
        ),
        actors=(MINISTER, party("RUS"), dataclasses.replace(party("UNO"), actor="org:un", sectors=())),
    ),
    told("Iran will see Cuba", "IRN", "CUB", type="AGREE", cameo="036", goldstein=4.0, status="planned"),
    told("not Peru", "IRN", "PER", type="CONSULT", cameo=None, status="negated"),
]  # fmt: skip


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    with Record(tmp_path_factory.mktemp("export") / "news.db") as record:
        made = reading(1, *EVENTS, text=TEXT)
        outlet = Outlet("daily", "The Daily", "GBR")
        url = "https://daily.example/a?b=1"
        record.append([dataclasses.replace(made, article=dataclasses.replace(made.article, outlet=outlet, url=url))])
        copy = dataclasses.replace(EVENTS[0], id="another", confidence=0.7)
        record.append([reading(2, copy, text=TEXT, outlet="Weekly", published="2021-02-03")])
        yield record


def test_gdelt_is_read_as_its_users_read_it(record, tmp_path):
    (events_file, count), (mentions_file, mention_count) = export(record, "gdelt", tmp_path / "out")
    names = list(gdelt.COLUMNS)
    assert (len(names), len(gdelt.MENTION_COLUMNS)) == (61, 16)
    codes = {name: str for name in names if name.endswith("Code")}
    read = pandas.read_csv(events_file, sep="\t", header=None, names=names, dtype=codes, index_col=False)
    assert len(read) == count == 1 + 6 + 1  # two sides; each of three with each other; a plan; no denial
    assert read.GLOBALEVENTID.is_unique
    (hit,) = read[read.EventCode == "190"].to_dict("records")
    assert (hit["SQLDATE"], hit["MonthYear"], hit["Year"]) == (20210201, 202102, 2021)
    assert hit["FractionDate"] == pytest.approx(2021.0849, abs=1e-4)
    assert (hit["Actor1Code"], hit["Actor1CountryCode"], hit["Actor1Type1Code"]) == ("IRNGOV", "IRN", "GOV")
    assert (hit["Actor2CountryCode"], hit["EventRootCode"], hit["QuadClass"]) == ("IRQ", "19", 4)
    assert (hit["GoldsteinScale"], hit["NumMentions"], hit["NumArticles"]) == (-10.0, 2, 2)
    assert hit["IsRootEvent"] == 1
    assert hit["SOURCEURL"] == "https://daily.example/a?b=1"
    assert len(str(hit["DATEADDED"])) == 14
    met = read[read.EventCode == "040"]
    assert set(met.IsRootEvent) == {0}
    assert met.SQLDATE.isna().all()  # a year is no day
    assert set(met.Year) == {2021}
    assert set(met.ActionGeo_FullName) == {"Geneva, Switzerland"}
    assert (set(met.ActionGeo_CountryCode), set(met.ActionGeo_Type)) == ({"SZ"}, {4})
    assert set(met.Actor1Code) == {"IRNGOVMED", "RUSGOV", "IGOUNO"}
    assert "A. BÉ" in set(met.Actor1Name)
    mentions = pandas.read_csv(mentions_file, sep="\t", header=None, names=list(gdelt.MENTION_COLUMNS), index_col=False)
    assert len(mentions) == mention_count
    assert set(mentions.GLOBALEVENTID) == set(read.GLOBALEVENTID)
    of_hit = mentions[mentions.GLOBALEVENTID.eq(hit["GLOBALEVENTID"])]
    assert sorted(of_hit.MentionSourceName) == ["Weekly", "daily.example"]
    assert sorted(of_hit.MentionType) == [1, 2]
    assert set(of_hit.ActionCharOffset) == {TEXT.index("Iran hit")}
    assert set(of_hit.MentionDocLen) == {len(TEXT)}
    assert sorted(of_hit.Confidence) == [70, 80]


def test_icews_is_read_as_its_users_read_it(record, tmp_path):
    ((path, count),) = export(record, "icews", tmp_path / "events.tab")
    read = pandas.read_csv(path, sep="\t", dtype={"CAMEO Code": str}, parse_dates=["Event Date"])
    assert (list(read), len(icews.COLUMNS)) == (list(icews.COLUMNS), 20)
    assert len(read) == count == 8
    (hit,) = read[read["CAMEO Code"] == "190"].to_dict("records")
    assert str(hit["Event Date"].date()) == "2021-02-01"
    assert (hit["Source Name"], hit["Source Sectors"], hit["Source Country"]) == ("Irn", "Government", "Iran")
    assert (hit["Target Country"], hit["Intensity"], hit["Publisher"]) == ("Iraq", -10.0, "The Daily")
    assert hit["Event Text"] == "Use conventional military force"
    met = read[read["CAMEO Code"] == "040"]
    assert (set(met.City), set(met.Country)) == ({"Geneva"}, {"Switzerland"})
    assert "Government,Media" in set(met["Source Sectors"].dropna())
    assert read["Event ID"].is_unique


def test_polecat_is_read_as_its_users_read_it(record, tmp_path):
    ((path, count),) = export(record, "polecat", tmp_path / "events.txt")
    read = pandas.read_csv(path, sep="\t")
    assert (list(read), len(polecat.COLUMNS)) == (list(polecat.COLUMNS), 40)
    assert len(read) == count == 8
    assert read["Event ID"].is_unique
    (hit,) = read[read["Event Type"] == "ASSAULT"].to_dict("records")
    assert (hit["Actor Country"], hit["Recipient Country"], hit["Intensity"]) == ("IRN", "IRQ", -9.0)
    assert (hit["Event Date"], hit["Publication Date"], hit["Source"]) == ("2021-02-01", "2021-02-02", "The Daily")
    met = read[(read["Event Type"] == "CONSULT") & (read["Actor Country"] == "IRN")].iloc[0]
    assert (met["Primary Actor Sector"], met["Actor Sectors"], met["Actor Title"]) == ("GOV", "GOV;JRN;PTY", "minister")
    assert (met["Actor Name"], met["Actor Name Raw"], met["Contexts"]) == (
        "A. Bé",
        "The ministers",
        "diplomatic;nuclear",
    )
    assert (met["GeoNames ID"], met["City"], met["Country"]) == (2660646, "Geneva", "CHE")


def test_plover_is_read_as_its_users_read_it(record, tmp_path):
    ((path, count),) = export(record, "plover", tmp_path / "events.jsonl")
    held = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert len(held) == count == len(pandas.read_json(path, lines=True)) == 3
    by_type = {row["event"][0]: row for row in held}
    hit, met = by_type["ASSAULT"], by_type["CONSULT"]
    assert (hit["date"], hit["quad_code"], hit["articles"]) == ("2021-02-01", 4, 2)
    assert hit["recipient"][0]["code"] == "IRQ"
    assert hit["event_text"] == ["Iran hit Iraq\ton Monday."]
    assert met["date"] is None
    assert "recipient" not in met
    assert [side["code"] for side in met["actor"]] == ["IRN", "RUS", "UNO"]
    assert met["actor"][0]["office"] == "minister"
    assert met["event_loc"]["country_code"] == "CHE"
    assert by_type["AGREE"]["status"] == "planned"


@pytest.mark.parametrize("name", SETS)
def test_an_export_is_the_same_each_time_and_as_asked(record, tmp_path, name):
    one, other = tmp_path / "one", tmp_path / "other"
    first = list(export(record, name, one, Asked(country="IRQ")))
    assert [count for _, count in first] == ([1, 2] if name == "gdelt" else [1])
    again = list(export(record, name, other, Asked(country="IRQ")))
    for (path, _), (path_again, _) in zip(first, again, strict=True):
        assert path.read_bytes() == path_again.read_bytes()


def test_what_cannot_be_written_is_told(record, tmp_path):
    with pytest.raises(DragomanError, match="'acled' is no set to export as: name one of gdelt"):
        list(export(record, "acled", tmp_path / "x"))
    with pytest.raises(DragomanError, match="cannot be written"):
        list(export(record, "icews", tmp_path / "no" / "folder.tab"))
