"""From texts to one person of a roster, checked; the same rules for every format."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from belisha.console.people.roster.readers.shapes import Kind, RosterPerson, ident_of
from belisha.console.people.roster.readers.words import DateOrder, date_of, year_of
from belisha.console.people.rules.names import clean_name
from belisha.console.people.rules.upn import read_upn

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from belisha.console.people.roster.readers.notebook import Notebook

__all__ = ["LONGEST", "Reading", "person_of"]

# Characters that the register holds; a longer text is a sign that columns have slipped.
LONGEST: Final = {
    "key": 80, "given": 80, "family": 80, "known_as": 80, "job": 120, "email": 254, "phone": 40, "language": 40,
}  # fmt: skip
LIKE_UPN: Final = re.compile(r"[A-Z][0-9]{11}[0-9A-Z]")
UNSEEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
LIKE_FORMULA: Final = re.compile(r"[=@]|[+-][^\d .()/-]")
_is_email: Final = EmailValidator()
DAYS: Final = ("born", "joined", "left")
SOFT: Final = ("job", "email", "phone", "language")  # without them a person is still that person


class Reading(NamedTuple):
    """How to read one row into a person: where it stands, who it is by kind, how its dates are written."""

    where: tuple[str, int]
    kind: Kind
    order: DateOrder = DateOrder.DAY_FIRST
    titles: Mapping[str, str] = {}  # what the file calls our fields


def person_of(texts: Mapping[str, str], reading: Reading, pad: Notebook, **more: Any) -> RosterPerson | None:
    """The person in texts by our field names; None where the row cannot be used. `more`: fields as they are."""
    checked = _Checked(texts, reading, pad)
    return checked.person(more) if checked.is_sound() else None


class _Checked:
    """One row on its way to a person."""

    def __init__(self, texts: Mapping[str, str], reading: Reading, pad: Notebook) -> None:
        self.texts, self.reading, self.pad = texts, reading, pad
        self.key = texts.get("key", "").strip()
        self.days: dict[str, date | None] = {}

    def refuse(self, field: str, reason: str, *, whole: bool = True) -> None:
        ident = ident_of(self.reading.kind, self.key) if self.key else ""
        column, text = self.reading.titles.get(field, field), self.texts.get(field, "")
        self.pad.reject(self.reading.where, column, text, reason, whole=whole, ident=ident, hides=whole and not ident)

    def is_sound(self) -> bool:
        fault = _fault(self.texts, self.key)
        if fault:
            self.refuse(*fault)
            return False
        for field in DAYS:
            text = self.texts.get(field, "").strip()
            try:
                self.days[field] = date_of(text, self.reading.order) if text else None
            except ValueError as error:
                self.refuse(field, str(error))
                return False
        return True

    def person(self, more: Mapping[str, Any]) -> RosterPerson:
        values = {field: clean_name(self.texts.get(field, "")) for field in ("given", "family", "known_as")}
        values |= {field: self.soft(field) for field in SOFT}
        if any(LIKE_FORMULA.match(text) for text in values.values()):
            self.pad.note("{n} rows hold what looks like a formula. It is kept as text, and never worked out.")
        named = bool(values["given"] or values["family"])
        if not named:
            values["family"] = clean_name(self.texts.get("username", "")).split("@")[0]
            self.pad.note("No name is given ({n} times): the sign-in name stands in until one comes.")
        if values["known_as"] == values["given"]:
            values["known_as"] = ""
        file, line = self.reading.where
        fields: dict[str, Any] = {**values, **self.days, **more}
        return RosterPerson(
            key=self.key,
            kind=self.reading.kind,
            upn=self.upn(),
            year=self.year(),
            named=named,
            file=file,
            line=line,
            **fields,
        )

    def soft(self, field: str) -> str:
        text = clean_name(self.texts.get(field, ""))
        reason = _soft_fault(field, text)
        if reason:
            self.refuse(field, reason, whole=False)
        return "" if reason else text

    def upn(self) -> str:
        text = re.sub(r"\s", "", self.texts.get("upn", "")).upper()
        try:
            return read_upn(text) if text else ""
        except ValueError as error:
            if LIKE_UPN.fullmatch(text):
                self.pad.note(
                    "{n} pupil numbers (UPN) have a check letter that does not fit. They are kept as they are."
                )
                return text
            self.refuse("upn", f"{error}; it is left out", whole=False)
            return ""

    def year(self) -> str:
        text = self.texts.get("year", "").strip()
        if not text or self.reading.kind is not Kind.PUPIL:
            return ""
        year = year_of(text)
        if not year:
            shown = clean_name(text)[:20]
            self.pad.note(f"“{shown}” is no year of a primary school: the year stays empty ({{n}} times).")
        return year or ""


def _fault(texts: Mapping[str, str], key: str) -> tuple[str, str] | None:
    if not key:
        return "key", "this row has no id: without one nobody can be followed from file to file"
    for field in ("key", "given", "family", "known_as"):
        text = texts.get(field, "")
        if len(text) > LONGEST[field]:
            return field, f"this is longer than {LONGEST[field]} characters: have the columns slipped?"
        if UNSEEN.search(text):
            return field, "this holds characters that cannot be seen: type it anew in your system"
    if not any(clean_name(texts.get(field, "").split("@")[0]) for field in ("given", "family", "username")):
        return "family", "this row has no name"
    return None


def _soft_fault(field: str, text: str) -> str:
    if len(text) > LONGEST[field]:
        return f"this is longer than {LONGEST[field]} characters; it is left out"
    if field == "email" and text:
        try:
            _is_email(text)
        except ValidationError:
            return "this is not an e-mail address; it is left out"
    return ""
