"""What events bring along of the world: the hours of the desk and its clock; and the track of a conversation."""

import pytest

from dialogs.engine.engine import trace
from dialogs.model.events import (
    Cancelled,
    Filed,
    FileTicket,
    Finished,
    HandedBack,
    HoursChanged,
    LanguageChosen,
    Pressed,
    Said,
    Started,
    TakenOver,
)
from dialogs.model.script import Script
from dialogs.model.state import State
from tests.dialogs.playing import asked_of_the_desk, play, script, texts
from tests.dialogs.small_scripts import small_script

STEPS = """
    hello: {say: {en: Hello, zh: 您好}, when-closed: {en: 'We open {opens}', zh: '{opens}上班'}, goto: kind}
    kind: {ask: kind, prompt: {en: Kind, zh: 类别}, reprompt: {en: K, zh: 类}, otherwise: person, goto: way}
    way:
      branch:
      - {when: {kind: {equals: noise}}, track: fast, goto: thanks}
      otherwise: thanks
    thanks: {say: {en: Full, zh: 全}, track: full, goto: more}
    more: {ask: more, prompt: {en: More, zh: 还}, reprompt: {en: M, zh: 再}, otherwise: show, goto: show, track: full}
    show: {summary: {en: '{summary}', zh: '{summary}'}, track: full, goto: file}
    file: {file: open, goto: bye}
    person: {handoff: {en: Wait, zh: 稍等}, when-closed: {en: Tomorrow, zh: 明天}}
    bye: {close: {en: Bye, zh: 再见}, when-closed: {en: Good night, zh: 晚安}}
"""
SLOTS = """
    kind: {type: choice, label: {en: Kind, zh: 类}, choices: {noise: {en: Noise, zh: 噪音}, bill: {en: Bill, zh: 账}}}
    more: {type: text, label: {en: More, zh: 更多}}
"""
TOP = "interrupts: {danger: person}"
CLOSED = HoursChanged(closed=True, opens="at nine")


@pytest.fixture(scope="module")
def small() -> Script:
    return script(small_script(STEPS, SLOTS, TOP, languages="[en, zh]"))


def test_the_steps_that_were_entered_are_told_in_order(small: Script) -> None:
    state, _ = play(small, Started("en"))

    assert trace(small, State(), Started("en")).visited == ("hello", "kind")
    assert trace(small, state, Pressed(state.question, "noise")).visited == (
        "way", "thanks", "more", "show", "file",
    )  # fmt: skip


def test_on_the_fast_track_what_belongs_to_the_full_one_is_passed_over(small: Script) -> None:
    state, effects = play(small, Started("en"), Said("Noise"))

    assert texts(effects) == []
    assert asked_of_the_desk(effects) == [FileTicket("open", "", {"kind": "noise"}, track="fast")]
    assert state.track == "fast"


def test_on_the_full_track_all_of_it_is_asked(small: Script) -> None:
    _, effects = play(small, Started("en"), Said("Bill"))
    assert texts(effects) == ["Full", "More"]

    _, effects = play(small, Started("en"), Said("Bill"), Said("A lot"), Said("yes"))
    assert asked_of_the_desk(effects) == [FileTicket("open", "", {"kind": "bill", "more": "A lot"}, track="full")]


def test_a_conversation_begins_on_the_track_of_its_script() -> None:
    fast = script(small_script(STEPS, SLOTS, "track: fast", languages="[en, zh]"))

    assert asked_of_the_desk(play(fast, Started("en"), Said("Bill"))[1])[0].track == "fast"  # type: ignore[union-attr]


def test_while_the_desk_is_closed_other_words_are_said(small: Script) -> None:
    state, effects = play(small, CLOSED, Started("en"))
    assert texts(effects) == ["We open at nine", "Kind"]

    assert texts(play(small, Said("Noise"), Filed("T-1"), state=state)[1]) == ["Good night"]
    state, _ = play(small, Said("Fire", ("danger",)), state=state)
    assert texts(play(small, Filed("T-1"), state=state)[1]) == ["Tomorrow"]


