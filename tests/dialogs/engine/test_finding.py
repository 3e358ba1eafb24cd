"""What was found is stated, shown or asked about, and what the customer says of it counts."""

from dataclasses import replace

import pytest

from dialogs.engine.engine import advance
from dialogs.model.events import (
    Button,
    Cancelled,
    Candidate,
    Effect,
    End,
    Event,
    Filed,
    FileTicket,
    Finished,
    Found,
    HandedBack,
    LanguageChosen,
    Learn,
    LookUp,
    Pressed,
    Said,
    Started,
    StartOver,
    TakeBack,
    TakenOver,
    Tell,
)
from dialogs.model.script import FileStep
from dialogs.model.state import State
from tests.dialogs.playing import asked_of_the_desk, keys, play, press, texts
from tests.dialogs.small_complaint import TEXT, small_complaint

SMALL = small_complaint()
TELLING = "My bill is wrong and there is no signal"
TOLD = Started("en", TELLING)
KNOWN = {"problem": TELLING}
NOW = {"description": "no signal", "opened": "5 Jan", "status": "waiting"}
EARLIER = Candidate("t1", "T-1 · no signal", {**NOW, "reference": "T-1"}, 0.9)
OTHER = Candidate("t2", "T-2 · wrong bill", {**NOW, "reference": "T-2"}, 0.5)
SURE = Found((EARLIER,), sure=True)
ON_ITS_TICKET = Filed("T-1", {**NOW, "reference": "T-1"})
STATED: tuple[Event, ...] = (TOLD, SURE, ON_ITS_TICKET)
BILLS = Candidate("bills", "Wrong bills", {"title": "Bills", "answer": "We refund it."}, 0.9)
SIGNAL = Candidate("signal", "No signal", {"title": "Signal", "answer": "Restart."}, 0.4)
BILL_PART, SIGNAL_PART = replace(BILLS, part="My bill is wrong"), replace(SIGNAL, part="there is no signal")
TWO_MATTERS = Found((BILL_PART, SIGNAL_PART))
NEW = Filed("T-3", {"reference": "T-3", "due": "Tuesday"})


def taken_back(state: State) -> tuple[State, tuple[Effect, ...]]:
    return advance(SMALL, state, Pressed(state.stated, "undo"))


def kinds(effects: tuple[Effect, ...]) -> list[type]:
    return [type(effect) for effect in effects]


def test_a_repeat_that_is_sure_is_stated_and_not_asked() -> None:
    state, effects = play(SMALL, TOLD, SURE)

    assert effects == (
        Learn("repeat", TELLING, {"t1": 0.9}, "t1", stated=True),
        Tell(SMALL.texts["recognised"]["en"].format(**NOW)),
        FileTicket("repeat", TELLING, KNOWN, about="t1"),
    )
    assert state.status == "filing"


def test_the_last_words_on_a_stated_repeat_carry_the_button_that_takes_it_back() -> None:
    state, effects = play(SMALL, *STATED)

    assert effects == (Tell("Added to T-1", (Button("undo", "No, something new"),), state.stated), End())
    assert (state.status, state.stated) == ("closed", state.question)


def test_a_tap_takes_a_stated_repeat_back_and_goes_on_as_if_it_were_new() -> None:
    state, effects = taken_back(play(SMALL, *STATED)[0])

    assert effects == (TakeBack("t1"), Tell(SMALL.texts["taken-back"]["en"]), LookUp("known-issue", TELLING, KNOWN))
    assert (state.status, state.slots, state.reference, state.accepted) == ("looking", KNOWN, "", "")


def test_what_was_taken_back_is_filed_anew_and_nothing_of_the_other_ticket_is_told() -> None:
    state, _ = taken_back(play(SMALL, *STATED)[0])
    state, effects = play(SMALL, Found(), Said("network"), state=state)

    assert state.facts == {}
    assert effects == (FileTicket("open", TELLING, {**KNOWN, "kind": "network"}),)
    assert advance(SMALL, state, NEW)[1] == (Tell("Filed as T-3, Tuesday"), End())


def test_a_repeat_is_taken_back_once() -> None:
    state, _ = taken_back(play(SMALL, *STATED)[0])
    state, _ = play(SMALL, Found(), state=state)
    again = Pressed(play(SMALL, *STATED)[0].stated, "undo")

    assert texts(advance(SMALL, state, again)[1]) == [SMALL.texts["stale"]["en"]]
    closed, _ = play(SMALL, Said("network"), NEW, state=state)
    assert advance(SMALL, closed, again) == (closed, ())


