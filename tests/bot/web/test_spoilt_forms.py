"""Every form of every page with a field left empty, left out, far too long, or of a wrong kind: nothing breaks."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import pytest

from bot.channels.visitor_limits import Limit, Rate
from storage.records.desk_records import Team
from tests.bot.desk.texts import SMALL, source
from tests.bot.web.place import ADA, CUSTOMER, HANDOFF, LI, NOTE, OWN_PAGE, TELLING, TICKET, Place, message, open_place
from tests.bot.web.staff.desk.test_ending import WAITING
from tests.bot.web.staff.desk.test_shift_pages import MISSED
from tests.bot.web.test_who_may_open_what import routes

SPOILT = ("", None, "x" * 5000, "9999-12-31T23:59", "9999-12-31", "\0", "²", "a: [b")
"""What stands in a field; None for one that is not sent."""
UNLIMITED = {limit: Rate(1_000_000, 1_000_000) for limit in Limit}
FIELDS_TRIED = 8
"""Of a form; one of hundreds has the same few over and over."""
PARTS = {
    "reference": TICKET.reference,
    "name": "telecom",
    "area:scripts|known-issues": "scripts",
    "member": LI.id,
    "section": "hours",
    "key": "m1",
}


@dataclass
class SeenForm:
    """A form as a page has it."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    actions: list[str] = field(default_factory=list)
    """Where its buttons send it instead."""


class FormReader(HTMLParser):
    """Collects the forms of a page with what stands in them."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[SeenForm] = []
        self._choosing = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name, form = given.get("name", ""), self.forms[-1] if self.forms else None
        if tag == "form":
            self.forms.append(SeenForm(given.get("action", ""), given.get("method", "get").lower()))
        elif form and tag == "button" and "formaction" in given:
            form.actions.append(given["formaction"])
        elif form and name and tag in ("input", "textarea", "button") and given.get("type") != "file":
            form.fields.setdefault(name, given.get("value", ""))
        elif form and name and tag == "select":
            self._choosing = name
            form.fields[name] = ""
        elif form and tag == "option" and self._choosing and (not form.fields[self._choosing] or "selected" in given):
            form.fields[self._choosing] = given.get("value", "")


def forms_on(page: str, path: str) -> Iterator[SeenForm]:
    reader = FormReader()
    reader.feed(page)
    for form in (one for one in reader.forms if one.method != "dialog"):
        for action in (form.action, *form.actions):
            yield SeenForm(urljoin(path, action or path), form.method, form.fields)


def likeness(form: SeenForm) -> tuple[str, ...]:
    """Return what forms have in common that are one form about different things."""
    names = {re.sub(r"\d+", "1", name) for name in form.fields}
    return (form.method, urlsplit(form.action).path, *sorted(names))


def spoilt(form: SeenForm) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the form without anything, and with each field in turn as nobody means it."""
    yield "nothing", {"nothing": ""}
    tried = {re.sub(r"\d+|@\w+", "", name): name for name in form.fields}
    for name in list(tried.values())[:FIELDS_TRIED]:
        for value in SPOILT:
            kept = {one: text for one, text in form.fields.items() if one != name}
            yield f"{name}={str(value)[:20]}", kept if value is None else {**kept, name: value}


async def all_forms(place: Place) -> list[SeenForm]:
    found: dict[tuple[str, ...], SeenForm] = {}
    for method, canonical in sorted(routes(place)):
        path = re.sub(r"\{([^}]+)\}", lambda one: PARTS.get(one[1], "no-such-thing"), canonical)
        if method == "GET" and canonical.split("/")[1] in ("desk", "admin") and not re.search(r"live|[.]", path):
            for form in forms_on((await place.get(path))[1], path):
                found.setdefault(likeness(form), form)
    # What ends a session or a member comes last.
    return sorted(found.values(), key=lambda one: bool(re.search("sign-out|sessions|suspend|remove|erase", one.action)))


async def answer(place: Place, form: SeenForm, fields: Mapping[str, str]) -> str:
    """Return what is wrong with the answer to a form; nothing if it is taken, or refused with a sentence."""
    told = {"params": fields} if form.method == "get" else {"data": fields}
    send = place.client.request(form.method, form.action, headers=OWN_PAGE, allow_redirects=False, **told)  # type: ignore[arg-type]
    async with send as response:
        page = await response.text(errors="replace")
        says = re.search(r'role="alert"[^>]*>\s*\S|class="problem|<h1>\s*\S', page)
        is_wrong = response.status >= 500 or (response.status >= 400 and not says)
        return str(response.status) if is_wrong else ""


@pytest.mark.parametrize("desk", ["filled", "empty"])
async def test_a_form_is_taken_or_refused_with_a_sentence_whatever_stands_in_it(tmp_path: Path, desk: str) -> None:
    async with open_place(tmp_path, rates=UNLIMITED) as place:
        await place.sign_in(ADA)
        if desk == "filled":
            await place.studio.publisher.publish(source(SMALL), "start")
            await place.keep(
                CUSTOMER, LI, TICKET, HANDOFF, TELLING, NOTE, MISSED, WAITING, message("m1", "It is broken")
            )
            await place.keep(Team(id="team-1", name="Field", members=(LI.id,)))
        found = {
            f"{form.method} {form.action} {what}": wrong
            for form in await all_forms(place)
            for what, fields in spoilt(form)
            if (wrong := await answer(place, form, fields))
        }

    assert found == {}
