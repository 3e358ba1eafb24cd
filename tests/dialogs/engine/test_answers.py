import pytest

from dialogs.engine.engine import advance
from dialogs.model.events import Candidate, FileTicket, Found, Said, Started
from dialogs.model.script import Script, Slot
from dialogs.reading.slots import Heard, read
from tests.dialogs.playing import asked_of_the_desk, keys, play, press, script, shipped, texts
from tests.dialogs.small_scripts import small_script

SLOTS = """
    problem: {type: text, label: {en: Problem}}
    kind: {type: choice, label: {en: Kind}, choices: {bill: {en: My bill}, visit: {en: A skipped visit}}}
    amount: {type: money, optional: true, label: {en: Amount}}
"""
STEPS = """
    problem: {ask: problem, prompt: {en: What}, reprompt: {en: 'What?'}, otherwise: person, goto: known}
    known: {check: known-issue, of: problem, offer: {en: '{answer}'}, offer-many: {en: Or}, accepted: bye, goto: kind}
    kind: {ask: kind, prompt: {en: Kind}, reprompt: {en: 'Kind?'}, tries: 2, otherwise: amount, goto: amount}
    amount: {ask: amount, prompt: {en: Amount}, reprompt: {en: 'Amount?'}, otherwise: person, goto: show}
    show: {summary: {en: '{summary}'}, goto: bye}
    person: {handoff: {en: Wait}}
    bye: {close: {en: Bye}}
"""
TOP = "opening: problem\ninterrupts: {wants-person: person}"
NO_SIGNAL = Started("en", "No signal here")


@pytest.fixture(scope="module")
def small() -> Script:
    return script(small_script(STEPS, SLOTS, TOP))


@pytest.mark.parametrize("words", ["bill", "1", "My bil", "MY BILL!"])
def test_words_that_mean_a_button_count_as_its_tap(small: Script, words: str) -> None:
    state, _ = play(small, NO_SIGNAL, Found(), Said(words))

    assert state.slots["kind"] == "bill"


def test_an_optional_question_is_skipped_by_its_button_or_the_word_on_it(small: Script) -> None:
    state, _ = play(small, NO_SIGNAL, Found(), Said("bill"))

    assert press(small, state, "skip")[0].slots["amount"] == ""
    assert play(small, Said(" SKIP "), state=state)[0].slots["amount"] == ""


def test_an_unusable_answer_is_asked_again_in_other_words(small: Script) -> None:
    state, effects = play(small, NO_SIGNAL, Found(), Said("whatever"))

    assert texts(effects) == ["Kind?"]
    assert state.misses == 1


def test_after_so_many_unusable_answers_the_script_goes_elsewhere(small: Script) -> None:
    state, effects = play(small, NO_SIGNAL, Found(), Said("whatever"), Said("dunno"))

    assert (state.step, state.misses) == ("amount", 0)
    assert texts(effects) == ["Amount"]


def test_a_greeting_is_no_problem_and_no_unusable_answer(small: Script) -> None:
    state, effects = play(small, Started("en"), Said("hello"))

    assert texts(effects) == ["What"]
    assert (state.slots, state.misses) == ({}, 0)


def test_words_on_what_was_found_that_are_neither_yes_nor_no_are_asked_again_then_a_person_is_called(
    small: Script,
) -> None:
    found = Found((Candidate("k", "Outage", {"answer": "We know."}),), sure=True)
    state, effects = play(small, NO_SIGNAL, found, Said("maybe tomorrow"))

    assert keys(effects) == ["yes", "no"]
    state, effects = play(small, Said("hm, hard to say"), Said("some day"), state=state)
    assert state.reason == "unusable-answers"
    assert [FileTicket("open", "No signal here", state.slots)] == asked_of_the_desk(effects)


def test_where_no_person_can_be_called_the_question_is_asked_for_ever() -> None:
    lonely = script(small_script("show: {summary: {en: '{summary}'}, goto: bye}\nbye: {close: {en: Bye}}"))
    state, effects = play(lonely, Started("en"), *[Said("perhaps")] * 9)

    assert (state.status, state.step) == ("active", "show")
    assert keys(effects) == ["send", "change"]


def test_any_answer_can_be_changed_from_the_summary_and_the_rest_stays(small: Script) -> None:
    state, _ = play(small, NO_SIGNAL, Found(), Said("bill"), Said("20 yuan"))
    state, effects = press(small, state, "change")

    assert keys(effects) == ["problem", "kind", "amount"]
    state, effects = press(small, state, "amount")
    assert texts(effects) == ["Amount"]
    state, effects = advance(small, state, Said("30"))
    assert texts(effects) == ["• Problem: No signal here\n• Kind: My bill\n• Amount: 30.00"]
    assert not state.changing


