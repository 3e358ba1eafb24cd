import os
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dotenv import dotenv_values

from bot.settings import NAMES, BadSettings, Settings, load_settings

EXAMPLE = Path(__file__).parents[2] / ".env.example"
TOKEN = "123456:very-secret"


def load(**environment: str) -> Settings:
    return load_settings(environment, Path("there is no such file"))


def mistakes(file: Path | None = None, **environment: str) -> str:
    with pytest.raises(BadSettings) as raised:
        load_settings(environment, file or Path("there is no such file"))
    return str(raised.value)


def written(folder: Path, text: str | bytes) -> Path:
    file = folder / ".env"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def test_the_example_names_every_setting_in_order() -> None:
    names = tuple(dotenv_values(EXAMPLE))

    assert names == NAMES


def test_the_example_holds_the_defaults() -> None:
    settings = load_settings({}, EXAMPLE)

    assert Settings() == settings


def test_the_example_writes_out_every_default_that_is_not_empty() -> None:
    texts = dotenv_values(EXAMPLE)
    empty = {name for name in NAMES if not texts[name]}

    assert {field.name.upper() for field in fields(Settings) if not getattr(Settings(), field.name)} == empty


def test_nothing_given_is_the_defaults() -> None:
    settings = load()

    assert Settings() == settings


def test_every_setting_can_be_given(tmp_path: Path) -> None:
    settings = load(
        TELEGRAM_TOKEN=TOKEN,
        TELEGRAM_API_URL="http://localhost:8081/bot",
        DATA_DIR=str(tmp_path / "new"),
        STORE_URL="postgresql://desk:secret@db/desk",
        HTTP_HOST="0.0.0.0",
        HTTP_PORT="0",
        MAIL_URL="smtps://desk:s%40crt@mail.example",
        MAIL_FROM="Tellonce <desk@example.com>",
        SCRIPTS_DIR=str(tmp_path),
        KNOWN_ISSUES_DIR=str(tmp_path),
        SCRIPT="hotel",
        LANGUAGE="zh",
        TIMEZONE="Asia/Shanghai",
        OPENING_HOURS="Mon-Fri 09:00-12:00 13:00-18:00",
        OPENING_EXCEPTIONS="2026-12-24 closed",
        TELL_ZONE="yes",
        PROMISE_HOURS="1.5",
        KEEP_DAYS="365",
        SESSION_HOURS="8",
        AUDIT_DAYS="90",
        SETTLE="1.5",
    )

    assert settings == Settings(
        telegram_token=TOKEN,
        telegram_api_url="http://localhost:8081/bot",
        data_dir=tmp_path / "new",
        store_url="postgresql://desk:secret@db/desk",
        http_host="0.0.0.0",
        http_port=0,
        mail_url="smtps://desk:s%40crt@mail.example",
        mail_from="Tellonce <desk@example.com>",
        scripts_dir=tmp_path,
        known_issues_dir=tmp_path,
        script="hotel",
        language="zh",
        timezone=ZoneInfo("Asia/Shanghai"),
        opening_hours="Mon-Fri 09:00-12:00 13:00-18:00",
        opening_exceptions="2026-12-24 closed",
        tell_zone=True,
        promise_hours=timedelta(hours=1.5),
        keep_days=365,
        session_hours=timedelta(hours=8),
        audit_days=90,
        settle=1.5,
    )


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    settings = load_settings({"LANGUAGE": "en"}, written(tmp_path, "LANGUAGE=zh\nSCRIPT=hotel\n"))

    assert (settings.language, settings.script) == ("en", "hotel")


def test_the_rest_of_the_environment_is_none_of_our_business() -> None:
    settings = load_settings({**os.environ, "PROMISE_HOUR": "3"}, Path("there is no such file"))

    assert settings.promise_hours == timedelta(hours=24)


def test_a_file_that_begins_with_a_mark_of_its_encoding_is_read(tmp_path: Path) -> None:
    settings = load_settings({}, written(tmp_path, b"\xef\xbb\xbfLANGUAGE=zh\r\n"))

    assert settings.language == "zh"


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    message = mistakes(written(tmp_path, b"SCRIPT=\xff\xfe"))

    assert message == ".env is not written in UTF-8"


