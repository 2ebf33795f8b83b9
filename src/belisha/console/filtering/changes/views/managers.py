"""Who may apply changes, and until when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.access.permissions import Permission
from belisha.console.access.places import address as page_of
from belisha.console.access.places import federation_of, may
from belisha.console.access.sign_in.guards import steps_up
from belisha.console.design.tables import show
from belisha.console.filtering.changes import actions
from belisha.console.filtering.changes.declared import RIGHT_DAYS, set_at
from belisha.console.filtering.changes.forms import ManagerForm, ReasonForm
from belisha.console.filtering.changes.queries.listing import managers_of
from belisha.console.filtering.changes.queries.rights import candidate, candidates, without_factor
from belisha.console.filtering.changes.tables import managers_table
from belisha.console.filtering.changes.views.places import both_pages, furniture

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.filtering.changes.views.places import Place
    from belisha.console.filtering.models import ManagerRight

__all__ = ["end", "give", "managers"]


@both_pages(Permission.SEE_FILTER)
def managers(request: HttpRequest, place: Place) -> HttpResponse:
    """Everybody who is, will be or was filter manager."""
    today = timezone.localdate()
    own, above = (may(request, Permission.GIVE_FILTER_RIGHT, each) for each in (place, federation_of(place)))

    def may_end(right: ManagerRight) -> bool:
        open_still = right.ended_at is None and right.last >= today
        return open_still and (own if right.school_id else above)

    context = {
        **furniture(place),
        "may_give": own,
        "bare": without_factor(place, today),
        "none": not managers_of(place).on(today).exists(),
    }
    table = managers_table(place, today, may_end=may_end)
    return show(request, table, managers_of(place), "filtering/changes/managers.html", context)


@both_pages(Permission.GIVE_FILTER_RIGHT)
@steps_up
def give(request: HttpRequest, place: Place) -> HttpResponse:
    """Make somebody filter manager until a day."""
    people = candidates(place, by(request))
    form = ManagerForm(request.POST or None, people=people, longest=set_at(place, RIGHT_DAYS))

    def act() -> object:
        given = form.cleaned_data
        return actions.give_right(by=by(request), place=place, **given | {"user": candidate(place, given["user"])})

    if request.method == "POST" and form.is_valid() and done(form, act):
        last = date_format(form.cleaned_data["last"], "j F Y")
        messages.success(request, _("They are filter manager until %(day)s.") % {"day": last})
        return redirect(page_of(place, "filter-managers"))
    context = {
        **furniture(place),
        "form": form,
        "people": people,
        "title": _("Make somebody filter manager"),
        "lead": _(
            "They can apply changes that both sides have assessed, with their second factor, until the day that you"
            " choose. Nobody gives this to themselves."
        ),
        "submit": _("Give the right"),
        "back_link": page_of(place, "filter-managers"),
    }
    return render(request, "filtering/changes/give.html", context)


@both_pages(Permission.GIVE_FILTER_RIGHT)
def end(request: HttpRequest, place: Place, number: int) -> HttpResponse:
    """Take the right back now."""
    right = get_object_or_404(managers_of(place), pk=number)
    form = ReasonForm(request.POST or None, needed=False)

    def act() -> object:
        return actions.end_right(by=by(request), right=right, reason=form.cleaned_data["reason"])

    if request.method == "POST" and form.is_valid() and done(form, act):
        messages.success(request, _("%(name)s is filter manager no longer.") % {"name": right.user.name})
        return redirect(page_of(place, "filter-managers"))
    context = {
        **furniture(place),
        "form": form,
        "title": _("End the right of %(name)s") % {"name": right.user.name},
        "danger": _("From now on they cannot apply or undo changes of the filter."),
        "submit": _("End it now"),
        "back_link": page_of(place, "filter-managers"),
    }
    return render(request, "design/confirm.html", context)
