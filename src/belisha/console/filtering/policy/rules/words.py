"""What categories, holders and slots are called on screens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from belisha.engine.decide.sentences import title
from belisha.engine.lists.catalogue import categories
from belisha.engine.policy.edits import FIELDS, HolderKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrPromise

    from belisha.engine.policy import Policy
    from belisha.engine.policy.edits import Holder

__all__ = ["KINDS_OF_CATEGORY", "KINDS_OF_HOLDER", "holder_name", "title_of"]

KINDS_OF_CATEGORY: Final[dict[str, StrPromise]] = {
    "illegal": __("Against the law"),
    "harmful": __("Harmful"),
    "unsuitable": __("Unsuitable for children"),
    "distracting": __("Distracting"),
    "useful": __("Useful"),
    "technical": __("Technical"),
}
KINDS_OF_HOLDER: Final[dict[HolderKind, StrPromise]] = {
    HolderKind.FEDERATION: __("Federation"),
    HolderKind.UNKNOWN: __("People who are not known"),
    HolderKind.SCHOOL: __("School"),
    HolderKind.KEY_STAGE: __("Key stage"),
    HolderKind.YEAR: __("Year"),
    HolderKind.CLASS: __("Class"),
    HolderKind.GROUP: __("Group"),
    HolderKind.ROOM: __("Room"),
    HolderKind.PERSON: __("Person"),
}


def title_of(category: str) -> str:
    """What a category is called; one of the school's own lists by its name."""
    known = categories().get(category)
    return known.title if known else title(category)


def holder_name(holder: Holder, policy: Policy, people: Mapping[str, str] | None = None) -> str:
    """What a holder is called. `people`: names by id, for the policy's document holds none."""
    if holder.kind is HolderKind.FEDERATION:
        return policy.federation.name
    school = policy.schools.get(holder.school)
    if holder.kind is HolderKind.UNKNOWN:
        return _("People who are not known")
    if school is None or holder.kind is HolderKind.SCHOOL:
        return school.name if school else holder.school
    if holder.kind is HolderKind.PERSON:
        return (people or {}).get(holder.id, holder.id)
    piece = getattr(school, FIELDS[holder.kind]).get(holder.id)
    return piece.name if piece else holder.id
