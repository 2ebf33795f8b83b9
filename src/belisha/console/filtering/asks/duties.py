"""What asks, reports and failures prove of the filter."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.models import User
from belisha.console.access.posts.queries import holders
from belisha.console.access.roles import ROLES, Role
from belisha.console.access.settings.queries import values_of
from belisha.console.duties.registry import Basis, Standing, State, proves
from belisha.console.filtering.asks import declared
from belisha.console.filtering.asks.queries.asks import answering, lines_unread
from belisha.console.filtering.asks.queries.reports import YEAR, last_read, practised, readers
from belisha.console.filtering.models import FailureReport, PageReport
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.models import School

__all__: list[str] = []

TERM: Final = timedelta(days=90)
SETTLING: Final = timedelta(days=28)  # a new colleague has so long to practise
SEPTEMBER: Final = 9


def _standing(
    state: State, reason: str, page: str, school: School, query: str = "", basis: Basis = Basis.MEASURED
) -> Standing:
    return Standing(state, reason, basis, link=f"{reverse(page, args=[school.code])}{query}")


@proves("filtering.no-overblocking")
def no_overblocking(school: School, now: datetime) -> Standing:
    """Whether every request for a page is answered within the school days that are set; how long answers take."""
    found = answering(school, now - TERM, now)
    if found.late:
        words = ngettext(
            "%(n)s request for a page has waited longer than the school allows.",
            "%(n)s requests for pages have waited longer than the school allows.",
            found.late,
        )
        return _standing(State.BREACHED, words % {"n": found.late}, "filter-asks", school, "?waiting=late")
    if lines_unread().exists():
        reason = _("Something that was asked at the gateway cannot be read, and nobody has looked at it.")
        return _standing(State.AT_RISK, reason, "filter-asks", school)
    if not found.asked:
        reason = _("Nobody has asked for a blocked page within 90 days: do people know that they can?")
        return _standing(State.NOT_KNOWN, reason, "filter-asks", school)
    if found.minutes is None:
        reason = _("No request for a page is late; waiting now: %(n)s.") % {"n": found.waiting}
    else:
        reason = _("No request for a page is late; half are answered within %(minutes)s minutes of lessons.") % {
            "minutes": max(found.minutes, 1)
        }
    return _standing(State.MET, reason, "filter-asks", school)


@proves("filtering.report-procedure")
def report_procedure(school: School, now: datetime) -> Standing:
    """Whether every member of staff with an account has reported a page this school year, for practice at least."""
    today = timezone.localdate(now)
    began = _year_began(today)
    staff = Person.objects.for_school(school).filter(
        kind=User.Kind.STAFF, user__opened_at__isnull=False, user__closed_at__isnull=True
    )
    here = list(staff.on_roll(today).values_list("user_id", "joined"))
    done = practised(school, timezone.make_aware(_midnight(began)))
    missing = [joined for user, joined in here if user not in done]
    late = sum(max(joined, began) + SETTLING < today for joined in missing)
    counted = {"late": late, "missing": len(missing), "all": len(here)}
    if not here:
        state, reason = State.NOT_KNOWN, _("No staff with an account are on the register.")
    elif late:
        state, reason = State.BREACHED, _("%(late)s of %(all)s staff have not tried out reporting a page this year.")
    elif missing:
        state, reason = State.AT_RISK, _("%(missing)s of %(all)s staff have still to try out reporting a page.")
    else:
        state, reason = State.MET, _("All %(all)s staff have reported a page this year, for practice at least.")
    return _standing(state, reason % counted, "filter-reports", school, basis=Basis.RECORDED)


def _year_began(today: date) -> date:
    return today.replace(year=today.year - (today.month < SEPTEMBER), month=SEPTEMBER, day=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min)


@proves("filtering.report-url")
def report_url(school: School, now: datetime) -> Standing:
    """Whether every reported page was answered in time by somebody who may."""
    reports = PageReport.objects.for_school(school).real()
    late = reports.waiting().filter(due_at__lte=now).count()
    waiting = reports.waiting().count()
    counted = {"late": late, "waiting": waiting, "all": reports.filter(at__gte=now - YEAR).count()}
    if late:
        state, reason = State.BREACHED, _("Reported pages that nobody has answered within a school day: %(late)s.")
    elif waiting:
        state, reason = State.AT_RISK, _("Reported pages that wait for an answer: %(waiting)s.")
    elif not counted["all"]:
        state, reason = State.NOT_KNOWN, _("Nobody has reported a page within a year: do people know that they can?")
    else:
        state, reason = State.MET, _("Every reported page was looked at; in the last year: %(all)s.")
    return _standing(state, reason % counted, "filter-reports", school, "?which=waiting")


@proves("filtering.failure-report")
def failure_report(school: School, now: datetime) -> Standing:
    """Whether the two roles that are told of failures are filled, and every report was opened within the hour."""
    values = values_of(school)
    roles = dict.fromkeys((values[declared.FIRST_ROLE.key], values[declared.SECOND_ROLE.key]))
    vacant = [str(ROLES[Role(role)].title) for role in roles if not holders(school, [Role(role)])]
    unopened = FailureReport.objects.for_school(school).unclosed().filter(opened_at__isnull=True)
    late = unopened.filter(due_at__lte=now).count()
    if late:
        reason = _("Failures of the filter that nobody has opened in time: %(n)s.") % {"n": late}
        return _standing(State.BREACHED, reason, "filter-failures", school, "?state=open")
    if vacant:
        reason = _("Nobody who can sign in is told of a failure as: %(roles)s.") % {"roles": ", ".join(vacant)}
        return _standing(State.BREACHED, reason, "posts", school)
    if unopened.exists():
        return _standing(State.AT_RISK, _("A failure of the filter waits to be opened."), "filter-failures", school)
    reason = _("A failure of the filter goes to both roles at once; none waits to be opened.")
    return _standing(State.MET, reason, "filter-failures", school)


@proves("filtering.failure-escalation")
def failure_escalation(school: School, now: datetime) -> Standing:
    """Whether every failure that is not over within the set hours was passed on, and whom one calls is known."""
    unclosed = FailureReport.objects.for_school(school).unclosed()
    late = unclosed.filter(close_by__lte=now, steps__isnull=True).count()
    if late:
        reason = _("Failures that last too long and were not passed on to the supplier: %(n)s.") % {"n": late}
        return _standing(State.BREACHED, reason, "filter-failures", school, "?state=open")
    if not values_of(school)[declared.SUPPLIER.key]:
        reason = _("Who supplies the filter, and how to reach them, has not been entered.")
        return _standing(State.AT_RISK, reason, "settings", school)
    if unclosed.exists():
        return _standing(State.AT_RISK, _("A failure of the filter is not over yet."), "filter-failures", school)
    reason = _("No failure of the filter is open, and whom one calls is known.")
    return _standing(State.MET, reason, "filter-failures", school, basis=Basis.RECORDED)


@proves("filtering.manager-procedure")
def manager_procedure(school: School, now: datetime) -> Standing:
    """Whether everybody who runs the filter or answers reports has read the procedure within a year."""
    people, read = readers(school), last_read(school)
    missing = [user for user in people if user.pk not in read or read[user.pk] < now - YEAR]
    counted = {"missing": len(missing), "all": len(people)}
    if not people:
        state, reason = State.NOT_KNOWN, _("Nobody here runs the filter or answers reports.")
    elif missing:
        state, reason = State.BREACHED, _("%(missing)s of %(all)s people have not read the procedure within a year.")
    else:
        state, reason = State.MET, _("All %(all)s people who run the filter have read the procedure within a year.")
    return _standing(state, reason % counted, "filter-procedure", school, basis=Basis.RECORDED)
