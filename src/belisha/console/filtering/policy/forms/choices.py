"""What can be chosen on the policy's forms."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from belisha.console.filtering.policy.rules.words import KINDS_OF_CATEGORY, KINDS_OF_HOLDER, title_of
from belisha.engine.lists.catalogue import categories
from belisha.engine.policy.edits import FIELDS, Holder, HolderKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from belisha.engine.policy import Policy
    from belisha.engine.policy.model import Profile

__all__ = [
    "Choices",
    "category_choices",
    "category_ids",
    "holder_choices",
    "holder_from",
    "holder_value",
    "profile_choices",
]

Choices = list[tuple[str, object]]


def category_ids(used: Iterable[str] = ()) -> list[str]:
    """Every category that a profile can name, in the order of screens, and those of own lists that it names."""
    known = [category.id for category in categories().values() if not category.locked]
    return [*known, *sorted(set(used) - set(known))]


def category_choices(used: Iterable[str] = ()) -> Choices:
    """Categories by kind."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name in category_ids(used):
        category = categories().get(name)
        kind = str(KINDS_OF_CATEGORY[category.kind]) if category else _("The school's own lists")
        found.setdefault(kind, []).append((name, title_of(name)))
    return list(found.items())


def profile_choices(profiles: Mapping[str, Profile], leaving_out: Iterable[str] = ()) -> Choices:
    """Profiles by name."""
    out = set(leaving_out)
    named = sorted(((profile.name, name) for name, profile in profiles.items() if name not in out))
    return [(name, title) for title, name in named]


def holder_value(holder: Holder) -> str:
    """A holder as the value of a choice."""
    return f"{holder.kind}:{holder.school}:{holder.id}"


def holder_from(value: str) -> Holder:
    """The holder that a value names. Raises ValueError."""
    kind, school, key = value.split(":", 2)
    return Holder(kind=HolderKind(kind), school=school, id=key)


def holder_choices(policy: Policy, school: str, *, rooms: bool = False) -> Choices:
    """Whom something can be for at a school, by kind; people are chosen by name elsewhere."""
    here = policy.schools[school]
    whole = Holder(kind=HolderKind.SCHOOL, school=school)
    found: Choices = [(holder_value(whole), _("Everybody at %(school)s") % {"school": here.name})]
    for kind, field in FIELDS.items():
        if kind is HolderKind.ROOM and not rooms:
            continue
        held = getattr(here, field)
        options = [(holder_value(Holder(kind=kind, school=school, id=key)), piece.name) for key, piece in held.items()]
        if options:
            found.append((str(KINDS_OF_HOLDER[kind]), options))
    return found
