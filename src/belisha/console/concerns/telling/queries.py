"""Questions about what children told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import User
from belisha.console.access.posts.queries import holders
from belisha.console.access.roles import Role
from belisha.console.concerns.models import Concern, Entry, Telling, TellingPractice
from belisha.console.concerns.queries.merged import merged_into
from belisha.console.concerns.queries.visible import visible
from belisha.console.concerns.telling.rules import code_of, digest_of
from belisha.console.people.models import Membership, Person

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from belisha.console.access.models import School

__all__ = [
    "Message",
    "by_code",
    "in_talk",
    "last_practice",
    "messages_of",
    "of_concern",
    "opened",
    "own",
    "own_one",
    "pupil_of",
    "to_be_read",
    "trusted",
]

TEAM: Final = (Role.DSL, Role.DEPUTY_DSL, Role.HEAD)
SAID: Final = (Entry.Kind.REPORT, Entry.Kind.MESSAGE_IN, Entry.Kind.MESSAGE_OUT)


class Message(NamedTuple):
    """One thing that was said. `name`: of the adult who said it; empty for the child."""

    at: datetime
    text: str
    name: str


def trusted(pupil: Person) -> list[User]:
    """The grown-ups a child may choose: who teaches them first, then the safeguarding team. Four queries."""
    today = timezone.localdate()
    here = Q(last=None) | Q(last__gte=today)
    groups = Membership.objects.filter(here, person=pupil, first__lte=today).values("group")
    teaching = Membership.objects.filter(here, group__in=groups, teaches=True, first__lte=today)
    open_accounts = User.objects.filter(opened_at__isnull=False, closed_at=None, kind=User.Kind.STAFF)
    teachers = list(open_accounts.filter(person__in=teaching.values("person")).order_by("name", "pk"))
    team = holders(pupil.school, TEAM)
    return [*teachers, *(user for user in team if user not in teachers)]


def own(user: User) -> QuerySet[Telling]:
    """What a child told under their own name, newest first."""
    rows = Telling.objects.filter(user=user).select_related("chosen", "concern")
    return rows.none() if user.sat_by else rows  # a child's own words are not for who stands in for them


def own_one(user: User, key: str) -> Telling:
    """One of their own. Raises Http404 by the view's get_object_or_404 door: Telling.DoesNotExist."""
    found: Telling = own(user).get(key=key)
    return found


def by_code(school: School, typed: str) -> Telling | None:
    """The talk that a code of this school opens."""
    code = code_of(typed)
    if not code:
        return None
    found = Telling.objects.filter(code_digest=digest_of(school.pk, code), concern__school=school)
    return found.select_related("chosen", "concern").first()


def opened(school: School | None, number: int) -> Telling | None:
    """The talk that a code opened before, by its key."""
    return Telling.objects.filter(pk=number, concern__school=school).select_related("concern").first()


def of_concern(concern: Concern) -> list[Telling]:
    """The talks with those who told of a concern, oldest first: several where concerns were put together."""
    if concern.origin != Concern.Origin.PUPIL and not merged_into(concern):
        return []  # no child told of it, nor of one that was put into it
    found = Telling.objects.filter(concern=concern).select_related("concern__school", "user", "chosen")
    return list(found.order_by("told_at", "pk"))


def messages_of(telling: Telling) -> list[Message]:
    """What was said, in order, as the child reads it: their own words and what was written to them. One query."""
    rows = Entry.objects.filter(details__talk=telling.key, kind__in=SAID, erased_at=None).order_by("at", "pk")
    rows = rows.filter(Q(concern=telling.concern_id) | Q(concern__merged_into=telling.concern_id)).select_related("by")
    return [
        Message(row.at, row.text, (row.by.name if row.by else "") if row.kind == Entry.Kind.MESSAGE_OUT else "")
        for row in rows
    ]


def in_talk(by: By, telling: Telling) -> bool:
    """Whether an adult may read and answer: whoever sees the concern."""
    return visible(by, telling.concern.school).filter(pk=telling.concern_id).exists()


def to_be_read(user: User, school: School) -> QuerySet[Telling]:
    """Talks with something unread in concerns that an adult may see: those who were chosen, the team."""
    seen = visible(By(user), school).filter(pk=OuterRef("concern"))
    return Telling.objects.filter(Exists(seen), unread_since__isnull=False).order_by("unread_since", "pk")


def last_practice(school: School) -> dict[str, datetime]:
    """When each year group last tried the button. One query."""
    rows = TellingPractice.objects.filter(school=school).order_by("at").values_list("year", "at")
    return dict(rows)


def pupil_of(user: User) -> Person:
    """The register's entry of a pupil who is signed in. Raises NotAllowedError for anybody else."""
    person = Person.objects.filter(user=user, kind=User.Kind.PUPIL, merged_into=None).select_related("school").first()
    if person is None:
        raise NotAllowedError
    return person
