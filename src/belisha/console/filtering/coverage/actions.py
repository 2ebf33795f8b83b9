"""Taking findings over as cases, and what people do with a case: give it to somebody, note, explain, take that back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.filtering.coverage import audit_events as events
from belisha.console.filtering.coverage.queries import able_to_own
from belisha.console.filtering.coverage.rules import explains_until_fits
from belisha.console.filtering.models import CoverageCase, CoverageLook

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from belisha.activity.coverage.model import Gap
    from belisha.console.access.acting import By
    from belisha.console.access.models import Federation, School, User

__all__ = ["Taken", "explain", "give", "look_failed", "note", "reopen", "take_over"]

State = CoverageCase.State
RIGHT: Final = Permission.DRAFT_FILTER_CHANGES
BATCH: Final = 500
CHANGING: Final = ["level", "name", "reason", "to_do", "count", "items", "last_seen", "state"]
Taken = tuple[int, int]


@transaction.atomic
def take_over(*, federation: Federation, gaps: Iterable[Gap], now: datetime) -> Taken:
    """Bring what is found wanting in as cases: how many are new, and how many are over.

    Doing it again changes nothing but when each was last seen. What is no longer found is over by itself.
    """
    schools = {school.code: school for school in federation.schools.order_by("pk")}
    found = {gap.id[:300]: gap for gap in gaps if not gap.school or gap.school in schools}
    standing = CoverageCase.objects.select_for_update().filter(federation=federation).exclude(state=State.CLOSED)
    known = {case.gap: case for case in standing.order_by("pk")}
    new = [
        _filled(CoverageCase(federation=federation, school=schools.get(gap.school), gap=name, first_seen=now), gap, now)
        for name, gap in found.items()
        if name not in known
    ]
    kept = [_filled(case, found[name], now) for name, case in known.items() if name in found]
    over = [case for name, case in known.items() if name not in found]
    for case in over:
        case.state, case.closed_at = State.CLOSED, now
    CoverageCase.objects.bulk_create(new, BATCH)
    CoverageCase.objects.bulk_update(kept, CHANGING, BATCH)
    CoverageCase.objects.bulk_update(over, ["state", "closed_at"], BATCH)
    CoverageLook.objects.update_or_create(federation=federation, defaults={"at": now, "trouble": ""})
    return len(new), len(over)


def _filled(case: CoverageCase, gap: Gap, now: datetime) -> CoverageCase:
    case.kind, case.level, case.subject, case.name = gap.kind.value, gap.level.value, gap.subject[:200], gap.name[:200]
    case.reason, case.to_do, case.count, case.items = gap.reason[:500], gap.to_do[:500], gap.count, list(gap.items)
    case.last_seen = now
    if case.state == State.EXPLAINED and case.explained_until and case.explained_until < timezone.localdate(now):
        case.state = State.OPEN
    return case


def look_failed(*, federation: Federation, trouble: str) -> None:
    """Keep why nothing could be taken over; when that last went well stays."""
    CoverageLook.objects.update_or_create(federation=federation, defaults={"trouble": trouble[:300]})


@transaction.atomic
def give(*, by: By, case: CoverageCase, school: School, owner: User | None) -> None:
    """Say who looks after a case (None: nobody). Raises NotAllowedError, ValidationError."""
    by = by.may(RIGHT, school)
    if owner and owner not in able_to_own(school):
        raise ValidationError({"owner": _("Choose somebody who looks after the filter here.")})
    before = case.owner.name if case.owner else ""
    case.owner = owner
    case.save(update_fields=["owner"])
    after = {"owner": owner.name if owner else ""}
    by.did(events.GIVEN, to=case, at=school, before={"owner": before}, after=after)


@transaction.atomic
def note(*, by: By, case: CoverageCase, school: School, words: str) -> None:
    """Write down what was found out so far. Raises NotAllowedError."""
    by = by.may(RIGHT, school)
    before, case.note = case.note, words.strip()
    case.save(update_fields=["note"])
    by.did(events.NOTED, to=case, at=school, before={"note": before}, after={"note": case.note})


@transaction.atomic
def explain(*, by: By, case: CoverageCase, school: School, reason: str, until: date) -> None:
    """Say why a case is no fault, and until when that holds; then it is looked at again.

    Raises NotAllowedError, ValidationError.
    """
    by = by.may(RIGHT, school)
    held = CoverageCase.objects.select_for_update().get(pk=case.pk)
    if held.state == State.CLOSED:
        raise ValidationError(_("This case is over: there is nothing to explain any more."))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why it is no fault.")})
    if not explains_until_fits(until, timezone.localdate()):
        raise ValidationError({"until": _("Choose a day from today on, within a year.")})
    held.state, held.explanation, held.explained_until = State.EXPLAINED, reason.strip(), until
    held.explained_by = by.user
    held.save(update_fields=["state", "explanation", "explained_until", "explained_by"])
    by.did(events.EXPLAINED, to=held, at=school, reason=held.explanation, after={"until": until.isoformat()})


@transaction.atomic
def reopen(*, by: By, case: CoverageCase, school: School) -> None:
    """Take an explanation back. Raises NotAllowedError, ValidationError."""
    by = by.may(RIGHT, school)
    held = CoverageCase.objects.select_for_update().get(pk=case.pk)
    if held.state != State.EXPLAINED:
        raise ValidationError(_("This case is not explained."))
    before = {"explanation": held.explanation}
    held.state, held.explanation, held.explained_until, held.explained_by = State.OPEN, "", None, None
    held.save(update_fields=["state", "explanation", "explained_until", "explained_by"])
    by.did(events.REOPENED, to=held, at=school, before=before)
