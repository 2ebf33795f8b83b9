"""What teachers do for the accounts of their classes: new passwords, printed cards, pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.accounts.handover import hand_over
from belisha.console.access.accounts.papers import as_pdf, qr_code
from belisha.console.access.accounts.queries.rules_in_force import young_rule
from belisha.console.access.accounts.rules.pictures import PICTURES
from belisha.console.access.acting import by
from belisha.console.access.forms import attempt, done
from belisha.console.access.guards import school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.access.sign_in.guards import steps_up
from belisha.console.flows.accounts.actions import choose_pictures, end_exception, new_pupil_password, print_cards
from belisha.console.flows.accounts.forms import CardsForm, PicturesForm
from belisha.console.flows.accounts.queries import class_taught, classes_for, pupil_of, pupils_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.accounts.actions.youngest import MadeCard
    from belisha.console.access.models import School
    from belisha.console.people.models import Group, Person

__all__ = ["cards", "class_accounts", "classes", "no_exception", "pictures", "pupil_password"]


@school_page(Permission.SET_CLASS_PASSWORDS)
def classes(request: HttpRequest, school: School) -> HttpResponse:
    """The classes that somebody teaches, or all for those who see to accounts."""
    return render(
        request, "flows/accounts/classes.html", {"school": school, "classes": list(_classes(request, school))}
    )


@school_page(Permission.SET_CLASS_PASSWORDS)
def class_accounts(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """The pupils of a class and their accounts."""
    group, today = _class(request, school, pk), timezone.localdate()
    pupils = list(pupils_of(group, today))
    context = {
        "school": school,
        "group": group,
        "pupils": pupils,
        "rule": young_rule(school),
        "form": CardsForm(pupils=_open(pupils)),
    }
    return render(request, "flows/accounts/class_accounts.html", context)


@school_page(Permission.SET_CLASS_PASSWORDS)
@steps_up
def pupil_password(request: HttpRequest, school: School, pk: int, pupil: int) -> HttpResponse:
    """Give a pupil a new password: the old one was forgotten, or somebody may know it."""
    group = _class(request, school, pk)
    child = pupil_of(group, pupil, timezone.localdate())
    if request.method == "POST":
        reason = "somebody may know it" if request.POST.get("known") else "forgotten"
        hand_over(request, school, [new_pupil_password(by=by(request), group=group, pupil=child, reason=reason)])
        return HttpResponseRedirect(reverse("first-passwords", args=[school.code]))
    context = {
        "school": school,
        "child": child,
        "back_link": reverse("class-accounts", args=[school.code, group.pk]),
        "title": _("New password for %(name)s") % {"name": child.name},
    }
    return render(request, "flows/accounts/pupil_password.html", context)


@school_page(Permission.SET_CLASS_PASSWORDS)
@require_POST
def cards(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Print cards of a class. Cards that some of them had before work no longer."""
    group, today = _class(request, school, pk), timezone.localdate()
    form = CardsForm(request.POST, pupils=_open(pupils_of(group, today)))
    if not form.is_valid():
        messages.error(request, _("Choose whose cards are printed."))
        return HttpResponseRedirect(reverse("class-accounts", args=[school.code, group.pk]))
    chosen = form.chosen()
    made = print_cards(by=by(request), group=group, pupils=chosen)
    context = {
        "school": school,
        "group": group,
        "today": today,
        "papers": [(pupil, _code(request, school, made, pupil)) for pupil in chosen],
    }
    return as_pdf("flows/accounts/cards.html", context, f"cards-{group.code}")


@school_page(Permission.SET_CLASS_PASSWORDS)
def pictures(request: HttpRequest, school: School, pk: int, pupil: int) -> HttpResponse:
    """Choose the pictures that a young pupil signs in with, with the child beside."""
    group = _class(request, school, pk)
    child = pupil_of(group, pupil, timezone.localdate())
    rule = young_rule(school)
    if not rule.pictures or child.year not in rule.years:
        raise Http404
    form = PicturesForm(request.POST or None)
    if form.is_valid():
        chosen = form.chosen()
        if done(form, lambda: choose_pictures(by=by(request), group=group, pupil=child, chosen=chosen)):
            messages.success(request, _("%(name)s signs in with three pictures now.") % {"name": child.name})
            return HttpResponseRedirect(reverse("class-accounts", args=[school.code, group.pk]))
    context = {
        "school": school,
        "form": form,
        "pictures": PICTURES.items(),
        "caption": child.name,
        "title": _("Pictures to sign in with"),
        "lead": _("Let the child choose three pictures and remember their order. Nobody else should see."),
        "submit": _("Keep these pictures"),
        "back_link": reverse("class-accounts", args=[school.code, group.pk]),
    }
    return render(request, "flows/accounts/pictures.html", context)


@school_page(Permission.SET_CLASS_PASSWORDS)
@require_POST
def no_exception(request: HttpRequest, school: School, pk: int, pupil: int) -> HttpResponse:
    """A pupil signs in with the password alone from now on."""
    group = _class(request, school, pk)
    child = pupil_of(group, pupil, timezone.localdate())
    words = _("%(name)s signs in with a password from now on.") % {"name": child.name}
    attempt(request, lambda: end_exception(by=by(request), group=group, pupil=child), words)
    return HttpResponseRedirect(reverse("class-accounts", args=[school.code, group.pk]))


def _classes(request: HttpRequest, school: School) -> QuerySet[Group]:
    return classes_for(_user(request), school, every=_every(request, school), today=timezone.localdate())


def _class(request: HttpRequest, school: School, pk: int) -> Group:
    today: date = timezone.localdate()
    return class_taught(_user(request), school, pk, every=_every(request, school), today=today)


def _every(request: HttpRequest, school: School) -> bool:
    return may(request, Permission.CHANGE_ACCOUNTS, school)


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def _open(pupils: QuerySet[Person] | list[Person]) -> list[Person]:
    return [pupil for pupil in pupils if pupil.user.is_active]


def _code(request: HttpRequest, school: School, made: Mapping[int, MadeCard], pupil: Person) -> str:
    card = made.get(pupil.user_id)
    if card is None:
        return ""
    return qr_code(request.build_absolute_uri(reverse("class-card", args=[school.code, card.token])))
