"""What a browser is called, for people who look where they are signed in. Pure."""

_BROWSERS = (
    ("MicroMessenger/", "WeChat"),
    ("Telegram", "Telegram"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("HarmonyOS", "HarmonyOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
"""What stands in the header, and what that is; the first counts, since browsers name each other as well."""


def browser_name(user_agent: str) -> str:
    """Return a name such as ``Firefox, Windows`` for the header; empty if it tells nothing that is known."""
    known = (next((name for mark, name in marks if mark in user_agent), "") for marks in (_BROWSERS, _SYSTEMS))
    return ", ".join(filter(None, known))
