"""The verbs of the risk register: put on, changed, assessed, looked at for its data, decided, taken off."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.permissions import Permission
from belisha.console.access.roles import Role
from belisha.console.compliance.models import Assessment, Technology
from belisha.console.compliance.models.risks import Decision
from belisha.console.compliance.plans.queries import owners
from belisha.console.compliance.risks import audit_events
from belisha.console.compliance.risks.queries import asked_of, assessment_waiting, may_assess, may_decide
from belisha.console.compliance.risks.rules import ai_points, hindrances, longest
from belisha.console.reviews.actions import want
from belisha.console.reviews.models import ReviewCause
from belisha.console.reviews.queries import roles_at

if TYPE_CHECKING:
    from collections.abc import Mapping

    from belisha.console.access.acting import By
    from belisha.console.access.models import OutsideService, School, User

__all__ = ["Decided", "Described", "Rated", "assess", "change", "decide", "end", "enter", "say_of_data"]

REVIEW: Final = "filtering-and-monitoring"


class Described(NamedTuple):
    """What a technology is. `data`: what it takes of people; `pupils`: whether children use it themselves."""

    name: str
    kind: str
    purpose: str
    who: str
    pupils: bool
    personal: bool
    ages: str = ""
    data: str = ""
    address: str = ""
    in_use: bool = False
    service: OutsideService | None = None
    owner: User | None = None


class Rated(NamedTuple):
    """What somebody makes of the risks; `before` and `after` what is done about them: likelihood and harm, 1 to 5."""

    risks: str
    before: tuple[int, int]
    measures: str
    after: tuple[int, int]
    points: Mapping[str, str] = {}


class Decided(NamedTuple):
    """What leaders decide: for whom, why, and the last day on which it counts."""

    decision: str
    reason: str
    until: date
    allowed_for: str = ""
    filter_changes: bool = False  # whether the filter has other things to do because of it


def enter(*, by: By, school: School, what: Described) -> Technology:
    """Put a technology on the register; a tool with artificial intelligence makes the review of the filter due.

    Staff ask for what they want, and those who assess put down what is used. Raises NotAllowedError, ValidationError.
    """
    keeper = by.user is None or may_assess(by.user, school) is not None
    by = by.may(Permission.SEE_DUTIES if keeper else Permission.ASK_FOR_PAGES, school)
    if not keeper and (what.in_use or what.service or what.owner):
        raise NotAllowedError(_("Leaders and those who lead a part of the school's work keep the risk register."))
    _check(school, what, None)
    with transaction.atomic():
        made = Technology.objects.create(
            school=school,
            origin=Technology.Origin.FOUND if what.in_use else Technology.Origin.WANTED,
            wanted_by=by.user,
            entered_at=timezone.now(),
            **_fields(what),
        )
        by.did(audit_events.ENTERED, to=made, at=school, after=_told(what))
        if made.kind == Technology.Kind.AI:
            _ask_for_review(by, made, _("A tool with artificial intelligence is wanted or used: %(name)s"))
    return made


def change(*, by: By, technology: Technology, what: Described) -> None:
    """Mend what the register says of one; what was decided falls where something that counts for it is another now."""
    with transaction.atomic():
        held, by = _held(by, technology)
        _check(held.school, what, held)
        before = _told(Described(*(getattr(held, name) for name in Described._fields)))
        counts = ("kind", "pupils", "personal")
        other = any(getattr(held, name) != getattr(what, name) for name in counts)
        for name, value in _fields(what).items():
            setattr(held, name, value)
        if other and held.decision in (Decision.ALLOWED, Decision.TRIAL):
            held.decision, held.decided_at, held.review_on = Decision.WAITING, None, None
        held.save()
        by.did(audit_events.CHANGED, to=held, at=held.school, before=before, after=_told(what))


def assess(*, by: By, technology: Technology, rated: Rated) -> Assessment:
    """Put down the risks; it takes the place of an assessment on which nobody has decided.

    Raises NotAllowedError, ValidationError.
    """
    values = {
        "likelihood_before": rated.before[0],
        "harm_before": rated.before[1],
        "likelihood_after": rated.after[0],
        "harm_after": rated.after[1],
    }
    _check_rated(rated, values)
    with transaction.atomic():
        held, by = _held(by, technology)
        is_ai = held.kind == Technology.Kind.AI
        Assessment.objects.filter(technology=held, decision=Decision.WAITING).delete()
        known = {each.id for each in ai_points().points} if is_ai else set()
        made = Assessment.objects.create(
            technology=held,
            risks=rated.risks.strip(),
            measures=rated.measures.strip(),
            edition=ai_points().edition if is_ai else "",
            points={name: answer for name, answer in rated.points.items() if name in known and answer},
            by=by.user,
            at=timezone.now(),
            **values,
        )
        after = {**values, "risks": made.risks, "measures": made.measures, "points": made.points}
        by.did(audit_events.ASSESSED, to=held, at=held.school, after=after)
    return made


def say_of_data(*, by: By, technology: Technology, words: str) -> None:
    """The data protection officer's word on what it takes of people. Raises NotAllowedError, ValidationError."""
    if not words.strip():
        raise ValidationError({"words": [_("Say it in a sentence.")]})
    with transaction.atomic():
        held = _locked(technology)
        by = by.may(Permission.SEE_DUTIES, held.school)
        if by.user is not None and Role.DPO not in roles_at(by.user, held.school):
            raise NotAllowedError(_("The data protection officer says this."))
        waiting = _waiting(held)
        waiting.data_words, waiting.data_by, waiting.data_at = words.strip()[:400], by.user, timezone.now()
        waiting.save(update_fields=["data_words", "data_by", "data_at"])
        by.did(audit_events.DATA_SAID, to=held, at=held.school, after={"words": waiting.data_words})


