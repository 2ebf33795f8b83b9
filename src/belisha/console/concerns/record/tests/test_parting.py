"""What was put together is taken apart again: exactly, or where it went on, without opening anything to anybody."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.concerns.actions.readers import let_in
from belisha.console.concerns.actions.reporting import NewSubject
from belisha.console.concerns.actions.writing import add_entry
from belisha.console.concerns.evidence.actions.keeping import put
from belisha.console.concerns.models import (
    Answer,
    Concern,
    Entry,
    EvidenceFile,
    Finding,
    Merge,
    Referral,
    Step,
    Subject,
    Task,
    Telling,
)
from belisha.console.concerns.queries.finding import found_by
from belisha.console.concerns.queries.verify import verify
from belisha.console.concerns.queries.visible import visible
from belisha.console.concerns.record.actions.joining import CHANGED, merge
from belisha.console.concerns.record.actions.parting import part
from belisha.console.concerns.record.queries.people import ties_for
from belisha.console.concerns.record.tests.scene import Scene
from belisha.console.concerns.referrals.actions.answering import answer, begin
from belisha.console.concerns.telling.actions import reply, tell
from belisha.console.concerns.working.actions.tasks import add_task, finish_task
from cast import a_pupil, just_confirmed
from console.visitors import sign_in
from files_of_evidence import a_png, upload

if TYPE_CHECKING:
    from django.db.models import Model

pytestmark = pytest.mark.django_db
KINDS: tuple[type[Model], ...] = (Answer, EvidenceFile, Finding, Referral, Step, Task, Telling)


@pytest.fixture
def scene() -> Scene:
    return Scene()


def busy(scene: Scene) -> Concern:
    """A concern with a row of every kind that goes along."""
    lead = scene.by(Role.DSL)
    pupil = a_pupil(scene.school, "Zoe Ende")
    telling, _code = tell(pupil=pupil, picture="sad", words="Shangri", named=True, for_friend=False, chosen=None)
    concern = telling.concern
    begin(by=lead, concern=concern, agency="social-care")
    answer(by=lead, concern=concern, procedure="danger", applies=False, reason="Below the threshold")
    add_task(by=lead, concern=concern, text="Ring", owner=lead.user, due=timezone.localdate() + timedelta(days=2))  # type: ignore[arg-type]
    put(by=lead, concern=concern, upload=upload(a_png()), shows="picture")
    let_in(by=lead, concern=concern, user=scene.people[Role.TEACHER], reason="Their teacher")
    return Concern.objects.get(pk=concern.pk)


def all_of(*concerns: Concern) -> dict[str, Any]:
    """All that merging and parting may touch, row by row."""
    found: dict[str, Any] = {}
    for one in Concern.objects.filter(pk__in=[each.pk for each in concerns]):
        found[f"concern {one.pk}"] = {name: getattr(one, name) for name in (*CHANGED, "merged_into_id")}
        rows = one.subjects.filter(ended_at=None).order_by("pk")
        found[f"subjects {one.pk}"] = [(row.pk, row.role, row.restricted) for row in rows]
        found[f"clock {one.pk}"] = (one.clock.rung_at, one.clock.due_at, one.clock.due_for)
    for kind in KINDS:
        skipped = {"sealed_by"}
        found[kind.__name__] = [
            {key: value for key, value in row.items() if key not in skipped}
            for row in kind._default_manager.order_by("pk").values()
        ]
    return found


@pytest.mark.parametrize("words_only", [False, True])
def test_taken_apart_at_once_everything_is_as_it_was(scene: Scene, words_only: bool) -> None:
    source = busy(scene)
    target = scene.concern("Xanadu", "sexual-images" if words_only else "bullying-offline")
    Subject.objects.create(concern=source, person=scene.child, role="alleged", added_at=timezone.now())
    before = all_of(source, target)
    merge(by=scene.by(Role.DSL), concern=source, into=target, reason="Thought to be the same")
    assert all_of(source, target) != before
    assert not visible(scene.by(Role.TEACHER), scene.school).exists()
    row = Merge.objects.get()
    assert part(by=scene.by(Role.DSL), merge=row, reason="They are two").pk == source.pk
    assert all_of(source, target) == before
    dsl = scene.by(Role.DSL)
    assert list(visible(scene.by(Role.TEACHER), scene.school)) == [source], "whoever was let in reads it again"
    assert list(found_by(dsl, scene.school, "shangri")) == [source]
    assert list(found_by(dsl, scene.school, "xanadu")) == [target]
    assert [other for _n, _tie, other in ties_for(dsl, source)] == [target]
    events = [link.event for link in Link.objects.filter(chain=source.chain).order_by("number")]
    assert {"concerns.parted", "concerns.parted-from"} <= set(events)
    assert verify().broken == []
    with pytest.raises(ValidationError):
        part(by=dsl, merge=row, reason="Again")


def test_a_step_done_in_one_is_to_be_done_again_in_the_other(scene: Scene) -> None:
    one, two = scene.concern("One"), scene.concern("Two")
    key = Step.objects.filter(concern=one).first().key  # type: ignore[union-attr]
    note = add_entry(by=scene.by(Role.DSL), concern=two, kind=Entry.Kind.NOTE, text="Done so")
    Step.objects.filter(concern=two, key=key).update(
        answer="done", done_at=timezone.now(), done_by=scene.people[Role.DSL], entry=note
    )
    merge(by=scene.by(Role.DSL), concern=two, into=one, reason="Same")
    assert Step.objects.get(concern=one, key=key).entry == note
    part(by=scene.by(Role.DSL), merge=Merge.objects.get(), reason="Not the same")
    assert Step.objects.get(concern=one, key=key).done_at is None
    assert Step.objects.get(concern=two, key=key).entry == note


def test_what_was_written_meanwhile_keeps_the_other_as_closed_as_it_became(scene: Scene) -> None:
    head, dsl = scene.by(Role.HEAD), scene.by(Role.DSL)
    target, source = scene.concern("Xanadu"), scene.about(Role.TEACHER, "Shangri")
    merge(by=head, concern=source, into=target, reason="One lesson")
    add_entry(by=head, concern=target, kind=Entry.Kind.NOTE, text="The teacher said that")
    with pytest.raises(NotAllowedError):
        part(by=dsl, merge=Merge.objects.get(), reason="Guessed")
    part(by=head, merge=Merge.objects.get(), reason="Two lessons")
    assert not visible(dsl, scene.school).exists(), "the words of the head are still for the head"
    assert set(visible(head, scene.school)) == {source, target}
    assert not visible(scene.by(Role.TEACHER), scene.school).exists()
    source.refresh_from_db()
    assert source.route == Concern.Route.HEAD


def test_work_goes_back_as_it_is_and_words_of_it_stay_where_they_were_written(scene: Scene) -> None:
    source, target, dsl = busy(scene), scene.concern("Xanadu"), scene.by(Role.DSL)
    telling = Telling.objects.get()
    merge(by=dsl, concern=source, into=target, reason="Same")
    finish_task(by=dsl, task=Task.objects.get(), words="Rang, nobody there")
    reply(telling=Telling.objects.get(), words="Are you there?", user=telling.user)
    part(by=dsl, merge=Merge.objects.get(), reason="Two")
    task = Task.objects.get()
    assert (task.concern, task.done_entry) == (source, None)
    assert task.done_at is not None
    assert Telling.objects.get().concern == source
    assert [entry.text for entry in target.entries.order_by("pk")][1:] == ["Rang, nobody there", "Are you there?"]


def test_of_three_the_last_goes_first(scene: Scene) -> None:
    dsl = scene.by(Role.DSL)
    first, second, third = scene.concern("First"), scene.concern("Second"), scene.concern("Third")
    merge(by=dsl, concern=first, into=second, reason="Same")
    merge(by=dsl, concern=Concern.objects.get(pk=second.pk), into=third, reason="Same")
    inner, outer = Merge.objects.order_by("pk")
    with pytest.raises((ValidationError, NotAllowedError)):
        part(by=dsl, merge=inner, reason="Two")
    part(by=dsl, merge=outer, reason="Two")
    first.refresh_from_db()
    assert first.merged_into == second
    part(by=dsl, merge=Merge.objects.get(pk=inner.pk), reason="Two")
    assert set(visible(dsl, scene.school)) == {first, second, third}


def test_a_third_that_came_in_meanwhile_stays_in(scene: Scene) -> None:
    head = scene.by(Role.HEAD)
    target, one, staff = scene.concern("First"), scene.concern("Second"), scene.about(Role.TEACHER, "Third")
    merge(by=head, concern=one, into=target, reason="Same")
    merge(by=head, concern=staff, into=Concern.objects.get(pk=target.pk), reason="Same")
    part(by=head, merge=Merge.objects.get(source=one), reason="Two")
    target.refresh_from_db()
    assert target.route == Concern.Route.HEAD
    part(by=head, merge=Merge.objects.get(source=staff), reason="Two")
    assert set(visible(scene.by(Role.HEAD), scene.school)) == {target, one, staff}


def test_the_way_through_the_pages(scene: Scene) -> None:
    source, target = scene.concern("Shangri"), scene.concern("Xanadu")
    user = scene.people[Role.DSL]
    merge(by=scene.by(Role.DSL), concern=source, into=target, reason="Same children")
    client = sign_in(Client(), user)
    just_confirmed(client)
    page = reverse("concern", args=[scene.school.code, target.reference])
    away = reverse("concern-part", args=[scene.school.code, target.reference, 1])
    assert away in client.get(page).content.decode()
    assert client.post(away, {"reason": "Other children"}).status_code == 302
    assert client.get(reverse("concern", args=[scene.school.code, source.reference])).status_code == 200
    assert client.get(away).status_code == 404
    assert away not in client.get(page).content.decode()


def test_whoever_was_harmed_in_both_is_what_they_were(scene: Scene) -> None:
    dsl = scene.by(Role.DSL)
    one = scene.concern("One", "bullying", NewSubject(Subject.Role.WITNESS, scene.child))
    two = scene.concern("Two", "bullying", NewSubject(Subject.Role.ALLEGED, scene.child, restricted=True))
    merge(by=dsl, concern=two, into=one, reason="Same")
    part(by=dsl, merge=Merge.objects.get(), reason="Two")
    assert [(row.role, row.restricted) for row in one.subjects.filter(ended_at=None)] == [("witness", False)]
