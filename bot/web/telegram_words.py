"""The words of the pages on which members of the staff connect their own Telegram accounts."""

TELEGRAM: dict[str, tuple[str, str]] = {
    "telegram.trouble": ("Telegram does not work as it should: {why}", "Telegram 出现故障：{why}"),
    "telegram.why": (
        "Connect your own Telegram account to answer in the staff group, and to open the desk within Telegram.",
        "关联您本人的Telegram账号，即可在客服群里答复，并在Telegram中打开工作台。",
    ),
    "telegram.connected": (
        "Your Telegram account is connected. You answer in the staff group under your name.",
        "您的Telegram账号已关联，在客服群里将以您的名字答复。",
    ),
    "telegram.connect": ("Connect my account", "关联我的账号"),
    "telegram.another": ("Connect another account", "关联另一个账号"),
    "telegram.disconnect": ("Disconnect", "取消关联"),
    "telegram.give": (
        "Open this link in your own Telegram, and tap “Start” there. It works once, within an hour, for you alone.",
        "请在您本人的Telegram中打开此链接，并点“开始”。链接一小时内有效，只能使用一次，请勿转给他人。",
    ),
    "telegram.away": (
        "Telegram cannot be reached right now. Please try again in a minute.",
        "暂时连不上Telegram，请稍后再试。",
    ),
    "telegram.outside": (
        "This page is opened from Telegram, by the button beside the message box.",
        "请在Telegram中，点消息框旁的按钮打开此页。",
    ),
    "telegram.stale": (
        "This opening of the page is over. Please close it and open it again from Telegram.",
        "本次打开已过期，请关闭后从Telegram重新打开。",
    ),
    "telegram.unknown": (
        "This opening was used already, or your Telegram account is not connected: then sign in to the desk in a "
        "browser, and connect it under “Telegram”.",
        "本次打开已被使用，或您的Telegram账号尚未关联。若未关联，请先在浏览器中登录工作台，在“Telegram”页面关联账号。",
    ),
}
"""In English and in Chinese."""
