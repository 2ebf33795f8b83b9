"""What the clock does for alerts: danger comes in at once, the rest each few minutes, and the hour around is frozen."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from belisha.activity.errors import ActivityError
from belisha.activity.register import Register, read_register
from belisha.console.access.models import School
from belisha.console.monitoring.alerts.actions.bringing import bring, inflow_failed, inflow_went_well
from belisha.console.monitoring.alerts.spool import waiting
from belisha.console.monitoring.models import AlertContext, AlertFinding

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from belisha.console.monitoring.alerts.model import Sent

__all__ = ["bring_danger", "bring_rest", "freeze"]

log = logging.getLogger(__name__)
HOUR: Final = timedelta(hours=1)
SETTLED: Final = timedelta(minutes=5)  # after the hour: the last lines are in the record by then
GIVEN_UP: Final = timedelta(days=3)
MOST_FROZEN: Final = 50  # of one round


def bring_danger(home: Path, now: datetime) -> int:
    """Bring in what was handed on, and take it out of the spool once it is kept; how many were new.

    Killed in between, it is read again and found to be there. What names no school of ours stays in the spool.
    """
    schools = {school.code: school for school in School.objects.select_related("federation").order_by("pk")}
    register, new = read_register(home), 0
    for path, code, sent in waiting(home, register):
        school = schools.get(code)
        if sent is None:
            _damaged(list(schools.values()), path)
        elif school is not None:
            new += _brought(school, sent, now, path)
    return new


def _damaged(schools: list[School], path: Path) -> None:
    path.replace(path.with_suffix(".damaged"))
    log.error("%s cannot be read: it is kept as .damaged, and belisha findings shows what is on record", path.name)
    for school in schools:
        inflow_failed(school=school, trouble=f"{path.name} cannot be read")


def _brought(school: School, sent: Sent, now: datetime, path: Path) -> bool:
    try:
        with transaction.atomic():
            new = bring(school=school, sent=sent, now=now, mail=True) is not None
    except IntegrityError:  # another process brings something in just now: the file is read again in a moment
        return False
    path.unlink(missing_ok=True)
    return new


def bring_rest(home: Path, now: datetime) -> int:
    """Bring in what was found in the last days and is not danger, or was not handed on; how many were new.

    Nobody is mailed: what a rescan finds is old news.
    """
    register, new = read_register(home), 0
    for school in School.objects.select_related("federation").order_by("pk"):
        try:
            new += _rest_of(home, school, register, now)
        except (ActivityError, OSError) as error:
            inflow_failed(school=school, trouble=str(error))
        else:
            inflow_went_well(school=school, now=now)
    return new


def _rest_of(home: Path, school: School, register: Register, now: datetime) -> int:
    from belisha.console.monitoring.alerts.reading import recent  # noqa: PLC0415 - DuckDB comes with it

    found = recent(home, school.code, timezone.localdate(now), register)
    rows = AlertFinding.objects.filter(school=school, finding__in=[one.finding for one in found])
    known = {name: (level, last) for name, level, last in rows.values_list("finding", "level", "last")}
    fresh = [one for one in found if _is_new(one, known.get(one.finding))]
    new = 0
    for one in fresh:
        try:
            with transaction.atomic():
                new += bring(school=school, sent=one, now=now, mail=False) is not None
        except IntegrityError:  # somebody else brought it in just now
            log.info("%s is there already", one.finding)
    return new


def _is_new(one: Sent, known: tuple[int, datetime] | None) -> bool:
    return known is None or one.level > known[0] or one.last > known[1]


def freeze(home: Path, now: datetime) -> int:
    """Keep what was around findings: at once, and again when the hour after has passed; how many were kept."""
    rows = AlertFinding.objects.exclude(finding="").select_related("school", "context")
    fresh = rows.filter(context=None, came_at__gt=now - GIVEN_UP).order_by("-level", "-pk")
    over = rows.filter(context__whole=False, last__lt=now - HOUR - SETTLED).order_by("pk")
    todo = [*fresh[:MOST_FROZEN], *over[:MOST_FROZEN]]
    return sum(_freeze(home, row, now) for row in todo)


def _freeze(home: Path, row: AlertFinding, now: datetime) -> bool:
    from belisha.console.monitoring.alerts.reading import around  # noqa: PLC0415 - as above: danger is told of first

    try:
        found = around(home, row.school.code, row.finding)
    except (ActivityError, OSError) as error:
        log.warning("the hour around %s could not be read: %s", row.finding, error)
        return False
    whole = row.last < now - HOUR - SETTLED
    if found is None:  # the record has it no more: what is frozen stays as it is
        AlertContext.objects.update_or_create(
            finding=row, defaults={"whole": whole}, create_defaults={"frozen_at": now, "whole": whole}
        )
        return False
    if found.seen:
        row.seen = found.seen
        row.save(update_fields=["seen"])
    values = {"events": found.events, "left_out": found.left_out, "frozen_at": now, "whole": whole}
    AlertContext.objects.update_or_create(finding=row, defaults=values)
    return True
