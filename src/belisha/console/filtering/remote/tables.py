"""The list of remote access."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.design.tables import Choice, Column, Table

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from belisha.console.filtering.models import RemoteGrant

__all__ = ["GRANTS", "state_of"]


whose: Final = {"outside": gettext_lazy("Outside organisation"), "staff": gettext_lazy("Our own staff")}


def state_of(grant: RemoteGrant) -> str:
    """How a remote access stands, in words."""
    if grant.refused_at:
        return _("Refused")
    if grant.closed_at:
        return _("Closed")
    if grant.approved_at is None:
        return _("Waits for a leader")
    return _("Over, not closed") if grant.last < timezone.localdate() else _("Open")


def _narrowed(rows: QuerySet[RemoteGrant], value: str) -> QuerySet[RemoteGrant]:
    return rows.filter(closed_at__isnull=value == "open")


GRANTS: Final = Table(
    "remote-access",
    (
        Column(
            "agency",
            gettext_lazy("Organisation"),
            lambda grant: grant.agency,
            order=("agency", "person"),
            link=lambda grant: reverse("remote-access-one", args=[grant.school.code, grant.pk]),
        ),
        Column("whose", gettext_lazy("Whose"), lambda grant: whose[grant.whose], order=("whose", "agency")),
        Column("person", gettext_lazy("Who"), lambda grant: grant.person, order=("person",)),
        Column("scope", gettext_lazy("May reach"), lambda grant: grant.scope),
        Column("last", gettext_lazy("Last day"), lambda grant: grant.last, order=("last",)),
        Column("state", gettext_lazy("State"), state_of),
    ),
    search=("agency", "person", "scope", "need", "system"),
    choices=(
        Choice("whose", gettext_lazy("Whose"), tuple(whose.items()), "whose"),
        Choice(
            "state",
            gettext_lazy("State"),
            (("open", gettext_lazy("Open")), ("closed", gettext_lazy("Closed"))),
            _narrowed,
        ),
    ),
)
