"""Pages of the weekly digest, the daily page, and what users are told."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.guards import open_page, school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.monitoring.digests import actions, queries
from belisha.console.monitoring.digests.forms import DayForm, SignForm
from belisha.console.monitoring.digests.rules import UNSIGNED_RED
from belisha.console.people.views.answering import answer, rights

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.monitoring.digests.queries import Week

__all__ = ["digest", "digests", "sign", "today", "told"]


@open_page
def told(request: HttpRequest) -> HttpResponse:
    """What is watched, by whom, what for, and what one can do: for everybody."""
    return render(request, "monitoring/told.html")


@school_page(Permission.SIGN_DIGEST)
def digests(request: HttpRequest, school: School) -> HttpResponse:
    """Every week, signed or to be signed."""
    weeks = queries.weeks_of(school, timezone.localdate())
    unsigned = sum(week.signed is None for week in weeks)
    context = {"school": school, "weeks": weeks, "unsigned": unsigned, "red": unsigned >= UNSIGNED_RED}
    return render(request, "monitoring/digests.html", context)


def _week(school: School, year: int, month: int, day: int) -> Week:
    try:
        monday = date(year, month, day)
    except ValueError as error:
        raise Http404 from error
    found = next((week for week in queries.weeks_of(school, timezone.localdate()) if week.monday == monday), None)
    if found is None:
        raise Http404
    return found


@school_page(Permission.SIGN_DIGEST)
def digest(request: HttpRequest, school: School, year: int, month: int, day: int) -> HttpResponse:
    """One week: what came, what was done, themes, false alarms, looks, and what was blocked."""
    week = _week(school, year, month, day)
    if not isinstance(request.user, User):
        raise Http404
    figures = week.signed.figures if week.signed else queries.figures_of(request.user, school, week.monday)
    context = {"school": school, "week": week, "figures": figures}
    return render(request, "monitoring/digest.html", context)


@school_page(Permission.SIGN_DIGEST)
def sign(request: HttpRequest, school: School, year: int, month: int, day: int) -> HttpResponse:
    """Sign a week."""
    week = _week(school, year, month, day)
    form = SignForm(request.POST or None)
    back = reverse("digest", args=[school.code, year, month, day])
    title = _("Sign the week of %(day)s") % {"day": date_format(week.monday, "j F Y")}
    lead = _("You have read it and stand by what was done. What only waited for the digest ends with it.")
    return answer(
        request,
        form,
        lambda: actions.sign_digest(
            by=by(request), school=school, monday=week.monday, words=form.cleaned_data["words"]
        ),
        to=reverse("digests", args=[school.code]),
        success=_("The week is signed."),
        context={"title": title, "lead": lead, "submit": _("Sign"), "back_link": back},
    )


@school_page(Permission.SEE_FILTER)
def today(request: HttpRequest, school: School) -> HttpResponse:
    """The health of filter and monitoring today, for the technician to look at each school day."""
    now = timezone.now()
    day = timezone.localdate(now)
    form = DayForm(request.POST or None)
    context = {
        "school": school,
        "facts": queries.facts_of(school, now),
        "seen": queries.seen_on(school, day),
        "missed": queries.missed_at(school, day),
        "day": day,
        "can": rights(request, school, Permission.RUN_SYSTEM),
    }
    return answer(
        request,
        form,
        lambda: actions.look_at_day(by=by(request), school=school, words=form.cleaned_data["words"]),
        to=reverse("health-day", args=[school.code]),
        success=_("Thank you: it is noted that you looked."),
        context=context,
        template="monitoring/today.html",
    )
