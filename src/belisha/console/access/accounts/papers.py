"""What is printed for accounts: cards with a QR code, slips with first passwords. Tagged PDF, made on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import segno
from django.template.loader import render_to_string
from markupsafe import Markup

from belisha.console.design.files import PDF, handed_out

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse

__all__ = ["as_pdf", "qr_code", "qr_drawing"]


def qr_code(text: str) -> str:
    """A QR code as the address of an image that holds itself, for a page that becomes paper."""
    return segno.make(text, error="m", micro=False).svg_data_uri(scale=4, border=2)


def qr_drawing(text: str) -> Markup:
    """A QR code drawn in the page itself, for a screen: our pages show no picture whose address holds it."""
    drawn = segno.make(text, error="m", micro=False).svg_inline(border=4, light="white", omitsize=True)
    return Markup(drawn)  # noqa: S704 - modules of a code and nothing of its text


def as_pdf(template: str, context: Mapping[str, object], name: str) -> HttpResponse:
    """A template as tagged PDF to be saved under a name."""
    from belisha.console.access.accounts.printing import pdf_of  # noqa: PLC0415 - it takes half a second to load

    return handed_out(pdf_of(render_to_string(template, dict(context))), f"{name}.pdf", PDF)
