"""The HTTP server: the customers' chat and the staff's pages as one application.

Only puts together; each page is in its own module. Whoever runs it must do so without an access log: the addresses
of requests carry sign-in tokens.
"""

from aiohttp import web

from bot.web import file_pages, pages, security, visitor_gate
from bot.web.customers import chat_files, customer_page
from bot.web.deps import DEPS, Deps
from bot.web.staff import session_pages, sign_in_pages, telegram_pages
from bot.web.staff.admin import (
    admin_pages,
    audit_pages,
    first_pages,
    import_pages,
    privacy_pages,
    settings_pages,
    signal_pages,
    team_pages,
)
from bot.web.staff.desk import (
    call_page,
    crossing_pages,
    desk_pages,
    live,
    my_desk_pages,
    shift_pages,
    suspicion_pages,
    undelivered_pages,
    unsent_pages,
)
from bot.web.staff.desk.list_parts import PIECES, RenderedPieces
from bot.web.staff.reports import action_pages, meeting_pages, register_pages, report_pages, return_pages
from bot.web.staff.studio import (
    broadcast_page,
    case_page,
    compare_page,
    editor_files,
    flow_page,
    issue_pages,
    issue_work_page,
    publish_page,
    replay_page,
    script_pages,
    text_page,
    try_page,
    wording_page,
)
from bot.web.visitors import visitor_connections
from storage.ports import StorageError
from storage.records.complaint_records import Timer

LARGEST_FORM = 64 * 1024
"""In bytes."""

_PAGES = (
    customer_page,
    chat_files,
    sign_in_pages,
    unsent_pages,
    my_desk_pages,
    shift_pages,
    team_pages,
    call_page,
    desk_pages,
    file_pages,
    suspicion_pages,
    report_pages,
    meeting_pages,
    action_pages,
    crossing_pages,
    return_pages,
    register_pages,
    import_pages,
    telegram_pages,
    undelivered_pages,
    session_pages,
    live,
    admin_pages,
    audit_pages,
    settings_pages,
    first_pages,
    signal_pages,
    script_pages,
    editor_files,
    flow_page,
    text_page,
    case_page,
    compare_page,
    publish_page,
    replay_page,
    try_page,
    wording_page,
    issue_pages,
    issue_work_page,
    broadcast_page,
    privacy_pages,
)
"""Whose routes are served; where two take an address, the first does."""


def build(deps: Deps) -> web.Application:
    """Return the application, ready to run."""
    app = web.Application(
        middlewares=[pages.errors, visitor_gate.gate, security.same_origin, sign_in_pages.doorman],
        client_max_size=LARGEST_FORM,
    )
    security.hide_version()
    visitor_connections.send_files_in_pieces()
    app[DEPS] = deps
    app[live.LIVE] = live.LiveDesk()
    app[PIECES] = RenderedPieces()
    app.cleanup_ctx.append(live.keep_in_step)
    pages.set_up(app)
    for module in _PAGES:
        app.add_routes(module.ROUTES)
    app.router.add_get("/health", _health)
    for path, answer in deps.hooks.items():
        app.router.add_post(path, answer)
    app.router.add_static("/static", pages.HERE / "static")
    app.on_response_prepare.append(security.add_headers)
    app.on_shutdown.append(_close_sockets)
    return app


async def _health(request: web.Request) -> web.Response:
    """Tell a load balancer whether this process can serve: it is ready, reaches what is kept, and can add to it."""
    deps = request.app[DEPS]
    try:
        await deps.store.unit().find(Timer, limit=1)
    except StorageError:
        return web.Response(text="the store is out of reach", status=503)
    try:
        await deps.store.check_writable()
    except StorageError:
        return web.Response(text="degraded: nothing can be written to the store, is its disk full?", status=503)
    return web.Response(text="starting", status=503) if deps.starting() else web.Response(text="ok")


async def _close_sockets(app: web.Application) -> None:
    await app[DEPS].webchat.close()
    await app[DEPS].studio.replays.close()
    await app[DEPS].studio.tryouts.close()
    await app[DEPS].imports.close()
    await live.close(app)
