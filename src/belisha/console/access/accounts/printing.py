"""Tagged PDF of a page, made on this machine. Its library takes long to load: papers.py does so when one is printed."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Final

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["pdf_of"]

VARIANT: Final = "pdf/ua-1"
FONTS: Final = "belisha-font:"


def pdf_of(page: str, style: str = "") -> bytes:
    """A page of HTML on paper; `style`: CSS in place of that of our cards and lists."""
    fonts, ours = FontConfiguration(), _OurOwn()
    style = style or resources.files(__package__).joinpath("papers.css").read_text("utf-8")
    sheet = CSS(string=style, font_config=fonts, url_fetcher=ours)
    made = HTML(string=page, url_fetcher=ours).write_pdf(stylesheets=[sheet], font_config=fonts, pdf_variant=VARIANT)
    return bytes(made or b"")


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
