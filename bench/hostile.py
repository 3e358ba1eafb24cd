"""Texts that burden whoever reads them: as a script of at most 256 kB, or as a message of a customer.

The tests read each of them too. Of the scripts some are no YAML, some no script, some are sound. Each is written as a
pattern with a piece to be repeated, so that a cost that grows faster than the text shows.
"""

import re
from collections.abc import Mapping

from dialogs.strict_yaml.yaml_text import MOST_BYTES

_PIECE = re.compile("«(?:([0-9]+)×)?(.*?)»", re.DOTALL)

HEAD = "format: 1\nscript: hostile\ntitle: {en: H}\nlanguages: [en]\nstart: s1\n"
BYE = HEAD + "steps:\n  s0: {close: {en: b}}\n"
ONE_STEP = BYE.replace("s0", "s1")
ASK = BYE + "  s1: {ask: a, prompt: {en: p}, reprompt: {en: r}, otherwise: s2, goto: s2}\n"
TEXT_SLOT = "slots: {a: {type: text, label: {en: A}}}\n"
ISSUE = "title: {en: T, zh: 题}, status: standing, answer: {en: A, zh: 答}"

YAML: Mapping[str, str] = {
    "brackets": "«[»",
    "braces": "«{a: »",
    "dashes": "«- »",
    "question marks": "«? »",
    "letters in a list": "[«a,»]",
    "lists in a list": "[«[],»]",
    "pairs in a list": "[«? a,»]",
    "lines of dashes": "«-\n»",
    "one word": "«a»",
    "words": "«a »",
    "lines of one text": "a:\n« b\n»",
    "blank lines": "a: |\n«\n» x",
    "blanks": "a: b« »c",
    "comments": "«#\n»",
    "deep indentation": "a:\n«                   - b\n»",
    "escapes": '"«\\x20»"',
    "invisible escapes": '[«"\\0",»]',
    "anchors": "[«&a ,»]",
    "aliases": "[«*a,»]",
    "tags": "[«!a ,»]",
    "tag directives": "«%TAG !№! b\n»--- a",
    "documents": "«--- a\n»",
    "keys": "«№:\n»",
    "the same key": "«a: 1\n»",
    "merge keys": "«<<: a\n»",
    "keys that are lists": "«[a]: b\n»",
    "emoji": "«😀»",
    "carriage returns": "«\r»",
}
"""Not one of them is a script."""

SCRIPTS: Mapping[str, str] = {
    "unknown keys": BYE + "«a№: b\n»",
    "empty slots": BYE + "slots:\n«  a№: {}\n»",
    "empty steps": BYE + "«  a№: {}\n»",
    "unknown signals": ONE_STEP + "interrupts:\n«  a№: s1\n»",
    "the same language": BYE.replace("[en]", "[«en,»]"),
    "languages of a text": HEAD.replace("[en]", "[]") + "steps: {s0: {close: {«a№: '{b}',»}}}\n",
    "too many steps": BYE + "«  a№: {close: {en: b}}\n»",
    "steps in a row": BYE + "«1998×  s№: {say: {en: b}, goto: s№+1}\n»  s№: {say: {en: b}, goto: s0}\n",
    "steps in a circle": BYE + "«1998×  s№: {say: {en: b}, goto: s№+1}\n»  s№: {say: {en: b}, goto: s1}\n",
    "steps to steps": BYE
    + "«1998×  s№: {branch: [{when: {a: {is-empty: yes}}, goto: s0}], otherwise: s№+1}\n»"
    + "  s№: {ask: a, prompt: {en: p}, reprompt: {en: r}, otherwise: s0, goto: s0}\n"
    + TEXT_SLOT,
    "unknown steps": BYE + "«1998×  s№: {say: {en: b}, goto: t№+1}\n»",
    "arms": ASK + "  s2:\n    otherwise: s0\n    branch:\n«    - {when: {a: {equals: b№}}, goto: s0}\n»" + TEXT_SLOT,
    "unknown slots": BYE + "  s1: {branch: [{when: {«a№: {equals: b}, »}, goto: s0}], otherwise: s0}\n",
    "slots and texts": BYE
    + "«1998×  s№: {summary: {en: '{summary}'}, goto: s№+1}\n»  s№: {summary: {en: '{summary}'}, goto: s0}\n"
    + "slots:\n«  a№: {type: text, label: {en: A}}\n»",
    "words of a choice": ASK.replace("s2", "s0")
    + "slots: {a: {type: choice, label: {en: A}, choices: {b: {label: {en: B}, words: [«a№,»]}}}}\n",
    "one word of choices": ASK.replace("s2", "s0")
    + "slots: {a: {type: choice, label: {en: A}, choices: {«b№: {label: {en: B}, words: [a]},»}}}\n",
    "choices and values": ASK
    + "  s2: {branch: [{when: {a: {is-one-of: [«9000×c1,»]}}, goto: s0}], otherwise: s0}\n"
    + "slots: {a: {type: choice, label: {en: A}, choices: {«c№: {en: C}, »}}}\n",
    "placeholders": HEAD + "steps: {s1: {close: {en: '«{a№}»'}}}\n",
    "known placeholders": HEAD + "steps: {s1: {close: {en: '«{due}»'}}}\n",
    "stray braces": HEAD + "steps: {s1: {close: {en: '«{a»'}}}\n",
    "known issues": ONE_STEP + "known-issues:\n«  a№: {wordings: [w№], " + ISSUE + "}\n»",
    "one wording": ONE_STEP + "known-issues: {a: {" + ISSUE + ", wordings: [«a,»]}}\n",
    "turns": ONE_STEP + "cases:\n  a:\n    turns:\n«    - happens: silence\n»",
    "found": ONE_STEP + "cases: {a: {turns: [{happens: silence, finds: {repeat: [«{title: t},»]}}]}}\n",
}
"""Mappings that are read as scripts, to the end or to the hundredth problem."""

