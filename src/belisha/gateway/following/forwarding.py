"""Hands on to the console what people wrote on this gateway's pages, and what its record found to be danger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from belisha.engine.published import write_atomically
from belisha.gateway.following.client import ConsoleError, ShutOutError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from belisha.gateway.following.client import Client

__all__ = ["Forwarder"]

KINDS: Final = ("asks", "reports", "worries")
MOST: Final = 40 << 10  # bytes at a time
LONGEST_FINDING: Final = 32 << 10  # bytes: what the console takes


class Forwarder:
    """Remembers how far each file was handed on. Lines stay here too, as the spool always keeps them."""

    def __init__(self, home: Path) -> None:
        """Goes on where it was left."""
        self._spool = home / "spool"
        self._file = home / "following" / "forwarded.json"
        try:
            self._done = msgspec.json.decode(self._file.read_bytes(), type=dict[str, int])
        except (OSError, msgspec.MsgspecError):
            self._done = {}

    def forward(self, client: Client) -> int:
        """Send what is new, danger first; how many. What gets no answer is sent again. Raises ConsoleError, OSError."""
        return self._hand_on(client) + sum(self._forward(client, kind) for kind in KINDS)

    @property
    def danger_waits(self) -> bool:
        """Whether a finding of level danger has not reached the console yet."""
        return next(self._findings(), None) is not None

    def _findings(self) -> Iterator[Path]:
        """What the record's watcher handed on: a whole file each."""
        folder = self._spool / "findings"
        return (path for path in folder.glob("*.json") if not path.name.startswith("."))

    def _hand_on(self, client: Client) -> int:
        """Send findings one by one: a bad one must not hold the others up. The first fault is raised at the end."""
        sent = 0
        faults: list[ConsoleError] = []
        for path in sorted(self._findings()):
            try:
                sent += self._hand_one_on(client, path)
            except FileNotFoundError:
                continue  # retention was quicker
            except ShutOutError:
                raise
            except ConsoleError as error:
                faults.append(error)
        if faults:
            raise faults[0]
        return sent

    def _hand_one_on(self, client: Client, path: Path) -> bool:
        """Send one, and take it out of the spool once the console has it: the record here keeps it."""
        seen, content = path.stat(), path.read_bytes()
        if len(content) > LONGEST_FINDING:
            content = _cut_short(content)
        client.post("/gateways/spool/findings", {"lines": [content.decode("utf-8", "replace")]})
        now = path.stat()
        if (now.st_mtime_ns, now.st_ino) != (seen.st_mtime_ns, seen.st_ino):
            return False  # it has become more meanwhile: that is sent next time
        path.unlink()
        return True

    def _forward(self, client: Client, kind: str) -> int:
        path = self._spool / f"{kind}.jsonl"
        if not path.exists():
            return 0
        size, done = path.stat().st_size, self._done.get(kind, 0)
        if size == done:
            return 0
        with path.open("rb") as spool:
            spool.seek(done if done < size else 0)
            begun = spool.tell()
            content = spool.read(MOST)
        whole = content[: content.rfind(b"\n") + 1] or (content if len(content) == MOST else b"")
        lines = [line.decode("utf-8", "replace") for line in whole.splitlines() if line.strip()]
        if lines:
            client.post(f"/gateways/spool/{kind}", {"lines": lines})
        self._done[kind] = begun + len(whole)
        write_atomically(self._file, msgspec.json.encode(self._done))
        return len(lines)


def _cut_short(content: bytes) -> bytes:
    """A finding of very many searches, with the first of them: that there is danger must not be lost in its length."""
    try:
        told = msgspec.json.decode(content, type=dict[str, Any])
    except msgspec.MsgspecError:
        return content[:LONGEST_FINDING]  # the console refuses it, and says so
    short = {name: value[:20] if isinstance(value, list) else value for name, value in told.items()}
    return msgspec.json.encode(short | {"links": {"show": "", "events": []}})
