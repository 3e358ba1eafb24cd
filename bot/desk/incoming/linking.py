"""What a customer does to be known as the same person on another channel: types a code, or shares the own number.

Which numbers and codes there are is kept in `phone_codes`, what becomes of two customers who are one in `merge`.
"""

import re
from dataclasses import replace
from datetime import timedelta

from bot.desk.customers.merge import merge
from bot.desk.customers.phone_codes import TRIES, heard, is_open, is_right, newest, note_phone, offer, others_with
from bot.desk.dialog.chat_commands import speak
from bot.desk.dialog.effects import feed
from bot.desk.redaction.redaction import is_redacted
from bot.desk.tickets.lifecycle import standing
from bot.desk.turn.turn import Turn
from dialogs.model.events import LanguageChosen
from dialogs.reading.contacts import phones
from dialogs.reading.folding import folded
from storage.records.complaint_records import Customer, Ticket
from storage.records.finding_records import Proof

REASSIGNED = timedelta(days=90)
"""Silence after which a number may be somebody else's now, who is its owner to the channel as well."""

_BEFORE = "(?:(?:the |my )?code|我?的?(?:验证|确认)?码)(?: is|是)?|here(?: it is| you go)?|it(?:'s| is)|its"
_CODE = re.compile(rf"(?:(?:{_BEFORE}) ?[:,]? ?)?([0-9](?:[ -]?[0-9]){{5}})[.。!]?")
LONGEST_CODE = 40
"""Characters of a text that may be a code and nothing else."""
_HIDDEN = "••••••"


def is_code(text: str) -> bool:
    """Tell whether a text is nothing but a code, as far as its form goes."""
    return len(text) <= LONGEST_CODE and _CODE.fullmatch(folded(text)) is not None


async def take_code(turn: Turn, text: str) -> bool:
    """Take a text that is nothing but a code, where one is awaited; tell whether it was that."""
    is_short = len(text) <= LONGEST_CODE
    match = _CODE.fullmatch(folded(text)) if is_short else None
    code = re.sub("[ -]", "", match[1]) if match else ""
    is_crossed_out = is_short and is_redacted(text)
    proofs = await turn.unit.find(Proof, address=turn.address) if code or is_crossed_out else []
    awaited = [proof for proof in proofs if is_open(proof, turn.desk.environment.now())]
    right = next((proof for proof in reversed(proofs) if is_right(proof, code)), None)
    if right is None and not awaited:
        return False
    turn.heard(_HIDDEN)
    if is_crossed_out:  # it could not be played at once, and nothing but the crossed out text was kept
        turn.tell(turn.common("link-again"))
    elif right is None:
        _refuse(turn, awaited)
    elif right in awaited:
        await _prove(turn, right)
    else:
        turn.tell(turn.common("link-late"))
    return True


async def take_contact(turn: Turn, contact: str, *, asked: bool) -> bool:
    """Take a number that the channel vouches for, as the answer too where it is asked for; tell whether it is one."""
    number = next((number for number, _, _ in phones(folded(contact))), "")
    if not number:
        return False
    turn.heard(f"[contact] {number}")
    note_phone(turn, number, proven=True)
    merged = await _merge_proven(turn, number)
    is_with_bot = turn.here.status != "with-person"
    offered = is_with_bot and not merged and await offer(turn, number)
    if asked:
        await speak(turn, number, ())
    elif is_with_bot:
        if not merged and not offered:
            turn.tell(turn.common("contact-noted"))
        await _go_on(turn)
    return True


def _refuse(turn: Turn, awaited: list[Proof]) -> None:
    """Count a wrong code: nobody knows for which of the proofs it was meant."""
    for proof in awaited:
        turn.unit.put(replace(proof, tries=proof.tries + 1))
    left = TRIES - 1 - min(proof.tries for proof in awaited)
    turn.tell(turn.common("link-wrong", {"left": str(left)}) if left else turn.common("link-over"))


async def _prove(turn: Turn, proof: Proof) -> None:
    other = await turn.unit.get(Customer, proof.customer)
    if other is None:  # all that there was of that customer was old, and has been removed
        turn.tell(turn.common("link-late"))
        return
    if other.id != turn.customer.id:
        await merge(turn, other)
    turn.unit.delete(proof)
    await _tell_all(turn)
    await _go_on(turn)


async def _merge_proven(turn: Turn, number: str) -> bool:
    """Merge with whoever has proven the same number not long ago; tell whether the customer was told of tickets."""
    since = turn.desk.environment.now() - REASSIGNED
    owners = [one for one in await others_with(turn, number) if number in one.proven]
    same = [one for one in owners if (last := await newest(turn, one, reached=False)) and heard(last) >= since]
    for other in same:
        await merge(turn, other)
    return bool(same) and await _tell_all(turn)


async def _tell_all(turn: Turn) -> bool:
    """Tell the customer what is known now; tell whether there is anything."""
    count = len(await turn.unit.find(Ticket, customer=turn.customer.id))
    if count:
        turn.tell("\n".join([turn.common("link-done", {"count": str(count)}), *await standing(turn)]))
    return bool(count)


async def _go_on(turn: Turn) -> None:
    """Come back to the dialog at hand: ask its question again, or begin it."""
    if turn.open is None:
        return
    status = turn.state().status
    if status == "new":
        await speak(turn, "", ())
    elif status == "active":
        await feed(turn, LanguageChosen(turn.language))
