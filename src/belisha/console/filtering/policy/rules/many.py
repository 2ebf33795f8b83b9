"""Many site rules ended, or let go on, in one change."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.console.filtering.policy.rules.ids import new_rule_id
from belisha.engine.policy.edits import AddRule, EndRule
from belisha.engine.policy.model import SiteRule

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.filtering import models
    from belisha.engine.policy.edits import Edit, Holder

__all__ = ["MOST_AT_ONCE", "Renewal", "ended", "gone_on"]

MOST_AT_ONCE: Final = 500  # more than anybody reads through before they say yes


class Renewal(NamedTuple):
    """How rules go on. Nothing said: as each was. `account`: of the owner, with the name that the policy prints."""

    until: datetime | None = None
    account: str = ""
    owner: str = ""
    reason: str = ""


def ended(rule: models.SiteRule) -> list[Edit]:
    """The end of a rule; none of one that is ended."""
    return [] if rule.ended_at else [EndRule(id=rule.code)]


def gone_on(rule: models.SiteRule, holder: Holder, renewal: Renewal) -> list[Edit]:
    """The end of a rule, and one in its place. What blocks without an end stays without."""
    until = None if rule.verdict == "block" and rule.until is None else renewal.until or rule.until
    following = SiteRule(
        id=new_rule_id(rule.host),
        address=rule.address,
        verdict="allow" if rule.verdict == "allow" else "block",
        reason=renewal.reason or rule.reason,
        owner=renewal.owner or rule.owner_name,
        until=until,
        locked=rule.locked,
    )
    account = renewal.account or str(rule.owner_id or "")
    return [*ended(rule), AddRule(holder=holder, rule=following, account=account)]
