"""Small things that are kept: how far the spool was read, lines of it that are damaged, who has read the procedure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.utils import timezone

from belisha.console.access.permissions import Permission
from belisha.console.filtering.asks import audit_events as events
from belisha.console.filtering.asks.queries.reports import readers
from belisha.console.filtering.models import ProcedureRead, SpoolFault, SpoolPlace

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["PROCEDURE", "keep_fault", "keep_place", "look_at_fault", "place_of_file", "read_procedure"]

PROCEDURE: Final = "2026-11"  # the version of the page


def place_of_file(file: str) -> SpoolPlace:
    """How far a file of the spool was read: bytes, and a digest of those before."""
    return SpoolPlace.objects.filter(file=file).first() or SpoolPlace(file=file)


def keep_place(file: str, offset: int, before: str) -> None:
    """Note how far a file of the spool was read. The system's own bookkeeping: no record."""
    SpoolPlace.objects.update_or_create(file=file, defaults={"offset": offset, "before": before})


def keep_fault(file: str, offset: int, size: int) -> bool:
    """Report a line that cannot be read, once; whether it is new."""
    _fault, made = SpoolFault.objects.get_or_create(
        file=file, offset=offset, defaults={"size": size, "at": timezone.now()}
    )
    return made


def look_at_fault(*, by: By, fault: SpoolFault, school: School) -> None:
    """Somebody has looked at a damaged line on the gateway. Raises NotAllowedError."""
    by = by.may(Permission.ANSWER_ASKS, school)
    with transaction.atomic():
        fault.looked_at, fault.looked_by = timezone.now(), by.user
        fault.save(update_fields=["looked_at", "looked_by"])
        by.did(events.SPOOL_LOOKED_AT, to=fault, at=school)


def read_procedure(*, by: By, school: School) -> None:
    """Somebody says that they have read how to raise what the filter shows. Nothing for those who need not."""
    if by.user is None or by.user not in readers(school):
        return
    with transaction.atomic():
        read = ProcedureRead.objects.create(school=school, user=by.user, at=timezone.now(), version=PROCEDURE)
        by.did(events.PROCEDURE_READ, to=read, at=school)
