"""A policy comes into force: everybody is asked to sign the agreements anew, and its public page is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from belisha.console.access.acting import By
from belisha.console.access.models import School
from belisha.console.access.settings.queries import value_of
from belisha.console.agreements.texts.actions import issue_again
from belisha.console.agreements.texts.queries import in_force
from belisha.console.people.refusals import RefusedError
from belisha.console.policies.approving.declared import SIGN_ANEW
from belisha.console.policies.clauses.queries import ONLINE_SAFETY
from belisha.console.policies.clauses.queries import in_force as policy_in_force
from belisha.console.policies.hooks import when_published

if TYPE_CHECKING:
    from belisha.console.agreements.models import Agreement
    from belisha.console.policies.models import Version

__all__ = ["asked_anew"]


@when_published
def asked_anew(version: Version) -> None:
    """Ask anew for every agreement at the schools where the new policy counts, unless a school has chosen otherwise.

    In the words that are in force, with the names and settings of today: a draft that nobody has issued stays one.
    """
    if version.policy.kind != ONLINE_SAFETY:
        return
    for school in _schools(version):
        if not value_of(school, SIGN_ANEW):
            continue
        for agreement in in_force(school).values():
            _again(agreement)


def _again(agreement: Agreement) -> None:
    by = By(None, system="new policy in force")
    reason = _("A new online safety policy is in force.")
    try:
        issue_again(by=by, agreement=agreement, reason=reason)
    except RefusedError:
        return  # somebody has ended it meanwhile


def _schools(version: Version) -> list[School]:
    """Where a version counts: its own school, or those of the federation that have none of their own."""
    if version.policy.school is not None:
        return [version.policy.school]
    schools = School.objects.filter(federation=version.policy.federation_id).select_related("federation").order_by("pk")
    return [school for school in schools if policy_in_force(school) == version]
