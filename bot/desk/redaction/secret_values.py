"""How passwords and codes look, each tried at one place of a plain text: where one ends, if one begins there."""

import re
from collections.abc import Callable, Mapping

Span = tuple[int, int]
Reader = Callable[[str, int, str], Span | None]
"""Reads a value at a place of a text, behind a word such as "is" or a colon that says there is one, if there is one."""

_FEWEST = 3
_FEWEST_LETTERED = 6
_MOST_DIGITS = 12
"""A longer number is a password only where it is said to be one."""
_TOKEN = re.compile("[0-9a-z@#$%^&*!._+=?~-]{3,64}+(?!•)")
_QUOTED = re.compile("\"([^\"]{3,64})\"|'([^']{3,64})'")
_SIGNS = frozenset("@#$%^&*_+=~")
_SPACED = re.compile(
    "(?:[0-9](?:[ .,_/、-] ?[0-9]){2,11}|[0-9]{2}(?:[ -][0-9]{2}){1,5}|[0-9]{3}[ -][0-9]{3}|[0-9]{4}[ -][0-9]{4})"
    "(?![0-9a-z]|[ -][0-9])"
)
_NAMED = "(?:zero|oh|one|two|three|four|five|six|seven|eight|nine)"
_SPOKEN = re.compile(
    f"(?:(?:double|triple) )?{_NAMED}(?:[ ,-]{{1,2}}(?:and |then |(?:double|triple) )?{_NAMED}){{2,11}}(?![a-z])"
)
"""A number told digit by digit."""
_DIGITS = re.compile("(?:[a-z]-)?([0-9]{3,12})(?![0-9a-z%•]|[.][0-9])")
_LETTERED = re.compile("(?=[0-9-]{0,24}+[a-z])[0-9a-z]{2,24}(?:-[0-9a-z]{2,24}){0,5}+(?![0-9a-z@.])")
"""A code with letters in it."""
_PARTED = re.compile("[0-9]{1,4}(?:-[0-9]{1,4}){1,4}+(?![0-9a-z-])")
"""A code in parts, as lockers and doors have; also the look of dates and phone numbers."""
_PHONE = re.compile("(?:[+]?86)?1[3-9][0-9]{9}|[+][0-9]{7,15}")
_DATE = re.compile("(?:19|20)[0-9]{2}(?:[-./年]|(?![0-9a-z]))")
_GOES_ON = re.compile("[ -][0-9]{3}")
_SERVICE = re.compile("(?:100[0-9]{2}|123[0-9]{2}|955[0-9]{2})(?![0-9])")
"""Numbers that texts with codes come from, such as 10086."""
_COUNTED = re.compile(
    "(?:[0-9]{1,4}|[0-9]{1,2}-[0-9]{1,2}) ?"
    "(?:[次遍天位分秒个元块年月小多几]|(?:times?|days?|hours?|hrs?|min(?:ute)?s?|sec(?:ond)?s?|char|digits|letters)|%)"
)
_ENDS = re.compile(" ?(?:$|[,.;!)。、])")
_WORD = re.compile("[a-z]{4,64}(?![0-9a-z@#$%^&*_+=~-])")
_QUOTES = ("'", '"')
_MOST_WORDS = 24
"""Words of a phrase; wallets give so many."""
_PHRASE = re.compile(f"[a-z]{{2,20}}(?:[ -][a-z]{{2,20}}){{0,{_MOST_WORDS - 1}}}(?![a-z])")
_WORDS = re.compile("[a-z]+")
_OF_SENTENCES = frozenset(
    re.findall(
        "[a-z]+",
        "me you he she it we they my your his her its our their this that these those the an and but or so if when "
        "while because since as at by for from in of on to with without about after before again is are was were be "
        "been being has have had do does did can could will would should may might must not no never nobody nothing "
        "too very still just only also now then here there what why how who which please thanks thank longer "
        "working works work",
    )
)
"""Words that stand in sentences about a phrase, and hardly in one."""
_NO_PASSWORDS = {
    "wrong",
    "lost",
    "forgotten",
    "forgot",
    "reset",
    "changed",
    "change",
    "expired",
    "incorrect",
    "invalid",
    "unknown",
    "none",
    "missing",
    "required",
    "help",
    "problem",
    "issue",
    "login",
    "failed",
    "error",
    "locked",
    "blocked",
    "refused",
    "rejected",
    "same",
    "empty",
    "nothing",
    "access",
    "recovery",
    "hidden",
    "null",
    "true",
    "false",
}
"""What follows "password:" where something is told of it."""


