"""Pages on which people correct the lists, two at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.design.tables import show
from belisha.console.filtering.lists import queries
from belisha.console.filtering.lists.actions import agree, decline, end_correction, propose
from belisha.console.filtering.lists.forms import NOT, CorrectionForm, DecisionForm, ReasonForm
from belisha.console.filtering.lists.tables import corrections_table
from belisha.console.people.views.answering import answer, rights

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.filtering.models import SiteCorrection

__all__ = ["correction", "corrections", "proposing", "taking_back"]


@school_page(Permission.SEE_FILTER)
def corrections(request: HttpRequest, school: School) -> HttpResponse:
    """Every correction of the federation."""
    context = {"school": school, "can": rights(request, school, Permission.DRAFT_FILTER_CHANGES)}
    rows = queries.corrections_of(school)
    return show(request, corrections_table(school), rows, "filtering/lists/corrections.html", context)


@school_page(Permission.DRAFT_FILTER_CHANGES)
def proposing(request: HttpRequest, school: School) -> HttpResponse:
    """Say that a site belongs in a category, or does not."""
    begun = {"site": request.GET.get("site", "")[:300], "belongs": NOT, "category": request.GET.get("category", "")}
    form = CorrectionForm(request.POST or None, initial=begun)
    back = reverse("filter-corrections", args=[school.code])
    context = {
        "title": _("Correct the lists"),
        "lead": _("Somebody of the other side, teaching or technical, must agree. Then it holds for every school."),
        "submit": _("Propose it"),
        "back_link": back,
    }
    return answer(
        request,
        form,
        lambda: propose(by=by(request), school=school, **form.correction()),
        to=back,
        success=_("Proposed. It counts once a second person agrees."),
        context=context,
    )


@school_page(Permission.SEE_FILTER)
def correction(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One correction; whoever is of the other side decides on it here."""
    found = queries.correction_of(school, number)
    form = DecisionForm(request.POST or None) if _may_decide(request, school, found) else None

    def act() -> None:
        verb = agree if form and form.cleaned_data["decision"] == "agree" else decline
        verb(by=by(request), correction=found, school=school, words=form.cleaned_data["words"] if form else "")

    if request.method == "POST" and form and form.is_valid() and done(form, act):
        messages.success(request, _("Your decision is kept."))
        return redirect(reverse("filter-correction", args=[school.code, number]))
    context = {
        "school": school,
        "correction": found,
        "form": form,
        "can": rights(request, school, Permission.DRAFT_FILTER_CHANGES),
        "category": dict(CorrectionForm().fields["category"].choices).get(found.category, found.category),  # type: ignore[attr-defined]  # of a choice field
    }
    return render(request, "filtering/lists/correction.html", context)


def _may_decide(request: HttpRequest, school: School, found: SiteCorrection) -> bool:
    other = Permission.ASSESS_FOR_LEARNING if found.technical else Permission.ASSESS_TECHNICALLY
    waits = found.state == found.State.PROPOSED
    return waits and found.proposed_by != request.user and may(request, other, school)


@school_page(Permission.DRAFT_FILTER_CHANGES)
def taking_back(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Take one back."""
    found = queries.correction_of(school, number)
    form = ReasonForm(request.POST or None)
    back = reverse("filter-correction", args=[school.code, number])
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, lambda: end_correction(by=by(request), correction=found, school=school, reason=reason)):
            messages.success(request, _("It is taken back: the lists hold again as published."))
            return redirect(back)
    context = {
        "form": form,
        "title": _("Take this correction back?"),
        "danger": _("The lists hold again as their publishers have them, for every school of the federation."),
        "submit": _("Take it back"),
        "back_link": back,
    }
    return render(request, "design/confirm.html", context)
