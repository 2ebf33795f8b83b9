"""Class by class: how far each is, opening a device for a class, the sheet to print and to enter; the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from belisha.console.access.accounts.papers import qr_drawing
from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.access.guards import school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.agreements.models import Sitting
from belisha.console.agreements.signing.actions.paper import enter_sheet
from belisha.console.agreements.signing.actions.sittings import end_sitting, open_class, open_desk
from belisha.console.agreements.signing.forms import ExplainedForm, SheetForm
from belisha.console.agreements.signing.queries.chasing import class_rows
from belisha.console.agreements.signing.queries.sittings import open_sittings, pupils_of
from belisha.console.agreements.signing.queries.standing import standings
from belisha.console.agreements.signing.queries.teaching import classes_for
from belisha.console.agreements.signing.queries.visitors import waiting
from belisha.console.agreements.texts.queries import agreement_of
from belisha.console.agreements.texts.rules import content_of
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.agreements.models import Agreement
    from belisha.console.people.models import Group

__all__ = ["classes", "desk_open", "one_class", "sheet", "sheet_enter", "sitting_end"]


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def _group(request: HttpRequest, school: School, number: int) -> Group:
    """A class whose signatures may be taken. Raises Http404."""
    found = next((group for group in classes_for(_user(request), school) if group.pk == number), None)
    if found is None:
        raise Http404
    return found


@school_page(Permission.TAKE_SIGNATURES)
def classes(request: HttpRequest, school: School) -> HttpResponse:
    """The classes whose signatures I take, and how far each is."""
    groups = list(classes_for(_user(request), school))
    return render(request, "agreements/signing/classes.html", {"school": school, "rows": class_rows(school, groups)})


@never_cache
@school_page(Permission.TAKE_SIGNATURES)
def one_class(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """One class: who has signed; open a device for it."""
    group = _group(request, school, number)
    form = ExplainedForm(request.POST or None)
    context: dict[str, Any] = {"school": school, "group": group, "form": form}
    if request.method == "POST" and form.is_valid():
        made: list[str] = []
        explained = form.cleaned_data["explained"]
        if done(
            form,
            lambda: made.append(open_class(by=by(request), school=school, group=group, explained=explained).token),
        ):
            address = f"{settings.CONSOLE.url}{reverse('sign-class', args=[made[0]])}"
            context |= {
                "address": address,
                "path": reverse("sign-class", args=[made[0]]),
                "picture": qr_drawing(address),
            }
    today = timezone.localdate()
    pupils = pupils_of(group, today)
    found = standings(school, pupils, today)
    context["rows"] = [(pupil, found[pupil.pk]) for pupil in pupils]
    context["sheets"] = _agreements(found.values())
    context["open"] = open_sittings(school, Sitting.Kind.CLASS, _user(request))
    return render(request, "agreements/signing/class.html", context)


def _agreements(lines: Any) -> list[tuple[str, Agreement]]:
    """The agreements that a class is asked for, each once, with their titles."""
    found = {line.agreement.pk: (line.kind.title, line.agreement) for each in lines for line in each}
    return list(found.values())


@require_POST
@school_page(Permission.SEE_SIGNATURES)
def sitting_end(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """End what I opened."""
    mine = [sitting for kind in Sitting.Kind for sitting in open_sittings(school, kind, _user(request))]
    found = next((sitting for sitting in mine if sitting.pk == number), None)
    if found is None:
        raise Http404
    end_sitting(by=by(request), sitting=found)
    if found.group:
        return redirect("agreements-class", school.code, found.group.pk)
    return redirect("agreements-desk", school.code)


@school_page(Permission.TAKE_SIGNATURES)
def sheet(request: HttpRequest, school: School, number: int, agreement: int) -> HttpResponse:
    """A sheet for a class without devices: the rules, and a line for each child."""
    group, found = _group(request, school, number), agreement_of(school, agreement)
    form = "pictures" if "pictures" in found.forms else "plain"
    context = {
        "school": school,
        "group": group,
        "agreement": found,
        "content": content_of(found.forms, form),
        "pupils": pupils_of(group, timezone.localdate()),
    }
    return render(request, "agreements/signing/sheet.html", context)


@school_page(Permission.TAKE_SIGNATURES)
def sheet_enter(request: HttpRequest, school: School, number: int, agreement: int) -> HttpResponse:
    """Enter who has signed the sheet."""
    group, found = _group(request, school, number), agreement_of(school, agreement)
    today = timezone.localdate()
    pupils = pupils_of(group, today)
    lines = standings(school, pupils, today)
    wanted = {
        str(pupil.pk): (pupil, line)
        for pupil in pupils
        for line in lines[pupil.pk]
        if line.agreement.pk == found.pk and not line.is_done
    }
    form = SheetForm([pupil for pupil, _line in wanted.values()], request.POST or None)
    back = reverse("agreements-class", args=[school.code, number])

    def act() -> None:
        enter_sheet(by=by(request), signing=[wanted[each] for each in form.cleaned_data["signed"]])

    context = {
        "title": _("Enter the sheet"),
        "caption": group.name,
        "lead": _("Tick those who have signed it. Keep the sheet until the end of the school year."),
        "submit": _("Enter these signatures"),
        "back_link": back,
        "school": school,
    }
    return answer(request, form, act, to=back, success=_("The signatures are entered."), context=context)


@never_cache
@school_page(Permission.RECEIVE_VISITORS)
def desk_open(request: HttpRequest, school: School) -> HttpResponse:
    """Open signing at the desk; who has signed and waits for a badge."""
    context: dict[str, Any] = {"school": school, "waiting": waiting(school)}
    if request.method == "POST":
        token = open_desk(by=by(request), school=school).token
        address = f"{settings.CONSOLE.url}{reverse('sign-desk', args=[token])}"
        context |= {"address": address, "path": reverse("sign-desk", args=[token]), "picture": qr_drawing(address)}
    context["open"] = open_sittings(school, Sitting.Kind.DESK, _user(request))
    return render(request, "agreements/signing/desk_open.html", context)
