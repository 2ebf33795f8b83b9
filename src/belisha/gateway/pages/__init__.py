"""What a person sees when a page stays shut: templates for Squid, and the words that the verdict puts into them.

`write_pages` runs when the gateway starts; Squid's helpers fill a `PageForm` for each blocked request.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from belisha.gateway.pages.notes import NOTES, PageForm, is_usual, listed_notes, matched_by, page_notes, person_notes

if TYPE_CHECKING:
    from belisha.gateway.pages.write import write_pages

__all__ = ["NOTES", "PageForm", "is_usual", "listed_notes", "matched_by", "page_notes", "person_notes", "write_pages"]


def __getattr__(name: str) -> object:
    """Load the writer when it is asked for: helpers need only the notes, and should not carry a template engine."""
    if name == "write_pages":
        return import_module("belisha.gateway.pages.write").write_pages
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)
