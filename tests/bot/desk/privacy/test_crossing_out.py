from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from bot.desk.agents.joining import Joining
from bot.desk.core.errors import Refused
from bot.desk.privacy.crossing_out import CrossingOut
from bot.desk.staff.audit import Actor
from storage.file_store import FileStore
from storage.kinds import KINDS
from storage.records.access_records import Audit
from storage.records.complaint_records import Message, Promise
from storage.records.desk_records import UnsentText
from storage.records.finding_records import Suspicion
from storage.records.privacy_records import LegalHold
from storage.records.traffic_records import Attachment
from tests.bot.desk.desk_harness import BILL, LI, NOON, DeskHarness, open_desk

SECRET = "Zanzibar"


def crossing(desk: DeskHarness, folder: Path) -> CrossingOut:
    return CrossingOut(desk.store, desk.context.environment, FileStore(folder / "files"))


def on_the_disk(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


async def everything(desk: DeskHarness) -> str:
    found = []
    async with desk.store.snapshot() as snapshot:
        for kind in KINDS:
            found += [document async for page in snapshot.documents(kind) for document in page]
    return orjson.dumps([document.decode() for document in found]).decode()


async def test_words_go_from_wherever_they_are_kept_of_a_ticket(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        ticket = await desk.files(f"{BILL}, ask my neighbour {SECRET}")
        before = await everything(desk)
        count = await crossing(desk, tmp_path).words(ticket.reference, SECRET.lower(), Actor(LI, "web"))
        after, kept = await everything(desk), await desk.ticket()
        acts = [line.act for line in await desk.store.unit().find(Audit)]

    assert SECRET in before
    assert count > 3
    assert SECRET.lower() not in after.lower()
    assert SECRET.encode() not in on_the_disk(tmp_path)
    assert kept.description.endswith("neighbour ••••")
    assert "redacted" in acts


async def test_a_ticket_on_hold_stays_as_it_is(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        ticket = await desk.files()
        unit = desk.store.unit()
        unit.add(LegalHold(id=ticket.id, at=NOON, by="Ada", reason="Court"))
        await unit.commit()
        with pytest.raises(Refused):
            await crossing(desk, tmp_path).words(ticket.reference, "Garden", Actor(LI, "web"))
        with pytest.raises(Refused):
            await crossing(desk, tmp_path).words("T-2026-999999", "Garden", Actor(LI, "web"))


async def test_words_go_from_what_was_merged_what_is_unsent_and_what_quotes_them(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        first = await desk.is_owned()
        await desk.says("/new", f"Ask {SECRET} about my fence", "/human")
        second = await desk.ticket()
        (promise,) = await desk.store.unit().find(Promise, ticket=second.id)
        unit = desk.store.unit()
        unit.put(replace(promise, why_missed=f"{SECRET} was away"))
        unit.add(UnsentText(id="unsent", agent=LI.id, ticket=second.id, box="note", text=f"Call {SECRET}", at=NOON))
        unit.add(
            Suspicion(
                id="many",
                kind="burst",
                script=second.script,
                words=("fence",),
                samples=(second.description,),
                tickets=(second.id,),
                people=4,
                usual=0.5,
                at=NOON,
            )
        )
        await unit.commit()
        await desk.handoffs.claim(first.reference, LI)
        await Joining(desk.turns).merge(first.reference, LI, second.reference)
        await crossing(desk, tmp_path).words(first.reference, SECRET, Actor(LI, "web"))
        after = await everything(desk)

    assert SECRET.lower() not in after.lower()


async def test_what_is_on_hold_stays_also_where_it_was_merged_with_another(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        first = await desk.is_owned()
        await desk.says("/new", f"Ask {SECRET} about my fence", "/human")
        second = await desk.ticket()
        await Joining(desk.turns).merge(first.reference, LI, second.reference)
        unit = desk.store.unit()
        unit.add(LegalHold(id=second.id, at=NOON, by="Ada", reason="Court"))
        await unit.commit()

        with pytest.raises(Refused, match="on-hold"):
            await crossing(desk, tmp_path).words(first.reference, SECRET, Actor(LI, "web"))


async def test_a_whole_message_goes_with_what_was_kept_of_it(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        ticket = await desk.files(f"{BILL}, ask my neighbour {SECRET}")
        said = await desk.store.unit().find(Message, ticket=ticket.id, address=ticket.address)
        message = next(one for one in await desk.store.unit().find(Message) if SECRET in one.text)
        await crossing(desk, tmp_path).message(ticket.reference, message.id, Actor(LI, "web"))
        after, now = await everything(desk), await desk.store.unit().get(Message, message.id)
        with pytest.raises(Refused, match="not-on-ticket"):
            await crossing(desk, tmp_path).message(ticket.reference, message.id, Actor(LI, "web"))

    assert said
    assert now == replace(message, text="••••")
    assert SECRET.lower() not in after.lower()


async def test_a_short_message_goes_alone(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        ticket = await desk.has_a_person()
        await desk.says("too much")
        message = (await desk.store.unit().find(Message, ticket=ticket.id))[-1]
        await desk.agent_writes(ticket.reference, LI, "That is too much indeed.")
        await crossing(desk, tmp_path).message(ticket.reference, message.id, Actor(LI, "web"))
        said, now = [text for _, text in await desk.transcript()], await desk.ticket()

    assert message.text == "too much"
    assert (said[-2:], now.description) == (["••••", "That is too much indeed."], BILL)


async def test_a_message_of_another_ticket_is_not_crossed_out(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        ticket, other = await desk.files(), await desk.files(f"{BILL}, ask {SECRET}", to="web:zhao")
        message = next(one for one in await desk.store.unit().find(Message) if SECRET in one.text)
        with pytest.raises(Refused, match="not-on-ticket"):
            await crossing(desk, tmp_path).message(ticket.reference, message.id, Actor(LI, "web"))
        kept = await desk.store.unit().get(Message, message.id)

    assert (other.customer != ticket.customer, kept) == (True, message)


async def test_a_file_stays_where_somebody_else_sent_the_same(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        ticket = await desk.files()
        unit, files = desk.store.unit(), FileStore(tmp_path / "files")
        message = (await unit.find(Message, ticket=ticket.id))[0]
        digest, place = "a" * 64, files.path("a" * 64)
        place.parent.mkdir(parents=True)
        place.write_bytes(b"photo")
        for key, conversation in (("mine", ticket.conversation), ("theirs", "elsewhere")):
            unit.add(
                Attachment(
                    id=key,
                    message=message.id,
                    conversation=conversation,
                    address=ticket.address,
                    at=NOON,
                    kind="photo",
                    source="",
                    digest=digest,
                    status="kept",
                )
            )
        await unit.commit()
        await crossing(desk, tmp_path).file(ticket.reference, "mine", Actor(LI, "web"))
        is_kept = place.exists()
        unit = desk.store.unit()
        theirs = await unit.get(Attachment, "theirs")
        assert theirs is not None
        unit.put(replace(theirs, conversation=ticket.conversation))
        await unit.commit()
        await crossing(desk, tmp_path).file(ticket.reference, "theirs", Actor(LI, "web"))

    assert (is_kept, place.exists()) == (True, False)


async def test_a_number_and_a_name_go_in_whichever_way_they_are_spelt(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        ticket = await desk.files(f"{BILL}, my neighbour 陳靜 has １３８ 0013-8000")
        crossed = crossing(desk, tmp_path)
        for typed in ("+86 13800138000", "陈静"):
            await crossed.words(ticket.reference, typed, Actor(LI, "web"))
        kept = await desk.ticket()

    assert kept.description.endswith("my neighbour •••• has ••••")
