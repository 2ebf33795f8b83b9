"""Accepting a new edition of a standard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import School
from belisha.console.access.permissions import Permission
from belisha.console.compliance.models import AcceptedEdition
from belisha.console.compliance.standards import audit_events
from belisha.console.compliance.standards.queries import may_accept, standard_at
from belisha.console.compliance.standards.rules import differences, digest_of, standard_of

if TYPE_CHECKING:
    from belisha.console.access.acting import By

__all__ = ["accept"]


def accept(*, by: By, school: School, standard: str, version: int, words: str) -> AcceptedEdition:
    """From now on this edition counts at the school. Raises KeyError, NotAllowedError, ValidationError."""
    by = by.may(Permission.SEE_DUTIES, school)
    role = may_accept(by.user, school) if by.user else None
    if role is None or by.user is None:
        raise NotAllowedError(_("A leader or the safeguarding lead accepts a new edition."))
    new = standard_of(standard, version)
    if not words.strip():
        raise ValidationError({"words": [_("Say what follows for the school, or that nothing does.")]})
    with transaction.atomic():
        School.objects.select_for_update().get(pk=school.pk)
        old = standard_at(school, standard)
        if old.version >= version:
            raise ValidationError(_("This edition counts already, or a newer one does."))
        made = AcceptedEdition.objects.create(
            school=school,
            standard=standard,
            version=version,
            digest=digest_of(new),
            words=words.strip()[:400],
            by=by.user,
            role=role.value,
            at=timezone.now(),
        )
        told = {"edition": new.edition, "sha256": made.digest, **differences(old, new).ids}
        by = by._replace(role=role.value)
        by.did(
            audit_events.ACCEPTED, to=made, at=school, reason=made.words, before={"edition": old.edition}, after=told
        )
    return made
