"""The planner's page, and the calendar that people subscribe to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from belisha.console.access.acting import by
from belisha.console.access.guards import open_page, own_page, school_page
from belisha.console.access.permissions import Permission
from belisha.console.compliance.planner.actions import end_feed, make_feed, note_read
from belisha.console.compliance.planner.queries import days_of, feed_by_secret, feed_days, has_feed, year_of
from belisha.console.compliance.planner.rules import as_calendar
from belisha.console.design.files import handed_out, spreadsheet

if TYPE_CHECKING:
    from django.http import HttpRequest

    from belisha.console.access.models import School
    from belisha.console.compliance.planner.rules import PlanDay

__all__ = ["calendar_end", "calendar_feed", "own_calendar", "year"]

TITLES = {
    "plan": gettext_lazy("To be done"),
    "risk": gettext_lazy("Accepted risk"),
    "confirmation": gettext_lazy("Confirmation"),
    "review": gettext_lazy("Review"),
    "technology": gettext_lazy("Risks of technology"),
    "walk": gettext_lazy("Safety walk"),
    "survey": gettext_lazy("Survey"),
    "meeting": gettext_lazy("Meeting"),
    "post": gettext_lazy("Post"),
    "term": gettext_lazy("Term"),
    "day": gettext_lazy("Day that schools mark"),
}


@school_page(Permission.SEE_DUTIES)
def year(request: HttpRequest, school: School) -> HttpResponse:
    """The school year, month by month: what falls due, and what is late."""
    today = timezone.localdate()
    first, last = year_of(today)
    kind = request.GET.get("kind", "")
    days = [each for each in days_of(school, first, last) if kind not in TITLES or each.kind == kind]
    if request.GET.get("format") == "csv":
        return _as_csv(days, school)
    months: dict[tuple[int, int], list[PlanDay]] = {}
    for each in days:
        months.setdefault((each.day.year, each.day.month), []).append(each)
    context = {
        "school": school,
        "first": first,
        "last": last,
        "late": [each for each in days if each.late],
        "months": [(date_format(found[0].day, "F Y"), found) for found in months.values()],
        "titles": TITLES,
        "kind": kind,
    }
    return render(request, "compliance/planner/year.html", context)


@never_cache
@own_page
def own_calendar(request: HttpRequest) -> HttpResponse:
    """The address for one's own calendar: made, made anew, told once."""
    told = ""
    if request.method == "POST":
        told = settings.CONSOLE.url + reverse("calendar-feed", args=[make_feed(by=by(request))])
    context = {"told": told, "has_one": has_feed(request.user.pk)}
    return render(request, "compliance/planner/own.html", context)


@require_POST
@own_page
def calendar_end(request: HttpRequest) -> HttpResponse:
    """End the address of one's own calendar."""
    end_feed(by=by(request))
    return redirect("own-calendar")


@require_safe
@never_cache
@open_page
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar itself, for the program that was given its address: duties and reviews, nothing of any child."""
    del request
    feed = feed_by_secret(secret)
    if feed is None:
        raise Http404
    note_read(feed=feed)
    content = as_calendar(feed_days(feed.user), site=settings.CONSOLE.url, now=timezone.now())
    return handed_out(content, "belisha.ics", "text/calendar; charset=utf-8")


def _as_csv(days: list[PlanDay], school: School) -> HttpResponse:
    heads = [_("Day"), _("Kind"), _("What"), _("Who")]
    rows = ((each.day, TITLES[each.kind], each.title, each.who) for each in days)
    return spreadsheet(f"year-{school.code}", heads, rows)
