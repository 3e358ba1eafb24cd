"""Passwords and codes in a plain text: found by the word that names them, and by what stands between the two.

Every pattern here is bounded and is tried at one place, so that it takes time in proportion to the text.
"""

import re
from collections.abc import Iterator

from bot.desk.redaction.secret_values import READERS, Span, has_digit, read_code

_LETTER = "(?![a-z])"
_NO_DIGIT = "(?![0-9])"
_OF_SECRETS = (
    "sms|text|2fa|mfa|otp|two[ -]?factor|(?:2|two)[ -]?step|log[ -]?[io]n|sign[ -]?in|auth(?:entication|enticator)?"
    "|verif(?:ication|y)|confirm(?:ation)?|access|unlock|reset|recovery|backup|one[ -]?time|whatsapp|google|telegram"
    "|activation|puk|pin|safe|locker|pairing|(?:[4-8]|four|six)[ -]?digit"
)
"""Not the door's: that is told for somebody who is to come."""
_MISTYPED = "p[a@4]{0,2}s{1,3}(?:w[o0]?r?l?[dt]|wr[o0]d|[o0]w?rd)"
"""A password with a slip or with signs for letters: "pasword", "passowrd", "p@ssw0rd"."""
_PASSWORDS = (
    f"pass ?words?{_LETTER}|pass ?code{_LETTER}|{_MISTYPED}s?{_LETTER}|passwo?r?d|pswd|pwd{_LETTER}|mi ?ma{_LETTER}"
    f"|(?:wi-?fi|wireless|network|wpa2?) key{_LETTER}|密[ .]?码|口令"
)
_PHRASES = f"(?:pass ?|seed |recovery )phrases?{_LETTER}|助记词"
_PINS = "pin[12]?(?![a-z0-9])|puk[12]?(?![a-z0-9])|pin(?=[0-9]{4})|p[. ]i[. ]n(?![a-z0-9])[.]?|解锁码"
_CODES = (
    f"t?otp{_LETTER}|[2m]fa{_LETTER}|yan ?zheng ?ma{_LETTER}|[验认][ .]?证[ .]?码|验证短?信|验证短码|校验码"
    f"|authenticator{_LETTER}|(?:二次|两步|双重|双因素)验证|[动随][态机]码|短信码|确认码|授权码|激活码|登录码|令牌"
)
_PAIRS = f"(?:log|sign)[ -]?in (?:details|data|info){_LETTER}|credentials{_LETTER}|登[录陆]信息"
"""What is told as a name and a password in one: "bob@example.com / abc123"."""
_CARD_CODES = (
    f"cv[vcn]2?(?![a-z0-9])|cv[vcn](?=[0-9]{{3}})|cvd{_LETTER}|csc{_LETTER}|[背后末]面?的?[末后]?[三3][位码](?:数字?)?"
    "|(?:three|3)[- ]digits?(?: code| number)?"
)
# Each of them begins with a letter, and none with a look at what stands before it: other places are passed quickly.
_WORD = re.compile(
    f"(?P<pin>{_PINS})|(?P<phrase>{_PHRASES})|(?P<password>{_PASSWORDS})|(?P<card_code>{_CARD_CODES})|(?P<code>{_CODES})"
    f"|(?P<pair>{_PAIRS})"
    f"|(?P<short>p(?:w|ass|sw){_LETTER})|(?P<either>安全码)|(?P<bare>(?:code|token){_LETTER})"
)

# What stands right before "code" tells what code it is; "error code", "zip code" and the like are none.
_SECURITY = re.compile("(?<![a-z])(?:security|card verification) $")
_SECRET = re.compile(f"(?<![a-z])(?:{_OF_SECRETS})[ -]?$")
_MINE = re.compile("(?<![a-z])(?:the|my|your|this|that|a|our|its) $")
_TYPED = re.compile(f"(?<![a-z])(?:enter|typ|us|g[oe]t|receiv|input|tr[iy]|submit)[a-z]{{0,4}} (?:{_MINE.pattern})?$")
_YOURS = re.compile("(?<![a-z])(?:my|your) $")
_OF_A_NAME = re.compile("(?<![a-z])your [a-z]{2,16} $")
_SAID = re.compile("(?<![a-z])(?:say|show|read|contain)(?:s|ed|ing)? $")
_NOTHING = re.compile("(?:^|[^ a-z]) ?$")
_BEFORE = 24

