"""A JSON Schema of scripts, for editors: made of the dataclasses, so that each new field of theirs is in it.

How a field is written follows from a few rules, which the readers (`script_loader`, `known_issue`, `case_file`)
keep too; what is written otherwise stands in `_EXCEPTIONS`:

- a field is written under its name, with hyphens;
- a thing with a ``key`` stands under its key, and the key of a script under ``script``;
- the first other field of a step is written under the name of its kind, as in ``ask: phone`` or ``close: {en: Bye}``;
- a field without a default must be written, and one that is not compared is not written at all.

A schema knows no references and no graph: what it accepts may still have problems.
"""

import ast
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from importlib import resources
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from dialogs.language.case_file import CLOCK, Case, CaseTurn
from dialogs.language.known_issue import KnownIssue
from dialogs.language.known_issue_unless import DAYS, Unless
from dialogs.language.quiet_lines import shipped_quiet_lines
from dialogs.language.script_loader import DURATION, LENGTH, LONGEST, MOST_TIMES, MOST_TRIES
from dialogs.language.script_rules import SIGNALS
from dialogs.model.script import (
    Arm,
    AskStep,
    Choice,
    Comparison,
    Interrupt,
    QuietLine,
    Script,
    Slot,
    Step,
    Text,
    kind_of,
)
from dialogs.reading.slots import TYPES
from dialogs.strict_yaml.common_texts import common_texts, languages
from dialogs.strict_yaml.fields import NAME

Schema = dict[str, Any]
"""A JSON Schema, or a part of one."""

_STEPS = get_args(Step)
_SCALAR = ["string", "number", "boolean"]
"""What is text to us may be a number or a truth to an editor; a pattern binds only what is a string to it as well."""


def _matching(pattern: str, *also: str) -> Schema:
    return {"type": ["string", *also], "pattern": f"^(?:{pattern})$"}


def _mapping(keys: Schema, values: Schema) -> Schema:
    return {"type": "object", "propertyNames": keys, "additionalProperties": values, "minProperties": 1}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items, "minItems": 1}


