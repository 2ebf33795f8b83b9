"""The console's part of `belisha doctor`: what is well, what is not, and what to do about it."""

from __future__ import annotations

import smtplib
import socket
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from cryptography import x509
from django.conf import settings
from django.db import DatabaseError, connection

from belisha.console.access.models import School
from belisha.console.concerns.evidence.store import KEYS
from belisha.console.config.backup.contents import KEY_FILE
from belisha.console.config.installation import FILE
from belisha.console.config.serving import certificate_files
from belisha.console.config.system.elsewhere import tried
from belisha.console.config.system.health import health
from belisha.console.config.system.queries import kept_backups, mail_by_state
from belisha.console.config.system.rules import OLD_BACKUP_HOURS
from belisha.console.duties.registry import State
from belisha.console.filtering.proof.queries.standing import standing_of
from belisha.console.outbox.server import connect
from belisha.console.scanner import ScannerError, engine, knows_viruses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["Check", "examine"]

WELL, LOOK, WRONG = "well", "look", "wrong"
CERTIFICATE_DAYS: Final = 30
CLOCK_SECONDS: Final = 5.0
HINTS: Final = {
    "database": "Is PostgreSQL running, and is `database:` in console.yaml right? docs/operate/postgresql.md",
    "migrations": "belisha backup, then belisha console prepare",
    "worker": "./start, and look into log/worker.log",
    "due": "belisha due --list, and look into log/due.log",
    "disk": "make room: without it nothing can be saved",
}


class Check(NamedTuple):
    """One self-check: what was looked at, how it stands (well, look, wrong), what was found, what to do."""

    name: str
    state: str
    found: str
    hint: str = ""


def examine() -> Iterator[Check]:
    """Run every check of the console. One that fails itself is wrong and stops no other."""
    for name, question in QUESTIONS.items():
        try:
            yield from question()
        except (OSError, ValueError, DatabaseError) as error:
            yield Check(f"console {name}", WRONG, str(error) or type(error).__name__, "The check itself failed.")


def _answers() -> Iterator[Check]:
    console = settings.CONSOLE
    host = "127.0.0.1" if console.listen in {"0.0.0.0", "::"} else console.listen  # noqa: S104
    try:
        socket.create_connection((host, console.port), timeout=2).close()
    except OSError as error:
        found = f"does not answer on {console.listen}:{console.port} ({error.strerror or error})"
        yield Check("console", WRONG, found, "./start, and look into log/console.log")
    else:
        yield Check("console", WELL, f"answers at {console.url}")
    if not console.reached_by_others and not console.behind_proxy:
        yield Check("console reach", LOOK, "only this machine can use it", f"listen and public_url in {FILE}")


def _secrets() -> Iterator[Check]:
    others = [told.secret_file for told in settings.CONSOLE.elsewhere.values() if told.secret_file]
    for name in ("console/secret-key", KEYS, KEY_FILE, FILE, *others):
        file = settings.HOME / name  # a whole path stays as it is
        if not file.exists():
            continue
        open_to_others = file.stat().st_mode & 0o077
        found = "others can read it" if open_to_others else "readable by its owner alone"
        yield Check(f"console {file.name}", WRONG if open_to_others else WELL, found, f"chmod 600 {file}")


def _health() -> Iterator[Check]:
    for part in health(datetime.now(UTC)):
        hint = "" if part.well else HINTS[part.name]
        yield Check(f"console {part.name}", WELL if part.well else WRONG, part.found, hint)


def _mail() -> Iterator[Check]:
    server = settings.MAIL_SERVER
    if server is None:
        found = "no mail server is set: mails are kept in the outbox and reach nobody"
        yield Check("console mail", LOOK, found, f"mail: in {FILE}, then belisha console mail ADDRESS")
    else:
        try:
            with connect(server) as session:
                session.noop()
        except (OSError, smtplib.SMTPException) as error:
            yield Check("console mail", WRONG, f"{server}: {error}", "docs/operate/mail.md")
        else:
            safe = "" if server.encrypted or server.scheme == "smtp" else ", readable on the way"
            yield Check("console mail", LOOK if safe else WELL, f"{server} answers{safe}", "smtp:// where it can")
    if failed := mail_by_state().get("failed", 0):
        yield Check("console outbox", WRONG, f"{failed} mails were given up", "look at them: System, Outbox")


