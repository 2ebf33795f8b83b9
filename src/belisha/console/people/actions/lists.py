"""Putting on record that somebody took a list of people out, or looked at one by need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from belisha.console.access.permissions import Permission
from belisha.console.people import audit_events

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["export_list", "look_at_list"]


def export_list(*, by: By, school: School, name: str) -> None:
    """Somebody took a list of people out as a file."""
    by = by.may(Permission.SEE_PEOPLE, school)
    with transaction.atomic():
        by.did(audit_events.LIST_EXPORTED, to=school, at=school, after={"list": name})


def look_at_list(*, by: By, school: School, need: str) -> None:
    """Somebody listed pupils by a need."""
    by = by.may(Permission.SEE_NEEDS, school)
    with transaction.atomic():
        by.did(audit_events.NEEDS_LISTED, to=school, at=school, after={"need": need})
