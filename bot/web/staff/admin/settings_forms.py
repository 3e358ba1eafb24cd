"""The settings as forms: what a form shows of the company as it is, and the settings that a sent form asks for. Pure.

Each setting goes to the strict reader as a text; rows are read one by one, so that a mistake is told on its field.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import time, timedelta
from zoneinfo import ZoneInfo

from bot.company import FIRST, SPOKEN, Company, as_text
from bot.desk.calendar.due_dates import Span, read_hours
from bot.desk.calendar.due_times import Allowance, read_due_times
from bot.desk.core.reply_file import CannedReply, ReplyKit, company_replies
from bot.desk.jobs.retention_rules import FOR_EVER, PARTS, RetentionRules, read_days
from bot.desk.outcomes.outcome_book import OutcomeBook
from bot.desk.outcomes.remedy_limits import ROLES, RemedyLimits, is_currency, plain_amount, read_amount
from bot.desk.overview.reply_book import Doubt, ReplyBook
from bot.desk.staff.duty import DutyRoster, read_roster
from bot.web.staff.admin.outcome_forms import gather_causes, gather_outcomes
from bot.web.staff.studio.studio_frame import StudioForm
from dialogs.model.script import Script
from dialogs.strict_yaml.common_texts import languages

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "hours": ("timezone", "opening_hours", "holidays", "opening_exceptions"),
    "promises": ("promise_hours", "due_times"),
    "duty": ("supervisor_minutes", "manager_minutes", "duty_roster"),
    "limits": ("remedy_limits",),
    "outcomes": ("outcomes",),
    "causes": ("causes",),
    "replies": ("replies",),
    "chat": ("company_name", "chat_title", "chat_colour", "chat_welcome", "chat_privacy"),
    "languages": ("languages", "language"),
    "retention": ("keep_days", "retention", "audit_days"),
}
"""The pages, and the settings of each."""
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
GRAVE = ("danger", "self-harm", "violence-threat", "abuse", "fraud-now")
_EMPTY_ROWS = 2


@dataclass(frozen=True)
class Gathered:
    """What a sent form asks for."""

    values: Mapping[str, str | None] = field(default_factory=dict)
    """None where nothing of its own is left: what was so before pages set anything counts again."""
    wrong: Mapping[str, str] = field(default_factory=dict)
    """By the name of a row's field, which sentence says what is wrong with it."""


@dataclass(frozen=True)
class FormRow:
    """One row of a form of several."""

    name: str
    """Of its field, or what its fields begin with."""
    label: str
    text: str = ""


@dataclass(frozen=True)
class DutyShift:
    """Who is on duty when."""

    role: str
    who: str
    hours: str


