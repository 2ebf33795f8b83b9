"""Mails about alerts: fixed words, never a child, never what was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.outbox.actions import send

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import User
    from belisha.console.monitoring.models import Alert

__all__ = ["tell_danger", "tell_late", "tell_misuse"]


def tell_danger(users: Iterable[User], alert: Alert) -> int:
    """That something was found which may be urgent; how many mails."""
    return _tell(users, alert, _("Look at Belisha now: an alert of danger"), "danger")


def tell_late(users: Iterable[User], alert: Alert) -> int:
    """That nobody has acknowledged it in time."""
    return _tell(users, alert, _("An alert of danger waits: nobody has acknowledged it"), "late")


def tell_misuse(users: Iterable[User], alert: Alert) -> int:
    """That a technician has told of misuse."""
    return _tell(users, alert, _("Misuse of the network was told of"), "misuse")


def _tell(users: Iterable[User], alert: Alert, subject: str, letter: str) -> int:
    words = {
        "school": alert.school.name,
        "moment": alert.last,
        "link": reverse("alert", args=[alert.school.code, alert.pk]),
    }
    sent = [
        send(user.email, subject, f"monitoring/letters/{letter}.txt", {"recipient": user.name, **words})
        for user in users
    ]
    return sum(mail is not None for mail in sent)
