"""Signing in, in a real browser: the lock keeps what was typed, second factors, a lost phone, a forgotten password."""

from __future__ import annotations

import re
import socket
import time
from datetime import timedelta
from email import message_from_bytes
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.controller import Controller
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone
from playwright.sync_api import expect

from belisha.console.access.acting import By
from belisha.console.access.models import Ending, FactorReset, Session
from belisha.console.access.roles import Role
from belisha.console.access.sign_in.actions.sessions import end_sessions
from belisha.console.outbox.server import read_server
from cast import SECRET, a_school, somebody
from console.conftest import DESKTOP
from console.test_accessibility import assert_open_to_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, CDPSession, Page
    from pytest_django.live_server_helper import LiveServer

    from belisha.console.access.models import School, User
    from console.known import Known

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]

WORD = "kettle-orbit-daisy-plum"
NEW = "violet-anchor-marble-nine"
ASK = "/schools/oakfield/sign-in/second-factors/ask/"
LONG = "She dropped her phone into the pond on the way to the farm, and the codes were in its case."


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def look(picture: Callable[..., None], known: Known) -> Callable[[Page, str], None]:
    """Look at a page as it is now: nothing stands in anybody's way, at a desk or on a telephone."""

    def looked(page: Page, name: str) -> None:
        assert_open_to_all(page, known)
        page.set_viewport_size(DESKTOP)
        picture(page, name, whole=False)

    return looked


def sign_in(page: Page, user: User, password: str = WORD) -> None:
    page.goto("/account/login/")
    page.get_by_label("User name").fill(user.username or "")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def patiently(change: Callable[[], object]) -> None:
    """Change something beside the running server: SQLite in memory refuses while an answer of it reads that table."""
    deadline = time.monotonic() + 5
    while True:
        try:
            change()
        except OperationalError:
            if time.monotonic() > deadline:
                raise
        else:
            return


def idle_for(user: User, minutes: float) -> None:
    """The server's clock: nothing was done for so long."""
    seen = timezone.now() - timedelta(minutes=minutes)
    patiently(lambda: Session.objects.filter(user=user).update(last_seen=seen))


def test_a_teacher_signs_in_and_out(
    desk: Callable[..., Page], school: School, look: Callable[[Page, str], None]
) -> None:
    page, teacher = desk(), somebody(school, Role.TEACHER, password=WORD)
    page.goto("/schools/oakfield/")
    expect(page).to_have_url(re.compile("/account/login/"))
    look(page, "sign-in")
    sign_in(page, teacher, "not it")
    expect(page.locator(".govuk-error-summary")).to_contain_text("The user name or the password is not right")
    sign_in(page, teacher)
    expect(page.get_by_role("link", name="My account")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.goto("/")
    expect(page).to_have_url(re.compile("/account/login/"))


def test_a_warning_comes_first_and_a_locked_page_keeps_what_was_typed_on_it(
    desk: Callable[..., Page], school: School, look: Callable[[Page, str], None]
) -> None:
    head = somebody(school, Role.HEAD, password=WORD)
    page = desk(head)
    page.clock.install()
    page.goto(ASK)
    page.get_by_label("Reason").fill(LONG)
    idle_for(head, 18.5)
    page.clock.fast_forward("18:30")
    expect(page.get_by_role("heading", name="Are you still there?")).to_be_visible()
    look(page, "lock-warning")
    page.get_by_role("button", name="I am still here").click()
    expect(page.get_by_role("heading", name="Are you still there?")).to_be_hidden()
    assert Session.objects.get(user=head).last_seen > timezone.now() - timedelta(minutes=1)
    idle_for(head, 21)
    page.clock.fast_forward("20:30")
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    expect(page.get_by_label("Reason")).to_be_hidden()
    look(page, "locked-page")
    page.get_by_label("Password", exact=True).fill("not it")
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_text("That is not your password.")).to_be_visible()
    page.get_by_label("Password", exact=True).fill(WORD)
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_role("heading", name="Locked")).to_be_hidden()
    expect(page.get_by_label("Reason")).to_have_value(LONG)
    page.get_by_role("button", name="Ask a second person").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter a user name")
    expect(page.get_by_label("Reason")).to_have_value(LONG)


