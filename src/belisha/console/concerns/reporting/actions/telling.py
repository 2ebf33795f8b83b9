"""Those who answer for a concern are told at once, by mail without names. The home page asks them too (needs.py)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from belisha.console.concerns.reporting.queries.whose import to_be_told
from belisha.console.outbox.actions import send

if TYPE_CHECKING:
    from belisha.console.concerns.models import Concern

__all__ = ["tell"]


def tell(concern: Concern) -> None:
    """Write to those first in the route of a concern who may see it. The mail says where, and how soon: no more."""
    if concern.origin == concern.Origin.PAGE:
        return  # the report of the page has told those who answer, and stands on their home
    urgent = concern.danger_now or concern.child_protection
    letter = "urgent" if urgent else "new"
    subject = _("Urgent: a concern was reported") if urgent else _("A concern was reported")
    link = reverse("concern", args=[concern.school.code, concern.reference])
    for user in to_be_told(concern):
        words = {"recipient": user.name, "school": concern.school.name, "link": link}
        send(user.email, subject, f"concerns/reporting/letters/{letter}.txt", words)
