"""How far an edit reaches: what a school may change by itself, and what concerns its whole federation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from belisha.console.filtering.policy.rules.documents import rules_by_id
from belisha.engine.policy.edits import (
    AddRule,
    EndRule,
    HoldProfile,
    LockCategories,
    SetNetwork,
    SetProfile,
    profiles_held,
)
from belisha.engine.policy.inherit import lineage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.engine.policy.edits import Edit, Holder
    from belisha.engine.policy.model import Policy

__all__ = ["beyond", "holders_of", "schools_with"]


def beyond(edits: Iterable[Edit], policy: Policy, school: str) -> str:
    """Why a school may not make some edits by itself, in a sentence; empty when it may.

    Where a federation has one school, that one is the federation.
    """
    if set(policy.schools) == {school}:
        return ""
    edits = tuple(edits)
    ended = rules_by_id(policy, {edit.id for edit in edits if isinstance(edit, EndRule)})
    for edit in edits:
        match edit:
            case SetProfile(id=name):
                others = schools_with(policy, name) - {school}
                if others:
                    return _others_have(policy, name, others)
            case HoldProfile(holder=holder) | AddRule(holder=holder) if holder.school != school:
                return _("A school changes what holds for its own people only; the rest is changed for the federation.")
            case EndRule(id=name) if name in ended and ended[name][0].school != school:
                return _("Rule %(rule)s is not this school's: the federation ends it.") % {"rule": name}
            case LockCategories(school=place) | SetNetwork(school=place) if place != school:
                return _("A school locks categories and sets networks for itself only.")
            case _:
                pass
    return ""


def _others_have(policy: Policy, name: str, others: set[str]) -> str:
    title = policy.profiles[name].name if name in policy.profiles else name
    if "" in others:
        return _(
            "Profile “%(profile)s” holds for the whole federation: change it for the federation,"
            " or make a profile that inherits from it."
        ) % {"profile": title}
    names = ", ".join(sorted(policy.schools[code].name for code in others))
    return _(
        "Profile “%(profile)s” is in use at %(schools)s too: change it for the federation,"
        " or make a profile that inherits from it."
    ) % {"profile": title, "schools": names}


def schools_with(policy: Policy, profile: str) -> set[str]:
    """The schools where a profile, or one that inherits from it, is held; "" stands for the federation itself."""
    heirs = {name for name in policy.profiles if profile in lineage(name, policy.profiles)}
    return {holder.school for name in heirs for holder in holders_of(policy, name)}


def holders_of(policy: Policy, profile: str) -> list[Holder]:
    """Everybody and everything that has a profile of its own, not by inheritance."""
    return [holder for holder, held in profiles_held(policy) if held == profile]
