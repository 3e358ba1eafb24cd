"""Seconds to check a script of a thousand steps, and seconds and memory for the most burdening texts of `hostile`.

The peers read the same text in the same run: PyYAML by libyaml and in Python alone. They check nothing. Each hostile
text is read in a process of its own, whose peak of memory, interpreter and all, is told.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from typing import NamedTuple

import yaml

from bench.hostile import HOSTILE, filled
from dialogs.language.script_loader import load

ROUNDS = 5
BLOCKS = 250
WORST = 8

HEAD = """\
format: 1
script: thousand
title: {en: A thousand steps, zh: 一千步}
languages: [en, zh]
start: ask-0
slots:
"""
SLOT = """\
  kind-#:
    type: choice
    label: {en: Kind #, zh: 类别#}
    choices: {bill: {en: The bill, zh: 话费}, net: {en: The network, zh: 网络}, other: {en: Other, zh: 其他}}
"""
BLOCK = """\
  ask-#:
    ask: kind-#
    prompt: {en: "What is it about, please?", zh: "请问是哪方面的问题？"}
    reprompt: {en: "Please tap one of the buttons.", zh: "请点选一个按钮。"}
    otherwise: person
    goto: way-#
  way-#:
    branch:
      - when: {kind-#: {equals: net}}
        goto: net-#
      - when: {kind-#: {is-one-of: [bill, other]}}
        goto: rest-#
    otherwise: person
  net-#:
    say: {en: "Thank you, we will look at the network first.", zh: "好的，我们先看看网络情况。"}
    goto: rest-#
  rest-#:
    say: {en: "You chose {kind-#}. One more question.", zh: "您选择了{kind-#}。还有一个问题。"}
    goto: ask-+
"""
END = """\
  ask-250:
    close: {en: "Thank you.", zh: "谢谢您。"}
  person:
    handoff: {en: "A colleague takes over.", zh: "正在为您转接人工客服。"}
"""


def thousand_steps() -> str:
    """Return a script of a thousand steps and two, a quarter of them questions, in two languages."""
    slots = [SLOT.replace("#", str(number)) for number in range(BLOCKS)]
    blocks = [BLOCK.replace("#", str(number)).replace("+", str(number + 1)) for number in range(BLOCKS)]
    return "".join([HEAD, *slots, "steps:\n", *blocks, END])


class Burden(NamedTuple):
    """What it cost to read a text."""

    seconds: float
    megabytes: float
    name: str


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Return the time of the fastest of some rounds: the others were disturbed."""
    fastest = float("inf")
    for _ in range(rounds):
        begin = time.perf_counter()
        work()
        fastest = min(fastest, time.perf_counter() - begin)
    return fastest


def alone(name: str) -> Burden:
    """Return what the hostile text of this name costs in a process of its own."""
    command = [sys.executable, "-m", "bench.script_check", name]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return Burden(float(told[0]), float(told[1]), name)


def measure(name: str) -> None:
    """Print seconds and megabytes of this process reading one hostile text."""
    text = filled(HOSTILE[name])
    took = seconds(lambda: load(text), rounds=1)
    print(took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)


def main() -> None:
    text = thousand_steps()
    loaded = load(text)
    if loaded.script is None:
        raise AssertionError(loaded.problems)
    checked = seconds(lambda: load(text))
    print(f"check: {checked:.3f} s for {len(loaded.script.steps):,} steps in {len(text.encode()) / 1024:.0f} kB")
    for peer, loader in (("PyYAML with libyaml", yaml.CSafeLoader), ("PyYAML alone", yaml.SafeLoader)):
        read = seconds(lambda loader=loader: yaml.load(text, loader))  # type: ignore[misc]
        print(f"    {checked / read:7.2f} times {peer}, reading only ({read:.3f} s)")
    burdens = sorted(map(alone, HOSTILE), reverse=True)
    largest = max(burdens, key=lambda burden: burden.megabytes)
    print(
        f"the worst of {len(burdens)} hostile texts; the most memory is {largest.megabytes:.0f} MB, for {largest.name}"
    )
    for burden in burdens[:WORST]:
        print(f"    {burden.seconds:7.3f} s {burden.megabytes:5.0f} MB  {burden.name}")


if __name__ == "__main__":
    measure(sys.argv[1]) if len(sys.argv) > 1 else main()
