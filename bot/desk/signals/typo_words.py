"""The words that signals hang on, and how they are often mistyped. Data for `signal_reader`.

English: a word that is one slip away from such a word. Chinese: the usual wrong characters of the same sound, and
those for which Taiwan writes another.
"""

import re

from bot.matching.typos import OneSlip

_MEANT = re.findall(
    r"\w+",
    """
        ambulance attorney breathing dangerous deceased dementia depressed disabled disgrace disgraceful
        disgusted disgusting electrocuted emergency facebook funeral furious grandmother husband journalist
        lawsuit lawyer manager miscarriage newspaper ombudsman operator outrageous pregnant regulator
        representative ridiculous solicitor somebody someone suicidal suicide supervisor unacceptable
        wheelchair
        """,
)
_OTHER_WORDS = re.findall(r"\w+", "curious decrease decreased disables disguised layers manage managed manages")
"""Words of their own, although they are one slip away."""
_WRONG = {
    "著": "着",
    "妳": "你",
    "姊": "姐",
    "甚么": "什么",
    "去逝": "去世",
    "过逝": "过世",
    "人功": "人工",
    "人公": "人工",
    "律士": "律师",
    "起述": "起诉",
    "煤体": "媒体",
    "暴光": "曝光",
    "举保": "举报",
    "消斜": "消协",
    "工信布": "工信部",
    "过份": "过分",
    "离普": "离谱",
    "拉圾": "垃圾",
    "垃极": "垃圾",
    "辣鸡": "垃圾",
    "骗纸": "骗子",
    "欺付": "欺负",
    "恶新": "恶心",
    "气屎": "气死",
    "着伙": "着火",
    "冒焰": "冒烟",
    "晕到": "晕倒",
    "摔到": "摔倒",
    "自刹": "自杀",
    "残废": "残疾",
    "轮倚": "轮椅",
    "抑欲": "抑郁",
    "怀运": "怀孕",
    "主官": "主管",
    "经里": "经理",
    "计者": "记者",
    "法厅": "法庭",
}
_CHINESE = re.compile("|".join(_WRONG))
_ENGLISH = OneSlip(_MEANT, _OTHER_WORDS)


def mended(text: str) -> str:
    """Return a folded text with its slips mended."""
    words = _ENGLISH.mended(text)
    return words if text.isascii() else _CHINESE.sub(lambda wrong: _WRONG[wrong[0]], words)
