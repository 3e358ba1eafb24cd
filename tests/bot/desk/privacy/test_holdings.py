"""Whoever adds a kind of record that leads to a customer adds it to the holdings, or says here why not."""

from bot.desk.privacy.holdings import of_customer
from storage.kinds import KINDS
from storage.records.complaint_records import Customer
from tests.bot.desk.desk_harness import DeskHarness
from tests.storage.kept_samples import SAMPLES

NOBODYS = {
    *("Agent", "Access", "ServerKey", "VisitorCounts", "Moved"),  # who is let in, and how
    *("Sequence", "ScriptVersion", "Publication", "Calibration", "RepeatCalibration"),  # what the desk goes by
    *("ScriptDraft", "ReplayRun", "Rollout", "SettingChange", "Broadcast"),  # what admins write, and numbers
    *("CorrectiveAction", "MeetingMinutes", "MeetingComment", "ImportRun"),  # what the staff decide, and figures
    *("Erasure", "LegalHold"),  # ids, and a reason of the staff's
    *("Team", "SavedFilter", "Mail"),  # of the staff alone
    "Audit",  # its sample is about a member of the staff; one that names a customer's file is found
    "InboxMark",  # found by the address of a browser alone; that of Telegram is a number of no meaning
}


async def test_every_kind_that_leads_to_a_customer_is_found(desk: DeskHarness) -> None:
    """The samples of today's schema are about one customer, `c1`."""
    for kind in KINDS:
        if kind.__name__ not in ("ScriptVersion", "Publication"):
            await desk.store.load(kind, [SAMPLES[kind.__name__]])
    unit = desk.store.unit()
    customer = await unit.get(Customer, "c1")
    assert customer is not None
    found = {type(record).__name__ for record in (await of_customer(unit, customer)).records}

    assert {kind.__name__ for kind in KINDS} - found == NOBODYS
