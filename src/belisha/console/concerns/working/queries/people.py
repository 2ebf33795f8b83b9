"""Who is told of a concern, who may be given it or a task of it, and who never is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q

from belisha.console.access.acting import By
from belisha.console.access.models import Away, Cover, Post, User
from belisha.console.access.roles import ROLES
from belisha.console.concerns.models import Subject, Turn
from belisha.console.concerns.queries.conflicts import family_of, own_and_stood_for
from belisha.console.concerns.queries.visible import able_among
from belisha.console.concerns.rules.routes import GIVES, HIDES, TEAM
from belisha.console.concerns.working.rules.rungs import RUNGS
from belisha.console.people.models import Relationship

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.db.models import QuerySet

    from belisha.console.access.models import School
    from belisha.console.concerns.models import Concern

__all__ = ["holding", "is_in", "of_them", "on_duty", "on_rung", "owners", "parents_of", "who_work"]

OPEN = Q(opened_at__isnull=False, closed_at__isnull=True)


def holding(school: School, roles: Iterable[str], day: date, *, here: bool = True) -> QuerySet[User]:
    """Those who hold one of some posts on a day or stand in for it. `here`: leave out who is away."""
    posts = Post.objects.for_school(school).held_on(day).filter(role__in=[str(role) for role in roles])
    covers = Cover.objects.filter(post__in=posts, first__lte=day, last__gte=day)
    users = User.objects.filter(Q(pk__in=posts.values("holder")) | Q(pk__in=covers.values("by"))).filter(OPEN)
    if here:
        users = users.exclude(pk__in=Away.objects.filter(first__lte=day, last__gte=day).values("user"))
    return users.order_by("name", "pk")


def on_duty(school: School, day: date) -> list[User]:
    """Those whose turn it is on a day, who are here. One query."""
    turns = Turn.objects.filter(school=school, weekday=day.weekday(), first__lte=day)
    turns = turns.filter(Q(last=None) | Q(last__gte=day))
    away = Away.objects.filter(first__lte=day, last__gte=day)
    found = User.objects.filter(OPEN, pk__in=turns.values("user")).exclude(pk__in=away.values("user"))
    return list(found.order_by("name", "pk"))


def on_rung(concern: Concern, rung: int, day: date) -> list[User]:
    """Whom a rung tells: of those who hold its posts, who are here, the ones who may see this concern.

    For the team the first rung is whoever is on duty today; the safeguarding lead where nobody is.
    """
    rungs = RUNGS[concern.route]
    if rung >= len(rungs):
        return []
    users = on_duty(concern.school, day) if rung == 0 and concern.route == TEAM else []
    found = able_among(users, concern)
    return found or able_among(holding(concern.school, rungs[rung], day), concern)


def who_work(concern: Concern, day: date) -> list[User]:
    """Those who may be given a concern: by the right of its route, and it is not about them."""
    roles = [role for role, rule in ROLES.items() if GIVES[concern.route] in rule.permissions]
    return able_among(holding(concern.school, roles, day, here=False), concern)


def of_them(user: User) -> Q:
    """For rows with a `concern`: those that are about somebody, their family, or whom they stand in for."""
    own = own_and_stood_for(By(user))
    subjects = Subject.objects.filter(concern=OuterRef("concern"), ended_at=None)
    return Q(Exists(subjects.filter(Q(person__in=own, role__in=HIDES) | Q(person__in=family_of(own)))))


def is_in(user: User, concern: Concern) -> bool:
    """Whether a concern is about somebody, their family, or whom they stand in for: they get nothing of it to do."""
    own = own_and_stood_for(By(user))
    hidden = Q(person__in=own, role__in=HIDES) | Q(person__in=family_of(own))
    return concern.subjects.filter(hidden, ended_at=None).exists()


def owners(concern: Concern) -> QuerySet[User]:
    """Colleagues who may be given a task: staff and governors of the school who can sign in and are not in it."""
    school = concern.school
    posts = Post.objects.for_school(school)
    here = Q(school=school) | Q(pk__in=posts.values("holder"))
    within = concern.subjects.filter(ended_at=None, person__isnull=False).values("person__user")
    users = User.objects.filter(here, OPEN, kind__in=("staff", "governor")).exclude(pk__in=within)
    return users.order_by("name", "pk")


def parents_of(concern: Concern) -> QuerySet[User]:
    """Parents with an account of the children who were or may be harmed, or are involved: for what is agreed."""
    children = concern.subjects.filter(ended_at=None, person__kind="pupil").values("person")
    adults = Relationship.objects.filter(child__in=children, parental_responsibility=True).values("adult__user")
    return User.objects.filter(OPEN, pk__in=adults).order_by("name", "pk")
