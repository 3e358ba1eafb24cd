import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.channels.port import LARGEST_FILE, Incoming, IncomingFile, TooLarge
from bot.desk.core.sanitize import LONGEST
from storage.records.complaint_records import Message
from storage.records.traffic_records import Attachment
from tests.bot.desk.desk_harness import ALL_ANSWERS, BILL, LI, WANG, DeskHarness, open_desk
from tests.bot.desk.sent_files import photo

ALBUM = "telegram:1:13"
HUGE = LARGEST_FILE + 1


async def of(desk: DeskHarness, attachment: Attachment) -> Message:
    """Return the message with which a file came."""
    message = await desk.store.unit().get(Message, attachment.message)
    assert message is not None
    return message


async def test_a_file_without_words_is_kept_and_the_question_stays_open(desk: DeskHarness) -> None:
    await desk.says(BILL)
    replies = await desk.sends(photo())
    (attachment,) = await desk.sent.there()

    assert [desk.common("file-kept")] == replies
    assert attachment.status == "coming"
    assert (await of(desk, attachment)).text == "[photo]"
    assert await desk.step() == "ask-kind"


async def test_the_words_under_a_file_are_the_telling(desk: DeskHarness) -> None:
    replies = await desk.sends(photo(), BILL)
    (attachment,) = await desk.sent.there()

    assert replies[1] == "What is it mainly about?"
    assert (await of(desk, attachment)).text == f"[photo] {BILL}"


async def test_a_file_as_the_first_word_goes_with_the_complaint_that_follows(desk: DeskHarness) -> None:
    replies = await desk.sends(photo())
    ticket = await desk.files()
    (attachment,) = await desk.sent.there()

    assert replies[0] == desk.common("file-kept-first")
    assert "What happened" in replies[-1]
    assert ticket.conversation == attachment.conversation


async def test_a_file_after_the_end_is_added_to_the_ticket(desk: DeskHarness) -> None:
    ticket = await desk.files()
    replies = await desk.sends(photo())
    (attachment,) = await desk.sent.there()

    assert [desk.common("file-kept-on", reference=ticket.reference)] == replies
    assert ticket.conversation == attachment.conversation
    assert [ticket] == await desk.tickets()


