"""Puts whole values into a text of strict YAML, and entries in another order, where `yaml_edits` changes single ones.

What is the same stays as it is written, with its comments; only what differs is spliced.
"""

from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

from dialogs.strict_yaml.yaml_edits import (
    NotEditable,
    add_entry,
    add_item,
    remove_entry,
    remove_item,
    set_list,
    set_texts,
    splice,
    written,
)
from dialogs.strict_yaml.yaml_spans import (
    Path,
    Spelled,
    SpelledList,
    SpelledMap,
    SpelledText,
    at,
    last_sign,
    read_spans,
)

Value = str | Sequence["Value"] | Mapping[str, "Value"]
"""What can stand in a text: a word or wording, a list, or entries."""


def put_value(text: str, path: Path, value: Value, *, after: str = "") -> str:
    """Return the text with this value at a path; one that is missing is added behind ``after``, or else as the last.

    Raises:
        NotEditable: if there is no place for it, or the text cannot be read.

    """
    node = _node(text, path)
    if node is None:
        return add_entry(text, path, value, after=after)
    if as_value(node) == value:
        return text
    try:
        if isinstance(node, SpelledText) and isinstance(value, str):
            return set_texts(text, {path: value})
        if isinstance(node, SpelledMap) and isinstance(value, Mapping) and value:
            return _put_entries(text, path, node, value)
        if isinstance(node, SpelledList) and isinstance(value, Sequence) and not isinstance(value, str) and value:
            return _put_items(text, path, node, value)
    except NotEditable:
        pass  # it is too entangled to be changed piece by piece
    return _in_place_of(text, path, node, value)


def drop_value(text: str, path: Path) -> str:
    """Return the text without an entry; one that is not there is no matter.

    Raises:
        NotEditable: if it is the only one.

    """
    return text if _node(text, path) is None else remove_entry(text, path)


def reorder(text: str, path: Path, keys: Sequence[str]) -> str:
    """Return the text with the entries of a mapping in another order, each with the comment lines right above it.

    Raises:
        NotEditable: if these are not exactly its keys, or they stand so that they cannot change places.

    """
    node = _node(text, path)
    if not isinstance(node, SpelledMap) or sorted(keys) != sorted(key.text for key, _ in node.entries):
        raise NotEditable("these are not the entries that there are")
    units = {key.text: _unit(text, node, key, value) for key, value in node.entries}
    places = list(units.values())
    changed = splice(text, [(*place, text[slice(*units[key])]) for place, key in zip(places, keys, strict=True)])
    after = _node(changed, path)
    if not isinstance(after, SpelledMap) or as_value(after) != as_value(node):
        raise NotEditable("they cannot change places")
    return changed


def as_value(node: Spelled) -> Value:
    """Return what a part of a text says."""
    if isinstance(node, SpelledText):
        return node.text.strip()
    if isinstance(node, SpelledList):
        return [as_value(item) for item in node.items]
    return {key.text: as_value(value) for key, value in node.entries}


def _node(text: str, path: Path) -> Spelled | None:
    root = read_spans(text)
    if root is None:
        raise NotEditable("the text cannot be read")
    return at(root, path)


def _put_entries(text: str, path: Path, node: SpelledMap, value: Mapping[str, Value]) -> str:
    before = ""
    for key, one in value.items():
        text = put_value(text, (*path, key), one, after=before if node.get(before) else "")
        before = key
    for name, _ in node.entries:
        if name.text not in value:
            text = remove_entry(text, (*path, name.text))
    return text


def _put_items(text: str, path: Path, node: SpelledList, values: Sequence[Value]) -> str:
    words = [one for one in values if isinstance(one, str)]
    if len(words) == len(values) and all(isinstance(item, SpelledText) for item in node.items):
        return set_list(text, path, words)
    old, new = [repr(as_value(item)) for item in node.items], [repr(one) for one in values]
    codes = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    for _, first, last, new_first, new_last in reversed([code for code in codes if code[0] != "equal"]):
        both = min(last - first, new_last - new_first)
        for value in reversed(values[new_first + both : new_last]):
            text = add_item(text, path, first + both, value)
        for number in reversed(range(first + both, last)):
            text = remove_item(text, path, number)
        for one in range(both):
            text = put_value(text, (*path, str(first + one)), values[new_first + one])
    return text


def _in_place_of(text: str, path: Path, node: Spelled, value: Value) -> str:
    """Return the text with a value written anew, on one line."""
    changed = splice(text, [(node.start, len(text[: last_sign(node)].rstrip()), written(value))])
    after = _node(changed, path)
    if after is None or as_value(after) != value:
        raise NotEditable("what was written cannot be kept as it is")
    return changed


def _unit(text: str, within: SpelledMap, key: SpelledText, value: Spelled) -> tuple[int, int]:
    """Return where an entry stands, from the comment lines right above it on."""
    start, end = key.start, len(text[: last_sign(value)].rstrip())
    if within.in_brackets:
        return start, end
    line = text.find("\n", end)
    line = len(text) if line < 0 else line
    above = text.rfind("\n", 0, start) + 1
    while above and not text[above:start].strip():
        first = text.rfind("\n", 0, above - 1) + 1
        if not text[first:above].lstrip().startswith("#"):
            break
        start = first + len(text[first:above]) - len(text[first:above].lstrip())
        above = first
    return start, line
