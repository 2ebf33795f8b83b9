"""Decides one request. Pure: no clock, no network, no database; any text gets a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from belisha.engine.address import Address, Refused, read_address, readings
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
from belisha.engine.decide.file_kinds import kind_by_name
from belisha.engine.decide.search import forces_by_url, is_search_or_video, youtube_host
from belisha.engine.decide.tls import LEFT_ALONE, mode_allowed, mode_blocked
from belisha.engine.decide.verdict import Allowed, Blocked
from belisha.engine.policy import SlotKind, Tls

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from belisha.engine.decide.because import Because
    from belisha.engine.decide.verdict import HoldsFor, Request, Verdict
    from belisha.engine.policy import Found, Rulebook, Slot, Table, Who
    from belisha.engine.snapshot import Listing, Match, Snapshot

HOLDS_NARROWER: Final[tuple[HoldsFor, ...]] = ("host", "file-names", "address")

# The order of evaluation:
#  1. the address cannot be read, or one of its readings is blocked: blocked;
#  2. a locked list, or a category that the school or federation has locked: blocked, no exception of any level;
#  3. who it is, so which profile and rules count: found by Rulebook.who, the strictest profile for people not known;
#  4. site rules: locked ones first; then the most specific address, the most specific level, block before allow;
#  5. the calendar tightens or relaxes categories: worked into the blocked set of each slot by the Rulebook;
#  6. categories: blocked if any is blocked, not approved otherwise and not opened for the class for a lesson; a rule
#     that opened the site spares it this;
#  7. file kinds by name, whatever opened the site;
#  8. in no list: as the profile says;
#  9. search engines and video sites: safe search travels with every Allowed.


def decide(request: Request, rulebook: Rulebook, index: Snapshot, now: datetime) -> Verdict:
    """The verdict on a request at a moment (with time zone)."""
    who = rulebook.who(request.user, request.address, request.device, request.mac)
    return decide_for(who, read_address(request.url), rulebook, index, now)


def decide_for(who: Who, address: Address | Refused, rulebook: Rulebook, index: Snapshot, now: datetime) -> Verdict:
    """The verdict for somebody known, on an address already read."""
    table = rulebook.table(who.key)
    if isinstance(address, Refused):
        return Blocked(who, Unreadable(address.text, address.reason), Tls.ALONE, "address", None, table)
    slot = rulebook.slot(who.school, now)
    verdicts = [
        _judge(_Case(who, table, address, host, index.look_up(host, address.path, address.query), slot, now))
        for host in readings(address.host)
    ]
    return verdicts[0] if len(verdicts) == 1 else _strictest(verdicts)


class _Case(Struct, frozen=True, gc=False):
    """One reading of one request."""

    who: Who
    table: Table
    address: Address
    host: str
    match: Match | None
    slot: Slot | None
    now: datetime

    @property
    def matched(self) -> str:
        """What of the address the lists know."""
        return self.match.matched if self.match else self.host


class _Opened(Struct, frozen=True, gc=False):
    """What opened a site, and when that may change."""

    because: Because
    until: datetime | None


def _strictest(verdicts: list[Verdict]) -> Verdict:
    """Blocked if any reading is blocked; what is allowed holds as narrowly and as shortly as any of them does."""
    for verdict in verdicts:
        if isinstance(verdict, Blocked):
            return verdict
    narrowest = max(verdicts, key=lambda verdict: HOLDS_NARROWER.index(verdict.holds_for))
    soonest = min((verdict.until for verdict in verdicts if verdict.until), default=None)
    return replace(verdicts[0], holds_for=narrowest.holds_for, until=soonest)


def _judge(case: _Case) -> Verdict:
    listings = case.match.listings if case.match else ()
    by_path = case.match is not None and case.match.has_paths
    locked = _locked(case, listings)
    if locked is not None:
        return _blocked(case, locked, None, "address" if by_path else "host")
    address = case.address
    found = case.table.rules.find(case.host, address.path, address.query, case.now)
    by_path = by_path or found.by_path
    opened = _opened_by_rule(found) or _by_category(case, listings)
    if opened is not None and _blocks(opened.because):
        return _blocked(case, opened.because, opened.until, "address" if by_path else "host")
    return _beyond_categories(case, opened or _Opened(Unlisted(case.table.effective.unlisted), None), by_path=by_path)


def _beyond_categories(case: _Case, opened: _Opened, *, by_path: bool) -> Verdict:
    """Steps 7 to 9, for what nothing has blocked so far."""
    kinds = case.table.effective.blocked_file_kinds
    kind = kind_by_name(case.address.path) if kinds else None
    if kind is not None and kind in kinds:
        return _blocked(case, ByFileKind(kind), opened.until, "address")
    holds_for: HoldsFor = "address" if by_path else "file-names" if kinds else "host"
    if _blocks(opened.because):
        return _blocked(case, opened.because, opened.until, holds_for)
    enforced = by_path or (is_search_or_video(case.host) and _forced_by_address(case))
    tls = mode_allowed(case.table, _categories(case), enforced_by_address=enforced)
    return Allowed(case.who, opened.because, tls, holds_for, opened.until, case.table)


def _forced_by_address(case: _Case) -> bool:
    """Whether safe search or YouTube's restricted mode has to be written into requests to this host."""
    settled = case.table.effective
    return (settled.safe_search and forces_by_url(case.host)) or (settled.youtube != "off" and youtube_host(case.host))


