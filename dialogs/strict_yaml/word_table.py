"""The words of one package in every language, as they stand in the `words.yaml` beside its modules.

A language is one more entry under each key, and nothing in a module. What the bot says in a dialog is not here; that is
in the common texts and in the scripts.
"""

from collections.abc import Callable, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Optional

from dialogs.model.script import Text
from dialogs.strict_yaml.common_texts import languages
from dialogs.strict_yaml.fields import Fields, read_shipped
from dialogs.strict_yaml.placeholders import fill
from dialogs.strict_yaml.problems import quoted
from dialogs.strict_yaml.yaml_text import TextNode


class WordTable:
    """The words of a package, and behind them those that it shares; the file is read when the first is asked for."""

    def __init__(
        self, package: str, behind: Optional["WordTable"] = None, log: Callable[[str], object] | None = None
    ) -> None:
        """Take a package with a `words.yaml`; what is missed in it is told to ``log``, once."""
        self.package = package
        self.behind = behind
        self._log = log
        self._missed: set[tuple[str, str]] = set()

    @cached_property
    def own(self) -> Mapping[str, Text]:
        """The wordings of this package alone, by their key; not to be changed."""
        return MappingProxyType(read_shipped(self.package, "words.yaml", _words))

    def __contains__(self, key: str) -> bool:
        return key in self.own or (self.behind is not None and key in self.behind)

    def text(self, key: str) -> Text:
        """Return a wording in every language; nothing of a key that stands nowhere."""
        if key in self.own or self.behind is None:
            return self.own.get(key, {})
        return self.behind.text(key)

    def word(self, language: str, key: str, /, **values: object) -> str:
        """Return a wording with its values filled in, as they are.

        A test finds what is missing. Should it be missed all the same, the first language stands in, and for that the
        key: a page with an odd word is of more use than none.
        """
        text = self.text(key)
        if language not in text:
            self._miss(language, key)
        wording = text.get(language) or text.get(languages()[0]) or key
        return fill(wording, {name: str(value) for name, value in values.items()})

    def _miss(self, language: str, key: str) -> None:
        if self._log is not None and (language, key) not in self._missed:
            self._missed.add((language, key))
            self._log(f"{self.package} has no word for {key!r} in {language!r}")


def _words(fields: Fields) -> dict[str, Text]:
    words: dict[str, Text] = {}
    for key in fields.names():
        text: dict[str, str] = {}
        for language, node in fields.entries(key.text):
            if isinstance(node, TextNode) and node.text.strip():
                text[language] = node.text  # with the spaces at its ends: ", " stands between two others
            else:
                fields.report(node, "not-a-text", f"{quoted(key.text)} takes a text here")
        words[key.text] = MappingProxyType(text)
    return words
