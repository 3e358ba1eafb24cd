"""Lists of names, written as people write them: one after the other."""


def names(line: str) -> tuple[str, ...]:
    """Return the words of a line."""
    return tuple(line.split())
