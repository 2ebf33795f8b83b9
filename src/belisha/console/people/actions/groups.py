"""Classes and groups: adding, renaming, closing, and who is in them or teaches them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.models import School, User
from belisha.console.access.permissions import Permission
from belisha.console.people import audit_events
from belisha.console.people.actions.facts import changed, facts_of
from belisha.console.people.models import Group, Membership, Person
from belisha.console.people.refusals import RefusedError
from belisha.console.people.rules.codes import code_for
from belisha.console.people.rules.names import clean_name, fold

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from belisha.console.access.acting import By
    from belisha.console.people.models.groups import MembershipQuerySet

__all__ = [
    "add_group",
    "add_member",
    "change_group",
    "close_group",
    "move_pupil",
    "remove_member",
    "reopen_group",
    "set_teachers",
]


def add_group(*, by: By, school: School, kind: str, name: str, year: str = "") -> Group:
    """Add a class or group; its code for the policy is made from the name and stays. Raises RefusedError."""
    by = by.may(Permission.CHANGE_PEOPLE, school)
    with transaction.atomic():
        _refuse_name(school, name)
        taken = set(Group.objects.for_school(school).values_list("code", flat=True))
        group = Group(school=school, kind=Group.Kind(kind), name=clean_name(name), code=code_for(name, taken))
        group.year = year if kind == Group.Kind.CLASS else ""
        group.save()
        by.did(audit_events.GROUP_ADDED, to=group, at=school, after=facts_of(group, ("kind", "name", "year", "code")))
    return group


def change_group(*, by: By, group: Group, name: str, year: str = "") -> Group:
    """Rename a class or group, or give a class another year (its pupils go with it). Raises RefusedError."""
    by = by.may(Permission.CHANGE_PEOPLE, group.school)
    with transaction.atomic():
        row = Group.objects.select_for_update().get(pk=group.pk)
        _refuse_name(group.school, name, but=row.pk)
        before = facts_of(row, ("name", "year"))
        row.name, row.year = clean_name(name), year if row.kind == Group.Kind.CLASS else ""
        row.save()
        if row.year and row.year != before["year"]:
            Person.objects.filter(pk__in=_members(row, timezone.localdate())).update(year=row.year)
        was, now = changed(before, facts_of(row, ("name", "year")))
        if now:
            by.did(audit_events.GROUP_CHANGED, to=row, at=group.school, before=was, after=now)
    return row


def close_group(*, by: By, group: Group, on: date) -> Group:
    """Close a class or group from a day on. Raises RefusedError while it still has pupils then."""
    by = by.may(Permission.CHANGE_PEOPLE, group.school)
    with transaction.atomic():
        row = Group.objects.select_for_update().get(pk=group.pk)
        if row.kind == Group.Kind.CLASS and _members(row, on):
            raise RefusedError(_("There are pupils in this class on that day: move them first."), "on")
        row.closed = on
        row.save()
        still = Membership.objects.filter(group=row)
        still.filter(first__gte=on).delete()
        still.on(on).update(last=on - timedelta(days=1))
        by.did(audit_events.GROUP_CLOSED, to=row, at=group.school, after={"closed": on.isoformat()})
    return row


def reopen_group(*, by: By, group: Group) -> Group:
    """Open a closed class or group again, with those who were in it to its end. Raises RefusedError."""
    by = by.may(Permission.CHANGE_PEOPLE, group.school)
    with transaction.atomic():
        row = Group.objects.select_for_update().get(pk=group.pk)
        if row.closed is None:
            raise RefusedError(_("It is not closed."))
        last = row.closed - timedelta(days=1)
        ended = Membership.objects.filter(group=row, last=last, person__left__isnull=True)
        ended.update(last=None)
        before, row.closed = row.closed, None
        row.save()
        by.did(audit_events.GROUP_REOPENED, to=row, at=group.school, before={"closed": before.isoformat()})
    return row


def move_pupil(*, by: By, pupil: Person, to: Group | None, on: date, reason: str = "") -> None:
    """Put a pupil into a class from a day on, out of the one they were in; None: into none. Their year goes with it.

    Raises RefusedError for a class that is closed, of another school, or that they are in already.
    """
    by = by.may(Permission.CHANGE_PEOPLE, pupil.school)
    with transaction.atomic():
        pupil = Person.objects.select_for_update().get(pk=pupil.pk)
        _refuse_move(pupil, to, on)
        current = list(_classes_of(pupil, on).select_related("group"))
        if to and [membership.group_id for membership in current] == [to.pk]:
            raise RefusedError(_("They are in this class already."), "group")
        before = {"class": ", ".join(membership.group.name for membership in current), "year": pupil.year}
        _end(current, on)
        if to:
            Membership.objects.create(person=pupil, group=to, first=on)
            if to.year:
                pupil.year = to.year
                pupil.save()
        after = {"class": to.name if to else "", "year": pupil.year, "on": on.isoformat()}
        by.did(audit_events.MOVED, to=pupil, at=pupil.school, reason=reason, before=before, after=after)


def add_member(*, by: By, group: Group, person: Person, on: date) -> None:
    """Put somebody into a group from a day on. A pupil's class is changed by `move_pupil`. Raises RefusedError."""
    if group.kind == Group.Kind.CLASS:
        move_pupil(by=by, pupil=person, to=group, on=on)
        return
    by = by.may(Permission.CHANGE_PEOPLE, group.school)
    with transaction.atomic():
        if person.school_id != group.school_id or group.closed:
            raise RefusedError(_("They cannot be put into this group."), "person")
        if Membership.objects.filter(group=group, person=person).on(on).exists():
            raise RefusedError(_("%(name)s is in this group already.") % {"name": person.name}, "person")
        Membership.objects.create(group=group, person=person, first=on)
        after = {"person": person.name, "first": on.isoformat()}
        by.did(audit_events.MEMBER_ADDED, to=group, at=group.school, after=after)


