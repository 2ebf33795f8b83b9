"""Pages of requests to see what is held: whose, until when, and how they are answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from belisha.console.access.acting import by
from belisha.console.access.authorization import has_permission
from belisha.console.access.forms import done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.remembering import remembering
from belisha.console.access.sign_in.guards import steps_up
from belisha.console.design.files import handed_out
from belisha.console.design.tables import show
from belisha.console.subject_access.actions import end, extend, make_pack, receive, sent
from belisha.console.subject_access.forms import EndForm, ExtendForm, NameForm, PackForm, ReceiveForm, SentForm
from belisha.console.subject_access.models import AccessRequest
from belisha.console.subject_access.queries import (
    carers_of,
    people_found,
    person_of,
    pieces_for,
    request_of,
    requests,
)
from belisha.console.subject_access.sections import sections_of
from belisha.console.subject_access.tables import requests_table

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["ended", "longer", "new", "one", "overview", "pack", "was_sent", "who"]


def _manages(request: HttpRequest, school: School) -> bool:
    user = by(request).user
    return user is not None and has_permission(user, Permission.MANAGE_ACCESS_REQUESTS, school)


@never_cache
@school_page(Permission.PREPARE_PACKS)
def overview(request: HttpRequest, school: School) -> HttpResponse:
    """All requests, what is due first."""
    context = {"school": school, "manages": _manages(request, school)}
    rows = requests(by(request), school).order_by("state", "due_on", "pk")
    return show(request, requests_table(), rows, "subject_access/overview.html", context)


@never_cache
@school_page(Permission.MANAGE_ACCESS_REQUESTS)
def who(request: HttpRequest, school: School) -> HttpResponse:
    """Whom is it about? By name, left or not."""
    form = NameForm(request.GET or None)
    typed = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    found = people_found(by(request), school, typed)
    return render(request, "subject_access/who.html", {"school": school, "form": form, "typed": typed, "found": found})


@never_cache
@school_page(Permission.MANAGE_ACCESS_REQUESTS)
@steps_up
def new(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Put down that somebody asks."""
    person = person_of(by(request), school, number)
    adult = person.kind != "pupil"
    first = {"received_on": timezone.localdate(), "competence": "adult" if adult else ""}
    form = ReceiveForm(request.POST or None, initial=first)
    made: list[AccessRequest] = []

    def act() -> None:
        made.append(receive(by=by(request), school=school, person=person, **form.taken()))

    if form.is_valid() and done(form, act):
        messages.success(request, _("It is put down. Due on %(day)s.") % {"day": made[0].due_on.strftime("%d/%m/%Y")})
        return redirect("access-request", school.code, made[0].key)
    context = {
        "form": form,
        "title": _("Somebody asks what is held"),
        "caption": person,
        "carers": carers_of(person),
        "back_link": reverse("access-requests", args=[school.code]),
    }
    return render(request, "subject_access/new.html", context)


@never_cache
@school_page(Permission.PREPARE_PACKS)
def one(request: HttpRequest, school: School, key: str) -> HttpResponse:
    """One request: its clock, its sections as far as the reader may see them, what is next."""
    with remembering():
        return render(request, "subject_access/one.html", _of_one(request, school, key))


def _of_one(request: HttpRequest, school: School, key: str) -> dict[str, Any]:
    row = request_of(by(request), school, key)
    is_open = row.state == AccessRequest.State.OPEN
    return {
        "school": school,
        "row": row,
        "is_open": is_open,
        "late": is_open and row.due_on < timezone.localdate(),
        "manages": _manages(request, school),
        "sections": sections_of(pieces_for(by(request), row)) if is_open else [],
    }


@never_cache
@school_page(Permission.MANAGE_ACCESS_REQUESTS)
def longer(request: HttpRequest, school: School, key: str) -> HttpResponse:
    """More time, with a reason."""
    row = request_of(by(request), school, key)
    form = ExtendForm(request.POST or None)
    words = {"title": _("More time"), "said": _("Kept. Tell whoever asks, with the reason.")}
    return _answered(request, row, form, lambda: extend(by=by(request), request=row, **form.cleaned_data), words)


@never_cache
@school_page(Permission.MANAGE_ACCESS_REQUESTS)
@steps_up
def pack(request: HttpRequest, school: School, key: str) -> HttpResponse:
    """Make the pack and download it."""
    row = request_of(by(request), school, key)
    form = PackForm(request.POST if request.method == "POST" else None)
    content: list[bytes] = []

    def act() -> None:
        content.append(make_pack(by=by(request), request=row, **form.cleaned_data))

    if form.is_valid() and done(form, act):
        name = f"what-is-held-{row.key}.zip{'.age' if form.cleaned_data['recipient'] else ''}"
        return handed_out(content[0], name)
    context = {
        "form": form,
        "title": _("Make the pack"),
        "caption": row.person,
        "lead": _("A PDF, the same as data, and the files. What is withheld is not in it, nor that it is."),
        "submit": _("Make and download"),
        "back_link": _page(row),
    }
    return render(request, "design/form_page.html", context)


@never_cache
@school_page(Permission.MANAGE_ACCESS_REQUESTS)
def was_sent(request: HttpRequest, school: School, key: str) -> HttpResponse:
    """Say when it went out."""
    row = request_of(by(request), school, key)
    form = SentForm(request.POST or None, initial={"on": timezone.localdate()})
    words = {"title": _("It was sent"), "said": _("Kept: this request is answered.")}
    return _answered(request, row, form, lambda: sent(by=by(request), request=row, **form.cleaned_data), words)


@never_cache
@school_page(Permission.MANAGE_ACCESS_REQUESTS)
def ended(request: HttpRequest, school: School, key: str) -> HttpResponse:
    """There is no pack, and why."""
    row = request_of(by(request), school, key)
    form = EndForm(request.POST or None)
    words = {"title": _("End without a pack"), "said": _("Ended. The reason is on record.")}
    return _answered(request, row, form, lambda: end(by=by(request), request=row, **form.cleaned_data), words)


def _answered(
    request: HttpRequest, row: AccessRequest, form: forms.Form, act: Callable[[], object], words: dict[str, Any]
) -> HttpResponse:
    if form.is_valid() and done(form, act):
        messages.success(request, words["said"])
        return redirect(_page(row))
    context = {"form": form, "title": words["title"], "caption": row.person, "back_link": _page(row)}
    return render(request, "design/form_page.html", context)


def _page(row: AccessRequest) -> str:
    return reverse("access-request", args=[row.school.code, row.key])
