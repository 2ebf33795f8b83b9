"""The lists of a school about signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from belisha.console.access.models import FactorReset, Flag, StandIn
from belisha.console.design.tables import Choice, Column, Table

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__ = ["flags_table", "resets_table", "stand_ins_table"]


def resets_table(school: School) -> Table:
    """Second factors to be taken off."""

    def link(row: FactorReset) -> str:
        return reverse("factor-reset", args=[school.code, row.pk])

    return Table(
        "second-factors",
        (
            Column("who", _("Whose"), lambda row: row.user.name, ("user__name",), link),
            Column("asked", _("Asked on"), lambda row: row.asked_at, ("asked_at",)),
            Column("by", _("Asked by"), lambda row: row.asked_by.name, ("asked_by__name",)),
            Column("state", _("State"), lambda row: row.get_state_display()),
            Column("decided", _("Decided by"), lambda row: row.decided_by.name if row.decided_by else ""),
        ),
        search=("user__name", "asked_by__name", "reason"),
        choices=(Choice("state", _("State"), FactorReset.State.choices, "state"),),
    )


def _open_or_not(rows: QuerySet[Flag], value: str) -> QuerySet[Flag]:
    return rows.filter(cleared_at__isnull=value == "open")


def flags_table(school: School) -> Table:
    """Flagged sign-ins."""

    def link(row: Flag) -> str:
        return reverse("sign-in-flag", args=[school.code, row.pk])

    return Table(
        "flagged-sign-ins",
        (
            Column("who", _("Whose"), lambda row: row.user.name, ("user__name",), link),
            Column("what", _("What was noticed"), lambda row: row.get_kind_display()),
            Column("at", _("When"), lambda row: row.at, ("at",)),
            Column("cleared", _("Looked at by"), lambda row: row.cleared_by.name if row.cleared_by else ""),
            Column("note", _("Found out"), lambda row: row.note),
        ),
        search=("user__name", "note"),
        choices=(Choice("state", _("State"), (("open", _("Open")), ("looked-at", _("Looked at"))), _open_or_not),),
    )


def stand_ins_table(school: School) -> Table:
    """Requests to stand in."""

    def link(row: StandIn) -> str:
        return reverse("stand-in", args=[school.code, row.pk])

    return Table(
        "standing-in",
        (
            Column("who", _("Who"), lambda row: row.by.name, ("by__name",), link),
            Column("for", _("For whom"), lambda row: row.user.name, ("user__name",)),
            Column("asked", _("Asked on"), lambda row: row.asked_at, ("asked_at",)),
            Column("minutes", _("Minutes"), lambda row: row.minutes, ("minutes",), numeric=True),
            Column("state", _("State"), lambda row: row.get_state_display()),
        ),
        search=("by__name", "user__name", "reason"),
        choices=(Choice("state", _("State"), StandIn.State.choices, "state"),),
    )
