"""Questions of two buttons that the desk asks by itself, beside the one of the dialog, which stays as it is.

A button says all that is needed to carry it out. Whoever does not tap it is not asked again: what is said next is read
for itself.
"""

from collections.abc import Mapping

from bot.desk.moves.act_table import Move
from bot.desk.turn.turn import Turn
from dialogs.model.events import Button
from dialogs.reading.choices import choose
from dialogs.reading.small_talk import yes_or_no
from storage.records.complaint_records import Message

ASIDE = "aside:0:"
"""What such a button carries before its move; no conversation has this id."""


def ask_aside(
    turn: Turn, text: str, moves: tuple[tuple[Move, str], tuple[Move, str]], subject: str, values: Mapping[str, str]
) -> None:
    """Ask which of two moves is meant, each with the key of its label; ``subject`` is what it is about."""
    choices = tuple((f"{ASIDE}{move}:{subject}", turn.common(label)) for move, label in moves)
    turn.tell(turn.common(text, values), choices)


def read_aside(data: str) -> tuple[Move, str] | None:
    """Return the move of a button and the id of what it is about, or None for anything else."""
    move, _, subject = data.removeprefix(ASIDE).partition(":")
    known = data.startswith(ASIDE) and move in list(Move)
    return (Move(move), subject) if known and subject.isprintable() else None


async def open_aside(turn: Turn) -> tuple[Button, ...]:
    """Return the two buttons, where such a question is the last thing that was said."""
    newest = await turn.unit.last(Message, address=turn.address)
    offered = newest.choices if newest else ()
    return tuple(Button(data, label) for data, label in offered if data.startswith(ASIDE))


def meant_aside(aside: tuple[Button, ...], text: str) -> str | None:
    """Return what the button carries that plain words mean."""
    if not aside:
        return None
    return choose(aside, text) or by_word(aside, yes_or_no(text))


def by_word(aside: tuple[Button, ...], word: str | None) -> str | None:
    """Return what the button for a yes or a no carries."""
    return None if not aside or word is None else aside[0 if word == "yes" else 1].key
