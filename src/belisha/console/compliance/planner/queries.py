"""What falls due at a school, from whichever app knows it; and whose calendar an address is."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.accounts.queries.terms import term_at
from belisha.console.access.authorization import has_permission, schools_for
from belisha.console.access.calendars.queries import calendar_of
from belisha.console.access.models import Post
from belisha.console.access.permissions import Permission
from belisha.console.access.remembering import remembering
from belisha.console.access.roles import ROLES, Role
from belisha.console.access.settings.queries import keep_decisions
from belisha.console.compliance.models import Attestation, CalendarFeed, Meeting, Plan, Technology
from belisha.console.compliance.planner.rules import PlanDay, marked_days, review_due
from belisha.console.compliance.surveys.queries.results import next_asked
from belisha.console.compliance.surveys.queries.running import open_surveys
from belisha.console.compliance.walks.queries import due_of
from belisha.console.duties.catalogue import catalogue
from belisha.console.reviews.queries import statuses_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from belisha.console.access.models import School, User
    from belisha.console.reviews.queries import Status

__all__ = ["days_of", "feed_by_secret", "feed_days", "has_feed", "hashed", "review_days", "year_of"]

AHEAD = timedelta(days=365)


def days_of(school: School, first: date, last: date) -> list[PlanDay]:
    """What falls on the days of a school from one to another, and what is late before; a fixed number of queries."""
    now = timezone.now()
    found = [
        *_plans(school, last),
        *_confirmations(school, last),
        *_reviews(school, now, last),
        *_walk(school, now, last),
        *_surveys(school, now, last),
        *_technology(school, last),
        *_meetings(school, last),
        *_posts(school, first, last),
        *_terms(school, first, last),
        *(PlanDay(each.day, "day", each.title, "", "", f"day-{each.day}") for each in marked_days()),
    ]
    today = timezone.localdate(now)
    due = {"plan", "risk", "confirmation", "review", "walk", "technology", "meeting"}
    kept = [each._replace(late=each.kind in due and each.day < today) for each in found if each.day <= last]
    return sorted((each for each in kept if each.late or each.day >= first), key=lambda each: (each.day, each.title))


def year_of(today: date) -> tuple[date, date]:
    """The school year of a day, from 1 September: a year from its first day."""
    begin = today.replace(month=9, day=1)
    if begin > today:
        begin = begin.replace(year=begin.year - 1)
    return begin, begin + AHEAD


def feed_days(user: User) -> list[PlanDay]:
    """What somebody's calendar shows: of each school whose duties they see, a month back and a year ahead."""
    today = timezone.localdate()
    found: list[PlanDay] = []
    schools = [each for each in schools_for(user).order_by("pk") if has_permission(user, Permission.SEE_DUTIES, each)]
    with remembering():
        keep_decisions(schools)
        for school in schools:
            days = days_of(school, today - timedelta(31), today + AHEAD)
            found += [
                each._replace(title=f"{each.title} ({school.name})", key=f"{school.code}-{each.key}") for each in days
            ]
    return found


def feed_by_secret(secret: str) -> CalendarFeed | None:
    """The calendar of an address whose owner's account is open; None where there is none."""
    feed: CalendarFeed | None = CalendarFeed.objects.select_related("user").filter(secret_hash=hashed(secret)).first()
    return feed if feed and feed.user.is_active and feed.user.closed_at is None else None


def has_feed(user: int | None) -> bool:
    """Whether somebody has an address for a calendar."""
    return CalendarFeed.objects.filter(user=user).exists()