def test_a_changed_problem_is_not_looked_up_again(small: Script) -> None:
    state, _ = play(small, NO_SIGNAL, Found(), Said("bill"), Said("20 yuan"))
    state, _ = press(small, press(small, state, "change")[0], "problem")
    state, effects = advance(small, state, Said("No signal at all"))

    assert state.step == "show"
    assert asked_of_the_desk(effects) == []


@pytest.mark.parametrize(("words", "step"), [("yes", "bye"), ("no", "show"), ("send it", "bye")])
def test_a_plain_yes_sends_the_summary_and_a_no_changes_it(small: Script, words: str, step: str) -> None:
    state, _ = play(small, NO_SIGNAL, Found(), Said("bill"), Said("20 yuan"), Said(words))

    assert (step, words == "no") == (state.step, state.changing)


FULL = """
    problem: {type: text, label: {en: Problem}}
    kind: {type: choice, label: {en: Kind}, choices: {bill: {en: My bill}, visit: {en: A skipped visit}}}
    since: {type: date, optional: true, label: {en: Since}}
    phone: {type: phone, label: {en: Number to call}}
"""
FULL_STEPS = """
    problem: {ask: problem, prompt: {en: What}, reprompt: {en: 'What?'}, otherwise: person, goto: kind}
    kind: {ask: kind, prompt: {en: Kind}, reprompt: {en: 'Kind?'}, otherwise: person, goto: since}
    since: {ask: since, prompt: {en: Since}, reprompt: {en: 'Since?'}, otherwise: phone, goto: phone}
    phone: {ask: phone, prompt: {en: Phone}, reprompt: {en: 'Phone?'}, tries: 2, otherwise: sort, goto: show}
    sort: {branch: [{when: {kind: {equals: visit}}, goto: person}], otherwise: show}
    show: {summary: {en: '{summary}'}, goto: bye}
    person: {handoff: {en: Wait}}
    bye: {close: {en: Bye}}
"""
NOW = "2026-11-24T10:15"
TOLD = (Started("en", "It is broken", at=NOW), Said("bill"), Said("yesterday", at=NOW), Said("13800138000"))


@pytest.fixture(scope="module")
def full() -> Script:
    return script(small_script(FULL_STEPS, FULL, TOP))


def test_a_number_told_along_with_a_choice_is_kept(full: Script) -> None:
    state, _ = play(full, Started("en", "It is broken"), Said("my bill, call 13800138000"))

    assert (state.slots["kind"], state.slots["phone"], state.step) == ("bill", "13800138000", "since")


def test_a_number_told_instead_of_a_choice_is_kept(full: Script) -> None:
    state, effects = play(full, Started("en", "It is broken"), Said("my number is 13800138000"))

    assert texts(effects) == ["Noted:\n• Number to call: 13800138000", "Kind"]
    assert state.slots["phone"] == "13800138000"


def test_a_value_told_instead_of_an_answer_does_not_count_against_the_question(full: Script) -> None:
    told = Said("my number is 13800138000", act="adds"), Said("and the man was rude to me", act="adds")
    state, effects = play(full, Started("en", "It is broken"), Said("bill"), *told)

    assert (state.step, texts(effects)) == ("since", ["I've noted that too.", "Since"])


@pytest.mark.parametrize("words", ["no, change the date", "the date is wrong", "Since is wrong", "日期不对"])
def test_at_the_summary_the_slot_that_is_named_is_asked_again(full: Script, words: str) -> None:
    state, effects = play(full, *TOLD, Said(words, at=NOW))

    assert (state.step, texts(effects)) == ("since", ["Since"])
    assert play(full, Said("today", at=NOW), state=state)[0].step == "show"


@pytest.mark.parametrize("words", ["no, my phone is 13900139000", "电话不对，是13900139000"])
def test_at_the_summary_a_new_value_is_taken_at_once(full: Script, words: str) -> None:
    state, effects = play(full, *TOLD, Said(words, at=NOW))

    assert (state.step, state.slots["phone"]) == ("show", "13900139000")
    assert "13900139000" in texts(effects)[0]


@pytest.mark.parametrize("words", ["yes send", "Send it please", "yes, submit it", "好的，提交"])
def test_at_the_summary_words_that_send_it_send_it(full: Script, words: str) -> None:
    assert play(full, *TOLD, Said(words))[0].status == "closed"


@pytest.mark.parametrize("words", ["change", "no", "not correct"])
def test_at_the_summary_a_plain_no_asks_what_to_change(full: Script, words: str) -> None:
    state, _ = play(full, *TOLD, Said(words))

    assert (state.step, state.changing) == ("show", True)


