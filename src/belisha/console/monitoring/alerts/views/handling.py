"""What people do with an alert."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.forms import attempt
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.monitoring.alerts import forms
from belisha.console.monitoring.alerts.actions import by_hand, ending
from belisha.console.monitoring.alerts.queries.board import alert_of
from belisha.console.monitoring.alerts.queries.people import everybody
from belisha.console.monitoring.alerts.rules import theme_words
from belisha.console.monitoring.alerts.views.board import reader
from belisha.console.monitoring.hooks import can_become_concern
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.monitoring.models import Alert

__all__ = ["acknowledged", "concern", "dismissed", "misuse", "noted", "reopened", "written"]

RIGHT = Permission.HANDLE_ALERTS


def _about(request: HttpRequest, school: School, number: int) -> tuple[Alert, str, dict[str, Any]]:
    """The alert, the way back to it, and what every form about it shows."""
    found = alert_of(reader(request), school, number)
    back = reverse("alert", args=[school.code, number])
    caption = f"{theme_words(found.theme)}: {found.name}"
    return found, back, {"back_link": back, "caption": caption}


@school_page(RIGHT)
def acknowledged(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Look after it: one click."""
    found, back, context = _about(request, school, number)
    if request.method == "POST":
        attempt(request, lambda: ending.acknowledge(by=by(request), alert=found), _("You look after it now."))
        return redirect(back)
    return render(request, "design/confirm.html", {"title": _("Look after this alert?"), **context})


@school_page(RIGHT)
def written(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Write a note on it."""
    found, back, context = _about(request, school, number)
    form = forms.WriteForm(request.POST or None)
    return answer(
        request,
        form,
        lambda: ending.write(by=by(request), alert=found, words=form.cleaned_data["words"]),
        to=back,
        success=_("The note is kept."),
        context={"title": _("Write a note"), **context},
    )


@school_page(RIGHT)
def noted(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """End it with what was done."""
    found, back, context = _about(request, school, number)
    form = forms.NoteForm(request.POST or None)
    return answer(
        request,
        form,
        lambda: ending.note(by=by(request), alert=found, reason=form.cleaned_data["reason"]),
        to=back,
        success=_("The alert is dealt with."),
        context={"title": _("Deal with it and note what was done"), "submit": _("It is dealt with"), **context},
    )


@school_page(RIGHT)
def dismissed(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """End it as nothing."""
    found, back, context = _about(request, school, number)
    form = forms.DismissForm(request.POST or None)
    taught: list[int] = []
    return answer(
        request,
        form,
        lambda: taught.append(ending.dismiss(by=by(request), alert=found, **form.cleaned_data)),
        to=back,
        success=_("The alert is dismissed. What it taught, if anything, stands below, where you can take it back."),
        context={"title": _("Dismiss this alert"), "submit": _("Dismiss"), **context},
    )


@school_page(RIGHT)
def reopened(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Take an ending back."""
    found, back, context = _about(request, school, number)
    form = forms.ReopenForm(request.POST or None)
    lead = _("If it was called a false alarm, its words count again as before.")
    return answer(
        request,
        form,
        lambda: ending.reopen(by=by(request), alert=found, reason=form.cleaned_data["reason"]),
        to=back,
        success=_("The alert is open again."),
        context={"title": _("Open this alert again"), "lead": lead, "submit": _("Open it again"), **context},
    )


@school_page(RIGHT)
def concern(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Make it a concern."""
    found, back, context = _about(request, school, number)
    if not can_become_concern():
        raise Http404
    if request.method == "POST":
        attempt(request, lambda: ending.make_concern(by=by(request), alert=found), _("A concern was made of it."))
        return redirect(alert_of(reader(request), school, number).concern_link or back)
    lead = _("The alert ends, and the concern begins with what was found and the hour around it.")
    return render(
        request,
        "design/confirm.html",
        {"title": _("Make it a concern?"), "lead": lead, "submit": _("Make it a concern"), **context},
    )


@school_page(Permission.ANSWER_REPORTS)
def misuse(request: HttpRequest, school: School) -> HttpResponse:
    """A technician tells the safeguarding lead of misuse."""
    form = forms.MisuseForm(request.POST or None, people=everybody(school))
    lead = _(
        "It goes to the safeguarding lead and deputies; about a member of staff to the head alone, about the head to"
        " the chair of governors. In danger: go and tell somebody now, and 999 first."
    )
    return answer(
        request,
        form,
        lambda: by_hand.tell_of_misuse(
            by=by(request),
            school=school,
            person=form.found,
            device=form.cleaned_data["device"],
            words=form.cleaned_data["words"],
        ),
        to=reverse("home"),
        success=_("It is told. Thank you."),
        context={"title": _("Tell of misuse of the network"), "lead": lead, "submit": _("Tell them"), "school": school},
    )
