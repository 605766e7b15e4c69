"""What kinds of event there are: PLOVER's types, modes, contexts and sectors, CAMEO's codes, and the way between them.

The knowledge is in ``data/ontology``; where its sources contradict each other, docs/decisions/0003-plover-traps.md says
what was settled.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any, NoReturn, TypeVar, get_args

import yaml

from dragoman.errors import KnowledgeError
from dragoman.model import Status

FOLDER = Path(__file__).parent / "data" / "ontology"

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the one in C is ten times as fast
V = TypeVar("V")

_STATUSES: tuple[str, ...] = get_args(Status)
_COLUMNS = ["code", "name", "goldstein", "root", "quad", "type", "mode", "contexts", "foresees", "basis", "note"]


@dataclass(frozen=True, slots=True)
class Mode:
    """How an event of a type was done. The same name under two types is two modes."""

    type: str
    name: str
    definition: str
    score: float
    reciprocal: bool
    context: str | None  # the context that comes with it


@dataclass(frozen=True, slots=True)
class EventType:
    """One of the sixteen kinds of act."""

    name: str
    definition: str
    quad: int  # 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict
    score: float  # where no mode applies, -10 to 10
    reciprocal: bool  # mutual by its nature: all sides are actors
    needs_recipient: bool
    foresees: bool  # may an event of this type name the type of another act
    modes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """What an event is about."""

    name: str
    definition: str


@dataclass(frozen=True, slots=True)
class Sector:
    """Where in society an actor belongs."""

    code: str
    definition: str
    frequent: bool
    secondary: bool  # stands beside another sector, as a rule
    roles: tuple[str, ...]  # words that suggest it, singular, small letters


@dataclass(frozen=True, slots=True)
class Coding:
    """An act in PLOVER's terms."""

    type: str
    mode: str | None
    contexts: tuple[str, ...]
    foresees: str | None


@dataclass(frozen=True, slots=True)
class CameoCode:
    """One code of CAMEO and how it is read as PLOVER."""

    code: str  # a string: "042"
    name: str
    goldstein: float | None
    root: str
    quad: int  # of the root, as GDELT counts it
    plover: Coding | None
    basis: str  # table, settled or none: see data/ontology/cameo.tsv
    note: str


@dataclass(frozen=True, slots=True)
class CameoRule:
    """One step of the way back: if the event is so, this is its CAMEO code. An empty condition always holds."""

    cameo: str
    appeal: str | None  # the code where the words ask and do not demand
    mode: frozenset[str]
    foresees: frozenset[str]
    act: str | None
    context: frozenset[str]
    also: str | None

    def fits(self, mode: str | None, contexts: Collection[str], foresees: str | None, act: str | None) -> bool:
        """Do all conditions hold?"""
        return (
            (not self.mode or mode in self.mode)
            and (not self.foresees or foresees in self.foresees)
            and (self.act is None or act == self.act)
            and (not self.context or not self.context.isdisjoint(contexts))
            and (self.also is None or self.also in contexts)
        )

    def covers(self, other: CameoRule) -> bool:
        """Does this rule hold wherever the other one does?"""
        sure = {other.also, *other.context} if len(other.context) == 1 else {other.also}  # surely among the contexts
        return (
            _within(other.mode, self.mode)
            and _within(other.foresees, self.foresees)
            and (self.act is None or self.act == other.act)
            and (_within(other.context, self.context) or not self.context.isdisjoint(sure))
            and (self.also is None or self.also in sure)
        )


