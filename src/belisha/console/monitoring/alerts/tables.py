"""Lists of alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup

from belisha.console.design.tables import Choice, Column, Table
from belisha.console.monitoring.alerts.rules import ADVISORY, CAUTION, DANGER, LEVELS, THEMES, folded, theme_words
from belisha.console.monitoring.models import Alert

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__ = ["COLOURS", "board_table", "past_table"]

COLOURS: Final = {DANGER: "red", CAUTION: "yellow", ADVISORY: "grey"}
_THEME: Final = Choice("theme", _("Theme"), list(THEMES.items()), "theme")
_LEVEL: Final = Choice("level", _("Level"), [(str(number), words) for number, words in LEVELS.items()], "level")


def _tag(text: object, colour: str) -> Markup:
    return Markup('<strong class="govuk-tag govuk-tag--{}">{}</strong>').format(colour, text)


def _level(row: Alert) -> Markup:
    return _tag(LEVELS[row.level], COLOURS[row.level])


def _columns(school: School) -> tuple[Column, ...]:
    return (
        Column(
            "who", _("Who"), lambda row: row.name, ("name", "-last"),
            link=lambda row: reverse("alert", args=[school.code, row.pk]),
        ),
        Column("group", _("Class or place"), lambda row: row.group or row.device, ("group", "name")),
        Column("theme", _("Theme"), lambda row: theme_words(row.theme), ("theme", "-level", "due_at")),
        Column("level", _("Level"), _level, ("-level", "due_at"), plain=lambda row: LEVELS[row.level]),
        Column("words", _("Words"), lambda row: row.words),
        Column("count", _("Times"), lambda row: row.count, ("count",), numeric=True),
        Column("last", _("Last"), lambda row: row.last, ("last",)),
    )  # fmt: skip


def board_table(school: School, now: datetime) -> Table:
    """What is open: one row for a person and theme."""

    def due(row: Alert) -> object:
        if row.quiet:
            return _("in the digest")
        if row.due_at <= now:
            return _tag(_("late"), "red")
        return row.due_at

    def state(rows: QuerySet[Alert], value: str) -> QuerySet[Alert]:
        if value == "late":
            return rows.filter(due_at__lte=now)
        return rows.filter(acknowledged_at__isnull=value == "new")

    states = (("new", _("nobody looks after it yet")), ("acknowledged", _("somebody does")), ("late", _("late")))
    return Table(
        "alerts",
        (
            *_columns(school),
            Column("due", _("Until"), due, ("due_at",), plain=lambda row: row.due_at),
            Column(
                "by", _("Looked after by"), lambda row: row.acknowledged_by.name if row.acknowledged_by else "",
                ("acknowledged_by__name",),
            ),
        ),
        search=("search",),
        choices=(_LEVEL, _THEME, Choice("state", _("State"), states, state)),
        hint=_("A name, a class or words that were typed"),
        fold=folded,
    )  # fmt: skip


def past_table(school: School) -> Table:
    """What was dealt with."""
    ends = [choice for choice in Alert.State.choices if choice[0] != Alert.State.OPEN]
    return Table(
        "alerts-past",
        (
            *_columns(school),
            Column("state", _("Outcome"), lambda row: row.get_state_display(), ("state", "-ended_at")),
            Column("reason", _("Reason"), lambda row: row.reason),
            Column("by", _("By"), lambda row: row.ended_by.name if row.ended_by else "", ("ended_by__name",)),
            Column("ended", _("When"), lambda row: row.ended_at, ("ended_at",)),
        ),
        search=("search",),
        choices=(_LEVEL, _THEME, Choice("state", _("Outcome"), ends, "state")),
        hint=_("A name, a class or words that were typed"),
        fold=folded,
    )
