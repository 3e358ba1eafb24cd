"""The settings, read once from the environment and `.env` into one frozen value.

The environment wins over the file. `.env.example` documents every setting and holds its default; a test keeps the
two equal. A name in `.env` that is no setting stops the start: it is most likely a misspelt one.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from email.utils import getaddresses
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values

from bot.desk.calendar.due_dates import NeverDue, OpeningHours, due, read_exceptions, read_hours
from bot.desk.calendar.due_times import DueTimes, read_due_times, shipped_due_times
from bot.desk.calendar.public_holidays import public_holidays
from bot.desk.calendar.regulator_clocks import RegulatorClock, read_clock, shipped_clocks, with_holidays
from bot.desk.jobs.retention_rules import read_days
from bot.desk.outcomes.remedy_limits import RemedyLimits, read_limits
from bot.desk.staff.duty import DutyRoster, read_roster
from bot.desk.staff.mail_address import is_address
from dialogs.strict_yaml.common_texts import languages
from dialogs.strict_yaml.problems import Problem, render
from storage.opening import POSTGRES

Network = IPv4Network | IPv6Network
_Read = TypeVar("_Read")

_UTC = ZoneInfo("UTC")
_LOOPBACK: tuple[Network, ...] = (ip_network("127.0.0.1/32"), ip_network("::1/128"))
_ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


class BadSettings(Exception):
    """Settings that cannot be used; the text names each and says what it must be."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the operator decides; each field is the setting of the same name in capitals."""

    telegram_token: str = ""
    telegram_api_url: str = "https://api.telegram.org/bot"
    telegram_updates: str = "polling"
    telegram_staff_group: tuple[int, ...] = ()
    telegram_per_second: int = 30
    telegram_per_chat: int = 1
    telegram_per_group: int = 20
    data_dir: Path = Path("data")
    store_url: str = ""
    files_dir: Path | None = None
    erasures_file: Path | None = None
    http_host: str = "127.0.0.1"
    http_port: int = 8080
    public_url: str = ""
    mail_url: str = ""
    mail_from: str = ""
    trusted_proxies: tuple[Network, ...] = _LOOPBACK
    limit_messages: int = 20
    limit_address_messages: int = 100
    limit_text: int = 1000
    limit_conversations: int = 100
    limit_visits: int = 120
    limit_requests: int = 3000
    limit_sign_ins: int = 20
    limit_file_mb: int = 200
    limit_upload_mb: int = 500
    limit_connections: int = 2000
    limit_address_connections: int = 100
    scripts_dir: Path | None = None
    known_issues_dir: Path | None = None
    script: str = "telecom"
    language: str = languages()[0]
    timezone: ZoneInfo = _UTC
    opening_hours: str = "Mon-Sun 00:00-24:00"
    opening_exceptions: str = ""
    holidays: str = ""
    tell_zone: bool = False
    promise_hours: timedelta = timedelta(hours=24)
    due_times: DueTimes | None = None
    duty_roster: Path | None = None
    owner_first: timedelta = timedelta(minutes=3)
    regulator_clocks: tuple[RegulatorClock, ...] = ()
    remedy_limits: RemedyLimits | None = None
    repeat_days: timedelta = timedelta(days=365)
    answer_precision: float = 0.95
    offer_precision: float = 0.6
    keep_days: int | None = None
    session_hours: timedelta = timedelta(hours=12)
    audit_days: int = 365
    settle: float = 2.0

    @property
    def files(self) -> Path:
        """Where the files that customers send are kept."""
        return self.files_dir or self.data_dir / "files"

    @property
    def erasures(self) -> Path:
        """Where the list of erasures is kept: beside the folder of the data, which a restore begins anew."""
        return self.erasures_file or self.data_dir.absolute().parent / f"{self.data_dir.absolute().name}-erasures.jsonl"

    @property
    def address(self) -> str:
        """Where browsers reach the pages, as far as the settings tell."""
        return self.public_url or http_address(self.http_host, self.http_port)

    @property
    def hours(self) -> OpeningHours:
        """The opening hours on the clocks of the time zone, with the days that are not what their weekday says."""
        usual = read_hours(self.opening_hours, self.timezone)
        holidays = public_holidays(self.holidays) if self.holidays else usual.holidays
        exceptions = read_exceptions(self.opening_exceptions) if self.opening_exceptions else {}
        return replace(usual, holidays=holidays, exceptions=exceptions)

    @property
    def duty(self) -> DutyRoster:
        """Who is on duty when, on the same clocks.

        Raises:
            ValueError: if the file cannot be read.
        """
        if self.duty_roster is None:
            return DutyRoster()
        roster, problems = read_roster(_text(self.duty_roster), self.timezone)
        return _sound(self.duty_roster, roster, problems)


