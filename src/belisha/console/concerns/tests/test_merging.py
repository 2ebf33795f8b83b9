"""When one concern is put into another, nothing that hangs on it is lost."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.concerns.actions.reporting import NewSubject, Told, report
from belisha.console.concerns.evidence.actions.keeping import put
from belisha.console.concerns.models import Clock, Concern, EvidenceFile, Step, Subject
from belisha.console.concerns.record.actions.joining import merge
from belisha.console.concerns.referrals.actions.answering import begin
from belisha.console.concerns.working.actions.taking import step_done
from belisha.console.concerns.working.actions.tasks import add_task
from cast import a_pupil, a_school, somebody
from files_of_evidence import a_png, upload

if TYPE_CHECKING:
    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def dsl(school: School) -> User:
    return somebody(school, Role.DSL)


def told(school: School, category: str = "bullying") -> Concern:
    harmed = NewSubject(Subject.Role.HARMED, a_pupil(school))
    by, how = By(None, system="tests"), Told(Concern.Origin.STAFF)
    return report(by=by, school=school, category=category, words="Again.", subjects=[harmed], told=how)


def together(dsl: User, source: Concern, target: Concern) -> Concern:
    merge(by=By(dsl), concern=source, into=target, reason="The same thing")
    return Concern.objects.get(pk=target.pk)


def test_tasks_and_referrals_go_on(school: School, dsl: User) -> None:
    source, target = told(school), told(school)
    by = By(dsl)
    task = add_task(by=by, concern=source, text="Ring home", owner=dsl, due=timezone.localdate() + timedelta(days=1))
    referral = begin(by=by, concern=source, agency="social-care")
    found = together(dsl, source, target)
    assert list(found.tasks.all()) == [task]
    assert referral in found.referrals.all()
    assert Clock.objects.get(concern=source).due_at is None


def test_a_step_that_was_done_in_either_is_done(school: School, dsl: User) -> None:
    source, target = told(school), told(school)
    first = source.steps.order_by("pk").first()
    assert first is not None
    step_done(by=By(dsl), concern=source, step=first, words="Told her at break")
    found = together(dsl, source, target)
    same = found.steps.get(key=first.key)
    assert same.done_at is not None
    assert same.done_by == dsl
    assert found.steps.count() == len(set(found.steps.values_list("key", flat=True)))


def test_steps_of_another_kind_are_wanted_as_well(school: School, dsl: User) -> None:
    source, target = told(school, "grooming"), told(school)
    wanted = {step.key for step in Step.objects.filter(concern__in=[source, target])}
    found = together(dsl, source, target)
    assert set(found.steps.values_list("key", flat=True)) == wanted


def test_files_go_on_and_are_sealed_where_words_alone_are_taken(school: School, dsl: User) -> None:
    source, target, closed = told(school), told(school), told(school, "sexual-images")
    put(by=By(dsl), concern=source, upload=upload(a_png()), shows="screenshot", about="Sent on Friday")
    found = together(dsl, source, target)
    assert found.files.count() == 1
    last = together(dsl, found, closed)
    assert [kept.state for kept in last.files.all()] == [EvidenceFile.State.SEALED]
    other = told(school)
    put(by=By(dsl), concern=other, upload=upload(a_png()), shows="screenshot", about="More")
    end = together(dsl, last, other)
    assert end.words_only
    assert {kept.state for kept in end.files.all()} == {EvidenceFile.State.SEALED}
