"""Pages of schools: those that one may see, one of them, adding and changing, two side by side."""

from __future__ import annotations

from functools import partial
from operator import attrgetter
from typing import TYPE_CHECKING, Final, cast

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.access.acting import By, by
from belisha.console.access.authorization import has_permission
from belisha.console.access.calendars.years import PART_TITLES, year_of
from belisha.console.access.forms import done
from belisha.console.access.guards import federation_page, open_page, own_page, school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.access.posts.actions.appointing import can_appoint
from belisha.console.access.posts.queries import desks_of, post_holder_names
from belisha.console.access.roles import ROLES, Role
from belisha.console.access.schools.actions import add_school, change_school, found, rename_federation
from belisha.console.access.schools.forms import CompareForm, FederationForm, FirstSchoolForm, NewSchoolForm, SchoolForm
from belisha.console.access.schools.links import password_link
from belisha.console.access.schools.queries import (
    calendars_compared,
    examples_for,
    is_empty,
    readable_schools,
    settings_compared,
)
from belisha.console.access.schools.rules import code_from
from belisha.console.design.tables import Column, Table, show

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import Federation, School, User

__all__ = ["add", "change", "compare", "first_school", "rename", "school", "schools"]

# whom somebody with a question or a worry talks to, in this order
TO_TALK_TO: Final = (
    (Role.DSL, gettext_lazy("a worry about a child, or about anything online")),
    (Role.DEPUTY_DSL, gettext_lazy("the same, when the safeguarding lead is not there")),
    (Role.HEAD, gettext_lazy("a worry about an adult at the school")),
    (Role.CHAIR, gettext_lazy("a worry about the head")),
    (Role.SAFEGUARDING_GOVERNOR, gettext_lazy("how governors watch over online safety")),
    (Role.COMPUTING_LEAD, gettext_lazy("a page that is blocked or should be; lessons about online safety")),
    (Role.NETWORK_MANAGER, gettext_lazy("a device or the network")),
    (Role.DATA_MANAGER, gettext_lazy("the register, accounts and class lists")),
    (Role.DPO, gettext_lazy("personal data and how the school keeps it")),
)

SCHOOLS: Final = Table(
    name="schools",
    columns=(
        Column(
            "name",
            gettext_lazy("School"),
            attrgetter("name"),
            ("name",),
            lambda row: reverse("school", args=[row.code]),
        ),
        Column("dfe", gettext_lazy("DfE number"), attrgetter("dfe_written"), ("dfe_number",)),
        Column("phone", gettext_lazy("Telephone"), attrgetter("phone")),
        Column("email", gettext_lazy("E-mail"), attrgetter("email")),
    ),
    search=("name", "code", "dfe_number"),
)


@own_page
def schools(request: HttpRequest) -> HttpResponse:
    """The schools whose pages one may read."""
    user = cast("User", request.user)  # the guard lets nobody else in
    context = {
        "federation": user.federation,
        "may_add": has_permission(user, Permission.ADD_SCHOOLS, None),
        "may_see_all": has_permission(user, Permission.SEE_SCHOOL, None),
        "may_change": has_permission(user, Permission.CHANGE_SCHOOL, None),
        "may_join": has_permission(user, Permission.CHANGE_PEOPLE, None),
        "may_lead": can_appoint(by(request), user.federation, Role.EXECUTIVE_HEAD),
    }
    return show(request, SCHOOLS, readable_schools(user), "access/schools/all.html", context)


@school_page(Permission.SEE_SCHOOL)
def school(request: HttpRequest, school: School) -> HttpResponse:
    """A school: its details, and who to talk to."""
    desks = desks_of(school)
    context = {
        "school": school,
        "people": [(ROLES[role].title, desks[role], about) for role, about in TO_TALK_TO],
        "may_change": may(request, Permission.CHANGE_SCHOOL, school),
        "may_see_posts": may(request, Permission.SEE_POSTS, school),
    }
    return render(request, "access/schools/school.html", context)