def test_a_dollar_in_a_value_is_a_dollar(tmp_path: Path) -> None:
    settings = load_settings({}, written(tmp_path, "DATA_DIR=a${LANGUAGE}b\n"))

    assert settings.data_dir == Path("a${LANGUAGE}b")


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("PROMISE_HOUR", "PROMISE_HOUR: no such setting; did you mean PROMISE_HOURS?"),
        ("telegram_token", "telegram_token: no such setting; did you mean TELEGRAM_TOKEN?"),
        ("COLOUR_OF_THE_SKY", "COLOUR_OF_THE_SKY: no such setting"),
    ],
)
def test_an_unknown_name_in_the_file_stops_the_start(tmp_path: Path, name: str, message: str) -> None:
    told = mistakes(written(tmp_path, f"{name}=1\n"))

    assert message == told


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("HTTP_PORT", "http", "HTTP_PORT: “http” is not a port from 0 to 65535"),
        ("HTTP_PORT", "65536", "HTTP_PORT: “65536” is not a port from 0 to 65535"),
        ("HTTP_PORT", "-1", "HTTP_PORT: “-1” is not a port from 0 to 65535"),
        ("HTTP_PORT", "８０", "HTTP_PORT: “８０” is not a port from 0 to 65535"),
        ("TELL_ZONE", "perhaps", "TELL_ZONE: “perhaps” is neither yes nor no"),
        ("DUE_TIMES", "none.yaml", "DUE_TIMES: there is no file “none.yaml”"),
        ("DUTY_ROSTER", "none.yaml", "DUTY_ROSTER: there is no file “none.yaml”"),
        (
            "OPENING_EXCEPTIONS",
            "Christmas",
            "OPENING_EXCEPTIONS: “Christmas” is neither like “2026-12-24 closed” nor “2026-12-31 09:00-12:00”",
        ),
        (
            "REGULATOR_CLOCKS",
            "uk",
            "REGULATOR_CLOCKS: “uk” is none of cn-15-working-days, eu-bank-15-business-days, uk-8-weeks, "
            "uk-fca-third-business-day, nor a file *.yaml",
        ),
        ("LANGUAGE", "fr", "LANGUAGE: “fr” is none of en, zh"),
        ("TIMEZONE", "Mars/Base", "TIMEZONE: “Mars/Base” is not a time zone such as Asia/Shanghai"),
        ("TIMEZONE", "../../etc/passwd", "TIMEZONE: “../../etc/passwd” is not a time zone such as Asia/Shanghai"),
        ("TIMEZONE", "Asia", "TIMEZONE: “Asia” is not a time zone such as Asia/Shanghai"),
        ("OPENING_HOURS", "always", "OPENING_HOURS: “always” is not like “Mon-Fri 09:00-12:00 13:00-18:00”"),
        ("PROMISE_HOURS", "soon", "PROMISE_HOURS: “soon” is not a number of hours"),
        ("PROMISE_HOURS", "nan", "PROMISE_HOURS: “nan” is not a number of hours"),
        ("PROMISE_HOURS", "inf", "PROMISE_HOURS: “inf” is not a number of hours"),
        ("PROMISE_HOURS", "0", "PROMISE_HOURS: it must be more than 0 and at most 720 hours"),
        ("PROMISE_HOURS", "721", "PROMISE_HOURS: it must be more than 0 and at most 720 hours"),
        ("KEEP_DAYS", "a year", "KEEP_DAYS: “a year” is not a whole number of days"),
        ("KEEP_DAYS", "90.5", "KEEP_DAYS: “90.5” is not a whole number of days"),
        ("SESSION_HOURS", "0", "SESSION_HOURS: “0” is not a number of hours from 1 to 168"),
        ("SESSION_HOURS", "8.5", "SESSION_HOURS: “8.5” is not a number of hours from 1 to 168"),
        ("AUDIT_DAYS", "29", "AUDIT_DAYS: it must be at least 30 days"),
        ("SETTLE", "soon", "SETTLE: “soon” is not a number of seconds from 0 to 10"),
        ("SETTLE", "11", "SETTLE: “11” is not a number of seconds from 0 to 10"),
        ("SETTLE", "nan", "SETTLE: “nan” is not a number of seconds from 0 to 10"),
        ("KEEP_DAYS", "29", "KEEP_DAYS: it must be at least 30 days"),
        ("SCRIPTS_DIR", "/no/such/folder", "SCRIPTS_DIR: there is no folder “/no/such/folder”"),
        ("TELEGRAM_API_URL", "localhost", "TELEGRAM_API_URL: it must begin with http:// or https://"),
        (
            "STORE_URL",
            "mysql://root:secret@db",
            "STORE_URL: it must begin with postgresql://, or be empty for the embedded store in DATA_DIR",
        ),
    ],
)
def test_a_value_that_cannot_be_used_is_named(name: str, value: str, message: str) -> None:
    told = mistakes(None, **{name: value})

    assert message == told


