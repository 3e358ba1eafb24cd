"""The words of the staff's group, English and Chinese; what the pages of the desk call alike, they lend."""

from bot.web.page_words import LANGUAGES, WORDS, Words

GROUP: dict[str, tuple[str, str]] = {
    # The card
    "group.label": ("{label}:", "{label}："),
    "group.now": ("Now", "当前状态"),
    "group.waits": ("waiting for a person since {time}", "等待人工，{time}起"),
    "group.with": ("with {name}", "由{name}接待"),
    "group.with-bot": ("back with the bot; owner: {name}", "已交还机器人；负责人：{name}"),
    "group.reach": ("Not reachable", "无法联系"),
    "group.blocked": (
        "the customer has blocked us in this chat; what is answered does not arrive",
        "客户已在此聊天中屏蔽我们，答复无法送达",
    ),
    "group.for": ("Who must look", "需由谁处理"),
    "group.last-words": ("Last words", "转人工前的话"),
    "group.told": ("Told", "投诉次数"),
    "group.times": ("{n} times", "{n} 次"),
    "group.desk": ("Open at the desk", "在工作台打开"),
    # Below it
    "group.note": ("Internal note · {name}", "内部备注 · {name}"),
    "group.edited": ("The customer changed this to", "客户改为"),
    # To one of the staff
    "group.ask": (
        "{name}, how was it solved? Reply to this message: the customer is told, and asked whether it helped.",
        "{name}，请回复本条消息，写明处理结果：内容会发给客户，并询问问题是否解决。",
    ),
    "group.undelivered": (
        "This did not reach the customer. The desk shows why, under “What did not get through”.",
        "这条消息未能送达客户，原因见工作台的“未送达的消息”。",
    ),
    "group.stranger": (
        "Only colleagues whose Telegram is connected to the desk can answer here. Please connect it at the desk and"
        " write again; so far the customer has seen nothing.",
        "只有在工作台关联了 Telegram 的同事才能在这里答复。请先完成关联再重新发送，客户目前没有看到任何内容。",
    ),
    "refused.no-files": (
        "This customer is not on Telegram, where files could be shown. Nothing was sent; please write it as text.",
        "该客户不在 Telegram 上，无法收到文件。内容没有发出，请改用文字。",
    ),
    "refused.no-file-here": (
        "A note, an outcome or a command cannot hold a file. It was neither kept nor sent.",
        "备注、处理结果和命令不能带文件。内容没有保存，也没有发出。",
    ),
    "refused.sent-already": (
        "The customer has this message already; a change cannot make it internal. It stays as it was.",
        "客户已经收到这条消息，修改不能把它变成内部备注。原消息保持不变。",
    ),
    "refused.unsupported": (
        "This kind of message cannot be passed on. Nothing was sent.",
        "这类消息无法转发给客户，没有发出。",
    ),
    "refused.unknown-command": (
        "There is no such command, and nothing was sent. Here are: /claim, /resolve, /handback, and // before a note.",
        "没有这个命令，内容没有发出。可用：/claim、/resolve、/handback，备注以 // 开头。",
    ),
}


class GroupWords(Words):
    """The words of the group, and behind them those of the pages."""

    def __call__(self, key: str, **values: object) -> str:
        """Return the wording with its values filled in."""
        if key in GROUP:
            return GROUP[key][LANGUAGES.index(self.language)].format(**values)
        return super().__call__(key, **values)

    def name(self, kind: str, value: str) -> str:
        """Return the words for a value such as a reason, or the value itself if it is a new one."""
        key = f"{kind}.{value}"
        return self(key) if key in GROUP or key in WORDS else value
