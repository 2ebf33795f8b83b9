"""The list of gateways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from markupsafe import Markup

from belisha.console.design.tables import Choice, Column, Table
from belisha.console.filtering.gateways.queries import in_standing, seen, stands
from belisha.console.filtering.gateways.rules import Standing, behind_since

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet
    from django_stubs_ext import StrPromise

    from belisha.console.access.models import School
    from belisha.console.filtering.models import Gateway

__all__ = ["STANDINGS", "gateways_table"]

STANDINGS: Final[dict[Standing, tuple[StrPromise, str]]] = {
    Standing.WELL: (_("up to date"), "green"),
    Standing.BEHIND: (_("behind"), "red"),
    Standing.TROUBLE: (_("in trouble"), "red"),
    Standing.SILENT: (_("silent"), "red"),
    Standing.WAITING: (_("not joined yet"), "grey"),
    Standing.OUT: (pgettext_lazy("gateway", "taken out"), "grey"),
}


def gateways_table(school: School, now: datetime) -> Table:
    """The gateways of a school, as they stand now."""

    def link(row: Gateway) -> str:
        return reverse("filter-gateway", args=[school.code, row.pk])

    def tag(row: Gateway) -> Markup:
        text, colour = STANDINGS[stands(row, now)]
        return Markup('<strong class="govuk-tag govuk-tag--{}">{}</strong>').format(colour, text)

    def narrowed(rows: QuerySet[Gateway], value: str) -> QuerySet[Gateway]:
        return in_standing(rows, value, now)

    return Table(
        "gateways",
        (
            Column("name", _("Gateway"), lambda row: row.name, ("name",), link),
            Column("stands", _("State"), tag, plain=lambda row: STANDINGS[stands(row, now)][0]),
            Column("since", _("Behind since"), lambda row: behind_since(seen(row), now)),
            Column("seen", _("Last heard of"), lambda row: row.seen_at, ("seen_at",)),
            Column("requests", _("Requests a minute"), lambda row: row.requests, ("requests",), numeric=True),
            Column("schools", _("Schools"), lambda row: ", ".join(sorted(one.name for one in row.schools.all()))),
            Column("version", _("Version"), lambda row: row.version, ("version",)),
        ),
        search=("name", "machine", "fault"),
        choices=(Choice("stands", _("State"), [(key.value, text) for key, (text, _c) in STANDINGS.items()], narrowed),),
    )
