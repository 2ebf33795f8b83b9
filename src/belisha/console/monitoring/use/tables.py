"""Lists of looks and of weekly reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from belisha.console.design.tables import Choice, Column, Table
from belisha.console.monitoring.models import Look
from belisha.console.monitoring.use.rules import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from belisha.console.access.models import School
    from belisha.console.monitoring.models import ReportPlan

__all__ = ["looks_table", "plans_table"]


def looks_table(purposes: Iterable[str]) -> Table:
    """Who looked at whose internet use."""

    def for_purpose(rows: QuerySet[Look], value: str) -> QuerySet[Look]:
        return rows.filter(purpose="" if value == "-" else value)

    chosen = [*((each, each) for each in purposes), ("-", _("none was given"))]
    kinds = [*KINDS.items(), ("finding", _("The hour around an alert"))]
    words = dict(kinds)
    return Table(
        "looks",
        (
            Column("by", _("Who looked"), lambda row: row.by_name, ("by_name", "-at")),
            Column("at", _("When"), lambda row: row.at, ("at",)),
            Column("whose", _("Whose"), lambda row: row.subject_name, ("subject_name", "-at")),
            Column("kind", _("What"), lambda row: words.get(row.kind, row.kind), ("kind", "-at")),
            Column("days", _("Days"), _days),
            Column("purpose", _("What for"), lambda row: row.purpose or _("none was given"), ("purpose", "-at")),
            Column("words", _("In their words"), lambda row: row.words),
            Column("where", _("How"), lambda row: row.get_where_display(), ("where", "-at")),
            Column("approval", _("Agreed by the data protection officer"), lambda row: row.approval),
        ),
        search=("by_name", "subject_name", "words"),
        choices=(
            Choice("purpose", _("What for"), chosen, for_purpose),
            Choice("kind", _("What"), kinds, "kind"),
            Choice("where", _("How"), Look.Where.choices, "where"),
        ),
    )


def _days(row: Look) -> object:
    if row.first is None:
        return ""
    first = date_format(row.first, "j F Y")
    if row.last is None or row.last == row.first:
        return first
    return _("%(first)s to %(last)s") % {"first": first, "last": date_format(row.last, "j F Y")}


def plans_table(school: School) -> Table:
    """The weekly reports that are set up."""

    def link(row: ReportPlan) -> str:
        return reverse("use-plan", args=[school.code, row.pk])

    return Table(
        "weekly-reports",
        (
            Column("name", _("Whose"), lambda row: row.subject_name, ("subject_name",), link),
            Column("kind", _("What"), lambda row: KINDS.get(row.kind, row.kind), ("kind", "subject_name")),
            Column("purpose", _("What for"), lambda row: row.purpose, ("purpose",)),
            Column("readers", _("Readers"), lambda row: ", ".join(sorted(user.name for user in row.readers.all()))),
            Column("made", _("Made up to"), lambda row: row.made_to, ("made_to",)),
            Column("until", _("Until"), lambda row: row.until, ("until",)),
        ),
        search=("subject_name",),
        choices=(Choice("kind", _("What"), list(KINDS.items()), "kind"),),
    )
