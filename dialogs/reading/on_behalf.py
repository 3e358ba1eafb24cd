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
    rf"\bon (?:the )?behalf of (?:my|our|a|an|the)\b(?! family\b)"
    rf"|\b(?:writing|write|asking|complaining|reporting|speaking|acting|complain)\b[^.!?]{{0,20}}"
    rf"\bfor (?:my|our|a) (?:\w+ )?(?:{_KIN})\b"
    rf"|\b(?:my|our) (?:\w+[- ])?(?:{_KIN})['’]s? (?:\w+ ){{0,2}}(?:{_MATTER})\b"
    rf"|(?:替|代|帮)(?:我|咱|俺)?(?:们)?(?:家)?(?:的)?(?:一位|一个|位)?(?:{_KIN_CHINESE})(?:来)?(?:{_SAID})"
    rf"|(?:我|咱|俺|我们|我家|家里)(?:的)?(?:老)?(?:{_KIN_CHINESE})(?:的)?(?:{_MATTER_CHINESE})",
    re.IGNORECASE,
)
_BEGINS_WITH = re.compile(
    rf"\W*(?:(?:hi|hello|good \w+|please|您好|你好)\W*)?(?:(?:my|our) (?:\w+ )?(?:{_KIN})\b(?!'s friend)"
    rf"(?! (?:and (?:i|me)|says|said|thinks|told|is a|who)\b)"
    rf"|(?:我|咱|俺|我们|我家|家里)(?:的)?(?:老)?(?:{_KIN_CHINESE})"
    r"(?!和我|跟我|说|告诉|讲|觉得))",
    re.IGNORECASE,
)
_OWN = re.compile(r"\bmy (?:lawyer|solicitor|barrister)\b|律师", re.IGNORECASE)
_DIED = re.compile(r"passed away|\bdied\b|\bdead\b|\bdeath\b|去世|过世|過世|走了|没了|不在了|遗产", re.IGNORECASE)
_LONGEST = 600
"""Characters that are looked at: it is said at the beginning."""


def speaks_for_another(text: str) -> bool:
    """Tell whether it surely is somebody else's matter, of one who is there to be asked."""
    beginning = text[:_LONGEST]
    if _DIED.search(beginning) or _OWN.search(beginning):
        return False
    return bool(_SPEAKS_FOR.search(beginning) or _BEGINS_WITH.match(beginning))
