"""A spreadsheet of the school's own making, CSV or XLSX, read by a saved mapping that says which column is what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from belisha.console.people.roster.readers.files import OLD_OFFICE, OLD_WORKBOOK, is_workbook
from belisha.console.people.roster.readers.gathering import Gathered, tidy_groups
from belisha.console.people.roster.readers.persons import Reading, person_of
from belisha.console.people.roster.readers.shapes import (
    Kind,
    Roster,
    RosterError,
    RosterGroup,
    RosterMembership,
    RosterRelationship,
    ident_of,
)
from belisha.console.people.roster.readers.tables import fault_of, lines_of, separator_of, text_of
from belisha.console.people.roster.readers.words import DateOrder, date_order, kind_of, relation_of, squeezed, truth_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from belisha.console.people.roster.readers.files import Bundle, Part
    from belisha.console.people.roster.readers.notebook import Notebook

__all__ = ["FIELDS", "Mapping", "Sample", "guess", "read_mapped", "sample_of"]

# Our field -> headers that schools use for it, squeezed; the first that is there is guessed.
FIELDS: Final[dict[str, tuple[str, ...]]] = {
    "key": ("sisid", "misid", "personid", "pupilid", "studentid", "staffid", "staffcode", "employeeid",
            "employeenumber", "payrollnumber", "admissionnumber", "adno", "admno", "admissionno", "sourcedid",
            "externalid", "id", "code", "initials"),
    "upn": ("upn", "uniquepupilnumber", "pupilupn"),
    "given": ("forename", "firstname", "givenname", "legalforename", "first", "forenames", "firstnames"),
    "family": ("surname", "lastname", "familyname", "legalsurname", "last"),
    "full_name": ("name", "fullname", "pupilname", "studentname", "staffname", "pupil", "student", "displayname"),
    "known_as": ("preferredforename", "preferredfirstname", "knownas", "preferredname", "chosenname", "chosenforename"),
    "born": ("dob", "dateofbirth", "birthdate", "birthday", "birth"),
    "year": ("year", "yeargroup", "ncyear", "ncyearactual", "yr", "yearnc", "curriculumyear", "grade"),
    "group": ("class", "classname", "reg", "registrationgroup", "reggroup", "registration", "form", "tutorgroup",
              "formgroup", "classes", "teaches"),
    "kind": ("role", "type", "persontype", "kind", "usertype", "category"),
    "job": ("job", "jobtitle", "post", "position", "title", "posttitle"),
    "email": ("email", "emailaddress", "workemail", "schoolemail", "mail", "primaryemail"),
    "phone": ("phone", "mobile", "telephone", "phonenumber", "mobilenumber", "tel"),
    "language": ("language", "homelanguage", "firstlanguage"),
    "joined": ("joined", "startdate", "dateofadmission", "admissiondate", "entrydate", "dateadmitted", "doa", "start"),
    "left": ("left", "leavingdate", "dateofleaving", "enddate", "leaver", "dol"),
    "child": ("child", "childid", "childupn", "pupilnumber", "childof"),
    "relationship": ("relationship", "relation", "relationtochild", "relationshiptochild"),
    "responsibility": ("parentalresponsibility", "responsibility", "pr", "hasparentalresponsibility"),
    "priority": ("priority", "contactorder", "order", "contactpriority"),
}  # fmt: skip
HEADER_LOOK: Final = 12  # lines in which the header may stand below a title
SAMPLE_ROWS: Final = 5
DATES: Final = ("born", "joined", "left")


class Mapping(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which column is what: our field -> the header as written. `kind` is everybody's where no column says it."""

    columns: dict[str, str]
    kind: str = ""


class Sample(NamedTuple):
    """What a mapping page shows: headers, the first rows, and what we guess."""

    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    guess: Mapping


def guess(headers: tuple[str, ...], name: str = "") -> Mapping:
    """The mapping that headers suggest; the kind that they or the file's name suggest."""
    by_word = {squeezed(header): header for header in reversed(headers) if header.strip()}
    columns = {field: by_word[word] for field, words in FIELDS.items() if (word := _first(words, by_word))}
    if "given" in columns or "family" in columns:
        columns.pop("full_name", None)
    kind = "" if "kind" in columns else _kind_of_file(name, columns)
    return Mapping(columns=columns, kind=kind)