def read_password(text: str, place: int, says: str) -> Span | None:
    """Read what may be a password: a word with a digit in it, or any word behind a sign."""
    if (quoted := _QUOTED.match(text, place)) and (says or _is_odd(quoted[0])):
        return quoted.start() + 1, quoted.end() - 1
    if spaced := _spaced(text, place, 4, 12):
        return spaced
    if not says and _SERVICE.match(text, place):
        return None
    token = _TOKEN.match(text, place)
    value = token[0].rstrip(".?") if token else ""
    end = place + len(value)
    if len(value) < _FEWEST or _COUNTED.match(text, place):
        return None
    if not has_digit(value):
        return (place, end) if says in ("=", ":") and _is_word(text, place, says) else None
    if value.isdigit() and len(value) == _FEWEST and _GOES_ON.match(text, end):
        return None  # a phone number
    if not says and (_DATE.match(value) or _PHONE.fullmatch(value) or (value.isdigit() and len(value) > _MOST_DIGITS)):
        return None
    return place, end


def read_phrase(text: str, place: int, says: str) -> Span | None:
    """Read a password of several words, up to one that goes on with the sentence; or one like any other."""
    words = _PHRASE.match(text, place)
    end, count = place, 0
    for word in _WORDS.finditer(text, place, words.end()) if words else ():
        if word[0] in _NO_PASSWORDS or word[0] in _OF_SENTENCES:
            break
        end, count = word.end(), count + 1
    fewest = {"": _MOST_WORDS, ":": 2, "=": 2}.get(says, 3)
    return (place, end) if count >= fewest else read_password(text, place, says)


def read_pin(text: str, place: int, _says: str) -> Span | None:
    """Read a PIN or a PUK."""
    return _digits(text, place, 4, 12)


def read_code(text: str, place: int, says: str) -> Span | None:
    """Read a code that is sent to be typed in once."""
    if not says and _SERVICE.match(text, place):
        return None
    return _digits(text, place, 4, 8) or _lettered(text, place, says) or (_parted(text, place) if says else None)


def read_six(text: str, place: int, _says: str) -> Span | None:
    """Read a code that only its length tells."""
    return _digits(text, place, 6, 6)


def read_card_code(text: str, place: int, _says: str) -> Span | None:
    """Read the code on the back of a card."""
    return _digits(text, place, 3, 4)


def read_either(text: str, place: int, _says: str) -> Span | None:
    """Read a "security code", which is on cards as well as in texts."""
    return _digits(text, place, 3, 8)


def has_digit(text: str) -> bool:
    """Tell whether there is a digit in a text."""
    return any("0" <= sign <= "9" for sign in text)


def _is_odd(quoted: str) -> bool:
    """Tell whether what stands in quotes is no word or sentence."""
    return has_digit(quoted) or (" " not in quoted and not _SIGNS.isdisjoint(quoted))


def _digits(text: str, place: int, fewest: int, most: int) -> Span | None:
    if text[place : place + 1] in _QUOTES:
        place += 1
    if spaced := _spaced(text, place, fewest, most):
        return spaced
    found = _DIGITS.match(text, place)
    if found is None or not fewest <= len(found[1]) <= most:
        return None
    if _COUNTED.match(text, place) or _PHONE.fullmatch(found[1]):
        return None
    return found.span()


def _lettered(text: str, place: int, says: str) -> Span | None:
    """Read a code of letters and digits; where no word says that one comes, it has parts, and digits in two of them."""
    found = _LETTERED.match(text, place)
    if found is None or len(found[0]) < _FEWEST_LETTERED or _COUNTED.match(text, place):
        return None
    parts = [part for part in found[0].split("-") if has_digit(part)]
    return found.span() if len(parts) > 1 or (says and sum(map(str.isdigit, found[0])) > 1) else None


def _parted(text: str, place: int) -> Span | None:
    found = _PARTED.match(text, place)
    if found is None or _DATE.match(found[0]) or _COUNTED.match(text, place):
        return None
    digits = found[0].replace("-", "")
    return found.span() if 4 <= len(digits) <= 8 else None


def _spaced(text: str, place: int, fewest: int, most: int) -> Span | None:
    if spoken := _SPOKEN.match(text, place):
        return spoken.span()
    found = _SPACED.match(text, place)
    return found.span() if found and fewest <= sum(map(str.isdigit, found[0])) <= most else None


def _is_word(text: str, place: int, says: str) -> bool:
    """Tell whether a word without a digit is a password all the same, and not the rest of the sentence."""
    word = _WORD.match(text, place)
    if says == "=":
        return word is None or word[0] not in _NO_PASSWORDS
    return word is not None and word[0] not in _NO_PASSWORDS and bool(_ENDS.match(text, word.end()))


READERS: Mapping[str, Reader] = {
    "password": read_password,
    "short": read_password,
    "pair": read_password,
    "phrase": read_phrase,
    "pin": read_pin,
    "code": read_code,
    "typed": read_code,
    "mine": read_code,
    "bare": read_six,
    "card_code": read_card_code,
    "either": read_either,
}
"""By what a word names."""
