"""Scripts small enough to be read inside a test: all that every script needs is put around a few steps and slots."""

from textwrap import dedent, indent

from dialogs.language.script_loader import load
from dialogs.strict_yaml.problems import Problem

HELLO = "hello: {close: {en: Hello}}"


def small_script(steps: str = HELLO, slots: str = "", top: str = "", languages: str = "[en]") -> str:
    """Return the text of a script that starts at its first step."""
    steps = dedent(steps).strip()
    title = "{" + ", ".join(f"{language}: Small" for language in languages.strip("[]").split(", ")) + "}"
    parts = [
        "format: 1",
        "script: small",
        f"title: {title}",
        f"languages: {languages}",
        f"start: {steps.split(':')[0]}",
        dedent(top).strip(),
        "slots:\n" + indent(dedent(slots).strip(), "  ") if slots else "",
        "steps:\n" + indent(steps, "  "),
    ]
    return "\n".join(part for part in parts if part) + "\n"


def problems(text: str) -> list[tuple[str, str]]:
    """Return of each problem its code and what stands at its place: the rest of the line there."""
    return [(problem.code, standing_at(text, problem)) for problem in load(text).problems]


def codes(text: str) -> list[str]:
    """Return the codes of the problems, in the order of the text."""
    return [problem.code for problem in load(text).problems]


def standing_at(text: str, problem: Problem) -> str:
    """Return the line of the text from the problem's column on."""
    return text.splitlines()[problem.line - 1][problem.column - 1 :]
