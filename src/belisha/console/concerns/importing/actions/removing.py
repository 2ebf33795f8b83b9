"""Removing what came in with an old log: when it could not come in as a whole, or is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.db.models import Q

from belisha.console.access.acting import about
from belisha.console.audit.actions import shred
from belisha.console.audit.models import Link
from belisha.console.concerns.actions.finding import leave_index
from belisha.console.concerns.models import Concern, Entry, EvidenceFile, ImportedRow
from belisha.console.concerns.working.chain import ConcernsOf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.console.access.acting import By
    from belisha.console.concerns.models import ConcernImport

__all__ = ["remove"]

BATCH: Final = 100


def remove(by: By, row: ConcernImport, reason: str) -> list[str]:
    """Remove the concerns of an old log that nobody sees (their state is COMING), by the hundred.

    The keys of the files that they had. The record keeps that they were there, without words.
    """
    keys: list[str] = []
    while True:
        with transaction.atomic():
            rows = ImportedRow.objects.select_for_update(of=("self",)).filter(source=row).order_by("pk")[:BATCH]
            pks = [one.concern_id for one in rows]
            if not pks:
                return keys
            files = EvidenceFile.objects.filter(concern__in=pks)
            keys += files.order_by("pk").values_list("key", flat=True)
            names = _named(pks)
            for concern in Concern.objects.filter(pk__in=pks).order_by("pk"):
                leave_index(concern)
            files.delete()
            Entry.objects.filter(concern__in=pks).delete()
            Concern.objects.filter(pk__in=pks).delete()
            _forget(by, row, names, reason)
            row.written = max(0, row.written - len(pks))
            row.save(update_fields=["written"])


def _named(pks: Sequence[int]) -> list[str]:
    return [f"concern:{pk}" for pk in pks]


def _forget(by: By, row: ConcernImport, names: Sequence[str], reason: str) -> None:
    """Shred what the record says of them; that something came and went, and when, stays."""
    chain = ConcernsOf(row.school).chain
    links = Link.objects.filter(Q(about__in=names), chain=chain).order_by("number")
    numbers = list(links.values_list("number", flat=True))
    shred(chain=chain, actor=by.actor, about=about(row), reason=reason, numbers=numbers)
