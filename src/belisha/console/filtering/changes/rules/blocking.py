"""The edits of an emergency block: an address is shut for everybody of a place, whatever opened it before."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, NamedTuple

from belisha.engine.policy.edits import AddRule, EndRule, Holder, HolderKind, rules_held
from belisha.engine.policy.model import Level, SiteRule
from belisha.engine.policy.site_rules import PlacedRule, SiteRules, split_address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.engine.policy import Policy
    from belisha.engine.policy.edits import Edit

__all__ = ["Block", "blocking", "covers"]

LONG_AGO: Final = datetime(2000, 1, 1, tzinfo=UTC)  # a rule without an end holds at any time


class Block(NamedTuple):
    """What is shut: by whom (the holder of the new rules), what the rules say, and how their ids begin."""

    holder: Holder
    reason: str
    owner: str
    prefix: str


def blocking(policy: Policy, addresses: Iterable[str], block: Block) -> tuple[Edit, ...]:
    """Rules that shut some addresses (canonical) and end what would keep them, or a part of them, open.

    A school cannot end the federation's rules: it shuts the part that they open with a rule of its own, which is closer
    to its people. Only the federation's locked rules stay.
    """
    shut = list(dict.fromkeys(addresses))
    allowing = [(holder, rule) for holder, rule in rules_held(policy) if rule.verdict == "allow"]
    blocked = _as_rules(shut)  # asked once for each of what may be fifty thousand
    below = [(holder, rule) for holder, rule in allowing if _decides(blocked, rule.address)]
    ended = [rule.id for holder, rule in below if _may_end(block.holder, holder)]
    left = [rule.address for holder, rule in below if rule.id not in ended and not rule.locked]
    pages = [address for address in shut if split_address(address)[1]]
    beside = [part for address in pages for _holder, rule in allowing for part in _part_beside(address, rule.address)]
    return (
        *(EndRule(id=name) for name in ended),
        *(_rule(block, number, address) for number, address in enumerate(dict.fromkeys([*shut, *left, *beside]), 1)),
    )


def _part_beside(address: str, opened: str) -> list[str]:
    """Of a page that is shut, the same page at a longer name that is open as a whole: the longer name would decide."""
    host, _path, _query = split_address(address)
    name, path, _ = split_address(opened)
    longer = name.endswith(f".{host}") and not path and address != host
    return [name + address.removeprefix(host)] if longer else []


def _rule(block: Block, number: int, address: str) -> AddRule:
    everywhere = block.holder.kind is HolderKind.FEDERATION
    rule = SiteRule(
        id=f"{block.prefix}-{number}",
        address=address,
        verdict="block",
        reason=block.reason,
        owner=block.owner,
        locked=everywhere,  # no school's own rule opens what is shut for all
    )
    return AddRule(holder=block.holder, rule=rule)


def _may_end(of: Holder, rule_of: Holder) -> bool:
    """Whether rules of one holder are the other's to end: the federation's are all, a school's those within it.

    A block for one group ends the rules of that group alone.
    """
    if of.kind is HolderKind.FEDERATION:
        return True
    if of.kind is HolderKind.SCHOOL:
        return rule_of.school == of.school
    return rule_of == of


def covers(address: str, other: str) -> bool:
    """Whether a rule that blocks an address (canonical) decides about another too, which lies at or below it."""
    return _decides(_as_rules([address]), other)


def _as_rules(addresses: Iterable[str]) -> SiteRules:
    rules = [SiteRule(id="covers", address=address, verdict="block") for address in addresses]
    return SiteRules(PlacedRule(rule, Level.SCHOOL, "") for rule in rules)


def _decides(rules: SiteRules, address: str) -> bool:
    host, path, query = split_address(address)
    return rules.find(host, path or "/", query, LONG_AGO).placed is not None
