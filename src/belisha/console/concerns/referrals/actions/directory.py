"""The directory of contacts of an area: entered, changed, checked once a year, taken off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.concerns.models import Contact
from belisha.console.concerns.queries.visible import routes_of
from belisha.console.concerns.referrals import audit_events
from belisha.console.concerns.referrals.rules.agencies import agencies
from belisha.console.concerns.rules.routes import GIVES

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.models import School

__all__ = ["FIELDS", "add_contact", "change_contact", "check_contact", "end_contact"]

FIELDS = ("name", "phone", "out_of_hours", "email", "link", "hours", "notes")


def _may(by: By, school: School) -> By:
    """Whoever answers for concerns of any route. Raises NotAllowedError."""
    if by.user is None:
        return by
    routes = routes_of(by, school)
    if not routes:
        raise NotAllowedError(_("This is for those who answer for concerns: safeguarding team, head, chair, DPO."))
    return by.may(GIVES[routes[0]], school)


def _clean(told: dict[str, Any]) -> dict[str, str]:
    found = {name: str(told.get(name) or "").strip() for name in FIELDS}
    if not found["name"]:
        raise ValidationError({"name": _("Say who it is.")})
    if not (found["phone"] or found["email"] or found["link"]):
        raise ValidationError({"phone": _("Give a telephone number, an e-mail address or a page.")})
    return found


def add_contact(*, by: By, school: School, agency: str, **told: Any) -> Contact:
    """Enter how a body is reached (`told`: FIELDS). Raises NotAllowedError, ValidationError."""
    by = _may(by, school)
    if agency not in {each.id for each in agencies()}:
        raise ValidationError(_("There is no such body."))
    found = _clean(told)
    with transaction.atomic():
        contact = Contact.objects.create(
            school=school, agency=agency, checked_at=timezone.now(), checked_by=by.user, **found
        )
        by.did(audit_events.CONTACT_ADDED, to=contact, at=school, after={"agency": agency, **found})
    return contact


def change_contact(*, by: By, contact: Contact, **told: Any) -> None:
    """Change how a body is reached; it counts as checked. Raises NotAllowedError, ValidationError."""
    by = _may(by, contact.school)
    found = _clean(told)
    with transaction.atomic():
        before = {name: getattr(contact, name) for name in FIELDS}
        for name, value in found.items():
            setattr(contact, name, value)
        contact.checked_at, contact.checked_by = timezone.now(), by.user
        contact.save()
        by.did(audit_events.CONTACT_CHANGED, to=contact, at=contact.school, before=before, after=found)


def check_contact(*, by: By, contact: Contact) -> None:
    """Somebody made sure that it is right: rang, or looked it up. Raises NotAllowedError."""
    by = _may(by, contact.school)
    with transaction.atomic():
        contact.checked_at, contact.checked_by = timezone.now(), by.user
        contact.save(update_fields=["checked_at", "checked_by"])
        by.did(audit_events.CONTACT_CHECKED, to=contact, at=contact.school)


def end_contact(*, by: By, contact: Contact) -> None:
    """Take a contact off the directory. Raises NotAllowedError."""
    by = _may(by, contact.school)
    with transaction.atomic():
        contact.ended_at = timezone.now()
        contact.save(update_fields=["ended_at"])
        by.did(audit_events.CONTACT_ENDED, to=contact, at=contact.school)
