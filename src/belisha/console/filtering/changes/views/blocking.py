"""An emergency: shut a site now, look at it afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.access.models import School
from belisha.console.access.permissions import Permission
from belisha.console.access.places import address as page_of
from belisha.console.access.places import federation_of, may
from belisha.console.filtering.changes import actions
from belisha.console.filtering.changes.forms import BlockForm
from belisha.console.filtering.changes.queries.listing import changes_of
from belisha.console.filtering.changes.views.places import both_pages, furniture

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.filtering.changes.views.places import Place
    from belisha.console.filtering.models import Change

__all__ = ["block"]


@both_pages(Permission.BLOCK_AT_ONCE)
def block(request: HttpRequest, place: Place) -> HttpResponse:
    """One address, one reason, and it is shut."""
    everywhere = isinstance(place, School) and may(request, Permission.BLOCK_AT_ONCE, place.federation)
    form = BlockForm(
        request.POST or None, everywhere=everywhere, initial={"addresses": request.GET.get("address", "")[:2000]}
    )
    made: list[Change] = []

    def act() -> None:
        given = form.cleaned_data
        where = federation_of(place) if given.get("everywhere") else place
        addresses = given["addresses"].splitlines()
        made.append(actions.block_at_once(by=by(request), place=where, addresses=addresses, reason=given["reason"]))

    if request.method == "POST" and form.is_valid() and done(form, act):
        messages.success(
            request, _("Blocked. Below stands whether it has reached the gateway, and until when to review it.")
        )
        return redirect(page_of(place, "filter-change", made[0].pk))
    waiting = changes_of(place).to_review().filter(way="emergency").order_by("review_due", "pk")[:20]
    return render(request, "filtering/changes/block.html", {**furniture(place), "form": form, "waiting": waiting})