_LINK = re.compile(
    " ?(?:(?P<says>->|=>|→|[:=?是为]|, ?[是为]|[,.;]? ?(?:and |but )?it(?:'s| is| was| used to be| had been)(?![a-z])"
    "|(?:is|was|are|were|to|as|equals?|says|reads|shows?)(?![a-z])|'s(?![a-z])"
    "|(?:would|should|could|might|may|must|will)(?: have been| be)(?![a-z])"
    "|,? ?(?:(?:so|and|then|which|that|but) )?(?:i|we) (?:entered|typed|used|tried|put|input|gave|told|read|said)"
    "(?: (?:them|him|her|it|you))?(?: out)?(?![a-z]))"
    "|, ?(?![0-9]{9})(?=[0-9a-z@#$%^&*!._+=?~-]{4,64}+ ?(?:[,.;!。]|$))"
    "|[,.;]? ?on the (?:back|front)(?: of (?:the|my|your)(?: [a-z]{2,12})? card)?(?![a-z])"
    "|-(?= )|#(?= ?[0-9])|\\\\?[\"'](?= ?[:=])|(?:be|now|just|still|only|back|default|by default|used to be)(?![a-z])"
    "| ?(?:the )?(?:last|first) (?:three|four|six|eight|[3468]) (?:digits|numbers) of (?:my|the|his|her)"
    "(?: [a-z]{2,12}){1,2}"
    "|my (?:birthday|birth date|date of birth)(?![a-z])"
    "|, ?(?:后来|然后)?(?:我|他|她|对方)?[们家爸妈人就还也都才]{0,2}(?:报|念|输|填|说|告诉|给)"
    "|我?的?(?:身份证|手机|电话|银行卡|学|工|卡)号?码?的?(?:最?[后末]|前)[三四五六八34568]位|我?的?(?:出生日期|出生年月|生日)"
    "|[后末]?[三四六346]位数?字?|(?:ends up|being|called|changed?|set|reset|updated|no[.]?|number|codes?)(?![a-z])"
    "|(?:received|sent|came|arrived)(?: at [0-9]{1,2}:[0-9]{2})?(?![a-z0-9])"
    "|默认|初始|缺省|恢复|一样|相同|the same(?![a-z])"
    "|[我你您他她被已经改换修更设置定重变成回就都好像应该大概可能现在目前原来以前叫等于填写用明输打入敲收到的了一直也还给码])"
)
_MOST_LINKS = 12
_GAP = re.compile(
    " (?:for|of|on|to|from|in|at|i|you|u|they|we|he|she|that|which|sent)(?: [a-z']{1,20}){0,7}?"
    "(?= ?(?:(?:is|was|says|reads)(?![a-z])|[:=]))"
    "|[\u4e00-\u9fff]{1,10}?(?:,就|, ?我?(?:原来|以前|之前|原先|本来|一直)[\u4e00-\u9fff]{0,4}?)?(?=[是为:])"
    "| (?:that|which|from|you|your|i|we|they|he|she)(?: [a-z']{1,20}){0,4}?"
    " (?:gave|sent|told|texted|mailed|use|used|set|chose|typed|entered)(?: me| us)?"
    "(?: (?:at|in|on|by|from|over)(?: [a-z]{1,12}){1,3})?(?= ?[(,])"
)
_OTHER = re.compile("(?<![a-z])(?:order|number|no|not|page|mail|link|e-?mail)(?![a-z])|[号单机话邮账额时日址没不错忘]")
"""What in a gap tells that something else comes now."""

_OPENING = re.compile(r" ?[(<\[【\\]? ?")

