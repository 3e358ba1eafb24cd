"""What the staff see of a ticket in their group, over a stand-in of Telegram."""

from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock

import pytest

from bot.channels.port import TryLater
from storage.ports import Unavailable
from storage.records.traffic_records import MessageRef
from storage.unit_of_work import Unit
from tests.bot.channels.telegram.office import ADA, DESK, LI, Office, office
from tests.bot.desk.desk_harness import BILL
from tests.standins.bot_api.groups import DELETED, NOT_FOUND
from tests.standins.bot_api.server import BotApi


async def test_a_ticket_that_is_handed_off_gets_a_topic_with_one_summary(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    card = await desk.card(ticket)

    assert desk.group.topics[await desk.thread(ticket)].name == f"{ticket.reference} · Ada · {BILL}"
    assert card.text.splitlines() == [
        f"{ticket.reference} · Ada",
        "Now: waiting for a person since Wed 4 Nov, 12:00",
        "Handed over because: Asked for a person",
        f"Description: {BILL}",
        "Where: Garden Street",
        "Promised by: Thu 5 Nov, 12:00 (open)",
    ]
    assert [label for label, _ in card.buttons] == ["Claim"]
    assert await desk.shown(ticket) == []


async def test_a_topic_that_is_refused_is_tried_again_and_the_group_goes_on(desk: Office) -> None:
    desk.api.fail_next("createForumTopic", 400, "Bad Request: something odd")
    ticket = await desk.waits_for_a_person()

    assert (await desk.card(ticket)).text.startswith(ticket.reference)
    assert desk.staff.trouble == ""


async def test_the_summary_has_bold_labels_and_no_markup(desk: Office) -> None:
    ticket = await desk.waits_for_a_person("<b>*My bill*</b> 😀 is far too high")
    card = await desk.card(ticket)
    units = card.text.encode("utf-16-le")
    bold = [
        units[2 * one["offset"] : 2 * (one["offset"] + one["length"])].decode("utf-16-le")
        for one in card.message["entities"]
        if one["type"] == "bold"
    ]

    assert "<b>*My bill*</b> 😀" in card.text
    assert bold[1:] == [line[: line.index(":") + 1] for line in card.text.splitlines()[1:]]


async def test_a_desk_in_chinese_has_topics_in_chinese(tmp_path: Path, api: BotApi) -> None:
    api.group(DESK, forum=True)
    async with office(tmp_path, api, language="zh", desk_url="https://desk.example.com/desk/tickets/") as desk:
        ticket = await desk.waits_for_a_person("我的话费账单多扣了钱")
        card = await desk.card(ticket)

    assert "转人工原因： 客户要求人工" in card.text
    assert card.buttons[0][0] == "认领"
    assert card.buttons[1] == ("在工作台打开", f"https://desk.example.com/desk/tickets/{ticket.reference}")


async def test_a_desk_that_speaks_another_language_from_now_on_shows_it_in_its_topics(desk: Office) -> None:
    ticket, rules = await desk.waits_for_a_person(), desk.desk.context.rules
    before = (await desk.card(ticket)).buttons[0][0]
    rules.now = replace(rules.now, language="zh")
    await desk.staff.catch_up(ticket.id)
    after = (await desk.card(ticket)).buttons[0][0]

    assert (before, after) == ("Claim", "认领")


async def test_words_that_called_for_a_person_are_in_the_summary(desk: Office) -> None:
    for text in (BILL, "my lawyer will call you"):
        await desk.customer.says(text)
        await desk.settle()
    card = await desk.card(await desk.desk.ticket(ADA))

    assert "Last words: my lawyer will call you" in card.text
    assert "Who must look: Supervisor" in card.text


async def test_what_a_customer_writes_in_one_breath_comes_in_one_bubble(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    for text in ("hello?", "are you there?", "it is 128 yuan"):
        await desk.customer.says(text)
    await desk.settle()
    await desk.customer.says("thank you")
    await desk.settle()

    assert await desk.shown(ticket) == ["hello?\nare you there?\nit is 128 yuan", "thank you"]


async def test_a_breath_is_waited_for_before_the_customers_words_are_shown(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.customer.says("hello?")
    await desk._take()
    await desk.staff.catch_up(ticket.id)
    early = await desk.shown(ticket)
    desk.desk.clock.forward(seconds=2.5)
    await desk.staff.catch_up(ticket.id)

    assert (early, await desk.shown(ticket)) == ([], ["hello?"])


async def test_answers_and_notes_from_the_desk_appear_in_the_topic_under_their_names(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.desk.handoffs.claim(ticket.reference, LI)
    await desk.desk.agent_writes(ticket.reference, LI, "We look into it.")
    await desk.desk.agent_notes(ticket.reference, LI, "Ask accounting.")
    await desk.settle()

    assert await desk.shown(ticket) == ["Li Wei:\nWe look into it.", "Internal note · Li Wei:\nAsk accounting."]
    assert await desk.to_customer() == ["Li Wei:\nWe look into it."]


async def test_of_two_tickets_of_one_customer_each_topic_shows_what_is_said_about_its_own(desk: Office) -> None:
    first = await desk.waits_for_a_person()
    await desk.desk.handoffs.claim(first.reference, LI)
    await desk.desk.resolves(first.reference, LI, "Paid back.")
    await desk.settle()
    await desk.customer.presses("Not yet")
    await desk.settle()
    await desk.desk.handoffs.claim(first.reference, LI)
    await desk.desk.handoffs.hand_back(first.reference, LI)
    await desk.settle()
    second = await desk.waits_for_a_person("The technician did not come on Monday")
    await desk.desk.agent_writes(first.reference, LI, "You will have it on Friday.")
    await desk.settle()
    await desk.customer.says("Friday is fine")
    await desk.settle()
    await desk.says(desk.wu, "He comes at nine.", second)
    await desk.customer.says("nine is fine")
    await desk.settle()

    assert first.id != second.id
    assert (await desk.shown(first))[-2:] == ["Li Wei:\nYou will have it on Friday.", "Friday is fine"]
    assert await desk.shown(second) == ["nine is fine"]


async def test_the_card_follows_the_ticket(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    looks = []
    for act in (desk.desk.handoffs.claim, desk.desk.handoffs.hand_back):
        await act(ticket.reference, LI)
        await desk.settle()
        card = await desk.card(ticket)
        looks.append((card.text.splitlines()[1], [label for label, _ in card.buttons]))
    await desk.desk.resolves(ticket.reference, LI, "Paid back.")
    await desk.settle()
    card = await desk.card(ticket)

    assert looks == [
        ("Now: with Li Wei", ["Resolve…", "Hand back to the bot", "Renew the promise…", "Pass on", "Canned replies"]),
        ("Now: back with the bot; owner: Li Wei", ["Resolve…", "Renew the promise…", "Pass on", "Canned replies"]),
    ]
    assert card.text.splitlines()[1] == "Now: resolved, the customer is asked"
    assert "Outcome: Paid back." in card.text
    assert card.buttons == []


async def test_the_topic_of_a_solved_ticket_is_closed_and_opened_again_with_it(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.desk.handoffs.claim(ticket.reference, LI)
    await desk.desk.resolves(ticket.reference, LI, "Paid back.")
    await desk.settle()
    topic = desk.group.topics[await desk.thread(ticket)]
    closed = topic.closed
    await desk.customer.presses("Not yet")
    await desk.settle()

    assert (closed, topic.closed) == (True, False)
    assert "Not yet" in (await desk.shown(ticket))[-1]


async def test_a_ticket_of_the_web_chat_has_a_topic_too(desk: Office) -> None:
    ticket = await desk.desk.waits_for_a_person()
    await desk.desk.says("my name is Wang")
    await desk.settle()

    assert await desk.shown(ticket) == ["my name is Wang"]


async def test_without_a_handoff_there_is_no_topic(desk: Office) -> None:
    await desk.desk.files()
    await desk.settle()

    assert desk.group.topics == {}


async def test_photos_come_as_photos_and_an_album_stays_whole(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.customer.photo("the bill")
    await desk.settle()
    await desk.customer.album("photo", "photo", "video", caption="all of it")
    await desk.settle()
    kinds = [(bubble.kind, bubble.text) for bubble in await desk.bubbles(ticket)]
    album = {bubble.message["media_group_id"] for bubble in (await desk.bubbles(ticket))[1:]}

    assert kinds == [("photo", "the bill"), ("photo", "all of it"), ("photo", ""), ("video", "")]
    assert len(album) == 1


async def test_a_picture_that_comes_late_to_its_album_is_shown_as_well(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    album = await desk.customer.album("photo", "photo", "video", caption="all of it", late=1)
    await desk.settle()
    desk.desk.clock.forward(seconds=9)
    await album.rest_comes()
    await desk.settle()

    assert [bubble.kind for bubble in await desk.bubbles(ticket)] == ["photo", "photo", "video"]


async def test_files_from_before_the_handoff_are_shown_below_the_summary(desk: Office) -> None:
    await desk.customer.says(BILL)
    await desk.settle()
    await desk.customer.photo("the bill")
    await desk.settle()
    ticket = await desk.waits_for_a_person("it was in May")

    assert [(bubble.kind, bubble.text) for bubble in await desk.bubbles(ticket)] == [("photo", "the bill")]


async def test_whatever_is_said_about_a_file_from_before_the_handoff_answers_it(desk: Office) -> None:
    await desk.customer.says(BILL)
    await desk.settle()
    await desk.customer.photo("the bill")
    photo = desk.customer.written[-1]["message_id"]
    await desk.settle()
    ticket = await desk.waits_for_a_person("it was in May")
    await desk.points(photo, "look at the last line")
    await desk.points(desk.customer.written[0]["message_id"], "that is why")
    shown, answer, other = await desk.bubbles(ticket)

    assert answer.message["reply_to_message"]["message_id"] == shown.id
    assert other.message["reply_to_message"]["message_id"] == await desk.thread(ticket)  # it was said before


async def test_a_file_that_the_customer_took_away_is_told_in_words(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.customer.photo("the bill")
    await desk._take()
    await desk.customer.deletes()
    await desk.settle()

    assert await desk.shown(ticket) == ["[photo] the bill"]


async def test_a_later_version_of_the_customers_words_answers_the_bubble_that_holds_the_first(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.customer.says("it was 128 yuan")
    await desk.customer.says("in May")
    await desk.settle()
    await desk.revises("it was 128 yuan", "it was 182 yuan")
    first, second = await desk.bubbles(ticket)

    assert first.text == "it was 128 yuan\nin May"
    assert second.text == "The customer changed this to:\nit was 182 yuan"
    assert second.message["reply_to_message"]["message_id"] == first.id


@pytest.mark.parametrize("words", [NOT_FOUND, DELETED])
async def test_a_deleted_topic_is_opened_again_and_the_message_shown_there(desk: Office, words: str) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.customer.says("first")
    await desk.settle()
    old = await desk.thread(ticket)
    await desk.li.deletes_topic(old, words)
    await desk.customer.says("second")
    await desk.settle()

    assert await desk.thread(ticket) != old
    assert (await desk.card(ticket)).text.startswith(ticket.reference)
    assert await desk.shown(ticket) == ["second"]
    assert len(desk.group.topics) == 2


@pytest.mark.parametrize(
    ("status", "words", "retry_after"),
    [
        (429, "Too Many Requests: retry after 3", 3),
        (502, "Bad Gateway", None),
        (403, "Forbidden: bot was kicked from the supergroup chat", None),
        (400, "Bad Request: not enough rights to send text messages to the chat", None),
    ],
)
async def test_nothing_but_a_deleted_topic_is_opened_again(
    desk: Office, status: int, words: str, retry_after: int | None
) -> None:
    ticket = await desk.waits_for_a_person()
    desk.api.fail_next("sendMessage", status, words, retry_after=retry_after, chat=DESK)
    await desk.desk.agent_notes(ticket.reference, LI, "noted")
    await desk.settle()
    desk.desk.clock.forward(minutes=2)
    await desk.settle()

    assert len(desk.group.topics) == 1
    assert await desk.shown(ticket) == ["Internal note · Li Wei:\nnoted"]


async def test_whoever_deletes_the_topic_of_a_solved_ticket_does_not_get_it_back(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.desk.handoffs.claim(ticket.reference, LI)
    await desk.desk.resolves(ticket.reference, LI, "Paid back.")
    await desk.settle()
    await desk.li.deletes_topic(await desk.thread(ticket))
    await desk.desk.turns.on_ticket(ticket.reference, _is_closed)
    await desk.settle()

    assert len(desk.group.topics) == 1


async def test_a_card_that_somebody_deleted_comes_anew(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    desk.group.delete((await desk.card(ticket)).id)
    await desk.desk.handoffs.claim(ticket.reference, LI)
    await desk.settle()

    assert "Now: with Li Wei" in desk.group.in_topic(await desk.thread(ticket))[-1].text


async def test_a_pause_that_telegram_asks_for_is_kept_over_a_restart(tmp_path: Path, api: BotApi) -> None:
    api.group(DESK, forum=True)
    async with office(tmp_path, api) as desk:
        ticket = await desk.waits_for_a_person()
        api.fail_next("sendMessage", 429, "Too Many Requests: retry after 7200", retry_after=7200, chat=DESK)
        await desk.desk.agent_notes(ticket.reference, LI, "noted")
        with pytest.raises(Exception, match="patience"):
            await desk.staff._topics.next(ticket.id)
    async with office(tmp_path, api, hours=1) as desk:
        desk.desk.pauses.clear()
        await desk.settle()

        assert await desk.shown(ticket) == ["Internal note · Li Wei:\nnoted"]
        assert desk.desk.pauses == [3600]


async def test_what_hinders_the_bot_is_told_the_operator_once_and_mended_later(
    desk: Office, caplog: pytest.LogCaptureFixture
) -> None:
    desk.group.rights.clear()
    ticket = await desk.waits_for_a_person()
    for _ in range(3):
        desk.desk.clock.forward(minutes=2)
        await desk.settle()
    told = [record.message for record in caplog.records if "staff group" in record.message]
    desk.group.rights.add("can_manage_topics")
    desk.desk.clock.forward(minutes=2)
    await desk.settle()

    assert told == [
        f"the staff group telegram:{DESK} cannot be used: the bot lacks a right; make it an administrator who manages"
        " topics"
    ]
    assert (await desk.card(ticket)).text


async def test_a_group_without_topics_is_no_reason_not_to_answer_at_the_desk(
    tmp_path: Path, api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    api.group(DESK)
    async with office(tmp_path, api) as desk:
        ticket = await desk.waits_for_a_person()
        await desk.desk.handoffs.claim(ticket.reference, LI)
        await desk.desk.agent_writes(ticket.reference, LI, "Here I am.")
        await desk.settle()

        assert await desk.to_customer() == ["Li Wei:\nHere I am."]
    assert "turn them on" in caplog.text


async def test_a_group_that_moves_is_followed_also_after_a_restart(tmp_path: Path, api: BotApi) -> None:
    old = api.group(-55)
    old.member(815)
    async with office(tmp_path, api, groups=[-55]) as desk:
        new = await api.migrate(old)
        new.wire["is_forum"] = True
        await desk.settle()
        await desk.waits_for_a_person()
    async with office(tmp_path, api, hours=1, groups=[-55]) as desk:
        ticket = await desk.desk.ticket(ADA)
        await desk.customer.says("hello?")
        await desk.settle()

        assert [bubble.text for bubble in new.in_topic(await desk.thread(ticket))][1:] == ["hello?"]


async def test_a_group_that_moved_unnoticed_says_so_itself(tmp_path: Path, api: BotApi) -> None:
    old = api.group(-55)
    new = await api.migrate(old)
    new.wire["is_forum"] = True
    api.updates.drop_all()
    async with office(tmp_path, api, groups=[-55]) as desk:
        await desk.waits_for_a_person()

    assert len(new.topics) == 1


async def test_of_several_groups_each_ticket_stays_in_one(tmp_path: Path, api: BotApi) -> None:
    groups = [api.group(DESK, forum=True), api.group(DESK - 1, forum=True)]
    async with office(tmp_path, api, groups=[DESK, DESK - 1]) as desk:
        for number in range(12):
            await desk.desk.waits_for_a_person(to=f"web:{number}")
        await desk.settle()
        for number in range(12):
            await desk.desk.says("hello?", to=f"web:{number}")
        await desk.settle()
    sizes = [len(group.topics) for group in groups]

    assert sum(sizes) == 12
    assert min(sizes) > 0
    assert all(len(group.in_topic(key)) == 2 for group in groups for key in group.topics)


async def test_a_group_that_is_named_no_more_gives_its_topics_to_another(tmp_path: Path, api: BotApi) -> None:
    api.group(DESK, forum=True)
    other = api.group(DESK - 1, forum=True)
    async with office(tmp_path, api) as desk:
        await desk.waits_for_a_person()
    async with office(tmp_path, api, hours=1, groups=[DESK - 1]) as desk:
        await desk.customer.says("hello?")
        await desk.settle()

    assert [bubble.text for bubble in other.messages][1:] == ["hello?"]


async def test_what_was_on_its_way_at_a_crash_is_shown_again_and_marked(tmp_path: Path, api: BotApi) -> None:
    api.group(DESK, forum=True)
    async with office(tmp_path, api) as desk:
        ticket = await desk.waits_for_a_person()
        await desk.desk.agent_notes(ticket.reference, LI, "noted")
        api.break_next("sendMessage", "dropped", chat=DESK)
        with pytest.raises(Exception, match="cannot be reached"):
            await desk.staff._topics.next(ticket.id)
    async with office(tmp_path, api, hours=1) as desk:
        await desk.settle()
        shown = await desk.desk.store.unit().find(MessageRef)
        texts = await desk.shown(ticket)

    assert texts == ["Internal note · Li Wei:\nnoted"] * 2
    assert [one.uncertain for one in shown if one.id.startswith(f"telegram:{DESK}")] == [True]


async def test_a_long_message_comes_whole(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.desk.handoffs.claim(ticket.reference, LI)
    await desk.desk.agent_writes(ticket.reference, LI, "😀" * 4000)
    await desk.settle()

    assert "".join(await desk.shown(ticket)).count("😀") == 4000


async def _is_closed(turn: object, ticket: object) -> None:
    """Touch the ticket's address, so that its topic is looked at."""


async def test_while_nothing_can_be_written_down_nothing_is_shown_again_and_again(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.desk.agent_notes(ticket.reference, LI, "noted")
    desk.api.break_next("sendMessage", "dropped", chat=DESK)
    with pytest.raises(TryLater):
        await desk.staff._topics.next(ticket.id)
    with monkeypatch.context() as full:
        full.setattr(Unit, "commit", AsyncMock(side_effect=Unavailable("the disk is full")))
        for _ in range(3):
            with pytest.raises(Unavailable):
                await desk.staff._topics.next(ticket.id)

    assert await desk.shown(ticket) == ["Internal note · Li Wei:\nnoted"]


async def test_a_bug_behind_a_sending_does_not_show_the_message_again_and_again(
    desk: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.desk.agent_notes(ticket.reference, LI, "noted")
    make = desk.staff._api._calls.make

    async def stumble(*args: Any) -> None:
        await make(*args)
        raise KeyError("noted")

    with monkeypatch.context() as odd:
        odd.setattr(desk.staff._api._calls, "make", stumble)
        await desk.staff._topics.next(ticket.id)
    await desk.settle()

    assert await desk.shown(ticket) == ["Internal note · Li Wei:\nnoted"]