@pytest.mark.parametrize(
    "event",
    [
        Pressed(1, "yes"),
        Pressed(0, "undo"),
        Pressed(2, "undo"),
        Said("no"),
        Cancelled(),
        LanguageChosen("zh"),
        Finished(),
        HandedBack(),
        TakenOver(),
        ON_ITS_TICKET,
    ],
)
def test_nothing_but_that_tap_wakes_a_conversation_that_is_closed(event: Event) -> None:
    state, _ = play(SMALL, *STATED)

    assert advance(SMALL, state, event) == (state, ())


def test_where_nothing_was_stated_no_tap_takes_anything_back() -> None:
    state, _ = play(SMALL, TOLD, Found((EARLIER,)), Pressed(1, "yes"), ON_ITS_TICKET)

    assert (state.status, state.stated) == ("closed", 0)
    assert advance(SMALL, state, Pressed(0, "undo")) == (state, ())


def test_what_a_person_settled_is_not_taken_back() -> None:
    state, _ = play(SMALL, TOLD, SURE)
    tap = Pressed(state.stated, "undo")
    settled, _ = advance(SMALL, state, Finished())

    assert advance(SMALL, state, tap) == (state, ())
    assert advance(SMALL, settled, tap) == (settled, ())


def test_after_taking_back_the_telling_itself_can_be_told_anew() -> None:
    state, _ = taken_back(play(SMALL, *STATED)[0])
    state, effects = play(SMALL, Found(), Said("back"), state=state)

    assert (state.step, texts(effects)) == ("ask-problem", ["What"])


def test_a_repeat_is_taken_back_even_if_its_version_is_lost() -> None:
    state, _ = play(SMALL, *STATED)
    other = small_complaint(TEXT.replace(" look", " look-it-up"))
    state, effects = advance(other, state, Pressed(state.stated, "undo"))

    assert kinds(effects) == [TakeBack, Tell, Tell, LookUp]
    assert state.step == "look-it-up"


@pytest.mark.parametrize("step", ["ask-kind", "to-agent"])
def test_a_sure_repeat_that_does_not_close_at_once_is_asked(step: str) -> None:
    asking = replace(SMALL, steps={**SMALL.steps, "file-repeat": FileStep("file-repeat", "repeat", step)})
    state, effects = play(asking, TOLD, SURE)

    assert texts(effects) == ["Is it T-1: no signal, waiting"]
    assert press(asking, state, "yes")[1][0] == Learn("repeat", TELLING, {"t1": 0.9}, "t1", stated=False)


def test_one_repeat_that_is_not_sure_is_asked_with_yes_and_no() -> None:
    state, effects = play(SMALL, TOLD, Found((EARLIER,)))

    assert keys(effects) == ["yes", "no"]
    assert press(SMALL, state, "no")[1][0] == Learn("repeat", TELLING, {"t1": 0.9}, "")


def test_two_repeats_are_never_sure() -> None:
    state, effects = play(SMALL, TOLD, Found((EARLIER, OTHER), sure=True))

    assert keys(effects) == ["t1", "t2", "none"]
    assert not state.sure


def test_a_known_issue_that_is_sure_is_answered_at_once() -> None:
    state, effects = play(SMALL, TOLD, Found(), Found((BILLS,), sure=True))

    assert (texts(effects), keys(effects)) == (["Bills: We refund it."], ["yes", "no"])
    assert press(SMALL, state, "yes")[1] == (
        Learn("known-issue", TELLING, {"bills": 0.9}, "bills", stated=True),
        FileTicket("answered", TELLING, KNOWN, about="bills"),
    )


def test_a_known_issue_that_did_not_help_is_named_with_the_ticket() -> None:
    state, _ = play(SMALL, TOLD, Found(), Found((BILLS,), sure=True))
    state, effects = press(SMALL, state, "no")

    assert effects[0] == Learn("known-issue", TELLING, {"bills": 0.9}, "", stated=True)
    slots = {**KNOWN, "kind": "network"}
    assert play(SMALL, Said("network"), state=state)[1] == (FileTicket("open", TELLING, slots, tried="bills"),)


