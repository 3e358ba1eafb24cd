"""A complaint small enough to be read inside a test, with all that cases may be about, and cases played on it."""

from textwrap import dedent, indent

from dialogs.cases.case_player import Played, play
from dialogs.language.case_file import Case, load_cases
from dialogs.model.script import Script
from tests.dialogs.playing import script
from tests.dialogs.small_scripts import small_script

TEXT = small_script(
    """
    welcome: {say: {en: Hello, zh: 您好}, when-closed: {en: "Open {opens}", zh: "{opens}开门"}, goto: ask-problem}
    ask-problem:
      {ask: problem, prompt: {en: What, zh: 什么}, reprompt: {en: R, zh: R}, otherwise: to-agent, goto: look}
    look:
      check: repeat
      of: problem
      offer: {en: "Is it {reference}: {description}, {status}", zh: "{reference}{description}{status}"}
      offer-many: {en: Which, zh: 哪个}
      accepted: file-repeat
      goto: look-up
    file-repeat: {file: repeat, goto: close-repeat}
    close-repeat: {close: {en: "Added to {reference}", zh: "补充到{reference}"}}
    look-up:
      check: known-issue
      of: problem
      offer: {en: "{title}: {answer}", zh: "{title}：{answer}"}
      offer-many: {en: Which, zh: 哪个}
      accepted: file-answered
      goto: ask-kind
    file-answered: {file: answered, goto: bye}
    ask-kind: {ask: kind, prompt: {en: Kind, zh: 类}, reprompt: {en: K, zh: K}, otherwise: to-agent, goto: by-kind}
    by-kind:
      branch: [{when: {kind: {equals: bill}}, goto: ask-phone}]
      otherwise: file-open
    ask-phone: {ask: phone, prompt: {en: P, zh: P}, reprompt: {en: P, zh: P}, otherwise: to-agent, goto: file-open}
    file-open: {file: open, goto: bye}
    bye: {close: {en: "Filed as {reference}, {due}", zh: "编号{reference}，{due}"}}
    to-agent: {handoff: {en: "A person, {reference}", zh: "人工{reference}"}}
    """,
    """
    problem: {type: text, label: {en: Problem, zh: 问题}}
    kind:
      type: choice
      label: {en: Kind, zh: 类别}
      choices: {bill: {en: Bill, zh: 话费}, network: {en: Network, zh: 网络}}
    phone: {type: phone, optional: yes, remember: yes, label: {en: Phone, zh: 电话}}
    """,
    """
    opening: problem
    give-up-after: 24 hours
    interrupts: {wants-person: to-agent}
    tone: {anger: {en: I am sorry, zh: 抱歉}}
    """,
    languages="[en, zh]",
)


def small_complaint(text: str = TEXT) -> Script:
    """Return the script, or one that is worded a little differently."""
    return script(text)


def cases_text(turns: str, top: str = "") -> str:
    """Return a file with one case of these turns."""
    case = [indent(top, "    "), "    turns:", indent(dedent(turns).strip(), "      ")]
    return "\n".join(["format: 1", "cases:", "  one:", *filter(None, case), ""])


def case(turns: str, top: str = "") -> Case:
    """Return the case of these turns."""
    cases, problems = load_cases(cases_text(turns, top))

    assert problems == ()
    return cases[0]


def played(turns: str, top: str = "", within: Script | None = None) -> Played:
    """Return what came of the case of these turns."""
    return play(within or small_complaint(), case(turns, top))


def failures(turns: str, top: str = "", within: Script | None = None) -> list[tuple[str, str]]:
    """Return the code and the message of each failure of the case of these turns."""
    return [(problem.code, problem.message) for problem in played(turns, top, within).failures]
