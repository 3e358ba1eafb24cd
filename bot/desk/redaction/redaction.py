"""Crosses out what a complaints desk must never hold: passwords and codes, and the middle of a card's number.

It is done before anything of a message is kept, so that neither the inbox nor the journal nor the transcript has it.
PCI DSS 4.0, 3.4.1, lets at most the first six and the last four digits of a card be shown, and 3.3.1 lets no code be
kept at all.
"""

import re

from bot.desk.redaction.card_numbers import hidden_digits
from bot.desk.redaction.plain_text import plain
from bot.desk.redaction.spoken_secrets import spoken_secrets

_MARK = "•"
_CROSSED_OUT = 3 * _MARK
"""No secret is shorter."""
_NUMBER_OR_SIGN = re.compile(
    r"(?i:zero|one|two|three|four|five|six|seven|eight|nine)|[Pp][Hh][Rr][Aa][Ss][Ee]|助[记記]|[\d²³¹⁰-⁹₀-₉①-⓿❶-➓㈠-㈩㉈-㉏㊀-㊉:=：＝\"'“”‘’＂＇零〇一二三四五六七八九十两兩幺壹贰貳叁參肆伍陆陸柒捌玖]"
)
"""A secret holds a number, or stands in quotes or behind a sign, or is a phrase: most messages hold none of it."""


_BEGUN = re.compile(r"(?:[:=：＝是为為]|(?<![A-Za-z])(?:is|was|are))\s?$")
_LONGEST_BEGUN = 60


def begun(text: str) -> str:
    """Return the end of a message if the next one may hold what it names: "my password is"; else nothing."""
    end = text[-_LONGEST_BEGUN:]
    return f"{end}\n" if _BEGUN.search(end) else ""


def redacted(text: str, *, cards: bool = True, before: str = "") -> str:
    """Return the text with its secrets crossed out: "卡号622202•••••••••0123，密码••••••".

    What stands behind a secret keeps its place, in UTF-16 as well, by which channels count. Without ``cards`` their
    numbers stay, for where the question at hand asks for one. ``before`` is what `begun` made of the message before.
    """
    if not before and not _NUMBER_OR_SIGN.search(text):
        return text
    seen = plain(before + text)
    hidden = {place for start, end in spoken_secrets(seen.text) for place in range(start, end)}
    if cards:
        hidden.update(hidden_digits(seen.text))
    if not hidden:
        return text
    signs = list(text)
    for place in (seen.places[one] - len(before) for one in hidden):
        if place >= 0:
            signs[place] = _MARK if signs[place] < "\U00010000" else 2 * _MARK
    return "".join(signs)


def is_redacted(text: str) -> bool:
    """Tell whether something is crossed out in a text."""
    return _CROSSED_OUT in text