def decide(*, by: By, technology: Technology, decided: Decided) -> None:
    """Allow it, try it or refuse it, until a day. Raises NotAllowedError, ValidationError."""
    with transaction.atomic():
        held = _locked(technology)
        by = by.may(Permission.SEE_DUTIES, held.school)
        role = may_decide(by.user, held.school) if by.user else None
        if role is None or by.user is None:
            raise NotAllowedError(_("The head or a senior leader decides."))
        waiting = _waiting(held)
        _check_decided(held, waiting, by.user, decided)
        now = timezone.now()
        waiting.decision, waiting.reason = decided.decision, decided.reason.strip()[:400]
        waiting.allowed_for, waiting.until = decided.allowed_for.strip()[:200], decided.until
        waiting.decided_by, waiting.decided_role, waiting.decided_at = by.user, role.value, now
        waiting.save()
        before = {"decision": held.decision}
        held.decision, held.allowed_for, held.review_on = waiting.decision, waiting.allowed_for, waiting.until
        held.decided_at, held.score = now, waiting.after
        held.save(update_fields=["decision", "allowed_for", "review_on", "decided_at", "score"])
        after = {"decision": held.decision, "for": held.allowed_for, "until": decided.until.isoformat()}
        by = by._replace(role=role.value)
        by.did(audit_events.DECIDED, to=held, at=held.school, reason=waiting.reason, before=before, after=after)
        if decided.filter_changes:
            _ask_for_review(by, held, _("New technology changes what the filter has to do: %(name)s"))


def end(*, by: By, technology: Technology, reason: str) -> None:
    """Take it off the register: it is used no longer, or nobody wants it. Its history stays."""
    if not reason.strip():
        raise ValidationError({"reason": [_("Say why.")]})
    with transaction.atomic():
        held, by = _held(by, technology)
        held.ended_at, held.ended_reason, held.in_use = timezone.now(), reason.strip()[:300], False
        held.save(update_fields=["ended_at", "ended_reason", "in_use"])
        Assessment.objects.filter(technology=held, decision=Decision.WAITING).delete()
        by.did(audit_events.ENDED, to=held, at=held.school, reason=held.ended_reason)


