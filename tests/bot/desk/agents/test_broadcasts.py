"""One word to everybody linked with a known issue: each once; "still broken" reopens only that one."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.desk.agents.broadcasts import REST, Broadcasts, recipients
from bot.desk.agents.joining import Joining
from bot.desk.agents.resolving import Decided
from bot.desk.core.errors import Refused
from bot.desk.staff.audit import Actor
from storage.ports import Unavailable
from storage.records.access_records import Audit
from storage.records.company_records import Broadcast
from storage.records.complaint_records import Ticket
from storage.records.resolution_records import Resolution
from tests.bot.desk.desk_harness import ADA, WANG, DeskHarness

BY = Actor(ADA, "203.0.113.7")
ISSUE = "outage"
ZHAO = "web:zhao"
TEXTS = {"en": "The cable is mended.", "zh": "线路已修复。"}


async def no_rest(_: float) -> None:
    """Go on at once."""


async def linked(desk: DeskHarness, *addresses: str) -> list[str]:
    """Let customers complain, each with a ticket that goes by the known issue; return the ids."""
    keys = list[str]()
    for address in addresses:
        phone = "13800138000" if address == WANG else "13900139000"
        ticket = await desk.files(to=address, answers=("2", "128", "skip", phone, "2", "1"))
        unit = desk.store.unit()
        now = await unit.get(Ticket, ticket.id)
        assert now is not None
        unit.put(replace(now, known_issue=ISSUE))
        await unit.commit()
        keys.append(ticket.id)
    return keys


async def status(desk: DeskHarness, key: str) -> str:
    ticket = await desk.store.unit().get(Ticket, key)
    return ticket.status if ticket else ""


def broadcasts(desk: DeskHarness) -> Broadcasts:
    return Broadcasts(desk.store, desk.context.environment, desk.turns)


async def test_it_is_told_once_however_often_it_is_begun_anew_and_is_on_record(desk: DeskHarness) -> None:
    keys = await linked(desk, WANG, ZHAO)
    telling = broadcasts(desk)
    begun = await telling.begin(BY, ("telecom", ISSUE), "workaround", TEXTS, keys)
    await telling.tell_all(no_rest)
    unit = desk.store.unit()
    ended = await unit.get(Broadcast, begun.id)
    assert ended is not None
    unit.put(replace(ended, done=0, status="running"))  # as if the process had died
    await unit.commit()
    await telling.tell_all(no_rest)
    lines = await desk.store.unit().find(Audit, act="issue-broadcast")

    assert (ended.done, ended.status) == (2, "done")
    assert [await desk.delivered(address) for address in (WANG, ZHAO)] == [[TEXTS["en"]]] * 2
    assert [await status(desk, key) for key in keys] == ["open", "open"]
    assert [(line.about, line.detail, line.new) for line in lines] == [(ISSUE, "workaround", "2")]


async def test_who_says_that_it_is_still_broken_has_only_their_own_ticket_reopened(desk: DeskHarness) -> None:
    keys = await linked(desk, WANG, ZHAO)
    unit = desk.store.unit()
    unit.add(ADA)
    await unit.commit()
    telling = broadcasts(desk)
    await telling.begin(BY, ("telecom", ISSUE), "fixed", TEXTS, keys)
    await telling.tell_all(no_rest)
    resolved = [await status(desk, key) for key in keys]
    (said,) = await desk.delivered(WANG)
    await desk.presses("Not yet", WANG)

    assert resolved == ["resolved", "resolved"]
    assert TEXTS["en"] in said
    assert [await status(desk, key) for key in keys] == ["open", "resolved"]


async def test_one_remedy_is_given_to_each_and_told_and_put_on_record(desk: DeskHarness) -> None:
    keys = await linked(desk, WANG, ZHAO)
    unit = desk.store.unit()
    unit.add(ADA)
    await unit.commit()
    credit = Decided(remedy="credit", amount=5000, currency="CNY")
    telling = broadcasts(desk)
    await telling.begin(BY, ("telecom", ISSUE), "remedy", TEXTS, keys, credit)
    await telling.tell_all(no_rest)
    said = [(await desk.delivered(address))[0] for address in (WANG, ZHAO)]
    found = await desk.store.unit().find(Resolution)
    lines = await desk.store.unit().find(Audit, act="remedy-granted")

    assert all(TEXTS["en"] in one and "50" in one for one in said)
    assert [(one.ticket, one.remedy, one.amount) for one in found] == [(key, "credit", 5000) for key in keys]
    assert [(line.subject, line.name) for line in lines] == [(key, "Ada") for key in keys]


async def test_only_those_of_the_preview_are_told_and_nobody_without_words(desk: DeskHarness) -> None:
    keys = await linked(desk, WANG, ZHAO)
    people = await recipients(desk.store.unit(), "telecom", ISSUE, "workaround")
    begun = await broadcasts(desk).begin(BY, ("telecom", ISSUE), "workaround", TEXTS, keys[:1])

    assert [(one.ticket, one.language, one.channel, one.reachable) for one in people] == [
        (key, "en", "web", True) for key in keys
    ]
    assert begun.tickets == (keys[0],)
    with pytest.raises(Refused):
        await broadcasts(desk).begin(BY, ("telecom", ISSUE), "workaround", {"zh": "好"}, keys)


async def test_a_ticket_that_waits_for_a_person_is_told_and_stays(desk: DeskHarness) -> None:
    await desk.employs(ADA)
    (key,) = await linked(desk, WANG)
    await desk.says("/human")
    telling = broadcasts(desk)
    await telling.begin(BY, ("telecom", ISSUE), "fixed", TEXTS, [key])
    await telling.tell_all(no_rest)

    assert await desk.delivered() == [TEXTS["en"]]
    assert (await status(desk, key), (await desk.handoff(await desk.ticket())).status) == ("open", "waiting")


async def test_a_store_that_fails_for_a_while_is_tried_again_until_all_are_told(
    desk: DeskHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = await linked(desk, WANG, ZHAO)
    telling, tell, failures, pauses = broadcasts(desk), desk.turns.on_ticket, [Unavailable("full")] * 2, list[float]()
    begun = await telling.begin(BY, ("telecom", ISSUE), "workaround", TEXTS, keys)

    async def fails_twice(*args: Any, **more: Any) -> bool:
        if failures:
            raise failures.pop()
        return await tell(*args, **more)

    async def until_done(seconds: float) -> None:
        pauses.append(seconds)
        now = await desk.store.unit().get(Broadcast, begun.id)
        if now is not None and now.done == len(keys):
            raise asyncio.CancelledError

    monkeypatch.setattr(desk.turns, "on_ticket", fails_twice)
    with pytest.raises(asyncio.CancelledError):
        await telling.serve(until_done)

    assert [await desk.delivered(address) for address in (WANG, ZHAO)] == [[TEXTS["en"]]] * 2
    assert pauses == [1, 2, REST, REST]


async def test_a_ticket_at_which_it_stumbles_keeps_the_word_from_nobody_else(
    desk: DeskHarness, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    keys = await linked(desk, WANG, ZHAO)
    telling, tell = broadcasts(desk), desk.turns.on_ticket
    first = await desk.ticket(WANG)

    async def stumbles(reference: str, *args: Any, **more: Any) -> bool:
        if reference == first.reference:
            raise KeyError("what nobody has thought of")
        return await tell(reference, *args, **more)

    begun = await telling.begin(BY, ("telecom", ISSUE), "workaround", TEXTS, keys)
    monkeypatch.setattr(desk.turns, "on_ticket", stumbles)
    await telling.tell_all(no_rest)
    ended = await desk.store.unit().get(Broadcast, begun.id)

    assert ended is not None
    assert ended.status == "done"
    assert [await desk.delivered(address) for address in (WANG, ZHAO)] == [[], [TEXTS["en"]]]
    assert len([one for one in caplog.records if one.levelname == "ERROR"]) == 1


async def test_whoever_is_linked_with_one_who_goes_by_it_is_told_as_well_and_only_of_this_script(
    desk: DeskHarness,
) -> None:
    (key,) = await linked(desk, WANG)
    other = await desk.files(to=ZHAO, answers=("2", "128", "skip", "13900139000", "2", "1"))
    await desk.handoffs.claim(other.reference, ADA)
    await Joining(desk.turns).compare(other.reference, ADA, (await desk.ticket(WANG)).reference, same=True)
    unit = desk.store.unit()

    assert [one.ticket for one in await recipients(unit, "telecom", ISSUE, "workaround")] == [key, other.id]
    assert await recipients(unit, "bank", ISSUE, "workaround") == []
    assert await recipients(unit, "telecom", ISSUE, "confirmation") == []
