"""Build the table of office holders: dragoman/knowledge/data/actors/holders.tsv.

    python training/build_holders.py --source DIR     carry the facts of DIR/holders.tsv over, then add the completion
    python training/build_holders.py --check FILE     compare a blind second filling with the completion

``DIR`` holds ``holders.tsv`` and ``sources.tsv``: Wikidata's lists of national office holders (CC0) as of 2022, with
gaps and errors. What is taken over, what is not and why is decided by the tables of training/holders/:

    names.tsv        English names as newswire writes them, where the source has another spelling
    corrections.tsv  rows of the source that are wrong: rejected, or set right in one field, with the reason
    completion.tsv   holders that the source lacks, from model knowledge; a row without a start gives the end (or the
                     last day known) of a row of the source that has none; the Wikidata id only where the source has
                     two people of the name
    rejected.tsv     written here: every row of the source that was rejected or corrected, and why
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

ROOT = Path(__file__).parent.parent
ACTORS = ROOT / "dragoman" / "knowledge" / "data" / "actors"
HOLDERS = Path(__file__).parent / "holders"
WIKIDATA = "wikidata-2022"
MODEL = "model-knowledge"
BOTH = "wikidata-2022+model-knowledge"
SIX = (
    "head of state",
    "head of government",
    "foreign minister",
    "defence minister",
    "interior minister",
    "finance minister",
)
COLUMNS = ("person", "name", "country", "office", "title", "wikidata", "start", "end", "known_to", "rests_on")

# The source's "other" titles, sorted into the closed list; the first pattern that fits decides.
SPLIT = (
    ("supreme leader", r"^Supreme Leader"),
    ("party leader", r"^General Secretary of the"),
    ("national security adviser", r"National Security (Adviser|Advisor|Office)|Security (and Defense )?Council"),
    ("vice president", r"Vice[- ]President|Deputy President"),
    (
        "speaker of parliament",
        r"Speaker|Ch?air(man|person|)\b.*(Parliament|Assembly|Rada|Duma|Senate|Council)|President of",
    ),
    (
        "deputy prime minister",
        r"Deputy Prime Minister|Vice[- ](Premier|Prime Minister|Chancellor)|T.naiste|Cabinet of Minist",
    ),
    ("vice president", r"Deputy Chair|First Deputy"),
    ("army chief", r"\bArmy\b|Land Forces|Revolutionary Guard"),
    ("armed forces chief", r"Chief|Command|Joint Chiefs|General Staff|Head of"),
)
PORTFOLIOS = (
    ("energy minister", r"Energ|Petrol|Oil|Hydrocarbon|Electric|Power|Mines|Mineral"),
    ("trade minister", r"Trade|Commerce|Business"),
    ("economy minister", r"Econom"),
)
# "Chief of the General Staff" heads the army alone in Britain; Algeria's army is all of its forces.
ARMY_CHIEFS = {
    ("GBR", "Chief of the General Staff"): "army chief",
    ("DZA", "Chief of Staff of the People's National Army"): "armed forces chief",
}
# Two governments, or two posts under one heading: an open row is not closed by a later one of another person.
SIDE_BY_SIDE = {
    ("YEM", None),
    ("LBY", None),
    ("AND", "head of state"),
    ("BRN", "defence minister"),
    ("BRN", "finance minister"),
}
SEVERAL = frozenset({"deputy prime minister", "vice president"})
WITHOUT_MARKS = frozenset({"TUR", "AZE", "TKM", "VNM", "KOR", "XNC"})  # newswire writes these names without marks
LETTERS = str.maketrans(
    {
        "ı": "i",
        "İ": "I",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ð": "d",
        "þ": "th",
        "Þ": "Th",
        "ß": "ss",
        "æ": "ae",
        "Æ": "Ae",
        "œ": "oe",
        "ə": "a",
        "Ə": "A",
    }
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of holders.tsv; ``source`` is the name that the source gives."""

    name: str
    country: str
    office: str
    title: str
    wikidata: str
    start: str
    end: str
    known_to: str
    rests_on: str
    source: str = ""
    person: str = ""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, help="directory with holders.tsv and sources.tsv")
    parser.add_argument("--check", type=Path, help="a blind second filling: country, office, year, name")
    options = parser.parse_args()
    if options.check:
        check(options.check)
    elif options.source:
        build(options.source)
    else:
        parser.error("expected --source DIR or --check FILE")