_VALUES = {
    "date": "2026-01-05",
    "digits": "1234",
    "email": "a@b.cn",
    "money": "128.50",
    "phone": "13800138000",
    "place": "12 Station Road",
    "rating": "5",
    "text": "a",
    "yes-no": "yes",
}
_MANY_VALUES = "  s2: {branch: [{when: {a: {is-one-of: [«VALUE,»]}}, goto: s0}], otherwise: s0}\n"
_LONG_VALUE = "  s2: {branch: [{when: {a: {equals: '«VALUE»'}}, goto: s0}], otherwise: s0}\n"

VALUES: Mapping[str, str] = {
    **{
        f"values of {kind}": ASK + _MANY_VALUES.replace("VALUE", value) + TEXT_SLOT.replace("text", kind)
        for kind, value in _VALUES.items()
    },
    **{
        f"a long {kind} of {value}": ASK + _LONG_VALUE.replace("VALUE", value) + TEXT_SLOT.replace("text", kind)
        for kind in _VALUES
        for value in ("1 ", "1-", "一", "a.@")
    },
}
"""Scripts that compare a slot of each type with very many values, and with a very long one."""

HOSTILE: Mapping[str, str] = {**YAML, **SCRIPTS, **VALUES}
"""Patterns of hostile texts, to be filled by `filled`."""


def filled(pattern: str, size: int = MOST_BYTES) -> str:
    """Return the text of a pattern, of about so many bytes but never more.

    ``«a»`` is repeated until the text is as long as that, ``«5×a»`` at most five times. In it ``№`` is the number of
    the repetition, from 1 on, and ``№+1`` the next one; behind it ``№`` is the number after the last one.
    """
    fixed, *repeated = _PIECE.split(pattern)
    room = size - len(_PIECE.sub("", pattern).replace("№", "999999").encode())
    text = fixed
    for most, piece, after in zip(repeated[::3], repeated[1::3], repeated[2::3], strict=True):
        pieces = _repeated(piece, int(most or size), room)
        filling = "".join(pieces)
        room -= len(filling.encode())
        text += filling + after.replace("№", str(len(pieces) + 1))
    return text


def _repeated(piece: str, most: int, room: int) -> list[str]:
    pieces: list[str] = []
    while len(pieces) < most:
        number = len(pieces) + 1
        one = piece.replace("№+1", str(number + 1)).replace("№", str(number))
        room -= len(one.encode())
        if room < 0:
            break
        pieces.append(one)
    return pieces


MESSAGES: Mapping[str, str] = {
    "a password and ideographic spaces": "密码«\u3000»x",
    "a pin and line ends": "pin«\n»x",
    "a card and spaces": "card 4«  »1",
    "groups of four digits": "«4111 »",
    "digits with dashes": "«6222-»",
    "single digits": "«4 »",
    "digits": "«7»",
    "words for secrets": "«password »",
    "words for secrets that say what is theirs": "«my code is »",
    "words for secrets in Chinese": "«我的密码是»",
    "values before their words": "«123456是我的»",
    "numerals": "«一»",
    "signs that stand for many": "«\ufdfa»",
    "numbers that stand for two": "«½»",
    "numerals with money": "«一百»块",
    "weeks ago": "«上»周",
    "dates": "«2024-05-01 »",
    "times": "«10:30 »",
    "amounts": "«1,000.50 »",
    "phone numbers": "«138 0013 8000 »",
    "addresses of mail": "«a.b@»c.cn",
    "places": "«上海市浦东新区»路12号",
    "streets": "«Garden »Street 12",
    "points on the map": "«31.2304, »",
    "anger": "«terrible »",
    "threats": "«I will sue »",
    "threats that are denied": "«not going to »sue",
    "danger in Chinese": "«我不想活»",
    "relatives": "«爸爸»",
    "capitals": "«AAAA »!",
    "one letter": "«a»",
    "words": "«ab »",
    "long words with slips": "«complaimt »",
    "the same Chinese sign": "«的»",
    "thanks": "«thank you »",
    "yes": "«yes »",
    "commas": "«,»",
    "full stops and brackets": ".«)»",
    "line ends": "«\n»x",
    "slashes": "/«/»",
    "links": "«https://a.b/»",
    "apostrophes": "«it's »",
    "emoji": "«😀»",
    "joined emoji": "«👩\u200d»🚒",
    "accents": "a«\u0301»",
    "signs that cannot be seen": "a«\u200b»b",
    "circled digits": "«①»",
    "traditional signs": "«帳單»",
    "references": "«T-2026-000001 »",
}
"""Messages, to be filled by `told`."""


def told(pattern: str, length: int) -> str:
    """Return a message of so many characters."""
    return filled(pattern, 4 * length + len(pattern.encode()))[:length]
