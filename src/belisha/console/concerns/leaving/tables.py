"""The list of hand-overs, as design/tables.py shows it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.concerns.models import HandOver
from belisha.console.design.tables import Choice, Column, Table

__all__ = ["hand_overs_table"]


def _page(row: Any) -> str:
    return reverse("concern-leaving-one", args=[row.school.code, row.key])


def hand_overs_table() -> Table:
    """Files on their way, and those that arrived."""
    columns = (
        Column("child", _("Child"), lambda row: str(row.child), order=("child__search", "pk"), link=_page),
        Column("to", _("Next school"), lambda row: row.to_school, order=("to_school", "pk")),
        Column("due", _("Due"), lambda row: row.due, order=("due", "pk")),
        Column("sent", _("Sent"), lambda row: row.sent_on, order=("sent_on", "pk")),
        Column("receipt", _("Receipt"), lambda row: row.receipt_on, order=("receipt_on", "pk")),
        Column("outcome", _("How far"), lambda row: row.get_outcome_display(), order=("outcome", "due", "pk")),
    )
    choices = (Choice("outcome", _("How far"), HandOver.Outcome.choices, "outcome"),)
    return Table("hand-overs", columns, search=("child__search", "to_school"), choices=choices)
