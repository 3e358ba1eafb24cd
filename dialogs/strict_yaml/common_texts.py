"""The wordings every dialog needs, as shipped in `texts.yaml`; a script may word any of them differently.

How a text is filled and when it is said is the engine's matter.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from dialogs.model.script import Text
from dialogs.strict_yaml.fields import Fields, read_shipped

FACTS = ("reference", "due", "opened", "status", "answer", "outcome", "description", "title", "opens")
"""What the desk tells and any text may name in braces, beside the slots of its script."""


@cache
def common_texts() -> Mapping[str, Text]:
    """Return the shipped wordings by their key, such as ``choose-a-button``; not to be changed."""
    return MappingProxyType(read_shipped("dialogs", "texts.yaml", _texts))


def _texts(fields: Fields) -> dict[str, Text]:
    return {key.text: MappingProxyType(dict(fields.text(key.text))) for key in fields.names()}


@cache
def languages() -> tuple[str, ...]:
    """Return the languages that every dialog can be written in."""
    return tuple(common_texts()["yes"])
