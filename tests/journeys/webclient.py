"""Browsers without a screen: a customer who speaks the web chat's JSON, and staff who open pages and send forms."""

import asyncio
import html
import re
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any
from uuid import uuid4

from aiohttp import ClientSession, ClientWebSocketResponse, CookieJar, TCPConnector, WSMsgType
from yarl import URL

from bot.channels.webchat import address_of
from bot.web.visitors.customer_cookie import COOKIE
from tests.journeys.program import HUNG, Program

Bubble = dict[str, Any]
"""A message as the chat shows it: id, author, name, text, choices."""


class Customer:
    """One browser on the web chat."""

    def __init__(self, session: ClientSession) -> None:
        self._session = session
        self._socket: ClientWebSocketResponse | None = None
        self._shown: dict[str, Bubble] = {}
        self._heard = ""
        self._answers: dict[str, str] = {}
        self._kept: dict[str, str] = {}

    @property
    def address(self) -> str:
        """The address by which the desk knows this browser."""
        signed = next(cookie.value for cookie in self._session.cookie_jar if cookie.key == COOKIE)
        return address_of(signed.rpartition(".")[0])

    @property
    def bubbles(self) -> list[Bubble]:
        """What the page shows, oldest first."""
        return [self._shown[key] for key in sorted(self._shown)]

    @property
    def texts(self) -> list[str]:
        """What the bubbles say, oldest first."""
        return [bubble["text"] for bubble in self.bubbles]

    async def opens(self, program: Program) -> None:
        """Load the chat, for the first time or again, and read its history."""
        self._shown = {}
        await self.leaves()
        async with self._session.get(program.base_url) as page:
            assert page.status == 200
        headers = {"Origin": program.base_url}
        self._socket = await self._session.ws_connect(f"{program.base_url}/chat", headers=headers)
        await self._read()

    async def leaves(self) -> None:
        """Close the chat."""
        if self._socket:
            await self._socket.close()
            # aiohttp leaves the connection of a socket that was lost to the garbage collector, which complains.
            self._socket._response.close()
            self._socket = None

    async def says(self, text: str, key: str = "") -> None:
        """Write a message; returns when the program has it. The same key is the same message, sent once more."""
        await self._send({"id": key or uuid4().hex, "text": text})

    async def presses(self, label: str) -> None:
        """Tap a button of the newest message; returns when the program has it."""
        choices = {shown: data for data, shown in self.bubbles[-1]["choices"]}
        assert label in choices, f"no button {label!r} below {self.bubbles[-1]}"
        await self._send({"id": uuid4().hex, "button": choices[label]})

    async def sends_again(self) -> None:
        """Send what was not answered once more, under its own id, as the page does when it is connected again."""
        if self._kept:
            await self._send(self._kept)

    async def hears(self, *words: str) -> Bubble:
        """Return the next message to the customer that holds these words, as soon as it is there."""
        async with asyncio.timeout(HUNG):
            while not (found := self._next(*words)):
                await self._read()
        self._heard = str(found["id"])
        return found

    def _next(self, *words: str) -> Bubble | None:
        later = (bubble for bubble in self.bubbles if bubble["id"] > self._heard and bubble["author"] != "customer")
        return next((bubble for bubble in later if all(word in bubble["text"] for word in words)), None)

    async def _send(self, frame: dict[str, str]) -> None:
        assert self._socket
        self._kept = frame
        await self._socket.send_json(frame)
        async with asyncio.timeout(HUNG):
            while frame["id"] not in self._answers:
                await self._read()
        assert self._answers.pop(frame["id"]) == "taken"
        self._kept = {}

    async def _read(self) -> None:
        assert self._socket
        frame = await self._socket.receive(timeout=HUNG)
        if frame.type is not WSMsgType.TEXT:
            raise ConnectionResetError(f"the chat's socket ended; the page shows {self.texts}")
        for word, value in frame.json().items():
            if word == "messages":
                self._shown |= {bubble["id"]: bubble for bubble in value}
            elif word not in ("reason", "asked", "typing"):
                self._answers[value] = word


@asynccontextmanager
async def visiting(program: Program, language: str = "en") -> AsyncIterator[Customer]:
    """Have a customer with a new browser on the web chat."""
    async with browsing(language) as customer:
        await customer.opens(program)
        yield customer


@asynccontextmanager
async def browsing(language: str = "en", source: str = "") -> AsyncIterator[Customer]:
    """Have a customer with a new browser, who has not opened the chat yet; ``source`` is its network address."""
    async with _browser(language, source) as session:
        customer = Customer(session)
        yield customer
        await customer.leaves()


