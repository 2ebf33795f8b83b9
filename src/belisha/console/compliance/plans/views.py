"""Pages of plans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.guards import school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.compliance.plans import actions
from belisha.console.compliance.plans.forms import BearForm, EndForm, GiveForm, PlanForm
from belisha.console.compliance.plans.queries import may_bear, may_plan, owners, plan_of
from belisha.console.duties.catalogue import catalogue
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["bear", "end_plan", "give", "plan"]


@school_page(Permission.SEE_DUTIES)
def plan(request: HttpRequest, school: School, duty: str) -> HttpResponse:
    """Say what is done about a duty."""
    _check_duty(duty)
    if not isinstance(request.user, User) or may_plan(request.user, school) is None:
        raise NotAllowedError(_("Leaders and those who lead a part of the school's work plan."))
    form = PlanForm(owners(school), request.POST or None)
    return answer(
        request,
        form,
        lambda: actions.plan(by=by(request), school=school, duty=duty, **form.cleaned_data),
        to=_page(school, duty),
        success=_("It is planned. Whoever does it sees it on their home page."),
        context=_context(school, duty, _("Plan what is done"), _("Plan it")),
    )


@school_page(Permission.SEE_DUTIES)
def bear(request: HttpRequest, school: School, duty: str) -> HttpResponse:
    """Accept a risk for a time."""
    _check_duty(duty)
    if not isinstance(request.user, User) or may_bear(request.user, school) is None:
        raise NotAllowedError(_("The head or the chair of governors accepts a risk."))
    form = BearForm(request.POST or None)
    lead = _("The duty stays red. The board says that you bear the risk, and until when.")
    return answer(
        request,
        form,
        lambda: actions.bear(by=by(request), school=school, duty=duty, **form.cleaned_data),
        to=_page(school, duty),
        success=_("It is on record that you accept this risk."),
        context={**_context(school, duty, _("Accept the risk for a time"), _("I accept it")), "lead": lead},
    )


@school_page(Permission.SEE_DUTIES)
def end_plan(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Say what came of a plan."""
    found = plan_of(school, number)
    mine = request.user.pk == found.owner_id
    if not isinstance(request.user, User) or not (mine or may_plan(request.user, school)):
        raise NotAllowedError(_("Its owner says what came of it, or somebody who plans."))
    form = EndForm(request.POST or None)
    return answer(
        request,
        form,
        lambda: actions.end_plan(by=by(request), plan=found, outcome=form.cleaned_data["outcome"]),
        to=_page(school, found.duty),
        success=_("It is ended."),
        context={**_context(school, found.duty, _("What came of it"), _("It is ended")), "lead": found.words},
    )


@school_page(Permission.SEE_DUTIES)
def give(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Take a plan that nobody has any more, or give one to another."""
    found = plan_of(school, number)
    mine = request.user.pk == found.owner_id
    if not isinstance(request.user, User) or not (mine or may_plan(request.user, school)):
        raise NotAllowedError(_("Its owner gives it to another, or somebody who plans."))
    form = GiveForm(owners(school), request.POST or None, first=request.user.pk)
    lead = _("%(what)s Until now with: %(who)s.") % {"what": found.words, "who": found.owner.name}
    return answer(
        request,
        form,
        lambda: actions.give(
            by=by(request), plan=found, to=form.cleaned_data["owner"], reason=form.cleaned_data["reason"]
        ),
        to=_page(school, found.duty),
        success=_("It is theirs from now on, and stands in their list."),
        context={**_context(school, found.duty, _("Who does it from now on?"), _("Give it to them")), "lead": lead},
    )


def _check_duty(duty: str) -> None:
    if duty not in catalogue():
        raise Http404


def _page(school: School, duty: str) -> str:
    return reverse("duty", args=[school.code, duty])


def _context(school: School, duty: str, title: str, submit: str) -> dict[str, object]:
    return {
        "title": title,
        "caption": catalogue()[duty].printed(),
        "submit": submit,
        "back_link": _page(school, duty),
    }
