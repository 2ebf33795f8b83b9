"""Names and passwords: what is right, what is not, and how often somebody may guess. The clock is set by the test."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.gateway.squid import sign_in
from belisha.gateway.squid.sign_in import GUESSES, WITHIN_SECONDS, SignIn, hash_password, read_passwords

NOWHERE = Path("/nonexistent/passwords")
PASSWORD = "red boat: sun"


@pytest.fixture(scope="module")
def hashed() -> str:
    return hash_password(PASSWORD)


@pytest.fixture
def file(tmp_path: Path, hashed: str) -> Path:
    names = ("ava.1", "zoë", "with space", "O'Neil")
    (tmp_path / "passwords").write_text("# who may sign in\n\n" + "".join(f"{name}:{hashed}\n" for name in names))
    return tmp_path / "passwords"


def question(name: str, password: str = PASSWORD) -> bytes:
    """As Squid writes it: both URL-escaped, a space between."""
    return f"{quote(name, safe='')} {quote(password, safe='')}".encode()


def right(who: SignIn, name: str, password: str = PASSWORD) -> bool:
    return who.answer(question(name, password)) == b" OK\n"


@pytest.mark.parametrize("name", ["ava.1", "AVA.1", "zoë", "ZOË", "with space", "o'neil"])
def test_a_name_in_any_case_and_letters_with_its_password_is_right(file: Path, name: str) -> None:
    assert right(SignIn(file), name)


@pytest.mark.parametrize(
    "password", ["", " ", "red boat", PASSWORD.upper(), PASSWORD + " ", PASSWORD + "\0", "red%20boat%3A%20sun", "red"]
)
def test_almost_the_password_is_wrong(file: Path, password: str) -> None:
    assert not right(SignIn(file), "ava.1", password)


@pytest.mark.parametrize(
    "name", ["", " ava.1", "ava.1 ", "ava.1\0", "ava%2e1", "ava.1:", "*", "# who may sign in", "-"]
)
def test_almost_a_name_is_nobody(file: Path, name: str) -> None:
    assert not right(SignIn(file), name)


@given(st.binary(max_size=200))
def test_any_bytes_get_one_line_and_never_a_yes(content: bytes) -> None:
    who = SignIn(NOWHERE)
    who._right = lambda *_: False  # type: ignore[method-assign] # the cost of a hash is tested elsewhere
    answer = who.answer(content)
    assert answer.startswith(b" ERR ")
    assert answer.count(b"\n") == 1


def test_ten_wrong_guesses_close_a_name_until_the_first_is_five_minutes_old(file: Path) -> None:
    who = SignIn(file)
    for second in range(GUESSES):
        who.look(1000.0 + second)
        assert not right(who, "ava.1", "guess")
    assert not right(who, "ava.1"), "now even the right one is not tried"
    assert b"Too many" in who.answer(question("AVA.1"))
    assert right(who, "zoë"), "the others go on"
    who.look(1000.0 + WITHIN_SECONDS)
    assert not right(who, "ava.1")
    who.look(1000.0 + WITHIN_SECONDS + 0.1)
    assert right(who, "ava.1")


def test_a_right_password_forgives_the_guesses_before_it(file: Path) -> None:
    who = SignIn(file)
    for _ in range(3):
        for _ in range(GUESSES - 1):
            assert not right(who, "ava.1", "guess")
        assert right(who, "ava.1")


def test_a_closed_name_costs_no_hash(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    who = SignIn(file)
    monkeypatch.setattr(who, "_right", lambda *_: False)
    for _ in range(GUESSES):
        who.answer(question("ava.1", "guess"))
    monkeypatch.setattr(who, "_right", lambda *_: pytest.fail("a machine that guesses must not keep us busy"))
    assert b"Too many" in who.answer(question("ava.1", "guess"))


def test_a_name_that_nobody_has_costs_the_same_hash(file: Path, monkeypatch: pytest.MonkeyPatch, hashed: str) -> None:
    tried: list[str] = []

    class Recorder:
        def verify(self, kept: str, _: str) -> bool:
            tried.append(kept)
            return False

    monkeypatch.setattr(sign_in, "HASHER", Recorder())
    who = SignIn(file)
    who.answer(question("ava.1", "x"))
    who.answer(question("nobody", "x"))
    assert tried == [hashed, sign_in.NOBODYS]
    assert hashed.split("$")[:4] == sign_in.NOBODYS.split("$")[:4], "the same algorithm and the same cost"


def test_made_up_names_do_not_fill_the_memory(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sign_in, "REMEMBERED_NAMES", 100)
    who = SignIn(file)
    monkeypatch.setattr(who, "_right", lambda *_: False)
    for _ in range(GUESSES):
        who.answer(question("ava.1"))
    for number in range(5000):
        who.answer(question(f"made-up-{number}"))
    assert len(who._wrong) <= 101
    assert sys.getsizeof(who._wrong) < 50_000
    assert b"Too many" in who.answer(question("ava.1")), "a flood does not reopen a closed name"


def test_a_changed_file_counts_at_the_next_look(file: Path) -> None:
    who = SignIn(file)
    assert right(who, "ava.1")
    file.write_text(file.read_text().replace("ava.1", "eve.1"))
    os.utime(file, (1, 1))
    who.look(0.0)
    assert not right(who, "ava.1")
    assert right(who, "eve.1")


def test_a_file_that_is_taken_away_is_nobody(file: Path) -> None:
    who = SignIn(file)
    file.unlink()
    who.look(0.0)
    assert not right(who, "ava.1")


@pytest.mark.parametrize("line", ["ava.1", "ava.1:", ":", "ava.1:plain-password", "ava.1:$argon2id$v=19$broken", "\0"])
def test_a_damaged_line_lets_nobody_in_and_costs_the_others_nothing(tmp_path: Path, hashed: str, line: str) -> None:
    (tmp_path / "passwords").write_text(f"{line}\nzoë:{hashed}\n")
    who = SignIn(tmp_path / "passwords")
    for password in ("", "plain-password", PASSWORD):
        assert not right(who, "ava.1", password)
    assert right(who, "zoë")


def test_the_last_line_of_a_name_counts_and_comments_do_not(tmp_path: Path) -> None:
    (tmp_path / "p").write_text("# ava.1:a\nAva.1:b\nava.1:c:d\n")
    assert read_passwords(tmp_path / "p") == {"ava.1": "c:d"}
    assert read_passwords(tmp_path / "absent") == {}


def test_a_file_that_cannot_be_read_lets_nobody_in_says_so_once_and_is_read_once_it_can_be(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    who, kept = SignIn(file), file.read_bytes()
    file.write_bytes(b"ava.1:\xff\xfe")
    for now in (1.0, 2.0):
        who.look(now)
        assert not right(who, "ava.1")
    assert b"nobody can sign in" in who.answer(question("ava.1"))
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert "cannot be read" in said[0]
    file.write_bytes(kept)
    who.look(3.0)
    assert right(who, "ava.1")


def test_a_folder_in_the_place_of_the_file_stops_nobody_from_asking(file: Path) -> None:
    file.unlink()
    file.mkdir()
    assert not right(SignIn(file), "ava.1")


def test_guesses_are_not_counted_while_nobody_can_be_right(file: Path) -> None:
    who, kept = SignIn(file), file.read_bytes()
    file.write_bytes(b"\xff")
    who.look(1.0)
    for _ in range(GUESSES + 1):
        who.answer(question("ava.1", "wrong"))
    file.write_bytes(kept)
    who.look(2.0)
    assert right(who, "ava.1")


def test_who_was_right_lately_is_asked_for_cheaply_and_not_at_all_once_the_account_is_closed(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = SignIn(file)
    assert right(who, "ava.1")

    class Dear:
        def verify(self, *_given: str) -> bool:
            raise sign_in.VerificationError

    monkeypatch.setattr(sign_in, "HASHER", Dear())
    assert right(who, "ava.1"), "nothing is hashed again"
    assert not right(who, "ava.1", "another")
    file.write_text(file.read_text().replace("ava.1", "ava.2"))
    who.look(1.0)
    assert not right(who, "ava.1")
