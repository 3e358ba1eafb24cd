"""The placeholders of texts, such as ``{reference}``: how they are written, and how they are filled."""

import re
from collections.abc import Mapping

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_-]*)\}")


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return the text with each ``{name}`` replaced by its value; a name without a value stays as written."""
    return PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)
