"""The list of sentences of a brought policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.design.tables import Choice, Column, Table
from belisha.console.policies.models import Sentence

if TYPE_CHECKING:
    from belisha.console.access.models import School
    from belisha.console.policies.models import Brought

__all__ = ["sentences_table"]


def sentences_table(school: School, brought: Brought) -> Table:
    """The sentences as they stand on the pages of a school."""
    return Table(
        "sentences",
        (
            Column(
                "text",
                _("Sentence"),
                lambda row: row.text,
                link=lambda row: reverse("policy-sentence", args=[school.code, brought.pk, row.pk]),
            ),
            Column("duties", _("Promises"), lambda row: ", ".join(row.duties)),
            Column("state", _("Who says so"), lambda row: row.get_state_display(), order=("state", "position")),
            Column("score", _("How sure"), lambda row: f"{row.score:.2f}", order=("score", "position"), numeric=True),
        ),
        search=("text",),
        choices=(Choice("state", _("Who says so"), Sentence.State.choices, "state"),),
    )
