"""How a mail is handed to a server: what it looks like there, by which way it goes, and what a fault means for it."""

import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.channels import smtp
from bot.channels.port import TryLater, Undeliverable
from bot.channels.smtp import SmtpServer
from storage.records.traffic_records import Mail
from tests.standins.mail_server import MailBox

MAIL = Mail(
    id="0042",
    member="agent-ada",
    at=datetime(2026, 12, 1, 9, 30, tzinfo=UTC),
    subject="T-2026-000042：承诺时限快到了",
    text="王芳，这张工单的承诺时限快到了。\nhttps://desk.example.com/desk/tickets/T-2026-000042",
)
ADA = "ada@desk.example"


@pytest.fixture
async def box() -> AsyncIterator[MailBox]:
    async with MailBox() as box:
        yield box


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Return a file with a key and a certificate of this machine."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate of the stand-in")
    file = tmp_path / "certificate.pem"
    asked = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    command = ["openssl", *asked.split(), "-keyout", str(tmp_path / "key.pem"), "-out", str(file)]
    subprocess.run(command, check=True, capture_output=True)
    file.write_text(file.read_text() + (tmp_path / "key.pem").read_text())
    return file


def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def server(box: MailBox, user: str = "", host: str = "127.0.0.1") -> SmtpServer:
    return SmtpServer(f"smtp://{user}{host}:{box.port}", "Tellonce <desk@desk.example>")


async def send(box: MailBox, mail: Mail = MAIL, user: str = "", host: str = "127.0.0.1") -> None:
    async with server(box, user, host).reached() as send:
        await send(mail, ADA)


async def test_a_mail_arrives_with_its_words_in_any_language(box: MailBox) -> None:
    await send(box)
    ((address, mail),) = box.taken

    assert (address, mail["To"], mail["From"]) == (ADA, ADA, "Tellonce <desk@desk.example>")
    assert mail["Subject"] == MAIL.subject
    assert box.texts == [MAIL.text]


async def test_a_mail_says_that_a_program_wrote_it_and_is_the_same_whenever_it_is_sent(box: MailBox) -> None:
    await send(box)
    await send(box)
    (_, first), (_, again) = box.taken

    assert (first["Auto-Submitted"], first["Date"]) == ("auto-generated", "Tue, 01 Dec 2026 09:30:00 +0000")
    assert first["Message-ID"] == again["Message-ID"] == "<0042@desk.example>"


@pytest.mark.parametrize(
    ("command", "answer", "means", "why"),
    [
        ("RCPT", "550 5.1.1 <ada@desk.example> no such user", Undeliverable, "the mail server refused it (550)"),
        ("RCPT", "450 4.2.0 <ada@desk.example> later", TryLater, "the mail server does not take it now (450)"),
        ("DATA", "554 5.7.1 ada@desk.example: spam", Undeliverable, "the mail server refused it (554)"),
        ("DATA", "452 4.3.1 disk full", TryLater, "the mail server does not take it now (452)"),
        ("MAIL", "550 5.7.1 desk@desk.example: who?", TryLater, "the mail server does not take it now (550)"),
    ],
)
async def test_a_refusal_is_final_or_not_and_is_told_without_an_address(
    box: MailBox, command: str, answer: str, means: type[Exception], why: str
) -> None:
    box.refusals[command] = answer

    with pytest.raises(means) as refused:
        await send(box)

    assert str(refused.value) == why
    assert getattr(refused.value, "uncertain", False) is False


async def test_of_an_odd_answer_nobody_knows_what_it_means_and_no_second_mail_is_sent(box: MailBox) -> None:
    box.refusals["DATA"] = "251 accepted, forwarded"

    with pytest.raises(TryLater) as fault:
        await send(box)

    assert fault.value.uncertain


async def test_a_server_that_is_not_there_is_tried_later() -> None:
    async with MailBox() as gone:
        pass

    with pytest.raises(TryLater) as fault:
        await send(gone)

    assert "the mail server cannot be used" in str(fault.value)
    assert not fault.value.uncertain


async def test_of_an_answer_that_never_comes_nobody_knows_what_it_was(
    box: MailBox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(smtp, "TIMEOUT", 0.2)
    box.hangs = True

    with pytest.raises(TryLater) as fault:
        await send(box)

    assert fault.value.uncertain


async def test_a_password_goes_by_tls_to_a_server_whose_certificate_is_good(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with MailBox(password="s3cret/", tls=tls(certificate)) as box:
        await send(box, user="desk:s3cret%2F@", host="localhost")

        assert [address for address, _ in box.taken] == [ADA]


async def test_a_password_goes_to_no_server_whose_certificate_is_somebodys(certificate: Path) -> None:
    async with MailBox(password="s3cret", tls=tls(certificate)) as box:
        with pytest.raises(TryLater) as fault:
            await send(box, user="desk:s3cret@", host="localhost")

        assert (box.taken, "s3cret" in str(fault.value)) == ([], False)


async def test_a_password_goes_to_no_server_that_knows_no_tls(box: MailBox) -> None:
    with pytest.raises(TryLater) as fault:
        await send(box, user="desk:s3cret@")

    assert (box.taken, "s3cret" in str(fault.value)) == ([], False)


async def test_without_a_password_any_certificate_will_do(certificate: Path) -> None:
    async with MailBox(tls=tls(certificate)) as box:
        await send(box, replace(MAIL, text="Hello"))

        assert box.texts == ["Hello"]


async def test_a_wrong_password_is_tried_later_and_told_without_it(
    certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with MailBox(password="right", tls=tls(certificate)) as box:
        with pytest.raises(TryLater) as fault:
            await send(box, user="desk:wrong@", host="localhost")

        assert str(fault.value) == "the mail server cannot be used: SMTPAuthenticationError 535"