_FROM = re.compile(" ?(?:(?:was |is )?(?:changed |reset |updated )?from |[从由] ?)")
_TO = re.compile(" (?:in)?to | ?(?:->|=>|→) ?| ?(?:被?我?[改换变设](?:置|换|动|更)?|[修更]改|到)[成为到作]? ?")
"""What stands between an old value and the new one."""
_BOTH = re.compile(
    "(?:账[号户]|用户名?|邮箱|手机号?|(?<![a-z])(?:log[ -]?in|user(?: ?name)?|account|id|e-?mail))"
    " ?(?:[/、&和+]|and)? ?$"
)
_LOGIN = re.compile("[0-9a-z@._+-]{2,40} ?[/|、] ?")
"""Whose a password is, where both are told in one: "账号密码是 bob/abc123"."""

# The value before its word: "482913 is your login code".
_TOLD_FIRST = re.compile("(?<!•)(?:[0-9]{3} [0-9]{3}(?![0-9a-z])|[0-9a-z@#$%^&*!._+=?~-]{4,64})")
_MIXED_SIGNS = "(?=[^0-9 ]{0,64}+[0-9])(?=[^a-z ]{0,64}+[a-z])[0-9a-z@#$%^&*!._+=?~-]{6,64}+"
_MIXED = re.compile(f" ?{_MIXED_SIGNS}")
"""What is a password by its look: letters and digits, behind a short word that means much else."""
_FAR = re.compile(
    f"[^.,;!?。、•]{{1,40}}?(?<![0-9a-z@#$%^&*!._+=?~/-])(?P<value>{_MIXED_SIGNS}(?![0-9a-z@/]|[.][0-9a-z]))"
)
_ELSE = re.compile(
    "t-20|[0-9]{1,4}[a-z]|0x|(?:iphone|ipad|galaxy|windows|android|chrome|ios|covid|mate|redmi|room|flat)-?[0-9]"
    "|[^@]{1,40}+@[^@.]{1,40}+[.]"
)
"""What has letters and digits, and is a thing's name or somebody's address."""
_NUMBERED = re.compile("[a-z]{4,60}[0-9._-]{1,9}$|[0-9]{1,9}[a-z]{1,60}$")
"""A name with a number, such as "iphone15" or "300mbit"."""
_OF_ELSE = re.compile(
    _OTHER.pattern + "|[型设备名编本版登]|(?<![a-z])(?:for|of|at|on|errors?|codes?|version|model|router|serial|user"
    "|users|username|login|account|ref|reference|booking|room|flat|id|imei|sim)(?![a-z])"
)
_IS_MY = re.compile(
    " ?,? (?:(?:which|that) )?(?:is |was |as |for |not )(?:not |no longer |[a-z]{2,9}ly )?"
    "(?:(?:my|your|the|our|an?) (?:[a-z0-9-]{1,16} ){0,3}?)?"
    f"(?:(?P<code>(?:{_OF_SECRETS})[ -]?(?:pass)?code|code|t?otp)"
    f"|(?P<password>pass ?word|pass ?code|{_MISTYPED}|pwd|pin|puk)){_LETTER}"
    "|[\"')]? ?(?:(?:这个|就)?(?:是|为|作|当|做|设|[(【])"
    "[我你您们发来送给收到的新旧老原当做作成为登录支付短信手机银行卡了一个]{0,8}|这[个串条])"
    "(?:(?P<zh_code>验证码|校验码|[动随][态机]码|短信码)|(?P<zh_password>密码|口令))"
)
_OTHER_CODE = re.compile(
    "(?:error|zip|post|postal|promo|area|country|order|product|coupon|discount|track(?:ing)?|bar|qr|fault|status|booking"
    "|customer|account|meter|dress|source|sort|bank|swift|tax|member|staff|employee|reference|item|voucher|gift|branch"
    "|building|claim|job|style|colou?r) code"
)


def spoken_secrets(text: str) -> Iterator[Span]:
    """Yield where in a plain text the passwords and codes are that a word names."""
    for word in _WORD.finditer(text):
        if kind := _kind(text, word):
            yield from _changed(text, word.end(), kind) or _after(text, word, kind)
    for token in _TOLD_FIRST.finditer(text):
        if has_digit(token[0]) and (found := _before(text, token)):
            yield found


