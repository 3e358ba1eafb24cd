"""Opens Mini Apps as Telegram does: signs what their pages get."""

import hashlib
import hmac
import json
from urllib.parse import urlencode


def launch_data(token: str, number: int, at: float, /, **more: str) -> str:
    """Return ``tgWebAppData`` for the user with this number."""
    told = {"id": number, "first_name": "Li & Na <李>", "language_code": "zh-hans"}
    fields = {
        "query_id": "AAHdF6IQ",
        "user": json.dumps(told, separators=(",", ":")),
        "auth_date": str(int(at)),
        "signature": "ed25519-of-telegram",
        **more,
    }
    lines = "\n".join(f"{key}={fields[key]}" for key in sorted(fields))
    key = hmac.digest(b"WebAppData", token.encode(), "sha256")
    return urlencode({**fields, "hash": hmac.new(key, lines.encode(), hashlib.sha256).hexdigest()})
