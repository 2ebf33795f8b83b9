"""The settings of one console: `console.yaml` in the data folder. All have defaults; unknown keys are refused."""

from __future__ import annotations

import ipaddress
import os
import re
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import urlsplit

import msgspec

from belisha.console.config.database import DatabaseAddressError, read_address
from belisha.console.outbox.server import MailAddressError, read_server

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "FILE",
    "Console",
    "ConsoleSettingsError",
    "Elsewhere",
    "default_home",
    "read_console",
    "secret_key",
    "write_default",
]

FILE = "console.yaml"
PORTS: Final = range(1, 65536)

DEFAULT_TEXT = """\
# The console. Every line is a default: change what differs and restart. `belisha doctor` checks it.
listen: 127.0.0.1        # 0.0.0.0 lets the school's devices in, by HTTPS; until then only this machine can use it
port: 8070
public_url: ""           # how people reach it: https://safety.school.example:8070; needed once it listens to others
behind_proxy: false      # true where a web server in front of it does HTTPS
certificate: ""          # files of a certificate and its key, where the school's own authority is not to make them
certificate_key: ""
database: ""             # postgresql://user:password@host/name; SQLite in here when empty
mail: ""                 # smtp://user:password@server:587; mails are kept to be read when empty
mail_from: belisha@localhost
language: en-gb          # or cy; each person can choose their own
backup_folder: ""        # where backups go each night (default: backups/ in here): better another disk
backup_keep: 14          # how many are kept
backup_recipients: []    # whose keys open them (age1…); the key in backup-key.txt when empty
scanner: ""              # a clamd elsewhere (/run/clamav/clamd.ctl, or host:3310); one of its own when empty
"""


class ConsoleSettingsError(Exception):
    """console.yaml cannot be used; the text says what to change."""


