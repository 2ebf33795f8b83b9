"""Making reports: at once where that is quick, else by the worker; those of each week by the clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone
from django_tasks import task

from belisha.activity.errors import ActivityError, say_error
from belisha.console.monitoring.models import UseReport

__all__ = ["begin", "make_now", "make_report_of"]

QUICK: Final = frozenset({"person", "device", "room"})
QUICK_DAYS: Final = timedelta(days=7)


def begin(report: UseReport) -> None:
    """Make it while somebody waits, where that is quick; else the worker does."""
    look = report.look
    short = look.first is not None and look.last is not None and look.last - look.first < QUICK_DAYS
    if look.kind in QUICK and short:
        make_now(report.pk)
    else:
        make_report_of.enqueue(report.pk)


@task
def make_report_of(number: int) -> str:
    """Make one, by its number; returns what came of it, in words."""
    return make_now(number)


def make_now(number: int) -> str:
    """Make one. Whatever goes wrong is kept with it."""
    from belisha.console.monitoring.use.making import make  # noqa: PLC0415 - DuckDB comes with it

    report = UseReport.objects.select_related("look__person__user", "school", "plan").get(pk=number)
    try:
        made = make(settings.HOME, report, timezone.now())
    except (ActivityError, OSError) as error:
        report.state, report.trouble = UseReport.State.FAILED, say_error(error)[:300]
    except ValueError as error:
        report.state, report.trouble = UseReport.State.FAILED, str(error)[:300]
    else:
        report.state, report.trouble, report.made_at = UseReport.State.READY, "", timezone.now()
        report.content, report.page, report.sheet = made.content, made.page, made.sheet
    report.save()
    return report.state
