"""What follows from the moves: buttons that are tapped, doubts that are answered, and where what was said is found."""

import pytest

from bot.understanding.acts import Act, Stage
from bot.understanding.kept_reading import from_json
from bot.understanding.signals import HeardSignal, Level, SignalName, When, Who
from storage.records.complaint_records import JournalEntry, Message
from tests.bot.desk.desk_harness import LI, DeskHarness
from tests.bot.desk.moves.at_stages import BRINGS, TOLD, play

ACCOUNT = "What is your account number? It's on your bill. If you don't have it at hand, skip this one."


async def reads(desk: DeskHarness, stage: Stage, act: Act, text: str) -> list[str]:
    """Bring a customer to a stage and have a text said, which is read as this act; returns what is answered."""
    desk.reader.will_say(text, act)
    return list((await play(desk, stage, text)).replies)


@pytest.mark.parametrize("stage", [Stage.FILED, Stage.IDLE_WITH_TICKET, Stage.WAITING, Stage.SURVEY])
async def test_a_filed_ticket_is_withdrawn_after_a_yes(desk: DeskHarness, stage: Stage) -> None:
    asked = await reads(desk, stage, Act.WITHDRAWS, "let it be, I don't want that any more")
    (answer,) = await desk.presses("Yes, withdraw it")
    ticket = await desk.ticket()

    assert asked[-1] == desk.common("ask-withdraw", reference=ticket.reference)
    assert answer == desk.common("withdrawn", reference=ticket.reference)
    assert ticket.status == "withdrawn"
    assert (await desk.conversation()).status == "closed"


async def test_a_withdrawn_ticket_waits_for_nobody_any_more(desk: DeskHarness) -> None:
    await reads(desk, Stage.WAITING, Act.WITHDRAWS, "let it be")
    await desk.says("yes")
    told = await desk.passes(hours=48)
    ticket = await desk.ticket()

    assert told == []
    assert (await desk.handoff(ticket)).status == "done"
    assert ticket.resolved is not None
    assert "withdrawn by you" in (await desk.says("/status"))[0]


async def test_a_ticket_is_kept_after_a_no_in_free_words(desk: DeskHarness) -> None:
    await reads(desk, Stage.FILED, Act.WITHDRAWS, "let it be")
    desk.reader.will_say("oh no, better leave it where it is", Act.DENIES)
    replies = await desk.says("oh no, better leave it where it is")

    assert replies == [desk.common("kept-going")]
    assert (await desk.ticket()).status == "open"


async def test_what_is_said_after_a_question_of_two_buttons_is_read_for_itself(desk: DeskHarness) -> None:
    await reads(desk, Stage.FILED, Act.WITHDRAWS, "let it be")
    desk.reader.will_say("and the line hums", Act.ADDS)
    replies = await desk.says("and the line hums")

    assert replies == [desk.common("added-to", reference=(await desk.ticket()).reference)]


async def test_a_ticket_that_solved_itself_is_closed_after_a_yes(desk: DeskHarness) -> None:
    await reads(desk, Stage.FILED, Act.SOLVED, "it came back by itself")
    (answer,) = await desk.presses("Yes, close it")
    ticket = await desk.ticket()

    assert answer == desk.common("settled", reference=ticket.reference)
    assert ticket.status == "closed"


async def test_a_draft_that_solved_itself_is_dropped_after_a_yes_and_nothing_is_sent(desk: DeskHarness) -> None:
    await reads(desk, Stage.QUESTION, Act.SOLVED, "it came back by itself")
    replies = await desk.presses("Yes, leave it")

    assert replies == [desk.common("dropped")]
    assert await desk.tickets() == []
    assert (await desk.conversation()).status == "closed"


async def test_a_draft_that_is_not_dropped_asks_on(desk: DeskHarness) -> None:
    await reads(desk, Stage.QUESTION, Act.SOLVED, "it came back by itself")
    replies = await desk.presses("No, go on")

    assert replies == [desk.common("kept-going"), ACCOUNT]
    assert desk.labels == ["Skip"]