def build(source: Path) -> None:
    log: list[tuple[str, ...]] = []
    rows = corrected(carried(source), log)
    rows = merged(rows, log)
    rows = closed(rows, log)
    rows = completed(rows)
    offices = {entry["office"] for entry in yaml.safe_load((ACTORS / "titles.yaml").read_text("utf-8"))["offices"]}
    unknown = {row.office for row in rows} - offices
    if unknown:
        sys.exit(f"offices outside the closed list of titles.yaml: {sorted(unknown)}")
    rows = sorted(
        identified(rows), key=lambda row: (row.country, row.office, row.start, row.person, row.title, row.end)
    )
    write(ACTORS / "holders.tsv", COLUMNS, [tuple(getattr(row, column) for column in COLUMNS) for row in rows])
    write(
        HOLDERS / "rejected.tsv",
        ("country", "office", "title", "person", "wikidata", "start", "end", "action", "reason"),
        sorted(set(log)),
    )
    full = [
        row
        for row in read(source / "holders.tsv")
        if row["office"] in SIX and len(row["start"]) == len(row["end"]) == 10
    ]
    keys = {(row["country"], row["office"], row["wikidata"], row["start"], row["end"]) for row in full}
    gone = [
        entry
        for entry in set(log)
        if entry[7] == "rejected" and (entry[0], entry[1], entry[4], entry[5], entry[6]) in keys
    ]
    people, owners = {row.person for row in rows}, {row.country for row in rows}
    print(f"{len(rows)} rows, {len(people)} people, {len(owners)} countries and organisations")
    print(dict(Counter(row.rests_on for row in rows)))
    print(dict(Counter(entry[7].split(":")[0] for entry in set(log))))
    print(f"rejected of the six offices with full dates: {len(gone)} of {len(full)} = {len(gone) / len(full):.2%}")


def carried(source: Path) -> list[Row]:
    """Read the source: offices split, names in English, open rows known to the day the source was made."""
    names = {row["wikidata"]: row["name"] for row in read(HOLDERS / "names.tsv")}
    made: dict[tuple[str, str], str] = {}
    for entry in read(source / "sources.tsv"):
        made[entry["country"], entry["repository"].rsplit("/", 1)[1]] = entry["commit_date"]
    rows = []
    for entry in read(source / "holders.tsv"):
        country = entry["country"]
        own = [day for (owner, name), day in made.items() if owner == country and not name.startswith("world")]
        world = made.get((country, "world" if entry["office"] == "foreign minister" else "world-leaders-2021"), "")
        title = newswire_title(entry["title"])
        office = entry["office"] if entry["office"] != "other" else split(country, title)
        rows.append(
            Row(
                name=names.get(entry["wikidata"]) or plain_name(entry["person"], country),
                country=country,
                office=office,
                title=title,
                wikidata=entry["wikidata"],
                start=entry["start"],
                end=entry["end"],
                known_to="" if entry["end"] else (own or [world])[0],
                rests_on=WIKIDATA,
                source=entry["person"],
            )
        )
    return rows


def split(country: str, title: str) -> str:
    if (country, title) in ARMY_CHIEFS:
        return ARMY_CHIEFS[country, title]
    for office, pattern in SPLIT:
        if re.search(pattern, title):
            return office
    places = [(found.start(), office) for office, pattern in PORTFOLIOS if (found := re.search(pattern, title))]
    if not places:
        sys.exit(f"no office for {country} {title!r}: add it to SPLIT")
    return min(places)[1]


def newswire_title(title: str) -> str:
    """``monarch`` → ``Monarch``; ``President of Montenegro`` stays, underscores go."""
    title = title.replace("_", " ").strip()
    return title[:1].upper() + title[1:]


