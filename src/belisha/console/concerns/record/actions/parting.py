"""Two concerns that were put together are taken apart again: what went along goes back, what was sealed stays sealed.

What was written since then is the other one's, and may tell of both: that one then stays as closed as it became.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from belisha.console.concerns.actions.finding import index
from belisha.console.concerns.actions.reporting import route_again
from belisha.console.concerns.actions.writing import check_may_work
from belisha.console.concerns.hooks import people_changed
from belisha.console.concerns.models import Concern, Entry, Merge, Subject, Tie
from belisha.console.concerns.record import audit_events as events
from belisha.console.concerns.record.actions.joining import CHANGED, fields_of, tie
from belisha.console.concerns.record.hooks import concerns_parted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from belisha.console.access.acting import By

__all__ = ["part"]


def part(*, by: By, merge: Merge, reason: str) -> Concern:
    """Take a concern out of the one that it was put into; both stay linked. The concern that was taken out.

    Raises NotAllowedError, ValidationError.
    """
    by = check_may_work(by, merge.target)
    if not reason.strip():
        raise ValidationError({"reason": _("Say why they do not belong together.")})
    with transaction.atomic():
        pair = Concern.objects.select_for_update().filter(pk__in=[merge.source_id, merge.target_id])
        rows = {row.pk: row for row in pair.select_related("school").order_by("pk")}
        source, target = rows[merge.source_id], rows[merge.target_id]
        row = Merge.objects.select_for_update().get(pk=merge.pk)
        _check(row, source, target)
        went_on = _went_on(row, target)
        _put(source, row.was["source"])
        source.merged_into = None
        source.save()
        Concern.objects.filter(pk__in=row.merged_before, merged_into=target).update(merged_into=source)
        if not went_on:
            _put_back_target(row, target)
        concerns_parted(by, source, target, row.moved)
        row.ended_at, row.ended_by, row.ended_reason = timezone.now(), by.user, reason.strip()
        row.save(update_fields=["ended_at", "ended_by", "ended_reason"])
        by.did(events.PARTED, to=source, at=source, reason=reason, after={"from": target.pk, "route": source.route})
        after = {"other": source.pk, "route": target.route, "went_on": went_on}
        by.did(events.PARTED_FROM, to=target, at=target, reason=reason, after=after)
        _link(by, source, target, reason)
        for concern in (source, target):
            route_again(by, concern)  # by whom it is about now
            people_changed(by, concern)
            index(concern)
    return source


def _check(row: Merge, source: Concern, target: Concern) -> None:
    if row.ended_at is not None or source.merged_into_id != target.pk or target.state == Concern.State.MERGED:
        raise ValidationError(_("It was taken out meanwhile, or the other went into a third: take that apart first."))


def _went_on(row: Merge, target: Concern) -> bool:
    """Whether the target is another by now than merging made it: by words, people, or a third that came in."""
    return (
        Entry.objects.filter(concern=target, at__gt=row.at).exists()
        or Subject.objects.filter(concern=target, added_at__gt=row.at).exists()
        or Merge.objects.filter(target=target, ended_at=None, at__gt=row.at).exists()
        or fields_of(target) | {"assigned_to_id": None} != row.became | {"assigned_to_id": None}
    )


def _put(concern: Concern, was: Mapping[str, Any]) -> None:
    for name in CHANGED:
        setattr(concern, name, was[name])
    concern.closed_at = parse_datetime(was["closed_at"]) if was["closed_at"] else None


def _put_back_target(row: Merge, target: Concern) -> None:
    """As it was: whoever came in with the other is no longer in it, and whoever was in both is what they were."""
    assigned = target.assigned_to_id
    _put(target, row.was["target"])
    target.assigned_to_id = assigned or target.assigned_to_id
    target.save(update_fields=[name.removesuffix("_id") for name in CHANGED])
    mine = Subject.objects.filter(concern=target, ended_at=None)
    mine.filter(pk__in=row.subjects.get("added", ())).update(ended_at=timezone.now())
    for was in row.subjects.get("changed", ()):
        mine.filter(pk=was["pk"]).update(role=was["role"], restricted=was["restricted"])


def _link(by: By, source: Concern, target: Concern, reason: str) -> None:
    """Whoever sees both is led from one to the other."""
    both = {source.pk, target.pk}
    if not Tie.objects.filter(one__in=both, other__in=both, ended_at=None).exists():
        tie(by, target, source, Tie.Kind.LINKED, _("Was put together and taken apart: %(why)s") % {"why": reason[:300]})