async def test_another_matter_at_the_survey_begins_a_complaint_and_the_survey_comes_later(desk: DeskHarness) -> None:
    await reads(desk, Stage.SURVEY, Act.TELLS, "My new router smokes whenever it rains")
    await desk.presses("Yes, something new")
    conversation = await desk.conversation()

    assert conversation.state["slots"]["problem"] == "My new router smokes whenever it rains"
    assert conversation.script == "telecom"
    assert (await desk.ticket()).status == "resolved"


async def test_what_belongs_to_the_answered_ticket_goes_on_it_and_the_survey_asks_again(desk: DeskHarness) -> None:
    await reads(desk, Stage.SURVEY, Act.TELLS, "The refund was ten short")
    ticket = await desk.ticket()
    added, survey = await desk.presses("No, it belongs to it")

    assert added == desk.common("added-to", reference=ticket.reference)
    assert "Did this solve it for you?" in survey


@pytest.mark.parametrize(
    ("act", "question", "yes"),
    [(Act.WITHDRAWS, "ask-cancel", "Yes, stop"), (Act.WANTS_PERSON, "ask-person", "Yes, a person")],
)
async def test_in_doubt_what_ends_or_hands_over_is_asked_about(
    desk: DeskHarness, act: Act, question: str, yes: str
) -> None:
    desk.reader.will_say("leave it to the others", Act.ADDS, doubt=act)
    scene = await play(desk, Stage.QUESTION, "leave it to the others")
    after = await desk.presses(yes)
    status = (await desk.conversation()).status

    assert scene.replies == (desk.common(question),)
    assert scene.shown == (yes, "No, go on")
    assert status == ("closed" if act is Act.WITHDRAWS else "with-person")
    assert after


async def test_a_doubt_that_is_denied_does_the_other_thing(desk: DeskHarness) -> None:
    desk.reader.will_say("stop at the counter was rude", Act.WITHDRAWS, doubt=Act.ADDS)
    await play(desk, Stage.QUESTION, "stop at the counter was rude")
    replies = await desk.presses("No, go on")

    assert replies == [desk.common("noted-too"), ACCOUNT]
    assert "stop at the counter was rude" in (await desk.conversation()).state["slots"]["problem"]


async def test_a_doubt_that_changes_little_is_not_asked_about(desk: DeskHarness) -> None:
    desk.reader.will_say("hm, kind of you", Act.THANKS, doubt=Act.GREETS)
    scene = await play(desk, Stage.QUESTION, "hm, kind of you")

    assert scene.replies == (desk.common("you-are-welcome"), ACCOUNT)


async def test_a_doubtful_yes_sends_nothing(desk: DeskHarness) -> None:
    desk.reader.will_say("well yes, in a way", Act.CONFIRMS, doubt=Act.CORRECTS)
    scene = await play(desk, Stage.SUMMARY, "well yes, in a way")

    assert scene.replies == (desk.common("summary-above"),)
    assert scene.tickets == ()


@pytest.mark.parametrize("act", [Act.WITHDRAWS, Act.LATER, Act.SOLVED, Act.DECLINES])
async def test_who_only_talks_at_a_question_is_asked_it_again(desk: DeskHarness, act: Act) -> None:
    desk.reader.says["my wife and I nearly quarrelled"] = ((act, 0.4), (Act.ADDS, 0.1))
    scene = await play(desk, Stage.QUESTION, "my wife and I nearly quarrelled")

    assert scene.replies == (desk.common("noted-too"), ACCOUNT)


async def test_who_is_hardly_taken_to_say_that_all_is_well_is_not_asked_about_it(desk: DeskHarness) -> None:
    desk.reader.says["the second charge, nothing else"] = ((Act.SOLVED, 0.38), (Act.ANSWERS, 0.34))
    scene = await play(desk, Stage.QUESTION, "the second charge, nothing else")

    assert scene.replies == (desk.common("noted-too"), ACCOUNT)


@pytest.mark.parametrize("act", [Act.LATER, Act.DECLINES])
@pytest.mark.parametrize("chance", [0.4, 0.8])
async def test_an_outburst_puts_no_draft_away_and_leaves_no_question(
    desk: DeskHarness, act: Act, chance: float
) -> None:
    desk.reader.says["lunch hour wasted"] = ((act, chance), (Act.ANSWERS, chance - 0.02))
    scene = await play(desk, Stage.QUESTION, "lunch hour wasted")

    assert scene.replies == (desk.common("noted-too"), ACCOUNT)