def test_a_page_whose_session_has_ended_keeps_its_words_until_one_signs_in_in_another_tab(
    desk: Callable[..., Page], school: School
) -> None:
    teacher = somebody(school, Role.TEACHER, password=WORD)
    page = desk()
    page.clock.install()
    sign_in(page, teacher)
    page.goto("/account/password/change/")
    page.get_by_label("New password", exact=True).fill(NEW)
    with page.expect_response(lambda answer: answer.request.method == "POST") as told:
        page.clock.fast_forward("00:40")
    told.value.finished()  # a page that hears late that it may stay would stay
    patiently(lambda: end_sessions(By(None, system="test"), user=teacher, ending=Ending.ENDED))
    page.clock.fast_forward("19:30")
    expect(page.get_by_text("Your session has ended.")).to_be_visible()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in (opens in a new tab)").click()
    sign_in(opened.value, teacher)
    expect(opened.value.get_by_role("link", name="My account")).to_be_visible()
    page.clock.fast_forward("00:20")
    expect(page.get_by_text("Your session has ended.")).to_be_hidden()
    page.get_by_label("The password that you have now").fill(WORD)
    page.get_by_label("New password again").fill(NEW)
    page.get_by_role("button", name="Change it").click()
    expect(page.get_by_role("heading", name="My account")).to_be_visible()


def test_without_scripts_a_form_that_came_too_late_is_offered_again(
    socket_enabled: None, chromium: Browser, live_server: LiveServer, school: School, look: Callable[[Page, str], None]
) -> None:
    head, lost = somebody(school, Role.HEAD, password=WORD), somebody(school, Role.DSL)
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, head)
    page.get_by_label("Code").fill(code_of(SECRET))
    page.get_by_role("button", name="Go on").click()
    page.goto(ASK)
    page.get_by_label("User name").fill(lost.username or "")
    page.get_by_label("Reason").fill(LONG)
    idle_for(head, 21)
    page.get_by_role("button", name="Ask a second person").click()
    expect(page.get_by_role("heading", name="Locked")).to_be_visible()
    expect(page.get_by_role("link", name="My account")).to_be_hidden()
    page.get_by_label("Password", exact=True).fill(WORD)
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_role("heading", name="What you had typed")).to_be_visible()
    expect(page.get_by_text(LONG)).to_be_visible()
    page.get_by_role("button", name="Send it now").click()
    expect(page.get_by_role("heading", name="Lost second factors")).to_be_visible()
    assert FactorReset.objects.get(user=lost).reason == LONG
    context.close()


def test_a_head_sets_up_an_app_before_anything_else_and_signs_in_with_it(
    desk: Callable[..., Page], school: School, look: Callable[[Page, str], None]
) -> None:
    page, head = desk(), somebody(school, Role.HEAD, password=WORD, second_factor=False)
    sign_in(page, head)
    expect(page.get_by_text("Set up a second factor before you go on")).to_be_visible()
    look(page, "second-factor")
    page.get_by_role("button", name="Set up an app").click()
    look(page, "authenticator-app")
    page.get_by_text("I cannot scan it").click()
    secret = page.locator(".sign-in-key").inner_text().replace(" ", "")
    page.get_by_label("Code that the app shows now").fill(code_of(secret))
    page.get_by_role("button", name="Set it up").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    look(page, "recovery-codes")
    with page.expect_download() as saved:
        page.get_by_role("button", name="Download as a text file").click()
    kept = saved.value.path().read_text().split()
    page.get_by_role("button", name="I have put them in a safe place").click()
    expect(page.get_by_text("10 codes are left")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, head)
    look(page, "second-step")
    page.get_by_label("Code").fill(code_of(secret))
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("link", name="My account")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, head)
    page.get_by_label("Code").fill(f"{kept[-2]} {kept[-1]}")
    page.get_by_role("button", name="Go on").click()
    page.goto("/account/second-factor/")
    expect(page.get_by_text("9 codes are left")).to_be_visible()


