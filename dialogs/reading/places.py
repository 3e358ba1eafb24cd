"""Places in the words of customers: "人民路100号", "12 Station Road", "朝阳区建国路88号".

Also points on the map: "31.23040, 121.47370". Knows how places are written, not which there are.
"""

import re
from collections.abc import Iterator

from dialogs.reading.small_talk import meanings, plain_answer

_ASKING = re.compile(
    r"[?？]\s*$|^(?:why|what|who|how|where|when|do you|can you)\b|^(?:为什么|为啥|干嘛|凭什么|怎么|什么|哪)",
    re.IGNORECASE,
)
_REFUSING = re.compile(
    r"not (?:going to )?tell|none of your|won'?t (?:say|tell)|rather not|不告诉|不想说|不说|保密|关你", re.IGNORECASE
)

_STREET = (
    r"(?:Road|Rd|Street|St|Avenue|Ave|Lane|Square|Plaza|Park|Station|Airport|Mall|Tower|Towers|Building|Estate|District"
    r"|Village|Hospital|University|School|Hotel|Bridge|Gardens?|Community|Court|Centre|Center|Branch|Drive|Close|Grove"
    r"|Rise|Row|Terrace|Crescent|Way|Hill|Yard|House|Steps|Quay|Wharf|Green|Meadows?|Creek|Walk|Mews|Parade|Heights|View)"
)
_OFFICE = r"(?:branch|shop|store|clinic)"
_CAPITALISED = re.compile(
    r"\b(?:at|in|on|near|around|outside|inside|by|from|(?:whole|all|parts?|half|end|side|corner|top) of) (?:the )?"
    rf"(?P<place>(?:(?:No\.? ?)?[0-9]{{1,5}}[A-Za-z]? )?(?:[A-Z][\w'’-]*,? ){{1,4}}{_STREET}\b(?: [0-9]{{1,5}}\b)?"
    r"(?:, [A-Z][\w'’-]*(?: [A-Z][\w'’-]*)?)?)"
)
_OFFICES = re.compile(
    rf"(?:\b(?:[Yy]our|the|at|in|to|from|outside) |^|[.!?,;] )"
    rf"(?P<place>(?!(?:The|Your|My|Our|This|That|A|No|In|At|To) )(?:[A-Z][\w'’-]+ ){{1,3}}{_OFFICE}\b)"
)
_BY_ITSELF = re.compile(
    rf"(?:^|[.!?,;:] )(?P<place>(?:[0-9]{{1,5}}[A-Za-z]? )?(?:[A-Z][\w'’-]+ ){{1,3}}{_STREET})(?= ?(?:$|[.,;!?]))"
)
_STREETS = re.compile(
    # Hardly anything else is called so, and no word need stand before: "no signal Station Road since Monday".
    r"\b(?P<place>(?:[0-9]{1,5}[A-Za-z]? )?(?!(?:The|My|Your|Our|This|That|Every|On|In|At|Mr|Mrs|Ms|Dr) )"
    r"[A-Z][\w'’-]+ (?:Road|Rd|Street|Avenue|Ave|Crescent|Terrace|Mews)\b)(?! [A-Z])(?!['’]s\b)"
)
_NUMBERED = re.compile(
    rf"\b(?P<place>[0-9]{{1,5}}[a-z]? (?:(?!(?:in|on|at|our|my|your|this|of)\b)[a-z'’-]{{2,20}} ){{1,2}}"
    rf"{_STREET}\b)(?!\w)",
    re.IGNORECASE,
)
_NO_NAME = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Spring|Summer|Autumn|Winter"
    r"|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Christmas|Easter|New Year|Ramadan|English|Chinese"
    r"|French|German|Spanish|Italian|Polish|Welsh|Arabic|Hindi|Mandarin|Cantonese|I|A|An|My|Your|Our|His|Her|Their"
    r"|This|That|It|No|Mr|Mrs|Ms|Miss|Dr|Mum|Mom|Dad|Grandma|Grandpa|Room|Suite|Flat|Floor|Level|Unit|Number|Gate"
    r"|Terminal|Platform|Ward|Bed|Bay|Reception|Home|Work|Time|School|Hospital|Hotel|Church|First|Business|Economy"
    r"|Accounts|Wi|Fear|Peace)\b"
)
"""What may begin with a capital and names no place by itself."""
_NAME = rf"(?!{_NO_NAME})[A-ZÀ-Þ][a-zß-ÿ]+(?:['’-](?!s\b)[A-Za-zß-ÿ]+)*"
_PUBLIC = (
    r"(?:station|airport|mall|supermarket|library|hospital|foyer|market|square|post office|bus stop|town hall"
    r"|university|college|school|shopping centre|precinct|car park|pharmacy|hotel|cinema|stadium|theatre|museum"
    r"|swimming pool|ground floor|first floor)"
)
_MACHINE = re.compile(
    r"(?:^|[.!?,;:] |\b(?:[Tt]he|[Yy]our|[Aa]n?|[Tt]his|[Tt]hat|[Aa]nother|[Oo]ne|same|cash from|from) )"
    r"(?P<place>(?:(?:cash |ticket |deposit )?[Mm]achine|[Cc]ash machine|ATM|atm|[Cc]ashpoint)"
    r" (?:on|in|at|by|outside|opposite|near|inside) (?:"
    rf"(?:the )?{_NAME}(?: (?!{_NO_NAME})(?:[A-Z][\w'’-]*|[Ss]t(?:reet)?|[Rr](?:oa)?d)\b){{0,2}}"
    rf"(?: (?:on|in|at) (?:[A-Z][\w'’-]* ){{1,2}}{_STREET}\b| (?:petrol )?(?:{_OFFICE}|{_PUBLIC})\b)?|campus\b"
    rf"|(?:the|your) (?!same |next |other )(?:[a-z]+ )?{_PUBLIC}(?: (?:foyer|entrance|hall|concourse))?\b"
    r"|(?!(?:the|my|your|our|this|that|same|every|which|what)\b)[a-z'’-]+ (?:st|street|rd|road|lane|avenue|square)\b))"
)
_CITY = rf"(?:(?:the )?(?:UK|USA|US|UAE|EU)\b|JFK\b|{_NAME}(?: (?:(?:de|do|da|del|la|of) )?{_NAME}){{0,3}})"
_ABROAD = re.compile(
    # Where a customer or somebody else lives or is just now is not yet where it happened.
    r"\b(?:[Ll]anded|[Aa]rrived|[Ss]tranded|[Tt]ravel\w*|[Ff]l(?:ew|ying)|[Rr]oaming|abroad|holiday|trip|stay\w*|live"
    r"|working|signal|service|coverage|data|network|internet|bars|(?:not|n['’]t|stopped) work)"
    rf" (?:back |here |over )?(?:in|to|at) (?P<place>{_CITY})"
)
_HUB = re.compile(
    r"\b(?:at|in|outside|near|by) (?P<place>the (?:[a-z]+ )?(?:airport|railway station|train station|bus station"
    r"|shopping centre|mall))\b"
)
_NO_SIGN = "的了我你您他她们这那哪每个在到从很都也就还没不是有给把被说吗呢，。、！？；：\\s"
_KIND = (
    "大道|路|街|胡同|巷|小区|花园|大厦|广场|机场|火车站|高铁站|地铁站|车站|村|镇|大学|中学|小学|学校|医院|公园|商场|大楼"
    "|公寓|社区|园区|支行|分行|营业厅|家园|新城|门市|网点|分店|门店|宿舍|家属院"
)
_HOUSE = r"(?:[0-9一二三四五六七八九十]{1,5}(?:号楼|号院|号|栋|幢|座|单元|弄|层|楼|室))*"
_REGION = rf"(?:[^{_NO_SIGN}]{{2,6}}?[省市区县])"
_COMPOUND = rf"(?:[^{_NO_SIGN}]{{1,8}}?(?:苑|院|园|宿舍|小区|大厦|公寓|里|坊)(?=[0-9一二三四五六七八九十，。,；]|$))?"
_NAMED = rf"[^{_NO_SIGN}]{{1,10}}?(?:{_KIND}){_COMPOUND}{_HOUSE}"
_AFTER_IN = re.compile(rf"(?:在|到|住|从|位于|地址[是为:：]?) ?(?P<place>{_REGION}{{0,3}}{_NAMED})")
_YOURS = re.compile(
    rf"(?:你们|你們|你哋|贵行|贵司)(?P<place>[^{_NO_SIGN}]{{2,8}}?(?:[那这][间家个])?"
    r"(?:支行|分行|营业厅|营业部|门市|門市|网点|分店|门店))"
)
_ZH_BY_ITSELF = re.compile(
    rf"(?:^|[，。,；])(?P<place>[^{_NO_SIGN}]{{2,8}}?(?:小区|花园|家园|社区|公寓|新村|[一二三四五六七八九十]区){_HOUSE})"
    r"(?=$|[，。,；])"
)
_ZH_HOUSE = re.compile(
    rf"(?:住在?|家在|地址[是为:：]?)(?P<place>[^{_NO_SIGN}]{{2,12}}?[0-9]{{1,4}}(?:号楼|号院|栋|幢|座|弄){_HOUSE})"
)
_ZH_AROUND = re.compile(
    rf"(?:^|[，。,；])(?P<place>[^断坏卡网{_NO_SIGN}]{{2,8}}?(?:{_KIND}|路口|街口|卫生院)(?:背后|后面|旁边)?)"
    "(?=[这這那][边邊一]|附近|一带|一帶|那个|那個|那位|门口|門口)"
)
_ZH_CALLED = re.compile(
    rf"(?:[村屯寨镇乡区]|[这這那][里裡儿边邊]|地方|地名|小名)(?:就)?叫[做作]?(?P<place>[^{_NO_SIGN}]{{2,6}})(?=[，。,；])"
)
_ZH_ABROAD = re.compile(
    "(?:在|到了?|抵达|抵達|落地)(?P<place>迪拜|杜拜|河内|河內|曼谷|清迈|清邁|普吉|巴厘岛|峇里島|东京|東京|大阪|京都|札幌|冲绳|沖繩"
    "|首尔|首爾|釜山|济州岛|濟州島|新加坡|吉隆坡|槟城|檳城|雅加达|雅加達|马尼拉|馬尼拉|胡志明市?|金边|金邊|仰光|万象|德里|孟买|孟買|加德满都"
    "|伊斯坦布尔|伊斯坦堡|开罗|開羅|内罗毕|约翰内斯堡|莫斯科|巴黎|伦敦|倫敦|罗马|羅馬|米兰|米蘭|柏林|法兰克福|法蘭克福|阿姆斯特丹|布鲁塞尔"
    "|马德里|巴塞罗那|巴塞隆納|里斯本|雅典|维也纳|維也納|布拉格|苏黎世|蘇黎世|日内瓦|纽约|紐約|洛杉矶|洛杉磯|旧金山|舊金山|西雅图|芝加哥|多伦多"
    "|多倫多|温哥华|溫哥華|悉尼|雪梨|墨尔本|墨爾本|奥克兰|奧克蘭|圣保罗|墨西哥城)(?!餐厅|飯|菜|厅|的?酒店|路|街|大道|广场)"
)
_IN_REGION = re.compile(rf"(?P<place>{_REGION}{{1,3}}{_NAMED})")
_WITH_HOUSE = re.compile(
    # Nothing leads up to the name here, so no sign of a complaint may stand in it: "老掉线望京花园3号楼".
    rf"(?P<place>[^掉断坏卡慢修网{_NO_SIGN}]{{2,8}}?(?:路|街|大道|巷|小区|花园|公寓|家园)[0-9]{{1,5}}(?:号楼|号院|号|栋|幢|座|弄){_HOUSE})"
)
_NOWHERE = re.compile("手机|网上|回家|公司路|一路|半路|套路|网路|电路|线路|思路|门路|走路|马路|铁路$|上街|逛街")


