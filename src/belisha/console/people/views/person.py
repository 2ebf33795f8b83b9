"""The pages about one person: who they are, changing it, leaving and coming back, photo, devices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.authorization import check_permission
from belisha.console.access.forms import attempt
from belisha.console.access.guards import school_page
from belisha.console.access.models import School, User
from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.access.roles import rule_of
from belisha.console.people.actions.joining import add_person, change_person, leave, rejoin, undo_leaving
from belisha.console.people.actions.photos import remove_photo, set_photo
from belisha.console.people.forms.people import LeavingForm, PersonForm, PhotoForm, RejoiningForm
from belisha.console.people.hooks import beside
from belisha.console.people.queries.people import person_of, person_view, photo_of
from belisha.console.people.queries.places import devices_given_to
from belisha.console.people.refusals import AlreadyThereError
from belisha.console.people.rules.years import year_warning
from belisha.console.people.views.answering import answer, rights
from belisha.console.people.words import FIELDS, KINDS, KINDS_ONE

if TYPE_CHECKING:
    from django.http import HttpRequest

    from belisha.console.people.models import Person

__all__ = [
    "add",
    "add_kind",
    "change",
    "coming_back",
    "devices",
    "leaving",
    "page_of",
    "person",
    "photo",
    "photo_change",
    "photo_remove",
    "seen_person",
    "staying",
    "tabs_of",
]

SECTIONS = (
    ("person", None),
    ("person-family", Permission.SEE_FAMILIES),
    ("person-needs", Permission.SEE_NEEDS),
    ("person-checks", Permission.SEE_STAFF_CHECKS),
    ("person-devices", Permission.SEE_DEVICES),
)


def seen_person(request: HttpRequest, school: School, pk: int) -> Person:
    """Somebody whose page is asked for; parents are seen only by those who may see families."""
    found = person_of(school, pk)
    if found.kind == User.Kind.PARENT and isinstance(request.user, User):
        check_permission(request.user, Permission.SEE_FAMILIES, school)
    return found


def page_of(found: Person) -> str:
    """The address of somebody's first page."""
    return reverse("person", args=[found.school.code, found.pk])


def tabs_of(request: HttpRequest, found: Person, here: str) -> list[dict[str, object]]:
    """The pages about somebody that whoever asks may see."""
    pupil, parent = found.kind == User.Kind.PUPIL, found.kind == User.Kind.PARENT
    titles = {"person": _("About"), "person-family": _("Family"), "person-needs": _("Needs")}
    titles |= {"person-checks": _("Checks"), "person-devices": _("Devices")}
    fits = {
        "person-family": pupil or parent,
        "person-needs": pupil,
        "person-checks": found.kind in {"staff", "governor", "volunteer", "contractor"},
    }
    return [
        {"text": titles[name], "href": reverse(name, args=[found.school.code, found.pk]), "active": name == here}
        for name, permission in SECTIONS
        if fits.get(name, True) and (permission is None or may(request, permission, found.school))
    ]


