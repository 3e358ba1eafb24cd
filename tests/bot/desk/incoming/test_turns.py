import asyncio
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.channels.port import Incoming
from bot.desk.incoming.turns import Turns
from bot.desk.scripts.import_folder import folder_sources
from bot.desk.scripts.publisher import Publisher
from bot.desk.scripts.registry import ScriptRegistry
from bot.matching.recognizer import Recognizer
from bot.matching.sentences import Encode, Sentences
from storage.ports import Conflict, Store, Unavailable, UnitOfWork
from storage.records.complaint_records import Customer, JournalEntry
from storage.records.traffic_records import InboxMark
from tests.bot.desk.desk_harness import ALL_ANSWERS, BILL, SHIPPED, WANG, DeskHarness, open_desk
from tests.bot.matching.sentences_for_tests import encode


def busy(store: Store, times: int, error: type[Exception] = Conflict) -> Store:
    """Return the same store, but the next so many commits fail with this error."""
    failures = [error("somebody else was faster")] * times

    def unit() -> UnitOfWork:
        one = store.unit()
        if failures:
            one.commit = AsyncMock(side_effect=failures.pop())  # type: ignore[method-assign]
        return one

    other = copy(store)
    other.unit = unit  # type: ignore[method-assign]
    return other


def noting_units(store: Store, done: list[str]) -> Store:
    """Return the same store, which notes when a unit of work begins."""

    def unit() -> UnitOfWork:
        done.append("begins")
        return store.unit()

    other = copy(store)
    other.unit = unit  # type: ignore[method-assign]
    return other


def noting_encode(done: list[str]) -> Encode:
    """Return what encodes texts, and notes that it does."""

    def noting(texts: list[str]) -> NDArray[np.float32]:
        done.append("reads")
        return encode(texts)

    return noting


def telling(text: str = BILL, update: str = "update-1", **more: Any) -> Incoming:
    return Incoming(address=WANG, update=update, text=text, **more)


async def test_the_same_update_twice_is_played_once(desk: DeskHarness) -> None:
    await desk.plays(telling())
    before = await desk.transcript()
    await desk.plays(telling())

    assert desk.replies == []
    assert before == await desk.transcript()


async def test_the_same_update_twice_at_the_same_moment_is_played_once(desk: DeskHarness) -> None:
    await asyncio.gather(desk.turns.play(telling()), desk.turns.play(telling()))

    assert [line for line in await desk.transcript() if line[0] == "customer"] == [("customer", BILL)]


async def test_a_turn_that_meets_somebody_elses_commit_is_played_again(desk: DeskHarness) -> None:
    turns = Turns(desk.context, busy(desk.store, times=3))

    await turns.play(telling())

    assert [line for line in await desk.transcript() if line[0] == "customer"] == [("customer", BILL)]


async def test_what_is_common_is_learnt_once_from_a_turn_that_is_played_again(desk: DeskHarness) -> None:
    recognition = desk.context.recognition

    await Turns(desk.context, busy(desk.store, times=3)).play(telling())
    await recognition.judge(BILL, [])  # what comes before it is learnt by then

    assert recognition.weights.texts == 1


async def test_known_issues_are_learnt_before_a_turn_begins_its_transaction(desk: DeskHarness) -> None:
    done: list[str] = []
    context = replace(desk.context, recognition=Recognizer(Sentences(noting_encode(done))))

    await Turns(context, noting_units(desk.store, done)).play(telling())

    assert set(done[: done.index("begins")]) == {"reads"}


async def test_the_sentence_model_is_read_at_the_start_though_there_is_nothing_to_learn(desk: DeskHarness) -> None:
    done: list[str] = []
    recognition = Recognizer(Sentences(noting_encode(done)))

    recognition.learn(())
    await recognition.ready(())

    assert done == ["reads"]


async def test_a_turn_that_always_meets_another_is_given_up_and_leaves_nothing(desk: DeskHarness) -> None:
    turns = Turns(desk.context, busy(desk.store, times=99))

    with pytest.raises(Conflict):
        await turns.play(telling())

    assert await desk.transcript() == []


async def test_a_turn_that_cannot_be_written_leaves_nothing_and_can_be_played_later(desk: DeskHarness) -> None:
    turns = Turns(desk.context, busy(desk.store, times=1, error=Unavailable))

    with pytest.raises(Unavailable):
        await turns.play(telling())
    left = await desk.transcript()
    await turns.play(telling())

    assert left == []
    assert await desk.store.unit().get(InboxMark, "update-1") is not None


async def test_nobody_is_told_of_a_turn_that_was_not_written(desk: DeskHarness) -> None:
    turns = Turns(desk.context, busy(desk.store, times=1, error=Unavailable))

    with desk.store.changes.watch() as watcher:
        with pytest.raises(Unavailable):
            await turns.play(telling())
        desk.store.changes.tell("the next one")

        assert await anext(watcher) == "the next one"


