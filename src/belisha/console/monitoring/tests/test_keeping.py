"""Old alerts, looks and signatures go by the clock; what nobody has dealt with stays."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.access.settings.actions import change_setting
from belisha.console.audit.models import Link
from belisha.console.monitoring.keeping.actions import forget
from belisha.console.monitoring.keeping.declared import ALERTS_DAYS
from belisha.console.monitoring.models import Alert, DigestSignature, Look
from belisha.console.monitoring.tests.made import an_alert
from cast import a_pupil, a_school, somebody

pytestmark = pytest.mark.django_db


def test_what_was_dealt_with_goes_in_its_time_and_what_became_a_concern_later() -> None:
    school, now = a_school(), timezone.now()
    old = {state: an_alert(school, theme=f"theme-{state}") for state in ("dismissed", "concern", "open", "noted")}
    for state, alert in old.items():
        ended = None if state == "open" else now - timedelta(days=366)
        Alert.objects.filter(pk=alert.pk).update(state=state, ended_at=ended, route="safeguarding")
    fresh = an_alert(school, theme="fresh")
    Alert.objects.filter(pk=fresh.pk).update(state="dismissed", ended_at=now - timedelta(days=364))
    assert forget(now) == "Deleted, as schools have set: 2 alerts."
    assert set(Alert.objects.all()) == {old["concern"], old["open"], fresh}
    link = Link.objects.get(event="monitoring.forgotten")
    assert link.body.content["after"] == {"alerts": 2}
    assert forget(now + timedelta(days=800)) == "Deleted, as schools have set: 1 alerts, 1 alerts of concerns."
    assert list(Alert.objects.all()) == [old["open"]]


def test_a_school_says_how_long_and_what_is_about_staff_is_told_apart() -> None:
    school, other, now = a_school(), a_school("riverside"), timezone.now()
    change_setting(By(somebody(school, Role.HEAD)), at=school, key=ALERTS_DAYS.key, value=40)
    for each in (school, other):
        alert = an_alert(each)
        Alert.objects.filter(pk=alert.pk).update(state="noted", ended_at=now - timedelta(days=60), route="head")
    forget(now)
    assert [alert.school for alert in Alert.objects.all()] == [other]
    assert [link.chain for link in Link.objects.filter(event="monitoring.forgotten")] == [f"alerts-head:{school.pk}"]


def test_looks_and_signatures_go_after_years() -> None:
    school, now = a_school(), timezone.now()
    dsl, child = somebody(school, Role.DSL), a_pupil(school)
    for days in (2191, 2000):
        Look.objects.create(
            school=school, by=dsl, by_name=dsl.name, at=now - timedelta(days=days), what="report", kind="person",
            subject="x", subject_name="x", person=child,
        )  # fmt: skip
    for week in (date(2015, 9, 7), timezone.localdate() - timedelta(days=700)):
        DigestSignature.objects.create(school=school, week=week, figures={}, by=dsl, at=now)
    assert forget(now) == "Deleted, as schools have set: 1 looks, 1 signed digests."
    assert (Look.objects.count(), DigestSignature.objects.count()) == (1, 1)
