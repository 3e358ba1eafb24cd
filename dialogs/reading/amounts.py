"""Amounts of money in the words of customers: "¥128.5", "128块5", "一百二十八块五", "£45.20", "收八百".

An amount has two decimals; one that is surely in another currency than the company's own has its code: ``45.20 GBP``.
A number without a unit is money by what stands around it, and of several sums the one that is at stake comes first.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from dialogs.reading.numbers import DIGITS, Number, numbers
from dialogs.reading.told import Told, best

_SIGNS = {"¥": "", "￥": "", "rmb": "", "cny": "", "$": "USD", "us$": "USD", "usd": "USD", "hk$": "HKD", "hkd": "HKD"}
_SIGNS |= {"nt$": "TWD", "£": "GBP", "gbp": "GBP", "€": "EUR", "eur": "EUR"}
_UNITS = {
    "USD": "usd|us dollars?|dollars?|bucks|美元|美金|美刀|刀",
    "GBP": "gbp|pounds?|quid|英镑",
    "EUR": "eur|euros?|欧元",
}
_UNITS |= {"HKD": "hkd|港币|港元|港纸|蚊", "TWD": "台币|新台币", "": "yuan|rmb|cny|kuai|块钱?|元|圆|人民币"}
_BEFORE = re.compile(
    rf"(?:{'|'.join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))}) ?$".replace(r"\ ", " ")
)


def _unit_words(words: str) -> str:
    """Return the pattern of some units; Latin ones end where the word does."""
    return "|".join(rf"{word}\b" if word.isascii() else word for word in words.split("|"))


_AFTER = re.compile(
    " ?[多来余]? ?(?:" + "|".join(f"(?P<{code or 'CNY'}>{_unit_words(words)})" for code, words in _UNITS.items()) + ")"
)
_FRACTION = re.compile(
    r"(?P<tenths>[0-9]{1,2}|[一二两三四五六七八九])(?![0-9个天日月年次号点分折位人十百千万])"
    r"(?:[角毛](?P<hundredths>[0-9一二三四五六七八九])?分?)?"
)
_TENTHS = re.compile(" ?[角毛](?![病巾])(?P<hundredths>[0-9一二三四五六七八九])?")
_PART_OF_SUM = re.compile("[0-9一二两三四五六七八九十百千万][块元圆毛角]$")
"""What a number is preceded by that belongs to the sum before it: the seven of 六块七."""
_ROUGH = re.compile("[多来余几]")
SYMBOLS = {"USD": "$", "GBP": "£", "EUR": "€", "HKD": "HK$", "TWD": "NT$"}
"""How currencies are written before an amount."""

_REACH = 24
"""Signs before and after a number in which a word tells what it is."""
_ENGLISH_MONEY = re.compile(
    r"\b(?:(?:over)?charg(?:ed?|ing)|pa(?:id|y|ying)|fees?|deposit|bill(?:ed|ing|s)?|cost(?:s|ing)?|refund(?:ed)?|owed?s?"
    r"|took|taken?|taking|lost|los(?:e|ing)|deduct(?:ed|s)?|debit(?:ed|s)?|transferr?(?:ed)?|sent|withdr[ae]wn?|fin(?:e|ed)"
    r"|price|invoice|balance|worth|spent|swallowed|eaten|ate|missing|short|compensation|amount|total|sum"
    r"|asked for|money"
    r"|gone|invest(?:ed)?|put in|(?:top(?:ped)? ?up)|premium|keeps?|gets? back|got back|minibar|toll|tax|debt|loan)"
    r"(?: (?:me|us|him|her|my|our|the|a|an|of|for|to|is|was|in|is now|only|just|about|around|another|over"
    r"|another|nearly"
    r"|almost|some|out|extra|came to|at|by|says|at least|exactly)){0,6}[ :,“\"'(]{0,3}$"
)
_ENGLISH_AFTER = re.compile(
    r" (?:(?:is |was |has |have )?(?:off|back|outstanding|debited|refunded|deducted|gone|taken|charged|missing|short)\b"
    r"|(?:deposit|fee|fees|charge|refund|fine|debit|bill|in cash|in all|in total|altogether|too much|too little)\b"
    r"|(?:for|of) (?:nothing|the|a|an|my|one|gift)\b|a (?:month|day|night|go|week|year|piece|head|time)\b|per \w|each\b"
    r"|(?:[a-z-]+ ){1,2}(?:fees?|charges?|surcharge|tax)\b"
    r"|from my (?:card|account)|off (?:me|my)|to (?:three|some|an?) \w+ ?account|more than|on (?:my|the) (?:bill|card))"
)
_ENGLISH_NOT = re.compile(
    r"[ -]?(?:times?\b|x\b|days?|nights?|weeks?|months?|years?|yrs?|hours?|hrs?|min(?:ute)?s?\b|seconds?|people"
    r"|guests?|g[bi]?\b"
    r"|mbps|mb\b|kg|km|cm|mm|ml|mg|percent|per cent|%|am\b|pm\b|o'?clock|of us|of them|calls?|texts?|kids|miles|floors?"
    r"|st\b|nd\b|rd\b|th\b|stars?|rooms?|beds?|degrees|pages?|minutes|metres?|meters?|signs|working)"
)
_NO_MONEY = re.compile(
    r"(?:\b(?:room|floor|bed|ward|gate|level|door|cabin|villa|unit|flat|ext|line|bus|flight|seat|table|lane|no|nr|number"
    r"|platform|terminal|page|step|article|section|chapter|version|windows|iphone|since|until|at|aged?|is|she's|he's|i'm|am"
    r"|turns?|before|after|around|about|by|in|code|ending|ends? in|from|between|to|and|or|than|plus|minus)"
    r"|房间?|楼|床|号|第|尾号|编号|打|拨|年级|今年|满|快|都|才|岁|工号|单号|网号|电话|热线|拨打)[ #:]*$"
)
_CHINESE_MONEY = re.compile(
    r"(?:[收扣交付花退赔转充存取汇骗欠差亏买卖罚借垫吃吞刷输涨费款钱价金额账碌畀给补剩攒]|[多少]了?|报销|消费|开价|损失|一共|总共|总计"
    r"|共计|合计|工资|利息|余额|账单)(?:了|我们?|他们?|她们?|你们?|过|掉|走|去|到|出|是|为|成|得|返|咗|佢|:|的|就|又|都|才|只|要"
    r"|整整|足足|将近|大概|大约|差不多|约|说|说好|好|不见|没|没了|那|这|个|笔|一共|总共|前后|来|回|您|咱|返|人家|着)*[“\"(,]?$"
)
_CHINESE_PRICE = re.compile(
    r"(?:[一每][个瓶次份碗间天晚月人张条盒件杯顿桶只箱包斤位年对双盘碟趟回支]|[瓶碗间盒杯份张篮])[^,。,.!?;、]{0,6}$"
)
_CHINESE_AFTER = re.compile(r"的[^,。,.!?;、0-9]{0,5}(?:费|彩铃|会员|套餐|账单|订单|流水|罚款|差价|单子|账)(?!用户)")
"""What a sum is the price of: "一项820的护理费"."""
_COUNTED = re.compile(
    r" ?(?:[多来几余])?(?:[次天个月号点分%折位人日张年岁层楼遍趟回份名口路栋米斤度件条"
    r"只桌组件克瓶杯站页届期床间套台部辆排期级班兆字声针"
    r"户家里米公钟周星礼字句步阶级档胎世成位秒块儿种样样枝支把头本颗粒倍处副栏行段封门项根片]|小时|公里|平米|毫升|来岁|平方|工作日"
    r"|x\b|g\b|gb|m\b|mb|times|days?|weeks?|months?|hours?|minutes|twice)"
)
_NO_SUM = ("第", "周", "星期", "礼拜", "月", "年", "初", "十", "点", "时")
"""What a number follows that is a day or a clock."""
_AUDIENCE = re.compile("(?:粉丝?|订阅|关注|追踪者|播放|点赞|心跳|血压|阅读)[^,。,.!?]{0,2}$")
_CLOCK = re.compile(r"\b(?:at|since|until|till|by|from|before|after|around)(?: about)? $")
_EACH = re.compile(r"(?:[一每][天晚条个月人位份次张]+(?:[天晚月次]|个月)?|每人每天|[一每]年)[^,。,.!?0-9]{0,2}$")
_EACH_AFTER = re.compile(
    r" ?(?:(?:yuan|pounds?|quid|euros?|dollars?|元|块钱?) ?)?(?:each\b|per (?!cent)\w|a (?:head|person)\b)"
)
_LARGE = re.compile("[百千万]")
_STAKE = re.compile(
    r"多收|多扣|乱收|被扣|扣了|扣我|吞|骗|没到|退|不见|少了?|差|损失|亏|违约金|赔|罚|押金|滞纳|偷|盗|转走|重复|手续费|要收|消毒费|收了|收我"
    r"|refund|overcharg|extra|missing|deposit|took|taken|lost|gone|debit|fee\b|charged|short|back\b|disput|stole|owe|penalt|withh"
)
_PRICE = re.compile(
    r"套餐|月租|原价|每月|每个月|一个月|月费|平时|工资|房价|比|档|成交|市价|本来|原来|首付|别家|网上"
    r"|\bplan\b|a month|per (?:month|night|day)|salary|wall says|usual|online|elsewhere|instead of|balance on"
    r"|rather than|neither|\bnor\b|up from"
)
_SETTLED = re.compile(
    r"[^.。!?！？;；]{0,40}?(?:还清|結清|结清|[早已]结了|结案"
    r"|\b(?:was|were|is|got|been) (?:settled|written off|paid back))"
)
"""After a sum that is of no matter any more: "I lost 900 to an advert, that was settled"."""
_MONTHLY = re.compile(r"[一每]个?月|\b(?:(?:a|per|each|every) month|monthly)\b")
_SHORT = 120
"""Signs of a telling whose only sum is what it is about, though that is taken each month."""
_YEARS = range(1900, 2100)
_AROUND = re.compile(r"^(?:大概|大约|差不多|约|一共|总共|共|about |around )|[多来余]?(?:左右|吧|的样子)?[。.!]?$")
_LONGEST_ALONE = 80
"""Signs of an answer that is nothing but a number in words."""
_TOO_MANY = 10**9
_MOST = 200
"""Numbers after which no more are read: nobody tells so many sums."""


def in_currency(amount: str) -> str:
    """Return an amount as it is shown: ``£45.20``; without a currency it is the company's own, and stays as it is."""
    plain, _, code = amount.partition(" ")
    return f"{SYMBOLS.get(code, code + ' ')}{plain}" if code else plain


