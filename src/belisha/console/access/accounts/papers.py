"""What is printed for accounts: cards with a QR code, slips with first passwords. Tagged PDF, made on this machine."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Final

import segno
from django.http import HttpResponse
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["as_pdf", "qr_code"]

VARIANT: Final = "pdf/ua-1"
FONTS: Final = "belisha-font:"


def qr_code(text: str) -> str:
    """A QR code as the address of an image that holds itself, for a page that becomes paper."""
    return segno.make(text, error="m", micro=False).svg_data_uri(scale=4, border=2)


def as_pdf(template: str, context: Mapping[str, object], name: str) -> HttpResponse:
    """A template as tagged PDF to be saved under a name; kept by no cache on its way."""
    fonts, ours = FontConfiguration(), _OurOwn()
    style = resources.files(__package__).joinpath("papers.css").read_text("utf-8")
    sheet = CSS(string=style, font_config=fonts, url_fetcher=ours)
    page = HTML(string=render_to_string(template, dict(context)), url_fetcher=ours)
    made = page.write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant=VARIANT)
    response = HttpResponse(bytes(made or b""), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


class _OurOwn(URLFetcher):  # type: ignore[misc]  # the library carries no types
    """Only what a page holds itself, and our own letters; nothing from anywhere else."""

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """Raises URLFetchingError for what would have to be fetched."""
        if url.startswith("data:"):
            return super().fetch(url, headers)
        if url.startswith(FONTS):
            letters = resources.files("belisha.console.design").joinpath("static/design/fonts", url.removeprefix(FONTS))
            return URLFetcherResponse(url, letters.read_bytes(), {"Content-Type": "font/woff2"})
        message = f"a paper needs nothing from {url}"
        raise URLFetchingError(message)