def _backup() -> Iterator[Check]:
    kept = kept_backups()
    if kept.trouble:
        yield Check("console backup", WRONG, f"{kept.folder}: {kept.trouble}", f"backup_folder in {FILE}")
    elif kept.newest is None:
        yield Check("console backup", LOOK, f"there is none in {kept.folder} yet", "belisha backup")
    else:
        age = datetime.now(UTC) - kept.newest
        late = age > timedelta(hours=OLD_BACKUP_HOURS)
        found = f"{kept.kept} kept, the newest {age.total_seconds() / 3600:.0f} hours old"
        yield Check("console backup", WRONG if late else WELL, found, "belisha due --list says why")
    if not settings.CONSOLE.backup_recipients:
        found = f"backups open with {KEY_FILE} in the data folder alone"
        hint = f"copy it elsewhere; once its recipient stands in {FILE} (backup_recipients) this is well"
        yield Check("console backup key", LOOK, found, hint)


def _tls() -> Iterator[Check]:
    console = settings.CONSOLE
    if not console.tls:
        found = "the web server in front does it" if console.behind_proxy else "not needed while only this machine asks"
        yield Check("console HTTPS", WELL, found)
        return
    certificate, _ = certificate_files(console, settings.HOME)
    loaded = x509.load_pem_x509_certificate(certificate.read_bytes())
    days = (loaded.not_valid_after_utc - datetime.now(UTC)).days
    state = WELL if days > CERTIFICATE_DAYS else WRONG
    hint = "a new file, then restart" if console.certificate else "restart: a new one is made"
    yield Check("console HTTPS", state, f"certificate valid for {days} more days", hint)
    names = loaded.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    held = [str(name.value) for name in names]
    if not any(_fits(name, console.name) for name in held):
        found = f"the certificate is for {', '.join(held)}, not for {console.name}"
        yield Check("console name", WRONG, found, f"public_url in {FILE}")


def _fits(held: str, name: str) -> bool:
    return held == name or (held.startswith("*.") and held[2:] == name.partition(".")[2])


def _elsewhere() -> Iterator[Check]:
    """Whether the school's Google or Microsoft answers, where people may sign in with it, and knows us."""
    for name in settings.CONSOLE.elsewhere:
        for finding in tried(name):
            yield Check(f"sign-in by {name}", finding.state, finding.says, "System, Sign-in with Google or Microsoft")


def _proof() -> Iterator[Check]:
    """Whether the filter of each school was tested within a day, and nothing came through."""
    for school in School.objects.order_by("pk"):
        standing = standing_of(school, datetime.now(UTC))
        state = {State.MET: WELL, State.AT_RISK: LOOK}.get(standing.state, WRONG)
        hint = (
            "" if state == WELL else f"belisha probe run --school {school.code}, then look at “Does the filter work?”"
        )
        yield Check(f"filter of {school.code}", state, standing.reason, hint)


def _scanner() -> Iterator[Check]:
    """Whether the virus scanner answers, and knows more than a test's signature."""
    where = f"clamd at {settings.SCANNER}"
    try:
        who = engine()
    except ScannerError as error:
        hint = "apt-get install clamav-daemon, ./start, and look into log/scanner.log; files wait meanwhile"
        yield Check("virus scanner", WRONG, str(error), hint)
        return
    if knows_viruses(who):
        yield Check("virus scanner", WELL, f"{where}: {who}")
    else:
        hint = "freshclam must bring signatures: docs/operate/evidence.md"
        yield Check("virus scanner", WRONG, f"{where}: {who}, with a test's signature alone", hint)


def _clock() -> Iterator[Check]:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (theirs,) = cursor.fetchone() or (datetime.now(UTC),)
    apart = abs((datetime.now(UTC) - theirs).total_seconds())
    state = WELL if apart < CLOCK_SECONDS else WRONG
    yield Check("console clock", state, f"{apart:.1f} seconds from the database's", "timedatectl, on both machines")


QUESTIONS: Final[dict[str, Callable[[], Iterator[Check]]]] = {
    "answers": _answers,
    "secrets": _secrets,
    "health": _health,
    "mail": _mail,
    "backup": _backup,
    "HTTPS": _tls,
    "elsewhere": _elsewhere,
    "proof": _proof,
    "clock": _clock,
    "virus scanner": _scanner,
}
