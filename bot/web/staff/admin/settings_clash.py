"""Settings that two admins change at once: who saves says what they had seen, and nothing is overwritten unseen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from aiohttp import web

from bot.web.deps import DEPS
from bot.web.staff.studio.studio_frame import StudioForm
from dialogs.language.wordings import mark_of
from storage.records.company_records import SettingChange

Values = Mapping[str, str | None]
"""Settings by name, as a form shows them and sends them back; None for one that has no value of its own."""
_SEEN = "seen:"


@dataclass(frozen=True)
class SettingClash:
    """A setting that somebody else has changed since it was seen."""

    name: str
    by: str
    """Who that was."""
    theirs: str
    """What it is now."""
    mine: str


@dataclass(frozen=True)
class WantedSettings:
    """What a sent form changes of what its sender saw."""

    changed: Values
    clashing: Values = field(default_factory=dict)
    """Those of them that somebody else has changed meanwhile."""


def seen_marks(now: Values) -> dict[str, str]:
    """Return the hidden fields by which a form tells what its sender saw."""
    return {f"{_SEEN}{name}": mark_of(value or "") for name, value in now.items()}


def wanted_settings(form: StudioForm, sent: Values, now: Values) -> WantedSettings:
    """Return what was changed of what was seen; a form that tells of nothing seen changes what differs from now."""
    marks = {name: form.text(f"{_SEEN}{name}") for name in sent}
    changed = {
        name: value for name, value in sent.items() if value != now.get(name) and mark_of(value or "") != marks[name]
    }
    clashing = {name: value for name, value in changed.items() if marks[name] not in ("", mark_of(now.get(name) or ""))}
    return WantedSettings(changed, clashing)


async def clashes(
    request: web.Request, clashing: Values, now: Values, kept_in: Mapping[str, str] = MappingProxyType({})
) -> list[SettingClash]:
    """Return both values of each, and who set the other one; ``kept_in`` names the setting of one that is a part."""
    unit = request.app[DEPS].store.unit()
    found = []
    for name, mine in clashing.items():
        last = await unit.last(SettingChange, name=kept_in.get(name, name))
        found.append(SettingClash(name, last.by if last else "–", now.get(name) or "–", mine or "–"))
    return found