def _first(words: tuple[str, ...], there: dict[str, str]) -> str:
    return next((word for word in words if word in there), "")


def _kind_of_file(name: str, columns: dict[str, str]) -> str:
    word = squeezed(name)
    if "staff" in word or "teacher" in word or "employee" in word:
        return Kind.STAFF
    if "parent" in word or "contact" in word or "child" in columns:
        return Kind.PARENT
    if {"upn", "year", "group"} & columns.keys() or "pupil" in word or "student" in word:
        return Kind.PUPIL
    return Kind.STAFF if "job" in columns else ""


def sample_of(bundle: Bundle, pad: Notebook) -> Sample:
    """The headers and first rows of a spreadsheet, as far to the right as they say anything. Raises RosterError."""
    part = _only_part(bundle)
    number, headers = _header(part, pad, set())
    rows: list[tuple[str, ...]] = []
    for line, cells in _lines(part, pad):
        if line > number and cells:
            rows.append(tuple(cell[:80] for cell in cells[: len(headers)]))
        if len(rows) == SAMPLE_ROWS:
            break
    wide = max((place for line in (headers, *rows) for place, text in enumerate(line, start=1) if text), default=0)
    return Sample(headers[:wide], tuple(row[:wide] for row in rows), guess(headers, part.name))


def _only_part(bundle: Bundle) -> Part:
    if len(bundle.parts) != 1:
        names = ", ".join(part.name for part in bundle.parts)[:200]
        raise RosterError(
            f"These files together are no roster that we know: {names}. Give all files of one OneRoster or School Data "
            "Sync export together, or one spreadsheet alone."
        )
    return bundle.parts[0]


def _lines(part: Part, pad: Notebook) -> Iterator[tuple[int, list[str] | None]]:
    if is_workbook(part.data):
        from belisha.console.people.roster.readers.sheets import sheet_rows  # noqa: PLC0415 - it takes long to load

        yield from sheet_rows(part)
    elif part.data.startswith(OLD_OFFICE):
        raise RosterError(OLD_WORKBOOK.format(name=part.name))
    else:
        text = text_of(part, pad)
        yield from lines_of(text, separator_of(text))


def _header(part: Part, pad: Notebook, wanted: set[str]) -> tuple[int, tuple[str, ...]]:
    """The line of the header and what it says: the line among the first with most headers that we look for."""
    known = wanted or {word for words in FIELDS.values() for word in words}
    best: tuple[int, int, tuple[str, ...]] = (-1, 0, ())
    for looked, (line, cells) in enumerate(_lines(part, pad)):
        if looked >= HEADER_LOOK:
            break
        hits = len({squeezed(cell) for cell in cells or ()} & known)
        if cells and hits > best[0]:
            best = (hits, line, tuple(cell.strip()[:80] for cell in cells))
    if best[0] < 0:
        raise RosterError(f"{part.name} is empty.")
    return best[1], best[2]


def read_mapped(bundle: Bundle, mapping: Mapping) -> Roster:
    """The roster in a spreadsheet. Raises RosterError, also when a column of the mapping is not there any more."""
    got = Gathered()
    part = _only_part(bundle)
    wanted = {squeezed(header) for header in mapping.columns.values()}
    number, headers = _header(part, got.pad, wanted)
    keys = [squeezed(header) for header in headers]
    gone = [header for header in mapping.columns.values() if squeezed(header) not in keys]
    if gone:
        raise RosterError(f"{part.name} has no column “{gone[0]}”, which the saved mapping names. Change the mapping.")
    reader = _Mapped(part, mapping, keys, number, got)
    reader.read()
    groups, notes = tidy_groups(got)
    kind = "Excel" if is_workbook(part.data) else "CSV"
    return got.roster(format=f"{kind} by columns", groups=groups, more_notes=notes, complete=False)


