"""The pages of classes and groups, moving a pupil, and the move into the next year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import attempt
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.design.tables import show
from belisha.console.people.actions.groups import (
    add_group,
    add_member,
    change_group,
    close_group,
    move_pupil,
    remove_member,
    reopen_group,
    set_teachers,
)
from belisha.console.people.forms.families import FindForm
from belisha.console.people.forms.groups import ClosingForm, GroupForm, MemberForm, MoveForm, TeachersForm
from belisha.console.people.queries.families import adults_like, children_like
from belisha.console.people.queries.groups import (
    class_choices,
    closed_groups,
    group_of,
    groups_of,
    members_of,
    staff_of,
)
from belisha.console.people.queries.people import person_of, pupil_of
from belisha.console.people.tables import groups_table
from belisha.console.people.views.answering import answer, rights
from belisha.console.people.views.person import page_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.people.models import Group

__all__ = ["add", "change", "close", "group", "groups", "member_add", "member_remove", "move", "reopen", "teachers"]


def _page(found: Group) -> str:
    return reverse("group", args=[found.school.code, found.pk])


@school_page(Permission.SEE_PEOPLE)
def groups(request: HttpRequest, school: School) -> HttpResponse:
    """Classes and groups of a school."""
    context = {
        "school": school,
        "can": rights(request, school, Permission.CHANGE_PEOPLE),
        "closed": closed_groups(school)[:20],
    }
    return show(request, groups_table(), groups_of(school), "people/groups.html", context)


@school_page(Permission.SEE_PEOPLE)
def group(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """A class or group: who is in it, who teaches it."""
    found = group_of(school, pk)
    context = {
        "group": found,
        "school": school,
        "members": members_of(found),
        "can": rights(request, school, Permission.CHANGE_PEOPLE, Permission.SET_CLASS_PASSWORDS),
        "today": timezone.localdate(),
    }
    return render(request, "people/group.html", context)


@school_page(Permission.CHANGE_PEOPLE)
def add(request: HttpRequest, school: School) -> HttpResponse:
    """Add a class or group."""
    form = GroupForm(request.POST or None)
    made: list[Group] = []
    context = {"title": _("Add a class or group"), "back_link": reverse("groups", args=[school.code])}
    return answer(
        request,
        form,
        lambda: made.append(add_group(by=by(request), school=school, **form.cleaned_data)),
        to=lambda: _page(made[0]),
        success=_("It is added. Put people into it next."),
        context=context,
    )


@school_page(Permission.CHANGE_PEOPLE)
def change(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Rename a class or group, or give a class another year."""
    found = group_of(school, pk)
    form = GroupForm(request.POST or None, group=found)
    context = {"title": _("Change %(name)s") % {"name": found.name}, "back_link": _page(found)}
    return answer(
        request,
        form,
        lambda: change_group(by=by(request), group=found, **form.cleaned_data),
        to=_page(found),
        success=_("It is changed."),
        context=context,
    )


@school_page(Permission.CHANGE_PEOPLE)
def close(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Close a class or group."""
    found = group_of(school, pk)
    form = ClosingForm(request.POST or None)
    context = {
        "title": _("Close %(name)s?") % {"name": found.name},
        "lead": _("From this day on nobody is in it and nobody teaches it. It can be opened again."),
        "back_link": _page(found),
    }
    return answer(
        request,
        form,
        lambda: close_group(by=by(request), group=found, on=form.cleaned_data["on"]),
        to=reverse("groups", args=[school.code]),
        success=_("It is closed."),
        context=context,
        template="design/confirm.html",
    )


@require_POST
@school_page(Permission.CHANGE_PEOPLE)
def reopen(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Open a closed class or group again."""
    found = group_of(school, pk)
    attempt(request, lambda: reopen_group(by=by(request), group=found), _("It is open again."))
    return redirect(_page(found))


@school_page(Permission.CHANGE_PEOPLE)
def teachers(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Say who teaches a class."""
    found = group_of(school, pk)
    now = [held.person_id for held in members_of(found).teachers]
    form = TeachersForm(request.POST or None, staff=staff_of(school), now=now)

    def act() -> None:
        chosen = [person_of(school, int(one)) for one in form.cleaned_data["teachers"]]
        set_teachers(by=by(request), group=found, teachers=chosen, on=form.cleaned_data["on"])

    title = _("Teachers of %(name)s") % {"name": found.name}
    context = {"title": title, "back_link": _page(found)}
    return answer(request, form, act, to=_page(found), success=_("The teachers are set."), context=context)


@school_page(Permission.CHANGE_PEOPLE)
def member_add(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Put somebody into a class or group: find them by name first. Into a class, pupils alone."""
    found = group_of(school, pk)
    find = FindForm(request.GET if "q" in request.GET else None)
    words = find.words
    people = children_like(school, words)
    if found.kind != found.Kind.CLASS:
        people = people + adults_like(school, words)
    form = MemberForm(request.POST or None, people=people)

    def act() -> None:
        person = person_of(school, int(form.cleaned_data["person"]))
        add_member(by=by(request), group=found, person=person, on=form.cleaned_data["on"])

    context: dict[str, Any] = {"title": _("Put somebody into %(name)s") % {"name": found.name}, "school": school}
    context |= {"find": find, "found": people, "asked": bool(words), "back_link": _page(found)}
    template = "people/member_add.html"
    success = _("They are in it.")
    return answer(request, form, act, to=_page(found), success=success, context=context, template=template)


@school_page(Permission.CHANGE_PEOPLE)
def member_remove(request: HttpRequest, school: School, pk: int, person: int) -> HttpResponse:
    """Take somebody out of a class or group."""
    found, who = group_of(school, pk), person_of(school, person)
    form = ClosingForm(request.POST or None)
    form.fields["on"].label = _("No longer in it from")
    context = {
        "title": _("Take %(person)s out of %(group)s?") % {"person": who.name, "group": found.name},
        "back_link": _page(found),
    }
    return answer(
        request,
        form,
        lambda: remove_member(by=by(request), group=found, person=who, on=form.cleaned_data["on"]),
        to=_page(found),
        success=_("They are no longer in it from that day on."),
        context=context,
        template="design/confirm.html",
    )


@school_page(Permission.CHANGE_PEOPLE)
def move(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Move a pupil to another class, from a day on."""
    pupil = pupil_of(school, pk)
    form = MoveForm(request.POST or None, classes=class_choices(school))

    def act() -> None:
        chosen = int(form.cleaned_data["group"])
        to = group_of(school, chosen) if chosen else None
        reason = form.cleaned_data["reason"]
        move_pupil(by=by(request), pupil=pupil, to=to, on=form.cleaned_data["on"], reason=reason)

    context = {"title": _("Move to another class"), "caption": pupil.name, "back_link": page_of(pupil)}
    success = _("The move is recorded.")
    return answer(request, form, act, to=page_of(pupil), success=success, context=context)
