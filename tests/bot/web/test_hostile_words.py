"""Two hundred ways to smuggle markup into a page, in every field of every record and in every address: none does."""

import itertools
from collections.abc import Iterator
from dataclasses import fields, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from storage.codec import decode
from storage.kinds import KINDS
from storage.records.record import Record
from storage.records.register_records import MeetingMinutes
from storage.records.script_records import Publication, ReplayRun, ScriptVersion
from tests.bot.web.place import ADA, Place, open_place
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
    *("origin", "cases", "place", "problem", "asks", "choices", "worse", "usual_words"),
}
"""Fields in which stands what somebody wrote."""
MADE = (ReplayRun, MeetingMinutes, ScriptVersion, Publication)
"""Kinds whose pages the program itself makes of other records; the samples hold no whole one."""
ASKED = (
    "q",
    "view",
    "place",
    "category",
    "owner",
    "reason",
    "by",
    "figure",
    "case",
    "step",
    "name",
    "what",
    "who",
    "of",
)
"""What pages are asked for in their addresses."""
PARTS = {"reference": "T-2026-000042", "member": "a1", "name": "telecom", "area": "scripts", "format": "csv"}


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
            return {key: hostile(one) for key, one in value.items()}
    return value


def records() -> Iterator[Record]:
    """Return a record of every kind, each field that somebody wrote full of markup."""
    for kind in (one for one in KINDS if one not in MADE):
        record = decode(kind, SAMPLES[kind.__name__])
        written = [one.name for one in fields(kind) if one.name in FREE and one.name != "id"]
        yield replace(record, **{name: hostile(getattr(record, name)) for name in written})


def address(path: str) -> str:
    for name in (part.split("}")[0] for part in path.split("{")[1:]):
        path = path.replace(f"{{{name}}}", PARTS.get(name, "t1"))
    return f"{path}?{urlencode(dict.fromkeys(ASKED, OUT_OF_A_FIELD))}"


def markup(page: str) -> list[str]:
    seen = MarkupSeen()
    seen.feed(page)
    return seen.found


async def markup_on(place: Place, path: str) -> list[str]:
    async with place.client.get(path, allow_redirects=False) as response:
        if response.status >= 500:
            return [f"{response.status}"]
        return markup(await response.text()) if response.content_type == "text/html" else []


@pytest.fixture
async def filled(tmp_path: Path) -> Any:
    async with open_place(tmp_path) as place:
        await place.keep(*records())
        await place.sign_in(replace(ADA, name=f"Ada {HOSTILE}"[:2000]))
        yield place


async def test_what_somebody_wrote_is_markup_on_no_page(filled: Place) -> None:
    pages = sorted({address(path) for method, path in routes(filled) if method == "GET"})
    plain = sorted({page.split("?")[0] for page in pages})
    found = {path: seen for path in (*pages, *plain) if (seen := await markup_on(filled, path))}

    assert found == {}


def test_there_are_two_hundred_ways_and_markup_is_seen_where_it_is_let_through() -> None:
    ways = HOSTILE.split(" | ")
    let_through = [way for way in ways if markup(f'<p title="{way}">{way}</p>')]

    assert len(ways) > 200
    assert len(let_through) > 180
