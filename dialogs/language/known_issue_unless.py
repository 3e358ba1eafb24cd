"""When the answer of a known issue would contradict a telling: what an author writes under ``unless:``.

Judges one telling by itself; which issue it is about is for the desk.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from dialogs.reading.dates import days_in
from dialogs.reading.folding import folded
from dialogs.strict_yaml.fields import Fields

DAYS = re.compile("([0-9]{1,3}) days?")
GAP = "…"
"""Stands for a few other words within a phrase: ``switch … on``."""
_LONGEST = 4000
"""Signs of a telling that are looked at."""
_REACH, _ZH_REACH = 30, 8
"""Signs that may stand between a no and what it denies."""
_NO = r"\b(?:never|not|no|nobody|none|without|cannot|refus\w{0,4}|unable to|instead of)\b|n['’]?t\b"
_ZH_NO = "[没未不无]|并非|从来没|拒绝"
_SOME = "(?:several |many |some |a few |a couple of )?"
_LONG = (
    (2, re.compile(rf"\b(?:for|been) {_SOME}days\b|这几天|好几天|几天了|多日")),
    (7, re.compile(rf"\b(?:for|been) {_SOME}weeks\b|\ball week\b|好几周|几个?(?:星期|礼拜)")),
    (14, re.compile(r"\bfortnight\b|\bhalf a month\b")),
    (30, re.compile(rf"\b(?:for|been) {_SOME}months\b|\bfor (?:years|ages)\b|好几个月|几个月|几年")),
)
"""From how many days on something goes on, that is told without a number."""
_NIGHT = re.compile("night|evening|晚|夜|凌晨")


@dataclass(frozen=True)
class Unless:
    """When the answer would contradict the telling: one of these is enough."""

    words: tuple[str, ...] = ()
    """What the telling holds, in any language; `…` stands for a few words: `cancelled … twice`."""
    negated: tuple[str, ...] = ()
    """What the telling says is not so: `switched on`, where a customer writes "I never switched it on"."""
    lasts: str = ""
    """How long it has gone on at least: `1 day` for "since yesterday", `7 days`."""
    slots: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What a customer has answered: slots, each with the answers of which one is enough."""


NO_EXCEPTION = Unless()
"""That of an issue whose answer contradicts nothing."""


def read_unless(within: Fields) -> Unless:
    """Return what stands under ``unless:`` of a known issue."""
    fields = within.mapping("unless")
    if fields is None:
        return NO_EXCEPTION
    answers = fields.mapping("slots")
    unless = Unless(
        words=fields.words("words", needed=False),
        negated=fields.words("negated", needed=False),
        lasts=fields.word("lasts", ""),
        slots={key.text: answers.words(key.text) for key in answers.names()} if answers else {},
    )
    fields.done()
    if unless.lasts and not DAYS.fullmatch(unless.lasts):
        fields.report_at("lasts", "no-days", f"`{unless.lasts}` is not a number of days", "write `1 day` or `7 days`")
    if fields.sound and unless == NO_EXCEPTION:
        within.report_at("unless", "empty", "`unless` is empty", "write words, negated, lasts or slots")
    return unless


def contradicts(unless: Unless, text: str, now: str, language: str, slots: Mapping[str, str] | None = None) -> bool:
    """Return whether a telling, or what was answered besides, leaves the issue out; ``now`` is the desk's clock."""
    if unless == NO_EXCEPTION:
        return False
    form = folded(text[:_LONGEST])
    return (
        any(_held(phrase).search(form) for phrase in unless.words)
        or any(_denied(phrase).search(form) for phrase in unless.negated)
        or bool(unless.lasts and any(age >= _days(unless.lasts) for age in _ages(form, now, language)))
        or any(set(values) & set((slots or {}).get(slot, "").split(",")) for slot, values in unless.slots.items())
    )


def _days(lasts: str) -> int:
    match = DAYS.fullmatch(lasts)
    return int(match[1]) if match else 0


def _ages(form: str, now: str, language: str) -> Iterator[int]:
    """Yield of each day that is told how many days ago it was; a night belongs to the day that follows it."""
    yield from (days for days, pattern in _LONG if pattern.search(form))
    today = date.fromisoformat(now[:10]) if now else None
    for one in days_in(form, now, language) if today else ():
        near = form[one.start : one.end + 3]
        yield (today - one.day).days - bool(_NIGHT.search(near)) if today else 0


@lru_cache(maxsize=4096)
def _held(phrase: str) -> re.Pattern[str]:
    return re.compile(_written(phrase))


@lru_cache(maxsize=4096)
def _denied(phrase: str) -> re.Pattern[str]:
    """Return what finds a phrase behind a no of the same clause: "never … switched on", "没有…开通"."""
    written = _written(phrase)
    if phrase.isascii() or phrase.replace(GAP, "").isascii():
        return re.compile(rf"(?:{_NO})[^.,;!?。，；！？]{{0,{_REACH}}}?{written}")
    return re.compile(f"(?:{_ZH_NO})[^.,;!?。，；！？]{{0,{_ZH_REACH}}}?{written}")


def _written(phrase: str) -> str:
    parts = [re.escape(folded(part)) for part in phrase.split(GAP) if part.strip()]
    whole = "[^.,;!?。，；！？]{0,20}?".join(parts)
    return rf"\b{whole}" if phrase[:1].isascii() else whole
