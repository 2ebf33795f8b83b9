"""Says what would change a verdict: time, a sign-in, a rule, or nothing at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.engine.decide.because import (
    ByFileKind,
    ByRule,
    LockedList,
    OpenedForClass,
    SchoolLocked,
    Unlisted,
    Unreadable,
)
from belisha.engine.decide.sentences import moment, title
from belisha.engine.decide.verdict import Blocked
from belisha.engine.policy import How

if TYPE_CHECKING:
    from belisha.engine.decide.because import Because
    from belisha.engine.decide.verdict import Verdict
    from belisha.engine.policy import PlacedRule, Setting


def what_would_change(verdict: Verdict) -> tuple[str, ...]:
    """Plain sentences, the likeliest first."""
    setting = verdict.table.setting
    found = []
    if verdict.until is not None:
        found.append(f"It may change by itself at {moment(verdict.until, setting)}.")
    if verdict.who.how is How.UNKNOWN and verdict.who.sign_in_required:
        found.append("Signing in would bring a person's own profile in place of the strictest one.")
    if isinstance(verdict, Blocked):
        found.append(_opens(verdict.because, setting))
    else:
        found.append(_closes(verdict.because, setting))
    return tuple(found)


def _opens(because: Because, setting: Setting) -> str:
    match because:
        case LockedList():
            return "Nobody at the school or federation can open it; whoever keeps the list can correct it."
        case SchoolLocked(listing, _, holder):
            return f"Only {holder} could, by taking {title(listing.category)} out of its locked categories."
        case Unreadable():
            return "Write the address as a browser shows it."
        case ByRule(placed):
            return _by_rule(placed)
        case ByFileKind(kind):
            return f"Somebody whose profile allows {title(kind).lower()} can fetch it."
        case Unlisted():
            return f"A site rule for {setting.audience} would open it, or a list that names it in an open category."
        case _:
            return _rule_wanted(because.matched, setting)


def _closes(because: Because, setting: Setting) -> str:
    if isinstance(because, ByRule):
        return _by_rule(because.placed)
    if isinstance(because, OpenedForClass):
        owner = because.placed.opening.owner or "Whoever opened it"
        return f"{owner} can close it sooner, and so can a filter manager."
    return f"A site rule for {setting.audience} would close it, or a change of the profile “{setting.profile}”."


def _by_rule(placed: PlacedRule) -> str:
    owner = f" (owner: {placed.rule.owner})" if placed.rule.owner else ""
    if placed.rule.locked:
        return f"Only the federation could, by changing its locked rule {placed.rule.id}{owner}."
    return f"A change of the rule {placed.rule.id} of {placed.holder}{owner}, or a rule that is closer."


def _rule_wanted(matched: str, setting: Setting) -> str:
    return (
        f"A site rule that names {matched}, with a reason, an owner and an end, would open it for {setting.audience}."
    )
