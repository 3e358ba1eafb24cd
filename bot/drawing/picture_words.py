"""The words of the picture, English and Chinese, in one table. What the bot says is in the scripts, not here."""

_WORDS: dict[str, tuple[str, str]] = {
    "start": ("start", "开始"),
    # Kinds of steps, as they are written in a script
    "ask": ("ask", "提问"),
    "say": ("say", "告知"),
    "check": ("check", "查找"),
    "branch": ("branch", "分支"),
    "summary": ("summary", "汇总"),
    "file": ("file", "建单"),
    "handoff": ("handoff", "转人工"),
    "close": ("close", "结束"),
    # What they do
    "look.repeat": ("Has this customer told it before?", "客户之前反映过吗？"),
    "look.known-issue": ("Is it a known issue?", "是已知问题吗？"),
    "filing.open": ("Files the ticket.", "新建工单。"),
    "filing.answered": ("Files a ticket that a known issue answered.", "按已知问题答复，登记工单。"),
    "filing.repeat": ("Adds the telling to the earlier ticket.", "补充到之前的工单。"),
    "filing.reopen": ("Opens the ticket again.", "重新打开工单。"),
    "filing.confirm": ("Closes the ticket: it is solved.", "确认已解决，工单办结。"),
    "level.agent": ("to an agent", "转客服"),
    "level.supervisor": ("to a supervisor", "转主管"),
    "track.fast": ("on the fast track only", "仅快速流程"),
    "track.full": ("on the full track only", "仅完整流程"),
    "optional": ("may be skipped", "可跳过"),
    # Ways
    "yes": ("yes", "是"),
    "no": ("no", "否"),
    "none": ("no, or nothing found", "否，或没有找到"),
    "otherwise": ("otherwise", "其他情况"),
    "unusable": ("{n} unusable answers", "{n}次无效回答"),
    "at-least": ("at least {value}", "不少于{value}"),
    "at-most": ("at most {value}", "不超过{value}"),
    "empty": ("not given", "未提供"),
    "given": ("given", "已提供"),
    "bracketed": ("{text} ({more})", "{text}（{more}）"),
    "or": (" / ", "或"),
    "and": (", ", "，"),
    "semicolon": (";", "；"),
    "colon": (": ", "："),
    "to.fast": ("→ fast track", "→ 快速流程"),
    "to.full": ("→ full track", "→ 完整流程"),
    # From anywhere
    "any-time": ("at any time", "随时"),
    "any-time.hint": ("from any message, or after unusable answers", "任何一句话，或多次无效回答之后"),
    "times": ("{signal} (heard {n} times)", "{signal}（第{n}次）"),
    "signal.anger": ("anger", "愤怒"),
    "signal.grief": ("grief", "悲痛"),
    "signal.legal-threat": ("legal threat", "法律途径"),
    "signal.press-threat": ("press threat", "媒体曝光"),
    "signal.regulator-threat": ("regulator threat", "监管投诉"),
    "signal.danger": ("danger", "人身危险"),
    "signal.vulnerable": ("needs special care", "需要特别关照"),
    "signal.wants-person": ("wants a person", "要求人工"),
    "signal.self-harm": ("self-harm", "自伤风险"),
    # Numbers
    "passed": ("{n} passed", "{n}次经过"),
    "left": ("{n} left here ({share})", "{n}次在此离开（{share}）"),
    "heard": ("{signal} ×{n}", "{signal}×{n}"),
    "counted": ("conversations: {n}, begun {first} to {last}", "会话{n}次，{first}至{last}"),
    "legend": ("how many left here, compared with the other steps", "在此离开的次数，与其他步骤相比"),
}
_COLUMN = {"en": 0, "zh": 1}


def word(language: str, key: str, **values: object) -> str:
    """Return the words in this language, with ``{n}`` and the like replaced; those of no table are the key itself."""
    return _WORDS[key][_COLUMN.get(language, 0)].format(**values) if key in _WORDS else key


def signal(language: str, key: str) -> str:
    """Return what a signal is called; one that the picture has no word for is named by its key."""
    return word(language, f"signal.{key}") if f"signal.{key}" in _WORDS else key
