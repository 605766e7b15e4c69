"""The ontology as data: what it holds, the way to CAMEO and back, and the lint that keeps it whole."""

import csv
import re
import shutil
import time
from pathlib import Path

import pytest

from dragoman.errors import KnowledgeError
from dragoman.knowledge import ontology as module
from dragoman.knowledge.ontology import FOLDER, Coding, check, load_ontology

SOURCES = (
    Path(__file__).parents[3] / "shared" / "data" / "plover"
)  # the papers it was drawn from, where they are at hand

ONTOLOGY = load_ontology()


def test_check_passes() -> None:
    check()


def test_loads_fast() -> None:
    fastest = min(_seconds() for _ in range(5))
    assert fastest < 0.05, f"{1000 * fastest:.0f} ms"


def _seconds() -> float:
    load_ontology.cache_clear()
    start = time.process_time()  # of this process: what else the machine does is not ours
    load_ontology()
    return time.process_time() - start


# What it holds

QUADS = {
    1: {"AGREE", "CONCEDE", "CONSULT", "SUPPORT"},
    2: {"AID", "COOPERATE", "RETREAT"},
    3: {"ACCUSE", "REJECT", "REQUEST", "THREATEN"},
    4: {"ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "SANCTION"},
}


@pytest.mark.parametrize(("quad", "types"), QUADS.items())
def test_quad(quad: int, types: set[str]) -> None:
    assert {name for name in ONTOLOGY.types if ONTOLOGY.quad(name) == quad} == types


@pytest.mark.parametrize(
    ("type", "mode", "score", "guards"),
    [
        ("ACCUSE", None, -3, "the manual's +3 is a misprint"),
        ("ACCUSE", "disapprove", -2, "a mode of its own score"),
        ("CONSULT", "visit", 4, "a visit is warmer than a call"),
        ("CONSULT", "phone", 1.5, "a call"),
        ("CONSULT", None, 2.5, "the type where no mode applies"),
        ("REQUEST", "yield", -1, "the same mode name under two types: asked for …"),
        ("REJECT", "yield", -2, "… and refused"),
        ("RETREAT", "withdraw", 8, "leaving territory is cooperation …"),
        ("SANCTION", "withdraw", -6, "… leaving an organization is conflict"),
        ("PROTEST", "vandalize", -5, "defined without a score: that of its type"),
        ("AID", None, 10, "the top of the scale"),
        ("ASSAULT", "unconventional", -10, "the bottom of the scale"),
        ("REQUEST", None, 0, "a zero is a score, not its lack"),
    ],
)
def test_score(type: str, mode: str | None, score: float, guards: str) -> None:
    assert ONTOLOGY.score(type, mode) == score, guards


@pytest.mark.parametrize(
    ("code", "value", "guards"),
    [
        ("042", 1.9, "a leading zero is part of the code"),
        ("057", 8, "signing"),
        ("163", -8, "sanctions, not their neighbours: tables in circulation disagree"),
        ("166", -7, "expulsion"),
        ("125", -5, "a refused meeting, not a refusal to yield"),
        ("010", 0, "a zero is a value"),
        ("1214", None, "the table of values lacks it"),
    ],
)
def test_goldstein(code: str, value: float | None, guards: str) -> None:
    assert ONTOLOGY.goldstein(code) == value, guards


def test_every_code_without_a_value_says_why() -> None:
    lacking = [row for row in ONTOLOGY.cameo.values() if row.goldstein is None]
    assert [row.code for row in lacking] == ["1214"]
    assert "no Goldstein value" in lacking[0].note


def test_sizes() -> None:
    sizes = [len(ONTOLOGY.types), len(ONTOLOGY.modes), len(ONTOLOGY.contexts), len(ONTOLOGY.sectors)]
    assert [*sizes, len(ONTOLOGY.international), len(ONTOLOGY.cameo)] == [16, 67, 37, 25, 7, 313]


def test_what_is_mutual_and_what_points_ahead() -> None:
    assert {name for name, kind in ONTOLOGY.types.items() if kind.reciprocal} == {"CONSULT", "COOPERATE"}
    assert not ONTOLOGY.modes["CONSULT", "visit"].reciprocal, "a visit has a visitor and a host"
    assert ONTOLOGY.modes["CONSULT", "phone"].reciprocal
    ahead = {name for name, kind in ONTOLOGY.types.items() if kind.foresees}
    assert ahead == {"AGREE", "CONCEDE", "REJECT", "REQUEST", "THREATEN"}


def test_modes_that_bring_their_context() -> None:
    assert {(mode.type, mode.name): mode.context for mode in ONTOLOGY.modes.values() if mode.context} == {
        ("COERCE", "cyber"): "cyber",
        ("COERCE", "misinformation"): "misinformation",
    }


@pytest.mark.parametrize(
    ("role", "sector"),
    [
        ("president", "GOV"),
        ("former president", "ELI"),
        ("general", "MIL"),
        ("lawmaker", "LEG"),
        ("gunman", "UAF"),
        ("reporter", "JRN"),
        ("nurse", "MED"),
        ("opposition leader", "OPP"),
    ],
)
def test_role_words(role: str, sector: str) -> None:
    assert [row.code for row in ONTOLOGY.sectors.values() if role in row.roles] == [sector]


# To CAMEO and back


@pytest.mark.parametrize(
    ("code", "type", "mode", "contexts", "foresees", "status", "guards"),
    [
        ("042", "CONSULT", "visit", [], None, "occurred", "the visitor is the actor"),
        ("041", "CONSULT", "phone", [], None, "occurred", "a call"),
        ("044", "CONSULT", "third-party", [], None, "occurred", "neutral ground"),
        ("040", "CONSULT", "multilateral", [], None, "occurred", "CAMEO knows no summit"),
        ("036", "AGREE", None, [], "CONSULT", "planned", "will meet"),
        ("036", "AGREE", None, ["economic"], "CONSULT", "occurred", "agreed to meet on trade: still a meeting"),
        ("032", "AGREE", None, [], "SUPPORT", "planned", "is to sign"),
        ("033", "AGREE", None, [], "AID", "occurred", "pledged aid"),
        ("0332", "AGREE", None, ["diplomatic", "military"], "AID", "occurred", "the context that matters is found"),
        ("0311", "AGREE", None, ["economic"], None, "occurred", "a deal on trade"),
        ("030", "AGREE", None, ["military"], "SANCTION", "occurred", "agreed against a third: no military cooperation"),
        ("036", "CONSULT", "visit", [], None, "planned", "a visit to come is an intent to meet"),
        ("0356", "RETREAT", "withdraw", ["military"], None, "planned", "a withdrawal to come is an intent"),
        ("0356", "CONCEDE", None, ["military"], "RETREAT", "occurred", "announced that it will withdraw"),
        ("0354", "CONCEDE", None, ["economic"], "CONCEDE", "occurred", "announced that it will ease sanctions"),
        ("035", "CONCEDE", None, [], None, "planned", "a concession to come"),
        ("0874", "RETREAT", "withdraw", ["military"], None, "ongoing", "under way counts as done"),
        ("0841", "RETREAT", "release", [], None, "occurred", "prisoners freed"),
        ("0863", "RETREAT", "access", ["human_security"], None, "occurred", "aid let in"),
        ("050", "SUPPORT", None, ["diplomatic"], None, "occurred", "no finer word: the general code"),
        ("062", "COOPERATE", None, ["military"], None, "occurred", "joint exercise"),
        ("075", "AID", None, ["asylum", "migration"], None, "occurred", "asylum before other aid"),
        ("103", "REQUEST", "assist", [], "AID", "occurred", "demanded aid"),
        ("1041", "REQUEST", "change", ["executive"], "RETREAT", "occurred", "demanded a resignation"),
        ("1053", "REQUEST", "yield", ["legal"], "RETREAT", "occurred", "demanded a release"),
        ("1056", "REQUEST", "yield", ["military"], None, "occurred", "demanded a truce"),
        ("100", "REQUEST", None, [], "SANCTION", "occurred", "demanded sanctions: CAMEO has no code of its own"),
        ("106", "REQUEST", None, [], "CONSULT", "occurred", "demanded talks"),
        ("125", "REJECT", "meet", [], "CONSULT", "occurred", "called off a meeting"),
        ("1246", "REJECT", "yield", ["military"], "RETREAT", "occurred", "refused to withdraw"),
        ("1214", "REJECT", None, ["intelligence"], "COOPERATE", "occurred", "the code without a Goldstein value"),
        ("138", "THREATEN", "violence", [], "ASSAULT", "occurred", "threatened force"),
        ("1312", "THREATEN", None, ["economic"], "SANCTION", "occurred", "threatened sanctions"),
        ("133", "THREATEN", None, [], "PROTEST", "occurred", "threatened to march"),
        ("111", "ACCUSE", "disapprove", [], None, "occurred", "condemned"),
        ("1124", "ACCUSE", "allege", ["legal", "military"], None, "occurred", "war crimes need both contexts"),
        ("1123", "ACCUSE", "allege", ["military"], None, "occurred", "aggression"),
        ("163", "SANCTION", "discontinue", ["economic"], None, "occurred", "sanctions"),
        ("161", "SANCTION", "withdraw", ["diplomatic"], None, "occurred", "recalled its ambassador"),
        ("166", "SANCTION", "expel", ["diplomatic"], None, "occurred", "expelled diplomats"),
        ("116", "SANCTION", "convict", ["legal"], None, "occurred", "found guilty"),
        ("173", "COERCE", "arrest", ["legal"], None, "occurred", "arrested"),
        ("192", "COERCE", "seize", ["territory"], None, "occurred", "occupied"),
        ("195", "ASSAULT", "drone", ["military"], None, "occurred", "aerial weapons"),
        ("190", "ASSAULT", None, ["military"], None, "occurred", "an army's attack"),
        ("180", "ASSAULT", None, [], None, "occurred", "an attack, no more told"),
        ("141", "PROTEST", "demo", ["executive"], None, "occurred", "1411 or 1412: the parent"),
        (None, "ASSAULT", None, [], None, "negated", "did not attack"),
        (None, "CONSULT", "visit", [], None, "negated", "did not visit"),
        (None, "CONSULT", None, [], None, "hypothetical", "may meet"),
        (None, "SANCTION", "expel", [], None, "planned", "will expel: neither done nor a threat"),
    ],
)
def test_cameo_for(
    code: str | None,
    type: str,
    mode: str | None,
    contexts: list[str],
    foresees: str | None,
    status: str,
    guards: str,
) -> None:
    assert ONTOLOGY.cameo_for(type, mode, contexts, status, foresees) == code, guards


@pytest.mark.parametrize(
    ("code", "type", "act", "guards"),
    [
        ("016", "REJECT", "deny", "root 01 has a code that PLOVER codes as a refusal"),
        ("129", "REJECT", "veto", "a veto"),
        ("057", "SUPPORT", "sign", "signed"),
        ("051", "SUPPORT", "praise", "praised"),
        ("043", "CONSULT", "host", "the mirrored row of a visit"),
        ("046", "CONSULT", "negotiate", "talks over terms"),
        ("055", "CONCEDE", "apologize", "PLOVER moved regret to CONCEDE, CAMEO has it under 05"),
        ("0871", "CONCEDE", "cease_fire", "declared a truce"),
        ("113", "ACCUSE", "rally", "the same act under two types: against …"),
        ("053", "SUPPORT", "rally", "… and for"),
        ("139", "THREATEN", "ultimatum", "a term set"),
        ("050", "SUPPORT", "veto", "an act that says nothing about this type changes nothing"),
    ],
)
def test_cameo_for_with_a_finer_act(code: str, type: str, act: str, guards: str) -> None:
    assert ONTOLOGY.cameo_for(type, act=act) == code, guards


@pytest.mark.parametrize(
    ("demand", "appeal", "mode", "contexts", "foresees"),
    [
        ("100", "020", None, [], None),
        ("1033", "0233", "assist", ["human_security"], "AID"),
        ("106", "026", "meet", [], "CONSULT"),
        ("1056", "0256", None, ["military"], "RETREAT"),
    ],
)
def test_an_appeal_is_not_a_demand(
    demand: str, appeal: str, mode: str | None, contexts: list[str], foresees: str | None
) -> None:
    assert ONTOLOGY.cameo_for("REQUEST", mode, contexts, foresees=foresees) == demand
    assert ONTOLOGY.cameo_for("REQUEST", mode, contexts, foresees=foresees, appeal=True) == appeal


def test_every_appeal_mirrors_its_demand() -> None:
    assert all(rule.appeal == "02" + rule.cameo[2:] for rule in ONTOLOGY.rules["REQUEST"])


def test_an_appeal_matters_to_requests_only() -> None:
    assert ONTOLOGY.cameo_for("REJECT", "meet", appeal=True) == "125"


@pytest.mark.parametrize(
    ("code", "coding", "guards"),
    [
        ("042", Coding("CONSULT", "visit", (), None), "as the table has it"),
        ("036", Coding("AGREE", None, ("diplomatic",), "CONSULT"), "what is foreseen is ours"),
        ("175", Coding("ASSAULT", None, ("pro_autocracy", "repression"), None), "listed twice, a context for its mode"),
        ("163", Coding("SANCTION", "discontinue", ("economic",), None), "not COERCE: the manual names sanctions"),
        ("195", Coding("ASSAULT", "aerial", ("military",), None), "the manual's mode, not the table's"),
        ("0811", Coding("CONCEDE", None, ("pro_democracy",), None), "the manual's context, not the table's"),
        ("0233", Coding("REQUEST", "assist", ("human_security",), "AID"), "an appeal, read like a demand"),
        ("016", Coding("REJECT", None, (), None), "a denial"),
        ("010", None, "a statement"),
        ("015", None, "a claim of responsibility is a statement"),
        ("04", None, "a bare root"),
    ],
)
def test_plover_for(code: str, coding: Coding | None, guards: str) -> None:
    assert ONTOLOGY.plover_for(code) == coding, guards


# Where CAMEO and PLOVER draw the line elsewhere: going there and back changes the type.
CROSSINGS = {
    ("CONCEDE", "034"): "AGREE",  # CAMEO has announced concessions among intents
    ("CONCEDE", "0343"): "AGREE",
    ("CONCEDE", "035"): "AGREE",
    ("CONCEDE", "0351"): "AGREE",
    ("CONCEDE", "0353"): "AGREE",
    ("CONCEDE", "0354"): "AGREE",
    ("CONCEDE", "0355"): "AGREE",
    ("CONCEDE", "0356"): "AGREE",
    ("CONCEDE", "056"): "SUPPORT",
    ("CONCEDE", "085"): "RETREAT",  # CAMEO does not tell a word from a deed here
    ("CONCEDE", "0871"): "RETREAT",
    ("RETREAT", "080"): "CONCEDE",
    ("RETREAT", "0831"): "CONCEDE",
}


def test_there_and_back_keeps_the_type() -> None:
    crossings = {}
    for type, rules in ONTOLOGY.rules.items():
        for rule in rules:
            for code in filter(None, (rule.cameo, rule.appeal)):
                back = ONTOLOGY.plover_for(code)
                assert back is not None, code
                if back.type != type:
                    crossings[type, code] = back.type
    assert crossings == CROSSINGS


@pytest.mark.parametrize("code", [code for code, row in ONTOLOGY.cameo.items() if row.plover])
def test_back_and_there_keeps_the_root(code: str) -> None:
    coding = ONTOLOGY.plover_for(code)
    assert coding is not None
    there = ONTOLOGY.cameo_for(
        coding.type, coding.mode, coding.contexts, foresees=coding.foresees, appeal=code.startswith("02")
    )
    # A finer act is not in the coding, so a sub-code may come back as a neighbour, but not as another kind of act.
    assert there is not None
    assert ONTOLOGY.cameo[there].plover is not None
    assert ONTOLOGY.cameo[there].quad == ONTOLOGY.cameo[code].quad or code in {"016", "055", "116"}


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: ONTOLOGY.score("MEET"), "unknown event type 'MEET'"),
        (lambda: ONTOLOGY.score("RETREAT", "visit"), "unknown mode 'visit': expected none or one of access"),
        (lambda: ONTOLOGY.score("AID", "arms"), "expected none or one of none for AID"),
        (lambda: ONTOLOGY.quad("consult"), "unknown event type 'consult'"),
        (lambda: ONTOLOGY.goldstein("42"), "like '042'"),
        (lambda: ONTOLOGY.plover_for(42), "unknown CAMEO code 42"),  # type: ignore[arg-type]
        (lambda: ONTOLOGY.cameo_for("AID", contexts=["humanitarian"]), "unknown context 'humanitarian'"),
        (lambda: ONTOLOGY.cameo_for("AGREE", foresees="MEET"), "unknown event type 'MEET'"),
        (lambda: ONTOLOGY.cameo_for("AGREE", status="future"), "unknown status 'future'"),
        (lambda: ONTOLOGY.cameo_for("SUPPORT", act="sing"), "unknown act 'sing'"),
    ],
)
def test_an_unknown_name_is_an_error(call, says: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(KnowledgeError, match=re.escape(says)):
        call()


# The lint: one thing broken, and the message names the file and the entry

BREAKS = [
    ("plover.yaml", "  score: -3\n", "  score: 3\n", "plover.yaml: ACCUSE: the score 3.0 and the quad 3"),
    (
        "plover.yaml",
        '{score: -3.5, definition: "Say',
        '{score: -35, definition: "Say',
        "ACCUSE allege: expected a score",
    ),
    ("plover.yaml", "  quad: 2\n  score: 10", "  quad: 5\n  score: 10", "plover.yaml: AID: expected quad to be 1 or 2"),
    ("plover.yaml", "  quad: 2\n  score: 10", "  quad: true\n  score: 10", "plover.yaml: AID: expected quad to be"),
    ("plover.yaml", "  quad: 2\n  score: 10", "  score: 10", "plover.yaml: AID: expected the key 'quad'"),
    ("plover.yaml", "  score: 10\n", "  score: ten\n", "plover.yaml: AID: has a value of another kind"),
    ("plover.yaml", "    beat: ", "    abduct: ", "'abduct' stands twice"),
    ("plover.yaml", "    beat: ", "    zap: ", "plover.yaml: ASSAULT: crowd-control stands after zap"),
    ("plover.yaml", "context: cyber", "context: cyberspace", "COERCE cyber: unknown context 'cyberspace'"),
    ("plover.yaml", "definition: Sexual violence.", "definition: ''", "ASSAULT sexual: expected words"),
    ("plover.yaml", "AID:\n", "AID: [\n", "plover.yaml: cannot be read as YAML"),
    ("contexts.yaml", "crime: ", "zcrime: ", "contexts.yaml: cyber stands after zcrime"),
    ("contexts.yaml", "crime: ", "cyber: ", "'cyber' stands twice"),
    (
        "sectors.yaml",
        "[admiral, air defence,",
        "[air defence, admiral,",
        "sectors.yaml: MIL: admiral stands after air defence",
    ),
    ("sectors.yaml", "[admiral,", "[Admiral,", "sectors.yaml: MIL: the role 'Admiral' is not in small letters"),
    ("sectors.yaml", "[bandit, cartel,", "[bandit, bank,", "sectors.yaml: CRM: the role 'bank' stands under BUS too"),
    ("sectors.yaml", "  UNO: ", "  UNK: ", "sectors.yaml: UNK: is a sector and an international code"),
    ("cameo.tsv", "042\tMake a visit\t1.9\t04", "042\tMake a visit\t19\t04", "cameo.tsv: 042: expected a score"),
    ("cameo.tsv", "042\tMake a visit\t1.9\t04", "041\tMake a visit\t1.9\t04", "cameo.tsv: 041 stands twice"),
    ("cameo.tsv", "042\tMake a visit\t1.9\t04", "42\tMake a visit\t1.9\t04", "cameo.tsv: 043 stands after 42"),
    ("cameo.tsv", "042\tMake a visit\t1.9\t04\t1", "042\tMake a visit\t1.9\t04\t2", "cameo.tsv: 042: expected quad"),
    ("cameo.tsv", "042\tMake a visit\t1.9\t04", "042\tMake a visit\t\t04", "042: has neither a Goldstein value nor"),
    ("cameo.tsv", "CONSULT\tvisit", "CONSULT\trelease", "cameo.tsv: 042: unknown mode 'release'"),
    ("cameo.tsv", "042\tMake a visit\t1.9", "042\tMake a visit", "cameo.tsv: 042: expected 11 columns"),
    ("cameo.tsv", "\tAID\ttable", "\tAIDE\ttable", "unknown foresees 'AIDE'"),
    ("cameo.tsv", "code\tname", "code\tlabel", "cameo.tsv: expected the columns"),
    (
        "cameo_for.yaml",
        'mode: visit, cameo: "042"',
        'mode: visit, cameo: "048"',
        "CONSULT, rule 4 (048): unknown CAMEO",
    ),
    ("cameo_for.yaml", 'mode: visit, cameo: "042"', 'mode: visit, cameo: "04"', "rule 4 (04): 04 is a root"),
    ("cameo_for.yaml", "mode: visit, cameo", "mode: demo, cameo", "rule 4 (042): unknown mode 'demo'"),
    ("cameo_for.yaml", 'mode: visit, cameo: "042"', 'cameo: "042"', "CONSULT, rule 5 (041): never reached: rule 4"),
    ("cameo_for.yaml", "{mode: visit,", "{when: visit,", "cameo_for.yaml: CONSULT: has a value of another kind"),
    ("cameo_for.yaml", "{act: host,", "{act: guest,", "host: no rule uses this act"),
    ("cameo_for.yaml", '{act: host, cameo: "043"}', '{foresees: AID, cameo: "043"}', "host: no rule uses this act"),
    ("cameo_for.yaml", '    - {cameo: "040"}\n', "", "cameo_for.yaml: CONSULT: the last rule must hold"),
    ("cameo_for.yaml", '{cameo: "040"}', '{cameo: "040", appeal: "020"}', "only a REQUEST may be an appeal"),
    ("cameo_for.yaml", "{act: sign, cameo", "{act: sign, foresees: AID, cameo", "SUPPORT foresees nothing"),
]


@pytest.mark.parametrize(("file", "old", "new", "says"), BREAKS, ids=[says for *_, says in BREAKS])
def test_check_names_file_and_entry(tmp_path: Path, file: str, old: str, new: str, says: str) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(FOLDER, folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, "the row of this table is out of date"
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        check(folder)
    assert says in str(caught.value)
    assert file in str(caught.value)


@pytest.mark.parametrize("file", ["plover.yaml", "contexts.yaml", "sectors.yaml", "cameo_for.yaml", "cameo.tsv"])
@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"- a\n- b\n"])
def test_a_file_that_is_not_there_or_holds_something_else(tmp_path: Path, file: str, content: bytes | None) -> None:
    folder = tmp_path / "ontology"
    shutil.copytree(FOLDER, folder)
    (folder / file).unlink()
    if content is not None:
        (folder / file).write_bytes(content)
    with pytest.raises(KnowledgeError, match=re.escape(file)):
        load_ontology(folder)


