"""What a profile comes to once everything it inherits is worked in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from belisha.engine.policy.model import SlotKind, Tls

if TYPE_CHECKING:
    from collections.abc import Mapping

    from belisha.engine.policy.model import CalendarRule, Page, Profile, TlsRules, Unlisted, Youtube

T = TypeVar("T")


class TlsSettings(NamedTuple):
    """Modes by category; `trusted`: the devices trust the school's certificate authority, so inspection can be done."""

    default: Tls
    by_category: Mapping[str, Tls]
    trusted: bool


class UntilSigned(NamedTuple):
    """What stays closed to somebody only until they sign: categories, sites in no list; and the address to sign at."""

    address: str
    categories: frozenset[str]
    unlisted: bool


class Effective(NamedTuple):
    """A profile with nothing left open. What nobody says is at its strictest."""

    id: str
    name: str
    page: Page = "juniors"
    blocked: frozenset[str] = frozenset()
    approved: Mapping[str, tuple[str, ...]] = {}
    calendar: tuple[CalendarRule, ...] = ()
    tls: TlsSettings = TlsSettings(Tls.INSPECT, {}, trusted=True)
    unlisted: Unlisted = "block"
    safe_search: bool = True
    youtube: Youtube = "strict"
    blocked_file_kinds: frozenset[str] = frozenset()
    quic: bool = False
    until_signed: UntilSigned | None = None

    def blocked_in(self, slot: SlotKind) -> frozenset[str]:
        """Blocked categories in a slot. A category that the calendar both blocks and relaxes is blocked."""
        rules = [rule for rule in self.calendar if slot in rule.when]
        relaxed = {category for rule in rules for category in rule.relax}
        tightened = {category for rule in rules for category in rule.block}
        return (self.blocked - relaxed) | tightened

    def blocked_always(self) -> frozenset[str]:
        """Blocked categories in at least one slot: for people of whom not even the school is known."""
        return frozenset().union(*(self.blocked_in(slot) for slot in SlotKind))


def lineage(profile_id: str, profiles: Mapping[str, Profile]) -> list[str]:
    """The profile and its ancestors, nearest first; stops at what does not exist or comes round again."""
    line: list[str] = []
    current: str | None = profile_id
    while current is not None and current in profiles and current not in line:
        line.append(current)
        current = profiles[current].inherits
    return line


def effective(profile_id: str, profiles: Mapping[str, Profile]) -> Effective:
    """Work a profile out, from its furthest ancestor down to itself."""
    result = Effective(profile_id, profile_id)
    for ancestor in reversed(lineage(profile_id, profiles)):
        result = _with(result, profiles[ancestor])
    return result._replace(id=profile_id)


def _with(inherited: Effective, own: Profile) -> Effective:
    kinds = own.blocked_file_kinds
    return Effective(
        id=inherited.id,
        name=own.name,
        page=_or(own.page, inherited.page),
        blocked=(inherited.blocked - frozenset(own.unblock)) | frozenset(own.block),
        approved={**inherited.approved, **own.approved},
        calendar=_or(own.calendar, inherited.calendar),
        tls=_with_tls(inherited.tls, own.tls),
        unlisted=_or(own.unlisted, inherited.unlisted),
        safe_search=_or(own.safe_search, inherited.safe_search),
        youtube=_or(own.youtube, inherited.youtube),
        blocked_file_kinds=inherited.blocked_file_kinds if kinds is None else frozenset(kinds),
        quic=inherited.quic if own.quic is None else own.quic == "allow",
        until_signed=_until_signed(inherited, own),
    )


def _until_signed(inherited: Effective, own: Profile) -> UntilSigned | None:
    if own.sign_at is None:
        return inherited.until_signed
    unlisted = own.unlisted == "block" and inherited.unlisted != "block"
    return UntilSigned(own.sign_at, frozenset(own.block) - inherited.blocked, unlisted)


def _or(own: T | None, inherited: T) -> T:
    return inherited if own is None else own


def _with_tls(inherited: TlsSettings, own: TlsRules | None) -> TlsSettings:
    if own is None:
        return inherited
    own_modes = ((Tls.INSPECT, own.inspect), (Tls.NAME_ONLY, own.name_only), (Tls.ALONE, own.alone))
    return TlsSettings(
        own.default or inherited.default,
        {**inherited.by_category, **{category: mode for mode, named in own_modes for category in named}},
        trusted=inherited.trusted if own.our_certificate is None else own.our_certificate,
    )
