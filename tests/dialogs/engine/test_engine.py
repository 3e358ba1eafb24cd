"""Whole advances of the engine, on the shipped scripts and on small ones."""

import pytest

from dialogs.engine.engine import advance, asks
from dialogs.model.events import (
    Cancelled,
    Candidate,
    End,
    Event,
    Filed,
    FileTicket,
    Finished,
    Found,
    HandedBack,
    HandOver,
    LanguageChosen,
    Learn,
    LookUp,
    Pressed,
    Said,
    Started,
    TakenOver,
    Tell,
)
from dialogs.model.state import State
from tests.dialogs.playing import asked_of_the_desk, keys, play, press, script, shipped, texts
from tests.dialogs.small_scripts import small_script

TELECOM = shipped("telecom")
TELLING = "Everything is down since Monday"
TOLD = Started("en", TELLING)
FILED = Filed("T-2026-000042", {"reference": "T-2026-000042", "due": "Tuesday 12:00"})
EARLIER = Candidate("t1", "T-2026-000007 · no signal", {"reference": "T-2026-000007", "status": "investigating"}, 0.6)
LATER = Candidate("t2", "T-2026-000008 · wrong bill", {"reference": "T-2026-000008", "status": "received"}, 0.5)
AT_KIND = (TOLD, Found(), Found())
WITH_PERSON = (*AT_KIND, Said("a person!", ("wants-person",)), FILED)
CUSTOMERS: tuple[Event, ...] = (Said("hello?"), Pressed(1, "yes"), Cancelled(), Started("en", "again"))


def test_a_hello_is_greeted_and_asked_for_the_problem() -> None:
    state, effects = play(TELECOM, Started("en", "hello"))

    assert (state.status, state.step, state.slots) == ("active", "ask-problem", {})
    assert [text[:5] for text in texts(effects)] == ["Hello", "What "]


def test_the_first_message_is_the_problem_and_is_not_asked_for_again() -> None:
    state, effects = play(TELECOM, TOLD)

    assert [LookUp("repeat", TELLING, {"problem": TELLING})] == asked_of_the_desk(effects)
    assert (state.status, state.slots) == ("looking", {"problem": TELLING})


def test_what_can_be_given_with_one_tap_is_asked_for_until_somebody_else_speaks() -> None:
    state, _ = press(TELECOM, play(TELECOM, *AT_KIND)[0], "network")
    taken, _ = play(TELECOM, TakenOver("en"), state=state)

    assert (asks(TELECOM, state), asks(TELECOM, taken)) == ("place", "")


def test_the_first_message_decides_the_language() -> None:
    state, _ = play(TELECOM, Started("en", "我家宽带从周一就断了"))

    assert state.language == "zh"


def test_a_language_that_was_chosen_before_the_first_message_stays() -> None:
    state, _ = play(TELECOM, LanguageChosen("en"), Started("zh", "我家宽带从周一就断了"))

    assert state.language == "en"


def test_a_language_that_the_script_lacks_becomes_its_first() -> None:
    only_english = script(small_script())

    assert play(only_english, Started("zh", "您好"))[0].language == "en"


def test_a_complaint_is_filed_with_all_that_was_answered() -> None:
    state, _ = play(TELECOM, *AT_KIND)
    state, _ = press(TELECOM, state, "network")
    state, _ = play(TELECOM, Said("12 Station Road"), state=state)
    state, _ = press(TELECOM, state, "skip")
    state, _ = play(TELECOM, Said("138 0013 8000"), Said("fix"), state=state)
    state, effects = press(TELECOM, state, "send")

    slots = {
        "problem": TELLING,
        "kind": "network",
        "place": "12 Station Road",
        "since": "",
        "phone": "13800138000",
        "remedy": "fix",
    }
    assert (FileTicket("open", TELLING, slots),) == effects
    state, effects = advance(TELECOM, state, FILED)
    assert (state.status, state.reference) == ("closed", "T-2026-000042")
    assert "T-2026-000042" in texts(effects)[0]
    assert End() == effects[-1]


