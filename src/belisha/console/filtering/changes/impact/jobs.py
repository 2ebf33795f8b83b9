"""Working out what a change would have done: at once where the week is small, else in the background."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task

from belisha.activity.errors import ActivityError
from belisha.console.access.permissions import Permission
from belisha.console.filtering.changes.impact.queries import is_stuck, key_of, schools_of
from belisha.console.filtering.changes.impact.working import difference, requests_on_record
from belisha.console.filtering.models import Change, Impact
from belisha.engine.policy.edits import EditError
from belisha.engine.published import NothingPublishedError, open_in_force

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["QUICK", "ask_impact", "work_out"]

QUICK: Final = 20_000  # requests on record that are gone through while somebody waits: about a second


def ask_impact(*, by: By, change: Change, at: School | None) -> Impact:
    """Have it worked out what a change would have done last week; what is known already is not worked out again.

    `at`: the school from which it is looked at (None: all). Raises ValidationError for one that was applied,
    NotAllowedError.
    """
    by.may(Permission.SEE_FILTER, at)
    if change.applied_at is not None:
        raise ValidationError(_("It is in force: what it would have done was worked out before."))
    with transaction.atomic():
        found, made = Impact.objects.get_or_create(
            change=change, key=key_of(change), defaults={"asked_at": timezone.now()}
        )
        if not made and (found.state == Impact.State.FAILED or is_stuck(found, timezone.now())):
            found.state, found.content, found.asked_at, made = Impact.State.WORKING, {}, timezone.now(), True
            found.save(update_fields=["state", "content", "asked_at"])
        if made:
            transaction.on_commit(partial(_begin, found), robust=True)
    return found


def _begin(impact: Impact) -> None:
    """Work it out while somebody waits, where that is quick; else the worker does."""
    if requests_on_record(settings.HOME, schools_of(impact.change), timezone.now()) <= QUICK:
        work_out.func(impact.pk)
    else:
        work_out.enqueue(impact.pk)


@task
def work_out(number: int) -> str:
    """Work one out, by its number; returns what came of it, in words."""
    found = Impact.objects.select_related("change__federation", "change__school").get(pk=number)
    change: Change = found.change
    try:
        in_force = open_in_force(settings.HOME)
        came_of_it = difference(settings.HOME, in_force, change.what, schools_of(change), timezone.now())
    except (EditError, NothingPublishedError, ActivityError, OSError) as error:
        found.state, found.content = Impact.State.FAILED, {"fault": str(error)[:300]}
    else:
        found.state, found.content = Impact.State.DONE, msgspec.to_builtins(came_of_it)
    found.done_at = timezone.now()
    found.save(update_fields=["state", "content", "done_at"])
    return str(found)
