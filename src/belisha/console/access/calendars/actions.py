"""Deciding about a school year: a part of it at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from belisha.console.access.calendars.audit_events import CHANGED, COPIED, RESET
from belisha.console.access.calendars.queries import planned_year
from belisha.console.access.calendars.rules import faults_of
from belisha.console.access.calendars.years import Part, Year, as_json, key_of, shifted
from belisha.console.access.models import School
from belisha.console.access.settings.actions import decide
from belisha.console.access.settings.rules import Source

if TYPE_CHECKING:
    from belisha.console.access.acting import By
    from belisha.console.access.calendars.queries import PlannedYear
    from belisha.console.access.models import Decision, Federation

__all__ = ["change_calendar", "copy_last_year", "reset_calendar"]


@transaction.atomic
def change_calendar(
    by: By,
    *,
    at: School | Federation,
    year: Year,
    part: Part,
    value: Any,
    locked: bool = False,
    reason: str = "",
) -> Decision:
    """Decide a part of a year: spans, days or times, in the shapes of years.py. `locked`: no school may differ.

    Raises ValidationError with all that is wrong, also where the change leaves another part wrong.
    """
    planned = planned_year(at, year).year
    known = set(faults_of(planned))
    # what was wrong before in another part must not stop the change that mends it
    faults = [
        fault.text for fault in faults_of(planned.with_part(part, value)) if fault.part is part or fault not in known
    ]
    if faults:
        raise ValidationError(faults)
    return decide(by, at=at, key=key_of(year, part), value=as_json(value), locked=locked, reason=reason, kind=CHANGED)


def reset_calendar(by: By, *, at: School | Federation, year: Year, part: Part) -> Decision:
    """Put a part of a year back to what is inherited."""
    return decide(by, at=at, key=key_of(year, part), value=None, kind=RESET)


@transaction.atomic
def copy_last_year(by: By, *, at: School | Federation, year: Year) -> int:
    """Copy to a year what the place itself decided of the year before, 52 weeks on. How many parts were copied.

    Parts that are decided already stay as they are. Raises ValidationError where there is nothing to copy.
    """
    earlier, now = planned_year(at, Year(year - 1)), planned_year(at, year)
    copied = 0
    for part in Part:
        if not _decided(earlier, part, at) or _decided(now, part, at) or now.parts[part].locked:
            continue
        value = as_json(shifted(part, earlier.year.part(part), year))
        decide(by, at=at, key=key_of(year, part), value=value, kind=COPIED)
        copied += 1
    if not copied:
        raise ValidationError(_("There is nothing to copy: no part of the year before is decided here, or all are."))
    return copied


def _decided(planned: PlannedYear, part: Part, at: School | Federation) -> bool:
    """Whether the place itself decided a part, and it counts."""
    return planned.parts[part].source is (Source.SCHOOL if isinstance(at, School) else Source.FEDERATION)
