"""What the addresses of pages of monitoring take."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import time_machine
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.monitoring.alerts.actions.ending import note
from belisha.console.monitoring.models import Alert, AlertInflow, Look, ReportPlan, ReportReader, UseReport
from belisha.console.monitoring.tests import made

if TYPE_CHECKING:
    from belisha.console.access.models import School, User

SYSTEM = By(None, system="tests")


def an_alert(school: School, _member: User) -> dict[str, Any]:
    return {"number": made.an_alert(school).pk}


def an_ended_alert(school: School, _member: User) -> dict[str, Any]:
    found = made.an_alert(school)
    note(by=SYSTEM, alert=Alert.objects.get(pk=found.pk), reason="A song")
    return {"number": found.pk}


def a_report(school: School, member: User) -> dict[str, Any]:
    look = Look.objects.create(
        school=school, by=member, by_name=member.name, at=timezone.now(), purpose="An alert", what="report week",
        kind="school", subject=school.code, subject_name=school.name, first=timezone.localdate(),
    )  # fmt: skip
    content = {"title": "Use", "head": [["Days", "Monday"]], "empty": True, "worth": [], "tables": []}
    report = UseReport.objects.create(
        school=school, look=look, length="week", asked_at=look.at, made_at=look.at, state="ready", content=content,
        page="<!doctype html><title>Use</title><h1>Use</h1>", sheet="a,b",
    )  # fmt: skip
    ReportReader.objects.create(report=report, user=member)
    return {"number": report.pk}


def a_plan(school: School, member: User) -> dict[str, Any]:
    plan = ReportPlan.objects.create(
        school=school, kind="school", subject=school.code, subject_name=school.name, purpose="An alert",
        begun_by=member, begun_at=timezone.now(), made_to=timezone.localdate(),
    )  # fmt: skip
    plan.readers.add(member)
    return {"number": plan.pk}


def a_week(school: School, _member: User) -> dict[str, Any]:
    monday = timezone.localdate() - timedelta(days=timezone.localdate().weekday() + 7)
    since = timezone.now() - timedelta(days=20)
    AlertInflow.objects.update_or_create(school=school, defaults={"since": since, "at": timezone.now()})
    with time_machine.travel(timezone.now() - timedelta(days=7)):
        made.an_alert(school)
    return {"year": monday.year, "month": monday.month, "day": monday.day}


MONITORING = {
    "use-report": a_report,
    "use-report-paper": a_report,
    "use-report-sheet": a_report,
    "use-report-read": a_report,
    "use-plan": a_plan,
    "use-plan-end": a_plan,
    "digest": a_week,
    "digest-sign": a_week,
    "alert": an_alert,
    "alert-hour": an_alert,
    "alert-acknowledge": an_alert,
    "alert-note": an_alert,
    "alert-write": an_alert,
    "alert-dismiss": an_alert,
    "alert-reopen": an_ended_alert,
    "alert-concern": an_alert,
}
