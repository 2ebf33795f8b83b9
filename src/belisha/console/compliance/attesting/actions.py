"""Saying how a duty is kept, standing by what another said, taking it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import School
from belisha.console.access.permissions import Permission
from belisha.console.compliance.actions import reassess
from belisha.console.compliance.attesting import audit_events
from belisha.console.compliance.attesting.queries import may_confirm, may_countersign
from belisha.console.compliance.attesting.rules import LEAST_WORDS, able, counts_until, same_words
from belisha.console.compliance.models import Attestation
from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.registry import PROOFS
from belisha.console.reviews.queries import roles_at

if TYPE_CHECKING:
    from belisha.console.access.models import User
    from belisha.console.access.roles import Role
    from belisha.console.duties.catalogue import Duty

__all__ = ["confirm", "countersign", "take_back"]


def confirm(*, by: By, school: School, duty: str, kept: bool, words: str, evidence: str = "") -> Attestation:
    """Say whether a duty is kept and how one knows; what was said before counts no more.

    Only a person can, for one duty at a time and in words that were written about it: a program's, or one text for many
    duties, would be a tick. Raises KeyError, NotAllowedError, ValidationError.
    """
    asked = catalogue()[duty]
    speaker, role = _speaker(by, school, asked)
    words = words.strip()
    with transaction.atomic():
        School.objects.select_for_update().get(pk=school.pk)
        _check_words(school, duty, words)
        Attestation.objects.for_school(school).that_count().filter(duty=duty).update(current=False)
        now = timezone.now()
        said: Attestation = Attestation.objects.create(
            school=school,
            duty=duty,
            kept=kept,
            words=words,
            evidence=evidence.strip(),
            by=speaker,
            role=role.value,
            at=now,
            until=counts_until(asked, timezone.localdate(now)),
        )
        by._replace(role=role.value).did(
            audit_events.CONFIRMED, to=said, at=school, after={"kept": kept, "words": words, "evidence": said.evidence}
        )
    _look(school, duty)
    return said


def countersign(*, by: By, attestation: Attestation, words: str = "") -> None:
    """Stand by what another person said of a duty. Raises NotAllowedError, ValidationError."""
    with transaction.atomic():
        said = _held(attestation)
        by = by.may(Permission.SEE_DUTIES, said.school)
        role = may_countersign(by.user, said.school, said) if by.user else None
        if role is None or by.user is None:
            raise NotAllowedError(_("A second leader or a governor signs this: not whoever said it."))
        said.countersigned_by, said.countersigned_role = by.user, role.value
        said.countersigned_at, said.countersigned_words = timezone.now(), words.strip()[:400]
        said.save(update_fields=["countersigned_by", "countersigned_role", "countersigned_at", "countersigned_words"])
        by._replace(role=role.value).did(audit_events.COUNTERSIGNED, to=said, at=said.school, reason=words.strip())
    _look(said.school, said.duty)


def take_back(*, by: By, attestation: Attestation, reason: str) -> None:
    """Take back what was said, by anybody who could say it. Raises NotAllowedError, ValidationError."""
    with transaction.atomic():
        said = _held(attestation)
        _user, role = _speaker(by, said.school, catalogue()[said.duty])
        if not reason.strip():
            raise ValidationError({"reason": [_("Say why it is taken back.")]})
        said.current, said.taken_back_at = False, timezone.now()
        said.taken_back_reason = reason.strip()[:300]
        said.save(update_fields=["current", "taken_back_at", "taken_back_reason"])
        by._replace(role=role.value).did(audit_events.TAKEN_BACK, to=said, at=said.school, reason=reason.strip())
    _look(said.school, said.duty)


def _look(school: School, duty: str) -> None:
    """The board shows at once what was said."""
    reassess(By(None, system="confirmation"), school=school, now=timezone.now(), only={duty})


def _speaker(by: By, school: School, duty: Duty) -> tuple[User, Role]:
    """Who speaks of a duty, and as what. Raises NotAllowedError, ValidationError."""
    by = by.may(Permission.SEE_DUTIES, school)
    if by.user is None:
        raise NotAllowedError(_("Only people confirm."))
    if duty.id in PROOFS:
        raise ValidationError(_("Data show where this duty stands: nobody's word is asked for."))
    role = may_confirm(by.user, school, duty)
    if role is None:
        wanted = ", ".join(sorted(each.value for each in able(duty)))
        has = ", ".join(sorted(each.value for each in roles_at(by.user, school)))
        raise NotAllowedError(_("These confirm it: %(wanted)s. You are: %(has)s.") % {"wanted": wanted, "has": has})
    return by.user, role


def _check_words(school: School, duty: str, words: str) -> None:
    if len(words) < LEAST_WORDS:
        raise ValidationError({"words": [_("Say in a sentence what is so and how you know it.")]})
    others = Attestation.objects.for_school(school).that_count().exclude(duty=duty).values_list("words", flat=True)
    if same_words(words, list(others)):
        raise ValidationError({"words": [_("These very words stand with another duty. Say what is so of this one.")]})


def _held(attestation: Attestation) -> Attestation:
    said: Attestation = (
        Attestation.objects.select_for_update(of=("self",)).select_related("school").get(pk=attestation.pk)
    )
    if not said.current:
        raise ValidationError(_("This counts no more: something newer was said, or it was taken back."))
    return said
