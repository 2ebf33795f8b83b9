"""The list of site rules, as design/tables.py shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from markupsafe import Markup

from belisha.console.access.models import School
from belisha.console.access.places import address as page_of
from belisha.console.design.tables import Choice, Column, Table
from belisha.console.filtering.changes.words import until_words
from belisha.console.filtering.models import SiteRule
from belisha.console.filtering.policy.queries.site_rules import who_for
from belisha.console.filtering.policy.rules.words import KINDS_OF_HOLDER

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import Federation
    from belisha.engine.policy import Policy

__all__ = ["STATES", "rules_table", "state_of"]


def STATES() -> list[tuple[str, object]]:  # noqa: N802 - a constant whose words depend on the language
    """States that one can choose, besides those that nobody has ended."""
    return [
        ("in-force", _("In force")),
        ("soon", _("Ends within 14 days")),
        ("unused", _("Not used for a term")),
        ("no-owner", _("Its owner has left, or it has none")),
        ("lapsed", _("Its end has come")),
        ("ended", _("Ended by a change")),
    ]


def state_of(rule: SiteRule, now: datetime) -> str:
    """How a rule stands, in words."""
    if rule.ended_at:
        return _("Ended")
    if rule.until and rule.until <= now:
        return _("Its end has come")
    return _("In force")


def _until(rule: SiteRule) -> str:
    return until_words(rule.until) if rule.until else ""


def rules_table(place: School | Federation, policy: Policy) -> Table:
    """The rules of a place."""
    now = timezone.now()
    opens = {SiteRule.Verdict.ALLOW: _("Open"), SiteRule.Verdict.BLOCK: _("Blocked")}

    def link(rule: SiteRule) -> str:
        if isinstance(place, School):
            return reverse("filter-rule", args=[place.code, rule.pk])
        return page_of(place, "filter-rule", rule.pk)

    def verdict(rule: SiteRule) -> object:
        word = opens[SiteRule.Verdict(rule.verdict)]
        return Markup("{} <strong>({})</strong>").format(word, _("locked")) if rule.locked else word

    def used(rule: SiteRule) -> object:
        if rule.counted_since is None:
            return _("Not counted yet")
        return rule.last_used or _("Never since it is counted")

    columns = (
        Column("address", _("Address"), lambda rule: rule.address, order=("host", "address"), link=link),
        Column("verdict", _("What it does"), verdict, order=("verdict", "host")),
        Column("for", _("For"), lambda rule: who_for(rule, policy), order=("holder", "holder_id", "host")),
        Column("until", _("Until"), _until, order=("until", "host"), plain=lambda rule: rule.until),
        Column("reason", _("Why"), lambda rule: rule.reason),
        Column("owner", _("Who answers"), lambda rule: rule.owner_name, order=("owner_name", "host")),
        Column("used", _("Last used"), used, order=("last_used", "host")),
        Column("state", _("State"), lambda rule: state_of(rule, now)),
    )
    holders = [(kind.value, title) for kind, title in KINDS_OF_HOLDER.items() if kind.value not in {"unknown", "room"}]
    choices = (
        Choice("verdict", _("What it does"), list(opens.items()), "verdict"),
        Choice("holder", _("For"), holders, "holder"),
        Choice("state", _("State"), STATES(), lambda rows, _value: rows),  # the view narrows: it begins elsewhere
    )
    hint = _("Any part of an address, a reason or a name.")
    return Table("site-rules", columns, search=("address", "reason", "owner_name"), choices=choices, hint=hint)