def test_when_the_desk_opens_again_the_usual_words_are_said(small: Script) -> None:
    state, _ = play(small, CLOSED, Started("en"), HoursChanged(closed=False), Said("Noise"))

    assert texts(play(small, Filed("T-1"), state=state)[1]) == ["Bye"]


def test_the_hours_leave_other_facts_alone_and_a_closed_conversation_too(small: Script) -> None:
    state, _ = play(small, Started("en", facts={"reference": "T-1"}), CLOSED)
    assert state.facts == {"reference": "T-1", "opens": "at nine"}

    ended, _ = play(small, Finished(), state=state)
    assert play(small, HoursChanged(closed=False), state=ended) == (ended, ())


def test_the_clock_of_the_last_words_is_kept(small: Script) -> None:
    state, _ = play(small, Started("en", at="2026-11-24T10:15"))
    assert state.now == "2026-11-24T10:15"

    assert play(small, Said("what"), state=state)[0].now == "2026-11-24T10:15"
    assert play(small, Said("what", at="2026-11-24T10:20"), state=state)[0].now == "2026-11-24T10:20"


def test_the_first_words_decide_the_language_and_otherwise_the_event_does(small: Script) -> None:
    assert play(small, Started("en", "我的账单"))[0].language == "zh"
    assert play(small, Started("zh", "123"))[0].language == "zh"
    assert play(small, Started("fr", "123"))[0].language == "en"
    assert play(small, LanguageChosen("zh"), Started("en", "My bill"))[0].language == "zh"


def test_whoever_stops_is_told_whether_anything_stays_on_file(small: Script) -> None:
    filed = Started("en", facts={"reference": "T-1"})

    assert texts(play(small, Started("en"), Cancelled())[1]) == [small.texts["cancelled"]["en"]]
    assert "T-1" in texts(play(small, filed, Cancelled())[1])[0]


def test_a_person_who_takes_over_first_speaks_the_language_that_is_known(small: Script) -> None:
    assert play(small, TakenOver("zh"))[0].language == "zh"
    assert play(small, TakenOver("fr"))[0].language == "en"
    assert play(small, Started("zh"), TakenOver("en"))[0].language == "zh"


def test_after_a_person_the_question_at_hand_is_asked_afresh(small: Script) -> None:
    state, _ = play(small, Started("en"), Said("what"), Said("what"), TakenOver())
    assert (state.interrupted, state.misses) == ("kind", 2)

    state, effects = play(small, HandedBack(), state=state)
    assert (state.interrupted, state.misses, state.reason) == ("", 0, "")
    assert texts(effects)[1:] == ["Kind"]


def test_a_file_reaches_the_question_that_asks_for_one() -> None:
    steps = """
        picture: {ask: picture, prompt: {en: P}, reprompt: {en: R}, otherwise: bye, goto: bye}
        bye: {close: {en: Bye}}
    """
    small = script(small_script(steps, "picture: {type: file, label: {en: Picture}}"))

    assert play(small, Started("en"), Said("", file="photo"))[0].slots == {"picture": "photo"}
    assert play(small, Started("en"), Said("here"))[0].slots == {}


def test_a_wish_for_a_person_is_not_kept_as_the_problem() -> None:
    steps = "what: {ask: what, prompt: {en: W}, reprompt: {en: R}, otherwise: person, goto: person}"
    steps += "\nperson: {handoff: {en: Wait}}"
    small = script(small_script(steps, "what: {type: text, label: {en: What}}", "opening: what"))

    assert play(small, Started("en"), Said("a person please", ("wants-person",)))[0].slots == {
        "what": "a person please"
    }
    calling = script(
        small_script(
            steps, "what: {type: text, label: {en: What}}", "opening: what\ninterrupts: {wants-person: person}"
        )
    )
    assert play(calling, Started("en"), Said("a person please", ("wants-person",)))[0].slots == {}
    assert play(calling, Started("en"), Said("you fools, my net is down", ("wants-person", "anger")))[0].slots != {}
