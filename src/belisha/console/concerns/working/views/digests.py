"""The week's numbers for leaders: each reading leaves a receipt."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import attempt
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.concerns.rules.categories import categories
from belisha.console.concerns.working.actions.digests import read_digest
from belisha.console.concerns.working.queries.digests import FEW, digests_of, leaders_of, shown, the_digest

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.concerns.models import LeadersDigest

__all__ = ["digest", "digest_read", "digests"]

YEAR_OF_WEEKS = 53


@school_page(Permission.SEE_CONCERN_FIGURES)
def digests(request: HttpRequest, school: School) -> HttpResponse:
    """All weeks, and who has read each."""
    leaders = {user.pk for user in leaders_of(school, timezone.localdate())}
    rows = [
        (each, len(leaders & {reading.user_id for reading in each.readings.all()}), len(leaders))
        for each in digests_of(school)[:YEAR_OF_WEEKS]
    ]
    return render(request, "concerns/working/digests.html", {"school": school, "rows": rows})


def _of(school: School, week: str) -> LeadersDigest:
    try:
        return the_digest(school, date.fromisoformat(week))
    except ValueError:
        raise Http404 from None


@school_page(Permission.SEE_CONCERN_FIGURES)
def digest(request: HttpRequest, school: School, week: str) -> HttpResponse:
    """One week's numbers, without names; a kind of which there are too few to be told is left out."""
    found = _of(school, week)
    titles = {category.id: category.title for category in categories()}
    readings = {reading.user_id: reading.at for reading in found.readings.all()}
    leaders = [(user.name, readings.get(user.pk)) for user in leaders_of(school, timezone.localdate())]
    kinds = shown(found.numbers["kinds"])
    context = {
        "school": school,
        "digest": found,
        "kinds": [(titles.get(kind, kind), number) for kind, number in kinds],
        "kept_back": sum(found.numbers["kinds"].values()) - sum(number for _kind, number in kinds),
        "few": FEW,
        "leaders": leaders,
        "mine": request.user.pk in readings,
    }
    return render(request, "concerns/working/digest.html", context)


@require_POST
@school_page(Permission.SEE_CONCERN_FIGURES)
def digest_read(request: HttpRequest, school: School, week: str) -> HttpResponse:
    """I have read it."""
    found = _of(school, week)
    attempt(request, lambda: read_digest(by=by(request), digest=found), _("Noted that you have read it."))
    return redirect("concern-digests", school=school.code)