def _locked(technology: Technology) -> Technology:
    held = Technology.objects.select_for_update(of=("self",)).select_related("school", "service", "owner")
    found: Technology = held.get(pk=technology.pk)
    if found.ended_at is not None:
        raise ValidationError(_("It is off the register already."))
    return found


def _held(by: By, technology: Technology) -> tuple[Technology, By]:
    """It, held for a change, and whoever assesses with the role that gives the right."""
    held = _locked(technology)
    by = by.may(Permission.SEE_DUTIES, held.school)
    role = may_assess(by.user, held.school) if by.user else None
    if by.user is not None and role is None:
        raise NotAllowedError(_("Leaders and those who lead a part of the school's work keep the risk register."))
    return held, by._replace(role=role.value) if role else by


def _waiting(held: Technology) -> Assessment:
    found = assessment_waiting(held)
    if found is None:
        raise ValidationError(_("Assess the risks first."))
    return found


def _check(school: School, what: Described, held: Technology | None) -> None:
    wrong = {
        name: [_("Say it in a sentence.")] for name in ("name", "purpose", "who") if not getattr(what, name).strip()
    }
    if what.personal and not what.data.strip():
        wrong["takes"] = [_("Say what it takes of people.")]
    if what.owner and not owners(school).filter(pk=what.owner.pk).exists():
        wrong["owner"] = [_("Choose somebody who sees the duties of this school.")]
    same = Technology.objects.for_school(school).standing().filter(name__iexact=what.name.strip())
    if (same.exclude(pk=held.pk) if held else same).exists():
        wrong["name"] = [_("It is on the register already.")]
    if wrong:
        raise ValidationError(wrong)


def _check_rated(rated: Rated, values: Mapping[str, int]) -> None:
    wrong = {name: [_("Choose from 1 to 5.")] for name, value in values.items() if not 1 <= value <= 5}
    wrong |= {name: [_("Say it in a sentence.")] for name in ("risks", "measures") if not getattr(rated, name).strip()}
    if wrong:
        raise ValidationError(wrong)


def _check_decided(held: Technology, waiting: Assessment, user: User, decided: Decided) -> None:
    if waiting.by_id == user.pk:
        raise NotAllowedError(_("You assessed it yourself: another leader decides."))
    today = timezone.localdate()
    if not decided.reason.strip():
        raise ValidationError({"reason": [_("Say why.")]})
    if decided.decision == Decision.WAITING:
        raise ValidationError({"decision": [_("Choose what you decide.")]})
    if not today < decided.until <= today + timedelta(longest(decided.decision, held.kind)):
        days = {"days": longest(decided.decision, held.kind)}
        raise ValidationError({"until": [_("Choose a day to come, within %(days)s days.") % days]})
    if decided.decision == Decision.REFUSED:
        return
    if not decided.allowed_for.strip():
        raise ValidationError({"allowed_for": [_("Say for whom.")]})
    if why := hindrances(asked_of(held, waiting)):
        raise ValidationError({"decision": why})


def _ask_for_review(by: By, technology: Technology, words: str) -> None:
    """The official standard wants another review of the filter: on record as asked for by the register."""
    asker = by._replace(user=None, system=_("risk register of technology"))
    cause = ReviewCause.Cause.TECHNOLOGY.value
    want(by=asker, school=technology.school, kind=REVIEW, cause=cause, words=words % {"name": technology.name})


def _fields(what: Described) -> dict[str, Any]:
    return {name: value.strip() if isinstance(value, str) else value for name, value in what._asdict().items()}


def _told(what: Described) -> dict[str, Any]:
    told = {name: value for name, value in what._asdict().items() if isinstance(value, str | bool) and value}
    numbers = {"service": what.service.pk if what.service else 0, "owner": what.owner.pk if what.owner else 0}
    return told | {name: number for name, number in numbers.items() if number}
