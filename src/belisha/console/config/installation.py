"""The settings of one console: `console.yaml` in the data folder. All have defaults; unknown keys are refused."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Literal

import msgspec

__all__ = ["Console", "ConsoleSettingsError", "default_home", "read_console", "secret_key"]

FILE = "console.yaml"


class ConsoleSettingsError(Exception):
    """console.yaml cannot be used; the text says what to change."""


class Console(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One console's settings; documented in docs/operate/console.md."""

    listen: str = "127.0.0.1"
    port: int = 8070
    public_url: str = ""  # how people reach it, when that differs: https://safety.school.example
    database: str = ""  # postgresql://user@host/name; SQLite in the data folder when empty
    mail: str = ""  # smtp://user:password@host:587; an outbox to read when empty
    mail_from: str = "belisha@localhost"
    language: Literal["en-gb", "cy"] = "en-gb"

    @property
    def url(self) -> str:
        """Where the console answers, without a trailing slash."""
        name = "127.0.0.1" if self.listen in {"0.0.0.0", "::"} else self.listen  # noqa: S104
        return self.public_url.rstrip("/") or f"http://{name}:{self.port}"


def default_home() -> Path:
    """The data folder: $BELISHA_HOME, or var in the folder that one is in."""
    return Path(os.environ.get("BELISHA_HOME") or "var").absolute()


def read_console(home: Path) -> Console:
    """The settings of the console in `home`. Raises ConsoleSettingsError."""
    try:
        text = (home / FILE).read_bytes()
    except FileNotFoundError:
        return Console()
    try:
        return msgspec.convert(msgspec.yaml.decode(text) or {}, Console)
    except msgspec.MsgspecError as error:
        message = f"{home / FILE}: {error}"
        raise ConsoleSettingsError(message) from error


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
