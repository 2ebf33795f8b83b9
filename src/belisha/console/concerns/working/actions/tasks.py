"""Tasks of a concern: given to somebody, who sees their text alone, and finished with words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.concerns.actions.writing import check_may_work, write
from belisha.console.concerns.models import Entry, Task
from belisha.console.concerns.working import audit_events as events
from belisha.console.concerns.working.actions.keeping import reckon, taken_up
from belisha.console.concerns.working.queries.people import is_in, owners, parents_of
from belisha.console.outbox.actions import send

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.acting import By
    from belisha.console.access.models import User
    from belisha.console.concerns.models import Concern

__all__ = ["add_task", "finish_task", "pass_task_on"]


def add_task(*, by: By, concern: Concern, text: str, owner: User, due: date, source: str = Task.Source.OWN) -> Task:
    """Ask somebody to do something. Who is in the concern gets no task of it, but a family what was agreed with it.

    Raises NotAllowedError, ValidationError.
    """
    if not text.strip():
        raise ValidationError({"text": _("Write down what is to be done.")})
    if due < timezone.localdate():
        raise ValidationError({"due": _("That day is over.")})
    with transaction.atomic():
        by, found = taken_up(by, concern)
        _check_owner(found, owner, source)
        entry = write(by, found, Entry.Kind.ACTION, text.strip(), details={"owner": owner.name, "source": source})
        task = Task.objects.create(
            concern=found,
            entry=entry,
            owner=owner,
            due=due,
            source=Task.Source(source),
            made_at=timezone.now(),
            made_by=by.user,
        )
        after = {"task": task.pk, "owner": f"user:{owner.pk}", "due": due.isoformat(), "source": source}
        by.did(events.TASK_GIVEN, to=found, at=found, after=after)
        reckon(found)
        if owner != by.user:
            words = {"recipient": owner.name, "school": found.school.name, "link": reverse("my-tasks")}
            send(owner.email, _("There is a task for you"), "concerns/working/letters/task.txt", words)
    return task


def _check_owner(concern: Concern, owner: User, source: str) -> None:
    if source == Task.Source.AGREED and parents_of(concern).filter(pk=owner.pk).exists():
        return
    if not owners(concern).filter(pk=owner.pk).exists():
        raise ValidationError({"owner": _("Choose a colleague of this school who can sign in.")})
    if is_in(owner, concern):
        raise ValidationError({"owner": _("This task cannot be given to them. Choose somebody else.")})


def finish_task(*, by: By, task: Task, words: str) -> None:
    """Say how a task was done: its owner, or whoever works on the concern. Raises NotAllowedError, ValidationError."""
    if by.user is not None and task.owner_id != by.user.pk:
        by = check_may_work(by, task.concern)
    elif by.user is not None and task.source != Task.Source.AGREED and is_in(by.user, task.concern):
        raise NotAllowedError(_("This task is no longer yours."))
    if not words.strip():
        raise ValidationError({"words": _("Say what was done.")})
    with transaction.atomic():
        task = Task.objects.select_for_update().select_related("concern__school").get(pk=task.pk)
        if task.done_at is not None:
            raise ValidationError(_("This task is finished already."))
        concern = task.concern
        task.done_entry = write(by, concern, Entry.Kind.ACTION, words.strip(), details={"finished": task.pk})
        task.done_at, task.done_by = timezone.now(), by.user
        task.save(update_fields=["done_at", "done_by", "done_entry"])
        by.did(events.TASK_DONE, to=concern, at=concern, after={"task": task.pk})
        reckon(concern)


def pass_task_on(*, by: By, task: Task, to: User) -> None:
    """Give an open task to another, for whoever works on the concern: where somebody leaves or a post goes over.

    Raises NotAllowedError, ValidationError.
    """
    with transaction.atomic():
        task = Task.objects.select_for_update(of=("self",)).select_related("concern__school", "owner").get(pk=task.pk)
        by = check_may_work(by, task.concern)
        if task.done_at is not None:
            raise ValidationError(_("This task is finished already."))
        _check_owner(task.concern, to, Task.Source.OWN)
        before, task.owner, task.reminders, task.reminded_on = task.owner, to, 0, None
        task.save(update_fields=["owner", "reminders", "reminded_on"])
        write(by, task.concern, Entry.Kind.ACTION, "", details={"passed_on": task.pk, "owner": to.name})
        after = {"task": task.pk, "owner": f"user:{to.pk}"}
        by.did(events.TASK_PASSED_ON, to=task.concern, at=task.concern, before={"owner": before.name}, after=after)
