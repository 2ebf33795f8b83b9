"""What asks register with changes of the filter: a change answers asks by its end; openings lie over the policy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from belisha.console.filtering.asks.actions.answering import end_with
from belisha.console.filtering.asks.actions.opening import close_with
from belisha.console.filtering.asks.queries.openings import openings_on
from belisha.console.filtering.changes.hooks import lays_over, when_change_ends

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import Federation
    from belisha.engine.policy.model import Opening, Policy, School

__all__ = ["lay_openings"]

when_change_ends(end_with)
when_change_ends(close_with)


@lays_over
def lay_openings(policy: Policy, federation: Federation, now: datetime) -> Policy:
    """The policy with what is open for lessons at a moment; what is not open any more is taken off."""
    del federation  # the policy is of its schools alone
    openings = openings_on(now)
    schools = {code: _laid(school, openings.get(code, {})) for code, school in policy.schools.items()}
    return replace(policy, schools=schools)


def _laid(school: School, openings: dict[str, tuple[Opening, ...]]) -> School:
    changed = {
        code: replace(group, openings=openings.get(code, ()))
        for code, group in school.classes.items()
        if group.openings or code in openings
    }
    return replace(school, classes={**school.classes, **changed}) if changed else school
