"""Site rules as rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from belisha.console.filtering.models import SiteRule
from belisha.engine.policy.site_rules import split_address

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import Federation, School, User
    from belisha.console.filtering.models import Change
    from belisha.console.people.models import Person
    from belisha.engine.policy.edits import Holder
    from belisha.engine.policy.model import SiteRule as Rule

__all__ = ["Author", "rule_row"]


class Author(NamedTuple):
    """What adds rows: in which federation, by which change (None: the policy was taken over), when."""

    federation: Federation
    change: Change | None
    now: datetime


def rule_row(
    author: Author,
    holder: Holder,
    rule: Rule,
    school: School | None,
    person: Person | None,
    owner: User | None = None,
) -> SiteRule:
    """A rule as its row; a text that is longer than its field is cut, for it came in a file."""
    return SiteRule(
        federation=author.federation,
        school=school,
        holder=holder.kind.value,
        holder_id=holder.id,
        person=person,
        code=rule.id,
        address=rule.address,
        host=split_address(rule.address)[0],
        verdict=rule.verdict,
        reason=_cut(rule.reason, 400),
        owner=owner,
        owner_name=_cut(rule.owner, 120),
        until=rule.until,
        locked=rule.locked,
        added_at=author.now,
        added_by=author.change,
    )


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
