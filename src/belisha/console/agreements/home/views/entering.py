"""The door of the parents' pages: asking for a link, coming in by it, going out, and the first page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.access.guards import open_page
from belisha.console.access.models import User
from belisha.console.agreements.home.actions.entering import ask_link, come_in, leave
from belisha.console.agreements.home.forms import EmailForm
from belisha.console.agreements.home.guards import COOKIE, family_of
from belisha.console.agreements.home.hooks import policy_address, worry_address
from belisha.console.agreements.home.queries.front import front_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

__all__ = ["asked", "came", "family", "went"]


@open_page
@never_cache
def family(request: HttpRequest) -> HttpResponse:
    """The first page of a family; for everybody else the way in."""
    found = family_of(request)
    if found is None:
        return _door(request)
    schools = list({link.child.school_id: link.child.school for link in found.children}.values())
    context = {
        "family": found,
        "front": front_of(found, timezone.localdate()),
        "places": [(school, policy_address(school), worry_address(school)) for school in schools],
    }
    return render(request, "agreements/home/front.html", context)


def _door(request: HttpRequest) -> HttpResponse:
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email, address = form.cleaned_data["email"], by(request).address
        if done(form, lambda: ask_link(email=email, address=address, language=get_language() or "en-gb")):
            return redirect("family-asked")
    signed_in = isinstance(request.user, User)
    return render(request, "agreements/home/door.html", {"form": form, "signed": signed_in})


@open_page
def asked(request: HttpRequest) -> HttpResponse:
    """What happens now: the same words for everybody."""
    return render(request, "agreements/home/asked.html")


@open_page
@never_cache
def came(request: HttpRequest, token: str) -> HttpResponse:
    """Come in by a link. Only the button uses it up: programs that look at mails open links by themselves."""
    if request.method != "POST":
        return render(request, "agreements/home/come_in.html", {"token": token})
    found = come_in(token=token, address=by(request).address)
    if found is None:
        return render(request, "agreements/home/come_in.html", {"token": token, "dead": True}, status=400)
    visit, until = found
    answer = redirect("family")
    answer.set_cookie(
        COOKIE,
        visit,
        expires=until,
        path="/family/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


@open_page
@require_POST
def went(request: HttpRequest) -> HttpResponse:
    """Go out: the visit ends at once."""
    leave(token=request.COOKIES.get(COOKIE, ""))
    messages.success(request, _("You are out. Nobody who comes after you sees your family."))
    answer = redirect("family")
    answer.delete_cookie(COOKIE, path="/family/", samesite="Lax")
    return answer
