"""Rows of small tables on the pages of asks and reports, and where a change can be looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belisha.console.access.authorization import has_permission
from belisha.console.access.permissions import Permission
from belisha.console.filtering.asks.rules.states import KIND_SENTENCES

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from belisha.console.access.models import School, User
    from belisha.console.filtering.models import Asker, Change, PageReport, StepTaken

__all__ = ["ask_rows", "change_link", "reader_rows", "report_rows", "step_rows"]


def _moment(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i") if at else ""


def step_rows(steps: Iterable[StepTaken]) -> list[list[str]]:
    """Steps of raising something with others."""
    return [
        [str(one.get_step_display()), _moment(one.at), one.by.name if one.by else "", one.ticket, one.words]
        for one in steps
    ]


def reader_rows(readers: Iterable[User], read: dict[int, datetime]) -> list[list[str]]:
    """Who has read the procedure when."""
    return [[user.name, _moment(read.get(user.pk)) or _("Not yet")] for user in readers]


def ask_rows(askers: Iterable[Asker], *, pupil: bool) -> list[list[str]]:
    """What somebody asked for, with the answer: pupils read the kind sentence first."""
    return [[one.ask.address, _moment(one.at), str(one.ask.get_state_display()), _answer(one, pupil)] for one in askers]


def _answer(asker: Asker, pupil: bool) -> str:  # noqa: FBT001
    ask = asker.ask
    if ask.state == ask.State.OPENED and ask.until:
        return _("Open until %(until)s") % {"until": _moment(ask.until)}
    kind = KIND_SENTENCES.get(ask.answer_code)
    sentences = [str(kind.read) if kind and pupil else "", ask.answer_words]
    return " ".join(sentence for sentence in sentences if sentence)


def report_rows(reports: Iterable[PageReport]) -> list[list[str]]:
    """What somebody reported, with the answer."""
    return [[one.address, _moment(one.at), str(one.get_state_display()), one.answer_words] for one in reports]


def change_link(user: User, school: School, change: Change | None) -> str:
    """Where a change is shown, for those who may see the filter; "" for others."""
    if change is None or not has_permission(user, Permission.SEE_FILTER, school):
        return ""
    return reverse("filter-change", args=[school.code, change.pk])
