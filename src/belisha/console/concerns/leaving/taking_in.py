"""Pages of files that come from the school before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.sign_in.guards import steps_up
from belisha.console.concerns.leaving.actions.receiving import hold, make_key, opened_file, take_in
from belisha.console.concerns.leaving.forms import TakeInForm, UploadForm
from belisha.console.concerns.leaving.queries import candidates, key_of, received_of, waiting_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.concerns.models import ReceivedFile

__all__ = ["key", "look", "receipt", "upload"]


@never_cache
@school_page(Permission.WORK_CONCERNS)
@steps_up
def upload(request: HttpRequest, school: School) -> HttpResponse:
    """Upload a file that came; this school's public key stands above."""
    form = UploadForm(request.POST or None, request.FILES or None)
    held: list[ReceivedFile] = []
    if (
        request.method == "POST"
        and form.is_valid()
        and done(form, lambda: held.append(hold(by=by(request), school=school, upload=form.cleaned_data["file"])))
    ):
        return redirect("concern-take-in-look", school.code, held[0].key)
    context = {
        "form": form,
        "school": school,
        "key": key_of(school),
        "title": _("A file that came"),
        "submit": _("Look at it"),
        "back_link": reverse("concern-leaving", args=[school.code]),
    }
    return render(request, "concerns/leaving/upload.html", context)


@require_POST
@school_page(Permission.WORK_CONCERNS)
def key(request: HttpRequest, school: School) -> HttpResponse:
    """Make this school's key."""
    make_key(by=by(request), school=school)
    messages.success(request, _("Made. Give the public key to the school that sends you a file."))
    return redirect("concern-take-in", school.code)


@never_cache
@school_page(Permission.WORK_CONCERNS)
@steps_up
def look(request: HttpRequest, school: School, key: str) -> HttpResponse:
    """What is in a file that came; then it is taken in whole."""
    row = waiting_of(by(request), school, key)
    try:
        found = opened_file(row)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("concern-take-in", school.code)
    people = candidates(by(request), school, found.package.child)
    form = TakeInForm(request.POST or None, people=people)
    if form.is_valid() and done(form, lambda: take_in(by=by(request), row=row, number=form.cleaned_data["child"])):
        messages.success(request, _("Taken in. Print the receipt for the school that sent it."))
        return redirect("concern-received", school.code, row.key)
    context = {
        "form": form,
        "school": school,
        "package": found.package,
        "people": people,
        "title": _("What came from %(school)s") % {"school": found.package.school},
        "submit": _("Take it in, whole"),
        "back_link": reverse("concern-take-in", args=[school.code]),
    }
    return render(request, "concerns/leaving/look.html", context)


@never_cache
@school_page(Permission.WORK_CONCERNS)
def receipt(request: HttpRequest, school: School, key: str) -> HttpResponse:
    """The receipt, to be printed."""
    row = received_of(by(request), school, key)
    return render(request, "concerns/leaving/receipt.html", {"school": school, "row": row})
