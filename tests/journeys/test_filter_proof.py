"""How the school knows that its filter works: tests through the real gateway, evidence, an alarm, one answer why."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from typing import TYPE_CHECKING

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from belisha.console.access.acting import By
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.filtering.models import ProbeResult, ProbeRun
from belisha.console.filtering.proof.actions.accounts import settle_accounts
from belisha.console.filtering.proof.actions.runs import ask_for_run
from belisha.console.filtering.proof.jobs import make_run
from belisha.console.filtering.proof.nightly import compare_day
from belisha.console.flows.publishing import publish
from belisha.console.outbox.models import OutboxMail
from belisha.engine.published import lists_folder, publish_lists
from belisha.engine.published.preparing import probe_lists
from belisha.engine.snapshot import build
from cast import a_class, a_person, a_pupil, a_school, somebody
from console.visitors import sign_in
from town.browser import no_fault
from town.town import BEN, eventually

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.test import Client
    from playwright.sync_api import Page
    from pytest_django.fixtures import SettingsWrapper

    from belisha.console.access.models import School, User
    from town.town import Town

pytestmark = [
    pytest.mark.journey,
    pytest.mark.gateway,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("socket_enabled"),
]
SYSTEM = By(None, system="test")


def an_account(user: User, name: str, password: str) -> None:
    user.username, user.opened_at = name, timezone.now()
    user.set_password(password)
    user.save()


@pytest.fixture
def school(own_town: Town, settings: SettingsWrapper) -> School:
    """The town's first school, with its people and the test accounts in the console."""
    settings.HOME = own_town.home
    school = a_school("oakfield")
    an_account(a_pupil(school, "Ben Carter", in_class=a_class(school, "4 Beech")).user, "ben.4", "cold-lamp-tree")
    an_account(a_person(school, "staff", "Maya Osei").user, "m.osei", "a-long-staff-password")
    settle_accounts(by=SYSTEM, school=school, profiles=["juniors", "staff"], now=timezone.now())
    publish(own_town.home, timezone.localdate())
    own_town.hand_over()
    return school


def run_of(school: School, kind: str = "full") -> ProbeRun:
    run = ask_for_run(by=SYSTEM, school=school, kind=kind, why="hand")
    make_run(run)
    run.refresh_from_db()
    assert run.state == "done", run.trouble
    return run


def without(town: Town, category: str) -> None:
    """Take the list of a category out of the index, as a broken update might."""
    kept = [named for named in probe_lists() if category not in named.categories]
    publish_lists(town.home, build(kept, lists_folder(town.home)).digest)
    town.hand_over()


def test_an_inspector_sees_how_the_school_knows(
    own_town: Town, school: School, at_console: Callable[[User], Page]
) -> None:
    head, lead = somebody(school, Role.HEAD), somebody(school, Role.DSL)
    run = run_of(school)
    assert (run.passed, run.shut, run.unknown) == (0, 0, 0), list(
        ProbeResult.objects.exclude(outcome="well").values_list("profile", "kind", "address", "said")
    )
    assert run.made == run.planned > 300
    assert {("download", "blocked"), ("search", "let through")} <= set(
        ProbeResult.objects.filter(run=run, profile="juniors", tls="https").values_list("kind", "said")
    )

    # from the first page of the head to the evidence, by clicks alone
    page = at_console(head)
    page.goto("/")
    page.get_by_role("main").locator("summary", has_text="Internet").click()  # who has many pages finds them folded
    page.get_by_role("main").get_by_role("link", name="Does the filter work?").click()
    expect(page.get_by_role("heading", name="Does the filter work?")).to_be_visible()
    expect(page.get_by_role("rowheader", name="Pornography")).to_be_visible()
    no_fault(page)
    page.get_by_role("link", name="Evidence").first.click()
    expect(page.get_by_text("As the policy says").first).to_be_visible()
    no_fault(page)
    lines = _taken_away(page)
    seen = {(line["Profile"], line["Network"], line["Connection"]) for line in lines}
    assert {("juniors", "the gateway's own", "https"), ("staff", "the gateway's own", "http")} <= seen
    assert ("guests", "guests", "http") in seen

    _a_leader_signs(page)
    _the_pack_of_an_inspector(page)
    _a_list_that_loses_a_category_alarms(own_town, school, lead)
    page.goto(reverse("filter-proof", args=["oakfield"]))
    expect(page.get_by_text("should be blocked").first).to_be_visible()
    no_fault(page)


def _taken_away(page: Page) -> list[dict[str, str]]:
    """The evidence as the file that an inspector takes away."""
    with page.expect_download() as download:
        page.get_by_role("link", name="Download as a spreadsheet").click()
    return list(csv.DictReader(io.StringIO(download.value.path().read_text("utf-8-sig"))))