def test_a_repeat_is_written_on_the_ticket_that_the_customer_recognised() -> None:
    state, offered = play(TELECOM, TOLD, Found((EARLIER,)))
    state, effects = press(TELECOM, state, "yes")

    filing = FileTicket("repeat", TELLING, {"problem": TELLING}, about="t1")
    assert "T-2026-000007" in texts(offered)[0]
    assert (Learn("repeat", TELLING, {"t1": 0.6}, "t1"), filing) == effects


def test_one_of_several_earlier_tickets_is_chosen_by_its_button() -> None:
    state, offered = play(TELECOM, TOLD, Found((EARLIER, LATER)))
    state, effects = press(TELECOM, state, "t2")

    filing = FileTicket("repeat", TELLING, {"problem": TELLING}, about="t2")
    assert keys(offered) == ["t1", "t2", "none"]
    assert (Learn("repeat", TELLING, {"t1": 0.6, "t2": 0.5}, "t2"), filing) == effects


@pytest.mark.parametrize("found", [(EARLIER,), (EARLIER, LATER)])
def test_a_no_to_an_earlier_ticket_goes_on_to_the_known_issues(found: tuple[Candidate, ...]) -> None:
    state, effects = play(TELECOM, TOLD, Found(found), Said("no"))

    offered = {candidate.key: candidate.confidence for candidate in found}
    assert (Learn("repeat", TELLING, offered, ""), LookUp("known-issue", TELLING, state.slots)) == effects
    assert state.checked == ("is-it-a-repeat",)


def test_a_no_to_several_tickets_is_none_of_them_even_where_one_is_about_no_signal() -> None:
    state, _ = play(TELECOM, TOLD, Found((EARLIER, LATER)), Said("no"))

    assert (state.accepted, state.status) == ("", "looking")


def test_one_of_several_known_issues_is_shown_before_it_is_asked_whether_it_helped() -> None:
    issues = tuple(Candidate(key, key, {"title": key, "answer": f"Restart {key}."}) for key in ("modem", "phone"))
    state, _ = play(TELECOM, TOLD, Found(), Found(issues))
    state, effects = press(TELECOM, state, "phone")

    assert "Restart phone." in texts(effects)[0]
    assert keys(effects) == ["yes", "no"]
    assert asked_filing(press(TELECOM, state, "yes")[1]) == "answered"


def asked_filing(effects: tuple[object, ...]) -> str:
    return next(effect.filing for effect in effects if isinstance(effect, FileTicket))


def test_a_wish_for_a_person_files_a_ticket_before_it_calls_one() -> None:
    state, first = play(TELECOM, *WITH_PERSON[:-1])
    state, second = advance(TELECOM, state, FILED)

    assert (FileTicket("open", TELLING, {"problem": TELLING}),) == first
    assert HandOver("wants-person", "agent") == second[-1]
    assert state.status == "with-person"


def test_a_mere_wish_for_a_person_is_not_the_problem() -> None:
    state, _ = play(TELECOM, Started("en", "a human please", ("wants-person",)))

    assert state.slots == {}


def test_of_two_signals_the_one_that_the_script_names_first_wins() -> None:
    _, effects = play(TELECOM, Started("en", TELLING, ("anger", "danger")), FILED)

    assert HandOver("danger", "supervisor") == effects[-1]


def test_a_signal_that_the_script_does_not_name_interrupts_nothing() -> None:
    deaf = script(small_script("name: {summary: {en: '{summary}'}, goto: bye}\nbye: {close: {en: Bye}}"))
    state, _ = play(deaf, Started("en"), Said("yes", ("anger",)))

    assert state.status == "closed"


def test_a_handback_goes_on_where_the_person_was_called_and_asks_nothing_twice() -> None:
    state, effects = play(TELECOM, *WITH_PERSON, HandedBack())

    assert (state.status, state.step, state.reason) == ("active", "ask-kind", "")
    assert ["It's me again", "What is it mai"[:13]] == [text[:13] for text in texts(effects)]


def test_after_a_handback_nothing_is_looked_up_for_a_ticket_that_exists() -> None:
    called = (Started("en", "a human please", ("wants-person",)), FILED, HandedBack())
    state, effects = play(TELECOM, *called, Said(TELLING))

    assert state.step == "ask-kind"
    assert asked_of_the_desk(effects) == []


