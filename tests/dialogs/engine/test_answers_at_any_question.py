"""What may be said at every question: skip, "I don't know", back; and slots that are offered, not asked."""

import pytest

from dialogs.model.events import Candidate, Filed, FileTicket, Found, HandOver, LookUp, Said, Started
from dialogs.model.script import Script
from dialogs.model.state import State
from tests.dialogs.playing import asked_of_the_desk, keys, play, press, script, texts
from tests.dialogs.small_scripts import small_script

STEPS = """
    problem: {ask: problem, prompt: {en: What}, reprompt: {en: 'What?'}, otherwise: person, goto: known}
    known: {check: known-issue, of: problem, offer: {en: '{answer}'}, offer-many: {en: Or}, accepted: bye, goto: kinds}
    kinds: {ask: kinds, prompt: {en: Kinds}, reprompt: {en: 'Kinds?'}, otherwise: amount, goto: amount}
    amount: {ask: amount, prompt: {en: Amount}, reprompt: {en: 'Amount?'}, otherwise: person, goto: phone}
    phone: {ask: phone, prompt: {en: Phone}, reprompt: {en: 'Digits?'}, tries: 3, otherwise: person, goto: show}
    show: {summary: {en: '{summary}'}, goto: file}
    file: {file: open, goto: name}
    name: {ask: name, prompt: {en: Name}, reprompt: {en: 'Name?'}, otherwise: bye, goto: bye}
    person: {handoff: {en: Wait}}
    bye: {close: {en: Bye}}
"""
SLOTS = """
    problem: {type: text, label: {en: Problem}}
    kinds: {type: multi-choice, label: {en: Kinds}, choices: {a: {en: Apples}, b: {en: Pears}, c: {en: Plums}}}
    amount: {type: money, optional: true, label: {en: Amount}}
    phone: {type: digits, length: 6-12, private: true, remember: yes, label: {en: Phone}}
    name: {type: text, label: {en: Name}}
"""
BEGUN = (Started("en", "No signal here"), Found())


@pytest.fixture(scope="module")
def small() -> Script:
    return script(small_script(STEPS, SLOTS, "opening: problem"))


@pytest.fixture(scope="module")
def at_amount(small: Script) -> State:
    return play(small, *BEGUN, Said("Pears"))[0]


@pytest.fixture(scope="module")
def at_phone(small: Script, at_amount: State) -> State:
    return play(small, Said("20 yuan"), state=at_amount)[0]


def test_a_value_that_is_said_at_an_offer_is_kept_and_the_offer_stands(small: Script) -> None:
    known = Candidate("k", "No signal", {"answer": "Restart."}, 0.5)

    state, effects = play(small, BEGUN[0], Found((known,)), Said("20 yuan"))

    assert state.slots["amount"] == "20.00"
    assert (state.step, state.misses) == ("known", 0)
    assert texts(effects)[0].startswith("Noted:\n• Amount: 20")


@pytest.mark.parametrize(
    "words", ["skip", "Skip this one please", "I don't know", "no idea", "跳过", "不知道", "記不清了"]
)
def test_a_question_that_may_be_skipped_is_skipped_in_many_words(small: Script, at_amount: State, words: str) -> None:
    state, effects = play(small, Said(words), state=at_amount)

    assert state.slots["amount"] == ""
    assert texts(effects) == ["Phone"]


def test_who_cannot_answer_what_is_needed_is_asked_once_more_kindly(small: Script, at_phone: State) -> None:
    state, effects = play(small, Said("I don't know"), state=at_phone)

    assert state.step == "phone"
    assert texts(effects) == ["That's all right. Phone\n\nIf you really can't say, just tell me so again."]


def test_who_cannot_answer_a_second_time_is_not_asked_a_third(small: Script, at_phone: State) -> None:
    state, effects = play(small, Said("I don't know"), Said("I really don't know, sorry"), state=at_phone)
    assert state.misses == 2 or state.status == "filing"

    state, effects = play(small, Said("不知道"), Said("skip"), Filed("T-1"), state=at_phone)
    assert asked_of_the_desk(effects) == [HandOver("unusable-answers", "agent")]


def test_a_sentence_that_only_holds_the_word_is_no_wish_to_skip(small: Script) -> None:
    state, _ = play(small, Started("en"), Said("I don't know why you skip my street"))

    assert state.slots["problem"] == "I don't know why you skip my street"


@pytest.mark.parametrize("words", ["back", "go back please", "上一步", "返回"])
def test_back_asks_once_more_what_was_answered_last(small: Script, at_phone: State, words: str) -> None:
    state, effects = play(small, Said(words), state=at_phone)

    assert texts(effects) == ["Amount"]
    assert "amount" not in state.slots
    assert state.slots["kinds"] == "b"


def test_back_goes_on_to_the_first_question_and_what_is_told_anew_is_looked_up_anew(
    small: Script, at_amount: State
) -> None:
    state, effects = play(small, Said("back"), Said("back"), state=at_amount)
    assert texts(effects) == ["What"]

    _, effects = play(small, Said("No signal there"), state=state)
    known = {"problem": "No signal there"}
    assert asked_of_the_desk(effects) == [LookUp("known-issue", "No signal there", known)]


