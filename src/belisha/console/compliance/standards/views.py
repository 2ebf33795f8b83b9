"""Pages of standards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.compliance.queries import rows
from belisha.console.compliance.rules import COLOURS, STATES
from belisha.console.compliance.standards import actions
from belisha.console.compliance.standards.forms import AcceptForm
from belisha.console.compliance.standards.queries import (
    accepted_at,
    may_accept,
    standard_at,
    standards_at,
    waiting_at,
)
from belisha.console.compliance.standards.rules import differences, editions, judged
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["edition", "standard", "standards_page"]


@school_page(Permission.SEE_DUTIES)
def standards_page(request: HttpRequest, school: School) -> HttpResponse:
    """Every standard with how many of its points stand how."""
    found = {row.duty.id: row for row in rows(school, timezone.now())}
    counted = []
    for each in standards_at(school):
        states = [point.state for point in judged(each, found)]
        counted.append((each, [states.count(state) for state in STATES], states.count(None), len(states)))
    waiting = {old.id for old, _new in waiting_at(school)}
    context = {"school": school, "counted": counted, "states": list(STATES.values()), "waiting": waiting}
    return render(request, "compliance/standards/standards.html", context)


@school_page(Permission.SEE_DUTIES)
def standard(request: HttpRequest, school: School, standard: str) -> HttpResponse:
    """One standard, point by point, with the duties that show it."""
    try:
        asked = standard_at(school, standard)
    except KeyError:
        raise Http404 from None
    found = {row.duty.id: row for row in rows(school, timezone.now())}
    context = {
        "school": school,
        "standard": asked,
        "points": judged(asked, found),
        "states": STATES,
        "colours": COLOURS,
        "waits": editions()[standard][-1].version > asked.version,
        "accepted": accepted_at(school, standard),
    }
    return render(request, "compliance/standards/standard.html", context)


@school_page(Permission.SEE_DUTIES)
def edition(request: HttpRequest, school: School, standard: str) -> HttpResponse:
    """What the newest edition asks otherwise than the one that counts, side by side; a leader accepts it."""
    try:
        old = standard_at(school, standard)
    except KeyError:
        raise Http404 from None
    new = editions()[standard][-1]
    found = {row.duty.id: row for row in rows(school, timezone.now())}
    change = differences(old, new)
    form = AcceptForm(request.POST or None)
    back = reverse("duty-standard", args=[school.code, standard])
    context = {
        "school": school,
        "old": old,
        "new": new,
        "change": change,
        "touched": [found[duty] for duty in change.duties if duty in found],
        "may_accept": new.version > old.version and may_accept(request.user, school) is not None,  # type: ignore[arg-type]
        "title": new.title,
        "caption": _("A new edition"),
        "submit": _("I have read it: it counts from now on"),
        "back_link": back,
    }
    return answer(
        request,
        form,
        lambda: actions.accept(
            by=by(request), school=school, standard=standard, version=new.version, **form.cleaned_data
        ),
        to=back,
        success=_("The new edition counts. That you accepted it is on record."),
        context=context,
        template="compliance/standards/edition.html",
    )
