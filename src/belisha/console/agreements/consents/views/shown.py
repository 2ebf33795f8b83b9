"""Where pictures and work are shown; what is to be taken down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.agreements.consents.actions.showing import (
    end_publication,
    finish_take_down,
    give_take_down,
    publish,
)
from belisha.console.agreements.consents.forms import DoneForm, EndForm, GiveForm, PublicationForm
from belisha.console.agreements.consents.queries.choosing import staff_accounts
from belisha.console.agreements.consents.queries.looking import class_seen, pupils_in
from belisha.console.agreements.consents.queries.seeing import classes_seen, sees_why
from belisha.console.agreements.consents.queries.shown import (
    publication_of,
    publications_of,
    task_of,
    tasks_of,
)
from belisha.console.agreements.consents.rules import purpose_of
from belisha.console.agreements.consents.tables import PUBLICATIONS, TAKE_DOWNS
from belisha.console.agreements.consents.views.classes import asking
from belisha.console.design.tables import show
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["add", "end", "give", "publication", "publications", "take_down", "take_downs"]


@school_page(Permission.SEE_SIGNATURES)
def publications(request: HttpRequest, school: School) -> HttpResponse:
    """Everything that is shown, or was."""
    rows = publications_of(asking(request), school)
    context = {
        "school": school,
        "may_enter": may(request, Permission.TAKE_SIGNATURES, school),
        "why": sees_why(asking(request), school),
    }
    return show(request, PUBLICATIONS, rows, "agreements/consents/publications.html", context)


@school_page(Permission.SEE_SIGNATURES)
def publication(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One of them, with its children and what is to be taken down of it."""
    row = publication_of(asking(request), school, number)
    ours = asking(request).pk in {row.by_id, row.owner_id}
    context = {
        "school": school,
        "row": row,
        "purpose": purpose_of(row.purpose),
        "now": timezone.now(),
        "may_end": row.ended_on is None and (ours or may(request, Permission.WRITE_AGREEMENTS, school)),
    }
    return render(request, "agreements/consents/publication.html", context)


@school_page(Permission.TAKE_SIGNATURES)
def add(request: HttpRequest, school: School) -> HttpResponse:
    """Enter where children are shown: a class first, then who of it."""
    user = asking(request)
    classes = list(classes_seen(user, school))
    asked = request.GET.get("class", "")
    chosen = int(asked) if asked.isdecimal() and len(asked) < 18 else (classes[0].pk if classes else 0)
    group = class_seen(user, school, chosen) if classes else None
    pupils = pupils_in(user, school, group) if group else []
    owners = staff_accounts(school)
    form = PublicationForm(pupils, owners, request.POST or None, {"owner": str(user.pk)})
    return answer(
        request,
        form,
        lambda: publish(by=by(request), school=school, entry=form.entry, children=form.chosen),
        to=reverse("publications", args=[school.code]),
        success=_("It is entered. If somebody says no, its owner is told to take it down."),
        context={"school": school, "classes": classes, "group": group},
        template="agreements/consents/add.html",
    )


@school_page(Permission.SEE_SIGNATURES)
def end(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Say that something is shown no more."""
    row = publication_of(asking(request), school, number)
    form = EndForm(request.POST or None)
    back = reverse("publication", args=[school.code, number])
    return answer(
        request,
        form,
        lambda: end_publication(by=by(request), publication=row, words=form.cleaned_data["words"]),
        to=back,
        success=_("It is shown no more."),
        context={"title": _("It is shown no more"), "caption": row.what, "back_link": back},
    )


@school_page(Permission.SEE_SIGNATURES)
def take_downs(request: HttpRequest, school: School) -> HttpResponse:
    """What is to be taken down, the most urgent first."""
    rows = tasks_of(asking(request), school)
    open_now = rows.open().count()  # type: ignore[attr-defined]  # of TakeDownQuerySet
    late = rows.open().filter(due_at__lt=timezone.now()).count()  # type: ignore[attr-defined]
    context = {"school": school, "open": open_now, "late": late, "why": sees_why(asking(request), school)}
    return show(request, TAKE_DOWNS, rows, "agreements/consents/take_downs.html", context)


@school_page(Permission.SEE_SIGNATURES)
def take_down(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One of them: where it is, and saying that it is done."""
    task = task_of(asking(request), school, number)
    form = DoneForm(request.POST or None)
    back = reverse("take-downs", args=[school.code])
    return answer(
        request,
        form,
        lambda: finish_take_down(by=by(request), task=task, **form.cleaned_data),
        to=back,
        success=_("It is noted as done."),
        context={"school": school, "task": task, "now": timezone.now(), "back_link": back},
        template="agreements/consents/take_down.html",
    )


@school_page(Permission.SEE_SIGNATURES)
def give(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Give one of them to another, with what it is shown in."""
    task = task_of(asking(request), school, number)
    form = GiveForm(staff_accounts(school), request.POST or None, first=asking(request).pk)
    return answer(
        request,
        form,
        lambda: give_take_down(by=by(request), task=task, to=form.chosen),
        to=reverse("take-downs", args=[school.code]),
        success=_("It is theirs from now on, and stands in their list."),
        context={
            "title": _("Give it to another"),
            "caption": task.shown.publication.what,
            "lead": _("Until now with: %(who)s.") % {"who": task.owner.name},
            "submit": _("Give it to them"),
            "back_link": reverse("take-down", args=[school.code, number]),
        },
    )
