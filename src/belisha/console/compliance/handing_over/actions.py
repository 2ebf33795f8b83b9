"""Leaving a note for who follows, and taking over what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError, has_permission
from belisha.console.access.models import School
from belisha.console.access.permissions import Permission
from belisha.console.agreements.consents.actions.showing import give_take_down
from belisha.console.compliance.handing_over import audit_events
from belisha.console.compliance.handing_over.queries import open_of
from belisha.console.compliance.models import PostHandOver
from belisha.console.compliance.plans.actions import give
from belisha.console.concerns.working.actions.tasks import pass_task_on

if TYPE_CHECKING:
    from collections.abc import Collection

    from belisha.console.access.acting import By
    from belisha.console.access.models import User
    from belisha.console.compliance.handing_over.queries import Going

__all__ = ["accept", "can_accept", "can_note", "leave_note"]


def can_note(user: User, school: School, going: Going) -> bool:
    """Whether somebody writes the note: whoever gives the post up, or who appoints."""
    return going.post.holder_id == user.pk or has_permission(user, Permission.CHANGE_POSTS, school)


def can_accept(user: User, school: School, going: Going) -> bool:
    """Whether somebody takes it over: who follows; where nobody does, who appoints; never the one who gives it up."""
    if going.post.holder_id == user.pk:
        return False
    if going.follower is not None:
        return going.follower.holder_id == user.pk
    return has_permission(user, Permission.CHANGE_POSTS, school)


def leave_note(*, by: By, school: School, going: Going, note: str) -> PostHandOver:
    """Write (anew) what who follows should know; not once it is taken over. Raises NotAllowedError, ValidationError."""
    by = by.may(Permission.SEE_DUTIES, school)
    if by.user is None or not can_note(by.user, school, going):
        raise NotAllowedError(_("Whoever gives the post up writes the note, or who appoints."))
    if not note.strip():
        raise ValidationError({"note": [_("Write what who follows should know.")]})
    with transaction.atomic():
        kept = _held(school, going)
        if kept.accepted_at is not None:
            raise ValidationError(_("This was taken over already: talk with who follows."))
        before = {"note": kept.note}
        kept.note, kept.note_by, kept.note_at = note.strip()[:4000], by.user, timezone.now()
        kept.save(update_fields=["note", "note_by", "note_at"])
        by.did(audit_events.NOTED, to=kept, at=school, before=before, after={"note": kept.note})
    return kept


def accept(
    *,
    by: By,
    school: School,
    going: Going,
    plans: Collection[int] = (),
    tasks: Collection[int] = (),
    take_downs: Collection[int] = (),
) -> PostHandOver:
    """Take over a post with those of the plans, tasks and pictures to take down that are chosen, by their numbers.

    Confirmations and duties go with the post by themselves. Raises NotAllowedError, ValidationError.
    """
    by = by.may(Permission.SEE_DUTIES, school)
    if by.user is None or not can_accept(by.user, school, going):
        raise NotAllowedError(_("Whoever follows in the post takes it over; while nobody does, who appoints."))
    user = by.user
    with transaction.atomic():
        kept = _held(school, going)
        if kept.accepted_at is not None:
            raise ValidationError(_("This was taken over already."))
        found = open_of(school, going, user)
        for plan in (chosen_plans := [each for each in found.plans if each.pk in plans]):
            give(by=by, plan=plan, to=user, reason=_("Taken over with the post"))
        for task in (chosen_tasks := [each for each in found.tasks if each.pk in tasks]):
            pass_task_on(by=by, task=task, to=user)
        for picture in (chosen_pictures := [each for each in found.take_downs if each.pk in take_downs]):
            give_take_down(by=by, task=picture, to=user)
        taken = [f"plan-{each.pk}" for each in chosen_plans] + [f"task-{each.pk}" for each in chosen_tasks]
        taken += [f"take-down-{each.pk}" for each in chosen_pictures]
        kept.accepted_by, kept.accepted_at, kept.taken = user, timezone.now(), taken
        kept.save(update_fields=["accepted_by", "accepted_at", "taken"])
        by.did(audit_events.ACCEPTED, to=kept, at=school, after={"taken": taken})
    return kept


def _held(school: School, going: Going) -> PostHandOver:
    School.objects.select_for_update().get(pk=school.pk)
    kept: PostHandOver
    kept, _made = PostHandOver.objects.get_or_create(school=school, post=going.post)
    return kept
