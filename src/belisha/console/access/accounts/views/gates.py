"""What must be so before an account opens, and where a school opens accounts all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.accounts.actions.waivers import end_waiver, waive_gate
from belisha.console.access.accounts.forms import ReasonForm
from belisha.console.access.accounts.queries.gating import gates_of, waivers_in_force
from belisha.console.access.acting import by
from belisha.console.access.forms import attempt, done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.places import may

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["end", "gates", "waive"]


@school_page(Permission.SEE_ACCOUNTS)
def gates(request: HttpRequest, school: School) -> HttpResponse:
    """Every gate for every kind of person."""
    context = {
        "school": school,
        "gates": gates_of(school),
        "may_change": may(request, Permission.CHANGE_SCHOOL, school),
    }
    return render(request, "access/accounts/gates.html", context)


@school_page(Permission.CHANGE_SCHOOL)
def waive(request: HttpRequest, school: School, gate: str, kind: str) -> HttpResponse:
    """Open accounts of a kind of person although a gate is shut."""
    here = next((each for each in gates_of(school) if (each.gate.code, each.kind) == (gate, kind)), None)
    if here is None or here.gate.firm or here.waiver:
        raise Http404
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, lambda: waive_gate(by=by(request), school=school, code=gate, kind=kind, reason=reason)):
            messages.success(request, _("Accounts open although this gate is shut."))
            return _to_gates(school)
    context = {
        "school": school,
        "form": form,
        "title": _("Open accounts without: %(gate)s") % {"gate": here.gate.title},
        "caption": here.kind_words,
        "danger": _(
            "Your policy may ask for this before anybody has an account. Inspectors will see that it is waived."
        ),
        "submit": _("Open accounts all the same"),
        "back_link": reverse("account-gates", args=[school.code]),
    }
    return render(request, "design/confirm.html", context)


@school_page(Permission.CHANGE_SCHOOL)
@require_POST
def end(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """The gate counts again."""
    waiver = get_object_or_404(waivers_in_force(school), pk=pk)
    attempt(request, lambda: end_waiver(by=by(request), waiver=waiver), _("The gate counts again."))
    return _to_gates(school)


def _to_gates(school: School) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("account-gates", args=[school.code]))
