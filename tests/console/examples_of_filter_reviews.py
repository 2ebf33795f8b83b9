"""What the addresses of pages of reviews and remote access take."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.filtering.models import RemoteGrant, Review, ReviewAction
from belisha.console.filtering.reviews.actions import begin
from belisha.console.filtering.reviews.rules import kinds

if TYPE_CHECKING:
    from belisha.console.access.models import School, User

SYSTEM = By(None, system="tests")


def a_kind(_school: School, _member: User) -> dict[str, Any]:
    return {"kind": kinds()[0].id}


def a_review(school: School, _member: User) -> dict[str, Any]:
    return {"pk": begin(by=SYSTEM, school=school, kind=kinds()[0].id).pk}


def something_to_do(school: School, member: User) -> dict[str, Any]:
    review = Review.objects.get(pk=a_review(school, member)["pk"])
    made = ReviewAction.objects.create(review=review, text="Ask", owner="Kim", due=timezone.localdate())
    return {"pk": made.pk}


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


FILTER_REVIEWS = {
    "filter-review-begin": a_kind,
    "filter-review": a_review,
    "filter-review-write": a_review,
    "filter-review-sign": a_review,
    "filter-review-withdraw": a_review,
    "filter-review-action-add": a_review,
    "filter-review-action-done": something_to_do,
    "remote-access-one": a_grant,
    "remote-access-approve": a_grant,
    "remote-access-refuse": a_grant,
    "remote-access-close": a_grant,
}