def amounts(text: str, *, marked: bool) -> Iterator[str]:
    """Return the amounts in a folded text.

    With ``marked`` only those that are surely money ("128 yuan", "收八百"); without, a bare number is one too, where no
    number has a unit.
    """
    found = [(one, *_money(text, one)) for _, one in zip(range(_MOST), numbers(text), strict=False)]
    sure = [value for _, value, weight in found if weight >= _SURE]
    if sure or marked:
        return iter(sure)
    around = _AROUND.sub("", text.strip()) if len(text) <= _LONGEST_ALONE else ""
    if any(_COUNTED.match(text, one.end) or _ENGLISH_NOT.match(text, one.end) for one, _, _ in found):
        return iter(())
    bare = [one for one, _, _ in found if one.form in ("digits", "mixed") or around == text[one.start : one.end]]
    return (_written(one.value, "") for one in bare)


def amounts_told(text: str) -> list[Told]:
    """Return the sum that a telling is about, or the two or three that it may be; the likeliest first."""
    ones: dict[str, Told] = {}
    monthly: dict[str, Told] = {}
    for _, one in zip(range(_MOST), numbers(text), strict=False):
        value, weight = _money(text, one)
        around = text[max(0, one.start - _REACH) : one.start], text[one.end : one.end + _REACH]
        if weight >= _SURE and _is_price_of_one(*around):
            if len(text) <= _SHORT and any(map(_MONTHLY.search, around)):
                monthly[value] = Told(value, one.start, one.end, weight)
        elif weight >= _SURE and not _SETTLED.match(text, one.end):
            weight += _at_stake(*around)
            known = ones.get(value)
            told = Told(value, one.start, one.end, weight)
            # Who tells a sum twice speaks of it.
            ones[value] = told if known is None else known._replace(weight=max(known.weight, weight) + 1)
    return best(list((ones or monthly).values()), lead=1.5)


