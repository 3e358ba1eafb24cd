"""Two hundred ways to smuggle markup into a page, in every field of every record and in every address: none does."""

import itertools
from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Mapping
from dataclasses import fields, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest

from bot.desk.scripts.validation import Source
from storage.codec import decode
from storage.kinds import KINDS
from storage.records.access_records import Agent
from storage.records.complaint_records import Conversation, JournalEntry, Ticket
from storage.records.privacy_records import DataRequest, Erasure
from storage.records.record import Record
from storage.records.register_records import MeetingComment, MeetingMinutes
from storage.records.script_records import Publication, ReplayRun, ScriptDraft, ScriptVersion
from storage.records.traffic_records import Attachment
from tests.bot.desk.texts import SMALL, source
from tests.bot.web.place import Place, open_place
from tests.bot.web.test_who_may_open_what import routes
from tests.storage.kept_samples import SAMPLES

WAYS_OUT = ("", '"', "'", ">", '">', "'>", "</textarea>", "</title>", "</script>", "</style>", "-->", "]]>", "\\", "`>")
VECTORS = (
    "<script>xss()</script>",
    "<img src=x onerror=xss()>",
    "<svg/onload=xss()>",
    "<a href=javascript:xss()>",
    "<xss>",
    " onfocus=xss() autofocus ",
    " xss=1 ",
    "<iframe srcdoc=xss>",
    "<base href=//xss>",
    "<meta http-equiv=refresh content=0;url=//xss>",
    "<form action=javascript:xss()>",
    "<style xss>",
    "<math><xss>",
    "{{ 7 * 7 }}<xss>",
    "&lt;xss&gt;<xss>",
    "\u2028<xss>",
)
HOSTILE = " | ".join(way + vector for way, vector in itertools.product(WAYS_OUT, VECTORS))
OUT_OF_A_FIELD = "\"'></textarea></title><xss onfocus=xss()>"
FREE = {
    *("name", "text", "description", "outcome", "explanation", "reason", "about", "detail", "old", "new", "browser"),
    *("title", "note", "judge_name", "area", "what", "by", "file", "words", "samples", "wanted", "answers", "slots"),
    *("origin", "cases", "place", "problem", "asks", "choices", "worse", "raw", "campaign", "judge", "mapping"),
    *("phones", "proven", "state", "event", "texts", "value", "why_missed", "type", "Note.author", "mail", "written"),
}
"""Fields in which stands what somebody wrote, or a program of theirs."""
CODED = {
    *("id", "reference", "conversation", "conversations", "customer", "ticket", "tickets", "message", "occurrences"),
    *("agent", "owner", "claimed_by", "members", "team", "topic", "to", "to_grant", "merged_into", "other", "over"),
    *("address", "identities", "unreachable", "chat", "card", "edit", "album", "source", "unique", "digest", "files"),
    *("script", "version", "base", "draft", "known_issue", "issue", "subject", "before", "box", "month", "key"),
    *("act", "answer", "kind", "look", "level", "role", "status", "track", "view", "wish", "promise", "clock", "cause"),
    *("category", "outcome_code", "remedy", "currency", "language", "needs", "notices", "code", "seal", "since"),
    *("counts", "figures", "page", "paths", "problems", "reading", "report", "offered_only"),
    *("asked", "seen", "shows", "unread", "Message.author", "member", "mail_language"),
}
"""Fields that hold what the program itself makes: the names of records and of closed sets, what was counted."""
KEPT_KEYS = ("kind", "event", "step", "status", "language", "revision")
"""Of values within a record, those that the program itself makes."""
MADE = (ReplayRun, MeetingMinutes, ScriptVersion, Publication)
"""Kinds whose pages the program itself makes of other records; the samples hold no whole one."""
ASKED = (
    *("q", "view", "place", "category", "owner", "reason", "by", "figure", "case", "step", "name", "what", "who", "of"),
)
"""What pages are asked for in their addresses."""


