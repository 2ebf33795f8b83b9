"""The filter's weeks: read and signed by the safeguarding lead and by the technical side."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.filtering.changes.digest.actions import may_sign, sign_week
from belisha.console.filtering.changes.digest.queries import Week, figures_of, signs_of, unsigned_weeks, weeks_of
from belisha.console.filtering.changes.forms import WordsForm
from belisha.console.filtering.changes.views.places import furniture
from belisha.console.filtering.models import Half

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["week", "weeks"]


@school_page(Permission.SEE_FILTER)
def weeks(request: HttpRequest, school: School) -> HttpResponse:
    """All weeks, and who has signed them."""
    today = timezone.localdate()
    context = {
        **furniture(school),
        "weeks": weeks_of(school, today),
        "unsigned": len(unsigned_weeks(school, today)),
    }
    return render(request, "filtering/changes/weeks.html", context)


@school_page(Permission.SEE_FILTER)
def week(request: HttpRequest, school: School, week: str) -> HttpResponse:
    """One week, to read and to sign."""
    monday = _monday(week)
    signs = signs_of(school, [monday]).get(monday, {})
    over = monday + timedelta(days=7) <= timezone.localdate()
    acting = by(request)
    side = next((each for each in Half.Side.values if each not in signs and may_sign(acting.user, school, each)), "")
    form = WordsForm(request.POST or None, label=_("What you noticed"), most=1000)

    def act() -> object:
        words = form.cleaned_data["words"]
        return sign_week(by=acting, school=school, monday=monday, side=side or Half.Side.EDUCATION, words=words)

    if request.method == "POST" and form.is_valid() and done(form, act):
        messages.success(request, _("You have signed this week."))
        return redirect("filter-week", school.code, monday.isoformat())
    kept = next((sign.content for sign in signs.values() if sign.content), None)
    context = {
        **furniture(school),
        "week": Week(monday, signs),
        "figures": kept or figures_of(school, monday),
        "over": over,
        "may_sign": bool(side) and over,
        "side": side,
        "form": form,
        "before": (monday - timedelta(days=7)).isoformat(),
    }
    return render(request, "filtering/changes/week.html", context)


def _monday(text: str) -> date:
    """The Monday in an address. Raises Http404."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if found.weekday() != 0 or not 2000 <= found.year <= 2200:
        raise Http404
    return found
