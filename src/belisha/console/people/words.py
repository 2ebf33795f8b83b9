"""What screens call the fields and kinds of the register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from belisha.console.people.rules.checks import CheckState

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

__all__ = ["ALIKE", "CHECKS", "CHECK_STATES", "FIELDS", "KINDS", "KINDS_ONE", "MOVING", "SHORT_CHECKS"]

FIELDS: Final[dict[str, StrPromise]] = {
    "given": _("Given name"),
    "family": _("Family name"),
    "known_as": _("Known as"),
    "born": _("Date of birth"),
    "upn": _("Unique pupil number (UPN)"),
    "mis_id": _("Id in the management information system (MIS)"),
    "year": _("Year"),
    "job": _("Job"),
    "organisation": _("Organisation"),
    "email": _("E-mail"),
    "phone": _("Telephone"),
    "language": _("Language at home"),
    "joined": _("First day"),
    "left": _("Last day"),
}
KINDS: Final[dict[str, StrPromise]] = {
    "pupil": _("Pupils"),
    "staff": _("Staff"),
    "parent": _("Parents and carers"),
    "governor": _("Governors"),
    "volunteer": _("Volunteers"),
    "contractor": _("Contractors"),
    "visitor": _("Visitors"),
}
KINDS_ONE: Final[dict[str, StrPromise]] = {
    "pupil": _("Pupil"),
    "staff": _("Member of staff"),
    "parent": _("Parent or carer"),
    "governor": _("Governor"),
    "volunteer": _("Volunteer"),
    "contractor": _("Contractor"),
    "visitor": _("Visitor"),
}
CHECKS: Final[dict[str, StrPromise]] = {
    "identity": _("Identity"),
    "dbs": _("Enhanced DBS (Disclosure and Barring Service)"),
    "barred-list": _("Barred list"),
    "prohibition": _("Prohibition from teaching"),
    "section-128": _("Section 128 (barred from management)"),
    "right-to-work": _("Right to work in the UK"),
    "overseas": _("Checks overseas"),
    "qualifications": _("Qualifications"),
    "references": _("References"),
    "childcare": _("Childcare disqualification"),
}
SHORT_CHECKS: Final[dict[str, StrPromise]] = {
    "identity": _("Identity"),
    "dbs": _("DBS"),
    "barred-list": _("Barred list"),
    "prohibition": _("Prohibition"),
    "section-128": _("Section 128"),
    "right-to-work": _("Right to work"),
    "overseas": _("Overseas"),
    "qualifications": _("Qualifi\u00adcations"),
    "references": _("References"),
    "childcare": _("Childcare"),
}
# what a tag says, and its colour in design/macros/parts.html
CHECK_STATES: Final[dict[CheckState, tuple[StrPromise, str]]] = {
    CheckState.SEEN: (_("Seen"), "good"),
    CheckState.NOT_NEEDED: (_("Not needed"), "neutral"),
    CheckState.DUE_SOON: (_("Due soon"), "risk"),
    CheckState.EXPIRED: (_("Expired"), "bad"),
    CheckState.MISSING: (_("Missing"), "bad"),
    CheckState.NOT_ASKED: (_("Not asked"), "neutral"),
}
ALIKE: Final[dict[str, StrPromise]] = {
    "same-name-and-birth": _("Same name and date of birth"),
    "same-email": _("Same e-mail address"),
    "same-name": _("Same name"),
    "near-name": _("Same date of birth, names nearly the same"),
}
# rows that go over in a merge, by the label of their model; others are called by what Django calls them
MOVING: Final[dict[str, StrPromise]] = {
    "people.Visit": _("Visits"),
    "people.Membership": _("Classes and groups"),
    "people.Relationship": _("Family links"),
    "people.Need": _("Needs"),
    "people.StaffCheck": _("Checks"),
    "people.Device": _("Devices"),
    "people.Declaration": _("Yearly declarations"),
    "people.DeclaredTie": _("Declared ties"),
    "people.ContactPermission": _("Leave for contact"),
    "people.StarterStep": _("Steps of induction"),
    "people.Photo": _("Photo"),
    "access.Post": _("Posts"),
}
