"""Writing into a concern: an entry, a correction, and keeping what is typed meanwhile."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.concerns.actions.writing import add_entry, correct
from belisha.console.concerns.guards import concern_page
from belisha.console.concerns.queries.visible import may_work
from belisha.console.concerns.record.actions.drafts import keep_entry, throw_away
from belisha.console.concerns.record.forms.writing import KINDS, CorrectForm, EntryForm
from belisha.console.concerns.record.queries.entries import draft_of, entry_of
from belisha.console.concerns.record.rules.notes import beginning, beginnings
from belisha.console.concerns.record.views.history import history_steps_up
from belisha.console.concerns.reporting.rules.keeping import key_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms
    from django.http import HttpRequest

    from belisha.console.access.models import School
    from belisha.console.concerns.models import Concern, EntryDraft

__all__ = ["correct_entry", "device_of", "drop", "form_of_entry", "keep", "write"]

FORM: Final = re.compile(r"write|body-map|correct-[0-9a-f]{16}")


def device_of(request: HttpRequest, concern: Concern, form: str) -> dict[str, str]:
    """What the script of a page needs to keep what is typed: where on the server, where on the device, its lock."""
    token = f"{concern.reference}-{form}"
    return {
        "keep": reverse("concern-keep", args=[concern.school.code, concern.reference, form]),
        "place": f"belisha-entry-{token}",
        "key": key_of(request.user.pk or 0, token),
    }


def page_of(concern: Concern) -> str:
    """Where a concern is."""
    return reverse("concern", args=[concern.school.code, concern.reference])


@require_POST
@concern_page
def keep(request: HttpRequest, school: School, concern: Concern, form: str) -> HttpResponse:
    """Keep what is typed so far."""
    del school
    if not FORM.fullmatch(form):
        raise Http404
    keep_entry(by=by(request), concern=concern, form=form, typed=_texts(request))
    return HttpResponse(status=204)


def _texts(request: HttpRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.POST.items()}


@require_POST
@concern_page
def drop(request: HttpRequest, school: School, concern: Concern, form: str) -> HttpResponse:
    """Throw away what was typed and not sent."""
    throw_away(by=by(request), concern=concern, form=form)
    messages.success(request, _("What you had typed is thrown away."))
    return redirect("concern", school.code, concern.reference)


def form_of_entry(
    request: HttpRequest,
    concern: Concern,
    name: str,
    form: forms.Form,
    act: Callable[[], object],
    *,
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """The page of a form that writes an entry: keeps it for later, writes it, or says what is wrong."""
    who = by(request)
    if request.method == "POST" and "later" in request.POST:
        keep_entry(by=who, concern=concern, form=name, typed=_texts(request))
        messages.success(request, _("It is kept, and not written yet. Only you can see it."))
        return redirect(page_of(concern))
    if request.method == "POST" and form.is_valid() and done(form, act):
        throw_away(by=who, concern=concern, form=name)
        messages.success(request, _("It is written down."))
        return redirect(f"{page_of(concern)}#written")
    if request.method == "POST":
        keep_entry(by=who, concern=concern, form=name, typed=_texts(request))
    given = {
        "school": concern.school,
        "concern": concern,
        "form": form,
        "form_name": name,
        "back_link": page_of(concern),
        "device": device_of(request, concern, name),
        **context,
    }
    return render(request, template, given)


@never_cache
@concern_page
@history_steps_up
def write(request: HttpRequest, school: School, concern: Concern) -> HttpResponse:
    """Write down a note, call, meeting, conversation, or somebody's own words."""
    del school
    who = by(request)
    draft = draft_of(who, concern, "write")
    form = EntryForm(request.POST or None, initial=_first(request, draft))

    def act() -> None:
        given = form.cleaned_data
        add_entry(
            by=who, concern=concern, kind=given["kind"], text=given["text"], details=form.details, about=given["about"]
        )

    return form_of_entry(
        request,
        concern,
        "write",
        form,
        act,
        template="concerns/record/write.html",
        context={"beginnings": beginnings(), "draft": draft},
    )


def _first(request: HttpRequest, draft: EntryDraft | None) -> dict[str, Any]:
    """What a form begins with: what was typed before, else what was chosen to begin with."""
    if draft is not None:
        return {**draft.typed, "day": [draft.typed.get(f"day_{part}", "") for part in ("day", "month", "year")]}
    begun = beginning(request.GET.get("begin", ""))
    if begun is not None:
        return {"kind": begun.kind, "text": begun.text, "whose": "child" if begun.id == "voice-child" else ""}
    kind = request.GET.get("kind", "")
    return {"kind": kind} if kind in {each.value for each in KINDS} else {"kind": KINDS[0].value}


@never_cache
@concern_page
@history_steps_up
def correct_entry(request: HttpRequest, school: School, concern: Concern, mark: str) -> HttpResponse:
    """Correct an entry by an addition."""
    del school
    who = by(request)
    one = entry_of(concern, mark)
    name = f"correct-{one.mark}"
    draft = draft_of(who, concern, name)
    form = CorrectForm(request.POST or None, initial=draft.typed if draft else {})
    return form_of_entry(
        request,
        concern,
        name,
        form,
        lambda: correct(by=who, entry=one.entry, **form.cleaned_data),
        template="concerns/record/correct.html",
        context={"one": one, "draft": draft, "works": may_work(who, concern)},
    )
