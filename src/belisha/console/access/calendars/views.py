"""Pages of the school year: a planner to look at and print, and a form for each part."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from markupsafe import Markup

from belisha.console.access.acting import by
from belisha.console.access.calendars.actions import change_calendar, copy_last_year, reset_calendar
from belisha.console.access.calendars.forms import WholePart, read_rows, rows_of
from belisha.console.access.calendars.planner import KINDS, planner
from belisha.console.access.calendars.queries import planned_year
from belisha.console.access.calendars.rules import DAYS_FOR_PUPILS, closed_by_law, days_for_pupils
from belisha.console.access.calendars.years import PART_TITLES, Part, Year, key_of, read_part, year_of
from belisha.console.access.forms import attempt, done
from belisha.console.access.guards import federation_page, school_page
from belisha.console.access.models import School
from belisha.console.access.permissions import Permission
from belisha.console.access.places import address, may
from belisha.console.access.settings.queries import history_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from belisha.console.access.calendars.forms import Rows
    from belisha.console.access.models import Federation

FIRST_YEAR, LAST_YEAR = 2020, 2100
HINTS = {
    Part.TERMS: gettext_lazy("Between terms nobody is at school: the filter treats those days as holidays."),
    Part.HOLIDAYS: gettext_lazy("Bank holidays are added by themselves: you need not enter them."),
    Part.STAFF_DAYS: gettext_lazy("Days when staff are at work and pupils are not (INSET days)."),
    Part.TIMES: gettext_lazy("The same on each school day. Leave no gap between a lesson and the break that follows."),
}


@school_page(Permission.SEE_SCHOOL)
def calendar(request: HttpRequest, school: School, year: int | None = None) -> HttpResponse:
    """A school's year as a planner."""
    return _year(request, school, year)


@federation_page(Permission.SEE_SCHOOL)
def federation_calendar(request: HttpRequest, federation: Federation, year: int | None = None) -> HttpResponse:
    """The year as the federation sets it for its schools."""
    return _year(request, federation, year)


@school_page(Permission.CHANGE_SCHOOL)
def calendar_part(request: HttpRequest, school: School, year: int, part: str) -> HttpResponse:
    """Change a part of a school's year."""
    return _part(request, school, _read_year(year), _read_part(part))


@federation_page(Permission.CHANGE_SCHOOL)
def federation_calendar_part(request: HttpRequest, federation: Federation, year: int, part: str) -> HttpResponse:
    """Change a part of the year for all schools of a federation."""
    return _part(request, federation, _read_year(year), _read_part(part))


@require_POST
@school_page(Permission.CHANGE_SCHOOL)
def calendar_reset(request: HttpRequest, school: School, year: int, part: str) -> HttpResponse:
    """Put a part of a school's year back to the federation's."""
    return _reset(request, school, _read_year(year), _read_part(part))


@require_POST
@federation_page(Permission.CHANGE_SCHOOL)
def federation_calendar_reset(request: HttpRequest, federation: Federation, year: int, part: str) -> HttpResponse:
    """Empty a part of the federation's year."""
    return _reset(request, federation, _read_year(year), _read_part(part))


@require_POST
@school_page(Permission.CHANGE_SCHOOL)
def calendar_copy(request: HttpRequest, school: School, year: int) -> HttpResponse:
    """Copy a school's own parts of the year before."""
    return _copy(request, school, _read_year(year))


@require_POST
@federation_page(Permission.CHANGE_SCHOOL)
def federation_calendar_copy(request: HttpRequest, federation: Federation, year: int) -> HttpResponse:
    """Copy the federation's parts of the year before."""
    return _copy(request, federation, _read_year(year))


def _year(request: HttpRequest, place: School | Federation, number: int | None) -> HttpResponse:
    year = year_of(timezone.localdate()) if number is None else _read_year(number)
    planned = planned_year(place, year)
    pupils = days_for_pupils(planned.year)
    context = {
        "place": place,
        "of_federation": not isinstance(place, School),
        "year": year,
        "earlier": Year(year - 1),
        "later": Year(year + 1),
        "planned": planned,
        "parts": [(part, PART_TITLES[part], planned.parts[part]) for part in Part],
        "months": planner(planned.year),
        "kinds": KINDS,
        "bank_holidays": closed_by_law(planned.year),
        "pupils": pupils,
        "too_few": DAYS_FOR_PUPILS if pupils < DAYS_FOR_PUPILS else 0,
        "may_change": may(request, Permission.CHANGE_SCHOOL, place),
        "today": timezone.localdate(),
        "address": address,
    }
    return render(request, "access/calendars/year.html", context)


def _part(request: HttpRequest, place: School | Federation, year: Year, part: Part) -> HttpResponse:
    planned = planned_year(place, year)
    start = {"week": planned.year.times.week, "locked": planned.parts[part].locked}
    whole = WholePart(request.POST or None, part=part, can_lock=not isinstance(place, School), initial=start)
    more = "more" in request.POST
    rows = rows_of(part, planned.year, request.POST or None, more=more)
    if more:
        whole = WholePart(part=part, can_lock=not isinstance(place, School), initial=start)
    elif request.method == "POST" and whole.is_valid() and rows.is_valid():
        save = partial(_saved, request, place, year, part, whole, rows)
        if done(whole, save):
            attempt(request, lambda: None, _("%(part)s: saved.") % {"part": PART_TITLES[part]})
            return redirect(address(place, "calendar-year", int(year)))
    context = {
        "place": place,
        "of_federation": not isinstance(place, School),
        "year": year,
        "part": part,
        "title": PART_TITLES[part],
        "hint": HINTS[part],
        "state": planned.parts[part],
        "form": whole,
        "forms": rows,
        "history": history_of(place, key_of(year, part))[:20],
        "written": partial(_written, part),
        "address": address,
    }
    return render(request, "access/calendars/part.html", context)


def _written(part: Part, kept: object) -> Markup:
    """What was decided once, a line a line."""
    value = read_part(part, kept)
    if part is Part.STAFF_DAYS:
        lines = [date_format(day, "j F Y") for day in value]
    elif part is Part.TIMES:
        times = sorted((*value.lessons, *value.breaks), key=lambda each: each.from_)
        lines = [f"{each.from_:%H:%M} to {each.to:%H:%M} {each.name}" for each in times]
    else:
        lines = [
            f"{each.name}: {date_format(each.first, 'j M Y')} to {date_format(each.last, 'j M Y')}" for each in value
        ]
    return Markup("<br>").join(lines or [_("None")])


def _saved(
    request: HttpRequest, place: School | Federation, year: Year, part: Part, whole: WholePart, rows: Rows
) -> None:
    change_calendar(
        by(request),
        at=place,
        year=year,
        part=part,
        value=read_rows(part, whole, rows),
        locked=whole.cleaned_data.get("locked", False),
    )


def _reset(request: HttpRequest, place: School | Federation, year: Year, part: Part) -> HttpResponse:
    reset = partial(reset_calendar, by(request), at=place, year=year, part=part)
    attempt(request, reset, _("%(part)s: now as inherited.") % {"part": PART_TITLES[part]})
    return redirect(address(place, "calendar-year", int(year)))


def _copy(request: HttpRequest, place: School | Federation, year: Year) -> HttpResponse:
    copy = partial(copy_last_year, by(request), at=place, year=year)
    attempt(request, copy, _("Copied from last year. Check each date: Easter and half terms move."))
    return redirect(address(place, "calendar-year", int(year)))


def _read_year(number: int) -> Year:
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise Http404
    return Year(number)


def _read_part(word: str) -> Part:
    try:
        return Part(word)
    except ValueError:
        raise Http404 from None
