"""Pages of the visitors' desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from belisha.console.access.accounts.handover import forget, hand_over, handed_over
from belisha.console.access.acting import by
from belisha.console.access.forms import attempt, done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.design.tables import Choice, Column, Table, show
from belisha.console.people.rules.names import fold
from belisha.console.people.views.answering import rights
from belisha.console.people.visits.actions import SignedIn, sign_in_visitor, sign_out_visitor
from belisha.console.people.visits.forms import GOES_AT, LATEST, ArrivalForm
from belisha.console.people.visits.queries import hosts_of, in_building, visit_of, visits_of

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.people.models import Visit

__all__ = ["arrive", "badge", "code_given", "earlier", "leave", "roll_call", "visitors"]


@school_page(Permission.SEE_PEOPLE)
def visitors(request: HttpRequest, school: School) -> HttpResponse:
    """The visitors who are in the building now."""
    now = timezone.now()
    context = {
        "school": school,
        "visits": [(visit, visit.is_late(now)) for visit in in_building(school)],
        "can": rights(request, school, Permission.RECEIVE_VISITORS),
    }
    return render(request, "people/visits/visitors.html", context)


@school_page(Permission.RECEIVE_VISITORS)
def arrive(request: HttpRequest, school: School) -> HttpResponse:
    """Sign a visitor in."""
    known: dict[str, object] = {
        name: request.GET[name][:120] for name in ("name", "organisation") if name in request.GET
    }
    if timezone.localtime().time() >= GOES_AT:
        known["until"] = LATEST  # in the evening the usual time is over
    form = ArrivalForm(request.POST or None, hosts=hosts_of(school, timezone.localdate()), initial=known)
    if request.method == "POST" and form.is_valid():
        made: list[SignedIn] = []
        code = form.cleaned_data["code"]
        if done(
            form,
            lambda: made.append(sign_in_visitor(by=by(request), school=school, arrival=form.arrival, code=code)),
        ):
            return _signed_in(request, school, made[0])
    context = {
        "school": school,
        "form": form,
        "title": _("Sign a visitor in"),
        "lead": _("Ask them to wait until their host comes. What is entered here is for the school alone."),
        "submit": _("Sign in and make a badge"),
        "back_link": reverse("visitors", args=[school.code]),
    }
    return render(request, "design/form_page.html", context)


def _signed_in(request: HttpRequest, school: School, made: SignedIn) -> HttpResponse:
    if made.code:
        hand_over(request, school, [made.code])
    if made.refused:
        messages.warning(request, _("Signed in, but without a guest code: %(why)s") % {"why": made.refused})
    else:
        messages.success(request, _("Signed in. Print the badge."))
    return redirect("visitor-badge", school.code, made.visit.pk)


@school_page(Permission.RECEIVE_VISITORS)
def badge(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """A badge to print, and once the guest code."""
    visit = visit_of(school, pk)
    code = next((each for each in handed_over(request, school) if each.user == visit.person.user_id), None)
    return render(request, "people/visits/badge.html", {"school": school, "visit": visit, "code": code})


@require_POST
@school_page(Permission.RECEIVE_VISITORS)
def code_given(request: HttpRequest, school: School) -> HttpResponse:
    """The guest code has been given out: it is not shown again."""
    forget(request)
    return redirect("visitors", school.code)


@require_POST
@school_page(Permission.RECEIVE_VISITORS)
def leave(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Sign a visitor out."""
    visit = visit_of(school, pk)
    attempt(
        request,
        lambda: sign_out_visitor(by=by(request), visit=visit),
        _("%(name)s is signed out.") % {"name": visit.person.name},
    )
    return redirect("visitors", school.code)


@school_page(Permission.SEE_PEOPLE)
def roll_call(request: HttpRequest, school: School) -> HttpResponse:
    """Who is in the building, to be ticked off on paper at a fire drill."""
    context = {"school": school, "visits": in_building(school), "now": timezone.now()}
    return render(request, "people/visits/roll_call.html", context)


@school_page(Permission.RECEIVE_VISITORS)
def earlier(request: HttpRequest, school: School) -> HttpResponse:
    """Every visit, to look somebody up."""
    return show(request, _table(school), visits_of(school), "people/visits/earlier.html", {"school": school})


def _table(school: School) -> Table:
    return Table(
        name=f"visitors-{school.code}",
        columns=(
            Column("name", gettext_lazy("Name"), lambda visit: visit.person.name, ("person__search",)),
            Column(
                "from", gettext_lazy("Where from"), lambda visit: visit.person.organisation, ("person__organisation",)
            ),
            Column("host", gettext_lazy("Guest of"), lambda visit: visit.host.name, ("host__search",)),
            Column("arrived", gettext_lazy("Came"), lambda visit: visit.arrived_at, ("arrived_at",)),
            Column("left", gettext_lazy("Left"), _left, ("left_at",)),
            Column("identity", gettext_lazy("Seen"), lambda visit: visit.get_identity_display()),
            Column("alone", gettext_lazy("May be alone"), lambda visit: visit.alone),
        ),
        search=("person__search", "host__search"),
        choices=(
            Choice(
                "when",
                gettext_lazy("When"),
                [("today", gettext_lazy("Today")), ("forgot", gettext_lazy("Did not sign out"))],
                _when,
            ),
        ),
        hint=gettext_lazy("Any part of the name of the visitor or the host."),
        fold=fold,
    )


def _left(visit: Visit) -> object:
    if visit.left_at is None:
        return _("In the building")
    return visit.left_at if visit.signed_out_by_id else _("Closed by itself")


def _when(visits: QuerySet[Any], which: str) -> QuerySet[Any]:
    if which == "forgot":
        return visits.filter(left_at__isnull=False, signed_out_by__isnull=True)
    return visits.filter(arrived_at__date=timezone.localdate())
