"""The wordings every dialog needs, as shipped in `texts.yaml`; a script may word any of them differently.

How a text is filled and when it is said is the engine's matter.
"""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from dialogs.model.script import Text
from dialogs.strict_yaml.fields import Fields, read_file
from dialogs.strict_yaml.problems import render

FACTS = ("reference", "due", "opened", "status", "answer", "outcome", "description", "title", "opens")
"""What the desk tells and any text may name in braces, beside the slots of its script."""


@cache
def common_texts() -> Mapping[str, Text]:
    """Return the shipped wordings by their key, such as ``choose-a-button``; not to be changed."""
    written = resources.files("dialogs").joinpath("texts.yaml").read_text("utf-8")
    texts, problems = read_file(written, "texts.yaml", _texts)
    if texts is None:
        raise ValueError(render(problems[0], "texts.yaml"))
    return MappingProxyType(texts)


def _texts(fields: Fields) -> dict[str, Text]:
    return {key.text: MappingProxyType(dict(fields.text(key.text))) for key in fields.names()}


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that every dialog can be written in."""
    return tuple(common_texts()["yes"])
