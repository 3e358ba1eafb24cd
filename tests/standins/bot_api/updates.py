"""The updates that a bot has not acknowledged, and getUpdates. How a webhook gets them is told in ``webhooks``.

https://core.telegram.org/bots/api#getupdates
"""

import time
from bisect import bisect_left
from collections import deque
from collections.abc import Callable
from itertools import count
from random import Random

from .changes import Changes
from .names import names
from .refusals import Json, RefusedError, bad

KINDS = frozenset(
    names(
        "message edited_message channel_post edited_channel_post business_connection business_message"
        " edited_business_message deleted_business_messages guest_message message_reaction message_reaction_count"
        " inline_query chosen_inline_result callback_query shipping_query pre_checkout_query purchased_paid_media poll"
        " poll_answer my_chat_member chat_member chat_join_request chat_boost removed_chat_boost managed_bot"
    )
)
ONLY_IF_NAMED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that a bot gets only if it names them."""
LIFE = 24 * 60 * 60
"""Seconds after which an update that nobody fetched is dropped."""
REMEMBERED = 1000
"""Acknowledged updates that can still be delivered again."""


def _number(update: Json) -> int:
    return int(update["update_id"])


class Updates:
    """What happened, oldest first, until the bot acknowledges it."""

    def __init__(self, changes: Changes, longest_poll: float) -> None:
        self.pending: list[Json] = []
        """The updates that are not acknowledged, by their numbers."""
        self.clock: Callable[[], float] = time.time
        """What the time is, in Unix seconds; tests may set it."""
        self.numbers = count(1)
        self.allowed = KINDS - ONLY_IF_NAMED
        """The kinds of updates that the bot wants."""
        self.longest_poll = longest_poll
        self.webhook_url = ""
        self.to_webhook: Callable[[Json], None] = lambda _: None
        """Hands an update to the webhook, while there is one."""
        self.closing = False
        self._changes = changes
        self._made: dict[int, float] = {}
        self._done: deque[Json] = deque(maxlen=REMEMBERED)
        self._again: list[Json] = []
        self._given_again = False
        self._polls = 0
        self.disorder = False
        """Whether updates come in another order than that of what happened."""
        self.random = Random(0)
        self._again_share = 0.0

    @property
    def open(self) -> bool:
        """Tell whether anything is still to be acknowledged."""
        return bool(self.pending or self._again or self._given_again)

    def push(self, update: Json) -> int:
        """Keep an update, with a number of its own; 0 if the bot does not want its kind."""
        kinds = KINDS.intersection(update)
        if kinds and not kinds & self.allowed:
            return 0
        number = next(self.numbers)
        made = {**update, "update_id": number}
        self.pending.append(made)
        self._made[number] = self.clock()
        self.to_webhook(made)
        self._changes.tell()
        return number

    def disturb(self, *, again: float = 0.0, disorder: bool = False, seed: int = 0) -> None:
        """Deliver from now on this share of the updates a second time, and in another order if so told."""
        self._again_share, self.disorder, self.random = again, disorder, Random(seed)

    def deliver_again(self, number: int) -> None:
        """Deliver an update once more, acknowledged or not, under its old number."""
        known = [update for update in (*self._done, *self.pending) if _number(update) == number]
        self._repeat(known[-1])

    def time_passes(self, seconds: float) -> None:
        """Set the clock forward."""
        clock = self.clock
        self.clock = lambda: clock() + seconds

    def tell(self) -> None:
        """Wake everyone who waits for a change."""
        self._changes.tell()

    def allow(self, parameters: Json) -> None:
        """Remember which kinds the bot wants, if it says so."""
        named = parameters.get("allowed_updates")
        if named is None:
            return
        if not isinstance(named, list):
            raise bad("can't parse allowed updates JSON object")
        self.allowed = KINDS.intersection(named) if named else KINDS - ONLY_IF_NAMED

    def drop_all(self) -> None:
        """Forget everything that is pending."""
        self.pending.clear()
        self._made.clear()
        self._again.clear()

    def too_old(self, number: int) -> bool:
        """Tell whether an update is so old that it is delivered no more."""
        return self._made.get(number, self.clock()) < self.clock() - LIFE

    def expire(self) -> None:
        """Drop what is too old."""
        old = next((i for i, one in enumerate(self.pending) if not self.too_old(_number(one))), len(self.pending))
        self._forget(old)

    def acknowledge(self, number: int) -> bool:
        """Forget one update that a webhook took; tells whether it is to be delivered again all the same."""
        index = bisect_left(self.pending, number, key=_number)
        if index == len(self.pending) or _number(self.pending[index]) != number:
            return False
        self._done.append(self.pending.pop(index))
        del self._made[number]
        return self._by_chance()

    async def get(self, parameters: Json) -> list[Json]:
        """Answer getUpdates."""
        if self.webhook_url:
            words = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            raise RefusedError(409, f"Conflict: {words}")
        self._polls += 1
        self._given_again = False
        self.allow(parameters)
        self._acknowledge_before(int(parameters.get("offset", 0)))
        self.expire()
        self._changes.tell()
        await self._something(min(float(parameters.get("timeout", 0)), self.longest_poll), self._polls)
        return self._batch(min(max(int(parameters.get("limit", 100)), 1), 100))

    async def _something(self, seconds: float, poll: int) -> None:
        def ready() -> bool:
            ended = self._polls != poll or self.closing or self.webhook_url
            return bool(ended or self.pending or self._again)

        try:
            await self._changes.wait_for(ready, seconds)
        except TimeoutError:
            return
        if self.webhook_url:
            raise RefusedError(409, "Conflict: terminated by setWebhook request")
        if self._polls != poll:
            words = "terminated by other getUpdates request; make sure that only one bot instance is running"
            raise RefusedError(409, f"Conflict: {words}")

    def _acknowledge_before(self, offset: int) -> None:
        if offset < 0:
            self._forget(max(len(self.pending) + offset, 0))
        elif offset:
            taken = self.pending[: bisect_left(self.pending, offset, key=_number)]
            for update in taken:
                if self._by_chance():
                    self._again.append(update)
            self._done.extend(taken)
            self._forget(len(taken))

    def _batch(self, limit: int) -> list[Json]:
        batch = [*self._again, *self.pending[:limit]][:limit]
        self._given_again = bool(self._again)
        del self._again[:limit]
        if self.disorder:
            self.random.shuffle(batch)
        return batch

    def _by_chance(self) -> bool:
        return self._again_share > 0 and self.random.random() < self._again_share

    def _repeat(self, update: Json) -> None:
        if self.webhook_url:
            self.to_webhook(update)
        else:
            self._again.append(update)
        self._changes.tell()

    def _forget(self, how_many: int) -> None:
        for update in self.pending[:how_many]:
            del self._made[_number(update)]
        del self.pending[:how_many]
