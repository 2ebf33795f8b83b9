"""Files that pages hand out: spreadsheets, papers, and what somebody once handed in."""

from __future__ import annotations

import csv
from datetime import date, datetime
from io import StringIO
from typing import TYPE_CHECKING, Final

from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from markupsafe import Markup

from belisha.console.design.middleware import SANDBOX

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["CSV", "PDF", "cell", "csv_of", "defused", "handed_out", "spreadsheet"]

CSV: Final = "text/csv; charset=utf-8"
PDF: Final = "application/pdf"
MARK: Final = "\ufeff"  # by which spreadsheets know that a text is UTF-8
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def handed_out(content: bytes | str, name: str = "", media: str = "application/octet-stream") -> HttpResponse:
    """A file to be saved under a name; without one, to be shown in a page. Wherever it is opened, it runs nothing."""
    headers = {
        "Content-Disposition": content_disposition_header(bool(name), name) or "inline",
        "Content-Security-Policy": SANDBOX,
        "Cross-Origin-Resource-Policy": "same-origin",
    }
    return HttpResponse(content, content_type=media, headers=headers)


def spreadsheet(name: str, heads: Iterable[object], rows: Iterable[Iterable[object]]) -> HttpResponse:
    """Rows as a file that a spreadsheet opens, named with today's date."""
    return handed_out(csv_of(heads, rows), f"{name}-{timezone.localdate().isoformat()}.csv", CSV)


def csv_of(heads: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    """Rows as text for spreadsheets, none of whose cells is taken for a formula."""
    lines = StringIO()
    lines.write(MARK)
    writer = csv.writer(lines)
    writer.writerow([cell(head) for head in heads])
    writer.writerows([cell(value) for value in row] for row in rows)
    return lines.getvalue()


def cell(value: object) -> object:
    """What a spreadsheet gets of a value: numbers as they are, days as ISO 8601, times on the school's clock."""
    match value:
        case None:
            return ""
        case bool():
            return _("Yes") if value else _("No")
        case int() | float():
            return value
        case datetime():
            return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")  # what spreadsheets take for a time
        case date():
            return value.isoformat()
        case Markup():
            return defused(value.striptags())
    return defused(str(value))


def defused(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe stands before what would begin one."""
    return f"'{text}" if text.startswith(FORMULA) else text
