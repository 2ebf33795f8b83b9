"""Which format a roster is in, told by the names and first bytes of its files; and the one door to all readers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from belisha.console.people.roster.readers.ctf import read_ctf
from belisha.console.people.roster.readers.files import OLD_OFFICE, OLD_WORKBOOK
from belisha.console.people.roster.readers.mapped import Mapping, read_mapped
from belisha.console.people.roster.readers.oneroster import read_oneroster
from belisha.console.people.roster.readers.sds import read_sds
from belisha.console.people.roster.readers.shapes import MappingNeededError, Roster, RosterError

if TYPE_CHECKING:
    from belisha.console.people.roster.readers.files import Bundle, Part

__all__ = ["read_roster"]

ONEROSTER: Final = ("manifest.csv", "users.csv")
SDS: Final = ("student.csv", "teacher.csv", "section.csv", "studentenrollment.csv", "teacherroster.csv", "school.csv")
TOGETHER: Final = ("orgs.csv", "roles.csv", "classes.csv", "enrollments.csv", "demographics.csv", "manifest.csv")
OTHERS: Final = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"Rar!": "a RAR archive: pack it as a zip archive",
    b"7z\xbc\xaf": "a 7-Zip archive: pack it as a zip archive",
    b"\x1f\x8b": "a gzip archive: pack it as a zip archive",
}
NEEDS_MAPPING: Final = "We do not know this spreadsheet yet. Say which of its columns is what."


def read_roster(bundle: Bundle, mapping: Mapping | None = None) -> Roster:
    """The roster in these files. Raises RosterError; MappingNeededError for a spreadsheet without a mapping."""
    for part in bundle.parts:
        _refuse_others(part)
    if any(_is_xml(part) for part in bundle.parts):
        if len(bundle.parts) > 1:
            raise RosterError("There is more than one file beside a Common Transfer File. Give one CTF at a time.")
        return read_ctf(bundle)
    if bundle.has(*SDS) and _is_sds(bundle):
        return read_sds(bundle)
    if bundle.has(*ONEROSTER) and (bundle.has(*TOGETHER) or _is_oneroster(bundle)):
        return read_oneroster(bundle)
    if mapping is None:
        raise MappingNeededError(NEEDS_MAPPING)
    return read_mapped(bundle, mapping)


def _refuse_others(part: Part) -> None:
    if not part.data.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        if part.data:
            return
        raise RosterError(f"{part.name} is empty. Export it again.")
    if part.data.startswith(OLD_OFFICE):
        raise RosterError(OLD_WORKBOOK.format(name=part.name))
    for mark, what in OTHERS.items():
        if part.data.startswith(mark):
            raise RosterError(f"{part.name} is {what}. Give a CSV, XML or XLSX file, or a zip archive of them.")


def _is_xml(part: Part) -> bool:
    return part.data[:200].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")[:1] == b"<"


def _first_line(bundle: Bundle, *names: str) -> bytes:
    part = bundle.part(*names)
    return part.data[:2_000].replace(b"\x00", b"").lower() if part else b""


def _is_sds(bundle: Bundle) -> bool:
    # a school may call its own spreadsheet student.csv: the classic files have a school's id beside the person's
    head = _first_line(bundle, *SDS)
    return len(bundle.parts) > 1 or b"school sis id" in head or b"school dfe number" in head


def _is_oneroster(bundle: Bundle) -> bool:
    return b"sourcedid" in _first_line(bundle, "users.csv")
