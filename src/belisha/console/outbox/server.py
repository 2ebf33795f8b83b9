"""The school's mail server: its address as console.yaml gives it, and handing it one mail."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

__all__ = ["MailAddressError", "MailServer", "compose", "connect", "is_permanent", "read_server"]

PORTS: Final = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
TIMEOUT_SECONDS: Final = 30
PERMANENT: Final = 500


class MailAddressError(ValueError):
    """The address of the mail server cannot be used; the text says what to change, and holds no password."""


class MailServer(NamedTuple):
    """A server. `scheme`: smtp turns to TLS with STARTTLS, smtps begins with TLS, smtp+plain has none."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = ""
    authority: str = ""  # file of the authority that signed its certificate; the system's when empty

    @property
    def encrypted(self) -> bool:
        """Whether the session turns to TLS. On this machine itself nothing passes that another could read."""
        away = self.host not in LOOPBACK or bool(self.authority)
        return self.scheme == "smtps" or (self.scheme == "smtp" and away)

    def __str__(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}"


def read_server(address: str, authority: str = "") -> MailServer | None:
    """Read smtp://user:password@host:port; None when it is empty. Raises MailAddressError."""
    if not address:
        return None
    parts = urlsplit(address)
    try:
        port = parts.port
    except ValueError:
        port = -1
    server = MailServer(
        parts.scheme,
        parts.hostname or "",
        port if port is not None else PORTS.get(parts.scheme, 0),
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        authority,
    )
    faults = {
        f"it must begin with {', '.join(f'{scheme}://' for scheme in PORTS)}": server.scheme not in PORTS,
        "it names no server: smtp://user:password@SERVER:587": not server.host,
        "its port is none (1 to 65535)": not 1 <= server.port <= 65535,
        "smtp+plain would send the password readable; use smtp": bool(
            server.scheme == "smtp+plain" and server.password and server.host not in LOOPBACK
        ),
    }
    for fault, present in faults.items():
        if present:
            message = f"The address of the mail server cannot be used: {fault}."
            raise MailAddressError(message)
    return server


@contextmanager
def connect(server: MailServer) -> Iterator[smtplib.SMTP]:
    """A session with the server, encrypted and signed in as its address says. Raises OSError or SMTPException."""
    trust = ssl.create_default_context(cafile=server.authority or None)
    if server.scheme == "smtps":
        session: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=trust)
    else:
        session = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
    with session:
        if server.scheme == "smtp" and server.encrypted:
            session.starttls(context=trust)  # raises where the server has none: nothing is sent readable
        if server.user:
            session.login(server.user, server.password)
        yield session


def compose(*, sender: str, to: str, subject: str, body: str, number: int, made: datetime) -> EmailMessage:
    """One mail as it travels. Its id follows from its number, so that one delivered twice is seen to be one.

    Raises ValueError for an address or subject that would smuggle in a header.
    """
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = format_datetime(made)
    domain = sender.rpartition("@")[2].rstrip(">") or "belisha.invalid"
    message["Message-ID"] = f"<belisha-{number}-{made.timestamp():.0f}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(body)
    return message


def is_permanent(error: Exception) -> bool:
    """Whether trying again is in vain: the server refused the mail or an address of it for good."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= PERMANENT
    return isinstance(error, ValueError)