def test_a_conversation_taken_over_before_its_first_word_is_led_from_its_beginning() -> None:
    state, effects = play(TELECOM, TakenOver(), HandedBack())

    assert (state.status, state.step, state.language) == ("active", "ask-problem", "en")
    assert not any("{" in text for text in texts(effects))


def test_a_conversation_taken_over_before_its_first_word_understands_choices_later() -> None:
    begun = (TakenOver(), HandedBack(), Said("12345"), Found(), Found())
    state, _ = play(TELECOM, *begun, Said("qwertyuiop"))

    assert (state.step, state.misses) == ("ask-kind", 1)


@pytest.mark.parametrize("event", CUSTOMERS, ids=lambda event: type(event).__name__)
def test_with_a_person_nothing_of_the_customer_moves_the_script(event: Event) -> None:
    state, _ = play(TELECOM, *WITH_PERSON)

    assert (state, ()) == advance(TELECOM, state, event)


def test_a_language_chosen_beside_a_person_is_kept_for_later() -> None:
    state, effects = play(TELECOM, *WITH_PERSON, LanguageChosen("zh"))

    assert (state.status, state.language, effects) == ("with-person", "zh", ())


@pytest.mark.parametrize(
    "event", [*CUSTOMERS, HandedBack(), TakenOver(), Finished(), FILED, Found(), LanguageChosen("zh")]
)
def test_closed_is_final(event: Event) -> None:
    state, _ = play(TELECOM, TOLD, Finished())

    assert (state, ()) == advance(TELECOM, state, event)


def test_a_cancelled_conversation_is_over_and_says_so() -> None:
    state, effects = play(TELECOM, *AT_KIND, Cancelled())

    assert state.status == "closed"
    assert [Tell, End] == [type(effect) for effect in effects]


def test_a_stale_button_is_answered_and_changes_nothing() -> None:
    state, _ = play(TELECOM, *AT_KIND)
    after, effects = advance(TELECOM, state, Pressed(state.question - 1, "network"))

    assert state == after
    assert texts(effects) == ["That question is answered already."]


def test_a_button_that_the_question_does_not_have_changes_nothing() -> None:
    state, _ = play(TELECOM, *AT_KIND)
    after, _ = advance(TELECOM, state, Pressed(state.question, "send"))

    assert state == after


def test_a_button_tapped_twice_counts_once() -> None:
    state, _ = play(TELECOM, *AT_KIND)
    tap = Pressed(state.question, "network")
    once, _ = advance(TELECOM, state, tap)

    assert once == advance(TELECOM, once, tap)[0]


def test_a_change_of_language_asks_the_question_again_in_it() -> None:
    state, effects = play(TELECOM, *AT_KIND, LanguageChosen("zh"))

    assert texts(effects) == ["这主要是哪方面的问题？"]
    assert state.slots == {"problem": TELLING}


def test_a_change_of_language_looks_the_offered_tickets_up_again_for_their_words() -> None:
    state, effects = play(TELECOM, TOLD, Found((EARLIER,)), LanguageChosen("zh"))

    assert state.status == "looking"
    assert (LookUp("repeat", TELLING, {"problem": TELLING}),) == effects


def test_a_language_that_the_script_lacks_cannot_be_chosen() -> None:
    state, _ = play(TELECOM, *AT_KIND)

    assert (state, ()) == advance(TELECOM, state, LanguageChosen("fr"))


@pytest.mark.parametrize("event", [Found((EARLIER,)), FILED, HandedBack()], ids=lambda event: type(event).__name__)
def test_an_answer_of_the_desk_that_nobody_asked_for_changes_nothing(event: Event) -> None:
    state, _ = play(TELECOM, *AT_KIND)

    assert (state, ()) == advance(TELECOM, state, event)


@pytest.mark.parametrize("event", [Said("?"), Pressed(1, "yes"), Cancelled(), HandedBack(), Found(), FILED])
def test_before_the_start_only_the_start_counts(event: Event) -> None:
    assert (State(), ()) == advance(TELECOM, State(), event)