async def test_who_may_only_ask_why_besides_is_not_asked_again_for_what_they_will_not_give(desk: DeskHarness) -> None:
    desk.reader.says["can I stay anonymous?"] = ((Act.DECLINES, 0.7), (Act.ASKS_US, 0.25), (Act.ADDS, 0.05))
    scene = await play(desk, Stage.QUESTION, "can I stay anonymous?")

    assert (scene.slots["account"], scene.step) == ("", "ask-phone")


@pytest.mark.parametrize("act", [Act.LATER, Act.WITHDRAWS, Act.WANTS_PERSON, Act.ALREADY_TOLD])
async def test_a_wish_wins_over_a_control_word_that_is_not_very_sure(desk: DeskHarness, act: Act) -> None:
    desk.reader.will_say("forget the rest, just give it back", act, sure=0.82)
    scene = await play(desk, Stage.QUESTION, "forget the rest, just give it back")

    assert scene.replies == ("Noted:\n• What you ask for: Refund me or correct the bill", ACCOUNT)
    assert (await desk.conversation()).state["slots"]["remedy"] == "refund"


async def test_a_question_that_names_a_wish_is_answered(desk: DeskHarness) -> None:
    desk.reader.will_say("when will you give it back?", Act.ASKS_US, sure=0.82)
    scene = await play(desk, Stage.QUESTION, "when will you give it back?")

    assert "You'll have an answer by" in scene.replies[0]


@pytest.mark.parametrize("stage", [Stage.QUESTION, Stage.OFFER_KNOWN_ISSUE, Stage.OFFER_REPEAT])
async def test_whether_a_person_is_wanted_is_asked_where_words_only_speak_of_one(
    desk: DeskHarness, stage: Stage
) -> None:
    desk.reader.will_say("the clerk says it is not his job", Act.WANTS_PERSON, sure=0.58)
    scene = await play(desk, stage, "the clerk says it is not his job")

    assert scene.replies == (desk.common("ask-person"),)


async def test_who_asks_whether_a_machine_writes_is_told_so_and_asked_on(desk: DeskHarness) -> None:
    scene = await play(desk, Stage.QUESTION, "am I typing to a computer program, is this a machine?")

    assert scene.replies == (desk.common("about-bot"), ACCOUNT)


async def test_whether_somebody_stops_is_asked_unless_it_is_very_sure(desk: DeskHarness) -> None:
    desk.reader.will_say("he says I should let it go, but I can't", Act.WITHDRAWS, sure=0.87)
    scene = await play(desk, Stage.QUESTION, "he says I should let it go, but I can't")

    assert scene.replies == (desk.common("ask-cancel"),)


@pytest.mark.parametrize("doubt", [Act.ADDS, Act.OTHER])
async def test_an_offer_is_not_taken_by_words_that_hardly_say_so(desk: DeskHarness, doubt: Act) -> None:
    desk.reader.will_say("it is like an oven in here", Act.CONFIRMS, doubt)
    scene = await play(desk, Stage.OFFER_KNOWN_ISSUE, "it is like an oven in here")

    assert (scene.tickets, scene.after.status) == ((), "with-bot")


async def test_who_is_fed_up_at_an_offer_is_asked_whether_to_stop(desk: DeskHarness) -> None:
    desk.reader.will_say("I have had enough of this", Act.WITHDRAWS, sure=0.87)
    scene = await play(desk, Stage.OFFER_KNOWN_ISSUE, "I have had enough of this")

    assert scene.replies == (desk.common("ask-cancel"),)


async def test_what_may_be_praise_is_taken_for_a_complaint(desk: DeskHarness) -> None:
    desk.reader.will_say("The man with the ladder came three times for nothing", Act.PRAISES, sure=0.9)
    scene = await play(desk, Stage.IDLE, "The man with the ladder came three times for nothing")

    assert scene.slots["problem"] == "The man with the ladder came three times for nothing"
    assert scene.tickets == ()


