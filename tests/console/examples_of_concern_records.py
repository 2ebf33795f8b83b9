"""What the addresses of the record of a concern take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from belisha.console.concerns.actions.readers import let_in
from belisha.console.concerns.actions.writing import add_entry
from belisha.console.concerns.models import Entry
from belisha.console.concerns.record.actions.joining import link, merge
from belisha.console.concerns.record.rules.body import mark_of, parts
from cast import somebody
from console.examples_of_concerns import SYSTEM, a_concern, of_concern

if TYPE_CHECKING:
    from belisha.console.access.models import School, User


def an_entry(school: School, _member: User) -> dict[str, Any]:
    concern = a_concern(school)
    return {"reference": concern.reference, "mark": concern.entries.get().seal[:16]}


def a_body_map(school: School, _member: User) -> dict[str, Any]:
    concern = a_concern(school)
    details = {"figure": 1, "marks": [mark_of(1, parts()[0], None, words="A bruise")]}
    entry = add_entry(by=SYSTEM, concern=concern, kind=Entry.Kind.BODY_MAP, text="Seen at PE", details=details)
    return {"reference": concern.reference, "mark": entry.seal[:16]}


def a_form(school: School, _member: User) -> dict[str, Any]:
    return {"reference": a_concern(school).reference, "form": "write"}


def a_subject(school: School, _member: User) -> dict[str, Any]:
    return {"reference": a_concern(school).reference, "number": 1}


def a_reader(school: School, _member: User) -> dict[str, Any]:
    concern = a_concern(school)
    let_in(by=SYSTEM, concern=concern, user=somebody(school), reason="Their teacher")
    return {"reference": concern.reference, "number": 1}


def a_link(school: School, _member: User) -> dict[str, Any]:
    concern = a_concern(school)
    link(by=SYSTEM, concern=concern, other=a_concern(school), reason="The same children")
    return {"reference": concern.reference, "number": 1}


def put_together(school: School, _member: User) -> dict[str, Any]:
    concern = a_concern(school)
    merge(by=SYSTEM, concern=a_concern(school), into=concern, reason="The same children")
    return {"reference": concern.reference, "number": 1}


def a_child(school: School, _member: User) -> dict[str, Any]:
    return {"number": a_concern(school).subjects.get().person_id}


RECORD = {
    **dict.fromkeys(
        (
            "concern",
            "concern-looks",
            "concern-write",
            "concern-body-map-new",
            "concern-subject-new",
            "concern-reader-new",
            "concern-link",
            "concern-merge",
            "concern-split",
        ),
        of_concern,
    ),
    "concern-correct": an_entry,
    "concern-body-map": a_body_map,
    "concern-keep": a_form,
    "concern-drop": a_form,
    "concern-subject": a_subject,
    "concern-reader-end": a_reader,
    "concern-link-end": a_link,
    "concern-part": put_together,
    "concern-chronology": a_child,
    "concern-chronology-paper": a_child,
}