PARTS = {
    "reference": "T-2026-000042",
    "member": "a1",
    "name": "telecom",
    "area": "scripts",
    "format": "csv",
    "issue": "charged-twice",
    "section": "replies",
    "conversation": "v1",
    "action": "note",
}
SHOWN: Mapping[type[Record], Mapping[str, Any]] = {
    Agent: {"role": "admin", "status": "active"},
    Ticket: {"slots": {"phone": "", "place": "", "kind": ""}},
    DataRequest: {"status": "asked"},
    MeetingComment: {"month": "2026-11"},
    Erasure: {"conversations": (), "paths": {}},
    JournalEntry: {"event": {"event": "Started", "language": "en", "text": ""}},
}
"""What else a record must hold for its page to show it."""
KEYS = {
    "/desk/suspicions/{key}": "/desk/suspicions/s1",
    "/desk/files/{key}": "/desk/files/f1",
    "/chat/files/{key}": "/chat/files/f1",
    "/desk/tickets/{reference}/words/{key}": "/desk/tickets/{reference}/words/o1",
    "/desk/reports/meeting/{key}": "/desk/reports/meeting/{meeting}",
    "/admin/known-issues/{name}/new": "/admin/known-issues/{name}/new?ticket={reference}",
    "/desk/reports/meeting": "/desk/reports/meeting?month=2026-11",
    "/desk/reports/tickets": "/desk/reports/tickets?figure=problems",
}
"""Where a page is of one record: of those there are."""
ESCAPED = ("&lt;script&gt;xss()", "&lt;xss")
"""One of these stands on a page that shows what somebody wrote."""
SHORT = "<xss onfocus=xss()>"
SCRIPT = SMALL.replace("Complaint", SHORT).replace("What, zh", f"'What {SHORT}', zh")
ISSUES = f"""\
format: 1
known-issues:
  charged-twice:
    title: {{en: '{SHORT}', zh: 重复扣费}}
    status: confirmed
    wordings: ['charged twice {SHORT}', 扣了两次]
    answer: {{en: 'We pay it back. {SHORT}', zh: 我们会退款。}}
"""
TABLE = f"reference,text,{SHORT}\nA-1,{SHORT} charged twice,{SHORT}\n"
UNWORDED = {
    **dict.fromkeys(("/", "/sign-in", "/desk/call", "/admin/first-steps", "/admin/signals"), 200),
    **dict.fromkeys(("/admin/settings", "/admin/settings/{section}", "/desk/reports/returns"), 200),
    **dict.fromkeys(("/admin/customers",), 200),
    **dict.fromkeys(("/chat", "/desk/live"), 400),  # are spoken with by scripts
    **dict.fromkeys(("/sign-in/telegram", "/sign-in/telegram/link", "/desk/telegram"), 404),  # without a bot
    "/chat/files/{key}": 404,  # for the customer alone
    "/desk/tickets/{reference}/{action}": 303,
}
"""Pages that show no words of anybody's, with how they answer."""
NO_PAGES = {
    *("/health", "/chat-colour.css", "/desk/files/{key}", "/admin/{area}/{name}/file", "/desk/reports.pdf"),
    *("/admin/audit/on-record.{format}", "/desk/register.{format}", "/desk/reports.{format}"),
    *("/desk/reports/returns.{format}", "/desk/reports/tickets.{format}"),
    "/admin/{area}/{name}/here",  # nothing while nobody else is there
}
"""Addresses that answer with something else than a page."""


class MarkupSeen(HTMLParser):
    """Collects what a browser would take for markup of somebody else's."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = [f"{name}={value}" for name, value in attrs if _is_foreign(name, value or "")]
        inline = tag == "script" and "src" not in dict(attrs)
        if "xss" in tag or tag in ("iframe", "base") or inline or values:
            self.found.append(f"<{tag} {' '.join(values)}>")


def _is_foreign(name: str, value: str) -> bool:
    runs = name in ("href", "src", "action", "formaction") and value.strip().lower().startswith("javascript:")
    return "xss" in name or name.startswith("on") or name == "srcdoc" or runs


def hostile(value: Any) -> Any:
    """Return a value of a field with the hostile words in place of what was written."""
    match value:
        case str():
            return HOSTILE
        case tuple() | list():
            return type(value)(hostile(one) for one in value)
        case dict():
            return {key: one if key in KEPT_KEYS else hostile(one) for key, one in value.items()}
    return value


def is_in(table: set[str], kind: type[Record], name: str) -> bool:
    return name in table or f"{kind.__name__}.{name}" in table


def records() -> Iterator[Record]:
    """Return a record of every kind, each field that somebody wrote full of markup."""
    for kind in (one for one in KINDS if one not in MADE):
        record = replace(decode(kind, SAMPLES[kind.__name__]), **SHOWN.get(kind, {}))
        written = [one.name for one in fields(kind) if is_in(FREE, kind, one.name)]
        yield replace(record, **{name: hostile(getattr(record, name)) for name in written})


def address(path: str, made: Mapping[str, str]) -> str:
    """Return the address of a page of records that there are."""
    path = KEYS.get(path, path)
    for name in (part.split("}")[0] for part in path.split("{")[1:]):
        path = path.replace(f"{{{name}}}", {**PARTS, **made}[name])
    return path


def markup(page: str) -> list[str]:
    seen = MarkupSeen()
    seen.feed(page)
    return seen.found


class Answer(NamedTuple):
    """How an address answers."""

    status: int
    page: str
    """Empty where it is no page."""

    @property
    def is_worded(self) -> bool:
        """Whether it shows, beside the member's own name in the bar, what somebody wrote."""
        return any(words in self.page.partition("<main")[2] for words in ESCAPED)


