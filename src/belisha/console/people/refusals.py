"""What the register refuses: in words for the person who asked, with the field at fault where there is one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from belisha.console.people.models import Person

__all__ = ["AlreadyThereError", "RefusedError"]


class RefusedError(ValidationError):
    """An action is refused; the text says why and what to do. `field`: of the form, empty for the whole of it."""

    def __init__(self, text: str, field: str = "") -> None:
        super().__init__({field: [text]} if field else text)
        self.text = text
        self.field = field

    def __str__(self) -> str:
        return self.text


class AlreadyThereError(RefusedError):
    """Somebody is on the register already: `person`, for a link to them."""

    def __init__(self, text: str, person: Person, field: str = "") -> None:
        super().__init__(text, field)
        self.person = person
