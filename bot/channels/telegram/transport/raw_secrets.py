"""Crosses out secrets in what a channel delivered, before it is written anywhere, in whatever of it people wrote.

Numbers, ids and what programs say to each other stay as they are. No text changes its length, so entities still fit.
"""

import re

from bot.desk.redaction.redaction import redacted

_OF_PROGRAMS = {
    "chat_instance",
    "data",
    "emoji",
    "id",
    "language_code",
    "mime_type",
    "phone_number",
    "status",
    "type",
    "username",
}
"""Keys of strings that nobody wrote; so are those that end in ``_id``."""
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|[nrt])")


def without_secrets(value: object, before: str = "") -> object:
    """Return an update with the secrets in its texts crossed out; the very same if it holds none.

    ``before`` is how the message before leads to a secret, see `begun`.

    Raises:
        RecursionError: if it is nested too deeply.
    """
    if isinstance(value, str):
        return redacted(value, before=before)
    if isinstance(value, list):
        texts = [without_secrets(one, before) for one in value]
        return value if all(one is other for one, other in zip(texts, value, strict=True)) else texts
    if isinstance(value, dict):
        fields = {key: one if _is_of_programs(key) else without_secrets(one, before) for key, one in value.items()}
        return value if all(fields[key] is one for key, one in value.items()) else fields
    return value


def unread_without_secrets(text: str) -> str:
    """Return what cannot be read as an update with its secrets crossed out, also those whose letters are escaped."""
    told = _ESCAPED.sub(lambda sign: chr(int(sign[1], 16)) if sign[1] else " ", text)
    whole = told.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    kept = redacted(whole)
    return text if kept == whole else kept


def _is_of_programs(key: object) -> bool:
    return isinstance(key, str) and (key in _OF_PROGRAMS or key.endswith("_id"))
