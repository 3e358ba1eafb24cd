"""The day that a telling is about, out of all the days it names.

A complaint names days to come ("or I call the paper on Wednesday"), days of habit and days of other things besides.
What is planned is left out, and so is what tells only a week or a month.
"""

import re
from datetime import date, timedelta

from dialogs.reading.dates import Day, days_in, part_and_clock
from dialogs.reading.told import Told

_ENDS = re.compile(r"[,.;:!?。，；：！？\n—]")
_REACH = 40
_PLANNED = re.compile(
    r"\b(?:(?:until|till)(?! (?:about |around |past |nearly )?(?:[0-9]|noon|midnight|dawn|late|half|[a-z]{3,6} [ap]m))"
    r"|unless|next|move(?:d)?|moving|change|changing|will|won't|'ll|going to|gonna|tomorrow"
    r"|due|deadline|expires?"
    r"|reschedul\w{0,5}|postpone\w?|can you|could you|please|wants? (?:\w{1,12} )?(?:by|on)|ready for|in time for"
    r"|normally|usually|every|always|not"
    r"|than|i write the|i'm in|goes?|plan(?:s|ned)?)\b[^.]{0,40}$"
)
_ONSET = re.compile(r"\bsince(?: the| last| this| about)? ?$")
"""What tells from when on something is so, whatever is planned beside it."""
_BEFORE_DAY = re.compile(
    r"\b(?:before|by|until|till|next|not|to|than|after|every|each|the|as of|from)(?: the)? ?$|\bpleasant $"
)
_TO_COME = re.compile(
    r"^(?:'s (?!the)| (?:unless|the noon|presentation|travel|paper|appointment only)|[^.,!?]{0,30}\b(?:unless"
    r"|will|'ll|is (?:filing|coming|ringing)|or (?:i|we|the))\b)"
)
_ZH_PLANNED = re.compile(
    "(?:改到|改约|约[的了到在]?|订[在了]?|排到|住到|等到|推到|拖到|到|至|下|截止|之前|如果|要是|再不|打算|准备|计划|每|每逢|每到|定在|最晚|限你们|不到|除了|问到"
    "|约我|叫我|让我|要我|明[天儿]|后[天儿]|写|或者|按|不|连|生日)[^,。,.;!?]{0,3}$|下[次回][^,。,.;!?]{0,8}$"
)
_ZH_TO_COME = re.compile(
    "^[^,。,.;!?]{0,4}(?:之?前[^天]|就去|就(?:发|寄|递|曝|上)|要(?!死|不是|求)|会|再|前必须|之内|截止|见|来拍|来采|寄|递|出信|立案|扛|全天|都有空|在家|开庭"
    "|出院的话|不用|谁也|星期几|礼拜几|说清|解决|给我|就不|到期|把话|破戒|写|才[一二三四五六七八九十0-9]|要不要|搬|手术|登|去$|(?:开|上班|营业)门?[吗么不])"
)
_HAVING = "has|had|have|was|were|is|just|then|only|suddenly|sadly"
_PERSON = (
    r"(?:he|she|who|(?:husband|wife|partner|mother|father|mum|mom|dad|son|daughter|brother|sister|baby|child"
    r"|(?:grand|step)\w{2,6}|gran|nan|nana|grandma|grandpa|aunt|uncle|cousin|friend|neighbou?r|patient|resident"
    rf"|tenant)(?:-in-law)?)(?: (?!(?:and|{_HAVING})\b)[a-z]{{1,20}})?(?: (?:{_HAVING})){{0,3}}"
)
_DEATH = re.compile(
    rf"\b(?:(?:{_PERSON} (?:died|buried)|passed away|cremated|buried (?:him|her|(?:my|our|his|her) \w+|mum|mom|dad)"
    "|funeral)"
    # No other clause begins before the day: "since he died you charge me each Monday".
    r"(?: (?!(?:i|you|we|they|it|he|she|and|but|when|so|because)\b)[\w']+){0,5}"
    rf"|{_PERSON} passed(?: (?:on|in|at|this|last|early|late|the|of)){{0,4}}) ?$"
)
_DIED_THEN = re.compile(
    rf"^(?: [\w']+){{0,2}} (?:{_PERSON} (?:died|buried|passed(?= away| on$|$))|(?:[\w']+ ){{0,2}}funeral)\b"
)
_ZH_DEATH = "去世|過世|过世|逝世|离世|病逝|往生|下葬|出殡"
_ZH_KIN = (
    "(?:[爸妈爹娘爷奶公婆]|(?<![小大阿])(?<!小[哥姐])[哥姐弟妹叔伯姨舅姑]|父亲|母亲|家父|家母|先父|先母|老伴|丈夫|妻子"
    "|爱人|我先生|我太太|儿子|女儿|孩子|姥爷|姥姥|老人)"
)
_ZH_DIED = re.compile(f"(?:{_ZH_DEATH}|{_ZH_KIN}走[的了])[^,。]{{0,8}}$")
_ZH_DIED_THEN = re.compile(f"^[^,。]{{0,10}}(?:{_ZH_DEATH}|没的$)")
_ZH_KIN_BEFORE = re.compile(f"{_ZH_KIN}儿?[是在于就也]?$")
_ZH_LEFT = re.compile("^(?:凌晨|早上|清晨|上午|中午|下午|晚上|夜里|半夜|那天|当天|就|突然)?走(?:的(?!时候)|了(?:$| ))")
"""Of kin it says that they died; a technician, a guest or money is merely gone."""
_BORN = re.compile(r"\b(?:born|birthday is)(?: on)? ?$|(?:出生|生)[于在]?$")
_TODAY = re.compile(r"^(?:today|今天|今日|今儿|tonight|今晚)$")
_DONE = re.compile(
    r"了|过|被|没|不|又|\b(?:was|were|had|got|has|have|twice|again|still|no|\w+ed|came|went|took|told|said|shows?)\b"
)
_OR = re.compile(" ?(?:还是|或者?|or|or was it|,) ?")
_SURE = 2.0
"""What no other day outweighs."""
_LAST_DAYS = 3
"""Distinct days from which on a telling is a history, of which nobody knows the one that counts."""


