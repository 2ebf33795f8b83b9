"""What the addresses of pages of policies take."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from belisha.console.policies.clauses.house import edition
from belisha.console.policies.clauses.queries import ONLINE_SAFETY
from belisha.console.policies.models import Policy, Version

if TYPE_CHECKING:
    from belisha.console.access.models import School, User


def a_point(_school: School, _member: User) -> dict[str, Any]:
    return {"key": "staff-phones"}


def a_version(school: School, _member: User) -> dict[str, Any]:
    policy, _ = Policy.objects.get_or_create(
        federation=school.federation, school=school, kind=ONLINE_SAFETY, defaults={"title": "Online", "owner": "dsl"}
    )
    kept = {"state": "published", "adopted": date(2026, 10, 1), "frozen": []}
    made, _ = Version.objects.get_or_create(
        policy=policy, number=1, defaults={"edition": edition(), "begun_at": datetime(2026, 9, 1, tzinfo=UTC), **kept}
    )
    return {"number": made.pk}


POLICIES = {
    "policy-choice": a_point,
    "federation-policy-choice": a_point,
    "policy-version-reading": a_version,
}
