"""Role `sign-in`: is this the password of this name? Ten wrong guesses in five minutes close a name for five minutes.

The figures are those of the DfE cyber security standard for schools (unique passwords, throttled guessing).
"""

from __future__ import annotations

import hmac
import secrets
import sys
import time
from collections import defaultdict, deque
from typing import TYPE_CHECKING
from urllib.parse import unquote

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["SignIn", "hash_password", "read_passwords"]

GUESSES = 10
WITHIN_SECONDS = 300.0
REMEMBERED_NAMES = 10_000
UNREADABLE = (
    b' ERR message="The gateway cannot read its names and passwords: nobody can sign in. Please tell the technician."\n'
)
# OWASP's first choice for argon2id: 19 MiB, two passes, one lane
HASHER = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


def hash_password(password: str) -> str:
    """The argon2id hash that the passwords file holds."""
    return HASHER.hash(password)


def read_passwords(file: Path) -> dict[str, str]:
    """Hash by sign-in name, from lines `name:hash`. A missing file is nobody. Raises OSError, ValueError."""
    try:
        lines = file.read_text().splitlines()
    except FileNotFoundError:
        return {}
    pairs = (line.partition(":") for line in lines if line and not line.startswith("#"))
    return {name.casefold(): value for name, _, value in pairs if value}


class SignIn:
    """Checks names and passwords against the file, which is read again whenever it changes."""

    def __init__(self, file: Path) -> None:
        """Check against this file."""
        self._file = file
        self._stamp: tuple[int, int] | None = (0, 0)  # None: what is there could not be read
        self._hashes: dict[str, str] = {}
        self._wrong: defaultdict[str, deque[float]] = defaultdict(deque)
        # who was right lately: the proxy asks again every few seconds, and argon2 takes its time on purpose
        self._known: dict[str, tuple[str, bytes]] = {}
        self._key = secrets.token_bytes(32)
        self._now = 0.0
        self.look(time.monotonic())

    def look(self, now: float) -> None:
        """Read the file again when it changed, or could not be read before."""
        self._now = now
        try:
            stamp = _stamp(self._file)
            if stamp != self._stamp:
                self._hashes = read_passwords(self._file)
                self._stamp = stamp
        except (OSError, ValueError) as error:
            if self._stamp is not None:
                sys.stderr.write(f"belisha: nobody can sign in: {self._file} cannot be read: {error}\n")
            # nobody by what was read before: an account may have been closed since
            self._hashes, self._stamp = {}, None

    def answer(self, question: bytes) -> bytes:
        """OK or ERR, with words for the page."""
        user, _, password = question.partition(b" ")
        name = unquote(user.decode("ascii", "replace")).casefold()
        if self._stamp is None:
            return UNREADABLE
        if self._closed(name):
            return b' ERR message="Too many wrong passwords. Wait five minutes, or ask the office."\n'
        if self._right(name, unquote(password.decode("ascii", "replace").partition(" ")[0])):
            self._wrong.pop(name, None)
            return b" OK\n"
        self._remember(name)
        return b' ERR message="That name and password do not belong together."\n'

    def _right(self, name: str, password: str) -> bool:
        hashed = self._hashes.get(name, NOBODYS)
        mark = hashed, hmac.digest(self._key, password.encode(), "sha256")
        known = self._known.get(name)
        if known and known[0] == hashed and hmac.compare_digest(known[1], mark[1]):
            return True
        try:
            right = HASHER.verify(hashed, password)
        except (VerificationError, InvalidHashError):
            return False
        self._known[name] = mark
        return right

    def _remember(self, name: str) -> None:
        # names made up by a machine must not fill the memory; those with few guesses are forgotten first
        if len(self._wrong) >= REMEMBERED_NAMES:
            recent = self._now - WITHIN_SECONDS
            kept = {each: guesses for each, guesses in self._wrong.items() if guesses[-1] >= recent}
            if len(kept) >= REMEMBERED_NAMES:
                kept = {each: guesses for each, guesses in kept.items() if each in self._hashes or len(guesses) > 1}
            self._wrong = defaultdict(deque, kept)
        self._wrong[name].append(self._now)

    def _closed(self, name: str) -> bool:
        guesses = self._wrong.get(name)
        if not guesses:
            return False
        while guesses and guesses[0] < self._now - WITHIN_SECONDS:
            guesses.popleft()
        if not guesses:
            del self._wrong[name]
        return len(guesses) >= GUESSES


def _stamp(file: Path) -> tuple[int, int]:
    """What changes with the file; nothing where there is none. Raises OSError where that cannot be seen."""
    try:
        status = file.stat()
    except FileNotFoundError:
        return 0, 0
    return status.st_mtime_ns, status.st_ino


# a name that nobody has costs as long as a wrong password, so that names cannot be guessed by the clock
NOBODYS = hash_password(secrets.token_urlsafe())
