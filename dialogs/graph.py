"""Being written."""

from collections.abc import Iterator

from dialogs.problems import Problem
from dialogs.script import Script
from dialogs.yaml_text import MapNode


def check_graph(script: Script, root: MapNode) -> Iterator[Problem]:
    """Yield what is wrong."""
    yield from ()
