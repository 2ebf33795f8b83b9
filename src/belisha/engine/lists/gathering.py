"""Lists that somebody names by path, to be built into an index of their own: files, folders and tarballs."""

from __future__ import annotations

import datetime as dt
import re
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from belisha.engine.lists.catalogue import category_ids, uses
from belisha.engine.lists.forms import Form, head_of, sniff
from belisha.engine.lists.installed import InstalledList, Provenance
from belisha.engine.lists.reading import form_of, listed_names, read_file, read_listed, ut1_expressions
from belisha.engine.lists.reports import ListError, ReadReport
from belisha.engine.lists.shelves import is_shelf, open_shelf

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from belisha.engine.lists.installed import Read
    from belisha.engine.lists.shelves import Shelf

NAMED = re.compile(r"([a-z][a-z0-9_-]*)=(.+)")


@contextmanager
def gather(
    specs: Iterable[str], category: str = "", expressions: list[ReadReport] | None = None
) -> Iterator[tuple[InstalledList, ...]]:
    """The lists at these places, each "PATH" or "CATEGORY=PATH"; read them while the context is open.

    A place is one list, a UT1 folder or tarball, or any other folder or tarball of lists. Lists of UT1 feed our
    categories where the catalogue maps them, and one of their own name otherwise; other lists are named by their file.
    What UT1's expressions are worth is added to `expressions`. Raises ListError when a place holds no list.
    """
    found: dict[str, InstalledList] = {}
    with ExitStack() as open_files:
        for spec in specs:
            named = None if Path(spec).exists() else NAMED.fullmatch(spec)
            place = Path(named[2] if named else spec)
            for each in _at(place, named[1] if named else category, open_files, expressions):
                each.id = _unused(each.id, found)
                found[each.id] = each
        yield tuple(found.values())


def _at(
    place: Path, category: str, open_files: ExitStack, expressions: list[ReadReport] | None
) -> Iterator[InstalledList]:
    if not place.exists():
        raise ListError(f"There is nothing at {place}.")
    if not is_shelf(place):
        stem = place.name.partition(".")[0]
        yield _list(place, stem, category, partial(read_file, place, form=form_of(place)))
        return
    shelf = open_files.enter_context(open_shelf(place))
    names = listed_names(shelf, Form.UT1)
    found = list(_ut1(place, shelf, names, category) if names else _others(place, shelf, category))
    if not found:
        raise ListError(f"{place.name} holds no list.")
    if names and expressions is not None:
        expressions.extend(ut1_expressions(shelf))
    yield from found


def _ut1(place: Path, shelf: Shelf, names: Iterable[str], category: str) -> Iterator[InstalledList]:
    for name in names:
        title = name or place.name.partition(".")[0]
        yield _list(place, title, category, partial(read_listed, shelf, Form.UT1, "", name))


def _others(place: Path, shelf: Shelf, category: str) -> Iterator[InstalledList]:
    """Every file that is a list; what is beside them (a licence, a read-me) is none and is left out."""
    for path in shelf.files:
        form = sniff(head_of(shelf.lines(path)))
        if form is not None:
            folder, _, name = path.rpartition("/")
            yield _list(place, name.partition(".")[0], category, partial(read_listed, shelf, form, folder, name))


def _list(place: Path, name: str, category: str, read: Read) -> InstalledList:
    at = dt.datetime.fromtimestamp(place.stat().st_mtime, tz=dt.UTC).date()
    about = Provenance("given", f"{name} of {place.name}", "", "", at)
    fed = (category,) if category else category_of(name)
    return InstalledList(name, at.isoformat(), fed, locked=False, provenance=about, read=read, report=ReadReport(name))


def category_of(name: str) -> tuple[str, ...]:
    """The categories that a list of this name feeds: our own of that name, what UT1's means to us, or one so named."""
    if name in category_ids():
        return (name,)
    return uses().get(f"ut1/{name}", (name,))


def _unused(name: str, taken: Iterable[str]) -> str:
    """The name, with a number when it is taken already: two places may both hold a "gambling"."""
    if name not in taken:
        return name
    return next(f"{name}-{number}" for number in range(2, 100_000) if f"{name}-{number}" not in taken)
