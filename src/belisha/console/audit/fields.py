"""The column that holds what a link says: the very text that was sealed, so that no database rewrites it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.db import models

from belisha.console.audit.chain import text_of

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ContentField"]


class ContentField(models.Field[Any, Any]):
    """A dictionary in Python, its sealed text in the database: a database's own JSON type would write 1e22 anew."""

    def get_internal_type(self) -> str:
        """Kept as any text is."""
        return "TextField"

    def from_db_value(self, value: str | None, *_: object) -> Any:
        """What was written; nothing where somebody made it unreadable, which its seal tells of."""
        try:
            content = json.loads(value or "null")
        except ValueError:
            content = {}
        return content if value is None or isinstance(content, dict) else {}

    def get_prep_value(self, value: Mapping[str, Any] | str | None) -> str | None:
        """The text that is sealed. A string is a piece of it that somebody searches for."""
        return value if value is None or isinstance(value, str) else text_of(value)
