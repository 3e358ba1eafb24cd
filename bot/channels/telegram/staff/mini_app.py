"""Who opened a Mini App: checks what Telegram hands to its page; pure.

https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
"""

import hashlib
import hmac
import json
from urllib.parse import parse_qsl

from bot.desk.staff.accounts import Opening

FRESH = 300
"""Seconds after its making for which the data is good."""
_AHEAD = 60
"""Seconds by which Telegram's clock may be before ours."""


def opened(data: str, token: str, now: float) -> Opening | None:
    """Return who opened the Mini App; None if the data is not Telegram's, or not fresh.

    ``data`` is ``tgWebAppData`` as the page got it, ``token`` the bot's, and ``now`` the time in seconds since 1970.
    That it is shown only once is for the caller to see to: ``once`` of the result is the signature, which stays the
    same in whatever order or spelling the data is shown.
    """
    try:
        data.encode("ascii")  # whatever else is in it stands there in percent signs
        pairs = parse_qsl(data, keep_blank_values=True, strict_parsing=True, errors="strict", max_num_fields=30)
    except ValueError:
        return None
    fields = dict(pairs)
    shown, signature = fields.pop("hash", ""), _signature(fields, token)
    is_genuine = len(pairs) == len(fields) + 1 and hmac.compare_digest(signature.encode(), shown.encode())
    user = _user(fields.get("user", ""))
    if not is_genuine or user is None or not _is_fresh(fields.get("auth_date", ""), now):
        return None
    return Opening(f"telegram:{user}", signature)


def _signature(fields: dict[str, str], token: str) -> str:
    told = "\n".join(f"{key}={value}" for key, value in sorted(fields.items()))
    key = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    return hmac.new(key, told.encode(), hashlib.sha256).hexdigest()


def _is_fresh(made: str, now: float) -> bool:
    if not (made.isascii() and made.isdigit() and len(made) < 12):
        return False
    return -_AHEAD <= now - int(made) < FRESH


def _user(told: str) -> int | None:
    try:
        user = json.loads(told)
    except (ValueError, RecursionError):
        return None
    number = user.get("id") if isinstance(user, dict) else None
    return number if isinstance(number, int) and not isinstance(number, bool) and number > 0 else None
