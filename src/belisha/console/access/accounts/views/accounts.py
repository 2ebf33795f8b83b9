"""The page of one account and what is done to it: renamed, closed, opened again, given a new password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.access.accounts.actions.closing import close_account, reopen_account
from belisha.console.access.accounts.actions.names import rename
from belisha.console.access.accounts.actions.opening import open_generic
from belisha.console.access.accounts.actions.passwords import reset_password
from belisha.console.access.accounts.actions.services import give_service
from belisha.console.access.accounts.forms import CloseForm, GenericForm, GiveForm, ReasonForm, RenameForm, ReopenForm
from belisha.console.access.accounts.handover import hand_over
from belisha.console.access.accounts.queries.accounts import accounts_of, colleagues, facts_of
from belisha.console.access.accounts.queries.services import services_of
from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.access.roles import rule_of
from belisha.console.access.sign_in.guards import steps_up

if TYPE_CHECKING:
    from django.forms import BaseForm
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School, User

__all__ = ["account", "close", "generic", "give", "rename_account", "reopen", "reset"]


@school_page(Permission.SEE_ACCOUNTS)
def account(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """All about one account."""
    facts = facts_of(_account(school, pk))
    context = {
        "school": school,
        "facts": facts,
        "roles": [(post, rule_of(post.role).title) for post in facts.posts],
        "covers": [(cover, rule_of(cover.post.role).title) for cover in facts.covers],
        "may_change": may(request, Permission.CHANGE_ACCOUNTS, school) and facts.user != request.user,
    }
    return render(request, "access/accounts/account.html", context)


@school_page(Permission.CHANGE_ACCOUNTS)
def rename_account(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Give an account another user name."""
    user = _account(school, pk)
    form = RenameForm(request.POST or None, initial={"username": user.username})
    if form.is_valid():
        given = form.cleaned_data
        if done(form, lambda: rename(by=by(request), user=user, school=school, **given)):
            messages.success(request, _("The user name is now %(name)s.") % {"name": given["username"]})
            return _to_account(school, pk)
    return _form(request, school, user, form, title=_("Change user name"), submit=_("Change the user name"))


@school_page(Permission.CHANGE_ACCOUNTS)
def close(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Close an account at once."""
    user = _account(school, pk)
    form = CloseForm(request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        if done(form, lambda: close_account(by=by(request), user=user, school=school, **given)):
            messages.success(request, _("The account of %(name)s is closed.") % {"name": user.name})
            return _to_account(school, pk)
    return _form(
        request,
        school,
        user,
        form,
        title=_("Close this account now"),
        submit=_("Close the account"),
        danger=_("They are signed out everywhere at once. Their password and card work no longer."),
    )


@school_page(Permission.CHANGE_ACCOUNTS)
@steps_up
def reopen(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Open a closed account again, with a new password."""
    user = _account(school, pk)
    if user.is_active or user.opened_at is None:
        raise Http404
    form = ReopenForm(request.POST or None, initial={"username": user.username})
    if form.is_valid():
        made: list[Any] = []
        name = form.cleaned_data["username"]
        if done(form, lambda: made.append(reopen_account(by=by(request), user=user, school=school, username=name))):
            return _handed(request, school, made)
    return _form(
        request,
        school,
        user,
        form,
        title=_("Open this account again"),
        lead=_("They get a new first password. The old one does not come back."),
        submit=_("Open the account"),
    )


@school_page(Permission.CHANGE_ACCOUNTS)
@steps_up
def reset(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Give somebody a new first password."""
    user = _account(school, pk)
    if not user.is_active or user == request.user:
        raise Http404
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        return _handed(request, school, [reset_password(by=by(request), user=user, school=school, reason=reason)])
    return _form(
        request,
        school,
        user,
        form,
        title=_("New first password"),
        lead=_("Give it only to the person themselves, when you know that it is they who ask."),
        submit=_("Make a new password"),
        danger=_("They are signed out everywhere, and the old password works no longer."),
    )


@school_page(Permission.CHANGE_ACCOUNTS)
@steps_up
def generic(request: HttpRequest, school: School) -> HttpResponse:
    """Open an account that is nobody's own."""
    form = GenericForm(request.POST or None, staff=colleagues(school))
    if form.is_valid():
        made: list[Any] = []
        given = form.cleaned_data
        if done(form, lambda: made.append(open_generic(by=by(request), school=school, **given))):
            return _handed(request, school, made)
    context = {
        "school": school,
        "form": form,
        "title": _("Open an account that is nobody's own"),
        "lead": _("Everybody has an account of their own. Use this only where that cannot be."),
        "submit": _("Open the account"),
        "back_link": reverse("accounts", args=[school.code]),
    }
    return render(request, "design/form_page.html", context)


@school_page(Permission.CHANGE_ACCOUNTS)
def give(request: HttpRequest, school: School, pk: int) -> HttpResponse:
    """Note that somebody has an account with an outside service."""
    user = _account(school, pk)
    services = {str(service.pk): service for service in services_of(school)}
    form = GiveForm(request.POST or None, services=services.values())
    if form.is_valid():
        service = services[form.cleaned_data["service"]]
        if done(form, lambda: give_service(by=by(request), service=service, user=user)):
            messages.success(request, _("Noted: an account with %(name)s.") % {"name": service.name})
            return _to_account(school, pk)
    return _form(request, school, user, form, title=_("Account with an outside service"), submit=_("Note this account"))


def _account(school: School, pk: int) -> User:
    return get_object_or_404(accounts_of(school), pk=pk)


def _to_account(school: School, pk: int) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("account", args=[school.code, pk]))


def _handed(request: HttpRequest, school: School, made: list[Any]) -> HttpResponseRedirect:
    hand_over(request, school, made)
    return HttpResponseRedirect(reverse("first-passwords", args=[school.code]))


def _form(request: HttpRequest, school: School, user: User, form: BaseForm, **words: object) -> HttpResponse:
    template = "design/confirm.html" if "danger" in words else "design/form_page.html"
    back_link = reverse("account", args=[school.code, user.pk])
    return render(
        request, template, {"school": school, "form": form, "caption": user.name, "back_link": back_link, **words}
    )
