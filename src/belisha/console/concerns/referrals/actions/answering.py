"""Answering what a procedure asks: a yes says whom it is passed on to, a no says why."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.concerns.actions.writing import write
from belisha.console.concerns.models import Answer, Entry, Referral
from belisha.console.concerns.referrals import audit_events
from belisha.console.concerns.referrals.rules.agencies import agency_of
from belisha.console.concerns.referrals.rules.procedures import due, procedure_of
from belisha.console.concerns.working.actions.keeping import acted, taken_up
from belisha.console.concerns.working.actions.weighing import weigh

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from belisha.console.access.acting import By
    from belisha.console.concerns.models import Concern
    from belisha.console.concerns.referrals.rules.procedures import Procedure

__all__ = ["answer", "begin"]


def answer(
    *, by: By, concern: Concern, procedure: str, applies: bool, reason: str, bodies: Sequence[str] = ()
) -> Answer:
    """Answer a question about a concern; a later answer counts instead of an earlier one.

    `bodies`: whom it is passed on to, of those to choose from. Raises NotAllowedError, ValidationError.
    """
    asked = procedure_of(procedure)
    chosen = [name for name in asked.choose if name in bodies]
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    if applies and asked.choose and not chosen:
        raise ValidationError({"bodies": _("Choose at least one that it is passed on to.")})
    with transaction.atomic():
        by, held = taken_up(by, concern)
        details = {"procedure": procedure, "applies": applies, "question": asked.question}
        entry = write(by, held, Entry.Kind.DECISION, reason.strip(), details=details)
        given = Answer.objects.create(
            concern=held, procedure=procedure, applies=applies, at=timezone.now(), by=by.user, entry=entry
        )
        by.did(audit_events.ANSWERED, to=held, at=held, after={"procedure": procedure, "applies": applies})
        if applies:
            for agency, instead, by_when, spare in _wanted(asked, chosen, held, given.at):
                _begin(by, held, agency, procedure, by_when, instead=instead, spare=spare)
        else:
            _none_needed(by, held, procedure)
        weigh(by, held)
        acted(held)
    return given


def _wanted(
    asked: Procedure, chosen: Sequence[str], concern: Concern, now: datetime
) -> Iterator[tuple[str, tuple[str, ...], datetime, bool]]:
    """Whom a yes is passed on to: body, others that will do, by when, and whether it may be decided against."""
    zone = timezone.get_default_timezone()
    soon = due(asked.choose_within, now, zone) if asked.choose else now
    left = [*chosen]
    for must in asked.must:
        since = concern.reported_at if must.since == "report" else now
        by_when = due(must.within, since, zone)
        body = next((name for name in must.bodies if name in left), "")
        if body:
            left.remove(body)
        first = body or must.bodies[0]
        instead = tuple(name for name in must.bodies if name != first)
        yield first, instead, min(by_when, soon) if body else by_when, must.spare
    yield from ((name, (), soon, True) for name in left)


def _begin(
    by: By, concern: Concern, agency: str, procedure: str, by_when: datetime, *, instead: tuple[str, ...], spare: bool
) -> None:
    """Add a referral, unless there is one to the same body, made or to be made."""
    already = concern.referrals.exclude(state=Referral.State.NOT_MADE).filter(agency__in=[agency, *instead])
    found = already.filter(procedure=procedure).first()
    if found is not None:
        return
    referral = Referral.objects.create(
        concern=concern, key=secrets.token_hex(6), agency=agency, procedure=procedure, began_at=timezone.now(),
        began_by=by.user, due_at=by_when, spare=spare, instead=",".join(instead),
    )  # fmt: skip
    after = {"referral": referral.key, "agency": agency, "due": by_when.isoformat()}
    by.did(audit_events.BEGUN, to=concern, at=concern, after=after)


def _none_needed(by: By, concern: Concern, procedure: str) -> None:
    """What an earlier yes wanted and nobody has made yet is not needed after a no."""
    for referral in concern.referrals.to_send().filter(procedure=procedure).order_by("pk"):
        referral.state = Referral.State.NOT_MADE
        referral.save(update_fields=["state"])
        by.did(audit_events.NOT_MADE, to=concern, at=concern, after={"referral": referral.key})


def begin(*, by: By, concern: Concern, agency: str) -> Referral:
    """Decide to pass a concern on to a body that nothing demands. Raises NotAllowedError, ValidationError."""
    body = agency_of(agency)
    with transaction.atomic():
        by, held = taken_up(by, concern)
        if held.referrals.to_send().filter(agency=agency).exists():
            raise ValidationError(_("It is to be passed on to them already."))
        by_when = due(body.within, timezone.now(), timezone.get_default_timezone())
        _begin(by, held, agency, "", by_when, instead=(), spare=True)
        acted(held)
    found: Referral = held.referrals.filter(agency=agency, procedure="").order_by("-pk")[0]
    return found
