"""The console's part of `belisha start`: what it needs before it runs, its processes, and its sample people."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import click

from belisha.console.concerns.evidence.own_scanner import clamd
from belisha.console.config.backup.contents import KEY_FILE
from belisha.console.config.backup.keys import ensure_key
from belisha.console.config.backup.restoring import UNFINISHED
from belisha.console.config.installation import read_console, secret_key, write_default
from belisha.console.config.serving import certificate_files
from belisha.gateway.authority import issue, make_authority
from belisha.gateway.squid.conf import as_service_user
from belisha.gateway.supervisor import Service, wait_for_port

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from belisha.console.config.installation import Console
    from belisha.gateway.settings import Settings

__all__ = [
    "SignIn",
    "console_services",
    "fill_with_sample",
    "is_taken",
    "make_ready",
    "renew_certificate",
    "wait_for_console",
    "why_not",
]

SignIn = tuple[str, str, str]
PROCESSES: Final = {"console": "web", "worker": "worker", "due": "due"}
SCANNER: Final = "belisha.console.concerns.evidence.own_scanner"
SECONDS_TO_FILL: Final = 300


def make_ready(settings: Settings, say: Callable[[str], None]) -> Console:
    """Write what the console needs where it is missing: settings, keys, a certificate. Returns its settings.

    Raises ConsoleSettingsError, ClickException after a restore that was cut off, OSError when the disk refuses.
    """
    home = settings.home
    if (home / UNFINISHED).exists():
        message = f"A restore into {home} was cut off. Run `belisha restore FILE --force` again before you start."
        raise click.ClickException(message)
    write_default(home)
    console = read_console(home)
    secret_key(home)
    if not console.backup_recipients and ensure_key(home):
        say(f"Making the key that opens backups: copy {home / KEY_FILE} to a safe place away from this machine")
    renew_certificate(settings, console, say)
    return console


def renew_certificate(settings: Settings, console: Console, say: Callable[[str], None]) -> bool:
    """Make the console's certificate where it has none for a while yet; whether one was made. Raises OSError.

    The console reads it anew for each connection: nothing is started again. One that the school brought stays.
    """
    if not console.tls or console.certificate:
        return False
    make_authority(settings.authority_file, settings.authority_key_file, "Belisha")
    files = certificate_files(console, settings.home)
    made = issue(*files, settings.authority_key_file, (console.name,), datetime.now(UTC))
    if made:
        say(f"Making a certificate for {console.name}, signed by the school's own authority")
    return made


def _command(process: str, home: Path) -> list[str]:
    return [sys.executable, "-I", "-m", "belisha.console.config.process", process, str(home)]


def console_services(settings: Settings, console: Console) -> list[Service]:
    """The processes of the console, for the supervisor."""
    # settings that may come by the environment; nothing else of the caller's is handed on
    names = {"BELISHA_DATABASE"} | {told.secret_env for told in console.elsewhere.values() if told.secret_env}
    environment = {name: os.environ[name] for name in names if name in os.environ}
    found = [
        Service(name, _command(process, settings.home), environment=environment) for name, process in PROCESSES.items()
    ]
    if clamd() and not console.scanner:
        found.append(Service("scanner", [sys.executable, "-I", "-m", SCANNER, str(settings.home)]))
    return found


def is_taken(console: Console) -> bool:
    """Whether something answers at the console's port already, before the console was started."""
    return wait_for_port(_host(console), console.port, 0.2)


def wait_for_console(console: Console, web: Service, seconds: float) -> bool:
    """Whether the console answers within so many seconds; not waited for any longer once its process has ended."""
    deadline = time.monotonic() + seconds
    while web.running() and time.monotonic() < deadline:
        if wait_for_port(_host(console), console.port, 0.2):
            return True
    return False


def _host(console: Console) -> str:
    return "127.0.0.1" if console.listen in {"0.0.0.0", "::"} else console.listen  # noqa: S104


def why_not(home: Path) -> str:
    """The last words of a console that does not answer."""
    try:
        lines = (home / "log" / "console.log").read_text("utf-8", "replace").strip().splitlines()
    except OSError:
        return ""
    return lines[-1].partition(" ERROR ")[2] or lines[-1] if lines else ""


def fill_with_sample(settings: Settings, services: Sequence[Service]) -> list[SignIn]:
    """Fill an empty console with the sample federation; a sign-in to try for each role. Raises ClickException."""
    environment = os.environ | services[0].environment
    outcome = subprocess.run(  # noqa: S603
        as_service_user(settings, _command("demo", settings.home)),
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env=environment,
        timeout=SECONDS_TO_FILL,
    )
    if outcome.returncode:
        said = (outcome.stdout + outcome.stderr).strip().splitlines()
        message = f"The console could not be filled with the sample: {said[-1] if said else 'it said nothing'}"
        raise click.ClickException(message)
    return [(title, name, password) for title, name, password in json.loads(outcome.stdout.splitlines()[-1])]
