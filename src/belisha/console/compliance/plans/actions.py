"""Planning what is done about a duty, bearing a risk for a time, saying what came of it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.permissions import Permission
from belisha.console.compliance.models import Plan
from belisha.console.compliance.plans import audit_events
from belisha.console.compliance.plans.queries import may_bear, may_plan, owners
from belisha.console.compliance.plans.rules import LONGEST_RISK
from belisha.console.duties.catalogue import catalogue

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.acting import By
    from belisha.console.access.models import School, User

__all__ = ["bear", "end_plan", "give", "plan", "plan_found"]


def plan(*, by: By, school: School, duty: str, words: str, owner: User, due: date) -> Plan:
    """Say what is done about a duty, by whom and until when. Raises KeyError, NotAllowedError, ValidationError."""
    by = by.may(Permission.SEE_DUTIES, school)
    role = may_plan(by.user, school) if by.user else None
    if role is None:
        raise NotAllowedError(_("Leaders and those who lead a part of the school's work plan."))
    return plan_found(by=by._replace(role=role.value), school=school, duty=duty, words=words, owner=owner, due=due)


def plan_found(*, by: By, school: School, duty: str, words: str, owner: User, due: date) -> Plan:
    """As `plan`, for verbs that have asked for a right of their own: what a walk or a survey showed.

    Raises KeyError, ValidationError.
    """
    if not owners(school).filter(pk=owner.pk).exists():
        raise ValidationError({"owner": [_("Choose somebody who sees the duties of this school.")]})
    return _made(by, school, duty, Plan.Kind.ACTION, words, owner, due)


def bear(*, by: By, school: School, duty: str, words: str, until: date) -> Plan:
    """Accept a risk until a day: the duty stays as it stands, and the board says who bears it.

    Raises KeyError, NotAllowedError, ValidationError.
    """
    by = by.may(Permission.SEE_DUTIES, school)
    role = may_bear(by.user, school) if by.user else None
    if role is None or by.user is None:
        raise NotAllowedError(_("The head or the chair of governors accepts a risk."))
    if until > timezone.localdate() + timedelta(LONGEST_RISK):
        raise ValidationError({"until": [_("A year at most: then somebody looks at it anew.")]})
    return _made(by._replace(role=role.value), school, duty, Plan.Kind.RISK, words, by.user, until)


def end_plan(*, by: By, plan: Plan, outcome: str) -> None:
    """Say what came of a plan: by its owner, or anybody who plans. Raises NotAllowedError, ValidationError."""
    with transaction.atomic():
        held = Plan.objects.select_for_update(of=("self",)).select_related("school").get(pk=plan.pk)
        by = by.may(Permission.SEE_DUTIES, held.school)
        if by.user is None or (held.owner_id != by.user.pk and may_plan(by.user, held.school) is None):
            raise NotAllowedError(_("Its owner says what came of it, or somebody who plans."))
        if held.ended_at is not None:
            raise ValidationError(_("Somebody has ended this already."))
        if not outcome.strip():
            raise ValidationError({"outcome": [_("Say what came of it.")]})
        held.ended_at, held.ended_by, held.outcome = timezone.now(), by.user, outcome.strip()[:400]
        held.save(update_fields=["ended_at", "ended_by", "outcome"])
        by.did(audit_events.ENDED, to=held, at=held.school, reason=held.outcome)


def give(*, by: By, plan: Plan, to: User, reason: str = "") -> None:
    """Give an open plan to another: its owner, or anybody who plans. Raises NotAllowedError, ValidationError.

    A risk goes only to somebody who may bear one: who has it bears it.
    """
    with transaction.atomic():
        held = Plan.objects.select_for_update(of=("self",)).select_related("school", "owner").get(pk=plan.pk)
        by = by.may(Permission.SEE_DUTIES, held.school)
        if by.user is None or (held.owner_id != by.user.pk and may_plan(by.user, held.school) is None):
            raise NotAllowedError(_("Its owner gives it to another, or somebody who plans."))
        if held.ended_at is not None:
            raise ValidationError(_("Somebody has ended this already."))
        if not owners(held.school).filter(pk=to.pk).exists():
            raise ValidationError({"owner": [_("Choose somebody who sees the duties of this school.")]})
        if held.kind == Plan.Kind.RISK and may_bear(to, held.school) is None:
            raise ValidationError({"owner": [_("The head or the chair of governors accepts a risk.")]})
        before, held.owner = {"owner": held.owner_id}, to
        held.save(update_fields=["owner"])
        by.did(
            audit_events.GIVEN, to=held, at=held.school, reason=reason.strip(), before=before, after={"owner": to.pk}
        )


def _made(by: By, school: School, duty: str, kind: Plan.Kind, words: str, owner: User, due: date) -> Plan:
    name = catalogue()[duty].id
    if not words.strip():
        raise ValidationError({"words": [_("Say it in a sentence.")]})
    if due < timezone.localdate():
        field = "until" if kind == Plan.Kind.RISK else "due"
        raise ValidationError({field: [_("Choose a day that is still to come.")]})
    with transaction.atomic():
        made = Plan.objects.create(
            school=school,
            duty=name,
            kind=kind,
            words=words.strip()[:400],
            owner=owner,
            due=due,
            made_by=by.user,
            made_at=timezone.now(),
        )
        event = audit_events.ACCEPTED if kind == Plan.Kind.RISK else audit_events.PLANNED
        after = {"duty": name, "owner": owner.pk, "due": due.isoformat()}
        by.did(event, to=made, at=school, reason=made.words, after=after)
    return made
