"""The list of all concerns, as design/tables.py shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.concerns.models import Concern
from belisha.console.concerns.queries.finding import narrowed
from belisha.console.concerns.queries.visible import routes_of
from belisha.console.concerns.rules.categories import categories, category_of
from belisha.console.design.tables import Choice, Column, Table

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["concerns_table"]


UNLISTED: Final = {Concern.State.MERGED, Concern.State.COMING}  # nobody sees these here


def concerns_table(by: By, school: School) -> Table:
    """All concerns that somebody may see; whom they may not see in one is named neither here nor in the CSV."""
    routes = routes_of(by, school)

    def names(concern: Concern) -> str:
        rows = [row for row in concern.subjects.all() if row.ended_at is None]
        return ", ".join(str(row) for row in rows if not row.restricted or concern.route in routes)

    return Table(
        "concerns",
        (
            Column(
                "reference",
                _("Reference"),
                lambda concern: concern.reference,
                link=lambda concern: reverse("concern", args=[school.code, concern.reference]),
            ),
            Column("reported", _("Reported"), lambda concern: concern.reported_at, order=("reported_at",)),
            Column("category", _("About"), lambda concern: _(category_of(concern.category).title), order=("category",)),
            Column("people", _("Who is in it"), names),
            Column("state", _("How far"), lambda concern: concern.get_state_display(), order=("state", "-reported_at")),
            Column("route", _("Whose"), lambda concern: concern.get_route_display(), order=("route", "-reported_at")),
        ),
        choices=(
            Choice(
                "state",
                _("How far"),
                [each for each in Concern.State.choices if each[0] not in UNLISTED],
                "state",
            ),
            Choice("category", _("About"), [(kind.id, _(kind.title)) for kind in categories()], "category"),
            Choice("route", _("Whose"), [each for each in Concern.Route.choices if each[0] in routes], "route"),
            Choice("origin", _("How it came in"), Concern.Origin.choices, "origin"),
        ),
        hint=_("Words of what was written, names, or a reference. The beginning of a word will do."),
        most=200,
        seek=lambda rows, typed: narrowed(by, school, rows, typed),
    )
