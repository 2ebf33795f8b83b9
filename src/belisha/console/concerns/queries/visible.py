"""The one door to concerns: which ones somebody may see, list, count, search or export."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Prefetch, Q
from django.http import Http404
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import has_permission, keep_holdings
from belisha.console.access.remembering import remembered
from belisha.console.concerns.models import Concern, Reader, Subject
from belisha.console.concerns.queries.conflicts import family_of, near_to_each, own_and_stood_for
from belisha.console.concerns.rules.routes import GIVES, HIDES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet

    from belisha.console.access.models import School, User
    from belisha.console.concerns.models.concerns import ConcernQuerySet

__all__ = [
    "able_among",
    "concern_for",
    "everybody_in",
    "hiding",
    "listed",
    "may_work",
    "routes_of",
    "sees",
    "subjects_for",
    "visible",
]

UNSEEN: Final = {Concern.State.MERGED, Concern.State.COMING}  # of no list; as ConcernQuerySet.standing has it


def visible(by: By, school: School) -> ConcernQuerySet:
    """The concerns of a school that somebody may see. All of them for the system itself.

    By the right of their role for the route, or because they were let into one; never one about themselves, their
    family, or somebody whose post they stand in for (`conflicts`). Whoever told of one sees it no more than others do.
    One that was merged is seen through the one that it went into, which hides from more people than it did itself.
    """
    if by.user is None:
        return Concern.objects.for_school(school)
    # a home page begins a dozen questions with it
    key = ("visible", by.user, by.user.sat_by, by.behind, school.pk)
    seen: ConcernQuerySet = remembered(key, lambda: _visible(by, school)).all()
    return seen


def _visible(by: By, school: School) -> ConcernQuerySet:
    today = timezone.localdate()
    let_in = Reader.objects.filter(Q(until=None) | Q(until__gte=today), user=by.user, ended_at=None)
    # neither question looks back at the concern: each is answered once, however many concerns there are
    open_to_them = Q(route__in=routes_of(by, school)) | Q(pk__in=let_in.values("concern"))
    seen: ConcernQuerySet = Concern.objects.for_school(school).filter(open_to_them)
    return seen.exclude(pk__in=hiding(by).values("concern")).standing()


def hiding(by: By) -> QuerySet[Subject]:
    """The subjects that hide a concern from somebody whatever their role: themselves, family, whose work they do."""
    own = own_and_stood_for(by)
    return Subject.objects.filter(Q(person__in=own, role__in=HIDES) | Q(person__in=family_of(own)), ended_at=None)


def listed(by: By, school: School) -> ConcernQuerySet:
    """`visible` with the subjects of each, for lists, which leave out those whom the reader may not see."""
    people = Prefetch("subjects", Subject.objects.filter(ended_at=None).select_related("person"))
    return visible(by, school).prefetch_related(people)


def routes_of(by: By, school: School) -> list[str]:
    """The routes that somebody answers for at a school."""
    if by.user is None:
        return list(GIVES)
    return [route for route, right in GIVES.items() if has_permission(by.user, right, school)]


def concern_for(by: By, school: School, reference: str) -> Concern:
    """A concern that somebody may see. Raises Http404 alike for one that is hidden and one that does not exist."""
    people = ("assigned_to", "reported_by", "acknowledged_by")
    found = visible(by, school).select_related("school", "clock", *people).filter(reference=reference)
    concern: Concern | None = found.first()
    if concern is None:
        raise Http404
    remembered(_seen(by, concern), lambda: True)
    return concern


def sees(by: By, concern: Concern) -> bool:
    """Whether somebody may see a concern. Asked once for a page."""
    return remembered(_seen(by, concern), lambda: visible(by, concern.school).filter(pk=concern.pk).exists())


def _seen(by: By, concern: Concern) -> tuple[str, User | None, User | None, int]:
    return "sees", by.user, by.behind, concern.pk


def able_among(users: Iterable[User], concern: Concern) -> list[User]:
    """Those of many who may work on a concern and see it: as `may_work` and `visible` say, in a few queries for all."""
    users = list(users)
    keep_holdings(users)
    able = [user for user in users if concern.route in routes_of(By(user), concern.school)]
    if concern.state in UNSEEN or not able:
        return []
    rows = set(concern.subjects.filter(ended_at=None, person__isnull=False).values_list("person", "role"))
    people, hides = {person for person, _role in rows}, {person for person, role in rows if role in HIDES}
    near = near_to_each(able)
    return [user for user in able if not (near[user.pk].own & hides or near[user.pk].family & people)]


def may_work(by: By, concern: Concern) -> bool:
    """Whether somebody who sees a concern may work on it; one who was let in reads it and adds notes, no more."""
    return concern.route in routes_of(by, concern.school)


def subjects_for(by: By, concern: Concern) -> QuerySet[Subject]:
    """The subjects of a concern as somebody may see them: restricted ones only by the right of the route."""
    subjects = concern.subjects.filter(ended_at=None).select_related("person")
    return subjects if may_work(by, concern) else subjects.filter(restricted=False)


def everybody_in(concern: Concern) -> list[Subject]:
    """Every subject that a concern ever had, in their order, whoever may see them. One query, once for a page."""
    rows = concern.subjects.select_related("person").order_by("pk")
    return list(remembered(("everybody in", concern.pk), lambda: list(rows)))
