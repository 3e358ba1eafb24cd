"""What stands in braces within a wording, and is filled with what is known when it is said."""

import re
from collections.abc import Mapping

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_-]*)\}")


def fill(text: str, values: Mapping[str, str]) -> str:
    """Return the text with each ``{name}`` replaced by its value; a name without a value stays as written."""
    return PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), text)
