"""A concern begins: whoever it is from, it is put where it belongs, and those who answer for it are told."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError, holdings, schools_for
from belisha.console.concerns import audit_events
from belisha.console.concerns.actions.finding import index
from belisha.console.concerns.actions.writing import check_may_work, write
from belisha.console.concerns.hooks import concern_reported, people_changed
from belisha.console.concerns.models import Concern, Entry, Subject
from belisha.console.concerns.rules.categories import category_of
from belisha.console.concerns.rules.routes import route_for, stricter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.people.models import Person

__all__ = [
    "NewSubject",
    "Told",
    "add_subject",
    "change_subject",
    "new_reference",
    "put_in",
    "report",
    "route_again",
]

LETTERS: Final = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is read as another


class NewSubject(NamedTuple):
    """Somebody in a report: on the register, or by name."""

    role: str
    person: Person | None = None
    name: str = ""
    restricted: bool = False


class Told(NamedTuple):
    """What a report says besides its words and people."""

    origin: str
    happened_at: datetime | None = None
    happened: str = ""
    place: str = ""
    where: str = ""
    done: str = ""  # what was done already
    danger_now: bool = False
    child_protection: bool = False
    told_by_voice: bool = False
    reporter: str = ""  # the name of somebody without an account; empty with no user: anonymous
    context: Mapping[str, Any] | None = None
    details: Mapping[str, Any] | None = None  # what the form asks besides; sealed with the words


def report(
    *, by: By, school: School, category: str, words: str, subjects: Sequence[NewSubject] = (), told: Told
) -> Concern:
    """Tell of a concern: everybody of a school may. Raises NotAllowedError for a stranger, ValidationError."""
    if by.user is not None and not schools_for(by.user).filter(pk=school.pk).exists():
        raise NotAllowedError(_("You are not of this school."))
    if not words.strip():
        raise ValidationError({"words": _("Write down what happened.")})
    kind = category_of(category)
    now = timezone.now()
    if told.happened_at and told.happened_at > now:
        raise ValidationError({"happened_at": _("That is in the future.")})
    with transaction.atomic():
        concern = Concern.objects.create(
            school=school,
            reference=new_reference(),
            route=route_for(kind, _alleged(subjects)),
            category=category,
            origin=told.origin,
            danger_now=told.danger_now,
            child_protection=told.child_protection or kind.child_protection,
            words_only=kind.words_only,
            told_by_voice=told.told_by_voice,
            reported_at=now,
            reported_by=by.user,
            reporter=told.reporter,
            happened_at=told.happened_at,
            happened=told.happened,
            place=told.place,
            where=told.where,
            context=dict(told.context or {}),
        )
        for subject in subjects:
            put_in(by, concern, subject, now)
        by.did(audit_events.REPORTED, to=concern, at=concern, after={"route": concern.route, "category": category})
        write(by, concern, Entry.Kind.REPORT, words.strip(), details=_details(told))
        if told.context:
            write(by, concern, Entry.Kind.CONTEXT, "", details=told.context)
        index(concern)  # its place, and the names of those who are on no register
        concern_reported(concern)
    return concern


def add_subject(*, by: By, concern: Concern, subject: NewSubject) -> Subject:
    """Say that somebody is in a concern; may close it to some. Raises NotAllowedError, ValidationError."""
    by = check_may_work(by, concern)
    with transaction.atomic():
        concern = Concern.objects.select_for_update().select_related("school").get(pk=concern.pk)
        if subject.person and concern.subjects.filter(person=subject.person, ended_at=None).exists():
            raise ValidationError({"person": _("They are in this concern already.")})
        row = put_in(by, concern, subject, timezone.now())
        by.did(audit_events.SUBJECT_ADDED, to=concern, at=concern, after={"subject": row.pk, "role": row.role})
        index(concern)
        route_again(by, concern)
        people_changed(by, concern)
    return row


def change_subject(*, by: By, subject: Subject, role: str, restricted: bool, reason: str, ends: bool = False) -> None:
    """Say that somebody is something else in a concern, or (`ends`) was entered by mistake. Raises as `add_subject`."""
    by = check_may_work(by, subject.concern)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    with transaction.atomic():
        concern = Concern.objects.select_for_update().select_related("school").get(pk=subject.concern_id)
        before = {"role": subject.role, "restricted": subject.restricted}
        subject.role, subject.restricted = role, restricted
        subject.ended_at = timezone.now() if ends else None
        subject.save(update_fields=["role", "restricted", "ended_at"])
        after = {"subject": subject.pk, "role": role, "restricted": restricted, "ended": ends}
        by.did(audit_events.SUBJECT_CHANGED, to=concern, at=concern, reason=reason, before=before, after=after)
        index(concern)
        route_again(by, concern)
        people_changed(by, concern)


def put_in(by: By, concern: Concern, subject: NewSubject, now: datetime) -> Subject:
    """A subject of a concern: for actions, which have asked who may, and route it again. Raises ValidationError."""
    person = subject.person
    if person is not None and person.school.federation_id != concern.school.federation_id:
        raise ValidationError({"person": _("They are not of this school.")})
    if person is None and not subject.name.strip():
        raise ValidationError({"name": _("Say who it is.")})
    return Subject.objects.create(
        concern=concern,
        person=person,
        name="" if person else subject.name.strip(),
        role=subject.role,
        restricted=subject.restricted,
        added_at=now,
        added_by=by.user,
    )


def route_again(by: By, concern: Concern) -> None:
    """Whose it is may follow from a new subject; it is never opened to more people by that."""
    rows = concern.subjects.filter(ended_at=None).select_related("person__user")
    subjects = [NewSubject(row.role, row.person) for row in rows]
    route = stricter(concern.route, route_for(category_of(concern.category), _alleged(subjects)))
    if route != concern.route:
        before, concern.route, concern.assigned_to = concern.route, route, None
        concern.save(update_fields=["route", "assigned_to"])
        by.did(audit_events.ROUTED, to=concern, at=concern, before={"route": before}, after={"route": route})
        concern_reported(concern)


def _details(told: Told) -> dict[str, Any]:
    done = {"done": told.done} if told.done else {}
    return {**(told.details or {}), **done}


def _alleged(subjects: Sequence[NewSubject]) -> list[tuple[str, frozenset[Any]]]:
    found = []
    for subject in subjects:
        if subject.role == Subject.Role.ALLEGED and subject.person is not None:
            roles = frozenset(holding.role for holding in holdings(subject.person.user))
            found.append((subject.person.kind, roles))
    return found


def new_reference() -> str:
    """A reference that no concern has, drawn by lot."""
    while True:
        drawn = "".join(secrets.choice(LETTERS) for _each in range(8))
        reference = f"{drawn[:4]}-{drawn[4:]}"
        if not Concern.objects.filter(reference=reference).exists():
            return reference
