"""What every step of a change begins with: hold the row, find out what it waits for, and whether this person may."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import Federation, School
from belisha.console.access.places import federation_of
from belisha.console.filtering.changes.queries.steps import facts_of, human, somebody
from belisha.console.filtering.changes.rules.steps import RIGHTS, Step, why_not
from belisha.console.filtering.models import Change
from belisha.console.filtering.policy.queries import NotAdoptedError, ground
from belisha.console.filtering.policy.rules.faults import refusals
from belisha.engine.policy.edits import EditError, apply

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.acting import By
    from belisha.console.access.permissions import Permission
    from belisha.engine.policy import Policy
    from belisha.engine.policy.edits import Edit

__all__ = ["as_role", "check_fit", "federation_of", "hold", "policy_under", "take_step"]


def as_role(by: By, permissions: Iterable[Permission], place: School | Federation) -> By:
    """Themselves with the role that gives one of some rights at a place. Raises NotAllowedError."""
    school = place if isinstance(place, School) else None
    refused = NotAllowedError(_("Your role does not allow this step."))
    for permission in sorted(permissions):
        try:
            return by.may(permission, school)
        except NotAllowedError as error:
            refused = error
    raise refused


def hold(change: Change) -> Change:
    """The change as it is now, held until the transaction ends, with its federation: one change at a time."""
    Federation.objects.select_for_update().get(pk=change.federation_id)
    held: Change = (
        Change.objects.select_for_update(of=("self",))
        .select_related("federation", "school__federation", "made_by", "consent_by", "applied_by")
        .get(pk=change.pk)
    )
    return held


def take_step(by: By, change: Change, step: Step) -> By:
    """Themselves with the role that lets them take a step now. Raises NotAllowedError, ValidationError with why not."""
    by = as_role(by, RIGHTS[step], change.place)
    facts, people = facts_of(change, [human(by)])
    if told := why_not(step, facts, somebody(by, change.place, people, timezone.localdate())):
        raise ValidationError(told, code="not-now")
    return by


def policy_under(federation: Federation, edits: Iterable[Edit]) -> Policy:
    """The policy that edits are made on. Raises ValidationError before there is one."""
    try:
        return ground(federation, edits)
    except NotAdoptedError:
        raise ValidationError(
            _("The console holds no policy yet. The technician takes over the one that is in force first.")
        ) from None


def check_fit(place: School | Federation, edits: tuple[Edit, ...]) -> Policy:
    """The policy that edits are made on, once they fit it and may be made there. Raises ValidationError."""
    before = policy_under(federation_of(place), edits)
    try:
        after = apply(before, edits)
    except EditError as error:
        raise ValidationError(str(error), code="does-not-fit") from error
    if told := refusals(edits, before, after, place.code if isinstance(place, School) else ""):
        raise ValidationError(told)
    return before
