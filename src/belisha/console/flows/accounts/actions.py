"""What class teachers do for the pupils of their classes: new passwords, cards, pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.accounts.actions.passwords import give_new_password
from belisha.console.access.accounts.actions.youngest import forget_ways_in, make_cards, set_pictures
from belisha.console.access.accounts.queries.rules_in_force import YOUNG_YEARS, young_rule
from belisha.console.access.authorization import NotAllowedError, has_permission
from belisha.console.access.permissions import Permission
from belisha.console.flows.accounts.queries import pupils_of
from belisha.console.people.models import Group, Membership, Person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.console.access.accounts.actions.opening import FirstPassword
    from belisha.console.access.accounts.actions.youngest import MadeCard
    from belisha.console.access.acting import By

__all__ = ["choose_pictures", "end_exception", "new_pupil_password", "print_cards"]


def new_pupil_password(*, by: By, group: Group, pupil: Person, reason: str) -> FirstPassword:
    """Give a pupil of one's class a new password. Their sessions end. Raises NotAllowedError, ValidationError."""
    by = _check(by, group, [pupil])
    return give_new_password(by=by, user=pupil.user, school=group.school, reason=reason, easy=pupil.year in YOUNG_YEARS)


@transaction.atomic
def print_cards(*, by: By, group: Group, pupils: Sequence[Person]) -> dict[int, MadeCard]:
    """New cards for those pupils who may sign in with one, by the account's number; their older cards work no longer.

    Raises NotAllowedError, and ValidationError for somebody who is not in the class or has no open account.
    """
    by = _check(by, group, pupils)
    rule = young_rule(group.school)
    users = [pupil.user for pupil in pupils if rule.card and pupil.year in rule.years]
    return {card.user.pk: card for card in make_cards(by=by, school=group.school, users=users)}


@transaction.atomic
def choose_pictures(*, by: By, group: Group, pupil: Person, chosen: Sequence[str]) -> None:
    """Set the three pictures that a pupil of one's class signs in with. Raises NotAllowedError, ValidationError."""
    by = _check(by, group, [pupil])
    rule = young_rule(group.school)
    if not rule.pictures or pupil.year not in rule.years:
        raise ValidationError(_("Pupils of this year group do not sign in with pictures."))
    try:
        set_pictures(by=by, user=pupil.user, school=group.school, chosen=chosen)
    except ValueError as error:
        raise ValidationError(_("Choose three different pictures.")) from error


@transaction.atomic
def end_exception(*, by: By, group: Group, pupil: Person) -> None:
    """A pupil of one's class signs in with their password alone from now on. Raises NotAllowedError."""
    by = _check(by, group, [pupil])
    forget_ways_in(by, pupil.user, group.school)


def _check(by: By, group: Group, pupils: Sequence[Person]) -> By:
    """Themselves with the role that gives the right over these pupils of a class that they teach, or over all."""
    by = by.may(Permission.SET_CLASS_PASSWORDS, group.school)
    today = timezone.localdate()
    if by.user and not has_permission(by.user, Permission.CHANGE_ACCOUNTS, group.school):
        teaching = Membership.objects.on(today).filter(group=group, person__user=by.user, teaches=True)
        if not teaching.exists():
            raise NotAllowedError(_("You can do this for the classes that you teach."))
    there = set(pupils_of(group, today).filter(user__opened_at__isnull=False, user__closed_at__isnull=True))
    if missing := [pupil.name for pupil in pupils if pupil not in there]:
        raise ValidationError(
            _("Not in this class, or without an open account: %(names)s.") % {"names": ", ".join(missing)}
        )
    return by
