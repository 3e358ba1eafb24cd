import json
import re
from pathlib import Path
from random import Random

import pytest
from jsonschema import Draft202012Validator

from dialogs.language.schema import schema, schema_file
from dialogs.language.script_loader import KINDS, load
from dialogs.model.script import Script, Slot
from dialogs.strict_yaml.yaml_text import ListNode, MapNode, Node, TextNode, read_yaml
from tests.dialogs.slips import SHIPPED, SMALL, SURVEY, slipped
from tests.dialogs.small_complaint import TEXT as COMPLAINT
from tests.dialogs.small_scripts import small_script

KEPT = Path(__file__).parents[3] / "docs" / "script.schema.json"
VALIDATOR = Draft202012Validator(schema())
SOUND = {
    **{
        path.stem: path.read_text("utf-8") for path in (SHIPPED / "scripts").glob("*.yaml") if ".cases" not in path.name
    },
    "small": SMALL,
    "complaint": COMPLAINT,
}
TYPES: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


def as_text(node: Node | None) -> object:
    """Return the document as our reader sees it, where every scalar is a text."""
    match node:
        case MapNode():
            return {key.text: as_text(value) for key, value in node.entries}
        case ListNode():
            return [as_text(item) for item in node.items]
        case TextNode():
            return node.text
    return None


def as_editors_see(value: object) -> object:
    """Return the document as editors see it, by the core schema of YAML 1.2: `8` is a number and `true` a truth."""
    match value:
        case dict():
            return {key: as_editors_see(inner) for key, inner in value.items()}
        case list():
            return [as_editors_see(item) for item in value]
        case str() if value in TYPES:
            return TYPES[value]
        case str() if re.fullmatch(r"[-+]?[0-9]+", value):
            return int(value)
        case str() if re.fullmatch(r"[-+]?[0-9]+\.[0-9]+", value):
            return float(value)
    return value


def refused(text: str) -> bool:
    return not VALIDATOR.is_valid(as_text(read_yaml(text)[0]))


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())

    assert json.loads(schema_file()) == schema()


def test_the_kept_file_is_up_to_date() -> None:
    assert KEPT.read_text("utf-8") == schema_file(), "run `make schema`"


@pytest.mark.parametrize("name", SOUND)
def test_every_sound_script_is_accepted(name: str) -> None:
    document = as_text(read_yaml(SOUND[name])[0])

    VALIDATOR.validate(document)
    VALIDATOR.validate(as_editors_see(document))


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "format: 2",
        SMALL.replace("format: 1\n", ""),
        SMALL.replace("start:", "strat:"),
        SMALL.replace("type: money", "type: coin"),
        SMALL.replace("is-one-of: [bill, net]", "is: bill"),
        SMALL.replace("is-one-of: [bill, net]", "is-one-of: bill"),
        SMALL.replace("tries: 2", "tries: 11"),
        SMALL.replace("tries: 2", "tries: many"),
        SMALL.replace("times: 2", "times: 0"),
        SMALL.replace("level: supervisor", "level: manager"),
        SMALL.replace("30 minutes", "half an hour"),
        SMALL.replace("danger:", "dnager:"),
        SMALL.replace("goto: way", "goto: The Way"),
        SMALL.replace("{en: Wait, zh: 请稍等}", "Wait"),
        SMALL.replace("{en: Wait, zh: 请稍等}", "{en: Wait, de: Warten}"),
        SMALL.replace("{en: Wait, zh: 请稍等}", "{en: '', zh: 请稍等}"),
        SMALL.replace("private: yes", "private: maybe"),
        SMALL.replace("track: fast", "track: slow"),
        SMALL.replace("words: [fee]", "word: [fee]"),
        small_script("a: {close: {en: Bye}, goto: b}"),
        small_script("a: {say: {en: Hi}, close: {en: Bye}, goto: a}"),
        small_script("a: {tell: {en: Hi}}"),
        small_script(slots="a: {type: digits, length: 12-, label: {en: A}}"),
        small_script(top="known-issues: {a: {title: {en: T}, status: known, wordings: [w], answer: {en: A}}}"),
        small_script(top="cases: {a: {turns: [{says: Hi, happens: nothing}]}}"),
        small_script(top="cases: {a: {turns: [], at: noon}}"),
    ],
)
def test_what_is_malformed_is_refused_as_it_is_by_the_reader(text: str) -> None:
    assert load(text).problems
    assert refused(text)


def test_many_slips_are_found_and_nothing_that_the_reader_takes_is_refused() -> None:
    random = Random(3)
    found = 0
    for sound in (SMALL, COMPLAINT, SURVEY) * 150:
        text = slipped(sound, random)
        wrong = bool(load(text).problems)
        assert wrong or not refused(text), text
        found += wrong and refused(text)

    assert found > 200


def test_names_are_written_as_they_are_in_scripts() -> None:
    kinds = schema()["$defs"]

    assert {kind: next(iter(kinds[f"{kind.title()}Step"]["properties"])) for kind in KINDS} == {
        kind: kind for kind in KINDS
    }
    assert "offer-many" in kinds["CheckStep"]["properties"]
    assert "key" not in kinds["Slot"]["properties"]
    assert "node" not in kinds["Case"]["properties"]


def test_what_the_source_says_of_a_field_is_shown_by_editors() -> None:
    properties = schema()["properties"]

    assert schema()["description"] == Script.__doc__
    assert schema()["$defs"]["Slot"]["description"] == Slot.__doc__
    assert properties["track"]["description"] == "The track on which a conversation begins."
