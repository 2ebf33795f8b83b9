"""The lists of lists, of corrections, and of sites that are refused to many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from belisha.console.design.tables import Choice, Column, Table
from belisha.console.filtering.models import ListOutcome, RefusedSite, SiteCorrection
from belisha.engine.lists import categories

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from belisha.console.access.models import School
    from belisha.console.filtering.models import ListDay

__all__ = ["LISTS", "corrections_table", "refused_table"]

ORIGINS: Final = (
    ("shipped", _("came with Belisha")),
    ("downloaded", _("fetched")),
    ("own", _("the school's own")),
    ("absent", _("not here")),
)


def _age(row: ListDay) -> int | None:
    return (timezone.localdate() - row.dated).days if row.dated else None


def _entries(row: ListDay) -> object:
    if row.entries:
        return row.entries
    return Markup('<strong class="govuk-tag govuk-tag--red">{}</strong>').format(_("is empty"))


def _change(row: ListDay) -> str:
    if row.added is None or row.removed is None:
        return str(_("not compared"))
    words = _("%(added)s added, %(removed)s taken away") % {"added": row.added, "removed": row.removed}
    return str(words) if row.added or row.removed else str(_("nothing"))


def _came_of(row: ListDay) -> str:
    return ": ".join(str(part) for part in (row.get_result_display(), row.message) if part)


def _narrowed(rows: QuerySet[ListDay], value: str) -> QuerySet[ListDay]:
    if value == "empty":
        return rows.filter(entries=0)
    if value == "changed":
        return rows.exclude(added=0, removed=0).exclude(added=None)
    return rows.filter(result__in=[ListOutcome.Result.REFUSED, ListOutcome.Result.FAILED, ListOutcome.Result.OFFLINE])


def _title(category: str) -> str:
    known = categories().get(category)
    return known.title if known else category


LISTS: Final = Table(
    "lists",
    (
        Column("list", _("List"), lambda row: row.list, ("list",)),
        Column("categories", _("Categories"), lambda row: ", ".join(_title(one) for one in row.categories.split(", "))),
        Column("entries", _("Entries"), _entries, ("entries",), numeric=True, plain=lambda row: row.entries),
        Column("change", _("Since the version before"), _change),
        Column("age", _("Days old"), _age, ("-dated",), numeric=True),
        Column("origin", _("Where from"), lambda row: dict(ORIGINS).get(row.origin, row.origin), ("origin", "list")),
        Column("result", _("Last update"), _came_of, ("result", "list")),
        Column("licence", _("Licence"), lambda row: f"{row.licence} ({row.publisher})", ("licence", "list")),
    ),
    search=("list", "source", "publisher", "categories"),
    choices=(
        Choice("origin", _("Where from"), ORIGINS, "origin"),
        Choice(
            "state",
            _("Which"),
            (("empty", _("empty")), ("changed", _("changed")), ("wrong", _("not updated"))),
            _narrowed,
        ),
    ),
)


def corrections_table(school: School) -> Table:
    """Corrections of the lists."""

    def link(row: SiteCorrection) -> str:
        return reverse("filter-correction", args=[school.code, row.pk])

    def what(row: SiteCorrection) -> str:
        words = _("belongs in %(category)s") if row.belongs else _("not in %(category)s")
        return str(words % {"category": _title(row.category)})

    return Table(
        "list-corrections",
        (
            Column("site", _("Site"), lambda row: row.host, ("host",), link),
            Column("what", _("Correction"), what, ("category", "host")),
            Column("state", _("State"), lambda row: row.get_state_display(), ("state", "host")),
            Column("reason", _("Why"), lambda row: row.reason),
            Column("by", _("Proposed by"), lambda row: row.proposed_by.name if row.proposed_by else ""),
            Column("at", _("On"), lambda row: row.proposed_at, ("proposed_at",)),
            Column("decided", _("Decided by"), lambda row: row.decided_by.name if row.decided_by else ""),
        ),
        search=("host", "category", "reason"),
        choices=(Choice("state", _("State"), SiteCorrection.State.choices, "state"),),
    )


def refused_table(school: School) -> Table:
    """Sites that many were refused and nobody before."""

    def link(row: RefusedSite) -> str:
        return reverse("filter-refused-site", args=[school.code, row.pk])

    def found(rows: QuerySet[RefusedSite], value: str) -> QuerySet[RefusedSite]:
        return rows.filter(looked_at__isnull=True) if value == "open" else rows.filter(outcome=value)

    return Table(
        "refused-sites",
        (
            Column("site", _("Site"), lambda row: row.host, ("host",), link),
            Column("day", _("Day"), lambda row: row.day, ("day", "host")),
            Column("people", _("People"), lambda row: row.people, ("people",), numeric=True),
            Column("tries", _("Times"), lambda row: row.tries, ("tries",), numeric=True),
            Column("category", _("Blocked as"), lambda row: _title(row.category), ("category", "host")),
            Column("outcome", _("Found"), lambda row: row.get_outcome_display(), ("outcome", "host")),
            Column("by", _("By"), lambda row: row.looked_by.name if row.looked_by else ""),
        ),
        search=("host", "category"),
        choices=(
            Choice("outcome", _("Found"), (("open", _("nobody has looked")), *RefusedSite.Outcome.choices), found),
        ),
    )
