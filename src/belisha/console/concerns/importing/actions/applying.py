"""An old log becomes concerns: all that was shown, or nothing. Nobody is written to, no clock and no step begins."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Any, Final

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import about
from belisha.console.audit.actions import Deed, record_many
from belisha.console.concerns import audit_events as of_concerns
from belisha.console.concerns.actions.reporting import new_reference
from belisha.console.concerns.importing import audit_events
from belisha.console.concerns.importing.actions.indexing import index_many
from belisha.console.concerns.importing.actions.taking import held
from belisha.console.concerns.importing.queries import plan_of
from belisha.console.concerns.models import Concern, ConcernImport, Entry, ImportedRow, Subject
from belisha.console.concerns.queries.visible import routes_of
from belisha.console.concerns.rules.categories import category_of
from belisha.console.concerns.rules.sealing import seal_of
from belisha.console.concerns.rules.words import texts_in, words_of
from belisha.console.concerns.working.chain import ConcernsOf

if TYPE_CHECKING:
    from collections.abc import Sequence

    from belisha.console.access.acting import By
    from belisha.console.concerns.importing.queries import Planned

__all__ = ["apply_import"]

BATCH: Final = 250


def apply_import(*, by: By, entry: ConcernImport, seen: str) -> ConcernImport:
    """Make the concerns. `seen`: of the plan that somebody looked at (`Plan.seen`). Raises as `held`; ValidationError
    where it would come out otherwise by now."""
    try:
        with transaction.atomic():
            by, row = held(by, entry)
            return _apply(by, row, seen)
    except IntegrityError as error:
        message = _("Some of these rows were taken over just now by somebody else. Look at the preview again.")
        raise ValidationError(message) from error


def _apply(by: By, row: ConcernImport, seen: str) -> ConcernImport:
    if row.state != ConcernImport.State.PREVIEW:
        raise ValidationError(_("Say first what its columns and words mean."))
    plan = plan_of(by, row)
    if plan.seen != seen:
        raise ValidationError(_("The register or the log has changed since you looked. Look at the preview again."))
    writer = _Writer(by, row)
    for start in range(0, len(plan.rows), BATCH):
        writer.write(plan.rows[start : start + BATCH])
    row.counts = plan.counts()
    row.state, row.data, row.done_at = ConcernImport.State.APPLIED, None, timezone.now()
    row.save(update_fields=["counts", "state", "data", "done_at"])
    chain = ConcernsOf(row.school)
    by.did(audit_events.APPLIED, to=row, at=chain, after={"sha256": row.digest, **row.counts})
    record_many(writer.deeds, chain=chain.chain, actor=by.actor)
    return row


class _Writer:
    """Writes concerns by the hundred, in the transaction of the import."""

    def __init__(self, by: By, row: ConcernImport) -> None:
        self.by, self.row, self.now = by, row, timezone.now()
        self.routes = set(routes_of(by, row.school))
        self.importer = by.user.name if by.user else by.system
        self.deeds: list[Deed] = []

    def write(self, planned: Sequence[Planned]) -> None:
        """Concerns with their people, entries and words, known again by their rows."""
        concerns = Concern.objects.bulk_create([self._concern(one) for one in planned])
        pairs = list(zip(concerns, planned, strict=True))
        Subject.objects.bulk_create([subject for pair in pairs for subject in self._subjects(*pair)])
        entries = Entry.objects.bulk_create([entry for pair in pairs for entry in self._entries(*pair)])
        school = self.row.school
        ImportedRow.objects.bulk_create(
            [ImportedRow(school=school, digest=one.digest, concern=concern) for concern, one in pairs]
        )
        words = {concern.pk: _names(one) | words_of(concern.where) for concern, one in pairs}
        for concern in concerns:
            after = {"route": concern.route, "category": concern.category}
            self.deeds.append(Deed(of_concerns.REPORTED, about(concern), after=after))
        for entry in entries:
            words[entry.concern_id] |= words_of(entry.text, *texts_in(entry.details))
            sealed = {"entry": entry.pk, "kind": entry.kind, "seal": entry.seal}
            self.deeds.append(Deed(of_concerns.WRITTEN, about(entry.concern), after=sealed))
        index_many(school, words)

    def _concern(self, one: Planned) -> Concern:
        row, kind = one.row, category_of(one.row.category)
        closed, mine = row.closed_at is not None, one.whom.route in self.routes
        # what goes to others they have not seen yet: while it is open it is new to them
        taken = mine or closed
        open_state = Concern.State.OPEN if mine else Concern.State.NEW
        return Concern(
            school=self.row.school,
            reference=new_reference(),
            route=one.whom.route,
            category=row.category,
            state=Concern.State.CLOSED if closed else open_state,
            origin=Concern.Origin.IMPORT,
            child_protection=kind.child_protection,
            words_only=kind.words_only,
            reported_at=row.at,
            reporter=row.said.get("reporter", "")[:160],
            happened_at=row.at,
            where=row.said.get("place", "")[:200],
            acknowledged_at=self.now if taken else None,
            acknowledged_by=self.by.user if taken else None,
            acted_at=row.at if row.said.get("done") else None,
            closed_at=row.closed_at,
        )

    def _subjects(self, concern: Concern, one: Planned) -> list[Subject]:
        return [
            Subject(
                concern=concern,
                person=each.person,
                name=each.name,
                role=each.role,
                added_at=self.now,
                added_by=self.by.user,
            )
            for each in one.whom.subjects
        ]

    def _entries(self, concern: Concern, one: Planned) -> list[Entry]:
        said = one.row.said
        source = {"imported": {"file": self.row.name, "line": one.row.line, "by": self.importer}}
        day = {"day_only": True} if one.row.day_only else {}
        others = {name: said[name] for name in ("category", "status", "upn", "key") if said.get(name)}
        more = {"more": {**others, **one.row.more}} if others or one.row.more else {}
        found = [self._entry(concern, one, Entry.Kind.REPORT, said["words"], {**source, **day, **more})]
        if said.get("done"):
            found.append(self._entry(concern, one, Entry.Kind.ACTION, said["done"], {**source, **day}))
        if said.get("outcome"):
            found.append(self._entry(concern, one, Entry.Kind.DECISION, said["outcome"], {**source, **day}))
        return found

    def _entry(self, concern: Concern, one: Planned, kind: str, text: str, details: dict[str, Any]) -> Entry:
        salt = secrets.token_hex(16)
        return Entry(
            concern=concern,
            kind=kind,
            text=text,
            details=details,
            at=self.now,
            about=one.row.at,
            by=self.by.user,
            by_role=self.by.role,
            salt=salt,
            seal=seal_of(salt, kind, text, details),
        )


def _names(one: Planned) -> set[str]:
    """Of those who are not on the register, which knows its own names."""
    return words_of(*(each.name for each in one.whom.subjects if each.person is None))
