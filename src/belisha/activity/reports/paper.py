"""A report as tagged PDF for paper and screen readers, made by WeasyPrint of the same page; nothing is fetched."""

from collections.abc import Mapping
from typing import NoReturn

from weasyprint import HTML
from weasyprint.urls import URLFetchingError

VARIANT = "pdf/ua-1"


def _fetch_nothing(url: str, *_: object, **__: Mapping[str, object]) -> NoReturn:
    message = f"a report needs nothing from {url}"
    raise URLFetchingError(message)


def as_pdf(page: str) -> bytes:
    """A page made by as_page, on A4."""
    made = HTML(string=page, url_fetcher=_fetch_nothing).write_pdf(pdf_variant=VARIANT)
    return bytes(made or b"")
