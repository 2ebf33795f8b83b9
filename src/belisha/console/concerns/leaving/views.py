"""Pages of files that go to the next school."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.sign_in.guards import steps_up
from belisha.console.concerns.leaving.actions.handing import begin, confirm, download, end, sent
from belisha.console.concerns.leaving.forms import BeginForm, ConfirmForm, DownloadForm, EndForm, SentForm
from belisha.console.concerns.leaving.queries import contents, hand_over_of, hand_overs, key_of, leavers, received
from belisha.console.concerns.leaving.tables import hand_overs_table
from belisha.console.concerns.record.forms.chronology import NameForm
from belisha.console.concerns.record.queries.chronology import people_found
from belisha.console.design.files import handed_out
from belisha.console.design.tables import show

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.concerns.models import HandOver

__all__ = ["ended", "has_receipt", "new", "one", "overview", "take", "was_sent", "who"]

RECEIVED_SHOWN = 50


@never_cache
@school_page(Permission.WORK_CONCERNS)
def overview(request: HttpRequest, school: School) -> HttpResponse:
    """Leavers whose file has no receipt, every hand-over, and files that came."""
    asks = by(request)
    context = {
        "school": school,
        "leavers": leavers(asks, school, timezone.localdate()),
        "received": received(asks, school)[:RECEIVED_SHOWN],
        "key": key_of(school),
    }
    return show(request, hand_overs_table(), hand_overs(asks, school), "concerns/leaving/overview.html", context)


@never_cache
@school_page(Permission.WORK_CONCERNS)
def who(request: HttpRequest, school: School) -> HttpResponse:
    """Whose file? By name, among those in concerns that the reader may see."""
    form = NameForm(request.GET or None)
    typed = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    found = [one for one in people_found(by(request), school, typed) if one.person.kind == "pupil"]
    context = {"school": school, "form": form, "typed": typed, "found": found}
    return render(request, "concerns/leaving/who.html", context)


@never_cache
@school_page(Permission.WORK_CONCERNS)
@steps_up
def new(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Begin a hand-over."""
    child, concerns = contents(by(request), school, number, other_routes=True)
    first = child.left or timezone.localdate()
    form = BeginForm(request.POST or None, initial={"moves_on": first})
    made: list[HandOver] = []
    if form.is_valid() and done(
        form, lambda: made.append(begin(by=by(request), school=school, number=number, **form.taken()))
    ):
        messages.success(request, _("Begun. Download the file next."))
        return redirect("concern-leaving-one", school.code, made[0].key)
    context = {
        "form": form,
        "title": _("Hand over a file"),
        "caption": child,
        "lead": _("Concerns that you may see: %(n)s. This school keeps its own.") % {"n": len(concerns)},
        "submit": _("Begin"),
        "back_link": reverse("concern-leaving", args=[school.code]),
    }
    return render(request, "design/form_page.html", context)


@never_cache
@school_page(Permission.WORK_CONCERNS)
def one(request: HttpRequest, school: School, key: str) -> HttpResponse:
    """One hand-over: where it is, and what is next."""
    row = hand_over_of(by(request), school, key)
    late = row.outcome == row.Outcome.OPEN and row.due < timezone.localdate()
    return render(request, "concerns/leaving/one.html", {"school": school, "row": row, "late": late})


@never_cache
@school_page(Permission.WORK_CONCERNS)
@steps_up
def take(request: HttpRequest, school: School, key: str) -> HttpResponse:
    """Download the file, locked for the next school."""
    row = hand_over_of(by(request), school, key)
    form = DownloadForm(request.POST if request.method == "POST" else None)
    content: list[bytes] = []
    if form.is_valid() and done(form, lambda: content.append(download(by=by(request), hand_over=row))):
        return handed_out(content[0], f"file-{row}.zip.age")
    context = {
        "form": form,
        "title": _("Download the file"),
        "caption": row.child,
        "lead": _("It is locked for %(to)s alone. Each download goes on record.") % {"to": row.to_school},
        "submit": _("Download"),
        "back_link": _page(school, row),
    }
    return render(request, "design/form_page.html", context)


@never_cache
@school_page(Permission.WORK_CONCERNS)
def was_sent(request: HttpRequest, school: School, key: str) -> HttpResponse:
    """Say how it went."""
    row = hand_over_of(by(request), school, key)
    form = SentForm(request.POST or None, initial={"on": timezone.localdate()})
    words = {"title": _("It was sent"), "said": _("Kept. The next school confirms that it has the file.")}
    return _answered(request, row, form, lambda: sent(by=by(request), hand_over=row, **form.cleaned_data), words)


@never_cache
@school_page(Permission.WORK_CONCERNS)
def has_receipt(request: HttpRequest, school: School, key: str) -> HttpResponse:
    """Write down the receipt."""
    row = hand_over_of(by(request), school, key)
    form = ConfirmForm(request.POST or None, initial={"on": timezone.localdate()})
    words = {"title": _("The next school has it"), "said": _("Kept: the next school has the file.")}
    return _answered(request, row, form, lambda: confirm(by=by(request), hand_over=row, **form.cleaned_data), words)


@never_cache
@school_page(Permission.WORK_CONCERNS)
def ended(request: HttpRequest, school: School, key: str) -> HttpResponse:
    """End it without a receipt."""
    row = hand_over_of(by(request), school, key)
    form = EndForm(request.POST or None)
    words = {"title": _("End without a receipt"), "said": _("Ended. The reason is on record.")}
    return _answered(request, row, form, lambda: end(by=by(request), hand_over=row, **form.cleaned_data), words)


def _answered(
    request: HttpRequest, row: HandOver, form: forms.Form, act: Callable[[], object], words: dict[str, Any]
) -> HttpResponse:
    page = _page(row.school, row)
    if form.is_valid() and done(form, act):
        messages.success(request, words["said"])
        return redirect(page)
    context = {"form": form, "title": words["title"], "caption": row.child, "back_link": page}
    return render(request, "design/form_page.html", context)


def _page(school: School, row: HandOver) -> str:
    return reverse("concern-leaving-one", args=[school.code, row.key])
