from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.privacy.blanking import BLANK, Blanking
from dialogs.model.script import Script, Slot
from storage.records.complaint_records import Customer, Note, Promise, Ticket
from storage.records.traffic_records import Edit

NOON = datetime(2026, 11, 4, 12, tzinfo=UTC)
WANG = Customer(id="c1", identities=("telegram:4711", "web:a", "web:b"), name="Wang", phones=("138",), since=NOON)
SLOTS = {
    name: Slot(name, kind, {"en": name}) for name, kind in (("remedy", "choice"), ("since", "date"), ("who", "text"))
}
SCRIPT = Script(key="telecom", title={"en": "A"}, languages=("en",), start="", slots=SLOTS, steps={})
RULES = Blanking(WANG, NOON, {"telecom": SCRIPT})
PROMISE = Promise(id="p1", ticket="t1", made=NOON - timedelta(days=2), due=NOON + timedelta(hours=1))
TICKET = Ticket(
    id="t1",
    reference="T-2026-000042",
    customer="c1",
    address="telegram:4711",
    conversation="v1",
    language="en",
    script="telecom",
    status="closed",
    description="The quokka",
    slots={"remedy": "refund", "since": "2026-11-01", "who": "Wang", "gone": "a question of an older script"},
    opened=NOON,
    due=NOON,
    promise="kept",
)


def test_a_customer_is_a_number_with_the_channels_they_came_by() -> None:
    left = RULES.left_of(WANG)

    assert left == Customer(id="c1", identities=("telegram:erased-c1", "web:erased-c1"), since=NOON)


def test_of_the_answers_stay_those_that_say_what_and_when() -> None:
    left = RULES.left_of(TICKET)
    assert isinstance(left, Ticket)

    assert left.slots == {"remedy": "refund", "since": "2026-11-01"}
    assert (left.reference, left.status, left.outcome) == ("T-2026-000042", "closed", "")


@pytest.mark.parametrize(
    ("reason", "left"), [("", ""), ("danger", "danger"), ("Wang has asked for it", BLANK), ("王芳催过", BLANK)]
)
def test_of_the_reason_of_a_promise_stays_a_signal_and_no_words(reason: str, left: str) -> None:
    blank = RULES.left_of(replace(PROMISE, reason=reason))
    assert isinstance(blank, Promise)

    assert blank.reason == left


@pytest.mark.parametrize(("hours", "status"), [(1, "kept"), (-1, "missed")])
def test_a_promise_that_waits_waits_no_more(hours: int, status: str) -> None:
    blank = RULES.left_of(replace(PROMISE, due=NOON + timedelta(hours=hours)))
    assert isinstance(blank, Promise)

    assert (blank.status, blank.ended) == (status, NOON)


def test_a_note_keeps_its_author_and_time_and_a_later_version_goes() -> None:
    note = Note(id="n1", ticket="t1", author="Li", at=NOON, text="Called Wang")

    assert RULES.left_of(note) == replace(note, text=BLANK)
    assert RULES.left_of(Edit(id="e1", message="m1", conversation="v1", at=NOON, text="Wang")) is None