def test_who_comes_to_no_person_leaves_no_reason_to_call_one(full: Script) -> None:
    state, _ = play(full, *TOLD[:3], Said("hm"), Said("hm"))

    assert (state.step, state.reason, state.interrupted) == ("show", "", "")


def test_who_comes_to_a_person_by_a_branch_has_the_reason(full: Script) -> None:
    state, _ = play(full, TOLD[0], Said("visit"), TOLD[2], Said("hm"), Said("hm"))

    assert (state.status, state.reason, state.interrupted) == ("filing", "unusable-answers", "phone")


@pytest.mark.parametrize("words", ["钱被转走了，转人工", "my money was stolen, get me a person", "扣了我两次费转人工"])
def test_a_problem_told_with_the_wish_for_a_person_is_kept(full: Script, words: str) -> None:
    state, _ = play(full, Started("en", words, ("wants-person",)))

    assert state.slots["problem"] == words


@pytest.mark.parametrize("words", ["转人工", "请马上给我转接一个真人客服", "I want to speak to your manager right now"])
def test_nothing_but_the_wish_for_a_person_is_no_problem(full: Script, words: str) -> None:
    state, _ = play(full, Started("en", words, ("wants-person",)))

    assert "problem" not in state.slots


def test_an_outburst_at_the_question_for_a_place_is_no_place() -> None:
    where = "where: {type: place, label: {en: Where}}"
    steps = """
        where: {ask: where, prompt: {en: Where}, reprompt: {en: 'Where?'}, otherwise: person, goto: bye}
        person: {handoff: {en: Wait}}
        bye: {close: {en: Bye}}
    """
    asking = script(small_script(steps, where, "tone: {anger: {en: Sorry}}"))

    assert play(asking, Started("en"), Said("the red shop", ("anger",)))[0].slots == {}
    assert play(asking, Started("en"), Said("the red shop"))[0].slots == {"where": "the red shop"}


def test_at_the_summary_a_missing_answer_is_added(full: Script) -> None:
    state, _ = play(full, *TOLD[:2], Said("skip"), TOLD[3], Said("the date is missing, it was yesterday", at=NOW))

    assert (state.step, state.slots["since"]) == ("show", "2026-11-23")


def test_at_the_summary_a_missing_answer_that_is_only_named_changes_nothing(full: Script) -> None:
    state, effects = play(full, *TOLD[:2], Said("skip"), TOLD[3], Said("and the date"))

    assert (state.step, state.slots["since"]) == ("show", "")
    assert len(texts(effects)) == 1


def test_at_the_summary_what_was_skipped_is_added_by_its_value_alone(full: Script) -> None:
    state, _ = play(full, *TOLD[:2], Said("skip"), TOLD[3], Said("last Thursday", at=NOW))

    assert (state.step, state.slots["since"]) == ("show", "2026-11-19")


@pytest.mark.parametrize("words", ["last night around 10", "昨天", "13800138000"])
def test_a_day_or_a_phone_is_no_place(words: str) -> None:
    where = Slot("where", "place", {"en": "Where"})

    assert read(where, Heard(words, "zh", NOW)) is None
    assert read(where, Heard("the bar last night", "en", NOW)) is None
    assert read(where, Heard("昨天在国贸商场", "zh", NOW)) == "昨天在国贸商场"


@pytest.mark.parametrize("words", ["why do you need that?", "what for", "为什么要电话？", "要電話幹嘛"])
def test_whoever_asks_what_it_is_for_is_told_so_and_asked_again(full: Script, words: str) -> None:
    _, effects = play(full, *TOLD[:3], Said(words))
    (text,) = texts(effects)

    assert "used for nothing else" in text
    assert text.endswith("Phone")


def test_whoever_asks_what_it_is_for_for_ever_comes_on(full: Script) -> None:
    state, _ = play(full, *TOLD[:3], Said("why"), Said("why"))

    assert state.step == "show"


def test_a_point_on_the_map_is_a_place_and_no_problem_told() -> None:
    state, effects = play(shipped("telecom"), Started("en", "31.23040, 121.47370"))

    assert state.slots == {"place": "31.23040, 121.47370"}
    assert "What happened" in texts(effects)[-1]


def test_at_the_summary_a_point_on_the_map_is_the_place() -> None:
    told = Started("en", "My calls keep dropping in Garden Street", at=NOW), Found(), Found(), Said("1")
    answers = Said("yesterday", at=NOW), Said("13800138000"), Said("1"), Said("31.23040, 121.47370")
    state, effects = play(shipped("telecom"), *told, *answers)

    assert (state.step, state.slots["place"]) == ("show-summary", "31.23040, 121.47370")
    assert "Where: 31.23040, 121.47370" in texts(effects)[0]
