"""What whoever puts the policy in force needs to know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.filtering.models import Change, PolicyVersion

if TYPE_CHECKING:
    from belisha.console.access.models import Federation
    from belisha.engine.policy.edits import Edit

__all__ = ["adopted", "edits_not_in_force", "not_in_force"]


def adopted() -> Federation | None:
    """The federation whose policy the console has taken over; None before it has."""
    version = PolicyVersion.objects.select_related("federation").order_by("federation_id", "number").first()
    return version.federation if version else None


def not_in_force() -> list[int]:
    """Changes that were applied and have not reached the gateway, by number."""
    return list(Change.objects.not_in_force().order_by("pk").values_list("pk", flat=True))


def edits_not_in_force() -> list[tuple[int, tuple[Edit, ...]]]:
    """Their edits, in the order in which they were applied; none of a change that did not write the policy."""
    waiting = Change.objects.not_in_force().select_related("version").order_by("applied_at", "pk")
    return [(change.pk, change.what if hasattr(change, "version") else ()) for change in waiting]
