"""Customers who write in any order, with numbers of their own and of others: nobody sees what is another's."""

import asyncio
import re
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from storage.records.complaint_records import Customer, Message, Ticket
from tests.bot.desk.desk_harness import BILL, DeskHarness, open_desk
from tests.bot.desk.two_chats import OTHER_BILL, shares_contact

ADDRESSES = st.sampled_from(("web:1", "web:2", "web:3"))
NUMBERS = st.sampled_from(("13800138000", "13900139000"))
REFERENCE = re.compile(r"T-\d{4}-\d{6}")


class ManyChats(RuleBasedStateMachine):
    """Who is who is known here by the codes that were typed where they were awaited, and the contacts shared."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.stack = AsyncExitStack()
        folder = Path(self.stack.enter_context(TemporaryDirectory()))
        self.desk: DeskHarness = self.runner.run(self.stack.enter_async_context(open_desk(folder)))
        self.same = {f"web:{number}": {f"web:{number}"} for number in (1, 2, 3)}
        self.proven: dict[str, set[str]] = {}
        self.awaited: dict[tuple[str, str], str] = {}
        """Where a code must be typed, the code, and where it was sent."""
        self.codes = 0
        self.owners: dict[str, str] = {}
        """The address at which each ticket was told."""

    def teardown(self) -> None:
        self.runner.run(self.stack.aclose())
        self.runner.close()

    @rule(at=ADDRESSES, number=NUMBERS)
    def complains(self, at: str, number: str) -> None:
        self.says(at, BILL, "2", "128", "skip", number, "2", "1")

    @rule(at=ADDRESSES, number=NUMBERS)
    def asks_for_a_code(self, at: str, number: str) -> None:
        self.says(at, f"/link {number}")

    @rule(
        at=ADDRESSES, text=st.sampled_from(("/status", OTHER_BILL, "1", "2", "/human", "/cancel", "/start", "123456"))
    )
    def goes_on(self, at: str, text: str) -> None:
        self.says(at, text)

    @rule(at=ADDRESSES, which=st.integers(0, 9))
    def types_some_code(self, at: str, which: int) -> None:
        if not self.codes:
            return
        code = str(700_001 + which % self.codes)
        sent_to = self.awaited.pop((at, code), "")
        self.says(at, code)
        if sent_to and self.is_one(at, sent_to):
            self.join(at, sent_to)

    @rule(at=ADDRESSES, number=NUMBERS)
    def shares_the_own_number(self, at: str, number: str) -> None:
        self.run_and_learn(shares_contact(self.desk, at, f"+86{number}"), at)
        owners = self.proven.setdefault(number, set())
        for other in owners - {at}:
            if self.is_one(at, other):
                self.join(at, other)
        owners.add(at)

    @rule(minutes=st.sampled_from((1, 11, 60 * 25)))
    def time_passes(self, minutes: int) -> None:
        self.desk.clock.forward(minutes=minutes)

    @invariant()
    def nobody_is_told_of_a_ticket_of_another(self) -> None:
        for message in self.runner.run(self.desk.store.unit().find(Message)):
            for reference in REFERENCE.findall(message.text):
                assert self.owners[reference] in self.same[message.address]

    @invariant()
    def only_those_who_showed_it_are_one(self) -> None:
        for customer in self.runner.run(self.desk.store.unit().find(Customer)):
            assert len({frozenset(self.same[address]) for address in customer.identities}) == 1

    @invariant()
    def every_ticket_is_of_somebody(self) -> None:
        unit = self.desk.store.unit()
        for ticket in self.runner.run(unit.find(Ticket)):
            owner = self.runner.run(unit.get(Customer, ticket.customer))
            assert owner is not None
            assert ticket.address in owner.identities

    def says(self, at: str, *texts: str) -> None:
        for text in texts:
            self.run_and_learn(self.desk.says(text, to=at), at)

    def run_and_learn(self, turn: object, at: str) -> None:
        self.runner.run(turn)  # type: ignore[arg-type]
        unit = self.desk.store.unit()
        for ticket in self.runner.run(unit.find(Ticket)):
            self.owners.setdefault(ticket.reference, ticket.address)
        for message in self.runner.run(unit.find(Message)):
            for code in re.findall(r"type (700\d{3}) there", message.text):
                if int(code) > 700_000 + self.codes:
                    self.codes = int(code) - 700_000
                    self.awaited[at, code] = message.address

    def is_one(self, one: str, other: str) -> bool:
        """Tell whether the desk took two addresses for one person, which it need not: a code may be too old."""
        unit = self.desk.store.unit()
        found = [self.runner.run(unit.last(Customer, identities=address)) for address in (one, other)]
        return found[0] == found[1]

    def join(self, one: str, other: str) -> None:
        joined = self.same[one] | self.same[other]
        for address in joined:
            self.same[address] = joined


ManyChats.TestCase.settings = settings(max_examples=15, stateful_step_count=30)
test_nobody_sees_what_is_anothers = ManyChats.TestCase
