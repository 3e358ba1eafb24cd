"""Every code that a problem can have stands in `docs/problems.md`, with an example that really has that problem."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import dialogs
from dialogs.cases import verify as verify_module
from dialogs.cases.verify import verify
from dialogs.language.channel_limits import ChannelLimits
from dialogs.language.script_loader import load
from dialogs.strict_yaml.problems import MOST_PROBLEMS
from dialogs.strict_yaml.yaml_text import MOST_BYTES

MODULES = sorted(Path(dialogs.__path__[0]).rglob("*.py"))
TEXT = (Path(__file__).parents[2] / "docs" / "problems.md").read_text("utf-8")
ENTRIES = dict(re.findall(r"^### `([a-z-]+)`\n(.*?)(?=^##|\Z)", TEXT, re.DOTALL | re.MULTILINE))
EXAMPLES = {
    code: example[1]
    for code, entry in ENTRIES.items()
    if (example := re.search(r"```yaml\n(.*?)```", entry, re.DOTALL))
}
(SCRIPT_OF_CASES,) = re.findall(r"```yaml script\n(.*?)```", TEXT, re.DOTALL)
LIMITS = ChannelLimits(text=4096, label=40, key=36)
TOO_LARGE_FOR_A_PAGE = {
    "too-large": "#" * MOST_BYTES,
    "too-many-steps": "steps:\n" + "".join(f"  s{number}: {{close: {{en: B, zh: B}}}}\n" for number in range(2001)),
    "too-many-problems": "".join(f"a{number}: 1\n" for number in range(MOST_PROBLEMS + 1)),
    "cases-too-long": "slots: {more: {type: yes-no, label: {en: More, zh: 还有}}}\nsteps:\n"
    + "  ask: {ask: more, prompt: {en: A, zh: B}, reprompt: {en: A, zh: B}, otherwise: bye, goto: s0}\n"
    + "".join(f"  s{number}: {{say: {{en: A, zh: B}}, goto: s{number + 1}}}\n" for number in range(60))
    + "  s60: {summary: {en: '{summary}', zh: '{summary}'}, goto: sort}\n"
    + "  sort: {branch: [{when: {more: {equals: no}}, goto: bye}], otherwise: s0}\n"
    + "  bye: {close: {en: A, zh: B}}\n"
    + "cases:\n  all:\n    turns:\n      - says: yes\n"
    + "      - taps: send\n" * 40,
    "text-too-long": f"steps: {{bye: {{close: {{en: B, zh: {'好' * 4097}}}}}}}\n",
}
HEADER = {
    "format": "1",
    "script": "example",
    "title": "{en: Example, zh: 示例}",
    "languages": "[en, zh]",
    "steps": "{bye: {close: {en: Goodbye, zh: 再见}}}",
}
CODE_AT = {"Problem": 2, "Finding": 1, "report": 1, "report_at": 1, "_report": 0}
"""Where each call that tells a problem has its code."""


def codes_in(tree: ast.Module) -> Iterator[str]:
    """Yield the codes that a module can tell."""
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for call in ast.walk(function):
            if isinstance(call, ast.Call) and (at := CODE_AT.get(ast.unparse(call.func).split(".")[-1])) is not None:
                yield from written_out(call.args[at], function, tree)


def written_out(code: ast.expr, function: ast.FunctionDef, tree: ast.Module) -> Iterator[str]:
    """Yield the codes that an expression stands for: one, or for ``f"unknown-{what}"`` one a caller's ``what``."""
    match code:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=[ast.Constant(value=str(text)), ast.FormattedValue(value=ast.Name(id=name))]):
            at = [argument.arg for argument in function.args.args].index(name)
            for call in ast.walk(tree):
                if isinstance(call, ast.Call) and ast.unparse(call.func) == function.name:
                    yield text + str(ast.literal_eval(call.args[at]))
        case ast.Name(id="code") | ast.Attribute(attr="code"):
            pass  # hands on what another call told
        case _:
            pytest.fail(f"cannot tell which codes these are: {ast.unparse(code)}")


def whole(example: str, *, with_steps: str = "") -> str:
    """Return the example as a whole script: what every script needs is added where the example leaves it out."""
    if with_steps and "steps:" not in example:
        example = with_steps + example
    keys = re.findall(r"^([a-z]+):", example, re.MULTILINE)
    head = "".join(f"{key}: {value}\n" for key, value in HEADER.items() if key not in keys)
    steps = re.search(r"^steps:\s+\{?([^:{\n]+):", example, re.MULTILINE)
    start = "" if "start" in keys else f"start: {steps[1] if steps else 'bye'}\n"
    return head + start + example


def told(text: str) -> set[str]:
    """Return the codes of all that is told of a script, and of its cases if it is sound."""
    loaded = load(text, LIMITS)
    if loaded.script is None:
        return {problem.code for problem in loaded.problems}
    verdict = verify(loaded.script, text, loaded.cases)
    return {problem.code for problem in (*verdict.in_script, *verdict.hints)}


CODES = {code for module in MODULES for code in codes_in(ast.parse(module.read_text("utf-8")))}


def test_every_code_has_an_entry_and_no_entry_is_left_over() -> None:
    assert len(CODES) >= 40
    assert sorted(ENTRIES) == sorted(CODES)


def test_every_entry_has_an_example_unless_it_is_too_large_for_a_page() -> None:
    assert sorted(ENTRIES.keys() - EXAMPLES.keys()) == sorted(TOO_LARGE_FOR_A_PAGE)


@pytest.mark.parametrize("code", [code for code in ENTRIES if code not in TOO_LARGE_FOR_A_PAGE])
def test_the_example_of_a_code_has_that_problem(code: str) -> None:
    about_cases = code.startswith("case-") or code.endswith(("-reached", "-taken", "-followed", "-said"))
    text = whole(EXAMPLES[code], with_steps=SCRIPT_OF_CASES if about_cases else "")

    assert code in told(text)
    assert about_cases or told(text) == {code}, "an example has just its own mistake"


@pytest.mark.parametrize("code", TOO_LARGE_FOR_A_PAGE)
def test_what_is_too_large_for_a_page_has_its_problem_too(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_module, "MOST_STEPS", 2000)  # of a hundred times as many the message is the same

    assert code in told(whole(TOO_LARGE_FOR_A_PAGE[code]))


@pytest.mark.parametrize("code", ENTRIES)
def test_an_entry_says_what_it_means_before_the_example_and_what_to_do_after_it(code: str) -> None:
    before, _, after = re.sub(r"```yaml\n.*?```", "```", ENTRIES[code], flags=re.DOTALL).partition("```")

    assert before.strip()
    assert after.strip() or code in TOO_LARGE_FOR_A_PAGE
