"""An emergency: shut a site now, look at it afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from belisha.console.access.acting import by
from belisha.console.access.forms import done
from belisha.console.access.guards import school_page
from belisha.console.access.permissions import Permission
from belisha.console.access.places import may
from belisha.console.filtering.changes import actions
from belisha.console.filtering.changes.forms import BlockForm
from belisha.console.filtering.changes.queries.listing import changes_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School
    from belisha.console.filtering.models import Change

__all__ = ["block"]


@school_page(Permission.BLOCK_AT_ONCE)
def block(request: HttpRequest, school: School) -> HttpResponse:
    """One address, one reason, and it is shut."""
    everywhere = may(request, Permission.BLOCK_AT_ONCE, school.federation)
    form = BlockForm(
        request.POST or None, everywhere=everywhere, initial={"addresses": request.GET.get("address", "")[:2000]}
    )
    made: list[Change] = []

    def act() -> None:
        given = form.cleaned_data
        place = school.federation if given.get("everywhere") else school
        addresses = given["addresses"].splitlines()
        made.append(actions.block_at_once(by=by(request), place=place, addresses=addresses, reason=given["reason"]))

    if request.method == "POST" and form.is_valid() and done(form, act):
        messages.success(
            request, _("Blocked. Below stands whether it has reached the gateway, and until when to review it.")
        )
        return redirect("filter-change", school.code, made[0].pk)
    waiting = changes_of(school).to_review().filter(way="emergency").order_by("review_due", "pk")[:20]
    return render(request, "filtering/changes/block.html", {"school": school, "form": form, "waiting": waiting})
