"""Changes single values of a text of strict YAML, and leaves every other sign of it as it was: comments, order, spaces.

Each change is a splice of the text. A text that can be changed is one that `yaml_text` reads without a problem.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from dialogs.strict_yaml.fields import NAME
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
from dialogs.strict_yaml.yaml_text import without_invisible

_PLAIN = re.compile(r"\w(?:[\w ,.;!?'’()/+%&=，。；！？、（）“”…·—-]*[\w.!?)。！？）”…])?")
"""What needs no quotes outside of brackets, and a little less than that."""
_PLAIN_IN_BRACKETS = re.compile(r"\w(?:[\w .'’()/-]*[\w.)])?")


_SHORT = 40
"""Signs of what is written on the line of its name."""


class NotEditable(Exception):
    """The text cannot be read, or has nothing at this path; nothing was changed."""


class _Splice(NamedTuple):
    start: int
    end: int
    text: str


def set_texts(text: str, values: Mapping[Path, str]) -> str:
    """Return the text with other scalars at these paths; each must be there already.

    Raises:
        NotEditable: if one is not, or the text cannot be read.

    """
    root, wanted = _root(text), {path: _clean(value) for path, value in values.items()}
    for careful in (False, True):
        changed = _spliced(text, [_scalar(text, root, path, value, careful=careful) for path, value in wanted.items()])
        after = read_spans(changed)
        if after and all(_text_at(after, path) == value for path, value in wanted.items()):
            return changed
    raise NotEditable("what was written cannot be kept as it is")


def add_entry(text: str, path: Path, value: object, *, after: str = "", blank: bool = False) -> str:
    """Return the text with one more entry: the last of its mapping, which may be missing itself at the top of the file.

    ``after`` names the entry behind which it stands instead; ``blank`` leaves an empty line before it.

    Raises:
        NotEditable: if there is no such mapping, or the entry is there.

    """
    root, (*above, key) = _root(text), path
    within = at(root, tuple(above))
    if within is None and len(above) == 1:
        return _spliced(text, [_line_after(text, root, f"{above[0]}:\n  {_entry(key, value, 4)}")])
    if not isinstance(within, SpelledMap) or within.get(key) is not None:
        raise NotEditable(f"there is no place for {key}")
    beside = within.get(after) if after else None
    if within.in_brackets:
        entry = f"{key}: {written(value)}"
        return _spliced(text, [_behind(within, [beside] if beside else [one for _, one in within.entries], entry)])
    pad = "\n" if blank else ""
    indent = within.column
    return _spliced(text, [_line_after(text, beside or within, f"{pad}{' ' * indent}{_entry(key, value, indent + 2)}")])


def add_item(text: str, path: Path, number: int, value: object) -> str:
    """Return the text with one more item in a list, before the one of this number, or as the last.

    Raises:
        NotEditable: if there is no such list.

    """
    found = at(_root(text), path)
    if not isinstance(found, SpelledList):
        raise NotEditable("there is no list")
    return _spliced(text, [_items_before(text, found, number, [written(value)])])


def remove_item(text: str, path: Path, number: int) -> str:
    """Return the text without an item of a list, and without what stands beside it on its lines.

    Raises:
        NotEditable: if it is not there, or the only one.

    """
    found = at(_root(text), path)
    if not isinstance(found, SpelledList) or not 0 <= number < len(found.items) or len(found.items) == 1:
        raise NotEditable("this item cannot be removed")
    units = [(item.start, last_sign(item)) for item in found.items]
    return _spliced(text, [_without(text, units, number, in_brackets=found.in_brackets)])


def remove_entry(text: str, path: Path) -> str:
    """Return the text without an entry, and without what stands beside it on its lines.

    Raises:
        NotEditable: if it is not there, or the only one.

    """
    root, (*above, key) = _root(text), path
    within = at(root, tuple(above))
    if not isinstance(within, SpelledMap) or within.get(key) is None or len(within.entries) == 1:
        raise NotEditable(f"{key} cannot be removed")
    units = [(name.start, last_sign(value)) for name, value in within.entries]
    number = [name.text for name, _ in within.entries].index(key)
    return _spliced(text, [_without(text, units, number, in_brackets=within.in_brackets)])


def set_list(text: str, path: Path, values: Sequence[str]) -> str:
    """Return the text with other words in a list; those that stay keep their lines and comments.

    Raises:
        NotEditable: if there is no list of words, or none would be left in it.

    """
    root, wanted = _root(text), [cleaned for value in values if (cleaned := _clean(value))]
    found = at(root, path)
    if not isinstance(found, SpelledList) or not wanted:
        raise NotEditable("a list needs at least one entry")
    before = [item.text.strip() if isinstance(item, SpelledText) else "" for item in found.items]
    splices: list[_Splice] = []
    units = [(item.start, last_sign(item)) for item in found.items]
    removed: list[int] = []
    matcher = SequenceMatcher(a=before, b=wanted, autojunk=False)
    for _, first, last, new_first, new_last in [code for code in matcher.get_opcodes() if code[0] != "equal"]:
        both = min(last - first, new_last - new_first)
        splices += [
            _scalar(text, root, (*path, str(first + one)), wanted[new_first + one], careful=True) for one in range(both)
        ]
        removed += range(first + both, last)
        more = wanted[new_first + both : new_last]
        if more:
            splices.append(_items_before(text, found, first + both, list(map(_quoted, more))))
    kept = len(units) - len(removed)
    if removed and (kept == 0 or found.in_brackets):
        return _list_anew(text, found, wanted)
    splices += [_without(text, units, number, in_brackets=False) for number in removed]
    return _spliced(text, splices)


def _root(text: str) -> SpelledMap:
    root = read_spans(text)
    if root is None:
        raise NotEditable("the text cannot be read")
    return root


def _clean(value: str) -> str:
    return without_invisible(value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")).strip()


def _text_at(root: SpelledMap, path: Path) -> str | None:
    found = at(root, path)
    return found.text.strip() if isinstance(found, SpelledText) else None


def splice(text: str, places: Iterable[tuple[int, int, str]]) -> str:
    """Return the text with something else at some places, told by the signs at which they begin and end."""
    return _spliced(text, [_Splice(*place) for place in places])


def _spliced(text: str, splices: Iterable[_Splice]) -> str:
    for start, end, new in sorted(splices, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _scalar(text: str, root: SpelledMap, path: Path, value: str, *, careful: bool) -> _Splice:
    node, within = at(root, path), at(root, path[:-1])
    if not isinstance(node, SpelledText) or within is None:
        raise NotEditable(f"there is no text at {'/'.join(path)}")
    written, space = text[node.start : node.end], ""
    comment = ""
    if node.style in ("|", ">"):
        space = written[len(written.rstrip()) :] or "\n"
        _, mark, beside = written.partition("\n")[0].partition(" #")
        comment = f" #{beside.rstrip()}" if mark else ""
    bare = not node.style and written == ""  # `key:` without a value
    new = _spelled(value, '"' if careful else node.style, in_brackets=_in_brackets(root, path))
    rest = text[node.end : text.find("\n", node.end) if "\n" in text[node.end :] else len(text)]
    is_alone = node.style in ("|", ">") or not rest.strip()
    if "\n" in value and is_alone and not _in_brackets(root, path):
        lines = "\n".join(f"{' ' * (within.column + 2)}{line}".rstrip() for line in value.split("\n"))
        new, comment = f"|-{comment}\n{lines}", ""
    return _Splice(node.start, node.end, f"{' ' if bare else ''}{new}{comment}{space}")


def _in_brackets(root: SpelledMap, path: Path) -> bool:
    parts = [at(root, path[:length]) for length in range(len(path))]
    return any(part.in_brackets for part in parts if isinstance(part, SpelledMap | SpelledList))


def _spelled(value: str, style: str, *, in_brackets: bool) -> str:
    if style == "'" and "\n" not in value:
        return "'" + value.replace("'", "''") + "'"
    plain = _PLAIN_IN_BRACKETS if in_brackets else _PLAIN
    if not style and plain.fullmatch(value):
        return value
    return json.dumps(value, ensure_ascii=False)  # a string of JSON is one of YAML


def written(value: object) -> str:
    """Return a value on one line: a word, or a list or entries in brackets, whatever is in them."""
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{key}: {_in_line(one)}' for key, one in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_in_line, value))}]"
    cleaned = _clean(str(value))
    return cleaned if NAME.fullmatch(cleaned) else json.dumps(cleaned, ensure_ascii=False)  # a name needs no quotes


def _in_line(value: object) -> str:
    """Return what stands in brackets; a wording there is always quoted."""
    if isinstance(value, str):
        return _clean(value) if NAME.fullmatch(_clean(value)) and value.isascii() else _quoted(value)
    return written(value)


def _on_lines(value: object, indent: int) -> str:
    """Return a value that stands behind the name of its entry, on lines of its own where it is long."""
    if isinstance(value, Mapping) and value:
        if all(isinstance(one, str) and len(one) < _SHORT for one in value.values()):
            return written(value)
        return "".join(f"\n{' ' * indent}{_entry(key, one, indent + 2)}" for key, one in value.items())
    if isinstance(value, list | tuple) and value:
        items = [written(one) if isinstance(one, Mapping) else _in_line(one) for one in value]
        if sum(map(len, items)) < _SHORT and all(isinstance(one, str) for one in value):
            return f"[{', '.join(items)}]"
        return "".join(f"\n{' ' * indent}- {one}" for one in items)
    return written(value)


def _entry(key: str, value: object, indent: int) -> str:
    lines = _on_lines(value, indent)
    return f"{key}:{lines}" if lines.startswith("\n") else f"{key}: {lines}"


def _quoted(value: object) -> str:
    return json.dumps(_clean(str(value)), ensure_ascii=False)


def _line_after(text: str, within: Spelled, lines: str) -> _Splice:
    """Return what puts lines behind the last one of a mapping or list without brackets."""
    end = _end_of_line(text, _last_visible(text, within))
    return _Splice(end, end, f"\n{lines}" + ("" if end < len(text) else "\n"))


def _last_visible(text: str, node: Spelled) -> int:
    end = last_sign(node)
    return len(text[:end].rstrip())


def _end_of_line(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end


def _behind(within: SpelledMap | SpelledList, held: Sequence[Spelled], entry: str) -> _Splice:
    """Return what puts one more into brackets."""
    if not held:
        return _Splice(within.start + 1, within.start + 1, entry)
    end = last_sign(held[-1])
    return _Splice(end, end, f", {entry}")


def _without(text: str, units: Sequence[tuple[int, int]], number: int, *, in_brackets: bool) -> _Splice:
    start, end = units[number]
    if in_brackets:
        if number:
            return _Splice(units[number - 1][1], end, "")
        return _Splice(start, units[1][0], "")
    first = text.rfind("\n", 0, start) + 1
    if text[first:start].strip(" -"):
        raise NotEditable("this stands behind something else on its line")
    visible = len(text[:end].rstrip())
    return _Splice(first, min(_end_of_line(text, visible) + 1, len(text)), "")


def _items_before(text: str, found: SpelledList, number: int, more: Sequence[str]) -> _Splice:
    """Return what puts items, as they are written, into a list before the one of this number, or behind the last."""
    if found.in_brackets:
        if number < len(found.items):
            place = found.items[number].start
            return _Splice(place, place, "".join(f"{one}, " for one in more))
        return _behind(found, found.items, ", ".join(more))
    lines = "\n".join(f"{' ' * found.column}- {one}" for one in more)
    if number:
        end = _end_of_line(text, _last_visible(text, found.items[number - 1]))
        return _Splice(end, end, f"\n{lines}")
    place = found.start + 0
    return _Splice(place, place, f"{lines.lstrip()}\n{' ' * found.column}")


def _list_anew(text: str, found: SpelledList, wanted: Sequence[str]) -> str:
    if found.in_brackets:
        return _spliced(text, [_Splice(found.start, found.end, f"[{', '.join(map(_quoted, wanted))}]")])
    lines = f"\n{' ' * found.column}".join(f"- {_quoted(one)}" for one in wanted)
    return _spliced(text, [_Splice(found.start, _last_visible(text, found), lines)])
