"""Signing in by user name and password, guesses, forgotten passwords: as a browser without scripts meets them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest
import time_machine
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from belisha.console.access.models import Ending, Guess, Session, User
from belisha.console.access.roles import Role
from belisha.console.access.sign_in.actions.guesses import BROWSER_COOKIE, forget_old_guesses
from belisha.console.access.sign_in.mail import send_reset_links
from belisha.console.access.sign_in.rules import GUESSES
from belisha.console.audit.models import Body, Link
from belisha.console.outbox.models import OutboxMail
from cast import SECRET, a_school, somebody

if TYPE_CHECKING:
    from django.http import HttpResponse

    from belisha.console.access.models import School

pytestmark = pytest.mark.django_db

WORD = "kettle-orbit-daisy-plum"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def teacher(school: School) -> User:
    return somebody(school, Role.TEACHER, password=WORD)


def sign_in(client: Client, user: User, password: str = WORD, **more: str) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": user.username, "password": password}, **more)


def events(user: User) -> list[str]:
    return list(Link.objects.filter(about=f"user:{user.pk}").order_by("pk").values_list("event", flat=True))


def code(at: datetime) -> str:
    return format_hotp_value(hotp_value(SECRET, int(at.timestamp()) // 30))


def test_a_teacher_signs_in_and_lands_on_their_home(client: Client, teacher: User) -> None:
    response = sign_in(client, teacher)
    assert response.headers["Location"] == "/"
    session = Session.objects.get(user=teacher)
    assert (session.way, session.key, session.needs_factor) == ("password", client.session.session_key, False)
    assert events(teacher) == ["sign-in.signed-in"]


def test_a_user_name_may_be_typed_in_capitals_and_with_a_space(client: Client, teacher: User) -> None:
    client.post(reverse("account_login"), {"login": f" {str(teacher.username).upper()} ", "password": WORD})
    assert client.get("/").status_code == 200


def test_a_try_at_a_user_name_that_nobody_has_is_on_record_without_what_was_typed(
    client: Client, school: School
) -> None:
    for _ in range(GUESSES):
        client.post(reverse("account_login"), {"login": "my-secret-word", "password": "another-secret"})
    links = Link.objects.filter(event="sign-in.unknown")
    assert links.count() == GUESSES
    assert {link.chain for link in links} == {school.federation.chain}
    held = Link.objects.get(event="sign-in.address-held-off")
    assert "until" in held.body.content["after"]
    told = str([body.content for body in Body.objects.all()])
    assert "secret" not in told
    assert "no such user name" in told


def test_where_there_is_no_school_yet_a_try_is_refused_like_any_other(client: Client) -> None:
    answer = client.post(reverse("account_login"), {"login": "somebody", "password": "something"})
    assert answer.status_code == 200
    assert not Link.objects.exists()


def test_the_key_of_a_session_changes_at_sign_in(client: Client, teacher: User) -> None:
    client.get(reverse("account_login"))
    session = client.session
    session["before"] = "somebody set this key for us"
    session.save()
    before = session.session_key
    sign_in(client, teacher)
    assert client.session.session_key != before


def test_a_wrong_password_and_a_name_of_nobody_are_answered_alike(client: Client, teacher: User) -> None:
    wrong = sign_in(client, teacher, "not it")
    nobody = client.post(reverse("account_login"), {"login": "nobody.at.all", "password": "not it"})

    def said(response: HttpResponse) -> str:
        text = response.content.decode()
        text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)
        return text.replace(str(teacher.username), "X").replace("nobody.at.all", "X")

    assert (wrong.status_code, nobody.status_code) == (200, 200)
    assert said(wrong) == said(nobody)
    assert "The user name or the password is not right" in said(wrong)


def test_the_eleventh_guess_is_held_off_even_when_it_is_right_and_says_until_when(
    client: Client, teacher: User
) -> None:
    with time_machine.travel(NOW, tick=False):
        for _ in range(10):
            assert b"is not right" in sign_in(client, teacher, "guess").content
        response = sign_in(client, teacher)
        assert b"Try again at 09:05" in response.content
        assert not Session.objects.filter(user=teacher).exists()
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        assert sign_in(client, teacher).status_code == 302
    assert events(teacher) == ["sign-in.failed"] * 10 + ["sign-in.held-off", "sign-in.signed-in"]


def test_right_passwords_do_not_count(client: Client, teacher: User) -> None:
    for _ in range(15):
        assert sign_in(Client(), teacher).status_code == 302
    assert Guess.objects.count() == 0


def test_ten_guesses_at_ten_accounts_hold_off_the_address(client: Client, school: School) -> None:
    for _ in range(10):
        sign_in(Client(), somebody(school, password=WORD), "guess", REMOTE_ADDR="10.0.0.9")
    late = somebody(school, password=WORD)
    assert b"Too many wrong tries" in sign_in(Client(), late, REMOTE_ADDR="10.0.0.9").content
    assert sign_in(Client(), late, REMOTE_ADDR="10.0.0.10").status_code == 302


def test_an_address_that_a_whole_site_shares_is_given_more(school: School, settings: object) -> None:
    settings.SHARED_ADDRESSES = ("10.0.0.0/24",)
    for _ in range(20):
        sign_in(Client(), somebody(school, password=WORD), "guess", REMOTE_ADDR="10.0.0.9")
    assert sign_in(Client(), somebody(school, password=WORD), REMOTE_ADDR="10.0.0.9").status_code == 302


def test_nobody_can_lock_a_head_out_of_the_browser_that_they_always_use(school: School) -> None:
    head, theirs = somebody(school, Role.TEACHER, password=WORD), Client()
    sign_in(theirs, head)
    theirs.post(reverse("account_logout"))
    attacker = Client()
    for _ in range(12):
        sign_in(attacker, head, "guess", REMOTE_ADDR="203.0.113.5")
    assert b"Too many wrong tries" in sign_in(Client(), head, REMOTE_ADDR="203.0.113.6").content
    assert sign_in(theirs, head).status_code == 302


def test_a_known_browser_has_ten_guesses_of_its_own_and_no_more(school: School) -> None:
    user, theirs = somebody(school, Role.TEACHER, password=WORD), Client()
    sign_in(theirs, user)
    theirs.post(reverse("account_logout"))
    for _ in range(10):
        sign_in(theirs, user, "guess")
    assert b"Too many wrong tries" in sign_in(theirs, user).content


def test_the_browsers_token_is_kept_as_a_digest(client: Client, teacher: User) -> None:
    token = sign_in(client, teacher).cookies[BROWSER_COOKIE].value
    assert not teacher.browsers.filter(digest=token).exists()
    assert teacher.browsers.count() == 1


def test_guesses_are_forgotten_after_a_day(client: Client, teacher: User) -> None:
    sign_in(client, teacher, "guess")
    assert forget_old_guesses(datetime.now(UTC)) == 0
    assert forget_old_guesses(datetime.now(UTC) + timedelta(days=2)) == 1


def test_a_closed_account_opens_nothing_and_says_so_to_who_knows_the_password(client: Client, teacher: User) -> None:
    teacher.closed_at = NOW
    teacher.save()
    assert sign_in(client, teacher).headers["Location"] == reverse("account_inactive")
    assert client.get("/").status_code == 302
    assert events(teacher) == ["sign-in.failed"]


def test_signing_out_ends_the_session_and_is_recorded(client: Client, teacher: User) -> None:
    sign_in(client, teacher)
    client.post(reverse("account_logout"))
    session = Session.objects.get(user=teacher)
    assert (session.ending, session.key) == (Ending.SIGNED_OUT, None)
    assert client.get("/").status_code == 302
    assert events(teacher) == ["sign-in.signed-in", "sign-in.signed-out"]


def test_nobody_signs_up(client: Client) -> None:
    assert client.get(reverse("account_signup")).status_code == 403
    assert client.post(reverse("account_signup"), {"username": "x", "password1": WORD}).status_code == 403
    assert User.objects.filter(username="x").count() == 0


def test_the_page_leads_on_to_where_one_was_going_but_never_elsewhere(client: Client, teacher: User) -> None:
    form = {"login": teacher.username, "password": WORD}
    assert Client().post(reverse("account_login"), form | {"next": "/help/"}).headers["Location"] == "/help/"
    evil = Client().post(reverse("account_login"), form | {"next": "https://evil.example/"})
    assert evil.headers["Location"] == "/"


def test_the_second_step_asks_for_a_code_and_a_code_works_once(school: School) -> None:
    head = somebody(school, Role.HEAD, password=WORD)
    with time_machine.travel(NOW, tick=False):
        client = Client()
        assert sign_in(client, head).headers["Location"] == reverse("mfa_authenticate")
        assert client.get("/").status_code == 302
        assert b"not right" in client.post(reverse("mfa_authenticate"), {"code": "000000"}).content
        assert client.post(reverse("mfa_authenticate"), {"code": code(NOW)}).headers["Location"] == "/"
        assert client.get("/").status_code == 200
        assert Session.objects.get(user=head).way == "password and code"
        again = Client()
        sign_in(again, head)
        assert b"not right" in again.post(reverse("mfa_authenticate"), {"code": code(NOW)}).content


def test_codes_are_guessed_ten_times_at_most(school: School) -> None:
    head, client = somebody(school, Role.HEAD, password=WORD), Client()
    with time_machine.travel(NOW, tick=False):
        sign_in(client, head)
        for _ in range(10):
            client.post(reverse("mfa_authenticate"), {"code": "000000"})
        assert b"Too many wrong tries" in client.post(reverse("mfa_authenticate"), {"code": code(NOW)}).content


def link_in(mail: OutboxMail) -> str:
    found = re.search(r"/account/password/reset/key/\S+", mail.body)
    assert found
    return found[0]


def test_a_forgotten_password_is_set_anew_by_the_link_of_a_mail(client: Client, teacher: User) -> None:
    other = Client()
    sign_in(other, teacher)
    asked = client.post(reverse("account_reset_password"), {"email": teacher.email.upper()})
    assert asked.headers["Location"] == reverse("account_reset_password_done")
    send_reset_links.call(teacher.email, "en-gb")
    mail = OutboxMail.objects.get(to=teacher.email)
    assert teacher.username in mail.body
    page = client.get(link_in(mail), follow=True)
    new = "violet-anchor-marble-nine"
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert other.get("/").status_code == 302, "sessions end"
    assert sign_in(Client(), teacher, new).status_code == 302
    assert b"does not work any more" in Client().get(link_in(mail), follow=True).content
    assert "sign-in.password-reset" in events(teacher)


def test_an_address_of_nobody_is_answered_alike_and_gets_no_mail(client: Client, teacher: User) -> None:
    known = client.post(reverse("account_reset_password"), {"email": teacher.email})
    unknown = client.post(reverse("account_reset_password"), {"email": "nobody@oakfield.example"})
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    send_reset_links.call("nobody@oakfield.example", "en-gb")
    assert OutboxMail.objects.count() == 0


def test_a_pupil_asks_their_teacher_instead(client: Client, school: School) -> None:
    pupil = somebody(school, kind="pupil", password=WORD)
    send_reset_links.call(pupil.email, "en-gb")
    assert OutboxMail.objects.count() == 0
    assert b"Ask your teacher" in client.get(reverse("account_reset_password")).content


def test_changing_ones_password_keeps_this_session_and_ends_the_others(client: Client, teacher: User) -> None:
    other = Client()
    sign_in(other, teacher)
    sign_in(client, teacher)
    new = "violet-anchor-marble-nine"
    form = {"oldpassword": WORD, "password1": new, "password2": new}
    assert client.post(reverse("account_change_password"), form).headers["Location"] == reverse("own-account")
    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302
    assert set(Session.objects.filter(user=teacher).values_list("ending", flat=True)) == {"", Ending.PASSWORD}


def test_the_present_password_cannot_be_found_out_at_the_change_form(client: Client, teacher: User) -> None:
    sign_in(client, teacher)
    form = {"password1": "violet-anchor-marble-nine", "password2": "violet-anchor-marble-nine"}
    for _ in range(10):
        client.post(reverse("account_change_password"), form | {"oldpassword": "guess"})
    response = client.post(reverse("account_change_password"), form | {"oldpassword": WORD})
    assert b"Too many wrong tries" in response.content


def test_a_password_that_somebody_may_know_is_changed_before_anything_else(client: Client, teacher: User) -> None:
    teacher.must_change_password = True
    teacher.save()
    sign_in(client, teacher)
    wanted = f"{reverse('own-sessions')}?page=1"
    held_up = client.get(wanted).headers["Location"]
    assert held_up.partition("?")[0] == reverse("account_change_password")
    new = "violet-anchor-marble-nine"
    page = client.get(held_up).content.decode()
    onward = re.search(r'name="next" value="([^"]+)"', page[page.index("<main") :])
    assert onward
    assert unescape(onward[1]) == wanted
    form = {"oldpassword": WORD, "password1": new, "password2": new, "next": onward[1]}
    assert client.post(reverse("account_change_password"), form).headers["Location"] == wanted
