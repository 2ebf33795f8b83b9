"""Somebody leaves: that night every access here is closed, and what must be closed elsewhere is listed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from belisha.activity.counted import counted
from belisha.console.access.accounts.actions.closing import LEFT, close_account
from belisha.console.access.acting import By
from belisha.console.access.models import Cover, Post, User
from belisha.console.access.posts.actions.appointing import end_all_posts
from belisha.console.access.posts.actions.standing_in import end_cover
from belisha.console.flows.accounts.one_account import still_used_elsewhere
from belisha.console.flows.due import due
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__ = ["close_ended_generic_accounts", "close_leavers", "leavers_who_sign_in", "leavers_with_access", "see_off"]

ENDED = "its last day is past"
OPEN_ACCOUNT = Q(user__opened_at__isnull=False, user__closed_at__isnull=True)


@due(name="close the accounts of leavers", every="day", at="00:10")
def close_leavers(now: datetime) -> str:
    """Close what those reach whose last day was yesterday or before, and accounts that are nobody's own and ended."""
    today = timezone.localdate(now)
    by = By(None, system="nightly")
    gone = list(leavers_with_access(today))
    for person in gone:
        see_off(by=by, person=person)
    ended = close_ended_generic_accounts(by=by, today=today)
    told = [
        counted(len(gone), "leaver") if gone else "",
        counted(ended, "account that was nobody's own", "accounts that were nobody's own") if ended else "",
    ]
    said = " and ".join(part for part in told if part)
    return f"Closed the access of {said}." if said else ""


def leavers_with_access(today: date, school: School | None = None) -> QuerySet[Person]:
    """Those who left before today and have not been seen off, or have an account, a post or a cover all the same."""
    posts = Post.objects.not_over_on(today).values("holder")
    covers = Cover.objects.filter(last__gte=today).values("by")
    reaching = _gone(today, school).filter(
        OPEN_ACCOUNT | Q(user__in=posts) | Q(user__in=covers) | ~Q(user__closed_reason=LEFT)
    )
    ordered: QuerySet[Person] = reaching.select_related("user__school", "user__federation", "school").order_by("pk")
    return ordered


def leavers_who_sign_in(today: date, school: School) -> QuerySet[Person]:
    """Those who left a school before today and whose account is open all the same."""
    return _gone(today, school).filter(OPEN_ACCOUNT)


def _gone(today: date, school: School | None) -> QuerySet[Person]:
    here = Person.objects.for_school(school) if school else Person.objects.all()
    return here.filter(merged_into__isnull=True).gone_by(today).exclude(still_used_elsewhere(today))


@transaction.atomic
def see_off(*, by: By, person: Person) -> None:
    """Close everything that somebody who left reaches here, and list what must be closed elsewhere.

    Their classes and groups ended when the last day was entered. Raises NotAllowedError.
    """
    yesterday = timezone.localdate() - timedelta(days=1)
    end_all_posts(by, holder=person.user, last=min(person.left or yesterday, yesterday), reason=LEFT)
    covers = Cover.objects.filter(by=person.user, last__gte=timezone.localdate())
    for cover in covers.select_related("post__school", "post__federation", "by").order_by("pk"):
        end_cover(by, cover=cover)
    close_account(by=by, user=person.user, school=person.school, reason=LEFT, left=True)


def close_ended_generic_accounts(*, by: By, today: date) -> int:
    """Close accounts that are nobody's own and whose last day is past. Says how many."""
    ended = User.objects.filter(generic__ends__lt=today, opened_at__isnull=False, closed_at__isnull=True)
    closed = 0
    for user in ended.select_related("school", "federation").order_by("pk"):
        if user.school:
            closed += close_account(by=by, user=user, school=user.school, reason=ENDED)
    return closed