_SURE = 2.0


def _money(text: str, one: Number) -> tuple[str, float]:
    """Return a number as an amount, and how surely it is money."""
    before, after = text[max(0, one.start - _REACH) : one.start], text[one.end : one.end + _REACH]
    if _PART_OF_SUM.search(before):
        return "", 0.0
    sign, unit = _BEFORE.search(before), _AFTER.match(after)
    value, currency = one.value, ""
    if unit:
        currency = next(code for code, word in unit.groupdict().items() if word)
        currency = "" if currency == "CNY" else currency
        value += _fraction(after[unit.end() :]) if "块" in unit[0] or "元" in unit[0] or "蚊" in unit[0] else 0
    elif tenths := _TENTHS.match(after):
        value = value / 10 + _hundredths(tenths["hundredths"])
    elif sign:
        currency = _SIGNS[sign[0].strip()]
    written = _written(value, currency)
    if value <= 0 or value >= _TOO_MANY or (one.form == "numeral" and _ROUGH.match(text[one.start - 1 : one.start])):
        return written, 0.0
    if unit or sign or (one.form != "digits" and _TENTHS.match(after)):
        # "One buck" and "一块儿" tell no sum.
        return written, 0.0 if unit and _is_idiom(one, unit[0], after) else 3.0
    return written, _bare(text, one, before, after)


