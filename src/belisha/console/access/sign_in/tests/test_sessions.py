"""Sessions: they lock when idle, keep what was typed, and end in ways that are written down."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import translation

from belisha.console.access.acting import By
from belisha.console.access.models import Ending, Flag, KeptForm, Session
from belisha.console.access.roles import Role
from belisha.console.access.settings.actions import change_setting
from belisha.console.access.sign_in.actions import signed_in
from belisha.console.access.sign_in.actions.sessions import end_session, end_sessions, sweep_sessions
from belisha.console.audit.models import Body, Link
from cast import a_school, somebody

if TYPE_CHECKING:
    from django.http import HttpResponse

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db

WORD = "kettle-orbit-daisy-plum"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
ASK = "/schools/oakfield/sign-in/second-factors/ask/"


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def teacher(school: School) -> User:
    return somebody(school, Role.TEACHER, password=WORD)


def at(minutes: float) -> time_machine.travel:
    return time_machine.travel(NOW + timedelta(minutes=minutes), tick=False)


def sign_in(client: Client, user: User, **more: str) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": user.username, "password": WORD}, **more)


def is_locked(client: Client) -> bool:
    response = client.get("/")
    return response.status_code == 302 and response.headers["Location"].startswith(reverse("session-locked"))


def unlock(client: Client, password: str = WORD, path: str = "/help/") -> HttpResponse:
    return client.post(reverse("session-locked"), {"password": password, "next": path})


def state_of(client: Client) -> tuple[bool, int]:
    told = client.get(reverse("session-state")).json()
    return told["locked"], told["left"]


def test_a_session_locks_after_twenty_idle_minutes_and_not_before(client: Client, teacher: User) -> None:
    with at(0):
        sign_in(client, teacher)
    with at(19.9):
        assert not is_locked(client)
    with at(39.8):
        assert not is_locked(client), "the page before put the lock off"
    with at(59.8):
        assert is_locked(client)
    assert Session.objects.get(user=teacher).locked_at == NOW + timedelta(minutes=59.8)


def test_the_lock_comes_when_the_school_has_set_it(client: Client, school: School, teacher: User) -> None:
    change_setting(By(None, system="test"), at=school, key="idle-minutes", value=5)
    with at(0):
        sign_in(client, teacher)
    with at(5):
        assert is_locked(client)


def test_pupils_have_a_limit_of_their_own(client: Client, school: School) -> None:
    change_setting(By(None, system="test"), at=school, key="idle-minutes-pupils", value=3)
    pupil = somebody(school, kind="pupil", password=WORD)
    with at(0):
        sign_in(client, pupil)
    with at(3):
        assert is_locked(client)


def test_asking_how_long_is_left_puts_nothing_off(client: Client, teacher: User) -> None:
    with at(0):
        sign_in(client, teacher)
    with at(15):
        assert state_of(client) == (False, 300)
    with at(20):
        assert state_of(client) == (True, 0)


def test_saying_that_one_is_still_here_puts_it_off(client: Client, teacher: User) -> None:
    with at(0):
        sign_in(client, teacher)
    with at(19):
        told = client.post(reverse("still-here"), headers={"accept": "application/json"})
        assert told.json()["left"] == 1200
    with at(38):
        assert not is_locked(client)


def test_where_the_school_signs_out_whoever_leaves_no_password_opens_the_session_and_what_was_typed_is_kept(
    client: Client, school: School, teacher: User
) -> None:
    change_setting(By(None, system="test"), at=school, key="leaving-a-screen", value="log-off")
    with at(0):
        sign_in(client, teacher)
    with at(21):
        sweep_sessions(NOW + timedelta(minutes=21))
        assert client.get(reverse("session-state")).json() == {"ended": True}
        sent = client.post("/schools/oakfield/posts/", {"words": "half a report"})
        assert sent.headers["Location"].startswith(reverse("account_login"))
        assert Session.objects.get(user=teacher).ending == Ending.TIMED_OUT
        assert KeptForm.objects.filter(user=teacher).exists()
        assert "because you did nothing here for 20 minutes" in client.get(sent.headers["Location"]).content.decode()
        assert unlock(client).headers["Location"].startswith(reverse("account_login"))


def test_a_locked_session_shows_nothing_and_opens_by_the_password_alone(client: Client, teacher: User) -> None:
    with at(0):
        sign_in(client, teacher)
    with at(25):
        page = client.get(reverse("session-locked"))
        assert b"What was typed is kept" in page.content
        assert b"My account" not in page.content
        assert b"not your password" in unlock(client, "guess").content
        before = client.session.session_key
        assert unlock(client).headers["Location"] == "/help/"
        assert client.session.session_key != before, "the key is a new one"
        assert client.get("/").status_code == 200


def test_a_script_unlocks_without_leaving_the_page(client: Client, teacher: User) -> None:
    json = {"accept": "application/json"}
    with at(0):
        sign_in(client, teacher)
    with at(25):
        wrong = client.post(reverse("session-locked"), {"password": "guess"}, headers=json)
        assert (wrong.status_code, wrong.json()["wrong"]) == (400, "That is not your password.")
        right = client.post(reverse("session-locked"), {"password": WORD}, headers=json)
        assert (right.json()["locked"], right.json()["left"]) == (False, 1200)


def test_the_lock_is_guessed_at_ten_times_at_most(client: Client, teacher: User) -> None:
    with at(0):
        sign_in(client, teacher)
    with at(25):
        for _ in range(10):
            unlock(client, "guess")
        assert b"Too many wrong tries" in unlock(client).content


def test_help_can_be_read_while_locked(client: Client, teacher: User) -> None:
    with at(0):
        sign_in(client, teacher)
    with at(25):
        assert client.get(reverse("help")).status_code == 200


def typed_at_the_lock(client: Client, user: User, form: dict[str, object]) -> str:
    """What the page says after a form was sent too late and the session unlocked."""
    with at(0):
        sign_in(client, user)
    with at(25):
        late = client.post(ASK, form)
        assert late.headers["Location"].startswith(reverse("session-locked"))
        assert unlock(client).headers["Location"] == reverse("kept-form")
        return html.unescape(client.get(reverse("kept-form")).content.decode())


def test_what_was_typed_in_a_locked_session_is_kept_encrypted_and_offered_again(client: Client, teacher: User) -> None:
    page = typed_at_the_lock(client, teacher, {"reason": "Her phone fell <into> the pond", "username": "amy"})
    assert page.count("Her phone fell <into> the pond") == 2, "to be read, and in the form"
    assert f'action="{ASK}"' in page
    assert b"pond" not in bytes(KeptForm.objects.get(user=teacher).sealed)


def test_sending_it_again_ends_the_keeping(client: Client, teacher: User) -> None:
    typed_at_the_lock(client, teacher, {"reason": "x"})
    with at(25):
        client.post(ASK, {"reason": "x", "belisha_kept": "1"})
    assert not KeptForm.objects.filter(user=teacher).exists()


def test_it_can_be_thrown_away(client: Client, teacher: User) -> None:
    typed_at_the_lock(client, teacher, {"reason": "x"})
    with at(25):
        client.post(reverse("kept-form-forget"))
    assert not KeptForm.objects.filter(user=teacher).exists()


def test_passwords_are_not_kept_and_files_are_named(client: Client, teacher: User) -> None:
    upload = SimpleUploadedFile("roster.csv", b"a,b")
    page = typed_at_the_lock(client, teacher, {"note": "n", "new_password": "hush", "file": upload})
    assert "hush" not in page
    assert "Passwords are never kept" in page
    assert "roster.csv" in page


def test_what_is_kept_is_seen_by_nobody_else_and_gone_after_a_day(
    client: Client, school: School, teacher: User
) -> None:
    typed_at_the_lock(client, teacher, {"reason": "secret of mine"})
    with at(26):
        other = Client()
        sign_in(other, somebody(school, Role.TEACHER, password=WORD))
        assert b"secret of mine" not in other.get(reverse("kept-form")).content
    with at(25 * 60):
        sign_in(client, teacher)
        assert b"secret of mine" not in client.get(reverse("kept-form")).content
        sweep_sessions(datetime.now(UTC))
    assert not KeptForm.objects.exists()


def test_a_form_that_was_forged_elsewhere_is_not_kept(teacher: User) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(teacher)
    Session.objects.update(last_seen=datetime.now(UTC) - timedelta(hours=1))
    assert strict.post(ASK, {"reason": "forged"}).status_code == 403
    assert not KeptForm.objects.exists()


def test_this_is_not_me_ends_the_session_and_its_owner_reads_of_it(client: Client, teacher: User) -> None:
    with at(0):
        sign_in(client, teacher)
    with at(25):
        is_locked(client)
        assert client.post(reverse("session-not-me")).headers["Location"] == reverse("account_login")
        assert Session.objects.get(user=teacher).ending == Ending.NOT_ME
        sign_in(client, teacher)
        assert b"left a session open" in client.get(reverse("own-flags")).content
    flag = Flag.objects.get(user=teacher)
    with at(26):
        client.post(reverse("own-flag-answer", args=[flag.pk]), {"answer": "read"})
    flag.refresh_from_db()
    assert flag.note == "its owner has read it"


def test_the_sweep_locks_what_is_idle_and_ends_what_was_left(client: Client, teacher: User) -> None:
    with at(0):
        sign_in(client, teacher)
    assert sweep_sessions(NOW + timedelta(minutes=19)) == ""
    assert sweep_sessions(NOW + timedelta(minutes=21)) == "1 locked, 0 ended"
    assert sweep_sessions(NOW + timedelta(hours=9)) == "0 locked, 1 ended"
    session = Session.objects.get(user=teacher)
    assert (session.ending, session.key, session.locks) == (Ending.TIMED_OUT, None, 1)
    with at(9 * 60):
        assert client.get("/").headers["Location"].startswith(reverse("account_login"))
    events = Link.objects.filter(about=f"user:{teacher.pk}").order_by("pk").values_list("event", flat=True)
    assert list(events) == ["sign-in.signed-in", "sign-in.locked", "sign-in.left"]


def test_the_sweep_ends_the_sessions_of_closed_accounts(client: Client, teacher: User) -> None:
    sign_in(client, teacher)
    teacher.closed_at = datetime.now(UTC)
    teacher.save()
    sweep_sessions(datetime.now(UTC))
    assert Session.objects.get(user=teacher).ending == Ending.CLOSED


def test_the_record_says_why_sessions_ended_in_one_language_whatever_its_actor_reads(
    client: Client, teacher: User
) -> None:
    client.force_login(teacher)
    with translation.override("cy"):
        assert str(Ending.CLOSED.label) == "daeth i ben am i'r cyfrif gael ei gau"
        end_sessions(By(None, system="test"), user=teacher, ending=Ending.CLOSED)
    assert "ended because the account was closed" in str(Body.objects.get(link__event="sign-in.ended").content)


def test_ending_the_sessions_of_an_account_shuts_every_browser_out(client: Client, teacher: User) -> None:
    other = Client()
    sign_in(client, teacher)
    sign_in(other, teacher)
    assert end_sessions(By(None, system="test"), user=teacher, ending=Ending.CLOSED) == 2
    assert client.get("/").status_code == other.get("/").status_code == 302


def test_one_sees_ones_sessions_and_ends_one_or_all_others(client: Client, teacher: User) -> None:
    phone, tablet = Client(), Client()
    iphone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18 Safari/604"
    sign_in(client, teacher)
    sign_in(phone, teacher, REMOTE_ADDR="10.1.2.3", HTTP_USER_AGENT=iphone)
    sign_in(tablet, teacher)
    page = client.get(reverse("own-sessions")).content
    assert b"Safari on iPhone" in page
    assert b"10.1.2.3" in page
    of_phone = Session.objects.get(user=teacher, address="10.1.2.3")
    client.post(reverse("own-session-end", args=[of_phone.pk]))
    assert phone.get("/").status_code == 302
    client.post(reverse("own-sessions-end-others"))
    assert tablet.get("/").status_code == 302
    assert client.get("/").status_code == 200


def test_nobody_ends_somebody_elses_session(client: Client, school: School, teacher: User) -> None:
    sign_in(client, teacher)
    other = somebody(school, Role.TEACHER, password=WORD)
    sign_in(Client(), other)
    theirs = Session.objects.get(user=other)
    assert client.post(reverse("own-session-end", args=[theirs.pk])).status_code == 404
    with pytest.raises(PermissionError):
        end_session(By(teacher), session=theirs)


def test_two_devices_at_once_are_asked_about_once(client: Client, teacher: User) -> None:
    sign_in(client, teacher)
    other = Client()
    sign_in(other, teacher)
    flag = Flag.objects.get(user=teacher)
    assert flag.kind == Flag.Kind.TWO_DEVICES
    assert b"Was this you?" in client.get("/").content
    client.post(reverse("own-flag-answer", args=[flag.pk]), {"answer": "me"})
    other.post(reverse("account_logout"))
    sign_in(other, teacher)
    assert Flag.objects.filter(user=teacher, cleared_at__isnull=True).count() == 0


def test_one_was_not_me_ends_the_others_and_asks_the_school(client: Client, teacher: User) -> None:
    other = Client()
    sign_in(other, teacher)
    sign_in(client, teacher)
    flag = Flag.objects.get(user=teacher)
    answer = client.post(reverse("own-flag-answer", args=[flag.pk]), {"answer": "not-me"})
    assert answer.headers["Location"] == reverse("account_change_password")
    assert other.get("/").status_code == 302
    assert client.get(reverse("own-account")).status_code == 200
    assert Flag.objects.get(user=teacher, cleared_at__isnull=True).kind == Flag.Kind.NOT_OWNER


def test_a_card_signs_in_but_proves_too_little_for_sensitive_pages(school: School) -> None:
    pupil = somebody(school, kind="pupil")
    client = Client()
    request = client.get("/help/").wsgi_request
    session = signed_in(request, pupil, "card")
    assert (session.way, session.confirmed_at) == ("card", None)
    assert re.fullmatch(r"[a-z0-9]{32}", str(session.key))


def test_a_page_asks_the_same_number_of_questions_however_long_the_list(
    client: Client, teacher: User, django_assert_max_num_queries: object
) -> None:
    sign_in(client, teacher)
    for _ in range(5):
        sign_in(Client(), teacher)
    with django_assert_max_num_queries(8):
        client.get(reverse("own-sessions"))
