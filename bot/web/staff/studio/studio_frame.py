"""What the pages of the studio share: which text they are about, its draft, their frame, and their large forms."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web

from bot.desk.scripts.drafts import MOST_KEPT, NONE_SEEN, source_of
from bot.desk.scripts.validation import KNOWN_ISSUES, Source
from bot.web.deps import AGENT, DEPS, Studio
from bot.web.page_words import PageWords
from bot.web.pages import render, words
from bot.web.visitor_gate import FORM_TIME
from dialogs.strict_yaml.common_texts import languages
from storage.records.script_records import Publication, ScriptDraft, ScriptVersion

AREAS = {"scripts": "", "known-issues": KNOWN_ISSUES}
"""The beginning of the address of a page after ``/admin``, and of the key of what it is about."""
LARGEST_DRAFT = 4 * 1024 * 1024
"""In bytes: a script and its cases as a form, in which each byte of a sign of Chinese takes three."""
MOST_FIELDS = 40_000
"""Fields of a form: of a script of 2,000 steps, each with five texts in two languages, and what each was when seen."""


@dataclass(frozen=True)
class Piece:
    """The script, or the known issues, that a page is about."""

    area: str
    name: str
    """Of the script."""
    key: str
    draft: ScriptDraft | None
    current: ScriptVersion | None
    """The version in force."""
    publication: Publication | None
    """How that came into force."""

    @property
    def here(self) -> str:
        """The address of its first page."""
        return f"/admin/{self.area}/{self.name}"

    @property
    def text(self) -> ScriptDraft | ScriptVersion | None:
        """What is worked on: the draft, or what is in force."""
        return self.draft or self.current

    @property
    def source(self) -> Source:
        """The same, to be judged."""
        return source_of(self.key, self.text) if self.text else Source(f"{self.name}.yaml", "")

    @property
    def seen(self) -> int:
        """The revision of the draft that the page shows."""
        return self.draft.revision if self.draft else NONE_SEEN

    @property
    def is_behind(self) -> bool:
        """Whether something else came into force since the draft was begun."""
        return self.draft is not None and self.draft.base != (self.current.id if self.current else "")


def studio_of(request: web.Request) -> Studio:
    """Return what the pages of the studio work with."""
    return request.app[DEPS].studio


async def piece_of(request: web.Request, area: str = "") -> Piece:
    """Return what the address of a request names.

    Raises:
        HTTPNotFound: if there is no such script.

    """
    area = area or request.match_info["area"]
    name = request.match_info["name"]
    piece = await find_piece(studio_of(request), area, name)
    if piece.text is None and (area == "scripts" or studio_of(request).scripts.script(name) is None):
        raise web.HTTPNotFound
    return piece


async def find_piece(studio: Studio, area: str, name: str) -> Piece:
    """Return a script, or its known issues, as far as there is anything of it."""
    key = AREAS[area] + name
    published = studio.scripts.published(key)
    publication = published[-1] if published else None
    current = studio.scripts.record(publication.version) if publication else None
    return Piece(area, name, key, await studio.drafts.find(key), current, publication)


@dataclass(frozen=True)
class ChosenFile:
    """A file that somebody chose."""

    name: str
    data: bytes


@dataclass(frozen=True)
class StudioForm:
    """What a form of the studio holds."""

    fields: Mapping[str, str]
    files: Mapping[str, ChosenFile]

    def text(self, name: str) -> str:
        """Return one field as it was sent; empty if it is missing."""
        return self.fields.get(name, "")

    def number(self, name: str, otherwise: int) -> int:
        """Return a field that holds a whole number, or another number if it holds none."""
        value = self.text(name).strip()
        return int(value) if value.removeprefix("-").isdecimal() and len(value) < 10 else otherwise


async def form_of(request: web.Request) -> StudioForm:
    """Return a form that may hold whole scripts.

    Raises:
        HTTPUnsupportedMediaType: if it is no form.
        HTTPBadRequest: if it cannot be read.
        HTTPRequestTimeout: if it does not come.

    """
    if request.content_type not in ("application/x-www-form-urlencoded", "multipart/form-data"):
        raise web.HTTPUnsupportedMediaType
    try:
        async with asyncio.timeout(FORM_TIME):
            sent = await request.clone(client_max_size=LARGEST_DRAFT, client_max_fields=MOST_FIELDS).post()
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except (LookupError, ValueError):
        raise web.HTTPBadRequest from None
    fields = {name: value for name, value in sent.items() if isinstance(value, str)}
    files = {name: _read(value) for name, value in sent.items() if isinstance(value, web.FileField)}
    return StudioForm(fields, files)


def _read(file: web.FileField) -> ChosenFile:
    with file.file:
        return ChosenFile(file.filename[:100], file.file.read(MOST_KEPT + 1))


def by_script(request: web.Request) -> bool:
    """Return whether a script of the page asks, which wants no whole page."""
    return "X-Requested-With" in request.headers


def speakers(request: web.Request, spoken: tuple[str, ...] = ()) -> list[PageWords]:
    """Return the words in each of some languages, or in all: how it calls itself, and its tag."""
    return [replace(words(request), language=language) for language in spoken or languages()]


def others_here(request: web.Request, piece: Piece) -> list[str]:
    """Return the names of the other admins who have a page of this script open."""
    deps = request.app[DEPS]
    return deps.studio.open_pages.others(piece.key, request[AGENT], deps.environment.now())


def studio_page(
    request: web.Request, piece: Piece, tab: str, *, status: int = 200, problem: str = "", **context: Any
) -> web.Response:
    """Return a page about a script in the frame of the studio."""
    others = others_here(request, piece)
    mine = piece.draft is not None and piece.draft.agent == request[AGENT].id
    return render(
        request,
        f"studio/{tab}.html",
        status=status,
        piece=piece,
        tab=tab,
        mine=mine,
        others=others,
        problem=problem,
        **context,
    )
