"""A reported page and a filter that fails become concerns, with what was seen frozen inside."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from belisha.console.access.acting import By
from belisha.console.access.settings.queries import values_of
from belisha.console.concerns.actions.reporting import NewSubject, Told, report
from belisha.console.concerns.actions.writing import write
from belisha.console.concerns.models import Concern, Entry, Subject
from belisha.console.filtering.asks.declared import SUPPLIER, SUPPLIER_HOURS
from belisha.console.filtering.asks.hooks import when_filter_fails, when_page_is_reported

if TYPE_CHECKING:
    from belisha.console.access.models import School, User
    from belisha.console.filtering.models import FailureReport, PageReport
    from belisha.console.people.models import Person

__all__ = ["begin_of_failure", "begin_of_page"]

SAME: Final = timedelta(hours=24)  # a class that reports one page together makes one concern


def _by(user: User | None, school: School) -> By:
    """Whoever reported it, for their receipt; somebody of elsewhere does not become a stranger who reports here."""
    return By(user) if user and user.school_id == school.pk else By(None, system="filter")


@when_page_is_reported
def begin_of_page(reported: PageReport) -> None:
    """A concern of a reported page; further reports of the same page on the same day are added to it."""
    context = {
        "source": f"page:{reported.pk}",
        "address": reported.address,
        "written": reported.written,
        "device": reported.device,
        "state": reported.state,
        "held": reported.held,
        "at": reported.at.isoformat(),
    }
    same = Concern.objects.for_school(reported.school).filter(
        origin=Concern.Origin.PAGE,
        state__in=[Concern.State.NEW, Concern.State.OPEN],
        reported_at__gte=reported.at - SAME,
        context__address=reported.address,
    )
    first = same.order_by("pk").first()
    if first is not None:
        write(_by(reported.user, reported.school), first, Entry.Kind.CONTEXT, reported.words, details=context)
        return
    report(
        by=_by(reported.user, reported.school),
        school=reported.school,
        category="unsuitable-page",
        words=reported.words.strip() or _("A page was reported as unsuitable. Its address stands below."),
        subjects=_reporter(reported.person),
        told=Told(origin=Concern.Origin.PAGE, where=reported.host[:200], context=context),
    )


def _reporter(person: Person | None) -> list[NewSubject]:
    return [NewSubject(Subject.Role.REPORTER, person)] if person else []


@when_filter_fails
def begin_of_failure(failure: FailureReport) -> None:
    """A concern of a filter that fails, with whom to call of the supplier."""
    values = values_of(failure.school)
    context: dict[str, Any] = {
        "source": f"failure:{failure.pk}",
        "kind": failure.get_kind_display(),
        "at": failure.at.isoformat(),
        "over_by": failure.close_by.isoformat(),
    }
    concern = report(
        by=_by(failure.by, failure.school),
        school=failure.school,
        category="filter-failure",
        words=failure.words,
        told=Told(origin=Concern.Origin.FILTER, where=failure.where, context=context),
    )
    supplier = str(values[SUPPLIER.key]) or _("who supplies the filter is not entered in the settings")
    note = _("Tell the supplier: %(who)s. %(hours)s") % {"who": supplier, "hours": values[SUPPLIER_HOURS.key]}
    write(By(None, system="filter"), concern, Entry.Kind.NOTE, note.strip())
