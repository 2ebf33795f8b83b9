"""Rows as they were and as they became, so that an import can be undone exactly, or refused to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from belisha.console.access.models import User
from belisha.console.people.actions.facts import plain
from belisha.console.people.models import (
    Group,
    Membership,
    Person,
    Relationship,
    RosterGroupLink,
    RosterPersonLink,
)

if TYPE_CHECKING:
    from django.db import models

__all__ = ["MODELS", "Step", "Steps", "row_of", "snapshot"]

# In the order in which rows are made; undone in the opposite one.
MODELS: Final[dict[str, type[models.Model]]] = {
    "user": User,
    "person": Person,
    "group": Group,
    "membership": Membership,
    "relationship": Relationship,
    "person-link": RosterPersonLink,
    "group-link": RosterGroupLink,
}
_NAMES: Final = {model: name for name, model in MODELS.items()}


class Step(msgspec.Struct, frozen=True, array_like=True):
    """One row: None before for one that was made, None after for one that was deleted."""

    model: str
    pk: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None


def snapshot(row: models.Model) -> dict[str, Any]:
    """All stored fields of a row, as JSON can hold them."""
    return {field.attname: plain(getattr(row, field.attname)) for field in row._meta.concrete_fields}


def row_of(model: type[models.Model], values: dict[str, Any]) -> models.Model:
    """A row made of a snapshot."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{name: fields[name].to_python(value) for name, value in values.items()})


class Steps:
    """Collects what an import does to rows."""

    def __init__(self) -> None:
        """Begin empty."""
        self.steps: list[Step] = []
        self._before: dict[tuple[str, int], dict[str, Any]] = {}

    def before(self, row: models.Model) -> None:
        """Remember a row before it is changed; the first time counts."""
        self._before.setdefault((_NAMES[type(row)], row.pk), snapshot(row))

    def made(self, rows: list[Any]) -> None:
        """Rows that were made."""
        self.steps += [Step(_NAMES[type(row)], row.pk, None, snapshot(row)) for row in rows]

    def changed(self, rows: list[Any]) -> None:
        """Rows that were changed after `before`."""
        for row in rows:
            name = _NAMES[type(row)]
            self.steps.append(Step(name, row.pk, self._before[name, row.pk], snapshot(row)))

    def deleted(self, rows: list[Any]) -> None:
        """Rows that are about to be deleted."""
        self.steps += [Step(_NAMES[type(row)], row.pk, snapshot(row), None) for row in rows]
