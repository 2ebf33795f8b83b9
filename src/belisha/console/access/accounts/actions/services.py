"""Outside services: listed, given to people, and closed there by somebody who ticks it with their name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.accounts import audit_events
from belisha.console.access.models import OutsideService, ServiceAccess, User
from belisha.console.access.permissions import Permission

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = [
    "ServiceFacts",
    "end_service",
    "give_service",
    "must_close_outside",
    "save_service",
    "set_members",
    "tick_closed",
]


class ServiceFacts(NamedTuple):
    """What is noted of an outside service. `kinds`: kinds of person who all have an account there."""

    name: str
    closer: str
    address: str = ""
    kinds: Sequence[str] = ()
    staff_platform: bool = False

    def as_row(self) -> dict[str, Any]:
        """As the row holds it."""
        return {**self._asdict(), "kinds": sorted(self.kinds)}


@transaction.atomic
def save_service(
    *, by: By, school: School, facts: ServiceFacts, service: OutsideService | None = None
) -> OutsideService:
    """Add a service to the list of a school, or change one. Raises ValidationError for a name that is on it."""
    by = by.may(Permission.CHANGE_ACCOUNTS, school)
    same = OutsideService.objects.filter(school=school, name=facts.name, ended_at__isnull=True)
    if any(other != service for other in same):
        raise ValidationError({"name": _("This service is on the list.")})
    before = {field: getattr(service, field) for field in facts._fields} if service else None
    service = service or OutsideService(school=school)
    for field, value in facts.as_row().items():
        setattr(service, field, value)
    service.save()
    event = audit_events.SERVICE_ADDED if before is None else audit_events.SERVICE_CHANGED
    by.did(event, to=service, at=school, before=before, after=facts.as_row())
    return service


@transaction.atomic
def end_service(*, by: By, service: OutsideService, reason: str) -> None:
    """Take a service off the list: the school uses it no longer. What is to be closed there must be closed first.

    Raises ValidationError while something is red.
    """
    by = by.may(Permission.CHANGE_ACCOUNTS, service.school)
    if service.accesses.filter(must_close_since__isnull=False, closed_at__isnull=True).exists():
        raise ValidationError(_("Accounts of people who left are still to be closed there."))
    service.ended_at = timezone.now()
    service.save(update_fields=["ended_at"])
    by.did(audit_events.SERVICE_ENDED, to=service, at=service.school, reason=reason)


@transaction.atomic
def give_service(*, by: By, service: OutsideService, user: User) -> ServiceAccess:
    """Note that somebody has an account with a service, by whose leave and since today. Twice does nothing.

    Raises ValidationError for a learning platform: nobody is added to it by hand.
    """
    by = by.may(Permission.CHANGE_ACCOUNTS, service.school)
    if service.staff_platform:
        raise ValidationError({"service": _("Its members are worked out each night from the staff on the roll.")})
    access, added = ServiceAccess.objects.get_or_create(
        service=service,
        user=user,
        closed_at=None,
        defaults={"since": timezone.localdate(), "given_by": by.user},
    )
    if added:
        by.did(audit_events.SERVICE_GIVEN, to=access, at=service.school)
    return access


@transaction.atomic
def set_members(*, by: By, service: OutsideService, members: Sequence[User]) -> int:
    """Let exactly these people be members of a service: others are listed to be closed. Says how many changed."""
    by = by.may(Permission.CHANGE_ACCOUNTS, service.school)
    held = {access.user_id: access for access in service.accesses.filter(closed_at__isnull=True).select_related("user")}
    wanted = {user.pk: user for user in members}
    today, now = timezone.localdate(), timezone.now()
    changed = 0
    for user in wanted.values():
        access = held.get(user.pk)
        if access is None or access.must_close_since:
            access = access or ServiceAccess(service=service, user=user, since=today)
            access.must_close_since = None
            access.save()
            by.did(audit_events.SERVICE_GIVEN, to=access, at=service.school)
            changed += 1
    for access in held.values():
        if access.user_id not in wanted and access.must_close_since is None:
            access.must_close_since = now
            access.save(update_fields=["must_close_since"])
            by.did(audit_events.SERVICE_TO_CLOSE, to=access, at=service.school)
            changed += 1
    return changed


@transaction.atomic
def must_close_outside(by: By, user: User, school: School) -> int:
    """List all that must be closed outside for somebody who left; says how many are newly listed.

    What they were given by name, and what everybody of their kind has. Whoever calls this has checked the right.
    """
    now = timezone.now()
    held = {access.service_id: access for access in ServiceAccess.objects.filter(user=user, closed_at__isnull=True)}
    services = OutsideService.objects.filter(school=school, ended_at__isnull=True)
    for service in services:
        if user.kind in service.kinds and service.pk not in held:
            since = (user.opened_at or now).date()
            held[service.pk] = ServiceAccess.objects.create(service=service, user=user, since=since)
    newly = [access for access in held.values() if access.must_close_since is None]
    for access in newly:
        access.must_close_since = now
        access.save(update_fields=["must_close_since"])
        by.did(audit_events.SERVICE_TO_CLOSE, to=access, at=school)
    return len(newly)


@transaction.atomic
def tick_closed(*, by: By, access: ServiceAccess) -> None:
    """Somebody with a name says that an account is closed with the service. Twice does nothing."""
    by = by.may(Permission.CHANGE_ACCOUNTS, access.service.school)
    if by.user is None:
        message = "closing outside is confirmed by a person"
        raise PermissionError(message)
    if access.closed_at:
        return
    access.closed_at, access.closed_by = timezone.now(), by.user
    access.save(update_fields=["closed_at", "closed_by"])
    by.did(audit_events.SERVICE_CLOSED, to=access, at=access.service.school)