# Picked on a map: with so many decimals it is no amount, no date and no version of anything.
_POINT = re.compile(r"(?<![\d.])(-?[0-9]{1,2}\.[0-9]{4,8}), ?(-?[0-9]{1,3}\.[0-9]{4,8})(?![\d.])")


def point(text: str) -> tuple[str, str] | None:
    """Return latitude and longitude in degrees, as they are written, if the text holds a point on the map."""
    found = _POINT.search(text)
    if found is None or abs(float(found[1])) > 90 or abs(float(found[2])) > 180:
        return None
    return found[1], found[2]


def off_the_map(text: str) -> str:
    """Return the text without points on the map, whose digits are no phone number, day or amount."""
    return _POINT.sub("", text)


def is_place(text: str) -> bool:
    """Return whether the text may be a place, and no bare number, question, refusal or plain yes or no."""
    plain = text.strip()
    return any(sign.isalpha() for sign in plain) and not (
        _ASKING.search(plain) or _REFUSING.search(plain) or plain_answer(meanings(plain))
    )


def places(text: str) -> Iterator[str]:
    """Yield the places that a clean text surely tells; "in the morning" and "在家" are none."""
    patterns = (
        _MACHINE,
        _OFFICES,
        _CAPITALISED,
        _BY_ITSELF,
        _ZH_HOUSE,
        _AFTER_IN,
        _IN_REGION,
        _YOURS,
        _WITH_HOUSE,
        _ZH_BY_ITSELF,
        _ZH_AROUND,
        _ZH_CALLED,
        _NUMBERED,
        _STREETS,
        _ABROAD,
        _ZH_ABROAD,
        _HUB,
    )
    for pattern in patterns:
        found = [match["place"].strip(" ,") for match in pattern.finditer(text)]
        real = [place for place in found if not _NOWHERE.search(place)]
        if real:
            yield from real
            return
