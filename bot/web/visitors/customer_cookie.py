"""The cookie by which a customer's browser is known: a secret that nobody guesses, signed by who gave it out.

The secret alone opens the conversation; the signature shows that the page gave it out, so that nobody makes up
customers by the thousand. What is not signed opens nothing, but for the cookies of older versions: see
`CustomerCookies.resign`.
"""

import base64
import hashlib
import hmac
import re
from contextlib import suppress
from datetime import datetime, timedelta

from aiohttp import web

from bot.channels.webchat import address_of
from bot.desk.core.environment import Environment
from storage.ports import Conflict, Store
from storage.records.access_records import ServerKey
from storage.records.complaint_records import Customer
from storage.records.traffic_records import InboxMark

COOKIE = "tellonce_customer"
HOST_COOKIE = f"__Host-{COOKIE}"
"""Behind TLS: no other host of the domain can set it."""
YEAR = 365 * 24 * 60 * 60
ONCE = timedelta(hours=1)
"""For so long after the first time an old cookie is signed again: a browser opens several pages at once."""

_OLD_SECRET = re.compile(r"[0-9A-Za-z_-]{22,128}")
"""128 bits at least, as the older versions made them."""


class CustomerCookies:
    """Writes the cookies and reads them."""

    def __init__(self, key: ServerKey) -> None:
        self._key = key.key.encode()
        self._since = key.at

    def read(self, request: web.Request, *, secure: bool) -> str | None:
        """Return the secret of a browser that has a cookie of ours; None if it has none, or made one up."""
        secret, _, signature = request.cookies.get(_name(secure=secure), "").rpartition(".")
        genuine = hmac.compare_digest(signature.encode("utf-8", "replace"), self._signature(secret).encode())
        return secret if secret and genuine else None

    def set(self, response: web.StreamResponse, secret: str, *, secure: bool) -> None:
        """Have the browser keep its secret for another year; ``secure`` if it came by TLS."""
        name, value = _name(secure=secure), self.signed(secret)
        response.set_cookie(name, value, max_age=YEAR, httponly=True, samesite="Lax", secure=secure)

    def signed(self, secret: str) -> str:
        """Return what the cookie holds."""
        return f"{secret}.{self._signature(secret)}"

    async def resign(self, request: web.Request, store: Store, now: datetime) -> str | None:
        """Return the secret of a cookie that an older version gave out, without a signature: once, to be signed then.

        It must be one that nobody guesses, of a customer who was known before there was a key to sign with.

        Raises:
            Unavailable: if the store cannot be reached.
        """
        secret = request.cookies.get(COOKIE, "")
        if not _OLD_SECRET.fullmatch(secret):
            return None
        address, unit = address_of(secret), store.unit()
        customer = await unit.last(Customer, identities=address)
        if customer is None or customer.since >= self._since:
            return None
        before = await unit.get(InboxMark, f"signed:{address}")
        if before is not None:
            return secret if now - before.at < ONCE else None
        unit.add(InboxMark(id=f"signed:{address}", at=now))
        with suppress(Conflict):  # signed for another page of the browser, a moment ago
            await unit.commit()
        return secret

    def _signature(self, secret: str) -> str:
        digest = hmac.digest(self._key, b"customer " + secret.encode("utf-8", "replace"), hashlib.sha256)
        return base64.urlsafe_b64encode(digest).decode().rstrip("=")


async def server_key(store: Store, environment: Environment) -> ServerKey:
    """Return the key by which all processes on this store sign; the first one that asks makes it."""
    async with store.unit() as unit:
        await unit.hold("server key")
        known = await unit.get(ServerKey, "customer-cookie")
        if known is None:
            known = ServerKey(id="customer-cookie", key=environment.new_secret(), at=environment.now())
            unit.add(known)
            await unit.commit()
    return known


def _name(*, secure: bool) -> str:
    return HOST_COOKIE if secure else COOKIE
