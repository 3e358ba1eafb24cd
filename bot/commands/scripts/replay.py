"""``replay``: real conversations on a draft, or one conversation as it was."""

from bot.commands.remote.request import Answer, Request
from bot.commands.scripts.replay_text import report_as_text
from bot.commands.scripts.script_argument import UnusableScript, read_script
from bot.commands.scripts.transcript_text import retold_as_text
from bot.commands.time_spans import NoSpan, read_span
from bot.container import Container
from bot.desk.scripts.replay_runner import NoSuchConversation, replay_all, replay_one
from dialogs.model.script import Script

_USUAL = "7d"


async def replay(container: Container, request: Request) -> Answer:
    """Play the last conversations on a draft, or show the one that is named."""
    try:
        return await (_on_draft(container, request) if request.sources else _one(container, request))
    except (UnusableScript, NoSpan, NoSuchConversation) as refusal:
        return Answer(errors=str(refusal), status=1)


async def _on_draft(container: Container, request: Request) -> Answer:
    draft = _draft(request)
    since = container.environment.now() - read_span(request.word("last") or _USUAL)
    report = await replay_all(container.store, container.desk.scripts, draft, since)
    return Answer(report_as_text(draft.key, since.astimezone(container.desk.policy.zone), report))


async def _one(container: Container, request: Request) -> Answer:
    retold = await replay_one(container.store, container.desk.scripts, request.word("name"))
    return Answer(retold_as_text(retold, container.desk.policy.zone))


def _draft(request: Request) -> Script:
    """Return the draft."""
    if len(request.sources) != 1:
        raise UnusableScript("replay takes one draft; this folder holds more than one script")
    source = request.sources[0]
    if source.known_issues:
        raise UnusableScript(f"{source.name} holds known issues, on which no conversation can be played")
    return read_script(source)
