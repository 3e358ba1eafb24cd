"""Whatever happens in which order: a topic shows all of it in order, and the customer gets each answer once."""

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.bot.channels.telegram.office import ADA, DESK, LI, Office, office
from tests.standins.bot_api.groups import DELETED, NOT_FOUND
from tests.standins.bot_api.server import BotApi

EVENTS = ("customer", "group", "web", "note", "note in the group", "hand back", "deleted", "gone", "fault", "settle")


@settings(max_examples=15)
@given(st.lists(st.sampled_from(EVENTS), min_size=1, max_size=12))
def test_all_is_shown_in_order_and_every_answer_arrives_once(events: list[str]) -> None:
    asyncio.run(_plays(events))


async def _plays(events: list[str]) -> None:
    async with BotApi(longest_poll=0.01) as api:
        api.group(DESK, forum=True)
        with TemporaryDirectory() as folder:
            async with office(Path(folder), api) as desk:
                await _play(desk, events)


async def _play(desk: Office, events: list[str]) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.desk.handoffs.claim(ticket.reference, LI)
    await desk.settle()
    said: list[str] = []
    """What the topic is to show, in order: what was written in it stands there anyway."""
    answers: list[str] = []
    for number, event in enumerate(events):
        text = f"<{number}>"
        if event in ("group", "note in the group"):
            await desk.settle()  # there it stands between what was shown before and what comes later
            if desk.group.topics[await desk.thread(ticket)].deleted:
                continue  # nobody can write there
        match event:
            case "customer":
                await desk.customer.says(text)
                await desk._take()
                said.append(text)
            case "group":
                await desk.says(desk.li, text, ticket)
                answers.append(text)
            case "web":
                await desk.desk.agent_writes(ticket.reference, LI, text)
                said.append(text)
                answers.append(text)
            case "note":
                await desk.desk.agent_notes(ticket.reference, LI, text)
                said.append(text)
            case "note in the group":
                await desk.says(desk.li, f"// {text}", ticket)
            case "hand back" if (await desk.desk.handoff(ticket)).status == "claimed":
                await desk.desk.handoffs.hand_back(ticket.reference, LI)
            case "deleted" | "gone":
                await desk.li.deletes_topic(await desk.thread(ticket), DELETED if event == "gone" else NOT_FOUND)
            case "fault":
                desk.api.fail_next("sendMessage", 502, "Bad Gateway", chat=DESK)
            case "settle":
                await desk.settle()
    await desk.settle()
    shown = "\n".join(one.text for one in desk.group.messages if not one.text.startswith(ticket.reference))
    at_customer = "\n".join(await desk.to_customer())

    assert [text for text in said if text not in shown] == []
    assert sorted(said, key=shown.index) == said
    assert [at_customer.count(text) for text in answers] == [1] * len(answers)
    assert sorted(answers, key=at_customer.index) == answers
    assert len(await desk.transcript(to=ADA)) == len(answers)
