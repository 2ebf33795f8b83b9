"""The page about signing in with Google or Microsoft: what is set, whom it lets in, and what the provider says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from django.urls import reverse

from belisha.console.access.roles import Role
from belisha.console.config.installation import Console, Elsewhere
from belisha.console.config.system.doctor import examine
from belisha.console.config.system.elsewhere import callback_of, tried
from cast import a_federation, a_school, everywhere, somebody
from console.identity_provider import CLIENT, CLIENT_SECRET, IdentityProvider

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from django.test import Client
    from pytest_django.fixtures import SettingsWrapper

pytestmark = [pytest.mark.django_db, pytest.mark.enable_socket]
WELL = ["well", "well"]


@pytest.fixture
def provider(socket_enabled: None) -> Iterator[IdentityProvider]:
    running = IdentityProvider()
    yield running
    running.end()


@pytest.fixture
def secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_OF_TEST", CLIENT_SECRET)


def console_with(server: str, client: str = CLIENT) -> Console:
    told = Elsewhere(client_id=client, domains=("oakfield.example",), secret_env="SECRET_OF_TEST", server=server)
    return Console(google=told)


@pytest.fixture
def technician(client: Client) -> Client:
    client.force_login(everywhere(a_federation(), Role.NETWORK_MANAGER))
    return client


@pytest.mark.usefixtures("secret")
def test_a_provider_that_answers_and_knows_us_is_well(provider: IdentityProvider, settings: SettingsWrapper) -> None:
    settings.CONSOLE = console_with(provider.url)
    assert [finding.state for finding in tried("google")] == WELL
    assert [check.state for check in examine() if check.name == "sign-in by google"] == WELL


@pytest.mark.usefixtures("secret")
def test_a_client_number_that_the_provider_does_not_know_is_told(
    provider: IdentityProvider, settings: SettingsWrapper
) -> None:
    settings.CONSOLE = console_with(provider.url, client="somebody else")
    assert [finding.state for finding in tried("google")] == ["well", "wrong"]


def test_a_secret_that_is_too_old_is_told(
    provider: IdentityProvider, settings: SettingsWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_OF_TEST", "of last year")
    settings.CONSOLE = console_with(provider.url)
    assert [finding.state for finding in tried("google")] == ["well", "wrong"]


@pytest.mark.usefixtures("secret")
@pytest.mark.parametrize("path", ["/elsewhere", "/keys"])
def test_an_address_that_is_no_provider_is_told(
    provider: IdentityProvider, settings: SettingsWrapper, path: str
) -> None:
    settings.CONSOLE = console_with(provider.url + path)
    [finding] = tried("google")
    assert finding.state == "wrong"
    assert "does not answer as a provider" in finding.says


@pytest.mark.usefixtures("secret")
def test_whoever_calls_themselves_otherwise_is_told_and_not_sent_the_secret(
    provider: IdentityProvider, settings: SettingsWrapper
) -> None:
    settings.CONSOLE = console_with(provider.url.replace("127.0.0.1", "localhost"))
    answered, called = tried("google")
    assert (answered.state, called.state) == ("well", "wrong")
    assert f"It calls itself {provider.url}" in called.says


@pytest.mark.usefixtures("secret")
def test_the_page_shows_what_is_set_and_whom_it_lets_in_and_never_the_secret(
    technician: Client, provider: IdentityProvider, settings: SettingsWrapper
) -> None:
    settings.CONSOLE = console_with(provider.url)
    for email in ("amy@oakfield.example", "ben@oakfield.example", "Ben@oakfield.example", "cal@other.example"):
        user = somebody(a_school(), Role.TEACHER)
        user.email = email
        user.save()
    page = technician.get(reverse("system-sign-in")).content.decode()
    assert CLIENT in page
    assert callback_of("google") in page
    assert "have let none of them in: ben@oakfield.example." in page
    asked = technician.post(reverse("system-sign-in"), {"ask": "google"}).content.decode()
    assert "It knows our client number and our secret." in asked
    assert CLIENT_SECRET not in page + asked
    assert "Set up: Google Workspace." in technician.get(reverse("system")).content.decode()


def test_before_anything_is_set_the_page_says_how_and_asks_nobody(technician: Client) -> None:
    page = technician.post(reverse("system-sign-in"), {"ask": "google"}).content.decode()
    for name in ("google", "microsoft"):
        assert callback_of(name) in page
    assert "What it says" not in page


def test_a_secret_that_others_can_read_is_found_by_the_doctor(tmp_path: Path, settings: SettingsWrapper) -> None:
    file = tmp_path / "google-secret"
    file.write_text(CLIENT_SECRET)
    told = Elsewhere(
        client_id=CLIENT, domains=("oakfield.example",), secret_file=str(file), server="http://127.0.0.1:1"
    )
    settings.CONSOLE = Console(google=told)
    for mode, state in ((0o644, "wrong"), (0o600, "well")):
        file.chmod(mode)
        assert [check.state for check in examine() if check.name == "console google-secret"] == [state]
