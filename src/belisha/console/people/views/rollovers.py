"""The pages of the move into the next year: choose, look at what it would do, apply; cancel or undo."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import attempt, done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.people.actions.rollover import (
    apply_roll_over,
    cancel_roll_over,
    plan_roll_over,
    undo_roll_over,
)
from belisha.console.people.forms.groups import LEAVE, RollOverForm
from belisha.console.people.queries.groups import class_rows
from belisha.console.people.queries.rollovers import forecast, forecast_of, plan_of, plans_of
from belisha.console.people.rules.rollover import proposal
from belisha.console.people.rules.years import school_year_start

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["apply", "cancel", "plan", "roll_over", "undo"]


@school_page(Permission.CHANGE_PEOPLE)
def roll_over(request: HttpRequest, school: School) -> HttpResponse:
    """Moves that were made and the one that is planned."""
    plans = plans_of(school)
    waiting = next((plan for plan in plans if plan.applied is None and plan.cancelled is None), None)
    context = {
        "school": school,
        "plans": plans,
        "moves": forecast_of(waiting) if waiting else [],
        "today": timezone.localdate(),
    }
    return render(request, "people/roll_over.html", context)


@school_page(Permission.CHANGE_PEOPLE)
def plan(request: HttpRequest, school: School) -> HttpResponse:
    """Choose a day and where each class goes; look at what that would do; then plan it."""
    today = timezone.localdate()
    # from Easter on the next school year is meant, before that the one that has begun
    start = school_year_start(today)
    on = start if today.month in {9, 10, 11, 12} else date(start.year + 1, 9, 1)
    classes = class_rows(school, today)
    initial = {f"class-{step.source}": step.target or LEAVE for step in proposal(classes)}
    form = RollOverForm(request.POST or None, classes=classes, initial={"on": on, **initial})
    context: dict[str, object] = {"school": school, "classes": classes, "title": _("Plan the move into the next year")}
    context["back_link"] = reverse("roll-over", args=[school.code])
    if request.method == "POST" and form.is_valid():
        chosen, steps = form.cleaned_data["on"], form.steps
        if "confirmed" not in request.POST:
            sent = [(name, value) for name, value in request.POST.items() if name != "csrfmiddlewaretoken"]
            context |= {"moves": forecast(school, chosen, steps), "on": chosen, "sent": sent}
            return render(request, "people/roll_over_preview.html", context)
        if done(form, lambda: plan_roll_over(by=by(request), school=school, on=chosen, steps=steps)):
            applied = chosen <= today
            messages.success(request, _("The school has moved.") if applied else _("The move is planned for that day."))
            return redirect("roll-over", school.code)
    return render(request, "people/roll_over_plan.html", {**context, "form": form})


@require_POST
@school_page(Permission.CHANGE_PEOPLE)
def cancel(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Give up a plan."""
    found = plan_of(school, pk)
    attempt(request, lambda: cancel_roll_over(by=by(request), plan=found), _("The plan is cancelled."))
    return redirect("roll-over", school.code)


@require_POST
@school_page(Permission.CHANGE_PEOPLE)
def apply(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Apply a plan now."""
    found = plan_of(school, pk)
    attempt(request, lambda: apply_roll_over(by=by(request), plan=found), _("The school has moved."))
    return redirect("roll-over", school.code)


@school_page(Permission.CHANGE_PEOPLE)
def undo(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Put everybody back where they were before a move."""
    found = plan_of(school, pk)
    back = reverse("roll-over", args=[school.code])
    if request.method == "POST":
        attempt(request, lambda: undo_roll_over(by=by(request), plan=found), _("Everybody is back where they were."))
        return redirect(back)
    context = {
        "title": _("Undo the move into the next year?"),
        "lead": _(
            "Pupils go back to their classes, and those who left are on roll again. Whoever was moved by hand "
            "since then stays where they are."
        ),
        "back_link": back,
    }
    return render(request, "design/confirm.html", context)
