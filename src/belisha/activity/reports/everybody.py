"""A report of each person at a school: the questions are put once for all of them."""

from collections.abc import Iterable, Sequence

import msgspec

from belisha.activity.register import Kind
from belisha.activity.reports.counting import Desk, make_reports
from belisha.activity.reports.report import Report, Wanted, Worth
from belisha.activity.reports.writing import note_look, places, school_folder, write_report
from belisha.activity.store import Scope
from belisha.activity.subjects import Subject

_ON_RECORD = "SELECT DISTINCT person AS one FROM in_scope WHERE person <> '' ORDER BY one"


class Written(msgspec.Struct, frozen=True):
    """One person's report, with what is worth looking at first in it."""

    id: str
    name: str
    worth: list[Worth]
    files: dict[str, str]


class _One(msgspec.Struct, frozen=True):
    one: str


def write_everybody(desk: Desk, schools: Sequence[str], wanted: Wanted, *, pdf: bool) -> list[Written]:
    """Write the reports of everybody who is on record in the period or the one before, school by school."""
    written: list[Written] = []
    for school in filter(None, schools):
        people = people_on_record(desk, school, wanted)
        if people:
            note_look(desk.home, desk.making, people, wanted, scheduled=False)
            written += write_each(desk, make_reports(desk, people, wanted), pdf=pdf)
    return written


def people_on_record(desk: Desk, school: str, wanted: Wanted) -> list[Subject]:
    """Everybody at a school of whom there is anything to report."""
    scope = Scope((school,), wanted.span, desk.register.zone)
    named = desk.register.named(Kind.PERSON, school)
    school_name = desk.register.name_of(Kind.SCHOOL, school, school)
    found = desk.store.ask(scope, lambda view: view.rows(_One, _ON_RECORD))
    return [
        Subject(Kind.PERSON, row.one, named.get(row.one, (row.one,))[0], school, school_name, (("person", (row.one,)),))
        for row in found
    ]


def write_each(desk: Desk, reports: Iterable[Report], *, pdf: bool) -> list[Written]:
    """Write reports of one school to its folder, one at a time."""
    written = []
    for report in reports:
        folder = school_folder(desk.home, report.subject)
        files = write_report(report, places(folder, report.subject, report.wanted, pdf=pdf))
        written.append(Written(report.subject.id, report.subject.name, report.worth, files.written()))
    return written
