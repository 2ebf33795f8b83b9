"""Undoing an import: every row as it was before, or nothing when somebody has changed one of them since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec
from django.db import models, transaction
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.permissions import Permission
from belisha.console.people.models import RosterContent, RosterImport
from belisha.console.people.refusals import RefusedError
from belisha.console.people.roster import audit_events
from belisha.console.people.roster.actions.choosing import open_entry
from belisha.console.people.roster.actions.snapshots import MODELS, Step, row_of, snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.console.access.acting import By

__all__ = ["undo_import", "undo_obstacles"]

BATCH: Final = 500
SHOWN: Final = 5
# Changed by signing in or by the search column itself: no decision of anybody's.
PASSING: Final = {"search", "last_login"}


def undo_import(*, by: By, entry: RosterImport, reason: str = "") -> RosterImport:
    """Put every row back as it was before an import. Raises RefusedError, naming who was changed since."""
    by = by.may(Permission.IMPORT_PEOPLE, entry.school)
    with transaction.atomic():
        row = open_entry(entry, RosterImport.State.APPLIED)
        steps = _steps(row)
        _refuse(_changed_since(steps))
        _restore(steps)
        row.state, row.undone_at, row.undone_by = RosterImport.State.UNDONE, timezone.now(), by.user
        row.save(update_fields=["state", "undone_at", "undone_by"])
        RosterContent.objects.filter(of=row).delete()
        after = {"file": row.name, "sha256": row.digest, "rows": len(steps)}
        by.did(audit_events.UNDONE, to=row, at=row.school, reason=reason, after=after)
    return row


def undo_obstacles(entry: RosterImport) -> list[str]:
    """Who and what was changed since an import, so that it cannot be undone; empty when nothing was.

    Raises RefusedError when what it takes to undo it is no longer kept.
    """
    return _changed_since(_steps(entry))


def _steps(entry: RosterImport) -> list[Step]:
    content = RosterContent.objects.filter(of=entry).only("undo").first()
    if content is None or content.undo is None:
        raise RefusedError(_("What it takes to undo this import is no longer kept."))
    return msgspec.json.decode(bytes(content.undo), type=list[Step])


def _refuse(obstacles: list[str]) -> None:
    if obstacles:
        more = len(obstacles) - SHOWN
        names = "; ".join(obstacles[:SHOWN]) + (_(" and %(more)s more") % {"more": more} if more > 0 else "")
        raise RefusedError(_("It cannot be undone. Changed since: %(names)s.") % {"names": names})


def _rows(model: type[models.Model], pks: list[int]) -> dict[int, Any]:
    found: dict[int, Any] = {}
    for start in range(0, len(pks), BATCH):
        found |= model._default_manager.in_bulk(pks[start : start + BATCH])
    return found


def _changed_since(steps: list[Step]) -> list[str]:
    found: list[str] = []
    for name, model in MODELS.items():
        # a row may be made and then changed by one import: its last state is what it must have now
        last = {step.pk: step for step in steps if step.model == name}
        rows = _rows(model, [pk for pk, step in last.items() if step.after is not None])
        for pk, step in last.items():
            if step.after is not None and not _is_as(rows.get(pk), step.after):
                found.append(_called(name, rows.get(pk), step))
            elif step.after is None and pk in rows:
                found.append(_called(name, rows[pk], step))
    return list(dict.fromkeys(found))


def _is_as(row: models.Model | None, after: dict[str, Any]) -> bool:
    if row is None:
        return False
    now = snapshot(row)
    return all(now.get(field) == value for field, value in after.items() if field not in PASSING)


def _called(name: str, row: models.Model | None, step: Step) -> str:
    person = getattr(row, "person", None) if name == "membership" else None
    if row is not None:
        return str(person or row)
    said = step.after or step.before or {}
    who = f"{said.get('given', '')} {said.get('family', '')}".strip() or said.get("name") or name
    return _("%(who)s (no longer there)") % {"who": who}


def _restore(steps: list[Step]) -> None:
    for name, model in reversed(MODELS.items()):
        ours = [step for step in steps if step.model == name]
        _delete(model, [step.pk for step in ours if step.before is None])
    for name, model in MODELS.items():
        ours = [step for step in steps if step.model == name and step.before is not None]
        _put_back(model, [step for step in ours if step.after is not None])
        gone = [row_of(model, step.before or {}) for step in ours if step.after is None]
        model._default_manager.bulk_create(gone, batch_size=BATCH)


def _delete(model: type[models.Model], pks: list[int]) -> None:
    """Delete rows that the import made, and nothing else with them."""
    for start in range(0, len(pks), BATCH):
        rows = list(model._default_manager.filter(pk__in=pks[start : start + BATCH]))
        collector = Collector(using="default")
        try:
            collector.collect(rows)
        except (ProtectedError, RestrictedError) as error:
            _refuse(_hanging_on(error.args[1]))
        others = [each for kind, found in collector.data.items() if kind is not model for each in found]
        others += [each for fast in collector.fast_deletes for each in _listed(fast) if type(each) is not model]
        _refuse(_hanging_on(others))
        collector.delete()


def _listed(fast: Any) -> Iterable[Any]:
    return list(fast)


def _hanging_on(rows: Iterable[Any]) -> list[str]:
    return [f"{row._meta.verbose_name} {row}" for row in rows]


def _put_back(model: type[models.Model], steps: list[Step]) -> None:
    # the first state of a row that one import changed twice is the one to go back to
    first: dict[int, Step] = {}
    for step in steps:
        first.setdefault(step.pk, step)
    rows = [row_of(model, step.before or {}) for step in first.values()]
    fields = [
        field.name for field in model._meta.concrete_fields if not field.primary_key and field.name != "last_login"
    ]
    if rows:
        model._default_manager.bulk_update(rows, fields, batch_size=BATCH)
