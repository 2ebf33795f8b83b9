"""The list of the risk register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from belisha.console.compliance.models import Technology
from belisha.console.compliance.models.risks import Decision
from belisha.console.compliance.risks.rules import level_of
from belisha.console.design.tables import Choice, Column, Table

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

__all__ = ["register_table"]

TAG = Markup('<strong class="govuk-tag govuk-tag--{}">{}</strong>')
COLOURS = {"waiting": "grey", "allowed": "green", "trial": "blue", "refused": "red"}
LEVEL_COLOURS = {"bad": "red", "risk": "yellow", "good": "green"}
STATES = (
    ("wanting", _("not decided yet")),
    ("late", _("to be looked at anew")),
    ("unlicensed", _("used and not allowed")),
    ("ended", _("off the register")),
)


def register_table(today: date) -> Table:
    """Everything on the register; what is off it only where that is asked for."""
    return Table(
        "risk-register",
        (
            Column("name", _("What"), lambda row: row.name, ("name",), _link),
            Column("kind", _("Kind"), lambda row: row.get_kind_display(), ("kind", "name")),
            Column("who", _("Who"), lambda row: row.allowed_for or row.who),
            Column(
                "decision", _("Decided"), _decision, ("decision", "name"), plain=lambda row: row.get_decision_display()
            ),
            Column("score", _("Risk left"), _score, ("score",), plain=lambda row: row.score),
            Column("owner", _("Looked after by"), lambda row: row.owner.name if row.owner else "", ("owner__name",)),
            Column(
                "review",
                _("Look at it anew"),
                lambda row: _review(row, today),
                ("review_on",),
                plain=lambda row: row.review_on,
            ),
        ),
        search=("name", "purpose", "who", "data", "allowed_for"),
        choices=(
            Choice("state", _("State"), STATES, lambda rows, value: _in_state(rows, value, today)),
            Choice("kind", _("Kind"), Technology.Kind.choices, "kind"),
            Choice("decision", _("Decided"), Decision.choices, "decision"),
        ),
    )


def _link(row: Technology) -> str:
    return reverse("risk", args=[row.school.code, row.pk])


def _decision(row: Technology) -> Markup:
    if row.ended_at:
        return TAG.format("grey", gettext("off the register"))
    tag = TAG.format(COLOURS[row.decision], row.get_decision_display())
    if row.in_use and row.decision in (Decision.WAITING, Decision.REFUSED):
        return tag + " " + TAG.format("red", gettext("used all the same"))
    return tag


def _score(row: Technology) -> object:
    if row.score is None:
        return ""
    level = level_of(row.score)
    return TAG.format(LEVEL_COLOURS[level.colour], f"{row.score}, {level.title}")


def _review(row: Technology, today: date) -> object:
    if row.review_on is None or row.ended_at:
        return ""
    day = Markup("{}").format(date_format(row.review_on, "j F Y"))
    return day + " " + TAG.format("red", gettext("Late")) if row.is_late(today) else day


def _in_state(rows: QuerySet[Technology], value: str, today: date) -> QuerySet[Technology]:
    standing = rows.filter(ended_at__isnull=True)
    return {
        "wanting": standing.filter(decision=Decision.WAITING),
        "late": standing.filter(review_on__lt=today),
        "unlicensed": standing.filter(in_use=True, decision__in=[Decision.WAITING, Decision.REFUSED]),
        "ended": rows.filter(ended_at__isnull=False),
    }[value]
