"""What the addresses of pages of remote access take."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.filtering.models import RemoteGrant

if TYPE_CHECKING:
    from belisha.console.access.models import School, User


def a_grant(school: School, _member: User) -> dict[str, Any]:
    today = timezone.localdate()
    made = RemoteGrant.objects.create(
        school=school,
        agency="County welfare service",
        person="Ash Field",
        need="Attendance",
        scope="Attendance marks",
        system="Remote desktop of the county",
        second_factor=True,
        first=today,
        last=today + timedelta(days=9),
        asked_at=timezone.now(),
    )
    return {"pk": made.pk}


REMOTE_ACCESS = {
    "remote-access-one": a_grant,
    "remote-access-approve": a_grant,
    "remote-access-refuse": a_grant,
    "remote-access-close": a_grant,
}
