"""Classes and groups of a roster against those of the register, and who comes into them or leaves them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from belisha.console.people.roster.rules.plan import Change, GroupStep, MembershipStep
from belisha.console.people.rules.names import fold

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from belisha.console.people.roster.readers.shapes import Roster, RosterGroup
    from belisha.console.people.roster.rules.comparing import Options
    from belisha.console.people.roster.rules.register import KnownMembership, Register

__all__ = ["Grouping"]


class Grouping:
    """The groups of one comparison."""

    def __init__(self, roster: Roster, register: Register, known: Mapping[str, int], options: Options) -> None:
        """Match groups by the source's id, then by name."""
        self.register, self.known, self.options = register, known, options
        self.whole = roster.whole_groups and bool(roster.groups)
        self.complete = options.complete
        ours = {group.key: group for group in roster.groups if not (options.org and group.org not in {"", options.org})}
        self.matched = self._match(ours)
        takes = options.choices.takes
        self.all_steps = tuple(step for step in self._steps(ours) if takes("groups", step.item))
        made = {step.key for step in self.all_steps if step.what == "new"}
        self.ours = {key: group for key, group in ours.items() if key in self.matched or key in made}
        self.wanted: dict[str, set[tuple[str, bool]]] = defaultdict(set)
        for each in roster.memberships:
            current = (each.first is None or each.first <= options.day) and (
                each.last is None or each.last >= options.day
            )
            if current and each.group in self.ours:
                self.wanted[each.person].add((each.group, each.teaches))
        self.now: dict[int, list[KnownMembership]] = defaultdict(list)
        for membership in register.memberships:
            self.now[membership.person].append(membership)
        self.keys = {pk: key for key, pk in self.matched.items()}

    def _match(self, ours: Mapping[str, RosterGroup]) -> dict[str, int]:
        by_name = {fold(group.name): pk for pk, group in sorted(self.register.groups.items(), reverse=True)}
        matched = {key: pk for key, pk in self.register.group_links.items() if key in ours}
        for key, group in ours.items():
            pk = by_name.get(fold(group.name))
            if key not in matched and pk and pk not in matched.values():
                matched[key] = pk
        return matched

    def _steps(self, ours: Mapping[str, RosterGroup]) -> list[GroupStep]:
        steps = []
        for key, group in ours.items():
            pk = self.matched.get(key)
            if pk is None:
                steps.append(GroupStep(key, None, "new", "", group.name, group))
                continue
            known = self.register.groups[pk]
            if key not in self.register.group_links:
                steps.append(GroupStep(key, pk, "link", known.name, group.name, group))
            elif known.name != group.name:
                steps.append(GroupStep(key, pk, "name", known.name, group.name, group))
            if known.closed and known.closed <= self.options.day:
                steps.append(GroupStep(key, pk, "open", known.name, group.name, group))
        return [*steps, *self._closings()]

    def _closings(self) -> list[GroupStep]:
        if not (self.complete and self.whole):
            return []
        return [
            GroupStep(key, pk, "close", self.register.groups[pk].name, "")
            for key, pk in self.register.group_links.items()
            if key not in self.matched and pk in self.register.groups and self.register.groups[pk].closed is None
        ]

    def groups(self) -> tuple[GroupStep, ...]:
        """What happens to groups."""
        return self.all_steps

    def names_of(self, ident: str) -> tuple[str, ...]:
        """The names of the groups that the roster has somebody in."""
        return tuple(sorted(self.ours[key].name for key, _ in self.wanted.get(ident, ())))

    def _difference(self, ident: str, pk: int | None) -> tuple[set[tuple[str, bool]], list[KnownMembership]]:
        """The memberships of somebody that begin, and those that end."""
        wanted = self.wanted.get(ident, set())
        now = self.now.get(pk, []) if pk else []
        have = {(self.keys.get(each.group, ""), each.teaches) for each in now}
        linked = {*self.register.group_links.values(), *self.matched.values()}
        ends = [
            each
            for each in now
            if self.whole and each.group in linked and (self.keys.get(each.group, ""), each.teaches) not in wanted
        ]
        return wanted - have, ends

    def changes_of(self, ident: str, pk: int) -> tuple[Change, ...]:
        """Moves between classes, as people read them."""
        begins, ends = self._difference(ident, pk)
        if not begins and not ends:
            return ()
        before = ", ".join(sorted(self.register.groups[each.group].name for each in ends))
        after = ", ".join(sorted(self.ours[key].name for key, _ in begins))
        return (Change("class", before, after),)

    def steps(self, coming: Set[str], moving: Set[int]) -> tuple[MembershipStep, ...]:
        """Memberships that begin or end, of joiners and of those whose move is applied."""
        steps: list[MembershipStep] = []
        for ident in sorted(coming):
            pk = self.known.get(ident)
            if pk is not None and pk not in moving:
                continue
            begins, ends = self._difference(ident, pk)
            steps += [MembershipStep(ident, key, teaches) for key, teaches in sorted(begins)]
            steps += [MembershipStep(ident, self.keys.get(each.group, ""), each.teaches, each.pk) for each in ends]
        return tuple(steps)
