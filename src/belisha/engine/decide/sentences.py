"""Says why, in plain sentences that a teacher understands."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from belisha.engine.decide.because import (
    Approved,
    ByCategory,
    ByFileKind,
    ByRule,
    LockedList,
    Open,
    OpenedForClass,
    SchoolLocked,
    Unlisted,
    Unreadable,
)

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.engine.decide.because import Because
    from belisha.engine.policy import PlacedOpening, PlacedRule, Setting, SlotKind
    from belisha.engine.snapshot import Listing

CAPITALS = {"vpns": "VPNs", "dns": "DNS", "https": "HTTPS", "iwf": "IWF"}
DURING = {
    "lesson": "during lessons",
    "break": "at break",
    "after-school": "outside lessons on a school day",
    "holiday": "on days without school",
}
UNLISTED = {
    "allow": "It is in no list; such sites are open for {who}, by {profile}.",
    "mark": "It is in no list; such sites are open for {who} but marked in the log, by {profile}.",
    "block": "It is in no list; such sites are blocked for {who}, by {profile}.",
}


def sentences(because: Because, setting: Setting) -> tuple[str, ...]:
    """What decided, one or two sentences."""
    match because:
        case Unreadable(_, reason):
            return (f"This is not one clear address: {reason.rstrip('.')}.",)
        case LockedList(listing):
            return (f"It is on the locked list {title(listing.category)}: nobody, at any level, can open it.",)
        case ByRule(placed):
            return _by_rule(placed, setting)
        case ByFileKind(kind):
            return (
                f"Files of the kind {title(kind).lower()} are blocked for {setting.audience}, by {_profile(setting)}.",
            )
        case Unlisted(treatment):
            return (UNLISTED[treatment].format(who=setting.audience, profile=_profile(setting)),)
        case _:
            return (_listed(because.listing, because.matched), _by_category(because, setting))


@lru_cache(maxsize=256)
def title(identifier: str) -> str:
    """A category or file kind as it is written in a sentence: "proxies-and-vpns" is "Proxies and VPNs"."""
    first, *others = (CAPITALS.get(word, word) for word in identifier.split("-"))
    return " ".join([first if first in CAPITALS.values() else first.capitalize(), *others])


def _profile(setting: Setting) -> str:
    school = f"{setting.school}'s" if setting.school else "the federation's"
    return f"{school} profile “{setting.profile}”"


def _listed(listing: Listing, matched: str) -> str:
    return f"{matched} is in the category {title(listing.category)} (list {listing.list}, version {listing.version})."


def _by_category(because: SchoolLocked | ByCategory | Approved | OpenedForClass | Open, setting: Setting) -> str:
    match because:
        case SchoolLocked(listing, _, holder):
            return f"{title(listing.category)} is locked by {holder}: no rule, profile or lesson opens it."
        case ByCategory(_, _, slot, only_now):
            return f"This category is blocked for {setting.audience}{_during(slot, only_now)}, by {_profile(setting)}."
        case Approved(_, _, instead_of):
            who = f"for {setting.audience}, by {_profile(setting)}"
            return f"It is also in {title(instead_of)}, which is blocked {who}, but this category is approved for it."
        case OpenedForClass(_, _, placed):
            return _opened(placed, setting)
        case Open(_, _, slot, relaxed):
            return f"This category is open for {setting.audience}{_during(slot, relaxed)}, by {_profile(setting)}."


def _opened(placed: PlacedOpening, setting: Setting) -> str:
    who = placed.opening.owner or "Somebody"
    until = moment(placed.opening.until, setting)
    return f"{who} opened this category for {placed.holder} until {until}; else {_profile(setting)} blocks it."


def _during(slot: SlotKind | None, matters: bool) -> str:  # noqa: FBT001
    return f" {DURING[slot]}" if slot and matters else ""


def _by_rule(placed: PlacedRule, setting: Setting) -> tuple[str, ...]:
    rule = placed.rule
    verb = "opens" if rule.verdict == "allow" else "blocks"
    until = f" until {moment(rule.until, setting)}" if rule.until else ""
    lock = ", which the federation has locked," if rule.locked else ""
    decided = f"The rule {rule.id} of {placed.holder}{lock} {verb} {rule.address}{until}."
    why = f"Reason: {rule.reason}" if rule.reason else ""
    owner = f"Owner: {rule.owner}." if rule.owner else ""
    return tuple(sentence for sentence in (decided, why, owner) if sentence)


def moment(instant: datetime, setting: Setting) -> str:
    """A moment in the school's time: the day alone when it is the very end of one."""
    local = instant.astimezone(setting.zone)
    if (local.hour, local.minute, local.second) == (0, 0, 0):
        return f"the end of {_day(local - timedelta(days=1))}"
    return f"{local:%H:%M} on {_day(local)}"


def _day(local: datetime) -> str:
    return f"{local:%A} {local.day} {local:%B %Y}"