@dataclass(frozen=True, slots=True)
class Ontology:
    """All that is known about kinds of event, by name."""

    types: Mapping[str, EventType]
    modes: Mapping[tuple[str, str], Mode]
    contexts: Mapping[str, Context]
    sectors: Mapping[str, Sector]
    international: Mapping[str, str]  # code that stands for a country: what it means
    cameo: Mapping[str, CameoCode]
    acts: Mapping[str, str]  # what CAMEO tells apart and PLOVER does not: definition
    rules: Mapping[str, tuple[CameoRule, ...]]

    def quad(self, type: str) -> int:
        """Give a type's quarter, 1 to 4.

        >>> load_ontology().quad("SANCTION")
        4
        """
        return self._type(type).quad

    def score(self, type: str, mode: str | None = None) -> float:
        """Give the PLOVER score of a type, or of a mode of it: -10 conflict, 10 cooperation.

        >>> load_ontology().score("ACCUSE"), load_ontology().score("CONSULT", "visit")
        (-3.0, 4.0)
        """
        return self._type(type).score if mode is None else self._mode(type, mode).score

    def goldstein(self, code: str) -> float | None:
        """Give the Goldstein value of a CAMEO code; None where the table of values lacks the code (1214).

        >>> load_ontology().goldstein("042")
        1.9
        """
        return self._code(code).goldstein

    def plover_for(self, code: str) -> Coding | None:
        """Read a CAMEO code as PLOVER; None for statements (01), which PLOVER does not code, and for bare roots.

        >>> load_ontology().plover_for("0311")
        Coding(type='AGREE', mode=None, contexts=('economic',), foresees='COOPERATE')
        """
        return self._code(code).plover

    def cameo_for(
        self,
        type: str,
        mode: str | None = None,
        contexts: Collection[str] = (),
        status: str = "occurred",
        foresees: str | None = None,
        *,
        act: str | None = None,
        appeal: bool = False,
    ) -> str | None:
        """Give the CAMEO code that says best what an event says, or None where CAMEO cannot say it.

        CAMEO counts what happened and has no status. So a negated or hypothetical event has no code; a cooperative act
        that is planned is an intent to cooperate (03); a planned conflict has no code, for it is neither done nor a
        threat. ``act`` is one of ``acts``, where the words tell more than PLOVER keeps; ``appeal`` is true where a
        REQUEST asks and does not demand.

        >>> ontology = load_ontology()
        >>> ontology.cameo_for("CONSULT", "visit"), ontology.cameo_for("CONSULT", "visit", status="planned")
        ('042', '036')
        >>> ontology.cameo_for("REQUEST", foresees="AID"), ontology.cameo_for("REQUEST", foresees="AID", appeal=True)
        ('103', '023')
        >>> ontology.cameo_for("ASSAULT", status="negated") is None
        True
        """
        kind = self._type(type)
        if mode is not None:
            self._mode(type, mode)
        if foresees is not None:
            self._type(foresees)
        for context in contexts:
            _get(self.contexts, context, "context", "one of contexts.yaml")
        if act is not None:
            _get(self.acts, act, "act", "one of cameo_for.yaml")
        if status not in _STATUSES:
            raise KnowledgeError(f"unknown status {status!r}: expected one of {', '.join(_STATUSES)}")
        if status in ("negated", "hypothetical"):
            return None
        if status == "planned":
            if kind.quad > 2:
                return None
            if type != "AGREE":
                type, mode, foresees = "AGREE", None, foresees or type
        rule = next(rule for rule in self.rules[type] if rule.fits(mode, contexts, foresees, act))
        return rule.appeal if appeal and rule.appeal else rule.cameo

    def _type(self, name: str) -> EventType:
        return _get(self.types, name, "event type", f"one of {', '.join(self.types)}")

    def _mode(self, type: str, name: str) -> Mode:
        kind = self._type(type)
        return _get(self.modes, (type, name), "mode", f"none or one of {', '.join(kind.modes) or 'none'} for {type}")

    def _code(self, code: str) -> CameoCode:
        return _get(self.cameo, code, "CAMEO code", "a string listed in cameo.tsv, like '042'")


def _get(table: Mapping[Any, V], key: object, what: str, expected: str) -> V:
    try:
        return table[key]
    except (KeyError, TypeError):  # TypeError: a list or another key that cannot be looked up
        shown = key[-1] if isinstance(key, tuple) else key
        raise KnowledgeError(f"unknown {what} {shown!r}: expected {expected}") from None


@cache
def load_ontology(folder: Path = FOLDER) -> Ontology:
    """Read the ontology from its folder, once.

    >>> len(load_ontology().types)
    16
    """
    return _build(folder, _read)


def check(folder: Path = FOLDER) -> None:
    """Raise KnowledgeError, naming file and entry, where the ontology breaks a rule of its own.

    References resolve, keys are sorted and stand once, scores and quads are in range, every CAMEO code has a Goldstein
    value or a note that says why not, and every rule of the way back can be reached.
    """
    ontology = _build(folder, _read_strictly)
    _check_types(ontology)
    _check_contexts(ontology)
    _check_sectors(ontology)
    _check_cameo(ontology, [row["code"] for row in _rows(folder / "cameo.tsv")])
    _check_rules(ontology)


# Reading


def _read(path: Path) -> dict[str, Any]:
    return _yaml(path, _Loader)


