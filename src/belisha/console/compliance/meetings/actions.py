"""Calling a meeting, writing its minutes, planning what follows, closing it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.permissions import Permission
from belisha.console.compliance.meetings import audit_events
from belisha.console.compliance.meetings.queries import agenda, may_write
from belisha.console.compliance.meetings.rules import DUTY_OF
from belisha.console.compliance.models import Meeting, MeetingItem
from belisha.console.compliance.plans.actions import plan

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from belisha.console.access.acting import By
    from belisha.console.access.models import School, User
    from belisha.console.compliance.models import Plan

__all__ = ["Attended", "add_item", "call", "close", "follow", "write"]


class Attended(NamedTuple):
    """Who was there, who was not, and when the group meets again."""

    present: Iterable[User]
    others: str = ""
    absent: str = ""
    next_on: date | None = None


def call(*, by: By, school: School, held: date) -> Meeting:
    """Call a meeting; what is red, due or new comes on the table. Raises NotAllowedError, ValidationError."""
    by = _writer(by, school)
    now = timezone.now()
    if Meeting.objects.for_school(school).filter(closed_at__isnull=True).exists():
        raise ValidationError(_("The minutes of the last meeting are open: close them first."))
    if Meeting.objects.for_school(school).filter(held=held).exists():
        raise ValidationError({"held": [_("There was a meeting on that day.")]})
    proposed = agenda(school, now)
    with transaction.atomic():
        made = Meeting.objects.create(school=school, held=held, called_by=by.user, called_at=now)
        MeetingItem.objects.bulk_create(
            MeetingItem(meeting=made, place=place, **each._asdict()) for place, each in enumerate(proposed, 1)
        )
        after = {"held": held.isoformat(), "items": [each.title for each in proposed]}
        by.did(audit_events.CALLED, to=made, at=school, after=after)
    return made


def add_item(*, by: By, meeting: Meeting, title: str) -> MeetingItem:
    """Put something else on the table. Raises NotAllowedError, ValidationError."""
    if not title.strip():
        raise ValidationError({"title": [_("Say what it is about.")]})
    with transaction.atomic():
        held, by = _open(by, meeting)
        last = held.items.order_by("-place").values_list("place", flat=True).first() or 0
        made = MeetingItem.objects.create(
            meeting=held, place=last + 1, kind="other", title=title.strip()[:300], duty=DUTY_OF["other"]
        )
        by.did(audit_events.ADDED, to=held, at=held.school, after={"title": made.title})
    return made


def write(*, by: By, item: MeetingItem, words: str) -> None:
    """What was said and decided about something on the table. Raises NotAllowedError, ValidationError."""
    with transaction.atomic():
        held, by = _open(by, item.meeting)
        row = MeetingItem.objects.select_for_update().get(pk=item.pk)
        before, row.words = row.words, words.strip()
        row.save(update_fields=["words"])
        told = {"title": row.title, "words": row.words}
        by.did(audit_events.WRITTEN, to=held, at=held.school, before={"words": before}, after=told)


def follow(*, by: By, item: MeetingItem, words: str, owner: User, due: date) -> Plan:
    """Plan what follows, with an owner and a day; it is a plan of the duty that it belongs to. Raises as `plan`."""
    with transaction.atomic():
        held, by = _open(by, item.meeting)
        made = plan(by=by, school=held.school, duty=item.duty, words=words, owner=owner, due=due)
        item.plans.add(made)
    return made


def close(*, by: By, meeting: Meeting, attended: Attended) -> None:
    """Say who was there, and close the minutes for good. Raises NotAllowedError, ValidationError."""
    present = list(attended.present)
    if not present:
        raise ValidationError({"present": [_("Say who was there.")]})
    if attended.next_on and attended.next_on <= meeting.held:
        raise ValidationError({"next_on": [_("The next meeting is after this one.")]})
    with transaction.atomic():
        held, by = _open(by, meeting)
        if not held.items.exclude(words="").exists():
            raise ValidationError(_("Nothing is written yet: write what was said about one thing at least."))
        held.present.set(present)
        held.others, held.absent, held.next_on = attended.others.strip(), attended.absent.strip(), attended.next_on
        held.closed_by, held.closed_at = by.user, timezone.now()
        held.save()
        after = {"present": [each.pk for each in present], "others": held.others, "absent": held.absent}
        by.did(audit_events.CLOSED, to=held, at=held.school, after=after)


def _writer(by: By, school: School) -> By:
    by = by.may(Permission.SEE_DUTIES, school)
    role = may_write(by.user, school) if by.user else None
    if role is None:
        raise NotAllowedError(_("Leaders and those who lead a part of the school's work write the minutes."))
    return by._replace(role=role.value)


def _open(by: By, meeting: Meeting) -> tuple[Meeting, By]:
    held: Meeting = Meeting.objects.select_for_update(of=("self",)).select_related("school").get(pk=meeting.pk)
    by = _writer(by, held.school)
    if held.closed_at is not None:
        raise ValidationError(_("The minutes are closed."))
    return held, by
