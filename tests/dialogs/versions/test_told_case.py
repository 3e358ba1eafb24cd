"""A conversation that was played is written down as a case, which holds on the same script."""

from dialogs.cases.case_player import play
from dialogs.language.case_file import load_cases
from dialogs.language.case_forms import add_case
from dialogs.model.events import Event, Filed, Said, Started
from dialogs.model.state import State
from dialogs.versions.told_case import case_of
from dialogs.versions.turn_views import play as played
from dialogs.versions.turn_views import turn_views
from tests.dialogs.playing import script
from tests.dialogs.small_scripts import small_script

LITTLE = script(
    small_script(
        """
        ask-story: {ask: story, prompt: {en: What}, reprompt: {en: Words}, otherwise: ask-place, goto: ask-place}
        ask-place: {ask: place, prompt: {en: Where}, reprompt: {en: A street}, otherwise: file, goto: file}
        file: {file: open, goto: bye}
        bye: {close: {en: Bye}}
        person: {handoff: {en: A person}}
        """,
        slots="""
        story: {type: text, length: 4-50, label: {en: Story}}
        place: {type: text, length: 4-50, label: {en: Place}}
        """,
        top="""
        opening: story
        interrupts: {danger: person}
        """,
    )
)


def turns(*events: Event) -> object:
    """Return the turns of the case that these events become, which holds on the script that they were played on."""
    state, moments = State(), []
    for event in events:
        moments.append(played(LITTLE, state, event))
        state = moments[-1].state
    case = case_of(turn_views(moments))
    assert case
    cases, problems = load_cases(add_case("", "told", case))
    assert problems == ()
    assert play(LITTLE, cases[0]).failures == ()
    return case["turns"]


def test_words_become_turns_with_where_it_then_waits_and_what_was_filed() -> None:
    told = turns(Started("en", "My bill is wrong"), Said("Garden Street"), Filed("T-2026-000001"))

    assert told == [
        {"says": "My bill is wrong", "at": "ask-place"},
        {"says": "Garden Street", "ends": "closed", "filed": "open"},
    ]


def test_a_file_becomes_a_turn_also_without_words() -> None:
    told = turns(
        Started("en", "My bill is wrong"),
        Said("", file="photo"),
        Said("it is in Garden Street", file="document"),
        Filed("T-2026-000001"),
    )

    assert told == [
        {"says": "My bill is wrong", "at": "ask-place"},
        {"file": "photo", "at": "ask-place"},
        {"says": "it is in Garden Street", "file": "document", "ends": "closed", "filed": "open"},
    ]


def test_a_file_that_comes_first_begins_the_case() -> None:
    told = turns(Started("en"), Said("", file="photo"))

    assert told == [{"file": "photo", "at": "ask-story"}]


def test_of_a_conversation_in_which_nothing_was_said_there_is_no_case() -> None:
    assert case_of(turn_views([played(LITTLE, State(), Started("en"))])) is None
