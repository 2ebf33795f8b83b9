"""Pages about the installation: who sees them, what they say, and what becomes of a mail."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.config.system import health as health_module
from belisha.console.config.system import jobs
from belisha.console.config.system.health import health
from belisha.console.config.system.needs import system_needs
from belisha.console.flows.due import run_due
from belisha.console.flows.models import DueJob
from belisha.console.outbox.actions import send
from belisha.console.outbox.models import OutboxMail
from belisha.console.outbox.server import read_server
from cast import a_federation, a_school, everywhere, just_confirmed, somebody

if TYPE_CHECKING:
    from django.test import Client
    from pytest_django import DjangoAssertNumQueries, Settings

    from belisha.console.access.models import User

pytestmark = pytest.mark.django_db
PAGES = ("system", "system-mails")


@pytest.fixture
def manager() -> User:
    """The network manager of the whole federation."""
    return everywhere(a_federation(), Role.NETWORK_MANAGER)


@pytest.fixture
def written() -> OutboxMail:
    """A mail that tells its reader how to set a new password."""
    mail = send("m.osei@oak.example", "New password", "outbox/letters/trial.txt", {"link": "/reset/x"}, secret=True)
    assert mail
    return mail


@pytest.mark.parametrize("page", PAGES)
def test_a_technician_of_the_federation_sees_them_and_others_do_not(client: Client, manager: User, page: str) -> None:
    a_school("st-brigids")
    assert client.get(reverse(page)).status_code == 302
    client.force_login(somebody(a_school(), Role.NETWORK_MANAGER))
    assert client.get(reverse(page)).status_code == 403, "a school's own sees the school alone"
    client.force_login(somebody(a_school("st-brigids"), Role.HEAD))
    assert client.get(reverse(page)).status_code == 403
    client.force_login(manager)
    assert client.get(reverse(page)).status_code == 200


def test_where_there_is_one_school_its_technician_runs_the_installation(client: Client) -> None:
    client.force_login(somebody(a_school(), Role.NETWORK_MANAGER))
    assert client.get(reverse("system")).status_code == 200
    assert f'href="{reverse("system")}"' in client.get("/").content.decode(), "the foot of every page leads there"
    client.force_login(somebody(a_school(), Role.TEACHER))
    assert client.get(reverse("system")).status_code == 403


def test_a_page_asks_as_much_of_the_database_however_many_mails_there_are(
    client: Client, manager: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(manager)
    for count in (1, 60):
        for number in range(count):
            send(f"p{number}@oak.example", "A trial", "outbox/letters/trial.txt", {})
        for page in PAGES:
            with django_assert_max_num_queries(30):
                client.get(reverse(page))


def test_reading_a_mail_is_asked_for_and_goes_on_record(client: Client, manager: User, written: OutboxMail) -> None:
    client.force_login(manager)
    page = client.get(reverse("system-mail", args=[written.pk])).content.decode()
    assert "/reset/x" not in page
    asked = client.post(reverse("system-mail-text", args=[written.pk]))
    assert asked.status_code == 302, "who they are is asked for first"
    just_confirmed(client)
    shown = client.post(reverse("system-mail-text", args=[written.pk])).content.decode()
    assert "/reset/x" in shown
    assert Link.objects.filter(event="system.mail-read", about=f"outboxmail:{written.pk}").count() == 1


def test_where_mail_can_leave_nobody_reads_what_opens_an_account(
    client: Client, manager: User, written: OutboxMail, settings: Settings
) -> None:
    settings.MAIL_SERVER = read_server("smtp://localhost:25")
    client.force_login(manager)
    assert "Show the text" not in client.get(reverse("system-mail", args=[written.pk])).content.decode()
    just_confirmed(client)
    answer = client.post(reverse("system-mail-text", args=[written.pk]), follow=True).content.decode()
    assert "/reset/x" not in answer
    assert not Link.objects.filter(event="system.mail-read").exists()


def test_a_mail_that_was_given_up_can_be_sent_again(
    client: Client, manager: User, written: OutboxMail, settings: Settings
) -> None:
    settings.MAIL_SERVER = read_server("smtp://localhost:25")
    OutboxMail.objects.update(state=OutboxMail.State.FAILED, tries=8)
    client.force_login(manager)
    client.post(reverse("system-mail-send", args=[written.pk]))
    written.refresh_from_db()
    assert (written.state, written.tries) == (OutboxMail.State.WAITING, 0)
    assert DBTaskResult.objects.filter(task_path__endswith="deliver").exists()


def test_throwing_a_mail_away_asks_first_and_deletes_its_text(
    client: Client, manager: User, written: OutboxMail
) -> None:
    client.force_login(manager)
    address = reverse("system-mail-discard", args=[written.pk])
    assert "Throw this mail away?" in client.get(address).content.decode()
    client.post(address)
    written.refresh_from_db()
    assert (written.state, written.body) == (OutboxMail.State.DISCARDED, "")
    assert client.post(reverse("system-mail-send", args=[written.pk])).status_code == 302, "too late is said, not shown"


def parts(client: Client) -> tuple[int, dict[str, dict[str, object]]]:
    answer = client.get(reverse("health"))
    return answer.status_code, answer.json()["parts"]


def test_health_is_open_and_says_what_is_not_well(client: Client) -> None:
    status, found = parts(client)
    assert status == 503
    assert found["database"]["well"]
    assert not found["worker"]["well"], "it gave no sign of life"


def test_health_is_well_when_clock_and_worker_go(client: Client) -> None:
    run_due(timezone.now())
    DBTaskResult.objects.filter(task_path=jobs.BEAT).update(
        status=TaskResultStatus.SUCCESSFUL, finished_at=timezone.now()
    )
    assert parts(client)[0] == 200


def test_a_worker_or_a_clock_that_stands_still_is_noticed() -> None:
    run_due(timezone.now())
    DBTaskResult.objects.filter(task_path=jobs.BEAT).update(
        status=TaskResultStatus.SUCCESSFUL, finished_at=timezone.now()
    )
    later = {part.name: part for part in health(timezone.now() + timedelta(minutes=10))}
    assert not later["worker"].well
    assert not later["due"].well


def test_a_job_that_fails_is_in_health_and_on_the_technician_s_home_page(client: Client, manager: User) -> None:
    DueJob.objects.create(
        name="backup", slot=timezone.now(), started=timezone.now(), error="no room", failing_since=timezone.now()
    )
    assert "backup" in str(parts(client)[1]["due"]["found"])
    (need, *_) = system_needs(manager, a_school())
    assert "backup" in need.text
    assert system_needs(manager, a_school()) == [], "told once, however many schools"
    assert system_needs(somebody(a_school("st-brigids"), Role.NETWORK_MANAGER), a_school()) == []


def test_a_full_disk_is_not_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health_module, "ROOM_MB", 1 << 40)
    assert not {part.name: part for part in health(timezone.now())}["disk"].well


def test_a_job_that_a_dead_worker_left_is_taken_up_again_but_not_for_ever() -> None:
    jobs.beat.enqueue()
    left = DBTaskResult.objects.get()
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, worker_ids=["a"])
    assert jobs.take_up_again() == 1
    left.refresh_from_db()
    assert left.status == TaskResultStatus.READY
    DBTaskResult.objects.update(status=TaskResultStatus.RUNNING, worker_ids=["a", "b", "c"])
    assert jobs.take_up_again() == 0
    left.refresh_from_db()
    assert left.status == TaskResultStatus.FAILED


def test_results_of_jobs_are_cleared_away() -> None:
    jobs.beat.enqueue()
    DBTaskResult.objects.update(status=TaskResultStatus.SUCCESSFUL, finished_at=timezone.now() - timedelta(hours=2))
    jobs.clear_away(timezone.now())
    assert not DBTaskResult.objects.exists()