def remove_member(*, by: By, group: Group, person: Person, on: date) -> None:
    """Take somebody out of a class or group: the day before `on` is their last in it."""
    by = by.may(Permission.CHANGE_PEOPLE, group.school)
    with transaction.atomic():
        current = list(Membership.objects.filter(group=group, person=person, teaches=False).on(on))
        _end(current, on)
        before = {"person": person.name, "last": (on - timedelta(days=1)).isoformat()}
        by.did(audit_events.MEMBER_REMOVED, to=group, at=group.school, before=before)


def set_teachers(*, by: By, group: Group, teachers: Sequence[Person], on: date) -> None:
    """Say who teaches a class from a day on; others who did stop the day before. Raises RefusedError."""
    by = by.may(Permission.CHANGE_PEOPLE, group.school)
    with transaction.atomic():
        if any(one.kind != User.Kind.STAFF or one.school_id != group.school_id for one in teachers):
            raise RefusedError(_("Only staff of this school can teach a class."), "teachers")
        current = list(Membership.objects.filter(group=group, teaches=True).on(on).select_related("person"))
        wanted = {one.pk for one in teachers}
        before = sorted(membership.person.name for membership in current)
        _end([membership for membership in current if membership.person_id not in wanted], on)
        there = {membership.person_id for membership in current}
        for one in teachers:
            if one.pk not in there:
                Membership.objects.create(group=group, person=one, teaches=True, first=on)
        after = sorted(one.name for one in teachers)
        if before != after:
            was, now = {"teachers": before}, {"teachers": after, "on": on.isoformat()}
            by.did(audit_events.TEACHERS_SET, to=group, at=group.school, before=was, after=now)


def _members(group: Group, day: date) -> list[int]:
    held = Membership.objects.filter(group=group, teaches=False, person__kind=User.Kind.PUPIL).on(day)
    return list(held.values_list("person_id", flat=True))


def _classes_of(pupil: Person, day: date) -> MembershipQuerySet:
    return Membership.objects.filter(person=pupil, teaches=False, group__kind=Group.Kind.CLASS).on(day)


def _end(memberships: Sequence[Membership], on: date) -> None:
    for membership in memberships:
        if membership.first >= on:
            membership.delete()  # it never began
        else:
            membership.last = on - timedelta(days=1)
            membership.save()


def _refuse_move(pupil: Person, to: Group | None, on: date) -> None:
    if pupil.kind != User.Kind.PUPIL:
        raise RefusedError(_("Only pupils are in a class; staff teach it."), "group")
    if on < pupil.joined or (pupil.left and on > pupil.left):
        raise RefusedError(_("They are not at the school on that day."), "on")
    if to and (to.school_id != pupil.school_id or to.kind != Group.Kind.CLASS):
        raise RefusedError(_("Choose a class of this school."), "group")
    if to and to.closed and to.closed <= on:
        raise RefusedError(_("This class is closed on that day."), "group")


def _refuse_name(school: School, name: str, but: int | None = None) -> None:
    if not fold(name):
        raise RefusedError(_("Enter a name."), "name")
    others = Group.objects.for_school(school).filter(closed__isnull=True).values_list("pk", "name")
    if fold(name) in {fold(other) for pk, other in others if pk != but}:
        raise RefusedError(_("There is a class or group of this name already."), "name")
