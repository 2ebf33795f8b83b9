"""Pages of meetings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.accounts.papers import as_pdf
from belisha.console.access.acting import by
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.compliance.meetings import actions
from belisha.console.compliance.meetings.forms import CallForm, CloseForm, ItemForm, WriteForm
from belisha.console.compliance.meetings.queries import (
    agenda,
    item_of,
    may_write,
    meeting_of,
    meetings_of,
    open_meeting,
)
from belisha.console.compliance.plans.forms import PlanForm
from belisha.console.compliance.plans.queries import owners
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = [
    "meeting",
    "meeting_add",
    "meeting_call",
    "meeting_close",
    "meeting_follow",
    "meeting_paper",
    "meeting_write",
    "meetings",
]


def _check(request: HttpRequest, school: School) -> None:
    if may_write(request.user, school) is None:  # type: ignore[arg-type]  # a page of the signed in
        raise NotAllowedError(_("Leaders and those who lead a part of the school's work write the minutes."))


@school_page(Permission.SEE_DUTIES)
def meetings(request: HttpRequest, school: School) -> HttpResponse:
    """The meetings that were held, and what would be on the table of the next."""
    now = timezone.now()
    context = {
        "school": school,
        "meetings": meetings_of(school),
        "open": open_meeting(school),
        "proposed": agenda(school, now),
        "may_write": may_write(request.user, school) is not None,  # type: ignore[arg-type]  # a page of the signed in
    }
    return render(request, "compliance/meetings/meetings.html", context)


@school_page(Permission.SEE_DUTIES)
def meeting(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One meeting: what was on the table, what was said, what follows."""
    found = meeting_of(school, number)
    able = may_write(request.user, school) is not None and found.closed_at is None  # type: ignore[arg-type]  # signed in
    context = {"school": school, "meeting": found, "may_write": able}
    return render(request, "compliance/meetings/meeting.html", context)


@school_page(Permission.SEE_DUTIES)
def meeting_paper(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Agenda or minutes on paper."""
    del request
    context = {"school": school, "meeting": meeting_of(school, number), "now": timezone.now()}
    return as_pdf("compliance/meetings/paper.html", context, f"meeting-{school.code}-{context['meeting']}")


@school_page(Permission.SEE_DUTIES)
def meeting_call(request: HttpRequest, school: School) -> HttpResponse:
    """Call a meeting."""
    _check(request, school)
    form = CallForm(request.POST or None)
    back = reverse("meetings", args=[school.code])
    lead = _("What is red, due or new comes on the table as it stands now. You can add to it.")
    words = {"title": _("Call a meeting"), "lead": lead, "submit": _("Make the agenda"), "back_link": back}
    act = lambda: actions.call(by=by(request), school=school, **form.cleaned_data)  # noqa: E731 - once the form is good
    return answer(request, form, act, to=back, success=_("The agenda is made."), context=words)


@school_page(Permission.SEE_DUTIES)
def meeting_add(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Put something else on the table."""
    _check(request, school)
    found = meeting_of(school, number)
    form = ItemForm(request.POST or None)
    words = {"title": _("Put something on the table"), "back_link": _page(school, number)}
    act = lambda: actions.add_item(by=by(request), meeting=found, **form.cleaned_data)  # noqa: E731 - as above
    return answer(request, form, act, to=_page(school, number), success=_("It is on the table."), context=words)


@school_page(Permission.SEE_DUTIES)
def meeting_write(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Write what was said about something."""
    _check(request, school)
    item = item_of(school, number)
    form = WriteForm(request.POST or None, initial={"words": item.words})
    back = _page(school, item.meeting_id)
    words = {"title": item.title, "lead": item.why, "back_link": back}
    act = lambda: actions.write(by=by(request), item=item, **form.cleaned_data)  # noqa: E731 - as above
    return answer(request, form, act, to=back, success=_("It is written."), context=words)


@school_page(Permission.SEE_DUTIES)
def meeting_follow(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Plan what follows."""
    _check(request, school)
    item = item_of(school, number)
    form = PlanForm(owners(school), request.POST or None)
    back = _page(school, item.meeting_id)
    words = {"title": _("Plan what is done"), "caption": item.title, "submit": _("Plan it"), "back_link": back}
    act = lambda: actions.follow(by=by(request), item=item, **form.cleaned_data)  # noqa: E731 - as above
    success = _("It is planned. Whoever does it sees it on their home page.")
    return answer(request, form, act, to=back, success=success, context=words)


@school_page(Permission.SEE_DUTIES)
def meeting_close(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Say who was there and close the minutes."""
    _check(request, school)
    found = meeting_of(school, number)
    form = CloseForm(owners(school), request.POST or None)
    back = _page(school, number)
    lead = _("After this nobody changes the minutes.")
    words = {"title": _("Close the minutes"), "lead": lead, "submit": _("Close them"), "back_link": back}
    act = lambda: actions.close(by=by(request), meeting=found, attended=form.attended)  # noqa: E731 - as above
    return answer(request, form, act, to=back, success=_("The minutes are closed."), context=words)


def _page(school: School, number: int) -> str:
    return reverse("meeting", args=[school.code, number])
