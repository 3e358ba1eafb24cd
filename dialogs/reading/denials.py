"""What a correction still says once what it takes back is left out: "not 80 but 88", "不是上周三，是上周四"."""

import re

_DENIED = re.compile(
    r"\b(?:not|isn't|wasn't|no longer) [^,.;!?]{1,40}?(?:[,;] ?(?:but |it's |it was )?| but |$)"
    r"|\binstead of [^,.;!?]{1,40}"
    "|(?:不是|不系|唔係|唔系|并非)[^,.;!?,。;!?]{1,20}?(?:[,;,。;] ?|(?=(?:而)?是|应该|系)|$)"
)


def affirmed(text: str) -> str:
    """Return a text without what it says is not so, or the text if nothing else is left.

    >>> affirmed("sorry, I meant Wednesday, not Thursday")
    'sorry, I meant Wednesday, '
    """
    left = _DENIED.sub("", text.replace("，", ",").replace("；", ";"))
    return left if left.strip(" ,.;!?。") else text
