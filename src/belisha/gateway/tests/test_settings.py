"""gateway.yaml: defaults, and a clear word about what cannot be used."""

from __future__ import annotations

import os
import pwd
from typing import TYPE_CHECKING

import pytest

from belisha.gateway.settings import FILE, Settings, SettingsError, default_home, read_settings, write_default

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def everybody_exists(monkeypatch: pytest.MonkeyPatch) -> None:
    """As an ordinary user: who the gateway runs as is not ours to choose then."""
    monkeypatch.setattr(os, "geteuid", lambda: 1000)


def fault(home: Path, text: str) -> str:
    (home / FILE).write_text(text)
    with pytest.raises(SettingsError) as error:
        read_settings(home)
    assert FILE in str(error.value)
    return str(error.value)


def test_without_a_file_everything_has_a_default(tmp_path: Path) -> None:
    assert read_settings(tmp_path) == Settings(home=tmp_path)
    assert read_settings(tmp_path).listen == "127.0.0.1"


@pytest.mark.parametrize("text", ["", "# nothing\n", "---\n"])
def test_an_empty_file_is_all_defaults(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text)
    assert read_settings(tmp_path) == Settings(home=tmp_path)


def test_the_file_that_is_written_first_says_the_defaults(tmp_path: Path) -> None:
    write_default(tmp_path)
    assert read_settings(tmp_path) == Settings(home=tmp_path)


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("proxy_port: 3128\n")
    write_default(tmp_path)
    assert read_settings(tmp_path).proxy_port == 3128


def test_a_misspelt_setting_is_named(tmp_path: Path) -> None:
    assert "proxyport" in fault(tmp_path, "proxyport: 3128\n")


@pytest.mark.parametrize("port", ["0", "-1", "65536", "eighty", "80.5", "[8080]"])
@pytest.mark.parametrize("name", ["proxy_port", "portal_port"])
def test_a_port_that_cannot_be_is_refused(tmp_path: Path, name: str, port: str) -> None:
    fault(tmp_path, f"{name}: {port}\n")


@pytest.mark.parametrize("text", ["listen: [", "\t- x", "a: b: c", "just words", "- one\n- two", "listen: 5"])
def test_what_is_not_settings_is_refused(tmp_path: Path, text: str) -> None:
    fault(tmp_path, text)


def test_a_user_who_does_not_exist_is_named_before_anything_starts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert "nobody-of-that-name" in fault(tmp_path, "user: nobody-of-that-name\n")
    somebody = pwd.getpwall()[0].pw_name
    (tmp_path / FILE).write_text(f"user: {somebody}\n")
    assert read_settings(tmp_path).service_user == somebody


def test_devices_are_told_a_name_that_they_can_use() -> None:
    assert Settings(listen="0.0.0.0", public_name="filter.school").portal_url == "http://filter.school:8090"
    assert Settings(listen="10.0.0.2").address == "10.0.0.2"
    assert Settings(listen="0.0.0.0").address == "127.0.0.1", "nobody can open 0.0.0.0"


def test_the_home_is_that_of_the_environment_or_var_and_always_absolute(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BELISHA_HOME", "elsewhere")
    assert default_home() == tmp_path / "elsewhere"
    monkeypatch.setenv("BELISHA_HOME", "")
    assert default_home() == tmp_path / "var"
