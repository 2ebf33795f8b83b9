"""The first page of a family: each child with what is open, and what is new from school."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from belisha.console.agreements.consents.queries.looking import asked_purposes
from belisha.console.agreements.consents.queries.permitting import latest_of
from belisha.console.agreements.home.queries.programme import coming
from belisha.console.agreements.home.queries.steps import notices_for, read_by, steps_of
from belisha.console.agreements.home.rules import school_year
from belisha.console.agreements.models import Activity, FamilyStep, Notice
from belisha.console.agreements.signing.queries.standing import Line, standing_of
from belisha.console.people.models import Relationship

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from belisha.console.access.models import School
    from belisha.console.agreements.home.queries.entering import Family
    from belisha.console.people.models import Person

__all__ = ["Child", "Front", "front_of", "open_consents", "responsible_links", "schools_of", "to_sign"]


class Child(NamedTuple):
    """One child: what is to be signed and answered, and whether the rules were read and the form sent this year."""

    link: Relationship
    sign: list[Line]
    answer: int
    read_with: bool
    home_school: bool


class Front(NamedTuple):
    """All that stands on the first page."""

    children: list[Child]
    unread: list[Notice]
    coming: list[Activity]


def schools_of(links: Iterable[Relationship]) -> list[School]:
    """The schools of some children, each once."""
    return list({link.child.school_id: link.child.school for link in links}.values())


def to_sign(adult: Person, child: Person, day: date) -> list[Line]:
    """The agreements that an adult is asked for about a child and has not signed."""
    return [line for line in standing_of(adult, day) if line.child and line.child.pk == child.pk and not line.is_done]


def responsible_links(child: Person) -> list[Relationship]:
    """Whoever has parental responsibility for a child and is not kept away, by name."""
    links = Relationship.objects.filter(child=child, parental_responsibility=True, no_contact=False)
    links = links.filter(adult__merged_into__isnull=True).select_related("adult", "child__school")
    return list(links.order_by("adult__search", "pk"))


def open_consents(adult: Person, child: Person, day: date) -> int:
    """How many questions about a child an adult has not answered, or whose answer has run out."""
    purposes = asked_purposes(child.school)
    latest = latest_of([child], [purpose.id for purpose in purposes])
    given = [latest.get((child.pk, purpose.id), {}).get(adult.pk) for purpose in purposes]
    return sum(each is None or (each.yes and (each.until is None or each.until < day)) for each in given)


def front_of(family: Family, day: date) -> Front:
    """What a family sees first."""
    links = family.children
    steps = steps_of({link.adult_id for link in links}, {link.child_id for link in links})
    year = str(school_year(day))
    read_with = {child for kind, item, child in steps if (kind, item) == (FamilyStep.Kind.READ_WITH, year)}
    sent = {child for kind, item, child in steps if (kind, item) == (FamilyStep.Kind.HOME_SCHOOL, year)}
    children = [
        Child(
            link,
            to_sign(link.adult, link.child, day) if link.parental_responsibility else [],
            open_consents(link.adult, link.child, day) if link.parental_responsibility else 0,
            link.child_id in read_with,
            link.child_id in sent,
        )
        for link in links
    ]
    schools = schools_of(links)
    seen = read_by({link.adult_id for link in links})
    unread = [notice for notice in notices_for(schools) if notice.pk not in seen]
    return Front(children, unread, coming(schools, day)[:5])
