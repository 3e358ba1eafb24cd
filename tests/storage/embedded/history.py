"""What a work load was promised, and what is wrong with what it finds.

A transaction leaves several traces: what it added, what it removed, and its name in records that it shares with others.
All of them are there or none. Knows neither journal nor store.
"""

from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple


class Fault(NamedTuple):
    """Something that must not be."""

    kind: str
    """``lost``, ``half``, ``came back``, ``twice`` or ``refused open``."""
    what: str


class History:
    """All transactions of all lives of one store."""

    def __init__(self) -> None:
        self.acknowledged: set[str] = set()
        self._traces: dict[str, set[str]] = {}
        self._refused: set[str] = set()
        self._gone: set[str] = set()
        self._count = 0

    def next(self) -> int:
        """Return a number that no transaction had."""
        self._count += 1
        return self._count

    def begin(self, name: str, traces: Iterable[str]) -> None:
        """Note what a transaction will leave."""
        self._traces[name] = set(traces)
        self._refused.discard(name)
        self._gone.discard(name)

    def acknowledge(self, name: str) -> None:
        """Note that its caller was told that it is durable."""
        self.acknowledged.add(name)
        # Torn bytes that could not be cut from the file are cut before anything is written behind them.
        self._gone |= self._refused
        self._refused.clear()

    def refuse(self, name: str) -> None:
        """Note that its caller was told that nothing of it was done.

        If the machine stops before the next acknowledgement it may be found all the same, as a whole.
        """
        self._refused.add(name)

    def seen(self, traces: Iterable[str]) -> list[Fault]:
        """Return what is wrong with what a running store shows."""
        return self._faults(traces, self._gone | self._refused)

    def opened(self, traces: Iterable[str]) -> list[Fault]:
        """Return what is wrong with what a start finds; what it finds, and what it does not, stays so from then on.

        Whoever asks the store is answered by it: a message that it holds is taken, however often it is sent.
        """
        found = Counter(traces)
        faults = self._faults(found.elements(), self._gone)
        self.acknowledged |= {name for name, left in self._traces.items() if left <= set(found)}
        self._gone |= set(self._traces) - self.acknowledged
        self._refused.clear()
        return faults

    def _faults(self, traces: Iterable[str], gone: set[str]) -> list[Fault]:
        found = Counter(traces)
        faults = [Fault("twice", trace) for trace, times in found.items() if times > 1]
        for name, left in self._traces.items():
            there = left & set(found)
            if there and there != left:
                faults.append(Fault("half", f"of {name} only {sorted(there)}"))
            elif name in self.acknowledged and not there:
                faults.append(Fault("lost", name))
            elif name in gone and there:
                faults.append(Fault("came back", name))
        return faults
