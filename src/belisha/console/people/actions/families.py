"""Families: linking adults and children, and what a link says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils.translation import gettext as _

from belisha.console.access.models import User
from belisha.console.access.permissions import Permission
from belisha.console.people import audit_events
from belisha.console.people.actions.facts import changed, facts_of
from belisha.console.people.models import Person, Relationship
from belisha.console.people.refusals import RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from belisha.console.access.acting import By

__all__ = ["LINK_DETAILS", "change_link", "link_family", "unlink_family"]

LINK_DETAILS: Final = ("kind", "parental_responsibility", "lives_with", "no_contact", "priority")


def link_family(*, by: By, adult: Person, child: Person, details: Mapping[str, Any]) -> Relationship:
    """Say what an adult is to a child; `details`: of LINK_DETAILS. Raises RefusedError."""
    by = _may(by, child)
    with transaction.atomic():
        _refuse_link(adult, child)
        link = Relationship(adult=adult, child=child, **dict(details))
        if "priority" not in details:
            link.priority = Relationship.objects.filter(child=child).count() + 1
        link.save()
        after = {"adult": adult.name, "child": child.name} | facts_of(link, LINK_DETAILS)
        by.did(audit_events.FAMILY_LINKED, to=child, at=child.school, after=after)
    return link


def change_link(*, by: By, link: Relationship, details: Mapping[str, Any], reason: str = "") -> Relationship:
    """Change what a link says; `details`: of LINK_DETAILS."""
    by = _may(by, link.child)
    with transaction.atomic():
        row = Relationship.objects.select_for_update().get(pk=link.pk)
        before = facts_of(row, LINK_DETAILS)
        for name, value in details.items():
            setattr(row, name, value)
        row.save()
        was, now = changed(before, facts_of(row, LINK_DETAILS))
        if now:
            was["adult"] = now["adult"] = link.adult.name
            by.did(
                audit_events.FAMILY_CHANGED, to=link.child, at=link.child.school, reason=reason, before=was, after=now
            )
    return row


def unlink_family(*, by: By, link: Relationship, reason: str = "") -> None:
    """Take a link away. To undo it, link them again: what it said is on record."""
    by = _may(by, link.child)
    with transaction.atomic():
        before = {"adult": link.adult.name, "child": link.child.name} | facts_of(link, LINK_DETAILS)
        by.did(audit_events.FAMILY_UNLINKED, to=link.child, at=link.child.school, reason=reason, before=before)
        link.delete()


def _may(by: By, child: Person) -> By:
    return by.may(Permission.SEE_FAMILIES, child.school).may(Permission.CHANGE_PEOPLE, child.school)


def _refuse_link(adult: Person, child: Person) -> None:
    if child.kind != User.Kind.PUPIL:
        raise RefusedError(_("Only pupils have a family here."), "child")
    if adult.kind == User.Kind.PUPIL:
        raise RefusedError(_("Choose an adult."), "adult")
    if adult.school.federation_id != child.school.federation_id:
        raise RefusedError(_("They are not of the same federation."), "adult")
    if Relationship.objects.filter(adult=adult, child=child).exists():
        raise RefusedError(_("They are linked already: change that link."), "adult")