# Against the sources, where they are at hand

needs_sources = pytest.mark.skipif(not SOURCES.is_dir(), reason="the PLOVER manual and tables are not on this machine")


@needs_sources
def test_goldstein_values_are_those_of_the_table() -> None:
    with (SOURCES / "cameo_goldstein.tsv").open(encoding="utf-8") as file:
        expected = {row["code"]: float(row["goldstein"]) for row in csv.DictReader(file, delimiter="\t")}
    ours = {code: row.goldstein for code, row in ONTOLOGY.cameo.items() if row.goldstein is not None}
    assert ours == expected


@needs_sources
def test_scores_are_those_of_the_manual() -> None:
    manual = (SOURCES / "PLOVER_MANUAL.tex").read_text(encoding="utf-8")
    start = manual.index(r"\textbf{CATEGORY: Mode}")
    table = manual[start : manual.index(r"\end{tabular}", start)]
    cells = re.findall(r"([A-Z]{3,9})(?:: ([A-Za-z-]+))?\s*&\s*(?:\\cellcolor\{gray!25\})?\s*(-?[\d.]+)", table)
    assert len(cells) > 70
    differ = {
        (type, mode.lower()): float(score)
        for type, mode, score in cells
        if ONTOLOGY.score(type, mode.lower() or None) != float(score)
    }
    assert differ == {("ACCUSE", ""): 3.0}, "only the misprint"
    scored = {(type, mode.lower()) for type, mode, _ in cells}
    assert {key for key in ONTOLOGY.modes if key not in scored} == {("PROTEST", "vandalize")}


