"""Years of a primary school in England and Wales: order, key stages, and the year that an age leads to."""

from __future__ import annotations

from datetime import date
from typing import Final

__all__ = ["KEY_STAGES", "YEARS", "key_stage", "next_year", "school_year_start", "usual_year", "year_warning"]

# Stored values of Person.Year, in order.
YEARS: Final = ("nursery", "reception", "year-1", "year-2", "year-3", "year-4", "year-5", "year-6")
KEY_STAGES: Final = {
    "nursery": "early-years",
    "reception": "early-years",
    "year-1": "ks1",
    "year-2": "ks1",
    "year-3": "ks2",
    "year-4": "ks2",
    "year-5": "ks2",
    "year-6": "ks2",
}
SEPTEMBER: Final = 9
RECEPTION_AGE: Final = 4  # on the 31 August before the year begins
NURSERY_AGES: Final = (2, 3)


def key_stage(year: str) -> str:
    """The key stage of a year: "early-years", "ks1" or "ks2"; empty for none."""
    return KEY_STAGES.get(year, "")


def next_year(year: str) -> str | None:
    """The year after one; None after the last."""
    place = YEARS.index(year) + 1
    return YEARS[place] if place < len(YEARS) else None


def school_year_start(day: date) -> date:
    """The 1 September on or before a day."""
    return date(day.year if day.month >= SEPTEMBER else day.year - 1, SEPTEMBER, 1)


def usual_year(born: date, day: date) -> str | None:
    """The year that a child of this age is in as a rule; None for one too young or too old for a primary school.

    Who is four on 31 August begins Reception the next day, and moves up each September.
    """
    start = school_year_start(day)
    birthday_to_come = (born.month, born.day) >= (SEPTEMBER, 1)
    age = start.year - born.year - (1 if birthday_to_come else 0)
    if age in NURSERY_AGES:
        return "nursery"
    place = age - RECEPTION_AGE + YEARS.index("reception")
    return YEARS[place] if YEARS.index("reception") <= place < len(YEARS) else None


def year_warning(born: date | None, year: str, day: date) -> tuple[str | None, str] | None:
    """(usual year or None, recorded year) where the date of birth does not lead to it; None where all is plausible."""
    if born is None or not year:
        return None
    usual = usual_year(born, day)
    return None if usual == year else (usual, year)
