"""A lost phone: somebody who looks after accounts asks that a second factor is taken off, a second person agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.models import Ending, FactorReset
from belisha.console.access.permissions import Permission
from belisha.console.access.sign_in import audit_events
from belisha.console.access.sign_in.actions.sessions import end_sessions
from belisha.console.access.sign_in.queries import has_factor
from belisha.console.outbox.actions import send

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.models import School, User

__all__ = ["agree_to_reset", "ask_for_reset", "refuse_reset"]


@transaction.atomic
def ask_for_reset(by: By, *, school: School, user: User, reason: str) -> FactorReset:
    """Ask that somebody's second factor is taken off. Raises NotAllowedError, ValidationError."""
    by = by.may(Permission.CHANGE_ACCOUNTS, school)
    if by.user is None or by.user.pk == user.pk:
        raise ValidationError(_("Nobody asks this for themselves. Ask a colleague who looks after accounts."))
    if not has_factor(user):
        raise ValidationError(_("%(name)s has no second factor.") % {"name": user.name})
    if FactorReset.objects.filter(user=user, state=FactorReset.State.ASKED).exists():
        raise ValidationError(_("Somebody has asked this already. It waits for a second person."))
    reset = FactorReset.objects.create(
        school=school, user=user, reason=reason, asked_by=by.user, asked_at=timezone.now()
    )
    by.did(audit_events.FACTOR_RESET_ASKED, to=user, at=school, reason=reason)
    return reset


@transaction.atomic
def agree_to_reset(by: By, *, reset: FactorReset) -> None:
    """Take the second factor off, as the second person; their sessions end. Raises NotAllowedError, ValidationError.

    At their next sign-in they set up a new one before anything else, if their role needs it.
    """
    by = _decide(by, reset, FactorReset.State.DONE)
    Authenticator.objects.filter(user_id=reset.user_id).delete()
    end_sessions(by, user=reset.user, ending=Ending.FACTOR)
    by.did(
        audit_events.FACTOR_RESET,
        to=reset.user,
        at=reset.school,
        reason=reset.reason,
        after={"asked by": reset.asked_by.name, "agreed by": by.user.name if by.user else ""},
    )
    send(
        reset.user.email,
        _("Your second factor was taken off"),
        "sign_in/letters/factor_reset.txt",
        {"recipient": reset.user.name, "link": reverse("own-account")},
    )


@transaction.atomic
def refuse_reset(by: By, *, reset: FactorReset, reason: str) -> None:
    """Leave the second factor on. Raises NotAllowedError, ValidationError."""
    by = _decide(by, reset, FactorReset.State.REFUSED)
    by.did(audit_events.FACTOR_RESET_REFUSED, to=reset.user, at=reset.school, reason=reason)


def _decide(by: By, reset: FactorReset, state: FactorReset.State) -> By:
    by = by.may(Permission.APPROVE_STAND_IN, reset.school)
    if by.user is None or by.user.pk in {reset.asked_by_id, reset.user_id}:
        raise ValidationError(_("This takes a second person: neither who asked nor whom it is about."))
    decided = FactorReset.objects.filter(pk=reset.pk, state=FactorReset.State.ASKED).update(
        state=state, decided_by=by.user, decided_at=timezone.now()
    )
    if not decided:
        raise ValidationError(_("Somebody has decided this already."))
    return by
