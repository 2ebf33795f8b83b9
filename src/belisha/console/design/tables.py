"""Lists that one can search, filter, sort, leaf through and take away: declared once, the same on every page.

A `Table` says what the list is; `show` answers a request with a page of it, or with all of it as CSV.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from belisha.console.design.files import spreadsheet

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.core.paginator import Page
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

__all__ = ["Choice", "Column", "Listing", "Table", "show"]


class Column(NamedTuple):
    """One column: `key` in addresses, its title, and what it shows of a row (text, number, date, yes or no, markup).

    `order`: fields to sort by; none, and it cannot be sorted. `link`: where the cell leads. `plain`: the text for CSV
    where `value` gives markup.
    """

    key: str
    title: object
    value: Callable[[Any], object]
    order: tuple[str, ...] = ()
    link: Callable[[Any], str] | None = None
    numeric: bool = False
    plain: Callable[[Any], object] | None = None

    def shown(self, row: object) -> object:
        """What the page shows: dates in words, yes and no, and nothing for None."""
        value = self.value(row)
        return value if isinstance(value, Markup) else _words(value)


class Choice(NamedTuple):
    """A filter: its name in addresses, its title, what can be chosen, and the lookup, or a function, that narrows."""

    key: str
    title: object
    choices: Sequence[tuple[str, object]]
    narrow: str | Callable[[QuerySet[Any], str], QuerySet[Any]]

    def apply(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """The rows that fit a choice."""
        return rows.filter(**{self.narrow: value}) if isinstance(self.narrow, str) else self.narrow(rows, value)


class Table(NamedTuple):
    """What a list is: the file name of its CSV, its columns, the fields that its search box looks in, its filters."""

    name: str
    columns: tuple[Column, ...]
    search: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    hint: object = ""  # below the search box: what one can type
    size: int = 50
    fold: Callable[[str], str] = str  # what is typed, as the fields that are searched hold it
    seek: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None  # looks for what is typed, where no field does
    most: int = 0  # of what is found by typing, so many are counted and leafed through; 0: all. CSV has all of them


def _find(table: Table, given: Mapping[str, Any]) -> forms.Form:
    """The box and the choices above a list."""
    form = forms.Form(given, auto_id="find_%s", use_required_attribute=False)
    if table.search or table.seek:
        form.fields["q"] = forms.CharField(label=_("Search"), help_text=str(table.hint), required=False)
    for choice in table.choices:
        options = [("", _("All")), *choice.choices]
        form.fields[choice.key] = forms.ChoiceField(label=str(choice.title), choices=options, required=False)
    for field in form.fields.values():
        field.plain = True  # type: ignore[attr-defined]  # nobody is told that a filter is optional
    return form


class Listing:
    """A table as one request asks for it. `rows` are those of this page; `all` is every row that fits."""

    def __init__(self, table: Table, rows: QuerySet[Any], request: HttpRequest) -> None:
        self.table = table
        # in the words of the reader, once: every cell of a page says its column's title to narrow screens
        self.columns = tuple(column._replace(title=str(column.title)) for column in table.columns)
        self.path = request.path
        self._asked = request.GET
        self.form = _find(table, request.GET)
        self.form.is_valid()  # a choice that does not exist is left out
        self.sort = request.GET.get("sort", "") if self._sorted(request.GET.get("sort", "")) else ""
        self._given = rows
        self.all = self._in_order(self._narrow(rows))

    @property
    def narrowed(self) -> bool:
        """Whether something is searched for or chosen."""
        return any(self.form.cleaned_data.values())

    @property
    def page(self) -> Page[Any]:
        """The page asked for; the nearest one where there is no such page."""
        if not hasattr(self, "_page"):
            most = self._most
            # counting all that fit may take longer than a page, and finding them twice takes twice as long
            rows = list(self.all.values_list("pk", flat=True)[:most]) if most else self.all
            self._page = Paginator(rows, self.table.size).get_page(self._asked.get("page"))
        return self._page

    @property
    def rows(self) -> Sequence[Any]:
        """The rows of this page."""
        if not hasattr(self, "_rows"):
            found = self.page.object_list
            self._rows = self._by_number(list(found)) if self._most else list(found)
        return self._rows

    @property
    def _most(self) -> int:
        """Of how many at most the numbers alone are read first; 0 where the page is read at once."""
        return self.table.most if self.form.cleaned_data.get("q") else 0

    def _by_number(self, numbers: list[Any]) -> list[Any]:
        """Rows by their numbers, in that order; to sort them a database might walk through all that there are."""
        rows = {row.pk: row for row in self._given.filter(pk__in=numbers).order_by()}
        return [rows[number] for number in numbers if number in rows]

    @property
    def summary(self) -> str:
        """How many there are, and which of them are here."""
        count = self.page.paginator.count
        if self.table.most and count == self.table.most and self.form.cleaned_data.get("q"):
            first, last = self.page.start_index(), self.page.end_index()
            return _("%(first)s to %(last)s of at least %(count)s: type one more word to find fewer") % {
                "first": first,
                "last": last,
                "count": count,
            }
        if self.page.paginator.num_pages == 1:
            return ngettext("%(count)s in this list", "%(count)s in this list", count) % {"count": count}
        first, last = self.page.start_index(), self.page.end_index()
        return _("%(first)s to %(last)s of %(count)s") % {"first": first, "last": last, "count": count}

    @property
    def page_numbers(self) -> list[int | str]:
        """The pages to leaf to; text where some are left out."""
        pages = self.page.paginator.get_elided_page_range(self.page.number, on_each_side=1, on_ends=1)
        # what Django gives for those left out is a text that is translated later, and no template takes that for text
        return [page if isinstance(page, int) else str(page) for page in pages]

    @property
    def csv_link(self) -> str:
        """Where the same rows come as CSV."""
        return self._link(format="csv", page=None)

    def page_link(self, number: int) -> str:
        """Where another page of the same rows is."""
        return self._link(page=str(number))

    def sort_link(self, column: Column) -> str:
        """Where the list is sorted by a column; the other way round if it is so already."""
        return self._link(sort=f"-{column.key}" if self.sort == column.key else column.key, page=None)

    def direction(self, column: Column) -> str:
        """How a column is sorted now, in the words of `aria-sort`."""
        return {column.key: "ascending", f"-{column.key}": "descending"}.get(self.sort, "none")

    def as_csv(self) -> HttpResponse:
        """Every row that fits, as a file that a spreadsheet opens; no cell is taken for a formula."""
        rows = (
            [(column.plain or column.value)(row) for column in self.columns]
            for row in self.all.iterator(chunk_size=2000)
        )
        return spreadsheet(self.table.name, [column.title for column in self.columns], rows)

    def _narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.form.cleaned_data
        if self.table.seek and (typed := wanted.get("q")):
            rows = self.table.seek(rows, typed)
        for word in self.table.fold(wanted.get("q") or "").split() if self.table.search else ():
            found = Q()
            for field in self.table.search:
                found |= Q(**{f"{field}__icontains": word})
            rows = rows.filter(found)
        for choice in self.table.choices:
            if value := wanted.get(choice.key):
                rows = choice.apply(rows, value)
        return rows

    def _sorted(self, asked: str) -> Column | None:
        key = asked.removeprefix("-")
        return next((column for column in self.columns if column.order and column.key == key), None)

    def _in_order(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        column = self._sorted(self.sort)
        if column is None:
            return rows if rows.ordered else rows.order_by("pk")
        fields = [_turned(field) for field in column.order] if self.sort.startswith("-") else list(column.order)
        return rows.order_by(*fields, "pk")

    def _link(self, **changes: str | None) -> str:
        asked = self._asked.copy()
        for key, value in changes.items():
            asked.pop(key, None)
            if value is not None:
                asked[key] = value
        return f"{self.path}?{asked.urlencode()}" if asked else self.path


def show(
    request: HttpRequest, table: Table, rows: QuerySet[Any], template: str, context: Mapping[str, object] | None = None
) -> HttpResponse:
    """The answer to a request for a list: a page, whose template gets `listing`, or CSV where that is asked for."""
    listing = Listing(table, rows, request)
    if request.GET.get("format") == "csv":
        return listing.as_csv()
    return render(request, template, {"listing": listing, **(context or {})})


def _turned(field: str) -> str:
    return field.removeprefix("-") if field.startswith("-") else f"-{field}"


def _words(value: object) -> object:
    """Months are short in a list, where columns are narrow."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j M Y, H:i")
    return date_format(value, "j M Y") if isinstance(value, date) else value
