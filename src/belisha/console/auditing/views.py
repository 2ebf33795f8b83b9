"""The pages of the record, of a school and of the federation: read, take out, shred."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.acting import by
from belisha.console.access.authorization import has_permission
from belisha.console.access.guards import federation_page, school_page
from belisha.console.access.models import School
from belisha.console.access.permissions import Permission
from belisha.console.access.sign_in.guards import steps_up
from belisha.console.audit.queries import latest_check
from belisha.console.auditing import actions
from belisha.console.auditing.forms import LookingForm, ShredForm
from belisha.console.auditing.queries import all_entries, entries, numbers_about, page_of
from belisha.console.auditing.rules import state_of
from belisha.console.design.files import defused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import Federation
    from belisha.console.auditing.rules import Entry

    Place = School | Federation

__all__ = [
    "federation_record",
    "federation_record_export",
    "federation_record_shred",
    "school_record",
    "school_record_export",
    "school_record_shred",
]

MOST_CHOSEN = 200


@school_page(Permission.SEE_AUDIT)
def school_record(request: HttpRequest, school: School) -> HttpResponse:
    """The record of a school, newest first."""
    return _record(request, school)


@federation_page(Permission.SEE_AUDIT)
def federation_record(request: HttpRequest, federation: Federation) -> HttpResponse:
    """The record of what is done for the whole federation."""
    return _record(request, federation)


@school_page(Permission.SEE_AUDIT)
def school_record_export(request: HttpRequest, school: School) -> StreamingHttpResponse:
    """The record of a school as CSV."""
    return _export(request, school, school.code)


@federation_page(Permission.SEE_AUDIT)
def federation_record_export(request: HttpRequest, federation: Federation) -> StreamingHttpResponse:
    """The record of the federation as CSV."""
    return _export(request, federation, "federation")


@school_page(Permission.SHRED_AUDIT)
@steps_up
def school_record_shred(request: HttpRequest, school: School) -> HttpResponse:
    """Destroy what entries of a school say."""
    return _shred(request, school)


@federation_page(Permission.SHRED_AUDIT)
@steps_up
def federation_record_shred(request: HttpRequest, federation: Federation) -> HttpResponse:
    """Destroy what entries of the federation say."""
    return _shred(request, federation)


def _record(request: HttpRequest, place: Place) -> HttpResponse:
    form = LookingForm(request.GET or None)
    looking = form.looking
    actions.look(by(request), place=place, looking=looking, now=timezone.now())
    page = entries(place, looking, _number(request.GET.get("before", "")))
    context: dict[str, Any] = {
        "form": form,
        "page": page,
        "place": place,
        "check": state_of(latest_check(place.chain), timezone.now()),
        "narrowed": bool(looking.said),
        "exact_about": looking.about if ":" in looking.about else "",
        "here_link": _address("audit", place),
        "export_link": _linked(request, _address("audit_export", place)),
        "older_link": _linked(request, _address("audit", place), before=page.older) if page.older else "",
        "newest_link": _linked(request, _address("audit", place)) if request.GET.get("before") else "",
        "shred_link": _address("audit_shred", place) if _may_shred(request, place) else "",
    }
    return render(request, "auditing/record.html", context)


def _export(request: HttpRequest, place: Place, name: str) -> StreamingHttpResponse:
    looking = LookingForm(request.GET or None).looking
    actions.export(by(request), place=place, looking=looking)
    response = StreamingHttpResponse(_lines(all_entries(place, looking)), content_type="text/csv; charset=utf-8")
    day = timezone.localdate().isoformat()
    response.headers["Content-Disposition"] = f'attachment; filename="record-{name}-{day}.csv"'
    return response


def _shred(request: HttpRequest, place: Place) -> HttpResponse:
    about = request.GET.get("about", "")
    chosen = [number for text in request.GET.getlist("entry")[:MOST_CHOSEN] if (number := _number(text))]
    numbers = numbers_about(place, about) if about else chosen
    back = _address("audit", place)
    if not numbers:
        messages.warning(request, _("Choose at least one entry whose words are still there."))
        return HttpResponseRedirect(back)
    form = ShredForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        done = actions.shred(by(request), place=place, numbers=numbers, reason=form.cleaned_data["reason"])
        text = ngettext("%(count)s entry was shredded.", "%(count)s entries were shredded.", done)
        messages.success(request, text % {"count": done})
        return HttpResponseRedirect(back)
    shown = page_of(place, numbers[:50])
    context = {"form": form, "entries": shown, "count": len(numbers), "back_link": back, "place": place}
    return render(request, "auditing/shred.html", context)


def _may_shred(request: HttpRequest, place: Place) -> bool:
    user = by(request).user
    return user is not None and has_permission(
        user, Permission.SHRED_AUDIT, place if isinstance(place, School) else None
    )


def _address(page: str, place: Place) -> str:
    return reverse(page, args=[place.code]) if isinstance(place, School) else reverse(f"federation_{page}")


def _linked(request: HttpRequest, address: str, **more: object) -> str:
    asked = request.GET.copy()
    asked.pop("before", None)
    asked.update({name: str(value) for name, value in more.items()})
    return f"{address}?{asked.urlencode()}" if asked else address


def _number(text: str) -> int | None:
    # a number that no database holds is no number of an entry
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


class _Echo:
    """What a CSV writer writes to when lines are sent on one by one."""

    def write(self, line: str) -> str:
        """The line itself."""
        return line


def _lines(found: Iterator[Entry]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    heads = (_("Number"), _("When"), _("What"), _("Who"), _("Role"), _("Address"), _("Whom or what"), _("Reason"))
    yield "\ufeff" + writer.writerow([*heads, _("In words"), _("Changes"), _("Shredded")])
    for entry in found:
        changes = "; ".join(f"{each.what}: {each.before} → {each.after}" for each in entry.differences)
        gone = f"{timezone.localtime(entry.shredded.at):%Y-%m-%d} {entry.shredded.reason}" if entry.shredded else ""
        texts = (
            entry.code,
            entry.actor_name or entry.actor,
            entry.role,
            entry.address,
            entry.about_name or entry.about,
            entry.reason,
            entry.sentence,
            changes,
            gone,
        )
        when = timezone.localtime(entry.at).isoformat(" ", "seconds")
        yield writer.writerow([entry.number, when, *map(defused, texts)])
