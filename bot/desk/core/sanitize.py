"""What a customer sent, made safe to keep: text is data, whatever is in it."""

import unicodedata

LONGEST = 20_000
"""Characters of one message; to a longer one, which no channel lets through, is said that it was not read."""

_LONGEST_NAME = 100
_KEPT_CONTROLS = "\n\t"
_JOINERS = "\u200c\u200d"
"""Format characters that letters and emoji need."""


def clean_message(text: str) -> str:
    """Return the text without control characters, text-direction overrides and halves of surrogate pairs."""
    kept = (character for character in text if _is_kept(character))
    return "".join(kept).strip()


def clean_name(name: str) -> str:
    """Return a name on one line, safe to keep and not too long to show."""
    return " ".join(clean_message(name).split())[:_LONGEST_NAME]


def _is_kept(character: str) -> bool:
    if character in _KEPT_CONTROLS or character in _JOINERS:
        return True
    return unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Cn", "Co")
