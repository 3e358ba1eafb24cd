"""The wordings every dialog needs, as shipped in `texts.yaml`; a script may word any of them differently.

How a text is filled and when it is said is the engine's matter.
"""

from collections.abc import Mapping
from functools import cache
from importlib import resources
from types import MappingProxyType

from dialogs.fields import Fields
from dialogs.problems import Problem, render
from dialogs.script import Text
from dialogs.yaml_text import MapNode, read_yaml

FACTS = ("reference", "due", "opened", "status", "answer", "outcome", "description", "title", "opens")
"""What the desk tells and any text may name in braces, beside the slots of its script."""


@cache
def common_texts() -> Mapping[str, Text]:
    """Return the shipped wordings by their key, such as ``choose-a-button``; not to be changed."""
    node, found = read_yaml(resources.files("dialogs").joinpath("texts.yaml").read_text("utf-8"))
    problems: list[Problem] = list(found)
    texts: dict[str, Text] = {}
    if isinstance(node, MapNode):
        fields = Fields(node, "texts.yaml", problems)
        texts = {key.text: MappingProxyType(dict(fields.text(key.text))) for key, _ in node.entries}
    if problems:
        raise ValueError(render(problems[0], "texts.yaml"))
    return MappingProxyType(texts)


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that every dialog can be written in."""
    return tuple(common_texts()["yes"])
