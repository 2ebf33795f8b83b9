"""The record of access: who can reach what, and what in it does not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from belisha.console.access.accounts.actions.reviews import Found, keep_comparison
from belisha.console.access.accounts.queries.terms import term_at, term_before
from belisha.console.access.models import AccessReview, Comparison, Cover, Post, ServiceAccess, Stray, User
from belisha.console.access.remembering import remembered
from belisha.console.flows.accounts.queries import OPEN
from belisha.console.people.models import Device, Person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from django.db.models import QuerySet

    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["ReviewState", "compare", "found_strays", "register_rows", "review_state"]

# Everybody of these kinds has an account; parents and governors have one if they wish
EXPECTED = (User.Kind.STAFF, User.Kind.PUPIL)


class ReviewState(NamedTuple):
    """Where the review of a term stands: the one that was signed in it, the one before, the last comparison."""

    signed: AccessReview | None
    last: AccessReview | None
    term_began: date
    compared: Comparison | None
    strays: int
    accounts: int


def register_rows(school: School, today: date) -> QuerySet[User]:
    """Everybody who can reach something at a school, should, or is a stray; with all that the register shows."""
    here = Person.objects.for_school(school).on_roll(today).filter(kind__in=EXPECTED)
    posts = Post.objects.for_school(school).held_on(today)
    services = ServiceAccess.objects.filter(service__school=school, closed_at__isnull=True)
    strays = Stray.objects.filter(school=school, gone_at__isnull=True)
    reaching = (
        (Q(school=school) & OPEN)
        | Q(pk__in=here.values("user"))
        | Q(pk__in=posts.values("holder"))
        | Q(pk__in=services.values("user"))
        | Q(pk__in=strays.values("user"))
    )
    covers = Cover.objects.for_schools([school]).filter(first__lte=today, last__gte=today)
    return (
        User.objects.filter(reaching)
        .select_related("opened_by", "person")
        .prefetch_related(
            Prefetch("posts", posts.order_by("first", "pk"), to_attr="posts_now"),
            Prefetch("covers", covers.select_related("post").order_by("first", "pk"), to_attr="covers_now"),
            Prefetch("service_accesses", services.select_related("service").order_by("pk"), to_attr="services_now"),
            Prefetch("strays", strays.order_by("since", "pk"), to_attr="strays_now"),
            Prefetch("person__devices", Device.objects.in_use().order_by("name", "pk"), to_attr="devices_now"),
            "authenticator_set",
        )
        .order_by("name", "pk")
    )


def found_strays(school: School, now: datetime) -> set[Found]:
    """What does not fit at a school now. Five queries, whatever the size."""
    today = timezone.localdate(now)
    return {
        Found(pk, kind)
        for kind, users in _strays_by_kind(school, today)
        for pk in users.order_by("pk").values_list("pk", flat=True)
    }


def _strays_by_kind(school: School, today: date) -> Iterator[tuple[str, QuerySet[User]]]:
    accounts = User.objects.for_school(school)
    on_roll = Exists(Person.objects.for_school(school).on_roll(today).filter(user=OuterRef("pk")))
    coming = Exists(Person.objects.for_school(school).filter(user=OuterRef("pk"), joined__gt=today))
    elsewhere = Exists(
        Person.objects.filter(user__joined_to=OuterRef("pk"), merged_into__isnull=True).filter(
            Q(left__isnull=True) | Q(left__gte=today)
        )
    )
    yield Stray.Kind.NOT_ON_ROLL, accounts.filter(OPEN, ~on_roll, ~coming, ~elsewhere, generic__isnull=True)
    yield Stray.Kind.NO_ACCOUNT, accounts.filter(on_roll, kind__in=EXPECTED).exclude(OPEN)
    # pupils use their password at the gateway, which this console does not see
    used_since = term_before(term_at(school, today))
    last_used = Coalesce("last_login", "opened_at")
    unused = accounts.filter(OPEN).exclude(kind=User.Kind.PUPIL).annotate(last_used=last_used)
    yield Stray.Kind.UNUSED, unused.filter(last_used__date__lt=used_since)
    gone = Person.objects.filter(merged_into__isnull=True).gone_by(today)
    holding = Post.objects.for_school(school).held_on(today).values("holder")
    covering = Cover.objects.for_schools([school]).filter(first__lte=today, last__gte=today).values("by")
    left = User.objects.filter(pk__in=gone.values("user"))
    yield Stray.Kind.POST_OF_LEAVER, left.filter(Q(pk__in=holding) | Q(pk__in=covering))
    yield Stray.Kind.GENERIC_ENDED, accounts.filter(OPEN, generic__ends__lt=today)


def compare(*, by: By, school: School, now: datetime) -> Comparison:
    """Compare the record with the accounts that there are, and keep what was found."""
    accounts = User.objects.for_school(school).filter(OPEN).count()
    return keep_comparison(by=by, school=school, found=found_strays(school, now), accounts=accounts, now=now)


def review_state(school: School, now: datetime) -> ReviewState:
    """Where the review of this term stands. A fixed number of queries."""
    return remembered(("review of access", school.pk, now.date()), lambda: _review_state(school, now))


def _review_state(school: School, now: datetime) -> ReviewState:
    term = term_at(school, timezone.localdate(now))
    last = AccessReview.objects.filter(school=school).select_related("by").order_by("-at", "-pk").first()
    signed = last if last and timezone.localdate(last.at) >= term.first else None
    compared = Comparison.objects.filter(school=school).order_by("-at", "-pk").first()
    strays = Stray.objects.filter(school=school, gone_at__isnull=True).count()
    accounts = User.objects.for_school(school).filter(OPEN).count()
    return ReviewState(signed, last, term.first, compared, strays, accounts)
