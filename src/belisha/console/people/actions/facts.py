"""What the audit record says of a row before and after: plain values of named fields."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.db.models import Model

__all__ = ["changed", "facts_of", "plain"]


def plain(value: object) -> Any:
    """A value as JSON can hold it."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)


def facts_of(row: Model, fields: Iterable[str]) -> dict[str, Any]:
    """The named fields of a row. A foreign key is named by what it points at."""
    return {field: plain(getattr(row, field)) for field in fields}


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Both sides of what differs."""
    differing = [name for name in after if before.get(name) != after[name]]
    return {name: before.get(name) for name in differing}, {name: after[name] for name in differing}