@pytest.mark.parametrize("value", ["very-secret", ":very-secret", "12ab:very-secret", "１２:very-secret"])
def test_a_token_is_never_shown(value: str) -> None:
    told = mistakes(TELEGRAM_TOKEN=value)

    assert told == "TELEGRAM_TOKEN: it must look like 123456:ABC…, as BotFather gives it"


@pytest.mark.parametrize("line", [TOKEN, f"TELEGRAM_TOKEN:{TOKEN}", f"{TOKEN}=1"])
def test_a_token_in_the_place_of_a_name_is_never_shown(tmp_path: Path, line: str) -> None:
    told = mistakes(written(tmp_path, line + "\n"))

    assert told == "a line of the file is not like NAME=value"


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    told = mistakes(written(tmp_path, "HTTP_PRT=1\nLANGUAGE=fr\n"), HTTP_PORT="x", PROMISE_HOURS="y")

    assert [line.partition(":")[0] for line in told.splitlines()] == [
        "HTTP_PRT",
        "HTTP_PORT",
        "LANGUAGE",
        "PROMISE_HOURS",
    ]


def test_a_promise_that_no_year_has_hours_for_is_refused() -> None:
    told = mistakes(OPENING_HOURS="Mon 09:00-09:01", PROMISE_HOURS="24")

    assert told == "OPENING_HOURS, PROMISE_HOURS: 1 day, 0:00:00 of opening time do not fit into 366 days"


def test_opening_hours_are_on_the_clocks_of_the_time_zone() -> None:
    settings = load(TIMEZONE="Asia/Shanghai", OPENING_HOURS="Mon 09:00-18:00")

    assert settings.hours.zone == ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize(
    "url",
    [
        *("mail.example", "http://mail.example", "smtp://", "smtp://desk@mail.example", "smtp://:s3cret@mail.example"),
        *("smtp://desk:s3cret@mail.example:many", "smtp://desk:s3/cret@mail.example", "smtp://mail.example/?tls=no"),
    ],
)
def test_a_mail_server_that_is_none_is_refused_and_its_password_is_not_told(url: str) -> None:
    message = mistakes(MAIL_URL=url, MAIL_FROM="desk@example.com")

    assert message.startswith("MAIL_URL: it must look like smtp://NAME:PASSWORD@HOST:587")
    assert "cret" not in message


@pytest.mark.parametrize("sender", ["desk", "Tellonce", "desk@", "a@b.example, c@d.example"])
def test_a_sender_that_is_none_is_refused(sender: str) -> None:
    message = mistakes(MAIL_URL="smtp://mail.example", MAIL_FROM=sender)

    assert message.startswith(f"MAIL_FROM: “{sender}” is no sender")


@pytest.mark.parametrize(("url", "sender"), [("smtp://mail.example", ""), ("", "desk@example.com")])
def test_of_the_mail_server_and_the_sender_neither_goes_alone(url: str, sender: str) -> None:
    message = mistakes(MAIL_URL=url, MAIL_FROM=sender)

    assert message == "MAIL_URL, MAIL_FROM: e-mail to the staff needs both, the mail server and the sender"
