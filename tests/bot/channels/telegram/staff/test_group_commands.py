"""What the staff do in their group reaches the customer and the desk: once, in words, and only from those who may."""

from datetime import timedelta

import pytest

from bot.channels.telegram.telegram_words import TELEGRAM_WORDS
from storage.records.complaint_records import Handoff, Note
from storage.records.traffic_records import Attachment, Edit, InboxMark, InboxRow
from tests.bot.channels.telegram.office import ADA, DESK, LI, WU, Office


async def test_who_answers_first_has_claimed_the_ticket_thereby(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.says(desk.li, "We look into it.", ticket)
    handoff = await desk.desk.handoff(ticket)

    assert (handoff.status, handoff.claimed_by) == ("claimed", LI.id)
    assert (await desk.desk.ticket(ADA)).owner == LI.id
    assert desk.customer.messages[-2].text == "Li Wei from our team is with you now."
    assert await desk.to_customer() == ["Li Wei:\nWe look into it."]
    assert await desk.transcript() == ["We look into it."]


async def test_what_was_written_in_the_topic_is_not_shown_there_again(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.says(desk.li, "We look into it.", ticket)
    await desk.says(desk.li, "// ask accounting", ticket)
    await desk.customer.says("thanks")
    await desk.settle()

    assert await desk.shown(ticket) == ["thanks"]


@pytest.mark.parametrize("mark", ["//", "// ", "／／"])
async def test_a_note_stays_internal(desk: Office, mark: str) -> None:
    ticket = await desk.waits_for_a_person()
    said = len(desk.customer.messages)
    await desk.says(desk.li, f"{mark}ask accounting", ticket)
    notes = await desk.desk.store.unit().find(Note, ticket=ticket.id)

    assert [(note.author, note.text) for note in notes] == [("Li Wei", "ask accounting")]
    assert len(desk.customer.messages) == said
    assert (await desk.desk.handoff(ticket)).status == "waiting"


async def test_an_answer_to_a_message_of_the_customer_is_one_there_too_and_back(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.customer.says("was it 128?")
    await desk.settle()
    bubble = (await desk.bubbles(ticket))[-1]
    answer = await desk.says(desk.li, "It was.", ticket, reply_to=bubble.id)
    at_customer = desk.customer.messages[-1]

    assert at_customer.text == "Li Wei:\nIt was."
    assert at_customer.message["reply_to_message"]["text"] == "was it 128?"

    await desk.points(at_customer.id, "thank you")
    shown = (await desk.bubbles(ticket))[-1]

    assert (shown.text, shown.message["reply_to_message"]["message_id"]) == ("thank you", answer)


async def test_the_buttons_claim_hand_back_and_ask_for_the_outcome(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.presses(desk.li, "Claim", ticket)
    claimed = (await desk.desk.handoff(ticket)).claimed_by
    await desk.presses(desk.li, "Hand back to the bot", ticket)
    handed_back = (await desk.desk.handoff(ticket)).status
    await desk.presses(desk.li, "Resolve…", ticket)
    await desk.presses(desk.li, "Upheld: we were wrong", ticket)
    question = (await desk.bubbles(ticket))[-1]
    await desk.says(desk.li, "We have paid back 128 yuan.", ticket, reply_to=question.id)
    solved = await desk.desk.ticket(ADA)

    assert (claimed, handed_back) == (LI.id, "done")
    assert question.text.startswith("Li Wei, how was it solved?")
    assert question.keyboard == {"force_reply": True, "selective": True}
    assert question.message["entities"][0]["user"]["id"] == 815
    assert (solved.status, solved.outcome) == ("resolved", "We have paid back 128 yuan.")
    assert solved.outcome_code == "upheld"
    assert any("We have paid back 128 yuan." in bubble.text for bubble in desk.customer.messages)
    assert [one["show_alert"] for one in desk.li.answers if one.get("text")] == []
    assert len(desk.li.answers) == 4


async def test_a_later_time_and_a_reply_kept_ready_are_chosen_by_buttons(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.presses(desk.li, "Claim", ticket)
    await desk.presses(desk.li, "Renew the promise…", ticket)
    await desk.presses(desk.li, "2 days", ticket)
    question = (await desk.bubbles(ticket))[-1]
    await desk.says(desk.li, "The part comes on Friday.", ticket, reply_to=question.id)
    renewed = await desk.desk.ticket(ADA)
    await desk.presses(desk.li, "Canned replies", ticket)
    offered = (await desk.bubbles(ticket))[-1]
    label, _ = offered.buttons[0]
    await desk.presses(desk.li, label, ticket)

    assert renewed.due - desk.desk.clock.now > timedelta(days=1, hours=23)
    assert any("The part comes on Friday." in bubble.text for bubble in desk.customer.messages)
    assert desk.customer.messages[-1].text.startswith("Li Wei:")


async def test_the_commands_do_what_the_buttons_do(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.says(desk.li, "/claim@standin_bot", ticket)
    claimed = (await desk.desk.handoff(ticket)).claimed_by
    await desk.says(desk.li, "/handback", ticket)
    handed_back = (await desk.desk.handoff(ticket)).status
    await desk.says(desk.li, "/resolve We have paid\nback 128 yuan.", ticket)
    solved = await desk.desk.ticket(ADA)

    assert (claimed, handed_back) == (LI.id, "done")
    assert (solved.status, solved.outcome) == ("resolved", "We have paid\nback 128 yuan.")


async def test_a_stranger_is_told_once_how_to_connect_and_nothing_reaches_the_customer(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    said = len(desk.customer.messages)
    stranger = desk.group.member(999, name="Eve")
    for text in ("I am the boss", "// really", "/resolve done"):
        await desk.says(stranger, text, ticket)
    await desk.presses(stranger, "Claim", ticket)

    assert await desk.shown(ticket) == [TELEGRAM_WORDS.word("en", "group.stranger")]
    assert stranger.answers[-1]["text"] == TELEGRAM_WORDS.word("en", "group.stranger")
    assert len(desk.customer.messages) == said
    assert await desk.transcript() == []
    assert (await desk.desk.handoff(ticket)).status == "waiting"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("mine now", "A colleague has claimed this conversation."),
        ("/claim", "A colleague has claimed this conversation."),
        ("/handback", "You do not have this conversation"),
        ("/resolve all done", "Claim the ticket first"),
        ("/resolve", "Claim the ticket first"),
        ("/status", "There is no such command"),
        ("/hand-back he is lying", "There is no such command"),
        ("／note2 for us alone", "There is no such command"),
        ("/Résoudre for us alone", "There is no such command"),
        ("\u200b /note for us alone", "There is no such command"),
        ("//", "Please write something first."),
    ],
)
async def test_a_refusal_is_said_in_words_below_the_message_and_changes_nothing(
    desk: Office, text: str, words: str
) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.desk.handoffs.claim(ticket.reference, LI)
    await desk.settle()
    before = (await desk.desk.ticket(ADA), await desk.desk.handoff(ticket), len(desk.customer.messages))
    number = await desk.says(desk.wu, text, ticket)
    said = (await desk.bubbles(ticket))[-1]

    assert said.text.startswith(words)
    assert said.message["reply_to_message"]["message_id"] == number
    assert before == (
        await desk.desk.ticket(ADA),
        await desk.desk.handoff(ticket),
        len(desk.customer.messages),
    )


@pytest.mark.parametrize("text", ["Your PIN is 4711 now", "// PIN 4711", "/resolve The PIN 4711 was set again"])
async def test_who_writes_a_secret_is_told_that_it_was_crossed_out(desk: Office, text: str) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.desk.handoffs.claim(ticket.reference, LI)
    await desk.settle()
    number = await desk.says(desk.li, text, ticket)
    said = next(one for one in await desk.bubbles(ticket) if one.text == TELEGRAM_WORDS.word("en", "crossed-out"))

    assert said.message["reply_to_message"]["message_id"] == number
    assert "4711" not in "".join(bubble.text for bubble in desk.customer.messages)


async def test_a_tap_that_is_refused_is_answered_with_an_alert(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.desk.handoffs.claim(ticket.reference, LI)
    await desk.settle()
    await desk.presses(desk.wu, "Hand back to the bot", ticket)

    assert desk.wu.answers[-1]["text"].startswith("You do not have this conversation")
    assert desk.wu.answers[-1]["show_alert"]


async def test_a_photo_goes_to_the_customer_under_the_agents_name_and_is_kept(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.li.photo("your new bill", topic=await desk.thread(ticket))
    await desk.settle()
    sent = desk.customer.messages[-1]
    (file,) = [one for one in await desk.desk.store.unit().find(Attachment) if one.conversation]

    assert (sent.kind, sent.text) == ("photo", "Li Wei:\nyour new bill")
    assert await desk.transcript() == ["[photo] your new bill"]
    assert (file.kind, file.status) == ("photo", "coming")


async def test_an_album_goes_to_the_customer_whole_its_late_siblings_after_it(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    album = await desk.li.album("photo", "photo", "photo", "photo", topic=await desk.thread(ticket), late=1)
    await desk.settle()
    await album.rest_comes()
    await desk.settle()
    photos = [bubble for bubble in desk.customer.messages if bubble.kind == "photo"]
    albums = [bubble.message.get("media_group_id") for bubble in photos]

    assert len(photos) == 4
    assert len(set(albums[:3])) == 1
    assert albums[0]
    assert await desk.transcript() == ["[photo]", "[photo]"]
    assert await desk.shown(ticket) == []


async def test_a_file_for_a_customer_who_is_not_on_telegram_is_refused(desk: Office) -> None:
    ticket = await desk.desk.waits_for_a_person()
    await desk.settle()
    await desk.li.photo("your new bill", topic=await desk.thread(ticket))
    await desk.settle()

    assert await desk.shown(ticket) == [TELEGRAM_WORDS.word("en", "refused.no-files")]
    assert (await desk.desk.handoff(ticket)).status == "waiting"


async def test_a_note_holds_no_file_and_a_die_goes_nowhere(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.li.photo("// look", topic=await desk.thread(ticket))
    await desk.li.sends(dice={"emoji": "🎲", "value": 3}, topic=await desk.thread(ticket))
    await desk.settle()

    assert await desk.shown(ticket) == [
        TELEGRAM_WORDS.word("en", "refused.no-file-here"),
        TELEGRAM_WORDS.word("en", "refused.unsupported"),
    ]
    assert await desk.transcript() == []


async def test_a_changed_message_changes_at_the_customers_and_both_versions_are_kept(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    number = await desk.says(desk.li, "It costs 12 yuan.", ticket)
    await desk.li.edits(number, text="It costs 21 yuan.")
    await desk.settle()
    await desk.li.edits(number, text="It costs 21 yuan.")  # Telegram tells of more than changed words
    await desk.settle()
    edits = await desk.desk.store.unit().find(Edit)

    assert await desk.to_customer() == ["Li Wei:\nIt costs 21 yuan."]
    assert await desk.transcript() == ["It costs 12 yuan."]
    assert [edit.text for edit in edits] == ["It costs 21 yuan."]
    assert await desk.shown(ticket) == []


async def test_a_changed_caption_changes_at_the_customers(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.li.photo("your old bill", topic=await desk.thread(ticket))
    await desk.settle()
    await desk.li.edits(caption="your new bill")
    await desk.settle()

    assert desk.customer.messages[-1].text == "Li Wei:\nyour new bill"


@pytest.mark.parametrize(("caption", "below"), [("// the passport of a neighbour", 0), ("/resolve look", 2)])
async def test_of_an_album_whose_words_are_for_us_alone_no_piece_goes_out(
    desk: Office, caption: str, below: int
) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.li.album("photo", "photo", "photo", caption=caption, below=below, topic=await desk.thread(ticket))
    await desk.settle()

    assert await desk.shown(ticket) == [TELEGRAM_WORDS.word("en", "refused.no-file-here")] * (3 - below)
    assert await desk.transcript() == []
    assert [one.kind for one in desk.customer.messages if one.kind == "photo"] == []


async def test_a_command_for_another_bot_is_not_obeyed_and_one_for_this_is(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.says(desk.li, "/claim@another_bot", ticket)
    before = (await desk.desk.handoff(ticket)).status
    await desk.says(desk.li, "/claim@Standin_Bot", ticket)

    assert [before, (await desk.desk.handoff(ticket)).status] == ["waiting", "claimed"]


@pytest.mark.parametrize("text", ["// it costs 12 yuan", "/resolve it costs 12 yuan"])
async def test_a_change_cannot_make_internal_what_the_customer_has(desk: Office, text: str) -> None:
    ticket = await desk.waits_for_a_person()
    number = await desk.says(desk.li, "It costs 12 yuan.", ticket)
    await desk.li.edits(number, text=text)
    await desk.settle()

    assert await desk.to_customer() == ["Li Wei:\nIt costs 12 yuan."]
    assert await desk.shown(ticket) == [TELEGRAM_WORDS.word("en", "refused.sent-already")]


async def test_a_changed_note_is_noted_too_and_stays_one(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    said = len(desk.customer.messages)
    number = await desk.says(desk.li, "// ask accounting", ticket)
    await desk.li.edits(number, text="ask the shop")
    await desk.settle()
    notes = await desk.desk.store.unit().find(Note, ticket=ticket.id)

    assert [note.text for note in notes] == ["ask accounting", "ask the shop"]
    assert len(desk.customer.messages) == said


async def test_for_a_customer_of_the_web_chat_a_change_comes_as_a_message_of_its_own(desk: Office) -> None:
    ticket = await desk.desk.waits_for_a_person()
    await desk.settle()
    number = await desk.says(desk.li, "It costs 12 yuan.", ticket)
    await desk.li.edits(number, text="It costs 21 yuan.")
    await desk.settle()

    assert [one.text for one in desk.desk.channel.sent if one.author == "agent"] == [
        "It costs 12 yuan.",
        "It costs 21 yuan.",
    ]


async def test_what_is_written_outside_of_topics_or_in_other_groups_is_nobodys_business(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    said, calls = len(desk.customer.messages), len(desk.api.calls)
    lunch = await desk.wu.opens_topic("lunch")
    await desk.li.says("good morning")
    await desk.li.says("noodles?", topic=lunch.id)
    await desk.api.group(-77).member(815).says("hello")
    await desk.wu.closes_topic(await desk.thread(ticket))
    await desk.settle()

    assert (said, calls) == (len(desk.customer.messages), len(desk.api.calls))
    assert await desk.transcript() == []
    assert await desk.desk.store.unit().find(InboxRow) == []


async def test_an_answer_that_does_not_arrive_is_told_to_who_wrote_it_here(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.says(desk.li, "Are you there?", ticket)
    await desk.customer.blocks()
    number = await desk.says(desk.li, "Are you still there?", ticket)
    (told,) = await desk.bubbles(ticket)

    assert told.text == TELEGRAM_WORDS.word("en", "group.undelivered")
    assert told.message["reply_to_message"]["message_id"] == number


async def test_an_update_that_cannot_be_read_is_set_aside(desk: Office) -> None:
    await desk.waits_for_a_person()
    await desk.api.push({"message": {"chat": {"id": DESK, "type": "supergroup"}, "message_id": "one"}})
    await desk.settle()

    assert [row.problem.partition(":")[0] for row in await desk.desk.store.unit().find(InboxRow)] == [
        "it cannot be read"
    ]


async def test_an_update_that_comes_twice_is_done_once(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    for text in ("We look into it.", "// ask accounting", "/nonsense"):
        await desk.says(desk.li, text, ticket)
        await desk.again()

    assert await desk.to_customer() == ["Li Wei:\nWe look into it."]
    assert len(await desk.desk.store.unit().find(Note, ticket=ticket.id)) == 1
    assert await desk.shown(ticket) == [TELEGRAM_WORDS.word("en", "refused.unknown-command")]


async def test_a_crash_after_an_act_does_not_do_it_twice(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    row = await desk.unplayed(desk.li, "We look into it.", ticket)
    await desk.staff.take(row)
    # The program dies here; the row was taken out with the act, and playing it once more changes nothing.
    kept = await desk.desk.store.unit().get(InboxRow, row.id)
    marked = await desk.desk.store.unit().get(InboxMark, row.id)
    await desk.staff.take(row)
    await desk.settle()

    assert (kept, marked is not None) == (None, True)
    assert await desk.to_customer() == ["Li Wei:\nWe look into it."]


async def test_of_two_who_answer_at_once_one_has_it(desk: Office) -> None:
    ticket = await desk.waits_for_a_person()
    thread = await desk.thread(ticket)
    await desk.li.says("I have it.", topic=thread)
    await desk.wu.says("No, I do.", topic=thread)
    await desk.settle()
    handoffs = await desk.desk.store.unit().find(Handoff, ticket=ticket.id)

    assert await desk.to_customer() == ["Li Wei:\nI have it."]
    assert [one.claimed_by for one in handoffs] == [LI.id]
    assert await desk.shown(ticket) == ["A colleague has claimed this conversation."]
    assert WU.id not in {one.claimed_by for one in handoffs}