def _up_to(most: int) -> Schema:
    return {"enum": [*range(1, most + 1), *map(str, range(1, most + 1))]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


_NAME, _LINE, _TEXT = _ref("name"), _ref("line"), _ref("text")
_DURATION = _matching(DURATION.pattern) | {"description": "A time of silence: `30 minutes`, `24 hours`, `3 days`."}
_DAY = _matching("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SIGNAL = {"enum": list(SIGNALS)}
_VALUES = {"type": "object", "additionalProperties": {"type": _SCALAR}}
_COMPARED: Mapping[Comparison, Schema] = {
    "equals": _LINE,
    "at-least": _LINE,
    "at-most": _LINE,
    "is-one-of": _list(_LINE),
    "is-empty": {"enum": ["yes", "no"]},
}

_DEFINED: Mapping[str, Schema] = {
    "name": {**_matching(NAME.pattern, "integer", "boolean"), "description": "Small letters, digits and hyphens."},
    "line": {"type": _SCALAR, "pattern": r"\S"},
    "text": _mapping({"enum": list(languages())}, _LINE) | {"description": "One wording per language."},
    "flag": {"enum": ["yes", "no", "true", "false", True, False]},
    "Step": {"oneOf": [_ref(step.__name__) for step in _STEPS]},
}

_EXCEPTIONS: Mapping[tuple[type, str], Mapping[str, Schema]] = {
    (Script, "languages"): {"languages": _list({"enum": list(languages())})},
    (Script, "remind_after"): {"remind-after": _DURATION},
    (Script, "give_up_after"): {"give-up-after": _DURATION},
    (Script, "interrupts"): {"interrupts": _mapping(_SIGNAL, _ref("Interrupt"))},
    (Script, "tone"): {"tone": _mapping(_SIGNAL, _TEXT)},
    (Script, "quiet"): {"quiet": _mapping({"enum": list(shipped_quiet_lines())}, _ref("QuietLine"))},
    (Script, "texts"): {"texts": _mapping({"enum": sorted(common_texts())}, _TEXT)},
    (Slot, "type"): {"type": {"enum": list(TYPES)}},
    (Slot, "shortest"): {},
    (Slot, "longest"): {"length": _matching(LENGTH.pattern, "integer") | {"minimum": 1, "maximum": LONGEST}},
    (Slot, "words"): {"words": _list(_LINE)},
    (Choice, "words"): {"words": _list(_LINE)},
    (AskStep, "tries"): {"tries": _up_to(MOST_TRIES)},
    (Arm, "when"): {
        "when": _mapping(
            _NAME,
            {"type": "object", "properties": _COMPARED, "additionalProperties": False, "minProperties": 1},
        )
    },
    (Interrupt, "times"): {"times": _up_to(MOST_TIMES)},
    (KnownIssue, "wordings"): {"wordings": _list(_LINE)},
    (KnownIssue, "area"): {"area": _list(_LINE)},
    (KnownIssue, "since"): {"since": _DAY},
    (KnownIssue, "until"): {"until": _DAY},
    (KnownIssue, "unlike"): {"unlike": _list(_LINE)},
    (Unless, "words"): {"words": _list(_LINE)},
    (Unless, "negated"): {"negated": _list(_LINE)},
    (Unless, "lasts"): {"lasts": _matching(DAYS.pattern)},
    (Unless, "slots"): {"slots": _mapping(_NAME, _list(_LINE))},
    (Case, "language"): {"language": {"enum": list(languages())}},
    (Case, "remembered"): {"remembered": _VALUES},
    (Case, "facts"): {"facts": _VALUES},
    (Case, "at"): {"at": _matching(CLOCK.pattern)},
    (CaseTurn, "says"): {"says": _LINE},
    (CaseTurn, "file"): {"file": _LINE},
    (CaseTurn, "told"): {"told": _LINE},
    (CaseTurn, "not_told"): {"not-told": _LINE},
    (CaseTurn, "slots"): {"slots": _VALUES},
    (CaseTurn, "signals"): {"signals": _list(_SIGNAL)},
    (CaseTurn, "unsure"): {"unsure": _list(_SIGNAL)},
    (CaseTurn, "others"): {"others": _list(_SIGNAL)},
    (CaseTurn, "finds"): {"finds": {"type": "object"}},
}
"""Which entries stand for a field; for the others `_value` tells what stands there."""

_NOT_NEEDED = frozenset({(Script, "slots")})
_SHORT: Mapping[type, Schema] = {Choice: _TEXT, Interrupt: _NAME}
"""What may stand in place of a whole mapping."""


def schema() -> Schema:
    """Return the schema of a script's file, in the draft 2020-12."""
    script = _object(Script)
    script["properties"] = {"format": {"enum": [1, "1"]}} | script["properties"]
    script["properties"] |= {"known-issues": _value(tuple[KnownIssue, ...]), "cases": _value(tuple[Case, ...])}
    script["required"] = ["format", *script["required"]]
    kinds = (Slot, Choice, *_STEPS, Arm, Interrupt, QuietLine, KnownIssue, Case, CaseTurn)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A script of Tellonce",
        **script,
        "$defs": {**_DEFINED, **{kind.__name__: _written(kind) for kind in kinds}},
    }


def schema_file() -> str:
    """Return the schema as it is kept in ``docs/script.schema.json``."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


@cache
def entry_words() -> Mapping[str, Sequence[str]]:
    """Return all entries of scripts, cases and known issues, each with the words that it can be, if these are few."""
    found: dict[str, list[str]] = {}
    ahead: list[Any] = [schema()]
    while ahead:
        node = ahead.pop()
        if isinstance(node, dict):
            properties = node.get("properties")
            for name, value in properties.items() if isinstance(properties, dict) else ():
                words = value.get("enum", []) if isinstance(value, dict) else []
                found.setdefault(name, [])
                found[name].extend(word for word in words if isinstance(word, str) and word not in found[name])
            ahead += node.values()
        elif isinstance(node, list):
            ahead += node
    return found


def _written(kind: type) -> Schema:
    return {"anyOf": [_SHORT[kind], _object(kind)]} if kind in _SHORT else _object(kind)


def _object(kind: type) -> Schema:
    """Return the schema of the mapping that a dataclass is written as."""
    properties: dict[str, Schema] = {}
    needed: list[str] = []
    hints = get_type_hints(kind)
    told = _docstrings(kind)
    for field in _written_fields(kind):
        entries = _EXCEPTIONS.get((kind, field.name))
        if entries is None:
            entries = {_name(kind, field): _value(hints[field.name])}
        told_here = {"description": told[field.name]} if field.name in told else {}
        properties |= {name: {**told_here, **value} for name, value in entries.items()}
        if field.default is MISSING and field.default_factory is MISSING and (kind, field.name) not in _NOT_NEEDED:
            needed += entries
    return {
        "description": told[""],
        "type": "object",
        "properties": properties,
        "required": needed,
        "additionalProperties": False,
    }


def _written_fields(kind: type) -> Iterator[Field[Any]]:
    return (field for field in fields(kind) if field.compare and (field.name != "key" or kind is Script))


def _name(kind: type, field: Field[Any]) -> str:
    if kind is Script and field.name == "key":
        return "script"
    if kind in _STEPS and field == next(_written_fields(kind)):
        return kind_of(kind)
    return field.name.replace("_", "-")


def _value(hint: Any) -> Schema:
    """Return the schema of what is written for a field of this type."""
    simple = {str: _NAME, bool: _ref("flag"), Text: _TEXT, Step: _ref("Step")}
    if hint in simple:
        return simple[hint]
    if is_dataclass(hint) and isinstance(hint, type):
        return _ref(hint.__name__)
    origin, inner = get_origin(hint), get_args(hint)
    if origin is tuple:
        keyed = is_dataclass(inner[0]) and "key" in {field.name for field in fields(inner[0])}
        return _mapping(_NAME, _value(inner[0])) if keyed else _list(_value(inner[0]))
    if origin is Literal:
        return {"enum": [word for word in inner if word]}
    if origin is Mapping:
        return _mapping(_NAME, _value(inner[1]))
    return _value(next(option for option in inner if option is not NoneType))


@cache
def _source(module: str) -> Mapping[str, ast.ClassDef]:
    package, _, name = module.rpartition(".")
    text = resources.files(package).joinpath(f"{name}.py").read_text("utf-8")
    return {node.name: node for node in ast.parse(text).body if isinstance(node, ast.ClassDef)}


def _docstrings(kind: type) -> Mapping[str, str]:
    """Return what the source says under each field of a dataclass, and under no name what it says of the whole."""
    body = _source(kind.__module__)[kind.__name__]
    told = {"": _plain(ast.get_docstring(body) or "")}
    for statement, after in zip(body.body, body.body[1:], strict=False):
        if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            match after:
                case ast.Expr(value=ast.Constant(value=str(text))):
                    told[statement.target.id] = _plain(text)
    return told


def _plain(docstring: str) -> str:
    return " ".join(docstring.replace("``", "`").split())
