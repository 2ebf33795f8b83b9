"""Scenes of agreements: issued as they come, and check questions answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.access.acting import By
from belisha.console.agreements.models import Agreement
from belisha.console.agreements.texts.actions import issue

if TYPE_CHECKING:
    from belisha.console.access.models import School


def issued(school: School, kind: str) -> Agreement:
    """The agreement of a kind that is in force; issued now where there is none."""
    found = Agreement.objects.for_school(school).in_force().filter(kind=kind).first()
    return found or issue(by=By(None, system="test"), school=school, kind=kind, reason="", asks_again=True)


def all_right(agreement: Agreement) -> dict[str, str]:
    """The right answers to the check questions of an agreement."""
    return {check["id"]: str(check["right"]) for check in agreement.forms["plain"]["checks"]}
