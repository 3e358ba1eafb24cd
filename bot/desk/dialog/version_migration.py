"""Which conversations go on on the version in force, and which end on the one they are on.

A conversation moves in its own next turn; until then it is only counted.
"""

import asyncio
from dataclasses import dataclass

from bot.desk.scripts.registry import OPEN, ScriptRegistry
from bot.desk.turn.turn import Turn
from dialogs.model.events import Event, LanguageChosen
from dialogs.model.script import Script
from dialogs.model.state import state_from_json, state_to_json
from dialogs.versions.version_compare import move, rescue
from storage.ports import Store
from storage.records.complaint_records import Conversation

_AT_A_TIME = 50
"""Conversations that are looked at before others may go on."""


@dataclass(frozen=True)
class MigrationCount:
    """Numbers of open conversations of one script."""

    open: int
    move: int
    """Of them, those that go on on the version in force, or are on it already."""


async def count_migration(
    store: Store, scripts: ScriptRegistry, key: str, draft: Script | None = None
) -> MigrationCount:
    """Return how the open conversations of a script stand to its version in force, or would to a draft."""
    unit = store.unit()
    found = [one for status in OPEN for one in await unit.find(Conversation, status=status) if one.script == key]
    moving = 0
    for number, conversation in enumerate(found):
        moving += _moves(scripts, conversation, draft)
        if number % _AT_A_TIME == 0:
            await asyncio.sleep(0)
    return MigrationCount(len(found), moving)


def _moves(scripts: ScriptRegistry, conversation: Conversation, draft: Script | None) -> bool:
    if draft is None and conversation.version == scripts.current(conversation.script):
        return True
    new, old = draft or scripts.script(conversation.script), scripts.version(conversation.version)
    return bool(new and old and move(old, new, state_from_json(conversation.state)))


def migrate(turn: Turn) -> tuple[Event, ...]:
    """Move the conversation to the version in force where that is safe; return what is to be played before all else.

    It is not asked anything once more, except where its own version cannot be read any more: there it starts again on
    the one in force, with all that was told, so that only the question it waits at is put again.
    """
    scripts, here, state = turn.desk.scripts, turn.here, turn.state()
    new, old = scripts.script(here.script), scripts.version(here.version)
    if new is None or scripts.is_in_force(here.script, here.version):
        return ()
    is_lost = old is None and state.status in ("active", "abandoned")
    there = rescue(new, state) if is_lost else move(old, new, state) if old else None
    if there is not None:
        turn.change(version=scripts.current(here.script), state=state_to_json(there))
    return (LanguageChosen(turn.language),) if is_lost else ()