async def answer(place: Place, path: str) -> Answer:
    async with place.client.get(path, allow_redirects=False) as response:
        return Answer(response.status, await response.text() if response.content_type == "text/html" else "")


async def rows(*lines: str) -> AsyncGenerator[bytes, None]:
    for line in lines:
        yield line.encode()


@pytest.fixture
async def filled(tmp_path: Path) -> AsyncIterator[tuple[Place, Mapping[str, str]]]:
    """A place with a record of every kind, and the names of those that were made here."""
    async with open_place(tmp_path) as place:
        await place.studio.publisher.publish(source(SCRIPT), "start")
        await place.studio.publisher.publish(Source("telecom.yaml", ISSUES, known_issues=True), "start")
        version = place.studio.scripts.published("telecom")[-1].version
        async with place.files.receive(rows("a file")) as received:
            await place.files.keep(received)
        real: Mapping[type[Record], Mapping[str, str]] = {
            Conversation: {"version": version},
            JournalEntry: {"version": version},
            ScriptDraft: {"base": version, "text": SCRIPT},
            Attachment: {"digest": received.digest, "name": HOSTILE[:200]},
        }
        await place.keep(*(replace(record, **real.get(type(record), {})) for record in records()))
        (admin,) = await place.store.unit().find(Agent)
        await place.sign_in(admin)
        await place.post("/desk/reports/meeting", month="2026-11")
        (meeting,) = await place.store.unit().find(MeetingMinutes)
        yield place, {"meeting": meeting.id, "digest": await place.imports.receive(rows(TABLE))}


async def test_what_somebody_wrote_is_markup_on_no_page(filled: tuple[Place, Mapping[str, str]]) -> None:
    place, made = filled
    plain = [address(path, made) for method, path in routes(place) if method == "GET"]
    asked = [f"{path.partition('?')[0]}?{urlencode(dict.fromkeys(ASKED, OUT_OF_A_FIELD))}" for path in plain]
    answers = {path: await answer(place, path) for path in (*plain, *asked)}

    assert {path: one.status for path, one in answers.items() if one.status >= 500} == {}
    assert {path: found for path, one in answers.items() if (found := markup(one.page))} == {}


async def test_each_page_that_is_looked_at_is_there_and_shows_what_somebody_wrote(
    filled: tuple[Place, Mapping[str, str]],
) -> None:
    place, made = filled
    paths = sorted({path for method, path in routes(place) if method == "GET"})  # so that "/" lets a visitor in first
    answers = {path: await answer(place, address(path, made)) for path in paths}
    no_pages = {path for path, one in answers.items() if one.status == 200 and not one.page}
    others = {path: one.status for path, one in answers.items() if (one.status, one.is_worded) != (200, True)}

    assert no_pages == NO_PAGES
    assert others == {**UNWORDED, **dict.fromkeys(NO_PAGES, 200)}


def test_there_are_two_hundred_ways_and_markup_is_seen_where_it_is_let_through() -> None:
    ways = HOSTILE.split(" | ")
    let_through = [way for way in ways if markup(f'<p title="{way}">{way}</p>')]

    assert len(ways) > 200
    assert len(let_through) > 180


@pytest.mark.parametrize("kind", KINDS)
def test_of_each_field_it_is_known_whether_somebody_wrote_it_or_the_program(kind: type[Record]) -> None:
    record = decode(kind, SAMPLES[kind.__name__])
    worded = [one.name for one in fields(kind) if isinstance(getattr(record, one.name), str | tuple | list | dict)]

    assert [one for one in worded if is_in(FREE, kind, one) == is_in(CODED, kind, one)] == []


def test_the_tables_of_fields_name_none_that_is_gone() -> None:
    there = {name for kind in KINDS for one in fields(kind) for name in (one.name, f"{kind.__name__}.{one.name}")}

    assert (FREE | CODED) - there == set()
