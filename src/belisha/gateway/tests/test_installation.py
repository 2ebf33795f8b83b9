"""A data folder is made once; what a school has in it is never written over."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from belisha.engine.published import publish_policy, read_pointer
from belisha.gateway import installation
from belisha.gateway.installation import Beginning, install, write_passwords
from belisha.gateway.settings import FILE, SettingsError
from belisha.gateway.squid.sign_in import SignIn
from in_force import policy_text, small_policy

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def lists_are_no_matter(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Path]]:
    """Compiling the shipped lists takes a minute: here it is only counted."""
    compiled: list[Path] = []
    monkeypatch.setattr(installation, "compile_lists", compiled.append)
    before = os.umask(0o022)
    yield compiled
    os.umask(before)


def begin() -> Beginning:
    return Beginning(policy_text(), small_policy(), [("ava.1", "one"), ("ben.4", "two")])


def never() -> Beginning:
    pytest.fail("a school's own policy must not be replaced by the sample")


def content(home: Path) -> dict[str, bytes]:
    return {str(each.relative_to(home)): each.read_bytes() for each in home.rglob("*") if each.is_file()}


def test_a_new_home_has_all_that_a_gateway_needs(tmp_path: Path) -> None:
    settings = install(tmp_path, begin, lambda _: None)
    assert settings.authority_key_file.exists()
    assert read_pointer(tmp_path).policy
    assert (tmp_path / "policy.yaml").read_text() == policy_text()
    assert SignIn(tmp_path / "passwords").answer(b"ben.4 two") == b" OK\n"


def test_doing_it_again_changes_nothing(tmp_path: Path) -> None:
    install(tmp_path, begin, lambda _: None)
    before = content(tmp_path)
    said: list[str] = []
    install(tmp_path, never, said.append)
    assert content(tmp_path) == before
    assert said == ["Compiling the lists that are shipped (about a minute, once)"], "which was only counted"


def test_a_policy_that_is_there_or_in_force_is_kept(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text("mine, and being edited")
    install(tmp_path, never, lambda _: None)
    assert (tmp_path / "policy.yaml").read_text() == "mine, and being edited"
    other = tmp_path / "other"
    publish_policy(other, small_policy())
    install(other, never, lambda _: None)
    assert not (other / "policy.yaml").exists()


def test_a_damaged_pointer_is_not_written_over_with_the_sample(tmp_path: Path) -> None:
    (tmp_path / "published").mkdir()
    (tmp_path / "published" / "current.json").write_bytes(b"{")
    install(tmp_path, never, lambda _: None)
    assert (tmp_path / "published" / "current.json").read_bytes() == b"{"


def test_settings_that_cannot_be_used_stop_it(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("listen: [")
    with pytest.raises(SettingsError):
        install(tmp_path, never, lambda _: None)


def test_other_users_of_the_machine_see_nothing_and_passwords_are_for_the_owner_alone(tmp_path: Path) -> None:
    home = tmp_path / "home"
    install(home, begin, lambda _: None)
    for each in (home, *home.rglob("*")):
        assert each.stat().st_mode & 0o007 == 0, each
    for secret in ("passwords", "sample-sign-ins.csv", "ca/private/belisha-ca-key.pem"):
        assert (home / secret).stat().st_mode & 0o077 == 0, secret


def test_passwords_are_kept_as_hashes_alone(tmp_path: Path) -> None:
    write_passwords(tmp_path / "passwords", [("Ava.1", "red-boat-sun")])
    text = (tmp_path / "passwords").read_text()
    assert text.startswith("Ava.1:$argon2id$")
    assert "red-boat-sun" not in text
