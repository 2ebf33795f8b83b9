"""The Common Transfer File (CTF), the XML in which English and Welsh schools hand pupils on. Versions 15 to 25.

Element names are those of the Department for Education's specifications. Parsed as a stream, without DTD or entities.
"""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Final
from xml.sax import SAXException, SAXParseException
from xml.sax.handler import ContentHandler

import msgspec
from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from belisha.console.people.roster.readers.gathering import Gathered
from belisha.console.people.roster.readers.persons import Reading, person_of
from belisha.console.people.roster.readers.shapes import Kind, Org, Roster, RosterError, RosterRelationship
from belisha.console.people.roster.readers.words import instant_of, language_of, relation_of, truth_of

if TYPE_CHECKING:
    from xml.sax.xmlreader import AttributesImpl, Locator

    from belisha.console.people.roster.readers.files import Bundle, Part

__all__ = ["read_ctf"]

KNOWN_VERSIONS: Final = range(15, 26)
DEEPEST: Final = 24
MOST_TEXT: Final = 65_536
TITLES: Final = {
    "key": "UPN", "upn": "UPN", "given": "Forename", "family": "Surname", "known_as": "PreferredForename",
    "born": "DOB",
    "year": "NCyearActual", "email": "Email", "phone": "PhoneNo", "joined": "EntryDate", "left": "LeavingDate",
}  # fmt: skip
# People whom a school knows through a child's file but who are no family: they get no place in the register.
PROFESSIONALS: Final = {"DOC", "HTC", "REL", "TCH", "CHM", "HLV", "AGN"}
WRONG_DOCUMENT: Final = "This XML is not a Common Transfer File: it begins with <{name}> where <CTfile> was expected."


class Node:
    """An element: its name without namespace, its line, its text and what is in it."""

    __slots__ = ("children", "line", "name", "text")

    def __init__(self, name: str, line: int) -> None:
        """An empty element."""
        self.name, self.line, self.text = name, line, ""
        self.children: list[Node] = []

    def all(self, name: str) -> list[Node]:
        """The elements of a name directly in it."""
        return [child for child in self.children if child.name == name]

    def one(self, *names: str) -> Node | None:
        """The first element along a path of names."""
        found: Node | None = self
        for name in names:
            found = next(iter(found.all(name)), None) if found else None
        return found

    def say(self, *names: str) -> str:
        """The text at the end of a path of names; empty without it."""
        found = self.one(*names)
        return found.text.strip() if found else ""


class _Handler(ContentHandler):
    """Builds small trees for the header and for one pupil at a time, and hands them on: memory stays bounded."""

    def __init__(self, reader: _Reader) -> None:
        super().__init__()
        self._reader = reader
        self._stack: list[Node] = []
        self._kept: Node | None = None
        self._depth = 0
        self._locator: Locator | None = None

    def setDocumentLocator(self, locator: Locator) -> None:  # noqa: N802 - SAX's own name
        self._locator = locator

    def startElement(self, name: str, attrs: AttributesImpl) -> None:  # noqa: N802 - SAX's own name
        del attrs
        plain = name.rpartition(":")[2]
        self._depth += 1
        if self._depth > DEEPEST:
            raise RosterError("The XML is nested deeper than any Common Transfer File. It is refused.")
        if self._depth == 1 and plain.casefold() != "ctfile":
            raise RosterError(WRONG_DOCUMENT.format(name=plain[:40]))
        if not self._stack and plain not in {"Header", "Pupil"}:
            return
        node = Node(plain, (self._locator.getLineNumber() if self._locator else 0) or 0)
        if self._stack:
            self._stack[-1].children.append(node)
        self._stack.append(node)
        self._reader.pad_row()

    def characters(self, content: str) -> None:
        if self._stack and not self._stack[-1].children:
            node = self._stack[-1]
            if len(node.text) < MOST_TEXT:
                node.text += content

    def endElement(self, name: str) -> None:  # noqa: N802 - SAX's own name
        del name
        self._depth -= 1
        if not self._stack:
            return
        node = self._stack.pop()
        if not self._stack:
            self._reader.take(node)


