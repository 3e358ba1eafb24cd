import pytest

from dialogs.language.script_loader import load
from tests.dialogs.small_scripts import codes, problems, small_script

NAME = "name: {type: text, label: {en: Name}}"
KIND = "kind: {type: choice, label: {en: Kind}, choices: {bill: {en: Bill}, net: {en: Net}}}"
BYE = "bye: {close: {en: Bye}}"
PERSON = "person: {handoff: {en: Wait}}"


def ask(slot: str = "name", goto: str = "bye", otherwise: str = "bye") -> str:
    return f"ask: {{ask: {slot}, prompt: {{en: P}}, reprompt: {{en: R}}, otherwise: {otherwise}, goto: {goto}}}"


def way(slot: str, condition: str) -> str:
    arm = f"{{when: {{{slot}: {{{condition}}}}}, goto: bye}}"
    return f"{ask(slot, goto='way')}\nway: {{branch: [{arm}], otherwise: bye}}\n{BYE}"


def test_a_step_that_is_named_must_exist() -> None:
    (problem,) = load(small_script(f"a: {{say: {{en: Hi}}, goto: bey}}\n{BYE}")).problems

    assert (problem.code, problem.remedy) == ("unknown-step", "did you mean `bye`?")


def test_a_start_that_does_not_exist_is_reported_at_its_place() -> None:
    text = small_script(BYE).replace("start: bye", "start: hello")

    assert problems(text) == [("unknown-step", "hello")]


def test_a_slot_that_is_asked_or_compared_must_exist() -> None:
    assert codes(small_script(way("knid", "equals: bill"), KIND)) == ["unknown-slot", "unknown-slot"]


def test_the_slot_of_a_check_must_exist() -> None:
    steps = f"""\
c: {{check: repeat, of: gone, offer: {{en: This}}, offer-many: {{en: These}}, accepted: bye, goto: bye}}
{BYE}"""

    assert problems(small_script(steps)) == [
        ("unknown-slot", "gone, offer: {en: This}, offer-many: {en: These}, accepted: bye, goto: bye}")
    ]


def test_a_first_message_fills_a_slot_of_type_text_only() -> None:
    assert codes(small_script(PERSON, KIND, top="opening: kind")) == ["bad-opening"]
    assert codes(small_script(PERSON, KIND, top="opening: gone")) == ["unknown-slot"]


def test_an_interrupt_names_a_signal_and_a_step_that_exist() -> None:
    top = "interrupts: {wants-persom: person, anger: peron, danger: person}"

    assert codes(small_script(PERSON, top=top)) == ["unknown-signal", "unknown-step"]


def test_a_choice_slot_needs_choices_and_no_other_slot_has_them() -> None:
    slots = """
        kind: {type: choice, label: {en: Kind}}
        name: {type: text, label: {en: Name}, choices: {a: {en: A}}}
    """

    assert codes(small_script(slots=slots)) == ["no-choices", "unused-choices"]


def test_a_slot_cannot_take_the_name_of_a_fact() -> None:
    assert codes(small_script(slots="status: {type: text, label: {en: Status}}")) == ["taken-name"]


@pytest.mark.parametrize(
    ("slot", "condition"),
    [
        ("kind: {type: choice, label: {en: K}, choices: {bill: {en: B}}}", "equals: bil"),
        ("kind: {type: choice, label: {en: K}, choices: {bill: {en: B}}}", "is-one-of: [bill, net]"),
        ("kind: {type: yes-no, label: {en: K}}", "equals: true"),
        ("kind: {type: rating, label: {en: K}}", "equals: 6"),
        ("kind: {type: money, label: {en: K}}", "equals: 128.5"),
        ("kind: {type: digits, length: 4, label: {en: K}}", "equals: 123"),
    ],
)
def test_a_value_that_no_answer_can_be_is_refused(slot: str, condition: str) -> None:
    assert codes(small_script(way("kind", condition), slot)) == ["impossible-value"]


@pytest.mark.parametrize(
    ("slot", "condition"),
    [
        (KIND, "equals: bill"),
        (KIND, "is-empty: yes"),
        ("kind: {type: yes-no, label: {en: K}}", "equals: no"),
        ("kind: {type: rating, label: {en: K}}", "at-most: 2"),
        ("kind: {type: money, label: {en: K}}", "at-least: 99.5"),
        ("kind: {type: text, label: {en: K}}", "equals: Anything at all"),
    ],
)
def test_a_value_that_an_answer_can_be_is_fine(slot: str, condition: str) -> None:
    assert codes(small_script(way("kind", condition), slot)) == []


def test_large_and_small_are_for_numbers() -> None:
    assert codes(small_script(way("kind", "at-least: 3"), KIND)) == ["not-numeric"]
    assert codes(small_script(way("sum", "at-least: ten"), "sum: {type: money, label: {en: Sum}}")) == ["not-a-number"]


def test_every_text_has_exactly_the_languages_of_the_script() -> None:
    steps = "bye: {close: {en: Bye}}\nhi: {close: {en: Hi, zh: 您好, de: Hallo}}"

    expected = [("missing-language", "bye: {close: {en: Bye}}"), ("extra-language", "Hallo}}")]
    found = problems(small_script(steps, languages="[en, zh]"))
    assert [code for code, _ in expected] == [code for code, _ in found]
    assert found[1][1] == "Hallo}}"


def test_a_script_speaks_languages_in_which_the_common_texts_are() -> None:
    found = codes(small_script("bye: {close: {en: Bye, de: Tschuess}}", languages="[en, de]"))

    assert found == ["unknown-language"]


