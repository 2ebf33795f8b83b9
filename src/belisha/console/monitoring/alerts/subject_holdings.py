"""What monitoring holds of somebody: alerts about them, who looked at their internet use, and the record itself."""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belisha.console.monitoring.alerts.queries.seeing import alerts_for, route_of, sight_of
from belisha.console.monitoring.models import Alert, Look, ReportPlan
from belisha.console.people.rules.codes import person_code
from belisha.console.people.subject_access import Held, Other, holds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.access.acting import By
    from belisha.console.access.models import School
    from belisha.console.people.models import Person

__all__ = ["alerts_and_looks", "internet_record"]

RECORD = "internet-record"


def opens(by: By, school: School, guards: set[str]) -> set[str]:
    """Those alerts that somebody may know of; looks by the route of whom they are about."""
    if by.user is None:
        return guards
    routes = {f"route-{route}" for route in sight_of(by.user, school).routes}
    numbers = [int(guard) for guard in guards if guard.isdigit()]
    seen = alerts_for(by.user, school).filter(pk__in=numbers).order_by("pk")
    return {str(pk) for pk in seen.values_list("pk", flat=True)} | (guards & routes)


@holds("alerts", gettext_lazy("Alerts, and who looked"), opens=opens)
def alerts_and_looks(person: Person) -> Iterator[Held]:
    """What was found of them and what became of it; who looked at their internet use, and what for."""
    rows = Alert.objects.filter(person=person).prefetch_related("findings", "steps__by").order_by("first", "pk")
    for alert in rows:
        lines = [f"{alert.theme}, {alert.get_level_display()}: {alert.get_state_display()}"]
        lines += [
            f"{timezone.localtime(finding.first):%d/%m/%Y %H:%M} {seen.get('text', '')}"
            for finding in alert.findings.all()
            for seen in finding.seen
        ]
        lines += [f"{step.get_kind_display()}: {step.words}" for step in alert.steps.all() if step.words]
        lines += [alert.reason] if alert.reason else []
        staff = tuple({Other(step.by.name, "staff") for step in alert.steps.all() if step.by})
        yield Held(str(alert.pk), _("An alert"), alert.first, "\n".join(lines), str(alert.pk), tuple(sorted(staff)))
    for look in Look.objects.filter(person=person).order_by("at", "pk"):
        text = f"{look.by_name}: {look.what}. {look.purpose} {look.words}".strip()
        staff = (Other(look.by_name, "staff"),)
        yield Held(f"look-{look.pk}", _("Somebody looked"), look.at, text, f"route-{look.route}", staff)
    for plan in ReportPlan.objects.filter(person=person).order_by("begun_at", "pk"):
        text = f"{plan.purpose} {plan.words}".strip()
        guard = f"route-{route_of(person.school, person)}"
        yield Held(f"plan-{plan.pk}", _("A weekly report about them"), plan.begun_at, text, guard)


def content(by: By, person: Person, key: str) -> bytes:
    """The zip that the record's own export makes: what may go out. Raises ValidationError."""
    # DuckDB comes with it: loaded when a pack is made
    from belisha.activity.errors import ActivityError  # noqa: PLC0415
    from belisha.activity.export.person import Made, export_person  # noqa: PLC0415
    from belisha.activity.register import Kind, read_register  # noqa: PLC0415
    from belisha.activity.store import Store  # noqa: PLC0415
    from belisha.activity.subjects import find_subject  # noqa: PLC0415

    del key
    place = Path(tempfile.mkdtemp(prefix="belisha-pack-"))
    try:
        register, store = read_register(settings.HOME), Store.open(settings.HOME)
        subject = find_subject(store, register, Kind.PERSON, person_code(person.pk), [person.school.code])
        made = Made(by.actor.name, datetime.now(register.zone), "subject access request, in the console")
        done = export_person(settings.HOME, register, subject, {}, place / RECORD, made)
        return Path(done.zip).read_bytes()
    except (ActivityError, OSError) as error:
        raise ValidationError(_("The record of internet use cannot be read: %(why)s") % {"why": error}) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)


@holds("internet", gettext_lazy("Internet use"), content=content)
def internet_record(person: Person) -> Iterator[Held]:
    """The record of what they opened and searched for, where anything is on record."""
    from belisha.activity.errors import ActivityError  # noqa: PLC0415 - as above
    from belisha.activity.register import Kind, read_register  # noqa: PLC0415
    from belisha.activity.store import Store  # noqa: PLC0415
    from belisha.activity.subjects import find_subject  # noqa: PLC0415

    try:
        register, store = read_register(settings.HOME), Store.open(settings.HOME)
        find_subject(store, register, Kind.PERSON, person_code(person.pk), [person.school.code])
        period = store.period(register.zone)
    except (ActivityError, OSError, ValueError):
        return
    if period is not None:
        text = _("From %(first)s to %(last)s: pages, searches, blocks, sign-ins.") % {
            "first": period.first.isoformat(),
            "last": period.last.isoformat(),
        }
        yield Held(RECORD, _("The record of internet use"), text=text, file=f"{RECORD}.zip")
