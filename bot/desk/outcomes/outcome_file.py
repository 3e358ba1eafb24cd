"""Reads the lists of how complaints may end and why they happen: the program's, and a company's `outcomes.yaml`."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from importlib.resources import files

from dialogs.model.script import Choice, Text
from dialogs.strict_yaml.common_texts import languages
from dialogs.strict_yaml.fields import Fields, read_file, read_shipped
from dialogs.strict_yaml.problems import Problem

OUTCOMES_FILE = "outcomes.yaml"
"""What the file is called: the company's stands in its folder of scripts."""
BETWEEN = "/"
"""Between the two levels of a cause, as a ticket keeps it."""
OWN = "own-"
"""What the codes begin with that are added on a page: none that is shipped ever does."""
_PACKAGE = "bot.desk.outcomes"


@dataclass(frozen=True)
class ListedCode(Choice):
    """One code of a list."""

    retired: bool = False
    """Nobody chooses it any more; what has it keeps it, by its name."""


@dataclass(frozen=True)
class Cause:
    """Where things go wrong, with what goes wrong there."""

    key: str
    label: Text
    of: tuple[ListedCode, ...]
    """Each with words by which a telling proposes it."""
    retired: bool = False
    """Nobody chooses any of them any more."""


@dataclass(frozen=True)
class OutcomeLists:
    """How complaints may end and why they happen. What a company's file does not name stays that of the program."""

    outcomes: tuple[ListedCode, ...] = ()
    causes: Mapping[str, tuple[Cause, ...]] = field(default_factory=dict)
    """By the key of a script; under an empty one those for all scripts."""

    @property
    def offered(self) -> tuple[ListedCode, ...]:
        """The outcomes that are chosen from."""
        return tuple(one for one in self.outcomes if not one.retired)

    @property
    def own(self) -> frozenset[str]:
        """What pages have added: tickets may have it, so that it is only ever retired."""
        causes = ((script, cause) for script, held in self.causes.items() for cause in held)
        codes = (f"{script}{BETWEEN}{cause.key}{BETWEEN}{one.key}" for script, cause in causes for one in cause.of)
        return frozenset(
            [one.key for one in self.outcomes if one.key.startswith(OWN)]
            + [code for code in codes if f"{BETWEEN}{OWN}" in code]
        )

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
        causes = self.causes if "" in self.causes else {**other.causes, **self.causes}
        return OutcomeLists(self.outcomes or other.outcomes, causes)

    def amended(self, by: "OutcomeLists") -> "OutcomeLists":
        """Return these lists with what others say of single codes; nothing is ever taken out."""
        causes = {script: _amended_causes(self.causes_of(script), changed) for script, changed in by.causes.items()}
        return OutcomeLists(_amended(self.outcomes, by.outcomes), {**self.causes, **causes})


def _amended(codes: Sequence[ListedCode], by: Sequence[ListedCode]) -> tuple[ListedCode, ...]:
    return tuple({one.key: one for one in (*codes, *by)}.values())


def _amended_causes(causes: Sequence[Cause], by: Sequence[Cause]) -> tuple[Cause, ...]:
    held = {cause.key: cause for cause in causes}
    for cause in by:
        before = held[cause.key].of if cause.key in held else ()
        held[cause.key] = Cause(cause.key, cause.label, _amended(before, cause.of), cause.retired)
    return tuple(held.values())


@cache
def shipped_outcomes() -> OutcomeLists:
    """Return what comes with the program: one list of outcomes, and the causes of each trade it has a script for."""
    names = [one.name for one in files(_PACKAGE).iterdir() if one.name.endswith(".yaml") and one.name != OUTCOMES_FILE]
    causes = {name.removesuffix(".yaml"): read_shipped(_PACKAGE, name, _lists).causes[""] for name in sorted(names)}
    return OutcomeLists(read_shipped(_PACKAGE, OUTCOMES_FILE, _lists).outcomes, causes)


def company_outcomes(text: str) -> tuple[OutcomeLists | None, tuple[Problem, ...]]:
    """Return what a company's file holds, or nothing and all that is wrong with it."""
    return read_file(text, OUTCOMES_FILE, _lists)


def amendments(text: str) -> tuple[OutcomeLists | None, tuple[Problem, ...]]:
    """Return what a page says of single codes, for `OutcomeLists.amended`; a cause may be there for its name alone."""
    return read_file(text, OUTCOMES_FILE, partial(_lists, is_whole=False))


def _lists(fields: Fields, *, is_whole: bool = True) -> OutcomeLists:
    outcomes = tuple(_codes(fields, "outcomes"))
    causes = {"": tuple(_causes(fields, "causes", is_whole=is_whole))}
    if trades := fields.mapping("causes-of"):
        causes |= {key.text: tuple(_causes(trades, key.text, is_whole=is_whole)) for key in trades.names()}
        trades.done()
    fields.done()
    return OutcomeLists(outcomes, {script: held for script, held in causes.items() if held})


def _causes(fields: Fields, name: str, *, is_whole: bool) -> Iterator[Cause]:
    if within := fields.mapping(name):
        for key in within.names():
            within.check_name(key)
            if cause := within.mapping(key.text):
                label, of = _label(cause), tuple(_codes(cause, "of"))
                if is_whole and not of:
                    cause.report_at("of", "missing-key", f"“{key.text}” needs “of”", "say what goes wrong there")
                retired = cause.flag("retired")
                cause.done()
                yield Cause(key.text, label, of, retired)
        within.done()


def _codes(fields: Fields, name: str) -> Iterator[ListedCode]:
    if within := fields.mapping(name):
        for key in within.names():
            within.check_name(key)
            if choice := within.mapping(key.text):
                if "label" in choice:
                    words, retired = choice.words("words", needed=False), choice.flag("retired")
                    yield ListedCode(key.text, _label(choice), words, retired)
                    choice.done()
                else:
                    yield ListedCode(key.text, _of_languages(within, key.text))
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