async def test_a_version_that_another_process_has_just_published_is_known_in_time(desk: DeskHarness) -> None:
    elsewhere = ScriptRegistry("telecom")
    await elsewhere.open(desk.store.unit())
    source = next(one for one in folder_sources(SHIPPED / "scripts") if one.name == "telecom.yaml")
    changed = replace(source, text=source.text.replace("What is it mainly about?", "What is it about?"))
    await Publisher(desk.store, elsewhere, desk.context.environment).publish(changed, "command")
    other = Turns(replace(desk.context, scripts=elsewhere), desk.store)
    await other.play(telling())
    asked = await desk.says("the bill", to=WANG)

    assert (await desk.conversation()).version == changed.id
    assert asked[-1].startswith("How much money")


async def test_a_first_message_tells_the_problem_and_it_is_not_asked_for_again(desk: DeskHarness) -> None:
    replies = await desk.says(BILL)

    assert replies[1] == "What is it mainly about?"


async def test_a_greeting_is_asked_what_happened(desk: DeskHarness) -> None:
    replies = await desk.says("Hello")

    assert replies[1] == "What happened, and since when? Just use your own words."


async def test_a_complaint_in_chinese_is_answered_in_chinese(desk: DeskHarness) -> None:
    replies = await desk.says("十月份的账单多扣了我128元")

    assert replies[0].startswith("您好，我是投诉受理的智能助手。")


async def test_turns_of_many_customers_at_once_give_each_a_ticket_and_a_number(desk: DeskHarness) -> None:
    async def complains(number: int) -> None:
        for text in (BILL, *ALL_ANSWERS):
            update = f"{number}-{text}-{desk.new_update()}"
            await desk.turns.play(Incoming(address=f"web:{number}", update=update, text=text))

    await asyncio.gather(*(complains(number) for number in range(30)))
    references = {(await desk.ticket(f"web:{number}")).reference for number in range(30)}

    assert {f"T-2026-{number:06}" for number in range(1, 31)} == references


async def test_a_customer_takes_the_name_that_the_channel_knows_now(desk: DeskHarness) -> None:
    await desk.plays(telling(name="Wang"))
    await desk.plays(telling("2", "update-2", name="Wang Fang"))
    await desk.plays(telling("128", "update-3"))
    customer = await desk.store.unit().last(Customer, identities=WANG)

    assert customer is not None
    assert customer.name == "Wang Fang"


async def test_a_name_of_halves_and_controls_is_made_safe(desk: DeskHarness) -> None:
    await desk.plays(telling(name="Wang\ud800\n\x00" + "x" * 200))
    await desk.plays(telling("2", "update-2", name="Wang\ud800\n\x00" + "x" * 200))
    customer = await desk.store.unit().last(Customer, identities=WANG)

    assert customer is not None
    assert (customer.name, customer.revision) == ("Wang " + "x" * 95, 0)


async def test_of_a_secret_in_a_name_nothing_is_kept(desk: DeskHarness) -> None:
    await desk.plays(telling(name="Wang 4111111111111111"))
    customer = await desk.store.unit().last(Customer, identities=WANG)

    assert customer is not None
    assert customer.name == "Wang 411111••••••1111"


@pytest.mark.parametrize(("hint", "language"), [("zh-hans", "zh"), ("EN", "en"), ("fr", ""), ("", "")])
async def test_the_hint_of_a_channel_is_only_taken_for_a_language_we_speak(
    desk: DeskHarness, hint: str, language: str
) -> None:
    await desk.plays(telling("/help", language=hint))
    customer = await desk.store.unit().last(Customer, identities=WANG)

    assert customer is not None
    assert language == customer.language


async def test_the_policy_speaks_first_until_a_customer_shows_a_language(tmp_path: Path) -> None:
    async with open_desk(tmp_path, language="zh") as desk:
        replies = await desk.says("/help")

        assert [desk.common("help", "zh")] == replies


async def test_a_conversation_goes_on_after_a_restart(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await desk.says(BILL)
    desk.clock.forward(seconds=1)
    async with open_desk(tmp_path, clock=desk.clock) as reopened:
        replies = await reopened.says("2")

        assert replies == ["How much money is it about, in yuan? A rough figure is fine."]


async def test_every_event_is_written_into_the_journal(desk: DeskHarness) -> None:
    await desk.says(BILL, "2")
    entries = await desk.store.unit().find(JournalEntry, conversation=(await desk.conversation()).id)

    assert [entry.event["event"] for entry in entries] == ["Started", "Found", "Found", "Said"]


async def test_a_ticket_that_there_is_not_is_said_to_be_missing(desk: DeskHarness) -> None:
    async def never(*_: object) -> None:
        raise AssertionError

    assert not await desk.turns.on_ticket("T-2026-999999", never)


async def test_a_customer_who_left_is_unreachable_and_nothing_is_said(desk: DeskHarness) -> None:
    await desk.plays(telling())
    before = await desk.transcript()
    await desk.plays(telling("", "update-2", presence="left"))
    (left,) = await desk.store.unit().find(Customer)
    await desk.plays(telling("", "update-3", presence="back"))
    (back,) = await desk.store.unit().find(Customer)

    assert (left.unreachable, back.unreachable) == ((WANG,), ())
    assert await desk.transcript() == before
