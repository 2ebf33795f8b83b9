"""Who is in a concern, and who was let in to read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from belisha.console.access.acting import By, by
from belisha.console.access.forms import done
from belisha.console.access.models import User
from belisha.console.concerns.actions.readers import end_reader, let_in
from belisha.console.concerns.actions.reporting import NewSubject, add_subject, change_subject
from belisha.console.concerns.actions.writing import check_may_work
from belisha.console.concerns.guards import concern_page
from belisha.console.concerns.queries.visible import visible
from belisha.console.concerns.record.forms.people import ReaderForm, SubjectChangeForm, SubjectForm
from belisha.console.concerns.record.queries.people import colleague, colleagues, reader_of, subject_of
from belisha.console.concerns.record.views.history import history_steps_up
from belisha.console.concerns.record.views.writing import page_of
from belisha.console.concerns.reporting.queries.people import matches

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.concerns.models import Concern
    from belisha.console.concerns.reporting.queries.people import Match

__all__ = ["reader_end", "reader_new", "subject_change", "subject_new"]


def _on(request: HttpRequest, school: School, concern: Concern, said: str) -> HttpResponse:
    """On to the concern with a message; to the list where a new subject has closed it to them."""
    messages.success(request, said)
    if visible(by(request), school).filter(pk=concern.pk).exists():
        return redirect(page_of(concern))
    messages.info(request, _("Because of whom it is about, it is no longer yours to see."))
    return redirect("concerns-all", school.code)


@never_cache
@concern_page
@history_steps_up
def subject_new(request: HttpRequest, school: School, concern: Concern) -> HttpResponse:
    """Somebody more is in it."""
    who = check_may_work(by(request), concern)
    name = request.POST.get("name", "").strip()[:160]
    found: list[Match] = matches(request.user, school, [name])[0] if name and isinstance(request.user, User) else []
    choices = [(str(match.person.pk), match.label) for match in found]
    form = SubjectForm(request.POST or None, found=choices)

    def act() -> None:
        given = form.cleaned_data
        person = next((each.person for each in found if str(each.person.pk) == given.get("person")), None)
        subject = NewSubject(given["role"], person, "" if person else given["name"], given["restricted"])
        add_subject(by=who, concern=concern, subject=subject)

    if request.method == "POST" and form.is_valid() and done(form, act):
        return _on(request, school, concern, _("They are in the concern now."))
    context = {
        "form": form,
        "title": _("Say who is in it"),
        "caption": concern.reference,
        "lead": _("Whose concern it is follows from whom it is about: a new person may close it to some."),
        "back_link": page_of(concern),
    }
    return render(request, "design/form_page.html", context)


@never_cache
@concern_page
@history_steps_up
def subject_change(request: HttpRequest, school: School, concern: Concern, number: int) -> HttpResponse:
    """Somebody is something else in it, or was entered by mistake."""
    who = check_may_work(by(request), concern)
    subject = subject_of(who, concern, number)
    form = SubjectChangeForm(request.POST or None, initial={"role": subject.role, "restricted": subject.restricted})

    def act() -> None:
        change_subject(by=who, subject=subject, **form.cleaned_data)

    if request.method == "POST" and form.is_valid() and done(form, act):
        return _on(request, school, concern, _("It is changed, and on record."))
    context = {
        "form": form,
        "title": _("What is %(name)s in it?") % {"name": subject},
        "caption": concern.reference,
        "back_link": page_of(concern),
    }
    return render(request, "design/form_page.html", context)


@never_cache
@concern_page
@history_steps_up
def reader_new(request: HttpRequest, school: School, concern: Concern) -> HttpResponse:
    """Let somebody in who needs to know."""
    who = check_may_work(by(request), concern)
    form = ReaderForm(request.POST or None, colleagues=colleagues(school))
    chosen: list[User] = []

    def act() -> None:
        given = form.cleaned_data
        chosen.append(colleague(school, given["user"]))
        let_in(by=who, concern=concern, user=chosen[0], reason=given["reason"], until=given["until"])

    if request.method == "POST" and form.is_valid() and done(form, act):
        if not visible(By(chosen[0]), school).filter(pk=concern.pk).exists():
            messages.warning(
                request, _("It stays hidden from them: it is about them, their family, or whose work they do.")
            )
        return _on(request, school, concern, _("%(name)s may read it now.") % {"name": chosen[0].name})
    context = {
        "form": form,
        "title": _("Let somebody in who needs to know"),
        "caption": concern.reference,
        "lead": _("They read this concern and add notes. They do not see restricted people, nor who else looked."),
        "submit": _("Let them in"),
        "back_link": page_of(concern),
    }
    return render(request, "design/form_page.html", context)


@never_cache
@concern_page
@history_steps_up
def reader_end(request: HttpRequest, school: School, concern: Concern, number: int) -> HttpResponse:
    """Close it to somebody who was let in."""
    who = check_may_work(by(request), concern)
    reader = reader_of(concern, number)
    if request.method == "POST":
        end_reader(by=who, reader=reader)
        return _on(request, school, concern, _("%(name)s no longer sees it.") % {"name": reader.user.name})
    context = {
        "title": _("Close it to %(name)s?") % {"name": reader.user.name},
        "caption": concern.reference,
        "lead": _("What they wrote stays. They can be let in again."),
        "back_link": page_of(concern),
    }
    return render(request, "design/confirm.html", context)
