"""Putting people on the register, changing their details, leaving and coming back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.models import School, User
from belisha.console.access.permissions import Permission
from belisha.console.outbox.actions import send
from belisha.console.people import audit_events
from belisha.console.people.actions.facts import changed, facts_of
from belisha.console.people.models import Membership, Person
from belisha.console.people.refusals import AlreadyThereError, RefusedError
from belisha.console.people.rules.names import clean_name, fold
from belisha.console.people.rules.upn import read_upn

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from belisha.console.access.acting import By

__all__ = ["DETAILS", "add_person", "change_person", "leave", "rejoin", "undo_leaving"]

# The fields of a person that people fill in; `kind` and `left` have verbs of their own.
DETAILS: Final = (
    "given",
    "family",
    "known_as",
    "born",
    "upn",
    "mis_id",
    "year",
    "job",
    "organisation",
    "email",
    "phone",
    "language",
    "joined",
)
_NAMES: Final = ("given", "family", "known_as")


def add_person(*, by: By, school: School, kind: str, details: Mapping[str, Any], namesake: bool = False) -> Person:
    """Put somebody on the register, with an account that is not opened yet. `details`: of DETAILS; `joined` is today
    unless given. `namesake`: it has been looked at, this is another person of the same name and birth date.

    Raises RefusedError for details that cannot be, AlreadyThereError for somebody who is there already.
    """
    by = by.may(Permission.CHANGE_PEOPLE, school)
    clean = _clean({"joined": timezone.localdate()} | dict(details))
    with transaction.atomic():
        person = Person(school=school, kind=User.Kind(kind), **clean)
        _refuse_impossible(person)
        _refuse_known(person, namesake=namesake)
        user = User(federation=school.federation, school=school, kind=person.kind, name=person.name)
        user.email = person.email
        user.set_unusable_password()
        user.save()
        person.user = user
        person.save()
        by.did(audit_events.JOINED, to=person, at=school, after={"kind": person.kind} | facts_of(person, clean))
    return person


def change_person(*, by: By, person: Person, details: Mapping[str, Any], reason: str = "") -> Person:
    """Change some of somebody's DETAILS. Their account takes over name and e-mail.

    Raises RefusedError, and AlreadyThereError when the UPN is somebody else's.
    """
    by = by.may(Permission.CHANGE_PEOPLE, person.school)
    clean = _clean(details)
    with transaction.atomic():
        row = Person.objects.select_for_update().get(pk=person.pk)
        before = facts_of(row, clean)
        for name, value in clean.items():
            setattr(row, name, value)
        _refuse_impossible(row)
        if row.upn:
            _refuse_upn(row)
        was, now = changed(before, facts_of(row, clean))
        if not now:
            return row
        row.save()
        User.objects.filter(pk=row.user_id).update(name=row.name, email=row.email)
        _tell_at_the_old_address(row, was)
        by.did(audit_events.CHANGED, to=row, at=person.school, reason=reason, before=was, after=now)
    return row


def _tell_at_the_old_address(person: Person, was: Mapping[str, Any]) -> None:
    """The way to a new password goes with the address: its owner must hear of it where they read so far."""
    account = User.objects.filter(pk=person.user_id, opened_at__isnull=False, closed_at__isnull=True)
    if was.get("email") and person.kind != User.Kind.PUPIL and account.exists():
        words = {"recipient": person.name, "school": person.school.name}
        send(was["email"], _("Another e-mail address was entered for you"), "people/letters/address.txt", words)


def leave(*, by: By, person: Person, on: date, reason: str = "") -> Person:
    """Record somebody's last day. They leave their classes and groups with it; accounts are closed that night.

    Raises RefusedError when the day is before they joined.
    """
    by = by.may(Permission.CHANGE_PEOPLE, person.school)
    with transaction.atomic():
        row = Person.objects.select_for_update().get(pk=person.pk)
        if on < row.joined:
            raise RefusedError(_("The last day cannot be before the day they joined."), "on")
        before = row.left
        row.left = on
        row.save()
        # a last day brought forward or put off takes those along that ended with it
        memberships = Membership.objects.filter(person=row)
        if before:
            memberships.filter(last=before).update(last=None)
        memberships.filter(first__gt=on).delete()
        memberships.filter(last__isnull=True).update(last=on)
        memberships.filter(last__gt=on).update(last=on)
        was, now = {"left": before and before.isoformat()}, {"left": on.isoformat()}
        by.did(audit_events.LEFT, to=row, at=person.school, reason=reason, before=was, after=now)
    return row


def undo_leaving(*, by: By, person: Person) -> Person:
    """Take back that somebody leaves: they are in the classes and groups again that they would have left with it.

    Raises RefusedError for somebody who does not leave.
    """
    by = by.may(Permission.CHANGE_PEOPLE, person.school)
    with transaction.atomic():
        row = Person.objects.select_for_update().get(pk=person.pk)
        if row.left is None:
            raise RefusedError(_("No last day is recorded."))
        last = row.left
        Membership.objects.filter(person=row, last=last, group__closed__isnull=True).update(last=None)
        row.left = None
        row.save()
        by.did(audit_events.LEAVING_UNDONE, to=row, at=person.school, before={"left": last.isoformat()})
    return row


def rejoin(*, by: By, person: Person, on: date) -> Person:
    """Record that somebody who left has come back; they start without classes and groups.

    Raises RefusedError when they have not left before that day.
    """
    by = by.may(Permission.CHANGE_PEOPLE, person.school)
    with transaction.atomic():
        row = Person.objects.select_for_update().get(pk=person.pk)
        if row.left is None or row.left >= on:
            raise RefusedError(_("They can come back only after their last day."), "on")
        before = facts_of(row, ("joined", "left"))
        row.joined, row.left = on, None
        row.save()
        after = facts_of(row, ("joined", "left"))
        by.did(audit_events.REJOINED, to=row, at=person.school, before=before, after=after)
    return row


def _clean(details: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(details) - set(DETAILS)
    if unknown:
        message = f"no such details: {', '.join(sorted(unknown))}"
        raise TypeError(message)
    clean = {name: value.strip() if isinstance(value, str) else value for name, value in details.items()}
    for name in _NAMES:
        if name in clean:
            clean[name] = clean_name(clean[name])
    if clean.get("upn"):
        try:
            clean["upn"] = read_upn(clean["upn"])
        except ValueError as error:
            raise RefusedError(str(error), "upn") from error
    return clean


def _refuse_impossible(person: Person) -> None:
    if not (person.given or person.family):
        raise RefusedError(_("Enter a name: somebody with one name has it in either field."), "family")
    if person.born and person.born > timezone.localdate():
        raise RefusedError(_("The date of birth is in the future."), "born")
    if person.joined > timezone.localdate() + timedelta(days=730):
        raise RefusedError(_("The day of joining is more than two years away."), "joined")
    if person.left and person.left < person.joined:
        raise RefusedError(_("The day of joining is after their last day."), "joined")
    if person.year and person.kind != User.Kind.PUPIL:
        raise RefusedError(_("Only pupils are in a year."), "year")


def _refuse_upn(person: Person) -> None:
    other = Person.objects.for_school(person.school).filter(upn=person.upn).exclude(pk=person.pk).first()
    if other:
        message = _("%(name)s has this UPN already.") % {"name": other.name}
        raise AlreadyThereError(message, other, "upn")


def _refuse_known(person: Person, *, namesake: bool) -> None:
    if person.upn:
        _refuse_upn(person)
    here = Person.objects.for_school(person.school).filter(kind=person.kind)
    if person.mis_id and (other := here.filter(mis_id=person.mis_id).first()):
        message = _("%(name)s has this id of the management information system already.") % {"name": other.name}
        raise AlreadyThereError(message, other, "mis_id")
    if namesake:
        return
    alike = here.filter(search__startswith=fold(f"{person.family} {person.given}"), born=person.born)
    if person.born is None:
        # without a birth date a name alone tells little: an e-mail address must say the same
        alike = here.filter(email__iexact=person.email) if person.email else here.none()
    for other in alike.order_by("pk"):
        if fold(other.family) == fold(person.family) and fold(other.given) == fold(person.given):
            raise AlreadyThereError(_("%(name)s is on the register already.") % {"name": other.name}, other, "family")
