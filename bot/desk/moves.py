"""How many open conversations go on on the version in force, and how many end on the one they are on.

Only counts. A conversation moves in its own next turn.
"""

import asyncio
from dataclasses import dataclass

from bot.desk.scripts import OPEN, Scripts
from dialogs.state import state_from_json
from dialogs.versions import move
from storage.ports import Store
from storage.records import Conversation

_AT_A_TIME = 50
"""Conversations that are looked at before others may go on."""


@dataclass(frozen=True)
class Moves:
    """Numbers of open conversations of one script."""

    open: int
    move: int
    """Of them, those that go on on the version in force, or are on it already."""


async def moves(store: Store, scripts: Scripts, key: str) -> Moves:
    """Return how the open conversations of a script stand to its version in force."""
    unit = store.unit()
    found = [one for status in OPEN for one in await unit.find(Conversation, status=status) if one.script == key]
    moving = 0
    for number, conversation in enumerate(found):
        moving += _moves(scripts, conversation)
        if number % _AT_A_TIME == 0:
            await asyncio.sleep(0)
    return Moves(len(found), moving)


def _moves(scripts: Scripts, conversation: Conversation) -> bool:
    if conversation.version == scripts.current(conversation.script):
        return True
    new, old = scripts.script(conversation.script), scripts.version(conversation.version)
    return bool(new and old and move(old, new, state_from_json(conversation.state)))
