"""Second factors: set up before anything else by those who need one, changed after stepping up, lost and reset."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from belisha.console.access.acting import By
from belisha.console.access.authorization import NotAllowedError
from belisha.console.access.models import Ending, FactorReset, Session
from belisha.console.access.roles import Role
from belisha.console.access.sign_in.actions.factors import remove_factor
from belisha.console.access.sign_in.actions.resets import agree_to_reset, ask_for_reset, refuse_reset
from belisha.console.access.sign_in.queries import has_factor
from belisha.console.access.sign_in.rules import is_numbered
from belisha.console.audit.models import Link
from belisha.console.outbox.models import OutboxMail
from cast import SECRET, a_school, just_confirmed, somebody

if TYPE_CHECKING:
    from django.http import HttpResponse
    from pytest_django.fixtures import SettingsWrapper

    from belisha.console.access.models import School, User

pytestmark = pytest.mark.django_db

WORD = "kettle-orbit-daisy-plum"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
Type = Authenticator.Type


@pytest.fixture
def school() -> School:
    return a_school()


@pytest.fixture
def head(school: School) -> User:
    return somebody(school, Role.HEAD, password=WORD, second_factor=False)


def sign_in(client: Client, user: User) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": user.username, "password": WORD})


def code(secret: str, at: datetime) -> str:
    return format_hotp_value(hotp_value(secret, int(at.timestamp()) // 30))


def set_up_app(client: Client, at: datetime) -> HttpResponse:
    page = client.get(reverse("second-factor-app")).content.decode()
    found = re.search(r"<strong class=\"sign-in-key\">([A-Z2-7 ]+)</strong>", page)
    assert found
    return client.post(reverse("second-factor-app"), {"code": code(found[1].replace(" ", ""), at)})


def codes_shown(client: Client) -> list[str]:
    return re.findall(r"<code>(\d{4} \d{4})</code>", client.get(reverse("recovery-codes")).content.decode())


def events(user: User) -> list[str]:
    return list(Link.objects.filter(about=f"user:{user.pk}").order_by("pk").values_list("event", flat=True))


def test_a_head_without_a_second_factor_gets_nowhere_until_they_have_one(client: Client, head: User) -> None:
    sign_in(client, head)
    for path in ("/", "/schools/oakfield/sign-in/flags/", reverse("own-sessions")):
        assert client.get(path).headers["Location"] == reverse("second-factor")
    with time_machine.travel(datetime.now(UTC), tick=False):
        assert set_up_app(client, datetime.now(UTC)).headers["Location"] == reverse("recovery-codes")
    assert client.get("/").status_code == 200


def test_a_teacher_may_have_one_but_need_not(client: Client, school: School) -> None:
    sign_in(client, somebody(school, Role.TEACHER, password=WORD))
    assert client.get("/").status_code == 200
    assert client.get(reverse("second-factor")).status_code == 200


def test_a_wrong_first_code_sets_nothing_up(client: Client, head: User) -> None:
    sign_in(client, head)
    client.get(reverse("second-factor-app"))
    assert b"not right" in client.post(reverse("second-factor-app"), {"code": "000000"}).content
    assert not has_factor(head)


def test_the_secret_lies_encrypted(client: Client, head: User) -> None:
    with time_machine.travel(NOW, tick=False):
        sign_in(client, head)
        page = client.get(reverse("second-factor-app")).content.decode()
        secret = re.findall(r"sign-in-key\">([A-Z2-7 ]+)<", page)[0].replace(" ", "")
        client.post(reverse("second-factor-app"), {"code": code(secret, NOW)})
    kept = Authenticator.objects.get(user=head, type=Type.TOTP)
    assert secret not in str(kept.data)
    assert kept.wrap().validate_code(code(secret, datetime.now(UTC)))


def test_recovery_codes_are_shown_until_they_are_safe_and_never_again(client: Client, head: User) -> None:
    with time_machine.travel(NOW, tick=False):
        sign_in(client, head)
        set_up_app(client, NOW)
        shown = codes_shown(client)
        assert len(shown) == 10
        file = client.get(reverse("recovery-codes-download"))
        assert all(each in file.content.decode() for each in shown)
        assert "attachment" in file.headers["Content-Disposition"]
        after = client.post(reverse("recovery-codes-kept"), follow=True).content.decode()
        assert "Go on to your home page" in after, "whoever was held up on the way in is not left standing here"
        assert codes_shown(client) == []
        assert client.get(reverse("recovery-codes-download")).headers["Location"] == reverse("second-factor")


def test_a_recovery_code_lets_one_in_once_without_the_phone(client: Client, head: User) -> None:
    with time_machine.travel(NOW, tick=False):
        sign_in(client, head)
        set_up_app(client, NOW)
        first = codes_shown(client)[0]
        client.post(reverse("account_logout"))
        sign_in(client, head)
        assert client.post(reverse("mfa_authenticate"), {"code": first}).headers["Location"] == "/"
        assert Session.objects.get(key=client.session.session_key).way == "password and recovery code"
        again = Client()
        sign_in(again, head)
        assert b"not right" in again.post(reverse("mfa_authenticate"), {"code": first}).content
    assert "sign-in.recovery-used" in events(head)


def test_the_last_factor_of_somebody_who_needs_one_stays(school: School) -> None:
    head = somebody(school, Role.HEAD)
    with pytest.raises(ValidationError, match="Your role needs"):
        remove_factor(By(head), factor=Authenticator.objects.get(user=head))


def test_a_teacher_may_remove_their_last_and_the_codes_go_with_it(client: Client, school: School) -> None:
    teacher = somebody(school, Role.TEACHER, password=WORD)
    with time_machine.travel(NOW, tick=False):
        sign_in(client, teacher)
        set_up_app(client, NOW)
        app = Authenticator.objects.get(user=teacher, type=Type.TOTP)
        assert client.get(reverse("second-factor-remove", args=[app.pk])).status_code == 200
        client.post(reverse("second-factor-remove", args=[app.pk]))
    assert not Authenticator.objects.filter(user=teacher).exists()
    assert events(teacher)[-2:] == ["sign-in.factor-added", "sign-in.factor-removed"]
    assert OutboxMail.objects.filter(to=teacher.email).count() == 2


def test_nobody_touches_somebody_elses_factor(client: Client, school: School) -> None:
    other = somebody(school, Role.HEAD)
    client.force_login(somebody(school, Role.TEACHER))
    just_confirmed(client)
    theirs = Authenticator.objects.get(user=other)
    assert client.post(reverse("second-factor-remove", args=[theirs.pk])).status_code == 404


def test_five_minutes_after_signing_in_a_sensitive_page_asks_again(client: Client, school: School) -> None:
    teacher = somebody(school, Role.TEACHER, password=WORD)
    page = reverse("second-factor-app")
    with time_machine.travel(NOW, tick=False) as clock:
        sign_in(client, teacher)
        clock.shift(timedelta(minutes=4, seconds=59))
        assert client.get(page).status_code == 200
        clock.shift(timedelta(seconds=1))
        asked = client.get(page).headers["Location"]
        assert asked.startswith(reverse("sign-in-confirm"))
        assert b"not your password" in client.post(asked, {"password": "guess"}).content
        assert client.post(asked, {"password": WORD, "next": page}).headers["Location"] == page
        assert client.get(page).status_code == 200


def test_a_code_steps_up_as_well(client: Client, school: School) -> None:
    head = somebody(school, Role.HEAD)
    with time_machine.travel(NOW, tick=False):
        client.force_login(head)
        done = client.post(reverse("sign-in-confirm"), {"code": code(SECRET, NOW), "next": "/help/"})
    assert done.headers["Location"] == "/help/"


def test_what_was_typed_before_stepping_up_is_offered_again(client: Client, school: School) -> None:
    head = somebody(school, Role.HEAD, password=WORD)
    client.force_login(head)
    asked = client.post(
        "/schools/oakfield/sign-in/second-factors/ask/", {"reason": "Phone in the pond", "username": "x"}
    )
    assert asked.headers["Location"].startswith(reverse("sign-in-confirm"))
    assert client.post(reverse("sign-in-confirm"), {"password": WORD}).headers["Location"] == reverse("kept-form")
    assert b"Phone in the pond" in client.get(reverse("kept-form")).content


# A lost phone and no recovery code: two people


def test_two_people_take_a_lost_second_factor_off(school: School) -> None:
    asks, agrees = somebody(school, Role.DATA_MANAGER), somebody(school, Role.DSL)
    lost = somebody(school, Role.HEAD, password=WORD)
    client = Client()
    client.force_login(lost)
    reset = ask_for_reset(By(asks), school=school, user=lost, reason="Phone stolen")
    assert has_factor(lost), "one person alone changes nothing"
    agree_to_reset(By(agrees), reset=reset)
    assert not has_factor(lost)
    assert Session.objects.get(user=lost).ending == Ending.FACTOR
    assert OutboxMail.objects.filter(to=lost.email).exists()
    sign_in(client, lost)
    assert client.get("/").headers["Location"] == reverse("second-factor")
    assert [each for each in events(lost) if "reset" in each] == ["sign-in.factor-reset-asked", "sign-in.factor-reset"]


def test_whoever_asked_cannot_agree_and_nobody_asks_or_agrees_for_themselves(school: School) -> None:
    head, lost = somebody(school, Role.HEAD), somebody(school, Role.DSL)
    reset = ask_for_reset(By(head), school=school, user=lost, reason="Lost")
    for who in (head, lost):
        with pytest.raises(ValidationError, match="second person"):
            agree_to_reset(By(who), reset=reset)
    with pytest.raises(ValidationError, match="themselves"):
        ask_for_reset(By(head), school=school, user=head, reason="Mine")
    assert has_factor(lost)


def test_only_those_with_the_right_ask_and_agree(school: School) -> None:
    lost, teacher = somebody(school, Role.HEAD), somebody(school, Role.TEACHER)
    with pytest.raises(NotAllowedError):
        ask_for_reset(By(teacher), school=school, user=lost, reason="Lost")
    reset = ask_for_reset(By(somebody(school, Role.DATA_MANAGER)), school=school, user=lost, reason="Lost")
    for role in (Role.TEACHER, Role.NETWORK_MANAGER):
        with pytest.raises(NotAllowedError):
            agree_to_reset(By(somebody(school, role)), reset=reset)


def test_a_request_is_decided_once(school: School) -> None:
    lost = somebody(school, Role.HEAD)
    reset = ask_for_reset(By(somebody(school, Role.DATA_MANAGER)), school=school, user=lost, reason="Lost")
    refuse_reset(By(somebody(school, Role.DSL)), reset=reset, reason="Heard nobody")
    with pytest.raises(ValidationError, match="already"):
        agree_to_reset(By(somebody(school, Role.EXECUTIVE_HEAD)), reset=reset)
    assert has_factor(lost)
    ask_for_reset(By(somebody(school, Role.NETWORK_MANAGER)), school=school, user=lost, reason="Again")


def test_the_pages_of_a_lost_phone(client: Client, school: School) -> None:
    asks, agrees, lost = somebody(school, Role.DATA_MANAGER), somebody(school, Role.DSL), somebody(school, Role.HEAD)
    client.force_login(asks)
    just_confirmed(client)
    page = reverse("factor-reset-ask", args=["oakfield"])
    assert b"Nobody at this school" in client.post(page, {"username": "nobody", "reason": "r"}).content
    stranger = somebody(a_school("st-brigids"), Role.HEAD)
    assert b"Nobody at this school" in client.post(page, {"username": stranger.username, "reason": "r"}).content
    client.post(page, {"username": lost.username, "reason": "Phone stolen"})
    reset = FactorReset.objects.get(user=lost)
    second = Client()
    second.force_login(agrees)
    just_confirmed(second)
    assert b"A second person must agree" in second.get("/").content
    decide = reverse("factor-reset", args=["oakfield", reset.pk])
    assert b"Agree: take it off" in second.get(decide).content
    assert b"Agree: take it off" not in client.get(decide).content
    second.post(decide, {"agree": "1"})
    reset.refresh_from_db()
    assert (reset.state, reset.decided_by) == (FactorReset.State.DONE, agrees)


@pytest.mark.parametrize(
    ("host", "numbered"),
    [("127.0.0.1:8070", True), ("[::1]:8070", True), ("localhost:8070", False), ("a1.example", False)],
)
def test_an_address_that_is_a_number_is_told_from_a_name(host: str, numbered: bool) -> None:
    assert is_numbered(host) is numbered


def test_where_the_address_is_a_number_the_page_says_so_before_a_passkey_fails(
    client: Client, school: School, settings: SettingsWrapper
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client.force_login(somebody(school, Role.TEACHER))
    just_confirmed(client)
    for name, words in (("second-factor", "Add a passkey</a>"), ("second-factor-passkey", "Make the passkey")):
        page = client.get(reverse(name), headers={"host": "10.2.0.5"}).content.decode()
        assert "browsers keep passkeys by name" in page
        assert words not in page.replace("\n", "")
        assert "browsers keep passkeys by name" not in client.get(reverse(name)).content.decode()
