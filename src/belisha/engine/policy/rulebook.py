"""A policy compiled for deciding: who somebody is, and one table of all that decides for people of their standing.

Tables are made when they are first needed and kept; a rulebook never changes what it answers.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple
from zoneinfo import ZoneInfo

from msgspec import Struct

from belisha.engine.policy.calendar import Slot, slot_at
from belisha.engine.policy.directory import Directory
from belisha.engine.policy.identify import Identifier
from belisha.engine.policy.inherit import Effective, effective
from belisha.engine.policy.members import lineage_of, unknown_profile
from belisha.engine.policy.model import Level, SchoolClass, SlotKind
from belisha.engine.policy.openings import Openings, PlacedOpening
from belisha.engine.policy.site_rules import PlacedRule, SiteRules, host_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from belisha.engine.policy.model import Policy, School, SiteRule
    from belisha.engine.policy.who import Standing, Who

# Bounds of what is remembered of people: a flood of made-up names must not fill the memory.
MOST_KNOWN: Final = 4096
LONGEST_KNOWN: Final = 200


class Setting(NamedTuple):
    """The names that a reason needs: `school` is None when it is not known, `audience` is who the verdict is for."""

    school: str | None
    audience: str
    profile: str
    zone: ZoneInfo


class Table(Struct, frozen=True):
    """All that decides for people of one standing."""

    setting: Setting
    effective: Effective
    locked_categories: dict[str, str]  # category -> name of the school or federation that locked it
    rules: SiteRules
    blocked: dict[SlotKind, frozenset[str]]
    calendar_matters: bool
    openings: Openings


class Rulebook:
    """Everything that decide() asks of a policy, as look-ups."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.zone = ZoneInfo(policy.federation.time_zone)
        self.directory = Directory(policy)
        self._identifier = Identifier(policy, self.directory, self.profile)
        self._known: dict[tuple[str | None, str | None, str | None, str | None], Who] = {}
        self._tables: dict[Standing, Table] = {}
        self._shared: dict[str | None, SiteRules] = {}
        self._slots: dict[str, Slot] = {}
        self._profiles: dict[str, Effective] = {}

    @classmethod
    def of(cls, policy: Policy) -> Rulebook:
        """Compile a policy. Raises ValueError when an address range or the time zone in it is none."""
        return cls(policy)

    def who(self, user: str | None, address: str | None, device: str | None = None, mac: str | None = None) -> Who:
        """Whoever is behind a request, by sign-in name, client address, device (id or hardware address) and MAC."""
        asked = (user, address, device, mac)
        who = self._known.get(asked)
        if who is None:
            who = self._identifier.identify(user, address, device, mac)
            if all(part is None or len(part) <= LONGEST_KNOWN for part in asked):
                if len(self._known) >= MOST_KNOWN:
                    self._known.clear()
                self._known[asked] = who
        return who

    def profile(self, profile_id: str) -> Effective:
        """A profile with all that it inherits."""
        found = self._profiles.get(profile_id)
        if found is None:
            found = self._profiles[profile_id] = effective(profile_id, self.policy.profiles)
        return found

    def slot(self, school_id: str | None, now: datetime) -> Slot | None:
        """The slot of a school's calendar; None for a school that is not in the policy."""
        school = self.policy.schools.get(school_id or "")
        if school is None or school_id is None:
            return None
        known = self._slots.get(school_id)
        if known is None or not known.since <= now < known.until:
            known = self._slots[school_id] = slot_at(school.calendar, self.zone, now)
        return known

    @cached_property
    def hosts_in_rules(self) -> frozenset[str]:
        """Every host that a rule names, of whatever level and whether it has lapsed or not."""
        return frozenset(host_of(rule.address) for rule in self._rules())

    def phase(self, school_id: str | None, now: datetime) -> tuple[str, int]:
        """What time does to decisions: where two moments have the same, nothing is decided otherwise at a school."""
        slot = self.slot(school_id, now)
        return slot.kind.value if slot else "", bisect_right(self._ends, now)

    @cached_property
    def _ends(self) -> list[datetime]:
        """When rules and openings of whomever end, in order."""
        ends = {rule.until for rule in self._rules() if rule.until}
        for school in self.policy.schools.values():
            ends.update(opening.until for group in school.classes.values() for opening in group.openings)
        return sorted(ends)

    def _rules(self) -> Iterator[SiteRule]:
        yield from self.policy.federation.rules
        for school in self.policy.schools.values():
            yield from _rules_of_school(school)

    def table(self, standing: Standing) -> Table:
        """What decides for people of a standing; one that the policy no longer knows gets the strictest profile."""
        table = self._tables.get(standing)
        if table is None:
            table = self._tables[standing] = self._make_table(standing)
        return table

    def beyond_rules(self, standing: Standing) -> tuple[str | None, str, Standing | None]:
        """All that decides for a standing at hosts that no rule names: where it is equal, the same is open."""
        table = self.table(standing)
        return standing.school, table.effective.id, standing if table.openings else None

    def _make_table(self, standing: Standing) -> Table:
        profile = standing.profile if standing.profile in self.policy.profiles else None
        settled = self.profile(profile or unknown_profile(self.policy, standing.school))
        by_slot = {slot: settled.blocked_in(slot) for slot in SlotKind}
        if standing.school not in self.policy.schools:
            by_slot = dict.fromkeys(SlotKind, settled.blocked_always())
        return Table(
            setting=self._setting(standing, settled),
            effective=settled,
            locked_categories=self._locked_categories(standing.school),
            rules=SiteRules(self._own_rules(standing), self._shared_rules(standing.school)),
            blocked=by_slot,
            calendar_matters=len(set(by_slot.values())) > 1,
            openings=Openings(self._openings(standing)),
        )

    def _shared_rules(self, school_id: str | None) -> SiteRules:
        """Rules of the federation, and of a school; made once for everybody there."""
        school = self.policy.schools.get(school_id or "")
        known = self._shared.get(school_id if school else None)
        if known is None:
            federation = self.policy.federation
            rules = [PlacedRule(rule, Level.FEDERATION, federation.name) for rule in federation.rules]
            if school is not None:
                rules += [PlacedRule(rule, Level.SCHOOL, school.name) for rule in school.rules]
            known = self._shared[school_id if school else None] = SiteRules(rules)
        return known

    def _own_rules(self, standing: Standing) -> Iterator[PlacedRule]:
        """Rules of the levels below the school that a standing has part in."""
        school = self.policy.schools.get(standing.school or "")
        if school is None:
            return
        for member in lineage_of(school, standing.groups):
            yield from (PlacedRule(rule, member.level, member.group.name) for rule in member.group.rules)
        person = self.directory.by_id.get((standing.school or "", standing.person or ""))
        if person is not None:
            yield from (PlacedRule(rule, Level.PERSON, person.name) for rule in person.rules)

    def _openings(self, standing: Standing) -> Iterator[PlacedOpening]:
        """What is open for a while to the classes of a standing."""
        school = self.policy.schools.get(standing.school or "")
        for member in lineage_of(school, standing.groups) if school else ():
            if isinstance(member.group, SchoolClass):
                yield from (PlacedOpening(opening, member.group.name) for opening in member.group.openings)

    def _locked_categories(self, school_id: str | None) -> dict[str, str]:
        federation = self.policy.federation
        school = self.policy.schools.get(school_id or "")
        at_school = {} if school is None else dict.fromkeys(school.locked_categories, school.name)
        return {**at_school, **dict.fromkeys(federation.locked_categories, federation.name)}

    def _setting(self, standing: Standing, settled: Effective) -> Setting:
        school = self.policy.schools.get(standing.school or "")
        if school is None or not standing.known:
            return Setting(school.name if school else None, "people who are not known", settled.name, self.zone)
        members = lineage_of(school, standing.groups)
        years = [member.group.name for member in members if member.level is Level.YEAR]
        names = years or [member.group.name for member in members]
        return Setting(school.name, names[-1] if names else f"people at {school.name}", settled.name, self.zone)


def _rules_of_school(school: School) -> Iterator[SiteRule]:
    yield from school.rules
    groups = (school.key_stages, school.years, school.classes, school.groups)
    for group in chain.from_iterable(level.values() for level in groups):
        yield from group.rules
    for person in school.people:
        yield from person.rules


def slot(rulebook: Rulebook, school_id: str, now: datetime) -> Slot:
    """The slot of a school's calendar in which `now` lies. Raises KeyError when there is no such school."""
    found = rulebook.slot(school_id, now)
    if found is None:
        raise KeyError(school_id)
    return found
