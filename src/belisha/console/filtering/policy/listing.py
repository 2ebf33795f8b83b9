"""Lists of what is in the policy and not in a table: search, sort, leaf through, take away as CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse

from belisha.console.design.files import spreadsheet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.http import HttpRequest, HttpResponse, QueryDict

__all__ = ["Held", "links", "show_held"]

SIZE: Final = 50
MARK: Final = "id-of-something"


class Held(NamedTuple):
    """Rows with their headings. A cell that leads somewhere is a pair of its text and the address.

    `numeric`: which columns are numbers. `name`: of the CSV file.
    """

    name: str
    heads: Sequence[str]
    rows: Sequence[Sequence[object]]
    numeric: Sequence[int] = ()


def links(page: str, code: str) -> Callable[[str], str]:
    """Addresses of a page of a school for thousands of ids, which is looked for once."""
    before, after = reverse(page, args=[code, MARK]).split(MARK)
    return lambda name: f"{before}{name}{after}"


def show_held(request: HttpRequest, held: Held, template: str, context: Mapping[str, object]) -> HttpResponse:
    """The page of a list, whose template gets `held`, or all of it as CSV."""
    words = request.GET.get("q", "").casefold().split()
    rows = [row for row in held.rows if all(word in _row_text(row) for word in words)]
    sort = request.GET.get("sort", "")
    column = int(sort.lstrip("-")) if sort.lstrip("-").isdecimal() else -1
    if 0 <= column < len(held.heads):
        rows.sort(key=lambda row: _key(row[column]), reverse=sort.startswith("-"))
    if request.GET.get("format") == "csv":
        return _csv(held, rows)
    page = Paginator(rows, SIZE).get_page(request.GET.get("page"))
    shown = {
        "heads": [_head(request, held, number, sort) for number in range(len(held.heads))],
        "rows": [[cell if isinstance(cell, tuple) else (cell, "") for cell in row] for row in page.object_list],
        "page": page,
        "q": request.GET.get("q", ""),
        "sort": sort,
        "path": request.path,
        "csv": _link(request, format="csv", page=None),
        "previous": _link(request, page=str(page.previous_page_number())) if page.has_previous() else "",
        "next": _link(request, page=str(page.next_page_number())) if page.has_next() else "",
    }
    return render(request, template, {"held": shown, **context})


def _head(request: HttpRequest, held: Held, number: int, sort: str) -> dict[str, Any]:
    up = sort == str(number)
    return {
        "text": held.heads[number],
        "href": _link(request, sort=f"-{number}" if up else str(number), page=None),
        "direction": {str(number): "ascending", f"-{number}": "descending"}.get(sort, "none"),
        "numeric": number in held.numeric,
    }


def _link(request: HttpRequest, **changes: str | None) -> str:
    asked: QueryDict = request.GET.copy()
    for key, value in changes.items():
        asked.pop(key, None)
        if value is not None:
            asked[key] = value
    return f"{request.path}?{asked.urlencode()}" if asked else request.path


def _text(cell: object) -> str:
    return str(cell[0] if isinstance(cell, tuple) else cell)


def _row_text(row: Sequence[object]) -> str:
    return " ".join(_text(cell) for cell in row).casefold()


def _key(cell: object) -> tuple[bool, float, str]:
    value = cell[0] if isinstance(cell, tuple) else cell
    number = isinstance(value, int | float)
    return (not number, float(value) if isinstance(value, int | float) else 0.0, str(value).casefold())


def _csv(held: Held, rows: Sequence[Sequence[object]]) -> HttpResponse:
    return spreadsheet(held.name, held.heads, ([_text(cell) for cell in row] for row in rows))