def a_key(page: Page) -> CDPSession:
    """A passkey that Chromium makes believe is in the computer, with a finger on it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return devtools


def test_a_passkey_is_added_signs_in_alone_unlocks_and_steps_up(
    desk: Callable[..., Page], school: School, look: Callable[[Page, str], None]
) -> None:
    page, dsl = desk(), somebody(school, Role.DSL, password=WORD, second_factor=False)
    a_key(page)
    sign_in(page, dsl)
    page.get_by_role("button", name="Add a passkey").click()
    look(page, "passkey")
    page.get_by_label("Name of the passkey").fill("Laptop in the office")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    page.get_by_role("button", name="I have put them in a safe place").click()
    expect(page.get_by_text("Laptop in the office").first).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("link", name="My account")).to_be_visible()
    assert Session.objects.get(user=dsl, ended_at__isnull=True).way == "passkey"
    idle_for(dsl, 21)
    page.goto("/account/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="My account")).to_be_visible()
    patiently(lambda: Session.objects.update(confirmed_at=None))
    page.goto("/account/second-factor/app/")
    look(page, "is-it-you")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("heading", name="Set up an authenticator app")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, dsl)
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_role("link", name="My account")).to_be_visible()


def test_a_key_that_says_no_changes_nothing_and_says_so(desk: Callable[..., Page], school: School) -> None:
    page, dsl = desk(), somebody(school, Role.DSL, password=WORD, second_factor=False)
    sign_in(page, dsl)
    page.goto("/account/second-factor/passkey/")
    page.evaluate("() => { navigator.credentials.create = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_text("Nothing was changed. Try again.")).to_be_visible()


def test_a_lost_phone_takes_two_people_and_then_a_new_second_factor(
    desk: Callable[..., Page], school: School, look: Callable[[Page, str], None]
) -> None:
    lost = somebody(school, Role.HEAD, name="Hana Head", password=WORD)
    asks = desk(somebody(school, Role.DATA_MANAGER))
    asks.goto("/schools/oakfield/sign-in/second-factors/")
    asks.get_by_role("button", name="Ask for somebody").click()
    asks.get_by_label("User name").fill(lost.username or "")
    asks.get_by_label("Reason").fill(LONG)
    asks.get_by_role("button", name="Ask a second person").click()
    expect(asks.get_by_role("link", name="Hana Head")).to_be_visible()
    look(asks, "lost-second-factors")
    agrees = desk(somebody(school, Role.DSL))
    agrees.goto("/")
    agrees.get_by_role("link", name=re.compile("A second person must agree")).first.click()
    look(agrees, "lost-second-factor")
    agrees.get_by_role("button", name="Agree: take it off").click()
    expect(agrees.get_by_text("The second factor is off.")).to_be_visible()
    page = desk()
    sign_in(page, lost)
    expect(page.get_by_text("Set up a second factor before you go on")).to_be_visible()


class Letters:
    """What a real mail server was handed."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - as the server calls it
        self.texts.append(message_from_bytes(envelope.content).get_payload(decode=True).decode())
        return "250 OK"


@pytest.fixture
def letters(socket_enabled: None, settings: Any) -> Iterator[Letters]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    taken = Letters()
    controller = Controller(taken, hostname="127.0.0.1", port=port)
    controller.start()
    settings.MAIL_SERVER = read_server(f"smtp://localhost:{port}", "")
    yield taken
    controller.stop()


def test_a_forgotten_password_is_set_anew_by_a_mail_that_a_real_server_took(
    letters: Letters, desk: Callable[..., Page], school: School, look: Callable[[Page, str], None]
) -> None:
    page, teacher = desk(), somebody(school, Role.TEACHER, password=WORD)
    page.goto("/account/login/")
    page.get_by_role("link", name="I have forgotten my password").click()
    look(page, "forgotten-password")
    page.get_by_label("E-mail address").fill(teacher.email)
    page.get_by_role("button", name="Send me a link").click()
    expect(page.get_by_role("heading", name="Look into your e-mail")).to_be_visible()
    call_command("db_worker", batch=True, interval=0, startup_delay=False, verbosity=0)
    link = re.search(r"/account/password/reset/key/\S+", letters.texts[0])
    assert link
    page.goto(link[0])
    look(page, "new-password")
    page.get_by_label("New password", exact=True).fill(NEW)
    page.get_by_label("New password again").fill(NEW)
    page.get_by_role("button", name="Set the new password").click()
    expect(page.get_by_role("heading", name="Your new password is set")).to_be_visible()
    sign_in(page, teacher, WORD)
    expect(page.locator(".govuk-error-summary")).to_contain_text("is not right")
    sign_in(page, teacher, NEW)
    expect(page.get_by_role("link", name="My account")).to_be_visible()


def test_somebody_signs_out_everywhere_else(
    desk: Callable[..., Page], school: School, look: Callable[[Page, str], None]
) -> None:
    teacher = somebody(school, Role.TEACHER, password=WORD)
    here, there = desk(), desk()
    sign_in(there, teacher)
    sign_in(here, teacher)
    here.get_by_role("link", name=re.compile("Was this you")).first.click()
    look(here, "was-this-you")
    here.get_by_role("button", name="Both were me").click()
    here.goto("/account/")
    look(here, "my-account")
    here.get_by_role("link", name="Where you are signed in").click()
    look(here, "where-signed-in")
    here.get_by_role("button", name="Sign out everywhere else").click()
    expect(here.get_by_text("You are signed out of 1 other place.")).to_be_visible()
    there.goto("/")
    expect(there).to_have_url(re.compile("/account/login/"))