def _is_idiom(one: Number, unit: str, after: str) -> bool:
    return one.value == 1 and (
        unit.strip() in ("块", "刀") and not re.match(r" ?块(?:钱|[一二两三四五六七八九]|[,。,.!?])", after)
    )


def _bare(text: str, one: Number, before: str, after: str) -> float:
    """Return how surely a number without a unit is money."""
    if _AUDIENCE.search(before):
        return 0.0
    is_rough = one.form == "numeral" and before.endswith(("几", "上", "好几", "成"))
    if is_rough or (_ROUGH.match(after) and one.form == "numeral"):
        return 0.0
    if one.form in ("numeral", "mixed"):
        if _COUNTED.match(after) or before.endswith(_NO_SUM):
            return 0.0
        written = text[one.start : one.end]
        if len(written) < 2:
            return 0.0
        near = bool(_CHINESE_MONEY.search(before)) + bool(_CHINESE_PRICE.search(before))
        if not _LARGE.search(written):
            return 2.0 if near and one.value >= 10 else 0.0
        return 2.0 + near
    if _COUNTED.match(after) or _ENGLISH_NOT.match(after) or one.end - one.start > 8:
        return 0.0
    written = text[one.start : one.end]
    context = bool(_ENGLISH_MONEY.search(before)) + bool(_ENGLISH_AFTER.match(after))
    context += bool(_CHINESE_MONEY.search(before)) + bool(_CHINESE_PRICE.search(before))
    context += bool(_CHINESE_AFTER.match(after))
    if one.form == "words":
        return (
            2.0
            if one.value >= 20 and bool(_ENGLISH_MONEY.search(before)) and bool(_ENGLISH_AFTER.match(after))
            else 0.0
        )
    is_clock = written[-3:-2] == "." and bool(_CLOCK.search(before))
    is_sum = "," in written or (written[-3:-2] == "." and not is_clock) or written.endswith("k")
    if is_sum:
        return (
            0.0
            if re.match(r" (?:people|members|followers|listeners|others|guests|km|steps|words)", after)
            else 2.0 + context
        )
    if (
        (one.value in _YEARS and not context)
        or one.value < 2
        or (_NO_MONEY.search(before) and not _ENGLISH_AFTER.match(after))
    ):
        return 0.0
    follows = re.match(r" ?[a-z]", after) and not re.match(
        r" (?:and|but|for|of|off|back|is|was|has|to|by|from|on|since|because|where|when|which|so|as|at|in|you|i"
        r"|a|per|each|more|it|they"
        r"|yesterday|today|last|this|out|again|instead|without|with|the|until|than|if|or|that|we|my|what|nobody)\b",
        after,
    )
    if follows and not _ENGLISH_AFTER.match(after):
        return 0.0
    return 2.0 * bool(context) + (context - 1) * 0.5 if context else 0.0


def _is_price_of_one(before: str, after: str) -> bool:
    """Tell whether a sum is what one of several costs, and nothing says that it is at stake."""
    return bool(_EACH.search(before) or _EACH_AFTER.match(after)) and _at_stake(before, after) <= 0


def _at_stake(before: str, after: str) -> float:
    clause = re.split("[.。!?！？;；]", before)[-1], re.split("[.。!?！？;；,，]", after)[0]
    weight = 1.0 if any(map(_STAKE.search, clause)) else 0.0
    return weight - (1.5 if any(map(_PRICE.search, clause)) else 0.0)


def _fraction(after: str) -> Decimal:
    match = _FRACTION.match(after)
    if not match:
        return Decimal(0)
    digits = "".join(str(DIGITS.get(sign, sign)) for sign in match["tenths"] + (match["hundredths"] or ""))
    return Decimal(f"0.{digits[:2]}")


def _hundredths(sign: str | None) -> Decimal:
    return Decimal(int(DIGITS.get(sign, sign) if sign else 0)) / 100


def _written(value: Decimal, currency: str) -> str:
    plain = f"{value.quantize(Decimal('0.01'))}"
    return f"{plain} {currency}" if currency else plain
