"""The verbs: ask every proof of a school again, or only those whose answer counts no longer; keep what changed."""

from __future__ import annotations

import logging
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection, transaction
from django.urls import reverse

from belisha.console.access.models import School
from belisha.console.access.permissions import Permission
from belisha.console.access.remembering import remembering, said_before, said_by
from belisha.console.compliance.attesting.queries import confirmed_standings
from belisha.console.compliance.audit_events import REASSESSED
from belisha.console.compliance.models import DutyStanding
from belisha.console.compliance.queries import standing_of
from belisha.console.compliance.rules import failed, judged
from belisha.console.compliance.watching.actions import Heard, heard_of, keep_heard, last_number, note_changes
from belisha.console.compliance.watching.queries import answers_that_count, to_ask
from belisha.console.compliance.watching.rules import CONFIRMED, LEFT_OUT, QUESTIONS
from belisha.console.compliance.watching.statements import tables_of
from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.reading import reading
from belisha.console.duties.registry import ALWAYS, HOUR, PROOFS, Basis, Standing, State
from belisha.console.policies.clauses.queries import not_adopted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from datetime import datetime

    from belisha.console.access.acting import By

__all__ = ["Reassessed", "reassess", "refresh"]

log = logging.getLogger(__name__)


class Reassessed(NamedTuple):
    """How many duties were looked at, and how many of them stand otherwise than before."""

    asked: int
    changed: int


class _Wanted(NamedTuple):
    """Which duties to ask (none: all), which of the questions for many they take in whole, as of which change.

    `heard_of`: the tables whose changes are noted. `known`: the questions whose last answer still counts.
    """

    only: frozenset[str]
    whole: frozenset[str]
    seen: int
    heard_of: frozenset[str]
    known: frozenset[str] = frozenset()


class _Answers(NamedTuple):
    """What was asked of a school: how duties stand, and what each question read."""

    standings: dict[str, Standing]
    heard: dict[str, Heard]


def reassess(by: By, *, school: School, now: datetime, only: Collection[str] = ()) -> Reassessed:
    """Ask every proof (or some) how its duty stands at a school now; where there is none, what people confirmed.

    A proof that raises leaves its duty not known.
    """
    note_changes()
    whole = frozenset() if only else QUESTIONS
    return _look(by, school, now, _Wanted(frozenset(only), whole, last_number(), heard_of()))


def _look(by: By, school: School, now: datetime, what: _Wanted) -> Reassessed:
    """Ask what is wanted, and keep it."""
    by, only = by.may(Permission.SEE_DUTIES, school), what.only
    wanted = [duty for duty in catalogue() if not only or duty in only]
    # asked before anything is written: proofs may take a while, and others want to write meanwhile
    answers = _ask_for(School.objects.select_related("federation").get(pk=school.pk), wanted, now, what.known)
    asked = answers.standings
    with transaction.atomic():
        School.objects.select_for_update().get(pk=school.pk)
        kept = DutyStanding.objects.for_school(school).now()
        before = {each.duty: each for each in kept if not only or each.duty in only}
        moved = _keep(school, asked, before, now)
        heard = {name: each for name, each in answers.heard.items() if name in what.whole or name not in QUESTIONS}
        keep_heard(school, heard, what.seen, what.heard_of, now)
        if moved:
            by.did(
                REASSESSED,
                to=school,
                at=school,
                before={duty: before[duty].state for duty in moved if duty in before},
                after={duty: asked[duty].state.value for duty in moved if duty in asked},
            )
    return Reassessed(len(asked), len(moved))


def refresh(by: By, *, schools: Iterable[School], now: datetime, seconds: float | None = None) -> Reassessed:
    """Ask anew, at some schools, what may stand otherwise: where something changed that was read, or time is up.

    It begins no further school after some seconds: those that it did not come to are asked next time.
    """
    note_changes()
    places, began, done = list(schools), time.monotonic(), Reassessed(0, 0)
    seen = last_number()  # before it is worked out whose last answer still counts: sums stand on those
    stale, tables = to_ask(places, PROOFS, now), heard_of()
    for school in sorted(places, key=lambda each: (-len(stale[each.pk]), each.pk)):
        if not stale[school.pk] or (seconds is not None and time.monotonic() - began > seconds):
            continue
        only = frozenset(_duties_of(school, stale[school.pk]))
        known = (QUESTIONS | PROOFS.keys()) - stale[school.pk]
        asked = _look(by, school, now, _Wanted(only, QUESTIONS & stale[school.pk], seen, tables, known))
        done = Reassessed(done.asked + asked.asked, done.changed + asked.changed)
    return done


