"""What is printed for accounts: cards with a QR code, slips with first passwords. Tagged PDF, made on this machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import segno
from django.http import HttpResponse
from django.template.loader import render_to_string

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["as_pdf", "qr_code"]


def qr_code(text: str) -> str:
    """A QR code as the address of an image that holds itself, for a page that becomes paper."""
    return segno.make(text, error="m", micro=False).svg_data_uri(scale=4, border=2)


def as_pdf(template: str, context: Mapping[str, object], name: str) -> HttpResponse:
    """A template as tagged PDF to be saved under a name; kept by no cache on its way."""
    from belisha.console.access.accounts.printing import pdf_of  # noqa: PLC0415 - it takes half a second to load

    response = HttpResponse(pdf_of(render_to_string(template, dict(context))), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