async def test_who_comes_back_with_what_may_be_a_question_about_us_goes_on(desk: DeskHarness) -> None:
    desk.reader.will_say("are you there, I want to finish", Act.ASKS_US, sure=0.8)
    scene = await play(desk, Stage.RESTING, "are you there, I want to finish")

    assert scene.replies[-1] == ACCOUNT


@pytest.mark.parametrize("stage", [Stage.QUESTION, Stage.SUMMARY])
async def test_of_what_was_and_what_is_right_the_right_one_is_taken(desk: DeskHarness, stage: Stage) -> None:
    desk.reader.will_say("it was 330 yuan, not 300 yuan", Act.CORRECTS)
    scene = await play(desk, stage, "it was 330 yuan, not 300 yuan")

    assert scene.slots["amount"] == "330.00"


async def test_a_value_of_the_type_that_is_asked_for_wins_over_a_control_word(desk: DeskHarness) -> None:
    desk.reader.will_say("cancel 12345678", Act.WITHDRAWS, sure=0.8)
    scene = await play(desk, Stage.QUESTION, "cancel 12345678")

    assert scene.slots["account"] == "12345678"


async def test_a_value_of_the_type_that_is_asked_for_wins_over_a_doubt(desk: DeskHarness) -> None:
    desk.reader.will_say("12345678, and that's that", Act.ANSWERS, doubt=Act.WITHDRAWS)
    scene = await play(desk, Stage.QUESTION, "12345678, and that's that")

    assert scene.slots["account"] == "12345678"


async def test_a_place_called_cancel_street_is_a_place(desk: DeskHarness) -> None:
    desk.reader.will_say("5 Cancel Street", Act.WITHDRAWS, sure=0.8)
    await desk.says("The picture freezes every evening", "1")
    await desk.says("5 Cancel Street")

    assert (await desk.conversation()).state["slots"]["place"] == "5 Cancel Street"


async def test_a_reader_who_is_very_sure_wins_over_a_value(desk: DeskHarness) -> None:
    desk.reader.will_say("cancel it all, 12345678 and whatever else you have", Act.WITHDRAWS, sure=0.99)
    scene = await play(desk, Stage.QUESTION, "cancel it all, 12345678 and whatever else you have")

    assert scene.replies == (desk.common("cancelled"),)


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage not in (Stage.IDLE, Stage.RESTING)])
async def test_a_reference_is_answered_with_its_status_at_any_stage(desk: DeskHarness, stage: Stage) -> None:
    await desk.says(TOLD, "/human", to="web:zhao")
    await BRINGS[stage](desk)
    tickets = await desk.tickets()
    reference = tickets[-1].reference if tickets else "T-2026-000001"
    replies = await desk.says(f"{reference.lower()}?")

    known = f"{reference} · “" in replies[0]
    assert known or replies[0] == desk.common("status-unknown", reference=reference)
    assert known == bool(tickets)


async def test_a_question_that_nobody_here_can_answer_is_passed_on_after_a_yes(desk: DeskHarness) -> None:
    await reads(desk, Stage.IDLE, Act.ASKS_ANSWER, "Do you sell lamps")
    replies = await desk.presses("Yes, pass it on")
    slots = (await desk.conversation()).state["slots"]

    assert slots["problem"] == "Do you sell lamps"
    assert not any("sorry" in reply for reply in replies)


async def test_a_question_that_is_known_is_answered_and_no_complaint_begins(desk: DeskHarness) -> None:
    await reads(desk, Stage.IDLE, Act.ASKS_ANSWER, "How do I find my PUK code when my phone asks for it?")

    assert "You'll find the 8-digit PUK in the app" in desk.replies[0]
    assert await desk.tickets() == []
    assert (await desk.conversation()).state["status"] == "new"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("are you a robot or a person", "about-bot"),
        ("你是真人吗", "about-bot"),
        ("why do you want that from me", "about-why"),
        ("要这个干什么用", "about-why"),
        ("is this free", "about-cost"),
        ("who can see what I write", "about-privacy"),
        ("我写的支行的人看得到吗", "about-privacy"),
        ("are you open at the weekend", "about-hours-open"),
        ("你们几点下班", "about-hours-open"),
    ],
)
async def test_questions_about_us_are_answered(desk: DeskHarness, text: str, key: str) -> None:
    replies = await reads(desk, Stage.QUESTION, Act.ASKS_US, text)

    assert replies == [desk.common(key), ACCOUNT]


