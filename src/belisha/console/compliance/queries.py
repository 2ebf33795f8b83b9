"""How duties stand at a school: now, and day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.compliance.attesting.rules import standing_of_none
from belisha.console.compliance.models import Attestation, DutyStanding, Plan
from belisha.console.compliance.rules import LATEST, RESTS_ON_NOTHING, STATES, Row, fresh, in_order
from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.registry import PROOFS, Basis, Standing, State

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from belisha.console.access.models import School
    from belisha.console.access.roles import Role
    from belisha.console.duties.catalogue import Duty

__all__ = [
    "Change",
    "Due",
    "Narrowed",
    "answered_for",
    "changes_since",
    "day_by_day",
    "falling_due",
    "history",
    "narrowed",
    "row",
    "rows",
    "standing_of",
    "states_of",
]


class Narrowed(NamedTuple):
    """Which duties are wanted; empty: all."""

    q: str = ""
    domain: str = ""
    state: str = ""
    who: str = ""
    basis: str = ""
    sort: str = ""


class Change(NamedTuple):
    """A duty that stands otherwise than before; `before`: None where nobody had looked."""

    duty: Duty
    before: State | None
    now: Standing


class Due(NamedTuple):
    """Something about a duty that falls due on a day: what, and whose it is."""

    day: date
    duty: Duty
    what: str
    who: str
    late: bool


def rows(school: School, now: datetime) -> list[Row]:
    """Every duty of the catalogue with how it stands. One query."""
    kept = {each.duty: each for each in DutyStanding.objects.for_school(school).now()}
    return [_row(school, duty, kept.get(duty.id), now) for duty in catalogue().values()]


def states_of(schools: Iterable[School], now: datetime) -> dict[int, dict[str, tuple[State, str]]]:
    """By the number of a school how each duty that was looked at stands there, and on what that rests. One query.

    As on the board of the school: what nobody has looked at for long is not known.
    """
    found: dict[int, dict[str, tuple[State, str]]] = {school.pk: {} for school in schools}
    kept = DutyStanding.objects.now().filter(school__in=list(found), duty__in=catalogue().keys())
    for school, duty, state, basis, asked in kept.values_list("school", "duty", "state", "basis", "last_asked"):
        found[school][duty] = (State(state) if now - asked <= LATEST else State.NOT_KNOWN, basis)
    return found


def row(school: School, duty: str, now: datetime) -> Row:
    """One duty with how it stands. Raises KeyError for one that is not in the catalogue."""
    kept = DutyStanding.objects.for_school(school).now().filter(duty=duty).first()
    return _row(school, catalogue()[duty], kept, now)


def narrowed(found: Iterable[Row], wanted: Narrowed) -> list[Row]:
    """Those rows that fit, in the order that is wanted."""
    words = wanted.q.lower().split()
    fitting = [
        row
        for row in found
        if (not wanted.domain or row.duty.domain == wanted.domain)
        and (not wanted.state or row.standing.state == wanted.state)
        and (not wanted.who or wanted.who in row.duty.who)
        and (not wanted.basis or (row.standing.basis == wanted.basis and row.standing.state not in RESTS_ON_NOTHING))
        and all(word in f"{row.duty.id} {row.duty.wording} {row.standing.reason}".lower() for word in words)
    ]
    return in_order(fitting, wanted.sort)


def history(school: School, duty: str) -> list[DutyStanding]:
    """The stretches of a duty, newest first; the last hundred."""
    return list(DutyStanding.objects.for_school(school).filter(duty=duty).order_by("-first_asked", "-pk")[:100])


def day_by_day(school: School, duty: str, first: date, last: date) -> list[tuple[date, State]]:
    """How a duty stood at the end of each day; not known where it was not asked on a day."""
    spans = (
        DutyStanding.objects.for_school(school).filter(duty=duty).between(_begin(first), _begin(last + timedelta(1)))
    )
    found = list(spans.order_by("first_asked", "pk"))
    days = [first + timedelta(number) for number in range((last - first).days + 1)]
    return [(day, _at_end_of(day, found)) for day in days]


def answered_for(found: Iterable[Row], roles: Collection[Role]) -> list[Row]:
    """Those duties that somebody with these roles answers for, what is worst first."""
    mine = {role.value for role in roles}
    order = list(STATES)
    return sorted((row for row in found if mine & set(row.duty.who)), key=lambda row: order.index(row.standing.state))


def changes_since(school: School, since: datetime) -> list[Change]:
    """The duties whose state is another one than at an instant, newest first."""
    began = DutyStanding.objects.for_school(school).now().filter(first_asked__gt=since)
    names = [each.duty for each in began]
    earlier = DutyStanding.objects.for_school(school).filter(duty__in=names, first_asked__lte=since)
    before = {each.duty: State(each.state) for each in earlier.order_by("first_asked", "pk")}
    changed = [
        Change(catalogue()[each.duty], before.get(each.duty), standing_of(each))
        for each in began.order_by("-first_asked", "duty")
        if each.duty in catalogue() and before.get(each.duty) != each.state
    ]
    return [change for change in changed if change.before is not None or change.now.state is not State.NOT_KNOWN]


def falling_due(school: School, first: date, last: date) -> list[Due]:
    """Plans and confirmations that fall due within some days, and what is late, in order of the day."""
    plans = Plan.objects.for_school(school).open().filter(due__lte=last).select_related("owner")
    said = Attestation.objects.for_school(school).that_count().filter(until__lte=last).select_related("by")
    found = [Due(each.due, catalogue()[each.duty], each.words, each.owner.name, each.due < first) for each in plans]
    found += [
        Due(each.until, catalogue()[each.duty], _("The confirmation runs out."), each.by.name, each.until < first)
        for each in said
    ]
    return sorted(found, key=lambda due: (due.day, due.duty.id))


def standing_of(kept: DutyStanding) -> Standing:
    """A standing as it was kept."""
    return Standing(State(kept.state), kept.reason, Basis(kept.basis), kept.since, kept.link)


def _row(school: School, duty: Duty, kept: DutyStanding | None, now: datetime) -> Row:
    if kept is not None:
        return Row(duty, fresh(standing_of(kept), kept.last_asked, now), kept.last_asked)
    if duty.id in PROOFS:
        return Row(duty, Standing(State.NOT_KNOWN, _("Not looked at yet.")), None)
    return Row(duty, standing_of_none(duty, reverse("duty", args=[school.code, duty.id])), None)


def _at_end_of(day: date, spans: list[DutyStanding]) -> State:
    begin, end = _begin(day), _begin(day + timedelta(1))
    over = [span for span in spans if span.first_asked < end and span.last_asked >= begin]
    return State(over[-1].state) if over else State.NOT_KNOWN


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time())).astimezone(UTC)
