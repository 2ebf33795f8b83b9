"""One round of following: ask for the pointer, check it, bring the files, put them in force. Nothing by halves.

A large index comes in a thread of its own, so that a policy that must count now does not wait for it.
"""

from __future__ import annotations

import hashlib
import logging
import threading
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import msgspec

from belisha.engine.published import (
    NothingPublishedError,
    Pointer,
    index_path,
    lists_folder,
    policy_path,
    put_in_force,
    read_pointer,
    write_atomically,
)
from belisha.engine.published.signed import ForgedError, is_extra, open_told, public_key
from belisha.gateway.following.client import Client, ConsoleError, trusting
from belisha.gateway.following.link import Progress, authority_path, read_progress, write_progress

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from belisha.engine.published.signed import Piece, Told
    from belisha.gateway.following.link import Link

__all__ = ["Puller"]

log = logging.getLogger(__name__)

SMALL: Final = 8 << 20  # an index of so many bytes is not worth a thread
POLICIES_KEPT: Final = 3


class Puller:
    """Follows one console for one data folder. `fault` says why the newest is not in force, or is empty."""

    def __init__(self, home: Path, link: Link, client: Client | None = None) -> None:
        """Nothing is asked yet. Raises OSError or ValueError where the link cannot be used."""
        self.home = home
        self.link = link
        self.client = client or self.new_client()
        self.progress = read_progress(home)
        self.told: Told | None = None
        self.fault = ""
        self._key = public_key(link.key)
        self._version = ""
        self._lists = _Lists(self)
        self._settled: object = None  # the files as they were when all was as told

    def new_client(self) -> Client:
        """A connection of one's own to the console, for another thread."""
        context = trusting(authority_path(self.home)) if self.link.authority else None
        return Client(self.link.url, context, token=self.link.token)

    def round(self, *, wait: bool = False) -> bool:
        """Ask once and go by what is new; whether anything changed. `wait`: until the index is here as well.

        Raises ConsoleError, ForgedError, NothingPublishedError, OSError: what is in force then stays.
        """
        self._ask()
        if self.told is None or (self._settled and self._settled == (self.told, *self._stamps())):
            return False
        changed = self._passwords(self.told.passwords)
        if self.told.extras:
            changed |= self._bring_extras(self.told.extras)
        self._bring_policy(self.told.policy)
        arrived = self._lists.arrived(self.told.lists, wait=wait)
        changed |= self._put_in_force(self.told, lists=arrived)
        if self._lists.fault:
            raise ConsoleError(self._lists.fault)
        self._settled = (self.told, *self._stamps()) if arrived else None
        return changed

    def _stamps(self) -> Iterator[tuple[int, int]]:
        """What changes when somebody else writes what this gateway was told to go by."""
        for file in (self.home / "published" / "current.json", self.home / "passwords"):
            try:
                status = file.stat()
                yield status.st_mtime_ns, status.st_ino
            except OSError:
                yield 0, 0

    def _ask(self) -> None:
        answer = self.client.get("/gateways/pointer", self._version)
        if answer.status == 304 and self.told:
            return
        told = open_told(answer.content, self._key)
        said = hashlib.sha256(answer.content).hexdigest()
        self._check(told, said)
        self.told, self._version = told, answer.version
        if said != self.progress.said:
            self.progress = Progress(serial=told.serial, said=said, since=self.progress.since)
            write_progress(self.home, self.progress)  # before it counts: an older one is refused from now on

    def _check(self, told: Told, said: str) -> None:
        if told.gateway != self.link.gateway:
            message = "It is signed for another gateway."
            raise ForgedError(message)
        before = self.progress
        if told.serial < before.serial or (told.serial == before.serial and said != before.said):
            message = f"It is older than what is in force here (number {told.serial}, after {before.serial})."
            raise ForgedError(message)

    def _passwords(self, piece: Piece) -> bool:
        file = self.home / "passwords"
        if file.exists() and hashlib.sha256(file.read_bytes()).hexdigest() == piece.sha256:
            return False
        draft = file.with_name(".passwords.part")
        draft.touch(mode=0o600)
        self.client.fetch(f"/gateways/passwords/{piece.name}", piece, draft)
        write_atomically(file, draft.read_bytes())
        file.chmod(0o600)
        draft.unlink()
        return True

    def _bring_extras(self, piece: Piece) -> bool:
        """Small files that pages and watcher read. Only those that a console may write: no path leads elsewhere."""
        kept = self.home / "following" / "extras.json"
        if kept.exists() and hashlib.sha256(kept.read_bytes()).hexdigest() == piece.sha256:
            return False
        draft = kept.with_name(".extras.part")
        self.client.fetch(f"/gateways/extras/{piece.name}", piece, draft)
        try:
            files = msgspec.json.decode(draft.read_bytes(), type=dict[str, str])
        except msgspec.MsgspecError as error:
            draft.unlink()
            message = f"The small files cannot be read: {error}"
            raise ConsoleError(message) from error
        for name, content in files.items():
            file = self.home / name
            if is_extra(name) and not (file.exists() and file.read_text("utf-8", "replace") == content):
                write_atomically(file, content.encode())
        draft.replace(kept)
        return True

    def _bring_policy(self, piece: Piece) -> None:
        file = policy_path(self.home, piece.name)
        if file.exists() and hashlib.sha256(file.read_bytes()).hexdigest() == piece.sha256:
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_name(f".{piece.name}.part")
        self.client.fetch(f"/gateways/policy/{piece.name}", piece, draft)
        draft.replace(file)

    def _put_in_force(self, told: Told, *, lists: bool) -> bool:
        now = _pointer(self.home)
        wanted = Pointer(
            policy=told.policy.name,
            lists=told.lists.name if lists else now.lists,
            at=told.at,
            cut_from=told.whole,
        )
        if wanted == now or not wanted.lists:
            return False
        try:
            put_in_force(self.home, wanted)
        except NothingPublishedError:
            self._without_new_lists(wanted, now)
            raise
        since = datetime.now(UTC).isoformat(timespec="milliseconds")
        self.progress = Progress(serial=self.progress.serial, said=self.progress.said, since=since)
        write_progress(self.home, self.progress)
        self._tidy(now, wanted)
        return True

    def _without_new_lists(self, wanted: Pointer, now: Pointer) -> None:
        """An index that cannot be opened here (made by a newer Belisha, say) does not hold up what must count now."""
        half = msgspec.structs.replace(wanted, lists=now.lists)
        if half.lists not in {"", wanted.lists} and half != now:
            put_in_force(self.home, half)

    def _tidy(self, before: Pointer, now: Pointer) -> None:
        """Drop indexes and policies that nothing names any more; who has them open goes on reading them."""
        for old in lists_folder(self.home).glob("*.index"):
            if old.name.partition(".")[0] not in {now.lists, before.lists}:
                old.unlink(missing_ok=True)
        policies = sorted(
            policy_path(self.home, "x").parent.glob("*.json"), key=lambda file: file.stat().st_mtime, reverse=True
        )
        for old in policies[POLICIES_KEPT:]:
            if old.stem not in {now.policy, before.policy}:
                old.unlink(missing_ok=True)


