"""Whether somebody complains for another person: a mother, a guest, a child. Closed lists, and rather no than wrong.

To be written about is not enough: the other one must be whose matter it is.
"""

import re

_KIN = (
    "mum|mom|mother|mam|nan|gran|grandma|grandmother|grandad|grandpa|grandfather|dad|father|parents|wife|husband|partner"
    "|son|daughter|sister|brother|aunt|uncle|cousin|niece|nephew|mother-in-law|father-in-law|friend|flatmate|neighbour"
    "|neighbor|guest|client|colleague|boss|baby|child|kid|grandson|granddaughter|patient"
)
_KIN_CHINESE = (
    "爸妈|爸爸|妈妈|父亲|母亲|老爸|老妈|奶奶|爷爷|外婆|外公|姥姥|姥爷|婆婆|公公|岳父|岳母|老公|老婆|丈夫|妻子|爱人|先生|太太"
    "|媳妇|儿子|女儿|闺女|孩子|弟弟|妹妹|哥哥|姐姐|朋友|同事|邻居|室友|老板|客户|客人|爸|妈|爹|娘|爺爺|媽媽|媽|父親|母親|兒子|女兒"
)
_MATTER = (
    "account|card|bill|phone|mobile|line|number|broadband|internet|router|contract|savings|pension|room|booking|reservation"
    "|appointment|operation|surgery|results|scan|prescription|medication|discharge|loan|mortgage|policy|ward|bed"
)
_MATTER_CHINESE = (
    "银行卡|信用卡|卡|账户|账单|手机|宽带|网|存折|存款|养老金|房间|预订|订单|手术|检查|药|报告|病历|挂号|贷款|病房|床位"
)
_SAID = "投诉|反映|反馈|问|说|打字|写|报修|咨询|申诉|来说"
_SPEAKS_FOR = re.compile(
    rf"^\W{{0,3}}(?:hi|hello)?\W{{0,3}}(?:this|it) is about (?:my|our) (?:{_KIN})\b(?!'s)"
    r"|(?:我|咱|俺)们?(?:的)?(?:客人|客户)(?:名?叫|,|，)"
    rf"|\bon (?:the )?behalf of (?:my|our|a|an|the)\b(?! family\b)"
    rf"|\b(?:writing|write|asking|complaining|reporting|speaking|acting|complain)\b[^.!?]{{0,20}}"
    rf"\bfor (?:my|our|a) (?:\w{{1,20}} )?(?:{_KIN})\b"
    rf"|\b(?:my|our) (?:\w+[- ])?(?:{_KIN})['’]s? (?:\w+ ){{0,2}}(?:{_MATTER})\b"
    rf"|(?:替|代|帮)(?:我|咱|俺)?(?:们)?(?:家)?(?:的)?(?:一位|一个|位)?(?:{_KIN_CHINESE})(?:来)?(?:{_SAID})"
    rf"|(?:我|咱|俺|我们|我家|家里)(?:的)?(?:老)?(?:{_KIN_CHINESE})(?:的)?(?:{_MATTER_CHINESE})",
    re.IGNORECASE,
)
_BEGINS_WITH = re.compile(
    rf"\W{{0,20}}(?:(?:hi|hello|good \w{{1,12}}|please|您好|你好)\W{{0,20}})?(?:(?:my"
    rf"|our) (?:\w{{1,20}} )?(?:{_KIN})\b(?!'s friend)"
    rf"(?! (?:and (?:i|me)|says|said|thinks|told|is a|who)\b)"
    rf"|(?:我|咱|俺|我们|我家|家里)(?:的)?(?:老)?(?:{_KIN_CHINESE})"
    r"(?!和我|跟我|说|告诉|讲|觉得))",
    re.IGNORECASE,
)
_HAPPENED = (
    "given|charged|billed|admitted|treated|discharged|sold|signed up|operated|examined|prescribed|overcharged"
    "|turned away|misdiagnosed"
)
_IN_THE_MIDDLE = re.compile(
    rf"(?:^|[.!?,;]\s+)(?:\w{{1,12}} ){{0,3}}(?:my|our) (?:\w{{1,20}} )?(?:{_KIN})\b(?:,? [A-Z][\w.]{{1,15}}){{0,3}},?"
    rf" (?:stayed with you|booked with you|(?:was|were|has been|had been|is being) (?:{_HAPPENED}))"
    rf"|(?:^|[.!?,;]\s+)(?:she|he)(?:'s| is|’s) (?:my|our) (?:{_KIN})\b"
    rf"|(?:^|[。！？，!?,;；]\s*)(?:我|咱|俺|我们|我家)(?:的)?(?:老)?(?:{_KIN_CHINESE})[^。！？，!?,说讲告诉觉得]{{0,8}}"
    r"(?:在你们|到你们|去你们|来你们|在贵|去贵|到贵|住院|看病|看诊|就诊|做手术|被你们)",
    re.IGNORECASE,
)
"""A telling that comes to it after a sentence or two: what happened, happened to the other one."""
_OWN = re.compile(r"\bmy (?:lawyer|solicitor|barrister)\b|律师", re.IGNORECASE)
_DIED = re.compile(r"passed away|\bdied\b|\bdead\b|\bdeath\b|去世|过世|過世|走了|没了|不在了|遗产", re.IGNORECASE)
_LONGEST = 600
"""Characters that are looked at: it is said at the beginning."""