class _Mapped:
    """Reads the rows of one spreadsheet."""

    def __init__(self, part: Part, mapping: Mapping, keys: list[str], header: int, got: Gathered) -> None:
        self.part, self.mapping, self.keys, self.header, self.got = part, mapping, keys, header, got
        self.places = {field: keys.index(squeezed(name)) for field, name in mapping.columns.items()}
        self.order = DateOrder.DAY_FIRST
        self.children: list[tuple[tuple[str, int], str, dict[str, str]]] = []

    def read(self) -> None:
        dates = [self.places[field] for field in DATES if field in self.places]
        texts = (cells[place] for _, cells in self._rows() for place in dates if place < len(cells))
        self.order = date_order(texts, DateOrder.DAY_FIRST)
        if dates:
            self.got.pad.note(f"Dates are read as {self.order.value}.")
        for line, cells in self._rows(told=True):
            self._row(line, cells)
        self._families()

    def _rows(self, *, told: bool = False) -> Iterator[tuple[int, list[str]]]:
        pad = self.got.pad
        for line, cells in _lines(self.part, pad):
            if line <= self.header or cells == []:
                continue
            if told:
                pad.row()
            fault = fault_of(cells, len(self.keys))
            if not fault:
                yield line, cells or []
            elif told:
                pad.reject((self.part.name, line), "", " ".join(cells or ()), fault, hides=True)

    def _row(self, line: int, cells: list[str]) -> None:
        where = (self.part.name, line)
        texts = {field: cells[place].strip() for field, place in self.places.items() if place < len(cells)}
        kind = kind_of(texts.get("kind", "")) if "kind" in self.places else Kind(self.mapping.kind or Kind.PUPIL)
        if kind is None:
            self.got.pad.reject(
                where, self.mapping.columns["kind"], texts.get("kind", ""), "this is not a role that we know"
            )
            return
        if "full_name" in texts:
            texts["given"], texts["family"] = _parted(texts["full_name"])
        mis_id = texts.get("key", "")
        texts["key"] = mis_id or texts.get("upn", "").replace(" ", "").upper()
        reading = Reading(where, kind, self.order, self.mapping.columns)
        ident = ident_of(kind, texts["key"])
        again = ident in self.got.people and "child" in texts
        person = self.got.people[ident] if again else person_of(texts, reading, self.got.pad, mis_id=mis_id)
        if person is None or not (again or self._add(person, texts)):
            return
        if texts.get("child"):
            self.children.append((where, person.ident, texts))

    def _add(self, person: object, texts: dict[str, str]) -> bool:
        added = self.got.add(person)  # type: ignore[arg-type]  # a RosterPerson, from person_of
        for name in filter(None, (part.strip() for part in texts.get("group", "").split(","))) if added else ():
            group = RosterGroup(key=squeezed(name)[:80] or name[:80], name=name[:80], kind="class")
            self.got.groups.setdefault(group.key, group)
            teaches = person.kind is Kind.STAFF  # type: ignore[attr-defined]  # a RosterPerson
            self.got.memberships.append(RosterMembership(person.ident, group.key, teaches))  # type: ignore[attr-defined]
        return added

    def _families(self) -> None:
        """Link adults to the children that their rows name, in this file or, by UPN or id, in the register."""
        for where, adult, texts in self.children:
            child = ident_of(Kind.PUPIL, texts["child"])
            if adult.startswith(Kind.PUPIL) or child not in self.got.people:
                self.got.pad.reject(where, "child", texts["child"], "no pupil of this file has this id", whole=False)
                continue
            order = texts.get("priority", "")
            self.got.relationships.append(
                RosterRelationship(
                    adult=adult,
                    child=child,
                    kind=relation_of(texts.get("relationship", "")),
                    responsibility=truth_of(texts.get("responsibility", "")),
                    priority=int(order) if order.isascii() and order.isdigit() and len(order) < 4 else 1,
                )
            )


def _parted(name: str) -> tuple[str, str]:
    """Given and family name of a whole one: “Klein, Ora” or “Ora Klein”."""
    if "," in name:
        family, _, given = name.partition(",")
        return given.strip(), family.strip()
    given, _, family = name.rpartition(" ")
    return given.strip(), family.strip()
