"""Crosses out what a complaints desk must never hold: passwords and codes, and the middle of a card's number.

It is done before anything of a message is kept, so that neither the journal nor the transcript has it. PCI DSS 4.0,
3.4.1, lets at most the first six and the last four digits of a card be shown, and 3.3.1 lets no code be kept at all.
"""

import re

_MARK = "•"
# A word without a digit after "password" is more likely the rest of the sentence: "my password is wrong".
_CODE = re.compile(
    r"((?:密码|验证码|校验码|安全码|动态码|口令|pass(?:word|code)|\bpin(?: code| number)?|\bc[vw][vc]2?|\botp"
    r"|(?:security|verification|one-time) code)\s*(?:是|为|is|was|[:：=])?\s*)"
    r"(?=[a-z@#$%^&*!._-]*[0-9])([0-9a-z@#$%^&*!._-]{3,64})",
    re.IGNORECASE,
)
# ISO/IEC 7812: what cards of payment begin with, and how many digits they have.
_CARD = re.compile(r"(?<![0-9])(?:3[47](?:[ -]?[0-9]){13}|[456](?:[ -]?[0-9]){15,18})(?![0-9])")
_HEAD, _TAIL = 6, 4


def redacted(text: str, *, cards: bool = True) -> str:
    """Return the text with its secrets crossed out: "卡号622202•••••••••0123，密码••••••".

    Without ``cards`` their numbers stay, for where the question at hand asks for one.
    """
    plain = _CODE.sub(lambda match: match[1] + _MARK * len(match[2]), text)
    return _CARD.sub(_card, plain) if cards else plain


def _card(match: re.Match[str]) -> str:
    digits = re.sub("[^0-9]", "", match[0])
    if not _is_card(digits):
        return match[0]
    return digits[:_HEAD] + _MARK * (len(digits) - _HEAD - _TAIL) + digits[-_TAIL:]


def _is_card(digits: str) -> bool:
    """Return whether the last digit checks the others, after ISO/IEC 7812-1, annex B (the Luhn formula)."""
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits))]
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0
