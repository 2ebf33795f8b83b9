"""What the gateway's portal shows to whoever knows the number of what they sent: fixed words, nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

import msgspec
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format

from belisha.console.filtering.asks.rules.states import told, told_of_report
from belisha.console.filtering.models import Asker, PageReport
from belisha.engine.published import write_atomically

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

__all__ = ["FILE", "answers_changed", "publish_answers"]

FILE: Final = "answers/asks.json"
KEPT: Final = timedelta(days=60)


class Answer(msgspec.Struct, frozen=True):
    """How one of them stands: a word for the page's look, and the lines to read."""

    state: str
    lines: tuple[str, ...]


class Answers(msgspec.Struct, frozen=True):
    """The file. `console`: where staff ask instead."""

    console: str
    asks: dict[str, Answer]


def answers_changed() -> None:
    """Say that an answer has changed: the file is written once the transaction is over."""
    transaction.on_commit(lambda: publish_answers(settings.HOME), robust=True)


def publish_answers(home: Path) -> bool:
    """Write the file for the portal; whether anything in it changed. Two queries."""
    since = timezone.now() - KEPT
    content = msgspec.json.encode(Answers(settings.CONSOLE.url, {**_asks(since), **_reports(since)}))
    file = home / FILE
    if file.exists() and file.read_bytes() == content:
        return False
    write_atomically(file, content)
    return True


def _asks(since: datetime) -> dict[str, Answer]:
    recent = Q(ask__answered_at__isnull=True) | Q(ask__answered_at__gte=since)
    askers = Asker.objects.filter(recent, number__isnull=False).select_related("ask").order_by("pk")
    return {
        asker.number or "": Answer(
            asker.ask.state, tuple(told(asker.ask.state, asker.ask.answer_code, _until(asker.ask.until)))
        )
        for asker in askers
    }


def _reports(since: datetime) -> dict[str, Answer]:
    recent = Q(answered_at__isnull=True) | Q(answered_at__gte=since)
    reports = PageReport.objects.filter(recent, number__isnull=False).order_by("pk")
    return {one.number or "": Answer(one.state, tuple(told_of_report(one.state))) for one in reports}


def _until(moment: datetime | None) -> str:
    """A day, or on the same day a time; a rule that ends at midnight lasts for the day before."""
    if moment is None:
        return ""
    local = timezone.localtime(moment - timedelta(seconds=1))
    if local.date() == timezone.localdate():
        return date_format(timezone.localtime(moment), "H:i")
    return date_format(local, "l j F")
