"""Scripts to be drawn: shipped ones, and small ones of all kinds of steps that lead anywhere."""

from hypothesis import strategies as st

from dialogs.model.script import (
    Arm,
    AskStep,
    BranchStep,
    CheckStep,
    Choice,
    CloseStep,
    Condition,
    FileStep,
    HandoffStep,
    Interrupt,
    SayStep,
    Script,
    Slot,
    Step,
    SummaryStep,
)

SHIPPED = ("after-answer", "bank", "hospital", "hotel", "telecom")
KEYS = [f"step-{letter}" for letter in "abcdefgh"]
SAID = st.text(max_size=120)
SLOTS = {
    "matter": Slot("matter", "text", {"en": "Matter", "zh": "事情"}),
    "kind": Slot(
        "kind",
        "choice",
        {"en": "Kind", "zh": "类别"},
        (Choice("bill", {"en": "Bill", "zh": "话费"}), Choice("line", {"en": "Line", "zh": "线路"})),
        optional=True,
    ),
    "sure": Slot("sure", "yes-no", {"en": "Sure", "zh": "确定"}),
}


def of(*steps: Step, interrupts: dict[str, Interrupt] | None = None) -> Script:
    """Return a script of these steps that starts at the first."""
    title = {"en": "Small", "zh": "小"}
    by_key = {step.key: step for step in steps}
    return Script("small", title, ("en", "zh"), steps[0].key, SLOTS, by_key, interrupts=interrupts or {})


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    """Make a script of any steps with any words; it need not make sense."""
    keys = draw(st.lists(st.sampled_from(KEYS), min_size=1, unique=True))
    there = st.sampled_from(keys)
    steps = [draw(_step(key, there)) for key in keys]
    signals = draw(st.lists(st.sampled_from(["anger", "danger", "wants-person", "of-their-own"]), unique=True))
    return of(*steps, interrupts={signal: Interrupt(draw(there), draw(st.integers(1, 3))) for signal in signals})


def _step(key: str, there: st.SearchStrategy[str]) -> st.SearchStrategy[Step]:
    text = st.fixed_dictionaries({"en": SAID, "zh": SAID})
    tracks = st.sampled_from([None, "fast", "full"])
    arms = st.lists(st.builds(Arm, st.tuples(_condition()), there, tracks), max_size=4).map(tuple)
    return st.one_of(
        st.builds(SayStep, st.just(key), text, there, track=tracks),
        st.builds(AskStep, st.just(key), st.sampled_from([*SLOTS]), text, text, there, there, track=tracks),
        st.builds(
            CheckStep,
            st.just(key),
            st.sampled_from(["repeat", "known-issue"]),
            st.just("matter"),
            text,
            text,
            there,
            there,
        ),
        st.builds(BranchStep, st.just(key), arms, there),
        st.builds(SummaryStep, st.just(key), text, there),
        st.builds(FileStep, st.just(key), st.sampled_from(["open", "answered", "repeat", "reopen", "confirm"]), there),
        st.builds(HandoffStep, st.just(key), text, st.sampled_from(["agent", "supervisor"])),
        st.builds(CloseStep, st.just(key), text),
    )


def _condition() -> st.SearchStrategy[Condition]:
    return st.sampled_from(
        [
            Condition("kind", "equals", ("bill",)),
            Condition("kind", "is-one-of", ("bill", "line")),
            Condition("sure", "equals", ("yes",)),
            Condition("matter", "is-empty", ("yes",)),
            Condition("matter", "is-empty", ("no",)),
            Condition("matter", "at-least", ("100",)),
            Condition("matter", "at-most", ("<100>",)),
        ]
    )
