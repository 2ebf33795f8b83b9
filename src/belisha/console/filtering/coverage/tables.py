"""The list of cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from belisha.console.design.tables import Choice, Column, Table
from belisha.console.filtering.coverage.rules import KINDS
from belisha.console.filtering.models import CoverageCase

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

    from belisha.console.access.models import School, User

__all__ = ["cases_table"]

STATES = (
    ("wanting", _("open")),
    (CoverageCase.State.EXPLAINED.value, _("explained")),
    (CoverageCase.State.CLOSED.value, _("over")),
)
LEVELS = {"red": (_("may go unseen"), "red"), "amber": (_("seen, but not whose"), "yellow")}


def cases_table(school: School, user: User, today: date, now: datetime) -> Table:
    """What is not covered at a school."""

    def link(row: CoverageCase) -> str:
        return reverse("filter-case", args=[school.code, row.pk])

    def level(row: CoverageCase) -> Markup:
        text, colour = LEVELS[row.level]
        return Markup('<strong class="govuk-tag govuk-tag--{}">{}</strong>').format(colour, text)

    def in_state(rows: QuerySet[CoverageCase], value: str) -> QuerySet[CoverageCase]:
        return rows.wanting(today) if value == "wanting" else rows.filter(state=value)  # type: ignore[attr-defined]  # of our query set

    def owned(rows: QuerySet[CoverageCase], value: str) -> QuerySet[CoverageCase]:
        return rows.filter(owner=user) if value == "mine" else rows.filter(owner__isnull=True)

    return Table(
        "coverage",
        (
            Column("name", _("What"), lambda row: row.name, ("name",), link),
            Column("kind", _("Kind"), lambda row: KINDS[row.kind].title, ("kind", "name")),
            Column("level", _("How grave"), level, ("level", "first_seen"), plain=lambda row: LEVELS[row.level][0]),
            Column("age", _("Days"), lambda row: ((row.closed_at or now) - row.first_seen).days, numeric=True),
            Column("first", _("First seen"), lambda row: row.first_seen, ("first_seen",)),
            Column("last", _("Last seen"), lambda row: row.last_seen, ("last_seen",)),
            Column("owner", _("Looked after by"), lambda row: row.owner.name if row.owner else "", ("owner__name",)),
            Column("state", _("State"), lambda row: row.get_state_display(), ("state", "first_seen")),
        ),
        search=("name", "reason", "note", "explanation"),
        choices=(
            Choice("state", _("State"), STATES, in_state),
            Choice("kind", _("Kind"), [(key, words.title) for key, words in KINDS.items()], "kind"),
            Choice("level", _("How grave"), [(key, text) for key, (text, _colour) in LEVELS.items()], "level"),
            Choice("owner", _("Looked after by"), (("mine", _("me")), ("nobody", _("nobody"))), owned),
        ),
    )
