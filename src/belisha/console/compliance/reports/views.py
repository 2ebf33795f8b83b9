"""Pages of reports: the governors' term, the head's month, schools compared, and all of them as they were sent."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.authorization import NotAllowedError, schools_for
from belisha.console.access.forms import attempt
from belisha.console.access.guards import federation_page, school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.compliance.reports.comparing import duty_lines
from belisha.console.compliance.reports.forms import PackForm
from belisha.console.compliance.reports.kept.actions import keep_term, kept_of, may_keep, report_of
from belisha.console.compliance.reports.months import month_before, month_of
from belisha.console.compliance.reports.pack import make_pack
from belisha.console.compliance.reports.papers import month_context, paper, side_context, term_context
from belisha.console.design.files import PDF, handed_out, spreadsheet
from belisha.console.duties.catalogue import domains

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import Federation, School
    from belisha.console.compliance.models import KeptReport
    from belisha.console.compliance.reports.months import Month

__all__ = [
    "kept",
    "kept_of_all",
    "kept_paper",
    "kept_paper_of_all",
    "month",
    "month_paper",
    "pack",
    "side_by_side",
    "side_paper",
    "term",
    "term_paper",
    "term_shown",
]


@school_page(Permission.SEE_CONCERN_FIGURES)
def term(request: HttpRequest, school: School) -> HttpResponse:
    """The governors' page: no names, small numbers left out."""
    keep = isinstance(request.user, User) and may_keep(request.user, school)
    context = {**term_context(school, timezone.now()), "may_keep": keep}
    return render(request, "compliance/reports/term.html", context)


@school_page(Permission.SEE_CONCERN_FIGURES)
def term_paper(request: HttpRequest, school: School) -> HttpResponse:
    """The governors' page to print or to send round."""
    del request
    name = f"online-safety-{school.code}-{timezone.localdate().isoformat()}"
    return _as_paper(paper("compliance/reports/term_paper.html", term_context(school, timezone.now())), name)


@require_POST
@school_page(Permission.SEE_CONCERN_FIGURES)
def term_shown(request: HttpRequest, school: School) -> HttpResponse:
    """Keep the page as governors are shown it today."""
    done = _("It is kept. The next page tells what changed since today.")
    attempt(request, lambda: keep_term(by=by(request), school=school, now=timezone.now()), done)
    return redirect("duties-term", school.code)


@school_page(Permission.SEE_CONCERN_FIGURES)
def month(request: HttpRequest, school: School) -> HttpResponse:
    """The head's page of a month."""
    asked = _month(request)
    context = {
        **month_context(school, asked, timezone.now()),
        "asked": f"{asked.first:%Y-%m}",
        "earlier": f"{month_before(asked).first:%Y-%m}",
    }
    return render(request, "compliance/reports/month.html", context)


@school_page(Permission.SEE_CONCERN_FIGURES)
def month_paper(request: HttpRequest, school: School) -> HttpResponse:
    """The same on paper."""
    asked = _month(request)
    made = paper("compliance/reports/month_paper.html", month_context(school, asked, timezone.now()))
    return _as_paper(made, f"month-{school.code}-{asked.first:%Y-%m}")


@school_page(Permission.SEE_CONCERN_FIGURES)
def kept(request: HttpRequest, school: School) -> HttpResponse:
    """Reports of a school as they were sent."""
    return render(request, "compliance/reports/kept.html", {"school": school, "found": kept_of(school)})


@school_page(Permission.SEE_CONCERN_FIGURES)
def kept_paper(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One of them, to the byte."""
    del request
    return _sent(report_of(school, number), school.code)


@school_page(Permission.SEE_CONCERN_FIGURES)
def pack(request: HttpRequest, school: School) -> HttpResponse:
    """Make the evidence pack; without names unless they are asked for."""
    form = PackForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        now = timezone.now()
        made = make_pack(by=by(request), school=school, names=form.cleaned_data["names"], now=now)
        name = f"evidence-{school.code}-{timezone.localdate(now).isoformat()}.zip"
        return handed_out(made, name, "application/zip")
    context = {
        "form": form,
        "title": _("Evidence pack"),
        "caption": school.name,
        "lead": _(
            "How the school knows that its filtering works, and every duty with what it rests on: a page to read, the "
            "same as PDF, a year of history, tests of every profile and network, confirmations and their files by "
            "hash, plans, reviews and the policy. That you made it goes on record."
        ),
        "submit": _("Make the pack"),
        "back_link": reverse("duties", args=[school.code]),
    }
    return render(request, "design/form_page.html", context)


@federation_page(Permission.SEE_DUTIES)
def side_by_side(request: HttpRequest, federation: Federation) -> HttpResponse:
    """The schools of a federation beside each other, for those who answer for all of them; one part in depth."""
    schools, now = _schools(request, federation), timezone.now()
    context = side_context(federation, schools, now)
    if request.GET.get("format") == "csv":
        return _as_csv(context)
    domain = request.GET.get("domain", "")
    if domain in {each.domain for each in domains()}:
        context |= {"domain": domain.capitalize(), "lines": duty_lines(schools, domain, now)}
    return render(request, "compliance/reports/side_by_side.html", context)


@federation_page(Permission.SEE_DUTIES)
def side_paper(request: HttpRequest, federation: Federation) -> HttpResponse:
    """The same on paper."""
    context = side_context(federation, _schools(request, federation), timezone.now())
    return _as_paper(paper("compliance/reports/side_paper.html", context), f"schools-{timezone.localdate()}")


@federation_page(Permission.SEE_DUTIES)
def kept_of_all(request: HttpRequest, federation: Federation) -> HttpResponse:
    """Comparisons as they were sent."""
    context = {"federation": federation, "found": kept_of(federation)}
    return render(request, "compliance/reports/kept.html", context)


@federation_page(Permission.SEE_DUTIES)
def kept_paper_of_all(request: HttpRequest, federation: Federation, number: int) -> HttpResponse:
    """One of them, to the byte."""
    del request
    return _sent(report_of(federation, number), "schools")


def _month(request: HttpRequest) -> Month:
    """The month that is asked for; this one where none is, or it is no month or still to come."""
    today = timezone.localdate()
    try:
        asked = date.fromisoformat(f"{request.GET.get('month', '')}-01")
    except ValueError:
        asked = today
    return month_of(min(asked, today))


def _schools(request: HttpRequest, federation: Federation) -> list[School]:
    if not isinstance(request.user, User):
        raise NotAllowedError
    return list(schools_for(request.user).filter(federation=federation).order_by("name", "pk"))


def _sent(report: KeptReport, place: str) -> HttpResponse:
    return _as_paper(bytes(report.paper), f"{report.kind}-{place}-{report.first.isoformat()}")


def _as_paper(content: bytes, name: str) -> HttpResponse:
    return handed_out(content, f"{name}.pdf", PDF)


def _as_csv(context: dict[str, object]) -> HttpResponse:
    heads = [_("Part"), _("School"), _("Met"), _("Of"), _("Percent"), _("Breached"), _("Since a month ago")]
    rows = (
        (part.title, cell.school.name, cell.met, cell.of, cell.percent, cell.breached, cell.moved)
        for part in context["compared"]  # type: ignore[attr-defined]  # a list of side_context
        for cell in part.cells
    )
    return spreadsheet("schools", heads, rows)
