"""Alerts, reported pages, failures, visits and contact become concerns, or are tied to one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.concerns.actions.reporting import NewSubject, Told, report
from belisha.console.concerns.models import Concern, Entry, Subject
from belisha.console.concerns.queries.visible import visible
from belisha.console.concerns.rules.categories import category_of
from belisha.console.duties.registry import State
from belisha.console.filtering.asks.actions.failing import report_failure
from belisha.console.filtering.asks.actions.reporting import report_page
from belisha.console.flows.alert_to_concern import CATEGORY_OF, COLUMNS
from belisha.console.flows.concern_duties import technical_report_dsl
from belisha.console.flows.concern_help import look_through_help
from belisha.console.monitoring.alerts.actions.ending import acknowledge, make_concern
from belisha.console.monitoring.alerts.rules import DANGER
from belisha.console.monitoring.models import AlertContext
from belisha.console.monitoring.tests.made import an_alert
from belisha.console.outbox.models import OutboxMail
from belisha.console.people.models import DeclaredTie, Visit
from belisha.engine.themes.library import shipped
from cast import a_person, a_pupil, a_school, a_teacher, somebody

if TYPE_CHECKING:
    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def dsl(school: School) -> User:
    user = somebody(school, Role.DSL)
    a_teacher(school, "Dana Lead", user=user)
    return user


def test_an_alert_becomes_a_concern_with_the_hour_around_it_frozen(school: School, dsl: User) -> None:
    child = a_pupil(school, "Amy Hill")
    alert = an_alert(school, DANGER, about=child)
    around = [[timezone.now().isoformat(), "search", "how to hurt myself", "block", ""]]
    AlertContext.objects.create(finding=alert.findings.get(), events=around, frozen_at=timezone.now())
    made = make_concern(by=By(dsl), alert=alert)
    concern = Concern.objects.get()
    assert made.name == concern.reference
    assert made.link.endswith(f"/{concern.reference}/")
    assert (concern.category, concern.route, concern.child_protection) == ("harmful-lifestyles", "team", True)
    assert [(one.person, one.role) for one in concern.subjects.all()] == [(child, "involved")]
    assert [[event[name] for name in COLUMNS] for event in concern.context["around"]] == around
    assert concern.context["seen"][0]["text"] == "how to hurt myself"
    frozen = concern.entries.get(kind=Entry.Kind.CONTEXT)
    assert frozen.details == concern.context, "sealed with it"
    around.clear()
    AlertContext.objects.all().delete()
    concern.refresh_from_db()
    assert concern.context["around"], "whatever is deleted later"


def test_whoever_looks_after_an_alert_has_the_concern_that_is_made_of_it(school: School, dsl: User) -> None:
    deputy = somebody(school, Role.DEPUTY_DSL)
    for maker, state, by in ((dsl, "open", dsl), (deputy, "new", None)):
        alert = an_alert(school, DANGER, about=a_pupil(school))
        acknowledge(by=By(dsl), alert=alert)
        alert.refresh_from_db()
        make_concern(by=By(maker), alert=alert)
        concern = Concern.objects.latest("pk")
        assert (concern.state, concern.acknowledged_by) == (state, by)


def test_an_alert_about_a_colleague_or_the_head_stays_on_its_route(school: School, dsl: User) -> None:
    head, chair = somebody(school, Role.HEAD), somebody(school, Role.CHAIR)
    head_person = a_person(school, "staff", user=head)
    a_person(school, "governor", user=chair)
    for about, by, route in ((dsl.person, head, "head"), (head_person, chair, "chair")):
        alert = an_alert(school, DANGER, about=about)
        make_concern(by=By(by), alert=alert)
        concern = Concern.objects.latest("pk")
        assert concern.route == route
        assert not visible(By(dsl), school).filter(pk=concern.pk).exists()
    assert not visible(By(head), school).filter(route="chair").exists()


def test_every_theme_of_an_alert_has_a_category() -> None:
    themes = {rule.theme for rule in shipped().rules}
    assert themes
    assert all(category_of(CATEGORY_OF[theme]) for theme in themes)


def test_a_reported_page_becomes_a_concern_and_a_class_that_reports_it_makes_one(school: School, dsl: User) -> None:
    first, second = (somebody(school, kind="pupil") for _child in range(2))
    for user in (first, second):
        a_pupil(school, user=user)
    for user in (first, second):
        report_page(by=By(user), school=school, address="https://scary.example/face", words="A face jumps out")
    concern = Concern.objects.get()
    assert (concern.origin, concern.category, concern.where) == ("page", "unsuitable-page", "scary.example")
    assert concern.context["address"] == "scary.example/face"
    assert concern.reported_by == first
    assert concern.entries.filter(kind=Entry.Kind.CONTEXT).count() == 2
    assert [one.role for one in concern.subjects.all()] == ["reporter"]
    report_page(by=By(first), school=school, address="https://scary.example/face", practice=True)
    assert Concern.objects.count() == 1


def test_a_filter_that_fails_becomes_a_concern_with_a_note_to_the_supplier(school: School, dsl: User) -> None:
    report_failure(by=By(somebody(school)), school=school, kind="open", words="Games opened", where="4 Oak")
    concern = Concern.objects.get()
    assert (concern.origin, concern.category, concern.where) == ("filter", "filter-failure", "4 Oak")
    assert "supplier" in concern.entries.get(kind=Entry.Kind.NOTE).text
    assert dsl.email in {mail.to for mail in OutboxMail.objects.all()}


def test_a_visitors_breach_is_tied_to_the_visit(school: School, dsl: User) -> None:
    visitor = a_person(school, "visitor", "Vera Visit")
    now = timezone.now()
    visit = Visit.objects.create(
        school=school, person=visitor, host=dsl.person, identity="badge", arrived_at=now, until=now, closes_at=now
    )
    concern = report(
        by=By(dsl), school=school, category="visitor-breach", words="Took pictures.",
        subjects=[NewSubject(Subject.Role.ALLEGED, visitor)], told=Told(Concern.Origin.STAFF),
    )  # fmt: skip
    entry = concern.entries.get(kind=Entry.Kind.CONTEXT)
    assert (entry.details["source"], entry.details["host"]) == (f"visit:{visit.pk}", "Dana Lead")


def test_contact_on_a_private_account_stands_with_the_declared_ties_without_a_name(school: School, dsl: User) -> None:
    teacher = somebody(school, Role.TEACHER)
    a_teacher(school, "Tina Teacher", user=teacher)
    concern = report(
        by=By(teacher), school=school, category="contact-on-personal-accounts", words="Amy wrote to me on Snapchat.",
        subjects=[NewSubject(Subject.Role.INVOLVED, a_pupil(school, "Amy Hill"))], told=Told(Concern.Origin.STAFF),
    )  # fmt: skip
    tie = DeclaredTie.objects.get()
    assert tie.person.user == teacher
    assert concern.reference in tie.tie
    assert "Amy" not in tie.tie


def test_the_directory_of_help_is_looked_through_each_night(school: School) -> None:
    assert look_through_help(timezone.now()) == ""
    with time_machine.travel(datetime(2028, 1, 1, tzinfo=UTC) + timedelta(days=1)):
        assert school.name in look_through_help(timezone.now())


def test_concerns_technical_report_dsl_is_met_when_every_failure_is_a_concern(school: School, dsl: User) -> None:
    report_failure(by=By(somebody(school)), school=school, kind="open", words="Games opened")
    assert technical_report_dsl(school, timezone.now()).state == State.MET


def test_concerns_technical_report_dsl_is_breached_by_a_failure_without_one_or_unopened(
    school: School, dsl: User
) -> None:
    report_failure(by=By(somebody(school)), school=school, kind="open", words="Games opened")
    later = timezone.now() + timedelta(days=10)
    assert technical_report_dsl(school, later).state == State.BREACHED
    Concern.objects.update(context={})
    assert technical_report_dsl(school, timezone.now()).state == State.BREACHED