def _the_pack_of_an_inspector(page: Page) -> None:
    """Journey 9: one click, and each profile and network is shown with its tests, hashed, without names."""
    page.goto(reverse("duties", args=["oakfield"]))
    # 470 duties on paper take seconds, and many of them on a busy machine
    with page.expect_download(timeout=180_000) as download:
        page.get_by_role("button", name="Make the evidence pack").click(no_wait_after=True)
    with zipfile.ZipFile(download.value.path()) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    for line in files["sha256sums.txt"].decode().splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256(files[name]).hexdigest() == digest
    text = files["index.html"].decode()
    assert "The last test of everything was finished on" in text
    for which in ("Juniors", "Staff", "Guests"):
        assert re.search(rf'<th scope="row">{which}[^<]*</th><td>Met</td>', text, re.IGNORECASE), which
    assert "Ben Carter" not in text
    assert "Maya Osei" not in text
    assert files["report.pdf"].startswith(b"%PDF")
    assert "Tried it with the computing lead" in files["filter-checks.csv"].decode("utf-8-sig")


def _a_leader_signs(page: Page) -> None:
    page.goto(reverse("filter-check-sign", args=["oakfield"]))
    no_fault(page)
    page.check("[name=suits][value=yes]")
    page.fill("[name=words]", "Tried it with the computing lead")
    page.check("[name=sure]")
    page.get_by_role("button", name="Sign", exact=True).click()
    expect(page.get_by_text("Tried it with the computing lead")).to_be_visible()


def _a_list_that_loses_a_category_alarms(own_town: Town, school: School, lead: User) -> None:
    """A category falls out of the lists: the next test alarms, and whoever answers for it gets a letter."""
    without(own_town, "gambling")
    quick = eventually(lambda: (one := run_of(school, "quick")).passed and one)
    came_through = ProbeResult.objects.filter(run=quick, outcome="passed")
    assert {line.category for line in came_through} == {"gambling"}
    assert [mail.to for mail in OutboxMail.objects.filter(subject__contains="let through")] == [lead.email]


def test_the_code_of_a_blocked_page_opens_the_one_reason(
    own_town: Town, school: School, at_console: Callable[[User], Page]
) -> None:
    page = own_town.get(own_town.http("maze.test", "/play"), BEN)
    code = re.search(r"code ([0-9A-Z]{4}-[0-9A-Z]{4})", page.body)
    assert page.status == 403
    assert code
    desk = at_console(somebody(school, Role.COMPUTING_LEAD))

    def look() -> str:
        desk.goto(reverse("filter-why", args=["oakfield"]))
        desk.fill("[name=code]", code[1])
        desk.locator("main form button[type=submit]").last.click()
        text = desk.locator("main").inner_text()
        return text if "Ben Carter" in text else ""

    answer = eventually(look)
    assert answer, "the request is on record"
    assert "maze.test is in the category Games" in answer
    assert "Recorded by the gateway" in answer
    assert "another verdict" not in answer
    no_fault(desk)
    looked = Link.objects.filter(event="filter-proof.looked-up")
    assert looked.count() >= 1

    # what the gateway did and what the console says are compared, request by request
    for path, status in (("/play", 403), ("/lesson", 200), ("/", 403)):
        assert own_town.get(own_town.http("maze.test", path), BEN).status == status
        # the first certificate of a site may take longer than its reader waits, on a busy machine
        assert eventually(lambda path=path: own_town.get(own_town.https("story.test", path), BEN).status == 200, 60)
    eventually(lambda: compare_day(school, timezone.localdate(), timezone.now()).compared >= 5, 30)
    compared = compare_day(school, timezone.localdate(), timezone.now())
    assert compared.compared >= 5
    assert compared.disagreements == 0, list(compared.found.values_list("address", "gateway", "console"))


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"code": "NOT-A-CODE"}, "eight letters and figures"),
        ({"code": "2222-2222"}, "Nothing on record"),
        ({"address": "http://a.test/", "person": "Nobody Atall"}, "Nobody at this school"),
        ({"address": "http://a.test/", "device": "\x00<b>"}, "Null characters"),
        ({"address": "http://a.test/", "client": "999.1.1.1"}, "not a network address"),
        ({"address": "http://a.test/", "at": "yesterday"}, "date and time"),
        ({"address": "http://a <b>.test/"}, "not one clear address"),
        ({"address": ""}, "Type the address"),
    ],
)
def test_hostile_questions_get_a_sentence(
    own_town_once: Town, client: Client, settings: SettingsWrapper, asked: dict[str, str], sentence: str
) -> None:
    settings.HOME = own_town_once.home
    client = sign_in(client, somebody(a_school("oakfield"), Role.HEAD))
    answer = client.get(reverse("filter-why", args=["oakfield"]), asked)
    assert answer.status_code == 200
    assert sentence in answer.content.decode()


@pytest.fixture
def own_town_once(town: Town) -> Town:
    """The shared town, of which nothing is changed here."""
    return town
