"""What the addresses of pages of reviews take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.reviews.actions import begin
from belisha.console.reviews.models import Review, ReviewAction
from belisha.console.reviews.rules import kinds

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


REVIEWS = {
    "review-begin": a_kind,
    "reviews-past": a_review,
    "review": a_review,
    "review-paper": a_review,
    "review-frozen": a_review,
    "review-write": a_review,
    "review-sign": a_review,
    "review-withdraw": a_review,
    "review-action-add": a_review,
    "review-action-done": something_to_do,
}
