"""Why edits are refused, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from belisha.console.filtering.policy.rules.reach import beyond
from belisha.engine.decide.file_kinds import CONTENT_TYPES
from belisha.engine.lists.catalogue import categories
from belisha.engine.policy.checking import check, check_edits

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.engine.policy import Fault, Policy
    from belisha.engine.policy.edits import Edit

__all__ = ["refusals", "sentence"]


def refusals(edits: Iterable[Edit], before: Policy, after: Policy, school: str) -> list[str]:
    """What is wrong with edits that make one policy of another; empty when they can be applied.

    `school`: by which school alone; empty for the federation. Faults that were there before are not the edits' own.
    """
    edits = tuple(edits)
    told = [sentence(fault) for fault in check_edits(edits, categories(), CONTENT_TYPES)]
    if school and (word := beyond(edits, before, school)):
        told.append(word)
    if not told and (faults := check(after)):
        known = set(check(before))
        told = [sentence(fault) for fault in faults if fault not in known]
    return told


def sentence(fault: Fault) -> str:
    """A fault for somebody who has seen no file."""
    return _("%(where)s: %(what)s.") % {"where": fault.where, "what": fault.message}
