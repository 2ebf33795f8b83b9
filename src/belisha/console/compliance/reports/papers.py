"""Reports on paper: tagged PDF of each, made of the same facts as its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string

from belisha.console.compliance.reports.comparing import APART, compared
from belisha.console.compliance.reports.months import month_page
from belisha.console.compliance.reports.queries import beside, term_page
from belisha.console.compliance.rules import BASES, COLOURS, STATES

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from belisha.console.access.models import Federation, School
    from belisha.console.compliance.reports.months import Month

__all__ = ["month_context", "paper", "side_context", "term_context"]


def paper(template: str, context: dict[str, Any]) -> bytes:
    """A template as tagged PDF."""
    from belisha.console.access.accounts.printing import pdf_of  # noqa: PLC0415 - it takes half a second to load

    return pdf_of(render_to_string(template, context))


def term_context(school: School, now: datetime) -> dict[str, Any]:
    """What the page of a term is made of."""
    page = term_page(school, now)
    return {"school": school, "page": page, "states": STATES, "colours": COLOURS, "bases": BASES, "now": now}


def month_context(school: School, month: Month, now: datetime) -> dict[str, Any]:
    """What the page of a month is made of."""
    return {"school": school, "page": month_page(school, month, now), "now": now}


def side_context(federation: Federation, schools: Sequence[School], now: datetime) -> dict[str, Any]:
    """What the comparison of schools is made of."""
    parts = compared(schools, now)
    return {
        "federation": federation,
        "found": beside(schools, now),
        "compared": parts,
        "outliers": [(part.title, cell) for part in parts for cell in part.cells if cell.apart],
        "apart": APART,
        "states": list(STATES.values()),
        "names": [school.name for school in schools],
        "codes": [school.code for school in schools],
        "now": now,
    }
