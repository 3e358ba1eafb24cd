from dataclasses import replace
from pathlib import Path

from storage.records.access_records import Agent
from storage.records.complaint_records import Conversation, Message, Timer
from storage.records.traffic_records import InboxRow, Mail, MessageRef, OutboxRow
from tests.bot.web.place import ADA, CUSTOMER, LI, NOON, TICKET, Place, open_place

TALK = Conversation(
    id="talk-1",
    address="web:1",
    customer="customer-1",
    script="telecom",
    version="v",
    state={},
    status="with-person",
    ticket="ticket-1",
    started=NOON,
)
REPLY = Message(id="m1", address="web:1", conversation="talk-1", at=NOON, author="agent", text="<b>We</b> paid.")
LETTER = OutboxRow(id="r1", address="web:1", conversation="talk-1", message="m1", epoch=0, problem="bot was blocked")
ODD = InboxRow(id="telegram:7:12", address="telegram:1", at=NOON, raw="{}", problem="it cannot be read")
BOSS = Agent(id="agent-boss", name="Boss", role="supervisor")
HERE = "/desk/undelivered"


async def rows(place: Place) -> list[str]:
    return [row.problem for row in await place.store.unit().find(OutboxRow)]


async def test_the_desk_tells_that_something_did_not_get_through(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        _, before = await place.get("/desk")
        await place.keep(CUSTOMER, TICKET, TALK, REPLY, LETTER)
        _, after = await place.get("/desk")

    assert "Messages that did not get through" not in before
    assert "Messages that did not get through: 1" in after


async def test_the_page_shows_what_why_and_to_whom(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(CUSTOMER, TICKET, TALK, REPLY, LETTER)
        _, page = await place.get(HERE)

    assert "&lt;b&gt;We&lt;/b&gt; paid." in page
    assert "Not delivered: bot was blocked" in page
    assert "Wang Fang" in page
    assert 'href="/desk/tickets/T-2026-000042"' in page


async def test_a_message_is_sent_again_by_a_button(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(CUSTOMER, TICKET, TALK, REPLY, LETTER)
        await place.post(f"{HERE}/r1/again")

        assert await rows(place) == [""]

        status, page = await place.post(f"{HERE}/r1/again")

    assert status == 409
    assert "It was sent again or dropped already." in page


async def test_a_message_is_let_be_by_another(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(CUSTOMER, TICKET, TALK, REPLY, LETTER)
        await place.post(f"{HERE}/r1/drop")

        assert await rows(place) == []


async def test_only_an_admin_has_what_was_set_aside_played_again(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.keep(ODD)
        await place.sign_in(LI)
        _, seen = await place.get(f"{HERE}?lang=zh")
        refused, _ = await place.post(f"{HERE}/play-again")
        await place.sign_in(ADA)
        await place.post(f"{HERE}/play-again")
        (row,) = await place.store.unit().find(InboxRow)

    assert "无法处理的来信" in seen
    assert "全部重试" not in seen
    assert refused == 403
    assert row.problem == ""


async def test_a_timer_that_always_fails_is_seen_with_its_ticket_and_played_again(tmp_path: Path) -> None:
    timer = Timer(
        id="set-aside/x1",
        kind="survey",
        subject="ticket-1",
        due=NOON,
        attempts=3,
        problem="it failed 3 times: KeyError",
    )
    async with open_place(tmp_path) as place:
        await place.keep(CUSTOMER, TICKET, timer)
        await place.sign_in(ADA)
        _, english = await place.get(HERE)
        _, chinese = await place.get(f"{HERE}?lang=zh")
        await place.post(f"{HERE}/play-again")
        (again,) = await place.store.unit().find(Timer)
        _, after = await place.get(HERE)

    assert "Ask whether it is solved" in english
    assert "询问是否已解决" in chinese
    assert 'href="/desk/tickets/T-2026-000042"' in english
    assert "it failed 3 times: KeyError" in english
    assert (again.id, again.problem, again.attempts) == (f"{NOON.isoformat()}/x1", "", 0)
    assert "it failed" not in after


async def test_the_transcript_marks_what_never_arrived_and_what_may_be_there_twice(tmp_path: Path) -> None:
    second = replace(REPLY, id="m2", text="Hello again.")
    twice = MessageRef(id="web:1:2", message="m2", conversation="talk-1", at=NOON, uncertain=True)
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(CUSTOMER, TICKET, TALK, REPLY, LETTER, second, twice)
        _, page = await place.get("/desk/tickets/T-2026-000042")

    assert page.index("Not delivered") < page.index("May have arrived twice") < page.index("Hello again.")


async def test_whoever_blocked_the_bot_is_the_reason_in_the_words_of_the_page(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(replace(CUSTOMER, unreachable=("web:1",)), TICKET, TALK, REPLY, LETTER)
        _, page = await place.get(f"{HERE}?lang=zh")

    assert "未送达：客户已屏蔽机器人" in page


async def test_a_customer_who_blocked_the_bot_is_told_of_on_the_ticket(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        await place.keep(replace(CUSTOMER, unreachable=("telegram:1",)), TICKET)
        _, page = await place.get("/desk/tickets/T-2026-000042")

    assert "Wang Fang cannot be reached on Telegram: the bot was blocked there" in page


async def test_what_was_let_be_is_not_called_delivered(tmp_path: Path) -> None:
    talk, chat = replace(TALK, address="telegram:4711"), replace(REPLY, address="telegram:4711", ticket=TICKET.id)
    first = replace(chat, id="m0", text="We look into it.")
    there = MessageRef(id="telegram:4711:9", message="m0", conversation="talk-1", at=NOON)
    async with open_place(tmp_path) as place:
        await place.sign_in(LI)
        letter = replace(LETTER, address="telegram:4711")
        await place.keep(CUSTOMER, replace(TICKET, address="telegram:4711"), talk, first, chat, there, letter)
        await place.post(f"{HERE}/r1/drop")
        _, page = await place.get("/desk/tickets/T-2026-000042")

    assert page.index("Delivered") < page.index("We look into it.") < page.index("Nothing says that it arrived")
    assert page.count("Delivered") == 1


async def test_an_email_that_was_given_up_is_shown_without_its_address_and_sent_again_or_let_be(tmp_path: Path) -> None:
    why = "the mail server refused it (550)"
    mails = [Mail(id=key, member=ADA.id, at=NOON, subject="T-1: late", text="…", problem=why) for key in ("e1", "e2")]
    async with open_place(tmp_path) as place:
        await place.keep(replace(ADA, mail="ada@desk.example"), *mails)
        await place.sign_in(LI)
        _, of_a_colleague = await place.get(HERE)
        refused, _ = await place.post(f"{HERE}/e1/drop")
        await place.sign_in(BOSS)
        _, desk = await place.get("/desk")
        _, page = await place.get(HERE)
        await place.post(f"{HERE}/e1/again")
        await place.post(f"{HERE}/e2/drop")
        left = await place.store.unit().find(Mail)

    assert "T-1: late" not in of_a_colleague
    assert refused == 409
    assert "Messages that did not get through: 2" in desk
    assert f"Not delivered: {why}" in page
    assert "T-1: late" in page
    assert "ada@desk.example" not in page
    assert [(one.id, one.problem, one.begun) for one in left] == [("e1", "", False)]
