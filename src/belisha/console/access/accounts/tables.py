"""The lists of accounts that need nothing of the register."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from belisha.console.design.tables import Column, Table

__all__ = ["CLOSED_OUTSIDE"]

CLOSED_OUTSIDE: Final = Table(
    "closed-outside",
    (
        Column("who", _("Whose account"), lambda access: access.user.name, order=("user__name",)),
        Column("service", _("Service"), lambda access: access.service.name, order=("service__name", "user__name")),
        Column("wanted", _("To be closed since"), lambda access: access.must_close_since, order=("must_close_since",)),
        Column("closed", _("Closed"), lambda access: access.closed_at, order=("closed_at",)),
        Column("by", _("Ticked by"), lambda access: access.closed_by.name if access.closed_by else ""),
    ),
    search=("user__name", "service__name"),
)