def test_there_is_no_way_back_from_the_first_question(small: Script) -> None:
    state, effects = play(small, Started("en"), Said("back"))

    assert texts(effects) == [small.texts["nothing-before"]["en"]]
    assert state.step == "problem"


def test_back_leaves_the_question_what_to_change(small: Script, at_phone: State) -> None:
    state, _ = play(small, Said("123456"), state=at_phone)
    state, _ = press(small, state, "change")
    state, effects = play(small, Said("back"), state=state)

    assert keys(effects) == ["send", "change"]
    assert not state.changing


def test_what_is_filed_is_not_taken_back(small: Script, at_phone: State) -> None:
    _, effects = play(small, Said("123456"), Said("yes"), Filed("T-1"), Said("back"), state=at_phone)

    assert texts(effects) == [small.texts["nothing-before"]["en"]]


def test_a_number_that_an_earlier_ticket_tells_is_offered_with_only_its_end_shown(small: Script) -> None:
    remembered = Started("en", "No signal", remembered={"phone": "13800138000", "amount": "3.00"})
    _, effects = play(small, remembered, Found(), Said("Pears"), Said("skip"))

    assert texts(effects) == ["Phone: shall I use •••••••8000, as you told us last time?"]
    assert keys(effects) == ["yes", "no"]


def test_what_is_offered_is_used_replaced_or_typed_anew(small: Script) -> None:
    remembered = Started("en", "No signal", remembered={"phone": "13800138000"})
    state, _ = play(small, remembered, Found(), Said("Pears"), Said("skip"))

    assert play(small, Said("yes"), state=state)[0].slots["phone"] == "13800138000"
    assert texts(play(small, Said("no"), state=state)[1]) == ["Phone"]
    assert play(small, Said("13900139000"), state=state)[0].slots["phone"] == "13900139000"


def test_what_today_s_script_could_not_read_is_not_offered(small: Script) -> None:
    state, _ = play(small, Started("en", "No signal", remembered={"phone": "none", "gone": "1"}), Found())

    assert state.remembered == {}


def test_choices_are_picked_one_by_one_until_that_is_all(small: Script) -> None:
    state, _ = play(small, *BEGUN)
    state, effects = press(small, state, "c")

    assert texts(effects) == ["Noted: Plums. Anything else?"]
    assert keys(effects) == ["a", "b", "done"]

    state, _ = press(small, state, "a")
    assert press(small, state, "done")[0].slots["kinds"] == "a,c"
    assert press(small, state, "b")[0].slots["kinds"] == "a,b,c"


def test_several_choices_may_be_said_at_once(small: Script) -> None:
    assert play(small, *BEGUN, Said("apples and plums"))[0].slots["kinds"] == "a,c"


def test_a_ticket_tells_the_track(small: Script, at_phone: State) -> None:
    _, effects = play(small, Said("123456"), Said("yes"), state=at_phone)

    (filed,) = asked_of_the_desk(effects)
    assert isinstance(filed, FileTicket)
    assert filed.track == "full"


@pytest.mark.parametrize(("text", "kept"), [("1", True), ("yes, use it", True), ("2", False), ("no, another", False)])
def test_a_remembered_value_is_answered_by_number_and_label_as_well(small: Script, text: str, kept: bool) -> None:
    remembered = Started("en", "No signal", remembered={"phone": "13800138000"})
    state, _ = play(small, remembered, Found(), Said("Pears"), Said("skip"), Said(text))

    assert (state.slots.get("phone") == "13800138000") == kept
    assert state.remembered == {}
    assert state.misses == 0


@pytest.mark.parametrize("words", ["i want it closed and the fee gone", "叫他们停下来"])
def test_words_without_a_digit_at_the_question_for_a_number_belong_to_the_telling(
    small: Script, at_phone: State, words: str
) -> None:
    state, effects = play(small, Said(words, act="answers"), state=at_phone)

    assert (state.step, state.misses) == ("phone", 0)
    assert words in state.slots["problem"]
    assert texts(effects)[0].startswith("I've noted that")


def test_what_was_skipped_is_taken_when_it_is_told_after_all(small: Script, at_amount: State) -> None:
    state, _ = play(small, Said("skip"), Said("it was 40 yuan", act="adds"), state=at_amount)

    assert (state.step, state.slots["amount"]) == ("phone", "40.00")


def test_a_value_that_is_only_named_stays(small: Script, at_phone: State) -> None:
    told, _ = play(small, Said("that amount is a week of food for us", act="corrects"), state=at_phone)
    wrong, _ = play(small, Said("the amount is wrong", act="corrects"), state=at_phone)

    assert (told.step, told.slots["amount"]) == ("phone", "20.00")
    assert (wrong.step, "amount" in wrong.slots) == ("amount", False)


def test_a_remark_at_the_summary_goes_into_the_telling(small: Script, at_phone: State) -> None:
    state, effects = play(small, Said("88002233"), Said("where did all that money go", act="answers"), state=at_phone)

    assert state.step == "show"
    assert "where did all that money go" in texts(effects)[-1]


