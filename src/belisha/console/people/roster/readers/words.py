"""Words of rosters and what they mean here: years, roles, relationships, truth, dates in all their ways of writing."""

from __future__ import annotations

import re
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Final

from belisha.console.people.roster.readers.shapes import Kind
from belisha.console.people.rules.years import YEARS

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "DateOrder",
    "date_of",
    "date_order",
    "kind_of",
    "language_of",
    "relation_of",
    "squeezed",
    "truth_of",
    "year_of",
]

_FIRST_YEARS: Final = {
    "nursery": "nursery", "n": "nursery", "n1": "nursery", "n2": "nursery", "fs1": "nursery", "f1": "nursery",
    "e1": "nursery", "e2": "nursery", "preschool": "nursery", "prek": "nursery", "pk": "nursery", "pr": "nursery",
    "it": "nursery", "reception": "reception", "r": "reception", "rec": "reception", "0": "reception",
    "fs2": "reception", "f2": "reception", "tk": "reception", "kg": "reception", "kindergarten": "reception",
}  # fmt: skip
_NUMBERS: Final = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}
LAST_YEAR: Final = 14

_ROLES: Final = {
    **dict.fromkeys(("student", "pupil", "learner", "child"), Kind.PUPIL),
    **dict.fromkeys(
        ("parent", "guardian", "relative", "carer", "parentcarer", "parentguardian", "contact", "mother", "father"),
        Kind.PARENT,
    ),
    **dict.fromkeys(
        (
            "teacher", "aide", "administrator", "proctor", "staff", "faculty", "professor", "lecturer", "principal",
            "head", "headteacher", "teacherassistant", "teachingassistant", "assistant", "instructor", "substitute",
            "coach", "supportstaff", "support", "officestaff", "office", "nurse", "paraprofessional", "specialservices",
            "advisor", "chair", "researcher", "adjunct", "affiliate", "occupationaltherapist", "physicaltherapist",
            "speechtherapist", "visiontherapist", "itadmin", "counselor", "counsellor", "districtadministrator",
            "siteadministrator", "systemadministrator", "employee", "ta", "slt", "admin",
        ),
        Kind.STAFF,
    ),
}  # fmt: skip

# Codes of the common basic data set that CTF files use, and the words that spreadsheets use.
_RELATIONS: Final = {
    **dict.fromkeys(("mot", "mother", "mum", "mummy", "birthmother", "adoptivemother"), "mother"),
    **dict.fromkeys(("fat", "father", "dad", "daddy", "birthfather", "adoptivefather"), "father"),
    **dict.fromkeys(("stm", "stf", "stepmother", "stepfather", "stepparent", "step"), "step-parent"),
    **dict.fromkeys(("fom", "fof", "faf", "fostermother", "fosterfather", "fostercarer", "foster"), "foster-carer"),
    **dict.fromkeys(("grm", "grf", "grandmother", "grandfather", "grandparent", "nan", "gran"), "grandparent"),
    **dict.fromkeys(("car", "carer", "guardian", "legalguardian", "gua"), "guardian"),
    **dict.fromkeys(("swr", "socialworker"), "social-worker"),
}  # fmt: skip

_LANGUAGES: Final = {
    "ENG": "English", "CYM": "Welsh", "URD": "Urdu", "PNJ": "Panjabi", "BNG": "Bengali", "POL": "Polish",
    "SOM": "Somali", "ARA": "Arabic", "POR": "Portuguese", "GUJ": "Gujarati", "TUR": "Turkish", "FRN": "French",
    "SPA": "Spanish", "ITA": "Italian", "RMN": "Romanian", "CHI": "Chinese", "TAM": "Tamil", "HIN": "Hindi",
    "LIT": "Lithuanian", "RUS": "Russian", "BUL": "Bulgarian", "GER": "German", "KUR": "Kurdish", "UKR": "Ukrainian",
}  # fmt: skip

