"""Reads the lists of how complaints may end and why they happen: the program's, and a company's `outcomes.yaml`."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from dialogs.model.script import Choice, Text
from dialogs.strict_yaml.common_texts import languages
from dialogs.strict_yaml.fields import Fields, read_file, read_shipped
from dialogs.strict_yaml.problems import Problem

OUTCOMES_FILE = "outcomes.yaml"
"""What the file is called: the company's stands in its folder of scripts."""
BETWEEN = "/"
"""Between the two levels of a cause, as a ticket keeps it."""
_PACKAGE = "bot.desk.outcomes"


@dataclass(frozen=True)
class Cause:
    """Where things go wrong, with what goes wrong there."""

    key: str
    label: Text
    of: tuple[Choice, ...]
    """Each with words by which a telling proposes it."""


@dataclass(frozen=True)
class OutcomeLists:
    """How complaints may end and why they happen. What a company's file does not name stays that of the program."""

    outcomes: tuple[Choice, ...] = ()
    causes: Mapping[str, tuple[Cause, ...]] = field(default_factory=dict)
    """By the key of a script; under an empty one those for all scripts."""

    def causes_of(self, script: str) -> tuple[Cause, ...]:
        """Return the causes for complaints of a script; none where nobody wrote any."""
        return self.causes.get(script) or self.causes.get("", ())

    def outcome_name(self, code: str, language: str) -> str:
        """Return how an outcome is called, or its code where it is not in the list any more."""
        return next((_spoken(one.label, language) for one in self.outcomes if one.key == code), code)

    def cause_name(self, code: str, script: str, language: str) -> str:
        """Return how a cause of two levels is called, or its code where it is not in the list any more."""
        main, _, inner = code.partition(BETWEEN)
        for cause in self.causes_of(script):
            for one in cause.of:
                if (cause.key, one.key) == (main, inner):
                    return f"{_spoken(cause.label, language)} · {_spoken(one.label, language)}"
        return code

    def over(self, other: "OutcomeLists") -> "OutcomeLists":
        """Return these lists, and those of another where these say nothing."""
        return OutcomeLists(self.outcomes or other.outcomes, self.causes or other.causes)


@cache
def shipped_outcomes() -> OutcomeLists:
    """Return what comes with the program: one list of outcomes, and the causes of each trade it has a script for."""
    names = [one.name for one in files(_PACKAGE).iterdir() if one.name.endswith(".yaml") and one.name != OUTCOMES_FILE]
    causes = {name.removesuffix(".yaml"): read_shipped(_PACKAGE, name, _lists).causes[""] for name in sorted(names)}
    return OutcomeLists(read_shipped(_PACKAGE, OUTCOMES_FILE, _lists).outcomes, causes)


def company_outcomes(text: str) -> tuple[OutcomeLists | None, tuple[Problem, ...]]:
    """Return what a company's file holds, or nothing and all that is wrong with it."""
    return read_file(text, OUTCOMES_FILE, _lists)


def _lists(fields: Fields) -> OutcomeLists:
    outcomes = tuple(_choices(fields, "outcomes"))
    causes = tuple(_causes(fields))
    fields.done()
    return OutcomeLists(outcomes, {"": causes} if causes else {})


def _causes(fields: Fields) -> Iterator[Cause]:
    if within := fields.mapping("causes"):
        for key in within.names():
            within.check_name(key)
            if cause := within.mapping(key.text):
                label, of = _label(cause), tuple(_choices(cause, "of"))
                if not of:
                    cause.report_at("of", "missing-key", f"“{key.text}” needs “of”", "say what goes wrong there")
                cause.done()
                yield Cause(key.text, label, of)
        within.done()


def _choices(fields: Fields, name: str) -> Iterator[Choice]:
    if within := fields.mapping(name):
        for key in within.names():
            within.check_name(key)
            if choice := within.mapping(key.text):
                if "label" in choice:
                    yield Choice(key.text, _label(choice), choice.words("words", needed=False))
                    choice.done()
                else:
                    yield Choice(key.text, _of_languages(within, key.text))
        within.done()


def _label(fields: Fields) -> Text:
    return _of_languages(fields, "label")


def _of_languages(fields: Fields, name: str) -> Text:
    """Return a text in languages of the pages only."""
    text = fields.text(name)
    for language in set(text) - set(languages()):
        fields.report_at(name, "unknown-language", f"{language} is no language of the pages")
    return text


def _spoken(text: Text, language: str) -> str:
    return text.get(language) or next(iter(text.values()), "")