def plain_name(name: str, country: str) -> str:
    """``John Reid, Baron Reid of Cardowan`` → ``John Reid``; ``Abdullah II of Jordan`` → ``Abdullah II``."""
    name = re.sub(r"\s*\([^)]*\)", "", name)
    name = re.sub(r"\s*\"[^\"]*\"", "", name)
    name = re.sub(r",? J(r|nr)\.?$", " Jr.", name)
    name = name.split(", ")[0]
    name = re.sub(r"^(Shaikh|Sheikh|Seyyed|Sayyid|Awang) (?=\w+ \w)", "", name)  # Sheikh Hasina keeps it
    name = re.sub(r" ([IVX]+) of \w+$", r" \1", name)
    if country in WITHOUT_MARKS:
        name = "".join(
            mark for mark in unicodedata.normalize("NFKD", name.translate(LETTERS)) if not unicodedata.combining(mark)
        )
    return re.sub(r"\s+", " ", name.replace("‘", "'").replace("ʻ", "'").replace("’", "'")).strip()


def corrected(rows: list[Row], log: list[tuple[str, ...]]) -> list[Row]:
    """Apply corrections.tsv; each of its lines must fit at least one row of the source."""
    wanted = read(HOLDERS / "corrections.tsv")
    fits = Counter[int]()
    kept = []
    for row in rows:
        current: Row | None = row
        for number, rule in enumerate(wanted):
            if (
                current is None
                or rule["wikidata"] not in (row.wikidata, "*")
                or rule["country"] not in (row.country, "*")
            ):
                continue
            if rule["office"] not in (row.office, "*") or rule["start"] not in (row.start, "*"):
                continue
            fits[number] += 1
            rejected = rule["field"] == "reject"
            log.append(
                entry(row, "rejected" if rejected else f"corrected: {rule['field']} {rule['value']}", rule["reason"])
            )
            if rejected:
                current = None
            elif rule["field"] == "end":
                current = replace(current, end=rule["value"], known_to="", rests_on=BOTH)
            else:
                current = replace(current, **{rule["field"]: rule["value"]})
                if rule["field"] == "start":
                    current = replace(current, rests_on=BOTH)
        if current is not None:
            kept.append(current)
    idle = [rule for number, rule in enumerate(wanted) if not fits[number]]
    if idle:
        sys.exit(f"corrections.tsv: these lines fit no row of the source: {idle}")
    return kept


def merged(rows: list[Row], log: list[tuple[str, ...]]) -> list[Row]:
    """One row where the source tells one holding twice (two titles of one post, the same dates)."""
    seen: dict[tuple[str, ...], Row] = {}
    for row in rows:
        key = (row.country, row.office, row.wikidata, row.start, row.end)
        if key in seen:
            log.append(entry(row, "merged", f"the same holding as {seen[key].title!r}"))
        else:
            seen[key] = row
    return list(seen.values())


