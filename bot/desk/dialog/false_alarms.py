"""A person who was called because of a signal that the customer did not mean: how that is known, and undone."""

import re
from dataclasses import replace

from bot.desk.recognition.feedback import keep_not_meant
from bot.desk.tickets import lifecycle
from bot.desk.tickets.open_handoffs import current_in
from bot.desk.turn.timers import cancel_timers
from bot.desk.turn.turn import Turn
from dialogs.engine.advance import Advance
from dialogs.model.events import GRAVE, Withdraw
from dialogs.reading.choices import choose
from dialogs.reading.folding import folded

_LONGEST = 200
"""Signs of words that say so; a longer text tells something."""
_LEAST = 15
"""Bytes of a further telling; a Chinese sign has three."""
_NOT_MEANT = re.compile(
    r"(?:not|n'?t) (?:quite |really |at all )?what i (?:meant|said)"
    r"|i (?:did ?n'?t|did not|never) (?:mean|say) (?:that|it|this)(?: like that| literally| that way| seriously)?"
    r"|you(?:'?ve| have)? (?:misunderst(?:ood|and)|misread|misheard)(?: me| that| it| this)?"
    r"|you(?:'?ve| have)? (?:got|took|taken) (?:me|that|it|this) (?:all )?(?:wrong|literally)"
    r"|(?:just|only) (?:an expression|a figure of speech|a manner of speaking|a joke|joking|kidding|exaggerating)"
    r"|false alarm"
    r"|不是(?:这个|那个|这|那)意思|没有?(?:这个|那个|那|这)意思"
    r"|(?:误会|误解|理解错|会错意|搞错|弄错|看错)(?:我的意思|我)?了"
    r"|(?:只是|就是|随口)(?:打个比方|夸张|说说|开个?玩笑|形容)"
)
_EDGES = " .,;:!?。、\n"


def is_taken_back(turn: Turn, text: str) -> bool:
    """Tell whether the customer, for whom a person was called, says in words that it was not meant like that."""
    state = turn.state()
    if turn.here.status != "with-person" or state.alarm is None or len(text) > _LONGEST:
        return False
    said = choose(Advance(turn.script, state).undo, text) is not None or _NOT_MEANT.search(_plain(text)) is not None
    return said and not GRAVE.intersection(turn.desk.lists.read(text))


def more_than_that(text: str) -> str:
    """Return what is said besides, which may be told of the matter; nothing if that is all."""
    rest = _NOT_MEANT.sub("", _plain(text))
    return text if len(rest.strip(_EDGES).encode()) > _LEAST else ""


def _plain(text: str) -> str:
    return folded(text).replace("’", "'")


async def is_nobody_there(turn: Turn) -> bool:
    """Tell whether nobody has claimed the conversation yet."""
    handoff = await current_in(turn.unit, turn.here.id)
    return handoff is not None and handoff.status == "waiting"


async def withdraw_call(turn: Turn, effect: Withdraw) -> None:
    """Take the conversation out of the queue again, with the ticket that was filed for that alone."""
    handoff = await current_in(turn.unit, turn.here.id)
    if handoff is not None and handoff.status == "waiting":
        turn.unit.put(replace(handoff, status="done"))
        await cancel_timers(turn.unit, handoff.id)
    if effect.filed:
        await lifecycle.withdraw(turn)
    keep_not_meant(turn, effect.signal, effect.text)