def _pointer(home: Path) -> Pointer:
    """What is in force; nothing where that cannot be read: then it is put in force anew."""
    try:
        return read_pointer(home)
    except NothingPublishedError:
        return Pointer()


class _Lists:
    """The index on its way: one at a time, by a connection of its own."""

    def __init__(self, puller: Puller) -> None:
        self._puller = puller
        self._thread: threading.Thread | None = None
        self.fault = ""

    def arrived(self, piece: Piece, *, wait: bool) -> bool:
        """Whether an index lies here whole; if not it is being brought."""
        home = self._puller.home
        if (lists_folder(home) / f"{piece.name}.index").exists():
            self.fault = ""
            return True
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._bring, args=(piece,), daemon=True)
            self._thread.start()
        if wait or piece.size <= SMALL:
            self._thread.join()
        return index_path(home, piece.name).exists()

    def _bring(self, piece: Piece) -> None:
        folder = lists_folder(self._puller.home)
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(".*.part"):
            if left.name != f".{piece.name}.part":
                left.unlink()
        draft = folder / f".{piece.name}.part"
        client = self._puller.new_client()
        try:
            client.fetch(f"/gateways/lists/{piece.name}", piece, draft)
            draft.replace(folder / f"{piece.name}.index")
            self.fault = ""
        except (ConsoleError, OSError) as error:
            self.fault = f"The lists did not come: {error}"
            log.warning("%s", self.fault)
        finally:
            with suppress(OSError):
                client.close()
