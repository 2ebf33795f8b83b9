"""Writes all that Squid reads: squid.conf, its pages, its certificate store; and asks Squid whether it is right."""

from __future__ import annotations

import hashlib
import re
import shlex
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

import jinja2

from belisha.engine.address import suffixes
from belisha.engine.address.probes import DOMAIN, TLS_PORT
from belisha.engine.decide.file_kinds import CONTENT_TYPES, NAME_ENDINGS
from belisha.engine.decide.search import search_hosts
from belisha.gateway.authority import make_for_itself
from belisha.gateway.pages import write_pages
from belisha.gateway.settings import keep_prepared

if TYPE_CHECKING:
    from pathlib import Path

    from belisha.gateway.settings import Settings

__all__ = ["SquidError", "check_configuration", "prepare", "squid_program"]

CERTIFICATE_MAKER = "/usr/lib/squid/security_file_certgen"
UNSAFE = re.compile(r"[\s\"'#%\\]")


class SquidError(Exception):
    """Squid is missing, or refuses its configuration; the text says what it said."""


def squid_program() -> str:
    """Where squid is. Raises SquidError when it is not installed."""
    program = shutil.which("squid", path="/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin")
    if not program:
        message = "Squid is not installed: run ./start --setup as root, or apt-get install squid-openssl."
        raise SquidError(message)
    return program


def service_name(settings: Settings) -> str:
    """The name that keeps this Squid's shared memory apart from that of every other Squid on the machine."""
    return "belisha" + hashlib.sha256(str(settings.home).encode()).hexdigest()[:12]


def last_words(settings: Settings) -> str:
    """Why Squid ended, in its own words; empty when it said nothing of the kind."""
    try:
        lines = (settings.squid / "cache.log").read_text("utf-8", "replace").splitlines()
    except OSError:
        return ""
    return next((line.partition("FATAL: ")[2] for line in reversed(lines[-200:]) if "FATAL: " in line), "")


def as_service_user(settings: Settings, command: list[str]) -> list[str]:
    """The command as the service user (when we are root), ended by the kernel should its parent vanish."""
    prefix = ["setpriv", "--pdeathsig", "TERM"]
    if settings.service_user:
        user = settings.service_user
        prefix += ["--reuid", user, "--regid", user, "--init-groups"]
    return [*prefix, *command]


def helper_program(settings: Settings) -> Path:
    """The program that Squid starts, with the role behind it."""
    return settings.squid / "helper"


def _write_helper(settings: Settings) -> None:
    # a program of its own: Squid starts helpers under another name, by which Python would not find its environment
    program = helper_program(settings)
    command = shlex.join([sys.executable, "-I", "-m", "belisha.gateway.squid.helper", str(settings.home)])
    program.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
    program.chmod(0o755)


def render(settings: Settings) -> str:
    """The text of squid.conf. Raises SquidError for a path or name that Squid's grammar cannot hold."""
    paths = (str(settings.home), settings.hosts_file, settings.upstream_ca)
    for value in (*paths, settings.listen, settings.address, *settings.name_servers):
        if UNSAFE.search(value):
            message = f"Squid's configuration cannot hold {value!r}: choose a name without spaces, quotes, # or %."
            raise SquidError(message)
    template = files(__package__).joinpath("squid.conf.j2").read_text()
    environment = jinja2.Environment(undefined=jinja2.StrictUndefined, trim_blocks=True, autoescape=False)  # noqa: S701
    return environment.from_string(template).render(
        s=settings,
        certgen=CERTIFICATE_MAKER,
        helper=helper_program(settings),
        realm="School internet: your school sign-in name and password",
        portal_address="127.0.0.1" if settings.address == "127.0.0.1" else settings.address,
        portal_host="127.0.0.1" if settings.listen in {"0.0.0.0", "::"} else settings.listen,  # noqa: S104
        probe_domain=DOMAIN,
        probe_port=TLS_PORT,
        file_kinds=_file_kinds(),
        endings="|".join(map(re.escape, NAME_ENDINGS)),
    )


def _search_sites() -> list[str]:
    """Search and video sites; Squid will not have a host beside the domain that it is part of."""
    hosts = search_hosts()
    domains = {host.lstrip(".") for host in hosts if host.startswith(".")}
    return [host for host in hosts if host.startswith(".") or domains.isdisjoint(suffixes(host))]


class FileKind(NamedTuple):
    """A kind of file as squid.conf needs it: content types and endings of names, each as alternatives of a pattern."""

    id: str
    types: str
    endings: str


def _file_kinds() -> list[FileKind]:
    return [
        FileKind(
            kind,
            "|".join(re.escape(name) for name in types),
            "|".join(_however_written(ending) for ending, of in NAME_ENDINGS.items() if of == kind),
        )
        for kind, types in CONTENT_TYPES.items()
    ]


def _however_written(ending: str) -> str:
    """A pattern (POSIX) for the ending of a file name: each letter as it is, percent-escaped, or behind a backslash."""
    return "".join(rf"\\?({re.escape(letter)}|%{ord(letter):02x})" for letter in ending)


def prepare(settings: Settings) -> Path:
    """Write the folder of Squid and return the path of its squid.conf. Raises SquidError."""
    folder = settings.squid
    folder.mkdir(parents=True, exist_ok=True)
    settings.journal.mkdir(parents=True, exist_ok=True)
    write_pages(folder / "pages", settings.portal_url)
    _write_helper(settings)
    keep_prepared(settings)
    make_for_itself(settings.probe_certificate_file, settings.probe_key_file, f"*.{DOMAIN}", datetime.now(UTC))
    (folder / "search-sites").write_text("\n".join(_search_sites()) + "\n")  # too long for a line of squid.conf
    configuration = folder / "squid.conf"
    configuration.write_text(render(settings))
    own(settings, settings.home)
    _make_certificate_store(settings)
    check_configuration(settings, configuration)
    return configuration


def own(settings: Settings, folder: Path) -> None:
    """Give a folder and all in it to the service user, when we are root."""
    user = settings.service_user
    if not user:
        return
    shutil.chown(folder, user, user)
    for path in folder.rglob("*"):
        if not path.is_symlink():
            shutil.chown(path, user, user)


def _make_certificate_store(settings: Settings) -> None:
    store = settings.squid / "certificates"
    if (store / "index.txt").exists():
        return
    shutil.rmtree(store, ignore_errors=True)
    _run(
        as_service_user(settings, [CERTIFICATE_MAKER, "-c", "-s", str(store), "-M", "16MB"]),
        "make its certificate store",
    )


def check_configuration(settings: Settings, configuration: Path) -> None:
    """Ask Squid whether it can read the configuration. Raises SquidError with what it said."""
    _run(
        as_service_user(settings, [squid_program(), "-k", "parse", "-f", str(configuration)]), "read its configuration"
    )


def _run(command: list[str], purpose: str) -> None:
    outcome = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603
    said = outcome.stderr + outcome.stdout
    faults = [line for line in said.splitlines() if re.search(r"FATAL|ERROR|Bungled", line)]
    if outcome.returncode != 0 or faults:
        message = f"Squid could not {purpose}: " + ("; ".join(faults) or said.strip() or "it said nothing")
        raise SquidError(message)