def _duties_of(school: School, questions: set[str]) -> set[str]:
    """The duties that some questions answer for."""
    duties = questions & catalogue().keys()
    if CONFIRMED in questions:
        duties |= catalogue().keys() - PROOFS.keys()
    if LEFT_OUT in questions:
        kept = DutyStanding.objects.for_school(school).now().filter(state=State.NOT_ADOPTED)
        duties |= set(kept.values_list("duty", flat=True)) | (not_adopted(school).keys() & catalogue().keys())
    return duties or set(list(catalogue())[:1])  # one along: what was read is kept even where nothing is left out


def _ask_for(school: School, wanted: Collection[str], now: datetime, known: frozenset[str]) -> _Answers:
    """How some duties stand: as the policy leaves them out, as data prove them, else as people confirmed them.

    `known`: the questions whose last answer still counts.
    """
    answers = _Answers({}, {})
    with remembering():
        if any(duty in PROOFS and PROOFS[duty].sums for duty in wanted):
            for duty, said, stands_on in answers_that_count(school, known - set(wanted)):
                said_before(duty, school, said, stands_on)
        for duty in wanted:
            if duty in PROOFS:
                answers.standings[duty], answers.heard[duty] = _ask(duty, school, now)
        if any(duty not in PROOFS for duty in wanted):
            _ask_of_many(answers, CONFIRMED, lambda: confirmed_standings(school, now), set(wanted) - PROOFS.keys())
        left_out = _left_out_before if LEFT_OUT in known else _not_adopted
        _ask_of_many(answers, LEFT_OUT, lambda: left_out(school), set(wanted))
    return answers


def _ask_of_many(
    answers: _Answers, question: str, ask: Callable[[], dict[str, Standing]], duties: Collection[str]
) -> None:
    """A question that answers for many duties: its word counts before what was said of them."""
    with reading() as statements:
        found = ask()
    answers.standings.update({duty: standing for duty, standing in found.items() if duty in duties})
    answers.heard[question] = Heard(tables_of(statements), HOUR)


def _not_adopted(school: School) -> dict[str, Standing]:
    """The duties that a school's policy does not state: left out with a reason, or chosen otherwise."""
    link = reverse("policy-choices", args=[school.code])
    found = not_adopted(school).items()
    return {duty: Standing(State.NOT_ADOPTED, why, Basis.RECORDED, link=link) for duty, why in found}


def _left_out_before(school: School) -> dict[str, Standing]:
    """The duties that were left out when that was asked last."""
    kept = DutyStanding.objects.for_school(school).now().filter(state=State.NOT_ADOPTED)
    return {each.duty: standing_of(each) for each in kept}


def _ask(duty: str, school: School, now: datetime) -> tuple[Standing, Heard]:
    """What the proof of a duty says and read. A proof that fails leaves it not known, and is asked each time."""
    proof = PROOFS[duty]
    with reading() as statements:
        try:
            # within a transaction a failed query would spoil what comes after: a savepoint holds it
            with transaction.atomic() if connection.in_atomic_block else nullcontext():
                standing, within = judged(said_by(proof, school, now)), proof.within
        # a proof is code of any app: what it raises must not look green, nor stop the others
        except Exception as error:
            log.exception("the proof of %s at %s failed", duty, school.code)
            standing, within = failed(error), ALWAYS
    return standing, Heard(tables_of(statements), within)


def _keep(school: School, asked: dict[str, Standing], before: dict[str, DutyStanding], now: datetime) -> list[str]:
    """Lengthen the stretches that go on, end the others, begin new ones; the duties whose state is another now."""
    same = {duty for duty, standing in asked.items() if duty in before and _goes_on(before[duty], standing)}
    ended = [kept.pk for duty, kept in before.items() if duty not in same]
    current = DutyStanding.objects.for_school(school).now()
    current.filter(pk__in=[before[duty].pk for duty in same]).update(last_asked=now)
    current.filter(pk__in=ended).update(current=False)
    DutyStanding.objects.bulk_create(
        _stretch(school, duty, standing, before.get(duty), now) for duty, standing in asked.items() if duty not in same
    )
    gone = [duty for duty in before if duty not in asked]
    return gone + [duty for duty, new in asked.items() if duty not in before or before[duty].state != new.state]


def _goes_on(kept: DutyStanding, standing: Standing) -> bool:
    was = (kept.state, kept.basis, kept.reason, kept.link)
    now = (standing.state.value, standing.basis.value, standing.reason, standing.link)
    return was == now and standing.since in (None, kept.since)


def _stretch(school: School, duty: str, standing: Standing, before: DutyStanding | None, now: datetime) -> DutyStanding:
    unchanged = before.since if before and before.state == standing.state else now
    return DutyStanding(
        school=school,
        duty=duty,
        state=standing.state.value,
        basis=standing.basis.value,
        reason=standing.reason,
        link=standing.link,
        since=standing.since or unchanged,
        first_asked=now,
        last_asked=now,
    )
