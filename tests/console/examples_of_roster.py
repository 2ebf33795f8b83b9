"""What the addresses of pages of rosters take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from belisha.console.access.acting import By
from belisha.console.people.models import RosterImport
from belisha.console.people.roster.actions import apply_import, take_in
from belisha.console.people.roster.readers import bundle_of

if TYPE_CHECKING:
    from belisha.console.access.models import School, User

USERS = "sourcedId,enabledUser,orgSourcedIds,role,givenName,familyName,grades\np1,true,s1,student,Amy,Hill,04\n"
ORGS = "sourcedId,name,type\ns1,Oakfield,school\n"
SHEET = "Adno,Surname,Forename\n1,Hill,Amy\n"
SYSTEM = By(None, system="tests")


def taken(school: School, files: dict[str, str]) -> RosterImport:
    bundle = bundle_of([(name, text.encode()) for name, text in files.items()])
    return take_in(by=SYSTEM, school=school, bundle=bundle)


def a_preview(school: School, _member: User) -> dict[str, Any]:
    return {"number": taken(school, {"users.csv": USERS, "orgs.csv": ORGS}).pk}


def an_applied_import(school: School, member: User) -> dict[str, Any]:
    entry = RosterImport.objects.get(pk=a_preview(school, member)["number"])
    return {"number": apply_import(by=SYSTEM, entry=entry).pk}


def a_spreadsheet(school: School, _member: User) -> dict[str, Any]:
    return {"number": taken(school, {"pupils.csv": SHEET}).pk}


ROSTER = {
    "roster-door-file": lambda _school, _member: {"name": "export.zip"},
    "roster-import": a_preview,
    "roster-mapping": a_spreadsheet,
    "roster-choices": a_preview,
    "roster-apply": a_preview,
    "roster-discard": a_preview,
    "roster-undo": an_applied_import,
}