_TRUE: Final = {"true", "yes", "y", "1", "t"}
_FALSE: Final = {"false", "no", "n", "0", "f"}
_MONTHS: Final = {
    month: number
    for number, month in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1
    )
}
_ISO: Final = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})(?:[T ].*)?")
_SLASHED: Final = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})(?: \d{1,2}:\d{2}(?::\d{2})?)?")
_WORDED: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[ \-]([A-Za-z]{3,9})[, \-]+(\d{4})")
DAYS_APART: Final = 12
OLDEST, LATEST = 1900, 2100


def squeezed(text: str) -> str:
    """Small letters and digits alone: how words and headers are compared."""
    return re.sub(r"[^a-z0-9]", "", text.casefold())


def year_of(text: str) -> str | None:
    """The year that a word or number means, as Person.Year stores it; "" for one beyond a primary school; else None."""
    word = squeezed(text)
    for prefix in ("yeargroup", "ncyear", "year", "grade", "yr", "y"):
        if word.startswith(prefix) and len(word) > len(prefix):
            word = word.removeprefix(prefix)
            break
    if word in _FIRST_YEARS:
        return _FIRST_YEARS[word]
    number = _NUMBERS.get(word) or (int(word) if re.fullmatch(r"[0-9]{1,2}", word) else None)
    if number is None:
        return None
    if number == 0:
        return "reception"
    return f"year-{number}" if f"year-{number}" in YEARS else ("" if number <= LAST_YEAR else None)


def kind_of(role: str) -> Kind | None:
    """The kind of person that a role means; None for a role that nobody here knows."""
    return _ROLES.get(squeezed(role)) or _ROLES.get(squeezed(role).removesuffix("s"))


def relation_of(text: str) -> str:
    """What a code or word makes an adult to a child, as Relationship.Kind stores it; "other" for any other."""
    return _RELATIONS.get(squeezed(text), "other")


def language_of(code: str) -> str:
    """The name of a language by its code; the code itself where we know no name."""
    return _LANGUAGES.get(code.strip().upper(), code.strip())


def truth_of(text: str) -> bool | None:
    """Yes, no, or None where the text says neither."""
    word = squeezed(text)
    return True if word in _TRUE else False if word in _FALSE else None


class DateOrder(Enum):
    """Which of two numbers is the day."""

    DAY_FIRST = "day/month/year"
    MONTH_FIRST = "month/day/year"


def date_order(texts: Iterable[str], otherwise: DateOrder) -> DateOrder:
    """How a column writes its dates: one number above 12 decides it; where none is, as the format does by itself."""
    for text in texts:
        found = _SLASHED.fullmatch(text.strip())
        if found and (int(found[1]) > DAYS_APART) != (int(found[2]) > DAYS_APART):
            return DateOrder.DAY_FIRST if int(found[1]) > DAYS_APART else DateOrder.MONTH_FIRST
    return otherwise


def date_of(text: str, order: DateOrder = DateOrder.DAY_FIRST) -> date:
    """The day that a text names. Raises ValueError, saying what is wrong with it."""
    text = text.strip()
    if iso := _ISO.fullmatch(text):
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    if worded := _WORDED.fullmatch(text):
        month = _MONTHS.get(worded[2][:3].lower())
        if month:
            return _day(int(worded[3]), month, int(worded[1]))
    if slashed := _SLASHED.fullmatch(text):
        one, two = int(slashed[1]), int(slashed[2])
        day, month = (one, two) if order is DateOrder.DAY_FIRST else (two, one)
        return _day(int(slashed[3]), month, day)
    message = "this is not a date: write it as 31/08/2016 or 2016-08-31"
    raise ValueError(message)


def _day(year: int, month: int, day: int) -> date:
    if not OLDEST <= year <= LATEST:
        message = f"the year {year} cannot be right"
        raise ValueError(message)
    try:
        return date(year, month, day)
    except ValueError:
        message = f"there is no day {day} of month {month} in {year}"
        raise ValueError(message) from None


def instant_of(text: str) -> datetime | None:
    """A date and time as XML writes it; None where it is none."""
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        return None
