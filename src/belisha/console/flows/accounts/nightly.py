"""What is done each night for accounts: the record compared, old passwords asked for anew, the platform's members."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from belisha.activity.counted import counted
from belisha.console.access.accounts.actions.passwords import ask_for_new_passwords
from belisha.console.access.accounts.actions.services import set_members
from belisha.console.access.acting import By
from belisha.console.access.models import OutsideService, School, User
from belisha.console.flows.accounts.register import compare
from belisha.console.flows.due import due
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["ask_for_passwords", "compare_access", "platform_members"]

NIGHTLY = By(None, system="nightly")


@due(name="compare the record of access", every="day", at="00:40")
def compare_access(now: datetime) -> str:
    """Compare the record of access with the accounts of every school."""
    found = [compare(by=NIGHTLY, school=school, now=now) for school in School.objects.order_by("pk")]
    strays = sum(comparison.strays for comparison in found)
    return f"Compared {sum(comparison.accounts for comparison in found)} accounts; {strays} do not fit."


@due(name="ask for new passwords", every="day", at="00:20")
def ask_for_passwords(now: datetime) -> str:
    """Ask those whose password has reached its age for a new one."""
    schools = School.objects.select_related("federation").order_by("pk")
    asked = sum(ask_for_new_passwords(by=NIGHTLY, school=school, now=now) for school in schools)
    return f"Asked {counted(asked, 'person', 'people')} for a new password." if asked else ""


@due(name="members of the learning platform", every="day", at="00:30")
def platform_members(now: datetime) -> str:
    """Work out anew who may be in each learning platform: the staff now on the roll, and nobody else."""
    today = timezone.localdate(now)
    changed = 0
    platforms = OutsideService.objects.filter(staff_platform=True, ended_at__isnull=True).select_related("school")
    for service in platforms.order_by("pk"):
        staff = Person.objects.for_school(service.school).on_roll(today).filter(kind=User.Kind.STAFF)
        members = User.objects.filter(pk__in=staff.values("user"), opened_at__isnull=False, closed_at__isnull=True)
        changed += set_members(by=NIGHTLY, service=service, members=list(members.order_by("pk")))
    return f"{changed} members of learning platforms changed." if changed else ""
