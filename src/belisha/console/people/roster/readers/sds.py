"""Microsoft School Data Sync, the classic files: School, Student, Teacher, Section, StudentEnrollment, TeacherRoster.

The UK format has the same files with other words for ids ("ID", "DfE Number") and British dates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from belisha.console.people.roster.readers.gathering import Gathered, tidy_groups
from belisha.console.people.roster.readers.persons import LIKE_UPN, Reading, person_of
from belisha.console.people.roster.readers.shapes import (
    Kind,
    Org,
    Roster,
    RosterError,
    RosterGroup,
    RosterMembership,
    ident_of,
)
from belisha.console.people.roster.readers.tables import Row, Table, table_of
from belisha.console.people.roster.readers.words import DateOrder, date_order, squeezed

if TYPE_CHECKING:
    from belisha.console.people.roster.readers.files import Bundle

__all__ = ["read_sds"]

GONE: Final = {"inactive", "deleted", "tobedeleted", "withdrawn", "left"}
TITLES: Final = {
    "key": "SIS ID", "given": "First Name", "family": "Last Name", "born": "Birthdate", "year": "Grade",
    "email": "Secondary Email", "job": "Title",
}  # fmt: skip
UK_TITLES: Final = TITLES | {"key": "ID"}


def read_sds(bundle: Bundle) -> Roster:
    """The roster in classic School Data Sync files. Raises RosterError."""
    got = Gathered()
    if not bundle.has("student.csv", "teacher.csv"):
        raise RosterError("There is neither Student.csv nor Teacher.csv. Give all files of the export together.")
    uk = _is_uk(bundle, got)
    _schools(bundle, got)
    for name, kind in (("student.csv", Kind.PUPIL), ("teacher.csv", Kind.STAFF)):
        _people(bundle, got, name, kind, uk=uk)
    _sections(bundle, got)
    for name, kind in (("studentenrollment.csv", Kind.PUPIL), ("teacherroster.csv", Kind.STAFF)):
        _memberships(bundle, got, name, kind)
    groups, notes = tidy_groups(got)
    version = "UK format" if uk else "classic"
    name = "Microsoft School Data Sync"
    return got.roster(format=name, version=version, groups=groups, more_notes=notes, complete=True, says_complete=True)


def _table(bundle: Bundle, got: Gathered, name: str) -> Table | None:
    part = bundle.part(name)
    return table_of(part, got.pad) if part and part.data.strip() else None


def _is_uk(bundle: Bundle, got: Gathered) -> bool:
    for name in ("student.csv", "teacher.csv", "school.csv"):
        table = _table(bundle, got, name)
        if table:
            return "sisid" not in {squeezed(header) for header in table.headers}
    return False


def _schools(bundle: Bundle, got: Gathered) -> None:
    table = _table(bundle, got, "school.csv")
    for row in table.rows(got.pad) if table else ():
        key = row.get("sisid", "dfenumber", "id")
        if key:
            got.orgs[key] = Org(key, row.get("name")[:120], row.get("dfenumber", "schoolnumber")[:40])


def _people(bundle: Bundle, got: Gathered, name: str, kind: Kind, *, uk: bool) -> None:
    table = _table(bundle, got, name)
    if table is None:
        return
    order = date_order(table.column("birthdate"), DateOrder.DAY_FIRST if uk else DateOrder.MONTH_FIRST)
    if table.has("birthdate"):
        got.pad.note(f"Dates in {table.name} are read as {order.value}.")
    if table.has("password"):
        got.pad.note("The files carry passwords. They are not read.")
    for row in table.rows(got.pad, of_people=True):
        key = row.get("sisid", "id")
        if row.get("status").casefold() in GONE and key:
            got.gone.append(ident_of(kind, key))
            continue
        org = row.get("schoolsisid", "schooldfenumber", "schoolid")
        reading = Reading(row.where, kind, order, UK_TITLES if uk else TITLES)
        person = person_of(_texts(row, key), reading, got.pad, mis_id=key, orgs=(org,) if org else ())
        if person:
            got.add(person)


def _texts(row: Row, key: str) -> dict[str, str]:
    user = row.get("username")
    upn = next(
        (
            text
            for text in (row.get("upn"), row.get("stateid"), row.get("studentnumber"))
            if LIKE_UPN.fullmatch(text.upper())
        ),
        "",
    )
    return {
        "key": key,
        "given": row.get("firstname"),
        "family": row.get("lastname"),
        "born": row.get("birthdate"),
        "year": row.get("grade"),
        "upn": upn,
        "email": row.get("secondaryemail") or (user if "@" in user else ""),
        "job": row.get("title"),
        "username": user,
    }


def _sections(bundle: Bundle, got: Gathered) -> None:
    table = _table(bundle, got, "section.csv")
    for row in table.rows(got.pad) if table else ():
        key, name = row.get("sisid", "id"), row.get("sectionname", "coursename")
        if row.get("status").casefold() in GONE:
            got.gone_groups.add(key)
        elif not key or not name or max(len(key), len(name)) > 80:
            got.pad.reject(
                row.where, "Section Name", name, "this section has no id or name, or one of more than 80 characters"
            )
        else:
            org = row.get("schoolsisid", "schooldfenumber", "schoolid")
            got.add_group(RosterGroup(key=key, name=name, kind="", org=org), row.where)


def _memberships(bundle: Bundle, got: Gathered, name: str, kind: Kind) -> None:
    table = _table(bundle, got, name)
    for row in table.rows(got.pad) if table else ():
        ident, group = ident_of(kind, row.get("sisid", "id")), row.get("sectionsisid", "sectionid")
        known = ident if ident in got.people or ident in got.gone_idents() else None
        if got.knows(row, known, group):
            got.memberships.append(RosterMembership(ident, group, kind is Kind.STAFF))
