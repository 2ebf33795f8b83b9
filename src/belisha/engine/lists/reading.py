"""Lists as entries: one file, or one list of a shelf (a UT1 tarball or folder, a folder of v2fly or plain files)."""

from __future__ import annotations

from collections import deque
from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from belisha.engine.lists.expressions import read_expressions
from belisha.engine.lists.forms import Form, head_of, read_lines, sniff
from belisha.engine.lists.reports import ListError, ReadReport
from belisha.engine.lists.texts import open_list
from belisha.engine.lists.v2fly import with_includes

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from belisha.engine.lists.entries import Entry
    from belisha.engine.lists.shelves import Shelf

UT1_PARTS = ("domains", "urls")
UT1_EXPRESSIONS = ("expressions", "very_restrictive_expression")
NOT_A_LIST = "it is not a list in any form that is known here"


def read_file(path: Path, report: ReadReport, form: Form | None = None) -> Iterator[Entry]:
    """The entries of one file, in the given form or the one that its content shows. Raises ListError if it has none."""
    if form is None:
        form = form_of(path)
    with open_list(path) as lines:
        yield from read_lines(lines, form, report)


def form_of(path: Path) -> Form:
    """The form of a file by its content. Raises ListError if it is no list."""
    with open_list(path) as lines:
        form = sniff(head_of(lines))
    if form is None:
        raise ListError(f"{path.name}: {NOT_A_LIST}")
    return form


def listed_names(shelf: Shelf, form: Form, folder: str = "") -> tuple[str, ...]:
    """The names of the lists on a shelf, in its order. Of UT1 those with entries; "" lies there without a folder."""
    paths = [PurePosixPath(path) for path in shelf.files]
    if form is Form.UT1:
        names = [path.parent.as_posix() for path in paths if path.name in UT1_PARTS]
    else:
        names = [path.name for path in paths if path.parent == PurePosixPath(folder)]
    return tuple(dict.fromkeys("" if name == "." else name for name in names))


def read_listed(shelf: Shelf, form: Form, folder: str, name: str, report: ReadReport) -> Iterator[Entry]:
    """The entries of one list of a shelf. Raises ListError if it is not there."""
    if form is Form.UT1:
        return _read_ut1(shelf, name, report)
    path = f"{folder}/{name}" if folder else name
    if path not in shelf.files:
        raise ListError(f"{path} is not among these lists")
    if form is not Form.V2FLY:
        return read_lines(shelf.lines(path), form, report)
    return read_lines(with_includes(name, partial(_beside, shelf, path)), form, report)


def _read_ut1(shelf: Shelf, name: str, report: ReadReport) -> Iterator[Entry]:
    """The names and addresses of one UT1 list; a name that is a link ("porn") gives the list that it stands for."""
    name = shelf.links.get(name, name)
    for part in UT1_PARTS:
        path = f"{name}/{part}" if name else part
        if path in shelf.files:
            yield from read_lines(shelf.lines(path), Form.UT1, report)


def _beside(shelf: Shelf, path: str, name: str) -> Iterator[str] | None:
    """The lines of the list `name` in the folder of `path`, with or without an ending."""
    folder = PurePosixPath(path).parent
    wanted = (folder / name).as_posix()
    found = next((each for each in (wanted, f"{wanted}.txt") if each in shelf.files), None)
    return None if found is None else shelf.lines(found)


def ut1_expressions(shelf: Shelf) -> tuple[ReadReport, ...]:
    """What the expressions of the UT1 lists on a shelf are worth: counted and checked, never enforced."""
    reports: dict[str, ReadReport] = {}
    for path in shelf.files:
        name, _, part = path.rpartition("/")
        if part in UT1_EXPRESSIONS:
            report = reports.setdefault(name, ReadReport(f"{name} expressions"))
            deque(read_expressions(shelf.lines(path), report), maxlen=0)
    return tuple(report for report in reports.values() if report.lines)
