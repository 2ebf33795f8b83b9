"""The program that Squid starts and asks, by role: `who`, `place`, `verdict`, `rewrite` or `sign-in`.

Lines are read and answered in batches, each with its channel in front. Whatever goes wrong with the policy, the lists
or the disk, an answer is given: the one that closes the page and says so.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from abc import ABC, abstractmethod
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import belisha.gateway.squid.lean  # noqa: F401 - before all that loads msgspec

# isort: split

if __name__ == "__main__":
    gc.disable()  # what is loaded stays: looking for cycles among it takes a tenth of the start

from belisha.engine.published import NothingPublishedError, Published
from belisha.gateway.settings import prepared_settings
from belisha.gateway.squid.answers import SHUT, Judge
from belisha.gateway.squid.wording import trouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from belisha.engine.published import InForce

__all__ = ["Decisions", "Role", "serve"]

BATCH = 1 << 16
LONGEST_LINE = 1 << 20
LOOK_EVERY = 0.2
NEW_OBJECTS = 100_000  # before Python looks for cycles among them
IN, OUT = 0, 1
NOT_READY = trouble("The filter is not ready.")


class Role(Protocol):
    """What a role does: look around now and then, and answer one question."""

    def look(self, now: float) -> None:
        """See what changed outside; `now` is a monotonic clock in seconds."""

    def answer(self, question: bytes) -> bytes:
        """The answer to a question, from the space behind the channel to the end of the line."""


class Decisions(ABC):
    """What the roles that decide share: what is in force, and whether its requests can be recorded."""

    def __init__(self, home: Path) -> None:
        """Open what is in force in `home`, or be closed until there is something."""
        self._settings = prepared_settings(home)
        self._published: Published | None = None
        self._in_force: InForce | None = None
        self._next_look = 0.0
        self._judge: Judge | None = None
        self._closed = b""
        self.answer = self._answering()
        self.look(time.monotonic())

    def look(self, now: float) -> None:
        """Follow the pointer, and at most five times a second the disk.

        The pointer each time: what is answered by an old policy now may hold in Squid for the rest of the second.
        """
        self._follow(now)
        self.answer = self._answering()

    @abstractmethod
    def _answering(self) -> Callable[[bytes], bytes]:
        """What answers questions until the next look."""

    def _follow(self, now: float) -> None:
        try:
            self._published = self._published or Published(self._settings.home)
            in_force = self._published.now()
        except NothingPublishedError as error:
            self._closed = trouble(str(error))
            return
        if now >= self._next_look:
            self._next_look = now + LOOK_EVERY
            self._closed = b"" if self._room() else trouble("The gateway has no room left to keep its records.")
        if in_force is not self._in_force:
            self._in_force = in_force
            self._judge = Judge(in_force, lambda: datetime.now(UTC))
        elif self._judge:
            self._judge.forget_what_time_changed()

    def _room(self) -> bool:
        try:
            status = os.statvfs(self._settings.journal)
        except OSError:
            return False
        return status.f_bavail * status.f_frsize >= self._settings.reserve_mb << 20


class Who(Decisions):
    """Role `who`: who somebody is, and their standing."""

    def _answering(self) -> Callable[[bytes], bytes]:
        """The notes for one person."""
        closed = self._closed or NOT_READY
        return self._judge.who if self._judge and not self._closed else lambda _: closed


class Places(Decisions):
    """Role `place`: what is open as a whole."""

    def _answering(self) -> Callable[[bytes], bytes]:
        """The notes for one host and standing."""
        return self._judge.place if self._judge and not self._closed else lambda _: SHUT


class Verdicts(Decisions):
    """Role `verdict`: what may pass, and what is recorded of it."""

    def _answering(self) -> Callable[[bytes], bytes]:
        """The notes for one request."""
        closed = self._closed or NOT_READY
        return self._judge.verdict if self._judge and not self._closed else lambda _: closed


class Rewriter(Decisions):
    """Role `rewrite`: searches made safe."""

    def _answering(self) -> Callable[[bytes], bytes]:
        """The safe address, or ERR for no change."""
        judge = self._judge
        return (lambda question: judge.rewritten(question.partition(b" ")[0])) if judge else lambda _: b" BH\n"


def answer_all(role: Role, lines: list[bytes]) -> bytes:
    """The answers to whole lines; a line that cannot be read is answered by BH on its channel."""
    answers: list[bytes] = []
    add = answers.append
    answer = role.answer
    for line in lines:
        channel, _, question = line.partition(b" ")
        try:
            said = answer(question)
        except (ValueError, LookupError, TypeError) as error:
            sys.stderr.write(f"belisha: a question could not be answered: {type(error).__name__}: {error}\n")
            channel, said = channel[:20], b" BH\n"
        add(channel)
        add(said)
    return b"".join(answers)


def _write(content: bytes) -> None:
    while content:
        content = content[os.write(OUT, content) :]


def serve(role: Role) -> None:
    """Answer until Squid closes the channel. A line without end is answered by BH and skipped."""
    rest = b""
    skipping = False
    while chunk := os.read(IN, BATCH):
        *lines, rest = (rest + chunk).split(b"\n")
        if skipping and lines:
            del lines[0]
            skipping = False
        if len(rest) > LONGEST_LINE:
            if not skipping:
                lines.append(rest.partition(b" ")[0][:20] + b" ")
            rest, skipping = b"", True
        if lines:
            role.look(time.monotonic())
            _write(answer_all(role, lines))


def _role(name: str, home: Path) -> Role:
    if name == "sign-in":
        # argon2 and its memory belong to this role alone
        from belisha.gateway.squid.sign_in import SignIn  # noqa: PLC0415

        return SignIn(home / "passwords")
    roles: dict[str, type[Who | Places | Verdicts | Rewriter]] = {
        "who": Who,
        "place": Places,
        "verdict": Verdicts,
        "rewrite": Rewriter,
    }
    return roles[name](home)


def main(arguments: list[str]) -> int:
    """`helper HOME ROLE`, as squid.conf calls it (behind the role Squid may add the name of an access list)."""
    home, name = arguments[:2]
    try:
        role = _role(name, Path(home))
        # what is remembered makes no cycles: looking for some among it cost a tenth of the time
        gc.freeze()
        gc.set_threshold(NEW_OBJECTS)
        gc.enable()
        serve(role)
    except (BrokenPipeError, KeyboardInterrupt):
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
