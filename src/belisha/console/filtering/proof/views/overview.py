"""Where the proof stands: the matrix, the runs, their evidence, and the layers that protect together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.authorization import has_permission
from belisha.console.access.guards import school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.design.tables import show
from belisha.console.filtering.models import ProbeRun
from belisha.console.filtering.proof.actions.runs import ask_for_run
from belisha.console.filtering.proof.jobs import test_filter
from belisha.console.filtering.proof.queries import states as queries
from belisha.console.filtering.proof.queries.layers import layers_of
from belisha.console.filtering.proof.queries.standing import standing_of
from belisha.console.filtering.proof.tables import EVIDENCE, ON_PAGE, RUNS, STATES

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

TO_PRINT: Final = 5000  # more than a run may make


@school_page(Permission.SEE_FILTER)
def proof(request: HttpRequest, school: School) -> HttpResponse:
    """How we know that the filter works."""
    standing = standing_of(school, timezone.now())
    context = {
        "school": school,
        "standing": standing,
        "matrix": queries.matrix_of(standing.states),
        "runs": queries.runs_of(school)[:10],
        "trend": queries.trend_of(school),
        "may_name": isinstance(request.user, User)
        and has_permission(request.user, Permission.DRAFT_FILTER_CHANGES, school),
    }
    return render(request, "filtering/proof/proof.html", context)


@school_page(Permission.SEE_FILTER)
@require_POST
def start(request: HttpRequest, school: School) -> HttpResponse:
    """Have the filter tested now, by the worker."""
    kind = ProbeRun.Kind.QUICK if request.POST.get("kind") == "quick" else ProbeRun.Kind.FULL
    run = ask_for_run(by=by(request), school=school, kind=kind, why=ProbeRun.Why.HAND)
    if run.state == ProbeRun.State.WAITING:
        test_filter.enqueue(run.pk)
    messages.success(request, _("The filter is being tested. This page shows how far it is."))
    return redirect("filter-proof-run", school=school.code, number=run.pk)


@school_page(Permission.SEE_FILTER)
def states(request: HttpRequest, school: School) -> HttpResponse:
    """How everything that is tested came out last: for one profile and category, or all."""
    rows = queries.states_of(school)
    chosen = {key: request.GET.get(key, "")[:64] for key in ("category", "profile")}
    for key, value in chosen.items():
        if value and value.isprintable():
            rows = rows.filter(**{key: value})
    return show(request, STATES, rows, "filtering/proof/states.html", {"school": school, "chosen": chosen})


@school_page(Permission.SEE_FILTER)
def runs(request: HttpRequest, school: School) -> HttpResponse:
    """All runs of a year."""
    return show(request, RUNS, queries.runs_of(school), "filtering/proof/runs.html", {"school": school})


@school_page(Permission.SEE_FILTER)
def run(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One run with its evidence, to look through, print, or take away."""
    found = queries.runs_of(school).filter(pk=number).first()
    if found is None:
        raise Http404
    context = {"school": school, "run": found, "going_on": found.state in {"waiting", "running"}}
    # a file has room for what a page has not: network, what was expected, digests, milliseconds
    on_page = ON_PAGE._replace(size=TO_PRINT) if "print" in request.GET else ON_PAGE
    table = EVIDENCE if request.GET.get("format") == "csv" else on_page
    return show(request, table, queries.results_of(found), "filtering/proof/run.html", context)


@school_page(Permission.SEE_FILTER)
def layers(request: HttpRequest, school: School) -> HttpResponse:
    """What keeps users from unsuitable material, layer by layer, with how each stands now."""
    context = {"school": school, "layers": layers_of(school, timezone.now())}
    return render(request, "filtering/proof/layers.html", context)
