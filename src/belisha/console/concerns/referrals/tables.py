"""The list of referrals, as design/tables.py shows it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup

from belisha.console.concerns.models import Referral
from belisha.console.concerns.referrals.queries.standing import wants
from belisha.console.concerns.referrals.rules.agencies import agencies, agency_of
from belisha.console.design.tables import Choice, Column, Table

__all__ = ["is_late", "referrals_table"]


def is_late(referral: Referral) -> bool:
    """Whether it should be made, or asked after, by now."""
    if referral.state == Referral.State.TO_SEND:
        return referral.due_at <= timezone.now()
    waiting = referral.state in {Referral.State.SENT, Referral.State.RECEIVED}
    return waiting and referral.chase_on is not None and referral.chase_on <= timezone.localdate()


def _state(referral: Any) -> object:
    words = referral.get_state_display()
    if is_late(referral):
        late = _("late") if referral.state == Referral.State.TO_SEND else _("ask what became of it")
        return Markup('{} <strong class="govuk-tag govuk-tag--red">{}</strong>').format(words, late)
    if wants(referral) == "reference":
        number = _("number missing")
        return Markup('{} <strong class="govuk-tag govuk-tag--red">{}</strong>').format(words, number)
    return words


def _page(referral: Any) -> str:
    concern = referral.concern
    return reverse("concern-referral", args=[concern.school.code, concern.reference, referral.key])


def _narrowed(rows: Any, value: str) -> Any:
    if value == "late":
        return rows.late(timezone.now())
    if value == "chase":
        waiting = (Referral.State.SENT, Referral.State.RECEIVED)
        return rows.filter(state__in=waiting, chase_on__lte=timezone.localdate())
    return rows.filter(state__in=[Referral.State.SENT, Referral.State.RECEIVED], reference="")


def referrals_table() -> Table:
    """Referrals of the concerns that somebody answers for."""
    columns = (
        Column(
            "concern",
            _("Concern"),
            lambda one: one.concern.reference,
            order=("concern__reference",),
            link=_page,
        ),
        Column("agency", _("To"), lambda one: agency_of(one.agency).title, order=("agency", "due_at")),
        Column("state", _("State"), _state, order=("state", "due_at")),
        Column("due", _("By"), lambda one: one.due_at if one.state == "to-send" else None, order=("due_at",)),
        Column("sent", _("Made"), lambda one: one.sent_at, order=("sent_at",)),
        Column("by", _("By whom"), lambda one: one.sent_by.name if one.sent_by else ""),
        Column("reference", _("Their reference"), lambda one: one.reference, order=("reference",)),
        Column("outcome", _("What came of it"), lambda one: one.get_outcome_display(), order=("outcome",)),
        Column("chase", _("Ask on"), lambda one: one.chase_on, order=("chase_on",)),
    )
    which = [
        ("late", _("Late")),
        ("chase", _("To be asked after")),
        ("number", _("Made, number missing")),
    ]
    choices = (
        Choice("which", _("Which"), which, _narrowed),
        Choice("state", _("State"), Referral.State.choices, "state"),
        Choice("agency", _("To"), [(each.id, each.title) for each in agencies()], "agency"),
    )
    return Table("referrals", columns, search=("concern__reference", "reference"), choices=choices)