@needs_sources
def test_departures_from_the_table_are_marked() -> None:
    lines = (SOURCES / "CAMEO2PLOVER-2021.txt").read_text(encoding="utf-8").splitlines()
    seen = 0
    for line in lines:
        found = re.match(r"(\d{3,4}): *(\w+)(?:,([^,#]*))?(?:,([^#]*))?", line)
        if not found:
            continue
        code, type, mode, contexts = (part.strip() if part else "" for part in found.groups())
        row = ONTOLOGY.cameo[code]
        assert row.plover is not None
        asked = (type, mode or None, tuple(sorted(name.strip() for name in contexts.split(";") if name.strip())))
        same = (row.plover.type, row.plover.mode, row.plover.contexts) == asked
        assert row.basis == ("table" if same else "settled"), line
        seen += 1
    assert seen == 257


@needs_sources
def test_no_sentence_of_the_manual_is_copied() -> None:
    manual = " ".join(_words((SOURCES / "PLOVER_MANUAL.tex").read_text(encoding="utf-8")))
    definitions = [
        *(row.definition for table in (ONTOLOGY.types, ONTOLOGY.modes, ONTOLOGY.contexts) for row in table.values()),
        *(row.definition for row in ONTOLOGY.sectors.values()),
        *ONTOLOGY.international.values(),
        *ONTOLOGY.acts.values(),
    ]
    run = 7  # words in a row: fewer are bound to meet
    for definition in definitions:
        words = _words(definition)
        for start in range(len(words) - run + 1):
            assert " ".join(words[start : start + run]) not in manual, definition


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", re.sub(r"\\[a-z]+", " ", text.lower()))


def test_module_names_no_file_that_is_not_there() -> None:
    for name in re.findall(r"\w+\.(?:yaml|tsv)", Path(module.__file__).read_text(encoding="utf-8")):
        assert (FOLDER / name).is_file(), name
