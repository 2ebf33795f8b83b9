"""Parents' pages take the directory of help and the open form for worries from concerns, the policy from policies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse

from belisha.console.access.settings.queries import value_of
from belisha.console.agreements.home.hooks import Help, gives_help, worry_at
from belisha.console.concerns.reporting.declared import OPEN_FORMS
from belisha.console.concerns.reporting.queries.helping import directory_of, shown

if TYPE_CHECKING:
    from belisha.console.access.models import School

__all__ = ["form_for_worries", "lines_for_parents"]

DOOR: Final = "parents"


@gives_help
def lines_for_parents(school: School) -> list[Help]:
    """What the directory holds for parents, without what was found wrong."""
    return [
        Help(line.title, line.about, line.phone, line.text, line.mail, line.site, line.hours)
        for line in shown(directory_of(school), audience="parent")
    ]


@worry_at
def form_for_worries(school: School) -> str:
    """The open form for parents, where the school has it open."""
    if value_of(school, OPEN_FORMS[DOOR]) != "open":
        return ""
    return reverse("report-door", args=[school.code, DOOR])
