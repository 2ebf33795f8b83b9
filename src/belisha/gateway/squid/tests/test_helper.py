"""The wire between Squid and a helper: every line gets one answer on its channel, whatever comes and however torn."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belisha.gateway.squid import helper
from belisha.gateway.squid.helper import main, serve

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


class Echo:
    """Answers with the question's length; some questions cannot be read."""

    def __init__(self) -> None:
        self.looks = 0

    def look(self, now: float) -> None:
        assert now > 0
        self.looks += 1

    def answer(self, question: bytes) -> bytes:
        if question in {b"", b"bad"}:
            raise ValueError(question)
        return b" OK " + str(len(question)).encode() + b"\n"


def served(chunks: Iterable[bytes], role: object = None, write_at_most: int = 1 << 20) -> bytes:
    """What is answered when these chunks arrive one by one and the channel then closes."""
    arriving, written = iter(chunks), bytearray()

    def write(_: int, content: bytes) -> int:
        written.extend(content[:write_at_most])
        return min(len(content), write_at_most)

    patch = pytest.MonkeyPatch()
    patch.setattr(helper, "os", SimpleNamespace(read=lambda *_: next(arriving, b""), write=write))
    try:
        serve(role or Echo())  # type: ignore[arg-type]
    finally:
        patch.undo()
    return bytes(written)


LINES = b"0 one\n17 three words here\n2 bad\n3 \n4\n5 x\n"
ANSWERS = b"0 OK 3\n17 OK 16\n2 BH\n3 BH\n4 BH\n5 OK 1\n"


def test_whole_lines_are_answered_each_on_its_channel() -> None:
    assert served([LINES]) == ANSWERS


def test_a_read_torn_at_any_byte_changes_nothing() -> None:
    for torn in range(1, len(LINES)):
        assert served([LINES[:torn], LINES[torn:]]) == ANSWERS, torn
    assert served([LINES[at : at + 1] for at in range(len(LINES))]) == ANSWERS


@given(st.lists(st.binary(min_size=1, max_size=40), max_size=20))
def test_any_bytes_get_as_many_answers_as_there_are_lines(chunks: list[bytes]) -> None:
    whole = b"".join(chunks)
    assert served(chunks) == served([whole] if whole else [])
    assert served(chunks).count(b"\n") == whole.count(b"\n")


def test_a_channel_closed_within_a_line_leaves_that_line_unanswered() -> None:
    assert served([b"1 one\n2 tw"]) == b"1 OK 3\n"
    assert served([]) == b""


def test_an_answer_that_squid_takes_in_pieces_is_written_whole() -> None:
    assert served([LINES], write_at_most=3) == ANSWERS


def test_a_line_without_end_is_answered_once_and_skipped() -> None:
    flood = [b"7 " + b"x" * 65536, *([b"x" * 65536] * 40), b"tail\n8 one\n"]
    assert served(flood) == b"7 BH\n8 OK 3\n"


def test_a_line_of_nearly_a_megabyte_is_read() -> None:
    assert served([b"7 " + b"x" * 1_000_000 + b"\n"]) == b"7 OK 1000000\n"


def test_a_flood_of_lines_looks_around_once_a_batch_and_not_once_a_line() -> None:
    role = Echo()
    assert served([b"1 one\n" * 10_000] * 3, role).count(b"\n") == 30_000
    assert role.looks == 3


def test_a_nul_is_a_byte_like_any_other() -> None:
    assert served([b"1 a\0b\n\0\n2 one\n"]) == b"1 OK 3\n\0 BH\n2 OK 3\n"


@pytest.mark.parametrize("role", ["who", "place", "verdict", "rewrite", "sign-in"])
def test_without_anything_published_every_role_answers_and_ends_with_its_channel(tmp_path: Path, role: str) -> None:
    questions = {
        "who": b"1 192.0.2.1 00:00:00:00:00:00 - 1795300140 -\n2\n",
        "place": b"1 story.test GET - http 80 .oak:.juniors:::known:1.lesson.0 -\n2\n",
        "verdict": b"1 192.0.2.1 00:00:00:00:00:00 - GET - http://story.test/ request\n2\n",
        "rewrite": b'1 http://www.google.com/search?q=x "-"\n2\n',
        "sign-in": b"1 ava.1 x\n2\n",
    }
    command = [sys.executable, "-I", "-m", "belisha.gateway.squid.helper", str(tmp_path), role]
    outcome = subprocess.run(command, input=questions[role], capture_output=True, check=True, timeout=20)
    first, second = outcome.stdout.splitlines()
    assert first.startswith(b"1 ")
    assert second.startswith(b"2 ")
    assert {"place": b"1 ERR", "rewrite": b"1 BH", "sign-in": b"1 ERR"}.get(role, b"1 OK do=trouble") in first


def test_a_squid_that_is_gone_is_no_fault_of_the_helper(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def gone(_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(helper, "serve", gone)
    assert main([str(tmp_path), "sign-in"]) == 0


def test_a_role_that_does_not_exist_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(KeyError):
        main([str(tmp_path), "cook"])
