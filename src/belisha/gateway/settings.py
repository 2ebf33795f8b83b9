"""The settings of one gateway: `gateway.yaml` in the data folder. All have defaults; unknown keys are refused."""

from __future__ import annotations

import hashlib
import os
import pwd
from pathlib import Path

import msgspec

from belisha.engine.published import write_atomically

__all__ = [
    "Settings",
    "SettingsError",
    "default_home",
    "keep_prepared",
    "prepared_settings",
    "read_settings",
    "write_default",
]

FILE = "gateway.yaml"
PREPARED = "settings.json"
HIGHEST_PORT = 65_535

DEFAULT_TEXT = """\
# This gateway. Every line is a default: change what differs and restart. `belisha doctor` checks it.
name: gateway            # appears in the name of its log files
listen: 127.0.0.1        # 0.0.0.0 lets the school's devices in; until then only this machine can use it
proxy_port: 8080
portal_port: 8090        # PAC file, certificate, and the forms behind a blocked page
public_name: ""          # the name or address that devices know this machine by (default: the listen address)
record: ""               # where the record goes: a folder, or s3://BUCKET/FOLDER (default: activity/ in here)
"""


class SettingsError(Exception):
    """gateway.yaml cannot be used; the text says what to change."""


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One gateway's settings. Paths are absolute; sizes in MB."""

    home: Path = Path()
    name: str = "gateway"
    listen: str = "127.0.0.1"
    proxy_port: int = 8080
    portal_port: int = 8090
    public_name: str = ""
    record: str = ""  # read by belisha.activity.place
    user: str = "proxy"
    upstream_ca: str = ""
    hosts_file: str = ""
    name_servers: tuple[str, ...] = ()
    reserve_mb: int = 64
    helpers: int = 1
    local_origins: bool = False

    @property
    def address(self) -> str:
        """The name or address that devices use."""
        return self.public_name or ("127.0.0.1" if self.listen in {"0.0.0.0", "::"} else self.listen)  # noqa: S104

    @property
    def portal_url(self) -> str:
        """Where the portal answers, without a trailing slash."""
        return f"http://{self.address}:{self.portal_port}"

    @property
    def probe_address(self) -> str:
        """Where our own test pages are inside TLS: an address of this machine alone, and of this gateway alone."""
        first, second, third, *_ = hashlib.sha256(str(self.home).encode()).digest()
        return f"127.{64 + first % 128}.{second}.{1 + third % 254}"

    @property
    def probe_certificate_file(self) -> Path:
        """The certificate of our own test pages, which Squid alone trusts."""
        return self.squid / "probes.pem"

    @property
    def probe_key_file(self) -> Path:
        """Its key."""
        return self.home / "ca" / "private" / "probes-key.pem"

    @property
    def service_user(self) -> str | None:
        """The user whom the gateway's processes run as: only root can choose one."""
        return self.user if os.geteuid() == 0 else None

    @property
    def authority_file(self) -> Path:
        """The certificate authority's certificate, for devices to trust."""
        return self.home / "ca" / "belisha-ca.pem"

    @property
    def authority_key_file(self) -> Path:
        """Certificate and key together, for Squid alone."""
        return self.home / "ca" / "private" / "belisha-ca-key.pem"

    @property
    def journal(self) -> Path:
        """The folder of the journal's segments."""
        return self.home / "journal"

    @property
    def follows(self) -> bool:
        """Whether it goes by what a console on another machine publishes."""
        return (self.home / "following" / "link.json").exists()

    @property
    def squid(self) -> Path:
        """The folder of what belongs to Squid: its configuration, pages, certificates and own log."""
        return self.home / "squid"


def default_home() -> Path:
    """$BELISHA_HOME, or `var` in the current folder."""
    return Path(os.environ.get("BELISHA_HOME") or "var").absolute()


def read_settings(home: Path) -> Settings:
    """The settings in `home`, defaults where the file says nothing. Raises SettingsError."""
    # loaded here alone: Squid's helpers start without it, ten milliseconds and two megabytes sooner
    import yaml  # noqa: PLC0415

    home = home.absolute()
    try:
        text = (home / FILE).read_text()
    except FileNotFoundError:
        text = ""
    try:
        values = yaml.safe_load(text) or {}
        settings = msgspec.structs.replace(msgspec.convert(values, Settings), home=home)
    except (yaml.YAMLError, msgspec.ValidationError, TypeError) as error:
        message = f"{home / FILE}: {error}"
        raise SettingsError(message) from error
    _check(settings)
    return settings


def keep_prepared(settings: Settings) -> None:
    """Leave the settings for the helpers, as what Squid was started with."""
    values = {name: value for name, value in msgspec.structs.asdict(settings).items() if name != "home"}
    write_atomically(settings.squid / PREPARED, msgspec.json.encode(values))


def prepared_settings(home: Path) -> Settings:
    """The settings that Squid was last prepared with, or those in `home`. Raises SettingsError."""
    home = home.absolute()
    try:
        text = (home / "squid" / PREPARED).read_bytes()
    except FileNotFoundError:
        return read_settings(home)
    try:
        return msgspec.structs.replace(msgspec.convert(msgspec.json.decode(text), Settings), home=home)
    except msgspec.MsgspecError:
        return read_settings(home)


def _check(settings: Settings) -> None:
    for port in (settings.proxy_port, settings.portal_port):
        if not 1 <= port <= HIGHEST_PORT:
            message = f"{settings.home / FILE}: {port} is not a port (1 to 65535)."
            raise SettingsError(message)
    if settings.service_user:
        try:
            pwd.getpwnam(settings.service_user)
        except KeyError as error:
            message = f"{settings.home / FILE}: there is no user {settings.user!r} on this machine."
            raise SettingsError(message) from error


def write_default(home: Path) -> None:
    """Write the commented defaults where no settings are yet."""
    if not (home / FILE).exists():
        write_atomically(home / FILE, DEFAULT_TEXT.encode())
