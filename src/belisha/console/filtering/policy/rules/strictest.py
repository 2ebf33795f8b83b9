"""The guarantee that people who are not known get the strictest profile, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.engine.policy.reading.marks import PolicyMarks
from belisha.engine.policy.reading.strictest import check_strictest

if TYPE_CHECKING:
    from belisha.engine.policy import Policy

__all__ = ["strictest_faults"]


def strictest_faults(policy: Policy, school: str) -> list[str]:
    """In what the profile of people not known is laxer than another, at a school and for the federation."""
    places = ("federation", f"schools.{school}.")
    return [fault.message for fault in check_strictest(policy, PolicyMarks(policy)) if fault.where.startswith(places)]
