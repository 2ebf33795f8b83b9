"""The school's programme for parents: activities, notices with how many read them, and how many families take part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count
from django.http import Http404

from belisha.console.access.models import User
from belisha.console.agreements.models import Activity, FamilyStep, Notice
from belisha.console.people.models import Group, Membership, Person, Relationship

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__ = [
    "activities_of",
    "activity_of",
    "class_pupils",
    "coming",
    "notice_of",
    "notices_of",
    "parents_of",
    "parents_without_answer",
    "taking_part",
]


def activities_of(school: School) -> QuerySet[Activity]:
    """Everything that was planned for parents, the latest first."""
    found: QuerySet[Activity] = Activity.objects.for_school(school).select_related("school").order_by("-on", "-pk")
    return found


def coming(schools: Collection[School], today: date) -> list[Activity]:
    """What parents can come to from a day on, the next one first: at most 50."""
    rows = Activity.objects.filter(school__in=schools, on__gte=today, cancelled_at__isnull=True)
    rows = rows.exclude(kind=Activity.Kind.SURVEY)
    return list(rows.select_related("school").order_by("on", "starts", "pk")[:50])


def activity_of(school: School, number: int) -> Activity:
    """One of them. Raises Http404."""
    found = activities_of(school).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def notices_of(school: School) -> QuerySet[Notice]:
    """Every notice with `readers`: how many adults opened it."""
    rows = Notice.objects.for_school(school).select_related("school", "sent_by")
    found: QuerySet[Notice] = rows.annotate(readers=Count("reads")).order_by("-sent_at", "-pk")
    return found


def notice_of(school: School, number: int) -> Notice:
    """One of them. Raises Http404."""
    found = notices_of(school).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def parents_of(school: School, day: date) -> QuerySet[Person]:
    """Adults with parental responsibility for a pupil who is here, and no order against contact."""
    pupils = Person.objects.for_school(school).filter(kind=User.Kind.PUPIL).on_roll(day)
    links = Relationship.objects.filter(child__in=pupils, parental_responsibility=True, no_contact=False)
    people: QuerySet[Person] = Person.objects.filter(merged_into__isnull=True, pk__in=links.values("adult"))
    return people.order_by("search", "pk")


def parents_without_answer(school: School, day: date) -> list[Person]:
    """Parents who have answered no consent about any child of theirs and have an address."""
    rows = parents_of(school, day).filter(consents_given__isnull=True).select_related("user", "school")
    return [person for person in rows if person.email or person.user.email]


def class_pupils(school: School, day: date) -> list[tuple[str, set[int]]]:
    """Each class of a day with the numbers of its pupils, by year and name. One query."""
    rows = Membership.objects.on(day).filter(
        group__school=school,
        group__kind=Group.Kind.CLASS,
        teaches=False,
        person__kind=User.Kind.PUPIL,
        person__merged_into__isnull=True,
    )
    found: dict[int, tuple[str, set[int]]] = {}
    ordered = rows.order_by("group__year", "group__name", "pk")
    for group, name, person in ordered.values_list("group_id", "group__name", "person_id"):
        found.setdefault(group, (name, set()))[1].add(person)
    return list(found.values())


def taking_part(school: School, kind: str, since: date, day: date) -> set[int]:
    """The numbers of the pupils of whom an adult did something since a day: with them, or for all of theirs."""
    steps = FamilyStep.objects.for_school(school).filter(kind=kind, at__date__gte=since)
    pupils = set(steps.filter(child__isnull=False).values_list("child", flat=True))
    adults = steps.filter(child__isnull=True).values("person")
    links = Relationship.objects.filter(adult__in=adults, no_contact=False, child__school=school)
    on_roll = Person.objects.for_school(school).filter(kind=User.Kind.PUPIL).on_roll(day)
    return pupils | set(links.filter(child__in=on_roll).values_list("child_id", flat=True))
