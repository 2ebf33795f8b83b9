"""A filter that fails: told to the two whom the school has set, opened within the hour, passed on, closed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError, schools_for
from belisha.console.access.calendars.clocks import due
from belisha.console.access.posts.queries import holders
from belisha.console.access.roles import Role
from belisha.console.access.settings.queries import values_of
from belisha.console.filtering.asks import audit_events as events
from belisha.console.filtering.asks import declared
from belisha.console.filtering.asks.actions.letters import tell
from belisha.console.filtering.asks.hooks import filter_failed
from belisha.console.filtering.asks.queries.asks import times_of
from belisha.console.filtering.asks.queries.reports import answers_failures
from belisha.console.filtering.models import FailureReport, StepTaken

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["end_failure", "raise_failure", "read_failure", "report_failure"]


def report_failure(*, by: By, school: School, kind: str, words: str, where: str = "") -> FailureReport:
    """Anybody who is signed in says that the filter fails. Raises ValidationError by field, NotAllowedError."""
    if by.user is not None and not schools_for(by.user).filter(pk=school.pk).exists():
        raise NotAllowedError(_("Report it at your own school."))
    if not words.strip():
        raise ValidationError({"words": _("Say what you see.")})
    values, now = values_of(school), timezone.now()
    roles = list(dict.fromkeys([values[declared.FIRST_ROLE.key], values[declared.SECOND_ROLE.key]]))
    with transaction.atomic():
        failure: FailureReport = FailureReport.objects.create(
            school=school, kind=kind, words=words.strip()[:2000], where=where.strip()[:200], by=by.user, at=now,
            roles=roles,
            due_at=_by_clock(school, now, timedelta(minutes=values[declared.FAILURE_MINUTES.key])),
            close_by=_by_clock(school, now, timedelta(hours=values[declared.FAILURE_HOURS.key])),
        )  # fmt: skip
        by.did(events.FAILED, to=failure, at=school, reason=failure.words, after={"kind": kind, "to": roles})
        told = [user for role in roles for user in holders(school, [Role(role)])]
        link = reverse("filter-failure", args=[school.code, failure.pk])
        tell(told, _("The filter may be failing"), "filter_fails", school=school, link=link)
        filter_failed(failure)
    return failure


def _by_clock(school: School, since: datetime, allowed: timedelta) -> datetime:
    """When so much time has passed by the clock that the school has set."""
    if values_of(school)[declared.CLOCK.key] == "always":
        return since + allowed
    # a day of a failure is a day of school: hours beyond one day's lessons go on in the next
    return due(times_of(school), since, allowed)


def _answering(by: By, failure: FailureReport) -> By:
    if by.user is not None and not answers_failures(by.user, failure.school, tuple(failure.roles)):
        raise NotAllowedError(_("This is for those whom your school has named for failures of the filter."))
    return by


def read_failure(*, by: By, failure: FailureReport) -> None:
    """Note that one of those whom it was told to has opened it: the first of the two counts. Others leave no mark."""
    if by.user is None or failure.opened_at is not None:
        return
    if not any(by.user in holders(failure.school, [Role(role)]) for role in failure.roles):
        return
    with transaction.atomic():
        failure.opened_at, failure.opened_by = timezone.now(), by.user
        failure.save(update_fields=["opened_at", "opened_by"])
        by.did(events.FAILURE_READ, to=failure, at=failure.school)


def raise_failure(*, by: By, failure: FailureReport, step: str, ticket: str, words: str = "") -> StepTaken:
    """Pass a failure on, with the supplier's or provider's number. Raises ValidationError, NotAllowedError."""
    by = _answering(by, failure)
    if not ticket.strip():
        raise ValidationError({"ticket": _("Write the number that they gave you, or the name of whom you spoke to.")})
    with transaction.atomic():
        taken: StepTaken = StepTaken.objects.create(
            failure=failure, step=StepTaken.Step(step), at=timezone.now(), by=by.user, ticket=ticket.strip()[:80],
            words=words.strip()[:400],
        )  # fmt: skip
        after = {"step": step, "ticket": taken.ticket}
        by.did(events.FAILURE_RAISED, to=failure, at=failure.school, reason=taken.words, after=after)
    return taken


def end_failure(*, by: By, failure: FailureReport, words: str) -> None:
    """The filter works again. Raises ValidationError, NotAllowedError."""
    by = _answering(by, failure)
    if failure.closed_at is not None:
        raise ValidationError(_("It is over already."))
    if not words.strip():
        raise ValidationError({"words": _("Say what it was, and how you know that it works again.")})
    with transaction.atomic():
        failure.closed_at, failure.closed_by = timezone.now(), by.user
        failure.close_words = words.strip()[:1000]
        failure.save(update_fields=["closed_at", "closed_by", "close_words"])
        by.did(events.FAILURE_OVER, to=failure, at=failure.school, reason=failure.close_words)