class _Reader:
    """Turns the header and the pupils into a roster."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.got = Gathered()
        self.header = Node("Header", 0)
        self._elements = 0
        self._adults: dict[str, str] = {}  # what tells an adult -> key

    def pad_row(self) -> None:
        # a pupil of a full file has some hundred elements: each hundred counts as a row, also in a file of empty ones
        self._elements += 1
        if self._elements % 100 == 0:
            self.got.pad.row()

    def take(self, node: Node) -> None:
        if node.name == "Header":
            self.header = node
            self._schools()
        else:
            self._pupil(node)

    def _schools(self) -> None:
        for place in ("SourceSchool", "DestSchool"):
            number = self.header.say(place, "LEA") + self.header.say(place, "Estab")
            if number:
                self.got.orgs.setdefault(number, Org(number, self.header.say(place, "SchoolName")[:120], number))

    @property
    def source(self) -> str:
        return self.header.say("SourceSchool", "LEA") + self.header.say("SourceSchool", "Estab")

    def _pupil(self, node: Node) -> None:
        self.got.pad.row()
        where = (self.part.name, node.line)
        joined, left = self._stay(node)
        basic = node.one("BasicDetails") or Node("BasicDetails", node.line)
        texts = {
            "key": node.say("UPN"),
            "upn": node.say("UPN"),
            "given": node.say("Forename"),
            "family": node.say("Surname"),
            "known_as": basic.say("PreferredForename"),
            "born": node.say("DOB"),
            "year": basic.say("NCyearActual") or node.say("NCyearActual"),
            "language": self._language(basic),
            "email": node.say("Email"),
            "phone": node.say("Phones", "Phone", "PhoneNo"),
            "joined": joined,
            "left": left,
        }
        person = person_of(texts, Reading(where, Kind.PUPIL, titles=TITLES), self.got.pad, dates_of=self.source)
        if person and self.got.add(person):
            for contact in (node.one("Contacts") or node).all("Contact"):
                self._contact(contact, node, person.ident)

    def _language(self, basic: Node) -> str:
        spoken = [
            kind for kind in (basic.one("Languages") or basic).all("Type") if kind.say("LanguageType") in {"H", "F", ""}
        ]
        home = next((kind for kind in spoken if kind.say("LanguageType") == "H"), spoken[0] if spoken else None)
        return language_of(home.say("Language")) if home else ""

    def _stay(self, node: Node) -> tuple[str, str]:
        """From when until when a pupil was at the school that made the file."""
        for school in (node.one("SchoolHistory") or node).all("School"):
            if school.say("LEA") + school.say("Estab") == self.source:
                return school.say("EntryDate")[:10], school.say("LeavingDate")[:10]
        return "", ""

    def _contact(self, contact: Node, pupil: Node, child: str) -> None:
        code = contact.say("Relationship").upper()
        responsible = truth_of(contact.say("Responsibility"))
        if code in PROFESSIONALS and not responsible:
            self.got.pad.note("{n} contacts are professionals (doctors, teachers, childminders): they are left out.")
            return
        where = (self.part.name, contact.line)
        texts = {
            "given": contact.say("Forename"),
            "family": contact.say("Surname"),
            "email": contact.say("Email"),
            "phone": contact.say("Phones", "Phone", "PhoneNo"),
        }
        texts["key"] = key = self._key(contact, pupil, texts)
        with_child = truth_of(contact.say("Address", "AddressAsPupil") or contact.say("AddressAsPupil"))
        person = person_of(texts, Reading(where, Kind.PARENT, titles=TITLES), self.got.pad)
        if person is None or (person.ident not in self.got.people and not self.got.add(person)):
            return
        order = contact.say("Order")
        self.got.relationships.append(
            RosterRelationship(
                adult=f"{Kind.PARENT}:{key}",
                child=child,
                kind=relation_of(code),
                responsibility=responsible,
                lives_with=with_child,
                priority=int(order) if order.isascii() and order.isdigit() and len(order) < 4 else 1,
            )
        )

    def _key(self, contact: Node, pupil: Node, texts: dict[str, str]) -> str:
        """An id for an adult, who has none in a CTF: one for the same name with the same e-mail, phone or address."""
        name = f"{texts['family']}|{texts['given']}".casefold()
        as_pupil = truth_of(contact.say("Address", "AddressAsPupil") or contact.say("AddressAsPupil"))
        home = pupil.one("Address") if as_pupil else contact.one("Address")
        street = "|".join(leaf.text.strip() for leaf in _leaves(home)).casefold() if home else ""
        phones = [phone.say("PhoneNo").replace(" ", "") for phone in (contact.one("Phones") or contact).all("Phone")]
        tells = [f"{name}|{tell}" for tell in (texts["email"].casefold(), *phones, street) if len(tell) > 5]
        tells = tells or [f"{name}|{pupil.say('UPN')}"]
        known = next((self._adults[tell] for tell in tells if tell in self._adults), "")
        key = known or f"contact-{hashlib.sha256(tells[0].encode()).hexdigest()[:24]}"
        self._adults.update(dict.fromkeys(tells, key))
        return key

    def roster(self) -> Roster:
        version = self.header.say("CTFversion")[:10]
        number = version.partition(".")[0]
        if not number.isdigit() or int(number[:4]) not in KNOWN_VERSIONS:
            self.got.pad.note(
                f"This is version {version or 'unknown'} of the CTF; we know 15 to 25. Look at the preview with care."
            )
        roster = self.got.roster(format="CTF", version=version, groups=(), complete=False, whole_groups=False)
        return msgspec.structs.replace(roster, made=instant_of(self.header.say("DateTime")))


def _leaves(node: Node) -> list[Node]:
    return [leaf for child in node.children for leaf in (_leaves(child) if child.children else [child])]


def read_ctf(bundle: Bundle) -> Roster:
    """The roster in a Common Transfer File. Raises RosterError."""
    part = next(part for part in bundle.parts if part.data.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")[:1] == b"<")
    try:
        return _parsed(part, part.data)
    except SAXParseException as error:
        if _is_utf8(part.data):
            raise _broken(part, error) from error
        try:
            roster = _parsed(part, _as_windows(part.data))
        except (SAXParseException, UnicodeDecodeError):
            raise _broken(part, error) from error
        note = f"{part.name} is written in Windows-1252 though it says otherwise. Look at names with accents."
        return msgspec.structs.replace(roster, notes=(*roster.notes, note))


def _parsed(part: Part, data: bytes) -> Roster:
    reader = _Reader(part)
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(_Handler(reader))
    try:
        parser.parse(io.BytesIO(data))
    except DefusedXmlException as error:
        raise RosterError(
            f"{part.name} declares a document type or entities, which a Common Transfer File never does. It is refused."
        ) from error
    except SAXParseException:
        raise
    except (SAXException, ValueError, LookupError) as error:
        raise RosterError(f"{part.name} cannot be read as XML: {str(error)[:100]}.") from error
    if not reader.header.children and not reader.got.people:
        raise RosterError(f"{part.name} holds no header and no pupils. Export the Common Transfer File again.")
    return reader.roster()


def _broken(part: Part, error: SAXParseException) -> RosterError:
    return RosterError(
        f"{part.name} is not whole XML: {error.getMessage()[:100]} (line {error.getLineNumber()}). Export it again."
    )


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _as_windows(data: bytes) -> bytes:
    text = data.decode("cp1252")
    head, mark, rest = text.partition("?>")
    return (rest if mark and head.lstrip().startswith("<?xml") else text).encode("utf-8")
