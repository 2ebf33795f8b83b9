"""The lists of what is shown and of what is to be taken down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.agreements.consents.rules import purpose_of, purposes
from belisha.console.design.tables import Choice, Column, Table

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from belisha.console.agreements.models import Publication, TakeDown

__all__ = ["PUBLICATIONS", "TAKE_DOWNS"]

YES_NO: Final = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]

SHOWN: Final = [(purpose.id, gettext_lazy(purpose.title)) for purpose in purposes() if purpose.shown]


def _open(rows: QuerySet[Publication], value: str) -> QuerySet[Publication]:
    return rows.filter(ended_on__isnull=value == "yes")


def _undone(rows: QuerySet[TakeDown], value: str) -> QuerySet[TakeDown]:
    return rows.filter(done_at__isnull=value == "yes")


def _state(task: TakeDown) -> str:
    if task.done_at:
        return task.get_outcome_display()
    return _("Late") if task.due_at < timezone.now() else _("To be done")


PUBLICATIONS: Final = Table(
    "shown",
    (
        Column(
            "what",
            gettext_lazy("What"),
            lambda row: row.what,
            order=("what",),
            link=lambda row: reverse("publication", args=[row.school.code, row.pk]),
        ),
        Column("purpose", gettext_lazy("Kind"), lambda row: purpose_of(row.purpose).title, order=("purpose", "-on")),
        Column("place", gettext_lazy("Where"), lambda row: row.place, order=("place",)),
        Column("on", gettext_lazy("Since"), lambda row: row.on, order=("on", "pk")),
        Column("children", gettext_lazy("Children"), lambda row: row.children, order=("children",), numeric=True),
        Column("undone", gettext_lazy("To take down"), lambda row: row.undone, order=("undone",), numeric=True),
        Column("owner", gettext_lazy("Who takes it down"), lambda row: row.owner.name, order=("owner__name",)),
        Column("ended", gettext_lazy("Shown until"), lambda row: row.ended_on, order=("ended_on",)),
    ),
    search=("what", "place"),
    choices=(
        Choice("kind", gettext_lazy("Kind"), SHOWN, "purpose"),
        Choice("now", gettext_lazy("Shown now"), YES_NO, _open),
    ),
)

TAKE_DOWNS: Final = Table(
    "take-down",
    (
        Column(
            "child",
            gettext_lazy("Child"),
            lambda row: row.shown.child.name,
            order=("shown__child__search", "pk"),
            link=lambda row: reverse("take-down", args=[row.shown.publication.school.code, row.pk]),
        ),
        Column("what", gettext_lazy("What"), lambda row: row.shown.publication.what),
        Column("place", gettext_lazy("Where"), lambda row: row.shown.publication.place),
        Column("owner", gettext_lazy("Who"), lambda row: row.owner.name, order=("owner__name", "due_at")),
        Column("asked", gettext_lazy("Since"), lambda row: row.asked_at, order=("asked_at",)),
        Column("due", gettext_lazy("By when"), lambda row: row.due_at, order=("due_at",)),
        Column("state", gettext_lazy("State"), _state),
    ),
    search=("shown__child__search", "shown__publication__what", "shown__publication__place"),
    choices=(Choice("open", gettext_lazy("Still to do"), YES_NO, _undone),),
)
