"""Reading changes: all of them, one of them, and the log of what was applied."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.models import School
from belisha.console.access.permissions import Permission
from belisha.console.access.places import address as page_of
from belisha.console.access.places import federation_of, may
from belisha.console.design.tables import show
from belisha.console.filtering.changes.forms import PeriodForm
from belisha.console.filtering.changes.impact.queries import impact_of
from belisha.console.filtering.changes.queries.listing import (
    Marks,
    applied_changes,
    change_of,
    changes_of,
    waiting_for,
)
from belisha.console.filtering.changes.queries.reading import read
from belisha.console.filtering.changes.queries.steps import reasons
from belisha.console.filtering.changes.rules.risk import QUESTIONS
from belisha.console.filtering.changes.rules.steps import WORDS, Step
from belisha.console.filtering.changes.states import state_of
from belisha.console.filtering.changes.tables import changes_table, log_table
from belisha.console.filtering.changes.views.places import both_pages, furniture
from belisha.console.filtering.policy.queries import current

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest, HttpResponse

    from belisha.console.filtering.changes.views.places import Place
    from belisha.console.filtering.models import Change, Half
    from belisha.console.filtering.models.changes import ChangeQuerySet

__all__ = ["change", "changes", "log"]


@both_pages(Permission.SEE_FILTER)
def changes(request: HttpRequest, place: Place) -> HttpResponse:
    """All changes, with what each waits for; first those that wait for whoever looks."""
    waiting = waiting_for(by(request), place)
    context = {
        **furniture(place),
        "adopted": current(federation_of(place)) is not None,
        "waiting": [(each.change, WORDS[each.step]) for each in waiting],
        "above": isinstance(place, School) and may(request, Permission.SEE_FILTER, place.federation),
        "may_block": may(request, Permission.BLOCK_AT_ONCE, place),
    }
    return show(request, changes_table(place, Marks(place)), changes_of(place), "filtering/changes/all.html", context)


@both_pages(Permission.SEE_FILTER)
def change(request: HttpRequest, place: Place, number: int) -> HttpResponse:
    """One change: what it does both ways, its risk form, what it would change, and what can be done about it."""
    found = change_of(place, number)
    reading = read(found)
    why_not = reasons(by(request), found)
    context = {
        **furniture(place),
        "change": found,
        "state": state_of(found, timezone.localdate()),
        "waits": [WORDS[step] for step in Marks(place).waits(found)],
        "reading": reading,
        "misfit": reading.misfit,
        "may": {step.value: not text for step, text in why_not.items()},
        "why_not": {step.value: text for step, text in why_not.items()},
        "may_draft": may(request, Permission.DRAFT_FILTER_CHANGES, place),
        "halves": [_half(found, side) for side in (Step.EDUCATION, Step.TECHNICAL)],
        "impact": impact_of(found),
        "history": list(_history(found)),
    }
    return render(request, "filtering/changes/one.html", context)


def _half(found: Change, side: Step) -> dict[str, Any]:
    """One half for the page: who judged what, or that nobody has yet."""
    half = next((each for each in found.halves.all() if each.side == side), None)
    return {
        "side": side.value,
        "title": _("Children and teaching") if side is Step.EDUCATION else _("Technical"),
        "half": half,
        "stale": half is not None and half.edits_digest != found.digest,
        "score": half.likelihood * half.impact if half else None,
        "answers": [(question.text, half.answers.get(question.id, "")) for question in QUESTIONS[side]] if half else [],
    }


def _history(found: Change) -> Iterator[dict[str, Any]]:
    yield from _before(found)
    if found.applied_at:
        who = found.applied_by.name if found.applied_by else _("the system")
        yield {"title": _("Applied"), "who": who, "at": found.applied_at}
    if found.published_at:
        yield {"title": _("In force at the gateway"), "at": found.published_at}
    if found.reviewed_at and found.reviewed_by:
        title, who = _("Looked at afterwards"), found.reviewed_by.name
        yield {"title": title, "who": who, "at": found.reviewed_at, "text": found.review_words}
    for undoing in found.undone_by.all():
        yield {"title": _("Undone"), "at": undoing.made_at, "text": undoing.reason}
    if found.closed_at:
        yield {"title": _("Withdrawn"), "at": found.closed_at}


def _before(found: Change) -> Iterator[dict[str, Any]]:
    who = found.made_by.name if found.made_by else _("the system")
    yield {"title": _("Begun"), "who": who, "at": found.made_at}
    if found.submitted_at:
        yield {"title": _("Handed in"), "who": who, "at": found.submitted_at}
    halves: list[Half] = sorted(found.halves.all(), key=lambda half: half.at)
    for half in halves:
        yield {"title": _("Assessed: %(side)s") % {"side": half.get_side_display()}, "who": half.by.name, "at": half.at}
    if found.consent_at and found.consent_by:
        title, who = _("Consent"), found.consent_by.name
        yield {"title": title, "who": who, "at": found.consent_at, "text": found.consent_words}


@both_pages(Permission.SEE_FILTER)
def log(request: HttpRequest, place: Place) -> HttpResponse:
    """All that was applied: before, after, by whom and why."""
    form = PeriodForm(request.GET or None)
    rows = applied_changes(place)
    if form.is_valid():
        rows = _between(rows, form)
    context = {**furniture(place), "period": form, "here": page_of(place, "filter-log")}
    return show(request, log_table(place), rows, "filtering/changes/log.html", context)


def _between(rows: ChangeQuerySet, form: PeriodForm) -> ChangeQuerySet:
    """Those applied on the school's days from the first to the last."""
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    if first:
        rows = rows.filter(applied_at__gte=timezone.make_aware(datetime.combine(first, time.min)))
    if last:
        rows = rows.filter(applied_at__lt=timezone.make_aware(datetime.combine(last + timedelta(days=1), time.min)))
    return rows
