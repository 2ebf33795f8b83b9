"""Whose name in an old log is whose: by the school's own list of names, else by the sign-in names of the register."""

import csv
from collections.abc import Mapping
from pathlib import Path

from belisha.activity.errors import ActivityError
from belisha.activity.register import Kind, Register

_HEADINGS = ("name", "user", "sign_in", "sign-in")


class NamesError(ActivityError):
    """The list of names cannot be used; the text says which line and why."""


class Names:
    """Finds people by the names in a log, whatever their case and whichever domain is written around them."""

    def __init__(self, register: Register, school: str, listed: Mapping[str, str]) -> None:
        """``listed``: names as the log writes them, and whom they belong to: id, sign-in name or full name."""
        held = register.named(Kind.PERSON, school)
        self._held = set(held)
        self._ids = {name.casefold(): one for one, names in held.items() for name in (names[1], one)}
        full_names = {names[0].casefold(): one for one, names in held.items()}
        self._listed = {
            name.casefold(): self._ids.get(whom.casefold()) or full_names.get(whom.casefold()) or whom
            for name, whom in listed.items()
        }
        self._found: dict[str, str] = {"": ""}

    def person(self, name: str) -> str:
        """The person's id; empty when nobody is called so."""
        found = self._found.get(name)
        if found is None:
            found = self._found[name] = self._find(name.casefold())
        return found

    def _find(self, name: str) -> str:
        bare = name.rpartition("\\")[2].partition("@")[0]
        return self._listed.get(name) or self._listed.get(bare) or self._ids.get(name) or self._ids.get(bare) or ""

    def strangers(self) -> list[str]:
        """Names that were asked for and belong to nobody."""
        return sorted(name for name, person in self._found.items() if name and not person)

    def unregistered(self) -> list[str]:
        """People of the list whom the register does not hold; they keep the names that the list gives them."""
        return sorted({person for person in self._listed.values() if person not in self._held})


def read_names(path: Path) -> dict[str, str]:
    """A spreadsheet (CSV) with two columns: the name in the log, the person. Raises NamesError, OSError."""
    names: dict[str, str] = {}
    try:
        with path.open(newline="", encoding="utf-8-sig") as handle:
            for number, row in enumerate(csv.reader(handle), 1):
                cells = [cell.strip() for cell in row]
                if not any(cells) or (number == 1 and cells[0].casefold() in _HEADINGS):
                    continue
                if len(cells) < 2 or not all(cells[:2]):
                    message = f"{path}, line {number}: write the name in the log, a comma, and the person."
                    raise NamesError(message)
                if names.setdefault(cells[0], cells[1]) != cells[1]:
                    message = f"{path}, line {number}: {cells[0]!r} is given to two people."
                    raise NamesError(message)
    except (UnicodeDecodeError, csv.Error) as error:
        message = f"{path} is no CSV file in UTF-8: {error}"
        raise NamesError(message) from error
    return names
