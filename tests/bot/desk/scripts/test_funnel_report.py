from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk.scripts.funnel_report import RecentFunnels, read_funnel
from bot.desk.scripts.publisher import Publisher
from bot.desk.scripts.validation import Source
from dialogs.versions.funnel import Funnel
from storage.records.complaint_records import Conversation, JournalEntry
from tests.bot.desk.desk_harness import BILL, NOON, DeskHarness
from tests.bot.desk.texts import TELECOM

WANG, ZHAO = "web:wang", "web:zhao"
UTC = ZoneInfo("UTC")
LATER = timedelta(days=3)


async def counted(
    desk: DeskHarness, key: str = "telecom", since: datetime | None = None, zone: ZoneInfo = UTC
) -> Funnel:
    found = await read_funnel(desk.store, desk.context.scripts, key, now=desk.clock.now + LATER, zone=zone, since=since)

    assert found is not None
    return found


async def test_customers_are_counted_where_they_came_by_and_where_they_left(desk: DeskHarness) -> None:
    await desk.files()
    await desk.says(BILL, to=ZHAO)
    found = await counted(desk)

    assert (found.conversations, found.first, found.last) == (2, date(2026, 11, 4), date(2026, 11, 4))
    assert (found.passed["ask-problem"], found.passed["close-open"]) == (2, 1)
    assert found.left == {await desk.step(ZHAO): 1}


async def test_whoever_was_given_up_left_at_the_last_question(desk: DeskHarness) -> None:
    await desk.says(BILL)
    at = await desk.step()
    await desk.passes(days=2)

    assert (await counted(desk)).left == {at: 1}


async def test_whoever_wrote_a_moment_ago_has_not_left(desk: DeskHarness) -> None:
    await desk.says(BILL)
    found = await read_funnel(desk.store, desk.context.scripts, "telecom", now=NOON, zone=UTC)

    assert found is not None
    assert (found.conversations, found.left) == (1, {})


async def test_other_scripts_are_not_counted(desk: DeskHarness) -> None:
    await desk.says(BILL)

    assert await read_funnel(desk.store, desk.context.scripts, "hotel", now=NOON, zone=UTC) is None


async def test_only_conversations_begun_since_are_counted(desk: DeskHarness) -> None:
    await desk.says(BILL)
    desk.clock.forward(days=1)
    await desk.says(BILL, to=ZHAO)

    assert (await counted(desk, since=NOON)).conversations == 2
    assert (await counted(desk, since=NOON + timedelta(hours=1))).conversations == 1


async def test_days_are_those_of_the_desk(desk: DeskHarness) -> None:
    desk.clock.forward(hours=10)
    await desk.says(BILL)

    assert (await counted(desk, zone=ZoneInfo("Asia/Shanghai"))).first == date(2026, 11, 5)


async def test_a_conversation_that_moved_is_counted_on_both_versions(desk: DeskHarness) -> None:
    publisher = Publisher(desk.store, desk.context.scripts, desk.context.environment)
    text, cases = (text.replace("ask-remedy", "ask-wish") for text in (TELECOM.text, TELECOM.cases))
    version = (await publisher.publish(Source("telecom.yaml", text, cases), "command")).version
    await desk.says(BILL)
    await desk.files(to=ZHAO)
    unit = desk.store.unit()
    for number, entry in enumerate(await unit.find(JournalEntry, conversation=(await desk.conversation(ZHAO)).id)):
        unit.delete(entry)
        unit.add(replace(entry, version=version if number > 2 else TELECOM.id))
    await unit.commit()
    found = await counted(desk)

    assert (found.passed["ask-problem"], found.passed["ask-wish"], found.passed["ask-remedy"]) == (2, 1, 0)


async def test_what_cannot_be_played_any_more_is_left_out(desk: DeskHarness) -> None:
    await desk.says(BILL)
    conversation = await desk.conversation()
    unit = desk.store.unit()
    unit.add(replace(conversation, id="unknown", version="gone", revision=0))
    unit.add(JournalEntry(id="0", conversation="unknown", at=NOON, event={"event": "Started", "language": "en"}))
    unit.add(replace(conversation, id="empty", revision=0))
    await unit.commit()

    assert len(await desk.store.unit().find(Conversation)) == 3
    assert (await counted(desk)).conversations == 1


async def test_an_entry_without_a_version_was_played_on_that_of_its_conversation(desk: DeskHarness) -> None:
    await desk.says(BILL)
    conversation = await desk.conversation()
    unit = desk.store.unit()
    unit.add(replace(conversation, id="old", revision=0))
    unit.add(JournalEntry(id="0", conversation="old", at=NOON, event={"event": "Started", "language": "en"}))
    await unit.commit()

    assert (await counted(desk)).passed["welcome"] == 2


async def test_a_funnel_that_was_counted_goes_by_the_clocks_of_now(desk: DeskHarness) -> None:
    await desk.files()
    clocks = [ZoneInfo("Pacific/Auckland"), UTC]
    funnels = RecentFunnels(desk.store, desk.context.scripts, lambda: desk.clock.now, lambda: clocks[-1])
    days = []
    while clocks:
        funnel = await funnels.of("telecom")
        days.append(funnel and funnel.first)
        clocks.pop()

    assert days == [date(2026, 11, 4), date(2026, 11, 5)]
