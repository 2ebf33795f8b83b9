"""What mail may say, and that it leaves: through a real mail server, encrypted, tried again, given up visibly."""

from __future__ import annotations

import socket
import ssl
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from django.core.mail import EmailMessage, send_mail
from django_tasks_db.models import DBTaskResult

from belisha.console.outbox.actions import send
from belisha.console.outbox.delivery import deliver_waiting, forget_old, wake_worker
from belisha.console.outbox.models import OutboxMail
from belisha.console.outbox.rules import PAUSES, ForbiddenWordError, next_try
from belisha.console.outbox.server import MailAddressError, compose, read_server
from belisha.gateway.authority import issue, make_authority

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytest_django import Settings

NOW = datetime.now(UTC)
State = OutboxMail.State
pytestmark = pytest.mark.django_db


class PostOffice:
    """Takes mail, or answers what it is told to."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.answer = "250 OK"

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802, ARG002
        if self.answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802, ARG002
        self.taken.append((session, envelope))
        return "250 OK"

    @property
    def text(self) -> str:
        return "".join(envelope.content.decode() for _, envelope in self.taken)


@pytest.fixture
def office() -> PostOffice:
    return PostOffice()


@pytest.fixture
def open_office(office: PostOffice, settings: Settings, socket_enabled: None) -> Iterator[Callable[..., Controller]]:
    """Open a mail server on this machine and tell the console of it."""
    opened: list[Controller] = []

    def begin(address: str = "smtp://localhost:{}", authority: str = "", **options: Any) -> Controller:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        controller = Controller(office, hostname="127.0.0.1", port=port, **options)
        controller.start()
        opened.append(controller)
        settings.MAIL_SERVER = read_server(address.format(port), authority)
        return controller

    settings.MAIL_SERVER = read_server("smtp://localhost:1")
    yield begin
    for controller in opened:
        if not controller.loop.is_closed():
            controller.stop()


def write(to: str = "m.osei@oak.example", **options: Any) -> OutboxMail:
    mail = send(to, "A trial", "outbox/letters/trial.txt", {"link": "/system/"}, **options)
    assert mail
    return mail


def test_without_a_mail_server_a_mail_is_kept_to_be_read() -> None:
    mail = write()
    assert mail.state == State.KEPT
    assert "http://127.0.0.1:8070/system/" in mail.body, "its link is whole"
    assert DBTaskResult.objects.count() == 0
    assert deliver_waiting(NOW) == ""


def test_somebody_without_an_address_gets_none() -> None:
    assert send("", "A trial", "outbox/letters/trial.txt", {}) is None


@pytest.mark.parametrize("context", [{"pupil": "Ava"}, {"school": object()}, {"count": ["Ava"]}])
def test_no_child_can_be_named_in_a_mail(context: dict[str, object]) -> None:
    with pytest.raises(ForbiddenWordError):
        send("m.osei@oak.example", "A trial", "outbox/letters/trial.txt", context)


def test_words_arrive_as_they_are_written() -> None:
    mail = send("a@oak.example", "A trial", "outbox/letters/trial.txt", {"link": "O'Brien & <Sons>"})
    assert mail
    assert "O'Brien & <Sons>" in mail.body


def test_a_mail_is_handed_to_the_worker_and_reaches_the_server(
    open_office: Callable[..., Controller], office: PostOffice
) -> None:
    open_office()
    mail = write()
    assert DBTaskResult.objects.get().task_path.endswith("outbox.delivery.deliver")
    assert deliver_waiting(datetime.now(UTC)) == "sent 1, not sent 0"
    mail.refresh_from_db()
    assert mail.state == State.SENT
    assert mail.body, "an ordinary mail can still be read"
    assert "To: m.osei@oak.example" in office.text
    assert f"Message-ID: <belisha-{mail.pk}-" in office.text
    assert deliver_waiting(datetime.now(UTC)) == "", "once"


def test_what_opens_an_account_is_not_kept_once_it_was_sent(open_office: Callable[..., Controller]) -> None:
    open_office()
    mail = write(secret=True)
    deliver_waiting(datetime.now(UTC))
    mail.refresh_from_db()
    assert (mail.state, mail.body) == (State.SENT, "")


@pytest.fixture
def certified(tmp_path: Path) -> tuple[str, ssl.SSLContext]:
    """A file of an authority to trust, and what a server with a certificate of it needs."""
    authority, key = tmp_path / "ca.pem", tmp_path / "private" / "key.pem"
    make_authority(authority, key, "A School")
    issue(tmp_path / "cert.pem", tmp_path / "cert.key", key, ("localhost",), NOW)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tmp_path / "cert.pem", tmp_path / "cert.key")
    return str(authority), context


def signs_in(server: Any, session: Any, envelope: Any, mechanism: str, data: object) -> AuthResult:
    right = isinstance(data, LoginPassword) and (data.login, data.password) == (b"oak", b"p@ss word")
    return AuthResult(success=right, handled=right)


@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")
def test_it_turns_to_tls_and_signs_in_before_it_sends(
    open_office: Callable[..., Controller], office: PostOffice, certified: tuple[str, ssl.SSLContext]
) -> None:
    authority, context = certified
    options = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": signs_in}
    open_office("smtp://oak:p%40ss%20word@localhost:{}", authority, **options)
    write()
    assert deliver_waiting(datetime.now(UTC)) == "sent 1, not sent 0"
    session, _ = office.taken[0]
    assert session.ssl is not None
    assert session.authenticated


@pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")
def test_a_wrong_password_makes_mail_wait_and_is_told(
    open_office: Callable[..., Controller], office: PostOffice, certified: tuple[str, ssl.SSLContext]
) -> None:
    authority, context = certified
    options = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": signs_in}
    open_office("smtp://oak:wrong@localhost:{}", authority, **options)
    mail = write()
    assert "1 wait, 0 given up" in deliver_waiting(datetime.now(UTC))
    mail.refresh_from_db()
    assert "Authentication" in mail.error
    assert (mail.state, office.taken) == (State.WAITING, [])


def test_a_server_with_a_certificate_of_somebody_else_gets_nothing(
    open_office: Callable[..., Controller], office: PostOffice, certified: tuple[str, ssl.SSLContext], tmp_path: Path
) -> None:
    make_authority(tmp_path / "other.pem", tmp_path / "other-key.pem", "Somebody else")
    open_office("smtp://localhost:{}", str(tmp_path / "other.pem"), tls_context=certified[1])
    mail = write()
    deliver_waiting(datetime.now(UTC))
    mail.refresh_from_db()
    assert "certificate" in mail.error.lower()
    assert office.taken == []


def test_a_server_that_cannot_encrypt_gets_nothing(
    open_office: Callable[..., Controller], office: PostOffice, certified: tuple[str, ssl.SSLContext]
) -> None:
    open_office("smtp://localhost:{}", certified[0])
    write()
    assert "1 wait" in deliver_waiting(datetime.now(UTC))
    assert office.taken == []


def test_a_server_that_is_away_makes_all_wait_for_three_days_at_most(open_office: Callable[..., Controller]) -> None:
    controller = open_office()
    first, second = write(), write()
    controller.stop()
    said = deliver_waiting(datetime.now(UTC))
    assert said.startswith("2 wait, 0 given up: ConnectionRefusedError")
    assert deliver_waiting(datetime.now(UTC)) == "", "not again at once"
    assert deliver_waiting(datetime.now(UTC) + timedelta(days=4)).startswith("0 wait, 2 given up")
    for mail in (first, second):
        mail.refresh_from_db()
        assert mail.state == State.FAILED
        assert mail.error


def test_a_server_that_is_back_gets_what_waited(open_office: Callable[..., Controller], office: PostOffice) -> None:
    write()
    deliver_waiting(datetime.now(UTC))
    open_office()
    later = datetime.now(UTC) + timedelta(minutes=6)
    wake_worker(later)
    assert DBTaskResult.objects.count() == 2, "the clock asks the worker"
    assert deliver_waiting(later) == "sent 1, not sent 0"
    assert len(office.taken) == 1


@pytest.mark.parametrize(("answer", "state"), [("550 No such user", State.FAILED), ("451 Later", State.WAITING)])
def test_an_address_that_is_refused_for_good_is_given_up_and_keeps_no_other(
    open_office: Callable[..., Controller], office: PostOffice, answer: str, state: str
) -> None:
    open_office()
    refused = write()
    office.answer = answer
    assert deliver_waiting(datetime.now(UTC)) == "sent 0, not sent 1"
    refused.refresh_from_db()
    assert refused.state == state
    assert answer[4:] in refused.error
    office.answer = "250 OK"
    write()
    assert deliver_waiting(datetime.now(UTC)) == "sent 1, not sent 0"


def test_two_who_deliver_at_once_send_a_mail_once(
    open_office: Callable[..., Controller], office: PostOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    from belisha.console.outbox import delivery

    open_office()
    write()
    honest, other = delivery._taken, []

    def while_another_delivers(*arguments: Any) -> Any:
        if not other:
            other.append(1)
            other.append(deliver_waiting(datetime.now(UTC)))
        yield from honest(*arguments)

    monkeypatch.setattr(delivery, "_taken", while_another_delivers)
    assert deliver_waiting(datetime.now(UTC)) == "sent 0, not sent 0"
    assert other[1] == "sent 1, not sent 0"
    assert len(office.taken) == 1


def test_what_libraries_send_goes_into_the_outbox_as_secret(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "belisha.console.outbox.backend.OutboxBackend"
    assert send_mail("Reset your password", "https://…", None, ["a@oak.example", "b@oak.example"]) == 1
    assert set(OutboxMail.objects.values_list("to", "secret", "state")) == {
        ("a@oak.example", True, "kept"),
        ("b@oak.example", True, "kept"),
    }


def test_mail_carries_no_files(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "belisha.console.outbox.backend.OutboxBackend"
    message = EmailMessage("Report", "", None, ["a@oak.example"], attachments=[("names.csv", "Ava", "text/csv")])
    with pytest.raises(ValueError, match="no attachments"):
        message.send()


def test_a_subject_cannot_smuggle_in_a_header() -> None:
    mail = send("a@oak.example", "Hello\r\nBcc: x@evil.example", "outbox/letters/trial.txt", {})
    assert mail
    assert "\n" not in mail.subject
    with pytest.raises(ValueError, match=r".+"):
        compose(sender="b@oak.example", to="a@oak.example\nBcc: x@y", subject="", body="", number=1, made=NOW)


def test_old_mail_is_forgotten() -> None:
    mail = write()
    forget_old(NOW + timedelta(days=31))
    mail.refresh_from_db()
    assert mail.body == ""
    forget_old(NOW + timedelta(days=181))
    assert not OutboxMail.objects.exists()


def test_pauses_grow_and_end() -> None:
    tries = [next_try(number, NOW) for number in range(1, len(PAUSES) + 2)]
    assert tries[-1] is None
    waits = [each - NOW for each in tries if each]
    assert waits == sorted(waits)


@pytest.mark.parametrize(
    ("address", "fault"),
    [
        ("mail.school.example", "must begin with smtp://"),
        ("smtp://:25", "names no server"),
        ("smtp://mail.school.example:99999", "its port"),
        ("smtp+plain://oak:secret@mail.school.example", "readable"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused_without_telling_the_password(address: str, fault: str) -> None:
    with pytest.raises(MailAddressError, match=fault) as refused:
        read_server(address)
    assert "secret" not in str(refused.value)


def test_ports_are_the_usual_ones() -> None:
    servers = [read_server(f"{scheme}://mail.school.example") for scheme in ("smtp", "smtps", "smtp+plain")]
    assert [(server.port, server.encrypted) for server in servers if server] == [(587, True), (465, True), (25, False)]
