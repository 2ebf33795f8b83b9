"""Signing the filter's week."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError, has_permission, holdings
from belisha.console.access.models import School
from belisha.console.access.permissions import Permission
from belisha.console.access.roles import Role
from belisha.console.filtering.changes import audit_events as events
from belisha.console.filtering.changes.digest.queries import figures_of
from belisha.console.filtering.changes.queries.steps import human, humans
from belisha.console.filtering.models import DigestSign, Half

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.models import User

__all__ = ["may_sign", "sign_week"]

SAFEGUARDING = frozenset({Role.DSL, Role.DEPUTY_DSL})


def may_sign(user: User | None, school: School, side: str) -> bool:
    """Whether somebody may sign for a side: safeguarding leads and deputies, or technical assessors."""
    if user is None:
        return False
    if side == Half.Side.EDUCATION:
        return any(held.role in SAFEGUARDING and held.school == school.pk for held in holdings(user))
    return has_permission(user, Permission.ASSESS_TECHNICALLY, school)


def sign_week(*, by: By, school: School, monday: date, side: str, words: str = "") -> DigestSign:
    """Sign a week that is over, for one side. Raises ValidationError, NotAllowedError."""
    person = human(by)
    if person is None or not may_sign(by.user, school, side):
        raise NotAllowedError(_("The designated safeguarding lead or a deputy signs here, and the technical side."))
    by = by.may(Permission.SEE_FILTER, school)
    if monday.weekday() != 0 or monday + timedelta(days=7) > timezone.localdate():
        raise ValidationError(_("That week is not over yet."))
    with transaction.atomic():
        School.objects.select_for_update().get(pk=school.pk)
        there = list(DigestSign.objects.for_school(school).filter(week=monday).select_related("by"))
        if any(each.side == side for each in there):
            raise ValidationError(_("It is signed already."))
        numbers = humans([person, *(each.by for each in there)])
        if any(numbers[each.by.pk] == numbers[person.pk] for each in there):
            raise ValidationError(_("You signed for the other side: the two signatures must be two people's."))
        signed: DigestSign = DigestSign.objects.create(
            school=school,
            week=monday,
            side=side,
            by=person,
            at=timezone.now(),
            words=words.strip()[:1000],
            content=figures_of(school, monday),
        )
        by.did(
            events.DIGEST_SIGNED,
            to=signed,
            at=school,
            reason=signed.words,
            after={"week": monday.isoformat(), "side": side},
        )
    return signed
