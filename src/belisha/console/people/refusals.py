"""What the register refuses: in words for the person who asked, with the field at fault where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from belisha.console.people.models import Person

__all__ = ["AlreadyThereError", "RefusedError"]


class RefusedError(Exception):
    """An action is refused; the text says why and what to do. `field`: of the form, empty for the whole of it."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class AlreadyThereError(RefusedError):
    """Somebody is on the register already: `person`, for a link to them."""

    def __init__(self, message: str, person: Person, field: str = "") -> None:
        super().__init__(message, field)
        self.person = person
