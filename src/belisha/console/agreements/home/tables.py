"""The lists of the programme for parents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.agreements.home.rules import CHANNELS
from belisha.console.agreements.models import Activity, Notice
from belisha.console.design.tables import Choice, Column, Table

if TYPE_CHECKING:
    from django.db.models import QuerySet

__all__ = ["ACTIVITIES", "NOTICES"]

YES_NO: Final = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]


def _came(row: Activity) -> str:
    if row.cancelled_at:
        return _("Cancelled")
    return "" if row.attended is None else str(row.attended)


def _ways(row: Notice) -> str:
    return ", ".join(str(CHANNELS.get(channel, channel)) for channel in row.channels)


def _recorded(rows: QuerySet[Activity], value: str) -> QuerySet[Activity]:
    return rows.filter(attended__isnull=value == "no")


def _withdrawn(rows: QuerySet[Notice], value: str) -> QuerySet[Notice]:
    return rows.filter(withdrawn_at__isnull=value == "no")


ACTIVITIES: Final = Table(
    "parents-programme",
    (
        Column(
            "title",
            gettext_lazy("What"),
            lambda row: row.title,
            order=("title",),
            link=lambda row: reverse("activity", args=[row.school.code, row.pk]),
        ),
        Column("kind", gettext_lazy("Kind"), lambda row: row.get_kind_display(), order=("kind", "-on")),
        Column("topic", gettext_lazy("About"), lambda row: row.get_topic_display(), order=("topic", "-on")),
        Column("on", gettext_lazy("Day"), lambda row: row.on, order=("on", "pk")),
        Column("led", gettext_lazy("Led by"), lambda row: row.led_by, order=("led_by",)),
        Column("came", gettext_lazy("Came"), _came, order=("attended",), numeric=True),
        Column("score", gettext_lazy("Content, of 100"), lambda row: row.score, order=("score",), numeric=True),
    ),
    search=("title", "led_by", "event"),
    choices=(
        Choice("kind", gettext_lazy("Kind"), Activity.Kind.choices, "kind"),
        Choice("recorded", gettext_lazy("Attendance entered"), YES_NO, _recorded),
    ),
)

NOTICES: Final = Table(
    "notices-to-parents",
    (
        Column(
            "title",
            gettext_lazy("Title"),
            lambda row: row.title,
            order=("title",),
            link=lambda row: reverse("parents-notice", args=[row.school.code, row.pk]),
        ),
        Column("topic", gettext_lazy("About"), lambda row: row.get_topic_display(), order=("topic", "-sent_at")),
        Column("ways", gettext_lazy("By"), _ways),
        Column("sent", gettext_lazy("Sent"), lambda row: row.sent_at, order=("sent_at",)),
        Column("readers", gettext_lazy("Opened by"), lambda row: row.readers, order=("readers",), numeric=True),
        Column("withdrawn", gettext_lazy("Withdrawn"), lambda row: row.withdrawn_at, order=("withdrawn_at",)),
    ),
    search=("title", "words"),
    choices=(
        Choice("topic", gettext_lazy("About"), Notice.Topic.choices, "topic"),
        Choice("withdrawn", gettext_lazy("Withdrawn"), YES_NO, _withdrawn),
    ),
)