def closed(rows: list[Row], log: list[tuple[str, ...]]) -> list[Row]:
    """Close an open row of a post for one at the day its successor under the same title began."""
    groups: dict[tuple[str, str, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.country, row.office, row.title].append(row)
    kept = []
    for row in rows:
        later = [
            other.start
            for other in groups[row.country, row.office, row.title]
            if other.wikidata != row.wikidata and other.start > row.start
        ]
        side = {(row.country, None), (row.country, row.office)} & SIDE_BY_SIDE
        if not row.end and later and row.office not in SEVERAL and not side:
            log.append(
                entry(row, f"corrected: end {min(later)}", "open in the source, but a successor began on that day")
            )
            row = replace(row, end=min(later), known_to="")
        kept.append(row)
    return kept


def completed(rows: list[Row]) -> list[Row]:
    """Add completion.tsv: new rows, and the ends of open rows of the source."""
    rows, lost = list(rows), []
    for line in read(HOLDERS / "completion.tsv"):
        if line["start"]:
            rows.append(
                Row(
                    name=line["name"],
                    country=line["country"],
                    office=line["office"],
                    title=line["title"],
                    wikidata=line["wikidata"],
                    start=line["start"],
                    end=line["end"],
                    known_to=line["known_to"],
                    rests_on=MODEL,
                )
            )
            continue
        fits = [
            number
            for number, row in enumerate(rows)
            if (row.country, row.office, slug(row.name)) == (line["country"], line["office"], slug(line["name"]))
            and not row.end
            and row.rests_on != MODEL
        ]
        if not fits:
            lost.append(line)
        for number in fits:
            known_to = "" if line["end"] else max(line["known_to"], rows[number].known_to)
            rows[number] = replace(rows[number], end=line["end"], known_to=known_to, rests_on=BOTH)
    if lost:
        sys.exit(
            "completion.tsv: no open row of the source for\n" + "\n".join("\t".join(line.values()) for line in lost)
        )
    for row in rows:
        if not row.end and not row.known_to:
            sys.exit(f"neither an end nor a last day known: {row}")
    return rows


def identified(rows: list[Row]) -> list[Row]:
    """Give each person a slug; a completed row takes the Wikidata id of the one person of that name and country."""
    known: dict[tuple[str, str], set[str]] = defaultdict(set)
    anywhere: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.wikidata:
            known[slug(row.name), row.country].add(row.wikidata)
            anywhere[slug(row.name)].add(row.wikidata)
    spelled = {row.wikidata: row.name for row in rows if row.wikidata}
    tied = []
    for row in rows:
        if not row.wikidata:
            ids = known[slug(row.name), row.country] or (anywhere[slug(row.name)] if ":" in row.country else set())
            if len(ids) > 1:
                sys.exit(
                    f"completion.tsv: two people of the source are called {row.name} in {row.country}: {sorted(ids)}"
                )
            tie = next(iter(ids), "")
            row = replace(row, wikidata=tie, name=spelled.get(tie, row.name))
        tied.append(row)
    owners: dict[str, set[str]] = defaultdict(set)  # slug → Wikidata ids, or the countries of people without one
    for row in tied:
        if row.wikidata or ":" not in row.country:
            owners[slug(row.name)].add(row.wikidata or row.country)

    def who(row: Row) -> str:
        """The head of an organisation or a group is the one person of that name that some country has."""
        own = row.wikidata or ("" if ":" in row.country else row.country)
        return own or (next(iter(owners[slug(row.name)])) if len(owners[slug(row.name)]) == 1 else "")

    people: dict[str, dict[str, str]] = defaultdict(dict)  # slug → who → first day of a term
    for row in tied:
        first = people[slug(row.name)].get(who(row), row.start)
        people[slug(row.name)][who(row)] = min(first, row.start)
    named = []
    for row in tied:
        several = len(people[slug(row.name)]) > 1
        suffix = "-" + people[slug(row.name)][who(row)][:4] if several else ""
        named.append(replace(row, person=slug(row.name) + suffix))
    shared = {name: list(whos) for name, whos in people.items() if len(whos) > 1}
    if shared:
        print("people of one name, told apart by the year of their first term:", shared)
    return named


def slug(name: str) -> str:
    """``Hossein Amir-Abdollahian`` → ``hossein-amir-abdollahian``."""
    plain = unicodedata.normalize("NFKD", name.translate(LETTERS)).encode("ascii", "ignore").decode("ascii").lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")


def check(blind: Path) -> None:
    """Compare a second filling, made from country, office and year alone, with the completion."""
    lines = [line for line in read(HOLDERS / "completion.tsv") if line["start"]]
    agree, differ = 0, []
    for guess in read(blind):
        held = [
            line["name"]
            for line in lines
            if (line["country"], line["office"]) == (guess["country"], guess["office"])
            and line["start"][:4] <= guess["year"] <= (line["end"] or line["known_to"])[:4]
        ]
        if any(slug(guess["name"]) == slug(name) for name in held):
            agree += 1
        else:
            differ.append((guess["country"], guess["office"], guess["year"], guess["name"], held))
    total = agree + len(differ)
    print(f"{agree} of {total} agree ({agree / total:.1%})")
    for line in differ:
        print(*line, sep="\t")


def entry(row: Row, action: str, reason: str) -> tuple[str, ...]:
    return (row.country, row.office, row.title, row.source, row.wikidata, row.start, row.end, action, reason)


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def write(path: Path, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    path.write_text("\n".join("\t".join(row) for row in [columns, *rows]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
