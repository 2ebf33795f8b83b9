"""Mails about weekly reports: fixed words, never whose use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.outbox.actions import send

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import User
    from belisha.console.monitoring.models import UseReport

__all__ = ["tell_weekly"]


def tell_weekly(users: Iterable[User], report: UseReport) -> None:
    """That a weekly report is there to be read."""
    link = reverse("use-report", args=[report.school.code, report.pk])
    for user in users:
        words = {"recipient": user.name, "school": report.school.name, "link": link}
        send(user.email, _("A weekly report of internet use to read"), "monitoring/letters/weekly.txt", words)
