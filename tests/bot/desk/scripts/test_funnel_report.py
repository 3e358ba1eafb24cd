from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk.scripts.funnel_report import passages
from bot.desk.scripts.publisher import Publisher
from bot.desk.scripts.validation import Source
from dialogs.versions.funnel import Passages
from storage.records import Conversation, JournalEntry
from tests.bot.desk.house import BILL, NOON, House
from tests.bot.desk.texts import TELECOM

WANG, ZHAO = "web:wang", "web:zhao"
UTC = ZoneInfo("UTC")
LATER = timedelta(days=3)


async def counted(house: House, key: str = "telecom", since: datetime | None = None, zone: ZoneInfo = UTC) -> Passages:
    found = await passages(house.store, house.desk.scripts, key, now=house.clock.now + LATER, zone=zone, since=since)

    assert found is not None
    return found


async def test_customers_are_counted_where_they_came_by_and_where_they_left(house: House) -> None:
    await house.files()
    await house.says(BILL, to=ZHAO)
    found = await counted(house)

    assert (found.conversations, found.first, found.last) == (2, date(2026, 11, 4), date(2026, 11, 4))
    assert (found.passed["ask-problem"], found.passed["close-open"]) == (2, 1)
    assert found.left == {await house.step(ZHAO): 1}


async def test_whoever_was_given_up_left_at_the_last_question(house: House) -> None:
    await house.says(BILL)
    at = await house.step()
    await house.passes(days=2)

    assert (await counted(house)).left == {at: 1}


async def test_whoever_wrote_a_moment_ago_has_not_left(house: House) -> None:
    await house.says(BILL)
    found = await passages(house.store, house.desk.scripts, "telecom", now=NOON, zone=UTC)

    assert found is not None
    assert (found.conversations, found.left) == (1, {})


async def test_other_scripts_are_not_counted(house: House) -> None:
    await house.says(BILL)

    assert await passages(house.store, house.desk.scripts, "hotel", now=NOON, zone=UTC) is None


async def test_only_conversations_begun_since_are_counted(house: House) -> None:
    await house.says(BILL)
    house.clock.forward(days=1)
    await house.says(BILL, to=ZHAO)

    assert (await counted(house, since=NOON)).conversations == 2
    assert (await counted(house, since=NOON + timedelta(hours=1))).conversations == 1


async def test_days_are_those_of_the_desk(house: House) -> None:
    house.clock.forward(hours=10)
    await house.says(BILL)

    assert (await counted(house, zone=ZoneInfo("Asia/Shanghai"))).first == date(2026, 11, 5)


async def test_a_conversation_that_moved_is_counted_on_both_versions(house: House) -> None:
    publisher = Publisher(house.store, house.desk.scripts, house.desk.world)
    text, cases = (text.replace("ask-remedy", "ask-wish") for text in (TELECOM.text, TELECOM.cases))
    version = (await publisher.publish(Source("telecom.yaml", text, cases), "command")).version
    await house.says(BILL)
    await house.files(to=ZHAO)
    unit = house.store.unit()
    for number, entry in enumerate(await unit.find(JournalEntry, conversation=(await house.conversation(ZHAO)).id)):
        unit.delete(entry)
        unit.add(replace(entry, version=version if number > 2 else TELECOM.id))
    await unit.commit()
    found = await counted(house)

    assert (found.passed["ask-problem"], found.passed["ask-wish"], found.passed["ask-remedy"]) == (2, 1, 0)


async def test_what_cannot_be_played_any_more_is_left_out(house: House) -> None:
    await house.says(BILL)
    conversation = await house.conversation()
    unit = house.store.unit()
    unit.add(replace(conversation, id="unknown", version="gone", revision=0))
    unit.add(JournalEntry(id="0", conversation="unknown", at=NOON, event={"event": "Started", "language": "en"}))
    unit.add(replace(conversation, id="empty", revision=0))
    await unit.commit()

    assert len(await house.store.unit().find(Conversation)) == 3
    assert (await counted(house)).conversations == 1


async def test_an_entry_without_a_version_was_played_on_that_of_its_conversation(house: House) -> None:
    await house.says(BILL)
    conversation = await house.conversation()
    unit = house.store.unit()
    unit.add(replace(conversation, id="old", revision=0))
    unit.add(JournalEntry(id="0", conversation="old", at=NOON, event={"event": "Started", "language": "en"}))
    await unit.commit()

    assert (await counted(house)).passed["welcome"] == 2
