"""Imports of old logs as whoever gave the file sees them, and what taking one over would do."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec
from django.db.models import ForeignObjectRel, Model, Q
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.crypto import salted_hmac

from belisha.console.access.authorization import holdings
from belisha.console.concerns.importing.attached import Zipped
from belisha.console.concerns.importing.matching import Register, Whom, whom
from belisha.console.concerns.importing.rules.fields import Mapping, guess
from belisha.console.concerns.importing.rules.reading import Fault, OldRow, Sheet, rows_of, sheet_of
from belisha.console.concerns.models import (
    Concern,
    ConcernImport,
    Entry,
    EvidenceFile,
    ImportedFile,
    ImportedRow,
    ImportMapping,
    Subject,
    WordPlace,
)
from belisha.console.concerns.queries.visible import routes_of
from belisha.console.concerns.rules.categories import categories, category_of
from belisha.console.people.models import Person

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet

    from belisha.console.access.acting import By
    from belisha.console.access.models import School, User
    from belisha.console.access.roles import Role

__all__ = [
    "OPEN",
    "Plan",
    "Planned",
    "added_since",
    "import_of",
    "imports_of",
    "mapping_of",
    "plan_of",
    "rows_of_import",
    "sheet_in",
    "starting_mapping",
]

OPEN: Final = (ConcernImport.State.MAPPING, ConcernImport.State.PREVIEW)
SALT: Final = "belisha.console.concerns.importing"
CHUNK: Final = 500
UNTOUCHED: Final = {ImportedRow, WordPlace}  # come with a concern, and are nothing that anybody adds
# what else comes with it bears the moment of the import, in this field
BEARS: Final[dict[type[Model], str]] = {Entry: "at", EvidenceFile: "at", Subject: "added_at"}


class Planned(NamedTuple):
    """A row that would become a concern, and the digest that it is known again by."""

    row: OldRow
    whom: Whom
    digest: str
    files: tuple[ImportedFile, ...] = ()
    missing: tuple[str, ...] = ()  # names of files that no file of the zip has
    shut: int = 0  # files that stay out, because its concern takes words only


class Plan(NamedTuple):
    """What taking a file over would do. `again`: lines that came in before, or stand in the file twice."""

    rows: tuple[Planned, ...]
    faults: tuple[Fault, ...]
    again: tuple[int, ...]
    notes: tuple[str, ...]
    hidden: int  # concerns that whoever takes the file over does not answer for
    refused: tuple[ImportedFile, ...] = ()  # files of the zip that are of no kind that is taken
    unnamed: int = 0  # files of the zip that no row names

    def counts(self) -> dict[str, int]:
        """In numbers."""
        return {
            "new": len(self.rows),
            "faults": len(self.faults),
            "again": len(self.again),
            "hidden": self.hidden,
            "closed": sum(one.row.closed_at is not None for one in self.rows),
            "known": sum(bool(one.whom.subjects) and one.whom.known for one in self.rows),
            "unknown": sum(not one.whom.known for one in self.rows),
            "nobody": sum(not one.whom.subjects for one in self.rows),
            "files": sum(len(one.files) for one in self.rows),
            "files_missing": sum(len(one.missing) for one in self.rows),
            "files_shut": sum(one.shut for one in self.rows),
            "files_refused": len(self.refused),
            "files_unnamed": self.unnamed,
        }

    @property
    def seen(self) -> str:
        """Another one as soon as anything would come out otherwise than it was shown."""
        rows = [
            (
                one.digest,
                one.whom.route,
                one.row.category,
                one.row.at.isoformat(),
                str(one.row.closed_at),
                [(each.role, each.person.pk if each.person else each.name) for each in one.whom.subjects],
                [each.key for each in one.files],
            )
            for one in self.rows
        ]
        return hashlib.sha256(msgspec.json.encode(rows)).hexdigest()


def imports_of(school: School, user: User) -> QuerySet[ConcernImport]:
    """The files that somebody gave, newest first, without what they hold."""
    return ConcernImport.objects.filter(school=school, by=user).defer("data")


def import_of(school: School, user: User, number: int) -> ConcernImport:
    """One file that somebody gave. Raises Http404 for everybody else's."""
    return get_object_or_404(ConcernImport.objects.select_related("school", "by"), school=school, by=user, pk=number)


def mapping_of(entry: ConcernImport) -> Mapping:
    """What its columns and words mean."""
    return msgspec.convert(entry.mapping, Mapping)


