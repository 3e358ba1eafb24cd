"""Phone numbers and e-mail addresses in the words of customers.

Which numbers there are is known to phonenumbers, Google's metadata; nobody is called or written to.
"""

import itertools
import re
from collections.abc import Iterator

import phonenumbers

HOME = "CN"
"""Numbers without a country code are of the mainland."""
_HOME_CODE = 86
_MOBILES_ABROAD = {"09": "TW", "07": "GB"}
"""Who writes 0912 345 678 or 07911 123456 has a mobile there; other numbers need their code, or could be anything."""
_SHORTEST = 5
"""Digits below which the search, which is slow, finds nothing: no country has shorter numbers."""
_SPOKEN = re.compile("[零〇一幺二两三四五六七八九]{7,20}")
"""A number told sign by sign."""
_AS_DIGITS = str.maketrans("零〇一幺二两三四五六七八九", "0011223456789")
_ALONE = {
    "HK": re.compile(r" ?(?:\(?852\)?[ -]?)?(?P<number>[2-9][0-9]{3}[ -]?[0-9]{4})[ .。]?"),
    "GB": re.compile(r" ?(?P<number>\(?0[12378][0-9() -]{8,13})[ .]?"),
}
"""How numbers of elsewhere are written without the code of their country."""
_MOST = 100
"""Numbers after which it is given up, and pieces of text that are none: nobody tells so many, and each takes long."""
# RFC 5321 allows far more; this is what people have.
_EMAIL = re.compile(
    r"(?<![a-z0-9._%+-])([a-z0-9._%+-]{1,64})@((?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24})(?![a-z0-9-])",
    re.IGNORECASE,
)


def phones(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield the valid numbers in a folded text, each with where it begins and ends.

    A number of the mainland is kept as it is dialled there, any other with ``+`` and its country: ``13800138000``,
    ``01088886666``, ``+447911123456``; an extension follows after ``x``.
    """
    if sum(map(str.isdigit, text)) < _SHORTEST and not _SPOKEN.search(text):
        return
    text = _SPOKEN.sub(lambda run: run[0].translate(_AS_DIGITS), text)
    found = _found(text, HOME) or [
        match
        for begins, region in _MOBILES_ABROAD.items()
        if begins in text
        for match in _found(text, region)
        if phonenumbers.number_type(match.number) == phonenumbers.PhoneNumberType.MOBILE
    ]
    for match in found:
        yield _canonical(match.number), match.start, match.end


def of_elsewhere(text: str) -> str | None:
    """Return a number of Hong Kong or Britain without its code, if a folded text is nothing else.

    Among other words such a number could be anything: of an order, or an account.
    """
    for region, written in _ALONE.items():
        if match := written.fullmatch(text):
            number = phonenumbers.parse(re.sub("[^0-9]", "", match["number"]), region)
            if phonenumbers.is_valid_number(number):
                return _canonical(number)
    return None


def _found(text: str, region: str) -> list[phonenumbers.PhoneNumberMatch]:
    matcher = phonenumbers.PhoneNumberMatcher(text, region, max_tries=_MOST)
    return [*itertools.islice(matcher, _MOST)]


def emails(text: str) -> list[str]:
    """Return the addresses in a text, their domains in small letters."""
    return [f"{name}@{domain.lower()}" for name, domain in _EMAIL.findall(text) if ".." not in name]


def _canonical(number: phonenumbers.PhoneNumber) -> str:
    extension = f"x{number.extension}" if number.extension else ""
    if number.country_code != _HOME_CODE:
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164).split(";")[0] + extension
    bare = phonenumbers.PhoneNumber(country_code=number.country_code, national_number=number.national_number)
    dialled = phonenumbers.format_number(bare, phonenumbers.PhoneNumberFormat.NATIONAL)
    return re.sub("[^0-9]", "", dialled) + extension
