"""Early and yearly reviews: causes and what is decided about them, reminders, changes that governors take note of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import By
from belisha.console.access.calendars.queries import calendar_of
from belisha.console.access.models import Federation, Post, School, User
from belisha.console.access.permissions import Permission
from belisha.console.access.roles import Role
from belisha.console.outbox.actions import send
from belisha.console.policies.approving import audit_events
from belisha.console.policies.approving.queries.published import unminuted
from belisha.console.policies.approving.rules import SCHOOL_DAYS, mark_for, school_days_after
from belisha.console.policies.clauses.house import edition
from belisha.console.policies.clauses.queries import ONLINE_SAFETY
from belisha.console.policies.models import ChangeMinuted, Document, EarlyCause, Policy, Reminder, Version
from belisha.console.policies.writing.actions import may_write, place_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

__all__ = ["decide", "minute_changes", "new_edition", "raise_cause", "remind"]

SYSTEM: Final = "yearly review of policies"


def raise_cause(*, by: By, policy: Policy, school: School, cause: str, words: str, source: str = "") -> EarlyCause:
    """Say why a policy may need a review before its time: something is decided within ten school days.

    `source` names what raised it by itself, and raises one cause however often it is told. Raises ValidationError.
    """
    by = by.may(Permission.SEE_DUTIES, school)
    if cause not in EarlyCause.Cause.values or not words.strip():
        raise ValidationError({"words": _("Say what happened, in a sentence.")})
    with transaction.atomic():
        if source and (known := policy.causes.filter(source=source).first()):
            return known
        today = timezone.localdate()
        made = EarlyCause.objects.create(
            policy=policy,
            school=school,
            cause=cause,
            words=words.strip(),
            source=source,
            said_by=by.user,
            since=timezone.now(),
            due=school_days_after(calendar_of(school), today, SCHOOL_DAYS),
        )
        by.did(audit_events.CAUSED, to=policy, at=place_of(policy), reason=words.strip(), after={"cause": cause})
    return made


def decide(*, by: By, cause: EarlyCause, decision: str, words: str) -> None:
    """Decide what follows from a cause. Raises ValidationError."""
    by = may_write(by, cause.policy)
    if decision not in EarlyCause.Decision.values or not words.strip():
        raise ValidationError({"words": _("Say why.")})
    with transaction.atomic():
        row = EarlyCause.objects.select_for_update().get(pk=cause.pk)
        if row.decided_at is not None:
            raise ValidationError(_("This was decided already."))
        row.decision, row.decided_words = decision, words.strip()
        row.decided_by, row.decided_at = by.user, timezone.now()
        row.save(update_fields=["decision", "decided_words", "decided_by", "decided_at"])
        told = {"decision": decision}
        by.did(audit_events.DECIDED, to=cause.policy, at=place_of(cause.policy), reason=words.strip(), after=told)


def new_edition(now: datetime) -> int:
    """Ask for a decision where the clauses have a newer edition than the policy in force. How many were asked."""
    del now
    count = 0
    rows = Version.objects.published().filter(policy__kind=ONLINE_SAFETY).exclude(edition__startswith=edition())
    for version in rows.select_related("policy__school__federation", "policy__federation").defer("frozen"):
        school = version.policy.school or School.objects.filter(federation=version.policy.federation_id).first()
        source = f"edition:{edition()}"
        if school is None or version.policy.causes.filter(source=source).exists():
            continue
        words = _("The clauses have a new edition, %(new)s; the policy in force was begun from %(old)s.")
        raise_cause(
            by=By(None, system=SYSTEM),
            policy=version.policy,
            school=school,
            cause=EarlyCause.Cause.GUIDANCE,
            words=words % {"new": edition(), "old": version.edition.partition("-")[0]},
            source=source,
        )
        count += 1
    return count


def minute_changes(*, by: By, version: Version, school: School, met_on: date, minute: str) -> int:
    """Governors took note of all that has changed since adoption. How many changes. Raises ValidationError."""
    by = by.may(Permission.APPROVE_POLICIES, school)
    if met_on > timezone.localdate():
        raise ValidationError({"met_on": _("The meeting is still to come: enter its minute after it.")})
    if not minute.strip():
        raise ValidationError({"minute": _("Enter the reference of the minute.")})
    with transaction.atomic():
        found, now = unminuted(version, school), timezone.now()
        ChangeMinuted.objects.bulk_create(
            ChangeMinuted(
                version=version,
                school=school,
                parameter=change.id,
                before=change.before,
                after=change.after,
                met_on=met_on,
                minute=minute.strip(),
                by=by.user,
                at=now,
            )
            for change in found
        )
        told = {"minute": minute.strip(), "paragraphs": [change.id for change in found]}
        by.did(audit_events.CHANGE_MINUTED, to=version, at=school, after=told)
    return len(found)


def remind(now: datetime) -> int:
    """Remind whoever keeps a policy that its review falls due: each step once. How many policies."""
    today = timezone.localdate(now)
    found = _due(Version.objects.published().defer("frozen")) | _due(Document.objects.current())
    policies = Policy.objects.filter(pk__in=found).select_related("school__federation", "federation")
    count = 0
    for policy in policies.order_by("pk"):
        due = found[policy.pk]
        mark = mark_for(due, today)
        if mark is None:
            continue
        with transaction.atomic():
            _row, new = Reminder.objects.get_or_create(policy=policy, due=due, before=mark, defaults={"at": now})
            if new:
                _write(policy, due, today)
                count += 1
    return count


def _due(rows: Iterable[Version | Document]) -> dict[int, date]:
    return {each.policy_id: each.review_due for each in rows if each.review_due}


def _write(policy: Policy, due: date, today: date) -> None:
    """To whoever holds the post that keeps it; where nobody does, to the head."""
    where = Q(school=policy.school) | Q(school__isnull=True) if policy.school else Q(school__isnull=True)
    held = Post.objects.held_on(today).filter(where, federation=policy.federation_id).select_related("holder")
    for roles in ((policy.owner,), (Role.HEAD.value, Role.EXECUTIVE_HEAD.value)):
        if users := {post.holder_id: post.holder for post in held.filter(role__in=roles)}:
            break
    else:
        return
    for user in users.values():
        _letter(user, policy, due, today)


def _letter(user: User, policy: Policy, due: date, today: date) -> None:
    school = policy.school or School.objects.filter(federation=policy.federation_id).order_by("name").first()
    if school is None:
        return
    place: School | Federation = policy.school or policy.federation
    words = {
        "recipient": user.name,
        "school": place.name,
        "event": policy.title,
        "day": due,
        "days": max((due - today).days, 0),
        "link": reverse("policy-shelf", args=[school.code]),
    }
    send(user.email, _("A policy is due for its review"), "policies/approving/letters/review.txt", words)
