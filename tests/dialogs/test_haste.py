"""What was written before a question could be read is part of the telling, and no wrong answer to it."""

from dialogs.model.events import Found, Pressed, Said, Started
from tests.dialogs.playing import keys, play, shipped, texts

TELECOM = shipped("telecom")
AT_KIND = (Started("en", "Something is wrong since Monday"), Found(), Found())


def hasty(text: str) -> Said:
    return Said(text, hasty=True)


def test_a_telling_in_several_messages_is_one_telling_and_asks_nothing_anew() -> None:
    state, effects = play(TELECOM, *AT_KIND, hasty("I have called four times"), hasty("I am really tired of it"))

    assert state.slots["problem"] == "Something is wrong since Monday I have called four times I am really tired of it"
    assert (state.step, state.misses) == ("ask-kind", 0)
    assert texts(effects) == []


def test_its_question_can_still_be_answered_by_its_buttons() -> None:
    asked, effects = play(TELECOM, *AT_KIND)
    kind = keys(effects)[0]
    state, _ = play(TELECOM, *AT_KIND, hasty("I have called four times"), Pressed(asked.question, kind))

    assert state.slots["kind"] == kind


def test_what_answers_the_question_answers_it_however_early_it_came() -> None:
    state, _ = play(TELECOM, *AT_KIND, hasty("1"))

    assert state.step != "ask-kind"
    assert state.slots["problem"] == "Something is wrong since Monday"


def test_what_it_holds_beside_is_known() -> None:
    state, _ = play(TELECOM, *AT_KIND, hasty("my number is 13800138000"))

    assert state.slots["phone"] == "13800138000"


def test_who_had_the_time_to_read_the_question_is_asked_again() -> None:
    state, effects = play(TELECOM, *AT_KIND, Said("I have called four times"))

    assert state.misses == 1
    assert texts(effects) != []
