"""The file of a backup: a tar of everything, compressed, encrypted with age; last in it a manifest with every hash.

It is written and read as a stream: nothing lies about unencrypted, however big it is.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import tarfile
import threading
import zlib
from contextlib import contextmanager
from datetime import datetime  # noqa: TC003 - msgspec reads the annotation
from typing import IO, TYPE_CHECKING, Final

import msgspec
from pyrage import DecryptError, decrypt_io, encrypt_io

from belisha.console.config.backup.errors import BackupError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pyrage import x25519

__all__ = ["Entry", "Manifest", "Writer", "read", "verify", "writing"]

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
QUICK: Final = 3  # most of it is text that gives way at once; the rest is compressed already


class Entry(msgspec.Struct, frozen=True):
    """One file in a backup."""

    name: str
    size: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    """What a backup holds. `database` is the name of its copy in there; `record`: with the record of internet use."""

    format: int
    made: datetime
    belisha: str
    database: str
    record: bool
    entries: tuple[Entry, ...]


class _Hashing(io.RawIOBase):
    """Hashes what is read through it."""

    def __init__(self, inner: IO[bytes]) -> None:
        self.inner = inner
        self.hash = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        block = self.inner.read(size)
        self.hash.update(block)
        return block


class Writer:
    """Adds files to a backup, and keeps what the manifest will say of them."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.entries: list[Entry] = []

    def add(self, name: str, source: IO[bytes], mode: int = 0o600) -> None:
        """Add what an open file holds now. Raises OSError where it becomes shorter meanwhile."""
        info = tarfile.TarInfo(name)
        info.size, info.mode = os.fstat(source.fileno()).st_size, mode
        hashing = _Hashing(source)
        self._tar.addfile(info, hashing)
        self.entries.append(Entry(name, info.size, hashing.hash.hexdigest()))

    def finish(self, made: datetime, version: str, database: str, *, record: bool) -> Manifest:
        """Add the manifest."""
        manifest = Manifest(FORMAT, made, version, database, record, tuple(self.entries))
        content = msgspec.json.encode(manifest)
        info = tarfile.TarInfo(MANIFEST)
        info.size = len(content)
        self._tar.addfile(info, io.BytesIO(content))
        return manifest


@contextmanager
def writing(sink: IO[bytes], recipients: list[x25519.Recipient]) -> Iterator[Writer]:
    """Write a backup for these recipients into an open file."""
    from_us, to_age = os.pipe()
    failures: list[Exception] = []

    def encrypt() -> None:
        try:
            with os.fdopen(from_us, "rb") as plain:
                encrypt_io(plain, sink, recipients)
        except Exception as error:  # noqa: BLE001 - raised again by whoever waits for the thread
            failures.append(error)

    thread = threading.Thread(target=encrypt)
    thread.start()
    try:
        with (
            os.fdopen(to_age, "wb") as plain,
            gzip.GzipFile("", "wb", QUICK, plain, mtime=0) as packed,
            tarfile.open(fileobj=packed, mode="w|", format=tarfile.PAX_FORMAT) as tar,
        ):
            yield Writer(tar)
    except BrokenPipeError:
        pass  # the other side gave up; it says why
    finally:
        thread.join()
    if failures:
        message = f"The backup cannot be written: {failures[0]}"
        raise BackupError(message) from failures[0]


def read(file: Path, key: x25519.Identity, take: Callable[[tarfile.TarInfo, IO[bytes]], None]) -> Manifest:
    """Go through a backup; `take` gets each file in it. Raises BackupError where it is cut off or not for this key."""
    from_age, to_us = os.pipe()
    failures: list[Exception] = []

    def decrypt() -> None:
        try:
            with file.open("rb") as source, os.fdopen(to_us, "wb") as plain:
                decrypt_io(source, plain, [key])
        except Exception as error:  # noqa: BLE001 - raised again by whoever waits for the thread
            failures.append(error)

    thread = threading.Thread(target=decrypt)
    thread.start()
    manifest: Manifest | None = None
    trouble: Exception | None = None
    with os.fdopen(from_age, "rb") as plain:
        try:
            manifest = _read_tar(plain, take)
        except (OSError, EOFError, zlib.error, tarfile.TarError, msgspec.MsgspecError) as error:
            trouble = error
        finally:
            while plain.read(1 << 20):
                pass  # to its end: only then has age seen that nothing was cut off
            thread.join()
    _judge(file, failures, trouble)
    if manifest is None or manifest.format != FORMAT:
        message = f"{file} is no backup that this version of Belisha can read."
        raise BackupError(message)
    return manifest


def _judge(file: Path, failures: list[Exception], trouble: Exception | None) -> None:
    if failures and isinstance(failures[0], DecryptError):
        message = f"{file} cannot be opened: it is damaged, or made for another key ({failures[0]})."
        raise BackupError(message)
    if error := next(iter(failures), trouble):
        message = f"{file} cannot be read: {error}"
        raise BackupError(message) from error


def _read_tar(plain: IO[bytes], take: Callable[[tarfile.TarInfo, IO[bytes]], None]) -> Manifest | None:
    with gzip.GzipFile("", "rb", fileobj=plain) as packed, tarfile.open(fileobj=packed, mode="r|") as tar:
        for info in tar:
            content = tar.extractfile(info)
            if content is None:
                continue
            if info.name == MANIFEST:
                return msgspec.json.decode(content.read(), type=Manifest)
            take(info, content)
    return None


def verify(file: Path, key: x25519.Identity) -> Manifest:
    """Read the whole backup and compare every hash with its manifest. Raises BackupError with the first difference."""
    found: dict[str, Entry] = {}

    def hash_it(info: tarfile.TarInfo, content: IO[bytes]) -> None:
        digest = hashlib.sha256()
        while block := content.read(1 << 20):
            digest.update(block)
        found[info.name] = Entry(info.name, info.size, digest.hexdigest())

    manifest = read(file, key, hash_it)
    told = {entry.name: entry for entry in manifest.entries}
    for name in sorted(told.keys() | found.keys()):
        if told.get(name) != found.get(name):
            message = f"{file} is not whole: {name} is not what its manifest says."
            raise BackupError(message)
    return manifest
