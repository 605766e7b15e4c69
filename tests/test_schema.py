"""The JSON Schema of record format 1 says what dragoman.model says, field by field, and refuses what is not so."""

import copy
import dataclasses
import json
import types
import typing
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import dragoman.knowledge
from dragoman import model
from dragoman.knowledge.ontology import load_ontology

SCHEMA: dict[str, Any] = json.loads(
    (Path(dragoman.knowledge.__file__).parent / "data" / "schema" / "reading-1.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = Draft202012Validator(SCHEMA)
DEFS: dict[str, Any] = SCHEMA["$defs"]
ONTOLOGY = load_ontology()


# Two readings: every field filled, and every field as empty as it may be

TEXT = "The minister flew to Examplia on Monday and signed the accord."


def some_id(name: str) -> str:
    return model.content_id(name)


def participant(name: str = "the minister") -> model.Participant:
    return model.Participant(
        text=name,
        span=(0, 12),
        actor="person:a-minister",
        name="A. Minister",
        country="KOS",
        sectors=("GOV", "PTY"),
        role="foreign minister",
        why="The words name the office.",
    )


def date() -> model.Date:
    return model.Date("2022-01-17", "2022-01-20", "interval", "on Monday", (30, 39), "stated")


EVIDENCE = (model.Evidence(TEXT, (0, 62), (13, 17)),)
PHRASE = model.Phrase("signed the accord", (44, 61))

FULL = model.Reading(
    format=model.FORMAT,
    reader=model.Reader("0.1.0", "2024-01", "none"),
    article=model.Article(
        id=some_id("article"),
        given_id="17",
        path="a.txt",
        url="https://example.org/a",
        text=TEXT,
        language="en",
        blocks=(model.Block("body", (0, 62)),),
        title="A visit",
        section=("News", "Politics"),
        byline="By A. Writer",
        published="2022-01-20",
        published_from="metadata",
        dateline=model.Dateline("EXAMPLIA", "2022-01", "Agency"),
        captions=(model.Caption("The minister", (0, 12), "Photo: Agency"),),
        outlet=model.Outlet("example", "The Example", "USA"),
    ),
    events=(
        model.Event(
            id=some_id("event"),
            type="CONSULT",
            mode="visit",
            contexts=("diplomatic", "economic"),
            cameo="042",
            score=4.0,
            goldstein=1.9,
            quad=1,
            actors=(participant(),),
            recipients=(participant("Examplia"),),
            date=date(),
            place=model.Place("Examplia", "UNO", "Example County", -12.5, 130.25, 1, (21, 29)),
            status="occurred",
            foresees="SUPPORT",
            historical=False,
            claimed_by=(model.Claim(participant(), "said", (0, 3)),),
            statement_id=some_id("statement"),
            denies=some_id("another event"),
            visit=model.Visit("2022-01-17", "2022-01", 4, participant(), participant(), "ten men", (participant(),)),
            evidence=EVIDENCE,
            confidence=0.8,
            why="The verb says so.",
        ),
    ),
    statements=(
        model.Statement(
            id=some_id("statement"),
            speaker=(participant(),),
            addressee=participant(),
            outlet="The Example",
            occasion="a press conference",
            date=date(),
            cue=model.Cue("said", (0, 3)),
            content=model.Content("flew … signed", ((13, 17), (44, 50))),
            quoted="mixed",
            evidence=EVIDENCE,
            confidence=1,
        ),
    ),
    positions=(
        model.Position(
            id=some_id("position"),
            holders=(participant(),),
            issue=model.Issue("accord", "the accord"),
            stance=PHRASE,
            polarity="supports",
            statement_id=some_id("statement"),
            evidence=EVIDENCE,
        ),
    ),
    agreements=(
        model.Agreement(
            id=some_id("agreement"),
            registry_id="accord-2001",
            name="the accord",
            kind="treaty",
            parties=(participant(), participant("Examplia")),
            subject="trade",
            signed="2001",
            in_force="2001-10",
            term_years=20,
            extended_years=(5, 5),
            expires="2031-10-01",
            life=(model.LifeFact("signed", "2001", (44, 50)),),
            evidence=(model.FieldEvidence(TEXT, (0, 62), "signed"),),
            from_registry=("term_years",),
            why="2001-10 + 20 + 5 + 5 years.",
        ),
    ),
    commitments=(
        model.Commitment(
            id=some_id("commitment"),
            by=(participant(),),
            to=(participant("Examplia"),),
            assigned_by=(participant(),),
            action=PHRASE,
            due="2023",
            horizon=model.Horizon("2022", "2042", "the next two decades"),
            kind="task",
            status="under_way",
            agreement_id=some_id("agreement"),
            evidence=EVIDENCE,
            confidence=0,
        ),
    ),
    dropped=(model.Dropped((0, 3), "no actor"),),
)

# What may not be empty: a row's evidence, and whom or what it is about.
KEPT = {"speaker", "holders", "parties", "by", "evidence", "spans"}


def emptied(row: Any) -> Any:
    """Null wherever the model allows None, and empty wherever it allows an empty tuple or string."""
    if isinstance(row, tuple):
        return tuple(emptied(item) for item in row)
    if not dataclasses.is_dataclass(row) or isinstance(row, type):
        return row
    hints = typing.get_type_hints(type(row))
    changes: dict[str, Any] = {}
    for field in dataclasses.fields(row):
        value = getattr(row, field.name)
        if types.NoneType in typing.get_args(hints[field.name]):
            changes[field.name] = None
        elif field.name not in KEPT and typing.get_args(hints[field.name])[1:] == (Ellipsis,):
            changes[field.name] = ()
        else:
            changes[field.name] = emptied(value)
    return dataclasses.replace(row, **changes)


BARE_ROWS = dataclasses.replace(
    emptied(FULL),
    events=emptied(FULL.events),
    statements=emptied(FULL.statements),
    positions=emptied(FULL.positions),
    agreements=emptied(FULL.agreements),
    commitments=emptied(FULL.commitments),
)
NOTHING = model.Reading(
    format=1,
    reader=model.Reader("", "", ""),
    article=dataclasses.replace(emptied(FULL.article), text="", language="und", published_from="unknown"),
)


def printed(reading: model.Reading) -> Any:
    return json.loads(json.dumps(model.to_json(reading), ensure_ascii=False))


def test_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize(
    ("reading", "guards"),
    [
        (FULL, "every field filled"),
        (BARE_ROWS, "rows of every kind, with null and empty wherever the model allows it"),
        (NOTHING, "an article in which nothing was found"),
    ],
)
def test_what_the_model_prints_is_valid(reading: model.Reading, guards: str) -> None:
    problems = [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(printed(reading))]
    assert problems == [], guards
    assert model.from_json(model.Reading, printed(reading)) == reading


def test_the_full_reading_is_full() -> None:
    def walk(row: Any, path: str) -> list[str]:
        if isinstance(row, dict):
            return [hole for key, value in row.items() for hole in walk(value, f"{path}.{key}")]
        if isinstance(row, list):
            return [hole for item in row for hole in walk(item, path)] if row else [path]
        return [path] if row is None or row == "" else []

    assert walk(printed(FULL), "") == []


Steps = tuple[str | int, ...]
EVENT: Steps = ("events", 0)
REMOVE = object()


@pytest.mark.parametrize(
    ("path", "value", "guards"),
    [
        (("format",), 2, "another format"),
        (("dropped",), REMOVE, "a key is missing at the top"),
        (("mood",), "good", "a key too many at the top"),
        ((*EVENT, "why"), REMOVE, "a key is missing in a row"),
        ((*EVENT, "actors", 0, "age"), 60, "a key too many deep down"),
        ((*EVENT, "id"), "E17F04DB0B554BCC", "an id in capitals"),
        ((*EVENT, "id"), "e17f04db0b554bc", "an id of 15 digits"),
        ((*EVENT, "type"), "MEET", "no PLOVER type"),
        ((*EVENT, "mode"), "picnic", "no PLOVER mode"),
        ((*EVENT, "foresees"), "visit", "a mode where a type belongs"),
        ((*EVENT, "contexts"), ["humanitarian"], "no PLOVER context"),
        ((*EVENT, "cameo"), 42, "a CAMEO code that is a number"),
        ((*EVENT, "cameo"), "04", "a bare CAMEO root"),
        ((*EVENT, "quad"), 5, "there are four"),
        ((*EVENT, "quad"), True, "true is not 1"),
        ((*EVENT, "score"), -10.5, "off the scale"),
        ((*EVENT, "status"), "future", "no status"),
        ((*EVENT, "confidence"), 1.01, "more than certain"),
        ((*EVENT, "evidence"), [], "a row without words"),
        ((*EVENT, "evidence", 0, "quote"), "x" * 601, "a quote of more than 600 characters"),
        ((*EVENT, "evidence", 0, "span"), [0], "half a span"),
        ((*EVENT, "evidence", 0, "span"), [0, 1, 2], "a span and more"),
        ((*EVENT, "evidence", 0, "trigger"), [-1, 2], "a span before the text"),
        ((*EVENT, "evidence", 0, "trigger"), [2, -1], "a span that ends before the text"),
        ((*EVENT, "evidence", 0, "trigger"), None, "evidence without its trigger"),
        ((*EVENT, "date", "start"), "2022-1-20", "a month of one digit"),
        ((*EVENT, "date", "start"), "2022-13", "a thirteenth month"),
        ((*EVENT, "date", "start"), "2022-01-20T10:00", "a time of day"),
        ((*EVENT, "date", "start"), "2022\n", "a line break after the date"),
        ((*EVENT, "date", "start"), "20٢٢", "digits of another script"),
        ((*EVENT, "date", "precision"), "hour", "no precision"),
        ((*EVENT, "date", "basis"), "guessed", "no basis"),
        ((*EVENT, "actors", 0, "country"), "RU", "alpha-2"),
        ((*EVENT, "actors", 0, "sectors"), ["PRESS"], "no PLOVER sector"),
        ((*EVENT, "actors", 0, "actor"), "IRN", "a registry id without its kind"),
        ((*EVENT, "place", "lat"), 91, "beyond the pole"),
        ((*EVENT, "historical"), None, "neither true nor false"),
        (("article", "blocks", 0, "kind"), "footer", "no kind of block"),
        (("article", "language"), "English", "a language by name"),
        (("article", "published_from"), "guess", "no such origin"),
        (("article", "text"), None, "an article without a text"),
        (("statements", 0, "quoted"), "partly", "no way of quoting"),
        (("statements", 0, "speaker"), [], "a statement of nobody"),
        (("positions", 0, "polarity"), "neutral", "no polarity"),
        (("agreements", 0, "kind"), "pact", "no kind of agreement"),
        (("agreements", 0, "parties"), [], "an agreement of nobody"),
        (("agreements", 0, "life", 0, "status"), "cancelled", "no status of an agreement"),
        (("agreements", 0, "evidence", 0, "field"), "mood", "no field of an agreement"),
        (("agreements", 0, "expires"), "in ten years", "words where a date belongs"),
        (("commitments", 0, "kind"), "wish", "no kind of commitment"),
        (("commitments", 0, "status"), "planned", "no status of a commitment"),
        (("commitments", 0, "by"), [], "a commitment of nobody"),
        (("dropped", 0, "reason"), "", "dropped without a reason"),
    ],
)
def test_what_is_not_so_is_refused(path: Steps, value: Any, guards: str) -> None:
    data = copy.deepcopy(printed(FULL))
    place = data
    for step in path[:-1]:
        place = place[step]
    if value is REMOVE:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    problems = list(VALIDATOR.iter_errors(data))
    assert problems, guards
    where = path[:-1] if value is REMOVE or path[-1] in ("mood", "age") else path
    for error in problems:  # a choice between null and a row is refused where the choice stands, above the fault
        at = tuple(error.absolute_path)
        assert at[: len(where)] == where[: len(at)], "refused for another reason"


# The model and the schema, walked side by side


def classes() -> list[type]:
    found: list[type] = []

    def walk(hint: Any) -> None:
        for arm in typing.get_args(hint):
            walk(arm)
        if dataclasses.is_dataclass(hint) and isinstance(hint, type) and hint not in found:
            found.append(hint)
            for field in typing.get_type_hints(hint).values():
                walk(field)

    walk(model.Reading)
    return found


CLASSES = classes()


def shape_of(kind: type) -> dict[str, Any]:
    return SCHEMA if kind is model.Reading else DEFS[kind.__name__]


def test_every_type_has_its_shape() -> None:
    objects = {name for name, shape in DEFS.items() if shape.get("type") == "object"}
    assert objects == {kind.__name__ for kind in CLASSES if kind is not model.Reading}


@pytest.mark.parametrize("kind", CLASSES, ids=lambda kind: kind.__name__)
def test_shape_has_the_fields_of_its_type(kind: type) -> None:
    shape = shape_of(kind)
    names = [field.name for field in dataclasses.fields(kind)]
    assert list(shape["properties"]) == names
    assert shape["required"] == names
    assert shape["additionalProperties"] is False


def agree(hint: Any, shape: Any) -> bool:
    """Does a field's type say what its shape says: the same kind of value, null, rows and enumerated words?"""
    arms = typing.get_args(hint)
    if typing.get_origin(hint) in (types.UnionType, typing.Union):
        (inner,) = (arm for arm in arms if arm is not types.NoneType)
        if "anyOf" in shape:
            return shape["anyOf"][1] == {"type": "null"} and agree(inner, shape["anyOf"][0])
        if "enum" in shape:
            words = [word for word in shape["enum"] if word is not None]
            return len(words) + 1 == len(shape["enum"]) and agree(inner, {"enum": words})
        return shape["type"][1] == "null" and agree(inner, {**shape, "type": shape["type"][0]})
    if typing.get_origin(hint) is typing.Literal:
        return set(shape["enum"]) == set(arms)
    if hint == model.Span:
        return bool(shape.get("$ref") == "#/$defs/span")
    if typing.get_origin(hint) is tuple:
        return shape["type"] == "array" and agree(arms[0], shape["items"])
    if dataclasses.is_dataclass(hint):
        return bool(shape.get("$ref") == f"#/$defs/{typing.cast(type, hint).__name__}")
    if "$ref" in shape:
        shape = DEFS[shape["$ref"].removeprefix("#/$defs/")]
    if "const" in shape:
        return type(shape["const"]) is hint
    if "enum" in shape:
        return all(type(word) is hint for word in shape["enum"])
    return bool(shape["type"] == {str: "string", int: "integer", float: "number", bool: "boolean"}[hint])


FIELDS = [(kind, name) for kind in CLASSES for name in typing.get_type_hints(kind)]


@pytest.mark.parametrize(("kind", "name"), FIELDS, ids=[f"{kind.__name__}.{name}" for kind, name in FIELDS])
def test_field_has_the_kind_of_its_shape(kind: type, name: str) -> None:
    assert agree(typing.get_type_hints(kind)[name], shape_of(kind)["properties"][name])


@pytest.mark.parametrize(
    ("shape", "names"),
    [
        (lambda: DEFS["type"]["enum"], lambda: list(ONTOLOGY.types)),
        (lambda: DEFS["context"]["enum"], lambda: list(ONTOLOGY.contexts)),
        (lambda: DEFS["sector"]["enum"], lambda: list(ONTOLOGY.sectors)),
        (
            lambda: DEFS["Event"]["properties"]["mode"]["enum"],
            lambda: [*sorted({mode for _, mode in ONTOLOGY.modes}), None],
        ),
    ],
    ids=["types", "contexts", "sectors", "modes"],
)
def test_words_are_those_of_the_ontology(shape: Callable[[], Any], names: Callable[[], Any]) -> None:
    assert shape() == names()


@pytest.mark.parametrize(
    ("kind", "field", "words"),
    [
        ("Agreement", "kind", "treaty agreement deal memorandum roadmap ceasefire communique contract"),
        (
            "LifeFact",
            "status",
            "proposed negotiating initialled agreed signed ratified in_force extended suspended breached withdrawn "
            "expired revival_sought update_sought",
        ),
        ("Commitment", "kind", "promise task project implementation"),
        ("Commitment", "status", "pledged tasked expected under_way delayed done broken"),
    ],
)
def test_words_that_the_model_leaves_open_are_those_of_the_record_format(kind: str, field: str, words: str) -> None:
    assert DEFS[kind]["properties"][field]["enum"] == words.split()


def test_agreement_fields_are_fields() -> None:
    assert set(DEFS["field"]["enum"]) < {field.name for field in dataclasses.fields(model.Agreement)}
