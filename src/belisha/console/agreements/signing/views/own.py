"""What I have signed, and what is new: the pages of whoever is signed in, or has a link."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from belisha.console.access.accounts.papers import as_pdf, qr_code
from belisha.console.access.acting import By, by
from belisha.console.access.forms import done
from belisha.console.access.guards import open_page, own_page
from belisha.console.access.models import User
from belisha.console.agreements.signing.actions.signatures import decline, withdraw
from belisha.console.agreements.signing.actions.sittings import close_link
from belisha.console.agreements.signing.forms import DeclineForm, ReasonForm
from belisha.console.agreements.signing.pacing import paced
from belisha.console.agreements.signing.queries.signatures import by_token, own_signature, own_signatures
from belisha.console.agreements.signing.queries.sittings import link_of
from belisha.console.agreements.signing.queries.standing import Line, standing_of
from belisha.console.agreements.signing.views.reading import Reader, read_and_sign
from belisha.console.agreements.texts.rules import content_of
from belisha.console.people.queries.people import own_entries

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.agreements.models import Signature
    from belisha.console.people.models import Person

__all__ = [
    "by_link",
    "by_link_one",
    "certificate",
    "genuine",
    "my_agreement",
    "my_agreements",
    "my_decline",
    "my_signature",
    "my_withdrawal",
]


@own_page
def my_agreements(request: HttpRequest) -> HttpResponse:
    """What I have signed, and what is new."""
    people = own_entries(request.user)
    lines = [line for person in people for line in standing_of(person, timezone.localdate())]
    earlier = [row for person in people for row in own_signatures(person)]
    context = {
        "plain": people[0].kind == User.Kind.PUPIL,
        "asked": bool(lines),
        "to_sign": [line for line in lines if not line.is_done],
        "done": [line for line in lines if line.is_done],
        "earlier": earlier,
        "before": {row.agreement.kind for row in earlier},
    }
    return render(request, "agreements/signing/mine.html", context)


def _line(person: Person, number: int, child: int | None = None) -> Line:
    """One agreement that somebody is asked for. Raises Http404."""
    lines = standing_of(person, timezone.localdate())
    found = (
        line
        for line in lines
        if line.agreement.pk == number and (line.child.pk if line.child else None) == (child or None)
    )
    line = next(found, None)
    if line is None:
        raise Http404
    return line


def _mine(user: object, number: int, child: int) -> tuple[Person, Line]:
    """An agreement that somebody is asked for, with their entry at the school that asks. Raises Http404."""
    for person in own_entries(user):
        with suppress(Http404):
            return person, _line(person, number, child)
    raise Http404


@never_cache
@own_page
def my_agreement(request: HttpRequest, number: int, child: int = 0) -> HttpResponse:
    """Read one agreement, and sign it."""
    person, line = _mine(request.user, number, child)
    back = reverse("my-agreements")
    reader = Reader(by(request), person, line, "own", to=back, back=back)
    answer = read_and_sign(request, reader)
    if answer.status_code == 302:
        messages.success(request, _("Thank you. You have signed."))
    return answer


@own_page
def my_decline(request: HttpRequest, number: int, child: int = 0) -> HttpResponse:
    """Say that I do not sign."""
    person, line = _mine(request.user, number, child)
    form = DeclineForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, lambda: decline(by=by(request), person=person, agreement=line.agreement, reason=reason)):
            messages.success(request, _("The school knows, and will talk with you about it."))
            return redirect("my-agreements")
    context = {
        "form": form,
        "title": _("I do not want to sign"),
        "submit": _("Tell the school"),
        "back_link": reverse("my-agreements"),
    }
    return render(request, "design/form_page.html", context)


@own_page
def my_signature(request: HttpRequest, token: str) -> HttpResponse:
    """What I signed, word for word."""
    return _signature(request, own_signature(own_entries(request.user), token))


def _signature(request: HttpRequest, signature: Signature) -> HttpResponse:
    context = {
        "signature": signature,
        "content": content_of(signature.agreement.forms, signature.form),
        "plain": signature.person.kind == User.Kind.PUPIL,
    }
    return render(request, "agreements/signing/signature.html", context)


@own_page
def my_withdrawal(request: HttpRequest, token: str) -> HttpResponse:
    """Withdraw what I signed."""
    signature = own_signature(own_entries(request.user), token)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, lambda: withdraw(by=by(request), signature=signature, reason=reason)):
            messages.success(request, _("Your signature is withdrawn."))
            return redirect("my-agreements")
    context = {
        "form": form,
        "title": _("Withdraw my signature"),
        "danger": _("Your use of the internet at school is restricted until you sign again."),
        "submit": _("Withdraw my signature"),
        "back_link": reverse("my-signature", args=[token]),
    }
    return render(request, "design/confirm.html", context)


@own_page
def certificate(request: HttpRequest, token: str) -> HttpResponse:
    """What I signed on paper, with a code by which anybody can see that it is genuine."""
    return certificate_of(own_signature(own_entries(request.user), token))


def certificate_of(signature: Signature) -> HttpResponse:
    """The certificate of a signature as tagged PDF."""
    address = f"{settings.CONSOLE.url}{reverse('genuine', args=[signature.token])}"
    context = {
        "signature": signature,
        "content": content_of(signature.agreement.forms, signature.form),
        "address": address,
        "picture": qr_code(address),
    }
    return as_pdf("agreements/signing/certificate.html", context, f"agreement-{signature.token[:8]}")


@open_page
@paced
def genuine(request: HttpRequest, token: str) -> HttpResponse:
    """Whether a certificate is genuine: the school, the agreement and the day, and no name."""
    return render(request, "agreements/signing/genuine.html", {"found": by_token(token)})


@never_cache
@open_page
@paced
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Everything that the owner of a link has to sign."""
    link = link_of(token)
    lines = standing_of(link.person, timezone.localdate())
    to_sign = [line for line in lines if not line.is_done]
    if lines and not to_sign:
        close_link(link)
    context = {"person": link.person, "token": token, "to_sign": to_sign, "done": [x for x in lines if x.is_done]}
    return render(request, "agreements/signing/by_link.html", context)


@never_cache
@open_page
@paced
def by_link_one(request: HttpRequest, token: str, number: int, child: int = 0) -> HttpResponse:
    """Read one agreement by a link, and sign it."""
    person = link_of(token).person
    back = reverse("sign-by-link", args=[token])
    acts = By(None, by(request).address, system=_("%(name)s, by a link") % {"name": person.name})
    reader = Reader(acts, person, _line(person, number, child), "link", to=back, back=back)
    return read_and_sign(request, reader)
