"""What was worked out for a change."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec
from django.utils import timezone

from belisha.console.access.models import School
from belisha.console.filtering.changes.impact.model import Difference
from belisha.console.filtering.models import Impact
from belisha.console.filtering.policy.queries import current

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.filtering.models import Change

__all__ = ["Shown", "impact_of", "is_stuck", "key_of", "schools_of"]


STUCK_AFTER: Final = timedelta(minutes=15)  # the longest that was measured is half a minute


class Shown(NamedTuple):
    """What the page shows: how far it is ("" where nobody asked for it yet), and what came of it.

    "stuck": the worker has not come to its end for so long that it must have been ended.
    """

    state: str
    difference: Difference = Difference()
    fault: str = ""
    stale: bool = False


def key_of(change: Change) -> str:
    """What it is worked out for: these edits, this version of the policy, the week until today."""
    version = current(change.federation)
    words = f"{change.digest} {version.number if version else 0} {timezone.localdate()}"
    return sha256(words.encode()).hexdigest()


def impact_of(change: Change) -> Shown:
    """The latest that was worked out for the edits as they are; for what is applied, as it was before."""
    found: Impact | None = change.impacts.order_by("-asked_at", "-pk").first()
    if found is None:
        return Shown("")
    stale = change.applied_at is None and found.key != key_of(change)
    if is_stuck(found, timezone.now()):
        return Shown("stuck", stale=stale)
    if found.state != Impact.State.DONE:
        return Shown(found.state, fault=str(found.content.get("fault", "")), stale=stale)
    return Shown(found.state, msgspec.convert(found.content, Difference), stale=stale)


def is_stuck(impact: Impact, now: datetime) -> bool:
    """Whether it is worked out for longer than it ever takes."""
    return bool(impact.state == Impact.State.WORKING and impact.asked_at < now - STUCK_AFTER)


def schools_of(change: Change) -> list[str]:
    """The codes of the schools whose requests a change may answer otherwise."""
    if change.school:
        return [change.school.code]
    return list(School.objects.filter(federation=change.federation_id).order_by("pk").values_list("code", flat=True))
