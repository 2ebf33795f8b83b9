"""What a school sets for its work on concerns: tables that it loads, and who is on duty when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.concerns.models import LoadedTable, Turn
from belisha.console.concerns.working import audit_events as events
from belisha.console.concerns.working.chain import ConcernsOf
from belisha.console.concerns.working.queries.rota import team_of
from belisha.console.concerns.working.rules.tables import read_rows

if TYPE_CHECKING:
    from datetime import date

    from belisha.console.access.acting import By
    from belisha.console.access.models import School, User

__all__ = ["end_turn", "load_table", "set_turn"]

MONDAY_TO_SUNDAY = range(7)


def load_table(
    *, by: By, school: School, kind: str, title: str, source: str, dated: date, name: str, content: bytes
) -> LoadedTable:
    """Load a table from a file: it counts from now on, the older versions stay. Raises as all actions do."""
    by = by.may(Permission.WORK_CONCERNS, school)
    if dated > timezone.localdate():
        raise ValidationError({"dated": _("That day is still to come.")})
    try:
        rows = read_rows(kind, name, content)
    except ValueError as error:
        raise ValidationError({"file": str(error)}) from None
    with transaction.atomic():
        before = LoadedTable.objects.filter(school=school, kind=kind).aggregate(last=Max("version"))["last"] or 0
        table = LoadedTable.objects.create(
            school=school,
            kind=kind,
            version=before + 1,
            title=title.strip(),
            source=source.strip(),
            dated=dated,
            rows=rows,
            loaded_at=timezone.now(),
            loaded_by=by.user,
        )
        after = {"kind": kind, "version": table.version, "rows": len(rows)}
        by.did(events.TABLE_LOADED, to=table, at=ConcernsOf(school), after=after)
    return table


def set_turn(*, by: By, school: School, user: User, weekday: int, first: date, last: date | None = None) -> Turn:
    """Put somebody of the safeguarding team on duty on a day of the week. Raises NotAllowedError, ValidationError."""
    by = by.may(Permission.WORK_CONCERNS, school)
    if weekday not in MONDAY_TO_SUNDAY:
        raise ValidationError({"weekday": _("Choose a day of the week.")})
    if user not in team_of(school):
        raise ValidationError({"who": _("Choose somebody of the safeguarding team.")})
    if last is not None and last < first:
        raise ValidationError({"last": _("That is before the first day.")})
    with transaction.atomic():
        turn = Turn.objects.create(school=school, user=user, weekday=weekday, first=first, last=last)
        after = {"weekday": weekday, "first": first.isoformat(), "user": f"user:{user.pk}"}
        by.did(events.TURN_SET, to=turn, at=ConcernsOf(school), after=after)
    return turn


def end_turn(*, by: By, turn: Turn) -> None:
    """Take somebody off the rota from today on. Raises NotAllowedError."""
    by = by.may(Permission.WORK_CONCERNS, turn.school)
    with transaction.atomic():
        by.did(events.TURN_ENDED, to=turn, at=ConcernsOf(turn.school), after={"weekday": turn.weekday})
        turn.delete()
