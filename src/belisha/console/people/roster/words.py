"""What screens call the parts of a roster: fields, kinds of change, ways of clashing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from belisha.console.people.words import FIELDS as PEOPLE_FIELDS

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

__all__ = ["FIELDS", "GROUP_STEPS", "MAPPED", "OFFERS", "PARTS", "RELATIONS"]

PARTS: Final[dict[str, StrPromise]] = {
    "joiners": _("Joiners"),
    "movers": _("Changes"),
    "leavers": _("Leavers"),
    "clashes": _("Clashes"),
    "families": _("Families"),
    "groups": _("Classes"),
    "bad": _("Bad rows"),
}
FIELDS: Final[dict[str, StrPromise]] = PEOPLE_FIELDS | {
    "class": _("Class"),
    "kind": _("Relationship"),
    "responsibility": _("Parental responsibility"),
    "lives_with": _("Lives with the child"),
    "priority": _("Order of contact"),
}
GROUP_STEPS: Final[dict[str, StrPromise]] = {
    "new": _("New"),
    "link": _("Known already, found in the file"),
    "name": _("New name"),
    "open": _("Opened again"),
    "close": _("Closed: no longer in the file"),
}
OFFERS: Final[dict[str, StrPromise]] = {
    "same": _("This is the same person: update them"),
    "new": _("This is somebody new: add them"),
    "leave": _("Leave this row out"),
}
RELATIONS: Final[dict[str, StrPromise]] = {
    "mother": _("Mother"),
    "father": _("Father"),
    "step-parent": _("Step-parent"),
    "foster-carer": _("Foster carer"),
    "grandparent": _("Grandparent"),
    "guardian": _("Guardian"),
    "social-worker": _("Social worker"),
    "other": _("Other"),
}
# What a mapping page calls the fields that a spreadsheet may have, in the order in which it asks for them.
MAPPED: Final[dict[str, StrPromise]] = {
    "key": _("Id in your system"),
    "upn": PEOPLE_FIELDS["upn"],
    "given": PEOPLE_FIELDS["given"],
    "family": PEOPLE_FIELDS["family"],
    "full_name": _("Whole name, where it is one column"),
    "known_as": PEOPLE_FIELDS["known_as"],
    "born": PEOPLE_FIELDS["born"],
    "year": PEOPLE_FIELDS["year"],
    "group": _("Class (for staff: the classes that they teach)"),
    "kind": _("What the person is: pupil, staff or parent"),
    "job": PEOPLE_FIELDS["job"],
    "email": PEOPLE_FIELDS["email"],
    "phone": PEOPLE_FIELDS["phone"],
    "language": PEOPLE_FIELDS["language"],
    "joined": PEOPLE_FIELDS["joined"],
    "left": PEOPLE_FIELDS["left"],
    "child": _("For parents: the id of their child"),
    "relationship": _("For parents: what they are to the child"),
    "responsibility": _("For parents: parental responsibility, yes or no"),
    "priority": _("For parents: whom to ring first"),
}
