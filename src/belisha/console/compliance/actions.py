"""The one verb: ask every proof of a school again, and keep what changed."""

from __future__ import annotations

import logging
from contextlib import nullcontext
from typing import TYPE_CHECKING, NamedTuple

from django.db import connection, transaction
from django.urls import reverse

from belisha.console.access.models import School
from belisha.console.access.permissions import Permission
from belisha.console.access.remembering import remembering
from belisha.console.compliance.attesting.queries import confirmed_standings
from belisha.console.compliance.audit_events import REASSESSED
from belisha.console.compliance.models import DutyStanding
from belisha.console.compliance.rules import failed, judged
from belisha.console.duties.catalogue import catalogue
from belisha.console.duties.registry import PROOFS, Basis, Standing, State
from belisha.console.policies.clauses.queries import not_adopted

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from belisha.console.access.acting import By

__all__ = ["Reassessed", "reassess"]

log = logging.getLogger(__name__)


class Reassessed(NamedTuple):
    """How many duties were looked at, and how many of them stand otherwise than before."""

    asked: int
    changed: int


def reassess(by: By, *, school: School, now: datetime, only: Collection[str] = ()) -> Reassessed:
    """Ask every proof (or some) how its duty stands at a school now; where there is none, what people confirmed.

    A proof that raises leaves its duty not known.
    """
    by = by.may(Permission.SEE_DUTIES, school)
    wanted = [duty for duty in catalogue() if not only or duty in only]
    # asked before anything is written: proofs may take a while, and others want to write meanwhile
    said = confirmed_standings(school, now)
    with remembering():
        asked = {duty: _ask(duty, school, now) for duty in wanted if duty in PROOFS}
    asked |= {duty: said[duty] for duty in wanted if duty in said and duty not in PROOFS}
    asked |= {duty: standing for duty, standing in _not_adopted(school).items() if duty in wanted}
    with transaction.atomic():
        School.objects.select_for_update().get(pk=school.pk)
        kept = DutyStanding.objects.for_school(school).now()
        before = {each.duty: each for each in kept if not only or each.duty in only}
        moved = _keep(school, asked, before, now)
        if moved:
            by.did(
                REASSESSED,
                to=school,
                at=school,
                before={duty: before[duty].state for duty in moved if duty in before},
                after={duty: asked[duty].state.value for duty in moved if duty in asked},
            )
    return Reassessed(len(asked), len(moved))


def _not_adopted(school: School) -> dict[str, Standing]:
    """The duties that a school's policy does not state: left out with a reason, or chosen otherwise."""
    link = reverse("policy-choices", args=[school.code])
    found = not_adopted(school).items()
    return {duty: Standing(State.NOT_ADOPTED, why, Basis.RECORDED, link=link) for duty, why in found}


def _ask(duty: str, school: School, now: datetime) -> Standing:
    """What the proof of a duty says. A proof that fails leaves it not known."""
    try:
        # within a transaction a failed query would spoil what comes after: a savepoint holds it
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            return judged(PROOFS[duty].ask(school, now))
    except Exception as error:  # a proof is code of any app: what it raises must not look green, nor stop the others
        log.exception("the proof of %s at %s failed", duty, school.code)
        return failed(error)


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
