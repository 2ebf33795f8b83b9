"""The triage board."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from belisha.console.access.acting import by
from belisha.console.concerns.guards import concerns_page
from belisha.console.concerns.queries.visible import routes_of
from belisha.console.concerns.rules.routes import CHAIR, HEAD, TEAM
from belisha.console.concerns.working.queries.board import WHICH, counts_of, on_board, which
from belisha.console.concerns.working.queries.hours import hours_of
from belisha.console.concerns.working.tables import board_table
from belisha.console.design.tables import show

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.models import School

__all__ = ["board"]

EACH: Final = 60  # seconds
LEAVES: Final = {
    "now": _("Needs you now"),
    "new": _("New"),
    "mine": _("Mine"),
    "waiting": _("Waiting"),
    "overdue": _("Overdue"),
    "closed": _("Closed lately"),
    "all": _("All"),
}


@never_cache
@concerns_page
def board(request: HttpRequest, school: School, leaf: str = "now") -> HttpResponse:
    """What somebody may see of concerns: what needs them now first. `?every=minute` has the browser ask again."""
    who, now = by(request), timezone.now()
    leaf = leaf if leaf in WHICH else "now"
    routes, hours = routes_of(who, school), hours_of(school)
    counts = counts_of(who, school, now)
    context = {
        "school": school,
        "leaf": leaf,
        "leaves": [(key, words, getattr(counts, key, None)) for key, words in LEAVES.items()],
        "counts": counts,
        "open_now": hours.are_on(now),
        "hours": hours,
        "team": TEAM in routes,
        "adults": bool({HEAD, CHAIR} & set(routes)),
        "again": request.GET.get("every") == "minute",
        "now": now,
    }
    rows = which(who, on_board(who, school), leaf, now)
    table = board_table(who, school, routes, every=leaf == "all")
    answer = show(request, table, rows, "concerns/working/board.html", context)
    if context["again"]:  # they asked for it; without script, and with a link that stops it
        answer.headers["Refresh"] = str(EACH)
    return answer
