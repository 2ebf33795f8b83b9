"""Concerns that belong together: linked, put together into one, or taken apart. Nothing that was written is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.concerns.actions.finding import index, leave_index
from belisha.console.concerns.actions.reporting import NewSubject, put_in, route_again
from belisha.console.concerns.actions.writing import check_may_work
from belisha.console.concerns.hooks import concern_reported, people_changed
from belisha.console.concerns.models import Concern, Merge, Tie
from belisha.console.concerns.record import audit_events as events
from belisha.console.concerns.record.hooks import concerns_merged
from belisha.console.concerns.rules.routes import HIDES, stricter

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.concerns.models import Subject

__all__ = ["CHANGED", "end_tie", "fields_of", "link", "merge", "tie"]

# of a concern, what merging changes: parting puts it back
CHANGED: Final = (
    "route", "words_only", "child_protection", "danger_now", "assigned_to_id", "state", "closed_at", "closed_by_id",
)  # fmt: skip


def link(*, by: By, concern: Concern, other: Concern, reason: str) -> Tie:
    """Say that two concerns belong together; who sees which stays as it is. Raises NotAllowedError, ValidationError."""
    by = check_may_work(by, concern)
    check_may_work(by, other)
    _check_two(concern, other, reason)
    both = {concern.pk, other.pk}
    if Tie.objects.filter(one__in=both, other__in=both, ended_at=None).exists():
        raise ValidationError({"reference": _("They are linked already.")})
    with transaction.atomic():
        return tie(by, concern, other, Tie.Kind.LINKED, reason)


def tie(by: By, one: Concern, other: Concern, kind: str, reason: str) -> Tie:
    """Link two concerns: for actions, inside their transaction, which have asked who may."""
    made = Tie.objects.create(
        one=one, other=other, kind=kind, reason=reason.strip(), made_at=timezone.now(), made_by=by.user
    )
    by.did(events.TIED, to=one, at=one, reason=reason, after={"other": other.pk, "kind": kind})
    return made


def end_tie(*, by: By, tie: Tie) -> None:
    """Say that two concerns do not belong together after all. Raises NotAllowedError."""
    by = check_may_work(by, tie.one)
    check_may_work(by, tie.other)
    with transaction.atomic():
        tie.ended_at, tie.ended_by = timezone.now(), by.user
        tie.save(update_fields=["ended_at", "ended_by"])
        by.did(events.UNTIED, to=tie.one, at=tie.one, after={"other": tie.other_id})


def merge(*, by: By, concern: Concern, into: Concern, reason: str) -> Concern:
    """Put a concern into another: they are one from then on, under the second's reference.

    Entries stay as they were sealed and are shown with the other's. The more closed route of the two holds, and every
    subject of either hides both; readers who were let into the first alone no longer see it. Raises NotAllowedError,
    ValidationError.
    """
    by = check_may_work(by, concern)
    check_may_work(by, into)
    _check_two(concern, into, reason)
    with transaction.atomic():
        # in one order, so that two who put two together the other way round do not wait for each other
        pair = Concern.objects.select_for_update().select_related("school").filter(pk__in=[concern.pk, into.pk])
        rows = {row.pk: row for row in pair.order_by("pk")}
        source, target = rows[concern.pk], rows[into.pk]
        if Concern.State.MERGED in {source.state, target.state}:
            raise ValidationError(_("One of the two was put together with another meanwhile."))
        before = {"route": source.route, "state": source.state}
        was = {"source": fields_of(source), "target": fields_of(target)}
        inside = list(Concern.objects.filter(merged_into=source).order_by("pk").values_list("pk", flat=True))
        subjects = _take_over(by, source, target)
        source.state, source.merged_into = Concern.State.MERGED, target
        source.route = stricter(source.route, target.route)
        source.assigned_to = None
        source.save(update_fields=["state", "merged_into", "route", "assigned_to"])
        Concern.objects.filter(merged_into=source).update(merged_into=target)
        by.did(events.MERGED, to=source, at=source, reason=reason, before=before, after={"into": target.pk})
        by.did(events.MERGED_IN, to=target, at=target, reason=reason, after={"from": source.pk, "route": target.route})
        moved = concerns_merged(by, source, target)
        became = fields_of(Concern.objects.get(pk=target.pk))
        Merge.objects.create(
            source=source, target=target, reason=reason.strip(), at=timezone.now(), by=by.user, was=was, became=became,
            subjects=subjects, merged_before=inside, moved=moved,
        )  # fmt: skip
        people_changed(by, target)
        leave_index(source)
        index(target)
    return target


def fields_of(concern: Concern) -> dict[str, Any]:
    """What merging changes of a concern, as JSON values."""
    found = {name: getattr(concern, name) for name in CHANGED}
    return found | {"closed_at": concern.closed_at.isoformat() if concern.closed_at else None}


def _take_over(by: By, source: Concern, target: Concern) -> dict[str, Any]:
    """What the target becomes: all that either was, of each the more closed."""
    route = stricter(source.route, target.route)
    handed_on = route != target.route
    target.route = route
    target.words_only = source.words_only or target.words_only
    target.child_protection = source.child_protection or target.child_protection
    target.danger_now = source.danger_now or target.danger_now
    if handed_on:
        target.assigned_to = None
    if target.state == Concern.State.CLOSED and source.state != Concern.State.CLOSED:
        target.state, target.closed_at, target.closed_by = Concern.State.OPEN, None, None
    target.save(
        update_fields=[
            "route", "words_only", "child_protection", "danger_now", "assigned_to", "state", "closed_at", "closed_by",
        ]
    )  # fmt: skip
    taken: dict[str, Any] = {"added": [], "changed": []}
    for subject in source.subjects.filter(ended_at=None).select_related("person__school", "person__user"):
        _take_subject(by, subject, target, taken)
    if handed_on:
        concern_reported(target)
    route_again(by, target)
    return taken


def _take_subject(by: By, subject: Subject, target: Concern, taken: dict[str, Any]) -> None:
    """Somebody who is in both keeps what they are in the target, unless what they are in the source hides it."""
    mine = target.subjects.filter(ended_at=None)
    same = mine.filter(person=subject.person) if subject.person else mine.filter(person=None, name=subject.name)
    there = same.first()
    if there is None:
        new = NewSubject(subject.role, subject.person, subject.name, subject.restricted)
        taken["added"].append(put_in(by, target, new, timezone.now()).pk)
        return
    before = {"pk": there.pk, "role": there.role, "restricted": there.restricted}
    if subject.role in HIDES and (there.role not in HIDES or subject.role == "alleged"):
        there.role = subject.role
    there.restricted = there.restricted or subject.restricted
    there.save(update_fields=["role", "restricted"])
    if (there.role, there.restricted) != (before["role"], before["restricted"]):
        taken["changed"].append(before)


def _check_two(one: Concern, other: Concern, reason: str) -> None:
    if one.pk == other.pk:
        raise ValidationError({"reference": _("That is this concern itself.")})
    if one.school_id != other.school_id:
        raise ValidationError({"reference": _("There is no such concern.")})
    if not reason.strip():
        raise ValidationError({"reason": _("Say why they belong together.")})
