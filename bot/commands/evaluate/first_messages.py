"""Plays first messages through the very desk, each as a customer of its own, and tells what it made of them.

The desk stands on a store of its own that is thrown away, with the shipped scripts and known issues, and its clock
stands still on the day as of which the labels tell dates.
"""

import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import dialogs
from bot.channels.port import Incoming
from bot.commands.evaluate.reading_figures import shipped_reader
from bot.desk.calendar.due_dates import read_hours
from bot.desk.core.environment import Environment
from bot.desk.incoming.turns import Turns
from bot.desk.recognition.intake_evaluation import FirstReply, LabelledIntake
from bot.desk.scripts.import_folder import folder_sources
from bot.desk.scripts.registry import ScriptRegistry
from bot.desk.signals.signal_reader import SignalReader
from bot.desk.turn.context import DeskContext, Policy, PolicyInForce
from bot.matching.recognizer import Recognizer
from bot.matching.sentences import installed
from bot.understanding.choice_matcher import shipped_choices
from bot.understanding.reader_port import Reader
from bot.understanding.signals import GRAVE
from dialogs.model.script import CheckStep
from dialogs.model.state import state_from_json
from storage.embedded.embedded_store import open_store
from storage.ports import Store
from storage.records.complaint_records import Conversation, Handoff, JournalEntry
from storage.records.script_records import Publication, ScriptVersion

TODAY = datetime(2026, 11, 29, 14, 0, tzinfo=UTC)
"""A Sunday."""
_ALWAYS = read_hours("Mon-Sun 00:00-24:00", ZoneInfo("UTC"))
_SHIPPED = Path(dialogs.__path__[0])


async def first_replies(told: Sequence[LabelledIntake]) -> list[FirstReply]:
    """Return what the desk makes of each message, in their order."""
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(Path(folder))
        try:
            await _publish(store)
            recognizer, environment = Recognizer(installed()), _standing_still()
            reader = shipped_reader()
            desks = {
                key: await _desk(store, key, recognizer, reader, environment) for key in {one.script for one in told}
            }
            return [await _reply(store, desks[one.script], one.text, number) for number, one in enumerate(told)]
        finally:
            await store.close()


async def _publish(store: Store) -> None:
    """Put in force what is shipped; whether it holds is no question here."""
    unit = store.unit()
    for issues, name in ((False, "scripts"), (True, "known_issues")):
        for source in folder_sources(_SHIPPED / name, known_issues=issues):
            key = source.issues_key if issues else source.name.removesuffix(".yaml")
            unit.add(
                ScriptVersion(
                    id=source.id, script=key, text=source.text, cases=source.cases, imported=TODAY, by="start"
                )
            )
            unit.add(Publication(id=f"0-{key}", script=key, version=source.id, at=TODAY, by="start"))
    await unit.commit()


async def _desk(
    store: Store, script: str, recognizer: Recognizer, reader: Reader, environment: Environment
) -> DeskContext:
    scripts = ScriptRegistry(script)
    await scripts.open(store.unit())
    policy, choices = PolicyInForce(Policy(_ALWAYS, timedelta(hours=24))), shipped_choices()
    return DeskContext(environment, scripts, policy, recognizer, reader, SignalReader(), choices)


def _standing_still() -> Environment:
    numbers = count(1)
    return Environment(
        now=lambda: TODAY,
        new_id=lambda: f"{next(numbers):020}",
        new_secret=lambda: f"secret-{next(numbers)}",
        new_code=lambda: f"{next(numbers) % 1_000_000:06}",
    )


async def _reply(store: Store, desk: DeskContext, text: str, number: int) -> FirstReply:
    address = f"web:{number}"
    await Turns(desk, store).play(Incoming(address=address, update=str(number), text=text))
    unit = store.unit()
    conversation = await unit.last(Conversation, address=address)
    script = desk.scripts.script(desk.scripts.main)
    if conversation is None or script is None or not conversation.state:
        return FirstReply({}, is_person=False)
    state = state_from_json(conversation.state)
    handoff = await unit.last(Handoff, conversation=conversation.id)
    events = [entry.event for entry in await unit.find(JournalEntry, conversation=conversation.id)]
    shown = state.candidates if isinstance(script.steps.get(state.step), CheckStep) and state.status == "active" else ()
    return FirstReply(
        {key: value for key, value in state.slots.items() if key != script.opening and value},
        is_person=handoff is not None,
        by_answers=handoff is not None and handoff.reason == "script",
        is_quiet_line=any(name in GRAVE for event in events for name in event.get("unsure", ())),
        offered=shown[0].key if shown else "",
        is_answered=bool(shown) and state.sure,
    )
