"""The list of a concern's files, as design/tables.py shows it."""

from __future__ import annotations

from typing import Any

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from markupsafe import Markup

from belisha.console.concerns.evidence.rules.kinds import KINDS
from belisha.console.concerns.models import EvidenceFile
from belisha.console.design.tables import Choice, Column, Table

__all__ = ["COLOURS", "files_table"]

COLOURS = {"waiting": "yellow", "clean": "green", "infected": "red", "sealed": "red"}


def _state(kept: Any) -> object:
    colour = COLOURS[kept.state]
    return Markup('<strong class="govuk-tag govuk-tag--{}">{}</strong>').format(colour, kept.get_state_display())


def _page(kept: Any) -> str:
    concern = kept.concern
    return reverse("concern-file", args=[concern.school.code, concern.reference, kept.key])


def files_table() -> Table:
    """Files of one concern."""
    columns = (
        Column("name", _("File"), lambda kept: kept.name, order=("name",), link=_page),
        Column("shows", _("What it is"), lambda kept: kept.get_shows_display(), order=("shows", "at")),
        Column("kind", _("Kind"), lambda kept: str(KINDS[kept.kind].title), order=("kind", "at")),
        Column("size", _("Size"), lambda kept: filesizeformat(kept.size), order=("size",), numeric=True),
        Column("at", _("Added"), lambda kept: kept.at, order=("at",)),
        Column("by", _("By"), lambda kept: kept.by.name if kept.by else kept.by_name),
        Column("state", _("State"), _state, order=("state", "at"), plain=lambda kept: kept.get_state_display()),
        Column("sha256", _("SHA-256"), lambda kept: Markup('<span class="bel-break">{}</span>').format(kept.sha256)),
    )
    choices = (
        Choice("shows", _("What it is"), EvidenceFile.Shows.choices, "shows"),
        Choice("state", _("State"), EvidenceFile.State.choices, "state"),
    )
    return Table("files", columns, search=("name", "sha256"), choices=choices)
