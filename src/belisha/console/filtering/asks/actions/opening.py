"""Opening a category for a lesson, as leaders agreed; and what they agree on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.access.roles import ROLES, Role
from belisha.console.filtering.asks import audit_events as events
from belisha.console.filtering.asks.queries.asks import policy_for, times_of
from belisha.console.filtering.asks.queries.openings import agreements_for, locked_categories
from belisha.console.filtering.asks.queries.people import classes_taught
from belisha.console.filtering.asks.rules.openings import can_be_agreed, end_of_opening, fault_of_end
from belisha.console.filtering.changes.hooks import policy_changed
from belisha.console.filtering.models import CategoryAgreement, Change, LessonOpening
from belisha.console.filtering.policy.queries import current
from belisha.engine.lists.catalogue import categories

if TYPE_CHECKING:
    from datetime import date, datetime

    from belisha.console.access.acting import By
    from belisha.console.access.models import School, User
    from belisha.console.people.models import Group

__all__ = ["agree", "close_opening", "close_with", "end_agreement", "open_for_lesson"]


def agree(
    *, by: By, school: School, category: str, role: str, user: User | None, reason: str, last: date
) -> CategoryAgreement:
    """Leaders agree that a role, or one person, may open a category for lessons.

    Raises ValidationError by field, NotAllowedError.
    """
    by = by.may(Permission.CONSENT_TO_FILTER_CHANGES, school)
    faults = {
        "category": "" if category in _agreeable(school) else _("Nobody opens this category for a lesson."),
        "who": _fault_of_who(school, role, user),
        "reason": "" if reason.strip() else _("Say why."),
        "last": _("Choose a day that is still to come.") if last < timezone.localdate() else "",
    }
    if found := {name: text for name, text in faults.items() if text}:
        raise ValidationError(found)
    with transaction.atomic():
        made: CategoryAgreement = CategoryAgreement.objects.create(
            school=school, category=category, role="" if user else role, user=user, reason=reason.strip()[:400],
            agreed_by=by.user, agreed_at=timezone.now(), last=last,
        )  # fmt: skip
        whom = user.name if user else role
        by.did(events.AGREED, to=made, at=school, reason=made.reason, after={"for": whom, "last": last.isoformat()})
    return made


def _agreeable(school: School) -> set[str]:
    return set(can_be_agreed(locked_categories(policy_for(school.federation), school)))


def _fault_of_who(school: School, role: str, user: User | None) -> str:
    if user is not None:
        return "" if user.school_id == school.pk else _("Choose somebody of this school.")
    able = role in set(Role) and Permission.OPEN_FOR_LESSON in ROLES[Role(role)].permissions
    return "" if able else _("Choose who may open it.")


def end_agreement(*, by: By, agreement: CategoryAgreement, reason: str = "") -> None:
    """From now on nobody opens it by this agreement; what is open by it closes. Raises NotAllowedError."""
    by = by.may(Permission.CONSENT_TO_FILTER_CHANGES, agreement.school)
    with transaction.atomic():
        now = timezone.now()
        agreement.ended_at, agreement.ended_by = now, by.user
        agreement.save(update_fields=["ended_at", "ended_by"])
        by.did(events.AGREEMENT_ENDED, to=agreement, at=agreement.school, reason=reason)
        for opening in agreement.openings.open_at(now).order_by("pk"):
            _close(by, opening, now)


def open_for_lesson(
    *, by: By, school: School, group: Group, category: str, until: datetime | None, reason: str = ""
) -> LessonOpening:
    """Open an agreed category for one's own class, until a time or the end of the lesson that is on.

    In force once the transaction is over. Raises ValidationError by field, NotAllowedError.
    """
    by = by.may(Permission.OPEN_FOR_LESSON, school)
    if by.user is None:
        message = "somebody opens a category, never the system"
        raise ValueError(message)
    now = timezone.now()
    end = end_of_opening(times_of(school), now, until)
    agreed = agreements_for(by.user, school, locked_categories(policy_for(school.federation), school))
    agreement = next((each for each in agreed if each.category == category), None)
    faults = {
        "group": "" if group in classes_taught(by.user, school) else _("Choose a class that you teach."),
        "category": "" if agreement else _("Your leaders have not agreed that you open this."),
        "until": fault_of_end(end, now, chosen=until is not None),
    }
    if current(school.federation) is None:
        raise ValidationError(_("The console does not hold the filter's policy yet: nothing can be opened from here."))
    found = {name: text for name, text in faults.items() if text}
    if found or agreement is None or end is None:
        raise ValidationError(found)
    with transaction.atomic():
        opening: LessonOpening = LessonOpening.objects.create(
            school=school, group=group, category=category, agreement=agreement, reason=reason.strip()[:200],
            opened_by=by.user, opened_at=now, until=end, change=_line(school, group, category, by.user, now, end),
        )  # fmt: skip
        after = {"class": group.code, "until": end.isoformat()}
        by.did(events.OPENED, to=opening, at=school, reason=opening.reason, after=after)
        policy_changed()
    return opening


def _line(school: School, group: Group, category: str, user: User, now: datetime, end: datetime) -> Change:
    """The opening in the log of changes: what is in it is laid over the policy, so there are no edits."""
    title = _("%(category)s open for %(group)s until %(time)s") % {
        "category": categories()[category].title,
        "group": group.name,
        "time": date_format(timezone.localtime(end), "H:i"),
    }
    line: Change = Change.objects.create(
        federation=school.federation, school=school, title=title[:120], state=Change.State.APPLIED,
        way=Change.Way.LESSON, made_by=user, made_at=now, applied_by=user, applied_at=now,
        reason=_("Agreed by leaders for lessons; it ends by itself."),
    )  # fmt: skip
    return line


def close_opening(*, by: By, opening: LessonOpening) -> None:
    """Close what is open before its time: whoever opened it, who teaches the class, or filter managers.

    Raises NotAllowedError.
    """
    own = by.user is not None and opening.group in classes_taught(by.user, opening.school)
    by = by.may(Permission.OPEN_FOR_LESSON if own else Permission.ANSWER_ASKS, opening.school)
    with transaction.atomic():
        _close(by, opening, timezone.now())


def close_with(change: Change) -> None:
    """Its line in the log was undone: what it opened closes."""
    if change.way == Change.Way.LESSON and change.state == Change.State.UNDONE:
        opening = LessonOpening.objects.filter(change=change).select_related("school").first()
        if opening is not None:
            LessonOpening.objects.filter(pk=opening.pk, closed_at__isnull=True).update(closed_at=timezone.now())
            policy_changed()


def _close(by: By, opening: LessonOpening, now: datetime) -> None:
    opening.closed_at, opening.closed_by = now, by.user
    opening.save(update_fields=["closed_at", "closed_by"])
    by.did(events.CLOSED, to=opening, at=opening.school, after={"closed": now.isoformat()})
    policy_changed()
