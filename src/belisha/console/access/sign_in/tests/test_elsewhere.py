"""Signing in with the school's Google or Microsoft account, against a provider that really runs on this machine."""

from __future__ import annotations

from http.client import HTTPConnection
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse

from belisha.console.access.models import Session, User
from belisha.console.access.roles import Role
from belisha.console.audit.models import Link
from belisha.console.config.installation import Console, ConsoleSettingsError, Elsewhere, read_console
from cast import a_school, somebody
from console.identity_provider import CLIENT, CLIENT_SECRET, IdentityProvider

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.http import HttpResponse

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
TENANT = "11111111-2222-3333-4444-555555555555"


@pytest.fixture
def provider(socket_enabled: None, settings: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[IdentityProvider]:
    running = IdentityProvider()
    monkeypatch.setenv("SECRET_OF_TEST", CLIENT_SECRET)
    told = {
        "client_id": CLIENT,
        "domains": ("oakfield.example",),
        "secret_env": "SECRET_OF_TEST",
        "server": running.url,
    }
    console = Console(google=Elsewhere(**told), microsoft=Elsewhere(**told, tenant=TENANT))
    settings.ELSEWHERE = console.elsewhere
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": console.elsewhere_apps()}
    }
    yield running
    running.end()


def amy(**more: object) -> dict[str, object]:
    return {"sub": "g-1", "email": "amy@oakfield.example", "email_verified": True} | more


def go_through(client: Client, name: str = "google") -> HttpResponse:
    """To the provider and back again, as a browser goes."""
    away = client.get(reverse("openid_connect_login", args=[name])).headers["Location"]
    parts = urlsplit(away)
    connection = HTTPConnection(parts.netloc, timeout=10)
    connection.request("GET", f"{parts.path}?{parts.query}")
    back = urlsplit(connection.getresponse().headers["Location"])
    connection.close()
    return client.get(f"{back.path}?{back.query}")


@pytest.fixture
def teacher() -> User:
    user = somebody(a_school(), Role.TEACHER)
    user.email = "Amy@oakfield.example"
    user.save()
    return user


def test_a_teacher_signs_in_and_is_linked_once(client: Client, provider: IdentityProvider, teacher: User) -> None:
    provider.claims = amy()
    assert go_through(client).headers["Location"] == "/"
    assert client.get("/").status_code == 200
    assert Session.objects.get(user=teacher).way == "google"
    go_through(Client())
    assert SocialAccount.objects.get(user=teacher).uid == "g-1"
    events = Link.objects.filter(about=f"user:{teacher.pk}").values_list("event", flat=True)
    assert sorted(events) == ["sign-in.flagged", "sign-in.linked", "sign-in.signed-in", "sign-in.signed-in"]


def test_microsoft_proves_by_its_tenant_and_the_name_in_its_directory(
    client: Client, provider: IdentityProvider, teacher: User
) -> None:
    provider.claims = {"sub": "m-1", "tid": TENANT, "preferred_username": "amy@oakfield.example"}
    assert go_through(client, "microsoft").headers["Location"] == "/"
    assert Session.objects.get(user=teacher).way == "microsoft"


@pytest.mark.parametrize(
    ("name", "claims"),
    [
        ("google", amy(email_verified=False)),
        ("google", amy(email="amy@evil.example")),
        ("google", amy(email="nobody@oakfield.example")),
        ("microsoft", {"sub": "m-2", "tid": TENANT, "email": "amy@oakfield.example", "email_verified": True}),
        ("microsoft", {"sub": "m-3", "tid": "other", "preferred_username": "amy@oakfield.example"}),
    ],
)
def test_whoever_is_not_known_for_certain_stays_outside(
    client: Client, provider: IdentityProvider, teacher: User, name: str, claims: dict[str, object]
) -> None:
    provider.claims = claims
    people = User.objects.count()
    assert go_through(client, name).headers["Location"] == reverse("sign-in-elsewhere-refused")
    assert client.get("/").status_code == 302
    assert User.objects.count() == people, "nobody is made"
    assert not SocialAccount.objects.exists()


def test_a_closed_account_is_not_opened_from_elsewhere(
    client: Client, provider: IdentityProvider, teacher: User
) -> None:
    provider.claims = amy()
    go_through(Client())
    teacher.closed_at = teacher.opened_at
    teacher.save()
    assert go_through(client).headers["Location"] in {reverse("account_inactive"), reverse("sign-in-elsewhere-refused")}
    assert client.get("/").status_code == 302


def test_two_accounts_with_one_address_are_not_guessed_between(
    client: Client, provider: IdentityProvider, teacher: User
) -> None:
    other = somebody(a_school())
    other.email = teacher.email
    other.save()
    provider.claims = amy()
    assert go_through(client).headers["Location"] == reverse("sign-in-elsewhere-refused")


def test_the_second_factor_is_asked_for_all_the_same(client: Client, provider: IdentityProvider) -> None:
    head = somebody(a_school(), Role.HEAD)
    head.email = "amy@oakfield.example"
    head.save()
    provider.claims = amy()
    assert go_through(client).headers["Location"] == reverse("mfa_authenticate")


def test_stopping_half_way_says_so(client: Client, provider: IdentityProvider) -> None:
    provider.refuses = True
    assert go_through(client).headers["Location"] == reverse("socialaccount_login_cancelled")
    assert b"You stopped signing in" in client.get(reverse("socialaccount_login_cancelled")).content


def test_an_answer_that_nobody_asked_for_is_refused(client: Client, provider: IdentityProvider) -> None:
    response = client.get(reverse("openid_connect_callback", args=["google"]) + "?code=x&state=forged")
    assert response.status_code == 401
    assert b"did not work" in response.content


def test_the_page_offers_only_what_is_set(client: Client, provider: IdentityProvider, settings: object) -> None:
    assert b"Sign in with Google" in client.get(reverse("account_login")).content
    settings.ELSEWHERE = {}
    assert b"Sign in with" not in client.get(reverse("account_login")).content.replace(b"Sign in with a passkey", b"")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("google: {client_id: x, domains: [], secret_env: PATH}", "domains"),
        ("google: {client_id: x, domains: [a.example]}", "secret_file or secret_env"),
        ("google: {client_id: x, domains: [a.example], secret_file: /nowhere}", "there is no file"),
        ("google: {client_id: x, domains: [a.example], secret_env: NOT_SET_AT_ALL}", "the environment has no"),
        ("microsoft: {client_id: x, domains: [a.example], secret_env: PATH, tenant: common}", "tenant"),
        ("shared_addresses: [ten]", "shared_addresses"),
    ],
)
def test_settings_that_cannot_be_used_are_refused_with_what_to_change(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "console.yaml").write_text(text)
    with pytest.raises(ConsoleSettingsError, match=fault):
        read_console(tmp_path)
