"""What the control of changes proves."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belisha.console.audit.queries import latest_check
from belisha.console.duties.registry import SOON, Basis, Standing, State, proves
from belisha.console.filtering.changes.declared import LIST_DAYS, set_at
from belisha.console.filtering.changes.digest.queries import first_week, unsigned_weeks
from belisha.console.filtering.changes.queries.listing import applied_changes, managers_of
from belisha.console.filtering.changes.queries.lists import renewed
from belisha.console.filtering.changes.queries.proofs import (
    applied_without_right,
    not_assessed,
    not_consented,
    not_in_force_since,
    not_on_record,
    overdue_reviews,
)
from belisha.console.filtering.changes.queries.rights import without_factor
from belisha.console.filtering.gateways.queries import late_at
from belisha.console.filtering.policy.queries import current

if TYPE_CHECKING:
    from belisha.console.access.models import School
    from belisha.console.filtering.models import Change

__all__: list[str] = []

LATE: Final = timedelta(minutes=5)  # from applying until it must be in force: the minute's job has tried again


def _standing(school: School, page: str, state: State, reason: str, since: datetime | None = None) -> Standing:
    return Standing(state, reason, Basis.MEASURED, since, reverse(page, args=[school.code]))


def _at_change(school: School, change: Change, state: State, reason: str) -> Standing:
    link = reverse("filter-change", args=[school.code, change.pk])
    return Standing(state, reason % {"title": change.title}, Basis.MEASURED, change.applied_at, link)


def _not_adopted(school: School, page: str) -> Standing:
    text = _("The console does not hold the policy yet: whoever changes its file leaves no log.")
    return _standing(school, page, State.NOT_KNOWN, text)


@proves("filtering.change-log")
def change_log(school: School, now: datetime) -> Standing:
    """Every change is on the record, which is whole."""
    del now
    if current(school.federation) is None:
        return _not_adopted(school, "filter-log")
    if missing := not_on_record(school):
        return _at_change(school, missing, State.BREACHED, _("“%(title)s” is not on the record of who did what."))
    check = latest_check(school.chain)
    if check and check.fault:
        return _standing(school, "filter-log", State.BREACHED, _("The record of who did what is broken."), check.seen)
    last = applied_changes(school).first()
    words = {"day": date_format(timezone.localtime(last.applied_at), "j F Y") if last else ""}
    text = _("Every change is logged, the last of %(day)s.") if last else _("Nothing has been changed yet.")
    return _standing(school, "filter-log", State.MET, text % words)


@proves("filtering.change-rights")
def change_rights(school: School, now: datetime) -> Standing:
    """Only filter managers apply changes; each is named, with an end and a second factor."""
    today = timezone.localdate(now)
    if wrong := applied_without_right(school):
        text = _("“%(title)s” was applied by somebody who was not filter manager that day.")
        return _at_change(school, wrong, State.BREACHED, text)
    managers = managers_of(school).on(today)
    if bare := without_factor(school, today):
        text = _("%(name)s is filter manager without a second factor.") % {"name": bare[0].name}
        return _standing(school, "filter-managers", State.AT_RISK, text)
    names = sorted({right.user.name for right in managers})
    if not names:
        return _standing(school, "filter-managers", State.AT_RISK, _("Nobody is filter manager today."))
    text = _("Only these may change the filter: %(names)s. Each right ends by itself.") % {"names": ", ".join(names)}
    return _standing(school, "filter-managers", State.MET, text)


@proves("filtering.change-risk-assessed")
def change_risk_assessed(school: School, now: datetime) -> Standing:
    """Both sides assessed every change beforehand; emergencies are reviewed in time."""
    if current(school.federation) is None:
        return _not_adopted(school, "filter-changes")
    if wrong := not_assessed(school):
        text = _("“%(title)s” was applied without an assessment by two people of two sides.")
        return _at_change(school, wrong, State.BREACHED, text)
    if late := overdue_reviews(school, timezone.localdate(now)):
        return _at_change(school, late, State.BREACHED, _("“%(title)s” was done at once and is not reviewed yet."))
    text = _("Every change was assessed by somebody who knows teaching and somebody who knows the machines.")
    return _standing(school, "filter-changes", State.MET, text)


@proves("filtering.change-consent")
def change_consent(school: School, now: datetime) -> Standing:
    """A leader consented to every change that is risky, or that a side advised against."""
    del now
    if current(school.federation) is None:
        return _not_adopted(school, "filter-changes")
    if wrong := not_consented(school):
        return _at_change(school, wrong, State.BREACHED, _("“%(title)s” was risky and applied without consent."))
    text = _("No risky change was applied without the consent of a leader.")
    return _standing(school, "filter-changes", State.MET, text)


@proves("filtering.applied-and-updated", within=SOON)
def applied_and_updated(school: School, now: datetime) -> Standing:
    """What was applied is in force, at every gateway, and no list is out of date."""
    version = current(school.federation)
    if version is None:
        return _not_adopted(school, "filter-changes")
    if waiting := not_in_force_since(school, now - LATE):
        return _at_change(school, waiting, State.BREACHED, _("“%(title)s” was applied and is not in force yet."))
    late = late_at(school, now)
    if names := [*late.silent, *late.behind]:
        text = _("It is not certain that these gateways go by it: %(names)s.") % {"names": ", ".join(names)}
        return _standing(school, "filter-gateways", State.BREACHED, text, late.since)
    lists, days = renewed(), set_at(school, LIST_DAYS)
    if lists.looked is None:
        return _standing(school, "filter-changes", State.BREACHED, _("No list of sites is in force."))
    words = {"number": version.number, "day": date_format(lists.looked, "j F Y")}
    if (timezone.localdate(now) - lists.looked).days > days:
        since = timezone.make_aware(datetime.combine(lists.looked + timedelta(days=days), time.min))
        text = _("Version %(number)s of the policy is in force, but the lists were last renewed on %(day)s.") % words
        return _standing(school, "filter-changes", State.BREACHED, text, since)
    text = _("Version %(number)s of the policy is in force; the lists were last renewed on %(day)s.") % words
    return _standing(school, "filter-changes", State.MET, text)


@proves("filtering.shared-with-dsl")
def shared_with_dsl(school: School, now: datetime) -> Standing:
    """The safeguarding lead signs each week of the filter; two unsigned weeks are red."""
    today = timezone.localdate(now)
    first = first_week(school)
    if first is None:
        return _not_adopted(school, "filter-weeks")
    unsigned = unsigned_weeks(school, today)
    if not unsigned:
        text = _("The safeguarding lead has signed every week of the filter.")
        if first + timedelta(days=7) > today:
            text = _("The first whole week ends on %(day)s.") % {"day": date_format(first + timedelta(days=6), "j F Y")}
            return _standing(school, "filter-weeks", State.NOT_KNOWN, text)
        return _standing(school, "filter-weeks", State.MET, text)
    since = timezone.make_aware(datetime.combine(unsigned[-1] + timedelta(days=7), time.min))
    state = State.BREACHED if len(unsigned) > 1 else State.AT_RISK
    text = _("The safeguarding lead has not signed %(n)s weeks, the first from %(day)s.") % {
        "n": len(unsigned),
        "day": date_format(unsigned[-1], "j F Y"),
    }
    return _standing(school, "filter-weeks", state, text, since)