def hashed(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _duty(school: School, duty: str) -> tuple[str, str]:
    return catalogue()[duty].printed(), reverse("duty", args=[school.code, duty])


def _plans(school: School, last: date) -> Iterator[PlanDay]:
    for each in Plan.objects.for_school(school).open().filter(due__lte=last).select_related("owner"):
        title = _("Accepted risk ends: %(what)s") if each.kind == Plan.Kind.RISK else _("To be done: %(what)s")
        kind = "risk" if each.kind == Plan.Kind.RISK else "plan"
        link = _duty(school, each.duty)[1]
        yield PlanDay(each.due, kind, title % {"what": each.words}, link, each.owner.name, f"plan-{each.pk}")


def _confirmations(school: School, last: date) -> Iterator[PlanDay]:
    for each in Attestation.objects.for_school(school).that_count().filter(until__lte=last).select_related("by"):
        words, link = _duty(school, each.duty)
        yield PlanDay(
            each.until,
            "confirmation",
            _("Confirm anew: %(what)s") % {"what": words},
            link,
            each.by.name,
            f"said-{each.pk}",
        )


def review_days(school: School, now: datetime) -> list[tuple[Status, date]]:
    """Every kind of review with the day by which the next one is to be signed."""
    today = timezone.localdate(now)
    term = term_at(school, today)
    found = []
    for each in statuses_of(school, now):
        signed = timezone.localdate(each.last.signed_at) if each.last and each.last.signed_at else None
        found.append((each, review_due(each.kind, signed, today, term.first, term.next_first)))
    return found


def _reviews(school: School, now: datetime, last: date) -> Iterator[PlanDay]:
    link = reverse("reviews", args=[school.code])
    for each, day in review_days(school, now):
        who = ", ".join(part.title for part in each.kind.parts)
        if day <= last:
            title = _("Review: %(what)s") % {"what": each.kind.title}
            yield PlanDay(day, "review", title, link, who, f"review-{each.kind.id}")


def _walk(school: School, now: datetime, last: date) -> Iterator[PlanDay]:
    day = due_of(school, now).day
    if day <= last:
        link = reverse("walks", args=[school.code])
        yield PlanDay(day, "walk", _("Safety walk of the term"), link, "", f"walk-{day}")


def _surveys(school: School, now: datetime, last: date) -> Iterator[PlanDay]:
    """The last days of surveys that are open; for those who are not asked just now, by when they are asked again."""
    link, asked = reverse("surveys", args=[school.code]), set()
    for each in open_surveys(school).filter(closes__lte=last):
        asked.add(each.audience)
        title = _("Survey ends: %(who)s") % {"who": each.get_audience_display()}
        yield PlanDay(each.closes, "survey", title, link, "", f"survey-{each.pk}")
    for audience, day in next_asked(school, timezone.localdate(now)):
        if audience not in asked and day <= last:
            title = _("Ask anew: %(who)s") % {"who": audience.label}
            yield PlanDay(day, "survey", title, link, "", f"ask-{audience}-{day}")


def _technology(school: School, last: date) -> Iterator[PlanDay]:
    rows = Technology.objects.for_school(school).used().filter(review_on__lte=last).select_related("owner")
    for each in rows.order_by("review_on", "pk"):
        title = _("Look anew at the risks of %(what)s") % {"what": each.name}
        who = each.owner.name if each.owner else ""
        link = reverse("risk", args=[school.code, each.pk])
        day = each.review_on or last  # the question has found none without
        yield PlanDay(day, "technology", title, link, who, f"technology-{each.pk}")


def _meetings(school: School, last: date) -> Iterator[PlanDay]:
    """The next meeting that the last one named, until one is called."""
    newest = Meeting.objects.for_school(school).first()
    if newest and newest.next_on and newest.next_on <= last:
        link = reverse("meetings", args=[school.code])
        yield PlanDay(
            newest.next_on, "meeting", _("Meeting of the online-safety group"), link, "", f"meeting-{newest.pk}"
        )


def _posts(school: School, first: date, last: date) -> Iterator[PlanDay]:
    ending = Post.objects.for_school(school).filter(last__gte=first, last__lte=last).select_related("holder")
    link = reverse("posts", args=[school.code])
    for each in ending:
        day = each.last or last  # the question has found none without
        title = _("Post ends: %(what)s") % {"what": ROLES[Role(each.role)].title}
        yield PlanDay(day, "post", title, link, each.holder.name, f"post-{each.pk}")


def _terms(school: School, first: date, last: date) -> Iterator[PlanDay]:
    link = reverse("calendar", args=[school.code])
    for span in calendar_of(school, first).terms:
        if first <= span.first <= last:
            yield PlanDay(span.first, "term", _("Term begins"), link, "", f"term-{span.first}")
        if first <= span.last <= last:
            yield PlanDay(span.last, "term", _("Last day of term"), link, "", f"term-end-{span.last}")
