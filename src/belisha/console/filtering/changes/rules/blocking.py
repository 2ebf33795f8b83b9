"""The edits of an emergency block: an address is shut for everybody of a place, whatever opened it before."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from belisha.engine.policy.edits import AddRule, EndRule, Holder, HolderKind, rules_held
from belisha.engine.policy.model import SiteRule
from belisha.engine.policy.site_rules import split_address

if TYPE_CHECKING:
    from collections.abc import Iterable

    from belisha.engine.policy import Policy
    from belisha.engine.policy.edits import Edit

__all__ = ["Block", "blocking", "covers"]


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
    held = [(holder, rule) for holder, rule in rules_held(policy) if rule.verdict == "allow"]
    opened = [(holder, rule) for holder, rule in held if any(covers(address, rule.address) for address in shut)]
    ended = [rule.id for holder, rule in opened if _may_end(block.holder, holder)]
    above = [rule.address for holder, rule in opened if not _may_end(block.holder, holder) and not rule.locked]
    everything = list(dict.fromkeys([*shut, *above]))
    return (
        *(EndRule(id=name) for name in ended),
        *(_rule(block, number, address) for number, address in enumerate(everything, 1)),
    )


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
    """Whether an address (canonical: host, path, query) covers another, which lies at or below it."""
    host, path, query = split_address(address)
    other_host, other_path, other_query = split_address(other)
    if host != other_host:
        return not path and other_host.endswith(f".{host}")
    if query:
        return path == other_path and set(query.split("&")) <= set(other_query.split("&"))
    path = path.rstrip("/").lower()
    other_path = other_path.rstrip("/").lower()
    return not path or other_path == path or other_path.startswith(f"{path}/")
