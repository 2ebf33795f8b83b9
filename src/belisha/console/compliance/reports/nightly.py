"""Each month the head's report and the comparison of schools are made, kept and announced."""

from __future__ import annotations

from typing import TYPE_CHECKING

from belisha.console.compliance.reports.kept.actions import make_monthly
from belisha.console.flows.due import due

if TYPE_CHECKING:
    from datetime import datetime

__all__ = ["make_monthly_reports"]


@due(name="make monthly reports", every="day", at="06:10")
def make_monthly_reports(now: datetime) -> str:
    """On the first of a month, or as soon as the machine runs again, what is not there yet."""
    return make_monthly(now)
