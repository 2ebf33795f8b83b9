"""The list of requests to see what is held."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.design.tables import Choice, Column, Table
from belisha.console.subject_access.models import AccessRequest

__all__ = ["requests_table"]


def _page(row: Any) -> str:
    return reverse("access-request", args=[row.school.code, row.key])


def requests_table() -> Table:
    """What is due first."""
    columns = (
        Column("person", _("About"), lambda row: row.person.name, order=("person__search", "pk"), link=_page),
        Column("asked", _("Who asks"), lambda row: row.get_asked_by_display(), order=("asked_by", "pk")),
        Column("received", _("Came"), lambda row: row.received_on, order=("received_on", "pk")),
        Column("due", _("Due"), lambda row: row.due_on, order=("due_on", "pk")),
        Column("state", _("How far"), lambda row: row.get_state_display(), order=("state", "due_on", "pk")),
        Column("sent", _("Answered"), lambda row: row.sent_on, order=("sent_on", "pk")),
    )
    choices = (Choice("state", _("How far"), AccessRequest.State.choices, "state"),)
    return Table("access-requests", columns, search=("person__search",), choices=choices)