@school_page(Permission.CHANGE_SCHOOL)
def change(request: HttpRequest, school: School) -> HttpResponse:
    """Change a school's details."""
    start = {name: getattr(school, name) for name in SchoolForm.base_fields} | {"dfe_number": school.dfe_written}
    form = SchoolForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid() and done(form, partial(_changed, request, school, form)):
        messages.success(request, _("Saved."))
        return redirect("school", school.code)
    return render(request, "access/schools/change.html", {"school": school, "form": form})


def _changed(request: HttpRequest, school: School, form: SchoolForm) -> None:
    change_school(by(request), school=school, details=form.details)


@open_page
def first_school(request: HttpRequest) -> HttpResponse:
    """Enter the first school of an empty console, with a code that stands on the machine; then choose a password."""
    if not is_empty():
        return render(request, "access/schools/set_up_already.html")
    form = FirstSchoolForm(request.POST or None)
    made: list[str] = []
    if request.method == "POST" and form.is_valid() and done(form, lambda: made.append(_founded(form))):
        return redirect(made[0])
    context = {
        "title": _("Your first school"),
        "lead": _("This console is empty. Enter the school, and who looks after it first. Then you choose a password."),
        "submit": _("Go on to the password"),
        "form": form,
    }
    return render(request, "design/form_page.html", context)


def _founded(form: FirstSchoolForm) -> str:
    said = {name: value for name, value in form.cleaned_data.items() if name != "setup_code"}
    said["role"] = Role(said["role"])
    made = found(By(None, system="first run"), code=code_from(said["name"]), **said)
    return password_link(made.user)


@federation_page(Permission.ADD_SCHOOLS)
def add(request: HttpRequest, federation: Federation) -> HttpResponse:
    """Add a school to the federation."""
    form = NewSchoolForm(request.POST or None, examples=list(examples_for(federation)))
    if request.method == "POST" and form.is_valid() and done(form, partial(_added, request, federation, form)):
        messages.success(request, _("Added. Next: name who holds which post, then look over its school year."))
        return redirect("posts", form.cleaned_data["code"])
    return render(request, "access/schools/add.html", {"federation": federation, "form": form})


def _added(request: HttpRequest, federation: Federation, form: NewSchoolForm) -> School:
    code, like = form.cleaned_data["code"], form.like_school
    return add_school(by(request), federation=federation, code=code, details=form.details, like=like)


@federation_page(Permission.CHANGE_SCHOOL)
def rename(request: HttpRequest, federation: Federation) -> HttpResponse:
    """Give the federation another name."""
    form = FederationForm(request.POST or None, initial={"name": federation.name})
    if request.method == "POST" and form.is_valid():
        rename_federation(by(request), federation=federation, name=form.cleaned_data["name"])
        messages.success(request, _("Saved."))
        return redirect("schools")
    return render(request, "access/schools/rename.html", {"federation": federation, "form": form})


@own_page
def compare(request: HttpRequest) -> HttpResponse:
    """Two schools side by side: settings, the school year, and who holds the named posts."""
    readable = list(readable_schools(cast("User", request.user)))  # the guard lets nobody else in
    form = CompareForm(request.GET or None, schools=readable)
    by_code = {school.code: school for school in readable}
    pair = [by_code[form.cleaned_data[side]] for side in ("left", "right")] if form.is_valid() else []
    names = [post_holder_names(each) for each in pair]
    year = year_of(timezone.localdate())
    context = {
        "filter": form,
        "readable": readable,
        "pair": pair,
        "settings": settings_compared(pair) if pair else [],
        "parts": calendars_compared(pair, year) if pair else [],
        "titles": PART_TITLES,
        "year": year,
        "people": [(ROLES[role].title, [name[role] for name in names]) for role, _about in TO_TALK_TO] if pair else [],
    }
    return render(request, "access/schools/compare.html", context)
