"""When a post changes hands nothing open is lost: it goes over, or is red until somebody takes it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.posts.actions.appointing import Terms, hand_over
from belisha.console.access.roles import Role
from belisha.console.access.tasks import tasks_of
from belisha.console.agreements.consents.actions.showing import Entry, publish
from belisha.console.agreements.consents.tests.scene import a_family
from belisha.console.agreements.models import TakeDown
from belisha.console.audit.models import Link
from belisha.console.compliance.handing_over.actions import accept, leave_note
from belisha.console.compliance.handing_over.queries import going_of, goings
from belisha.console.compliance.models import Plan
from belisha.console.compliance.plans.actions import give
from belisha.console.compliance.tasks.queries import orphans_at
from belisha.console.compliance.tasks.tests.test_listed import planned
from belisha.console.concerns.models import Task
from belisha.console.concerns.working.actions.tasks import add_task
from cast import a_school, somebody
from concerns_scene import a_scene, told

if TYPE_CHECKING:
    from django.test import Client

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


@pytest.fixture
def school() -> School:
    return a_school()


def test_who_follows_reads_the_note_takes_what_is_open_and_has_it_in_their_list(client: Client) -> None:
    scene = a_scene()
    school, old = scene.school, scene.dsl
    head, new = somebody(school, Role.HEAD), somebody(school, Role.DEPUTY_DSL, name="Nia Frost")
    made = planned(school, old, "Order posters.", 5)
    task = add_task(by=By(old), concern=told(scene), text="Ring the family.", owner=old, due=TODAY())
    post = old.posts.get()
    hand_over(By(head), post=post, to=new, terms=Terms(TODAY() + timedelta(1), leads=True))
    going = going_of(school, post.pk)
    assert (going.follower.holder if going.follower else None, going.is_red) == (new, False)
    leave_note(by=By(old), school=school, going=going, note="The posters come on Monday.")
    # the day after
    post.refresh_from_db()
    post.first, post.last = post.first - timedelta(9), TODAY() - timedelta(1)
    post.save()
    new.posts.update(first=TODAY())
    new, old = type(new).objects.get(pk=new.pk), type(old).objects.get(pk=old.pk)
    assert goings(school, TODAY())[0].is_red
    client.force_login(new)
    page = client.get(f"/schools/{school.code}/hand-overs/{post.pk}/").content.decode()
    assert "The posters come on Monday." in page
    with pytest.raises(NotAllowedError):
        accept(by=By(head), school=school, going=going_of(school, post.pk), plans=[], tasks=[])
    client.post(f"/schools/{school.code}/hand-overs/{post.pk}/accept/", {"plans": [made.pk], "tasks": [task.pk]})
    assert Plan.objects.get(pk=made.pk).owner == Task.objects.get(pk=task.pk).owner == new
    assert {"Order posters.", "Ring the family."} <= {each.what for each in tasks_of(new)}
    assert not goings(school, TODAY())[0].is_red
    assert Link.objects.filter(event="hand-overs.accepted").count() == 1


def test_what_nobody_has_any_more_is_red_until_somebody_takes_it(school: School, client: Client) -> None:
    head, lead = somebody(school, Role.HEAD), somebody(school, Role.COMPUTING_LEAD)
    made = planned(school, lead, "Renew the licence.", 5)
    assert orphans_at(school, head) == []
    lead.posts.update(last=TODAY() - timedelta(1))
    assert [each.task.what for each in orphans_at(school, head) if each.task.source == "plans"] == [
        "Renew the licence."
    ]
    client.force_login(head)
    assert "Nobody has it" in client.get(f"/schools/{school.code}/to-do/?state=orphaned").content.decode()
    client.post(f"/schools/{school.code}/duties/plans/{made.pk}/give/", {"owner": head.pk})
    assert not [each for each in orphans_at(school, head) if each.task.source == "plans"]


def test_a_plain_teacher_who_leaves_with_something_open_has_it_taken_over_by_who_appoints(client: Client) -> None:
    family = a_family()
    school = family.child.school
    head, teacher, idle = (somebody(school, role) for role in (Role.HEAD, Role.TEACHER, Role.TEACHER))
    entry = Entry("website", "Year 3 at the pond", "oakfield.example/pond", TODAY(), teacher, already=True)
    publish(by=By(head), school=school, entry=entry, children=[family.child])
    made = planned(school, head, "Order posters.", 5)
    Plan.objects.update(owner=teacher)
    for each in (teacher, idle):
        each.posts.update(first=TODAY() - timedelta(30), last=TODAY() - timedelta(1))
    somebody(school, Role.TEACHER)  # another teacher follows nobody
    [going] = goings(school, TODAY())
    assert (going.post.holder, going.follower, going.open, going.is_red) == (teacher, None, 2, True)
    picture = TakeDown.objects.get()
    client.force_login(head)
    at = f"/schools/{school.code}/hand-overs/{going.post.pk}/"
    assert "Year 3 at the pond" in client.get(at).content.decode()
    client.post(at + "accept/", {"plans": [made.pk], "take_downs": [picture.pk]})
    assert TakeDown.objects.get().owner == Plan.objects.get().owner == head
    assert goings(school, TODAY()) == []


def test_nobody_gives_a_plan_to_a_stranger_and_a_note_is_its_writers(school: School) -> None:
    head, lead = somebody(school, Role.HEAD), somebody(school, Role.COMPUTING_LEAD)
    made = planned(school, lead, "Renew the licence.", 5)
    with pytest.raises(NotAllowedError):
        give(by=By(somebody(school, Role.GOVERNOR, kind="governor")), plan=made, to=head)
    lead.posts.update(last=TODAY() + timedelta(3))
    going = goings(school, TODAY())[0]
    with pytest.raises(NotAllowedError):
        leave_note(by=By(somebody(school, Role.DSL)), school=school, going=going, note="x")
