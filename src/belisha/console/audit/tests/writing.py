"""Links for tests of the record."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.db import transaction

from belisha.console.audit.actions import About, Actor, record
from belisha.console.audit.events import EventKind

if TYPE_CHECKING:
    from belisha.console.audit.models import Link

NOW = datetime(2026, 9, 4, 9, 5, tzinfo=UTC)
DPO = Actor("user:5", "Dora Officer", "dpo", "127.0.0.1")
JOINED = EventKind("test.joined", "joined the school")


def write(number: int, *, chain: str = "school:1", about: str = "person:9") -> list[Link]:
    """Add links to a chain."""
    whom = About(about, "Amy Hill")
    with transaction.atomic():
        return [record(JOINED, chain=chain, actor=DPO, about=whom, after={"year": each}) for each in range(number)]
