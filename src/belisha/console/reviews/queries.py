"""What reviews there are, whether one is wanted, and what they rest on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.access.accounts.queries.terms import term_at, term_before
from belisha.console.access.authorization import holdings, place_of
from belisha.console.access.calendars.queries import calendar_of
from belisha.console.access.remembering import remembered, remembering
from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.registry import PROOFS, Basis, Standing, State
from belisha.console.reviews.models import Review, ReviewAction, ReviewCause
from belisha.console.reviews.rules import Kind, Wanted, kind_of, kinds, review_due, wanted
from belisha.engine.policy.calendar import is_school_day

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date, datetime

    from django.db.models import QuerySet

    from belisha.console.access.models import School, User
    from belisha.console.access.roles import Role

__all__ = [
    "OTHER_FACTS",
    "Fact",
    "Status",
    "action_of",
    "cause_words",
    "facts_by_name",
    "facts_of",
    "next_due",
    "open_actions",
    "review_of",
    "reviews_of",
    "roles_at",
    "status_of",
    "statuses_of",
]

LONGEST_HOLIDAY: Final = 70  # days looked back for the last school day


class Fact(NamedTuple):
    """Something found when a review is made: of what, how it stands (a duty's state, or nothing), and the words.

    `source`: where the figure comes from, in words; `at`: when it was so, an ISO time; `link`: the page that shows it.
    """

    title: str
    state: str
    words: str
    source: str = ""
    at: str = ""
    link: str = ""


BASES: Final = {
    Basis.MEASURED: gettext_lazy("measured by Belisha"),
    Basis.RECORDED: gettext_lazy("recorded by a person"),
    Basis.CLAIMED: gettext_lazy("somebody's word"),
}
# facts that are no duty, by the name that kinds.yaml gives them: apps above add theirs
OTHER_FACTS: Final[dict[str, Callable[[School], list[Fact]]]] = {}


class Status(NamedTuple):
    """How a kind of review stands at a school."""

    kind: Kind
    wanted: Wanted
    last: Review | None
    open: Review | None
    causes: list[ReviewCause]


def review_of(school: School, pk: int) -> Review:
    """One review of a school. Raises Http404."""
    found = Review.objects.for_school(school).filter(pk=pk).prefetch_related("signatures__by", "actions").first()
    if found is None:
        raise Http404
    return found


def reviews_of(school: School) -> QuerySet[Review]:
    """All reviews of a school, newest first."""
    return Review.objects.for_school(school).select_related("school", "begun_by").prefetch_related("signatures__by")


def statuses_of(school: School, now: datetime) -> list[Status]:
    """How every kind of review stands. Four queries, whatever the number of kinds."""
    return remembered(("reviews", school.pk, timezone.localdate(now)), lambda: _statuses(school, now))


def _statuses(school: School, now: datetime) -> list[Status]:
    today = timezone.localdate(now)
    last_day, term, before = _days(school, today)
    last: dict[str, Review] = {}
    opened: dict[str, Review] = {}
    rows = Review.objects.for_school(school).exclude(state=Review.State.WITHDRAWN).order_by("signed_at", "pk")
    for review in rows.prefetch_related("signatures__by"):
        (last if review.state == Review.State.SIGNED else opened)[review.kind] = review
    causes: dict[str, list[ReviewCause]] = {}
    for cause in ReviewCause.objects.filter(school=school, met_by__isnull=True):
        causes.setdefault(cause.kind, []).append(cause)
    return [
        Status(
            kind,
            wanted(kind, _day(last.get(kind.id)), last_day if kind.rests_in_holidays else today, term, before),
            last.get(kind.id),
            opened.get(kind.id),
            causes.get(kind.id, []),
        )
        for kind in kinds()
    ]


def status_of(school: School, code: str, now: datetime) -> Status:
    """How one kind of review stands. Raises KeyError for a kind that does not exist."""
    kind = kind_of(code)
    return next(status for status in statuses_of(school, now) if status.kind is kind)


def _day(review: Review | None) -> date | None:
    return timezone.localdate(review.signed_at) if review and review.signed_at else None


def _days(school: School, today: date) -> tuple[date, date, date]:
    """The last school day, and the first days of this term and of the one before."""
    term = term_at(school, today)
    calendar = calendar_of(school, today)
    days = (today - timedelta(days=ago) for ago in range(LONGEST_HOLIDAY))
    last = next((day for day in days if is_school_day(calendar, day)), today) if calendar.terms else today
    return last, term.first, term_before(term)


def roles_at(user: User, school: School) -> set[Role]:
    """The roles that somebody has today which count at a school."""
    place = place_of(school)
    return {holding.role for holding in holdings(user) if holding.reaches(place)}


def facts_of(school: School, kind: Kind, now: datetime) -> list[Fact]:
    """What a review rests on, as it stands now."""
    return [fact for found in facts_by_name(school, kind, now).values() for fact in found]


def facts_by_name(school: School, kind: Kind, now: datetime) -> dict[str, list[Fact]]:
    """The same, by the names that kinds.yaml gives them. Each says when it was so."""
    at = timezone.localtime(now).isoformat(timespec="minutes")
    with remembering():
        found = {
            name: OTHER_FACTS[name](school) if name in OTHER_FACTS else [_duty(school, name, now)]
            for name in kind.asked_facts
        }
    return {name: [fact._replace(at=fact.at or at) for fact in facts] for name, facts in found.items()}


def next_due(school: School, review: Review) -> date | None:
    """By when the one after a signed review is to be signed."""
    if review.signed_at is None:
        return None
    signed = timezone.localdate(review.signed_at)
    term = term_at(school, signed)
    return review_due(kind_of(review.kind), signed, signed, term.first, term.next_first)


def _duty(school: School, name: str, now: datetime) -> Fact:
    known = catalogue().get(name)
    title = known.printed() if known else name
    proof = PROOFS.get(name)
    if proof is None:
        return Fact(title, State.NOT_KNOWN.value, _("Nothing in Belisha measures this yet: say what you know."))
    try:
        standing: Standing = proof.ask(school, now)
    except Exception:  # noqa: BLE001 - as on the board of duties: what cannot be asked is not known
        return Fact(title, State.NOT_KNOWN.value, _("This could not be asked just now."))
    return Fact(title, standing.state.value, standing.reason, str(BASES[standing.basis]), link=standing.link)


def cause_words(causes: Iterable[ReviewCause]) -> list[str]:
    """Why a review is wanted early, in words."""
    return [f"{cause.get_cause_display()}: {cause.words}" for cause in causes]


def action_of(school: School, pk: int) -> ReviewAction:
    """Something to do after a review of a school. Raises Http404."""
    found = ReviewAction.objects.filter(review__school=school, pk=pk).select_related("review__school").first()
    if found is None:
        raise Http404
    return found


def open_actions(school: School) -> QuerySet[ReviewAction]:
    """What reviews of a school want done and is not, by its day."""
    rows = ReviewAction.objects.filter(review__school=school, done_at__isnull=True)
    return rows.exclude(review__state=Review.State.WITHDRAWN).select_related("review")
