"""How much happened in the last while, as a value of three numbers: the sliding window counter.

Time is cut into windows of one length; what happened in the one before counts by the part of it that still lies within
the last while. So a count takes three numbers however much happens, and counts of several processes can be added up.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SlidingCount:
    """What was counted in a window and in the one before it."""

    window: int = 0
    now: int = 0
    before: int = 0

    def at(self, time: float, length: float) -> "SlidingCount":
        """Return the same as of a moment; a clock that was put back begins anew, so that nobody waits for it."""
        window = int(time // length)
        if window == self.window:
            return self
        return SlidingCount(window, 0, self.now if window == self.window + 1 else 0)

    def plus(self, amount: int) -> "SlidingCount":
        """Return it with so much more, which happened in its window."""
        return SlidingCount(self.window, self.now + amount, self.before)

    def and_of(self, other: "SlidingCount") -> "SlidingCount":
        """Return it together with what was counted elsewhere in the same window."""
        return SlidingCount(self.window, self.now + other.now, self.before + other.before)

    def wait(self, time: float, length: float, most: int) -> float:
        """Return the seconds until one more would be within ``most`` in any ``length`` seconds; 0 if it is now."""
        room, passed = most - 1, time - self.window * length
        if self.now <= room:
            # What is left of the window before must fall to what there is room for.
            return max(0.0, length * (1 - (room - self.now) / self.before) - passed) if self.before else 0.0
        return max(0.0, length * (2 - room / self.now) - passed)
