"""Pages of reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.accounts.papers import as_pdf
from belisha.console.access.acting import by
from belisha.console.access.authorization import schools_for
from belisha.console.access.guards import federation_page, school_page
from belisha.console.access.permissions import Permission
from belisha.console.compliance.reports.forms import PackForm
from belisha.console.compliance.reports.pack import make_pack
from belisha.console.compliance.reports.queries import beside, term_page
from belisha.console.compliance.rules import BASES, COLOURS, STATES

if TYPE_CHECKING:
    from django.http import HttpRequest

    from belisha.console.access.models import Federation, School

__all__ = ["pack", "side_by_side", "term", "term_paper"]


@school_page(Permission.SEE_CONCERN_FIGURES)
def term(request: HttpRequest, school: School) -> HttpResponse:
    """The governors' page: no names of children, small numbers left out."""
    return render(request, "compliance/reports/term.html", _context(school))


@school_page(Permission.SEE_CONCERN_FIGURES)
def term_paper(request: HttpRequest, school: School) -> HttpResponse:
    """The governors' page to print or to send round."""
    del request
    name = f"online-safety-{school.code}-{timezone.localdate().isoformat()}"
    return as_pdf("compliance/reports/term_paper.html", _context(school), name)


@school_page(Permission.SEE_CONCERN_FIGURES)
def pack(request: HttpRequest, school: School) -> HttpResponse:
    """Make the evidence pack; without names unless they are asked for."""
    form = PackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        made = make_pack(by=by(request), school=school, names=form.cleaned_data["names"], now=now)
        response = HttpResponse(made, content_type="application/zip")
        name = f"evidence-{school.code}-{timezone.localdate(now).isoformat()}.zip"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["Cache-Control"] = "no-store"
        return response
    context = {
        "form": form,
        "title": _("Evidence pack"),
        "caption": school.name,
        "lead": _(
            "Every duty with what it rests on, a year of history, standards, confirmations, plans, filter tests, "
            "reviews and the policy, in one file with the hash of each part. That you made it goes on record."
        ),
        "submit": _("Make the pack"),
        "back_link": reverse("duties", args=[school.code]),
    }
    return render(request, "design/form_page.html", context)


@federation_page(Permission.SEE_DUTIES)
def side_by_side(request: HttpRequest, federation: Federation) -> HttpResponse:
    """The schools of a federation beside each other, for those who answer for all of them."""
    schools = schools_for(request.user).filter(federation=federation).order_by("name", "pk")  # type: ignore[arg-type]  # signed in
    context = {"federation": federation, "found": beside(schools, timezone.now()), "states": list(STATES.values())}
    return render(request, "compliance/reports/side_by_side.html", context)


def _context(school: School) -> dict[str, object]:
    return {
        "school": school,
        "page": term_page(school, timezone.now()),
        "states": STATES,
        "colours": COLOURS,
        "bases": BASES,
        "now": timezone.now(),
    }
