"""The self-review as files: a spreadsheet with a sheet for each aspect, and CSV."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.writer.excel import save_workbook

from belisha.console.design.files import csv_of, defused

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from belisha.console.access.models import School
    from belisha.console.compliance.self_review.queries import Sheet

__all__ = ["as_csv", "as_workbook"]

WIDTHS = (46, 14, 70, 18)


def as_csv(found: Sequence[Sheet]) -> str:
    """A line for each duty of each aspect, as text that a spreadsheet opens."""
    heads = [_("Aspect"), _("Title"), _("Suggested"), _("Why"), _("Chosen"), _("Comment"), _("Next")]
    heads += [_("Duty"), _("Stands"), _("Reason"), _("Rests on")]
    return csv_of(heads, ((*_head(sheet), *line) for sheet in found for line in _evidence(sheet)))


def as_workbook(school: School, found: Sequence[Sheet], now: datetime) -> bytes:
    """An Excel workbook: all aspects on the first sheet, then one sheet for each."""
    book = Workbook()
    first = book.active
    first.title = _("All aspects")[:31]
    made = date_format(timezone.localtime(now), "j F Y, H:i")
    first.append([defused(school.name), _("Made on %(when)s") % {"when": made}])
    first.append([_("Aspect"), _("Title"), _("Suggested"), _("Why"), _("Chosen"), _("Comment"), _("Next")])
    for sheet in found:
        first.append([defused(str(cell)) for cell in _head(sheet)])
        page = book.create_sheet(sheet.aspect.id)
        names = (_("Aspect"), _("Title"), _("Suggested level"), _("Why"), _("Level chosen"), _("Comment"), _("Next"))
        for name, cell in zip(names, _head(sheet), strict=True):
            page.append([name, defused(str(cell))])
        page.append([])
        page.append([_("Duty"), _("Stands"), _("Reason"), _("Rests on")])
        for line in _evidence(sheet):
            page.append([defused(str(cell)) for cell in line])
    for page in book.worksheets:
        _dress(page)
    written = io.BytesIO()
    save_workbook(book, written)
    return written.getvalue()


def _dress(page: object) -> None:
    for column, width in zip("ABCD", WIDTHS, strict=True):
        page.column_dimensions[column].width = width  # type: ignore[attr-defined]  # a sheet; the library has no types
    for line in page.iter_rows():  # type: ignore[attr-defined]  # the same
        for cell in line:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        line[0].font = Font(bold=True)


def _head(sheet: Sheet) -> tuple[object, ...]:
    chosen = sheet.chosen
    return (
        sheet.aspect.id,
        sheet.aspect.text,
        sheet.suggestion.level or "",
        sheet.suggestion.reason,
        chosen.level if chosen else "",
        chosen.words if chosen else "",
        chosen.improve if chosen else "",
    )


def _evidence(sheet: Sheet) -> Iterator[tuple[object, ...]]:
    for row in sheet.rows:
        yield row.duty.printed(), row.state_title, row.standing.reason, row.basis_title
