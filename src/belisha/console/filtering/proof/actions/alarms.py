"""Something came through that should be blocked: told at once to whoever answers for it, in fixed words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.access.models import Post
from belisha.console.access.roles import Role
from belisha.console.filtering.proof.audit_events import ALARM
from belisha.console.outbox.actions import send

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.filtering.models import ProbeRun

__all__ = ["sound"]

TOLD: Final = (Role.DSL, Role.DEPUTY_DSL, Role.NETWORK_MANAGER)


def sound(*, by: By, school: School, run: ProbeRun, count: int) -> None:
    """Put an alarm on record and write to the safeguarding lead, the deputies and the network manager."""
    by.did(ALARM, to=school, at=school, after={"run": run.pk, "came through": count})
    link = reverse("filter-proof-run", args=[school.code, run.pk])
    held = Post.objects.for_school(school).held_on(run.asked_at.date()).filter(role__in=[role.value for role in TOLD])
    holders = {post.holder for post in held.select_related("holder").order_by("pk")}
    for holder in sorted(holders, key=lambda user: user.pk):
        words = {"recipient": holder.name, "school": school.name, "count": count, "link": link}
        send(holder.email, _("The filter let through what it should block"), "filtering/letters/probe_alarm.txt", words)