def test_a_placeholder_names_a_slot_or_a_fact() -> None:
    (problem,) = load(small_script("bye: {close: {en: 'Your number is {referense}'}}")).problems

    assert (problem.code, problem.remedy) == ("unknown-placeholder", "did you mean `reference`?")
    assert codes(small_script(f"{ask()}\nbye: {{close: {{en: '{{reference}}, {{name}}'}}}}", NAME)) == []


def test_the_summary_is_for_summary_steps() -> None:
    assert codes(small_script("bye: {close: {en: '{summary}'}}")) == ["unknown-placeholder"]
    assert codes(small_script(f"show: {{summary: {{en: All right}}, goto: bye}}\n{BYE}")) == ["no-summary"]


def test_each_language_names_the_same_placeholders() -> None:
    steps = "bye: {close: {en: 'Until {due}', zh: '再见'}}"

    assert problems(small_script(steps, languages="[en, zh]")) == [("different-placeholders", "'再见'}}")]


def test_what_is_private_is_never_said_aloud() -> None:
    slots = "account: {type: digits, private: true, label: {en: Account}}"

    assert codes(small_script("bye: {close: {en: 'Account {account}'}}", slots)) == ["private-echo"]


def test_a_brace_that_holds_no_name_is_refused() -> None:
    for text in ("{Due}", "{due", "due}", "{}", "{{due}}"):
        assert codes(small_script(f"bye: {{close: {{en: '{text}'}}}}")) == ["stray-brace"]


def test_labels_hold_no_placeholders() -> None:
    assert codes(small_script(slots="name: {type: text, label: {en: '{due}'}}")) == ["unknown-placeholder"]


def test_a_common_text_worded_differently_names_only_what_the_shipped_one_does() -> None:
    assert codes(small_script(top="texts: {agent-joined: {en: '{name} is here'}}")) == []
    assert codes(small_script(top="texts: {agent-joined: {en: '{due}'}}")) == ["unknown-placeholder"]


def test_a_step_to_which_no_way_leads_is_unreachable() -> None:
    assert [(code, place.strip()) for code, place in problems(small_script(f"{BYE}\n{PERSON}"))] == [
        ("unreachable", PERSON)
    ]


def test_an_interrupt_is_a_way() -> None:
    assert codes(small_script(f"{BYE}\n{PERSON}", top="interrupts: {wants-person: person}")) == []


def test_a_circle_of_sayings_is_refused() -> None:
    steps = """
        who: {ask: name, prompt: {en: P}, reprompt: {en: R}, otherwise: a, goto: a}
        a: {say: {en: A}, goto: b}
        b: {branch: [{when: {name: {is-empty: yes}}, goto: bye}], otherwise: a}
        bye: {close: {en: Bye}}
    """

    assert codes(small_script(steps, NAME)) == ["silent-loop", "silent-loop"]


def test_a_circle_of_questions_that_are_passed_over_once_answered_is_refused_too() -> None:
    steps = ask(goto="again") + f"\nagain: {{say: {{en: Again}}, goto: ask}}\n{BYE}"

    assert codes(small_script(steps, NAME)) == ["silent-loop", "silent-loop"]


def test_a_circle_that_waits_for_the_customer_is_fine() -> None:
    steps = ask(otherwise="ask") + f"\n{BYE}"

    assert codes(small_script(steps, NAME)) == []


def test_a_circle_without_a_way_out_has_no_end() -> None:
    steps = "show: {summary: {en: '{summary}'}, goto: show}"

    assert codes(small_script(steps)) == ["no-end"]


def test_whoever_opens_a_conversation_must_be_able_to_reach_a_person() -> None:
    assert problems(small_script(BYE, NAME, top="opening: name")) == [("no-person", "steps:")]
    assert codes(small_script(PERSON, NAME, top="opening: name")) == []


def test_a_half_read_script_is_not_judged_as_a_graph() -> None:
    steps = f"a: {{say: {{en: Hi}}}}\n{BYE}"

    assert codes(small_script(steps)) == ["missing-key"]


def test_a_slot_that_no_step_asks_for_is_told() -> None:
    assert codes(small_script(BYE, NAME)) == ["never-asked"]
    assert codes(small_script(PERSON, NAME, top="opening: name")) == []


def test_a_choice_cannot_take_the_name_of_a_button_that_questions_have() -> None:
    kind = "kind: {type: choice, label: {en: Kind}, choices: {skip: {en: S}, done: {en: D}}}"

    assert codes(small_script(slots=kind)) == ["taken-name", "taken-name"]


def test_a_word_names_one_choice_only() -> None:
    choices = "a: {label: {en: A}, words: [Bill, fee]}, b: {label: {en: B}, words: [bill]}"

    assert problems(small_script(slots=f"kind: {{type: choice, label: {{en: K}}, choices: {{{choices}}}}}")) == [
        ("repeated-word", "bill]}}}"),
    ]


def test_a_tone_answers_a_signal_that_exists_in_every_language() -> None:
    top = "tone: {angry: {en: Sorry}, grief: {zh: 很抱歉}}"

    assert codes(small_script(BYE, top=top)) == ["unknown-signal", "missing-language", "extra-language"]


def test_nobody_is_given_up_before_being_reminded() -> None:
    assert codes(small_script(BYE, top="remind-after: 2 hours\ngive-up-after: 120 minutes")) == ["late-reminder"]
    assert codes(small_script(BYE, top="remind-after: 2 hours\ngive-up-after: 1 day")) == []


def test_what_is_said_while_the_desk_is_closed_is_worded_like_the_rest() -> None:
    steps = "bye: {close: {en: Bye, zh: 再见}, when-closed: {en: 'We open {open}'}}"

    assert codes(small_script(steps, languages="[en, zh]")) == ["missing-language", "unknown-placeholder"]
