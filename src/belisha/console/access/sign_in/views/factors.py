"""A person's own second factors: an authenticator app, passkeys, recovery codes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import segno
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.access.guards import own_page
from belisha.console.access.models import User
from belisha.console.access.sign_in import rules
from belisha.console.access.sign_in.actions.factors import (
    add_app,
    add_passkey,
    keep_recovery_codes,
    make_recovery_codes,
    remove_factor,
    rename_passkey,
)
from belisha.console.access.sign_in.forms import AppForm, NameForm, PasskeyForm
from belisha.console.access.sign_in.guards import session_in, steps_up
from belisha.console.access.sign_in.queries import factors_of
from belisha.console.design.files import handed_out

if TYPE_CHECKING:
    from django.http import HttpRequest

__all__ = [
    "app",
    "passkey",
    "recovery_codes",
    "recovery_codes_download",
    "recovery_codes_kept",
    "recovery_codes_new",
    "remove",
    "rename",
    "second_factor",
]

Type = Authenticator.Type


def _self(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def _factor(request: HttpRequest, number: int, *types: str) -> Authenticator:
    """One of one's own. Raises Http404."""
    found = next((each for each in factors_of(_self(request)) if each.pk == number and each.type in types), None)
    if found is None:
        raise Http404
    return found


@own_page
def second_factor(request: HttpRequest) -> HttpResponse:
    """Which second factors one has; for those who must set one up, why and how."""
    factors, session = factors_of(_self(request)), session_in(request)
    codes = next((each for each in factors if each.type == Type.RECOVERY_CODES), None)
    told = {
        "app": next((each for each in factors if each.type == Type.TOTP), None),
        "passkeys": [each for each in factors if each.type == Type.WEBAUTHN],
        "codes": codes,
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "must": session is not None and session.needs_factor,
        "numbered": rules.is_numbered(request.get_host()),
    }
    return render(request, "sign_in/second_factor.html", told)


@own_page
@steps_up
def app(request: HttpRequest) -> HttpResponse:
    """Set up an authenticator app: a QR code to scan, and the first code of the app to type."""
    form = AppForm(totp.get_totp_secret(regenerate=not request.POST), request.POST or None)
    if form.is_valid() and done(form, lambda: add_app(by(request), secret=form.secret)):
        totp.clear_totp_secret(request)
        return _added(request, _("Your authenticator app is set up."))
    address = get_adapter().build_totp_url(_self(request), form.secret)
    told = {"form": form, "picture": _picture(address), "secret": _grouped(form.secret), "address": address}
    return render(request, "sign_in/app.html", told)


def _picture(address: str) -> SafeString:
    """The QR code as SVG, without styles: nothing of it comes from outside."""
    code = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(scale=5, border=4, dark="#000", light="#fff", title=_("QR code for your authenticator app"))
    return mark_safe(svg)  # noqa: S308 - drawn here, from an address that holds a secret and the user name


def _grouped(secret: str) -> str:
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def _added(request: HttpRequest, text: str) -> HttpResponse:
    messages.success(request, text)
    codes = next((each for each in factors_of(_self(request)) if each.type == Type.RECOVERY_CODES), None)
    page = "recovery-codes" if codes and not codes.wrap().did_view else "second-factor"
    return HttpResponseRedirect(reverse(page))


@own_page
@steps_up
def passkey(request: HttpRequest) -> HttpResponse:
    """Add a passkey. Needs scripts: there is no other way to speak to a key."""
    user = _self(request)
    form = PasskeyForm(request.POST or None)
    if form.is_valid():
        name, credential = form.cleaned_data["name"], form.cleaned_data["credential"]
        if done(form, lambda: add_passkey(by(request), name=name, credential=credential)):
            return _added(request, _("Your passkey is set up."))
    options = json.dumps(webauthn.begin_registration(user, passwordless=True), default=dict)
    told = {"form": form, "options": options, "numbered": rules.is_numbered(request.get_host())}
    return render(request, "sign_in/passkey.html", told)


@own_page
@steps_up
def rename(request: HttpRequest, number: int) -> HttpResponse:
    """Give a passkey another name."""
    factor = _factor(request, number, Type.WEBAUTHN)
    form = NameForm(request.POST or None, initial={"name": factor.wrap().name})
    if form.is_valid():
        rename_passkey(by(request), passkey=factor, name=form.cleaned_data["name"])
        messages.success(request, _("The passkey has its new name."))
        return HttpResponseRedirect(reverse("second-factor"))
    return render(request, "sign_in/passkey_rename.html", {"form": form, "factor": factor})


@own_page
@steps_up
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """Remove a second factor, after a question."""
    factor = _factor(request, number, Type.TOTP, Type.WEBAUTHN)
    wrong = ""
    if request.method == "POST":
        try:
            remove_factor(by(request), factor=factor)
        except ValidationError as error:
            wrong = " ".join(error.messages)
        else:
            messages.success(request, _("It is removed."))
            return HttpResponseRedirect(reverse("second-factor"))
    return render(request, "sign_in/factor_remove.html", {"factor": factor, "wrong": wrong})


def _codes(request: HttpRequest) -> list[str] | None:
    """One's recovery codes while they may still be shown, or None."""
    codes = next((each for each in factors_of(_self(request)) if each.type == Type.RECOVERY_CODES), None)
    if codes is None or codes.wrap().did_view:
        return None
    unused: list[str] = codes.wrap().get_unused_codes()
    return [f"{code[:4]} {code[4:]}" for code in unused]


@own_page
@steps_up
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The recovery codes, until somebody says that they have put them in a safe place."""
    codes = _codes(request)
    if codes is None:
        return HttpResponseRedirect(reverse("second-factor"))
    return render(request, "sign_in/recovery_codes.html", {"codes": codes})


@own_page
@steps_up
def recovery_codes_download(request: HttpRequest) -> HttpResponse:
    """The same as a text file."""
    codes = _codes(request)
    if codes is None:
        return HttpResponseRedirect(reverse("second-factor"))
    head = _("Recovery codes for Belisha. Each works once. Keep them where only you can get at them.")
    text = "\r\n".join([head, _("User name: %(name)s") % {"name": _self(request).username}, "", *codes, ""])
    return handed_out(text, "belisha-recovery-codes.txt", "text/plain; charset=utf-8")


@own_page
@require_POST
def recovery_codes_kept(request: HttpRequest) -> HttpResponse:
    """Somebody has put them in a safe place."""
    keep_recovery_codes(by(request))
    messages.success(request, _("Good. The codes are not shown again."))
    return HttpResponseRedirect(reverse("second-factor"))


@own_page
@steps_up
def recovery_codes_new(request: HttpRequest) -> HttpResponse:
    """Make new ones, after a question; the old ones work no longer."""
    if request.method != "POST":
        told = {
            "title": _("Make new recovery codes?"),
            "lead": _("The codes that you have now will work no longer. Throw them away."),
            "submit": _("Make new codes"),
            "back_link": reverse("second-factor"),
        }
        return render(request, "design/confirm.html", told)
    try:
        make_recovery_codes(by(request))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(reverse("second-factor"))
    return HttpResponseRedirect(reverse("recovery-codes"))
