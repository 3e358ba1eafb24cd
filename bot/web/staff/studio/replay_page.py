"""*Replay*: the conversations of the last days on the draft, and one of them side by side with how it was."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aiohttp import web

from bot.desk.scripts.replay_jobs import DAYS, NotReplayable
from bot.desk.scripts.replay_runner import NoSuchConversation, replay_beside
from bot.web.deps import AGENT, DEPS
from bot.web.pages import fragment, words
from bot.web.staff.studio.studio_frame import Piece, by_script, form_of, piece_of, studio_of, studio_page
from dialogs.language.script_loader import load
from dialogs.model.events import (
    AskAgain,
    Cancelled,
    Edited,
    Finished,
    GivenUp,
    HandedBack,
    LanguageChosen,
    Pressed,
    PutAway,
    Said,
    Silent,
    Started,
    TakenOver,
    Tell,
)
from dialogs.versions.turn_views import TurnView
from storage.records.script_records import ReplayRun


@dataclass(frozen=True)
class ShownTurn:
    """A turn as it was, and as it would have been."""

    said: str
    """What the customer wrote or tapped; empty where nothing was."""
    happened: str
    """The name of what happened without words; empty where there were some."""
    private: bool
    old: tuple[str, ...]
    draft: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the customer would have read anything else, be it only other words."""
        return self.old != self.draft


async def show_replay(request: web.Request) -> web.Response:
    """Show how far the last replay got, and what came of it."""
    piece = await piece_of(request, "scripts")
    run = await studio_of(request).replays.find(piece.key)
    if by_script(request):
        context = _context(request, piece, run)
        return web.Response(text=fragment(request, "studio/parts/run.html", **context), content_type="text/html")
    return _page(request, piece, run)


async def begin_replay(request: web.Request) -> web.Response:
    """Begin a replay of the draft."""
    piece, form = await piece_of(request, "scripts"), await form_of(request)
    days, replays = form.number("days", 7), studio_of(request).replays
    if days not in DAYS:
        raise web.HTTPBadRequest
    try:
        await replays.begin(piece.key, piece.source, days, request[AGENT].name)
    except NotReplayable as why:
        problem = words(request).name("replay.refused", why.reason)
        return _page(request, piece, await replays.find(piece.key), 409, problem)
    raise web.HTTPSeeOther(f"{piece.here}/replay")


async def show_beside(request: web.Request) -> web.Response:
    """Show one conversation as it was, and as it would have been."""
    piece, deps = await piece_of(request, "scripts"), request.app[DEPS]
    draft = load(piece.source.text).script
    try:
        if draft is None:
            raise web.HTTPSeeOther(f"{piece.here}/text")
        name = request.match_info["conversation"]
        conversation, pairs = await replay_beside(deps.store, deps.studio.scripts, draft, name)
    except NoSuchConversation:
        raise web.HTTPNotFound from None
    return studio_page(request, piece, "replay_beside", conversation=conversation, turns=_shown(pairs))


def _context(request: web.Request, piece: Piece, run: ReplayRun | None) -> dict[str, object]:
    running = studio_of(request).replays.is_running(run)
    listed = run.report.get("listed", []) if run else []
    began = {one["id"]: datetime.fromisoformat(one["began"]) for one in listed}
    return {
        "piece": piece,
        "run": run,
        "running": running,
        "began": began,
        "other": run is not None and run.draft != piece.source.id,
    }


def _page(
    request: web.Request, piece: Piece, run: ReplayRun | None, status: int = 200, problem: str = ""
) -> web.Response:
    context = {key: value for key, value in _context(request, piece, run).items() if key != "piece"}
    return studio_page(request, piece, "replay", status=status, problem=problem, days=DAYS, context=context)


def _shown(pairs: Sequence[tuple[TurnView, TurnView]]) -> list[ShownTurn]:
    labels: dict[tuple[int, str], str] = {}
    turns: list[ShownTurn] = []
    for then, now in pairs:
        said, happened = _event(then, labels)
        is_private = then.first.private or now.first.private
        turns.append(ShownTurn(said, happened, is_private, _told(then), _told(now)))
        labels |= {(tell.question, button.key): button.label for tell in _tells(then) for button in tell.buttons}
    return turns


def _event(turn: TurnView, labels: Mapping[tuple[int, str], str]) -> tuple[str, str]:
    """Return what the customer wrote or tapped, or else the name of what happened."""
    event = turn.first.event
    match event:
        case Started():
            return event.text, "" if event.text else "began"
        case Said():
            return event.text or event.file, ""
        case Pressed():
            return labels.get((event.question, event.choice), event.choice), ""
    return "", _WITHOUT_WORDS.get(type(event), "began")


def _tells(turn: TurnView) -> list[Tell]:
    return [effect for moment in turn.moments for effect in moment.effects if isinstance(effect, Tell)]


def _told(turn: TurnView) -> tuple[str, ...]:
    return tuple(tell.text for tell in _tells(turn))


_WITHOUT_WORDS: Mapping[type, str] = {
    Silent: "silence",
    GivenUp: "stays-away",
    HandedBack: "handed-back",
    TakenOver: "taken-over",
    Finished: "finished",
    Cancelled: "cancelled",
    LanguageChosen: "language-chosen",
    Edited: "edited",
    PutAway: "put-away",
    AskAgain: "asked-again",
}
"""What happened without words, as the words of the page name it."""

ROUTES = [
    web.get("/admin/scripts/{name}/replay", show_replay),
    web.post("/admin/scripts/{name}/replay", begin_replay),
    web.get("/admin/scripts/{name}/replay/{conversation}", show_beside),
]
