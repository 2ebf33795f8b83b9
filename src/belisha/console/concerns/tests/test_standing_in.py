"""Whoever sits in somebody's place learns nothing about themselves there, and reads nothing that was not sent."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.models import Session, StandIn
from belisha.console.access.roles import Role
from belisha.console.concerns.actions.reporting import NewSubject, Told, report
from belisha.console.concerns.models import Concern, Subject
from belisha.console.concerns.reporting.actions.drafts import keep, new_token
from belisha.console.concerns.working import actions
from belisha.console.concerns.working.queries.tasks import own_tasks
from cast import a_person, a_pupil, a_school, somebody
from console.visitors import sign_in

if TYPE_CHECKING:
    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db
SECRET = "Zyzzyva"


def about(school: School, user: User) -> Concern:
    return report(
        by=By(None, system="tests"),
        school=school,
        category="bullying",
        words=f"{SECRET} did it",
        subjects=[NewSubject(Subject.Role.ALLEGED, user.person), NewSubject(Subject.Role.HARMED, a_pupil(school))],
        told=Told(Concern.Origin.STAFF),
    )


def sits_for(client: Client, who: User, user: User, school: School) -> None:
    """A session of one who uses the console as another now, as two others have agreed to."""
    now, session = timezone.now(), Session.objects.get(key=client.session.session_key)
    StandIn.objects.create(
        school=school, by=who, user=user, reason="Marks", minutes=30, asked_at=now, state=StandIn.State.BEGUN,
        session=session, began_at=now, ends_at=now + timedelta(minutes=30),
    )  # fmt: skip
    Session.objects.filter(pk=session.pk).update(standing_in=True)


def test_who_sits_there_finds_nothing_about_themselves_on_home_among_tasks_and_reports() -> None:
    school = a_school()
    head, manager = somebody(school, Role.HEAD), somebody(school, Role.NETWORK_MANAGER)
    for user in (head, manager):
        a_person(school, kind="staff", user=user)
    concern = about(school, manager)
    due = timezone.localdate() + timedelta(days=1)
    actions.add_task(by=By(head), concern=concern, text=f"Ask {SECRET}", owner=head, due=due)
    token = keep(by=By(head), school=school, token=new_token(), typed={"words": f"{SECRET} again"}).token
    pages = [reverse(name) for name in ("home", "my-tasks", "my-reports")]
    pages += [reverse(name, args=[school.code]) for name in ("concerns", "concerns-all", "concerns-low-level")]
    own = sign_in(Client(), head)
    assert SECRET in own.get(pages[1]).content.decode()
    assert token in own.get(pages[2]).content.decode()
    assert concern.reference in own.get(pages[4]).content.decode()
    client = sign_in(Client(), manager)
    sits_for(client, manager, head, school)
    for page in pages:
        text = client.get(page).content.decode()
        assert "are using Belisha as" in text, page
        assert SECRET not in text, page
        assert token not in text, page
        assert concern.reference not in text, page
        assert "You have 1 task" not in text, page
    head.sat_by = manager
    assert not own_tasks(head).exists()
