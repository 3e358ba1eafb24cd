"""Who else has a page of the same script open, as this process knows it: so that two admins speak to each other."""

from collections import defaultdict
from datetime import datetime, timedelta

from storage.records.access_records import Agent

STAYS = timedelta(seconds=50)
"""After which somebody who asked for nothing more is not there any more; an open page asks every twenty seconds."""


class OpenPages:
    """The admins in front of the pages of each script."""

    def __init__(self) -> None:
        self._there: dict[str, dict[str, tuple[str, datetime]]] = defaultdict(dict)

    def others(self, key: str, agent: Agent, now: datetime) -> list[str]:
        """Return the names of those who are there besides an admin, who is from now on."""
        there = self._there[key]
        for gone in [one for one, (_, at) in there.items() if now - at > STAYS]:
            del there[gone]
        there[agent.id] = agent.name, now
        return sorted(name for one, (name, _) in there.items() if one != agent.id)
