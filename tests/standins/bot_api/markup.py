"""Texts that a bot wrote with marks in them: their plain text and its entities, in any of Telegram's modes.

https://core.telegram.org/bots/api#formatting-options
"""

from . import html_markup, markdown
from .refusals import Json, bad


def parsed(text: str, mode: str) -> tuple[str, list[Json]]:
    """Return the plain text and the entities of a text in this mode.

    Raises:
        RefusedError: in Telegram's words, if the marks are wrong.
    """
    if mode.lower() == "html":
        return html_markup.parsed(text)
    if mode.lower() in ("markdown", "markdownv2"):
        return markdown.parsed(text, strict=mode.lower() == "markdownv2")
    raise bad("unsupported parse_mode")