async def test_who_asks_while_waiting_hears_the_place_in_the_queue(desk: DeskHarness) -> None:
    replies = await reads(desk, Stage.WAITING, Act.NUDGES, "hellooo")

    assert desk.common("place-next") in replies[0]
    assert "nobody has taken it yet" in replies[0]


async def test_praise_is_found_by_the_staff_and_is_no_complaint(desk: DeskHarness) -> None:
    await reads(desk, Stage.IDLE, Act.PRAISES, "Your man with the ladder was a gem")
    praise = await desk.ticket()
    again = await desk.says("The picture freezes every evening")

    assert (praise.status, praise.promise) == ("praise", "kept")
    assert "What is it mainly about?" in again
    assert (await desk.conversation()).status == "with-bot"


async def test_what_was_added_after_the_end_stands_with_the_ticket(desk: DeskHarness) -> None:
    await reads(desk, Stage.FILED, Act.ADDS, "and the line hums")
    ticket = await desk.ticket()
    said = [one for one in await desk.store.unit().find(Message, ticket=ticket.id) if one.author == "customer"]

    assert said[-1].text == "and the line hums"


async def test_news_of_a_draft_that_was_put_away_goes_on_with_it(desk: DeskHarness) -> None:
    replies = await reads(desk, Stage.RESTING, Act.ADDS, "No one has come")
    told = (await desk.conversation()).state["slots"]["problem"]

    assert replies == [desk.common("welcome-back", description=TOLD), ACCOUNT]
    assert told == f"{TOLD} No one has come"


async def test_what_was_told_before_a_draft_goes_on_is_not_lost(desk: DeskHarness) -> None:
    await reads(desk, Stage.RESTING, Act.TELLS, "No one has come")
    await desk.presses("Go on with it")

    assert (await desk.conversation()).state["slots"]["problem"] == f"{TOLD} No one has come"


async def test_a_no_to_what_was_not_asked_ends_no_draft(desk: DeskHarness) -> None:
    desk.reader.says["No one has come"] = ((Act.DENIES, 0.9), (Act.NUDGES, 0.1))
    scene = await play(desk, Stage.RESTING, "No one has come")

    assert scene.step == "ask-account"
    assert scene.slots["problem"].startswith(TOLD)


async def test_a_draft_that_rests_by_wish_goes_on_on_the_next_day(desk: DeskHarness) -> None:
    await reads(desk, Stage.QUESTION, Act.LATER, "I'm on the bus")
    desk.clock.forward(days=1)
    desk.reader.will_say("so, where were we", Act.CONFIRMS)
    replies = await desk.says("so, where were we")

    assert replies[-1] == ACCOUNT


async def test_what_was_read_and_how_sure_is_kept_with_the_turn(desk: DeskHarness) -> None:
    await reads(desk, Stage.QUESTION, Act.ASKS_US, "what happens with this")
    conversation = await desk.conversation()
    entries = await desk.store.unit().find(JournalEntry, conversation=conversation.id)
    situation, reading = from_json(entries[-1].reading)

    assert entries[-1].event["event"] == "AskAgain"
    assert (situation.stage, situation.slot, situation.asked) == (Stage.QUESTION, "account", ACCOUNT)
    assert situation.before == (TOLD, "Bill or charges")
    assert (reading.acts[0], reading.version) == ((Act.ASKS_US, 0.99), "lists")


async def test_a_button_that_nobody_made_does_nothing(desk: DeskHarness) -> None:
    await BRINGS[Stage.FILED](desk)
    ticket = await desk.ticket()
    replies = [
        await desk.taps(data)
        for data in ("aside:0:withdraw:nobody", "aside:0:explode:x", "aside:0:withdraw:", f"aside:0:cancel:{'k' * 99}")
    ]

    assert replies == [[desk.common("stale")]] * 4
    assert (await desk.ticket()) == ticket