class Elsewhere(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How people sign in with the school's Google Workspace or Microsoft Entra; see docs/operate/sign-in.md."""

    client_id: str
    domains: tuple[str, ...]  # of the school's e-mail addresses: an address of any other lets nobody in
    secret_file: str = ""
    secret_env: str = ""  # the name of a variable of the environment
    tenant: str = ""  # Microsoft: the number of the school's own directory, never "common"
    server: str = ""  # another address of the provider (national clouds)

    @property
    def secret(self) -> str:
        """The client's secret. Raises OSError."""
        return Path(self.secret_file).read_text().strip() if self.secret_file else os.environ.get(self.secret_env, "")


class Console(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One console's settings; documented in docs/operate/console.md."""

    listen: str = "127.0.0.1"
    port: int = 8070
    public_url: str = ""
    behind_proxy: bool = False
    certificate: str = ""
    certificate_key: str = ""
    workers: int = 2
    database: str = ""
    mail: str = ""
    mail_from: str = "belisha@localhost"
    mail_authority: str = ""
    language: Literal["en-gb", "cy"] = "en-gb"
    backup_folder: str = ""
    backup_keep: int = 14
    backup_recipients: tuple[str, ...] = ()
    backup_record: bool = False
    scanner: str = ""  # of ClamAV's clamd elsewhere: a path of a socket, or host:port
    google: Elsewhere | None = None
    microsoft: Elsewhere | None = None
    shared_addresses: tuple[str, ...] = ()  # networks behind which many people have one address

    @property
    def elsewhere(self) -> dict[str, Elsewhere]:
        """Where else people can sign in, by our name for it."""
        given = {"google": self.google, "microsoft": self.microsoft}
        return {name: told for name, told in given.items() if told}

    def server_of(self, name: str) -> str:
        """The address of a provider, below which it says how to speak with it."""
        servers = {
            "google": "https://accounts.google.com",
            "microsoft": f"https://login.microsoftonline.com/{self.microsoft.tenant if self.microsoft else ''}/v2.0",
        }
        return self.elsewhere[name].server or servers[name]

    def elsewhere_apps(self) -> list[dict[str, object]]:
        """The same as the sign-in library takes it."""
        return [
            {
                "provider_id": name,
                "name": name.title(),
                "client_id": told.client_id,
                "secret": told.secret,
                "settings": {"server_url": self.server_of(name)},
            }
            for name, told in self.elsewhere.items()
        ]

    @property
    def reached_by_others(self) -> bool:
        """Whether it listens to more than this machine."""
        return not (self.listen.startswith("127.") or self.listen in {"localhost", "::1"})

    @property
    def tls(self) -> bool:
        """Whether it does HTTPS itself."""
        return bool(self.certificate) or (self.reached_by_others and not self.behind_proxy)

    @property
    def name(self) -> str:
        """The name or address that people reach it by."""
        return urlsplit(self.url).hostname or "localhost"

    @property
    def url(self) -> str:
        """Where the console answers, without a trailing slash."""
        host = f"[{self.listen}]" if ":" in self.listen else self.listen
        return self.public_url.rstrip("/") or f"http{'s' * self.tls}://{host}:{self.port}"


def _faults(console: Console) -> Iterator[str]:
    if console.port not in PORTS:
        yield f"port: {console.port} is not a port (1 to 65535)."
    if console.workers < 1 or console.backup_keep < 1:
        yield "workers and backup_keep: at least 1."
    if bool(console.certificate) != bool(console.certificate_key):
        yield "certificate and certificate_key: both, or neither."
    for file in (console.certificate, console.certificate_key, console.mail_authority):
        if file and not Path(file).is_file():
            yield f"there is no file {file}."
    yield from _faults_of_address(console)
    yield from _faults_of_elsewhere(console)
    yield from _faults_of_scanner(console)
    try:
        if console.database:
            read_address(console.database)
        read_server(console.mail, console.mail_authority)
    except (DatabaseAddressError, MailAddressError) as error:
        yield str(error)


def _faults_of_scanner(console: Console) -> Iterator[str]:
    if console.scanner and not re.fullmatch(r"/.+|[^:/]+:\d{1,5}|\[[0-9a-fA-F:]+\]:\d{1,5}", console.scanner):
        yield f"scanner: {console.scanner} is neither the path of a socket nor host:port."


def _faults_of_elsewhere(console: Console) -> Iterator[str]:
    for name, told in console.elsewhere.items():
        if not told.domains:
            yield f"{name}: domains: name the domains of the school's e-mail addresses."
        if fault := _fault_of_secret(told):
            yield f"{name}: {fault}"
    if console.microsoft and not re.fullmatch(r"[0-9a-fA-F-]{36}", console.microsoft.tenant):
        yield "microsoft: tenant: the number of the school's own directory, 8-4-4-4-12 letters and digits."
    for network in console.shared_addresses:
        try:
            ipaddress.ip_network(network, strict=False)
        except ValueError:
            yield f"shared_addresses: {network} is not a network like 10.2.0.0/16."


def _fault_of_secret(told: Elsewhere) -> str:
    if bool(told.secret_file) == bool(told.secret_env):
        return "secret_file or secret_env: one of them."
    if told.secret_file and not Path(told.secret_file).is_file():
        return f"secret_file: there is no file {told.secret_file}."
    if told.secret_env and not os.environ.get(told.secret_env):
        return f"secret_env: the environment has no {told.secret_env}."
    return ""


def _faults_of_address(console: Console) -> Iterator[str]:
    parts = urlsplit(console.public_url)
    if console.public_url:
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
            yield f"public_url: {console.public_url} is not like https://safety.school.example."
        elif parts.scheme == "http" and console.tls:
            yield "public_url: this console does HTTPS, so it begins with https://."
    elif console.reached_by_others:
        yield f"public_url: is needed with listen: {console.listen}, for nobody else can know this machine's name."
    elif console.behind_proxy:
        yield "public_url: is needed with behind_proxy: true, the address of the web server in front."


def default_home() -> Path:
    """The data folder: $BELISHA_HOME, or var in the folder that one is in."""
    return Path(os.environ.get("BELISHA_HOME") or "var").absolute()


def read_console(home: Path) -> Console:
    """The settings of the console in `home`. Raises ConsoleSettingsError with every fault."""
    try:
        text = (home / FILE).read_bytes()
        console = msgspec.convert(msgspec.yaml.decode(text) or {}, Console)
    except FileNotFoundError:
        return Console()
    except (OSError, msgspec.MsgspecError) as error:
        message = f"{home / FILE}: {error}"
        raise ConsoleSettingsError(message) from error
    if faults := list(_faults(console)):
        message = "\n".join(f"{home / FILE}: {fault}" for fault in faults)
        raise ConsoleSettingsError(message)
    return console


def write_default(home: Path) -> None:
    """Write the commented defaults where no settings are yet, readable by their owner alone: passwords go in there."""
    file = home / FILE
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(DEFAULT_TEXT)


def secret_key(home: Path) -> str:
    """The key that signs sessions and links; made once for each data folder, readable by its owner alone."""
    file = home / "console" / "secret-key"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = file.with_name(f".secret-key.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        # a link fails where another process was first: then that one's key is ours too
        try:
            file.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text()
