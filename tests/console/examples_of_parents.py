"""What the addresses of the parents' pages, and of the programme for parents, take."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.agreements.home.actions.programme import plan_activity, send_notice

if TYPE_CHECKING:
    from belisha.console.access.models import School, User

SYSTEM = By(None, system="tests")


def an_activity(school: School, _member: User) -> dict[str, Any]:
    details = {
        "title": "Controls for phones",
        "kind": "practical",
        "topic": "home",
        "on": timezone.localdate() - timedelta(days=3),
        "led_by": "Kim Day",
        "plan": "Bring your phone.",
    }
    return {"number": plan_activity(by=SYSTEM, school=school, details=details).pk}


def a_notice(school: School, _member: User) -> dict[str, Any]:
    details = {"topic": "ages", "title": "From which age", "words": "Most are for 13 and over."}
    return {"number": send_notice(by=SYSTEM, school=school, details=details, channels=["portal", "letter"]).pk}


def a_stranger(_school: School, _member: User) -> dict[str, Any]:
    """Open pages are visited by nobody in particular, who is led to the door whatever they ask for."""
    return {"number": 1, "agreement": 1, "purpose": "website", "unit": "talk", "token": "of-nothing"}


PARENTS = {
    "parents-programme": an_activity,
    "activity": an_activity,
    "activity-cancel": an_activity,
    "parents-notices": a_notice,
    "parents-notice": a_notice,
    "parents-notice-withdraw": a_notice,
} | dict.fromkeys(
    (
        "family-in",
        "family-child",
        "family-consents",
        "family-no",
        "family-sign",
        "family-together",
        "family-home-school",
        "family-talked",
        "family-use",
        "family-unit",
        "family-notice",
    ),
    a_stranger,
)
