"""Checks of site rules at every level: each has a reason and an owner, and an end if it opens something."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.engine.address import is_public_suffix
from belisha.engine.policy.differences import placed_rules
from belisha.engine.policy.site_rules import split_address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.engine.policy.model import Fault, Policy, SiteRule
    from belisha.engine.policy.reading.marks import Marks


def check_rules(policy: Policy, marks: Marks) -> Iterator[Fault]:
    """Faults of rules."""
    federal = {id(rule) for rule in policy.federation.rules}
    first: dict[str, SiteRule] = {}
    for _, rule in placed_rules(policy):
        yield from _rule(rule, marks)
        if rule.locked and id(rule) not in federal:
            yield marks.fault(rule, "only a rule of the federation can be locked", "locked")
        other = first.setdefault(rule.id, rule)
        if other is not rule and rule.id:
            yield marks.fault(rule, f"“{rule.id}” is also the rule {marks.at(other)}", "id")


def _rule(rule: SiteRule, marks: Marks) -> Iterator[Fault]:
    if not rule.reason:
        yield marks.fault(rule, "a rule needs a “reason”")
    if not rule.owner:
        yield marks.fault(rule, "a rule needs an “owner”: who answers for it")
    if rule.verdict == "allow":
        if rule.until is None:
            yield marks.fault(rule, "a rule that opens a site needs an end: “until”")
        host, path, _ = split_address(rule.address)
        if host and not path and is_public_suffix(host):
            yield marks.fault(rule, f"“{host}” is no site: anybody can have a name below it", "address")
