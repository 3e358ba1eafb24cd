"""From the engine's effects to turns, and what works at any question. What comes in first is for `incoming`."""
