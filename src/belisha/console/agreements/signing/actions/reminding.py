"""Reminders by e-mail to adults who have not signed: one a week, and they stop."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import By
from belisha.console.access.models import User
from belisha.console.access.settings.queries import value_of
from belisha.console.agreements.models import Reminder
from belisha.console.agreements.signing import audit_events as events
from belisha.console.agreements.signing.queries.standing import here, standings
from belisha.console.agreements.signing.rules import State
from belisha.console.agreements.texts.declared import REMINDERS
from belisha.console.outbox.actions import send

if TYPE_CHECKING:
    from datetime import date, datetime

    from belisha.console.access.models import School
    from belisha.console.people.models import Person

__all__ = ["remind"]

WEEK: Final = timedelta(days=7)


def remind(*, school: School, now: datetime) -> int:
    """Write to adults with an open account who have not signed for a week, and for another week since the last time.

    Children are not written to; who has declined is talked with instead. How many were written to.
    """
    most, today = value_of(school, REMINDERS), timezone.localdate(now)
    people = [one for one in here(school, today) if one.kind != User.Kind.PUPIL and one.user.is_active and one.email]
    found = standings(school, people, today)
    asked = {
        person.pk: min((x.since for x in found[person.pk] if x.state is State.TO_SIGN), default=None)
        for person in people
    }
    kept = _kept(school)
    with transaction.atomic():
        told = [person for person in people if (since := asked[person.pk]) and _is_due(kept, person, since, now, most)]
        for person in told:
            _write(school, person, asked[person.pk], kept, now)
        if told:
            by = By(None, system="reminders")
            by.did(events.REMINDED, to=school, at=school, after={"people": len(told)})
    return len(told)


def _kept(school: School) -> dict[tuple[int, date], tuple[int, datetime]]:
    """The last reminder of each person for what they are asked since a day: its number and when."""
    rows = Reminder.objects.for_school(school).order_by("number", "pk")
    return {(row.person_id, row.asked_since): (row.number, row.at) for row in rows}


def _is_due(
    kept: dict[tuple[int, date], tuple[int, datetime]], person: Person, since: date, now: datetime, most: int
) -> bool:
    number, last = kept.get((person.pk, since), (0, None))
    if number >= most:
        return False
    return now - last >= WEEK if last else timezone.localdate(now) - since >= WEEK


def _write(
    school: School,
    person: Person,
    since: date | None,
    kept: dict[tuple[int, date], tuple[int, datetime]],
    now: datetime,
) -> None:
    if since is None:
        return
    number = kept.get((person.pk, since), (0, None))[0] + 1
    Reminder.objects.create(person=person, asked_since=since, number=number, at=now)
    words = {"recipient": person.name, "school": school.name, "link": reverse("my-agreements")}
    subject = _("Please read and sign: %(school)s") % {"school": school.name}
    send(person.email, subject, "agreements/letters/reminder.txt", words)
