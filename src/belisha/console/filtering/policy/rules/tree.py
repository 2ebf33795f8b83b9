"""What is open for whom, as a tree: federation, school, key stages, years, classes; groups, rooms, people, unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from belisha.engine.policy.edits import Holder, HolderKind
from belisha.engine.policy.members import find_group

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from belisha.engine.policy import Policy
    from belisha.engine.policy.model import School

__all__ = ["Node", "flat", "node_of", "tree_of"]


class Node(NamedTuple):
    """One holder. `profile` is what holds for it: its own, or that of `by`, from which it comes.

    Where a group or room sets none (`profile` ""), its people have what their class, year or school gives them.
    """

    holder: Holder
    name: str
    profile: str
    own: bool
    by: str
    rules: int
    below: tuple[Node, ...] = ()


class _Above(NamedTuple):
    """The nearest profile above and whose it is."""

    profile: str
    name: str


class _Growing:
    def __init__(
        self, policy: Policy, code: str, counts: Mapping[Holder, int], people: Mapping[str, tuple[str, str]]
    ) -> None:
        self.policy, self.code, self.counts, self.people = policy, code, counts, people

    def node(
        self, kind: HolderKind, key: str, name: str, own: str | None, above: _Above, below: Iterable[Node] = ()
    ) -> Node:
        school = "" if kind is HolderKind.FEDERATION else self.code
        holder = Holder(kind=kind, school=school, id=key)
        profile, by = (own, "") if own else above
        return Node(holder, name, profile, bool(own), by, self.counts.get(holder, 0), tuple(below))

    def school(self, school: School, above: _Above) -> Node:
        """The school with everything in it."""
        here = _Above(school.profile, school.name) if school.profile else above
        nobody = _Above("", "")
        unknown = _Above(self.policy.federation.unknown, self.policy.federation.name)
        below = [
            *self.key_stages(school, here),
            *(self.year(school, key, here) for key, year in school.years.items() if not year.key_stage),
            *self.classes(school, None, here),
            *(self.node(HolderKind.GROUP, key, one.name, one.profile, nobody) for key, one in school.groups.items()),
            *(self.room(school, key) for key in school.rooms),
            *(self.node(HolderKind.PERSON, key, name, profile, nobody) for key, (name, profile) in self.people.items()),
            self.node(HolderKind.UNKNOWN, "", _("People who are not known"), school.unknown, unknown),
        ]
        return self.node(HolderKind.SCHOOL, "", school.name, school.profile, above, below)

    def key_stages(self, school: School, above: _Above) -> Iterator[Node]:
        for key, stage in school.key_stages.items():
            here = _Above(stage.profile, stage.name) if stage.profile else above
            years = [self.year(school, name, here) for name, year in school.years.items() if year.key_stage == key]
            yield self.node(HolderKind.KEY_STAGE, key, stage.name, stage.profile, above, years)

    def year(self, school: School, key: str, above: _Above) -> Node:
        year = school.years[key]
        here = _Above(year.profile, year.name) if year.profile else above
        return self.node(HolderKind.YEAR, key, year.name, year.profile, above, self.classes(school, key, here))

    def classes(self, school: School, year: str | None, above: _Above) -> Iterator[Node]:
        for key, one in school.classes.items():
            if one.year == year:
                yield self.node(HolderKind.CLASS, key, one.name, one.profile, above)

    def room(self, school: School, key: str) -> Node:
        room = school.rooms[key]
        member = find_group(school, room.group) if room.group else None
        group = member.group if member else None
        above = (
            _Above(group.profile, group.name) if group and group.profile else _Above("", group.name if group else "")
        )
        return self.node(HolderKind.ROOM, key, room.name, room.profile, above)


def tree_of(policy: Policy, code: str, counts: Mapping[Holder, int], people: Mapping[str, tuple[str, str]]) -> Node:
    """The federation with one school below it.

    `counts`: site rules by holder; `people`: those with a profile or rules of their own, name and profile by id.
    """
    growing = _Growing(policy, code, counts, people)
    federation = policy.federation
    nothing = _Above("", "")
    top = growing.node(HolderKind.FEDERATION, "", federation.name, federation.profile, nothing)
    above = _Above(federation.profile, federation.name)
    return top._replace(below=(growing.school(policy.schools[code], above),))


def flat(node: Node, depth: int = 0) -> Iterator[tuple[int, Node]]:
    """Every node with how deep it lies, from the top down."""
    yield depth, node
    for below in node.below:
        yield from flat(below, depth + 1)


def node_of(tree: Node, holder: Holder) -> Node | None:
    """The node of a holder."""
    return next((node for _, node in flat(tree) if node.holder == holder), None)
