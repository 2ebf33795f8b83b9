"""One list of what there is to do: from every app, the same numbers as at home, others' only as far as one may see."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.needs import needs_of
from belisha.console.access.roles import Role
from belisha.console.access.tasks import SOURCES, State, Task, sorted_tasks, tasks, tasks_at, tasks_of
from belisha.console.compliance.models import Plan
from belisha.console.compliance.plans.actions import plan
from belisha.console.concerns.working.actions.tasks import add_task
from cast import a_school, somebody
from concerns_scene import a_scene, told

if TYPE_CHECKING:
    from django.test import Client, RequestFactory

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate


def planned(school: School, owner: User, words: str, days: int) -> Plan:
    by = By(somebody(school, Role.SLT))
    due = TODAY() + timedelta(max(days, 0))
    made = plan(by=by, school=school, duty="accounts.leavers", words=words, owner=owner, due=due)
    Plan.objects.filter(pk=made.pk).update(due=TODAY() + timedelta(days))
    return made


def test_what_is_late_stands_first_and_what_is_graver_before_what_is_not() -> None:
    today = TODAY()
    late, soon = (Task(f"{days}", "/", f"{days}", today + timedelta(days)) for days in (-1, 3))
    someday = Task("some day", "/", "x")
    assert sorted_tasks([someday, soon, late]) == [late, soon, someday]
    assert [each.state for each in (late, soon, someday)] == [State.LATE, State.SOON, State.OPEN]


def test_each_app_joins_by_one_decorator(monkeypatch: pytest.MonkeyPatch) -> None:
    school = a_school()
    monkeypatch.delitem(SOURCES, "new-app", raising=False)
    tasks("new-app", "A new app", None)(lambda asking: [Task(f"Look at {asking.school.code}", "/x/", "one")])
    try:
        assert "Look at oakfield" in [each.what for each in tasks_of(somebody(school, Role.TEACHER))]
    finally:
        del SOURCES["new-app"]


def test_the_list_holds_what_the_home_page_counts(rf: RequestFactory) -> None:
    school = a_school()
    head = somebody(school, Role.HEAD)
    for number in range(3):
        planned(school, head, f"Plan {number}", -2)
    request = rf.get("/")
    request.user = head
    needs = needs_of(request)
    found = tasks_of(head)
    line = next(each for each in needs if "plans for duties are late" in each.text)
    assert int(re.findall(r"\d+", line.text)[0]) == sum(each.source == "plans" for each in found) == 3
    # whatever is on the home page is in the list: as rows of a source that stands for it, or as it is
    stood_for = {ask for source in SOURCES.values() for ask in source.stands_for}
    plain = {each.what for each in found if not each.source}
    assert plain == {each.text for each in needs if each.text in plain}, (
        "a row without a source is a line of the home page"
    )
    assert len(plain) + len(stood_for) > 5


def test_one_page_for_all_with_search_filter_and_csv(client: Client) -> None:
    school = a_school()
    head = somebody(school, Role.HEAD)
    planned(school, head, "Close both accounts.", -2)
    planned(school, head, "=Ask the supplier", 40)
    client.force_login(head)
    page = client.get("/me/to-do/?q=accounts&state=late").content.decode()
    assert "Close both accounts." in page
    assert "Ask the supplier" not in page
    assert 'href="/me/to-do/?q=accounts&amp;state=late&amp;format=csv"' in page
    assert "'=Ask the supplier" in client.get("/me/to-do/?source=plans&format=csv").content.decode()


def test_a_head_sees_what_others_have_to_do_and_a_teacher_does_not(client: Client) -> None:
    school = a_school()
    dsl = somebody(school, Role.DSL, name="Esme Rook")
    planned(school, dsl, "Write to the supplier.", -3)
    client.force_login(somebody(school, Role.HEAD))
    page = client.get(f"/schools/{school.code}/to-do/?who={dsl.pk}").content.decode()
    assert "Write to the supplier." in page
    assert "Esme Rook" in page
    client.force_login(somebody(school, Role.TEACHER))
    assert client.get(f"/schools/{school.code}/to-do/").status_code == 403


def test_tasks_of_concerns_are_shown_to_those_alone_who_work_on_the_concern() -> None:
    scene = a_scene()
    school = scene.school
    teacher = somebody(school, Role.TEACHER)
    concern = told(scene)
    add_task(by=By(scene.dsl), concern=concern, text="Talk with the class.", owner=teacher, due=TODAY())
    assert "Talk with the class." in [each.what for each in tasks_at(school, scene.dsl)]
    governor = somebody(school, Role.GOVERNOR, kind="governor")
    for other in (governor, teacher, somebody(school, Role.NETWORK_MANAGER)):
        assert "concerns" not in {each.source for each in tasks_at(school, other)}
    own = next(each for each in tasks_of(teacher) if each.source == "concerns")
    assert (own.what, own.state) == ("Talk with the class.", State.TODAY)
