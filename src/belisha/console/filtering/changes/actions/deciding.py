"""Deciding about a change: the two halves of its risk form, a leader's consent, and the look at it afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.filtering.changes import audit_events as events
from belisha.console.filtering.changes.actions.taking import hold, take_step
from belisha.console.filtering.changes.queries.steps import facts_of, human
from belisha.console.filtering.changes.rules.risk import QUESTIONS, faults_of
from belisha.console.filtering.changes.rules.steps import Step, score_of
from belisha.console.filtering.models import Half

if TYPE_CHECKING:
    from collections.abc import Mapping

    from belisha.console.access.acting import By
    from belisha.console.filtering.models import Change

__all__ = ["assess", "consent", "review"]

ADVICE, WORDS, REVIEW = 1000, 400, 1000  # lengths of the fields


def assess(
    *,
    by: By,
    change: Change,
    side: str,
    answers: Mapping[str, str],
    likelihood: int,
    impact: int,
    advice: str = "",
    against: bool = False,
) -> Half:
    """Fill in one half of the risk form, or fill one's own in anew; a leader's consent falls with it.

    `side`: a Half.Side. Raises ValidationError by field; NotAllowedError.
    """
    step, person, advice = Step(side), human(by), advice.strip()
    if person is None:
        message = "the risk form is filled in by people"
        raise ValueError(message)
    faults = faults_of(step, answers, likelihood, impact)
    if against and not advice:
        faults["advice"] = _("Say why you advise against it.")
    with transaction.atomic():
        change = hold(change)
        by = take_step(by, change, step)
        if faults:
            raise ValidationError(faults)
        half, _made = Half.objects.update_or_create(
            change=change,
            side=side,
            defaults={
                "by": person,
                "at": timezone.now(),
                "answers": {each.id: answers[each.id].strip() for each in QUESTIONS[step]},
                "likelihood": likelihood,
                "impact": impact,
                "advice": advice[:ADVICE],
                "against": against,
                "edits_digest": change.digest,
            },
        )
        _keep_score(change)
        by.did(
            events.ASSESSED,
            to=change,
            at=change.place,
            reason=half.advice,
            after={"side": side, "likelihood": likelihood, "impact": impact, "against": against} | half.answers,
        )
    return half


def _keep_score(change: Change) -> None:
    change.consent_by = change.consent_at = None  # it was given to another judgement
    change.consent_words = ""
    change.score = score_of(facts_of(change)[0])
    change.save(update_fields=["score", "consent_by", "consent_at", "consent_words"])


def consent(*, by: By, change: Change, words: str = "") -> Change:
    """A leader consents to a risky change. Refusing is withdrawing it. Raises ValidationError, NotAllowedError."""
    with transaction.atomic():
        change = hold(change)
        by = take_step(by, change, Step.CONSENT)
        change.consent_by, change.consent_at = human(by), timezone.now()
        change.consent_words = words.strip()[:WORDS]
        change.save(update_fields=["consent_by", "consent_at", "consent_words"])
        by.did(events.CONSENTED, to=change, at=change.place, reason=change.consent_words, after={"score": change.score})
    return change


def review(*, by: By, change: Change, words: str) -> Change:
    """Somebody else has looked at what was done and lets it stand: an emergency block is an ordinary one from then on.

    To take it back is `undo`. Raises ValidationError, NotAllowedError.
    """
    with transaction.atomic():
        change = hold(change)
        by = take_step(by, change, Step.REVIEW)
        if not words.strip():
            raise ValidationError({"words": _("Say what you looked at, and why it may stay.")})
        change.reviewed_by, change.reviewed_at = human(by), timezone.now()
        change.review_words = words.strip()[:REVIEW]
        change.save(update_fields=["reviewed_by", "reviewed_at", "review_words"])
        by.did(events.REVIEWED, to=change, at=change.place, reason=change.review_words)
    return change