async def test_nobody_withdraws_the_ticket_of_somebody_else(desk: DeskHarness) -> None:
    await BRINGS[Stage.FILED](desk)
    ticket = await desk.ticket()
    await desk.says("Hello", to="web:mallory")
    await desk.taps(f"aside:0:withdraw:{ticket.id}", to="web:mallory")

    assert (await desk.ticket()).status == "open"


async def test_a_ticket_that_an_agent_has_is_withdrawn_once_the_customer_says_so(desk: DeskHarness) -> None:
    ticket = await desk.is_owned(LI)
    desk.reader.will_say("never mind about that one", Act.WITHDRAWS)
    await desk.says("never mind about that one", "yes")

    assert (await desk.ticket()).status == "withdrawn"
    assert (await desk.ticket()).owner == ticket.owner


async def test_a_no_that_says_more_is_kept(desk: DeskHarness) -> None:
    text = "no, nobody picks up when I call you either"
    desk.reader.will_say(text, Act.DENIES)
    scene = await play(desk, Stage.OFFER_KNOWN_ISSUE, text)

    assert scene.slots["problem"].endswith(text)


async def test_who_will_not_give_what_is_needed_hears_what_follows_and_then_gets_a_person(desk: DeskHarness) -> None:
    await desk.says(TOLD, "2", "skip")
    desk.reader.will_say("I won't give you that", Act.DECLINES)
    first = await desk.says("I won't give you that")
    await desk.says("I won't give you that")

    assert first == [desk.common("needed-anyway", prompt="Which phone number can we reach you on?")]
    assert (await desk.conversation()).status == "with-person"


async def test_who_will_not_give_what_can_be_done_without_is_not_asked_again(desk: DeskHarness) -> None:
    await desk.says("The picture freezes every evening", "1")
    desk.reader.will_say("I won't give you that", Act.DECLINES)
    left_out, following = await desk.says("I won't give you that")

    assert left_out == desk.common("left-out")
    assert "Since when" in following


async def test_danger_is_heard_whatever_else_the_words_do(desk: DeskHarness) -> None:
    text = "how long does it take, there is a fire in the lobby"
    desk.reader.will_say(text, Act.ASKS_US)
    replies = list((await play(desk, Stage.QUESTION, text)).replies)

    assert any("119" in reply for reply in replies)


@pytest.mark.parametrize(
    ("words", "asked"), [("Joan Fenton", False), ("can we do this in Chinese", True), ("我看不懂这些", True)]
)
async def test_a_language_is_asked_for_by_its_name_or_by_writing_it(desk: DeskHarness, words: str, asked: bool) -> None:
    desk.reader.says[words] = ((Act.SWITCHES_LANGUAGE, 0.68), (Act.ADDS, 0.1))
    scene = await play(desk, Stage.WAITING, words)

    assert any("中文" in label or "语言" in label for label in (*scene.shown, *scene.replies)) is asked


@pytest.mark.parametrize(
    ("act", "sure", "heard"), [("answers", 0.3, False), ("answers", 0.5, True), ("adds", 0.3, True)]
)
async def test_a_few_words_that_only_answer_need_more_to_bring_a_quiet_line(
    desk: DeskHarness, act: str, sure: float, heard: bool
) -> None:
    words = "no, none of that from me"
    desk.reader.will_say(words, Act(act))
    desk.reader.hears[words] = (HeardSignal(SignalName.SELF_HARM, Who.CUSTOMER, When.NOW, Level.UNSURE, sure),)
    scene = await play(desk, Stage.QUESTION, words)

    assert any("12356" in reply for reply in scene.replies) is heard


@pytest.mark.parametrize(
    ("words", "calls"), [("Payments.", False), ("转账", False), ("我吃了安眠药", True), ("he hit me", True)]
)
async def test_a_single_word_that_answers_calls_nobody_but_what_is_said_in_a_few_does(
    desk: DeskHarness, words: str, calls: bool
) -> None:
    desk.reader.will_say(words, Act.ANSWERS)
    desk.reader.hears[words] = (HeardSignal(SignalName.SELF_HARM, Who.CUSTOMER, When.NOW, Level.SURE, 0.86),)
    scene = await play(desk, Stage.QUESTION, words)

    assert (scene.after.status == "with-person") is calls
    assert any("12356" in reply for reply in scene.replies) is calls
