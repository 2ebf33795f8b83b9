"""Lines come out the same however a file is packed, encoded and ended, and a damaged one says so."""

import gzip
from pathlib import Path

import pytest

from belisha.engine.lists import Entry, ListError, ReadReport, read_file
from belisha.engine.lists.texts import open_list

NAMES = [Entry("one.example"), Entry("xn--bcher-kva.example"), Entry("three.example")]
TEXT = "one.example\nbücher.example\nthree.example\n"


def write(folder: Path, content: bytes) -> Path:
    path = folder / "list.txt"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.rstrip().encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("latin-1"),
        TEXT.encode("utf-16"),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        gzip.compress(TEXT.encode()),
        gzip.compress(b"one.example\n") + gzip.compress("bücher.example\nthree.example".encode()),
    ],
    ids=["plain", "no-end", "mark", "latin-1", "utf-16", "crlf", "cr", "gz", "gz-twice"],
)
def test_the_same_lines_from_every_encoding(tmp_path: Path, content: bytes) -> None:
    assert list(read_file(write(tmp_path, content), ReadReport("test"))) == NAMES


def test_nul_bytes_spoil_their_own_line_only(tmp_path: Path) -> None:
    path = write(tmp_path, b"one.example\nbad\x00name.example\n\x00\x00\nthree.example\n")
    report = ReadReport("test")
    assert list(read_file(path, report)) == [NAMES[0], NAMES[2]]
    assert report.rejected == 2


def test_a_line_without_end_is_cut_and_what_follows_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, b"one.example\n" + b"a" * 5_000_000 + b"\nthree.example\n")
    with open_list(path) as lines:
        found = list(lines)
    assert [found[0], found[-1]] == ["one.example", "three.example"]
    assert max(map(len, found)) < 2_000_000
    assert list(read_file(path, ReadReport("test"))) == [NAMES[0], NAMES[2]]


def test_a_packed_file_that_was_cut_off_is_not_half_a_list(tmp_path: Path) -> None:
    content = gzip.compress("".join(f"name{number}.example\n" for number in range(9999)).encode())
    with pytest.raises(ListError, match="damaged or was cut off"):
        list(read_file(write(tmp_path, content[: len(content) // 2]), ReadReport("test")))


def test_a_file_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(ListError, match=r"absent\.txt cannot be read"):
        list(read_file(tmp_path / "absent.txt", ReadReport("test")))


def test_a_file_that_is_no_list_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(ListError, match="not a list"):
        list(read_file(write(tmp_path, b"<html><body>Not found</body></html>"), ReadReport("test")))
