"""Devices on which others sign, and links for those who have no account: each opened by somebody, for a while."""

from __future__ import annotations

from datetime import time, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.permissions import Permission
from belisha.console.agreements.models import SigningLink, Sitting
from belisha.console.agreements.signing import audit_events as events
from belisha.console.agreements.signing.queries.teaching import classes_for, may_take
from belisha.console.agreements.signing.rules import new_token, secret_digest
from belisha.console.outbox.actions import send
from belisha.console.people.refusals import RefusedError
from belisha.console.people.visits.rules import at

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.people.models import Group, Person

__all__ = ["Opened", "close_link", "end_sitting", "link_for", "open_class", "open_desk"]

CLASS_LASTS: Final = timedelta(hours=2)
LINK_LASTS: Final = timedelta(days=14)


class Opened(NamedTuple):
    """A sitting or link with the secret of its address, which is kept nowhere in clear."""

    made: Sitting | SigningLink
    token: str


def open_class(*, by: By, school: School, group: Group, explained: bool) -> Opened:
    """Let a class sign one after the other on one device, for two hours, under the eyes of whoever opens it.

    `explained`: they told the class what follows if rules are broken. Raises RefusedError, NotAllowedError.
    """
    by = by.may(Permission.TAKE_SIGNATURES, school)
    if by.user is None or not classes_for(by.user, school).filter(pk=group.pk).exists():
        raise NotAllowedError(_("Signatures of a class are taken by who teaches it, or by the office."))
    if not explained:
        raise RefusedError(_("First talk with the class about what happens if rules are broken."), "explained")
    now = timezone.now()
    sitting = Sitting(school=school, kind=Sitting.Kind.CLASS, group=group, until=now + CLASS_LASTS, explained_at=now)
    return _open(by, sitting, now)


def open_desk(*, by: By, school: School) -> Opened:
    """Let visitors sign on a device at the desk, until the end of the day."""
    by = by.may(Permission.RECEIVE_VISITORS, school)
    now = timezone.now()
    midnight = at(timezone.localdate(now) + timedelta(days=1), time.min, timezone.get_default_timezone())
    return _open(by, Sitting(school=school, kind=Sitting.Kind.DESK, until=midnight), now)


def _open(by: By, sitting: Sitting, now: datetime) -> Opened:
    token = new_token()
    if by.user is None:
        raise NotAllowedError
    sitting.digest, sitting.opened_by, sitting.opened_at = secret_digest(token), by.user, now
    with transaction.atomic():
        same = Sitting.objects.for_school(sitting.school).filter(kind=sitting.kind, group=sitting.group)
        same.open_at(now).filter(opened_by=by.user).update(ended_at=now)
        sitting.save()
        by.did(events.SITTING_OPENED, to=sitting, at=sitting.school)
        if sitting.explained_at:
            by.did(events.EXPLAINED, to=sitting, at=sitting.school)
    return Opened(sitting, token)


def end_sitting(*, by: By, sitting: Sitting) -> None:
    """End a sitting: its address opens nothing any more."""
    right = Permission.TAKE_SIGNATURES if sitting.kind == Sitting.Kind.CLASS else Permission.RECEIVE_VISITORS
    by = by.may(right, sitting.school)
    with transaction.atomic():
        if Sitting.objects.filter(pk=sitting.pk, ended_at__isnull=True).update(ended_at=timezone.now()):
            by.did(events.SITTING_ENDED, to=sitting, at=sitting.school)


def link_for(*, by: By, person: Person) -> Opened:
    """Make a link by which somebody without an account signs; an older one dies. Sent where there is an address.

    Raises NotAllowedError; RefusedError for children, who sign with their class or in their own session.
    """
    school = person.school
    by = by.may(Permission.TAKE_SIGNATURES, school)
    if by.user is not None and not may_take(by.user, person):
        raise NotAllowedError(_("Only the office or leaders make links for signing."))
    if person.kind == "pupil":
        raise RefusedError(_("Children sign with their class, or when they have signed in."))
    now, token = timezone.now(), new_token()
    with transaction.atomic():
        SigningLink.objects.filter(person=person, ended_at__isnull=True).update(ended_at=now)
        link = SigningLink.objects.create(
            person=person, digest=secret_digest(token), made_by=by.user, made_at=now, until=now + LINK_LASTS
        )
        words = {"recipient": person.name, "school": school.name, "link": reverse("sign-by-link", args=[token])}
        subject = _("Please read and sign: %(school)s") % {"school": school.name}
        send(person.email, subject, "agreements/letters/link.txt", words, secret=True)
        by.did(events.LINKED, to=person, at=school, after={"sent": bool(person.email)})
    return Opened(link, token)


def close_link(link: SigningLink) -> None:
    """Let a link die: everything is signed."""
    SigningLink.objects.filter(pk=link.pk, ended_at__isnull=True).update(ended_at=timezone.now())