@school_page(Permission.SEE_PEOPLE)
def person(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Who somebody is: name, class or job, days, posts, account."""
    found = seen_person(request, school, pk)
    can = rights(
        request,
        school,
        Permission.CHANGE_PEOPLE,
        Permission.SEE_FAMILIES,
        Permission.SEE_POSTS,
        Permission.SEE_ACCOUNTS,
    )
    today = timezone.localdate()
    view = person_view(found)
    context = {
        "person": found,
        "school": school,
        "view": view,
        "posts": [(rule_of(post.role).title, post) for post in view.posts],
        "kind_title": KINDS_ONE[found.kind],
        "can": can,
        "details": can["change_people"] or can["see_families"],
        "here": found.left is None or found.left >= today,
        "doubt": year_warning(found.born, found.year, today) if found.kind == User.Kind.PUPIL else None,
        "tabs": tabs_of(request, found, "person"),
        "titles": FIELDS,
        "today": today,
        "beside": beside(request.user, found) if isinstance(request.user, User) else [],
    }
    return render(request, "people/person.html", context)


@school_page(Permission.CHANGE_PEOPLE)
def add(request: HttpRequest, school: School) -> HttpResponse:
    """Choose what kind of person to add."""
    kinds = [{"text": KINDS_ONE[kind], "href": reverse("person-add", args=[school.code, kind])} for kind in KINDS]
    return render(request, "people/add.html", {"school": school, "kinds": kinds})


@school_page(Permission.CHANGE_PEOPLE)
def add_kind(request: HttpRequest, school: School, kind: str) -> HttpResponse:
    """Add somebody of a kind; somebody who is there already is linked to."""
    if kind not in KINDS:
        raise Http404
    form = PersonForm(kind, request.POST or None)
    added: list[Person] = []
    there: list[Person] = []

    def act() -> None:
        try:
            namesake = bool(form.cleaned_data["namesake"])
            added.append(add_person(by=by(request), school=school, kind=kind, details=form.details, namesake=namesake))
        except AlreadyThereError as known:
            there.append(known.person)
            if known.field == "family":
                form.ask_namesake()
            raise

    title = _("Add: %(kind)s") % {"kind": KINDS_ONE[kind]}
    context = {"title": title, "back_link": reverse("people-add", args=[school.code]), "there": there, "school": school}
    return answer(
        request,
        form,
        act,
        to=lambda: page_of(added[0]),
        success=_("They are on the register. Their account is opened once it may be."),
        context=context,
        template="people/person_form.html",
    )


@school_page(Permission.CHANGE_PEOPLE)
def change(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Change somebody's details."""
    found = seen_person(request, school, pk)
    form = PersonForm(found.kind, request.POST or None, person=found)
    there: list[Person] = []

    def act() -> None:
        try:
            change_person(by=by(request), person=found, details=form.details)
        except AlreadyThereError as known:
            there.append(known.person)
            raise

    context = {"title": _("Change details"), "caption": found.name, "back_link": page_of(found), "there": there}
    return answer(
        request,
        form,
        act,
        to=page_of(found),
        success=_("Their details are changed."),
        context=context | {"school": school},
        template="people/person_form.html",
    )


@school_page(Permission.CHANGE_PEOPLE)
def leaving(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Record somebody's last day."""
    found = seen_person(request, school, pk)
    form = LeavingForm(request.POST or None, initial={"on": found.left or timezone.localdate()})
    context = {
        "title": _("They leave the school"),
        "caption": found.name,
        "back_link": page_of(found),
        "lead": _("They leave their classes and groups with this day, and that night their account is closed."),
        "submit": _("Record the last day"),
    }
    return answer(
        request,
        form,
        lambda: leave(by=by(request), person=found, **form.cleaned_data),
        to=page_of(found),
        success=_("The last day is recorded. You can undo it on this page."),
        context=context,
    )


@require_POST
@school_page(Permission.CHANGE_PEOPLE)
def staying(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Undo that somebody leaves."""
    found = seen_person(request, school, pk)
    attempt(request, lambda: undo_leaving(by=by(request), person=found), _("They do not leave after all."))
    return redirect(page_of(found))


@school_page(Permission.CHANGE_PEOPLE)
def coming_back(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Record that somebody who left has come back."""
    found = seen_person(request, school, pk)
    form = RejoiningForm(request.POST or None)
    context = {"title": _("They come back"), "caption": found.name, "back_link": page_of(found)}
    return answer(
        request,
        form,
        lambda: rejoin(by=by(request), person=found, on=form.cleaned_data["on"]),
        to=page_of(found),
        success=_("They are on the register again. Give them a class if they need one."),
        context=context,
    )


@school_page(Permission.SEE_PEOPLE)
def photo(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Somebody's photo."""
    found = photo_of(seen_person(request, school, pk))
    if found is None:
        raise Http404
    response = HttpResponse(bytes(found.data), content_type=found.media_type)
    response.headers["Content-Disposition"] = "inline"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


@school_page(Permission.CHANGE_PEOPLE)
def photo_change(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Put up somebody's photo, or take it away."""
    found = seen_person(request, school, pk)
    form = PhotoForm(request.POST or None, request.FILES or None)
    context = {
        "title": _("Photo"),
        "caption": found.name,
        "back_link": page_of(found),
        "person": found,
        "there": photo_of(found) is not None,
        "school": school,
    }
    return answer(
        request,
        form,
        lambda: set_photo(by=by(request), person=found, data=form.cleaned_data["photo"]),
        to=page_of(found),
        success=_("The photo is up."),
        context=context,
        template="people/photo.html",
    )


@require_POST
@school_page(Permission.CHANGE_PEOPLE)
def photo_remove(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Take somebody's photo away."""
    found = seen_person(request, school, pk)
    attempt(request, lambda: remove_photo(by=by(request), person=found), _("The photo is gone."))
    return redirect(page_of(found))


@school_page(Permission.SEE_DEVICES)
def devices(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """The devices that somebody has."""
    found = seen_person(request, school, pk)
    context = {
        "person": found,
        "school": school,
        "devices": devices_given_to(found),
        "tabs": tabs_of(request, found, "person-devices"),
    }
    return render(request, "people/person_devices.html", context)