def http_address(host: str, port: int) -> str:
    """Return what is typed into a browser for this."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def load_settings(environment: Mapping[str, str] = os.environ, file: Path = Path(".env")) -> Settings:
    """Return the settings of this environment and file; an empty value is the default.

    Raises:
        BadSettings: if a value cannot be used or the file holds an unknown name; all of them in one text.

    """
    written = _written(file)
    mistakes = [_unknown(name) for name in written if name not in NAMES]
    given = {**written, **environment}
    values: dict[str, object] = {}
    for name, read in _READERS.items():
        text = given.get(name.upper(), "").strip()
        if not text:
            continue
        try:
            values[name] = read(text)
        except (ValueError, OSError) as error:
            mistakes.append(f"{name.upper()}: {error}")
    if mistakes:
        raise BadSettings("\n".join(mistakes))
    settings = Settings(**values)  # type: ignore[arg-type]  # each was read by its own reader
    _check_promise(settings)
    try:
        _ = settings.duty
    except (ValueError, OSError) as error:
        raise BadSettings(f"DUTY_ROSTER: {error}") from None
    if bool(settings.mail_url) != bool(settings.mail_from):
        raise BadSettings("MAIL_URL, MAIL_FROM: e-mail to the staff needs both, the mail server and the sender")
    if settings.telegram_updates == "webhook" and not settings.public_url:
        raise BadSettings("TELEGRAM_UPDATES: a webhook needs PUBLIC_URL, where the Internet reaches this server")
    return settings


def read_setting(name: str, text: str) -> object:
    """Return what a setting of this name is by this text.

    Raises:
        ValueError: if it cannot be used; the message says what it must be.
    """
    return _READERS[name](text)


def _written(file: Path) -> dict[str, str]:
    try:
        # Editors on Windows begin a file with a mark of its encoding.
        values = dotenv_values(file, interpolate=False, encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise BadSettings(f"{file.name} is not written in UTF-8") from None
    return {name: value or "" for name, value in values.items()}


def _check_promise(settings: Settings) -> None:
    """Refuse a promise that could never be given: it would fail every complaint."""
    try:
        due(_ANY_DAY, settings.promise_hours, settings.hours)
    except NeverDue as error:
        raise BadSettings(f"OPENING_HOURS, PROMISE_HOURS: {error}") from None


def _unknown(name: str) -> str:
    if not _NAME.fullmatch(name):  # perhaps a pasted token
        return "a line of the file is not like NAME=value"
    near = get_close_matches(name.upper(), NAMES, n=1)
    return f"{name}: no such setting" + (f"; did you mean {near[0]}?" if near else "")


def _port(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise ValueError(f"“{text}” is not a port from 0 to 65535")
    return int(text)


def _folder(text: str) -> Path:
    if not Path(text).is_dir():
        raise ValueError(f"there is no folder “{text}”")
    return Path(text)


def _url(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ValueError("it must begin with http:// or https://")
    return text


def _token(text: str) -> str:
    number, _, secret = text.partition(":")
    if not (number.isascii() and number.isdigit() and secret):  # the value itself is a secret: never shown
        raise ValueError("it must look like 123456:ABC…, as BotFather gives it")
    return text


def _public_url(text: str) -> str:
    if not text.startswith("https://"):
        raise ValueError("it must begin with https://, as browsers and Telegram reach this server")
    return text.rstrip("/")


def _mail_url(text: str) -> str:
    try:
        place = urlsplit(text)
        is_whole = place.hostname and place.port != 0 and bool(place.username) == bool(place.password)
        is_plain = not (place.path.strip("/") or place.query or place.fragment)
    except ValueError:  # the port is no number
        is_whole = is_plain = False
    if not (text.startswith(("smtp://", "smtps://")) and is_whole and is_plain):  # may hold a password: never shown
        raise ValueError("it must look like smtp://NAME:PASSWORD@HOST:587, smtps://NAME:PASSWORD@HOST or smtp://HOST")
    return text


def _mail_from(text: str) -> str:
    found = getaddresses([text])
    if not text.isprintable() or len(found) != 1 or not is_address(found[0][1]):
        raise ValueError(f"“{text}” is no sender such as desk@example.com or Tellonce <desk@example.com>")
    return text


def _way(text: str) -> str:
    if text not in ("polling", "webhook"):
        raise ValueError(f"“{text}” is neither polling nor webhook")
    return text


def _groups(text: str) -> tuple[int, ...]:
    groups = [part.strip() for part in text.split(",")]
    if not all(re.fullmatch(r"-[1-9][0-9]{0,18}", group) for group in groups):
        raise ValueError("it must be the number of a group, such as -1001234567890, or several with commas between")
    return tuple(dict.fromkeys(map(int, groups)))


def _limit(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 10_000:
        raise ValueError(f"“{text}” is not a number from 1 to 10000")
    return int(text)


def _proxies(text: str) -> tuple[Network, ...]:
    if text == "none":
        return ()
    try:
        return tuple(ip_network(part.strip()) for part in text.split(","))
    except ValueError:
        raise ValueError(
            f"“{text}” is not addresses or networks such as 10.0.0.7, 172.16.0.0/12, with commas between, nor none"
        ) from None


def _language(text: str) -> str:
    if text not in languages():
        raise ValueError(f"“{text}” is none of {', '.join(languages())}")
    return text


def _zone(text: str) -> ZoneInfo:
    try:
        return ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise ValueError(f"“{text}” is not a time zone such as Asia/Shanghai") from None


def _hours(text: str) -> str:
    read_hours(text, _UTC)
    return text


def _exceptions(text: str) -> str:
    read_exceptions(text)
    return text


def _country(text: str) -> str:
    public_holidays(text)
    return text


def _yes(text: str) -> bool:
    if text not in ("yes", "no"):
        raise ValueError(f"“{text}” is neither yes nor no")
    return text == "yes"


def _file(text: str) -> Path:
    if not Path(text).is_file():
        raise ValueError(f"there is no file “{text}”")
    return Path(text)


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "surrogateescape")


def _sound(path: Path, found: _Read | None, problems: tuple[Problem, ...]) -> _Read:
    if found is None:
        raise ValueError(f"it cannot be used\n{render(problems[0], path.name)}")
    return found


def _due_times(text: str) -> DueTimes:
    own, problems = read_due_times(_text(_file(text)))
    return _sound(Path(text), own, problems).over(shipped_due_times())


def _clocks(text: str) -> tuple[RegulatorClock, ...]:
    return tuple(with_holidays(_clock(name.strip())) for name in text.split(","))


def _clock(name: str) -> RegulatorClock:
    if name.endswith(".yaml"):
        own, problems = read_clock(_text(_file(name)))
        return _sound(Path(name), own, problems)
    shipped = {clock.key: clock for clock in shipped_clocks()}
    if name not in shipped:
        raise ValueError(f"“{name}” is none of {', '.join(shipped)}, nor a file *.yaml")
    return shipped[name]


def _some_minutes(text: str) -> timedelta:
    if not text.isascii() or not text.isdigit() or int(text) > 60:
        raise ValueError("it must be minutes, from 0 to 60")
    return timedelta(minutes=int(text))


def _promise(text: str) -> timedelta:
    try:
        hours = timedelta(hours=float(text))
    except (ValueError, OverflowError):
        raise ValueError(f"“{text}” is not a number of hours") from None
    if not timedelta(0) < hours <= timedelta(days=30):
        raise ValueError("it must be more than 0 and at most 720 hours")
    return hours


def _store_url(text: str) -> str:
    if not text.startswith(POSTGRES):  # the value may hold a password: never shown
        raise ValueError("it must begin with postgresql://, or be empty for the embedded store in DATA_DIR")
    return text


def _days(text: str) -> timedelta:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 3650:
        raise ValueError(f"“{text}” is not a number of days from 1 to 3650")
    return timedelta(days=int(text))


def _session(text: str) -> timedelta:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 168:
        raise ValueError(f"“{text}” is not a number of hours from 1 to 168")
    return timedelta(hours=int(text))


def _settle(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds <= 10:
        raise ValueError(f"“{text}” is not a number of seconds from 0 to 10")
    return seconds


def _per_cent(text: str) -> float:
    if not text.isascii() or not text.isdigit() or not 50 <= int(text) <= 99:
        raise ValueError(f"“{text}” is not a percentage from 50 to 99")
    return int(text) / 100


_READERS: dict[str, Callable[[str], object]] = {
    "telegram_token": _token,
    "telegram_api_url": _url,
    "telegram_updates": _way,
    "telegram_staff_group": _groups,
    "telegram_per_second": _limit,
    "telegram_per_chat": _limit,
    "telegram_per_group": _limit,
    "data_dir": Path,
    "store_url": _store_url,
    "files_dir": Path,
    "erasures_file": Path,
    "http_host": str,
    "http_port": _port,
    "public_url": _public_url,
    "mail_url": _mail_url,
    "mail_from": _mail_from,
    "trusted_proxies": _proxies,
    "limit_messages": _limit,
    "limit_address_messages": _limit,
    "limit_text": _limit,
    "limit_conversations": _limit,
    "limit_visits": _limit,
    "limit_requests": _limit,
    "limit_sign_ins": _limit,
    "limit_file_mb": _limit,
    "limit_upload_mb": _limit,
    "limit_connections": _limit,
    "limit_address_connections": _limit,
    "scripts_dir": _folder,
    "known_issues_dir": _folder,
    "script": str,
    "language": _language,
    "timezone": _zone,
    "opening_hours": _hours,
    "opening_exceptions": _exceptions,
    "holidays": _country,
    "tell_zone": _yes,
    "promise_hours": _promise,
    "due_times": _due_times,
    "duty_roster": _file,
    "owner_first": _some_minutes,
    "regulator_clocks": _clocks,
    "remedy_limits": read_limits,
    "repeat_days": _days,
    "answer_precision": _per_cent,
    "offer_precision": _per_cent,
    "keep_days": read_days,
    "session_hours": _session,
    "audit_days": read_days,
    "settle": _settle,
}

NAMES = tuple(one.name.upper() for one in fields(Settings))
"""The settings, as they are written in the environment."""