def days_told(text: str, now: str, language: str) -> list[Told]:
    """Return the day that a folded telling is about, or the few it may be; the likeliest first."""
    today = date.fromisoformat(now[:10]) if now else None
    weights: dict[date, tuple[float, Day]] = {}
    for one in days_in(text, now, language):
        if weights.get(one.day, (0.0,))[0] == _SURE:
            continue
        weight = _weight(text, one, is_today=one.day == today)
        if weight > weights.get(one.day, (0.0,))[0]:
            weights[one.day] = (weight, one)
        if [weight for weight, _ in weights.values()].count(_SURE) == _LAST_DAYS:
            break  # what comes now changes nothing
    found = [Told(_moment(text, one), one.start, one.end, weight) for weight, one in weights.values()]
    ranked = sorted(found, key=lambda one: (-one.weight, one.start))
    sure = [one for one in ranked if one.weight >= 1]
    if len(sure) >= _LAST_DAYS or (len(sure) > 1 and _OR.fullmatch(text, sure[0].end, sure[1].start)):
        return sure[:_LAST_DAYS]
    return sure[:1]


def _weight(text: str, one: Day, *, is_today: bool) -> float:
    before = _ENDS.split(text[max(0, one.start - _REACH) : one.start])[-1]
    after = _ENDS.split(text[one.end : one.end + _REACH])[0]
    if one.is_vague or _ZH_PLANNED.search(before) or _ZH_TO_COME.search(after) or _TO_COME.match(after):
        return 0.0
    is_onset = _ONSET.search(before) or text.startswith("since ", one.start)
    if not is_onset and (_PLANNED.search(before) or _BEFORE_DAY.search(before)):
        return 0.0
    if _BORN.search(before) or _is_of_death(before, after):
        return 0.0
    if not is_today:
        return _SURE
    if _TODAY.match(text[one.start : one.end]):
        return 1.0 if _DONE.search(before + after) and not text[one.start : one.end].endswith(("night", "晚")) else 0.0
    return 1.5


def _is_of_death(before: str, after: str) -> bool:
    """Tell whether somebody died on a day: hardly ever is that the one which the complaint is about."""
    if _DEATH.search(before) or _DIED_THEN.search(after) or _ZH_DIED.search(before) or _ZH_DIED_THEN.search(after):
        return True
    return bool(_ZH_KIN_BEFORE.search(before) and _ZH_LEFT.search(after))


def _moment(text: str, one: Day) -> str:
    """Return the day with its part or clock, told near it."""
    near = text[max(0, one.start - 14) : one.end + 24]
    told = part_and_clock(near)
    is_night_after = told.startswith("T0") and told < "T05" and re.search("晚上|当晚|夜里|半夜|night", near)
    day = one.day + timedelta(days=1) if is_night_after else one.day
    return f"{day.isoformat()}{told}"
