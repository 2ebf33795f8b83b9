"""The board, what waits for the digest, what was dealt with, one alert, and the hour around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.access.guards import school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.design.tables import show
from belisha.console.monitoring.alerts.forms import HourForm
from belisha.console.monitoring.alerts.queries import board as queries
from belisha.console.monitoring.alerts.queries.context import hours_of
from belisha.console.monitoring.alerts.rules import LEVELS, REASONS, theme_words
from belisha.console.monitoring.alerts.tables import COLOURS, board_table, past_table
from belisha.console.monitoring.alerts.words import advice, found_words, steps_of
from belisha.console.monitoring.hooks import can_become_concern
from belisha.console.monitoring.use.actions import look_at_alert
from belisha.console.monitoring.use.queries import lawful_at, looked_at, purposes_of
from belisha.console.people.views.answering import rights

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["alert", "alerts", "hour", "past", "quiet"]


def reader(request: HttpRequest) -> User:
    """Whoever is signed in: the guards have seen to it."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def _around(request: HttpRequest, school: School, at: str) -> dict[str, Any]:
    loud, waiting = queries.counts_for(reader(request), school)
    pages = (
        ("alerts", _("Open (%(n)s)") % {"n": loud}),
        ("alerts-quiet", _("For the digest (%(n)s)") % {"n": waiting}),
        ("alerts-past", _("Dealt with")),
    )
    tabs = [{"text": text, "href": reverse(page, args=[school.code]), "active": page == at} for page, text in pages]
    inflow = queries.inflow_of(school)
    return {"school": school, "tabs": tabs, "inflow": inflow, "lawful": lawful_at(school)}


@school_page(Permission.SEE_ALERTS)
def alerts(request: HttpRequest, school: School) -> HttpResponse:
    """What is open: a row for each person and theme."""
    rows = queries.on_board(reader(request), school)
    table = board_table(school, timezone.now())
    return show(request, table, rows, "monitoring/alerts.html", _around(request, school, "alerts"))


@school_page(Permission.SEE_ALERTS)
def quiet(request: HttpRequest, school: School) -> HttpResponse:
    """What waits for the weekly digest: advisories, and what is over the day's budget."""
    rows = queries.quiet(reader(request), school)
    table = board_table(school, timezone.now())._replace(name="alerts-for-the-digest")
    return show(request, table, rows, "monitoring/alerts_quiet.html", _around(request, school, "alerts-quiet"))


@school_page(Permission.SEE_ALERTS)
def past(request: HttpRequest, school: School) -> HttpResponse:
    """What was dealt with, and how."""
    rows = queries.past(reader(request), school)
    context = _around(request, school, "alerts-past")
    return show(request, past_table(school), rows, "monitoring/alerts_past.html", context)


@school_page(Permission.SEE_ALERTS)
def alert(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One alert: why it is here, what was done, what can be done."""
    user = reader(request)
    found = queries.alert_of(user, school, number)
    context = {
        "school": school,
        "alert": found,
        "title": theme_words(found.theme),
        "level": LEVELS[found.level],
        "colour": COLOURS[found.level],
        "findings": [found_words(each) for each in queries.findings_of(found)],
        "steps": steps_of(found),
        "others": [(each, theme_words(each.theme), LEVELS[each.level]) for each in queries.others_about(user, found)],
        "can": rights(request, school, Permission.HANDLE_ALERTS, Permission.SEE_PEOPLE),
        "can_become_concern": can_become_concern(),
        "why": REASONS.get(found.why, ""),
        "late": found.state == found.State.OPEN and not found.quiet and found.due_at <= timezone.now(),
        "advice": advice(found, school),
    }
    return render(request, "monitoring/alert.html", context)


@school_page(Permission.SEE_ALERTS)
def hour(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """What the person did in the hour before and after: opened for a purpose, and the look is on record."""
    user = reader(request)
    found = queries.alert_of(user, school, number)
    here = reverse("alert-hour", args=[school.code, number])
    back = reverse("alert", args=[school.code, number])
    form = HourForm(request.POST or None, purposes=purposes_of(school))

    def look_now() -> None:
        look_at_alert(by=by(request), alert=found, purpose=form.cleaned_data["purpose"])

    if request.method == "POST" and form.is_valid() and done(form, look_now):
        return redirect(here)
    look = looked_at(user, found, timezone.now()) if request.method == "GET" else None
    if look is None:
        lead = _("Opening it is recorded, with what you look for, and shown to the head.")
        context = {"title": _("The hour around it"), "form": form, "lead": lead, "back_link": back, "submit": _("Open")}
        return render(request, "design/form_page.html", context)
    context = {
        "school": school,
        "alert": found,
        "look": look,
        "hours": hours_of(found),
        "title": theme_words(found.theme),
    }
    return render(request, "monitoring/hour.html", context)
