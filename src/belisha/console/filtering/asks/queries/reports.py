"""Reports of pages and of a filter that fails; steps, receipts, and whom one calls."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.conf import settings
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from belisha.console.access.authorization import has_permission, holdings
from belisha.console.access.permissions import Permission
from belisha.console.access.settings.queries import values_of
from belisha.console.filtering.asks import declared
from belisha.console.filtering.asks.queries.people import able
from belisha.console.filtering.asks.rules.sites import own_hosts, read_site
from belisha.console.filtering.models import Asker, FailureReport, PageReport, ProbeAddress, ProcedureRead, SiteRule
from belisha.engine.address import suffixes
from belisha.engine.decide.tls import LEFT_ALONE
from belisha.engine.published import NothingPublishedError, open_in_force

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from django.db.models import QuerySet

    from belisha.console.access.models import Federation, School, User
    from belisha.console.filtering.asks.rules.sites import Site
    from belisha.console.filtering.models.asks import FailureReportQuerySet, PageReportQuerySet

__all__ = [
    "Contacts",
    "answers_failures",
    "contacts_of",
    "failure_of",
    "failures_for",
    "has_read",
    "is_opened_by_rule",
    "last_read",
    "never_blocked_here",
    "own_reports",
    "practised",
    "readers",
    "report_of",
    "reported_today",
    "reports_of",
    "stays_open_by_list",
    "unread_answers",
]

# lists of what lessons and children need, and of what breaks when it is touched
YEAR: Final = timedelta(days=365)
SPARED: Final = frozenset({LEFT_ALONE, "education", "childrens-sites", "educational-games", "helplines"})


class Contacts(NamedTuple):
    """Whom one calls, as the school has set it."""

    supplier: str
    supplier_hours: str
    iwf: str
    police: str
    authority: str


def contacts_of(school: School) -> Contacts:
    """Whom one calls at a school. One query."""
    values = values_of(school)
    keys = (declared.SUPPLIER, declared.SUPPLIER_HOURS, declared.IWF, declared.POLICE, declared.AUTHORITY)
    return Contacts(*(values[each.key] for each in keys))


def reports_of(school: School) -> PageReportQuerySet:
    """Every report of a page at a school, newest first."""
    found: PageReportQuerySet = PageReport.objects.for_school(school)
    return found.select_related("school__federation", "person", "user", "change", "answered_by").order_by("-at", "-pk")


def report_of(school: School, number: int) -> PageReport:
    """One report with the steps that were taken. Raises Http404."""
    reports = reports_of(school).select_related("change__federation", "change__school").prefetch_related("steps__by")
    found: PageReport = get_object_or_404(reports, pk=number)
    return found


def own_reports(user: User) -> PageReportQuerySet:
    """What somebody reported, newest first."""
    found: PageReportQuerySet = PageReport.objects.filter(user=user)
    return found.select_related("school", "change").order_by("-at", "-pk")


def reported_today(school: School, user: User | None, device: str, now: datetime) -> int:
    """How many pages somebody (else: whoever uses a device) has had blocked by reports today."""
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    whose = Q(user=user) if user else Q(user__isnull=True, device=device)
    blocked = PageReport.objects.for_school(school).filter(whose, at__gte=midnight, change__isnull=False)
    return blocked.count()


def never_blocked_here(school: School) -> frozenset[str]:
    """The school's own sites, the console's, those that it has set, and whole sites that are tested to stay open."""
    named = str(values_of(school)[declared.NOT_BY_ITSELF.key]).split(",")
    tested = ProbeAddress.objects.for_school(school).filter(ended_at__isnull=True, wanted=ProbeAddress.Wanted.OPEN)
    sites = [read_site(address) for address in tested.values_list("address", flat=True)]
    for_lessons = [site.host for site in sites if site.whole]
    own = [school.website, school.email, settings.CONSOLE.url, *(name.strip() for name in named)]
    return own_hosts([*own, *for_lessons])


def is_opened_by_rule(federation: Federation, site: Site, now: datetime) -> bool:
    """Whether people have opened a site, or a page below it, by a rule that counts now."""
    rules = SiteRule.objects.filter(federation=federation, verdict=SiteRule.Verdict.ALLOW).in_force(now)
    opened = rules.filter(host__in=list(suffixes(site.host))).values_list("address", flat=True)
    return any(_covers(address, site.address) for address in opened)


def _covers(one: str, other: str) -> bool:
    """Whether one of two addresses lies at or below the other; a rule of a host covers those below it."""
    return "/" not in one or f"{other}/".startswith(f"{one.rstrip('/')}/") or f"{one}/".startswith(f"{other}/")


def stays_open_by_list(home: Path, site: Site) -> bool:
    """Whether the lists in force name a site among those that lessons need, or that must not be touched."""
    try:
        found = open_in_force(home).index.look_up(site.host, site.address.removeprefix(site.host) or "/", "")
    except NothingPublishedError:
        return False
    return found is not None and any(listing.category in SPARED for listing in found.listings)


def failures_for(user: User, school: School) -> FailureReportQuerySet:
    """The failures of a school that somebody may see: those who answer them all, others their own. Newest first."""
    failures: FailureReportQuerySet = FailureReport.objects.for_school(school)
    if not answers_failures(user, school):
        failures = failures.filter(by=user)
    return failures.select_related("school__federation", "by", "opened_by", "closed_by").order_by("-at", "-pk")


def failure_of(user: User, school: School, number: int) -> FailureReport:
    """One of them, with the steps that were taken. Raises Http404."""
    found: FailureReport = get_object_or_404(failures_for(user, school).prefetch_related("steps__by"), pk=number)
    return found


def answers_failures(user: User, school: School, roles: tuple[str, ...] = ()) -> bool:
    """Whether somebody answers failures here: by right, or by one of the two roles that the school has set."""
    if has_permission(user, Permission.ANSWER_REPORTS, school):
        return True
    values = values_of(school)
    told = {values[declared.FIRST_ROLE.key], values[declared.SECOND_ROLE.key], *roles}
    held = {holding.role.value for holding in holdings(user) if holding.school in {None, school.pk}}
    return bool(told & held)


def readers(school: School) -> list[User]:
    """Those who must know the procedure: whoever answers asks or reports."""
    found = {
        user.pk: user for right in (Permission.ANSWER_ASKS, Permission.ANSWER_REPORTS) for user in able(school, right)
    }
    return sorted(found.values(), key=lambda user: (user.name, user.pk))


def last_read(school: School) -> dict[int, datetime]:
    """When each account last said that it has read the procedure. One query."""
    rows: QuerySet[ProcedureRead] = ProcedureRead.objects.filter(school=school).order_by("at", "pk")
    return dict(rows.values_list("user_id", "at"))


def has_read(user: User, school: School) -> bool:
    """Whether somebody has read the procedure within a year."""
    since = timezone.now() - YEAR
    return ProcedureRead.objects.filter(school=school, user=user, at__gte=since).exists()


def unread_answers(user: User) -> int:
    """How many answers to what somebody asked for or reported they have not seen. One query."""
    asks = Asker.objects.filter(user=user, seen_at__isnull=True, ask__answered_at__isnull=False).order_by()
    reports = PageReport.objects.filter(user=user, seen_at__isnull=True, answered_at__isnull=False, practice=False)
    return asks.values("pk").union(reports.order_by().values("pk"), all=True).count()


def practised(school: School, since: datetime) -> set[int]:
    """The accounts that have reported a page since a moment, for practice or not. One query."""
    return set(
        PageReport.objects.for_school(school).filter(user__isnull=False, at__gte=since).values_list("user", flat=True)
    )
