import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PLAY = """
import asyncio, importlib, pathlib, sys

for path in sorted(pathlib.Path("bot_api").glob("[!_]*.py")):
    importlib.import_module(f"bot_api.{path.stem}")

from bot_api.remote import apart

async def play():
    async with apart() as api:
        await api.chat(1).says("hello")
        return len(await api.get("pending"))

loaded = {name.split(".")[0] for name in sys.modules}
print(asyncio.run(play()), sorted(loaded & {"bot", "dialogs", "storage", "tests"}))
"""


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """A folder that holds the package without its tests, and nothing else."""
    (tmp_path / "bot_api").mkdir()
    for path in HERE.glob("*.py"):
        if not path.name.startswith(("test_", "conftest")):
            shutil.copy(path, tmp_path / "bot_api")
    return tmp_path


def test_it_runs_wherever_it_is_copied_to_and_knows_nothing_of_this_project(alone: Path) -> None:
    done = subprocess.run([sys.executable, "-c", PLAY], cwd=alone, capture_output=True, text=True, check=False)

    assert (done.stdout, done.stderr) == ("1 []\n", "")


def test_the_example_of_the_readme_runs(alone: Path) -> None:
    example = (HERE / "README.md").read_text("utf-8").split("```python\n")[1].split("```")[0]
    done = subprocess.run([sys.executable, "-c", example], cwd=alone, capture_output=True, text=True, check=False)

    assert (done.stdout, done.stderr) == ("You said hello\n", "")
