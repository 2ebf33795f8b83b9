"""Reads what the record hands on as danger: quickly, without loading what reads the record itself."""

from __future__ import annotations

from datetime import datetime  # noqa: TC003 - msgspec reads it when it reads a file
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from belisha.activity.register import Kind, Register
from belisha.console.monitoring.alerts.model import Sent
from belisha.console.monitoring.alerts.rules import DANGER, level_number

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["FOLDER", "Waiting", "waiting"]

FOLDER: Final = Path("spool") / "findings"


class Handed(msgspec.Struct, frozen=True, kw_only=True):
    """What a file of the spool says, as far as it is used here; the record writes it (activity/findings/spool.py)."""

    finding: str
    level: str
    theme: str
    school: str
    who: str
    name: str
    person: str
    group: str
    device: str
    address: str
    first: datetime
    last: datetime
    because: tuple[str, ...]
    raised: tuple[str, ...]
    weighs: tuple[str, ...]
    terms: tuple[str, ...]
    verdicts: tuple[str, ...]
    versions: tuple[str, ...]
    told: datetime


class Waiting(NamedTuple):
    """A file of the spool, the school's code, and what it says; None where it cannot be read."""

    path: Path
    school: str
    sent: Sent | None


def waiting(home: Path, register: Register) -> Iterator[Waiting]:
    """What was handed on and is still in the spool, by the names of its files. Raises OSError."""
    for path in sorted((home / FOLDER).glob("*.json")):
        try:
            told = msgspec.json.decode(path.read_bytes(), type=Handed)
        except FileNotFoundError:
            continue  # retention, or another reader, was quicker
        except msgspec.DecodeError:
            yield Waiting(path, "", None)
            continue
        yield Waiting(path, told.school, _sent(told, register))


def _sent(told: Handed, register: Register) -> Sent:
    why = (*told.because, *[""] * len(told.terms))
    device = register.name_of(Kind.DEVICE, told.school, told.device) if told.device else ""
    return Sent(
        finding=told.finding,
        told=told.told.isoformat(),
        person=told.person,
        who=told.who,
        name=told.name,
        group=register.name_of(Kind.GROUP, told.school, told.group) if told.group else "",
        device=device,
        address=told.address,
        theme=told.theme,
        level=level_number(told.level),
        first=told.first,
        last=told.last,
        seen=[_line(*each, at=told.first) for each in zip(told.terms, told.verdicts, why, strict=False)],
        weighs=list(told.weighs),
        raised=bool(told.raised),
        versions=list(told.versions),
    )


def _line(text: str, verdict: str, why: str, *, at: datetime) -> dict[str, Any]:
    """A line as it is shown until the record itself was read, seconds later."""
    return {
        "text": text,
        "at": at.isoformat(),
        "kind": "search",
        "verdict": verdict,
        "times": 1,
        "level": DANGER,
        "sentence": why,
        "rule": "",
        "version": "",
    }
