"""Pages of the self-review."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.accounts.papers import as_pdf
from belisha.console.access.acting import by
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.compliance.self_review.actions import judge, note_export
from belisha.console.compliance.self_review.forms import JudgeForm
from belisha.console.compliance.self_review.queries import earlier, may_judge, sheet_of, sheets
from belisha.console.compliance.self_review.rules import STANDARD
from belisha.console.compliance.standards.queries import standard_at
from belisha.console.design.files import CSV, handed_out
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest

    from belisha.console.access.models import School
    from belisha.console.compliance.self_review.queries import Sheet

__all__ = ["aspect", "aspect_judge", "aspect_paper", "self_review", "self_review_file"]

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@school_page(Permission.SEE_DUTIES)
def self_review(request: HttpRequest, school: School) -> HttpResponse:
    """Every aspect: what the duties suggest, and what the school chose."""
    context = {"school": school, "sheets": sheets(school, timezone.now()), "standard": standard_at(school, STANDARD)}
    return render(request, "compliance/self_review/all.html", context)


@school_page(Permission.SEE_DUTIES)
def aspect(request: HttpRequest, school: School, aspect: str) -> HttpResponse:
    """The sheet of one aspect."""
    context = {
        "school": school,
        "sheet": _sheet(school, aspect),
        "earlier": earlier(school, aspect),
        "may_judge": may_judge(request.user, school) is not None,  # type: ignore[arg-type]  # a page of the signed in
        "standard": standard_at(school, STANDARD),
    }
    return render(request, "compliance/self_review/aspect.html", context)


@school_page(Permission.SEE_DUTIES)
def aspect_judge(request: HttpRequest, school: School, aspect: str) -> HttpResponse:
    """Choose the level of an aspect."""
    sheet = _sheet(school, aspect)
    if may_judge(request.user, school) is None:  # type: ignore[arg-type]  # a page of the signed in
        raise NotAllowedError(_("Leaders and those who lead a part of the school's work fill in the self-review."))
    last = sheet.chosen
    initial = {"level": last.level, "words": last.words, "improve": last.improve} if last else {}
    form = JudgeForm(request.POST or None, initial=initial)
    back = reverse("self-review-aspect", args=[school.code, aspect])
    return answer(
        request,
        form,
        lambda: judge(by=by(request), school=school, aspect=aspect, **form.cleaned_data),
        to=back,
        success=_("Your level is kept. What was chosen before stays in the history."),
        context={
            "title": sheet.aspect.text,
            "caption": _("Self-review"),
            "lead": sheet.suggestion.reason,
            "back_link": back,
        },
    )


@school_page(Permission.SEE_DUTIES)
def aspect_paper(request: HttpRequest, school: School, aspect: str) -> HttpResponse:
    """The sheet of one aspect on paper."""
    del request
    return _paper(school, [_sheet(school, aspect)], f"self-review-{school.code}-{aspect}")


@school_page(Permission.SEE_DUTIES)
def self_review_file(request: HttpRequest, school: School, form: str) -> HttpResponse:
    """All aspects as tagged PDF, as a workbook with a sheet for each, or as CSV. That it was taken goes on record."""
    from belisha.console.compliance.self_review.exporting import (  # noqa: PLC0415 - writing workbooks loads slowly
        as_csv,
        as_workbook,
    )

    if form not in ("pdf", "xlsx", "csv"):
        raise Http404
    now = timezone.now()
    found = sheets(school, now)
    note_export(by=by(request), school=school, form=form)
    name = f"self-review-{school.code}-{timezone.localdate(now).isoformat()}"
    if form == "pdf":
        return _paper(school, found, name)
    if form == "csv":
        return handed_out(as_csv(found), f"{name}.csv", CSV)
    return handed_out(as_workbook(school, found, now), f"{name}.xlsx", XLSX)


def _paper(school: School, found: list[Sheet], name: str) -> HttpResponse:
    context = {
        "school": school,
        "sheets": found,
        "now": timezone.now(),
        "standard": standard_at(school, STANDARD),
    }
    return as_pdf("compliance/self_review/paper.html", context, name)


def _sheet(school: School, aspect: str) -> Sheet:
    try:
        return sheet_of(school, aspect, timezone.now())
    except KeyError:
        raise Http404 from None