def _yaml(path: Path, loader: Any) -> dict[str, Any]:
    try:
        with path.open(encoding="utf-8") as file:
            data = yaml.load(file, Loader=loader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise KnowledgeError(f"{path.name}: cannot be read as YAML: {error}") from error
    if not isinstance(data, dict):
        raise KnowledgeError(f"{path.name}: expected a mapping, found {type(data).__name__}")
    return data


def _read_strictly(path: Path) -> dict[str, Any]:
    return _yaml(path, _StrictLoader)


class _StrictLoader(yaml.SafeLoader):
    """Takes a key that stands twice for an error, where YAML would keep the last and say nothing."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.constructor.ConstructorError(None, None, f"{key.value!r} stands twice", key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _rows(path: Path) -> list[dict[str, str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            lines = [line for line in file if not line.startswith("#")]
    except (OSError, UnicodeDecodeError) as error:
        raise KnowledgeError(f"{path.name}: cannot be read: {error}") from error
    reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    if reader.fieldnames != _COLUMNS:
        raise KnowledgeError(f"{path.name}: expected the columns {_COLUMNS}, found {reader.fieldnames}")
    rows = list(reader)
    for row in rows:
        if None in row or None in row.values():
            raise KnowledgeError(f"{path.name}: {row['code']}: expected {len(_COLUMNS)} columns")
    return rows


def _build(folder: Path, read: Callable[[Path], dict[str, Any]]) -> Ontology:
    types, modes = _types(read(folder / "plover.yaml"))
    people = read(folder / "sectors.yaml")
    back = read(folder / "cameo_for.yaml")
    with _Entry("sectors.yaml", "the file"):
        sectors = {code: _sector(code, entry) for code, entry in people["sectors"].items()}
        international = people["international"]
    with _Entry("cameo_for.yaml", "the file"):
        rules = {name: _rules(name, entries) for name, entries in back["rules"].items()}
        acts = back["acts"]
    return Ontology(
        types=types,
        modes=modes,
        contexts={name: Context(name, definition) for name, definition in read(folder / "contexts.yaml").items()},
        sectors=sectors,
        international=international,
        cameo={row["code"]: _code(row) for row in _rows(folder / "cameo.tsv")},
        acts=acts,
        rules=rules,
    )


def _types(data: dict[str, Any]) -> tuple[dict[str, EventType], dict[tuple[str, str], Mode]]:
    types: dict[str, EventType] = {}
    modes: dict[tuple[str, str], Mode] = {}
    for name, entry in data.items():
        with _Entry("plover.yaml", name):
            types[name] = EventType(
                name=name,
                definition=entry["definition"],
                quad=entry["quad"],
                score=float(entry["score"]),
                reciprocal=entry["reciprocal"],
                needs_recipient=entry["needs_recipient"],
                foresees=entry["foresees"],
                modes=tuple(entry["modes"]),
            )
            for mode, row in entry["modes"].items():
                modes[name, mode] = Mode(
                    type=name,
                    name=mode,
                    definition=row["definition"],
                    score=float(row["score"]),
                    reciprocal=row.get("reciprocal", entry["reciprocal"]),
                    context=row.get("context"),
                )
    return types, modes


def _sector(code: str, entry: dict[str, Any]) -> Sector:
    with _Entry("sectors.yaml", code):
        return Sector(
            code=code,
            definition=entry["definition"],
            frequent=entry["frequent"],
            secondary=entry["secondary"],
            roles=tuple(entry["roles"]),
        )


def _rules(name: str, entries: list[dict[str, Any]]) -> tuple[CameoRule, ...]:
    with _Entry("cameo_for.yaml", name):
        return tuple(_rule(entry) for entry in entries)


class _Entry:
    """Names the file and the entry in what goes wrong while the entry is read."""

    def __init__(self, file: str, entry: str) -> None:
        self.where = f"{file}: {entry}"

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, KeyError):
            raise KnowledgeError(f"{self.where}: expected the key {error}, which is missing") from error
        if isinstance(error, TypeError | ValueError | AttributeError):
            raise KnowledgeError(f"{self.where}: has a value of another kind than expected: {error}") from error


def _code(row: dict[str, str]) -> CameoCode:
    with _Entry("cameo.tsv", row["code"]):
        plover = None
        if row["type"]:
            contexts = tuple(row["contexts"].split(";")) if row["contexts"] else ()
            plover = Coding(row["type"], row["mode"] or None, contexts, row["foresees"] or None)
        return CameoCode(
            code=row["code"],
            name=row["name"],
            goldstein=float(row["goldstein"]) if row["goldstein"] else None,
            root=row["root"],
            quad=int(row["quad"]),
            plover=plover,
            basis=row["basis"],
            note=row["note"],
        )


def _rule(entry: dict[str, Any]) -> CameoRule:
    unknown = entry.keys() - {"cameo", "appeal", "mode", "foresees", "act", "context", "also"}
    if unknown:
        raise ValueError(f"unknown condition {sorted(unknown)}")
    return CameoRule(
        cameo=entry["cameo"],
        appeal=entry.get("appeal"),
        mode=_set(entry.get("mode")),
        foresees=_set(entry.get("foresees")),
        act=entry.get("act"),
        context=_set(entry.get("context")),
        also=entry.get("also"),
    )


def _within(narrow: frozenset[str], wide: frozenset[str]) -> bool:
    """Does the wide condition hold wherever the narrow one does? An empty one always holds."""
    return not wide or (bool(narrow) and narrow <= wide)


def _set(value: str | list[str] | None) -> frozenset[str]:
    return frozenset([value] if isinstance(value, str) else value or ())


# Checking


def _check_types(ontology: Ontology) -> None:
    file = "plover.yaml"
    _sorted(file, ontology.types)
    for name, kind in ontology.types.items():
        _sorted(f"{file}: {name}", kind.modes)
        _written(file, name, kind.definition)
        _among(file, name, "quad", kind.quad, (1, 2, 3, 4))
        _scored(file, name, kind.score)
        # The sign of a score is the side of its quad: this is what showed the misprint of ACCUSE. REQUEST's is 0.
        if kind.score and (kind.score > 0) != (kind.quad <= 2):
            _fail(file, name, f"the score {kind.score} and the quad {kind.quad} stand on different sides")
        for key in ("reciprocal", "needs_recipient", "foresees"):
            _among(file, name, key, getattr(kind, key), (True, False))
    for (name, mode_name), mode in ontology.modes.items():
        entry = f"{name} {mode_name}"
        _written(file, entry, mode.definition)
        _scored(file, entry, mode.score)
        _among(file, entry, "reciprocal", mode.reciprocal, (True, False))
        _known(file, entry, "context", mode.context, ontology.contexts)


def _check_contexts(ontology: Ontology) -> None:
    _sorted("contexts.yaml", ontology.contexts)
    for name, context in ontology.contexts.items():
        _written("contexts.yaml", name, context.definition)


def _check_sectors(ontology: Ontology) -> None:
    file = "sectors.yaml"
    _sorted(file, ontology.sectors)
    _sorted(f"{file}: international", ontology.international)
    home: dict[str, str] = {}
    for code, sector in ontology.sectors.items():
        _written(file, code, sector.definition)
        _sorted(f"{file}: {code}", sector.roles)
        for key in ("frequent", "secondary"):
            _among(file, code, key, getattr(sector, key), (True, False))
        for role in sector.roles:
            if role in home:
                _fail(file, code, f"the role {role!r} stands under {home[role]} too")
            if role != role.lower():
                _fail(file, code, f"the role {role!r} is not in small letters")
            home[role] = code
    for code, meaning in ontology.international.items():
        _written(file, code, meaning)
        if code in ontology.sectors:
            _fail(file, code, "is a sector and an international code")


def _check_cameo(ontology: Ontology, codes: list[str]) -> None:
    file = "cameo.tsv"
    _sorted(file, codes)
    for code, row in ontology.cameo.items():
        if not (code.isascii() and code.isdigit() and 2 <= len(code) <= 4):
            _fail(file, code, "a code has two to four digits")
        _written(file, code, row.name)
        _among(file, code, "root", row.root, (code[:2],))
        _known(file, code, "root", row.root, ontology.cameo)
        _among(file, code, "quad", row.quad, (_quad_of_root(row.root),))
        if row.goldstein is not None:
            _scored(file, code, row.goldstein)
        elif not row.note:
            _fail(file, code, "has neither a Goldstein value nor a note that says why")
        _among(file, code, "basis", row.basis, ("none", "settled", "table"))
        if (row.plover is None) != (row.basis == "none"):
            _fail(file, code, f"the basis {row.basis!r} does not go with the type {row.plover}")
        if row.basis != "table" and not row.note:
            _fail(file, code, f"the basis {row.basis!r} needs a note that says why")
        if row.plover is not None:
            _check_coding(ontology, file, code, row.plover)


def _check_coding(ontology: Ontology, file: str, code: str, coding: Coding) -> None:
    _known(file, code, "type", coding.type, ontology.types)
    _known(file, code, "foresees", coding.foresees, ontology.types)
    if coding.mode is not None:
        _known(file, code, "mode", (coding.type, coding.mode), ontology.modes)
    if coding.foresees is not None and not ontology.types[coding.type].foresees:
        _fail(file, code, f"{coding.type} foresees nothing")
    _sorted(f"{file}: {code}", coding.contexts)
    for context in coding.contexts:
        _known(file, code, "context", context, ontology.contexts)


def _check_rules(ontology: Ontology) -> None:
    file = "cameo_for.yaml"
    _sorted(file, ontology.rules)
    _sorted(f"{file}: acts", ontology.acts)
    for act, definition in ontology.acts.items():
        _written(file, act, definition)
        if not any(rule.act == act for rules in ontology.rules.values() for rule in rules):
            _fail(file, act, "no rule uses this act")
    for name in ontology.types:
        _known(file, name, "type", name, ontology.rules)
    for name, rules in ontology.rules.items():
        _known(file, name, "type", name, ontology.types)
        for number, rule in enumerate(rules, 1):
            entry = f"{name}, rule {number} ({rule.cameo})"
            _check_rule(ontology, file, entry, name, rule)
            for earlier_number, earlier in enumerate(rules[: number - 1], 1):
                if earlier.covers(rule):
                    _fail(file, entry, f"never reached: rule {earlier_number} ({earlier.cameo}) holds before it")
        if rules[-1] != CameoRule(rules[-1].cameo, rules[-1].appeal, _set(None), _set(None), None, _set(None), None):
            _fail(file, name, "the last rule must hold for every event: expected one without conditions")


def _check_rule(ontology: Ontology, file: str, entry: str, type: str, rule: CameoRule) -> None:
    for code in (rule.cameo, rule.appeal):
        _known(file, entry, "CAMEO code", code, ontology.cameo)
        if code is not None and len(code) < 3:
            _fail(file, entry, f"{code} is a root, expected a code of three or four digits")
    if rule.appeal is not None and (type != "REQUEST" or not rule.appeal.startswith("02")):
        _fail(file, entry, "only a REQUEST may be an appeal, with a code under 02")
    if rule.foresees and not ontology.types[type].foresees:
        _fail(file, entry, f"{type} foresees nothing")
    for mode in rule.mode:
        _known(file, entry, "mode", (type, mode), ontology.modes)
    for foreseen in rule.foresees:
        _known(file, entry, "foresees", foreseen, ontology.types)
    for context in {*rule.context, rule.also} - {None}:
        _known(file, entry, "context", context, ontology.contexts)
    _known(file, entry, "act", rule.act, ontology.acts)


def _quad_of_root(root: str) -> int:
    return 1 if root <= "05" else 2 if root <= "08" else 3 if root <= "13" else 4


def _sorted(where: str, keys: Iterable[str]) -> None:
    for before, after in pairwise(keys):
        if before == after:
            raise KnowledgeError(f"{where}: {after} stands twice")
        if before > after:
            raise KnowledgeError(f"{where}: {after} stands after {before}; sort the entries")


def _written(file: str, entry: str, text: object) -> None:
    if not isinstance(text, str) or not text.strip():
        _fail(file, entry, f"expected words that say what it is, found {text!r}")


def _scored(file: str, entry: str, score: float) -> None:
    if not -10 <= score <= 10:
        _fail(file, entry, f"expected a score from -10 to 10, found {score}")


def _among(file: str, entry: str, key: str, value: object, allowed: tuple[object, ...]) -> None:
    if value not in allowed or isinstance(value, bool) != isinstance(allowed[0], bool):
        _fail(file, entry, f"expected {key} to be {' or '.join(map(repr, allowed))}, found {value!r}")


def _known(file: str, entry: str, what: str, name: object, table: Mapping[Any, Any]) -> None:
    if name is not None and name not in table:
        _fail(file, entry, f"unknown {what} {name[-1] if isinstance(name, tuple) else name!r}")


def _fail(file: str, entry: str, problem: str) -> NoReturn:
    raise KnowledgeError(f"{file}: {entry}: {problem}")