def test_a_known_issue_that_did_not_help_is_named_to_a_person_too() -> None:
    state, _ = play(SMALL, TOLD, Found(), Found((BILLS,), sure=True), Said("no"))
    _, effects = advance(SMALL, state, Said("a person", ("wants-person",)))

    assert effects == (FileTicket("open", TELLING, KNOWN, tried="bills"),)


def test_one_known_issue_that_is_not_sure_is_offered_by_its_title() -> None:
    state, effects = play(SMALL, TOLD, Found(), Found((SIGNAL,)))

    assert texts(effects) == ["Could it be this?"]
    assert [button for effect in effects if isinstance(effect, Tell) for button in effect.buttons] == [
        Button("signal", "No signal"),
        Button("none", "None of these"),
    ]
    assert texts(press(SMALL, state, "signal")[1]) == ["Signal: Restart."]


@pytest.mark.parametrize("words", ["yes", "1", "No signal", "是"])
def test_a_yes_to_the_one_that_is_offered_means_it(words: str) -> None:
    _, effects = play(SMALL, TOLD, Found(), Found((SIGNAL,)), Said(words))

    assert texts(effects) == ["Signal: Restart."]


@pytest.mark.parametrize("words", ["no", "none of these", "2"])
def test_what_was_only_offered_was_not_tried(words: str) -> None:
    state, effects = play(SMALL, TOLD, Found(), Found((SIGNAL,)), Said(words))

    assert effects[0] == Learn("known-issue", TELLING, {"signal": 0.4}, "")
    assert (state.step, state.tried) == ("ask-kind", "")


@pytest.mark.parametrize("words", ["skip", "I don't know", "不知道", "跳过"])
@pytest.mark.parametrize("found", [Found((BILLS,), sure=True), Found((SIGNAL,)), Found((BILLS, SIGNAL))])
def test_who_cannot_say_whether_it_is_what_is_known_goes_on(found: Found, words: str) -> None:
    state, effects = play(SMALL, TOLD, Found(), found, Said(words))
    expected, _ = play(SMALL, TOLD, Found(), found, Said("no"))

    assert state == expected
    assert isinstance(effects[0], Learn)


def test_a_yes_to_several_means_none_of_them() -> None:
    state, effects = play(SMALL, TOLD, Found(), Found((BILLS, SIGNAL)), Said("yes"))

    assert (state.misses, keys(effects)) == (1, ["bills", "signal", "none"])


@pytest.mark.parametrize(("helped", "tried"), [("yes", ""), ("no", "signal")])
def test_what_was_chosen_of_several_is_learnt_once(helped: str, tried: str) -> None:
    state, _ = play(SMALL, TOLD, Found(), Found((BILLS, SIGNAL)))
    state, chosen = press(SMALL, state, "signal")
    state, after = press(SMALL, state, helped)

    assert chosen[0] == Learn("known-issue", TELLING, {"bills": 0.9, "signal": 0.4}, "signal")
    assert Learn not in kinds(after)
    assert state.tried == tried


def test_a_change_of_language_offers_again_what_can_be_chosen() -> None:
    state, _ = play(SMALL, TOLD, Found(), Found((BILLS, SIGNAL)))
    state, _ = press(SMALL, state, "signal")
    state, effects = play(SMALL, LanguageChosen("zh"), Found((BILLS, SIGNAL)), state=state)

    assert keys(effects) == ["bills", "signal", "none"]
    assert press(SMALL, state, "none")[1][0] == Learn("known-issue", TELLING, {"bills": 0.9, "signal": 0.4}, "")


def test_of_two_matters_the_customer_says_which_comes_first() -> None:
    state, effects = play(SMALL, TOLD, Found(), TWO_MATTERS)

    assert texts(effects) == [SMALL.texts["which-first"]["en"]]
    assert keys(effects) == ["bills", "signal", "none"]
    state, effects = press(SMALL, state, "signal")
    assert (state.slots, state.later) == ({"problem": "there is no signal"}, "My bill is wrong")
    assert texts(effects) == ["Both are noted. First “No signal”, then “Wrong bills”.", "Signal: Restart."]


def test_the_matter_that_comes_first_does_not_refuse_the_other() -> None:
    state, _ = play(SMALL, TOLD, Found(), TWO_MATTERS)
    _, effects = press(SMALL, state, "signal")
    confidence = next(one.confidence for one in TWO_MATTERS.candidates if one.key == "signal")

    assert effects[0] == Learn("known-issue", "there is no signal", {"signal": confidence}, "signal")


