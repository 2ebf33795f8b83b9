"""Outside services, and what must be closed there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.accounts.actions.services import end_service, save_service, tick_closed
from belisha.console.access.accounts.forms import ReasonForm, ServiceForm
from belisha.console.access.accounts.queries.services import closed_at_service, services_of, to_close
from belisha.console.access.accounts.tables import CLOSED_OUTSIDE
from belisha.console.access.acting import by
from belisha.console.access.forms import attempt, done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.design.tables import show

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["add_service", "change_service", "closed_outside", "remove_service", "services", "tick"]


@school_page(Permission.SEE_ACCOUNTS)
def services(request: HttpRequest, school: School) -> HttpResponse:
    """What must be closed outside, and the services that the school uses."""
    context = {
        "school": school,
        "red": list(to_close(school)),
        "services": list(services_of(school)),
        "may_change": may(request, Permission.CHANGE_ACCOUNTS, school),
    }
    return render(request, "access/accounts/services.html", context)


@school_page(Permission.SEE_ACCOUNTS)
def closed_outside(request: HttpRequest, school: School) -> HttpResponse:
    """What was closed outside, with who ticked it."""
    return show(
        request, CLOSED_OUTSIDE, closed_at_service(school), "access/accounts/closed_outside.html", {"school": school}
    )


@school_page(Permission.CHANGE_ACCOUNTS)
def add_service(request: HttpRequest, school: School) -> HttpResponse:
    """Add an outside service."""
    form = ServiceForm(request.POST or None)
    if form.is_valid() and done(form, lambda: save_service(by=by(request), school=school, facts=form.facts())):
        messages.success(request, _("%(name)s is on the list.") % {"name": form.cleaned_data["name"]})
        return _to_services(school)
    return _form(request, school, form, _("Add an outside service"))


@school_page(Permission.CHANGE_ACCOUNTS)
def change_service(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Change what is noted of a service."""
    service = get_object_or_404(services_of(school), pk=pk)
    form = ServiceForm(request.POST or None, initial=ServiceForm.initial_of(service))
    if form.is_valid():
        facts = form.facts()
        if done(form, lambda: save_service(by=by(request), school=school, facts=facts, service=service)):
            messages.success(request, _("%(name)s: saved.") % {"name": facts.name})
            return _to_services(school)
    return _form(request, school, form, _("Change %(name)s") % {"name": service.name})


@school_page(Permission.CHANGE_ACCOUNTS)
def remove_service(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Take a service off the list."""
    service = get_object_or_404(services_of(school), pk=pk)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, lambda: end_service(by=by(request), service=service, reason=reason)):
            messages.success(request, _("%(name)s is off the list.") % {"name": service.name})
            return _to_services(school)
    context = {
        "school": school,
        "form": form,
        "title": _("Take %(name)s off the list") % {"name": service.name},
        "danger": _("From now on nobody is reminded to close accounts there."),
        "submit": _("Take it off the list"),
        "back_link": reverse("outside-services", args=[school.code]),
    }
    return render(request, "design/confirm.html", context)


@school_page(Permission.CHANGE_ACCOUNTS)
@require_POST
def tick(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """An account is closed with the service: whoever is signed in says so."""
    access = get_object_or_404(to_close(school), pk=pk)
    words = _("%(access)s: closed, on your word.") % {"access": access}
    attempt(request, lambda: tick_closed(by=by(request), access=access), words)
    return _to_services(school)


def _to_services(school: School) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("outside-services", args=[school.code]))


def _form(request: HttpRequest, school: School, form: ServiceForm, title: str) -> HttpResponse:
    back_link = reverse("outside-services", args=[school.code])
    return render(
        request, "design/form_page.html", {"school": school, "form": form, "title": title, "back_link": back_link}
    )
