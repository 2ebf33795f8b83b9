"""What the addresses of pages about old logs of concerns take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from belisha.console.access.acting import By
from belisha.console.concerns.importing.actions.applying import apply_import, take_over_now
from belisha.console.concerns.importing.actions.taking import set_columns, set_words, take_in
from belisha.console.concerns.importing.queries import plan_of
from belisha.console.concerns.models import ConcernImport

if TYPE_CHECKING:
    from belisha.console.access.models import School, User

LOG = (
    "Date,Pupil,Incident,Category,Action taken\n03/05/2024,Amy Hill,Rude message,Cyberbullying,Spoke to both\n,Jo,x,,\n"
)


def a_file(school: School, member: User) -> dict[str, Any]:
    return {"number": take_in(by=By(member), school=school, name="log.csv", data=LOG.encode()).pk}


def with_columns(school: School, member: User) -> dict[str, Any]:
    entry = take_in(by=By(member), school=school, name="log.csv", data=LOG.encode())
    columns = {"date": "Date", "child": "Pupil", "words": "Incident", "category": "Category", "done": "Action taken"}
    return {"number": set_columns(by=By(member), entry=entry, columns=columns, unsaid="closed").pk}


def to_look_at(school: School, member: User) -> dict[str, Any]:
    taken = with_columns(school, member)
    entry = ConcernImport.objects.get(pk=taken["number"])
    set_words(by=By(member), entry=entry, words={"cyberbullying": "bullying"}, rest="wellbeing")
    return taken


def taken_over(school: School, member: User) -> dict[str, Any]:
    taken = to_look_at(school, member)
    entry = ConcernImport.objects.get(pk=taken["number"])
    apply_import(by=By(member), entry=entry, seen=plan_of(By(member), entry).seen)
    take_over_now(entry.pk)
    return taken


IMPORTING = {
    "concern-import-undo": taken_over,
    "concern-import": to_look_at,
    "concern-import-columns": a_file,
    "concern-import-words": with_columns,
    "concern-import-discard": a_file,
}
