"""What the errors of libyaml mean to somebody who writes scripts, and not parsers.

Where they stand is for `yaml_text`.
"""

from collections.abc import Mapping

_INDENTATION = "begin it under the line that it belongs with, and put a text that goes on after its quotes in others"
_BRACKETS = "look for a missing bracket, brace or comma, and put a text that holds one in quotes"

_MEANINGS: Mapping[str, tuple[str, str]] = {
    "mapping values are not allowed in this context": (
        "this line holds a second `: `, or is indented unlike those around it",
        'put the text in quotes: "Please note: ..."',
    ),
    "did not find expected key": ("this does not fit what stands before it", _INDENTATION),
    "did not find expected '-' indicator": ("this does not fit the list before it", _INDENTATION),
    "block sequence entries are not allowed in this context": (
        "a list cannot begin here",
        "begin it on a line of its own, each item with `- `",
    ),
    "could not find expected ':'": ("this line is neither `key: value` nor part of a text", "add `: ` after the key"),
    "found character that cannot start any token": (
        "no text can begin with this sign",
        "put the text in quotes; if it is a tab, write spaces",
    ),
    "found unexpected end of stream": ("the quote that opens here is never closed", "add the closing quote"),
    "found unknown escape character": (
        "a backslash in double quotes stands before a letter that means nothing there",
        "write two backslashes, or put the text in single quotes",
    ),
    "did not find expected ',' or ']'": ("a list in brackets is not written to its end", _BRACKETS),
    "did not find expected ',' or '}'": ("entries in braces are not written to their end", _BRACKETS),
    "did not find expected node content": ("here something is missing", _BRACKETS),
    "found a tab character where an indentation space is expected": ("a tab stands here", "write spaces"),
    "found a tab character that violates indentation": ("a tab stands here", "write spaces"),
}


def meaning(context: str | None, problem: str | None) -> tuple[str, str]:
    """Return what is wrong and a remedy; for a rare error in the words of libyaml."""
    rare = " ".join(part for part in (context, problem) if part)
    return _MEANINGS.get(problem or "", (rare, "look for a missing quote, colon or space before this place"))
