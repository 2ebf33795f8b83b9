"""Bringing findings in: each once, whatever is killed when; what belongs to an open alert is added to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from belisha.console.access.settings.queries import value_of
from belisha.console.monitoring.alerts.actions.telling import tell
from belisha.console.monitoring.alerts.declared import BUDGET
from belisha.console.monitoring.alerts.queries.board import limits_of, times_of
from belisha.console.monitoring.alerts.queries.seeing import route_for
from belisha.console.monitoring.alerts.rules import CAUTION, DANGER, due_at, folded, is_quiet, theme_words
from belisha.console.monitoring.models import Alert, AlertFinding, AlertInflow, AlertStep
from belisha.console.people.models import Person
from belisha.console.people.rules.codes import person_number

if TYPE_CHECKING:
    from datetime import datetime

    from belisha.console.access.models import School
    from belisha.console.monitoring.alerts.model import Sent

__all__ = ["bring", "inflow_failed", "inflow_went_well", "person_called"]

Step = AlertStep.Kind


def bring(*, school: School, sent: Sent, now: datetime, mail: bool) -> Alert | None:
    """Bring a finding in, or what is new of it; None where nothing is. `mail`: whether it was handed on as danger.

    Mails go into the outbox in the same transaction: both are there, or neither.
    """
    with transaction.atomic():
        known = AlertFinding.objects.select_for_update().filter(school=school, finding=sent.finding)
        found = known.first() if sent.finding else None  # what is told by hand is always new
        if found is None:
            return _begin_or_join(school, sent, now, mail=mail)
        if sent.level <= found.level and sent.last <= found.last:
            return None
        alert = Alert.objects.select_for_update(of=("self",)).select_related("school", "person").get(pk=found.alert_id)
        grew = sent.level == DANGER and sent.last > found.last
        _fill(found, sent)
        found.save()
        if alert.state != Alert.State.OPEN and mail and grew:
            _open_again(alert, now)
        return _taken_up(alert, sent, now, mail=mail, new=False)


def _begin_or_join(school: School, sent: Sent, now: datetime, *, mail: bool) -> Alert:
    same = Alert.objects.select_for_update(of=("self",)).select_related("school", "person")
    alert = same.filter(school=school, who=sent.who[:200], theme=sent.theme, state=Alert.State.OPEN).first()
    new = alert is None
    if alert is None:
        alert = _begun(school, sent, now)
    finding = AlertFinding(alert=alert, school=school, finding=sent.finding, came_at=now)
    _fill(finding, sent)
    finding.save()
    alert.count += 1
    return _taken_up(alert, sent, now, mail=mail, new=new)


def _begun(school: School, sent: Sent, now: datetime) -> Alert:
    person = person_called(school, sent.person)
    alert = Alert(
        school=school, person=person, who=sent.who[:200], name=(person.name if person else sent.name)[:200],
        group=sent.group[:120], device=sent.device[:200], address=sent.address[:64], theme=sent.theme,
        level=sent.level, route=route_for(school, person), first=sent.first, last=sent.last, came_at=now, due_at=now,
    )  # fmt: skip
    alert.quiet = is_quiet(sent.level, sent.theme, _cautions_today(school, now), value_of(school, BUDGET))
    alert.due_at = _due(alert, now)
    alert.save()
    AlertStep.objects.create(alert=alert, kind=Step.CAME, at=now)
    return alert


def person_called(school: School, code: str) -> Person | None:
    """Somebody of the register by their code in the policy, or by their user name from before the console came."""
    if not code:
        return None
    number = person_number(code)
    people = Person.objects.filter(school=school).select_related("user", "merged_into__user")
    found = people.filter(pk=number).first() if number is not None else people.filter(user__username=code).first()
    return found.merged_into or found if found else None


def _cautions_today(school: School, now: datetime) -> int:
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return Alert.objects.for_school(school).filter(came_at__gte=midnight, quiet=False, level=CAUTION).count()


def _fill(finding: AlertFinding, sent: Sent) -> None:
    finding.told, finding.level = sent.told[:40], sent.level
    finding.first, finding.last, finding.seen = sent.first, sent.last, sent.seen
    finding.weighs, finding.raised, finding.versions = sent.weighs, sent.raised, sent.versions


def _open_again(alert: Alert, now: datetime) -> None:
    other = Alert.objects.filter(school=alert.school_id, who=alert.who, theme=alert.theme, state=Alert.State.OPEN)
    if other.exists():
        return
    alert.state, alert.ended_at, alert.ended_by, alert.why, alert.quiet = Alert.State.OPEN, None, None, "", False
    alert.acknowledged_at, alert.acknowledged_by, alert.due_at = None, None, now
    alert.due_at = _due(alert, now)
    AlertStep.objects.create(alert=alert, kind=Step.REOPENED, at=now)


def _taken_up(alert: Alert, sent: Sent, now: datetime, *, mail: bool, new: bool) -> Alert:
    """The alert with what is new in it; told of where it is danger and the last mail is long enough ago."""
    if sent.level > alert.level:
        alert.level, alert.quiet = sent.level, alert.quiet and sent.level < DANGER
        alert.acknowledged_at, alert.acknowledged_by = None, None
        alert.due_at = _due(alert, now)
        AlertStep.objects.create(alert=alert, kind=Step.ROSE, at=now)
    alert.first, alert.last = min(alert.first, sent.first), max(alert.last, sent.last)
    if new or sent.level >= alert.level:
        alert.words = _words(sent) or alert.words
    alert.search = folded(alert.name, alert.group, alert.device, alert.words, str(theme_words(alert.theme)))
    alert.save()
    if mail and alert.level == DANGER and alert.state == Alert.State.OPEN:
        tell(alert, now)
    return alert


def _words(sent: Sent) -> str:
    gravest = max((one.get("level", 0) for one in sent.seen), default=0)
    return "; ".join(dict.fromkeys(str(one["text"]) for one in sent.seen if one.get("level", 0) == gravest))[:300]


def _due(alert: Alert, now: datetime) -> datetime:
    times = times_of(alert.school, timezone.localdate(now))
    return due_at(times, now, alert.level, limits_of(alert.school), acknowledged=alert.acknowledged_at is not None)


def inflow_went_well(*, school: School, now: datetime) -> None:
    """Keep that what was found of a school came in. The system's own bookkeeping: no record."""
    first = {"at": now, "since": now}
    AlertInflow.objects.update_or_create(school=school, defaults={"at": now, "trouble": ""}, create_defaults=first)


def inflow_failed(*, school: School, trouble: str) -> None:
    """Keep why findings could not be brought in; when that last went well stays."""
    kept = {"trouble": trouble[:300]}
    first = {**kept, "since": timezone.now()}
    AlertInflow.objects.update_or_create(school=school, defaults=kept, create_defaults=first)