class Staff:
    """One browser of a member of the staff."""

    def __init__(self, session: ClientSession, program: Program) -> None:
        self._session = session
        self._program = program

    async def signs_in(self, token: str) -> None:
        """Follow a sign-in link, and tap its button."""
        assert "Your sign-in link is ready" in await self.reads(f"/sign-in?token={token}")
        status, _ = await self._post("/sign-in", token=token)
        assert status == 303

    async def hires(self, name: str, role: str = "agent") -> str:
        """Add a colleague; returns the token of the sign-in link."""
        status, page = await self._post("/admin/staff", name=name, role=role)
        link = re.search(r"/sign-in\?token=([^\"&]+)", page)
        assert status == 200
        assert link
        return link.group(1)

    async def wants_mail_at(self, address: str) -> None:
        """Say where this member gets e-mail."""
        status, _ = await self._post("/desk/me/mail", mail=address, language="en", wanted="yes")
        assert status == 303

    async def ends_other_sessions(self) -> None:
        """Sign all other browsers of this member out."""
        status, _ = await self._post("/desk/sessions/others/end")
        assert status == 303

    async def removes(self, name: str) -> None:
        """Remove a colleague, whose tickets go back to the queue."""
        page = (await self.opens("/admin")).decode()
        row = next(row for row in page.split("<li") if name in row)
        found = re.search(r"/admin/staff/([^\"/]+)", row)
        assert found
        status, _ = await self._post(f"/admin/staff/{found[1]}/remove")
        assert status == 303

    def follows(self, path: str) -> AbstractAsyncContextManager[ClientWebSocketResponse]:
        """Open the socket by which a page is kept up to date."""
        return self._session.ws_connect(f"{self._program.base_url}{path}", headers={"Origin": self._program.base_url})

    def socket(self, path: str) -> tuple[str, dict[str, str]]:
        """Return the address of such a socket with what a browser says to it, for whoever opens it elsewhere."""
        url = URL(self._program.base_url + path)
        cookies = self._session.cookie_jar.filter_cookies(url)
        said = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies.items())
        return str(url), {"Origin": self._program.base_url, "Cookie": said, "Accept-Language": "en"}

    async def does(self, action: str, reference: str, text: str = "") -> None:
        """Send one of the forms of a ticket; it must be accepted."""
        status, page = await self._post(f"/desk/tickets/{reference}/{action}", text=text)
        assert status == 303, words_of(page)

    async def is_refused(self, action: str, reference: str, text: str = "") -> str:
        """Send a form that must not be accepted; returns the page with the reason."""
        status, page = await self._post(f"/desk/tickets/{reference}/{action}", text=text)
        assert status == 409
        return words_of(page)

    async def opens(self, path: str) -> bytes:
        """Return what there is at an address."""
        async with self._session.get(f"{self._program.base_url}{path}") as response:
            assert response.status == 200
            return await response.read()

    async def reads(self, path: str, part: str = "") -> str:
        """Return the words of a page, or of the part of it with this id."""
        page = (await self.opens(path)).decode()
        if part:
            element = re.search(rf'<(\w+) id="{part}".*?</\1>', page, re.DOTALL)
            assert element, f"no {part} on {path}"
            page = element.group()
        return words_of(page)

    async def reads_ticket(self, reference: str, part: str = "") -> str:
        """Return the words of a ticket's page, or of a part of it."""
        return await self.reads(f"/desk/tickets/{reference}", part)

    async def _post(self, path: str, **fields: str) -> tuple[int, str]:
        headers = {"Origin": self._program.base_url}
        url = f"{self._program.base_url}{path}"
        async with self._session.post(url, data=fields, headers=headers, allow_redirects=False) as response:
            return response.status, await response.text()


@asynccontextmanager
async def at_the_desk(program: Program, token: str = "") -> AsyncIterator[Staff]:
    """Have a member of the staff signed in: with this token, or the first admin."""
    async with _browser("en", origin=program.base_url) as session:
        staff = Staff(session, program)
        await staff.signs_in(token or await program.token())
        yield staff


def words_of(page: str) -> str:
    """Return what there is to read on a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def _browser(language: str, source: str = "", origin: str = "") -> ClientSession:
    line = TCPConnector(local_addr=(source, 0) if source else None, limit=0)  # a page keeps a connection open
    # unsafe: keeps the cookies of an address without a name, which is where the program is; as if by the proxy with
    # TLS that a public address has before it.
    jar = CookieJar(unsafe=True, treat_as_secure_origin=origin or None)
    return ClientSession(connector=line, cookie_jar=jar, headers={"Accept-Language": language})