async def test_a_file_when_all_is_over_is_about_something_new(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.resolves(ticket.reference, LI, "We have paid it back.")
    await desk.delivered()
    await desk.presses("Yes, it's solved")
    replies = await desk.sends(photo())
    (attachment,) = await desk.sent.there()

    assert replies[0] == desk.common("file-kept-first")
    assert attachment.conversation not in (ticket.conversation, "")
    assert (await desk.conversation()).id == attachment.conversation


async def test_files_that_follow_each_other_are_answered_once(desk: DeskHarness) -> None:
    await desk.says(BILL)
    replies = [await desk.sends(photo(number)) for number in (1, 2)]
    desk.clock.forward(minutes=1)
    replies.append(await desk.sends(photo(3)))

    assert [[desk.common("file-kept")], [], [desk.common("file-kept")]] == replies
    assert len(await desk.sent.there()) == 3


async def test_while_a_person_has_the_conversation_a_file_is_kept_in_silence(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.handoffs.claim(ticket.reference, LI)
    await desk.delivered()
    replies = await desk.sends(photo())
    (attachment,) = await desk.sent.there()

    assert replies == []
    assert (await of(desk, attachment)).text == "[photo]"


@pytest.mark.parametrize("kind", ["photo", "voice", "video", "document"])
async def test_every_kind_of_file_is_kept(desk: DeskHarness, kind: str) -> None:
    await desk.says(BILL)
    await desk.sends(IncomingFile(kind=kind, source="f", name="a.b", size=5))
    (attachment,) = await desk.sent.there()

    assert (kind, "f", "a.b", 5, WANG) == (
        attachment.kind,
        attachment.source,
        attachment.name,
        attachment.size,
        attachment.address,
    )


async def test_a_file_that_is_too_large_is_told_at_once_with_what_to_do(desk: DeskHarness) -> None:
    await desk.says(BILL)
    replies = await desk.sends(photo(size=HUGE))
    (attachment,) = await desk.sent.there()

    assert [desk.common("file-too-large")] == replies
    assert attachment.status == "too-large"


async def test_the_words_under_a_file_that_is_too_large_are_heard(desk: DeskHarness) -> None:
    replies = await desk.sends(photo(size=HUGE), BILL)

    assert replies[0] == desk.common("file-too-large")
    assert replies[-1] == "What is it mainly about?"


async def test_a_person_cannot_see_it_either_so_too_large_is_told_in_any_case(desk: DeskHarness) -> None:
    await desk.waits_for_a_person()
    replies = await desk.sends(photo(size=HUGE))

    assert [desk.common("file-too-large")] == replies


async def test_a_file_whose_words_are_too_many_is_kept_all_the_same(desk: DeskHarness) -> None:
    replies = await desk.sends(photo(), "x" * (LONGEST + 1))

    assert [desk.common("too-long")] == replies
    assert len(await desk.sent.there()) == 1


async def test_an_album_is_one_message_and_is_answered_once(desk: DeskHarness) -> None:
    await desk.says(BILL)
    replies = [await desk.sends(photo(number, ALBUM)) for number in (1, 2, 3)]
    attachments = await desk.sent.there()

    assert [[desk.common("file-kept")], [], []] == replies
    assert len({one.message for one in attachments}) == 1


async def test_late_pictures_of_an_album_join_it_when_the_dialog_is_elsewhere(desk: DeskHarness) -> None:
    await desk.sends(photo(1, ALBUM), BILL)
    await desk.says(*ALL_ANSWERS)
    step, before = await desk.conversation(), await desk.transcript()
    replies = await desk.sends(photo(2, ALBUM))
    one, two = await desk.sent.there()

    assert replies == []
    assert one.message == two.message
    assert before == await desk.transcript()
    assert step.state == (await desk.conversation()).state


async def test_words_that_come_with_a_late_picture_only_are_heard(desk: DeskHarness) -> None:
    await desk.sends(photo(1, ALBUM))
    replies = await desk.sends(photo(2, ALBUM), BILL)
    one, two = await desk.sent.there()

    assert replies[-1] == "What is it mainly about?"
    assert one.message == two.message
    assert ("customer", BILL) in await desk.transcript()


async def test_several_pictures_of_an_album_that_are_too_large_are_told_once(desk: DeskHarness) -> None:
    await desk.says(BILL)
    replies = [await desk.sends(photo(number, ALBUM, HUGE)) for number in (1, 2)]

    assert [[desk.common("file-too-large")], []] == replies


async def test_the_refs_of_all_pictures_lead_to_the_message(desk: DeskHarness) -> None:
    for number in (1, 2):
        await desk.sends(photo(number, ALBUM), ref=f"{WANG}:{number}")
    reply = await desk.says("This one", answers=f"{WANG}:2")
    one, _ = await desk.sent.there()
    newest = next(
        one for one in await desk.store.unit().find(Message, address=WANG, newest=5) if one.text == "This one"
    )

    assert reply
    assert newest.answers == one.message


async def test_what_is_refused_later_is_told_then_once_an_album(desk: DeskHarness) -> None:
    for number in (1, 2):
        await desk.sends(photo(number, ALBUM, 0))
    desk.sent.source.faults = [TooLarge("it is too big"), TooLarge("it is too big")]
    attachments = await desk.sent.fetched()
    told = await desk.delivered()

    assert [one.status for one in attachments] == ["too-large", "too-large"]
    assert [desk.common("file-too-large")] == told


PICTURES = [photo(number, f"album-{number % 2}") for number in range(6)]
MEANWHILE = st.sampled_from([None, BILL, "2", "128", "/human", "/cancel"])


@settings(max_examples=25)
@given(
    order=st.permutations(range(len(PICTURES))),
    again=st.lists(st.integers(0, len(PICTURES) - 1), max_size=6),
    between=st.lists(st.tuples(MEANWHILE, st.integers(0, 90)), min_size=12, max_size=12),
)
def test_pictures_of_albums_in_whatever_order_are_there_once_each_under_one_message_an_album(
    order: Sequence[int], again: Sequence[int], between: Sequence[tuple[str | None, int]]
) -> None:
    async def play(folder: Path) -> None:
        async with open_desk(folder) as desk:
            for number, (meanwhile, seconds) in zip([*order, *again], between, strict=False):
                file = PICTURES[number]
                once = Incoming(address=WANG, update=f"u{number}", attachment="photo", file=file)
                await desk.plays(replace(once, ref=f"{WANG}:{number}"))
                desk.clock.forward(seconds=seconds)
                if meanwhile:
                    await desk.says(meanwhile)
            there = await desk.sent.there()
            messages = {(one.album, one.message) for one in there}

            assert sorted(file.source for file in PICTURES) == sorted(one.source for one in there)
            assert len(messages) == 2

    with TemporaryDirectory() as folder:
        asyncio.run(play(Path(folder)))
