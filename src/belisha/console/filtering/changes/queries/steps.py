"""What a change waits for, whom it waits for, and what one person may do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.utils import timezone

from belisha.console.access.authorization import has_permission
from belisha.console.access.models import School, User
from belisha.console.access.sign_in.queries import has_factor
from belisha.console.filtering.changes.declared import CONSENT_MARK, set_at
from belisha.console.filtering.changes.rules.risk import score
from belisha.console.filtering.changes.rules.steps import RIGHTS, Facts, Opinion, Somebody, Step, why_not
from belisha.console.filtering.models import Change, Half, ManagerRight

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from belisha.console.access.acting import By
    from belisha.console.access.models import Federation
    from belisha.console.filtering.models.changes import ManagerRightQuerySet

__all__ = ["facts_of", "facts_with", "human", "humans", "manager_rights", "opinion_of", "reasons", "somebody"]

EVERY_RIGHT: Final = frozenset().union(*RIGHTS.values())


def human(by: By) -> User | None:
    """Who really acts: whoever sits there, also while they stand in for somebody else. None: the system."""
    return by.behind or by.user


def humans(users: Iterable[User | None]) -> dict[int, int]:
    """The human being's number of each account: accounts joined, or of one e-mail address, are one person's."""
    known = sorted({user.pk: user for user in users if user}.items())
    first: dict[str, int] = {}
    numbers: dict[int, int] = {}
    for pk, user in known:
        names = [f"account {user.joined_to_id or pk}", *([user.email.lower()] if user.email else [])]
        numbers[pk] = next((first[name] for name in names if name in first), pk)
        for name in names:
            first.setdefault(name, numbers[pk])
    return numbers


def opinion_of(half: Half, number: int) -> Opinion:
    """A half as the rules take it."""
    return Opinion(half.side, number, score(half.likelihood, half.impact), half.against, half.edits_digest)


def facts_of(change: Change, also: Iterable[User | None] = ()) -> tuple[Facts, dict[int, int]]:
    """What the next step depends on, and the human beings behind the accounts in it and those in `also`."""
    halves = list(change.halves.select_related("by").order_by("side"))
    people = humans([*(half.by for half in halves), change.made_by, change.consent_by, change.applied_by, *also])
    return facts_with(change, halves, set_at(change.place, CONSENT_MARK), people), people


def facts_with(change: Change, halves: Iterable[Half], mark: int, people: Mapping[int, int]) -> Facts:
    """The same of what is known already. An account that is not among `people` is a human being of its own."""

    def number(pk: int | None) -> int | None:
        return None if pk is None else people.get(pk, pk)

    return Facts(
        state=change.state,
        digest=change.digest,
        drafted_by=number(change.made_by_id),
        opinions=tuple(opinion_of(half, people.get(half.by_id, half.by_id)) for half in halves),
        mark=mark,
        consent_by=number(change.consent_by_id),
        applied_by=number(change.applied_by_id),
        undoes=change.way == Change.Way.UNDOING,
        to_review=change.review_due is not None and change.reviewed_at is None,
    )


def somebody(by: By, place: School | Federation, people: dict[int, int], today: date) -> Somebody:
    """Whoever acts, with what they may do at a place today. The rights are those of the account in use."""
    user, person = by.user, human(by)
    if user is None or person is None:
        return Somebody(0, EVERY_RIGHT, manager=True, factor=True)
    school = place if isinstance(place, School) else None
    return Somebody(
        id=people.get(person.pk, person.pk),
        rights=frozenset(right for right in EVERY_RIGHT if has_permission(user, right, school)),
        manager=manager_rights(place).on(today).filter(user=user).exists(),
        factor=has_factor(user),
        standing_in=by.behind is not None,
    )


def manager_rights(place: School | Federation) -> ManagerRightQuerySet:
    """Rights to apply changes of a place: those for it alone, and for its whole federation."""
    rights: ManagerRightQuerySet = ManagerRight.objects.all()
    if isinstance(place, School):
        return rights.for_school(place)
    return rights.filter(federation=place, school__isnull=True)


def reasons(by: By, change: Change) -> dict[Step, str]:
    """Of each step why somebody may not take it now, as a sentence; "" where they may. A fixed number of queries."""
    facts, people = facts_of(change, [human(by)])
    who = somebody(by, change.place, people, timezone.localdate())
    return {step: why_not(step, facts, who) for step in Step}
