"""Lists of records whose time is over."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.concerns.keeping.rules import classes
from belisha.console.concerns.models import KeepingReview
from belisha.console.design.tables import Choice, Column, Table

__all__ = ["reviews_table"]


def _page(row: Any) -> str:
    return reverse("concern-keeping-one", args=[row.school.code, row.key])


def reviews_table() -> Table:
    """What is to be decided, and what was."""
    columns = (
        Column("reference", _("Record"), lambda row: row.reference, order=("reference", "pk"), link=_page),
        Column("class", _("What it is"), lambda row: classes()[row.record_class].title, order=("record_class", "pk")),
        Column("due", _("Due since"), lambda row: row.due_on, order=("due_on", "pk")),
        Column("entries", _("Entries"), lambda row: row.holds_much.get("entries", 0), numeric=True),
        Column("files", _("Files"), lambda row: row.holds_much.get("files", 0), numeric=True),
        Column("state", _("How it stands"), lambda row: row.get_state_display(), order=("state", "due_on", "pk")),
        Column("decided", _("Decided"), lambda row: row.decided_at, order=("decided_at", "pk")),
    )
    return Table(
        "records-kept",
        columns,
        search=("reference",),
        choices=(
            Choice("state", _("How it stands"), KeepingReview.State.choices, "state"),
            Choice("class", _("What it is"), [(one.id, one.title) for one in classes().values()], "record_class"),
        ),
    )
