"""The lines of a transcript as pieces of a page: each is rendered once for all who see it alike."""

from collections.abc import Callable

from aiohttp import web
from markupsafe import Markup

from bot.desk.briefing.queries import TicketView
from bot.desk.core.file_types import file_name, shown_as
from bot.web.deps import AGENT
from bot.web.pages import fragment, words
from bot.web.staff.desk.desk_address import address_of
from bot.web.staff.desk.list_parts import PIECES
from bot.web.staff.desk.transcript_page import TranscriptLine, TranscriptPage
from storage.records.complaint_records import Message


def line_renderer(
    request: web.Request, view: TicketView, page: TranscriptPage
) -> Callable[[TranscriptLine, bool], Markup]:
    """Return what renders a line of a page, which may be the last one; what it shows is all in the key of the piece."""
    tongue, at, agent, transcript = words(request), address_of(request), request[AGENT], view.transcript
    here, day = f"/desk/tickets/{view.ticket.reference}", tongue.now.astimezone(tongue.zone).date()
    seen_by = (tongue.language, day, here, at.to(""))
    shared = {"view": view, "page": page, "here": here, "at": at, "shown_as": shown_as, "file_name": file_name}

    def of(message: Message) -> tuple[object, ...]:
        pointed = transcript.pointed_at(message)
        return (
            tuple(transcript.files.get(message.id, ())),
            tuple(transcript.versions.get(message.id, ())),
            pointed,
            pointed is not None and pointed.id in transcript.files,
            *(
                message.id in some
                for some in (transcript.lost, transcript.uncertain, transcript.on_its_way, transcript.unseen)
            ),
            message.id in transcript.held and message.name == agent.name,
        )

    def render(line: TranscriptLine, is_last: bool) -> Markup:  # called by a template
        is_open = is_last and not view.handoff
        key = ("line", line, tuple(map(of, line.messages)), is_open, *seen_by)
        return request.app[PIECES].get(
            key, lambda: fragment(request, "desk/parts/line.html", line=line, is_last=is_last, **shared)
        )

    return render
