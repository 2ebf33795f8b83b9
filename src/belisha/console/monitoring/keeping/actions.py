"""Forgetting by the clock what a school wants kept no longer; how much goes on record, not what it said."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belisha.console.access.acting import By
from belisha.console.access.models import School
from belisha.console.access.settings.queries import values_of
from belisha.console.monitoring.keeping import audit_events as events
from belisha.console.monitoring.keeping.declared import (
    ALERTS_DAYS,
    CONCERN_ALERTS_DAYS,
    LOOKS_DAYS,
    SIGNATURES_DAYS,
)
from belisha.console.monitoring.models import Alert, DigestSignature, HealthDay, Look

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from django.db.models import QuerySet

__all__ = ["forget"]

BATCH: Final = 500
CLOCK: Final = By(None, system="retention")


class _Old(NamedTuple):
    """Rows that are kept no longer: what they are, and whose record tells of it (`route`; "": the school's own)."""

    what: str
    route: str
    rows: QuerySet[Any]


class _RecordOf(NamedTuple):
    """What is about staff or the head is told apart from the school's own record, as the alerts themselves are."""

    chain: str


def forget(now: datetime) -> str:
    """Delete what each school keeps no longer; how much, in words. What nobody has dealt with stays."""
    total: Counter[str] = Counter()
    for school in School.objects.order_by("pk"):
        for old in _old(school, now):
            total[old.what] += _delete(school, old)
    told = [f"{count} {what}" for what, count in sorted(total.items()) if count]
    return _("Deleted, as schools have set: %(what)s.") % {"what": ", ".join(told)} if told else ""


def _old(school: School, now: datetime) -> Iterator[_Old]:
    days = values_of(school)

    def before(key: str) -> datetime:
        return now - timedelta(days=int(days[key]))

    ended = Alert.objects.for_school(school).ended()
    for route in Alert.Route:
        mine = ended.filter(route=route)
        plain = mine.exclude(state=Alert.State.CONCERN).filter(ended_at__lt=before(ALERTS_DAYS.key))
        made = mine.filter(state=Alert.State.CONCERN, ended_at__lt=before(CONCERN_ALERTS_DAYS.key))
        looks = Look.objects.for_school(school).filter(route=route, at__lt=before(LOOKS_DAYS.key), report=None)
        yield from (_Old("alerts", route, plain), _Old("alerts of concerns", route, made), _Old("looks", route, looks))
    signed = before(SIGNATURES_DAYS.key)
    weeks = DigestSignature.objects.for_school(school).filter(week__lt=timezone.localdate(signed))
    yield _Old("signed digests", "", weeks)
    yield _Old("daily pages", "", HealthDay.objects.for_school(school).filter(day__lt=timezone.localdate(signed)))


def _delete(school: School, old: _Old) -> int:
    gone = 0
    while some := list(old.rows.order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with transaction.atomic():
            old.rows.model._default_manager.filter(pk__in=some).delete()
            CLOCK.did(events.FORGOTTEN, to=school, at=_at(school, old.route), after={old.what: len(some)})
        gone += len(some)
    return gone


def _at(school: School, route: str) -> _RecordOf:
    own = route in {"", Alert.Route.SAFEGUARDING}
    return _RecordOf(school.chain if own else f"alerts-{route}:{school.pk}")
