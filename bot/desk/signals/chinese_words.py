"""Groups of Chinese words that phrases of several signals are made of. Data for `chinese_signals`."""

import re

KIN = (
    "(?:老公|老婆|爸爸?|妈妈?|老爸|老妈|爹|丈夫|妻子|先生|太太|爱人|老伴|父亲|母亲|爷爷|奶奶|外公|外婆"
    "|姥姥|姥爷|公公|婆婆|岳父|岳母|阿公|阿嬷|阿妈|哥哥?|姐姐?|弟弟|妹妹|叔叔?|伯父|伯伯|姑姑|姑妈|舅舅"
    "|舅妈|阿姨|姨妈|孩子|宝宝|儿子|女儿|小孩|娃|胎儿|家人|亲人|老人家?|老爷子|病人|患者|家父|家母|男友"
    "|女友|未婚[夫妻])"
)

BODY = "(?:头|脸|手|脚|腿|胳膊|膝盖|眼睛|嘴|鼻子|额头|腰|手指|手臂|骨|牙)"

BY = "(?:旁|附近|对面|门口|隔壁|楼下|大楼|那条|那站|路口)"

"""What makes an authority a place in the street."""


def apart(phrases: str) -> tuple[str, ...]:
    """Return the phrases that stand apart by spaces; a line that begins with | goes on from the one above."""
    return tuple(re.sub(r"\n *(?=\|)", "", phrases).split())
