"""What a customer asks of us now, of all that a telling names: "give me my money back", not "they refused a refund".

A choice counts where one of its words stands in a clause that asks: a request, a wish, an order, or a question for it.
What is denied, what somebody else said, and what others ask of the customer do not.
"""

import re
from collections.abc import Iterator, Sequence

from dialogs.model.script import Choice
from dialogs.reading.choices import sought
from dialogs.reading.told import Told

_REACH = 60
_OCCURRENCES = 6
"""Of one word; nobody repeats a wish more often."""
_ENDS = re.compile(
    r"[.,;:!?。，；：！？、\n“”\"「」()()—]|\b(?:but|because|though|although|while|when|which)\b|但是?|因为|所以|结果|可是|不过"
)
_ASKS = re.compile(
    r"\b(?:please|pls|plz|kindly|can|could|would|will|should|shall|must|need|needs?|want|wants|like|expect|demand|deserve|asking|ask|request"
    r"|require|insist|hope|let me|give|how (?:do|can) i|when (?:do|will) i|just|at least|i'd|we'd|due|until"
    r"|unless|or)\b"
)
_ORDERS = re.compile(r"^\s*(?:so |and |then |now |just |at least |do |kindly |please |pls |simply )*$")
_OBJECT = re.compile(
    r"^ (?:me|us|my|the|it|this|that|our|all|every\w*|him|her|them|please|pls|now|asap|what|how|why)\b|^\s*$"
)
"""What an order is followed by; "refund confirmed" is none."""
_ZH_ASKS = re.compile(
    "^\\s*[要想叫]|即刻|同我|请|望|求|我要(?!是)|我就要|我想|想要|我只|就想|只想|能不能|能否|能给|可不可以|可唔可以|可否|可以|麻烦|帮|给我|畀我|俾我|把|将|必须|得给|应该|应当|赶紧|赶快"
    "|快点|马上|立刻|立即|尽快|要么|什么时候|多久|啥时候|怎么|如何|凭什么|退不退|给个|还我|还钱|需要|总得|至少|起码|先|让你们|拜托|唔该"
)
_DENIED = re.compile(
    r"\b(?:don't|dont|do not|didn't|did not|doesn't|not|no|never|without|instead of|nor|nobody|refus\w+"
    r"|declin\w+|deny|denied|won't|wouldn't"
    r"|(?:want|expect|ask|make|force)(?:s|ed)? (?:me|us)|made (?:me|us)"
    r"|can't|cannot|isn't|wasn't|said|says|told|promised|offer(?:s|ed)?|claim(?:s|ed)|they|he|she|got|received|after|was|were|already)\b"
)
_ZH_DENIED = re.compile(
    "(?:不要|不是要?|不用|没要|不求|不想要?|不需要|没有?|未|拒绝|不肯|不给|不愿|唔要|唔使|唔系要|别|说|称|答应|承诺|让我|要我|叫我|要求我|逼我|向我"
    "|对方|他们要|她要|他要|收到|已经?)[^,。,.!?]{0,6}$"
)
_THEIRS = re.compile(
    "(?:让|要|叫|逼|向|找|要求|喊|跟)(?:我|我们|客户|客人|顾客|家属)(?:们)?[^,。,.!?]{0,4}$|被[^,。,.!?]{0,6}$"
)

_ZH_OVER = re.compile("了(?!就[行好可])|过|的时候|中|咗")
"""What follows a thing that was done."""
_MAKE_THEM = re.compile("[让叫请](?:他|她|它|佢)(?:们|哋)?")
"""What we are to have others do, which is asked of us: "让他们别再打了"."""


def wished(choices: Sequence[Choice], sentence: str) -> list[Told]:
    """Return the choices that a folded text asks for, each with where it does."""
    found = []
    for choice in choices:
        spot = next(_asked(sought(choice.words), sentence), None)
        if spot:
            found.append(Told(choice.key, *spot))
    return found


def _asked(words: Sequence[str], sentence: str) -> Iterator[tuple[int, int]]:
    for word in words:
        plain, start = word.strip(), -1
        for _ in range(_OCCURRENCES):
            start = sentence.find(plain, start + 1)
            if start < 0:
                break
            end = start + len(plain)
            if plain.isascii():
                if not _is_cut_out(sentence, start, end):
                    continue
                asks = _is_asked_in_english(sentence, start, end)
            else:
                asks = _is_asked_in_chinese(sentence, start, end)
            if asks:
                yield start, end


def _is_cut_out(sentence: str, start: int, end: int) -> bool:
    """Tell whether a Latin word stands by itself."""
    return not (sentence[start - 1 : start].isalnum() or sentence[end : end + 1].isalnum())


def _clause(sentence: str, start: int, end: int) -> tuple[str, str]:
    before, after = sentence[max(0, start - _REACH) : start], sentence[end : end + _REACH]
    return _ENDS.split(before)[-1], _ENDS.split(after)[0]


def _is_asked_in_english(sentence: str, start: int, end: int) -> bool:
    before, after = _clause(sentence, start, end)
    if _DENIED.search(before):
        return False
    begins = bool(_ORDERS.match(before))
    follows = sentence[end : end + len(after) + 1]
    return (
        bool(_ASKS.search(before) or _ASKS.search(after))
        or (begins and bool(_OBJECT.match(after)))
        or follows.endswith("?")
    )


def _is_asked_in_chinese(sentence: str, start: int, end: int) -> bool:
    before, after = _clause(sentence, start, end)
    before = _MAKE_THEM.sub("让你们", before)
    if _ZH_DENIED.search(before) or _THEIRS.search(before) or _ZH_OVER.match(after):
        return False
    follows = sentence[end + len(after) : end + len(after) + 1]
    return (
        bool(_ZH_ASKS.search(before))
        or not before.strip()
        or follows in ("?", "?")
        or after.endswith(("吧", "吗", "呗", "不", "下", "才行"))
    )
