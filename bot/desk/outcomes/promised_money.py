"""The sums that an agent's words promise a customer, by which one is warned before more goes out than one may give.

A sum that is only named, such as what was charged, is none: its sentence must give something. Pure.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from dialogs.reading.amounts import amounts
from dialogs.reading.folding import folded

_GIVES = re.compile(
    r"\b(?:refund|credit|pay|give|giving|compensat|reimburs|return|offer|waiv|deduct)\w*"
    r"|退|赔|补偿|返还|给您|给你|补给|减免|免去|免收|抵扣|充入"
)
_SENTENCES = re.compile(r"[!?;。！？；\n]+|\.(?!\d)")


def promised_money(text: str) -> Iterator[tuple[int, str]]:
    """Yield each sum that a text promises, as (hundredths, currency); without a currency it is the company's own.

    "We'll refund 58.50 yuan" yields (5850, ""), and "You were charged £20" nothing.
    """
    for sentence in _SENTENCES.split(folded(text)):
        if _GIVES.search(sentence):
            for amount in amounts(sentence, marked=True):
                number, _, currency = amount.partition(" ")
                yield int(Decimal(number) * 100), currency