def _blocks(because: Because) -> bool:
    match because:
        case ByRule(placed):
            return placed.rule.verdict == "block"
        case Unlisted(treatment):
            return treatment == "block"
        case Open() | Approved() | OpenedForClass():
            return False
        case _:
            return True


def _blocked(case: _Case, because: Because, until: datetime | None, holds_for: HoldsFor) -> Blocked:
    return Blocked(case.who, because, mode_blocked(case.table, _categories(case)), holds_for, until, case.table)


def _categories(case: _Case) -> list[str]:
    return [listing.category for listing in case.match.listings] if case.match else []


def _locked(case: _Case, listings: Iterable[Listing]) -> Because | None:
    for listing in listings:
        if listing.locked:
            return LockedList(listing)
    locked = case.table.locked_categories
    for listing in listings:
        if listing.category in locked:
            return SchoolLocked(listing, case.matched, locked[listing.category])
    return None


def _opened_by_rule(found: Found) -> _Opened | None:
    return _Opened(ByRule(found.placed), found.placed.rule.until) if found.placed is not None else None


def _by_category(case: _Case, listings: tuple[Listing, ...]) -> _Opened | None:
    """Blocked by a category, opened by an approved one, or open in all; None for a site in no list."""
    subjects = [listing for listing in listings if listing.category != LEFT_ALONE]
    if not subjects:
        return None
    slot = case.slot
    blocked = case.table.blocked[slot.kind if slot else SlotKind.LESSON]
    until = slot.until if slot and case.table.calendar_matters else None
    spared: Approved | OpenedForClass | None = None
    for listing in subjects:
        if listing.category in blocked:
            spared = _spared(case, listing, subjects)
            if spared is None:
                return _Opened(_category_blocks(case, listing), until)
            until = _sooner(until, spared)
    return _Opened(spared or _category_open(case, subjects[0]), until)


def _spared(case: _Case, blocked: Listing, subjects: Iterable[Listing]) -> Approved | OpenedForClass | None:
    """What keeps a blocked category from blocking a site: another one that is approved for it, or a lesson."""
    approving = _approving(case.table, blocked.category, subjects)
    if approving is not None:
        return Approved(approving, case.matched, blocked.category)
    opening = case.table.openings.find(blocked.category, case.now)
    return OpenedForClass(blocked, case.matched, opening) if opening is not None else None


def _sooner(until: datetime | None, spared: Approved | OpenedForClass) -> datetime | None:
    """When what is open so far may close: an opening ends by itself."""
    if isinstance(spared, Approved):
        return until
    end = spared.placed.opening.until
    return end if until is None else min(until, end)


def _approving(table: Table, category: str, listings: Iterable[Listing]) -> Listing | None:
    approved = table.effective.approved.get(category, ())
    return next((listing for listing in listings if listing.category in approved), None)


def _category_blocks(case: _Case, listing: Listing) -> ByCategory:
    always = listing.category in case.table.effective.blocked
    return ByCategory(listing, case.matched, case.slot.kind if case.slot else None, only_now=not always)


def _category_open(case: _Case, listing: Listing) -> Open:
    otherwise = listing.category in case.table.effective.blocked
    return Open(listing, case.matched, case.slot.kind if case.slot else None, relaxed=otherwise)
