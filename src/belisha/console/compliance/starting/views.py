"""The page of a new school's steps, and the one step that has no page elsewhere: the first levels of the filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.compliance.starting.forms import LevelsForm
from belisha.console.compliance.starting.levels import LEVELS, begin_levels, can_begin
from belisha.console.compliance.starting.steps import steps_of
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["SETTING_UP", "levels", "start"]

SETTING_UP: Final = "setting-up"  # in the session of whoever sets up a school: its code, until all is done


@school_page(Permission.CHANGE_SCHOOL)
def start(request: HttpRequest, school: School) -> HttpResponse:
    """How far a new school is, and what comes next."""
    found = [(asked, step, reverse(step.page or asked.page, args=[school.code])) for asked, step in steps_of(school)]
    done = sum(step.done for _asked, step, _link in found)
    upcoming = next((place for place, (_asked, step, _link) in enumerate(found) if not step.done), None)
    if upcoming is None:
        request.session.pop(SETTING_UP, None)
    else:
        request.session[SETTING_UP] = school.code
    context = {"school": school, "steps": found, "done": done, "upcoming": upcoming}
    return render(request, "compliance/starting/start.html", context)


@school_page(Permission.CHANGE_SCHOOL)
def levels(request: HttpRequest, school: School) -> HttpResponse:
    """The levels that are proposed, and putting them in force; once something is in force, on to the pages of it."""
    if not can_begin(school.federation):
        return redirect("filter", school.code)
    form = LevelsForm(request.POST or None)
    return answer(
        request,
        form,
        lambda: begin_levels(by=by(request), school=school, **form.cleaned_data),
        to=reverse("start", args=[school.code]),
        success=_("The levels are in force: a gateway that is joined filters by them within a minute."),
        context={
            "school": school,
            "title": _("First levels of the filter"),
            "caption": school.name,
            "submit": _("Put these levels in force"),
            "back_link": reverse("start", args=[school.code]),
            "levels": LEVELS,
        },
        template="compliance/starting/levels.html",
    )
