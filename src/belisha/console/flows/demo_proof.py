"""The sample's share in the proof of the filter: sites that lessons need, and tests that people made by hand.

The tests through the gateway come by themselves, a minute after the start.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Post, School
from belisha.console.access.roles import Role
from belisha.console.filtering.models import HandTest
from belisha.console.filtering.proof.actions.checks import set_addresses

if TYPE_CHECKING:
    from belisha.console.access.models import Federation

__all__ = ["sample_proof"]

FOR_LESSONS: Final = ("https://www.bbc.co.uk/bitesize", "https://www.ordnancesurvey.co.uk/", "https://scratch.mit.edu/")
TESTED: Final = (("pupils", "Laptop 3 of the trolley", "Library", 6), ("staff", "Teacher's laptop", "4 Oak", 6))
BLOCKED: Final = {"child_abuse": "blocked", "terrorism": "blocked", "adult": "blocked", "language": "open"}


def sample_proof(federation: Federation) -> None:
    """Name sites for lessons at each school, and record tests by hand at the first; guests are left to be tested."""
    schools = list(School.objects.filter(federation=federation).order_by("pk"))
    for school in schools:
        wanted = {"open": ("open", "", FOR_LESSONS)}
        set_addresses(by=By(None, system="demo"), school=school, wanted=wanted)
    lead = Post.objects.for_school(schools[0]).filter(role=Role.COMPUTING_LEAD).select_related("holder").first()
    if lead is None:
        return
    now = timezone.now()
    for users, device, place, days in TESTED:
        day = timezone.localdate(now) - timedelta(days=days)
        HandTest.objects.create(
            school=schools[0], day=day, users=users, device=device, place=place, by=lead.holder, at=now, **BLOCKED
        )
