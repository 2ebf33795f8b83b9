"""First passwords, shown and printed by whoever made them until they say that all have been given out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belisha.console.access.accounts.handover import forget, handed_over
from belisha.console.access.accounts.papers import as_pdf
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["first_passwords", "first_passwords_done", "first_passwords_paper"]


@school_page(Permission.SET_CLASS_PASSWORDS)
def first_passwords(request: HttpRequest, school: School) -> HttpResponse:
    """First passwords that have just been made by whoever is signed in."""
    return render(
        request, "access/accounts/first_passwords.html", {"school": school, "passwords": handed_over(request, school)}
    )


@school_page(Permission.SET_CLASS_PASSWORDS)
def first_passwords_paper(request: HttpRequest, school: School) -> HttpResponse:
    """The same as slips to cut out."""
    passwords = handed_over(request, school)
    if not passwords:
        return HttpResponseRedirect(reverse("first-passwords", args=[school.code]))
    return as_pdf("access/accounts/slips.html", {"school": school, "passwords": passwords}, "first-passwords")


@school_page(Permission.SET_CLASS_PASSWORDS)
@require_POST
def first_passwords_done(request: HttpRequest, school: School) -> HttpResponse:
    """They have been given out: forget them."""
    forget(request)
    messages.success(request, _("The first passwords are forgotten. Nobody can see them again."))
    return HttpResponseRedirect(reverse("school_home", args=[school.code]))