def starting_mapping(entry: ConcernImport, sheet: Sheet) -> Mapping:
    """What a file probably means: as chosen, else as the school's last one did, else as its headers suggest."""
    last = ImportMapping.objects.filter(school=entry.school).first()
    kept = mapping_of(entry) if entry.mapping else msgspec.convert(last.mapping, Mapping) if last else Mapping()
    columns = {field: header for field, header in kept.columns.items() if header in sheet.headers}
    fitting = columns if kept.columns and len(columns) == len(kept.columns) else guess(sheet.headers) | columns
    return msgspec.structs.replace(kept, columns=fitting)


def words_before(school: School) -> dict[str, str]:
    """What words meant in the school's files before: word -> id of a category that there still is."""
    last = ImportMapping.objects.filter(school=school).first()
    kinds = {one.id for one in categories()}
    kept = msgspec.convert(last.mapping, Mapping).words if last else {}
    return {word: kind for word, kind in kept.items() if kind in kinds}


def sheet_in(entry: ConcernImport) -> Sheet:
    """The file as a table; it could be read when it came."""
    return sheet_of(entry.name, bytes(entry.data or b""))


def plan_of(by: By, entry: ConcernImport) -> Plan:
    """What taking a file over would do now. Writes nothing."""
    sheet, now = sheet_in(entry), timezone.localtime()
    found = list(rows_of(sheet, mapping_of(entry), now))
    rows = [one for one in found if isinstance(one, OldRow)]
    digests = [_digest(entry.school, one) for one in rows]
    seen = _came_in(entry.school, digests)
    register = Register(Person.objects.for_school(entry.school).select_related("user").order_by("pk"))
    zipped = Zipped(ImportedFile.objects.filter(source=entry).order_by("pk"))
    planned, again = [], []
    for row, digest in zip(rows, digests, strict=True):
        if digest in seen:
            again.append(row.line)
            continue
        seen.add(digest)
        who = whom(row.said, category_of(row.category), register, _roles_of)
        planned.append(_with_files(Planned(row, who, digest), zipped))
    faults = tuple(one for one in found if isinstance(one, Fault))
    routes, by_route = set(routes_of(by, entry.school)), Counter(one.whom.route for one in planned)
    hidden = sum(number for route, number in by_route.items() if route not in routes)
    named = {each for one in planned for each in one.files}
    refused = tuple(each for each in zipped.rows if each.why)
    unnamed = sum(bool(each.key) and each not in named for each in zipped.rows)
    return Plan(tuple(planned), faults, tuple(again), sheet.notes, hidden, refused, unnamed)


def _with_files(one: Planned, zipped: Zipped) -> Planned:
    """A row with the files that it names."""
    attached = zipped.named(one.row.said.get("files", ""))
    if category_of(one.row.category).words_only:
        return one._replace(missing=attached.missing, shut=len(attached.files))
    return one._replace(files=attached.files, missing=attached.missing)


def rows_of_import(entry: ConcernImport) -> QuerySet[ImportedRow]:
    """What came in with a file."""
    return ImportedRow.objects.filter(source=entry).order_by()


def added_since(entry: ConcernImport) -> set[int]:
    """Concerns of an old log to which anybody has added anything since it came in, whatever it is."""
    ours = rows_of_import(entry).values("concern")
    theirs = Concern.objects.filter(pk__in=ours).order_by()
    changed = ~Q(acknowledged_at=None) & ~Q(acknowledged_at=entry.begun_at)
    for name in ("assigned_to", "closed_by", "merged_into", "level", "review_on"):
        changed |= ~Q(**{name: None})
    found = set(theirs.filter(changed | Q(state=Concern.State.MERGED)).values_list("pk", flat=True))
    for relation in Concern._meta.get_fields(include_hidden=True):
        if not isinstance(relation, ForeignObjectRel) or relation.related_model in UNTOUCHED:
            continue
        kind: type[Model] = relation.related_model
        name = relation.field.name
        rows = kind._default_manager.filter(**{f"{name}__in": ours}).order_by()
        if kind in BEARS:
            rows = rows.exclude(**{BEARS[kind]: entry.begun_at})
        found |= set(rows.values_list(name, flat=True))
    return found


def _digest(school: School, row: OldRow) -> str:
    return salted_hmac(SALT, f"{school.pk}\n{row.content}", algorithm="sha256").hexdigest()


def _came_in(school: School, digests: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(digests), CHUNK):
        part = digests[start : start + CHUNK]
        found |= set(ImportedRow.objects.filter(school=school, digest__in=part).values_list("digest", flat=True))
    return found


def _roles_of(person: Person) -> frozenset[Role]:
    return frozenset(holding.role for holding in holdings(person.user))
