"""What walks need of somebody now: one of their own to go on with, and the one of the term."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.needs import Need, Urgency, Weight, needs
from belisha.console.access.permissions import Permission
from belisha.console.compliance.plans.queries import may_plan
from belisha.console.compliance.walks.queries import due_of, own_walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.models import School, User

__all__ = ["walks_to_make"]

SOON: Final = timedelta(days=14)


@needs(Permission.WALK_SCHOOL)
def walks_to_make(user: User, school: School) -> Iterable[Need]:
    """Their own walk that is not signed; for leaders the walk of the term, when it falls due."""
    if mine := own_walk(user, school):
        link = reverse("walk", args=[school.code, mine.pk])
        yield Need(_("Go on with your safety walk, or sign it"), link, Urgency.SOON, school.name, Weight.DUE)
        return
    if may_plan(user, school) is None:
        return
    due, today = due_of(school, timezone.now()), timezone.localdate()
    if due.late or due.day <= today + SOON:
        urgency = Urgency.SOON if due.late else Urgency.SOMETIME
        text = _("Walk the school: this term's safety walk is late") if due.late else _("Walk the school this term")
        yield Need(text, reverse("walks", args=[school.code]), urgency, school.name, Weight.DUE)