def test_who_talks_of_something_else_twice_is_not_held_at_what_may_be_skipped(small: Script, at_amount: State) -> None:
    state, effects = play(small, Said("and the man was rude to me", act="adds"), state=at_amount)
    assert texts(effects) == ["I've noted that too.", "Amount"]

    state, effects = play(small, Said("nobody called me back either", act="adds"), state=state)
    assert (state.slots["amount"], texts(effects)) == ("", ["I've noted that too.", "Phone"])
    assert state.slots["problem"] == "No signal here and the man was rude to me nobody called me back either"


def test_who_talks_of_something_else_twice_is_told_what_is_still_open_where_it_is_needed(
    small: Script, at_phone: State
) -> None:
    told = [Said(words, act="adds") for words in ("and the man was rude", "nobody called me back", "it is a shame")]
    state, effects = play(small, *told, state=at_phone)

    assert state.step == "phone"
    still_open = "This one is still open. Phone If you'd rather not say, just tell me."
    assert texts(effects) == ["I've noted that too.", still_open]


def test_a_yes_is_no_number_that_is_incomplete_and_none_of_the_telling(small: Script, at_phone: State) -> None:
    state, effects = play(small, Said("yes please", act="answers"), state=at_phone)

    assert texts(effects) == ["This one is still open. Phone If you'd rather not say, just tell me."]
    assert state.slots["problem"] == "No signal here"


def test_an_optional_question_is_asked_twice_at_most(small: Script, at_amount: State) -> None:
    state, _ = play(small, Said("hm"), Said("well"), state=at_amount)

    assert (state.step, state.reason) == ("person", "unusable-answers")
    assert "amount" not in state.slots


def test_words_that_are_no_button_stay_with_the_telling(small: Script) -> None:
    state, effects = play(small, *BEGUN, Said("the quinces on your stall"))

    assert texts(effects) == ["Kinds?"]
    assert state.slots["problem"] == "No signal here the quinces on your stall"


@pytest.mark.parametrize("words", ["no", "没有", "冇"])
def test_a_plain_no_says_that_there_is_nothing_to_give(small: Script, at_amount: State, words: str) -> None:
    state, effects = play(small, Said(words, act="answers"), state=at_amount)

    assert (state.slots["amount"], texts(effects)) == ("", ["Phone"])


def test_a_house_number_is_no_try_at_an_account_number(small: Script, at_phone: State) -> None:
    state, effects = play(small, Said("Flat 3, 12 Mill Lane", act="answers"), state=at_phone)

    assert texts(effects) == ["I've noted that too.", "Phone"]
    assert "Mill Lane" in state.slots["problem"]


LATER = """
    problem: {ask: problem, prompt: {en: What}, reprompt: {en: 'What?'}, otherwise: person, goto: account}
    account: {ask: account, prompt: {en: Account}, reprompt: {en: 'Digits?'}, otherwise: place, goto: place}
    place: {ask: place, prompt: {en: Where}, reprompt: {en: 'Where?'}, otherwise: phone, goto: phone}
    phone: {ask: phone, prompt: {en: Phone}, reprompt: {en: 'Phone?'}, otherwise: wish, goto: wish}
    wish: {ask: wish, prompt: {en: Wish}, reprompt: {en: 'Wish?'}, otherwise: show, goto: show}
    show: {summary: {en: '{summary}'}, goto: bye}
    person: {handoff: {en: Wait}}
    bye: {close: {en: Bye}}
"""
OF_LATER = """
    problem: {type: text, label: {en: Problem}}
    account: {type: digits, length: 8-12, optional: true, label: {en: Account number}}
    place: {type: place, optional: true, label: {en: Place}}
    phone: {type: phone, optional: true, label: {en: Phone number}}
    wish: {type: choice, wish: true, label: {en: Wish}, choices: {refund: {label: {en: A refund}, words: [refund]}}}
"""


@pytest.fixture(scope="module")
def later() -> Script:
    return script(small_script(LATER, OF_LATER, "opening: problem"))


def test_who_will_not_give_another_answer_is_not_asked_for_it_later(later: Script) -> None:
    refused = Said("no I don't want to give a phone", act="declines")
    state, effects = play(later, Started("en", "It is broken"), refused)
    assert (state.step, texts(effects)) == ("account", ["All right, we'll do without it.", "Account"])

    state, _ = play(later, Said("88002233"), Said("at the station"), state=state)
    assert state.step == "wish"


def test_the_number_of_a_phone_that_is_given_as_the_account_is_not_asked_again(later: Script) -> None:
    state, _ = play(later, Started("en", "It is broken"), Said("13800138000"))

    assert (state.slots["account"], state.slots["phone"]) == ("13800138000", "13800138000")


def test_a_wish_is_no_place(later: Script) -> None:
    at_place, _ = play(later, Started("en", "It is broken"), Said("88002233"))
    state, effects = play(later, Said("I want a refund", act="answers"), state=at_place)

    assert (state.step, texts(effects)) == ("place", ["Noted:\n• Wish: A refund", "Where"])
