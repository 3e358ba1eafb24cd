"""Names a fixed quarter of the changes that `make mutants` tries, for `make mutants MUTANTS=quick`.

Which ones is drawn from their names, so that it is the same ones each time, and a function that is added or changed
draws no others elsewhere. Files can be named by how their paths begin: ``python -m bench.mutants bot/desk/tickets``.
"""

import sys
from pathlib import Path
from random import Random

from mutmut.mutation.file_mutation import mutate_file_contents
from mutmut.utils.file_utils import walk_mutatable_files
from mutmut.utils.format_utils import get_mutant_name

SHARE = 0.25


def sample(path: Path) -> list[str]:
    """Return the drawn changes of one file, by the names that mutmut gives them."""
    made = mutate_file_contents(str(path), path.read_text(encoding="utf-8")).mutant_names
    names = [get_mutant_name(path, name) for name in made]
    return [name for name in names if Random(name).random() < SHARE]


if __name__ == "__main__":
    for mutated in sorted(walk_mutatable_files()):
        if str(mutated).startswith(tuple(sys.argv[1:]) or "") and (drawn := sample(mutated)):
            print(*drawn, sep="\n")
