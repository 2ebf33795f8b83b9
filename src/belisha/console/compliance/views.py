"""The pages of duties: where each stands, why, and how it stood."""

from __future__ import annotations

import csv
from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.acting import by
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.compliance import actions
from belisha.console.compliance.forms import NarrowForm
from belisha.console.compliance.queries import day_by_day, history, narrowed, row, rows, standing_of
from belisha.console.compliance.rules import BASES, COLOURS, KINDS, STATES, board_of
from belisha.console.design.tables import defused
from belisha.console.duties.catalogue import catalogue, domains
from belisha.console.duties.registry import Basis, State

if TYPE_CHECKING:
    from django.http import HttpRequest

    from belisha.console.access.models import School
    from belisha.console.compliance.models import DutyStanding
    from belisha.console.compliance.rules import Row

__all__ = ["ask_again", "duties", "duty"]

DAYS_SHOWN = 14


@school_page(Permission.SEE_DUTIES)
def duties(request: HttpRequest, school: School) -> HttpResponse:
    """Every duty by domain, or those that are looked for; as CSV where that is asked for."""
    form = NarrowForm(request.GET)
    wanted = form.wanted
    every = rows(school, timezone.now())
    found = narrowed(every, wanted)
    if request.GET.get("format") == "csv":
        return _as_csv(found, f"duties-{school.code}")
    asked = request.GET.copy()
    asked["format"] = "csv"
    urgent = [each for each in every if each.standing.state in (State.BREACHED, State.AT_RISK)]
    context = {
        "form": form,
        "school": school,
        "found": found if any(wanted) else urgent,
        "narrowed": any(wanted),
        "board": board_of(every),
        "states": list(STATES.values()),
        "csv_link": f"{request.path}?{asked.urlencode()}",
        "asked": max((each.asked for each in every if each.asked), default=None),
    }
    return render(request, "compliance/duties.html", context)


@school_page(Permission.SEE_DUTIES)
def duty(request: HttpRequest, school: School, duty: str) -> HttpResponse:
    """One duty: where it stands, why, what it rests on, where it comes from, how it stood."""
    if duty not in catalogue():
        raise Http404
    today = timezone.localdate()
    found = row(school, duty, timezone.now())
    context = {
        "row": found,
        "school": school,
        "kind": KINDS[found.duty.kind],
        "domain": next(each for each in domains() if each.domain == found.duty.domain),
        "history": [_stretch(each) for each in history(school, duty)],
        "days": [
            (day, STATES[state], COLOURS[state])
            for day, state in reversed(day_by_day(school, duty, today - timedelta(DAYS_SHOWN - 1), today))
        ],
    }
    return render(request, "compliance/duty.html", context)


@school_page(Permission.SEE_DUTIES)
def ask_again(request: HttpRequest, school: School) -> HttpResponse:
    """Look at every duty again now."""
    if request.method == "POST":
        done = actions.reassess(by(request), school=school, now=timezone.now())
        looked = ngettext("%(count)s duty was looked at.", "%(count)s duties were looked at.", done.asked)
        changed = ngettext("%(count)s stands otherwise now.", "%(count)s stand otherwise now.", done.changed)
        messages.success(request, f"{looked % {'count': done.asked}} {changed % {'count': done.changed}}")
    return HttpResponseRedirect(reverse("duties", args=[school.code]))


def _stretch(kept: DutyStanding) -> dict[str, object]:
    standing = standing_of(kept)
    return {
        "first": kept.first_asked,
        "last": kept.last_asked,
        "title": STATES[standing.state],
        "colour": COLOURS[standing.state],
        "basis": BASES[Basis(kept.basis)],
        "reason": kept.reason,
    }


def _as_csv(found: list[Row], name: str) -> HttpResponse:
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    day = timezone.localdate().isoformat()
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{day}.csv"'
    writer = csv.writer(response)
    writer.writerow([_("Duty"), _("Wording"), _("State"), _("Reason"), _("Rests on"), _("Since"), _("Who")])
    for each in found:
        since = each.standing.since
        texts = (each.duty.id, each.duty.printed(), str(each.state_title), each.standing.reason, each.basis_title)
        when = timezone.localtime(since).isoformat(" ", "minutes") if since else ""
        writer.writerow([*map(defused, texts), when, defused(each.who)])
    return response