def _kind(text: str, word: re.Match[str]) -> str:
    """Return what a word names; nothing if it is part of another word, or a code of another kind."""
    start, kind = word.start(), word.lastgroup or ""
    before = text[max(0, start - _BEFORE) : start]
    if word[0][0].isascii() and before[-1:].isascii() and before[-1:].isalpha() and not before.endswith("my"):
        return ""
    if kind != "bare":
        return kind
    if word[0] == "code" and _SECURITY.search(before):
        return "either"
    if _SECRET.search(before):
        return "code"
    if _TYPED.search(before):
        return "typed"
    if _YOURS.search(before):
        return "typed"
    if _MINE.search(before) or _SAID.search(before):
        return "mine"
    is_sent = _OF_A_NAME.search(before) and not _OTHER_CODE.search(f"{before}code")
    return "bare" if is_sent or _NOTHING.search(before) else ""


def _changed(text: str, place: int, kind: str) -> list[Span]:
    """Return where the old value and the new one are that follow a word; nothing unless both do."""
    begin = _FROM.match(text, place)
    old = READERS[kind](text, begin.end(), "") if begin else None
    link = _TO.match(text, old[1]) if old else None
    new = READERS[kind](text, link.end(), "") if link else None
    return [old, new] if old and new else []


def _after(text: str, word: re.Match[str], kind: str) -> list[Span]:
    """Return where the value is that follows a word, if one does."""
    place, says = _links(text, word.end())
    if not says and (gap := _GAP.match(text, place)) and not _OTHER.search(gap[0]):
        place, says = _links(text, gap.end())
    if not says and kind == "mine":
        kind = "bare"
    elif not says and (kind == "bare" or (kind == "short" and (word[0] == "pass" or not _MIXED.match(text, place)))):
        return []
    opening = _OPENING.match(text, place)
    place = opening.end() if opening else place
    if kind in ("password", "short") and _BOTH.search(text[max(0, word.start() - _BEFORE) : word.start()]):
        login = _LOGIN.match(text, place)
        place = login.end() if login else place
    if kind == "pair":
        login = _LOGIN.match(text, place)
        return [found] if login and (found := READERS[kind](text, login.end(), "=")) else []
    found = READERS[kind](text, place, says)
    if found is None and kind == "password":
        found = _far(text, place)
    elif found is None and kind == "code":
        found = _close(text, word.end())
    return [found] if found else []


def _close(text: str, place: int) -> Span | None:
    """Return where a code of letters and digits stands right behind its word, if it is no name with a number."""
    found = _MIXED.match(text, place)
    if found is None or _ELSE.match(found[0].strip()) or _NUMBERED.match(found[0].strip()):
        return None
    start = place + found[0].startswith(" ")
    return read_code(text, start, "=") if sum(map(str.isdigit, found[0])) > 1 else None


def _far(text: str, place: int) -> Span | None:
    """Return where further on in the clause something stands that can hardly be anything but a password."""
    found = _FAR.match(text, place)
    if found is None or _OF_ELSE.search(text, place, found.start("value")) or _ELSE.match(found["value"]):
        return None
    return found.span("value") if sum(map(str.isdigit, found["value"])) > 1 else None


def _links(text: str, place: int) -> tuple[int, str]:
    """Return behind what may stand between a word and its value, and the last part of it that says there is one."""
    says = ""
    for _ in range(_MOST_LINKS):
        link = _LINK.match(text, place)
        if link is None:
            break
        place, says = link.end(), link["says"] or says
    return place, says


def _before(text: str, value: re.Match[str]) -> Span | None:
    """Return where the value is that a word follows, if it is one."""
    word = _IS_MY.match(text, value.end())
    if word is None or _OTHER_CODE.search(word[0]):
        return None
    reader = READERS["code" if word["code"] or word["zh_code"] else "password"]
    found = reader(text, value.start(), "")
    return found if found and found[1] == value.end() else None
