"""The list of who was told of what."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from belisha.console.compliance.models import TaskTold
from belisha.console.compliance.tasks.queries import source_title
from belisha.console.design.tables import Choice, Column, Table

__all__ = ["TOLD"]

TOLD: Final = Table(
    name="told-of-tasks",
    columns=(
        Column("at", _("When"), lambda told: told.at, order=("at",)),
        Column("to", _("Who was told"), lambda told: told.to.name, order=("to__name",)),
        Column("stage", _("That it is"), lambda told: told.get_stage_display(), order=("stage",)),
        Column("source", _("Kind of work"), lambda told: source_title(told.source), order=("source",)),
        Column("holder", _("Whose"), lambda told: told.holder.name if told.holder else _("A role's")),
        Column("due", _("Due"), lambda told: told.due, order=("due",)),
    ),
    search=("to__name", "holder__name"),
    choices=(Choice("stage", _("That it is"), tuple(TaskTold.Stage.choices), "stage"),),
)
