"""Which rows, besides those of evidence itself, hold keys of files in the store: apps above add theirs.

Each has `key`, `locked_key` and `lock`, as store.py gives them. What stands in no such row is cleared away, and its
key would be lost when the installation's keys are made anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from belisha.console.concerns.models import ImportedFile

if TYPE_CHECKING:
    from django.db.models import Model

__all__ = ["KEEPERS"]

KEEPERS: Final[list[type[Model]]] = [ImportedFile]