def speaks_for_another(text: str) -> bool:
    """Tell whether it surely is somebody else's matter, of one who is there to be asked."""
    beginning = text[:_LONGEST]
    if _DIED.search(beginning) or _OWN.search(beginning):
        return False
    return bool(_SPEAKS_FOR.search(beginning) or _BEGINS_WITH.match(beginning) or _IN_THE_MIDDLE.search(beginning))


_RELATIONS = {
    "child": re.compile(
        r"\b(?:my|our) (?:\w{1,20} )?(?:son|daughter|baby|child|kid)\b"
        "|(?:我|咱|俺|我们|我家)(?:的)?(?:儿子|女儿|闺女|孩子|宝宝|兒子|女兒)",
        re.IGNORECASE,
    ),
    "parent": re.compile(
        r"\b(?:my|our) (?:\w{1,20} )?(?:mum|mom|mother|mam|dad|father|parents)\b"
        "|(?:我|咱|俺|我们|我家)(?:的)?(?:老)?(?:爸|妈|父亲|母亲|爹|娘|媽|父親|母親)",
        re.IGNORECASE,
    ),
    "partner": re.compile(
        r"\b(?:my|our) (?:\w{1,20} )?(?:wife|husband|partner)\b"
        r"|(?:我|咱|俺|我家)(?:的)?(?:老婆|老公|丈夫|妻子|爱人|媳妇|先生|太太)",
        re.IGNORECASE,
    ),
    "other": re.compile(
        r"\b(?:my|our) (?:\w{1,20} )?(?:friend|flatmate|neighbour|neighbor|guest|client|colleague|boss)\b"
        "|(?:我|咱|俺|我们)(?:的)?(?:朋友|同事|邻居|室友|老板|客户|客人)",
        re.IGNORECASE,
    ),
}
"""What the other one is to the customer, by the keys of the choices that a script asks with."""
_NAME = r"(?:(?:Mr|Mrs|Ms|Miss|Dr)\.? )?[A-Z][a-z]{1,14}(?: [A-Z][a-z]{1,14})?"
_NAMED = re.compile(
    rf"\b(?:[Mm]y|[Oo]ur) (?:[a-z]{{1,20}} )?(?:{_KIN}),? (?P<en>{_NAME})\b"
    rf"|(?:{_KIN_CHINESE})(?:名叫|叫做|叫)(?P<zh>[\u4e00-\u9fff]{{2,3}})(?=[，。,. ]|$)"
)


def relation_told(text: str) -> str:
    """Return what the other one is to the customer, ``parent`` if it is one; nothing where several are named."""
    found = [key for key, pattern in _RELATIONS.items() if pattern.search(text[:_LONGEST])]
    return found[0] if len(found) == 1 else ""


def name_told(text: str) -> str:
    """Return what the other one is called; nothing where it is not said, or several are named."""
    found = {match["en"] or match["zh"] for match in _NAMED.finditer(text[:_LONGEST])}
    return found.pop() if len(found) == 1 else ""
