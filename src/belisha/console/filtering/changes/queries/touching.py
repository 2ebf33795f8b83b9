"""Which changes touched the same things."""

from __future__ import annotations

from belisha.console.filtering.changes.rules.edits import touched
from belisha.console.filtering.models import Change

__all__ = ["later_changes"]


def later_changes(change: Change) -> list[Change]:
    """Those in force that were applied after a change and touch what it touched, the newest first. One query."""
    if change.applied_at is None:
        return []
    own = {touched(edit) for edit in change.what}
    after = Change.objects.filter(
        federation=change.federation_id, state=Change.State.APPLIED, applied_at__gte=change.applied_at
    )
    after = after.exclude(pk=change.pk).exclude(undoes=change).order_by("-applied_at", "-pk")
    return [each for each in after if own & {touched(edit) for edit in each.what}]
