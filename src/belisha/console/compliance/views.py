"""The pages of duties: where each stands, why, and how it stood."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from belisha.console.access.acting import by
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.guards import school_page
from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.access.posts.queries import post_holder_names
from belisha.console.compliance import actions
from belisha.console.compliance.attesting.queries import (
    attestations_of,
    may_confirm,
    may_countersign,
    running_out,
    to_countersign,
)
from belisha.console.compliance.board import (
    URGENT,
    first_things,
    lines_of,
    open_plans,
    parts_of,
    trend,
    unplanned,
)
from belisha.console.compliance.forms import NarrowForm
from belisha.console.compliance.plans.queries import may_bear, may_plan, open_plans_of, plans_of
from belisha.console.compliance.queries import (
    answered_for,
    changes_since,
    day_by_day,
    falling_due,
    history,
    narrowed,
    row,
    rows,
    standing_of,
)
from belisha.console.compliance.rules import BASES, COLOURS, KINDS, STATES, bases_of, counted_by_state, owners_of
from belisha.console.compliance.standards.queries import waiting_at
from belisha.console.design.files import spreadsheet
from belisha.console.duties.catalogue import catalogue, domains
from belisha.console.duties.registry import PROOFS, Basis
from belisha.console.reviews.queries import roles_at

if TYPE_CHECKING:
    from django.http import HttpRequest

    from belisha.console.access.models import School
    from belisha.console.compliance.models import DutyStanding
    from belisha.console.compliance.rules import Row
    from belisha.console.duties.catalogue import Duty

__all__ = ["ask_again", "duties", "duty", "mine", "week"]

DAYS_SHOWN = 14
SIZE = 20
DAYS_AHEAD = 28


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
    for leafing in ("page", "all"):
        asked.pop(leafing, None)
    narrowing = any(wanted._replace(sort=""))
    context = {
        "form": form,
        "school": school,
        "narrowed": narrowing,
        "urgent": URGENT,
        "query": asked.urlencode(),
        **(_list_of(request, school, found) if narrowing else _overview(request, school, every)),
    }
    return render(request, "compliance/duties.html", context)


def _list_of(request: HttpRequest, school: School, found: list[Row]) -> dict[str, object]:
    """A page of the duties that fit; all of them where that is asked for, to print."""
    size = max(len(found), 1) if "all" in request.GET else SIZE
    page = Paginator(found, size).get_page(request.GET.get("page"))
    return {"page": page, "found": lines_of(school, page.object_list, open_plans(school))}


def _overview(request: HttpRequest, school: School, every: list[Row]) -> dict[str, object]:
    """How many stand how and on what, what to begin with, and each part of the policy with what is urgent in it."""
    plans = open_plans(school)
    lines = lines_of(school, (each for each in every if each.standing.state in URGENT), plans)
    return {
        "editions": len(waiting_at(school)),
        "first": first_things(lines, roles_at(_user(request), school)),
        "parts": parts_of(every, lines),
        "now": [(state, STATES[state], COLOURS[state], counted) for state, counted in counted_by_state(every)],
        "bases": bases_of(every),
        "trend": trend(school, every)[1:],
        "unplanned": unplanned(every, plans),
        "sees_figures": may(request, Permission.SEE_CONCERN_FIGURES, school),
        "states": list(STATES.values()),
        "asked": max((each.asked for each in every if each.asked), default=None),
    }


@school_page(Permission.SEE_DUTIES)
def duty(request: HttpRequest, school: School, duty: str) -> HttpResponse:
    """One duty: where it stands, why, what it rests on, where it comes from, how it stood."""
    if duty not in catalogue():
        raise Http404
    today = timezone.localdate()
    found = row(school, duty, timezone.now())
    context = {
        **_what_people_do(request, school, found.duty),
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


@school_page(Permission.SEE_DUTIES)
def mine(request: HttpRequest, school: School) -> HttpResponse:
    """What one answers for oneself: duties by how they stand, plans, words to sign."""
    user = _user(request)
    today = timezone.localdate()
    context = {
        "school": school,
        "found": answered_for(rows(school, timezone.now()), roles_at(user, school)),
        "plans": [(each, each.is_late(today)) for each in open_plans_of(user, school)],
        "to_sign": to_countersign(user, school),
        "ending": running_out(user, school, today),
    }
    return render(request, "compliance/mine.html", context)


@school_page(Permission.SEE_DUTIES)
def week(request: HttpRequest, school: School) -> HttpResponse:
    """What stands otherwise than a week ago, and what falls due in the weeks to come."""
    now = timezone.now()
    context = {
        "school": school,
        "changes": changes_since(school, now - timedelta(days=7)),
        "due": falling_due(school, timezone.localdate(), timezone.localdate() + timedelta(days=DAYS_AHEAD)),
        "days_ahead": DAYS_AHEAD,
        "states": STATES,
        "colours": COLOURS,
    }
    return render(request, "compliance/week.html", context)


def _user(request: HttpRequest) -> User:
    """Whoever is signed in: the guard has let nobody else in. Raises NotAllowedError."""
    if not isinstance(request.user, User):
        raise NotAllowedError
    return request.user


def _what_people_do(request: HttpRequest, school: School, duty: Duty) -> dict[str, object]:
    """Who answers by name, what was said and is planned, and what whoever asks may do about it."""
    user, today = _user(request), timezone.localdate()
    said = list(attestations_of(school, duty.id)[:20])
    return {
        "owners": owners_of(duty, post_holder_names(school)),
        "said": [(each, may_countersign(user, school, each) is not None) for each in said],
        "may_confirm": may_confirm(user, school, duty) is not None,
        "by_data": duty.id in PROOFS,
        "plans": [(each, each.is_late(today)) for each in plans_of(school, duty.id)],
        "may_plan": may_plan(user, school) is not None,
        "may_bear": may_bear(user, school) is not None,
        "user_id": user.pk,
    }


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
    heads = [_("Duty"), _("Wording"), _("State"), _("Reason"), _("Rests on"), _("Since"), _("Who")]
    return spreadsheet(name, heads, map(_cells, found))


def _cells(row: Row) -> tuple[object, ...]:
    standing = row.standing
    return row.duty.id, row.duty.printed(), row.state_title, standing.reason, row.basis_title, standing.since, row.who
