"""The words of the pages, English and Chinese, in one table.

What the bot says to customers is not here; that is in the scripts.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk.core.date_format import date_in_words
from bot.web.telegram_words import TELEGRAM

LANGUAGES = ("en", "zh")

WORDS: dict[str, tuple[str, str]] = {
    # The customers' page
    "chat.title": ("Help and complaints", "帮助与投诉"),
    "chat.empty": ("Tell us what happened, in your own words.", "请用您自己的话告诉我们发生了什么。"),
    "chat.once": ("You only need to tell us once.", "您只需要说一次。"),
    "chat.placeholder": ("Write a message", "输入消息"),
    "chat.send": ("Send", "发送"),
    "chat.connecting": ("Connecting…", "正在连接…"),
    "chat.pending": ("Not sent yet, trying again", "尚未发送，正在重试"),
    "chat.too-long": (
        "This message is too long. Please shorten it or send it in parts.",
        "这条消息太长了，请缩短或分几次发送。",
    ),
    "chat.malformed": ("This message could not be read. Please write it again.", "这条消息无法读取，请重新输入。"),
    "chat.cookies": (
        "This chat needs cookies, to recognise you when you come back. Please allow them and load the page again.",
        "聊天需要使用 Cookie，以便您下次回来时认出您。请允许后重新打开本页。",
    ),
    "chat.script": ("This chat needs JavaScript.", "聊天需要启用 JavaScript。"),
    "chat.log": ("Conversation", "对话"),
    "chat.choices": ("Answers to choose from", "可选回答"),
    # Around the staff's pages
    "desk": ("Desk", "工作台"),
    "admin": ("Staff", "人员"),
    "skip": ("Go to the content", "跳到正文"),
    "sign-out": ("Sign out", "退出"),
    "language": ("中文", "English"),
    "offline": ("The connection is lost. Trying again…", "连接已断开，正在重试…"),
    "sign-in": ("Sign in", "登录"),
    "sign-in.ready": ("Your sign-in link is ready. It works once.", "登录链接已就绪，只能使用一次。"),
    "sign-in.spent": (
        "This link is no longer valid: it was used already or is too old.",
        "此链接已失效：已被使用或已过期。",
    ),
    "sign-in.how": (
        "You sign in with a link. Ask an admin for one; the first admin finds it where the program was started.",
        "请通过链接登录。链接由管理员提供；首位管理员的链接显示在程序启动处。",
    ),
    "problem.400": ("This request could not be understood.", "无法理解此请求。"),
    "problem.403": ("You may not do this.", "您没有权限进行此操作。"),
    "problem.404": ("There is no such page.", "没有这个页面。"),
    "problem.500": ("Something went wrong on our side. Please try again.", "我们这边出了点问题，请重试。"),
    "problem.503": (
        "We cannot reach our records right now. Nothing is lost; please try again in a minute.",
        "暂时读取不到数据，内容不会丢失，请稍后再试。",
    ),
    **TELEGRAM,
    "unsaved": ("This was not saved:", "以下内容尚未保存："),
    "unsaved.again": ("Try again", "再试一次"),
    "problem.back": ("Back to the start", "返回首页"),
    # The desk
    "queue": ("Waiting for a person", "等待人工"),
    "queue.empty": ("Nobody is waiting.", "目前没有客户在等待。"),
    "mine": ("My tickets", "我的工单"),
    "mine.empty": ("You have no open tickets.", "您没有未完成的工单。"),
    "others": ("Other open tickets", "其他未完成工单"),
    "others.empty": ("There are no other open tickets.", "没有其他未完成工单。"),
    "no-name": ("No name yet", "尚未提供姓名"),
    "waiting-for": ("waiting {time}", "已等待 {time}"),
    "due": ("due {time}", "承诺时限 {time}"),
    "late": ("late", "已超时"),
    "minutes": ("{n} min", "{n} 分钟"),
    "hours": ("{n} h {m} min", "{n} 小时 {m} 分钟"),
    "days": ("{n} d {m} h", "{n} 天 {m} 小时"),
    "level.agent": ("Agent", "客服"),
    "level.supervisor": ("Supervisor", "主管"),
    "level.manager": ("Manager", "经理"),
    # Many people, one problem
    "message.lost": ("Not delivered", "未送达"),
    "message.uncertain": ("May have arrived twice", "客户可能收到了两次"),
    "undelivered": ("What did not get through", "未送达的消息"),
    "undelivered.letters": ("Messages that never arrived", "未能送达客户的消息"),
    "undelivered.none": ("Everything has arrived.", "全部消息均已送达。"),
    "undelivered.why": ("Not delivered: {why}", "未送达：{why}"),
    "undelivered.unreachable": ("the customer has blocked the bot", "客户已屏蔽机器人"),
    "undelivered.uncertain": (
        "Nobody knows whether it arrived: the program stopped in the middle.",
        "无法确定是否送达：发送途中程序中断了。",
    ),
    "undelivered.again": ("Send again", "重新发送"),
    "undelivered.drop": ("Let it be", "不再发送"),
    "undelivered.aside": ("Updates that could not be played", "无法处理的来信"),
    "undelivered.aside.hint": (
        "They came in, are kept for 30 days and answered nobody. The log has the same names.",
        "已收到并保留 30 天，但未能处理、也未答复。日志中使用相同的编号。",
    ),
    "undelivered.timers": ("Timers that could not be carried out", "未能执行的定时任务"),
    "undelivered.timers.hint": (
        "They failed several times and were set aside: nobody was called, reminded or asked when it was time.",
        "这些任务多次失败，已暂停：到点时没有升级、提醒或询问。",
    ),
    "timer.supervisor": ("Call a supervisor", "升级给主管"),
    "timer.manager": ("Call the manager", "升级给经理"),
    "timer.promise": ("Mark a missed promise", "标记承诺逾期"),
    "timer.survey": ("Ask whether it is solved", "询问是否已解决"),
    "timer.silence": ("Remind the customer", "提醒客户"),
    "undelivered.play": ("Try them all again", "全部重试"),
    "undelivered.some": ("Messages that did not get through: {n}", "有 {n} 条消息未送达"),
    "undelivered.blocked": (
        "{name} cannot be reached on {channel}: the bot was blocked there",
        "无法通过 {channel} 联系到{name}：对方已屏蔽机器人",
    ),
    "refused.no-such-letter": ("It was sent again or dropped already.", "这条消息已重新发送或不再发送。"),
    "suspicions": ("Many people, one problem", "多人反映同一问题"),
    "suspicion.burst": ("{n} people within a short time: {what}", "短时间内有 {n} 人反映：{what}"),
    "suspicion.drift": ("{n} people within a week: {what}", "一周内有 {n} 人反映：{what}"),
    "suspicion.usual": ("usually {n}", "平时 {n} 人"),
    "suspicion.rare": ("usually nobody", "平时几乎没有"),
    "suspicion.tickets": ("Tickets", "相关工单"),
    "suspicion.samples": ("What they say", "客户原话"),
    "suspicion.more": ("and {n} more", "另有 {n} 张"),
    "suspicion.confirm": ("Confirm", "确认"),
    "suspicion.dismiss": ("Dismiss", "排除"),
    "suspicion.who": ("A supervisor confirms or dismisses it.", "由主管确认或排除。"),
    "suspicion.issue": ("The known issue to publish", "待发布的已知问题"),
    "suspicion.issue.hint": (
        "Copy this below “known-issues:” in known_issues/{script}.yaml, write the title and the answer in each "
        "language, and set the status to “confirmed” when customers may be told.",
        "请复制到 known_issues/{script}.yaml 的“known-issues:”之下，填写各语言的标题和答复；可以告知客户时，"
        "把状态改为“confirmed”。",
    ),
    "suspicion.status.suspected": ("suspected", "疑似"),
    "suspicion.status.confirmed": ("confirmed", "已确认"),
    "suspicion.status.dismissed": ("dismissed", "已排除"),
    # Why a person was called
    "reason.anger": ("The customer is very angry", "客户情绪激动"),
    "reason.grief": ("The customer is grieving", "客户悲痛"),
    "reason.legal-threat": ("Legal threat", "客户表示将采取法律途径"),
    "reason.press-threat": ("Threat to go to the press", "客户表示将向媒体反映"),
    "reason.regulator-threat": ("Threat to go to the regulator", "客户表示将向监管部门投诉"),
    "reason.danger": ("Someone may be in danger", "可能有人身危险"),
    "reason.vulnerable": ("The customer may need special care", "客户可能需要特别关照"),
    "reason.wants-person": ("Asked for a person", "客户要求人工"),
    "reason.unusable-answers": ("The bot could not understand the answers", "机器人多次未能理解客户的回答"),
    "reason.not-helped": ("The outcome did not help", "处理结果未能解决问题"),
    "reason.script": ("The dialog leads to a person here", "按流程转人工"),
    "reason.self-harm": ("The customer may harm themselves", "客户可能有自伤风险"),
    "reason.contact": ("An agent got in touch", "客服主动联系"),
    # A ticket
    "ticket": ("Ticket", "工单"),
    "ticket.owner": ("Owner", "负责人"),
    "ticket.nobody": ("nobody yet", "尚无人负责"),
    "track.fast": ("fast track", "快速处理"),
    "track.fast.hint": (
        "Only the least was asked: listen, apologise, put it right, and tell the customer.",
        "只询问了最必要的信息：倾听、致歉、尽快处理并告知客户。",
    ),
    "ticket.promise": ("Promised by", "承诺时限"),
    "ticket.handoff": ("Handed over because", "转人工原因"),
    "ticket.opened": ("Opened", "登记时间"),
    "ticket.campaign": ("Came by the link", "来源链接"),
    "ticket.map": ("Show on a map", "在地图上查看"),
    "ticket.known": ("What is known", "已知信息"),
    "ticket.description": ("Description", "问题描述"),
    "ticket.outcome": ("Outcome", "处理结果"),
    "ticket.empty": ("not given", "未提供"),
    "ticket.transcript": ("Conversation", "会话"),
    "ticket.silence": ("Nothing was said yet.", "还没有消息。"),
    "message.answers": ("In answer to:", "回复："),
    "message.changed": ("Changed by the customer", "客户改为"),
    "message.corrected": ("Changed later into", "后来改为"),
    "kind.photo": ("Photo", "照片"),
    "kind.voice": ("Voice message", "语音"),
    "kind.video": ("Video", "视频"),
    "kind.document": ("Document", "文件"),
    "file.alt": ("{kind}, {time}", "{kind}，{time}"),
    "file.coming": ("still coming", "正在接收"),
    "file.too-large": ("too large to be received; the customer was told", "太大，无法接收，已告知客户"),
    "file.lost": ("lost: it could not be had from the channel any more", "已丢失：渠道方已无法提供"),
    "ticket.changed": ("Changed later into", "后来改为"),
    "ticket.occurrences": ("Told {n} times", "投诉 {n} 次"),
    "ticket.others": ("Earlier and other tickets of this customer", "该客户的其他工单"),
    "alike.ask": ("Same problem as {reference}?", "和{reference}是同一个问题吗？"),
    "alike.same": ("Same problem", "是"),
    "alike.different": ("Another one", "不是"),
    "alike.noted": ("Noted, thank you.", "已记录，谢谢。"),
    "ticket.alike": ("Other customers told something like this", "其他客户反映过类似问题"),
    "ticket.notes": ("Notes", "备注"),
    "author.customer": ("Customer", "客户"),
    "author.bot": ("Bot", "机器人"),
    "author.agent": ("Agent", "客服"),
    "status.open": ("open", "待处理"),
    "status.investigating": ("in hand", "处理中"),
    "status.answered": ("answered", "已答复"),
    "status.resolved": ("resolved, the customer is asked", "已处理，等待客户确认"),
    "status.closed": ("closed", "已关闭"),
    "promise.pending": ("open", "待兑现"),
    "promise.kept": ("kept", "已兑现"),
    "promise.renewed": ("renewed", "已延期"),
    "promise.missed": ("missed", "已超时"),
    # What agents do
    "claim": ("Claim", "认领"),
    "claim.first": ("Claim this ticket to answer the customer.", "认领此工单后即可答复客户。"),
    "claim.colleague": ("{name} has this ticket and answers the customer.", "这张工单由{name}负责答复客户。"),
    "claim.yours": (
        "This ticket is yours now. Load the page again to answer here.",
        "此工单已由您负责，刷新页面即可在此答复。",
    ),
    "reply": ("Reply to the customer", "答复客户"),
    "reply.send": ("Send reply", "发送答复"),
    "note": ("Internal note", "内部备注"),
    "note.hint": ("Only the staff sees this. It is never sent.", "仅内部可见，不会发送给客户。"),
    "note.save": ("Save note", "保存备注"),
    "hand-back": ("Hand back to the bot", "交还机器人"),
    "resolve": ("Resolve…", "结案…"),
    "resolve.hint": (
        "The outcome is sent to the customer, who is asked whether it helped. If not, the ticket opens again.",
        "处理结果会发送给客户，并询问是否解决；若未解决，工单将重新打开。",
    ),
    "resolve.send": ("Resolve and send the outcome", "结案并发送处理结果"),
    "write-first": ("Please write something first.", "请先填写内容。"),
    "cannot-save": ("This cannot be saved right now. Please try again in a moment.", "暂时无法保存，请稍后重试。"),
    "refused.claimed-by-colleague": ("A colleague has claimed this conversation.", "同事已经认领了这个会话。"),
    "refused.owned-by-colleague": ("A colleague owns this ticket.", "这张工单由同事负责。"),
    "refused.not-in-hand": ("You do not have this conversation; claim it first.", "这个会话不在您手上，请先认领。"),
    "refused.claim-first": (
        "Claim the ticket first, so that the customer has one person to talk to.",
        "请先认领工单，这样客户始终由一个人负责。",
    ),
    "refused.resolved-already": ("This ticket is resolved already.", "这张工单已经有处理结果了。"),
    "refused.no-such-ticket": ("There is no such ticket.", "没有这张工单。"),
    "refused.no-such-suspicion": ("It is gone.", "该记录已不存在。"),
    "refused.judged-already": ("A colleague has judged it already.", "同事已经处理过了。"),
    "refused.supervisors-only": ("Only a supervisor or an admin may do this.", "只有主管或管理员可以进行此操作。"),
    "refused.empty": ("Please write something first.", "请先写点内容。"),
    "refused.too-long": ("That is over 4,000 characters; please send it in parts.", "超过4000字了，请分几条发送。"),
    # Admins
    "staff": ("Staff", "人员"),
    "staff.name": ("Name", "姓名"),
    "staff.role": ("Role", "角色"),
    "staff.add": ("Add to the staff", "添加人员"),
    "staff.new": ("Someone new", "新成员"),
    "staff.link": ("New sign-in link", "新的登录链接"),
    "staff.give": (
        "Give this link to {name}. It works once, within a day, and is not shown again.",
        "请将此链接交给{name}。链接一天内有效，只能使用一次，不会再次显示。",
    ),
    "role.agent": ("Agent", "客服"),
    "role.supervisor": ("Supervisor", "主管"),
    "role.admin": ("Admin", "管理员"),
}


def preferred(accept_language: str) -> str:
    """Return the first of our languages that the header names, else English.

    Browsers name languages in the order of preference; the weights only repeat that order.
    """
    named = (part.strip().lower()[:2] for part in accept_language.split(","))
    return next((language for language in named if language in LANGUAGES), LANGUAGES[0])


@dataclass(frozen=True)
class Words:
    """The words of one page: ``t("claim")``."""

    language: str
    zone: ZoneInfo
    now: datetime

    def __call__(self, key: str, **values: object) -> str:
        """Return the wording with its values filled in."""
        return WORDS[key][LANGUAGES.index(self.language)].format(**values)

    def name(self, kind: str, value: str) -> str:
        """Return the words for a value such as a reason, or the value itself if it is a new one."""
        key = f"{kind}.{value}"
        return self(key) if key in WORDS else value

    def when(self, at: datetime) -> str:
        """Return a moment on the desk's clocks."""
        return date_in_words(at, self.language, self.zone)

    def since(self, at: datetime) -> str:
        """Return how long ago that was, to the minute."""
        minutes = max(0, int((self.now - at).total_seconds()) // 60)
        if minutes < 60:
            return self("minutes", n=minutes)
        if minutes < 24 * 60:
            return self("hours", n=minutes // 60, m=minutes % 60)
        return self("days", n=minutes // 1440, m=minutes % 1440 // 60)

    def size(self, count: int) -> str:
        """Return how large a file is, given its bytes."""
        if count < 1000:
            return f"{count} B"
        kilobytes = count / 1000
        return f"{kilobytes:.0f} kB" if kilobytes < 1000 else f"{kilobytes / 1000:.1f} MB"

    @property
    def html_language(self) -> str:
        """The language as HTML names it."""
        return "zh-Hans" if self.language == "zh" else self.language
