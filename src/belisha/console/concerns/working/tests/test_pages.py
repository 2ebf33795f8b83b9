"""The pages of work on concerns: who sees what, in lists, counts, search and files; and how much they ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import Cover, Post
from belisha.console.access.roles import Role
from belisha.console.concerns.actions.readers import let_in
from belisha.console.concerns.actions.reporting import NewSubject
from belisha.console.concerns.models import Concern, LoadedTable, Subject, Task
from belisha.console.concerns.referrals.actions.answering import answer, begin
from belisha.console.concerns.referrals.actions.referring import made
from belisha.console.concerns.working import actions
from belisha.console.concerns.working.needs import overdue, tasks
from belisha.console.concerns.working.queries.board import WHICH
from belisha.console.concerns.working.queries.work import blocks_closing
from belisha.console.concerns.working.tests.scene import DAY, Scene, finish
from cast import a_person, a_school, just_confirmed, somebody

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries

    from belisha.console.access.models import User

pytestmark = pytest.mark.django_db
BOARD = "/schools/oakfield/concerns/"


@pytest.fixture
def scene() -> Scene:
    return Scene()


def seen(client: Client, user: User, address: str = BOARD) -> str:
    client.force_login(user)
    just_confirmed(client)
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return b"".join(answer).decode() if answer.streaming else answer.content.decode()


@pytest.mark.parametrize("role", [Role.HEAD, Role.DSL, Role.DEPUTY_DSL])
def test_who_it_is_about_finds_it_on_no_leaf_in_no_search_no_count_and_no_file(
    client: Client, scene: Scene, role: Role
) -> None:
    about = [scene.about(role), scene.told("wellbeing", NewSubject(Subject.Role.HARMED, scene.people[role].person))]
    for leaf in WHICH:
        here = f"{BOARD}board/{leaf}/"
        text = seen(client, scene.people[role], here)
        assert "(1)" not in text
        for concern in about:
            assert concern.reference not in text
            found = seen(client, scene.people[role], f"{here}?q={concern.reference}")
            assert f"/concerns/{concern.reference}/" not in found
            assert concern.reference not in seen(client, scene.people[role], f"{here}?format=csv")
            assert not list(overdue(scene.people[role], scene.school))


def test_a_delegate_of_whom_it_is_about_finds_nothing_either(client: Client, scene: Scene) -> None:

    today = timezone.localdate()
    post = Post.objects.get(holder=scene.people[Role.HEAD])
    Cover.objects.create(post=post, by=scene.people[Role.DEPUTY_DSL], first=today, last=today)
    concern = scene.about(Role.HEAD)
    assert concern.reference not in seen(client, scene.people[Role.DEPUTY_DSL], f"{BOARD}board/all/")


def test_each_route_is_on_the_board_of_those_who_answer_for_it(client: Client, scene: Scene) -> None:
    of = {
        scene.told(): {Role.HEAD, Role.DSL, Role.DEPUTY_DSL},
        scene.about(Role.TEACHER): {Role.HEAD},
        scene.about(Role.HEAD): {Role.CHAIR},
        scene.told("data-breach"): {Role.HEAD, Role.DPO},
    }
    for concern, roles in of.items():
        for role in (Role.HEAD, Role.DSL, Role.DEPUTY_DSL, Role.CHAIR, Role.DPO):
            text = seen(client, scene.people[role])
            assert (concern.reference in text) is (role in roles), (concern.route, role)


def test_a_teacher_is_refused_and_a_stranger_finds_no_page(client: Client, scene: Scene) -> None:
    concern, stranger = scene.told(), somebody(a_school("ashby"), Role.DSL)
    for address in (BOARD, f"{BOARD}board/all/", f"{BOARD}{concern.reference}/assign/", f"{BOARD}rota/"):
        client.force_login(scene.people[Role.TEACHER])
        just_confirmed(client)
        assert client.get(address).status_code == 403, address
        client.force_login(stranger)
        just_confirmed(client)
        assert client.get(address).status_code == 404, address


def test_somebody_let_in_reads_and_works_on_nothing(client: Client, scene: Scene) -> None:
    concern, teacher = scene.told(), scene.people[Role.TEACHER]
    let_in(by=scene.dsl, concern=concern, user=teacher, reason="Class teacher")
    assert concern.reference in seen(client, teacher)
    for name in ("assign", "level", "close", "parents", "mark"):
        assert client.get(f"{BOARD}{concern.reference}/{name}/").status_code == 403
    assert client.post(f"{BOARD}{concern.reference}/acknowledge/").status_code == 403
    concern.refresh_from_db()
    assert concern.state == "new"


def test_the_search_finds_a_restricted_child_for_those_of_the_route_alone(client: Client, scene: Scene) -> None:
    hidden = NewSubject(Subject.Role.HARMED, scene.pupil, restricted=True)
    concern, teacher = scene.told("wellbeing", hidden), scene.people[Role.TEACHER]
    let_in(by=scene.dsl, concern=concern, user=teacher, reason="Class teacher")
    assert concern.reference in seen(client, scene.people[Role.DSL], f"{BOARD}board/all/?q=zebedee")
    assert concern.reference not in seen(client, teacher, f"{BOARD}board/all/?q=zebedee")
    assert "Zebedee" not in seen(client, teacher, f"{BOARD}board/all/")


def test_no_title_and_no_address_carries_a_name(client: Client, scene: Scene) -> None:
    concern = scene.told()
    text = seen(client, scene.people[Role.DSL], f"{BOARD}board/all/")
    assert "Zebedee" in text
    assert "Zebedee" not in text.split("</title>")[0]
    assert "ebedee" not in "".join(part.split('"')[0] for part in text.split('href="'))
    assert concern.reference not in text.split("</title>")[0]


def test_each_thing_that_keeps_it_open_leads_to_where_it_is_done(client: Client, scene: Scene) -> None:
    concern = scene.told("grooming", NewSubject("harmed", scene.pupil), NewSubject("alleged", None, "Some One"))
    actions.set_level(by=scene.dsl, concern=concern, level=3, words="By the table.")
    due = timezone.localdate() + DAY
    actions.add_task(by=scene.dsl, concern=concern, text="Sit at lunch", owner=scene.people[Role.TEACHER], due=due)
    answer(by=scene.dsl, concern=concern, procedure="crime", applies=True, reason="It may be", bodies=["police-101"])
    made(
        by=scene.dsl,
        referral=begin(by=scene.dsl, concern=concern, agency="social-care"),
        how="phone",
        at=timezone.now(),
        spoke_to="Desk",
    )
    concern.refresh_from_db()
    missing = blocks_closing(concern)
    told = {each.page for each in missing}
    assert told >= {"concern-sanction", "concern-task", "concern-step", "concern-find", "concern-debrief"}
    assert told >= {"concern-referral", "concern-referral-confirmed", "concern-parents"}
    text = seen(client, scene.people[Role.DSL], f"{BOARD}{concern.reference}/close/")
    for each in missing:
        link = reverse(each.page, args=["oakfield", concern.reference, *each.rest])
        assert f'href="{link}"' in text
        assert client.get(link).status_code == 200, each


def test_a_concern_is_worked_to_its_end_by_its_pages(client: Client, scene: Scene) -> None:
    concern, dsl = scene.told(), scene.people[Role.DSL]
    page = f"{BOARD}{concern.reference}/"
    assert "Work on it" in seen(client, dsl, page)
    client.post(f"{page}acknowledge/")
    due = timezone.localdate() + DAY
    day = {"due_day": due.day, "due_month": due.month, "due_year": due.year}
    owner = scene.people[Role.TEACHER].pk
    client.post(f"{page}tasks/new/", {"text": "Sit at lunch", "owner": owner, "source": "own", **day})
    assert Task.objects.get().owner_id == owner
    refused = client.post(f"{page}close/", {"outcome": "resolved", "words": "Over: all kept"})
    assert "Over: all kept" in refused.content.decode()
    client.post(f"{page}find/support/", {"code": "given", "words": "A mentor"})
    assert "What is missing" in seen(client, dsl, f"{page}close/")
    finish(scene, concern)
    assert blocks_closing(concern) == []
    client.post(f"{page}close/", {"outcome": "resolved", "words": "Over."})
    concern.refresh_from_db()
    assert concern.state == "closed"
    assert "Open it again" in seen(client, dsl, page)
    client.post(f"{page}reopen/", {"words": "It began again"})
    concern.refresh_from_db()
    assert concern.state == "open"


def test_whoever_forgets_a_part_of_telling_parents_is_told_where_and_loses_nothing(
    client: Client, scene: Scene
) -> None:
    concern = scene.told()
    client.force_login(scene.people[Role.DSL])
    just_confirmed(client)
    page = f"{BOARD}{concern.reference}/parents/"
    text = client.post(page, {"code": "told", "words": "She was glad"}).content.decode()
    for part in ("Say when they were told", "Say who told them", "She was glad"):
        assert part in text
    tomorrow = timezone.localdate() + DAY
    day = {"day_day": tomorrow.day, "day_month": tomorrow.month, "day_year": tomorrow.year}
    sent = {"code": "told", "words": "x", "teller": "Jo", **day}
    assert "That is in the future" in client.post(page, sent).content.decode()
    assert not concern.findings.exists()


def test_one_sees_ones_own_tasks_and_nothing_of_the_concern(client: Client, scene: Scene) -> None:
    concern, teacher = scene.told(), scene.people[Role.TEACHER]
    due = timezone.localdate()
    task = actions.add_task(by=scene.dsl, concern=concern, text="Sit at lunch <b>", owner=teacher, due=due)
    text = seen(client, teacher, "/me/tasks/")
    assert "Sit at lunch &lt;b&gt;" in text
    for secret in (concern.reference, "Zebedee", "Worry", "it happened"):
        assert secret not in text
    assert len(list(tasks(teacher, scene.school))) == 1
    client.force_login(scene.people[Role.SLT])
    just_confirmed(client)
    assert client.get(f"/me/tasks/{task.pk}/").status_code == 404
    client.force_login(teacher)
    client.post(f"/me/tasks/{task.pk}/", {"words": "Sat there"})
    task.refresh_from_db()
    assert task.done_at is not None


def test_nobody_takes_a_task_of_another_concern_by_its_number(client: Client, scene: Scene) -> None:
    team, head = scene.told(), scene.about(Role.TEACHER)
    due = timezone.localdate()
    task = actions.add_task(
        by=scene.by(Role.HEAD), concern=head, text="Ask LADO", owner=scene.people[Role.SLT], due=due
    )
    client.force_login(scene.people[Role.DSL])
    just_confirmed(client)
    assert client.get(f"{BOARD}{team.reference}/tasks/{task.pk}/").status_code == 404
    with pytest.raises(NotAllowedError):
        actions.finish_task(by=By(scene.people[Role.DSL]), task=task, words="x")


def test_a_table_is_loaded_by_its_page_and_a_wrong_one_is_refused(client: Client, scene: Scene) -> None:
    client.force_login(scene.people[Role.DSL])
    just_confirmed(client)
    today = timezone.localdate()
    day = {"dated_day": today.day, "dated_month": today.month, "dated_year": today.year}
    told = {"title": "Ours", "source": "x.example", **day}
    wrong = SimpleUploadedFile("t.csv", b"level,name,words\n3,A,B\n")
    answer = client.post(f"{BOARD}tables/thresholds/", {**told, "file": wrong})
    assert "numbered 1, 2, 3" in answer.content.decode()
    right = SimpleUploadedFile("t.csv", b"level,name,words\n1,Universal,All\n")
    client.post(f"{BOARD}tables/thresholds/", {**told, "file": right})
    assert LoadedTable.objects.get().version == 1
    assert "Universal" in seen(client, scene.people[Role.DSL], f"{BOARD}tables/")


def test_the_board_asks_as_much_for_many_as_for_few(
    client: Client, scene: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    scene.told()
    seen(client, scene.people[Role.DSL])
    with django_assert_max_num_queries(60) as few:
        client.get(BOARD)
    for _number in range(12):
        scene.told("bullying")
    with django_assert_max_num_queries(len(few)):
        client.get(BOARD)
    assert len(few) <= 45


def test_the_panel_asks_as_much_for_much_work_as_for_little(
    client: Client, scene: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    concern = scene.told()
    page = f"{BOARD}{concern.reference}/"
    seen(client, scene.people[Role.DSL], page)
    with django_assert_max_num_queries(30) as few:
        client.get(page)
    finish(scene, concern)
    for number in range(5):
        due = timezone.localdate() + DAY
        owner = scene.people[Role.TEACHER]
        actions.add_task(by=scene.dsl, concern=concern, text=f"Do {number}", owner=owner, due=due)
    with django_assert_max_num_queries(len(few) + 3):
        client.get(page)
    assert Concern.objects.get(pk=concern.pk).state == "open"


def test_whom_it_may_be_given_to_is_asked_once_for_all(
    client: Client, scene: Scene, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page = f"{BOARD}{scene.told().reference}/assign/"
    seen(client, scene.people[Role.DSL], page)
    with django_assert_max_num_queries(25) as few:
        client.get(page)
    for number in range(4):
        user = somebody(scene.school, Role.DEPUTY_DSL, name=f"Deputy {number}")
        a_person(scene.school, "staff", user=user)
    with django_assert_max_num_queries(len(few)):
        text = client.get(page).content.decode()
    assert "Deputy 3" in text
