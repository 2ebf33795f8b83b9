"""Pages of gateways: how each stands, adding one, what it runs, taking it out."""

from __future__ import annotations

import shlex
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.authorization import schools_for
from belisha.console.access.forms import attempt, done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.design.tables import show
from belisha.console.filtering.gateways.actions import add_gateway, make_code, rename_gateway, take_out
from belisha.console.filtering.gateways.forms import AddForm, NameForm, TakeOutForm
from belisha.console.filtering.gateways.joining import fingerprint_for_codes
from belisha.console.filtering.gateways.queries import gateway_of, gateways_of, load_of, seen, stands
from belisha.console.filtering.gateways.rules import ROOM_MB, bars, behind_since
from belisha.console.filtering.gateways.tables import STANDINGS, gateways_table
from belisha.console.filtering.gateways.telling import in_force_for
from belisha.console.people.views.answering import rights

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.filtering.models import Gateway

__all__ = ["add", "code", "gateway", "gateways", "load", "out", "rename"]


@school_page(Permission.SEE_FILTER)
def gateways(request: HttpRequest, school: School) -> HttpResponse:
    """Every gateway of a school, as it stands now."""
    context = {"school": school, "can": rights(request, school, Permission.CHANGE_GATEWAYS)}
    table = gateways_table(school, timezone.now())
    return show(request, table, gateways_of(school), "filtering/gateways/list.html", context)


@school_page(Permission.SEE_FILTER)
def load(request: HttpRequest, school: School) -> HttpResponse:
    """How much each day of a month asked of the gateways, for the review of what the network can carry."""
    rows = load_of(school, timezone.now() - timedelta(days=30))
    context = {"school": school, "rows": rows, "bars": bars(rows), "room_mb": ROOM_MB}
    return render(request, "filtering/gateways/load.html", context)


@school_page(Permission.CHANGE_GATEWAYS)
def add(request: HttpRequest, school: School) -> HttpResponse:
    """Add one; the answer shows the code and the one command to run."""
    others = [
        each
        for each in schools_for(request.user).order_by("name")  # type: ignore[arg-type]  # of somebody signed in
        if each != school and may(request, Permission.CHANGE_GATEWAYS, each)
    ]
    form = AddForm(request.POST or None, others=others)
    made: list[tuple[Gateway, str]] = []

    def act() -> None:
        chosen = [each for each in others if each.code in form.cleaned_data.get("schools", ())]
        made.append(add_gateway(by=by(request), school=school, name=form.cleaned_data["name"], schools=chosen))

    if request.method == "POST" and form.is_valid() and done(form, act):
        return _shown_once(request, school, *made[0])
    context = {
        "form": form,
        "title": _("Add a gateway"),
        "lead": _("You get a code and one command to run on its machine. The code is good for an hour, once."),
        "submit": _("Add it"),
        "back_link": reverse("filter-gateways", args=[school.code]),
    }
    return render(request, "design/form_page.html", context)


def _shown_once(request: HttpRequest, school: School, made: Gateway, code: str) -> HttpResponse:
    """The code is kept as a hash alone, so this answer is the only one that shows it."""
    whole = ".".join(part for part in (code, fingerprint_for_codes()) if part)
    command = f"belisha gateway join {shlex.quote(settings.CONSOLE.url)} {whole}"
    context = {
        "school": school,
        "gateway": made,
        "command": command,
        "ends": made.code_ends,
        "only_here": not settings.CONSOLE.reached_by_others and not settings.CONSOLE.public_url,
    }
    response = render(request, "filtering/gateways/code.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


@school_page(Permission.SEE_FILTER)
def gateway(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """What a gateway runs, beside what is in force."""
    found, now = gateway_of(school, number), timezone.now()
    text, colour = STANDINGS[stands(found, now)]
    context: dict[str, Any] = {
        "school": school,
        "gateway": found,
        "standing": text,
        "kind": {"green": "good", "red": "bad"}.get(colour, "unknown"),
        "behind": behind_since(seen(found), now),
        "in_force": in_force_for(found),
        "schools": found.schools.order_by("name"),
        "can": rights(request, school, Permission.CHANGE_GATEWAYS),
    }
    return render(request, "filtering/gateways/gateway.html", context)


@school_page(Permission.CHANGE_GATEWAYS)
def code(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Make a new code: the machine was set up anew, or the hour went by."""
    found = gateway_of(school, number)
    back = reverse("filter-gateway", args=[school.code, number])
    if request.method == "POST":
        made: list[str] = []

        def act() -> None:
            made.append(make_code(by=by(request), gateway=found, school=school))

        if attempt(request, act, _("The code before opens nothing now.")):
            found.refresh_from_db()
            return _shown_once(request, school, found, made[0])
        return redirect(back)
    context = {
        "title": _("Make a new code for %(name)s?") % {"name": found.name},
        "lead": _("The machine that joins with it takes the place of the one that joined before."),
        "submit": _("Make a code"),
        "back_link": back,
    }
    return render(request, "design/confirm.html", context)


@school_page(Permission.CHANGE_GATEWAYS)
def rename(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Give it another name."""
    found = gateway_of(school, number)
    back = reverse("filter-gateway", args=[school.code, number])
    form = NameForm(request.POST or None, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"]
        if done(form, lambda: rename_gateway(by=by(request), gateway=found, school=school, name=name)):
            messages.success(request, _("It is called %(name)s now.") % {"name": found.name})
            return redirect(back)
    context = {"form": form, "title": _("Rename the gateway"), "back_link": back}
    return render(request, "design/form_page.html", context)


@school_page(Permission.CHANGE_GATEWAYS)
def out(request: HttpRequest, school: School, number: int) -> HttpResponse:
    """Take it out."""
    found = gateway_of(school, number)
    form = TakeOutForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if done(form, lambda: take_out(by=by(request), gateway=found, school=school, reason=reason)):
            messages.success(request, _("It is told nothing any more. Wipe its disk: it holds people's names."))
            return redirect(reverse("filter-gateways", args=[school.code]))
    context = {
        "form": form,
        "title": _("Take %(name)s out?") % {"name": found.name},
        "danger": _(
            "From now on it gets no new policy, lists or passwords, and what it says is not taken. Until it is "
            "switched off it goes on filtering by what it has."
        ),
        "submit": _("Take it out"),
        "back_link": reverse("filter-gateway", args=[school.code, number]),
    }
    return render(request, "design/confirm.html", context)
