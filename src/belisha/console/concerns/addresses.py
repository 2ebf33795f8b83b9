"""How a concern stands in an address: `<reference:reference>`. Nothing of it can be counted or guessed."""

from __future__ import annotations

from django.urls import register_converter

__all__ = ["Reference"]


class Reference:
    """A reference as it is drawn (actions/reporting.py); typed in small letters it is the same."""

    regex = "[2-9A-HJ-NP-Za-hj-np-z]{4}-[2-9A-HJ-NP-Za-hj-np-z]{4}"

    def to_python(self, value: str) -> str:
        """As it is kept."""
        return value.upper()

    def to_url(self, value: str) -> str:
        """As it is kept."""
        return str(value)


register_converter(Reference, "reference")