def texts(company: Company) -> dict[str, str]:
    """Return every setting of one value as a form shows it and sends it back."""
    settings = company.settings
    spoken = {"chat_title": company.look.title, "chat_welcome": company.look.welcome}
    ladder = (company.policy.supervisor_after, company.policy.manager_after)
    return {
        "timezone": settings.timezone.key,
        "opening_hours": _hours(settings.hours.days),
        "holidays": settings.holidays,
        "opening_exceptions": settings.opening_exceptions,
        "promise_hours": f"{settings.promise_hours / timedelta(hours=1):g}",
        **{name: str(after // timedelta(minutes=1)) for name, after in zip(FIRST, ladder, strict=True)},
        "company_name": company.look.company,
        "chat_colour": company.look.colour,
        **{name: as_text(dict(said)) for name, said in {**spoken, "chat_privacy": company.look.privacy}.items()},
        "remedy_limits": str(settings.remedy_limits or ""),
        "languages": ", ".join(company.policy.languages),
        "language": settings.language,
        "keep_days": str(settings.keep_days or ""),
        "audit_days": str(settings.audit_days),
    }


def day_texts(company: Company) -> dict[str, str]:
    """Return the hours of each weekday as a field shows them; empty where the desk stays closed."""
    days = company.settings.hours.days
    return {name: _spans(days.get(number, ())) for number, name in enumerate(DAYS)}


def due_rows(company: Company, script: Script | None, language: str) -> tuple[list[FormRow], list[FormRow]]:
    """Return the times of what is grave, and of each category of the script."""
    times = company.policy.due_times
    grave = [FormRow(f"severity:{name}", name, _allowed(times.severity.get(name))) for name in GRAVE]
    slots = [slot for slot in (script.slots.values() if script else ()) if slot.choices and not slot.wish]
    return grave, [
        FormRow(
            f"category:{slot.key}:{choice.key}",
            choice.label.get(language, choice.key),
            _allowed(times.category.get((slot.key, choice.key))),
        )
        for slot in slots
        for choice in slot.choices
    ]


def shifts(roster: DutyRoster) -> list[DutyShift]:
    """Return the roster as rows, with some empty ones below."""
    held = [DutyShift(role, who, _brief(hours.days)) for role, each in roster.shifts.items() for who, hours in each]
    return held + [DutyShift("supervisor", "", "")] * _EMPTY_ROWS


def kept_rows(company: Company, script: Script | None, language: str) -> list[FormRow]:
    """Return the categories whose days may differ: those of the script, and those that differ already."""
    _, rows = due_rows(company, script, language)
    known = {row.name.removeprefix("category:"): row.label for row in rows}
    others = {f"{slot}:{choice}": choice for slot, choice in company.retention.category}
    return [FormRow(f"kept:{name}", label) for name, label in {**others, **known}.items()]


def kept_fields(rules: RetentionRules) -> dict[str, str]:
    """Return the days that differ from those of whole matters as a form shows them."""
    usual = {f"kept:{kind}": str(rules.days.get(kind, "")) for kind in PARTS}
    own = {
        f"kept:{slot}:{choice}:{kind}": FOR_EVER if days is None else str(days)
        for (slot, choice), by in rules.category.items()
        for kind, days in by.items()
    }
    return {**usual, **own, "kept:drafts": str(rules.drafts or "")}


def limit_rows(limits: RemedyLimits) -> list[dict[str, str]]:
    """Return the limits a currency a row, by role, with some empty ones below."""
    rows = [
        {
            "currency": one,
            **{role: plain_amount(limits.limits[role, one]) for role in ROLES if (role, one) in limits.limits},
        }
        for one in limits.currencies
    ]
    return rows + [{"currency": ""}] * _EMPTY_ROWS


def reply_rows(replies: Sequence[CannedReply]) -> list[CannedReply]:
    """Return the replies kept ready, with an empty one below."""
    return [*replies, CannedReply("", {}, {})]


def gather(section: str, form: StudioForm, company: Company, kit: ReplyKit, book: OutcomeBook) -> Gathered:
    """Return the settings of one page as its form has them; ``kit`` holds the replies now, ``book`` the codes."""
    match section:
        case "promises":
            return _promises(form)
        case "duty":
            return _duty(form, company)
        case "replies":
            return _replies(form, kit)
        case "limits":
            return _limits(form)
        case "retention":
            return _retention(form)
        case "outcomes":
            ends, wrong_ends = gather_outcomes(form, book, company.outcomes)
            return Gathered({"outcomes": ends}, wrong_ends)
        case "causes":
            whys, wrong_whys = gather_causes(form, book, company.outcomes)
            return Gathered({"causes": whys}, wrong_whys)
    return _plain(section, form)


def _plain(section: str, form: StudioForm) -> Gathered:
    values: dict[str, str | None] = {name: form.text(name).strip() for name in SECTIONS[section] if name not in SPOKEN}
    wrong: dict[str, str] = {}
    if section == "hours":
        days = ((day, " ".join(form.text(f"day:{day}").split())) for day in DAYS)
        open_days = {day: spans for day, spans in days if spans}
        wrong = {f"day:{day}": "opening_hours" for day, spans in open_days.items() if not _are_hours(day, spans)}
        values["opening_hours"] = ", ".join(f"{day} {spans}" for day, spans in open_days.items())
        lines = (line.strip(" ,") for line in form.text("opening_exceptions").splitlines())
        values["opening_exceptions"] = ", ".join(filter(None, lines))
    if section == "languages":
        values["languages"] = ", ".join(one for one in languages() if form.text(f"offered:{one}") == "yes")
    if section == "chat":
        values |= {name: as_text(_spoken(form, name)) for name in SPOKEN}
        if form.text("own_colour") != "yes":
            values["chat_colour"] = ""
    return Gathered(values, wrong)


def _are_hours(day: str, spans: str) -> bool:
    try:
        read_hours(f"{day} {spans}", ZoneInfo("UTC"))
    except ValueError:
        return False
    return True


def _promises(form: StudioForm) -> Gathered:
    severity: dict[str, str] = {}
    category: dict[str, dict[str, str]] = {}
    wrong: dict[str, str] = {}
    for name, sent in form.fields.items():
        text = " ".join(sent.split())
        kind, *keys = name.split(":")
        if len(keys) != {"severity": 1, "category": 2}.get(kind) or not text:
            continue
        if read_due_times(as_text({"severity": {"danger": text}}))[0] is None:
            wrong[name] = "due_times"
        elif kind == "severity":
            severity[keys[0]] = text
        else:
            category.setdefault(keys[0], {})[keys[-1]] = text
    values = {"promise_hours": form.text("promise_hours").strip()}
    times = {name: held for name, held in (("severity", severity), ("category", category)) if held}
    return Gathered({**values, "due_times": as_text(times) if times else None}, wrong)


def _duty(form: StudioForm, company: Company) -> Gathered:
    roster: dict[str, dict[str, str]] = {}
    wrong: dict[str, str] = {}
    for number, role, who, hours in _rows(form, "role", "who", "hours"):
        if not who:
            continue
        row = as_text({"supervisor": {who: hours}})
        held = roster.setdefault("manager" if role == "manager" else "supervisor", {})
        if read_roster(row, company.settings.timezone)[0] is None:
            wrong[f"hours:{number}"] = "duty_roster"
        elif who in held:
            wrong[f"hours:{number}"] = "duty_twice"
        held[who] = hours
    ladder = {name: form.text(name).strip() for name in FIRST}
    return Gathered({**ladder, "duty_roster": as_text(roster) if roster else None}, wrong)


def _limits(form: StudioForm) -> Gathered:
    parts, wrong, seen = list[str](), dict[str, str](), set[str]()
    for number, sent, *amounts in _rows(form, "currency", *ROLES):
        currency = sent.upper()
        if not currency:
            continue
        if not is_currency(currency) or currency in seen:
            wrong[f"currency:{number}"] = "remedy_twice" if currency in seen else "remedy_currency"
        seen.add(currency)
        least = 0
        for role, text in ((role, text) for role, text in zip(ROLES, amounts, strict=True) if text):
            amount = read_amount(text)
            if amount is None or amount < least:
                wrong[f"{role}:{number}"] = "remedy_amount" if amount is None else "remedy_order"
                continue
            least = amount
            parts.append(f"{role} {plain_amount(amount)} {currency}")
    return Gathered({"remedy_limits": ", ".join(parts)}, wrong)


def _retention(form: StudioForm) -> Gathered:
    usual: dict[str, str] = {}
    category: dict[str, dict[str, dict[str, str]]] = {}
    wrong: dict[str, str] = {}
    for name, sent in form.fields.items():
        _, *keys = name.split(":")
        text = sent.strip()
        if not name.startswith("kept:") or len(keys) not in (1, 3) or not text:
            continue
        if not (text == FOR_EVER and len(keys) == 3) and not _are_days(text):
            wrong[name] = "kept"
        elif len(keys) == 1:
            usual[keys[0]] = text
        else:
            category.setdefault(keys[0], {}).setdefault(keys[1], {})[keys[2]] = text
    days = {**usual, **({"category": category} if category else {})}
    plain = {name: form.text(name).strip() for name in ("keep_days", "audit_days")}
    return Gathered({**plain, "retention": as_text(days) if days else None}, wrong)


def _are_days(text: str) -> bool:
    try:
        read_days(text)
    except ValueError:
        return False
    return True


def _replies(form: StudioForm, kit: ReplyKit) -> Gathered:
    replies: dict[str, dict[str, object]] = {}
    wrong: dict[str, str] = {}
    for number, key, drop in _rows(form, "key", "drop"):
        said = {part: _spoken(form, f"{part}:{number}") for part in ("title", "text")}
        if drop or not any(said["text"].values()):
            continue
        name = key or f"reply-{len(replies) + 1}"
        while name in replies or (not key and any(one.key == name for one in kit.replies)):
            name += "-2"
        categories = [one for one in form.text(f"for:{number}").replace("，", ",").replace(" ", ",").split(",") if one]
        reply: dict[str, object] = {**said, **({"for": categories} if categories else {})}
        if company_replies(as_text({"replies": {name: reply}}))[0] is None:
            wrong[f"text:{number}"] = "replies"
        replies[name] = reply
    return Gathered({"replies": kit_text(replies, kit.taboo)}, wrong)


def doubtful_replies(form: StudioForm, book: ReplyBook) -> dict[str, str]:
    """Return by field which words of a new or changed reply are taboo."""
    known = {one.key: one.text for one in book.kit.replies}
    found: dict[str, str] = {}
    for number, key, drop in _rows(form, "key", "drop"):
        said = {} if drop else _spoken(form, f"text:{number}")
        fresh = "\n".join(text for language, text in said.items() if text != known.get(key, {}).get(language))
        taboo = [one.words for one in book.warnings(fresh) if one.doubt is Doubt.TABOO]
        if taboo:
            found[f"text:{number}"] = ", ".join(taboo)
    return found


def row_count(section: str, fields: Mapping[str, str]) -> int:
    """Return how many rows the form of a page has: of shifts, limits or replies."""
    first = {"duty": "role", "limits": "currency", "replies": "key"}.get(section, "")
    return 1 + max((int(row[0]) for row in _rows(StudioForm(fields, {}), first)), default=-1)


def kit_text(replies: Mapping[str, object], taboo: Mapping[str, Sequence[str]]) -> str | None:
    """Return replies and taboo words as the file that holds both; None if there are none."""
    words = {language: list(held) for language, held in taboo.items() if held}
    kit = {**({"replies": replies} if replies else {}), **({"taboo": words} if words else {})}
    return as_text(kit) if kit else None


def _rows(form: StudioForm, *names: str) -> Iterator[tuple[str, ...]]:
    numbers = (name.partition(":")[2] for name in form.fields if name.startswith(f"{names[0]}:"))
    for number in sorted(int(one) for one in numbers if one.isdecimal() and len(one) < 5):
        yield str(number), *(" ".join(form.text(f"{name}:{number}").split()) for name in names)


def _spoken(form: StudioForm, name: str) -> dict[str, str]:
    said = {language: form.text(f"{name}@{language}").replace("\r\n", "\n").strip() for language in languages()}
    return {language: text for language, text in said.items() if text}


def _hours(days: Mapping[int, tuple[Span, ...]]) -> str:
    return ", ".join(f"{name} {_spans(days[number])}" for number, name in enumerate(DAYS) if days.get(number))


def _brief(days: Mapping[int, tuple[Span, ...]]) -> str:
    """Return hours with days of the same ones together, as people write them."""
    parts = list[tuple[int, int, str]]()
    for number in sorted(days):
        spans = _spans(days[number])
        if parts and parts[-1][1:] == (number - 1, spans):
            parts[-1] = (parts[-1][0], number, spans)
        else:
            parts.append((number, number, spans))
    return ", ".join(
        f"{DAYS[first]}{'' if first == last else f'-{DAYS[last]}'} {spans}" for first, last, spans in parts
    )


def _spans(spans: Sequence[Span]) -> str:
    return " ".join(f"{opens:%H:%M}-{'24:00' if closes == time(0) else f'{closes:%H:%M}'}" for opens, closes in spans)


def _allowed(allowance: Allowance | None) -> str:
    if allowance is None:
        return ""
    lengths = {"day": timedelta(days=1), "hour": timedelta(hours=1), "minute": timedelta(minutes=1)}
    unit = next(unit for unit, length in lengths.items() if not allowance.time % length)
    many = allowance.time // lengths[unit]
    return f"{many} {'open ' if allowance.is_open else ''}{unit}{'' if many == 1 else 's'}"
