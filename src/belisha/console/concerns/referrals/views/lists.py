"""Pages of a school: all referrals, and the directory of contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import attempt
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.concerns.guards import concerns_page
from belisha.console.concerns.queries.visible import routes_of
from belisha.console.concerns.referrals.actions import directory
from belisha.console.concerns.referrals.forms import ContactForm
from belisha.console.concerns.referrals.queries.lists import contact_of, directory_of, referrals_for
from belisha.console.concerns.referrals.rules.agencies import agency_of
from belisha.console.concerns.referrals.tables import referrals_table
from belisha.console.design.tables import show
from belisha.console.people.views.answering import answer

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["contact_change", "contact_check", "contact_end", "contact_new", "contacts", "referrals"]


@never_cache
@concerns_page
def referrals(request: HttpRequest, school: School) -> HttpResponse:
    """All referrals of the concerns that somebody answers for."""
    rows = referrals_for(by(request), school)
    return show(request, referrals_table(), rows, "concerns/referrals/all.html", {"school": school})


@school_page(Permission.SEE_SCHOOL)
def contacts(request: HttpRequest, school: School) -> HttpResponse:
    """How every body is reached: for everybody who works here, for anybody may refer a child."""
    context = {
        "school": school,
        "bodies": directory_of(school, timezone.now()),
        "changes": bool(routes_of(by(request), school)),
    }
    return render(request, "concerns/referrals/contacts.html", context)


def _list(school: School) -> str:
    return reverse("safeguarding-contacts", args=[school.code])


@concerns_page
def contact_new(request: HttpRequest, school: School, agency: str) -> HttpResponse:
    """Enter how a body is reached."""
    try:
        body = agency_of(agency)
    except KeyError as error:
        raise Http404 from error
    form = ContactForm(request.POST or None)
    context = {
        "title": _("Enter a contact"),
        "caption": body.title,
        "lead": body.for_,
        "back_link": _list(school),
    }
    return answer(
        request,
        form,
        lambda: directory.add_contact(by=by(request), school=school, agency=agency, **form.cleaned_data),
        to=_list(school),
        success=_("It is in the directory."),
        context=context,
    )


@concerns_page
def contact_change(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Change how a body is reached."""
    contact = contact_of(school, number)
    form = ContactForm(request.POST or None, initial={name: getattr(contact, name) for name in directory.FIELDS})
    context = {
        "title": _("Change a contact"),
        "caption": agency_of(contact.agency).title,
        "back_link": _list(school),
    }
    return answer(
        request,
        form,
        lambda: directory.change_contact(by=by(request), contact=contact, **form.cleaned_data),
        to=_list(school),
        success=_("It is changed, and counts as checked today."),
        context=context,
    )


@require_POST
@concerns_page
def contact_check(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Somebody made sure that a contact is right."""
    contact = contact_of(school, number)
    attempt(
        request,
        lambda: directory.check_contact(by=by(request), contact=contact),
        _("Noted: it was right today. Look again within a year."),
    )
    return redirect(_list(school))


@concerns_page
def contact_end(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Take a contact off the directory."""
    contact = contact_of(school, number)
    if request.method == "POST":
        attempt(
            request,
            lambda: directory.end_contact(by=by(request), contact=contact),
            _("It is off the directory."),
        )
        return redirect(_list(school))
    context = {
        "title": _("Take this contact off?"),
        "caption": agency_of(contact.agency).title,
        "rows": [{"key": _("Name"), "value": contact.name}, {"key": _("Telephone"), "value": contact.phone}],
        "submit": _("Take it off"),
        "danger": _("Whoever needs it in an emergency does not find it here any more."),
        "back_link": _list(school),
    }
    return render(request, "design/confirm.html", context)
