from dialogs.model.events import Button, Candidate, End, FileTicket, Found, HandOver, LookUp, Said, Started, Tell
from tests.dialogs.playing import asked_of_the_desk, keys, play, script, texts
from tests.dialogs.small_scripts import small_script

STARTED = Started("en")
PROBLEM = "problem: {type: text, label: {en: Problem}}"
TOP = "opening: problem\ninterrupts: {danger: person}"


def test_a_say_step_tells_and_goes_on() -> None:
    hello = script(small_script("hi: {say: {en: Hi}, goto: bye}\nbye: {close: {en: Bye}}"))

    assert (Tell("Hi"), Tell("Bye"), End()) == play(hello, STARTED)[1]


def test_a_question_is_numbered_and_shows_its_choices() -> None:
    slots = "kind: {type: choice, label: {en: Kind}, choices: {a: {en: Apples}, b: {en: Pears}}}"
    steps = """
        kind: {ask: kind, prompt: {en: Which}, reprompt: {en: 'Which?'}, otherwise: bye, goto: bye}
        bye: {close: {en: Bye}}
    """
    asking = script(small_script(steps, slots))

    assert (Tell("Which", (Button("a", "Apples"), Button("b", "Pears")), 1),) == play(asking, STARTED)[1]


def test_a_rating_shows_five_buttons_and_an_optional_yes_or_no_three() -> None:
    slots = """
        stars: {type: rating, label: {en: Stars}}
        again: {type: yes-no, optional: true, label: {en: Again}}
    """
    steps = """
        stars: {ask: stars, prompt: {en: Stars}, reprompt: {en: 'Stars?'}, otherwise: bye, goto: again}
        again: {ask: again, prompt: {en: Again}, reprompt: {en: 'Again?'}, otherwise: bye, goto: bye}
        bye: {close: {en: Bye}}
    """
    rating = script(small_script(steps, slots))

    assert keys(play(rating, STARTED)[1]) == ["1", "2", "3", "4", "5"]
    assert keys(play(rating, STARTED, Said("4"))[1]) == ["yes", "no", "skip"]


CHECKING = """
    known: {check: known-issue, of: problem, offer: {en: '{answer}'}, offer-many: {en: W}, accepted: bye, goto: person}
    bye: {close: {en: Good}}
    person: {handoff: {en: 'Wait, {reference}'}, level: supervisor}
"""


def test_a_check_asks_the_desk_and_shows_nothing_yet() -> None:
    checking = script(small_script(CHECKING, PROBLEM, TOP))
    state, effects = play(checking, Started("en", "No signal"))

    assert state.status == "looking"
    assert (LookUp("known-issue", "No signal", {"problem": "No signal"}),) == effects


def test_a_check_of_nothing_is_passed_over() -> None:
    checking = script(small_script(CHECKING, PROBLEM, TOP))

    assert [FileTicket("open", "", {})] == asked_of_the_desk(play(checking, STARTED)[1])


def test_a_check_that_found_nothing_goes_on() -> None:
    checking = script(small_script(CHECKING, PROBLEM, TOP))
    state, _ = play(checking, Started("en", "No signal"), Found())

    assert (state.step, state.checked) == ("person", ("known",))


def test_a_check_shows_what_was_found_in_the_words_of_its_facts() -> None:
    checking = script(small_script(CHECKING, PROBLEM, TOP))
    found = Found((Candidate("k", "Outage", {"answer": "We repair it today."}),), sure=True)

    assert texts(play(checking, Started("en", "No signal"), found)[1]) == ["We repair it today."]


BRANCHING = """
    stars: {ask: stars, prompt: {en: Stars}, reprompt: {en: 'Stars?'}, otherwise: bad, goto: way}
    way:
      branch:
      - {when: {stars: {at-least: 4}}, goto: good}
      - {when: {stars: {at-least: 2, at-most: 3}}, goto: fair}
      otherwise: bad
    good: {close: {en: Good}}
    fair: {close: {en: Fair}}
    bad: {close: {en: Bad}}
"""


def test_a_branch_takes_the_first_arm_whose_conditions_all_hold() -> None:
    branching = script(small_script(BRANCHING, "stars: {type: rating, label: {en: Stars}}"))

    said = {stars: texts(play(branching, STARTED, Said(stars))[1]) for stars in "1345"}
    assert said == {"1": ["Bad"], "3": ["Fair"], "4": ["Good"], "5": ["Good"]}


def test_a_file_step_waits_for_the_desk() -> None:
    filing = script(small_script("file: {file: open, goto: bye}\nbye: {close: {en: '{reference}'}}"))
    state, effects = play(filing, STARTED)

    assert state.status == "filing"
    assert (FileTicket("open", "", {}),) == effects


def test_a_handoff_of_a_ticket_that_exists_files_nothing() -> None:
    handing = script(small_script("person: {handoff: {en: 'Wait, {reference}'}, level: supervisor}"))
    state, effects = play(handing, Started("en", facts={"reference": "T-1"}))

    assert (Tell("Wait, T-1"), HandOver("script", "supervisor")) == effects
    assert state.status == "with-person"


def asked(*answers: str, remembered: dict[str, str] | None = None) -> list[str]:
    """Return what a small dialog asks for after these answers."""
    slots = """
        phone: {type: phone, remember: true, label: {en: Phone}}
        place: {type: place, label: {en: Place}}
        amount: {type: money, label: {en: Amount}}
    """
    steps = """
        phone: {ask: phone, prompt: {en: P}, reprompt: {en: 'P?'}, otherwise: bye, goto: place}
        place: {ask: place, prompt: {en: W}, reprompt: {en: 'W?'}, otherwise: bye, goto: amount}
        amount: {ask: amount, prompt: {en: A}, reprompt: {en: 'A?'}, otherwise: bye, goto: bye}
        bye: {close: {en: Bye}}
    """
    small = script(small_script(steps, slots))
    _, effects = play(small, Started("en", remembered=remembered or {}), *(Said(answer) for answer in answers))
    return [effect.asks for effect in effects if isinstance(effect, Tell)]


def test_a_phone_and_a_place_are_asked_for_as_what_a_channel_may_give() -> None:
    assert asked() == ["phone"]
    assert asked("13800138000") == ["place"]
    assert asked("13800138000", "Oak Street 12") == [""]


def test_the_same_is_asked_for_when_the_answer_was_unusable() -> None:
    assert asked("never") == ["phone"]


def test_what_is_known_from_last_time_is_only_to_be_confirmed() -> None:
    known = {"phone": "13800138000"}

    assert asked(remembered=known) == [""]
    assert asked("no", remembered=known) == ["phone"]
