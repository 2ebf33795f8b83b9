"""Who teaches whom, who answers, and for whom somebody may ask."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils import timezone

from belisha.console.access.models import School, User
from belisha.console.access.posts.queries import holders
from belisha.console.access.roles import ROLES
from belisha.console.people.models import Group, Membership
from belisha.engine.policy.edits import HolderKind

if TYPE_CHECKING:
    from belisha.console.access.permissions import Permission
    from belisha.console.people.models import Person
    from belisha.engine.policy import Policy

__all__ = [
    "Audience",
    "able",
    "audience_choices",
    "class_of",
    "classes_taught",
    "of_class",
    "of_group",
    "of_school",
    "read_audience",
    "teachers_of",
]


class Audience(NamedTuple):
    """For whom a page is asked: a holder of rules of the policy, what it is called, and the class if it is one."""

    kind: str
    id: str
    name: str
    in_class: Group | None = None

    @property
    def value(self) -> str:
        """As a choice of a form."""
        return f"{self.kind}:{self.id}"


def of_school(school: School) -> Audience:
    """Everybody at a school."""
    return Audience(HolderKind.SCHOOL.value, "", school.name)


def of_class(group: Group) -> Audience:
    """A class or another group."""
    kind = HolderKind.CLASS if group.kind == Group.Kind.CLASS else HolderKind.GROUP
    return Audience(kind.value, group.code, group.name, group if kind is HolderKind.CLASS else None)


def of_group(school: School, code: str, policy: Policy | None) -> Audience:
    """Whatever the policy calls by a code: a class, year, key stage or group; the school where it knows none."""
    group = Group.objects.for_school(school).filter(code=code).first() if code else None
    if group is not None:
        return of_class(group)
    here = policy.schools.get(school.code) if policy else None
    if here and code in here.years:
        return Audience(HolderKind.YEAR.value, code, here.years[code].name)
    if here and code in here.key_stages:
        return Audience(HolderKind.KEY_STAGE.value, code, here.key_stages[code].name)
    return of_school(school)


def class_of(person: Person) -> Group | None:
    """The class that a pupil is in today."""
    held = Membership.objects.on(timezone.localdate()).filter(person=person, teaches=False)
    found = held.filter(group__kind=Group.Kind.CLASS).select_related("group").order_by("first", "pk").first()
    return found.group if found else None


def teachers_of(group: Group) -> list[User]:
    """Those who teach a class today and can sign in."""
    day = timezone.localdate()
    teaching = Membership.objects.on(day).filter(group=group, teaches=True)
    users = User.objects.filter(person__in=teaching.values("person"), opened_at__isnull=False, closed_at__isnull=True)
    return list(users.order_by("name", "pk"))


def classes_taught(user: User, school: School) -> list[Group]:
    """The open classes of a school that somebody teaches today. One query."""
    day = timezone.localdate()
    teaching = Membership.objects.on(day).filter(person__user=user, teaches=True)
    classes = Group.objects.for_school(school).classes().open_on(day)
    return list(classes.filter(pk__in=teaching.values("group")).order_by("year", "name", "pk"))


def able(school: School, permission: Permission) -> list[User]:
    """Those whose post, or one that they stand in for, gives them a right at a school today, and who can sign in."""
    return holders(school, [role for role, rule in ROLES.items() if permission in rule.permissions])


def audience_choices(school: School, policy: Policy | None) -> list[Audience]:
    """For whom staff may ask: classes, groups, years and key stages of the policy, and everybody."""
    day = timezone.localdate()
    groups = Group.objects.for_school(school).open_on(day).order_by("kind", "year", "name", "pk")
    found = [of_class(group) for group in groups]
    here = policy.schools.get(school.code) if policy else None
    if here:
        found += [Audience(HolderKind.YEAR.value, code, year.name) for code, year in here.years.items()]
        found += [Audience(HolderKind.KEY_STAGE.value, code, stage.name) for code, stage in here.key_stages.items()]
        known = {each.id for each in found}
        found += [
            Audience(HolderKind.GROUP.value, code, group.name)
            for code, group in here.groups.items()
            if code not in known
        ]
    return [*found, of_school(school)]


def read_audience(choices: list[Audience], value: str) -> Audience:
    """The audience that was chosen. Raises KeyError for one that is not on offer."""
    return {each.value: each for each in choices}[value]
