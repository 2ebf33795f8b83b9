"""Writing many concerns at once."""

from __future__ import annotations

import secrets
from copy import copy
from typing import TYPE_CHECKING, Any

from belisha.console.access.acting import about
from belisha.console.audit.actions import Deed, record_many
from belisha.console.concerns import audit_events as of_concerns
from belisha.console.concerns.actions.reporting import new_reference
from belisha.console.concerns.evidence import audit_events as of_files
from belisha.console.concerns.evidence import store
from belisha.console.concerns.evidence.rules.names import clean_name
from belisha.console.concerns.importing.actions.indexing import index_many
from belisha.console.concerns.models import Concern, Entry, EvidenceFile, ImportedRow, Subject
from belisha.console.concerns.queries.visible import routes_of
from belisha.console.concerns.rules.categories import category_of
from belisha.console.concerns.rules.sealing import seal_of
from belisha.console.concerns.rules.words import texts_in, words_of
from belisha.console.concerns.working.chain import ConcernsOf

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from belisha.console.access.acting import By
    from belisha.console.concerns.importing.queries import Planned
    from belisha.console.concerns.models import ConcernImport, ImportedFile

__all__ = ["Writer"]


class Writer:
    """Writes concerns by the hundred, each hundred in a transaction of its caller; nobody sees them yet."""

    def __init__(self, by: By, row: ConcernImport, now: datetime) -> None:
        """`now`: the moment that all that comes in bears."""
        self.by, self.row, self.now = by, row, now
        self.routes = set(routes_of(by, row.school))
        self.importer = by.user.name if by.user else by.system
        self.used: set[str] = set()  # keys of files that a concern has by now

    def write(self, planned: Sequence[Planned]) -> None:
        """Concerns with their people, entries, files and words, known again by their rows."""
        planned = [one._replace(files=tuple(self._own(each) for each in one.files)) for one in planned]
        concerns = Concern.objects.bulk_create([self._concern(one) for one in planned])
        pairs = list(zip(concerns, planned, strict=True))
        Subject.objects.bulk_create([subject for pair in pairs for subject in self._subjects(*pair)])
        entries = Entry.objects.bulk_create([entry for pair in pairs for entry in self._entries(*pair)])
        school = self.row.school
        ImportedRow.objects.bulk_create(
            [ImportedRow(school=school, digest=one.digest, concern=concern, source=self.row) for concern, one in pairs]
        )
        EvidenceFile.objects.bulk_create([file for pair in pairs for file in self._files(*pair)])
        self._index(pairs, entries)
        self._record(concerns, entries)

    def _index(self, pairs: Sequence[tuple[Concern, Planned]], entries: Sequence[Entry]) -> None:
        words = {concern.pk: _names(one) | words_of(concern.where) for concern, one in pairs}
        for entry in entries:
            words[entry.concern_id] |= words_of(entry.text, *texts_in(entry.details))
        index_many(self.row.school, words)

    def _record(self, concerns: Sequence[Concern], entries: Sequence[Entry]) -> None:
        deeds = []
        for concern in concerns:
            after: dict[str, Any] = {"route": concern.route, "category": concern.category}
            deeds.append(Deed(of_concerns.REPORTED, about(concern), after=after))
        for entry in entries:
            sealed = {"entry": entry.pk, "kind": entry.kind, "seal": entry.seal}
            deeds.append(Deed(of_concerns.WRITTEN, about(entry.concern), after=sealed))
            if entry.kind == Entry.Kind.FILE:
                facts = {name: entry.details[name] for name in ("file", "sha256", "size", "kind")}
                deeds.append(Deed(of_files.KEPT, about(entry.concern), after=facts))
        record_many(deeds, chain=ConcernsOf(self.row.school).chain, actor=self.by.actor)

    def _concern(self, one: Planned) -> Concern:
        row, kind = one.row, category_of(one.row.category)
        closed, mine = row.closed_at is not None, one.whom.route in self.routes
        # what goes to others they have not seen yet: while it is open it is new to them
        taken = mine or closed
        return Concern(
            school=self.row.school,
            reference=new_reference(),
            route=one.whom.route,
            category=row.category,
            state=Concern.State.COMING,
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
        return found + [self._entry(concern, one, Entry.Kind.FILE, "", self._facts(one, each)) for each in one.files]

    def _own(self, file: ImportedFile) -> ImportedFile:
        """The file for one concern: where a second one names it, with a key and content of its own."""
        if file.key not in self.used:
            self.used.add(file.key)
            return file
        own = copy(file)
        own.key = secrets.token_hex(16)
        content = store.read(file.key, store.Locked(file.locked_key, file.lock))
        own.locked_key, own.lock = store.write(own.key, content)
        return own

    def _facts(self, one: Planned, file: ImportedFile) -> dict[str, Any]:
        """What the entry of a file says: what it is, and where it came from."""
        source = {"file": self.row.name, "line": one.row.line, "by": self.importer}
        facts = {"file": file.key, "sha256": file.sha256, "size": file.size, "kind": file.kind}
        packed = {"archive": self.row.archive, "path": file.name}
        return {**facts, "name": clean_name(file.name), "imported": source | packed}

    def _files(self, concern: Concern, one: Planned) -> list[EvidenceFile]:
        """Its files, which wait for the scanner; their content lies where it will stay."""
        return [
            EvidenceFile(
                concern=concern,
                key=each.key,
                name=clean_name(each.name),
                kind=each.kind,
                size=each.size,
                sha256=each.sha256,
                locked_key=each.locked_key,
                lock=each.lock,
                at=self.now,
                by=self.by.user,
            )
            for each in one.files
        ]

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
