from dataclasses import replace

from dialogs.cases.coverage import came_by, unreached, untried
from dialogs.engine.engine import Traced
from dialogs.model.events import Pressed
from dialogs.model.state import State
from dialogs.strict_yaml.problems import Finding
from dialogs.strict_yaml.yaml_text import locate, read_yaml
from tests.dialogs.playing import script
from tests.dialogs.small_complaint import TEXT, played, small_complaint
from tests.dialogs.small_scripts import small_script, standing_at

TO_KIND = "- {says: my bill is wrong}\n"


def named(findings: list[Finding], text: str = TEXT) -> list[tuple[str, str]]:
    """Return of each finding its code and the beginning of what stands at its place in the script."""
    root, _ = read_yaml(text)

    assert root is not None
    problems = [locate(finding, root) for finding in findings]
    return [(problem.code, standing_at(text, problem).split(":")[0]) for problem in problems]


def test_of_a_script_that_nothing_reached_every_step_and_every_choice_is_named() -> None:
    within = small_complaint()
    found = named(list(unreached(within, set())))

    steps = [("step-not-reached", key) for key in within.steps]
    assert found == [*steps, ("choice-not-reached", "bill"), ("choice-not-reached", "network")]


def test_a_step_that_a_case_enters_is_reached_and_a_choice_that_it_makes() -> None:
    reached = played(TO_KIND + "- {taps: network}").reached

    left = [
        ("step-not-reached", key) for key in ("file-repeat", "close-repeat", "file-answered", "ask-phone", "to-agent")
    ]
    assert named(list(unreached(small_complaint(), reached))) == [*left, ("choice-not-reached", "bill")]


def test_a_choice_may_be_made_in_words() -> None:
    reached = played(TO_KIND + "- {says: Network}").reached

    assert ("slots", "kind", "choices", "network") in reached


def test_a_button_that_is_only_shown_is_not_chosen() -> None:
    assert not [path for path in played(TO_KIND).reached if path[0] == "slots"]


def test_a_remedy_says_how_a_case_gets_there() -> None:
    remedies = {finding.path[-1]: finding.remedy for finding in unreached(small_complaint(), set())}

    assert remedies["to-agent"] == "add `signals: [wants-person]` to a turn that says something"
    assert remedies["close-repeat"] == "add a case that goes on from `file-repeat` to it"
    assert remedies["bill"] == "add `taps: bill` to a turn where `ask-kind` waits"


def test_yes_and_no_are_choices() -> None:
    text = small_script(
        """
        ask-again: {ask: again, prompt: {en: P}, reprompt: {en: R}, otherwise: bye, goto: bye}
        bye: {close: {en: Bye}}
        """,
        "again: {type: yes-no, label: {en: Again}}",
    )
    reached = played("- {taps: yes}", within=script(text)).reached

    assert named(list(unreached(script(text), reached)), text) == [("choice-not-reached", "again")]


def test_of_several_choices_each_that_is_chosen_counts() -> None:
    within = small_complaint()
    several = replace(within.slots["kind"], type="multi-choice")
    reached = set(
        came_by(
            replace(within, slots={**within.slots, "kind": several}),
            Pressed(1, "done"),
            Traced(State("active", slots={"kind": "bill,network"}), (), ()),
        )
    )

    assert reached == {("slots", "kind", "choices", "bill"), ("slots", "kind", "choices", "network")}


def test_arms_interrupts_and_tones_that_no_case_tries_are_named() -> None:
    found = named(list(untried(small_complaint(), set())))

    assert found == [
        ("arm-not-taken", "{when"),
        ("arm-not-taken", "file-open"),
        ("interrupt-not-followed", "to-agent}"),
        ("tone-not-said", "anger"),
    ]


def test_the_arm_that_holds_is_taken() -> None:
    arms = {("steps", "by-kind", "branch", "0"): "bill", ("steps", "by-kind", "otherwise"): "network"}

    for arm, choice in arms.items():
        assert set(arms) & played(TO_KIND + f"- {{taps: {choice}}}").reached == {arm}


def test_an_interrupt_is_followed_from_the_first_words_and_later() -> None:
    turn = "- {says: a person please, signals: [wants-person]}\n"

    assert ("interrupts", "wants-person") in played(turn).reached
    assert ("interrupts", "wants-person") in played(TO_KIND + turn).reached


def test_of_two_signals_in_a_turn_the_interrupt_that_was_followed_counts() -> None:
    interrupts = "interrupts: {danger: to-agent, wants-person: to-agent}"
    within = script(TEXT.replace("interrupts: {wants-person: to-agent}", interrupts))
    reached = played("- {says: a person, signals: [wants-person, danger]}", within=within).reached

    assert [path for path in reached if path[0] == "interrupts"] == [("interrupts", "danger")]


def test_an_interrupt_that_waits_for_its_second_time_is_not_followed_at_the_first() -> None:
    again = "interrupts: {wants-person: {goto: to-agent, times: 2}}"
    within = script(TEXT.replace("interrupts: {wants-person: to-agent}", again))
    turn = "- {says: nonsense, signals: [wants-person]}\n"

    assert ("interrupts", "wants-person") not in played(TO_KIND + turn, within=within).reached
    assert ("interrupts", "wants-person") in played(TO_KIND + turn + turn, within=within).reached


def test_a_tone_counts_once_it_is_said() -> None:
    turn = "- {says: this bill makes me angry, signals: [anger]}\n"

    assert ("tone", "anger") in played(turn).reached
    assert ("tone", "anger") not in played(TO_KIND).reached
