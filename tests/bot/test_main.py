"""The program as it is started."""

import subprocess
import sys

_BLAS = """
import bot.__main__
from threadpoolctl import threadpool_info
print({one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"})
"""


def test_it_calculates_in_one_thread_whatever_else_is_installed() -> None:
    asked = subprocess.run([sys.executable, "-c", _BLAS], capture_output=True, text=True, check=True)

    assert asked.stdout.strip() == "{1}"
