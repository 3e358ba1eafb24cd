"""Rooms that are told by their number alone: "the detector in 512 beeps", "…不敢出声，1106", "我住你们302".

A number of three or four digits is one where it stands where a room would, or by itself between two marks.
"""

import itertools
import re

from dialogs.reading.amounts import amounts_told
from dialogs.reading.told import Told

_NUMBER = r"(?P<room>[0-9]{3,4})(?![0-9])"
_COUNTS = (
    r"(?! ?(?:%|[.:/-][0-9]|k\b|m\b|km\b|minutes?|mins?|hours?|days?|nights?|weeks?|months?|years?|people|guests|of\b"
    r"|metres?|meters?|steps|words|pages|places|cases|languages|copies|yuan|rmb|pounds|euros|dollars|others|more|[天个晚月年分点人块元多次米步平刀度]|小时))"
)
_IN = re.compile(
    r"\b(?:in|under|above|below|outside|inside|opposite|opens?|into|next to|staying in|checked into)"
    rf" {_NUMBER}{_COUNTS}"
)
_ZH_IN = re.compile(
    r"(?:住(?:在|的|了|进)?|落(?:在|了)?|搬到|换到|换去|人在|我在)(?:你们|你哋|贵店|贵酒店|咱们|店里|酒店)?"
    rf"(?:的)?(?:[一二三四五六七八九十0-9]{{1,3}}楼)?{_NUMBER}{_COUNTS}"
)
_ALONE = re.compile(rf"(?:^|(?<![0-9])[,.;:!?。、(”\"]) ?{_NUMBER}(?= ?(?:$|[,.;!?。、)](?![0-9])))")
_SUM = re.compile(
    r"(?:\bpaid|\bpay|cash|charg|\bfees?\b|deposit|\bcost|\bprice|\bbill|refund|\bowe|\btotal|[收付扣退赔花转块元]|押金)[^.!?。]{0,24}$"
)
"""What a number by itself follows that is rather a sum."""
_YEAR = re.compile("(?:19|20)[0-9]{2}")
_MOST = 50
_REACH = 32


def rooms_told(text: str) -> list[Told]:
    """Return the rooms that a folded text tells by number alone; a sum of money is none."""
    sums = {one.value.partition(".")[0] for one in amounts_told(text)}
    found: dict[str, Told] = {}
    for pattern in (_IN, _ZH_IN, _ALONE):
        for match in itertools.islice(pattern.finditer(text), _MOST):
            room = match["room"]
            before = text[max(0, match.start() - _REACH) : match.start("room")]
            is_else = _YEAR.fullmatch(room) if pattern is _IN else pattern is _ALONE and _SUM.search(before)
            if room.lstrip("0") not in sums and not is_else:
                found.setdefault(room, Told(room, match.start("room"), match.end("room")))
    return list(found.values())
