"""Hands on to the console what people wrote on this gateway's pages: pages they asked for, reports, worries."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from belisha.engine.published import write_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from belisha.gateway.following.client import Client

__all__ = ["Forwarder"]

KINDS: Final = ("asks", "reports", "worries")
MOST: Final = 40 << 10  # bytes at a time


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
        """Send what is new; how many lines. What gets no answer is sent again. Raises ConsoleError, OSError."""
        return sum(self._forward(client, kind) for kind in KINDS)

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
