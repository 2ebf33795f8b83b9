"""A school as it is today: the document with the classes, groups and rooms of the register, and who has what."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.db.models import Count
from django.utils import timezone
from msgspec.structs import replace

from belisha.console.filtering.models import Change, PersonProfile, SiteRule
from belisha.console.filtering.policy.queries.versions import document
from belisha.console.filtering.policy.rules.tree import tree_of
from belisha.console.people.models import Group, Person, Room
from belisha.console.people.rules.codes import person_code
from belisha.engine.policy import PolicyError, load, model
from belisha.engine.policy.edits import AddRule, EditError, EndRule, Holder, HolderKind, HoldProfile, apply
from belisha.engine.policy.members import groups_of_person, lineage_of, profile_of
from belisha.engine.published import NothingPublishedError, policy_path, read_pointer

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from django.db.models import QuerySet

    from belisha.console.access.models import Federation, School, User
    from belisha.console.filtering.policy.rules.tree import Node
    from belisha.engine.policy import Policy

__all__ = [
    "open_draft",
    "own_profiles_of",
    "people_by_profile",
    "places_of",
    "profiles_to_review",
    "rule_counts",
    "school_tree",
    "working",
]

MOST_PEOPLE: Final = 200  # in the tree; all of them are in the list of people's own profiles


def places_of(school: School) -> Policy:
    """The document, with this school's classes, groups and rooms as the register has them. Raises NotAdoptedError."""
    return _placed(document(school.federation), school, timezone.localdate())


def _placed(policy: Policy, school: School, today: date) -> Policy:
    known = policy.schools[school.code]
    classes: dict[str, model.SchoolClass] = {}
    groups: dict[str, model.Group] = dict(known.groups)
    for row in Group.objects.for_school(school).open_on(today).order_by("year", "name", "pk"):
        if row.kind == Group.Kind.CLASS:
            year = row.year if row.year in known.years else None
            held = known.classes.get(row.code, model.SchoolClass(name=row.name))
            classes[row.code] = replace(held, name=row.name, year=year or held.year)
        else:
            groups[row.code] = replace(groups.get(row.code, model.Group(name=row.name)), name=row.name)
    rooms: dict[str, model.Room] = {}
    for place in Room.objects.for_school(school).select_related("group").order_by("name", "pk"):
        held_room = known.rooms.get(place.code, model.Room(name=place.name))
        group = place.group.code if place.group else held_room.group
        rooms[place.code] = replace(held_room, name=place.name, group=group)
    rooms = {**known.rooms, **rooms}
    here = replace(known, name=school.name, classes=classes or known.classes, groups=groups, rooms=rooms)
    return replace(policy, schools={**policy.schools, school.code: here})


def rule_counts(school: School) -> dict[Holder, int]:
    """How many site rules stand for each holder at a school, and for the federation."""
    rules = SiteRule.objects.for_school(school).filter(federation=school.federation_id).standing()
    rows = rules.order_by().values_list("holder", "holder_id", "school_id")
    return {
        Holder(kind=HolderKind(kind), school=school.code if place else "", id=key): count
        for kind, key, place, count in rows.annotate(count=Count("pk"))
    }


def own_profiles_of(school: School) -> list[PersonProfile]:
    """People who have a profile of their own, with person and approver, those whose review is due first."""
    own = PersonProfile.objects.for_school(school).standing().select_related("person", "approver", "added_by")
    return list(own.order_by("review_on", "person__search", "pk"))


def profiles_to_review(school: School, today: date) -> int:
    """How many people have a profile of their own whose day is over."""
    number: int = PersonProfile.objects.for_school(school).standing().filter(review_on__lt=today).order_by().count()
    return number


def school_tree(school: School, policy: Policy) -> Node:
    """What is open for whom at a school, by a policy that has its places. Three queries, whatever the size."""
    people = {person_code(own.person_id): (own.person.name, own.profile) for own in own_profiles_of(school)}
    counts = rule_counts(school)
    for person in _people_with_rules(school):
        people.setdefault(person_code(person.pk), (person.name, ""))
    return tree_of(policy, school.code, counts, people)


def _people_with_rules(school: School) -> QuerySet[Person]:
    """People who have site rules of their own, the first of them."""
    standing = SiteRule.objects.for_school(school).standing().filter(person__isnull=False).values("person")
    found: QuerySet[Person] = Person.objects.for_school(school).filter(pk__in=standing)
    return found.order_by("search", "pk")[:MOST_PEOPLE]


def people_by_profile(school: School) -> Mapping[str, int]:
    """How many people of a school have each profile, by what is published; empty before anything is."""
    home: Path = settings.HOME
    try:
        digest = read_pointer(home).policy
        return _counted(policy_path(home, digest), school.code) if digest else {}
    except (NothingPublishedError, PolicyError, OSError):
        return {}


@lru_cache(maxsize=16)
def _counted(path: Path, code: str) -> Mapping[str, int]:
    """A published file never changes: it is named by its content."""
    policy = load(path.read_bytes())
    school = policy.schools.get(code)
    found: dict[str, int] = {}
    for person in school.people if school else ():
        members = lineage_of(school, groups_of_person(person)) if school else []
        profile = profile_of(policy, school, members, person.profile) if school else ""
        found[profile] = found.get(profile, 0) + 1
    return found


def open_draft(user: User, place: School | Federation) -> Change | None:
    """The draft into which somebody's next edit of a place goes."""
    drafts = Change.objects.at(place).filter(made_by=user, state=Change.State.DRAFT)
    found: Change | None = drafts.order_by("-made_at", "-pk").first()
    return found


def working(user: User, school: School) -> tuple[Policy, Change | None]:
    """What somebody edits: the school as it is with what their open draft does to it, and that draft.

    Site rules and people are left out. A draft that does not fit any more is left out too. Raises NotAdoptedError.
    """
    policy = places_of(school)
    drafts = [draft for draft in (open_draft(user, school), open_draft(user, school.federation)) if draft]
    done = None
    for draft in drafts:
        edits = [
            edit
            for edit in draft.what
            if not isinstance(edit, AddRule | EndRule)
            and not (isinstance(edit, HoldProfile) and edit.holder.kind is HolderKind.PERSON)
        ]
        try:
            policy = apply(policy, edits)
        except EditError:
            continue
        done = done or draft
    return policy, done
