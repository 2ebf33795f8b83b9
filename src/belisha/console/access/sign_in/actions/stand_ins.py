"""Standing in: somebody uses the console as somebody else for a while. Off unless the school allows it at all."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.models import Session, StandIn, StandInAnswer
from belisha.console.access.permissions import Permission
from belisha.console.access.settings.queries import value_of
from belisha.console.access.sign_in import audit_events, rules
from belisha.console.access.sign_in.declared import STAND_INS
from belisha.console.outbox.actions import send

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.acting import By
    from belisha.console.access.models import School, User

__all__ = ["answer", "ask_to_stand_in", "begin_stand_in", "did_while_standing_in", "end_stand_in", "read_stand_ins"]

ANSWERS_NEEDED = 2


@transaction.atomic
def ask_to_stand_in(by: By, *, school: School, user: User, reason: str, minutes: int) -> StandIn:
    """Ask to use the console as somebody else. Raises NotAllowedError, ValidationError."""
    by = by.may(Permission.ASK_STAND_IN, school)
    if not value_of(school, STAND_INS):
        raise ValidationError(_("Your school does not allow anybody to stand in for somebody else's account."))
    if by.user is None or by.user.pk == user.pk:
        raise ValidationError(_("Choose somebody else: you cannot stand in for yourself."))
    if not user.is_active:
        raise ValidationError(_("The account of %(name)s is not open.") % {"name": user.name})
    if not 1 <= minutes <= rules.LONGEST_STAND_IN:
        raise ValidationError(_("Choose 60 minutes at most."))
    stand_in = StandIn.objects.create(
        school=school, by=by.user, user=user, reason=reason, minutes=minutes, asked_at=timezone.now()
    )
    by.did(audit_events.STAND_IN_ASKED, to=user, at=school, reason=reason, after={"minutes": minutes})
    return stand_in


@transaction.atomic
def answer(by: By, *, stand_in: StandIn, agreed: bool, reason: str = "") -> None:
    """Agree or refuse, as one of the two who must agree. One refusal is enough.

    Raises NotAllowedError, ValidationError.
    """
    by = by.may(Permission.APPROVE_STAND_IN, stand_in.school)
    held = StandIn.objects.select_for_update().get(pk=stand_in.pk)
    if by.user is None or by.user.pk in {held.by_id, held.user_id}:
        raise ValidationError(_("Two other people must agree: neither who asks nor the person stood in for."))
    if held.state != StandIn.State.ASKED:
        raise ValidationError(_("This request has been decided already."))
    if held.answers.filter(by=by.user).exists():
        raise ValidationError(_("You have agreed already. It waits for somebody else."))
    StandInAnswer.objects.create(stand_in=held, by=by.user, agreed=agreed, at=timezone.now())
    if not agreed:
        held.state = StandIn.State.REFUSED
    elif held.answers.filter(agreed=True).count() >= ANSWERS_NEEDED:
        held.state = StandIn.State.AGREED
    held.save(update_fields=["state"])
    by.did(
        audit_events.STAND_IN_ANSWERED,
        to=held.user,
        at=held.school,
        reason=reason,
        after={"for": held.by.name, "agreed": agreed, "state": held.get_state_display()},
    )


@transaction.atomic
def begin_stand_in(by: By, *, stand_in: StandIn, session: Session) -> None:
    """Begin, once both have agreed, on the day they did. The person is told. Raises ValidationError."""
    held = StandIn.objects.select_for_update().get(pk=stand_in.pk)
    now = timezone.now()
    if by.user is None or by.user.pk != held.by_id or session.user_id != held.by_id:
        raise ValidationError(_("Only the person who asked can begin."))
    if held.state != StandIn.State.AGREED or held.asked_at < now - rules.BEGIN_WITHIN:
        raise ValidationError(_("Two people must agree first, and you must begin within a day of asking."))
    if not value_of(held.school, STAND_INS) or not held.user.is_active:
        raise ValidationError(_("This is not allowed any more."))
    held.state, held.session = StandIn.State.BEGUN, session
    held.began_at, held.ends_at = now, now + timedelta(minutes=held.minutes)
    held.save(update_fields=["state", "session", "began_at", "ends_at"])
    session.standing_in = True
    session.save(update_fields=["standing_in"])
    by.did(
        audit_events.STAND_IN_BEGAN,
        to=held.user,
        at=held.school,
        reason=held.reason,
        after={"until": held.ends_at.isoformat(timespec="seconds")},
    )
    send(
        held.user.email,
        _("Somebody is using Belisha in your name"),
        "sign_in/letters/stand_in.txt",
        {"recipient": held.user.name, "colleague": held.by.name, "moment": held.ends_at, "link": reverse("own-flags")},
    )


@transaction.atomic
def did_while_standing_in(by: By, *, stand_in: StandIn, what: str) -> None:
    """Put a request on record that was made while standing in: what was asked of which page, by both names."""
    by.did(audit_events.STAND_IN_DID, to=stand_in.user, at=stand_in.school, after={"page": what})


@transaction.atomic
def end_stand_in(by: By, *, stand_in: StandIn, at: datetime | None = None) -> None:
    """End it: by whoever stands in, or by itself when its time is over (`at`). Twice does nothing."""
    ended = at or timezone.now()
    if StandIn.objects.filter(pk=stand_in.pk, state=StandIn.State.BEGUN).update(
        state=StandIn.State.ENDED, ended_at=ended
    ):
        Session.objects.filter(stand_ins=stand_in).update(standing_in=False)
        by.did(audit_events.STAND_IN_ENDED, to=stand_in.user, at=stand_in.school)


@transaction.atomic
def read_stand_ins(by: By) -> None:
    """Note that somebody has read who stood in for them."""
    if by.user is None:
        return
    unread = StandIn.objects.filter(user=by.user, began_at__isnull=False, seen_at__isnull=True).select_related("school")
    for stand_in in unread.order_by("pk"):
        by.did(audit_events.STAND_IN_SEEN, to=by.user, at=stand_in.school)
    unread.update(seen_at=timezone.now())
