"""Pages for everybody who is signed in: what I asked, asking from a link, reporting a page, a filter that fails."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.authorization import has_permission, schools_for
from belisha.console.access.guards import own_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.filtering.asks.actions.answering import see_answers
from belisha.console.filtering.asks.actions.failing import report_failure
from belisha.console.filtering.asks.actions.reporting import report_page as report
from belisha.console.filtering.asks.forms import FailureForm, ReportForm
from belisha.console.filtering.asks.queries.asks import own_askers
from belisha.console.filtering.asks.queries.reports import own_reports
from belisha.console.filtering.asks.views.rows import ask_rows, report_rows
from belisha.console.filtering.asks.views.who import user_of
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from belisha.console.access.models import School

__all__ = ["ask_here", "bookmark", "filter_fails", "my_asks", "report_page"]

SHOWN = 50


def _school(user: User) -> School:
    """One's own school; of those who work for several, the first."""
    school = user.school or schools_for(user).select_related("federation").order_by("name", "pk").first()
    if school is None:
        raise Http404
    return school


@own_page
def my_asks(request: HttpRequest) -> HttpResponse:
    """What I asked for and reported, with the answers."""
    user = user_of(request)
    askers, reports = list(own_askers(user)[:SHOWN]), list(own_reports(user)[:SHOWN])
    see_answers(by=by(request), now=timezone.now())
    pupil = user.kind == User.Kind.PUPIL
    context = {"ask_rows": ask_rows(askers, pupil=pupil), "report_rows": report_rows(reports), "pupil": pupil}
    return render(request, "filtering/asks/my_asks.html", context)


@own_page
def ask_here(request: HttpRequest) -> HttpResponse:
    """From the blocked page to the form of one's own school, with the address."""
    user = user_of(request)
    school = _school(user)
    if not has_permission(user, Permission.ASK_FOR_PAGES, school):
        return redirect("my-asks")
    query = urlencode({"address": request.GET.get("address", "")[:2000]})
    return redirect(f"{reverse('filter-ask-new', args=[school.code])}?{query}")


@own_page
def report_page(request: HttpRequest) -> HttpResponse:
    """Say that a page should be blocked."""
    user = user_of(request)
    school = _school(user)
    form = ReportForm(
        request.POST or None,
        staff=user.kind == User.Kind.STAFF,
        initial={"address": request.GET.get("address", "")[:2000]},
    )
    context = {
        "title": _("This page should be closed"),
        "submit": _("Report it"),
        "back_link": reverse("my-asks"),
    }
    return answer(
        request,
        form,
        lambda: report(by=by(request), school=school, **form.cleaned_data),
        to=reverse("my-asks"),
        success=_("Thank you. Below you see what happens with it."),
        context=context,
        template="filtering/asks/report_page.html",
    )


@own_page
def bookmark(request: HttpRequest) -> HttpResponse:
    """A bookmark that reports the page one is at: to be dragged to the bar of the browser."""
    address = f"{settings.CONSOLE.url}{reverse('report-page')}?address="
    script = f"javascript:location.href='{address}'+encodeURIComponent(location.href)"
    return render(request, "filtering/asks/bookmark.html", {"bookmark": script})


@own_page
def filter_fails(request: HttpRequest) -> HttpResponse:
    """Say that the filter fails."""
    school = _school(user_of(request))
    form = FailureForm(request.POST or None)
    context = {
        "title": _("The filter fails"),
        "lead": _(
            "It goes to two people at once, and turns red if neither opens it within the hour. Is one page alone open"
            " that should be blocked? Report that page instead."
        ),
        "submit": _("Report it"),
        "back_link": reverse("home"),
    }
    return answer(
        request,
        form,
        lambda: report_failure(by=by(request), school=school, **form.cleaned_data),
        to=reverse("filter-failures", args=[school.code])
        if has_permission(user_of(request), Permission.SEE_SCHOOL, school)
        else reverse("home"),
        success=_("Thank you. They have been told."),
        context=context,
    )
