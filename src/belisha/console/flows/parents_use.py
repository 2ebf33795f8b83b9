"""What parents see of their child's internet use where the school says so: how much, day by day, never what it was.

A child may look for help about home, so neither addresses nor subjects are told. Each look is in the record of looks
before anything is counted; the nightly job shows it to leaders with all others.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

import msgspec
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.activity.days import LONDON, Period, local_day
from belisha.activity.errors import ActivityError
from belisha.activity.lookups import Lookup, record_lookup
from belisha.activity.store import Scope, Store
from belisha.console.agreements.home.hooks import Use, knows_use
from belisha.console.monitoring.use.queries import lawful_at
from belisha.console.people.rules.codes import person_code

if TYPE_CHECKING:
    from belisha.activity.view import View
    from belisha.console.people.models import Person

__all__ = ["last_week"]

DAYS: Final = 7
HOUR_MS: Final = 3_600_000
_HOURS: Final = """
    SELECT ended // 3600000 AS hour, count(*) AS requests, count(*) FILTER (WHERE verdict = 'block') AS blocked
    FROM in_scope WHERE person = $person GROUP BY hour ORDER BY hour
"""


class _Hour(msgspec.Struct, frozen=True, kw_only=True):
    hour: int
    requests: int
    blocked: int


@knows_use
def last_week(child: Person, today: date, reader: str) -> list[Use] | None:
    """The seven days before a day; None while monitoring may not go on, or where the record cannot be read."""
    if not lawful_at(child.school):
        return None
    period = Period(today - timedelta(days=DAYS), today - timedelta(days=1))
    code = person_code(child.pk)
    look = Lookup(
        at=timezone.now(),
        by=reader,
        what="what a parent sees of a week",
        kind="person",
        subject=code,
        schools=(child.school.code,),
        first=period.first.isoformat(),
        last=period.last.isoformat(),
        purpose=_("A parent asks how much their child uses the internet"),
    )

    def hours(view: View) -> list[_Hour]:
        return view.rows(_Hour, _HOURS, person=code)

    try:
        record_lookup(settings.HOME, look)
        found = Store.open(settings.HOME).ask(Scope((child.school.code,), period), hours)
    except (ActivityError, OSError, ValueError):
        return None  # without a record of the look nothing is shown
    return _by_day(found)


def _by_day(found: list[_Hour]) -> list[Use]:
    sums: dict[date, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for each in found:
        day = local_day(each.hour * HOUR_MS, LONDON)
        requests, blocked = sums[day]
        sums[day] = requests + each.requests, blocked + each.blocked
    return [Use(day, *both) for day, both in sorted(sums.items())]
