"""Lists of versions and of their changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.design.tables import Choice, Column, Table
from belisha.console.policies.models import Edit
from belisha.console.policies.writing.rules import STATES, State

if TYPE_CHECKING:
    from belisha.console.access.models import School

__all__ = ["HISTORY", "versions_at"]


def versions_at(school: School) -> Table:
    """The list of versions as it stands on the pages of a school."""
    return Table(
        "policy-versions",
        (
            Column(
                "number",
                _("Version"),
                lambda version: f"{version.policy} {version.number}",
                order=("number", "pk"),
                link=lambda version: reverse("policy-version", args=[school.code, version.pk]),
            ),
            Column("place", _("Whose"), lambda version: str(version.policy.school or version.policy.federation)),
            Column("state", _("State"), lambda version: STATES[State(version.state)], order=("state", "pk")),
            Column("begun", _("Begun"), lambda version: version.begun_at, order=("begun_at", "pk")),
            Column("adopted", _("Adopted"), lambda version: version.adopted, order=("adopted", "pk")),
        ),
        choices=(Choice("state", _("State"), [(state.value, words) for state, words in STATES.items()], "state"),),
    )


HISTORY: Final = Table(
    "policy-history",
    (
        Column("at", gettext_lazy("When"), lambda edit: edit.at, order=("at", "pk")),
        Column("who", gettext_lazy("Who"), lambda edit: edit.by_name, order=("by_name", "at")),
        Column("what", gettext_lazy("What"), lambda edit: edit.get_kind_display()),
        Column("subject", gettext_lazy("Where"), lambda edit: edit.subject),
        Column("before", gettext_lazy("Before"), lambda edit: edit.before),
        Column("after", gettext_lazy("After, or why"), lambda edit: edit.after or edit.reason),
    ),
    search=("by_name", "subject", "before", "after", "reason"),
    choices=(Choice("what", gettext_lazy("What"), Edit.Kind.choices, "kind"),),
)