def test_the_other_matter_follows_when_the_first_is_closed() -> None:
    state, _ = play(SMALL, TOLD, Found(), TWO_MATTERS)
    state, _ = press(SMALL, press(SMALL, state, "signal")[0], "yes")
    state, effects = advance(SMALL, state, NEW)

    assert kinds(effects) == [Tell, End, StartOver]
    assert effects[-1] == StartOver("My bill is wrong", goes_on=True)
    assert state.later == ""


def test_the_other_matter_of_two_repeats_follows_too() -> None:
    found = Found((replace(EARLIER, part="there is no signal"), replace(OTHER, part="My bill is wrong")))
    state, _ = play(SMALL, TOLD, found)
    state, effects = press(SMALL, state, "t1")

    assert FileTicket("repeat", "there is no signal", state.slots, about="t1") == effects[-1]
    assert advance(SMALL, state, ON_ITS_TICKET)[1][-1] == StartOver("My bill is wrong", goes_on=True)


def test_none_of_two_matters_keeps_the_whole_telling() -> None:
    state, _ = play(SMALL, TOLD, Found(), TWO_MATTERS, Said("no"))

    assert (state.slots, state.later, state.step) == (KNOWN, "", "ask-kind")


def test_of_more_than_two_matters_all_others_follow() -> None:
    third = Candidate("shop", "Shop", BILLS.facts, part="the shop was rude")
    state, _ = play(SMALL, TOLD, Found(), Found((BILL_PART, SIGNAL_PART, third)))

    assert press(SMALL, state, "signal")[0].later == "My bill is wrong\nthe shop was rude"


@pytest.mark.parametrize("part", ["", "My bill is wrong"])
def test_where_the_parts_are_not_told_apart_it_is_one_matter(part: str) -> None:
    state, effects = play(SMALL, TOLD, Found(), Found((BILL_PART, replace(SIGNAL, part=part))))

    assert texts(effects) == ["Which"]
    state, _ = press(SMALL, state, "bills")
    assert (state.slots, state.later) == (KNOWN, "")


@pytest.mark.parametrize("ending", [Cancelled(), Finished()], ids=lambda event: type(event).__name__)
def test_whoever_stops_is_not_asked_about_the_other_matter(ending: Event) -> None:
    state, _ = play(SMALL, TOLD, Found(), TWO_MATTERS)
    _, effects = advance(SMALL, press(SMALL, state, "signal")[0], ending)

    assert StartOver not in kinds(effects)


def test_a_telling_that_is_told_anew_has_no_other_matter_left_and_nothing_was_tried() -> None:
    state, _ = play(SMALL, TOLD, Found(), TWO_MATTERS)
    state, _ = press(SMALL, press(SMALL, state, "signal")[0], "no")
    assert (state.later, state.tried) == ("My bill is wrong", "signal")

    state, _ = advance(SMALL, state, Said("back"))
    assert (state.step, state.later, state.tried) == ("ask-problem", "", "")


def test_where_another_matter_follows_a_sure_repeat_is_asked() -> None:
    state, effects = play(SMALL, TOLD, SURE, state=State(later="My bill is wrong"))

    assert keys(effects) == ["yes", "no"]
    assert not state.stated


def test_the_other_matter_is_begun_without_a_greeting() -> None:
    _, effects = play(SMALL, Started("en", "My bill is wrong", goes_on=True))

    assert texts(effects) == []
    assert asked_of_the_desk(effects) == [LookUp("repeat", "My bill is wrong", {"problem": "My bill is wrong"})]


def test_a_repeat_of_the_other_matter_can_be_stated_and_taken_back() -> None:
    state, _ = play(SMALL, Started("en", "My bill is wrong", goes_on=True), SURE, ON_ITS_TICKET)

    assert kinds(taken_back(state)[1]) == [TakeBack, Tell, LookUp]


def test_a_person_who_hands_back_is_followed_by_what_is_left_for_later() -> None:
    state, _ = play(SMALL, TOLD, Found(), TWO_MATTERS)
    state, _ = press(SMALL, press(SMALL, state, "signal")[0], "no")
    state, effects = play(SMALL, TakenOver(), HandedBack(), Said("network"), NEW, state=state)

    assert effects[-1] == StartOver("My bill is wrong", goes_on=True)
