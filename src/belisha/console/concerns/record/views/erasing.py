"""The data protection officer erases words of an entry, whose concern they need not be able to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.sign_in.guards import steps_up
from belisha.console.concerns.actions.writing import erase
from belisha.console.concerns.record.forms.erasing import EraseForm
from belisha.console.concerns.record.queries.erasing import to_erase

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.concerns.models import Entry

__all__ = ["erase_words"]


@never_cache
@school_page(Permission.ERASE_CONCERN_WORDS)
@steps_up
def erase_words(request: HttpRequest, school: School) -> HttpResponse:
    """First which entry, then whether it is the right one, then its words are gone."""
    form = EraseForm(request.POST or None)
    found: list[Entry] = []

    def find() -> None:
        given = form.cleaned_data
        entry = to_erase(by(request), school, given["reference"], given["number"])
        if entry is None:
            raise ValidationError({"reference": _("There is no such entry.")})
        if entry.erased_at is not None:
            raise ValidationError({"number": _("The words of this entry are gone already.")})
        found.append(entry)

    asked = request.method == "POST" and form.is_valid() and done(form, find)

    def act() -> None:
        erase(by=by(request), entry=found[0], reason=form.cleaned_data["reason"])

    if asked and "sure" in request.POST and done(form, act):
        messages.success(request, _("The words are erased. That it was done, by whom and why, stays."))
        return redirect("concern-erasure", school.code)
    entry = found[0] if asked and form.is_valid() else None
    context = {"school": school, "form": form, "entry": entry, "rows": _facts(entry) if entry else []}
    return render(request, "concerns/record/erase.html", context)


def _facts(entry: Entry) -> list[dict[str, str]]:
    """What the officer needs to know that it is the right one: nothing of what it says."""
    return [
        {"key": _("Concern"), "value": entry.concern.reference},
        {"key": _("Kind"), "value": str(entry.get_kind_display())},
        {"key": _("Written"), "value": date_format(localtime(entry.at), "j F Y, H:i")},
        {"key": _("By somebody who was"), "value": entry.by_role or _("let in, or without an account")},
    ]
