"""Policies by the clock: reviews are reminded of, public pages fetched, new editions and grave concerns asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from belisha.console.access.acting import By
from belisha.console.access.models import School
from belisha.console.concerns.hooks import when_concern_is_reported
from belisha.console.flows.due import due
from belisha.console.policies.approving.actions.checking import check_pages
from belisha.console.policies.approving.actions.reviewing import new_edition, raise_cause, remind
from belisha.console.policies.approving.paper import paper_of
from belisha.console.policies.approving.queries.published import published_at, published_context
from belisha.console.policies.models import EarlyCause

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.concerns.models import Concern

__all__ = ["ask_about_new_edition", "ask_about_review", "fetch_policy_pages", "remind_of_reviews"]


@due(name="remind of policies whose review falls due", every="day", at="07:00")
def remind_of_reviews(now: datetime) -> str:
    """Remind whoever keeps a policy."""
    count = remind(now)
    return f"{count} reminded of" if count else ""


@due(name="fetch the public pages of policies", every="day", at="03:30")
def fetch_policy_pages(now: datetime) -> str:
    """See whether anybody can read the policies in force, and put their papers ready."""
    count, faulty = check_pages(now)
    for school in School.objects.select_related("federation").order_by("pk"):
        if published_at(school) is not None:  # made by night, so that nobody waits for it
            paper_of(published_context(school))
    return f"{count} fetched, {faulty} with a fault" if count else ""


@due(name="ask about new editions of the policy's clauses", every="day", at="05:30")
def ask_about_new_edition(now: datetime) -> str:
    """Ask for a decision where the clauses have a newer edition than the policy in force."""
    count = new_edition(now)
    return f"{count} asked about" if count else ""


@when_concern_is_reported
def ask_about_review(concern: Concern) -> None:
    """A concern with danger in it asks whether the policy should be reviewed now. Nothing of it is told but that."""
    if not concern.danger_now:
        return
    version = published_at(concern.school)
    if version is None:
        return
    raise_cause(
        by=By(None, system="concerns"),
        policy=version.policy,
        school=concern.school,
        cause=EarlyCause.Cause.INCIDENT,
        words=_("A concern was reported with somebody in danger. Would the policy have helped to prevent it?"),
        source=f"concern:{concern.pk}",
    )
