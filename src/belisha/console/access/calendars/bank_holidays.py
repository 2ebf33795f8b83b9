"""Bank holidays of England and Wales in any year: the law's rule, and what proclamations moved or added.

Source of the rule: Banking and Financial Dealings Act 1971, schedule 1, and the yearly proclamations for New Year's
Day and the first Monday in May. The list of exceptions is bank_holidays.yaml.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

import yaml
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

__all__ = ["bank_holidays", "easter"]

SATURDAY: Final = 5


def bank_holidays(year: int) -> dict[date, StrOrPromise]:
    """The bank holidays of a calendar year by date, in order, with their names."""
    found = _by_rule(year)
    for ruled, became in _exceptions()["moved"].items():
        if ruled in found:
            found[became] = found.pop(ruled)
    found |= {day: name for day, name in _exceptions()["added"].items() if day.year == year}
    return dict(sorted(found.items()))


def _by_rule(year: int) -> dict[date, StrOrPromise]:
    sunday = easter(year)
    christmas, boxing = _substitutes(date(year, 12, 25), date(year, 12, 26))
    return {
        _substitutes(date(year, 1, 1))[0]: _("New Year's Day"),
        sunday - timedelta(days=2): _("Good Friday"),
        sunday + timedelta(days=1): _("Easter Monday"),
        _monday_from(date(year, 5, 1)): _("Early May bank holiday"),
        _monday_from(date(year, 5, 25)): _("Spring bank holiday"),
        _monday_from(date(year, 8, 25)): _("Summer bank holiday"),
        christmas: _("Christmas Day"),
        boxing: _("Boxing Day"),
    }


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)


def _substitutes(*days: date) -> list[date]:
    """The days themselves, or the next weekday that is free where one falls on a weekend."""
    taken = {day for day in days if day.weekday() < SATURDAY}
    found = []
    for day in days:
        free = day
        while day.weekday() >= SATURDAY and (free.weekday() >= SATURDAY or free in taken):
            free += timedelta(days=1)
        taken.add(free)
        found.append(free)
    return found


def easter(year: int) -> date:
    """Easter Sunday: the Sunday after the full moon of the Gregorian tables (Butcher's rule)."""
    golden, century, rest = year % 19, year // 100, year % 100
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - century // 4 - correction + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def _exceptions() -> dict[str, Any]:
    text = resources.files("belisha.console.access.calendars").joinpath("bank_holidays.yaml").read_text("utf-8")
    read: dict[str, Any] = yaml.safe_load(text)
    return read
