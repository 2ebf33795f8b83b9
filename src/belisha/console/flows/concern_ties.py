"""What a concern is tied to: a visitor's breach to the visit, a message to a private account to the declared ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belisha.console.access.acting import By
from belisha.console.access.models import User
from belisha.console.concerns.actions.writing import write
from belisha.console.concerns.hooks import when_concern_is_reported
from belisha.console.concerns.models import Entry
from belisha.console.people.actions.ties import declare_tie
from belisha.console.people.models import DeclaredTie, Person, Visit

if TYPE_CHECKING:
    from belisha.console.concerns.models import Concern

__all__ = ["tie_contact", "tie_visit"]


@when_concern_is_reported
def tie_visit(concern: Concern) -> None:
    """Put the visit beside a visitor's breach: when they came, whose guest they were, what they were to do."""
    if concern.category != "visitor-breach":
        return
    people = concern.subjects.filter(ended_at=None, person__kind=User.Kind.VISITOR).values("person")
    visit = Visit.objects.for_school(concern.school).filter(person__in=people).select_related("host").first()
    source = f"visit:{visit.pk}" if visit else ""
    if visit is None or concern.entries.filter(kind=Entry.Kind.CONTEXT, details__source=source).exists():
        return  # called again where the route changes
    details = {
        "source": source,
        "arrived": visit.arrived_at.isoformat(),
        "left": visit.left_at.isoformat() if visit.left_at else "",
        "host": visit.host.name,
        "purpose": visit.purpose,
        "alone": visit.alone,
    }
    write(By(None, system="visits"), concern, Entry.Kind.CONTEXT, "", details=details)


@when_concern_is_reported
def tie_contact(concern: Concern) -> None:
    """Enter contact on a private account with the ties that staff declare: told of by themselves, without a name."""
    user = concern.reported_by
    if concern.category != "contact-on-personal-accounts" or user is None:
        return
    person = Person.objects.filter(user=user, kind=User.Kind.STAFF, school=concern.school).first()
    if person is None or DeclaredTie.objects.filter(person=person, tie__contains=concern.reference).exists():
        return
    words = _("A pupil or parent wrote to a private account of mine. Reported on %(day)s, concern %(reference)s.") % {
        "day": date_format(timezone.localdate(), "j F Y"),
        "reference": concern.reference,
    }
    declare_tie(by=By(user), person=person, tie=words)
