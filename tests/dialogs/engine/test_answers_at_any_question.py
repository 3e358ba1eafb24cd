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
    assert texts(effects)[0].startswith("I've noted that")


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
    assert "Digits?" in texts(effects)[0]
    assert "That's all right" in texts(effects)[0]


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
